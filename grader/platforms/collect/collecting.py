"""One run of `grader collect`: from a download to submissions, with a line for each file.

Of a submission in the download and what is there of the student's already, the newer counts.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import CourseError, Unreadable
from grader.limits import MB
from grader.notebooks.door import Door, Found, HandInPlace
from grader.notebooks.whole_folder import remove_leftovers, write_folder_whole
from grader.platforms import rosters
from grader.platforms.collect.downloads import Received
from grader.platforms.collect.planning import CollectionPlan, Part, plan_collection
from grader.platforms.rosters import ROSTER_COLUMNS, Roster, read_list
from grader.plugin import Course
from grader.plugin.hand_ins import find_hand_in
from grader.plugin.names import id_problem
from grader.plugin.students import enter_students, students_in_gradebook

WHEN = "timestamp.txt"

MAX_UNREADABLE: Final = 20
"""Files of a submission that are found to be unreadable, after which no other is unpacked."""

EXISTING: Final = 10_000
"""Most files and folders of an existing submission that are compared with a new one."""

NOTES: Final = {"replaced": "replaces an earlier one", "unchanged": "unchanged"}


COUNTED: Final = ("new", "replaced", "unchanged", "kept")
"""What becomes of a submission in the download."""


def collect_files(
    course: Course,
    files: Sequence[Received],
    *,
    assignment: str = "",
    roster_file: Path | None = None,
    dry_run: bool = False,
    force: bool = False,
    file_times: bool = False,
) -> CollectionPlan:
    """Collect the files of a download; return the plan with what became of each."""
    if assignment:
        find_hand_in(course, assignment)  # before the roster is entered
    students = known_students(course, roster_file, dry_run=dry_run)
    plan = plan_collection(course, files, students, assignment, file_times=file_times)
    plan.counts = dict.fromkeys(COUNTED, 0)
    arrived = {*course.students_with(plan.assignment)}
    for student in plan.submissions:
        done = _collect(course, plan, student, dry_run=dry_run, force=force)
        plan.counts[done] += 1
        arrived |= {student} if done != "kept" else set()
    groups = {one.group for one in students.students if one.id in arrived} - {""}
    plan.missing = sorted(
        one.id for one in students.students if one.id not in arrived and one.group not in groups
    )
    return plan


def known_students(
    course: Course, roster_file: Path | None = None, *, dry_run: bool = False
) -> Roster:
    """Return the students of gradebook and roster; enter those of a roster into the gradebook."""
    new = read_list(roster_file) if roster_file else None
    with course.gradebook() as gradebook:
        known = students_in_gradebook(gradebook)
        if new:
            listed = rosters.listed_students(known, new)
            known = [*rosters.merged(known, listed).values()]
            if not dry_run:
                enter_students(gradebook, known)
    known = [student for student in known if not id_problem(student.id)]
    if not known:
        raise CourseError(
            "There are no students to match files with, since the gradebook is empty. Give a"
            " roster: --roster FILE, the list that Canvas or Moodle exports, or a CSV with the"
            f" columns {', '.join(ROSTER_COLUMNS)}."
        )
    return Roster(known)


def _collect(
    course: Course, plan: CollectionPlan, student: str, *, dry_run: bool, force: bool
) -> str:
    """Collect one submission; return what became of it, as in `COUNTED`."""
    limit = course.limits.submission_mb
    step = course.folders.submitted_directory
    place = course.hand_in(student, plan.assignment)
    read = read_submission(plan.submissions[student], limit)
    if not read.files:
        return "kept"
    try:
        if not dry_run:
            remove_leftovers(*place)
        done, before = compare_submission(place, read, limit, force=force)
        if done != "unchanged" and not dry_run:
            land(place, read)
    except (NotReplaced, CourseError) as reason:
        for part in read.parts.values():
            part.line.leave(reason)
        return "kept"
    for name in before - read.files.keys():
        gone = plan.line(f"{step}/{student}/{plan.assignment}/{name}")
        gone.student, gone.note = student, "was in the earlier one but not in this one"
    for part in read.parts.values():
        notes = (NOTES.get(done, ""), "late" if part.sender.late else "")
        part.line.note = ", ".join(filter(None, notes))
    return done


# What is there, and what takes its place -------------------------------------------------------


class NotReplaced(Exception):
    """The existing submission is kept; the message says why."""


class ReadSubmission(msgspec.Struct, frozen=True):
    """What was read of a student's submission, by the names that the files get."""

    files: dict[str, bytes]
    parts: dict[str, Part]
    """Where the files come from."""

    @property
    def latest(self) -> float:
        """The time of the newest file."""
        return max(part.received.when for part in self.parts.values())


