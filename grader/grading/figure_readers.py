"""Whether code of a notebook may notice that its figures were not drawn.

Drawing changes what code can read of a figure: places and extents, limits and ticks where the
aspect is fixed, colours that a colour map gives, the points of 3D plots, what the canvas holds.
Code reads these by getters, and by a few other names. Wherever one of them stands, figures are
drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from grader.grading.scratch import Files
from grader.limits import MB
from grader.notebooks.files import Unreadable, read_bytes

MODULE_MB: Final = 1
"""Size of a module beside a notebook that is searched."""

READS: Final = re.compile(
    r"\bget_(?!(?:backend|cmap|dummies|group|ipython|params|state)\b)\w+"
    r"|\.(?:_position|_(?:edge|face)colors?|bbox|canvas|label|M|offsetText|scale|stale)\b(?!\()"
    r"|\b(?:axis|properties)\(\)|\btrans(?:Axes|Data|Figure)\.\w"
    r"|\b(?:findobj|getp|majorTicks|matplotcheck|minorTicks|plotchecker|subplotpars)\b"
)
"""What is found where code may read what drawing changes."""


def may_notice_drawing(sources: Iterable[str], files: Files) -> bool:
    """Return whether sources, or modules among the files, may read what drawing changes.

    A module that can't be searched may do anything.
    """
    modules = [module for name, module in files.items() if name.endswith(".py")]
    return any(map(READS.search, sources)) or any(map(_may_read, modules))


def _may_read(module: bytes | Path) -> bool:
    try:
        text = module if isinstance(module, bytes) else read_bytes(module, MODULE_MB)
    except Unreadable:
        return True
    return len(text) > MODULE_MB * MB or bool(READS.search(text.decode(errors="replace")))
