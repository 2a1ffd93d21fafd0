"""What goes to students and what comes back: pack, collect."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import chosen, course_of, finish, main
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.workflows.collect.collecting import CollectReport


@main.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, resolve_path=True),
    metavar="DIR",
    help="The folder for the zips (handout/), or a file FILE.zip for one assignment.",
)
@click.option(
    "--wheel",
    type=click.Path(dir_okay=False, path_type=Path, resolve_path=True),
    metavar="FILE",
    help="The wheel of grader to put in, instead of one built from the sources or found in dist/.",
)
@click.option("--no-wheel", is_flag=True, help="Leave it out: students have it already.")
@click.pass_context
def pack_command(
    ctx: click.Context,
    assignments: Sequence[str],
    output: Path | None,
    wheel: Path | None,
    no_wheel: bool,
) -> None:
    """Pack ASSIGNMENTS for students, a zip each, in handout/.

    A zip holds the notebooks and data files of release/, START-HERE.txt, and the wheel of grader,
    which runs the visible tests. No solution and no hidden test is in it. A release that is not
    what the sources give is not packed; run grader generate before.

    \b
    Examples:
      grader pack linear_algebra
      grader pack linear_algebra -o homework-1.zip
      grader pack -o /srv/course/handout --no-wheel
    """
    from contextlib import nullcontext

    from grader.workflows import handout as packing

    if wheel and no_wheel:
        raise UsageError("--wheel and --no-wheel contradict each other.")
    course = course_of(ctx)
    problems: list[str] = []
    names = chosen(course, assignments, problems)
    target = output or course.root / "handout"
    one = target.suffix == ".zip"
    if one and len(names) > 1:
        raise UsageError(f"{target.name} is for one assignment; name one, or a folder with -o.")
    with nullcontext() if no_wheel else packing.wheel_for(course, wheel) as found:
        for name, files in packing.fresh(course, names):
            if isinstance(files, str):
                problems.append(files)
                continue
            path = target if one else target / f"{name}.zip"
            data = packing.pack_assignment(course, name, files, found)
            packing.write_archive(path, data)
            click.echo(f"{path}: {len(files)} files, {len(data) / 1024:.0f} kB")
    finish(ctx, problems)


@main.command()
@click.argument("download", type=click.Path(exists=True, path_type=Path, resolve_path=True))
@click.option("--assignment", default="", metavar="NAME", help="Which it is, if names don't tell.")
@click.option(
    "--roster",
    type=click.Path(exists=True, dir_okay=False, path_type=Path, resolve_path=True),
    metavar="FILE",
    help="A CSV of students: id, first_name, last_name, lms_user_id, email; id alone must be there."
    " They are entered into the gradebook, so it is needed once.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and do nothing.")
@click.option("--force", is_flag=True, help="Replace also what is newer than the download.")
@click.option(
    "--file-times",
    is_flag=True,
    help="Take the files' times for when they were handed in. In zips of Moodle's and Canvas's they"
    " are the time of the download.",
)
@click.pass_context
def collect_command(
    ctx: click.Context,
    download: Path,
    assignment: str,
    roster: Path | None,
    dry_run: bool,
    force: bool,
    file_times: bool,
) -> None:
    """Collect DOWNLOAD, what students handed in, to submitted/.

    DOWNLOAD is a zip or a folder. Take the zip as it came: Moodle's "Download all submissions",
    Canvas's "Download Submissions" or Gradescope's "Export Submissions"; or a folder with one a
    student, named by id, e-mail or name. Students are known by the roster or the gradebook: on
    Canvas by lms_user_id, else by name; on Moodle by name, where lms_user_id may hold the
    participant's number to tell namesakes apart; on Gradescope by id, e-mail or name. Whoever is
    not known for sure is told, and not guessed.

    A notebook may be called vectors (1).ipynb or vectors-1.ipynb; the newest counts. A later
    download replaces an earlier submission, and the table tells it; an older one does not. Names of
    other platforms are read by c.FileNameCollectorPlugin.named_regexp, nbgrader's own setting.

    \b
    Examples:
      grader collect submissions.zip --roster students.csv --dry-run
      grader collect submissions.zip --assignment linear_algebra
      grader collect ~/Downloads/homework-1/
    """
    from grader.workflows.collect.collecting import Options, collect_downloads

    options = Options(
        assignment=assignment, roster=roster, dry_run=dry_run, force=force, file_times=file_times
    )
    report = collect_downloads(course_of(ctx), download, options)
    show_collected(report)
    click.echo(collect_summary(report, dry_run=dry_run))
    few = "1 file was" if report.left == 1 else f"{report.left} files were"
    finish(ctx, [f"{few} not collected; the table says why."] if report.left else [])


def collect_summary(report: CollectReport, *, dry_run: bool) -> str:
    """What was done, in a line."""
    counts = report.counts
    collected = counts["new"] + counts["replaced"]
    parts = [f"{collected} {'would be ' if dry_run else ''}collected"]
    if counts["replaced"]:
        parts[0] += f" ({counts['replaced']} in place of an earlier one)"
    parts.append(f"{counts['unchanged']} unchanged")
    if counts["kept"]:
        parts.append(f"{counts['kept']} left as they were")
    return f"{report.assignment}, submissions: {', '.join(parts)}."


def show_collected(report: CollectReport) -> None:
    """Print a line a file: whose it is, and as what it is taken; or why it was not collected."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        console = Console(width=120)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("student", overflow="fold")
    table.add_column("file", overflow="fold", ratio=3)
    table.add_column("", overflow="fold", ratio=2)
    for line in sorted(report.lines, key=lambda line: (line.left, line.student, line.file)):
        cells = (line.student or "?", line.file, line.told())
        table.add_row(*map(printable, cells), style="red" if line.left else "")
    console.print(table)


def printable(text: str) -> str:
    """Text that moves no terminal's cursor and is no markup."""
    from rich.markup import escape

    return escape(
        "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    )
