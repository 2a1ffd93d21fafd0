"""The exercises of a course: their cells, and the notebooks in which answers to them are tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from grader.notebooks import ipynb
from grader.notebooks.ipynb import Key
from grader.notebooks.source_cells import SourceCell
from grader.plugin import Course, run_converters
from grader.testing import grade_cell
from grader.testing.grade_cell import GradeCell
from grader.testing.source_text import bound_names, global_names, symbol_table
from grader.workflows.course_copy import temporary_copy


def exercises_in(nb: dict[str, Any]) -> Iterator[tuple[SourceCell, list[SourceCell]]]:
    """Yield each solution cell with the cells up to the next one."""
    cells = [SourceCell(cell) for cell in nb["cells"]]
    starts = [n for n, cell in enumerate(cells) if cell.is_exercise]
    for start, end in itertools.pairwise([*starts, len(cells)]):
        yield cells[start], cells[start + 1 : end]


def test_cells(nb: dict[str, Any]) -> Iterator[tuple[SourceCell, GradeCell, list[str]]]:
    """Yield each cell of test functions, as it is marked and as it is read, and its tests."""
    for cell in map(SourceCell, nb["cells"]):
        if cell.is_code and cell.grade and "points" in cell.marks and cell.is_suite:
            exercise = grade_cell.parse_grade_cell(cell.name, cell.source)
            yield cell, exercise, [name for name in exercise.order if name.startswith("test_")]


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    """A solution cell and the cells that grade it, within their notebook."""

    name: str
    solution: str
    graded_by: frozenset[str]
    assignment: str
    key: Key
    cells: list[dict[str, Any]]

    @property
    def where(self) -> str:
        """Path of its notebook in the course."""
        return f"source/{self.assignment}/{self.key.notebook}.ipynb"

    def notebook_with(self, answer: str) -> dict[str, object]:
        """Build a solved notebook with this answer, as far as what grades it, and what it needs.

        Other cells, figures and examples above all, would be run for each answer.
        """
        cells = []
        for cell in self.cells:
            marked = SourceCell(cell)
            if marked.name == self.name:
                cells.append({**cell, "source": answer})
            elif not marked.grade or marked.name in self.graded_by:
                cells.append(cell)
        cells = _needed(cells)
        return ipynb.canonical({"cells": cells, "metadata": {}, "nbformat": 4})


def course_exercises(course: Course, assignments: Iterable[str]) -> list[Exercise]:
    """List the exercises of some assignments, as generated from their sources."""
    with temporary_copy(course) as trial:
        for assignment in assignments:
            run_converters.generate_assignment(trial, assignment)
        return [found for name in assignments for found in _notebook_exercises(course, trial, name)]


def _notebook_exercises(course: Course, trial: Course, assignment: str) -> Iterator[Exercise]:
    with trial.gradebook() as gradebook:
        keys = trial.keys(gradebook, assignment)
    for path in course.notebooks(assignment):
        nb = ipynb.read_source(path)
        for solution, following in exercises_in(nb):
            last = [solution, *(cell for cell in following if cell.marks)][-1]
            yield Exercise(
                name=solution.name,
                solution=solution.source,
                graded_by=frozenset(c.name for c in following if c.grade and c.locked),
                assignment=assignment,
                key=keys[path.stem],
                cells=nb["cells"][: nb["cells"].index(last.data) + 1],
            )


def _needed(cells: Sequence[dict[str, Any]]) -> list[dict[str, object]]:
    """Return the cells that have marks, and those that define names which these read."""
    sources = ["".join(c["source"]) if c["cell_type"] == "code" else "" for c in cells]
    kept = {number for number, cell in enumerate(cells) if SourceCell(cell).marks}
    wanted: set[str] = set()
    found = kept
    while found:
        tables = (table for number in found if (table := symbol_table(sources[number])))
        wanted |= {name for table in tables for name in global_names(table)}
        found = {n for n, code in enumerate(sources) if bound_names(code) & wanted} - kept
        kept |= found
    return [cell for number, cell in enumerate(cells) if number in kept]
