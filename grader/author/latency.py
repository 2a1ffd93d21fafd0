"""How long a student waits: from the moment a submission lands to its last feedback page.

One submission after another is moved into a copy of the course, on which the real command runs.
"""

from __future__ import annotations

import itertools
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.author import sample_class
from grader.errors import GraderError
from grader.plugin import Course


def measure_latency(course: Course, assignment: str, count: int) -> Iterator[float]:
    """Yield the seconds that each of a number of submissions took, after one that is not counted.

    They are those of `grader bench`.
    """
    with sample_class.generated_copy(course, assignment) as trial:
        program = Path(sys.executable).with_name("grader")
        command = [str(program), "-C", str(trial.root), "watch", "--feedback", assignment]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:  # noqa: S603 - ours
            try:
                _next_line(service)  # it watches
                drawn = sample_class.submissions(trial, course, assignment)
                for number, files in enumerate(itertools.islice(drawn, count + 1)):
                    place = Path(*trial.hand_in(f"student{number}", assignment))
                    new = place.with_name(f".{assignment}.new")
                    sample_class.write_submission(files, new)
                    begun = time.monotonic()
                    new.rename(place)
                    while f"student{number}, {assignment}: " not in (line := _next_line(service)):
                        pass
                    if "after it landed" not in line:
                        raise GraderError(f"grader watch did not grade a submission: {line}")
                    if number:
                        yield time.monotonic() - begun
            finally:
                service.terminate()


def _next_line(service: subprocess.Popen[str]) -> str:
    if service.stdout and (line := service.stdout.readline()):
        return line
    raise GraderError("grader watch ended; run it to see why.")


def latency_sentence(seconds: Sequence[float]) -> str:
    """Return the median of latencies, and what 95 % do not exceed, as a sentence."""
    ranked = sorted(seconds)
    most = ranked[math.ceil(0.95 * len(ranked)) - 1]
    return (
        f"{len(ranked)} submissions: median {statistics.median(ranked):.2f} s, 95 % within"
        f" {most:.2f} s"
    )
