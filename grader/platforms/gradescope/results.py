"""Gradescope's `results.json` of a submission.

Keys, values and defaults follow Gradescope's "Autograder Specifications"
(https://gradescope-autograders.readthedocs.io/en/latest/specs/), "Output format":

- At the top: `score` (overrides the sum of the tests' scores), `execution_time` in seconds,
  `output`, `output_format`, `test_output_format`, `test_name_format`, `visibility`,
  `stdout_visibility`, `extra_data`, `tests`, `leaderboard`.
- In a test: `score`, `max_score`, `status` (`passed` or `failed`), `name`, `name_format`, `number`,
  `output`, `output_format`, `tags`, `visibility`, `extra_data`. Without `score` and `status` it is
  a remark.
- Visibility is `hidden`, `after_due_date`, `after_published` or `visible`. While a test is hidden,
  students do not see their total.

All text has the format `text`, so nothing in it is rendered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from traitlets import Enum
from traitlets.config import Configurable

from grader.errors import CourseError
from grader.plugin import Course
from grader.plugin.class_records import read_class
from grader.plugin.sheet import number
from grader.plugin.test_details import Book, CellDetails, Details, SubmissionDetails, Test
from grader.render.card import result_remarks
from grader.verdict import TestResult

VISIBILITIES: Final = ("hidden", "after_due_date", "after_published", "visible")


class Gradescope(Configurable):
    """What students see at Gradescope."""

    hidden_tests = Enum(
        VISIBILITIES, "after_published", help="When students see the results of hidden tests."
    ).tag(config=True)


class ShownTest(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A test, or a remark."""

    name: str
    number: str
    score: float | None = None
    max_score: float
    status: str = ""
    output: str = ""
    visibility: str


class Results(msgspec.Struct, kw_only=True):
    """The results of a submission."""

    score: float
    execution_time: float
    output: str
    output_format: str = "text"
    test_output_format: str = "text"
    test_name_format: str = "text"
    stdout_visibility: str = "hidden"
    tests: list[ShownTest]


def results_of(course: Course, assignment: str, student: str) -> Results:
    """Return the results of a graded submission; raise a CourseError if there are none."""
    with course.gradebook() as gradebook:
        chosen, problems = read_class(gradebook, [assignment], [student])
        details = Details(gradebook, course.folders)
        found = [one for graded in chosen.assignments for one in details.of(chosen, graded)]
    problems += details.problems
    if problems or not found:
        raise CourseError(" ".join([*problems, f"There is no result of {assignment}."]))
    return _results(found[0], str(Gradescope(config=course.config).hidden_tests))


def _results(submission: SubmissionDetails, hidden: str) -> Results:
    books = submission.notebooks
    reasons = [f"{book.name}: {book.reason}" for book in books if book.reason]
    waits = ["A part is still to be graded by hand."] if submission.needs_manual_grade else []
    points = f"{number(submission.score)} of {number(submission.max_score)} points."
    return Results(
        score=submission.score,
        execution_time=round(sum(book.seconds for book in books), 3),
        output="\n".join([points, *reasons, *waits]),
        tests=[test for place, book in enumerate(books, 1) for test in _tests(book, place, hidden)],
    )


def _tests(book: Book, place: int, hidden: str) -> Iterator[ShownTest]:
    listed: list[CellDetails | Test] = []
    for cell in book.cells:
        listed += cell.tests or [cell]
    for count, item in enumerate(listed, 1):
        shown = ShownTest(
            name=f"{book.name}: {item.title if isinstance(item, Test) else item.name}",
            number=f"{place}.{count}",
            max_score=item.max_score,
            visibility="visible",
        )
        if isinstance(item, CellDetails):
            waits = item.needs_manual_grade
            shown.score = None if waits else item.score
            shown.output = "Still to be graded by hand." if waits else ""
        else:
            shown.score = None if item.passed is None else item.score
            shown.status = {True: "passed", False: "failed", None: ""}[item.passed]
            shown.output = "" if item.passed else "\n".join(_remarks(item))
            shown.visibility = "visible" if item.visible else hidden
        yield shown


def _remarks(test: Test) -> list[str]:
    """Return what a failed test says, as on the student's card."""
    return result_remarks(msgspec.convert(test, TestResult, from_attributes=True))
