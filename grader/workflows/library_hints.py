"""Which libraries a course's own notebooks use, so that they are loaded before submissions come."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from grader.errors import GraderError
from grader.grading.used_libraries import mentioned_modules
from grader.notebooks import ipynb
from grader.plugin.course import Course


def modules_used(course: Course, assignments: Iterable[str]) -> list[str]:
    """Return the modules that the instructor's notebooks mention, tests left out."""
    found: dict[str, None] = {}
    for name in assignments:
        for path in course.notebooks(name):
            with contextlib.suppress(GraderError):  # what was handed in can be graded all the same
                cells = ipynb.read_source(path)["cells"]
                found |= dict.fromkeys(mentioned_modules(ipynb.code_outside_tests(cells)))
    return list(found)
