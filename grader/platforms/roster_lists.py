"""Lists of students as learning platforms export them, read as rosters.

- Canvas: the gradebook (Grades → Export); `lib/gradebook_exporter.rb` of
  https://github.com/instructure/canvas-lms writes it. `Student` is "last name, first name".
- Moodle: the participants' table (Participants → Download table data as CSV), and the gradebook
  (Grades → Export → Plain text file), whose columns `grade/export/lib.php` of
  https://github.com/moodle/moodle takes from the site's settings: First name, Last name, ID number,
  Institution, Department, Email address.
- Moodle's grading worksheet of one assignment: Identifier ("Participant 31"), Full name, Email
  address. The number tells namesakes apart in a download of that assignment's submissions.

Their ids differ: the column that the course's ids come from can be named.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import CourseError
from grader.platforms.exports import canvas
from grader.plugin import sheet
from grader.plugin.names import id_problem
from grader.plugin.roster import Student
from grader.plugin.sheet import Sheet

ROSTER_COLUMNS: Final = ("id", "first_name", "last_name", "lms_user_id", "email")
"""Columns of a roster, as `nbgrader db student import` reads them. Only `id` is required."""

PARTICIPANT: Final = "Participant "


class ListKind(msgspec.Struct, frozen=True, kw_only=True):
    """How a platform's list names what we want to know; the first name that is there counts."""

    name: str
    ids: Sequence[str]
    """Columns that ids may come from, the best first; the first that is full everywhere counts."""
    columns: dict[str, Sequence[str]]


OWN: Final = ListKind(
    name="roster", ids=["id"], columns={name: [name] for name in ROSTER_COLUMNS[1:]}
)
CANVAS: Final = ListKind(
    name="Canvas's gradebook",
    ids=["SIS Login ID", "SIS User ID", "ID"],
    columns={
        "full_name": ["Student"],
        "first_name": ["FirstName"],
        "last_name": ["LastName"],
        "lms_user_id": ["ID"],
    },
)
MOODLE: Final = ListKind(
    name="Moodle's list",
    ids=["Username", "ID number", "Email address"],
    columns={
        "full_name": ["Full name"],
        "first_name": ["First name"],
        "last_name": ["Last name", "Surname"],
        "lms_user_id": ["Identifier"],
        "email": ["Email address"],
    },
)


class StudentList(msgspec.Struct, frozen=True, kw_only=True):
    """The students of a file, and what kind of file it is."""

    students: list[Student]
    rows: list[int]
    """The row of each, counted as a spreadsheet counts."""
    kind: str
    id_column: str
    from_platform: bool
    not_read: list[str]
    """Columns of a roster that it should not have."""


def read_list(path: Path, id_column: str = "") -> StudentList:
    """Read a roster, or a platform's list; ids come from a column, if one is named.

    Raises a CourseError for a text that cannot be a student's id, and for an id of two rows.
    """
    table = sheet.read_sheet(path)
    kind = _list_kind(table)
    rows = canvas.student_rows(table) if kind is CANVAS else range(1, len(table.rows))
    rows = [row for row in rows if any(cell.strip() for cell in table.rows[row])]
    place = _id_place(table, kind, rows, id_column)
    students = [_student_in(table, kind, row, place) for row in rows]
    for student, row in zip(students, rows, strict=True):
        if problem := id_problem(student.id):
            where = f"{path}, row {row + 1}"
            raise CourseError(f"{where}: {student.id!a} cannot be a student's id: {problem}.")
    for student_id, count in Counter(student.id for student in students).items():
        if count > 1:
            raise CourseError(f"{path}: {count} rows have the id {student_id}; keep one.")
    return StudentList(
        students=students,
        rows=[row + 1 for row in rows],
        kind=kind.name,
        id_column=table.header[place].strip(),
        from_platform=kind is not OWN,
        not_read=_not_read(table, id_column) if kind is OWN else [],
    )


def _list_kind(table: Sheet) -> ListKind:
    names = {name.strip() for name in table.header}
    if "id" in names:
        return OWN
    if canvas.is_gradebook(table.header):
        return CANVAS
    if names & {"First name", "Full name"} and names & {*MOODLE.ids}:
        return MOODLE
    raise CourseError(
        f"{table.path} has no column `id`, and is no list of Canvas's or Moodle's in English. A"
        f" roster's first row names its columns: {', '.join(ROSTER_COLUMNS)}. Only id is required."
        f" It has {', '.join(table.header)}."
    )


def _not_read(table: Sheet, id_column: str) -> list[str]:
    """Return the columns that a roster does not have; raise a CourseError for a misspelt one."""
    names = [name.strip() for name in table.header]
    lacking = {_letters(name): name for name in ROSTER_COLUMNS if name not in names}
    read = (*ROSTER_COLUMNS, id_column.strip())
    others = [name for name in names if name and name not in read]
    for name in others:
        if meant := difflib.get_close_matches(_letters(name), list(lacking), 1, 0.85):
            raise CourseError(
                f"{table.path} has a column {name!r}; did you mean {lacking[meant[0]]}? Rename it,"
                " or take it out."
            )
    return others


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _id_place(table: Sheet, kind: ListKind, rows: Sequence[int], wanted: str) -> int:
    if wanted:
        if (place := table.column(wanted)) is None:
            raise CourseError(
                f"{table.path} has no column {wanted!r}. It has {', '.join(table.header)}."
            )
        return place
    places = [place for name in kind.ids if (place := table.column(name)) is not None]
    full = [p for p in places if all(table.cell(row, p).strip() for row in rows)]
    return (full or places)[0]


def _student_in(table: Sheet, kind: ListKind, row: int, place: int) -> Student:
    told = {"id": table.cell(row, place).strip()}
    for field, names in kind.columns.items():
        columns = [column for name in names if (column := table.column(name)) is not None]
        told[field] = table.cell(row, columns[0]).strip() if columns else ""
    told["lms_user_id"] = told["lms_user_id"].removeprefix(PARTICIPANT)
    if full := told.pop("full_name", ""):
        last, comma, first = full.partition(",")
        if not comma:  # only Canvas writes the last name first
            first, _, last = full.rpartition(" ")
        told |= {"first_name": first.strip(), "last_name": last.strip()}
    return Student(**told)
