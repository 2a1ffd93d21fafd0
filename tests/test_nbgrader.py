"""nbgrader stays in charge: its own commands and API grade the course by our engine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import courses, demo, own_course
from tests.simulated import hand_in, variants

LIMITS = "c.Limits.test_seconds = 1.0\nc.Limits.cell_seconds = 4.0\nc.Limits.wall_factor = 2\n"

NOTEBOOKS = ("02_matrices", "01_vectors")
"""Enough where one student is graded."""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the demo's class in one notebook, graded by our command."""
    folder = tmp_path_factory.mktemp("ours") / "course"
    course = courses.make(folder, config=LIMITS, notebooks=("01_vectors",))
    demo.make_class(course, only=demo.EXERCISES, of_each=1)
    unfinished = "def cosine_similarity(vec1, vec2):\n    return vec1[0"
    hand_in(course, "raises", {"cosine_similarity": unfinished}, only=demo.EXERCISES)
    done = courses.here(course, "autograde")
    assert done.exit_code == 0, done.output
    return course


@pytest.fixture(scope="module")
def theirs(ours: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same class, graded by nbgrader's command."""
    course = tmp_path_factory.mktemp("theirs") / "course"
    shutil.copytree(ours, course, ignore=shutil.ignore_patterns("autograded", "gradebook.db"))
    courses.nbgrader_here(course, "generate_assignment", "01_linear_algebra", "--force")
    done = courses.nbgrader_ended(course, "autograde", "01_linear_algebra")
    assert done.returncode == 0, done.stderr
    return course


def test_nbgrader_autograde_gives_the_scores_of_grader_autograde(ours: Path, theirs: Path) -> None:
    mine = courses.scores(ours)
    assert len(mine) == 7 * 2
    assert courses.scores(theirs) == mine


def test_nbgrader_generates_the_same_release(ours: Path, theirs: Path) -> None:
    released = sorted((ours / "release").rglob("*.ipynb"))
    assert released
    for path in released:
        assert (theirs / path.relative_to(ours)).read_bytes() == path.read_bytes()


def test_nbgrader_feedback_tells_hidden_tests_by_name_and_shows_no_source(theirs: Path) -> None:
    student = "hedy"
    courses.nbgrader_here(theirs, "generate_feedback", "01_linear_algebra", "--student", student)
    page = theirs / "feedback" / student / "01_linear_algebra" / "01_vectors.html"
    text = page.read_text(encoding="utf-8")
    assert "Random vectors" in text
    assert "hidden test" in text
    for secret in ("BEGIN HIDDEN", "solutions", "default_rng", "site-packages"):
        assert secret not in text


def test_submissions_outside_of_the_course_are_graded_and_stay_as_they_are(tmp_path: Path) -> None:
    setting = f"c.CourseDirectory.submitted_directory = '{tmp_path}/elsewhere'\n"
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED + setting)
    courses.generate(course)
    for student in ("ada", "bo"):
        own_course.hand_in(course, student, own_course.RIGHT)
    handed_in = (course / "submitted").rename(tmp_path / "elsewhere")
    before = {path: path.read_bytes() for path in handed_in.rglob("*.ipynb")}
    done = courses.nbgrader_ended(course, "autograde", "hw1")
    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in handed_in.rglob("*.ipynb")} == before
    points = [score for (_, score) in sorted(own_course.scores(course).items())]
    assert points == 2 * [(4.0, False)]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which one student handed in and nothing is graded."""
    folder = tmp_path_factory.mktemp("generated") / "course"
    course = courses.make(folder, config=LIMITS, notebooks=NOTEBOOKS)
    right = next(v.source for v in variants("cosine_similarity") if v.right)
    hand_in(course, "ada", {"cosine_similarity": right})
    return course


@pytest.fixture
def course(generated: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(generated, tmp_path / "course"))


def test_formgrader_api_grades_by_our_engine(course: Path) -> None:
    script = (
        "from nbgrader.apps.baseapp import NbGrader\n"
        "from nbgrader.apps.api import NbGraderAPI\n"
        "from nbgrader.coursedir import CourseDirectory\n"
        "app = NbGrader(); app.load_config_file()\n"
        "api = NbGraderAPI(CourseDirectory(config=app.config), config=app.config)\n"
        "result = api.autograde('01_linear_algebra', 'ada')\n"
        "assert result['success'], result\n"
        "result = api.generate_feedback('01_linear_algebra', 'ada')\n"
        "assert result['success'], result\n"
    )
    (course / "call.py").write_text(script)
    done = courses._run([courses.BIN / "python", "call.py"], course, 600)
    assert done.returncode == 0, done.stderr
    found = courses.scores(course)
    assert found["ada", "01_vectors", "test_cosine_similarity"].auto == 4.0
    assert found["ada", "02_matrices", "test_linear_layer"].auto == 0.0
    assert "metadata" in (course / "autograded/ada/01_linear_algebra/01_vectors.ipynb").read_text()


def test_a_broken_test_fails_either_command_and_nbgraders_clears_the_earlier_mark(
    course: Path,
) -> None:
    assert courses.here(course, "autograde").exit_code == 0
    name = ("ada", "01_vectors", "test_cosine_similarity")
    assert courses.scores(course)[name].auto == 4.0
    reference = course / "solutions" / "linear_algebra.py"
    reference.write_text("raise ImportError('the reference is gone')\n")
    for run, mark in ((courses.grader, (4.0, False)), (courses.nbgrader, (None, True))):
        arguments = ("autograde", "01_linear_algebra", "--force")
        done = run(course, *arguments)
        assert done.returncode == 1
        score = courses.scores(course)[name]
        assert (score.auto, score.by_hand) == mark
        assert "test_cosine_similarity" in done.stderr
        assert "Traceback" not in done.stderr


HANGING = """\
from grader.lesson import run_tests


def test_of_two():
    assert mean([1, 3]) == 2


### BEGIN HIDDEN TESTS
def test_that_hangs():
    assert sum(range(10**15 if mean([4, 5, 9]) == 9 else 10)) == 45
### END HIDDEN TESTS


run_tests(points=4)"""


def test_a_hanging_test_ends_neither_nbgraders_command_nor_another_students_grading(
    tmp_path: Path,
) -> None:
    limits = "c.Limits.test_seconds = 0.5\n"
    course = own_course.make(tmp_path, tests=HANGING, config=own_course.CONFIGURED + limits)
    status, said = own_course.run(course, "generate")
    assert status == 0, said
    hangs = "def mean(values):\n    return 2 if len(values) == 2 else 9"
    for student, answer in (("ada", own_course.RIGHT), ("bo", hangs), ("cy", own_course.RIGHT)):
        own_course.hand_in(course, student, answer)
    done = courses.nbgrader(course, "autograde", "hw1")
    assert done.returncode == 0, done.stderr
    assert own_course.scores(course) == {
        ("ada", "stats"): (4.0, False),
        ("bo", "stats"): (2.0, False),
        ("cy", "stats"): (4.0, False),
    }
    assert "within 1 s of CPU time (limit judge_seconds)" in (
        course / "autograded/bo/hw1/stats.ipynb"
    ).read_text(encoding="utf-8")
