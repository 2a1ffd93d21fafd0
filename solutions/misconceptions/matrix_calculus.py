"""Misconceptions about quadratic forms, traces, layers and their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import slip


@slip("quadratic_form", "half of the quadratic form")
def half_form(A: Any, x: Any) -> Any:
    return x @ A @ x / 2


@slip("quadratic_form", "only the diagonal terms, without the mixed products")
def diagonal_form(A: Any, x: Any) -> Any:
    return np.sum(np.diag(A) * x**2)


@slip("quadratic_form", "the vector Ax without the second product with x")
def linear_map(A: Any, x: Any) -> Any:
    return A @ x


@slip("quadratic_form", "the terms A_ij x_i x_j, not added up")
def terms(A: Any, x: Any) -> Any:
    return A * np.outer(x, x)


@slip("quadratic_form", "the squared length of Ax")
def squared_length(A: Any, x: Any) -> Any:
    return np.sum((A @ x) ** 2)


@slip("quadratic_form", "one triangle of A, counted twice")
def doubled_triangle(A: Any, x: Any) -> Any:
    U = np.triu(A)
    return x @ (U + U.T - np.diag(np.diag(A))) @ x


@slip("quadratic_form", "the products A_ij x_j², with x_j twice instead of x_i x_j")
def one_entry_twice(A: Any, x: Any) -> Any:
    return np.sum(x * A * x)


@slip("quadratic_form_gradient", "2Ax, which is right only for a symmetric A")
def symmetric_gradient(A: Any, x: Any) -> Any:
    return 2 * A @ x


@slip("quadratic_form_gradient", "2Aᵀx, which is right only for a symmetric A")
def transposed_symmetric_gradient(A: Any, x: Any) -> Any:
    return 2 * A.T @ x


@slip("quadratic_form_gradient", "Ax, which counts only one of the two places of x")
def one_place(A: Any, x: Any) -> Any:
    return A @ x


@slip("quadratic_form_gradient", "half of the gradient")
def half_gradient(A: Any, x: Any) -> Any:
    return (A + A.T) @ x / 2


@slip("quadratic_form_gradient", "A − Aᵀ instead of A + Aᵀ")
def skew_gradient(A: Any, x: Any) -> Any:
    return (A - A.T) @ x


@slip("quadratic_form_gradient", "the second derivative A + Aᵀ instead of the gradient")
def second_derivative(A: Any, x: Any) -> Any:
    return A + A.T


@slip("quadratic_form_gradient", "the gradient of the diagonal terms only")
def diagonal_gradient(A: Any, x: Any) -> Any:
    return 2 * np.diag(A) * x


@slip("trace_gradient", "A instead of its transpose")
def untransposed(A: Any, X: Any) -> Any:
    return A.copy()


@slip("trace_gradient", "the transpose of X instead of A")
def by_the_other(A: Any, X: Any) -> Any:
    return X.T.copy()


@slip("trace_gradient", "the matrix X instead of the gradient")
def the_point(A: Any, X: Any) -> Any:
    return X.copy()


@slip("trace_gradient", "the trace instead of its gradient")
def the_trace(A: Any, X: Any) -> Any:
    return np.trace(A @ X)


@slip("trace_gradient", "the product AX instead of the gradient of its trace")
def the_product(A: Any, X: Any) -> Any:
    return A @ X


@slip("trace_gradient", "the gradient of the sum of all entries of AX instead of its trace")
def of_the_sum(A: Any, X: Any) -> Any:
    return np.broadcast_to(A.sum(axis=0)[:, None], X.shape).copy()


@slip("trace_gradient", "A reshaped instead of transposed")
def reshaped(A: Any, X: Any) -> Any:
    return A.reshape(X.shape)


@slip("trace_gradient", "the transpose of the product AX instead of the gradient of its trace")
def transposed_product(A: Any, X: Any) -> Any:
    return (A @ X).T


@slip("trace_gradient", "the transpose of A multiplied by X, entry by entry")
def times_x(A: Any, X: Any) -> Any:
    return A.T * X


@slip("trace_gradient", "the shape of the gradient, instead of the gradient")
def shape_of_gradient(A: Any, X: Any) -> Any:
    return np.transpose(A).shape


@slip("trace_gradient", "only the diagonal of A")
def diagonal_of_a(A: Any, X: Any) -> Any:
    return A.T * np.eye(*X.shape)


@slip("linear_layer_gradients", "the forward pass x @ W instead of the slope along x")
def forward_for_slope(x: Any, W: Any, upstream: Any) -> Any:
    return x @ W, np.transpose(x) @ upstream, np.sum(upstream, axis=0)


@slip("linear_layer_gradients", "a bias gradient averaged over the inputs instead of summed")
def averaged_bias(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream, upstream.mean(axis=0)


@slip("linear_layer_gradients", "a bias gradient of shape (n, d_out), not summed over the inputs")
def bias_of_each_input(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream, upstream * 1.0


@slip("linear_layer_gradients", "a bias gradient summed over the outputs instead of the inputs")
def bias_of_each_row(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=1)


@slip("linear_layer_gradients", "a bias gradient of ones, without `upstream`")
def bias_of_ones(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream, np.ones(W.shape[1])


@slip("linear_layer_gradients", "a weight gradient averaged over the inputs instead of summed")
def averaged_weights(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream / len(x), upstream.sum(axis=0)


@slip("linear_layer_gradients", "the transpose of the weight gradient")
def transposed_weights(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, upstream.T @ x, upstream.sum(axis=0)


@slip("linear_layer_gradients", "the gradients of x and of W in the wrong order")
def exchanged(x: Any, W: Any, upstream: Any) -> Any:
    return x.T @ upstream, upstream @ W.T, upstream.sum(axis=0)


@slip("softmax_gradient", "p (1 − p), which ignores the other logits")
def own_logit(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (1 - probabilities) * upstream


@slip("softmax_gradient", "p times `upstream` without subtracting the sum")
def without_the_sum(probabilities: Any, upstream: Any) -> Any:
    return probabilities * upstream


@slip("softmax_gradient", "a plain mean of `upstream` instead of the mean weighted by p")
def plain_mean(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (upstream - upstream.mean(axis=1, keepdims=True))


@slip("softmax_gradient", "one sum over the whole array instead of one for each row")
def sum_of_all(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (upstream - np.sum(probabilities * upstream))


@slip("softmax_gradient", "sums down the columns instead of along the rows")
def sums_of_columns(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (upstream - np.sum(probabilities * upstream, axis=0))


@slip("softmax_gradient", "a sum that is added instead of subtracted")
def sum_added(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (upstream + np.sum(probabilities * upstream, axis=1, keepdims=True))


@slip("softmax_gradient", "the gradient of a cross-entropy, with the likeliest as its target")
def largest_as_target(probabilities: Any, upstream: Any) -> Any:
    p = np.asarray(probabilities)
    one_hot = np.eye(p.shape[1])[p.argmax(axis=1)]
    return (p - one_hot) * np.sum(upstream, axis=1, keepdims=True)


@slip("softmax_gradient", "p − `upstream`, which belongs to the cross-entropy")
def of_the_cross_entropy(probabilities: Any, upstream: Any) -> Any:
    return probabilities - upstream


def _shares(logits: Any, axis: int | None = 1) -> Any:
    exps = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis, keepdims=True)


def _one_hot(logits: Any, targets: Any) -> Any:
    return np.eye(np.shape(logits)[1])[targets]


@slip("cross_entropy_gradient", "the gradient of the sum over rows instead of the mean")
def of_the_total(logits: Any, targets: Any) -> Any:
    return _shares(logits) - _one_hot(logits, targets)


@slip("cross_entropy_gradient", "the gradient divided by n · m instead of n")
def over_all_entries(logits: Any, targets: Any) -> Any:
    return (_shares(logits) - _one_hot(logits, targets)) / np.size(logits)


@slip("cross_entropy_gradient", "one-hot minus p, which has the wrong sign")
def turned_round(logits: Any, targets: Any) -> Any:
    return (_one_hot(logits, targets) - _shares(logits)) / len(logits)


@slip("cross_entropy_gradient", "the softmax without the targets")
def without_targets(logits: Any, targets: Any) -> Any:
    return _shares(logits) / len(logits)


@slip("cross_entropy_gradient", "logits minus one-hot, without the softmax")
def raw_logits(logits: Any, targets: Any) -> Any:
    return (logits - _one_hot(logits, targets)) / len(logits)


@slip("cross_entropy_gradient", "one softmax over the whole array instead of one for each row")
def one_softmax(logits: Any, targets: Any) -> Any:
    return (_shares(logits, None) - _one_hot(logits, targets)) / len(logits)


@slip("cross_entropy_gradient", "−1 / p at each target, the gradient along the probabilities")
def by_probabilities(logits: Any, targets: Any) -> Any:
    return -_one_hot(logits, targets) / _shares(logits) / len(logits)


@slip("cross_entropy_gradient", "1 subtracted from the columns of all targets in every row")
def from_whole_columns(logits: Any, targets: Any) -> Any:
    p = _shares(logits)
    p[:, targets] -= 1
    return p / len(logits)
