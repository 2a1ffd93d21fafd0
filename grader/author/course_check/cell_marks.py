"""The cells of a source notebook that nbgrader knows, by what they are for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from grader.notebooks import runner
from grader.testing import grade_cell
from grader.testing.grade_cell import GradeCell


def exercises_in(nb: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Yield each solution cell with the cells up to the next one."""
    cells = nb["cells"]
    starts = [n for n, cell in enumerate(cells) if is_marked(cell, "solution", "code")]
    for start, end in itertools.pairwise([*starts, len(cells)]):
        yield cells[start], cells[start + 1 : end]


def test_cells(nb: dict[str, Any]) -> Iterator[tuple[dict[str, Any], GradeCell, list[str]]]:
    """Yield the marks of each cell of test functions, the cell as it is read, and its tests."""
    for cell in marked_cells(nb, "grade", "code"):
        marks, source = marks_of(cell), cell["source"]
        if runner.is_suite(source) and "points" in marks:
            exercise = grade_cell.parse_grade_cell(marks.get("grade_id", ""), source)
            yield marks, exercise, [name for name in exercise.order if name.startswith("test_")]


def marks_of(cell: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = cell["metadata"].get("nbgrader", {})
    return found


def is_marked(cell: dict[str, Any], mark: str, cell_type: str) -> bool:
    return bool(marks_of(cell).get(mark)) and cell["cell_type"] == cell_type


def marked_cells(nb: dict[str, Any], mark: str, cell_type: str) -> list[dict[str, Any]]:
    return [cell for cell in nb["cells"] if is_marked(cell, mark, cell_type)]
