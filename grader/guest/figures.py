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
    tight = figure.get_tightbbox(canvas.get_renderer())
    left, bottom, right, top = (edge * figure.dpi for edge in tight.extents)
    width, height = canvas.get_width_height()
    if min(left, bottom) < -EDGE or right > width + EDGE or top > height + EDGE:
        return print_figure(figure, base64=True)
    pad = mpl.rcParams["savefig.pad_inches"] * figure.dpi
    x, y = math.floor(left - pad), math.floor(height - top - pad)
    size = math.ceil(right + pad) - x, math.ceil(height - bottom + pad) - y
    background = tuple(round(255 * part) for part in to_rgba(figure.get_facecolor()))
    picture = Image.new("RGBA", size, background)
    picture.paste(Image.fromarray(np.asarray(canvas.buffer_rgba())), (-x, -y))
    if np.asarray(picture)[..., 3].min() == OPAQUE:
        picture = picture.convert("RGB")
    buffer = io.BytesIO()
    # Run-length encoding only: half the time, and about the same size.
    picture.save(buffer, "png", dpi=(figure.dpi, figure.dpi), compress_type=zlib.Z_RLE)
    return base64.b64encode(buffer.getvalue()).decode()
