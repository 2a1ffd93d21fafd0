"""What an instructor reads of a class: its report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.common import course_of, finish, main


@main.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--output",
    "-o",
    "folder",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="DIR",
    help="The folder to write to, instead of report/ in the course.",
)
@click.pass_context
def report_command(ctx: click.Context, assignments: Sequence[str], folder: Path | None) -> None:
    """Tell how the class did in ASSIGNMENTS, in report/.

    report/index.html is about the course, as far as it is in this run; the pages
    report/<assignment>/index.html tell how the scores lie, which tests were passed, which
    misconceptions are common, how well each exercise tells apart who knows, what went wrong, which
    submissions are alike, what grading took and in which walls. Beside them are students.csv,
    exercises.csv and report.json. The pages name students, and are for the instructor.

    \b
    Examples:
      grader report
      grader report linear_algebra -o ~/report-of-march
    """
    from grader import report as reports

    course = course_of(ctx)
    problems: list[str] = []
    pages = reports.write_report(course, assignments, folder or course.root / "report", problems)
    for page in pages:
        click.echo(f"{page} written")
    finish(ctx, problems)
