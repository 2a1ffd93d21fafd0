"""The regions of a grade cell that students do not see."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Final

BEGIN_HIDDEN: Final = "BEGIN HIDDEN TESTS"
END_HIDDEN: Final = "END HIDDEN TESTS"


class _Place(Enum):
    VISIBLE = auto()
    MARKER = auto()
    HIDDEN = auto()


def with_usual_markers(source: str, begin: str, end: str) -> str:
    """Return a source that delimits its hidden tests as grading knows them, and not as its course.

    A line that holds a delimiter is a marker, as in nbgrader.
    """
    if (begin, end) == (BEGIN_HIDDEN, END_HIDDEN):
        return source
    lines = [
        line.replace(begin, BEGIN_HIDDEN) if begin in line else line.replace(end, END_HIDDEN)
        for line in source.split("\n")
    ]
    return "\n".join(lines)


def visible(source: str) -> str:
    """Remove the hidden tests of a grade cell, as its release does."""
    return "\n".join(line for line, place in _lines(source) if place is _Place.VISIBLE)


def hidden_lines(source: str) -> set[int]:
    """Return the numbers of the lines between the markers of hidden tests, from 1."""
    numbered = enumerate(_lines(source), 1)
    return {number for number, (_, place) in numbered if place is _Place.HIDDEN}


def _lines(source: str) -> Iterator[tuple[str, _Place]]:
    """Yield each line with its place."""
    place = _Place.VISIBLE
    for line in source.split("\n"):
        if BEGIN_HIDDEN in line:
            place = _Place.HIDDEN
            yield line, _Place.MARKER
        elif END_HIDDEN in line:
            place = _Place.VISIBLE
            yield line, _Place.MARKER
        else:
            yield line, place
