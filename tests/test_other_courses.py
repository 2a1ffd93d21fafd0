"""What a course that was written for nbgrader alone sets, holds and lacks."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import nbgrader
import pytest
from nbgrader.api import Gradebook

from grader.plugin import Course
from tests import courses, data_science, own_course

# Time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "cell", "notebook"),
    [
        ("c.Execute.timeout = 60", 60, 300),
        ("c.ExecutePreprocessor.timeout = 60", 60, 300),
        ("c.NotebookClient.timeout = 60", 60, 300),
        ("c.ExecutePreprocessor.timeout = 60\nc.Execute.timeout = 90", 90, 300),
        ("c.ExecutePreprocessor.timeout = 900", 900, 900),
        ("c.Execute.timeout = -1", 300, 300),
        ("c.Execute.timeout = None", 300, 300),
        ("c.Execute.timeout = 10\nc.Execute.timeout_func = lambda cell: 600", 300, 300),
        ("c.Execute.timeout = -1\nc.Limits.notebook_seconds = 50", 50, 50),
        ("c.Execute.timeout = 60\nc.Limits.cell_seconds = 7", 7, 300),
        ("", 30, 300),
    ],
)
def test_nbgraders_own_timeout_limits_a_cell(
    tmp_path: Path, config: str, cell: float, notebook: float
) -> None:
    limits = Course(own_course.make(tmp_path, config=config)).limits
    assert (limits.cell_seconds, limits.notebook_seconds) == (cell, notebook)


@pytest.mark.parametrize(
    ("ignored", "points"), [("known|harmless", 4.0), ("something else", 0.0), ("", 0.0)]
)
def test_what_ignore_pattern_names_costs_no_points(
    tmp_path: Path, ignored: str, points: float
) -> None:
    config = f"c.IgnorePattern.enabled = {bool(ignored)}\nc.IgnorePattern.pattern = {ignored!r}"
    tests = "import sys\nassert mean([1, 3]) == 2\nprint('a harmless warning', file=sys.stderr)"
    course = own_course.make(tmp_path, tests=tests, config=config)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.RIGHT)
    assert own_course.run(course, "autograde")[0] == 0
    assert own_course.scores(course)["ada", "stats"][0] == points


def test_a_pattern_that_is_none_is_refused(tmp_path: Path) -> None:
    config = "c.IgnorePattern.enabled = True\nc.IgnorePattern.pattern = '('"
    status, said = own_course.run(own_course.make(tmp_path, config=config), "generate")
    assert (status, "c.IgnorePattern.pattern is no regular expression" in said) == (2, True), said


# Files ----------------------------------------------------------------------------------------

READING = (
    "def mean(values):\n    import os\n    found = sorted(os.path.join(a, n)[2:] for a, _, ns in"
    " os.walk('.') for n in ns)\n    raise ValueError(' '.join(found))"
)


def files_seen(course: Path, *command: str) -> str:
    """Return what a page shows of the files that a student's code finds."""
    own_course.hand_in(course, "ada", READING)
    done = own_course.run(course, "autograde") if not command else None
    if command:
        assert courses.nbgrader_ended(course, *command).returncode == 0
    assert done is None or done[0] == 0
    return (course / "autograded/ada/hw1/stats.ipynb").read_text(encoding="utf-8")


def with_files(folder: Path, config: str) -> Path:
    """Return a generated course with data files, some of which are not for students."""
    course = own_course.make(folder, tests=own_course.PLAIN, config=own_course.CONFIGURED + config)
    source = own_course.source_of(course).parent
    (source / "private").mkdir()
    (source / "private/answers.txt").write_text("42")
    (source / "notes.secret").write_text("43")
    (source / "table.csv").write_text("a,b")
    (source / "large.csv").write_text("a" * 3000)
    assert own_course.run(course, "generate")[0] == 0
    return course


@pytest.mark.parametrize(
    ("config", "hidden"),
    [
        ('c.CourseDirectory.ignore = ["private", "*.secret"]', ["answers.txt", "notes.secret"]),
        ('c.CourseDirectory.include = ["*.ipynb", "table.csv"]', ["answers.txt", "large.csv"]),
        ("c.CourseDirectory.max_file_size = 2", ["large.csv"]),
    ],
)
def test_a_file_that_nbgrader_leaves_out_is_not_there_for_students(
    tmp_path: Path, config: str, hidden: list[str]
) -> None:
    page = files_seen(with_files(tmp_path, config))
    assert "table.csv" in page
    assert not [name for name in hidden if name in page]


WITH_MODULE = """\
import helpers


def mean(values):
    return helpers.total(values) / len(values)"""


