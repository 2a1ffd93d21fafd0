"""Misconceptions about the tiny attention model, its loss and its gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.capstone import attention_gradient, tiny_attention
from solutions.misconceptions import slip


def _softmax(scores: Any, axis: int | None = 1) -> Any:
    exps = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)


def _scores(W_q: Any, W_k: Any, X: Any) -> Any:
    return (X @ W_q) @ (X @ W_k).T


def _model(A: Any, X: Any) -> Any:
    return _softmax(A @ X @ X.T), A


# The model ----------------------------------------------------------------------------------


@slip("tiny_attention", "scores that are not divided by √d_k")
def unscaled(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_q, W_k, X)), X)


@slip("tiny_attention", "a division by √d, the length of the embeddings, not of the queries")
def scaled_by_d(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_q, W_k, X) / np.sqrt(X.shape[1])), X)


@slip("tiny_attention", "a division by d_k without its root")
def scaled_without_root(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_q, W_k, X) / W_q.shape[1]), X)


@slip("tiny_attention", "a softmax down each column")
def by_columns(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_q, W_k, X) / np.sqrt(W_q.shape[1]), 0), X)


@slip("tiny_attention", "queries and keys in exchanged roles")
def exchanged(W_q: Any, W_k: Any, X: Any) -> Any:
    return _model(_softmax(_scores(W_k, W_q, X) / np.sqrt(W_q.shape[1])), X)


@slip("tiny_attention", "the two results in the other order")
def other_order(W_q: Any, W_k: Any, X: Any) -> Any:
    return tiny_attention(W_q, W_k, X)[::-1]


@slip("tiny_attention", "outputs that are compared with the keys, not with the embeddings")
def compared_with_scores(W_q: Any, W_k: Any, X: Any) -> Any:
    A = _softmax(_scores(W_q, W_k, X) / np.sqrt(W_q.shape[1]))
    return _softmax(A @ X @ W_q @ (X @ W_k).T), A


# The loss -----------------------------------------------------------------------------------


def _at_targets(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    P, _ = tiny_attention(W_q, W_k, X)
    return P[np.arange(len(P)), targets]


@slip("attention_loss", "a sum over the tokens, not their mean")
def summed(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.sum(np.log(_at_targets(W_q, W_k, X, targets)))


@slip("attention_loss", "bits in the place of nats")
def in_bits(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.mean(np.log2(_at_targets(W_q, W_k, X, targets)))


@slip("attention_loss", "a missing minus sign")
def negative(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return np.mean(np.log(_at_targets(W_q, W_k, X, targets)))


@slip("attention_loss", "the logarithm of a mean, not the mean of the logarithms")
def log_of_mean(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return -np.log(np.mean(_at_targets(W_q, W_k, X, targets)))


@slip("attention_loss", "the attention weights in the place of the probabilities")
def of_attention(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    _, A = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(A[np.arange(len(A)), targets]))


@slip("attention_loss", "rows and columns of P exchanged")
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


@slip("attention_gradient", "the gradient of a sum over the tokens, not of their mean")
def gradient_of_sum(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _scaled(len(X), W_q, W_k, X, targets)


@slip("attention_gradient", "the opposite of the gradient")
def downhill(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _scaled(-1, W_q, W_k, X, targets)


@slip("attention_gradient", "a division by √d_k that is forgotten on the way back")
def unscaled_gradient(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _scaled(np.sqrt(W_q.shape[1]), W_q, W_k, X, targets)


@slip("attention_gradient", "the gradients of W_q and W_k in the other order")
def other_order_of_gradients(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return attention_gradient(W_q, W_k, X, targets)[::-1]


@slip("attention_gradient", "a derivative of the softmax without its subtracted mean")
def softmax_without_mean(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _backward(W_q, W_k, X, targets, jacobian=lambda A, dA: A * dA)


@slip("attention_gradient", "the derivative A (1 − A) of a sigmoid for that of the softmax")
def softmax_as_sigmoid(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _backward(W_q, W_k, X, targets, jacobian=lambda A, dA: A * (1 - A) * dA)


@slip("attention_gradient", "a softmax of the attention that is skipped on the way back")
def softmax_skipped(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _backward(W_q, W_k, X, targets, jacobian=lambda A, dA: dA)


@slip("attention_gradient", "probabilities from which the targets are not subtracted")
def without_targets(W_q: Any, W_k: Any, X: Any, targets: Any) -> Any:
    return _backward(W_q, W_k, X, targets, hits=0.0)
