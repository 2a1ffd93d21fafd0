"""The late policy that a course sets in `c.LatePolicy`, as nbgrader's plugin for late penalties.

nbgrader asks the plugin for each notebook, and tells it student, score and time. What else a policy
needs (the notebook's maximum, the student's other assignments) is in the gradebook of the step that
asks, the plugin's parent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment
from nbgrader.plugins import LateSubmissionPlugin
from sqlalchemy import select
from traitlets import Enum, Float, Integer

DAY: Final = 86400.0


class LatePolicy(LateSubmissionPlugin):
    """So many percent for each day begun, with free days, a grace, a cap and an end.

    Where nothing is set, it is nbgrader's own policy (`c.LateSubmissionPlugin.penalty_method`).
    """

    percent_a_day = Float(
        0.0, min=0.0, max=100.0, help="Percent to lose for each day late that has begun."
    ).tag(config=True)
    percent_of = Enum(
        ("score", "maximum"),
        "score",
        help="Whether that is of the points that the student has, or of those to be had.",
    ).tag(config=True)
    most_percent = Float(
        100.0, min=0.0, max=100.0, help="The most to lose, in percent, while the policy has no end."
    ).tag(config=True)
    grace_minutes = Float(
        0.0, min=0.0, help="Minutes after the due date that are free; days count from their end."
    ).tag(config=True)
    free_days = Integer(
        0,
        min=0,
        help="Days that each student may be late for nothing, over all assignments together. They"
        " are used up in the order of due dates.",
    ).tag(config=True)
    zero_after_days = Float(
        None,
        allow_none=True,
        min=0.0,
        help="Days late after which nothing counts, free days or not; None for no end.",
    ).tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points that a notebook loses, or None for no penalty."""
        if not self._is_set():
            penalty: float | None = super().late_submission_penalty(
                student_id, score, total_seconds_late
            )
            return penalty
        days = self._days_late(total_seconds_late)
        if not days:
            return None
        if self._is_over(total_seconds_late):
            return score
        paid = days - self.free_days_used(student_id).get(self.parent.assignment_id, 0)
        percent = min(paid * self.percent_a_day, self.most_percent)
        lost: float = round(percent / 100 * self._base(student_id, score), 6)
        return lost

    def free_days_used(self, student: str) -> Mapping[str, int]:
        """Return how many free days a student used, by assignment."""
        if not self.free_days:
            return {}
        left, used = self.free_days, {}
        for submission in late_submissions(self.parent.gradebook, student):
            seconds = submission.total_seconds_late
            days = 0 if self._is_over(seconds) else self._days_late(seconds)
            if spent := min(left, days):
                used[submission.name] = spent
                left -= spent
        return used

    def is_grace(self, seconds: float) -> bool:
        """Return whether so little a delay is free by the grace time."""
        return self._is_set() and seconds <= 60 * self.grace_minutes

    def __str__(self) -> str:
        """Return the policy in words."""
        if not self._is_set():
            method = str(self.penalty_method)
            return {"none": "late submissions lose nothing", "zero": "nothing late counts"}[method]
        parts = []
        if self.percent_a_day:
            parts.append(f"{self.percent_a_day:g} % of the {self.percent_of} for each day begun")
            parts += [f"at most {self.most_percent:g} %"] if self.most_percent < 100 else []
        if self.grace_minutes:
            parts.append(f"after {self.grace_minutes:g} minutes of grace")
        if self.free_days:
            parts.append(f"{self.free_days} free days a student")
        if self.zero_after_days is not None:
            parts.append(f"nothing counts after {self.zero_after_days:g} days")
        return ", ".join(parts)

    def _is_set(self) -> bool:
        return bool(self.percent_a_day) or self.zero_after_days is not None

    def _days_late(self, seconds: float) -> int:
        """Return the days begun after the grace."""
        late: float = seconds - 60 * self.grace_minutes
        return max(0, math.ceil(late / DAY))

    def _is_over(self, seconds: float) -> bool:
        after = self.zero_after_days
        return after is not None and seconds - 60 * self.grace_minutes > after * DAY

    def _base(self, student: str, score: float) -> float:
        """Return the points of which percents are taken."""
        if self.percent_of == "score":
            return score
        step = self.parent
        book = step.gradebook.find_submission_notebook(
            step.notebook_id, step.assignment_id, student
        )
        return float(book.max_score)


def late_submissions(gradebook: Gradebook, student: str) -> list[SubmittedAssignment]:
    """Return a student's late submissions in the order of their assignments' due dates."""
    query = (
        select(SubmittedAssignment)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(SubmittedAssignment.student_id == student, Assignment.duedate.is_not(None))
        .order_by(Assignment.duedate, Assignment.name)
    )
    found = gradebook.db.execute(query).scalars()
    return [submission for submission in found if submission.total_seconds_late > 0]
