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
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from nbgrader.api import Gradebook
from traitlets import Bool, Dict, Unicode

from grader.errors import CourseError, UsageError
from grader.platforms.exports.base import Export
from grader.plugin.class_records import Assignment, Class
from grader.plugin.sheet import Sheet, number, parsed, read_sheet
from grader.plugin.students import Student

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


class CanvasExport(Export):
    """Our grades in the gradebook that Canvas exported; the rest of it is kept."""

    fill = Unicode("", help="The gradebook that Canvas exported, to be filled in.").tag(config=True)
    columns = Dict(
        help="Titles or numbers of assignments in Canvas, by their names here.",
        value_trait=Unicode(),
        key_trait=Unicode(),
    ).tag(config=True)
    scale = Bool(
        False, help="Whether to scale points if an assignment has another maximum in Canvas."
    ).tag(config=True)
    target = "canvas.csv"

    def write(self, gradebook: Gradebook, chosen: Class) -> None:
        """Fill in a column for each assignment."""
        if not self.fill:
            raise UsageError(
                "Download the gradebook from Canvas (Grades, Export), to be filled in here, and"
                " name it with --fill FILE, or in c.CanvasExport.fill."
            )
        sheet = read_sheet(Path(self.fill))
        if not is_gradebook(sheet.header):
            raise CourseError(
                f"{sheet.path} is not a gradebook that Canvas exported: its first row must start"
                " with Student and ID (or LastName, FirstName and ID) and contain Section. It has"
                f" {', '.join(sheet.header[:6])}."
            )
        rows = self._rows(chosen, sheet)
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
        self.save(sheet.text())

    def _rows(self, chosen: Class, sheet: Sheet) -> dict[str, int]:
        """Return each student's row, and report students and rows without a counterpart."""
        rows = student_rows(sheet)
        matched = match(chosen.students, sheet, rows)
        for student in chosen.students:
            scores = [
                self.score(chosen.grades.get((a.name, student.id))) for a in chosen.assignments
            ]
            if student.id not in matched and any(score is not None for score in scores):
                self.report.problems.append(
                    f"{student.called} was not found in exactly one row of {sheet.path.name},"
                    " so no grade was written for them. Students are matched by"
                    f" {', '.join(f'{field} = {column}' for field, column in RULES)}."
                )
        if not self.student:
            taken = {*matched.values()}
            self.report.problems += [
                f"{sheet.path.name}, row {row + 1} ({sheet.cell(row, 0).strip() or 'no name'})"
                " matches nobody in the gradebook; the row was left as it is."
                for row in rows
                if row not in taken
            ]
        return matched

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
        factor = self._factor(sheet, assignment, column)
        for student in chosen.students:
            score = self.score(chosen.grades.get((assignment.name, student.id)))
            row = rows.get(student.id)
            if score is None or row is None:
                continue
            before = sheet.cell(row, column).strip()
            if before.upper() in LEFT:
                self.report.notes.append(
                    f"{student.called} has {before} for {title} in Canvas, which was kept;"
                    f" {number(score)} points were not written."
                )
            else:
                sheet.put(row, column, number(score * factor))

    def _factor(self, sheet: Sheet, assignment: Assignment, column: int) -> float:
        """Return the factor to multiply points by, and report points that do not agree."""
        points = [row for row in range(len(sheet.rows)) if is_points(sheet, row)]
        maximum = parsed(sheet.cell(points[0], column)) if points else None
        if maximum is None or abs(maximum - assignment.max_score) < 1e-6:
            return 1.0
        if self.scale and assignment.max_score:
            return maximum / assignment.max_score
        self.report.problems.append(
            f"{assignment.name} is out of {number(assignment.max_score)} points here and out of"
            f" {number(maximum)} in Canvas ({sheet.header[column]}); points were written without"
            " scaling. Make the maximums equal, or set c.CanvasExport.scale = True."
        )
        return 1.0


def match(students: Sequence[Student], sheet: Sheet, rows: Sequence[int]) -> dict[str, int]:
    """Find each student's row, ignoring case. A match counts if it is unique on both sides."""
    found: dict[str, int] = {}
    for field, name in RULES:
        column = sheet.column(name)
        places, claims = defaultdict[str, list[int]](list), defaultdict[int, list[str]](list)
        for row in set(rows) - set(found.values()):
            places[sheet.cell(row, column).strip().casefold()].append(row)
        for student in students:
            text = getattr(student, field).strip().casefold()
            fitting = places[text] if text and student.id not in found else []
            if len(fitting) == 1:
                claims[fitting[0]].append(student.id)
        found |= {ids[0]: row for row, ids in claims.items() if len(ids) == 1}
    return found


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
