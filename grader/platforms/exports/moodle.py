"""The import into Moodle's gradebook.

What it reads (Grades → Import → CSV file;
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
"""

from __future__ import annotations

from collections import Counter
from html import escape

from nbgrader.api import Gradebook
from traitlets import Dict, Unicode

from grader.platforms.exports.base import Export
from grader.plugin.class_records import Class, Grade, NotebookGrade, by_cell
from grader.plugin.sheet import guard, number, runs, table
from grader.plugin.students import Student


class MoodleExport(Export):
    """Students by id number and address, and a grade and feedback for each assignment."""

    columns = Dict(
        help="Names of assignments in Moodle, by their names here.",
        value_trait=Unicode(),
        key_trait=Unicode(),
    ).tag(config=True)
    target = "moodle.csv"

    def write(self, gradebook: Gradebook, chosen: Class) -> None:
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
        self.save(table(rows))

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
