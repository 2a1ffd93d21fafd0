"""Submissions to grade and their results: plain records that go to workers and back."""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

from grader import verdict
from grader.grading import submission
from grader.grading.submission import HandIn
from grader.limits import Limits
from grader.notebooks.ipynb import Cell, Key, assemble, plain
from grader.testing.hard_deadline import TestName
from grader.verdict import NotebookVerdict

HungTests: TypeAlias = tuple[TestName, ...]
"""Tests over which workers hung."""


class GradedNotebook(msgspec.Struct, kw_only=True):
    """A notebook's verdict, and the notebook as it ran."""

    verdict: NotebookVerdict
    notebook: dict[str, Any]


def invalid_notebook(key: Key, reason: str) -> GradedNotebook:
    """Grade a notebook as invalid: zero for every cell, a reason, and none of its contents."""
    cells = [verdict.zero(cell.name, cell.points, reason) for cell in key.autograded()]
    said = f"This notebook could not be graded: {plain(reason)}."
    note = Cell(id="reason", cell_type="markdown", source=said)
    return GradedNotebook(
        verdict=NotebookVerdict(notebook=key.notebook, cells=cells, reason=reason),
        notebook=assemble([note], key.kernelspec),
    )


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One student's submission of one assignment, to be graded."""

    student: str
    assignment: str
    base: str = ""
    """The trusted folder below which everything is the students'."""
    folder: str = ""
    """The submission's folder, by its path below `base`."""
    hand_in: HandIn | None = None
    """Its files, if they were read already. Otherwise the worker reads its folder."""
    keys: list[Key]
    data_files: dict[str, str]
    """The assignment's own files, hidden ones among them, by their paths there."""
    hung: HungTests = ()
    """Tests over which workers hung; they are left out as timed out."""
    assignment_digest: str = ""
    """The digest of what is the same for every student, see `submission.assignment_digest`."""


class JobResult(msgspec.Struct, frozen=True, kw_only=True):
    """A graded submission, or why it could not be graded."""

    job: Job
    graded: list[GradedNotebook]
    problem: str = ""
    reasons: list[str] = []
    """Why it may have other points than when it was graded before."""
    elsewhere: bool = False
    """True if another grader graded it meanwhile."""


class WorkerReply(msgspec.Struct, frozen=True, kw_only=True):
    """A worker's result for its job."""

    graded: list[GradedNotebook] = []
    problem: str = ""


def read_job(job: Job, limits: Limits) -> HandIn:
    """Return what is to be graded, read if need be."""
    if job.hand_in is not None:
        return job.hand_in
    names = [key.notebook for key in job.keys]
    return submission.read_hand_in(job.base, job.folder, names, limits.submission_mb)


def digest_of(job: Job, limits: Limits) -> str:
    """Digest all that the verdict of a submission depends on."""
    return submission.submission_digest(job.assignment_digest, read_job(job, limits))
