"""Counts the words of the novels and makes vectors of what stands near them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

CONTEXTS: Final = 3000  # words that are counted as neighbours
KEPT: Final = 1000  # words that the files hold
DIMENSIONS: Final = 50
POWER: Final = 0.75  # of the context counts: rare contexts count for less
WEIGHTS: Final = {1: 2, 2: 1}  # by distance: twice 1/distance, to count in whole numbers
STARTS: Final = ("she was", "captain", "the young", "i am")
LISTED: Final = 12
WORD: Final = r"[a-z]+(?:'[a-z]+)?"


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case; an underscore marks italics and is left out."""
    return re.findall(WORD, text.lower().replace("_", ""))


def commonest(tokens: list[str], n: int) -> tuple[list[str], np.ndarray]:
    """Return the n commonest words, in alphabetical order where they are equally common, and how
    often each occurs, an array (n,).
    """
    ranked = sorted(Counter(tokens).items(), key=lambda pair: (-pair[1], pair[0]))[:n]
    return [word for word, _ in ranked], np.array([count for _, count in ranked])


def cooccurrences(tokens: list[str], vocabulary: list[str]) -> sparse.csr_matrix:
    """Return how often words stand near each other, weighted by distance: (V, V), symmetric."""
    index = {word: i for i, word in enumerate(vocabulary)}
    ids = np.array([index.get(token, -1) for token in tokens])
    shape = len(vocabulary), len(vocabulary)
    total = sparse.csr_matrix(shape, dtype=np.int64)
    for distance, weight in WEIGHTS.items():
        left, right = ids[:-distance], ids[distance:]
        known = (left >= 0) & (right >= 0)
        pairs = left[known], right[known]
        total += sparse.coo_matrix((np.full(known.sum(), weight), pairs), shape=shape).tocsr()
    return (total + total.T).tocsr()


def vectors(table: sparse.csr_matrix, dimensions: int) -> np.ndarray:
    """Return U√S of the positive PMI of a table of co-occurrences (V, V): (V, dimensions)."""
    u, s, _ = svds(positive_pmi(table), k=dimensions, v0=np.ones(table.shape[0]))
    order = np.argsort(-s)
    found = u[:, order] * np.sqrt(s[order])
    # The sign of a singular vector is free: its entry of the largest size is made positive.
    largest = found[np.abs(found).argmax(axis=0), np.arange(dimensions)]
    return np.asarray(found * np.sign(largest))


def positive_pmi(table: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the positive pointwise mutual information in bits, contexts smoothed by `POWER`."""
    joint = table.tocoo()
    total = table.sum()
    word = np.asarray(table.sum(axis=1)).ravel() / total
    context = np.asarray(table.sum(axis=0)).ravel() ** POWER
    context /= context.sum()
    bits = np.log2(joint.data / total / (word[joint.row] * context[joint.col]))
    kept = bits > 0
    return sparse.csr_matrix((bits[kept], (joint.row[kept], joint.col[kept])), shape=table.shape)


def next_words(text: str) -> dict[str, dict[str, object]]:
    """Return the commonest next words after each of `STARTS`, with nothing but space between."""
    plain = re.sub(r"\s+", " ", text.lower().replace("_", ""))
    found: dict[str, dict[str, object]] = {}
    for start in STARTS:
        after = re.findall(rf"(?<![a-z'])(?={start} ({WORD}))", plain)
        names, counts = commonest(after, LISTED)
        found[start] = {"total": len(after), "words": names, "counts": counts.tolist()}
    return found
