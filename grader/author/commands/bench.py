"""`grader bench`: measure the speed of grading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.common import finish, open_course
from grader.cli.installed import require_extra

if TYPE_CHECKING:
    from grader.author.benchmark import Measured
    from grader.plugin import Course

LATENCIES = 20
"""Submissions after which a median of latencies is told, by default."""


@click.command("bench")
@click.argument("assignment", required=False)
@click.option(
    "--students",
    default=0,
    metavar="N",
    help="Class size. Default: the number of submissions, or 40 if there are none.",
)
@click.option(
    "--rounds",
    default=3,
    show_default=True,
    metavar="N",
    help="Number of rounds; medians are reported.",
)
@click.option(
    "--stock-rounds",
    default=1,
    show_default=True,
    metavar="N",
    help="Number of rounds of stock nbgrader, which take minutes each; 0 skips it.",
)
@click.option(
    "--grow",
    "sizes",
    multiple=True,
    type=click.IntRange(1),
    metavar="N",
    help="Instead, grade a class of N students, to see how the cost grows. Can be repeated.",
)
@click.option(
    "--cluster",
    is_flag=True,
    help="Instead, compare one and two workers of a local Dask cluster.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Instead, measure how long students wait for their pages while grader watch runs.",
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
    watch: bool,
) -> None:
    """Compare the speed of this engine with stock nbgrader.

    Measures on the submissions of ASSIGNMENT, by default the first one of the course. If there are
    none, the instructor's own notebooks are submitted 40 times. The same class is graded by stock
    nbgrader, by this engine in each available sandbox, and without a sandbox; its cells are also
    run without tests, in forks of a warm process. The command is timed once more with nothing to
    do. CPU time is that of the whole machine, so keep it otherwise idle.

    \b
    Examples:
      grader bench 01_linear_algebra --students 12 --rounds 2
      grader bench 01_linear_algebra --grow 1 --grow 10 --grow 100
      grader bench 01_linear_algebra --watch --students 20
    """
    course = open_course(ctx)
    problems: list[str] = []
    names = course.select_assignments([assignment] if assignment else [], problems)
    if names and cluster:
        bench_cluster(course, names[0], students, rounds)
    elif names and watch:
        bench_watch(course, names[0], students or LATENCIES)
    elif names and sizes:
        bench_sizes(course, names[0], sizes)
    elif names:
        bench_ways(course, names[0], students, rounds, stock_rounds)
    finish(ctx, problems)


def bench_cluster(course: Course, assignment: str, students: int, rounds: int) -> None:
    """Measure one and two workers of a cluster, and print each round."""
    from grader.author import scaling

    for turn in scaling.measure_scaling(course, assignment, students=students, rounds=rounds):
        click.echo(
            f"{turn.notebooks} notebooks: one worker {turn.one:.1f} s, two {turn.two:.1f} s,"
            f" {turn.one / turn.two:.2f} times the throughput"
        )


def bench_watch(course: Course, assignment: str, students: int) -> None:
    """Measure the time from landing to the last page, and print each and a summary."""
    from grader.author import latency

    require_extra("watch", "watchfiles")
    found = []
    for seconds in latency.measure_latency(course, assignment, students):
        found.append(seconds)
        click.echo(f"{seconds:.2f} s from landing to the last page", err=True)
    click.echo(f"{assignment}, {latency.latency_sentence(found)} from landing to the last page")


def bench_sizes(course: Course, assignment: str, sizes: Sequence[int]) -> None:
    """Measure classes of several sizes, and print a table."""
    from grader.author import benchmark

    runs = benchmark.grow(course, assignment, sizes)
    print_measurements(list(show_runs(runs)), "Classes of each size, graded once")


def bench_ways(
    course: Course, assignment: str, students: int, rounds: int, stock_rounds: int
) -> None:
    """Measure all ways of grading one class, and print a table and their ratios."""
    from grader.author import benchmark

    runs = benchmark.compare_ways(
        course, assignment, students=students, rounds=rounds, stock_rounds=stock_rounds
    )
    summary = benchmark.summarize_times(list(show_runs(runs)))
    print_measurements(summary.medians, f"{assignment}, medians")
    for sentence in summary.sentences:
        click.echo(sentence)


def show_runs(runs: Iterable[Measured]) -> Iterable[Measured]:
    """Yield the measurements and print each as it arrives."""
    for run in runs:
        click.echo(f"{run.way}, {run.submissions} submissions: {run.seconds:.1f} s", err=True)
        yield run


def print_measurements(runs: Iterable[Measured], title: str) -> None:
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
