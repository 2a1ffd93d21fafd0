"""Grades submissions one after another in a worker process, for nbgrader's own commands.

A test that hangs over an answer in code that nothing interrupts ends that worker and not the
command, and is left out when the submission is graded again, as in a batch. It works the same in
any thread, as behind formgrader's button.
"""

from __future__ import annotations

import atexit
import functools
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec

from grader.errors import GraderError
from grader.grading import batch
from grader.grading.jobs import GradedNotebook, Job, WorkerReply, invalid_notebook
from grader.grading.lasting_worker import LastingWorker
from grader.grading.pool import Crash
from grader.limits import Limits


@functools.cache
def shared_worker(root: Path, limits: Limits) -> SingleWorker:
    """Return the one worker of this process for a course."""
    worker = SingleWorker(root, limits)
    atexit.register(worker.stop)
    return worker


class SingleWorker:
    """A worker process that starts with the first submission, and again when it has ended."""

    def __init__(
        self, root: Path, limits: Limits, sandbox: str = "auto", modules: Sequence[str] = ()
    ) -> None:
        self.limits = limits
        self._worker: LastingWorker[Job] = LastingWorker(
            batch.start_grader, (str(root), limits, sandbox, modules), msgspec.msgpack.encode
        )
        self._lock = threading.Lock()

    def grade(self, job: Job) -> list[GradedNotebook]:
        """Grade a submission; raise a GraderError if that is not possible."""
        endings: list[int] = []
        with self._lock:
            while not (reason := batch.hopeless(job, endings)):
                answer = self.ask(job)
                if isinstance(answer, WorkerReply):
                    if answer.problem:
                        raise GraderError(answer.problem)
                    return answer.graded
                job, more = batch.suspect(job, answer)
                endings += more
        return [invalid_notebook(key, reason) for key in job.keys]

    def start(self) -> None:
        """Start the worker, so that the first submission need not wait for it."""
        self._worker.start()

    def ask(self, job: Job) -> WorkerReply | Crash:
        """Return what the worker says of a submission, or how it ended over it."""
        said = self._worker.ask(job)
        return said if isinstance(said, Crash) else msgspec.msgpack.decode(said, type=WorkerReply)

    def stop(self) -> None:
        """End the worker."""
        self._worker.stop()
