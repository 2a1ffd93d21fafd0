"""What `run_autograder` does in Gradescope's container: one submission in, results.json out.

Usage: python -P -m grader.platforms.gradescope.running ROOT ASSIGNMENT [--sandbox NAME]

ROOT is /autograder. The submission's files are hostile: they are read where they lie, through the
door, by collecting alone. A student whose file was refused reads why. A fault of the course or of
grader's leaves no results.json, so that nobody gets a score by it: Gradescope then tells the
student that the autograder failed, and the instructor reads why in its output, which is hidden from
students.

For `results.json`, keys, values and defaults follow Gradescope's "Autograder Specifications"
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

import argparse
import itertools
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
from traitlets import Enum
from traitlets.config import Configurable

from grader.errors import CourseError, in_one_line
from grader.grading.course_folder import inside_course
from grader.grading.submission import NOT_HANDED_IN
from grader.notebooks.files import write_whole
from grader.notebooks.tempdirs import temporary_folder
from grader.platforms.collect import names
from grader.platforms.collect.collecting import collect_files
from grader.platforms.collect.downloads import open_downloads
from grader.platforms.collect.senders import EXTENSIONS
from grader.plugin import Course
from grader.plugin.class_records import read_class
from grader.plugin.names import shown_path
from grader.plugin.sheet import number
from grader.plugin.students import Student, enter_students
from grader.plugin.test_details import Book, CellDetails, Details, SubmissionDetails, Test
from grader.render.card import result_remarks
from grader.verdict import TestResult

STUDENT: Final = "student"
"""The id by which the course in the container knows whoever handed in."""

MAX_LISTED: Final = 20
"""Refused files that a student or the instructor is told of."""


def main(arguments: list[str] | None = None) -> int:
    """Grade a submission; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("assignment")
    parser.add_argument("--sandbox", default="auto")
    given = parser.parse_args(arguments)
    results = given.root / "results" / "results.json"
    results.unlink(missing_ok=True)
    with temporary_folder() as made_in:
        course = made_in / "course"
        shutil.copytree(given.root / "source" / "course", course)
        made = grade(course, given.root / "submission", given.assignment, given.sandbox)
        if made is None:
            print("There is no results.json: nobody gets a score from a fault of ours.")
            return 1
        write_whole(results, msgspec.json.format(msgspec.json.encode(made), indent=1))
    return 0


def grade(course: Path, submitted: Path, assignment: str, sandbox: str) -> Results | None:
    """Grade a submission in a course; return its results, or None if there are none."""
    refused = collect_submission(course, submitted.absolute(), assignment)
    (course / "submitted" / STUDENT / assignment).mkdir(parents=True, exist_ok=True)
    walls = ["--unsafe-no-sandbox"] if sandbox == "none" else ["--sandbox", sandbox]
    command = [sys.executable, "-P", "-m", "grader", "-C", str(course), "autograde", assignment]
    command += ["--jobs", "1", *walls]
    # what it prints is for the instructor
    if subprocess.run(command, stderr=subprocess.STDOUT, check=False).returncode:  # noqa: S603 - our own command; no shell
        return None
    with inside_course(course):
        opened = Course(course)
        try:
            found = results_of(opened, assignment, STUDENT)
        except CourseError as error:
            print(error)
            return None
        notebooks = [path.stem for path in opened.notebooks(assignment)]
    found.output = with_refusals(found.output, refused, notebooks)
    return found


def collect_submission(folder: Path, submitted: Path, assignment: str) -> dict[str, str]:
    """Collect a submission, as that of a student; return the refused files with the reasons."""
    with inside_course(folder), open_downloads(submitted) as files:
        course = Course(folder)
        with course.gradebook() as gradebook:
            enter_students(gradebook, [Student(id=STUDENT)])
        taken = [
            msgspec.structs.replace(file, path=f"{STUDENT}/{file.path}")
            for file in files
            if file.path.lower().endswith(EXTENSIONS)
        ]
        report = collect_files(course, taken, assignment=assignment, force=True)
    refused = {}
    for line in report.lines:
        file = line.file.removeprefix(f"{STUDENT}/")
        if line.left:
            refused[file] = line.note
        else:
            print_file(file, f"collected {line.describe()}")
    for file, reason in itertools.islice(refused.items(), MAX_LISTED):
        print_file(file, reason)
    return refused


def with_refusals(output: str, refused: Mapping[str, str], notebooks: Sequence[str]) -> str:
    """Add to a student's results why files were not graded.

    A notebook that was refused was handed in: the reason takes the place of the remark that it was
    not.
    """
    lines, others = output.split("\n"), []
    for file, why in refused.items():
        name, reason = shown_path(file), in_one_line(why)
        notebook, _ = names.notebook(file.rpartition("/")[2], notebooks) or ("", 0)
        stem = notebook.removesuffix(".ipynb")
        missing = f"{stem}: {NOT_HANDED_IN.format(notebook)}"
        if missing in lines:
            lines[lines.index(missing)] = f"{stem}: {name}: {reason}"
        else:
            others.append(f"{name} was not graded: {reason}")
    if more := others[MAX_LISTED:]:
        others[MAX_LISTED:] = [f"{len(more)} more files were not graded."]
    return "\n".join([*lines, *others])


def print_file(path: str, text: str) -> None:
    """Print a line about a file, for the instructor; the terminal may be one of any encoding."""
    line = f"{shown_path(path)}: {in_one_line(text)}"
    print(line.encode("ascii", "backslashreplace").decode())


# results.json ----------------------------------------------------------------------------

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


if __name__ == "__main__":
    sys.exit(main())
