"""What a value is while it crosses: records of few kinds, and the caps on what they may hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np

T = TypeVar("T")

MAX_DEPTH: Final = 40
"""Levels of nested containers that cross. A container that holds itself does not."""

ITEMS: Final = 1_000_000
"""Items that the containers of one value may hold. Entries of an array are free."""

KEYS: Final = 5000
"""Dict keys and set members that may be something other than text, an int or a float, or a tuple of
text or of few small ints. Others can be chosen to collide, and then large sets of them are slow to
build."""

FEW: Final = 3
SMALL: Final = 1 << 20
"""So many ints of at most this size: fewer tuples than there are hashes."""

DTYPES: Final = re.compile(
    r"\|b1|\|[iu]1|<[iuf][248]|<c(8|16)|<U[1-9][0-9]{0,6}|\|S[1-9][0-9]{0,6}|<[mM]8\[(ns|us|ms|s|m|h|D|W|M|Y)\]"
)

ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+\-/]{0,40}")
"""Names of time zones."""

FIELDS: Final = 100
"""Fields of a named tuple."""

MAX_AXIS: Final = 1 << 40
"""No axis of an array is longer."""

MAX_AROUND_EMPTY: Final = 1 << 20
"""Product of an empty array's axes, the empty ones left out. NumPy would accept a huge one, and
what is computed from it along another axis would be huge, too."""


class NotSerializable(Exception):
    """A value that is not of the closed list, or too large; the sentence says which and why."""


# A record is a tuple whose last item tells its kind. msgspec writes it as a list, and `read` makes
# a record of what msgspec decoded. In a student's own notebook records cross nothing, and msgspec
# is not there.


class Raw(NamedTuple):
    """Bytes."""

    data: bytes
    tag: str = "b"


class Array(NamedTuple):
    """A NumPy array or scalar."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes
    scalar: bool
    writeable: bool
    tag: str = "a"


class Typed(NamedTuple):
    """A value of any other type of the list: the name of its kind, and its parts."""

    kind: str
    parts: list[Value]
    tag: str = "t"


class StudentRef(NamedTuple):
    """An object that stays in the student's process."""

    number: int
    type_name: str
    callable: bool
    special: Sequence[str] = ()
    """Special methods that may be called (see `references`)."""
    fields: Sequence[str] = ()
    """Fields by which it is equal to another."""
    tag: str = "k"


class Extended(NamedTuple):
    """A number, text or tuple of a notebook's class that adds methods to it."""

    plain: Value
    whole: StudentRef
    tag: str = "e"


class GraderRef(NamedTuple):
    """An object that stays on the trusted side; calls of its methods come back."""

    number: int
    callable: bool
    methods: list[str]
    attributes: dict[str, Value] = {}  # noqa: RUF012 - nothing is added to it
    """Public attributes that are data, as they are when the object is handed over."""
    tag: str = "v"


Struct = Raw | Array | Typed | StudentRef | GraderRef | Extended
Value = None | bool | int | float | str | Struct


def read(plain: object) -> Value:
    """Return the value that decoded bytes describe; refuse what is none."""
    match plain:
        case None | bool() | int() | float() | str():
            return plain
        case [bytes(data), "b"]:
            return Raw(data)
        case [str(dtype), [*shape], bytes(data), bool(scalar), bool(writeable), "a"]:
            return Array(dtype, tuple(the(int, n) for n in shape), data, scalar, writeable)
        case [str(kind), list(parts), "t"]:
            return Typed(kind, [read(part) for part in parts])
        case [int(number), str(name), bool(is_callable), [*special], [*fields], "k"]:
            return StudentRef(the(int, number), name, is_callable, _texts(special), _texts(fields))
        case [plain_part, whole, "e"]:
            reference = read(whole)
            if isinstance(reference, StudentRef):
                return Extended(read(plain_part), reference)
        case [int(number), bool(is_callable), [*methods], dict(attributes), "v"]:
            found = {the(str, name): read(value) for name, value in attributes.items()}
            return GraderRef(the(int, number), is_callable, [*_texts(methods)], found)
    raise NotSerializable("not a value of the closed list")


def _texts(names: list[object]) -> tuple[str, ...]:
    return tuple(the(str, name) for name in names)


def is_same(one: Value, other: Value) -> bool:
    """Return whether two packed values cross as the same: 1 is not 1.0, and NaN is itself."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return one.hex() == other.hex()  # type: ignore[union-attr]
    if isinstance(one, list | tuple):
        pair: Any = (one, other)
        return len(one) == len(pair[1]) and all(map(is_same, *pair))
    return one == other


class Kind(NamedTuple):
    """How values of some types cross: as parts, which are values of the list again."""

    types: type | tuple[type, ...]
    parts: Callable[[Any], list[Any] | None]
    """Takes a value apart; None for one that does not cross in this way."""
    build: Callable[..., Any]
    """Builds a value from its parts, which may be anything of the list: it checks them."""
    hashed: Callable[[list[Any]], Iterable[Any]] = lambda _: ()
    """Returns those of its parts that are hashed when it is built."""
    cost: Callable[[list[Any]], int] = lambda _: 0
    """Returns what it costs in the budget of items, beside its parts."""


class Budget:
    """Counts what one value costs, in the same way where it is packed and where it is built."""

    def __init__(self) -> None:
        self._items = ITEMS
        self._keys = KEYS

    def spend(self, items: int) -> None:
        """Count items of containers; larger things count as many items."""
        self._items -= items
        if self._items < 0:
            raise NotSerializable(f"it holds more than {ITEMS} items; an array may hold more")

    def count(self, kind: Kind, parts: list[object]) -> None:
        """Count what a value of some kind costs beside its parts, and its keys that may collide."""
        self.spend(kind.cost(parts))
        self._keys -= sum(not _cannot_collide(key) for key in kind.hashed(parts))
        if self._keys < 0:
            raise NotSerializable(f"more than {KEYS} keys are neither text nor plain numbers")


def _cannot_collide(key: object) -> bool:
    if isinstance(key, int | np.integer):
        return bool(-(1 << 63) <= key < 1 << 64)
    if isinstance(key, tuple):
        text = all(isinstance(part, str) for part in key)
        return text or (len(key) <= FEW and all(map(_is_small, key)))
    return key is None or isinstance(key, str | float)


def _is_small(part: object) -> bool:
    """Return whether so few parts of this kind have next to no hash in common."""
    if isinstance(part, int | np.integer):
        return bool(-SMALL <= part <= SMALL)
    return isinstance(part, str)


def the(kind: type[T], part: object) -> T:
    """Return a part if it is of a type, and refuse it otherwise."""
    if type(part) is not kind:
        raise NotSerializable("a part of a type that does not belong there")
    return part


def check_shape(shape: tuple[int, ...], entries: int, *, max_axes: int = 64) -> None:
    """Refuse a shape that does not belong to that many entries, or has axes without measure."""
    around = math.prod(n for n in shape if n)
    if (
        len(shape) > max_axes
        or not all(0 <= n < MAX_AXIS for n in shape)
        or math.prod(shape) != entries
        or around > max(entries, MAX_AROUND_EMPTY)
    ):
        raise NotSerializable("an array whose shape does not fit its entries")
