"""Questions and answers in the gradebook: keys are here alone, and answers stay as first marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from nbgrader.api import Gradebook
from sqlalchemy import delete, insert, select, update

from grader.plugin.grade_records import one_transaction, patiently
from grader.plugin.hand_ins import ANSWERS, WORKSHEET
from grader.plugin.own_tables import QUESTIONS, has_table
from grader.questions.question import LETTERS, Question


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A student's question as the gradebook has it."""

    number: int
    mark: str
    """Names the set that the question belongs to, in the notebook as well."""
    question: Question
    answer: str | None
    """A letter; empty if the question was left open, None before the answers are marked."""

    @property
    def is_right(self) -> bool:
        """Whether the answer is the key."""
        return self.answer == LETTERS[self.question.key]


CELL: Final = "questions"
"""The grade cell that holds the points for all questions of an assignment."""


def questions_of(gradebook: Gradebook, assignment: str) -> dict[str, list[Kept]]:
    """Return the questions of an assignment, by student."""
    found: dict[str, list[Kept]] = {}
    try:
        if not has_table(gradebook, QUESTIONS):
            return {}
        query = select(QUESTIONS).where(QUESTIONS.c.assignment == assignment)
        for row in gradebook.db.execute(query.order_by(QUESTIONS.c.student, QUESTIONS.c.number)):
            question = msgspec.json.decode(row.question, type=Question)
            kept = Kept(number=row.number, mark=row.mark, question=question, answer=row.answer)
            found.setdefault(row.student, []).append(kept)
        return found
    finally:
        gradebook.db.remove()  # leave no transaction open


def write_questions(
    gradebook: Gradebook, assignment: str, student: str, mark: str, questions: Sequence[Question]
) -> None:
    """Write a student's questions in the place of earlier ones."""
    rows = [
        {
            "assignment": assignment,
            "student": student,
            "number": number,
            "mark": mark,
            "question": msgspec.json.encode(question).decode(),
            "answer": None,
        }
        for number, question in enumerate(questions, 1)
    ]

    def write() -> None:
        with one_transaction(gradebook) as session:
            session.execute(delete(QUESTIONS).where(*_of(assignment, student)))
            if rows:
                session.execute(insert(QUESTIONS), rows)

    patiently(gradebook, write)


def _of(assignment: str, student: str) -> tuple[object, object]:
    return QUESTIONS.c.assignment == assignment, QUESTIONS.c.student == student


def write_answers(
    gradebook: Gradebook,
    assignment: str,
    student: str,
    answers: Mapping[int, str],
    share: float,
    points: float,
) -> None:
    """Write a student's answers, by number, and the points for the share that is right, if any."""

    def write() -> None:
        with one_transaction(gradebook) as session:
            for number, letter in answers.items():
                place = (*_of(assignment, student), QUESTIONS.c.number == number)
                session.execute(update(QUESTIONS).where(*place).values(answer=letter))
            if points:
                _grade(gradebook, f"{assignment}{ANSWERS}", student, share, points)

    patiently(gradebook, write)


def _grade(gradebook: Gradebook, name: str, student: str, share: float, points: float) -> None:
    """Write points as those of an assignment of its own, which has one cell."""
    gradebook.update_or_create_assignment(name)
    gradebook.update_or_create_notebook(WORKSHEET, name)
    gradebook.update_or_create_grade_cell(CELL, WORKSHEET, name, max_score=points, cell_type="code")
    gradebook.update_or_create_student(student)
    gradebook.update_or_create_submission(name, student)
    grade = gradebook.find_grade(CELL, WORKSHEET, name, student)
    grade.auto_score, grade.needs_manual_grade = round(share * points, 2), False
