"""`grader check`: check the course itself."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from grader.cli.common import counted, finish, jobs_option, open_course


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
    help="Run the course's known misconceptions. Visible tests must catch each, and name it and no"
    " other. By itself it leaves out the rest.",
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
    and names are right, that no test compares an argument with what it is in any case, that no
    release shows what is not for students, and that release/ is up to date with the sources.

    In a course that sets c.Check.house_rules = True it also checks that every exercise has a hint,
    visible tests and hidden tests, every assignment a question that is graded by hand, and that
    notebooks are in canonical form. With --variants or --mutants it checks that at most 2 % of the
    wrong answers to an exercise pass all visible tests and fail hidden ones.

    \b
    Examples:
      grader check 01_linear_algebra
      grader check --variants --mutants --misconceptions
      grader check 01_linear_algebra --misconceptions
    """
    from grader.author.course_check import lint, proof
    from grader.author.course_check import misconceptions as known

    course = open_course(ctx)
    problems: list[str] = []
    names = course.select_assignments(assignments, problems)
    if misconceptions:
        examined = known.examine_course(course, names)
        click.echo(known.summary(examined))
        problems += known.sentences(examined)
        if not (variants or mutants):
            finish(ctx, problems)
    workers = workers or os.cpu_count() or 1
    report = lint.lint_course(course, names, workers)
    problems += report.findings
    click.echo(
        f"{counted(report.exercises, 'exercise')} in {counted(report.notebooks, 'notebook')}"
        f" checked: {counted(len(report.findings), 'finding')}."
    )
    kinds = [kind for kind, asked in (("variants", variants), ("mutants", mutants)) if asked]
    for result in proof.prove(course, names, kinds, workers) if kinds else ():
        click.echo(result.summary)
        problems += result.sentences
    finish(ctx, problems)
