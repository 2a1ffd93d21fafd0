"""Sequences of numbers, spectra and histories as curves: yours beside the expected."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from grader.render.diagrams import svg
from grader.render.diagrams.measure import Array, brief, off_at, real, span_of
from grader.render.diagrams.svg import EXPECTED, INK, MUTED, YOURS, Point
from grader.verdict import Picture

LENGTH: Final = 200
"""Maximum number of entries of a sequence, or steps of a history, to draw."""

MARKED: Final = 40
"""Maximum number of entries with a mark each; of more, only the line is drawn."""

WIDTH: Final = 430
HEIGHT: Final = 150

Curve = tuple[Array, Array]
"""The places of points along both axes."""


class View(NamedTuple):
    """Two curves in one panel."""

    name: str
    yours: Curve
    expected: Curve


def row(got: Array, want: Array) -> Picture | None:
    """Draw a sequence entry by entry.

    Of a spectrum, draw the magnitudes or, if these agree, the real and imaginary parts.
    """
    whole = got.size
    got, want = got[:LENGTH], want[:LENGTH]
    what, pairs = "a row of numbers", {"entry by entry": (real(got), real(want))}
    if "c" in got.dtype.kind + want.dtype.kind:
        what, pairs = "a spectrum", {"magnitudes": (np.abs(got), np.abs(want))}
        if not off_at(*pairs["magnitudes"]).any():
            pairs = {
                "real parts": (got.real, want.real),
                "imaginary parts": (got.imag, want.imag),
            }
    told = "; ".join(f"{name}: {_count_off(*pair)}" for name, pair in pairs.items())
    cut = f" Only the first {LENGTH} of {whole} are drawn." if whole > LENGTH else ""
    alt = f"A picture of {what}, yours beside the expected; {told}.{cut}"
    views = [View(name, *map(_by_steps, pair)) for name, pair in pairs.items()]
    return _picture(views, alt)


def _count_off(got: Array, want: Array) -> str:
    off = off_at(got, want)
    if not off.any():
        return "all agree"
    return f"{int(off.sum())} of {off.size} differ, the first at {int(np.argmax(off))}"


def _by_steps(values: Array) -> Curve:
    return np.arange(len(values)), values


def path(got: Array, want: Array) -> Picture | None:
    """Draw a history.

    Entries of two numbers are points in the plane, single numbers are drawn step by step, and
    larger entries by their distance from the origin.
    """
    if min(got.ndim, want.ndim) == 0 or got.shape[1:] != want.shape[1:]:
        return None
    steps = len(got), len(want)
    got, want = (a[:LENGTH].reshape(min(len(a), LENGTH), -1) for a in (got, want))
    if got.shape[1] == 2:
        view = View("the path through the plane", (got[:, 0], got[:, 1]), (want[:, 0], want[:, 1]))
    elif got.shape[1] == 1:
        view = View("the values, step by step", _by_steps(got[:, 0]), _by_steps(want[:, 0]))
    else:
        far = (_by_steps(np.linalg.norm(a, axis=1)) for a in (got, want))
        view = View("the distances from 0, step by step", *far)
    lengths = ""
    if steps[0] != steps[1]:
        lengths = f"{steps[0]} values came back, {steps[1]} are expected. "
    near = min(len(got), len(want))
    off = np.any(off_at(got[:near], want[:near]), axis=1)
    where = f"The first that differs is at {int(np.argmax(off))}." if off.any() else ""
    alt = f"A picture of {view.name}, yours beside the expected. {lengths}{where}"
    return _picture([view], alt.strip(), start=got.shape[1] == 2)


def _picture(views: Sequence[View], alt: str, *, start: bool = False) -> Picture | None:
    """Draw panels below one another; with `start`, label where the expected curves begin."""
    shapes: list[str] = []
    for number, view in enumerate(views):
        spans = [span_of(view.yours[axis], view.expected[axis]) for axis in (0, 1)]
        if spans[0] is None or spans[1] is None:
            return None
        shapes += _panel(view, spans[0], spans[1], number * (HEIGHT + 46), start=start)
    return Picture(svg=svg.document(WIDTH, len(views) * (HEIGHT + 46), shapes), alt=alt)


def _panel(
    view: View, span_x: tuple[float, float], span_y: tuple[float, float], top: float, *, start: bool
) -> list[str]:
    """Draw a frame with the ends of its axes, and both curves in it."""
    across, up = _scale(span_x, 62, WIDTH - 82), _scale(span_y, top + 12 + HEIGHT, 20 - HEIGHT)
    ours, theirs = (_points(across(x), up(y)) for x, y in (view.yours, view.expected))
    marked = max(len(ours), len(theirs)) <= MARKED
    foot = top + 36 + HEIGHT
    right = WIDTH - 8
    return [
        *_key(view.name, top),
        svg.frame((50, top + 22), WIDTH - 56, HEIGHT),
        svg.text((46, top + 36), brief(span_y[1], span_y), MUTED, anchor="end", size=11),
        svg.text((46, top + 18 + HEIGHT), brief(span_y[0], span_y), MUTED, anchor="end", size=11),
        svg.text((52, foot), brief(span_x[0], span_x), MUTED, size=11),
        svg.text((right, foot), brief(span_x[1], span_x), MUTED, anchor="end", size=11),
        svg.line(theirs, EXPECTED, dashed=True),
        svg.rings(theirs, EXPECTED) if marked else "",
        svg.line(ours, YOURS),
        svg.squares([(x - 3, y - 3) for x, y in ours], 6, YOURS) if marked else "",
        _start(theirs[0]) if start and theirs else "",
    ]


def _key(name: str, top: float) -> list[str]:
    """Draw a panel's name and legend."""
    y = top + 12
    return [
        svg.text((1, y), name),
        svg.line([(222, y - 4), (246, y - 4)], YOURS),
        svg.squares([(231, y - 7)], 6, YOURS),
        svg.text((252, y), "yours", YOURS),
        svg.line([(312, y - 4), (336, y - 4)], EXPECTED, dashed=True),
        svg.rings([(324, y - 4)], EXPECTED),
        svg.text((342, y), "expected", EXPECTED),
    ]


def _scale(span: tuple[float, float], start: float, length: float) -> Callable[[Array], Array]:
    """Return a function that maps numbers of a span to positions along a stretch."""
    low, high = span
    return lambda values: start + (np.asarray(values) - low) / (high - low) * length


def _points(xs: Array, ys: Array) -> list[Point]:
    """Return the points that are finite."""
    pairs = zip(np.ravel(xs).tolist(), np.ravel(ys).tolist(), strict=True)
    return [(x, y) for x, y in pairs if math.isfinite(x) and math.isfinite(y)]


def _start(at: Point) -> str:
    """Label the start of a path, on the side where there is room."""
    right = at[0] < WIDTH / 2
    place = (at[0] + (9 if right else -9), at[1] + (14 if at[1] < HEIGHT else -6))
    return svg.text(place, "start", INK, anchor="start" if right else "end", size=11)
