"""A course that is opened: the process around it, and its assignments."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.plugin import Course
from grader.plugin.names import id_problem

CONFIG = """
import grader.plugin
c = get_config()
grader.plugin.take_over(__file__)
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course of two assignments; the process is put back afterwards."""
    for name in ("vectors", "matrices"):
        (tmp_path / "source" / name).mkdir(parents=True)
    (tmp_path / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(Path.cwd())
    monkeypatch.setattr(sys, "path", sys.path.copy())
    return Course(tmp_path)


def test_making_a_course_leaves_the_process_as_it_was(course: Course) -> None:
    folder, path = os.getcwd(), sys.path.copy()
    Course(course.root)
    assert (os.getcwd(), sys.path) == (folder, path)
    assert str(course.root) not in path


def test_entering_a_course_makes_its_folder_and_its_modules_the_processs_own(
    course: Course,
) -> None:
    course.enter()
    course.enter()
    assert Path.cwd() == course.root
    assert sys.path.count(str(course.root)) == 1


def test_a_configuration_may_import_modules_of_its_course(course: Course) -> None:
    (course.root / "own_settings_of_it.py").write_text("NAME = 'own'", encoding="utf-8")
    text = f"{CONFIG}\nimport own_settings_of_it\n"
    text += "c.CourseDirectory.course_id = own_settings_of_it.NAME\n"
    (course.root / "nbgrader_config.py").write_text(text, encoding="utf-8")
    assert Course(course.root).folders.course_id == "own"


def test_an_assignment_that_is_not_there_is_named_with_those_that_are(course: Course) -> None:
    assert course.find_assignment("vectors") == "vectors"
    with pytest.raises(UsageError, match=r"no assignment 'x' in source/. There is: matrices, vec"):
        course.find_assignment("x")


def test_the_number_in_front_of_an_assignment_may_be_left_out(course: Course) -> None:
    (course.root / "source/03_sums").mkdir()
    (course.root / "source/04_limits").mkdir()
    problems: list[str] = []
    assert course.select_assignments(["sums", "04_limits"], problems) == ["03_sums", "04_limits"]
    assert not problems
    (course.root / "source/05_sums").mkdir()
    with pytest.raises(UsageError, match="no assignment 'sums'"):
        course.find_assignment("sums")


def test_unknown_assignments_become_problems_and_the_rest_is_selected(course: Course) -> None:
    problems: list[str] = []
    assert course.select_assignments(["x", "vectors"], problems) == ["vectors"]
    assert len(problems) == 1
    assert course.select_assignments([], problems) == ["matrices", "vectors"]
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("student", "problem"),
    [
        ("ada", ""),
        ("Zoë Ünal", ""),
        ("x" * 128, ""),
        ("", "it is empty"),
        ("a\nb", "it is not readable text"),
        ("../ada", "it contains a slash"),
        (".ada", "it starts with a dot"),
        ("*", "it contains one of * ? [ ]"),
        ("[ab]", "it contains one of * ? [ ]"),
        ("ad?", "it contains one of * ? [ ]"),
        ("ada ", "it starts or ends with a space"),
        ("x" * 129, "it has more than 128 characters"),
    ],
)
def test_an_id_is_a_name_that_a_folder_and_the_gradebook_can_have(
    student: str, problem: str
) -> None:
    assert id_problem(student) == problem
