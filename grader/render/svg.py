"""The few SVG shapes that diagrams consist of, and their colours.

Every colour is a constant, every text is ours, and numbers are short.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

PAPER: Final = "#ffffff"
INK: Final = "#1a1a1a"
MUTED: Final = "#595959"
BAD: Final = "#b00020"
YOURS: Final = "#a83c00"
EXPECTED: Final = "#1a5a9c"

BLUES: Final = (
    *("#ffffff", "#e3eef9", "#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c"),
    "#08306b",
)
REDS: Final = (
    *("#ffffff", "#fee0d2", "#fcbba1", "#fc9272", "#fb6a4a", "#ef3b2c", "#cb181d", "#a50f15"),
    "#67000d",
)
"""From light for the lowest to dark for the highest."""

UNKNOWN_COLOUR: Final = "#d9d9d9"
"""Background of a NaN or an infinity."""

Point = tuple[float, float]


def on(background: str) -> str:
    """Return black or white, whichever is more readable on a colour."""
    return "#000000" if luminance(background) > 0.18 else "#ffffff"


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, by WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def document(width: float, height: float, shapes: Iterable[str]) -> str:
    """Return shapes as an image of this size."""
    w, h = math.ceil(width), math.ceil(height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}"'
        f' font-family="sans-serif" font-size="12"><rect width="{w}" height="{h}" fill="{PAPER}"/>'
        f"{''.join(shapes)}</svg>"
    )


def data_address(picture: str) -> str:
    """Return an image as a data URL."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()


def text(at: Point, words: str, fill: str = INK, *, anchor: str = "start", size: int = 12) -> str:
    """Draw text at a point."""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    scale = "" if size == 12 else f' font-size="{size}"'
    return f'<text x="{n(at[0])}" y="{n(at[1])}" fill="{fill}"{where}{scale}>{escape(words)}</text>'


def squares(corners: Iterable[Point], side: float, fill: str) -> str:
    """Draw squares of one colour."""
    s = n(side)
    path = "".join(f"M{n(x)} {n(y)}h{s}v{s}h-{s}z" for x, y in corners)
    return f'<path fill="{fill}" d="{path}"/>'


def crosses(centres: Iterable[Point], arm: float) -> str:
    """Draw crosses, dark with a light rim to be visible on any colour."""
    a, b = n(arm), n(2 * arm)
    path = "".join(f"M{n(x)} {n(y)}m-{a} -{a}l{b} {b}m0 -{b}l-{b} {b}" for x, y in centres)
    rim = f'<path stroke="{PAPER}" stroke-width="3" d="{path}"/>'
    return f'{rim}<path stroke="{INK}" stroke-width="1.2" d="{path}"/>' if path else ""


def frame(corner: Point, width: float, height: float) -> str:
    """Draw the outline of a rectangle."""
    x, y = corner
    return (
        f'<rect x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}" fill="none"'
        f' stroke="{MUTED}"/>'
    )


def line(points: Sequence[Point], colour: str, *, dashed: bool = False) -> str:
    """Draw a line through points."""
    path = " ".join(f"{n(x)},{n(y)}" for x, y in points)
    dashes = ' stroke-dasharray="5 3"' if dashed else ""
    return f'<polyline fill="none" stroke="{colour}" stroke-width="1.6"{dashes} points="{path}"/>'


def rings(centres: Iterable[Point], colour: str) -> str:
    """Draw open circles."""
    path = "".join(f"M{n(x - 3.5)} {n(y)}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0" for x, y in centres)
    return f'<path fill="{PAPER}" stroke="{colour}" stroke-width="1.6" d="{path}"/>'


def n(number: float) -> str:
    """Format a number with one decimal, or none if it is an integer."""
    return f"{number:.1f}".removesuffix(".0")
