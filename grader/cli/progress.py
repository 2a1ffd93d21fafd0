"""Progress bar and summary of a batch of submissions."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from grader.grading.jobs import JobResult

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
