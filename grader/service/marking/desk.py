"""The desk at which an assignment is marked: its questions, answers, drafts and marks."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

import msgspec

from grader.errors import UsageError
from grader.plugin import Course, roster
from grader.service.marking import marks as hand_marks
from grader.service.marking import sheets
from grader.service.marking.answers import StudentAnswer, read_answer, shuffled
from grader.service.marking.drafts import Draft, Drafts
from grader.service.marking.kept_secret import order_secret
from grader.service.marking.marks import OvertakenError, Question, Standing
from grader.service.marking.refusals import (
    CommentTooLongError,
    MarkRefusedError,
    StalePageError,
    UnknownQuestionError,
)
from grader.service.marking.sheets import MarkingSheet
from grader.service.marking.states import (
    AnswerState,
    Progress,
    as_typed,
    points_in,
    progress_of,
    state_of,
)

MAX_COMMENT: Final = 20_000
"""Maximum characters of a comment."""


class ShownAnswer(msgspec.Struct, kw_only=True):
    """An answer on a page, without its student."""

    ident: str
    number: int
    answer: StudentAnswer
    standing: Standing
    points: str
    comment: str
    state: str
    """`open`, `marked`, `changed` or `draft`."""
    said: str
    """The state in words."""


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


class OpenQuestion(msgspec.Struct, kw_only=True):
    """A question whose page was loaded, as the gradebook had it then and with the marks since."""

    question: Question
    standings: dict[str, Standing]
    students: dict[str, str]
    """Students by the identifiers on the page."""


class MarkingDesk:
    """What the pages of an assignment show, and what is done on them.

    A student is called by an identifier that is another one each time the command is started.
    """

    def __init__(self, course: Course, assignment: str) -> None:
        self.course, self.assignment = course, assignment
        self.drafts = Drafts(course.root)
        self._secret = secrets.token_bytes(32)
        self._order = order_secret(course.root)
        self._open: dict[tuple[str, str], OpenQuestion] = {}
        self._turns: dict[str, int] = {}

    def progress(self) -> list[Progress]:
        """Return how far each question is marked."""
        questions, standings = self._read()
        return [self._progress_of(one, standings) for one in questions]

    def open_question(self, notebook: str, cell: str) -> QuestionSheet:
        """Return a question with all answers to it."""
        question, standings = self._find(notebook, cell)
        sheet = sheets.read_marking_sheet(self.course, self.assignment, question)
        drafts = self.drafts.of_question(self.assignment, notebook, cell)
        order = [
            student
            for student in shuffled(standings, self.assignment, question, self._order)
            if not standings[student].settled
        ]
        answers = [
            self._shown(question, student, number, standings[student], drafts.get(student))
            for number, student in enumerate(order, 1)
        ]
        self._open[notebook, cell] = OpenQuestion(
            question=question,
            standings=standings,
            students={self._ident(question, student): student for student in order},
        )
        progress = progress_of(question, standings, sheet.title)
        return QuestionSheet(progress=progress, sheet=sheet, answers=answers)

    def keep(self, notebook: str, cell: str, typed: TypedMark) -> AnswerState:
        """Keep what was typed as a draft; none if the gradebook has the same."""
        opened, student = self._opened(notebook, cell, typed.ident)
        draft = self._draft(opened.question, student, typed)
        if self._is_late(typed):
            return _answer_state(opened, student, draft, typed.answer)
        same = (typed.points, typed.comment) == as_typed(opened.standings[student])
        if same:
            self.drafts.drop(draft)
        else:
            self.drafts.put(draft)
        self._refuse_forgotten(draft)
        return _answer_state(opened, student, None if same else draft, typed.answer)

    def mark(self, notebook: str, cell: str, typed: TypedMark) -> AnswerState:
        """Write what was typed to the gradebook.

        Raises a `MarkRefusedError` where it can't be; the draft is kept.
        """
        opened, student = self._opened(notebook, cell, typed.ident)
        draft = self._draft(opened.question, student, typed)
        self._is_late(typed)
        self.drafts.put(draft)
        self._refuse_forgotten(draft)
        try:
            points = points_in(typed.points, opened.question.points)
        except UsageError as error:
            raise MarkRefusedError(str(error), typed.seen) from None
        answer = read_answer(self.course, self.assignment, opened.question, student)
        if answer.digest != typed.answer:
            said = "The answer was graded anew and is another one now; load the page again."
            raise MarkRefusedError(said, typed.seen)
        try:
            with self.course.gradebook() as gradebook:
                opened.standings[student] = hand_marks.give_mark(
                    gradebook,
                    self.course.config,
                    self.assignment,
                    opened.question,
                    student,
                    points=points,
                    comment=typed.comment.strip(),
                    seen=typed.seen,
                )
        except OvertakenError as error:
            opened.standings[student] = error.now
            raise MarkRefusedError(str(error), error.now.digest) from None
        self.drafts.drop(draft)
        return _answer_state(opened, student, None, typed.answer)

    def _refuse_forgotten(self, draft: Draft) -> None:
        """Remove a draft whose student was forgotten since the page was loaded, and refuse it.

        This is asked when the draft is there: `grader forget` removes first the student and then
        all drafts, so whatever comes between, none stays.
        """
        with self.course.gradebook() as gradebook:
            known = roster.is_known(gradebook, draft.student)
        if not known:
            self.drafts.drop(draft)
            raise StalePageError

    def _is_late(self, typed: TypedMark) -> bool:
        """Return whether something later was taken for the same answer already; note the turn."""
        late = typed.turn < self._turns.get(typed.ident, 0)
        self._turns[typed.ident] = max(typed.turn, self._turns.get(typed.ident, 0))
        return late

    def _opened(self, notebook: str, cell: str, ident: str) -> tuple[OpenQuestion, str]:
        opened = self._open.get((notebook, cell))
        if opened is None:
            self._find(notebook, cell)  # it may be none at all
            raise StalePageError
        if (student := opened.students.get(ident)) is None:
            raise StalePageError
        return opened, student

    # Reading --------------------------------------------------------------------------------

    def _read(self) -> tuple[list[Question], dict[tuple[str, str], dict[str, Standing]]]:
        with self.course.gradebook() as gradebook:
            keys = self.course.keys(gradebook, self.assignment)
            standings = hand_marks.standings_of(gradebook, self.assignment)
        return hand_marks.questions_of(keys.values(), standings), standings

    def _find(self, notebook: str, cell: str) -> tuple[Question, dict[str, Standing]]:
        questions, standings = self._read()
        for question in questions:
            if (question.notebook, question.cell) == (notebook, cell):
                return question, standings.get((notebook, cell), {})
        raise UnknownQuestionError(
            f"{self.assignment} has no question {notebook}/{cell} that is marked by hand."
        )

    def _progress_of(
        self, question: Question, standings: dict[tuple[str, str], dict[str, Standing]]
    ) -> Progress:
        place = (question.notebook, question.cell)
        title = sheets.read_marking_sheet(self.course, self.assignment, question).title
        progress = progress_of(question, standings.get(place, {}), title)
        progress.drafts = len(self.drafts.of_question(self.assignment, *place))
        return progress

    # Students -------------------------------------------------------------------------------

    def _ident(self, question: Question, student: str) -> str:
        words = "\0".join((question.notebook, question.cell, student)).encode()
        return hmac.new(self._secret, words, hashlib.sha256).hexdigest()[:24]

    def _draft(self, question: Question, student: str, typed: TypedMark) -> Draft:
        if len(typed.comment) > MAX_COMMENT:
            raise CommentTooLongError(
                f"The comment has more than {MAX_COMMENT} characters; shorten it."
            )
        return Draft(
            assignment=self.assignment,
            notebook=question.notebook,
            cell=question.cell,
            student=student,
            points=typed.points[:20],
            comment=typed.comment,
            answer=typed.answer,
        )

    # States ---------------------------------------------------------------------------------

    def _shown(
        self,
        question: Question,
        student: str,
        number: int,
        standing: Standing,
        draft: Draft | None,
    ) -> ShownAnswer:
        answer = read_answer(self.course, self.assignment, question, student)
        points, comment = (draft.points, draft.comment) if draft else as_typed(standing)
        state, said = state_of(question, standing, draft, answer.digest)
        return ShownAnswer(
            ident=self._ident(question, student),
            number=number,
            answer=answer,
            standing=standing,
            points=points,
            comment=comment,
            state=state,
            said=said,
        )


def _answer_state(
    opened: OpenQuestion, student: str, draft: Draft | None, answer: str
) -> AnswerState:
    """Return what a page is told about an answer."""
    standing = opened.standings[student]
    state, said = state_of(opened.question, standing, draft, answer)
    count = progress_of(opened.question, opened.standings)
    return AnswerState(
        state=state,
        said=said,
        seen=standing.digest,
        marked=count.marked,
        to_mark=count.to_mark,
    )
