"""What the facts of an assignment come to: the numbers that a report tells, as plain records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from grader.report import items
from grader.report.facts import ExerciseFacts, Facts, Person, TestFacts, Trouble
from grader.report.items import Spread
from grader.report.likeness import Likeness

UNSAFE = "none"
"""How the name of no walls begins."""


class TestRow(msgspec.Struct, frozen=True, kw_only=True):
    """A test: how many of those who were judged passed."""

    title: str
    visible: bool
    judged: int
    passed: int
    discrimination: float | None

    __test__ = False

    @property
    def rate(self) -> float | None:
        """The share who passed; None where nobody was judged."""
        return self.passed / self.judged if self.judged else None


class ExerciseRow(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise: how many have all its points, some, none; its tests."""

    notebook: str
    name: str
    max_score: float
    judged: int
    full: int
    some: int
    none: int
    waiting: int
    difficulty: float | None
    """None where nobody was judged, or some still wait for a hand grade."""
    discrimination: float | None
    tests: list[TestRow]

    @property
    def rate(self) -> float | None:
        """The share who have all points, when that is known of everybody."""
        return self.full / self.judged if self.judged and not self.waiting else None

    @property
    def remark(self) -> str:
        """What may be worth a look, in words."""
        if self.discrimination is not None and self.discrimination < 0.1:
            return "Look at it: who knows the rest does not do better here."
        if self.difficulty is None:
            return ""
        if self.difficulty < 0.3:
            return "Hard: few points were earned."
        return "Easy: it tells few apart." if self.difficulty > 0.95 else ""


class Misconception(msgspec.Struct, frozen=True, kw_only=True):
    """A known mistake by its name, and who made it."""

    name: str
    notebook: str
    exercise: str
    students: list[str]


class UsageRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the grading of a notebook took."""

    notebook: str
    seconds: Spread
    cpu_seconds: Spread
    memory_mb: Spread


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """An assignment in numbers."""

    course: str
    assignment: str
    duedate: datetime | None
    made: datetime
    max_score: float
    handed_in: int
    scores: Spread
    counts: list[int]
    """Submissions in each tenth of the points."""
    whole: int
    """Submissions that the item analysis is made of."""
    exercises: list[ExerciseRow]
    misconceptions: list[Misconception]
    walls: dict[str, int]
    unsafe: int
    """Notebooks that were graded without walls."""
    usage: list[UsageRow]
    troubles: list[Trouble]
    people: list[Person]
    likeness: Likeness


def of(facts: Facts, likeness: Likeness, made: datetime) -> Summary:
    """The numbers of an assignment."""
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
        whole=len(whole),
        exercises=[exercise_row(exercise, totals) for exercise in exercises],
        misconceptions=misconceptions(facts),
        walls=dict(sorted(facts.walls.items())),
        unsafe=sum(n for name, n in facts.walls.items() if name.startswith(UNSAFE)),
        usage=[
            UsageRow(
                notebook=name,
                seconds=items.spread(usage.seconds),
                cpu_seconds=items.spread(usage.cpu_seconds),
                memory_mb=items.spread(usage.memory_mb),
            )
            for name, usage in sorted(facts.usage.items())
        ],
        troubles=sorted(facts.troubles, key=lambda t: (t.kind, t.notebook, t.student)),
        people=facts.people,
        likeness=likeness,
    )


def totals_of(exercises: Sequence[ExerciseFacts], students: Sequence[str]) -> dict[str, float]:
    """The points of each student in all exercises in which nobody's are outstanding."""
    settled = [e for e in exercises if all(student in e.scores for student in students)]
    return {student: sum(e.scores[student] for e in settled) for student in students}


def exercise_row(exercise: ExerciseFacts, totals: Mapping[str, float]) -> ExerciseRow:
    """An exercise in numbers."""
    most, scores = exercise.max_score, exercise.scores
    full = sum(score >= most - 1e-6 for score in scores.values())
    none = sum(score < 1e-6 for score in scores.values()) if most else 0
    settled = totals.keys() <= scores.keys()
    return ExerciseRow(
        notebook=exercise.notebook,
        name=exercise.name,
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
    """A test in numbers."""
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
    """An item's discrimination among the students with a total."""
    return items.discrimination([points[s] for s in totals], list(totals.values()))


def misconceptions(facts: Facts) -> list[Misconception]:
    """The known mistakes, the commonest first."""
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
    """Assignments of the course, reported or not."""
    max_score: float
    totals: Spread
    counts: list[int]
    assignments: list[Summary]


def overview(summaries: Sequence[Summary], made: datetime, known: int) -> Overview:
    """The numbers of a course. Who handed in nothing of an assignment has no points there."""
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