@pytest.mark.parametrize(
    ("config", "score"),
    [("", 0.0), ('c.Autograde.exclude_overwriting = {"hw1": ["code/helpers.py"]}', 4.0)],
    ids=["the course's", "the student's"],
)
def test_a_module_is_the_students_own_where_nbgrader_does_not_overwrite_it(
    tmp_path: Path, config: str, score: float
) -> None:
    course = own_course.make(
        tmp_path, tests=own_course.PLAIN, config=f"{own_course.CONFIGURED}{config}\n"
    )
    given = own_course.source_of(course).with_name("code") / "helpers.py"
    given.parent.mkdir()
    given.write_text("def total(values):\n    return None\n")
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", f"import sys\nsys.path.append('code')\n{WITH_MODULE}")
    (course / "submitted/ada/hw1/code").mkdir()
    (course / "submitted/ada/hw1/code/helpers.py").write_text("total = sum\n")
    status, said = own_course.run(course, "autograde")
    assert status == 0, said
    assert own_course.scores(course)["ada", "stats"] == (score, False)
    done = courses.nbgrader_ended(course, "autograde", "hw1", "--force")
    assert done.returncode == 0, done.stderr
    assert own_course.scores(course)["ada", "stats"] == (score, False)


# Notebooks beside -----------------------------------------------------------------------------

BESIDE = """\
def mean(values):
    import json
    cells = json.load(open('stats.ipynb'))['cells']
    assert json.load(open('helper.ipynb'))['cells']
    assert 'a secret' + ' word' not in open('stats.ipynb').read() + open('helper.ipynb').read()
    %run helper.ipynb
    return total(values) / len(values)"""


@pytest.fixture(scope="module")
def two_notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose notebook runs another one."""
    course = own_course.make(
        tmp_path_factory.mktemp("two"), tests=own_course.PLAIN, config=own_course.CONFIGURED
    )
    total = own_course.SOLUTION.replace("mean", "total").replace(" / len(values)", "")
    tests = own_course.PLAIN.replace("mean", "total").replace("== 2", "== 4")
    tests = tests.replace("== 6", "== 18")
    cells = own_course.notebook(total, tests)
    own_course.write(own_course.source_of(course, "helper"), cells)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", BESIDE)
    own_course.hand_in(course, "ada", "def total(values):\n    return sum(values)", "helper")
    return course


def test_a_notebook_reads_itself_and_runs_the_one_beside_it(two_notebooks: Path) -> None:
    assert own_course.run(two_notebooks, "autograde")[0] == 0
    assert own_course.scores(two_notebooks)["ada", "stats"] == (4.0, False)


def test_so_it_does_by_nbgraders_command_and_sees_no_hidden_test(two_notebooks: Path) -> None:
    done = courses.nbgrader_ended(two_notebooks, "autograde", "hw1", "--force")
    assert done.returncode == 0, done.stderr
    assert own_course.scores(two_notebooks)["ada", "stats"] == (4.0, False)


# Delimiters -----------------------------------------------------------------------------------

OWN_MARKS = """
c.ClearHiddenTests.begin_test_delimeter = "SECRET {"
c.ClearHiddenTests.end_test_delimeter = "SECRET }"
"""


@pytest.mark.parametrize(
    "tests", [own_course.PLAIN, own_course.TESTS], ids=["asserts", "functions"]
)
def test_hidden_tests_stay_hidden_by_a_courses_own_delimiters(tmp_path: Path, tests: str) -> None:
    tests = tests.replace("BEGIN HIDDEN TESTS", "SECRET {").replace("END HIDDEN TESTS", "SECRET }")
    config = own_course.CONFIGURED + OWN_MARKS
    course = own_course.make(tmp_path, tests=tests, config=config)
    assert own_course.run(course, "generate")[0] == 0
    released = (course / "release/hw1/stats.ipynb").read_text(encoding="utf-8")
    own_course.hand_in(course, "ada", own_course.RIGHT)
    own_course.hand_in(course, "bo", "def mean(values):\n    return 2")
    status, said = own_course.run(course, "autograde")
    assert (status, "edited" in said) == (0, False)
    assert own_course.run(course, "feedback")[0] == 0
    pages = [path.read_text(encoding="utf-8") for path in (course / "feedback").rglob("*.html")]
    assert len(pages) == 2
    for text in (released, *pages):
        assert "4, 5, 9" not in text
    assert own_course.scores(course)["ada", "stats"] == (4.0, False)
    assert own_course.scores(course)["bo", "stats"][0] in (0.0, 2.0)
    assert own_course.run(course, "check")[0] == 0


# What generating needs ------------------------------------------------------------------------


def changed(course: Path, change: Any) -> None:
    """Change the source notebook."""
    path = own_course.source_of(course)
    nb = json.loads(path.read_text(encoding="utf-8"))
    change(nb)
    path.write_text(json.dumps(nb), encoding="utf-8")


@pytest.mark.parametrize("oldest", [False, True])
def test_metadata_of_an_older_nbgrader_are_named_with_what_to_run(
    tmp_path: Path, oldest: bool
) -> None:
    course = own_course.make(tmp_path)

    def age(nb: dict[str, Any]) -> None:
        for cell in nb["cells"]:
            marks = cell["metadata"]["nbgrader"]
            marks["schema_version"] = 1
            if oldest:
                del marks["schema_version"]
                marks["grade_id"] = "area-default"

    changed(course, age)
    status, said = own_course.run(course, "generate")
    assert status == 1
    assert "older nbgrader" in said
    assert "nbgrader update ." in said


HELPER = """\
def test_many(function, pairs):
    for given, wanted in pairs:
        assert function(given) == wanted"""

THROWS = """\
def test_func_throws(function, kind):
    try:
        function()
    except kind:
        return True
    return False

