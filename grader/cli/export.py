"""`grader export`: write the grades in the format of a learning platform."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.common import finish, main, open_course, print_penalties, student_option
from grader.workflows.exporting import FORMATS


@main.command("export")
@click.argument("assignments", nargs=-1)
@click.option(
    "--format", "name", type=click.Choice(list(FORMATS)), required=True, help="Format to write."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="FILE",
    help="File to write; for gradescope, a folder.",
)
@click.option(
    "--fill",
    "--canvas-export",
    type=click.Path(dir_okay=False, path_type=Path, resolve_path=True),
    metavar="FILE",
    help="CSV exported from Canvas, or grading worksheet downloaded from Moodle, to fill in.",
)
@student_option
@click.option(
    "--missing",
    type=click.Choice(["blank", "zero"]),
    help="Grade of a student who submitted nothing. Default: zero for csv, blank for the others.",
)
@click.pass_context
def export_command(
    ctx: click.Context,
    assignments: Sequence[str],
    name: str,
    output: Path | None,
    fill: Path | None,
    students: Sequence[str],
    missing: str | None,
) -> None:
    """Export the grades of ASSIGNMENTS to another platform.

    \b
    csv               nbgrader's table, quoted; safe to open in a spreadsheet
    canvas            Canvas: its exported CSV filled in (--fill), or a minimal CSV
    moodle            CSV to import into Moodle's gradebook, with feedback
    moodle-worksheet  Moodle's grading worksheet of one assignment, filled in (--fill)
    gradescope        a folder with Gradescope's results.json for each submission
    json              everything, test by test

    Late penalties follow marks by hand first. The file is written completely or not at all.
    Students who cannot be matched are listed; all others are exported. Settings in
    nbgrader_config.py: c.CanvasExport, c.MoodleExport and so on; nbgrader export
    --exporter=grader.plugin.exports.CanvasExport does the same.

    \b
    Examples:
      grader export --format csv
      grader export --format canvas --fill grades-from-canvas.csv -o grades-for-canvas.csv
      grader export 01_linear_algebra --format moodle-worksheet --fill worksheet.csv
    """
    from grader.workflows import exporting

    course = open_course(ctx)
    print_penalties(course, assignments, students, late_only=True)
    report = exporting.run_export(
        course,
        name,
        assignments=assignments,
        students=students,
        output=output,
        fill=fill,
        missing=missing,
    )
    for note in report.notes:
        click.echo(note, err=True)
    click.echo(exporting.written(report.files))
    finish(ctx, report.problems)
