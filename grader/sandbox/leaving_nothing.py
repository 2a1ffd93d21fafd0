"""Start programs that leave no process behind, however they and we end: see `reaper`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path


def hear_of_ends() -> None:
    """Undo what whoever started this process may have done: ignore the end of its children.

    Nobody would then learn how they ended: the system removes them as it does so.
    """
    if threading.current_thread() is not threading.main_thread():  # which alone may set this
        return
    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def reaped(*command: str) -> list[str]:
    """Return the command that runs a program under the process that ends all that it leaves."""
    reaper = str(Path(__file__).with_name("reaper.py"))
    return [sys.executable, "-I", "-S", reaper, str(os.getpid()), *command]


class Reaped(subprocess.Popen[bytes]):
    """A program that was started so. Its end is that of all its processes."""

    def kill(self) -> None:
        """Have all of them killed."""
        self.terminate()
