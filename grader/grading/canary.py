"""Tests are tried before anybody is graded by them: on the source's own solution, and untouched.

A fault of the tests or of the reference is a fault of ours, and must not become a score. Where test
functions give the marks, the instructor's solution is to get all of them, and the notebook as
students are given it none.

Of plain asserts is wanted less, since courses of nbgrader's live well with more: that they do not
give nothing to a solution. A number of points may be less than all (an accuracy, say), an untouched
notebook may get some, and a source may leave exercises unsolved. `grader check` tells of these.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.errors import GraderError
from grader.grading import submission
from grader.grading.jobs import GradedNotebook, Job, JobResult
from grader.limits import Limits
from grader.notebooks import ipynb, regions, static_faults
from grader.notebooks.files import write_whole
from grader.notebooks.ipynb import Key
from grader.sandbox import tempdirs
from grader.testing import grade_cell
from grader.testing.trace_text import taken_out
from grader.verdict import CellVerdict, Outcome, TestResult

RECORD: Final = ".grader.tried.json"
"""The file of a course that tells which tests were tried, and what came of it."""

SOLUTION, UNTOUCHED = "solution", "untouched"

UNWRITTEN: Final = re.compile(r"^\s*raise NotImplementedError\b", re.MULTILINE)
"""What stands in an answer that is not written yet."""


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
    """What came of trying a notebook's tests: its faults, if there are any."""

    tests: str
    """Digest of the tests and of all that they depend on."""
    source: str
    """Digest of the source notebook."""
    faults: list[CellFault] = []
    out_of_time: bool = False
    """Whether the solution ran out of time: where the machine has less to do, it may not."""


Record = dict[str, Tried]
"""What came of trying, by assignment and notebook."""


# Looking up ---------------------------------------------------------------------------------


