"""What the report tells of each student: names, points by who gave them, who handed in nothing."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests import exported
from tests.conftest import MadeOnce
from tests.exported import ASSIGNMENT
from tests.reported import run


@pytest.fixture(scope="module")
def graded(graded_copy: MadeOnce) -> Path:
    """A class with names and hand grades, graded and reported."""
    course = graded_copy("exported", exported.make)
    done = run(course, "report", ASSIGNMENT)
    assert done.status == 0, done.err
    return course


def page(course: Path) -> Element:
    """The assignment's page."""
    text = (course / "report" / ASSIGNMENT / "index.html").read_text(encoding="utf-8")
    found: Element = html5lib.parse(text, namespaceHTMLElements=False)
    return found


def table(course: Path, label: str) -> list[list[str]]:
    """The rows of a table as a reader sees them, heads included."""
    (region,) = page(course).findall(f".//div[@aria-label='{label}']")
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row] for row in region.iter("tr")
    ]


def test_each_student_has_a_name_and_points_by_who_gave_them(graded: Path) -> None:
    rows = {row[0]: row[1:] for row in table(graded, "Table of students")}
    assert rows["Student"][:6] == ["Name", "Points", "By tests", "By hand", "Graded so far", "Late"]
    assert rows["ada"][:6] == ['O\'Neil "the first", von, =1+1', "7.25", "5", "2.25", "7 of 7", ""]
    assert rows["bo"][1:6] == ["0", "1", "0.5", "7 of 7", "−1.5"]


def test_a_student_who_handed_in_nothing_is_told_and_counts_in_no_number(graded: Path) -> None:
    rows = table(graded, "Table of students")
    assert rows[-1] == ["dee", "李, 丁", *["–"] * 7, "nothing handed in"]
    text = " ".join("".join(page(graded).itertext()).split())
    assert "Handed in33 graded; 1 of the class handed in nothing" in text
    with (graded / "report" / ASSIGNMENT / "students.csv").open(newline="") as file:
        found = {row["student"]: row for row in csv.DictReader(file, strict=True)}
    assert (found["dee"]["handed_in"], found["dee"]["score"]) == ("no", "")
    assert (found["ada"]["handed_in"], found["ada"]["by_hand"]) == ("yes", "2.25")


def test_what_waits_is_left_out_of_what_is_graded(graded: Path, tmp_path: Path) -> None:
    course = Path(shutil.copytree(graded, tmp_path / "course"))
    with exported.gradebook(course) as book:
        grade = book.find_grade("why", "double", ASSIGNMENT, "ada")
        grade.manual_score, grade.needs_manual_grade = None, True
        book.db.commit()
    assert run(course, "report", ASSIGNMENT).status == 0
    rows = {row[0]: row for row in table(course, "Table of students")}
    assert rows["ada"][2:6] == ["5.25", "5", "0.25", "5 of 7"]


def test_an_exercise_has_the_heading_above_it(graded: Path, tmp_path: Path) -> None:
    course = Path(shutil.copytree(graded, tmp_path / "course"))
    source = course / "source" / ASSIGNMENT / "half.ipynb"
    heading = exported.cell("intro", "## Exercise: `half` of <b>it</b>\n\nHalve.", kind="markdown")
    exported.write(source, [heading, *exported.exercise("half", exported.HALF, 2, "x / 2")])
    assert run(course, "report", ASSIGNMENT).status == 0
    firsts = [row[0] for row in table(course, "Table of exercises")]
    assert "Half of <b>it</b>test_half half" in firsts
    assert "why double" in firsts  # without a heading it has its name alone
    with (course / "report" / ASSIGNMENT / "exercises.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file, strict=True) if not row["test"]]
    assert {(row["exercise"], row["title"], row["graded_by"]) for row in rows} == {
        ("test_double", "", "tests"),
        ("test_half", "Half of <b>it</b>", "tests"),
        ("why", "", "hand"),
    }


def test_an_anonymous_report_calls_students_by_numbers_and_links_to_nothing(
    graded: Path, tmp_path: Path
) -> None:
    out = tmp_path / "shown"
    assert run(graded, "report", ASSIGNMENT, "--anonymous", "-o", out).status == 0
    text = "".join(path.read_text(encoding="utf-8") for path in out.rglob("*.*"))
    assert not [name for name in ("O'Neil", "Ångström", "Çelik", "李") if name in text]
    with (out / ASSIGNMENT / "students.csv").open(newline="") as file:
        found = [row["student"] for row in csv.DictReader(file, strict=True)]
    assert len(set(found)) == 4
    assert all(name.startswith("student ") for name in found)
    tree = html5lib.parse(
        (out / ASSIGNMENT / "index.html").read_text(encoding="utf-8"), namespaceHTMLElements=False
    )
    assert not [a for a in tree.iterfind(".//a") if ".ipynb" in a.get("href", "")]
