"""What it takes to write a verdict into gradebooks of growing size.

Each submission that is timed goes through `grade_records.record`, as in a batch. Between the sizes
the gradebook is filled with copies of the rows which such a submission left.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import Table, insert, select
from traitlets.config import Config

from grader.grading.jobs import GradedNotebook
from grader.plugin import grade_records
from grader.plugin.own_tables import GRADED

MODEL: Final = "model"
ROWS: Final = 500
"""Submissions that are copied at once."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a transaction took in a gradebook of that many submissions."""

    submissions: int
    seconds: list[float]
    cpu_seconds: float
    """Of this process, a submission; the server's own come beside."""


class Gauge(msgspec.Struct, frozen=True, kw_only=True):
    """A gradebook and what is written into it."""

    gradebook: Gradebook
    config: Config
    assignment: str
    graded: list[GradedNotebook]

    def write(self, student: str) -> float:
        """Write a submission; the seconds that it took."""
        started = time.perf_counter()
        grade_records.record(
            self.gradebook, self.config, student, self.assignment, self.graded, None, "0" * 64
        )
        return time.perf_counter() - started

    def grown(self, sizes: Sequence[int], samples: int) -> Iterator[Written]:
        """Time some submissions at each size."""
        self.write(MODEL)
        present = 1
        for size in sizes:
            self.fill(size - present)
            self.write(f"first-at-{size}")  # a connection's own start is on no submission
            before = time.process_time()
            seconds = [self.write(f"timed-{size}-{n}") for n in range(samples)]
            cpu = (time.process_time() - before) / samples
            present = size + samples + 1
            yield Written(submissions=size, seconds=seconds, cpu_seconds=cpu)

    def fill(self, count: int) -> None:
        """Add that many copies of the model's rows."""
        with self.gradebook.engine.begin() as connection:
            rows = model_rows(connection)
            while count > 0:
                some = min(count, ROWS)
                copies = [copied(rows) for _ in range(some)]
                for table in rows:
                    several = [row for copy in copies for row in copy[table]]
                    if several:
                        connection.execute(insert(table), several)
                count -= some


Rows = dict[Table, list[dict[str, Any]]]


def model_rows(connection: Any) -> Rows:
    """All rows of the model's, in the order of their tables' references."""
    student = api.Student.__table__
    submission, notebook = api.SubmittedAssignment.__table__, api.SubmittedNotebook.__table__
    grade, comment = api.Grade.__table__, api.Comment.__table__
    found: Rows = {student: _where(connection, student, student.c.id, [MODEL])}
    found[submission] = _where(connection, submission, submission.c.student_id, [MODEL])
    numbers = [row["id"] for row in found[submission]]
    found[notebook] = _where(connection, notebook, notebook.c.assignment_id, numbers)
    notebooks = [row["id"] for row in found[notebook]]
    for table in (grade, comment):
        found[table] = _where(connection, table, table.c.notebook_id, notebooks)
    found[GRADED] = _where(connection, GRADED, GRADED.c.submission_id, numbers)
    return found


def _where(connection: Any, table: Table, column: Any, values: list[str]) -> list[dict[str, Any]]:
    query = select(table).where(column.in_(values))
    return [dict(row) for row in connection.execute(query).mappings()]


def copied(rows: Rows) -> Rows:
    """The same rows of another student's, with other numbers."""
    fresh: dict[Any, str] = {}
    student = f"copy-{uuid.uuid4().hex}"
    copies: Rows = {}
    for table, several in rows.items():
        copies[table] = []
        for row in several:
            if "id" in row and row["id"] != MODEL:
                fresh[row["id"]] = uuid.uuid4().hex
            renamed = {MODEL: student} | fresh
            copies[table].append({k: renamed.get(v, v) for k, v in row.items()})
    return copies
