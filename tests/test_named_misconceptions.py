"""Visible tests name a course's misconceptions, and its check tells where they do not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from grader.diagnosis.traces import KnownMisconception, from_lines
from grader.notebooks import regions
from grader.plugin.verdict_metadata import verdict_of
from tests import courses, own_course
from tests.simulated import graded_name, read

FILE = Path("release/hw1/misconceptions/stats.jsonl")
"""Where students get what misconceptions lead to."""

TESTS = """\
import numpy as np
import pytest

from grader.checks import close, unchanged
from grader.lesson import run_tests


@pytest.mark.hint("What do you add up?")
def test_of_three():
    close(mean(np.array([1.0, 2.0, 6.0])), 3.0)


### BEGIN HIDDEN TESTS
def test_of_whole_numbers():
    close(mean(np.array([4, 5, 12])), 7.0)


def test_of_two():
    close(mean(np.array([4.5, 0.5])), 2.5)


def test_that_arguments_stay():
    values = np.array([4.0, 1.0])
    mean(values)
    unchanged(values, np.array([4.0, 1.0]), "values")
### END HIDDEN TESTS


run_tests(points=4)"""

MISCONCEPTIONS = """\
import numpy as np

WRONG = {
    "a sum instead of a mean": lambda values: sum(values),
    "a total": np.sum,
    "the median": np.median,
    "a mean of two at most": lambda values: np.mean(values if len(values) > 2 else [values[0]]),
}


def of(exercise):
    return WRONG if exercise == "mean" else {}


def hints(exercise):
    return {"the median": "Is the one in the middle asked for?"}
"""


def add_misconceptions(course: Path, text: str = MISCONCEPTIONS) -> None:
    """Give a course a reference package with misconceptions."""
    (course / "solutions").mkdir()
    reference = "def mean(values):\n    return sum(values) / len(values)\n"
    (course / "solutions/__init__.py").write_text(reference, encoding="utf-8")
    (course / "solutions/misconceptions.py").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated course with misconceptions."""
    folder = tmp_path_factory.mktemp("named") / "course"
    own_course.make(folder, tests=TESTS, config=own_course.CONFIGURED)
    add_misconceptions(folder)
    done = courses.grader(folder, "generate")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def released_tests(course: Path) -> str:
    """The cell of tests that students get."""
    nb = read(course / "release/hw1/stats.ipynb")
    return str(next(c["source"] for c in nb["cells"] if graded_name(c) == "test_mean"))


def released_misconceptions(course: Path) -> tuple[KnownMisconception, ...]:
    """What students get beside the notebook."""
    return from_lines((course / FILE).read_text(encoding="utf-8"))


RUN = """\
import json, sys
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
shell.run_cell("def mean(values):\\n    return sorted(values)[1]")
shell.run_cell("".join(json.load(open("stats.ipynb"))["cells"][1]["source"]))
"""


def said_in_ipython(folder: Path) -> str:
    """What the tests of a released notebook print of the median."""
    command = [sys.executable, "-c", RUN]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_release_names_misconceptions_and_holds_no_reference(course: Path) -> None:
    known = {one.name: one for one in released_misconceptions(course)}
    assert known.keys() >= {"the median", "a total"}
    assert known["the median"].hint == "Is the one in the middle asked for?"
    assert {test for one in known.values() for test in one.tests} == {"test_of_three"}


def test_nbgraders_own_command_releases_the_same(course: Path, tmp_path: Path) -> None:
    copy = tmp_path / "course"
    shutil.copytree(course, copy)
    shutil.rmtree(copy / "release")
    courses.nbgrader(copy, "generate_assignment", "hw1", "--force")
    assert (copy / FILE).read_bytes() == (course / FILE).read_bytes()


def test_a_cell_of_tests_is_released_as_it_was_written(course: Path) -> None:
    assert released_tests(course).split() == regions.visible(TESTS).split()


def test_a_graded_card_names_it_by_visible_tests_and_gives_its_hint(course: Path) -> None:
    own_course.hand_in(course, "ada", "def mean(values):\n    return sorted(values)[1]")
    done = courses.grader(course, "autograde")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "edited" not in done.stdout + done.stderr
    verdict = verdict_of(nbformat.read(course / "autograded/ada/hw1/stats.ipynb", as_version=4))
    assert verdict is not None
    first, *_ = verdict.cells[0].tests
    assert first.misconception == "the median"
    assert first.message.endswith("This looks like the median.")
    assert first.hint == "Is the one in the middle asked for?"


def test_the_check_tells_what_visible_tests_miss(course: Path) -> None:
    done = courses.grader(course, "check", "--misconceptions")
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1
    assert "3 of 4 misconceptions caught by visible tests, 1 named rightly there" in said
    start = "source/hw1/stats.ipynb: `mean`:"
    assert f"{start} “a mean of two at most” passes all visible tests." in said
    unnamed = f"{start} “a total” fails visible tests, but is not named there"
    assert f"{unnamed}; “a sum instead of a mean” fits, too" in said
    assert "“the median”" not in said


def test_the_check_also_runs_what_is_named_beside_misconceptions(course: Path) -> None:
    done = courses.grader(course, "check", "--misconceptions", "--variants")
    assert "3 of 4 misconceptions caught by visible tests" in done.stdout
    assert "1 exercise in 1 notebook checked" in done.stdout


def test_a_student_is_told_the_name_in_the_notebook(course: Path, tmp_path: Path) -> None:
    """The student has the released folder and the installed package, and nothing of the course."""
    folder = tmp_path / "hw1"
    shutil.copytree(course / "release/hw1", folder)
    assert "This looks like the median." in said_in_ipython(folder)
    shutil.rmtree(folder / "misconceptions")
    said = said_in_ipython(folder)
    assert "0 of 1 tests passed" in said
    assert "This looks like" not in said


def test_a_release_with_misconceptions_is_up_to_date(course: Path) -> None:
    said = courses.grader(course, "check").stdout
    assert "out of date" not in said


def test_misconceptions_that_can_not_be_loaded_stop_the_release(tmp_path: Path) -> None:
    own_course.make(tmp_path, tests=TESTS, config=own_course.CONFIGURED)
    add_misconceptions(tmp_path, "import no_such_module_at_all\n")
    done = courses.grader(tmp_path, "generate")
    assert done.returncode == 1
    assert "no_such_module_at_all" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_course_without_misconceptions_is_released_as_before(tmp_path: Path) -> None:
    own_course.make(tmp_path, tests=TESTS, config=own_course.CONFIGURED)
    assert courses.grader(tmp_path, "generate").returncode == 0
    assert not (tmp_path / FILE).parent.exists()
