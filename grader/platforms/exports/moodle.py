"""Moodle's two ways to take grades: the gradebook's import, and an assignment's worksheet.

What the import reads (Grades → Import → CSV file;
https://docs.moodle.org/en/Grade_import, and `grade/import/csv/classes/load_data.php`
of https://github.com/moodle/moodle):

- The header is free. The teacher chooses which column identifies students (id number, e-mail
  address, user name) and what each other column is: a grade item, its feedback, or nothing.
- *A row without the identifying value is assigned to the student of the row before it*, and one
  unknown student aborts the whole import. Each of our columns is therefore full or left out.
- Addresses are case-sensitive.
- A grade is a number. An empty cell or `-` is no grade, and removes an existing one.
- Feedback imported without its grade removes the grade, so they come in pairs.
- A grade above 100 aborts the import unless the site allows it (`unlimitedgrades`).

What the worksheet's upload reads (assignment → Download grading worksheet, then Upload;
https://docs.moodle.org/en/Assignment_settings, "Offline grading worksheet",
and `mod/assign/feedback/offline/` of https://github.com/moodle/moodle):

- The columns `Identifier`, `Grade` and `Last modified (grade)` are required, named in the teacher's
  language; so is `Feedback comments` if comments are to change.
- `Identifier` is a participant's number in this one assignment. It cannot be derived, so the
  downloaded file is filled in and the rest of it is kept.
- A row is ignored without notice if its grade is missing, below 0, above the maximum or locked.
- A comment that differs from Moodle's replaces it, even if it is empty.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any, Final

from traitlets import Dict, List, Unicode

from grader.errors import CourseError, UsageError
from grader.platforms.exports.base import Export, Filling
from grader.plugin import sheet as sheets
from grader.plugin.class_records import Assignment, Class, Grade, NotebookGrade, by_cell
from grader.plugin.roster import Student
from grader.plugin.sheet import Sheet, guard, number, parsed, runs

MAX_GRADE = 100.0
"""The highest grade that Moodle imports by default."""


class MoodleExport(Export):
    """Students by id number and address, and a grade and feedback for each assignment."""

    columns = Dict(
        help="Names of assignments in Moodle, by their names here.",
        value_trait=Unicode(),
        key_trait=Unicode(),
    ).tag(config=True)
    target = "moodle.csv"

    def write(self, gradebook: Any, chosen: Class) -> None:
        """Write the table."""
        students = self._identified(chosen)
        address = self._addresses(students)
        titles = [str(self.columns.get(a.name, a.name)) for a in chosen.assignments]
        details = {a.name: by_cell(gradebook, a.name) for a in chosen.assignments}
        header = ["idnumber", *(["email"] if address else [])]
        for title in titles:
            header += [guard(title), guard(f"{title} feedback")]
        rows = [header]
        for student in students:
            row = [student.id, *([student.email] if address else [])]
            for assignment in chosen.assignments:
                grade = chosen.grades.get((assignment.name, student.id))
                notebooks = details[assignment.name].get(student.id, [])
                row += [number(self.score(grade)), feedback_remarks(grade, notebooks)]
            rows.append(row)
        self.save(self.destination(), sheets.table(rows))
        self._warn(chosen)

    def _identified(self, chosen: Class) -> list[Student]:
        """Return the students whose ids can be written as they are."""
        self.report.problems += [
            f"{student.called} was left out: a spreadsheet would run the id {student.id!r} as a"
            " formula, and Moodle would not recognize a changed one. Enter the grade in Moodle."
            for student in chosen.students
            if runs(student.id)
        ]
        return [student for student in chosen.students if not runs(student.id)]

    def _addresses(self, students: list[Student]) -> bool:
        """Return whether addresses are safe to import by: each student has one of their own."""
        known = Counter(student.email for student in students)
        bad = next(
            (s for s in students if not s.email or known[s.email] > 1 or runs(s.email)),
            None,
        )
        if bad is None:
            return bool(students)
        self.report.notes.append(
            f"There is no column of e-mail addresses: {bad.called} has no unique one, and Moodle"
            " would give the grades of such a row to another student. Import by idnumber."
        )
        return False

    def _warn(self, chosen: Class) -> None:
        high = [name for (name, _), grade in chosen.grades.items() if grade.score > MAX_GRADE]
        self.report.notes += [
            f"{name} has grades above {number(MAX_GRADE)}: Moodle rejects the whole file unless"
            " the site allows them (unlimitedgrades, gradepointmax)."
            for name in sorted(set(high))
        ]


def feedback_remarks(grade: Grade | None, notebooks: list[NotebookGrade]) -> str:
    """Return a submission's points by notebook, deductions and comments.

    The result is HTML in one line, as Moodle displays it.
    """
    if grade is None:
        return ""
    parts = [
        f"{book.name}: {number(book.score)} of {number(book.max_score)} points"
        for book in notebooks
    ]
    if grade.penalty:
        parts.append(f"handed in late: {number(grade.penalty)} points less")
    comments = [
        f"{book.name}, {cell}: {' '.join(text.split())}"
        for book in notebooks
        for cell, text in book.comments.items()
    ]
    return guard("<br>".join(escape(text) for text in [", ".join(parts) + ".", *comments]))


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
        gradebook: object,
        chosen: Class,
        sheet: Sheet,
        rows: dict[str, int],
        assignment: Assignment,
    ) -> None:
        details = by_cell(gradebook, assignment.name)
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
            if comment_at is not None and not sheet.cell(row, comment_at).strip():
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
