"""The grading processes of a machine, each for one version of one course, kept when idle."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from multiprocessing import Pipe
from typing import Final

from grader.cluster import messages
from grader.cluster.messages import (
    CourseMessage,
    CourseRefused,
    GradingProcessEnded,
    GradingSettings,
)
from grader.errors import GraderError
from grader.grading import pool

END_SECONDS: Final = 10.0
"""Time for a grading process to clean up and end."""


class StartError(GraderError):
    """A grading process ended before it was ready."""


class GradingProcess:
    """A grading process and our end of its pipe."""

    def __init__(self, course: CourseMessage) -> None:
        self.settings = course.settings
        self._pipe, theirs = Pipe()
        # -P: import no module from the folder in which the worker was started
        command = [sys.executable, "-P", "-m", "grader.cluster.grading_process"]
        with theirs, tempfile.TemporaryFile() as file:
            file.truncate(pool.NOTE_BYTES)
            given = (theirs.fileno(), file.fileno())
            self._note = pool.shared_note(given[1])
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
                [*command, *map(str, given)],
                pass_fds=given,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # so that Ctrl-C in the worker does not reach it
            )
        try:
            self._pipe.send_bytes(messages.encode(course))
            reply = messages.decode_reply(self._pipe.recv_bytes())
        except (EOFError, OSError) as error:
            status = self.close()
            reason = f"its grading process ends before it is ready (exit status {status})"
            raise StartError(reason) from error
        if isinstance(reply, CourseRefused):
            self.close()
            raise GraderError(reply.reason)

    @property
    def closed(self) -> bool:
        """True if the process can grade nothing more."""
        return self._pipe.closed

    def grade(self, packed: bytes) -> bytes:
        """Grade a submission; return empty bytes if the process had ended before it arrived."""
        self._note.value = b""
        try:
            self._pipe.send_bytes(packed)
            return self._pipe.recv_bytes()
        except (EOFError, OSError):
            status = self.close()
            ended = GradingProcessEnded(status, self._note.value)
            return messages.encode(ended) if status else b""

    def close(self) -> int:
        """End the process and return its exit status."""
        self._pipe.close()
        try:
            return self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def start_process(course: CourseMessage) -> GradingProcess:
    """Start a grading process, with one retry in case the machine was short of something."""
    try:
        return GradingProcess(course)
    except StartError:
        return GradingProcess(course)


class IdleProcesses:
    """The idle grading processes of this machine's worker."""

    def __init__(self) -> None:
        self._idle: list[GradingProcess] = []
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def lease(self, course: CourseMessage, *, keep: int) -> Iterator[GradingProcess]:
        """Lend a grading process for one submission; afterwards keep at most `keep` idle ones."""
        process = self._pop(course.settings) or start_process(course)
        try:
            yield process
        except BaseException:
            process.close()
            raise
        finally:
            if not process.closed:
                self._give_back(process, keep)

    def _pop(self, settings: GradingSettings) -> GradingProcess | None:
        with self._lock:
            process = next((p for p in self._idle if p.settings == settings), None)
            if process is not None:
                self._idle.remove(process)
            return process

    def _give_back(self, process: GradingProcess, keep: int) -> None:
        with self._lock:
            self._idle.append(process)
            surplus = self._idle[:-keep]
            del self._idle[:-keep]
        for old in surplus:
            old.close()

    def close(self) -> None:
        """End all idle processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.close()


def grade_with(
    processes: IdleProcesses, course: CourseMessage, packed: bytes, *, keep: int
) -> bytes:
    """Have a submission graded by a process of its course, and return the encoded reply."""
    while True:
        with processes.lease(course, keep=keep) as process:
            if reply := process.grade(packed):
                return reply
