"""Our own tables and indexes in the gradebook's database."""

from __future__ import annotations

from typing import Final
from weakref import WeakSet

from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Index,
    MetaData,
    String,
    Table,
    Text,
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


def create_tables(connection: Connection) -> None:
    """Create what is missing in the database, which another program may have made."""
    GRADED.create(connection, checkfirst=True)
    EXTENSIONS.create(connection, checkfirst=True)
    SENT.create(connection, checkfirst=True)
    if connection.engine not in _indexed:
        for index in INDEXES:
            index.create(connection, checkfirst=True)
        _indexed.add(connection.engine)
