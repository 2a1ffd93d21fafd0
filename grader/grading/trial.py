"""The trial of tests, before anybody is graded by them: on the solution, and on the untouched stub.

A fault of the tests or of the reference is a fault of ours, and must not become a score. Where test
functions give the marks, the instructor's solution is to get all of them, and the notebook as
students are given it none. Plain asserts are graded by nbgrader's rule whatever they say of either:
`grader check` tells that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.errors import GraderError
from grader.grading.jobs import GradedNotebook, Job, JobResult
from grader.grading.submission import HandIn, assignment_digest
from grader.limits import Limits
from grader.notebooks import ipynb, regions, source_checks
from grader.notebooks.files import KEPT, write_whole
from grader.notebooks.ipynb import Key
from grader.notebooks.regions import Region
from grader.notebooks.source_cells import SourceCell
from grader.verdict import CellVerdict, Outcome, TestResult

RECORD: Final = f"{KEPT}/tried.json"
"""The file of a course that tells which tests were tried, and what came of it."""

SOLUTION, UNTOUCHED = "solution", "untouched"


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A notebook's tests, and the source that they come from."""

    assignment: str
    key: Key
    source: Path
    data_files: dict[str, str]

    @property
    def name(self) -> str:
        """Assignment and notebook."""
        return f"{self.assignment}/{self.key.notebook}"


class CellFault(msgspec.Struct, frozen=True):
    """A grade cell by which nobody can be graded, and why."""

    cell: str
    sentence: str


class Tried(msgspec.Struct, frozen=True):
    """What came of the trial of a notebook's tests: its faults, if there are any."""

    tests: str
    """Digest of the tests and of all that they depend on."""
    source: str
    """Digest of the source notebook."""
    faults: list[CellFault] = []


class Trial:
    """The tests of a course that were tried, as its `RECORD` has them, and those to be tried."""

    def __init__(self, root: Path, limits: Limits) -> None:
        self._root, self._limits = root, limits
        try:
            data = (root / RECORD).read_bytes()
            self._tried = msgspec.json.decode(data, type=dict[str, Tried])
        except (OSError, msgspec.DecodeError):  # not there, or damaged
            self._tried = {}

    def is_due(self, candidate: Candidate) -> bool:
        """Return whether tests are to be tried.

        Those that stood the trial need no other one when only their source changes.
        """
        known, now = self._tried.get(candidate.name), self._state(candidate)
        if known is None or known.tests != now.tests:
            return True
        return bool(known.faults) and known.source != now.source

    def run(
        self, candidates: Sequence[Candidate], grade: Callable[[list[Job]], Iterable[JobResult]]
    ) -> None:
        """Try tests, and record what came of it; raise a GraderError where that can't be done."""
        now = [self._state(one) for one in candidates]  # before tests may change while they run
        found = {one.name: list(static(one.key)) for one in candidates}
        tested = [one for one in candidates if suites_of(one.key)]
        for one, solution, untouched in grade_both(tested, grade):
            found[one.name] = list(faults(one.key, solution, untouched))
        for one, state in zip(candidates, now, strict=True):
            self._tried[one.name] = msgspec.structs.replace(state, faults=found[one.name])
        self._write()

    def trust(self, candidates: Iterable[Candidate]) -> None:
        """Record tests as tried, and without a fault."""
        self._tried |= {one.name: self._state(one) for one in candidates}
        self._write()

    def faults(self, candidate: Candidate) -> list[CellFault]:
        """Return the faults of tests that were tried."""
        return self._tried[candidate.name].faults

    def _state(self, candidate: Candidate) -> Tried:
        """Digest the source, and all but a submission that verdicts of the notebook depend on."""
        files = candidate.data_files.values()
        tests = assignment_digest([candidate.key], files, self._limits, self._root)
        source = hashlib.blake2b(candidate.source.read_bytes(), digest_size=20)
        return Tried(tests, source.hexdigest())

    def _write(self) -> None:
        text = msgspec.json.format(msgspec.json.encode(self._tried), indent=1)
        write_whole(self._root / RECORD, text)


def grade_both(
    candidates: Sequence[Candidate], grade: Callable[[list[Job]], Iterable[JobResult]]
) -> Iterator[tuple[Candidate, GradedNotebook, GradedNotebook]]:
    """Yield each notebook with its solution and its untouched stub, as the tests graded them."""
    graded: dict[str, GradedNotebook] = {}
    jobs = [job for number, one in enumerate(candidates) for job in _jobs(one, number)]
    for done in grade(jobs) if jobs else ():
        if done.problem:
            raise GraderError(done.problem)
        graded[done.job.student] = done.graded[0]
    for number, one in enumerate(candidates):
        yield one, graded[f"{number}/{SOLUTION}"], graded[f"{number}/{UNTOUCHED}"]


