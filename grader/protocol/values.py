"""The closed list of values that cross between the trusted side and a student's process.

    plain       None, bool, int, float, complex, str, bytes, Fraction
    containers  list, tuple, named tuple, set, frozenset, dict, Counter, defaultdict, deque, slice,
                range (as a list)
    arrays      NumPy arrays and scalars of numbers, booleans, text and dates, as bytes, dtype and
                shape
    standard    dates, times, decimals, paths, and the content of StringIO and BytesIO
    errors      Python's own classes of errors, and errors made of texts and numbers
    generators  numpy.random.Generator, rebuilt from its state
    tables      DataFrame, Series, Index and scalars of pandas     (see `tables`)
    symbols     SymPy trees                                        (see `sympy_trees`)
    pictures    a description of a Matplotlib Axes                 (see `axes`)
    StudentRef  an object that stays with the student: only its number and its type's name cross
    GraderRef   a callable or object that stays on the trusted side: calls of it come back

Nothing here is pickled, evaluated or imported by name. Whatever is decoded is checked against this
list, and against the caps on size and depth, before it is built. The records stand in `records`;
`kinds` declares each type that crosses by its parts.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Container, Iterator
from typing import Any, Final

import numpy as np

from grader.protocol.kinds import (
    GENERATORS,
    OBJECTS,
    ExtendedValue,
    as_plain,
    extended,
    kind_named,
    kinds_at_hand,
)
from grader.protocol.records import (
    DTYPES,
    ITEMS,
    KEYS,
    MAX_DEPTH,
    Array,
    Budget,
    Extended,
    GraderRef,
    Kind,
    NotSerializable,
    Raw,
    StudentRef,
    Typed,
    Value,
    check_shape,
    is_same,
)
from grader.protocol.references import has_own_parts, is_known_object, own_operators

__all__ = [
    "GENERATORS",
    "ITEMS",
    "KEYS",
    "MAX_DEPTH",
    "Array",
    "GraderRef",
    "NotSerializable",
    "Raw",
    "Received",
    "StudentRef",
    "Typed",
    "Value",
    "as_it_is",
    "as_plain",
    "is_same",
    "pack",
    "pack_answer",
    "unpack",
]

Keep = Callable[[Any], Value]
"""Makes the record of an object that is not of the closed list: a reference, as a rule."""

Find = Callable[[StudentRef | GraderRef], Any]
"""Returns the object of a reference, or a proxy for it."""

Received = Callable[[Any], Any]
"""Returns an array or a number of NumPy's as it is handed out, or the `LEAST` number."""


def pack(value: object, keep: Keep) -> Value:
    """Describe `value` by records; `keep` describes what is not of the closed list."""
    return _Packer(keep).pack(value, MAX_DEPTH)


def pack_answer(value: object, keep: Keep, classes: Container[int]) -> Value:
    """Describe a value of the student's code, with a reference to what its class adds to it.

    `classes` are those for which tests asked, by `id`.
    """
    return _AnswerPacker(keep, classes).pack(value, MAX_DEPTH)


def as_it_is(array: object) -> object:
    """Return an array or a number of NumPy's as it came."""
    return array


def unpack(value: Value, find: Find, received: Received = as_it_is) -> object:
    """Build the object that `value` describes.

    `find` looks references up; `received` says how arrays and NumPy's numbers are handed out.
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


LEAST: Final = -(1 << 63)
"""The integer that NumPy's functions take for one without an absolute value."""


def _check_depth(depth: int) -> None:
    if depth < 0:
        raise NotSerializable(f"it nests deeper than {MAX_DEPTH} levels, or holds itself")


# Packing ------------------------------------------------------------------------------------


