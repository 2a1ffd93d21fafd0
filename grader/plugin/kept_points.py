"""Assignments whose points are never lowered, as `grader autograde --never-lower` promises.

The promise is kept in the gradebook, beside the points: so it holds for whatever grades later, also
after an interruption, until it is lifted.
"""

from __future__ import annotations

from collections.abc import Collection

from nbgrader.api import Gradebook
from sqlalchemy import delete, insert, select

from grader.plugin.own_tables import KEPT, has_table


def kept_assignments(gradebook: Gradebook) -> set[str]:
    """Return the names of the assignments whose points are never lowered."""
    if not has_table(gradebook, KEPT):
        return set()
    return {*gradebook.db.execute(select(KEPT.c.assignment)).scalars()}


def promise(gradebook: Gradebook, assignments: Collection[str], *, kept: bool) -> None:
    """Promise that points of assignments are never lowered, or lift that; in a transaction."""
    gradebook.db.execute(delete(KEPT).where(KEPT.c.assignment.in_(assignments)))
    if kept and assignments:
        rows = [{"assignment": name} for name in assignments]
        gradebook.db.execute(insert(KEPT).values(rows))


def larger(earlier: float | None, score: float | None) -> float | None:
    """Return the points that a cell keeps: the larger of two, of which one may be missing."""
    return max((points for points in (earlier, score) if points is not None), default=None)
