"""Drives one student's process: runs its cells, runs tests against it, knows when it is lost."""

from __future__ import annotations

import os
import signal
import time
from typing import Any, Final

from grader import student, suite, wire
from grader.errors import ProtocolError
from grader.limits import Limits
from grader.sandbox import Child
from grader.verdict import Outcome, TestResult

SHOWN: Final = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg")
"""What a cell may show. Scripts, widgets and pictures that hold scripts are left out."""


class Session:
    """A notebook's process from its first cell to its end."""

    def __init__(self, child: Child, limits: Limits) -> None:
        self._child = child
        self._limits = limits
        self._until = time.monotonic() + limits.notebook_seconds
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
        outputs = Outputs()
        try:
            self._child.channel.send(wire.Run(source, seconds))
            deadline = time.monotonic() + seconds + 3 * self._limits.grace_seconds
            while not isinstance(
                reply := self._child.channel.receive(wire.REPLIES, deadline), wire.Ran
            ):
                outputs.take(reply)
        except wire.Silence:
            self._lose(
                f"a cell ran longer than {seconds:g} s and did not stop when asked to"
                " (limit cell_seconds)"
            )
        except ProtocolError as error:
            self._lose(f"its process sent what no honest process sends: {error}")
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
        remote = student.Remote(
            self._child.channel,
            test_seconds=self._limits.test_seconds,
            grace=self._limits.grace_seconds,
            until=self._until,
        )
        remote.lost = self.lost
        results = suite.run(exercise, remote)
        remote.close()
        if remote.lost and not self.lost:
            self._lose(remote.lost)
        return results

    def end(self) -> None:
        """End the process."""
        if self._child.gone is None:
            self._child.end(by_force=True)

    def _lose(self, reason: str) -> None:
        """The process is of no more use; say why."""
        gone = self._child.end(by_force=True)
        self.lost = reason or cause(gone.status, self._limits)


def cause(status: int, limits: Limits) -> str:
    """Why a process ended of itself, in words that name the limit."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number in (signal.SIGVTALRM, signal.SIGXCPU):
            return "a cell used more time than it may (limits cell_seconds, notebook_seconds)"
        if number == signal.SIGXFSZ:
            return f"it wrote a file of more than {limits.file_mb} MB (limit file_mb)"
        return f"it crashed with the signal {signal.Signals(number).name}"
    code = os.waitstatus_to_exitcode(status)
    if code == 124:
        return "a cell ran on after its time was up (limit cell_seconds)"
    return f"the notebook left its own process with exit status {code}"


class Outputs:
    """Gathers what a cell showed, in the notebook's format."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def take(self, message: wire.Reply) -> None:
        """Add one message of the process."""
        match message:
            case wire.Stream(name, text):
                self._stream("stderr" if name == "stderr" else "stdout", text)
            case wire.Display(data, count):
                shown = {kind: text for kind, text in data.items() if kind in SHOWN}
                entry: dict[str, Any] = {"data": shown, "metadata": {}}
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


def killed(name: str, reason: str) -> TestResult:
    """The result of a cell whose process was gone before its tests."""
    return TestResult(name=name, title=name, outcome=Outcome.KILLED, message=reason)
