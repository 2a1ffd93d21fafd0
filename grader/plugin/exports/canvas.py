"""Canvas's gradebook CSV.

What its importer looks at (https://github.com/instructure/canvas-lms, `lib/gradebook_importer.rb`;
what it exports is in `lib/gradebook_exporter.rb`):

- a header of more than three columns: the first contains `Student`, the second `ID` (or `LastName`,
  `FirstName`, `ID`), the last of the student's columns `Section`; between them may be
  `SIS User ID`, `SIS Login ID`, `Integration ID`, `Root Account`;
- a column is the assignment whose id stands in brackets at its end, else that with this very title,
  else *a new assignment is made*; columns with `Current Score`, `Final Grade` and the like in their
  names are read only;
- a row whose first cell contains `Points Possible` sets the assignments' points; a row of nothing
  but `Manual Posting` is skipped;
- a student is found by `ID`, read as a whole number (`12ab` is 12), then `SIS User ID`, then
  `SIS Login ID`, then name;
- a grade is a number, `EX` for excused, and nothing or `-` for none; numbers are compared at two
  decimals, and a comma in them is a dot.

The best file is therefore the one that Canvas exported, with our columns filled.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

from traitlets import Enum, List, Unicode

from grader.errors import CourseError
from grader.plugin.exports import sheet as sheets
from grader.plugin.exports.grades import Assignment, Class, Student
from grader.plugin.exports.matching import Filling
from grader.plugin.exports.sheet import Sheet, guard, number, parsed, runs

POINTS: Final = "    Points Possible"
"""The first cell of the second row, with its four spaces."""

TEST_STUDENT: Final = "Student, Test"
"""Canvas's own student, the last row of an export."""

LEFT: Final = ("EX", "N/A")
"""Cells that stay as they are: who is excused, and whom the assignment is not for."""

READ_ONLY: Final = re.compile(r"(Current|Final|Override) (Score|Points|Grade)|Override Status")

_TITLE: Final = re.compile(r"(.*?)\s*\((\d+)\)\s*", re.DOTALL)


class CanvasExport(Filling):
    """Our grades in the CSV that Canvas exported (`fill`), or in the least that Canvas imports."""

    match = List(
        Unicode(),
        ["lms_user_id=ID", "id=SIS User ID", "id=SIS Login ID", "email=SIS Login ID"],
        help="How students are found in the file that Canvas exported: fields of the gradebook (id,"
        " email, lms_user_id, name) and columns; tried in turn.",
    ).tag(config=True)
    login = Enum(
        ("", "id", "email"),
        "",
        help="Without a file to fill: the field of the gradebook that is Canvas's SIS Login ID.",
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
                f"{sheet.path} is no gradebook that Canvas exported: its first row has to begin"
                " with Student and ID (or LastName, FirstName and ID) and to have Section. It has"
                f" {', '.join(sheet.header[:6])}."
            )
        rows = self.rows(chosen, sheet, student_rows(sheet), sheet.header[0])
        used: dict[int, str] = {}
        for assignment in chosen.assignments:
            column = self._column(sheet, assignment)
            if column is None:
                continue
            if column in used:
                self.report.problems.append(
                    f"{assignment.name} was left out: its column {sheet.header[column]!r} is that"
                    f" of {used[column]} too; see c.CanvasExport.columns."
                )
                continue
            used[column] = assignment.name
            self._fill(chosen, sheet, rows, assignment, column)
        names = sheet.header.index("ID") if "ID" in sheet.header else 0
        for row in range(1, len(sheet.rows)):
            if whole(sheet.cell(row, names)):  # so Canvas does not look at the name
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
            f" {', '.join(titles) or 'none'}; say which one it is, by title or number:"
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
                f"{assignment.name} was left out: Canvas lets nobody change the column {title!r}."
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
                    f"{student.called} has {before} for {title} in Canvas, which was left;"
                    f" {number(score)} points were not written."
                )
                continue
            sheet.put(row, column, number(score * factor))

    # The least that Canvas imports ----------------------------------------------------------

    def _least(self, chosen: Class) -> str:
        assignments = [a for a in chosen.assignments if self._titled(a)]
        login = ["SIS Login ID"] if self.login else []
        header = ["Student", "ID", *login, "Section", *(self._title(a) for a in assignments)]
        points = [number(a.max_score) for a in assignments]
        rows = [header, [POINTS, "", *([""] if login else []), "", *points]]
        for student in self._known(chosen):
            cells = [
                number(self.score(chosen.grades.get((a.name, student.id)))) for a in assignments
            ]
            known = [getattr(student, self.login)] if login else []
            rows.append(
                [
                    guard(student.sortable or student.id),
                    whole(student.lms_user_id),
                    *known,
                    "",
                    *cells,
                ]
            )
        return sheets.table(rows)

    def _title(self, assignment: Assignment) -> str:
        return str(self.columns.get(assignment.name, assignment.name))

    def _titled(self, assignment: Assignment) -> bool:
        if not READ_ONLY.search(self._title(assignment)):
            return True
        self.report.problems.append(
            f"{assignment.name} was left out: Canvas takes the title {self._title(assignment)!r}"
            " for a sum of its own; give it another one in c.CanvasExport.columns."
        )
        return False

    def _known(self, chosen: Class) -> list[Student]:
        """The students whom Canvas finds: by a number of its own, a login, or a name of theirs
        alone; nobody's grade may go to another."""
        names = Counter(student.sortable for student in chosen.students)
        ids = Counter(whole(student.lms_user_id) for student in chosen.students)
        known = []
        for student in chosen.students:
            reason = ""
            number_there = whole(student.lms_user_id)
            login = str(getattr(student, self.login)) if self.login else ""
            if number_there and ids[number_there] > 1:
                reason = f"others have the lms_user_id {number_there} too"
            elif login and runs(login):
                reason = f"a spreadsheet would run the login {login!r}"
            elif not number_there and not login:
                if not student.sortable:
                    reason = "neither a number (lms_user_id) nor a login nor a name is known"
                elif names[student.sortable] > 1:
                    reason = "the name is not theirs alone, and no number (lms_user_id) is known"
                elif runs(student.sortable):
                    reason = "a spreadsheet would run the name, and no number is known"
            if reason:
                self.report.problems.append(
                    f"{student.called} was left out, since Canvas can't tell who it is: {reason}."
                    " Fill in a file that Canvas exported (--fill FILE)."
                )
            else:
                known.append(student)
        return known


def whole(text: str) -> str:
    """A number of Canvas's, if the text is one: Canvas would read any as the number it begins
    with."""
    found = text.strip()
    return found if found.isascii() and found.isdigit() else ""


def is_gradebook(header: list[str]) -> bool:
    """Whether Canvas would take this first row."""
    one_name = len(header) > 3 and "Student" in header[0] and "ID" in header[1]
    two = header[:2] == ["LastName", "FirstName"] and len(header) > 4 and "ID" in header[2]
    return (one_name or two) and any("Section" in name for name in header)


def is_points(sheet: Sheet, row: int) -> bool:
    """Whether a row tells the assignments' points."""
    return row > 0 and "Points Possible" in sheet.cell(row, 0)


def student_rows(sheet: Sheet) -> list[int]:
    """The rows that are a student's."""
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
    """The columns that an assignment may be meant by: header, number and title in full, or else a
    title that differs in no more than case, spaces, dashes and underscores."""
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
