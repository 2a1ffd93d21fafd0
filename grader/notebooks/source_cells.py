"""The cells of a notebook: what nbgrader marks in them, which hold test functions, and titles."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from grader.notebooks.regions import is_marker

_HEADING: Final = re.compile(r"^#{1,6} +(?:Exercise: *)?(.{1,120})", re.MULTILINE)
_MADE_UP: Final = re.compile(r"cell-?[0-9a-f]{4,}")
_ALTERNATIVE: Final = "# Alternative text:"


CellData: TypeAlias = Mapping[str, Any]
"""A cell as JSON holds it."""


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell as a notebook's file holds it, and the marks that nbgrader keeps in its metadata."""

    data: CellData

    @property
    def marks(self) -> Mapping[str, Any]:
        """All of nbgrader's marks; none if the cell is not nbgrader's."""
        found = self.data.get("metadata", {}).get("nbgrader")
        return found if isinstance(found, Mapping) else {}

    @property
    def source(self) -> str:
        """The text, which a file may hold line by line."""
        return "".join(self.data["source"])

    @property
    def is_code(self) -> bool:
        """Whether it is a code cell."""
        return bool(self.data["cell_type"] == "code")

    @property
    def is_markdown(self) -> bool:
        """Whether it is a Markdown cell."""
        return bool(self.data["cell_type"] == "markdown")

    @property
    def name(self) -> str:
        """Its grade_id, or an empty string."""
        return str(self.marks.get("grade_id") or "")

    @property
    def grade(self) -> bool:
        """Whether it earns points."""
        return bool(self.marks.get("grade"))

    @property
    def solution(self) -> bool:
        """Whether students write in it."""
        return bool(self.marks.get("solution"))

    @property
    def task(self) -> bool:
        """Whether it asks for work in cells below it, which is graded by hand."""
        return bool(self.marks.get("task"))

    @property
    def locked(self) -> bool:
        """Whether it is restored when graded."""
        return bool(self.marks.get("locked"))

    @property
    def is_exercise(self) -> bool:
        """Whether students write code in it."""
        return self.is_code and self.solution

    @property
    def is_tests(self) -> bool:
        """Whether it is a code cell that grades, for nobody to write in."""
        return self.is_code and self.grade and not self.solution

    @property
    def is_suite(self) -> bool:
        """Whether its text is one of test functions."""
        return is_suite(self.source)


# Test functions -----------------------------------------------------------------------------

RUNNER: Final = "run_tests"
"""The function whose call ends a grade cell of test functions."""


@functools.lru_cache(maxsize=512)
def is_suite(source: str) -> bool:
    """True if a grade cell holds test functions; False if it is one of plain asserts."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    return tree.body[-1:] == runner_calls(tree)[-1:] != []


def runner_calls(tree: ast.Module) -> list[ast.stmt]:
    """Return the statements of a cell that call our runner.

    It is told the points; a call without them is of a course's own function of that name.
    """
    return [node for node in tree.body if isinstance(node, ast.Expr) and _is_call(node.value)]


def _is_call(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == RUNNER
        and any(keyword.arg == "points" for keyword in node.keywords)
    )


# Titles -------------------------------------------------------------------------------------


def is_made_up(name: str) -> bool:
    """Whether nbgrader gave a cell its name, which says nothing."""
    return _MADE_UP.match(name) is not None


def last_heading(source: str) -> str:
    """Return the last heading of a Markdown text, without backticks, or ""; a marker is none."""
    found = [text for text in _HEADING.findall(source) if not is_marker(text)]
    words = str(found[-1]).replace("`", "").strip() if found else ""
    return words[:1].upper() + words[1:]


def titles_of(cells: Iterable[CellData]) -> dict[str, str]:
    """Return each graded cell's title, the heading above it, by name. A task's may be its own.

    What a student wrote in a graded cell gives no title to the cells below it. Where several have
    the same title, their names stand beside it, or their numbers where a name says nothing.
    """
    titles: dict[str, str] = {}
    title = ""
    for cell in map(SourceCell, cells):
        if cell.is_markdown and not (cell.grade or cell.solution):
            title = last_heading(cell.source) or title
        if cell.grade or cell.task:
            titles[cell.name] = title
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


def alternative_text(source: str) -> str:
    """Return what somebody who can't see a figure is told of it, or an empty string.

    A cell that draws begins with it as a comment, which a reader of the cell sees too:

        # Alternative text: A grid of five by five squares. “River” and “lake” are brown, …
    """
    first, *rest = source.lstrip().splitlines() or [""]
    if not first.startswith(_ALTERNATIVE):
        return ""
    found = [first.removeprefix(_ALTERNATIVE).strip()]
    for line in rest:
        if not line.startswith("#"):
            break
        found.append(line.lstrip("#").strip())
    return " ".join(found).strip()
