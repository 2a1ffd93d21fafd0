"""A figure with a slider: its frames as pictures, and the HTML that shows one of them.

The HTML holds all of its frames, so it needs no kernel, no library and no network. Where scripts
are taken out of it, the picture that is shown first is left, and the slider stays hidden.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any, Final

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

DPI: Final = 100
COLOURS: Final = 128
"""Colours of a frame: with a palette it takes half the space."""

_APPEARS: Final = "this.previousElementSibling.hidden = false"
_MOVES: Final = (
    "const [name, png] = JSON.parse(this.dataset.frames)[this.value];"
    " this.setAttribute('aria-valuetext', name);"
    " this.parentElement.nextElementSibling.textContent = name;"
    " this.closest('div').nextElementSibling.src = 'data:image/png;base64,' + png"
)
_KEEPS_KEYS: Final = 'data-lm-suppress-shortcuts="true"'
"""JupyterLab has commands of its own for arrow keys, also where a slider has the focus."""

_WIDE: Final = "vertical-align: middle; width: 20em; max-width: 55%; height: 24px"


def as_png(draw: Callable[[Any], object], value: object) -> str:
    """Return the figure that is drawn for a value, as base64-encoded PNG; it is closed then.

    Frames are not cropped, which would give each a size of its own.
    """
    before = {*plt.get_fignums()}
    try:
        draw(value)
        figure = plt.gcf()
        if not figure.axes:
            raise ValueError("the function that draws must leave its figure open, without show()")
        if any(_is_nothing(numbers) for axes in figure.axes for numbers in _shown(axes)):
            raise ValueError(f"for {named(value)}, there is nothing to draw but NaN or infinity")
        return _rendered(figure)
    finally:
        for number in {*plt.get_fignums()} - before:
            plt.close(number)


def _shown(axes: Axes) -> Iterator[Any]:
    """Yield numbers for each line and picture, and for all bars, that are NaN where nothing is."""
    for line in axes.lines:
        yield np.asarray(line.get_xydata(), dtype=float).sum(axis=1)
    for picture in axes.images:
        yield np.ma.filled(np.ma.asarray(picture.get_array()).astype(float), np.nan)
    yield [bar.get_width() * bar.get_height() for bar in axes.patches if isinstance(bar, Rectangle)]


def _is_nothing(numbers: Any) -> bool:
    found = np.asarray(numbers, dtype=float)
    return found.size > 0 and not np.isfinite(found).any()


def _rendered(figure: Figure) -> str:
    """Return a figure as PNG, without another pass over it to find its size."""
    figure.set_dpi(DPI)
    canvas, written = FigureCanvasAgg(figure), io.BytesIO()
    canvas.draw()
    picture = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    picture.convert("RGB").quantize(COLOURS).save(written, "png")
    return base64.b64encode(written.getvalue()).decode()


def named(value: object) -> str:
    """Return a value as it stands beside the slider."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def as_html(frames: Sequence[tuple[str, str]], at: int, *, label: str, alternative: str) -> str:
    """Return the frame at a place, below a slider that changes to any other.

    Each frame is the name of its value, and its picture.
    """
    name, png = frames[at]
    return (
        f'<div><div hidden><label>{escape(label)} <input type="range" min="0"'
        f' max="{len(frames) - 1}" value="{at}" aria-valuetext="{escape(name)}" {_KEEPS_KEYS}'
        f' style="{_WIDE}"'
        f' oninput="{_MOVES}" data-frames="{escape(json.dumps(frames))}"></label>'
        f' <b aria-hidden="true">{escape(name)}</b></div>'
        f'<img src="data:image/png;base64,{png}" alt="{escape(alternative)}"'
        f' style="max-width: 100%" onload="{_APPEARS}"></div>'
    )
