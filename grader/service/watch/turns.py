"""Whose turn it is: students take turns, and what was graded before waits behind what is new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

import msgspec

from grader.service.watch.landings import Place, shown

HOUR: Final = 3600.0


class Waiting(msgspec.Struct, kw_only=True):
    """A submission that waits for its turn."""

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

    def __str__(self) -> str:
        return ", ".join(map(shown, self.place))


class Turns:
    """The submissions that wait. Of each student and assignment there is one: the newest."""

    def __init__(
        self, most_an_hour: int, used: Mapping[str, list[float]], clock: Callable[[], float]
    ) -> None:
        self._most, self._clock = most_an_hour, clock
        self._waiting: dict[Place, Waiting] = {}
        self._order: dict[str, int] = {}
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
        """Take the next submission out, none of those that are in hand."""
        now = self._clock()
        ready = [
            one
            for place, one in self._waiting.items()
            if place not in busy and one.not_before <= now and not self._too_many(one, now)
        ]
        if not ready:
            return None
        one = min(ready, key=lambda one: (one.again, self._turn(one), one.since))
        self._order[one.place[0]] = max(self._order.values(), default=0) + 1
        return self._waiting.pop(one.place)

    def drop(self, place: Place) -> None:
        """Forget a submission."""
        self._waiting.pop(place, None)

    def count(self, one: Waiting) -> None:
        """Count a submission that was graded for the limit of its student."""
        if one.counts:
            self._used.setdefault(one.place[0], []).append(self._clock())

    def held(self) -> Iterator[Waiting]:
        """Yield the submissions that the limit has come to hold, once."""
        now = self._clock()
        for one in self._waiting.values():
            if self._too_many(one, now) and one.not_before <= now:
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

    def _turn(self, one: Waiting) -> int:
        return self._order.get(one.place[0], 0)

    def _recent(self, student: str, now: float) -> list[float]:
        return [time for time in self._used.get(student, ()) if now - time < HOUR]

    def _too_many(self, one: Waiting, now: float) -> bool:
        return bool(self._most) and len(self._recent(one.place[0], now)) >= self._most
