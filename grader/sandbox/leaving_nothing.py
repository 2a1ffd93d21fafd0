"""Start programs that leave no process behind, however they and we end: see `reaper`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def reaped(*command: str) -> list[str]:
    """Return the command that runs a program under the process that ends all that it leaves."""
    reaper = str(Path(__file__).with_name("reaper.py"))
    return [sys.executable, "-I", "-S", reaper, str(os.getpid()), *command]


class Reaped(subprocess.Popen[bytes]):
    """A program that was started so. Its end is that of all its processes."""

    def kill(self) -> None:
        """Have all of them killed."""
        self.terminate()
