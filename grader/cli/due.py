"""`grader due`: set due dates and extensions."""

from __future__ import annotations

from collections.abc import Sequence

import click

from grader.cli.common import finish, main, open_course, student_option


@main.command("due")
@click.argument("assignment")
@click.argument("date")
@student_option
@click.pass_context
def due_command(ctx: click.Context, assignment: str, date: str, students: Sequence[str]) -> None:
    """Set when ASSIGNMENT is due, or until when one student may hand it in.

    DATE is as 2026-01-31T18:00, in this machine's time zone unless it ends in an offset from UTC;
    `none` removes a date. Late penalties follow at once, by the course's policy
    (c.AssignLatePenalties.plugin_class); no code runs again. An extension may be given before the
    student hands in.

    \b
    Examples:
      grader due 01_linear_algebra 2026-01-31T18:00
      grader due 01_linear_algebra 2026-02-03T18:00 --student ada
    """
    from grader.cli.autograde import print_penalties
    from grader.plugin import due_dates
    from grader.plugin.grade_records import one_transaction

    course = open_course(ctx)
    assignment = course.find_assignment(assignment)
    when = due_dates.in_utc(date)
    with course.gradebook() as gradebook, one_transaction(gradebook):
        for student in students:
            due_dates.set_extension(gradebook, assignment, student, when)
        if not students:
            due_dates.set_due_date(gradebook, assignment, when)
    told = f"{when:%Y-%m-%d %H:%M} UTC" if when else "no date"
    click.echo(f"{assignment}{''.join(f', {who}' for who in students)}: due {told}")
    print_penalties(course, [assignment], ())
    finish(ctx, [])
