"""Functions of earlier assignments, for students whose own are not beside these notebooks."""

import numpy as np


def softmax(x, axis=-1):
    """Return exp(x) divided by its sums along an axis; stable for large numbers."""
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)


def sinusoidal_positions(n, d):
    """Return sinusoidal encodings of the positions 0 ... n - 1, shape (n, d)."""
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)  # (n, d / 2)
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(n, d)


def causal_attention(Q, K, V):
    """Return (output, attention_weights), where no token looks ahead."""
    n, d_k = Q.shape
    scores = np.where(np.tri(n, dtype=bool), Q @ K.T / d_k**0.5, -np.inf)  # (n, n)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = exps / exps.sum(axis=1, keepdims=True)
    return weights @ V, weights


def softmax_gradient(probabilities, upstream):
    """Return the gradient of the logits, row by row."""
    means = np.sum(probabilities * upstream, axis=1, keepdims=True)  # (n, 1)
    return probabilities * (upstream - means)


def numerical_gradient(f, x, h=1e-5):
    """Return central differences of f at an array x, of its shape."""
    slopes = np.zeros(np.shape(x))
    for i in np.ndindex(slopes.shape):
        right, left = np.array(x, dtype=float), np.array(x, dtype=float)
        right[i] += h
        left[i] -= h
        slopes[i] = (f(right) - f(left)) / (2 * h)
    return slopes


_B = np.array([[1.0, 0.5], [-0.3, 2.0], [0.7, 0.1]])
_FAR = np.array([[-1000.0], [-1001.0], [1000.0]])

TRIES = {
    "softmax": lambda function: function(np.array([[1000.0, 999.0, 0.0], [1.0, -2.0, 3.0]])),
    "sinusoidal_positions": lambda function: function(3, 4),
    "causal_attention": lambda f: [*f(_B, _B[::-1], _B + 1), *f(_FAR**0, _FAR, _B)],
    "softmax_gradient": lambda f: f(np.array([[0.2, 0.8], [0.6, 0.4], [0.0, 1.0]]), _B),
    "numerical_gradient": lambda f: f(lambda x: float(np.sum(x**2)), _B),
}
