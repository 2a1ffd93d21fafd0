"""What is not for students is in no release and no zip: `generate`, `pack`, `check` refuse it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import own_course

STOPS = {
    "a mistyped begin": ("### BEGIN HIDDEN TESTS", "### BEGIN HIDDEN TEST", "`test_mean`, line 8"),
    "a begin that is lacking": ("### BEGIN HIDDEN TESTS\n", "", "`test_mean`, line 12"),
    "an end that is lacking": ("### END HIDDEN TESTS\n", "", "`test_mean`, line 8"),
    "a nested region": (
        "    from reference",
        "    ### BEGIN HIDDEN TESTS\n    from reference",
        "`test_mean`, line 10",
    ),
}


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("command", ["generate", "pack", "check"])
def test_a_marker_that_is_wrong_stops_the_command_before_anything_is_written(
    tmp_path: Path, stop: str, command: str
) -> None:
    old, new, place = STOPS[stop]
    assert old in own_course.TESTS
    course = own_course.make(tmp_path, tests=own_course.TESTS.replace(old, new, 1))
    before = (course / "gradebook.db").read_bytes()
    arguments = ("--no-wheel",) if command == "pack" else ()
    status, said = own_course.run(course, command, *arguments)
    assert status == 1
    assert "source/hw1/stats.ipynb: cell " + place in said
    assert not (course / "release").exists()
    assert not (course / "handout").exists()
    assert (course / "gradebook.db").read_bytes() == before


def test_a_visible_test_that_imports_the_reference_is_refused_and_the_old_release_stays(
    tmp_path: Path,
) -> None:
    course = own_course.make(tmp_path)
    assert own_course.run(course, "generate")[0] == 0
    released = course / "release/hw1/stats.ipynb"
    before, gradebook = released.read_bytes(), (course / "gradebook.db").read_bytes()
    leaking = own_course.TESTS.replace("def test_of_two", "import reference\n\n\ndef test_of_two")
    own_course.write(own_course.source_of(course), own_course.notebook(tests=leaking))
    for command in ("generate", "check"):
        status, said = own_course.run(course, command)
        assert status == 1
        assert "stats.ipynb: cell `test_mean`, line 4: `import reference`" in said
    assert own_course.run(course, "pack", "--no-wheel")[0] == 1
    assert not (course / "handout").exists()
    assert released.read_bytes() == before
    assert (course / "gradebook.db").read_bytes() == gradebook


def test_a_module_that_students_are_given_may_be_imported(tmp_path: Path) -> None:
    tests = own_course.TESTS.replace("def test_of_two", "import helper\n\n\ndef test_of_two")
    course = own_course.make(tmp_path, tests=tests)
    for path in (course / "helper.py", course / "source/hw1/helper.py"):
        path.write_text("A = 1\n", encoding="utf-8")
    assert own_course.run(course, "generate") == (0, "release/hw1: 1 notebook")


def test_a_solution_that_no_step_removes_is_refused(tmp_path: Path) -> None:
    config = 'c.GenerateAssignment.preprocessors = ["nbgrader.preprocessors.SaveCells"]\n'
    tests = own_course.PLAIN.split("\n")[0]
    course = own_course.make(tmp_path, solution=own_course.RIGHT, tests=tests, config=config)
    status, said = own_course.run(course, "generate")
    assert status == 1
    assert "stats.ipynb: cell `mean`, line 1" in said
    assert "solution" in said
    assert not (course / "release").exists()


def test_a_placeholder_that_is_left_in_the_source_is_no_solution(tmp_path: Path) -> None:
    course = own_course.make(tmp_path)
    cells = own_course.notebook()
    for kind, text in (("markdown", "YOUR ANSWER HERE"), ("code", "")):
        marks = {"solution": True, "grade": True, "points": 1}
        cells.append(own_course.cell(f"written_{kind}", text, kind=kind, **marks))
    own_course.write(own_course.source_of(course), cells)
    status, said = own_course.run(course, "generate")
    assert status == 0, said


DELIMITERS = """
c.ClearSolutions.begin_solution_delimeter = "ANSWER {"
c.ClearSolutions.end_solution_delimeter = "ANSWER }"
"""


def test_delimiters_of_the_courses_own_are_looked_for(tmp_path: Path) -> None:
    own = own_course.SOLUTION.replace("BEGIN SOLUTION", "ANSWER {")
    right = own.replace("END SOLUTION", "ANSWER }")
    course = own_course.make(tmp_path, solution=own, config=DELIMITERS)
    status, said = own_course.run(course, "generate")
    assert (status, "cell `mean`, line 2: `### ANSWER {`" in said) == (1, True)
    own_course.write(own_course.source_of(course), own_course.notebook(right))
    assert own_course.run(course, "generate")[0] == 0
    assert "sum(values)" not in (course / "release/hw1/stats.ipynb").read_text(encoding="utf-8")


FAULTS = {
    "a syntax error": ("def test_of_two():", "def test_of_two(:", "line 4"),
    "no run_tests": ("run_tests(points=4)", "", "run_tests"),
    "run_tests that is not last": ("run_tests(points=4)", "run_tests(points=4)\nx = 1", "last"),
    "a magic": ("from grader.lesson", "%matplotlib inline\nfrom grader.lesson", "%matplotlib"),
}


def test_tests_that_import_what_is_not_there_grade_nobody(tmp_path: Path) -> None:
    tests = own_course.TESTS.replace("from grader.lesson", "import no_such_one\nfrom grader.lesson")
    course = own_course.make(tmp_path, tests=tests, config=own_course.CONFIGURED)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.RIGHT)
    for command in ("check", "autograde"):
        status, said = own_course.run(course, command)
        assert status == 1
        assert "no_such_one" in said


@pytest.mark.parametrize("fault", FAULTS)
def test_tests_that_can_not_run_are_named_when_they_are_generated(
    tmp_path: Path, fault: str
) -> None:
    old, new, word = FAULTS[fault]
    assert old in own_course.TESTS
    course = own_course.make(tmp_path, tests=own_course.TESTS.replace(old, new, 1))
    for command in ("generate", "check"):
        status, said = own_course.run(course, command)
        assert status == 1
        assert "source/hw1/stats.ipynb: cell `test_mean`" in said
        assert word in said
    assert not (course / "release").exists()


@pytest.mark.parametrize("command", ["generate", "check"])
@pytest.mark.parametrize("name", ["stats.ipynb~", ".stats.ipynb.swp"])
def test_a_copy_of_the_notebook_under_another_name_is_refused(
    tmp_path: Path, command: str, name: str
) -> None:
    course = own_course.make(tmp_path)
    notebook = own_course.source_of(course)
    notebook.with_name(name).write_bytes(notebook.read_bytes())
    status, said = own_course.run(course, command)
    assert status == 1
    assert f"source/hw1/{name}: holds the marker `BEGIN SOLUTION`" in said
    assert not (course / "release").exists()


def test_a_picture_of_a_solution_goes_with_the_solution(tmp_path: Path) -> None:
    course = own_course.make(tmp_path)
    picture = {"image/png": "aGk="}
    task = {"task": True, "points": 1}
    asked = own_course.cell("asked", "![this](attachment:a%201.png)", kind="markdown", **task)
    asked["attachments"] = {"a 1.png": picture}
    answer = own_course.cell(
        "why", "![So](attachment:so.png)", kind="markdown", solution=True, grade=True, points=1
    )
    answer["attachments"] = {"so.png": picture}
    own_course.write(own_course.source_of(course), [*own_course.notebook(), asked, answer])
    status, said = own_course.run(course, "generate")
    assert status == 0, said
    released = json.loads((course / "release/hw1/stats.ipynb").read_text(encoding="utf-8"))
    kept = [cell.get("attachments") for cell in released["cells"][-2:]]
    assert kept == [{"a 1.png": picture}, None]
