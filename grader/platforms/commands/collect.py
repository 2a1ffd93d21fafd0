"""`grader collect`: sort downloaded submissions into submitted/."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from grader.cli.common import finish, open_course

if TYPE_CHECKING:
    from grader.platforms.collect.planning import CollectionPlan


@click.command("collect")
@click.argument("download", type=click.Path(exists=True, path_type=Path, resolve_path=True))
@click.option(
    "--assignment",
    default="",
    metavar="NAME",
    help="Assignment, if the file names do not determine it.",
)
@click.option(
    "--roster",
    type=click.Path(exists=True, dir_okay=False, path_type=Path, resolve_path=True),
    metavar="FILE",
    help="CSV of students: a list that Canvas or Moodle exports (see grader roster), or columns id,"
    " first_name, last_name, lms_user_id, email; only id is required. The students are added to the"
    " gradebook, so you need it only once.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be done without doing it.")
@click.option("--force", is_flag=True, help="Also replace submissions newer than the download.")
@click.option(
    "--file-times",
    is_flag=True,
    help="Use the files' modification times as submission times. In zips from Moodle and Canvas"
    " they are the time of the download.",
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
    """Collect the submissions in DOWNLOAD into submitted/.

    DOWNLOAD is a zip or a folder. Use the zip as downloaded: Moodle's "Download all submissions",
    Canvas's "Download Submissions" or Gradescope's "Export Submissions"; or a folder with one
    folder per student, named by id, e-mail or name. Students are matched with the roster or the
    gradebook: on Canvas by lms_user_id, else by name; on Moodle by name, where lms_user_id may hold
    the participant number to tell students of one name apart; on Gradescope by id, e-mail or name.
    A student who cannot be matched with certainty is listed and not guessed.

    A notebook may be called vectors (1).ipynb, vectors-1.ipynb or Vectors.ipynb; the newest counts.
    If the assignment has one notebook, a student's only one counts under any name. A later
    download replaces an earlier submission, and the list says so; an older download does not.
    Students of the gradebook who handed in nothing are listed. File names of other platforms are
    parsed by nbgrader's own setting c.FileNameCollectorPlugin.named_regexp.

    \b
    Examples:
      grader collect submissions.zip --roster students.csv --dry-run
      grader collect submissions.zip --assignment 01_linear_algebra
      grader collect ~/Downloads/homework-1/
    """
    from grader.platforms.collect.collecting import collect_files
    from grader.platforms.collect.downloads import open_downloads

    course = open_course(ctx)
    with open_downloads(download) as files:
        report = collect_files(
            course,
            files,
            assignment=assignment,
            roster_file=roster,
            dry_run=dry_run,
            force=force,
            file_times=file_times,
        )
    print_collected(report)
    click.echo(collect_summary(report, dry_run=dry_run))
    if report.missing:
        click.echo(f"  no submission: {', '.join(report.missing)}")
    few = "1 file was" if report.left == 1 else f"{report.left} files were"
    finish(ctx, [f"{few} not collected; the list says why."] if report.left else [])


def collect_summary(report: CollectionPlan, *, dry_run: bool) -> str:
    """Summarize in one line what was collected."""
    counts = report.counts
    collected = counts["new"] + counts["replaced"]
    parts = [f"{collected} {'would be ' if dry_run else ''}collected"]
    if counts["replaced"]:
        parts[0] += f" ({counts['replaced']} replacing an earlier one)"
    parts.append(f"{counts['unchanged']} unchanged")
    if counts["kept"]:
        parts.append(f"{counts['kept']} not replaced")
    return f"{report.assignment}, submissions: {', '.join(parts)}."


MAX_REASON_CHARS: Final = 500
"""Characters of a reason that are shown: it may hold names of a stranger's."""


def print_collected(report: CollectionPlan) -> None:
    """Print a line for each file: its student and target, or why it was not collected."""
    from grader.errors import in_one_line
    from grader.plugin.names import shown_path

    width = max((len(line.student) for line in report.lines), default=1)
    for line in sorted(report.lines, key=lambda line: (line.left, line.student, line.file)):
        note = line.describe()[:MAX_REASON_CHARS]
        text = f"{line.student or '?':<{width}}  {shown_path(line.file)}  {note}".rstrip()
        click.secho(in_one_line(text), fg="red" if line.left else None)