def read_record(root: Path) -> Record:
    """Read what was tried in a course; nothing if the file is not there or is damaged."""
    try:
        return msgspec.json.decode((root / RECORD).read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return {}


def write_record(root: Path, record: Record) -> None:
    """Write what was tried in a course."""
    write_whole(root / RECORD, msgspec.json.format(msgspec.json.encode(record), indent=1))


def look_up(record: Record, candidate: Candidate, limits: Limits, root: Path) -> Tried | None:
    """Return what came of trying these tests, or None if they are to be tried.

    Tests that stood the trial need no other one when only their source changes.
    """
    known = record.get(candidate.name)
    if known is None or known.out_of_time or known.tests != tests_digest(candidate, limits, root):
        return None
    return known if not known.faults or known.source == source_digest(candidate) else None


def tests_digest(candidate: Candidate, limits: Limits, root: Path) -> str:
    """Digest all that the verdicts of a notebook depend on, but for the submission."""
    files = candidate.data_files.values()
    return submission.assignment_digest([candidate.key], files, limits, root)


def source_digest(candidate: Candidate) -> str:
    """Digest the source notebook of tests."""
    return hashlib.blake2b(candidate.source.read_bytes(), digest_size=20).hexdigest()


# Trying -------------------------------------------------------------------------------------


@contextlib.contextmanager
def trial_folder() -> Iterator[Path]:
    """Lend a temporary folder; if this process is killed, the next grader removes it."""
    folder, lock = tempdirs.create()
    try:
        yield folder / "submission"
    finally:
        tempdirs.remove_tree(folder)
        os.close(lock)


def try_tests(
    candidates: Sequence[Candidate],
    grade: Callable[[list[Job]], Iterable[JobResult]],
    folder: Path,
    limits: Limits,
    root: Path,
) -> Iterator[tuple[str, Tried]]:
    """Grade the solution and the untouched notebook of each candidate, written to a folder.

    Raise a GraderError where that can't be done.
    """
    digests = [(tests_digest(c, limits, root), source_digest(c)) for c in candidates]
    jobs = [
        job
        for number, one in enumerate(candidates)
        for job in _trial_jobs(one, folder / str(number))
    ]
    found: dict[str, GradedNotebook] = {}
    for done in grade(jobs) if jobs else ():
        if done.problem:
            raise GraderError(done.problem)
        found[done.job.folder] = done.graded[0]
    for number, (one, (tests, source)) in enumerate(zip(candidates, digests, strict=True)):
        graded = {who: found[str(folder / str(number) / who)] for who in submissions(one)}
        out_of_time = SOLUTION in graded and graded[SOLUTION].out_of_time
        yield one.name, Tried(tests, source, list(faults(one, graded)), out_of_time)


def _trial_jobs(candidate: Candidate, folder: Path) -> Iterator[Job]:
    """Write the submissions that a candidate is tried on, and yield the jobs that grade them."""
    nb = ipynb.read_source(candidate.source)
    cells_of = {SOLUTION: nb["cells"], UNTOUCHED: _untouched(nb, candidate.key)}
    for who in submissions(candidate):
        path = folder / who / f"{candidate.key.notebook}.ipynb"
        for beside in candidate.source.parent.glob("*.ipynb"):
            write_whole(path.with_name(beside.name), beside.read_text(encoding="utf-8"))
        write_whole(path, ipynb.dumps({**nb, "cells": cells_of[who]}))
        yield Job(
            student=who,
            assignment=candidate.assignment,
            folder=str(path.parent),
            keys=[candidate.key],
            data_files=candidate.data_files,
        )


def _untouched(nb: Mapping[str, Any], key: Key) -> list[dict[str, Any]]:
    """Return a source's cells with the stubs in place of the solutions, as the key has them."""
    stubs = _stubs(key)
    return [
        {**cell, "source": stubs.get(_grade_id_of(cell), cell["source"])} for cell in nb["cells"]
    ]


def _stubs(key: Key) -> dict[str, str]:
    """Return what stands in the place of each solution in a release."""
    return {cell.name: cell.source for cell in key.cells if cell.solution}


def _grade_id_of(cell: Mapping[str, Any]) -> str:
    return str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", ""))


# Judging ------------------------------------------------------------------------------------


def faults(candidate: Candidate, graded: Mapping[str, GradedNotebook]) -> Iterator[CellFault]:
    """Yield why nobody can be graded by a notebook's tests, which were tried on these."""
    seen = list(static(candidate.key))
    unable = {fault.cell for fault in seen}
    yield from seen
    suites, solved = _suites(candidate.key), is_solved(candidate)
    for who, book in graded.items():
        for cell in book.verdict.cells:
            if cell.grade_id in unable:
                continue
            if cell.grade_id in suites:
                problem = not_full if who == SOLUTION else not_zero
                said = problem(cell, book.notebook)
            elif who == SOLUTION and solved:
                said = _gives_nothing(cell, book.notebook)
            else:
                said = ""
            if said:
                yield CellFault(cell.grade_id, said)


def submissions(candidate: Candidate) -> list[str]:
    """Return what a notebook's tests are tried on."""
    if _suites(candidate.key):
        return [SOLUTION, UNTOUCHED]
    return [SOLUTION] if is_solved(candidate) else []


def is_untried(candidate: Candidate) -> bool:
    """Return whether plain asserts give marks that no solution is there to be tried on."""
    plain = {cell.name for cell in candidate.key.autograded()} - _suites(candidate.key)
    return bool(plain) and not is_solved(candidate)


def is_solved(candidate: Candidate) -> bool:
    """Return whether a source holds a solution: one of its answers is neither a stub nor blank."""
    stubs = _stubs(candidate.key)
    return any(
        cell["source"].strip() not in ("", stubs[name].strip())
        and not UNWRITTEN.search(cell["source"])
        for cell in ipynb.read_source(candidate.source)["cells"]
        if cell["cell_type"] == "code" and (name := _grade_id_of(cell)) in stubs
    )


def _suites(key: Key) -> set[str]:
    return {cell.name for cell in key.autograded() if grade_cell.is_suite(cell.source)}


def static(key: Key) -> Iterator[CellFault]:
    """Yield the faults of a notebook's tests that are seen without running them."""
    for cell in key.autograded():
        for fault in static_faults.cell_faults(cell.name, cell.source):
            yield CellFault(cell.name, str(fault))


def not_full(cell: CellVerdict, notebook: Mapping[str, Any]) -> str:
    """Return why the solution does not get full marks in a cell, or an empty string."""
    if cell.score == cell.max_score:
        return ""
    failed = [
        f"{test.name} ({said})" if test.name != cell.grade_id else " ".join(said.split())
        for test in cell.tests
        if test.outcome is not Outcome.PASSED
        and (said := _instructors_sentence(test) or _error_in(notebook, cell.grade_id))
    ]
    why = "; ".join(failed) or cell.reason or f"{cell.score:g} of {cell.max_score:g} points"
    return f"the solution does not get full marks in `{cell.grade_id}`: {why.rstrip('.')}."


def _gives_nothing(cell: CellVerdict, notebook: Mapping[str, Any]) -> str:
    """Return why plain asserts give nothing to the solution, or an empty string.

    An exercise that the source leaves unsolved says so by its error, and is no fault.
    """
    unwritten = _error_in(notebook, cell.grade_id).startswith("NotImplementedError")
    return "" if cell.score or unwritten else not_full(cell, notebook)


def _instructors_sentence(test: TestResult) -> str:
    """Return what an instructor should read of a test that failed: the error, or the limit."""
    limit = test.outcome in (Outcome.TIMED_OUT, Outcome.KILLED)
    return test.message if limit and test.message else test.log or test.message


def _error_in(notebook: Mapping[str, Any], name: str) -> str:
    """Return the error that a cell of plain asserts ended in."""
    outputs = [
        output
        for cell in notebook["cells"]
        if _grade_id_of(cell) == name
        for output in cell.get("outputs", [])
    ]
    errors = [f"{o['ename']}: {o['evalue']}" for o in outputs if o["output_type"] == "error"]
    errors += ["something was written to stderr" for o in outputs if o.get("name") == "stderr"]
    return next(iter(errors), "")


def not_zero(cell: CellVerdict, notebook: Mapping[str, Any]) -> str:
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


def edited(candidate: Candidate, begin_hidden: str, end_hidden: str) -> bool:
    """Return whether the tests of a source are others than those that it was generated with.

    The source delimits hidden tests by these texts, the key as grading knows them.
    """
    known = {cell.name: cell for cell in candidate.key.cells}
    for cell in ipynb.read_source(candidate.source)["cells"]:
        marks = cell.get("metadata", {}).get("nbgrader", {})
        key = known.pop(_grade_id_of(cell), None)
        if not marks.get("grade") or marks.get("solution") or "AUTOTEST" in cell["source"]:
            continue
        points = float(marks.get("points", 0))
        source = regions.with_usual_markers(cell["source"], begin_hidden, end_hidden)
        if key is None or taken_out(key.source) != source or key.points != points:
            return True
    return any(cell.autograded for cell in known.values())
