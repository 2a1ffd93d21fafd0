"""What grading changes in the gradebook: the mean, zeros, and who has other points than before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from grader.grading.jobs import JobResult
from grader.plugin import Course
from grader.plugin import class_records as grades
from grader.verdict import points_text

Points = dict[tuple[str, str], float]
"""The points of submissions, by assignment and student."""


class PointsChange(msgspec.Struct, frozen=True):
    """A submission with other points than before."""

    assignment: str
    student: str
    before: float
    after: float

    def __str__(self) -> str:
        before, after = points_text(self.before), points_text(self.after)
        return f"{self.student}, {self.assignment}: {before} → {after}"


def read_points(course: Course, assignments: Collection[str]) -> Points:
    """Return the points of all submissions of some assignments, after penalties."""
    with course.gradebook() as gradebook:
        found, _ = grades.read_class(gradebook, list(assignments), ())
    return {place: grade.score for place, grade in found.grades.items()}


def changes(before: Points, after: Points) -> list[PointsChange]:
    """Return the submissions that had points before and have others now."""
    return [
        PointsChange(*place, before[place], points)
        for place, points in sorted(after.items())
        if place in before and abs(before[place] - points) > 1e-6
    ]


def summaries(course: Course, assignments: Collection[str]) -> Iterator[str]:
    """Yield a line about each assignment: its mean, zeros, and what waits for a person."""
    with course.gradebook() as gradebook:
        found, _ = grades.read_class(gradebook, list(assignments), ())
    for assignment in found.assignments:
        here = [grade for place, grade in found.grades.items() if place[0] == assignment.name]
        if not here:
            continue
        mean = sum(grade.score for grade in here) / len(here)
        zeros = sum(grade.score == 0 for grade in here)
        waiting = sum(grade.waits for grade in here)
        yield (
            f"{assignment.name}: mean {points_text(mean)} of {points_text(assignment.max_score)},"
            f" {zeros} without points, {waiting} to mark by hand"
        )


def preview(course: Course, before: Points, results: Iterable[JobResult]) -> Points:
    """Return the points that submissions would have; nothing is written.

    Penalties are those of before.
    """
    after: Points = {}
    for done in results:
        place = (done.job.assignment, done.job.student)
        with course.gradebook() as gradebook:
            books = grades.by_cell(gradebook, *place).get(done.job.student, [])
        known = {(book.name, cell.name): cell for book in books for cell in book.cells}
        gained = 0.0
        for book in done.graded:
            for cell in book.verdict.cells:
                earlier = known.get((book.verdict.notebook, cell.grade_id))
                if earlier and earlier.manual_score is not None:
                    continue  # it stays
                gained += (cell.score or 0.0) - ((earlier and earlier.auto_score) or 0.0)
        if done.graded:
            after[place] = max(0.0, before.get(place, 0.0) + gained)
    return after
