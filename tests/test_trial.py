"""A fault of the tests or of the reference is never a score: they are tried before the class is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from grader.notebooks import ipynb
from tests import courses, own_course

RAISING = "def mean(values):\n    return sum(values) / 0\n"


def edit_key(course: Path, old: str, new: str, *, name: str = "stats") -> None:
    """Change a notebook's tests in source and generate them as stock nbgrader does: unchecked."""
    path = own_course.source_of(course, name)
    nb = ipynb.read_source(path)
    cells = [{**cell, "source": cell["source"].replace(old, new, 1)} for cell in nb["cells"]]
    assert cells != nb["cells"]
    own_course.write(path, cells)
    courses.nbgrader_here(course, "generate_assignment", "hw1", "--force")


def ready(folder: Path, *, tests: str = own_course.TESTS, config: str = "") -> Path:
    """Make a course with a right, a wrong and an untouched submission."""
    course = own_course.make(folder, tests=tests, config=config)
    status, said = own_course.run(course, "generate")
    assert status == 0, said
    own_course.hand_in(course, "ada", own_course.RIGHT)
    own_course.hand_in(course, "bo", own_course.WRONG)
    return course


NAMELESS = """\
class E(Exception):
    pass


def mean(values):
    raise E
"""

REFERENCE_FIRST = own_course.TESTS.replace(
    "mean([4, 5, 9]) == known([4, 5, 9])", "known([4, 5, 9]) == mean([4, 5, 9])"
)


def test_a_fault_that_was_not_tried_is_named_once_and_looks_like_no_test(tmp_path: Path) -> None:
    course = ready(tmp_path, tests=REFERENCE_FIRST)
    (course / "reference.py").write_text(NAMELESS, encoding="utf-8")
    status, said = own_course.run(course, "autograde", "--trust-tests")
    assert status == 1
    _, told = said.split("bo, hw1/stats: `test_mean` has no score: ")
    assert re.findall(r"\bE\b.", told) == ["E)"]
    assert set(own_course.scores(course).values()) == {(None, True)}
    assert own_course.run(course, "feedback")[0] == 0
    page = (course / "feedback/bo/hw1/stats.html").read_text(encoding="utf-8")
    assert "not graded yet" in page
    assert "Look next at" not in page
    assert "The grader." not in page


