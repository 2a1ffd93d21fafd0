"""What is graded again, and what stays: marks by hand, penalties, pages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from grader.workflows import autograding
from tests import courses, own_course

POLICY = """
from nbgrader.plugins import BasePlugin


class OnePointAnHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return min(score, total_seconds_late / 3600)
"""
USE_POLICY = """
from policy import OnePointAnHour
c.AssignLatePenalties.plugin_class = OnePointAnHour
"""
WHY = "### BEGIN SOLUTION\nBecause.\n### END SOLUTION"


def written(answer: str, points: float = 2) -> dict[str, Any]:
    """Return a question that is graded by hand."""
    return own_course.cell("why", answer, kind="markdown", grade=True, solution=True, points=points)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A class of two, graded, one of whom was late; nothing is marked by hand yet."""
    config = own_course.CONFIGURED + USE_POLICY
    (tmp_path / "policy.py").write_text(POLICY)
    made = own_course.make(tmp_path, config=config)
    own_course.write(own_course.source_of(made), [*own_course.notebook(), written(WHY)])
    assert own_course.run(made, "generate")[0] == 0
    for student, hour in (("ada", 11), ("bo", 13)):
        own_course.hand_in(made, student, own_course.RIGHT)
        answer(made, student, "why", "It is a mean.")
        stamp = made / f"submitted/{student}/hw1/timestamp.txt"
        stamp.write_text(f"2026-01-10 {hour}:00:00 UTC")
    assert own_course.run(made, "autograde")[0] == 0
    return made


def change(course: Path, student: str, what: Callable[[Any], None]) -> None:
    """Change a student's notebook in the gradebook."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        what(gradebook.find_submission_notebook("stats", "hw1", student))
        gradebook.db.commit()


def mark(course: Path, student: str, points: float, cell: str = "why") -> None:
    """Mark an answer by hand, as formgrader does."""

    def give(book: Any) -> None:
        [grade] = [one for one in book.grades if one.name == cell]
        grade.manual_score, grade.needs_manual_grade = points, False

    change(course, student, give)


def waits(course: Path, student: str, cell: str = "why") -> bool:
    """Return whether an answer waits for a mark by hand."""
    found = []
    change(course, student, lambda book: found.extend(book.grades))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return bool(gradebook.find_grade(cell, "stats", "hw1", student).needs_manual_grade)


def answer(course: Path, student: str, name: str, source: str) -> None:
    """Change what a student handed in for a cell."""
    path = course / f"submitted/{student}/hw1/stats.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    for cell in nb["cells"]:
        if cell["metadata"]["nbgrader"]["grade_id"] == name:
            cell["source"] = source
    path.write_text(json.dumps(nb), encoding="utf-8")


# Marks by hand --------------------------------------------------------------------------------


def test_a_mark_by_hand_stays_where_the_answer_did(course: Path) -> None:
    mark(course, "ada", 2)
    mark(course, "bo", 1)
    answer(course, "bo", "why", "I changed my mind.")
    assert own_course.run(course, "autograde", "--force")[0] == 0
    assert (waits(course, "ada"), waits(course, "bo")) == (False, True)


def test_a_mark_by_hand_is_asked_for_again_where_its_maximum_changed(course: Path) -> None:
    mark(course, "ada", 2)
    own_course.write(own_course.source_of(course), [*own_course.notebook(), written(WHY, 3)])
    assert own_course.run(course, "generate")[0] == 0
    assert own_course.run(course, "autograde")[0] == 0
    assert waits(course, "ada")


def test_a_corrected_test_score_stays_while_the_tests_say_the_same(course: Path) -> None:
    mark(course, "ada", 3, "test_mean")
    assert own_course.run(course, "autograde", "--force")[0] == 0
    assert not waits(course, "ada", "test_mean")
    answer(course, "ada", "mean", own_course.WRONG)
    assert own_course.run(course, "autograde")[0] == 0
    assert waits(course, "ada", "test_mean")


# Penalties ------------------------------------------------------------------------------------


def due(course: Path, hour: int) -> None:
    """Set the due date."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_assignment("hw1").duedate = dt.datetime(2026, 1, 10, hour)
        gradebook.db.commit()


