"""A course from its source notebook to its feedback, as people click through it.

Each fixture is a step of it, done once, and stands on the one before.
"""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from tests import courses
from tests.browser import access
from tests.browser.chromium import FINE, Watched
from tests.browser.conftest import Shoot
from tests.browser.formgrader import Formgrader
from tests.browser.lab import Lab, Notebook
from tests.simulated import hand_in

ASSIGNMENT, NOTEBOOK = "01_linear_algebra", "01_vectors"
STUDENT = pwd.getpwuid(os.getuid()).pw_name
"""The exchange knows a student by the name that this machine knows."""

DOT = "def cosine_similarity(vec1, vec2):\n    return vec1 @ vec2"
COSINE = f"{DOT} / (np.linalg.norm(vec1) * np.linalg.norm(vec2))"
GUARDED = COSINE.replace("(np", "(1e-8 + np")
ESSAY = "The cosine stays 1, the distance is large: I would search by the cosine."
FORMULA = r"The cosine $\frac{a\cdot b}{|a||b|}$ stays 1."
COMMENT = "And what does the cosine throw away?"


# Steps --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def formgrader(lab: Lab) -> Formgrader:
    """formgrader, not yet opened."""
    return Formgrader(lab)


@pytest.fixture(scope="module")
def released(formgrader: Formgrader) -> Path:
    """The instructor generates and releases the assignment; the students' notebook."""
    formgrader.open()
    assert "Successfully created" in formgrader.press(ASSIGNMENT, "assign")
    assert "Successfully released" in formgrader.press(ASSIGNMENT, "release")
    return formgrader.lab.server.root / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"


@pytest.fixture(scope="module")
def begun(lab: Lab, released: Path) -> Notebook:
    """A student fetches it, opens it, and writes something that is not right yet."""
    lab.fetch(ASSIGNMENT)
    notebook = lab.open(f"{ASSIGNMENT}/{NOTEBOOK}.ipynb")
    notebook.write("raise NotImplementedError()", DOT)
    notebook.run_all()
    return notebook


@pytest.fixture(scope="module")
def broken_rules(begun: Notebook) -> list[str]:
    """What axe finds on the student's card, with pictures and hints in it."""
    return access.violations(begun.card)


@pytest.fixture(scope="module")
def first_try(begun: Notebook, broken_rules: list[str], shoot: Shoot) -> dict[str, str]:
    """What the student reads: the card, and what Validate answers."""
    begun.card.scroll_into_view_if_needed()
    expect(begun.card).to_be_in_viewport(ratio=0.3)  # JupyterLab draws a cell as it is scrolled to
    shoot("jupyterlab")
    return {"card": begun.card.text_content() or "", "validate": begun.validate()}


@pytest.fixture(scope="module")
def second_try(begun: Notebook, first_try: dict[str, str]) -> dict[str, str]:
    """What the student reads after thinking."""
    begun.write("def cosine_similarity(vec1, vec2)", COSINE)
    begun.answer("Write your answer here", ESSAY)
    begun.run_all()
    return {"card": begun.card.text_content() or "", "validate": begun.validate()}


@pytest.fixture(scope="module")
def handed_in(lab: Lab, begun: Notebook, second_try: dict[str, str]) -> Path:
    """The student hands in, and so do others; where the submissions are collected."""
    begun.save()
    lab.submit(ASSIGNMENT)
    course = lab.server.root
    for name, code in (("ada", COSINE), ("emmy", GUARDED)):
        hand_in(course, name, {"cosine_similarity": code, "written_vectors": FORMULA})
    return course / "submitted"


@pytest.fixture(scope="module")
def collected(formgrader: Formgrader, handed_in: Path) -> Path:
    """The instructor collects what was handed in."""
    formgrader.open()
    assert "Successfully collected" in formgrader.press(ASSIGNMENT, "collect")
    return handed_in


@pytest.fixture(scope="module")
def autograded(formgrader: Formgrader, collected: Path) -> dict[str, str]:
    """The instructor presses Autograde in each row; what formgrader shows then."""
    rows = formgrader.submissions(ASSIGNMENT)
    for row in rows.values():
        assert "Successfully autograded" in formgrader.autograde(row)
    return {name: row.inner_text() for name, row in rows.items()}


class Graded(NamedTuple):
    """What the grading page told and drew."""

    told: dict[str, list[str]]
    formulas: int


@pytest.fixture(scope="module")
def graded(
    formgrader: Formgrader, autograded: dict[str, str], watched: Watched, shoot: Shoot
) -> Graded:
    """The instructor grades the answer of the one whose tests failed."""
    watched.told()
    rows = formgrader.grading(ASSIGNMENT, NOTEBOOK)
    shoot("formgrader")
    formgrader.failed(rows).locator("td.name a:visible").click()
    formgrader.grade("written_vectors", 1.5, COMMENT)
    shoot("grading")
    formulas = formgrader.formulas()
    formgrader.leave()
    return Graded(watched.told(), formulas)


@pytest.fixture(scope="module")
def feedback(formgrader: Formgrader, graded: Graded) -> Path:
    """The instructor makes feedback; the folder of the pages."""
    formgrader.open()
    assert "Successfully generated" in formgrader.press(ASSIGNMENT, "generate-feedback")
    return formgrader.lab.server.root / "feedback"


