"""How a question and an answer to it stand, in numbers and in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from grader.errors import UsageError
from grader.service.marking.drafts import Draft
from grader.service.marking.marks import Question, Standing

_POINTS: Final = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{0,6})?|[.,][0-9]{1,6}")
"""Points as they are typed; `marking.js` has the same."""


class Progress(msgspec.Struct, kw_only=True):
    """How far a question is marked."""

    question: Question
    title: str
    marked: int = 0
    to_mark: int = 0
    """All answers that a person marks, those that are marked among them."""
    settled: int = 0
    """Those that got their points without a person: nothing was written or handed in."""
    drafts: int = 0


class AnswerState(msgspec.Struct, kw_only=True):
    """What a page is told after something was typed or marked."""

    state: str
    said: str
    seen: str
    marked: int
    to_mark: int


def progress_of(question: Question, standings: Mapping[str, Standing], title: str = "") -> Progress:
    """Return how far a question is marked, without its drafts."""
    to_mark = [standing for standing in standings.values() if not standing.settled]
    return Progress(
        question=question,
        title=title,
        marked=sum(standing.marked for standing in to_mark),
        to_mark=len(to_mark),
        settled=len(standings) - len(to_mark),
    )


def state_of(
    question: Question, standing: Standing, draft: Draft | None, answer: str
) -> tuple[str, str]:
    """Return the state of an answer, as a word and in words."""
    before = "" if standing.manual_score is None else f"{standing.manual_score:g}"
    if draft:
        other = draft.answer != answer
        said = "Draft, not in the gradebook yet."
        if before:
            said += f" There it has {before} points."
        if other or standing.outdated:
            said += " The answer changed since this was written."
        return "draft", said
    if standing.outdated:
        return "changed", (
            f"Changed since it was marked with {before} points: the answer, or its maximum."
        )
    if standing.marked:
        return "marked", f"In the gradebook: {before} of {question.points:g} points."
    return "open", "Not marked yet."


def points_in(text: str, most: float) -> float:
    """Return the points that a text says. Raises a UsageError if they are none from 0 to `most`."""
    found = _POINTS.fullmatch(text.strip())
    points = float(found[0].replace(",", ".")) if found else -1.0
    if not 0 <= points <= most:
        raise UsageError(f"Type a number of points from 0 to {most:g}.")
    return points


def as_typed(standing: Standing) -> tuple[str, str]:
    """Return what the fields hold for what the gradebook has."""
    if standing.manual_score is None:
        return "", standing.comment
    return f"{standing.manual_score:g}", standing.comment
