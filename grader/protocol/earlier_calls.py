"""Arrays of earlier calls: a later call of the same notebook's functions must leave them alone.

An answer may keep a reference to an array that it was given or that it returned, and change it at
its next call. Tests see copies of both, so they could not tell. Objects of classes are meant to
change from call to call: only functions of the notebook itself are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np


class EarlierCall:
    """The arrays of the last call of one of the notebook's own functions."""

    def __init__(self) -> None:
        self._arrays: list[np.ndarray] = []

    def contents(self) -> list[tuple[np.ndarray, bytes]]:
        """Return the arrays, each with what it holds now."""
        return [(array, array.tobytes()) for array in self._arrays]

    def replace(self, values: Iterable[Any]) -> None:
        """Keep the arrays among these values, in the place of those of the call before."""
        self._arrays = [array for value in values for array in arrays_in(value)]


def have_changed(contents: Iterable[tuple[np.ndarray, bytes]]) -> bool:
    """Return whether an array holds something else than before."""
    return any(array.tobytes() != before for array, before in contents)


def is_own_function(function: Any, namespace: Mapping[str, Any]) -> bool:
    """Return whether this is a function that the notebook has under its own name, and no class."""
    name = getattr(function, "__name__", None)
    known = namespace.get(name) if isinstance(name, str) else None
    return known is function and not isinstance(function, type)


def arrays_in(value: Any) -> Iterator[np.ndarray]:
    """Yield the arrays of plain data in a value, and in lists, tuples and dicts."""
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        yield value
    elif isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from arrays_in(item)
