"""The numbers of a report, computed from the facts of an assignment, as plain records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from grader.report import items
from grader.report.facts import Absent, ExerciseFacts, Facts, Person, TestFacts
from grader.report.items import Spread
from grader.report.likeness import Likeness
from grader.report.troubles import Trouble

UNSAFE = "none"
"""Prefix of a sandbox's name that means there was none."""


class TestRow(msgspec.Struct, frozen=True, kw_only=True):
    """A test: how many of the graded students passed."""

    title: str
    visible: bool
    judged: int
    passed: int
    discrimination: float | None

    __test__ = False

    @property
    def rate(self) -> float | None:
        """The share who passed, or None if nobody was graded."""
        return self.passed / self.judged if self.judged else None


class ExerciseRow(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise: how many students have all, some and none of its points; its tests."""

    notebook: str
    name: str
    title: str
    by_hand: bool
    max_score: float
    judged: int
    full: int
    some: int
    none: int
    waiting: int
    difficulty: float | None
    """None if nobody was graded, or if some still have to be graded by hand."""
    discrimination: float | None
    tests: list[TestRow]

    @property
    def rate(self) -> float | None:
        """The share with all points, or None while some still have to be graded."""
        return self.full / self.judged if self.judged and not self.waiting else None

    @property
    def remark(self) -> str:
        """A remark on what may be worth a look."""
        if self.discrimination is not None and self.discrimination < 0.1:
            return "Check it: students who know the rest do no better here."
        if self.difficulty is None:
            return ""
        if self.difficulty < 0.3:
            return "Hard: few points were earned."
        return "Easy: it hardly tells students apart." if self.difficulty > 0.95 else ""


class Misconception(msgspec.Struct, frozen=True, kw_only=True):
    """A known mistake, and the students who made it."""

    name: str
    notebook: str
    exercise: str
    students: list[str]


class UsageRow(msgspec.Struct, frozen=True):
    """Resources used by grading a notebook."""

    notebook: str
    seconds: Spread
    cpu_seconds: Spread
    memory_mb: Spread


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What tests gave, or what people gave, before late penalties."""

    max_score: float
    scores: Spread
    """Of the submissions in which all of this part is graded."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
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
    by_tests: Part
    by_hand: Part
    whole: int
    """Number of submissions in the item analysis."""
    exercises: list[ExerciseRow]
    misconceptions: list[Misconception]
    walls: dict[str, int]
    unsafe: int
    """Number of notebooks that were graded without a sandbox."""
    faulty_tests: int
    """Number of notebooks that were graded by tests that fail on the course's own solution."""
    usage: list[UsageRow]
    troubles: list[Trouble]
    people: list[Person]
    absent: list[Absent]
    """Students of the class who handed in nothing."""
    likeness: Likeness


def of(facts: Facts, likeness: Likeness, made: datetime) -> Summary:
    """Summarize an assignment."""
    scores = [person.score for person in facts.people]
    whole = [person.student for person in facts.people if person.whole]
    exercises = [facts.exercises[key] for key in sorted(facts.exercises)]
    totals = totals_of(exercises, whole)
    return Summary(
        course=facts.course,
        assignment=facts.assignment.name,
        duedate=facts.assignment.duedate,
        made=made,
        max_score=facts.assignment.max_score,
        handed_in=facts.handed_in,
        scores=items.spread(scores),
        counts=items.bins(scores, facts.assignment.max_score),
        by_tests=part_of(exercises, [person.by_tests for person in facts.people], by_hand=False),
        by_hand=part_of(
            exercises, [p.hand_given for p in facts.people if not p.by_hand], by_hand=True
        ),
        whole=len(whole),
        exercises=[exercise_row(exercise, totals) for exercise in exercises],
        misconceptions=misconceptions(facts),
        walls=dict(sorted(facts.walls.items())),
        unsafe=sum(n for name, n in facts.walls.items() if name.startswith(UNSAFE)),
        faulty_tests=facts.faulty_tests,
        usage=[
            UsageRow(name, *map(items.spread, zip(*used, strict=True)))
            for name, used in sorted(facts.usage.items())
        ],
        troubles=sorted(facts.troubles, key=lambda t: (t.kind, t.notebook, t.student)),
        people=facts.people,
        absent=facts.absent,
        likeness=likeness,
    )


def part_of(exercises: Sequence[ExerciseFacts], scores: Sequence[float], *, by_hand: bool) -> Part:
    """Summarize the points of the exercises that tests grade, or of those that people grade."""
    most = sum(exercise.max_score for exercise in exercises if exercise.by_hand is by_hand)
    return Part(max_score=most, scores=items.spread(scores))


def totals_of(exercises: Sequence[ExerciseFacts], students: Sequence[str]) -> dict[str, float]:
    """Return each student's points over the exercises that are graded for everybody."""
    settled = [e for e in exercises if all(student in e.scores for student in students)]
    return {student: sum(e.scores[student] for e in settled) for student in students}


def exercise_row(exercise: ExerciseFacts, totals: Mapping[str, float]) -> ExerciseRow:
    """Summarize an exercise."""
    most, scores = exercise.max_score, exercise.scores
    full = sum(score >= most - 1e-6 for score in scores.values())
    none = sum(score < 1e-6 for score in scores.values()) if most else 0
    settled = totals.keys() <= scores.keys()
    return ExerciseRow(
        notebook=exercise.notebook,
        name=exercise.name,
        title=exercise.title,
        by_hand=exercise.by_hand,
        max_score=most,
        judged=len(scores),
        full=full,
        some=len(scores) - full - none,
        none=none,
        waiting=exercise.waiting,
        difficulty=None if exercise.waiting else items.difficulty(list(scores.values()), most),
        discrimination=discrimination_of_test(scores, totals) if settled else None,
        tests=[test_row(ended, most, totals) for ended in exercise.tests.values()],
    )


def test_row(ended: TestFacts, most: float, totals: Mapping[str, float]) -> TestRow:
    """Summarize a test."""
    points = {student: passed * ended.share * most for student, passed in ended.passed.items()}
    return TestRow(
        title=ended.title,
        visible=ended.visible,
        judged=len(ended.passed),
        passed=sum(ended.passed.values()),
        discrimination=discrimination_of_test(points, totals)
        if totals.keys() <= points.keys()
        else None,
    )


def discrimination_of_test(
    points: Mapping[str, float], totals: Mapping[str, float]
) -> float | None:
    """Return an item's discrimination among the students with a total."""
    return items.discrimination([points[s] for s in totals], list(totals.values()))


def misconceptions(facts: Facts) -> list[Misconception]:
    """Return the known mistakes, the most frequent first."""
    found = [
        Misconception(name=name, notebook=notebook, exercise=exercise, students=sorted(who))
        for (notebook, exercise, name), who in facts.misconceptions.items()
    ]
    return sorted(found, key=lambda m: (-len(m.students), m.notebook, m.exercise, m.name))


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The course: its assignments, and each student's points in all of them."""

    course: str
    made: datetime
    known: int
    """Number of the course's assignments, reported or not."""
    max_score: float
    totals: Spread
    counts: list[int]
    assignments: list[Summary]


def overview(summaries: Sequence[Summary], made: datetime, known: int) -> Overview:
    """Summarize the course. A student has no points where they submitted nothing."""
    most = sum(summary.max_score for summary in summaries)
    totals: dict[str, float] = {}
    for summary in summaries:
        for person in summary.people:
            totals[person.student] = totals.get(person.student, 0.0) + person.score
    points = list(totals.values())
    return Overview(
        course=summaries[0].course,
        made=made,
        known=known,
        max_score=most,
        totals=items.spread(points),
        counts=items.bins(points, most),
        assignments=list(summaries),
    )
