"""A pool of processes: each task has one outcome, and a crash is that of its own task."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

import psutil
import pytest

from grader.errors import GraderError
from grader.grading.pool import Crash, WorkerPool


def begin(folder: str) -> Callable[[bytes], bytes]:
    """Leave a file that tells of the process, and return its work."""
    open(f"{folder}/{os.getpid()}", "x").close()
    return work


def work(data: bytes) -> bytes:
    if data == b"die":
        os._exit(7)
    return data.upper()


def begin_in_vain() -> Callable[[bytes], bytes]:
    os._exit(3)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_task_that_ended_its_worker_is_named_and_the_others_are_done(
    workers: int, tmp_path: object
) -> None:
    tasks = [b"a", b"die", b"b", b"c", b"die", b"d"]
    with WorkerPool[bytes](begin, (str(tmp_path),), bytes) as pool:
        done = sorted(pool.map(iter(tasks), workers, workers), key=str)
    crashes = [(b"die", Crash(7))] * 2
    assert done == sorted([*((t, t.upper()) for t in (b"a", b"b", b"c", b"d")), *crashes], key=str)
    assert len(os.listdir(str(tmp_path))) <= workers + 2


def test_a_task_is_taken_only_when_a_worker_is_free_for_it(tmp_path: object) -> None:
    taken = []

    def tasks() -> Iterator[bytes]:
        for number in range(6):
            taken.append(number)
            yield b"%d" % number

    with WorkerPool[bytes](begin, (str(tmp_path),), bytes) as pool:
        for count, _ in enumerate(pool.map(tasks(), 1, 1), 1):
            assert len(taken) <= count + 1
    assert len(taken) == 6


def test_who_stops_listening_ends_the_workers(tmp_path: object) -> None:
    pool = WorkerPool[bytes](begin, (str(tmp_path),), bytes)
    results = pool.map(iter([b"a", b"b", b"c"]), 1, 1)
    next(results)
    results.close()
    (pid,) = os.listdir(str(tmp_path))
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_workers_do_one_round_after_another_and_end_with_their_pool(tmp_path: object) -> None:
    with WorkerPool[bytes](begin, (str(tmp_path),), bytes) as pool:
        for _ in range(3):
            done = sorted(pool.map(iter([b"a", b"b"]), 2, 2))
            assert done == [(b"a", b"A"), (b"b", b"B")]
        pids = os.listdir(str(tmp_path))
        assert len(pids) == 2
        os.kill(int(pids[0]), signal.SIGKILL)
        psutil.Process(int(pids[0])).wait()
        assert sorted(pool.map(iter([b"c", b"d"]), 2, 2)) == [(b"c", b"C"), (b"d", b"D")]
    pids = os.listdir(str(tmp_path))
    assert len(pids) == 3
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)


def test_workers_that_never_begin_are_given_up() -> None:
    pool = WorkerPool[bytes](begin_in_vain, (), bytes)
    with pytest.raises(GraderError, match="end before they begin"):
        list(pool.map(iter([b"a", b"b"]), 2, 2))
