"""Before a class is graded, its tests are tried, see `grading.trial`; what they lack is told.

Each batch is planned here: the submissions to grade, without notebooks whose tests are faulty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from grader.errors import GraderError
from grader.grading.jobs import Job
from grader.grading.trial import Candidate, CellFault, Trial, edited, static, suites_of
from grader.notebooks.ipynb import Key, foreign_kernel
from grader.plugin import Course
from grader.workflows import autograding
from grader.workflows.autograding import AutogradePlan, Grade


class CourseTrial(msgspec.Struct):
    """What came of the trial: the faults of notebooks, and what the instructor should know."""

    faults: dict[str, list[str]] = {}
    """Sentences about the tests of each notebook by which nobody can be graded."""
    notes: list[str] = []


def plan_gradable(
    course: Course,
    assignments: Sequence[str],
    students: Sequence[str],
    choose: Callable[[Sequence[Job]], Grade],
    announce: Callable[[int], None],
    *,
    force: bool = False,
    trust_tests: bool = False,
    known: dict[str, str] | None = None,
) -> tuple[AutogradePlan, CourseTrial]:
    """Plan a batch, try the tests that are new, and leave out the notebooks with faulty ones.

    These stay in the plan if the tests are trusted all the same. A process that plans again and
    again keeps in `known` the digests of assignments that stood the trial: looking takes a while.
    """
    plan = autograding.plan_autograding(course, assignments, students, force=force)
    digests = {job.assignment: job.assignment_digest for job in plan.jobs}
    if known is not None and digests.items() <= known.items():
        return plan, CourseTrial()
    tried = try_course(course, plan.keys, plan.assignments, choose, announce)
    if tried.faults and not trust_tests:
        plan = autograding.plan_autograding(
            course, assignments, students, force=force, left_out=tried.faults
        )
    elif known is not None and not tried.faults:
        known |= digests
    return plan, tried


def try_course(
    course: Course,
    keys: Mapping[str, Sequence[Key]],
    wanted: Sequence[str],
    choose: Callable[[Sequence[Job]], Grade],
    announce: Callable[[int], None],
) -> CourseTrial:
    """Try the tests of the `wanted` assignments that are new; look at the sources of all.

    `announce` is told how many notebooks are to be tried, before that begins.
    """
    tried = CourseTrial()
    candidates: list[Candidate] = []
    for assignment, found in keys.items():
        for one in candidates_of(course, assignment, found):
            if not one.source.is_file():
                tried.notes.append(_lost_sentence(course, one))
                _add(tried, course, one, list(static(one.key)))
                continue
            if is_edited(course, assignment, one.key):
                tried.notes.append(_edited_sentence(course, one))
            if assignment in wanted:
                candidates.append(one)
                if kernel := foreign_kernel(one.key.kernelspec):
                    tried.notes.append(f"{one.name}: {kernel}.")
    trial = Trial(course.root, course.limits)
    if new := [one for one in candidates if trial.is_due(one)]:
        if count := sum(bool(suites_of(one.key)) for one in new):
            announce(count)
        try:
            trial.run(new, lambda jobs: choose(jobs)(jobs))
        except GraderError as error:
            raise type(error)(f"The tests can't be tried, so nothing is graded: {error}") from error
    for one in candidates:
        _add(tried, course, one, trial.faults(one))
    return tried


def candidates_of(course: Course, assignment: str, keys: Sequence[Key]) -> Iterator[Candidate]:
    """Yield the notebooks of an assignment whose tests give marks."""
    data_files = course.graded_files(assignment)
    for key in keys:
        if key.autograded():
            source = course.source / assignment / f"{key.notebook}.ipynb"
            yield Candidate(assignment=assignment, key=key, source=source, data_files=data_files)


def is_edited(course: Course, assignment: str, key: Key) -> bool:
    """Return whether a notebook in source/ has other tests than it was generated with."""
    source = course.source / assignment / f"{key.notebook}.ipynb"
    return source.is_file() and edited(key, source, course.hidden_region)


def _add(tried: CourseTrial, course: Course, one: Candidate, faults: Sequence[CellFault]) -> None:
    where = one.source.relative_to(course.root)
    if faults:
        tried.faults[one.name] = [f"{where}: {fault.sentence}" for fault in faults]


def _lost_sentence(course: Course, one: Candidate) -> str:
    return (
        f"{one.name}: its tests can't be tried, since {one.source.relative_to(course.root)} is not"
        " there."
    )


def _edited_sentence(course: Course, one: Candidate) -> str:
    return (
        f"{one.source.relative_to(course.root)} was edited after it was generated: its tests of"
        f" before are used. To use the new ones: grader generate {one.assignment}"
    )
