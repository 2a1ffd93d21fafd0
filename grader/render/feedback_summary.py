"""The summary at the top of a feedback page: what was right, and what to look at next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from grader.verdict import CELL_STOPPED, UNNAMED, CellVerdict, Outcome, TestResult


class SummaryEntry(msgspec.Struct, kw_only=True):
    """One graded cell, for a student who looks for what to do."""

    anchor: str
    title: str
    """The heading above the cell."""
    score: float
    points: float
    waiting: bool = False
    """Whether it still has to be graded by hand."""
    comment: str = ""
    right: list[str] = []
    """Names of the tests that passed."""
    wrong: list[str] = []
    next: str = ""
    """What to think about: the hint of the first test that failed, or why its cell stopped."""
    depends_on: tuple[str, ...] = ()


def entries(
    marked: Iterable[Mapping[str, Any]],
    titles: Mapping[str, str],
    judged: Mapping[str, CellVerdict],
    waiting: Collection[str],
) -> list[SummaryEntry]:
    """Return an entry for each graded cell, given all cells' marks, which hold the scores."""
    found = []
    for marks in marked:
        if marks.get("grade") or marks.get("task"):
            name = str(marks.get("grade_id", ""))
            entry = SummaryEntry(
                anchor=name,
                title=titles[name] or name,
                score=float(marks.get("score") or 0),
                points=float(marks.get("points") or 0),
                waiting=name in waiting,
                comment=str(marks.get("comment") or ""),
            )
            found.append(_with_tests(entry, judged.get(name)))
    return found


def _is_whole_cell(test: TestResult, cell: str) -> bool:
    """Whether a test is a cell of plain asserts: its title tells no more than a name."""
    return test.name == cell and test.title in (UNNAMED, cell.replace("_", " "))


def _with_tests(entry: SummaryEntry, judged: CellVerdict | None) -> SummaryEntry:
    for test in judged.tests if judged and not judged.broken else ():
        passed = test.outcome is Outcome.PASSED
        if not passed and _is_whole_cell(test, entry.anchor):
            entry.next = test.message.partition("\n")[0]
            continue
        (entry.right if passed else entry.wrong).append(test.title)
        if not passed and not entry.next:
            stopped = test.message.startswith(CELL_STOPPED)
            entry.next = test.message if stopped else test.hint
    entry.depends_on = judged.depends_on if judged else ()
    return entry
