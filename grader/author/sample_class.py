"""A class that submits an assignment in a copy of the course, to be graded and measured.

They are the course's submissions. If there are none, each student's answers are drawn from those
that the course keeps to prove its tests, right and wrong.
"""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from grader.author.course_check.variants import exercises_with_variants, read_variants
from grader.errors import GraderError
from grader.grading import submission
from grader.grading.submission import HandIn
from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from grader.plugin import Course, run_converters
from grader.workflows.course_copy import temporary_copy

KEPT: Final = "kept answers, right and wrong"
"""What a class submits to a course that keeps answers to prove its tests."""

DEFAULT_CLASS_SIZE: Final = 40
"""Default class size if there are no submissions."""

RIGHT_SHARES: Final = (0.95, 0.9, 0.75, 0.4)
"""Shares of a student's exercises that are answered rightly, one student after the other."""

UNANSWERED_SHARE: Final = 0.3
"""Share of the other exercises that are left as they were released; the rest is wrong."""


class ClassOf(NamedTuple):
    """A copy of a course in which a class has submitted an assignment."""

    course: Course
    assignment: str
    answers: str
    """What they submitted."""


@contextlib.contextmanager
def class_of(course: Course, assignment: str, students: int = 0) -> Iterator[ClassOf]:
    """Lend a copy of a course in which a class of this size has submitted an assignment.

    Commands are run on it: raises an error where they would use the course's own gradebook.
    """
    present = len(course.students_with(assignment))
    size = students or present or DEFAULT_CLASS_SIZE
    made_up = KEPT if exercises_with_variants(course.root) else "the solutions"
    with temporary_copy(course) as trial:
        files = Course(trial.root).gradebook_file()
        if not any(path.is_relative_to(trial.root) for path in files):
            raise GraderError(
                "Nothing can be measured: c.CourseDirectory.db_url names one gradebook for all"
                " copies of the course. Measure in a course without that setting."
            )
        run_converters.generate_assignment(trial, assignment)
        drawn = itertools.islice(_submissions(trial, course, assignment), size)
        for number, hand_in in enumerate(drawn):
            place = Path(*trial.hand_in(f"student{number:05}", assignment))
            for name, data in hand_in.files.items():
                write_whole(place / name, data)
        yield ClassOf(trial, assignment, "the course's submissions" if present else made_up)


def _submissions(trial: Course, course: Course, assignment: str) -> Iterator[HandIn]:
    """Yield submissions without end; in the copy of the course the assignment is generated."""
    names = [path.stem for path in course.notebooks(assignment)]
    present = [course.hand_in(student, assignment) for student in course.students_with(assignment)]
    for place in itertools.cycle(present):
        yield submission.read_hand_in(*place, names, course.limits.submission_mb)
    release = trial.folder(trial.folders.release_directory, ".", assignment)
    released = sorted(release.glob("*.ipynb"))
    solutions = {
        name: cell["source"]
        for path in course.notebooks(assignment)
        for name, cell in _exercises(ipynb.read_source(path))
    }
    for number in itertools.count():
        yield HandIn(files=dict(_drawn_notebooks(course.root, released, solutions, number)))


def _drawn_notebooks(
    root: Path, released: Sequence[Path], solutions: dict[str, str], number: int
) -> Iterator[tuple[str, bytes]]:
    """Yield a student's notebooks; the same number draws the same answers."""
    draw = random.Random(number)  # noqa: S311 - no secret
    share = RIGHT_SHARES[number % len(RIGHT_SHARES)]
    for path in released:
        nb = ipynb.read_source(path)
        for name, cell in _exercises(nb):
            kept = read_variants(root, name)
            right = draw.random() < share
            if right or not kept or draw.random() > UNANSWERED_SHARE:
                fitting = [answer.source for answer in kept if answer.right is right]
                cell["source"] = draw.choice(fitting or [solutions[name]])
        yield path.name, ipynb.dumps(nb).encode()


def _exercises(nb: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the cells of a notebook that ask for code, by name."""
    for cell in nb["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and marks.get("solution"):
            yield marks["grade_id"], cell
