"""The desk at which an assignment is marked: its questions, answers, drafts and marks."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec

from grader.service.marking import marks, rubric
from grader.service.marking.drafts import Draft, Drafts
from grader.service.marking.groups import AnswerGroup, digest_of_answers, grouped
from grader.service.marking.marks import RUBRIC_CHANGED, MarkWriter, NewMark
from grader.service.marking.page_records import (
    AnswerState,
    Progress,
    QuestionSheet,
    ShownAnswer,
    TypedItem,
    TypedMark,
    TypedSplit,
    answer_state,
    digest_of_rubric,
    progress_of,
)
from grader.service.marking.questions import GradeState, GradeStates, Question
from grader.service.marking.rubric import RubricItem
from grader.service.marking.sheets import MarkingSheet, read_answer, shuffled
from grader.service.marking.team import INSTRUCTOR
from grader.service.marking.view import MarkersView
from grader.service.web.refused import RefusedError

MAX_COMMENT: Final = 20_000
"""Maximum characters of a comment."""

STALE: Final = "This page shows another state of the class; load it again."


class MarkingDesk:
    """What the pages of an assignment show somebody, and what is done on them.

    A student is called by an identifier that is another one each time the command is started.
    """

    def __init__(self, view: MarkersView) -> None:
        self.view, self.course, self.assignment = view, view.course, view.assignment
        self.drafts = Drafts(view.course.root)
        alone = view.marker.name == INSTRUCTOR and not view.is_second
        self._owner = "" if alone else f"{view.marker.name}{' again' if view.is_second else ''}"
        self._secret = secrets.token_bytes(32)
        self._shown: dict[str, tuple[Question, AnswerGroup]] = {}
        """The question and the answers of each identifier on a page."""
        self._split: set[str] = set()
        """Keys of equal answers that are shown one by one."""
        self._turns: dict[str, int] = {}

    # Showing --------------------------------------------------------------------------------

    def progress(self) -> list[Progress]:
        """Return how far each question is marked."""
        questions, states = self.view.read()
        found = [self._progress_of(one, states, self.view.sheet(one)) for one in questions]
        return [one for one in found if one.to_mark or not self.view.is_second]

    def open_question(self, notebook: str, cell: str) -> QuestionSheet:
        """Return a question with all answers to it."""
        question, states = self.view.find(notebook, cell)
        of_class, sheet = states.get(question.place, {}), self.view.sheet(question)
        drafts = {draft.student: draft for draft in self._drafts_of(question)}
        to_mark = [student for student, state in of_class.items() if not state.settled]
        answers = (
            (student, read_answer(self.course, self.assignment, question, student))
            for student in shuffled(to_mark, self.assignment, question, self.view.order)
        )
        groups = grouped(((who, found, of_class[who]) for who, found in answers), self._split)
        shown = [
            self._show(question, group, number, drafts) for number, group in enumerate(groups, 1)
        ]
        return QuestionSheet(
            progress=self._progress_of(question, states, sheet),
            sheet=sheet,
            rubric=self.view.rubric(question, sheet),
            answers=shown,
            used=Counter(item for state in of_class.values() for item in state.items),
        )

    def _show(
        self, question: Question, group: AnswerGroup, number: int, drafts: Mapping[str, Draft]
    ) -> ShownAnswer:
        state, first = group.state, group.students[0]
        draft = next((drafts[student] for student in group.students if student in drafts), None)
        words = "\0".join((*question.place, first)).encode()
        ident = hmac.new(self._secret, words, hashlib.sha256).hexdigest()[:24]
        self._shown[ident] = (question, group)
        return ShownAnswer(
            ident=ident,
            number=number,
            count=len(group.students),
            answer=group.answers[0],
            variants=group.variants,
            digest=group.digest,
            points=draft.points if draft else state.points,
            comment=draft.comment if draft else state.words,
            items=draft.items if draft else state.items,
            now=self._told(question, state, draft, group.digest),
        )

    def _progress_of(
        self, question: Question, states: GradeStates, sheet: MarkingSheet
    ) -> Progress:
        progress = progress_of(question, states.get(question.place, {}))
        progress.title = sheet.title
        progress.drafts = len(self._drafts_of(question))
        return progress

    def _drafts_of(self, question: Question) -> list[Draft]:
        found = self.drafts.of_question(self.assignment, question)
        return [draft for draft in found if draft.owner == self._owner]

    def _told(
        self, question: Question, state: GradeState, draft: Draft | None, answer: str
    ) -> AnswerState:
        """Return how an answer stands, and who gave the mark if it was somebody else."""
        reply = answer_state(question, state, draft, answer)
        if state.marked and state.marker not in ("", self.view.marker.name):
            reply.said += f" Marked by {state.marker}."
        if state.second is not None and self.view.marker.name == INSTRUCTOR:
            points = f"{state.second.points:g} points"
            reply.said += f" Second look by {state.second.marker}: {points}."
        return reply

    # Typing and marking ---------------------------------------------------------------------

    def keep(self, notebook: str, cell: str, typed: TypedMark) -> AnswerState:
        """Keep what was typed as a draft; none if the gradebook has the same."""
        question, students = self._find_shown(notebook, cell, typed.ident)
        draft, late = self._draft(question, students, typed), self._is_late(typed)
        if not late:
            self.drafts.put(draft)
        state, same = self._state_now(draft, students), False
        if not late and (same := draft.is_as(state)):
            self.drafts.drop(draft)
        return self._told(question, state, None if same else draft, typed.answer)

    def mark(self, notebook: str, cell: str, typed: TypedMark) -> AnswerState:
        """Write what was typed to the gradebook, for all equal answers that were shown as one.

        Raises a `RefusedError` where it can't be; the draft is kept.
        """
        question, students = self._find_shown(notebook, cell, typed.ident)
        draft, _ = self._draft(question, students, typed), self._is_late(typed)
        self.drafts.put(draft)
        self._state_now(draft, students)
        points = question.points_in(typed.points)
        answers = [
            read_answer(self.course, self.assignment, question, student) for student in students
        ]
        if digest_of_answers(answers) != typed.answer:
            raise RefusedError(
                "The answer was graded anew and is another one now; load the page again."
            )
        items = self.view.rubric(question, self.view.sheet(question))
        if typed.items and typed.rubric != digest_of_rubric(items):
            raise RefusedError(RUBRIC_CHANGED)
        mark = NewMark(
            marker=self.view.marker.name,
            points=points,
            items=tuple(item.id for item in marks.chosen_of(items, typed.items)),
            words=typed.comment.strip(),
        )
        with self.course.gradebook() as gradebook:
            writer = MarkWriter(gradebook, self.course.config, self.assignment, question)
            if self.view.is_second:
                writer.look_again(students, mark, items)
            else:
                writer.give(students, mark, typed.seen, items)
        of_class = self.view.find(*question.place)[1][question.place]
        for student in students:
            self.drafts.drop(msgspec.structs.replace(draft, student=student))
        if draft.student not in of_class:
            raise RefusedError(STALE)
        reply = self._told(question, of_class[draft.student], None, typed.answer)
        count = progress_of(question, of_class)
        reply.marked, reply.to_mark = count.marked, count.to_mark
        return reply

    def split(self, notebook: str, cell: str, typed: TypedSplit) -> dict[str, str]:
        """Show equal answers one by one from now on."""
        self._find_shown(notebook, cell, typed.ident)
        self._split.add(self._shown[typed.ident][1].key)
        return {}

    def change_rubric(self, notebook: str, cell: str, typed: TypedItem) -> dict[str, str]:
        """Add, change or remove an item of a rubric, and with it all marks that have it."""
        question, _ = self.view.find(notebook, cell)
        before = self.view.rubric(question, self.view.sheet(question))
        known = [item.id for item in before]
        if typed.rubric != digest_of_rubric(before) or (typed.item and typed.item not in known):
            raise RefusedError(RUBRIC_CHANGED)
        if typed.remove:
            after = [item for item in before if item.id != typed.item]
        else:
            new = rubric.new_item(typed.text, typed.points, typed.item)
            after = [new if item.id == new.id else item for item in before]
            after += [] if typed.item else [new]
        with self.course.gradebook() as gradebook:
            writer = MarkWriter(gradebook, self.course.config, self.assignment, question)
            writer.change_rubric(before, after)
        self._follow_in_drafts(question, before, after)
        return {}

    def _follow_in_drafts(
        self, question: Question, before: list[RubricItem], after: list[RubricItem]
    ) -> None:
        """Let points that a rubric gave in drafts be those that it gives now."""
        for draft in self.drafts.of_question(self.assignment, question):
            was, now = marks.chosen_of(before, draft.items), marks.chosen_of(after, draft.items)
            old = rubric.points_by(before, was, question.points)
            new = rubric.points_by(after, now, question.points)
            if was != now:
                counted = old is not None and draft.points == f"{old:g}"
                points = draft.points if new is None or not counted else f"{new:g}"
                ids = [item.id for item in now]
                self.drafts.put(msgspec.structs.replace(draft, points=points, items=ids))

    def _find_shown(self, notebook: str, cell: str, ident: str) -> tuple[Question, list[str]]:
        """Return the question and the students of what a page showed."""
        question, group = self._shown.get(ident, (None, None))
        if question is None or group is None or question.place != (notebook, cell):
            self.view.find(notebook, cell)  # it may be none at all
            raise RefusedError(STALE)
        return question, group.students

    def _draft(self, question: Question, students: list[str], typed: TypedMark) -> Draft:
        """Return what was typed as a draft, which is kept with the first of equal answers."""
        if len(typed.comment) > MAX_COMMENT:
            sentence = f"The comment has more than {MAX_COMMENT} characters; shorten it."
            raise RefusedError(sentence, status=413)
        return Draft(
            assignment=self.assignment,
            notebook=question.notebook,
            cell=question.cell,
            student=students[0],
            owner=self._owner,
            points=typed.points[:20],
            comment=typed.comment,
            items=typed.items[: rubric.MAX_ITEMS],
            answer=typed.answer,
        )

    def _is_late(self, typed: TypedMark) -> bool:
        """Return whether something later was taken for the same answer already; note the turn."""
        latest = self._turns.get(typed.ident, 0)
        self._turns[typed.ident] = max(typed.turn, latest)
        return typed.turn < latest

    def _state_now(self, draft: Draft, students: list[str]) -> GradeState:
        """Return how answers stand; where a student was forgotten, remove the draft.

        This is asked when the draft is there: `grader forget` removes first the student and then
        all drafts, so whatever comes between, none stays.
        """
        only = draft.student if len(students) == 1 else None
        with self.course.gradebook() as gradebook:
            states = marks.grade_states_of(gradebook, self.assignment, only)
        of_class = states.get((draft.notebook, draft.cell), {})
        if self.view.is_second:
            of_class = {student: state.of_second() for student, state in of_class.items()}
        if not of_class.keys() >= {*students}:
            self.drafts.drop(draft)
            raise RefusedError(STALE)
        return of_class[draft.student]
