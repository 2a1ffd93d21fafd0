"""Statistics of a class. Pure: numbers in, numbers out.

An *item* is an exercise or a test. Its difficulty is the mean share of its points that was earned,
so a hard item is near 0. Its discrimination is the corrected item-total correlation: Pearson's,
between the item's points and those of all other items. It is near 1 where students who know the
rest know this too, near 0 where it tells nothing, and below 0 where something is wrong with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

ENOUGH: Final = 20
"""Students from whom on a correlation is told: of fewer, it says more about chance."""


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """Where numbers lie."""

    count: int = 0
    mean: float = 0.0
    least: float = 0.0
    low: float = 0.0
    median: float = 0.0
    high: float = 0.0
    most: float = 0.0
    deviation: float = 0.0
    """The standard deviation of the class itself, not an estimate for a larger one."""


def spread(values: Sequence[float]) -> Spread:
    """The five numbers of a box plot (quartiles interpolated), mean and standard deviation."""
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
    """The mean share of an item's points; None where nobody was judged, or there are none."""
    return float(np.mean(points)) / most if points and most > 0 else None


def discrimination(item: Sequence[float], total: Sequence[float]) -> float | None:
    """The correlation of an item's points with the rest of each student's total, which holds them.

    None where the students are too few, or where all have the same points in the item or the rest.
    """
    if len(item) < ENOUGH:
        return None
    points = np.asarray(item, float)
    rest = np.asarray(total, float) - points
    one, other = points - points.mean(), rest - rest.mean()
    scale = math.sqrt(float(one @ one) * float(other @ other))
    # Sums of rounded points differ in their last digits where they are the same.
    if np.ptp(points) < 1e-6 or np.ptp(rest) < 1e-6:
        return None
    return float(one @ other) / scale


def bins(values: Sequence[float], most: float, count: int = 10) -> list[int]:
    """How many values lie in each of equal parts of what lies between 0 and `most`. The last part
    holds its upper end, and what is beyond it, as extra credit may be."""
    top = most or 1.0
    counts, _ = np.histogram(np.clip(values, 0.0, top), bins=count, range=(0.0, top))
    return [int(number) for number in counts]
