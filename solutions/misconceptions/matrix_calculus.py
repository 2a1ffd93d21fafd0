"""Misconceptions about quadratic forms, traces, layers and their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import slip


@slip("quadratic_form", "half of the quadratic form")
def half_form(A: Any, x: Any) -> Any:
    return x @ A @ x / 2


@slip("quadratic_form", "the diagonal terms alone, without the products of different entries")
def diagonal_form(A: Any, x: Any) -> Any:
    return np.sum(np.diag(A) * x**2)


@slip("quadratic_form", "the vector Ax, without the second product by x")
def linear_map(A: Any, x: Any) -> Any:
    return A @ x


@slip("quadratic_form", "the terms A_ij x_i x_j, not yet added up")
def terms(A: Any, x: Any) -> Any:
    return A * np.outer(x, x)


@slip("quadratic_form", "the square of the length of Ax")
def squared_length(A: Any, x: Any) -> Any:
    return np.sum((A @ x) ** 2)


@slip("quadratic_form", "one triangle of A, counted twice")
def doubled_triangle(A: Any, x: Any) -> Any:
    U = np.triu(A)
    return x @ (U + U.T - np.diag(np.diag(A))) @ x


@slip("quadratic_form_gradient", "2Ax, which holds for a symmetric A alone")
def symmetric_gradient(A: Any, x: Any) -> Any:
    return 2 * A @ x


@slip("quadratic_form_gradient", "2Aᵀx, which holds for a symmetric A alone")
def transposed_symmetric_gradient(A: Any, x: Any) -> Any:
    return 2 * A.T @ x


@slip("quadratic_form_gradient", "Ax, with x in one of its two places alone")
def one_place(A: Any, x: Any) -> Any:
    return A @ x


@slip("quadratic_form_gradient", "half of the gradient")
def half_gradient(A: Any, x: Any) -> Any:
    return (A + A.T) @ x / 2


@slip("quadratic_form_gradient", "the difference A − Aᵀ in place of the sum")
def skew_gradient(A: Any, x: Any) -> Any:
    return (A - A.T) @ x


@slip("quadratic_form_gradient", "A + Aᵀ, the second derivative")
def second_derivative(A: Any, x: Any) -> Any:
    return A + A.T


@slip("quadratic_form_gradient", "the derivative of the diagonal terms alone")
def diagonal_gradient(A: Any, x: Any) -> Any:
    return 2 * np.diag(A) * x


@slip("trace_gradient", "A itself, not its transpose")
def untransposed(A: Any, X: Any) -> Any:
    return A.copy()


@slip("trace_gradient", "the transpose of X, in which the trace is linear")
def by_the_other(A: Any, X: Any) -> Any:
    return X.T.copy()


@slip("trace_gradient", "X, the point where the gradient is taken")
def the_point(A: Any, X: Any) -> Any:
    return X.copy()


@slip("trace_gradient", "the trace, not its gradient")
def the_trace(A: Any, X: Any) -> Any:
    return np.trace(A @ X)


@slip("trace_gradient", "the product AX, whose trace is meant")
def the_product(A: Any, X: Any) -> Any:
    return A @ X


@slip("trace_gradient", "the gradient of the sum of all entries of AX, not of its trace")
def of_the_sum(A: Any, X: Any) -> Any:
    return np.broadcast_to(A.sum(axis=0)[:, None], X.shape).copy()


@slip("trace_gradient", "the rows of A laid out anew, where columns become rows")
def reshaped(A: Any, X: Any) -> Any:
    return A.reshape(X.shape)


@slip("linear_layer_gradients", "a bias gradient that is averaged over the inputs, not added up")
def averaged_bias(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream, upstream.mean(axis=0)


@slip("linear_layer_gradients", "a bias gradient of shape (n, d_out), not yet added up")
def bias_of_each_input(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream, upstream * 1.0


@slip("linear_layer_gradients", "a bias gradient that adds up columns, where it is the rows")
def bias_of_each_row(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=1)


@slip("linear_layer_gradients", "a bias gradient of ones: ∂y/∂b, not multiplied by `upstream`")
def bias_of_ones(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream, np.ones(W.shape[1])


@slip("linear_layer_gradients", "a weight gradient that is averaged over the inputs")
def averaged_weights(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream / len(x), upstream.sum(axis=0)


@slip("linear_layer_gradients", "the transpose of the weight gradient")
def transposed_weights(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, upstream.T @ x, upstream.sum(axis=0)


@slip("linear_layer_gradients", "the gradients by x and by W in the other order")
def exchanged(x: Any, W: Any, upstream: Any) -> Any:
    return x.T @ upstream, upstream @ W.T, upstream.sum(axis=0)


@slip("softmax_gradient", "p (1 − p), the derivative of each probability by its own logit alone")
def own_logit(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (1 - probabilities) * upstream


@slip("softmax_gradient", "p times `upstream`, without the sum that is taken away")
def without_the_sum(probabilities: Any, upstream: Any) -> Any:
    return probabilities * upstream


@slip("softmax_gradient", "a plain mean of `upstream` that is taken away, not weighted by p")
def plain_mean(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (upstream - upstream.mean(axis=1, keepdims=True))


@slip("softmax_gradient", "one sum over the whole array, not one a row")
def sum_of_all(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (upstream - np.sum(probabilities * upstream))


@slip("softmax_gradient", "sums down the columns, where rows are distributions")
def sums_of_columns(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (upstream - np.sum(probabilities * upstream, axis=0))


@slip("softmax_gradient", "the sum added, where it is taken away")
def sum_added(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (upstream + np.sum(probabilities * upstream, axis=1, keepdims=True))


@slip("softmax_gradient", "p − `upstream`, which belongs to the cross-entropy")
def of_the_cross_entropy(probabilities: Any, upstream: Any) -> Any:
    return probabilities - upstream


def _shares(logits: Any, axis: int | None = 1) -> Any:
    exps = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis, keepdims=True)


def _one_hot(logits: Any, targets: Any) -> Any:
    return np.eye(np.shape(logits)[1])[targets]


@slip("cross_entropy_gradient", "the gradient of the sum over rows, not of the mean")
def of_the_total(logits: Any, targets: Any) -> Any:
    return _shares(logits) - _one_hot(logits, targets)


@slip("cross_entropy_gradient", "the gradient divided by all n · m entries")
def over_all_entries(logits: Any, targets: Any) -> Any:
    return (_shares(logits) - _one_hot(logits, targets)) / np.size(logits)


@slip("cross_entropy_gradient", "one-hot minus p, with the sign turned round")
def turned_round(logits: Any, targets: Any) -> Any:
    return (_one_hot(logits, targets) - _shares(logits)) / len(logits)


@slip("cross_entropy_gradient", "the softmax, without the targets")
def without_targets(logits: Any, targets: Any) -> Any:
    return _shares(logits) / len(logits)


@slip("cross_entropy_gradient", "logits minus one-hot, without a softmax")
def raw_logits(logits: Any, targets: Any) -> Any:
    return (logits - _one_hot(logits, targets)) / len(logits)


@slip("cross_entropy_gradient", "one softmax over the whole array, not one a row")
def one_softmax(logits: Any, targets: Any) -> Any:
    return (_shares(logits, None) - _one_hot(logits, targets)) / len(logits)


@slip("cross_entropy_gradient", "−1 / p at each target, the gradient by the probabilities")
def by_probabilities(logits: Any, targets: Any) -> Any:
    return -_one_hot(logits, targets) / _shares(logits) / len(logits)


@slip("cross_entropy_gradient", "1 taken from the columns of all targets in every row")
def from_whole_columns(logits: Any, targets: Any) -> Any:
    p = _shares(logits)
    p[:, targets] -= 1
    return p / len(logits)
