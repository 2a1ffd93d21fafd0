"""Finds the earlier exercise that makes another one fail, so that a root cause is told once.

An exercise depends on an earlier one if its tests use that one's function, or if the student's code
for it does, directly or through helpers. This is read from the cells' source; nothing is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from grader.testing.source_text import bounded, global_names, symbol_table
from grader.verdict import Outcome, TestResult

NO_FAULT: Final = (Outcome.PASSED, Outcome.BROKEN)


class RootCauses:
    """What is known of a notebook's exercises, as their tests run cell by cell."""

    def __init__(self) -> None:
        self._owners: dict[str, tuple[str, ...]] = {}
        self._wrong: dict[str, object] = {}
        """What is or may be wrong, and its value at that time."""
        self._sure: set[str] = set()

    def add(
        self,
        wanted: tuple[str, ...],
        tests: str,
        results: Sequence[TestResult],
        cells: Iterable[str],
        values: Mapping[str, object],
    ) -> tuple[str, ...]:
        """Add a grade cell's results; return the earlier exercises that its failure comes from.

        `tests` is the cell's source, and `wanted` the names that it uses. `cells` is the student's
        code, and `values` what its names stand for: an exercise whose value has changed since its
        tests failed is not known to be wrong.
        """
        for name in wanted:
            self._owners.setdefault(name, wanted)
        used = _uses(cells)
        own = [name for name in wanted if self._owners[name] == wanted]
        own = [name for name in own if name in used] or own  # neither modules nor values
        self._sure -= {*own}
        for name in own:
            self._wrong.pop(name, None)
        failed = {result.name for result in results if result.outcome not in NO_FAULT}
        if not failed:
            return ()
        wrong = [n for n, v in self._wrong.items() if v is values.get(n)]
        roots = _reached(wanted, used, wrong)
        if not roots:  # it is a root itself
            by_test = _uses([tests])
            tried = [found for name in failed if (found := _reached([name], by_test, own))]
            alone = {name for found in tried or [{*own}] if len(found) == 1 for name in found}
            unclear = {name for found in tried or [{*own}] if not alone & found for name in found}
            self._wrong |= {name: values.get(name) for name in own if name in alone | unclear}
            self._sure |= {name for name in alone if not _reached([name], used, alone - {name})}
        return tuple(name for name in wrong if name in roots & self._sure)


def _reached(names: Iterable[str], used: Mapping[str, set[str]], goals: Iterable[str]) -> set[str]:
    """Return the goals that some names are or use, directly or through others."""
    seen: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += used.get(name, ())
    return seen & set(goals)


def _uses(cells: Iterable[str]) -> dict[str, set[str]]:
    """Map each function and class defined in some cells to the global names that it reads."""
    tables = (table for cell in bounded(cells) if (table := symbol_table(cell)))
    inner = (child for table in tables for child in table.get_children())
    return {child.get_name(): set(global_names(child)) for child in inner}
