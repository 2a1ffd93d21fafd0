"""Misconceptions about quadratic forms, traces, layers and their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import Undetermined, slip


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


@slip(
    "quadratic_form",
    "the products x_i (Ax)_i, not added up",
    hint="Equation (1) gives a single number. What is missing after `x * (A @ x)`?",
)
def products_not_added(A: Any, x: Any) -> Any:
    return x * (A @ x)


@slip("quadratic_form", "the squared length of Ax")
def squared_length(A: Any, x: Any) -> Any:
    return np.sum((A @ x) ** 2)


@slip(
    "quadratic_form",
    "the absolute value of the form",
    hint="May a quadratic form be negative?",
)
def size_of_the_form(A: Any, x: Any) -> Any:
    return abs(x @ A @ x)


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


@slip("quadratic_form_gradient", "Ax, which counts only one of the two places where x appears")
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


@slip(
    "quadratic_form_gradient",
    "AAᵀx, a product of A and Aᵀ instead of their sum",
    hint="Equation (2) has two sums, one with A and one with Aᵀ. How are they combined?",
)
def product_with_the_transpose(A: Any, x: Any) -> Any:
    return A @ A.T @ x


@slip(
    "quadratic_form_gradient",
    "products entry by entry, `*` instead of `@`",
    hint="The gradient is a matrix times a vector. What does `*` do with them?",
)
def entry_by_entry(A: Any, x: Any) -> Any:
    return (A + A.T) * x


@slip(
    "quadratic_form_gradient",
    "only the upper triangle of A, mirrored",
    hint="Do the entries below the diagonal of A count, too?",
)
def upper_triangle_mirrored(A: Any, x: Any) -> Any:
    U = np.triu(A)
    return (U + U.T) @ x


@slip(
    "quadratic_form_gradient",
    "the quadratic form instead of its gradient",
    hint="The gradient has one slope for each entry of x.",
)
def form_for_gradient(A: Any, x: Any) -> Any:
    return x @ A @ x


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


@slip(
    "trace_gradient",
    "the identity, which is the gradient of tr(X) alone",
    hint="How much does tr(AX) change with X_ji? Where is A?",
)
def identity(A: Any, X: Any) -> Any:
    return np.eye(*X.shape)


@slip(
    "trace_gradient",
    "the rule for a symmetric X, A + Aᵀ minus the diagonal of A",
    hint="That rule is for an X whose entries X_ij and X_ji are one variable. Are they here?",
)
def rule_for_symmetric_x(A: Any, X: Any) -> Any:
    return A + A.T - np.diag(np.diag(A)) if A.shape == X.shape else A.T.copy()


@slip(
    "trace_gradient",
    "the mean of A and its transpose",
    hint="Which single entry of A multiplies X_ji?",
)
def symmetrised(A: Any, X: Any) -> Any:
    return (A + A.T) / 2 if A.shape == X.shape else A.T.copy()


@slip(
    "trace_gradient",
    "A rotated by 90 degrees instead of transposed",
    hint="The transpose mirrors A across its diagonal, which does not move.",
)
def turned_by_a_right_angle(A: Any, X: Any) -> Any:
    return np.rot90(A).copy()


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


@slip(
    "linear_layer_gradients",
    "a row instead of a vector",
    hint="b has one axis. What does `keepdims` do with the axis of the sum?",
)
def bias_in_a_row(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=0, keepdims=True)


@slip("linear_layer_gradients", "a weight gradient averaged over the inputs instead of summed")
def averaged_weights(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream / len(x), upstream.sum(axis=0)


@slip(
    "linear_layer_gradients",
    "the gradients of W and b averaged over the inputs instead of summed",
    hint="Is there a mean in equation (1)? If the loss is a mean, its 1 / n is in `upstream`.",
)
def averaged_weights_and_bias(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, x.T @ upstream / len(x), upstream.mean(axis=0)


@slip(
    "linear_layer_gradients",
    "all three gradients averaged over the inputs instead of summed",
    hint="Is there a mean in equation (1)? If the loss is a mean, its 1 / n is in `upstream`.",
)
def averaged_gradients(x: Any, W: Any, upstream: Any) -> Any:
    n = len(x)
    return upstream @ W.T / n, x.T @ upstream / n, upstream.mean(axis=0)


@slip("linear_layer_gradients", "the transpose of the weight gradient")
def transposed_weights(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, upstream.T @ x, upstream.sum(axis=0)


@slip("linear_layer_gradients", "the gradients of x and of W in the wrong order")
def exchanged(x: Any, W: Any, upstream: Any) -> Any:
    return x.T @ upstream, upstream @ W.T, upstream.sum(axis=0)


@slip(
    "linear_layer_gradients",
    "`upstream` @ W, without the transpose",
    hint="Entry x_ij reaches output k through W_jk. Over which index do you sum?",
)
def untransposed_weights(x: Any, W: Any, upstream: Any) -> Any:
    if W.shape[0] != W.shape[1]:
        raise Undetermined  # an error, whose words depend on how the product is written
    return upstream @ W, x.T @ upstream, upstream.sum(axis=0)


@slip(
    "linear_layer_gradients",
    "W reshaped instead of transposed",
    hint="`reshape` keeps the entries in their order. Which attribute swaps rows and columns?",
)
def reshaped_weights(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.reshape(W.shape[::-1]), x.T @ upstream, upstream.sum(axis=0)


@slip(
    "linear_layer_gradients",
    "W itself as the gradient along x",
    hint="W is the local slope. What does the chain rule multiply it by?",
)
def weights_for_slope(x: Any, W: Any, upstream: Any) -> Any:
    return W * 1.0, x.T @ upstream, upstream.sum(axis=0)


@slip(
    "linear_layer_gradients",
    "ones in place of `upstream`",
    hint="Each local slope is multiplied by what comes from above. Where is `upstream`?",
)
def ones_for_upstream(x: Any, W: Any, upstream: Any) -> Any:
    ones = np.ones(np.shape(upstream))
    return ones @ W.T, x.T @ ones, ones.sum(axis=0)


@slip(
    "linear_layer_gradients",
    "a weight gradient of the first input alone",
    hint="All inputs use the same weights. Which of them do you sum over?",
)
def first_input_alone(x: Any, W: Any, upstream: Any) -> Any:
    return upstream @ W.T, np.outer(x[0], upstream[0]), upstream.sum(axis=0)


@slip("softmax_gradient", "p (1 − p), which ignores the other logits")
def own_logit(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (1 - probabilities) * upstream


@slip(
    "softmax_gradient",
    "a Jacobian for each row instead of a gradient",
    hint="Each Jacobian still has to be multiplied by its row of `upstream`.",
)
def jacobians(probabilities: Any, upstream: Any) -> Any:
    p = np.asarray(probabilities, dtype=float)
    return p[:, :, None] * (np.eye(p.shape[1]) - p[:, None, :])


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


@slip("softmax_gradient", "a cross-entropy gradient with the most likely character as its target")
def largest_as_target(probabilities: Any, upstream: Any) -> Any:
    p = np.asarray(probabilities)
    one_hot = np.eye(p.shape[1])[p.argmax(axis=1)]
    return (p - one_hot) * np.sum(upstream, axis=1, keepdims=True)


@slip("softmax_gradient", "p − `upstream`, which belongs to the cross-entropy")
def of_the_cross_entropy(probabilities: Any, upstream: Any) -> Any:
    return probabilities - upstream


@slip(
    "softmax_gradient",
    "a plain sum of `upstream` instead of the sum weighted by p",
    hint="In the sum of equation (3), what is each ∂L/∂p multiplied by?",
)
def plain_sum(probabilities: Any, upstream: Any) -> Any:
    return probabilities * (upstream - np.sum(upstream, axis=1, keepdims=True))


@slip(
    "softmax_gradient",
    "a sum that lacks its factor p",
    hint="The factor p multiplies the whole bracket, so it multiplies the sum, too.",
)
def sum_without_its_factor(probabilities: Any, upstream: Any) -> Any:
    products = probabilities * upstream
    return products - products.sum(axis=1, keepdims=True)


@slip(
    "softmax_gradient",
    "the sums of the wrong rows",
    hint="Along which axis do the sums of the rows line up? `keepdims=True` keeps them a column.",
)
def sums_laid_along_the_columns(probabilities: Any, upstream: Any) -> Any:
    if probabilities.shape[0] != probabilities.shape[1]:
        raise Undetermined  # an error, but for one row or one column
    return probabilities * (upstream - np.sum(probabilities * upstream, axis=1))


@slip(
    "softmax_gradient",
    "the probabilities of the first row in every row",
    hint="Each row has its own Jacobian. Which probabilities is it made of?",
)
def jacobian_of_the_first_row(probabilities: Any, upstream: Any) -> Any:
    p = probabilities[0]
    return upstream @ (np.diag(p) - np.outer(p, p))


@slip(
    "softmax_gradient",
    "a division by the number of rows, as for a mean",
    hint="Is there a mean in equation (3)? A factor 1 / n, if there is one, is in `upstream`.",
)
def divided_by_the_rows(probabilities: Any, upstream: Any) -> Any:
    p = probabilities
    return p * (upstream - np.sum(p * upstream, axis=1, keepdims=True)) / len(p)


@slip(
    "softmax_gradient",
    "a second softmax, applied to what are already probabilities",
    hint="`probabilities` is already the result of a softmax. Do you apply another one?",
)
def softmax_once_more(probabilities: Any, upstream: Any) -> Any:
    p = _shares(probabilities)
    return p * (upstream - np.sum(p * upstream, axis=1, keepdims=True))


@slip(
    "softmax_gradient",
    "p² times the plain sum, instead of p times the weighted sum",
    hint="Which two probabilities does equation (3) multiply: p_j twice, or p_j and p_l?",
)
def own_square(probabilities: Any, upstream: Any) -> Any:
    p = probabilities
    return p * upstream - p**2 * np.sum(upstream, axis=1, keepdims=True)


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
    p, rows = _shares(logits), np.arange(len(logits))
    slopes = np.zeros(p.shape)
    with np.errstate(divide="ignore"):
        slopes[rows, targets] = -1 / p[rows, targets]
    return slopes / len(logits)


@slip(
    "cross_entropy_gradient",
    "the slope along the logit of the target alone, and 0 along all others",
    hint="If the logit of another character grows, what happens to the target's probability?",
)
def targets_alone(logits: Any, targets: Any) -> Any:
    return (_shares(logits) - 1) * _one_hot(logits, targets) / len(logits)


@slip(
    "cross_entropy_gradient",
    "1 subtracted from the columns of all targets in every row",
    hint="`p[:, targets]` takes whole columns. Which two indices pick one entry of each row?",
)
def from_whole_columns(logits: Any, targets: Any) -> Any:
    p = _shares(logits)
    p[:, targets] -= 1
    return p / len(logits)


@slip(
    "cross_entropy_gradient",
    "targets counted from 1 instead of 0",
    hint="Target 0 is the first column. Do you subtract 1 from the index?",
)
def counted_from_one(logits: Any, targets: Any) -> Any:
    return (_shares(logits) - _one_hot(logits, np.asarray(targets) - 1)) / len(logits)


@slip(
    "cross_entropy_gradient",
    "a division by m, the number of characters",
    hint="The loss is a mean over the rows. How many rows are there?",
)
def over_the_characters(logits: Any, targets: Any) -> Any:
    return (_shares(logits) - _one_hot(logits, targets)) / np.shape(logits)[1]


@slip(
    "cross_entropy_gradient",
    "only the 1 of the target divided by n, not the probabilities",
    hint="Does the mean divide both terms of p − y?",
)
def divided_in_part(logits: Any, targets: Any) -> Any:
    return _shares(logits) - _one_hot(logits, targets) / len(logits)


@slip(
    "cross_entropy_gradient",
    "a division by the sum of all exponentials instead of those of the row",
    hint="Each row is a separate softmax. Which axis do you sum over?",
)
def over_all_exponentials(logits: Any, targets: Any) -> Any:
    exps = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return (exps / exps.sum() - _one_hot(logits, targets)) / len(logits)


@slip(
    "cross_entropy_gradient",
    "a division by the sums of the columns instead of the rows",
    hint="Each row is a separate softmax. Which axis do you sum over?",
)
def over_the_columns(logits: Any, targets: Any) -> Any:
    exps = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return (exps / exps.sum(axis=0) - _one_hot(logits, targets)) / len(logits)


@slip(
    "cross_entropy_gradient",
    "a softmax of each column instead of each row",
    hint="Each row is a separate softmax. Which axis do you sum over?",
)
def of_each_column(logits: Any, targets: Any) -> Any:
    return (_shares(logits, 0) - _one_hot(logits, targets)) / len(logits)


@slip(
    "cross_entropy_gradient",
    "the loss instead of its gradient",
    hint="You return one number. How many slopes are there?",
)
def the_loss(logits: Any, targets: Any) -> Any:
    p = _shares(logits)[np.arange(len(logits)), targets]
    if np.any(p == 0):
        raise Undetermined  # infinite, or what a constant makes of it
    return -np.mean(np.log(p))


@slip(
    "cross_entropy_gradient",
    "the gradient of a loss with logarithms to base 2",
    hint="Which logarithm does the loss in this notebook use?",
)
def to_base_two(logits: Any, targets: Any) -> Any:
    return (_shares(logits) - _one_hot(logits, targets)) / len(logits) / np.log(2)


@slip(
    "tied_layer_gradient",
    "their gradient, in which only the first use of W counts",
    hint="Where else does W stand in y = x W Wᵀ?",
)
def first_use_alone(x: Any, W: Any, upstream: Any) -> Any:
    return x.T @ (upstream @ W)


@slip(
    "tied_layer_gradient",
    "a gradient in which only the second use of W counts",
    hint="The slope of the second use has to be added to theirs.",
)
def second_use_alone(x: Any, W: Any, upstream: Any) -> Any:
    return upstream.T @ (x @ W)


@slip(
    "tied_layer_gradient",
    "twice their gradient, which is right for a single weight",
    hint="Are the slopes of the two uses equal if there are several weights?",
)
def first_use_twice(x: Any, W: Any, upstream: Any) -> Any:
    return 2 * x.T @ (upstream @ W)


@slip(
    "tied_layer_gradient",
    "the mean of the two uses instead of their sum",
    hint="What happens to the slopes of a number that is used several times?",
)
def mean_of_uses(x: Any, W: Any, upstream: Any) -> Any:
    return (x.T @ (upstream @ W) + upstream.T @ (x @ W)) / 2


@slip(
    "tied_layer_gradient",
    "a difference of the two uses instead of their sum",
    hint="What happens to the slopes of a number that is used several times?",
)
def difference_of_uses(x: Any, W: Any, upstream: Any) -> Any:
    return x.T @ (upstream @ W) - upstream.T @ (x @ W)


@slip(
    "tied_layer_gradient",
    "a mean over the rows instead of a sum",
    hint="Does the text divide by the number of rows?",
)
def tied_mean_over_rows(x: Any, W: Any, upstream: Any) -> Any:
    return (x.T @ (upstream @ W) + upstream.T @ (x @ W)) / len(x)


# least_squares_gradient --------------------------------------------------------------------------


@slip(
    "least_squares_gradient",
    "half of the gradient",
    hint="What is the slope of the square of a number?",
)
def without_the_two(X: Any, W: Any, Y: Any) -> Any:
    return X.T @ (X @ W - Y)


@slip(
    "least_squares_gradient",
    "the slopes of the mean over the rows instead of the sum",
    hint="Does (5) divide by the number of rows?",
)
def mean_of_rows(X: Any, W: Any, Y: Any) -> Any:
    return 2 * X.T @ (X @ W - Y) / len(X)


@slip(
    "least_squares_gradient",
    "the slopes of the mean over all errors instead of the sum",
    hint="Does (5) divide by the number of errors?",
)
def mean_of_errors(X: Any, W: Any, Y: Any) -> Any:
    return 2 * X.T @ (X @ W - Y) / np.size(Y)


@slip(
    "least_squares_gradient",
    "the negative gradient, the direction of a step",
    hint="Does the loss rise or fall along the gradient?",
)
def downhill_weights(X: Any, W: Any, Y: Any) -> Any:
    return 2 * X.T @ (Y - X @ W)


@slip(
    "least_squares_gradient",
    "a gradient without the targets",
    hint="Which errors does the layer make?",
)
def without_the_targets(X: Any, W: Any, Y: Any) -> Any:
    return 2 * X.T @ (X @ W)


@slip(
    "least_squares_gradient",
    "the gradient with respect to X",
    hint="Along which of the two matrices are the slopes asked for?",
)
def along_inputs(X: Any, W: Any, Y: Any) -> Any:
    return 2 * (X @ W - Y) @ W.T


@slip(
    "least_squares_gradient",
    "the loss instead of its gradient",
    hint="There is one loss, and one slope for each weight.",
)
def squared_errors(X: Any, W: Any, Y: Any) -> Any:
    return np.sum((X @ W - Y) ** 2)


@slip(
    "least_squares_gradient",
    "the transposed gradient",
    hint="What is the transpose of EᵀX?",
)
def transposed_slopes(X: Any, W: Any, Y: Any) -> Any:
    return 2 * (X @ W - Y).T @ X


@slip(
    "least_squares_gradient",
    "the slopes along the errors, not along the weights",
    hint="How much does an error change with a weight?",
)
def along_errors(X: Any, W: Any, Y: Any) -> Any:
    return 2 * (X @ W - Y)


@slip(
    "least_squares_gradient",
    "the gradient of the root of the loss",
    hint="Is there a root in (5)?",
)
def of_the_norm(X: Any, W: Any, Y: Any) -> Any:
    errors = X @ W - Y
    size = np.linalg.norm(errors)
    if size < 1e-6 * np.linalg.norm(Y):  # rounding errors alone decide
        raise Undetermined
    return X.T @ errors / size
