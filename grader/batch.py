"""Many submissions: workers that grade, one process that records.

A worker is a process of ours with a warm host of its own. It is told where a submission lies, and
says what it found; the calling process alone writes the gradebook and `autograded/`. Submissions
are taken one by one as workers get free, so that memory does not grow with the class.

An answer may keep the tests themselves busy for ever, in code that nothing interrupts, or take all
memory. Then its worker ends, of itself or by the system. The submission is graded once more when
all others are done; if that worker ends too, it gets its recorded zero. A worker that was killed
may have been killed by anyone: that is tried more often.
"""

from __future__ import annotations

import contextlib
import errno
import faulthandler
import functools
import os
import shutil
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from grader import pipeline, submission, suite, walls
from grader.crew import Crew, Ended
from grader.errors import GraderError
from grader.limits import MB, Limits
from grader.notebook import Key
from grader.sandbox import Host, sweep

ENDED: Final = "the tests could not examine its answers: the process that ran them had to be ended"

ENDINGS: Final = 2
KILLINGS: Final = 4
"""Workers that may end over one submission before it gets a zero: of themselves, or in all."""

SLACK_SECONDS: Final = 5.0
"""Time over all limits after which a worker ends itself."""

SPARE_MB: Final = 32
"""Space that must be left on the disk where the students' processes write: where there is less,
nobody can tell whose fault it is that a file can't be written."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One student's submission of one assignment."""

    student: str
    assignment: str
    folder: str
    keys: list[Key]
    data_files: dict[str, str]
    basis: str = ""
    """A fingerprint of all that is the same for everyone, see `submission.basis`."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A graded submission, or why it could not be graded."""

    job: Job
    graded: list[pipeline.Graded]
    problem: str = ""
    elsewhere: bool = False
    """Whether another grader graded it meanwhile."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker says of its job."""

    graded: list[pipeline.Graded] = []
    problem: str = ""


def digest(job: Job, limits: Limits) -> str:
    """A fingerprint of all that the verdict of a submission depends on."""
    return submission.digest(job.basis, Path(job.folder), job.keys, limits)


# In a worker --------------------------------------------------------------------------------


class Grader:
    """What a worker is: a warm host, and the tests beside it."""

    def __init__(self, root: str, limits: Limits, sandbox: str) -> None:
        os.chdir(root)
        if root not in sys.path:
            sys.path.insert(0, root)
        self._host = Host(limits, sandbox=sandbox)
        with contextlib.suppress(GraderError, OSError):  # the first submission tells
            self._warm()
        suite.prepare()

    def __call__(self, data: bytes) -> bytes:
        """Grade one submission; the answer is plain data."""
        job = msgspec.msgpack.decode(data, type=Job)
        try:
            room()
            answer = Answer(graded=grade(job, self._warm()))
            room()
        except Exception as error:  # ours: it costs nobody else anything
            self._cool()
            answer = Answer(problem=sentence(error))
        return msgspec.msgpack.encode(answer)

    def _warm(self) -> Host:
        if not self._host.running:
            self._host.start()
        return self._host

    def _cool(self) -> None:
        """After trouble, the next submission gets a new host."""
        self._host.stop()


def sentence(error: Exception) -> str:
    """What happened, for a person."""
    if isinstance(error, GraderError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename or tempfile.gettempdir()}"
    return f"a fault of the grader's: {type(error).__name__}: {error}"


def room() -> None:
    """See that files can be written where the students' processes write theirs."""
    place = tempfile.gettempdir()
    if shutil.disk_usage(place).free < SPARE_MB * MB:
        raise OSError(errno.ENOSPC, f"less than {SPARE_MB} MB of the disk are free", place)


def grade(job: Job, host: Host) -> list[pipeline.Graded]:
    """All notebooks of a submission."""
    folder = Path(job.folder)
    files = submission.beside(folder, host.limits.submission_mb) | {
        name: Path(path) for name, path in job.data_files.items()
    }
    found = []
    for key, path in zip(job.keys, submission.notebooks(folder, job.keys), strict=True):
        if folder.is_symlink() or not folder.is_dir():
            found.append(pipeline.invalid(key, f"{folder.name} is not a folder"))
        else:
            host.ready()
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
    jobs: Iterable[Job], *, root: Path, limits: Limits, sandbox: str, workers: int
) -> Generator[Done, None, None]:
    """Grade all jobs; what comes first is yielded first. A job is taken when a worker is free."""
    walls.choose(sandbox)  # where there are none, nothing begins
    crew = Crew(Grader, (str(root), limits, sandbox), msgspec.msgpack.Encoder().encode)
    with swept():
        yield from to_the_end(functools.partial(_answers, crew, workers), jobs)


Suspect: TypeAlias = tuple[Job, list[int]]
"""A job over which workers ended, with their statuses."""


def to_the_end(
    answers: Callable[[Iterable[Job]], Generator[Done, None, list[Suspect]]], jobs: Iterable[Job]
) -> Generator[Done, None, None]:
    """Yield what workers answer. Suspects are graded again, each alone, until there is no hope."""
    suspects = deque((yield from answers(jobs)))
    while suspects:
        job, endings = suspects.popleft()
        for _, more in (yield from answers([job])):
            if hopeless(endings + more):
                yield Done(job=job, graded=[pipeline.invalid(key, ENDED) for key in job.keys])
            else:
                suspects.append((job, endings + more))


def _answers(
    crew: Crew[Job], workers: int, jobs: Iterable[Job]
) -> Generator[Done, None, list[Suspect]]:
    """Yield what workers answer. Jobs over which a worker ended are returned, with its status."""
    suspects = []
    with contextlib.closing(crew.do(iter(jobs), workers)) as answers:
        for job, answer in answers:
            if isinstance(answer, Ended):
                suspects.append((job, [answer.status]))
            else:
                said = msgspec.msgpack.decode(answer, type=Answer)
                yield Done(job=job, graded=said.graded, problem=said.problem)
    return suspects


def hopeless(endings: Sequence[int]) -> bool:
    """Whether enough workers ended over a submission. Who killed one is not known: it may have been
    the system, for the memory that an answer took, or a person."""
    of_itself = [status for status in endings if status != -signal.SIGKILL]
    return len(of_itself) >= ENDINGS or len(endings) >= KILLINGS


@contextlib.contextmanager
def swept() -> Iterator[None]:
    """Before and after, remove what graders left that were killed."""
    sweep()
    try:
        yield
    finally:
        sweep()
