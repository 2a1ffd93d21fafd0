"""What a student is told of a grade cell of plain asserts, and what is kept from them."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from grader.grading import pipeline
from grader.notebooks.ipynb import Cell, Key, KeyCell
from grader.sandbox.host_process import Host
from grader.verdict import CellVerdict
from tests import own_course

VISIBLE = """\
print("the mean is", mean([1, 3]))
assert mean([1, 3]) == 2, "the mean of 1 and 3 is 2"
assert mean([4]) == 4"""

OWN_RUNNER = """\
def test_of_two():
    assert mean([1, 3]) == 2, "the mean of 1 and 3 is 2"

def run_tests():
    test_of_two()
    print("all tests passed")

run_tests()"""

SPOKEN = own_course.PLAIN.replace('"a secret word"', '"more than two values"')
FORMATTED = own_course.PLAIN.replace('"a secret word"', "f'{mean([4, 5, 9])} of 4, 5, 9'")


def judged(host: Host, answer: str, tests: str) -> CellVerdict:
    """Return the verdict on an answer."""
    cell = KeyCell(
        name="cell-67244d3850a9f421",
        cell_type="code",
        source=tests,
        locked=True,
        grade=True,
        points=3,
    )
    cells = [Cell(id="a", cell_type="code", source=answer)]
    cells.append(Cell(id="b", cell_type="code", source="", name=cell.name))
    key = Key(notebook="one", cells=[cell])
    [found] = pipeline.grade_cells(cells, key, host, {}).verdict.cells
    return found


def told(host: Host, answer: str, tests: str) -> str:
    """Return what a student is told of a cell."""
    [test] = judged(host, answer, tests).tests
    return f"{test.title}\n{test.message}"


def test_a_failed_assert_is_told_with_its_words_its_line_and_what_was_printed(host: Host) -> None:
    said = told(host, own_course.WRONG, VISIBLE)
    assert "the mean of 1 and 3 is 2" in said
    assert "assert mean([1, 3]) == 2" in said
    assert "the mean is 3" in said
    assert "mean([4])" not in said
    assert "67244d38" not in said


def test_an_error_in_the_students_code_is_told_with_the_line_that_called_it(host: Host) -> None:
    said = told(host, "def mean(values):\n    return values / 0", VISIBLE.split("\n", 1)[1])
    assert "TypeError" in said
    assert "assert mean([1, 3]) == 2" in said


def test_of_a_hidden_assert_only_the_instructors_own_words_are_told(host: Host) -> None:
    nearly = "def mean(values):\n    print('got', values)\n    return 2"
    assert "more than two values" in told(host, nearly, SPOKEN)
    for tests in (SPOKEN, FORMATTED):
        said = told(host, nearly, tests)
        assert "hidden" in said
        assert not any(secret in said for secret in ("4, 5", "== 6", "got"))


@pytest.mark.parametrize(
    "raised", ["ValueError(values)", "AssertionError(str(values))", "AssertionError('hint: 4')"]
)
def test_an_error_in_a_hidden_test_tells_nothing_of_its_arguments(host: Host, raised: str) -> None:
    answer = f"def mean(values):\n    if len(values) > 2:\n        raise {raised}\n    return 2"
    said = told(host, answer, SPOKEN)
    assert "hidden" in said
    assert not any(secret in said for secret in ("4", "Error", "more than two"))


@pytest.mark.parametrize("value", ["float('nan')", "-1", "10", "float('inf')"])
def test_a_value_that_is_no_number_of_points_is_told(host: Host, value: str) -> None:
    cell = judged(host, "", value)
    assert cell.score == 0
    assert "no number of points" in cell.tests[0].message
    assert "from 0 to 3" in cell.tests[0].message


def test_what_counts_as_an_error_only_for_being_on_stderr_is_told(host: Host) -> None:
    said = told(host, "", "import sys\nprint('careful', file=sys.stderr)")
    assert "stderr" in said
    assert "careful" in said


def test_a_cell_that_ends_in_a_runner_of_its_own_is_one_of_plain_asserts(host: Host) -> None:
    assert judged(host, own_course.RIGHT, OWN_RUNNER).score == 3
    wrong = judged(host, own_course.WRONG, OWN_RUNNER)
    assert wrong.score == 0
    assert "the mean of 1 and 3 is 2" in wrong.tests[0].message


def test_a_runner_that_an_earlier_cell_defines_is_the_courses_own(host: Host) -> None:
    define, call = OWN_RUNNER.rsplit("\n", 1)
    assert judged(host, f"{own_course.RIGHT}\n\n{define}", call).score == 3


def test_the_page_shows_the_reason(tmp_path: Path) -> None:
    course = own_course.make(tmp_path, tests=VISIBLE)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "bo", own_course.WRONG)
    assert own_course.run(course, "autograde")[0] == 0
    assert own_course.run(course, "feedback")[0] == 0
    page = (course / "feedback/bo/hw1/stats.html").read_text(encoding="utf-8")
    assert "the mean of 1 and 3 is 2" in page
    assert "the mean is 3" in page


HALF = "1 if mean([1, 3]) == 2 else 0.5"


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the page of a wrong answer says of each cell; three of them are under one heading."""
    course = own_course.make(tmp_path_factory.mktemp("plain"), config=own_course.CONFIGURED)
    heading: dict[str, Any] = {
        "cell_type": "markdown",
        "id": "h",
        "metadata": {},
        "source": "## Übung 1",
    }
    marks: dict[str, Any] = {"grade": True, "locked": True, "points": 1}
    cells = [
        heading,
        own_course.cell("mean", own_course.SOLUTION, solution=True),
        own_course.cell("half", HALF, **marks),
        own_course.cell("cell-67244d3850a9f421", VISIBLE, **marks),
        own_course.cell("cell-77244d3850a9f421", own_course.PLAIN, **marks),
        {**heading, "id": "h2", "source": "## Übung 2"},
        own_course.cell("tf", "assert mean([4]) == 4", **marks),
    ]
    own_course.write(own_course.source_of(course), cells)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "bo", own_course.WRONG)
    for command in (["autograde", "--trust-tests"], ["feedback"]):
        status, said = own_course.run(course, *command)
        assert status == 0, said
    page = (course / "feedback/bo/hw1/stats.html").read_text(encoding="utf-8")
    entries = re.findall(r"<li>(.*?)</li>", page.partition("<ol>")[2], re.DOTALL)
    cards = re.findall(r"<strong>[^<]*tests passed.*?(?=<div class)", page, re.DOTALL)
    return [plain(text) for text in entries + cards]


def plain(html: str) -> str:
    """Return a page's text on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_part_of_a_cells_points_is_told_as_part(overview: list[str]) -> None:
    [half, *_], [card] = overview, [text for text in overview if "This cell gives" in text][1:]
    assert half.startswith("0.5 / 1 ◐")
    assert card.startswith("0 of 1 tests passed, 1 in part. · 0.5 of 1 points")
    assert "◐ half · 0.5 of 1 points This cell gives 0.5 of 1 points." in card
    assert "failed" not in card


def test_cells_under_one_heading_are_told_apart(overview: list[str]) -> None:
    titles = ["Übung 1: half", "Übung 1 (2)", "Übung 1 (3)", "Übung 2"]
    for entry, title in zip(overview, titles, strict=False):
        assert re.search(rf"[✓◐✗] {re.escape(title)}(?![:(])", entry), entry


def test_the_overview_tells_what_does_not_hold_and_not_the_name_of_a_cell(
    overview: list[str],
) -> None:
    assert "Look next at" not in " ".join(overview[:4])
    assert overview[1].endswith("Übung 1 (2) the mean of 1 and 3 is 2")
    assert overview[2].endswith("Übung 1 (3) An assertion does not hold.")
