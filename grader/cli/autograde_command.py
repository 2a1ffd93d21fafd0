"""What an instructor does with a class: generate, autograde, feedback, export."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.common import chosen, course_of, finish, in_processes, main, of_students
from grader.errors import GraderError, UsageError
from grader.workflows.exporting import FORMATS

if TYPE_CHECKING:
    from grader.grading.jobs import JobResult


@main.command()
@click.argument("assignments", nargs=-1)
@click.pass_context
def generate_command(ctx: click.Context, assignments: Sequence[str]) -> None:
    """Make the students' version of ASSIGNMENTS, in release/.

    Solutions and hidden tests are taken out; what the grading needs is kept in the gradebook. Run
    it again when a notebook of source/ has changed.

    \b
    Examples:
      grader generate
      grader generate linear_algebra probability
    """
    from grader.plugin import run_converters

    course = course_of(ctx)
    problems: list[str] = []
    for name in chosen(course, assignments, problems):
        try:
            written = run_converters.generate_assignment(course, name)
        except GraderError as error:
            problems.append(str(error))
            continue
        click.echo(f"release/{name}: {len(written)} notebooks")
    finish(ctx, problems)


@main.command()
@click.argument("assignments", nargs=-1)
@of_students
@in_processes
@click.option("--force", is_flag=True, help="Grade also what is graded and unchanged.")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Grade on the workers of the Dask cluster whose scheduler has this address, as"
    " tls://grading.example.org:8786 (see docs/cluster.md).",
)
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "bubblewrap", "sandlock"]),
    default="auto",
    show_default=True,
    help="What stands around the students' code; auto takes the first that works here.",
)
@click.option(
    "--unsafe-no-sandbox",
    "unsafe",
    is_flag=True,
    help="Run the students' code without walls around it. Only if you trust every student.",
)
@click.pass_context
def autograde_command(
    ctx: click.Context,
    assignments: Sequence[str],
    students: Sequence[str],
    workers: int | None,
    force: bool,
    cluster: str | None,
    sandbox: str,
    unsafe: bool,
) -> None:
    """Grade what was handed in for ASSIGNMENTS.

    Reads submitted/<student>/<assignment>/, writes scores and comments to the gradebook and the
    notebooks as they ran to autograded/. A submission which is graded and unchanged is skipped, so
    after any interruption the same command goes on where it stopped. Started twice at once, the
    two share the submissions.

    logs/<student>/<assignment>.jsonl gets a line of JSON for each time that a submission was graded
    or could not be: when, how long, every test's outcome, the limits that were hit. It quotes
    hidden tests and is for no student.

    \b
    Examples:
      grader autograde
      grader autograde linear_algebra --student ada --force
      grader autograde --cluster tls://grading.example.org:8786
    """
    from grader.workflows import autograding as grading

    if cluster and workers:
        raise UsageError("--jobs is for this machine; a cluster has the workers that it has.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a night job's end is no failure
    course = course_of(ctx)
    planned = grading.plan_autograding(course, assignments, students, force=force)
    problems = list(planned.problems)
    if planned.unchanged:
        those = "submission is" if planned.unchanged == 1 else "submissions are"
        click.echo(f"{planned.unchanged} {those} graded and unchanged.")
    if not planned.jobs:
        finish(ctx, problems)

    # What a batch alone needs: without one, to import it would be most of the time.
    from grader.cli.progress import ProgressSummary, show_progress
    from grader.sandbox import backends

    results = grading.autograde_jobs(
        course,
        planned.jobs,
        workers=workers,
        sandbox="none" if unsafe else sandbox,
        force=force,
        cluster=cluster or "",
    )
    if unsafe:
        click.echo("Grading without a sandbox, as asked.", err=True)
    summary = ProgressSummary()
    try:
        if not unsafe and not cluster:
            click.echo(
                f"The students' code runs within {backends.choose_backend(sandbox).name}.", err=True
            )
        for done in show_progress(results, len(planned.jobs), "Grading"):
            summary.count(done)
            problems += problems_of(done)
    except KeyboardInterrupt:
        problems.append("Stopped. What is graded is kept; run the same command again to go on.")
    except GraderError as error:
        problems.append(str(error))
    click.echo(str(summary))
    finish(ctx, [*summary.not_graded_sentences(), *problems])


def problems_of(done: JobResult) -> list[str]:
    """What could not be judged in a graded submission, through a fault of ours."""
    who = f"{done.job.student}, {done.job.assignment}"
    return [
        f"{who}/{graded.verdict.notebook}: `{cell.grade_id}` has no score: {_why(cell)}"
        for graded in done.graded
        for cell in graded.verdict.cells
        if cell.broken
    ]


def _why(cell: Any) -> str:
    logs = [test.log or test.message for test in cell.tests if test.outcome == "broken"]
    return f"{cell.reason} ({'; '.join(logs)})" if logs else cell.reason


@main.command()
@click.argument("assignments", nargs=-1)
@of_students
@in_processes
@click.option("--force", is_flag=True, help="Write again what is up to date.")
@click.pass_context
def feedback_command(
    ctx: click.Context,
    assignments: Sequence[str],
    students: Sequence[str],
    workers: int | None,
    force: bool,
) -> None:
    """Write the students' pages of ASSIGNMENTS, in feedback/.

    A page tells, for each notebook of feedback/<student>/<assignment>/, what every test found, and
    what was written by hand. Pages that are newer than the graded notebook are left; use --force
    after grading by hand.

    \b
    Examples:
      grader feedback
      grader feedback linear_algebra --student ada --force
    """
    from grader.workflows import feedback_pages as pages

    course = course_of(ctx)
    problems: list[str] = []
    names = chosen(course, assignments, problems)
    tasks = pages.plan_feedback(course, names, students, problems, force=force)
    written = 0
    for page_count, problem in pages.write_feedback(course, tasks, workers or os.cpu_count() or 1):
        written += page_count
        problems += [problem] if problem else []
    click.echo(f"feedback/: {written} pages written")
    finish(ctx, problems)


@main.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--format", "name", type=click.Choice(list(FORMATS)), required=True, help="What to write."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="FILE",
    help="Where to write it; a folder for gradescope.",
)
@click.option(
    "--fill",
    "--canvas-export",
    type=click.Path(dir_okay=False, path_type=Path, resolve_path=True),
    metavar="FILE",
    help="The CSV that Canvas exported, or the worksheet that Moodle offers: it is filled.",
)
@of_students
@click.option(
    "--missing",
    type=click.Choice(["blank", "zero"]),
    help="What a student who handed nothing in gets (csv: zero, others: blank).",
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
    """Write the grades of ASSIGNMENTS as others read them.

    \b
    csv               nbgrader's table, quoted; safe to open in a spreadsheet
    canvas            for Canvas: the CSV that it exported, filled (--fill), or a minimal one
    moodle            for the import into Moodle's gradebook, with feedback
    moodle-worksheet  Moodle's grading worksheet of one assignment, filled (--fill)
    gradescope        a folder with Gradescope's results.json for each submission
    json              everything, test by test

    The file is whole or not written at all. Who could not be matched is named, and everybody else
    is in it. Settings of nbgrader_config.py: c.CanvasExport, c.MoodleExport and so on; nbgrader
    export --exporter=grader.plugin.exports.CanvasExport does the same.

    \b
    Examples:
      grader export --format csv
      grader export --format canvas --fill grades-from-canvas.csv -o grades-for-canvas.csv
      grader export linear_algebra --format moodle-worksheet --fill worksheet.csv
    """
    from grader.workflows import exporting as exports

    report = exports.run_export(
        course_of(ctx),
        name,
        assignments=assignments,
        students=students,
        output=output,
        fill=fill,
        missing=missing,
    )
    for note in report.notes:
        click.echo(note, err=True)
    click.echo(exports.written(report.files))
    finish(ctx, report.problems)
