"""A large class costs what a small one does, submission by submission."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event

from grader.grading.jobs import GradedNotebook, invalid_notebook
from grader.plugin import Course
from grader.workflows import benchmark
from tests import courses
from tests.scale import class_
from tests.scale.gradebook import Gauge
from tests.simulated import read

STEPS = 10
"""Instructions of SQLite's machine that are counted as one."""


@pytest.fixture
def gauge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A gradebook with one submission, and that submission."""
    made = courses.make(tmp_path / "course", notebooks=("vectors",))
    monkeypatch.chdir(made)
    course = Course(made)
    with course.gradebook() as gradebook:
        (key,) = course.keys(gradebook, "linear_algebra").values()
        handed_in = read(made / "release" / "linear_algebra" / "vectors.ipynb")
        verdict = invalid_notebook(key, "it ran nowhere").verdict
        graded = [GradedNotebook(verdict=verdict, notebook=handed_in)]
        yield Gauge(
            gradebook=gradebook, config=course.config, assignment="linear_algebra", graded=graded
        )


def work(gradebook: Gradebook, gauge: Gauge, student: str) -> int:
    """What SQLite does to write a submission. It is the same whatever else the machine does."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    def listen(connection: Any, *_: object) -> None:
        connection.set_progress_handler(count, STEPS)

    event.listen(gradebook.engine, "checkout", listen)
    gauge.write(student)
    event.remove(gradebook.engine, "checkout", listen)
    return counted


def test_a_submission_is_no_more_work_in_a_gradebook_of_thousands(gauge: Gauge) -> None:
    gauge.write("model")
    gauge.write("ada")
    alone = work(gauge.gradebook, gauge, "joan")
    gauge.fill(3000)
    grown = work(gauge.gradebook, gauge, "emmy")
    assert grown < 1.5 * alone
    assert alone > 50


def test_what_a_submission_costs_is_measured(tmp_path: Path) -> None:
    course = Course(courses.make(tmp_path / "course", notebooks=("matrices",)))
    benchmark.hand_in(course, "linear_algebra", [], 2)
    found = class_.measured(course)
    assert found.notebooks == 1
    assert len(found.grading) == 2
    assert min(*found.grading, found.handed_in, found.verdict, found.kept, found.page) > 0
