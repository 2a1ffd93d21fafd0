"""Tables of pandas as plain parts: columns, indexes, moments. pandas is imported only for them.

frame    columns, their names, the rows' index
series   column, index, name
index    column, name, frequency; a range as its three numbers, several levels as columns
column   a list of its kind and parts: an array of NumPy; or the name of a type of pandas with the
         entries, codes and categories, moments as whole numbers

A column crosses only as part of a table. By itself, an array of pandas crosses as one of NumPy (see
`foreign_values`): what pandas compares with it may be true because it is not empty.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader.protocol.records import NotSerializable
from grader.protocol.standard_types import ZONE

Parts = list[Any]

EXTENSION: Final = re.compile(r"U?Int(8|16|32|64)|Float(32|64)|boolean|str|string")
"""Types of pandas whose entries cross one by one."""

UNIT: Final = re.compile(r"s|ms|us|ns")
FREQUENCY: Final = re.compile(r"-?[0-9]{0,5}[A-Za-z]{1,4}(-[A-Z]{3})?")
PREFIX: Final = "pandas."


def table_parts(value: Any) -> tuple[str, Parts] | None:
    """Return the kind and the parts of an object of pandas, or None for another.

    The parts are of NumPy or Python, or objects of pandas again.
    """
    if "pandas" not in sys.modules:
        return None
    import pandas as pd

    match value:
        case pd.DataFrame():
            columns = [_column(value.iloc[:, n].array, pd) for n in range(value.shape[1])]
            return "frame", [columns, value.columns, value.index]
        case pd.Series():
            return "series", [_column(value.array, pd), value.index, value.name]
        case pd.RangeIndex():
            return "range", [value.start, value.stop, value.step, value.name]
        case pd.MultiIndex():
            levels = [_column(value.get_level_values(n).array, pd) for n in range(value.nlevels)]
            return "levels", [levels, list(value.names)]
        case pd.Index():
            return "index", [_column(value.array, pd), value.name, getattr(value, "freqstr", None)]
        case _:
            return _table_scalar(value, pd)


def _column(value: Any, pd: Any) -> Parts:
    match value.dtype:
        case pd.DatetimeTZDtype() as dtype:
            return ["zoned", np.array(value.asi8), dtype.unit, str(dtype.tz)]
        case pd.CategoricalDtype() as dtype:
            return ["categories", np.array(value.codes), dtype.categories, bool(dtype.ordered)]
        case pd.PeriodDtype() as dtype:
            return ["periods", np.array(value.asi8), str(dtype)[len("period[") : -1]]
        case pd.IntervalDtype():
            return ["intervals", value.left, value.right, value.closed]
        case dtype if EXTENSION.fullmatch(dtype.name):
            entries = [None if pd.isna(entry) else entry for entry in value]
            return ["extension", dtype.name, entries]
        case _:
            return ["array", np.asarray(value)]


def _table_scalar(value: Any, pd: Any) -> tuple[str, Parts] | None:
    if value is pd.NaT:
        return "NaT", []
    if value is pd.NA:
        return "NA", []
    match value:
        case pd.Timestamp():
            zone = None if value.tz is None else str(value.tz)
            return "timestamp", [value.value, value.unit, zone]
        case pd.Timedelta():
            return "timedelta", [value.value, value.unit]
        case pd.Period():
            return "period", [value.ordinal, value.freqstr]
        case pd.Interval():
            return "interval", [value.left, value.right, value.closed]
        case _:
            return None


def hashed_entries(kind: str, parts: Parts) -> list[Any]:
    """Return the objects among the parts of a table that are hashed when it is built."""
    if kind not in ("frame", "levels", "series", "index"):
        return []
    columns = parts[0] if kind in ("frame", "levels") else parts[:1]
    hashed = columns if kind == "levels" else [c for c in columns if c[:1] == ["categories"]]
    arrays = [part for column in hashed for part in column]
    return [entry for array in arrays if getattr(array, "dtype", "") == "O" for entry in array]


# Building -----------------------------------------------------------------------------------


def build_table(kind: str, parts: Parts) -> Any:
    """Build an object of pandas from its kind and parts."""
    try:
        import pandas as pd
    except ImportError as error:
        raise NotSerializable("a table, and pandas is not installed here") from error

    if kind not in BUILDERS:
        raise NotSerializable("an object of pandas of a kind that does not cross")
    return BUILDERS[kind](pd, *parts)


def _built(pd: Any, column: Any) -> Any:
    kind, *parts = column
    return COLUMNS[kind](pd, *parts)


def _frame(pd: Any, columns: Any, names: Any, index: Any) -> Any:
    _check(pd, names, len(columns))
    built = [_built(pd, column) for column in columns]
    for column in built:
        _check(pd, index, len(column))
    series = {n: pd.Series(c, index=index, dtype=c.dtype) for n, c in enumerate(built)}
    frame = pd.DataFrame(series, index=index)
    frame.columns = names
    return frame


def _series(pd: Any, column: Any, index: Any, name: Any) -> Any:
    column = _built(pd, column)
    _check(pd, index, len(column))
    return pd.Series(column, index=index, name=name, dtype=column.dtype)


def _check(pd: Any, index: Any, length: int) -> None:
    if not isinstance(index, pd.Index) or len(index) != length:
        raise NotSerializable("a table whose parts do not fit each other")


def _plain_column(_: Any, array: Any) -> Any:
    if not isinstance(array, np.ndarray) or array.ndim != 1:
        raise NotSerializable("a column that is no row of entries")
    return array if array.flags.writeable else array.copy()


def _index(pd: Any, column: Any, name: Any, frequency: Any) -> Any:
    column = _built(pd, column)
    found = pd.Index(column, name=name, dtype=column.dtype)
    if frequency is not None and isinstance(found, pd.DatetimeIndex | pd.TimedeltaIndex):
        found.freq = _matching(FREQUENCY, frequency)
    return found


def _range(pd: Any, start: Any, stop: Any, step: Any, name: Any) -> Any:
    return pd.RangeIndex(start, stop, step, name=name)


def _levels(pd: Any, levels: Any, names: Any) -> Any:
    return pd.MultiIndex.from_arrays([_built(pd, level) for level in levels], names=names)


def _zoned(pd: Any, numbers: Any, unit: Any, zone: Any) -> Any:
    moments = _integers(numbers).view(f"M8[{_matching(UNIT, unit)}]")
    return pd.DatetimeIndex(moments, tz="UTC").tz_convert(_matching(ZONE, zone)).array


def _categories(pd: Any, codes: Any, categories: Any, ordered: Any) -> Any:
    return pd.Categorical.from_codes(codes, categories=categories, ordered=bool(ordered))


def _periods(pd: Any, ordinals: Any, frequency: Any) -> Any:
    dtype = pd.PeriodDtype(_matching(FREQUENCY, frequency))
    return pd.arrays.PeriodArray(_integers(ordinals), dtype=dtype)


def _extension(pd: Any, name: Any, entries: Any) -> Any:
    return pd.array(list(entries), dtype=_matching(EXTENSION, name))


def _timestamp(pd: Any, number: int, unit: Any, zone: Any) -> Any:
    found = pd.Timestamp(np.datetime64(_nanoseconds(number), "ns")).as_unit(_matching(UNIT, unit))
    return found if zone is None else found.tz_localize("UTC").tz_convert(_matching(ZONE, zone))


def _timedelta(pd: Any, number: int, unit: Any) -> Any:
    return pd.Timedelta(_nanoseconds(number), "ns").as_unit(_matching(UNIT, unit))


def _period(pd: Any, ordinal: int, frequency: Any) -> Any:
    return pd.Period(ordinal=_nanoseconds(ordinal), freq=_matching(FREQUENCY, frequency))


def _interval(pd: Any, left: Any, right: Any, closed: Any) -> Any:
    return pd.Interval(left, right, closed)


def _intervals(pd: Any, left: Any, right: Any, closed: Any) -> Any:
    return pd.arrays.IntervalArray.from_arrays(left, right, closed=closed)


def _integers(numbers: Any) -> Any:
    if not isinstance(numbers, np.ndarray) or numbers.dtype != np.int64:
        raise NotSerializable("moments that are no whole numbers")
    return numbers


def _nanoseconds(number: Any) -> int:
    if type(number) is not int:
        raise NotSerializable("a moment that is no whole number")
    return number


def _matching(pattern: re.Pattern[str], text: Any) -> str:
    if not isinstance(text, str) or not pattern.fullmatch(text):
        raise NotSerializable("a unit, zone or type of pandas that does not cross")
    return text


COLUMNS: Final[dict[str, Callable[..., Any]]] = {
    "array": _plain_column,
    "categories": _categories,
    "extension": _extension,
    "intervals": _intervals,
    "periods": _periods,
    "zoned": _zoned,
}

BUILDERS: Final[dict[str, Callable[..., Any]]] = {
    "NA": lambda pd: pd.NA,
    "NaT": lambda pd: pd.NaT,
    "frame": _frame,
    "index": _index,
    "interval": _interval,
    "levels": _levels,
    "period": _period,
    "range": _range,
    "series": _series,
    "timedelta": _timedelta,
    "timestamp": _timestamp,
}
