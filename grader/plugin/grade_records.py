"""Recording verdicts in nbgrader's gradebook, one transaction per submission."""

from __future__ import annotations

import contextlib
import time
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

from nbgrader.api import (
    Assignment,
    Course,
    Gradebook,
    InvalidEntry,
    MissingEntry,
    SubmittedAssignment,
    app_log,
)
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import OperationalError, SAWarning
from sqlalchemy.orm import Session
from traitlets.config import Config

from grader.errors import CourseError
from grader.grading.jobs import GradedNotebook
from grader.plugin.own_tables import (
    ABOUT_STUDENTS,
    EXTENSIONS,
    GRADED,
    has_table,
    make_tables,
    tables_are_made,
)

T = TypeVar("T")

ATTEMPTS: Final = (1.0, 3.0)
"""Pauses in seconds before a refused transaction is retried.

Another program may hold the database, or its server may be restarting.
"""


def assignment_row(gradebook: Gradebook, name: str) -> Assignment:
    """Return an assignment; raise a CourseError if the gradebook doesn't know it."""
    try:
        return gradebook.find_assignment(name)
    except MissingEntry:
        raise CourseError(
            f"The assignment {name!r} is not in the gradebook. Generate it first: grader generate"
            f" {name}"
        ) from None


def digests(gradebook: Gradebook, assignment: str, student: str | None = None) -> dict[str, str]:
    """Return the digests from which submissions of an assignment were graded, by student."""
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
            if not has_table(gradebook, GRADED):
                return {}
            return dict(gradebook.db.execute(query).all())
        finally:
            gradebook.db.remove()  # leave no transaction open

    return patiently(gradebook, ask)


def forget_graded(gradebook: Gradebook, places: Collection[tuple[str, str]]) -> None:
    """Let submissions, by assignment and student, count as not graded; their scores stay."""

    def write() -> None:
        with one_transaction(gradebook) as session:
            for assignment, student in places:
                found = select(SubmittedAssignment.id).join(
                    Assignment, SubmittedAssignment.assignment_id == Assignment.id
                )
                mine = found.where(
                    Assignment.name == assignment, SubmittedAssignment.student_id == student
                )
                session.execute(delete(GRADED).where(GRADED.c.submission_id.in_(mine)))

    patiently(gradebook, write)


def patiently(gradebook: Gradebook, action: Callable[[], T]) -> T:
    """Run an action, and retry it if the database refused it."""
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
def one_transaction(gradebook: Gradebook) -> Iterator[Session]:
    """Combine nbgrader's many commits into one transaction.

    Its commits only flush until the block ends without an error. Such transactions run one after
    the other, also across several graders.
    """
    session = gradebook.db()
    try:
        session.rollback()
        first = update(Course).values(id=Course.id)  # takes the write lock
        session.execute(first, execution_options={"synchronize_session": False})
        make_tables(session.connection())
        session.commit = session.flush
        with quiet():
            yield session
        del session.commit
        session.commit()
        tables_are_made(gradebook.engine)
    except InvalidEntry as error:  # nbgrader's name for a database error
        raise (error.__context__ or error) from None
    finally:
        session.__dict__.pop("commit", None)
        gradebook.db.remove()  # rolls back, and forgets what it loaded


def open_gradebook(url: str, course_id: str) -> Gradebook:
    """Open a gradebook. It is written to if it doesn't know the course yet."""
    with quiet():
        try:
            return Gradebook(url, course_id)
        except InvalidEntry as error:  # nbgrader's name for a database error
            raise (error.__context__ or error) from None


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Silence SQLAlchemy's warning and nbgrader's tracebacks.

    SQLAlchemy 2.1 warns about how nbgrader builds submissions, although the result is right.
    nbgrader prints tracebacks of database errors, which we report ourselves.
    """
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
    before: Mapping[str, Mapping[str, object]] | None = None,
) -> None:
    """Write all scores, comments, penalties and the digest of a submission, or nothing.

    `before` holds the notebooks as they were graded last: marks by hand stay where nothing changed.
    """

    from grader.plugin import scoring  # late: it imports nbconvert, which is slow

    def write() -> None:
        with one_transaction(gradebook):
            submission = _submission_row(gradebook, student, assignment, submitted_at)
            scoring.write_scores(gradebook, config, submission, graded, before or {})
            scoring.penalize(config, gradebook, submission, student)
            gradebook.db.execute(delete(GRADED).where(GRADED.c.submission_id == submission.id))
            if digest:
                row = {"submission_id": submission.id, "digest": digest}
                gradebook.db.execute(insert(GRADED).values(row))

    patiently(gradebook, write)


def _submission_row(
    gradebook: Gradebook, student: str, assignment: str, submitted_at: datetime | None
) -> SubmittedAssignment:
    gradebook.update_or_create_student(student)
    when = {"timestamp": submitted_at} if submitted_at else {}
    submission = gradebook.update_or_create_submission(assignment, student, **when)
    apply_extension(gradebook, submission)
    return submission


def apply_extension(gradebook: Gradebook, submission: SubmittedAssignment) -> None:
    """Set the extension of a submission if its student was given one by date."""
    query = select(EXTENSIONS.c.until).where(
        EXTENSIONS.c.assignment == submission.name, EXTENSIONS.c.student == submission.student_id
    )
    until = gradebook.db.execute(query).scalar()
    due = submission.assignment.duedate
    if until is not None and due is not None:
        submission.extension = max(until - due, timedelta(0))


def remove_student(gradebook: Gradebook, student: str) -> bool:
    """Remove a student with all grades and comments; return whether there was one."""
    with one_transaction(gradebook):
        for table in ABOUT_STUDENTS:
            gradebook.db.execute(delete(table).where(table.c.student == student))
        try:
            found = gradebook.find_student(student)
        except MissingEntry:
            return False
        for submission in found.submissions:
            gradebook.db.execute(delete(GRADED).where(GRADED.c.submission_id == submission.id))
        gradebook.remove_student(student)
    if gradebook.engine.name == "sqlite":  # it only marks what is deleted as free
        with gradebook.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM"))
    return True
