"""The head of a notebook: its title, what it needs, how long it takes, and its track.

A line of its first text begins with `> **You need**` and has parts between middle dots. One is
`about 40 minutes`; one may be `fast track`, or `branch:` and a name. The notebook needs those to
which this line links; without such a line, those to which its first text links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from grader.notebooks.source_cells import SourceCell
from grader.site.lessons import Lesson

FAST_TRACK: Final = "fast track"

_LINK: Final = re.compile(r"\]\((?:\.\./([^/()\s]+)/)?([^/()\s]+)\.ipynb(?:#[^)\s]*)?\)")
_TITLE: Final = re.compile(r"^# +(.+?)\s*#*$", re.MULTILINE)
_LINE: Final = re.compile(r"^> \*\*You need\*\*.*$", re.MULTILINE)
_MINUTES: Final = re.compile(r" · about (\d+) minutes")
_TRACK: Final = re.compile(rf" · ({FAST_TRACK}|branch: [^·]+?)(?= ·|$)")


@dataclass(frozen=True)
class Head:
    """What a notebook says of its place in the course."""

    title: str
    needs: frozenset[str]
    """The paths of other notebooks."""
    minutes: int
    track: str
    """`FAST_TRACK`, `branch: ` and a name, or nothing."""


def head_of(lesson: Lesson) -> Head:
    """Read the head of a notebook."""
    texts = [cell.source for cell in map(SourceCell, lesson.cells) if cell.is_markdown]
    first = texts[0] if texts else ""
    found = _LINE.search(first)
    line = found[0] if found else first
    minutes, track = _MINUTES.search(line), _TRACK.search(line)
    return Head(
        title=title_of(lesson),
        needs=frozenset(f"{at or lesson.assignment}/{name}" for at, name in _LINK.findall(line)),
        minutes=int(minutes[1]) if minutes else 0,
        track=track[1] if track else "",
    )


def title_of(lesson: Lesson) -> str:
    """Return the first heading of a notebook, or its name without the number."""
    for cell in map(SourceCell, lesson.cells):
        if cell.is_markdown and (found := _TITLE.search(cell.source)):
            return re.sub(r"[*_`]", "", found[1])
    return spoken(lesson.name)


def spoken(name: str) -> str:
    """Return the name of a folder or file as a heading."""
    return name.lstrip("0123456789_- ").replace("_", " ").capitalize() or name
