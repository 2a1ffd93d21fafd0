"""The data of a report: plain records of one assignment, gathered submission by submission.

Messages and notebooks of a large class are therefore never in memory together.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import CourseError, GraderError
from grader.notebooks import ipynb
from grader.notebooks.ipynb import Key
from grader.notebooks.source_cells import titles_of
from grader.plugin import Course
from grader.plugin.class_records import Assignment, Class
from grader.plugin.roster import Student
from grader.plugin.test_details import Book, CellDetails, Details, SubmissionDetails
from grader.report.troubles import Trouble, not_graded, troubles_of
from grader.verdict import Outcome


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Paths of a student's notebook and its feedback, relative to the course; None if missing."""

    notebook: str
    autograded: Path | None
    feedback: Path | None


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One student's submission as a whole."""

    student: str
    called: str
    name: str
    """Last name, first name, or "" if the gradebook has none."""
    score: float
    by_tests: float
    """Points that tests gave, before penalties."""
    hand_given: float
    """Points that a person gave, with extra credit."""
    graded_max: float
    """Maximum points of what is graded; less than the assignment's while something waits."""
    penalty: float
    by_hand: list[str]
    """What still has to be graded by hand, as notebook/cell."""
    timestamp: datetime | None
    seconds: float
    cpu_seconds: float
    memory_mb: float
    walls: list[str]
    whole: bool
    """Whether every exercise was graded: no invalid notebook, no failure of the grader."""
    pages: list[Page]


class Absent(msgspec.Struct, frozen=True, kw_only=True):
    """A student of the class who handed in nothing."""

    student: str
    name: str


class TestFacts(msgspec.Struct, kw_only=True):
    """A test of an exercise, and who passed. Students who could not be graded are left out."""

    title: str
    visible: bool
    share: float
    """Its share of the exercise's points."""
    passed: dict[str, bool] = {}


class ExerciseFacts(msgspec.Struct, kw_only=True):
    """A graded cell: each student's points, and its tests."""

    notebook: str
    name: str
    title: str = ""
    """The heading above it in the instructor's notebook."""
    by_hand: bool = False
    """Whether a person grades it, and not tests."""
    max_score: float
    scores: dict[str, float] = {}
    tests: dict[str, TestFacts] = {}
    waiting: int = 0


class Facts(msgspec.Struct, kw_only=True):
    """All facts about an assignment."""

    course: str
    assignment: Assignment
    handed_in: int
    people: list[Person] = []
    absent: list[Absent] = []
    exercises: dict[tuple[str, str], ExerciseFacts] = {}
    misconceptions: dict[tuple[str, str, str], set[str]] = {}
    """Students with each misconception, by notebook, exercise and name."""
    usage: dict[str, list[tuple[float, float, float]]] = {}
    """Seconds, CPU seconds and memory in MB by notebook, for each student for whom it ran."""
    walls: dict[str, int] = {}
    """Number of notebooks graded in each kind of sandbox."""
    faulty_tests: int = 0
    """Number of notebooks graded by tests that fail on the course's own solution."""
    troubles: list[Trouble] = []


LEFT_OUT: Final = "left out, since it may name the student"


