"""`grader forget`: remove a student."""

from __future__ import annotations

import click

from grader.cli.common import finish, open_course


@click.command("forget")
@click.argument("student")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def forget_command(ctx: click.Context, student: str, yes: bool) -> None:
    """Remove all that the course keeps of STUDENT.

    That is what was handed in, graded and written as feedback, the logs, the drafts of marks, and
    the student's grades, comments and extensions in the gradebook. It can't be undone. Reports,
    exports, the roster and downloads of a learning platform are files of yours: write or delete
    them anew.

    \b
    Examples:
      grader forget ada
    """
    from grader.workflows import forgetting

    course = open_course(ctx)
    folders = forgetting.folders_of(course, student)
    if not yes:
        listed = ", ".join(f"{path.relative_to(course.root)}/" for path in folders)
        click.confirm(
            f"Remove {student} from the gradebook{f', and {listed}' if listed else ''}?", abort=True
        )
    removed = forgetting.forget(course, student)
    for what in removed:
        click.echo(f"{what} removed")
    if removed:
        finish(ctx, [])
    finish(ctx, [f"Nothing is kept of a student {student!r}{course.meant_student(student)}"])
