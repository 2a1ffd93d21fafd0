"""Proof that the tests of a course work: they accept right answers and reject wrong ones.

Two kinds of answers are submitted as student notebooks and graded by the same engine: those that
the course keeps (`variants`), and its solutions with a small change (`mutants`).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader.author.course_check import mutants, variants
from grader.author.course_check.exercises import Exercise
from grader.errors import GraderError
from grader.grading import pool
from grader.grading.jobs import Job
from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from grader.plugin import Course
from grader.verdict import CellVerdict

MAX_TEST_SECONDS: Final = 2.0
"""Time limit of a test in a proof, since many mutants loop forever."""


class Trial(msgspec.Struct, frozen=True):
    """An answer to be graded."""

    exercise: Exercise
    answer: variants.Variant | mutants.Mutant
    source: str


class Judged(msgspec.Struct, frozen=True):
    """A graded answer."""

    trial: Trial
    full_marks: bool
    failure: str
    """Message of the first test that failed."""
    broken: str = ""
    """Title and log of a test that could not be run, which is a fault of the test."""
    names: frozenset[str] = frozenset()
    """Misconceptions that its card names."""


class ProofResult(msgspec.Struct, frozen=True):
    """Result for one kind of answers: a summary line, and a sentence for each gap in the tests."""

    summary: str
    sentences: list[str]


def variant_trials(course: Course, exercises: Iterable[Exercise]) -> list[Trial]:
    """List the answers that the course keeps."""
    return [
        Trial(exercise, answer, answer.source)
        for exercise in exercises
        for answer in variants.read_variants(course.root, exercise.name)
    ]


def mutant_trials(exercises: Iterable[Exercise]) -> list[Trial]:
    """List the solutions, which must get full marks, and their mutants."""
    return [
        Trial(exercise, mutant, mutant.source)
        for exercise in exercises
        for source in [exercise.solution]
        for mutant in (
            mutants.the_solution(source),
            *mutants.mutate(source),
            *mutants.cheats(source),
        )
    ]


def grade_trials(course: Course, trials: Sequence[Trial], workers: int) -> Iterator[Judged]:
    """Grade all answers and yield each as it finishes."""
    with tempfile.TemporaryDirectory(prefix="grader-proof-") as folder:
        yield from _grade_trials(course, Path(folder), trials, workers)


def _grade_trials(
    course: Course, folder: Path, trials: Sequence[Trial], workers: int
) -> Iterator[Judged]:
    jobs = _submit(course, folder, trials)
    limits = msgspec.structs.replace(
        course.limits, test_seconds=min(MAX_TEST_SECONDS, course.limits.test_seconds)
    )
    for done in pool.grade_batch(
        jobs, root=course.root, limits=limits, sandbox="auto", workers=workers
    ):
        if done.problem:
            raise GraderError(done.problem)
        yield _judge(trials[int(done.job.student)], done.graded[0].verdict.cells)


def _submit(course: Course, folder: Path, trials: Sequence[Trial]) -> list[Job]:
    """Write a notebook for each answer, and return the jobs that grade them."""
    files = {name: course.data_files(name) for name in {t.exercise.assignment for t in trials}}
    jobs = []
    for number, trial in enumerate(trials):
        place, key = folder / str(number), trial.exercise.key
        text = ipynb.dumps(trial.exercise.notebook_with(trial.source))
        write_whole(place / f"{key.notebook}.ipynb", text)
        data_files = {name: str(p) for name, p in files[trial.exercise.assignment].items()}
        jobs.append(
            Job(
                student=str(number),
                assignment=trial.exercise.assignment,
                base=str(folder),
                folder=place.name,
                keys=[key],
                data_files=data_files,
            )
        )
    return jobs


def _judge(trial: Trial, cells: list[CellVerdict]) -> Judged:
    deciding = [cell for cell in cells if cell.grade_id in trial.exercise.graded_by]
    failed = [test for cell in deciding for test in cell.tests if test.outcome != "passed"]
    return Judged(
        trial,
        full_marks=all(cell.score == cell.max_score for cell in deciding),
        broken=next((f"{t.title}: {t.log}" for t in failed if t.outcome == "broken"), ""),
        failure=f"{failed[0].title}: {failed[0].message}" if failed else "",
        names=frozenset(test.misconception for test in failed) - {""},
    )


# Results ------------------------------------------------------------------------------------


def summarize_variants(judged: Iterable[Judged]) -> ProofResult:
    """Check that right answers get full marks, that wrong ones lose points, and their names."""
    counts: Counter[tuple[bool, bool]] = Counter()
    named: Counter[bool] = Counter()
    sentences = []
    for one in judged:
        answer = one.trial.answer
        assert isinstance(answer, variants.Variant)  # noqa: S101 - narrows the type; all trials are of this kind
        counts[answer.right, one.full_marks] += 1
        sentences += _broken(one, answer.name)
        if answer.right and not one.full_marks:
            sentences.append(
                f"{_where(one)} a right answer loses points ({answer.name}): {one.failure}"
            )
        if not answer.right and one.full_marks:
            sentences.append(f"{_where(one)} a wrong answer gets full marks ({answer.name}).")
        named.update(name in answer.true_names for name in one.names)
        sentences += [
            f"{_where(one)} a wrong answer is taken for “{name}” ({answer.name}). If that is true"
            f" of it, add it to its line `# true:` in {variants.FOLDER}."
            for name in one.names - answer.true_names
        ]
    right, wrong = (counts[kind, True] + counts[kind, False] for kind in (True, False))
    summary = (
        f"{counts[True, True]} of {right} right answers accepted,"
        f" {counts[False, False]} of {wrong} wrong ones caught.\n"
        f"Names on cards of wrong answers: {named[True]} true, {named[False]} false."
    )
    return ProofResult(summary, sorted(sentences))


def summarize_mutants(course: Course, judged: Iterable[Judged]) -> ProofResult:
    """Check that each mutant loses points or is explained, and that each explanation is used."""
    explanations = mutants.read_explanations(course.root)
    used: set[tuple[str, mutants.Explanation]] = set()
    counts: Counter[str] = Counter()
    names, sentences = set(), []
    for one in judged:
        mutant, name = one.trial.answer, one.trial.exercise.name
        assert isinstance(mutant, mutants.Mutant)  # noqa: S101 - narrows the type; all trials are of this kind
        names.add(name)
        if mutant.source == one.trial.exercise.solution:
            sentences += _of_solution(one)
            continue
        sentences += _broken(one, str(mutant))
        counts["all"] += 1
        if not one.full_marks:
            counts["caught"] += 1
        elif found := next((e for e in explanations.get(name, []) if e.fits(mutant)), None):
            counts["explained"] += 1
            used.add((name, found))
        else:
            sentences.append(
                f"{_where(one)} a mutant gets full marks: {mutant}. Add a test that it fails, or"
                f" list it in {mutants.EXPLAINED} with the reason why it is right."
            )
    sentences += [
        f"{mutants.EXPLAINED}: `{name}` has no such mutant with full marks: {listed}; remove it."
        for name in sorted(names)
        for listed in explanations.get(name, [])
        if (name, listed) not in used
    ]
    summary = (
        f"{counts['caught']} of {counts['all']} mutants caught, {counts['explained']} explained."
    )
    return ProofResult(summary, sorted(sentences))


def _of_solution(one: Judged) -> list[str]:
    """Report a solution that loses points, beside which mutants that lose them show nothing."""
    if one.full_marks:
        return []
    told = "the solution itself loses points where its mutants are tried, so that they show nothing"
    return [
        f"{_where(one)} {told}. Does it use something that no cell defines by name? {one.failure}"
    ]


def _broken(one: Judged, what: str) -> list[str]:
    """Report a test that could not be run on an answer."""
    return (
        [f"{_where(one)} a test cannot be run on an answer ({what}): {one.broken}"]
        if one.broken
        else []
    )


def _where(one: Judged) -> str:
    exercise = one.trial.exercise
    return f"{exercise.where}: in `{exercise.name}`"
