"""Sequences of numbers and spectra as stems, and histories as paths: yours beside the expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from grader.render.diagrams import svg
from grader.render.diagrams.measure import brief, off_at, real, span_of
from grader.render.diagrams.svg import EXPECTED, INK, MUTED, YOURS, Point
from grader.verdict import Picture

LENGTH: Final = 200
"""Maximum number of entries of a sequence, or steps of a history, to draw."""

STEMS: Final = 40
"""Maximum number of entries with a stem each; more are joined by a line."""

WIDTH: Final = 430
HEIGHT: Final = 120


def row(got: Any, want: Any) -> Picture | None:
    """Draw a sequence entry by entry.

    Of a spectrum, draw the magnitudes or, if these agree, the real and imaginary parts.
    """
    whole = got.size
    got, want = got[:LENGTH], want[:LENGTH]
    if "c" not in got.dtype.kind + want.dtype.kind:
        return _panels([("entry by entry", real(got), real(want))], whole, "a row of numbers")
    views = [("magnitudes", np.abs(got), np.abs(want))]
    if not off_at(*views[0][1:]).any():
        parts = (("real parts", np.real), ("imaginary parts", np.imag))
        views = [(name, part(got).astype(float), part(want).astype(float)) for name, part in parts]
    return _panels(views, whole, "a spectrum")


def _panels(views: Sequence[tuple[str, Any, Any]], whole: int, what: str) -> Picture | None:
    shapes, top = [], 0.0
    for name, got, want in views:
        if (span := span_of(got, want, np.zeros(1))) is None:
            return None
        shapes += [*_key(name, top), *_stems(got, want, span, top + 22)]
        top += HEIGHT + 46
    told = "; ".join(f"{name}: {_panel_count(got, want)}" for name, got, want in views)
    cut = f" Only the first {LENGTH} of {whole} are drawn." if whole > LENGTH else ""
    alt = f"A picture of {what}, yours beside the expected; {told}.{cut}"
    return Picture(svg=svg.document(WIDTH, top, shapes), alt=alt)


def _panel_count(got: Any, want: Any) -> str:
    off = off_at(got, want)
    if not off.any():
        return "all agree"
    return f"{int(off.sum())} of {off.size} differ, the first at {int(np.argmax(off))}"


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


def _scale(span: tuple[float, float], start: float, length: float) -> Any:
    """Return a function that maps numbers of a span to positions along a stretch."""
    low, high = span
    return lambda values: start + (np.asarray(values) - low) / (high - low) * length


def _stems(got: Any, want: Any, span: tuple[float, float], top: float) -> list[str]:
    across = _scale((0, max(got.size - 1, 1)), 58, WIDTH - 72)
    up = _scale(span, top + HEIGHT - 4, 8 - HEIGHT)
    shapes = _edges(span, top, up)
    shapes.append(svg.text((58, top + HEIGHT + 14), "0", MUTED, anchor="middle", size=11))
    last = svg.text(
        (WIDTH - 14, top + HEIGHT + 14), str(got.size - 1), MUTED, anchor="end", size=11
    )
    shapes.append(last)
    shift = 2.0 if got.size <= STEMS else 0.0
    theirs = _path_points(across(np.arange(want.size)) - shift, up(want))
    ours = _path_points(across(np.arange(got.size)) + shift, up(got))
    if got.size > STEMS:
        return [*shapes, svg.line(theirs, EXPECTED, dashed=True), svg.line(ours, YOURS, width=1)]
    foot = float(up(0.0))
    return [
        *shapes,
        svg.stems([(point, foot) for point in theirs], EXPECTED),
        svg.rings(theirs, EXPECTED),
        svg.stems([(point, foot) for point in ours], YOURS),
        svg.squares([(x - 3, y - 3) for x, y in ours], 6, YOURS),
    ]


def _edges(span: tuple[float, float], top: float, up: Any) -> list[str]:
    """Draw a panel's frame, its lowest and highest number, and the zero line."""
    zero = float(up(0.0))
    inside = top <= zero <= top + HEIGHT
    return [
        svg.frame((50, top), WIDTH - 56, HEIGHT),
        svg.text((46, float(up(span[1])) + 5), brief(span[1], span), MUTED, anchor="end", size=11),
        svg.text((46, float(up(span[0])) + 1), brief(span[0], span), MUTED, anchor="end", size=11),
        svg.line([(50, zero), (WIDTH - 6, zero)], MUTED, width=0.8) if inside else "",
    ]


