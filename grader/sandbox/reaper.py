"""Run a program, and leave nothing of it behind: started as a program of its own.

A worker that is killed takes its host along, and in sandlock nothing then ends the processes that a
notebook has left. bubblewrap forks the first process of its sandbox, which waits to be told to go
on, and only then ties the two together. Killed in between, it would leave that process waiting for
ever. So this process adopts what is left, and kills it when the program has ended, when it is asked
to end (SIGTERM), or when the process that started it has ended. It and its program are a session of
their own: what is sent to the grader's group, such as a terminal's Ctrl-Z, does not reach them.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from typing import Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_CHILD_SUBREAPER: Final = 36

HEARD: Final = (signal.SIGTERM, signal.SIGCHLD)
DEAF: Final = (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)
"""What a terminal sends to all: the grader decides when its hosts end."""


def main(starter: str, *command: str) -> int:
    """Run the command, and return its exit status, or end by the signal that ended it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (*HEARD, *DEAF))
    signal.signal(
        signal.SIGCHLD, signal.SIG_DFL
    )  # ignored, no end would be told, nor to the program
    os.setsid()
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != int(starter):  # it ended before we asked to be told
        return 1
    program = os.posix_spawn(command[0], command, os.environ, setsigmask=before)
    wait_for(program)
    status = end_all()[program]
    if status < 0:
        with contextlib.suppress(OSError):  # SIGKILL's is always that
            signal.signal(-status, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {-status})
        os.kill(os.getpid(), -status)
    return status


def wait_for(program: int) -> None:
    """Wait until the program has ended, or is to end; that others end or stop is no reason."""
    while True:
        while (ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) is not None:
            if ended.si_pid == program:
                return
            os.waitpid(ended.si_pid, 0)
        if signal.sigwait(HEARD) == signal.SIGTERM:
            return


def end_all() -> dict[int, int]:
    """Kill the program and whatever it leaves, until there is none; return how each ended."""
    ended: dict[int, int] = {}
    while True:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            for child in file.read().split():
                os.kill(int(child), signal.SIGKILL)
        try:
            pid, status = os.waitpid(-1, 0)
        except ChildProcessError:
            return ended
        ended[pid] = os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
