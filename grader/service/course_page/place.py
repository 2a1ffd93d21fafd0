"""What is behind a link: the course, who it is for, and what may be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from grader.errors import GraderError
from grader.plugin import Course
from grader.service.course_page import overview
from grader.service.course_page.runner import Run, Runner
from grader.service.marking.team import INSTRUCTOR, Marker, Team
from grader.service.marking.workplaces import Workplace, set_up
from grader.service.web.entrance import Entrance
from grader.service.web.refused import RefusedError


class TypedCommand(msgspec.Struct, kw_only=True):
    """What somebody asks for on a page."""

    what: str
    assignment: str = ""
    student: str = ""
    date: str = ""


class SharedCourse:
    """The course behind all links: its team, what was opened to mark, and the command that runs."""

    def __init__(self, course: Course, team: Team, entrance: Entrance, *, lasting: bool) -> None:
        self.course, self.team = course, team
        self.runner = Runner(course.root)
        self.has_exchange = overview.has_exchange(course)
        self._entrance, self._lasting = entrance, lasting
        self._opened: dict[str, dict[str, Workplace]] = {}
        """Where each of the team marks, by assignment and name."""

    def workplace(self, assignment: str, marker: Marker) -> Workplace:
        """Return where one of the team marks an assignment, and let them in."""
        if assignment not in self._opened:
            markers = [Marker(), *self.team.assistants]
            name = self.course.find_assignment(assignment)
            places = set_up(self.course, name, markers, self.team, lasting=self._lasting)
            for place in places:
                self._entrance.open(place.secret, place)
            named = zip(markers, places, strict=True)
            self._opened[assignment] = {one.name: place for one, place in named}
        return self._opened[assignment][marker.name]


class CoursePlace(msgspec.Struct, frozen=True, kw_only=True):
    """The course as one of its team sees it."""

    marker: Marker
    shared: SharedCourse

    @property
    def is_instructor(self) -> bool:
        """Whether commands may be run, and students are named."""
        return self.marker.name == INSTRUCTOR

    def to_mark(self) -> list[overview.MarkingShare]:
        """Return how far this one's shares of all assignments are marked."""
        found = []
        for name in self.shared.course.assignments():
            try:
                progress = self.shared.workplace(name, self.marker).desk.progress()
            except GraderError:  # not generated yet
                continue
            marked, of = sum(p.marked for p in progress), sum(p.to_mark for p in progress)
            if progress:
                found.append(overview.MarkingShare(assignment=name, marked=marked, to_mark=of))
        return found

    async def do(self, typed: TypedCommand) -> Run:
        """Run what is asked for; raise a RefusedError for what can't be."""
        course = self.shared.course
        if typed.what not in COMMANDS:
            raise RefusedError("There is no such command.", status=400)
        if typed.assignment and typed.assignment not in course.assignments():
            raise RefusedError(f"There is no assignment {typed.assignment!r}.", status=400)
        if typed.student and typed.student not in course.known_students():
            raise RefusedError(f"There is no student {typed.student!r}.", status=400)
        program, arguments = COMMANDS[typed.what](typed)
        return await self.shared.runner.start(program, arguments)


def _of_grader(command: str, *options: str) -> Callable[[TypedCommand], tuple[str, list[str]]]:
    def build(typed: TypedCommand) -> tuple[str, list[str]]:
        named = [typed.assignment] if typed.assignment else []
        return "grader", [command, *options, *_of_student(typed), *named]

    return build


def _of_nbgrader(command: str) -> Callable[[TypedCommand], tuple[str, list[str]]]:
    return lambda typed: ("nbgrader", [command, _named(typed)])


def _due(typed: TypedCommand) -> tuple[str, list[str]]:
    return "grader", ["due", *_of_student(typed), "--", _named(typed), typed.date]


def _no_date(typed: TypedCommand) -> tuple[str, list[str]]:
    return _due(msgspec.structs.replace(typed, date="none"))


def _of_student(typed: TypedCommand) -> Sequence[str]:
    return [f"--student={typed.student}"] if typed.student else []


def _named(typed: TypedCommand) -> str:
    if not typed.assignment:
        raise RefusedError("Name an assignment.", status=400)
    return typed.assignment


COMMANDS: Final[dict[str, Callable[[TypedCommand], tuple[str, list[str]]]]] = {
    "grade": _of_grader("autograde"),
    "again": _of_grader("autograde", "--force"),
    "feedback": _of_grader("feedback"),
    "report": _of_grader("report"),
    "due": _due,
    "no date": _no_date,
    "collect": _of_nbgrader("collect"),
    "release": _of_nbgrader("release_feedback"),
}
"""What can be asked for: a program, and its arguments."""