class Pseudonyms:
    """Numbers for students, the same in all assignments of one report, and others in the next."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(16)

    def __getitem__(self, student: str) -> str:
        """Return what a student is called; the order of numbers tells nothing."""
        digest = hashlib.blake2b(student.encode(), key=self._key, digest_size=6).hexdigest()
        return f"student {digest}"


def gather(
    course: Course,
    details: Details,
    chosen: Class,
    assignment: Assignment,
    keys: Mapping[str, Key],
    numbers: Pseudonyms | None = None,
) -> Facts:
    """Gather the facts of an assignment. Raise a CourseError if nothing of it is graded.

    `keys` are the assignment's notebooks as they were released. With `numbers`, students are called
    by these, and what may name them is left out: links to their work, and what went wrong in it.
    """
    names = course.students_with(assignment.name)
    present = [name if name.isprintable() else ascii(name)[1:-1] for name in names]
    facts = Facts(
        course=str(course.folders.course_id), assignment=assignment, handed_in=len(present)
    )
    students = {student.id: student for student in chosen.students}

    def shown(name: str) -> Student:
        return Student(id=numbers[name]) if numbers else students.get(name, Student(id=name))

    graded = set()
    for submission in details.of(chosen, assignment):
        graded.add(submission.student)
        found = [] if numbers else pages(course, submission)
        add(facts, submission, shown(submission.student), found)
    if not facts.people:
        raise CourseError(
            f"Nothing of {assignment.name} is graded yet. Grade it first: grader autograde"
            f" {assignment.name}"
        )
    facts.people.sort(key=lambda person: person.student.casefold())
    everybody = {*present, *graded}
    for trouble in not_graded(course, assignment.name, sorted(everybody), graded):
        name = shown(trouble.student).id
        facts.troubles.append(msgspec.structs.replace(trouble, student=name))
    if numbers:
        facts.troubles = [msgspec.structs.replace(t, reason=LEFT_OUT) for t in facts.troubles]
    absent = [shown(student) for student in students if student not in everybody]
    absent.sort(key=lambda student: student.id.casefold())
    facts.absent = [Absent(student=one.id, name=one.sortable) for one in absent]
    _describe_exercises(course, facts, keys)
    return facts


def _describe_exercises(course: Course, facts: Facts, keys: Mapping[str, Key]) -> None:
    """Add the exercises' titles, from the notebooks that can be read, and who grades them."""
    marked = {
        (key.notebook, cell.name)
        for key in keys.values()
        for cell in key.cells
        if not cell.autograded
    }
    titles: dict[tuple[str, str], str] = {}
    for path in course.notebooks(facts.assignment.name):
        with contextlib.suppress(GraderError):  # `grader check` says what is wrong
            found = titles_of(ipynb.read_source(path)["cells"])
            titles |= {(path.stem, name): title for name, title in found.items()}
    for place, exercise in facts.exercises.items():
        exercise.title = titles.get(place, "")
        exercise.by_hand = place in marked
        finish_facts(exercise)


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


def add(facts: Facts, submission: SubmissionDetails, student: Student, found: list[Page]) -> None:
    """Add a submission to the facts."""
    tests = [test for book in submission.notebooks for c in book.cells for test in c.tests]
    amiss = {test.outcome for test in tests} & {Outcome.INVALID, Outcome.BROKEN}
    books = submission.notebooks
    cells = [cell for book in books for cell in book.cells]
    facts.people.append(
        Person(
            student=student.id,
            called=student.called,
            name=student.sortable,
            score=submission.score,
            by_tests=sum(cell.auto_score or 0.0 for cell in cells if cell.manual_score is None),
            hand_given=sum((c.manual_score or 0.0) + (c.extra_credit or 0.0) for c in cells),
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
            whole=not amiss,
            pages=found,
        )
    )
    for book in books:
        add_book(facts, student.id, book)


def add_book(facts: Facts, student: str, book: Book) -> None:
    """Add a notebook to the facts: its resources, its exercises, and what went wrong."""
    facts.faulty_tests += book.faulty_tests
    if book.sandbox:
        facts.walls[book.sandbox] = facts.walls.get(book.sandbox, 0) + 1
        used = (book.seconds, book.cpu_seconds, book.memory_mb)
        facts.usage.setdefault(book.name, []).append(used)
    facts.troubles += troubles_of(student, book)
    for cell in book.cells:
        add_cell(facts, student, book.name, cell)


def add_cell(facts: Facts, student: str, notebook: str, cell: CellDetails) -> None:
    """Add an exercise and its tests to the facts."""
    exercise = facts.exercises.setdefault(
        (notebook, cell.name),
        ExerciseFacts(notebook=notebook, name=cell.name, max_score=cell.max_score),
    )
    if cell.needs_manual_grade:
        exercise.waiting += 1
    else:
        exercise.scores[student] = cell.score
    for test in cell.tests:
        share = test.max_score / cell.max_score if cell.max_score else 0.0
        ended = exercise.tests.setdefault(
            test.name, TestFacts(title=test.title, visible=test.visible, share=share)
        )
        if test.passed is not None:
            ended.passed[student] = test.passed
        if test.misconception:
            had = (notebook, cell.name, test.misconception)
            facts.misconceptions.setdefault(had, set()).add(student)


def finish_facts(exercise: ExerciseFacts) -> None:
    """Count the exercise's tests as failed for students whose tests could not start.

    Such a cell has one result under a stand-in name instead of one per test. If the cell's tests
    are known, that student passed none of them.
    """
    stand_ins = [name for name in exercise.tests if name in ("submission", "grader", exercise.name)]
    if len(stand_ins) == len(exercise.tests):
        return
    for name in stand_ins:
        for student in exercise.tests.pop(name).passed:
            for ended in exercise.tests.values():
                ended.passed.setdefault(student, False)
