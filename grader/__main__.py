"""The command `grader`: parses, calls, prints, exits.

Exit status: 0 all done; 1 something named in the output could not be done, everything else was;
2 the command could not be understood.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader import __version__
from grader.errors import GraderError, UsageError
from grader.export import FORMATS

if TYPE_CHECKING:
    from grader.batch import Done
    from grader.bench import Measured
    from grader.plugin import Course
    from grader.proof import Judged


class Group(click.Group):
    """Commands whose failures are one sentence each."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UsageError as error:
            say_problem(str(error))
            ctx.exit(2)
        except GraderError as error:
            say_problem(str(error))
            ctx.exit(1)


def say_problem(sentence: str) -> None:
    """Print a sentence about what went wrong."""
    click.echo(click.style("✗ ", fg="red") + sentence, err=True)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    metavar="DIR",
    help="The course's folder, instead of the current one.",
)
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """Grade a course of notebooks.

    A course is a folder with nbgrader_config.py and source/<assignment>/<notebook>.ipynb. The usual
    round: generate the students' version, hand it out, put what comes back into
    submitted/<student>/<assignment>/, autograde, write feedback.

    Exit status: 0 all done; 1 something named in the output could not be done, everything else was;
    2 the command could not be understood.
    """
    ctx.obj = folder


def course_of(ctx: click.Context) -> Course:
    """The course that the command is about."""
    from grader.plugin import Course

    folder: Path = ctx.find_root().obj
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder.")
    return Course(folder)


def chosen(course: Course, assignments: Sequence[str], problems: list[str]) -> list[str]:
    """The assignments that were named and exist, or all."""
    known = course.assignments()
    for name in assignments:
        if name not in known:
            problems.append(
                f"There is no assignment {name!r} in {course.folders.source_directory}/; there is:"
                f" {', '.join(known) or 'none'}."
            )
    return [name for name in assignments or known if name in known]


def finish(ctx: click.Context, problems: Iterable[str]) -> None:
    """Print what could not be done; the exit status says whether there was any."""
    problems = list(problems)
    for sentence in problems:
        say_problem(sentence)
    ctx.exit(1 if problems else 0)


@main.command()
@click.argument("assignments", nargs=-1)
@click.pass_context
def generate(ctx: click.Context, assignments: Sequence[str]) -> None:
    """Write the students' version of ASSIGNMENTS (all without any) to release/.

    Solutions and hidden tests are taken out; what the grading needs is kept in the gradebook.
    """
    from grader.plugin import convert

    course = course_of(ctx)
    problems: list[str] = []
    for name in chosen(course, assignments, problems):
        try:
            written = convert.generate(course, name)
        except GraderError as error:
            problems.append(str(error))
            continue
        click.echo(f"release/{name}: {len(written)} notebooks")
    finish(ctx, problems)


