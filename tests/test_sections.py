"""Sections of a class, and groups that hand in together, as a roster names them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests import own_course
from tests.own_course import RIGHT, WRONG, hand_in, run

ROSTER = """\
id,first_name,section,group
ada,Ada,A,1
bo,Bo,B,1
cy,Cy,A,
dan,Dan,B,2
eve,Eve,B,2
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A class of five in two sections and two groups; nobody handed in."""
    made = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)
    assert run(made, "generate")[0] == 0
    enter(made, ROSTER)
    return made


def enter(course: Path, text: str) -> str:
    """Enter a roster; return what is said."""
    path = course.parent / "roster.csv"
    path.write_text(text, encoding="utf-8")
    status, said = run(course, "roster", str(path))
    assert status == 0, said
    return said


def came(course: Path, student: str, answer: str, seconds: float) -> None:
    """Hand in at a time."""
    hand_in(course, student, answer)
    path = course / f"submitted/{student}/hw1/stats.ipynb"
    os.utime(path, (seconds, seconds))


def points(course: Path) -> dict[str, float | None]:
    """The points of each student who has any."""
    return {student: score for (student, _), (score, _) in own_course.scores(course).items()}


def test_a_roster_that_leaves_out_section_and_group_keeps_them(course: Path) -> None:
    assert "0 new, 0 changed" in enter(course, ROSTER)
    assert "0 new, 1 changed" in enter(course, "id,first_name\nada,Augusta\n")
    assert "0 new, 1 changed" in enter(course, ROSTER)
    assert "changed: cy (Cy)" in enter(course, "id,section\ncy,B\n")


def test_status_and_report_of_a_section_are_of_nobody_else(course: Path) -> None:
    hand_in(course, "bo", RIGHT)
    hand_in(course, "cy", WRONG)
    _, said = run(course, "status", "--section", "A")
    assert "2 submissions, 0 missing, 0 late, 2 to grade" in said, "ada's and cy's"
    assert run(course, "autograde")[0] == 0
    _, said = run(course, "status", "--section", "B")
    assert "1 submission, 2 missing" in said
    assert "missing: dan, eve" in said
    assert run(course, "report", "--section", "A")[0] == 0
    rows = (course / "report/hw1/students.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == ["ada", "cy"]
    page = (course / "report/hw1/index.html").read_text(encoding="utf-8")
    assert ", section A" in page
    assert not re.search(r"\b(bo|dan|eve)\b", page)


@pytest.mark.parametrize("command", ["status", "report"])
def test_a_section_that_is_not_there_is_named_with_those_that_are(
    course: Path, command: str
) -> None:
    hand_in(course, "bo", RIGHT)
    assert run(course, "autograde")[0] == 0
    status, said = run(course, command, "--section", "C")
    assert (status, "There is no section 'C'. There is: A, B." in said) == (2, True), said


def test_what_one_of_a_group_hands_in_counts_for_all_of_it(course: Path) -> None:
    hand_in(course, "ada", RIGHT)
    hand_in(course, "cy", WRONG)
    (course / "submitted/ada/hw1/submission_secret.txt").write_text("hush")
    (course / "submitted/ada/hw1/timestamp.txt").write_text("2026-01-10 13:00:00 UTC")
    assert "missing: dan, eve" in run(course, "status")[1]
    status, said = run(course, "autograde")
    assert (status, "3 submissions graded" in said) == (0, True), said
    assert points(course) == {"ada": 4, "bo": 4, "cy": 0}
    assert "3 submissions are graded and unchanged" in run(course, "autograde")[1]
    assert run(course, "feedback")[0] == 0
    assert (course / "feedback/bo/hw1/stats.html").is_file()
    assert not (course / "submitted/bo").exists()
    folders = {who: course / f"autograded/{who}/hw1" for who in ("ada", "bo")}
    kept = {who: {path.name for path in folder.iterdir()} for who, folder in folders.items()}
    assert kept["ada"] - kept["bo"] == {"submission_secret.txt"}


def test_the_newest_hand_in_of_a_group_counts(course: Path) -> None:
    came(course, "dan", RIGHT, 2_000_000_000)
    came(course, "eve", WRONG, 1_900_000_000)
    assert run(course, "autograde")[0] == 0
    assert points(course) == {"dan": 4, "eve": 4}
    came(course, "eve", WRONG, 2_000_000_001)
    assert run(course, "autograde", "--student", "dan")[0] == 0
    assert points(course) == {"dan": 0, "eve": 4}
    (course / "submitted/dan/hw1/timestamp.txt").write_text("2040-01-10 13:00:00 UTC")
    assert run(course, "autograde")[0] == 0
    assert points(course) == {"dan": 4, "eve": 4}


def test_who_leaves_a_group_is_graded_by_their_own(course: Path) -> None:
    came(course, "dan", RIGHT, 2_000_000_000)
    came(course, "eve", WRONG, 1_900_000_000)
    assert run(course, "autograde")[0] == 0
    enter(course, "id,group\neve,3\n")
    assert run(course, "autograde")[0] == 0
    assert points(course) == {"dan": 4, "eve": 0}


def test_nothing_is_kept_of_the_group_of_a_student_who_is_forgotten(course: Path) -> None:
    assert run(course, "forget", "dan", "--yes")[0] == 0
    hand_in(course, "dan", RIGHT)
    assert run(course, "autograde")[0] == 0
    assert points(course) == {"dan": 4}