def score(course: Path, student: str) -> float:
    """Return a student's score after the penalty."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.find_submission("hw1", student)
        return float(found.score - found.late_submission_penalty)


def test_a_due_date_that_is_set_later_counts_without_running_code_again(course: Path) -> None:
    assert score(course, "bo") == 4
    due(course, 12)
    status, said = own_course.run(course, "autograde")
    assert (status, "bo, hw1: late penalty 0 → 1 points" in said) == (0, True)
    assert "2 submissions are graded and unchanged" in said
    assert (score(course, "ada"), score(course, "bo")) == (4, 3)
    due(course, 14)
    assert "1 → 0" in own_course.run(course, "autograde")[1]
    assert score(course, "bo") == 4
    assert "penalty" not in own_course.run(course, "autograde")[1]


# Pages ----------------------------------------------------------------------------------------


def pages(course: Path) -> str:
    """Return what writing feedback prints."""
    status, said = own_course.run(course, "feedback")
    assert status == 0
    return said


def comment(book: Any) -> None:
    """Comment on an answer."""
    [found] = [one for one in book.comments if one.name == "why"]
    found.manual_comment = "Well seen."


def penalty(book: Any) -> None:
    """Take a point for being late."""
    book.late_submission_penalty = 1


def test_a_page_is_written_again_when_its_marks_changed(course: Path) -> None:
    assert pages(course) == "feedback/: 2 pages written"
    assert pages(course) == "feedback/: 0 pages written"
    mark(course, "ada", 2)
    assert pages(course) == "feedback/: 1 page written"
    change(course, "bo", comment)
    assert pages(course) == "feedback/: 1 page written"
    assert "Well seen." in (course / "feedback/bo/hw1/stats.html").read_text(encoding="utf-8")
    change(course, "ada", penalty)
    assert pages(course) == "feedback/: 1 page written"
    assert pages(course) == "feedback/: 0 pages written"


def test_a_page_whose_writer_was_killed_is_written_again(course: Path) -> None:
    assert pages(course) == "feedback/: 2 pages written"
    page = course / "feedback/bo/hw1/stats.html"
    whole = page.read_bytes()
    for part in (b"", whole[: len(whole) // 2]):
        page.write_bytes(part)
        assert pages(course) == "feedback/: 1 page written"
        assert page.read_bytes() == whole


def test_a_page_that_can_not_be_made_anew_stays(course: Path) -> None:
    assert pages(course) == "feedback/: 2 pages written"
    page = course / "feedback/bo/hw1/stats.html"
    whole = page.read_bytes()
    graded = course / "autograded/bo/hw1/stats.ipynb"
    graded.write_bytes(graded.read_bytes()[:200])
    assert own_course.run(course, "feedback")[0] == 1
    assert page.read_bytes() == whole


# Due dates and status -------------------------------------------------------------------------


def test_a_due_date_and_an_extension_are_set_by_a_command(course: Path) -> None:
    status, said = own_course.run(course, "due", "hw1", "2026-01-10T12:00+00:00")
    assert (status, "due 2026-01-10 12:00 UTC" in said) == (0, True)
    assert "bo, hw1: late penalty 0 → 1 points" in said
    arguments = ("hw1", "2026-01-10T12:30+00:00", "--student", "bo")
    assert "1 → 0.5" in own_course.run(course, "due", *arguments)[1]
    assert "0.5 → 0" in own_course.run(course, "due", "hw1", "2026-01-10T14:00+00:00")[1]
    assert "0 → 0.5" in own_course.run(course, "due", "hw1", "2026-01-10T12:00+00:00")[1]
    assert own_course.run(course, "due", "hw1", "none", "--student", "bo")[0] == 0
    assert score(course, "bo") == 3


def test_an_extension_can_be_given_before_anything_is_handed_in(course: Path) -> None:
    assert own_course.run(course, "due", "hw1", "2026-01-10T12:00+00:00")[0] == 0
    until = ("2026-01-11T12:00+00:00", "--student", "cy")
    assert own_course.run(course, "due", "hw1", *until)[0] == 0
    own_course.hand_in(course, "cy", own_course.RIGHT)
    (course / "submitted/cy/hw1/timestamp.txt").write_text("2026-01-11 11:00:00 UTC")
    assert own_course.run(course, "autograde")[0] == 0
    assert score(course, "cy") == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hw1", "tomorrow"), "is no date"),
        (("hw1", "9999-12-31T23:59-12:00"), "is no date"),
        (("hw2", "none"), "did you mean hw1?"),
    ],
)
def test_a_date_or_assignment_that_is_none_is_refused(
    course: Path, arguments: tuple[str, str], said: str
) -> None:
    status, printed = own_course.run(course, "due", *arguments)
    assert (status, said in printed) == (2, True)


def test_status_tells_who_is_missing_late_and_waiting(course: Path) -> None:
    assert own_course.run(course, "due", "hw1", "2026-01-10T12:00+00:00")[0] == 0
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.add_student("cy")
    answer(course, "ada", "mean", own_course.WRONG)
    status, said = own_course.run(course, "status", "--json")
    [found] = json.loads(said)
    assert status == 0
    assert (found["missing"], found["late"], found["to_grade"]) == (["cy"], ["bo"], ["ada"])
    assert found["by_hand"] == ["ada", "bo"]
    assert found["scores"]["bo"] == 3
    assert own_course.run(course, "status")[1].startswith("hw1: due 2026-01-10T12:00:00 UTC, 2 sub")


# What a regrade changes -----------------------------------------------------------------------


def test_a_regrade_tells_whose_points_changed_and_may_be_tried_before(course: Path) -> None:
    answer(course, "ada", "mean", own_course.WRONG)
    database = course / "gradebook.db"
    before = (database.read_bytes(), score(course, "ada"))
    status, said = own_course.run(course, "autograde", "--dry-run")
    assert (status, "ada, hw1: 4 → 0" in said, "bo" in said) == (0, True, False)
    assert (database.read_bytes(), score(course, "ada")) == before
    status, said = own_course.run(course, "autograde")
    assert (status, "ada, hw1: 4 → 0" in said) == (0, True)
    assert "hw1: mean 2 of 6, 1 without points, 2 to mark by hand" in said


def test_a_change_of_points_tells_its_reason(course: Path) -> None:
    tests = own_course.TESTS.replace("== 2\n", "== 5\n", 1)
    cells = [*own_course.notebook(tests=tests), written(WHY)]
    own_course.write(own_course.source_of(course), cells)
    assert own_course.run(course, "generate")[0] == 0
    stamp = course / "submitted/bo/hw1/timestamp.txt"
    due(course, 12)
    assert own_course.run(course, "due")[0] == 0
    stamp.write_text("2026-01-10 14:00:00 UTC")
    _, said = own_course.run(course, "autograde", "--trust-tests", "--dry-run")
    assert "ada, hw1: 4 → 2 (other tests)" in said
    answer(course, "ada", "mean", own_course.WRONG)
    _, said = own_course.run(course, "autograde", "--trust-tests")
    assert "ada, hw1: 4 → 0 (another answer, other tests)" in said
    assert "bo, hw1: 3 → 0 (other tests, late penalty)" in said


def test_points_that_are_never_lowered_stay_so_until_that_is_lifted(course: Path) -> None:
    assert own_course.run(course, "autograde", "--never-lower")[0] == 0
    answer(course, "ada", "mean", own_course.WRONG)
    for more in (["--dry-run"], [], ["--force"]):
        status, said = own_course.run(course, "autograde", *more)
        assert (status, "→" in said) == (0, False)
        assert "Points are never lowered in hw1" in said
    assert score(course, "ada") == 4
    (course / "submitted/ada/hw1/stats.ipynb").unlink()
    assert own_course.run(course, "autograde")[0] == 0
    assert score(course, "ada") == 4
    assert "points are never lowered" in own_course.run(course, "status")[1]
    _, said = own_course.run(course, "autograde", "--force", "--may-lower")
    assert "ada, hw1: 4 → 0" in said
    assert "never" not in own_course.run(course, "status")[1]


def test_points_are_never_lowered_by_nbgraders_own_command_either(course: Path) -> None:
    assert own_course.run(course, "autograde", "--never-lower")[0] == 0
    answer(course, "ada", "mean", own_course.WRONG)
    done = courses.nbgrader(course, "autograde", "hw1", "--student=ada", "--force")
    assert done.returncode == 0, done.stderr
    assert score(course, "ada") == 4


def test_a_batch_that_never_lowers_does_not_where_it_was_interrupted(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(course, "ada", "mean", own_course.WRONG)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(autograding.JobQueue, "record", interrupt)
        status, said = own_course.run(course, "autograde", "--force", "--never-lower")
    assert (status, "Stopped." in said) == (1, True)
    assert own_course.run(course, "autograde")[0] == 0
    assert score(course, "ada") == 4
