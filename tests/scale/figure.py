"""When a class has its grades that handed in all at once, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from tests.scale.simulate import Found

STYLES = ("-", "--")
"""Of the gradebooks, in their order."""


def draw(path: Path, runs: Sequence[tuple[str, int, Found]]) -> None:
    """The part of the class that has a grade, over time: a colour for a number of workers, a style
    for a gradebook."""
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.subplots()
    numbers = sorted({workers for _, workers, _ in runs})
    names = list(dict.fromkeys(name for name, _, _ in runs))
    for name, workers, found in runs:
        hours = sorted(seconds / 3600 for seconds in found.waited)
        parts = [100 * (place + 1) / len(hours) for place in range(len(hours))]
        some = slice(None, None, max(len(hours) // 500, 1))
        color, style = f"C{numbers.index(workers)}", STYLES[names.index(name)]
        axes.plot(hours[some], parts[some], style, color=color)
        if name == names[0]:
            axes.annotate(
                f"{workers} workers",
                (hours[-1], 100),
                (0, 4),
                textcoords="offset points",
                ha="center",
                color=color,
            )
    for name, style in zip(names, STYLES, strict=False):
        axes.plot([], [], style, color="0.3", label=name)
    axes.set(xlim=(0, None), ylim=(0, 108), yticks=[0, 50, 100])
    axes.set(xlabel="hours after all handed in at once", ylabel="% of the class that has a grade")
    axes.legend(loc="lower right", frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})
