"""Autograding of a course: which submissions are new, and what becomes of their verdicts.

A submission is graded when the gradebook says so, with a fingerprint of what it was graded from, in
one transaction with its grades. Its notebooks are written before, beside their place, and put there
after: a grader that is killed between the two leaves no more to do than that.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.errors import CourseError
from grader.grading import batch, submission
from grader.grading.jobs import Job, JobResult, digest_of
from grader.notebooks.files import Unreadable, read_bytes, write_whole
from grader.plugin import grade_records
from grader.plugin.course import Course
from grader.plugin.student_ids import id_problem
from grader.plugin.verdict_metadata import digest_in, write_autograded
from grader.workflows import submission_log
from grader.workflows.locks import SubmissionLocks

FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""When nothing can be written: it is no use to go on."""

LOG: Final = "log.jsonl"
"""The log's name while it is not in its place."""


class AutogradePlan(msgspec.Struct):
    """What there is to do, what is done already, and what can't be done."""

    jobs: list[Job] = []
    unchanged: int = 0
    problems: list[str] = []


def plan_autograding(
    course: Course, assignments: Sequence[str], students: Sequence[str], *, force: bool
) -> AutogradePlan:
    """Find the submissions. A name that does not exist is a problem, and the rest goes on."""
    found = AutogradePlan()
    with course.gradebook() as gradebook:
        for name in course.select_assignments(assignments, found.problems):
            try:
                _plan_assignment(course, gradebook, name, students, found, force=force)
            except CourseError as error:
                if assignments or course.students_with(name):
                    found.problems.append(str(error))
    return found


def _plan_assignment(
    course: Course,
    gradebook: Any,
    assignment: str,
    students: Sequence[str],
    found: AutogradePlan,
    *,
    force: bool,
) -> None:
    keys = sorted(course.keys(gradebook, assignment).values(), key=lambda key: key.notebook)
    recorded = grade_records.digests(gradebook, assignment)
    data_files = {name: str(path) for name, path in course.data_files(assignment).items()}
    common = submission.assignment_digest(keys, data_files.values(), course.limits, course.root)
    present = dict.fromkeys(course.students_with(assignment))
    for student in students or present:
        if student not in present:
            found.problems.append(
                f"The student {student!r} handed in nothing for {assignment}: there is no folder"
                f" {course.folders.submitted_directory}/{student}/{assignment}."
            )
            continue
        if problem := id_problem(student):
            shown = student if student.isprintable() else ascii(student)
            found.problems.append(
                f"{course.folders.submitted_directory}/{shown} was left out: its name cannot be a"
                f" student's id: {problem}. Rename the folder."
            )
            continue
        folder = course.folder(course.folders.submitted_directory, student, assignment)
        job = Job(
            student=student,
            assignment=assignment,
            folder=str(folder),
            keys=keys,
            data_files=data_files,
            basis=common,
        )
        if not force and is_graded(course, job, recorded.get(student)):
            found.unchanged += 1
        else:
            found.jobs.append(job)


def autograded_folder(course: Course, job: Job) -> Path:
    """Where a submission's graded notebooks are."""
    return course.folder(course.folders.autograded_directory, job.student, job.assignment)


def log_file(course: Course, student: str, assignment: str) -> Path:
    """Where a submission's log is."""
    return course.folder("logs", student, assignment).with_name(f"{assignment}.jsonl")


def ready_folder(course: Course, job: Job) -> Path:
    """Where they and the log are until the gradebook has the grades."""
    return autograded_folder(course, job).with_name(f".{job.assignment}.ready")


def is_graded(course: Course, job: Job, recorded: str | None) -> bool:
    """Whether these very bytes were graded by these very tests, and all of it was written: to the
    gradebook, which has `recorded` for it, and to the notebooks."""
    return bool(
        recorded
        and not ready_folder(course, job).exists()
        and all_from(recorded, job, [autograded_folder(course, job)])
        and digest_of(job, course.limits) == recorded
    )


def all_from(digest: str, job: Job, folders: Sequence[Path]) -> bool:
    """Whether all notebooks of a submission are there, graded from what has this digest."""
    names = [f"{key.notebook}.ipynb" for key in job.keys]
    return bool(names) and all(
        any(digest_in(folder / name) == digest for folder in folders) for name in names
    )


