"""Recording of a verdict, in an order that makes it safe to kill the grader at any step.

Notebooks and log are first written to a hidden folder beside their destination; then the gradebook
gets grades and digest in one transaction; then the files are moved into place. If the grader is
killed after the transaction, the next run only has to move the files.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec

from grader.errors import GraderError, Unreadable
from grader.grading.jobs import Job, JobResult, digest_of
from grader.notebooks import ipynb
from grader.notebooks.door import Door
from grader.notebooks.files import write_whole
from grader.notebooks.source_cells import CellData, SourceCell
from grader.plugin import grade_records
from grader.plugin.course import Course
from grader.plugin.times import TIMESTAMP, moment_in
from grader.plugin.verdict_metadata import digest_in, write_autograded
from grader.verdict import NotebookVerdict

EXCHANGED: Final = (TIMESTAMP, "submission_secret.txt")
"""Files by which nbgrader releases feedback to its exchange."""

LOG: Final = "log.jsonl"
"""Name of the log in the hidden folder."""


def autograded_folder(course: Course, job: Job) -> Path:
    """Return the folder of a submission's graded notebooks."""
    return course.folder(course.folders.autograded_directory, job.student, job.assignment)


def ready_folder(course: Course, job: Job) -> Path:
    """Return the hidden folder for notebooks and log until the gradebook has the grades."""
    return autograded_folder(course, job).with_name(f".{job.assignment}.ready")


def is_graded(course: Course, job: Job, recorded: str | None) -> bool:
    """Check whether a submission was graded from its present inputs and completely written.

    `recorded` is the digest in the gradebook.
    """
    return bool(
        recorded
        and not os.path.exists(ready_folder(course, job))  # False, too, where nobody may look
        and notebooks_match(recorded, job, [autograded_folder(course, job)])
        and digest_of(job, course.limits) == recorded
    )


def notebooks_match(digest: str, job: Job, folders: Sequence[Path]) -> bool:
    """Check that each notebook exists in one of the folders, graded from inputs of this digest."""
    names = [f"{key.notebook}.ipynb" for key in job.keys]
    return bool(names) and all(
        any(digest_in(folder / name) == digest for folder in folders) for name in names
    )


Earlier: TypeAlias = Mapping[str, Mapping[str, Any]]
"""The notebooks of a submission as they were graded last, by name."""


def record_result(
    course: Course, gradebook: object, done: JobResult, digest: str, before: Earlier
) -> None:
    """Write a verdict to the hidden folder and the gradebook, then move its files into place."""
    job, ready = done.job, ready_folder(course, done.job)
    if any(graded.verdict.broken for graded in done.graded):
        digest = ""  # grade it again next time
    shutil.rmtree(ready, ignore_errors=True)
    append_to_log(course, done, to=ready / LOG)
    exchanged = _exchanged(course, job)
    submitted_at = moment_in(exchanged.get(TIMESTAMP, b""))
    for name, data in exchanged.items() if submitted_at else ():
        with contextlib.suppress(UnicodeDecodeError):
            write_whole(ready / name, data.decode())
    for graded in done.graded:
        write_autograded(ready, graded, digest)
    grade_records.record(
        gradebook,
        course.config,
        job.student,
        job.assignment,
        done.graded,
        submitted_at,
        digest,
        before=before,
    )
    move_into_place(course, job)


def _exchanged(course: Course, job: Job) -> dict[str, bytes]:
    """Read the files by which nbgrader's exchange knows a submission.

    The secret is for who handed in, and not for others of the group.
    """
    found = {}
    own = course.hand_in(job.student, job.assignment).folder == job.folder
    with Door(job.base) as door:
        for name in EXCHANGED if own else (TIMESTAMP,):
            with contextlib.suppress(Unreadable):
                found[name] = door.read(f"{job.folder}/{name}", 1)
    return found


