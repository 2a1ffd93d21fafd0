"""Records of the closed list into Python objects, checked before they are built."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from operator import itemgetter
from typing import Any, Final

import msgspec
import numpy as np

from grader.protocol import axes, sympy_trees, tables
from grader.protocol.records import (
    DTYPES,
    FIELDS,
    GENERATORS,
    INTEGER_BITS,
    MAX_DEPTH,
    Array,
    BigInt,
    Budget,
    Complex,
    GraderRef,
    Items,
    Mapping,
    NotSerializable,
    PackedAxes,
    PackedTuple,
    Random,
    Ratio,
    Raw,
    StudentRef,
    Symbols,
    Typed,
    Value,
    check_depth,
    check_shape,
)
from grader.protocol.standard_types import build_standard

Find = Callable[[StudentRef | GraderRef], Any]
"""Returns the object of a reference, or a proxy for it."""

MAX_NAME: Final = 80
"""Characters of a class's name that are kept."""

_decoder: Final = msgspec.msgpack.Decoder(Value)


def load(data: bytes) -> Value:
    """Decode the bytes of a packed value, or refuse them."""
    with _refused():
        found: Value = _decoder.decode(data)
        return found


def unpack(value: Value, find: Find, received: Callable[[Any], Any] = np.asarray) -> Any:
    """Build the object that `value` describes.

    `find` looks references up; `received` returns each array as it is to be handed out.
    """
    with _refused():
        return _Builder(find, received).build(value, MAX_DEPTH)


@contextlib.contextmanager
def _refused() -> Iterator[None]:
    """Turn whatever goes wrong while reading foreign values into one kind of error."""
    try:
        yield
    except (NotSerializable, MemoryError):
        raise
    except Exception as error:
        raise NotSerializable(f"not a value of the closed list: {type(error).__name__}") from error


class _Builder:
    """Builds one value within its budget."""

    def __init__(self, find: Find, received: Callable[[Any], Any]) -> None:
        self._find = find
        self._received = received
        self._budget = Budget()

    def build(self, value: Value, depth: int) -> Any:
        match value:
            case None | bool() | int() | float() | str():
                return value
            case BigInt(digits):
                return _integer(digits)
            case Complex(real, imag):
                return complex(real, imag)
            case Ratio(numerator, denominator):
                return Fraction(_integer(numerator), _integer(denominator))
            case Raw(data):
                return data
            case Array():
                found = _array(value)
                return found if value.scalar else self._received(found)
            case Items(kind, items, shape):
                return self._items(kind, self._all(items, depth), shape)
            case Mapping(keys, values):
                names = self._all(keys, depth)
                self._budget.hash(names)
                return dict(zip(names, self._all(values, depth), strict=True))
            case Random(name, state, seed):
                return _generator(name, self.build(state, depth - 1), self.build(seed, depth - 1))
            case Symbols(tree):
                self._budget.spend(len(tree))
                return sympy_trees.load_tree(tree)
            case PackedAxes(data):
                self._budget.spend(axes.COST)
                return axes.load_axes(data)
            case Typed() | PackedTuple():
                return self._typed(value, depth)
            case StudentRef() | GraderRef():
                return self._find(value)
            case _:
                raise NotSerializable("not a value of the closed list")

    def _all(self, values: list[Value], depth: int) -> list[Any]:
        check_depth(depth - 1)
        self._budget.spend(len(values))
        return [self.build(value, depth - 1) for value in values]

    def _typed(self, value: Typed | PackedTuple, depth: int) -> Any:
        if isinstance(value, PackedTuple):
            return _named(value.type_name, value.fields, self._all(value.items, depth))
        kind, parts = value.kind, self._all(value.parts, depth)
        if not kind.startswith(tables.PREFIX):
            return build_standard(kind, parts)
        kind = kind.removeprefix(tables.PREFIX)
        self._budget.hash(tables.hashed_entries(kind, parts))
        return tables.build_table(kind, parts)

    def _items(self, kind: str, items: list[Any], shape: tuple[int, ...]) -> Any:
        match kind:
            case "list":
                return items
            case "tuple":
                return tuple(items)
            case "set" | "frozenset":
                self._budget.hash(items)
                return set(items) if kind == "set" else frozenset(items)
            case "objects":
                check_shape(shape, len(items))
                array = np.empty(len(items), dtype=object)
                for place, item in enumerate(items):
                    array[place] = item
                return self._received(array.reshape(shape))
            case _:
                raise NotSerializable("a container of a kind that does not cross")


