"""Objects of a test that the student's code may call: they stay here and are known by a number."""

from __future__ import annotations

import random
import sys
import sysconfig
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Final

import numpy as np

from grader.errors import ProtocolError
from grader.protocol import values
from grader.protocol.references import SPECIAL, fields_of
from grader.testing.source_text import TEST_MODULE

INSTALLED: Final = {Path(sysconfig.get_paths()[name]) for name in ("purelib", "platlib")}
"""Folders of installed libraries: methods of their objects write files, run commands, load code."""

CLOSED: Final = {"matplotlib", "numpy", "pandas"}
"""Libraries, beside Python's own, whose objects show no attributes: there is too much in them."""

IN_PLACE: Final = ("shuffle", "seed", "getstate", "setstate", "VERSION")
"""What of a random generator is not for drawing, or changes an argument, which would be a copy."""

COMPUTING: Final = {
    "numpy.random": (
        *(n for n in dir(np.random.Generator) if n[0] != "_" and n not in IN_PLACE),
        *("rand", "randint", "randn", "random_integers", "random_sample", "tomaxint"),
        *("random_raw", "generate_state"),
    ),
    "random": tuple(n for n in dir(random.Random) if n[0] != "_" and n not in IN_PLACE),
    "scipy.stats": (
        *("cdf", "entropy", "expect", "interval", "isf", "logcdf", "logpdf", "logpmf", "logsf"),
        *("mean", "median", "moment", "pdf", "pmf", "ppf", "rvs", "sf", "stats", "std", "support"),
        *("var", "evaluate", "resample"),
    ),
    "sklearn": (
        *("predict", "predict_proba", "predict_log_proba", "decision_function", "score"),
        *("transform", "inverse_transform", "score_samples"),
    ),
}
"""Methods of libraries' objects that only compute, by library. `RandomState.set_state` is none: it
takes a place outside of the state, from which it would read the memory of this process. What would
set a state in another way could choose the numbers that a test draws next."""


class SharedObjects:
    """The table of shared objects. A number that the student's process sends is checked here."""

    def __init__(self) -> None:
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._being_shared: set[int] = set()

    def share(self, value: object, pack: Callable[[object], values.Value]) -> values.GraderRef:
        """Keep an object and return the reference that crosses in its place.

        The attributes of a test's own object go along, packed; an object within itself has none.
        """
        number = self._numbers.setdefault(id(value), len(self._objects))
        if number == len(self._objects):
            self._objects.append(value)
        found: dict[str, values.Value] = {}
        if number not in self._being_shared:
            self._being_shared.add(number)
            try:
                found = {name: pack(one) for name, one in attributes(value).items()}
            finally:
                self._being_shared.remove(number)
        return values.GraderRef(number, callable(value), methods(value), found)

    def find(self, number: int) -> object:
        """Return the object of a number; raise a ProtocolError if there is none."""
        if not 0 <= number < len(self._objects):
            raise ProtocolError("a number of something that was not shared")
        return self._objects[number]

    def find_for_call(self, number: int, method: str) -> object:
        """Return the object of a number, if the student's code may call that method of it."""
        found = self.find(number)
        if method not in methods(found):
            raise ProtocolError("a call of what was not shared")
        return found


def methods(value: object) -> list[str]:
    """Return the names of the methods that the student's code may call on a shared object.

    These are the call itself, the public methods of classes of the test's or the course's own, and
    of installed libraries only those that compute.
    """
    names = ["__call__"] if callable(value) else []
    if isinstance(value, type | ModuleType):
        return names
    kinds = type(value).__mro__
    own = [cls for cls in kinds if is_own(cls.__module__)]
    names += [name for name in SPECIAL if any(name in vars(cls) for cls in own)]
    names += ["__next__"] if isinstance(value, Iterator) else []
    filled = own or isinstance(value, SimpleNamespace)
    parts = [getattr(value, "__dict__", {}) if filled else {}, *map(vars, own)]
    names += [n for part in parts for n, v in part.items() if n[:1] != "_" and callable(v)]
    names += [name for cls in kinds for name in _computing(cls.__module__, type(value))]
    return sorted(set(names))


def is_own(module: str) -> bool:
    """Return whether a module is the test's or the course's own, and no installed library."""
    if module.startswith(TEST_MODULE):
        return True
    top = module.split(".", maxsplit=1)[0]
    file = getattr(sys.modules.get(module), "__file__", None)
    if file is None or top in sys.stdlib_module_names | {"grader"}:
        return False
    return INSTALLED.isdisjoint(Path(file).parents)


def _computing(module: str, kind: type) -> list[str]:
    """Return the names of those methods of a class that only compute, if a library made it."""
    library = next((lib for lib in COMPUTING if f"{module}.".startswith(f"{lib}.")), "")
    return [name for name in COMPUTING.get(library, ()) if callable(getattr(kind, name, None))]


def attributes(value: object) -> dict[str, object]:
    """Return the public attributes of an object that are data, if Python has not made its class."""
    if isinstance(value, Enum):
        return {"name": value.name, "value": value.value}
    kinds = [cls for cls in type(value).__mro__ if not _is_closed(cls.__module__)]
    if isinstance(value, type | ModuleType) or not kinds:
        return {}
    names = [*getattr(value, "__dict__", {}), *fields_of(value)]
    found = {name: getattr(value, name, None) for name in names if name[:1] != "_"}
    return {name: one for name, one in found.items() if not callable(one)}


def _is_closed(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in sys.stdlib_module_names | CLOSED
