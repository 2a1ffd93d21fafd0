"""A digest of all that a figure is drawn from: figures with one digest are drawn alike.

The state of a figure is pickled, and only the digest is kept. Whatever the pickle would hold by
its name alone has to come from a library that draws: a function or class of the notebook's own may
be another one under the same name. Numbers are rounded to 26 bits, far below what a pixel shows,
since right answers differ in their last bits.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import pickle
import types
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.cbook import CallbackRegistry
from matplotlib.figure import Figure
from matplotlib.transforms import TransformNode

BITS: Final = 26
"""Leading bits of a number that count."""

NOTHING: Final = 1e-15
"""Numbers that are smaller than the largest of their array by this factor count as zero."""

LIBRARIES: Final = (
    *("builtins", "collections", "copyreg", "cycler", "datetime", "decimal", "functools"),
    *("matplotlib", "mpl_toolkits", "numpy", "operator", "pandas", "seaborn"),
)
"""Packages whose functions and classes may be in a figure."""

BY_NAME: Final = (type, types.FunctionType, types.BuiltinFunctionType, np.ufunc)

OWN_STATE: Final = ("_parents", "_invalid", "_inverted")
"""What a transform remembers of others, and of what it has calculated."""


def digest_drawn(figure: Figure) -> str:
    """Digest a figure; raise an exception of some kind if that is not possible."""
    total = hashlib.blake2b(digest_size=16)
    _Pickler(_Sink(total)).dump((dict(mpl.rcParams), figure))
    return total.hexdigest()


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
            kept = _rounded_array(value) if value.dtype.kind == "f" else value
            return bytes, (value.dtype.str, value.shape, kept.tobytes())
        if isinstance(value, np.floating):
            return float, (_rounded_number(float(value)),)
        if isinstance(value, Artist):
            return kind, (), _rounded_state(value.__getstate__())
        if isinstance(value, TransformNode):
            return kind, (), _rounded_state(vars(value), OWN_STATE)
        if isinstance(value, CallbackRegistry):
            return dict, ()
        if isinstance(value, itertools.count):  # numbers the categories of an axis
            return str, (repr(value),)
        if isinstance(value, BY_NAME) and _package(value) not in LIBRARIES:
            raise pickle.PicklingError(f"{value!r} may be another one elsewhere")
        return NotImplemented


def _package(named: Any) -> str:
    return str(getattr(named, "__module__", None) or "builtins").partition(".")[0]


def _rounded_state(state: Any, left_out: tuple[str, ...] = ()) -> dict[str, Any]:
    return {name: _plain(value) for name, value in state.items() if name not in left_out}


def _plain(value: Any) -> Any:
    """Return a number, or the numbers of a list, rounded; anything else as it is."""
    kind = type(value)
    if kind is float:
        return _rounded_number(value)
    if kind in (list, tuple) and value and all(type(one) is float for one in value):
        return np.array(value)
    return value


def _rounded_array(values: np.ndarray) -> np.ndarray:
    finite = values[np.isfinite(values)]
    if not finite.size:
        return values
    values = np.where(np.abs(values) < NOTHING * np.abs(finite).max(), 0.0, values)
    fraction, exponent = np.frexp(values)
    rounded: np.ndarray = np.ldexp(np.rint(np.ldexp(fraction, BITS)), exponent - BITS)
    return rounded


def _rounded_number(value: float) -> float:
    if not math.isfinite(value):
        return value
    fraction, exponent = math.frexp(value)
    return math.ldexp(round(math.ldexp(fraction, BITS)), exponent - BITS)
