"""Objects of a test that the student's code may call: they stay here and are known by a number."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import Enum
from types import ModuleType
from typing import Any, Final

from grader.errors import ProtocolError
from grader.protocol import values
from grader.protocol.references import SPECIAL, fields_of

WRITERS: Final = {"builtins", "matplotlib", "numpy", "pandas"}
"""Libraries whose objects have methods that write files; a test may hand over a figure or table."""


class LentObjects:
    """The table of lent objects. A number that the student's process sends is checked here."""

    def __init__(self) -> None:
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._being_lent: set[int] = set()

    def lend(self, value: Any, pack: Callable[[Any], values.Value]) -> values.GraderRef:
        """Keep an object and return the reference that crosses in its place.

        The attributes of a test's own object go along, packed; an object within itself has none.
        """
        number = self._numbers.setdefault(id(value), len(self._objects))
        if number == len(self._objects):
            self._objects.append(value)
        found: dict[str, values.Value] = {}
        if number not in self._being_lent:
            self._being_lent.add(number)
            try:
                found = {name: pack(one) for name, one in attributes(value).items()}
            finally:
                self._being_lent.remove(number)
        return values.GraderRef(number, callable(value), methods(value), found)

    def find(self, number: int) -> Any:
        """Return the object of a number; raise a ProtocolError if there is none."""
        if not 0 <= number < len(self._objects):
            raise ProtocolError("a number of something that was not lent")
        return self._objects[number]

    def find_for_call(self, number: int, method: str) -> Any:
        """Return the object of a number, if the student's code may call that method of it."""
        found = self.find(number)
        if method not in methods(found):
            raise ProtocolError("a call of what was not lent")
        return found


def methods(value: Any) -> list[str]:
    """Return the names of the methods that the student's code may call on a lent object.

    These are the call itself and the public methods of the test's own classes and of random
    generators, but not of Python's classes or of libraries whose methods write files.
    """
    names = ["__call__"] if callable(value) else []
    if isinstance(value, type | ModuleType):
        return names
    own = _own_classes(value)
    names += [name for name in SPECIAL if any(name in vars(cls) for cls in own)]
    names += ["__next__"] if isinstance(value, Iterator) else []
    parts = [getattr(value, "__dict__", {}), *map(vars, own)]
    names += [n for part in parts for n, v in part.items() if n[:1] != "_" and callable(v)]
    return sorted(set(names))


def attributes(value: Any) -> dict[str, Any]:
    """Return the public attributes of an object of the test's own class that are data."""
    if isinstance(value, Enum):
        return {"name": value.name, "value": value.value}
    if isinstance(value, type | ModuleType) or not _own_classes(value):
        return {}
    names = [*getattr(value, "__dict__", {}), *fields_of(value)]
    found = {name: getattr(value, name, None) for name in names if name[:1] != "_"}
    return {name: one for name, one in found.items() if not callable(one)}


def _own_classes(value: Any) -> list[type]:
    return [cls for cls in type(value).__mro__ if not _is_library(cls.__module__)]


def _is_library(module: str) -> bool:
    if module.startswith("numpy.random."):
        return False
    return module.split(".", maxsplit=1)[0] in sys.stdlib_module_names | WRITERS
