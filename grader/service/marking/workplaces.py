"""Where each of a team marks: a secret address, and the desks behind it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from grader.plugin import Course
from grader.plugin.students import check_section
from grader.service.marking.desk import MarkingDesk
from grader.service.marking.drafts import Drafts
from grader.service.marking.team import INSTRUCTOR, Marker, Team
from grader.service.marking.view import MarkersView
from grader.service.web.entrance import secret_for


class Workplace(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody marks: the desks behind a secret address."""

    secret: str
    desk: MarkingDesk
    second: MarkingDesk
    """That of second looks."""


def set_up(
    course: Course, assignment: str, markers: Sequence[Marker], team: Team, *, lasting: bool
) -> list[Workplace]:
    """Return where each of a team marks; raise an error for a wrong gradebook or a wrong share.

    Addresses that are to last are the same each time that the command is started.
    """
    drafts = Drafts(course.root)
    order, links = drafts.key("order"), drafts.key("links") if lasting else b""
    found = []
    for marker in markers:
        view, again = (
            MarkersView(course, assignment, marker, team, order, is_second=is_second)
            for is_second in (False, True)
        )
        questions, _, sections = view.read_all()
        if marker.name == INSTRUCTOR:
            for section in marker.parts:
                check_section(section, sections.values())
        marker.check(questions, {*sections.values()})
        secret = secret_for(links, assignment, marker.name)
        found.append(Workplace(secret=secret, desk=MarkingDesk(view), second=MarkingDesk(again)))
    return found
