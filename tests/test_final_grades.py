"""The page on final grades: its recipes run, and print what it shows."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests import own_course
from tests.test_docs import COMMANDS, Shell, blocks, follow

POINTS = {
    "ada": {"hw1": 4.0, "hw2": 3.0, "hw3": 2.0, "bonus": None},
    "bo": {"hw1": 2.0, "hw2": 2.0, "hw3": None, "bonus": 4.0},
    "cy": {"hw1": 1.0, "hw2": None, "hw3": 2.0, "bonus": 3.0},
}
"""What each student was given, out of 4; None is nothing handed in."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course at the end of its term; its first assignment alone has a due date."""
    made = own_course.make(tmp_path_factory.mktemp("term") / "course", config=own_course.CONFIGURED)
    with Gradebook(f"sqlite:///{made}/gradebook.db") as gradebook:
        for assignment in POINTS["ada"]:
            due = "2030-01-01" if assignment == "hw1" else None
            gradebook.add_assignment(assignment, duedate=due)
            gradebook.add_notebook("stats", assignment)
            cell = {"max_score": 4.0, "cell_type": "code"}
            gradebook.add_grade_cell("test_mean", "stats", assignment, **cell)
        for student, given in POINTS.items():
            gradebook.add_student(student)
            handed_in = {name: points for name, points in given.items() if points is not None}
            for assignment, points in handed_in.items():
                with warnings.catch_warnings(action="ignore"):  # nbgrader's use of SQLAlchemy
                    gradebook.add_submission(assignment, student)
                grade = gradebook.find_grade("test_mean", "stats", assignment, student)
                grade.auto_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()
    return made


@pytest.mark.walkthrough
def test_the_recipes_drop_the_lowest_curve_and_give_extra_credit(
    course: Path, tmp_path: Path
) -> None:
    follow(Shell(course, tmp_path / "home", PATH=COMMANDS), blocks("final_grades"))
    rows = (course / "grades.csv").read_text(encoding="utf-8").splitlines()
    [of_bo] = [row for row in rows if row.startswith("hw1,") and ",bo," in row]
    assert of_bo.endswith(",2.5,0.0,2.5,4.0")  # 2 points, and 0.5 of extra credit


def test_assignments_are_exported_in_the_order_of_their_names(course: Path) -> None:
    assert (
        own_course.run(course, "export", "--format", "csv", "-o", str(course / "all.csv"))[0] == 0
    )
    lines = (course / "all.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert list(dict.fromkeys(line.split(",")[0] for line in lines)) == sorted(POINTS["ada"])


@pytest.mark.parametrize("name", ["csv", "gradescope-autograder"])
def test_an_export_makes_no_folder_unasked(course: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / "nowhere/x"
    status, said = own_course.run(course, "export", "hw1", "--format", name, "-o", str(place))
    assert (status, f"{place.parent} is no folder" in said) == (2, True), said
    assert not place.parent.exists()
