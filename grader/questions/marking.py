"""Marking of answers: read from what was handed in, recorded once, shown to student and instructor.

The first answers that are marked count: the page for the student shows the keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
from nbgrader.api import Gradebook

from grader.errors import Unreadable
from grader.grading.submission import read_hand_in
from grader.notebooks.files import write_whole
from grader.plugin import Course
from grader.plugin.hand_ins import ANSWERS, WORKSHEET
from grader.questions import pages, records
from grader.questions.records import Kept
from grader.questions.worksheet import answers_in


class Marked(NamedTuple):
    """What became of a student's answers."""

    student: str
    right: int
    questions: int
    problem: str = ""


def mark(
    course: Course, gradebook: Gradebook, assignment: str, students: Sequence[str], points: float
) -> Iterator[Marked]:
    """Mark the answers of students who handed some in, and write a page for each."""
    name = f"{assignment}{ANSWERS}"
    handed_in = {*course.students_with(name)}
    for student, kept in records.questions_of(gradebook, assignment).items():
        if students and student not in students:
            continue
        waits = any(one.answer is None for one in kept)
        if waits and student not in handed_in:
            continue
        try:
            answered = _read(course, name, student, kept) if waits else kept
        except Unreadable as error:
            yield Marked(student, 0, len(kept), f"the answers of {student} can't be read: {error}")
            continue
        right = sum(one.is_right for one in answered)
        answers = {one.number: one.answer or "" for one in answered}
        share = right / len(kept)
        records.write_answers(gradebook, assignment, student, answers, share, points)
        page = course.folder(course.folders.feedback_directory, student, name) / f"{WORKSHEET}.html"
        write_whole(page, pages.for_student(assignment, answered))
        yield Marked(student, right, len(kept))


def _read(course: Course, name: str, student: str, kept: Sequence[Kept]) -> list[Kept]:
    """Return the questions with the answers that a student handed in."""
    place = course.hand_in(student, name)
    hand_in = read_hand_in(place.base, place.folder, [WORKSHEET], course.limits.submission_mb)
    answers: Mapping[int, str] = answers_in(hand_in.notebook(WORKSHEET), kept[0].mark)
    return [msgspec.structs.replace(one, answer=answers.get(one.number, "")) for one in kept]
