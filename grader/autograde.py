"""Autograding of a course: which submissions are new, and what becomes of their verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from grader import batch, notebook
from grader.batch import Done, Job
from grader.cluster import submit
from grader.errors import CourseError
from grader.notebook import Unreadable, read_bytes
from grader.plugin import records
from grader.plugin.converters import write_autograded
from grader.plugin.course import Course
from grader.plugin.steps import RECORD


class Plan(msgspec.Struct):
    """What there is to do, what is done already, and what can't be done."""

    jobs: list[Job] = []
    unchanged: list[Job] = []
    problems: list[str] = []


def plan(
    course: Course, assignments: Sequence[str], students: Sequence[str], *, force: bool
) -> Plan:
    """Find the submissions. A name that does not exist is a problem, and the rest goes on."""
    found = Plan()
    known = course.assignments()
    for name in assignments or known:
        if name not in known:
            listed = ", ".join(known) or "none"
            found.problems.append(
                f"There is no assignment {name!r} in {course.folders.source_directory}/; there is:"
                f" {listed}."
            )
            continue
        try:
            _plan_assignment(course, name, students, found, force=force)
        except CourseError as error:
            if assignments or course.students_with(name):
                found.problems.append(str(error))
    return found


def _plan_assignment(
    course: Course, assignment: str, students: Sequence[str], found: Plan, *, force: bool
) -> None:
    with course.gradebook() as gradebook:
        keys = sorted(course.keys(gradebook, assignment).values(), key=lambda key: key.notebook)
    data_files = {name: str(path) for name, path in course.data_files(assignment).items()}
    present = course.students_with(assignment)
    for student in students or present:
        if student not in present:
            found.problems.append(
                f"The student {student!r} handed in nothing for {assignment}: there is no folder"
                f" {course.folders.submitted_directory}/{student}/{assignment}."
            )
            continue
        if not student.isprintable():  # bytes that are no text, or control characters
            found.problems.append(
                f"{course.folders.submitted_directory}/{student!a} was left out: the folder's name"
                " is not readable text; rename it."
            )
            continue
        folder = course.folder(course.folders.submitted_directory, student, assignment)
        job = Job(
            student=student,
            assignment=assignment,
            folder=str(folder),
            keys=keys,
            data_files=data_files,
        )
        done = not force and is_graded(course, job)
        (found.unchanged if done else found.jobs).append(job)


class _Kept(msgspec.Struct):
    digest: str = ""


class _Metadata(msgspec.Struct):
    grader: _Kept = msgspec.field(default_factory=_Kept, name=RECORD)


class _Autograded(msgspec.Struct):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


def autograded_folder(course: Course, job: Job) -> Path:
    """Where a submission's graded notebooks are."""
    return course.folder(course.folders.autograded_directory, job.student, job.assignment)


def is_graded(course: Course, job: Job) -> bool:
    """Whether these very bytes were graded by these very tests, and all of it was written."""
    wanted = batch.digest(job, course.limits)
    folder = autograded_folder(course, job)
    for key in job.keys:
        try:
            data = read_bytes(folder / f"{key.notebook}.ipynb", 1024)
            kept = msgspec.json.decode(data, type=_Autograded).metadata.grader
        except (Unreadable, msgspec.DecodeError):
            return False
        if kept.digest != wanted:
            return False
    return bool(job.keys)


def run(
    course: Course, jobs: Sequence[Job], *, workers: int, sandbox: str, cluster: str = ""
) -> Iterator[Done]:
    """Grade and record; each submission is yielded when it is safely written."""
    with course.gradebook() as gradebook:
        if cluster:
            results = submit.run(
                jobs,
                root=course.root,
                limits=course.limits,
                sandbox=sandbox,
                address=cluster,
                files=course.cluster_files,
            )
        else:
            results = batch.run(
                jobs, root=course.root, limits=course.limits, sandbox=sandbox, workers=workers
            )
        for done in results:
            yield done if done.problem else kept(course, gradebook, done)


def kept(course: Course, gradebook: Any, done: Done) -> Done:
    """The submission, written; or what stood in the way."""
    try:
        keep(course, gradebook, done)
    except OSError as error:
        problem = f"it can't be written: {error.strerror or error} ({error.filename})"
        return msgspec.structs.replace(done, graded=[], problem=problem)
    return done


def keep(course: Course, gradebook: Any, done: Done) -> None:
    """Write a verdict: first the gradebook, whole; then the notebooks, which say it is done."""
    job = done.job
    source = Path(job.folder)
    submitted_at = records.timestamp(source)
    records.record(gradebook, course.config, job.student, job.assignment, done.graded, submitted_at)
    folder = autograded_folder(course, job)
    if submitted_at:
        text = read_bytes(source / "timestamp.txt", 1).decode()
        notebook.write(folder / "timestamp.txt", text)
    fingerprint = batch.digest(job, course.limits)
    broken = any(graded.verdict.broken for graded in done.graded)
    for graded in done.graded:
        write_autograded(folder, graded, "" if broken else fingerprint)
