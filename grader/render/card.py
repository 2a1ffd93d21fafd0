"""Test results for people to read: plain text, and HTML without scripts.

The HTML uses a few elements with inline styles, so that it looks the same in JupyterLab, Notebook,
VS Code and on the feedback page, also on dark backgrounds. Images are embedded, and every text is
escaped.

Long because a card says the same in text and in HTML.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from html import escape
from typing import Final

from grader.render import svg
from grader.render.svg import BAD, INK, MUTED, PAPER
from grader.verdict import CELL_STOPPED, NOT_WRITTEN, STOPPED, Outcome, TestResult, points_text
from grader.verdict import points as earned

SIGNS = {True: "✓", False: "✗"}
IN_PART: Final = "◐"
GOOD: Final = "#1b5e20"
QUOTED: Final = "#f3f3f3"
"""Background of calls and results."""

TICKED: Final = re.compile(r"`([^`\n]+)`")

OF_SHAPE: Final = "shape of "
"""How the cause of a failed test begins that asks for another shape."""

NOTE: Final = "These are the tests that you can see; more are run when the notebook is graded."
UNWRITTEN: Final = "Not written yet."
"""The headline where that is so of all tests."""

BOX: Final = (
    f"border:1px solid #8a8a8a;border-radius:4px;padding:.6em .8em;max-width:60em;color:{INK};"
    f"background:{PAPER};font-family:sans-serif;font-size:14px;line-height:1.45"
)
PRE: Final = (
    f"margin:.3em 0;padding:.35em .6em;white-space:pre-wrap;overflow-wrap:break-word;border:0;"
    f"color:{INK};background:{QUOTED};font-size:13px;line-height:1.4"
)


class TextCard:
    """Results of a cell for frontends that show nothing but text; others show nothing in its place.

    `depends_on` names exercises that should be fixed before this one.
    """

    def __init__(self, results: Sequence[TestResult], *, depends_on: Sequence[str] = ()) -> None:
        self._text = as_text(results, depends_on=depends_on)

    def __repr__(self) -> str:
        return self._text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": f"{self._text}\n{NOTE}", "text/html": ""}


# Words --------------------------------------------------------------------------------------


def headline(results: Sequence[TestResult]) -> str:
    """Return one sentence: how many tests passed, or why none could."""
    passed = sum(result.outcome is Outcome.PASSED for result in results)
    if results and all(result.message == NOT_WRITTEN for result in results):
        return UNWRITTEN
    stopped = [one.message for one in results if one.message.startswith(CELL_STOPPED)]
    if stopped and not passed:
        return stopped[0]
    in_part = sum(result.part > 0 for result in results)
    return f"{passed} of {len(results)} tests passed{f', {in_part} in part' if in_part else ''}."


def as_text(results: Sequence[TestResult], *, depends_on: Sequence[str] = ()) -> str:
    """Return the results as text, one line per test, with details of those that failed."""
    lines = [headline(results), *_dependence(results, depends_on)]
    for result, same in zip(results, _fold_same(results), strict=True):
        passed = result.outcome is Outcome.PASSED
        lines.append(f"{_sign(result)} {_titled(result)}")
        waits = depends_on and not result.right_helpers
        told = [] if passed or waits else result_remarks(result, same)
        lines += [f"    {line}" for text in told for line in text.split("\n")]
    return "\n".join(lines)


def _sign(result: TestResult) -> str:
    return IN_PART if result.part else SIGNS[result.outcome is Outcome.PASSED]


def result_remarks(result: TestResult, same: TestResult | None = None) -> list[str]:
    """Return the lines that explain a failed test.

    If it fails for the same reason as another test, only that is said, and what the tests have in
    common if that stands here.
    """
    if same:
        return [line for line in (_as_in(same), result.remark) if line]
    first, *more = result.message.split("\n")
    lines = [line for line in (first, result.remark) if line] + more
    lines += _example(result)
    lines += [f"Hint: {result.hint}"] if result.hint else []
    return lines


def _as_in(same: TestResult) -> str:
    """Say that a test fails as another one does; what they share may not be the whole reason."""
    if same.message == STOPPED:
        return f"As in “{same.title}”, your code stopped, or returned what can't be examined."
    if not same.misconception and same.cause.startswith(OF_SHAPE):
        return f"As in “{same.title}”, the shape is not right."
    return f"For the same reason as “{same.title}”."


def _example(result: TestResult) -> list[str]:
    """Return what was called, what was returned, and what was expected."""
    if (shown := result.counterexample) is None:
        return []
    texts = (
        ("called", shown.called),
        ("returned", shown.returned),
        ("compared", shown.compared),
        ("expected", shown.expected),
    )
    return [_labelled(name, text) for name, text in texts if text]


def _labelled(name: str, text: str) -> str:
    """Return a text after its name; several lines of code stand below it, to be pasted."""
    if name == "called" and "\n" in text:
        return f"{name}:\n{text}"
    return f"{name + ':':11}" + text.replace("\n", "\n" + " " * 11)


def _fold_same(results: Sequence[TestResult]) -> list[TestResult | None]:
    """Return, for each test, the test that tells the same reason, if another one does.

    That is a visible one, if there is one, then one with a hint, then one with a picture.
    """
    groups: dict[tuple[str, str], list[TestResult]] = {}
    for result in results:
        if reason := _reason(result):
            groups.setdefault((str(result.outcome), reason), []).append(result)
    tellers = {
        reason: max(group, key=lambda r: (r.visible, bool(r.hint), r.picture is not None))
        for reason, group in groups.items()
    }
    found = (tellers.get((str(r.outcome), _reason(r))) for r in results)
    return [
        None if teller is result else teller for teller, result in zip(found, results, strict=True)
    ]


def _reason(result: TestResult) -> str:
    """Return why a test failed, or "" if that is not known: a wrong value can have many causes."""
    if result.misconception or result.cause:
        return result.misconception or result.cause
    return "" if result.outcome in (Outcome.FAILED, Outcome.PASSED) else result.message


def _dependence(results: Sequence[TestResult], depends_on: Sequence[str]) -> list[str]:
    """Say which other exercises are wrong, and where right ones stood in their place."""
    is_wrong = f"{'is' if len(depends_on) == 1 else 'are'} not right yet"
    told = [f"Depends on {_listed(depends_on, 'and')}, which {is_wrong}."] if depends_on else []
    if helpers := sorted({name for result in results for name in result.right_helpers}):
        which = f"Your {_listed(helpers, 'or')} is not right yet"
        told.append(f"{which}; tests that failed here were tried with a right one.")
    return told


def _titled(result: TestResult) -> str:
    helpers = _listed(result.right_helpers, "and")
    return f"{result.title}, with a right {helpers}" if helpers else result.title


def _listed(names: Sequence[str], word: str) -> str:
    return f" {word} ".join(f"`{name}`" for name in names)


# HTML ---------------------------------------------------------------------------------------


def as_html(
    results: Sequence[TestResult],
    note: str = "",
    *,
    points: float = 0.0,
    depends_on: Sequence[str] = (),
) -> str:
    """Return the results as a block of HTML, failed tests first, those of habits folded.

    With the cell's `points`, each test shows its own.
    """
    told_by = _fold_same(results)
    tellers = {id(same) for same in told_by if same}
    rows: list[tuple[bool, str]] = []
    habits: list[tuple[bool, str]] = []
    for result, same, worth in zip(results, told_by, _worths(results, points), strict=True):
        group = habits if result.habit and id(result) not in tellers else rows
        row = _row(result, same, worth, bool(depends_on) and not result.right_helpers)
        group.append((result.outcome is Outcome.PASSED, row))
    rows = _failed_first([*rows, *_folded(habits, is_open=all(passed for passed, _ in rows))])
    told = (
        f"{points_text(earned(points, results))} of {points_text(points)} points" if points else ""
    )
    head = f"<strong>{escape(headline(results))}</strong>{_aside(told)}"
    depends = "".join(map(_said_lines, _dependence(results, depends_on)))
    return (
        f'<div style="{BOX}"><p style="margin:0 0 .4em">{head}</p>{depends}'
        f"{''.join(row for _, row in rows)}{_foot(note)}</div>"
    )


def _worths(results: Sequence[TestResult], points: float) -> list[str]:
    """Say of each test what it is worth: its points where all are simple, else how it counts."""
    total = sum(result.weight for result in results) or 1.0
    shares = [points * result.weight / total for result in results]
    if all(math.isclose(20 * share, round(20 * share)) for share in shares):
        pairs = zip(results, shares, strict=True)
        return [
            f"{points_text(share * one.earned)} of {points_text(share)} points" if share else ""
            for one, share in pairs
        ]
    least = min(result.weight for result in results)
    return [
        f"counts {one.weight / least:g} times" if 0 < least < one.weight else "" for one in results
    ]


def _failed_first(rows: Sequence[tuple[bool, str]]) -> list[tuple[bool, str]]:
    return sorted(rows, key=lambda row: row[0])


def _folded(rows: list[tuple[bool, str]], *, is_open: bool) -> list[tuple[bool, str]]:
    """Return the rows of habits as one, which is open where they have the first fault."""
    if len(rows) < 2:
        return rows
    passed = [one for one, _ in rows].count(True)
    whole = passed == len(rows)
    sign = f'<span style="color:{GOOD if whole else BAD};font-weight:bold">{SIGNS[whole]}</span>'
    shown = " open" if is_open and not whole else ""
    row = (
        f'<details{shown} style="margin:.35em 0"><summary style="cursor:pointer">{sign}'
        f" Habits: {passed} of {len(rows)} tests passed.</summary>"
        f"{''.join(row for _, row in _failed_first(rows))}</details>"
    )
    return [(whole, row)]


def _row(result: TestResult, same: TestResult | None, worth: str, waits: bool) -> str:
    passed = result.outcome is Outcome.PASSED
    color = GOOD if passed else BAD
    said = "" if passed or result.part else f"· {escape(result.outcome)}"
    state = f' <span style="color:{color}">{said}</span>' if said else ""
    seen = "" if result.visible else f' <span style="color:{MUTED}">(hidden test)</span>'
    edge = "" if passed else f"border-left:3px solid {BAD};padding-left:.6em;"
    detail = "" if passed or waits else _detail(result, same)
    title = ticked(_titled(result))
    return (
        f'<div style="{edge}margin:.35em 0"><span style="color:{color};font-weight:bold">'
        f"{_sign(result)}</span> {title}{seen}{state}{_aside(worth)}{detail}</div>"
    )


def _detail(result: TestResult, same: TestResult | None) -> str:
    """Return message, details, picture and hint of a failed test as HTML."""
    if same:
        return "".join(map(_said_lines, result_remarks(result, same)))
    first, _, more = result.message.partition("\n")
    example = _example(result)
    hint = f"Hint: {result.hint}" if result.hint else ""
    quoted = "\n".join([*([more] if more else []), *example])
    block = f'<pre style="{PRE}">{escape(quoted)}</pre>' if quoted else ""
    said = _said_lines(first) + _said_lines(result.remark)
    return f"{said}{block}{_picture(result)}{_said_lines(hint)}"


def _picture(result: TestResult) -> str:
    if result.picture is None:
        return ""
    return (
        f'<img src="{svg.data_address(result.picture.svg)}" alt="{escape(result.picture.alt)}"'
        f' title="{escape(result.picture.alt)}"'
        f' style="display:block;max-width:100%;margin:.4em 0;background:{PAPER}">'
    )


def _said_lines(text: str) -> str:
    return f'<div style="margin:.15em 0;white-space:pre-wrap">{ticked(text)}</div>' if text else ""


def ticked(text: str) -> str:
    """Return text as escaped HTML, with code between backticks."""
    return TICKED.sub(r"<code>\1</code>", escape(text))


def _aside(text: str) -> str:
    return f' <span style="color:{MUTED}">· {escape(text)}</span>' if text else ""


def _foot(note: str) -> str:
    return f'<p style="margin:.5em 0 0;color:{MUTED}">{escape(note)}</p>' if note else ""
