"""The exercises of a course, and the notebooks in which answers to them are tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from grader.notebooks import ipynb
from grader.notebooks.ipynb import Key
from grader.notebooks.source_cells import SourceCell
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
        cells = ipynb.read_source(path)["cells"]
        marked = [SourceCell(cell) for cell in cells]
        starts = [n for n, cell in enumerate(marked) if cell.is_exercise]
        for start, end in itertools.pairwise([*starts, len(cells)]):
            last = max((n for n in range(start, end) if marked[n].marks), default=start)
            yield Exercise(
                name=marked[start].name,
                solution=marked[start].source,
                graded_by=frozenset(
                    c.name for c in marked[start + 1 : end] if c.grade and c.locked
                ),
                assignment=assignment,
                key=keys[path.stem],
                cells=cells[: last + 1],
            )


def _needed(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells that have marks, and those that define names which these need."""
    sources = ["".join(c["source"]) if c["cell_type"] == "code" else "" for c in cells]
    kept = {number for number, cell in enumerate(cells) if SourceCell(cell).marks}
    wanted: set[str] = set()
    found = kept
    while found:
        wanted |= {name for number in found for name in needed_names(sources[number])}
        found = {n for n, code in enumerate(sources) if bound_names(code) & wanted} - kept
        kept |= found
    return [cell for number, cell in enumerate(cells) if number in kept]
