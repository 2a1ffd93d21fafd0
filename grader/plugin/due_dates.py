"""Due dates, extensions of single students, and late penalties, in nbgrader's gradebook.

nbgrader keeps an extension with a submission, as a length of time. Ours are kept by themselves, as
a date: so they can be given before anything is handed in, and hold when the due date moves. Late
penalties follow today's dates and policy without any code being run again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

import msgspec
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import delete, insert, select
from traitlets.config import Config

from grader.errors import CourseError, UsageError
from grader.plugin.class_records import submission_rows
from grader.plugin.grade_records import apply_extension, assignment_row, one_transaction
from grader.plugin.own_tables import EXTENSIONS, has_table


def in_utc(text: str) -> dt.datetime | None:
    """Read a date as ISO 8601, in local time unless it says otherwise; `none` is no date."""
    if text.lower() == "none":
        return None
    try:
        found = dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):  # beyond the years 1 and 9999 in local time or in UTC
        raise UsageError(
            f"{text!r} is no date. Write it as 2026-01-31T18:00, or with an offset from UTC as"
            " 2026-01-31T18:00+01:00, or none."
        ) from None
    return found.replace(tzinfo=None)


def has_no_time(text: str) -> bool:
    """Return whether a date is one of a day alone, which means the start of that day."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def set_extension(
    gradebook: Gradebook, assignment: str, student: str, until: dt.datetime | None
) -> None:
    """Let a student hand in an assignment until a date, or no longer than all others."""
    if assignment_row(gradebook, assignment).duedate is None and until is not None:
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


def extensions(gradebook: Gradebook, assignment: str) -> dict[str, dt.datetime]:
    """Return the extensions of an assignment, by student."""
    if not has_table(gradebook, EXTENSIONS):
        return {}
    query = select(EXTENSIONS.c.student, EXTENSIONS.c.until)
    found = gradebook.db.execute(query.where(EXTENSIONS.c.assignment == assignment))
    return dict(found.all())


# Penalties ----------------------------------------------------------------------------------


class LateSubmission(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that came late, and what it costs."""

    student: str
    seconds: float
    penalty: float
    free_days: int = 0
    """How many of its days were free."""


def refresh_penalties(
    gradebook: Gradebook,
    config: Config,
    assignments: Sequence[str],
    students: Collection[str] = (),
    *,
    late_only: bool = False,
) -> list[str]:
    """Apply the course's late policy again to some assignments; return a line for each change.

    Where free days are shared by assignments, it is applied to all of them. With `late_only`, a
    penalty that somebody wrote beside the policy stays.
    """
    places = _late_places(gradebook, students, late_only=late_only)
    if not places:
        return []
    from grader.plugin import scoring  # late: it imports nbconvert, which is slow

    ours = scoring.late_policy_of(config, gradebook)
    if not (ours and ours.free_days):
        places = [place for place in places if place[0] in assignments]
    with one_transaction(gradebook):
        before = _all_penalties(gradebook)
        for name, student in places:
            submission = gradebook.find_submission(name, student)
            apply_extension(gradebook, submission)
            scoring.penalize(config, gradebook, submission, student)
        after = _all_penalties(gradebook)
    return [
        f"{student}, {name}: late penalty {before[name, student]:g} → {points:g} points"
        for (name, student), points in sorted(after.items())
        if abs(points - before[name, student]) > 1e-9
    ]


def late_submissions_of(
    gradebook: Gradebook, config: Config, assignment: str
) -> Iterator[LateSubmission]:
    """Yield the submissions of an assignment that came late, after any time of grace."""
    submissions = gradebook.find_assignment(assignment).submissions
    late = [row for row in submissions if row.total_seconds_late > 0]
    if not late:
        return
    from grader.plugin import scoring

    ours = scoring.late_policy_of(config, gradebook)
    for row in late:
        if ours and ours.is_grace(row.total_seconds_late):
            continue
        used = ours.free_days_used(row.student_id) if ours else {}
        yield LateSubmission(
            student=row.student_id,
            seconds=row.total_seconds_late,
            penalty=sum(book.late_submission_penalty or 0.0 for book in row.notebooks),
            free_days=used.get(assignment, 0),
        )


def policy_in_words(gradebook: Gradebook, config: Config) -> str:
    """Return what the course's late policy is."""
    from grader.plugin import scoring

    return str(scoring.late_policy_of(config, gradebook) or "one of the course's own")


def _late_places(
    gradebook: Gradebook, students: Collection[str], *, late_only: bool
) -> list[tuple[str, str]]:
    """Return the submissions that came after the due date, or have a penalty."""
    return sorted(
        (row.name, row.student_id)
        for row in submission_rows(gradebook)
        if not students or row.student_id in students
        if (row.lost and not late_only)
        or (row.timestamp and row.duedate and row.timestamp > row.duedate)
    )


def _all_penalties(gradebook: Gradebook) -> dict[tuple[str, str], float]:
    return {(row.name, row.student_id): row.lost for row in submission_rows(gradebook)}
