"""Matching of downloaded files with students and notebooks. Nothing is written yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from grader.errors import Unreadable, UsageError
from grader.platforms.collect import downloads, names
from grader.platforms.collect.downloads import Received
from grader.platforms.collect.senders import (
    Named,
    NameReader,
    Sender,
    is_metadata,
    read_metadata,
)
from grader.platforms.rosters import Roster, Unknown
from grader.plugin import Course
from grader.plugin.hand_ins import find_hand_in


class PlanLine(msgspec.Struct, kw_only=True):
    """What happens to one file, for one student."""

    file: str
    student: str = ""
    by: str = ""
    """The field of the roster by which the student is known."""
    target: str = ""
    note: str = ""
    left: bool = False
    """True if the file was not collected, so somebody should look at it."""

    def describe(self) -> str:
        """Describe the line for the table: its new name, if it has one, and its note."""
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
        """Mark the file as not collected, and note why."""
        self.left, self.note = True, str(reason)


class Part(msgspec.Struct, kw_only=True):
    """A file that may become part of a submission."""

    line: PlanLine
    received: Received
    sender: Sender
    order: tuple[float, ...]
    """Sort key: of two files with one name, the one with the larger key is newer."""
    handed_in: float | None
    """When it was handed in, if that is known."""


class CollectionPlan(msgspec.Struct, kw_only=True):
    """The submissions to collect, a line for each file, and in the end what came of it."""

    assignment: str = ""
    lines: list[PlanLine] = []
    submissions: dict[str, dict[str, list[Part]]] = {}
    """By student and by the name that a file gets: those that have this name, the newest first."""
    counts: dict[str, int] = {}
    """Number of submissions by what became of them."""
    missing: list[str] = []
    """Students of the course who handed in nothing, now or before."""

    @property
    def left(self) -> int:
        """Number of files that were not collected."""
        return sum(line.left for line in self.lines)

    def line(self, file: str) -> PlanLine:
        """Add a line for a file."""
        self.lines.append(PlanLine(file=file))
        return self.lines[-1]


def plan_collection(
    course: Course, files: Sequence[Received], roster: Roster, assignment: str, *, file_times: bool
) -> CollectionPlan:
    """Match each file with a student and a notebook.

    Zips from Moodle and Canvas contain the time of the download, so a file's time is that of the
    submission only if the instructor says so (`file_times`). Times in a student's own zip are what
    the student likes: they only tell which of two files in it is newer.
    """
    plan = CollectionPlan()
    limit_mb = course.limits.submission_mb
    metadata = read_metadata(files, limit_mb)
    named = list(_named_files(course, files, plan))
    assignment = assignment or _assignment_of(course, [found for _, found in named])
    plan.assignment, notebooks = find_hand_in(course, assignment)
    by_student: dict[str, list[Part]] = defaultdict(list)
    for file, found in named:
        for member, shown in _members(file, found, limit_mb, plan):
            senders, moment = metadata.get(found.sender.identity, ([found.sender], None))
            for sender in senders:
                line = plan.line(shown)
                try:
                    line.target, again = names.part(member.path, notebooks)
                    line.student, line.by = roster.find(sender)
                except (names.NotAccepted, Unknown) as reason:
                    line.leave(reason)
                    continue
                part = Part(
                    line=line,
                    received=msgspec.structs.replace(member, when=file.when),
                    sender=sender,
                    order=(found.order, *_rank(file, member, again)),
                    handed_in=file.when if file_times else moment,
                )
                by_student[line.student].append(part)
    others = [name for name in course.assignments() if name != plan.assignment]
    of_others = [path.stem for other in others for path in course.notebooks(other)]
    for student, parts in by_student.items():
        if sure := list(_that_count(list(_certain(student, parts)), notebooks, of_others)):
            plan.submissions[student] = _by_target(sure)
    return plan


def _rank(file: Received, member: Received, again: int) -> tuple[float, ...]:
    """Return what tells a newer file from an older one; in a student's zip its time comes first."""
    if member.read is file.read:
        return (again, file.when, 0, 0)
    return (0, file.when, member.when, again)


