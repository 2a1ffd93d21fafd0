"""Collecting from nbgrader's exchange: a class in the place of nbgrader's own.

`nbgrader collect`, formgrader's button and `grader watch --exchange` all use it.
"""

from __future__ import annotations

import fnmatch
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange import default
from nbgrader.utils import check_mode

from grader.errors import Unreadable, exception_line, in_one_line
from grader.notebooks.door import Door
from grader.notebooks.whole_folder import remove_leftovers, write_folder_whole
from grader.plugin import inbound, times
from grader.plugin.course import hand_in
from grader.plugin.inbound import Contents, HandIn, NotCollected, Rules, Unfinished
from grader.plugin.settings import limits_of

REFUSED: Final = "is refused"
UNFINISHED: Final = "is not finished"
FAILED: Final = "is not collected"
COLLECTED: Final = "is collected"
"""What becomes of a folder in the exchange."""


class Row(NamedTuple):
    """What there is to say of a folder in the exchange."""

    folder: str
    state: str
    why: str
    student: str = ""
    """The student whose folder it is, if that is sure."""
    assignment: str = ""
    owner: str = ""
    """Whose folder it is for all that is known: the student, or the account that owns it."""

    @property
    def what(self) -> str:
        """What became of the folder, and why."""
        return f"{self.state}: {self.why}"

    def __str__(self) -> str:
        return f"{in_one_line(self.folder)} in the exchange {self.what}"


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
                    one = inbound.hand_in_of(
                        door, folder, check_owner=self.check_owner, timezone=self.timezone
                    )
                except NotCollected as problem:
                    self._say(Row(folder, REFUSED, str(problem)))
                    continue
                if times.is_to_come(one.moment):
                    self._say(_row_about(one, REFUSED, "the time in its name has not come yet"))
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
            for found in self.src_records.values():
                self._collect_one_of(door, found, rules)

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
            except NotCollected:
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
            submission_mb=limits_of(self.config).submission_mb,
            folders=folders,
            check_owner=self.check_owner,
        )

    def _collect_one_of(self, door: Door, found: list[HandIn], rules: Rules) -> None:
        """Collect the first of a student's submissions that can be, if it is to be collected."""
        for one in found[: inbound.NEWEST]:
            try:
                self._collect(door, one, rules)
            except Unfinished as problem:
                self._say(_row_about(one, UNFINISHED, str(problem)))
            except NotCollected as problem:
                self._say(_row_about(one, REFUSED, str(problem)))
            except Exception as error:  # noqa: BLE001 - whatever it is, the others are collected
                self._say(_row_about(one, FAILED, exception_line(error)))
                return
            else:
                return
        for one in found[inbound.NEWEST : inbound.NEWEST + 1]:
            why = f"the {inbound.NEWEST} newest folders of a student are looked at"
            self._say(_row_about(one, REFUSED, why))

    def _collect(self, door: Door, one: HandIn, rules: Rules) -> None:
        """Collect a submission if it is to be; raise a `NotCollected` if it can't be."""
        place = hand_in(self.coursedir, one.student, one.assignment)
        remove_leftovers(*place)
        with Door(place.base) as submitted:
            replaces = submitted.find(place.folder) is not None
            before = _collected_at(submitted, place.folder)
        if replaces and not self._is_to_be_replaced(before, one):
            kept = "No newer submission to collect"
            if not self.update:
                kept = "Submission already exists, use --update to update"
            self.log.info("%s: %s %s", kept, one.student, one.assignment)
            return
        read = inbound.read_hand_in(door, one, rules)
        verb = "Updating" if replaces else "Collecting"
        self.log.info("%s submission: %s %s", verb, one.student, one.assignment)
        times = dict.fromkeys(read.files, read.changed)
        write_folder_whole(*place, read.files, times, shared=self.coursedir.groupshared)
        for remark in _remarks_on(one, read):
            self._say(_row_about(one, COLLECTED, remark))

    def _is_to_be_replaced(self, before: datetime | None, one: HandIn) -> bool:
        """Return whether a submission takes the place of an earlier one."""
        if self.update and (before is None or one.moment > before):
            return True
        return bool(self.before_duedate and before != one.moment)

    def _say(self, row: Row) -> None:
        self.rows.append(row)
        self.log.warning("%s", row)


def _row_about(one: HandIn, state: str, why: str) -> Row:
    return Row(one.folder, state, why, one.student, one.assignment)


def _remarks_on(one: HandIn, read: Contents) -> Iterator[str]:
    """Yield what there is to say of a submission that was collected."""
    if read.left_out:
        more = f"; and {len(read.left_out) - 3} more" if len(read.left_out) > 3 else ""
        yield f"some files are left out. {'; '.join(read.left_out[:3])}{more}"
    changed = times.utc(read.changed)
    if changed - one.moment > inbound.BEHIND:
        yield (
            f"its name says {one.moment:%Y-%m-%d %H:%M} UTC, but it was changed at"
            f" {changed:%Y-%m-%d %H:%M} UTC. Look whether it is late"
        )


def _by_turn(found: list[HandIn], due: datetime | None) -> list[HandIn]:
    """Sort a student's submissions, the one that counts first.

    It is the newest, or the newest before a due date if there is one.
    """
    newest = sorted(found, key=lambda one: one.moment, reverse=True)
    if due is None:
        return newest
    return [one for one in newest if one.moment <= due] or newest


def _collected_at(door: Door, folder: str) -> datetime | None:
    """Return the time of what was collected before; None if it has none, or none that was yet."""
    try:
        moment = times.moment_in(door.read(f"{folder}/{times.TIMESTAMP}", 1))
    except Unreadable:
        return None
    return None if moment is None or times.is_to_come(moment) else moment
