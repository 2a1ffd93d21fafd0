"""`grader due`: set due dates and extensions, and apply the late policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from grader.cli.common import (
    counted,
    finish,
    open_course,
    print_note,
    print_penalties,
    student_option,
)
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.plugin import Course


@click.command("due")
@click.argument("assignment", required=False)
@click.argument("date", required=False)
@student_option
@click.pass_context
def due_command(
    ctx: click.Context, assignment: str | None, date: str | None, students: Sequence[str]
) -> None:
    """Set when ASSIGNMENT is due, or until when one student may hand it in.

    DATE is as 2026-01-31T18:00, in this machine's time zone unless it ends in an offset from UTC;
    `none` removes a date or an extension. A day alone, 2026-01-31, means its start at 00:00; write
    2026-01-31T23:59 for its end. An extension may be given before the student hands in.

    Without DATE it changes no date, and tells the late policy, dates, extensions and who was late:
    not who is within the policy's time of grace.

    Either way late penalties follow at once, also after a change of the policy (c.LatePolicy in
    nbgrader_config.py); no code runs again.

    \b
    Examples:
      grader due 01_linear_algebra 2026-01-31T18:00
      grader due 01_linear_algebra 2026-02-03T18:00 --student ada
      grader due
    """
    course = open_course(ctx)
    if date is None and students:
        raise UsageError("--student needs a date: grader due ASSIGNMENT DATE --student ID")
    names = [course.find_assignment(assignment)] if assignment else course.assignments()
    if date is not None:
        set_date(course, names[0], date, students)
    print_penalties(course, names)
    if date is None:
        print_dates(course, names)
    finish(ctx, [])


def set_date(course: Course, assignment: str, date: str, students: Sequence[str]) -> None:
    """Set a due date, or the extensions of students, and print it."""
    from grader.plugin import due_dates
    from grader.plugin.grade_records import assignment_row, one_transaction

    when = due_dates.in_utc(date)
    with course.gradebook() as gradebook, one_transaction(gradebook):
        for student in students:
            due_dates.set_extension(gradebook, assignment, student, when)
        row = assignment_row(gradebook, assignment)
        if not students:
            row.duedate = when
        of_all = row.duedate
    what = f"due {_date_text(when)}"
    if students and when is None:
        what = f"no extension, due as for all: {_date_text(of_all)}"
    if due_dates.has_no_time(date):
        what += f" (the start of {date}; for its end: {date}T23:59)"
    click.echo(f"{', '.join([assignment, *students])}: {what}")
    if when is not None:
        tell_unknown(course, assignment, students)


def tell_unknown(course: Course, assignment: str, students: Sequence[str]) -> None:
    """Note who has an extension and is not known yet: it may be a mistyped name."""
    known = course.known_students() if students else []
    for student in students:
        if student not in known:
            print_note(
                f"No student {student!r} is known yet{course.meant_student(student)} To take the"
                f" extension back: grader due {assignment} none --student {student}"
            )


def print_dates(course: Course, assignments: Sequence[str]) -> None:
    """Print the policy, and for each assignment its due date, extensions and late submissions."""
    from grader.plugin import due_dates

    with course.gradebook() as gradebook:
        click.echo(f"Late policy: {due_dates.policy_in_words(gradebook, course.config)}.")
        known = {row.name: row.duedate for row in gradebook.assignments}
        for name in assignments:
            if name not in known:
                click.echo(f"{name}: not generated yet")
                continue
            click.echo(f"{name}: due {_date_text(known[name])}")
            for student, until in sorted(due_dates.extensions(gradebook, name).items()):
                click.echo(f"  {student}: until {_date_text(until)}")
            for one in due_dates.late_submissions_of(gradebook, course.config, name):
                free = f", {one.free_days} of them free" if one.free_days else ""
                click.echo(
                    f"  {one.student}: {_duration(one.seconds)} late{free},"
                    f" penalty {one.penalty:g} points"
                )


def _duration(seconds: float) -> str:
    if seconds < 3600:
        return counted(max(1, round(seconds / 60)), "minute")
    if seconds < 86400:
        return f"{seconds / 3600:.1f} hours"
    return f"{seconds / 86400:.1f} days"


def _date_text(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else "no date"
