"""nbgrader's exchange: collecting from it and releasing to it, also by a service.

`ExchangeCollect` stands in the place of nbgrader's class of this name, so that `nbgrader collect`,
formgrader's button and `grader watch --exchange` collect in one way.
"""

from __future__ import annotations

import fnmatch
import glob
import logging
import os
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange import ExchangeFactory, default
from nbgrader.utils import check_mode, notebook_hash

from grader.errors import CourseError, GraderError, UsageError, exception_line
from grader.notebooks.door import Door
from grader.notebooks.files import Unreadable
from grader.notebooks.whole_folder import write_folder_whole
from grader.plugin import inbound
from grader.plugin.course import Course
from grader.plugin.inbound import Contents, HandIn, Refused, Rules, Unfinished, printable
from grader.plugin.settings import limits_of

LOOK_AGAIN_SECONDS: Final = 60.0
"""Time after which a folder that was refused is looked at again, and an unfinished one told of."""

ROWS: Final = 100
"""Folders that are told of at a time."""


class Row(NamedTuple):
    """What there is to say of a folder in the exchange."""

    folder: str
    what: str
    student: str = ""
    """The student whose folder it is, if that is sure."""
    assignment: str = ""
    unfinished: bool = False
    collected: bool = False

    def __str__(self) -> str:
        return f"{printable(self.folder)} in the exchange {self.what}"


class ExchangeCollect(default.ExchangeCollect):
    """Collects submissions from the exchange: regular files, within limits, of their owners."""

    def init_src(self) -> None:
        """Find the submissions of the assignment by student, the one that counts first."""
        self._check_inbound()
        self.rows: list[Row] = []
        """What there is to say of single folders."""
        due = self._due_date() if self.before_duedate else None
        found: dict[str, list[HandIn]] = defaultdict(list)
        with Door(self.inbound_path) as door:
            for folder in self._folders(door):
                try:
                    one = inbound.hand_in_of(door, folder, check_owner=self.check_owner)
                except Refused as problem:
                    self._say(Row(folder, f"is refused: {problem}"))
                    continue
                if inbound.is_to_come(one.moment):
                    self._say(_row(one, "is refused: the time in its name has not come yet"))
                else:
                    found[one.student].append(one)
        self.src_records = {who: _by_turn(found[who], due) for who in sorted(found)}

    def copy_files(self) -> None:
        """Collect of each student the first submission that can be collected."""
        named = (self.coursedir.assignment_id, self.coursedir.course_id)
        if not self.src_records:
            self.log.warning("No submissions of '%s' for course '%s' to collect", *named)
            return
        self.log.info("Processing submissions of '%s' for course '%s'", *named)
        rules = self._rules()
        with Door(self.inbound_path) as door:
            for student, found in self.src_records.items():
                self._collect_one_of(door, student, found, rules)

    def _check_inbound(self) -> None:
        """Raise an ExchangeError if the exchange can't be used."""
        if self.coursedir.course_id == "":
            self.fail("No course id specified. Re-run with --course flag.")
        self.course_path = os.path.join(self.root, self.coursedir.course_id)
        self.inbound_path = os.path.join(self.course_path, "inbound")
        if not os.path.isdir(self.inbound_path):
            self.fail(f"Course not found: {self.inbound_path}")
        if not check_mode(self.inbound_path, read=True, execute=True):
            self.fail(f"You don't have read permissions for the directory: {self.inbound_path}")

    def _folders(self, door: Door) -> Iterator[str]:
        """Yield the names in the exchange that are of this assignment and of these students."""
        students = self.coursedir.student_id or "*"
        for folder in door.names():
            try:
                student, assignment, _ = inbound.split_name(folder)
            except Refused:
                continue
            if assignment == self.coursedir.assignment_id and fnmatch.fnmatchcase(
                student, students
            ):
                yield folder

    def _due_date(self) -> datetime | None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                due: datetime | None = gradebook.find_assignment(
                    self.coursedir.assignment_id
                ).duedate
            except MissingEntry:
                return None
            return due

    def _rules(self) -> Rules:
        folders = self.coursedir
        steps = (folders.source_directory, folders.release_directory)
        places = (folders.format_path(step, ".", folders.assignment_id) for step in steps)
        return Rules(
            notebooks={
                path.name for place in places for path in Path(folders.root, place).glob("*.ipynb")
            },
            submission_mb=self._submission_mb(),
            ignore=folders.ignore,
            include=folders.include,
            max_file_kb=folders.max_file_size,
            max_folder_kb=folders.max_dir_size,
            check_owner=self.check_owner,
        )

    def _submission_mb(self) -> int:
        try:
            return limits_of(self.config).submission_mb
        except UsageError as error:
            self.fail(str(error))
            raise

    def _collect_one_of(self, door: Door, student: str, found: list[HandIn], rules: Rules) -> None:
        """Collect the first of a student's submissions that can be, if it is to be collected."""
        named = (student, self.coursedir.assignment_id)
        step = self.coursedir.submitted_directory
        place = Path(self.coursedir.root, self.coursedir.format_path(step, *named))
        for one in found:
            before = _collected_at(place)
            if os.path.lexists(place) and not self._is_to_be_replaced(before, one):
                reason = "No newer submission" if self.update else "Exists (--update replaces it)"
                self.log.info("%s: %s %s", reason, *named)
                return
            try:
                self._land(door, one, rules, place)
            except Unfinished as problem:
                self._say(_row(one, f"is not finished: {problem}", unfinished=True))
            except Refused as problem:
                self._say(_row(one, f"is refused: {problem}"))
            except CourseError as problem:
                self._say(_row(one, f"is not collected: {problem}"))
                return
            else:
                self.log.info("Collected submission: %s %s", *named)
                return

    def _is_to_be_replaced(self, before: datetime | None, one: HandIn) -> bool:
        """Return whether a submission takes the place of an earlier one."""
        if self.update and (before is None or one.moment > before):
            return True
        return bool(self.before_duedate and before != one.moment)

    def _land(self, door: Door, one: HandIn, rules: Rules, place: Path) -> None:
        """Write a submission to its place."""
        if os.path.lexists(place) and (place.is_symlink() or not place.is_dir()):
            raise Refused(f"{place} is not a folder; move it away")
        read = inbound.read_hand_in(door, one, rules)
        times = dict.fromkeys(read.files, read.changed)
        write_folder_whole(place, read.files, times, shared=self.coursedir.groupshared)
        for remark in _remarks(one, read):
            self._say(_row(one, remark, collected=True))

    def _say(self, row: Row) -> None:
        self.rows.append(row)
        self.log.warning("%s", row)


