"""Dates, decimals and paths of the standard library, as plain parts that are checked when built."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, Final

from grader.protocol.records import NotSerializable

MAX_TEXT: Final = 10_000
"""Characters of a decimal number or of a path."""

ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+\-/]{0,40}")

Parts = list[Any]


def standard_parts(value: Any) -> tuple[str, Parts] | None:
    """Return the kind and the parts of a value of the standard library, or None for another."""
    match value:
        case dt.datetime():
            clock = [*_date(value), *_clock(value), value.fold]
            return "datetime", [*clock, _zone(value.tzinfo)]
        case dt.date():
            return "date", _date(value)
        case dt.time():
            return "time", [*_clock(value), value.fold, _zone(value.tzinfo)]
        case dt.timedelta():
            return "timedelta", [value.days, value.seconds, value.microseconds]
        case dt.timezone() | zoneinfo.ZoneInfo():
            return "zone", [_zone(value)]
        case Decimal():
            return "decimal", [_short(str(value))]
        case Path():
            return "path", [_short(str(value))]
        case PurePath():
            return "purepath", [_short(value.as_posix())]
        case deque():
            return "deque", [list(value), value.maxlen]
        case _:
            return None


def build_standard(kind: str, parts: Parts) -> Any:
    """Build a value of the standard library from its kind and parts."""
    if kind not in BUILDERS:
        raise NotSerializable("a value of a kind that does not cross")
    return BUILDERS[kind](*parts)


def _date(value: dt.date) -> Parts:
    return [value.year, value.month, value.day]


def _clock(value: dt.datetime | dt.time) -> Parts:
    return [value.hour, value.minute, value.second, value.microsecond]


def _zone(zone: dt.tzinfo | None) -> Any:
    """Return a zone as nothing, a name, or its seconds from UTC."""
    match zone:
        case None:
            return None
        case dt.timezone():
            return zone.utcoffset(None).total_seconds()
        case zoneinfo.ZoneInfo(key=str(key)):
            return key
        case _:
            raise NotSerializable("a time zone that has no name")


def build_zone(zone: Any) -> dt.tzinfo | None:
    """Build a zone from nothing, a name, or its seconds from UTC."""
    match zone:
        case None:
            return None
        case int() | float():
            return dt.timezone(dt.timedelta(seconds=zone))
        case str() if ZONE.fullmatch(zone):
            return zoneinfo.ZoneInfo(zone)
        case _:
            raise NotSerializable("a time zone of no known name")


def _datetime(*parts: Any) -> dt.datetime:
    *clock, fold, zone = parts
    return dt.datetime(*clock).replace(fold=fold, tzinfo=build_zone(zone))


def _time_of_day(*parts: Any) -> dt.time:
    *clock, fold, zone = parts
    return dt.time(*clock).replace(fold=fold, tzinfo=build_zone(zone))


def _short(text: str) -> str:
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise NotSerializable(f"a path or decimal number of more than {MAX_TEXT} characters")
    return text


BUILDERS: Final[dict[str, Callable[..., Any]]] = {
    "date": dt.date,
    "datetime": _datetime,
    "decimal": lambda text: Decimal(_short(text)),
    "deque": deque,
    "path": lambda text: Path(_short(text)),
    "purepath": lambda text: PurePosixPath(_short(text)),
    "time": _time_of_day,
    "timedelta": dt.timedelta,
    "zone": build_zone,
}
