"""A seccomp filter for the system calls that Landlock and the outer sandbox do not cover.

Landlock checks TCP's bind and connect; a first packet sent with MSG_FASTOPEN needs neither, and
io_uring bypasses the check. A user namespace gives its owner capabilities inside it, and with them
much kernel code that was not written for hostile callers. System V IPC objects, message queues and
keys outlive the process, so the next student could find them. The scheduler shares processors by
session, so more sessions would take them from others. Modes, owners, times and attributes can be
changed by path wherever the uid allows it: such calls do nothing, and report success. Anonymous
memory that is shared can be kept without being mapped, where nothing counts it. Limits, priority
and processors of another process can be changed where it has the same uid, and the host has it
unless the grader runs as root. A notebook needs none of these. The filter cannot be removed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
from typing import Final, NamedTuple

AUDIT_ARCH: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""The kernel's name for a machine's calling convention."""


class SystemCall(NamedTuple):
    """A system call's number on each machine; None where it has no such call."""

    x86_64: int | None
    aarch64: int | None


SOCKET: Final = SystemCall(41, 198)
CLONE: Final = SystemCall(56, 220)
CLONE3: Final = SystemCall(435, 435)
MMAP: Final = SystemCall(9, 222)

REFUSED: Final = {
    # Namespaces and mounts
    "unshare": SystemCall(272, 97),
    "setns": SystemCall(308, 268),
    "mount": SystemCall(165, 40),
    "umount2": SystemCall(166, 39),
    "pivot_root": SystemCall(155, 41),
    "chroot": SystemCall(161, 51),
    "open_tree": SystemCall(428, 428),
    "move_mount": SystemCall(429, 429),
    "fsopen": SystemCall(430, 430),
    "fsconfig": SystemCall(431, 431),
    "fsmount": SystemCall(432, 432),
    "fspick": SystemCall(433, 433),
    # Objects that outlive the process
    "shmget": SystemCall(29, 194),
    "shmat": SystemCall(30, 196),
    "shmctl": SystemCall(31, 195),
    "semget": SystemCall(64, 190),
    "semop": SystemCall(65, 193),
    "semctl": SystemCall(66, 191),
    "semtimedop": SystemCall(220, 192),
    "msgget": SystemCall(68, 186),
    "msgsnd": SystemCall(69, 189),
    "msgrcv": SystemCall(70, 188),
    "msgctl": SystemCall(71, 187),
    "mq_open": SystemCall(240, 180),
    "add_key": SystemCall(248, 217),
    "request_key": SystemCall(249, 218),
    "keyctl": SystemCall(250, 219),
    # Memory that no limit counts
    "memfd_create": SystemCall(319, 279),
    "memfd_secret": SystemCall(447, 447),
    # A share of the processors of its own
    "setsid": SystemCall(112, 157),
    # Requests that no filter sees
    "io_uring_setup": SystemCall(425, 425),
    "io_uring_enter": SystemCall(426, 426),
    "io_uring_register": SystemCall(427, 427),
    # Other processes, and much of the kernel
    "ptrace": SystemCall(101, 117),
    "process_vm_readv": SystemCall(310, 270),
    "process_vm_writev": SystemCall(311, 271),
    "bpf": SystemCall(321, 280),
    "perf_event_open": SystemCall(298, 241),
    "userfaultfd": SystemCall(323, 282),
    "process_madvise": SystemCall(440, 440),
    "ioprio_set": SystemCall(251, 30),
    "modify_ldt": SystemCall(154, None),
}

IGNORED: Final = {
    "chmod": SystemCall(90, None),
    "fchmod": SystemCall(91, 52),
    "fchmodat": SystemCall(268, 53),
    "fchmodat2": SystemCall(452, 452),
    "chown": SystemCall(92, None),
    "fchown": SystemCall(93, 55),
    "lchown": SystemCall(94, None),
    "fchownat": SystemCall(260, 54),
    "utime": SystemCall(132, None),
    "utimes": SystemCall(235, None),
    "futimesat": SystemCall(261, None),
    "utimensat": SystemCall(280, 88),
    "setxattr": SystemCall(188, 5),
    "lsetxattr": SystemCall(189, 6),
    "fsetxattr": SystemCall(190, 7),
    "removexattr": SystemCall(197, 14),
    "lremovexattr": SystemCall(198, 15),
    "fremovexattr": SystemCall(199, 16),
    "setxattrat": SystemCall(463, 463),
    "removexattrat": SystemCall(466, 466),
    "file_setattr": SystemCall(469, 469),
}
"""Changes of files by their path, also of others': none is made, and the caller is told nothing.

Programs such as `touch`, `tar` and `unzip` would fail otherwise, and Python's own `shutil.copy`.
"""

