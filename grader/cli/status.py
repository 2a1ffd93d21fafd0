"""`grader status`: where the course stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader import addons
from grader.cli.common import counted, finish, open_course, print_note, section_option

if TYPE_CHECKING:
    from grader.workflows.status import AssignmentStatus


@click.command("status")
@click.argument("assignments", nargs=-1)
@section_option
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.pass_context
def status_command(
    ctx: click.Context, assignments: Sequence[str], section: str, as_json: bool
) -> None:
    """Tell where ASSIGNMENTS stand.

    For each: when it is due, who handed in, who did not, who was late, what is to be graded by
    `grader autograde`, what waits for a mark by hand, and the mean score; and whether the source
    was edited since it was generated. Then files that nobody grades where they lie. If grader watch
    runs on the course, also what is in progress, how many wait, and what is stuck and why. It
    changes nothing.

    \b
    Examples:
      grader status
      grader status 01_linear_algebra --json
    """
    from grader.workflows import status

    course = open_course(ctx)
    problems: list[str] = []
    found, misplaced = status.course_status(course, assignments, problems, section)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        for one in found:
            print_status(one)
        if lines_of_service := addons.find("steps", "status"):
            for line in lines_of_service(course.root):
                click.echo(line)
    for sentence in misplaced:
        print_note(sentence)
    finish(ctx, problems)


def print_status(one: AssignmentStatus) -> None:
    """Print the state of an assignment in a line, and who is meant under it."""
    if not one.generated:
        click.echo(f"{one.assignment}: not generated yet")
        return
    scores = list(one.scores.values())
    parts = [
        f"due {one.due} UTC" if one.due else "no due date",
        counted(len(one.submitted), "submission"),
        f"{len(one.missing)} missing",
        f"{len(one.late)} late",
        f"{len(one.to_grade)} to grade",
        f"{len(one.by_hand)} to mark by hand",
    ]
    if scores:
        parts.append(f"mean {sum(scores) / len(scores):.3g} of {one.max_score:g}")
    if one.never_lower:
        parts.append("points are never lowered")
    click.echo(f"{one.assignment}: {', '.join(parts)}")
    for what in ("missing", "late", "by_hand"):
        if names := getattr(one, what):
            click.echo(f"  {what.replace('_', ' ')}: {', '.join(names)}")
    for notebook in one.edited:
        print_note(
            f"{one.assignment}/{notebook} was edited after it was generated; to use that: grader"
            f" generate {one.assignment}"
        )
