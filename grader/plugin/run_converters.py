"""Running nbgrader's converters from our commands, with their log turned into sentences."""

from __future__ import annotations

import contextlib
import copy
import functools
import itertools
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import nbformat
import sqlalchemy
from nbgrader import api
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.nbgraderformat import (
    MetadataValidator,
    SchemaTooNewError,
    SchemaTooOldError,
    ValidationError,
)
from nbgrader.preprocessors import ClearSolutions
from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError

from grader.errors import CourseError
from grader.notebooks.tempdirs import temporary_folder
from grader.plugin import defaults, grade_records
from grader.plugin.course import Course
from grader.plugin.gradebook_address import gradebook_errors
from grader.plugin.settings import kept_log
from grader.render import cpu_limit
from grader.render.cpu_limit import TooSlowError

FEEDBACK_SECONDS: Final = 60
"""CPU time for the pages of a submission; each page limits what its texts take to a tenth of it."""

MOST_CHARS: Final = 300
"""Length of what is told of an error, whose text may have many lines."""

SUMMARIES: Final = ("There was an error", "Please see", "Removing failed")
"""Beginnings of what nbgrader logs of an error beside the error itself."""

OLD_METADATA: Final = (
    "its notebooks have metadata of an older nbgrader. Make a copy of the course, then run:"
    " nbgrader update ."
)


@contextlib.contextmanager
def _quietly(what: str, where: str) -> Iterator[None]:
    """Run a converter that writes to `where`, without its log.

    If it gives up, raise the last thing it logged.
    """
    try:
        with grade_records.quiet(), kept_log() as kept:
            yield
    except (NbGraderException, SystemExit) as error:
        if cause := _database_error(error):
            raise cause from None
        if isinstance(error.__context__, SchemaTooOldError):
            raise CourseError(f"{what}: {OLD_METADATA}") from error
        raise CourseError(f"{what}: {_logged_cause(kept.lines) or error}") from error
    except OSError as error:
        raise CourseError(
            f"{what}: {error.strerror or error} ({error.filename or 'a file'}). Check that you may"
            f" write in {where}, and that the disk has space; then run the same command again."
        ) from error


def _database_error(error: BaseException) -> SQLAlchemyError | None:
    """Return the error of the database over which a converter gave up, if it was one."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, SQLAlchemyError):
        found = found.__cause__ or found.__context__
    return found


def _logged_cause(lines: list[str]) -> str:
    """Return what names the error: what ends a traceback, before nbgrader's summary.

    An exception without words is explained by what was logged before it.
    """
    told = [line for line in lines if not line.startswith(SUMMARIES)]
    begun = [number for number, line in enumerate(told) if line.startswith("Traceback ")]
    if not begun:
        return told[-1].strip() if told else ""
    ended = itertools.dropwhile(lambda line: line.startswith(" "), told[begun[-1] + 1 :])
    error = " ".join(map(str.strip, ended))
    if error.isidentifier() and begun[0] > 0:
        error = told[begun[0] - 1].strip()
    return error[:MOST_CHARS]


def metadata_fault(nb: Mapping[str, Any]) -> list[str]:
    """Return the first thing that nbgrader can't work with in the metadata of a notebook's cells.

    Its converter names no cell. Metadata of an older nbgrader are left to it.
    """
    with kept_log(), contextlib.suppress(SchemaTooOldError, SchemaTooNewError):
        try:
            MetadataValidator().validate_nb(nbformat.from_dict(nb))
        except ValidationError as error:
            return [f"{error.message.splitlines()[0]}."]
    return []


def keep_engines() -> None:
    """Let the gradebooks that this process opens share one engine, which keeps compiled queries.

    nbgrader opens several for each page, and compiling its queries takes a quarter of the time. It
    also looks for each of its tables whenever it opens one: once is enough.
    """
    api.create_engine = functools.cache(sqlalchemy.create_engine)
    api.Base.metadata.create_all = functools.cache(api.Base.metadata.create_all)


def generate_assignment(course: Course, assignment: str) -> list[Path]:
    """Write the students' version of an assignment to `release/`, and its key to the gradebook."""
    try:
        with (
            gradebook_errors(course.folders.db_url),
            _generating(course, assignment),
            _put_back_on_error(course.folder(course.folders.release_directory, ".", assignment)),
        ):
            GenerateAssignment(coursedir=course.folders, config=course.config, force=True).start()
    except CourseError:
        with course.gradebook():  # if it can't be opened, that is why, and nbgrader hides it
            raise
    return sorted(course.folder(course.folders.release_directory, ".", assignment).glob("*.ipynb"))


@contextlib.contextmanager
def generated_aside(course: Course, assignment: str) -> Iterator[Path]:
    """Generate an assignment without the gradebook, and lend the temporary folder that holds it."""
    settings = copy.deepcopy(course.config)
    settings.SaveCells.enabled = False
    for hook in ("pre_convert_hook", "post_convert_hook"):
        settings.GenerateAssignment.pop(hook, None)
    folders: Any = course.folders
    release = folders.release_directory
    with temporary_folder() as made_in:
        folders.release_directory = str(made_in)
        try:
            with _generating(course, assignment):
                converter = GenerateAssignment(coursedir=folders, config=settings, force=True)
                converter.no_database = True
                converter.start()
            made = course.folder(str(made_in), ".", assignment)
        finally:
            folders.release_directory = release
        yield made


