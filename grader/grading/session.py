"""Drives one student's process: runs its cells, runs tests against it, knows when it is lost."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any, Final, TypeVar

import msgspec

from grader.errors import ProtocolError
from grader.limits import Limits, behind
from grader.notebooks import sanitize
from grader.protocol import messages
from grader.sandbox.exit_causes import exit_cause, host_reason
from grader.sandbox.host_process import Child
from grader.testing import namespace as student
from grader.testing import remote, suite
from grader.verdict import Outcome, TestResult

M = TypeVar("M", bound=messages.Reply)
N = TypeVar("N", bound=remote.RemoteNamespace)

GRACE: Final = 10
"""Times the limit grace_seconds that a process may take to copy itself, or to end."""

FORGED: Final = "its process sent what no honest process sends"


class ProcessLost(Exception):
    """The process in which the notebook went on is gone; the sentence says why."""


class Session:
    """A notebook's process from its first cell to its end.

    First all cells run; where tests are to run, the process is kept as it is (`keep`). Then tests
    run, from the last to the first, each in what was kept for it (`back`, `attempt`). One that
    ends there is run once more, against copies (`test`): they outlive the test that ends one.
    """

    def __init__(self, child: Child, limits: Limits) -> None:
        self._child = child
        self._limits = limits
        self._until = time.monotonic() + limits.notebook_seconds
        self._left = 2 * limits.output_kb * 1024
        self._kept = 0
        self._cells: list[str] = []
        self._cells_before: list[int] = []
        self.lost = ""

    # Cells ------------------------------------------------------------------------------

    def run(self, source: str) -> tuple[list[dict[str, Any]], int | None]:
        """Run a cell; its outputs as a notebook holds them, and its execution count."""
        outputs = self._outputs()
        if self.lost:
            return [], None
        self._cells.append(source)
        count = None
        try:
            count = self._run(source, outputs)
        except ProcessLost as over:
            self.lost = str(over)
            outputs.note(f"The notebook's process ended here: {self.lost}.")
        return outputs.shown(), count

    def _run(self, source: str, outputs: Outputs) -> int:
        left = self._until - time.monotonic()
        seconds = min(self._limits.cell_seconds, left)
        late = f"after {seconds:.3g} s (limit cell_seconds)"
        if left <= self._limits.cell_seconds:
            most = self._limits.notebook_seconds
            late = f"when the notebook had run for {most:g} s (limit notebook_seconds)"
        if left <= 0:
            raise ProcessLost(f"the notebook was stopped {late}")
        deadline = time.monotonic() + seconds + 3 * self._limits.grace_seconds
        with self._wire(f"a cell had to be ended {late}"):
            self._child.channel.send(messages.Run(source, seconds))
            reply = self._reply(messages.Ran, deadline, outputs)
        self._left -= outputs.taken
        if reply.timed_out:
            outputs.note(f"This cell was stopped {late}.")
        elif not (reply.ok or outputs.failed):
            outputs.note("This cell ended in an error, which its notebook hides.")
        return reply.count

    def _outputs(self) -> Outputs:
        """An honest process cuts its own output short; one that sends more than twice is none."""
        return Outputs(min(self._left, 2 * self._limits.cell_output_kb * 1024))

    def _reply(self, wanted: type[M], deadline: float, outputs: Outputs) -> M:
        """The reply that is waited for. Where a copy has ended, what was kept answers again."""
        while not isinstance(
            reply := self._child.channel.receive(messages.REPLIES, deadline), wanted
        ):
            if isinstance(reply, messages.ForkEnded) and self._kept:
                self._kept -= 1
                raise ProcessLost(exit_cause(reply.status, self._limits))
            outputs.take(reply)
        return reply

    @contextlib.contextmanager
    def _wire(self, silence: str) -> Iterator[None]:
        """A wire that fails is cut, and all at its other end is gone."""
        try:
            yield
        except messages.Timeout:
            raise ProcessLost(self._cut() or silence) from None
        except ProtocolError:
            raise ProcessLost(self._cut() or FORGED) from None
        except messages.ChannelClosed:
            raise ProcessLost(
                self._cut() or exit_cause(self._child.end().status, self._limits)
            ) from None

    def _cut(self) -> str:
        """End the process with all that was kept; the host's reason, where it ended it before."""
        self._kept = 0
        return host_reason(self._child.end(by_force=True), self._limits)

    # Tests ------------------------------------------------------------------------------

    def keep(self) -> int:
        """Keep the process as it is now, and go on in a copy; its place in the row of those kept,
        0 where there is none."""
        if self.lost:
            return 0
        outputs = self._outputs()
        deadline = time.monotonic() + GRACE * self._limits.grace_seconds
        try:
            with self._wire("it could not be copied for its tests"):
                self._child.channel.send(messages.Fork())
                self._reply(messages.ForkReady, deadline, outputs)
        except ProcessLost as over:
            self.lost = str(over)
            return 0
        self._kept += 1
        self._cells_before = [*self._cells_before[: self._kept - 1], len(self._cells)]
        return self._kept

    def back(self, place: int) -> bool:
        """Go back to the process kept at a place, if it is there still; later ones end."""
        outputs = self._outputs()
        while self._kept >= place > 0:
            deadline = time.monotonic() + GRACE * self._limits.grace_seconds
            with contextlib.suppress(ProcessLost), self._wire(""):
                self._child.channel.send(messages.End())
                self._reply(_Never, deadline, outputs)
        return place > 0 and self._kept == place - 1 and self._child.gone is None

    def attempt(self, exercise: suite.GradeCell) -> list[TestResult] | None:
        """Run an exercise's tests in the process that was gone back to; no results where it is lost
        over them."""
        if self._child.gone is not None:
            return None
        namespace = self._namespace(remote.RemoteNamespace)
        results = self._results(exercise, namespace)
        if namespace.lost:
            self._cut()
            return None
        return results

    def test(self, exercise: suite.GradeCell) -> list[TestResult]:
        """Run an exercise's tests in copies of the process, a new one where one is lost."""
        if self._child.gone is not None:
            return [killed_result(exercise.name, self.lost)]
        namespace = self._namespace(remote.ForkedNamespace)
        results = self._results(exercise, namespace)
        namespace.close()
        if namespace.lost and (why := self._cut()):
            results = [with_reason(result, namespace.lost, why) for result in results]
        return results

    def _namespace(self, kind: type[N]) -> N:
        before = self._cells_before[self._kept :]
        return kind(
            self._child.channel,
            cells=self._cells[: before[0]] if before else self._cells,
            limits=self._limits,
            until=self._until,
        )

    def _results(
        self, exercise: suite.GradeCell, namespace: remote.RemoteNamespace
    ) -> list[TestResult]:
        try:
            return suite.run_grade_cell(exercise, namespace)
        except student.StudentFault as fault:  # before the first test
            return [killed_result(exercise.name, str(fault))]
        except ProtocolError:
            namespace.lost = FORGED
            return [killed_result(exercise.name, FORGED)]

    def end(self) -> None:
        """End the process."""
        if self._child.gone is None:
            self._child.end(by_force=True)

    @property
    def used(self) -> tuple[float, float]:
        """What the process took until it ended: seconds of CPU time, and MB of memory at most."""
        gone = self._child.gone
        return (gone.seconds, gone.memory_kb / 1024) if gone else (0.0, 0.0)


