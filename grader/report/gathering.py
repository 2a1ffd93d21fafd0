"""Gathering of an assignment's numbers, submission by submission.

Messages and notebooks of a large class are therefore never in memory together.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import CourseError, GraderError
from grader.notebooks import ipynb
from grader.notebooks.ipynb import Key
from grader.notebooks.source_cells import titles_of
from grader.plugin import Course, group_work, test_details
from grader.plugin.class_records import Assignment, Class
from grader.plugin.students import Student
from grader.plugin.test_details import Book, CellDetails, Details, SubmissionDetails
from grader.report import items
from grader.report.predictions import ClassPredictions
from grader.report.summary import (
    Absent,
    Exercise,
    Misconception,
    Page,
    Person,
    Summary,
    Test,
    Trouble,
    discriminate,
)
from grader.verdict import Outcome
from grader.workflows import recording

TROUBLES: Final = (Outcome.INVALID, Outcome.TIMED_OUT, Outcome.KILLED, Outcome.BROKEN)
"""Outcomes that an instructor wants to hear of for each student."""

UNGRADED: Final = "not graded"

LEFT_OUT: Final = "left out, since it may name the student"


class Gathered:
    """What was gathered of an assignment so far."""

    def __init__(self, predictions: ClassPredictions) -> None:
        self.predictions = predictions
        self.graded: set[str] = set()
        self.people: list[Person] = []
        self.exercises: dict[tuple[str, str], Exercise] = {}
        self.misconceptions: dict[tuple[str, str, str], set[str]] = {}
        """Students with each misconception, by notebook, exercise and name."""
        self.walls = Counter[str]()
        self.faulty_tests = 0
        self.troubles: list[Trouble] = []

    def add(self, submission: SubmissionDetails, student: Student, pages: list[Page]) -> None:
        """Add a submission."""
        self.predictions.add(submission.student)
        self.graded.add(submission.student)
        books = submission.notebooks
        cells = [cell for book in books for cell in book.cells]
        outcomes = {test.outcome for cell in cells for test in cell.tests}
        self.people.append(
            Person(
                student=student.id,
                called=student.called,
                name=student.sortable,
                score=submission.score,
                by_tests=sum(cell.auto_score or 0.0 for cell in cells if cell.manual_score is None),
                hand_given=sum(
                    (cell.manual_score or 0.0) + (cell.extra_credit or 0.0) for cell in cells
                ),
                graded_max=sum(cell.max_score for cell in cells if not cell.needs_manual_grade),
                penalty=submission.late_submission_penalty,
                by_hand=[
                    f"{book.name}/{cell.name}"
                    for book in books
                    for cell in book.cells
                    if cell.needs_manual_grade
                ],
                timestamp=submission.timestamp,
                seconds=sum(book.seconds for book in books),
                cpu_seconds=sum(book.cpu_seconds for book in books),
                memory_mb=max((book.memory_mb for book in books), default=0.0),
                walls=sorted({book.sandbox for book in books if book.sandbox}),
                whole=not outcomes & {Outcome.INVALID, Outcome.BROKEN},
                pages=pages,
            )
        )
        for book in books:
            self.faulty_tests += book.faulty_tests
            self.walls.update([book.sandbox] if book.sandbox else [])
            self.troubles += troubles_of(student.id, book)
            for cell in book.cells:
                self._add_cell(student.id, book.name, cell)

    def _add_cell(self, student: str, notebook: str, cell: CellDetails) -> None:
        exercise = self.exercises.setdefault(
            (notebook, cell.name),
            Exercise(notebook=notebook, name=cell.name, max_score=cell.max_score),
        )
        if cell.needs_manual_grade:
            exercise.waiting += 1
        else:
            exercise.scores[student] = cell.score
        for test in cell.tests:
            share = test.max_score / cell.max_score if cell.max_score else 0.0
            found = exercise.tests.setdefault(
                test.name, Test(title=test.title, visible=test.visible, share=share)
            )
            if test.passed is not None:
                found.results[student] = test.passed
            if test.misconception:
                had = (notebook, cell.name, test.misconception)
                self.misconceptions.setdefault(had, set()).add(student)

    def summary(
        self,
        course: str,
        assignment: Assignment,
        made: datetime,
        *,
        handed_in: int,
        absent: list[Student],
    ) -> Summary:
        """Summarize what was gathered."""
        exercises = [self.exercises[key] for key in sorted(self.exercises)]
        discriminate(exercises, [person.student for person in self.people if person.whole])
        scores = [person.score for person in self.people]
        return Summary(
            course=course,
            assignment=assignment.name,
            duedate=assignment.duedate,
            made=made,
            max_score=assignment.max_score,
            handed_in=handed_in,
            scores=items.spread(scores),
            counts=items.bins(scores, assignment.max_score),
            exercises=exercises,
            misconceptions=self.common_misconceptions(),
            questions=self.predictions.questions(),
            walls=dict(sorted(self.walls.items())),
            faulty_tests=self.faulty_tests,
            troubles=sorted(self.troubles, key=lambda t: (t.kind, t.notebook, t.student)),
            people=sorted(self.people, key=lambda person: person.student.casefold()),
            absent=sorted(
                (Absent(student=student.id, name=student.sortable) for student in absent),
                key=lambda student: student.student.casefold(),
            ),
        )

    def common_misconceptions(self) -> list[Misconception]:
        """Return the known mistakes, the most frequent first."""
        found = [
            Misconception(name=name, notebook=notebook, exercise=exercise, students=sorted(who))
            for (notebook, exercise, name), who in self.misconceptions.items()
        ]
        return sorted(found, key=lambda m: (-len(m.students), m.notebook, m.exercise, m.name))


def gather(
    course: Course,
    details: Details,
    chosen: Class,
    assignment: Assignment,
    keys: Mapping[str, Key],
    made: datetime,
    numbers: Callable[[str], str] | None = None,
) -> Summary:
    """Summarize an assignment. Raise a CourseError if nothing of it is graded.

    `keys` are the assignment's notebooks as they were released. With `numbers`, students are called
    by these, and what may name them is left out: links to their work, and what went wrong in it.
    """
    names = group_work.submitters_of(course, details.gradebook, assignment.name)
    students = {student.id: student for student in chosen.students}
    present = [name if name.isprintable() else ascii(name)[1:-1] for name in names]
    present = [name for name in present if name in students or not chosen.section]

    def shown(name: str) -> Student:
        return Student(id=numbers(name)) if numbers else students.get(name, Student(id=name))

    found = Gathered(ClassPredictions(course, assignment.name, anonymous=bool(numbers)))
    for submission in details.of(chosen, assignment):
        links = [] if numbers else pages(course, submission)
        found.add(submission, shown(submission.student), links)
    if not found.people:
        raise CourseError(
            f"Nothing of {assignment.name} is graded yet. Grade it first: grader autograde"
            f" {assignment.name}"
        )
    everybody = {*present, *found.graded}
    for student in sorted(everybody):
        found.troubles += not_graded(course, assignment.name, student, shown(student), found.graded)
    if numbers:
        found.troubles = [msgspec.structs.replace(t, reason=LEFT_OUT) for t in found.troubles]
    describe(course, assignment.name, found.exercises, keys)
    return found.summary(
        f"{course.folders.course_id}{chosen.section and f', section {chosen.section}'}",
        assignment,
        made,
        handed_in=len(present),
        absent=[shown(student) for student in students if student not in everybody],
    )


def describe(
    course: Course,
    assignment: str,
    exercises: Mapping[tuple[str, str], Exercise],
    keys: Mapping[str, Key],
) -> None:
    """Add the exercises' titles, from the notebooks that can be read, and who grades them."""
    marked = {
        (notebook.notebook, cell.name)
        for notebook in keys.values()
        for cell in notebook.cells
        if not cell.autograded
    }
    titles: dict[tuple[str, str], str] = {}
    for path in course.notebooks(assignment):
        with contextlib.suppress(GraderError):  # `grader check` says what is wrong
            found = titles_of(ipynb.read_source(path)["cells"])
            titles |= {(path.stem, name): title for name, title in found.items()}
    for key, exercise in exercises.items():
        exercise.title = titles.get(key, "")
        exercise.by_hand = key in marked
        spread_stand_ins(exercise)


