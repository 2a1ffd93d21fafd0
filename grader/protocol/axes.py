"""A Matplotlib Axes as plain data: what tests of a plot may look at, and nothing that can draw.

The record answers the same questions as the Axes does (`get_title()`, `images`, `texts` …), so
that one test reads both. The student's process makes it; the trusted side only reads it.
"""

from __future__ import annotations

import itertools
import math
import sys
from dataclasses import astuple, dataclass
from typing import Any, Final, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from grader.protocol.records import Kind, NotSerializable, the

MAX_ARTISTS: Final = 2000
"""An Axes with more images, collections, lines or texts than this does not cross."""

MAX_GRID_AXES: Final = 4
"""Axes of a table of numbers."""

COST: Final = 5 * MAX_ARTISTS
"""Cost of one Axes in a value's budget of container items."""

_numbers = itertools.count(1)
_figures: WeakKeyDictionary[Any, int] = WeakKeyDictionary()

Grid: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
"""A table of numbers."""

# Two records are never equal: a test that compares pictures looks at their parts.


@dataclass(frozen=True, eq=False)
class Image:
    """One image of the Axes; `colorbar` tells whether it has one."""

    grid: Grid
    colorbar: bool

    def get_array(self) -> Grid:
        return self.grid.copy()


@dataclass(frozen=True, eq=False)
class Scatter:
    """One collection of points."""

    grid: Grid

    def get_offsets(self) -> Grid:
        return self.grid.copy()


@dataclass(frozen=True, eq=False)
class LineArtist:
    """One line."""

    x: Grid
    y: Grid
    label: str

    def get_xdata(self) -> Grid:
        return self.x.copy()

    def get_ydata(self) -> Grid:
        return self.y.copy()

    def get_label(self) -> str:
        return self.label


@dataclass(frozen=True, eq=False)
class Text:
    """One text.

    `xy` is the point that an annotation points at; for a plain text it is the text's own position.
    """

    text: str
    x: float
    y: float
    xy: tuple[float, float]

    def get_text(self) -> str:
        return self.text

    def get_position(self) -> tuple[float, float]:
        return (self.x, self.y)


@dataclass(frozen=True, eq=False)
class Axes:
    """The parts of an Axes that tests read."""

    title: str
    xlabel: str
    ylabel: str
    images: list[Image]
    collections: list[Scatter]
    lines: list[LineArtist]
    texts: list[Text]
    figure_number: int

    def get_title(self) -> str:
        return self.title

    def get_xlabel(self) -> str:
        return self.xlabel

    def get_ylabel(self) -> str:
        return self.ylabel

    @property
    def figure(self) -> int:
        """A number for the figure: equal for two Axes of one figure, and for no others."""
        return self.figure_number


# Crossing -----------------------------------------------------------------------------------


def _parts(value: object) -> list[object] | None:
    axes = describe_axes(value)
    return None if axes is None else parts_of(axes)


def parts_of(axes: Axes) -> list[object]:
    """Return what crosses of a record: its fields, and the artists as tuples of theirs."""
    return [*astuple(axes)]


def _built(*parts: Any) -> Axes:
    """Build a record of parts that may be anything."""
    title, xlabel, ylabel, images, collections, lines, texts, number = parts
    return Axes(
        the(str, title),
        the(str, xlabel),
        the(str, ylabel),
        [Image(_grid(grid), the(bool, colorbar)) for grid, colorbar in _few(images)],
        [Scatter(_grid(grid)) for (grid,) in _few(collections)],
        [LineArtist(_grid(x), _grid(y), the(str, label)) for x, y, label in _few(lines)],
        [
            Text(the(str, text), the(float, x), the(float, y), (the(float, to), the(float, at)))
            for text, x, y, (to, at) in _few(texts)
        ],
        the(int, number),
    )


def _few(artists: object) -> list[Any]:
    if len(found := the(list, artists)) > MAX_ARTISTS:
        raise NotSerializable(f"a picture of more than {MAX_ARTISTS} parts of one kind")
    return found


def _grid(array: object) -> Grid:
    """Return the numbers of an array that crossed."""
    if not isinstance(array, np.ndarray) or array.dtype != float or array.ndim > MAX_GRID_AXES:
        raise NotSerializable("a table that is not one of numbers")
    return np.array(array, float)


PICTURES: Final = {"matplotlib.axes": Kind(object, _parts, _built, cost=lambda _: COST)}


def _numbers_of(array: object) -> Grid:
    """Return the numbers of an artist, with NaN where they are masked."""
    return np.ma.filled(np.ma.asarray(array).astype(float), np.nan)


def _line_of_artist(line: Any) -> LineArtist:
    x, y = line.get_data(orig=False)
    return LineArtist(_numbers_of(x), _numbers_of(y), str(line.get_label()))


def _text_of_artist(text: Any) -> Text:
    """Describe a text; its position is NaN if it is no number (a date, a category)."""
    try:
        x, y = map(float, text.get_unitless_position())
        point = getattr(text, "xy", None)
        xy = (x, y) if point is None else (float(point[0]), float(point[1]))
    except (TypeError, ValueError):
        x, y, xy = math.nan, math.nan, (math.nan, math.nan)
    return Text(text.get_text(), x, y, xy)


def _number_of(figure: object) -> int:
    """Return a number unique to the figure.

    Pyplot's own number is used again once a figure is closed (after `plt.show()`, say), and a bare
    `Figure()` has none.
    """
    if figure not in _figures:
        _figures[figure] = next(_numbers)
    return _figures[figure]


def _visible(axes: Any, artists: Any) -> list[Any]:
    """Return the artists that are shown."""
    return [artist for artist in artists if artist.get_visible()] if axes.get_visible() else []


def describe_axes(value: object) -> Axes | None:
    """Return the record of a Matplotlib Axes, or None if `value` is something else."""
    from matplotlib.axes import Axes as MatplotlibAxes

    if not isinstance(value, MatplotlibAxes):
        return None
    artists = (value.images, value.collections, value.lines, value.texts)
    parts = [_visible(value, some) for some in artists]
    if any(len(part) > MAX_ARTISTS for part in parts):
        return None
    images, collections, lines, texts = parts
    return Axes(
        title=value.get_title() or value.get_title("left") or value.get_title("right"),
        xlabel=value.get_xlabel(),
        ylabel=value.get_ylabel(),
        images=[Image(_numbers_of(i.get_array()), i.colorbar is not None) for i in images],
        collections=[Scatter(_numbers_of(c.get_offsets())) for c in collections],
        lines=[_line_of_artist(line) for line in lines],
        texts=[_text_of_artist(text) for text in texts],
        figure_number=_number_of(value.figure),
    )


def as_record(value: object) -> object:
    """Return the record of a Matplotlib Axes; any other value comes back as it is."""
    record = describe_axes(value) if "matplotlib.axes" in sys.modules else None
    return value if record is None else record


def axes_in_words(record: Axes) -> str:
    """Say what an Axes holds."""
    counts = {
        "image": len(record.images),
        "scatter": len(record.collections),
        "line": len(record.lines),
        "text": len(record.texts),
    }
    named = {"title": record.title, "x label": record.xlabel, "y label": record.ylabel}
    held = [f"{n} {name if n == 1 else f'{name}s'}" for name, n in counts.items() if n]
    held = held or ["nothing drawn on it"]
    texts = [f"{name} {text[:80]!r}" for name, text in named.items() if text]
    return f"an Axes with {', '.join([*held, *texts])}"
