"""Reports as HTML: self-contained files, which load nothing and run only the script that is ours.

The page's policy names that script, which sorts and filters tables, by its digest, so that no other
runs; without it, the page says the same. The template engine escapes all text. What a student chose
(names, code, messages) only ever appears as text between tags. Links to files are relative to the
page, and all links are percent-encoded.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grader.render import card
from grader.report import items
from grader.report.summary import Summary

_UNFIT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
TEMPLATES: Final = Path(__file__).with_name("templates")

BRIEF: Final = 300
"""Maximum characters of a reason."""


@cache
def template_environment() -> Environment:
    """Return the templates' environment, which escapes every value."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": format_number,
        "short": short_label,
        "percent": percent,
        "signed": signed,
    }
    made.filters |= {"brief": brief_reason, "ticked": ticked_markup}
    made.globals["items"] = items
    script = (TEMPLATES / "tables.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    made.globals |= {"script": Markup(script), "script_digest": digest}  # noqa: S704 - our own file
    return made


def of_assignment(summary: Summary, root: Path, folder: Path) -> str:
    """Render the page of an assignment for this folder; `root` is the course's folder."""
    return _rendered(
        "assignment.html",
        summary=summary,
        names={person.student: person.called for person in summary.people},
        pages={person.student: person.pages for person in summary.people},
        kinds=Counter(trouble.kind for trouble in summary.troubles),
        link=lambda path: link_to(root / path, folder),
    )


def of_course(summaries: Sequence[Summary], known: int) -> str:
    """Render the page of a course of `known` assignments; it lies beside their folders.

    A student has no points where they submitted nothing.
    """
    exercises = [(s.assignment, row) for s in summaries for row in s.exercises]
    mistakes = [(s.assignment, m) for s in summaries for m in s.misconceptions]
    totals: dict[str, float] = {}
    for person in (person for summary in summaries for person in summary.people):
        totals[person.student] = totals.get(person.student, 0.0) + person.score
    maximum = sum(summary.max_score for summary in summaries)
    return _rendered(
        "course.html",
        summaries=summaries,
        known=known,
        max_score=maximum,
        totals=items.spread([*totals.values()]),
        counts=items.bins([*totals.values()], maximum),
        hardest=sorted(
            (pair for pair in exercises if pair[1].difficulty is not None),
            key=lambda pair: pair[1].difficulty or 0.0,
        )[:10],
        commonest=sorted(mistakes, key=lambda pair: -len(pair[1].students))[:10],
        unsafe=sum(summary.unsafe for summary in summaries),
        faulty_tests=sum(summary.faulty_tests for summary in summaries),
        link=lambda name: quote(os.fsencode(f"{name}/index.html")),
    )


def _rendered(name: str, **values: object) -> str:
    """Render a page. Control characters and marks of text direction are replaced."""
    return _UNFIT.sub("\ufffd", template_environment().get_template(name).render(**values))


def link_to(path: Path, folder: Path) -> str:
    """Return a file's relative address for a page in this folder."""
    return quote(os.fsencode(os.path.relpath(path, folder)))


def format_number(value: float, places: int = 1) -> str:
    """Format a number with at most this many decimals, without trailing zeros."""
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def short_label(number: float) -> str:
    """Format a number with three significant digits, or as an integer from 1000."""
    return f"{number:.3g}" if number < 1000 else f"{number:.0f}"


def percent(share: float | None) -> str:
    """Format a share as whole per cent. Rounding alone never yields 0 % or 100 %."""
    if share is None:
        return "–"
    if 0 < share < 0.01 or 0.99 < share < 1:
        return "< 1 %" if share < 0.5 else "> 99 %"
    return f"{100 * share:.0f} %"


def signed(value: float | None) -> str:
    """Format a correlation with its sign, or as a dash if there is none."""
    return "–" if value is None else f"{value:.2f}".replace("-", "−")


def ticked_markup(text: str) -> Markup:
    """Return text as HTML like the student's card, with code between backticks."""
    return Markup(card.ticked(text))  # noqa: S704 - `ticked` escapes the text


def brief_reason(text: str) -> str:
    """Shorten a reason to one line."""
    line = " ".join(text.split())
    return line if len(line) <= BRIEF else line[: BRIEF - 1] + "…"
