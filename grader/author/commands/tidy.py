"""`grader tidy`: write the instructor's notebooks in canonical form."""

from __future__ import annotations

from collections.abc import Sequence

import click

from grader.cli.common import finish, open_course


@click.command("tidy")
@click.argument("assignments", nargs=-1)
@click.pass_context
def tidy_command(ctx: click.Context, assignments: Sequence[str]) -> None:
    """Rewrite the instructor's notebooks in canonical form.

    Removes outputs and execution counts, and writes one fixed layout, so that a diff shows only
    what changed.

    \b
    Examples:
      grader tidy
      grader tidy 01_linear_algebra
    """
    from grader.author.course_check import lint

    course = open_course(ctx)
    problems: list[str] = []
    for name in course.select_assignments(assignments, problems):
        for path in course.notebooks(name):
            if lint.tidy_notebooks(path):
                click.echo(f"tidied {path.relative_to(course.root)}")
    finish(ctx, problems)
