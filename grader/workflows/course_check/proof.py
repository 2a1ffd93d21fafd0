"""Proof that the tests of a course work: they pass right answers, and catch wrong ones.

Two kinds of answers are handed in, each as a student's notebook, and graded by the same engine:
those that the course keeps (`variants`), and small changes of its solutions (`mutants`).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.errors import GraderError
from grader.grading import batch
from grader.grading.jobs import Job
from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from grader.notebooks.ipynb import Key
from grader.plugin import Course, run_converters
from grader.verdict import CellVerdict
from grader.workflows.course_check import mutants, variants
from grader.workflows.course_copy import temporary_copy

PATIENCE: Final = 2.0
"""Most seconds for a test of a mutant: many loop for ever."""


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    """A solution cell and the cells that grade it, in their notebook."""

    name: str
    solution: str
    graded_by: frozenset[str]
    assignment: str
    key: Key
    cells: list[dict[str, Any]]

    @property
    def where(self) -> str:
        """Its notebook's path in the course."""
        return f"source/{self.assignment}/{self.key.notebook}.ipynb"

    def notebook_with(self, answer: str) -> dict[str, Any]:
        """A notebook with this answer, all else solved; of test cells only those that grade it."""
        cells = []
        for cell in self.cells:
            marks = cell["metadata"]["nbgrader"]
            if marks["grade_id"] == self.name:
                cells.append({**cell, "source": answer})
            elif not marks["grade"] or marks["grade_id"] in self.graded_by:
                cells.append(cell)
        return ipynb.canonical({"cells": cells, "metadata": {}, "nbformat": 4})


class Trial(msgspec.Struct, frozen=True):
    """An answer on trial."""

    exercise: Exercise
    what: variants.Variant | mutants.Mutant
    source: str


class Judged(msgspec.Struct, frozen=True):
    """What became of an answer."""

    entry: Trial
    full_marks: bool
    said: str
    """The first thing that a test said against it."""
    broken: str = ""
    """A test that fell over it: a fault of the test's."""


class ProofResult(msgspec.Struct, frozen=True):
    """What a kind of answers proves: its rates in one line, and what speaks against the tests."""

    summary: str
    sentences: list[str]


def course_exercises(course: Course, assignments: Iterable[str]) -> list[Exercise]:
    """All exercises of some assignments, as they would be generated now."""
    with temporary_copy(course) as trial:
        for assignment in assignments:
            run_converters.generate_assignment(trial, assignment)
        return [found for name in assignments for found in _notebook_exercises(course, trial, name)]


def _notebook_exercises(course: Course, trial: Course, assignment: str) -> Iterator[Exercise]:
    with trial.gradebook() as gradebook:
        keys = trial.keys(gradebook, assignment)
    for path in course.notebooks(assignment):
        cells = [c for c in ipynb.read_source(path)["cells"] if "nbgrader" in c["metadata"]]
        starts = [n for n, c in enumerate(cells) if _solution(c)]
        for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
            marks = [cell["metadata"]["nbgrader"] for cell in cells[start + 1 : end]]
            yield Exercise(
                name=cells[start]["metadata"]["nbgrader"]["grade_id"],
                solution=cells[start]["source"],
                graded_by=frozenset(m["grade_id"] for m in marks if m["grade"] and m["locked"]),
                assignment=assignment,
                key=keys[path.stem],
                cells=cells,
            )


def _solution(cell: dict[str, Any]) -> bool:
    return cell["cell_type"] == "code" and bool(cell["metadata"]["nbgrader"]["solution"])


def variant_trials(course: Course, exercises: Iterable[Exercise]) -> list[Trial]:
    """The answers that the course keeps."""
    return [
        Trial(exercise, answer, answer.source)
        for exercise in exercises
        for answer in variants.read_variants(course.root, exercise.name)
    ]


def mutant_trials(exercises: Iterable[Exercise]) -> list[Trial]:
    """The mutants of the solutions."""
    return [
        Trial(exercise, mutant, mutant.source)
        for exercise in exercises
        for mutant in mutants.mutate(exercise.solution)
    ]


def grade_trials(course: Course, entries: Sequence[Trial], workers: int) -> Iterator[Judged]:
    """Grade all; what is done first comes first."""
    with tempfile.TemporaryDirectory(prefix="grader-proof-") as folder:
        yield from _grade_trials(course, Path(folder), entries, workers)


