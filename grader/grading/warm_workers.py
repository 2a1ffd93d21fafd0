"""Grades submissions as they come, with workers that stay warm between them.

A submission takes one worker; while others have nothing to do, they take notebooks of it too. What
ended its worker is graded again as a whole.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

import msgspec

from grader.grading import batch
from grader.grading.batch import Suspect
from grader.grading.jobs import GradedNotebook, Job, JobResult, WorkerReply
from grader.grading.pool import Crash
from grader.grading.single_worker import SingleWorker
from grader.limits import Limits
from grader.sandbox import backends, environment

Part: TypeAlias = tuple[Job, WorkerReply | Crash]
"""Some notebooks of a submission, and what a worker said of them."""


class WarmWorker:
    """A worker, and the thread that it lives with."""

    def __init__(self, root: Path, limits: Limits, sandbox: str, modules: Sequence[str]) -> None:
        self.single = SingleWorker(root, limits, sandbox, modules)
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="worker")


class WarmWorkers:
    """A number of workers, lent to the submissions that come."""

    def __init__(
        self,
        root: Path,
        limits: Limits,
        sandbox: str,
        count: int,
        private: Sequence[Path] = (),
        modules: Sequence[str] = (),
    ) -> None:
        if backends.choose_backend(sandbox).confines:  # raises if there is none
            environment.refuse_exposed(environment.readable_paths(), [root, *private])
            environment.granted_paths(limits.readable, [root, *private])
        self.count = count
        self._all = [WarmWorker(root, limits, sandbox, modules) for _ in range(count)]
        self._free = [*self._all]
        self._change = threading.Condition()
        self._seconds: dict[tuple[str, str], float] = {}

    def start(self) -> None:
        """Start all workers; raise a GraderError if one does not begin."""
        for started in [worker.thread.submit(worker.single.start) for worker in self._all]:
            started.result()

    def stop(self) -> None:
        """End all workers."""
        for worker in self._all:
            worker.thread.submit(worker.single.stop)
        for worker in self._all:
            worker.thread.shutdown()

    def take_back(self) -> None:
        """Take back what nobody has begun: nothing, since workers begin at once."""

    def forget(self, done: JobResult) -> None:
        """Forget a result that nobody records: nothing of it is kept here."""

    def grade(self, job: Job, most: int = 1) -> JobResult:
        """Grade a submission with up to this many workers; wait for one if there is none."""
        [result] = batch.retry_suspects(functools.partial(self._answers, most), [job])
        return result

    def _answers(self, most: int, jobs: Iterable[Job]) -> Generator[JobResult, None, list[Suspect]]:
        suspects: list[Suspect] = []
        for job in jobs:
            workers = self._lend(min(most, len(job.keys)))
            parts = self._parts(job, len(workers))
            running = [worker.thread.submit(self._work, worker, parts) for worker in workers]
            done = [part for future in running for part in future.result()]
            crashes = [said for _, said in done if isinstance(said, Crash)]
            if crashes:
                suspects.append(batch.suspect(job, crashes[0]))
            else:
                yield self._result(job, done)
        return suspects

    # Workers ----------------------------------------------------------------------------------

    def _lend(self, most: int) -> list[WarmWorker]:
        """Take free workers out, at least one."""
        with self._change:
            self._change.wait_for(lambda: self._free)
            taken, self._free = self._free[:most], self._free[most:]
            return taken

    def _give_back(self, worker: WarmWorker) -> None:
        with self._change:
            self._free.append(worker)
            self._change.notify()

    # Parts ------------------------------------------------------------------------------------

    def _parts(self, job: Job, workers: int) -> deque[Job]:
        """Divide a submission, the notebook that takes longest first; one worker gets it whole."""
        if workers == 1:
            return deque([job])
        keys = sorted(
            job.keys, key=lambda key: -self._seconds.get((job.assignment, key.notebook), 0.0)
        )
        return deque(msgspec.structs.replace(job, keys=[key]) for key in keys)

    def _work(self, worker: WarmWorker, parts: deque[Job]) -> list[Part]:
        """Have a worker do parts while there are any."""
        done: list[Part] = []
        try:
            while parts:
                with contextlib.suppress(IndexError):  # another worker took the last one
                    part = parts.popleft()
                    done.append((part, worker.single.ask(part)))
        finally:
            self._give_back(worker)
            worker.thread.submit(worker.single.start)  # a new one, if this one has done many tasks
        return done

    def _result(self, job: Job, done: Sequence[Part]) -> JobResult:
        """Put the parts of a submission together."""
        graded = {one.verdict.notebook: one for _, said in done for one in _graded(said)}
        problems = [said.problem for _, said in done if isinstance(said, WorkerReply)]
        if problem := next(filter(None, problems), ""):
            return JobResult(job=job, graded=[], problem=problem)
        for name, one in graded.items():
            self._seconds[job.assignment, name] = one.verdict.seconds
        return JobResult(job=job, graded=[graded[key.notebook] for key in job.keys])


def _graded(said: WorkerReply | Crash) -> Sequence[GradedNotebook]:
    return said.graded if isinstance(said, WorkerReply) else ()
