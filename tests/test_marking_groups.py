"""Equal answers are shown as one and marked at once, until somebody splits them."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests import marking, own_course
from tests.marking import Marking, Shown
from tests.test_marking import WHY, answer, course, graded, kept

__all__ = ["course", "graded"]

EQUAL = ("It is pulled by $A$ lot.", "it is  PULLED by $A$\nlot.", "It is pulled by $A$ lot.")
OTHER = "It is pulled by $a$ lot."


@pytest.fixture
def alike(course: Path) -> Path:
    """That class, three of whom gave the same answer, and one nearly the same."""
    for student, text in zip(("ada", "bo", "cy", "dan"), (*EQUAL, OTHER), strict=True):
        answer(course, student, "why", text)
    assert own_course.run(course, "autograde")[0] == 0
    return course


def group(page: Marking) -> Shown:
    """The equal answers."""
    [found] = [one for one in page.answers(WHY) if "given 3 times" in one.html]
    return found


def test_equal_answers_are_marked_at_once_and_formulas_are_compared_as_written(
    alike: Path,
) -> None:
    with marking.running(alike, "hw1") as page:
        assert len(page.answers(WHY)) == 2
        assert "Written differently once" in group(page).html
        assert "it is PULLED by" in " ".join(group(page).html.split())
        told = page.say("mark", WHY, group(page), "1.5", "Good.").told
        assert (told["marked"], told["to_mark"]) == (3, 4)
        assert group(page).fields["state"] == "marked"
    assert [kept(alike, who) for who in ("ada", "bo", "cy")] == [(1.5, False, "Good.")] * 3
    assert kept(alike, "dan") == (None, True, None)


def test_equal_answers_that_are_split_are_marked_one_by_one(alike: Path) -> None:
    with marking.running(alike, "hw1") as page:
        whole = group(page)
        assert page.send(f"question/{WHY}/split", {"ident": whole.fields["ident"]}).status == 200
        parts = page.answers(WHY)
        assert len(parts) == 4
        [one] = [part for part in parts if "PULLED" in part.html]
        assert page.say("mark", WHY, one, "1").told["marked"] == 1
        assert page.say("mark", WHY, whole, "2").status == 409
    assert [kept(alike, who)[0] for who in ("ada", "bo", "cy")] == [None, 1.0, None]
    with marking.running(alike, "hw1") as page:  # one of another mark is shown by itself
        assert len(page.answers(WHY)) == 3


def test_a_draft_for_equal_answers_is_kept_and_goes_with_their_mark(alike: Path) -> None:
    with marking.running(alike, "hw1") as page:
        page.say("draft", WHY, group(page), "1", "So")
        assert (group(page).points, group(page).fields["state"]) == ("1", "draft")
        page.say("mark", WHY, group(page), "1")
        assert group(page).fields["state"] == "marked"
    assert not list((alike / ".grader/drafts").glob("*.json"))


def test_nothing_is_marked_if_one_of_equal_answers_was_marked_elsewhere(alike: Path) -> None:
    with marking.running(alike, "hw1") as page:
        whole = group(page)
        with Gradebook(f"sqlite:///{alike}/gradebook.db") as gradebook:
            grade = gradebook.find_grade("why", "stats", "hw1", "cy")
            grade.manual_score, grade.needs_manual_grade = 0.5, False
            gradebook.db.commit()
        reply = page.say("mark", WHY, whole, "2")
        assert (reply.status, "for one of them; load" in reply.told["problem"]) == (409, True)
    assert [kept(alike, who)[0] for who in ("ada", "bo", "cy")] == [None, None, 0.5]


def test_equal_answers_of_a_forgotten_student_are_not_marked(alike: Path) -> None:
    with marking.running(alike, "hw1") as page:
        whole = group(page)
        assert own_course.run(alike, "forget", "bo", "--yes")[0] == 0
        reply = page.say("mark", WHY, whole, "2")
        assert (reply.status, "load it again" in reply.told["problem"]) == (409, True)
        assert len(page.answers(WHY)) == 2
    assert kept(alike, "ada")[0] is None
