"""`grader adopt`: what will differ for a course of nbgrader's, and the one line that it needs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from grader.plugin import Course
from grader.workflows import course_copy
from tests import courses, own_course, quickstart


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course as nbgrader's quickstart lays one out."""
    made = quickstart.make(tmp_path / "course")
    course_copy.answer_mark(made / "gradebook.db")
    return made


def contents(course: Path) -> dict[str, bytes]:
    """Return all files of a course but its gradebook."""
    return {
        str(path.relative_to(course)): path.read_bytes()
        for path in course.rglob("*")
        if path.is_file() and path.name != "gradebook.db"
    }


def with_notebook(course: Path, change: Any) -> Path:
    """Change the first notebook."""
    path = course / "source/ps1/problem1.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    change(nb)
    path.write_text(json.dumps(nb), encoding="utf-8")
    return course


def test_one_line_is_added_and_nothing_else_but_a_copy_of_before(course: Path) -> None:
    before = contents(course)
    status, said = own_course.run(course, "adopt")
    assert (status, "nbgrader_config.py written" in said) == (0, True)
    after = contents(course)
    text = after.pop("nbgrader_config.py")
    assert text.startswith(before["nbgrader_config.py"].rstrip())
    assert after.pop("nbgrader_config.py.before_grader") == before.pop("nbgrader_config.py")
    assert after == before
    assert Course(course).configured


def test_adopting_twice_changes_nothing(course: Path) -> None:
    assert own_course.run(course, "adopt")[0] == 0
    before = contents(course)
    status, said = own_course.run(course, "adopt")
    assert (status, "written" in said) == (0, False)
    assert contents(course) == before


def test_a_dry_run_writes_nothing(course: Path) -> None:
    before = contents(course)
    assert own_course.run(course, "adopt", "--dry-run")[0] == 0
    assert contents(course) == before


def test_a_course_on_nbgraders_defaults_gets_a_configuration(course: Path) -> None:
    (course / "nbgrader_config.py").unlink()
    (course / "gradebook.db").unlink()
    status, said = own_course.run(course, "adopt", "--dry-run")
    assert (status, "There is no nbgrader_config.py here" in said) == (0, True)
    assert not (course / "nbgrader_config.py").exists()
    assert not (course / "gradebook.db").exists()
    status, said = own_course.run(course, "adopt")
    assert (status, "nbgrader_config.py written" in said) == (0, True), said
    assert Course(course).configured


def test_a_folder_without_notebooks_is_not_adopted(tmp_path: Path) -> None:
    (tmp_path / "source/static").mkdir(parents=True)
    status, said = own_course.run(tmp_path, "adopt")
    assert (status, "holds no notebook" in said) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_the_configuration_may_have_any_name(course: Path) -> None:
    path = course / "nbgrader_config.py"
    path.write_text(path.read_text().replace("c = get_config()", "conf = get_config()\nc = conf"))
    assert own_course.run(course, "adopt")[0] == 0
    assert Course(course).configured


@pytest.mark.parametrize(
    "call",
    [
        "import grader.plugin\ngrader.plugin.configure(c)",
        "import grader.plugin as engine\nengine.configure(c)",
        "from grader import plugin\nplugin.configure(c)",
        "from grader.plugin import configure\nif True:\n    configure(c)",
    ],
)
def test_a_call_is_recognized_however_it_is_written(course: Path, call: str) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"{call}\n")
    before = contents(course)
    assert own_course.run(course, "adopt")[0] == 0
    assert contents(course) == before


@pytest.mark.parametrize("words", ["# grader.plugin.configure(c)", "s = 'grader.plugin.configure'"])
def test_a_comment_is_no_call(course: Path, words: str) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"{words}\n")
    status, said = own_course.run(course, "adopt")
    assert (status, "nbgrader_config.py written" in said) == (0, True), said
    assert Course(course).configured


