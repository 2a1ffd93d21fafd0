"""Autograding: find the submissions that need grading, have them graded, and record the results.

A submission counts as graded when the gradebook holds the digest of its inputs, stored in the same
transaction as its grades. See `recording` for the order of writes that makes this safe.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

import msgspec
from sqlalchemy.exc import DataError, SQLAlchemyError

from grader.errors import CourseError, exception_line
from grader.grading import submission
from grader.grading.jobs import Job, JobResult, digest_of
from grader.notebooks.ipynb import Key
from grader.plugin import grade_records, group_work
from grader.plugin.course import Course
from grader.plugin.names import did_you_mean, id_problem
from grader.plugin.settings import fixed_files
from grader.workflows import recording
from grader.workflows.locks import SubmissionLocks

DISK_ERRORS: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""Errors after which nothing more can be written, so the batch stops."""

Grade: TypeAlias = Callable[[Iterable[Job]], Generator[JobResult, None, None]]
"""Grades jobs, taking each from the iterable only when there is a worker for it."""


# Planning -----------------------------------------------------------------------------------


class AutogradePlan(msgspec.Struct):
    """Jobs to grade, the number of unchanged submissions, and problems found on the way."""

    jobs: list[Job] = []
    unchanged: int = 0
    problems: list[str] = []
    keys: dict[str, list[Key]] = {}
    """The notebooks of each assignment that somebody handed in."""

    @property
    def assignments(self) -> list[str]:
        """The assignments of which something is to be graded."""
        return list(dict.fromkeys(job.assignment for job in self.jobs))


def plan_autograding(
    course: Course,
    assignments: Sequence[str],
    students: Sequence[str],
    *,
    force: bool,
    left_out: Collection[str] = (),
) -> AutogradePlan:
    """Find the submissions to grade. An unknown name becomes a problem; the rest is planned.

    Notebooks in `left_out` (as assignment/notebook) are not graded.
    """
    plan = AutogradePlan()
    with course.gradebook() as gradebook:
        for name in course.select_assignments(assignments, plan.problems):
            try:
                keys = sorted(course.keys(gradebook, name).values(), key=lambda k: k.notebook)
                keys = [key for key in keys if f"{name}/{key.notebook}" not in left_out]
                if keys or not left_out:
                    _plan_assignment(course, gradebook, name, keys, students, plan, force=force)
            except CourseError as error:
                if assignments or course.students_with(name):
                    plan.problems.append(str(error))
    return plan


def _plan_assignment(
    course: Course,
    gradebook: object,
    assignment: str,
    keys: list[Key],
    students: Sequence[str],
    plan: AutogradePlan,
    *,
    force: bool,
) -> None:
    """Add the submissions of one assignment to the plan."""
    recorded = grade_records.digests(gradebook, assignment)
    data_files = fixed_files(course.graded_files(assignment), course.config, assignment)
    common = submission.assignment_digest(keys, data_files.values(), course.limits, course.root)
    present = group_work.submitters_of(course, gradebook, assignment)
    if present:
        plan.keys[assignment] = keys
    for student in students or present:
        if problem := _invalid_student(course, assignment, student, present):
            plan.problems.append(problem)
            continue
        place = course.hand_in(present[student], assignment)
        job = Job(
            student=student,
            assignment=assignment,
            base=place.base,
            folder=place.folder,
            keys=keys,
            data_files=data_files,
            assignment_digest=common,
        )
        if not force and recording.is_graded(course, job, recorded.get(student)):
            plan.unchanged += 1
        else:
            plan.jobs.append(job)


def _invalid_student(
    course: Course, assignment: str, student: str, present: Collection[str]
) -> str:
    """Return why a student's submission cannot be graded, or an empty string."""
    base = course.folders.submitted_directory
    if student not in present:
        return (
            f"The student {student!r} submitted nothing for {assignment}: there is no folder"
            f" {base}/{student}/{assignment}{did_you_mean(student, present)}"
        )
    if problem := id_problem(student):
        shown = student if student.isprintable() else ascii(student)
        return (
            f"{base}/{shown} was left out: its name cannot be a student's id: {problem}. Rename the"
            " folder."
        )
    return ""


def no_submissions(course: Course, assignments: Sequence[str]) -> str:
    """Say that there are no submissions of some assignments, or of any."""
    of = f" of {', '.join(assignments)}" if assignments else ""
    return f"{course.folders.submitted_directory}/ holds no submission{of}"


# Grading ------------------------------------------------------------------------------------


