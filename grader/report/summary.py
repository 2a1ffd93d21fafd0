"""The numbers of an assignment, as plain records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from grader.report import items
from grader.report.items import Spread

UNSAFE = "none"
"""Prefix of a sandbox's name that means there was none."""


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


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """An event in one student's submission that a person may have to look into."""

    student: str
    notebook: str
    kind: str
    reason: str


class Test(msgspec.Struct, kw_only=True):
    """A test of an exercise. Students who could not be graded are left out."""

    title: str
    visible: bool
    share: float
    """Its share of the exercise's points."""
    results: dict[str, bool] = {}
    """Whether each student passed it."""
    discrimination: float | None = None

    __test__ = False

    @property
    def judged(self) -> int:
        """How many students it was run for."""
        return len(self.results)

    @property
    def passed(self) -> int:
        """How many passed it."""
        return sum(self.results.values())

    @property
    def rate(self) -> float | None:
        """The share who passed, or None if nobody was graded."""
        return self.passed / self.judged if self.judged else None


class Exercise(msgspec.Struct, kw_only=True):
    """A graded cell: each student's points, and its tests."""

    notebook: str
    name: str
    title: str = ""
    """The heading above it in the instructor's notebook."""
    by_hand: bool = False
    """Whether a person grades it, and not tests."""
    max_score: float
    waiting: int = 0
    """How many still have to be graded by hand."""
    scores: dict[str, float] = {}
    tests: dict[str, Test] = {}
    discrimination: float | None = None

    @property
    def judged(self) -> int:
        """How many students have points in it, if only 0."""
        return len(self.scores)

    @property
    def full(self) -> int:
        """How many have all points."""
        return sum(score >= self.max_score - 1e-6 for score in self.scores.values())

    @property
    def none(self) -> int:
        """How many have no points."""
        return sum(score < 1e-6 for score in self.scores.values()) if self.max_score else 0

    @property
    def some(self) -> int:
        """How many have a part of the points."""
        return self.judged - self.full - self.none

    @property
    def rate(self) -> float | None:
        """The share with all points, or None while some still have to be graded."""
        return self.full / self.judged if self.judged and not self.waiting else None

    @property
    def difficulty(self) -> float | None:
        """The mean share of the points, or None while some still have to be graded."""
        return None if self.waiting else items.difficulty([*self.scores.values()], self.max_score)

    @property
    def remark(self) -> str:
        """A remark on what may be worth a look."""
        if self.discrimination is not None and self.discrimination < 0.1:
            return "Check it: students who know the rest do no better here."
        if (difficulty := self.difficulty) is None:
            return ""
        if difficulty < 0.3:
            return "Hard: few points were earned."
        return "Easy: it hardly tells students apart." if difficulty > 0.95 else ""


class Misconception(msgspec.Struct, frozen=True, kw_only=True):
    """A known mistake, and the students who made it."""

    name: str
    notebook: str
    exercise: str
    students: list[str]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question about a result, and what students predicted before they saw it."""

    notebook: str
    question: str
    guesses: dict[str, int]
    """How many students made each guess, the most frequent first."""
    others: int
    """How many made a guess that is too rare to be listed."""
    none: int
    """How many made no guess."""

    @property
    def asked(self) -> int:
        """How many were asked."""
        return sum(self.guesses.values()) + self.others + self.none


class Summary(msgspec.Struct, kw_only=True):
    """The numbers of an assignment."""

    course: str
    assignment: str
    duedate: datetime | None
    made: datetime
    max_score: float
    handed_in: int
    scores: Spread
    counts: list[int]
    """Submissions in each tenth of the points."""
    exercises: list[Exercise]
    misconceptions: list[Misconception]
    questions: list[Question]
    """What students were to predict."""
    walls: dict[str, int]
    """Number of notebooks graded in each kind of sandbox."""
    faulty_tests: int
    """Number of notebooks that were graded by tests that fail on the course's own solution."""
    troubles: list[Trouble]
    people: list[Person]
    absent: list[Absent]

    @property
    def whole(self) -> int:
        """Number of submissions in the item analysis."""
        return sum(person.whole for person in self.people)

    @property
    def unsafe(self) -> int:
        """Number of notebooks that were graded without a sandbox."""
        return sum(n for name, n in self.walls.items() if name.startswith(UNSAFE))


def discriminate(exercises: Iterable[Exercise], students: Sequence[str]) -> None:
    """Compute the discrimination of exercises and tests, from these students' points.

    A student's total is that of the exercises that are graded for all of them.
    """
    exercises = list(exercises)
    settled = [e for e in exercises if all(student in e.scores for student in students)]
    totals = {student: sum(e.scores[student] for e in settled) for student in students}
    for exercise in exercises:
        exercise.discrimination = _discrimination(exercise.scores, totals)
        for test in exercise.tests.values():
            worth = test.share * exercise.max_score
            points = {student: passed * worth for student, passed in test.results.items()}
            test.discrimination = _discrimination(points, totals)


def _discrimination(points: Mapping[str, float], totals: Mapping[str, float]) -> float | None:
    """Return an item's discrimination among the students with a total, if all have points in it."""
    if not totals.keys() <= points.keys():
        return None
    return items.discrimination([points[s] for s in totals], list(totals.values()))
