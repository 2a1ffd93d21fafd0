"""A course on the web, as its readers go through it: page, workbench, cards, hand in, grades."""

from __future__ import annotations

import contextlib
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, FrameLocator, Page, expect

from tests import own_course, site
from tests.browser import access
from tests.browser.access import NARROW, WIDE
from tests.browser.chromium import Watched, leaves
from tests.browser.conftest import IMAGES, OPEN, shrink
from tests.browser.workbench import Workbench, served
from tests.download import ROSTER, write_zip

pytestmark = pytest.mark.walkthrough

KILLS = 100 if os.environ.get("GRADER_PROOF") else 4


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two assignments, and its site in www/."""
    made = site.make(tmp_path_factory.mktemp("site") / "course")
    assert site.build(made, made / "www")[0] == 0
    return made


@pytest.fixture(scope="module")
def address(course: Path) -> Iterator[str]:
    """The site's address."""
    with served(course / "www") as found:
        yield found


@pytest.fixture(scope="module")
def watched(browser: BrowserContext) -> Iterator[Watched]:
    """A page of the site's own."""
    opened = Watched(browser)
    OPEN.append(opened)
    yield opened
    OPEN.remove(opened)
    opened.page.close()


def passed(page: Page) -> dict[str, dict[str, int]]:
    """What the site keeps in the browser of what was passed."""
    found: dict[str, dict[str, int]] = page.evaluate("progress.all()")
    return found


def test_from_the_page_through_wrong_and_right_to_a_grade(
    course: Path, address: str, watched: Watched, browser: BrowserContext, tmp_path: Path
) -> None:
    asked: list[str] = []
    browser.on("request", lambda request: asked.append(request.url))
    page = watched.page
    page.goto(address)
    page.get_by_role("link", name="The mean").last.click()
    page.get_by_role("link", name="Open and write").click()
    work = Workbench(page)
    work.write("NotImplementedError", own_course.WRONG)
    work.run_all()
    expect(work.card("0 of 1 tests passed")).to_be_visible()
    assert passed(page)["hw1/stats"] == {"passed": 0, "exercises": 1}
    work.write("max(values)", own_course.RIGHT)
    work.run_all()
    expect(work.card("1 of 1 tests passed")).to_be_visible()
    expect(work.notebook.get_by_text("forty-two")).to_be_visible()
    if os.environ.get("GRADER_SCREENSHOTS"):
        work.card("1 of 1 tests passed").scroll_into_view_if_needed()
        page.screenshot(path=IMAGES / "site.png")
        shrink(IMAGES / "site.png")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Hand in").click()
    assert downloading.value.suggested_filename == "stats.ipynb"
    handed_in = Path(downloading.value.path()).read_bytes()
    assert own_course.RIGHT.splitlines()[1] in "".join(
        line for cell in json.loads(handed_in)["cells"] for line in cell["source"]
    )

    page.goto(address)  # the map shows what is passed, and the next notebook goes on from there
    expect(page.locator('[data-notebook="hw1/stats"] .state')).to_have_text("passed")
    page.goto(f"{address}work.html?hw2/more")
    work = Workbench(page)
    work.run("from_earlier")
    expect(work.notebook.get_by_text("mean: yours, from hw1/stats.")).to_be_visible()

    assert any(url.endswith("pyodide.asm.wasm") for url in asked)  # what workers ask is seen
    assert [url for url in asked if leaves(url)] == []
    assert watched.strangers == []
    page.goto("about:blank")  # the notebook is free for others
    (tmp_path / "students.csv").write_text(ROSTER, encoding="utf-8")
    entry = "Ada Lovelace_101_assignsubmission_file_/stats.ipynb"
    download = write_zip(tmp_path / "hw1.zip", {entry: handed_in})
    roster = ("--assignment", "hw1", "--roster", str(tmp_path / "students.csv"))
    status, said = own_course.run(course, "collect", str(download), *roster)
    assert status == 0, said
    assert own_course.run(course, "autograde", "hw1")[0] == 0
    assert own_course.scores(course)["ada", "stats"] == (4.0, False)


