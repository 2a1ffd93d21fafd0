"""What comes in: submissions that are there at the start, and those that land.

Events of the file system only say where to look. All is looked at again from time to time, so an
event that is lost costs a minute and no submission.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from grader.plugin import Course
from grader.service.watch import events, notes, state
from grader.service.watch.exchanging import Exchanging
from grader.service.watch.landings import Landings, Place
from grader.service.watch.settings import watch_settings_of
from grader.service.watch.turns import Turns, Waiting
from grader.workflows import autograding, feedback_pages, misplaced

FIRST_LOOK: Final = 1.0
"""Time after the start when all is looked at again: by then the system tells of changes."""

WITHOUT_EVENTS: Final = 2.0
"""Time between two looks at everything where the system tells nothing."""


class Intake:
    """Finds submissions and lets them wait for their turn."""

    def __init__(
        self,
        course: Course,
        assignments: Sequence[str],
        turns: Turns,
        say: Callable[[str], None],
        *,
        feedback: bool,
        exchange: Exchanging | None,
    ) -> None:
        self._course, self._assignments, self._turns = course, assignments, turns
        self._say, self._feedback, self._exchange = say, feedback, exchange
        self._landings = Landings(course, assignments)
        self._found: set[Place] = set()
        self._look_again = watch_settings_of(course.config).look_again_seconds
        self._next_look = 0.0
        self._said: set[str] = set()
        self._how = ""

    def listen(
        self, do: Callable[[Callable[[], None]], None], stop: threading.Event, *, polling: bool
    ) -> None:
        """Have the system tell of changes; what is to be done about them is given to `do`."""
        polling = polling or events.is_silent(self._course.submitted)
        self._how = f"looked at every {events.POLL_MS} ms" if polling else "told of by events"

        def tell(places: set[Place], students: set[str]) -> None:
            do(lambda: self._look(places, students))

        def deaf(reason: str) -> None:
            do(lambda: self._look_often(reason))

        events.start_listening(self._course.submitted, tell, deaf, stop, polling=polling)

    def find_what_is_there(self) -> list[str]:
        """Let all wait that is not graded, or has no page yet; return problems."""
        now = time.monotonic()
        self._landings.scan(now)
        plan = autograding.plan_autograding(self._course, self._assignments, (), force=False)
        self._found = {(job.student, job.assignment) for job in plan.jobs}
        for place in self._landings.changing():
            if place not in self._found:
                self._landings.call_known(place)
        for student, assignment in self._without_pages():
            place = (student, assignment)
            if place not in self._found:
                self._turns.offer(Waiting(place=place, since=now, again=True, counts=False))
        self._next_look = now + FIRST_LOOK
        self._say(
            f"Watching {self._course.folders.submitted_directory}/ ({self._how});"
            f" {len(self._found)} to grade from before."
        )
        return plan.problems

    def take_landed(self) -> None:
        """Let the submissions wait for their turn that are written to their end."""
        now = time.monotonic()
        if now >= self._next_look:
            self._landings.scan(now)
            self._say_what_is_no_hand_in()
            self._next_look = now + self._look_again
        for place, first in self._landings.landed(now):
            graded = self._course.folder(self._course.folders.autograded_directory, *place)
            counts = place not in self._found
            self._found.discard(place)
            one = Waiting(place=place, since=first, again=graded.is_dir(), counts=counts)
            if self._turns.offer(one):
                self._say(f"{one}: takes the place of an older one in the queue")
        for one in self._turns.held():
            self._hold(one)

    def seconds_left(self, now: float) -> float:
        """Return the time until there is something to look at."""
        return min(self._landings.seconds_left(now), max(0.0, self._next_look - now))

    def changing(self) -> dict[Place, float]:
        """Return the submissions that still change, each with the time at which that began."""
        return self._landings.changing()

    def _hold(self, one: Waiting) -> None:
        """Say that a submission waits for the limit of an hour, in the log and to its student."""
        until = time.strftime("%H:%M", time.localtime(state.on_wall_clock(one.not_before)))
        self._say(f"{one}: waits until {until}: {one.why}")
        if self._feedback:
            most = watch_settings_of(self._course.config).submissions_an_hour
            notes.write_waiting_note(self._course, one.place, most, until)

    def _say_what_is_no_hand_in(self) -> None:
        """Say once of what lies in the place of students' folders that nothing there is graded."""
        for sentence in misplaced.not_of_students(self._course):
            if sentence not in self._said:
                self._said.add(sentence)
                self._say(sentence)

    def _look(self, places: set[Place], students: set[str]) -> None:
        for place in places | {(who, name) for who in students for name in self._assignments}:
            self._landings.look(place, time.monotonic())

    def _look_often(self, reason: str) -> None:
        self._look_again, self._next_look = WITHOUT_EVENTS, 0.0
        self._say(
            f"The system no longer tells of changes ({reason}): all is looked at every"
            f" {WITHOUT_EVENTS:g} s."
        )

    def _without_pages(self) -> Iterator[Place]:
        """Yield what is graded and may need pages."""
        if self._feedback:
            for assignment, student in feedback_pages.plan_feedback(
                self._course, self._assignments, (), [], force=False
            ):
                yield student, assignment
        for assignment in self._assignments if self._exchange else ():
            for student in feedback_pages.graded_students(self._course, assignment):
                if self._exchange and self._exchange.is_to_be_released((student, assignment)):
                    yield student, assignment
