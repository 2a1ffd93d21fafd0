"""The capstone: a tiny attention model, its loss, its gradient by the chain rule, a training step.

Pure functions of real, finite arrays. Each takes anything that `numpy.asarray` takes (nested lists
too), computes in double precision, returns new arrays and never writes to its arguments.

Throughout, X holds a sentence of n tokens, each an embedding of d numbers, shape (n, d). W_q and
W_k, both of shape (d, d_k), are what is learned. `targets` holds, for each token, the place in the
sentence of the word that it asks for, shape (n,), whole numbers from 0 to n − 1.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, indices
from solutions.optimization import Optimizer


class _Forward(NamedTuple):
    """The model's intermediate results, in the letters of the formulas."""

    Q: Floats
    K: Floats
    A: Floats
    log_p: Floats


def tiny_attention(
    W_q: npt.ArrayLike, W_k: npt.ArrayLike, X: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return which word of the sentence each token asks for, and where it looked.

        Q = X W_q,   K = X W_k,   A = softmax(Q Kᵀ / √d_k),   P = softmax(A X Xᵀ)

    each softmax along rows: the embeddings are the values, and an output is compared with them.

    Args:
        W_q: shape (d, d_k); the unit of X W_q times that of X W_k is dimensionless.
        W_k: shape (d, d_k).
        X: shape (n, d), dimensionless.

    Returns:
        `(probabilities, attention_weights)`: P and A, both of shape (n, n), dimensionless, with
        rows that are ≥ 0 and sum to 1.

    Raises:
        ValueError: a shape differs from those above.

    Source: A. Vaswani et al., Attention Is All You Need, NeurIPS 2017, equation 1; the comparison
    with the embeddings is the "weight tying" of O. Press, L. Wolf, EACL 2017.
    """
    forward = _forward(*_arrays(W_q, W_k, X))
    return np.exp(forward.log_p), forward.A


def attention_loss(
    W_q: npt.ArrayLike, W_k: npt.ArrayLike, X: npt.ArrayLike, targets: npt.ArrayLike
) -> float:
    """Return the mean cross-entropy between the predictions and the words asked for.

        L = −(1/n) Σ_i log P_{i, t_i}

    Args:
        W_q: shape (d, d_k).
        W_k: shape (d, d_k).
        X: shape (n, d).
        targets: t, shape (n,), places in the sentence.

    Returns:
        L ≥ 0, in nats; log n where the model can only guess.

    Raises:
        ValueError: a shape differs from those above, or a target is not a place in the sentence.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, section 6.2.1.1.
    """
    q, k, x = _arrays(W_q, W_k, X)
    t = indices(targets, "targets", len(x), len(x))
    log_p = _forward(q, k, x).log_p  # (n, n)
    return float(-np.mean(log_p[np.arange(len(x)), t]))


def attention_gradient(
    W_q: npt.ArrayLike, W_k: npt.ArrayLike, X: npt.ArrayLike, targets: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return the gradient of the loss with respect to both weights, by the chain rule.

        Z̄ = (P − T) / n             T_ij = 1 where j = t_i, else 0
        Ā = Z̄ X Xᵀ
        S̄ = A ∘ (Ā − (A ∘ Ā) 1)     1 sums each row
        W̄_q = Xᵀ S̄ K / √d_k,   W̄_k = Xᵀ S̄ᵀ Q / √d_k

    where a bar stands for the derivative of L by a quantity, S for the scores, Z = A X Xᵀ.

    Args:
        W_q: shape (d, d_k).
        W_k: shape (d, d_k).
        X: shape (n, d).
        targets: t, shape (n,), places in the sentence.

    Returns:
        `(dW_q, dW_k)`, both of shape (d, d_k), in nats per unit of the weights.

    Raises:
        ValueError: a shape differs from those above, or a target is not a place in the sentence.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, section 6.5.
    """
    q, k, x = _arrays(W_q, W_k, X)
    n, scale = len(x), np.sqrt(q.shape[1])
    Q, K, A, log_p = _forward(q, k, x)
    dZ = (np.exp(log_p) - np.eye(n)[indices(targets, "targets", n, n)]) / n  # (n, n)
    dA = dZ @ x @ x.T  # (n, n)
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))  # (n, n)
    return x.T @ dS @ K / scale, x.T @ dS.T @ Q / scale  # (d, d_k), (d, d_k)


def train_step(
    optimizer: Optimizer,
    W_q: npt.ArrayLike,
    W_k: npt.ArrayLike,
    X: npt.ArrayLike,
    targets: npt.ArrayLike,
) -> tuple[Floats, Floats]:
    """Return the weights after one step of an optimizer.

        [W_q, W_k] ← step([W_q, W_k], [W̄_q, W̄_k])

    Args:
        optimizer: any object whose `step(params, gradients)` returns a list of new parameters.
        W_q: shape (d, d_k).
        W_k: shape (d, d_k).
        X: shape (n, d).
        targets: t, shape (n,), places in the sentence.

    Returns:
        `(W_q, W_k)`, the new weights, both of shape (d, d_k).

    Raises:
        ValueError: as `attention_gradient`.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, chapter 8.
    """
    q, k, _ = _arrays(W_q, W_k, X)
    gradients = attention_gradient(q, k, X, targets)
    new_q, new_k = optimizer.step([q.copy(), k.copy()], list(gradients))
    return np.array(new_q, dtype=np.float64), np.array(new_k, dtype=np.float64)


def _forward(W_q: Floats, W_k: Floats, X: Floats) -> _Forward:
    Q, K = X @ W_q, X @ W_k  # (n, d_k), (n, d_k)
    A = np.exp(_log_softmax(Q @ K.T / np.sqrt(W_q.shape[1])))  # (n, n)
    return _Forward(Q, K, A, _log_softmax(A @ X @ X.T))


def _log_softmax(scores: Floats) -> Floats:
    """Return the logarithm of the softmax of each row; no exponential in it is above 1."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p: Floats = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return log_p


def _arrays(
    W_q: npt.ArrayLike, W_k: npt.ArrayLike, X: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Return the arguments as double matrices that fit each other."""
    q, k, x = (np.asarray(a, dtype=np.float64) for a in (W_q, W_k, X))
    if not q.ndim == k.ndim == x.ndim == 2 or 0 in q.shape + x.shape:
        raise ValueError("W_q, W_k and X must be non-empty matrices.")
    if q.shape != k.shape:
        raise ValueError(f"W_q has shape {q.shape} and W_k {k.shape}: they must agree.")
    if x.shape[1] != q.shape[0]:
        raise ValueError(f"X must have {q.shape[0]} columns, as W_q has rows, not {x.shape[1]}.")
    return q, k, x
