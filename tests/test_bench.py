"""`grader bench` measures every way of grading a class, and prints what they are to each other.

`.ci/run` measures a small class in all ways; here the numbers are made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.author import benchmark, sample_class
from grader.plugin import Course
from tests import courses
from tests.simulated import ROOT, graded_name, read, variants

WALLED = f"{benchmark.IN}bubblewrap"


def run(way: str, seconds: float, *, students: float = 0.0) -> benchmark.Measured:
    return benchmark.Measured(
        way=way,
        answers=sample_class.KEPT,
        submissions=2,
        notebooks=4,
        seconds=seconds,
        cpu_seconds=2 * seconds,
        students_cpu_seconds=students,
        peak_mb=100.0,
    )


RUNS = [
    run(benchmark.STOCK, 60.0),
    run(WALLED, 3.0, students=4.5),
    run(benchmark.WITHOUT, 2.5, students=4.4),
    run(benchmark.IDLE, 0.5),
    run(benchmark.BARE, 1.5),
]


def test_each_way_is_set_beside_stock_and_the_bare_cells_and_the_engine_has_the_rest() -> None:
    found = {name: row for name, *row in benchmark.comparison(RUNS)}
    assert found[benchmark.STOCK] == ["15000", "30000", "–", "100", "1.0 ×", "40.00 ×"]
    assert found[WALLED] == ["750", "1500", "25 %", "100", "20.0 ×", "2.00 ×"]
    assert found[benchmark.BARE] == ["375", "750", "–", "100", "40.0 ×", "1.00 ×"]


def test_without_stock_nothing_is_set_beside_it() -> None:
    assert {row[5] for row in benchmark.comparison(RUNS[1:])[1:]} == {"–"}


def test_the_command_prints_the_table_and_who_was_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def measured(*arguments: Any, with_stock: bool) -> Iterator[benchmark.Measured]:
        asked.append((*arguments[1:], with_stock))
        yield from RUNS

    monkeypatch.setattr(benchmark, "compare_ways", measured)
    course = courses.lay_out(tmp_path / "course")
    done = courses.here(course, "bench", "linear_algebra", "--students", "2", "--no-stock")
    assert done.exit_code == 0, done.output
    assert asked == [("01_linear_algebra", 2, False)]
    about = "2 submissions (kept answers, right and wrong), 4 notebooks; 0.50 s with nothing to do"
    assert f"01_linear_algebra: {about}\n" in done.stdout
    (row,) = [line.split() for line in done.stdout.splitlines() if WALLED in line]
    assert " ".join(row) == f"{WALLED} 750 1500 25 % 100 20.0 × 2.00 ×"
    assert f"{benchmark.BARE}: 1.5 s" in done.stderr


def test_nothing_is_measured_where_all_copies_of_a_course_have_one_gradebook(
    tmp_path: Path,
) -> None:
    course = courses.lay_out(tmp_path / "course", notebooks={"01_vectors"})
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = 'sqlite:///{tmp_path}/gradebook.db'\n")
    done = courses.here(course, "bench", "--students", "1")
    assert (done.exit_code, "names one gradebook for all" in done.output) == (1, True)
    assert not (tmp_path / "gradebook.db").exists()


# The class ----------------------------------------------------------------------------------


def answers(of: sample_class.ClassOf, exercise: str) -> dict[str, str]:
    """Return each student's answer to an exercise."""
    return {
        path.parts[-3]: cell["source"]
        for path in sorted((of.course.root / "submitted").glob("*/*/*.ipynb"))
        for cell in read(path)["cells"]
        if graded_name(cell) == exercise
    }


def test_a_class_submits_kept_answers_right_and_wrong_and_leaves_some_exercises(
    tmp_path: Path,
) -> None:
    course = Course(courses.lay_out(tmp_path / "course", notebooks={"01_vectors", "02_matrices"}))
    kept = course.root / "tests" / "variants" / "cosine_similarity.py"
    kept.parent.mkdir(parents=True)
    kept.write_bytes((ROOT / "tests" / "variants" / kept.name).read_bytes())
    right, wrong = (
        {one.source for one in variants("cosine_similarity") if one.right is kind}
        for kind in (True, False)
    )
    with sample_class.class_of(course, "01_linear_algebra", 24) as present:
        assert present.answers == sample_class.KEPT
        handed = answers(present, "cosine_similarity")
        release = read(next((present.course.root / "release").glob("*/01_vectors.ipynb")))
        (solution,) = {*answers(present, "linear_layer").values()}
    (untouched,) = [
        cell["source"] for cell in release["cells"] if graded_name(cell) == "cosine_similarity"
    ]
    assert len(handed) == 24
    assert {*handed.values()} <= right | wrong | {untouched}
    counts = [sum(one in kind for one in handed.values()) for kind in (right, wrong, {untouched})]
    assert counts[0] > counts[1] > 0 < counts[2], "most answers are right"
    assert "BEGIN SOLUTION" in solution, "no answers to it are kept"
    with sample_class.class_of(course, "01_linear_algebra", 2) as again:
        assert answers(again, "cosine_similarity").items() <= handed.items()


def test_a_class_is_the_courses_own_where_there_are_submissions(tmp_path: Path) -> None:
    course = Course(courses.lay_out(tmp_path / "course", notebooks={"01_vectors"}))
    own = course.submitted / "ada" / "01_linear_algebra" / "01_vectors.ipynb"
    own.parent.mkdir(parents=True)
    own.write_text("no notebook")
    with sample_class.class_of(course, "01_linear_algebra", 2) as present:
        assert present.answers == "the course's submissions"
        handed = sorted((present.course.root / "submitted").glob("*/*/*.ipynb"))
        assert [path.read_text() for path in handed] == ["no notebook"] * 2
