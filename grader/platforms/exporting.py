"""Exports by name. The exporters themselves are in `grader.platforms.exports`."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.platforms.exports import Report
    from grader.plugin import Course

FORMATS: Final = {
    "csv": "CsvExport",
    "canvas": "CanvasExport",
    "moodle": "MoodleExport",
    "moodle-worksheet": "MoodleWorksheetExport",
    "gradescope": "GradescopeExport",
    "json": "ResultsExport",
}
"""Formats of `grader export --format`, and the classes for `nbgrader export --exporter`."""

AUTOGRADER: Final = "gradescope-autograder"
"""The format that holds no grades, but what gives them."""


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
    """Write one export. Options that are not given come from the course's settings."""
    exports = importlib.import_module("grader.platforms.exports")
    exporter: Any = getattr(exports, FORMATS[name])(config=course.config)
    if fill is not None:
        if not exporter.has_trait("fill"):
            fillable = [n for n, c in FORMATS.items() if hasattr(getattr(exports, c), "fill")]
            raise UsageError(f"--fill works with {' and '.join(fillable)}, not with {name}.")
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
    """Say in one line what was written."""
    if len(files) > 1:
        return f"{os.path.commonpath(files)}: {len(files)} files written"
    return f"{files[0]} written" if files else "Nothing was written."
