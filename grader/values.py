"""The closed list of values that cross between the supervisor and a student's process.

    plain       None, bool, int, float, complex, str, bytes, Fraction
    containers  list, tuple, set, frozenset, dict, range (as a list)
    arrays      NumPy arrays and scalars of numbers, booleans and text, as bytes, dtype and shape
    symbols     SymPy trees                                        (see `symbolic`)
    pictures    a description of a Matplotlib Axes                 (see `picture`)
    generators  numpy.random.Generator, rebuilt from its state
    Kept        an object that stays with the student: only its number and its type's name cross
    Service     a callable or object that stays with the supervisor: calls of it come back

Nothing here is pickled, evaluated or imported by name. Whatever is decoded is checked against
this list, and against the caps on size and depth, before it is built.
"""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final

import msgspec
import numpy as np

from grader import picture, symbolic

DEPTH: Final = 40
"""Containers nested deeper than this do not cross; neither does one that holds itself."""

DTYPES: Final = frozenset("?bhilqBHILQefdFD")
GENERATORS: Final = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
INTEGER_BITS: Final = 1 << 16


class NotPlain(Exception):
    """A value that is not of the closed list, or too large; the sentence says which and why."""


class _Tagged(msgspec.Struct, frozen=True, array_like=True):
    pass


class BigInt(_Tagged, frozen=True, array_like=True, tag="i"):
    digits: str


class Complex(_Tagged, frozen=True, array_like=True, tag="c"):
    real: float
    imag: float


class Ratio(_Tagged, frozen=True, array_like=True, tag="q"):
    numerator: str
    denominator: str


class Raw(_Tagged, frozen=True, array_like=True, tag="b"):
    data: bytes


class Array(_Tagged, frozen=True, array_like=True, tag="a"):
    dtype: str
    shape: tuple[int, ...]
    data: bytes
    scalar: bool
    writeable: bool


class Items(_Tagged, frozen=True, array_like=True, tag="l"):
    kind: str
    items: list[Any]
    shape: tuple[int, ...] = ()


class Mapping(_Tagged, frozen=True, array_like=True, tag="d"):
    pairs: list[tuple[Any, Any]]


class Random(_Tagged, frozen=True, array_like=True, tag="r"):
    name: str
    state: Any


class Symbols(_Tagged, frozen=True, array_like=True, tag="s"):
    tree: symbolic.Node


class Picture(_Tagged, frozen=True, array_like=True, tag="p"):
    axes: picture.Axes


class Kept(_Tagged, frozen=True, array_like=True, tag="k"):
    number: int
    type_name: str
    callable: bool


class Service(_Tagged, frozen=True, array_like=True, tag="v"):
    number: int
    callable: bool
    methods: list[str]


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
    | Picture
    | Kept
    | Service
)
Value = None | bool | int | float | str | Struct

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Value)


def dump(value: Value) -> bytes:
    """The bytes of a packed value; equal bytes mean an unchanged value."""
    return _encoder.encode(value)


@contextlib.contextmanager
def _closed() -> Iterator[None]:
    """Whatever goes wrong while reading foreign values is one kind of error."""
    try:
        yield
    except NotPlain:
        raise
    except (
        msgspec.DecodeError,
        ValueError,
        TypeError,
        OverflowError,
        RecursionError,
        LookupError,
        AttributeError,
        MemoryError,
    ) as error:
        raise NotPlain(f"not a value of the closed list: {type(error).__name__}") from error


# Packing: Python objects into the closed list ----------------------------------------------


def pack(value: Any, keep: Callable[[Any], Value]) -> Value:
    """Describe `value` in the closed list; what is not on it is handed to `keep`."""
    return _pack(value, keep, DEPTH)


def _pack(value: Any, keep: Callable[[Any], Value], depth: int) -> Value:
    if depth <= 0:
        raise NotPlain(f"it nests deeper than {DEPTH} levels, or holds itself")
    if value is None or type(value) in (bool, float, str):
        return value  # type: ignore[no-any-return]
    if isinstance(value, np.ndarray | np.generic):
        return _pack_array(value, keep, depth)
    if isinstance(value, bool | int):
        return _pack_int(int(value))
    if isinstance(value, float):
        return float(value)
    if isinstance(value, complex):
        return Complex(value.real, value.imag)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes | bytearray):
        return Raw(bytes(value))
    if isinstance(value, Fraction):
        return Ratio(hex(value.numerator), hex(value.denominator))
    if isinstance(value, list | tuple | set | frozenset | range):
        return Items(_kind(value), [_pack(item, keep, depth - 1) for item in value])
    if isinstance(value, dict):
        return Mapping(
            [(_pack(k, keep, depth - 1), _pack(v, keep, depth - 1)) for k, v in value.items()]
        )
    if isinstance(value, np.random.Generator):
        bits = value.bit_generator
        return Random(type(bits).__name__, _pack(bits.state, keep, depth - 1))
    return _pack_foreign(value, keep)


