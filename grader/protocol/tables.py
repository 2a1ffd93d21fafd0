"""Tables of pandas by their parts: columns, indexes, moments. Imported only where pandas is.

frame    columns, their names, the rows' index
series   column, index, name
index    column, name, frequency; a range as its three numbers, several levels as columns
column   a list of its kind and parts: an array of NumPy; or the name of a type of pandas with the
         entries, codes and categories, moments as whole numbers

A column crosses only as part of a table. By itself, an array of pandas crosses as one of NumPy (see
`kinds.as_plain`): what pandas compares with it may be true because it is not empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd

from grader.protocol.records import ZONE, Kind, NotSerializable, the

Parts = list[Any]

EXTENSION: Final = re.compile(r"U?Int(8|16|32|64)|Float(32|64)|boolean|str|string")
"""Types of pandas whose entries cross one by one."""

UNIT: Final = re.compile(r"s|ms|us|ns")
FREQUENCY: Final = re.compile(r"-?[0-9]{0,5}[A-Za-z]{1,4}(-[0-9A-Z]{1,4}){0,2}")
OFFSET: Final = re.compile(r"UTC[+-][0-9]{2}:[0-9]{2}")
"""How pandas calls a zone that is a number of hours and minutes from UTC."""


def _column(value: pd.api.extensions.ExtensionArray) -> Parts:
    match value.dtype:
        case pd.DatetimeTZDtype() as dtype:
            return ["zoned", np.array(value.asi8), dtype.unit, _zone_name(dtype.tz)]
        case pd.CategoricalDtype() as dtype:
            return ["categories", np.array(value.codes), dtype.categories, bool(dtype.ordered)]
        case pd.PeriodDtype() as dtype:
            frequency = str(dtype)[len("period[") : -1]
            return ["periods", np.array(value.asi8), _matching(FREQUENCY, frequency)]
        case pd.IntervalDtype():
            return ["intervals", value.left, value.right, value.closed]
        case dtype if EXTENSION.fullmatch(dtype.name):
            entries = [None if pd.isna(entry) else entry for entry in value]
            return ["extension", dtype.name, entries]
        case _:
            return ["array", np.asarray(value)]


def _columns_of(frame: pd.DataFrame) -> list[Parts]:
    return [_column(frame.iloc[:, n].array) for n in range(frame.shape[1])]


def _levels_of(index: pd.MultiIndex) -> list[Parts]:
    return [_column(index.get_level_values(n).array) for n in range(index.nlevels)]


def _hashed(columns: list[Parts]) -> Parts:
    """Return the objects in columns that are hashed when these are built."""
    arrays = [part for column in columns for part in column]
    return [entry for array in arrays if getattr(array, "dtype", "") == "O" for entry in array]


def _hashed_categories(columns: list[Parts]) -> Parts:
    return _hashed([column for column in columns if column[:1] == ["categories"]])


# Building -----------------------------------------------------------------------------------


def _built(column: Any) -> Any:
    kind, *parts = column
    return COLUMNS[kind](*parts)


def _frame(columns: Any, names: Any, index: Any) -> object:
    _check(names, len(columns))
    built = [_built(column) for column in columns]
    for column in built:
        _check(index, len(column))
    series = {n: pd.Series(c, index=index, dtype=c.dtype) for n, c in enumerate(built)}
    frame = pd.DataFrame(series, index=index)
    frame.columns = names
    return frame


def _series(column: Any, index: Any, name: Any) -> Any:
    column = _built(column)
    _check(index, len(column))
    return pd.Series(column, index=index, name=name, dtype=column.dtype)


def _check(index: object, length: int) -> None:
    if not isinstance(index, pd.Index) or len(index) != length:
        raise NotSerializable("a table whose parts do not fit each other")


def _plain_column(array: object) -> object:
    if not isinstance(array, np.ndarray) or array.ndim != 1:
        raise NotSerializable("a column that is no row of entries")
    return array if array.flags.writeable else array.copy()


def _index(column: Any, name: Any, frequency: object) -> object:
    column = _built(column)
    found = pd.Index(column, name=name, dtype=column.dtype)
    if frequency is not None and isinstance(found, pd.DatetimeIndex | pd.TimedeltaIndex):
        found.freq = _matching(FREQUENCY, frequency)
    return found


def _levels(levels: Any, names: Any) -> Any:
    return pd.MultiIndex.from_arrays([_built(level) for level in levels], names=names)


def _zoned(numbers: Any, unit: Any, zone: object) -> object:
    moments = _integers(numbers).view(f"M8[{_matching(UNIT, unit)}]")
    return pd.DatetimeIndex(moments, tz="UTC").tz_convert(_zone_name(zone)).array


def _categories(codes: object, categories: object, ordered: object) -> object:
    return pd.Categorical.from_codes(codes, categories=categories, ordered=bool(ordered))


def _periods(ordinals: object, frequency: object) -> object:
    dtype = pd.PeriodDtype(_matching(FREQUENCY, frequency))
    return pd.arrays.PeriodArray(_integers(ordinals), dtype=dtype)


def _extension(name: Any, entries: Any) -> Any:
    return pd.array(list(entries), dtype=_matching(EXTENSION, name))


def _timestamp(number: int, unit: Any, zone: object) -> object:
    found = pd.Timestamp(np.array(the(int, number)).view(f"M8[{_matching(UNIT, unit)}]")[()])
    return found if zone is None else found.tz_localize("UTC").tz_convert(_zone_name(zone))


def _timedelta(number: int, unit: object) -> object:
    return pd.Timedelta(np.array(the(int, number)).view(f"m8[{_matching(UNIT, unit)}]")[()])


def _period(ordinal: int, frequency: object) -> object:
    return pd.Period(ordinal=the(int, ordinal), freq=_matching(FREQUENCY, frequency))


def _intervals(left: object, right: object, closed: object) -> object:
    return pd.arrays.IntervalArray.from_arrays(left, right, closed=closed)


def _integers(numbers: object) -> Any:
    if not isinstance(numbers, np.ndarray) or numbers.dtype != np.int64:
        raise NotSerializable("moments that are no whole numbers")
    return numbers


def _matching(pattern: re.Pattern[str], text: object) -> str:
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


def _frequency(index: object) -> str | None:
    frequency = getattr(index, "freqstr", None)
    return None if frequency is None else _matching(FREQUENCY, frequency)


def _zone_of(moment: pd.Timestamp) -> str | None:
    return None if moment.tz is None else _zone_name(moment.tz)


def _zone_name(zone: object) -> str:
    """Return the name of a zone, if pandas finds the zone by it."""
    return _matching(OFFSET if OFFSET.fullmatch(str(zone)) else ZONE, str(zone))


def _number(moment: pd.Timestamp | pd.Timedelta) -> int:
    """Return a moment or duration as a number of its units."""
    return int(moment.asm8.astype(np.int64))


TABLES: Final[dict[str, Kind]] = {
    "pandas.frame": Kind(
        pd.DataFrame,
        lambda value: [_columns_of(value), value.columns, value.index],
        _frame,
        hashed=lambda parts: _hashed_categories(parts[0]),
    ),
    "pandas.series": Kind(
        pd.Series,
        lambda value: [_column(value.array), value.index, value.name],
        _series,
        hashed=lambda parts: _hashed_categories(parts[:1]),
    ),
    "pandas.range": Kind(
        pd.RangeIndex,
        lambda value: [value.start, value.stop, value.step, value.name],
        lambda start, stop, step, name: pd.RangeIndex(start, stop, step, name=name),
    ),
    "pandas.levels": Kind(
        pd.MultiIndex,
        lambda value: [_levels_of(value), list(value.names)],
        _levels,
        hashed=lambda parts: _hashed(parts[0]),
    ),
    "pandas.index": Kind(
        pd.Index,
        lambda value: [_column(value.array), value.name, _frequency(value)],
        _index,
        hashed=lambda parts: _hashed_categories(parts[:1]),
    ),
    "pandas.NaT": Kind(type(pd.NaT), lambda _: [], lambda: pd.NaT),
    "pandas.NA": Kind(type(pd.NA), lambda _: [], lambda: pd.NA),
    "pandas.timestamp": Kind(
        pd.Timestamp, lambda value: [_number(value), value.unit, _zone_of(value)], _timestamp
    ),
    "pandas.timedelta": Kind(pd.Timedelta, lambda value: [_number(value), value.unit], _timedelta),
    "pandas.period": Kind(pd.Period, lambda value: [value.ordinal, _frequency(value)], _period),
    "pandas.interval": Kind(
        pd.Interval, lambda value: [value.left, value.right, value.closed], pd.Interval
    ),
}
