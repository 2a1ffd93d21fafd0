"""Item statistics of a class, as pure functions of numbers.

An *item* is an exercise or a test. Its difficulty is the mean share of its points that was earned,
so a hard item is near 0. Its discrimination is the corrected item-total correlation: Pearson's
correlation between the item's points and those of all other items. It is near 1 if students who
know the rest also know this, near 0 if the item is uninformative, and below 0 if something is wrong
with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

ENOUGH: Final = 20
"""Minimum number of students for a correlation. With fewer, it reflects chance."""


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """The distribution of some numbers."""

    count: int = 0
    mean: float = 0.0
    least: float = 0.0
    low: float = 0.0
    median: float = 0.0
    high: float = 0.0
    most: float = 0.0
    deviation: float = 0.0
    """Standard deviation of the class itself, not an estimate for a larger population."""


def spread(values: Sequence[float]) -> Spread:
    """Return the numbers of a box plot (interpolated quartiles), mean and standard deviation."""
    if not values:
        return Spread()
    least, low, median, high, most = np.quantile(values, [0, 0.25, 0.5, 0.75, 1])
    return Spread(
        count=len(values),
        mean=float(np.mean(values)),
        least=float(least),
        low=float(low),
        median=float(median),
        high=float(high),
        most=float(most),
        deviation=float(np.std(values)),
    )


def difficulty(points: Sequence[float], most: float) -> float | None:
    """Return the mean share of an item's points, or None without students or points."""
    return float(np.mean(points)) / most if points and most > 0 else None


def discrimination(item: Sequence[float], total: Sequence[float]) -> float | None:
    """Return the correlation of an item's points with the rest of each student's total.

    `total` includes the item. The result is None if there are too few students, or if all have the
    same points in the item or in the rest.
    """
    if len(item) < ENOUGH:
        return None
    points = np.asarray(item, float)
    rest = np.asarray(total, float) - points
    one, other = points - points.mean(), rest - rest.mean()
    scale = math.sqrt(float(one @ one) * float(other @ other))
    # Equal sums of rounded points may differ in their last digits.
    if np.ptp(points) < 1e-6 or np.ptp(rest) < 1e-6:
        return None
    return float(one @ other) / scale


def bins(values: Sequence[float], most: float, count: int = 10) -> list[int]:
    """Count the values in each of `count` equal intervals between 0 and `most`.

    The last interval includes its upper end, and everything above it, such as extra credit.
    """
    top = most or 1.0
    counts, _ = np.histogram(np.clip(values, 0.0, top), bins=count, range=(0.0, top))
    return [int(number) for number in counts]
