"""Records of the closed list of values, as they cross the wire, and the caps on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from grader.protocol.shapes import shape_fits

MAX_DEPTH: Final = 40
"""Levels of nested containers that cross. A container that holds itself does not."""

ITEMS: Final = 1_000_000
"""Items that the containers of one value may hold. Entries of an array are free."""

KEYS: Final = 5000
"""Dict keys and set members that may be something other than text, a small int or a float. Others
can be chosen to collide, and then large sets of them are slow to build."""

INTEGER_BITS: Final = 1 << 16
DTYPES: Final = re.compile(
    r"\|b1|\|[iu]1|<[iuf][248]|<c(8|16)|<U[1-9][0-9]{0,6}|<[mM]8\[(ns|us|ms|s|m|h|D|W|M|Y)\]"
)
FIELDS: Final = 100
"""Fields of a named tuple."""

GENERATORS: Final = ("PCG64",)
"""Bit generators that cross: NumPy's default, of whose state it can be told whether drawing leads
there. Others stay where they are."""


class NotSerializable(Exception):
    """A value that is not of the closed list, or too large; the sentence says which and why."""


class Record(msgspec.Struct, frozen=True, array_like=True):
    """Base of all records."""


class BigInt(Record, frozen=True, tag="i"):
    """An integer of more than 64 bits, in hexadecimal digits."""

    digits: str


class Complex(Record, frozen=True, tag="c"):
    """A complex number."""

    real: float
    imag: float


class Ratio(Record, frozen=True, tag="q"):
    """A fraction, in hexadecimal digits."""

    numerator: str
    denominator: str


class Raw(Record, frozen=True, tag="b"):
    """Bytes."""

    data: bytes


class Array(Record, frozen=True, tag="a"):
    """A NumPy array or scalar."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes
    scalar: bool
    writeable: bool


class Items(Record, frozen=True, tag="l"):
    """A list, tuple, set or frozenset; or an array of objects, which has a shape."""

    kind: str
    items: list[Value]
    shape: tuple[int, ...] = ()


class Mapping(Record, frozen=True, tag="d"):
    """A dict."""

    keys: list[Value]
    values: list[Value]


class Random(Record, frozen=True, tag="r"):
    """A NumPy random generator: its kind, its state, and what it was seeded with."""

    name: str
    state: Value
    seed: Value


class Symbols(Record, frozen=True, tag="s"):
    """A SymPy expression or matrix (see `sympy_trees`)."""

    tree: bytes


class PackedAxes(Record, frozen=True, tag="p"):
    """A description of a Matplotlib Axes (see `axes`)."""

    axes: bytes


class Typed(Record, frozen=True, tag="t"):
    """A date, decimal or path (see `standard_types`), or an object of pandas (see `tables`)."""

    kind: str
    parts: list[Value]


class PackedTuple(Record, frozen=True, tag="n"):
    """A named tuple."""

    type_name: str
    fields: list[str]
    items: list[Value]


class StudentRef(Record, frozen=True, tag="k"):
    """An object that stays in the student's process."""

    number: int
    type_name: str
    callable: bool
    special: list[str] = []
    """Special methods that may be called (see `references`)."""
    fields: list[str] = []
    """Fields by which it is equal to another."""


class GraderRef(Record, frozen=True, tag="v"):
    """An object that stays on the trusted side; calls of its methods come back."""

    number: int
    callable: bool
    methods: list[str]
    attributes: dict[str, Value] = {}
    """Public attributes that are data, as they are when the object is handed over."""


Struct = (
    BigInt
    | Complex
    | Ratio
    | Raw
    | Array
    | Items
    | Mapping
    | Random
    | Symbols
    | PackedAxes
    | Typed
    | PackedTuple
    | StudentRef
    | GraderRef
)
Value = None | bool | int | float | str | Struct


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

    def hash(self, keys: Iterable[Any]) -> None:
        """Count the keys that may collide."""
        self._keys -= sum(not _cannot_collide(key) for key in keys)
        if self._keys < 0:
            raise NotSerializable(f"more than {KEYS} keys are neither text nor plain numbers")


def _cannot_collide(key: Any) -> bool:
    if isinstance(key, int):
        return -(1 << 63) <= key < 1 << 64
    return key is None or isinstance(key, str | float)


def check_depth(depth: int) -> None:
    """Refuse a value that nests too deep."""
    if depth < 0:
        raise NotSerializable(f"it nests deeper than {MAX_DEPTH} levels, or holds itself")


def check_shape(shape: tuple[int, ...], entries: int) -> None:
    """Refuse a shape that does not belong to that many entries."""
    if not shape_fits(shape, entries, max_axes=64):
        raise NotSerializable("an array whose shape does not fit its bytes")
