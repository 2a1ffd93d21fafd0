"""Tells the state of a service: to its file, and to Prometheus."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import GraderError, exception_line
from grader.grading.jobs import JobResult
from grader.service.watch import state
from grader.service.watch.landings import Place
from grader.service.watch.metrics import Metrics
from grader.service.watch.state import StateLine
from grader.service.watch.turns import Turns, Waiting

STATE_SECONDS: Final = 1.0
"""Time between two writings of the state."""

SLOW_WRITING: Final = 60.0
"""Time after which a submission that still changes counts as stuck."""


class Hand(msgspec.Struct, kw_only=True):
    """A submission in hand."""

    one: Waiting
    grading: bool = True
    """Whether it is still graded; if not, its pages are written."""
    outcome: str = "graded"
    said: str = ""
    """What came of grading."""


class Teller:
    """Writes the state when it has changed, but not all the time."""

    def __init__(self, root: Path, metrics: Metrics) -> None:
        self._root, self._metrics = root, metrics
        self._state = state.fresh_state(time.time())
        self._due = 0.0
        self._written = b""

    @property
    def graded(self) -> int:
        """The submissions that were graded since the start."""
        return self._state.graded

    def count(self, outcome: str) -> None:
        """Count a submission that was in hand."""
        self._state.graded += outcome == "graded"
        self._metrics.count(outcome)

    def time(self, seconds: float) -> None:
        """Count the time from landing to the last page."""
        self._metrics.time(seconds)

    def seconds_left(self, now: float) -> float:
        """Return the time until the state may be written again."""
        return max(0.0, self._due - now) or STATE_SECONDS

    def tell(
        self,
        hands: Iterable[Hand],
        turns: Turns,
        changing: Mapping[Place, float],
        refused: Iterable[StateLine],
        *,
        last: bool,
    ) -> None:
        """Tell what is in hand, what waits and what is refused; the last time at once."""
        now = time.monotonic()
        if now < self._due and not last:
            return
        self._due = now + STATE_SECONDS
        held = [one for one in turns.waiting() if one.not_before > now]
        self._state.in_hand = [
            _state_line(hand.one, "graded" if hand.grading else "its pages are written")
            for hand in hands
        ]
        self._state.waiting = [_state_line(one) for one in turns.waiting() if one.not_before <= now]
        self._state.stuck = [_state_line(one, one.why) for one in held]
        self._state.stuck += [*_slow(changing, now), *refused]
        used = turns.used()
        self._state.used = {who: [*map(state.on_wall_clock, times)] for who, times in used.items()}
        self._metrics.tell(self._state)
        if (data := msgspec.json.encode(self._state)) != self._written:
            self._written = data
            with contextlib.suppress(OSError):  # a full disk is told of by what is graded
                state.write_state(self._root, self._state)


def _state_line(one: Waiting, what: str = "") -> StateLine:
    return StateLine(
        student=one.place[0],
        assignment=one.place[1],
        since=state.on_wall_clock(one.since),
        what=what,
    )


def _slow(changing: Mapping[Place, float], now: float) -> Iterator[StateLine]:
    for place, since in changing.items():
        if now - since > SLOW_WRITING:
            yield _state_line(Waiting(place=place, since=since), "it is still being written")


def points_sentence(done: JobResult) -> str:
    """Return what came of grading."""
    verdicts = [one.verdict for one in done.graded]
    score, most = sum(v.score for v in verdicts), sum(v.max_score for v in verdicts)
    broken = sum(cell.broken for verdict in verdicts for cell in verdict.cells)
    wait = f", {broken} cells need a look by hand" if broken else ""
    return f"{score:g} of {most:g} points{wait}"


def failure_sentence(error: BaseException) -> str:
    """Return an error of another thread as a sentence."""
    if isinstance(error, GraderError):
        return str(error)
    return f"the service's own fault: {exception_line(error)}"
