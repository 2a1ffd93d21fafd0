"""Embeddings: arithmetic with words, search, the geometry of many vectors, a map of them.

Functions of real, finite arrays. Each takes anything that `numpy.asarray` takes (nested lists too),
computes in double precision, returns new arrays and never writes to its arguments.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats
from solutions.linear_algebra import cosine_similarity, pca


def analogy(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike) -> Floats:
    """Return the point where the missing word of "a is to b as ? is to c" is expected.

        a - b + c

    Args:
        a: shape (d,); any unit, the same for all three.
        b: shape (d,).
        c: shape (d,).

    Returns:
        The point that completes the parallelogram over b, a and c, shape (d,), in the unit of a.

    Raises:
        ValueError: the shapes differ.

    Source: T. Mikolov, W. Yih, G. Zweig, Linguistic Regularities in Continuous Space Word
    Representations, NAACL 2013, section 4.
    """
    start, minus, plus = (np.asarray(vector, dtype=np.float64) for vector in (a, b, c))
    if not start.shape == minus.shape == plus.shape:
        shapes = f"{start.shape}, {minus.shape} and {plus.shape}"
        raise ValueError(f"a, b and c must have one shape, not {shapes}.")
    found: Floats = start - minus + plus  # (d,)
    return found


def nearest_word(
    vector: npt.ArrayLike,
    embeddings: Mapping[str, npt.ArrayLike],
    exclude: Collection[str] = (),
) -> str:
    """Return the word whose embedding has the highest cosine similarity with a vector.

        argmax over words w of cos(vector, embeddings[w])

    Args:
        vector: shape (d,), not zero; any unit.
        embeddings: word → vector of shape (d,), none of them zero; any unit.
        exclude: words that are not to be found.

    Returns:
        A key of `embeddings`; the first of those that tie.

    Raises:
        ValueError: no word is left to be found, or `cosine_similarity` refuses a pair of vectors.

    Source: T. Mikolov, W. Yih, G. Zweig, NAACL 2013, section 4 (cosine; inputs left out).
    """
    words = [word for word in embeddings if word not in exclude]
    if not words:
        raise ValueError("No word is left: embeddings is empty, or exclude holds all its words.")
    return max(words, key=lambda word: cosine_similarity(vector, embeddings[word]))


def normalize_embeddings(E: npt.ArrayLike) -> Floats:
    """Scale each row to length 1, so that a dot product of two rows is their cosine.

        e_i / ‖e_i‖,   and 0 where e_i = 0

    Args:
        E: n embeddings of d entries, shape (n, d); any unit.

    Returns:
        Shape (n, d), dimensionless; rows of L2 norm 1, zero rows left at zero.

    Raises:
        ValueError: E is not a non-empty matrix.

    Source: C. Manning, P. Raghavan, H. Schütze, Introduction to Information Retrieval, Cambridge
    2008, section 6.3.1 (length normalization).
    """
    rows = floats(E, "E", 2)
    # Entries up to 1 first: the squares of very large or very small ones overflow or vanish.
    largest = np.abs(rows).max(axis=1, keepdims=True)  # (n, 1)
    scaled = rows / np.where(largest == 0, 1.0, largest)  # (n, d)
    norms = np.linalg.norm(scaled, axis=1, keepdims=True)  # (n, 1), 0 or at least 1
    unit: Floats = scaled / np.where(norms == 0, 1.0, norms)  # (n, d)
    return unit


def pairwise_similarities(E: npt.ArrayLike) -> Floats:
    """Return the cosine similarity of every pair of rows, each pair once.

        s_ij = (e_i · e_j) / (‖e_i‖ ‖e_j‖)   for i < j

    Args:
        E: n embeddings of d entries, shape (n, d), n ≥ 2, no row zero; any unit, lengths free.

    Returns:
        Shape (n (n - 1) / 2,), dimensionless, in [-1, 1], in the order (0, 1), (0, 2), …, (1, 2),
        …, which is that of `np.triu_indices(n, k=1)`.

    Raises:
        ValueError: E is not a matrix of two rows or more, or a row is zero and points nowhere.

    Source: C. Manning, P. Raghavan, H. Schütze, Introduction to Information Retrieval, Cambridge
    2008, equation 6.10.
    """
    rows = floats(E, "E", 2)
    if len(rows) < 2 or not np.all(np.any(rows, axis=1)):
        raise ValueError("E must have two rows or more, none of them zero.")
    unit = normalize_embeddings(rows)  # (n, d)
    i, j = np.triu_indices(len(unit), k=1)
    similarities: Floats = (unit @ unit.T)[i, j]  # (n (n - 1) / 2,)
    # Rounding can step over ±1 by an ulp, where arccos is NaN.
    return np.clip(similarities, -1.0, 1.0)


def plot_embeddings(
    E: npt.ArrayLike, labels: Sequence[str] | npt.NDArray[np.str_] | None = None
) -> Any:
    """Draw embeddings in the plane of their first two principal components.

    Args:
        E: n embeddings of d entries, shape (n, d), n ≥ 2, d ≥ 2, not all rows equal; any unit.
        labels: n texts in a list, tuple or array, or None for points without names.

    Returns:
        The `matplotlib.axes.Axes` of a new pyplot figure, with one scatter of n points, x and y
        being the first and second principal components of the centred rows, each up to sign, in
        the unit of E; and each label as a text at its point.

    Raises:
        ValueError: `pca` refuses E, or there are not as many labels as rows.

    Source: I. T. Jolliffe, Principal Component Analysis, 2nd ed., Springer 2002, section 5.1.
    """
    from matplotlib import pyplot as plt

    points, _ = pca(E, 2)  # (n, 2)
    if labels is not None and len(labels) != len(points):
        raise ValueError(f"There are {len(labels)} labels for {len(points)} embeddings.")
    _, ax = plt.subplots(layout="constrained")
    ax.scatter(points[:, 0], points[:, 1], alpha=0.6)
    if labels is not None:
        for (x, y), label in zip(points, labels, strict=True):
            ax.text(x, y, label)
    ax.set(title="2D PCA of Embeddings", xlabel="PC1", ylabel="PC2")
    return ax


def kept_neighbours(E: npt.ArrayLike, points: npt.ArrayLike, k: int) -> float:
    """Return the share of nearest neighbours that a map keeps.

        kept = 1/n Σ_i |N_i(E) ∩ N_i(points)| / k,   N_i the k rows nearest to row i, without i

    Args:
        E: n embeddings of d entries, shape (n, d), n ≥ 2; any unit.
        points: where a map puts them, in the same order, shape (n, m); any unit.
        k: how many neighbours, 1 ≤ k ≤ n − 1; a count.

    Returns:
        The share, from 0 to 1, dimensionless. A map by chance keeps k / (n − 1) on average. Of rows
        at equal distances, the first are nearer.

    Raises:
        ValueError: an argument is not a non-empty matrix, the two differ in rows, or k is out of
            range.

    Source: L. Chen, A. Buja, J. Am. Stat. Assoc. 104 (2009) 209, the rate of agreement of
    neighbourhoods.
    """
    vectors, placed = floats(E, "E", 2), floats(points, "points", 2)
    n = len(vectors)
    if len(placed) != n:
        raise ValueError(f"points must have {n} rows, as E has, not {len(placed)}.")
    if not 1 <= k < n:
        raise ValueError(f"k must lie in 1..{n - 1}, not {k}.")
    common = sum(
        np.intersect1d(_nearest(vectors, i, k), _nearest(placed, i, k)).size for i in range(n)
    )
    return float(common / (n * k))


def _nearest(rows: Floats, i: int, k: int) -> npt.NDArray[np.intp]:
    """Return the indices of the k rows nearest to row i, shape (k,)."""
    squares = np.sum((rows - rows[i]) ** 2, axis=1)  # (n,)
    squares[i] = np.inf
    return np.argsort(squares, kind="stable")[:k]
