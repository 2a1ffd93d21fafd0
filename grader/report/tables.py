"""A report's numbers as CSV and JSON, for further calculation.

The tables are safe to open in a spreadsheet: see `grader.platforms.exports`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from grader.plugin import sheet
from grader.report.summary import Summary

REPORT_VERSION = 2
"""Format version: increased when a key of the JSON changes its meaning or is removed."""

STUDENT_COLUMNS = (
    *("student", "score", "max_score", "late_submission_penalty", "seconds", "cpu_seconds"),
    *("memory_mb", "walls", "needs_manual_grade", "troubles", "name", "handed_in", "by_tests"),
    *("by_hand", "graded_max_score"),
)
ITEM_COLUMNS = (
    *("notebook", "exercise", "test", "visible", "max_score", "judged", "passed", "pass_rate"),
    *("difficulty", "discrimination", "title", "graded_by"),
)


def students_table(summary: Summary) -> str:
    """Return a table with a row per student, first of those who handed something in."""
    troubles: dict[str, list[str]] = {}
    for trouble in summary.troubles:
        place = f" ({trouble.notebook})" if trouble.notebook else ""
        troubles.setdefault(trouble.student, []).append(f"{trouble.kind}{place}")
    rows = [
        [
            person.student,
            sheet.number(person.score),
            sheet.number(summary.max_score),
            sheet.number(person.penalty),
            sheet.number(person.seconds),
            sheet.number(person.cpu_seconds),
            sheet.number(person.memory_mb),
            "; ".join(person.walls),
            "; ".join(person.by_hand),
            "; ".join(troubles.get(person.student, [])),
            person.name,
            "yes",
            sheet.number(person.by_tests),
            sheet.number(person.hand_given),
            sheet.number(person.graded_max),
        ]
        for person in summary.people
    ]
    for student in summary.absent:
        maximum = sheet.number(summary.max_score)
        row = {
            "student": student.student,
            "max_score": maximum,
            "name": student.name,
            "handed_in": "no",
        }
        rows.append([row.get(column, "") for column in STUDENT_COLUMNS])
    return _table([STUDENT_COLUMNS, *rows])


def exercises_table(summary: Summary) -> str:
    """Return a table with a row per exercise, followed by rows for its tests."""
    return _table([ITEM_COLUMNS, *_items(summary)])


def _items(summary: Summary) -> Iterator[list[str]]:
    for row in summary.exercises:
        yield [
            *(row.notebook, row.name, "", "", sheet.number(row.max_score), str(row.judged)),
            *(str(row.full), sheet.number(row.rate), sheet.number(row.difficulty)),
            *(sheet.number(row.discrimination), row.title, "hand" if row.by_hand else "tests"),
        ]
        for test in row.tests.values():
            yield [
                *(row.notebook, row.name, test.title, "yes" if test.visible else "no", ""),
                *(str(test.judged), str(test.passed), sheet.number(test.rate), ""),
                *(sheet.number(test.discrimination), "", ""),
            ]


def _table(rows: list[tuple[str, ...] | list[str]]) -> str:
    """Return rows as text, guarded against formulas. A number may start with its sign."""
    return sheet.table([[_table_cell(text) for text in row] for row in rows])


def _table_cell(text: str) -> str:
    return text if sheet.parsed(text) is not None else sheet.guard(text)


def as_json(report: Summary) -> str:
    """Return everything that a page tells, as JSON."""
    plain = {"version": REPORT_VERSION, "report": _plain(report)}
    return msgspec.json.format(msgspec.json.encode(plain, enc_hook=str), indent=1).decode() + "\n"


def _plain(value: object) -> object:
    """Return a value in which each record is a dict, also of what it computes."""
    if isinstance(value, msgspec.Struct):
        computed = [name for name, found in vars(type(value)).items() if type(found) is property]
        names = [*value.__struct_fields__, *computed]
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {name: _plain(held) for name, held in value.items()}
    return [_plain(held) for held in value] if isinstance(value, list) else value
