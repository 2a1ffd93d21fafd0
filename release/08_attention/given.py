"""Functions of earlier assignments, for students whose own are not beside these notebooks."""

import numpy as np


def sinusoidal_positions(n, d):
    """Return sinusoidal encodings of the positions 0 ... n - 1, shape (n, d)."""
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)  # (n, d / 2)
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(n, d)


TRIES = {"sinusoidal_positions": lambda function: function(3, 4)}