def _path_points(xs: Any, ys: Any) -> list[Point]:
    """Return the points that are finite."""
    pairs = zip(np.ravel(xs).tolist(), np.ravel(ys).tolist(), strict=True)
    return [(x, y) for x, y in pairs if math.isfinite(x) and math.isfinite(y)]


def path(got: Any, want: Any) -> Picture | None:
    """Draw a history.

    Entries of two numbers are points in the plane, single numbers are drawn step by step, and
    larger entries by their distance from the origin.
    """
    if min(got.ndim, want.ndim) == 0 or got.shape[1:] != want.shape[1:]:
        return None
    steps = len(got), len(want)
    got, want = (a[:LENGTH].reshape(min(len(a), LENGTH), -1) for a in (got, want))
    if got.shape[1] == 2:
        ends, name = [(a[:, 0], a[:, 1]) for a in (got, want)], "the path through the plane"
    elif got.shape[1] == 1:
        ends, name = [(np.arange(len(a)), a[:, 0]) for a in (got, want)], "the values, step by step"
    else:
        far = "the distances from 0, step by step"
        ends, name = [(np.arange(len(a)), np.linalg.norm(a, axis=1)) for a in (got, want)], far
    spans = [span_of(ends[0][axis], ends[1][axis]) for axis in (0, 1)]
    if spans[0] is None or spans[1] is None:
        return None
    shapes = [*_key(name, 0), *_track(ends, spans[0], spans[1])]
    first = (
        f"{steps[0]} values came back, {steps[1]} are expected. " if steps[0] != steps[1] else ""
    )
    near = min(len(got), len(want))
    off = np.any(off_at(got[:near], want[:near]), axis=1)
    where = f"The first that differs is at {int(np.argmax(off))}." if off.any() else ""
    alt = f"A picture of {name}, yours beside the expected. {first}{where}"
    return Picture(svg=svg.document(WIDTH, HEIGHT + 96, shapes), alt=alt.strip())


def _track(
    ends: Sequence[tuple[Any, Any]], span_x: tuple[float, float], span_y: tuple[float, float]
) -> list[str]:
    tall = HEIGHT + 50
    across, up = _scale(span_x, 62, WIDTH - 82), _scale(span_y, 22 + tall - 10, 20 - tall)
    ours, theirs = (_path_points(across(x), up(y)) for x, y in ends)
    few = max(len(ours), len(theirs)) <= STEMS
    return [
        svg.frame((50, 22), WIDTH - 56, tall),
        svg.text((46, 36), brief(span_y[1], span_y), MUTED, anchor="end", size=11),
        svg.text((46, 22 + tall - 4), brief(span_y[0], span_y), MUTED, anchor="end", size=11),
        svg.text((52, 22 + tall + 14), brief(span_x[0], span_x), MUTED, size=11),
        svg.text(
            (WIDTH - 8, 22 + tall + 14), brief(span_x[1], span_x), MUTED, anchor="end", size=11
        ),
        svg.line(theirs, EXPECTED, dashed=True),
        svg.rings(theirs, EXPECTED) if few else "",
        svg.line(ours, YOURS),
        svg.squares([(x - 3, y - 3) for x, y in ours], 6, YOURS) if few else "",
        _start_ring(theirs[0]) if theirs else "",
    ]


def _start_ring(at: Point) -> str:
    """Label the start of a path, on the side where there is room."""
    right = at[0] < WIDTH / 2
    place = (at[0] + (9 if right else -9), at[1] + (14 if at[1] < HEIGHT else -6))
    return svg.text(place, "start", INK, anchor="start" if right else "end", size=11)
