"""`python -m tests.scale`: measure, simulate, tell. It takes minutes; let the machine be idle."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from pathlib import Path

import click

from grader.plugin import run_converters
from tests import postgres
from tests.scale import class_, figure, simulate
from tests.scale.class_ import Submission
from tests.scale.gradebook import Gauge, Written
from tests.scale.simulate import Course, Found, Machine

ROOT = Path(__file__).resolve().parents[2]
WORKERS = (4, 8, 32)
SAMPLES = 10


@click.command()
@click.option("--students", default=class_.STUDENTS, show_default=True, help="Of the real class.")
@click.option(
    "--size",
    "sizes",
    multiple=True,
    type=click.IntRange(2),
    default=(10, 100, 1_000, 10_000),
    show_default=True,
    help="Of a gradebook into which is written; each larger than the one before.",
)
@click.option(
    "--submissions",
    default=100_000,
    show_default=True,
    help="That are simulated before a deadline.",
)
@click.option(
    "--figure",
    "drawing",
    type=click.Path(dir_okay=False, path_type=Path),
    default=ROOT / "docs" / "scale.svg",
    help="Where the figure is drawn.",
)
def main(students: int, sizes: tuple[int, ...], submissions: int, drawing: Path) -> None:
    """Measure what a submission costs here, then simulate a class before its deadline."""
    click.echo(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    with class_.course_with(students) as course:
        sub = class_.measured(course)
        tell_submission(sub)
        gauges = {}
        for name, url in databases(f"sqlite:///{course.root}/growing.db"):
            gauges[name] = written(course, url, sub, sizes)
            tell_written(name, gauges[name])
    runs = []
    for days in (Course().days, 0.0):
        click.echo(f"\n{submissions:,} submissions, {WHEN[days > 0]}, by simulation:\n")
        click.echo(HEAD)
        for name, rows in gauges.items():
            for workers in WORKERS:
                machine = Machine(workers=workers, grading=sub.grading, writing=quickest(rows))
                found = simulate.run(Course(submissions=submissions, days=days), machine)
                tell_found(name, workers, found)
                if not days:
                    runs.append((name, workers, found))
    figure.draw(drawing, runs)


WHEN = ("all at once", f"in the {Course().days:.0f} days before a deadline")
HEAD = (
    "| gradebook | workers | grade within: median | 95 % | the last | waiting for a worker, at most"
    " | for the writer |\n|---|---|---|---|---|---|---|"
)


def quickest(rows: list[Written]) -> list[tuple[int, float]]:
    """What is simulated with: other work on a machine makes a transaction slower, never quicker."""
    return [(row.submissions, min(row.seconds)) for row in rows]


def tell_found(name: str, workers: int, found: Found) -> None:
    """A row of what a simulation came to."""
    cells = [told(found.quantile(part)) for part in (0.5, 0.95, 1.0)]
    queues = [f"{length:,}" for length in found.longest]
    click.echo(f"| {' | '.join([name, str(workers), *cells, *queues])} |")


def databases(file: str) -> Iterator[tuple[str, str]]:
    """The gradebooks that are to be had here, each while it is there."""
    yield "SQLite", file
    if reason := postgres.lacking():
        click.echo(f"PostgreSQL is left out: {reason}")
        return
    with postgres.running(durable=True) as server:
        yield "PostgreSQL", server.new("growing")


def written(
    course: class_.Course, url: str, sub: Submission, sizes: tuple[int, ...]
) -> list[Written]:
    """Grow a gradebook of the course's at that address."""
    course.folders.db_url = url
    run_converters.generate_assignment(course, class_.ASSIGNMENT)
    with course.gradebook() as gradebook:
        gauge = Gauge(
            gradebook=gradebook,
            config=course.config,
            assignment=class_.ASSIGNMENT,
            graded=sub.graded,
        )
        return list(gauge.grown(sizes, SAMPLES))


def tell_submission(sub: Submission) -> None:
    """What a submission is and takes."""
    click.echo("| a submission | |\n|---|---|")
    rows = {
        "notebooks": f"{sub.notebooks}",
        "handed in": kilobytes(sub.handed_in),
        "verdict, as it travels": kilobytes(sub.verdict),
        "`autograded/`": kilobytes(sub.kept),
        "`feedback/`": kilobytes(sub.page),
        "CPU time of grading": f"{statistics.mean(sub.grading):.2f} s",
        "to see that it is graded already": f"{1000 * sub.looking:.1f} ms of CPU time",
    }
    for name, value in rows.items():
        click.echo(f"| {name} | {value} |")


def tell_written(name: str, rows: list[Written]) -> None:
    """What a transaction takes as the gradebook grows."""
    click.echo(f"\n| {name}: submissions in it | quickest of {SAMPLES} | median | our CPU time |")
    click.echo("|---|---|---|---|")
    for row in rows:
        took = (min(row.seconds), statistics.median(row.seconds), row.cpu_seconds)
        figures = [f"{1000 * seconds:.0f} ms" for seconds in took]
        click.echo(f"| {row.submissions:,} | {' | '.join(figures)} |")


def kilobytes(count: int) -> str:
    """For a person."""
    return f"{count / 1000:.0f} kB"


def told(seconds: float) -> str:
    """A time, for a person."""
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


if __name__ == "__main__":
    main()
