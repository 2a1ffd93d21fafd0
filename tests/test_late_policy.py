"""What the late policies of a course take, and that they follow dates, marks and other assignments
without running code again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests import courses, own_course
from tests.test_regrading import answer, mark, written

DUE = {"hw1": "2026-01-10T12:00+00:00", "hw2": "2026-01-20T12:00+00:00"}
SENT = {
    ("ada", "hw1"): "2026-01-10 11:00:00 UTC",
    ("bo", "hw1"): "2026-01-11 18:00:00 UTC",  # 1 day and 6 hours late
    ("cy", "hw1"): "2026-01-10 12:10:00 UTC",  # ten minutes late
    ("bo", "hw2"): "2026-01-21 11:00:00 UTC",  # 23 hours late
}
EARNED = 4.0


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two assignments, graded without any late policy."""
    made = own_course.make(tmp_path_factory.mktemp("late"), config=own_course.CONFIGURED)
    shutil.copytree(made / "source/hw1", made / "source/hw2")
    cells = [*own_course.notebook(), written("Because.")]
    own_course.write(own_course.source_of(made), cells)
    assert own_course.run(made, "generate")[0] == 0
    for (student, assignment), sent in SENT.items():
        folder = made / f"submitted/{student}/{assignment}"
        shutil.copytree(made / f"release/{assignment}", folder)
        path = folder / "stats.ipynb"
        path.write_text(path.read_text().replace("raise NotImplementedError()", "return 1"))
        (folder / "timestamp.txt").write_text(sent)
    for student in ("ada", "bo", "cy"):
        own_course.hand_in(made, student, own_course.RIGHT)
        answer(made, student, "why", "It is a mean.")
    own_course.hand_in(made, "bo", own_course.RIGHT)
    shutil.copy(made / "submitted/bo/hw1/stats.ipynb", made / "submitted/bo/hw2/stats.ipynb")
    assert own_course.run(made, "autograde")[0] == 0
    for name, date in DUE.items():
        assert own_course.run(made, "due", name, date)[0] == 0
    return made


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Path:
    """A copy of it, in which no code can run: its tests would end in an error."""
    copy = shutil.copytree(graded, tmp_path / "course")
    (copy / "reference.py").write_text("raise RuntimeError('code was run')\n")
    return copy


def policy(course: Path, *lines: str) -> None:
    """Set the late policy."""
    text = own_course.CONFIGURED + "".join(f"c.LatePolicy.{line}\n" for line in lines)
    (course / "nbgrader_config.py").write_text(text)


