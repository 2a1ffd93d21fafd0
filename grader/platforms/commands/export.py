"""`grader export`: write the grades in the format of a learning platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from grader.cli.common import (
    finish,
    one_assignment,
    open_course,
    print_penalties,
    student_option,
)
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.platforms.exports import Report
    from grader.plugin import Course

FORMATS: Final = {
    "csv": "CsvExport",
    "canvas": "CanvasExport",
    "moodle": "MoodleExport",
    "json": "ResultsExport",
}
"""Formats of `grader export --format`, and the classes for `nbgrader export --exporter`."""

AUTOGRADER: Final = "gradescope-autograder"
"""The format that holds no grades, but what gives them."""

STDOUT: Final = Path("-")

ONE: Final = (
    f"--format {AUTOGRADER} packs one assignment and takes --output alone: grader export ASSIGNMENT"
    f" --format {AUTOGRADER}."
)


@click.command("export")
@click.argument("assignments", nargs=-1)
@click.option(
    "--format",
    "name",
    type=click.Choice([*FORMATS, AUTOGRADER]),
    required=True,
    help="Format to write.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, resolve_path=True, allow_dash=True),
    metavar="FILE",
    help="File to write; - for standard output.",
)
@click.option(
    "--fill",
    "--canvas-export",
    type=click.Path(dir_okay=False, path_type=Path, resolve_path=True),
    metavar="FILE",
    help="Gradebook exported from Canvas, to fill in.",
)
@student_option
@click.option(
    "--missing",
    type=click.Choice(["blank", "zero"]),
    help="Grade of a student who submitted nothing. Default: zero for csv, blank for the others.",
)
@click.option(
    "--unsafe-no-sandbox",
    "unsafe",
    is_flag=True,
    help="With gradescope-autograder: run student code without a sandbox, where Gradescope's"
    " container allows none.",
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
    unsafe: bool,
) -> None:
    """Export the grades of ASSIGNMENTS to another platform.

    \b
    csv               nbgrader's table, quoted; safe to open in a spreadsheet
    canvas            Canvas's exported gradebook, filled in (--fill)
    moodle            CSV to import into Moodle's gradebook, with feedback
    json              everything, test by test

    gradescope-autograder is no table of grades: it packs the autograder of one assignment, to be
    uploaded to Gradescope, which then grades each submission by itself. It needs no gradebook.

    Late penalties follow marks by hand first. The file is written completely or not at all.
    Students who cannot be matched are listed; all others are exported. Settings in
    nbgrader_config.py: c.CanvasExport, c.MoodleExport and so on; nbgrader export
    --exporter=grader.platforms.exports.CanvasExport does the same.

    \b
    Examples:
      grader export --format csv
      grader export --format csv -o - | sort
      grader export --format canvas --fill grades-from-canvas.csv -o grades-for-canvas.csv
      grader export 01_linear_algebra --format gradescope-autograder -o autograder.zip
    """
    course = open_course(ctx)
    if output and not output.parent.exists():
        raise UsageError(f"{output.parent} is no folder: make it first, or name another place.")
    if name == AUTOGRADER:
        if fill or students or missing:
            raise UsageError(ONE)
        assignment = one_assignment(course, assignments, ONE)
        export_autograder(course, assignment, output, unsafe=unsafe)
        finish(ctx, [])
    if unsafe:
        raise UsageError(f"--unsafe-no-sandbox is for --format {AUTOGRADER}.")
    print_penalties(course, assignments, students, late_only=True)
    given = {
        "assignment": list(assignments),
        "student": list(students),
        "to": str(output or ""),
        "fill": str(fill or ""),
        "missing": missing,
    }
    report = run_export(course, name, {trait: value for trait, value in given.items() if value})
    for note in report.notes:
        click.echo(note, err=True)
    if report.file != STDOUT:
        click.echo(f"{report.file} written" if report.file else "Nothing was written.")
    finish(ctx, report.problems)


def run_export(course: Course, name: str, given: Mapping[str, object]) -> Report:
    """Write one export. Options that are not given come from the course's settings."""
    from grader.platforms import exports

    exporter: exports.Export = getattr(exports, FORMATS[name])(config=course.config)
    if "fill" in given and not exporter.has_trait("fill"):
        raise UsageError(f"--fill works with canvas, not with {name}.")
    for trait, value in given.items():
        setattr(exporter, trait, value)
    with course.gradebook() as gradebook:
        return exporter.run(gradebook)


def export_autograder(
    course: Course, assignment: str, output: Path | None, *, unsafe: bool
) -> None:
    """Write the autograder of an assignment for Gradescope, and print where."""
    from grader.notebooks.files import write_whole
    from grader.platforms.gradescope.packing import pack_autograder

    path = output or course.root / "handout" / f"{assignment}-autograder.zip"
    packed = pack_autograder(course, assignment, sandbox="none" if unsafe else "auto")
    if path == STDOUT:
        click.echo(packed.data, nl=False)
    else:
        write_whole(path, packed.data)
        click.echo(f"{path}: {len(packed.data) / 1024:.0f} kB")
    for note in packed.notes:
        click.echo(note, err=True)
