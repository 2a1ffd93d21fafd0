"""What grading finds: a closed vocabulary of outcomes, and the rule that turns them into points.

Pure: no process, no file, no notebook. Everything here is a plain record, so that it can be
stored as JSON beside a notebook and read again by whoever writes pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Outcome(StrEnum):
    """How a test ended. Nothing else can happen."""

    PASSED = "passed"
    FAILED = "failed"
    RAISED = "raised"
    TIMED_OUT = "timed out"
    KILLED = "killed"
    NOT_DEFINED = "not defined"
    NOT_SENDABLE = "not sendable"
    INVALID = "invalid submission"
    BROKEN = "broken"
    """Our own fault. It is never a score."""


class Counterexample(msgspec.Struct, frozen=True, kw_only=True):
    """One call that went wrong, as text to be read by a person."""

    called: str
    returned: str
    expected: str = ""


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """What came back beside what was expected, drawn (as SVG), and what it shows in words."""

    svg: str
    alt: str


class TestResult(msgspec.Struct, frozen=True, kw_only=True):
    """One test function of a grade cell."""

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
    """The name of the known mistake that leads to exactly this result; empty where none does."""
    log: str = ""
    """For the instructor alone: it may quote hidden tests."""

    __test__ = False


class CellVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """One autograded cell: its score is a number, or None where the fault is ours."""

    grade_id: str
    max_score: float
    score: float | None
    tests: list[TestResult] = []
    reason: str = ""
    depends_on: tuple[str, ...] = ()
    """Exercises which this one calls and which are not right: they are to be mended first."""

    @property
    def broken(self) -> bool:
        """Whether a person has to look, because grading itself failed."""
        return self.score is None


class NotebookVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """One notebook of a submission."""

    notebook: str
    cells: list[CellVerdict]
    reason: str = ""
    """Why the notebook as a whole could not be read or finished; empty when it could."""
    sandbox: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory_mb: float = 0.0
    """The most that one of its processes held, the libraries included that all share."""

    @property
    def score(self) -> float:
        """The autograded points."""
        return sum(cell.score or 0.0 for cell in self.cells)

    @property
    def max_score(self) -> float:
        """The points that could be had from autograded cells."""
        return sum(cell.max_score for cell in self.cells)

    @property
    def broken(self) -> bool:
        """Whether any cell could not be judged through a fault of ours."""
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
    """Points earned: the share of the weights that passed, exactly `max_score` when all did."""
    tests = list(tests)
    total = sum(test.weight for test in tests)
    earned = sum(test.weight for test in tests if test.outcome is Outcome.PASSED)
    if tests and all(test.outcome is Outcome.PASSED for test in tests):
        return float(max_score)
    return round(max_score * earned / total, 6) if total else 0.0


def zero(grade_id: str, max_score: float, reason: str) -> CellVerdict:
    """A recorded zero with its reason: the fault is the student's."""
    test = TestResult(
        name="submission", title="The submission", outcome=Outcome.INVALID, message=reason
    )
    return CellVerdict(
        grade_id=grade_id, max_score=max_score, score=0.0, tests=[test], reason=reason
    )


def unjudged(grade_id: str, max_score: float, reason: str) -> CellVerdict:
    """No score, for a fault of ours."""
    test = TestResult(name="grader", title="The grader", outcome=Outcome.BROKEN, message=reason)
    return CellVerdict(
        grade_id=grade_id, max_score=max_score, score=None, tests=[test], reason=reason
    )
