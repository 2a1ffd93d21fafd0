"""`grader mark`: grade written answers by hand, in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.common import counted, one_assignment, open_course, print_note, section_option
from grader.errors import UsageError

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from grader.service.marking.desk import MarkingDesk


@click.command("mark")
@click.argument("assignment", required=False)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="Port of the page. Default: one that is free.",
)
@click.option(
    "--assistant",
    "assistants",
    multiple=True,
    metavar="NAME[=SHARE,...]",
    help="Somebody who marks, with a link of their own. A SHARE is a question or a section; without"
    " one it is everything. Can be repeated.",
)
@click.option(
    "--second-look",
    type=click.IntRange(0, 100),
    default=0,
    metavar="PERCENT",
    help="Percentage of the marked answers that another assistant marks, too, for comparison.",
)
@section_option
@click.option(
    "--serve",
    "public",
    default="",
    metavar="URL",
    help="Address by which a reverse proxy or JupyterHub reaches this page, for links and checks.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Address of this machine to listen at, for a proxy on another one.",
)
@click.pass_context
def mark_command(
    ctx: click.Context,
    assignment: str | None,
    port: int | None,
    assistants: Sequence[str],
    second_look: int,
    section: str,
    public: str,
    host: str,
) -> None:
    """Mark the answers to ASSIGNMENT's questions by hand, in the browser.

    A course's only assignment need not be named.

    Prints the address of a page and serves it on this machine alone until you press Ctrl+C. Each
    question has one page: the answers of the whole class, without names, beside the question and
    your marking scheme. Points, rubric, comments and moves need only the keyboard. What you type is
    kept as a draft at once, also if the browser or this command is closed. Enter writes the mark to
    the gradebook, where formgrader and grader feedback find it.

    Each address holds a secret: whoever knows it can mark. A team marks by the links of its
    assistants, which stay the same when the command is started again.

    \b
    Examples:
      grader mark 01_linear_algebra
      grader mark linear_algebra --port 8890
      grader mark linear_algebra --port 8890 --serve https://hub.example.org/services/marking/ \\
          --assistant anna=A --assistant ben=B,C --second-look 10
    """
    from grader.service.marking.server import MarkingServer
    from grader.service.marking.team import Marker, Team, marker_in
    from grader.service.marking.workplaces import set_up

    course = open_course(ctx)
    named = [assignment] if assignment else []
    advice = "Name the assignment to mark: grader mark ASSIGNMENT."
    name, address = one_assignment(course, named, advice), _proxy_at(public)
    team = Team(assistants=tuple(map(marker_in, assistants)), second_look=second_look)
    if second_look and not assistants:
        raise UsageError("--second-look needs somebody who looks: name them by --assistant.")
    markers = [Marker(parts=(section,) if section else ()), *team.assistants]
    lasting = bool(address or assistants)
    workplaces = set_up(course, name, markers, team, lasting=lasting)
    workplaces[0].desk.progress()  # what is wrong with the gradebook is told here, not on a page
    server = MarkingServer(workplaces, host, port or 0, address)
    if lasting:
        for marker, link in zip(markers, server.addresses, strict=True):
            share = f" ({', '.join(marker.parts)})" if marker.parts else ""
            click.echo(f"{marker.name}{share}: {link}")
        click.echo("These links stay the same. Ctrl+C ends the service; what was typed is kept.")
    else:
        click.echo(
            f"Open {server.addresses[0]} in a browser. Ctrl+C ends it; what you typed is kept."
        )
    server.run()
    _print_end(workplaces[0].desk)


def _print_end(desk: MarkingDesk) -> None:
    found = desk.progress()
    marked, to_mark = sum(p.marked for p in found), sum(p.to_mark for p in found)
    drafts = sum(p.drafts for p in found)
    told = f", {counted(drafts, 'draft')} kept" if drafts else ""
    click.echo(f"{desk.assignment}: {marked} of {counted(to_mark, 'answer')} marked{told}")


def _proxy_at(text: str) -> SplitResult | None:
    """Read the address of a proxy; None for no text."""
    from urllib.parse import urlsplit

    if not text:
        return None
    found = urlsplit(text)
    if found.scheme not in ("http", "https") or not found.netloc or found.query or found.fragment:
        raise UsageError(
            f"{text!r} is no address of a proxy. Write it as https://hub.example.org/marking/"
        )
    if found.scheme == "http" and found.hostname not in ("localhost", "127.0.0.1"):
        print_note(f"{text} is not encrypted: whoever listens on the way can mark, too.")
    return found
