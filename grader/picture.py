"""A Matplotlib Axes as plain data: what tests of a plot may look at, and nothing that draws.

The record answers the same questions as the Axes does (`get_title()`, `images`, `texts` …), so
that one test reads both. It is described where the figure is, and only read where it is graded.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np


class Grid(msgspec.Struct, frozen=True, array_like=True):
    """A table of numbers."""

    shape: tuple[int, ...]
    numbers: list[float]

    @classmethod
    def of(cls, array: Any) -> Grid:
        """The grid of an array; masked entries become NaN."""
        filled = np.ma.filled(np.ma.asarray(array).astype(float), np.nan)
        return cls(filled.shape, filled.ravel().tolist())

    def array(self) -> Any:
        """The grid as an array."""
        return np.array(self.numbers, dtype=float).reshape(self.shape)


class Image(msgspec.Struct, frozen=True, array_like=True):
    """One image of the Axes; `colorbar` is truthy where one was drawn for it."""

    grid: Grid
    colorbar: bool

    def get_array(self) -> Any:
        return self.grid.array()


class Scatter(msgspec.Struct, frozen=True, array_like=True):
    """One collection of points."""

    grid: Grid

    def get_offsets(self) -> Any:
        return self.grid.array()


class Line(msgspec.Struct, frozen=True, array_like=True):
    """One line."""

    x: Grid
    y: Grid
    label: str

    def get_xdata(self) -> Any:
        return self.x.array()

    def get_ydata(self) -> Any:
        return self.y.array()

    def get_label(self) -> str:
        return self.label


class Text(msgspec.Struct, frozen=True, array_like=True):
    """One text standing at a point."""

    text: str
    x: float
    y: float

    def get_text(self) -> str:
        return self.text

    def get_position(self) -> tuple[float, float]:
        return (self.x, self.y)


class Axes(msgspec.Struct, frozen=True, array_like=True):
    """The parts of an Axes that tests read."""

    title: str
    xlabel: str
    ylabel: str
    images: list[Image]
    collections: list[Scatter]
    lines: list[Line]
    texts: list[Text]
    figure_number: int

    def get_title(self) -> str:
        return self.title

    def get_xlabel(self) -> str:
        return self.xlabel

    def get_ylabel(self) -> str:
        return self.ylabel


def describe(value: Any) -> Axes | None:
    """The record of a Matplotlib Axes, or None where `value` is something else."""
    from matplotlib.axes import Axes as MatplotlibAxes

    if not isinstance(value, MatplotlibAxes):
        return None
    return Axes(
        title=value.get_title(),
        xlabel=value.get_xlabel(),
        ylabel=value.get_ylabel(),
        images=[Image(Grid.of(i.get_array()), i.colorbar is not None) for i in value.images],
        collections=[Scatter(Grid.of(c.get_offsets())) for c in value.collections],
        lines=[
            Line(Grid.of(line.get_xdata()), Grid.of(line.get_ydata()), str(line.get_label()))
            for line in value.lines
        ],
        texts=[Text(t.get_text(), *map(float, t.get_position())) for t in value.texts],
        figure_number=int(getattr(value.figure, "number", 0) or 0),
    )
