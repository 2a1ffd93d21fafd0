"""Finite differences: the gradient of any function, to check those that were derived by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def numerical_gradient(
    f: Callable[[Any], npt.ArrayLike], x: npt.ArrayLike, h: float = 1e-5
) -> float | Floats:
    """Return the gradient of a scalar function by central differences.

        ∂f/∂x_i ≈ (f(x + h e_i) − f(x − h e_i)) / 2h

    The error of the formula falls like h², that of rounding grows like 1/h.

    Args:
        f: a callable that returns a number. For a number x it is given floats, else arrays of the
            shape of x, each its own, which it may keep and change. It is called
            twice for each entry.
        x: the point, a number or an array of any shape; any unit. It is not changed.
        h: half the distance between the two points, positive; unit of x.

    Returns:
        A float for a number, else an array of the shape of x; unit of f per unit of x.

    Raises:
        ValueError: f does not return a single number, or h is not positive or too small to change
            an entry of x.

    Source: W. Press et al., Numerical Recipes, 3rd ed., Cambridge 2007, section 5.7.
    """
    point = np.asarray(x, dtype=np.float64)
    if not 0 < h < np.inf:
        raise ValueError(f"h must be positive and finite, not {h}.")
    gradient = np.empty(point.shape)
    for place in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[place] += h
        below[place] -= h
        # x + h is rounded: what is divided by is the distance of the points that f was given.
        distance = above[place] - below[place]
        if distance == 0:
            raise ValueError(f"h = {h} is too small beside an entry of {point[place]}.")
        gradient[place] = (_value(f, above) - _value(f, below)) / distance
    return float(gradient) if point.ndim == 0 else gradient


def _value(f: Callable[[Any], npt.ArrayLike], point: Floats) -> float:
    """Return f at a point, as a float."""
    value = np.asarray(f(float(point) if point.ndim == 0 else point), dtype=np.float64)
    if value.ndim != 0:
        raise ValueError(f"f must return a single number, not an array of shape {value.shape}.")
    return float(value)
