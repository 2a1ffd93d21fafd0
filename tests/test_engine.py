"""The fingerprint of the engine: verdicts of another engine are not taken for today's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.notebooks.ipynb import dumps
from grader.workflows import course_copy
from tests import courses
from tests.simulated import ROOT, read
from tests.test_resume import cell

SOLUTION = "### BEGIN SOLUTION\ndef answer():\n    return 1.0\n### END SOLUTION"
TESTS = """
from grader.checks import close
from grader.lesson import run_tests

def test_it():
    close(answer(), 1.0)

run_tests(points=4)
"""
NEARLY = "def answer():\n    return 1.01"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one exercise, to which one student handed in an answer that is nearly right."""
    folder = tmp_path / "course"
    cells = [
        cell("answer", SOLUTION, solution=True),
        cell("tests", TESTS, grade=True, locked=True, points=4),
    ]
    nb = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "source" / "a").mkdir(parents=True)
    (folder / "source" / "a" / "one.ipynb").write_text(dumps(nb), encoding="utf-8")
    shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    course_copy.answer_mark(folder / "gradebook.db")
    done = courses.here(folder, "generate")
    assert done.exit_code == 0, done.output
    handed_in = read(folder / "release" / "a" / "one.ipynb")
    handed_in["cells"][0]["source"] = NEARLY
    place = folder / "submitted" / "near" / "a" / "one.ipynb"
    place.parent.mkdir(parents=True)
    place.write_text(dumps(handed_in), encoding="utf-8")
    return folder


def autograde(course: Path) -> tuple[bool, float | None]:
    """Whether the submission was skipped, and its score."""
    done = courses.grader(course, "autograde")
    assert done.returncode == 0, done.stdout + done.stderr
    (score,) = courses.scores(course, "a").values()
    return "1 submission is graded and unchanged" in done.stdout, score.auto


def test_a_changed_tolerance_in_the_engine_grades_anew(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = tmp_path / "engine"
    shutil.copytree(ROOT / "grader", engine / "grader")
    monkeypatch.setenv("PYTHONPATH", str(engine))
    assert autograde(course) == (False, 0.0)
    assert autograde(course) == (True, 0.0)
    checks = engine / "grader" / "checks.py"
    text = checks.read_text(encoding="utf-8")
    assert "rtol: float = 1e-6" in text
    checks.write_text(text.replace("rtol: float = 1e-6", "rtol: float = 1e-1"), encoding="utf-8")
    assert autograde(course) == (False, 4.0)
    assert autograde(course) == (True, 4.0)
