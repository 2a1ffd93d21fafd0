"""Misconceptions about the arithmetic, the search, the geometry and the map of embeddings."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.linear_algebra import pca
from solutions.misconceptions import Undetermined, slip


@slip("analogy", "a + b - c, with the signs of b and c swapped")
def other_signs(a: Any, b: Any, c: Any) -> Any:
    return a + b - c


@slip("analogy", "a - (b + c), with one bracket too many")
def bracket(a: Any, b: Any, c: Any) -> Any:
    return a - (b + c)


@slip("analogy", "b - a + c, with the step in the opposite direction")
def other_way(a: Any, b: Any, c: Any) -> Any:
    return b - a + c


@slip("analogy", "the sum of all three")
def total(a: Any, b: Any, c: Any) -> Any:
    return a + b + c


@slip("analogy", "a result that was scaled to length 1")
def scaled_to_one(a: Any, b: Any, c: Any) -> Any:
    found = a - b + c
    return found / np.linalg.norm(found)


@slip("analogy", "the mean of a, -b and c instead of their sum")
def mean_of_three(a: Any, b: Any, c: Any) -> Any:
    return (a - b + c) / 3


@slip("analogy", "vectors that were scaled to length 1 before they are added")
def unit_vectors(a: Any, b: Any, c: Any) -> Any:
    a, b, c = (v / np.linalg.norm(v) for v in (a, b, c))
    return a - b + c


@slip("analogy", "the absolute values of the entries, without their signs")
def without_signs(a: Any, b: Any, c: Any) -> Any:
    return np.abs(a - b + c)


def _best(embeddings: Any, exclude: Any, score: Any) -> Any:
    return max((word for word in embeddings if word not in exclude), key=score)


def _cosine(a: Any, b: Any) -> Any:
    return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))


@slip("nearest_word", "the largest dot product, which favours long vectors")
def largest_product(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(embeddings, exclude, lambda word: vector @ embeddings[word])


@slip("nearest_word", "the smallest distance instead of the largest cosine")
def smallest_distance(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(embeddings, exclude, lambda word: -np.linalg.norm(vector - embeddings[word]))


@slip("nearest_word", "the lowest similarity instead of the highest")
def lowest(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(embeddings, exclude, lambda word: -_cosine(vector, embeddings[word]))


@slip("nearest_word", "the largest absolute cosine, which treats opposites as near")
def without_sign(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(embeddings, exclude, lambda word: abs(_cosine(vector, embeddings[word])))


@slip("nearest_word", "a search that ignores `exclude`")
def excludes_nothing(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(embeddings, (), lambda word: _cosine(vector, embeddings[word]))


@slip("nearest_word", "a search that leaves out only the first excluded word")
def excludes_one(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    left_out = list(exclude)[:1]
    return _best(embeddings, left_out, lambda word: _cosine(vector, embeddings[word]))


@slip("nearest_word", "a search that leaves out one word at most, the nearest")
def second_best(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    ranked = sorted(embeddings, key=lambda word: -_cosine(vector, embeddings[word]))
    return ranked[1] if ranked[0] in exclude else ranked[0]


@slip("nearest_word", "products divided by the square of a word's length, not by its length")
def divided_by_squares(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(
        embeddings,
        exclude,
        lambda word: vector @ embeddings[word] / (embeddings[word] @ embeddings[word]),
    )


@slip("nearest_word", "a number in place of the word")
def index_of_the_word(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    left = [word for word in embeddings if word not in exclude]
    return int(np.argmax([_cosine(vector, embeddings[word]) for word in left]))


def _lengths(E: Any, axis: int | None = 1, order: Any = None) -> Any:
    """Norms along an axis, 1 in the place of 0."""
    norms = np.linalg.norm(E, ord=order, axis=axis, keepdims=True)
    return np.where(norms == 0, 1, norms)


@slip("normalize_embeddings", "columns of length 1 instead of rows of length 1")
def columns(E: Any) -> Any:
    return E / _lengths(E, 0)


@slip("normalize_embeddings", "one length for the whole array")
def whole_array(E: Any) -> Any:
    return E / _lengths(E, None)


@slip("normalize_embeddings", "rows divided by the sum of their absolute values")
def sum_norm(E: Any) -> Any:
    return E / _lengths(E, 1, 1)


@slip("normalize_embeddings", "rows divided by their largest entry")
def largest_entry(E: Any) -> Any:
    return E / _lengths(E, 1, np.inf)


@slip("normalize_embeddings", "rows divided by the square of their length")
def squared(E: Any) -> Any:
    return E / _lengths(E) ** 2


@slip("normalize_embeddings", "a constant in the denominator that changes short rows")
def constant(E: Any) -> Any:
    return E / (np.linalg.norm(E, axis=1, keepdims=True) + 1e-8)


@slip("normalize_embeddings", "rows from which their mean was subtracted first")
def rows_centred(embeddings: Any) -> Any:
    rows = np.asarray(embeddings, float)
    centred = rows - rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return centred / np.where(lengths > 0, lengths, 1.0)


@slip("normalize_embeddings", "rows of mean 0 and standard deviation 1")
def standardized(E: Any) -> Any:
    spread = E.std(axis=1, keepdims=True)
    return (E - E.mean(axis=1, keepdims=True)) / np.where(spread == 0, 1, spread)


@slip("normalize_embeddings", "the lengths of the rows, instead of the rows divided by them")
def lengths_alone(E: Any) -> Any:
    return np.linalg.norm(E, axis=1)


def _pairs(table: Any) -> Any:
    return table[np.triu_indices(len(table), k=1)]


def _unit(E: Any) -> Any:
    return E / _lengths(E)


@slip("pairwise_similarities", "dot products, which still include the lengths")
def products(E: Any) -> Any:
    return _pairs(E @ E.T)


@slip("pairwise_similarities", "a list in which each row is also compared with itself")
def with_itself(E: Any) -> Any:
    return (_unit(E) @ _unit(E).T)[np.triu_indices(len(E))]


@slip("pairwise_similarities", "the whole table instead of each pair once")
def whole_table(E: Any) -> Any:
    return _unit(E) @ _unit(E).T


@slip("pairwise_similarities", "the pairs in the order of the lower triangle")
def lower_triangle(E: Any) -> Any:
    return (_unit(E) @ _unit(E).T)[np.tril_indices(len(E), k=-1)]


@slip("pairwise_similarities", "the similarities of the columns instead of the rows")
def of_columns(E: Any) -> Any:
    return _pairs(_unit(E.T) @ _unit(E.T).T)


@slip("pairwise_similarities", "columns that were scaled to length 1, instead of rows")
def scaled_columns(E: Any) -> Any:
    return _pairs(_unit(E.T).T @ _unit(E.T))


@slip("pairwise_similarities", "products divided by one of the two lengths")
def one_length(E: Any) -> Any:
    return _pairs(_unit(E) @ E.T)


@slip("pairwise_similarities", "products divided by the squares of both lengths")
def squares_of_lengths(E: Any) -> Any:
    return _pairs((E / _lengths(E) ** 2) @ (E / _lengths(E) ** 2).T)


@slip("pairwise_similarities", "each pair twice, in both directions")
def both_directions(E: Any) -> Any:
    return (_unit(E) @ _unit(E).T)[~np.eye(len(E), dtype=bool)]


@slip("pairwise_similarities", "only the pairs of neighbouring rows")
def neighbours(E: Any) -> Any:
    return np.sum(_unit(E)[:-1] * _unit(E)[1:], axis=1)


@slip("pairwise_similarities", "cosine distances, which are one minus the similarity")
def distances(E: Any) -> Any:
    return 1 - _pairs(_unit(E) @ _unit(E).T)


@slip("pairwise_similarities", "correlations, from rows that were centred first")
def correlations(E: Any) -> Any:
    return _pairs(np.corrcoef(E))


@slip("pairwise_similarities", "sorted similarities, which lose the order of the pairs")
def in_order_of_size(E: Any) -> Any:
    return np.sort(_pairs(_unit(E) @ _unit(E).T))


def _scatter(points: Any, labels: Any) -> Any:
    """A complete plot of these points, in a figure that no window knows of."""
    from matplotlib.figure import Figure

    ax: Any = Figure().subplots()
    ax.scatter(points[:, 0], points[:, 1])
    for point, label in zip(points, labels or (), strict=False):
        ax.text(*point, label)
    return ax


@slip("plot_embeddings", "the first two columns of E instead of its principal components")
def first_columns(E: Any, labels: Any = None) -> Any:
    return _scatter(E[:, :2], labels)


@slip("plot_embeddings", "rows that were not centred")
def uncentred(E: Any, labels: Any = None) -> Any:
    _, _, axes = np.linalg.svd(E, full_matrices=False)
    return _scatter(E @ axes[:2].T, labels)


@slip("plot_embeddings", "the second component along x and the first along y")
def swapped(E: Any, labels: Any = None) -> Any:
    return _scatter(pca(E, 2)[0][:, ::-1], labels)


@slip("plot_embeddings", "the components with the least variance, not those with the most")
def least_variance(E: Any, labels: Any = None) -> Any:
    Z = E - E.mean(axis=0)
    _, directions = np.linalg.eigh(Z.T @ Z)
    return _scatter(Z @ directions[:, :2], labels)


@slip("plot_embeddings", "components without their singular values, the columns of U")
def without_singular_values(E: Any, labels: Any = None) -> Any:
    U, _, _ = np.linalg.svd(E - E.mean(axis=0), full_matrices=False)
    return _scatter(U[:, :2], labels)


@slip("plot_embeddings", "rows minus their own means, instead of minus the mean of all rows")
def row_means(E: Any, labels: Any = None) -> Any:
    Z = E - E.mean(axis=1, keepdims=True)
    _, _, axes = np.linalg.svd(Z, full_matrices=False)
    return _scatter(Z @ axes[:2].T, labels)


@slip("plot_embeddings", "the first columns of Vᵀ for directions, which are its rows")
def columns_of_vt(E: Any, labels: Any = None) -> Any:
    Z = E - E.mean(axis=0)
    _, _, Vt = np.linalg.svd(Z, full_matrices=False)
    if len(Vt) != Z.shape[1]:
        raise Undetermined
    return _scatter(Z @ Vt[:, :2], labels)


@slip("plot_embeddings", "components that were each divided by their standard deviation")
def whitened(E: Any, labels: Any = None) -> Any:
    points = pca(E, 2)[0]
    return _scatter(points / points.std(axis=0), labels)


@slip("plot_embeddings", "columns of E that were divided by their standard deviation")
def rescaled_columns(E: Any, labels: Any = None) -> Any:
    return _scatter(pca(E / E.std(axis=0), 2)[0], labels)


@slip("plot_embeddings", "rows of E that were scaled to length 1")
def rescaled_rows(E: Any, labels: Any = None) -> Any:
    return _scatter(pca(_unit(E), 2)[0], labels)
