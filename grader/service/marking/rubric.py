"""The rubric of a question: items that are chosen for an answer, and what follows from them.

An item is a level, which sets the points, or is added to them; with 0 points it is a comment that
is used again. `marking.js` counts points as `points_by` does.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from nbgrader.api import Gradebook
from sqlalchemy import delete, insert, select

from grader.plugin.own_tables import RUBRIC_ITEMS, has_table
from grader.service.marking.questions import POINTS, Question
from grader.service.web.refused import RefusedError

MAX_ITEMS: Final = 50
MAX_TEXT: Final = 2_000
"""Maximum items of a rubric, and characters of an item."""


class RubricItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a question's rubric."""

    id: str
    text: str
    points: float
    level: bool = False
    """Whether it sets the points; else its points are added."""

    @property
    def typed(self) -> str:
        """Its points as they are typed."""
        return f"={self.points:g}" if self.level else f"{self.points:+g}"

    @property
    def worth(self) -> str:
        """Its points in words; nothing for a comment."""
        size = abs(self.points)
        unit = "point" if size == 1 else "points"
        sign = "" if self.level else "+" if self.points > 0 else "−"
        return f"{sign}{size:g} {unit}" if self.level or size else ""


def new_item(text: str, typed: str, known: str = "") -> RubricItem:
    """Return an item as it was typed; raise a `RefusedError` if it is none."""
    text, typed = text.strip(), typed.strip().replace("−", "-") or "0"
    if not text or len(text) > MAX_TEXT:
        raise RefusedError(f"Type the text of the item, at most {MAX_TEXT} characters.")
    sign, number = (typed[0], typed[1:]) if typed[0] in "=+-" else ("", typed)
    if not POINTS.fullmatch(number):
        raise RefusedError(
            "Type the item's points: =2 sets the points, +1 or -1 is added, 0 is a comment."
        )
    points = float(number.replace(",", ".")) * (-1 if sign == "-" else 1)
    return RubricItem(
        id=known or secrets.token_hex(8), text=text, points=points or 0.0, level=sign == "="
    )


def points_by(
    items: Sequence[RubricItem], chosen: Iterable[RubricItem], most: float
) -> float | None:
    """Return the points that chosen items of a rubric give; None where they say nothing of points.

    They begin at the chosen level, else at the maximum where the rubric only deducts, else at 0.
    """
    chosen = list(chosen)
    level = next((item.points for item in chosen if item.level), None)
    added = [item.points for item in chosen if not item.level and item.points]
    worth = [item.points for item in items if not item.level and item.points]
    if level is not None:
        start = level
    elif worth and max(worth) < 0:
        start = most
    elif added:
        start = 0.0
    else:
        return None
    return round(min(max(start + sum(added), 0.0), most), 6)


def comment_of(chosen: Iterable[RubricItem], words: str) -> str:
    """Return the comment for the student: what the chosen items say, then the marker's words."""
    listed = [f"- {item.text}" + (f" ({item.worth})" if item.worth else "") for item in chosen]
    return "\n\n".join(filter(None, ["\n".join(listed), words]))


# In the gradebook ---------------------------------------------------------------------------


def rubrics_of(gradebook: Gradebook, assignment: str) -> dict[tuple[str, str], list[RubricItem]]:
    """Return the rubrics of an assignment's questions, by notebook and cell."""
    found: dict[tuple[str, str], list[RubricItem]] = {}
    if has_table(gradebook, RUBRIC_ITEMS):
        query = select(RUBRIC_ITEMS).where(RUBRIC_ITEMS.c.assignment == assignment)
        for row in gradebook.db.execute(query.order_by(RUBRIC_ITEMS.c.place)):
            item = RubricItem(id=row.id, text=row.text, points=row.points, level=row.level)
            found.setdefault((row.notebook, row.cell), []).append(item)
    return found


def write_rubric(
    gradebook: Gradebook, assignment: str, question: Question, items: Sequence[RubricItem]
) -> None:
    """Replace a question's rubric, in a transaction that is open."""
    if len(items) > MAX_ITEMS:
        raise RefusedError(f"A rubric has at most {MAX_ITEMS} items; remove one first.")
    place = {"assignment": assignment, "notebook": question.notebook, "cell": question.cell}
    gradebook.db.execute(delete(RUBRIC_ITEMS).where(*is_at(RUBRIC_ITEMS.c, place)))
    for number, item in enumerate(items):
        row = {**place, "place": number, **msgspec.structs.asdict(item)}
        gradebook.db.execute(insert(RUBRIC_ITEMS).values(row))


def is_at(columns: Any, place: Mapping[str, object]) -> list[Any]:
    """Return the conditions that a row of a table of ours is at a place."""
    return [columns[name] == value for name, value in place.items()]
