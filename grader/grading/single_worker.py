"""Grades submissions one after another in a worker process, for nbgrader's own commands.

A test that hangs over an answer in code that nothing interrupts ends that worker and not the
command, and is left out when the submission is graded again, as in a batch. It works the same in
any thread, as behind formgrader's button.
"""

from __future__ import annotations

import atexit
import functools
import threading
from pathlib import Path

import msgspec

from grader.errors import GraderError
from grader.grading import batch, pool
from grader.grading.jobs import GradedNotebook, Job, WorkerReply, invalid_notebook
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

    def __init__(self, root: Path, limits: Limits, sandbox: str = "auto") -> None:
        self.limits = limits
        self._arguments = (str(root), limits, sandbox)
        self._worker: pool.Worker[Job] | None = None
        self._lock = threading.Lock()

    def grade(self, job: Job) -> list[GradedNotebook]:
        """Grade a submission; raise a GraderError if that is not possible."""
        endings: list[int] = []
        with self._lock:
            while not (reason := batch.hopeless(job, endings)):
                answer = self._ask(job)
                if isinstance(answer, WorkerReply):
                    if answer.problem:
                        raise GraderError(answer.problem)
                    return answer.graded
                job, more = batch.suspect(job, answer, beside_others=False)
                endings += more
        return [invalid_notebook(key, reason) for key in job.keys]

    def _ask(self, job: Job) -> WorkerReply | Crash:
        worker = self._running(job)
        worker.give(job, msgspec.msgpack.encode(job))
        said = worker.receive()
        if said is not None:
            return msgspec.msgpack.decode(said, type=WorkerReply)
        self._worker = None
        return Crash(worker.end(), worker.note.value)

    def _running(self, job: Job) -> pool.Worker[Job]:
        """Return the worker, a new one if it has ended or has done many tasks."""
        worker = self._worker
        if worker and (worker.process.poll() is not None or worker.tasks >= pool.TASKS):
            worker.end()
            worker = None
        if worker is None:
            worker = pool.Worker(job, batch.start_grader, self._arguments)
            if worker.receive() is None:
                worker.end()
                raise GraderError(pool.NONE_BEGINS)
        self._worker = worker
        return worker

    def stop(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None