def penalty(course: Path, student: str, assignment: str = "hw1") -> float:
    """Return what a student loses."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.find_submission(assignment, student)
        return float(found.late_submission_penalty or 0.0)


def apply(course: Path) -> str:
    """Let the policy be applied; return what is printed."""
    status, said = own_course.run(course, "due")
    assert status == 0, said
    return said


@pytest.mark.parametrize(
    ("lines", "lost"),
    [
        ([], (0, 0, 0)),
        (["percent_a_day = 10"], (0, 0.8, 0.4)),
        (["percent_a_day = 10", "grace_minutes = 15"], (0, 0.8, 0)),
        (["percent_a_day = 10", "grace_minutes = 361"], (0, 0.4, 0)),
        (["percent_a_day = 80", "most_percent = 50"], (0, 2.0, 2.0)),
        (["percent_a_day = 10", "percent_of = 'maximum'"], (0, 1.2, 0.6)),
        (["zero_after_days = 1"], (0, 4.0, 0)),
        (["zero_after_days = 0"], (0, 4.0, 4.0)),
        (["zero_after_days = 0", "grace_minutes = 15"], (0, 4.0, 0)),
        (["percent_a_day = 10", "zero_after_days = 1"], (0, 4.0, 0.4)),
        (["free_days = 1", "percent_a_day = 100"], (0, 4.0, 0)),
        (["free_days = 2", "percent_a_day = 25"], (0, 0, 0)),
    ],
    ids=lambda given: ", ".join(map(str, given)),
)
def test_a_policy_takes_what_it_says(
    course: Path, lines: list[str], lost: tuple[float, ...]
) -> None:
    policy(course, *lines)
    apply(course)
    assert tuple(penalty(course, who) for who in ("ada", "bo", "cy")) == pytest.approx(lost)


def test_a_new_policy_leaves_what_is_graded_unchanged(graded: Path, tmp_path: Path) -> None:
    course = shutil.copytree(graded, tmp_path / "course")
    policy(course, "percent_a_day = 10")
    said = own_course.run(course, "autograde")[1]
    assert "bo, hw1: late penalty 0 → 0.8 points" in said
    assert "4 submissions are graded and unchanged" in said


def test_nbgraders_own_policy_still_counts(course: Path) -> None:
    text = own_course.CONFIGURED + "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
    (course / "nbgrader_config.py").write_text(text)
    assert "Late policy: nothing late counts." in apply(course)
    assert penalty(course, "cy") == EARNED


def test_free_days_are_used_in_the_order_of_due_dates(course: Path) -> None:
    policy(course, "free_days = 2", "percent_a_day = 25")
    said = apply(course)
    assert (penalty(course, "bo", "hw1"), penalty(course, "bo", "hw2")) == (0, 1)
    assert "bo: 1.2 days late, 2 of them free, penalty 0 points" in said
    assert "bo: 23.0 hours late, penalty 1 points" in said
    # An extension for the first leaves its days for the second.
    until = ("hw1", "2026-01-12T12:00+00:00", "--student", "bo")
    status, said = own_course.run(course, "due", *until)
    assert (status, "bo, hw2: late penalty 1 → 0 points" in said) == (0, True)
    assert penalty(course, "bo", "hw2") == 0


def test_grading_one_assignment_moves_the_free_days_of_others(graded: Path, tmp_path: Path) -> None:
    course = shutil.copytree(graded, tmp_path / "course")
    policy(course, "free_days = 2", "percent_a_day = 25")
    apply(course)
    (course / "submitted/bo/hw1/timestamp.txt").write_text("2026-01-10 11:00:00 UTC")
    assert own_course.run(course, "autograde", "hw1", "--force")[0] == 0
    assert (penalty(course, "bo", "hw1"), penalty(course, "bo", "hw2")) == (0, 0)


def test_a_percentage_follows_marks_by_hand(course: Path) -> None:
    policy(course, "percent_a_day = 10")
    apply(course)
    mark(course, "bo", 2)
    said = own_course.run(course, "export", "--format", "csv", "-o", str(course / "g.csv"))[1]
    assert "bo, hw1: late penalty 0.8 → 1.2 points" in said
    [row] = [
        r
        for r in (course / "g.csv").read_text().splitlines()
        if r.startswith("hw1,") and ",bo," in r
    ]
    assert row.split(",")[-4:] == ["6.0", "1.2", "4.8", "6.0"]


def test_the_report_and_the_page_show_the_penalty(graded: Path, tmp_path: Path) -> None:
    course = shutil.copytree(graded, tmp_path / "course")
    policy(course, "percent_a_day = 10")
    assert own_course.run(course, "feedback")[0] == 0
    page = (course / "feedback/bo/hw1/stats.html").read_text(encoding="utf-8")
    assert "after a late penalty of 0.8" in page
    assert own_course.run(course, "report")[0] == 0
    rows = (course / "report/hw1/students.csv").read_text(encoding="utf-8").splitlines()
    [found] = [
        dict(zip(rows[0].split(","), r.split(","), strict=True))
        for r in rows
        if r.startswith("bo,")
    ]
    assert (found["score"], found["late_submission_penalty"]) == ("3.2", "0.8")


def test_nbgraders_own_command_takes_the_same(graded: Path, tmp_path: Path) -> None:
    course = shutil.copytree(graded, tmp_path / "course")
    policy(course, "percent_a_day = 10", "percent_of = 'maximum'", "free_days = 1")
    done = courses.nbgrader_ended(course, "autograde", "hw1", "--force", "--student", "bo")
    assert done.returncode == 0, done.stderr
    assert penalty(course, "bo") == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c.LatePolicy.percent_aday = 10", "did you mean percent_a_day?"),
        ("c.LatePolicy.percent_a_day = 'ten'", "a setting has a wrong value"),
        ("c.LatePolicy.percent_a_day = -1", "a setting has a wrong value"),
        ("c.LatePolici.percent_a_day = 10", "did you mean c.LatePolicy?"),
        (
            "c.LatePolicy.free_days = 1\nc.AssignLatePenalties.plugin_class = 'own.Policy'",
            "c.LatePolicy has no effect",
        ),
    ],
)
def test_a_policy_that_is_mistyped_is_refused(course: Path, line: str, said: str) -> None:
    (course / "nbgrader_config.py").write_text(own_course.CONFIGURED + line + "\n")
    status, printed = own_course.run(course, "due")
    assert (status, said in printed) == (2, True), printed


def test_dates_are_told_without_one_given(course: Path) -> None:
    policy(course, "percent_a_day = 10", "grace_minutes = 15")
    assert own_course.run(course, "due", "hw1", "2026-01-11T12:00Z", "--student", "cy")[0] == 0
    said = own_course.run(course, "due", "hw1")[1]
    assert (
        "Late policy: 10 % of the score for each day begun, after 15 minutes of grace. hw1: due"
        " 2026-01-10 12:00 UTC cy: until 2026-01-11 12:00 UTC bo: 1.2 days late, penalty 0.8 points"
    ) in said
    assert "hw2" not in said
    assert own_course.run(course, "due", "hw1", "--student", "bo")[0] == 2


def test_an_extension_that_is_taken_back_leaves_the_date_of_all(course: Path) -> None:
    assert own_course.run(course, "due", "hw1", "2026-01-11T12:00Z", "--student", "cy")[0] == 0
    said = own_course.run(course, "due", "hw1", "none", "--student", "cy")[1]
    assert "hw1, cy: no extension, due as for all: 2026-01-10 12:00 UTC" in said
    assert "cy: until" not in own_course.run(course, "due", "hw1")[1]


def test_who_is_within_the_grace_is_not_late(course: Path) -> None:
    assert "cy: 10 minutes late, penalty 0 points" in own_course.run(course, "due", "hw1")[1]
    policy(course, "percent_a_day = 10", "grace_minutes = 15")
    assert " cy:" not in own_course.run(course, "due", "hw1")[1]
    said = own_course.run(course, "status", "hw1", "--json")[1]
    assert json.loads(said)[0]["late"] == ["bo"]


def test_a_day_alone_is_its_start_and_the_command_says_so(course: Path) -> None:
    said = own_course.run(course, "due", "hw1", "2026-01-10")[1]
    assert "(the start of 2026-01-10; for its end: 2026-01-10T23:59)" in said
    assert "start of" not in own_course.run(course, "due", "hw1", "2026-01-10T12:00")[1]


def test_an_extension_of_somebody_unknown_is_given_and_told(course: Path) -> None:
    status, said = own_course.run(course, "due", "hw1", "2026-01-11", "--student", "adaa")
    assert status == 0
    assert "No student 'adaa' is known yet; did you mean ada? To take the extension back:" in said
    assert "known" not in own_course.run(course, "due", "hw1", "2026-01-11", "--student", "cy")[1]
