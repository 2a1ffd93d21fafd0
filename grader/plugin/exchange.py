"""nbgrader's exchange, as a service uses it, for one submission at a time."""

from __future__ import annotations

import glob
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.utils import notebook_hash

from grader.errors import CourseError
from grader.plugin.course import Course
from grader.plugin.student_ids import id_problem

LAST_FILE: Final = "submission_secret.txt"
"""The last file that nbgrader writes of a submission; a student finds feedback by it."""

TIMESTAMP: Final = "timestamp.txt"


class Inbound(NamedTuple):
    """A submission in the exchange."""

    student: str
    assignment: str
    timestamp: str
    path: Path

    @property
    def complete(self) -> bool:
        """Whether all of it is written."""
        try:
            return (self.path / LAST_FILE).stat().st_size > 0
        except OSError:
            return False


class CourseExchange:
    """The exchange of a course. Raises a CourseError where it can't be used."""

    def __init__(self, course: Course) -> None:
        self._course = Course(course.root)  # nbgrader notes in its folders what it works on
        self._factory = ExchangeFactory(config=self._course.config)
        self._log = logging.Logger("grader.exchange", logging.CRITICAL + 1)
        root = getattr(self._step("Collect"), "root", "")
        if not root or not self._course.folders.course_id:
            raise CourseError(
                "nbgrader's exchange can't be watched: the course needs c.CourseDirectory.course_id"
                " and c.Exchange.root."
            )
        self._feedback = Path(root) / self._course.folders.course_id / "feedback"
        self.inbound = self._feedback.with_name("inbound")
        if not os.access(self.inbound, os.R_OK | os.X_OK):
            raise CourseError(
                f"{self.inbound} can't be read: release an assignment first (nbgrader"
                " release_assignment), and make sure that you own the exchange."
            )

    def submissions(self) -> Iterator[Inbound]:
        """Yield the submissions that are in the exchange."""
        for name in sorted(os.listdir(self.inbound)):
            parts = name.rsplit("+", 3)
            if len(parts) >= 3 and not id_problem(parts[0]):
                student, assignment, timestamp = parts[:3]
                yield Inbound(student, assignment, timestamp, self.inbound / name)

    def is_collected(self, one: Inbound) -> bool:
        """Return whether a submission is the one in `submitted/`."""
        step = self._course.folders.submitted_directory
        folder = self._course.folder(step, one.student, one.assignment)
        try:
            return (folder / TIMESTAMP).read_text(encoding="utf-8").strip() == one.timestamp
        except (OSError, UnicodeDecodeError):
            return False

    def collect(self, student: str, assignment: str) -> None:
        """Copy a student's submission to `submitted/` if it is newer than what is there."""
        self._run("Collect", glob.escape(student), assignment, update=True)

    def is_to_be_released(self, student: str, assignment: str) -> bool:
        """Return whether pages of a submission from the exchange are missing or older there."""
        pages = self._course.folder(self._course.folders.feedback_directory, student, assignment)
        try:
            secret = (pages / LAST_FILE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return False  # it did not come by the exchange
        graded = self._course.folder(self._course.folders.autograded_directory, student, assignment)
        for path in graded.glob("*.ipynb"):
            released = (
                self._feedback / f"{notebook_hash(secret=secret, notebook_id=path.stem)}.html"
            )
            page = pages / f"{path.stem}.html"
            if page.exists() and _page_time(released) < _page_time(page):
                return True
        return False

    def release(self, student: str, assignment: str) -> None:
        """Copy a student's feedback pages to the exchange."""
        self._run("ReleaseFeedback", student, assignment)

    def _run(self, step: str, student: str, assignment: str, **settings: Any) -> None:
        folders: Any = self._course.folders
        folders.student_id, folders.assignment_id = student, assignment
        try:
            app = self._step(step)
            for name, value in settings.items():
                setattr(app, name, value)
            app.start()
        except (ExchangeError, OSError, RuntimeError) as error:
            raise CourseError(f"nbgrader's exchange: {error}") from error

    def _step(self, name: str) -> Any:
        return getattr(self._factory, name)(coursedir=self._course.folders, log=self._log)


def _page_time(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0
