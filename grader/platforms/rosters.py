"""Lists of students: what they add to the gradebook, and which of its students a sender is.

A list is a roster of the course's own, or what a learning platform exports in English:

- Canvas's gradebook (Grades → Export), which `lib/gradebook_exporter.rb` of
  https://github.com/instructure/canvas-lms writes. `Student` is "last name, first name".
- Moodle's participants' table (Participants → Download table data as CSV), or its gradebook
  (Grades → Export → Plain text file), whose columns `grade/export/lib.php` of
  https://github.com/moodle/moodle takes from the site's settings.
- Moodle's grading worksheet of one assignment, whose Identifier ("Participant 31") tells namesakes
  apart in a download of that assignment's submissions.
"""

from __future__ import annotations

import contextlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from grader.errors import CourseError, UsageError
from grader.platforms.collect.senders import Sender
from grader.platforms.exports import canvas
from grader.plugin import sheet
from grader.plugin.names import id_problem
from grader.plugin.sheet import Sheet
from grader.plugin.students import Student

if TYPE_CHECKING:
    from grader.platforms.lti import Member

ROSTER_COLUMNS: Final = (
    *("id", "first_name", "last_name", "lms_user_id", "email"),
    *("section", "group"),
)
"""Columns of a roster: those that `nbgrader db student import` reads, and two of ours. Only `id` is
required."""

OWN_IDS: Final = ("id",)
CANVAS_IDS: Final = ("SIS Login ID", "SIS User ID", "ID")
MOODLE_IDS: Final = ("Username", "ID number", "Email address")
"""Columns that ids may come from: the first that is full everywhere counts."""

COLUMNS: Final = {
    "full_name": ("Student", "Full name"),
    "first_name": ("first_name", "FirstName", "First name"),
    "last_name": ("last_name", "LastName", "Last name", "Surname"),
    "lms_user_id": ("lms_user_id", "Identifier", "ID"),
    "email": ("email", "Email address"),
    "section": ("section", "Section"),
    "group": ("group",),
}
"""Columns that tell of a student: the first that is there counts."""

PARTICIPANT: Final = "Participant "


MEMBER_IDS: Final = ("lis_person_sourcedid", "email", "user_id")
"""What a platform's answer has for ids: the first that everybody has counts."""


class StudentList(msgspec.Struct, frozen=True, kw_only=True):
    """The students of a file."""

    students: list[Student]
    rows: list[int]
    """The row of each, counted as a spreadsheet counts."""
    id_column: str
    from_platform: bool
    not_read: list[str]
    """Columns of a roster that it should not have."""


def read_list(path: Path, id_column: str = "") -> StudentList:
    """Read a roster, or a platform's list; ids come from a column, if one is named.

    Raises a CourseError for a text that cannot be a student's id, and for an id of two rows.
    """
    table = sheet.read_sheet(path)
    own, is_canvas = table.column("id") is not None, canvas.is_gradebook(table.header)
    rows = canvas.student_rows(table) if is_canvas and not own else range(1, len(table.rows))
    rows = [row for row in rows if any(cell.strip() for cell in table.rows[row])]
    ids = OWN_IDS if own else CANVAS_IDS if is_canvas else MOODLE_IDS
    column = _id_column(table, rows, [id_column] if id_column else ids)
    students = [_student_in(table, row, column) for row in rows]
    names = [name.strip() for name in table.header]
    others = [name for name in names if name and name not in (*ROSTER_COLUMNS, id_column.strip())]
    found = StudentList(
        students=students,
        rows=[row + 1 for row in rows],
        id_column=names[column],
        from_platform=not own,
        not_read=others if own else [],
    )
    return checked_list(found, str(path))


def list_of_members(members: Sequence[Member], id_column: str = "") -> StudentList:
    """Return the students whom a platform named by LTI; ids come from a field, if one is named."""
    if id_column and id_column not in MEMBER_IDS:
        raise UsageError(f"--id is one of {', '.join(MEMBER_IDS)} here, not {id_column!r}.")
    fields = [id_column] if id_column else MEMBER_IDS
    field = next((f for f in fields if all(m.text(f) for m in members)), "")
    if not field:
        raise CourseError(f"The platform does not send {' or '.join(fields)} of every member.")
    students = [
        Student(
            id=member.text(field),
            first_name=member.text("given_name"),
            last_name=member.text("family_name"),
            email=member.text("email"),
            lms_user_id=member.text("user_id"),
        )
        for member in members
    ]
    return checked_list(
        StudentList(
            students=students,
            rows=[*range(1, len(students) + 1)],
            id_column=field,
            from_platform=True,
            not_read=[],
        ),
        "The platform's list",
    )


def checked_list(found: StudentList, where: str) -> StudentList:
    """Return a list; raise a CourseError for what can't be an id, and for an id of two rows."""
    for student, row in zip(found.students, found.rows, strict=True):
        if problem := id_problem(student.id):
            place = f"{where}, row {row}"
            raise CourseError(f"{place}: {student.id!a} cannot be a student's id: {problem}.")
    for student_id, count in Counter(student.id for student in found.students).items():
        if count > 1:
            raise CourseError(f"{where}: {count} rows have the id {student_id}; keep one.")
    return found


