"""Drives one student's process: runs its cells, runs tests against it, knows when it is lost."""

from __future__ import annotations

import os
import signal
import time
from typing import Any, Final

from grader import host, shown, student, suite, wire
from grader.errors import ProtocolError
from grader.limits import Limits
from grader.sandbox import Child
from grader.verdict import Outcome, TestResult

FORGED: Final = "its process sent what no honest process sends"


class Session:
    """A notebook's process from its first cell to its end."""

    def __init__(self, child: Child, limits: Limits) -> None:
        self._child = child
        self._limits = limits
        self._until = time.monotonic() + limits.notebook_seconds
        self._left = 2 * limits.output_kb * 1024
        self.lost = ""

    def run(self, source: str) -> tuple[list[dict[str, Any]], int | None]:
        """Run a cell; its outputs as a notebook holds them, and its execution count."""
        if self.lost:
            return [], None
        seconds = min(self._limits.cell_seconds, self._until - time.monotonic())
        if seconds <= 0:
            self._lose(
                f"the notebook ran longer than {self._limits.notebook_seconds:g} s"
                " (limit notebook_seconds)"
            )
            return [], None
        outputs = Outputs(self._left)
        try:
            self._child.channel.send(wire.Run(source, seconds))
            deadline = time.monotonic() + seconds + 3 * self._limits.grace_seconds
            while not isinstance(
                reply := self._child.channel.receive(wire.REPLIES, deadline), wire.Ran
            ):
                self._left = outputs.take(reply)
        except wire.Silence:
            self._lose(
                f"a cell ran longer than {seconds:g} s and did not stop when asked to"
                " (limit cell_seconds)"
            )
        except ProtocolError:
            self._lose(FORGED)
        except wire.Gone:
            self._lose("")
        else:
            if reply.timed_out:
                outputs.note(f"This cell was stopped after {seconds:g} s (limit cell_seconds).")
            return outputs.entries, reply.count
        outputs.note(f"The notebook's process ended here: {self.lost}.")
        return outputs.entries, None

    def test(self, exercise: suite.Exercise) -> list[TestResult]:
        """Run an exercise's tests against a copy of the process."""
        if self.lost:
            return [killed(exercise.name, self.lost)]
        remote = student.Remote(
            self._child.channel,
            test_seconds=self._limits.test_seconds,
            grace=self._limits.grace_seconds,
            until=self._until,
        )
        try:
            results = suite.run(exercise, remote)
        except student.StudentFault as fault:  # before the first test
            results = [killed(exercise.name, str(fault))]
        except ProtocolError:
            self._lose(FORGED)
            return [killed(exercise.name, self.lost)]
        remote.close()
        if remote.lost:
            self._lose(remote.lost)
        return results

    def end(self) -> None:
        """End the process."""
        if self._child.gone is None:
            self._child.end(by_force=True)

    def _lose(self, reason: str) -> None:
        """The process is of no more use; say why."""
        gone = self._child.end(by_force=True)
        self.lost = cause(gone, self._limits) if gone.flooded or not reason else reason


def cause(gone: host.Gone, limits: Limits) -> str:
    """Why a process ended of itself, in words that name the limit."""
    status = gone.status
    if gone.flooded:
        return (
            f"it wrote more than {limits.folder_mb} MB (limit folder_mb), or more files than can be"
            " looked after"
        )
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number in (signal.SIGVTALRM, signal.SIGXCPU):
            return "a cell used more time than it may (limits cell_seconds, notebook_seconds)"
        if number == signal.SIGXFSZ:
            return f"it wrote a file of more than {limits.file_mb} MB (limit file_mb)"
        if number == signal.SIGKILL:
            return (
                "it was ended by the signal SIGKILL, as when its processes together take more"
                f" memory than they may (twice the limit memory_mb, {limits.memory_mb} MB)"
            )
        return f"it crashed with the signal {signal_name(number)}"
    code = os.waitstatus_to_exitcode(status)
    if code == 124:
        return "a cell ran on after its time was up (limit cell_seconds)"
    return f"the notebook left its own process with exit status {code}"


def signal_name(number: int) -> str:
    """A signal in words; real-time signals have no name."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


class Outputs:
    """Gathers what a cell showed, in the notebook's format, made harmless.

    An honest process cuts its own output short; one that sends more than twice that is none.
    """

    def __init__(self, left: int) -> None:
        self.entries: list[dict[str, Any]] = []
        self._left = left

    def take(self, message: wire.Reply) -> int:
        """Add one message of the process; how much more it may send."""
        self._left -= _size(message)
        if self._left < 0:
            raise ProtocolError("more output than an honest process sends")
        self._add(message)
        return self._left

    def _add(self, message: wire.Reply) -> None:
        match message:
            case wire.Stream(name, text):
                self._stream("stderr" if name == "stderr" else "stdout", text)
            case wire.Display(data, count):
                entry: dict[str, Any] = {"data": shown.harmless(data), "metadata": {}}
                if count is None:
                    self.entries.append({"output_type": "display_data", **entry})
                else:
                    self.entries.append(
                        {"output_type": "execute_result", "execution_count": count, **entry}
                    )
            case wire.Error(name, text, traceback):
                self.entries.append(
                    {
                        "output_type": "error",
                        "ename": name,
                        "evalue": text,
                        "traceback": traceback,
                    }
                )
            case wire.Clear():
                self.entries.clear()
            case _:
                raise ProtocolError("a reply that was not asked for")

    def note(self, text: str) -> None:
        """Add a line of ours."""
        self._stream("stderr", text + "\n")

    def _stream(self, name: str, text: str) -> None:
        last = self.entries[-1] if self.entries else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["text"] += text
        else:
            self.entries.append({"output_type": "stream", "name": name, "text": text})


def _size(message: wire.Reply) -> int:
    """What a message takes of the output that a notebook may have."""
    match message:
        case wire.Stream(_, text):
            return len(text) + 16
        case wire.Display(data):
            return sum(map(len, data.values())) + sum(map(len, data)) + 16
        case wire.Error(name, text, traceback):
            return len(name) + sum(map(len, traceback)) + 16
        case _:
            return 16


def killed(name: str, reason: str) -> TestResult:
    """The result of a cell whose process was gone before its tests."""
    title = name.replace("_", " ")
    return TestResult(name=name, title=title, outcome=Outcome.KILLED, message=reason)
