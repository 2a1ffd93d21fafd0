"""Claims a submission for grading and records the verdict, by the rules of `autograding`.

Another grader on the same course, such as `grader autograde`, has its own claims: the locks of
`autograding` keep them apart, and its digests tell what is graded already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from grader.errors import CourseError, GraderError
from grader.grading.jobs import Job, JobResult
from grader.notebooks.door import Door
from grader.plugin import Course
from grader.plugin.gradebook_address import gradebook_errors
from grader.service.watch.landings import Place
from grader.workflows import autograding, course_trial
from grader.workflows.autograding import AutogradePlan, Grade, JobQueue
from grader.workflows.locks import SubmissionLocks


class Busy(GraderError):
    """Another grader has the submission in hand."""


class Claims:
    """The submissions that this service has claimed, and the tests that were tried for them.

    `grade` tries tests that are new. `say_once` is told what the instructor should know of them.
    """

    def __init__(
        self,
        course: Course,
        gradebook: Any,
        locks: SubmissionLocks,
        grade: Grade,
        say_once: Callable[[str], None],
    ) -> None:
        self._course, self._grade, self._say_once = course, grade, say_once
        self._queue = JobQueue(course, gradebook, locks)
        self._stood: dict[str, str] = {}

    def claim(self, place: Place) -> Job | None:
        """Claim a submission; return None if it is graded or no longer there.

        Raise a GraderError that says why it can't be graded.
        """
        student, assignment = place
        where = self._course.hand_in(student, assignment)
        with Door(where.base) as door:
            if door.find(where.folder) is None:
                return None
        with gradebook_errors(self._course.folders.db_url):
            busy: list[Job] = []
            jobs = self._plan(student, assignment).jobs
            job = next(self._queue.claim_next(jobs, busy), None)
            list(self._queue.graded_elsewhere())
        if busy:
            raise Busy("another grader has it in hand")
        return job

    def record(self, done: JobResult) -> JobResult:
        """Record the verdict of a claimed submission; raise a GraderError if that can't be done."""
        with gradebook_errors(self._course.folders.db_url):
            return self._queue.record(done)

    def _plan(self, student: str, assignment: str) -> AutogradePlan:
        """Plan one submission, and try the tests first if they are new."""
        plan = self._planned(student, assignment, ())
        if not plan.jobs or plan.jobs[0].basis == self._stood.get(assignment):
            return plan
        basis = plan.jobs[0].basis
        faults = self._faulty(plan)
        if not faults:
            self._stood[assignment] = basis
            return plan
        plan = self._planned(student, assignment, [*faults])
        if not plan.jobs and not plan.unchanged:
            raise CourseError(next(iter(faults.values()))[0])
        return plan

    def _planned(self, student: str, assignment: str, left_out: Sequence[str]) -> AutogradePlan:
        plan = autograding.plan_autograding(
            self._course, [assignment], [student], force=False, left_out=left_out
        )
        if plan.problems:
            raise CourseError(plan.problems[0])
        return plan

    def _faulty(self, plan: AutogradePlan) -> dict[str, list[str]]:
        """Return the notebooks whose tests can't grade anybody, each with the reasons."""

        def announce(count: int) -> None:
            self._say_once(f"{plan.assignments[0]}: its tests are new and are tried first.")

        tried = course_trial.try_course(
            self._course, plan.keys, plan.assignments, lambda _: self._grade, announce
        )
        for note in tried.notes:
            self._say_once(note)
        for notebook, sentences in tried.faults.items():
            told = " ".join(sentences)
            self._say_once(f"{notebook} is not graded, and earlier scores stay: {told}")
        return tried.faults
