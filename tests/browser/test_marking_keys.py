"""Marking a class with the keyboard alone, and what becomes of what is typed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests import courses, marking
from tests.browser import access, chromium
from tests.browser.chromium import FINE, Watched
from tests.browser.conftest import IMAGES, OPEN, shrink
from tests.simulated import hand_in

ASSIGNMENT = "01_linear_algebra"
FIRST, SECOND = "written_vectors", "written_matrices"
ANSWERS = {
    "ada": "The cosine stays 1 and the distance is large, as only the length changes.",
    "bo": r"The cosine $\frac{a\cdot b}{|a||b|}$ is 1. I would search by it; in a <b> c it is not.",
    "cy": (
        "# answer-1\n\n<script>document.title = 'mine'</script> <form><input name=points>"
        " [me](#answers) </li></ol><details><summary>More</summary><table><tr><td>"
    ),
}
EMPTY: tuple[float | None, bool, str | None] = (None, True, None)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of three, graded, whose answers to two questions wait."""
    notebooks = ("01_vectors", "02_matrices")
    made = courses.make(tmp_path_factory.mktemp("keys") / "course", notebooks=notebooks)
    for student, text in ANSWERS.items():
        hand_in(made, student, {FIRST: text, SECOND: text})
    done = courses.here(made, "autograde")
    assert done.exit_code == 0, done.output
    return made


@pytest.fixture
def server(course: Path) -> Iterator[marking.Marking]:
    """`grader mark` on that class."""
    with marking.running(course, ASSIGNMENT) as started:
        yield started


@pytest.fixture
def watched(browser: BrowserContext) -> Iterator[Watched]:
    """A page of a test's own."""
    opened = chromium.Watched(browser)
    OPEN.append(opened)
    yield opened
    OPEN.remove(opened)
    opened.page.close()


def kept(course: Path, cell: str = FIRST) -> list[tuple[float | None, bool, str | None]]:
    """What the gradebook has of each student: points, whether it waits, the comment."""
    notebook = "01_vectors" if cell == FIRST else "02_matrices"
    with Gradebook(f"sqlite:///{course}/gradebook.db", courses.COURSE_ID) as gradebook:
        found = []
        for student in ANSWERS:
            place = (cell, notebook, ASSIGNMENT, student)
            grade, comment = gradebook.find_grade(*place), gradebook.find_comment(*place)
            found.append(
                (grade.manual_score, bool(grade.needs_manual_grade), comment.manual_comment)
            )
        return found


def focused(page: Page) -> Locator:
    """What has the focus, which must be seen."""
    found = page.locator(":focus")
    expect(found).to_have_count(1)
    style = found.evaluate("element => getComputedStyle(element).outlineStyle")
    assert style != "none", found.evaluate("element => element.outerHTML")
    expect(found).to_be_in_viewport()
    return found


def name(page: Page) -> str:
    """The id of what has the focus, or its text."""
    text: str = focused(page).evaluate("element => element.id || element.textContent")
    return " ".join(text.split())


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def state(page: Page, number: int) -> Locator:
    """What is said of an answer."""
    return page.locator(f"#state-{number}")


def test_a_class_is_marked_by_keyboard_alone(
    server: marking.Marking, watched: Watched, course: Path
) -> None:
    page = watched.page
    page.goto(server.address)
    while not focused_is_link(page, FIRST):
        press(page, "Tab")
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("In your own words")
    assert name(page) == "points-1"  # where the work begins

    press(page, "9", "Enter")  # of 2
    expect(state(page, 1)).to_have_text("Type a number of points from 0 to 2.")
    assert focused(page).get_attribute("aria-invalid") == "true"
    press(page, "Control+a", "2", "Enter")
    expect(state(page, 1)).to_have_text("In the gradebook: 2 of 2 points.")
    assert name(page) == "points-2"

    press(page, "j")
    assert name(page) == "points-3"
    press(page, "k", "k")
    assert name(page) == "points-1"
    press(page, "ArrowDown")
    assert name(page) == "points-2"
    press(page, "1", ".", "5", "c")
    assert name(page) == "comment-2"
    page.keyboard.type("Jukebox: no key moves on in a comment.")
    press(page, "Escape")
    assert name(page) == "points-2"
    press(page, "c", "Control+Enter")
    expect(state(page, 2)).to_have_text("In the gradebook: 1.5 of 2 points.")
    assert name(page) == "points-3"
    press(page, "0", "Enter")
    expect(page.get_by_role("status")).to_have_text("3 of 3 marked")

    assert sorted(kept(course), key=str) == [
        (0.0, False, None),
        (1.5, False, "Jukebox: no key moves on in a comment."),
        (2.0, False, None),
    ]
    press(page, "n")
    page.wait_for_url(f"**/{SECOND}/")
    assert name(page) == "points-1"
    press(page, "p")
    page.wait_for_url(f"**/{FIRST}/")
    expect(page.locator("#points-2")).to_have_value("1.5")
    assert "mine" not in page.title()
    assert watched.told() == FINE


def focused_is_link(page: Page, cell: str) -> bool:
    """Whether the focus is on a question's link in the overview."""
    found = page.locator(":focus")
    return found.count() == 1 and cell in (found.get_attribute("href") or "")


