"""Plans, locks and records single submissions, as `grader autograde` does a class."""

from __future__ import annotations

from collections.abc import Callable

from nbgrader.api import Gradebook

from grader.errors import CourseError, GraderError
from grader.grading.jobs import Job, JobResult
from grader.notebooks.door import Door
from grader.plugin import Course, group_work
from grader.plugin.gradebook_address import gradebook_errors
from grader.service.watch.fair_queue import Place
from grader.workflows import course_trial
from grader.workflows.autograding import AutogradePlan, Grade, JobQueue
from grader.workflows.locks import SubmissionLocks


class LockedElsewhere(GraderError):
    """Another grader has locked the submission."""


class Claims:
    """The submissions that this service has locked.

    `grade` tries tests that are new. `say_once` is told what the instructor should know of them.
    """

    def __init__(
        self,
        course: Course,
        gradebook: Gradebook,
        locks: SubmissionLocks,
        grade: Grade,
        say_once: Callable[[str], None],
    ) -> None:
        self._course, self._grade, self._say_once = course, grade, say_once
        self._queue = JobQueue(course, gradebook, locks)
        self._known: dict[str, str] = {}
        """The digest of each assignment whose tests stood the trial."""

    def claim(self, place: Place) -> Job | None:
        """Plan and lock a submission; return None if it is graded or no longer there.

        Raise a GraderError that says why it can't be graded.
        """
        if not self._is_there(*place):
            return None
        with gradebook_errors(self._course.folders.db_url):
            locked: list[Job] = []
            job = next(self._queue.claim_next(self._plan(*place).jobs, locked), None)
            list(self._queue.graded_elsewhere())
        if locked:
            raise LockedElsewhere("another grader has locked it")
        return job

    def _is_there(self, student: str, assignment: str) -> bool:
        """Return whether a student, or another one of the group, handed in."""
        where = self._course.hand_in(student, assignment)
        with Door(where.base) as door:
            if door.find(where.folder) is not None:
                return True
        gradebook = self._queue.gradebook
        return student in group_work.submitters_of(self._course, gradebook, assignment)

    def places_of(self, place: Place) -> list[Place]:
        """Return the submissions that a student's files are: those of the whole group."""
        with gradebook_errors(self._course.folders.db_url):
            students = group_work.with_group(self._queue.gradebook, place[0])
        return [(student, place[1]) for student in students]

    def record(self, result: JobResult) -> JobResult:
        """Record the verdict of a claimed submission; raise a GraderError if that can't be done."""
        with gradebook_errors(self._course.folders.db_url):
            done = self._queue.record(result)
        if done.problem:
            raise GraderError(done.problem)
        return done

    def _plan(self, student: str, assignment: str) -> AutogradePlan:
        """Plan one submission; leave out notebooks whose tests are faulty, and say so."""

        def announce(_: int) -> None:
            self._say_once(f"{assignment}: its tests are new and are tried first.")

        plan, tried = course_trial.plan_gradable(
            *(self._course, [assignment], [student]),
            lambda _: self._grade,
            announce,
            known=self._known,
        )
        for note in tried.notes:
            self._say_once(note)
        for notebook, sentences in tried.faults.items():
            why = " ".join(sentences)
            self._say_once(f"{notebook} is not graded, and earlier scores stay: {why}")
        if plan.problems:
            raise CourseError(plan.problems[0])
        if tried.faults and not plan.jobs and not plan.unchanged:
            raise CourseError(next(iter(tried.faults.values()))[0])
        return plan