OF_ITSELF: Final = {
    "prlimit64": SystemCall(302, 261),
    "sched_setaffinity": SystemCall(203, 122),
    "sched_setscheduler": SystemCall(144, 119),
    "sched_setparam": SystemCall(142, 118),
    "sched_setattr": SystemCall(314, 274),
}
"""Calls whose first argument is a process: refused unless it is 0, the caller itself."""

SETPRIORITY: Final = SystemCall(141, 140)
"""The first argument is 0 for one process, and the second one is 0 for the caller itself."""

NAMESPACE_FLAGS: Final = 0x7E020000
"""Flags of `clone` that ask for a namespace."""

MAP_SHARED_ANONYMOUS: Final = 0x21
"""Flags of `mmap` that ask for memory which is shared and belongs to no file."""

PR_SET_SECCOMP: Final = 22
SECCOMP_MODE_FILTER: Final = 2

LOAD, EQUAL, AT_LEAST, ANY_OF, AND, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
"""Operations of the filter's language (BPF)."""

NUMBER, ARCH, FIRST_ARGUMENT, SECOND_ARGUMENT, FOURTH_ARGUMENT = 0, 4, 16, 24, 40
"""Offsets in what a filter sees of a call."""

X32_BIT: Final = 0x40000000
"""SystemCall numbers from here on belong to another convention (x32)."""

ALLOW: Final = 0x7FFF0000
IGNORE: Final = 0x00050000
"""Do nothing, and report success: the error number is 0."""
REFUSE: Final = 0x00050000 | errno.EPERM
UNKNOWN: Final = 0x00050000 | errno.ENOSYS
NO_MEMORY: Final = 0x00050000 | errno.ENOMEM

Step = tuple[int, int, int, int]
"""Operation, steps to skip if it holds, steps to skip if it does not, operand."""


def build_filter(machine: str) -> list[Step]:
    """Return the filter for a machine."""
    answers = ((REFUSED, REFUSE), (IGNORED, IGNORE))
    listed = [(call, answer) for table, answer in answers for call in table.values()]
    return [
        (LOAD, 0, 0, ARCH),
        (EQUAL, 1, 0, AUDIT_ARCH[machine]),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, NUMBER),
        *_answer(AT_LEAST, X32_BIT, REFUSE),
        # A filter cannot see the flags of clone3; C libraries fall back to clone.
        *_answer(EQUAL, getattr(CLONE3, machine), UNKNOWN),
        *(
            step
            for call, answer in listed
            if (number := getattr(call, machine))
            for step in _answer(EQUAL, number, answer)
        ),
        *(
            step
            for call in OF_ITSELF.values()
            for step in _refuse_unless_0(getattr(call, machine), FIRST_ARGUMENT)
        ),
        *_refuse_unless_0(getattr(SETPRIORITY, machine), FIRST_ARGUMENT),
        *_refuse_unless_0(getattr(SETPRIORITY, machine), SECOND_ARGUMENT),
        (EQUAL, 0, 3, getattr(CLONE, machine)),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        *_answer(ANY_OF, NAMESPACE_FLAGS, REFUSE),
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 0, 5, getattr(MMAP, machine)),
        (LOAD, 0, 0, FOURTH_ARGUMENT),
        (AND, 0, 0, MAP_SHARED_ANONYMOUS),
        *_answer(EQUAL, MAP_SHARED_ANONYMOUS, NO_MEMORY),
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 0, 3, getattr(SOCKET, machine)),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (EQUAL, 1, 0, socket.AF_UNIX),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    ]


def _answer(operation: int, operand: int, answer: int) -> list[Step]:
    return [(operation, 0, 1, operand), (RETURN, 0, 0, answer)]


def _refuse_unless_0(number: int, argument: int) -> list[Step]:
    """Refuse a call whose argument, a whole number of 32 bits, is not 0."""
    return [
        (EQUAL, 0, 4, number),
        (LOAD, 0, 0, argument),
        (EQUAL, 1, 0, 0),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, NUMBER),
    ]


def install_filter() -> None:
    """Install the filter; the process must have set "no new privileges" before."""
    steps = build_filter(platform.machine())
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
