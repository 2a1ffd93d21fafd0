"""Misconceptions about the tiny attention model, its loss, its gradient and its training step."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.capstone import attention_gradient, tiny_attention, train_step
from solutions.misconceptions import Undetermined, slip


def _softmax(scores: Any, axis: int | None = 1) -> Any:
    exps = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)


def _scores(W_q: Any, W_k: Any, X: Any) -> Any:
    return (X @ W_q) @ (X @ W_k).T


def _model(A: Any, X: Any) -> Any:
    return _softmax(A @ X @ X.T), A


# The model ----------------------------------------------------------------------------------


@slip("tiny_attention", "scores that were not divided by √d_k")
def unscaled(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_q, W_k, X)), X)


@slip("tiny_attention", "a division by √d, from the embeddings, instead of √d_k")
def scaled_by_d(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_q, W_k, X) / np.sqrt(X.shape[1])), X)


@slip("tiny_attention", "a division by d_k instead of √d_k")
def scaled_without_root(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_q, W_k, X) / W_q.shape[1]), X)


@slip("tiny_attention", "a softmax along each column instead of each row")
def by_columns(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_q, W_k, X) / np.sqrt(W_q.shape[1]), 0), X)


@slip("tiny_attention", "queries and keys that are swapped")
def exchanged(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_k, W_q, X) / np.sqrt(W_q.shape[1])), X)


@slip("tiny_attention", "the two results in the wrong order")
def other_order(W_q: Any, W_k: Any, X: Any) -> Any:
    return tiny_attention(W_q, W_k, X)[::-1]


@slip("tiny_attention", "outputs that are compared with the keys instead of the embeddings")
def compared_with_scores(W_q: Any, W_k: Any, X: Any) -> Any:
    A = _softmax(_scores(W_q, W_k, X) / np.sqrt(W_q.shape[1]))
    return _softmax(A @ X @ W_q @ (X @ W_k).T), A


def _weights(W_q: Any, W_k: Any, X: Any) -> Any:
    """The right attention weights."""
    return tiny_attention(W_q, W_k, X)[1]


@slip("tiny_attention", "a division by the square root of the number of tokens, not √d_k")
def scaled_by_tokens(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_q, W_k, X) / np.sqrt(len(X))), X)


@slip("tiny_attention", "a division by 2, whatever d_k is")
def scaled_by_two(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_q, W_k, X) / 2), X)


@slip("tiny_attention", "both softmaxes along the columns instead of the rows")
def both_by_columns(W_q: Any, W_k: Any, X: Any) -> Any:
    A = _softmax(_scores(W_q, W_k, X) / np.sqrt(W_q.shape[1]), 0)
    return _softmax(A @ X @ X.T, 0), A


@slip("tiny_attention", "one softmax over the whole table instead of one for each row")
def over_the_table(W_q: Any, W_k: Any, X: Any) -> Any:
    scores = _scores(W_q, W_k, X) / np.sqrt(W_q.shape[1])
    if np.ptp(np.max(scores, axis=1)) > 1e-9:
        raise Undetermined  # it depends on what is subtracted
    A = _softmax(scores, None)
    return _softmax(A @ X @ X.T, None), A


@slip("tiny_attention", "a mask that hides later tokens, which nobody asked for")
def masked(W_q: Any, W_k: Any, X: Any) -> Any:
    scores = _scores(W_q, W_k, X) / np.sqrt(W_q.shape[1])
    return _model(_softmax(np.where(np.tri(len(X), dtype=bool), scores, -np.inf)), X)


@slip("tiny_attention", "a mask that hides each token from itself, which nobody asked for")
def not_itself(W_q: Any, W_k: Any, X: Any) -> Any:
    if len(X) == 1:
        raise Undetermined
    scores = _scores(W_q, W_k, X) / np.sqrt(W_q.shape[1])
    return _model(_softmax(np.where(np.eye(len(X), dtype=bool), -np.inf, scores)), X)


@slip("tiny_attention", "keys that were made with W_q instead of W_k")
def one_matrix(W_q: Any, W_k: Any, X: Any) -> Any:
    return tiny_attention(W_q, W_q, X)


@slip("tiny_attention", "scores instead of probabilities: the second softmax is missing")
def without_second_softmax(W_q: Any, W_k: Any, X: Any) -> Any:
    A = _weights(W_q, W_k, X)
    return A @ X @ X.T, A


@slip("tiny_attention", "outputs that were not compared with the embeddings")
def not_compared(W_q: Any, W_k: Any, X: Any) -> Any:
    A = _weights(W_q, W_k, X)
    return _softmax(A @ X), A


@slip(
    "tiny_attention",
    "embeddings compared with each other: the attention is not used",
    hint="Where does A enter equation (2)?",
)
def unused_attention(W_q: Any, W_k: Any, X: Any) -> Any:
    return _softmax(X @ X.T), _weights(W_q, W_k, X)


@slip("tiny_attention", "a second division by √d, where the outputs meet the embeddings")
def comparison_scaled(W_q: Any, W_k: Any, X: Any) -> Any:
    A = _weights(W_q, W_k, X)
    return _softmax(A @ X @ X.T / np.sqrt(X.shape[1])), A


@slip("tiny_attention", "outputs to which the embeddings themselves are added")
def with_residual(W_q: Any, W_k: Any, X: Any) -> Any:
    A = _weights(W_q, W_k, X)
    return _softmax((X + A @ X) @ X.T), A


@slip("tiny_attention", "a mixture by the columns of A instead of its rows")
def mixed_by_columns(W_q: Any, W_k: Any, X: Any) -> Any:
    A = _weights(W_q, W_k, X)
    return _softmax(A.T @ X @ X.T), A


@slip("tiny_attention", "embeddings that were scaled to length 1 for the comparison")
def unit_embeddings(W_q: Any, W_k: Any, X: Any) -> Any:
    A = _weights(W_q, W_k, X)
    with np.errstate(invalid="ignore"):
        return _softmax(A @ X @ (X / np.linalg.norm(X, axis=1, keepdims=True)).T), A


# The loss -----------------------------------------------------------------------------------


def _at_targets(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    P, _ = tiny_attention(W_q, W_k, X)
    return P[np.arange(len(P)), targets]


@slip("attention_loss", "a sum over the tokens instead of a mean")
def summed(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.sum(np.log(_at_targets(W_q, W_k, X, targets)))


@slip("attention_loss", "a result in bits instead of nats")
def in_bits(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.mean(np.log2(_at_targets(W_q, W_k, X, targets)))


@slip("attention_loss", "the negative of the loss")
def negative(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return np.mean(np.log(_at_targets(W_q, W_k, X, targets)))


@slip("attention_loss", "the logarithm of a mean instead of a mean of logarithms")
def log_of_mean(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.log(np.mean(_at_targets(W_q, W_k, X, targets)))


@slip("attention_loss", "a loss computed from the attention weights instead of the probabilities")
def of_attention(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    _, A = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(A[np.arange(len(A)), targets]))


@slip("attention_loss", "rows and columns of P that are swapped")
def transposed(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[targets, np.arange(len(P))]))


@slip("attention_loss", "one minus the probability, without a logarithm")
def misses(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return np.mean(1 - _at_targets(W_q, W_k, X, targets))


@slip("attention_loss", "minus the mean of the probabilities, without a logarithm")
def without_logarithm(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.mean(_at_targets(W_q, W_k, X, targets))


@slip("attention_loss", "a mean over the whole table instead of the n tokens")
def mean_of_table(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.sum(np.log(_at_targets(W_q, W_k, X, targets))) / len(X) ** 2


@slip("attention_loss", "a mean over all tokens but the last")
def without_the_last(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    if len(X) == 1:
        raise Undetermined
    return -np.mean(np.log(_at_targets(W_q, W_k, X, targets))[:-1])


@slip("attention_loss", "a sum divided by 6, whatever the number of tokens")
def six_tokens(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.sum(np.log(_at_targets(W_q, W_k, X, targets))) / 6


@slip("attention_loss", "squared errors instead of the cross-entropy")
def squared(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    P, _ = tiny_attention(W_q, W_k, X)
    return np.mean(np.sum((P - np.eye(len(X))[targets]) ** 2, axis=1))


@slip("attention_loss", "a loss that also counts the wrong answers, with log(1 − p)")
def binary(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    P, _ = tiny_attention(W_q, W_k, X)
    T = np.eye(len(X))[targets]
    if np.max(P) > 1 - 1e-12:
        raise Undetermined
    return -np.mean(np.sum(T * np.log(P) + (1 - T) * np.log(1 - P), axis=1))


@slip("attention_loss", "a loss in which each token is its own target")
def own_targets(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.mean(np.log(np.diag(tiny_attention(W_q, W_k, X)[0])))


@slip("attention_loss", "the entropy of P, which does not depend on the targets")
def entropy(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.sum(P * np.log(P)) / len(X)


@slip(
    "attention_loss",
    "a mean over every row at all the targets, `P[:, targets]`",
    hint="Row i has one target, `targets[i]`. Which index picks one entry of each row?",
)
def all_targets(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.mean(np.log(tiny_attention(W_q, W_k, X)[0][:, targets]))


# The gradient -------------------------------------------------------------------------------


def _backward(
    W_q: Any, W_k: Any, X: Any, targets: Any, *, hits: Any = 1.0, jacobian: Any = None
) -> Any:
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - hits * np.eye(len(X))[targets]) / len(X) @ X @ X.T
    dS = jacobian(A, dA) if jacobian else A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    scale = np.sqrt(W_q.shape[1])
    return X.T @ dS @ (X @ W_k) / scale, X.T @ dS.T @ (X @ W_q) / scale


def _scaled(factor: Any, W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    return factor * dW_q, factor * dW_k


@slip("attention_gradient", "the gradient of a sum over the tokens instead of a mean")
def gradient_of_sum(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _scaled(len(X), W_q, W_k, X, targets)


@slip("attention_gradient", "the gradient with the wrong sign")
def downhill(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _scaled(-1, W_q, W_k, X, targets)


@slip("attention_gradient", "a gradient without the division by √d_k")
def unscaled_gradient(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _scaled(np.sqrt(W_q.shape[1]), W_q, W_k, X, targets)


@slip("attention_gradient", "the gradients of W_q and W_k in the wrong order")
def other_order_of_gradients(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return attention_gradient(W_q, W_k, X, targets)[::-1]


@slip("attention_gradient", "a softmax derivative without the subtracted row sum")
def softmax_without_mean(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _backward(W_q, W_k, X, targets, jacobian=lambda A, dA: A * dA)


@slip("attention_gradient", "the sigmoid derivative A (1 − A) instead of the softmax derivative")
def softmax_as_sigmoid(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _backward(W_q, W_k, X, targets, jacobian=lambda A, dA: A * (1 - A) * dA)


@slip("attention_gradient", "a gradient that skips the softmax of the attention")
def softmax_skipped(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _backward(W_q, W_k, X, targets, jacobian=lambda A, dA: dA)


@slip("attention_gradient", "a gradient that starts from P instead of P − T")
def without_targets(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _backward(W_q, W_k, X, targets, hits=0.0)


@slip("attention_gradient", "a softmax derivative with the plain mean of each row")
def softmax_with_plain_mean(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    def jacobian(A: Any, dA: Any) -> Any:
        return A * (dA - np.mean(dA, axis=1, keepdims=True))

    return _backward(W_q, W_k, X, targets, jacobian=jacobian)


@slip("attention_gradient", "a softmax derivative with sums down the columns, not along the rows")
def softmax_with_column_sums(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    def jacobian(A: Any, dA: Any) -> Any:
        return A * (dA - np.sum(A * dA, axis=0, keepdims=True))

    return _backward(W_q, W_k, X, targets, jacobian=jacobian)


@slip(
    "attention_gradient",
    "a softmax derivative in which each row gets the sums of the others",
    hint="Along which axis do the sums of the rows line up? `keepdims=True` keeps them a column.",
)
def softmax_without_keepdims(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    def jacobian(A: Any, dA: Any) -> Any:
        return A * (dA - np.sum(A * dA, axis=1))

    return _backward(W_q, W_k, X, targets, jacobian=jacobian)


@slip("attention_gradient", "a gradient of W_k without the division by √d_k")
def unscaled_keys(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    return dW_q, np.sqrt(W_q.shape[1]) * dW_k


@slip("attention_gradient", "a gradient of W_q without the division by √d_k")
def unscaled_queries(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    return np.sqrt(W_q.shape[1]) * dW_q, dW_k


@slip("attention_gradient", "gradients divided by d_k instead of √d_k")
def divided_by_width(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _scaled(W_q.shape[1] ** -0.5, W_q, W_k, X, targets)


@slip("attention_gradient", "scores that were not divided by √d_k, forward and back")
def unscaled_both_ways(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    root = W_q.shape[1] ** 0.25
    dW_q, dW_k = attention_gradient(root * W_q, root * W_k, X, targets)
    return root * dW_q, root * dW_k


def _through(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    """The slopes of the products QKᵀ, and queries and keys."""
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - np.eye(len(X))[targets]) / len(X) @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    return dS / np.sqrt(W_q.shape[1]), X @ W_q, X @ W_k


@slip("attention_gradient", "slopes of the scores that were not transposed for the keys")
def not_transposed(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    dS, Q, K = _through(W_q, W_k, X, targets)
    return X.T @ dS @ K, X.T @ dS @ Q


@slip("attention_gradient", "slopes of the scores that were transposed for the queries, too")
def both_transposed(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    dS, Q, K = _through(W_q, W_k, X, targets)
    return X.T @ dS.T @ K, X.T @ dS.T @ Q


@slip(
    "attention_gradient",
    "slopes of the scores times Q for the queries, and times K for the keys",
)
def own_factors(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    dS, Q, K = _through(W_q, W_k, X, targets)
    return X.T @ dS @ Q, X.T @ dS.T @ K


@slip("attention_gradient", "gradients of Q and K instead of W_q and W_k")
def of_queries_and_keys(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    dS, Q, K = _through(W_q, W_k, X, targets)
    return dS @ K, dS.T @ Q


@slip("attention_gradient", "a way back from Z to A without the embeddings")
def without_embeddings(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - np.eye(len(X))[targets]) / len(X)
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(W_q.shape[1])
    return X.T @ dS @ X @ W_k, X.T @ dS.T @ X @ W_q


@slip("attention_gradient", "a table of targets with rows and columns swapped")
def targets_transposed(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - np.eye(len(X))[targets].T) / len(X) @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(W_q.shape[1])
    return X.T @ dS @ X @ W_k, X.T @ dS.T @ X @ W_q


# The training step --------------------------------------------------------------------------


@slip("train_step", "the old weights, from before the step")
def old_weights(optimizer: Any, W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    train_step(optimizer, W_q, W_k, X, targets)
    return W_q, W_k


@slip("train_step", "the new weights in the wrong order")
def other_order_of_weights(optimizer: Any, W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return train_step(optimizer, W_q, W_k, X, targets)[::-1]


@slip("train_step", "gradients in a different order from the weights")
def gradients_exchanged(optimizer: Any, W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    return optimizer.step([W_q, W_k], [dW_k, dW_q])


@slip(
    "train_step",
    "a step uphill, along the gradient instead of against it",
    hint="Who subtracts the gradient, your code or the optimizer?",
)
def uphill(optimizer: Any, W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    return optimizer.step([W_q, W_k], [-dW_q, -dW_k])


@slip("train_step", "a call that passes W_q twice and W_k never")
def one_matrix_twice(optimizer: Any, W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return optimizer.step([W_q, W_q], list(attention_gradient(W_q, W_k, X, targets)))


@slip("train_step", "two calls of `step`, one for each matrix, which mix up the optimizer's memory")
def step_for_each(optimizer: Any, W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    (new_q,) = optimizer.step([W_q], [dW_q])
    (new_k,) = optimizer.step([W_k], [dW_k])
    return new_q, new_k


@slip("train_step", "a gradient of W_k that was computed after W_q had changed")
def W_q_moved_first(optimizer: Any, W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    (new_q,) = optimizer.step([W_q], [attention_gradient(W_q, W_k, X, targets)[0]])
    (new_k,) = optimizer.step([W_k], [attention_gradient(new_q, W_k, X, targets)[1]])
    return new_q, new_k


@slip("train_step", "two steps in one")
def two_steps(optimizer: Any, W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    new_q, new_k = train_step(optimizer, W_q, W_k, X, targets)
    return train_step(optimizer, new_q, new_k, X, targets)
