"""Small pictures of a difference, where they say more than numbers: yours beside what is expected.

    heat maps   of arrays with rows and columns: yours, expected, how far they are apart
    stems       of a row of numbers, and of a spectrum
    a path      of a history: through the plane, or step by step

A picture is SVG of a bounded size, drawn of failing tests alone. It holds numbers, and words of
ours: whatever a student's function returns, there is no text of it. Nothing hangs on colour alone,
and words that say the same go with each picture.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from grader.render.diagrams import curves, heat
from grader.render.diagrams.measure import real
from grader.verdict import Picture

FEWEST: Final = {"path": 3, "spectrum": 3, "map": 4, "row": 5}
"""Fewer numbers are read as easily as a picture of them."""

MAX_NUMBERS: Final = 1_000_000
"""More numbers take too long to look through."""


def diagram(got: Any, want: Any, kind: str = "") -> Picture | None:
    """A picture of two arrays of numbers that differ, where one says more than numbers do. `kind`
    is "path" for a history; what else an array is, its shape tells."""
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


def _diagram_for(got: Any, want: Any) -> str:
    if got.shape != want.shape or got.ndim == 0:
        return ""
    if got.ndim == 2 and min(got.shape) > 1:
        return "map"
    if got.size != max(got.shape):
        return ""
    return "spectrum" if "c" in got.dtype.kind + want.dtype.kind else "row"
