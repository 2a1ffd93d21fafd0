"""Small diagrams of a difference, where they say more than numbers: yours beside the expected.

heat maps   of arrays with rows and columns: yours, expected, and their difference
curves      of a sequence of numbers, of a spectrum, and of a history

A diagram is an SVG of limited size, drawn for failing tests only. It contains numbers and our own
words, and never text that a student's function returned. Nothing depends on colour alone, and each
diagram has a text alternative.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from grader.render.diagrams import curves, heat
from grader.render.diagrams.measure import Array, real
from grader.verdict import Picture

FEWEST: Final = {"path": 3, "spectrum": 3, "map": 4, "row": 5}
"""Minimum number of values per kind; fewer are as easy to read as a diagram of them."""

MAX_NUMBERS: Final = 1_000_000
"""Maximum number of values, to limit the time."""


def diagram(got: Array, want: Array, kind: str = "") -> Picture | None:
    """Return a diagram of two different arrays of numbers, or None if it would not help.

    `kind` is "path" for a history; otherwise the array's shape decides.
    """
    sizes = got.size, want.size
    kind = kind or _diagram_for(got, want)
    if kind not in FEWEST or not FEWEST[kind] <= max(sizes) <= MAX_NUMBERS or min(sizes) == 0:
        return None
    with np.errstate(all="ignore"):
        if kind == "path":
            return curves.path(real(got), real(want))
        if kind == "map":
            return heat.maps(real(got), real(want))
        return curves.row(got.ravel(), want.ravel())


def _diagram_for(got: Array, want: Array) -> str:
    if got.shape != want.shape or got.ndim == 0:
        return ""
    if got.ndim == 2 and min(got.shape) > 1:
        return "map"
    if got.size != max(got.shape):
        return ""
    return "spectrum" if "c" in got.dtype.kind + want.dtype.kind else "row"
