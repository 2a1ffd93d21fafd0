"""What students' notebooks show is cut down to what pages can be made of."""

from __future__ import annotations

import time
from typing import Any

import pytest
from nbconvert.filters import ansi2html

from grader.notebooks import sanitize
from grader.plugin import pages


@pytest.mark.parametrize("codes", ["38", "48", "1;38", "38;5;38", "38;2;1;2;48", ";48", "9" * 5000])
def test_what_is_no_change_of_colour_is_left_out(codes: str) -> None:
    text = sanitize.keep_colour_codes(f"a\x1b[{codes}mb")
    assert "\x1b" not in text
    assert ansi2html(text).endswith("b")


def test_changes_of_colour_stay_and_not_too_many() -> None:
    traceback = "\x1b[0;31mValueError\x1b[0m \x1b[38;5;28;01mfor\x1b[39;00m \x1b[mx"
    assert sanitize.keep_colour_codes(traceback) == traceback
    assert sanitize.keep_colour_codes("\x1b]0;owned\x07\x1b[2Jx") == "]0;owned\x07[2Jx"
    began = time.monotonic()
    assert len(ansi2html(sanitize.keep_colour_codes("\x1b[31mx" * 200_000))) > 200_000
    assert time.monotonic() - began < 3


def test_classes_by_which_pages_place_things_do_not_stay() -> None:
    made = sanitize.sanitize_html(
        '<div class="modal-backdrop">x</div><table class="dataframe sign"></table>'
    )
    assert made == '<div>x</div><table class="dataframe"></table>'


@pytest.mark.parametrize(
    "source", [" \n" * 50_000, "a." * 50_000, (" \n" * 45 + "x") * 1500, ("." * 499 + " ") * 400]
)
def test_no_code_keeps_the_making_of_a_page_waiting(source: str) -> None:
    began = time.monotonic()
    assert pages.highlighted(source, [pages.CODE])
    assert time.monotonic() - began < 8


def test_code_has_colours_and_what_is_long_has_none() -> None:
    left = [pages.CODE]
    assert '<span class="k">' in pages.highlighted("%time\ndef f(x):\n    return x < 1\n", left)
    assert "<pre>a &lt; b" in pages.highlighted("a < b" + "\n" * 200, left)
    assert left[0] < pages.CODE
    assert "<span" not in pages.highlighted("def f(): pass", [10])


def test_what_is_kept_of_an_earlier_page_counts_for_each_page() -> None:
    source = "The norm $\\|x\\|$ of\n\n```python\nx = 1\n```"
    context: dict[str, Any] = {"resources": {}, "cell": {}}
    first = pages.markdown(context, source)
    assert "<math" in first
    taken = pages.FORMULAS - context["resources"]["formulas_left"][0]
    assert pages.markdown(context, source) == first
    left = {name: rest[0] for name, rest in context["resources"].items()}
    assert left["formulas_left"] == pages.FORMULAS - 2 * taken
    assert left["code_left"] == pages.CODE - 2 * len("x = 1\n")
    spent = {"resources": {"formulas_left": [taken], "code_left": [pages.CODE]}, "cell": {}}
    assert "<math" not in pages.markdown(spent, source)


def test_formulas_beyond_the_allowance_of_a_page_are_not_drawn_to_be_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []

    def draw(tex: str, **_: object) -> str:
        drawn.append(tex)
        return tex

    monkeypatch.setattr("grader.render.mathml.formula", draw)
    context: dict[str, Any] = {"resources": {}, "cell": {}}
    for number in range(60):
        pages.markdown(context, " ".join(f"$x_{{{number}, {k}}}$" for k in range(800)))
    assert 0.9 * pages.FORMULAS < sum(map(len, drawn)) <= pages.FORMULAS
