"""Cgroups of the kernel hold processes to limits. `tests/test_cgroups.py` runs these tests where a
cgroup is delegated: in a Linux kernel of its own.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from grader.guest.memory_events import MemoryEvents
from grader.limits import Limits
from grader.sandbox import cgroups
from grader.sandbox.cgroups import Cgroup

ROOT = Path(__file__).parents[2]
LIMITS = Limits(memory_mb=16, processes=12)

HOGS = """
import os, time
for _ in range({count}):
    if os.fork() == 0:
        held = b"x" * 12_000_000
        time.sleep(60)
time.sleep(60)
"""
"""No process takes more than it may alone."""

BOMB = """
import os, time
count = 0
try:
    while os.fork():
        count += 1
    time.sleep(60)
except BlockingIOError:
    print(count, flush=True)
"""

ALONE = "while True: pass"
CROWD = f"import os\nfor _ in range(7):\n    os.fork() or exec({ALONE!r})\n{ALONE}"
"""One process that wants a processor, and eight."""

KILLED = """
import subprocess, time
from grader.limits import Limits
from grader.sandbox import cgroups
group = cgroups.create_cgroup(Limits())
left = subprocess.Popen(["sleep", "99"])
group.add(left.pid)
print(group.folder, left.pid, flush=True)
time.sleep(99)
"""


@pytest.fixture
def group() -> Iterator[Cgroup]:
    """A cgroup."""
    with made() as one:
        yield one


@contextlib.contextmanager
def made() -> Iterator[Cgroup]:
    """Make a cgroup and remove it."""
    one = cgroups.create_cgroup(LIMITS)
    assert one is not None, cgroups.sentence(LIMITS)
    try:
        yield one
    finally:
        one.remove()


@contextlib.contextmanager
def running(group: Cgroup, code: str) -> Iterator[subprocess.Popen[str]]:
    """Run code in a cgroup, as one notebook's."""
    waiting = f"input()\n{code}"
    with subprocess.Popen(
        [sys.executable, "-S", "-c", waiting],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        group.add(process.pid)
        group.limit(LIMITS)
        process.stdin.write("\n")
        process.stdin.flush()
        try:
            yield process
        finally:
            (group.folder / "cgroup.kill").write_text("1")


def read(path: Path) -> str:
    """What a file of the kernel's says."""
    return path.read_text(encoding="ascii")


def numbers(path: Path) -> dict[str, int]:
    """A file of names and numbers."""
    return {name: int(number) for name, number in map(str.split, read(path).splitlines())}


def test_all_three_controllers_are_used_and_told() -> None:
    assert cgroups.sentence(LIMITS) == "Its cgroup limits cpu, memory, pids"
    off = msgspec.structs.replace(LIMITS, cgroups=False)
    assert "c.Limits.cgroups" in cgroups.sentence(off)
    assert cgroups.create_cgroup(off) is None


def test_the_grader_leaves_the_delegated_cgroup_which_holds_no_process_any_more() -> None:
    found = cgroups.delegated()
    assert isinstance(found, cgroups.Delegated)
    own = read(Path("/proc/self/cgroup")).rpartition("0::")[2].strip()
    assert own == f"/{found.folder.name}/{cgroups.OURS}"
    assert read(found.folder / "cgroup.procs") == ""
    weight = 100 * (os.cpu_count() or 1)
    assert read(found.folder / cgroups.OURS / "cpu.weight") == f"{weight}\n"
    assert cgroups.delegated.__wrapped__() == found  # as the grader's other processes find it


@pytest.mark.parametrize(("count", "killed"), [(4, True), (2, False)])
def test_processes_that_take_too_much_together_are_killed(
    group: Cgroup, count: int, killed: bool
) -> None:
    """One after the other, until the rest has room."""
    events = group.open_events()
    assert events is not None
    with MemoryEvents([events]) as watched, running(group, HOGS.format(count=count)):
        until = time.monotonic() + (10 if killed else 2)
        while not watched.killed() and time.monotonic() < until:
            time.sleep(0.05)
        assert watched.killed() == killed
        time.sleep(0.5)
        with MemoryEvents([os.dup(events)]) as later:
            assert not later.killed()  # nothing since


def test_what_a_process_brings_along_is_not_counted(group: Cgroup) -> None:
    """As the libraries of a host."""
    code = f"held = b'x' * 60_000_000\nprint('held', flush=True)\ninput()\n{HOGS.format(count=2)}"
    with subprocess.Popen(
        [sys.executable, "-S", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        group.add(process.pid)
        group.limit(LIMITS)
        process.stdin.write("\n")
        process.stdin.flush()
        time.sleep(1)
        assert numbers(group.folder / "memory.events")["oom_kill"] == 0
        assert process.poll() is None
        process.kill()


def test_files_in_memory_give_no_room_to_the_next(group: Cgroup) -> None:
    """What an earlier notebook has read can be taken back, and is not added to a limit."""
    with tempfile.NamedTemporaryFile(dir=ROOT / ".venv") as file:
        code = "for _ in range(25):\n    file.write(b'x' * 1_000_000)\nprint('written', flush=True)"
        opened = f"file = open({file.name!r}, 'wb')"
        with running(group, f"{opened}\n{code}\ntime.sleep(60)") as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "written\n"
            assert int(read(group.folder / "memory.current")) > 25_000_000
            assert group._taken() < 15_000_000


def test_a_fork_bomb_has_as_many_processes_as_it_may(group: Cgroup) -> None:
    with running(group, BOMB) as bomb:
        assert bomb.stdout is not None
        assert bomb.stdout.readline() == "11\n"  # and itself
        assert numbers(group.folder / "pids.events")["max"] > 0


def test_nothing_is_left_of_a_cgroup_that_is_removed() -> None:
    with made() as group:
        left = subprocess.Popen(["sleep", "99"])
        group.add(left.pid)
        assert group.folder.exists()
    assert not group.folder.exists()
    assert left.wait() == -signal.SIGKILL


def test_the_one_with_many_processes_has_no_more_of_the_processor() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with made() as first, made() as second, running(first, CROWD), running(second, ALONE):
        groups = (first, second)
        time.sleep(0.5)
        before = [cpu_time(group) for group in groups]
        time.sleep(2)
        took = [cpu_time(group) - since for group, since in zip(groups, before, strict=True)]
        assert [read(group.folder / "cpu.weight") for group in groups] == ["100\n", "100\n"]
    assert max(took) < 1.5 * min(took)


def cpu_time(group: Cgroup) -> int:
    """Processor time of a cgroup, in µs."""
    return numbers(group.folder / "cpu.stat")["usage_usec"]


def test_what_a_killed_grader_leaves_is_ended_and_removed_by_the_next() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as killed:
        assert killed.stdout is not None
        place, pid = killed.stdout.readline().split()
        folder = Path(place)
        cgroups.remove_stale_cgroups(folder.parent)
        assert read(folder / "cgroup.procs") == f"{pid}\n"  # its grader runs
        killed.kill()
    cgroups.remove_stale_cgroups(folder.parent)
    assert not folder.exists()
    assert not is_there(pid)


def is_there(pid: str) -> bool:
    """Whether a process is there that has not ended."""
    try:
        return "\nState:\tZ" not in read(Path(f"/proc/{pid}/status"))
    except FileNotFoundError:
        return False
