"""A large class costs what a small one does, submission by submission."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event

from grader.author import sample_class
from grader.grading.jobs import GradedNotebook, WorkerReply, invalid_notebook
from grader.plugin import Course
from tests import courses
from tests.scale import __main__ as scale
from tests.scale import class_, simulate
from tests.scale.gradebook import Gauge, Written
from tests.scale.simulate import Machine
from tests.simulated import read

STEPS = 10
"""Instructions of SQLite's machine that are counted as one."""


@pytest.fixture
def gauge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A gradebook with one submission, and that submission."""
    made = courses.make(tmp_path / "course", notebooks=("01_vectors",))
    monkeypatch.chdir(made)
    course = Course(made)
    with course.gradebook() as gradebook:
        (key,) = course.keys(gradebook, "01_linear_algebra").values()
        handed_in = read(made / "release" / "01_linear_algebra" / "01_vectors.ipynb")
        verdict = invalid_notebook(key, "it ran nowhere").verdict
        graded = [GradedNotebook(verdict=verdict, notebook=handed_in)]
        yield Gauge(
            gradebook=gradebook, config=course.config, assignment="01_linear_algebra", graded=graded
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
    laid_out = courses.lay_out(tmp_path / "course", notebooks=("02_matrices",))
    with sample_class.class_of(Course(laid_out), class_.ASSIGNMENT, 2) as present:
        course = present.course
        started = time.monotonic()
        found = class_.measured(course)
        most = (time.monotonic() - started) * (os.cpu_count() or 1)
        assert found.notebooks == 1
        student = course.root / "submitted" / "student00000" / "01_linear_algebra"
        autograded, page = (
            course.root / kind / "student00000" / "01_linear_algebra"
            for kind in ("autograded", "feedback")
        )
        assert found.handed_in == sum(len(path.read_bytes()) for path in student.iterdir())
        assert found.kept == sum(len(path.read_bytes()) for path in autograded.iterdir())
        assert found.page == len((page / "02_matrices.html").read_bytes())
        (graded,) = found.graded
        assert graded.verdict.notebook == "02_matrices"
        assert found.verdict == len(msgspec.msgpack.encode(WorkerReply(graded=[graded])))
        assert len(found.grading) == 2
        assert 0.01 < sum(found.grading) < most, "a notebook of figures and tests takes CPU time"
        assert found.looking < min(found.grading), "what is graded already is not graded again"


# What the measurements come to ----------------------------------------------------------------


def machine(workers: int) -> Machine:
    """One that takes ten seconds to grade and two to write."""
    return Machine(workers=workers, grading=[10.0], writing=[(1, 2.0), (100, 2.0)])


def test_submissions_wait_for_a_worker_and_for_the_writer() -> None:
    at_once = simulate.Course(submissions=4, days=0.0)
    assert simulate.run(at_once, machine(1)).waited == [12.0, 22.0, 32.0, 42.0]
    assert simulate.run(at_once, machine(2)).waited == [12.0, 14.0, 22.0, 24.0]
    assert simulate.run(at_once, machine(4)).waited == [12.0, 14.0, 16.0, 18.0]


def test_a_class_hands_in_before_the_deadline_and_most_of_it_late() -> None:
    course = simulate.Course(submissions=100, days=7.0, last_day=0.5, last_hour=0.1)
    arrived = simulate.arrivals(course, random.Random(3))
    end = 7 * 24 * simulate.HOUR
    assert len(arrived) == 100
    assert arrived == sorted(arrived)
    assert arrived[0] >= 0
    assert arrived[-1] <= end
    assert sum(at >= end - 24 * simulate.HOUR for at in arrived) == 50
    assert sum(at >= end - simulate.HOUR for at in arrived) == 10


def test_quantiles_and_queues_are_those_of_what_was_found() -> None:
    found = simulate.Found(
        arrived=[0.0] * 10,
        waited=[float(n) for n in (3, 1, 2, 10, 9, 8, 7, 6, 5, 4)],
        looks=[(3.0, 5, 0), (2.0, 2, 4), (1.0, 0, 1)],
    )
    assert [found.quantile(part) for part in (0.0, 0.5, 0.95, 1.0)] == [1.0, 6.0, 10.0, 10.0]
    assert found.longest == (5, 4)


def test_a_transaction_of_any_size_is_on_the_nearest_line_that_does_not_fall() -> None:
    assert simulate.line([(10, 1.0), (20, 2.0)])(40) == pytest.approx(4.0)
    assert simulate.line([(10, 2.0), (20, 1.0)])(40) == 1.0
    rows = [
        Written(submissions=size, seconds=[3.0, 1.0, 2.0], cpu_seconds=0.5) for size in (10, 20)
    ]
    assert scale.quickest(rows) == [(10, 1.0), (20, 1.0)]


def test_what_was_measured_is_told_in_tables(capsys: pytest.CaptureFixture[str]) -> None:
    scale.tell_submission(
        class_.Submission(
            notebooks=3,
            handed_in=12_400,
            verdict=2_000,
            kept=45_600,
            page=700_000,
            grading=[1.0, 2.0, 4.5],
            looking=0.0123,
            graded=[],
        )
    )
    scale.tell_written(
        "SQLite", [Written(submissions=1000, seconds=[0.03, 0.01, 0.02], cpu_seconds=0.005)]
    )
    assert (
        capsys.readouterr().out
        == """\
| a submission | |
|---|---|
| notebooks | 3 |
| handed in | 12 kB |
| verdict, as it travels | 2 kB |
| `autograded/` | 46 kB |
| `feedback/` | 700 kB |
| CPU time of grading | 2.50 s |
| to see that it is graded already | 12.3 ms of CPU time |

| SQLite: submissions in it | quickest of 10 | median | our CPU time |
|---|---|---|---|
| 1,000 | 10 ms | 20 ms | 5 ms |
"""
    )
    told = [scale.told(seconds) for seconds in (1.25, 119.0, 120.0, 7199.0, 7200.0)]
    assert told == ["1.2 s", "119.0 s", "2 min", "120 min", "2.0 h"]
