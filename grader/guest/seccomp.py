"""A seccomp filter for the system calls that Landlock and the outer sandbox do not cover.

Landlock checks TCP's bind and connect; a first packet sent with MSG_FASTOPEN needs neither, and
io_uring bypasses the check. A user namespace gives its owner capabilities inside it, and with them
much kernel code that was not written for hostile callers. System V IPC objects, message queues and
keys outlive the process, so the next student could find them. A watch on files tells of changes in
folders that cannot be read; a lease on a file that can be read delays whoever else opens it. An
open file that is sent through a socket belongs to no process until it is received: nothing counts
it. A request to a file (`ioctl`) can change its attributes though it was opened to be read; what
Python and programs need are those of terminals. The scheduler shares processors by session, so more
sessions would take them from others; a process of the lowest priority waits for them, which counts
as nobody's time. Modes, owners, times and attributes can be changed by path
wherever the uid allows it: such calls do nothing, and report success. Anonymous memory that is
shared can be kept without being mapped, where nothing counts it, and so can a page in a pipe,
which may be a huge one. Limits and processors of another
process can be changed where it has the same uid, and the host has it unless the grader runs
as root. A notebook needs none of these. Calls that are newer than this list are answered as by a
kernel that does not have them. The filter cannot be removed.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
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


NEWEST: Final = 469
"""Number of the newest call that was decided upon, `file_setattr`, the same on each machine."""

CLONE3: Final = SystemCall(435, 435)

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
    "mount_setattr": SystemCall(442, 442),
    "open_tree_attr": SystemCall(467, 467),
    "statmount": SystemCall(457, 457),
    "listmount": SystemCall(458, 458),
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
    "mq_unlink": SystemCall(241, 181),
    "add_key": SystemCall(248, 217),
    "request_key": SystemCall(249, 218),
    "keyctl": SystemCall(250, 219),
    # What happens to files elsewhere, and their names
    "inotify_init": SystemCall(253, None),
    "inotify_init1": SystemCall(294, 26),
    "inotify_add_watch": SystemCall(254, 27),
    "fanotify_init": SystemCall(300, 262),
    "fanotify_mark": SystemCall(301, 263),
    "name_to_handle_at": SystemCall(303, 264),
    "open_by_handle_at": SystemCall(304, 265),
    # Files and memory that no limit counts
    "sendmsg": SystemCall(46, 211),
    "sendmmsg": SystemCall(307, 269),
    "memfd_create": SystemCall(319, 279),
    "memfd_secret": SystemCall(447, 447),
    "tee": SystemCall(276, 77),
    "vmsplice": SystemCall(278, 75),
    # A share of the processors of its own, or next to none: then it waits, which costs it no time
    "setsid": SystemCall(112, 157),
    "sched_setscheduler": SystemCall(144, 119),
    "sched_setparam": SystemCall(142, 118),
    "sched_setattr": SystemCall(314, 274),
    "setpriority": SystemCall(141, 140),
    # Requests that no filter sees, or of which there are only so many in a machine
    "io_setup": SystemCall(206, 0),
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
    "pidfd_getfd": SystemCall(438, 438),
    "syslog": SystemCall(103, 116),
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

PR_SET_SECCOMP: Final = 22
SECCOMP_MODE_FILTER: Final = 2

LOAD, EQUAL, ABOVE, AND, RETURN = 0x20, 0x15, 0x25, 0x54, 0x06
"""Operations of the filter's language (BPF)."""

NUMBER, ARCH = 0, 4
FIRST_ARGUMENT, SECOND_ARGUMENT, THIRD_ARGUMENT, FOURTH_ARGUMENT = 16, 24, 32, 40
"""Offsets in what a filter sees of a call."""

ALLOW: Final = 0x7FFF0000
IGNORE: Final = 0x00050000
"""Do nothing, and report success: the error number is 0."""
REFUSE: Final = 0x00050000 | errno.EPERM
UNKNOWN: Final = 0x00050000 | errno.ENOSYS
NO_MEMORY: Final = 0x00050000 | errno.ENOMEM
NOT_SUPPORTED: Final = 0x00050000 | errno.EOPNOTSUPP


