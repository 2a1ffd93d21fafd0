"""All results, test by test, as JSON for further processing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from nbgrader.coursedir import CourseDirectory

from grader.platforms.exports.base import Export
from grader.plugin.class_records import Class
from grader.plugin.roster import Student
from grader.plugin.test_details import Details, SubmissionDetails

RESULTS_VERSION = 1
"""Format version: increased when a key changes its meaning or is removed."""


class _Assignment(msgspec.Struct, frozen=True):
    name: str
    duedate: datetime | None
    max_score: float


class _JsonResults(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    course: str
    assignments: list[_Assignment]
    students: list[Student]
    submissions: list[SubmissionDetails]


class ResultsExport(Export):
    """Assignments, students, and every submission down to its tests.

    Tests have titles, outcomes, points, messages and hints, as in the feedback, and never the
    source of a hidden test. A student who submitted nothing has no submission here. Times are in
    UTC.
    """

    target = "results.json"

    def write(self, gradebook: Any, chosen: Class) -> None:
        """Write the file."""
        folders = CourseDirectory(config=self.config)
        details = Details(gradebook, folders)
        results = _JsonResults(
            version=RESULTS_VERSION,
            course=str(folders.course_id),
            assignments=[_Assignment(a.name, a.duedate, a.max_score) for a in chosen.assignments],
            students=chosen.students,
            submissions=[
                submission
                for assignment in chosen.assignments
                for submission in details.of(chosen, assignment)
            ],
        )
        self.report.problems += details.problems
        plain = msgspec.json.format(msgspec.json.encode(results), indent=1)
        self.save(self.destination(), plain.decode() + "\n")
