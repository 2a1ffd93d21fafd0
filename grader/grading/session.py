"""A student's process, driven from its first cell to its end.

The session runs the cells, keeps checkpoints to run tests at, and says why the process was lost.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeVar

from grader.diagnosis import diagnosers
from grader.errors import ProtocolError
from grader.grading.outputs import Outputs
from grader.grading.processes import (
    Copies,
    StudentProcess,
    exit_cause,
    host_reason,
    too_many_files,
)
from grader.grading.scratch import Scratch, TooMuch
from grader.limits import MAX_FOLDER_DEPTH, MB, Limits
from grader.protocol import messages
from grader.protocol.control import SHOWING
from grader.sandbox.host_process import Child
from grader.testing import remote, suite
from grader.testing.grade_cell import GradeCell, Pass
from grader.testing.time_budget import TimeBudget
from grader.testing.waiting import Allowance, Meter, Wait, whole_notebook
from grader.verdict import Outcome, TestResult

M = TypeVar("M", bound=messages.Reply)

TOO_DEEP: Final = f"it nested folders deeper than {MAX_FOLDER_DEPTH} levels"
FORGED: Final = "its process sent what no honest process sends"
TOO_MUCH: Final = "what it sent takes more memory than the grader has for it (limit worker_mb)"


OVERTIME: Final = SHOWING + 2
"""Multiple of the limit grace_seconds that a cell has when it was interrupted from here."""


class ProcessLost(Exception):
    """The process in which the notebook ran is gone; the sentence says why."""


class Checkpoint(NamedTuple):
    """The process as it was after some cells: a copy, which waits for tests."""

    process: StudentProcess
    cells: list[str]


class Session:
    """A notebook's process from its first cell to its end, and its checkpoints.

    First all cells run, with a checkpoint at each grade cell; then its tests run, in copies of the
    checkpoints. All copies end with the notebook's process.

    `lost` tells why the notebook stopped before its last cell.
    """

    def __init__(self, child: Child, limits: Limits, scratch: Scratch | None = None) -> None:
        self._child = child
        self._meter = Meter(child.usage)
        self._process = StudentProcess(child.channel, limits, self._meter)
        self.limits = limits
        self._scratch = scratch
        self._notebook = whole_notebook(self._meter, limits)
        self._texts, self._pictures = 2 * limits.output_kb * 1024, limits.picture_kb * 1024
        """Characters of text and of pictures that the notebook may still send."""
        self._cells: list[str] = []
        self.lost = ""
        self.cut = 0
        """Cells that showed more than the limits on output allow."""
        self._copies: list[StudentProcess] = []

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
        if passed := self._notebook.passed():
            raise ProcessLost(f"the notebook was stopped after {passed}")
        limits = self.limits
        cell = Allowance(
            self._meter, "cell_seconds", limits.cell_seconds, factor=limits.wall_factor
        )
        wait = Wait(self._meter, cell, self._notebook, overtime=OVERTIME * limits.grace_seconds)
        with self._losing("a cell had to be ended"):
            self._child.channel.send(messages.Run(source, limits.cell_seconds), wait)
            reply = self._reply(messages.Ran, wait, outputs)
        wait.count()
        self._texts -= outputs.taken
        self._pictures -= outputs.pictures_taken
        self.cut += reply.cut
        if reply.timed_out:
            outputs.note(f"This cell was stopped after {wait.stopped or cell.in_words}.")
        elif not (reply.ok or outputs.failed):
            outputs.note("This cell ended in an error, which its notebook hides.")
        return reply.count

    def _outputs(self) -> Outputs:
        """Collect outputs, up to twice the limits: an honest process truncates them itself."""
        texts = min(max(self._texts, messages.CELL_SHARE), self.limits.cell_output_kb * 1024)
        return Outputs(2 * texts + messages.MOST_DECIDING, self._pictures)

    # The channel ------------------------------------------------------------------------

    def _reply(self, wanted: type[M], patience: messages.Patience, outputs: Outputs) -> M:
        """Wait for a reply of the wanted class, and collect outputs meanwhile."""
        while not isinstance(
            reply := self._child.channel.receive(messages.REPLIES, patience), wanted
        ):
            outputs.take(reply)
        return reply

    @contextlib.contextmanager
    def _losing(self, silence: str) -> Iterator[None]:
        """Turn a failure of the channel into the loss of the process and of its copies."""
        try:
            yield
        except messages.Timeout as late:
            raise ProcessLost(self._kill() or f"{silence} after {late}") from None
        except ProtocolError:
            raise ProcessLost(self._kill() or FORGED) from None
        except MemoryError:
            raise ProcessLost(self._kill() or TOO_MUCH) from None
        except messages.ChannelClosed:
            raise ProcessLost(
                self._kill() or exit_cause(self._child.end().status, self.limits)
            ) from None

    def _kill(self) -> str:
        """Kill the process with its copies; return the host's reason if it did so before."""
        return host_reason(self._child.end(by_force=True), self.limits)

    # Tests ------------------------------------------------------------------------------

    def checkpoint(self) -> Checkpoint | None:
        """Have the process make a copy that waits for tests; return None if it is lost."""
        if self.lost:
            return None
        try:
            with self._losing("it could not be copied for its tests"):
                copy = self._process.copy()
            self._copies.append(copy)
            return Checkpoint(copy, [*self._cells])
        except ProcessLost as over:
            self.lost = str(over)
            return None

    def keep_folder(self) -> None:
        """Keep the folder's files as they are, for each pass of tests to find them so."""
        if self._scratch is not None:
            try:
                self._scratch.keep(self.limits.folder_mb * MB)
            except TooMuch:
                self.lost = self.lost or self._kill() or too_many_files(self.limits)
            except OSError as error:
                if error.errno != errno.ENAMETOOLONG:  # a fault of the machine's
                    raise
                self.lost = self.lost or self._kill() or TOO_DEEP

    def run_pass(
        self,
        place: Checkpoint,
        exercise: GradeCell,
        which: Pass,
        budget: TimeBudget,
        *,
        done: Collection[str] = (),
        stand_ins: Mapping[str, Callable[..., object]] = remote.NONE,
    ) -> suite.PassResults:
        """Run a pass of a grade cell's tests in copies of a checkpoint.

        If no process is left for them, all of the notebook's end. The student's code finds the
        `stand_ins` in the place of its own functions of these names.
        """
        if self._gone:
            return suite.PassResults([], complete=False)
        budget.begin_session(self._meter, self._notebook)
        namespace = remote.RemoteNamespace(
            Copies(place.process),
            budget,
            cells=place.cells,
            no_classes=exercise.no_classes,
            redact_types=which is not Pass.VISIBLE,
            folder=self._scratch,
            stand_ins=stand_ins,
        )
        try:
            self._restore_folder()
            ran = suite.run_pass(exercise, namespace, which, done, diagnose=diagnosers.examine)
        except ProtocolError:
            ran = suite.PassResults([killed_result(exercise.name, FORGED)], whole=True)
        finally:
            namespace.close()
        if namespace.lost and (why := self._kill()):
            told = [with_reason(result, namespace.lost, why) for result in ran.results]
            ran = replace(ran, results=told)
        return ran

    def _restore_folder(self) -> None:
        if self._scratch is not None:
            try:
                self._scratch.restore()
            except (OSError, RecursionError):  # a student's process has closed it, or nests on
                self._kill()

    @property
    def _gone(self) -> bool:
        """True if the notebook's process has ended."""
        return self._child.gone is not None

    # The end ----------------------------------------------------------------------------

    def end(self) -> None:
        """End the process and all that it forked, and close the wires to them."""
        if not self._gone:
            self._child.end(by_force=True)
        for copy in self._copies:
            copy.channel.close()

    @property
    def used(self) -> tuple[float, float]:
        """The CPU seconds and peak memory in MB of the process, once it has ended."""
        gone = self._child.gone
        return (gone.seconds, gone.memory_kb / 1024) if gone else (0.0, 0.0)


def with_reason(result: TestResult, lost: str, why: str) -> TestResult:
    """Replace the sentence of a result that tells of the loss by the reason for it."""
    return replace(result, message=result.message.replace(lost, why))


def killed_result(name: str, reason: str) -> TestResult:
    """Make the result of a grade cell whose process was gone before its tests."""
    title = name.replace("_", " ")
    return TestResult(name=name, title=title, outcome=Outcome.KILLED, message=reason)
