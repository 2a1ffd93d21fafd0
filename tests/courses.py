"""Courses in temporary folders, and the real commands run on them."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Container, Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from click import Command, Context
from click.testing import CliRunner, Result
from jupyter_core.application import NoStart
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderApp

from grader.__main__ import main
from grader.grading import pool
from grader.grading.course_folder import inside_course
from grader.grading.trial import Trial
from grader.plugin import Course
from grader.workflows import course_copy, course_trial
from tests import warm
from tests.simulated import ROOT

BIN = Path(sys.executable).parent

COURSE_ID = "mathematics_for_genai"
CONTEXT = Context(main)
ALL_COMMANDS: dict[str, Command] = {
    name: command
    for name in main.list_commands(CONTEXT)
    if (command := main.get_command(CONTEXT, name))
}
"""All commands, by their names."""


def build_wheel(folder: Path, root: Path = ROOT) -> None:
    """Build the wheel of the repository or of a copy, as `make wheel` does."""
    command = [sys.executable, "-P", "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    subprocess.run([*command, str(folder), str(root)], check=True, capture_output=True)


class Score(NamedTuple):
    """What the gradebook holds of one cell of one student."""

    auto: float | None
    by_hand: bool
    most: float


def make(
    folder: Path,
    *,
    config: str = "",
    assignment: str = "01_linear_algebra",
    notebooks: Container[str] | None = None,
) -> Path:
    """A copy of the course, generated."""
    lay_out(folder, config=config, assignment=assignment, notebooks=notebooks)
    return generate(folder)


def generate(folder: Path) -> Path:
    """A course, generated, whose tests count as tried.

    `grader check` tries those of this course, and `test_trial` is about the trial itself: without
    it, grading one submission takes half the time.
    """
    done = here(folder, "generate")
    assert done.exit_code == 0, done.output
    call_tried(folder)
    return folder


def call_tried(folder: Path) -> None:
    """Write that the tests of a generated course, as they are now, stood their trial."""
    with inside_course(folder):
        course = Course(folder)
        with course.gradebook() as gradebook:
            keys = {name: course.keys(gradebook, name) for name in course.assignments()}
    Trial(course.root, course.limits).trust(
        one
        for assignment, found in keys.items()
        for one in course_trial.candidates_of(course, assignment, list(found.values()))
    )


def lay_out(
    folder: Path,
    *,
    config: str = "",
    assignment: str = "01_linear_algebra",
    notebooks: Container[str] | None = None,
) -> Path:
    """A copy of the course, with further lines of configuration: one assignment of it, or all
    (`*`); some of its notebooks, or all."""
    folder.mkdir(parents=True, exist_ok=True)
    litter = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(ROOT / "solutions", folder / "solutions", ignore=litter)
    for path in (ROOT / "source").glob(assignment):
        shutil.copytree(path, folder / "source" / path.name, ignore=litter)
    for path in (folder / "source").glob("*/*.ipynb"):
        if notebooks is not None and path.stem not in notebooks:
            path.unlink()
    text = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(f"{text}\n{config}\n", encoding="utf-8")
    if "db_url" not in config and not (folder / "gradebook.db").exists():
        course_copy.answer_mark(folder / "gradebook.db")
    return folder


def grader(course: Path, *arguments: str, timeout: float = 600) -> subprocess.CompletedProcess[str]:
    """Run our command on a course, in a process of its own."""
    said = []
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        arguments = ("-C", str(course), *arguments)
        process = warm.command(arguments, course, out.fileno(), err.fileno())
        try:
            status = process.wait(timeout)
        finally:
            process.kill()
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode())
    return subprocess.CompletedProcess(arguments, status, *said)


def program(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run our command on a course as a new program, where what it loads first is the claim."""
    return _run([BIN / "grader", "-C", course, *arguments], course, 600)


def here(course: Path, *arguments: str) -> Result:
    """Run our command on a course within this process, where no process is the claim: its start is
    most of what a small one costs. So is that of a second worker, and what a worker imports."""
    if "autograde" in arguments and not {"--jobs", "--cluster"} & {*arguments}:
        arguments = (*arguments, "--jobs", "1")
    folder, path = os.getcwd(), sys.path.copy()
    try:
        with warnings.catch_warnings(), warm.workers():
            warnings.simplefilter("ignore")
            done = CliRunner().invoke(main, ["-C", str(course), *arguments])
    finally:
        os.chdir(folder)
        sys.path[:] = path
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done


def nbgrader(
    course: Path, *arguments: str, timeout: float = 600
) -> subprocess.CompletedProcess[str]:
    """Run nbgrader's command in a course."""
    return _run([BIN / "nbgrader", *arguments], course, timeout)


def _run(
    command: list[str | Path], folder: Path, timeout: float
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=timeout, check=False
    )


def nbgrader_here(course: Path, *arguments: str) -> None:
    """Run nbgrader's command in a course within this process; fail if it does."""
    folder, path = os.getcwd(), sys.path.copy()
    NbGraderApp.clear_instance()
    app = None
    os.chdir(course)
    try:
        with (
            mock.patch.dict(os.environ),  # nbgrader sets a variable, and leaves it if it gives up
            warnings.catch_warnings(),
            warm.workers(),
            pools_that_end(),
            contextlib.suppress(NoStart),
        ):
            warnings.simplefilter("ignore")
            app = NbGraderApp.instance()
            app.initialize([*arguments])
            app.start()
    finally:
        if app is not None and app.subapp is not None:
            type(app.subapp).clear_instance()  # it would keep what it was told this time
        NbGraderApp.clear_instance()
        os.chdir(folder)
        sys.path[:] = path


@contextlib.contextmanager
def pools_that_end() -> Iterator[None]:
    """Have the pools that nbgrader's command would keep for its process end with the command."""
    with contextlib.ExitStack() as stack:
        make = pool.shared_pool.__wrapped__
        kept = functools.cache(lambda *of: stack.enter_context(make(*of)))
        with mock.patch.object(pool, "shared_pool", kept):
            yield


def nbgrader_ended(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader's command in a course within this process; return how it ended, as a program's
    end is told. It takes two seconds less of a processor than a program."""
    said, status = io.StringIO(), 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            nbgrader_here(course, *arguments)
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return subprocess.CompletedProcess(arguments, status, "", said.getvalue())


def scores(
    course: Path, assignment: str = "01_linear_algebra", *, url: str = ""
) -> dict[tuple[str, str, str], Score]:
    """All scores in a course's gradebook, by student, notebook and cell."""
    with Gradebook(url or f"sqlite:///{course}/gradebook.db", COURSE_ID) as gradebook:
        return {
            (submission.student.id, notebook.name, grade.name): Score(
                grade.auto_score, bool(grade.needs_manual_grade), float(grade.max_score)
            )
            for submission in gradebook.find_assignment(assignment).submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