@pytest.mark.parametrize("coding", [b"# -*- coding: latin-1 -*-\n", b""], ids=["told", "not told"])
def test_a_configuration_in_another_encoding_keeps_it(course: Path, coding: bytes) -> None:
    path = course / "nbgrader_config.py"
    before = coding + path.read_bytes() + "# für Übungen\n".encode("latin-1")
    path.write_bytes(before)
    status, said = own_course.run(course, "adopt")
    assert (status, "nbgrader_config.py written" in said) == (0, True), said
    assert path.read_bytes().startswith(before)
    assert Course(course).configured


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("c.Execute.timeout = -1", "sets no time limit"),
        (
            'c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.Execute"]',
            "without a sandbox",
        ),
    ],
)
def test_what_a_setting_means_is_told(course: Path, config: str, said: str) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"{config}\n")
    status, printed = own_course.run(course, "adopt", "--dry-run")
    assert (status, said in printed) == (0, True), printed


def kernel(**spec: str) -> Any:
    """Return a change of the kernel."""
    return lambda nb: nb["metadata"].update(kernelspec=spec)


def old_metadata(nb: Any) -> None:
    """Make a notebook one of an older nbgrader."""
    for cell in nb["cells"]:
        cell["metadata"]["nbgrader"]["schema_version"] = 2


def oldest_metadata(nb: Any) -> None:
    """Make a notebook one of nbgrader's first versions, which told none and named all cells so."""
    for cell in nb["cells"]:
        del cell["metadata"]["nbgrader"]["schema_version"]
        cell["metadata"]["nbgrader"]["grade_id"] = "area-default"


def without_begin(nb: Any) -> None:
    """Take away where a solution begins."""
    text = "".join(nb["cells"][0]["source"])
    nb["cells"][0]["source"] = text.replace("### BEGIN SOLUTION", "")


def same_names(nb: Any) -> None:
    """Give two cells one name."""
    nb["cells"][1]["metadata"]["nbgrader"]["grade_id"] = "squares"


def never_run(nb: Any) -> None:
    """Put the tests into a function that nobody calls."""
    nb["cells"][1]["source"] = "def test_squares():\n    assert squares(2) == [1, 4]"


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        (kernel(name="ir", language="R"), 1, "only Python can be graded"),
        (kernel(name="ml", language="python"), 0, "`ml` is not started"),
        (old_metadata, 1, "nbgrader update ."),
        (oldest_metadata, 1, "nbgrader update ."),
        (without_begin, 1, "ends nothing"),
        (same_names, 1, "squares"),
        (never_run, 1, "is never run"),
    ],
    ids=["language", "kernel", "metadata", "oldest metadata", "marker", "names", "tests"],
)
def test_what_a_notebook_needs_or_can_not_do_is_told(
    course: Path, change: Any, status: int, said: str
) -> None:
    found, printed = own_course.run(with_notebook(course, change), "adopt", "--dry-run")
    assert (found, said in printed) == (status, True), printed
    assert printed.count(said) == 1


def test_old_metadata_are_told_once_for_all_notebooks(course: Path) -> None:
    for path in course.glob("source/ps1/*.ipynb"):
        nb = json.loads(path.read_text(encoding="utf-8"))
        old_metadata(nb)
        path.write_text(json.dumps(nb), encoding="utf-8")
    status, said = own_course.run(course, "adopt", "--dry-run")
    assert (status, said.count("nbgrader update .")) == (1, 1), said
    assert "problem1.ipynb and 1 more: metadata of an older nbgrader" in said


def test_an_ordinary_notebook_is_told_nothing_about(course: Path) -> None:
    status, said = own_course.run(course, "adopt", "--dry-run")
    assert (status, "problem1" in said) == (0, False), said


def test_a_notebook_in_another_language_is_told_nothing_contrary(course: Path) -> None:
    said = own_course.run(with_notebook(course, kernel(name="ir", language="R")), "adopt")[1]
    assert "graded with Python" not in said


