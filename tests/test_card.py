"""Results are shown as text and as HTML, and nothing of a student's is ever markup."""

import re
from html.parser import HTMLParser
from typing import Any

from grader.render import card, feedback_summary
from grader.verdict import Counterexample, Outcome, Picture, TestResult, scored

EVIL = '<script>alert("1")</script>&\'<b onclick=x>'


def result(outcome: Outcome = Outcome.PASSED, **kwargs: Any) -> TestResult:
    return TestResult(**{"name": "test_a", "title": "One input", "outcome": outcome, **kwargs})


FAILED = result(
    Outcome.FAILED,
    message="The value is 3, where 4 is expected.\nsecond line",
    hint="Look at b.",
    counterexample=Counterexample(called="f([[1],\n [2]])", returned="3", expected="4"),
)


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.data = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag, *(name for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.data += data


def test_text_has_a_line_a_test_and_remarks_under_those_that_failed() -> None:
    assert card.as_text([result(), FAILED]).split("\n") == [
        "1 of 2 tests passed.",
        "✓ One input",
        "✗ One input",
        "    The value is 3, where 4 is expected.",
        "    second line",
        "    called:",
        "    f([[1],",
        "     [2]])",
        "    returned:  3",
        "    expected:  4",
        "    Hint: Look at b.",
    ]


def test_a_counterexample_shows_only_what_it_has() -> None:
    shown = Counterexample(called="f(1)", returned="")
    assert card.result_remarks(result(Outcome.RAISED, message="", counterexample=shown)) == [
        "called:    f(1)"
    ]


def test_what_is_not_written_is_said_once() -> None:
    stub = result(Outcome.RAISED, message="This is not written yet.")
    assert card.headline([stub, stub]) == "Not written yet."
    assert card.headline([stub, result()]) == "1 of 2 tests passed."
    assert card.headline([]) == "0 of 0 tests passed."


def test_html_says_what_text_says() -> None:
    found = Tags(card.as_html([result(), FAILED], note="More is run.")).data
    for line in card.as_text([result(), FAILED]).split("\n"):
        assert line.strip(" ✓✗") in found
    assert "More is run." in found


def test_every_text_is_escaped() -> None:
    evil = result(
        Outcome.FAILED,
        title=EVIL,
        message=EVIL,
        hint=EVIL,
        counterexample=Counterexample(called=EVIL, returned=EVIL, expected=EVIL),
    )
    page = card.as_html([evil], note=EVIL)
    found = Tags(page)
    assert found.tags <= {"div", "p", "pre", "span", "strong", "style"}
    assert found.data.count(EVIL) == 7


def test_hidden_tests_are_marked_and_outcomes_named() -> None:
    page = card.as_html([result(Outcome.TIMED_OUT, visible=False), result()])
    assert page.count("(hidden test)") == 1
    assert page.count("timed out") == 1


def test_the_instructors_log_is_not_shown() -> None:
    secret = result(Outcome.FAILED, log="the reference gives 42", message="No.")
    assert "42" not in card.as_text([secret]) + card.as_html([secret])


def test_a_card_in_text_shows_nothing_where_html_is_shown() -> None:
    shown = card.TextCard([FAILED])
    assert repr(shown) == card.as_text([FAILED])
    assert shown._repr_mimebundle_()["text/html"] == ""


def test_each_test_tells_its_points_where_the_cells_points_are_known() -> None:
    page = card.as_html([result(), FAILED], points=4.0)
    assert "2 of 2 points" in page
    assert "0 of 2 points" in page
    assert "points" not in card.as_html([result()])


def test_points_that_are_not_simple_are_told_as_what_a_test_counts() -> None:
    heavy = [result(weight=3), result(weight=2), result(weight=1), result(weight=1)]
    page = Tags(card.as_html(heavy, points=4.0)).data
    assert "4 of 4 points" in page
    assert page.count("points") == 1
    assert "counts 3 times" in page
    assert "counts 2 times" in page
    assert page.count("counts") == 2
    assert "1.5 of 1.5 points" in card.as_html([result(weight=3), result()], points=2.0)
    assert "counts" not in card.as_html([result()] * 7, points=4.0)


HABITS = [result(title="Shapes", habit=True), result(Outcome.FAILED, title="Stays", habit=True)]


def test_habits_stand_folded_in_one_group() -> None:
    page = card.as_html([result(Outcome.FAILED, title="Value"), *HABITS, result(title="Other")])
    before, group, after = re.split("<details|</details>", page)
    assert "Value" in before
    assert Tags(f"<details{group}").data.startswith("✗ Habits: 1 of 2 tests passed.✗ Stays")
    assert not group.startswith(" open")
    assert "Other" in after
    assert "<details" not in card.as_html([result(), HABITS[0]])  # one is no group


def test_habits_are_open_where_nothing_else_failed() -> None:
    assert "<details open" in card.as_html([result(), *HABITS])
    assert "<details open" not in card.as_html([result(), HABITS[0], HABITS[0]])


def test_a_habit_that_tells_of_other_tests_is_not_folded() -> None:
    shape = {"message": "The shape is not right.", "cause": "shape of f"}
    teller = result(Outcome.FAILED, title="Shapes", habit=True, hint="Which axis?", **shape)
    page = card.as_html([result(Outcome.FAILED, title="Value", **shape), teller, *HABITS])
    assert "Which axis?" in page.partition("<details")[0]


def test_a_cell_that_stopped_is_told_first_and_to_be_looked_at_next() -> None:
    said = "Your cell stopped: IndentationError, line 3."
    tests = [result(Outcome.NOT_DEFINED, message=said)] * 2
    assert card.as_text(tests).startswith(f"{said}\n")
    assert f"<strong>{said}</strong>" in card.as_html(tests)
    judged = {"f": scored("f", 4, tests)}
    marks = {"grade": True, "grade_id": "f", "points": 4}
    [entry] = feedback_summary.entries([marks], {"f": "F"}, judged, [])
    assert entry.next == said
    assert card.headline([*tests, result()]) == "1 of 3 tests passed."


RAISED: dict[str, Any] = {
    "outcome": Outcome.RAISED,
    "message": "Your code stopped with a TypeError.",
}


def test_what_failed_stands_first() -> None:
    found = Tags(card.as_html([result(title="Right"), result(Outcome.FAILED, title="Wrong")])).data
    assert found.index("Wrong") < found.index("Right")


def test_tests_that_fail_for_one_reason_tell_it_once() -> None:
    first, second = result(title="One", hint="Look.", **RAISED), result(title="Two", **RAISED)
    for shown in (card.as_text([first, second]), Tags(card.as_html([first, second])).data):
        assert shown.count("TypeError") == 1
        assert "For the same reason as “One”." in shown


def test_what_tests_have_in_common_is_told_also_where_it_stands_at_a_folded_one() -> None:
    shape = {"message": "The shape is not right.", "cause": "shape of f"}
    missing = "An axis of length 1 is missing."
    first = result(Outcome.FAILED, title="One", remark=missing, **shape)
    second = result(Outcome.FAILED, name="test_b", title="Two", hint="Which axis?", **shape)
    for shown in (card.as_text([first, second]), card.as_html([first, second])):
        assert "As in “Two”, the shape is not right." in shown
        assert shown.count("An axis of length 1 is missing.") == 1


def test_tests_that_look_like_one_misconception_tell_it_once() -> None:
    slip = "This looks like a sum over columns."
    named = {"misconception": "a sum over columns"}
    one = f"The value is 1, where 2 is expected. {slip}"
    tests = [
        result(Outcome.FAILED, title="One", message=one, **named),
        result(Outcome.FAILED, title="Two", message=f"The values are not right. {slip}", **named),
        result(Outcome.FAILED, title="Three", message="The values are not right."),
        result(Outcome.FAILED, title="Four", message="The values are not right."),
    ]
    text = card.as_text(tests)
    assert text.count(slip) == 1
    assert text.count("For the same reason") == 1  # that a value is not right is no reason
    assert text.count("The values are not right.") == 2


def test_what_depends_on_another_exercise_says_so_and_does_not_fail_again() -> None:
    text = card.as_text([FAILED], depends_on=["cosine_similarity"])
    page = card.as_html([FAILED], depends_on=["cosine_similarity"])
    assert "Depends on `cosine_similarity`, which is not right yet." in text
    assert "Depends on <code>cosine_similarity</code>, which is not right yet." in page
    for shown in (text, Tags(page).data):
        assert "where 4 is expected" not in shown
    assert "`a` and `b`, which are" in card.as_text([FAILED], depends_on=["a", "b"])


def test_what_was_tried_with_a_right_helper_says_so_and_tells_its_own_fault() -> None:
    helped = [
        result(right_helpers=("add",)),
        result(Outcome.FAILED, message="Where is 4?", right_helpers=("add",)),
    ]
    for depends_on in ([], ["add"]):
        text = card.as_text(helped, depends_on=depends_on)
        page = Tags(card.as_html(helped, depends_on=depends_on)).data
        for shown in (text.replace("`", ""), page):
            assert "Your add is not right yet; tests that failed here were tried with" in shown
            assert shown.count("with a right add") == 2
            assert "Where is 4?" in shown
    both = [result(right_helpers=("add", "double"))]
    assert "Your `add` or `double` is not right yet" in card.as_text(both)


def test_what_stands_between_backticks_is_code_and_none_of_it_is_live() -> None:
    told = result(Outcome.FAILED, message="No `<b>`, no `open", hint="Is `v[:, i]` a column?")
    page = card.as_html([told])
    assert "No <code>&lt;b&gt;</code>, no `open" in page
    assert "Is <code>v[:, i]</code> a column?" in page
    assert "Is `v[:, i]` a column?" in card.as_text([told])


PICTURE = Picture(svg='<svg xmlns="http://www.w3.org/2000/svg"/>', alt="2 of 4 differ & more")


def test_a_picture_lies_in_the_card_whole_with_its_words() -> None:
    page = card.as_html([result(Outcome.FAILED, message="No.", picture=PICTURE)])
    assert 'src="data:image/svg+xml;base64,' in page
    assert 'alt="2 of 4 differ &amp; more"' in page
    assert "<img" not in card.as_html([result(picture=PICTURE)])  # of what passed


def test_a_cause_is_drawn_once() -> None:
    told = {
        "message": "The values are not right. This looks like a slip.",
        "misconception": "a slip",
    }
    plain = result(Outcome.FAILED, title="One", **told)
    drawn = [
        result(Outcome.FAILED, title=title, picture=PICTURE, **told) for title in ("Two", "Three")
    ]
    assert card.as_html([plain, *drawn]).count("<img") == 1


def test_a_notebook_says_that_there_are_other_tests_in_text_and_in_html() -> None:
    text = card.TextCard([result()])._repr_mimebundle_()["text/plain"]
    html = card.as_html([result()], card.NOTE, points=2.0)
    assert all("more are run when the notebook is graded" in shown for shown in (text, html))
    assert "2 of 2 points" in html
