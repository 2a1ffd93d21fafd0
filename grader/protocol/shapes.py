"""Whether an array's shape, which came from a student's process, belongs to its bytes."""

from __future__ import annotations

import math
from typing import Final

MAX_AXIS: Final = 1 << 40
"""No axis is longer."""

MAX_AROUND_EMPTY: Final = 1 << 20
"""Product of an empty array's axes, the empty ones left out. NumPy would accept a huge one, and
what is computed from it along another axis would be huge, too."""


def shape_fits(shape: tuple[int, ...], entries: int, *, max_axes: int) -> bool:
    """Return whether an array of that shape has that many entries and no axes without measure."""
    if len(shape) > max_axes or not all(0 <= n < MAX_AXIS for n in shape):
        return False
    around = math.prod(n for n in shape if n)
    return math.prod(shape) == entries and around <= max(entries, MAX_AROUND_EMPTY)
