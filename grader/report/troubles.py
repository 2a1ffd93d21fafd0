"""What went wrong in submissions, for a person who may have to look into it."""

from __future__ import annotations

from typing import Final

import msgspec

from grader.plugin import Course
from grader.plugin.test_details import Book, CellDetails, Test
from grader.verdict import Outcome
from grader.workflows import submission_log

TROUBLES: Final = (Outcome.INVALID, Outcome.TIMED_OUT, Outcome.KILLED, Outcome.BROKEN)
"""Outcomes that an instructor wants to hear of for each student."""

UNGRADED: Final = "not graded"


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """An event in one student's submission that a person may have to look into."""

    student: str
    notebook: str
    kind: str
    reason: str


def troubles_of(student: str, book: Book) -> list[Trouble]:
    """Return what went wrong in a notebook, one record per kind."""
    found: dict[str, list[tuple[CellDetails, Test]]] = {}
    for cell in book.cells:
        for test in cell.tests:
            if test.outcome in TROUBLES:
                found.setdefault(test.outcome, []).append((cell, test))
    return [
        Trouble(student=student, notebook=book.name, kind=kind, reason=_trouble_reason(book, tests))
        for kind, tests in found.items()
    ]


def _trouble_reason(book: Book, tests: list[tuple[CellDetails, Test]]) -> str:
    cell, test = tests[0]
    more = f" (and {len(tests) - 1} more)" if len(tests) > 1 else ""
    if test.outcome == Outcome.INVALID:
        return book.reason or test.message
    return f"{cell.name}, {test.title}: {test.message}{more}"


def not_graded(
    course: Course, assignment: str, students: list[str], graded: set[str]
) -> list[Trouble]:
    """Return submissions without a grade, and those whose last grading failed."""
    found = []
    for student in students:
        entry = submission_log.last(submission_log.log_file(course, student, assignment))
        failed = entry.get("outcome") == "not graded"
        if failed or student not in graded:
            reason = str(entry.get("problem", "")) if failed else "It was submitted but not graded."
            found.append(Trouble(student=student, notebook="", kind=UNGRADED, reason=reason))
    return found