def read_submission(parts: Mapping[str, Sequence[Part]], limit_mb: int) -> ReadSubmission:
    """Read the files of a submission; note in its line why a file cannot be read.

    Of several with one name the newest counts that can be read. After `MAX_UNREADABLE` that can't
    be, the others are left out unread: each may have been unpacked up to the limit.

    The files beside the notebooks are limited in total to the size of one notebook, since a small
    zip can become a large folder and grading reads no more than that.
    """
    read = ReadSubmission({}, {})
    left, unreadable = limit_mb * MB, 0
    for name in sorted(parts, key=lambda name: (not name.endswith(".ipynb"), name)):
        for part in parts[name]:
            try:
                if unreadable == MAX_UNREADABLE:
                    raise Unreadable(
                        f"{MAX_UNREADABLE} files of this submission can't be read, so the others"
                        " are left out"
                    )
                data = part.received.read(limit_mb) if left >= 0 else b""
                left -= 0 if name.endswith(".ipynb") else len(data)
                if left < 0:
                    raise Unreadable(
                        "the files beside the notebooks together exceed the limit submission_mb"
                        f" ({limit_mb} MB)"
                    )
            except Unreadable as error:
                unreadable = min(unreadable + 1, MAX_UNREADABLE)
                part.line.leave(error)
            else:
                read.files[name], read.parts[name] = data, part
                part.line.target, part.line.note = name, ""
                break
    moments = [part.handed_in for part in read.parts.values() if part.handed_in]
    if moments:
        moment = datetime.fromtimestamp(max(moments), UTC)
        read.files[WHEN] = f"{moment:%Y-%m-%d %H:%M:%S} UTC\n".encode()
    return read


def compare_submission(
    place: HandInPlace, read: ReadSubmission, limit_mb: int, *, force: bool
) -> tuple[str, set[str]]:
    """Return what landing would do (`new`, `unchanged` or `replaced`), and which files are there.

    Raises `NotReplaced` if the download is older than the existing submission.
    """
    with Door(place.base) as door:
        kept = existing_files(door, place)
        if kept is None:
            return "new", set()
        same = kept.keys() == read.files.keys() and all(
            _is_same(door, kept[name], data, limit_mb) for name, data in read.files.items()
        )
    before = max((file.state.st_mtime for file in kept.values()), default=0.0)
    if not same and read.latest < before and not force:
        raise NotReplaced("older than what was collected before; use --force to collect it anyway")
    return "unchanged" if same else "replaced", {*kept}


def existing_files(door: Door, place: HandInPlace) -> dict[str, Found] | None:
    """Find the files of an existing submission; raise where something else is in its place."""
    for folder in itertools.accumulate(place.folder.split("/"), "{}/{}".format):
        if (found := door.find(folder)) is None:
            return None
        if not found.is_folder:
            raise NotReplaced(f"{Path(place.base, folder)} is not a folder; move it away")
    files = (file for file in door.walk(place.folder, most=EXISTING) if not file.is_folder)
    return {file.path.removeprefix(f"{place.folder}/"): file for file in files}


def _is_same(door: Door, kept: Found, data: bytes, limit_mb: int) -> bool:
    try:
        return door.read(kept.path, limit_mb) == data
    except Unreadable:
        return False


def land(place: HandInPlace, read: ReadSubmission) -> None:
    """Write a submission to its place. Its files keep their times, for later downloads."""
    times = dict.fromkeys(read.files, read.latest)
    times |= {name: part.received.when for name, part in read.parts.items()}
    write_folder_whole(*place, read.files, times)
