"""nbgrader's exchange, as a service uses it: it collects what is new, and releases page by page.

Everything here runs in one thread, since nbgrader notes in its settings what it works on. What is
collected lands in `submitted/` and is found there as anything else.
"""

from __future__ import annotations

import itertools
import logging
import math
import os
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from nbgrader.exchange import ExchangeFactory
from nbgrader.utils import notebook_hash

from grader.errors import CourseError, GraderError, exception_line
from grader.notebooks.door import Door
from grader.plugin import inbound
from grader.plugin.course import Course
from grader.plugin.exchange_collect import (
    COLLECTED,
    REFUSED,
    UNFINISHED,
    ExchangeCollect,
    Row,
)
from grader.plugin.inbound import NotCollected
from grader.service.watch import status
from grader.service.watch.status import StateLine

LOOK_AGAIN_SECONDS: Final = 60.0
"""Time after which a folder that was refused is looked at again, and an unfinished one told of."""

ROWS_OF_AN_ACCOUNT: Final = 3
"""Folders of one account that are told of at a time."""

ACCOUNT_SECONDS: Final = 60.0
"""Time between two times that the log tells of folders of one account."""


class WatchedExchange:
    """The exchange of a course. Raises a CourseError where it can't be used.

    `say` is told of folders that are not collected.
    """

    def __init__(
        self, course: Course, assignments: Collection[str], say: Callable[[str], None]
    ) -> None:
        self._course, self._assignments, self._say = Course(course.root), assignments, say
        self._factory = ExchangeFactory(config=self._course.config)
        if not issubclass(self._factory.collect, ExchangeCollect):
            raise CourseError(
                f"c.ExchangeFactory.collect is {self._factory.collect.__name__}, which is not"
                " grader.plugin.ExchangeCollect: the exchange can't be watched. Remove the setting."
            )
        self._log = logging.Logger("grader.exchange", logging.CRITICAL + 1)
        root = self._step("Collect").root
        if not root or not self._course.folders.course_id:
            raise CourseError(
                "nbgrader's exchange can't be watched: the course needs c.CourseDirectory.course_id"
                " and c.Exchange.root."
            )
        self._feedback = Path(root) / self._course.folders.course_id / "feedback"
        self._inbound = self._feedback.with_name("inbound")
        self._refuse_unreadable()
        self._first: dict[str, float] = {}
        """When each folder was found."""
        self._rows: dict[str, list[Row]] = {}
        """What there is to say of each folder."""
        self._next: dict[str, float] = {}
        """When each assignment is looked at again, if nothing new comes."""
        self._logged: set[str] = set()
        self._logged_at: dict[str, float] = {}
        """When the log last told of each account's folders."""
        self._problem = ""
        self.refused: list[StateLine] = []
        """The folders that are not collected, and why."""

    def _refuse_unreadable(self) -> None:
        if not os.access(self._inbound, os.R_OK | os.X_OK):
            raise CourseError(
                f"{self._inbound} can't be read: release an assignment first (nbgrader"
                " release_assignment), and make sure that you own the exchange."
            )

    # Collecting -------------------------------------------------------------------------------

    def collect(self) -> None:
        """Collect what is new, and tell of what can't be. Whatever goes wrong is logged."""
        try:
            self._tell(self._collect_new())
            self._problem = ""
        except Exception as error:  # noqa: BLE001 - the next look goes on
            if (problem := status.failure_sentence(error)) != self._problem:
                self._problem = problem
                self._say(f"Collecting from the exchange: {problem}")

    def _collect_new(self) -> list[Row]:
        """Collect what is new; return what there is to say of single folders.

        Assignments with folders that could not be collected are looked at again.
        """
        self._refuse_unreadable()
        now = time.monotonic()
        with Door(self._inbound) as door:
            names = door.names()
        new = {*names} - self._first.keys()
        self._first = {name: self._first.get(name, now) for name in names}
        self._rows = {name: self._rows.get(name, []) for name in names}
        for assignment, folders in _by_assignment(names).items():
            if not new.isdisjoint(folders) or self._next.get(assignment, math.inf) <= now:
                self._collect_assignment(assignment, folders, now)
        by_account: dict[str, list[Row]] = defaultdict(list)
        with Door(self._inbound) as door:
            for row in itertools.chain.from_iterable(self._rows.values()):
                by_account[row.student or inbound.owner_of(door, row.folder)].append(row)
        for rows in by_account.values():
            rows.sort(key=lambda row: self._first[row.folder])
        return [row for who, rows in by_account.items() for row in _newest(who, rows)]

    def _collect_assignment(self, assignment: str, folders: Collection[str], now: float) -> None:
        """Collect what is new of an assignment, and note what there is to say of its folders.

        An unfinished one is looked at again the sooner the newer it is, and told of after a while.
        """
        self._next[assignment] = now  # so it is tried again if this fails
        found: list[Row] = []
        if assignment in self._assignments:
            found = self._run("Collect", "", assignment, update=True).rows
        elif assignment not in self._course.assignments():
            reason = "its name is not <student>+<assignment of the course>+<time>"
            found = [Row(name, REFUSED, reason) for name in folders]
        for name in folders:
            self._rows[name] = [row for row in self._rows[name] if row.state == COLLECTED]
        again = math.inf
        for row in found:
            age = now - self._first.setdefault(row.folder, now)
            if row.state != COLLECTED:
                soon = age / 2 if row.state == UNFINISHED else LOOK_AGAIN_SECONDS
                again = min(again, now + soon, now + LOOK_AGAIN_SECONDS)
            if row.state != UNFINISHED or age >= LOOK_AGAIN_SECONDS:
                self._rows.setdefault(row.folder, []).append(row)
        self._next[assignment] = again

    def _tell(self, rows: list[Row]) -> None:
        """Tell what became of folders: in the log, and to `grader status`."""
        now = time.monotonic()
        sentences = {f"{str(row).rstrip('.')}.": row for row in rows}
        self._logged &= sentences.keys()
        before = self._logged_at.items()
        self._logged_at = {who: at for who, at in before if now - at < ACCOUNT_SECONDS}
        new = {text: row for text, row in sentences.items() if text not in self._logged}
        for sentence, row in new.items():
            if row.state == COLLECTED:  # there is one a submission, and it may be late
                self._logged.add(sentence)
                self._say(sentence)
            elif self._logged_at.get(row.owner, now) == now:
                self._logged.add(sentence)
                self._logged_at[row.owner] = now
                self._say(sentence)
        self.refused = [
            StateLine(
                student=row.student or row.folder,
                assignment=row.assignment or "in the exchange",
                since=status.on_wall_clock(self._first[row.folder]),
                what=row.what,
            )
            for row in rows
            if row.state != COLLECTED
        ]

    # Releasing --------------------------------------------------------------------------------

    def is_to_be_released(self, student: str, assignment: str) -> bool:
        """Return whether pages of a submission from the exchange are missing or older there."""
        pages = self._course.folder(self._course.folders.feedback_directory, student, assignment)
        try:
            secret = (pages / inbound.LAST_FILE).read_text(encoding="utf-8")
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
        for folder in (self._feedback.parent, self._feedback):
            if folder.is_symlink():
                raise CourseError(
                    f"{folder} is a symbolic link, so nothing is released there: whoever may write"
                    " beside it could have made it. Make it a folder of your own."
                )
        self._run("ReleaseFeedback", student, assignment)

    def _run(self, step: str, student: str, assignment: str, **settings: object) -> Any:
        folders: Any = self._course.folders
        folders.student_id, folders.assignment_id = student, assignment
        try:
            app = self._step(step)
            for name, value in settings.items():
                setattr(app, name, value)
            app.start()
        except GraderError:
            raise
        except Exception as error:
            raise CourseError(f"nbgrader's exchange: {exception_line(error)}") from error
        return app

    def _step(self, name: str) -> Any:
        return getattr(self._factory, name)(coursedir=self._course.folders, log=self._log)


def _newest(who: str, rows: list[Row]) -> Iterator[Row]:
    """Yield what is said of what was collected, and the newest of one account's other folders.

    The others are counted.
    """
    yield from (row for row in rows if row.state == COLLECTED)
    rows = [row for row in rows if row.state != COLLECTED]
    more = len(rows) - ROWS_OF_AN_ACCOUNT
    for row in rows[-ROWS_OF_AN_ACCOUNT:]:
        why = f"{row.why} (and {more} more of {who})" if more > 0 and row is rows[-1] else row.why
        yield row._replace(owner=who, why=why)


def _by_assignment(folders: Iterable[str]) -> dict[str, list[str]]:
    """Group folders by the assignment in their names."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in folders:
        try:
            _, assignment, _ = inbound.split_name(name)
        except NotCollected:
            assignment = ""
        found[assignment].append(name)
    return found


def _page_time(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0
