"""Verdicts into nbgrader's gradebook: one transaction a submission."""

from __future__ import annotations

import contextlib
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from nbgrader.api import Assignment, Course, Gradebook, InvalidEntry, SubmittedAssignment, app_log
from nbgrader.utils import parse_utc
from sqlalchemy import delete, insert, inspect, select, update
from sqlalchemy.exc import OperationalError, SAWarning
from traitlets.config import Config

from grader.grading.jobs import GradedNotebook
from grader.notebooks.files import Unreadable, read_bytes
from grader.plugin import schema
from grader.plugin.schema import GRADED

T = TypeVar("T")

ATTEMPTS: Final = (1.0, 3.0)
"""Pauses before a transaction that the database refused is tried again: another program may hold
it, or its server come back."""


def digests(gradebook: Gradebook, assignment: str, student: str | None = None) -> dict[str, str]:
    """What the submissions of an assignment, or one of them, were graded from, by student."""
    query = (
        select(SubmittedAssignment.student_id, GRADED.c.digest)
        .join(GRADED, GRADED.c.submission_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
    )
    if student is not None:
        query = query.where(SubmittedAssignment.student_id == student)

    def ask() -> dict[str, str]:
        try:
            if not inspect(gradebook.db.connection()).has_table(GRADED.name):
                return {}
            return dict(gradebook.db.execute(query).all())
        finally:
            gradebook.db.remove()  # no transaction stays open

    return _patiently(gradebook, ask)


def _patiently(gradebook: Gradebook, action: Callable[[], T]) -> T:
    """Do it, and do it again if the database could not."""
    for pause in ATTEMPTS:
        try:
            return action()
        except OperationalError as error:
            if "readonly" in str(error):
                raise
            gradebook.engine.dispose()
            time.sleep(pause)
    return action()


@contextlib.contextmanager
def one_transaction(gradebook: Gradebook) -> Iterator[Any]:
    """Make nbgrader's many commits one: they only flush until the block ends well. Such
    transactions come one after the other, also those of several graders at once."""
    session = gradebook.db()
    try:
        session.rollback()
        first = update(Course).values(id=Course.id)  # who writes it goes first, the others wait
        session.execute(first, execution_options={"synchronize_session": False})
        schema.create_tables(session.connection())
        session.commit = session.flush
        with quiet():
            yield session
        del session.commit
        session.commit()
    except InvalidEntry as error:  # what nbgrader makes of an error of the database's
        raise (error.__context__ or error) from None
    finally:
        session.__dict__.pop("commit", None)
        gradebook.db.remove()  # rolls back what was not committed, and remembers nothing


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """nbgrader builds submissions in a way that SQLAlchemy 2.1 warns of, with right results; and it
    prints tracebacks of the database's errors, which we tell ourselves."""
    before = app_log.disabled
    app_log.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            yield
    finally:
        app_log.disabled = before


def record(
    gradebook: Gradebook,
    config: Config,
    student: str,
    assignment: str,
    graded: Sequence[GradedNotebook],
    submitted_at: datetime | None,
    digest: str = "",
) -> None:
    """Write a whole submission's scores, comments, penalties and fingerprint, or nothing."""

    from grader.plugin import scoring  # late: it brings nbconvert along, which takes long

    def write() -> None:
        with one_transaction(gradebook) as session:
            submission = _submission_row(gradebook, student, assignment, submitted_at)
            scoring.write_scores(session, config, submission, graded)
            scoring.penalize(config, gradebook, submission, student)
            gradebook.db.execute(delete(GRADED).where(GRADED.c.submission_id == submission.id))
            if digest:
                row = {"submission_id": submission.id, "digest": digest}
                gradebook.db.execute(insert(GRADED).values(row))

    _patiently(gradebook, write)


def _submission_row(
    gradebook: Gradebook, student: str, assignment: str, submitted_at: datetime | None
) -> Any:
    gradebook.update_or_create_student(student)
    when = {"timestamp": submitted_at} if submitted_at else {}
    return gradebook.update_or_create_submission(assignment, student, **when)


def timestamp(folder: Path) -> datetime | None:
    """When a submission was handed in, if its `timestamp.txt` says so in a way to be understood."""
    try:
        text = read_bytes(folder / "timestamp.txt", 1).decode().strip()
        return parse_utc(text) if 0 < len(text) < 100 else None
    except (Unreadable, UnicodeDecodeError, ValueError, OverflowError):
        return None
