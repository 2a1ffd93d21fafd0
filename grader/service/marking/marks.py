"""What is graded by hand: the questions of an assignment, how each answer stands, and new marks.

A mark is written as formgrader writes it: `manual_score`, the comment, and that nothing waits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry
from traitlets.config import Config

from grader.errors import CourseError, GraderError
from grader.notebooks.ipynb import Key, KeyCell
from grader.plugin.grade_records import one_transaction, patiently
from grader.plugin.marks import COMMENTS, GRADES, cell_rows

Kind = Literal["written", "code", "task", "tests"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A cell whose answers a person marks."""

    notebook: str
    cell: str
    kind: Kind
    """`tests` are those that the grader could not decide for somebody."""
    points: float


class Standing(msgspec.Struct, frozen=True, kw_only=True):
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
    def digest(self) -> str:
        """A digest by which a page tells what it showed."""
        return hashlib.blake2b(msgspec.msgpack.encode(self), digest_size=8).hexdigest()


class OvertakenError(GraderError):
    """The gradebook has an answer otherwise than the page on which it was marked."""

    def __init__(self, now: Standing) -> None:
        self.now = now
        super().__init__(f"Meanwhile the gradebook has {_words(now)}; mark again to replace that.")


def _words(standing: Standing) -> str:
    if standing.outdated:
        return "another answer"
    if standing.manual_score is None:
        return "no mark by hand"
    return f"{standing.manual_score:g} points" + (" and a comment" if standing.comment else "")


def questions_of(
    keys: Iterable[Key], standings: dict[tuple[str, str], dict[str, Standing]]
) -> list[Question]:
    """Return what a person marks in an assignment, in its order.

    Tests are among it only where some wait for a person, or were marked by one.
    """
    found = []
    for key in sorted(keys, key=lambda key: key.notebook):
        for cell in key.cells:
            kind = _kind_of(cell)
            stands = standings.get((key.notebook, cell.name), {})
            if kind and (kind != "tests" or not all(s.settled for s in stands.values())):
                found.append(
                    Question(notebook=key.notebook, cell=cell.name, kind=kind, points=cell.points)
                )
    return found


def _kind_of(cell: KeyCell) -> Kind | None:
    if cell.task:
        return "task"
    if not cell.grade:
        return None
    if cell.autograded:
        return "tests"
    return "code" if cell.cell_type == "code" else "written"


def standings_of(
    gradebook: Gradebook, assignment: str
) -> dict[tuple[str, str], dict[str, Standing]]:
    """Return how all answers stand: by notebook and cell, then by student."""
    try:
        comments = {
            (student, book, cell): manual or auto or ""
            for student, book, cell, auto, manual in cell_rows(
                gradebook, Comment, COMMENTS, assignment
            )
        }
        found: dict[tuple[str, str], dict[str, Standing]] = {}
        for student, book, cell, auto, manual, _, waits in cell_rows(
            gradebook, Grade, GRADES, assignment
        ):
            found.setdefault((book, cell), {})[student] = Standing(
                auto_score=auto,
                manual_score=manual,
                waits=bool(waits),
                comment=comments.get((student, book, cell), ""),
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
) -> Standing:
    """Write a mark by hand, and the late penalty that follows from it; return how it stands now.

    Raises an `OvertakenError` if the answer does not stand any more as was `seen`.
    """
    from grader.plugin import scoring  # late: it imports nbconvert, which is slow

    place = (question.cell, question.notebook, assignment, student)

    def write() -> Standing:
        with one_transaction(gradebook):
            grade, note = _grade_and_comment(gradebook, question, place)
            if (now := _standing(grade, note)).digest != seen:
                raise OvertakenError(now)
            grade.manual_score, grade.needs_manual_grade = points, False
            if note and comment != now.comment:
                note.manual_comment = comment or None
            gradebook.db.commit()
            submission = grade.assignment
            if submission.total_seconds_late > 0:
                scoring.penalize(config, gradebook, submission, student)
            return _standing(grade, note)

    return patiently(gradebook, write)


def _grade_and_comment(
    gradebook: Gradebook, question: Question, place: tuple[str, ...]
) -> tuple[Any, Any]:
    """Return an answer's grade, and its comment unless the question is one of tests."""
    try:
        grade = gradebook.find_grade(*place)
        return grade, None if question.kind == "tests" else gradebook.find_comment(*place)
    except MissingEntry:
        raise CourseError(
            "This answer is no longer in the gradebook. Load the page again."
        ) from None


def _standing(grade: Any, note: Any) -> Standing:
    return Standing(
        auto_score=grade.auto_score,
        manual_score=grade.manual_score,
        waits=bool(grade.needs_manual_grade),
        comment=(note.manual_comment or note.auto_comment or "") if note else "",
    )
