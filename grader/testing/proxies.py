"""Proxies of objects that stay with the student: their attributes, calls and operators are asked.

Items are asked of any object, and compared here with those of a container or with what may be among
them; an object that gives none is asked what is in it, if the tests name its class. Operators count
only between two objects of classes that the tests themselves name, and never between such an object
and a value of the test's: a student's `__eq__` or `__sub__` would be told what is expected, and
could say that this is it. Data classes and members of enumerations are compared here, by class and
fields.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from grader.protocol import values
from grader.protocol.kinds import ExtendedValue, is_asked_by_numpy, nearest_error
from grader.protocol.references import BINARY, ITERATION, SPECIAL, fields_of
from grader.testing import truth
from grader.testing.namespace import Namespace
from grader.testing.source_text import is_raised_by_test

NOT_IMPLEMENTED: Final = "NotImplementedType"

VERDICTS: Final = frozenset(
    {"equals", "identical", "eq", "ne", "compare", "startswith", "endswith", "issubset"}
    | {"issuperset", "isdisjoint", "difference", "symmetric_difference", "allclose"}
)
"""Methods of text, sets, tables and expressions that are told what is expected, and say whether
that is it. Only an object of a class that the tests name is asked."""


CHANGES: Final = ("__setitem__", "__delitem__", "__enter__", "__exit__")
"""Special methods that may change the object."""


OWN: Final = (
    *("_owner", "_handle", "_generation", "_name", "_told", "_class_name", "type_name"),
    *("_label", "_of"),
)
"""Attributes of a proxy itself: others are set in the student's process."""


class Proxy:
    """A proxy of an object that stays with the student."""

    type_name = ""
    """As messages quote it."""

    def __init__(self, owner: Namespace, handle: values.StudentRef, generation: int = 0) -> None:
        self._owner = owner
        self._handle = handle
        self._generation = generation
        self._name = ""
        self._told: tuple[tuple[int, int], object] | None = None
        """The calls that the test had made when the object told a length, and that length."""
        self._class_name = handle.type_name
        self.type_name = handle.type_name[:80]

    def named(self, name: str) -> Proxy:
        """Set the name by which the object is found again in every fork of the process."""
        self._name = name
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not (self._is_known or self._may_be_asked(name)):
            raise AttributeError(
                f"an object of the class {self.type_name} is not asked for {name!r}"
            )
        return self._asked(name)

    def __setattr__(self, name: str, value: object) -> None:
        if name in OWN:
            object.__setattr__(self, name, value)
        else:
            self._change("__setattr__", name, value)

    def __delattr__(self, name: str) -> None:
        self._change("__delattr__", name)

    def _change(self, method: str, *args: object) -> None:
        """Have the object's class, or that of a class, set or delete an attribute."""
        self._told = None
        kind = self._asked("__class__")
        if not isinstance(kind, Proxy):
            raise TypeError(f"the class of a {self.type_name} is none")
        kind._asked(method)(self, *args)

    @property
    def _is_known(self) -> bool:
        """Whether the tests name the object's class."""
        return self._owner.names_class(self._class_name)

    def _may_be_asked(self, name: str) -> bool:
        """Return whether an attribute is asked of an object whose class the tests don't name.

        NumPy's functions look for a method of their own name: they get the items instead.
        """
        return name not in VERDICTS and not is_asked_by_numpy(3)

    def _asked(self, name: str) -> Any:
        found = self._owner.attribute(self, name)
        if isinstance(found, ProxyFunction):
            found._label = f"{self.type_name}.{name}"
            found._of = self
        return found

    def __copy__(self) -> Proxy:
        raise TypeError(f"a {self.type_name} stays in the notebook, and no copy is made of it")

    def __deepcopy__(self, memo: object) -> Proxy:
        return self.__copy__()

    def __repr__(self) -> str:
        return f"<{self.type_name.removesuffix(' object')} object>"


class ProxyFunction(Proxy):
    """A proxy of an object that can be called."""

    _label = ""
    _of: Proxy | None = None
    """The object whose method this is, if it is one."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._owner.call(self, args, kwargs)

    def __repr__(self) -> str:
        return f"<{self.type_name} {self._name or self._label}>"


def make_proxy(
    owner: Namespace, handle: values.StudentRef, generation: int = 0, *, quoted: str = ""
) -> Proxy:
    """Make the proxy of a reference; messages quote its class's name, or another instead."""
    usable = SPECIAL if owner.names_class(handle.type_name) else (*ITERATION, "__eq__")
    special = frozenset(handle.special) & {*usable}
    if handle.fields:
        special |= {"__eq__"}
    made = _class_with(ProxyFunction if handle.callable else Proxy, special)(
        owner, handle, generation
    )
    made.type_name = quoted or made.type_name
    return made


def label(held: Proxy) -> str:
    """Return the name of an object in messages."""
    own = held._label or held._name if isinstance(held, ProxyFunction) else ""
    return own or held.type_name


