"""`grader mark`: grade written answers by hand, in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.common import counted, one_assignment, open_course, section_option
from grader.service.web.options import (
    assistant_option,
    public_address,
    second_look_option,
    serving_options,
    tell_addresses,
)

if TYPE_CHECKING:
    from grader.service.marking.desk import MarkingDesk


@click.command("mark")
@click.argument("assignment", required=False)
@assistant_option
@second_look_option
@section_option
@serving_options
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
    from grader.service.marking.server import ROUTES
    from grader.service.marking.team import Marker, team_of
    from grader.service.marking.workplaces import set_up
    from grader.service.web.entrance import Entrance
    from grader.service.web.server import PageServer

    course = open_course(ctx)
    named = [assignment] if assignment else []
    advice = "Name the assignment to mark: grader mark ASSIGNMENT."
    name, address = one_assignment(course, named, advice), public_address(public)
    team = team_of(assistants, second_look)
    markers = [Marker(parts=(section,) if section else ()), *team.assistants]
    lasting = bool(address or assistants)
    workplaces = set_up(course, name, markers, team, lasting=lasting)
    workplaces[0].desk.progress()  # what is wrong with the gradebook is told here, not on a page
    entrance = Entrance(address)
    for workplace in workplaces:
        entrance.open(workplace.secret, workplace)
    server = PageServer(entrance, ROUTES, host, port or 0)
    names = [marker.name_and_share for marker in markers]
    links = [server.address(workplace.secret) for workplace in workplaces]
    tell_addresses(dict(zip(names, links, strict=True)), lasting=lasting)
    server.run()
    _print_end(workplaces[0].desk)


def _print_end(desk: MarkingDesk) -> None:
    found = desk.progress()
    marked, to_mark = sum(p.marked for p in found), sum(p.to_mark for p in found)
    drafts = sum(p.drafts for p in found)
    told = f", {counted(drafts, 'draft')} kept" if drafts else ""
    click.echo(f"{desk.assignment}: {marked} of {counted(to_mark, 'answer')} marked{told}")
