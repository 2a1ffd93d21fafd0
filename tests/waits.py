"""Waiting for processes that are none, and for so many seconds."""

from __future__ import annotations

import os
import time

from grader.protocol.messages import Patience, Timeout
from grader.testing.waiting import Meter


class NoProcesses:
    """A notebook of which nothing runs."""

    def look(self) -> tuple[float, float]:
        """Nothing was used."""
        return 0.0, 0.0

    def interrupt(self) -> None:
        """Nobody listens."""


def meter() -> Meter:
    """Add up what nobody uses."""
    return Meter(NoProcesses())


def patience(seconds: float) -> Patience:
    """Wait for so long by the clock on the wall."""
    until = time.monotonic() + seconds

    def left() -> float:
        if time.monotonic() >= until:
            raise Timeout(f"{seconds:g} s")
        return max(until - time.monotonic(), 1e-3)

    return left


def on_an_idle_machine(seconds: float) -> float:
    """Return how long may take here what takes so long where nothing else runs."""
    return seconds * max(1.0, max(os.getloadavg()) / (os.cpu_count() or 1))
