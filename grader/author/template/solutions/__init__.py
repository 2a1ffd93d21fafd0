"""The reference: what hidden tests compare with. Students never get it."""

import numpy as np


def mean_absolute_error(predicted, actual):
    """Return the mean of |predicted - actual|; both of shape (n,), n >= 1."""
    return float(np.mean(np.abs(np.asarray(predicted) - np.asarray(actual))))