def test_a_killed_tab_loses_no_cell_that_was_run(address: str, browser: BrowserContext) -> None:
    draw = random.Random(7)
    last = ""
    for number in range(KILLS + 1):
        page = browser.new_page()
        page.goto(f"{address}work.html?hw1/stats")
        work = Workbench(page)
        if last:
            expect(work.cell(last)).to_be_visible()
        if number < KILLS:
            holding, last = last or "def mean", f"return {number + 1000}"
            work.write(holding, f"def mean(values):\n    {last}")
            work.run(last)
            page.wait_for_timeout(draw.choice([0, 0, 20, 100, 400]))
            with contextlib.suppress(Error):
                page.goto("chrome://crash", timeout=5000)
        page.close()


def test_a_notebook_is_begun_anew_and_a_copy_brought_back(
    address: str, browser: BrowserContext, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}work.html?hw2/more")
    work = Workbench(page)
    work.write("from_earlier", "print('mine')")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Keep a copy").click()
    copy = tmp_path / "copy.ipynb"
    downloading.value.save_as(copy)
    changed = json.loads(copy.read_text(encoding="utf-8"))
    script = "<img src=x onerror=\"top.document.title = 'run'\">"
    evil = {"output_type": "display_data", "metadata": {}, "data": {"text/html": script}}
    changed["cells"][-1] |= {"outputs": [evil], "metadata": {"trusted": True}}
    copy.write_text(json.dumps(changed), encoding="utf-8")
    page.get_by_role("button", name="Start this notebook anew").click()
    expect(Workbench(page).cell("from_earlier")).to_be_visible()
    page.get_by_label("Bring a copy back").set_input_files(copy)
    expect(work.cell("print('mine')")).to_be_visible()
    assert page.title() == "hw2/more"  # and not what somebody's file would have run
    page.get_by_role("button", name="Start this notebook anew").click()
    expect(Workbench(page).cell("from_earlier")).to_be_visible()  # as other tests expect it
    page.close()


def test_a_second_tab_of_a_notebook_waits_for_the_first(
    address: str, browser: BrowserContext
) -> None:
    first, second = browser.new_page(), browser.new_page()
    first.goto(f"{address}work.html?hw2/more")
    Workbench(first)
    second.goto(f"{address}work.html?hw2/more")
    expect(second.get_by_role("status")).to_contain_text("open in another tab")
    first.close()
    Workbench(second)
    second.close()


def move(place: Page | FrameLocator) -> None:
    """Move a figure by an arrow key, and wait until it shows its next frame."""
    handle = place.get_by_role("slider", name="the first number", exact=True)
    figure = place.get_by_role("img", name="A point that moves to the right.")
    before = figure.get_attribute("src")
    assert before is not None
    handle.focus()
    handle.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", "5.5")
    expect(figure).not_to_have_attribute("src", before)
    handle.press("ArrowLeft")
    expect(handle).to_have_attribute("aria-valuetext", "3")
    expect(figure).to_have_attribute("src", before)


def test_a_figure_moves_by_the_keyboard_on_its_page_and_in_the_workbench(
    address: str, browser: BrowserContext
) -> None:
    page = browser.new_page()
    page.goto(f"{address}hw2/more.html")
    move(page)
    assert access.violations(page) == []
    page.goto(f"{address}work.html?hw2/more")
    work = Workbench(page)
    work.run("from_earlier")
    work.run("slider(draw")
    move(work.notebook)
    shown = work.notebook.locator(".jp-OutputArea-output", has_text="the first number")
    assert access.violations(shown) == []
    page.reload()  # the frames are saved with the notebook
    move(Workbench(page).notebook)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "hw1/stats.html", "search.html", "work.html"])
def test_the_pages_are_for_everybody(
    address: str, browser: BrowserContext, name: str, scheme: str
) -> None:
    page = browser.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address + name)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert access.violations(page) == []
        assert access.overflow(page) == 0
    page.close()
