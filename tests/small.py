"""Submissions of one cell, for tests of how a batch is graded."""

from __future__ import annotations

from pathlib import Path

from grader.grading import pool
from grader.grading.jobs import Job, JobResult
from grader.limits import Limits
from grader.notebooks.ipynb import Key, KeyCell, dumps
from tests import warm

FINE = "def answer():\n    return 1.0"
FATAL = "def answer():\n    return 4.0"
"""An answer that brings down the process which runs the tests, where these say so."""


def job(folder: Path, student: str, code: str, tests: str) -> Job:
    """A student's submission, in a folder, to be graded by these tests for 4 points."""
    named = {"nbgrader": {"grade_id": "test_answer"}}
    cells = [
        {"cell_type": "code", "source": code, "metadata": {}, "id": "a"},
        {"cell_type": "code", "source": "", "metadata": named, "id": "b"},
    ]
    path = folder / student / "one.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    cell = KeyCell(
        name="test_answer", cell_type="code", source=tests, locked=True, grade=True, points=4.0
    )
    key = Key(notebook="one", cells=[cell])
    return Job(
        student=student,
        assignment="a",
        base=str(folder),
        folder=student,
        keys=[key],
        data_files={},
    )


def graded(
    jobs: list[Job], folder: Path, limits: Limits | None = None, *, workers: int = 1
) -> list[JobResult]:
    """What comes of them in a batch."""
    with warm.workers():
        found = pool.grade_batch(
            jobs, root=folder, limits=limits or Limits(), sandbox="auto", workers=workers
        )
        return list(found)
