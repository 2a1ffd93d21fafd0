"""What students and graders open: pages that ask nobody for anything, in a real browser.

They are opened in Chromium with every way out of this machine blocked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import html5lib
import nbformat
import pytest
from playwright.sync_api import BrowserContext, ViewportSize
from traitlets.config import Config

from grader.plugin.defaults import TEMPLATES
from grader.plugin.pages import FeedbackPage
from tests import courses
from tests.browser import chromium
from tests.browser.chromium import FINE, Watched
from tests.simulated import hand_in, variants

NOTEBOOK = "03_attention_matrix"
ASSIGNMENT = "01_linear_algebra"

ESSAY = r"""Each row sums to one, $\sum_j A_{ij} = 1$, so

$$A_{ij} = \frac{e^{S_{ij}}}{\sum_l e^{S_{il}}}$$

<script>document.title = "mine"</script><img src="https://example.org/x.png">
$\text{<img src=x onerror="document.title='mine'">}$ ![](https://example.org/y.png)
"""
SETUP = """
import sympy as sp
from IPython.display import HTML, display
display(sp.sqrt(sp.Symbol("q")) / 2)
display(HTML('<script>document.title = "mine"</script><p onclick="x()">bold <b>words</b></p>'))
print("x" * 500)
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()
"""
FIGURE = """# Alternative text: A line that
# rises from <1> to "2".

"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student with a wrong softmax, and an essay and outputs that would like to act; graded."""
    folder = courses.make(tmp_path_factory.mktemp("pages") / "course", notebooks={NOTEBOOK})
    wrong = next(v for v in variants("simple_attention") if "down the columns" in v.name)
    answers = {"simple_attention": FIGURE + wrong.source + SETUP, "written_attention": ESSAY}
    hand_in(folder, "ada", answers, only=answers)
    for command in (("autograde", "--jobs", "1"), ("feedback",)):
        done = courses.here(folder, *command)
        assert done.exit_code == 0, done.output
    return folder


def page_of(course: Path) -> Path:
    return course / "feedback" / "ada" / ASSIGNMENT / f"{NOTEBOOK}.html"


def test_a_picture_has_the_alternative_text_that_its_cell_begins_with(course: Path) -> None:
    page = page_of(course).read_text(encoding="utf-8")
    pictures = html5lib.parse(page, namespaceHTMLElements=False).iter("img")
    told = {one.get("alt") for one in pictures if one.get("src", "").startswith("data:image/png")}
    assert told == {'A line that rises from <1> to "2".'}


def page_with(*cells: nbformat.NotebookNode) -> str:
    """The feedback page of a notebook."""
    told = {"notebook": "a", "score": 0, "max_score": 0, "late_penalty": 0}
    resources = {"nbgrader": told, "overview": [], "inlining": {"css": []}}
    config = Config(
        HTMLExporter={"template_name": "feedback", "extra_template_basedirs": TEMPLATES}
    )
    nb = nbformat.v4.new_notebook(cells=[*cells])
    page, _ = FeedbackPage(config=config).from_notebook_node(nb, resources)
    return str(page)


def test_a_picture_of_which_nothing_is_told_says_so() -> None:
    outputs = [
        nbformat.v4.new_output("display_data", {"image/png": "AAAA"}, metadata=metadata)
        for metadata in ({}, {"image/png": {"alt": "told"}})
    ]
    page = page_with(nbformat.v4.new_code_cell("", outputs=outputs))
    pictures = html5lib.parse(page, namespaceHTMLElements=False).iter("img")
    assert [picture.get("alt") for picture in pictures] == [
        "No description has been provided for this image",
        "told",
    ]


OPEN = (
    "For numbers a <b> c",
    "<details><summary>My notes</summary><table><tr><td>",
    "</td></tr></table></details></div></div></main></section></li></ol>",
    "<ol><li><pre><code><h1>",
)


@pytest.mark.parametrize("text", OPEN)
@pytest.mark.parametrize("kind", ["text", "output"])
def test_what_a_student_leaves_open_ends_with_the_cell(text: str, kind: str) -> None:
    cell = nbformat.v4.new_markdown_cell(text)
    if kind == "output":
        output = nbformat.v4.new_output("display_data", {"text/markdown": text})
        cell = nbformat.v4.new_code_cell("shown", outputs=[output])
    after = nbformat.v4.new_markdown_cell("What comes after it.")
    assert around(after.source, page_with(cell, after)) == around(after.source, page_with(after))


def around(text: str, page: str) -> list[str]:
    """The elements of a page that hold a text, as a browser reads it."""
    found = html5lib.parse(page, namespaceHTMLElements=False)
    return [one.tag for one in found.iter() if text in "".join(one.itertext())]


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    """Chromium, of this machine."""
    if reason := chromium.lacking():
        pytest.skip(reason)
    with chromium.running() as context:
        yield context


def opened(browser: BrowserContext, address: str) -> Watched:
    """A page that was opened."""
    watched = Watched(browser)
    watched.page.goto(address)
    return watched


@pytest.fixture(scope="module")
def feedback(browser: BrowserContext, course: Path) -> Watched:
    """The feedback on a wrong answer."""
    return opened(browser, page_of(course).as_uri())


# The feedback page --------------------------------------------------------------------------


def test_the_feedback_page_asks_nobody_and_complains_of_nothing(feedback: Watched) -> None:
    assert feedback.told() == FINE
    assert feedback.page.title() == f"{NOTEBOOK}: feedback"


def test_the_feedback_page_forbids_scripts_and_holds_none(course: Path) -> None:
    text = page_of(course).read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert not re.search(r"<[^>]+\son\w+=", text)
    assert not re.search(r"<(?!a )[^>]+\b(src|href)=\"https?:", text)


def test_formulas_are_really_drawn(feedback: Watched) -> None:
    fraction = feedback.page.locator("main math mfrac").last
    above, below = (fraction.locator(f"> :nth-child({n})").bounding_box() for n in (1, 2))
    assert above
    assert below
    assert above["y"] + above["height"] <= below["y"] + 1
    assert above["height"] > 5
    text = feedback.page.locator("main").inner_text()
    assert "\\frac" not in text
    assert "$$" not in text


def test_an_output_of_tex_is_drawn(feedback: Watched) -> None:
    assert feedback.page.locator(".output_latex math msqrt").count() == 1


def test_the_page_begins_with_what_was_right_and_what_to_look_at_next(
    feedback: Watched, course: Path
) -> None:
    entry = feedback.page.locator(".overview li").first
    text = entry.inner_text()
    assert "Look next at: Scores whose exponentials are 1, 2 and 5" in text
    assert "scores, softmax, mixture. Which one is off?" in text
    assert "Right: Two queries, five keys and values with four entries" in text
    points = courses.scores(course)["ada", NOTEBOOK, "test_simple_attention"].auto or 0
    assert 0 < points < 4
    assert f"{points:.3g} / 4" in text
    assert entry.locator(".sign").inner_text() == "◐", "neither right nor nothing"
    assert "not graded yet, of 2" in feedback.page.locator(".overview li").last.inner_text()


def test_each_entry_leads_to_its_exercise(feedback: Watched) -> None:
    page = feedback.page
    links = page.locator(".overview li > a")
    assert links.count() == 2
    for number in range(2):
        anchor = (links.nth(number).get_attribute("href") or "").removeprefix("#")
        assert anchor
        assert page.locator(f"[id='{anchor}'], [name='{anchor}']").count() == 1


def test_a_hidden_test_shows_its_name_and_hint_and_no_value(feedback: Watched) -> None:
    row = feedback.page.locator("div", has_text="Keys and values in a different order").last
    name, *told = row.inner_text().split("\n")
    title = "Keys and values in a different order give the same output"
    assert name.startswith(f"✗ {title} (hidden test)")
    assert told == [
        "The values are not right.",
        "Hint: Does your code depend on the order of the keys?",
    ]
    assert row.locator("img, pre").count() == 0


def test_the_difference_is_drawn_and_told(feedback: Watched) -> None:
    picture = feedback.page.locator("main img[src^='data:image/svg']").first
    assert "6 of 6 entries differ" in (picture.get_attribute("alt") or "")
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 200


def test_both_commands_write_the_same_page(course: Path) -> None:
    ours = page_of(course).read_text(encoding="utf-8")
    page_of(course).unlink()
    courses.nbgrader_here(course, "generate_feedback", ASSIGNMENT, "--force")
    assert page_of(course).read_text(encoding="utf-8") == ours


CUT = """() =>
  [...document.querySelectorAll("pre, .output_subarea, .input_area, img, .overview li")]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != "inline")
  .map(e => e.outerHTML.slice(0, 200))"""


def test_it_prints_with_no_code_cut(browser: BrowserContext, course: Path) -> None:
    page = opened(browser, page_of(course).as_uri()).page
    paper: ViewportSize = {"width": 690, "height": 1000}  # A4 less its margins, in pixels of CSS
    page.set_viewport_size(paper)
    page.emulate_media(media="print")
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= paper["width"]
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()


FAINT = """() => {
  const parse = c => [...c.match(/[\\d.]+/g).map(Number), 1].slice(0, 4);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c[3] == 1) return c;
    }
    return null;
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.checkVisibility()) continue;
    const back = behind(e), front = parse(getComputedStyle(e).color);
    const [low, high] = [back ? light(back) : 1, light(front)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (!back || ratio < 4.5) found.push([ratio, e.className, walk.currentNode.data]);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_is_read_against_what_is_behind_it(
    browser: BrowserContext, course: Path, scheme: Literal["light", "dark"]
) -> None:
    page = opened(browser, page_of(course).as_uri()).page
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate(FAINT) == []
    page.close()


def test_a_card_is_read_on_a_dark_background(
    browser: BrowserContext, course: Path, tmp_path: Path
) -> None:
    graded = course / "autograded" / "ada" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    cells = json.loads(graded.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    pages = ("".join(o["data"].get("text/html", "")) for o in outputs if "data" in o)
    (shown,) = (page for page in pages if "tests passed" in page)
    path = tmp_path / "card.html"
    dark = '<body style="background:#111;color:#ddd;font:12px serif">'
    path.write_text(f"<!doctype html><meta charset=utf-8>{dark}{shown}", encoding="utf-8")
    watched = opened(browser, path.as_uri())
    watched.page.emulate_media(color_scheme="dark")
    assert watched.page.evaluate(FAINT) == []
    assert watched.told() == FINE
    watched.page.close()
