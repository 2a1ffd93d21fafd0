"""The pages on which answers are marked, as HTML."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec
from jinja2 import Environment
from markupsafe import Markup

from grader.service.marking import answer_html
from grader.service.marking.desk import MarkingDesk
from grader.service.marking.page_records import Progress, QuestionSheet
from grader.service.marking.team import INSTRUCTOR, Agreement, Work
from grader.service.web import pages as web_pages

TEMPLATES: Final = Path(__file__).with_name("templates")

FILES: Final = (web_pages.TEMPLATES / web_pages.STYLE, TEMPLATES / "marking.js")
"""What the pages load."""


@functools.cache
def _templates() -> Environment:
    made = web_pages.templates_in(TEMPLATES)
    made.filters |= {"cells": cells_markup, "address": address_of}
    made.filters["markdown"] = lambda text: _html_of(_packed([_markdown_cell(text)]))
    return made


def overview_page(desk: MarkingDesk, second: MarkingDesk) -> str:
    """Return the page with all questions that somebody marks; the instructor sees the team."""
    view, work, agreement = desk.view, list[Work](), list[Agreement]()
    if view.team.assistants and view.marker.name == INSTRUCTOR:
        work, agreement = view.team_progress()
    return (
        _templates()
        .get_template("overview.html")
        .render(
            desk=desk,
            progress=desk.progress(),
            second=second.progress() if view.team.second_look else [],
            work=work,
            agreement=agreement,
        )
    )


def question_page(desk: MarkingDesk, notebook: str, cell: str) -> str:
    """Return the page with all answers to a question."""
    found = desk.open_question(notebook, cell)
    before, after = _neighbours(desk.progress(), found)
    template = _templates().get_template("question.html")
    return template.render(desk=desk, found=found, before=before, after=after)


def address_of(progress: Progress, look: str = "question") -> str:
    """Return a question's address, relative to the overview."""
    return "/".join([look, *(quote(part, safe="") for part in progress.question.place)])


def _neighbours(
    progress: list[Progress], found: QuestionSheet
) -> tuple[Progress | None, Progress | None]:
    """Return the questions before and after one."""
    places = [one.question for one in progress]
    if found.progress.question not in places:  # nothing of it is to be looked at again any more
        return None, None
    place = places.index(found.progress.question)
    before = progress[place - 1] if place else None
    return before, progress[place + 1] if place + 1 < len(progress) else None


def cells_markup(cells: list[dict[str, object]]) -> Markup:
    """Return cells as HTML, sanitized. It is kept, since rendering takes most of a page's time."""
    return _html_of(_packed(cells))


def _packed(cells: list[dict[str, object]]) -> bytes:
    wanted = ("cell_type", "source", "attachments", "outputs")
    return msgspec.json.encode([{k: v for k, v in c.items() if k in wanted} for c in cells])


def _markdown_cell(text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "source": text}


@functools.lru_cache(maxsize=2048)
def _html_of(packed: bytes) -> Markup:
    try:
        html = answer_html.cells_as_html(msgspec.json.decode(packed))
    except Exception:  # noqa: BLE001 - whatever is wrong with one answer, the others are shown
        html = "<p>(This can't be shown; open the notebook in <code>autograded/</code>.)</p>"
    return Markup(html)  # noqa: S704 - it is sanitized there
