"""`grader report`: write the instructor's report on a class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.common import finish, open_course, print_penalties, section_option


@click.command("report")
@click.argument("assignments", nargs=-1)
@click.option(
    "--output",
    "-o",
    "folder",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="DIR",
    help="Folder to write to. Default: report/ in the course.",
)
@section_option
@click.option(
    "--anonymous",
    is_flag=True,
    help="Call students by numbers, and leave out links to their work.",
)
@click.pass_context
def report_command(
    ctx: click.Context,
    assignments: Sequence[str],
    folder: Path | None,
    section: str,
    anonymous: bool,
) -> None:
    """Report how the class did in ASSIGNMENTS, in report/.

    report/index.html covers all assignments of this run. Each report/<assignment>/index.html shows
    the distribution of scores, the tests passed, common misconceptions, what the class predicted,
    how well each exercise separates strong from weak students, what went wrong, and the time and
    sandbox of grading.
    Beside them are students.csv, exercises.csv and report.json. The pages name students and are
    for the instructor only.

    \b
    Examples:
      grader report
      grader report 01_linear_algebra -o ~/report-of-march
    """
    from grader.report import class_report

    course = open_course(ctx)
    problems: list[str] = []
    print_penalties(course, assignments, late_only=True)
    target = folder or course.root / "report"
    pages = class_report.write_report(
        course, assignments, target, problems, section=section, anonymous=anonymous
    )
    for page in pages:
        click.echo(f"{page} written")
    finish(ctx, problems)
