"""Submissions test by test: each cell's gradebook entry, joined with the verdict from its notebook.

Neither contains the source of a hidden test, and the instructor's log is dropped: what remains is
what the student's feedback shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from grader.errors import Unreadable
from grader.plugin.class_records import Assignment, CellGrade, Class, Grade, NotebookGrade, by_cell
from grader.plugin.verdict_metadata import verdict_in
from grader.verdict import (
    CellVerdict,
    Counterexample,
    NotebookVerdict,
    Outcome,
    TestResult,
)


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """One test: its name, how it ended, and its points."""

    name: str
    title: str
    outcome: str
    passed: bool | None
    """None if grading itself failed."""
    visible: bool
    score: float
    max_score: float
    message: str
    remark: str
    hint: str
    counterexample: Counterexample | None
    misconception: str

    __test__ = False


class CellDetails(CellGrade, frozen=True):
    """One graded cell. Without tests it was graded by hand, or by another grader."""

    reason: str
    tests: list[Test]


class Book(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One notebook of a submission."""

    name: str
    score: float
    max_score: float
    late_submission_penalty: float
    reason: str
    seconds: float
    cpu_seconds: float
    memory_mb: float
    sandbox: str
    comments: dict[str, str]
    cells: list[CellDetails]
    faulty_tests: bool = False
    """True if it was graded, by request, by tests that fail on the course's own solution."""


class SubmissionDetails(msgspec.Struct, frozen=True, kw_only=True):
    """A student's submission of an assignment."""

    assignment: str
    student: str
    timestamp: datetime | None
    score: float
    raw_score: float
    late_submission_penalty: float
    max_score: float
    needs_manual_grade: bool
    notebooks: list[Book]


class Details:
    """A reader of a course's submissions."""

    def __init__(self, gradebook: Gradebook, folders: CourseDirectory) -> None:
        self.gradebook, self._folders = gradebook, folders
        self.problems: list[str] = []

    def of(self, chosen: Class, assignment: Assignment) -> Iterator[SubmissionDetails]:
        """Yield an assignment's submissions, in the order of the class's students."""
        books = by_cell(self.gradebook, assignment.name)
        for student in chosen.students:
            if grade := chosen.grades.get((assignment.name, student.id)):
                yield self._submission(assignment, student.id, grade, books.get(student.id, []))

    def _submission(
        self, assignment: Assignment, student: str, grade: Grade, books: list[NotebookGrade]
    ) -> SubmissionDetails:
        return SubmissionDetails(
            assignment=assignment.name,
            student=student,
            timestamp=grade.timestamp,
            score=grade.score,
            raw_score=grade.raw,
            late_submission_penalty=grade.penalty,
            max_score=assignment.max_score,
            needs_manual_grade=grade.waits,
            notebooks=[self._book(assignment.name, student, book) for book in books],
        )

    def _book(self, assignment: str, student: str, book: NotebookGrade) -> Book:
        verdict = self._verdict(assignment, student, book.name)
        judged = {cell.grade_id: cell for cell in verdict.cells}
        order = {name: place for place, name in enumerate(judged)}
        cells = sorted(book.cells, key=lambda cell: order.get(cell.name, len(order)))
        return Book(
            name=book.name,
            score=book.score,
            max_score=book.max_score,
            late_submission_penalty=book.penalty,
            reason=verdict.reason,
            seconds=round(verdict.seconds, 3),
            cpu_seconds=verdict.cpu_seconds,
            memory_mb=verdict.memory_mb,
            sandbox=verdict.sandbox,
            comments=book.comments,
            cells=[cell_of(cell, judged.get(cell.name)) for cell in cells],
            faulty_tests=verdict.faulty_tests,
        )

    def _verdict(self, assignment: str, student: str, notebook: str) -> NotebookVerdict:
        """Return the verdict kept with a notebook; one without cells where there is none."""
        step = self._folders.autograded_directory
        folder = self._folders.format_path(step, student, assignment)
        path = Path(folder) / f"{notebook}.ipynb"
        found = None
        try:
            found = verdict_in(path) if path.is_file() else None
        except (Unreadable, msgspec.DecodeError) as error:
            self.problems.append(
                f"The verdict in {path} cannot be read, so the points of {student} are given by"
                f" cell and not by test: {error}. Grade it again: grader autograde"
                f" {assignment} --student {student} --force"
            )
        return found or NotebookVerdict(notebook=notebook, cells=[])


def cell_of(grade: CellGrade, verdict: CellVerdict | None) -> CellDetails:
    """Combine a gradebook cell with its tests, if the verdict matches the gradebook."""
    known = msgspec.structs.asdict(grade)
    if verdict is None or not _same_cell(verdict.score, grade.auto_score):
        return CellDetails(**known, reason="", tests=[])
    tests = [_test(test, verdict) for test in verdict.tests]
    return CellDetails(**known, reason=verdict.reason, tests=tests)


def _same_cell(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else abs(one - other) < 1e-6


def _test(test: TestResult, cell: CellVerdict) -> Test:
    broken, passed = test.outcome is Outcome.BROKEN, test.outcome is Outcome.PASSED
    total = sum(other.weight for other in cell.tests)
    share = round(cell.max_score * test.weight / total, 6) if total else 0.0
    return Test(
        name=test.name,
        title=test.title,
        outcome=str(test.outcome),
        passed=None if broken else passed,
        visible=test.visible,
        score=round(share * test.earned, 6),
        max_score=share,
        message=test.message,
        remark=test.remark,
        hint=test.hint,
        counterexample=test.counterexample,
        misconception=test.misconception,
    )