class _Never(messages.ForkEnded, frozen=True, array_like=True):
    """No reply is of this class: to wait for it is to wait for the copy's end."""


class Outputs:
    """Gathers what a cell showed, in the notebook's format, made harmless."""

    def __init__(self, most: int) -> None:
        self.entries: list[dict[str, Any]] = []
        self.taken = 0
        self._most = most

    def take(self, message: messages.Reply) -> None:
        """Add one message of the process."""
        self.taken += _message_size(message)
        if self.taken > self._most:
            raise ProtocolError("more output than an honest process sends")
        match message:
            case messages.Stream(name, text):
                self._stream("stderr" if name == "stderr" else "stdout", text)
            case messages.Display(data, count):
                entry: dict[str, Any] = {"data": sanitize.sanitize_outputs(data), "metadata": {}}
                if count is None:
                    self.entries.append({"output_type": "display_data", **entry})
                else:
                    self.entries.append(
                        {"output_type": "execute_result", "execution_count": count, **entry}
                    )
            case messages.Error(name, text, traceback):
                self.entries.append(
                    {
                        "output_type": "error",
                        "ename": name,
                        "evalue": text,
                        "traceback": [sanitize.keep_colour_codes(line) for line in traceback],
                    }
                )
                if limit := behind(name, text):
                    self.note(f"This is what the limit {limit} does.")
            case messages.Clear():
                self.entries.clear()
            case _:
                raise ProtocolError("a reply that was not asked for")

    def shown(self) -> list[dict[str, Any]]:
        """All of it, when it is whole: what was printed came in pieces."""
        for entry in self.entries:
            if entry["output_type"] == "stream":
                entry["text"] = sanitize.keep_colour_codes(entry["text"])
        return self.entries

    @property
    def failed(self) -> bool:
        """Whether an error is to be seen."""
        return any(entry["output_type"] == "error" for entry in self.entries)

    def note(self, text: str) -> None:
        """Add a line of ours."""
        self._stream("stderr", text + "\n")

    def _stream(self, name: str, text: str) -> None:
        last = self.entries[-1] if self.entries else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["text"] += text
        else:
            self.entries.append({"output_type": "stream", "name": name, "text": text})


def _message_size(message: messages.Reply) -> int:
    """What a message takes of the output that a notebook may have."""
    match message:
        case messages.Stream(_, text):
            return len(text) + 16
        case messages.Display(data):
            return sum(map(len, data.values())) + sum(map(len, data)) + 16
        case messages.Error(name, text, traceback):
            return len(name) + sum(map(len, traceback)) + 16
        case _:
            return 16


def with_reason(result: TestResult, lost: str, why: str) -> TestResult:
    """A result which tells why the process was lost, where it tells that it was."""
    return msgspec.structs.replace(result, message=result.message.replace(lost, why))


def killed_result(name: str, reason: str) -> TestResult:
    """The result of a cell whose process was gone before its tests."""
    title = name.replace("_", " ")
    return TestResult(name=name, title=title, outcome=Outcome.KILLED, message=reason)
