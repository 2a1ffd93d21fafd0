"""Limits are CPU time: how busy the machine is costs nobody a point, and who sleeps costs no other.

`make load` does the same with two hundred answers.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.sandbox.usage import ProcessUsage
from grader.testing.waiting import Allowance, Meter
from tests import courses, own_course
from tests.load import busy
from tests.waits import meter

LIMITS = "c.Limits.test_seconds = c.Limits.cell_seconds = {}\nc.Limits.wall_factor = 2\n"

LOADED = """\
import pathlib
import time

here = pathlib.Path({!r})
(here / "begun").touch()
while not (here / "loaded").exists():
    time.sleep(0.01)


def end():
    import ended
"""

BUSY = """\
import time

import numpy as np


def mean(values):
    start = time.process_time()
    while time.process_time() < start + 0.2:
        pass
    return [np.float64(number) for number in range(10_000)]"""


def test_a_right_answer_keeps_its_points_however_busy_the_machine_is(tmp_path: Path) -> None:
    """The loops begin when the test does: what comes before it takes too long beside them.

    It takes half a second of CPU time, of which the limit allows three times as much, and beside
    the loops far more than the three seconds of wall time.
    """
    course = own_course.make(
        tmp_path / "course",
        tests=own_course.MEETING,
        config=own_course.CONFIGURED + LIMITS.format(1.5),
    )
    (course / "meeting.py").write_text(LOADED.format(str(tmp_path)), encoding="utf-8")
    ended = f"import pathlib\n\npathlib.Path({str(tmp_path / 'done')!r}).touch()\n"
    (course / "ended.py").write_text(ended, encoding="utf-8")
    courses.generate(course)
    own_course.hand_in(course, "ada", BUSY)
    command = ["nice", "-n", "5", str(courses.BIN / "grader"), "-C", str(course)]
    with subprocess.Popen([*command, "autograde", "--jobs", "1"]) as grading:
        wait_for(tmp_path / "begun", grading)
        with busy(4):
            (tmp_path / "loaded").touch()
            wait_for(tmp_path / "done", grading)
        assert grading.wait() == 0
    graded = (course / "autograded/ada/hw1/stats.ipynb").read_text(encoding="utf-8")
    assert own_course.scores(course) == {("ada", "stats"): (4.0, False)}, graded


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a file is there, or a process has ended."""
    while not path.exists() and process.poll() is None:
        time.sleep(0.02)


COUNTED = """\
with open({!r}, "a") as file:
    file.write("tested\\n")


def end():
    pass
"""

SLEEPERS = {
    "cell": f"import time\ntime.sleep(1000)\n{own_course.RIGHT}",
    "test": "import time\ndef mean(values):\n    time.sleep(1000)",
}


