"""Packing of a submission by the submitter, with the care that untrusted files need."""

from __future__ import annotations

import os

import msgspec

from grader.cluster import course_archive
from grader.cluster.messages import PackedSubmission
from grader.grading import jobs
from grader.grading.jobs import GradedNotebook, Job, JobResult, WorkerReply, invalid_notebook
from grader.limits import Limits
from grader.notebooks.files import Unreadable


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
    hand_in = jobs.read_job(job, limits)
    rejected = {}
    for key in job.keys:
        try:
            hand_in.notebook(key.notebook)
        except Unreadable as error:
            rejected[key.notebook] = invalid_notebook(key, str(error))
    return SentSubmission(
        job=job,
        rejected=rejected,
        packed=PackedSubmission(
            assignment=job.assignment,
            keys=[key for key in job.keys if key.notebook not in rejected],
            files=[(os.fsencode(name), data) for name, data in hand_in.files.items()],
            data_files={name: course_archive.data_path(job, name) for name in job.data_files},
        ),
    )
