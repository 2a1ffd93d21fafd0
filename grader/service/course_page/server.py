"""What is served on the course's pages."""

from __future__ import annotations

import asyncio
from typing import Final

import tornado.web

from grader.service.course_page import overview, pages
from grader.service.course_page.place import CoursePlace, TypedCommand
from grader.service.marking import server as marking_server
from grader.service.web.refused import RefusedError
from grader.service.web.server import PART, GuardedHandler, Routes, file_routes

ONLY_PICTURES: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:;"
    " script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " sandbox allow-scripts"
)
"""What a page of the report or of feedback may load and run.

Each has a stricter policy of its own, by which feedback runs no script. The sandbox keeps whatever
it is from the addresses of this server.
"""


class CourseHandler(GuardedHandler):
    """A page of the course."""

    kind = CoursePlace
    place: CoursePlace

    def instructor(self) -> CoursePlace:
        """Return the place, if it is the instructor's."""
        if not self.place.is_instructor:
            raise tornado.web.HTTPError(404)
        return self.place

    def assignment(self, name: str) -> str:
        """Return an assignment that an address names."""
        if name not in self.place.shared.course.assignments():
            raise tornado.web.HTTPError(404)
        return name


class FirstHandler(CourseHandler):
    """All assignments; for an assistant, what there is to mark."""

    async def get(self, _: str) -> None:
        place = self.place
        if not place.is_instructor:
            self.finish(pages.marking_page(place, place.to_mark()))
            return
        sheet = await asyncio.to_thread(overview.read_course, place.shared.course)
        self.finish(pages.course_page(place, sheet))


class AssignmentHandler(CourseHandler):
    """An assignment with its students."""

    async def get(self, _: str, name: str) -> None:
        course = self.instructor().shared.course
        sheet = await asyncio.to_thread(overview.read_assignment, course, self.assignment(name))
        self.finish(pages.assignment_page(self.place, sheet))


class MarkHandler(CourseHandler):
    """The way to where an assignment is marked."""

    def get(self, _: str, name: str) -> None:
        workplace = self.place.shared.workplace(self.assignment(name), self.place.marker)
        self.redirect(f"../../../../{workplace.secret}/")


class RunHandler(CourseHandler):
    """The command that runs."""

    def get(self, _: str) -> None:
        self.reply(self.instructor().shared.runner.run)

    async def post(self, _: str) -> None:
        place, typed = self.instructor(), self.typed(TypedCommand)
        if typed.what == "stop":
            place.shared.runner.stop()
            self.reply(place.shared.runner.run)
        else:
            self.reply(await place.do(typed))


class WrittenHandler(CourseHandler):
    """A page of the report or of feedback, as it was written."""

    def get(self, _: str, path: str) -> None:
        found = overview.shown_file(self.instructor().shared.course, path)
        if found is None:
            raise RefusedError("This page is not written yet, or not any more.", status=404)
        self.set_header("Content-Security-Policy", ONLY_PICTURES)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(found.read_bytes())


_COURSE: Final = f"/{PART}/course"

ROUTES: Final[Routes] = [
    (f"{_COURSE}/", FirstHandler, {}),
    (f"{_COURSE}/assignment/{PART}/", AssignmentHandler, {}),
    (f"{_COURSE}/mark/{PART}/", MarkHandler, {}),
    (f"{_COURSE}/run", RunHandler, {}),
    (f"{_COURSE}/files/(.+)", WrittenHandler, {}),
    *file_routes(*pages.FILES),
    *marking_server.ROUTES,
]
