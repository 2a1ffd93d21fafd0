"""What a student wrote is shown in bounded CPU time: what takes longer is shown as it was typed."""

from __future__ import annotations

import time

import pytest

from grader.plugin import pages
from grader.service.marking import answer_html

SLOW = ["\\\\[", "\\\\(", "\\begin{a}\\end{b}"]
"""Each is an unclosed formula to the renderer, which looks for its end in all of the text."""

LINKS = ["![", "[", "[^a]", "[a](", "[a](<b", "[a]["]
"""Each is an unclosed link."""


def shown(*texts: str) -> str:
    return answer_html.cells_as_html({"cell_type": "markdown", "source": text} for text in texts)


@pytest.mark.parametrize("unit", SLOW)
def test_markdown_that_takes_too_long_is_shown_as_it_was_typed(unit: str) -> None:
    began = time.process_time()
    html = shown(unit * (100_000 // len(unit)))
    assert time.process_time() - began < 2 * pages.PAGE_SECONDS
    assert html.count(pages.TOO_SLOW) == 1
    assert f"<pre>{unit}{unit}" in html


@pytest.mark.parametrize("unit", LINKS)
def test_links_without_an_end_are_shown_in_bounded_time(unit: str) -> None:
    began = time.process_time()
    html = shown(unit * (100_000 // len(unit)))
    assert time.process_time() - began < 2 * pages.PAGE_SECONDS
    assert "<a " not in html


def test_what_is_shown_as_it_was_typed_is_text() -> None:
    html = shown("<script>alert(1)</script></pre>\n" + SLOW[0] * 30_000)
    assert pages.TOO_SLOW in html
    assert "<script" not in html
    assert html.count("</pre>") == 1


def test_of_a_page_only_what_comes_too_late_is_shown_as_it_was_typed() -> None:
    hostile = SLOW[0] * 30_000
    html = shown("An *early* word.", *[hostile] * 5, "A *late* word.")
    assert "<em>early</em>" in html
    assert "A *late* word." in html
    assert html.count(pages.TOO_SLOW) == 6


def test_markdown_with_links_and_matrices_is_markdown() -> None:
    html = shown("A [link](https://example.org), and `[[1, 2], [3, 4]]`.\n\n" * 60)
    assert html.count('href="https://example.org"') == 60
