"""What a feedback page shows of the gradebook, as one digest: scores, comments, penalties."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select

GRADES = (Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade)
COMMENTS = (Comment.auto_comment, Comment.manual_comment)


def marks_digests(
    gradebook: Gradebook, assignment: str, student: str | None = None
) -> dict[tuple[str, str], str]:
    """Return a digest of the marks of each submitted notebook, by student and notebook."""
    rows: dict[tuple[str, str], list[Any]] = defaultdict(list)
    try:
        for kind, columns in ((Grade, GRADES), (Comment, COMMENTS)):
            for who, book, cell, *values in cell_rows(
                gradebook, kind, columns, assignment, student
            ):
                rows[who, book].append([kind.__name__, cell, *values])
        for who, book, penalty in penalties(gradebook, assignment, student):
            rows[who, book].append(["penalty", "", penalty])
    finally:
        gradebook.db.remove()  # leave no transaction open
    return {place: _digest_of_rows(found) for place, found in rows.items()}


def tested_scores(
    gradebook: Gradebook, assignment: str, student: str
) -> dict[tuple[str, str], float | None]:
    """Return the scores by tests of a submission, by notebook and cell; None for marks by hand."""
    try:
        rows = cell_rows(gradebook, Grade, GRADES, assignment, student)
        return {
            (book, cell): (auto or 0.0) if manual is None else None
            for _, book, cell, auto, manual, *_ in rows
        }
    finally:
        gradebook.db.remove()  # leave no transaction open


def _digest_of_rows(rows: Iterable[object]) -> str:
    packed = sorted(msgspec.msgpack.encode(row) for row in rows)
    return hashlib.blake2b(b"".join(packed), digest_size=12).hexdigest()


def cell_rows(
    gradebook: Gradebook, kind: Any, columns: Any, assignment: str, student: str | None = None
) -> Any:
    """Select rows of grades or comments: student, notebook, cell, and these columns."""
    query = select(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, *columns)
    query = query.select_from(kind).join(BaseCell, kind.cell_id == BaseCell.id)
    query = query.join(SubmittedNotebook, kind.notebook_id == SubmittedNotebook.id)
    query = query.order_by(Notebook.name, BaseCell.name)
    return gradebook.db.execute(_of_assignment(query, assignment, student)).all()


def penalties(gradebook: Gradebook, assignment: str, student: str | None = None) -> Any:
    """Select the late penalty of each submitted notebook: student, notebook, points or None."""
    penalty = SubmittedNotebook.late_submission_penalty
    query = select(SubmittedAssignment.student_id, Notebook.name, penalty)
    query = query.select_from(SubmittedNotebook).order_by(Notebook.name)
    return gradebook.db.execute(_of_assignment(query, assignment, student)).all()


def _of_assignment(query: Any, assignment: str, student: str | None) -> Any:
    query = (
        query.join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
    )
    return query if student is None else query.where(SubmittedAssignment.student_id == student)
