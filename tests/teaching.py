"""Tables for teachers: weeks, figures to show, misconceptions to expect; from the notebooks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from grader.notebooks.source_cells import alternative_text
from grader.site.heads import FAST_TRACK, Head
from grader.site.lessons import Lesson
from solutions import misconceptions
from tests import course_map

ALL: Final = None
"""In the place of names of branches: all of them."""

SCHEDULES: Final[dict[int, tuple[str, ...] | None]] = {
    6: (),
    10: ("preparation", "more information", "more attention", "real weights"),
    14: ALL,
}
"""For each number of weeks, the branches that are read beside the fast track."""

FIGURES_A_WEEK: Final = 3

_HEADING: Final = re.compile(r"^## (.+)$", re.MULTILINE)


def track_table(_: Any = None) -> str:
    """Tabulate the fast track and the branches: notebooks, hours, and when a branch can begin."""
    heads = course_map.heads_of_course()
    way = course_map.fast_track(heads)
    rows = ["| | notebooks | hours | can begin after |", "|---|---|---|---|"]
    rows.append(f"| **fast track** | {_titles(way, heads)} | {_hours(way, heads)} | |")
    for name, paths in course_map.branches(heads).items():
        after = course_map.begins_after(heads, paths)
        begins = heads[way[after]].title if after >= 0 else "at once"
        rows.append(f"| {name} | {_titles(paths, heads)} | {_hours(paths, heads)} | {begins} |")
    return "\n".join(rows) + "\n"


def schedule_table(weeks: int) -> str:
    """Tabulate the weeks of a term: notebooks, hours, and three figures to show in each."""
    lessons = {lesson.path: lesson for lesson in course_map.lessons_of_course()}
    heads = course_map.heads_of_course()
    paths = chosen(heads, SCHEDULES[weeks])
    rows = ["| week | notebooks | hours | figures to show |", "|---|---|---|---|"]
    for number, week in enumerate(in_weeks(paths, heads, weeks), start=1):
        shown = " · ".join(figures_to_show([lessons[path] for path in week]))
        rows.append(f"| {number} | {_titles(week, heads)} | {_hours(week, heads)} | {shown} |")
    left_out = [name for name in course_map.branches(heads) if not _has(SCHEDULES[weeks], name)]
    total = f"{_hours(paths, heads)} hours of notebooks"
    without = f"; left out: {', '.join(left_out)}" if left_out else ", all that there are"
    return "\n".join(rows) + f"\n\n{total}{without}.\n"


def chosen(heads: dict[str, Head], names: Sequence[str] | None) -> list[str]:
    """Return the fast track and the branches that are named, in the order of the course."""
    return [
        path
        for path, head in heads.items()
        if head.track == FAST_TRACK or _has(names, head.track.removeprefix("branch: "))
    ]


def in_weeks(paths: Sequence[str], heads: dict[str, Head], weeks: int) -> list[list[str]]:
    """Share notebooks out to weeks of about equal length, in their order."""
    total, before = sum(heads[path].minutes for path in paths), 0
    found: list[list[str]] = [[] for _ in range(weeks)]
    for path in paths:
        middle = before + heads[path].minutes / 2
        found[int(middle / total * weeks)].append(path)
        before += heads[path].minutes
    return found


def figures_to_show(lessons: Sequence[Lesson]) -> list[str]:
    """Return the headings over three figures, one of each notebook before a second one of any."""
    headings = [list(dict.fromkeys(_figures_of(lesson))) for lesson in lessons]
    turns = [each[turn] for turn in range(FIGURES_A_WEEK) for each in headings if turn < len(each)]
    return turns[:FIGURES_A_WEEK]


def _figures_of(lesson: Lesson) -> Iterator[str]:
    heading = ""
    for cell in lesson.cells:
        if cell["cell_type"] == "markdown":
            heading = next(iter(_HEADING.findall(cell["source"])), heading)
        elif alternative_text(cell["source"]) and heading.startswith("Figure: "):
            title = heading.removeprefix("Figure: ")
            yield title[0].upper() + title[1:]


def misconceptions_table(_: Any = None) -> str:
    """Tabulate for each exercise the two misconceptions with which its file begins."""
    rows = ["| notebook | function | expect |", "|---|---|---|"]
    seen: set[str] = set()
    for lesson in course_map.lessons_of_course():
        for exercise in course_map.exercises_in(lesson.cells):
            names = list(misconceptions.of(exercise))[:2]
            if names and exercise not in seen:
                rows.append(f"| `{lesson.path}` | `{exercise}` | {'; '.join(names)} |")
            seen.add(exercise)
    return "\n".join(rows).replace("$", "\\$") + "\n"


def _has(names: Sequence[str] | None, name: str) -> bool:
    return names is ALL or name in names


def _titles(paths: Sequence[str], heads: dict[str, Head]) -> str:
    return "; ".join(heads[path].title for path in paths)


def _hours(paths: Sequence[str], heads: dict[str, Head]) -> str:
    return f"{sum(heads[path].minutes for path in paths) / 60:.1f}"
