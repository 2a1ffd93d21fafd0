"""The comparison of terms: the numbers are those of the reports, a remark is made only of what
chance would hardly bring, and what can't be compared is named."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import html5lib
import pytest
from scipy import stats

from grader.report import comparison, items
from grader.report.comparison import EarlierExercise
from tests import reported
from tests.reported import ASSIGNMENT, run


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class, graded once, and reported."""
    course = reported.make(tmp_path_factory.mktemp("terms") / "course")
    assert run(course, "report").status == 0
    return course


def own_report(course: Path) -> dict[str, Any]:
    """What the class's report tells as JSON."""
    text = (course / "report" / ASSIGNMENT / "report.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def earlier(course: Path, path: Path, made: str, difficulty: float) -> Path:
    """A report of an earlier term, in which one exercise had this difficulty."""
    told = own_report(course)
    told["report"]["made"] = made
    told["report"]["course"] = f"course of {made[:4]}"
    (exercise,) = (e for e in told["report"]["exercises"] if e["name"] == "test_mean")
    exercise |= {"difficulty": difficulty, "discrimination": 0.5}
    gone = exercise | {"name": "test_median"}
    told["report"]["exercises"] = [exercise, gone]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told))
    return path


def rows(folder: Path) -> list[list[str]]:
    """The table of terms, as a reader sees it."""
    tree = html5lib.parse(
        (folder / ASSIGNMENT / "index.html").read_text(encoding="utf-8"),
        namespaceHTMLElements=False,
    )
    (region,) = tree.findall(".//div[@aria-label='Table of earlier terms']")
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row] for row in region.iter("tr")
    ]


def test_terms_stand_side_by_side_the_earliest_first(graded: Path, tmp_path: Path) -> None:
    newer = earlier(graded, tmp_path / "b.json", "2025-06-01T10:00:00Z", 0.75)
    older = earlier(graded, tmp_path / "a.json", "2024-06-01T10:00:00Z", 0.5)
    told = own_report(graded)["report"]["exercises"]
    now = next(e["difficulty"] for e in told if e["name"] == "test_mean")
    out = tmp_path / "out"
    done = run(graded, "report", "--compare", newer, "--compare", older, "-o", out)
    assert done.status == 0, done.err
    (found,) = (row for row in rows(out) if row[0].startswith("test_mean"))
    assert found[2:] == [
        *(f"{now - 0.75:+.2f}".replace("-", "−"), "0.50", "0.75", f"{now:.2f}"),
        *("0.50", "0.50", "–", ""),
    ]
    (gone,) = (row for row in rows(out) if row[0].startswith("test_median"))
    assert gone[-1] == "Not asked now."
    (new,) = (row for row in rows(out) if row[0].startswith("why"))
    assert new[-1] == "New."
    with (out / ASSIGNMENT / "comparison.csv").open(newline="") as file:
        table = list(csv.DictReader(file, strict=True))
    assert [
        (row["course"], float(row["difficulty"])) for row in table if row["exercise"] == "test_mean"
    ] == [
        ("course of 2024", 0.5),
        ("course of 2025", 0.75),
        (own_report(graded)["report"]["course"], pytest.approx(now, abs=1e-6)),
    ]


def test_a_whole_folder_of_an_earlier_report_is_compared(graded: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    earlier(graded, before / ASSIGNMENT / "report.json", "2024-06-01T10:00:00Z", 0.5)
    other = own_report(graded)
    other["report"]["assignment"] = "another"
    (before / "another").mkdir()
    (before / "another" / "report.json").write_text(json.dumps(other))
    done = run(graded, "report", "--compare", before, "-o", tmp_path / "out")
    assert (done.status, done.err) == (0, "")
    assert len(rows(tmp_path / "out")) == 4


def test_a_report_without_comparison_has_none(graded: Path) -> None:
    assert 'id="terms"' not in (graded / "report" / ASSIGNMENT / "index.html").read_text()
    assert not (graded / "report" / ASSIGNMENT / "comparison.csv").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no report.json of grader report"),
        ("[]", "is no report.json of grader report"),
        ('{"version": 1, "report": {}}', "missing required field"),
        ('{"version": 99}', "has version 99 of a report's format"),
        ("\udcff", "is no report.json of grader report"),
    ],
)
def test_a_file_that_is_no_report_is_named_and_nothing_is_written(
    graded: Path, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, errors="surrogateescape")
    done = run(graded, "report", "--compare", path, "-o", tmp_path / "out")
    assert done.status == 1
    assert str(path) in done.err
    assert said in done.err
    assert not (tmp_path / "out").exists()


