"""What a reference tells of an object that stays on its side: operators, fields, class name."""

from __future__ import annotations

import dataclasses
from collections import UserDict, UserList, UserString, deque
from collections.abc import (
    Callable,
    Container,
    ItemsView,
    Iterator,
    KeysView,
    Mapping,
    Sequence,
    ValuesView,
)
from decimal import Decimal
from enum import Enum, EnumMeta
from fractions import Fraction
from types import FunctionType
from typing import Any, Final

import numpy as np

from grader.protocol.records import FIELDS, StudentRef

ITERATION: Final[tuple[str, ...]] = ("__iter__", "__next__", "__len__", "__getitem__")
"""Special methods that give out data, item by item."""

CONTAINERS: Final = (
    *("__setitem__", "__delitem__", "__enter__", "__exit__", "__str__", "__bool__"),
    "__contains__",
)

BINARY: Final = (
    *("__add__", "__sub__", "__mul__", "__matmul__", "__truediv__", "__floordiv__", "__mod__"),
    *("__pow__", "__lt__", "__le__", "__gt__", "__ge__", "__eq__"),
)
"""Operators between two objects."""

SPECIAL: Final = (*ITERATION, *CONTAINERS, *BINARY)
"""Special methods that are called across."""

OPERATORS: Final = frozenset((*BINARY, "__str__"))
"""What a class of the notebook may do in another way than the number, text or tuple it extends."""

CHANGING: Final = (list, dict, set, deque, UserDict, UserList, UserString, np.ndarray)
FIXED: Final = (int, float, complex, str, tuple, frozenset, Fraction, Decimal)
"""Types that cross by value, of which a notebook's class may be derived."""

MAKING: Final = ("__new__", "__init__", "__repr__", "__array_finalize__")
"""Methods that a container may have without being more than one."""

MAX_NAME_CHARS: Final = 80
"""Characters of a class's name that are sent."""


def student_reference(
    number: int, value: object, clean: Callable[[str], str], classes: Mapping[int, str]
) -> StudentRef:
    """Return the reference that crosses in the place of a student's object.

    `classes` are the classes for which tests asked, by `id`, with the name that they use.
    """
    kind = type(value)
    name = clean(classes.get(id(kind), kind.__name__)[:MAX_NAME_CHARS])
    return StudentRef(
        number, name, callable(value), tuple(special_methods(value)), fields_of(value)
    )


def special_methods(value: object) -> list[str]:
    """Return the special methods of a container, an iterator, a view, or a notebook's class."""
    kind = type(value)
    if isinstance(value, Iterator | ItemsView | KeysView | ValuesView | EnumMeta):
        wanted = ITERATION
    elif kind.__module__ == "__main__":
        wanted = SPECIAL
    elif isinstance(value, Mapping | Sequence):
        wanted = (*ITERATION, "__eq__")
    else:
        return []
    own = {name for name in (*wanted, "__repr__") if has_own(kind, name)}
    own |= {"__str__"} if "__repr__" in own else set()
    return [name for name in wanted if name in own]


def is_known_object(value: object, classes: Container[int]) -> bool:
    """Return whether a container has methods of its own, and is of a class that the tests name.

    It stays on its side, as other objects do: it was made for its methods.
    """
    kind = type(value)
    return (
        id(kind) in classes
        and isinstance(value, CHANGING)
        and any(
            isinstance(part, FunctionType) and name not in MAKING
            for name, part in _own_parts(kind).items()
        )
    )


def has_own_parts(value: object) -> bool:
    """Return whether a number, text or tuple is of a class of the notebook that adds to it.

    It crosses by value, and with a reference, by which what the class adds is asked for.
    """
    kind = type(value)
    if kind.__module__ != "__main__" or not isinstance(value, FIXED):
        return False
    added = _own_parts(kind).keys() - set(getattr(kind, "_fields", ()))
    own = any(not name.startswith("_") for name in added) or own_operators(value)
    return isinstance(value, Enum) or bool(own)


def adds_nothing(value: object) -> bool:
    """Return whether a wrapper has no public methods or attributes beside those of its type."""
    kind = type(value)
    public = [name for name in (*_own_parts(kind), *vars(value)) if not name.startswith("_")]
    return kind.__module__ in ("__main__", "collections") and public == ["data"]


def own_operators(value: object) -> tuple[str, ...]:
    """Return what the class of a number, text or tuple does in its own way."""
    parts = _own_parts(type(value))
    if getattr(parts.get("__repr__"), "__module__", "") == "__main__":  # not that of a named tuple
        parts["__str__"] = parts["__repr__"]
    if isinstance(value, str):
        parts.pop("__str__", None)  # it is that text for whoever shows it
    return tuple(OPERATORS & parts.keys())


def _own_parts(kind: type) -> dict[str, Any]:
    """Return what a class and its bases in the notebook define."""
    own = (vars(one) for one in kind.__mro__ if one.__module__ == "__main__")
    return {name: part for parts in own for name, part in parts.items()}


def has_own(kind: type, name: str) -> bool:
    """Return whether a class has a special method that not every object has."""
    found = getattr(kind, name, None)
    return found is not None and found is not getattr(object, name, None)


def fields_of(value: object) -> tuple[str, ...]:
    """Return the fields by which a data class or a member of an enumeration is told."""
    if isinstance(value, Enum):
        return ("name", "value")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return tuple(field.name for field in dataclasses.fields(value) if field.compare)[:FIELDS]
    return ()
