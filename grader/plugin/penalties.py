"""Late penalties of what is graded already, by today's due dates and policy: no code runs again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec
from nbgrader.api import Gradebook, MissingEntry
from traitlets.config import Config

from grader.plugin import due_dates
from grader.plugin.grade_records import one_transaction


class PenaltyChange(msgspec.Struct, frozen=True):
    """The penalty of a submission, in points, before and after."""

    student: str
    before: float
    after: float


def refresh_penalties(
    gradebook: Gradebook, config: Config, assignment: str, students: Collection[str] = ()
) -> list[PenaltyChange]:
    """Apply the course's late policy again to an assignment; return what changed."""
    from grader.plugin import scoring  # late: it imports nbconvert, which is slow

    changes = []
    with one_transaction(gradebook):
        try:
            submissions = gradebook.find_assignment(assignment).submissions
        except MissingEntry:
            return []
        for submission in submissions:
            student = submission.student_id
            before = _penalty(submission)
            due_dates.apply_extension(gradebook, submission)
            wanted = not students or student in students
            if not wanted or not (before or submission.total_seconds_late > 0):
                continue
            scoring.penalize(config, gradebook, submission, student)
            if (after := _penalty(submission)) != before:
                changes.append(PenaltyChange(student, before, after))
    return changes


def _penalty(submission: Any) -> float:
    return sum(book.late_submission_penalty or 0.0 for book in submission.notebooks)