def _named(type_name: str, fields: list[str], items: list[Any]) -> Any:
    """Build a named tuple without `namedtuple`, which evaluates text."""
    names = [type_name[:MAX_NAME], *fields]
    if len(fields) != len(items) or len(fields) > FIELDS or len({*fields}) < len(fields):
        raise NotSerializable("a named tuple whose fields do not fit its items")
    if not all(name.isidentifier() and not name.startswith("_") for name in names):
        raise NotSerializable("a named tuple with names that are none")
    return _named_class(names[0], tuple(fields))(items)


@functools.lru_cache(maxsize=256)
def _named_class(type_name: str, fields: tuple[str, ...]) -> type:
    members: dict[str, Any] = {name: property(itemgetter(n)) for n, name in enumerate(fields)}
    return type(type_name, (NamedItems,), {**members, "_fields": fields})


class NamedItems(tuple[Any, ...]):
    """A tuple whose items have names, too."""

    _fields: tuple[str, ...] = ()

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        items = ", ".join(f"{name}={item!r}" for name, item in self._asdict().items())
        return f"{type(self).__name__}({items})"


def _integer(digits: str) -> int:
    if len(digits) > INTEGER_BITS // 4 + 4:
        raise NotSerializable(f"an integer of more than {INTEGER_BITS} bits")
    return int(digits, 16)


def _array(value: Array) -> Any:
    if not DTYPES.fullmatch(value.dtype):
        raise NotSerializable("an array of a type that does not cross")
    dtype = np.dtype(value.dtype)
    entries, rest = divmod(len(value.data), dtype.itemsize)
    if rest:
        raise NotSerializable("an array whose shape does not fit its bytes")
    check_shape(value.shape, entries)
    flat: Any = np.frombuffer(bytearray(value.data), dtype=dtype)
    if dtype.kind == "b" and np.any(flat.view(np.uint8) > 1):
        raise NotSerializable("an array of booleans that are neither true nor false")
    if dtype.kind == "U" and np.any(flat.view("<u4") > sys.maxunicode):
        raise NotSerializable("an array of text with characters that do not exist")
    array = flat.reshape(value.shape).astype(dtype.newbyteorder("="), copy=False)
    if value.scalar:
        return array[()]
    array.flags.writeable = value.writeable
    return array


def _generator(name: str, state: Any, seed: Any) -> np.random.Generator:
    if name not in GENERATORS:
        raise NotSerializable("a random generator of a kind that does not cross")
    if seed["entropy"] is None:
        raise NotSerializable("a random generator that was seeded with nothing")
    if not (_whole(seed["entropy"]) and _whole(seed["spawn_key"])):
        raise NotSerializable("a random generator whose seed is not made of whole numbers")
    origin = np.random.SeedSequence(
        seed["entropy"],
        spawn_key=tuple(seed["spawn_key"]),
        n_children_spawned=int(seed["n_children_spawned"]),
    )
    bits = getattr(np.random, name)(origin)
    bits.state = state
    return np.random.Generator(bits)


def _whole(seed: Any) -> bool:
    """Return whether a seed is an integer or a list of integers.

    NumPy would parse text too, in time that grows with the square of its length.
    """
    row = seed if isinstance(seed, list | tuple) else [seed]
    if isinstance(seed, np.ndarray):
        return seed.dtype.kind in "iu"
    return all(isinstance(number, int | np.integer) for number in row)