def _jobs(candidate: Candidate, number: int) -> Iterator[Job]:
    """Yield the jobs that grade a candidate's two submissions."""
    nb, file = ipynb.read_source(candidate.source), f"{candidate.key.notebook}.ipynb"
    beside = {path.name: path.read_bytes() for path in candidate.source.parent.glob("*.ipynb")}
    for who, cells in ((SOLUTION, nb["cells"]), (UNTOUCHED, _untouched(nb, candidate.key))):
        handed_in = ipynb.dumps({**nb, "cells": cells}).encode()
        yield Job(
            student=f"{number}/{who}",
            assignment=candidate.assignment,
            hand_in=HandIn(files=beside | {file: handed_in}),
            keys=[candidate.key],
            data_files=candidate.data_files,
        )


def _untouched(nb: Mapping[str, Any], key: Key) -> list[dict[str, object]]:
    """Return a source's cells with the stubs in place of the solutions, as the key has them."""
    stubs = {cell.name: cell.source for cell in key.cells if cell.solution}
    return [
        {**cell, "source": stubs.get(SourceCell(cell).name, cell["source"])} for cell in nb["cells"]
    ]


# Faults -------------------------------------------------------------------------------------


def faults(key: Key, solution: GradedNotebook, untouched: GradedNotebook) -> Iterator[CellFault]:
    """Yield why nobody can be graded by the tests of a notebook, which graded these two."""
    seen = list(static(key))
    unable = {fault.cell for fault in seen}
    yield from seen
    suites = suites_of(key)
    for graded, problem in ((solution, not_full), (untouched, not_zero)):
        for cell in graded.verdict.cells:
            counts = cell.grade_id in suites and cell.grade_id not in unable
            if counts and (said := problem(cell)):
                yield CellFault(cell.grade_id, said)


def suites_of(key: Key) -> set[str]:
    """Return the names of a notebook's cells of test functions."""
    return {cell.name for cell in key.autograded() if cell.is_suite}


def static(key: Key) -> Iterator[CellFault]:
    """Yield the faults of a notebook's tests that are seen without running them."""
    for cell in key.autograded():
        others = [one.source for one in key.cells if one is not cell and one.cell_type == "code"]
        for fault in source_checks.cell_faults(cell.name, cell.source, others):
            yield CellFault(cell.name, str(fault))


def not_full(cell: CellVerdict) -> str:
    """Return why the solution does not get full marks in a cell, or an empty string."""
    if cell.score == cell.max_score:
        return ""
    failed = [
        f"{test.name} ({said})" if test.name != cell.grade_id else " ".join(said.split())
        for test in cell.tests
        if test.outcome is not Outcome.PASSED and (said := _instructors_sentence(test))
    ]
    why = "; ".join(failed) or cell.reason or f"{cell.score:g} of {cell.max_score:g} points"
    return f"the solution does not get full marks in `{cell.grade_id}`: {why.rstrip('.')}."


def _instructors_sentence(test: TestResult) -> str:
    """Return what an instructor should read of a test that failed: the error, or the limit."""
    limit = test.outcome in (Outcome.TIMED_OUT, Outcome.KILLED)
    return test.message if limit and test.message else test.log or test.message


def not_zero(cell: CellVerdict) -> str:
    """Return why the untouched notebook does not get zero in a cell, or an empty string."""
    if cell.score == 0:
        return ""
    named = [test for test in cell.tests if test.name != cell.grade_id]
    passed = [test.name for test in named if test.outcome is Outcome.PASSED]
    broken = [f"{t.name} ({t.log or t.message})" for t in cell.tests if t.outcome == "broken"]
    what = "; ".join(broken) or ", ".join(passed) or cell.reason or _points_of(cell)
    return f"the untouched stub does not get zero in `{cell.grade_id}`: {what.rstrip('.')}."


def _points_of(cell: CellVerdict) -> str:
    """Say what plain asserts give, which have no names."""
    why = "none of its asserts fails, and " if cell.score == cell.max_score else ""
    return f"{why}it gets {cell.score:g} of {cell.max_score:g} points"


# A source that has changed ------------------------------------------------------------------


def edited(key: Key, source: Path, hidden: Region) -> bool:
    """Return whether the tests of a source are others than those that it was generated with.

    The source delimits hidden tests as the course does, the key as grading knows them.
    """
    known = {cell.name: cell for cell in key.cells}
    for cell in map(SourceCell, ipynb.read_source(source)["cells"]):
        was = known.pop(cell.name, None)
        if not cell.grade or cell.solution or "AUTOTEST" in cell.source:
            continue
        points = float(cell.marks.get("points", 0))
        text = regions.with_usual_markers(cell.source, hidden)
        if was is None or was.source != text or was.points != points:
            return True
    return any(cell.autograded for cell in known.values())
