"""Cgroups of the kernel hold a notebook's processes. `tests/test_cgroups.py` runs these tests where
a cgroup is delegated, if need be in a Linux kernel of its own.

That one may have no Landlock, so children do not narrow their walls here.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from grader.grading.session import Session
from grader.limits import Limits
from grader.sandbox import cgroups
from grader.sandbox.cgroups import Cgroup
from grader.sandbox.host_process import Host

LIMITS = Limits(memory_mb=96, processes=12, cell_seconds=60, notebook_seconds=120)

HOGS = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        held = b"x" * 70_000_000
        time.sleep(60)
os.wait()
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


@pytest.fixture(params=["bubblewrap", "none"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    """A warm host with a cgroup; the one without walls has nothing else that counts together."""
    os.chdir(tmp_path)
    with unnarrowed(request.param) as warm:
        warm.ready()
        yield warm


def unnarrowed(sandbox: str) -> Host:
    """A host whose children do without Landlock."""
    host = Host(LIMITS, sandbox=sandbox)
    host.walls = msgspec.structs.replace(host.walls, confines=False)
    return host


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


def numbers(path: Path) -> dict[str, int]:
    """A file of names and numbers."""
    lines = path.read_text(encoding="ascii").splitlines()
    return {name: int(number) for name, number in map(str.split, lines)}


def test_all_three_controllers_are_used_and_told() -> None:
    assert cgroups.sentence(LIMITS) == "Its cgroup limits cpu, memory, pids"
    off = msgspec.structs.replace(LIMITS, cgroups=False)
    assert "c.Limits.cgroups" in cgroups.sentence(off)
    assert cgroups.create(off) is None


def test_the_name_of_the_walls_tells_of_the_cgroup(host: Host) -> None:
    assert host.name == f"{host.walls.name}, cgroup: cpu, memory, pids"


def test_the_grader_leaves_the_delegated_cgroup_which_holds_no_process_any_more() -> None:
    found = cgroups.delegated()
    assert isinstance(found, cgroups.Delegated)
    own = Path("/proc/self/cgroup").read_text(encoding="ascii").rpartition("0::")[2].strip()
    if (found.folder / "cgroup.type").exists():
        assert own.endswith(f"/{cgroups.OURS}")
        assert (found.folder / "cgroup.procs").read_text(encoding="ascii") == ""
        again = cgroups.delegated.__wrapped__()  # as the grader's other processes find it
        assert again == found


def test_processes_that_take_too_much_together_are_ended(host: Host) -> None:
    began = time.monotonic()
    said = cell(host, HOGS)
    assert "its processes together took more than 192 MB (twice the limit memory_mb)" in said
    assert "survived" not in said
    assert time.monotonic() - began < 20
    assert numbers(group_of(host).folder / "memory.events")["oom_kill"] > 0  # the kernel's doing
    left = (group_of(host).folder / "cgroup.procs").read_text(encoding="ascii").split()
    assert len(left) == 1  # the host


def test_the_next_notebook_has_all_of_its_memory(host: Host) -> None:
    for _ in range(3):
        cell(host, HOGS)
    assert cell(host, "held = b'x' * 80_000_000\nprint(len(held))") == "80000000\n"
    cell(host, "open('f', 'wb').write(b'x' * 60_000_000)")
    code = HOGS.replace("range(4)", "range(2)").replace("sleep(60)", "sleep(0.2); os._exit(0)")
    assert cell(host, code.replace("os.wait()", "os.wait(); os.wait()")) == "survived\n"


def test_what_a_host_imports_is_not_the_notebooks(host: Host) -> None:
    group_of(host).limit(LIMITS)
    with host.folder() as folder:
        before = int((group_of(host).folder / "memory.current").read_text(encoding="ascii"))
        session = Session(host.spawn(folder, ["import pandas, sympy"]), host.limits)
        session.run("import pandas, sympy")
        session.end()
    most = int((group_of(host).folder / "memory.max").read_text(encoding="ascii"))
    assert most >= before + 192 * 1024**2
    assert numbers(group_of(host).folder / "memory.events")["oom_kill"] == 0


def test_a_fork_bomb_has_as_many_processes_as_it_may(host: Host) -> None:
    said = cell(host, BOMB)
    assert "11 children" in said  # and the notebook's own process
    assert "limit processes" in said
    assert numbers(group_of(host).folder / "pids.events")["max"] > 0 or host.name.startswith("bub")


def test_the_one_with_many_processes_has_no_more_of_the_processor() -> None:
    """On one processor, as that kernel has; with more, both get one."""
    crowd = "import os\nfor _ in range(7):\n    os.fork() or exec('while True: pass')\n"
    codes = (crowd + "while True: pass", "while True: pass")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with unnarrowed("bubblewrap") as many, unnarrowed("bubblewrap") as one:
        used = []
        sessions = []
        for host, code in zip((many, one), codes, strict=True):
            host.ready()
            assert (group_of(host).folder / "cpu.weight").read_text(encoding="ascii") == "100\n"
        with many.folder() as first, one.folder() as second:
            sessions = [Session(many.spawn(first), LIMITS), Session(one.spawn(second), LIMITS)]
            for session, code in zip(sessions, codes, strict=True):
                session._child.channel.send(messages_run(code))
            time.sleep(0.5)
            before = [usage(many), usage(one)]
            time.sleep(2)
            used = [usage(many) - before[0], usage(one) - before[1]]
            for session in sessions:
                session.end()
    assert max(used) < 1.5 * min(used)


def messages_run(code: str) -> object:
    """The request to run a cell."""
    from grader.protocol.messages import Run

    return Run(code, 60)


def usage(host: Host) -> int:
    """Processor time of a host's cgroup, in µs."""
    return numbers(group_of(host).folder / "cpu.stat")["usage_usec"]


def test_nothing_is_left_of_a_host_that_stops(host: Host) -> None:
    folder = group_of(host).folder
    assert folder.exists()
    host.stop()
    assert not folder.exists()


def test_what_a_killed_grader_leaves_is_ended_and_removed_by_the_next(tmp_path: Path) -> None:
    """Without walls, so that processes are left."""
    start = (
        "import os, time\nfrom grader.grading.session import Session\n"
        "from tests.cgroups.delegated import unnarrowed, group_of\n"
        "host = unnarrowed('none')\nhost.start()\n"
        "with host.folder() as folder:\n"
        "    session = Session(host.spawn(folder), host.limits)\n"
        "    session.run('import os, time\\nif not os.fork():\\n    os.setsid(); time.sleep(99)')\n"
        "    print(group_of(host).folder, flush=True)\n    time.sleep(99)\n"
    )
    root = Path(__file__).parents[2]
    env = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen(
        [sys.executable, "-c", start], stdout=subprocess.PIPE, text=True, env=env, cwd=tmp_path
    ) as killed:
        assert killed.stdout is not None
        folder = Path(killed.stdout.readline().strip())
        cgroups.remove_stale(folder.parent)
        assert folder.exists()  # its grader runs
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    pids = (folder / "cgroup.procs").read_text(encoding="ascii").split()
    cgroups.remove_stale(folder.parent)
    assert not folder.exists()
    assert pids
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_a_notebook_costs_little(host: Host) -> None:
    group, seconds = group_of(host), []
    for _ in range(50):
        began = time.perf_counter()
        group.lift()
        os.close(group.open_events() or 0)
        group.limit(LIMITS)
        seconds.append(time.perf_counter() - began)
    print(f"{1000 * statistics.median(seconds):.2f} ms a notebook")
    assert statistics.median(seconds) < 0.002
