"""Misconceptions about the tiny attention model, its loss, its gradient and its training step."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.capstone import attention_gradient, tiny_attention, train_step
from solutions.misconceptions import slip


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


@slip("attention_loss", "a loss without its minus sign")
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


@slip("train_step", "a step uphill, because the optimizer already subtracts the gradient")
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