def test_the_tab_key_goes_through_the_page_and_comes_out_again(
    server: marking.Marking, watched: Watched
) -> None:
    page = watched.page
    page.goto(f"{server.address}question/02_matrices/{SECOND}/")
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.evaluate("document.querySelector('.skip').focus()")
    seen = [name(page)]
    while len(seen) < 60:
        press(page, "Tab")
        if page.locator(":focus").count() == 0 or page.locator("body:focus").count():
            break  # the browser's own
        seen.append(name(page))
        if seen[-1] == seen[0]:
            break
    assert seen[0] == "Skip to the answers"
    assert "All questions" in seen
    fields = [one for one in seen if re.fullmatch(r"(points-|comment-|Mark answer )\d", one)]
    assert fields == [
        part.format(number)
        for number in (1, 2, 3)
        for part in ("points-{}", "comment-{}", "Mark answer {}")
    ]


def test_what_is_typed_is_there_after_the_tab_is_closed(
    server: marking.Marking, watched: Watched, browser: BrowserContext, course: Path
) -> None:
    before = kept(course, SECOND)
    address = f"{server.address}question/02_matrices/{SECOND}/"
    page = browser.new_page()
    page.goto(address)
    page.locator("#points-2").fill("1")
    page.locator("#comment-2").press_sequentially("Half a though")
    page.close()  # what it sends at last may come after the next page was asked for
    for _ in range(100):
        watched.page.goto(address)
        if watched.page.locator("#comment-2").input_value() == "Half a though":
            break
    expect(watched.page.locator("#points-2")).to_have_value("1")
    expect(watched.page.locator("#comment-2")).to_have_value("Half a though")
    expect(state(watched.page, 2)).to_have_text("Draft, not in the gradebook yet.")
    assert kept(course, SECOND) == before == [EMPTY] * 3


def test_a_page_says_when_nothing_is_saved_any_more(
    server: marking.Marking, watched: Watched, course: Path
) -> None:
    page = watched.page
    page.goto(f"{server.address}question/02_matrices/{SECOND}/")
    page.locator("#comment-3").fill("Kept.")
    expect(state(page, 3)).to_have_text("Draft, not in the gradebook yet.")
    server.process.kill()
    server.process.wait()
    page.locator("#comment-3").press_sequentially(" Lost")
    expect(page.get_by_role("alert")).to_contain_text("Not saved")
    with marking.running(course, ASSIGNMENT) as again:
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{again.address}question/02_matrices/{SECOND}/")
        expect(page.locator("#comment-3")).to_have_value("Kept.")


def test_a_screen_reader_hears_what_a_field_is_for(
    server: marking.Marking, watched: Watched
) -> None:
    page = watched.page
    page.goto(f"{server.address}question/02_matrices/{SECOND}/")
    tree = page.locator("#answers > li").first.aria_snapshot()
    assert 'heading "Answer 1" [level=2]' in tree
    assert 'textbox "Points of 2"' in tree
    assert 'textbox "Comment for the student"' in tree
    assert 'button "Mark answer 1"' in tree
    expect(page.locator("#points-1")).to_have_accessible_description("Not marked yet.")


def test_the_page_is_photographed(server: marking.Marking, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{server.address}question/01_vectors/{FIRST}/", wait_until="networkidle")
    page.locator("#points-2").press_sequentially("1")
    expect(state(page, 2)).to_contain_text("Draft")
    assert watched.told() == FINE
    if os.environ.get("GRADER_SCREENSHOTS"):
        path = IMAGES / "marking.png"
        watched.save(path)
        shrink(path)


def test_a_rubric_is_made_chosen_and_changed_by_keyboard_alone(
    server: marking.Marking, watched: Watched, course: Path
) -> None:
    page = watched.page
    page.goto(f"{server.address}question/02_matrices/{SECOND}/")
    change_item(page, "A new item", "Only an example.", "-0.5")  # beside the scheme's levels
    press(page, "r", "4")
    expect(page.locator("#points-1")).to_have_value("1.5")
    press(page, "1")
    expect(page.locator("#points-1")).to_have_value("1.5")
    press(page, "2", "Enter")  # one level alone is chosen
    expect(state(page, 1)).to_have_text("In the gradebook: 0.5 of 2 points.")
    assert focused(page).get_attribute("name") == "items"
    press(page, "4", "Enter")
    expect(state(page, 2)).to_have_text("In the gradebook: 1.5 of 2 points.")
    press(page, "Escape")
    assert name(page) == "points-3"

    change_item(page, "4", "An example.", "-1")
    expect(state(page, 1)).to_have_text("In the gradebook: 0 of 2 points.")
    expect(state(page, 2)).to_have_text("In the gradebook: 1 of 2 points.")
    assert (1.0, False) in [mark[:2] for mark in kept(course, SECOND)]
    assert [access.violations(page) for _ in dark_and_light(page)] == [[], []]
    assert watched.told() == FINE


def change_item(page: Page, item: str, text: str, points: str) -> None:
    """Choose an item of the rubric by the beginning of its name, and change it, by keyboard."""
    page.locator("summary", has_text="Change the rubric").focus()
    press(page, "Enter", "Tab")
    page.keyboard.type(item)
    press(page, "Tab", "Control+a")
    page.keyboard.type(text)
    press(page, "Tab", "Control+a")
    page.keyboard.type(points)
    press(page, "Tab", "Enter")
    expect(page.locator("#answers > li").first).to_contain_text(text)
    expect(page.locator("#answers :focus")).to_have_count(1)


def dark_and_light(page: Page) -> Iterator[None]:
    """Show all of a page in the light, and in the dark."""
    for scheme in access.SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        yield
