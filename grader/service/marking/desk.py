"""The desk at which an assignment is marked: its questions, answers, drafts and marks."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Final

import msgspec

from grader.plugin import Course
from grader.service.marking import marks, sheets
from grader.service.marking.drafts import Draft, Drafts
from grader.service.marking.marks import GradeState, GradeStates, Question, RefusedError
from grader.service.marking.sheets import MarkingSheet, StudentAnswer, read_answer, shuffled

MAX_COMMENT: Final = 20_000
"""Maximum characters of a comment."""

STALE: Final = "This page shows another state of the class; load it again."


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
    """An answer on a page, without its student."""

    ident: str
    number: int
    answer: StudentAnswer
    points: str
    comment: str
    now: AnswerState


class QuestionSheet(msgspec.Struct, kw_only=True):
    """All that is on the page of a question."""

    progress: Progress
    sheet: MarkingSheet
    answers: list[ShownAnswer]


class TypedMark(msgspec.Struct, kw_only=True):
    """What somebody typed for an answer, and what the page showed meanwhile."""

    ident: str
    points: str
    comment: str
    answer: str
    """Digest of the answer."""
    seen: str
    """Digest of how it stood in the gradebook."""
    turn: int = 0
    """A number that grows with what is typed."""


class MarkingDesk:
    """What the pages of an assignment show, and what is done on them.

    A student is called by an identifier that is another one each time the command is started.
    What the gradebook has is read each time: others may mark meanwhile.
    """

    def __init__(self, course: Course, assignment: str) -> None:
        self.course, self.assignment = course, assignment
        self.drafts = Drafts(course.root)
        self._order = self.drafts.order_key()
        self._secret = secrets.token_bytes(32)
        self._shown: dict[str, tuple[Question, str]] = {}
        """The question and the student of each identifier on a page."""
        self._turns: dict[str, int] = {}

    # Showing --------------------------------------------------------------------------------

    def progress(self) -> list[Progress]:
        """Return how far each question is marked."""
        questions, states = self._read()
        return [self._progress_of(one, states, self._sheet(one)) for one in questions]

    def open_question(self, notebook: str, cell: str) -> QuestionSheet:
        """Return a question with all answers to it."""
        question, states = self._find(notebook, cell)
        of_class, sheet = states.get((notebook, cell), {}), self._sheet(question)
        drafts = self.drafts.of_question(self.assignment, notebook, cell)
        to_mark = [student for student, state in of_class.items() if not state.settled]
        answers = [
            self._show(question, student, number, of_class[student], drafts.get(student))
            for number, student in enumerate(
                shuffled(to_mark, self.assignment, question, self._order), 1
            )
        ]
        progress = self._progress_of(question, states, sheet)
        return QuestionSheet(progress=progress, sheet=sheet, answers=answers)

    def _show(
        self,
        question: Question,
        student: str,
        number: int,
        state: GradeState,
        draft: Draft | None,
    ) -> ShownAnswer:
        words = "\0".join((question.notebook, question.cell, student)).encode()
        ident = hmac.new(self._secret, words, hashlib.sha256).hexdigest()[:24]
        self._shown[ident] = (question, student)
        answer = read_answer(self.course, self.assignment, question, student)
        return ShownAnswer(
            ident=ident,
            number=number,
            answer=answer,
            points=draft.points if draft else state.points,
            comment=draft.comment if draft else state.comment,
            now=_answer_state(question, state, draft, answer.digest),
        )

    def _sheet(self, question: Question) -> MarkingSheet:
        return sheets.read_marking_sheet(self.course, self.assignment, question)

    def _progress_of(
        self, question: Question, states: GradeStates, sheet: MarkingSheet
    ) -> Progress:
        place = (question.notebook, question.cell)
        progress = progress_of(question, states.get(place, {}))
        progress.title = sheet.title
        progress.drafts = len(self.drafts.of_question(self.assignment, *place))
        return progress

    def _read(self) -> tuple[list[Question], GradeStates]:
        with self.course.gradebook() as gradebook:
            keys = self.course.keys(gradebook, self.assignment)
            states = marks.grade_states_of(gradebook, self.assignment)
        return marks.questions_of(keys.values(), states), states

    def _find(self, notebook: str, cell: str) -> tuple[Question, GradeStates]:
        questions, states = self._read()
        for question in questions:
            if (question.notebook, question.cell) == (notebook, cell):
                return question, states
        raise RefusedError(
            f"{self.assignment} has no question {notebook}/{cell} that is marked by hand.",
            status=404,
        )

    # Typing and marking ---------------------------------------------------------------------

    def keep(self, notebook: str, cell: str, typed: TypedMark) -> AnswerState:
        """Keep what was typed as a draft; none if the gradebook has the same."""
        question, draft = self._typed(notebook, cell, typed)
        late = self._is_late(typed)
        if not late:
            self.drafts.put(draft)
        state, same = self._state_now(draft), False
        if not late and (same := (typed.points, typed.comment) == (state.points, state.comment)):
            self.drafts.drop(draft)
        return _answer_state(question, state, None if same else draft, typed.answer)

    def mark(self, notebook: str, cell: str, typed: TypedMark) -> AnswerState:
        """Write what was typed to the gradebook.

        Raises a `RefusedError` where it can't be; the draft is kept.
        """
        question, draft = self._typed(notebook, cell, typed)
        self._is_late(typed)
        self.drafts.put(draft)
        self._state_now(draft)
        points = question.points_in(typed.points)
        answer = read_answer(self.course, self.assignment, question, draft.student)
        if answer.digest != typed.answer:
            raise RefusedError(
                "The answer was graded anew and is another one now; load the page again."
            )
        with self.course.gradebook() as gradebook:
            state = marks.give_mark(
                gradebook,
                self.course.config,
                self.assignment,
                question,
                draft.student,
                points=points,
                comment=typed.comment.strip(),
                seen=typed.seen,
            )
            of_class = marks.grade_states_of(gradebook, self.assignment)[notebook, cell]
        self.drafts.drop(draft)
        reply = _answer_state(question, state, None, typed.answer)
        count = progress_of(question, of_class)
        reply.marked, reply.to_mark = count.marked, count.to_mark
        return reply

    def _typed(self, notebook: str, cell: str, typed: TypedMark) -> tuple[Question, Draft]:
        """Return the question of an answer, and what was typed for it."""
        question, student = self._shown.get(typed.ident, (None, ""))
        if question is None or (question.notebook, question.cell) != (notebook, cell):
            self._find(notebook, cell)  # it may be none at all
            raise RefusedError(STALE)
        if len(typed.comment) > MAX_COMMENT:
            sentence = f"The comment has more than {MAX_COMMENT} characters; shorten it."
            raise RefusedError(sentence, status=413)
        return question, Draft(
            assignment=self.assignment,
            notebook=notebook,
            cell=cell,
            student=student,
            points=typed.points[:20],
            comment=typed.comment,
            answer=typed.answer,
        )

    def _is_late(self, typed: TypedMark) -> bool:
        """Return whether something later was taken for the same answer already; note the turn."""
        latest = self._turns.get(typed.ident, 0)
        self._turns[typed.ident] = max(typed.turn, latest)
        return typed.turn < latest

    def _state_now(self, draft: Draft) -> GradeState:
        """Return how an answer stands; of a student who was forgotten, remove the draft.

        This is asked when the draft is there: `grader forget` removes first the student and then
        all drafts, so whatever comes between, none stays.
        """
        with self.course.gradebook() as gradebook:
            states = marks.grade_states_of(gradebook, self.assignment, draft.student)
        state = states.get((draft.notebook, draft.cell), {}).get(draft.student)
        if state is None:
            self.drafts.drop(draft)
            raise RefusedError(STALE)
        return state


def progress_of(question: Question, of_class: Mapping[str, GradeState]) -> Progress:
    """Return how far a question is marked, without title and drafts."""
    to_mark = [state for state in of_class.values() if not state.settled]
    return Progress(
        question=question,
        marked=sum(state.marked for state in to_mark),
        to_mark=len(to_mark),
        settled=len(of_class) - len(to_mark),
    )


def _answer_state(
    question: Question, state: GradeState, draft: Draft | None, answer: str
) -> AnswerState:
    """Return how an answer of this digest stands, with the draft for it if there is one."""
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
        word, said = "marked", f"In the gradebook: {state.points} of {question.points:g} points."
    else:
        word, said = "open", "Not marked yet."
    return AnswerState(state=word, said=said, seen=state.digest)
