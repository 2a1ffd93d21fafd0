"""Many submissions: workers that grade, one process that records.

A worker is a process of ours with a warm host of its own. It is told where a submission lies, and
says what it found; the calling process alone writes the gradebook and `autograded/`. What is graded
already, from the same bytes by the same tests, is skipped.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import msgspec

from grader import __version__, pipeline
from grader.errors import GraderError
from grader.limits import Limits
from grader.notebook import Key, Unreadable, read_bytes
from grader.sandbox import Host

STUDENT_FILES = 64
"""Files beside a submission that its process may read, at most."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One student's submission of one assignment."""

    student: str
    assignment: str
    folder: str
    keys: list[Key]
    data_files: dict[str, str]


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A graded submission, or why it could not be graded."""

    job: Job
    graded: list[pipeline.Graded]
    problem: str = ""


def digest(job: Job, limits: Limits) -> str:
    """A fingerprint of all that a verdict depends on."""
    total = hashlib.blake2b(digest_size=20)
    total.update(msgspec.msgpack.encode([__version__, job.keys, limits]))
    beside = sorted(_beside(Path(job.folder)).values())
    for path in [*_notebooks(job), *beside, *map(Path, sorted(job.data_files.values()))]:
        try:
            total.update(hashlib.blake2b(read_bytes(path, limits.submission_mb)).digest())
        except Unreadable as error:
            total.update(str(error).encode())
    return total.hexdigest()


def _notebooks(job: Job) -> list[Path]:
    return [Path(job.folder) / f"{key.notebook}.ipynb" for key in job.keys]


def _beside(folder: Path) -> dict[str, Path]:
    """The student's own small files beside the notebook: modules and data they brought along."""
    found: dict[str, Path] = {}
    if folder.is_symlink():
        return found
    for base, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(base) / name
            if path.suffix != ".ipynb" and path.is_file() and not path.is_symlink():
                found[str(path.relative_to(folder))] = path
            if len(found) >= STUDENT_FILES:
                return found
    return found


# In a worker --------------------------------------------------------------------------------

_host: Host | None = None


def _begin(root: str, limits: Limits, sandbox: str) -> None:
    global _host
    os.chdir(root)
    if root not in sys.path:
        sys.path.insert(0, root)
    _host = Host(limits, sandbox=sandbox)


def _grade(data: bytes) -> bytes:
    """Grade one submission in this worker; the answer is plain data."""
    job = msgspec.msgpack.decode(data, type=Job)
    try:
        done = Done(job=job, graded=grade(job, _warm()))
    except GraderError as error:
        _cool()
        done = Done(job=job, graded=[], problem=str(error))
    return msgspec.msgpack.encode(done)


def _warm() -> Host:
    assert _host is not None, "the worker was begun"
    if not _host.running:
        _host.start()
    return _host


def _cool() -> None:
    """After trouble, the next submission gets a new host."""
    if _host is not None:
        _host.stop()


def grade(job: Job, host: Host) -> list[pipeline.Graded]:
    """All notebooks of a submission."""
    folder = Path(job.folder)
    files = _beside(folder) | {name: Path(path) for name, path in job.data_files.items()}
    found = []
    for key, path in zip(job.keys, _notebooks(job), strict=True):
        if folder.is_symlink() or not folder.is_dir():
            found.append(pipeline.invalid(key, f"{folder.name} is not a folder"))
        else:
            found.append(pipeline.grade_file(path, key, host, files))
    return found


# In the calling process ---------------------------------------------------------------------


def run(
    jobs: Sequence[Job], *, root: Path, limits: Limits, sandbox: str, workers: int
) -> Iterator[Done]:
    """Grade all jobs; what comes first is yielded first."""
    if not jobs:
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        max_workers=max(1, min(workers, len(jobs))),
        mp_context=context,
        initializer=_begin,
        initargs=(str(root), limits, sandbox),
    ) as pool:
        pending = {pool.submit(_grade, msgspec.msgpack.encode(job)): job for job in jobs}
        yield from _results(pending)


def _results(pending: Mapping[Future[bytes], Job]) -> Iterator[Done]:
    for future in as_completed(pending):
        try:
            yield msgspec.msgpack.decode(future.result(), type=Done)
        except BrokenProcessPool:
            problem = "a worker process ended before it was graded; run the command again"
            yield Done(job=pending[future], graded=[], problem=problem)
