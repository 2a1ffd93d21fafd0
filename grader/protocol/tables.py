"""Tables of pandas as plain parts: columns, indexes, moments. pandas is imported only for them.

frame    columns, their names, the rows' index
series   column, index, name
index    column, name, frequency; a range as its three numbers, several levels as columns
column   an array of NumPy; or the name of a type of pandas with the entries, codes and
         categories, moments as whole numbers
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
            columns = [value.iloc[:, n].array for n in range(value.shape[1])]
            return "frame", [columns, value.columns, value.index]
        case pd.Series():
            return "series", [value.array, value.index, value.name]
        case pd.RangeIndex():
            return "range", [value.start, value.stop, value.step, value.name]
        case pd.MultiIndex():
            levels = [value.get_level_values(n).array for n in range(value.nlevels)]
            return "levels", [levels, list(value.names)]
        case pd.Index():
            return "index", [value.array, value.name, getattr(value, "freqstr", None)]
        case pd.api.extensions.ExtensionArray():
            return _column(value, pd)
        case _:
            return _table_scalar(value, pd)


def _column(value: Any, pd: Any) -> tuple[str, Parts] | None:
    if type(value) is pd.arrays.NumpyExtensionArray or isinstance(value.dtype, np.dtype):
        return "array", [np.array(value.to_numpy())]
    match value.dtype:
        case pd.DatetimeTZDtype() as dtype:
            return "zoned", [np.array(value.asi8), dtype.unit, str(dtype.tz)]
        case pd.CategoricalDtype() as dtype:
            return "categories", [np.array(value.codes), dtype.categories, bool(dtype.ordered)]
        case pd.PeriodDtype() as dtype:
            return "periods", [np.array(value.asi8), str(dtype)[len("period[") : -1]]
        case pd.IntervalDtype():
            return "intervals", [value.left, value.right, value.closed]
        case dtype if EXTENSION.fullmatch(dtype.name):
            entries = [None if pd.isna(entry) else entry for entry in value]
            return "extension", [dtype.name, entries]
        case _:
            return None


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
    rows = {"levels": parts[:1], "categories": [parts[1:2]]}.get(kind, [])
    arrays = [array for row in rows for array in row]
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


def _frame(pd: Any, columns: Any, names: Any, index: Any) -> Any:
    _check(pd, names, len(columns))
    for column in columns:
        _check(pd, index, len(column))
    series = {n: _series(pd, column, index, None) for n, column in enumerate(columns)}
    frame = pd.DataFrame(series, index=index)
    frame.columns = names
    return frame


def _series(pd: Any, column: Any, index: Any, name: Any) -> Any:
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
    found = pd.Index(column, name=name, dtype=column.dtype)
    if frequency is not None and isinstance(found, pd.DatetimeIndex | pd.TimedeltaIndex):
        found.freq = _matching(FREQUENCY, frequency)
    return found


def _range(pd: Any, start: Any, stop: Any, step: Any, name: Any) -> Any:
    return pd.RangeIndex(start, stop, step, name=name)


def _levels(pd: Any, levels: Any, names: Any) -> Any:
    return pd.MultiIndex.from_arrays(levels, names=names)


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


BUILDERS: Final[dict[str, Callable[..., Any]]] = {
    "NA": lambda pd: pd.NA,
    "NaT": lambda pd: pd.NaT,
    "array": _plain_column,
    "categories": _categories,
    "extension": _extension,
    "frame": _frame,
    "index": _index,
    "interval": _interval,
    "intervals": _intervals,
    "levels": _levels,
    "period": _period,
    "periods": _periods,
    "range": _range,
    "series": _series,
    "timedelta": _timedelta,
    "timestamp": _timestamp,
    "zoned": _zoned,
}
