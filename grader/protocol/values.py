"""The closed list of values that cross between the trusted side and a student's process.

    plain       None, bool, int, float, complex, str, bytes, Fraction
    containers  list, tuple, named tuple, set, frozenset, dict, deque, range (as a list)
    arrays      NumPy arrays and scalars of numbers, booleans, text and dates, as bytes, dtype and
                shape
    standard    dates, times, decimals and paths                   (see `standard_types`)
    tables      DataFrame, Series, Index and scalars of pandas     (see `tables`)
    symbols     SymPy trees                                        (see `sympy_trees`)
    pictures    a description of a Matplotlib Axes                 (see `axes`)
    generators  numpy.random.Generator, rebuilt from its state
    StudentRef  an object that stays with the student: only its number and its type's name cross
    GraderRef   a callable or object that stays on the trusted side: calls of it come back

Nothing here is pickled, evaluated or imported by name. Whatever is decoded is checked against this
list, and against the caps on size and depth, before it is built. The records stand in `records`,
the ways there and back in `packing` and `unpacking`.
"""

from __future__ import annotations

from typing import Final

import msgspec

from grader.protocol.packing import pack
from grader.protocol.records import (
    GENERATORS,
    ITEMS,
    KEYS,
    MAX_DEPTH,
    Array,
    BigInt,
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
)
from grader.protocol.unpacking import load, unpack

__all__ = [
    "GENERATORS",
    "ITEMS",
    "KEYS",
    "MAX_DEPTH",
    "Array",
    "BigInt",
    "Complex",
    "GraderRef",
    "Items",
    "Mapping",
    "NotSerializable",
    "PackedAxes",
    "PackedTuple",
    "Random",
    "Ratio",
    "Raw",
    "StudentRef",
    "Symbols",
    "Typed",
    "Value",
    "dump",
    "load",
    "pack",
    "unpack",
]

_encoder: Final = msgspec.msgpack.Encoder()


def dump(value: Value) -> bytes:
    """Encode a packed value; equal bytes mean an unchanged value."""
    return _encoder.encode(value)
