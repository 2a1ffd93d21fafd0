"""Functions of earlier assignments, for those whose own notebooks are not at hand.

`from_earlier` takes a function of yours where it finds it and where it does on a small example (see
`TRIES`) what the one below does.
"""

import numpy as np


def bigram_counts(tokens, vocabulary):
    """Count how often each token of the vocabulary follows each other one, shape (V, V)."""
    place = {token: i for i, token in enumerate(vocabulary)}
    text = np.array([place[token] for token in tokens], dtype=int)
    size = len(vocabulary)
    return np.bincount(text[:-1] * size + text[1:], minlength=size**2).reshape(size, size)


def bigram_probabilities(counts, smoothing=1.0):
    """Return the probability of each next token, shape (V, V); a row without counts is uniform."""
    smoothed = np.asarray(counts) + smoothing
    totals = smoothed.sum(axis=1, keepdims=True)
    uniform = np.full(smoothed.shape, 1 / len(smoothed))
    return np.divide(smoothed, totals, out=uniform, where=totals > 0)


def low_rank(A, k):
    """Return the matrix of rank k that is nearest to A."""
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * s[:k]) @ Vt[:k]


_COUNTS = np.array([[3, 0, 1], [0, 0, 0], [2, 5, 0]])

TRIES = {
    "bigram_counts": lambda bigram_counts: bigram_counts("abracadabra", ["r", "d", "c", "b", "a"]),
    "bigram_probabilities": lambda bigram_probabilities: [
        bigram_probabilities(_COUNTS, 0.5),
        bigram_probabilities(_COUNTS, 0),
    ],
    "low_rank": lambda low_rank: low_rank(np.array([[4.0, 0.0, 1.0], [3.0, -5.0, 2.0]]), 1),
}
"""How each function is tried on a small example, with numbers as the result."""
