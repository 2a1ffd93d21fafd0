"""One run of `grader collect`: from a download to submissions, with a line for each file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import CourseError
from grader.notebooks.whole_folder import remove_leftovers
from grader.platforms import rosters
from grader.platforms.collect import downloads, landing
from grader.platforms.collect.downloads import Received
from grader.platforms.collect.landing import NotReplaced
from grader.platforms.collect.planning import CollectionPlan, PlanLine, plan_collection
from grader.platforms.roster_lists import ROSTER_COLUMNS, read_list
from grader.platforms.rosters import Roster
from grader.plugin import Course, roster
from grader.plugin.student_ids import id_problem

NOTES: Final = {"replaced": "replaces an earlier one", "unchanged": "unchanged"}


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Options of the command."""

    assignment: str = ""
    roster: Path | None = None
    dry_run: bool = False
    force: bool = False
    file_times: bool = False


class CollectReport(msgspec.Struct, kw_only=True):
    """Result of collecting a download."""

    assignment: str
    lines: list[PlanLine]
    counts: dict[str, int]
    """Number of submissions by result: new, replaced, unchanged, kept."""
    missing: list[str]
    """Students of the course who handed in nothing, now or before."""

    @property
    def left(self) -> int:
        """Number of files that were not collected."""
        return sum(line.left for line in self.lines)


def collect_downloads(course: Course, path: Path, options: Options) -> CollectReport:
    """Collect a download: a folder or a zip."""
    with downloads.open_downloads(path) as files:
        return collect_files(course, files, options)


def collect_files(course: Course, files: Sequence[Received], options: Options) -> CollectReport:
    """Collect the files of a download."""
    if options.assignment:
        found = course.find_assignment(options.assignment)
        options = msgspec.structs.replace(options, assignment=found)
    students = _roster(course, options)
    plan = plan_collection(
        course, files, students, options.assignment, file_times=options.file_times
    )
    counts = dict.fromkeys(("new", "replaced", "unchanged", "kept"), 0)
    arrived = {*course.students_with(plan.assignment)}
    for student in plan.submissions:
        done = _collect(course, plan, student, options)
        counts[done] += 1
        arrived |= {student} if done != "kept" else set()
    return CollectReport(
        assignment=plan.assignment,
        lines=plan.lines,
        counts=counts,
        missing=sorted({student.id for student in students.students} - arrived),
    )


def known_students(course: Course) -> Roster:
    """Return the students with whom the files of a download can be matched."""
    return _roster(course, Options())


def _roster(course: Course, options: Options) -> Roster:
    """Merge the students of gradebook and roster, and enter them into the gradebook."""
    told = read_list(options.roster) if options.roster else None
    with course.gradebook() as gradebook:
        known = roster.students_in_gradebook(gradebook)
        if told:
            known = rosters.merged(known, told)
            if not options.dry_run:
                roster.enter_students(gradebook, known)
    known = [student for student in known if not id_problem(student.id)]
    if not known:
        raise CourseError(
            "There are no students to match files with, since the gradebook is empty. Give a"
            " roster: --roster FILE, the list that Canvas or Moodle exports, or a CSV with the"
            f" columns {', '.join(ROSTER_COLUMNS)}."
        )
    return Roster(known)


def _collect(course: Course, plan: CollectionPlan, student: str, options: Options) -> str:
    """Collect one submission; return one of the keys of `CollectReport.counts`."""
    limit = course.limits.submission_mb
    step = course.folders.submitted_directory
    place = course.hand_in(student, plan.assignment)
    read = landing.read_submission(plan.submissions[student], limit)
    if not read.files:
        return "kept"
    try:
        if not options.dry_run:
            remove_leftovers(*place)
        done = landing.compare_submission(place, read, limit, force=options.force)
        before = landing.existing_files(place).keys()
        if done != "unchanged" and not options.dry_run:
            landing.land(place, read)
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
