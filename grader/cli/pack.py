"""`grader pack`: pack assignments as zips for students."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from grader.cli.common import counted, finish, open_course
from grader.errors import UsageError


@click.command("pack")
@click.argument("assignments", nargs=-1)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="DIR",
    help="Folder for the zips, or FILE.zip for a single assignment. Default: handout/.",
)
@click.option("--no-wheel", is_flag=True, help="Omit the wheel, if students already have it.")
@click.pass_context
def pack_command(
    ctx: click.Context,
    assignments: Sequence[str],
    output: Path | None,
    no_wheel: bool,
) -> None:
    """Pack ASSIGNMENTS for students in handout/, one zip each.

    A zip contains the notebooks and data files of release/, START-HERE.txt, the wheel of grader,
    which runs the visible tests, and requirements.txt, which lists the packages that the notebooks
    import, unless release/ has one. It contains no solutions and no hidden tests. A release that is
    out of date with its sources is not packed; run grader generate first.

    \b
    Examples:
      grader pack 01_linear_algebra
      grader pack 01_linear_algebra -o homework-1.zip
      grader pack -o /srv/course/handout --no-wheel
    """
    from grader.notebooks.files import write_whole
    from grader.workflows import archives, handout

    course = open_course(ctx)
    problems: list[str] = []
    names = course.select_assignments(assignments, problems)
    target = output or course.root / "handout"
    if target.suffix == ".zip" and len(names) > 1:
        raise UsageError(
            f"{target.name} holds one assignment; name one assignment, or give a folder with -o."
        )
    ready = {}
    for name, files in handout.fresh(course, names):
        if isinstance(files, str):
            problems.append(files)
        else:
            ready[name] = files
    wheel = archives.made_wheel() if ready and not no_wheel else None
    for name, files in ready.items():
        path = target if target.suffix == ".zip" else target / f"{name}.zip"
        packed = handout.pack_assignment(course, name, files, wheel)
        write_whole(path, packed.data)
        click.echo(f"{path}: {counted(len(files), 'file')}, {len(packed.data) / 1024:.0f} kB")
        for note in packed.notes:
            click.echo(note, err=True)
    finish(ctx, problems)