def _row(one: HandIn, what: str, *, unfinished: bool = False, collected: bool = False) -> Row:
    return Row(one.folder, what, one.student, one.assignment, unfinished, collected)


def _remarks(one: HandIn, read: Contents) -> Iterator[str]:
    """Yield what there is to say of a submission that was collected."""
    if read.left_out:
        more = f"; and {len(read.left_out) - 3} more" if len(read.left_out) > 3 else ""
        yield f"is collected without some files. {'; '.join(read.left_out[:3])}{more}"
    changed = inbound.utc(read.changed)
    if changed - one.moment > inbound.BEHIND:
        yield (
            f"is collected as of {one.moment:%Y-%m-%d %H:%M} UTC, which its name says; but it was"
            f" changed at {changed:%Y-%m-%d %H:%M} UTC. Look whether it is late"
        )


def _by_turn(found: list[HandIn], due: datetime | None) -> list[HandIn]:
    """Sort a student's submissions, the one that counts first: the newest, if there is one before
    the due date the newest of those."""
    newest = sorted(found, key=lambda one: one.moment, reverse=True)
    if due is None:
        return newest
    return [one for one in newest if one.moment <= due] or newest


def _collected_at(place: Path) -> datetime | None:
    """Return the time of what was collected before; None if it has none, or none that was yet."""
    try:
        with Door(place.parent) as door:
            text = door.read(f"{place.name}/{inbound.TIMESTAMP}", 1).decode("utf-8", "replace")
    except (OSError, Unreadable):
        return None
    moment = inbound.moment_of(text.strip())
    return None if moment is None or inbound.is_to_come(moment) else moment


class CourseExchange:
    """The exchange of a course. Raises a CourseError where it can't be used."""

    def __init__(self, course: Course) -> None:
        self._course = Course(course.root)  # nbgrader notes in its folders what it works on
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
        self.inbound = self._feedback.with_name("inbound")
        if not os.access(self.inbound, os.R_OK | os.X_OK):
            raise CourseError(
                f"{self.inbound} can't be read: release an assignment first (nbgrader"
                " release_assignment), and make sure that you own the exchange."
            )
        self._looked: dict[str, _Looked] = {}

    def collect_new(self, assignments: Collection[str]) -> list[Row]:
        """Collect what is new; return what there is to say of single folders.

        A folder that could not be collected is looked at again, the sooner the newer it is.
        """
        now = time.time()
        with Door(self.inbound) as door:
            looked = {name: self._looked.get(name) or _Looked(now) for name in door.names()}
        self._looked = looked
        for (student, assignment), folders in _by_place(looked).items():
            if all(now < looked[name].next for name in folders):
                continue
            for name in folders:
                looked[name].forget(now)
            for row in self._rows_of(student, assignment, folders, assignments):
                looked.setdefault(row.folder, _Looked(now)).add(row, now)
        rows = [row for one in looked.values() for row in one.rows]
        return sorted(rows, key=lambda row: not row.student)[:ROWS]

    def _rows_of(
        self, student: str, assignment: str, folders: list[str], assignments: Collection[str]
    ) -> list[Row]:
        """Collect what there is of a student's, if it is of one of these assignments."""
        if student and assignment in assignments:
            return self._collect(student, assignment, folders)
        if student and assignment in self._course.assignments():
            return []
        problem = "is refused: its name is not <student>+<assignment of the course>+<time>"
        return [Row(name, problem) for name in folders]

    def _collect(self, student: str, assignment: str, folders: list[str]) -> list[Row]:
        """Collect a student's newest submission if it is newer than what is there."""
        try:
            app = self._run("Collect", glob.escape(student), assignment, update=True)
        except CourseError as error:
            return [Row(name, f"is not collected: {error}") for name in folders]
        rows: list[Row] = app.rows
        return rows

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

    def _run(self, step: str, student: str, assignment: str, **settings: Any) -> Any:
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


def _by_place(folders: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """Group folders by the student and the assignment in their names; those without have none."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in folders:
        try:
            student, assignment, _ = inbound.split_name(name)
        except Refused:
            student, assignment = "", ""
        places[student, assignment].append(name)
    return places


class _Looked:
    """When a folder of the exchange was found and is looked at again, and what is said of it."""

    def __init__(self, now: float) -> None:
        self.first, self.next = now, now
        self.rows: list[Row] = []

    def forget(self, now: float) -> None:
        """Forget what was said: the folder is looked at now."""
        self.next, self.rows = now + LOOK_AGAIN_SECONDS, []

    def add(self, row: Row, now: float) -> None:
        """Note what there is to say. An unfinished folder is told of after a while."""
        age = now - self.first
        if row.unfinished:
            self.next = now + min(LOOK_AGAIN_SECONDS, age / 2)
        if not row.unfinished or age >= LOOK_AGAIN_SECONDS:
            self.rows.append(row)


def _page_time(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0
