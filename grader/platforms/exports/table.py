"""nbgrader's own CSV, with its columns and numbers, but quoted: a comma in a name breaks no row."""

from __future__ import annotations

from typing import Any, Final

from traitlets import Bool, Enum

from grader.platforms.exports.base import Export
from grader.plugin import sheet
from grader.plugin.class_records import Assignment, Class
from grader.plugin.roster import Student

COLUMNS: Final = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


class CsvExport(Export):
    """One row per assignment and student, as `nbgrader export` writes it.

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

    def write(self, gradebook: Any, chosen: Class) -> None:
        """Write the table."""
        rows = [
            self._row(chosen, assignment, student)
            for assignment in chosen.assignments
            for student in chosen.students
        ]
        text = sheet.table([COLUMNS, *rows])
        self.save(self.destination(), (sheet.BOM if self.bom else "") + text)

    def _row(self, chosen: Class, assignment: Assignment, student: Student) -> list[str]:
        grade = chosen.grades.get((assignment.name, student.id))
        nothing = 0.0 if self.missing == "zero" else None
        about = (
            assignment.name,
            assignment.duedate,
            grade.timestamp if grade else None,
            student.id,
            student.last_name,
            student.first_name,
            student.email,
        )
        points = (
            grade.raw if grade else nothing,
            grade.penalty if grade else nothing,
            self.score(grade),
            assignment.max_score,
        )
        return [sheet.guard(_csv_text(value)) for value in about] + [
            _csv_text(value) for value in points
        ]


def _csv_text(value: object) -> str:
    return "" if value is None else str(value)
