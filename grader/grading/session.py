"""A student's process, driven from its first cell to its end.

The session runs the cells, keeps checkpoints to run tests at, and says why the process was lost.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any, Final, TypeVar

import msgspec

from grader.errors import ProtocolError
from grader.grading.outputs import Outputs
from grader.limits import Limits
from grader.protocol import messages
from grader.sandbox.exit_causes import exit_cause, host_reason
from grader.sandbox.host_process import Child
from grader.testing import remote, suite
from grader.testing.grade_cell import GradeCell
from grader.testing.namespace import StudentFault
from grader.verdict import Outcome, TestResult

M = TypeVar("M", bound=messages.Reply)
N = TypeVar("N", bound=remote.RemoteNamespace)

GRACE: Final = 10
"""Multiple of the limit grace_seconds that a process may take to fork, or a fork to end."""

FORGED: Final = "its process sent what no honest process sends"
TOO_MUCH: Final = "what it sent takes more memory than the grader has for it (limit worker_mb)"


class ProcessLost(Exception):
    """The process in which the notebook ran is gone; the sentence says why."""


class Checkpoint:
    """The process as it was after some cells; the notebook went on in a fork of it."""

    def __init__(self, cells: int) -> None:
        self.cells = cells


class Session:
    """A notebook's process from its first cell to its end.

    First all cells run, with a checkpoint at each grade cell. Then the tests run, from the last
    grade cell to the first: restoring a checkpoint ends the later ones. Tests run in the restored
    process itself (`run_tests`). If that ends it, they run once more in another session, each in
    a fork that survives the loss of others (`run_tests_forked`).

    `lost` tells why the notebook stopped before its last cell. Checkpoints may outlive that.
    """

    def __init__(self, child: Child, limits: Limits) -> None:
        self._child = child
        self._limits = limits
        self._until = time.monotonic() + limits.notebook_seconds
        self._left = 2 * limits.output_kb * 1024
        self._cells: list[str] = []  # run by the process that answers now
        self._checkpoints: list[Checkpoint] = []  # behind it, the earliest first
        self._restored: Checkpoint | None = None
        self.lost = ""
        self.late = False  # a cell ran out of wall time

    # Cells ------------------------------------------------------------------------------

    def run(self, source: str) -> tuple[list[dict[str, Any]], int | None]:
        """Run a cell; return its outputs in the notebook format, and its execution count."""
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
        seconds, late = self._cell_time()
        if seconds <= 0:
            self.late = True
            raise ProcessLost(f"the notebook was stopped {late}")
        deadline = time.monotonic() + seconds + 3 * self._limits.grace_seconds
        with self._losing(f"a cell had to be ended {late}"):
            self._child.channel.send(messages.Run(source, seconds))
            reply = self._reply(messages.Ran, deadline, outputs)
        self._left -= outputs.taken
        if reply.timed_out:
            self.late = True
            outputs.note(f"This cell was stopped {late}.")
        elif not (reply.ok or outputs.failed):
            outputs.note("This cell ended in an error, which its notebook hides.")
        return reply.count

    def _cell_time(self) -> tuple[float, str]:
        """Return the seconds that a cell may run now, and when that is, naming the limit."""
        left = self._until - time.monotonic()
        if left <= self._limits.cell_seconds:
            most = self._limits.notebook_seconds
            return left, f"when the notebook had run for {most:g} s (limit notebook_seconds)"
        seconds = self._limits.cell_seconds
        return seconds, f"after {seconds:.3g} s (limit cell_seconds)"

    def _outputs(self) -> Outputs:
        """Collect outputs, up to twice the limits: an honest process truncates them itself."""
        return Outputs(min(self._left, 2 * self._limits.cell_output_kb * 1024))

    # The channel ------------------------------------------------------------------------

    def _reply(self, wanted: type[M], deadline: float, outputs: Outputs) -> M:
        """Wait for a reply of the wanted class, and collect outputs meanwhile."""
        while not isinstance(
            reply := self._child.channel.receive(messages.REPLIES, deadline), wanted
        ):
            if isinstance(reply, messages.ForkEnded) and self._checkpoints:
                self._return_to_checkpoint()
                raise ProcessLost(exit_cause(reply.status, self._limits))
            outputs.take(reply)
        return reply

    @contextlib.contextmanager
    def _losing(self, silence: str) -> Iterator[None]:
        """Turn a failure of the channel into the loss of the process and of its checkpoints."""
        try:
            yield
        except messages.Timeout:
            self.late = True
            raise ProcessLost(self._kill() or silence) from None
        except ProtocolError:
            raise ProcessLost(self._kill() or FORGED) from None
        except MemoryError:
            raise ProcessLost(self._kill() or TOO_MUCH) from None
        except messages.ChannelClosed:
            raise ProcessLost(
                self._kill() or exit_cause(self._child.end().status, self._limits)
            ) from None

    def _kill(self) -> str:
        """Kill the process with its checkpoints; return the host's reason if it did so before."""
        self._checkpoints.clear()
        return host_reason(self._child.end(by_force=True), self._limits)

    @property
    def _gone(self) -> bool:
        """True if neither the process nor a checkpoint of it is left."""
        return self._child.gone is not None

    # Checkpoints ------------------------------------------------------------------------

    def checkpoint(self) -> Checkpoint | None:
        """Fork the process and go on in the fork; return the checkpoint, or None if it is lost."""
        if self.lost:
            return None
        try:
            with self._losing("it could not be copied for its tests"):
                self._child.channel.send(messages.Fork())
                self._reply(messages.ForkReady, self._fork_deadline(), self._outputs())
        except ProcessLost as over:
            self.lost = str(over)
            return None
        self._checkpoints.append(Checkpoint(len(self._cells)))
        self._restored = None
        return self._checkpoints[-1]

    def restore(self, checkpoint: Checkpoint) -> bool:
        """Go back to a checkpoint and end the later ones; return False if it is gone."""
        outputs = self._outputs()
        while checkpoint in self._checkpoints:
            with contextlib.suppress(ProcessLost), self._losing(""):
                self._child.channel.send(messages.End())
                self._reply(messages.ForkEnded, self._fork_deadline(), outputs)
                self._return_to_checkpoint()
        return self._restored is checkpoint and not self._gone

    def _return_to_checkpoint(self) -> None:
        """Note that the last checkpoint answers again, because the fork from it has ended."""
        self._restored = self._checkpoints.pop()
        del self._cells[self._restored.cells :]

    def _fork_deadline(self) -> float:
        return time.monotonic() + GRACE * self._limits.grace_seconds

    # Tests ------------------------------------------------------------------------------

    def run_tests(self, exercise: GradeCell) -> list[TestResult] | None:
        """Run a grade cell's tests in the process itself; return None if they end it."""
        if self._gone:
            return None
        namespace = self._namespace(remote.RemoteNamespace)
        results = self._results(exercise, namespace)
        if namespace.lost:
            self._kill()
            return None
        return results

    def run_tests_forked(self, exercise: GradeCell) -> list[TestResult]:
        """Run a grade cell's tests in forks of the process, a new one after each loss."""
        if self._gone:
            return [killed_result(exercise.name, self.lost)]
        namespace = self._namespace(remote.ForkedNamespace)
        results = self._results(exercise, namespace)
        namespace.close()
        if namespace.lost and (why := self._kill()):
            results = [with_reason(result, namespace.lost, why) for result in results]
        return results

    def _namespace(self, kind: type[N]) -> N:
        return kind(self._child.channel, cells=self._cells, limits=self._limits, until=self._until)

    def _results(self, exercise: GradeCell, namespace: remote.RemoteNamespace) -> list[TestResult]:
        try:
            return suite.run_grade_cell(exercise, namespace)
        except StudentFault as fault:  # before the first test
            return [killed_result(exercise.name, str(fault))]
        except ProtocolError:
            namespace.lost = FORGED
            return [killed_result(exercise.name, FORGED)]

    # The end ----------------------------------------------------------------------------

    def end(self) -> None:
        """End the process and all that it forked."""
        if not self._gone:
            self._child.end(by_force=True)

    @property
    def used(self) -> tuple[float, float]:
        """The CPU seconds and peak memory in MB of the process, once it has ended."""
        gone = self._child.gone
        return (gone.seconds, gone.memory_kb / 1024) if gone else (0.0, 0.0)


def with_reason(result: TestResult, lost: str, why: str) -> TestResult:
    """Replace the sentence of a result that tells of the loss by the reason for it."""
    return msgspec.structs.replace(result, message=result.message.replace(lost, why))


def killed_result(name: str, reason: str) -> TestResult:
    """Make the result of a grade cell whose process was gone before its tests."""
    title = name.replace("_", " ")
    return TestResult(name=name, title=title, outcome=Outcome.KILLED, message=reason)
