"""Where a course stands: what was handed in, graded, waits for a person, and is out of date."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from grader.errors import CourseError
from grader.plugin import Course, class_records, due_dates, group_work, kept_points
from grader.workflows import autograding, course_trial, misplaced


class AssignmentStatus(msgspec.Struct, kw_only=True):
    """The state of one assignment; students are listed by id."""

    assignment: str
    due: str | None = None
    """In UTC."""
    generated: bool = True
    submitted: list[str] = []
    missing: list[str] = []
    """Students of the gradebook who handed in nothing."""
    late: list[str] = []
    """Students who were late, by more than the late policy's time of grace."""
    to_grade: list[str] = []
    """Submissions that are new or changed."""
    by_hand: list[str] = []
    """Students with an answer that waits for a mark by hand."""
    edited: list[str] = []
    """Notebooks whose source has other tests than it was generated with."""
    never_lower: bool = False
    """Whether `grader autograde --never-lower` holds."""
    scores: dict[str, float] = {}
    max_score: float = 0.0


def course_status(
    course: Course, assignments: Sequence[str], problems: list[str], section: str = ""
) -> tuple[list[AssignmentStatus], list[str]]:
    """Return the state of some assignments, or of all, and sentences about misplaced files.

    A section's students are counted alone if one is named.
    """
    names = course.select_assignments(assignments, problems)
    found = [_assignment_status(course, name, section) for name in names]
    generated = [one.assignment for one in found if one.generated]
    jobs = autograding.plan_autograding(course, generated, (), force=True).jobs if generated else []
    return found, misplaced.misplaced_files(course, jobs, ())


def _assignment_status(course: Course, name: str, section: str) -> AssignmentStatus:
    found = AssignmentStatus(assignment=name)
    with course.gradebook() as gradebook:
        found.submitted = [*group_work.submitters_of(course, gradebook, name)]
        try:
            keys = course.keys(gradebook, name)
        except CourseError:
            found.generated = False
            return found
        of_class = class_records.read_class(gradebook, [name], ())[0].only(section)
        found.never_lower = name in kept_points.kept_assignments(gradebook)
        late = due_dates.late_submissions_of(gradebook, course.config, name)
    (assignment,) = of_class.assignments
    found.due = assignment.duedate.isoformat() if assignment.duedate else None
    found.max_score = assignment.max_score
    students = {student.id for student in of_class.students}
    found.missing = sorted(students - {*found.submitted})
    for (_, student), grade in of_class.grades.items():
        found.scores[student] = round(grade.score, 6)
        if grade.waits:
            found.by_hand.append(student)
    found.late = [one.student for one in late]
    found.edited = [
        key.notebook for key in keys.values() if course_trial.is_edited(course, name, key)
    ]
    plan = autograding.plan_autograding(course, [name], (), force=False)
    found.to_grade = [job.student for job in plan.jobs]
    for names in (found.submitted, found.late, found.to_grade) if section else ():
        names[:] = [name for name in names if name in students]
    return found
