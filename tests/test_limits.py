"""Every limit on a student's process holds within both kinds of walls, and whoever runs into it is
told its name. Attacks on them are in `tests/hostile/`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import msgspec
import pytest

from grader.errors import SandboxError
from grader.grading.session import Session
from grader.guest import accounting
from grader.limits import Limits
from grader.sandbox.host_process import Host
from grader.verdict import Outcome, TestResult
from tests import walls
from tests.conftest import exercise, results_of
from tests.simulated import ROOT, WHOLE

LIMITS = Limits(
    cell_seconds=20,
    test_seconds=10,
    notebook_seconds=120,
    grace_seconds=0.5,
    memory_mb=256,
    processes=16,
    open_files=40,
    file_mb=4,
    folder_mb=16,
    output_kb=64,
    cell_output_kb=32,
    value_mb=1,
    recursion=500,
)

TOO_MUCH = {
    "memory_mb": "hoard = []\nwhile True:\n    hoard.append(bytearray(50_000_000))",
    "processes": "import os, time\nwhile True:\n    if os.fork() == 0:\n        time.sleep(100)",
    "open_files": "held = []\nwhile True:\n    held.append(open('/dev/null'))",
    "file_mb": "with open('f', 'wb') as file:\n    file.write(b'x' * 5_000_000)\n    file.flush()",
    "folder_mb": "import time\nfor n in range(9):\n    with open(f'f{n}', 'wb') as file:\n"
    "        file.write(b'x' * 3_000_000)\ntime.sleep(5)",
    "recursion": "def deeper():\n    return deeper()\ndeeper()",
}
"""Code that takes too much, where a cell or a test may run it."""

TOO_LONG = "import time\nwhile True:\n    time.sleep(0.01)"
BUSY = "while True:\n    pass"
CELLS = {
    **TOO_MUCH,
    "cell_seconds": BUSY,
    "notebook_seconds": BUSY,
    "wall_factor": TOO_LONG,
    "output_kb": "for _ in range(20):\n    print('x' * 5000)",
    "cell_output_kb": "for _ in range(20):\n    print('x' * 5000)",
}
TESTS = {
    **TOO_MUCH,
    "test_seconds": BUSY,
    "notebook_seconds": BUSY,
    "wall_factor": TOO_LONG,
    "value_mb": "return 'x' * 2_000_000",
}
TIGHTER: dict[str, dict[str, Any]] = {
    "cell_seconds": {"cell_seconds": 0.5, "wall_factor": 100.0},
    "notebook_seconds": {"notebook_seconds": 1.0, "wall_factor": 100.0},
    "test_seconds": {"test_seconds": 0.5, "wall_factor": 100.0},
    "wall_factor": {"cell_seconds": 0.5, "test_seconds": 0.5, "wall_factor": 2.0},
    "output_kb": {"cell_output_kb": 64, "output_kb": 32},
}


SIZES = (100, 300, 1000, 10_000, 100_000, 1_000_000) if WHOLE else (100, 10_000, 1_000_000)
"""Bytes of what fills a memory."""


@pytest.fixture(scope="module", params=walls.NAMES)
def walled(request: pytest.FixtureRequest) -> Iterator[Host]:
    """A warm host within each kind of walls."""
    try:
        host = Host(LIMITS, sandbox=request.param)
    except SandboxError:
        pytest.skip(f"{request.param} does not work on this machine")
    with host:
        yield host


in_namespaces = pytest.mark.parametrize("walled", ["bubblewrap"], indirect=True)
"""Only there the host sees all processes of a notebook and what they hold."""


def cell(host: Host, code: str, limits: Limits = LIMITS) -> str:
    """What a cell shows."""
    return shown(host, [code], limits)


def shown(host: Host, codes: list[str], limits: Limits = LIMITS) -> str:
    """What cells show, one after the other."""
    host.limits = limits
    with host.folder() as folder:
        session = Session(host.spawn(folder), limits)
        try:
            outputs = [output for code in codes for output in session.run(code)[0]]
        finally:
            session.end()
    return "".join(str(o.get("text") or o.get("evalue") or "") for o in outputs)


def judged(host: Host, body: str, limits: Limits) -> list[TestResult]:
    """What two tests say: one of a function with that body, one of a harmless function."""
    host.limits = limits
    code = f"def act():\n{indent(body, '    ')}\ndef fine():\n    return 1"
    with host.folder() as folder:
        session = Session(host.spawn(folder), limits)
        try:
            session.run(code)
            return results_of(
                session,
                exercise("def test_it():\n    act()\n\ndef test_next():\n    assert fine() == 1"),
            )
        finally:
            session.end()


@pytest.mark.parametrize("limit", CELLS)
def test_a_cell_that_takes_too_much_is_told_which_limit_it_hit(walled: Host, limit: str) -> None:
    limits = msgspec.structs.replace(LIMITS, **TIGHTER.get(limit, {}))
    said = cell(walled, CELLS[limit], limits)
    assert f"limit {limit}" in said, said[-500:]


@pytest.mark.parametrize("limit", TESTS)
def test_a_test_of_code_that_takes_too_much_is_told_which_limit_it_hit(
    walled: Host, limit: str
) -> None:
    limits = msgspec.structs.replace(LIMITS, **TIGHTER.get(limit, {}))
    first, *following = judged(walled, TESTS[limit], limits)
    assert first.outcome is not Outcome.PASSED
    assert f"limit {limit}" in first.message, first.message
    if limit not in ("folder_mb", "notebook_seconds"):  # these end all that is left of it
        assert [result.outcome for result in following] == [Outcome.PASSED]


STUBBORN = {
    "a fork that is busy while its parent waits": """
        import os
        if os.fork() == 0:
            while True:
                pass
        os.wait()""",
    "threads": """
        import threading
        def spin():
            while True:
                pass
        threads = [threading.Thread(target=spin, daemon=True) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()""",
    "an interrupt that is swallowed": """
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass""",
    "a calculation in C": "sum(range(10**15))",
}
"""Code that is busy without end, in a cell or a test, and does not stop by itself."""
ASLEEP = {
    "a nap that is gone back to": """
        import time
        while True:
            try:
                time.sleep(100)
            except BaseException:
                pass""",
    "a pause in C": "import ctypes\nctypes.CDLL(None).pause()",
    "a command that sleeps": "import subprocess\nsubprocess.run(['sleep', '100'])",
}
"""Code that sleeps without end."""
SHORT = msgspec.structs.replace(
    LIMITS, cell_seconds=0.5, test_seconds=0.5, wall_factor=3.0, grace_seconds=0.2
)


def short(code: str) -> Limits:
    """Short limits; who is busy has all the time on the wall, however busy others are."""
    return msgspec.structs.replace(SHORT, wall_factor=100.0) if code in STUBBORN else SHORT


@pytest.mark.parametrize("code", [*STUBBORN, *ASLEEP])
def test_a_cell_is_stopped_however_it_goes_on(walled: Host, code: str) -> None:
    limit = "cell_seconds" if code in STUBBORN else "wall_factor"
    said = cell(walled, dedent((STUBBORN | ASLEEP)[code]), short(code))
    assert f"limit {limit}" in said, said[-500:]


@pytest.mark.parametrize("code", [*STUBBORN, *ASLEEP])
def test_a_test_is_stopped_however_its_code_goes_on(walled: Host, code: str) -> None:
    limit = "test_seconds" if code in STUBBORN else "wall_factor"
    first, following = judged(walled, dedent((STUBBORN | ASLEEP)[code]), short(code))
    assert first.outcome is Outcome.TIMED_OUT, first.message
    assert f"limit {limit}" in first.message
    assert following.outcome is Outcome.PASSED


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keeper", ["the notebook", "a function"])
def test_a_cell_that_fills_the_memory_is_told_so_whatever_fills_it(
    walled: Host, size: int, keeper: str
) -> None:
    code = f"hoard = []\nwhile True:\n    hoard.append(bytearray({size}))"
    if keeper == "a function":
        code = f"def act():\n{indent(code, '    ')}\nact()"
    assert "limit memory_mb" in cell(walled, code)


def test_the_next_cell_has_the_memory_that_a_function_filled(walled: Host) -> None:
    code = (
        "def act():\n    hoard = []\n    while True:\n        hoard.append(bytearray(1000))\nact()"
    )
    said = shown(walled, [code, "print(len(bytes(100_000_000)))"])
    assert "This is what the limit memory_mb does." in said
    assert said.endswith("100000000\n")


def test_a_command_that_is_stopped_lives_no_longer_than_its_cell(walled: Host) -> None:
    beat = "while :; do echo >> beats; sleep 0.1; done"
    limits = msgspec.structs.replace(LIMITS, cell_seconds=1, wall_factor=1)
    counted = "import time\ndef beats(): return len(open('beats').readlines())\n"
    counted += "before = beats()\ntime.sleep(0.5)\nprint(beats() - before)"
    said = shown(walled, [f"!exec sh -c '{beat}' > log.txt 2>&1", counted], limits)
    assert "limit wall_factor" in said
    assert said.endswith("\n0\n"), said


def test_a_ring_of_exceptions_ends_the_notebook_at_once(walled: Host) -> None:
    code = "a, b = ValueError(), KeyError()\na.__context__, b.__context__ = b, a\n"
    code += "def fail(*args, **kwargs): raise a\nget_ipython().run_cell = fail"
    started = time.monotonic()
    assert "exit status 70" in shown(walled, [code, "1"])
    assert time.monotonic() - started < LIMITS.cell_seconds


@pytest.mark.parametrize("code", ["for n in range(10**9): print(n)", "!yes"])
def test_what_is_printed_without_end_does_not_fill_the_memory(walled: Host, code: str) -> None:
    said = cell(walled, code, msgspec.structs.replace(LIMITS, cell_seconds=1, memory_mb=192))
    assert "limit cell_output_kb" in said
    assert "limit cell_seconds" in said


@in_namespaces
def test_all_processes_of_a_notebook_together_have_a_limit_of_memory(walled: Host) -> None:
    code = "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n"
    code += "        hoard = b'x' * 200_000_000\n        time.sleep(100)\ntime.sleep(60)"
    assert "more than 512 MB (twice the limit memory_mb)" in cell(walled, code)


@in_namespaces
def test_many_processes_that_share_the_libraries_count_for_what_is_theirs(walled: Host) -> None:
    limits = msgspec.structs.replace(LIMITS, memory_mb=100, processes=16)
    fork = "import os, time\nfor n in range(8):\n    if os.fork() == 0:\n"
    fork += (
        "        {}\n        time.sleep(3)\n        os._exit(0)\ntime.sleep(2)\nprint('all there')"
    )
    assert cell(walled, fork.format("pass"), limits) == "all there\n"
    said = cell(walled, fork.format("hoard = b'x' * 40_000_000"), limits)
    assert "more than 200 MB (twice the limit memory_mb)" in said


@in_namespaces
def test_processes_of_a_notebook_together_have_a_limit_of_time(walled: Host) -> None:
    limits = msgspec.structs.replace(LIMITS, notebook_seconds=1.0)
    code = "import os, time\nfor _ in range(4):\n    if os.fork() == 0:\n"
    code += "        while True:\n            pass\ntime.sleep(15)"
    assert "1 s of CPU time (limit notebook_seconds)" in cell(walled, code, limits)


def test_a_limit_that_code_makes_another_error_of_is_named(walled: Host) -> None:
    limits = msgspec.structs.replace(LIMITS, cell_seconds=0.3)
    code = "try:\n    while True:\n        pass\nexcept KeyboardInterrupt:\n    raise ValueError"
    assert "(limit cell_seconds)" in cell(walled, code, limits)


def test_memory_that_no_process_need_map_is_not_to_be_had(walled: Host) -> None:
    said = cell(walled, "import mmap\nmmap.mmap(-1, 1000)")
    assert "Cannot allocate memory" in said
    assert "limit memory_mb" in said
    said = cell(walled, "import mmap\nmmap.mmap(open('/dev/zero', 'rb').fileno(), 1000)")
    assert "Permission denied" in said


@pytest.mark.parametrize(
    "attempt",
    [
        "os.setsid()",
        "subprocess.run(['true'], start_new_session=True)",
    ],
)
def test_what_would_reach_past_the_notebook_is_refused_with_a_plain_error(
    walled: Host, attempt: str
) -> None:
    assert "Operation not permitted" in cell(walled, f"import os, subprocess\n{attempt}")


@pytest.mark.parametrize("name", ["mine", ".."])
def test_a_change_of_a_files_mode_or_time_is_not_made_and_no_error(walled: Host, name: str) -> None:
    code = "import ctypes, os\nfrom pathlib import Path\nPath('mine').touch()\n"
    code += f"def state():\n    found = os.stat({name!r})\n"
    code += "    return found.st_mode, found.st_mtime_ns, found.st_uid\n"
    code += f"before, path, libc = state(), {name.encode()!r}, ctypes.CDLL(None)\n"
    code += "print(libc.chmod(path, 0), libc.chown(path, 1, 1), libc.utimes(path, None))\n"
    code += "print(state() == before)"
    assert cell(walled, code) == "0 0 0\nTrue\n"


def test_processes_may_have_groups_of_their_own(walled: Host) -> None:
    code = "import subprocess\nprint(subprocess.run(['true'], process_group=0).returncode)"
    assert cell(walled, code) == "0\n"


def test_a_process_has_no_capability_and_goes_first_when_memory_runs_out(walled: Host) -> None:
    code = "text = open('/proc/self/status').read()\n"
    code += "print([line.split()[1] for line in text.splitlines()"
    code += " if line[:6] in ('CapInh', 'CapPrm', 'CapEff', 'CapAmb')])\n"
    code += "print(open('/proc/self/oom_score_adj').read())"
    assert cell(walled, code).split("\n")[:2] == [str(["0" * 16] * 4), "1000"]


@in_namespaces
def test_files_count_that_only_a_thread_has_open(walled: Host) -> None:
    code = """
        import ctypes, os, threading, time
        def hold():
            ctypes.CDLL(None).syscall(436, 10**6, 10**6, 2)  # close_range: a table of its own
            for n in range(9):
                file = os.open(f"f{n}", os.O_RDWR | os.O_CREAT)
                os.unlink(f"f{n}")
                os.write(file, bytes(3_000_000))
            time.sleep(9)
        threading.Thread(target=hold, daemon=True).start()
        time.sleep(9)
        """
    assert "limit folder_mb" in cell(walled, dedent(code))


@in_namespaces
def test_memory_counts_of_processes_whose_first_thread_has_ended(walled: Host) -> None:
    code = """
        import ctypes, os, threading, time
        def hold():
            kept = bytearray(150 << 20)
            kept[:: 4096] = bytes(len(kept) // 4096)
            kept[:: 4096] = b"x" * (len(kept) // 4096)
            time.sleep(9)
        for _ in range(4):
            if os.fork() == 0:
                threading.Thread(target=hold).start()
                ctypes.CDLL(None).syscall(60, 0)  # exit of this thread alone
        time.sleep(9)
        """
    assert "limit memory_mb" in cell(walled, dedent(code))


@in_namespaces
def test_files_that_were_deleted_while_they_are_mapped_count(walled: Host) -> None:
    code = "import ctypes, os, time\nmap = ctypes.CDLL(None).mmap\nfor n in range(6):\n"
    code += "    with open(f'f{n}', 'wb+') as file:\n        os.unlink(f'f{n}')\n"
    code += "        file.write(b'x' * 3_000_000)\n        file.flush()\n"
    code += "        map(None, 4096, 1, 1, file.fileno(), 0)\ntime.sleep(5)"
    assert "limit folder_mb" in cell(walled, code)


@in_namespaces
def test_pipes_of_all_processes_together_are_bounded(walled: Host) -> None:
    """The kernel gives a user so much memory for them: others' would be smaller."""
    code = "import os, time\nfor _ in range(9):\n    if os.fork() == 0:\n"
    code += "        held = [os.pipe() for _ in range(15)]\n        time.sleep(9)\ntime.sleep(9)"
    assert "more than 128 pipes open" in cell(walled, code)


def test_the_next_cell_may_show_something_again(walled: Host) -> None:
    said = shown(walled, [CELLS["cell_output_kb"], "print('and on')"])
    assert said.count("the limit cell_output_kb") == 1
    assert said.endswith("and on\n")


@in_namespaces
def test_files_that_were_deleted_while_they_are_open_count(walled: Host) -> None:
    code = "import os, time\nheld = []\nfor n in range(9):\n    held.append(open(f'f{n}', 'wb'))\n"
    code += "    os.unlink(f'f{n}')\n    held[-1].write(b'x' * 3_000_000)\ntime.sleep(5)"
    assert "limit folder_mb" in cell(walled, code)


def test_holes_in_files_count_since_copies_have_none(walled: Host) -> None:
    code = (
        "import time\nfor n in range(9):\n    open(f'f{n}', 'wb').truncate(2 << 20)\ntime.sleep(9)"
    )
    assert "limit folder_mb" in cell(walled, code)


def test_recursion_without_end_is_told_in_a_moment_and_costs_the_cell_alone(walled: Host) -> None:
    limits = msgspec.structs.replace(LIMITS, recursion=Limits().recursion, cell_seconds=5)
    said = shown(walled, [TOO_MUCH["recursion"], "print('and on')"], limits)
    assert "limit recursion" in said
    assert said.endswith("and on\n")


def test_every_limit_has_a_default_and_is_documented() -> None:
    text = (ROOT / "grader" / "limits.py").read_text(encoding="utf-8")
    assert Limits.settings()
    for name in Limits.settings():
        assert getattr(Limits(), name) > 0
        after = text.split(f"\n    {name}: ", 1)[1].split("\n")[1]
        assert after.startswith('    """'), f"{name} is not documented"


@pytest.mark.parametrize("closed", [1, accounting.LOOKS - 1, accounting.LOOKS])
def test_a_process_that_begins_another_program_may_be_closed_for_a_moment(
    monkeypatch: pytest.MonkeyPatch, closed: int
) -> None:
    """The kernel lets nobody look into a process while it begins another program."""
    answers = iter([PermissionError(13, "no")] * closed)

    def look(path: str) -> list[str]:
        assert path == "/proc/7/fd"
        for error in answers:
            raise error
        return ["0"]

    monkeypatch.setattr("os.listdir", look)
    monkeypatch.setattr("time.sleep", lambda _: None)
    assert accounting._descriptors(7) == (["0"] if closed < accounting.LOOKS else None)


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody look into a process, as the kernel does with one that ended; root may look."""
    look = os.listdir

    def refuse(path: str) -> list[str]:
        if path.endswith("/fd"):
            raise PermissionError(13, "no")
        return look(path)

    monkeypatch.setattr("os.listdir", refuse)
    monkeypatch.setattr(accounting, "LOOK_SECONDS", 0)


@pytest.mark.usefixtures("closed")
def test_a_process_that_has_ended_and_is_not_waited_for_has_no_files() -> None:
    with subprocess.Popen(["true"]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert accounting._descriptors(process.pid) == []


@pytest.mark.usefixtures("closed")
def test_a_process_whose_threads_go_on_without_it_has_not_ended() -> None:
    code = """
        import ctypes, threading, time
        threading.Thread(target=time.sleep, args=(60,)).start()
        ctypes.CDLL(None).pthread_exit(None)
    """
    with subprocess.Popen([sys.executable, "-c", dedent(code)]) as process:
        try:
            until = time.monotonic() + 600
            while ") Z " not in Path(f"/proc/{process.pid}/stat").read_text():
                assert time.monotonic() < until
                time.sleep(0.01)
            assert accounting._descriptors(process.pid) is None
        finally:
            process.kill()


@pytest.mark.usefixtures("closed")
def test_a_process_that_is_ending_has_no_files_however_long_that_takes() -> None:
    """The kernel frees its memory first: seconds, for much of it beside other work."""
    found = []
    code = "import os; much = b'x' * (1 << 29); os._exit(0)"
    with subprocess.Popen([sys.executable, "-c", code]) as process:
        while not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if int(accounting._stat(process.pid)[6]) & 4:
                found.append(accounting._descriptors(process.pid))
    assert found
    assert not any(descriptors is None for descriptors in found)


def test_a_notebook_can_not_use_up_the_timers_of_its_user(walled: Host) -> None:
    cell = """
        import ctypes
        libc, made = ctypes.CDLL(None, use_errno=True), 0
        while libc.timer_create(0, None, ctypes.byref(ctypes.c_void_p())) == 0 and made < 5000:
            made += 1
        print(0 < made < 2000)
    """
    assert shown(walled, [dedent(cell)]) == "True\n"


def test_a_process_may_have_a_name_that_is_no_text(walled: Host) -> None:
    cell = "import ctypes, time\nctypes.CDLL(None).prctl(15, b'\\xff) \\xfe', 0, 0, 0)\n"
    assert shown(walled, [cell + "time.sleep(1)\nprint('and on')"]) == "and on\n"


def test_a_process_that_has_ended_may_have_had_a_name_that_is_no_text() -> None:
    code = r"import ctypes; ctypes.CDLL(None).prctl(15, b'\xff) Z \xfe', 0, 0, 0)"
    with subprocess.Popen([sys.executable, "-c", code]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert accounting._ends(process.pid)
