"""The tests of a notebook's grade cells, in three passes over all cells.

    visible tests ─▶ hidden tests with a counterexample ─▶ all other hidden tests

They begin when the notebook has shown all that it ever will. No pass begins before the one before
it is over in all cells, and what a student's code does in one is shown only as far as its arguments
may be. So hidden arguments reach no page, by whatever way the notebook's processes tell each other
of them: nothing is shown of whoever can have heard. The notebook's folder is restored before each
pass of each cell.

Each pass of a cell begins in a clean copy of its checkpoint, so nothing that its code remembers of
one is there in the next; the tests of one pass share a copy, and get another one when it is lost.
When a checkpoint is lost, the notebook runs again in another process.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from grader import verdict
from grader.diagnosis import diagnosers
from grader.errors import GraderError, exception_line
from grader.grading.session import Checkpoint, Session, killed_result
from grader.limits import Limits
from grader.notebooks.ipynb import KeyCell
from grader.testing.grade_cell import GradeCell, Pass
from grader.testing.time_budget import TimeBudget
from grader.verdict import NOT_WRITTEN, STOPPED, CellVerdict, Outcome, TestResult

Places: TypeAlias = Sequence[tuple["CellTests", Checkpoint]]
"""Grade cells with the checkpoints at which they are tested."""


class CellTests:
    """The tests of one grade cell: their results so far, and which passes are left."""

    def __init__(self, exercise: GradeCell, limits: Limits) -> None:
        self.exercise = exercise
        self._budget = TimeBudget(limits)
        self._left = list(exercise.passes)
        self._found: dict[str, TestResult] = {}
        self._rest: list[TestResult] = []
        """One result for all tests that could not begin, if there are any."""
        self.fault: Exception | None = None
        """Why the tests could not be run, where that is a fault of theirs."""
        self.depends_on: tuple[str, ...] = ()
        """Earlier exercises that its failed tests fail for."""

    @property
    def finished(self) -> bool:
        """True if no pass is left."""
        return not self._left

    def awaits(self, which: Pass) -> bool:
        """True if a pass is left."""
        return which in self._left

    def run(self, which: Pass, session: Session, place: Checkpoint) -> None:
        """Run a pass of the tests at a checkpoint; it is left if a test found no process."""
        try:
            ran = session.run_pass(place, self.exercise, which, self._budget, done=self._found)
        except (GraderError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - tests raise anything; a person grades the cell
            self.fault, self._left = error, []
            return
        if ran.whole:
            self._conclude(*ran.results)
            return
        self._found |= {result.name: result for result in ran.results}
        if ran.complete:
            self._left.remove(which)

    def run_with_right_helpers(
        self,
        names: Collection[str],
        right: Mapping[str, Callable[..., object]],
        session: Session,
        place: Checkpoint,
    ) -> set[str]:
        """Run failed tests again with right functions for wrong ones; return which fail again.

        What passes has passed. If any does, the others failed by their own fault alone: what they
        failed with now tells more. Else the helpers may not fit in with what the student has made
        of the exercise, and the results stay. So do those of tests that can't be tried in this way.
        Hidden arguments were handed out before: all that is told is what a hidden test tells. The
        tests have a name of their own for deadlines.
        """
        exercise = replace(
            self.exercise, name=f"{self.exercise.name} with right helpers", hidden=frozenset(names)
        )
        budget = TimeBudget(self._budget.limits)
        try:
            ran = session.run_pass(place, exercise, Pass.HIDDEN, budget, stand_ins=right)
        except (GraderError, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - tests raise anything; their first results stay
            return set()
        ended = [] if ran.whole else [one for one in ran.results if one.outcome != Outcome.BROKEN]
        failed = {one.name for one in ended if one.outcome is not Outcome.PASSED}
        if len(failed) < len(ended):
            for one in ended:
                self._found[one.name] = replace(one, right_helpers=tuple(right))
        return failed

    def give_up(self, reason: str) -> None:
        """Leave all passes that are left: there is no process for them."""
        if self._left:
            self._conclude(killed_result(self.exercise.name, reason))

    def _conclude(self, result: TestResult) -> None:
        """Let a result stand for all tests that are left; those that are done keep theirs."""
        if self._found:
            left = self.exercise.weights.keys() - self._found.keys()
            result = replace(
                result,
                title="The other tests of this cell",
                weight=sum(self.exercise.weights[name] for name in left) or 1.0,
                visible=not left <= self.exercise.hidden,
            )
        self._rest, self._left = [result], []

    def results(self) -> list[TestResult]:
        """Return the results in the order of the cell, with their one cause."""
        order = {name: number for number, name in enumerate(self.exercise.order)}
        found = sorted(self._found.values(), key=lambda one: order.get(one.name, math.inf))
        told = [
            replace(one, visible=one.name not in self.exercise.hidden)
            for one in diagnosers.explain(found)
        ]
        return _unwritten([*told, *self._rest])


def _unwritten(results: list[TestResult]) -> list[TestResult]:
    """Say also of hidden tests that nothing is written yet, where all visible ones say so."""
    visible = {result.message for result in results if result.visible}
    if visible != {NOT_WRITTEN}:
        return results
    return [replace(one, message=NOT_WRITTEN) if one.message == STOPPED else one for one in results]


def run_passes(places: Places, session: Session) -> None:
    """Run the passes that are left, each over all cells, until one can't be finished."""
    for which in Pass:
        for tests, place in places:
            if tests.awaits(which):
                tests.run(which, session, place)
        if any(tests.awaits(which) for tests, _ in places):
            return


def make_verdict(key: KeyCell, tests: CellTests) -> CellVerdict:
    """Make the verdict of a cell of test functions; a fault of the tests is no score."""
    if tests.fault is not None:
        said = exception_line(tests.fault)
        reason = f"the tests of `{key.name}` could not be run ({said})"
        return verdict.unjudged(key.name, key.points, reason)
    judged = verdict.scored(key.name, key.points, tests.results())
    return replace(judged, depends_on=tests.depends_on)
