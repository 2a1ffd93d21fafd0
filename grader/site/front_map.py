"""The map of a course: a list of its notebooks with arrows from each to those that go on with it.

An arrow stands for functions that `from_earlier` takes; a thin one for what the head of a notebook
says that it needs. Where the head has a track, the map shows it. The map is HTML and SVG, and works
without scripts. A script marks what the reader has passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import quote

from grader.site.heads import FAST_TRACK, Head, head_of, spoken
from grader.site.lessons import Lesson

ROW: Final = 34
"""Height of a station in pixels; the style sheet has the same number."""

WIDTH: Final = 132
"""Width of the drawing, at whose right edge the stations are."""

ARROWS: Final = (
    "An arrow leads from a notebook to one that uses its functions (thick) or builds on it (thin)."
)
TRACKS: Final = f"The <b>{FAST_TRACK}</b> can be read by itself; branches can be left out."


@dataclass(frozen=True)
class Arrow:
    """What feeds what: two rows of the list, and the names of the functions."""

    start: int
    end: int
    names: tuple[str, ...] = ()


def course_map(lessons: Sequence[Lesson]) -> str:
    """Return the map as HTML."""
    rows = _rows(lessons)
    heads = {lesson.path: head_of(lesson) for lesson in lessons}
    place = {row.path: number for number, row in enumerate(rows) if isinstance(row, Lesson)}
    arrows = list(_arrows(lessons, heads, place))
    items = []
    for number, row in enumerate(rows):
        if isinstance(row, Lesson):
            leaving = [a for a in arrows if a.start == number and a.names]
            items.append(_station(row, heads[row.path], leaving))
        else:
            items.append(f'<li class="line"><h2>{escape(spoken(row))}</h2></li>')
    told = [
        *([ARROWS] if arrows else []),
        *([TRACKS] if any(head.track for head in heads.values()) else []),
    ]
    legend = f'<p class="legend">{" ".join(told)}</p>' if told else ""
    drawing = _drawing(arrows, len(rows)) if arrows else ""
    css = "course-map" if arrows else "course-map plain"
    return f'{legend}<div class="{css}">{drawing}<ol>{"".join(items)}</ol></div>'


def _rows(lessons: Sequence[Lesson]) -> list[str | Lesson]:
    """Return the notebooks, each assignment's after its name."""
    rows: list[str | Lesson] = []
    last = ""
    for lesson in lessons:
        if lesson.assignment != last:
            rows.append(last := lesson.assignment)
        rows.append(lesson)
    return rows


def _arrows(
    lessons: Sequence[Lesson], heads: Mapping[str, Head], place: Mapping[str, int]
) -> Iterator[Arrow]:
    for lesson in lessons:
        end = place[lesson.path]
        for path, names in lesson.earlier.items():
            if path in place:
                yield Arrow(place[path], end, tuple(names))
        for path in sorted(heads[lesson.path].needs - {*lesson.earlier}):
            if place.get(path, end) < end:
                yield Arrow(place[path], end)


def _station(lesson: Lesson, head: Head, leaving: Sequence[Arrow]) -> str:
    names = sorted({name for arrow in leaving for name in arrow.names})
    used = ", ".join(f"<code>{escape(name)}</code>" for name in names)
    tail = f' <span class="used">later: {used}</span>' if used else ""
    fast = " fast" if head.track == FAST_TRACK else ""
    track = f' <span class="track">{escape(head.track)}</span>' if head.track else ""
    return (
        f'<li class="station{fast}" data-notebook="{escape(lesson.path)}">'
        f'<a href="{quote(lesson.path)}.html">{escape(head.title)}</a>{track}'
        f'<span class="state"></span>{tail}</li>'
    )


def _drawing(arrows: Sequence[Arrow], rows: int) -> str:
    """Return the arrows as arcs to the left of the list; the thin ones lie below."""
    longest = max(arrow.end - arrow.start for arrow in arrows)
    arcs = []
    for arrow in sorted(arrows, key=lambda arrow: bool(arrow.names)):
        top, bottom = (ROW * row + ROW // 2 for row in (arrow.start, arrow.end))
        reach = 14 + (WIDTH - 30) * ((arrow.end - arrow.start) / longest) ** 0.5
        kind = "uses" if arrow.names else "needs"
        arcs.append(
            f'<path class="{kind}" d="M{WIDTH - 6} {top}'
            f" C{WIDTH - 6 - reach * 1.25:.0f} {top} {WIDTH - 6 - reach * 1.25:.0f} {bottom}"
            f' {WIDTH - 8} {bottom}" marker-end="url(#arrow-{kind})"/>'
        )
    marks = "".join(
        f'<marker id="arrow-{kind}" class="{kind}" viewBox="0 0 6 6" refX="5" refY="3"'
        ' markerUnits="userSpaceOnUse" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 6 3 0 6z"/></marker>'
        for kind in ("uses", "needs")
    )
    return (
        f'<svg width="{WIDTH}" height="{ROW * rows}" viewBox="0 0 {WIDTH} {ROW * rows}"'
        f' aria-hidden="true"><defs>{marks}</defs>{"".join(arcs)}</svg>'
    )
