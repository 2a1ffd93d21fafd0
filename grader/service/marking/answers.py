"""What students wrote in answer to a question, in an order that is shuffled but stays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from grader.errors import Unreadable
from grader.notebooks.door import read_bytes
from grader.notebooks.source_cells import SourceCell
from grader.plugin import Course
from grader.plugin.verdict_metadata import READ_MB
from grader.service.marking.marks import Question


class StudentAnswer(msgspec.Struct, kw_only=True):
    """The cells of an answer, or why there are none."""

    cells: list[dict[str, Any]] = []
    problem: str = ""

    @property
    def digest(self) -> str:
        """A digest of what the student wrote, whatever it printed."""
        written = [
            ["".join(cell.get("source", "")), cell.get("attachments") or {}] for cell in self.cells
        ]
        return hashlib.blake2b(
            json.dumps([written, self.problem], sort_keys=True).encode(), digest_size=8
        ).hexdigest()


def shuffled(
    students: Iterable[str], assignment: str, question: Question, secret: bytes
) -> list[str]:
    """Return students in an order of this question's own, which is the same each time.

    In each question it is another one, so that nobody is always marked first. Without the secret
    nobody can tell by the place whose an answer is.
    """

    def place(student: str) -> bytes:
        words = "\0".join((assignment, question.notebook, question.cell, student))
        return hashlib.blake2b(words.encode(errors="surrogateescape"), key=secret).digest()

    return sorted(students, key=place)


def read_answer(course: Course, assignment: str, question: Question, student: str) -> StudentAnswer:
    """Read a student's answer from the graded notebook."""
    step = str(course.folders.autograded_directory)
    path = course.folder(step, student, assignment) / f"{question.notebook}.ipynb"
    if not path.exists():
        return StudentAnswer(problem="The notebook of this question was not handed in.")
    try:
        cells = json.loads(read_bytes(path, READ_MB))["cells"]
        found = _cells_of(cells, question)
    except (Unreadable, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return StudentAnswer(problem="The graded notebook of this answer can't be read.")
    if not found:
        return StudentAnswer(problem="The notebook has no cell with this answer any more.")
    return StudentAnswer(cells=found)


def _cells_of(cells: Sequence[dict[str, object]], question: Question) -> list[dict[str, object]]:
    """Return the cells that answer a question.

    A task is answered below it, up to the next cell that the instructor named; tests are about the
    code above them.
    """
    place = next(
        (n for n, cell in enumerate(cells) if SourceCell(cell).name == question.cell), None
    )
    if place is None:
        return []
    if question.kind == "task":
        after = cells[place + 1 :]
        end = next((n for n, cell in enumerate(after) if SourceCell(cell).name), len(after))
        return list(after[:end])
    if question.kind == "tests":
        return _tested(cells[:place])
    return [cells[place]]


def _tested(cells: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return the cells with a student's code from the last grade cell on."""
    found: list[dict[str, Any]] = []
    for cell in reversed(cells):
        marked = SourceCell(cell)
        if marked.grade:
            break
        if marked.solution:
            found.insert(0, cell)
    return found
