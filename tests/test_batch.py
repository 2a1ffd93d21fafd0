"""A batch goes on whatever an answer does to the tests and to the process that runs them."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from grader.errors import GraderError
from grader.grading import pool
from grader.grading.jobs import GradedNotebook
from grader.limits import Limits
from tests import small
from tests.small import FATAL, FINE, job

SLOW = "def answer():\n    return 2.0"
HUNG = "def answer():\n    return 5.0"
STUCK = "def answer():\n    return 3.0"
TESTS = """
import os
import pytest
from grader.checks import close
from grader.lesson import run_tests

def test_it():
    value = answer()
    while value == 2.0:
        pass
    if value == 3.0:  # a calculation in C, which looks for no alarm
        sum(range(10**15))
    if value == 4.0:
        os.abort()
    close(value, 1.0)

def test_again():
    close(answer() % 2.0, 1.0)

@pytest.mark.parametrize("number", range(3))
@pytest.mark.points(0)
def test_hangs(number):
    if answer() == 5.0:
        sum(range(10**15))

@pytest.mark.points(0)
def test_hangs_too():
    test_hangs(0)

@pytest.mark.points(0)
def test_hangs_three_times():
    test_hangs(0)

run_tests(points=4)
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, GradedNotebook]:
    """Honest students among those whose answers are too much for the tests."""
    folder = tmp_path_factory.mktemp("batch")
    codes = {"slow": SLOW, "stuck": STUCK, "hung": HUNG, "fatal": FATAL}
    jobs = [job(folder, name, code, TESTS) for name, code in codes.items()]
    jobs += [job(folder, f"fine{number}", FINE, TESTS) for number in range(6)]
    limits = Limits(
        test_seconds=1.0,
        grace_seconds=0.25,
        judge_seconds=0.5,
        notebook_seconds=3.0,
    )
    done = small.graded(jobs, folder, limits, workers=2)
    assert len(done) == len(jobs)
    assert [d.problem for d in done] == [""] * len(jobs)
    return {d.job.student: d.graded[0] for d in done}


def test_honest_students_are_graded_as_if_they_were_alone(
    graded: dict[str, GradedNotebook],
) -> None:
    scores = {name: graded[name].verdict.score for name in graded if name.startswith("fine")}
    assert set(scores.values()) == {4.0}
    assert len(scores) == 6


def test_an_answer_that_keeps_a_test_busy_costs_that_test(
    graded: dict[str, GradedNotebook],
) -> None:
    (cell,) = graded["slow"].verdict.cells
    assert cell.tests[0].outcome == "timed out"
    assert cell.score == 0.0
    assert "within 0.5 s of CPU time (limit judge_seconds)" in cell.tests[0].message


def test_an_answer_that_hangs_a_test_in_code_that_nothing_interrupts_costs_that_test(
    graded: dict[str, GradedNotebook],
) -> None:
    (cell,) = graded["stuck"].verdict.cells
    assert [test.outcome for test in cell.tests[:2]] == ["timed out", "passed"]
    assert "within 0.5 s of CPU time (limit judge_seconds)" in cell.tests[0].message
    assert cell.score == 2.0


@pytest.mark.parametrize(("student", "reason"), [("hung", pool.HUNG), ("fatal", pool.ENDED)])
def test_an_answer_that_ends_its_worker_gets_a_recorded_zero(
    graded: dict[str, GradedNotebook], student: str, reason: str
) -> None:
    verdict = graded[student].verdict
    assert verdict.score == 0.0
    assert not verdict.broken
    assert verdict.reason == reason
    assert "could not be graded" in json.dumps(graded[student].notebook)


def test_a_notebook_that_ends_its_workers_costs_no_other_of_the_submission(tmp_path: Path) -> None:
    fatal, fine = job(tmp_path, "ada", FATAL, TESTS), job(tmp_path, "bo", FINE, TESTS)
    (tmp_path / "bo" / "one.ipynb").rename(tmp_path / "ada" / "two.ipynb")
    two = msgspec.structs.replace(fine.keys[0], notebook="two")
    both = msgspec.structs.replace(fatal, keys=[*fatal.keys, two])
    (done,) = small.graded([both], tmp_path, workers=2)
    verdicts = [one.verdict for one in done.graded]
    assert [(one.notebook, one.score) for one in verdicts] == [("one", 0.0), ("two", 4.0)]


def test_workers_that_can_not_begin_cost_no_student_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import os\nos._exit(3)\n"
    (tmp_path / "sitecustomize.py").write_text(code, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    jobs = [job(tmp_path, "fine", FINE, TESTS)]
    with pytest.raises(GraderError, match="end before they begin"):
        small.graded(jobs, tmp_path)


@pytest.mark.parametrize("variable", ["PYTEST_ADDOPTS", "PYTEST_PLUGINS"])
def test_what_the_environment_wants_of_pytest_is_not_for_the_students_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "-p no_such_plugin" if "OPTS" in variable else "no_such_plugin")
    jobs = [job(tmp_path, "fine", FINE, TESTS)]
    (done,) = small.graded(jobs, tmp_path)
    assert (done.problem, done.graded[0].verdict.score) == ("", 4)


# Processors ---------------------------------------------------------------------------------

SLOW_TESTS = """
from grader.checks import close
from grader.lesson import run_tests

def test_it():
    close(answer(), 1.0)

def test_again():
    close(answer(), 1.0)

run_tests(points=4)
"""

BUSY_FOR = """
import time
def answer():
    start = time.process_time()
    while time.process_time() < start + {}:
        pass
    return 1.0
"""

SPINNERS = """
import os, time
for _ in range(40):
    if os.fork() == 0:
        try:
            os.setsid()
        except OSError:
            pass
        while True:
            pass
time.sleep(4)
def answer():
    return 0.0
"""


def test_a_right_answer_earns_what_it_earns_alone_beside_those_that_take_all_processors(
    tmp_path: Path,
) -> None:
    limits = Limits(test_seconds=3.0, grace_seconds=0.25, cell_seconds=25.0)
    honest = job(tmp_path, "honest", BUSY_FOR.format(0.5), SLOW_TESTS)
    jobs = [job(tmp_path, f"spinner{n}", SPINNERS, SLOW_TESTS) for n in range(2)]
    jobs.insert(1, honest)
    done = {d.job.student: d for d in small.graded(jobs, tmp_path, limits, workers=2)}
    assert len(done) == 3
    assert done["honest"].graded[0].verdict.score == 4.0


def test_the_time_that_is_told_of_a_notebook_counts_what_its_tests_called(tmp_path: Path) -> None:
    jobs = [job(tmp_path, "ada", BUSY_FOR.format(0.5), SLOW_TESTS)]
    (done,) = small.graded(jobs, tmp_path)
    assert done.graded[0].verdict.cpu_seconds > 2 * 0.5
