"""Python objects into records of the closed list."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from grader.protocol import axes, sympy_trees, tables
from grader.protocol.foreign_values import as_plain
from grader.protocol.records import (
    DTYPES,
    GENERATORS,
    INTEGER_BITS,
    MAX_DEPTH,
    Array,
    BigInt,
    Budget,
    Complex,
    Items,
    Mapping,
    NotSerializable,
    PackedAxes,
    PackedTuple,
    Random,
    Ratio,
    Raw,
    Symbols,
    Typed,
    Value,
    check_depth,
)
from grader.protocol.standard_types import standard_parts

Keep = Callable[[Any], Value]
"""Makes the record of an object that is not of the closed list: a reference, as a rule."""


def pack(value: Any, keep: Keep) -> Value:
    """Describe `value` by records; `keep` describes what is not of the closed list."""
    return _Packer(keep).pack(value, MAX_DEPTH)


class _Packer:
    """Packs one value within its budget."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._budget = Budget()

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
        if isinstance(value, set | frozenset | list | tuple | range | dict):
            return self._container(value, depth)
        if isinstance(value, np.random.Generator):
            bits = value.bit_generator
            if type(bits).__name__ in GENERATORS:
                seed = self.pack(_seed_of(bits), depth - 1)
                return Random(type(bits).__name__, self.pack(bits.state, depth - 1), seed)
        return self._foreign(value, depth)

    def _container(self, value: Any, depth: int) -> Value:
        if isinstance(value, dict):
            self._budget.hash(value)
            return Mapping(self._all(value.keys(), depth), self._all(value.values(), depth))
        if isinstance(value, set | frozenset):
            self._budget.hash(value)
        elif fields := getattr(value, "_fields", None):
            names = [str(name) for name in fields]
            return PackedTuple(type(value).__name__, names, self._all(value, depth))
        return Items(_container_kind(value), self._all(value, depth))

    def _all(self, values: Any, depth: int) -> list[Value]:
        check_depth(depth - 1)
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

    def _foreign(self, value: Any, depth: int) -> Value:
        """Pack an object of a library that is not imported for the sake of packing."""
        if (plain := as_plain(value)) is not value:
            return self.pack(plain, depth)
        if (found := tables.table_parts(value)) is not None:
            self._budget.hash(tables.hashed_entries(*found))
            return Typed(f"{tables.PREFIX}{found[0]}", self._all(found[1], depth))
        if (found := standard_parts(value)) is not None:
            return Typed(found[0], self._all(found[1], depth))
        if "sympy" in sys.modules and (tree := sympy_trees.dump_tree(value)) is not None:
            self._budget.spend(len(tree))
            return Symbols(tree)
        if "matplotlib.axes" in sys.modules and (data := axes.dump_axes(value)) is not None:
            self._budget.spend(axes.COST)
            return PackedAxes(data)
        return self._keep(value)


def _filled(masked: Any) -> Any:
    """Return a masked array as a plain one, with NaN where it is masked."""
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


def _container_kind(value: Any) -> str:
    kinds = (list, tuple, set, frozenset)
    return next((kind.__name__ for kind in kinds if isinstance(value, kind)), "list")


def _seed_of(bits: Any) -> dict[str, Any]:
    """Return what a generator was seeded with; the generators that it spawns depend on it."""
    found = bits.seed_seq
    if not isinstance(found, np.random.SeedSequence):
        raise NotSerializable("a random generator seeded in a way that does not cross")
    return {
        "entropy": found.entropy,
        "spawn_key": found.spawn_key,
        "n_children_spawned": found.n_children_spawned,
    }
