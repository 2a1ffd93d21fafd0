"""A cgroup holds what a host runs, and a student is told what it was.

`make test-cgroups` runs these tests in a Linux kernel of its own. Where that has no
Landlock, children do not narrow their walls.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import sandlock

from grader.grading.session import Session
from grader.limits import Limits
from grader.sandbox import backends, cgroups, host_process
from grader.sandbox.cgroups import Cgroup
from grader.sandbox.host_process import Host

ROOT = Path(__file__).parents[2]

LIMITS = Limits(memory_mb=32, processes=12, cell_seconds=300, notebook_seconds=600)

HOGS = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        held = b"x" * 24_000_000
        time.sleep(60)
os.wait()
time.sleep(10)
print("survived")
"""
"""No process takes more than it may alone."""

BOMB = """
import os, time
count = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        count += 1
finally:
    print(count, "children")
"""


host_process.START_SECONDS = 600.0  # type: ignore[misc]
"""In a kernel that is emulated."""


@pytest.fixture(scope="module", params=["bubblewrap", "sandlock", "none"])
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    """A warm host. Without walls nothing but its cgroup counts what its processes take together."""
    if request.param not in (*backends.available(), "none"):
        pytest.skip(f"{request.param} does not work in this kernel")
    warm = Host(LIMITS, sandbox=request.param)
    if sandlock.landlock_abi_version() < 1:
        warm.walls = msgspec.structs.replace(warm.walls, confines=False)
    with warm:
        warm.ready()
        yield warm


def group_of(host: Host) -> Cgroup:
    """The cgroup of a host."""
    assert host._group is not None, cgroups.sentence(LIMITS)
    return host._group


def cell(host: Host, code: str) -> str:
    """What a cell shows."""
    with host.folder() as folder:
        session = Session(host.spawn(folder), host.limits)
        try:
            outputs, _ = session.run(code)
        finally:
            session.end()
    return "".join(str(o.get("text") or o.get("evalue") or "") for o in outputs)


def read(path: Path) -> str:
    """What a file of the kernel's says."""
    return path.read_text(encoding="ascii")


def numbers(path: Path) -> dict[str, int]:
    """A file of names and numbers."""
    return {name: int(number) for name, number in map(str.split, read(path).splitlines())}


def test_the_name_of_the_walls_tells_of_the_cgroup(host: Host) -> None:
    assert host.name == f"{host.walls.name}, cgroup: cpu, memory, pids"


def test_processes_that_take_too_much_together_are_ended(host: Host) -> None:
    said = cell(host, HOGS)
    assert "its processes together took more than 64 MB (twice the limit memory_mb)" in said
    assert "survived" not in said
    assert kills(host) > 0  # the kernel's doing
    left = read(group_of(host).folder / "cgroup.procs").split()
    assert len(left) == 1  # the host


def test_the_next_notebook_has_all_of_its_memory(host: Host) -> None:
    before = kills(host)
    cell(host, HOGS)
    assert kills(host) > before
    assert cell(host, "held = b'x' * 24_000_000\nprint(len(held))") == "24000000\n"
    fewer = HOGS.replace("range(4)", "range(2)").replace("sleep(60)", "sleep(1); os._exit(0)")
    assert cell(host, fewer.replace("os.wait()", "os.wait(); os.wait()")) == "survived\n"


def test_what_a_host_imports_is_not_the_notebooks(host: Host) -> None:
    before = kills(host)
    with host.folder() as folder:
        held = int(read(group_of(host).folder / "memory.current"))
        session = Session(host.spawn(folder, ["import pandas, sympy"]), host.limits)
        session.run("import pandas, sympy")
        session.end()
    assert int(read(group_of(host).folder / "memory.max")) > held + 80 * 1024**2
    assert kills(host) == before


def kills(host: Host) -> int:
    """Processes that the kernel has ended for their memory."""
    return numbers(group_of(host).folder / "memory.events")["oom_kill"]


def test_a_fork_bomb_has_as_many_processes_as_it_may(host: Host) -> None:
    said = cell(host, BOMB)
    assert "11 children" in said  # and the notebook's own process
    assert "limit processes" in said
    if host.name.startswith("none"):  # walls have a limit of their own, as high as this one
        assert numbers(group_of(host).folder / "pids.events")["max"] > 0


def test_nothing_is_left_of_a_host_that_stops(host: Host) -> None:
    """The last test, as it takes the host."""
    folder = group_of(host).folder
    assert folder.exists()
    host.stop()
    assert not folder.exists()
