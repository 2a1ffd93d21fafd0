"""What grades in a process of its own: a warm host, and the tests beside it."""

from __future__ import annotations

import contextlib
import errno
import faulthandler
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import GraderError
from grader.grading import course_folder, pipeline, submission
from grader.grading.jobs import GradedNotebook, Job, WorkerReply, invalid_notebook
from grader.limits import MB, Limits
from grader.sandbox.host_process import Host
from grader.testing import suite

SPARE_MB: Final = 32
"""Space that must be left on the disk where the students' processes write: where there is less,
nobody can tell whose fault it is that a file can't be written."""


class SubmissionGrader:
    """What a worker is: a warm host, and the tests beside it."""

    def __init__(self, root: str, limits: Limits, sandbox: str) -> None:
        course_folder.enter(Path(root))
        self._host = Host(limits, sandbox=sandbox)
        with contextlib.suppress(GraderError, OSError):  # the first submission tells
            self._warm()
        suite.warm_up()
        gc.freeze()  # what is imported is there to stay: no need to look through it again and again

    def __call__(self, data: bytes) -> bytes:
        """Grade one submission; the answer is plain data."""
        job = msgspec.msgpack.decode(data, type=Job)
        try:
            check_disk_space()
            answer = WorkerReply(graded=grade_submission(job, self._warm()))
            check_disk_space()
        except Exception as error:  # ours: it costs nobody else anything
            self._cool()
            answer = WorkerReply(problem=problem_sentence(error))
        return msgspec.msgpack.encode(answer)

    def _warm(self) -> Host:
        if not self._host.running:
            self._host.start()
        return self._host

    def _cool(self) -> None:
        """After trouble, the next submission gets a new host."""
        self._host.stop()


def problem_sentence(error: Exception) -> str:
    """What happened, for a person."""
    if isinstance(error, GraderError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename or tempfile.gettempdir()}"
    return f"a fault of the grader's: {type(error).__name__}: {error}"


def check_disk_space() -> None:
    """See that files can be written where the students' processes write theirs."""
    place = tempfile.gettempdir()
    if shutil.disk_usage(place).free < SPARE_MB * MB:
        raise OSError(errno.ENOSPC, f"less than {SPARE_MB} MB of the disk are free", place)


def grade_submission(job: Job, host: Host) -> list[GradedNotebook]:
    """All notebooks of a submission."""
    folder = Path(job.folder)
    files = submission.extra_files(folder, host.limits.submission_mb) | {
        name: Path(path) for name, path in job.data_files.items()
    }
    found = []
    for key, path in zip(job.keys, submission.notebook_paths(folder, job.keys), strict=True):
        if folder.is_symlink() or not folder.is_dir():
            found.append(invalid_notebook(key, f"{folder.name} is not a folder"))
        else:
            host.ready()
            runs = 1 + len(key.autograded())  # each cell whose tests lose its process has one more
            with _ended_after(runs * longest(host.limits)):
                found.append(pipeline.grade_file(path, key, host, files))
    return found


def longest(limits: Limits) -> float:
    """Seconds that a notebook can take to run once, if nothing is stuck."""
    last_test = limits.test_seconds + limits.judge_seconds
    return limits.notebook_seconds + last_test + limits.worker_seconds


@contextlib.contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End this process if what follows takes longer, even where no Python code runs any more."""
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