def _id_column(table: Sheet, rows: Iterable[int], names: Sequence[str]) -> int:
    columns = [column for name in names if (column := table.column(name)) is not None]
    if not columns:
        raise CourseError(
            f"{table.path} has no column {names[0]!r}. It has {', '.join(table.header)}."
            if len(names) == 1
            else f"{table.path} has no column `id`, and is no list of Canvas's or Moodle's in"
            f" English. A roster's first row names its columns: {', '.join(ROSTER_COLUMNS)}. Only"
            f" id is required. It has {', '.join(table.header)}."
        )
    full = [column for column in columns if all(table.cell(row, column).strip() for row in rows)]
    return (full or columns)[0]


def _student_in(table: Sheet, row: int, id_column: int) -> Student:
    fields = {"id": table.cell(row, id_column).strip()}
    for field, names in COLUMNS.items():
        columns = (column for name in names if (column := table.column(name)) is not None)
        fields[field] = table.cell(row, next(columns, None)).strip()
    fields["lms_user_id"] = fields["lms_user_id"].removeprefix(PARTICIPANT)
    if full := fields.pop("full_name"):
        last, comma, first = full.partition(",")
        if not comma:  # only Canvas writes the last name first
            first, _, last = full.rpartition(" ")
        fields |= {"first_name": first.strip(), "last_name": last.strip()}
    return Student(**fields)


# Who is who ------------------------------------------------------------------------------


class Unknown(Exception):
    """A sender who cannot be matched to one student for sure. The sentence says why."""


class Roster:
    """The students of a course, indexed by every field that may identify them."""

    def __init__(self, students: Iterable[Student]) -> None:
        self.students = list(students)
        self._found: dict[tuple[str, str], dict[str, Student]] = defaultdict(dict)
        for student in self.students:
            for field, text in (
                ("id", student.id),
                ("lms_user_id", student.lms_user_id),
                ("email", student.email),
                ("name", student.full),
                ("name", student.sortable),
            ):
                if key := _same_student(field, text):
                    self._found[field, key][student.id] = student

    def find(self, sender: Sender) -> tuple[str, str]:
        """Return the id of the student that a sender is, and the field that matched.

        Where the platform gives user numbers, a name alone only matches a student without a number
        in the roster.
        """
        for field, text in sender.known_by.items():
            found = list(self._found.get((field, _same_student(field, text)), {}).values())
            if len(found) > 1:
                found = [s for s in found if sender.number and s.lms_user_id == sender.number]
                if not found:
                    raise Unknown(f"more than one student has the {field} {text!r}")
            number = sender.known_by.get("lms_user_id", "")
            if found and field == "name" and number and found[0].lms_user_id not in ("", number):
                raise Unknown(
                    f"it has the name of {found[0].called}, whose lms_user_id is"
                    f" {found[0].lms_user_id}, not {number}"
                )
            if found:
                return found[0].id, field
        tried = " or the ".join(f"{field} {text!r}" for field, text in sender.known_by.items())
        raise Unknown(f"no student has the {tried}" if tried else "nothing tells whose it is")


def _same_student(field: str, text: str) -> str:
    """Return a text as it is compared.

    Names are reduced to letters and digits, since platforms drop the other characters.
    """
    if field not in ("name", "email"):
        return text.strip()
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    return "".join(filter(str.isalnum, folded)) if field == "name" else folded


def listed_students(known: Iterable[Student], student_list: StudentList) -> dict[str, Student]:
    """Return what a list adds to the gradebook's students, by the ids that the course has for them.

    On a platform's list, its number or the address tells who they are. Raises a CourseError if two
    rows fit one student, or one has the id of another student but for case.
    """
    roster = Roster(known)
    ids = {student.id for student in roster.students}
    without_case = {name.casefold(): name for name in ids}
    found: dict[str, Student] = {}
    rows: dict[str, int] = {}
    for student, row in zip(student_list.students, student_list.rows, strict=True):
        name = student.id
        if student_list.from_platform:
            marks = {"lms_user_id": student.lms_user_id, "email": student.email}
            with contextlib.suppress(Unknown):
                known_by = {field: text for field, text in marks.items() if text}
                name, _ = roster.find(Sender(known_by=known_by))
        if (other := rows.setdefault(name, row)) != row:
            raise CourseError(
                f"Rows {other} and {row} of the list both fit the student {name} of the gradebook,"
                " by lms_user_id or email: correct one of them, or take it out."
            )
        if name not in ids and (like := without_case.get(name.casefold())):
            raise CourseError(
                f"The list, row {row}: the id {name!r} differs from the known student {like} in"
                f" case alone. Write {like} if it is the same, or choose the ids' column by grader"
                " roster --id COLUMN."
            )
        found[name] = student
    return found


def with_known_numbers(
    known: Mapping[str, Student], listed: Mapping[str, Student]
) -> dict[str, Student]:
    """Return students with the platform's numbers that the gradebook has already.

    LTI has others than a platform's files do, by which `grader collect` knows who handed in.
    """
    return {
        name: msgspec.structs.replace(
            student, lms_user_id=getattr(known.get(name), "lms_user_id", "") or student.lms_user_id
        )
        for name, student in listed.items()
    }


def merged(known: Iterable[Student], listed: dict[str, Student]) -> dict[str, Student]:
    """Return all students by their ids. Fields that the list leaves empty are kept."""
    found = {student.id: student for student in known}
    for name, student in listed.items():
        fields = {field: text for field, text in msgspec.structs.asdict(student).items() if text}
        found[name] = msgspec.structs.replace(found.get(name, student), **fields | {"id": name})
    return found
