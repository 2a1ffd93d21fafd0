"""A submission to be graded, and what came of it: plain records that go to workers and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from grader import verdict
from grader.grading import submission
from grader.limits import Limits
from grader.notebooks.ipynb import Cell, Key, assemble, plain
from grader.verdict import NotebookVerdict


class GradedNotebook(msgspec.Struct, kw_only=True):
    """What grading one notebook gives."""

    verdict: NotebookVerdict
    notebook: dict[str, Any]


def invalid_notebook(key: Key, reason: str) -> GradedNotebook:
    """A zero for every autograded cell, with its reason; nothing of the student's is kept."""
    cells = [verdict.zero(cell.name, cell.points, reason) for cell in key.autograded()]
    said = f"This notebook could not be graded: {plain(reason)}."
    note = Cell(id="reason", cell_type="markdown", source=said)
    return GradedNotebook(
        verdict=NotebookVerdict(notebook=key.notebook, cells=cells, reason=reason),
        notebook=assemble([note], key.kernelspec),
    )


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One student's submission of one assignment."""

    student: str
    assignment: str
    folder: str
    keys: list[Key]
    data_files: dict[str, str]
    basis: str = ""
    """A fingerprint of all that is the same for everyone, see `submission.assignment_digest`."""


class JobResult(msgspec.Struct, frozen=True, kw_only=True):
    """A graded submission, or why it could not be graded."""

    job: Job
    graded: list[GradedNotebook]
    problem: str = ""
    elsewhere: bool = False
    """Whether another grader graded it meanwhile."""


class WorkerReply(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker says of its job."""

    graded: list[GradedNotebook] = []
    problem: str = ""


def digest_of(job: Job, limits: Limits) -> str:
    """A fingerprint of all that the verdict of a submission depends on."""
    return submission.submission_digest(job.basis, Path(job.folder), job.keys, limits)
