"""Pages on questions: one for each student, with keys and sentences, and one on the class.

They load nothing and run no script. The template engine escapes all text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grader.questions.question import LETTERS, Question
from grader.questions.records import Kept
from grader.questions.wording import numbered
from grader.render import card

ENOUGH: Final = 3
"""Answers from which on a share is told."""

GOOD: Final = 0.7
"""Share of right answers below which a subject is to be taught again."""

MOST_NEXT: Final = 5


class Row(msgspec.Struct):
    """How a class answered the questions of one kind, or on one function."""

    name: str
    asked: int = 0
    answered: int = 0
    right: int = 0
    wrong: Counter[str] = msgspec.field(default_factory=Counter)
    """The sentences of wrong choices that were taken, with what was taken for a mistake's name."""

    def add(self, kept: Kept) -> None:
        """Count a question."""
        self.asked += 1
        if kept.answer:
            self.answered += 1
            self.right += kept.is_right
            if not kept.is_right:
                self.wrong[_reason(kept)] += 1

    @property
    def share(self) -> float | None:
        """The share of right answers; None for too few."""
        return self.right / self.answered if self.answered >= ENOUGH else None


def _reason(kept: Kept) -> str:
    choice = kept.question.choices[LETTERS.index(kept.answer or "a")]
    return choice.mistake or choice.why


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"ticked": _ticked, "numbered": numbered}
    made.globals |= {"letters": LETTERS}
    return made


def _ticked(text: str) -> Markup:
    return Markup(card.ticked(text))  # noqa: S704 - `ticked` escapes the text


def for_student(assignment: str, kept: Sequence[Kept]) -> str:
    """Write the page that tells a student which answers are right, and why."""
    right = sum(one.is_right for one in kept)
    page = _environment().get_template("student.html")
    return page.render(assignment=assignment, kept=kept, right=right)


def for_class(assignment: str, found: Mapping[str, Iterable[Kept]]) -> str:
    """Write the page that tells an instructor which questions the class can't answer."""
    kept = [one for of_student in found.values() for one in of_student]
    kinds = _rows(kept, lambda one: one.kind)
    functions = _rows(kept, lambda one: f"`{one.function}`")
    both = _rows(kept, lambda one: f"`{one.function}`: {one.kind}")
    page = _environment().get_template("class.html")
    return page.render(
        assignment=assignment,
        students=len(found),
        marked=sum(any(one.answer is not None for one in mine) for mine in found.values()),
        kinds=kinds,
        functions=functions,
        next=[row for row in both if row.share is not None and row.share < GOOD][:MOST_NEXT],
    )


def _rows(kept: Iterable[Kept], name_of: Callable[[Question], str]) -> list[Row]:
    """Count questions by a name; what few answer rightly comes first."""
    found: dict[str, Row] = {}
    for one in kept:
        name = name_of(one.question)
        found.setdefault(name, Row(name)).add(one)
    return sorted(
        found.values(), key=lambda row: (1.0 if row.share is None else row.share, row.name)
    )
