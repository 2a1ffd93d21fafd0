"""What is wrong with one submission costs that submission at most, whichever command grades it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from grader.grading.jobs import JobResult
from grader.workflows import recording
from tests import courses, own_course

NO_TIME = "99999999999999999999099999999999999999999m +2400Monday"
"""What the parser of dates fails at with an error of another library's."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small course that nbgrader's commands grade with our engine."""
    folder = tmp_path_factory.mktemp("spoilt") / "course"
    return courses.generate(own_course.make(folder, config=own_course.CONFIGURED))


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Path:
    """A copy of the course, in which three students gave the right answer."""
    copied = Path(shutil.copytree(template, tmp_path / "course"))
    for student in ("ada", "eve", "zoe"):
        own_course.hand_in(copied, student, own_course.RIGHT)
    return copied


def of_eve(course: Path) -> Path:
    """Return the folder of the submission that is spoilt."""
    return course / "submitted/eve/hw1"


def all_right(course: Path) -> None:
    """Assert that all three have their points."""
    assert {who for who, _ in own_course.scores(course)} == {"ada", "eve", "zoe"}
    for (who, _), (score, _) in own_course.scores(course).items():
        assert score, who


def test_a_time_that_no_parser_understands_costs_nobody_a_verdict(course: Path) -> None:
    (of_eve(course) / "timestamp.txt").write_text(NO_TIME)
    done = courses.here(course, "autograde")
    assert done.exit_code == 0, done.output
    all_right(course)


def test_nbgraders_command_grades_a_submission_with_a_time_that_no_parser_understands(
    course: Path,
) -> None:
    (of_eve(course) / "timestamp.txt").write_text(NO_TIME)
    done = courses.nbgrader(course, "autograde", "hw1")
    assert done.returncode == 0, done.stderr
    all_right(course)


def test_an_error_of_any_kind_while_one_is_recorded_costs_that_one(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = recording.record_result

    def fails_for_eve(
        course: Any, gradebook: Any, done: JobResult, *rest: Any, **more: Any
    ) -> None:
        if done.job.student == "eve":
            raise ArithmeticError("what nobody foresaw")
        record(course, gradebook, done, *rest, **more)

    monkeypatch.setattr(recording, "record_result", fails_for_eve)
    done = courses.here(course, "autograde")
    assert done.exit_code == 1
    assert "what nobody foresaw" in " ".join(done.output.split())
    assert {who for who, _ in own_course.scores(course)} == {"ada", "zoe"}
