"""Where a course may only be read, a command says so in one sentence and leaves things be."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.grading import worker
from tests import courses, own_course

LATER = """
c.CourseDirectory.course_id = "next_term"
c.CourseDirectory.db_url = "sqlite:///file:{}/gradebook.db?mode=ro&uri=true"
"""
"""Another course id than the gradebook knows, and a gradebook that even root can only read."""

AS_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")
"""Runs a command as root, but without the right to write where nobody may."""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a course with a graded submission and its feedback."""
    course = own_course.make(tmp_path_factory.mktemp("graded"), tests=own_course.PLAIN)
    courses.generate(course)
    own_course.hand_in(course, "ada", own_course.RIGHT)
    for command in ("autograde", "feedback"):
        assert own_course.run(course, command)[0] == 0
    return course


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Path:
    """Copy this course."""
    return Path(shutil.copytree(graded, tmp_path / "course"))


@pytest.mark.parametrize(
    "command",
    [
        *(
            ["autograde"],
            ["feedback"],
            ["report"],
            ["export", "--format", "csv"],
            ["status"],
            ["due"],
        ),
        *(["forget", "ada", "--yes"], ["roster", "students.csv"]),
    ],
    ids=lambda command: command[0],
)
def test_a_new_course_id_in_a_gradebook_that_may_only_be_read_is_one_sentence(
    course: Path, command: Sequence[str], caplog: pytest.LogCaptureFixture
) -> None:
    (course / "students.csv").write_text("id,first_name,last_name\nada,Ada,L\n", encoding="utf-8")
    (course / "nbgrader_config.py").write_text(LATER.format(course), encoding="utf-8")
    command = [str(course / "students.csv") if "." in word else word for word in command]
    status, said = own_course.run(course, *command)
    assert status == 1
    assert said.count("✗") == 1, said
    assert "gradebook.db" in said
    assert "it may only be read" in said
    assert "Check that" in said
    assert "fault of grader's" not in said
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


def closed(course: Path) -> None:
    """Take the right to write away from all in a course."""
    for path in (course, *course.rglob("*")):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def as_anybody(course: Path, *arguments: str) -> tuple[int, str]:
    """Run our command without the right to write where nobody may; skip where that can't be."""
    prefix = AS_ANYBODY if os.geteuid() == 0 else ()
    tried = [*prefix, "sh", "-c", f"test -w '{course}/source'"]
    if prefix and (
        not shutil.which(prefix[0]) or subprocess.run(tried, check=False).returncode != 1
    ):
        pytest.skip("root can write anywhere here, and setpriv does not change that")
    done = subprocess.run(
        [*prefix, courses.BIN / "grader", "-C", course, *arguments],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_feedback_that_can_not_be_replaced_is_one_sentence_and_stays(course: Path) -> None:
    page = course / "feedback/ada/hw1/stats.html"
    before = page.read_bytes()
    closed(course)
    status, said = as_anybody(course, "feedback", "--force")
    assert status == 1
    assert "Traceback" not in said
    assert said.count("✗") == 1, said
    sentence = " ".join(said.split())
    assert "The feedback of ada for hw1 can't be written: Permission denied" in sentence
    assert "Check that you may write in feedback/ada/hw1" in sentence
    assert page.read_bytes() == before


@pytest.mark.parametrize(
    ("command", "what"),
    [(["generate"], "write in release/hw1"), (["tidy"], "source/hw1/stats.ipynb")],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_can_not_be_generated_or_tidied_is_one_sentence_and_stays(
    course: Path, command: Sequence[str], what: str
) -> None:
    source = own_course.source_of(course)
    source.write_text(source.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    kept = [source, course / "release/hw1/stats.ipynb", course / "gradebook.db"]
    before = [path.read_bytes() for path in kept]
    closed(course)
    status, said = as_anybody(course, *command)
    assert status == 1, said
    assert "Traceback" not in said
    assert said.count("✗") == 1, said
    sentence = " ".join(said.split())
    assert what in sentence
    assert "Permission denied" in sentence or "may only be read" in sentence
    assert [path.read_bytes() for path in kept] == before


def test_sources_that_may_only_be_read_are_checked_and_graded(course: Path) -> None:
    (course / "source/hw1/numbers.csv").write_text("1,2\n", encoding="utf-8")
    (course / ".grader/tried.json").unlink()
    shutil.rmtree(course / "release")
    closed(course / "source")
    for command in (["check"], ["autograde", "--force"]):
        status, said = as_anybody(course, *command)
        if "no isolation for the students' code" in said:
            pytest.skip("no sandbox works here without the right to write where nobody may")
        assert status == 0, said
    assert own_course.scores(course)["ada", "stats"] == (4.0, False)


def test_a_file_that_can_not_be_written_is_told_with_its_path() -> None:
    theirs = OSError(errno.EACCES, "Permission denied", "/srv/course/source/hw1/a.csv")
    assert worker.problem_sentence(theirs) == "Permission denied: /srv/course/source/hw1/a.csv"