def autograde_jobs(
    course: Course,
    jobs: Sequence[Job],
    grade: Grade,
    *,
    force: bool = False,
    faulty: Collection[str] = (),
) -> Iterator[JobResult]:
    """Grade and record jobs; yield each result once it is safely written.

    Notebooks in `faulty` (as assignment/notebook) are marked as graded by faulty tests.

    With `force` the jobs first count as not graded, so that a batch that is interrupted goes on
    without it.

    Graders that run on one course at the same time share the jobs. Jobs locked by another grader
    are tried again at the end, when that grader has finished them or ended.
    """
    with course.gradebook() as gradebook, SubmissionLocks(course.root) as locks:
        if force:
            places = [(job.assignment, job.student) for job in jobs]
            grade_records.forget_graded(gradebook, places)
        queue = JobQueue(course, gradebook, locks)
        queue.faulty = faulty
        while jobs:
            busy: list[Job] = []
            with contextlib.closing(grade(queue.claim_next(jobs, busy))) as results:
                for done in results:
                    yield queue.record(done)
                    yield from queue.graded_elsewhere()
            yield from queue.graded_elsewhere()
            if busy:
                locks.acquire(lock_name(busy[0]))
            jobs = busy


def lock_name(job: Job) -> str:
    """Return the name under which a submission is locked."""
    return f"{job.student}/{job.assignment}"


class JobQueue:
    """Hands out submissions that no other grader has locked, and records their verdicts."""

    def __init__(self, course: Course, gradebook: object, locks: SubmissionLocks) -> None:
        self.course, self.gradebook, self.locks = course, gradebook, locks
        self.faulty: Collection[str] = ()
        self._digests: dict[str, str] = {}
        self._elsewhere: list[Job] = []

    def claim_next(self, jobs: Iterable[Job], busy: list[Job]) -> Iterator[Job]:
        """Lock and yield each job that needs grading.

        Jobs locked by another grader go to `busy`; jobs graded in the meantime are skipped.
        """
        for job in jobs:
            if not self.locks.try_acquire(lock_name(job)):
                busy.append(job)
                continue
            try:
                # Digest before the files are read for grading: a later change counts as new.
                digest = digest_of(job, self.course.limits)
                is_done = self._is_done(job, digest)
            except BaseException:
                self.locks.release(lock_name(job))
                raise
            if is_done:
                self.locks.release(lock_name(job))
                self._elsewhere.append(job)
            else:
                self._digests[lock_name(job)] = digest
                yield job

    def _is_done(self, job: Job, digest: str) -> bool:
        """Check whether a job is recorded; if so, finish moving its files into place."""
        recorded = grade_records.digests(self.gradebook, job.assignment, job.student)
        folders = [
            recording.ready_folder(self.course, job),
            recording.autograded_folder(self.course, job),
        ]
        if recorded.get(job.student) != digest:
            return False
        if not recording.notebooks_match(digest, job, folders):
            return False
        recording.move_into_place(self.course, job)
        return True

    def graded_elsewhere(self) -> Iterator[JobResult]:
        """Yield the jobs that other graders have finished since the last call."""
        while self._elsewhere:
            yield JobResult(job=self._elsewhere.pop(), graded=[], elsewhere=True)

    def record(self, done: JobResult) -> JobResult:
        """Write a result and unlock its submission; what fails becomes the result's problem.

        Only a full disk, or a gradebook that can't be used, ends the batch.
        """
        name = lock_name(done.job)
        digest = self._digests.pop(name)
        done = self._marked(done)
        try:
            if done.problem:
                recording.append_to_log(self.course, done)
            else:
                before = recording.graded_before(self.course, done.job)
                recording.record_result(self.course, self.gradebook, done, digest, before)
                reasons = recording.reasons_for_change(done, before)
                done = msgspec.structs.replace(done, reasons=reasons)
        except OSError as error:
            place = error.filename or recording.autograded_folder(self.course, done.job)
            what = f"{error.strerror or error} ({place})"
            if error.errno in DISK_ERRORS:
                raise CourseError(
                    f"{name} cannot be written: {what}. Free some space and run the same command"
                    " again; finished submissions are saved."
                ) from error
            return _unwritten(done, what)
        except Exception as error:  # it costs this submission alone
            if isinstance(error, SQLAlchemyError) and not isinstance(error, DataError):
                raise
            return _unwritten(done, exception_line(error))
        finally:
            self.locks.release(name)
        return done

    def _marked(self, done: JobResult) -> JobResult:
        """Mark the verdicts by faulty tests as such."""
        change = msgspec.structs.replace
        graded = [
            change(item, verdict=replace(item.verdict, faulty_tests=True))
            if f"{done.job.assignment}/{item.verdict.notebook}" in self.faulty
            else item
            for item in done.graded
        ]
        return change(done, graded=graded)


def _unwritten(done: JobResult, why: str) -> JobResult:
    """Return a result that could not be recorded."""
    return msgspec.structs.replace(done, graded=[], problem=f"it cannot be written: {why}")
