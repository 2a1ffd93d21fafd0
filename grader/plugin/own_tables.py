"""What we keep beside nbgrader's tables in a gradebook: tables of our own, and indexes."""

from __future__ import annotations

from typing import Final
from weakref import WeakSet

from nbgrader.api import Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    inspect,
)

_OURS: Final = MetaData()

GRADED: Final = Table(
    "grader_submission",
    _OURS,
    Column("submission_id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
)
"""The digest from which each submission was graded.

It is written in the same transaction as the grades, so that both are there or neither is.
"""

EXTENSIONS: Final = Table(
    "grader_extension",
    _OURS,
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("until", DateTime, nullable=False),
)
"""Until when, in UTC, a student may hand in an assignment, also before they have."""

RUBRIC_ITEMS: Final = Table(
    "grader_rubric_item",
    _OURS,
    Column("assignment", String(128), primary_key=True),
    Column("notebook", String(128), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("points", Float, nullable=False),
    Column("level", Boolean, nullable=False),
    Column("text", Text, nullable=False),
)
"""The rubric of each question that is marked by hand, item by item."""

HAND_MARKS: Final = Table(
    "grader_hand_mark",
    _OURS,
    Column("assignment", String(128), primary_key=True),
    Column("notebook", String(128), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("look", Integer, primary_key=True, autoincrement=False),
    Column("marker", String(128), nullable=False),
    Column("points", Float, nullable=False),
    Column("items", Text, nullable=False),
    Column("words", Text, nullable=False),
)
"""What each mark by hand was made of: items of the rubric, and words beside them; and who gave it.

The first look is the mark that counts; a second one is kept here alone.
"""

MEMBERSHIPS: Final = Table(
    "grader_membership",
    _OURS,
    Column("student", String(128), primary_key=True),
    Column("section", String(128), nullable=False),
    Column("team", String(128), nullable=False),
)
"""The section of each student, and the group that hands in together; empty for none."""

KEPT: Final = Table(
    "grader_never_lower",
    _OURS,
    Column("assignment", String(128), primary_key=True),
)
"""The assignments whose points are never lowered."""

QUESTIONS: Final = Table(
    "grader_question",
    _OURS,
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("mark", String(16), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", String(1)),
)
"""The questions to each student on their own code, with their keys; and the answers once marked."""

ABOUT_STUDENTS: Final = (EXTENSIONS, HAND_MARKS, MEMBERSHIPS, QUESTIONS)
"""Tables with a column `student`."""

INDEXES: Final = (
    Index("grader_grade_notebook", Grade.notebook_id),
    Index("grader_comment_notebook", Comment.notebook_id),
    Index("grader_submitted_notebook_assignment", SubmittedNotebook.assignment_id),
    Index("grader_submitted_assignment_student", SubmittedAssignment.student_id),
)
"""Indexes for nbgrader's lookups of a notebook's grades and the like.

Without them nbgrader searches those of the whole course, which takes longer with each submission.
"""

_made: Final = WeakSet[Engine]()


def make_tables(connection: Connection) -> None:
    """Create what is missing in the database, which another program may have made."""
    if connection.engine not in _made:
        _OURS.create_all(connection)
        for index in INDEXES:
            index.create(connection, checkfirst=True)


def tables_are_made(engine: Engine) -> None:
    """Note that a transaction that made the tables was committed."""
    _made.add(engine)


def has_table(gradebook: Gradebook, table: Table) -> bool:
    """Return whether a table of ours was made already: reading a gradebook makes none."""
    return bool(inspect(gradebook.db.connection()).has_table(table.name))
