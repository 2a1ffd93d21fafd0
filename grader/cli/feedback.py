"""`grader feedback`: write the students' feedback pages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from grader import addons
from grader.cli.common import (
    counted,
    finish,
    jobs_option,
    one_assignment,
    open_course,
    print_penalties,
    student_option,
)
from grader.errors import UsageError

ONE: Final = "--zip-for is about one assignment; name it: grader feedback ASSIGNMENT."


@click.command("feedback")
@click.argument("assignments", nargs=-1)
@student_option
@jobs_option
@click.option("--force", is_flag=True, help="Also rewrite pages that are up to date.")
@click.option(
    "--zip-for",
    "download",
    type=click.Path(exists=True, path_type=Path, resolve_path=True),
    metavar="DOWNLOAD",
    help="Also write feedback/<assignment>.zip for the bulk upload of Canvas or Moodle. DOWNLOAD is"
    " what you gave to collect: its names tell whose a page is.",
)
@click.pass_context
def feedback_command(
    ctx: click.Context,
    assignments: Sequence[str],
    students: Sequence[str],
    workers: int | None,
    force: bool,
    download: Path | None,
) -> None:
    """Write the feedback pages of ASSIGNMENTS in feedback/.

    Writes one page for each graded notebook, in feedback/<student>/<assignment>/. It shows the
    result of every test and the instructor's comments. Pages are skipped that are newer than the
    graded notebook and show the marks, comments and penalties of the gradebook. Late penalties
    follow marks by hand first.

    \b
    Examples:
      grader feedback
      grader feedback 01_linear_algebra --student ada --force
      grader feedback 01_linear_algebra --zip-for submissions.zip
    """
    from grader.workflows import feedback_pages

    write_zip = addons.find("steps", "feedback_zip")
    if download and not write_zip:
        raise UsageError("--zip-for needs grader.platforms, which is not installed.")
    course = open_course(ctx)
    if download:
        assignments = [one_assignment(course, assignments, ONE)]
    problems: list[str] = []
    names = course.select_assignments(assignments, problems)
    print_penalties(course, names, students, late_only=True)
    tasks = feedback_pages.plan_feedback(course, names, students, problems, force=force)
    written = 0
    workers = workers or os.cpu_count() or 1
    for page_count, problem in feedback_pages.write_feedback(course, tasks, workers):
        written += page_count
        problems += [problem] if problem else []
    click.echo(f"feedback/: {counted(written, 'page')} written")
    if download and write_zip:
        zipped = write_zip(course, names[0], download)
        where = zipped.path.relative_to(course.root)
        click.echo(f"{where}: pages of {counted(zipped.students, 'student')}")
        problems += zipped.problems
    finish(ctx, problems)