def _grade_trials(
    course: Course, folder: Path, entries: Sequence[Trial], workers: int
) -> Iterator[Judged]:
    files = {name: course.data_files(name) for name in {e.exercise.assignment for e in entries}}
    jobs = []
    for number, entry in enumerate(entries):
        place, key = folder / str(number), entry.exercise.key
        text = ipynb.dumps(entry.exercise.notebook_with(entry.source))
        write_whole(place / f"{key.notebook}.ipynb", text)
        data_files = {name: str(p) for name, p in files[entry.exercise.assignment].items()}
        jobs.append(
            Job(
                student=str(number),
                assignment=entry.exercise.assignment,
                folder=str(place),
                keys=[key],
                data_files=data_files,
            )
        )
    limits = msgspec.structs.replace(
        course.limits, test_seconds=min(PATIENCE, course.limits.test_seconds)
    )
    for done in batch.grade_batch(
        jobs, root=course.root, limits=limits, sandbox="auto", workers=workers
    ):
        if done.problem:
            raise GraderError(done.problem)
        yield _judged_trial(entries[int(done.job.student)], done.graded[0].verdict.cells)


def _judged_trial(entry: Trial, cells: list[CellVerdict]) -> Judged:
    deciding = [cell for cell in cells if cell.grade_id in entry.exercise.graded_by]
    failed = [test for cell in deciding for test in cell.tests if test.outcome != "passed"]
    said = f"{failed[0].title}: {failed[0].message}" if failed else ""
    return Judged(
        entry,
        full_marks=all(cell.score == cell.max_score for cell in deciding),
        broken=next((f"{t.title}: {t.log}" for t in failed if t.outcome == "broken"), ""),
        said=said,
    )


# What it proves -----------------------------------------------------------------------------


def of_answers(judged: Iterable[Judged]) -> ProofResult:
    """Right answers get full marks, wrong ones lose points."""
    counts: Counter[tuple[bool, bool]] = Counter()
    sentences = []
    for one in judged:
        answer = one.entry.what
        assert isinstance(answer, variants.Variant)
        counts[answer.right, one.full_marks] += 1
        sentences += _fallen(one, answer.name)
        if answer.right and not one.full_marks:
            sentences.append(
                f"{_place_of(one)} a right answer loses points ({answer.name}): {one.said}"
            )
        if not answer.right and one.full_marks:
            sentences.append(f"{_place_of(one)} a wrong answer gets full marks ({answer.name}).")
    right, wrong = (counts[kind, True] + counts[kind, False] for kind in (True, False))
    summary = (
        f"{counts[True, True]} of {right} right answers accepted,"
        f" {counts[False, False]} of {wrong} wrong ones caught."
    )
    return ProofResult(summary, sorted(sentences))


def of_mutants(course: Course, judged: Iterable[Judged]) -> ProofResult:
    """Mutants lose points, or are listed with the reason why not; the list has nothing else."""
    known = mutants.read_explanations(course.root)
    used: set[tuple[str, mutants.Explanation]] = set()
    counts: Counter[str] = Counter()
    names, sentences = set(), []
    for one in judged:
        mutant, name = one.entry.what, one.entry.exercise.name
        assert isinstance(mutant, mutants.Mutant)
        names.add(name)
        said = next((e for e in known.get(name, []) if e.fits(mutant)), None)
        if one.full_marks and said:
            used.add((name, said))
        sentences += _fallen(one, str(mutant))
        counts["all"] += 1
        counts["caught"] += not one.full_marks
        counts["explained"] += bool(one.full_marks and said)
        if one.full_marks and not said:
            sentences.append(
                f"{_place_of(one)} a mutant gets full marks: {mutant}. Add a test that it fails, or"
                f" list it in {mutants.EXPLAINED} with the reason why it is right."
            )
    for name in sorted(names):
        for said in known.get(name, []):
            if (name, said) not in used:
                sentences.append(
                    f"{mutants.EXPLAINED}: `{name}` has no such mutant with full marks:"
                    f" {said}; take it out."
                )
    summary = (
        f"{counts['caught']} of {counts['all']} mutants caught, {counts['explained']} explained."
    )
    return ProofResult(summary, sorted(sentences))


def _fallen(one: Judged, what: str) -> list[str]:
    """A test that can't be run on an answer has not judged it."""
    return [f"{_place_of(one)} a test falls over {what}: {one.broken}"] if one.broken else []


def _place_of(one: Judged) -> str:
    exercise = one.entry.exercise
    return f"{exercise.where}: in `{exercise.name}`"
