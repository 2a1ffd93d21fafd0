"""`grader adopt`: take over a course that nbgrader has graded so far."""

from __future__ import annotations

import click

from grader.cli.common import course_folder, finish, print_note

NEXT = "Next: grader check, then grader generate and grader autograde, or nbgrader's own commands."


@click.command("adopt")
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.pass_context
def adopt_command(ctx: click.Context, dry_run: bool) -> None:
    """Take over a course that nbgrader has graded so far.

    Tells what will be different, such as time limits and kernels, and what has to be done first:
    notebooks of another language, notebooks or a gradebook of an older nbgrader, what grader
    generate would refuse. Packages and files that are missing, and what the sandbox refuses, are
    for grader check to find. Then adds the line to nbgrader_config.py by which nbgrader's own
    commands and formgrader use this engine, too, and keeps a copy of the file; a course without
    this file gets one. No notebook is changed.

    \b
    Examples:
      grader adopt --dry-run
      grader -C ~/my-course adopt
    """
    from grader.author import adopting
    from grader.plugin import settings

    course = adopting.CourseByDefault(course_folder(ctx))
    settings.check_root(course.config, course.root)
    course.enter()
    found = adopting.compare_course(course)
    click.echo("No notebook is changed.")
    for sentence in found.differences:
        print_note(sentence)
    written = [] if dry_run else adopting.write_config(course)
    for name in written:
        click.echo(f"{name} written")
    if not (dry_run or found.blocking):
        click.echo(NEXT)
    finish(ctx, found.blocking)
