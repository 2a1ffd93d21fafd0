"""What is served on the pages on which answers are marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from grader.service.marking import pages
from grader.service.marking.desk import MarkingDesk
from grader.service.marking.page_records import TypedItem, TypedMark, TypedSplit
from grader.service.marking.workplaces import Workplace
from grader.service.web.server import PART, GuardedHandler, Routes, file_routes


class MarkingHandler(GuardedHandler):
    """A page where somebody marks."""

    kind = Workplace
    place: Workplace

    def desk(self, look: str) -> MarkingDesk:
        """Return the desk that a part of the address names."""
        return self.place.second if look == "second" else self.place.desk


class OverviewHandler(MarkingHandler):
    """The questions of the assignment."""

    def get(self, _: str) -> None:
        self.finish(pages.overview_page(self.place.desk, self.place.second))


class QuestionHandler(MarkingHandler):
    """All answers to a question."""

    def get(self, _: str, look: str, notebook: str, cell: str) -> None:
        self.finish(pages.question_page(self.desk(look), notebook, cell))


class TypingHandler(MarkingHandler):
    """What is typed: kept as a draft, written as a mark, or an item of the rubric."""

    def post(self, _: str, look: str, notebook: str, cell: str, what: str) -> None:
        kind, action = ACTIONS[what]
        typed = self.typed(kind)
        self.reply(action(self.desk(look), notebook, cell, typed))


ACTIONS: Final[dict[str, tuple[type[Any], Callable[..., object]]]] = {
    "draft": (TypedMark, MarkingDesk.keep),
    "mark": (TypedMark, MarkingDesk.mark),
    "split": (TypedSplit, MarkingDesk.split),
    "rubric": (TypedItem, MarkingDesk.change_rubric),
}
"""What can be sent, and what is done with it."""

_QUESTION: Final = f"/{PART}/(question|second)/{PART}/{PART}/"

ROUTES: Final[Routes] = [
    (f"/{PART}/", OverviewHandler, {}),
    *file_routes(*pages.FILES),
    (_QUESTION, QuestionHandler, {}),
    (f"{_QUESTION}({'|'.join(ACTIONS)})", TypingHandler, {}),
]
