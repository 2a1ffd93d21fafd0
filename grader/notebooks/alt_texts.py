"""Alternative texts: what somebody who can't see a figure is told of it.

A cell that draws begins with a comment, which a reader of the cell sees too:

    # Alternative text: A grid of five by five squares. “River” and “lake” are brown, …
"""

from __future__ import annotations

from typing import Final

_BEGIN: Final = "# Alternative text:"


def alternative_text(source: str) -> str:
    """Return the alternative text that a cell's source begins with, or an empty string."""
    first, *rest = source.lstrip().splitlines() or [""]
    if not first.startswith(_BEGIN):
        return ""
    found = [first.removeprefix(_BEGIN).strip()]
    for line in rest:
        if not line.startswith("#"):
            break
        found.append(line.lstrip("#").strip())
    return " ".join(found).strip()


def draws(source: str) -> bool:
    """Return whether a cell shows a figure."""
    return "plt.show(" in source
