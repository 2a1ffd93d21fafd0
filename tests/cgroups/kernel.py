"""A Linux kernel of its own for tests, in which all is delegated: User Mode Linux, a process like
any other, that boots in two seconds. Its files are the machine's (Debian: `apt-get install
user-mode-linux`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

PROGRAM: Final = "linux.uml"
SECONDS: Final = 240.0
MEMORY: Final = "1500M"

INIT: Final = """#!/bin/sh
exec 2>&1
export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/tmp PYTHONDONTWRITEBYTECODE=1
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t cgroup2 cgroup2 /sys/fs/cgroup
ln -s /proc/self/fd /dev/fd
mount -t tmpfs tmpfs /run
mkdir /run/folder
mount --bind {folder} /run/folder
{tmpfs}
mkdir -p {folder}
mount --bind /run/folder {folder}
cd {folder}
echo "+cpu +memory +pids" > /sys/fs/cgroup/cgroup.subtree_control
mkdir /sys/fs/cgroup/delegated
echo 0 > /sys/fs/cgroup/delegated/cgroup.procs
{command}
echo "status $?"
echo o > /proc/sysrq-trigger
sleep 60
"""
"""What the kernel runs in the place of a system. Without fonts, a host starts twice as fast. The
command's folder stays visible, even if it lies in a folder that is emptied."""

EMPTY: Final = ("/tmp", "/dev/shm", "/usr/share/fonts")
"""Folders that are its own and empty, as `/run` is."""


REGISTERS: Final = "ptrace set fp regs failed"
"""What it ends with on a processor with more registers than it knows."""

BEYOND_REPAIR: Final = "User Mode Linux does not know this machine's processor"


def lacking() -> str:
    """What is missing for it, or the empty string."""
    if not shutil.which(PROGRAM):
        return "there is no User Mode Linux (user-mode-linux)"
    options = ("rootfstype=hostfs", "init=/bin/true", "mem=64M", "con=null", "con0=null,fd:1")
    with tempfile.TemporaryDirectory() as folder:
        begun = subprocess.run(
            [PROGRAM, *options, f"uml_dir={folder}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    return BEYOND_REPAIR if REGISTERS.encode() in begun.stdout + begun.stderr else ""


def run(command: str, folder: Path, scratch: Path) -> tuple[int, str]:
    """Run a shell command in a folder; return its exit status and what it printed."""
    init = scratch / "init"
    made = (f"mkdir -p {name}; mount -t tmpfs tmpfs {name}" for name in EMPTY)
    init.write_text(INIT.format(folder=folder, command=command, tmpfs="\n".join(made)))
    init.chmod(0o755)
    options = (
        *("rootfstype=hostfs", "rw", f"init={init}", f"mem={MEMORY}", f"uml_dir={scratch}"),
        *("con=null", "con0=null,fd:1", "quiet", "loglevel=0"),
    )
    with subprocess.Popen(
        [PROGRAM, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as kernel:
        try:
            said, _ = kernel.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            _end(kernel)
            said, _ = kernel.communicate()
        finally:
            _end(kernel)
    _, _, status = said.rpartition("\nstatus ")
    return int(status.split()[0]) if status.split()[:1] else -1, said


def _end(kernel: subprocess.Popen[str]) -> None:
    """Kill the kernel and its processes, which are the machine's, too."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(kernel.pid, signal.SIGKILL)