def test_a_module_with_a_marked_solution_is_told(course: Path) -> None:
    module = "def f():\n    ### BEGIN SOLUTION\n    return 3\n    ### END SOLUTION\n"
    (course / "source/ps1/helpers.py").write_text(module)
    said = own_course.run(course, "adopt", "--dry-run")[1]
    assert "source/ps1/helpers.py: holds the marker `BEGIN SOLUTION`" in said


def test_charts_that_no_page_shows_are_told_once(course: Path) -> None:
    for path, line in zip(
        sorted(course.glob("source/ps1/*.ipynb")),
        ("import plotly.express as px", "from altair import Chart"),
        strict=True,
    ):
        nb = json.loads(path.read_text(encoding="utf-8"))
        nb["cells"].append(own_course.added("given", line, locked=True))
        path.write_text(json.dumps(nb), encoding="utf-8")
    status, said = own_course.run(course, "adopt", "--dry-run")
    assert (status, said.count("need scripts")) == (0, 1), said
    assert "problem1.ipynb and 1 more: charts of altair, plotly" in said


OWN_MODULES = """\
import sys
sys.path.append("./code")
import helpers
if "google.colab" in sys.modules:
    from google.colab import drive"""


def test_nobody_is_told_to_install_a_courses_own_module_or_one_for_elsewhere(
    course: Path,
) -> None:
    (course / "source/ps1/code").mkdir()
    (course / "source/ps1/code/helpers.py").write_text("")
    given = own_course.added("given", OWN_MODULES, locked=True)
    status, said = own_course.run(
        with_notebook(course, lambda nb: nb["cells"].append(given)), "adopt", "--dry-run"
    )
    assert (status, "helpers" in said, "google" in said) == (0, False, False), said


def test_a_course_whose_root_is_elsewhere_is_not_adopted_here(course: Path, tmp_path: Path) -> None:
    config = course / "nbgrader_config.py"
    stock = config.read_text()
    for root in (course, "."):
        config.write_text(f"{stock}\nc.CourseDirectory.root = {str(root)!r}\n")
        assert own_course.run(course, "adopt", "--dry-run")[0] == 0
    config.write_text(f"{stock}\nc.CourseDirectory.root = {str(tmp_path / 'other')!r}\n")
    for command in ("adopt", "generate"):
        status, said = own_course.run(course, command)
        assert (status, "c.CourseDirectory.root" in said) == (2, True), said
    assert not (course / "release").exists()


def sources(release: Path) -> dict[str, tuple[str, str | None]]:
    """Return the source and checksum of each of nbgrader's cells in a release."""
    found = {}
    for path in release.glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if marks := cell["metadata"].get("nbgrader"):
                found[marks["grade_id"]] = ("".join(cell["source"]), marks.get("checksum"))
    return found


def test_an_untouched_answer_to_an_earlier_release_gets_zero_as_it_did(course: Path) -> None:
    code: dict[str, Any] = {"grade": True, "solution": True, "points": 3}
    by_hand = own_course.added("plot", "### BEGIN SOLUTION\n1\n### END SOLUTION", **code)
    with_notebook(course, lambda nb: nb["cells"].append(by_hand))
    done = courses.nbgrader_ended(course, "generate_assignment", "ps1")
    assert done.returncode == 0, done.stderr
    stock = sources(course / "release/ps1")
    assert "YOUR CODE HERE" in stock["plot"][0]
    shutil.copytree(course / "release/ps1", course / "submitted/ada/ps1")
    for command in ("adopt", "generate", "autograde"):
        status, said = own_course.run(course, command)
        assert status == 0, said
    assert sources(course / "release/ps1") == stock
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        books = gradebook.find_submission("ps1", "ada").notebooks
        grades = {grade.name: grade for book in books for grade in book.grades}
    for name in ("plot", "why"):
        assert (grades[name].auto_score, grades[name].needs_manual_grade) == (0, False)
