"""How a batch goes on, for the person who waits for it."""

from __future__ import annotations

import time
from collections.abc import Iterable

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from grader.batch import Done


class Summary:
    """What became of a batch, counted."""

    def __init__(self) -> None:
        self.graded = self.not_graded = self.elsewhere = 0
        self._begun = time.monotonic()

    def count(self, done: Done) -> None:
        """Count a submission."""
        if done.elsewhere:
            self.elsewhere += 1
        elif done.problem:
            self.not_graded += 1
        else:
            self.graded += 1

    def __str__(self) -> str:
        seconds = time.monotonic() - self._begun
        rate = f"{60 * self.graded / seconds:.0f} a minute"
        parts = [f"{self.graded} submissions graded in {seconds:.0f} s ({rate})"]
        if self.elsewhere:
            parts.append(f"{self.elsewhere} by another grader meanwhile")
        if self.not_graded:
            parts.append(f"{self.not_graded} not graded")
        return f"{', '.join(parts)}; logs/ tells of each."


def show_progress(results: Iterable[Done], total: int, label: str) -> Iterable[Done]:
    """Yield results under a progress bar; what students must hear of is printed above it."""
    if not total:
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    # The rate is that of the last minutes: what is slow comes in heaps.
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
