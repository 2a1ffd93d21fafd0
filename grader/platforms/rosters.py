"""Which student a sender is, and what a list of students adds to the gradebook."""

from __future__ import annotations

import contextlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from grader.errors import CourseError
from grader.platforms.collectors import Sender
from grader.platforms.roster_lists import StudentList
from grader.plugin.roster import Student


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
        told = " or the ".join(f"{field} {text!r}" for field, text in sender.known_by.items())
        raise Unknown(f"no student has the {told}" if told else "nothing tells whose it is")


def _same_student(field: str, text: str) -> str:
    """Return a text as it is compared.

    Names are reduced to letters and digits, since platforms drop the other characters.
    """
    if field not in ("name", "email"):
        return text.strip()
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    return "".join(filter(str.isalnum, folded)) if field == "name" else folded


def listed_students(known: Iterable[Student], told: StudentList) -> list[Student]:
    """Return the students of a list; on a platform's, under the ids that the course has for them.

    The platform's number or the address tells who they are.
    """
    if not told.from_platform:
        return told.students
    roster, found = Roster(known), []
    for student in told.students:
        marks = {"lms_user_id": student.lms_user_id, "email": student.email}
        sender = Sender(known_by={field: text for field, text in marks.items() if text})
        name = student.id
        with contextlib.suppress(Unknown):
            name, _ = roster.find(sender)
        found.append(msgspec.structs.replace(student, id=name))
    return found


def merged(known: Iterable[Student], told: StudentList) -> list[Student]:
    """Merge a list into the gradebook's students. Fields that it leaves empty are kept.

    Raises a CourseError if two of its rows fit one student of the gradebook, or one has the id of
    another student but for case.
    """
    found = {student.id: student for student in known}
    without_case = {name.casefold(): name for name in found}
    rows: dict[str, int] = {}
    for student, row in zip(listed_students(found.values(), told), told.rows, strict=True):
        if (other := rows.setdefault(student.id, row)) != row:
            raise CourseError(
                f"Rows {other} and {row} of the list both fit the student {student.id} of the"
                " gradebook, by lms_user_id or email: correct one of them, or take it out."
            )
        if student.id not in found and (like := without_case.get(student.id.casefold())):
            raise CourseError(
                f"The list, row {row}: the id {student.id!r} differs from the known student {like}"
                f" in case alone. Write {like} if it is the same, or choose the ids' column by"
                " grader roster --id COLUMN."
            )
        new = {name: text for name, text in msgspec.structs.asdict(student).items() if text}
        found[student.id] = msgspec.structs.replace(found.get(student.id, student), **new)
    return list(found.values())
