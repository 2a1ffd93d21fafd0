"""The exercises of a course, and the notebooks in which answers to them are tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from grader.notebooks import ipynb
from grader.notebooks.ipynb import Key
from grader.plugin import Course, run_converters
from grader.testing.source_text import bound_names, needed_names
from grader.workflows.course_copy import temporary_copy


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

    def notebook_with(self, answer: str) -> dict[str, Any]:
        """Build a solved notebook with this answer, as far as what grades it, and what it needs.

        Other cells, figures and examples above all, would be run for each answer.
        """
        cells = []
        for cell in self.cells:
            marks = _nbgrader_marks(cell)
            if marks.get("grade_id") == self.name:
                cells.append({**cell, "source": answer})
            elif not marks.get("grade") or marks["grade_id"] in self.graded_by:
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
        cells = ipynb.read_source(path)["cells"]
        starts = [n for n, c in enumerate(cells) if _is_solution(c)]
        for start, end in itertools.pairwise([*starts, len(cells)]):
            marks = [_nbgrader_marks(cell) for cell in cells[start + 1 : end]]
            last = max((n for n in range(start, end) if _nbgrader_marks(cells[n])), default=start)
            yield Exercise(
                name=_nbgrader_marks(cells[start])["grade_id"],
                solution=cells[start]["source"],
                graded_by=frozenset(
                    m["grade_id"] for m in marks if m.get("grade") and m.get("locked")
                ),
                assignment=assignment,
                key=keys[path.stem],
                cells=cells[: last + 1],
            )


def _is_solution(cell: dict[str, Any]) -> bool:
    return cell["cell_type"] == "code" and bool(_nbgrader_marks(cell).get("solution"))


def _nbgrader_marks(cell: dict[str, Any]) -> dict[str, Any]:
    marks: dict[str, Any] = cell["metadata"].get("nbgrader", {})
    return marks


def _needed(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells that have marks, and those that define names which these need."""
    sources = ["".join(c["source"]) if c["cell_type"] == "code" else "" for c in cells]
    kept = {number for number, cell in enumerate(cells) if _nbgrader_marks(cell)}
    wanted: set[str] = set()
    found = kept
    while found:
        wanted |= {name for number in found for name in needed_names(sources[number])}
        found = {n for n, code in enumerate(sources) if bound_names(code) & wanted} - kept
        kept |= found
    return [cell for number, cell in enumerate(cells) if number in kept]
