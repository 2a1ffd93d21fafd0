"""Our own tables and indexes in the gradebook's database."""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakSet

from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Engine,
    Identity,
    Index,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
)

GRADED: Final = Table(
    "grader_submission",
    MetaData(),
    Column("submission_id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
)
"""The digest from which each submission was graded.

It is written in the same transaction as the grades, so that both are there or neither is.
"""

EXTENSIONS: Final = Table(
    "grader_extension",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("until", DateTime, nullable=False),
)
"""Until when, in UTC, a student may hand in an assignment, also before they have."""

SENT: Final = Table(
    "grader_passback",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("score", Text, nullable=False),
)
"""The score of each student that a learning platform was sent last."""

QUEUE: Final = Table(
    "grader_queue",
    MetaData(),
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("engine", String(128), nullable=False),
    Column("course", String(64), nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("lease", Interval, nullable=False),
    Column("put_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("grader", String(128)),
    Column("taken_until", DateTime(timezone=True)),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("reply", LargeBinary),
)
"""Submissions that wait for a grader on any machine; see `grader.cluster`. PostgreSQL only.

A grader holds a row until `taken_until`, which it puts off while it lives. The row is deleted in
the transaction that writes the scores.
"""

QUEUED_COURSES: Final = Table(
    "grader_queue_course",
    MetaData(),
    Column("key", String(64), primary_key=True),
    Column("message", LargeBinary, nullable=False),
    Column("put_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
"""The courses that rows of the queue are graded by: what tests import, and the limits."""

INDEXES: Final = (
    Index("grader_grade_notebook", Grade.notebook_id),
    Index("grader_comment_notebook", Comment.notebook_id),
    Index("grader_submitted_notebook_assignment", SubmittedNotebook.assignment_id),
    Index("grader_submitted_assignment_student", SubmittedAssignment.student_id),
)
"""Indexes for nbgrader's lookups of a notebook's grades and the like.

Without them nbgrader searches those of the whole course, which takes longer with each submission.
"""

_indexed: Final = WeakSet[Engine]()


def create_tables(connection: Any) -> None:
    """Create what is missing in the database, which another program may have made."""
    GRADED.create(connection, checkfirst=True)
    EXTENSIONS.create(connection, checkfirst=True)
    SENT.create(connection, checkfirst=True)
    if connection.engine not in _indexed:
        for index in INDEXES:
            index.create(connection, checkfirst=True)
        _indexed.add(connection.engine)