def _named_files(
    course: Course, files: Sequence[Received], plan: CollectionPlan
) -> Iterator[tuple[Received, Named]]:
    """Yield the files whose paths identify a sender."""
    reader = NameReader(course.config)
    for file in files:
        if is_metadata(file.path):
            continue
        if found := reader.read(file.path):
            yield file, found
        elif reader.takes(file.path):
            plan.line(file.path).leave("its path does not identify a student")
        else:
            taken = ", ".join(sorted(reader.extensions))
            plan.line(file.path).leave(
                f"only {taken} are collected (c.FileNameCollectorPlugin.valid_ext)"
            )


def _assignment_of(course: Course, named: Sequence[Named]) -> str:
    """Find the one assignment to which these notebooks belong.

    If files of single senders belong to others, it is the one of which everybody has a notebook.
    """
    senders: dict[str, set[str]] = {}
    for assignment in course.assignments():
        notebooks = [path.stem for path in course.notebooks(assignment)]
        found = {
            one.sender.identity
            for one in named
            if names.notebook(PurePosixPath(one.file).name, notebooks)
        }
        if found:
            senders[assignment] = found
    everybody = set().union(*senders.values())
    fitting = [one for one, found in senders.items() if found == everybody] or [*senders]
    if len(fitting) == 1:
        return fitting[0]
    which = f"belong to {' and '.join(fitting)}" if fitting else "belong to no assignment"
    raise UsageError(
        f"By their names, the notebooks {which}. Choose one with --assignment NAME; there is:"
        f" {', '.join(course.assignments())}."
    )


def _members(
    file: Received, named: Named, limit_mb: int, plan: CollectionPlan
) -> Iterator[tuple[Received, str]]:
    """Yield a file under the student's name for it, and its path for the table. Opens zips."""
    if not named.file.lower().endswith(".zip"):
        yield msgspec.structs.replace(file, path=named.file), file.path
        return
    try:
        found = downloads.files_in_zip(file, limit_mb)
    except Unreadable as error:
        plan.line(file.path).leave(error)
        return
    for member in found:
        yield member, f"{file.path}: {member.path}"


def _certain(student: str, parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the files that certainly belong to a student.

    If several senders match one student by name only, none is accepted; a sender matched by more
    than the name is.
    """
    known = {part.sender.identity for part in parts if part.line.by != "name"}
    everybody = {part.sender.identity for part in parts}
    for part in parts:
        if part.sender.identity in known or (not known and len(everybody) == 1):
            yield part
        else:
            senders = ", ".join(sorted(everybody))
            part.line.student = ""
            part.line.leave(f"more than one sender has the name of {student}: {senders}")


def _that_count(
    parts: Sequence[Part], notebooks: Sequence[str], of_others: Sequence[str]
) -> Iterator[Part]:
    """Yield a student's files that have, or get, a name of the assignment.

    A notebook under another name counts where it can mean one thing only: the student handed in no
    other, and the assignment has one.
    """
    handed_in = [part for part in parts if part.received.path.endswith(".ipynb")]
    only = len(notebooks) == 1 and len(handed_in) == 1
    for part in parts:
        if not part.line.target and names.notebook(_last(part.received.path), of_others):
            part.line.leave("this is a notebook of another assignment")
        elif not part.line.target and not only:
            asked = ", ".join(notebooks)
            part.line.leave(f"no notebook of the assignment has this name ({asked})")
        else:
            part.line.target = part.line.target or f"{notebooks[0]}.ipynb"
            yield part


def _by_target(parts: Sequence[Part]) -> dict[str, list[Part]]:
    """Return a student's files by the names that they get; of those with one the newest counts."""
    found: dict[str, list[Part]] = defaultdict(list)
    for part in sorted(parts, key=lambda part: part.order):
        found[part.line.target].insert(0, part)
    for newest, *older in found.values():
        for part in older:
            part.line.target = ""
            part.line.note = f"{_last(newest.line.file)} counts instead"
    return dict(found)


def _last(path: str) -> str:
    return path.rpartition("/")[2]
