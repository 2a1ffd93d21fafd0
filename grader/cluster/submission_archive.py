"""Packing of a submission by the submitter, with the care that untrusted files need."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from grader.cluster import course_archive
from grader.cluster.messages import File, PackedSubmission
from grader.grading import submission
from grader.grading.jobs import (
    NOT_HANDED_IN,
    GradedNotebook,
    Job,
    JobResult,
    WorkerReply,
    invalid_notebook,
)
from grader.limits import Limits
from grader.notebooks.files import Unreadable, read_bytes


class SentSubmission(msgspec.Struct, frozen=True, kw_only=True):
    """A packed submission, and the verdicts on notebooks that are not sent at all."""

    job: Job
    packed: PackedSubmission
    rejected: dict[str, GradedNotebook]

    def result(self, reply: WorkerReply) -> JobResult:
        """Combine all verdicts, one per notebook, in the order of the job's notebooks."""
        if reply.problem:
            return JobResult(job=self.job, graded=[], problem=reply.problem)
        found = {item.verdict.notebook: item for item in reply.graded}
        if sorted(found) != sorted(key.notebook for key in self.packed.keys):
            return JobResult(
                job=self.job, graded=[], problem="a worker sent verdicts for other notebooks"
            )
        found |= self.rejected
        return JobResult(job=self.job, graded=[found[key.notebook] for key in self.job.keys])


def pack_submission(job: Job, limits: Limits) -> SentSubmission:
    """Read and pack the files of a submission."""
    files: list[File] = []
    rejected = {}
    for key in job.keys:
        content = read_notebook(job, key.notebook, limits)
        if isinstance(content, bytes):
            files.append((os.fsencode(f"{key.notebook}.ipynb"), content))
        else:
            rejected[key.notebook] = invalid_notebook(key, content)
    packed = {name for name, _ in files}
    for name, path in submission.extra_files(Path(job.folder), limits.submission_mb).items():
        if os.fsencode(name) in packed:
            continue
        with contextlib.suppress(Unreadable):
            files.append((os.fsencode(name), read_bytes(path, limits.submission_mb)))
    return SentSubmission(
        job=job,
        rejected=rejected,
        packed=PackedSubmission(
            assignment=job.assignment,
            keys=[key for key in job.keys if key.notebook not in rejected],
            files=files,
            data_files={name: course_archive.data_path(job, name) for name in job.data_files},
        ),
    )


def read_notebook(job: Job, notebook: str, limits: Limits) -> bytes | str:
    """Read a notebook's file, or return why it gets zero, in the words of local grading."""
    folder = Path(job.folder)
    path = folder / f"{notebook}.ipynb"
    if folder.is_symlink() or not folder.is_dir():
        return f"{folder.name} is not a folder"
    if not path.exists() and not path.is_symlink():
        return NOT_HANDED_IN.format(path.name)
    try:
        return read_bytes(path, limits.submission_mb)
    except Unreadable as error:
        return f"{path.name}: {error}"
