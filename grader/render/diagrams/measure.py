"""Ranges, differences and short forms of the numbers in diagrams."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


def real(array: Array) -> Array:
    """Return real numbers, and the magnitudes of complex ones."""
    return np.abs(array) if array.dtype.kind == "c" else array.astype(float)


def off_at(got: Array, want: Array) -> NDArray[np.bool_]:
    """Return where two arrays differ by more than a diagram can show."""
    return ~np.isclose(got, want, rtol=1e-6, atol=1e-8, equal_nan=True)


def span_of(*arrays: Array) -> tuple[float, float] | None:
    """Return the lowest and highest finite number, made distinct, or None if there is none."""
    numbers = np.concatenate([np.ravel(array) for array in arrays])
    numbers = numbers[np.isfinite(numbers)]
    if not numbers.size:
        return None
    low, high = float(numbers.min()), float(numbers.max())
    if not math.isfinite(high - low):
        return None
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def brief(number: float, span: tuple[float, float] | None = None, *, digits: int = 3) -> str:
    """Format a number in few digits. Next to a span, a negligible number is 0."""
    if span is not None and abs(number) < 1e-3 * (span[1] - span[0]):
        return "0"
    return f"{number:.{digits}g}".replace("e+0", "e").replace("e-0", "e-") if number else "0"
