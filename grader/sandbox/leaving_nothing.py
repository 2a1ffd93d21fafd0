"""Start programs that leave no process behind, however they and we end: see `reaper`."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from grader.errors import SandboxError

TRIES, PAUSE_SECONDS = 100, 0.05
"""Times to kill what is left of a session, and the time until the next look at it."""


def hear_of_ends() -> None:
    """Undo what whoever started this process may have done: ignore the end of its children.

    Nobody would then learn how they ended: the system removes them as it does so.
    """
    if threading.current_thread() is not threading.main_thread():  # which alone may set this
        return
    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def require_proc() -> None:
    """Raise a SandboxError if /proc is that of other processes: what is left could not be found."""
    with contextlib.suppress(OSError):
        if os.readlink("/proc/self") == str(os.getpid()):
            return
    raise SandboxError(
        "/proc does not show this process, as in a PID namespace that has the /proc of another."
        " Mount one (unshare --mount-proc does) and run the command again"
    )


def reaped(*command: str) -> list[str]:
    """Return the command that runs a program under the process that ends all that it leaves."""
    require_proc()
    reaper = str(Path(__file__).with_name("reaper.py"))
    return [sys.executable, "-I", "-S", reaper, str(os.getpid()), *command]


class Reaped(subprocess.Popen[bytes]):
    """A program that was started so. Its end is that of all its processes."""

    _over = False

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; if the reaper itself was killed, end what that has left."""
        status = super().wait(timeout)
        if status == -signal.SIGKILL and not self._over:
            end_session(self.pid)
        self._over = True
        return status

    def kill(self) -> None:
        """Have all of them killed."""
        self.terminate()


def end_session(number: int) -> None:
    """Kill all processes of a session. Students' processes can't leave theirs."""
    for _ in range(TRIES):
        left = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and _is_of(pid, number)]
        if not left:
            return
        for pid in left:
            with contextlib.suppress(OSError):  # ended meanwhile
                os.kill(pid, signal.SIGKILL)
        time.sleep(PAUSE_SECONDS)


def _is_of(pid: str, session: int) -> bool:
    """Return whether a process is of a session and has not ended."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat", "rb") as file:
        state, _, _, found = file.read().rpartition(b")")[2].split()[:4]
        return int(found) == session and state not in (b"Z", b"X")
    return False
