"""What is wrong with nbgrader's metadata in a source, which it refuses without naming the cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def metadata_faults(cells: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a sentence for each cell whose name, points or kind nbgrader can't work with."""
    marked = [_nbgraders(cell) for cell in cells]
    names = [marks.get("grade_id") for marks in marked if marks]
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        yield f"two cells are called `{name}`; give each a grade_id of its own."
    for number, (cell, marks) in enumerate(zip(cells, marked, strict=True), 1):
        name = marks.get("grade_id")
        if marks and not name:
            yield f"cell {number} has no grade_id; give it one."
        elif (marks.get("grade") or marks.get("task")) and "points" not in marks:
            yield f"`{name}` has no points; give it some, if only 0."
        elif marks.get("task"):
            if cell["cell_type"] != "markdown":
                yield f"`{name}` is a task, but no Markdown cell; make it one."
        elif cell["cell_type"] == "markdown" and marks.get("grade") and not marks.get("solution"):
            yield f"`{name}` is a Markdown cell of tests; make it a manually graded answer."
        elif cell["cell_type"] == "markdown" and marks.get("solution") and not marks.get("grade"):
            yield f"`{name}` is an answer in Markdown without points; grade it by hand."


def _nbgraders(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = cell.get("metadata", {}).get("nbgrader", {})
    return found
