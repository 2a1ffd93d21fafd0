"""Grades in other systems' formats.

Each is an `ExportPlugin` of nbgrader's and a name for `grader export --format NAME`.

Formula injection: a spreadsheet runs a cell of text that begins with `=`, `+`, `-` or `@` as a
formula, quoted or not. Therefore:

- Files that we create for people to open (`csv`, and items and feedback in `moodle`) put an
  apostrophe before such text (`sheet.guard`). Removing one apostrophe gives back the text.
- Values that an importer matches by (ids, logins, addresses) are never altered. A dangerous id is
  left out of a file that we create, and reported.
- A file from Canvas goes back unchanged, cell by cell, except for our grades. Formulas are guarded
  only where the importer does not look: the name in a row that has a number. Notes stay as they
  are, since Canvas would import them.
- JSON is not a spreadsheet, so text stays as it is.
"""

from __future__ import annotations

from grader.platforms.exports.base import Export, Report
from grader.platforms.exports.canvas import CanvasExport
from grader.platforms.exports.data import CsvExport, ResultsExport
from grader.platforms.exports.moodle import MoodleExport

__all__ = [
    "CanvasExport",
    "CsvExport",
    "Export",
    "MoodleExport",
    "Report",
    "ResultsExport",
]