def test_what_is_not_there_to_compare_with_is_named(graded: Path, tmp_path: Path) -> None:
    done = run(graded, "report", "--compare", tmp_path / "nothing")
    assert done.status == 2
    assert "nothing" in done.err
    (tmp_path / "empty").mkdir()
    done = run(graded, "report", "--compare", tmp_path / "empty")
    assert done.status == 1
    assert "holds no report.json to compare with" in done.err


def test_a_report_of_another_assignment_is_named(graded: Path, tmp_path: Path) -> None:
    other = own_report(graded)
    other["report"]["assignment"] = "another"
    path = tmp_path / "report.json"
    path.write_text(json.dumps(other))
    done = run(graded, "report", "--compare", path, "-o", tmp_path / "out")
    assert done.status == 1
    told = " ".join(done.err.split())
    assert "Nothing is compared with the earlier report of another, since" in told
    assert f"this report is about {ASSIGNMENT}." in told
    assert (tmp_path / "out" / ASSIGNMENT / "index.html").is_file()


# Statistics -----------------------------------------------------------------------------------


def exercise(points: list[float], correlation: float | None = None) -> EarlierExercise:
    """An exercise of two points, in which a class earned these."""
    return EarlierExercise(
        notebook="n",
        name="e",
        max_score=2.0,
        judged=len(points),
        difficulty=items.difficulty(points, 2.0),
        deviation=items.deviation(points, 2.0),
        discrimination=correlation,
    )


@pytest.mark.parametrize("seed", range(40))
def test_a_difference_in_difficulty_is_that_of_welchs_test_on_the_points(seed: int) -> None:
    rng = random.Random(seed)
    harder = rng.uniform(0, 1.2)
    one = [rng.choice([0.0, 1.0, 2.0]) for _ in range(rng.randint(20, 60))]
    other = [max(0.0, rng.choice([0.0, 1.0, 2.0]) - harder) for _ in range(rng.randint(20, 60))]
    p = stats.ttest_ind(one, other, equal_var=False).pvalue
    assert comparison.differs_in_difficulty(exercise(one), exercise(other)) == (p < 0.01)


def test_classes_that_are_equal_are_remarked_on_about_once_in_a_hundred() -> None:
    rng = random.Random(0)
    draw = [
        [[rng.choice([0.0, 1.0, 2.0]) for _ in range(50)] for _ in range(2)] for _ in range(1000)
    ]
    told = sum(comparison.differs_in_difficulty(exercise(a), exercise(b)) for a, b in draw)
    assert 2 <= told <= 25
    pairs = [
        [
            stats.pearsonr(x, [v + rng.gauss(0, 1) for v in x]).statistic
            for x in ([rng.gauss(0, 1) for _ in range(50)] for _ in range(2))
        ]
        for _ in range(1000)
    ]
    told = sum(comparison.differs_in_correlation(a, 50, b, 50) for a, b in pairs)
    assert 2 <= told <= 25


def test_a_difference_in_correlation_is_that_of_fishers_transformation() -> None:
    # by hand: z = 0.8673 and 0.3095, error √(1/47 + 1/37) = 0.2198, ratio 2.54, so p = 0.011
    assert not comparison.differs_in_correlation(0.7, 50, 0.3, 40)
    assert comparison.differs_in_correlation(0.7, 60, 0.3, 60)
    assert comparison.differs_in_correlation(1.0, 30, -1.0, 30)
    assert not comparison.differs_in_correlation(None, 60, 0.3, 60)


def test_few_students_are_no_ground_for_a_remark() -> None:
    few, many = [0.0] * 19, [2.0] * 20
    assert not comparison.differs_in_difficulty(exercise(few), exercise(many))
    assert comparison.differs_in_difficulty(exercise([0.0] * 20), exercise(many))
    assert not comparison.differs_in_difficulty(exercise(many), exercise(many))
    assert not comparison.differs_in_correlation(0.9, 19, -0.9, 100)


def test_remarks_say_what_changed_and_in_which_direction() -> None:
    easy, hard = [2.0] * 30 + [1.0] * 10, [0.0] * 30 + [1.0] * 10
    now = comparison.Term(course="c", made="2026-01-01", graded=40, mean_share=0.5)  # type: ignore[arg-type]

    def remark(before: EarlierExercise, then: EarlierExercise) -> str:
        report = comparison.EarlierReport(
            course="c",
            assignment="a",
            made="2025-01-01",  # type: ignore[arg-type]
            max_score=2.0,
            scores=items.spread([1.0] * 40),
            whole=40,
            exercises=[before],
        )
        (row,) = comparison.compare(now, [then], 40, [report]).rows
        return row.remark

    assert remark(exercise(easy, 0.9), exercise(hard, 0.1)) == (
        "Harder than before. Discriminates less than before."
    )
    assert remark(exercise(hard, 0.1), exercise(easy, 0.9)) == (
        "Easier than before. Discriminates better than before."
    )
    assert remark(exercise(easy), exercise(easy)) == ""
