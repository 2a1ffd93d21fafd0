"""Canvas's gradebook CSV.

What its importer reads (https://github.com/instructure/canvas-lms, `lib/gradebook_importer.rb`; the
exporter is `lib/gradebook_exporter.rb`):

- The header has more than three columns: the first contains `Student`, the second `ID` (or
  `LastName`, `FirstName`, `ID`), and the last of the student's columns `Section`. Between them may
  be `SIS User ID`, `SIS Login ID`, `Integration ID`, `Root Account`.
- A column belongs to the assignment whose id is in parentheses at its end, else to the one with
  exactly this title; else *a new assignment is created*. Columns whose names contain `Current
  Score`, `Final Grade` and the like are read-only.
- A row whose first cell contains `Points Possible` sets the assignments' points. A row that only
  contains `Manual Posting` is skipped.
- A student is found by `ID`, parsed as an integer (`12ab` is 12), then by `SIS User ID`, then by
  `SIS Login ID`, then by name.
- A grade is a number, `EX` for excused, and empty or `-` for none. Numbers are compared to two
  decimals, and a decimal comma is accepted.

A file of our own could thus give a grade to another student, or make an assignment a second time;
so we fill in one that Canvas exported.
"""

from __future__ import annotations

import re
from typing import Final

from nbgrader.api import Gradebook

from grader.errors import CourseError
from grader.platforms.exports.base import Filling
from grader.plugin.class_records import Assignment, Class
from grader.plugin.sheet import Sheet, number, parsed

RULES: Final = (
    *(("lms_user_id", "ID"), ("id", "SIS User ID")),
    *(("id", "SIS Login ID"), ("email", "SIS Login ID")),
)
"""How students are found: fields of the gradebook and columns, tried in turn."""

TEST_STUDENT: Final = "Student, Test"
"""Canvas's own test student, the last row of an export."""

LEFT: Final = ("EX", "N/A")
"""Values that are kept: the student is excused, or the assignment is not for them."""

_TITLE: Final = re.compile(r"(.*?)\s*\((\d+)\)\s*", re.DOTALL)


class CanvasExport(Filling):
    """Our grades in the gradebook that Canvas exported."""

    target = "canvas.csv"
    what = "the gradebook from Canvas (Grades, Export)"

    def fill_in(self, gradebook: Gradebook, chosen: Class, sheet: Sheet) -> None:
        """Fill in a column for each assignment."""
        if not is_gradebook(sheet.header):
            raise CourseError(
                f"{sheet.path} is not a gradebook that Canvas exported: its first row must start"
                " with Student and ID (or LastName, FirstName and ID) and contain Section. It has"
                f" {', '.join(sheet.header[:6])}."
            )
        rows = self.rows(chosen, sheet, student_rows(sheet), sheet.header[0], RULES)
        used: dict[int, str] = {}
        for assignment in chosen.assignments:
            column = self._column(sheet, assignment)
            if column is None:
                continue
            if used.setdefault(column, assignment.name) != assignment.name:
                self.report.problems.append(
                    f"{assignment.name} was left out: its column {sheet.header[column]!r} is"
                    f" also that of {used[column]}; see c.CanvasExport.columns."
                )
                continue
            self._fill_column(chosen, sheet, rows, assignment, column)
        numbers = sheet.header.index("ID") if "ID" in sheet.header else 0
        for row in range(1, len(sheet.rows)):
            number_there = sheet.cell(row, numbers).strip()
            if number_there.isascii() and number_there.isdigit():  # Canvas then ignores the name
                sheet.guard(row, range(numbers))

    def _column(self, sheet: Sheet, assignment: Assignment) -> int | None:
        wanted = self.columns.get(assignment.name, assignment.name)
        found = assignment_columns(sheet.header, wanted)
        if len(found) == 1:
            return found[0]
        titles = [name for name in sheet.header if _TITLE.fullmatch(name)]
        self.report.problems.append(
            f"{assignment.name} was left out: {sheet.path.name} has"
            f" {'more than one' if found else 'no'} assignment called {wanted!r}. It has"
            f" {', '.join(titles) or 'none'}; name the right one by title or number:"
            f" c.CanvasExport.columns = {{{assignment.name!r}: ...}}"
        )
        return None

    def _fill_column(
        self,
        chosen: Class,
        sheet: Sheet,
        rows: dict[str, int],
        assignment: Assignment,
        column: int,
    ) -> None:
        title = sheet.header[column]
        points = next(
            (sheet.cell(row, column) for row in range(len(sheet.rows)) if is_points(sheet, row)), ""
        )
        factor = self.factor(assignment, parsed(points), f"Canvas ({title})")
        for student, row, score in self.points(chosen, rows, assignment, factor):
            before = sheet.cell(row, column).strip()
            if before.upper() in LEFT:
                self.report.notes.append(
                    f"{student.called} has {before} for {title} in Canvas, which was kept;"
                    f" {number(score)} points were not written."
                )
            else:
                sheet.put(row, column, number(score))


def is_gradebook(header: list[str]) -> bool:
    """Return whether Canvas accepts this header."""
    one_name = len(header) > 3 and "Student" in header[0] and "ID" in header[1]
    two = header[:2] == ["LastName", "FirstName"] and len(header) > 4 and "ID" in header[2]
    return (one_name or two) and any("Section" in name for name in header)


def is_points(sheet: Sheet, row: int) -> bool:
    """Return whether a row holds the assignments' points."""
    return row > 0 and "Points Possible" in sheet.cell(row, 0)


def student_rows(sheet: Sheet) -> list[int]:
    """Return the rows that belong to students."""
    return [
        row
        for row in range(1, len(sheet.rows))
        if not is_points(sheet, row)
        and sheet.cell(row, 0).strip() != TEST_STUDENT
        and not all(
            re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.IGNORECASE)
            for cell in sheet.rows[row]
        )
    ]


def assignment_columns(header: list[str], wanted: str) -> list[int]:
    """Return the columns that may be meant for an assignment.

    Header, number or title must match in full; failing that, titles are compared without regard to
    case, spaces, dashes and underscores.
    """
    titled = {
        column: found.groups()
        for column, name in enumerate(header)
        if (found := _TITLE.fullmatch(name))
    }
    exact = [
        column
        for column, (title, number_there) in titled.items()
        if wanted in (header[column], title, number_there)
    ]
    return exact or [c for c, (title, _) in titled.items() if _loose(title) == _loose(wanted)]


def _loose(title: str) -> str:
    return re.sub(r"[\s_-]+", " ", title).strip().casefold()
