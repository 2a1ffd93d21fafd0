"""`grader feedback`: write the students' feedback pages."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from grader.cli.common import (
    counted,
    finish,
    jobs_option,
    main,
    open_course,
    student_option,
)


@main.command("feedback")
@click.argument("assignments", nargs=-1)
@student_option
@jobs_option
@click.option("--force", is_flag=True, help="Also rewrite pages that are up to date.")
@click.pass_context
def feedback_command(
    ctx: click.Context,
    assignments: Sequence[str],
    students: Sequence[str],
    workers: int | None,
    force: bool,
) -> None:
    """Write the feedback pages of ASSIGNMENTS in feedback/.

    Writes one page for each graded notebook, in feedback/<student>/<assignment>/. It shows the
    result of every test and the instructor's comments. Pages are skipped that are newer than the
    graded notebook and show the marks, comments and penalties of the gradebook.

    \b
    Examples:
      grader feedback
      grader feedback 01_linear_algebra --student ada --force
    """
    from grader.workflows import feedback_pages

    course = open_course(ctx)
    problems: list[str] = []
    names = course.select_assignments(assignments, problems)
    tasks = feedback_pages.plan_feedback(course, names, students, problems, force=force)
    written = 0
    workers = workers or os.cpu_count() or 1
    for page_count, problem in feedback_pages.write_feedback(course, tasks, workers):
        written += page_count
        problems += [problem] if problem else []
    click.echo(f"feedback/: {counted(written, 'page')} written")
    finish(ctx, problems)
