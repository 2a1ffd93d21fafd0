"""How long was waited before a deadline, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from tests.scale.simulate import Found

HOURS = 1.5
"""Of the time around the deadline, before and after."""


def draw(path: Path, runs: Sequence[tuple[str, int, Found]]) -> None:
    """Queues around the deadline, and who has a grade when: a colour for a number of workers, a
    style for a gradebook."""
    figure = Figure(figsize=(9, 6.5), layout="constrained")
    queues, grades = figure.subplots(2, 1)
    numbers = sorted({workers for _, workers, _ in runs})
    names = list(dict.fromkeys(name for name, _, _ in runs))
    for name, workers, found in runs:
        style = {
            "label": f"{name}, {workers} workers",
            "color": f"C{numbers.index(workers)}",
            "linestyle": ("-", "--")[names.index(name)],
            "linewidth": (5.0, 1.5)[names.index(name)],
            "alpha": (0.35, 1.0)[names.index(name)],
        }
        hours = [-look[0] for look in found.looks]
        queues.plot(hours, [look[1] + look[2] for look in found.looks], **style)
        took = sorted(found.waited)
        parts = [100 * (place + 1) / len(took) for place in range(len(took))]
        some = slice(None, None, max(len(took) // 500, 1))
        grades.plot(took[some], parts[some], **style)
    queues.set(xlim=(-HOURS, HOURS), xlabel="hours after the deadline", yscale="symlog")
    queues.set_ylim(bottom=0)
    queues.set_ylabel("submissions waiting")
    queues.axvline(0, color="0.6", linewidth=0.8)
    grades.set(xscale="log", xlabel="seconds from handing in to the grade")
    grades.set_ylabel("% of submissions")
    queues.legend(loc="upper right")
    for axes in (queues, grades):
        axes.grid(alpha=0.3)
    figure.savefig(path, metadata={"Date": None})
