"""`grader collect` takes what can mean one thing only, and tells who and what is lacking."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import own_course
from tests.download import write_zip

ROSTER = """\
id,first_name,last_name,lms_user_id,email
ada,Ada,Lovelace,101,ada@example.org
bo,Bo,Li,102,bo@example.org
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of two assignments of one notebook each, with two students."""
    made = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)
    own_course.write(made / "source/hw2/Übung.ipynb", own_course.notebook())
    (tmp_path / "students.csv").write_text(ROSTER, encoding="utf-8")
    assert own_course.run(made, "roster", str(tmp_path / "students.csv"))[0] == 0
    return made


def collect(course: Path, files: Mapping[str, bytes], *options: str) -> tuple[int, str]:
    """Collect a download of these files; return the status and what is printed."""
    download = write_zip(course.parent / "download.zip", files)
    return own_course.run(course, "collect", str(download), *options)


def collected(course: Path) -> dict[str, bytes]:
    """Read all files in submitted/."""
    base = course / "submitted"
    return {
        path.relative_to(base).as_posix(): path.read_bytes()
        for path in base.rglob("*")
        if path.is_file()
    }


def test_case_is_ignored_in_names_of_notebooks(course: Path) -> None:
    files = {"lovelaceada_101_1_STATS-1.ipynb": b"ada", "bo/Stats (2).ipynb": b"bo"}
    status, said = collect(course, files)
    assert status == 0, said
    assert collected(course) == {"ada/hw1/stats.ipynb": b"ada", "bo/hw1/stats.ipynb": b"bo"}
    taken_apart = {"ada/u\N{COMBINING DIAERESIS}bung.ipynb": b"macOS"}
    assert collect(course, taken_apart)[0] == 0
    assert collected(course)["ada/hw2/Übung.ipynb"] == b"macOS"


def test_names_that_differ_in_case_alone_are_not_guessed(course: Path) -> None:
    own_course.write(course / "source/hw1/Stats.ipynb", own_course.notebook())
    files = {"ada/Stats.ipynb": b"1", "ada/stats.ipynb": b"2", "bo/STATS.ipynb": b"3"}
    status, said = collect(course, files)
    assert (status, "no notebook of the assignment has this name" in said) == (1, True), said
    assert collected(course) == {"ada/hw1/Stats.ipynb": b"1", "ada/hw1/stats.ipynb": b"2"}


def test_a_students_only_notebook_counts_under_any_name(course: Path) -> None:
    files = {"lovelaceada_101_1_HW1 final.ipynb": b"ada", "bo/stats.ipynb": b"bo"}
    status, said = collect(course, files)
    assert (status, "as stats.ipynb" in said) == (0, True), said
    assert collected(course) == {"ada/hw1/stats.ipynb": b"ada", "bo/hw1/stats.ipynb": b"bo"}
    assert collect(course, {"ada/mine.ipynb": b"new"}, "--assignment", "hw2")[0] == 0
    assert collected(course)["ada/hw2/Übung.ipynb"] == b"new"


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["one.ipynb", "two.ipynb"], "no notebook of the assignment has this name (stats)"),
        (["stats.ipynb", "draft.ipynb"], "no notebook of the assignment has this name (stats)"),
        (["übung.ipynb"], "this is a notebook of another assignment"),
    ],
)
def test_another_name_is_not_guessed_where_it_may_mean_something_else(
    course: Path, names: list[str], reason: str
) -> None:
    files = {f"ada/{name}": name.encode() for name in names}
    status, said = collect(course, files, "--assignment", "hw1")
    assert (status, reason in said) == (1, True), said
    taken = {"ada/hw1/stats.ipynb": b"stats.ipynb"} if "stats.ipynb" in names else {}
    assert collected(course) == taken


def test_who_handed_in_nothing_is_listed(course: Path) -> None:
    status, said = collect(course, {"ada/stats.ipynb": b"1"}, "--dry-run")
    assert (status, said.endswith("no submission: bo")) == (0, True), said
    assert "no submission: bo" in collect(course, {"ada/stats.ipynb": b"1"})[1]
    assert "no submission" not in collect(course, {"bo/stats.ipynb": b"2"})[1]


def test_a_file_of_one_student_does_not_keep_the_others_from_being_collected(course: Path) -> None:
    files = {"ada/stats.ipynb": b"{}", "bo/stats.ipynb": b"{}", "bo/\u00dcbung.ipynb": b"{}"}
    _, said = collect(course, files)
    assert {path for path in collected(course) if path.endswith(".ipynb")} == {
        "ada/hw1/stats.ipynb",
        "bo/hw1/stats.ipynb",
    }, said
    both = {"ada/stats.ipynb": b"{}", "bo/\u00dcbung.ipynb": b"{}"}
    status, said = collect(course, both)
    assert (status, "belong to hw1 and hw2" in said) == (2, True)
