"""The log of a submission: one line of JSON for each attempt to grade it.

It records what an instructor may have to look up: when, how long, in which sandbox, the result of
each test, and the limits exceeded. It quotes hidden tests and is not for students.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from grader.grading.jobs import JobResult
from grader.notebooks.files import write_whole
from grader.plugin.course import Course
from grader.verdict import NotebookVerdict


def log_file(course: Course, student: str, assignment: str) -> Path:
    """Return the path of a submission's log."""
    return course.folder("logs", student, assignment).with_name(f"{assignment}.jsonl")


def append_result(course: Course, done: JobResult) -> None:
    """Append a result to its submission's log."""
    path = log_file(course, done.job.student, done.job.assignment)
    append(path, entry(done), to=path)


def entry(done: JobResult) -> dict[str, object]:
    """Build the log entry of a result."""
    verdicts = [graded.verdict for graded in done.graded]
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "student": done.job.student,
        "assignment": done.job.assignment,
        "outcome": _outcome(done),
        "problem": done.problem,
        "score": sum(verdict.score for verdict in verdicts),
        "max_score": sum(verdict.max_score for verdict in verdicts),
        "seconds": round(sum(verdict.seconds for verdict in verdicts), 3),
        "notebooks": [_notebook(verdict) for verdict in verdicts],
    }


def _outcome(done: JobResult) -> str:
    if done.problem:
        return "not graded"
    broken = any(graded.verdict.broken for graded in done.graded)
    return "graded, needs a look by hand" if broken else "graded"


def _notebook(verdict: NotebookVerdict) -> dict[str, object]:
    fields = msgspec.to_builtins(verdict)
    tests = [
        {
            "cell": cell["grade_id"],
            **{name: test[name] for name in ("name", "outcome", "message", "log") if test[name]},
        }
        for cell in fields["cells"]
        for test in cell["tests"]
    ]
    return {
        "notebook": verdict.notebook,
        "score": verdict.score,
        "max_score": verdict.max_score,
        "seconds": verdict.seconds,
        "cpu_seconds": verdict.cpu_seconds,
        "memory_mb": verdict.memory_mb,
        "sandbox": verdict.sandbox,
        "reason": verdict.reason,
        "tests": tests,
    }


def append(path: Path, entry: Mapping[str, object], *, to: Path) -> None:
    """Write the log at `path` plus one entry to the file `to`, completely or not at all."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    write_whole(to, f"{before}{msgspec.json.encode(entry).decode()}\n")


def last(path: Path) -> dict[str, Any]:
    """Read the last entry of a log; return an empty dict if there is none or it is unreadable."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        entry = msgspec.json.decode(lines[-1]) if lines else {}
    except (OSError, UnicodeDecodeError, msgspec.DecodeError):
        return {}
    return entry if isinstance(entry, dict) else {}
