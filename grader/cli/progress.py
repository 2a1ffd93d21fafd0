"""Progress bar and summary of a batch of submissions, and what it changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from grader.cli.common import counted
from grader.errors import GraderError
from grader.grading.jobs import Job, JobResult

if TYPE_CHECKING:
    from grader.plugin import Course
    from grader.verdict import CellVerdict
    from grader.workflows.autograding import AutogradePlan, Grade
    from grader.workflows.regrade import PointsChange

STOPPED: Final = "Stopped. Finished submissions are saved; run the same command again to continue."

MOST_CHANGES: Final = 50
"""Submissions whose points changed that are printed."""

NAMED: Final = 3
"""Number of submissions that a sentence about many lists by name."""


class ProgressSummary:
    """Counts of graded and ungraded submissions in a batch."""

    def __init__(self) -> None:
        self.graded = self.elsewhere = 0
        self._not_graded: dict[str, list[str]] = {}
        self._begun = time.monotonic()

    def count(self, done: JobResult) -> None:
        """Count one submission."""
        if done.elsewhere:
            self.elsewhere += 1
        elif done.problem:
            who = f"{done.job.student}, {done.job.assignment}"
            self._not_graded.setdefault(done.problem, []).append(who)
        else:
            self.graded += 1

    def not_graded_sentences(self) -> list[str]:
        """Return one sentence per reason, naming the submissions that were not graded."""
        return [
            f"{who[0]} was not graded: {reason}"
            if len(who) == 1
            else f"{len(who)} submissions were not graded ({'; '.join(who[:NAMED])}"
            f"{'; …' if len(who) > NAMED else ''}): {reason}"
            for reason, who in self._not_graded.items()
        ]

    def __str__(self) -> str:
        seconds = time.monotonic() - self._begun
        rate = f"{60 * self.graded / seconds:.0f} a minute"
        what = "submission" if self.graded == 1 else "submissions"
        parts = [f"{self.graded} {what} graded in {seconds:.0f} s ({rate})"]
        if self.elsewhere:
            parts.append(f"{self.elsewhere} graded already")
        if self._not_graded:
            parts.append(f"{sum(map(len, self._not_graded.values()))} not graded")
        return f"{', '.join(parts)}; details in logs/."


def show_progress(results: Iterable[JobResult], total: int, label: str) -> Iterable[JobResult]:
    """Yield results under a progress bar; print above it why a notebook got zero."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    # Estimate speed over the last minutes, because slow submissions come in clusters.
    with Progress(*columns, console=Console(stderr=True), speed_estimate_period=180) as bar:
        task = bar.add_task(label, total=total, rate="")
        for done in results:
            for graded in done.graded:
                if graded.verdict.reason:
                    who = f"{done.job.student}, {done.job.assignment}/{graded.verdict.notebook}"
                    bar.console.print(
                        f"{who}: {graded.verdict.reason}", markup=False, highlight=False
                    )
            speed = bar.tasks[task].speed
            bar.update(task, advance=1, rate=f"{60 * speed:.0f}/min" if speed else "")
            yield done


def record_batch(
    course: Course, plan: AutogradePlan, results: Iterator[JobResult], sandbox: str
) -> list[str]:
    """Grade and record the batch; print how the class stands, and whose points changed."""
    from grader.workflows import regrade

    before = regrade.read_points(course, plan.assignments)
    problems = run_batch(results, len(plan.jobs), sandbox)
    for line in regrade.summaries(course, plan.assignments):
        click.echo(line)
    print_changes(regrade.changes(before, regrade.read_points(course, plan.assignments)))
    return problems


def preview_batch(
    course: Course, plan: AutogradePlan, choose: Callable[[Sequence[Job]], Grade], sandbox: str
) -> list[str]:
    """Grade the batch and print whose points would change."""
    from grader.workflows import regrade

    print_sandbox(sandbox)
    before = regrade.read_points(course, plan.assignments)
    after = regrade.preview(course, before, choose(plan.jobs)(plan.jobs))
    print_changes(regrade.changes(before, after))
    click.echo(f"{counted(len(after), 'submission')} graded; nothing is written (--dry-run).")
    return []


def print_changes(changes: Sequence[PointsChange]) -> None:
    """Print whose points changed; of many, the first."""
    for change in changes[:MOST_CHANGES]:
        click.echo(f"  {change}")
    if len(changes) > MOST_CHANGES:
        click.echo(f"  … and {len(changes) - MOST_CHANGES} others")


def run_batch(results: Iterator[JobResult], total: int, sandbox: str) -> list[str]:
    """Grade the batch with a progress bar and a summary; return what went wrong."""
    summary = ProgressSummary()
    problems: list[str] = []
    try:
        print_sandbox(sandbox)
        for done in show_progress(results, total, "Grading"):
            summary.count(done)
            problems += broken_cells(done)
    except KeyboardInterrupt:
        problems.append(STOPPED)
    except GraderError as error:
        problems.append(str(error))
    click.echo(str(summary))
    return [*summary.not_graded_sentences(), *problems]


def print_sandbox(sandbox: str) -> None:
    """Print the sandbox in which this machine runs student code; for a cluster, nothing."""
    from grader.sandbox import backends

    if sandbox == "none":
        click.echo("Grading without a sandbox, as requested.", err=True)
    elif sandbox:
        click.echo(f"Student code runs in {backends.choose_backend(sandbox).name}.", err=True)


def broken_cells(done: JobResult) -> list[str]:
    """List the cells that got no score because of a fault of the grader or of a test."""
    who = f"{done.job.student}, {done.job.assignment}"
    return [
        f"{who}/{graded.verdict.notebook}: `{cell.grade_id}` has no score: {_broken_reason(cell)}"
        for graded in done.graded
        for cell in graded.verdict.cells
        if cell.broken
    ]


def _broken_reason(cell: CellVerdict) -> str:
    logs = [test.log or test.message for test in cell.tests if test.outcome == "broken"]
    logs = [log for log in logs if log not in cell.reason]
    return f"{cell.reason} ({'; '.join(logs)})" if logs else cell.reason
