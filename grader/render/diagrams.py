"""Small diagrams of a difference, where they say more than numbers: yours beside the expected.

heat maps   of arrays with rows and columns: yours, expected, and their difference
curves      of a sequence of numbers, of one part of a spectrum, and of a history

A diagram is an SVG of limited size, drawn for failing tests only. It contains numbers and our own
words, and never text that a student's function returned. Nothing depends on colour alone, and each
diagram has a text alternative.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.render import svg
from grader.render.svg import BLUES, EXPECTED, MUTED, REDS, UNKNOWN_COLOUR, YOURS, Point
from grader.verdict import Picture

Array: TypeAlias = NDArray[Any]

FEWEST: Final = {"path": 3, "map": 4, "row": 5}
"""Minimum number of values per kind; fewer are as easy to read as a diagram of them."""

MAX_NUMBERS: Final = 1_000_000
"""Maximum number of values, to limit the time."""


def diagram(got: Array, want: Array, kind: str = "") -> Picture | None:
    """Return a diagram of two different arrays of numbers, or None if it would not help.

    `kind` is "path" for a history; otherwise the array's shape decides.
    """
    sizes = got.size, want.size
    kind = kind or _kind_of(got, want)
    if kind not in FEWEST or not FEWEST[kind] <= max(sizes) <= MAX_NUMBERS or min(sizes) == 0:
        return None
    with np.errstate(all="ignore"):
        if kind == "path":
            return _path(_real(got), _real(want))
        if kind == "map":
            return _heat_maps(_real(got), _real(want))
        return _row(got.ravel(), want.ravel())


def _kind_of(got: Array, want: Array) -> str:
    if got.shape != want.shape or got.ndim == 0:
        return ""
    if got.ndim == 2 and min(got.shape) > 1:
        return "map"
    return "row" if got.size == max(got.shape) else ""


def _real(array: Array) -> Array:
    """Return real numbers, and the magnitudes of complex ones."""
    return np.abs(array) if array.dtype.kind == "c" else array.astype(float)


def _differ(got: Array, want: Array) -> NDArray[np.bool_]:
    """Return where two arrays differ by more than a diagram can show."""
    return ~np.isclose(got, want, rtol=1e-6, atol=1e-8, equal_nan=True)


def _span(*arrays: Array) -> tuple[float, float] | None:
    """Return the lowest and highest finite number, made distinct, or None if there is none."""
    numbers = np.concatenate([np.ravel(array) for array in arrays])
    numbers = numbers[np.isfinite(numbers)]
    if not numbers.size:
        return None
    low, high = float(numbers.min()), float(numbers.max())
    if not math.isfinite(high - low):
        return None
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _brief(number: float, span: tuple[float, float] | None = None, *, digits: int = 3) -> str:
    """Format a number in few digits. Next to a span, a negligible number is 0."""
    if span is not None and abs(number) < 1e-3 * (span[1] - span[0]):
        return "0"
    return f"{number:.{digits}g}".replace("e+0", "e").replace("e-0", "e-") if number else "0"


# Heat maps ----------------------------------------------------------------------------------

SIDE: Final = 16
"""Maximum number of rows and columns to draw."""

NUMBERS: Final = 27
"""Minimum size in pixels of an entry that shows its number."""


def _heat_maps(got: Array, want: Array) -> Picture | None:
    """Draw three heat maps of the same size, the first two on the same scale."""
    off, apart = _differ(got, want), np.abs(got - want)
    alt = _difference_in_words(off, apart, got.shape)
    got, want, off, apart = (a[:SIDE, :SIDE] for a in (got, want, off, apart))
    span = _span(got, want)
    if span is None or not off.any():
        return None
    rows, columns = got.shape
    side = max(10, min(38, 190 // max(rows, columns)))
    step = max(columns * side, 90) + 16
    apart = np.where(off, apart, 0.0)
    most = float(np.max(apart, where=np.isfinite(apart), initial=0.0))
    foot = 18 + rows * side + 14
    shapes = [
        *_heat_map("yours", got, off, BLUES, span, side, 1),
        *_heat_map("expected", want, None, BLUES, span, side, 1 + step),
        *_heat_map("difference", apart, None, REDS, (0.0, most), side, 1 + 2 * step),
        svg.text((1, foot), f"light {_brief(span[0])}, dark {_brief(span[1])}", MUTED, size=11),
        svg.text((1 + 2 * step, foot), f"white 0, dark {_brief(most)}", MUTED, size=11),
        svg.text((1, foot + 15), "×: not right", MUTED, size=11) if side >= NUMBERS else "",
    ]
    return Picture(svg=svg.document(3 * step, foot + 20, shapes), alt=alt)


def _heat_map(
    name: str,
    array: Array,
    off: Array | None,
    colours: Sequence[str],
    span: tuple[float, float],
    side: int,
    left: float,
) -> list[str]:
    """Draw a heat map under its name.

    If there is room, each entry shows its number, and a cross if it is wrong.
    """
    rows, columns = array.shape
    places: dict[str, list[Point]] = {}
    words, marks = [], []
    for (row, column), value in np.ndenumerate(array):
        x, y = left + column * side, 18 + row * side
        colour = _colour(float(value), span, colours)
        places.setdefault(colour, []).append((x, y))
        if side < NUMBERS:
            continue
        at = (x + side / 2, y + side / 2 + 4)
        number = _brief(value, digits=2)
        words.append(svg.text(at, number, svg.on(colour), anchor="middle", size=10))
        if off is not None and off[row, column]:
            marks.append((x + side - 5, y + 5))
    squares = [svg.squares(corners, side, colour) for colour, corners in places.items()]
    edge = svg.frame((left, 18), columns * side, rows * side)
    return [svg.text((left, 12), name), *squares, edge, *words, svg.crosses(marks, 2.5)]


def _colour(value: float, span: tuple[float, float], colours: Sequence[str]) -> str:
    if not math.isfinite(value):
        return UNKNOWN_COLOUR
    low, high = span
    share = (value - low) / (high - low) if high > low else 0.0
    return colours[round(min(max(share, 0.0), 1.0) * (len(colours) - 1))]


def _difference_in_words(off: Array, apart: Array, shape: tuple[int, ...]) -> str:
    known = np.where(off & np.isfinite(apart), apart, -1.0)
    row, column = (int(i) for i in np.unravel_index(int(np.argmax(known)), shape))
    cut = "" if max(shape) <= SIDE else f" Only its first {SIDE} rows and columns are drawn."
    largest = float(known[row, column])
    most = f", most at ({row}, {column}): by {_brief(largest)}" if largest > 0 else ""
    return (
        "Heat maps of your array, of the expected one and of their difference."
        f" {int(off.sum())} of {off.size} entries differ{most}.{cut}"
    )


# Curves -------------------------------------------------------------------------------------

LENGTH: Final = 200
"""Maximum number of entries of a sequence, or steps of a history, to draw."""

MARKED: Final = 40
"""Maximum number of entries with a mark each; of more, only the line is drawn."""

WIDTH: Final = 430
HEIGHT: Final = 150

Curve: TypeAlias = tuple[Array, Array]
"""The places of points along both axes."""

PARTS: Final[dict[str, Callable[[Array], Array]]] = {
    "the magnitudes": np.abs,
    "the real parts": np.real,
    "the imaginary parts": np.imag,
}
"""What may be drawn of complex numbers: the first of these that differs."""


def _row(got: Array, want: Array) -> Picture | None:
    """Draw a sequence entry by entry; of a spectrum, one part."""
    whole = got.size
    got, want = got[:LENGTH], want[:LENGTH]
    name = "the values"
    if "c" in got.dtype.kind + want.dtype.kind:
        pairs = {name: (part(got), part(want)) for name, part in PARTS.items()}
        different = (name for name, pair in pairs.items() if _differ(*pair).any())
        name = next(different, "the magnitudes")
        got, want = pairs[name]
    off = _differ(got, want)
    told = f"{int(off.sum())} of {off.size} differ, the first at {int(np.argmax(off))}."
    cut = f" Only the first {LENGTH} of {whole} are drawn." if whole > LENGTH else ""
    return _curves(name, _by_steps(_real(got)), _by_steps(_real(want)), f"{told}{cut}")


def _path(got: Array, want: Array) -> Picture | None:
    """Draw a history.

    Entries of two numbers are points in the plane, single numbers are drawn step by step, and
    larger entries by their distance from the origin.
    """
    if min(got.ndim, want.ndim) == 0 or got.shape[1:] != want.shape[1:]:
        return None
    steps = len(got), len(want)
    got, want = (a[:LENGTH].reshape(min(len(a), LENGTH), -1) for a in (got, want))
    told = ""
    if steps[0] != steps[1]:
        told = f"{steps[0]} values came back, {steps[1]} are expected. "
    near = min(len(got), len(want))
    off = np.any(_differ(got[:near], want[:near]), axis=1)
    told += f"The first that differs is at {int(np.argmax(off))}." if off.any() else ""
    if got.shape[1] == 2:
        plane = [(a[:, 0], a[:, 1]) for a in (got, want)]
        return _curves("the path through the plane", plane[0], plane[1], told)
    if got.shape[1] == 1:
        values = [_by_steps(a[:, 0]) for a in (got, want)]
        return _curves("the values, step by step", values[0], values[1], told)
    far = [_by_steps(np.linalg.norm(a, axis=1)) for a in (got, want)]
    return _curves("the distances from 0, step by step", far[0], far[1], told)


def _by_steps(values: Array) -> Curve:
    return np.arange(len(values)), values


def _curves(name: str, yours: Curve, expected: Curve, told: str) -> Picture | None:
    """Draw two curves in a frame that shows the ends of its axes."""
    spans = [_span(yours[axis], expected[axis]) for axis in (0, 1)]
    if spans[0] is None or spans[1] is None:
        return None
    span_x, span_y = spans[0], spans[1]
    ours, theirs = (
        _points(_scaled(x, span_x, 62, WIDTH - 82), _scaled(y, span_y, 12 + HEIGHT, 20 - HEIGHT))
        for x, y in (yours, expected)
    )
    marked = max(len(ours), len(theirs)) <= MARKED
    foot, right = 36 + HEIGHT, WIDTH - 8
    shapes = [
        *_key(name),
        svg.frame((50, 22), WIDTH - 56, HEIGHT),
        svg.text((46, 36), _brief(span_y[1], span_y), MUTED, anchor="end", size=11),
        svg.text((46, 18 + HEIGHT), _brief(span_y[0], span_y), MUTED, anchor="end", size=11),
        svg.text((52, foot), _brief(span_x[0], span_x), MUTED, size=11),
        svg.text((right, foot), _brief(span_x[1], span_x), MUTED, anchor="end", size=11),
        svg.line(theirs, EXPECTED, dashed=True),
        svg.rings(theirs, EXPECTED) if marked else "",
        svg.line(ours, YOURS),
        svg.squares([(x - 3, y - 3) for x, y in ours], 6, YOURS) if marked else "",
    ]
    alt = f"A picture of {name}, yours beside the expected. {told}".strip()
    return Picture(svg=svg.document(WIDTH, HEIGHT + 46, shapes), alt=alt)


def _key(name: str) -> list[str]:
    """Draw the name and the legend."""
    return [
        svg.text((1, 12), name),
        svg.line([(222, 8), (246, 8)], YOURS),
        svg.squares([(231, 5)], 6, YOURS),
        svg.text((252, 12), "yours", YOURS),
        svg.line([(312, 8), (336, 8)], EXPECTED, dashed=True),
        svg.rings([(324, 8)], EXPECTED),
        svg.text((342, 12), "expected", EXPECTED),
    ]


def _scaled(values: Array, span: tuple[float, float], start: float, length: float) -> Array:
    """Map numbers of a span to positions along a stretch."""
    low, high = span
    return start + (np.asarray(values) - low) / (high - low) * length


def _points(xs: Array, ys: Array) -> list[Point]:
    """Return the points that are finite."""
    pairs = zip(np.ravel(xs).tolist(), np.ravel(ys).tolist(), strict=True)
    return [(x, y) for x, y in pairs if math.isfinite(x) and math.isfinite(y)]
