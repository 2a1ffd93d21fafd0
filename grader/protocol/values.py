"""The closed list of values that cross between the supervisor and a student's process.

    plain       None, bool, int, float, complex, str, bytes, Fraction
    containers  list, tuple, set, frozenset, dict, range (as a list)
    arrays      NumPy arrays and scalars of numbers, booleans and text, as bytes, dtype and shape
    symbols     SymPy trees                                        (see `sympy_trees`)
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
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, Final

import msgspec
import numpy as np

from grader.protocol import axes as picture
from grader.protocol import sympy_trees

MAX_DEPTH: Final = 40
"""Containers nested deeper than this do not cross; neither does one that holds itself."""

ITEMS: Final = 1_000_000
"""One value holds no more items than this in its containers. The entries of an array are free."""

KEYS: Final = 5000
"""So many keys of dicts and members of sets may be something else than text, an int or a float:
those others can be chosen so that they collide, which makes large sets of them slow to build."""

INTEGER_BITS: Final = 1 << 16
DTYPES: Final = re.compile(r"\|b1|\|[iu]1|<[iuf][248]|<c(8|16)|<U[1-9][0-9]{0,6}")
GENERATORS: Final = ("PCG64", "PCG64DXSM", "SFC64")
"""Kinds whose state can be set to anything without harm. The others are lent, or kept."""

EMPTY: Final = 1 << 20
"""An array without entries has axes, the empty ones aside, for no more entries than this."""


class NotSerializable(Exception):
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
    items: list[Value]
    shape: tuple[int, ...] = ()


class Mapping(_Tagged, frozen=True, array_like=True, tag="d"):
    keys: list[Value]
    values: list[Value]


class Random(_Tagged, frozen=True, array_like=True, tag="r"):
    name: str
    state: Value
    seed: Value


class Symbols(_Tagged, frozen=True, array_like=True, tag="s"):
    tree: bytes


class PackedAxes(_Tagged, frozen=True, array_like=True, tag="p"):
    axes: bytes


class StudentRef(_Tagged, frozen=True, array_like=True, tag="k"):
    number: int
    type_name: str
    callable: bool


class GraderRef(_Tagged, frozen=True, array_like=True, tag="v"):
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
    | PackedAxes
    | StudentRef
    | GraderRef
)
Value = None | bool | int | float | str | Struct

Keep = Callable[[Any], Value]
Find = Callable[[StudentRef | GraderRef], Any]

_encoder = msgspec.msgpack.Encoder()
_value_decoder = msgspec.msgpack.Decoder(Value)


def dump(value: Value) -> bytes:
    """The bytes of a packed value; equal bytes mean an unchanged value."""
    return _encoder.encode(value)


def load(data: bytes) -> Value:
    """Read a packed value from bytes, or refuse them."""
    with _closed():
        found: Value = _value_decoder.decode(data)
        return found


def pack(value: Any, keep: Keep) -> Value:
    """Describe `value` in the closed list; what is not on it is handed to `keep`."""
    return _Writer(keep).pack(value, MAX_DEPTH)


def unpack(value: Value, found: Find) -> Any:
    """Build the object that `value` describes; handles are looked up by `found`."""
    with _closed():
        return _Reader(found).build(value, MAX_DEPTH)


@contextlib.contextmanager
def _closed() -> Iterator[None]:
    """Whatever goes wrong while reading foreign values is one kind of error."""
    try:
        yield
    except NotSerializable:
        raise
    except Exception as error:
        raise NotSerializable(f"not a value of the closed list: {type(error).__name__}") from error


class _Budget:
    """What one value may cost, counted alike where it is packed and where it is built."""

    def __init__(self) -> None:
        self._items = ITEMS
        self._keys = KEYS

    def spend(self, items: int) -> None:
        """Count items of containers; larger things count as many items."""
        self._items -= items
        if self._items < 0:
            raise NotSerializable(f"it holds more than {ITEMS} items; an array may hold more")

    def hash(self, keys: Iterable[Any]) -> None:
        """Count those keys that may collide."""
        self._keys -= sum(not _easy(key) for key in keys)
        if self._keys < 0:
            raise NotSerializable(f"more than {KEYS} keys are neither text nor plain numbers")


def _easy(key: Any) -> bool:
    if isinstance(key, int):
        return -(1 << 63) <= key < 1 << 64
    return key is None or isinstance(key, str | float)


def _check_depth(depth: int) -> None:
    if depth < 0:
        raise NotSerializable(f"it nests deeper than {MAX_DEPTH} levels, or holds itself")


# Packing: Python objects into the closed list ----------------------------------------------


class _Writer:
    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._budget = _Budget()

    def pack(self, value: Any, depth: int) -> Value:
        if value is None or type(value) in (bool, float):
            return value  # type: ignore[no-any-return]
        if isinstance(value, np.ndarray | np.generic):
            return self._array(value, depth)
        if isinstance(value, int):
            return _packed_int(int(value))
        if isinstance(value, float):
            return float(value)
        if isinstance(value, complex):
            return Complex(value.real, value.imag)
        if isinstance(value, str):
            return _packed_text(str(value))
        if isinstance(value, bytes | bytearray):
            return Raw(bytes(value))
        if isinstance(value, Fraction):
            return Ratio(_digits(value.numerator), _digits(value.denominator))
        if isinstance(value, set | frozenset):
            self._budget.hash(value)
            return Items(_dtype_kind(value), self._all(value, depth))
        if isinstance(value, list | tuple | range):
            return Items(_dtype_kind(value), self._all(value, depth))
        if isinstance(value, dict):
            self._budget.hash(value)
            return Mapping(self._all(value.keys(), depth), self._all(value.values(), depth))
        if isinstance(value, np.random.Generator):
            bits = value.bit_generator
            if type(bits).__name__ in GENERATORS:
                seed = self.pack(_seed_of(bits), depth - 1)
                return Random(type(bits).__name__, self.pack(bits.state, depth - 1), seed)
        return self._foreign(value)

    def _all(self, values: Any, depth: int) -> list[Value]:
        _check_depth(depth - 1)
        self._budget.spend(len(values))
        return [self.pack(value, depth - 1) for value in values]

    def _array(self, value: Any, depth: int) -> Value:
        array = np.asarray(_filled(value) if isinstance(value, np.ma.MaskedArray) else value)
        if array.dtype.char in "gG":  # long double differs between machines
            array = array.astype(complex if array.dtype.char == "G" else float)
        if array.dtype.kind == "O":
            return Items("objects", self._all(array.ravel().tolist(), depth), array.shape)
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        if not DTYPES.fullmatch(little.dtype.str):
            return self._keep(value)
        scalar = isinstance(value, np.generic)
        writeable = not scalar and bool(value.flags.writeable)
        return Array(little.dtype.str, array.shape, little.tobytes(), scalar, writeable)

    def _foreign(self, value: Any) -> Value:
        """Objects of libraries which need not be imported for the others' sake."""
        if "sympy" in sys.modules and (tree := sympy_trees.dump_tree(value)) is not None:
            self._budget.spend(len(tree))
            return Symbols(tree)
        if "matplotlib.axes" in sys.modules and (axes := picture.dump_axes(value)) is not None:
            self._budget.spend(picture.COST)
            return PackedAxes(axes)
        return self._keep(value)


