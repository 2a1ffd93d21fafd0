"""A digest of what a figure is drawn from: figures with the same digest look alike.

The state of a figure is pickled, and only the digest is kept. Functions and classes are pickled by
name only, so they must come from a library that draws: the notebook may have another one of the
same name. Numbers are rounded to 36 bits, since right answers differ in their last bits. A figure
is refused if it calls functions of the notebook's own, and if an axis or a colour map shows a range
so small, beside its distance from zero, that rounding could be seen.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import locale
import math
import pickle
import types
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib import dates
from matplotlib.artist import Artist
from matplotlib.cbook import CallbackRegistry
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator
from matplotlib.transforms import TransformNode

BITS: Final = 36
"""Leading bits of a number that count."""

PIXEL_BITS: Final = 13
"""Bits that tell the pixels of a figure apart."""

MOST_ARTISTS: Final = 500
"""Artists in the axes of a figure; a digest of more may take longer than drawing them."""

SCALES: Final = ("linear", "log", "symlog", "asinh")
"""Scales on which numbers that are rounded alike are drawn in one place."""

LIBRARIES: Final = (
    *("builtins", "collections", "copyreg", "cycler", "datetime", "decimal", "functools"),
    *("matplotlib", "mpl_toolkits", "numpy", "operator", "pandas", "seaborn"),
)
"""Packages whose functions and classes may be in a figure."""

DERIVED_STATE: Final = ("_parents", "_invalid", "_inverted")
"""What a transform keeps of its parents and of earlier calculations; it is left out."""


def digest_drawn(figure: Figure) -> str:
    """Digest a figure; raise an exception of some kind if that is not possible."""
    total = hashlib.blake2b(digest_size=16)
    with np.errstate(all="ignore"):
        _refuse(figure)
        drawn_from = dict(mpl.rcParams), dates.get_epoch(), locale.localeconv(), figure
        _Pickler(_Sink(total)).dump(drawn_from)
    return total.hexdigest()


def _refuse(figure: Figure) -> None:
    """Raise an error for a figure that its digest might not tell from another, or not in time."""
    shown = [*figure.axes, *(child for ax in figure.axes for child in ax.child_axes)]
    artists = [artist for ax in shown for artist in ax.get_children()]
    if len(artists) > MOST_ARTISTS:
        raise ValueError("too many artists")
    if figure.canvas.callbacks.callbacks.get("draw_event"):
        raise ValueError("drawing it has effects")
    for ax in shown:
        for axis in (ax.xaxis, ax.yaxis, getattr(ax, "zaxis", ax.xaxis)):
            if axis.get_scale() not in SCALES:
                raise ValueError("a scale that may show what rounding hides")
            _refuse_small_range(axis.get_view_interval())
    for artist in artists:
        if isinstance(artist, ScalarMappable):
            _refuse_low_contrast(artist)


def _refuse_low_contrast(drawn: Any) -> None:
    """Raise an error if values that are rounded alike may get different colours."""
    values = drawn.get_array()
    if values is None:
        return
    values = np.ma.compressed(values)
    finite = values[np.isfinite(values)]
    if finite.size:
        _refuse_small_range((float(finite.min()), float(finite.max())))
    if None not in drawn.get_clim():
        _refuse_small_range(drawn.get_clim())


def _refuse_small_range(shown: Any) -> None:
    """Raise an error if numbers in a range may look different although they are rounded alike."""
    if np.max(np.abs(shown)) > 2 ** (BITS - PIXEL_BITS) * abs(shown[1] - shown[0]):
        raise ValueError("too small a range")


def _refuse_listeners(registry: CallbackRegistry) -> None:
    """Raise an error if a function of the notebook's own is called as the figure changes."""
    for references in registry.callbacks.values():
        for reference in references.values():
            called = reference()
            called = called.func if isinstance(called, functools.partial) else called
            if called is not None and _package(called) not in LIBRARIES:
                raise ValueError("changing it has effects")


class _Sink:
    """A file whose contents go into a digest alone."""

    def __init__(self, total: hashlib.blake2b) -> None:
        self.write = total.update


class _Pickler(pickle.Pickler):
    """Pickles what is drawn, and leaves out what differs between two runs of the same code."""

    def __init__(self, sink: Any) -> None:
        super().__init__(sink, pickle.HIGHEST_PROTOCOL)

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if kind is np.ndarray and value.dtype.kind != "O":
            kept = _rounded_array(value) if value.dtype.char in "fd" else value
            return bytes, (value.dtype.str, value.shape, kept.tobytes())
        if kind is np.ma.MaskedArray and value.dtype.kind != "O":
            return tuple, ((value.filled(0), np.ma.getmaskarray(value)),)
        if isinstance(value, np.floating):
            return float, (_rounded_number(float(value)),)
        if isinstance(value, FixedLocator):  # labels may show every digit
            return tuple, ((kind, *map(repr, np.ravel(vars(value)["locs"])), repr(value.nbins)),)
        if isinstance(value, Artist):
            return kind, (), _rounded_state(value.__getstate__())
        if isinstance(value, TransformNode):
            return kind, (), _rounded_state(vars(value), DERIVED_STATE)
        if isinstance(value, Normalize):
            return tuple, ((kind, _rounded_state(vars(value))),)
        if isinstance(value, CallbackRegistry):
            _refuse_listeners(value)
            return dict, ()
        if isinstance(value, types.MethodType):
            return tuple, ((value.__func__, value.__self__),)
        if isinstance(value, itertools.count):  # numbers the categories of an axis
            return str, (repr(value),)
        if hasattr(value, "__qualname__") and _package(value) not in LIBRARIES:
            raise pickle.PicklingError(f"{value!r} may be another one elsewhere")
        return NotImplemented


def _package(named: Any) -> str:
    return str(getattr(named, "__module__", None) or "builtins").partition(".")[0]


def _rounded_state(state: Any, left_out: tuple[str, ...] = ()) -> dict[str, Any]:
    return {name: _plain(value) for name, value in state.items() if name not in left_out}


def _plain(value: Any) -> Any:
    """Return a number rounded, and a list of numbers as an array, which is rounded later.

    Anything else is returned as it is.
    """
    kind = type(value)
    if kind is float:
        return _rounded_number(value)
    if kind in (list, tuple) and value and all(type(one) in (float, int) for one in value):
        return np.array(value)
    return value


def _rounded_array(values: np.ndarray) -> np.ndarray:
    fraction, exponent = np.frexp(values)
    rounded: np.ndarray = np.ldexp(np.rint(np.ldexp(fraction, BITS)), exponent - BITS)
    return rounded


def _rounded_number(value: float) -> float:
    if not math.isfinite(value):
        return value
    fraction, exponent = math.frexp(value)
    return math.ldexp(round(math.ldexp(fraction, BITS)), exponent - BITS)