def test_who_sleeps_is_graded_once_and_loses_only_their_own_points(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    course = own_course.make(
        tmp_path / "course",
        tests=own_course.MEETING,
        config=own_course.CONFIGURED + LIMITS.format(0.5),
    )
    (course / "meeting.py").write_text(COUNTED.format(str(runs)), encoding="utf-8")
    courses.generate(course)
    for student, answer in {**SLEEPERS, "honest": own_course.RIGHT}.items():
        own_course.hand_in(course, student, answer)
    status, said = own_course.run(course, "autograde", "--jobs", "2")
    assert status == 0, said
    assert runs.read_text().splitlines() == ["tested"] * 3
    points = {student: score for (student, _), (score, _) in own_course.scores(course).items()}
    assert points == {"cell": 0.0, "test": 0.0, "honest": 4.0}
    for student in SLEEPERS:
        text = (course / f"autograded/{student}/hw1/stats.ipynb").read_text(encoding="utf-8")
        assert f"after 1 s of wall time (limit wall_factor: 2 times {student}_seconds)" in text


# Pauses of everything, such as `docker pause` ---------------------------------------------------


def test_a_pause_is_no_waiting_for_a_notebook() -> None:
    waited = meter()
    cell = Allowance(waited, "cell_seconds", 30.0, factor=4)
    for _ in range(10):
        waited.add(3600.0)
    assert not cell.passed()
    for _ in range(1000):
        waited.add(0.25)
    assert "120 s of wall time" in cell.passed()


PAUSED = """\
import os
import signal

from grader.limits import Limits
from grader.testing.time_budget import TimeBudget
from grader.testing.waiting import whole_notebook
from tests.waits import meter

limits = Limits(judge_seconds=0.5, wall_factor=4)
budget = TimeBudget(limits)
budget.begin_session(meter(), whole_notebook(meter(), limits))
with budget.alarm(lambda: None):
    print("paused", flush=True)
    os.kill(os.getpid(), signal.SIGSTOP)
print("over")
"""


def test_a_pause_is_no_time_of_a_test() -> None:
    command = [sys.executable, "-c", PAUSED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as judging:
        assert judging.stdout is not None
        assert judging.stdout.readline() == "paused\n"
        time.sleep(3)
        judging.send_signal(signal.SIGCONT)
        assert judging.communicate()[0] == "over\n"


WALLS_AT_WORK = """\
import threading
import time
import zlib

from grader.limits import Limits
from grader.testing.time_budget import TimeBudget
from grader.testing.waiting import whole_notebook
from tests.waits import meter

DATA = bytes(1 << 20)

def work():
    while True:
        zlib.compress(DATA)

limits = Limits(judge_seconds=0.5, grace_seconds=0.2)
budget = TimeBudget(limits)
budget.begin_session(meter(), whole_notebook(meter(), limits))
budget.next_test()
with budget.alarm(lambda: None):
    threading.Thread(target=work, daemon=True).start()
    while time.process_time() < 3:
        time.sleep(0.05)
        budget.remaining()
print("judged", flush=True)
"""


LOOKS = """\
import time

from grader.limits import Limits
from grader.testing.time_budget import TimeBudget
from grader.testing.waiting import Meter, whole_notebook
from tests.waits import NoProcesses

class Many(NoProcesses):
    def look(self):
        end = time.thread_time() + 0.1
        while time.thread_time() < end:
            pass
        return super().look()

limits = Limits(judge_seconds=0.5)
meter = Meter(Many())
budget = TimeBudget(limits)
budget.begin_session(meter, whole_notebook(meter, limits))
budget.next_test()
with budget.alarm(lambda: None):
    with budget.waiting() as wait:
        for _ in range(10):
            time.sleep(0.25)
            wait()
    budget.remaining()
print("judged")
"""


@pytest.mark.parametrize("at_work", [WALLS_AT_WORK, LOOKS], ids=["walls", "looks"])
def test_what_the_walls_cost_this_process_is_no_time_of_a_test(at_work: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", at_work], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("judged\n", "")


# What hides CPU time ----------------------------------------------------------------------------

SHORT_ONES = """\
import os
import time
while sum(os.times()[2:4]) < 0.5:
    if os.fork() == 0:
        end = time.process_time() + 0.02
        while time.process_time() < end:
            pass
        os._exit(0)
    os.wait()
print("done", flush=True)
input()
"""


def test_cpu_time_of_processes_that_ended_between_two_looks_counts() -> None:
    usage = ProcessUsage(os.getpid())
    command = [sys.executable, "-S", "-c", SHORT_ONES]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as running:
        assert running.stdout is not None
        running.stdout.readline()
        assert usage.look().cpu >= 0.5
        running.communicate("\n")


SHORT = """\
import os
import threading
import time


def work():
    end = time.thread_time() + 0.005
    while time.thread_time() < end:
        pass


def forks():
    if os.fork() == 0:
        work()
        os._exit(0)
    os.wait()


def threads():
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


print("begun", flush=True)
if os.fork() == 0:
    input()
    end = time.monotonic() + 3
    while time.monotonic() < end:
        {}
    os._exit(0)
os.wait()
"""


@pytest.mark.parametrize(
    ("code", "waits"), [("forks()", True), ("threads()", True), ("time.sleep(0.1)", False)]
)
def test_what_is_short_waits_for_a_processor_and_who_sleeps_does_not(
    code: str, waits: bool
) -> None:
    command = [sys.executable, "-S", "-c", SHORT.format(code)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as running, busy(4):
        assert running.stdout is not None
        assert running.stdin is not None
        running.stdout.readline()
        waited = Meter(ProcessUsage(running.pid))
        since = time.monotonic()
        running.stdin.write(b"\n")
        running.stdin.close()
        while running.poll() is None:
            time.sleep(0.25)
            now = time.monotonic()
            waited.add(now - since)
            since = now
    assert (waited.lasted < 0.4 * waited.elapsed) == waits, (waited.lasted, waited.elapsed)


class Waiting:
    """Processes of which one always waits for a processor."""

    seconds = 0.0

    def look(self) -> tuple[float, float]:
        """Return no CPU time."""
        self.seconds += 1.0
        return 0.0, self.seconds

    def interrupt(self) -> None:
        """Nobody listens."""


def test_a_wait_counts_from_when_it_began_and_no_sleep_before_it() -> None:
    processes = Waiting()
    waited = Meter(processes)
    cell = Allowance(waited, "cell_seconds", 30.0, factor=4)
    for _ in range(600):  # the kernel tells of a wait at its end: now nothing of it, now the whole
        processes.seconds -= 1.0
        waited.add(0.5)
        waited.add(0.5)
    assert waited.lasted <= 1
    for _ in range(250):
        processes.seconds -= 1.0
        waited.add(0.5)
    processes.seconds += 200.0
    waited.add(0.5)
    assert cell.passed().startswith("120 s of wall time (limit wall_factor")


def test_processes_that_hold_each_other_up_are_stopped() -> None:
    waited = Meter(Waiting())
    cell = Allowance(waited, "cell_seconds", 30.0, factor=4)
    for _ in range(1200):
        waited.add(1.0)
    assert not cell.passed()
    waited.add(1.0)
    assert cell.passed().startswith("10 times 120 s of wall time (limit wall_factor")
