"""The results of grading: a closed vocabulary of outcomes, and the rule that makes points of them.

This module is pure. Its plain records are stored as JSON in a notebook's metadata, and pages are
made from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

UNNAMED: Final = "The tests of this cell"
"""The title of plain asserts whose cell has no name that says anything."""


NOT_WRITTEN: Final = "This is not written yet."
"""What is said of an exercise that still is as it was handed out."""

STOPPED: Final = "Your code stopped with an error, or returned something that can't be examined."
"""What is said of every exception, signal and limit of a hidden test but those of time, and of what
can't cross: a test that told which one it was would tell about its inputs."""


CELL_STOPPED: Final = "Your cell stopped: "
"""How it is said that a name is missing since its cell is no Python; the error and line follow."""


class Outcome(StrEnum):
    """The ways in which a test can end."""

    PASSED = "passed"
    FAILED = "failed"
    RAISED = "raised"
    TIMED_OUT = "timed out"
    KILLED = "killed"
    NOT_DEFINED = "not defined"
    NOT_SENDABLE = "not sendable"
    INVALID = "invalid submission"
    BROKEN = "broken"
    """A fault of the grader or the course. It is never a score."""


@dataclass(frozen=True, kw_only=True)
class Counterexample:
    """One wrong call, as text for a person."""

    called: str
    returned: str
    expected: str = ""
    compared: str = ""
    """What was made of the result to be compared, if it is something else."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawing (SVG) of what came back beside what was expected, with alternative text."""

    svg: str
    alt: str


@dataclass(frozen=True)
class Remark:
    """Something that is true of one failure, and of others too if they have the same cause."""

    name: str
    summary: str
    """The sentence without values, which may be told of a hidden test."""
    detail: str = ""
    """The sentence with values, if that is another one."""


@dataclass(frozen=True)
class Suspicion:
    """What one test's result says of the cause of a cell's failures."""

    suspects: dict[str, str | None] = field(default_factory=dict)
    """Known mistakes: the hint of one with exactly this result, None for one with another."""
    about: str = ""
    """What the test asks for: an aspect of a result, which a hint at it fits alone, or a property
    such as "memory". A wrong function fails a test of that, too: its hint is told only if all tests
    of other things pass."""
    remarks: dict[str, tuple[Remark, ...]] = field(default_factory=dict)
    """What each diagnoser remarks, by its name; one that can't tell is missing."""

    @property
    def fits(self) -> dict[str, str]:
        """Known mistakes with exactly this result, each with its hint."""
        return {name: hint for name, hint in self.suspects.items() if hint is not None}

    @property
    def against(self) -> set[str]:
        """Known mistakes with another result."""
        return self.suspects.keys() - self.fits.keys()


@dataclass(frozen=True, kw_only=True)
class TestResult:
    """The result of one test function."""

    name: str
    title: str
    outcome: Outcome
    weight: float = 1.0
    visible: bool = True
    message: str = ""
    hint: str = ""
    counterexample: Counterexample | None = None
    picture: Picture | None = None
    misconception: str = ""
    """The name of the known mistake that is the cause, if one is known."""
    cause: str = ""
    """What is wrong with the structure of a function's results, if that is the failure."""
    suspicion: Suspicion | None = None
    """What the cause is found by, over all tests of a cell; it is not kept."""
    remark: str = ""
    """What the failures of the cell have in common, at the first of them."""
    habit: bool = False
    """Whether it asks for what every exercise does: whole numbers, arguments left alone, shapes."""
    right_helpers: tuple[str, ...] = ()
    """Functions in whose place right ones stood for this result, as the student's are wrong."""
    part: float = 0.0
    """Which part of its points it earned without passing: a cell's value may give some."""
    log: str = ""
    """For the instructor only: it may quote hidden tests."""

    @property
    def earned(self) -> float:
        """Which part of its points it earned."""
        return 1.0 if self.outcome is Outcome.PASSED else self.part

    __test__ = False


@dataclass(frozen=True, kw_only=True)
class CellVerdict:
    """The result of one autograded cell; its score is None if grading itself failed."""

    grade_id: str
    max_score: float
    score: float | None
    tests: list[TestResult] = field(default_factory=list)
    reason: str = ""
    depends_on: tuple[str, ...] = ()
    """Exercises that this one depends on and that are wrong, to be corrected first."""

    @property
    def broken(self) -> bool:
        """True if a person has to look, because grading itself failed."""
        return self.score is None

    @property
    def faults(self) -> list[str]:
        """How grading itself failed, for the instructor."""
        return [t.log or t.message for t in self.tests if t.outcome is Outcome.BROKEN]


@dataclass(frozen=True, kw_only=True)
class NotebookVerdict:
    """The result of one notebook of a submission."""

    notebook: str
    cells: list[CellVerdict]
    reason: str = ""
    """Why the notebook could not be read or finished; empty if it could."""
    sandbox: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory_mb: float = 0.0
    """Peak memory of one of its processes, including libraries that all share."""
    cut: int = 0
    """Cells of which not all that they showed is kept: it was more than the limits on output."""
    faulty_tests: bool = False
    """True if its tests fail on the course's own solution, and it was graded by request."""

    @property
    def score(self) -> float:
        """The autograded points."""
        return sum(cell.score or 0.0 for cell in self.cells)

    @property
    def max_score(self) -> float:
        """The highest possible autograded points."""
        return sum(cell.max_score for cell in self.cells)

    @property
    def broken(self) -> bool:
        """True if grading itself failed for any cell."""
        return any(cell.broken for cell in self.cells)


def scored(grade_id: str, max_score: float, tests: list[TestResult]) -> CellVerdict:
    """Split a cell's points over its tests by weight; one broken test leaves the cell unscored."""
    if any(test.outcome is Outcome.BROKEN for test in tests) or not tests:
        reason = "the tests of this cell could not be run; it needs a look by hand"
        return CellVerdict(
            grade_id=grade_id, max_score=max_score, score=None, tests=tests, reason=reason
        )
    return CellVerdict(
        grade_id=grade_id, max_score=max_score, score=points(max_score, tests), tests=tests
    )


def points(max_score: float, tests: Iterable[TestResult]) -> float:
    """Return the points earned by the tests, by weight: exactly `max_score` for all."""
    tests = list(tests)
    total = sum(test.weight for test in tests)
    earned = sum(test.weight * test.earned for test in tests)
    if tests and all(test.outcome is Outcome.PASSED for test in tests):
        return float(max_score)
    return round(max_score * earned / total, 6) if total else 0.0


def zero(grade_id: str, max_score: float, reason: str) -> CellVerdict:
    """Record a zero and its reason, for a fault of the student's."""
    test = TestResult(
        name="submission", title="The submission", outcome=Outcome.INVALID, message=reason
    )
    return CellVerdict(
        grade_id=grade_id, max_score=max_score, score=0.0, tests=[test], reason=reason
    )


def unjudged(grade_id: str, max_score: float, reason: str) -> CellVerdict:
    """Record that there is no score, because grading itself failed."""
    test = TestResult(name="grader", title="The grader", outcome=Outcome.BROKEN, message=reason)
    return CellVerdict(
        grade_id=grade_id, max_score=max_score, score=None, tests=[test], reason=reason
    )


def points_text(points: float) -> str:
    """Return points with the decimals that they have, two at most."""
    return f"{points:.2f}".rstrip("0").rstrip(".")
