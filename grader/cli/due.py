"""`grader due`: set due dates and extensions, and apply the late policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from grader.cli.common import finish, main, open_course, print_penalties, student_option
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.plugin import Course


@main.command("due")
@click.argument("assignment", required=False)
@click.argument("date", required=False)
@student_option
@click.pass_context
def due_command(
    ctx: click.Context, assignment: str | None, date: str | None, students: Sequence[str]
) -> None:
    """Set when ASSIGNMENT is due, or until when one student may hand it in.

    DATE is as 2026-01-31T18:00, in this machine's time zone unless it ends in an offset from UTC;
    `none` removes a date. An extension may be given before the student hands in.

    Without DATE it changes no date, and tells the late policy, dates, extensions and who was late.

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
    from grader.plugin.grade_records import one_transaction

    when = due_dates.in_utc(date)
    with course.gradebook() as gradebook, one_transaction(gradebook):
        for student in students:
            due_dates.set_extension(gradebook, assignment, student, when)
        if not students:
            due_dates.set_due_date(gradebook, assignment, when)
    click.echo(f"{assignment}{''.join(f', {who}' for who in students)}: due {_date_told(when)}")


def print_dates(course: Course, assignments: Sequence[str]) -> None:
    """Print the policy, and for each assignment its due date, extensions and late submissions."""
    from grader.plugin import due_dates, penalties

    with course.gradebook() as gradebook:
        click.echo(f"Late policy: {penalties.policy_in_words(gradebook, course.config)}.")
        known = {row.name: row.duedate for row in gradebook.assignments}
        for name in assignments:
            if name not in known:
                click.echo(f"{name}: not generated yet")
                continue
            click.echo(f"{name}: due {_date_told(known[name])}")
            for student, until in sorted(due_dates.extensions(gradebook, name).items()):
                click.echo(f"  {student}: until {_date_told(until)}")
            for one in penalties.late_submissions_of(gradebook, course.config, name):
                free = f", {one.free_days} of them free" if one.free_days else ""
                click.echo(
                    f"  {one.student}: {one.days:.1f} days late{free},"
                    f" penalty {one.penalty:g} points"
                )


def _date_told(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else "no date"
