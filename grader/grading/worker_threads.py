"""Threads, each with a worker process of its own, that take tasks from one queue.

`ProcessPoolExecutor` breaks as a whole when one worker dies, and does not say which task it had.
Here the other workers go on, and the task learns how its worker ended. The system ends a worker
with the thread that started it, so the threads stay until they are closed.
"""

from __future__ import annotations

import contextlib
import functools
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, Final, TypeAlias, TypeVar

from grader.errors import GraderError
from grader.grading.worker_process import Begin, Crash, WorkerProcess
from grader.sandbox.leaving_nothing import hear_of_ends

TASKS: Final = 250
"""Tasks after which a worker is replaced, to bound what libraries leak."""

STARTS: Final = 2
"""Starts that may fail in a row before a task is given up."""

NONE_BEGINS: Final = "The grading processes end before they begin; what was graded before is kept."

T = TypeVar("T")


class Worker:
    """The worker process of a thread: started when it is needed, and anew when it has ended."""

    def __init__(self, start: Callable[[], WorkerProcess], closed: threading.Event) -> None:
        self._start, self._closed = start, closed
        self._process: WorkerProcess | None = None
        self.waits = False
        """Whether its thread waits for a task."""

    def ready(self) -> WorkerProcess:
        """Return the running process, which is started if need be."""
        process = self._process
        if process is not None and process.tasks < TASKS and process.running:
            return process
        self.end()
        for _ in range(STARTS):
            self._refuse_if_closed()
            try:
                self._process = process = self._start()
            except OSError as error:
                raise GraderError(f"A grading process can't be started: {error}.") from error
            self._refuse_if_closed()  # it was not there yet to be killed
            if process.begun():
                return process
            self.end()
        raise GraderError(NONE_BEGINS)

    def ask(self, data: bytes) -> bytes | Crash:
        """Have the process do a task."""
        answer = self.ready().ask(data)
        if isinstance(answer, Crash):
            self._process = None
            self._refuse_if_closed()
        return answer

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the end."""
        self._closed.wait(seconds)

    def end(self) -> None:
        """Let the process exit."""
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def kill(self) -> None:
        """Kill the process, which another thread waits for."""
        if (process := self._process) is not None:
            process.kill()

    def _refuse_if_closed(self) -> None:
        if self._closed.is_set():
            raise CancelledError


Do: TypeAlias = Callable[[Worker], T]
Task: TypeAlias = "tuple[Future[Any], Do[Any]] | None"


class WorkerThreads:
    """At most `size` threads. One starts when there is a task for which no other one is free.

    With `idle_seconds`, workers end that had nothing to do for so long.
    """

    def __init__(
        self,
        size: int,
        begin: Begin,
        arguments: tuple[Any, ...],
        *,
        idle_seconds: float | None = None,
    ) -> None:
        hear_of_ends()  # for nbgrader's commands; ours have done so
        self.size = size
        self._start = functools.partial(WorkerProcess, begin, arguments)
        self._idle_seconds = idle_seconds
        self._tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._threads: dict[threading.Thread, Worker] = {}
        self._change = threading.Lock()
        self._unfinished = 0
        self._closed = threading.Event()

    def __enter__(self) -> WorkerThreads:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def free(self) -> int:
        """How many threads have nothing to do."""
        return max(0, len(self._threads) - self._unfinished)

    @property
    def busy(self) -> bool:
        """Whether a task is not finished."""
        return self._unfinished > 0

    def submit(self, do: Do[T]) -> Future[T]:
        """Have a thread do something with its worker."""
        future: Future[T] = Future()
        with self._change:
            if self._closed.is_set():
                raise CancelledError
            self._unfinished += 1
            if len(self._threads) < min(self.size, self._unfinished):
                self._start_thread()
            self._tasks.put((future, do))
        return future

    def start(self) -> list[Future[Any]]:
        """Start all workers; the futures tell when each has begun, or that it does not."""
        return [self.submit(Worker.ready) for _ in range(self.size)]

    def close(self) -> None:
        """End the workers: those that wait exit, busy ones are killed. What waits is cancelled."""
        with self._change:
            self._closed.set()
        for worker in self._threads.values():
            if not worker.waits:
                worker.kill()
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def _start_thread(self) -> None:
        worker = Worker(self._start, self._closed)
        thread = threading.Thread(
            target=self._run, args=(worker,), name=f"worker {len(self._threads)}", daemon=True
        )
        self._threads[thread] = worker
        thread.start()

    def _run(self, worker: Worker) -> None:
        """Do tasks until the end."""
        # A process starts with what its thread blocks: Ctrl-C is for the command.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while task := self._next_task(worker):
            future, do = task
            if self._closed.is_set():
                future.cancel()
            if not future.set_running_or_notify_cancel():
                self._finish()
                continue
            try:
                result = do(worker)
            except BaseException as error:  # noqa: BLE001 - raised by whoever asks the future
                self._finish()
                future.set_exception(error)
            else:
                self._finish()
                future.set_result(result)
                with contextlib.suppress(GraderError, CancelledError):  # the next task tells
                    worker.ready()  # a new process, if this task has ended the one before
        worker.end()

    def _next_task(self, worker: Worker) -> Task:
        """Wait for a task; None is the end."""
        worker.waits = True
        try:
            return self._tasks.get(timeout=self._idle_seconds)
        except queue.Empty:
            worker.end()
            return self._tasks.get()
        finally:
            worker.waits = False

    def _finish(self) -> None:
        with self._change:
            self._unfinished -= 1
