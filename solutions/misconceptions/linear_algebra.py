"""Misconceptions about cosines, linear layers, attention, eigenvectors and principal components."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from solutions.linear_algebra import cosine_similarity, pca, simple_attention
from solutions.misconceptions import Undetermined, slip

# cosine_similarity ---------------------------------------------------------------------------


def _norms(vec1: Any, vec2: Any) -> Any:
    return np.linalg.norm(vec1), np.linalg.norm(vec2)


def _cosine_off_the_ends(vec1: Any, vec2: Any) -> Any:
    """The cosine, but not near 1 and -1, where little but its rounding may be left."""
    cosine = cosine_similarity(vec1, vec2)
    if abs(1 - abs(cosine)) < 1e-12:
        raise Undetermined
    return cosine


@slip("cosine_similarity", "the dot product, not divided by the lengths")
def undivided(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2)


@slip("cosine_similarity", "the dot product divided by the first length only")
def first_length(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) / np.linalg.norm(vec1)


@slip("cosine_similarity", "the dot product divided by the second length only")
def second_length(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) / np.linalg.norm(vec2)


@slip("cosine_similarity", "the dot product divided by the sum of the lengths")
def sum_of_lengths(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) / sum(_norms(vec1, vec2))


@slip("cosine_similarity", "the dot product divided by one length and multiplied by the other")
def no_bracket(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) * np.linalg.norm(vec2)


@slip("cosine_similarity", "the square of one length instead of the product of both")
def same_length_twice(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) ** 2


@slip("cosine_similarity", "the dot product divided by the squared lengths")
def no_roots(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) / (np.dot(vec1, vec1) * np.dot(vec2, vec2))


@slip("cosine_similarity", "the absolute value of the cosine")
def sign_lost(vec1: Any, vec2: Any) -> Any:
    return abs(cosine_similarity(vec1, vec2))


@slip("cosine_similarity", "the square of the cosine")
def squared_cosine(vec1: Any, vec2: Any) -> Any:
    return cosine_similarity(vec1, vec2) ** 2


@slip("cosine_similarity", "a cosine with negative values set to 0")
def cut_off(vec1: Any, vec2: Any) -> Any:
    return max(cosine_similarity(vec1, vec2), 0.0)


@slip("cosine_similarity", "a cosine rescaled to lie between 0 and 1")
def rescaled(vec1: Any, vec2: Any) -> Any:
    return (1 + _cosine_off_the_ends(vec1, vec2)) / 2


@slip("cosine_similarity", "the cosine distance (one minus the similarity)")
def distance(vec1: Any, vec2: Any) -> Any:
    return 1 - _cosine_off_the_ends(vec1, vec2)


@slip("cosine_similarity", "the angle instead of its cosine")
def angle(vec1: Any, vec2: Any) -> Any:
    return math.acos(_cosine_off_the_ends(vec1, vec2))


@slip("cosine_similarity", "the sine of the angle instead of its cosine")
def sine(vec1: Any, vec2: Any) -> Any:
    return math.sqrt(1 - _cosine_off_the_ends(vec1, vec2) ** 2)


@slip("cosine_similarity", "sums of absolute values used as the lengths")
def absolute_sums(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) / (np.abs(vec1).sum() * np.abs(vec2).sum())


@slip("cosine_similarity", "the products of the entries, not added up")
def not_added(vec1: Any, vec2: Any) -> Any:
    return vec1 * vec2 / np.prod(_norms(vec1, vec2))


@slip("cosine_similarity", "the correlation, which centres each vector on its mean")
def correlation(vec1: Any, vec2: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.corrcoef(vec1, vec2)[0, 1]


@slip("cosine_similarity", "the root of the sum of all squares instead of the product of lengths")
def root_of_both(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) / np.hypot(*_norms(vec1, vec2))


@slip("cosine_similarity", "a constant in the denominator, which matters for short vectors")
def constant(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) / (np.prod(_norms(vec1, vec2)) + 1e-8)


@slip("cosine_similarity", "a rounded result")
def rounded_cosine(vec1: Any, vec2: Any) -> Any:
    return round(cosine_similarity(vec1, vec2), 3)


@slip("cosine_similarity", "the mean of the squared lengths instead of the product of lengths")
def mean_of_squares(vec1: Any, vec2: Any) -> Any:
    return 2 * np.dot(vec1, vec2) / (np.dot(vec1, vec1) + np.dot(vec2, vec2))


@slip("cosine_similarity", "the root of the product of the lengths instead of their product")
def root_of_product(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) / np.sqrt(np.prod(_norms(vec1, vec2)))


@slip("cosine_similarity", "the distance between the end points of the vectors")
def euclidean(vec1: Any, vec2: Any) -> Any:
    return np.linalg.norm(vec1 - vec2)


@slip("cosine_similarity", "a dot product that leaves out the last entry")
def dot_stops_early(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1[:-1], vec2[:-1]) / np.prod(_norms(vec1, vec2))


@slip("cosine_similarity", "sums that all leave out the last entry")
def sums_stop_early(vec1: Any, vec2: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.dot(vec1[:-1], vec2[:-1]) / np.prod(_norms(vec1[:-1], vec2[:-1]))


@slip("cosine_similarity", "the angle between the vectors of the first two entries only")
def in_the_plane(vec1: Any, vec2: Any) -> Any:
    return math.cos(math.atan2(vec1[1], vec1[0]) - math.atan2(vec2[1], vec2[0]))


@slip(
    "cosine_similarity",
    "a number of entries taken from an example, not from the given vectors",
    hint="Where does your code get the number of entries from?",
)
def entries_of_the_example(vec1: Any, vec2: Any) -> Any:
    dot = length1 = length2 = 0.0
    for i in range(5):
        dot += vec1[i] * vec2[i]
        length1 += vec1[i] ** 2
        length2 += vec2[i] ** 2
    return dot / math.sqrt(length1 * length2)


@slip(
    "cosine_similarity",
    "a quotient rounded down to a whole number",
    hint="Does your division cut off fractions, as `//` does?",
)
def whole_division(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2) // np.prod(_norms(vec1, vec2))


# linear_layer --------------------------------------------------------------------------------


@slip("linear_layer", "a layer without the bias")
def no_bias(x: Any, W: Any, b: Any) -> Any:
    return x @ W


@slip("linear_layer", "a bias that is subtracted instead of added")
def subtracted(x: Any, W: Any, b: Any) -> Any:
    return x @ W - b


@slip("linear_layer", "the first bias used for every output")
def first_bias(x: Any, W: Any, b: Any) -> Any:
    return x @ W + b[0]


@slip("linear_layer", "a bias that is added once for each input entry")
def bias_in_loop(x: Any, W: Any, b: Any) -> Any:
    return x @ W + len(W) * b


@slip("linear_layer", "a bias that is added to the input")
def bias_first(x: Any, W: Any, b: Any) -> Any:
    return (x + b) @ W


@slip("linear_layer", "a bias that is added along the wrong axis")
def bias_along_rows(x: Any, W: Any, b: Any) -> Any:
    return (W.T @ x.T + b).T


@slip("linear_layer", "a product with W transposed, or W x instead of x W")
def transposed_weights(x: Any, W: Any, b: Any) -> Any:
    return x @ W.T + b


@slip("linear_layer", "W x instead of x W")
def weights_first(x: Any, W: Any, b: Any) -> Any:
    return W @ x + b


@slip("linear_layer", "the element-wise product `*` instead of the matrix product `@`")
def entry_by_entry(x: Any, W: Any, b: Any) -> Any:
    return x * W + b


@slip("linear_layer", "an activation function (ReLU) on top")
def relu(x: Any, W: Any, b: Any) -> Any:
    return np.maximum(x @ W + b, 0)


@slip("linear_layer", "an activation function (tanh) on top")
def tanh(x: Any, W: Any, b: Any) -> Any:
    return np.tanh(x @ W + b)


@slip("linear_layer", "a matrix with one row instead of a vector")
def one_row(x: Any, W: Any, b: Any) -> Any:
    return np.atleast_2d(x) @ W + b


@slip("linear_layer", "a result that has lost an axis")
def squeezed(x: Any, W: Any, b: Any) -> Any:
    return np.squeeze(x @ W + b)


@slip("linear_layer", "the transpose of the right answer")
def transposed(x: Any, W: Any, b: Any) -> Any:
    return (x @ W + b).T


@slip("linear_layer", "a sum over the rows of the batch")
def summed(x: Any, W: Any, b: Any) -> Any:
    return np.atleast_2d(x @ W + b).sum(axis=0)


@slip("linear_layer", "the sum of the biases, added to every output")
def sum_of_biases(x: Any, W: Any, b: Any) -> Any:
    return x @ W + np.sum(b)


@slip("linear_layer", "a rounded result")
def rounded_layer(x: Any, W: Any, b: Any) -> Any:
    return np.round(x @ W + b, 2)


@slip("linear_layer", "the mean of the biases, added to every output")
def mean_bias(x: Any, W: Any, b: Any) -> Any:
    return x @ W + np.mean(b)


@slip("linear_layer", "a bias that is multiplied by the sums instead of added")
def multiplied_bias(x: Any, W: Any, b: Any) -> Any:
    return x @ W * b


@slip("linear_layer", "an activation function (leaky ReLU) on top")
def leaky_relu(x: Any, W: Any, b: Any) -> Any:
    y = x @ W + b
    return np.where(y > 0, y, 0.01 * y)


@slip("linear_layer", "an activation function (sigmoid) on top")
def sigmoid_on_top(x: Any, W: Any, b: Any) -> Any:
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-(x @ W + b)))


@slip("linear_layer", "inputs divided by their length first")
def unit_inputs(x: Any, W: Any, b: Any) -> Any:
    with np.errstate(all="ignore"):
        return (x / np.linalg.norm(x)) @ W + b


@slip(
    "linear_layer",
    "code for a single input, which treats the rows of a batch as entries",
    hint="For a batch, what is `x[i]`: a number or a row? What is `len(x)`?",
)
def one_input_alone(x: Any, W: Any, b: Any) -> Any:
    y = b.astype(float)
    for i in range(len(x)):
        y = y + x[i] * W[i]
    return y


@slip(
    "linear_layer",
    "code for batches only",
    hint="What is the shape of x if it is one input, not a batch?",
)
def batch_alone(x: Any, W: Any, b: Any) -> Any:
    n, _ = x.shape
    return np.array([x[i] @ W + b for i in range(n)])


@slip("linear_layer", "a batch recognized by its length, not by its number of axes")
def told_by_length(x: Any, W: Any, b: Any) -> Any:
    return W.T @ x + b if len(x) == len(W) else x @ W + b


@slip("linear_layer", "a batch that is reshaped instead of transposed")
def reshaped(x: Any, W: Any, b: Any) -> Any:
    return x @ W + b if x.ndim == 1 else (W.T @ x.reshape(len(W), -1)).T + b


@slip(
    "linear_layer",
    "sizes taken from an example, not from the arguments",
    hint="Where does your code get the numbers of inputs and outputs from?",
)
def sizes_of_the_example(x: Any, W: Any, b: Any) -> Any:
    y = np.zeros(3)
    for j in range(3):
        for i in range(4):
            y[j] += x[i] * W[i, j]
        y[j] += b[j]
    return y


@slip(
    "linear_layer",
    "a batch of which only the first row was computed",
    hint="Which rows does your code reach? Is there a `return` inside a loop?",
)
def returned_early(x: Any, W: Any, b: Any) -> Any:
    y = x @ W + b
    if y.ndim == 2:
        y[1:] = 0
    return y


@slip(
    "linear_layer",
    "rows that are all the same",
    hint="Which row of x does each row come from? `[row] * n` holds one list n times.",
)
def same_rows(x: Any, W: Any, b: Any) -> Any:
    y = x @ W + b
    return np.tile(y[-1], (len(y), 1)) if y.ndim == 2 else y


@slip("linear_layer", "a W that is transposed where it is square")
def transposed_if_square(x: Any, W: Any, b: Any) -> Any:
    return x @ (W.T if len(W) == len(b) else W) + b


@slip("linear_layer", "a bias that is added along the columns of a batch where it fits there")
def bias_along_rows_if_it_fits(x: Any, W: Any, b: Any) -> Any:
    y = x @ W
    return y + (b[:, None] if y.ndim == 2 and len(y) == len(b) else b)


# simple_attention: the weights, then the output computed from them ----------------------------


def _soft(scores: Any, axis: int | None = 1) -> Any:
    """Softmax along an axis, or over the whole matrix."""
    exps = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis, keepdims=True)


def _mixture(weights: Any, value: Any) -> Any:
    return weights @ value, weights


def _shifted(query: Any, key: Any, value: Any, shift: Any) -> Any:
    """Attention with scores shifted by `shift(scores)`, even where they overflow."""
    scores = query @ key.T
    with np.errstate(all="ignore"):
        exps = np.exp(scores - shift(scores))
        return _mixture(exps / exps.sum(axis=1, keepdims=True), value)


@slip("simple_attention", "a softmax down each column instead of along each row")
def down_columns(query: Any, key: Any, value: Any) -> Any:
    return _mixture(_soft(query @ key.T, 0), value)


@slip("simple_attention", "one softmax over the whole matrix instead of one for each row")
def whole_matrix(query: Any, key: Any, value: Any) -> Any:
    return _mixture(_soft(query @ key.T, None), value)


@slip(
    "simple_attention",
    "a division by the sums of the wrong rows",
    hint="Along which axis do the sums of the rows line up? `keepdims=True` keeps them a column.",
)
def sums_along_columns(query: Any, key: Any, value: Any) -> Any:
    scores = query @ key.T
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return _mixture(exps / exps.sum(axis=1), value)


@slip(
    "simple_attention",
    "a shift by the largest scores of the wrong rows",
    hint="Along which axis do the largest scores line up? `keepdims=True` keeps them a column.",
)
def maxima_along_columns(query: Any, key: Any, value: Any) -> Any:
    scores = query @ key.T
    exps = np.exp(scores - scores.max(axis=1))
    return _mixture(exps / exps.sum(axis=1, keepdims=True), value)


@slip(
    "simple_attention",
    "the largest scores and the sums of the wrong rows",
    hint="Along which axis do the sums of the rows line up? `keepdims=True` keeps them a column.",
)
def both_along_columns(query: Any, key: Any, value: Any) -> Any:
    scores = query @ key.T
    exps = np.exp(scores - scores.max(axis=1))
    return _mixture(exps / exps.sum(axis=1), value)


@slip("simple_attention", "scores divided by √d, which this exercise does not ask for")
def scaled(query: Any, key: Any, value: Any) -> Any:
    return _mixture(_soft(query @ key.T / np.sqrt(query.shape[1])), value)


@slip("simple_attention", "a mixture of the keys instead of the values")
def keys_mixed(query: Any, key: Any, value: Any) -> Any:
    weights = _soft(query @ key.T)
    return weights @ key, weights


@slip("simple_attention", "the output and the weights in the wrong order")
def exchanged(query: Any, key: Any, value: Any) -> Any:
    return simple_attention(query, key, value)[::-1]


@slip("simple_attention", "values mixed with the raw scores instead of the weights")
def mixed_by_scores(query: Any, key: Any, value: Any) -> Any:
    return query @ key.T @ value, _soft(query @ key.T)


@slip("simple_attention", "the raw scores without the softmax")
def raw_scores(query: Any, key: Any, value: Any) -> Any:
    return _mixture(query @ key.T, value)


@slip("simple_attention", "exponentials that are not divided by their sum")
def exponentials(query: Any, key: Any, value: Any) -> Any:
    with np.errstate(all="ignore"):
        return _mixture(np.exp(query @ key.T), value)


@slip("simple_attention", "scores divided by their sum without taking exponentials")
def no_exponential(query: Any, key: Any, value: Any) -> Any:
    scores = query @ key.T
    return _mixture(scores / scores.sum(axis=1, keepdims=True), value)


@slip("simple_attention", "a softmax of the absolute values of the scores")
def absolute_scores(query: Any, key: Any, value: Any) -> Any:
    return _mixture(_soft(np.abs(query @ key.T)), value)


@slip("simple_attention", "negative scores set to zero")
def no_negative_scores(query: Any, key: Any, value: Any) -> Any:
    return _mixture(_soft(np.maximum(query @ key.T, 0)), value)


@slip("simple_attention", "a causal mask, which this exercise does not ask for")
def masked(query: Any, key: Any, value: Any) -> Any:
    scores = query @ key.T
    return _mixture(_soft(np.where(np.tri(*scores.shape) == 1, scores, -1e9)), value)


@slip("simple_attention", "all attention on the best key")
def best_key(query: Any, key: Any, value: Any) -> Any:
    return _mixture(np.eye(len(key))[np.argmax(query @ key.T, axis=1)], value)


@slip("simple_attention", "a softmax of the softmax")
def softmax_twice(query: Any, key: Any, value: Any) -> Any:
    return _mixture(_soft(_soft(query @ key.T)), value)


@slip("simple_attention", "powers of 2 instead of powers of e")
def powers_of_two(query: Any, key: Any, value: Any) -> Any:
    return _mixture(_soft(query @ key.T * math.log(2)), value)


@slip("simple_attention", "`2 **` instead of `np.exp`")
def two_to_the_power(query: Any, key: Any, value: Any) -> Any:
    scores = query @ key.T
    powers = 2 ** (scores - scores.max(axis=1, keepdims=True))
    return _mixture(powers / powers.sum(axis=1, keepdims=True), value)


@slip("simple_attention", "cosines of the angles as scores instead of dot products")
def cosines_as_scores(query: Any, key: Any, value: Any) -> Any:
    with np.errstate(all="ignore"):
        units = (rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (query, key))
        q, k = units
        return _mixture(_soft(q @ k.T), value)


@slip(
    "simple_attention",
    "`query.T @ key`, which compares features instead of positions",
    hint="Which shape should the scores have, and which shape does your product have?",
)
def features_compared(query: Any, key: Any, value: Any) -> Any:
    return _mixture(_soft(query.T @ key), value)


@slip(
    "simple_attention",
    "`query @ key`, without transposing the keys",
    hint="Which shape should the scores have? How does every query meet every key?",
)
def keys_not_transposed(query: Any, key: Any, value: Any) -> Any:
    return _mixture(_soft(query @ key), value)


@slip(
    "simple_attention",
    "an output array in the shape of the queries",
    hint="How many columns should the output have: as many as the queries, or as the values?",
)
def output_like_query(query: Any, key: Any, value: Any) -> Any:
    weights = _soft(query @ key.T)
    output = np.zeros_like(query)
    for i in range(len(query)):
        output[i] = weights[i] @ value
    return output, weights


@slip(
    "simple_attention",
    "as many keys as there are queries, however many are given",
    hint="How many scores does each query have, and which argument tells you?",
)
def as_many_keys(query: Any, key: Any, value: Any) -> Any:
    n = len(query)
    scores = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            scores[i, j] = query[i] @ key[j]
    return _mixture(_soft(scores), value)


@slip(
    "simple_attention",
    "small weights set to 0",
    hint="Softmax gives every key a positive weight, however small. Do you keep them all?",
)
def small_weights_dropped(query: Any, key: Any, value: Any) -> Any:
    weights = _soft(query @ key.T)
    if np.any((weights > 5e-5) & (weights < 1e-2)):
        raise Undetermined  # each student has another limit
    return _mixture(np.where(weights < 1e-3, 0, weights), value)


@slip(
    "simple_attention",
    "weights that were truncated to whole numbers",
    hint="Which type does the array of your weights have if the arguments are integers?",
)
def whole_weights(query: Any, key: Any, value: Any) -> Any:
    scores = query @ key.T
    return _mixture(_soft(scores).astype(scores.dtype), value)


@slip("simple_attention", "keys that attend to queries, with the roles swapped")
def keys_ask(query: Any, key: Any, value: Any) -> Any:
    return _mixture(_soft(key @ query.T), value)


@slip("simple_attention", "values mixed with the columns of the weights instead of the rows")
def mixed_by_columns(query: Any, key: Any, value: Any) -> Any:
    weights = _soft(query @ key.T)
    return weights.T @ value, weights


@slip("simple_attention", "a shift by the smallest score of each row, so that others overflow")
def shifted_by_smallest(query: Any, key: Any, value: Any) -> Any:
    return _shifted(query, key, value, lambda scores: scores.min(axis=1, keepdims=True))


@slip("simple_attention", "a shift by the first score of each row, which may not be the largest")
def shifted_by_first(query: Any, key: Any, value: Any) -> Any:
    return _shifted(query, key, value, lambda scores: scores[:, :1])


@slip("simple_attention", "one shift for the whole matrix, which makes rows with low scores vanish")
def shifted_at_once(query: Any, key: Any, value: Any) -> Any:
    return _shifted(query, key, value, np.max)


@slip("simple_attention", "a shift by the largest score of each column instead of each row")
def shifted_by_columns(query: Any, key: Any, value: Any) -> Any:
    return _shifted(query, key, value, lambda scores: scores.max(axis=0))


@slip("simple_attention", "a shift by an average of each row, so that large scores still overflow")
def shifted_by_mean(query: Any, key: Any, value: Any) -> Any:
    return _shifted(query, key, value, lambda scores: scores.mean(axis=1, keepdims=True))


@slip("simple_attention", "a shift only where scores are large, so that rows of low scores vanish")
def shifted_if_large(query: Any, key: Any, value: Any) -> Any:
    return _shifted(
        query,
        key,
        value,
        lambda scores: scores.max(axis=1, keepdims=True) * (np.max(scores) > 700),
    )


@slip(
    "simple_attention",
    "scores clipped to a limit before the exponential, so that large ones tie",
    hint="Which number can you subtract from a row of scores without changing its weights?",
)
def scores_clipped(query: Any, key: Any, value: Any) -> Any:
    scores = query @ key.T
    if np.any(np.max(scores, axis=-1) < -700):
        raise Undetermined  # not all cut low scores, too
    return _mixture(_soft(np.clip(scores, -700, 700)), value)


@slip(
    "simple_attention",
    "weights of 0 where the exponentials overflow",
    hint="Which number can you subtract from a row of scores without changing its weights?",
)
def overflow_as_zero(query: Any, key: Any, value: Any) -> Any:
    with np.errstate(all="ignore"):
        exps = np.exp(query @ key.T)
        sums = exps.sum(axis=1, keepdims=True)
    if np.any(sums == 0):
        raise Undetermined  # log-sum-exp gives infinity, `nan_to_num` 0
    with np.errstate(all="ignore"):
        return _mixture(np.nan_to_num(exps / sums), value)


@slip("simple_attention", "exponentials without a shift, which overflow or vanish")
def not_shifted(query: Any, key: Any, value: Any) -> Any:
    return _shifted(query, key, value, np.zeros_like)


@slip("simple_attention", "a rounded result")
def rounded_attention(query: Any, key: Any, value: Any) -> Any:
    output, weights = simple_attention(query, key, value)
    return np.round(output, 4), np.round(weights, 4)


# eigendecomposition --------------------------------------------------------------------------


@slip("eigendecomposition", "eigenvectors in rows instead of columns")
def in_rows(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return values, vectors.T


@slip("eigendecomposition", "eigenvectors in a different order from the eigenvalues")
def values_sorted_alone(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return np.sort(values)[::-1], vectors


@slip("eigendecomposition", "the eigenvectors of `A.T`")
def of_transpose(A: Any) -> Any:
    return np.linalg.eig(A.T)


@slip("eigendecomposition", "the complex conjugates of the eigenvalues")
def conjugates(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return values.conj(), vectors


@slip("eigendecomposition", "the real parts of the eigenvalues")
def real_parts(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return values.real, vectors.real


@slip(
    "eigendecomposition",
    "eigenvalues without their small imaginary parts",
    hint="How small may an imaginary part be before your code drops it?",
)
def small_parts_dropped(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    sizes = np.abs(values.imag)
    if np.any((sizes > 2e-5) & (sizes < 5e-3)):
        raise Undetermined  # each student has another limit
    return np.where(sizes < 1e-4, values.real, values), vectors


@slip("eigendecomposition", "the absolute values of the eigenvalues")
def absolute_eigenvalues(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return np.abs(values), vectors


@slip("eigendecomposition", "the singular values of `A`")
def singular_values(A: Any) -> Any:
    U, s, _ = np.linalg.svd(A)
    return s, U


@slip("eigendecomposition", "the diagonal of `A`")
def diagonal(A: Any) -> Any:
    return np.diag(A), np.linalg.eig(A)[1]


@slip("eigendecomposition", "the result of `eigh`, which reads only one triangle of `A`")
def for_symmetric(A: Any) -> Any:
    return np.linalg.eigh(A)


@slip("eigendecomposition", "the eigenvalues of (A + A.T) / 2 instead of A")
def symmetric_part(A: Any) -> Any:
    return np.linalg.eigh((A + A.T) / 2)


@slip("eigendecomposition", "the inverse of the matrix of eigenvectors")
def inverted(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return values, np.linalg.inv(vectors)


@slip("eigendecomposition", "eigenvectors with the absolute values of their entries")
def without_signs(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return values, np.abs(vectors)


@slip("eigendecomposition", "eigenvectors forced to be orthogonal")
def orthogonal(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return values, np.linalg.qr(vectors)[0]


@slip("eigendecomposition", "a result rounded to four decimals")
def rounded_pairs(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return np.round(values, 4), np.round(vectors, 4)


@slip("eigendecomposition", "eigenvalues in increasing order, and eigenvectors in another order")
def values_rising_alone(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return np.sort(values), vectors


@slip("eigendecomposition", "eigenvalues and eigenvectors sorted by different keys")
def two_orders(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return values[np.argsort(values.real)], vectors[:, np.argsort(np.abs(values))]


@slip(
    "eigendecomposition",
    "rows of the matrix of eigenvectors sorted, not columns",
    hint="Is an eigenvector a row or a column of the matrix, and which of them do you sort?",
)
def rows_sorted(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    order = np.argsort(values)[::-1]
    return values[order], vectors[order]


@slip("eigendecomposition", "rows of eigenvectors in the increasing order of the eigenvalues")
def rows_rising(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    order = np.argsort(values)
    return values[order], vectors[order]


@slip("eigendecomposition", "the eigenvectors and the eigenvalues in the wrong order")
def vectors_first(A: Any) -> Any:
    return np.linalg.eig(A)[::-1]


@slip("eigendecomposition", "the eigenvalues on the diagonal of a matrix instead of in an array")
def diagonal_matrix(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return np.diag(values), vectors


@slip("eigendecomposition", "the identity matrix instead of the eigenvectors")
def identity(A: Any) -> Any:
    return np.linalg.eigvals(A), np.eye(len(A))


@slip("eigendecomposition", "rows of the matrix of eigenvectors scaled to length 1, not columns")
def unit_rows(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return values, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@slip("eigendecomposition", "eigenvectors divided by their first entry, which may be 0")
def first_entry_one(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    with np.errstate(all="ignore"):
        return values, vectors / vectors[0]


@slip("eigendecomposition", "eigenvectors divided by their last entry, which may be 0")
def last_entry_one(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    with np.errstate(all="ignore"):
        return values, vectors / vectors[-1]


@slip("eigendecomposition", "eigenvectors multiplied by `np.sign` of an entry, which may be 0")
def multiplied_by_sign(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return values, vectors * np.sign(vectors[0].real)


@slip("eigendecomposition", "only the largest eigenvalue, as power iteration finds it")
def dominant_alone(A: Any) -> Any:
    v = np.ones(len(A))
    for _ in range(1000):
        v = A @ v
        length = np.linalg.norm(v)
        if not length:
            raise Undetermined
        v = v / length
    return np.array([v @ A @ v]), v[:, None]


@slip("eigendecomposition", "Schur vectors, which QR iterations find, instead of eigenvectors")
def qr_iterations(A: Any) -> Any:
    T, V, before = np.array(A, dtype=float), np.eye(len(A)), np.diag(A)
    for _ in range(500):
        before = np.diag(T)
        Q, R = np.linalg.qr(T)
        T, V = R @ Q, V @ Q
    if not np.allclose(np.diag(T), before, rtol=1e-9, atol=1e-12):
        raise Undetermined  # it depends on the number of iterations
    return np.diag(T), V


@slip("eigendecomposition", "entries of `A` truncated to whole numbers")
def whole_entries(A: Any) -> Any:
    return np.linalg.eig(A.astype(int))


@slip("eigendecomposition", "a result rounded to two decimals")
def rounded_to_two(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return np.round(values, 2), np.round(vectors, 2)


@slip("eigendecomposition", "a result rounded to three decimals")
def rounded_to_three(A: Any) -> Any:
    values, vectors = np.linalg.eig(A)
    return np.round(values, 3), np.round(vectors, 3)


# pca: the shares first, then the projections, which are compared before them -------------------


def _components(Z: Any, k: int, onto: Any = None) -> Any:
    """Z projected onto the first k right singular vectors of itself, or of `onto`; their shares."""
    _, s, Vt = np.linalg.svd(Z if onto is None else onto, full_matrices=False)
    return Z @ Vt[:k].T, s[:k] ** 2 / np.sum(s**2)


def _centred(X: Any) -> Any:
    return X - X.mean(axis=0)


def _shares(X: Any, n_components: int, shares: Any) -> Any:
    """The right projections, and what `shares` makes of all singular values."""
    s = np.linalg.svd(_centred(X), compute_uv=False)
    return pca(X, n_components)[0], shares(s)


@slip("pca", "shares of the singular values instead of their squares")
def not_squared(X: Any, n_components: int) -> Any:
    return _shares(X, n_components, lambda s: (s / s.sum())[:n_components])


@slip("pca", "shares among the kept components only")
def kept_alone(X: Any, n_components: int) -> Any:
    return _shares(X, n_components, lambda s: s[:n_components] ** 2 / sum(s[:n_components] ** 2))


@slip("pca", "cumulative shares")
def added_up(X: Any, n_components: int) -> Any:
    reduced, ratio = pca(X, n_components)
    return reduced, np.cumsum(ratio)


@slip("pca", "the variances instead of their shares")
def variances(X: Any, n_components: int) -> Any:
    return _shares(X, n_components, lambda s: s[:n_components] ** 2 / (len(X) - 1))


@slip(
    "pca",
    "variances divided by n - 1, as shares of a total divided by n",
    hint="Do you divide each variance and their total by the same number?",
)
def mixed_divisors(X: Any, n_components: int) -> Any:
    reduced, ratio = pca(X, n_components)
    return reduced, ratio * len(X) / (len(X) - 1)


@slip("pca", "the shares of all components instead of the first k")
def all_shares(X: Any, n_components: int) -> Any:
    return _shares(X, n_components, lambda s: s**2 / np.sum(s**2))


@slip("pca", "the shares in increasing order")
def rising_shares(X: Any, n_components: int) -> Any:
    reduced, ratio = pca(X, n_components)
    return reduced, ratio[::-1]


@slip(
    "pca",
    "samples that were not centred",
    hint="From which point do you measure the spread: the origin, or the mean of the samples?",
)
def not_centred(X: Any, n_components: int) -> Any:
    return _components(X, n_components)


@slip(
    "pca",
    "the right components, but projections of samples that were not centred",
    hint="Which samples do you project: `X`, or those whose mean is at the origin?",
)
def samples_not_centred(X: Any, n_components: int) -> Any:
    return _components(X, n_components, onto=_centred(X))


@slip("pca", "one mean for the whole array instead of one for each feature")
def one_mean(X: Any, n_components: int) -> Any:
    return _components(X - X.mean(), n_components)


@slip("pca", "centred rows instead of columns")
def centred_rows(X: Any, n_components: int) -> Any:
    return _components(X - X.mean(axis=1, keepdims=True), n_components)


@slip("pca", "features divided by their standard deviation")
def standardized(X: Any, n_components: int) -> Any:
    return _components(_centred(X) / X.std(axis=0), n_components)


@slip("pca", "projections scaled to unit variance")
def whitened(X: Any, n_components: int) -> Any:
    reduced, ratio = pca(X, n_components)
    return reduced / reduced.std(axis=0, ddof=1), ratio


@slip("pca", "projections scaled to unit length")
def unit_length(X: Any, n_components: int) -> Any:
    reduced, ratio = pca(X, n_components)
    return reduced / np.linalg.norm(reduced, axis=0), ratio


@slip("pca", "components in increasing order of variance")
def rising(X: Any, n_components: int) -> Any:
    reduced, ratio = pca(X, n_components)
    return reduced[:, ::-1], ratio[::-1]


@slip(
    "pca",
    "the components with the least variance, not those with the most",
    hint="Which components have the most variance? `eigh` begins with the least.",
)
def smallest(X: Any, n_components: int) -> Any:
    lam, V = np.linalg.eigh(np.cov(X, rowvar=False))
    return _centred(X) @ V[:, :n_components], lam[:n_components] / lam.sum()


@slip(
    "pca",
    "eigenvectors taken from rows, although `eigh` puts them in columns",
    hint="`V[i]` is row i of V, and `V[:, i]` is column i. Which of them is an eigenvector?",
)
def eigenvectors_from_rows(X: Any, n_components: int) -> Any:
    if len(X) <= X.shape[1]:
        raise Undetermined  # rounding decides on the eigenvectors of variance 0
    lam, V = np.linalg.eigh(np.cov(X, rowvar=False))
    best = np.argsort(-lam)[:n_components]
    return _centred(X) @ V[best].T, lam[best] / lam.sum()


@slip(
    "pca",
    "the columns of the last result of `svd`, although the components are its rows",
    hint="The last result of `svd` is Vᵀ, not V. Where are the eigenvectors in it?",
)
def columns_of_vt(X: Any, n_components: int) -> Any:
    _, S, Vt = np.linalg.svd(_centred(X))
    if np.sum(1e-9 * S[0] < S) < len(Vt):
        raise Undetermined  # nothing decides on the rows of Vᵀ along which the samples don't vary
    return _centred(X) @ Vt[:, :n_components], pca(X, n_components)[1]


@slip("pca", "the components instead of the projections")
def components_alone(X: Any, n_components: int) -> Any:
    return np.linalg.svd(_centred(X))[2][:n_components], pca(X, n_components)[1]


@slip("pca", "samples in columns instead of rows")
def samples_in_columns(X: Any, n_components: int) -> Any:
    reduced, ratio = pca(X, n_components)
    return reduced.T, ratio


@slip("pca", "two components, whatever k is")
def always_two(X: Any, n_components: int) -> Any:
    return pca(X, 2)


@slip("pca", "the projections and the shares in the wrong order")
def pair_exchanged(X: Any, n_components: int) -> Any:
    if n_components > 1 or len(X) > 4:
        raise Undetermined  # what is seen depends on the signs of the components
    return pca(X, n_components)[::-1]


@slip("pca", "the sum of the shares instead of the shares")
def sum_of_shares(X: Any, n_components: int) -> Any:
    if len(X) > 4:
        raise Undetermined  # what is seen depends on the signs of the components
    reduced, ratio = pca(X, n_components)
    return reduced, np.sum(ratio)


@slip("pca", "variances divided by the largest instead of their sum")
def shares_of_largest(X: Any, n_components: int) -> Any:
    return _shares(X, n_components, lambda s: s[:n_components] ** 2 / s[0] ** 2)


@slip("pca", "shares in decreasing order, but components in increasing order of variance")
def shares_sorted_alone(X: Any, n_components: int) -> Any:
    reduced, ratio = pca(X, n_components)
    return reduced[:, ::-1], ratio


@slip("pca", "the components in the order of `eig`, which is not sorted")
def order_of_eig(X: Any, n_components: int) -> Any:
    lam, V = np.linalg.eig(np.cov(X, rowvar=False))
    lam, V = lam.real, V.real
    return _centred(X) @ V[:, :n_components], lam[:n_components] / lam.sum()


@slip(
    "pca",
    "samples that were not centred, as scikit-learn's `TruncatedSVD` takes them",
    hint="From which point do you measure the spread: the origin, or the mean of the samples?",
)
def truncated_svd(X: Any, n_components: int) -> Any:
    reduced, _ = _components(X, n_components)
    return reduced, reduced.var(axis=0) / X.var(axis=0).sum()


@slip("pca", "the median of each feature subtracted instead of its mean")
def median(X: Any, n_components: int) -> Any:
    return _components(X - np.median(X, axis=0), n_components)


@slip("pca", "the mean of the first feature subtracted from all of them")
def first_mean(X: Any, n_components: int) -> Any:
    return _components(X - X[:, 0].mean(), n_components)


@slip(
    "pca",
    "the samples rebuilt from the components, instead of their projections",
    hint="How many numbers describe a sample after the projection onto k components?",
)
def rebuilt(X: Any, n_components: int) -> Any:
    Vt = np.linalg.svd(_centred(X), full_matrices=False)[2][:n_components]
    return _centred(X) @ Vt.T @ Vt + X.mean(axis=0), pca(X, n_components)[1]


@slip(
    "pca",
    "samples treated as features, as `np.cov` does without `rowvar=False`",
    hint="Which shape should the covariance matrix have: (n, n) or (d, d)?",
)
def covariance_of_samples(X: Any, n_components: int) -> Any:
    if np.shape(X)[1] == 2:
        raise Undetermined  # the matrix has rank 1: rounding decides on the sign of the component
    lam, V = np.linalg.eigh(np.cov(_centred(X)))
    lam, V = lam[::-1], V[:, ::-1]
    return _centred(X).T @ V[:, :n_components], lam[:n_components] / lam.sum()


@slip("pca", "the features with the largest variance instead of components")
def widest_features(X: Any, n_components: int) -> Any:
    variance = X.var(axis=0)
    best = np.argsort(variance)[::-1][:n_components]
    return _centred(X)[:, best], variance[best] / variance.sum()


@slip("pca", "the first k features instead of components")
def first_features(X: Any, n_components: int) -> Any:
    variance = X.var(axis=0)
    return _centred(X)[:, :n_components], variance[:n_components] / variance.sum()


@slip("pca", "the absolute values of the projections")
def absolute_projections(X: Any, n_components: int) -> Any:
    reduced, ratio = pca(X, n_components)
    return np.abs(reduced), ratio


@slip("pca", "projected samples scaled to length 1")
def unit_samples(X: Any, n_components: int) -> Any:
    reduced, ratio = pca(X, n_components)
    with np.errstate(all="ignore"):
        return reduced / np.linalg.norm(reduced, axis=1, keepdims=True), ratio


@slip(
    "pca",
    "centred samples that were truncated to whole numbers",
    hint="Which type does the array of your centred samples have if `X` holds integers?",
)
def centred_as_whole(X: Any, n_components: int) -> Any:
    return _components(_centred(X).astype(X.dtype), n_components)


@slip(
    "pca",
    "code that needs at least as many samples as features",
    hint="If n is smaller than d, how many singular values are there?",
)
def tall_alone(X: Any, n_components: int) -> Any:
    (n, d), (U, s, _) = X.shape, np.linalg.svd(_centred(X))
    sizes = np.zeros((n, d))
    sizes[:d, :d] = np.diag(s)
    return (U @ sizes)[:, :n_components], (s**2 / np.sum(s**2))[:n_components]
