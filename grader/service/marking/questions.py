"""The questions of an assignment that a person marks, and how each answer stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from typing import Final, Literal, TypeAlias

import msgspec

from grader.notebooks.ipynb import Key, KeyCell
from grader.service.web.refused import RefusedError

Kind = Literal["written", "code", "task", "tests"]

POINTS: Final = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{0,6})?|[.,][0-9]{1,6}")
"""Points as they are typed; `marking.js` has the same."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A cell whose answers a person marks."""

    notebook: str
    cell: str
    kind: Kind
    """`tests` are those that the grader could not decide for somebody."""
    points: float

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands: its notebook and its cell."""
        return self.notebook, self.cell

    def points_in(self, text: str) -> float:
        """Return the points that a text says; raise a `RefusedError` if they are none of these."""
        found = POINTS.fullmatch(text.strip())
        points = float(found[0].replace(",", ".")) if found else -1.0
        if not 0 <= points <= self.points:
            raise RefusedError(f"Type a number of points from 0 to {self.points:g}.")
        return points


class SecondMark(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody else would give, without having seen the mark."""

    marker: str
    points: float
    items: tuple[str, ...] = ()
    words: str = ""


class GradeState(msgspec.Struct, frozen=True, kw_only=True):
    """How the gradebook has an answer."""

    auto_score: float | None = None
    manual_score: float | None = None
    waits: bool = True
    comment: str = ""
    items: tuple[str, ...] = ()
    """The items of the rubric that the comment was made of."""
    words: str = ""
    """The rest of the comment."""
    marker: str = ""
    """Who gave the mark; nothing where it was given elsewhere."""
    second: SecondMark | None = None
    is_second: bool = False
    """Whether this is how a second look stands."""

    @property
    def settled(self) -> bool:
        """Whether it has points without a person: nothing was written, or tests decided."""
        return self.manual_score is None and not self.waits

    @property
    def marked(self) -> bool:
        """Whether a person's mark holds."""
        return self.manual_score is not None and not self.waits

    @property
    def outdated(self) -> bool:
        """Whether a person marked it, and it changed since."""
        return self.manual_score is not None and self.waits

    @property
    def points(self) -> str:
        """A person's points as they are typed, or nothing."""
        return "" if self.manual_score is None else f"{self.manual_score:g}"

    def of_second(self) -> GradeState:
        """Return how the second look at this answer stands."""
        if self.second is None:
            return GradeState(is_second=True)
        return GradeState(
            manual_score=self.second.points,
            waits=False,
            items=self.second.items,
            words=self.second.words,
            is_second=True,
        )

    @property
    def digest(self) -> str:
        """A digest of what nbgrader keeps of it, by which a page tells what it showed."""
        kept = [self.auto_score, self.manual_score, self.waits, self.comment]
        return hashlib.blake2b(msgspec.msgpack.encode(kept), digest_size=8).hexdigest()

    def __str__(self) -> str:
        if self.outdated:
            return "another answer"
        if self.manual_score is None:
            return "no mark by hand"
        return f"{self.points} points" + (" and a comment" if self.comment else "")


GradeStates: TypeAlias = dict[tuple[str, str], dict[str, GradeState]]
"""How answers stand: by notebook and cell, then by student."""


def questions_of(keys: Iterable[Key], states: GradeStates) -> list[Question]:
    """Return what a person marks in an assignment, in its order.

    Tests are among it only where some wait for a person, or were marked by one.
    """
    return [
        Question(notebook=key.notebook, cell=cell.name, kind=kind, points=cell.points)
        for key in sorted(keys, key=lambda key: key.notebook)
        for cell in key.cells
        if (kind := _kind_of(cell, states.get((key.notebook, cell.name), {}).values()))
    ]


def _kind_of(cell: KeyCell, states: Collection[GradeState]) -> Kind | None:
    if cell.task:
        return "task"
    if not cell.grade:
        return None
    if cell.autograded:
        return None if all(state.settled for state in states) else "tests"
    return "code" if cell.cell_type == "code" else "written"
