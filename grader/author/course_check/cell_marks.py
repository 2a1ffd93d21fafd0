"""The cells of a source notebook that nbgrader knows, by what they are for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from grader.notebooks import runner
from grader.notebooks.source_cells import SourceCell
from grader.testing import grade_cell
from grader.testing.grade_cell import GradeCell


def exercises_in(nb: dict[str, Any]) -> Iterator[tuple[SourceCell, list[SourceCell]]]:
    """Yield each solution cell with the cells up to the next one."""
    cells = [SourceCell(cell) for cell in nb["cells"]]
    starts = [n for n, cell in enumerate(cells) if cell.is_exercise]
    for start, end in itertools.pairwise([*starts, len(cells)]):
        yield cells[start], cells[start + 1 : end]


def test_cells(nb: dict[str, Any]) -> Iterator[tuple[SourceCell, GradeCell, list[str]]]:
    """Yield each cell of test functions, as it is marked and as it is read, and its tests."""
    for cell in map(SourceCell, nb["cells"]):
        if cell.is_code and cell.grade and "points" in cell.marks and runner.is_suite(cell.source):
            exercise = grade_cell.parse_grade_cell(cell.name, cell.source)
            yield cell, exercise, [name for name in exercise.order if name.startswith("test_")]