def _filled(masked: Any) -> Any:
    """A masked array as a plain one; what is masked is NaN."""
    if not np.ma.is_masked(masked):
        return masked.data
    return np.ma.filled(masked.astype(np.result_type(masked.dtype, np.float16)), np.nan)


def _packed_int(value: int) -> Value:
    return value if -(1 << 63) <= value < 1 << 64 else BigInt(_digits(value))


def _digits(value: int) -> str:
    if value.bit_length() > INTEGER_BITS:
        raise NotSerializable(f"an integer of more than {INTEGER_BITS} bits")
    return hex(value)


def _packed_text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotSerializable("a text with half a character (a lone surrogate)") from None
    return value


def _dtype_kind(value: Any) -> str:
    kinds = (list, tuple, set, frozenset)
    return next((kind.__name__ for kind in kinds if isinstance(value, kind)), "list")


# Unpacking: the closed list into Python objects ---------------------------------------------


class _Reader:
    def __init__(self, found: Find) -> None:
        self._found = found
        self._budget = _Budget()

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
                return _array(value)
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
            case PackedAxes(axes):
                self._budget.spend(picture.COST)
                return picture.load_axes(axes)
            case StudentRef() | GraderRef():
                return self._found(value)
            case _:
                raise NotSerializable("not a value of the closed list")

    def _all(self, values: list[Value], depth: int) -> list[Any]:
        _check_depth(depth - 1)
        self._budget.spend(len(values))
        return [self.build(value, depth - 1) for value in values]

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
                _check_shape(shape, len(items))
                array = np.empty(len(items), dtype=object)
                for place, item in enumerate(items):
                    array[place] = item
                return array.reshape(shape)
            case _:
                raise NotSerializable("a container of a kind that does not cross")


