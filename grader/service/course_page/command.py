"""`grader serve`: the course's page in the browser."""

from __future__ import annotations

from collections.abc import Sequence

import click

from grader.cli.common import open_course
from grader.service.web.options import (
    assistant_option,
    public_address,
    second_look_option,
    serving_options,
    tell_addresses,
)


@click.command("serve")
@assistant_option
@second_look_option
@serving_options
@click.pass_context
def serve_command(
    ctx: click.Context,
    assistants: Sequence[str],
    second_look: int,
    port: int | None,
    public: str,
    host: str,
) -> None:
    """Show where the course stands, and grade, mark and publish, in the browser.

    Prints the address of a page and serves it on this machine alone until you press Ctrl+C. The
    page has all assignments, and each a page with its students: who handed in, the points, what is
    to be done. From there you grade, set due dates and extensions, mark by hand, write and read
    feedback and report, and collect from nbgrader's exchange and release to it if the course uses
    it. Each is the command of that name, run as you would run it here, one at a time.

    Each address holds a secret: whoever knows it can do all that. An assistant's link shows what
    there is to mark of their share, without names, and nothing else. A SHARE is a section. Links
    stay the same where there are assistants or a proxy.

    \b
    Examples:
      grader serve
      grader serve --port 8890 --assistant anna=A --assistant ben=B,C --second-look 10
      grader serve --port 8890 --serve https://hub.example.org/services/course/
    """
    from grader.plugin.students import check_section, sections_in
    from grader.service.course_page.place import CoursePlace, SharedCourse
    from grader.service.course_page.server import ROUTES
    from grader.service.marking.drafts import Drafts
    from grader.service.marking.team import Marker, team_of
    from grader.service.web.entrance import Entrance, secret_for
    from grader.service.web.server import PageServer

    course, address = open_course(ctx), public_address(public)
    team = team_of(assistants, second_look)
    with course.gradebook() as gradebook:
        sections = {*sections_in(gradebook).values()}
    for assistant in team.assistants:
        for section in assistant.parts:
            check_section(section, sections)
    lasting = bool(address or assistants)
    key = Drafts(course.root).key("links") if lasting else b""
    entrance = Entrance(address)
    shared = SharedCourse(course, team, entrance, lasting=lasting)
    server = PageServer(entrance, ROUTES, host, port or 0)
    links = {}
    for marker in (Marker(), *team.assistants):
        secret = secret_for(key, "", marker.name)
        entrance.open(secret, CoursePlace(marker=marker, shared=shared))
        links[marker.name_and_share] = f"{server.address(secret)}course/"
    tell_addresses(links, lasting=lasting)
    server.run(shared.runner.close)
