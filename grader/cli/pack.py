"""`grader pack`: pack assignments as zips for students."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import counted, finish, open_course
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.plugin import Course


@click.command("pack")
@click.argument("assignments", nargs=-1)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="DIR",
    help="Folder for the zips, or FILE.zip for a single assignment. Default: handout/.",
)
@click.option(
    "--wheel",
    type=click.Path(dir_okay=False, path_type=Path, resolve_path=True),
    metavar="FILE",
    help="Wheel of grader to include. Default: one built from the sources or found in dist/.",
)
@click.option("--no-wheel", is_flag=True, help="Omit the wheel, if students already have it.")
@click.pass_context
def pack_command(
    ctx: click.Context,
    assignments: Sequence[str],
    output: Path | None,
    wheel: Path | None,
    no_wheel: bool,
) -> None:
    """Pack ASSIGNMENTS for students in handout/, one zip each.

    A zip contains the notebooks and data files of release/, START-HERE.txt, and the wheel of
    grader, which runs the visible tests. It contains no solutions and no hidden tests. A release
    that is out of date with its sources is not packed; run grader generate first.

    \b
    Examples:
      grader pack 01_linear_algebra
      grader pack 01_linear_algebra -o homework-1.zip
      grader pack -o /srv/course/handout --no-wheel
    """
    from contextlib import nullcontext

    from grader.workflows import handout
    from grader.workflows.wheel import wheel_for

    if wheel and no_wheel:
        raise UsageError("--wheel and --no-wheel cannot be combined.")
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
    if ready:  # building a wheel takes seconds
        with nullcontext() if no_wheel else wheel_for(course, wheel) as found:
            write_zips(course, ready, target, found)
    finish(ctx, problems)


def write_zips(
    course: Course, ready: Mapping[str, list[Path]], target: Path, wheel: Path | None
) -> None:
    """Write and print the zip of each assignment, given the files of its release."""
    from grader.workflows import handout

    for name, files in ready.items():
        path = target if target.suffix == ".zip" else target / f"{name}.zip"
        data = handout.pack_assignment(course, name, files, wheel)
        handout.write_archive(path, data)
        click.echo(f"{path}: {counted(len(files), 'file')}, {len(data) / 1024:.0f} kB")
