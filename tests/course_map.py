"""The course's map as a picture, drawn from the heads of the notebooks.

The fast track runs down the middle. A branch stands at the side as a box with its notebooks, joined
to the station after which its first notebook can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from grader.site.heads import FAST_TRACK, Head, head_of
from grader.site.lessons import Lesson
from tests.simulated import ROOT, read

PLACE: Final = ROOT / "source/00_start/course_map.svg"
"""Where the picture is: beside the first notebook, which shows it, as the guides do."""

WIDTH, BOX, MIDDLE = 1044, 316, 364
"""Of the picture, of a box, and where the boxes of the fast track begin."""

SIDES: Final = {"left": 8, "right": WIDTH - BOX - 8}
"""Where the boxes of branches begin."""

STEP, LINE, TOP = 46, 19, 12
"""From station to station, from line to line in a branch, and above all."""

STYLE: Final = (
    "text{font:13px sans-serif;fill:#1c1c28}.b{font-weight:bold}.s{font-size:11px;fill:#555566}"
    ".fast{fill:#e3ecfb;stroke:#0b57a4;stroke-width:2}.branch{fill:#fafafa;stroke:#9a9aa8}"
    "path{fill:none;stroke:#9a9aa8}.way{stroke:#0b57a4;stroke-width:3}"
)


def lessons_of_course() -> list[Lesson]:
    """Return the notebooks of the sources, in the order of the course."""
    found = []
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        cells = read(path)["cells"]
        found.append(Lesson(path.parent.name, path.stem, cells, cells))
    return found


def heads_of_course() -> dict[str, Head]:
    """Return the head of each notebook by its path, in the order of the course."""
    return {lesson.path: head_of(lesson) for lesson in lessons_of_course()}


def exercises_in(cells: Sequence[Any]) -> Iterator[str]:
    """Yield the functions and classes that a notebook's solution cells define."""
    for cell in cells:
        marks = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and marks.get("solution"):
            yield from re.findall(r"^(?:def|class) (\w+)", cell["source"], re.MULTILINE)


def fast_track(heads: Mapping[str, Head]) -> list[str]:
    """Return the notebooks of the fast track."""
    return [path for path, head in heads.items() if head.track == FAST_TRACK]


def branches(heads: Mapping[str, Head]) -> dict[str, list[str]]:
    """Return the notebooks of each branch by its name."""
    found: dict[str, list[str]] = {}
    for path, head in heads.items():
        if head.track.startswith("branch: "):
            found.setdefault(head.track.removeprefix("branch: "), []).append(path)
    return found


def all_needs(heads: Mapping[str, Head], path: str) -> set[str]:
    """Return what a notebook needs, and what this needs in its turn."""
    found: set[str] = set()
    waiting = [path]
    while waiting:
        for need in heads[waiting.pop()].needs - found:
            found.add(need)
            waiting.append(need)
    return found


def begins_after(heads: Mapping[str, Head], branch: list[str]) -> int:
    """Return the number of the station after which a branch can begin; −1 is before the first."""
    needs = all_needs(heads, branch[0])
    return max((i for i, path in enumerate(fast_track(heads)) if path in needs), default=-1)


def drawing(heads: Mapping[str, Head]) -> str:
    """Return the picture as SVG."""
    way = fast_track(heads)
    parts = [*_branches(heads)]
    parts += [
        f'<path class="way" d="M{MIDDLE + BOX // 2} {TOP + STEP * i + 30}v{STEP - 30}"/>'
        for i in range(len(way) - 1)
    ]
    for i, path in enumerate(way):
        parts += _box("fast", MIDDLE, TOP + STEP * i, [heads[path].title])
    height = TOP * 2 + STEP * len(way)
    hours = sum(heads[path].minutes for path in way) / 60
    parts.append(_text(MIDDLE, height, f"{len(way)} notebooks, about {hours:.0f} hours", "s"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + 10}"'
        f' width="{WIDTH}" height="{height + 10}" role="img">'
        "<title>The map of the course</title>"
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _branches(heads: Mapping[str, Head]) -> Iterator[str]:
    """Yield the boxes of branches and their arcs, each at the side that has room higher up."""
    free = dict.fromkeys(SIDES, TOP)
    ordered = sorted(branches(heads).items(), key=lambda item: begins_after(heads, item[1]))
    for name, paths in ordered:
        station = begins_after(heads, paths)
        side = min(free, key=free.__getitem__)
        top = max(free[side], TOP + STEP * station)
        lines = [name, *(heads[path].title for path in paths)]
        if station >= 0:
            ends = (
                (MIDDLE, SIDES["left"] + BOX) if side == "left" else (MIDDLE + BOX, SIDES["right"])
            )
            middle = sum(ends) / 2
            start = TOP + STEP * station + 15
            yield (
                f'<path d="M{ends[0]} {start}C{middle} {start} {middle} {top + 15} {ends[1]}'
                f' {top + 15}"/>'
            )
        yield from _box("branch", SIDES[side], top, lines)
        free[side] = top + LINE * len(lines) + 26


def _box(css: str, left: int, top: int, lines: list[str]) -> Iterator[str]:
    """Yield a box with lines of text, of which the first is bold in a branch."""
    height = 11 + LINE * len(lines)
    yield (f'<rect class="{css}" x="{left}" y="{top}" width="{BOX}" height="{height}" rx="6"/>')
    for number, line in enumerate(lines):
        bold = "b" if len(lines) > 1 and number == 0 else ""
        yield _text(left + 10, top + 20 + LINE * number, line, bold)


def _text(left: int, top: int, line: str, css: str = "") -> str:
    return f'<text class="{css}" x="{left}" y="{top}">{escape(line)}</text>'
