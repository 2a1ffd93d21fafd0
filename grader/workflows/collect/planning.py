"""Whose each file of a download is, and which notebook: decided, and nothing changed yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

import msgspec

from grader.errors import UsageError
from grader.notebooks.files import Unreadable
from grader.plugin import Course
from grader.plugin.collectors import Collector, Named, Sender, make_collectors
from grader.plugin.roster import Roster, Unknown
from grader.workflows.collect import downloads, gradescope, names
from grader.workflows.collect.downloads import Received


class PlanLine(msgspec.Struct, kw_only=True):
    """What becomes of one file, for one student."""

    file: str
    student: str = ""
    by: str = ""
    target: str = ""
    note: str = ""
    left: bool = False
    """Whether it was not collected, so that somebody should look at it."""

    def told(self) -> str:
        """In a few words: as what it is taken, if by another name, and what there is to say."""
        if self.left:
            return self.note
        renamed = self.target and not self.file.endswith(self.target)
        parts = (
            f"as {self.target}" if renamed else "",
            "known by name" if self.by == "name" else "",
            self.note,
        )
        return ", ".join(part for part in parts if part)

    def leave(self, reason: object) -> None:
        """Say why it is not collected."""
        self.left, self.note = True, str(reason)


class NotebookPart(msgspec.Struct, kw_only=True):
    """A file which is part of a submission."""

    line: PlanLine
    received: Received
    sender: Sender
    field: str
    order: tuple[int, int, float]
    """Of two with one name, the larger is the later."""


class ReceivedSubmission(msgspec.Struct, kw_only=True):
    """What one student handed in for the assignment, by the name that each file gets."""

    student: str
    parts: dict[str, NotebookPart] = {}
    handed_in: float | None = None


class CollectionPlan(msgspec.Struct, kw_only=True):
    """What is to be collected."""

    assignment: str = ""
    lines: list[PlanLine] = []
    submissions: dict[str, ReceivedSubmission] = {}

    def line(self, file: str) -> PlanLine:
        """A further line."""
        self.lines.append(PlanLine(file=file))
        return self.lines[-1]


def plan_collection(
    course: Course, files: Sequence[Received], roster: Roster, assignment: str, *, file_times: bool
) -> CollectionPlan:
    """Decide for each file."""
    made = CollectionPlan()
    told = gradescope.metadata(files, course.limits.submission_mb)
    named = list(_notebook_named(course, files, made))
    made.assignment = assignment or _assignment_of(course, [found for _, found in named])
    notebooks = [path.stem for path in course.notebooks(made.assignment)]
    claims: dict[str, list[NotebookPart]] = defaultdict(list)
    for file, found in named:
        for member, shown in _members(file, found, course.limits.submission_mb, made):
            for sender in told.of(found.sender):
                line = made.line(shown)
                try:
                    student, part = _part(line, member, found.order, sender, notebooks, roster)
                    claims[student].append(part)
                except (names.NoPart, Unknown) as reason:
                    line.leave(reason)
    for student, parts in claims.items():
        if sure := list(_sure(student, parts)):
            made.submissions[student] = _received_submission(
                student, sure, told, file_times=file_times
            )
    return made


def _part(
    line: PlanLine,
    member: Received,
    order: int,
    sender: Sender,
    notebooks: Sequence[str],
    roster: Roster,
) -> tuple[str, NotebookPart]:
    """A file as a part of somebody's submission, and whose."""
    line.target, again = names.part(member.path, notebooks)
    student, field = roster.find(sender)
    return student.id, NotebookPart(
        line=line,
        received=member,
        sender=sender,
        field=field,
        order=(order, again, member.when),
    )


def _notebook_named(
    course: Course, files: Sequence[Received], made: CollectionPlan
) -> Iterator[tuple[Received, Named]]:
    """The files whose paths tell a sender."""
    readers = make_collectors(course.config)
    for file in files:
        if gradescope.is_metadata(file.path):
            continue
        found = next((n for reader in readers if (n := reader.named(file.path))), None)
        if found:
            yield file, found
        else:
            made.line(file.path).leave(_no_form(file.path, readers))


def _no_form(path: str, readers: Sequence[Collector]) -> str:
    taken = sorted({ext for reader in readers for ext in reader.valid_ext})
    if PurePosixPath(path).suffix not in taken:
        return f"only {', '.join(taken)} are collected (valid_ext)"
    return "its path is of no form that tells a student"


def _assignment_of(course: Course, named: Sequence[Named]) -> str:
    """The one assignment whose notebooks these are."""
    files = {PurePosixPath(found.file).name for found in named}
    fitting = []
    for assignment in course.assignments():
        notebooks = [path.stem for path in course.notebooks(assignment)]
        if any(names.notebook(file, notebooks) for file in files):
            fitting.append(assignment)
    if len(fitting) == 1:
        return fitting[0]
    said = f"of {' and '.join(fitting)}" if fitting else "of no assignment of this course"
    raise UsageError(
        f"By their names the notebooks are {said}. Say which is to be collected: --assignment NAME;"
        f" there is: {', '.join(course.assignments())}."
    )


def _members(
    file: Received, named: Named, limit_mb: int, made: CollectionPlan
) -> Iterator[tuple[Received, str]]:
    """A file as the student named it, and how it is shown; a student's own zip is opened."""
    if not named.file.lower().endswith(".zip"):
        yield msgspec.structs.replace(file, path=named.file), file.path
        return
    try:
        found = downloads.inside(file.read(limit_mb))
    except Unreadable as error:
        made.line(file.path).leave(error)
        return
    for member in found:
        yield member, f"{file.path}: {member.path}"


def _sure(student: str, parts: Sequence[NotebookPart]) -> Iterator[NotebookPart]:
    """The files that are surely a student's. Of several senders who are taken for one student by
    name, none is believed; one who is known by more than the name is."""
    known = {part.sender.identity for part in parts if part.field != "name"}
    senders = known or {part.sender.identity for part in parts}
    told = ", ".join(sorted({part.sender.identity for part in parts}))
    for part in parts:
        if part.sender.identity in senders and (known or len(senders) == 1):
            part.line.student, part.line.by = student, part.field
            yield part
        else:
            part.line.leave(f"more than one sender has the name of {student}: {told}")


def _received_submission(
    student: str, parts: Sequence[NotebookPart], told: gradescope.Metadata, *, file_times: bool
) -> ReceivedSubmission:
    """The parts of one student, of two with one name the later."""
    made = ReceivedSubmission(student=student)
    for part in sorted(parts, key=lambda part: part.order):
        target = part.line.target
        if before := made.parts.get(target):
            before.line.target = ""
            before.line.note = f"older than {_last(part.line.file)}"
        made.parts[target] = part
    made.handed_in = _handed_in(made, told, file_times=file_times)
    return made


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _handed_in(
    made: ReceivedSubmission, told: gradescope.Metadata, *, file_times: bool
) -> float | None:
    """When it was handed in, where that is known. Moodle and Canvas write the time of the download
    into their zips, so files' times count only where the instructor says so."""
    times: list[Any] = [
        part.received.when if file_times else told.times.get(part.sender.identity)
        for part in made.parts.values()
    ]
    return max((moment for moment in times if moment), default=None)
