"""Which scores the platform does not have yet, and the sending of them."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from nbgrader.api import Gradebook
from sqlalchemy import delete, insert, inspect, select

from grader.errors import CourseError, UsageError
from grader.platforms.passback.platform import GO_ON, AnswerLost, ScoreRefused
from grader.platforms.passback.settings import PassbackSettings
from grader.plugin import Course
from grader.plugin.class_records import Class, read_class
from grader.plugin.grade_records import SENT, one_transaction
from grader.plugin.settings import CONFIG_FILE
from grader.workflows.locks import SubmissionLocks

Send = Callable[[str, dict[str, Any]], None]

LOCK: Final = "grader passback"
"""Name of the lock of a run; no submission is called so."""

MAX_LOST: Final = 3
"""Answers that are lost one after the other until the run ends."""


class ScoreToSend(msgspec.Struct, frozen=True, kw_only=True):
    """A score that the platform does not have."""

    assignment: str
    student: str
    line_item: str
    score: dict[str, Any]
    """As the specification has it, without the time."""

    @property
    def digest(self) -> str:
        """Return what tells whether the platform has it."""
        return msgspec.json.encode([self.line_item, self.score], order="sorted").decode()

    @property
    def place(self) -> str:
        """Return whose score of what it is."""
        return f"{self.student}, {self.assignment}"

    def __str__(self) -> str:
        waits = ", a part waits for a mark by hand" * (self.score["gradingProgress"] != FULLY)
        given, most = self.score["scoreGiven"], self.score["scoreMaximum"]
        return f"{self.place}: {given:g} of {most:g}{waits}"


FULLY = "FullyGraded"


class PassbackPlan(msgspec.Struct):
    """What to send, how many scores the platform has already, and what can't be sent."""

    scores: list[ScoreToSend] = []
    unchanged: int = 0
    problems: list[str] = []


def plan_passback(
    course: Course,
    settings: PassbackSettings,
    assignments: Sequence[str],
    students: Sequence[str],
    *,
    again: bool,
) -> PassbackPlan:
    """Find the scores to send: those that changed since they were sent, or all (`again`)."""
    plan = PassbackPlan()
    for name in assignments:
        if name not in settings.line_items:
            raise UsageError(
                f"{CONFIG_FILE} names no line item of {name}: c.Passback.line_items ="
                f" {{{name!r}: 'https://…'}}"
            )
    with course.gradebook() as gradebook:
        chosen, problems = read_class(gradebook, assignments, students)
        plan.problems += problems
        sent = _sent(gradebook)
        for found in _scores(chosen, settings, plan.problems):
            if not again and sent.get((found.assignment, found.student)) == found.digest:
                plan.unchanged += 1
            else:
                plan.scores.append(found)
    return plan


@contextlib.contextmanager
def the_only_passback(root: Path) -> Iterator[None]:
    """Hold the lock of a course's passback; raise a CourseError if another process holds it.

    Between its plan and its last record no other run may send: the older score could come last.
    """
    with SubmissionLocks(root) as locks:
        if not locks.try_acquire(LOCK):
            raise CourseError(
                "Another `grader passback` runs on this course; when it has ended, run the same"
                " command again."
            )
        yield


def send(course: Course, scores: Sequence[ScoreToSend], send_score: Send) -> Iterator[str]:
    """Send scores, and record each at once; yield why one was not taken, and send the others.

    What was recorded before does not count once a score is under way: the platform may take it
    though its answer is an error or is lost.
    """
    lost = 0
    with course.gradebook() as gradebook:
        for one in scores:
            _record(gradebook, one, sent=False)
            now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
            try:
                send_score(one.line_item, {**one.score, "timestamp": now})
            except ScoreRefused as refusal:
                lost = 0
                yield f"{one.place}: the platform refused the score: {refusal}"
            except AnswerLost as error:
                lost += 1
                if lost == MAX_LOST:
                    raise CourseError(f"{error}. {GO_ON}") from error
                yield f"{one.place}: {error}. The next run sends this score again."
            else:
                lost = 0
                _record(gradebook, one, sent=True)


def _sent(gradebook: Gradebook) -> dict[tuple[str, str], str]:
    """Return the scores that the platform was sent, by assignment and student."""
    if not inspect(gradebook.db.connection()).has_table(SENT.name):
        return {}
    rows = gradebook.db.execute(select(SENT.c.assignment, SENT.c.student, SENT.c.score))
    return {(assignment, student): score for assignment, student, score in rows}


def _record(gradebook: Gradebook, one: ScoreToSend, *, sent: bool) -> None:
    """Record that the platform has a score, or that what it has is not known."""
    row = {"assignment": one.assignment, "student": one.student, "score": one.digest}
    same = (SENT.c.assignment == one.assignment) & (SENT.c.student == one.student)
    with one_transaction(gradebook):
        gradebook.db.execute(delete(SENT).where(same))
        if sent:
            gradebook.db.execute(insert(SENT).values(row))


def _scores(
    chosen: Class, settings: PassbackSettings, problems: list[str]
) -> Iterator[ScoreToSend]:
    for assignment in chosen.assignments:
        if assignment.max_score <= 0:
            problems.append(f"{assignment.name} has no points that could be sent.")
            continue
        for student in chosen.students:
            grade = chosen.grades.get((assignment.name, student.id))
            if grade is None:
                continue
            if not student.lms_user_id:
                problems.append(
                    f"{student.called} has no lms_user_id, by which the platform knows students, so"
                    f" no score of {assignment.name} was sent. Enter it: grader roster FILE"
                )
                continue
            score = {
                "userId": student.lms_user_id,
                "scoreGiven": round(grade.score, 6),
                "scoreMaximum": assignment.max_score,
                "activityProgress": "Completed",
                "gradingProgress": "PendingManual" if grade.waits else FULLY,
            }
            yield ScoreToSend(
                assignment=assignment.name,
                student=student.id,
                line_item=settings.line_items[assignment.name],
                score=score,
            )
