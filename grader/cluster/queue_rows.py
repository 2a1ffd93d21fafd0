"""The queue of submissions in the gradebook's PostgreSQL database: each statement is a method.

A row is put by the watching service and taken by a grader on any machine, who holds it for the time
of a lease and renews that while it lives. One whose lease has run out may be taken again. A reply
counts only from the grader who holds the row, and only once. All times are the server's.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Engine, create_engine, delete, func, inspect, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from grader.errors import GraderError, UsageError
from grader.grading.engine import ENGINE
from grader.plugin.schema import QUEUE, QUEUED_COURSES

KEPT: Final = timedelta(days=1)
"""How long a row is kept that nobody asks for any more."""

CONNECT_SECONDS: Final = 10


class TakenRow(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that a grader has taken."""

    id: int
    course: str
    request: bytes


class WaitingRow(msgspec.Struct, frozen=True, kw_only=True):
    """How far a submission is that was put into the queue."""

    id: int
    reply: bytes | None
    attempts: int
    """How often it was taken."""
    held: bool
    """Whether a grader holds it now."""


class QueueRows:
    """The rows of a database's queue."""

    def __init__(self, url: str) -> None:
        self._engine = connect(url)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def create(self) -> None:
        """Create the tables, and remove rows that nobody asked for since long."""
        with self._engine.begin() as connection:
            QUEUE.create(connection, checkfirst=True)
            QUEUED_COURSES.create(connection, checkfirst=True)
            # what earlier versions had
            connection.exec_driver_sql(f"ALTER TABLE {QUEUE.name} DROP COLUMN IF EXISTS alone")
            for table in (QUEUE, QUEUED_COURSES):
                connection.execute(delete(table).where(table.c.put_at < func.now() - KEPT))

    # The service --------------------------------------------------------------------------

    def put_course(self, key: str, message: bytes) -> None:
        """Put a course, for graders that do not have it; one that is used is kept."""
        row = insert(QUEUED_COURSES).values(key=key, message=message)
        kept = row.on_conflict_do_update(
            index_elements=[QUEUED_COURSES.c.key], set_={"put_at": func.now()}
        )
        with self._engine.begin() as connection:
            connection.execute(kept)

    def put(self, key: str, course: str, request: bytes, lease: float) -> int:
        """Put a submission and return its row; one of this key that is there already goes on."""
        row = insert(QUEUE).values(
            key=key,
            engine=ENGINE,
            course=course,
            request=request,
            lease=timedelta(seconds=lease),
        )
        kept = row.on_conflict_do_update(
            index_elements=[QUEUE.c.key], set_={"put_at": func.now(), "course": course}
        )
        with self._engine.begin() as connection:
            return int(connection.execute(kept.returning(QUEUE.c.id)).scalar_one())

    def look(self, ids: Collection[int]) -> list[WaitingRow]:
        """Return how far some rows are. One that is missing was removed."""
        held = func.coalesce(QUEUE.c.taken_until > func.now(), False)
        columns = (QUEUE.c.id, QUEUE.c.reply, QUEUE.c.attempts, held)
        with self._engine.begin() as connection:
            rows = connection.execute(select(*columns).where(QUEUE.c.id.in_(ids)))
            return [WaitingRow(id=i, reply=r, attempts=a, held=h) for i, r, a, h in rows]

    def remove(self, ids: Collection[int], *, untaken_only: bool = False) -> list[int]:
        """Remove rows, or those of them that no grader holds; return which ones."""
        gone = delete(QUEUE).where(QUEUE.c.id.in_(ids))
        if untaken_only:
            gone = gone.where(_free(), QUEUE.c.reply.is_(None))
        with self._engine.begin() as connection:
            return list(connection.execute(gone.returning(QUEUE.c.id)).scalars())

    # The graders --------------------------------------------------------------------------

    def take(self, grader: str) -> TakenRow | None:
        """Take the first row for this engine that nobody holds."""
        first = (
            select(QUEUE.c.id)
            .where(QUEUE.c.engine == ENGINE, QUEUE.c.reply.is_(None), _free())
            .order_by(QUEUE.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        taken = (
            update(QUEUE)
            .where(QUEUE.c.id == first.scalar_subquery())
            .values(
                grader=grader,
                taken_until=func.now() + QUEUE.c.lease,
                attempts=QUEUE.c.attempts + 1,
            )
            .returning(QUEUE.c.id, QUEUE.c.course, QUEUE.c.request)
        )
        with self._engine.begin() as connection:
            row = connection.execute(taken).first()
        if row is None:
            return None
        return TakenRow(id=row.id, course=row.course, request=row.request)

    def exist(self) -> bool:
        """Whether a service has made the queue."""
        return bool(inspect(self._engine).has_table(QUEUE.name))

    def others_wait(self) -> str:
        """Return another version of the engine for which rows wait, or ""."""
        other = select(QUEUE.c.engine).where(QUEUE.c.engine != ENGINE, QUEUE.c.reply.is_(None))
        with self._engine.begin() as connection:
            return connection.execute(other.limit(1)).scalar() or ""

    def renew(self, grader: str) -> None:
        """Put off the end of all leases of a grader."""
        mine = update(QUEUE).where(QUEUE.c.grader == grader, QUEUE.c.reply.is_(None))
        with self._engine.begin() as connection:
            connection.execute(mine.values(taken_until=func.now() + QUEUE.c.lease))

    def answer(self, row: int, grader: str, reply: bytes) -> bool:
        """Write a reply; return whether the grader still held the row."""
        mine = update(QUEUE).where(
            QUEUE.c.id == row, QUEUE.c.grader == grader, QUEUE.c.reply.is_(None)
        )
        with self._engine.begin() as connection:
            return bool(connection.execute(mine.values(reply=reply)).rowcount)

    def course(self, key: str) -> bytes | None:
        """Return a course, if it is there."""
        wanted = select(QUEUED_COURSES.c.message).where(QUEUED_COURSES.c.key == key)
        with self._engine.begin() as connection:
            found: bytes | None = connection.execute(wanted).scalar()
        return found


def _free() -> Any:
    return or_(QUEUE.c.taken_until.is_(None), QUEUE.c.taken_until < func.now())


def connect(url: str) -> Engine:
    """Return an engine for a PostgreSQL database. No sentence holds the address's password."""
    try:
        address = make_url(url)
        if address.get_backend_name() != "postgresql":
            raise UsageError(
                "The queue needs PostgreSQL, and this is an address of"
                f" {address.get_backend_name()}: use postgresql+psycopg://USER@HOST/DATABASE."
            )
        return create_engine(
            address, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_SECONDS}
        )
    except ArgumentError:
        raise UsageError(
            "The queue's address is none: use postgresql+psycopg://USER@HOST/DATABASE."
        ) from None
    except ImportError as error:
        raise GraderError(
            f"The queue needs {error.name}: install the extra postgres of this package."
        ) from error


def reason_of(error: SQLAlchemyError) -> str:
    """Return the first line of what a database says of an error."""
    told = getattr(error, "orig", None) or error
    return (str(told).strip() or type(told).__name__).splitlines()[0]