### AUTOTEST test_func_throws(lambda: mean([]), ZeroDivisionError)"""


def with_autotest(folder: Path) -> Path:
    """A course with nbgrader's own kind of generated tests, and a helper of its author's."""
    course = own_course.make(folder, tests=THROWS)
    marks: dict[str, Any] = {"grade": True, "locked": True, "points": 1}
    uses = [
        own_course.added("helper", HELPER, **marks),
        own_course.added("uses", "test_many(mean, [([1, 3], 2), ([4, 5, 9], 6)])", **marks),
    ]
    changed(course, lambda nb: nb["cells"].extend(uses))
    return course


def test_a_helper_that_another_cell_or_nbgrader_calls_is_no_test_that_is_forgotten(
    tmp_path: Path,
) -> None:
    course = with_autotest(tmp_path)
    docs = Path(nbgrader.__file__).parent / "docs/source/user_guide"
    shutil.copyfile(docs / "autotests.yml", course / "autotests.yml")
    status, said = own_course.run(course, "generate")
    assert status == 0, said
    released = (course / "release/hw1/stats.ipynb").read_text(encoding="utf-8")
    assert "AUTOTEST" not in released
    assert "test_func_throws(lambda: mean([]), ZeroDivisionError)" in released
    own_course.hand_in(course, "ada", own_course.RIGHT)
    status, said = own_course.run(course, "autograde")
    assert status == 0, said
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.find_submission_notebook("stats", "hw1", "ada")
        assert {grade.name: grade.auto_score for grade in found.grades} == {
            "test_mean": 4,
            "helper": 1,
            "uses": 1,
        }


def test_what_generating_needs_and_lacks_is_named(tmp_path: Path) -> None:
    status, said = own_course.run(with_autotest(tmp_path), "generate")
    assert (status, "autotests.yml" in said, "Removing failed" in said) == (1, True, False), said


def test_a_language_without_a_stub_is_named(tmp_path: Path) -> None:
    course = own_course.make(tmp_path, tests=own_course.PLAIN)
    spec = {"name": "julia-1.10", "display_name": "Julia", "language": "julia"}
    changed(course, lambda nb: nb["metadata"].update(kernelspec=spec))
    status, said = own_course.run(course, "generate")
    assert (status, "julia" in said, "Removing failed" in said) == (1, True, False), said


def test_a_module_of_the_course_that_lies_deeper_beside_the_notebook_is_given(
    tmp_path: Path,
) -> None:
    tests = f"import sys\nsys.path.append('./code')\nimport helpers\n{own_course.PLAIN}"
    course = own_course.make(tmp_path, tests=tests, config=own_course.CONFIGURED)
    for folder in (course, course / "source/hw1/code"):
        folder.mkdir(exist_ok=True)
        (folder / "helpers.py").write_text("A = 1\n", encoding="utf-8")
    status, said = own_course.run(course, "generate")
    assert status == 0, said
    own_course.hand_in(course, "ada", own_course.RIGHT)
    assert own_course.run(course, "autograde")[0] == 0
    assert own_course.scores(course)["ada", "stats"] == (4.0, False)


def test_the_time_that_is_told_is_that_of_the_whole_command(tmp_path: Path) -> None:
    course = own_course.make(tmp_path, tests=own_course.PLAIN)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.RIGHT)
    (course / "nbgrader_config.py").write_text("import time\ntime.sleep(2)\n", encoding="utf-8")
    told = re.search(r"graded in (\d+) s", own_course.run(course, "autograde")[1])
    assert told
    assert int(told[1]) >= 2


def test_a_release_stays_where_the_gradebook_takes_no_key(tmp_path: Path) -> None:
    course = own_course.make(tmp_path)
    assert own_course.run(course, "generate")[0] == 0
    released = (course / "release/hw1/stats.ipynb").read_bytes()
    (course / "gradebook.db").write_bytes(b"no database")
    assert own_course.run(course, "generate")[0] == 1
    assert (course / "release/hw1/stats.ipynb").read_bytes() == released
    assert [path.name for path in (course / "release").iterdir()] == ["hw1"]


