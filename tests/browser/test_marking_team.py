"""Equal answers, the overview of a team and second looks, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests import courses, marking
from tests.browser import access
from tests.browser.chromium import FINE, Watched
from tests.browser.test_marking_keys import dark_and_light, name, press, state, watched
from tests.simulated import hand_in

__all__ = ["watched"]

ASSIGNMENT, QUESTION = "01_linear_algebra", "01_vectors/written_vectors"
ANSWERS = {
    "ada": "The cosine stays $1$.",
    "bo": "the  cosine stays\n$1$.",
    "cy": "The distance is large.",
}
TEAM = ("--second-look", "100", "--assistant", "anna", "--assistant", "ben")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[marking.Marking]:
    """`grader mark` with a team, on a class of three; two gave the same answer."""
    made = courses.make(tmp_path_factory.mktemp("team") / "course", notebooks=("01_vectors",))
    for student, text in ANSWERS.items():
        hand_in(made, student, {"written_vectors": text})
    done = courses.here(made, "autograde")
    assert done.exit_code == 0, done.output
    with marking.running(made, ASSIGNMENT, *TEAM) as started:
        yield started


def test_equal_answers_are_marked_and_split_and_looked_at_again_by_keyboard_alone(
    server: marking.Marking, watched: Watched
) -> None:
    page = watched.page
    page.goto(f"{server.links['anna']}question/{QUESTION}/")
    expect(page.locator("#answers > li")).to_have_count(2)
    group = page.locator("#answers > li", has_text="given 2 times")
    number = str(group.locator("form").get_attribute("data-number"))
    page.locator(f"#points-{number}").focus()
    press(page, "2", "Enter")
    expect(page.get_by_role("status")).to_have_text("2 of 3 marked")
    assert [access.violations(page) for _ in dark_and_light(page)] == [[], []]

    page.locator(f"#points-{number}").focus()
    press(page, "s")
    expect(page.locator("#answers > li")).to_have_count(3)
    while "Not marked" not in str(state(page, int(name(page).split("-")[1])).text_content()):
        press(page, "j")
    press(page, "1", "Enter")
    expect(page.get_by_role("status")).to_have_text("3 of 3 marked")

    page.goto(f"{server.links['ben']}second/{QUESTION}/")
    expect(page.locator("#answers > li")).to_have_count(2)
    expect(page.locator("#points-1")).to_have_value("")
    press(page, "0", "Enter")
    expect(state(page, 1)).to_have_text("Second look: 0 of 2 points.")
    assert [access.violations(page) for _ in dark_and_light(page)] == [[], []]
    for who in ("instructor", "ben"):
        page.goto(server.links[who])
        for _ in dark_and_light(page):
            assert access.violations(page) == []
            page.set_viewport_size(access.NARROW)
            assert access.overflow(page) == 0
            page.set_viewport_size(access.WIDE)
    expect(page.get_by_role("heading", name="Second look")).to_be_visible()
    page.goto(server.links["instructor"])
    expect(page.get_by_role("heading", name="Agreement")).to_be_visible()
    assert watched.told() == FINE
