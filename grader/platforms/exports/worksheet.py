"""Moodle's offline grading worksheet (assignment → Download grading worksheet, then Upload).

What the upload reads (https://docs.moodle.org/en/Assignment_settings, "Offline grading worksheet",
and `mod/assign/feedback/offline/` of https://github.com/moodle/moodle):

- The columns `Identifier`, `Grade` and `Last modified (grade)` are required, named in the teacher's
  language; so is `Feedback comments` if comments are to change.
- `Identifier` is a participant's number in this one assignment. It cannot be derived, so the
  downloaded file is filled in and the rest of it is kept.
- A row is ignored without notice if its grade is missing, below 0, above the maximum or locked.
- A comment that differs from Moodle's replaces it, even if it is empty.
"""

from __future__ import annotations

from typing import Any, Final

from traitlets import Bool, Dict, List, Unicode

from grader.errors import CourseError, UsageError
from grader.platforms.exports.matching import Filling
from grader.platforms.exports.moodle import feedback_remarks
from grader.plugin.class_records import Assignment, Class, by_cell
from grader.plugin.roster import Student
from grader.plugin.sheet import Sheet, number, parsed

HEADERS: Final = {
    "identifier": "Identifier",
    "name": "Full name",
    "grade": "Grade",
    "maximum": "Maximum Grade",
    "changeable": "Grade can be changed",
    "modified": "Last modified (grade)",
    "feedback": "Feedback comments",
}
"""Moodle's column names in English."""

NEEDED: Final = ("identifier", "grade", "modified")


class MoodleWorksheetExport(Filling):
    """Grades of one assignment in the worksheet that Moodle offers for it."""

    match = List(
        Unicode(),
        ["email=Email address", "id=ID number", "id=Username"],
        help="How to find students in the worksheet: pairs of a gradebook field (id, email,"
        " lms_user_id, name) and a column, tried in turn.",
    ).tag(config=True)
    headers = Dict(
        help=f"The columns' names in another language, by {', '.join(HEADERS)}.",
        value_trait=Unicode(),
        key_trait=Unicode(),
    ).tag(config=True)
    feedback = Bool(True, help="Whether to fill in empty feedback comments too.").tag(config=True)
    target = "moodle_worksheet.csv"

    def write(self, gradebook: Any, chosen: Class) -> None:
        """Write the worksheet."""
        if not self.fill:
            raise UsageError(
                "Download the worksheet from Moodle, to be filled in here, and name it with"
                " --fill FILE, or in c.MoodleWorksheetExport.fill."
            )
        if len(chosen.assignments) != 1:
            names = ", ".join(a.name for a in chosen.assignments)
            raise UsageError(f"A worksheet holds one assignment: name one of {names}.")
        (assignment,) = chosen.assignments
        sheet = self.sheet()
        for wanted in NEEDED:
            if self._at(sheet, wanted) is None:
                raise CourseError(
                    f"{sheet.path} is not a Moodle grading worksheet: it has no column"
                    f" {self._named(wanted)!r}, but {', '.join(sheet.header)}. If it is not in"
                    f" English, set the name of {wanted!r} in c.MoodleWorksheetExport.headers."
                )
        rows = self.rows(
            chosen,
            sheet,
            [row for row in range(1, len(sheet.rows)) if any(sheet.rows[row])],
            self._named("name"),
        )
        self._fill(gradebook, chosen, sheet, rows, assignment)
        read = {self._at(sheet, what) for what in (*NEEDED, "feedback")}
        for row in range(1, len(sheet.rows)):
            sheet.guard(row, set(range(len(sheet.header))) - read)
        self.save(self.destination(), sheet.text())

    def _named(self, what: str) -> str:
        return str(self.headers.get(what, HEADERS[what]))

    def _at(self, sheet: Sheet, what: str) -> int | None:
        return sheet.column(self._named(what))

    def _fill(
        self,
        gradebook: Any,
        chosen: Class,
        sheet: Sheet,
        rows: dict[str, int],
        assignment: Assignment,
    ) -> None:
        details = by_cell(gradebook, assignment) if self.feedback else {}
        mosts = {parsed(sheet.cell(row, self._at(sheet, "maximum"))) for row in rows.values()}
        most = mosts.pop() if len(mosts) == 1 else None
        factor = self.factor(assignment, most, "Moodle")
        grade_at, comment_at = self._at(sheet, "grade"), self._at(sheet, "feedback")
        assert grade_at is not None, "checked before"  # noqa: S101 - narrows the type
        for student in chosen.students:
            row = rows.get(student.id)
            grade = chosen.grades.get((assignment.name, student.id))
            score = self.score(grade)
            if row is None or score is None:
                continue
            if self._refused(sheet, row, student, score * factor, most):
                continue
            sheet.put(row, grade_at, number(score * factor))
            if self.feedback and comment_at is not None and not sheet.cell(row, comment_at).strip():
                sheet.put(row, comment_at, feedback_remarks(grade, details.get(student.id, [])))

    def _refused(
        self, sheet: Sheet, row: int, student: Student, score: float, most: float | None
    ) -> bool:
        """Report and return whether Moodle would ignore the grade."""
        reason = ""
        if sheet.cell(row, self._at(sheet, "changeable")).strip() == "No":
            reason = "Moodle does not let it be changed"
        elif most is not None and score > most + 1e-9:
            reason = f"it is above the maximum in Moodle, {number(most)}"
        if reason:
            self.report.problems.append(
                f"{student.called}: the grade {number(score)} was left out, since {reason}."
            )
        return bool(reason)
