"""Grades for further processing: nbgrader's table, and everything as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets import Bool, Enum

from grader.platforms.exports.base import Export
from grader.plugin import sheet
from grader.plugin.class_records import Assignment, Class
from grader.plugin.students import Student
from grader.plugin.test_details import Details, SubmissionDetails

COLUMNS: Final = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


class CsvExport(Export):
    """One row per assignment and student, as `nbgrader export` writes it, but quoted.

    If no text needs quotes or an apostrophe (see `sheet.guard`), the file equals nbgrader's byte
    for byte: https://nbgrader.readthedocs.io/en/stable/plugins/export-plugin.html
    """

    missing = Enum(
        ("blank", "zero"),
        "zero",
        help="The grade of a student who submitted nothing: none, or 0 as in nbgrader.",
    ).tag(config=True)
    bom = Bool(False, help="Start with a byte order mark, which Excel needs to read names.").tag(
        config=True
    )
    target = "grades.csv"

    def write(self, gradebook: Gradebook, chosen: Class) -> None:
        """Write the table."""
        rows = [
            [_table_cell(value) for value in self._row(chosen, assignment, student)]
            for assignment in chosen.assignments
            for student in chosen.students
        ]
        text = sheet.table([COLUMNS, *rows])
        self.save((sheet.BOM if self.bom else "") + text)

    def _row(self, chosen: Class, assignment: Assignment, student: Student) -> list[object]:
        grade = chosen.grades.get((assignment.name, student.id))
        nothing = 0.0 if self.missing == "zero" else None
        return [
            *(assignment.name, assignment.duedate, grade.timestamp if grade else None),
            *(student.id, student.last_name, student.first_name, student.email),
            *((grade.raw, grade.penalty) if grade else (nothing, nothing)),
            *(self.score(grade), assignment.max_score),
        ]


def _table_cell(value: object) -> str:
    return sheet.guard(value) if isinstance(value, str) else "" if value is None else str(value)


RESULTS_VERSION = 1
"""Format version: increased when a key changes its meaning or is removed."""


class _Assignment(msgspec.Struct, frozen=True):
    name: str
    duedate: datetime | None
    max_score: float


class _JsonResults(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    course: str
    assignments: list[_Assignment]
    students: list[Student]
    submissions: list[SubmissionDetails]


class ResultsExport(Export):
    """Assignments, students, and every submission down to its tests.

    Tests have titles, outcomes, points, messages and hints, as in the feedback, and never the
    source of a hidden test. A student who submitted nothing has no submission here. Times are in
    UTC.
    """

    target = "results.json"

    def write(self, gradebook: Gradebook, chosen: Class) -> None:
        """Write the file."""
        folders = CourseDirectory(config=self.config)
        details = Details(gradebook, folders)
        results = _JsonResults(
            version=RESULTS_VERSION,
            course=str(folders.course_id),
            assignments=[_Assignment(a.name, a.duedate, a.max_score) for a in chosen.assignments],
            students=chosen.students,
            submissions=[
                submission
                for assignment in chosen.assignments
                for submission in details.of(chosen, assignment)
            ],
        )
        self.report.problems += details.problems
        plain = msgspec.json.format(msgspec.json.encode(results), indent=1)
        self.save(plain.decode() + "\n")
