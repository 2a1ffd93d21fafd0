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

The best file is therefore one that Canvas exported, with our columns filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

from traitlets import Enum, List, Unicode

from grader.errors import CourseError
from grader.platforms.exports.base import Filling
from grader.plugin import sheet as sheets
from grader.plugin.class_records import Assignment, Class
from grader.plugin.roster import Student
from grader.plugin.sheet import Sheet, guard, number, parsed, runs

POINTS: Final = "    Points Possible"
"""The first cell of the second row, including its four spaces."""

TEST_STUDENT: Final = "Student, Test"
"""Canvas's own test student, the last row of an export."""

LEFT: Final = ("EX", "N/A")
"""Values that are kept: the student is excused, or the assignment is not for them."""

READ_ONLY: Final = re.compile(r"(Current|Final|Override) (Score|Points|Grade)|Override Status")

_TITLE: Final = re.compile(r"(.*?)\s*\((\d+)\)\s*", re.DOTALL)


class CanvasExport(Filling):
    """Our grades in a CSV that Canvas exported (`fill`), or in a minimal one for its import."""

    match = List(
        Unicode(),
        ["lms_user_id=ID", "id=SIS User ID", "id=SIS Login ID", "email=SIS Login ID"],
        help="How to find students in the file that Canvas exported: pairs of a gradebook field"
        " (id, email, lms_user_id, name) and a column, tried in turn.",
    ).tag(config=True)
    login = Enum(
        ("", "id", "email"),
        "",
        help="Without a file to fill: the field of the gradebook that holds Canvas's SIS Login ID.",
    ).tag(config=True)
    target = "canvas.csv"

    def write(self, gradebook: Any, chosen: Class) -> None:
        """Write the table."""
        text = self._filled(chosen) if self.fill else self._least(chosen)
        self.save(self.destination(), text)

    # A file that Canvas exported ----------------------------------------------------------

    def _filled(self, chosen: Class) -> str:
        sheet = self.sheet()
        if not is_gradebook(sheet.header):
            raise CourseError(
                f"{sheet.path} is not a gradebook that Canvas exported: its first row must start"
                " with Student and ID (or LastName, FirstName and ID) and contain Section. It has"
                f" {', '.join(sheet.header[:6])}."
            )
        rows = self.rows(chosen, sheet, student_rows(sheet), sheet.header[0])
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
            self._fill(chosen, sheet, rows, assignment, column)
        names = sheet.header.index("ID") if "ID" in sheet.header else 0
        for row in range(1, len(sheet.rows)):
            if whole(sheet.cell(row, names)):  # Canvas then ignores the name
                sheet.guard(row, range(names))
        return sheet.text()

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

    def _fill(
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
        if "read only" in points.lower():
            self.report.problems.append(
                f"{assignment.name} was left out: the column {title!r} is read-only in Canvas."
            )
            return
        factor = self.factor(assignment, parsed(points), f"Canvas ({title})")
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
                continue
            sheet.put(row, column, number(score * factor))

    # The least that Canvas imports ----------------------------------------------------------

    def _least(self, chosen: Class) -> str:
        assignments = [a for a in chosen.assignments if self._titled(a)]
        titles = [str(self.columns.get(a.name, a.name)) for a in assignments]
        rows = [
            ["Student", "ID", "SIS Login ID", "Section", *titles],
            [POINTS, "", "", "", *(number(a.max_score) for a in assignments)],
        ]
        for student in self._known(chosen):
            scores = [self.score(chosen.grades.get((a.name, student.id))) for a in assignments]
            about = [
                guard(student.sortable or student.id),
                whole(student.lms_user_id),
                str(getattr(student, self.login)) if self.login else "",
                "",
            ]
            rows.append([*about, *map(number, scores)])
        if not self.login:
            rows = [[*row[:2], *row[3:]] for row in rows]
        return sheets.table(rows)

    def _titled(self, assignment: Assignment) -> bool:
        title = str(self.columns.get(assignment.name, assignment.name))
        if not READ_ONLY.search(title):
            return True
        self.report.problems.append(
            f"{assignment.name} was left out: Canvas would take the title {title!r} for one of its"
            " own totals; choose another in c.CanvasExport.columns."
        )
        return False

    def _known(self, chosen: Class) -> list[Student]:
        """Return the students whom Canvas can identify without any doubt; report the others.

        It identifies them by Canvas's number, by a login, or by a name that nobody else has. No
        grade may go to another student.
        """
        names = Counter(student.sortable for student in chosen.students)
        numbers = Counter(whole(student.lms_user_id) for student in chosen.students)

        def is_sure(student: Student) -> bool:
            number_there, name = whole(student.lms_user_id), student.sortable
            login = str(getattr(student, self.login)) if self.login else ""
            if (number_there and numbers[number_there] > 1) or runs(login):
                return False
            return bool(number_there or login or (names[name] == 1 and name and not runs(name)))

        self.report.problems += [
            f"{student.called} was left out, since Canvas might give the grade to another student:"
            " it needs a number (lms_user_id) or a login of their own, or a name that nobody else"
            " has, and none that a spreadsheet would run as a formula. Fill in a file that Canvas"
            " exported (--fill FILE)."
            for student in chosen.students
            if not is_sure(student)
        ]
        return [student for student in chosen.students if is_sure(student)]


def whole(text: str) -> str:
    """Return an id of Canvas's, or "" if the text is not one.

    Canvas itself would read any text as the number that it begins with.
    """
    found = text.strip()
    return found if found.isascii() and found.isdigit() else ""


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
