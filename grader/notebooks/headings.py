"""Titles of graded cells: the headings above them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

HEADING: Final = re.compile(r"^#{1,6} +(?:Exercise: *)?(.{1,120})", re.MULTILINE)


def last_heading(source: str) -> str:
    """Return the last heading of a Markdown text, without backticks, or ""."""
    found = HEADING.findall(source)
    words = str(found[-1]).replace("`", "").strip() if found else ""
    return words[:1].upper() + words[1:]


def titles_of(cells: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return each graded cell's title by its name. The title of a task may be its own.

    What a student wrote in a graded cell gives no title to the cells below it.
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
    return titles
