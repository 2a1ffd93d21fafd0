"""Progress bar and summary of a batch of submissions, and what it changes."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final

import click
import msgspec
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
from grader.grading.jobs import JobResult
from grader.plugin import class_records
from grader.plugin.kept_points import larger
from grader.verdict import points_text
from grader.workflows.recording import graded_before, reasons_for_change

if TYPE_CHECKING:
    from grader.plugin import Course
    from grader.verdict import CellVerdict
    from grader.workflows.autograding import AutogradePlan, Grade

STOPPED: Final = "Stopped. Finished submissions are saved; run the same command again to continue."

MOST_CHANGES: Final = 50
"""Submissions whose points changed that are printed."""

NAMED: Final = 3
"""Number of submissions that a sentence about many lists by name."""


class Tally:
    """What came of the submissions of a batch."""

    def __init__(self, begun: float) -> None:
        self.graded = self.elsewhere = 0
        self.not_graded: dict[str, list[str]] = {}
        """Students and assignments, by the reason."""
        self._begun = begun
        """When the command began: what it does before and after grading takes time, too."""

    def count(self, done: JobResult) -> None:
        """Count one submission."""
        if done.elsewhere:
            self.elsewhere += 1
        elif done.problem:
            who = f"{done.job.student}, {done.job.assignment}"
            self.not_graded.setdefault(done.problem, []).append(who)
        else:
            self.graded += 1

    def sentences(self) -> Iterator[str]:
        """Yield a sentence per reason, naming the submissions that were not graded."""
        for reason, who in self.not_graded.items():
            if len(who) == 1:
                yield f"{who[0]} was not graded: {reason}"
            else:
                named = "; ".join([*who[:NAMED], *(["…"] if len(who) > NAMED else [])])
                yield f"{len(who)} submissions were not graded ({named}): {reason}"

    def __str__(self) -> str:
        seconds = time.monotonic() - self._begun
        rate = f"{60 * self.graded / seconds:.0f} a minute"
        parts = [f"{counted(self.graded, 'submission')} graded in {seconds:.0f} s ({rate})"]
        if self.elsewhere:
            parts.append(f"{self.elsewhere} graded already")
        if self.not_graded:
            parts.append(f"{sum(map(len, self.not_graded.values()))} not graded")
        return f"{', '.join(parts)}; details in logs/."


def record_batch(
    course: Course, plan: AutogradePlan, results: Iterator[JobResult], begun: float
) -> list[str]:
    """Grade and record the batch; print how the class stands, and whose points changed.

    `begun` is when the command began. Return what went wrong.
    """
    before = read_grades(course, plan.assignments)
    tally, problems = Tally(begun), list[str]()
    reasons: Reasons = {}
    try:
        for done in show_progress(results, len(plan.jobs)):
            tally.count(done)
            reasons[done.job.assignment, done.job.student] = done.reasons
            problems += broken_cells(done)
    except KeyboardInterrupt:
        problems.append(STOPPED)
    except GraderError as error:
        problems.append(str(error))
    click.echo(str(tally))
    for line in summaries(course, plan.assignments):
        click.echo(line)
    print_changes(before, read_grades(course, plan.assignments), reasons)
    return [*tally.sentences(), *problems]


def preview_batch(course: Course, plan: AutogradePlan, grade: Grade, kept: Collection[str]) -> None:
    """Grade the batch and print whose points would change; those of `kept` are never lowered."""
    before = read_grades(course, plan.assignments)
    after, reasons = preview(course, before, grade(plan.jobs), kept)
    print_changes(before, after, reasons)
    click.echo(f"{counted(len(after), 'submission')} graded; nothing is written (--dry-run).")


def show_progress(results: Iterable[JobResult], total: int) -> Iterator[JobResult]:
    """Yield results under a progress bar; print above it why a notebook got zero, or was cut."""
    columns = (
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    # Estimate speed over the last minutes, because slow submissions come in clusters.
    with Progress(*columns, console=Console(stderr=True), speed_estimate_period=180) as bar:
        for done in bar.track(results, total):
            for sentence in _noted(done):
                bar.console.print(sentence, markup=False, highlight=False)
            yield done


def _noted(done: JobResult) -> Iterator[str]:
    """Yield what an instructor should know of a submission's notebooks."""
    for graded in done.graded:
        found = graded.verdict
        who = f"{done.job.student}, {done.job.assignment}/{found.notebook}"
        if found.reason:
            yield f"{who}: {found.reason}"
        if found.cut:
            yield f"{who}: output of {counted(found.cut, 'cell')} was cut (limit output_kb)"


