"""The regions of a source notebook's cells that students do not see, each between two markers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Region:
    """A kind of region, by the texts that open and close it. A line that holds one is a marker."""

    begin: str
    end: str

    def lines(self, source: str) -> Iterator[tuple[int, str, bool]]:
        """Yield the lines but for the markers: number from 1, text, and whether it is within."""
        within = False
        for number, line in enumerate(source.split("\n"), 1):
            if self.begin in line:
                within = True
            elif self.end in line:
                within = False
            else:
                yield number, line, within


BEGIN_HIDDEN: Final = "BEGIN HIDDEN TESTS"

HIDDEN: Final = Region(BEGIN_HIDDEN, "END HIDDEN TESTS")
"""Hidden tests, as grading knows them."""

DEFAULT_REGIONS: Final = (
    Region("BEGIN SOLUTION", "END SOLUTION"),
    HIDDEN,
    Region("BEGIN MARK SCHEME", "END MARK SCHEME"),
)
"""nbgrader's own."""


def is_marker(line: str, regions: Iterable[Region] = DEFAULT_REGIONS) -> bool:
    """Return whether a line opens or closes a region."""
    return any(region.begin in line or region.end in line for region in regions)


def with_usual_markers(source: str, own: Region) -> str:
    """Return a source whose hidden tests are delimited as grading knows them."""
    if own == HIDDEN:
        return source
    lines = [
        line.replace(own.begin, HIDDEN.begin)
        if own.begin in line
        else line.replace(own.end, HIDDEN.end)
        for line in source.split("\n")
    ]
    return "\n".join(lines)


def visible(source: str) -> str:
    """Remove the hidden tests of a grade cell, as its release does."""
    return "\n".join(line for _, line, within in HIDDEN.lines(source) if not within)


def hidden_lines(source: str) -> set[int]:
    """Return the numbers of the lines between the markers of hidden tests, from 1."""
    return {number for number, _, within in HIDDEN.lines(source) if within}
