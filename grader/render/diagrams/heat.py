"""Heat maps of your array, of the expected one, and of their difference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from grader.render.diagrams import svg
from grader.render.diagrams.measure import Array, brief, off_at, span_of
from grader.render.diagrams.svg import BLUES, MUTED, REDS, UNKNOWN_COLOUR, Point
from grader.verdict import Picture

SIDE: Final = 16
"""Maximum number of rows and columns to draw."""

NUMBERS: Final = 27
"""Minimum size in pixels of an entry that shows its number."""


def maps(got: Array, want: Array) -> Picture | None:
    """Draw three heat maps of the same size, the first two on the same scale."""
    off, apart = off_at(got, want), np.abs(got - want)
    alt = _said_of(off, apart, got.shape)
    got, want, off, apart = (a[:SIDE, :SIDE] for a in (got, want, off, apart))
    span = span_of(got, want)
    if span is None or not off.any():
        return None
    rows, columns = got.shape
    side = max(10, min(38, 190 // max(rows, columns)))
    step = max(columns * side, 90) + 16
    apart = np.where(off, apart, 0.0)
    most = float(np.max(apart, where=np.isfinite(apart), initial=0.0))
    foot = 18 + rows * side + 14
    shapes = [
        *_panel("yours", got, off, BLUES, span, side, 1),
        *_panel("expected", want, None, BLUES, span, side, 1 + step),
        *_panel("difference", apart, None, REDS, (0.0, most), side, 1 + 2 * step),
        svg.text((1, foot), f"light {brief(span[0])}, dark {brief(span[1])}", MUTED, size=11),
        svg.text((1 + 2 * step, foot), f"white 0, dark {brief(most)}", MUTED, size=11),
        svg.text((1, foot + 15), "×: not right", MUTED, size=11) if side >= NUMBERS else "",
    ]
    return Picture(svg=svg.document(3 * step, foot + 20, shapes), alt=alt)


def _panel(
    name: str,
    array: Array,
    off: Array | None,
    colours: Sequence[str],
    span: tuple[float, float],
    side: int,
    left: float,
) -> list[str]:
    """Draw a heat map under its name.

    If there is room, each entry shows its number, and a cross if it is wrong.
    """
    rows, columns = array.shape
    places: dict[str, list[Point]] = {}
    words, marks = [], []
    for (row, column), value in np.ndenumerate(array):
        x, y = left + column * side, 18 + row * side
        colour = _colour(float(value), span, colours)
        places.setdefault(colour, []).append((x, y))
        if side < NUMBERS:
            continue
        at = (x + side / 2, y + side / 2 + 4)
        words.append(svg.text(at, brief(value, digits=2), svg.on(colour), anchor="middle", size=10))
        if off is not None and off[row, column]:
            marks.append((x + side - 5, y + 5))
    squares = [svg.squares(corners, side, colour) for colour, corners in places.items()]
    edge = svg.frame((left, 18), columns * side, rows * side)
    return [svg.text((left, 12), name), *squares, edge, *words, svg.crosses(marks, 2.5)]


def _colour(value: float, span: tuple[float, float], colours: Sequence[str]) -> str:
    if not math.isfinite(value):
        return UNKNOWN_COLOUR
    low, high = span
    share = (value - low) / (high - low) if high > low else 0.0
    return colours[round(min(max(share, 0.0), 1.0) * (len(colours) - 1))]


def _said_of(off: Array, apart: Array, shape: tuple[int, ...]) -> str:
    """Describe the heat maps in words."""
    known = np.where(off & np.isfinite(apart), apart, -1.0)
    row, column = (int(i) for i in np.unravel_index(int(np.argmax(known)), shape))
    cut = "" if max(shape) <= SIDE else f" Only its first {SIDE} rows and columns are drawn."
    most = f", most at ({row}, {column}): by {brief(known[row, column])}" if known.max() > 0 else ""
    return (
        "Heat maps of your array, of the expected one and of their difference."
        f" {int(off.sum())} of {off.size} entries differ{most}.{cut}"
    )
