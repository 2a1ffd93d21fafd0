"""Workers and commands that begin with their libraries loaded: forks of a process that has them.

A worker takes half a second of a processor to import what it needs, a command a whole one. Where a
command runs within the tests' own process (`courses.here`), its workers are forked here instead,
and their hosts are lent to them. A command that has to be a process of its own is forked, too. The
process that is forked has loaded modules of the engine and nothing of any course or test. A fork
gets the environment, folder, files and module path that a new program would get, and is the child
of its own reaper.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

from grader.__main__ import main
from grader.grading import worker_process
from grader.sandbox import host_process, reaper
from grader.sandbox.leaving_nothing import end_session
from tests import lent_hosts

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

LOADED = (
    *("grader.grading.worker", "grader.plugin.run_converters", "nbconvert.exporters.html"),
    *(
        "grader.__main__",
        "grader.plugin",
        "grader.service.web.server",
        "grader.service.marking.server",
    ),
)
"""What workers import that grade, those that write pages, and commands."""

REQUEST_BYTES = 1 << 20

_first = threading.Lock()
"""Held by the thread that asks: two of them would start a process each, and one would end again."""


def workers() -> AbstractContextManager[object]:
    """Have the workers that start meanwhile forked, but not where something else is to start with
    them: coverage, or what stands on Python's path."""
    if not forks():
        return nullcontext()
    return mock.patch.object(worker_process, "Reaped", Forked)


def command(
    arguments: Sequence[str], folder: Path, output: int, errors: int
) -> Command | subprocess.Popen[bytes]:
    """Start our command in a folder; what it prints goes to these files."""
    if not forks():
        return subprocess.Popen(
            [BIN / "grader", *arguments], cwd=folder, stdout=output, stderr=errors
        )
    return Command(arguments, folder, output, errors)


def forks() -> bool:
    """Return whether nothing else is to start with each program."""
    return "coverage" not in sys.modules and "PYTHONPATH" not in os.environ


@functools.cache
def _forking() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Start the process that is forked, one for these tests; it ends with the socket."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tests import warm; warm.serve({{}})"
    )
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", code.format(theirs.fileno())],
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    atexit.register(_end, ours, process)
    return ours, process


def _end(ours: socket.socket, process: subprocess.Popen[bytes]) -> None:
    ours.close()
    process.wait(10)


class Forked:
    """A worker, in the place of a `Reaped` program."""

    def __init__(self, _command: Sequence[str], *, pass_fds: Sequence[int], stdin: int) -> None:
        assert stdin == subprocess.DEVNULL
        with _first:
            lender = lent_hosts.lender()
        self._ask([*pass_fds], 1, 2, folder=os.getcwd(), hosts=lender.address)

    def _ask(self, given: list[int], output: int, errors: int, **request: object) -> None:
        answer, theirs = os.pipe()
        self._answer = os.fdopen(answer)
        request["environment"] = {**os.environ}
        with _first:
            asking, _ = _forking()
        files = [*given, theirs, output, errors]
        socket.send_fds(asking, [json.dumps(request).encode()], files)
        os.close(theirs)
        self.pid = int(self._answer.readline())
        self._status: int | None = None

    def poll(self) -> int | None:
        """Return how it ended, if it has."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end, and return how it ended."""
        if self._status is None:
            if not select.select([self._answer], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a forked worker", timeout or 0)
            said = self._answer.readline()
            if not said:  # its reaper was killed
                end_session(self.pid)
            self._status = int(said or -signal.SIGKILL)
            self._answer.close()
        return self._status

    def kill(self) -> None:
        """Have all of its processes killed; another thread may be waiting for their end."""
        if self._status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)


class Command(Forked):
    """Our command, in a process of its own."""

    def __init__(self, arguments: Sequence[str], folder: Path, output: int, errors: int) -> None:
        self._ask([], output, errors, folder=str(folder), arguments=[*arguments])

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)


def serve(file: int) -> None:
    """Fork for each request, until the tests have ended."""
    for name in LOADED:
        __import__(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=file) as asked:
        while True:
            request, files, _, _ = socket.recv_fds(asked, REQUEST_BYTES, 5)
            if not request:
                return
            if os.fork() == 0:
                break
            for one in files:
                os.close(one)
    _begin(json.loads(request), files)


def _begin(request: dict[str, Any], files: Sequence[int]) -> None:
    """Be the reaper of a worker and tell how that ended, as `reaper.main` is of a program."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (*reaper.HEARD, *reaper.DEAF))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    libc = ctypes.CDLL(None)
    libc.prctl(reaper.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    libc.prctl(reaper.PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    *given, answer, out, err = files
    if (worker := os.fork()) == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(answer)
        _work(request, given, (out, err))
        return
    known = worker if "arguments" in request else os.getpid()  # who is to be told to end
    os.write(answer, f"{known}\n".encode())
    for file in (*given, out, err):
        os.close(file)
    reaper.wait_for(worker)
    os.write(answer, f"{reaper.end_all()[worker]}\n".encode())
    os._exit(0)


def _work(request: dict[str, Any], given: Sequence[int], shown: Sequence[int]) -> None:
    """Be a worker, or a command."""
    for number, file in enumerate(shown, 1):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    tempfile.tempdir = None  # that of the environment
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    if "arguments" in request:
        sys.path.remove(str(ROOT))  # which the tests have put there
        sys.path.insert(0, str(BIN))
        signal.signal(signal.SIGINT, signal.default_int_handler)  # as a program of a terminal's
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        main(request["arguments"], prog_name="grader")
    lent_hosts.Borrowed.address = request["hosts"]
    with mock.patch.object(host_process, "Host", lent_hosts.Borrowed):
        worker_process.serve(*given)
