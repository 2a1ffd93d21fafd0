"""Feedback pages: find those that are missing or outdated, and write them in worker processes."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import GraderError, exception_line
from grader.grading.worker_process import Crash, Worker, WorkerThreads
from grader.plugin import Course, run_converters
from grader.plugin.class_records import marks_digests

SUBMISSIONS_PER_WORKER: Final = 6
"""Submissions whose pages take about as long to write as a worker takes to start."""

PageTask = tuple[str, str]
"""An assignment and a student."""


def plan_feedback(
    course: Course,
    assignments: Sequence[str],
    students: Sequence[str],
    problems: list[str],
    *,
    force: bool,
) -> list[PageTask]:
    """Find the submissions whose pages are missing or outdated.

    A named student with no graded notebooks becomes a problem.
    """
    tasks = []
    for assignment in assignments:
        graded = graded_students(course, assignment)
        marks = _current_marks(course, assignment) if graded and not force else {}
        for student in students or graded:
            if student not in graded:
                problem = _without_grades(course, assignment, student)
                problems += [problem] if problem not in problems else []
            elif force or run_converters.stale(course, assignment, student, marks):
                tasks.append((assignment, student))
    return tasks


def _without_grades(course: Course, assignment: str, student: str) -> str:
    if student not in course.known_students():
        return f"There is no student {student!r}{course.meant_student(student)}"
    return (
        f"{student!r} has no graded notebooks for {assignment}; grade them first: grader autograde"
        f" {assignment} --student {student}"
    )


def _current_marks(course: Course, assignment: str) -> dict[tuple[str, str], str]:
    with course.gradebook() as gradebook:
        return marks_digests(gradebook, assignment)


def is_stale(course: Course, student: str, assignment: str) -> bool:
    """Return whether the pages of a graded submission are missing or outdated."""
    with course.gradebook() as gradebook:
        marks = marks_digests(gradebook, assignment, student)
    return run_converters.stale(course, assignment, student, marks)


def graded_students(course: Course, assignment: str) -> list[str]:
    """List the students with graded notebooks for an assignment."""
    step = course.folders.autograded_directory
    base = course.root / str(step)
    names = (path.name for path in base.iterdir() if path.is_dir()) if base.is_dir() else ()
    return sorted(n for n in names if any(course.folder(step, n, assignment).glob("*.ipynb")))


def write_feedback(
    course: Course, tasks: Sequence[PageTask], workers: int
) -> Iterator[tuple[int, str]]:
    """Write the pages of each submission in worker processes; yield their number or a problem."""
    count = min(workers, 1 + len(tasks) // SUBMISSIONS_PER_WORKER)
    with contextlib.closing(PageWriters(course.root, count)) as writers:
        for done in as_completed([writers.write(task) for task in tasks]):
            yield done.result()


class PageWriters:
    """Worker processes that write pages, until they are closed."""

    def __init__(self, root: Path, count: int) -> None:
        self._threads = WorkerThreads(count, start_writer, (str(root),))
        self.start = self._threads.start
        self.close = self._threads.close

    def write(self, task: PageTask) -> Future[tuple[int, str]]:
        """Write the pages of a submission; the result is their number or a problem."""
        return self._threads.submit(functools.partial(_ask_writer, task))


def _ask_writer(task: PageTask, worker: Worker) -> tuple[int, str]:
    """Have a worker write pages; return their number, or a problem."""
    answer = worker.ask(msgspec.msgpack.encode(task))
    if not isinstance(answer, Crash):
        return msgspec.msgpack.decode(answer, type=tuple[int, str])
    assignment, student = task
    return 0, (
        f"The feedback of {student} for {assignment} was left out: the process that wrote it ended"
        f" (exit status {answer.status})."
    )


def start_writer(root: str) -> Callable[[bytes], bytes]:
    """Open the course in a worker process, and return the function that does a task."""
    run_converters.keep_engines()
    course = Course(Path(root))
    course.enter()

    def write(data: bytes) -> bytes:
        task = msgspec.msgpack.decode(data, type=PageTask)
        try:
            written = len(run_converters.generate_feedback(course, *task)), ""
        except GraderError as error:
            written = 0, str(error)
        except Exception as error:  # noqa: BLE001 - it costs this submission its pages alone
            assignment, student = task
            why = f"by a fault of the grader's own: {exception_line(error)}"
            written = 0, f"The feedback of {student} for {assignment} was left out, {why}"
        return msgspec.msgpack.encode(written)

    return write
