"""Threads with a worker process each: a task has one outcome, and a crash is that of its own."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
import pytest

from grader.errors import GraderError
from grader.grading.jobs import Job, JobResult
from grader.grading.pool import grade_all
from grader.grading.worker_process import Crash, Worker, WorkerProcess, WorkerThreads


def begin(folder: str) -> Callable[[bytes], bytes]:
    """Leave a file that tells of the process, and return its work."""
    open(f"{folder}/{os.getpid()}", "x").close()
    return functools.partial(work, folder)


def work(folder: str, data: bytes) -> bytes:
    if data == b"die":
        os._exit(7)
    if data == b"stay":
        open(f"{folder}/staying", "x").close()
        signal.pause()
    return data.upper()


def begin_in_vain() -> Callable[[bytes], bytes]:
    os._exit(3)


def ask(data: bytes, worker: Worker) -> bytes | Crash:
    return worker.ask(data)


def asked(threads: WorkerThreads, *tasks: bytes) -> list[Future[bytes | Crash]]:
    """Have tasks done."""
    return [threads.submit(functools.partial(ask, task)) for task in tasks]


def pids(folder: Path) -> list[int]:
    """All processes that were started."""
    return [int(path.name) for path in folder.iterdir() if path.name.isdigit()]


@pytest.mark.parametrize("count", [1, 2])
def test_the_task_that_ended_its_worker_is_named_and_the_others_are_done(
    count: int, tmp_path: Path
) -> None:
    with WorkerThreads(count, begin, (str(tmp_path),)) as threads:
        done = [f.result() for f in asked(threads, b"a", b"die", b"b", b"c", b"die", b"d")]
    assert done == [b"A", Crash(7), b"B", b"C", Crash(7), b"D"]
    assert len(pids(tmp_path)) <= count + 2


def test_a_worker_that_waits_does_the_next_task_and_all_end_with_their_threads(
    tmp_path: Path,
) -> None:
    with WorkerThreads(2, begin, (str(tmp_path),)) as threads:
        for task in (b"a", b"b", b"c"):
            (done,) = asked(threads, task)
            assert done.result() == task.upper()
        (pid,) = pids(tmp_path)
        worker = psutil.Process(pid)
        reaper = worker.parent()
        assert reaper
        worker.kill()
        with contextlib.suppress(psutil.NoSuchProcess):
            while reaper.status() != psutil.STATUS_ZOMBIE:  # the pool sees it end, not the worker
                time.sleep(0.01)
        (done,) = asked(threads, b"d")
        assert done.result() == b"D"
        assert len(pids(tmp_path)) == 2
    assert not [pid for pid in pids(tmp_path) if psutil.pid_exists(pid)]


def test_closing_ends_a_worker_that_is_busy_and_cancels_what_waits(tmp_path: Path) -> None:
    threads = WorkerThreads(1, begin, (str(tmp_path),))
    threads.start()[0].result()
    busy, waiting = asked(threads, b"stay", b"a")
    while not (tmp_path / "staying").exists():
        time.sleep(0.01)
    threads.close()
    for future in (busy, waiting):
        with pytest.raises(CancelledError):
            future.result()
    with pytest.raises(CancelledError):
        asked(threads, b"b")
    assert not [pid for pid in pids(tmp_path) if psutil.pid_exists(pid)]


def test_threads_that_dismiss_a_worker_at_once_close_its_wire_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[int] = []
    close = os.close

    def close_slowly(handle: int) -> None:
        closed.append(handle)
        time.sleep(0.1)
        close(handle)

    worker = WorkerProcess(begin, (str(tmp_path),))
    monkeypatch.setattr(Connection, "_close", lambda wire, _=None: close_slowly(wire._handle))
    both = [threading.Thread(target=worker.dismiss) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(closed) == 1
    worker.end()


def test_workers_that_never_begin_are_given_up() -> None:
    with WorkerThreads(2, begin_in_vain, ()) as threads:
        for done in asked(threads, b"a", b"b"):
            with pytest.raises(GraderError, match="end before they begin"):
                done.result()


# Feeding ------------------------------------------------------------------------------------


class Held:
    """A pool whose submissions are done when the test says so."""

    size = 2

    def __init__(self) -> None:
        self.futures: list[Future[JobResult]] = []
        self.given = threading.Semaphore(0)

    def start(self) -> None: ...
    def close(self) -> None: ...

    def submit(self, job: Job) -> Future[JobResult]:
        future: Future[JobResult] = Future()
        future.job = job  # type: ignore[attr-defined]
        self.futures.append(future)
        return future

    def finish(self, number: int) -> None:
        future = self.futures[number]
        future.set_result(JobResult(job=future.job, graded=[]))  # type: ignore[attr-defined]


def test_a_job_is_taken_only_when_there_is_room_for_it() -> None:
    pool, taken = Held(), []

    def jobs() -> object:
        for number in range(9):
            taken.append(number)
            yield Job(
                student=str(number), assignment="a", base="", folder="", keys=[], data_files={}
            )

    results = grade_all(pool, jobs())  # type: ignore[arg-type]
    for number in range(9):
        threading.Timer(0.0, lambda n=number: finish_when_given(pool, n)).start()
        next(results)
        assert len(taken) <= number + 1 + 2 * pool.size
    assert next(results, None) is None
    assert len(taken) == 9


def finish_when_given(pool: Held, number: int) -> None:
    """Finish a submission as soon as it is there."""
    while len(pool.futures) <= number:
        threading.Event().wait(0.001)
    pool.finish(number)
