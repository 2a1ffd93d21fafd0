"""Rosters read from files: which student a sender is, and what they add to the gradebook."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from grader.errors import CourseError
from grader.platforms.collectors import Sender
from grader.platforms.roster_lists import StudentList, read_list, with_known_ids
from grader.plugin.names import id_problem
from grader.plugin.roster import Student


class Unknown(Exception):
    """A sender who cannot be matched to one student for sure. The sentence says why."""


class Roster:
    """The students of a course, indexed by every field that may identify them."""

    def __init__(self, students: Iterable[Student]) -> None:
        self.students = list(students)
        self._found: dict[tuple[str, str], dict[str, Student]] = defaultdict(dict)
        for student in self.students:
            for field, key in _keys(student):
                self._found[field, key][student.id] = student

    def find(self, sender: Sender) -> tuple[Student, str]:
        """Return the student that a sender is, and the field that matched.

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
                return found[0], field
        told = " or the ".join(f"{field} {text!r}" for field, text in sender.known_by.items())
        raise Unknown(f"no student has the {told}" if told else "nothing tells whose it is")


def _keys(student: Student) -> Iterable[tuple[str, str]]:
    """Yield the fields of a student and their lookup keys. Empty fields are skipped."""
    known = [
        ("id", student.id),
        ("lms_user_id", student.lms_user_id),
        ("email", student.email),
        ("name", student.full),
        ("name", student.sortable),
    ]
    return [(field, key) for field, text in known if (key := _same_student(field, text))]


def _same_student(field: str, text: str) -> str:
    """Return a text as it is compared.

    Names are reduced to letters and digits, since platforms drop the other characters.
    """
    if field not in ("name", "email"):
        return text.strip()
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    return "".join(filter(str.isalnum, folded)) if field == "name" else folded


def read_roster(path: Path, id_column: str = "") -> StudentList:
    """Read the students of a roster or of a platform's list; see `roster_lists`."""
    found = read_list(path, id_column)
    for student, row in zip(found.students, found.rows, strict=True):
        _check_id(student.id, f"{path}, row {row}")
    _once(found.students, path)
    return found


def _check_id(student: str, where: str) -> None:
    """Raise a CourseError for a text that cannot be a student's id."""
    if problem := id_problem(student):
        raise CourseError(f"{where}: {student!a} cannot be a student's id: {problem}.")


def _once(students: Sequence[Student], path: Path) -> None:
    """Raise a CourseError if two rows have the same id."""
    for student, count in Counter(student.id for student in students).items():
        if count > 1:
            raise CourseError(f"{path}: {count} rows have the id {student}; keep one.")


def listed_students(known: Iterable[Student], told: StudentList) -> list[Student]:
    """Return the students of a list under the ids that the course has for them."""
    return with_known_ids(known, told.students) if told.from_platform else told.students


def merged(known: Iterable[Student], told: StudentList) -> list[Student]:
    """Merge a roster into the gradebook's students. Fields that it leaves empty are kept.

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
