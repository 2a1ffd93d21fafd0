"""How long a student waits: from the moment a submission lands to its last feedback page.

One submission after another is moved into a copy of the course, on which the real command runs.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from grader.author import sample_class
from grader.errors import GraderError
from grader.grading.submission import HandIn
from grader.plugin import Course, run_converters
from grader.workflows.course_copy import temporary_copy

PATIENCE: Final = 600.0
"""Time after which a submission counts as lost."""

INTERVAL: Final = 0.005
"""Time between two looks at the pages."""


def measure_latency(course: Course, assignment: str, count: int) -> Iterator[float]:
    """Yield the seconds that each of a number of submissions took, after one that is not counted.

    They are those of `grader bench`.
    """
    with temporary_copy(course) as trial:
        _refuse_elsewhere(trial)
        run_converters.generate_assignment(trial, assignment)
        with _service(trial, assignment) as process:
            drawn = sample_class.submissions(trial, course, assignment)
            for number, files in enumerate(itertools.islice(drawn, count + 1)):
                seconds = _hand_in(trial, assignment, f"student{number}", files, process)
                if number:
                    yield seconds


def latency_sentence(seconds: Sequence[float]) -> str:
    """Return the median of latencies, and what 95 % do not exceed, as a sentence."""
    ranked = sorted(seconds)
    most = ranked[math.ceil(0.95 * len(ranked)) - 1]
    return (
        f"{len(ranked)} submissions: median {statistics.median(ranked):.2f} s, 95 % within"
        f" {most:.2f} s"
    )


def _refuse_elsewhere(trial: Course) -> None:
    """Raise an error where the command would use the course's own gradebook."""
    if str(trial.root) not in Course(trial.root).folders.db_url:
        raise GraderError(
            "The latency can't be measured: c.CourseDirectory.db_url names one gradebook for all"
            " copies of the course. Measure in a course without that setting."
        )


@contextlib.contextmanager
def _service(trial: Course, assignment: str) -> Iterator[subprocess.Popen[bytes]]:
    program = Path(sys.executable).with_name("grader")
    process = subprocess.Popen(  # noqa: S603 - our own command; no shell
        [program, "-C", trial.root, "watch", "--feedback", assignment],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def _hand_in(
    trial: Course,
    assignment: str,
    student: str,
    files: HandIn,
    process: subprocess.Popen[bytes],
) -> float:
    """Land a submission; return the seconds until all its pages are there."""
    place = Path(*trial.hand_in(student, assignment))
    pages = trial.folder(trial.folders.feedback_directory, student, assignment)
    new = place.with_name(f".{assignment}.new")
    sample_class.write_submission(files, new)
    names = {f"{path.stem}.html" for path in trial.notebooks(assignment)}
    begun = time.monotonic()
    new.rename(place)
    while not names <= {path.name for path in pages.glob("*.html")}:
        if process.poll() is not None or time.monotonic() - begun > PATIENCE:
            raise GraderError(f"grader watch did not grade {student}; run it to see why.")
        time.sleep(INTERVAL)
    return time.monotonic() - begun
