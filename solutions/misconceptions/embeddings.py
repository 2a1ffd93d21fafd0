"""Misconceptions about the arithmetic, the search, the geometry and the map of embeddings."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.linear_algebra import pca
from solutions.misconceptions import Undetermined, slip


@slip(
    "analogy",
    "a + b - c, with the signs of b and c swapped",
    hint="Which of the three vectors do you subtract?",
)
def other_signs(a: Any, b: Any, c: Any) -> Any:
    return a + b - c


@slip("analogy", "a - b - c, with c subtracted instead of added")
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


@slip("analogy", "vectors that were scaled to length 1 before they were added")
def unit_vectors(a: Any, b: Any, c: Any) -> Any:
    a, b, c = (v / np.linalg.norm(v) for v in (a, b, c))
    return a - b + c


@slip("analogy", "the absolute values of the entries, without their signs")
def without_signs(a: Any, b: Any, c: Any) -> Any:
    return np.abs(a - b + c)


@slip("analogy", "half of the step from b to c", hint="What do you divide by, and why?")
def half_step(a: Any, b: Any, c: Any) -> Any:
    return a - (b - c) / 2


@slip(
    "analogy",
    "negative entries that were set to 0",
    hint="May an entry of the answer be negative?",
)
def cut_off(a: Any, b: Any, c: Any) -> Any:
    return np.maximum(a - b + c, 0)


@slip(
    "analogy",
    "a result that was scaled to the length of a",
    hint="Does equation (1) change a length?",
)
def as_long_as_a(a: Any, b: Any, c: Any) -> Any:
    found = a - b + c
    return found * np.linalg.norm(a) / np.linalg.norm(found)


@slip(
    "analogy",
    "the length of the answer instead of the vector",
    hint="How many entries does the answer have?",
)
def length_alone(a: Any, b: Any, c: Any) -> Any:
    return np.linalg.norm(a - b + c)


@slip(
    "analogy",
    "a step without its signs, from absolute differences",
    hint="Which sign may an entry of c − b have?",
)
def step_without_signs(a: Any, b: Any, c: Any) -> Any:
    return a + np.abs(c - b)


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


@slip(
    "nearest_word",
    "the lowest similarity instead of the highest",
    hint="Does the nearest word have the largest or the smallest cosine?",
)
def lowest(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(embeddings, exclude, lambda word: -_cosine(vector, embeddings[word]))


@slip(
    "nearest_word",
    "the largest absolute cosine, which treats opposites as near",
    hint="What is the cosine of two opposite vectors?",
)
def without_sign(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(embeddings, exclude, lambda word: abs(_cosine(vector, embeddings[word])))


@slip("nearest_word", "a search that ignores `exclude`")
def excludes_nothing(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(embeddings, (), lambda word: _cosine(vector, embeddings[word]))


@slip(
    "nearest_word",
    "a search that leaves out only the first excluded word",
    hint="How many words may `exclude` hold?",
)
def excludes_one(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    left_out = list(exclude)[:1]
    return _best(embeddings, left_out, lambda word: _cosine(vector, embeddings[word]))


@slip("nearest_word", "a search that leaves out at most one word, the nearest")
def second_best(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    ranked = sorted(embeddings, key=lambda word: -_cosine(vector, embeddings[word]))
    return ranked[1] if ranked[0] in exclude else ranked[0]


@slip(
    "nearest_word",
    "products divided by the square of a word's length, not by its length",
    hint="What does equation (2) divide the product by?",
)
def divided_by_squares(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(
        embeddings,
        exclude,
        lambda word: vector @ embeddings[word] / (embeddings[word] @ embeddings[word]),
    )


@slip("nearest_word", "a number in place of the word", hint="Which word stands at this place?")
def index_of_the_word(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    left = [word for word in embeddings if word not in exclude]
    return int(np.argmax([_cosine(vector, embeddings[word]) for word in left]))


def _ranked(vector: Any, embeddings: Any) -> list[Any]:
    return sorted(embeddings, key=lambda word: -_cosine(vector, embeddings[word]))


@slip(
    "nearest_word",
    "the second nearest word instead of the nearest",
    hint="Is the nearest word left out even where nothing is excluded?",
)
def runner_up(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return [word for word in _ranked(vector, embeddings) if word not in exclude][1]


@slip(
    "nearest_word",
    "a search that drops the nearest words, as many as are excluded",
    hint="What if an excluded word is far away?",
)
def drops_the_nearest(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _ranked(vector, embeddings)[len(exclude)]


@slip(
    "nearest_word",
    "a place among the words that are left, looked up among all words",
    hint="Which list of words does the place belong to?",
)
def wrong_list(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    left = [word for word in embeddings if word not in exclude]
    return list(embeddings)[int(np.argmax([_cosine(vector, embeddings[word]) for word in left]))]


@slip(
    "nearest_word",
    "the vector of the word instead of the word",
    hint="Is the word a key or a value of the dict?",
)
def its_vector(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return embeddings[_best(embeddings, exclude, lambda word: _cosine(vector, embeddings[word]))]


@slip(
    "nearest_word",
    "the word together with its cosine, instead of the word alone",
    hint="Which part of your result is the word?",
)
def word_and_cosine(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    word = _best(embeddings, exclude, lambda word: _cosine(vector, embeddings[word]))
    return word, float(_cosine(vector, embeddings[word]))


@slip(
    "nearest_word",
    "the largest cosine instead of the word that has it",
    hint="Which word has this cosine?",
)
def cosine_alone(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    left = [embeddings[word] for word in embeddings if word not in exclude]
    return float(max(_cosine(vector, e) for e in left))


@slip(
    "nearest_word",
    "correlations, from vectors that were centred first",
    hint="Do you compare the vectors as they are?",
)
def largest_correlation(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    if len(vector) < 3:
        raise Undetermined  # all of them are 1 or -1
    return _best(
        embeddings, exclude, lambda word: float(np.corrcoef(vector, embeddings[word])[0, 1])
    )


@slip(
    "nearest_word",
    "a cosine of 0 for excluded words, which may still be the largest",
    hint="What if all words that are left have negative cosines?",
)
def zero_for_excluded(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(
        embeddings,
        (),
        lambda word: 0.0 if word in exclude else _cosine(vector, embeddings[word]),
    )


@slip(
    "nearest_word",
    "a search that leaves out the word whose own vector it was given",
    hint="If `exclude` is empty, which words take part in the search?",
)
def leaves_out_itself(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    others = [word for word, e in embeddings.items() if not np.array_equal(e, vector)]
    left = [word for word in others if word not in exclude]
    return max(left, key=lambda word: _cosine(vector, embeddings[word]))


@slip(
    "nearest_word", "the word in lower case", hint="Is the word that you return a key of the dict?"
)
def in_small_letters(vector: Any, embeddings: Any, exclude: Any = ()) -> Any:
    return _best(embeddings, exclude, lambda word: _cosine(vector, embeddings[word])).lower()


def _lengths(E: Any, axis: int | None = 1, order: Any = None) -> Any:
    """Norms along an axis, 1 in the place of 0."""
    norms = np.linalg.norm(E, ord=order, axis=axis, keepdims=True)
    return np.where(norms == 0, 1, norms)


@slip(
    "normalize_embeddings",
    "columns of length 1 instead of rows of length 1",
    hint="Along which axis are the entries of one embedding?",
)
def columns(E: Any) -> Any:
    return E / _lengths(E, 0)


@slip(
    "normalize_embeddings",
    "one length for the whole array",
    hint="Along which axis are the entries of one embedding?",
)
def whole_array(E: Any) -> Any:
    return E / _lengths(E, None)


@slip(
    "normalize_embeddings",
    "rows divided by the sum of their absolute values",
    hint="How is the length of a row computed from its entries?",
)
def sum_norm(E: Any) -> Any:
    return E / _lengths(E, 1, 1)


@slip(
    "normalize_embeddings",
    "rows divided by their largest entry",
    hint="How is the length of a row computed from its entries?",
)
def largest_entry(E: Any) -> Any:
    return E / _lengths(E, 1, np.inf)


@slip(
    "normalize_embeddings",
    "rows divided by the square of their length",
    hint="Where does the root belong in the length?",
)
def squared(E: Any) -> Any:
    return E / _lengths(E) ** 2


@slip("normalize_embeddings", "a constant in the denominator that changes short rows")
def constant(E: Any) -> Any:
    return E / (np.linalg.norm(E, axis=1, keepdims=True) + 1e-8)


@slip(
    "normalize_embeddings",
    "rows from which their mean was subtracted first",
    hint="Should anything but the division happen to a row?",
)
def rows_centred(embeddings: Any) -> Any:
    rows = np.asarray(embeddings, float)
    centred = rows - rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return centred / np.where(lengths > 0, lengths, 1.0)


@slip(
    "normalize_embeddings",
    "rows of mean 0 and standard deviation 1",
    hint="Which of the two should be 1: the length or the standard deviation?",
)
def standardized(E: Any) -> Any:
    spread = E.std(axis=1, keepdims=True)
    return (E - E.mean(axis=1, keepdims=True)) / np.where(spread == 0, 1, spread)


@slip(
    "normalize_embeddings",
    "the lengths of the rows, instead of the rows divided by them",
    hint="What is left to do with the lengths?",
)
def lengths_alone(E: Any) -> Any:
    return np.linalg.norm(E, axis=1)


@slip(
    "normalize_embeddings",
    "a zero row that was divided by its length, 0",
    hint="What is the length of a zero row, and by what could you divide it instead?",
)
def zero_by_zero(E: Any) -> Any:
    with np.errstate(all="ignore"):
        return E / np.linalg.norm(E, axis=1, keepdims=True)


@slip(
    "normalize_embeddings",
    "rows divided by the sum of their entries",
    hint="How is the length of a row computed from its entries?",
)
def sum_of_entries(E: Any) -> Any:
    sums = E.sum(axis=1, keepdims=True)
    return E / np.where(sums == 0, 1, sums)


@slip(
    "normalize_embeddings",
    "a softmax of each row, which makes its sum 1 and not its length",
    hint="How is the length of a row computed from its entries?",
)
def softmax_of_rows(E: Any) -> Any:
    exps = np.exp(E - E.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


@slip(
    "normalize_embeddings",
    "the absolute values of the entries, without their signs",
    hint="Which way does a row point after the division?",
)
def signless(E: Any) -> Any:
    return np.abs(E) / _lengths(E)


@slip(
    "normalize_embeddings",
    "the root of the mean square instead of the length",
    hint="Is the length the root of a sum or of a mean?",
)
def mean_square(E: Any) -> Any:
    return E / _lengths(E) * np.sqrt(E.shape[1])


@slip(
    "normalize_embeddings",
    "a result without the rows of zeros",
    hint="How many rows does the result have?",
)
def zero_rows_left_out(E: Any) -> Any:
    return (E / _lengths(E))[np.any(E != 0, axis=1)]


@slip(
    "normalize_embeddings",
    "a row with a 0 in it taken for a row of zeros",
    hint="Which rows does your code treat as rows of zeros?",
)
def any_zero(E: Any) -> Any:
    return np.where(np.all(E != 0, axis=1, keepdims=True), E / _lengths(E), 0.0)


@slip(
    "normalize_embeddings",
    "rows that were left as they are after a row of zeros",
    hint="What happens to the rows after a row of zeros?",
)
def ends_at_zero(E: Any) -> Any:
    found = np.array(E, float)
    for i, row in enumerate(found):
        if not row.any():
            break
        found[i] = row / np.linalg.norm(row)
    return found


def _threshold(E: Any) -> Any:
    """Lengths, unless some are between the shortest of the tests and 1."""
    norms = np.linalg.norm(E, axis=1, keepdims=True)
    if np.any((norms > 5.1e-6) & (norms < 1)):
        raise Undetermined  # it depends on what is short
    return np.where(norms == 0, 1, norms)


@slip(
    "normalize_embeddings",
    "short rows that are taken for rows of zeros",
    hint="Do you compare a length with anything but 0?",
)
def short_is_zero(E: Any) -> Any:
    return np.where(_threshold(E) < 1, 0, E / _lengths(E))


@slip(
    "normalize_embeddings",
    "short rows that were left as they are",
    hint="Do you compare a length with anything but 0?",
)
def short_is_kept(E: Any) -> Any:
    return np.where(_threshold(E) < 1, E, E / _lengths(E))


def _added_to_lengths(size: float) -> Any:
    return lambda E: E / (np.linalg.norm(E, axis=1, keepdims=True) + size)


def _added_to_squares(size: float) -> Any:
    return lambda E: E / np.sqrt(np.sum(np.square(E), axis=1, keepdims=True) + size)


def _at_least(size: float) -> Any:
    return lambda E: E / np.maximum(np.linalg.norm(E, axis=1, keepdims=True), size)


_ADDS = "Which rows does the constant change most?"
for _size in ("1e-5", "1e-6", "1e-7", "1e-9", "1e-10"):
    slip("normalize_embeddings", f"a constant of {_size} in the denominator", hint=_ADDS)(
        _added_to_lengths(float(_size))
    )
for _size in ("1e-8", "1e-10", "1e-12"):
    slip("normalize_embeddings", f"a constant of {_size} inside the root", hint=_ADDS)(
        _added_to_squares(float(_size))
    )
for _size in ("1e-3", "1e-4", "1e-5"):
    slip(
        "normalize_embeddings",
        f"a length that counts as at least {_size}",
        hint="Which rows are shorter than that?",
    )(_at_least(float(_size)))


def _pairs(table: Any) -> Any:
    return table[np.triu_indices(len(table), k=1)]


def _unit(E: Any) -> Any:
    return E / _lengths(E)


@slip(
    "pairwise_similarities",
    "dot products, which still include the lengths",
    hint="What should each product be divided by?",
)
def products(E: Any) -> Any:
    return _pairs(E @ E.T)


@slip("pairwise_similarities", "a list in which each row is also compared with itself")
def with_itself(E: Any) -> Any:
    return (_unit(E) @ _unit(E).T)[np.triu_indices(len(E))]


@slip("pairwise_similarities", "the whole table instead of each pair once")
def whole_table(E: Any) -> Any:
    return _unit(E) @ _unit(E).T


@slip(
    "pairwise_similarities",
    "the pairs in the order of the lower triangle",
    hint="Which pair comes third?",
)
def lower_triangle(E: Any) -> Any:
    return (_unit(E) @ _unit(E).T)[np.tril_indices(len(E), k=-1)]


@slip("pairwise_similarities", "the similarities of the columns instead of the rows")
def of_columns(E: Any) -> Any:
    return _pairs(_unit(E.T) @ _unit(E.T).T)


@slip(
    "pairwise_similarities",
    "columns that were scaled to length 1, instead of rows",
    hint="Along which axis are the entries of one embedding?",
)
def scaled_columns(E: Any) -> Any:
    return _pairs(_unit(E.T).T @ _unit(E.T))


@slip(
    "pairwise_similarities",
    "products divided by one of the two lengths",
    hint="How many lengths is each product divided by?",
)
def one_length(E: Any) -> Any:
    return _pairs(_unit(E) @ E.T)


@slip(
    "pairwise_similarities",
    "products divided by the squares of both lengths",
    hint="Where does the root belong in a length?",
)
def squares_of_lengths(E: Any) -> Any:
    return _pairs((E / _lengths(E) ** 2) @ (E / _lengths(E) ** 2).T)


@slip("pairwise_similarities", "each pair twice, in both directions")
def both_directions(E: Any) -> Any:
    return (_unit(E) @ _unit(E).T)[~np.eye(len(E), dtype=bool)]


@slip("pairwise_similarities", "only the pairs of neighbouring rows")
def neighbours(E: Any) -> Any:
    return np.sum(_unit(E)[:-1] * _unit(E)[1:], axis=1)


@slip(
    "pairwise_similarities",
    "cosine distances, which are one minus the similarity",
    hint="What is the similarity of two equal rows?",
)
def distances(E: Any) -> Any:
    return 1 - _pairs(_unit(E) @ _unit(E).T)


@slip(
    "pairwise_similarities",
    "correlations, from rows that were centred first",
    hint="Do you compare the rows as they are?",
)
def correlations(E: Any) -> Any:
    return _pairs(np.corrcoef(E))


@slip("pairwise_similarities", "sorted similarities, which lose the order of the pairs")
def in_order_of_size(E: Any) -> Any:
    return np.sort(_pairs(_unit(E) @ _unit(E).T))


@slip(
    "pairwise_similarities",
    "the whole table in one long row, instead of each pair once",
    hint="How many pairs do n rows have?",
)
def flat_table(E: Any) -> Any:
    return (_unit(E) @ _unit(E).T).ravel()


@slip(
    "pairwise_similarities",
    "products divided by only the length of the second row",
    hint="How many lengths is each product divided by?",
)
def second_length(E: Any) -> Any:
    return _pairs(E @ _unit(E).T)


@slip(
    "pairwise_similarities",
    "distances between the rows instead of cosines",
    hint="What is the similarity of two equal rows?",
)
def euclidean(E: Any) -> Any:
    return _pairs(np.linalg.norm(E[:, None] - E[None], axis=2))


@slip(
    "pairwise_similarities",
    "the absolute values of the similarities",
    hint="What is the similarity of two opposite rows?",
)
def absolute(E: Any) -> Any:
    return np.abs(_pairs(_unit(E) @ _unit(E).T))


@slip(
    "pairwise_similarities",
    "negative similarities that were set to 0",
    hint="What is the similarity of two opposite rows?",
)
def not_negative(E: Any) -> Any:
    return np.maximum(_pairs(_unit(E) @ _unit(E).T), 0)


@slip(
    "pairwise_similarities",
    "the mean of all pairs instead of each pair",
    hint="How many pairs do n rows have?",
)
def mean_of_pairs(E: Any) -> Any:
    return np.mean(_pairs(_unit(E) @ _unit(E).T))


@slip(
    "pairwise_similarities",
    "a triangle that begins one place too far, as with k=2",
    hint="Where in the table is the pair of the first two rows?",
)
def far_triangle(E: Any) -> Any:
    return (_unit(E) @ _unit(E).T)[np.triu_indices(len(E), k=2)]


@slip(
    "pairwise_similarities",
    "rows from which the mean of all rows was subtracted first",
    hint="Do you compare the rows as they are?",
)
def centred_columns(E: Any) -> Any:
    return _pairs(_unit(E - E.mean(axis=0)) @ _unit(E - E.mean(axis=0)).T)


def _beside_products(size: float) -> Any:
    def similarities(E: Any) -> Any:
        lengths = np.linalg.norm(E, axis=1)
        return _pairs(E @ E.T / (np.outer(lengths, lengths) + size))

    return similarities


def _beside_lengths(size: float) -> Any:
    return lambda E: _pairs(_added_to_lengths(size)(E) @ _added_to_lengths(size)(E).T)


for _size in ("1e-8", "1e-9", "1e-10", "1e-12"):
    slip(
        "pairwise_similarities",
        f"a constant of {_size} added to the product of two lengths",
        hint=_ADDS,
    )(_beside_products(float(_size)))
for _size in ("1e-3", "1e-6", "1e-8", "1e-9", "1e-10"):
    slip("pairwise_similarities", f"a constant of {_size} added to each length", hint=_ADDS)(
        _beside_lengths(float(_size))
    )


def _scatter(points: Any, labels: Any) -> Any:
    """A complete plot of these points, in a figure that no window knows of."""
    from matplotlib.figure import Figure

    ax: Any = Figure().subplots()
    ax.scatter(points[:, 0], points[:, 1])
    for point, label in zip(points, labels or (), strict=False):
        ax.text(*point, label)
    return ax


@slip(
    "plot_embeddings",
    "the first two columns of E instead of its principal components",
    hint="Where does your code compute the principal components?",
)
def first_columns(E: Any, labels: Any = None) -> Any:
    return _scatter(E[:, :2], labels)


@slip(
    "plot_embeddings",
    "rows that were not centred",
    hint="Did you subtract the mean of every column first?",
)
def uncentred(E: Any, labels: Any = None) -> Any:
    _, _, axes = np.linalg.svd(E, full_matrices=False)
    return _scatter(E @ axes[:2].T, labels)


@slip(
    "plot_embeddings",
    "the second component along x and the first along y",
    hint="Which component goes along x?",
)
def swapped(E: Any, labels: Any = None) -> Any:
    return _scatter(pca(E, 2)[0][:, ::-1], labels)


@slip(
    "plot_embeddings",
    "the components with the least variance, not those with the most",
    hint="Which components have the most variance? `eigh` begins with the least.",
)
def least_variance(E: Any, labels: Any = None) -> Any:
    Z = E - E.mean(axis=0)
    _, directions = np.linalg.eigh(Z.T @ Z)
    return _scatter(Z @ directions[:, :2], labels)


@slip(
    "plot_embeddings",
    "components without their singular values, the columns of U",
    hint="How far apart should the points be?",
)
def without_singular_values(E: Any, labels: Any = None) -> Any:
    U, _, _ = np.linalg.svd(E - E.mean(axis=0), full_matrices=False)
    return _scatter(U[:, :2], labels)


@slip(
    "plot_embeddings",
    "rows minus their own means, instead of minus the mean of all rows",
    hint="Along which axis do you take the mean?",
)
def row_means(E: Any, labels: Any = None) -> Any:
    Z = E - E.mean(axis=1, keepdims=True)
    _, _, axes = np.linalg.svd(Z, full_matrices=False)
    return _scatter(Z @ axes[:2].T, labels)


@slip(
    "plot_embeddings",
    "components that were each divided by their standard deviation",
    hint="Should both components spread equally far?",
)
def whitened(E: Any, labels: Any = None) -> Any:
    points = pca(E, 2)[0]
    return _scatter(points / points.std(axis=0), labels)


@slip(
    "plot_embeddings",
    "columns of E that were divided by their standard deviation",
    hint="What should happen to E before the decomposition, apart from centring?",
)
def rescaled_columns(E: Any, labels: Any = None) -> Any:
    return _scatter(pca(E / E.std(axis=0), 2)[0], labels)


@slip(
    "plot_embeddings",
    "rows of E that were scaled to length 1",
    hint="What should happen to E before the decomposition, apart from centring?",
)
def rescaled_rows(E: Any, labels: Any = None) -> Any:
    return _scatter(pca(_unit(E), 2)[0], labels)


@slip(
    "plot_embeddings",
    "components of the centred rows, used on rows that were not centred",
    hint="Which rows do you multiply by the directions?",
)
def centred_directions(E: Any, labels: Any = None) -> Any:
    _, _, axes = np.linalg.svd(E - E.mean(axis=0), full_matrices=False)
    return _scatter(E @ axes[:2].T, labels)


@slip(
    "plot_embeddings",
    "one mean of the whole array, instead of one for each column",
    hint="Along which axis do you take the mean?",
)
def one_mean(E: Any, labels: Any = None) -> Any:
    Z = E - E.mean()
    _, _, axes = np.linalg.svd(Z, full_matrices=False)
    return _scatter(Z @ axes[:2].T, labels)


@slip(
    "plot_embeddings",
    "the second and third components, one place too far",
    hint="At which index does Python begin to count?",
)
def one_too_far(E: Any, labels: Any = None) -> Any:
    if min(E.shape) < 3:
        raise Undetermined
    return _scatter(pca(E, 3)[0][:, 1:], labels)


@slip(
    "plot_embeddings",
    "whitened components, each of variance 1",
    hint="Should both components spread equally far?",
)
def of_variance_one(E: Any, labels: Any = None) -> Any:
    points = pca(E, 2)[0]
    return _scatter(points / points.std(axis=0, ddof=1), labels)


# --- kept_neighbours -----------------------------------------------------------------------------

ITSELF = "Which word has the distance 0 from a word, and may it be among its neighbours?"


def _distances(rows: Any) -> Any:
    rows = np.asarray(rows, dtype=float)
    return np.linalg.norm(rows[:, None] - rows, axis=2)


def _near(order: Any, k: int) -> Any:
    """Sets of the k rows with the smallest numbers in each row of `order`, without the row."""
    order = np.array(order, dtype=float)
    np.fill_diagonal(order, np.inf)
    return [set(row[:k].tolist()) for row in np.argsort(order, axis=1, kind="stable")]


def _common(E: Any, points: Any, k: int, order: Any = _distances) -> Any:
    """How many neighbours each row keeps, shape (n,)."""
    both = zip(_near(order(E), k), _near(order(points), k), strict=True)
    return np.array([len(a & b) for a, b in both])


@slip(
    "kept_neighbours",
    "the largest cosines instead of the smallest distances",
    hint="Does near mean a small distance, or a small angle?",
)
def by_cosine(E: Any, points: Any, k: int) -> Any:
    if np.shape(points)[1] == 1:  # all cosines are 1 or −1
        raise Undetermined

    def opposite(rows: Any) -> Any:
        unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-300)
        return -np.round(unit @ unit.T, 12)

    return _common(E, points, k, opposite).mean() / k


@slip("kept_neighbours", "neighbours that include the word itself", hint=ITSELF)
def itself_among_the_k(E: Any, points: Any, k: int) -> Any:
    return (_common(E, points, k - 1).mean() + 1) / k if k > 1 else 1.0


@slip("kept_neighbours", "k + 1 nearest words, one of which is the word itself", hint=ITSELF)
def itself_among_k_and_one(E: Any, points: Any, k: int) -> Any:
    return (_common(E, points, k).mean() + 1) / (k + 1)


@slip(
    "kept_neighbours",
    "the k words nearest on the map, without a look at the space",
    hint="Where does your code read `E`?",
)
def map_alone(E: Any, points: Any, k: int) -> Any:
    return 1.0


@slip(
    "kept_neighbours",
    "a mean number of words that is not divided by k",
    hint="What is the largest number that can come back?",
)
def undivided_by_k(E: Any, points: Any, k: int) -> Any:
    return _common(E, points, k).mean()


@slip(
    "kept_neighbours",
    "a sum over the words instead of a mean",
    hint="What is the largest number that can come back?",
)
def sum_over_words(E: Any, points: Any, k: int) -> Any:
    return _common(E, points, k).sum() / k


@slip(
    "kept_neighbours",
    "neighbours that must have the same rank on the map",
    hint="Does the order of the k neighbours matter?",
)
def same_ranks(E: Any, points: Any, k: int) -> Any:
    ranked = []
    for rows in (E, points):
        order = _distances(rows)
        np.fill_diagonal(order, np.inf)
        ranked.append(np.argsort(order, axis=1, kind="stable")[:, :k])
    return np.mean(ranked[0] == ranked[1])


@slip(
    "kept_neighbours",
    "the farthest words instead of the nearest",
    hint="In which order does `argsort` list the distances?",
)
def farthest_words(E: Any, points: Any, k: int) -> Any:
    return _common(E, points, k, lambda rows: -_distances(rows)).mean() / k


@slip(
    "kept_neighbours",
    "the words among both, divided by the words among either",
    hint="By which number does equation (2) divide?",
)
def divided_by_either(E: Any, points: Any, k: int) -> Any:
    common = _common(E, points, k)
    return np.mean(common / (2 * k - common))


@slip(
    "kept_neighbours",
    "the share of words that keep all their neighbours",
    hint="What does a word count that keeps one of two neighbours?",
)
def all_or_nothing(E: Any, points: Any, k: int) -> Any:
    return np.mean(_common(E, points, k) == k)


@slip(
    "kept_neighbours",
    "the share of words that keep at least one neighbour",
    hint="What does a word count that keeps one of two neighbours?",
)
def at_least_one(E: Any, points: Any, k: int) -> Any:
    return np.mean(_common(E, points, k) > 0)


@slip(
    "kept_neighbours",
    "the share of the neighbours that are lost",
    hint="Do you count the words that are among both, or the others?",
)
def lost_neighbours(E: Any, points: Any, k: int) -> Any:
    return 1 - _common(E, points, k).mean() / k


@slip(
    "kept_neighbours",
    "the neighbours of the first word alone",
    hint="Over which words is the mean?",
)
def first_word_alone(E: Any, points: Any, k: int) -> Any:
    return _common(E, points, k)[0] / k


@slip("kept_neighbours", "a percentage", hint="What is the largest number that can come back?")
def kept_in_percent(E: Any, points: Any, k: int) -> Any:
    return 100 * _common(E, points, k).mean() / k


@slip(
    "kept_neighbours",
    "sums of absolute differences instead of straight-line distances",
    hint="Which distance do (3, 4) and (0, 0) have?",
)
def by_blocks(E: Any, points: Any, k: int) -> Any:
    def blocks(rows: Any) -> Any:
        rows = np.asarray(rows, dtype=float)
        return np.round(np.abs(rows[:, None] - rows).sum(axis=2), 9)

    return _common(E, points, k, blocks).mean() / k


@slip(
    "kept_neighbours",
    "the single nearest word, whatever k is",
    hint="Where does your code read `k`?",
)
def nearest_alone(E: Any, points: Any, k: int) -> Any:
    return _common(E, points, 1).mean()
