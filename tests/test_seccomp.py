"""The filter of system calls against a list of its own: `system_calls.txt`, which names each call
of the kernel with what becomes of it and why. The filter is read step by step as the kernel reads
it, for each machine; on this one each call that it answers is tried in a process as well."""

from __future__ import annotations

import errno
import json
import platform
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from grader.guest import seccomp
from tests.simulated import ROOT

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/aarch64-linux-gnu/asm/unistd_64.h"),
}
ALLOW, ERROR, MOST = 0x7FFF0000, 0x00050000, 0xFFFFFFFF

PROMISED = {"refused": errno.EPERM, "ignored": 0, "unknown": errno.ENOSYS}
"""Error numbers."""


class Call(NamedTuple):
    """A line of the list."""

    name: str
    numbers: dict[str, int]
    """By machine, where it has this call."""
    fate: str


def listed() -> list[Call]:
    """Read the list."""
    found, fate = [], ""
    for line in (ROOT / "tests" / "system_calls.txt").read_text("utf-8").splitlines():
        if line.startswith(" "):
            name, *numbers = line.split()
            both = zip(("x86_64", "aarch64"), numbers, strict=True)
            found.append(Call(name, {m: int(n) for m, n in both if n != "-"}, fate))
        elif not line.startswith("#"):
            fate = line.partition(":")[0]
    return found


CALLS = listed()
NUMBERS = {call.name: call.numbers for call in CALLS}

CLONE_FLAGS = (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)
"""Namespaces: of mounts, cgroups, names of the machine, IPC, users, processes, networks."""

FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR, FICLONE = 0x40086602, 0x401C5820, 0x40049409
FS_IOC_ENABLE_VERITY, TCGETS, TIOCGWINSZ, FIONREAD, FIOCLEX = (
    0x40806685,
    0x5401,
    0x5413,
    0x541B,
    0x5451,
)
PRIVATE, OF_A_FILE, SHARED, POPULATED = 0x22, 0x01, 0x21, 0x8021
SOL_SOCKET, SO_SNDBUF, SO_RCVBUF = 1, 7, 8
F_GETFL, F_SETLK, F_SETLEASE, F_NOTIFY, F_DUPFD_CLOEXEC = 3, 6, 1024, 1026, 1030
F_SETPIPE_SZ = 1031
AF_UNIX, *OTHER_FAMILIES = 1, 2, 10, 16, 17, 30, 38, 40, 44
STREAMS, DATAGRAMS = (1, 5, 1 | 0x80000 | 0x800), (2, 3, 2 | 0x80000)
OF_ITSELF = ("prlimit64", "sched_setaffinity")

ANSWERED: list[tuple[str, tuple[int, ...], int]] = [
    *(("clone", (flag | signal.SIGCHLD,), errno.EPERM) for flag in CLONE_FLAGS),
    *((name, (f,), errno.EPERM) for name in ("socket", "socketpair") for f in OTHER_FAMILIES),
    *(
        (name, (AF_UNIX, kind), errno.EPERM)
        for name in ("socket", "socketpair")
        for kind in DATAGRAMS
    ),
    *(("mmap", (0, 0, 0, flags), errno.ENOMEM) for flags in (SHARED, SHARED | 2, POPULATED)),
    *(
        ("ioctl", (MOST, request), errno.EOPNOTSUPP)
        for request in (FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR, FICLONE, FS_IOC_ENABLE_VERITY, 0)
    ),
    *((name, (pid,), errno.EPERM) for name in OF_ITSELF for pid in (1, 17, MOST)),
    *(("fcntl", (MOST, what), errno.EPERM) for what in (F_SETLEASE, F_NOTIFY)),
    ("setsockopt", (MOST, SOL_SOCKET, SO_SNDBUF), 0),
    ("fcntl", (MOST, F_SETPIPE_SZ), 0),
]
"""Calls, with their first arguments, and the error with which they are answered."""

PASSED: list[tuple[str, tuple[int, ...]]] = [
    ("clone", (signal.SIGCHLD,)),
    ("clone", (0x3D0F00,)),  # a thread
    *((name, (AF_UNIX, kind)) for name in ("socket", "socketpair") for kind in STREAMS),
    *(("mmap", (0, 0, 0, flags)) for flags in (PRIVATE, OF_A_FILE)),
    *(("ioctl", (0, request)) for request in (TCGETS, TIOCGWINSZ, FIONREAD, FIOCLEX)),
    *((name, (0,)) for name in OF_ITSELF),
    *(("fcntl", (0, what)) for what in (F_GETFL, F_SETLK, F_DUPFD_CLOEXEC)),
    ("setsockopt", (0, SOL_SOCKET, SO_RCVBUF)),
]

each_machine = pytest.mark.parametrize("machine", ["x86_64", "aarch64"])


