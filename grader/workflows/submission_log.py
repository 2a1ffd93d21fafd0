"""The log of a submission: a line of JSON for each time that it was graded, or could not be.

It holds what the instructor may have to look up: when, how long, in which walls, what each test
said and which limit was hit. It quotes hidden tests, and is for no student.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from grader.grading.jobs import JobResult
from grader.notebooks.files import write_whole
from grader.verdict import NotebookVerdict


def entry(done: JobResult) -> dict[str, Any]:
    """What is to be said of a submission."""
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


def _notebook(verdict: NotebookVerdict) -> dict[str, Any]:
    said = msgspec.to_builtins(verdict)
    tests = [
        {
            "cell": cell["grade_id"],
            **{name: test[name] for name in ("name", "outcome", "message", "log") if test[name]},
        }
        for cell in said["cells"]
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


def append(path: Path, entry: dict[str, Any], *, to: Path) -> None:
    """Write a log with one more line to a file, that of before or another, whole or not at all."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    write_whole(to, f"{before}{msgspec.json.encode(entry).decode()}\n")


def last(path: Path) -> dict[str, Any]:
    """The last entry of a log; nothing where there is none that can be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        entry = msgspec.json.decode(lines[-1]) if lines else {}
    except (OSError, UnicodeDecodeError, msgspec.DecodeError):
        return {}
    return entry if isinstance(entry, dict) else {}
