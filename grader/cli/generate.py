"""`grader generate`: make the student version of assignments."""

from __future__ import annotations

from collections.abc import Sequence

import click

from grader.cli.common import counted, finish, open_course, print_note
from grader.errors import GraderError, UsageError


@click.command("generate")
@click.argument("assignments", nargs=-1)
@click.pass_context
def generate_command(ctx: click.Context, assignments: Sequence[str]) -> None:
    """Generate the student version of ASSIGNMENTS in release/.

    Removes solutions and hidden tests, and stores in the gradebook what grading needs. Run it again
    after you change a notebook in source/. Other files there are data, which students get too,
    unless c.CourseDirectory.ignore lists them.

    An assignment is refused, and its earlier release stays, where a marker is mistyped or has no
    partner, where students would see a solution, a hidden test or an import of the reference, and
    where tests cannot run.

    \b
    Examples:
      grader generate
      grader generate 01_linear_algebra 02_probability
    """
    from grader.workflows import generating

    course = open_course(ctx)
    problems: list[str] = []
    for name in course.select_assignments(assignments, problems):
        try:
            new = generating.new_data_files(course, name)
            written = generating.generate(course, name)
        except generating.Refused as error:
            problems += error.sentences
            continue
        except UsageError:
            raise  # the configuration is wrong for all
        except GraderError as error:
            problems.append(str(error))
            continue
        click.echo(f"release/{name}: {counted(len(written), 'notebook')}")
        if new:
            print_note(
                f"release/{name} hands out {', '.join(new)}, as it did not before. What a notebook"
                " only writes is no data: list it in c.CourseDirectory.ignore in"
                " nbgrader_config.py."
            )
    finish(ctx, problems)
