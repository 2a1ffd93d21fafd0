"""Numbers of other libraries that cross as plain ones: mpmath's, and the standard `array.array`."""

from __future__ import annotations

import sys
from array import array
from typing import Any

import numpy as np


def as_plain(value: Any) -> Any:
    """Return a number of mpmath as a float or complex, and an `array.array` as one of NumPy's.

    Any other value comes back as it is.
    """
    if type(value) is array and value.typecode not in "uw":
        return np.array(value)
    mpmath = sys.modules.get("mpmath")  # or a student's module of that name
    real: Any = getattr(mpmath, "mpf", ())
    pair: Any = getattr(mpmath, "mpc", ())
    if isinstance(value, real):
        return float(value)
    return complex(value) if isinstance(value, pair) else value
