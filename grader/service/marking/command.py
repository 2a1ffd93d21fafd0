"""`grader mark`: grade written answers by hand, in the browser."""

from __future__ import annotations

import click

from grader.cli.common import counted, open_course


@click.command("mark")
@click.argument("assignment", required=False)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="Port of the page. Default: one that is free.",
)
@click.pass_context
def mark_command(ctx: click.Context, assignment: str | None, port: int | None) -> None:
    """Mark the answers to ASSIGNMENT's questions by hand, in the browser.

    A course's only assignment need not be named.

    Prints the address of a page and serves it on this machine alone until you press Ctrl+C. Each
    question has one page: the answers of the whole class, without names, beside the question and
    your marking scheme. Points, comments and moves need only the keyboard. What you type is kept as
    a draft at once, also if the browser or this command is closed. Enter writes the mark to the
    gradebook, where formgrader and grader feedback find it.

    The address holds a secret: whoever knows it can mark.

    \b
    Examples:
      grader mark 01_linear_algebra
      grader mark linear_algebra --port 8890
    """
    from grader.service.marking.desk import MarkingDesk
    from grader.service.marking.server import MarkingServer

    course = open_course(ctx)
    named = [assignment] if assignment else []
    advice = "Name the assignment to mark: grader mark ASSIGNMENT."
    desk = MarkingDesk(course, course.one_assignment(named, advice))
    desk.progress()  # what is wrong with the gradebook is told here, not on a page
    server = MarkingServer(desk, port or 0)
    click.echo(f"Open {server.address} in a browser. Ctrl+C ends it; what you typed is kept.")
    server.run()
    found = desk.progress()
    marked, to_mark = sum(p.marked for p in found), sum(p.to_mark for p in found)
    drafts = sum(p.drafts for p in found)
    told = f", {counted(drafts, 'draft')} kept" if drafts else ""
    click.echo(f"{desk.assignment}: {marked} of {counted(to_mark, 'answer')} marked{told}")
