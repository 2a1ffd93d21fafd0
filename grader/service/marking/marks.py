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
from grader.service.marking.questions import (
    GradeState,
    GradeStates,
    Question,
    SecondMark,
)
from grader.service.marking.rubric import (
    RubricItem,
    comment_of,
    is_at,
    points_by,
    rubrics_of,
    write_rubric,
)
from grader.service.web.refused import RefusedError

FIRST: Final = 1
SECOND: Final = 2
"""Looks at an answer: the one that counts, and one for comparison."""

RUBRIC_CHANGED: Final = "Meanwhile the rubric was changed; load the page again."


class NewMark(msgspec.Struct, frozen=True, kw_only=True):
    """A mark that is to be written."""

    marker: str
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
        rows = _rows(gradebook, place)
        ours = {(row.notebook, row.cell, row.student, row.look): row for row in rows}
        found: GradeStates = {}
        scores = (Grade.auto_score, Grade.manual_score, Grade.needs_manual_grade)
        for who, book, cell, auto, manual, waits in cell_rows(
            gradebook, Grade, scores, assignment, student
        ):
            comment = comments.get((who, book, cell), "")
            state = GradeState(
                auto_score=auto,
                manual_score=manual,
                waits=bool(waits),
                comment=comment,
                words=comment,
                second=_second(ours.get((book, cell, who, SECOND))),
            )
            row, rubric = ours.get((book, cell, who, FIRST)), rubrics.get((book, cell), [])
            found.setdefault((book, cell), {})[who] = _with_parts(state, row, rubric)
        return found
    finally:
        gradebook.db.remove()  # leave no transaction open


def _rows(gradebook: Gradebook, place: Mapping[str, object]) -> Sequence[Row[Any]]:
    """Return our rows at a place."""
    if not has_table(gradebook, HAND_MARKS):
        return []
    found: Sequence[Row[Any]] = gradebook.db.execute(
        select(HAND_MARKS).where(*is_at(HAND_MARKS.c, place))
    ).all()
    return found


def _with_parts(
    state: GradeState, row: Row[Any] | None, rubric: Sequence[RubricItem]
) -> GradeState:
    """Return a state with what the mark was made of and who gave it, if it is still that one."""
    if row is None or state.manual_score != row.points:
        return state
    if comment_of(chosen_of(rubric, row.items), row.words) != state.comment:
        return state
    return msgspec.structs.replace(
        state, items=tuple(row.items.split()), words=row.words, marker=row.marker
    )


def _second(row: Row[Any] | None) -> SecondMark | None:
    return row and SecondMark(
        marker=row.marker, points=row.points, items=tuple(row.items.split()), words=row.words
    )


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
                self._settle_rubric(mark, rubric)
                comment = comment_of(chosen_of(rubric, mark.items), mark.words)
                for student in students:
                    grade, note = self._find(student)
                    if (now := _state(grade, note)).digest != seen:
                        sentence = f"Meanwhile the gradebook has {now}; mark again to replace that."
                        if len(students) > 1:
                            sentence = f"Meanwhile the gradebook has {now} for one of them;"
                            sentence += " load the page again."
                        raise RefusedError(sentence, seen=now.digest)
                    if now.outdated:  # somebody looked again at another answer
                        self._drop(student, SECOND)
                    self._write(student, grade, note, mark, comment)

        patiently(self._gradebook, write)

    def look_again(
        self, students: Sequence[str], mark: NewMark, rubric: Sequence[RubricItem]
    ) -> None:
        """Keep what somebody else would give, beside the mark that counts."""

        def write() -> None:
            with one_transaction(self._gradebook):
                self._settle_rubric(mark, rubric)
                for student in students:
                    self._keep(student, mark, SECOND)

        patiently(self._gradebook, write)

    def _settle_rubric(self, mark: NewMark, rubric: Sequence[RubricItem]) -> None:
        """Write the rubric if there is none; raise a `RefusedError` if the mark is by another."""
        known = rubrics_of(self._gradebook, self._assignment).get(self._question.place)
        if known is None:
            write_rubric(self._gradebook, self._assignment, self._question, rubric)
        elif mark.items and known != [*rubric]:
            raise RefusedError(RUBRIC_CHANGED)

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
                for row in _rows(self._gradebook, self._place):
                    if row.look == FIRST:
                        self._follow(row, before, after)
                    else:
                        self._keep(row.student, self._followed(row, before, after), SECOND)

        patiently(self._gradebook, write)

    def _followed(
        self, row: Row[Any], before: Sequence[RubricItem], after: Sequence[RubricItem]
    ) -> NewMark:
        """Return what a mark is by a rubric that was changed."""
        was, now = chosen_of(before, row.items), chosen_of(after, row.items)
        points = row.points
        if was != now and points == points_by(before, was, self._question.points):
            new = points_by(after, now, self._question.points)
            points = points if new is None else new
        ids = tuple(item.id for item in now)
        return NewMark(marker=row.marker, points=points, items=ids, words=row.words)

    def _follow(
        self, row: Row[Any], before: Sequence[RubricItem], after: Sequence[RubricItem]
    ) -> None:
        """Write a mark anew by a rubric that was changed, if the gradebook still has it."""
        was, now = chosen_of(before, row.items), chosen_of(after, row.items)
        try:
            grade, note = self._find(row.student)
        except RefusedError:
            return
        comment = (note and note.manual_comment) or ""
        if was == now or grade.manual_score != row.points or comment != comment_of(was, row.words):
            return
        waits = grade.needs_manual_grade
        mark = self._followed(row, before, after)
        self._write(row.student, grade, note, mark, comment_of(now, row.words))
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
        self._keep(student, mark, FIRST)
        self._gradebook.db.commit()
        submission = grade.assignment
        if submission.total_seconds_late > 0:
            scoring.penalize(self._config, self._gradebook, submission, student)

    def _keep(self, student: str, mark: NewMark, look: int) -> None:
        """Keep what a mark was made of, and who gave it."""
        self._drop(student, look)
        row = {**self._place, "student": student, "look": look}
        made = {"points": mark.points, "items": " ".join(mark.items), "words": mark.words}
        self._gradebook.db.execute(
            insert(HAND_MARKS).values({**row, **made, "marker": mark.marker})
        )

    def _drop(self, student: str, look: int) -> None:
        row = {**self._place, "student": student, "look": look}
        self._gradebook.db.execute(delete(HAND_MARKS).where(*is_at(HAND_MARKS.c, row)))


def _state(grade: Grade, note: Comment | None) -> GradeState:
    return GradeState(
        auto_score=grade.auto_score,
        manual_score=grade.manual_score,
        waits=bool(grade.needs_manual_grade),
        comment=(note.manual_comment or note.auto_comment or "") if note else "",
    )
