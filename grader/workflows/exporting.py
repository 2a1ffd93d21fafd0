"""Exports by name: which there are, and one run of one; `grader.plugin.exports` holds them."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.plugin import Course
    from grader.plugin.exports import Report

FORMATS: Final = {
    "csv": "CsvExport",
    "canvas": "CanvasExport",
    "moodle": "MoodleExport",
    "moodle-worksheet": "MoodleWorksheetExport",
    "gradescope": "GradescopeExport",
    "json": "ResultsExport",
}
"""The names of `grader export --format`, and the classes of `nbgrader export --exporter`."""


def run_export(
    course: Course,
    name: str,
    *,
    assignments: Sequence[str] = (),
    students: Sequence[str] = (),
    output: Path | None = None,
    fill: Path | None = None,
    missing: str | None = None,
) -> Report:
    """Write one export; options that are not given are the course's settings."""
    exports = importlib.import_module("grader.plugin.exports")
    exporter: Any = getattr(exports, FORMATS[name])(config=course.config)
    if fill is not None:
        if not exporter.has_trait("fill"):
            fillable = [n for n, c in FORMATS.items() if hasattr(getattr(exports, c), "fill")]
            raise UsageError(f"--fill goes with {' and '.join(fillable)}; {name} fills no file.")
        exporter.fill = str(fill)
    given = {
        "assignment": list(assignments),
        "student": list(students),
        "to": str(output or ""),
        "missing": missing,
    }
    for trait, value in given.items():
        if value:
            setattr(exporter, trait, value)
    with course.gradebook() as gradebook:
        report: Report = exporter.run(gradebook)
    return report


def written(files: Sequence[Path]) -> str:
    """What was written, in a line."""
    if len(files) > 1:
        return f"{os.path.commonpath(files)}: {len(files)} files written"
    return f"{files[0]} written" if files else "Nothing was written."
