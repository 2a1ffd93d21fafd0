"""What pages show, what they send, and what is replied, as plain records."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from grader.service.marking.drafts import Draft
from grader.service.marking.questions import GradeState, Question
from grader.service.marking.rubric import RubricItem
from grader.service.marking.sheets import MarkingSheet, StudentAnswer


class Progress(msgspec.Struct, kw_only=True):
    """How far a question is marked."""

    question: Question
    title: str = ""
    marked: int = 0
    to_mark: int = 0
    """All answers that a person marks, those that are marked among them."""
    settled: int = 0
    """Those that got their points without a person: nothing was written or handed in."""
    drafts: int = 0


class AnswerState(msgspec.Struct, kw_only=True):
    """What the server replies after something was typed or marked."""

    state: str
    """`open`, `marked`, `changed` or `draft`."""
    said: str
    """The state in words."""
    seen: str
    """Digest of how it stands in the gradebook."""
    marked: int = 0
    to_mark: int = 0


class ShownAnswer(msgspec.Struct, kw_only=True):
    """An answer on a page, or some that are equal, without their students."""

    ident: str
    number: int
    count: int
    answer: StudentAnswer
    variants: list[StudentAnswer]
    """Those of them that are written differently."""
    digest: str
    points: str
    comment: str
    items: Sequence[str]
    """Items of the rubric that are chosen."""
    now: AnswerState


class QuestionSheet(msgspec.Struct, kw_only=True):
    """All that is on the page of a question."""

    progress: Progress
    sheet: MarkingSheet
    rubric: list[RubricItem]
    answers: list[ShownAnswer]
    used: Mapping[str, int] = {}
    """How many answers were marked with each item of the rubric."""

    @property
    def rubric_digest(self) -> str:
        """A digest by which a page tells which rubric it showed."""
        return digest_of_rubric(self.rubric)


class TypedMark(msgspec.Struct, kw_only=True):
    """What somebody typed for an answer, and what the page showed meanwhile."""

    ident: str
    points: str
    comment: str
    answer: str
    """Digest of the answer."""
    seen: str
    """Digest of how it stood in the gradebook."""
    items: list[str] = []
    """Items of the rubric that were chosen."""
    rubric: str = ""
    """Digest of the rubric."""
    turn: int = 0
    """A number that grows with what is typed."""


class TypedSplit(msgspec.Struct, kw_only=True):
    """Equal answers that are to be marked one by one."""

    ident: str


class TypedItem(msgspec.Struct, kw_only=True):
    """What somebody typed for an item of the rubric."""

    item: str
    """Which item is changed; nothing for a new one."""
    points: str
    text: str
    rubric: str
    """Digest of the rubric that the page showed."""
    remove: bool = False


def digest_of_rubric(rubric: Sequence[RubricItem]) -> str:
    """Return a digest of a rubric."""
    return hashlib.blake2b(msgspec.msgpack.encode(rubric), digest_size=8).hexdigest()


def progress_of(question: Question, of_class: Mapping[str, GradeState]) -> Progress:
    """Return how far a question is marked, without title and drafts."""
    to_mark = [state for state in of_class.values() if not state.settled]
    return Progress(
        question=question,
        marked=sum(state.marked for state in to_mark),
        to_mark=len(to_mark),
        settled=len(of_class) - len(to_mark),
    )


def answer_state(
    question: Question, state: GradeState, draft: Draft | None, answer: str
) -> AnswerState:
    """Return how an answer of this digest stands, with the draft for it if there is one."""
    where = "Second look" if state.is_second else "In the gradebook"
    if draft:
        word, said = "draft", "Draft, not in the gradebook yet."
        if state.points:
            said += f" There it has {state.points} points."
        if draft.answer != answer or state.outdated:
            said += " The answer changed since this was written."
    elif state.outdated:
        word = "changed"
        said = (
            f"Changed since it was marked with {state.points} points: the answer, or its maximum."
        )
    elif state.marked:
        word, said = "marked", f"{where}: {state.points} of {question.points:g} points."
    else:
        word, said = "open", "Not marked yet."
    return AnswerState(state=word, said=said, seen=state.digest)