def test_students_below_assignments_are_named_as_what_is_not_supported(tmp_path: Path) -> None:
    course = own_course.make(tmp_path)
    assert own_course.run(course, "generate")[0] == 0
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(
            "c = get_config()\nc.CourseDirectory.directory_structure ="
            " '{nbgrader_step}/{assignment_id}/{student_id}'\n"
        )
    own_course.hand_in(course, "ada", own_course.RIGHT)
    status, said = own_course.run(course, "autograde", "hw1")
    assert (status, "must come before {assignment_id}" in said) == (1, True), said


def test_a_gradebook_of_an_older_nbgrader_is_named_with_what_to_run(tmp_path: Path) -> None:
    course = own_course.make(tmp_path)
    with sqlite3.connect(course / "gradebook.db") as database:
        database.execute("CREATE TABLE assignment (id VARCHAR PRIMARY KEY, name VARCHAR)")
    status, said = own_course.run(course, "generate")
    assert status == 1
    assert "nbgrader db upgrade" in said


def test_a_gradebook_is_made_although_the_path_leads_to_no_alembic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = own_course.make(tmp_path)
    (course / "gradebook.db").unlink()
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert own_course.run(course, "generate") == (0, "release/hw1: 1 notebook")


def test_a_kernel_that_is_not_here_is_named_in_one_sentence(tmp_path: Path) -> None:
    course = own_course.make(tmp_path)
    spec = {"name": "ml-course", "display_name": "ML", "language": "python"}
    changed(course, lambda nb: nb["metadata"].update(kernelspec=spec))
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.RIGHT)
    status, said = own_course.run(course, "autograde")
    assert status == 0
    assert said.count("ml-course") == 1
    assert "hw1/stats" in said


def test_the_tenth_assignment_comes_after_the_second(tmp_path: Path) -> None:
    course = own_course.make(tmp_path)
    for name in ("h2", "h10"):
        shutil.copytree(course / "source/hw1", course / "source" / name)
    status, said = own_course.run(course, "autograde", "h3")
    assert status == 1
    assert "There is: h2, h10, hw1." in said


# Checking -------------------------------------------------------------------------------------


def test_rules_of_the_house_are_no_findings_of_another_course(tmp_path: Path) -> None:
    course = own_course.make(tmp_path, tests=own_course.PLAIN)
    assert own_course.run(course, "check") == (0, "1 exercise in 1 notebook checked: 0 findings.")


def test_a_course_that_asks_for_them_is_told_what_they_miss(tmp_path: Path) -> None:
    config = "c.Check.house_rules = True\n"
    course = own_course.make(tmp_path, config=config)
    assert own_course.run(course, "generate")[0] == 0
    status, said = own_course.run(course, "check")
    assert (status, "2 findings" in said, "hint" in said) == (1, True, True)


def test_only_such_a_course_hears_of_an_exercise_that_nothing_grades(tmp_path: Path) -> None:
    course = own_course.make(tmp_path, tests=own_course.PLAIN)
    changed(course, lambda nb: nb["cells"].pop())
    status, said = own_course.run(course, "check")
    assert (status, "0 findings" in said) == (0, True), said
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.Check.house_rules = True\n")
    assert "has no grade cell after it" in own_course.run(course, "check")[1]


@pytest.mark.parametrize("arguments", [[], ["--variants", "--mutants"]])
def test_a_notebook_without_a_solution_in_code_is_checked(
    tmp_path: Path, arguments: list[str]
) -> None:
    course = own_course.make(tmp_path)
    text = own_course.cell("why", "Because.", kind="markdown", solution=True, grade=True, points=2)
    own_course.write(own_course.source_of(course), [text])
    status, said = own_course.run(course, "check", *arguments)
    assert (status, "0 findings" in said) == (0, True), said


# Tables and figures ---------------------------------------------------------------------------


def test_a_notebook_of_data_science_gets_full_marks_and_shows_its_figures(tmp_path: Path) -> None:
    course = data_science.make(tmp_path)
    assert own_course.run(course, "generate")[0] == 0
    submitted = course / "submitted/ada"
    shutil.copytree(course / "source", submitted, ignore=shutil.ignore_patterns("*.csv"))
    assert own_course.run(course, "autograde")[0] == 0
    assert own_course.scores(course) == {("ada", "wine"): (1.0, False)}
    graded = course / f"autograded/ada/{data_science.ASSIGNMENT}/{data_science.NOTEBOOK}.ipynb"
    cells = json.loads(graded.read_text(encoding="utf-8"))["cells"]
    shown = [output for cell in cells for output in cell.get("outputs", [])]
    assert [output["output_type"] for output in shown].count("error") == 0
    assert sum("image/png" in output.get("data", {}) for output in shown) == 5