class _Packer:
    """Packs one value within its budget."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._budget = Budget()

    def pack(self, value: Any, depth: int) -> Value:
        if isinstance(value, ExtendedValue):
            return self._keep(value.whole)
        if value is None or type(value) in (bool, float):
            return value  # type: ignore[no-any-return]
        if isinstance(value, np.ndarray | np.generic):
            return self._array(value, depth)
        if isinstance(value, int) and -(1 << 63) <= int(value) < 1 << 64:
            return int(value)
        if isinstance(value, float):
            return float(value)
        if isinstance(value, str):  # a member of an enumeration says its name of itself
            is_text = issubclass(type(value), str)
            return _packed_text(str.__str__(value) if is_text else str(value))
        if isinstance(value, bytes | bytearray):
            return Raw(bytes(value))
        for name, kind in kinds_at_hand():
            if isinstance(value, kind.types) and (parts := _taken(kind.parts, value)) is not None:
                return self._typed(name, kind, parts, depth)
        plain = _taken(as_plain, value)
        return self._keep(value) if plain is value else self.pack(plain, depth)

    def _typed(self, name: str, kind: Kind, parts: list[object], depth: int) -> Typed:
        _check_depth(depth - 1)
        self._budget.spend(len(parts))
        self._budget.count(kind, parts)
        return Typed(name, [self.pack(part, depth - 1) for part in parts])

    def _array(self, value: Any, depth: int) -> Value:
        array = np.asarray(_filled(value) if isinstance(value, np.ma.MaskedArray) else value)
        if array.dtype.char in "gG":  # long double differs between machines
            array = array.astype(complex if array.dtype.char == "G" else float)
        if array.dtype.kind == "T":  # text of any length
            array = array.astype(object)
        if array.dtype.kind == "O":
            return self._typed("objects", OBJECTS, OBJECTS.parts(array) or [], depth)
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        if not DTYPES.fullmatch(little.dtype.str):
            return self._keep(value)
        scalar = isinstance(value, np.generic)
        writeable = not scalar and bool(value.flags.writeable)
        return Array(little.dtype.str, array.shape, little.tobytes(), scalar, writeable)


def _taken(take: Callable[[Any], Any], value: object) -> Any:
    """Return what is taken from a value, which may be of a class of the student's."""
    try:
        return take(value)
    except (NotSerializable, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - a class of the student's raises anything
        raise NotSerializable("a value that raises an error where it is read") from None


class _AnswerPacker(_Packer):
    """Packs what is of a class of the notebook together with a reference, or as one."""

    def __init__(self, keep: Keep, classes: Container[int]) -> None:
        super().__init__(keep)
        self._classes = classes

    def pack(self, value: object, depth: int) -> Value:
        if is_known_object(value, self._classes):
            return self._keep(value)
        plain = super().pack(value, depth)
        if has_own_parts(value) and isinstance(reference := self._keep(value), StudentRef):
            return Extended(plain, reference._replace(special=own_operators(value)))
        return plain


def _filled(masked: Any) -> Any:
    """Return a masked array as a plain one, with NaN where it is masked."""
    if not np.ma.is_masked(masked):
        return masked.data
    return np.ma.filled(masked.astype(np.result_type(masked.dtype, np.float16)), np.nan)


def _packed_text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotSerializable("a text with half a character (a lone surrogate)") from None
    return value


# Building -----------------------------------------------------------------------------------


class _Builder:
    """Builds one value within its budget."""

    def __init__(self, find: Find, received: Received) -> None:
        self._find = find
        self._received = received
        self._budget = Budget()

    def build(self, value: Value, depth: int) -> object:
        match value:
            case None | bool() | int() | float() | str():
                return self._received(value) if value == LEAST else value
            case Raw(data):
                return data
            case Array():
                found = _array(value)
                return self._received(found)
            case Typed(name, parts):
                found = self._typed(kind_named(name), parts, depth)
                return self._received(found) if isinstance(found, np.ndarray) else found
            case StudentRef() | GraderRef():
                return self._find(value)
            case Extended(plain, StudentRef() as whole):
                _check_depth(depth - 1)
                return extended(self.build(plain, depth - 1), self._find(whole), whole.special)
            case _:
                raise NotSerializable("not a value of the closed list")

    def _typed(self, kind: Kind, parts: list[Value], depth: int) -> object:
        _check_depth(depth - 1)
        self._budget.spend(len(parts))
        built = [self.build(part, depth - 1) for part in parts]
        self._budget.count(kind, built)
        return kind.build(*built)


def _array(value: Array) -> object:
    if not DTYPES.fullmatch(value.dtype):
        raise NotSerializable("an array of a type that does not cross")
    dtype = np.dtype(value.dtype)
    entries, rest = divmod(len(value.data), dtype.itemsize)
    if rest:
        raise NotSerializable("an array whose shape does not fit its entries")
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