FAULTS = {
    "a syntax error": ("def test_of_two():", "def test_of_two(:", "SyntaxError"),
    "no run_tests": ("run_tests(points=4)", "", "run_tests"),
    "no such fixture": ("def test_of_two():", "def test_of_two(numbers):", "numbers"),
    "no such module": ("    assert mean([1", "    import no_such\n    assert mean([1", "no_such"),
    "a wrong test": ("mean([1, 3]) == 2", "mean([1, 3]) == 3", "AssertionError"),
    "a test that nobody fails": ("assert mean([1, 3]) == 2", "pass", "test_of_two"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_tests_is_named_and_nobody_has_a_score(tmp_path: Path, fault: str) -> None:
    course = ready(tmp_path)
    old, new, word = FAULTS[fault]
    edit_key(course, old, new)
    status, said = own_course.run(course, "autograde")
    assert status == 1
    assert "source/hw1/stats.ipynb" in said
    assert "`test_mean`" in said
    assert word in said
    assert "--trust-tests" in said
    assert own_course.scores(course) == {}


def test_a_reference_that_raises_costs_nobody_anything_and_the_rest_is_graded(
    tmp_path: Path,
) -> None:
    course = ready(tmp_path)
    other = own_course.notebook(tests=own_course.PLAIN)
    own_course.write(own_course.source_of(course, "other"), other)
    for student in ("ada", "bo"):
        (course / f"submitted/{student}/hw1/stats.ipynb").unlink()
    assert own_course.run(course, "generate")[0] == 0
    for student, answer in (("ada", own_course.RIGHT), ("bo", own_course.WRONG)):
        own_course.hand_in(course, student, answer)
        own_course.hand_in(course, student, answer, "other")
    assert own_course.run(course, "autograde")[0] == 0
    before = own_course.scores(course)
    assert before["ada", "stats"] == (4.0, False)
    assert before["bo", "stats"] == (0.0, False)
    (course / "reference.py").write_text(RAISING, encoding="utf-8")
    status, said = own_course.run(course, "autograde", "--force")
    assert status == 1
    assert "test_as_the_reference (ZeroDivisionError: division by zero)" in said
    assert "2 submissions graded" in said
    assert own_course.scores(course) == before
    again, said = own_course.run(course, "autograde")
    assert (again, "2 submissions are graded and unchanged" in said) == (1, True)
    (course / "reference.py").write_text(own_course.REFERENCE, encoding="utf-8")
    assert own_course.run(course, "autograde")[0] == 0
    assert own_course.scores(course) == before


def test_tests_are_tried_once_as_long_as_nothing_changes(tmp_path: Path) -> None:
    course = ready(tmp_path)
    assert "Trying" in own_course.run(course, "autograde")[1]
    assert "Trying" not in own_course.run(course, "autograde", "--force")[1]
    (course / "reference.py").write_text(own_course.REFERENCE + "\nX = 1\n", encoding="utf-8")
    assert "Trying" in own_course.run(course, "autograde")[1]
    assert sorted(path.name for path in (course / ".grader").iterdir()) == ["lock", "tried.json"]
    (course / ".grader/tried.json").write_text('{"hw1/stats": [', encoding="utf-8")
    status, said = own_course.run(course, "autograde", "--force")
    assert (status, "Trying" in said) == (0, True)


def test_tests_are_trusted_by_request_and_the_report_says_so_loudly(tmp_path: Path) -> None:
    course = ready(tmp_path)
    (course / "reference.py").write_text(RAISING, encoding="utf-8")
    status, said = own_course.run(course, "autograde", "--trust-tests")
    assert status == 0, said
    assert "ZeroDivisionError" in said
    assert own_course.scores(course)["ada", "stats"] == (2.0, False)
    assert own_course.run(course, "report")[0] == 0
    for page in ("report/hw1/index.html", "report/index.html"):
        text = (course / page).read_text(encoding="utf-8")
        assert '<p class="loud" role="note"><strong>Graded by tests that fail' in text
        assert "--trust-tests" in text
    fine = ready(tmp_path / "fine")
    assert own_course.run(fine, "autograde", "--trust-tests")[0] == 0
    assert own_course.run(fine, "report")[0] == 0
    assert "--trust-tests" not in (fine / "report/hw1/index.html").read_text(encoding="utf-8")


def test_plain_asserts_that_the_untouched_notebook_passes_are_no_fault(tmp_path: Path) -> None:
    course = ready(tmp_path, tests="assert True")
    assert own_course.run(course, "autograde")[0] == 0
    assert own_course.scores(course)["bo", "stats"] == (4.0, False)


def test_plain_asserts_that_the_solution_fails_grade_by_nbgraders_rule_and_check_tells(
    tmp_path: Path,
) -> None:
    course = ready(tmp_path, tests="assert mean([1, 3]) == 7, 'not seven'")
    assert own_course.run(course, "autograde")[0] == 0
    assert own_course.scores(course)["ada", "stats"] == (0.0, False)
    assert "in `test_mean`: not seven" in own_course.run(course, "check")[1]


def test_a_source_that_is_gone_is_named_and_the_class_is_graded(tmp_path: Path) -> None:
    course = ready(tmp_path)
    own_course.source_of(course).rename(tmp_path / "moved.ipynb")
    status, said = own_course.run(course, "autograde")
    assert status == 0
    assert "hw1/stats: its tests can't be tried, since source/hw1/stats.ipynb is not there" in said
    assert own_course.scores(course)["ada", "stats"] == (4.0, False)


def test_a_source_that_was_edited_and_not_generated_is_named(tmp_path: Path) -> None:
    course = ready(tmp_path)
    assert "grader generate hw1" not in own_course.run(course, "autograde")[1]
    path = own_course.source_of(course)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("mean([1, 3]) == 2", "mean([2, 4]) == 3"), encoding="utf-8")
    status, said = own_course.run(course, "autograde")
    assert status == 0
    assert "source/hw1/stats.ipynb was edited after it was generated" in said
    assert "grader generate hw1" in said


def test_nbgraders_own_autograde_gives_no_score_where_a_test_is_broken(tmp_path: Path) -> None:
    course = ready(tmp_path, config=own_course.CONFIGURED)
    (course / "reference.py").write_text(RAISING, encoding="utf-8")
    done = courses.nbgrader_ended(course, "autograde", "hw1")
    assert done.returncode != 0
    assert "ZeroDivisionError" in done.stdout + done.stderr
    assert own_course.scores(course) == {
        ("ada", "stats"): (None, True),
        ("bo", "stats"): (None, True),
    }
    (course / "reference.py").write_text(own_course.REFERENCE, encoding="utf-8")
    done = courses.nbgrader_ended(course, "autograde", "hw1", "--force")
    assert done.returncode == 0, done.stderr
    assert own_course.scores(course)["ada", "stats"] == (4.0, False)
    edit_key(course, "def test_of_two():", "def test_of_two(:")
    assert courses.nbgrader_ended(course, "autograde", "hw1", "--force").returncode != 0
    assert own_course.scores(course)["ada", "stats"] == (None, True)
    log = json.dumps((course / "autograded/ada/hw1/stats.ipynb").read_text(encoding="utf-8"))
    assert "SyntaxError" in log
