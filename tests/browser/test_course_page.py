"""The course's page by keyboard alone: what is shown, what is run from it, and where links lead."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import marking, own_course
from tests.browser import access
from tests.browser.chromium import FINE, Watched
from tests.browser.conftest import IMAGES, shrink
from tests.browser.test_marking_keys import dark_and_light, watched
from tests.test_marking import graded
from tests.test_marking_team import SECTIONS

__all__ = ["graded", "watched"]


@pytest.fixture(scope="module")
def server(graded: object) -> Iterator[marking.Marking]:
    """`grader serve` on a class of five, with an assistant."""
    course = graded
    roster = course.parent / "roster.csv"  # type: ignore[attr-defined]
    roster.write_text(SECTIONS, encoding="utf-8")
    assert own_course.run(course, "roster", str(roster))[0] == 0  # type: ignore[arg-type]
    arguments = ("--assistant", "anna=A")
    with marking.running(course, *arguments, command="serve") as started:  # type: ignore[arg-type]
        yield started


def press(page: Page, name: str) -> None:
    """Press a button by keyboard, and wait until its command has ended."""
    button = page.get_by_role("button", name=name)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()


def fine(page: Page) -> None:
    """Look at a page light and dark, wide and narrow."""
    for _ in dark_and_light(page):
        assert access.violations(page) == []
        page.set_viewport_size(access.NARROW)
        assert access.overflow(page) == 0
        page.set_viewport_size(access.WIDE)


def test_a_class_is_graded_and_its_pages_are_read_by_keyboard_alone(
    server: marking.Marking, watched: Watched
) -> None:
    page = watched.page
    page.goto(server.links["instructor"])
    expect(page.get_by_role("status")).to_have_text("Nothing was run from this page yet.")
    fine(page)
    page.get_by_role("link", name="hw1", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="hw1")).to_be_visible()
    press(page, "Write feedback")
    expect(page.get_by_role("status")).to_have_text("Done.")
    expect(page.get_by_label("What it printed")).to_contain_text("feedback/: 5 pages written")
    expect(page.get_by_role("link", name="Feedback of ada on stats")).to_be_visible()
    page.get_by_label("Due date").fill("2020-01-31T18:00")
    press(page, "Set the due date")
    expect(page.locator("#state")).to_contain_text("Due 2020-01-31")
    page.get_by_role("combobox", name="Student").select_option("cy")
    page.get_by_label("Extension until").fill("2020-02-03T18:00")
    press(page, "Set the extension")
    expect(page.get_by_role("row", name="cy")).to_contain_text("2020-02-03")
    if os.environ.get("GRADER_SCREENSHOTS"):
        path = IMAGES / "course_page.png"
        page.emulate_media(color_scheme="light")
        page.screenshot(path=path, full_page=True)
        shrink(path)
    fine(page)
    page.get_by_role("link", name="Feedback of ada on stats").click()
    expect(page).to_have_title("stats: feedback")
    page.go_back()
    press(page, "Write the report")
    page.get_by_role("link", name="Report").click()
    expect(page.get_by_role("heading", name="hw1")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Mark by hand").click()
    expect(page.get_by_role("heading", name="hw1: marking by hand")).to_be_visible()
    assert watched.told() == FINE


def test_an_assistant_goes_from_the_link_to_the_answers(
    server: marking.Marking, watched: Watched
) -> None:
    page = watched.page
    page.goto(server.links["anna"])
    fine(page)
    page.get_by_role("link", name="hw1").click()
    page.get_by_role("link").first.click()
    expect(page.locator("#answers > li")).to_have_count(2)
    assert watched.told() == FINE
