"""The students of a class: who they are, their sections, and groups that hand in together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from nbgrader.api import Gradebook
from nbgrader.api import Student as StudentRow
from sqlalchemy import Row, delete, insert, select

from grader.errors import UsageError, in_one_line
from grader.plugin.names import did_you_mean
from grader.plugin.own_tables import MEMBERSHIPS, has_table, make_tables


class Student(msgspec.Struct, frozen=True, kw_only=True):
    """A student in the gradebook. Unknown fields are empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    section: str = ""
    group: str = ""
    """Students of a group hand in together."""

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


def students_of(gradebook: Gradebook, rows: Iterable[StudentRow]) -> list[Student]:
    """Return students as the gradebook has them."""
    places = {}
    if has_table(gradebook, MEMBERSHIPS):
        places = {row.student: row for row in gradebook.db.execute(select(MEMBERSHIPS))}
    return [_student_of(row, places.get(row.id)) for row in rows]


def sections_in(gradebook: Gradebook) -> dict[str, str]:
    """Return the section of each student, which is empty for none."""
    try:
        return {student.id: student.section for student in students_in_gradebook(gradebook)}
    finally:
        gradebook.db.remove()  # leave no transaction open


def groups_in(gradebook: Gradebook) -> dict[str, str]:
    """Return the groups that hand in together, by student."""
    query = select(MEMBERSHIPS.c.student, MEMBERSHIPS.c.team).where(MEMBERSHIPS.c.team != "")
    try:
        if not has_table(gradebook, MEMBERSHIPS):
            return {}
        return dict(gradebook.db.execute(query.order_by(MEMBERSHIPS.c.student)).all())
    finally:
        gradebook.db.remove()  # leave no transaction open


def _student_of(row: StudentRow, place: Row[Any] | None) -> Student:
    return Student(
        id=row.id,
        first_name=row.first_name or "",
        last_name=row.last_name or "",
        email=row.email or "",
        lms_user_id=row.lms_user_id or "",
        section=place.section if place else "",
        group=place.team if place else "",
    )


def students_in_gradebook(gradebook: Gradebook) -> list[Student]:
    """Return the students in the gradebook."""
    return students_of(gradebook, gradebook.db.query(StudentRow))


def enter_students(gradebook: Gradebook, students: Iterable[Student]) -> None:
    """Write students to the gradebook, so that exports find them."""
    make_tables(gradebook.db.connection())
    rows = {row.id: row for row in gradebook.db.query(StudentRow)}
    for student in students:
        values = {name: text or None for name, text in msgspec.structs.asdict(student).items()}
        section, group = values.pop("section") or "", values.pop("group") or ""
        gradebook.db.execute(delete(MEMBERSHIPS).where(MEMBERSHIPS.c.student == student.id))
        if section or group:
            place = {"student": student.id, "section": section, "team": group}
            gradebook.db.execute(insert(MEMBERSHIPS).values(place))
        if (row := rows.get(student.id)) is None:
            gradebook.db.add(StudentRow(**values))
            continue
        for name, text in values.items():
            setattr(row, name, text)
    gradebook.db.commit()


def check_section(section: str, known: Iterable[str]) -> None:
    """Raise a UsageError that lists the sections if one is not there."""
    known = sorted({*known} - {""})
    if section not in known:
        raise UsageError(
            f"There is no section {section!r}{did_you_mean(section, known)} There is:"
            f" {', '.join(known) or 'none; a column `section` of the roster names them'}."
        )
