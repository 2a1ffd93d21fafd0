"""What is graded by hand: the questions of an assignment, how each answer stands, and new marks.

A mark is written as formgrader writes it: `manual_score`, the comment, and that nothing waits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from typing import Final, Literal, TypeAlias

import msgspec
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry
from traitlets.config import Config

from grader.errors import GraderError
from grader.notebooks.ipynb import Key, KeyCell
from grader.plugin.class_records import cell_rows
from grader.plugin.grade_records import one_transaction, patiently

Kind = Literal["written", "code", "task", "tests"]

_POINTS: Final = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{0,6})?|[.,][0-9]{1,6}")
"""Points as they are typed; `marking.js` has the same."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A cell whose answers a person marks."""

    notebook: str
    cell: str
    kind: Kind
    """`tests` are those that the grader could not decide for somebody."""
    points: float

    def points_in(self, text: str) -> float:
        """Return the points that a text says; raise a `RefusedError` if they are none of these."""
        found = _POINTS.fullmatch(text.strip())
        points = float(found[0].replace(",", ".")) if found else -1.0
        if not 0 <= points <= self.points:
            raise RefusedError(f"Type a number of points from 0 to {self.points:g}.")
        return points


class GradeState(msgspec.Struct, frozen=True, kw_only=True):
    """How the gradebook has an answer."""

    auto_score: float | None = None
    manual_score: float | None = None
    waits: bool = True
    comment: str = ""

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

    @property
    def digest(self) -> str:
        """A digest by which a page tells what it showed."""
        return hashlib.blake2b(msgspec.msgpack.encode(self), digest_size=8).hexdigest()

    def __str__(self) -> str:
        if self.outdated:
            return "another answer"
        if self.manual_score is None:
            return "no mark by hand"
        return f"{self.points} points" + (" and a comment" if self.comment else "")


GradeStates: TypeAlias = dict[tuple[str, str], dict[str, GradeState]]
"""How answers stand: by notebook and cell, then by student."""


class RefusedError(GraderError):
    """Something that is not done. Has the status of HTTP for it, and the answer's digest if new."""

    def __init__(self, sentence: str, *, status: int = 409, seen: str = "") -> None:
        super().__init__(sentence)
        self.status, self.seen = status, seen


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


def grade_states_of(
    gradebook: Gradebook, assignment: str, student: str | None = None
) -> GradeStates:
    """Return how the answers of a class or of one student stand."""
    try:
        comments = {
            (who, book, cell): manual or auto or ""
            for who, book, cell, auto, manual in cell_rows(
                gradebook,
                Comment,
                (Comment.auto_comment, Comment.manual_comment),
                assignment,
                student,
            )
        }
        found: GradeStates = {}
        columns = (Grade.auto_score, Grade.manual_score, Grade.needs_manual_grade)
        for who, book, cell, auto, manual, waits in cell_rows(
            gradebook, Grade, columns, assignment, student
        ):
            found.setdefault((book, cell), {})[who] = GradeState(
                auto_score=auto,
                manual_score=manual,
                waits=bool(waits),
                comment=comments.get((who, book, cell), ""),
            )
        return found
    finally:
        gradebook.db.remove()  # leave no transaction open


def give_mark(
    gradebook: Gradebook,
    config: Config,
    assignment: str,
    question: Question,
    student: str,
    *,
    points: float,
    comment: str,
    seen: str,
) -> GradeState:
    """Write a mark by hand, and the late penalty that follows from it; return how it stands now.

    Raises a `RefusedError` if the answer does not stand any more as was `seen`.
    """
    from grader.plugin import scoring  # late: it imports nbconvert, which is slow

    place = (question.cell, question.notebook, assignment, student)

    def write() -> GradeState:
        with one_transaction(gradebook):
            grade, note = _grade_and_comment(gradebook, question, place)
            if (now := _state(grade, note)).digest != seen:
                sentence = f"Meanwhile the gradebook has {now}; mark again to replace that."
                raise RefusedError(sentence, seen=now.digest)
            grade.manual_score, grade.needs_manual_grade = points, False
            if note and comment != now.comment:
                note.manual_comment = comment or None
            gradebook.db.commit()
            submission = grade.assignment
            if submission.total_seconds_late > 0:
                scoring.penalize(config, gradebook, submission, student)
            return _state(grade, note)

    return patiently(gradebook, write)


def _grade_and_comment(
    gradebook: Gradebook, question: Question, place: tuple[str, ...]
) -> tuple[Grade, Comment | None]:
    """Return an answer's grade, and its comment unless the question is one of tests."""
    try:
        grade = gradebook.find_grade(*place)
        return grade, None if question.kind == "tests" else gradebook.find_comment(*place)
    except MissingEntry:
        sentence = "This answer is no longer in the gradebook. Load the page again."
        raise RefusedError(sentence) from None


def _state(grade: Grade, note: Comment | None) -> GradeState:
    return GradeState(
        auto_score=grade.auto_score,
        manual_score=grade.manual_score,
        waits=bool(grade.needs_manual_grade),
        comment=(note.manual_comment or note.auto_comment or "") if note else "",
    )
