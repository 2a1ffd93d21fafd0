"""`grader check` finds faults of a course and says what to do."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from grader.grading.course_folder import inside_course
from grader.plugin import Course
from grader.workflows import course_copy
from tests import courses, own_course
from tests.simulated import graded_name, read


def edit(course: Path, name: str, cell_name: str, old: str, new: str) -> None:
    """Replace text in a cell of a source notebook."""
    path = course / "source" / "01_linear_algebra" / f"{name}.ipynb"
    nb = read(path)
    for cell in nb["cells"]:
        if graded_name(cell) == cell_name:
            assert old in cell["source"]
            cell["source"] = cell["source"].replace(old, new)
    path.write_text(json.dumps(nb), encoding="utf-8")


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Check a course with faults in each notebook, and return the output."""
    notebooks = ("01_vectors", "02_matrices", "03_attention_matrix")
    course = courses.make(tmp_path_factory.mktemp("check") / "course", notebooks=notebooks)
    edit(course, "01_vectors", "cosine_similarity", "return", "return 2 *")
    edit(course, "02_matrices", "test_linear_layer", "points=4", "points=5")
    edit(
        course,
        "03_attention_matrix",
        "test_simple_attention",
        "run_tests(points",
        "def test_nothing():\n    pass\n\nrun_tests(points",
    )
    edit(course, "03_attention_matrix", "test_simple_attention", "### BEGIN HIDDEN TESTS", "")
    edit(course, "03_attention_matrix", "test_simple_attention", "### END HIDDEN TESTS", "")
    path = course / "source" / "01_linear_algebra" / "01_vectors.ipynb"
    nb = read(path)
    for cell in nb["cells"]:
        cell["source"] = cell["source"].replace("<details>", "")
    path.write_text(json.dumps(nb), encoding="utf-8")
    done = courses.here(course, "check")
    assert done.exit_code == 1
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def test_a_solution_without_full_marks_is_found(findings: str) -> None:
    assert "the solution does not get full marks in `test_cosine_similarity`" in findings


def test_points_that_disagree_are_found(findings: str) -> None:
    assert "`test_linear_layer` ends in run_tests(points=5), but is worth 4" in findings


def test_a_test_that_the_stub_passes_is_found(findings: str) -> None:
    assert (
        "the untouched stub does not get zero in `test_simple_attention`: test_nothing" in findings
    )


def test_an_exercise_without_hidden_tests_is_found(findings: str) -> None:
    assert "`test_simple_attention` has no hidden test" in findings


def test_an_exercise_without_a_hint_is_found(findings: str) -> None:
    assert "the exercise `cosine_similarity` has no folded hint" in findings


def test_a_notebook_out_of_form_is_found_and_tidied(findings: str, tmp_path: Path) -> None:
    assert "01_vectors.ipynb: not in canonical form" in findings
    course = courses.lay_out(tmp_path / "course", notebooks={"01_vectors"})
    path = course / "source" / "01_linear_algebra" / "01_vectors.ipynb"
    before = path.read_bytes()
    nb = json.loads(before)
    nb["cells"][1]["execution_count"] = 7
    nb["metadata"]["toc"] = {"base_numbering": 1}
    path.write_text(json.dumps(nb), encoding="utf-8")
    done = courses.here(course, "tidy")
    assert "tidied source/01_linear_algebra/01_vectors.ipynb" in done.stdout
    assert path.read_bytes() == before


def test_a_release_that_is_out_of_date_is_found(findings: str) -> None:
    assert "release/01_linear_algebra: out of date with the sources" in findings
    assert "run `grader generate`" in findings


def test_a_copy_that_is_gone_leaves_no_module_behind(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    package = course / "reference_of_stats"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "late.py").write_text("RIGHT = 1\n")
    with inside_course(course):
        with course_copy.temporary_copy(Course(course)):
            importlib.import_module(package.name)
        assert importlib.import_module(f"{package.name}.late").RIGHT == 1
