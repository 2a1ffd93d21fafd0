"""Titles of graded cells: the headings above them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

HEADING: Final = re.compile(r"^#{1,6} +(?:Exercise: *)?(.{1,120})", re.MULTILINE)

_MADE_UP: Final = re.compile(r"cell-?[0-9a-f]{4,}")


def is_made_up(name: str) -> bool:
    """Whether nbgrader gave a cell its name, which says nothing."""
    return _MADE_UP.match(name) is not None


def last_heading(source: str) -> str:
    """Return the last heading of a Markdown text, without backticks, or ""."""
    found = HEADING.findall(source)
    words = str(found[-1]).replace("`", "").strip() if found else ""
    return words[:1].upper() + words[1:]


def titles_of(cells: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return each graded cell's title by its name. The title of a task may be its own.

    What a student wrote in a graded cell gives no title to the cells below it. Where several have
    the same title, their names stand beside it, or their numbers where a name says nothing.
    """
    titles: dict[str, str] = {}
    title = ""
    for cell in cells:
        marks = cell["metadata"].get("nbgrader") or {}
        answered = marks.get("grade") or marks.get("solution")
        if cell["cell_type"] == "markdown" and not answered:
            title = last_heading(cell["source"]) or title
        if marks.get("grade") or marks.get("task"):
            titles[str(marks.get("grade_id", ""))] = title
    return _told_apart(titles)


def _told_apart(titles: Mapping[str, str]) -> dict[str, str]:
    """Return titles by name of which no two are the same."""
    of_title: dict[str, list[str]] = {}
    for name, title in titles.items():
        of_title.setdefault(title, []).append(name)
    found = {}
    for name, title in titles.items():
        same = of_title[title]
        beside = f" ({same.index(name) + 1})" if is_made_up(name) else f": {name}"
        found[name] = title + beside if title and len(same) > 1 else title
    return found
