"""How long was waited before a deadline, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from tests.scale.simulate import Found

LAST_HOURS = 36


def draw(path: Path, runs: Sequence[tuple[str, Found]]) -> None:
    """Queues over the last hours before the deadline and after it, and who has a grade when."""
    figure = Figure(figsize=(9, 6.5), layout="constrained")
    queues, grades = figure.subplots(2, 1)
    for label, found in runs:
        hours = [-look[0] for look in found.looks]
        waiting = [look[1] + look[2] for look in found.looks]
        (drawn,) = queues.plot(hours, waiting, label=label)
        took = sorted(seconds / 60 for seconds in found.waited)
        parts = [100 * (place + 1) / len(took) for place in range(len(took))]
        some = slice(None, None, max(len(took) // 500, 1))
        grades.plot(took[some], parts[some], color=drawn.get_color(), label=label)
    queues.set(xlim=(-LAST_HOURS, LAST_HOURS), xlabel="hours after the deadline")
    queues.set_ylabel("submissions waiting")
    queues.axvline(0, color="0.6", linewidth=0.8)
    grades.set(xscale="log", xlabel="minutes from handing in to the grade")
    grades.set_ylabel("% of submissions")
    queues.legend()
    for axes in (queues, grades):
        axes.grid(alpha=0.3)
    figure.savefig(path, metadata={"Date": None})
