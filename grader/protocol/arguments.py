"""Arguments of a call: which are one object, and what a call has changed.

`f(v, v)` hands over one array, not two copies. What an argument held is compared after the call.
And a later call must leave the arrays of the call before alone: an answer may keep a reference to
one that it was given or that it returned, and change it. Tests see copies, so they could not tell.
Objects of classes are meant to change from call to call: only functions of the notebook itself are
looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np

UNCHANGING: Final = (bool, int, float, complex, str, bytes, type(None))


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


def snapshot_of(value: Any, packed: Callable[[object], bytes]) -> Any:
    """Return something that compares unequal once the value has changed in place.

    What is common is compared as it is: `packed` takes ten times as long.
    """
    kind = type(value)
    if kind in UNCHANGING:
        return None
    if kind is np.ndarray and not value.dtype.hasobject:
        return value.dtype, value.shape, value.flags.writeable, value.tobytes()
    if kind is np.random.Generator and type(value.bit_generator) is np.random.PCG64:
        seed = value.bit_generator.seed_seq
        return value.bit_generator.state, getattr(seed, "n_children_spawned", 0)
    return packed(value)


class EarlierCall:
    """The arrays of the last call of one of the notebook's own functions."""

    def __init__(self) -> None:
        self._arrays: list[np.ndarray] = []

    def contents(self) -> list[tuple[np.ndarray, bytes]]:
        """Return the arrays, each with what it holds now."""
        return [(array, array.tobytes()) for array in self._arrays]

    def replace(self, values: Iterable[object]) -> None:
        """Keep the arrays among these values, in the place of those of the call before."""
        self._arrays = [array for value in values for array in arrays_in(value)]


def have_changed(contents: Iterable[tuple[np.ndarray, bytes]]) -> bool:
    """Return whether an array holds something else than before."""
    return any(array.tobytes() != before for array, before in contents)


def is_own_function(function: object, namespace: Mapping[str, object]) -> bool:
    """Return whether this is a function that the notebook has under its own name, and no class."""
    name = getattr(function, "__name__", None)
    known = namespace.get(name) if isinstance(name, str) else None
    return known is function and not isinstance(function, type)


def arrays_in(value: object) -> Iterator[np.ndarray]:
    """Yield the arrays of plain data in a value, and in lists, tuples and dicts."""
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        yield value
    elif isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from arrays_in(item)
