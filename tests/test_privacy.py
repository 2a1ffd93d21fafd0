"""What a course keeps of a student can be removed, and a report can do without names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.service.marking.drafts import Draft, Drafts
from tests import courses, own_course
from tests.simulated import ROOT
from tests.test_collect import nested_deep


def kept_places() -> dict[str, str]:
    """Each place in a course that the page on personal data names; whether `forget` cleans it."""
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.*`.*) \| .* \| .* \| (\w+).* \|$", text, re.MULTILINE)
    return {place: gone for places, gone in rows for place in re.findall(r"`([^`]+)`", places)}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of two, graded, with feedback."""
    made = own_course.make(tmp_path_factory.mktemp("privacy"), config=own_course.CONFIGURED)
    assert own_course.run(made, "generate")[0] == 0
    own_course.hand_in(made, "ada_lovelace", own_course.RIGHT)
    own_course.hand_in(made, "bo_li", own_course.RIGHT)
    for command in ("autograde", "feedback", "questions"):
        assert own_course.run(made, command)[0] == 0
    return made


def test_a_report_without_names_holds_none(course: Path) -> None:
    status, said = own_course.run(course, "report", "--anonymous", "-o", str(course / "shown"))
    assert status == 0, said
    written = [path for path in (course / "shown").rglob("*") if path.is_file()]
    assert len(written) == 5
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in ("ada_lovelace", "bo_li") if name in text], path
    assert "student " in (course / "shown/hw1/students.csv").read_text(encoding="utf-8")


def test_the_page_on_personal_data_names_every_place_that_holds_a_student(course: Path) -> None:
    for arguments in (["report"], ["export", "--format", "csv"], ["export", "--format", "json"]):
        assert own_course.run(course, *arguments)[0] == 0
    draft = Draft(assignment="hw1", notebook="stats", cell="why", student="ada_lovelace")
    Drafts(course).put(draft)
    holding = {
        path.relative_to(course).parts[0]
        for path in course.rglob("*")
        if path.is_file() and b"ada_lovelace" in bytes(path.relative_to(course)) + path.read_bytes()
    }
    assert {"submitted", "logs", "report", "gradebook.db", "results.json"} <= holding
    named = {place.split("/")[0] for place in kept_places()}
    assert not holding - named


def test_a_student_is_forgotten_and_no_other(course: Path) -> None:
    assert own_course.run(course, "due", "hw1", "2030-01-01")[0] == 0
    assert own_course.run(course, "due", "hw1", "2030-01-02", "--student", "bo_li")[0] == 0
    status, said = own_course.run(course, "forget", "bo_li", "--yes")
    assert (status, said.count("removed")) == (0, 6), said
    removed = {name.replace("bo_li", "<student>") for name in re.findall(r"(\S+/) removed", said)}
    rows = {place: gone for place, gone in kept_places().items() if place.endswith("<student>/")}
    assert rows == dict.fromkeys(removed, "yes")
    left = [str(path.relative_to(course)) for path in course.rglob("*")]
    assert any("ada_lovelace" in name for name in left)
    assert not [name for name in left if "bo_li" in name]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert [student.id for student in gradebook.students] == ["ada_lovelace"]
    assert b"bo_li" not in (course / "gradebook.db").read_bytes()
    status, said = own_course.run(course, "forget", "bo_li", "--yes")
    assert (status, "Nothing is kept" in said) == (1, True)


def test_forgetting_is_asked_about_and_refuses_what_is_no_student(course: Path) -> None:
    assert courses.here(course, "forget", "ada_lovelace").exit_code == 1  # nobody says yes
    assert (course / "submitted/ada_lovelace").is_dir()
    assert own_course.run(course, "forget", "..", "--yes")[0] == 2


def test_a_student_with_a_folder_of_many_levels_is_forgotten(course: Path) -> None:
    nested_deep(course / "submitted/eve/hw1")
    status, said = own_course.run(course, "forget", "eve", "--yes")
    assert status == 0, said
    assert not (course / "submitted/eve").exists()
