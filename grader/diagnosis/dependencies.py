"""Finds the exercise that makes another one fail, so that a root cause is told and costs once.

An exercise depends on another one if its tests use that one's function, or if the student's code
for it does, directly or through helpers. This is read from the cells' source; nothing is run.
"""

from __future__ import annotations

import symtable
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from grader.testing.source_text import bounded, global_names, symbol_table
from grader.verdict import Outcome, TestResult

NO_FAULT: Final = (Outcome.PASSED, Outcome.BROKEN)

Uses: TypeAlias = Mapping[str, set[str]]
"""Which names the functions and classes of some cells read."""


class RootCauses:
    """What is known of a notebook's exercises, as their tests run cell by cell."""

    def __init__(self) -> None:
        self._owners: dict[str, tuple[str, ...]] = {}
        self._wrong: dict[str, object] = {}
        """What is or may be wrong, and its value at that time."""
        self._sure: set[str] = set()

    def helpers(
        self,
        wanted: tuple[str, ...],
        tests: str,
        results: Sequence[TestResult],
        cells: Iterable[str],
        written: Collection[str],
    ) -> dict[str, tuple[str, ...]]:
        """Return, by failed test of a grade cell, the wrong functions that it may fail for.

        They are or may be wrong, and the student's tested function calls them, or the test does. A
        test of no function that belongs to the cell, and that the student has `written`, is not
        there: it tests those very helpers. The other arguments are those of `add`.
        """
        if not (failed := _failed(results)):
            return {}
        used = _uses(cells)
        own = self._own(wanted, used)
        by_test = _uses([tests], with_fixtures=True)
        at_top = _read_at_top(tests) & {*own}  # by no test in particular: by all
        alone, _ = _suspects(failed, own, by_test)
        wrong = {*self._wrong, *_roots(alone, used)}
        found = {}
        for test in failed:
            direct = _reached([test], by_test, self._owners)
            tested = direct & {*own}
            helpers = _reached(direct, used, wrong) - tested - at_top
            if helpers and tested & {*written}:
                found[test] = tuple(sorted(helpers))
        return found

    def add(
        self,
        wanted: tuple[str, ...],
        tests: str,
        results: Sequence[TestResult],
        cells: Iterable[str],
        values: Mapping[str, object],
        also_with_right: Collection[str] = (),
    ) -> tuple[str, ...]:
        """Add a grade cell's results; return the earlier exercises that its failure comes from.

        `tests` is the cell's source, and `wanted` the names that it uses. `cells` is the student's
        code, and `values` what its names stand for: an exercise whose value has changed since its
        tests failed is not known to be wrong. `also_with_right` names the tests that failed with
        right helpers, too.
        """
        used = _uses(cells)
        own = self._own(wanted, used)
        self._sure -= {*own}
        for name in own:
            self._wrong.pop(name, None)
        failed = _failed(results)
        wrong = [n for n, v in self._wrong.items() if v is values.get(n)]
        roots = _reached(wanted, used, wrong) if failed else set()
        itself = failed & {*also_with_right} if roots else failed
        if itself:
            alone, unclear = _suspects(itself, own, _uses([tests]))
            self._wrong |= {name: values.get(name) for name in own if name in alone | unclear}
            if not roots:
                self._sure |= _roots(alone, used)
        told = {result.name for result in results if result.right_helpers}
        return tuple(n for n in wrong if n in roots & self._sure) if failed - told else ()

    def _own(self, wanted: tuple[str, ...], used: Uses) -> list[str]:
        """Return the names that a grade cell is the first to use: neither modules nor values."""
        for name in wanted:
            self._owners.setdefault(name, wanted)
        own = [name for name in wanted if self._owners[name] == wanted]
        return [name for name in own if name in used] or own


def _failed(results: Iterable[TestResult]) -> set[str]:
    return {result.name for result in results if result.outcome not in NO_FAULT}


def _suspects(
    failed: Iterable[str], own: Sequence[str], by_test: Uses
) -> tuple[set[str], set[str]]:
    """Return the functions that failed tests show to be wrong, and those that may be.

    A test of one function alone tells which it is.
    """
    tried = [found for name in failed if (found := _reached([name], by_test, own))]
    alone = {name for found in tried or [{*own}] if len(found) == 1 for name in found}
    unclear = {name for found in tried or [{*own}] if not alone & found for name in found}
    return alone, unclear


def _roots(names: set[str], used: Uses) -> set[str]:
    """Return those of some wrong functions that use no other one of them."""
    return {name for name in names if not _reached([name], used, names - {name})}


def _reached(names: Iterable[str], used: Uses, goals: Iterable[str]) -> set[str]:
    """Return the goals that some names are or use, directly or through others."""
    seen: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += used.get(name, ())
    return seen & set(goals)


def _uses(cells: Iterable[str], *, with_fixtures: bool = False) -> dict[str, set[str]]:
    """Map each function and class defined in some cells to the global names that it reads.

    The parameters of a test are names of fixtures.
    """
    tables = (table for cell in bounded(cells) if (table := symbol_table(cell)))
    inner = [child for table in tables for child in table.get_children()]
    found = {child.get_name(): set(global_names(child)) for child in inner}
    for child in inner if with_fixtures else ():
        if isinstance(child, symtable.Function):
            found[child.get_name()] |= {*child.get_parameters()}
    return found


def _read_at_top(cell: str) -> set[str]:
    """Return the names that a cell itself reads, outside of its functions."""
    table = symbol_table(cell)
    symbols = table.get_symbols() if table else ()
    return {symbol.get_name() for symbol in symbols if symbol.is_referenced()}
