"""Gradescope's `results.json`, one per submission.

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

from pathlib import Path
from typing import Final

import msgspec
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets import Enum

from grader.errors import CourseError
from grader.platforms.exports.base import Export
from grader.plugin.class_records import Class
from grader.plugin.names import id_problem
from grader.plugin.sheet import number
from grader.plugin.test_details import Book, CellDetails, Details, SubmissionDetails, Test
from grader.verdict import TestResult

VISIBILITIES: Final = ("hidden", "after_due_date", "after_published", "visible")


class _Test(msgspec.Struct, kw_only=True, omit_defaults=True):
    name: str
    number: str
    score: float | None = None
    max_score: float
    status: str = ""
    output: str = ""
    visibility: str


class _Results(msgspec.Struct, kw_only=True):
    score: float
    execution_time: float
    output: str
    output_format: str = "text"
    test_output_format: str = "text"
    test_name_format: str = "text"
    stdout_visibility: str = "hidden"
    tests: list[_Test]


class GradescopeExport(Export):
    """A folder per assignment and student with its `results.json`, for Gradescope to show.

    A student who submitted nothing has none.
    """

    visible_tests = Enum(
        VISIBILITIES, "visible", help="When students see the tests that are in their notebooks."
    ).tag(config=True)
    hidden_tests = Enum(
        VISIBILITIES, "after_published", help="When students see the results of hidden tests."
    ).tag(config=True)
    target = "gradescope"

    def write(self, gradebook: Gradebook, chosen: Class) -> None:
        """Write one file per submission."""
        details = Details(gradebook, CourseDirectory(config=self.config))
        for assignment in chosen.assignments:
            for submission in details.of(chosen, assignment):
                self._put(assignment.name, submission.student, self._results(submission))
        self.report.problems += details.problems

    def _put(self, assignment: str, student: str, results: _Results) -> None:
        problem = id_problem(student) or ("it contains a backslash" if "\\" in student else "")
        if problem:
            self.report.problems.append(
                f"{student!a} was left out: the id cannot be the name of a folder: {problem}."
            )
            return
        path = Path(self.destination()) / assignment / student / "results.json"
        plain = msgspec.json.format(msgspec.json.encode(results), indent=1)
        try:
            self.save(path, plain.decode() + "\n")
        except CourseError as error:
            self.report.problems.append(str(error))

    def _results(self, submission: SubmissionDetails) -> _Results:
        tests = [
            test
            for place, book in enumerate(submission.notebooks, 1)
            for test in self._tests(book, place)
        ]
        return _Results(
            score=submission.score,
            execution_time=round(sum(book.seconds for book in submission.notebooks), 3),
            output="\n".join(_remarks(submission)),
            tests=tests,
        )

    def _tests(self, book: Book, place: int) -> list[_Test]:
        found: list[_Test] = []
        for cell in book.cells:
            for test in cell.tests:
                found.append(self._test(book, test, f"{place}.{len(found) + 1}"))
            if not cell.tests:
                found.append(self._by_hand(book, cell, f"{place}.{len(found) + 1}"))
        return found

    def _test(self, book: Book, test: Test, place: str) -> _Test:
        return _Test(
            name=f"{book.name}: {test.title}",
            number=place,
            score=None if test.passed is None else test.score,
            max_score=test.max_score,
            status={True: "passed", False: "failed", None: ""}[test.passed],
            output="" if test.passed else "\n".join(_told(test)),
            visibility=self.visible_tests if test.visible else self.hidden_tests,
        )

    def _by_hand(self, book: Book, cell: CellDetails, place: str) -> _Test:
        waits = cell.needs_manual_grade
        said = book.comments.get(cell.name, "")
        return _Test(
            name=f"{book.name}: {cell.name}",
            number=place,
            score=None if waits else cell.score,
            max_score=cell.max_score,
            output="\n".join(
                t for t in ("Still to be graded by hand." if waits else "", said) if t
            ),
            visibility=self.visible_tests,
        )


def _told(test: Test) -> list[str]:
    """Return what a failed test says, as on the student's card."""
    from grader.render.card import result_remarks  # late: it imports NumPy

    return result_remarks(msgspec.convert(test, TestResult, from_attributes=True))


def _remarks(submission: SubmissionDetails) -> list[str]:
    """Return the total, and what it includes besides the tests' points."""
    lines = [f"{number(submission.score)} of {number(submission.max_score)} points."]
    if submission.late_submission_penalty:
        lines.append(
            f"Handed in late: {number(submission.late_submission_penalty)} points less than"
            f" {number(submission.raw_score)}."
        )
    for book in submission.notebooks:
        lines += [f"{book.name}: {book.reason}"] if book.reason else []
        for cell in book.cells:
            where = f"{book.name}, {cell.name}"
            if cell.tests and cell.manual_score is not None:
                lines.append(f"{where}: graded by hand, {number(cell.manual_score)} points.")
            if cell.extra_credit:
                lines.append(f"{where}: {number(cell.extra_credit)} points of extra credit.")
        shown = {cell.name for cell in book.cells if not cell.tests}
        for name, text in book.comments.items():
            lines += [] if name in shown else [f"{book.name}, {name}: {text}"]
    if submission.needs_manual_grade:
        lines.append("A part is still to be graded by hand.")
    return lines