@main.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--student",
    "students",
    multiple=True,
    metavar="ID",
    help="Only this student's; may be repeated.",
)
@click.option(
    "--jobs", "workers", type=click.IntRange(1), metavar="N", help="Worker processes (one a core)."
)
@click.option("--force", is_flag=True, help="Grade again what is graded and unchanged.")
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
def autograde(
    ctx: click.Context,
    assignments: Sequence[str],
    students: Sequence[str],
    workers: int | None,
    force: bool,
    cluster: str | None,
    sandbox: str,
    unsafe: bool,
) -> None:
    """Grade what was handed in for ASSIGNMENTS (all without any).

    Reads submitted/<student>/<assignment>/, writes scores and comments to the gradebook and the
    notebooks as they ran to autograded/. A submission which is graded and unchanged is skipped, so
    after any interruption the same command goes on where it stopped. Started twice at once, the
    two share the submissions.

    logs/<student>/<assignment>.jsonl gets a line of JSON for each time that a submission was graded
    or could not be: when, how long, every test's outcome, the limits that were hit. It quotes
    hidden tests and is for no student.
    """
    from grader import autograde as grading
    from grader import walls
    from grader.progress import Summary, show_progress

    if cluster and workers:
        raise UsageError("--jobs is for this machine; a cluster has the workers that it has.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a night job's end is no failure
    course = course_of(ctx)
    planned = grading.plan(course, assignments, students, force=force)
    problems = list(planned.problems)
    if planned.unchanged:
        click.echo(f"{planned.unchanged} submissions are graded and unchanged.")
    results = grading.run(
        course,
        planned.jobs,
        workers=workers or os.cpu_count() or 1,
        sandbox="none" if unsafe else sandbox,
        force=force,
        cluster=cluster or "",
    )
    if unsafe:
        click.echo("Grading without a sandbox, as asked.", err=True)
    summary = Summary()
    try:
        if planned.jobs and not unsafe and not cluster:
            click.echo(f"The students' code runs within {walls.choose(sandbox).name}.", err=True)
        for done in show_progress(results, len(planned.jobs), "Grading"):
            summary.count(done)
            problems += problems_of(done)
    except KeyboardInterrupt:
        problems.append("Stopped. What is graded is kept; run the same command again to go on.")
    except GraderError as error:
        problems.append(str(error))
    if planned.jobs:
        click.echo(str(summary))
    finish(ctx, [*summary.not_graded_sentences(), *problems])


def problems_of(done: Done) -> list[str]:
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
@click.option(
    "--student",
    "students",
    multiple=True,
    metavar="ID",
    help="Only this student's; may be repeated.",
)
@click.option(
    "--jobs", "workers", type=click.IntRange(1), metavar="N", help="Worker processes (one a core)."
)
@click.option("--force", is_flag=True, help="Write again what is up to date.")
@click.pass_context
def feedback(
    ctx: click.Context,
    assignments: Sequence[str],
    students: Sequence[str],
    workers: int | None,
    force: bool,
) -> None:
    """Write feedback pages for ASSIGNMENTS (all without any) to feedback/.

    Pages that are newer than the graded notebook are left; use --force after grading by hand.
    """
    from grader import feedback as pages

    course = course_of(ctx)
    problems: list[str] = []
    names = chosen(course, assignments, problems)
    tasks = pages.plan(course, names, students, problems, force=force)
    written = 0
    for page_count, problem in pages.run(course, tasks, workers or os.cpu_count() or 1):
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
@click.option(
    "--student",
    "students",
    multiple=True,
    metavar="ID",
    help="Only this student's; may be repeated.",
)
@click.option(
    "--missing",
    type=click.Choice(["blank", "zero"]),
    help="What a student who handed nothing in gets (csv: zero, others: blank).",
)
@click.pass_context
def export(
    ctx: click.Context,
    assignments: Sequence[str],
    name: str,
    output: Path | None,
    fill: Path | None,
    students: Sequence[str],
    missing: str | None,
) -> None:
    """Write the grades of ASSIGNMENTS (all without any) in a form that others read.

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
    """
    from grader import export as exports

    report = exports.run(
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


@main.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--jobs", "workers", type=click.IntRange(1), metavar="N", help="Worker processes (one a core)."
)
@click.option(
    "--variants", is_flag=True, help="Also grade the right and wrong answers of tests/variants/."
)
@click.option(
    "--mutants",
    is_flag=True,
    help="Also grade small changes of the solutions: each must lose points, or be explained in"
    " tests/equivalent_mutants.toml.",
)
@click.pass_context
def check(
    ctx: click.Context,
    assignments: Sequence[str],
    workers: int | None,
    variants: bool,
    mutants: bool,
) -> None:
    """Check the course itself: complete exercises, canonical notebooks, right marks.

    The instructor's notebooks must get full marks and the untouched ones nothing; every exercise
    has a hint, visible and hidden tests; release/ is what the sources give.
    """
    from grader import check as lint
    from grader import proof

    course = course_of(ctx)
    problems: list[str] = []
    names = chosen(course, assignments, problems)
    workers = workers or os.cpu_count() or 1
    report = lint.check(course, names, workers)
    problems += [str(finding) for finding in report.findings]
    click.echo(
        f"{report.exercises} exercises in {report.notebooks} notebooks checked:"
        f" {len(report.findings)} findings."
    )
    exercises = proof.exercises(course, names) if variants or mutants else []
    proofs: list[proof.Finding] = []
    if variants:
        entries = proof.kept(course, exercises)
        judged = proof.judge(course, entries, workers)
        proofs.append(proof.of_answers(show_rate(judged, len(entries), "Answers")))
    if mutants:
        entries = proof.mutated(exercises)
        judged = proof.judge(course, entries, workers)
        proofs.append(proof.of_mutants(course, show_rate(judged, len(entries), "Mutants")))
    for found in proofs:
        click.echo(found.summary)
        problems += found.sentences
    finish(ctx, problems)


def show_rate(results: Iterable[Judged], total: int, label: str) -> Iterable[Judged]:
    """Yield results under a progress bar."""
    from rich.console import Console
    from rich.progress import track

    yield from track(results, label, total, console=Console(stderr=True))


@main.command()
@click.argument("assignments", nargs=-1)
@click.pass_context
def tidy(ctx: click.Context, assignments: Sequence[str]) -> None:
    """Put the instructor's notebooks into canonical form: no outputs, no counts, one layout."""
    from grader import check as lint

    course = course_of(ctx)
    problems: list[str] = []
    for name in chosen(course, assignments, problems):
        for path in course.notebooks(name):
            if lint.tidy(path):
                click.echo(f"tidied {path.relative_to(course.root)}")
    finish(ctx, problems)


@main.command()
@click.argument("assignment", required=False)
@click.option("--students", default=0, metavar="N", help="The size of the class.")
@click.option(
    "--rounds", default=3, show_default=True, metavar="N", help="Rounds; medians are told."
)
@click.option(
    "--stock-rounds",
    default=1,
    show_default=True,
    metavar="N",
    help="Rounds of stock nbgrader, each of which takes minutes; 0 leaves it out.",
)
@click.option(
    "--grow",
    "sizes",
    multiple=True,
    type=click.IntRange(1),
    metavar="N",
    help="Instead grade a class of N, to see how the cost grows; may be repeated.",
)
@click.option(
    "--cluster", is_flag=True, help="Instead measure two workers of a Dask cluster beside one."
)
@click.pass_context
def bench(
    ctx: click.Context,
    assignment: str | None,
    students: int,
    rounds: int,
    stock_rounds: int,
    sizes: Sequence[int],
    cluster: bool,
) -> None:
    """Measure our speed beside stock nbgrader's, on the class that handed in ASSIGNMENT.

    Where nobody did, the instructor's own notebooks are handed in 40 times. The same class is
    graded by stock nbgrader, by this engine in each kind of walls and without any, and its bare
    cells are run in forks of a warm process. CPU time is that of the whole machine meanwhile, so
    let it be idle.
    """
    from grader import bench as timing

    course = course_of(ctx)
    problems: list[str] = []
    names = chosen(course, [assignment] if assignment else [], problems)
    if not names:
        finish(ctx, problems)
    if cluster:
        from grader.cluster import bench as scaling

        for turn in scaling.run(course, names[0], students=students, rounds=rounds):
            click.echo(
                f"{turn.notebooks} notebooks: one worker {turn.one:.1f} s, two {turn.two:.1f} s,"
                f" {turn.one / turn.two:.2f} times the throughput"
            )
        finish(ctx, problems)
    if sizes:
        runs = timing.grow(course, names[0], sizes)
        show_measured(list(show_runs(runs)), "A class of each size, graded once")
    else:
        runs = timing.compare(
            course, names[0], students=students, rounds=rounds, stock_rounds=stock_rounds
        )
        told = timing.summary(list(show_runs(runs)))
        show_measured(told.medians, f"{names[0]}, medians")
        for sentence in told.ratios:
            click.echo(sentence)
    finish(ctx, problems)


def show_runs(runs: Iterable[Measured]) -> Iterable[Measured]:
    """Yield measurements, telling each as it comes."""
    for run in runs:
        click.echo(f"{run.way}, {run.submissions} submissions: {run.seconds:.1f} s", err=True)
        yield run


def show_measured(runs: Iterable[Measured], title: str) -> None:
    """Print measurements as a table."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, padding=(0, 1))
    for name in ("", "submissions", "notebooks", "s", "ms each", "CPU ms each", "peak MB"):
        table.add_column(name, justify="right" if name else "left")
    for run in runs:
        each = 1000 / run.notebooks
        figures = (run.seconds, run.seconds * each, run.cpu_seconds * each, run.peak_mb)
        shown = [f"{figures[0]:.1f}", *(f"{figure:.0f}" for figure in figures[1:])]
        table.add_row(run.way, str(run.submissions), str(run.notebooks), *shown)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main(prog_name="grader"))
