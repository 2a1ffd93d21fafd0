"""`grader check`: check the course itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from grader.cli.common import counted, finish, jobs_option, open_course

if TYPE_CHECKING:
    from grader.author.course_check.proof import ProofResult
    from grader.plugin import Course

T = TypeVar("T")


@click.command("check")
@click.argument("assignments", nargs=-1)
@jobs_option
@click.option(
    "--variants", is_flag=True, help="Also grade the right and wrong answers in tests/variants/."
)
@click.option(
    "--mutants",
    is_flag=True,
    help="Also grade mutants of the solutions. Each must lose points, or be explained in"
    " tests/equivalent_mutants.toml.",
)
@click.option(
    "--misconceptions",
    is_flag=True,
    help="Only run the course's known misconceptions. Visible tests must catch each, and name it"
    " and no other.",
)
@click.pass_context
def check_command(
    ctx: click.Context,
    assignments: Sequence[str],
    workers: int | None,
    variants: bool,
    mutants: bool,
    misconceptions: bool,
) -> None:
    """Check the course: exercises, points, release.

    Checks that the instructor's notebooks get full marks and untouched ones get zero, that points
    and names are right, that no release shows what is not for students, and that release/ is up to
    date with the sources.

    In a course that sets c.Check.house_rules = True it also checks that every exercise has a hint,
    visible tests and hidden tests, every assignment a question that is graded by hand, and that
    notebooks are in canonical form.

    \b
    Examples:
      grader check 01_linear_algebra
      grader check --variants --mutants
      grader check 01_linear_algebra --misconceptions
    """
    from grader.author.course_check import lint

    course = open_course(ctx)
    problems: list[str] = []
    names = course.select_assignments(assignments, problems)
    if misconceptions:
        problems += examine(course, names)
        finish(ctx, problems)
    workers = workers or os.cpu_count() or 1
    report = lint.lint_course(course, names, workers)
    problems += report.findings
    click.echo(
        f"{counted(report.exercises, 'exercise')} in {counted(report.notebooks, 'notebook')}"
        f" checked: {counted(len(report.findings), 'finding')}."
    )
    if variants or mutants:
        for result in prove(course, names, workers, variants=variants, mutants=mutants):
            click.echo(result.summary)
            problems += result.sentences
    finish(ctx, problems)


def prove(
    course: Course, assignments: Sequence[str], workers: int, *, variants: bool, mutants: bool
) -> Iterator[ProofResult]:
    """Grade the chosen kinds of answers and yield the result of each kind."""
    from grader.author.course_check import exercises as listed
    from grader.author.course_check import proof

    exercises = listed.course_exercises(course, assignments)
    if variants:
        kept = proof.kept_answers(course, exercises)
        judged = proof.grade_answers(course, kept, workers)
        yield proof.summarize_variants(show_rate(judged, len(kept), "Answers"))
    if mutants:
        changed = proof.changed_solutions(exercises)
        graded = proof.grade_answers(course, changed, workers)
        yield proof.summarize_mutants(course, show_rate(graded, len(changed), "Mutants"))


def examine(course: Course, assignments: list[str]) -> list[str]:
    """Run the known misconceptions, print a summary, and return a sentence for each problem."""
    from grader.author.course_check import misconceptions

    course.enter()
    examined = misconceptions.examine_course(course, assignments)
    click.echo(misconceptions.summary(examined))
    return misconceptions.sentences(examined)


def show_rate(results: Iterable[T], total: int, label: str) -> Iterable[T]:
    """Yield the results under a progress bar."""
    from rich.console import Console
    from rich.progress import track

    yield from track(results, label, total, console=Console(stderr=True))
