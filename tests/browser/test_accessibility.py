"""All pages that we make, looked at by axe: in a wide and a narrow window, light and dark."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page

from tests import courses, marking
from tests.browser import access
from tests.browser.access import NARROW, SCHEMES, WIDE
from tests.simulated import hand_in

ASSIGNMENT, NOTEBOOK = "01_linear_algebra", "01_vectors"
DOT = "def cosine_similarity(a, b):\n    return a @ b"
FORMULA = r"$$\cos = " + " + ".join([r"\frac{a_i b_i}{\sqrt{a_i^2}\sqrt{b_i^2}}"] * 9) + "$$"
RICH = f"""# Mine

{FORMULA}

| a | b |
|---|---|
| 1 | 2 |

```python
cosine = 1  # {"always the same " * 9}
```
"""
TABLE = (
    "import pandas as pd\n"
    "display(pd.DataFrame({f'a long column {n}': ['a value'] for n in range(20)}))"
)
FADED = """
for (const one of document.getAnimations())
  if (one instanceof CSSTransition) one.finish()
"""
"""Has a page show the colours that it is changing to."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class of two with feedback and report."""
    made = courses.make(tmp_path_factory.mktemp("access") / "course", notebooks=(NOTEBOOK,))
    hand_in(made, "ada", {"cosine_similarity": f"{DOT}\n{TABLE}", "written_vectors": RICH})
    hand_in(made, "bo", {"cosine_similarity": DOT, "written_vectors": "Both agree."})
    for command in ("autograde", "feedback", "report"):
        done = courses.here(made, command)
        assert done.exit_code == 0, done.output
    return made


@pytest.fixture(scope="module")
def server(course: Path) -> Iterator[marking.Marking]:
    """`grader mark` on that class."""
    with marking.running(course, ASSIGNMENT) as started:
        yield started


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    """A page of a test's own."""
    opened = browser.new_page()
    yield opened
    opened.close()


def look(page: Page, address: str) -> list[str]:
    """Open a page in each window and look at it in each scheme; what is wrong with it."""
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        page.goto(address, wait_until="networkidle")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
            page.evaluate(FADED)
            assert page.locator("h1").first.is_visible()
            seen = f"{size['width']} pixels, {scheme}"
            found += [f"{seen}: {one}" for one in access.violations(page)]
            if hidden := access.overflow(page):
                found.append(f"{seen}: {hidden} pixels are beside the window")
    return found


def test_axe_finds_what_is_wrong(page: Page) -> None:
    small = "<button style='all:unset;width:9px;height:9px;display:inline-block'>x</button>"
    faults = "<h1>A</h1><img src='data:,'><p style='color:#ccc'>pale</p><input>"
    page.set_content(faults + 2 * small)
    rules = {one.split(",")[0] for one in access.violations(page)}
    assert {"image-alt", "color-contrast", "label", "html-has-lang", "target-size"} <= rules


def test_feedback(page: Page, course: Path) -> None:
    path = course / f"feedback/ada/{ASSIGNMENT}/{NOTEBOOK}.html"
    assert look(page, path.as_uri()) == []
    assert page.locator("table.dataframe").count() == 1
    assert page.locator("math[display=block]").count() > 0


@pytest.mark.parametrize("name", ["index.html", f"{ASSIGNMENT}/index.html"])
def test_report(page: Page, course: Path, name: str) -> None:
    assert look(page, (course / "report" / name).as_uri()) == []


@pytest.fixture(scope="module")
def asked(course: Path) -> Path:
    """The same class, asked about its code, with the answers of one marked."""
    assert courses.here(course, "questions", ASSIGNMENT).exit_code == 0
    answers = course / f"submitted/ada/{ASSIGNMENT}-questions"
    shutil.copytree(course / f"questions/ada/{ASSIGNMENT}", answers)
    assert courses.here(course, "questions", ASSIGNMENT, "--mark").exit_code == 0
    return course


@pytest.mark.parametrize(
    "name",
    [f"report/{ASSIGNMENT}/questions.html", f"feedback/ada/{ASSIGNMENT}-questions/questions.html"],
)
def test_questions(page: Page, asked: Path, name: str) -> None:
    assert look(page, (asked / name).as_uri()) == []


@pytest.mark.parametrize("name", ["", f"question/{NOTEBOOK}/written_vectors/"])
def test_marking(page: Page, server: marking.Marking, name: str) -> None:
    assert look(page, server.address + name) == []


@pytest.mark.walkthrough
@pytest.mark.parametrize(
    "name",
    [
        *("index", "instructor", "commands", "settings", "course"),
        f"notebooks/{ASSIGNMENT}/{NOTEBOOK}",
    ],
)
def test_guides(page: Page, guides: Path, name: str) -> None:
    assert look(page, (guides / f"{name}.html").as_uri()) == []


# Cards ----------------------------------------------------------------------------------------

COLOURS = r"""
card => [card, ...card.querySelectorAll('*')].map(element => {
  let under = element;
  const paper = () => getComputedStyle(under).backgroundColor;
  while (/^rgba.*, 0\)$/.test(paper())) under = under.parentElement;
  return getComputedStyle(element).color + ' on ' + paper();
})
"""
BLACK, WHITE = "rgb(0, 0, 0)", "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("scheme", "colours", "opens"),
    [
        ("light", f"{BLACK} on {WHITE}", f"rgb(0, 0, 159) on {WHITE}"),
        ("dark", f"{WHITE} on {BLACK}", f"rgb(255, 255, 0) on {BLACK}"),
    ],
)
def test_a_card_is_read_in_high_contrast(
    page: Page, course: Path, scheme: Literal["light", "dark"], colours: str, opens: str
) -> None:
    """Looked at by its colours, since axe reads those of the author, which are not shown.

    What opens at a click has the reader's colour of links.
    """
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto((course / f"feedback/ada/{ASSIGNMENT}/{NOTEBOOK}.html").as_uri())
    card = page.locator(".output_html", has_text="tests passed").first
    assert {colours} <= {*card.evaluate(COLOURS)} <= {colours, opens}
    assert "· failed" in card.inner_text()  # no outcome is told by colour alone


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", ["report", "feedback"])
def test_a_page_is_as_dark_as_its_reader_wants_and_light_on_paper(
    page: Page, course: Path, kind: str, scheme: Literal["light", "dark"]
) -> None:
    inside = f"{ASSIGNMENT}/index.html" if kind == "report" else f"ada/{ASSIGNMENT}/{NOTEBOOK}.html"
    page.emulate_media(color_scheme=scheme)
    page.goto((course / kind / inside).as_uri())
    red = "+getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0]"
    assert (page.evaluate(red) > 200) == (scheme == "light")
    page.emulate_media(color_scheme=scheme, media="print")
    assert page.evaluate(red) > 200


def test_the_plots_of_a_report_are_seen_in_high_contrast(page: Page, course: Path) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto((course / f"report/{ASSIGNMENT}/index.html").as_uri())
    axis = page.locator("svg.plot .axis").first
    assert axis.evaluate("axis => getComputedStyle(axis).stroke") == WHITE


def test_a_card_at_200_per_cent_needs_no_scrolling_to_the_side(page: Page, course: Path) -> None:
    page.set_viewport_size({"width": 640, "height": 400})
    page.goto((course / f"feedback/ada/{ASSIGNMENT}/{NOTEBOOK}.html").as_uri())
    card = page.locator(".output_html", has_text="tests passed").first
    assert card.evaluate("card => card.scrollWidth - card.clientWidth") <= 0
    assert card.bounding_box()["width"] <= 640  # type: ignore[index]
    assert access.overflow(page) == 0
