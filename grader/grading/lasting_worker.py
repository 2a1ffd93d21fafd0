"""A worker process of its own that stays between tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic

from grader.errors import GraderError
from grader.grading.pool import NONE_BEGINS, TASKS, Crash, Task, Work, Worker


class LastingWorker(Generic[Task]):
    """A worker that stays between tasks. It is replaced when it has ended or has done many tasks.

    The system ends a process with the thread that started it: use one from a thread that stays.
    """

    def __init__(
        self,
        begin: Callable[..., Work],
        arguments: tuple[Any, ...],
        encode: Callable[[Task], bytes],
    ) -> None:
        self._begin, self._arguments, self._encode = begin, arguments, encode
        self._worker: Worker[Task | None] | None = None

    def start(self) -> Worker[Task | None]:
        """Return the running worker, which is started if need be."""
        worker = self._worker
        if worker and (worker.process.poll() is not None or worker.tasks >= TASKS):
            self.stop()
            worker = None
        if worker is None:
            worker = Worker(None, self._begin, self._arguments)
            if worker.receive() is None:
                worker.end()
                raise GraderError(NONE_BEGINS)
            self._worker = worker
        return worker

    def ask(self, task: Task) -> bytes | Crash:
        """Have a task done; return the outcome."""
        worker = self.start()
        worker.give(task, self._encode(task))
        said = worker.receive()
        if said is not None:
            return said
        self._worker = None
        return Crash(worker.end(), worker.note.value)

    def stop(self) -> None:
        """End the worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()