def graded_before(course: Course, job: Job) -> Earlier:
    """Return the notebooks of a submission as they were graded last, by name."""
    found = {}
    for key in job.keys:
        with contextlib.suppress(GraderError):  # not graded yet
            path = autograded_folder(course, job) / f"{key.notebook}.ipynb"
            found[key.notebook] = ipynb.read_source(path)
    return found


def reasons_for_change(done: JobResult, before: Earlier) -> list[str]:
    """Return why tests may give a submission other points than before, where that is known."""
    if any(graded.verdict.notebook not in before for graded in done.graded):
        return []
    then = [cell for graded in done.graded for cell in before[graded.verdict.notebook]["cells"]]
    now = [cell for graded in done.graded for cell in graded.notebook["cells"]]
    kinds = {"another answer": _answers, "other tests": _tests}
    return [reason for reason, sources in kinds.items() if sources(then) != sources(now)]


def _answers(cells: Iterable[CellData]) -> list[str]:
    return [cell.source for cell in map(SourceCell, cells) if not cell.locked and cell.is_code]


def _tests(cells: Iterable[CellData]) -> list[tuple[str, object]]:
    tests = (cell for cell in map(SourceCell, cells) if cell.is_tests)
    return [(cell.source, cell.marks.get("points")) for cell in tests]


def move_into_place(course: Course, job: Job) -> None:
    """Move each file from the hidden folder to its destination, atomically.

    The log goes first: notebooks in place mean that everything is done.
    """
    ready, folder = ready_folder(course, job), autograded_folder(course, job)
    if (ready / LOG).exists():
        path = log_file(course, job.student, job.assignment)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(ready / LOG, path)
    if ready.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for path in ready.iterdir():
            if path.name.startswith("."):  # partly written by a grader that was killed
                path.unlink()
            else:
                path.replace(folder / path.name)
        ready.rmdir()


# The log ------------------------------------------------------------------------------------


def log_file(course: Course, student: str, assignment: str) -> Path:
    """Return the path of a submission's log: one line of JSON for each attempt to grade it.

    It records what an instructor may have to look up: when, how long, in which sandbox, the result
    of each test, and the limits exceeded. It quotes hidden tests and is not for students.
    """
    return course.folder("logs", student, assignment).with_name(f"{assignment}.jsonl")


def append_to_log(course: Course, done: JobResult, *, to: Path | None = None) -> None:
    """Add a result to its submission's log, or write the log with it to another file."""
    path = log_file(course, done.job.student, done.job.assignment)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    write_whole(to or path, f"{before}{msgspec.json.encode(_entry(done)).decode()}\n")


def last_entry(path: Path) -> dict[str, Any]:
    """Read the last entry of a log; return an empty dict if there is none or it is unreadable."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        entry = msgspec.json.decode(lines[-1]) if lines else {}
    except (OSError, UnicodeDecodeError, msgspec.DecodeError):
        return {}
    return entry if isinstance(entry, dict) else {}


def _entry(done: JobResult) -> dict[str, object]:
    verdicts = [graded.verdict for graded in done.graded]
    outcome = "graded"
    if done.problem:
        outcome = "not graded"
    elif any(verdict.broken for verdict in verdicts):
        outcome = "graded, needs a look by hand"
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "student": done.job.student,
        "assignment": done.job.assignment,
        "outcome": outcome,
        "problem": done.problem,
        "score": sum(verdict.score for verdict in verdicts),
        "max_score": sum(verdict.max_score for verdict in verdicts),
        "seconds": round(sum(verdict.seconds for verdict in verdicts), 3),
        "notebooks": [_notebook(verdict) for verdict in verdicts],
    }


def _notebook(verdict: NotebookVerdict) -> dict[str, object]:
    fields = msgspec.to_builtins(verdict)
    tests = [
        {
            "cell": cell["grade_id"],
            **{name: test[name] for name in ("name", "outcome", "message", "log") if test[name]},
        }
        for cell in fields.pop("cells")
        for test in cell["tests"]
    ]
    return {**fields, "score": verdict.score, "max_score": verdict.max_score, "tests": tests}
