"""Plots as plain geometry: numbers in, shapes and labels out. Templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

WIDTH: Final = 640
HEIGHT: Final = 230
LEFT, RIGHT, TOP, BOTTOM = 8, 632, 34, 186
"""Edges of the area that holds the bars."""


class Bar(msgspec.Struct, frozen=True):
    """A bar, its number, and where to write the number."""

    x: float
    y: float
    width: float
    height: float
    count: int
    middle: float


class Tick(msgspec.Struct, frozen=True):
    """A number under the axis."""

    x: float
    text: str


class Histogram(msgspec.Struct, frozen=True, kw_only=True):
    """Bars over equal intervals of an axis, each with its number, and a line at the median."""

    bars: list[Bar]
    ticks: list[Tick]
    median: Tick
    said: str
    """A text alternative for the plot."""


def histogram(counts: Sequence[int], most: float, median: float, unit: str) -> Histogram:
    """Return the bars of a distribution between 0 and `most`."""
    step = (RIGHT - LEFT) / len(counts)
    tallest = max(*counts, 1)
    edges = [most * number / len(counts) for number in range(len(counts) + 1)]
    bars = []
    for number, count in enumerate(counts):
        height = (BOTTOM - TOP) * count / tallest
        x = LEFT + number * step
        bars.append(Bar(x + 2, BOTTOM - height, step - 4, height, count, x + step / 2))
    ticks = [Tick(LEFT + n * step, short_label(edge)) for n, edge in enumerate(edges)]
    share = min(1.0, median / most) if most else 0.0
    told = [
        f"{short_label(low)} to {short_label(high)}: {count}"
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    ]
    return Histogram(
        bars=bars,
        ticks=ticks,
        median=Tick(LEFT + share * (RIGHT - LEFT), f"median {short_label(median)}"),
        said=f"Number by {unit}: {'; '.join(told)}. The median is {short_label(median)}.",
    )


def short_label(number: float) -> str:
    """Format a number with three significant digits, or as an integer from 1000."""
    return f"{number:.3g}" if number < 1000 else f"{number:.0f}"
