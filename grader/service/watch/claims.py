"""Plans and locks single submissions as `autograding` does, and tries tests that are new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.errors import CourseError, GraderError
from grader.grading.jobs import Job, JobResult
from grader.notebooks.door import Door
from grader.plugin import Course
from grader.plugin.gradebook_address import gradebook_errors
from grader.service.watch.fair_queue import Place
from grader.workflows import autograding, course_trial
from grader.workflows.autograding import AutogradePlan, Grade, JobQueue
from grader.workflows.locks import SubmissionLocks


class LockedElsewhere(GraderError):
    """Another grader has locked the submission."""


class Claims:
    """The submissions that this service has locked, and the tests that were tried for them.

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
        self._tried: dict[str, str] = {}
        """The tests of each assignment that were tried, by their digest."""

    def claim(self, place: Place) -> Job | None:
        """Plan and lock a submission; return None if it is graded or no longer there.

        Raise a GraderError that says why it can't be graded.
        """
        where = self._course.hand_in(*place)
        with Door(where.base) as door:
            if door.find(where.folder) is None:
                return None
        with gradebook_errors(self._course.folders.db_url):
            locked: list[Job] = []
            job = next(self._queue.claim_next(self._plan(*place).jobs, locked), None)
            list(self._queue.graded_elsewhere())
        if locked:
            raise LockedElsewhere("another grader has locked it")
        return job

    def record(self, result: JobResult) -> JobResult:
        """Record the verdict of a claimed submission; raise a GraderError if that can't be done."""
        with gradebook_errors(self._course.folders.db_url):
            done = self._queue.record(result)
        if done.problem:
            raise GraderError(done.problem)
        return done

    def _plan(self, student: str, assignment: str) -> AutogradePlan:
        """Plan one submission; if its tests are new, try them first and leave out faulty ones."""

        def plan(*left_out: str) -> AutogradePlan:
            found = autograding.plan_autograding(
                self._course, [assignment], [student], force=False, left_out=left_out
            )
            if found.problems:
                raise CourseError(found.problems[0])
            return found

        planned = plan()
        if not planned.jobs or planned.jobs[0].basis == self._tried.get(assignment):
            return planned
        if not (faults := self._faults_of_tests(planned)):
            self._tried[assignment] = planned.jobs[0].basis
            return planned
        planned = plan(*faults)
        if not planned.jobs and not planned.unchanged:
            raise CourseError(next(iter(faults.values()))[0])
        return planned

    def _faults_of_tests(self, plan: AutogradePlan) -> dict[str, list[str]]:
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
