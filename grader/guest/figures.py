"""Figures as a notebook shows them, rendered once.

With a tight bounding box Matplotlib renders twice, first to measure. If nothing leaves the canvas,
as is usual, it is enough to render once and crop.
"""

from __future__ import annotations

import base64
import io
import math
import zlib
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from IPython.core.pylabtools import activate_matplotlib, print_figure
from matplotlib import font_manager, mathtext
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib_inline.backend_inline import configure_inline_support, flush_figures
from PIL import Image

EDGE = 1.0
"""Pixels by which a drawing may leave the canvas and still be cropped."""

OPAQUE = 255


FIRST_STEPS: Final = (
    "import matplotlib.pyplot as plt\nplt.plot([0, 1], label='$x^2$')\nplt.legend()\nplt.show()",
    "plt.imshow([[0, 1]])\nplt.colorbar()\nplt.show()",
)
"""Cells that are slow the first time: they load fonts and parse a formula."""


def show_inline(shell: Any) -> None:
    """Make a shell show figures in this way, until a notebook asks for another format."""
    activate_matplotlib("inline")
    configure_inline_support(shell, "inline")
    shell.display_formatter.formatters["image/png"].for_type(Figure, as_png)
    # Show and close figures before pyplot would draw them again.
    shell.events.callbacks["post_execute"].sort(key=lambda step: step is not flush_figures)
    shell.rehearse(FIRST_STEPS)
    _close_fonts()


def _close_fonts() -> None:
    """Let go of the fonts that were read, so that no notebook inherits an open file."""
    reading: Any = font_manager
    reading._get_font.cache_clear()
    formulas: Any = mathtext.MathTextParser
    formulas._parse_cached.cache_clear()


def as_png(figure: Figure) -> Any:
    """Render a figure as base64-encoded PNG, the same picture as `print_figure` makes."""
    canvas = figure.canvas
    if not figure.axes or not isinstance(canvas, FigureCanvasAgg):
        return print_figure(figure, base64=True)
    canvas.draw()
    extent = np.multiply(figure.get_tightbbox(canvas.get_renderer()).extents, figure.dpi)
    drawn = np.asarray(canvas.buffer_rgba())  # (height, width, 4), top row first
    height, width, _ = drawn.shape
    left, bottom, right, top = extent
    inside = min(left, bottom) >= -EDGE and right <= width + EDGE and top <= height + EDGE
    if not inside:
        return print_figure(figure, base64=True)
    pad = mpl.rcParams["savefig.pad_inches"] * figure.dpi
    rows = (math.floor(height - top - pad), math.ceil(height - bottom + pad))
    columns = (math.floor(left - pad), math.ceil(right + pad))
    return base64.b64encode(_png(_cropped(drawn, rows, columns, figure), figure.dpi)).decode()


def _cropped(
    drawn: np.ndarray, rows: tuple[int, int], columns: tuple[int, int], figure: Figure
) -> np.ndarray:
    """Cut rows and columns out of a drawing; beyond its edges, fill in its background."""
    height, width, _ = drawn.shape
    background = np.round(255 * np.array(to_rgba(figure.get_facecolor()))).astype(np.uint8)
    picture = np.empty((rows[1] - rows[0], columns[1] - columns[0], 4), np.uint8)
    picture[:] = background
    top, left = max(rows[0], 0), max(columns[0], 0)
    seen = drawn[top : min(rows[1], height), left : min(columns[1], width)]
    y, x = top - rows[0], left - columns[0]
    picture[y : y + seen.shape[0], x : x + seen.shape[1]] = seen
    return picture


def _png(picture: np.ndarray, dpi: float) -> bytes:
    buffer = io.BytesIO()
    seen = Image.fromarray(picture)
    if picture[..., 3].min() == OPAQUE:
        seen = seen.convert("RGB")
    # Run-length encoding only: half the time, and about the same size.
    seen.save(buffer, "png", dpi=(dpi, dpi), compress_type=zlib.Z_RLE)
    return buffer.getvalue()