@contextlib.contextmanager
def _generating(course: Course, assignment: str) -> Iterator[None]:
    """Say in one sentence why an assignment can't be generated."""
    what = f"{course.folders.source_directory}/{assignment} can't be generated"
    if not course.notebooks(assignment):
        raise CourseError(f"{what}: it has no notebook")
    with (
        _quietly(what, f"{course.folders.release_directory}/{assignment}"),
        _for(course, assignment),
    ):
        yield


def stubs(course: Course) -> set[str]:
    """Return the texts that take the place of a solution in a release."""
    step = ClearSolutions(config=copy.deepcopy(course.config))  # it changes an old form of settings
    return {text.strip() for text in [*step.code_stub.values(), step.text_stub]}


def generate_feedback(course: Course, assignment: str, student: str) -> list[Path]:
    """Write the feedback pages of one submission."""
    what = f"The feedback of {student} for {assignment} can't be written"
    where = f"{course.folders.feedback_directory}/{student}/{assignment}"
    pages = course.folder(course.folders.feedback_directory, student, assignment)
    with (
        gradebook_errors(course.folders.db_url),
        _quietly(what, where),
        _for(course, assignment, student),
        _put_back_on_error(pages),
    ):
        converter = GenerateFeedback(coursedir=course.folders, config=course.config, force=True)
        if not any(defaults.is_ours(step, "Feedback") for step in converter.preprocessors):
            # whatever the course sets: no page shows the source of hidden tests
            converter.preprocessors = ["grader.plugin.Feedback", *converter.preprocessors]
        try:
            cpu_limit.limited(FEEDBACK_SECONDS, converter.start)
        except TooSlowError:
            raise CourseError(
                f"{what}: it takes more than {FEEDBACK_SECONDS} s of CPU time. Check the notebooks"
                f" in {course.folders.autograded_directory}/{student}/{assignment}/."
            ) from None
    return sorted(pages.glob("*.html"))


@contextlib.contextmanager
def _put_back_on_error(folder: Path) -> Iterator[None]:
    """Put a folder back as it was if the work fails: nbgrader removes it before it begins."""
    before = folder.with_name(f".{folder.name}.before")
    if before.exists():  # somebody was killed at this work
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.exists():
        shutil.copytree(folder, before)
    try:
        yield
    except BaseException:
        if before.exists():
            shutil.rmtree(folder, ignore_errors=True)
            before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)


@contextlib.contextmanager
def _for(course: Course, assignment: str, student: str | None = None) -> Iterator[None]:
    """Set nbgrader's course folder to this assignment, and restore it afterwards."""
    folders: Any = course.folders
    before = folders.assignment_id, folders.student_id
    try:
        folders.assignment_id = assignment
    except TraitError as error:
        raise CourseError(
            f"{folders.source_directory}/{assignment} can't be an assignment: {error}. Rename the"
            " folder."
        ) from error
    if student is not None:
        folders.student_id = student
    try:
        yield
    finally:
        folders.assignment_id, folders.student_id = before


def stale(
    course: Course, assignment: str, student: str, marks: Mapping[tuple[str, str], str]
) -> bool:
    """Return whether a submission was graded after its pages were written, or its marks changed.

    `marks` are the digests of the marks in the gradebook, by student and notebook.
    """
    graded = course.folder(course.folders.autograded_directory, student, assignment)
    pages = course.folder(course.folders.feedback_directory, student, assignment)
    books = [(path, pages / f"{path.stem}.html") for path in graded.glob("*.ipynb")]
    return any(
        not page.is_file()
        or _modified(page) <= _modified(path)
        or not _is_whole(page)
        or _shows_others(page, marks.get((student, path.stem)))
        for path, page in books
    )


def _is_whole(page: Path) -> bool:
    """Return whether a page was written to its end: nbconvert may be killed while it writes."""
    with page.open("rb") as file:
        file.seek(max(0, page.stat().st_size - TAIL_BYTES))
        return b"</html>" in file.read().lower()


def _shows_others(page: Path, marks: str | None) -> bool:
    """Return whether a page shows other marks than these; one that does not say shows none."""
    with page.open("rb") as file:
        found = _MARKS.search(file.read(HEAD_BYTES))
    return found is not None and found[1].decode() != (marks or "")


_MARKS: Final = re.compile(rb'<meta name="grader-marks" content="(\w*)"')

TAIL_BYTES: Final = 100
"""Bytes at the end of a page in which it is said that this is the end."""

HEAD_BYTES: Final = 4096
"""Bytes at the beginning of a page in which its marks are told."""


def _modified(path: Path) -> float:
    try:
        return os.stat(path).st_mtime
    except FileNotFoundError:
        return 0.0
