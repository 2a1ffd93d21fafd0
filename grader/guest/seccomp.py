"""Leaves the calling process no system calls that reach past its walls, whatever walls these are.

Landlock asks when a socket binds or connects by TCP; a first packet sent with MSG_FASTOPEN does
neither, and a ring of requests is not asked at all. A name space of users gives its maker powers
there which much of the kernel was not written to withstand. What is kept under a number (shared
memory, queues, keys) outlives the process and waits for the next student. None of it is of use in
a notebook: a filter in the kernel's own little language refuses it. There is no way back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
from typing import Final, NamedTuple


class Machine(NamedTuple):
    """How calls are numbered: the kernel's name for the convention, and the numbers."""

    convention: int
    socket: int
    clone: int
    refused: tuple[int, ...]


EVERYWHERE: Final = (*range(425, 434), 447)
"""io_uring, the newer calls that mount, memfd_secret: the same numbers on every machine."""

CLONE3: Final = 435

MACHINES: Final = {
    "x86_64": Machine(
        0xC000003E,
        socket=41,
        clone=56,
        refused=(
            *(272, 308, 165, 166, 155, 161),  # unshare setns mount umount2 pivot_root chroot
            *(29, 30, 31, 64, 65, 66, 220, 68, 69, 70, 71, 240),  # shared memory and queues
            *(248, 249, 250),  # keys
            *(321, 298, 323, 319),  # bpf perf_event_open userfaultfd memfd_create
            *(101, 310, 311, 154),  # ptrace process_vm_readv process_vm_writev modify_ldt
        ),
    ),
    "aarch64": Machine(
        0xC00000B7,
        socket=198,
        clone=220,
        refused=(
            *(97, 268, 40, 39, 41, 51),
            *(194, 196, 195, 190, 193, 191, 192, 186, 189, 188, 187, 180),
            *(217, 218, 219),
            *(280, 241, 282, 279),
            *(117, 270, 271),
        ),
    ),
}

NAMESPACES: Final = 0x7E020000
"""Flags of `clone` that ask for a name space."""

PR_SET_SECCOMP: Final = 22
SECCOMP_MODE_FILTER: Final = 2
LOAD, EQUAL, AT_LEAST, ANY_OF, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, CONVENTION, FIRST_ARGUMENT = 0, 4, 16
OTHER_CONVENTION: Final = 0x40000000
ALLOW: Final = 0x7FFF0000
REFUSE: Final = 0x00050000 | errno.EPERM
UNKNOWN: Final = 0x00050000 | errno.ENOSYS

Step = tuple[int, int, int, int]


def program() -> list[Step]:
    """The filter: operation, steps to skip if it holds, steps to skip if not, operand."""
    machine = MACHINES[platform.machine()]
    return [
        (LOAD, 0, 0, CONVENTION),
        (EQUAL, 1, 0, machine.convention),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, NUMBER),
        *_answer(AT_LEAST, OTHER_CONVENTION, REFUSE),
        *_answer(EQUAL, CLONE3, UNKNOWN),  # its flags can't be seen; all fall back to `clone`
        *(step for number in (*EVERYWHERE, *machine.refused) for step in _refuse(number)),
        (EQUAL, 0, 3, machine.clone),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        *_answer(ANY_OF, NAMESPACES, REFUSE),
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 0, 3, machine.socket),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (EQUAL, 1, 0, socket.AF_UNIX),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    ]


def _answer(operation: int, operand: int, answer: int) -> list[Step]:
    return [(operation, 0, 1, operand), (RETURN, 0, 0, answer)]


def _refuse(number: int) -> list[Step]:
    return _answer(EQUAL, number, REFUSE)


def refuse_calls() -> None:
    """Install the filter. The process must have given up gaining privileges before."""
    steps = program()
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
