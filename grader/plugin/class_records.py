"""The gradebook as plain records, read with few queries whatever the size of the class.

Points follow nbgrader's rules: a manual score replaces the tests' score, extra credit is added, the
late penalty is subtracted from the sum, and nothing falls below 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from nbgrader.api import Assignment as AssignmentRow
from nbgrader.api import (
    BaseCell,
    Comment,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.api import Grade as GradeRow
from sqlalchemy import Row, Select, select

from grader.errors import CourseError
from grader.plugin.names import by_number, did_you_mean
from grader.plugin.students import Student, check_section, students_of


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """An assignment in the gradebook."""

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
    section: str = ""
    """The section that the students are of, if not the whole class."""

    def only(self, section: str) -> Class:
        """Return the part of a section, or all if none is named; raise a UsageError for no name."""
        if not section:
            return self
        check_section(section, {student.section for student in self.students})
        students = [student for student in self.students if student.section == section]
        ids = {student.id for student in students}
        grades = {place: grade for place, grade in self.grades.items() if place[1] in ids}
        return msgspec.structs.replace(self, students=students, grades=grades, section=section)


class CellGrade(msgspec.Struct, frozen=True):
    """One graded cell of one student."""

    name: str
    score: float
    max_score: float
    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
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

    @property
    def digest(self) -> str:
        """A digest of what a page shows of it."""
        return hashlib.blake2b(msgspec.msgpack.encode(self), digest_size=12).hexdigest()


def read_class(
    gradebook: Gradebook, assignments: Sequence[str], students: Sequence[str]
) -> tuple[Class, list[str]]:
    """Return the named assignments and students, or all; unknown names become sentences."""
    every = [
        Assignment(name=row.name, duedate=row.duedate, max_score=float(row.max_score or 0.0))
        for row in gradebook.assignments
    ]
    every.sort(key=lambda found: by_number(found.name))
    if not every:
        raise CourseError(
            "There is no assignment in the gradebook yet. Generate one first: grader generate"
        )
    everybody = students_of(gradebook, gradebook.students)
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
    wanted = {assignment.name for assignment in chosen}
    grades = {
        (row.name, row.student_id): Grade(
            timestamp=row.timestamp, raw=row.score, penalty=row.lost, waits=row.waits
        )
        for row in submission_rows(gradebook)
        if row.name in wanted
    }
    return Class(assignments=chosen, students=people, grades=grades), problems


def submission_rows(gradebook: Gradebook) -> Sequence[Row[Any]]:
    """Select all submissions: assignment, student, dates, score before and points of penalties.

    Our indexes (`own_tables.INDEXES`) let the database find each one's grades at once.
    """
    submission = SubmittedAssignment
    query = select(
        AssignmentRow.name,
        submission.student_id,
        submission.timestamp,
        AssignmentRow.duedate,
        submission.score,
        submission.late_submission_penalty.label("lost"),
        submission.needs_manual_grade.label("waits"),
    ).join(AssignmentRow, submission.assignment_id == AssignmentRow.id)
    found: Sequence[Row[Any]] = gradebook.db.execute(query).all()
    return found


def by_cell(
    gradebook: Gradebook, assignment: str, student: str | None = None
) -> dict[str, list[NotebookGrade]]:
    """Return an assignment's notebooks by student; notebooks and cells are sorted by name."""
    found: dict[str, dict[str, NotebookGrade]] = {}
    penalty = SubmittedNotebook.late_submission_penalty
    query = select(SubmittedAssignment.student_id, Notebook.name, penalty)
    query = query.select_from(SubmittedNotebook).order_by(Notebook.name)
    for who, name, lost in gradebook.db.execute(_of_assignment(query, assignment, student)):
        kept = NotebookGrade(name=name, penalty=float(lost or 0.0))
        found.setdefault(who, {})[name] = kept
    columns = [getattr(GradeRow, name) for name in _COLUMNS]
    for who, name, *values in cell_rows(gradebook, GradeRow, columns, assignment, student):
        found[who][name].cells.append(CellGrade(*values))
    comments = [Comment.manual_comment]
    for who, name, cell, comment in cell_rows(gradebook, Comment, comments, assignment, student):
        if comment:
            found[who][name].comments[cell] = comment
    return {who: list(kept.values()) for who, kept in found.items()}


def marks_digests(
    gradebook: Gradebook, assignment: str, student: str | None = None
) -> dict[tuple[str, str], str]:
    """Return the digest of each submitted notebook's marks, by student and notebook."""
    try:
        return {
            (who, book.name): book.digest
            for who, books in by_cell(gradebook, assignment, student).items()
            for book in books
        }
    finally:
        gradebook.db.remove()  # leave no transaction open


def cell_rows(
    gradebook: Gradebook,
    kind: type[GradeRow | Comment],
    columns: Sequence[object],
    assignment: str,
    student: str | None = None,
) -> Sequence[Row[Any]]:
    """Select rows of grades or comments: student, notebook, cell, and these columns."""
    query = select(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, *columns)
    query = query.select_from(kind).join(BaseCell, kind.cell_id == BaseCell.id)
    query = query.join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
    query = query.order_by(Notebook.name, BaseCell.name)
    found = gradebook.db.execute(_of_assignment(query, assignment, student))
    rows: Sequence[Row[Any]] = found.all()
    return rows


def _of_assignment(query: Select[Any], assignment: str, student: str | None) -> Select[Any]:
    query = (
        query.join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(AssignmentRow, SubmittedAssignment.assignment_id == AssignmentRow.id)
        .where(AssignmentRow.name == assignment)
    )
    return query if student is None else query.where(SubmittedAssignment.student_id == student)