@pytest.fixture(scope="module")
def command(collected: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same course and submissions, generated and graded by our command."""
    course = tmp_path_factory.mktemp("command") / "course"
    for name in ("source", "solutions", "submitted"):
        shutil.copytree(collected.parent / name, course / name)
    shutil.copyfile(collected.parent / "nbgrader_config.py", course / "nbgrader_config.py")
    for words in (["generate"], ["autograde", "--jobs", "1"]):
        done = courses.grader(course, *words)
        assert done.returncode == 0, done.stderr
    return course


# Claims -------------------------------------------------------------------------------------


def test_an_instructor_sees_ids_and_points_beside_a_source_notebook(lab: Lab) -> None:
    marks = lab.open(f"source/{ASSIGNMENT}/{NOTEBOOK}.ipynb").marks()
    assert marks["test_cosine_similarity"] == 4
    assert marks["written_vectors"] == 2
    assert {"setup", "cosine_similarity"} < set(marks)


def test_formgrader_generates_what_grader_generate_writes(released: Path, command: Path) -> None:
    assert released.read_bytes() == (command / "release" / ASSIGNMENT / released.name).read_bytes()


def test_a_card_tells_a_student_what_came_back_and_what_to_think_about(
    first_try: dict[str, str],
) -> None:
    card = first_try["card"]
    assert re.search(r"\b[012] of 7 tests passed\.", card)
    assert "This looks like the dot product, not divided by the lengths." in card
    assert "Which three numbers does equation (1) combine, and how?" in card


def test_a_card_in_jupyterlab_breaks_no_rule_of_access(broken_rules: list[str]) -> None:
    assert broken_rules == []


def test_validate_agrees_with_the_card(
    first_try: dict[str, str], second_try: dict[str, str]
) -> None:
    assert "The following cell failed" in first_try["validate"]
    assert "You did not provide a response." in first_try["validate"]
    assert "7 of 7 tests passed." in second_try["card"]
    assert "Your notebook passes all the tests" in second_try["validate"]


def test_what_a_student_hands_in_is_collected(collected: Path) -> None:
    path = collected / STUDENT / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    sources = ["".join(cell["source"]) for cell in cells(path)]
    assert COSINE in sources
    assert ESSAY in sources


def test_formgrader_lists_the_class_with_scores(autograded: dict[str, str]) -> None:
    assert set(autograded) == {STUDENT, "ada", "emmy"}
    assert all("needs manual grading" in row for row in autograded.values())
    assert "4 / 6" in autograded[STUDENT]


def test_formgraders_button_gives_the_scores_of_grader_autograde(
    lab: Lab, autograded: dict[str, str], command: Path
) -> None:
    scores = courses.scores(lab.server.root)
    assert scores == courses.scores(command)
    automatic = scores["emmy", NOTEBOOK, "test_cosine_similarity"].auto
    assert automatic is not None
    assert automatic < 4


def test_what_formgrader_keeps_is_our_record_test_by_test(
    autograded: dict[str, str], lab: Lab
) -> None:
    path = lab.server.root / "autograded" / "emmy" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    (cell,) = notebook_of(path)["metadata"]["grader"]["verdict"]["cells"]
    outcomes = {test["outcome"] for test in cell["tests"]}
    assert {"passed", "failed"} <= outcomes


def test_the_grading_page_draws_formulas_and_asks_no_other_machine(graded: Graded) -> None:
    assert graded.told == FINE
    assert graded.formulas > 0


@pytest.mark.usefixtures("graded")
def test_points_and_comment_given_by_hand_are_in_the_gradebook(lab: Lab) -> None:
    with Gradebook(f"sqlite:///{lab.server.root}/gradebook.db", courses.COURSE_ID) as gradebook:
        emmy, ada = (
            gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, name)
            for name in ("emmy", "ada")
        )
        assert (emmy.written_score, emmy.needs_manual_grade) == (1.5, False)
        assert COMMENT in [comment.comment for comment in emmy.comments]
        assert ada.needs_manual_grade


def test_feedback_made_by_formgrader_tells_tests_points_and_comment(
    watched: Watched, feedback: Path
) -> None:
    watched.page.goto((feedback / "emmy" / ASSIGNMENT / f"{NOTEBOOK}.html").as_uri())
    said = watched.page.inner_text("body")
    assert "hidden test" in said
    assert COMMENT in said
    assert "from solutions import" not in said


def test_the_feedback_page_needs_nothing_but_itself(
    watched: Watched, feedback: Path, shoot: Shoot
) -> None:
    assert opened(watched, feedback / "emmy" / ASSIGNMENT / f"{NOTEBOOK}.html") == FINE
    shoot("feedback")


@pytest.mark.usefixtures("graded")
def test_the_reports_pages_need_nothing_but_themselves(
    watched: Watched, lab: Lab, shoot: Shoot
) -> None:
    done = courses.grader(lab.server.root, "report")
    assert done.returncode == 0, done.stderr
    for page in ("index.html", f"{ASSIGNMENT}/index.html"):
        assert opened(watched, lab.server.root / "report" / page) == FINE
    assert "cosine_similarity" in watched.page.inner_text("body")
    shoot("report")


def opened(watched: Watched, page: Path) -> dict[str, list[str]]:
    """Open a page from disk; what it told."""
    watched.told()
    watched.page.goto(page.as_uri(), wait_until="networkidle")
    return watched.told()


def cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook file."""
    found: list[dict[str, Any]] = notebook_of(path)["cells"]
    return found


def notebook_of(path: Path) -> dict[str, Any]:
    """A notebook file."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