class Condition(NamedTuple):
    """A call of which some bits of an argument, of 32, decide whether it gets an answer."""

    call: SystemCall
    argument: int
    bits: int
    value: int
    answer: int = REFUSE
    when: bool = False
    """Whether it gets the answer when the bits have the value; otherwise unless they have it."""


ALL_BITS: Final = 0xFFFFFFFF
NAMESPACES: Final = 0x7E020000
"""Flags of `clone` that ask for a namespace."""

MAP_SHARED_ANONYMOUS: Final = 0x21
"""Flags of `mmap` that ask for memory which is shared and belongs to no file."""

CONDITIONAL: Final = {
    # The first argument is a process, and 0 the caller itself
    "prlimit64": Condition(SystemCall(302, 261), FIRST_ARGUMENT, ALL_BITS, 0),
    "sched_setaffinity": Condition(SystemCall(203, 122), FIRST_ARGUMENT, ALL_BITS, 0),
    "clone": Condition(SystemCall(56, 220), FIRST_ARGUMENT, NAMESPACES, 0),
    "socket": Condition(SystemCall(41, 198), FIRST_ARGUMENT, ALL_BITS, socket.AF_UNIX),
    "socketpair": Condition(SystemCall(53, 199), FIRST_ARGUMENT, ALL_BITS, socket.AF_UNIX),
    # One of datagrams keeps those of many others, which may be closed
    "socket of datagrams": Condition(SystemCall(41, 198), SECOND_ARGUMENT, socket.SOCK_DGRAM, 0),
    "pair of datagrams": Condition(SystemCall(53, 199), SECOND_ARGUMENT, socket.SOCK_DGRAM, 0),
    # Requests of terminals have a "T" in their number
    "ioctl": Condition(SystemCall(16, 29), SECOND_ARGUMENT, 0xFF00, ord("T") << 8, NOT_SUPPORTED),
    "mmap": Condition(
        SystemCall(9, 222),
        FOURTH_ARGUMENT,
        MAP_SHARED_ANONYMOUS,
        MAP_SHARED_ANONYMOUS,
        NO_MEMORY,
        when=True,
    ),
    # A lease lets others wait when they open the file; a notice tells of changes in a folder
    "fcntl lease": Condition(
        SystemCall(72, 25), SECOND_ARGUMENT, ALL_BITS, fcntl.F_SETLEASE, REFUSE, when=True
    ),
    "fcntl notice": Condition(
        SystemCall(72, 25), SECOND_ARGUMENT, ALL_BITS, fcntl.F_NOTIFY, REFUSE, when=True
    ),
    # A larger buffer of the kernel's, which no limit counts: a program does without
    "fcntl pipe": Condition(
        SystemCall(72, 25), SECOND_ARGUMENT, ALL_BITS, fcntl.F_SETPIPE_SZ, IGNORE, when=True
    ),
    "setsockopt": Condition(
        SystemCall(54, 208), THIRD_ARGUMENT, ALL_BITS, socket.SO_SNDBUF, IGNORE, when=True
    ),
}

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
        *_answer(ABOVE, NEWEST, UNKNOWN),
        # A filter cannot see the flags of clone3; C libraries fall back to clone.
        *_answer(EQUAL, getattr(CLONE3, machine), UNKNOWN),
        *(
            step
            for call, answer in listed
            if (number := getattr(call, machine)) is not None
            for step in _answer(EQUAL, number, answer)
        ),
        *(step for condition in CONDITIONAL.values() for step in _decide(condition, machine)),
        (RETURN, 0, 0, ALLOW),
    ]


def _answer(operation: int, operand: int, answer: int) -> list[Step]:
    return [(operation, 0, 1, operand), (RETURN, 0, 0, answer)]


def _decide(condition: Condition, machine: str) -> list[Step]:
    return [
        (EQUAL, 0, 5, getattr(condition.call, machine)),
        (LOAD, 0, 0, condition.argument),
        (AND, 0, 0, condition.bits),
        (EQUAL, *((0, 1) if condition.when else (1, 0)), condition.value),
        (RETURN, 0, 0, condition.answer),
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
