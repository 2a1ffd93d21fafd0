"""The filter of system calls, read step by step as the kernel reads it, for each machine."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from grader.guest import seccomp

CLONE_NEWUSER = 0x10000000
SIGCHLD = 17
HEADER = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")

each_machine = pytest.mark.parametrize("machine", ["x86_64", "aarch64"])


def answer(
    machine: str,
    number: int,
    argument: int = 0,
    arch: int | None = None,
    fourth: int = 0,
    second: int = 0,
) -> int:
    """What the filter answers to a call."""
    steps = seccomp.build_filter(machine)
    seen = {
        seccomp.ARCH: seccomp.AUDIT_ARCH[machine] if arch is None else arch,
        seccomp.NUMBER: number,
        seccomp.FIRST_ARGUMENT: argument,
        seccomp.SECOND_ARGUMENT: second,
        seccomp.FOURTH_ARGUMENT: fourth,
    }
    place, loaded = 0, 0
    while True:
        operation, if_so, if_not, operand = steps[place]
        place += 1
        match operation:
            case seccomp.RETURN:
                return operand
            case seccomp.LOAD:
                loaded = seen[operand]
            case seccomp.AND:
                loaded &= operand
            case seccomp.EQUAL:
                place += if_so if loaded == operand else if_not
            case seccomp.AT_LEAST:
                place += if_so if loaded >= operand else if_not
            case seccomp.ANY_OF:
                place += if_so if loaded & operand else if_not


@each_machine
def test_each_call_of_the_table_is_refused_and_no_other(machine: str) -> None:
    refused = {n for n in range(600) if answer(machine, n, socket.AF_UNIX) == seccomp.REFUSE}
    table = {getattr(call, machine) for call in seccomp.REFUSED.values()} - {None}
    of_others = {getattr(call, machine) for call in seccomp.OF_ITSELF.values()}
    assert refused == table | of_others | {getattr(seccomp.SETPRIORITY, machine)}
    assert answer(machine, getattr(seccomp.CLONE3, machine)) == seccomp.UNKNOWN
    ignored = {n for n in range(600) if answer(machine, n) == seccomp.IGNORE}
    assert ignored == {getattr(call, machine) for call in seccomp.IGNORED.values()} - {None}


@each_machine
def test_processes_are_made_without_namespaces_and_sockets_within_the_machine(
    machine: str,
) -> None:
    clone, create = getattr(seccomp.CLONE, machine), getattr(seccomp.SOCKET, machine)
    assert answer(machine, clone, SIGCHLD) == seccomp.ALLOW
    assert answer(machine, clone, SIGCHLD | CLONE_NEWUSER) == seccomp.REFUSE
    assert answer(machine, create, socket.AF_UNIX) == seccomp.ALLOW
    assert answer(machine, create, socket.AF_INET) == seccomp.REFUSE


@each_machine
def test_limits_and_priority_are_set_for_the_caller_alone(machine: str) -> None:
    for call in seccomp.OF_ITSELF.values():
        number = getattr(call, machine)
        assert answer(machine, number, 0) == seccomp.ALLOW
        assert answer(machine, number, 17) == seccomp.REFUSE
    number = getattr(seccomp.SETPRIORITY, machine)
    assert answer(machine, number, 0, second=0) == seccomp.ALLOW
    assert answer(machine, number, 0, second=17) == seccomp.REFUSE
    assert answer(machine, number, 2, second=0) == seccomp.REFUSE  # all of a user


@each_machine
def test_memory_is_shared_by_way_of_a_file_alone(machine: str) -> None:
    private, shared, of_both, file, populated = 0x22, 0x21, 0x23, 0x01, 0x8021
    number = getattr(seccomp.MMAP, machine)
    answers = {f: answer(machine, number, 0, None, f) for f in (private, file, shared, of_both)}
    assert answers[private] == answers[file] == seccomp.ALLOW
    assert answers[shared] == answers[of_both] == seccomp.NO_MEMORY
    assert answer(machine, number, 0, None, populated) == seccomp.NO_MEMORY


@each_machine
def test_calls_by_another_convention_are_refused(machine: str) -> None:
    assert answer(machine, 0, arch=0x40000003) == seccomp.REFUSE
    assert answer(machine, seccomp.X32_BIT | 1) == seccomp.REFUSE


@pytest.mark.skipif(not HEADER.exists(), reason="needs the C library's headers")
def test_the_numbers_are_the_kernels() -> None:
    numbers = dict(re.findall(r"__NR_(\w+) (\d+)", HEADER.read_text()))
    table = seccomp.REFUSED | seccomp.OF_ITSELF | {"setpriority": seccomp.SETPRIORITY}
    known = {name: call for name, call in table.items() if name in numbers}
    assert len(known) > len(table) - 5  # calls of newer kernels
    assert {name: int(numbers[name]) for name in known} == {
        name: call.x86_64 for name, call in known.items()
    }
