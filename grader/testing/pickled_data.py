"""What a pickle that a test reads may name: data of Python, NumPy and pandas, and no other code.

A course may keep its tests' data as pickles. One that came from a student could name any function
of this machine, and unpickling would call it.
"""

from __future__ import annotations

from typing import Final

_BUILTINS: Final = "bytearray complex frozenset list object range set slice xrange"
_NAMES: Final = {
    "builtins": _BUILTINS,
    "__builtin__": _BUILTINS,
    "_codecs": "encode",
    "collections": "Counter OrderedDict defaultdict deque",
    "copy_reg": "_reconstructor",
    "copyreg": "_reconstructor",
    "datetime": "date datetime time timedelta timezone",
    "decimal": "Decimal",
    "fractions": "Fraction",
    "numpy": "_frombuffer _reconstruct dtype ndarray scalar",
    "pandas": (
        "BlockManager BooleanArray BooleanDtype Categorical CategoricalDtype CategoricalIndex"
        " DataFrame DatetimeArray DatetimeIndex DatetimeTZDtype FloatingArray Float64Dtype Index"
        " Int64Dtype IntegerArray IntervalArray IntervalDtype IntervalIndex MultiIndex NA"
        " PeriodArray PeriodDtype PeriodIndex RangeIndex Series SingleBlockManager StringArray"
        " StringDtype TimedeltaArray TimedeltaIndex __pyx_unpickle_NDArrayBacked _nat_unpickle"
        " _new_DatetimeIndex _new_Index _new_IntervalIndex _new_PeriodIndex _timedelta_unpickle"
        " _unpickle_block _unpickle_timestamp"
    ),
}
DATA: Final = {package: frozenset(names.split()) for package, names in _NAMES.items()}
"""The classes and functions that data are made of, by the package in which some module has them."""


def is_data(module: str, name: str) -> bool:
    """Return whether a pickle needs this name for data."""
    return name in DATA.get(module.split(".", 1)[0], ())
