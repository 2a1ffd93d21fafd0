"""Rubrics: items that are chosen for an answer, and what becomes of marks when one is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests import marking, own_course
from tests.marking import Marking
from tests.test_marking import NEXT, WHY, course, graded, kept

__all__ = ["course", "graded"]

UNCLEAR, EXAMPLE = "The reason is unclear.", "Give an example."


def texts(page: Marking, question: str = WHY) -> list[str]:
    """The items that a page offers."""
    return [text for _, text, _ in page.answers(question)[0].items]


def item(page: Marking, text: str, question: str = WHY) -> str:
    """The id of an item."""
    [found] = [ident for ident, said, _ in page.answers(question)[0].items if said == text]
    return found


def test_the_levels_of_the_scheme_are_items_to_begin_with(course: Path) -> None:
    with marking.running(course, "hw1") as page:
        assert texts(page) == ["the answer names outliers.", "it has an example only", "no."]
        assert texts(page, NEXT) == []
        one = page.answer(WHY, "outliers.")
        assert page.choose(WHY, one, "it has an example only", points="1").status == 200
        again = page.answer(WHY, "outliers.")
    assert kept(course, "ada") == (1.0, False, "- it has an example only (1 point)")
    assert [text for _, text, chosen in again.items if chosen] == ["it has an example only"]
    assert (again.points, again.comment) == ("1", "")


def test_an_item_is_chosen_for_many_and_feedback_says_it(course: Path) -> None:
    with marking.running(course, "hw1") as page:
        assert page.change(WHY, UNCLEAR, "-0.5").status == 200
        assert page.change(WHY, EXAMPLE, "0").status == 200
        for words in ("outliers.", "neighbour"):
            one = page.answer(WHY, words)
            page.choose(WHY, one, UNCLEAR, EXAMPLE, points="1.5", comment="See **page 3**.")
    comment = f"- {UNCLEAR} (−0.5 points)\n- {EXAMPLE}\n\nSee **page 3**."
    assert kept(course, "ada") == kept(course, "bo") == (1.5, False, comment)
    assert own_course.run(course, "feedback", "--student", "bo")[0] == 0
    shown = (course / "feedback/bo/hw1/stats.html").read_text(encoding="utf-8")
    assert f"<li>{EXAMPLE}</li>" in shown
    assert "See <strong>page 3</strong>." in shown


def test_an_item_that_is_edited_changes_every_mark_that_has_it(course: Path) -> None:
    with marking.running(course, "hw1") as page:
        page.change(NEXT, UNCLEAR, "-0.25")
        for words, points in (("outliers.", "0.75"), ("neighbour", "0.5")):
            page.choose(NEXT, page.answer(NEXT, words), UNCLEAR, points=points, comment="Hm.")
        page.say("mark", NEXT, page.answer(NEXT, "do not know"), "0", "Hm.")
        chosen = [item(page, UNCLEAR, NEXT)]
        page.say("draft", NEXT, page.answer(NEXT, "Because"), "0.75", items=chosen)
        assert page.change(NEXT, "Why?", "-0.5", item(page, UNCLEAR, NEXT)).status == 200
        draft = page.answer(NEXT, "Because")
        assert texts(page, NEXT) == ["Why?"]
    said = "- Why? (−0.5 points)\n\nHm."
    assert kept(course, "ada", "next") == (0.5, False, said)
    assert kept(course, "bo", "next") == (0.5, False, said), "points that were typed stay"
    assert kept(course, "cy", "next") == (0.0, False, "Hm.")
    assert (draft.points, draft.fields["state"]) == ("0.5", "draft")


def test_an_item_that_is_removed_leaves_every_mark_that_has_it(course: Path) -> None:
    with marking.running(course, "hw1") as page:
        page.change(NEXT, UNCLEAR, "-0.25")
        page.choose(NEXT, page.answer(NEXT, "outliers."), UNCLEAR, points="0.75")
        page.change(NEXT, EXAMPLE, "-0.5")
        assert page.change(NEXT, "", "", item(page, UNCLEAR, NEXT), remove=True).status == 200
    assert kept(course, "ada", "next") == (1.0, False, None)


def test_a_mark_that_was_changed_in_formgrader_is_left_as_it_is(course: Path) -> None:
    with marking.running(course, "hw1") as page:
        page.change(NEXT, UNCLEAR, "-0.25")
        page.choose(NEXT, page.answer(NEXT, "outliers."), UNCLEAR, points="0.75")
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            gradebook.find_comment("next", "stats", "hw1", "ada").manual_comment = "Mine."
            gradebook.db.commit()
        page.change(NEXT, "Why?", "-0.5", item(page, UNCLEAR, NEXT))
        one = page.answer(NEXT, "outliers.")
    assert kept(course, "ada", "next") == (0.75, False, "Mine.")
    assert (one.comment, [chosen for *_, chosen in one.items]) == ("Mine.", [False])


def test_a_late_penalty_follows_an_item_that_is_edited(course: Path) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.LatePolicy.percent_a_day = 50\n")
    (course / "submitted/ada/hw1/timestamp.txt").write_text("2026-01-10 13:00:00 UTC")
    assert own_course.run(course, "due", "hw1", "2026-01-10T12:00+00:00")[0] == 0
    assert own_course.run(course, "autograde")[0] == 0
    penalties = []
    with marking.running(course, "hw1") as page:
        page.change(NEXT, UNCLEAR, "+1")
        page.choose(NEXT, page.answer(NEXT, "outliers."), UNCLEAR, points="1")
        for points in ("+1", "+0.5"):
            page.change(NEXT, UNCLEAR, points, item(page, UNCLEAR, NEXT))
            with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
                book = gradebook.find_submission_notebook("stats", "hw1", "ada")
                penalties.append((book.score, book.late_submission_penalty))
    assert penalties == [(5, 2.5), (4.5, 2.25)]


@pytest.mark.parametrize(
    ("text", "points", "said"),
    [
        ("", "1", "Type the text of the item, at most 2000 characters."),
        ("x" * 2001, "1", "Type the text of the item, at most 2000 characters."),
        ("x", "many", "=2 sets the points, +1 or -1 is added, 0 is a comment."),
        ("x", "1e9", "=2 sets the points, +1 or -1 is added, 0 is a comment."),
    ],
)
def test_what_is_no_item_is_refused(graded: Path, text: str, points: str, said: str) -> None:
    with marking.running(graded, "hw1") as page:
        reply = page.change(WHY, text, points)
    assert (reply.status, said in reply.told["problem"]) == (409, True)


def test_a_page_with_an_older_rubric_neither_marks_by_it_nor_changes_it(course: Path) -> None:
    with marking.running(course, "hw1") as page:
        page.change(NEXT, UNCLEAR, "-0.25")
        one = page.answer(NEXT, "outliers.")
        chosen = [item(page, UNCLEAR, NEXT)]
        for reply in (
            page.say("mark", NEXT, one, "0.75", items=chosen, rubric="0" * 16),
            page.change(NEXT, "Why?", "-1", rubric="0" * 16),
        ):
            assert (reply.status, "the rubric was changed" in reply.told["problem"]) == (409, True)
    assert kept(course, "ada", "next") == (None, True, None)


def test_an_items_text_is_inert_on_the_page(course: Path) -> None:
    with marking.running(course, "hw1") as page:
        page.change(NEXT, "<script>alert(1)</script>\"'", "0")
        assert "<script>alert" not in page.ask(f"question/{NEXT}/").text


def test_nothing_of_a_mark_is_kept_of_a_student_who_is_forgotten(course: Path) -> None:
    with marking.running(course, "hw1") as page:
        page.say("mark", NEXT, page.answer(NEXT, "neighbour"), "1", "Bo's own words.")
    assert b"Bo's own words." in (course / "gradebook.db").read_bytes()
    assert own_course.run(course, "forget", "bo", "--yes")[0] == 0
    assert b"Bo's own words." not in (course / "gradebook.db").read_bytes()
