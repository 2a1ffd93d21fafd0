"""Values of other libraries that cross as plain ones: numbers of mpmath, arrays of pandas."""

from __future__ import annotations

import sys
from array import array
from typing import Any

import numpy as np


def as_plain(value: Any) -> Any:
    """Return a number of mpmath as a float or complex, and an array as one of NumPy's.

    pandas has arrays of its own (`Series.unique()` and `pd.cut` return them). They are true if they
    are not empty, and so are most that pandas makes of `array == 1` or `abs(array - 1) < 1e-9`: a
    test would believe any such array. Any other value comes back as it is, also one of a class of
    the student's that is derived from mpmath's or from `array.array`.
    """
    if type(value) is array and value.typecode not in "uw":
        return np.array(value)
    if is_array_of_pandas(value):
        return np.asarray(value)
    # A student's own module may have the name.
    context = getattr(sys.modules.get("mpmath"), "mp", None)
    if type(value) in (getattr(context, "mpf", None), getattr(context, "constant", None)):
        return float(value)
    return complex(value) if type(value) is getattr(context, "mpc", None) else value


def is_array_of_pandas(value: Any) -> bool:
    """Return whether a value is an array of pandas, without importing pandas."""
    extensions: Any = getattr(sys.modules.get("pandas"), "api", None)
    kind = getattr(getattr(extensions, "extensions", None), "ExtensionArray", None)
    return isinstance(kind, type) and isinstance(value, kind)
