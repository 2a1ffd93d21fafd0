"""A submission, read and packed by the submitter, with the care that a stranger's files need."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import msgspec

from grader.cluster import course_archive
from grader.cluster.messages import File, PackedSubmission
from grader.grading import submission
from grader.grading.jobs import GradedNotebook, Job, JobResult, WorkerReply, invalid_notebook
from grader.limits import Limits
from grader.notebooks.files import Unreadable, read_bytes


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A submission under way, and the verdicts on what is not even sent."""

    job: Job
    parcel: PackedSubmission
    turned_away: dict[str, GradedNotebook]
    at: float
    """When it was packed, by this machine's own clock."""

    def done(self, answer: WorkerReply) -> JobResult:
        """All verdicts, in the order of the notebooks; of each notebook one."""
        if answer.problem:
            return JobResult(job=self.job, graded=[], problem=answer.problem)
        found = {item.verdict.notebook: item for item in answer.graded}
        if sorted(found) != sorted(key.notebook for key in self.parcel.keys):
            return JobResult(
                job=self.job, graded=[], problem="a worker sent other notebooks' verdicts"
            )
        found |= self.turned_away
        return JobResult(job=self.job, graded=[found[key.notebook] for key in self.job.keys])


def pack_submission(job: Job, limits: Limits) -> Sent:
    """Read what was handed in."""
    files: list[File] = []
    turned_away = {}
    for key in job.keys:
        content = submitted(job, key.notebook, limits)
        if isinstance(content, bytes):
            files.append((os.fsencode(f"{key.notebook}.ipynb"), content))
        else:
            turned_away[key.notebook] = invalid_notebook(key, content)
    for name, path in submission.extra_files(Path(job.folder), limits.submission_mb).items():
        with contextlib.suppress(Unreadable):
            files.append((os.fsencode(name), read_bytes(path, limits.submission_mb)))
    return Sent(
        job=job,
        turned_away=turned_away,
        at=time.monotonic(),
        parcel=PackedSubmission(
            assignment=job.assignment,
            keys=[key for key in job.keys if key.notebook not in turned_away],
            files=files,
            data_files={name: course_archive.place_of(job, name) for name in job.data_files},
        ),
    )


def submitted(job: Job, notebook: str, limits: Limits) -> bytes | str:
    """A notebook's file, or why it gets a zero, in the words of a local grading."""
    folder = Path(job.folder)
    path = folder / f"{notebook}.ipynb"
    if folder.is_symlink() or not folder.is_dir():
        return f"{folder.name} is not a folder"
    if not path.exists() and not path.is_symlink():
        return f"{path.name} was not handed in"
    try:
        return read_bytes(path, limits.submission_mb)
    except Unreadable as error:
        return f"{path.name}: {error}"
