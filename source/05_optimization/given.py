"""Functions of earlier assignments, for where a student's own notebook is not at hand."""

import numpy as np


def cross_entropy_gradient(logits, targets):
    """Return the gradient of the mean cross-entropy along the logits; (n, m) and (n,) integers."""
    exps = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    gradient = exps / np.sum(exps, axis=1, keepdims=True)
    gradient[np.arange(len(gradient)), targets] -= 1
    return gradient / len(gradient)


def softmax(x, axis=-1):
    """Return exp(x) divided by its sums along an axis; stable for large numbers."""
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)


TRIES = {
    "cross_entropy_gradient": lambda cross_entropy_gradient: cross_entropy_gradient(
        np.array([[1000.0, 999.0, 0.0], [1.0, -2.0, 3.0]]), np.array([1, 2])
    ),
    "softmax": lambda softmax: softmax(np.array([[1000.0, 999.0, 0.0], [1.0, -2.0, 3.0]])),
}
"""How each is tried on a small example."""