def spread_stand_ins(exercise: Exercise) -> None:
    """Count the exercise's tests as failed for students whose tests could not start.

    Such a cell has one result under a stand-in name instead of one per test. If the cell's tests
    are known, that student passed none of them.
    """
    stand_ins = [name for name in exercise.tests if name in ("submission", "grader", exercise.name)]
    if len(stand_ins) == len(exercise.tests):
        return
    for name in stand_ins:
        for student in exercise.tests.pop(name).results:
            for test in exercise.tests.values():
                test.results.setdefault(student, False)


def pages(course: Course, submission: SubmissionDetails) -> list[Page]:
    """Return the files of a submission that a reader may want to open."""

    def file(step: str, name: str) -> Path | None:
        path = course.folder(step, submission.student, submission.assignment) / name
        return Path(os.path.relpath(path, course.root)) if path.is_file() else None

    return [
        Page(
            notebook=book.name,
            autograded=file(course.folders.autograded_directory, f"{book.name}.ipynb"),
            feedback=file(course.folders.feedback_directory, f"{book.name}.html"),
        )
        for book in submission.notebooks
    ]


def troubles_of(student: str, book: Book) -> list[Trouble]:
    """Return what went wrong in a notebook, one record per kind."""
    found: dict[str, list[tuple[CellDetails, test_details.Test]]] = {}
    for cell in book.cells:
        for test in cell.tests:
            if test.outcome in TROUBLES:
                found.setdefault(test.outcome, []).append((cell, test))
    troubles = []
    for kind, ((cell, test), *more) in found.items():
        others = f" (and {len(more)} more)" if more else ""
        reason = f"{cell.name}, {test.title}: {test.message}{others}"
        if kind == Outcome.INVALID:
            reason = book.reason or test.message
        troubles.append(Trouble(student=student, notebook=book.name, kind=kind, reason=reason))
    return troubles


def not_graded(
    course: Course, assignment: str, student: str, shown: Student, graded: set[str]
) -> list[Trouble]:
    """Return why a submission has no grade, or why its last grading failed; nothing if neither."""
    entry = recording.last_entry(recording.log_file(course, student, assignment))
    failed = entry.get("outcome") == "not graded"
    if student in graded and not failed:
        return []
    reason = str(entry.get("problem", "")) if failed else "It was submitted but not graded."
    return [Trouble(student=shown.id, notebook="", kind=UNGRADED, reason=reason)]
