"""One run of collecting: a download in, submissions in their places, and a line a file."""

from __future__ import annotations

from pathlib import Path

import msgspec

from grader.errors import CourseError
from grader.plugin import Course, roster
from grader.plugin.roster import Roster
from grader.plugin.student_ids import id_problem
from grader.workflows.collect import downloads, landing
from grader.workflows.collect.landing import LandedSubmission
from grader.workflows.collect.planning import (
    CollectionPlan,
    PlanLine,
    ReceivedSubmission,
    plan_collection,
)


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the instructor asks for."""

    assignment: str = ""
    roster: Path | None = None
    dry_run: bool = False
    force: bool = False
    file_times: bool = False


class CollectReport(msgspec.Struct, kw_only=True):
    """What became of a download."""

    assignment: str
    lines: list[PlanLine]
    counts: dict[str, int]
    """Submissions by what was done: new, replaced, unchanged, kept."""

    @property
    def left(self) -> int:
        """Files that were not collected."""
        return sum(line.left for line in self.lines)


def collect_downloads(course: Course, path: Path, options: Options) -> CollectReport:
    """Collect a download."""
    if options.assignment:
        course.require_assignment(options.assignment)
    students = _roster(course, options)
    with downloads.open_downloads(path) as files:
        made = plan_collection(
            course, files, students, options.assignment, file_times=options.file_times
        )
        counts = dict.fromkeys(("new", "replaced", "unchanged", "kept"), 0)
        for submission in made.submissions.values():
            counts[_collect(course, made, submission, options)] += 1
    return CollectReport(assignment=made.assignment, lines=made.lines, counts=counts)


def _roster(course: Course, options: Options) -> Roster:
    """The students of the gradebook and of the roster, whom the gradebook then knows too."""
    told = roster.read_roster(options.roster) if options.roster else []
    with course.gradebook() as gradebook:
        known = roster.merged(roster.students_in_gradebook(gradebook), told)
        if told and not options.dry_run:
            roster.enter_students(gradebook, known)
    known = [student for student in known if not id_problem(student.id)]
    if not known:
        raise CourseError(
            "There are no students to match files with: the gradebook has none yet. Name a roster:"
            f" --roster FILE, a CSV with the columns {', '.join(roster.ROSTER_COLUMNS)}."
        )
    return Roster(known)


def _collect(
    course: Course, made: CollectionPlan, submission: ReceivedSubmission, options: Options
) -> str:
    """Collect one submission; what was done."""
    limit = course.limits.submission_mb
    step = course.folders.submitted_directory
    place = course.folder(step, submission.student, made.assignment)
    lines = [part.line for part in submission.parts.values()]
    files = landing.read_landed(submission, limit)
    if not files:
        return "kept"
    if not options.dry_run:
        landing.remove_leftovers(place)
    try:
        done = landing.compare_submission(place, submission, files, limit, force=options.force)
    except LandedSubmission as reason:
        for line in lines:
            line.leave(reason)
        return "kept"
    for name in landing.there(place).keys() - files.keys():
        gone = made.line(f"{step}/{submission.student}/{made.assignment}/{name}")
        gone.student, gone.note = submission.student, "was in the earlier one, is not in this"
    if done != "unchanged" and not options.dry_run:
        landing.land(place, submission, files)
    for line in lines:
        if not line.left:
            line.note = _report_lines(line, submission, done)
    return done


def _report_lines(line: PlanLine, submission: ReceivedSubmission, done: str) -> str:
    late = submission.parts[line.target].sender.late
    notes = {"replaced": "replaces an earlier one", "unchanged": "unchanged"}
    return ", ".join(filter(None, [notes.get(done, ""), "late" if late else ""]))
