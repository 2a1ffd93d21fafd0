"""The gradebook as plain records, read with few queries whatever the size of the class.

Points follow nbgrader's rules: a manual score replaces the tests' score, extra credit is added, the
late penalty is subtracted from the sum, and nothing falls below 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from nbgrader.api import Comment, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.api import Grade as GradeRow
from sqlalchemy import case, func

from grader.errors import CourseError
from grader.plugin import marks
from grader.plugin.names import by_number, did_you_mean
from grader.plugin.roster import Student, student_of


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """An assignment in the gradebook."""

    id: str
    name: str
    duedate: datetime | None
    max_score: float


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """The points of one submission."""

    timestamp: datetime | None
    raw: float
    penalty: float
    waits: bool
    """Whether a part still has to be graded by hand."""

    @property
    def score(self) -> float:
        """The points that count."""
        return max(0.0, self.raw - self.penalty)


class Class(msgspec.Struct, frozen=True, kw_only=True):
    """The grades to export. A student without a grade submitted nothing."""

    assignments: list[Assignment]
    students: list[Student]
    grades: dict[tuple[str, str], Grade]
    """Grades by names of assignment and student."""


class CellGrade(msgspec.Struct, frozen=True):
    """One graded cell of one student."""

    name: str
    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    score: float
    max_score: float
    needs_manual_grade: bool


_COLUMNS: Final = CellGrade.__struct_fields__[1:]


class NotebookGrade(msgspec.Struct, kw_only=True):
    """One notebook of a submission, cell by cell."""

    name: str
    penalty: float = 0.0
    cells: list[CellGrade] = []
    comments: dict[str, str] = {}
    """An instructor's comments, by cell."""

    @property
    def score(self) -> float:
        """The points of its cells."""
        return sum(cell.score for cell in self.cells)

    @property
    def max_score(self) -> float:
        """The maximum points of its cells."""
        return sum(cell.max_score for cell in self.cells)


def read_class(
    gradebook: Gradebook, assignments: Sequence[str], students: Sequence[str]
) -> tuple[Class, list[str]]:
    """Return the named assignments and students, or all; unknown names become sentences."""
    every = [_assignment_record(row) for row in gradebook.assignments]
    every.sort(key=lambda found: by_number(found.name))
    if not every:
        raise CourseError(
            "There is no assignment in the gradebook yet. Generate one first: grader generate"
        )
    everybody = [student_of(row) for row in gradebook.students]
    names, ids = [a.name for a in every], [s.id for s in everybody]
    problems = [
        f"There is no assignment {name!r} in the gradebook{did_you_mean(name, names)} There is:"
        f" {', '.join(names)}."
        for name in assignments
        if name not in names
    ]
    problems += [
        f"There is no student {student!r} in the gradebook{did_you_mean(student, ids)}"
        for student in students
        if student not in ids
    ]
    chosen = [a for a in every if a.name in assignments or not assignments]
    people = [s for s in everybody if s.id in students or not students]
    grades = {
        (assignment.name, student): grade
        for assignment in chosen
        for student, grade in _grades(gradebook, assignment).items()
    }
    return Class(assignments=chosen, students=people, grades=grades), problems


def _assignment_record(row: Any) -> Assignment:
    return Assignment(
        id=row.id, name=row.name, duedate=row.duedate, max_score=float(row.max_score or 0.0)
    )


def _grades(gradebook: Gradebook, assignment: Assignment) -> dict[str, Grade]:
    """Return an assignment's grades by student.

    Sums are computed once for all students. nbgrader's own queries scan all grades for each
    submission, which is quadratic in the size of the class.
    """
    query, mine = gradebook.db.query, SubmittedAssignment.assignment_id == assignment.id
    books = SubmittedNotebook.assignment_id == SubmittedAssignment.id
    waiting = func.sum(case((GradeRow.needs_manual_grade, 1), else_=0))
    points = (
        query(SubmittedAssignment.id, func.sum(GradeRow.score), waiting)
        .join(SubmittedNotebook, books)
        .join(GradeRow, GradeRow.notebook_id == SubmittedNotebook.id)
        .filter(mine)
        .group_by(SubmittedAssignment.id)
    )
    penalties = (
        query(SubmittedAssignment.id, func.sum(SubmittedNotebook.late_submission_penalty))
        .join(SubmittedNotebook, books)
        .filter(mine)
        .group_by(SubmittedAssignment.id)
    )
    earned = {key: (float(total or 0.0), bool(waits)) for key, total, waits in points}
    lost = {key: float(total or 0.0) for key, total in penalties}
    found = {}
    for row in query(SubmittedAssignment).filter(mine):
        raw, waits = earned.get(row.id, (0.0, False))
        penalty = lost.get(row.id, 0.0)
        found[row.student_id] = Grade(
            timestamp=row.timestamp, raw=raw, penalty=penalty, waits=waits
        )
    return found


def by_cell(gradebook: Gradebook, assignment: Assignment) -> dict[str, list[NotebookGrade]]:
    """Return an assignment's notebooks by student; notebooks and cells are sorted by name."""
    found: dict[str, dict[str, NotebookGrade]] = {}
    for student, name, penalty in marks.penalties(gradebook, assignment.name):
        kept = NotebookGrade(name=name, penalty=float(penalty or 0.0))
        found.setdefault(student, {})[name] = kept
    columns = [getattr(GradeRow, name) for name in _COLUMNS]
    for student, name, cell, *values in marks.cell_rows(
        gradebook, GradeRow, columns, assignment.name
    ):
        grade = CellGrade(cell, **dict(zip(_COLUMNS, values, strict=True)))
        found[student][name].cells.append(grade)
    for student, name, cell, comment in marks.cell_rows(
        gradebook, Comment, [Comment.manual_comment], assignment.name
    ):
        if comment:
            found[student][name].comments[cell] = comment
    return {student: list(kept.values()) for student, kept in found.items()}
