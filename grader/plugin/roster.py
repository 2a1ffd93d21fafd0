"""The students of a course, as the gradebook lists them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from nbgrader.api import Gradebook
from nbgrader.api import Student as StudentRow

from grader.plugin.course import Course
from grader.plugin.names import id_problem, in_one_line


class Student(msgspec.Struct, frozen=True, kw_only=True):
    """A student in the gradebook. Unknown fields are empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def full(self) -> str:
        """First name, last name."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)

    @property
    def sortable(self) -> str:
        """Last name, comma, first name."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part)

    @property
    def called(self) -> str:
        """Return the student's name for a sentence, without control characters for a terminal."""
        text = f"{self.id} ({self.full})" if self.full else self.id
        return in_one_line(text)


def student_of(row: StudentRow) -> Student:
    """Return a student as the gradebook has it."""
    return Student(
        id=row.id,
        first_name=row.first_name or "",
        last_name=row.last_name or "",
        email=row.email or "",
        lms_user_id=row.lms_user_id or "",
    )


def students_in_gradebook(gradebook: Gradebook) -> list[Student]:
    """Return the students in the gradebook."""
    return [student_of(row) for row in gradebook.db.query(StudentRow)]


def known_ids(course: Course) -> list[str]:
    """Return the ids of the students in the gradebook, and of those who handed in anything."""
    with course.door() as door:
        names = door.names()
    with course.gradebook() as gradebook:
        known = {student.id for student in students_in_gradebook(gradebook)}
    return sorted(known | {name for name in names if not id_problem(name)})


def enter_students(gradebook: Gradebook, students: Iterable[Student]) -> None:
    """Write students to the gradebook, so that exports find them."""
    rows = {row.id: row for row in gradebook.db.query(StudentRow)}
    for student in students:
        told = {name: text or None for name, text in msgspec.structs.asdict(student).items()}
        if (row := rows.get(student.id)) is None:
            gradebook.db.add(StudentRow(**told))
            continue
        for name, text in told.items():
            setattr(row, name, text)
    gradebook.db.commit()
