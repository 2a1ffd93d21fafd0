"""What an instructor does with the course itself: check, tidy, bench."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.common import chosen, course_of, finish, in_processes, main

if TYPE_CHECKING:
    from grader.workflows.benchmark import Measured
    from grader.workflows.course_check.proof import Judged


@main.command()
@click.argument("assignments", nargs=-1)
@in_processes
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
def check_command(
    ctx: click.Context,
    assignments: Sequence[str],
    workers: int | None,
    variants: bool,
    mutants: bool,
) -> None:
    """Check the course itself: exercises, marks, release.

    The instructor's notebooks must get full marks and the untouched ones nothing; every exercise
    has a hint, visible and hidden tests; notebooks are in canonical form; release/ is what the
    sources give.

    \b
    Examples:
      grader check linear_algebra
      grader check --variants --mutants
    """
    from grader.workflows.course_check import lint, proof

    course = course_of(ctx)
    problems: list[str] = []
    names = chosen(course, assignments, problems)
    workers = workers or os.cpu_count() or 1
    report = lint.lint_course(course, names, workers)
    problems += [str(finding) for finding in report.findings]
    click.echo(
        f"{report.exercises} exercises in {report.notebooks} notebooks checked:"
        f" {len(report.findings)} findings."
    )
    exercises = proof.course_exercises(course, names) if variants or mutants else []
    proofs: list[proof.ProofResult] = []
    if variants:
        entries = proof.variant_trials(course, exercises)
        judged = proof.grade_trials(course, entries, workers)
        proofs.append(proof.of_answers(show_rate(judged, len(entries), "Answers")))
    if mutants:
        entries = proof.mutant_trials(exercises)
        judged = proof.grade_trials(course, entries, workers)
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
def tidy_command(ctx: click.Context, assignments: Sequence[str]) -> None:
    """Put the instructor's notebooks into canonical form.

    Without outputs and counts, and in one layout, so that a diff shows what changed.

    \b
    Examples:
      grader tidy
      grader tidy linear_algebra
    """
    from grader.workflows.course_check import lint

    course = course_of(ctx)
    problems: list[str] = []
    for name in chosen(course, assignments, problems):
        for path in course.notebooks(name):
            if lint.tidy_notebooks(path):
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
def bench_command(
    ctx: click.Context,
    assignment: str | None,
    students: int,
    rounds: int,
    stock_rounds: int,
    sizes: Sequence[int],
    cluster: bool,
) -> None:
    """Measure our speed beside stock nbgrader's.

    It is measured on the class that handed in ASSIGNMENT, without one in the course's first.
    Where nobody did, the instructor's own notebooks are handed in 40 times. The same class is
    graded by stock nbgrader, by this engine in each kind of walls and without any, and its bare
    cells are run in forks of a warm process; the command is also timed when there is nothing to
    do. CPU time is that of the whole machine meanwhile, so let it be idle.

    \b
    Examples:
      grader bench linear_algebra --students 12 --rounds 2
      grader bench linear_algebra --grow 1 --grow 10 --grow 100
    """
    from grader.workflows import benchmark as timing

    course = course_of(ctx)
    problems: list[str] = []
    names = chosen(course, [assignment] if assignment else [], problems)
    if not names:
        finish(ctx, problems)
    if cluster:
        from grader.cluster import scaling

        for turn in scaling.measure_scaling(course, names[0], students=students, rounds=rounds):
            click.echo(
                f"{turn.notebooks} notebooks: one worker {turn.one:.1f} s, two {turn.two:.1f} s,"
                f" {turn.one / turn.two:.2f} times the throughput"
            )
        finish(ctx, problems)
    if sizes:
        runs = timing.grow(course, names[0], sizes)
        show_measured(list(show_runs(runs)), "A class of each size, graded once")
    else:
        runs = timing.compare_ways(
            course, names[0], students=students, rounds=rounds, stock_rounds=stock_rounds
        )
        told = timing.summarize_times(list(show_runs(runs)))
        show_measured(told.medians, f"{names[0]}, medians")
        for sentence in told.sentences:
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

    table = Table(title=title, box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1))
    for name in ("", "submissions", "notebooks", "s", "ms\neach", "CPU ms\neach", "peak\nMB"):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    for run in runs:
        each = 1000 / run.notebooks
        figures = (run.seconds, run.seconds * each, run.cpu_seconds * each, run.peak_mb)
        shown = [f"{figures[0]:.1f}", *(f"{figure:.0f}" for figure in figures[1:])]
        table.add_row(run.way, str(run.submissions), str(run.notebooks), *shown)
    Console().print(table)
