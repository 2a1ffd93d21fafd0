"""Tests are tried before anybody is graded by them: on the source's own solution, and untouched.

A fault of the tests or of the reference is a fault of ours, and must not become a score. Where test
functions give the marks, the instructor's solution is to get all of them, and the notebook as
students are given it none. Plain asserts are graded by nbgrader's rule whatever they say of either:
`grader check` tells that.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.errors import GraderError
from grader.grading import known_figures, submission
from grader.grading.jobs import GradedNotebook, Job, JobResult
from grader.grading.trial_faults import CellFault, faults, static, suites_of
from grader.limits import Limits
from grader.notebooks import ipynb, regions
from grader.notebooks.files import KEPT, write_whole
from grader.notebooks.ipynb import Key
from grader.notebooks.markers import grade_id_of
from grader.sandbox import tempdirs
from grader.sandbox.preloading import mentioned_modules

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


class Tried(msgspec.Struct, frozen=True):
    """What came of trying a notebook's tests: its faults, if there are any."""

    tests: str
    """Digest of the tests and of all that they depend on."""
    source: str
    """Digest of the source notebook."""
    faults: list[CellFault] = []


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
    if known is None or known.tests != tests_digest(candidate, limits, root):
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

    Where plain asserts give the marks, only the solution runs, and only to keep the figures that
    it draws. A machine without the course's folder returns no figures: earlier ones are kept then.
    Raise a GraderError where trying can't be done.
    """
    digests = [(tests_digest(c, limits, root), source_digest(c)) for c in candidates]
    plain = {one.name for one in candidates if not is_to_be_tried(one.key)}
    drawing = {one.name for one in candidates if _draws(one.source)}
    jobs = [
        job
        for number, one in enumerate(candidates)
        for job in _trial_jobs(one, folder, number)
        if one.name not in plain or (job.student == SOLUTION and one.name in drawing)
    ]
    earlier = {
        one.name: known_figures.expect(root, one.assignment, one.key.notebook)
        for one in candidates
        if one.name in drawing
    }
    found: dict[str, GradedNotebook] = {}
    for done in grade(jobs) if jobs else ():
        if done.problem:
            raise GraderError(done.problem)
        found[done.job.folder] = done.graded[0]
    for number, (one, (tests, source)) in enumerate(zip(candidates, digests, strict=True)):
        solution, untouched = (found.get(f"{number}/{who}") for who in (SOLUTION, UNTOUCHED))
        if solution is not None and one.name in drawing:
            drawn = solution.figures or earlier[one.name]
            known_figures.keep(root, one.assignment, one.key.notebook, drawn)
        if solution is None or untouched is None:
            yield one.name, Tried(tests, source, list(static(one.key)))
            continue
        yield one.name, Tried(tests, source, list(faults(one.key, solution, untouched)))


def _trial_jobs(candidate: Candidate, folder: Path, number: int) -> Iterator[Job]:
    """Write a candidate's two submissions, and yield the jobs that grade them."""
    nb = ipynb.read_source(candidate.source)
    for who, cells in ((SOLUTION, nb["cells"]), (UNTOUCHED, _untouched(nb, candidate.key))):
        path = folder / str(number) / who / f"{candidate.key.notebook}.ipynb"
        for beside in candidate.source.parent.glob("*.ipynb"):
            write_whole(path.with_name(beside.name), beside.read_text(encoding="utf-8"))
        write_whole(path, ipynb.dumps({**nb, "cells": cells}))
        yield Job(
            student=who,
            assignment=candidate.assignment,
            base=str(folder),
            folder=f"{number}/{who}",
            keys=[candidate.key],
            data_files=candidate.data_files,
        )


def _untouched(nb: Mapping[str, Any], key: Key) -> list[dict[str, Any]]:
    """Return a source's cells with the stubs in place of the solutions, as the key has them."""
    stubs = {cell.name: cell.source for cell in key.cells if cell.solution}
    return [
        {**cell, "source": stubs.get(grade_id_of(cell), cell["source"])} for cell in nb["cells"]
    ]


# Looking at a source ------------------------------------------------------------------------


def is_to_be_tried(key: Key) -> bool:
    """Return whether test functions give marks in a notebook."""
    return bool(suites_of(key))


def _draws(source: Path) -> bool:
    """Return whether a source notebook seems to draw figures."""
    cells = ipynb.read_source(source)["cells"]
    return "matplotlib" in mentioned_modules(ipynb.code_outside_tests(cells))


def edited(candidate: Candidate, begin_hidden: str, end_hidden: str) -> bool:
    """Return whether the tests of a source are others than those that it was generated with.

    The source delimits hidden tests by these texts, the key as grading knows them.
    """
    known = {cell.name: cell for cell in candidate.key.cells}
    for cell in ipynb.read_source(candidate.source)["cells"]:
        marks = cell.get("metadata", {}).get("nbgrader", {})
        key = known.pop(grade_id_of(cell), None)
        if not marks.get("grade") or marks.get("solution") or "AUTOTEST" in cell["source"]:
            continue
        points = float(marks.get("points", 0))
        source = regions.with_usual_markers(cell["source"], begin_hidden, end_hidden)
        if key is None or key.source != source or key.points != points:
            return True
    return any(cell.autograded for cell in known.values())
