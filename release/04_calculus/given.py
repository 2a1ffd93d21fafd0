"""Functions of earlier assignments, for where a student's own notebook is not at hand."""

import numpy as np


def softmax(x, axis=-1):
    """Return exp(x) divided by its sums along an axis; stable for large numbers."""
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)


TRIES = {
    "softmax": lambda softmax: softmax(np.array([[1000.0, 999.0, 0.0], [1.0, -2.0, 3.0]])),
}
"""How each is tried on a small example."""
