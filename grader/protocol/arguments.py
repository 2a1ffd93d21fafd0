"""Arguments of a call: which are one object, and what a later call has changed.

`f(v, v)` hands over one array, not two copies. And a later call must leave the arrays of the call
before alone: an answer may keep a reference to one that it was given or that it returned, and
change it. Tests see copies, so they could not tell. Objects of classes are meant to change from
call to call: only functions of the notebook itself are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import numpy as np


def by_key(args: Iterable[object], kwargs: Mapping[str, object]) -> dict[str, object]:
    """Return a call's arguments by their names, or by their places as text."""
    return {str(place): arg for place, arg in enumerate(args)} | dict(kwargs)


def shared_arguments(arguments: Mapping[str, object]) -> dict[str, str]:
    """Map each argument that stood for an earlier one, too, to that one."""
    first: dict[int, str] = {}
    found = {}
    for key, value in arguments.items():
        if isinstance(value, np.ndarray | list | dict):
            earlier = first.setdefault(id(value), key)
            if earlier != key:
                found[key] = earlier
    return found


Contents: TypeAlias = list[tuple[np.ndarray, bytes]]


class EarlierCall:
    """The arrays of the last call of one of the notebook's own functions."""

    def __init__(self) -> None:
        self._arrays: list[np.ndarray] = []

    def contents(self) -> Contents:
        """Return the arrays, each with what it holds now."""
        return [(array, array.tobytes()) for array in self._arrays]

    def is_spoiled_by(
        self,
        function: object,
        namespace: Mapping[str, object],
        before: Contents,
        crossed: Iterable[object],
    ) -> bool:
        """Keep the arrays that a call was given and returned; return whether it changed the others.

        Looks only at functions that the notebook has under their own names, and at no classes.
        """
        name = getattr(function, "__name__", None)
        known = namespace.get(name) if isinstance(name, str) else None
        if known is not function or isinstance(function, type):
            return False
        self._arrays = [array for value in crossed for array in _arrays_in(value)]
        return any(array.tobytes() != held for array, held in before)


def _arrays_in(value: object) -> Iterator[np.ndarray]:
    """Yield the arrays of plain data in a value, and in lists, tuples and dicts."""
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        yield value
    elif isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _arrays_in(item)
