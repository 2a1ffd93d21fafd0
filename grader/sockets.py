"""Leaves the calling process no sockets but those within one machine's file system.

Landlock asks when a socket binds or connects by TCP; a first packet sent with MSG_FASTOPEN does
neither. So sockets of other families than AF_UNIX are refused when they are made, by a filter of
system calls in the kernel's own little language, eleven instructions long. There is no way back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
from typing import Final

MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""The kernel's number of a machine's conventions, and of the call `socket` in them."""

PR_SET_SECCOMP: Final = 22
SECCOMP_MODE_FILTER: Final = 2
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16
ALLOW: Final = 0x7FFF0000
REFUSE: Final = 0x00050000 | errno.EPERM
OTHER_CONVENTIONS: Final = 0x40000000


def program() -> list[tuple[int, int, int, int]]:
    """The filter: operation, steps to skip if it holds, and if not, operand."""
    machine, number = MACHINES[platform.machine()]
    return [
        (LOAD, 0, 0, MACHINE),
        (EQUAL, 1, 0, machine),
        (RETURN, 0, 0, REFUSE),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, OTHER_CONVENTIONS),
        (RETURN, 0, 0, REFUSE),
        (EQUAL, 0, 2, number),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (EQUAL, 0, 1, socket.AF_UNIX),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]


def refuse_network() -> None:
    """Install the filter. The process must have given up gaining privileges before."""
    steps = program()
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
