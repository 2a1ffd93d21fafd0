"""A real small class, graded: what a submission costs, and how much it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
import psutil

from grader.author.sample_class import class_of
from grader.grading import worker
from grader.grading.jobs import GradedNotebook, Job, WorkerReply
from grader.plugin import Course
from grader.sandbox.host_process import Host
from grader.workflows import autograding, feedback_pages, recording
from grader.workflows.local_graders import LocalGraders

ASSIGNMENT: Final = "01_linear_algebra"
__all__ = [
    "ASSIGNMENT",
    "STUDENTS",
    "Course",
    "Submission",
    "course_with",
    "measured",
]
STUDENTS: Final = 6
"""Each hands in answers that the course keeps, right and wrong."""


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What a submission of the course is, and takes. Sizes are in bytes."""

    notebooks: int
    handed_in: int
    verdict: int
    """As a worker hands it over, with the notebooks as they ran."""
    kept: int
    """In `autograded/`."""
    page: int
    """Its feedback."""
    grading: list[float]
    """CPU seconds of a worker and of its host, one submission each."""
    looking: float
    """CPU seconds to see that a submission is graded already."""
    graded: list[GradedNotebook]


@contextmanager
def course_with(students: int = STUDENTS) -> Iterator[Course]:
    """A copy of the course in which a class has handed in."""
    root = Path(__file__).resolve().parents[2]
    with class_of(Course(root), ASSIGNMENT, students) as present:
        yield present.course


def measured(course: Course) -> Submission:
    """Grade the class as a batch does, in this process, one after the other."""
    jobs = autograding.plan_autograding(course, [ASSIGNMENT], [], force=True).jobs
    grading, graded = [], []
    with Host(course.limits) as host:
        worker.grade_submission(jobs[0], host)  # the host is warm
        for job in jobs:
            before = cpu_seconds()
            graded = worker.grade_submission(job, host)
            grading.append(cpu_seconds() - before)
    with LocalGraders(course, workers=1) as graders:
        for done in autograding.autograde_jobs(course, jobs, graders.choose(jobs)):
            assert not done.problem, done.problem
    present = [job.student for job in jobs]
    one, all_ = (min(looked(course, some) for _ in range(5)) for some in (present[:1], present))
    tasks = feedback_pages.plan_feedback(course, [ASSIGNMENT], [jobs[0].student], [], force=True)
    assert all(not problem for _, problem in feedback_pages.write_feedback(course, tasks, 1))
    return Submission(
        notebooks=len(graded),
        handed_in=size(Path(jobs[0].base, jobs[0].folder)),
        verdict=len(msgspec.msgpack.encode(WorkerReply(graded=graded))),
        kept=size(recording.autograded_folder(course, jobs[0])),
        page=size(page_folder(course, jobs[0])),
        grading=grading,
        looking=(all_ - one) / (len(jobs) - 1),
        graded=graded,
    )


def looked(course: Course, students: list[str]) -> float:
    """CPU seconds to see that these are graded already."""
    before = time.process_time()
    plan = autograding.plan_autograding(course, [ASSIGNMENT], students, force=False)
    assert plan.unchanged == len(students)
    return time.process_time() - before


def page_folder(course: Course, job: Job) -> Path:
    """Where a submission's feedback is."""
    return course.folder(course.folders.feedback_directory, job.student, job.assignment)


def cpu_seconds() -> float:
    """Of this process and all below it, those included that have ended."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    times = [process.cpu_times() for process in processes]
    return float(sum(t.user + t.system + t.children_user + t.children_system for t in times))


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
