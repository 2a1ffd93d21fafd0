"""Functions of earlier assignments, for where a student's own notebook is not at hand."""

import numpy as np


def linear_layer(x, W, b):
    """Return x W + b; x has shape (d_in,) or (n, d_in)."""
    return x @ W + b


def softmax(x, axis=-1):
    """Return exp(x) divided by its sums along an axis; stable for large numbers."""
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)


TRIES = {
    "linear_layer": lambda linear_layer: linear_layer(
        np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 3.0]]), np.arange(6.0).reshape(3, 2), np.ones(2)
    ),
    "softmax": lambda softmax: softmax(np.array([[1000.0, 999.0, 0.0], [1.0, -2.0, 3.0]])),
}
"""How each is tried on a small example."""
