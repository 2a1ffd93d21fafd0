"""Times that strangers wrote: in a folder's name in the exchange, and in `timestamp.txt`."""

from __future__ import annotations

import datetime
import re
import time
import zoneinfo
from typing import Final

import dateutil.parser

TIMESTAMP: Final = "timestamp.txt"

AHEAD: Final = datetime.timedelta(minutes=5)
"""How far the clock of another machine may be ahead of this one."""

YEARS: Final = range(2000, 9999)
"""Years in which something can be handed in: pages could not show others in each time zone."""

_ZONE: Final = re.compile(
    r"(?![AP]M$)[A-Z][A-Z0-9_+-]*(?:/[A-Z0-9_+-]+)*", re.ASCII | re.IGNORECASE
)

MOST_TIME_CHARS: Final = 64


def moment_of(text: str, *, timezone: str = "") -> datetime.datetime | None:
    """Return the time that a stranger wrote, in UTC without a time zone; None if it is none.

    What has no zone is in UTC, as for nbgrader. Of abbreviations, which have several meanings
    (`IST`), those of the course's `timezone` are known.
    """
    if len(text) > MOST_TIME_CHARS or not text.isprintable():
        return None
    try:
        *before, zone = text.split()
        named = _ZONE.fullmatch(zone)
        moment = dateutil.parser.parse(" ".join(before) if named else text)
        if named and moment.tzinfo is None:
            moment = _in_zone(moment, zone, timezone)
        if moment.tzinfo is not None:
            moment = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    except Exception:  # noqa: BLE001 - dateutil and zoneinfo raise errors of many kinds
        return None
    return moment if moment.year in YEARS else None


def moment_in(data: bytes) -> datetime.datetime | None:
    """Return the time in a `timestamp.txt`; None if it holds none."""
    return moment_of(data.decode(errors="replace").strip())


def _in_zone(moment: datetime.datetime, zone: str, timezone: str) -> datetime.datetime:
    """Return a time in the zone that is named; no file is opened but of the system's time zones."""
    if zone.upper() in ("UTC", "GMT", "Z"):
        return moment
    ours = zoneinfo.ZoneInfo(timezone or "UTC")
    for local in (moment.replace(tzinfo=ours, fold=fold) for fold in (0, 1)):
        if local.tzname() == zone:
            return local
    return moment.replace(tzinfo=zoneinfo.ZoneInfo(zone))


def is_to_come(moment: datetime.datetime) -> bool:
    """Return whether a time has not come yet on any machine whose clock is about right."""
    return moment > utc(time.time()) + AHEAD


def utc(seconds: float) -> datetime.datetime:
    """Return a time of the system's as nbgrader keeps times: in UTC, without a time zone."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).replace(tzinfo=None)
