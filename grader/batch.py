"""Many submissions: workers that grade, one process that records.

A worker is a process of ours with a warm host of its own. It is told where a submission lies, and
says what it found; the calling process alone writes the gradebook and `autograded/`. What is graded
already, from the same bytes by the same tests, is skipped.

An answer may keep the tests themselves busy for ever, in code that nothing interrupts, or take all
memory. Then the worker ends, of itself or by the system, and with it the others. What was waiting
is graded by new ones, and what was under way by one worker alone; if that one ends too, the
submission gets its recorded zero.
"""

from __future__ import annotations

import contextlib
import faulthandler
import hashlib
import multiprocessing
import os
import sys
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Final

import msgspec

from grader import __version__, pipeline, suite, walls
from grader.errors import GraderError
from grader.limits import MB, Limits
from grader.notebook import Key, Unreadable, read_bytes
from grader.sandbox import Host

STUDENT_FILES: Final = 64
"""Files beside a submission that its process may read, at most."""

ENDED: Final = "the tests could not examine its answers: the process that ran them had to be ended"

SLACK_SECONDS: Final = 5.0
"""Time over all limits after which a worker ends itself."""


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
    brought = sorted(beside(Path(job.folder), limits.submission_mb).values())
    for path in [*_notebooks(job), *brought, *map(Path, sorted(job.data_files.values()))]:
        try:
            total.update(hashlib.blake2b(read_bytes(path, limits.submission_mb)).digest())
        except Unreadable as error:
            total.update(str(error).encode())
    return total.hexdigest()


def _notebooks(job: Job) -> list[Path]:
    return [Path(job.folder) / f"{key.notebook}.ipynb" for key in job.keys]


def beside(folder: Path, limit_mb: int) -> dict[str, Path]:
    """The student's own small files beside the notebook: modules and data they brought along.
    Together they have no more than a notebook may have."""
    found: dict[str, Path] = {}
    left = limit_mb * MB
    if folder.is_symlink():
        return found
    for base, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(base) / name
            if path.suffix == ".ipynb" or path.is_symlink() or not path.is_file():
                continue
            if (size := path.stat().st_size) <= left:
                left -= size
                found[str(path.relative_to(folder))] = path
            if len(found) >= STUDENT_FILES:
                return found
    return found


# In a worker --------------------------------------------------------------------------------

_host: Host | None = None
_begun: Any = None


def _begin(root: str, limits: Limits, sandbox: str, begun: Any) -> None:
    global _host, _begun
    _begun = begun
    os.chdir(root)
    if root not in sys.path:
        sys.path.insert(0, root)
    _host = Host(limits, sandbox=sandbox)
    with contextlib.suppress(GraderError):  # the first submission tells
        _warm()
    suite.prepare()


def _grade(data: bytes) -> bytes:
    """Grade one submission in this worker; the answer is plain data."""
    with _begun.get_lock():
        _begun.value += 1
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
    files = beside(folder, host.limits.submission_mb) | {
        name: Path(path) for name, path in job.data_files.items()
    }
    found = []
    for key, path in zip(job.keys, _notebooks(job), strict=True):
        if folder.is_symlink() or not folder.is_dir():
            found.append(pipeline.invalid(key, f"{folder.name} is not a folder"))
        else:
            with _ended_after(_longest(host.limits)):
                found.append(pipeline.grade_file(path, key, host, files))
    return found


def _longest(limits: Limits) -> float:
    """Seconds that a notebook can take, if nothing is stuck."""
    last_test = limits.test_seconds + limits.judge_seconds
    return limits.notebook_seconds + last_test + SLACK_SECONDS


@contextlib.contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End this process if what follows takes longer, even where no Python code runs any more."""
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


# In the calling process ---------------------------------------------------------------------


def run(
    jobs: Sequence[Job], *, root: Path, limits: Limits, sandbox: str, workers: int
) -> Iterator[Done]:
    """Grade all jobs; what comes first is yielded first."""
    walls.choose(sandbox)  # where there are none, nothing begins
    crew = Crew(root, limits, sandbox)
    waiting, suspects = list(reversed(jobs)), list[Job]()
    while waiting:
        suspects += yield from crew.grade(waiting, workers)
    for job in suspects:
        if (yield from crew.grade([job], 1)):
            yield Done(job=job, graded=[pipeline.invalid(key, ENDED) for key in job.keys])


class Crew(msgspec.Struct, frozen=True):
    """Workers, as they are to be begun."""

    root: Path
    limits: Limits
    sandbox: str

    def grade(self, waiting: list[Job], workers: int) -> Generator[Done, None, list[Job]]:
        """Grade jobs from the end of the list until there are none, or until a worker has ended:
        the jobs that were under way then are returned."""
        context = multiprocessing.get_context("spawn")
        begun = context.Value("i", 0)
        workers = max(1, min(workers, len(waiting)))
        under_way: dict[Future[bytes], Job] = {}
        with ProcessPoolExecutor(
            max_workers=workers,
            mp_context=context,
            initializer=_begin,
            initargs=(str(self.root), self.limits, self.sandbox, begun),
        ) as pool:
            while waiting or under_way:
                try:
                    while waiting and len(under_way) <= workers:  # one more, so that nobody waits
                        future = pool.submit(_grade, msgspec.msgpack.encode(waiting[-1]))
                        under_way[future] = waiting.pop()
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        yield msgspec.msgpack.decode(future.result(), type=Done)
                        del under_way[future]
                except BrokenProcessPool:
                    break
        if under_way and not begun.value:
            raise GraderError("The processes that grade end before they begin; nothing was graded.")
        return list(under_way.values())