def _pack_foreign(value: Any, keep: Callable[[Any], Value]) -> Value:
    """Objects of libraries which need not be imported for the others' sake."""
    if "sympy" in sys.modules and (tree := symbolic.describe(value)) is not None:
        return Symbols(tree)
    if "matplotlib.axes" in sys.modules and (axes := picture.describe(value)) is not None:
        return Picture(axes)
    return keep(value)


def _pack_int(value: int) -> Value:
    if -(1 << 63) <= value < 1 << 64:
        return value
    if value.bit_length() > INTEGER_BITS:
        raise NotPlain(f"an integer of more than {INTEGER_BITS} bits")
    return BigInt(hex(value))


def _kind(value: Any) -> str:
    kinds = (list, tuple, set, frozenset)
    return next((kind.__name__ for kind in kinds if isinstance(value, kind)), "list")


def _pack_array(value: Any, keep: Callable[[Any], Value], depth: int) -> Value:
    array = np.asarray(np.ma.filled(value)) if isinstance(value, np.ma.MaskedArray) else value
    array = np.asarray(array)
    scalar = isinstance(value, np.generic)
    if array.dtype.char in "gG":  # long double differs between machines
        array = array.astype(complex if array.dtype.char == "G" else float)
    if array.dtype.kind == "O":
        items = [_pack(item, keep, depth - 1) for item in array.ravel().tolist()]
        return Items("objects", items, array.shape)
    if array.dtype.char not in DTYPES and array.dtype.kind != "U":
        return keep(value)
    writeable = not scalar and bool(value.flags.writeable)
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    return Array(little.dtype.str, array.shape, little.tobytes(), scalar, writeable)


# Unpacking: the closed list into Python objects ---------------------------------------------


def load(data: bytes) -> Value:
    """Read a packed value from bytes, or refuse them."""
    with _closed():
        found: Value = _decoder.decode(data)
        return found


def unpack(value: Value, found: Callable[[Kept | Service], Any]) -> Any:
    """Build the object that `value` describes; handles are looked up by `found`."""
    with _closed():
        return _unpack(_converted(value), found, DEPTH + 1)


def _converted(value: Any) -> Any:
    """Nested values arrive as untyped lists; give each its type, which checks it."""
    return msgspec.convert(value, Value) if isinstance(value, list) else value


def _unpack(value: Any, found: Callable[[Kept | Service], Any], depth: int) -> Any:
    if depth <= 0:
        raise NotPlain(f"it nests deeper than {DEPTH} levels")
    if isinstance(value, list):
        value = _converted(value)
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
            return _array(value)
        case Items(kind, items, shape):
            return _items(kind, [_unpack(item, found, depth - 1) for item in items], shape)
        case Mapping(pairs):
            return {_unpack(k, found, depth - 1): _unpack(v, found, depth - 1) for k, v in pairs}
        case Random(name, state):
            return _generator(name, _unpack(state, found, depth - 1))
        case Symbols(tree):
            return symbolic.build(tree)
        case Picture(axes):
            return axes
        case Kept() | Service():
            return found(value)
        case _:
            raise NotPlain("not a value of the closed list")


def _integer(digits: str) -> int:
    if len(digits) > INTEGER_BITS // 4 + 4:
        raise NotPlain(f"an integer of more than {INTEGER_BITS} bits")
    return int(digits, 16)


def _array(value: Array) -> Any:
    dtype = np.dtype(value.dtype)
    if dtype.hasobject or not (dtype.char in DTYPES or dtype.kind == "U"):
        raise NotPlain("an array of a type that does not cross")
    if any(n < 0 for n in value.shape) or math.prod(value.shape) * dtype.itemsize != len(
        value.data
    ):
        raise NotPlain("an array whose shape does not fit its bytes")
    flat: Any
    if dtype.itemsize:
        flat = np.frombuffer(bytearray(value.data), dtype=dtype)
    else:  # empty text
        flat = np.zeros(math.prod(value.shape), dtype=dtype)
    array = flat.reshape(value.shape).astype(dtype.newbyteorder("="), copy=False)
    if value.scalar:
        return array[()]
    array.flags.writeable = value.writeable
    return array


def _items(kind: str, items: list[Any], shape: tuple[int, ...]) -> Any:
    match kind:
        case "list":
            return items
        case "tuple":
            return tuple(items)
        case "set":
            return set(items)
        case "frozenset":
            return frozenset(items)
        case "objects":
            array = np.empty(len(items), dtype=object)
            array[:] = items
            return array.reshape(shape)
        case _:
            raise NotPlain("a container of a kind that does not cross")


def _generator(name: str, state: Any) -> np.random.Generator:
    if name not in GENERATORS:
        raise NotPlain("a random generator of a kind that does not cross")
    bits = getattr(np.random, name)()
    bits.state = state
    return np.random.Generator(bits)