def print_changes(before: Grades, after: Grades, reasons: Reasons) -> None:
    """Print whose points are others than before, and why if that is known; of many, the first."""
    changed = [
        place
        for place in sorted(after)
        if abs(before.get(place, after[place]).score - after[place].score) > 1e-6
    ]
    for place in changed[:MOST_CHANGES]:
        assignment, student = place
        old, new = before[place], after[place]
        why = reasons.get(place, []) if new.raw != old.raw else []
        why = [*why, "late penalty"] if new.penalty != old.penalty else why
        points = f"{points_text(old.score)} → {points_text(new.score)}"
        told = f" ({', '.join(why)})" if why else ""
        click.echo(f"  {student}, {assignment}: {points}{told}")
    if len(changed) > MOST_CHANGES:
        click.echo(f"  … and {len(changed) - MOST_CHANGES} others")


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
    logs = [log for log in cell.faults if log not in cell.reason]
    return f"{cell.reason} ({'; '.join(logs)})" if logs else cell.reason


# Points before and after ---------------------------------------------------------------------

Grades = dict[tuple[str, str], class_records.Grade]
"""The points of submissions, by assignment and student."""

NOTHING: Final = class_records.Grade(timestamp=None, raw=0.0, penalty=0.0, waits=False)
"""What a submission has that was never graded."""

Reasons = dict[tuple[str, str], list[str]]
"""Why tests may give submissions other points than before, by assignment and student."""


def read_grades(course: Course, assignments: Collection[str]) -> Grades:
    """Return the points of all submissions of some assignments."""
    with course.gradebook() as gradebook:
        found, _ = class_records.read_class(gradebook, list(assignments), ())
    return found.grades


def summaries(course: Course, assignments: Collection[str]) -> Iterator[str]:
    """Yield a line about each assignment: its mean, zeros, and what waits for a person."""
    with course.gradebook() as gradebook:
        found, _ = class_records.read_class(gradebook, list(assignments), ())
    for assignment in found.assignments:
        here = [grade for place, grade in found.grades.items() if place[0] == assignment.name]
        if not here:
            continue
        mean = sum(grade.score for grade in here) / len(here)
        zeros = sum(grade.score == 0 for grade in here)
        waiting = sum(grade.waits for grade in here)
        yield (
            f"{assignment.name}: mean {points_text(mean)} of {points_text(assignment.max_score)},"
            f" {zeros} without points, {waiting} to mark by hand"
        )


def preview(
    course: Course, before: Grades, results: Iterable[JobResult], kept: Collection[str]
) -> tuple[Grades, Reasons]:
    """Return the points that submissions would have, and why; nothing is written.

    Penalties are those of before.
    """
    after: Grades = {}
    reasons: Reasons = {}
    for done in results:
        place = (done.job.assignment, done.job.student)
        with course.gradebook() as gradebook:
            books = class_records.by_cell(gradebook, *place).get(done.job.student, [])
        known = {(book.name, cell.name): cell for book in books for cell in book.cells}
        gained = 0.0
        for book in done.graded:
            for cell in book.verdict.cells:
                earlier = known.get((book.verdict.notebook, cell.grade_id))
                if earlier and earlier.manual_score is not None:
                    continue  # it stays
                auto = earlier.auto_score if earlier else None
                score = larger(auto, cell.score) if done.job.assignment in kept else cell.score
                gained += (score or 0.0) - (auto or 0.0)
        if done.graded:
            old = before.get(place, NOTHING)
            after[place] = msgspec.structs.replace(old, raw=old.raw + gained)
            reasons[place] = reasons_for_change(done, graded_before(course, done.job))
    return after, reasons
