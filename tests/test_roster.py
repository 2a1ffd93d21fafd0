"""Students come from the lists that learning platforms export, under the ids that a course uses."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests import own_course

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (501),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,7.0,(read only)
"Lovelace, Ada",101,S1,ada,M1,,90
"O'Neil, ""Bo"" Li",102,S2,bo,M1,3,
"Student, Test",99,,f3a9,M1,,
"""
TWO_NAMES = """\
LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,Homework 1 (501)
Lovelace,Ada,101,S1,,M1,
Li,Bo,102,S2,bo,M1,
"""
PARTICIPANTS = """\
\ufeff"First name","Last name","ID number","Email address",Groups
Ada,Lovelace,4711,ada@example.org,"A, B"
Bo,Li,4712,bo@example.org,
"""
GRADES = """\
"First name","Last name","ID number",Institution,Department,"Email address","Assignment: 1 (Real)"
Ada,Lovelace,,"A school",,ada@example.org,56.00
Bo,Li,4712,"A school",,bo@example.org,-
"""
WORKSHEET = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade"
"Participant 31","Ada Lovelace",ada@example.org,"No submission",,10.00
"Participant 32",丁李,bo@example.org,"No submission",,10.00
"""
Known = tuple[str, str | None, str | None, str | None, str | None]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course without students."""
    made = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)
    assert own_course.run(made, "generate")[0] == 0
    return made


def known(course: Path) -> list[Known]:
    """Return the students of the gradebook: id, names, number, address."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return [
            (s.id, s.first_name, s.last_name, s.lms_user_id, s.email)
            for s in sorted(gradebook.students, key=lambda s: str(s.id))
        ]


def enter(course: Path, text: str, *options: str) -> str:
    """Enter a list; return what is printed."""
    path = course.parent / "list.csv"
    path.write_text(text, encoding="utf-8")
    status, said = own_course.run(course, "roster", str(path), *options)
    assert status == 0, said
    return said


@pytest.mark.parametrize(
    ("text", "students"),
    [
        (
            CANVAS,
            [
                ("ada", "Ada", "Lovelace", "101", None),
                ("bo", '"Bo" Li', "O'Neil", "102", None),
            ],
        ),
        (TWO_NAMES, [("S1", "Ada", "Lovelace", "101", None), ("S2", "Bo", "Li", "102", None)]),
        (
            PARTICIPANTS,
            [
                ("4711", "Ada", "Lovelace", None, "ada@example.org"),
                ("4712", "Bo", "Li", None, "bo@example.org"),
            ],
        ),
        (
            GRADES,
            [
                ("ada@example.org", "Ada", "Lovelace", None, "ada@example.org"),
                ("bo@example.org", "Bo", "Li", None, "bo@example.org"),
            ],
        ),
        (
            WORKSHEET,
            [
                ("ada@example.org", "Ada", "Lovelace", "31", "ada@example.org"),
                ("bo@example.org", None, "丁李", "32", "bo@example.org"),
            ],
        ),
    ],
    ids=["canvas", "canvas with two names", "participants", "moodle's grades", "worksheet"],
)
def test_a_platforms_list_is_a_roster(course: Path, text: str, students: list[Known]) -> None:
    said = enter(course, text)
    assert known(course) == students
    assert "2 students: 2 new, 0 changed." in said
    assert "2 students: 0 new, 0 changed." in enter(course, text)


def test_the_column_of_the_ids_can_be_named(course: Path) -> None:
    said = enter(course, CANVAS, "--id", "SIS User ID")
    assert [student[0] for student in known(course)] == ["S1", "S2"]
    assert "list.csv: ids from the column 'SIS User ID'" in said


def test_a_student_who_is_known_keeps_the_id(course: Path) -> None:
    enter(course, "id,email,lms_user_id\nlovelace,ADA@example.org,101\ncy,,7\n")
    said = enter(course, CANVAS)
    assert [student[0] for student in known(course)] == ["bo", "cy", "lovelace"]
    assert "new: bo" in said
    assert "changed: lovelace (Ada Lovelace)" in said
    assert "not in the file: cy" in said
    enter(course, PARTICIPANTS)
    assert ("lovelace", "Ada", "Lovelace", "101", "ada@example.org") in known(course)


def test_two_rows_that_fit_one_student_are_refused(course: Path) -> None:
    enter(course, "id,email\nlovelace,ada@example.org\n")
    before, path = known(course), course.parent / "list.csv"
    path.write_text(PARTICIPANTS.replace("bo@", "ada@"), encoding="utf-8")
    status, said = own_course.run(course, "roster", str(path))
    assert status == 1
    assert "Rows 2 and 3 of the list both fit the student lovelace of the gradebook" in said
    assert known(course) == before


def test_a_dry_run_enters_nobody(course: Path) -> None:
    said = enter(course, CANVAS, "--dry-run")
    assert (known(course), "2 would be new" in said) == ([], True)


def test_collect_finds_students_by_canvas_own_list(course: Path) -> None:
    path, download = course.parent / "grades.csv", course.parent / "download"
    path.write_text(CANVAS)
    download.mkdir()
    name = "lovelaceada_101_9000_stats.ipynb"
    (download / name).write_bytes((course / "release/hw1/stats.ipynb").read_bytes())
    status, said = own_course.run(course, "collect", str(download), "--roster", str(path))
    assert (status, (course / "submitted/ada/hw1/stats.ipynb").is_file()) == (0, True), said
    assert own_course.run(course, "status")[1].count("missing: bo") == 1


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("Vorname,Nachname,E-Mail-Adresse\nAda,L,a@b.c\n", (), "no list of Canvas's or Moodle's"),
        (CANVAS, ("--id", "Login"), "has no column 'Login'. It has Student, ID"),
        (CANVAS.replace("ada", "../ada"), (), "row 4: '../ada' cannot be a student's id"),
        (CANVAS.replace(",bo,", ",ada,"), (), "2 rows have the id ada"),
    ],
)
def test_a_list_that_can_not_be_read_enters_nobody(
    course: Path, text: str, options: tuple[str, ...], said: str
) -> None:
    path = course.parent / "list.csv"
    path.write_text(text, encoding="utf-8")
    status, printed = own_course.run(course, "roster", str(path), *options)
    assert (status, said in printed, known(course)) == (1, True, []), printed


def test_an_id_that_differs_in_case_alone_is_not_entered_beside(course: Path) -> None:
    enter(course, "id\nada\n")
    path = course.parent / "list.csv"
    path.write_text(CANVAS.replace(",ada,", ",Ada,"), encoding="utf-8")
    status, said = own_course.run(course, "roster", str(path))
    assert (status, "row 4: the id 'Ada' differs from the known student ada" in said) == (1, True)
    assert [student[0] for student in known(course)] == ["ada"]
    enter(course, CANVAS)
    assert [student[0] for student in known(course)] == ["ada", "bo"]


def test_columns_that_a_roster_does_not_have_are_told(course: Path) -> None:
    said = enter(course, "id,first_name,firstname,seat\nada,Ada,A.,1\n")
    assert "columns that are not read: firstname, seat" in said
    assert known(course) == [("ada", "Ada", None, None, None)]
    assert "not read" not in enter(course, "id,number\n1,ada\n", "--id", "number")
