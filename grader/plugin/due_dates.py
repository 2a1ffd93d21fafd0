"""Due dates of assignments, and extensions of single students, in nbgrader's gradebook.

nbgrader keeps an extension with a submission, as a length of time. Ours are kept by themselves, as
a date: so they can be given before anything is handed in, and hold when the due date moves.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import delete, insert, inspect, select

from grader.errors import CourseError, UsageError
from grader.plugin.schema import EXTENSIONS


def in_utc(text: str) -> dt.datetime | None:
    """Read a date as ISO 8601, in local time unless it says otherwise; `none` is no date."""
    if text.lower() == "none":
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is no date. Write it as 2026-01-31T18:00, or with an offset from UTC as"
            " 2026-01-31T18:00+01:00, or none."
        ) from None
    return found.astimezone(dt.UTC).replace(tzinfo=None)


def has_no_time(text: str) -> bool:
    """Return whether a date is one of a day alone, which means the start of that day."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def due_date(gradebook: Gradebook, assignment: str) -> dt.datetime | None:
    """Return the due date of an assignment."""
    found: dt.datetime | None = _assignment(gradebook, assignment).duedate
    return found


def set_due_date(gradebook: Gradebook, assignment: str, when: dt.datetime | None) -> None:
    """Set or remove the due date of an assignment."""
    _assignment(gradebook, assignment).duedate = when


def set_extension(
    gradebook: Gradebook, assignment: str, student: str, until: dt.datetime | None
) -> None:
    """Let a student hand in an assignment until a date, or no longer than all others."""
    if _assignment(gradebook, assignment).duedate is None and until is not None:
        raise CourseError(
            f"{assignment} has no due date that could be extended. Set it first: grader due"
            f" {assignment} DATE"
        )
    place = (EXTENSIONS.c.assignment == assignment) & (EXTENSIONS.c.student == student)
    gradebook.db.execute(delete(EXTENSIONS).where(place))
    if until is not None:
        row = {"assignment": assignment, "student": student, "until": until}
        gradebook.db.execute(insert(EXTENSIONS).values(row))
    else:
        try:
            gradebook.find_submission(assignment, student).extension = None
        except MissingEntry:
            return


def apply_extension(gradebook: Gradebook, submission: Any) -> None:
    """Set the extension of a submission if its student was given one by date."""
    query = select(EXTENSIONS.c.until).where(
        EXTENSIONS.c.assignment == submission.name, EXTENSIONS.c.student == submission.student_id
    )
    until = gradebook.db.execute(query).scalar()
    due = submission.assignment.duedate
    if until is not None and due is not None:
        submission.extension = max(until - due, dt.timedelta(0))


def extensions(gradebook: Gradebook, assignment: str) -> dict[str, dt.datetime]:
    """Return the extensions of an assignment, by student."""
    if not inspect(gradebook.db.connection()).has_table(EXTENSIONS.name):
        return {}
    query = select(EXTENSIONS.c.student, EXTENSIONS.c.until)
    found = gradebook.db.execute(query.where(EXTENSIONS.c.assignment == assignment))
    return dict(found.all())


def _assignment(gradebook: Gradebook, name: str) -> Any:
    try:
        return gradebook.find_assignment(name)
    except MissingEntry:
        raise CourseError(
            f"The assignment {name!r} is not in the gradebook. Generate it first: grader generate"
            f" {name}"
        ) from None
