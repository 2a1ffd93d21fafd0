"""Feedback pages of a class: which are to be written, and workers that write them."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from grader.errors import GraderError
from grader.plugin import Course, run_converters

PAGES_SECONDS: Final = 120
"""Time for the pages of one submission, which take a fraction of a second each."""

PageTask = tuple[str, str]
"""An assignment and a student."""

_course: Course | None = None


def plan_feedback(
    course: Course,
    assignments: Sequence[str],
    students: Sequence[str],
    problems: list[str],
    *,
    force: bool,
) -> list[PageTask]:
    """The submissions whose pages are missing or old; students without any become problems."""
    tasks = []
    for assignment in assignments:
        graded = graded_students(course, assignment)
        for student in students or graded:
            if student not in graded:
                problems.append(
                    f"There is nothing graded of {student!r} for {assignment}; grade it first:"
                    f" grader autograde {assignment} --student {student}"
                )
            elif force or run_converters.stale(course, assignment, student):
                tasks.append((assignment, student))
    return tasks


def graded_students(course: Course, assignment: str) -> list[str]:
    """The students with graded notebooks of an assignment."""
    step = course.folders.autograded_directory
    base = course.root / str(step)
    names = (path.name for path in base.iterdir() if path.is_dir()) if base.is_dir() else ()
    return sorted(n for n in names if any(course.folder(step, n, assignment).glob("*.ipynb")))


def write_feedback(
    course: Course, tasks: Sequence[PageTask], workers: int
) -> Iterator[tuple[int, str]]:
    """Write the pages; for each submission, how many, or what went wrong."""
    if not tasks:
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        max_workers=min(workers, len(tasks)),
        mp_context=context,
        initializer=_begin,
        initargs=(str(course.root),),
    ) as pool:
        yield from pool.map(_write, tasks)


def _begin(root: str) -> None:
    global _course
    _course = Course(Path(root))
    _course.enter()


def _write(task: PageTask) -> tuple[int, str]:
    assert _course is not None, "the worker was begun"
    try:
        with _deadline(task):
            return len(run_converters.generate_feedback(_course, *task)), ""
    except GraderError as error:
        return 0, str(error)


@contextlib.contextmanager
def _deadline(task: PageTask) -> Iterator[None]:
    """An alarm: no student's text keeps the pages of the others waiting for ever."""

    def ring(*_: object) -> None:
        assignment, student = task
        raise GraderError(
            f"The feedback of {student} for {assignment} takes longer than {PAGES_SECONDS} s, and"
            " was left out; see what the notebook in autograded/ holds."
        )

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(PAGES_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
