"""Which scores a learning platform was sent, in the gradebook's database."""

from __future__ import annotations

from nbgrader.api import Gradebook
from sqlalchemy import ColumnElement, delete, insert, inspect, select

from grader.plugin.grade_records import one_transaction
from grader.plugin.schema import SENT


def sent(gradebook: Gradebook, assignment: str) -> dict[str, str]:
    """Return what was sent of an assignment, by student."""
    if not inspect(gradebook.db.connection()).has_table(SENT.name):
        return {}
    query = select(SENT.c.student, SENT.c.score).where(SENT.c.assignment == assignment)
    return dict(gradebook.db.execute(query).all())


def remove_sent(gradebook: Gradebook, assignment: str, student: str) -> None:
    """Remove the record of what a student was sent: it may no longer be what the platform has."""
    with one_transaction(gradebook):
        gradebook.db.execute(delete(SENT).where(_of(assignment, student)))


def record_sent(gradebook: Gradebook, assignment: str, student: str, score: str) -> None:
    """Record that a score was sent."""
    with one_transaction(gradebook):
        gradebook.db.execute(delete(SENT).where(_of(assignment, student)))
        row = {"assignment": assignment, "student": student, "score": score}
        gradebook.db.execute(insert(SENT).values(row))


def _of(assignment: str, student: str) -> ColumnElement[bool]:
    return (SENT.c.assignment == assignment) & (SENT.c.student == student)
