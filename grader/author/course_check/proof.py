"""Proof that the tests of a course work: they accept right answers and reject wrong ones.

Two kinds of answers are submitted as student notebooks and graded by the same engine: those that
the course keeps (`variants`), and its solutions with a small change (`mutants`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Generic, TypeAlias, TypeVar

import msgspec
from rich.console import Console
from rich.progress import track

from grader.author.course_check import mutants, variants
from grader.author.course_check.exercises import Exercise, course_exercises
from grader.errors import GraderError
from grader.grading import pool
from grader.grading.jobs import Job
from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from grader.notebooks.tempdirs import temporary_folder
from grader.plugin import Course
from grader.verdict import CellVerdict

MAX_TEST_SECONDS: Final = 2.0
"""Time limit of a test in a proof, since many mutants loop forever."""

MAX_PROMISED: Final = 0.02
"""Share of the wrong answers to an exercise that may pass all tests that students see."""

T = TypeVar("T")
Answer = TypeVar("Answer", variants.Variant, mutants.Mutant)


class Judged(msgspec.Struct, Generic[Answer], frozen=True):
    """An answer to an exercise, graded."""

    exercise: Exercise
    answer: Answer
    full_marks: bool
    failure: str
    """Message of the first test that failed."""
    promised: bool = False
    """Whether it passed all visible tests and failed a hidden one: its student saw no failure."""
    broken: str = ""
    """Title and log of a test that could not be run, which is a fault of the test."""
    names: frozenset[str] = frozenset()
    """Misconceptions that its card names."""


AnyJudged: TypeAlias = Judged[variants.Variant] | Judged[mutants.Mutant]


class ProofResult(msgspec.Struct, frozen=True):
    """Result for one kind of answers: a summary line, and a sentence for each gap in the tests."""

    summary: str
    sentences: list[str]


def prove(
    course: Course, assignments: Sequence[str], kinds: Sequence[str], workers: int
) -> Iterator[ProofResult]:
    """Grade answers of the chosen kinds under a progress bar, and yield the result of each."""
    exercises = course_exercises(course, assignments)
    seen: list[AnyJudged] = []
    if "variants" in kinds:
        kept = [
            (exercise, answer)
            for exercise in exercises
            for answer in variants.read_variants(course.root, exercise.name)
        ]
        judged = [*show_rate(grade_answers(course, kept, workers), len(kept), "Answers")]
        seen += judged
        yield summarize_variants(judged)
    if "mutants" in kinds:
        changed = changed_solutions(exercises)
        graded = [*show_rate(grade_answers(course, changed, workers), len(changed), "Mutants")]
        seen += graded
        yield summarize_mutants(course, graded)
    if course.house_rules:
        yield summarize_promises(seen)


def show_rate(results: Iterable[T], total: int, label: str) -> Iterable[T]:
    """Yield the results under a progress bar."""
    return track(results, label, total, console=Console(stderr=True))


def changed_solutions(exercises: Iterable[Exercise]) -> list[tuple[Exercise, mutants.Mutant]]:
    """List the solutions, which must get full marks, and their mutants."""
    return [
        (exercise, mutant)
        for exercise in exercises
        for mutant in (
            mutants.the_solution(exercise.solution),
            *mutants.mutate(exercise.solution),
            *mutants.cheats(exercise.solution),
        )
    ]


def grade_answers(
    course: Course, answers: Sequence[tuple[Exercise, Answer]], workers: int
) -> Iterator[Judged[Answer]]:
    """Grade all answers, each in a notebook of its own, and yield each as it finishes."""
    limits = msgspec.structs.replace(
        course.limits, test_seconds=min(MAX_TEST_SECONDS, course.limits.test_seconds)
    )
    with temporary_folder() as folder:
        jobs = _jobs(course, folder, answers)
        for done in pool.grade_batch(
            jobs, root=course.root, limits=limits, sandbox="auto", workers=workers
        ):
            if done.problem:
                raise GraderError(done.problem)
            exercise, answer = answers[int(done.job.student)]
            yield _judge(exercise, answer, done.graded[0].verdict.cells)


def _jobs(course: Course, folder: Path, answers: Sequence[tuple[Exercise, Answer]]) -> list[Job]:
    """Write a notebook for each answer, and return the jobs that grade them."""
    files = {name: course.graded_files(name) for name in {e.assignment for e, _ in answers}}
    jobs = []
    for number, (exercise, answer) in enumerate(answers):
        place, key = folder / str(number), exercise.key
        text = ipynb.dumps(exercise.notebook_with(answer.source))
        write_whole(place / f"{key.notebook}.ipynb", text)
        jobs.append(
            Job(
                student=str(number),
                assignment=exercise.assignment,
                base=str(folder),
                folder=place.name,
                keys=[key],
                data_files=files[exercise.assignment],
            )
        )
    return jobs


def _judge(exercise: Exercise, answer: Answer, cells: list[CellVerdict]) -> Judged[Answer]:
    deciding = [cell for cell in cells if cell.grade_id in exercise.graded_by]
    failed = [test for cell in deciding for test in cell.tests if test.outcome != "passed"]
    return Judged(
        exercise,
        answer,
        full_marks=all(cell.score == cell.max_score for cell in deciding),
        broken=next((f"{t.title}: {t.log}" for t in failed if t.outcome == "broken"), ""),
        failure=f"{failed[0].title}: {failed[0].message}" if failed else "",
        promised=bool(failed) and not any(test.visible for test in failed),
        names=frozenset(test.misconception for test in failed) - {""},
    )


# Results ------------------------------------------------------------------------------------


def summarize_variants(judged: Iterable[Judged[variants.Variant]]) -> ProofResult:
    """Check that right answers get full marks, that wrong ones lose points, and their names."""
    counts: Counter[tuple[bool, bool]] = Counter()
    named: Counter[bool] = Counter()
    sentences = []
    for one in judged:
        answer = one.answer
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


def summarize_mutants(course: Course, judged: Iterable[Judged[mutants.Mutant]]) -> ProofResult:
    """Check that each mutant loses points or is explained, and that each explanation is used."""
    explanations = mutants.read_explanations(course.root)
    used: set[tuple[str, mutants.Explanation]] = set()
    counts: Counter[str] = Counter()
    names, sentences = set(), []
    for one in judged:
        mutant, name = one.answer, one.exercise.name
        names.add(name)
        if mutant.source == one.exercise.solution:
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


def summarize_promises(judged: Iterable[AnyJudged]) -> ProofResult:
    """Check, exercise by exercise, that few wrong answers pass all tests that students see."""
    wrong: dict[str, list[AnyJudged]] = {}
    for one in judged:
        if not (isinstance(one.answer, variants.Variant) and one.answer.right):
            wrong.setdefault(_where(one), []).append(one)
    sentences = []
    for where, answers in wrong.items():
        promised = [one for one in answers if one.promised]
        if len(promised) > MAX_PROMISED * len(answers):
            first = promised[0].answer
            example = first.name if isinstance(first, variants.Variant) else str(first)
            sentences.append(
                f"{where} {len(promised)} of {len(answers)} wrong answers pass all visible tests"
                f" and fail hidden ones, more than {MAX_PROMISED:.0%}: {example}, for example. Give"
                " students a test of that kind."
            )
    count = sum(one.promised for answers in wrong.values() for one in answers)
    total = sum(map(len, wrong.values()))
    summary = f"{count} of {total} wrong answers pass all visible tests and fail hidden ones."
    return ProofResult(summary, sorted(sentences))


def _of_solution(one: Judged[Answer]) -> list[str]:
    """Report a solution that loses points, beside which mutants that lose them show nothing."""
    if one.full_marks:
        return []
    what = "the solution itself loses points where its mutants are tried, so that they show nothing"
    return [
        f"{_where(one)} {what}. Does it use something that no cell defines by name? {one.failure}"
    ]


def _broken(one: Judged[Answer], what: str) -> list[str]:
    """Report a test that could not be run on an answer."""
    return (
        [f"{_where(one)} a test cannot be run on an answer ({what}): {one.broken}"]
        if one.broken
        else []
    )


def _where(one: AnyJudged) -> str:
    exercise = one.exercise
    return f"{exercise.where}: in `{exercise.name}`"