def answer(machine: str, number: int, *arguments: int, arch: int | None = None) -> int:
    """Run the filter on a call, and return its answer."""
    convention = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}[machine]
    seen = {0: number, 4: convention if arch is None else arch}
    seen |= {16 + 8 * place: 0 for place in range(6)}
    seen |= {16 + 8 * place: value for place, value in enumerate(arguments)}
    steps = seccomp.build_filter(machine)
    place, loaded = 0, 0
    while True:
        operation, if_so, if_not, operand = steps[place]
        place += 1
        match operation:
            case 0x06:
                return operand
            case 0x20:
                loaded = seen[operand]
            case 0x54:
                loaded &= operand
            case 0x15:
                place += if_so if loaded == operand else if_not
            case 0x25:
                place += if_so if loaded > operand else if_not
            case _:
                raise AssertionError(f"an operation that the kernel need not know: {operation}")


def test_each_call_of_the_kernel_is_decided_upon_once() -> None:
    assert {call.fate for call in CALLS} == {*PROMISED, "conditional", "allowed"}
    assert len(NUMBERS) == len(CALLS)
    for machine in HEADERS:
        numbers = [call.numbers[machine] for call in CALLS if machine in call.numbers]
        assert len({*numbers}) == len(numbers) > 300


@pytest.mark.parametrize("machine", HEADERS)
def test_a_call_that_the_kernels_headers_know_is_in_the_list(machine: str) -> None:
    if not HEADERS[machine].exists():
        pytest.skip("needs the C library's headers")
    found = re.findall(r"__NR_(\w+) (\d+)", HEADERS[machine].read_text())
    known = {name: int(number) for name, number in found if int(number) <= seccomp.NEWEST}
    assert len(known) > 300
    assert known.items() <= {n: of[machine] for n, of in NUMBERS.items() if machine in of}.items()


@each_machine
def test_each_call_is_answered_as_the_list_says(machine: str) -> None:
    wrong = []
    for call in CALLS:
        if machine in call.numbers and call.fate != "conditional":
            wanted = ALLOW if call.fate == "allowed" else ERROR | PROMISED[call.fate]
            number = call.numbers[machine]
            if any(answer(machine, number, *[of] * 4) != wanted for of in (0, MOST)):
                wrong.append(call)
    assert wrong == []


@each_machine
def test_what_depends_on_arguments_is_answered_by_them(machine: str) -> None:
    assert {call.name for call in CALLS if call.fate == "conditional"} == {n for n, *_ in ANSWERED}
    for name, arguments, error in ANSWERED:
        given = answer(machine, NUMBERS[name][machine], *arguments)
        assert given == ERROR | error, (name, arguments)
    for name, arguments in PASSED:
        assert answer(machine, NUMBERS[name][machine], *arguments) == ALLOW, (name, arguments)


@each_machine
def test_what_is_newer_or_called_by_another_convention_is_not_let_through(machine: str) -> None:
    newest = max(call.numbers.get(machine, 0) for call in CALLS)
    x32 = 0x40000000
    for number in (newest + 1, newest + 100, x32, x32 + 1, MOST):
        assert answer(machine, number) == ERROR | errno.ENOSYS
    assert answer(machine, 0, arch=0x40000003) == ERROR | errno.EPERM


TRIAL = """
import ctypes, json, platform, sys
from grader.guest import seccomp

RETURN, ERROR, MARK = 0x06, 0x00050000, 3000
steps = [
    (*step[:3], step[3] + MARK) if step[0] == RETURN and step[3] & 0xFFFF0000 == ERROR else step
    for step in seccomp.build_filter(platform.machine())
]
seccomp.build_filter = lambda machine: steps
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(38, 1, 0, 0, 0)  # no new privileges
calls = json.load(sys.stdin)
seccomp.install_filter()
for number, *arguments in calls:
    libc.syscall(*map(ctypes.c_long, [number, *arguments, *[-1] * (6 - len(arguments))]))
    print(ctypes.get_errno() - MARK)
    ctypes.set_errno(0)
"""
"""Installs the filter with error numbers that no kernel gives, makes calls, prints their errors."""


def test_a_process_under_the_filter_gets_what_is_promised_for_each_call() -> None:
    here = platform.machine()
    tried = [
        (call.name, (), PROMISED[call.fate])
        for call in CALLS
        if here in call.numbers and call.fate in PROMISED
    ] + ANSWERED
    numbers = [(NUMBERS[name][here], *arguments) for name, arguments, _ in tried]
    ran = subprocess.run(
        [sys.executable, "-c", TRIAL],
        input=json.dumps(numbers),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    found = [*map(int, ran.stdout.split())]
    assert [
        (name, args, error) for (name, args, _), error in zip(tried, found, strict=True)
    ] == tried