def _integer(digits: str) -> int:
    if len(digits) > INTEGER_BITS // 4 + 4:
        raise NotSerializable(f"an integer of more than {INTEGER_BITS} bits")
    return int(digits, 16)


def _check_shape(shape: tuple[int, ...], entries: int) -> None:
    """The shape belongs to that many entries, and an empty array is not large in disguise."""
    fits = len(shape) <= 64 and all(0 <= n < 1 << 40 for n in shape)
    around = math.prod(n for n in shape if n)
    if not fits or math.prod(shape) != entries or (not entries and around > EMPTY):
        raise NotSerializable("an array whose shape does not fit its bytes")


def _array(value: Array) -> Any:
    if not DTYPES.fullmatch(value.dtype):
        raise NotSerializable("an array of a type that does not cross")
    dtype = np.dtype(value.dtype)
    entries, rest = divmod(len(value.data), dtype.itemsize)
    if rest:
        raise NotSerializable("an array whose shape does not fit its bytes")
    _check_shape(value.shape, entries)
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


def _seed_of(bits: Any) -> dict[str, Any]:
    """What a generator was seeded with: of it are made the generators that it spawns."""
    found = bits.seed_seq
    if not isinstance(found, np.random.SeedSequence):
        raise NotSerializable("a random generator seeded in a way that does not cross")
    return {
        "entropy": found.entropy,
        "spawn_key": found.spawn_key,
        "n_children_spawned": found.n_children_spawned,
    }


def _generator(name: str, state: Any, seed: Any) -> np.random.Generator:
    if name not in GENERATORS:
        raise NotSerializable("a random generator of a kind that does not cross")
    if seed["entropy"] is None:
        raise NotSerializable("a random generator that was seeded with nothing")
    if not (_whole(seed["entropy"]) and _whole(seed["spawn_key"])):
        raise NotSerializable("a random generator seeded with what are no whole numbers")
    origin = np.random.SeedSequence(
        seed["entropy"],
        spawn_key=tuple(seed["spawn_key"]),
        n_children_spawned=int(seed["n_children_spawned"]),
    )
    bits = getattr(np.random, name)(origin)
    bits.state = state
    return np.random.Generator(bits)


def _whole(seed: Any) -> bool:
    """Whether a seed is one whole number or a row of them: NumPy reads text, too, in a time that
    grows with the square of its length."""
    row = seed if isinstance(seed, list | tuple) else [seed]
    if isinstance(seed, np.ndarray):
        return seed.dtype.kind in "iu"
    return all(isinstance(number, int | np.integer) for number in row)
