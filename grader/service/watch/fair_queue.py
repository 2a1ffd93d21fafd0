"""Whose turn it is: students take turns, and what was graded before waits behind what is new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Annotated, Final, TypeAlias

import msgspec
from traitlets.config import Config

from grader.errors import in_one_line
from grader.plugin.settings import record_of

HOUR: Final = 3600.0

Place: TypeAlias = tuple[str, str]
"""A submission: its student and its assignment."""


class WatchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of the service. Set them in `nbgrader_config.py` as `c.Watch.<name>`."""

    submissions_an_hour: Annotated[int, msgspec.Meta(ge=0, le=1 << 30)] = 0
    """Submissions of one student that are graded within an hour; a further one waits. 0 is no
    limit."""


def watch_settings_of(config: Config) -> WatchSettings:
    """Return the settings of `c.Watch`; raise a UsageError for one that is not there."""
    return record_of(config, "Watch", WatchSettings)


class Waiting(msgspec.Struct, kw_only=True):
    """A submission that waits for its turn, or that was taken and is in progress."""

    place: Place
    since: float
    """When it was noticed."""
    again: bool = False
    """Whether it was graded before."""
    counts: bool = True
    """Whether its student handed it in now, so that it counts for the limit of an hour."""
    not_before: float = 0.0
    why: str = ""
    """Why it waits, if not for others."""
    failures: int = 0
    """How often it could not be done."""
    grading: bool = False
    """Whether it is being graded; once taken, it waits for its pages after that."""

    def __str__(self) -> str:
        return ", ".join(map(in_one_line, self.place))


class FairQueue:
    """The submissions that wait. Of each student and assignment there is one: the newest."""

    def __init__(
        self, most_an_hour: int, used: Mapping[str, list[float]], clock: Callable[[], float]
    ) -> None:
        self._most, self._clock = most_an_hour, clock
        self._waiting: dict[Place, Waiting] = {}
        self._last_turn: dict[str, int] = {}
        self._used = {student: list(times) for student, times in used.items()}

    def offer(self, one: Waiting) -> bool:
        """Let a submission wait; return whether it takes the place of an older one."""
        older = self._waiting.get(one.place)
        if older is not None:
            one.since, one.counts = older.since, one.counts or older.counts
        self._waiting[one.place] = one
        return older is not None

    def put_off(self, one: Waiting, seconds: float, why: str) -> None:
        """Let a submission wait for some time, unless a newer one is there already."""
        one.not_before, one.why = self._clock() + seconds, why
        self._waiting.setdefault(one.place, one)

    def take(self, busy: Collection[Place]) -> Waiting | None:
        """Take the next submission out, none of those that are in progress."""
        now = self._clock()
        ready = [
            one
            for place, one in self._waiting.items()
            if place not in busy
            and one.not_before <= now
            and not self._is_over_limit(one, now, sum(who == place[0] for who, _ in busy))
        ]
        if not ready:
            return None
        one = min(ready, key=lambda one: (one.again, self._turn_of(one.place[0]), one.since))
        self._last_turn[one.place[0]] = max(self._last_turn.values(), default=0) + 1
        return self._waiting.pop(one.place)

    def count(self, one: Waiting) -> None:
        """Count a submission that was graded for the limit of its student."""
        if one.counts:
            self._used.setdefault(one.place[0], []).append(self._clock())

    def newly_held(self) -> Iterator[Waiting]:
        """Yield the submissions that the limit has come to hold, once."""
        now = self._clock()
        for one in self._waiting.values():
            if one.not_before <= now and self._is_over_limit(one, now):
                one.not_before = self._recent(one.place[0], now)[-self._most] + HOUR
                one.why = (
                    f"{self._most} submissions of this student were graded within an hour (limit"
                    " c.Watch.submissions_an_hour)"
                )
                yield one

    def seconds_left(self) -> float:
        """Return the time until one can be taken that is put off."""
        now = self._clock()
        times = (one.not_before - now for one in self._waiting.values() if one.not_before > now)
        return min(times, default=float("inf"))

    def waiting(self) -> list[Waiting]:
        """Return all that waits."""
        return [*self._waiting.values()]

    def used(self) -> dict[str, list[float]]:
        """Return the times of the last hour that count for the limit, by student."""
        now = self._clock()
        self._used = {who: left for who in self._used if (left := self._recent(who, now))}
        return self._used

    def _turn_of(self, student: str) -> int:
        return self._last_turn.get(student, 0)

    def _recent(self, student: str, now: float) -> list[float]:
        return [time for time in self._used.get(student, ()) if now - time < HOUR]

    def _is_over_limit(self, one: Waiting, now: float, in_progress: int = 0) -> bool:
        graded = len(self._recent(one.place[0], now))
        return bool(self._most) and graded + in_progress >= self._most
