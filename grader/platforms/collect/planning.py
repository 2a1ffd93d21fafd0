"""Matching of downloaded files with students and notebooks. Nothing is written yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

import msgspec

from grader.errors import UsageError
from grader.notebooks.files import Unreadable
from grader.platforms.collect import downloads, gradescope, names
from grader.platforms.collect.downloads import Received
from grader.platforms.collectors import Collector, Named, Sender, make_collectors
from grader.platforms.rosters import Roster, Unknown
from grader.plugin import Course


class PlanLine(msgspec.Struct, kw_only=True):
    """What happens to one file, for one student."""

    file: str
    student: str = ""
    by: str = ""
    target: str = ""
    note: str = ""
    left: bool = False
    """True if the file was not collected, so somebody should look at it."""

    def told(self) -> str:
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


class NotebookPart(msgspec.Struct, kw_only=True):
    """A file of a submission."""

    line: PlanLine
    received: Received
    sender: Sender
    field: str
    order: tuple[int, int, float]
    """Sort key: of two files with one name, the one with the larger key is newer."""
    older: NotebookPart | None = None
    """The next newest with the same name, which counts where this one can't be read."""


class ReceivedSubmission(msgspec.Struct, kw_only=True):
    """The files of one student's submission, by the names they get."""

    student: str
    parts: dict[str, NotebookPart] = {}
    handed_in: float | None = None


class CollectionPlan(msgspec.Struct, kw_only=True):
    """The submissions to collect, and a line for each file."""

    assignment: str = ""
    lines: list[PlanLine] = []
    submissions: dict[str, ReceivedSubmission] = {}
    unmatched: dict[str, Sender] = {}
    """The senders who match no student, by their identity."""

    def line(self, file: str) -> PlanLine:
        """Add a line for a file."""
        self.lines.append(PlanLine(file=file))
        return self.lines[-1]


def plan_collection(
    course: Course, files: Sequence[Received], roster: Roster, assignment: str, *, file_times: bool
) -> CollectionPlan:
    """Match each file with a student and a notebook."""
    plan = CollectionPlan()
    metadata = gradescope.metadata(files, course.limits.submission_mb)
    named = list(_notebook_named(course, files, plan))
    plan.assignment = assignment or _assignment_of(course, [found for _, found in named])
    notebooks = [path.stem for path in course.notebooks(plan.assignment)]
    by_student: dict[str, list[NotebookPart]] = defaultdict(list)
    for file, found in named:
        for member, shown in _members(file, found, course.limits.submission_mb, plan):
            for sender in metadata.submitters(found.sender):
                line = plan.line(shown)
                try:
                    student, part = _part(line, member, found.order, sender, notebooks, roster)
                    by_student[student].append(part)
                except names.NotAccepted as reason:
                    line.leave(reason)
                except Unknown as reason:
                    line.leave(reason)
                    plan.unmatched[sender.identity] = sender
    of_others = _notebooks_beside(course, plan.assignment)
    for student, parts in by_student.items():
        if sure := list(_that_count(list(_certain(student, parts)), notebooks, of_others)):
            plan.submissions[student] = _received_submission(
                student, sure, metadata, file_times=file_times
            )
    return plan


def _part(
    line: PlanLine,
    member: Received,
    order: int,
    sender: Sender,
    notebooks: Sequence[str],
    roster: Roster,
) -> tuple[str, NotebookPart]:
    """Match a file with a notebook and a student; return the student's id and the file."""
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
    course: Course, files: Sequence[Received], plan: CollectionPlan
) -> Iterator[tuple[Received, Named]]:
    """Yield the files whose paths identify a sender."""
    readers = make_collectors(course.config)
    for file in files:
        if gradescope.is_metadata(file.path):
            continue
        fitting = (n for reader in readers if (n := reader.named(file.path)))
        # patterns stop at a line break, so they would cut a name there
        found = next(fitting, None) if "\n" not in file.path else None
        if found:
            yield file, found
        else:
            plan.line(file.path).leave(_unmatched(file.path, readers))


def _unmatched(path: str, readers: Sequence[Collector]) -> str:
    taken = sorted({ext for reader in readers for ext in reader.valid_ext})
    if PurePosixPath(path).suffix not in taken:
        return f"only {', '.join(taken)} are collected (c.FileNameCollectorPlugin.valid_ext)"
    return "its path does not identify a student"


def _assignment_of(course: Course, named: Sequence[Named]) -> str:
    """Find the one assignment to which these notebooks belong."""
    files = {PurePosixPath(found.file).name for found in named}
    fitting = []
    for assignment in course.assignments():
        notebooks = [path.stem for path in course.notebooks(assignment)]
        if any(names.notebook(file, notebooks) for file in files):
            fitting.append(assignment)
    if len(fitting) == 1:
        return fitting[0]
    said = f"belong to {' and '.join(fitting)}" if fitting else "belong to no assignment"
    raise UsageError(
        f"By their names, the notebooks {said}. Choose one with --assignment NAME; there is:"
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
        found = downloads.files_in_zip(file.read(limit_mb))
    except Unreadable as error:
        plan.line(file.path).leave(error)
        return
    for member in found:
        yield member, f"{file.path}: {member.path}"


def _certain(student: str, parts: Sequence[NotebookPart]) -> Iterator[NotebookPart]:
    """Yield the files that certainly belong to a student.

    If several senders match one student by name only, none is accepted; a sender matched by more
    than the name is.
    """
    known = {part.sender.identity for part in parts if part.field != "name"}
    senders = known or {part.sender.identity for part in parts}
    told = ", ".join(sorted({part.sender.identity for part in parts}))
    for part in parts:
        if part.sender.identity in senders and (known or len(senders) == 1):
            part.line.student, part.line.by = student, part.field
            yield part
        else:
            part.line.leave(f"more than one sender has the name of {student}: {told}")


def _notebooks_beside(course: Course, assignment: str) -> list[str]:
    """Return the notebooks of all other assignments."""
    others = (name for name in course.assignments() if name != assignment)
    return [path.stem for other in others for path in course.notebooks(other)]


def _that_count(
    parts: Sequence[NotebookPart], notebooks: Sequence[str], of_others: Sequence[str]
) -> Iterator[NotebookPart]:
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


def _received_submission(
    student: str, parts: Sequence[NotebookPart], metadata: gradescope.Metadata, *, file_times: bool
) -> ReceivedSubmission:
    """Build a student's submission; of two files with one name the newer counts."""
    submission = ReceivedSubmission(student=student)
    for part in sorted(parts, key=lambda part: part.order):
        target = part.line.target
        if before := submission.parts.get(target):
            before.line.target = ""
            before.line.note = f"older than {_last(part.line.file)}"
            part.older = before
        submission.parts[target] = part
    submission.handed_in = _handed_in(submission, metadata, file_times=file_times)
    return submission


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _handed_in(
    submission: ReceivedSubmission, metadata: gradescope.Metadata, *, file_times: bool
) -> float | None:
    """Return the submission time, if it is known.

    Zips from Moodle and Canvas contain the time of the download, so file times are used only if
    the instructor asks for it.
    """
    times: list[Any] = [
        part.received.when if file_times else metadata.times.get(part.sender.identity)
        for part in submission.parts.values()
    ]
    return max((moment for moment in times if moment), default=None)