def unpacked(value: values.Value, find: Callable[..., object]) -> Any:
    """Return a value that crossed as tests get it."""
    found = values.unpack(value, find, truth.received)
    truth.guard_pandas()
    return found


@functools.lru_cache(maxsize=256)
def _class_with(base: type[Proxy], special: frozenset[str]) -> type[Proxy]:
    """Return the class of proxies that have some special methods."""
    if not special:
        return base
    methods: dict[str, Any] = {
        name: _operator(name) if name in BINARY else _forward(name) for name in special
    }
    if "__next__" in special:
        methods |= {"__next__": _next, "__iter__": lambda self: self}
    elif "__iter__" in special:
        methods |= {"__iter__": _iterate}
    elif {"__len__", "__getitem__"} <= special:
        methods |= {"__iter__": _iterate_by_number}
    if "__iter__" in methods:
        methods.pop("__contains__", None)
    if "__len__" in special:
        methods |= {"__len__": _length}
    if "__exit__" in special:
        methods |= {"__exit__": _exit}
    if {"__len__", "__iter__"} <= special and "__next__" not in special:
        methods |= {"__array__": _as_array}
    if "__eq__" in special:
        methods |= {"__eq__": _equal, "__hash__": object.__hash__}
    return type(base.__name__, (base,), methods)


def _forward(name: str) -> Callable[..., Any]:
    def method(self: Proxy, *args: Any) -> Any:
        if name in CHANGES:
            self._told = None
        return self._asked(name)(*args)

    return method


def _length(self: Proxy) -> Any:
    length = self._asked("__len__")()
    self._told = (self._owner.calls_made(), length)
    return length


def _iterate(self: Proxy) -> Iterator[Any]:
    """Yield the items, which are as many as the object says if it says how many.

    An object that told another length before has to have been changed by a call since.
    """
    made, before = self._told or (None, None)
    count = 0
    for item in iter(self._asked("__iter__")()):
        yield item
        count += 1
    after = self._asked("__len__")() if "__len__" in self._handle.special else None
    if made != self._owner.calls_made():
        before = None
    for length in (before, after):
        if length not in (None, count):
            raise ValueError(f"a {self.type_name} has the length {length}, and gave {count} items")


def _iterate_by_number(self: Any) -> Iterator[Any]:
    """Yield the items of an object that has no `__iter__`, as many as it says."""
    for number in range(len(self)):
        yield self[number]


def _exit(self: Proxy, kind: object, error: BaseException | None, traceback: Any) -> object:
    """Leave a `with` block; the object can swallow nothing but what a test itself raises.

    Of any other error it gets the class alone: the text may tell what a test expects.
    """
    if error is None:
        return self._asked("__exit__")(None, None, None)
    raised = not isinstance(error, AssertionError) and is_raised_by_test(traceback)
    args = [part for part in error.args if isinstance(part, str | int | float)] if raised else []
    told = nearest_error(error)(*args)
    return self._asked("__exit__")(type(told), told, None) and raised


def _as_array(self: Proxy, dtype: Any = None, copy: bool | None = None) -> Any:
    """Return the items as an array, as NumPy asks for it."""
    return truth.received(np.array([*self], dtype=dtype))


def _operator(name: str) -> Callable[..., Any]:
    def method(self: Proxy, other: Any) -> Any:
        other = _whole(other)
        if not (isinstance(other, Proxy) and self._is_known and other._is_known):
            return NotImplemented
        found = self._asked(name)(other)
        given_up = isinstance(found, Proxy) and found._class_name == NOT_IMPLEMENTED
        return NotImplemented if given_up else found

    return method


def _next(self: Proxy) -> Any:
    try:
        return self._asked("__next__")()
    except Exception as error:
        if getattr(error, "kind", "") == "StopIteration":
            raise StopIteration from None
        raise


def _whole(other: Any) -> Any:
    """Return the object that stays with the student for a value that it extends."""
    return other.whole if isinstance(other, ExtendedValue) else other


def _equal(self: Proxy, other: Any) -> Any:
    if self is other:
        return True
    if fields := self._handle.fields:
        other = _whole(other)
        return _same_class(self, other) and all(
            getattr(self, name) == getattr(other, name) for name in fields
        )
    if isinstance(other, list | tuple | set) and {"__iter__", "__len__"} <= {*self._handle.special}:
        return type(other)(self) == other
    if isinstance(other, dict) and {"__iter__", "__getitem__"} <= {*self._handle.special}:
        return {key: self[key] for key in self} == other  # type: ignore[index, attr-defined]
    return _operator("__eq__")(self, other)


def _same_class(one: Proxy, other: Any) -> bool:
    """Return whether an object is of the class of a proxy, as far as names and fields tell."""
    if isinstance(other, Proxy):
        return (one._class_name, one._handle.fields) == (other._class_name, other._handle.fields)
    return type(other).__name__ == one._class_name and fields_of(other) == one._handle.fields
