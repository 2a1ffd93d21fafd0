"""Late penalties of what is graded already, by today's due dates and policy: no code runs again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import msgspec
from nbgrader.api import Assignment, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import func, select
from traitlets.config import Config

from grader.plugin import due_dates
from grader.plugin.grade_records import one_transaction


class PenaltyChange(msgspec.Struct, frozen=True):
    """The penalty of a submission, in points, before and after."""

    student: str
    assignment: str
    before: float
    after: float

    def __str__(self) -> str:
        return (
            f"{self.student}, {self.assignment}: late penalty {self.before:g} → {self.after:g}"
            " points"
        )


class LateSubmission(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that came late, and what it costs."""

    student: str
    seconds: float
    penalty: float
    free_days: int = 0
    """How many of its days were free."""


def refresh_penalties(
    gradebook: Gradebook,
    config: Config,
    assignments: Sequence[str],
    students: Collection[str] = (),
    *,
    late_only: bool = False,
) -> list[PenaltyChange]:
    """Apply the course's late policy again to some assignments; return what changed.

    Where free days are shared by assignments, it is applied to all of them. With `late_only`, a
    penalty that somebody wrote beside the policy stays.
    """
    places = _late_places(gradebook, students, late_only=late_only)
    if not places:
        return []
    from grader.plugin import scoring  # late: it imports nbconvert, which is slow

    if not getattr(scoring.penalty_step(config, gradebook).plugin_inst, "free_days", 0):
        places = [place for place in places if place[0] in assignments]
    with one_transaction(gradebook):
        before = _all_penalties(gradebook)
        for name, student in places:
            submission = gradebook.find_submission(name, student)
            due_dates.apply_extension(gradebook, submission)
            scoring.penalize(config, gradebook, submission, student)
        after = _all_penalties(gradebook)
    return [
        PenaltyChange(student, name, before[name, student], points)
        for (name, student), points in sorted(after.items())
        if abs(points - before[name, student]) > 1e-9
    ]


def late_submissions_of(
    gradebook: Gradebook, config: Config, assignment: str
) -> Iterator[LateSubmission]:
    """Yield the submissions of an assignment that came late, after any time of grace."""
    submissions = gradebook.find_assignment(assignment).submissions
    late = [row for row in submissions if row.total_seconds_late > 0]
    if not late:
        return
    from grader.plugin import scoring  # late: it imports nbconvert, which is slow
    from grader.plugin.late_policy import LatePolicy

    policy = scoring.penalty_step(config, gradebook).plugin_inst
    ours = policy if isinstance(policy, LatePolicy) else None
    for row in late:
        if ours and ours.is_grace(row.total_seconds_late):
            continue
        used = ours.free_days_used(row.student_id) if ours else {}
        yield LateSubmission(
            student=row.student_id,
            seconds=row.total_seconds_late,
            penalty=sum(book.late_submission_penalty or 0.0 for book in row.notebooks),
            free_days=used.get(assignment, 0),
        )


def policy_in_words(gradebook: Gradebook, config: Config) -> str:
    """Return what the course's late policy is."""
    from grader.plugin import scoring
    from grader.plugin.late_policy import LatePolicy

    policy = scoring.penalty_step(config, gradebook).plugin_inst
    return str(policy) if isinstance(policy, LatePolicy) else type(policy).__name__


def _late_places(
    gradebook: Gradebook, students: Collection[str], *, late_only: bool
) -> list[tuple[str, str]]:
    """Return the submissions that came after the due date, or have a penalty."""
    return sorted(
        (name, student)
        for name, student, lost, sent, due in _with_penalties(gradebook)
        if not students or student in students
        if (lost and not late_only) or (sent and due and sent > due)
    )


def _all_penalties(gradebook: Gradebook) -> dict[tuple[str, str], float]:
    return {
        (name, student): float(lost or 0.0)
        for name, student, lost, *_ in _with_penalties(gradebook)
    }


def _with_penalties(gradebook: Gradebook) -> Any:
    query = (
        select(
            Assignment.name,
            SubmittedAssignment.student_id,
            func.sum(SubmittedNotebook.late_submission_penalty),
            SubmittedAssignment.timestamp,
            Assignment.duedate,
        )
        .select_from(SubmittedAssignment)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .group_by(
            SubmittedAssignment.id,
            Assignment.name,
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            Assignment.duedate,
        )
    )
    return gradebook.db.execute(query).all()
