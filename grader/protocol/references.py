"""What a reference tells of an object that stays on its side: operators, fields, class name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, KeysView, ValuesView
from enum import Enum, EnumMeta
from types import FunctionType
from typing import Any, Final

from grader.protocol.records import FIELDS, StudentRef

ITERATION: Final[tuple[str, ...]] = ("__iter__", "__next__", "__len__", "__getitem__")
"""Special methods that give out data, item by item."""

CONTAINERS: Final = ("__setitem__", "__delitem__", "__enter__", "__exit__", "__str__")

BINARY: Final = (
    *("__add__", "__sub__", "__mul__", "__matmul__", "__truediv__", "__floordiv__", "__mod__"),
    *("__pow__", "__lt__", "__le__", "__gt__", "__ge__", "__eq__"),
)
"""Operators between two objects."""

SPECIAL: Final = (*ITERATION, *CONTAINERS, *BINARY)
"""Special methods that are called across."""

PLAIN: Final = (list, tuple, dict, set, frozenset)
"""Containers that cross by value."""

MAX_NAME_CHARS: Final = 80
"""Characters of a class's name that are sent."""


def student_reference(number: int, value: Any, clean: Callable[[str], str]) -> StudentRef:
    """Return the reference that crosses in the place of a student's object."""
    name = clean(type(value).__name__[:MAX_NAME_CHARS])
    return StudentRef(number, name, callable(value), special_methods(value), list(fields_of(value)))


def special_methods(value: Any) -> list[str]:
    """Return the special methods of an iterator, a view, an enumeration, or a notebook's class."""
    kind = type(value)
    if isinstance(value, Iterator | KeysView | ValuesView | EnumMeta):
        wanted = ITERATION
    elif kind.__module__ == "__main__":
        wanted = SPECIAL
    else:
        return []
    return [name for name in wanted if has_own(kind, name)]


def is_made_object(value: Any, maker: Any) -> bool:
    """Return whether a class of the notebook made an empty container that has methods.

    It stays on its side, as other objects do: it was made for its methods. What holds something
    crosses by value, and can be compared, sorted and cut here.
    """
    base = next((kind for kind in PLAIN if isinstance(value, kind)), None)
    if base is None or type(value) is not maker or base.__len__(value):
        return False
    own = [vars(kind) for kind in maker.__mro__ if kind.__module__ == "__main__"]
    methods = [name for parts in own for name in parts if isinstance(parts[name], FunctionType)]
    return any(not name.startswith("_") for name in methods)


def has_own(kind: type, name: str) -> bool:
    """Return whether a class has a special method that not every object has."""
    found = getattr(kind, name, None)
    return found is not None and found is not getattr(object, name, None)


def fields_of(value: Any) -> tuple[str, ...]:
    """Return the fields by which a data class or a member of an enumeration is told."""
    if isinstance(value, Enum):
        return ("name", "value")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return tuple(field.name for field in dataclasses.fields(value) if field.compare)[:FIELDS]
    return ()
