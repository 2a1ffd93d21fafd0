"""Grades in the forms that others read: each an `ExportPlugin` of nbgrader's and a name of
`grader export --format NAME`.

What a spreadsheet must not run. A cell of text that begins with `=`, `+`, `-` or `@` is run as a
formula, quoted or not. So:

- files that we make for people to open (`csv`, and names, items and feedback of the others) put an
  apostrophe before such text (`sheet.guard`); to take one apostrophe away gives the text back.
- what an importer matches by is never altered: ids, logins, addresses. An id of that kind is left
  out of a file that we make, and named, instead of being changed or run.
- a file that came from Canvas or Moodle goes back as it came, cell by cell, but for our grades and,
  in Moodle's worksheet, empty feedback; and for formulas where the importer does not look: the name
  in a row of Canvas's that has its number, and what Moodle's upload passes over (names, texts that
  students handed in). Notes and comments, which both would import, stay.
- JSON is no spreadsheet: text stands there as it is.
"""

from __future__ import annotations

from grader.plugin.exports.base import Export, Report
from grader.plugin.exports.canvas import CanvasExport
from grader.plugin.exports.gradescope import GradescopeExport
from grader.plugin.exports.moodle import MoodleExport
from grader.plugin.exports.results import ResultsExport
from grader.plugin.exports.table import CsvExport
from grader.plugin.exports.worksheet import MoodleWorksheetExport

__all__ = [
    "CanvasExport",
    "CsvExport",
    "Export",
    "GradescopeExport",
    "MoodleExport",
    "MoodleWorksheetExport",
    "Report",
    "ResultsExport",
]
