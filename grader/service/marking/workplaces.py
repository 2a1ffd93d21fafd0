"""Where each of a team marks: a secret address, and the desks behind it."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence
from typing import Final
from urllib.parse import SplitResult

import msgspec

from grader.plugin import Course
from grader.plugin.students import check_section
from grader.service.marking.desk import MarkingDesk
from grader.service.marking.drafts import Drafts
from grader.service.marking.team import INSTRUCTOR, Marker, Team
from grader.service.marking.view import MarkersView

HOST: Final = "127.0.0.1"


class Workplace(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody marks: the desks behind a secret address."""

    secret: str
    desk: MarkingDesk
    second: MarkingDesk
    """That of second looks."""


class Entrance(msgspec.Struct, frozen=True, kw_only=True):
    """Who is let in, and by which names of the server."""

    workplaces: Sequence[Workplace]
    public: SplitResult | None = None
    """The address of a proxy."""

    def find(self, secret: str) -> Workplace | None:
        """Return where the one with a secret marks."""
        given, found = secret.encode(), None
        for one in self.workplaces:
            if hmac.compare_digest(given, one.secret.encode()):
                found = one
        return found

    def admits(self, port: int, host: str, origin: str | None, *, changing: bool) -> bool:
        """Return whether a request is to this server, and what changes something from its pages."""
        names = {f"{HOST}:{port}", f"localhost:{port}"}
        origins = {f"http://{name}" for name in names}
        if self.public:
            names.add(self.public.netloc.lower())
            origins.add(f"{self.public.scheme}://{self.public.netloc}".lower())
        return host.lower() in names and (not changing or (origin or "").lower() in origins)


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
        secret = _lasting(links, assignment, marker.name) if lasting else secrets.token_urlsafe(24)
        found.append(Workplace(secret=secret, desk=MarkingDesk(view), second=MarkingDesk(again)))
    return found


def _lasting(key: bytes, assignment: str, name: str) -> str:
    """Return a secret that follows from one of the course's, and tells nothing of it."""
    digest = hmac.digest(key, "\0".join((assignment, name)).encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()