def autograde_jobs(
    course: Course,
    jobs: Sequence[Job],
    *,
    workers: int | None,
    sandbox: str,
    force: bool = False,
    cluster: str = "",
) -> Iterator[JobResult]:
    """Grade and record; each submission is yielded when it is safely written. Graders that work on
    one course at once share the submissions. Without a number of `workers` there are as many as are
    worth their start, at most one a core. With the address of a `cluster`, that grades."""
    grade: Callable[..., Generator[JobResult, None, None]]
    if cluster:
        from grader.cluster import client

        files = course.cluster_files
        grade = functools.partial(
            client.grade_on_cluster, planned=jobs, address=cluster, files=files
        )
    else:
        most = min(workers or os.cpu_count() or 1, len(jobs))
        at_once = most if workers else batch.workers_worth_starting(jobs)
        grade = functools.partial(batch.grade_batch, workers=most, at_once=at_once)
    with course.gradebook() as gradebook, SubmissionLocks(course.root) as claims:
        desk = JobQueue(course, gradebook, claims, force)
        while jobs:
            taken: list[Job] = []
            results = grade(
                desk.wanted(jobs, taken), root=course.root, limits=course.limits, sandbox=sandbox
            )
            with contextlib.closing(results):
                for done in results:
                    yield desk.kept(done)
                    yield from desk.elsewhere()
            yield from desk.elsewhere()
            if taken:
                claims.wait(called(taken[0]))
            jobs = taken


def called(job: Job) -> str:
    """What a submission is called among graders."""
    return f"{job.student}/{job.assignment}"


class JobQueue:
    """Where submissions are taken from, and brought back to when they are graded."""

    def __init__(
        self, course: Course, gradebook: Any, claims: SubmissionLocks, force: bool
    ) -> None:
        self.course, self.gradebook, self.claims, self.force = course, gradebook, claims, force
        self._digests: dict[str, str] = {}
        self._elsewhere: list[Job] = []

    def wanted(self, jobs: Iterable[Job], taken: list[Job]) -> Iterator[Job]:
        """Claim one job after the other. Those that another grader is at go to `taken`; those that
        one graded meanwhile, or before it was killed, are left out."""
        for job in jobs:
            if not self.claims.take(called(job)):
                taken.append(job)
                continue
            # Taken before it is read for grading: what is handed in after that is new.
            digest = digest_of(job, self.course.limits)
            if not self.force and self._is_done(job, digest):
                self.claims.release(called(job))
                self._elsewhere.append(job)
            else:
                self._digests[called(job)] = digest
                yield job

    def _is_done(self, job: Job, digest: str) -> bool:
        """Whether the gradebook has it; then its notebooks are put in their place."""
        recorded = grade_records.digests(self.gradebook, job.assignment, job.student)
        places = [ready_folder(self.course, job), autograded_folder(self.course, job)]
        if recorded.get(job.student) != digest or not all_from(digest, job, places):
            return False
        put_in_place(self.course, job)
        return True

    def elsewhere(self) -> Iterator[JobResult]:
        """What other graders did since this was asked."""
        while self._elsewhere:
            yield JobResult(job=self._elsewhere.pop(), graded=[], elsewhere=True)

    def kept(self, done: JobResult) -> JobResult:
        """The submission, written; or what stood in the way."""
        digest = self._digests.pop(called(done.job))
        try:
            if not done.problem:
                record_result(self.course, self.gradebook, done, digest)
            else:
                path = log_file(self.course, done.job.student, done.job.assignment)
                submission_log.append(path, submission_log.entry(done), to=path)
        except OSError as error:
            place = error.filename or autograded_folder(self.course, done.job)
            what = f"{error.strerror or error} ({place})"
            if error.errno in FULL:
                raise CourseError(
                    f"{called(done.job)} can't be written: {what}. Make room and run the same"
                    " command again: what is graded is kept."
                ) from error
            return msgspec.structs.replace(done, graded=[], problem=f"it can't be written: {what}")
        finally:
            self.claims.release(called(done.job))
        return done


def record_result(course: Course, gradebook: Any, done: JobResult, digest: str) -> None:
    """Write a verdict: notebooks and log beside their place; the gradebook, in one transaction, by
    which the submission is graded; notebooks and log into their place."""
    job, ready = done.job, ready_folder(course, done.job)
    if any(graded.verdict.broken for graded in done.graded):
        digest = ""  # it is graded anew next time
    shutil.rmtree(ready, ignore_errors=True)
    before = log_file(course, job.student, job.assignment)
    submission_log.append(before, submission_log.entry(done), to=ready / LOG)
    submitted_at = grade_records.timestamp(Path(job.folder))
    if submitted_at:
        with contextlib.suppress(Unreadable, UnicodeDecodeError):  # changed this very moment
            text = read_bytes(Path(job.folder) / "timestamp.txt", 1).decode()
            write_whole(ready / "timestamp.txt", text)
    for graded in done.graded:
        write_autograded(ready, graded, digest)
    grade_records.record(
        gradebook, course.config, job.student, job.assignment, done.graded, submitted_at, digest
    )
    put_in_place(course, job)


def put_in_place(course: Course, job: Job) -> None:
    """Put what is ready where it belongs, file by file, each whole. The log is the first, since
    notebooks in their place tell that all is done."""
    ready, folder = ready_folder(course, job), autograded_folder(course, job)
    if (ready / LOG).exists():
        path = log_file(course, job.student, job.assignment)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(ready / LOG, path)
    if ready.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for path in ready.iterdir():
            if path.name.startswith("."):  # half written, when a grader was killed
                path.unlink()
            else:
                path.replace(folder / path.name)
        ready.rmdir()
