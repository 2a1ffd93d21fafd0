"""Grades submissions in a worker process."""

from __future__ import annotations

import contextlib
import errno
import faulthandler
import gc
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import GraderError, Unreadable, exception_line
from grader.grading import jobs, pipeline, worker_process
from grader.grading.jobs import GradedNotebook, Job, WorkerReply, invalid_notebook
from grader.grading.scratch import Files
from grader.grading.session import OVERTIME
from grader.limits import MB, Limits
from grader.notebooks.ipynb import Key
from grader.sandbox import tempdirs
from grader.sandbox.host_process import Host
from grader.sandbox.worker_memory import limited_memory
from grader.testing import hard_deadline, pytest_session

SPARE_MB: Final = 32
"""Free disk space needed where the students' processes write. With less, nobody could tell
whose fault a failed write is."""

TOO_MUCH: Final = "it could not be graded within the memory of its tests (limit worker_mb)"


class SubmissionGrader:
    """A warm host for the students' code, and the tests in this process."""

    def __init__(self, host: Host) -> None:
        hard_deadline.deadline.write_to(worker_process.note)
        self._host = host
        pytest_session.warm_up_pytest()
        gc.freeze()  # imported modules stay: spare the collector from scanning them

    def __call__(self, data: bytes) -> bytes:
        """Grade a packed job and return a packed reply."""
        job = msgspec.msgpack.decode(data, type=Job)
        try:
            check_disk_space()
            if not self._host.running:
                self._host.start()
            answer = WorkerReply(graded=grade_submission(job, self._host))
            check_disk_space()
        except Exception as error:  # noqa: BLE001 - our fault: no other submission suffers
            self._host.stop()  # the next submission gets a new one
            answer = WorkerReply(problem=problem_sentence(error))
        return msgspec.msgpack.encode(answer)


def problem_sentence(error: Exception) -> str:
    """Return an error as a sentence for the instructor."""
    if isinstance(error, GraderError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {_place_of(error)}"
    return f"a fault of the grader's: {exception_line(error)}"


def _place_of(error: OSError) -> str:
    """Return the file of an error; of one in a folder that is gone by now, its name and where."""
    usual = tempfile.gettempdir()
    path = str(error.filename or usual)
    inside = re.match(rf"{re.escape(usual)}/{tempdirs.PREFIX}\w{{8}}/", path)
    return f"{os.path.basename(path)}, in a temporary folder in {usual}" if inside else path


def check_disk_space() -> None:
    """Raise an OSError if the disk is nearly full where the students' processes write."""
    place = tempfile.gettempdir()
    if shutil.disk_usage(place).free < SPARE_MB * MB:
        raise OSError(errno.ENOSPC, f"less than {SPARE_MB} MB of the disk are free", place)


def grade_submission(job: Job, host: Host) -> list[GradedNotebook]:
    """Grade all notebooks of a submission."""
    hand_in = jobs.read_job(job, host.limits)
    files = hand_in.files | {n: Path(path).resolve() for n, path in job.data_files.items()}
    found = []
    for key in job.keys:
        try:
            data = hand_in.notebook(key.notebook)
        except Unreadable as error:
            found.append(invalid_notebook(key, str(error)))
        else:
            import_for_tests(key)  # while the host may still be warming up
            host.ready()
            hard_deadline.deadline.begin(key.notebook, job.hung)
            runs = 1 + len(key.autograded())  # one more for each cell whose tests lose the process
            with _ended_after(runs * longest(host.limits)):
                found.append(grade_notebook(data, key, host, files))
    return found


def import_for_tests(key: Key) -> None:
    """Import what the tests of a notebook import: that is no memory of its answers'."""
    for cell in key.autograded():
        with contextlib.suppress(Exception):  # reported when the cell itself runs
            imports = pipeline.read_exercise(cell.name, cell.source).imports
            exec(imports, {})  # noqa: S102 - the instructor's code


def grade_notebook(data: bytes, key: Key, host: Host, files: Files) -> GradedNotebook:
    """Grade a notebook within the memory that its answers may take."""
    try:
        with limited_memory(host.limits.worker_mb):
            return pipeline.grade_file(data, key, host, files)
    except MemoryError:
        host.restart()
        return invalid_notebook(key, f"{key.notebook}.ipynb: {TOO_MUCH}")


def longest(limits: Limits) -> float:
    """Return the seconds that one run of a notebook can take on any machine unless it hangs."""
    last_cell = OVERTIME * limits.grace_seconds
    last_test = limits.test_seconds + limits.judge_seconds
    most = limits.wall_factor * (limits.notebook_seconds + last_test) + last_cell
    return most + limits.worker_seconds


@contextlib.contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End this process if the block takes longer, even if it hangs outside of Python code."""
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
