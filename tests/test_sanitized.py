"""What a student wrote is shown in bounded time: what renderers are slow at is shown as typed."""

from __future__ import annotations

import pytest

from grader.notebooks import sanitize
from grader.plugin import answer_html

SLOW = ["![", "[", "[^a]", "[a](", "[a](<b", "\\[", "[a]["]
"""Each is an unclosed link or formula to a renderer, which looks for its end in all of the text."""


def shown(text: str) -> str:
    return answer_html.cells_as_html([{"cell_type": "markdown", "source": text}])


@pytest.mark.parametrize("unit", SLOW)
def test_markdown_with_very_many_brackets_is_shown_as_it_was_typed(unit: str) -> None:
    html = shown(unit * 5000)
    brackets = 5000 * unit.count("[")
    assert f"(shown as it was typed: it has {brackets} brackets)" in html
    assert html.count("[") == brackets
    assert html.count("<pre>") == 1
    assert "<a " not in html


def test_backticks_do_not_end_what_is_shown_as_it_was_typed() -> None:
    html = shown("````\n<script>alert(1)</script>\n" + "[a](https://example.org) " * 2000)
    assert "<script" not in html
    assert "<a " not in html


def test_markdown_with_links_and_matrices_is_markdown() -> None:
    text = "A [link](https://example.org), and `[[1, 2], [3, 4]]`.\n\n" * 60
    html = shown(text)
    assert html.count('href="https://example.org"') == 60
    assert text.count("[") * len(text) < sanitize.BRACKETS
