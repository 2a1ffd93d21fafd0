"""Marks by hand in the gradebook: how answers stand, new marks, and marks that follow a rubric.

A mark is written as formgrader writes it: `manual_score`, the comment, and that nothing waits. What
it was made of is in a table of ours. Where the two differ, somebody marked elsewhere, and that
counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry
from sqlalchemy import Row, delete, insert, select
from traitlets.config import Config

from grader.plugin.class_records import cell_rows
from grader.plugin.grade_records import one_transaction, patiently
from grader.plugin.own_tables import HAND_MARKS, has_table
from grader.service.marking.questions import GradeState, GradeStates, Question, RefusedError
from grader.service.marking.rubric import (
    RubricItem,
    comment_of,
    is_at,
    points_by,
    rubrics_of,
    write_rubric,
)

RUBRIC_CHANGED: Final = "Meanwhile the rubric was changed; load the page again."


class NewMark(msgspec.Struct, frozen=True, kw_only=True):
    """A mark that is to be written."""

    points: float
    items: tuple[str, ...] = ()
    words: str = ""


def grade_states_of(
    gradebook: Gradebook, assignment: str, student: str | None = None
) -> GradeStates:
    """Return how the answers of a class or of one student stand."""
    try:
        columns = (Comment.auto_comment, Comment.manual_comment)
        comments = {
            (who, book, cell): manual or auto or ""
            for who, book, cell, auto, manual in cell_rows(
                gradebook, Comment, columns, assignment, student
            )
        }
        rubrics = rubrics_of(gradebook, assignment)
        place = {"assignment": assignment} | ({"student": student} if student else {})
        ours = _hand_marks(gradebook, place)
        found: GradeStates = {}
        scores = (Grade.auto_score, Grade.manual_score, Grade.needs_manual_grade)
        for who, book, cell, auto, manual, waits in cell_rows(
            gradebook, Grade, scores, assignment, student
        ):
            items, words = _parts(
                comments.get((who, book, cell), ""),
                ours.get((book, cell, who)),
                rubrics.get((book, cell), []),
            )
            found.setdefault((book, cell), {})[who] = GradeState(
                auto_score=auto,
                manual_score=manual,
                waits=bool(waits),
                comment=comments.get((who, book, cell), ""),
                items=items,
                words=words,
            )
        return found
    finally:
        gradebook.db.remove()  # leave no transaction open


def _hand_marks(
    gradebook: Gradebook, place: Mapping[str, object]
) -> dict[tuple[str, str, str], Row[Any]]:
    """Return our rows at a place, by notebook, cell and student."""
    if not has_table(gradebook, HAND_MARKS):
        return {}
    rows = gradebook.db.execute(select(HAND_MARKS).where(*is_at(HAND_MARKS.c, place)))
    return {(row.notebook, row.cell, row.student): row for row in rows}


def _parts(
    comment: str, ours: Row[Any] | None, rubric: Sequence[RubricItem]
) -> tuple[tuple[str, ...], str]:
    """Return the items and words that a comment was made of, if it is still that one."""
    if ours is not None and comment_of(chosen_of(rubric, ours.items), ours.words) == comment:
        return tuple(ours.items.split()), ours.words
    return (), comment


def chosen_of(rubric: Iterable[RubricItem], ids: str | Iterable[str]) -> list[RubricItem]:
    """Return the items of a rubric with these ids."""
    wanted = {*(ids.split() if isinstance(ids, str) else ids)}
    return [item for item in rubric if item.id in wanted]


# Writing ------------------------------------------------------------------------------------


class MarkWriter:
    """Writes the marks of a question, each change in one transaction."""

    def __init__(
        self, gradebook: Gradebook, config: Config, assignment: str, question: Question
    ) -> None:
        self._gradebook, self._config = gradebook, config
        self._assignment, self._question = assignment, question
        self._place = {
            "assignment": assignment,
            "notebook": question.notebook,
            "cell": question.cell,
        }

    def give(
        self, students: Sequence[str], mark: NewMark, seen: str, rubric: Sequence[RubricItem]
    ) -> None:
        """Write a mark for students, and the late penalties that follow from it.

        The rubric is written with it if the gradebook has none. Raises a `RefusedError` if one of
        the answers does not stand any more as was `seen`.
        """

        def write() -> None:
            with one_transaction(self._gradebook):
                known = rubrics_of(self._gradebook, self._assignment).get(self._question.place)
                if known is None:
                    write_rubric(self._gradebook, self._assignment, self._question, rubric)
                elif mark.items and known != [*rubric]:
                    raise RefusedError(RUBRIC_CHANGED)
                comment = comment_of(chosen_of(known or rubric, mark.items), mark.words)
                for student in students:
                    grade, note = self._find(student)
                    if (now := _state(grade, note)).digest != seen:
                        sentence = f"Meanwhile the gradebook has {now}; mark again to replace that."
                        if len(students) > 1:
                            sentence = f"Meanwhile the gradebook has {now} for one of them;"
                            sentence += " load the page again."
                        raise RefusedError(sentence, seen=now.digest)
                    self._write(student, grade, note, mark, comment)

        patiently(self._gradebook, write)

    def change_rubric(self, before: Sequence[RubricItem], after: Sequence[RubricItem]) -> None:
        """Replace the rubric, and with it points and comments of all marks that it was chosen for.

        Points that somebody typed beside those of the rubric stay. So does what was marked
        elsewhere meanwhile. Raises a `RefusedError` if the rubric is not any more as it was before.
        """

        def write() -> None:
            with one_transaction(self._gradebook):
                known = rubrics_of(self._gradebook, self._assignment).get(self._question.place)
                if known is not None and known != [*before]:
                    raise RefusedError(RUBRIC_CHANGED)
                write_rubric(self._gradebook, self._assignment, self._question, after)
                for (*_, student), row in _hand_marks(self._gradebook, self._place).items():
                    self._follow(student, row, before, after)

        patiently(self._gradebook, write)

    def _follow(
        self,
        student: str,
        row: Row[Any],
        before: Sequence[RubricItem],
        after: Sequence[RubricItem],
    ) -> None:
        """Write anew what a mark was made of, if it is still the one in the gradebook."""
        was, now = chosen_of(before, row.items), chosen_of(after, row.items)
        try:
            grade, note = self._find(student)
        except RefusedError:
            return
        comment = (note and note.manual_comment) or ""
        if was == now or grade.manual_score is None or comment != comment_of(was, row.words):
            return
        points, waits = grade.manual_score, grade.needs_manual_grade
        if points == points_by(before, was, self._question.points):
            new = points_by(after, now, self._question.points)
            points = points if new is None else new
        mark = NewMark(points=points, items=tuple(item.id for item in now), words=row.words)
        self._write(student, grade, note, mark, comment_of(now, row.words))
        grade.needs_manual_grade = waits

    def _find(self, student: str) -> tuple[Grade, Comment | None]:
        """Return an answer's grade, and its comment unless the question is one of tests."""
        place = (self._question.cell, self._question.notebook, self._assignment, student)
        try:
            grade = self._gradebook.find_grade(*place)
            if self._question.kind == "tests":
                return grade, None
            return grade, self._gradebook.find_comment(*place)
        except MissingEntry:
            sentence = "This answer is no longer in the gradebook. Load the page again."
            raise RefusedError(sentence) from None

    def _write(
        self, student: str, grade: Grade, note: Comment | None, mark: NewMark, comment: str
    ) -> None:
        from grader.plugin import scoring  # late: it imports nbconvert, which is slow

        if note and comment != (note.manual_comment or note.auto_comment or ""):
            note.manual_comment = comment or None
        grade.manual_score, grade.needs_manual_grade = mark.points, False
        row = {**self._place, "student": student}
        execute = self._gradebook.db.execute
        execute(delete(HAND_MARKS).where(*is_at(HAND_MARKS.c, row)))
        made = {"points": mark.points, "items": " ".join(mark.items), "words": mark.words}
        execute(insert(HAND_MARKS).values({**row, **made}))
        self._gradebook.db.commit()
        submission = grade.assignment
        if submission.total_seconds_late > 0:
            scoring.penalize(self._config, self._gradebook, submission, student)


def _state(grade: Grade, note: Comment | None) -> GradeState:
    return GradeState(
        auto_score=grade.auto_score,
        manual_score=grade.manual_score,
        waits=bool(grade.needs_manual_grade),
        comment=(note.manual_comment or note.auto_comment or "") if note else "",
    )
