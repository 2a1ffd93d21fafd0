"""Grading in worker processes on this machine."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from grader.errors import GraderError
from grader.grading.jobs import Job
from grader.grading.used_libraries import mentioned_modules
from grader.notebooks import ipynb
from grader.plugin.course import Course, private_paths
from grader.workflows.autograding import Grade

if TYPE_CHECKING:
    from grader.grading.pool import Pool


class LocalGraders(contextlib.ExitStack):
    """Worker processes on this machine, until the end of a `with` statement.

    Those that tried the tests grade the class, too: a worker takes as long to start as to grade a
    submission. By default there is one per core, if there are so many jobs.
    """

    def __init__(
        self, course: Course, *, workers: int | None = None, sandbox: str = "auto"
    ) -> None:
        super().__init__()
        self._course, self._workers, self._sandbox = course, workers, sandbox
        self._modules: set[str] = set()
        self._pool: Pool | None = None

    def choose(self, jobs: Sequence[Job]) -> Grade:
        """Return a function that grades these jobs, in hosts that have imported their modules."""
        from grader.grading import pool  # not needed when there is nothing to do

        modules = modules_used(self._course, dict.fromkeys(job.assignment for job in jobs))
        if self._pool is None or not self._modules.issuperset(modules):
            self.close()
            workers = self._workers or os.cpu_count() or 1
            made = local_pool(self._course, workers, self._sandbox, modules)
            self._pool = self.enter_context(contextlib.closing(made))
            self._modules = set(modules)
        return functools.partial(pool.grade_all, self._pool)


def local_pool(course: Course, workers: int, sandbox: str, modules: Sequence[str]) -> Pool:
    """Return workers of this machine whose hosts have imported these modules."""
    from grader.grading.pool import Pool

    private = private_paths(course.folders, course.root)
    return Pool(course.root, course.limits, sandbox, workers, private=private, modules=modules)


def modules_used(course: Course, assignments: Iterable[str]) -> list[str]:
    """Return the modules that the instructor's notebooks mention."""
    found: dict[str, None] = {}
    for name in assignments:
        for path in course.notebooks(name):
            with contextlib.suppress(GraderError):  # what was handed in can be graded all the same
                cells = ipynb.read_source(path)["cells"]
                code = (cell["source"] for cell in cells if cell["cell_type"] == "code")
                found |= dict.fromkeys(mentioned_modules(code))
    return list(found)
