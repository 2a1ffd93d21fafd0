"""Whether code of a notebook may notice that its figures were not drawn.

Drawing changes little of a figure that code can read: places and extents, which depend on the
layout; colours that a colour map gives; the text that an axis is offset by; what the canvas holds.
These are read by names that hardly stand in a notebook for anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

MOST_CHARS: Final = 100_000
"""Characters of a module beside a notebook that are searched."""

CHANGED: Final = re.compile(
    r"\b(?:get_\w*|_)(?:bbox\w*|clim|[ef]c|(?:edge|face|hatch)colors?|extents?|offset_text"
    r"|positions?|tick_space|transforms|verts)\b"
    r"|\b(?:canvas|getp|offsetText|renderer|stale|subplotpars)\b"
)
"""What is found where code reads what drawing changes."""


def may_notice_drawing(sources: Iterable[str]) -> bool:
    """Return whether one of these sources may read what drawing changes."""
    return any(CHANGED.search(source) for source in sources)


def modules_among(files: Mapping[str, Path]) -> Iterator[str]:
    """Yield the beginnings of the modules among the files beside a notebook."""
    for name, path in files.items():
        if name.endswith(".py") and path.is_file() and not path.is_symlink():
            with open(path, encoding="utf-8", errors="replace") as file:
                yield file.read(MOST_CHARS)
