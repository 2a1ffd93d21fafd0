"""Test results as people read them: plain text, and HTML without a script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from grader.verdict import Outcome, TestResult

SIGNS = {True: "✓", False: "✗"}


class Card:
    """Results of a cell, for a notebook to display."""

    def __init__(self, results: Sequence[TestResult]) -> None:
        self._results = results

    def __repr__(self) -> str:
        return as_text(self._results)

    def _repr_html_(self) -> str:
        note = "These are the tests that you can see; more are run when the notebook is graded."
        return as_html(self._results, note)


def headline(results: Sequence[TestResult]) -> str:
    """How many passed, in a sentence."""
    passed = sum(result.outcome is Outcome.PASSED for result in results)
    if results and all(result.message == "This is not written yet." for result in results):
        return "Not written yet."
    return f"{passed} of {len(results)} tests passed."


def as_text(results: Sequence[TestResult]) -> str:
    """The results, a test a line, with what there is to say of those that did not pass."""
    return "\n".join([headline(results), *(_lines(result) for result in results)])


def _lines(result: TestResult) -> str:
    lines = [f"{SIGNS[result.outcome is Outcome.PASSED]} {result.title}"]
    if result.outcome is not Outcome.PASSED:
        lines += [f"    {line}" for text in remarks(result) for line in text.split("\n")]
    return "\n".join(lines)


def remarks(result: TestResult) -> list[str]:
    """What a failed test has to say, line by line."""
    lines = result.message.split("\n") if result.message else []
    if shown := result.counterexample:
        lines.append(f"called:    {shown.called}")
        lines += [f"returned:  {shown.returned}"] if shown.returned else []
        lines += [f"expected:  {shown.expected}"] if shown.expected else []
    lines += [f"Hint: {result.hint}"] if result.hint else []
    return lines


def as_html(results: Sequence[TestResult], note: str = "", *, points: float = 0.0) -> str:
    """The results as a block of HTML; every text in it is escaped. With the cell's `points`, each
    test tells its own."""
    total = sum(result.weight for result in results) or 1.0
    rows = "".join(_row(result, points * result.weight / total) for result in results)
    foot = f'<p style="margin:.4em 0 0;color:#555">{escape(note)}</p>' if note else ""
    return (
        '<div style="border:1px solid #8a8a8a;border-radius:4px;padding:.6em .8em;max-width:60em;'
        'color:#1a1a1a;background:#fff;font-family:sans-serif;line-height:1.45">'
        f'<p style="margin:0 0 .4em"><strong>{escape(headline(results))}</strong></p>'
        f"{rows}{foot}</div>"
    )


def _row(result: TestResult, points: float) -> str:
    passed = result.outcome is Outcome.PASSED
    earned = f"{points if passed else 0:.2g} of {points:.2g} points"
    worth = f' <span style="color:#555">· {earned}</span>' if points else ""
    color = "#1b5e20" if passed else "#b00020"
    seen = "" if result.visible else ' <span style="color:#555">(hidden test)</span>'
    state = "" if passed else f' <span style="color:{color}">· {escape(result.outcome)}</span>'
    detail = "" if passed else _detail(result)
    return (
        f'<div style="margin:.25em 0"><span style="color:{color};font-weight:bold">'
        f"{SIGNS[passed]}</span> {escape(result.title)}{seen}{state}{worth}{detail}</div>"
    )


def _detail(result: TestResult) -> str:
    lines = "\n".join(remarks(result))
    return (
        '<pre style="margin:.2em 0 .4em 1.4em;padding:0;white-space:pre-wrap;background:none;'
        f'border:0;color:#1a1a1a;font-size:.92em">{escape(lines)}</pre>'
    )
