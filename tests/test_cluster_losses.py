"""Workers of a cluster, its scheduler and the service that uses it are killed: nothing is lost, and
nothing is recorded twice."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests import courses, dask_cluster, own_course
from tests.courses import BIN
from tests.simulated import WHOLE

SECONDS = 600
CLASS_SIZE = 500 if WHOLE else 24
COMMANDS = ["autograde", "watch"] if WHOLE else ["watch"]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small course, generated."""
    folder = tmp_path_factory.mktemp("losses") / "course"
    course = own_course.make(folder, config=own_course.CONFIGURED)
    return courses.generate(course)


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Path:
    """A copy of the course, without submissions."""
    return Path(shutil.copytree(template, tmp_path / "course"))


class Program:
    """Our command at work on a cluster, and what it prints."""

    def __init__(self, course: Path, command: str, address: str) -> None:
        self.log = course.parent / f"{command}.log"
        with self.log.open("ab") as file:
            self.process = subprocess.Popen(
                [BIN / "grader", "-C", course, command, "--cluster", address],
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@contextlib.contextmanager
def running(course: Path, command: str, address: str) -> Iterator[Program]:
    """Our command, which is killed in the end."""
    started = Program(course, command, address)
    try:
        yield started
    finally:
        started.end(signal.SIGKILL)


def wait_for(condition: Callable[[], object], said: Callable[[], str]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, said()
        time.sleep(0.05)


def hand_in(course: Path, *students: str, answer: str = own_course.RIGHT) -> None:
    """Hand in an answer, moved to its place as a collector does."""
    for student in students:
        own_course.hand_in(course, f".{student}", answer)
        (course / f"submitted/.{student}").rename(course / f"submitted/{student}")


def gradings(course: Path) -> Counter[str]:
    """How often each student's grade was recorded."""
    found: Counter[str] = Counter()
    for path in course.glob("logs/*/hw1.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            found[path.parent.name] += json.loads(line)["outcome"] == "graded"
    return found


def kill_with_its_processes(worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker that grades; its processes end with it."""
    below = psutil.Process(worker.pid).children(recursive=True)
    assert below
    worker.kill()
    worker.wait()
    psutil.wait_procs(below, timeout=SECONDS)
    assert not [process for process in below if process.is_running()]


@pytest.mark.parametrize("command", COMMANDS)
def test_two_of_three_workers_are_killed_and_nothing_is_lost_or_recorded_twice(
    course: Path, command: str
) -> None:
    students = [f"s{number:03}" for number in range(CLASS_SIZE)]
    hand_in(course, *students[::3], answer=own_course.WRONG)
    hand_in(course, *(student for n, student in enumerate(students) if n % 3))
    with (
        dask_cluster.running(3) as (address, processes),
        running(course, command, address) as program,
    ):
        for worker, share in zip(processes[1:3], (0.2, 0.4), strict=True):
            wait_for(lambda: gradings(course).total() > share * CLASS_SIZE, program.said)  # noqa: B023
            kill_with_its_processes(worker)
        wait_for(lambda: gradings(course).total() >= CLASS_SIZE, program.said)
        if command == "watch":
            program.process.send_signal(signal.SIGTERM)
        assert program.process.wait(SECONDS) == 0, program.said()
    assert gradings(course) == Counter(dict.fromkeys(students, 1))
    assert own_course.scores(course) == {
        (student, "stats"): (4.0 if number % 3 else 0.0, False)
        for number, student in enumerate(students)
    }


def test_a_service_survives_its_scheduler_and_one_that_is_killed_leaves_the_rest_to_the_next(
    course: Path,
) -> None:
    hand_in(course, "ada")
    with (
        dask_cluster.running(1) as (address, processes),
        running(course, "watch", address) as program,
    ):
        wait_for(lambda: gradings(course) == {"ada": 1}, program.said)
        for process in reversed(processes):
            process.kill()
            process.wait()
        hand_in(course, "bo")
        wait_for(lambda: "bo, hw1: not done, and tried again" in program.said(), program.said)
        with dask_cluster.running(1, int(address.rpartition(":")[2])):
            wait_for(lambda: gradings(course) == {"ada": 1, "bo": 1}, program.said)
        program.end(signal.SIGKILL)
    hand_in(course, "cy")
    with dask_cluster.running(1) as (address, _), running(course, "watch", address) as program:
        wait_for(lambda: gradings(course) == {"ada": 1, "bo": 1, "cy": 1}, program.said)
        assert program.end(signal.SIGTERM) == 0, program.said()
