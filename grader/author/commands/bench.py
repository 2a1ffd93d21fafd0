"""`grader bench`: measure the speed of grading."""

from __future__ import annotations

import click

from grader.cli.common import finish, open_course


@click.command("bench")
@click.argument("assignment", required=False)
@click.option(
    "--students",
    default=0,
    metavar="N",
    help="Class size. Default: the number of submissions, or 40 if there are none.",
)
@click.option("--no-stock", is_flag=True, help="Leave out stock nbgrader, which takes minutes.")
@click.pass_context
def bench_command(
    ctx: click.Context, assignment: str | None, students: int, no_stock: bool
) -> None:
    """Compare the speed of this engine with stock nbgrader.

    Measures on the submissions of ASSIGNMENT, by default the first one of the course. If there are
    none, each student's answers are drawn from those in tests/variants/, right and wrong; an
    exercise without kept answers is answered by the solution. The same class is graded by stock
    nbgrader, by this engine in each available sandbox, and without a sandbox; its cells are also
    run without tests, in forks of a warm process. The command is timed once more with nothing to
    do. Before that, new tests are tried.

    The table has time and CPU time of a notebook, the engine's share of the CPU time (what the
    students' processes did not use), peak memory, the throughput beside stock and the time beside
    that of the bare cells. CPU time is that of the whole machine, so keep it otherwise idle.

    \b
    Examples:
      grader bench 01_linear_algebra --students 12
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from grader.author import benchmark

    course = open_course(ctx)
    problems: list[str] = []
    names = course.select_assignments([assignment] if assignment else [], problems)
    if problems:
        finish(ctx, problems)
    runs = []
    for run in benchmark.compare_ways(course, names[0], students, with_stock=not no_stock):
        runs.append(run)
        click.echo(f"{run.way}: {run.seconds:.1f} s", err=True)
    headings, *rows = benchmark.comparison(runs)
    click.echo(f"{names[0]}: {benchmark.summary(runs)}")
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1))
    for heading in headings:
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
