"""The days before a deadline, event by event: submissions come, wait for a worker, are graded, wait
for the one writer, and are written."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Generator
from typing import Any, Final

import msgspec
import simpy

HOUR: Final = 3600.0


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """What is assumed of a class, and not measured."""

    submissions: int = 100_000
    days: float = 7.0
    """From the first submission to the deadline."""
    last_day: float = 0.5
    """The part of the class that hands in during the last day."""
    last_hour: float = 0.1
    """And during the last hour, who are part of the former."""


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """What grades, as measured."""

    workers: int
    grading: list[float]
    """Seconds of a worker's, submission by submission: one is drawn for each."""
    writing: list[tuple[int, float]]
    """Submissions in the gradebook, and the seconds of a transaction then."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    arrived: list[float]
    waited: list[float]
    """From being handed in to being written, in the order in which they were written."""
    looks: list[tuple[float, int, int]]
    """Hours to the deadline, who waits for a worker, and who for the writer."""

    def quantile(self, part: float) -> float:
        """The time to the grade of that part of the class, at most."""
        return sorted(self.waited)[min(int(part * len(self.waited)), len(self.waited) - 1)]

    @property
    def longest(self) -> tuple[int, int]:
        """The longest queues: for a worker, for the writer."""
        return max(look[1] for look in self.looks), max(look[2] for look in self.looks)


def arrivals(course: Course, chance: random.Random) -> list[float]:
    """When each is handed in, in seconds from the first day's begin: evenly within each of the
    three parts of the time. In no days, all are there at once."""
    end = course.days * 24 * HOUR
    if not end:
        return [0.0] * course.submissions
    parts = [
        (0.0, end - 24 * HOUR, 1 - course.last_day),
        (end - 24 * HOUR, end - HOUR, course.last_day - course.last_hour),
        (end - HOUR, end, course.last_hour),
    ]
    found: list[float] = []
    for begin, until, part in parts:
        found += [chance.uniform(begin, until) for _ in range(round(part * course.submissions))]
    return sorted(found)


def run(course: Course, machine: Machine, *, seed: int = 1) -> Found:
    """Let the time go by, until all is written."""
    chance = random.Random(seed)
    world = simpy.Environment()
    workers, writer = simpy.Resource(world, machine.workers), simpy.Resource(world, 1)
    arrived = arrivals(course, chance)
    waited: list[float] = []
    looks: list[tuple[float, int, int]] = []
    writing = line(machine.writing)

    def handed_in() -> Generator[Any, Any, None]:
        for at in arrived:
            yield world.timeout(at - world.now)
            world.process(submission(at))

    def submission(at: float) -> Generator[Any, Any, None]:
        with workers.request() as mine:
            yield mine
            yield world.timeout(chance.choice(machine.grading))
        with writer.request() as mine:
            yield mine
            yield world.timeout(writing(len(waited)))
        waited.append(world.now - at)

    def look() -> Generator[Any, Any, None]:
        while len(waited) < len(arrived):
            to_go = course.days * 24 - world.now / HOUR
            looks.append((to_go, len(workers.queue), len(writer.queue)))
            yield world.timeout(60.0)

    world.process(handed_in())
    world.process(look())
    world.run()
    return Found(arrived=arrived, waited=waited, looks=looks)


def line(points: list[tuple[int, float]]) -> Callable[[int], float]:
    """The seconds at a size: the straight line nearest to what was measured, never falling."""
    sizes, seconds = zip(*points, strict=True)
    slope, base = statistics.linear_regression(sizes, seconds)
    if slope <= 0:
        slope, base = 0.0, min(seconds)
    return lambda size: base + slope * size
