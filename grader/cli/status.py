"""`grader status`: where the course stands."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.common import counted, finish, main, open_course, print_note

if TYPE_CHECKING:
    from grader.workflows.status import AssignmentStatus
    from grader.workflows.watch.state import WatchState


@main.command("status")
@click.argument("assignments", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.pass_context
def status_command(ctx: click.Context, assignments: Sequence[str], as_json: bool) -> None:
    """Tell where ASSIGNMENTS stand.

    For each: when it is due, who handed in, who did not, who was late, what is to be graded by
    `grader autograde`, what waits for a mark by hand, and the mean score; and whether the source
    was edited since it was generated. If grader watch runs on the course, also what it has in hand,
    how many wait, and what is stuck and why. It changes nothing.

    \b
    Examples:
      grader status
      grader status 01_linear_algebra --json
    """
    from grader.workflows import status
    from grader.workflows.watch import state

    course = open_course(ctx)
    problems: list[str] = []
    found = status.course_status(course, assignments, problems)
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    else:
        for one in found:
            print_status(one)
        if service := state.running(course.root):
            print_service(service)
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
    click.echo(f"{one.assignment}: {', '.join(parts)}")
    for what in ("missing", "late", "by_hand"):
        if names := getattr(one, what):
            click.echo(f"  {what.replace('_', ' ')}: {', '.join(names)}")
    for notebook in one.edited:
        print_note(
            f"{one.assignment}/{notebook} was edited after it was generated; to use that: grader"
            f" generate {one.assignment}"
        )


def print_service(found: WatchState) -> None:
    """Print the state of a running service: its queue, and what is stuck."""
    now = time.time()
    click.echo(
        f"grader watch (process {found.process} on {found.machine}): {found.graded} graded in"
        f" {_since(found.started, now)}, {len(found.in_hand)} in hand, {len(found.waiting)}"
        f" waiting, {len(found.stuck)} stuck"
    )
    for line in found.in_hand:
        click.echo(f"  in hand: {line}: {line.what}, {_since(line.since, now)} after it landed")
    for line in found.stuck:
        click.echo(f"  stuck for {_since(line.since, now)}: {line}: {line.what}")


def _since(then: float, now: float) -> str:
    seconds = max(0.0, now - then)
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
