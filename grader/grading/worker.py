"""Grades submissions in a worker process."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import GraderError, Unreadable, exception_line
from grader.grading import jobs, pipeline, worker_process
from grader.grading.jobs import GradedNotebook, Job, WorkerReply, invalid_notebook
from grader.grading.scratch import Files
from grader.limits import MB
from grader.notebooks.hidden_files import is_hidden
from grader.notebooks.ipynb import Key
from grader.sandbox.environment import readable_paths
from grader.sandbox.host_process import Host
from grader.sandbox.worker_memory import limited_memory
from grader.testing import hard_deadline, open_places, pytest_session, test_walls
from grader.testing.clean_state import settings_put_back

SPARE_MB: Final = 32
"""Free disk space needed where the students' processes write. With less, nobody could tell
whose fault a failed write is."""

TOO_MUCH: Final = "it could not be graded within the memory of its tests (limit worker_mb)"


class SubmissionGrader:
    """A warm host for the students' code, and the tests in this process."""

    def __init__(self, host: Host, private: Sequence[str] = ()) -> None:
        hard_deadline.deadline.tell(worker_process.note)
        self._host = host
        open_places.places.begin(os.getcwd(), [*readable_paths(), *host.limits.readable], private)
        test_walls.stand_around_tests()
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
        return f"{error.strerror}: {error.filename or tempfile.gettempdir()}"
    return f"a fault of the grader's: {exception_line(error)}"


def check_disk_space() -> None:
    """Raise an OSError if the disk is nearly full where the students' processes write."""
    place = tempfile.gettempdir()
    if shutil.disk_usage(place).free < SPARE_MB * MB:
        raise OSError(errno.ENOSPC, f"less than {SPARE_MB} MB of the disk are free", place)


def grade_submission(job: Job, host: Host) -> list[GradedNotebook]:
    """Grade all notebooks of a submission."""
    hand_in = jobs.read_job(job, host.limits)
    given = {name: data for name, data in hand_in.files.items() if not is_hidden(name)}
    files: Files = given | {n: Path(path).resolve() for n, path in job.data_files.items()}
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
        with settings_put_back(), limited_memory(host.limits.worker_mb):
            return pipeline.grade_file(data, key, host, files)
    except MemoryError:
        host.restart()
        return invalid_notebook(key, f"{key.notebook}.ipynb: {TOO_MUCH}")
