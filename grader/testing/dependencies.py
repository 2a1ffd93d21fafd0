"""Which exercise another one fails because of: one root cause is told once.

An exercise depends on an earlier one if its tests use that one's function, or if the student's code
for it does, be it through helpers. Found in the text of the cells; nothing is run.
"""

from __future__ import annotations

import contextlib
import symtable
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from grader.verdict import Outcome, TestResult

NO_FAULT: Final = (Outcome.PASSED, Outcome.BROKEN)

MAX_NOTEBOOK_CHARS: Final = 200_000
"""Characters of a notebook's code that are looked through."""


class RootCauses:
    """What is known of the exercises of a notebook, as their tests are run cell by cell."""

    def __init__(self) -> None:
        self._owners: dict[str, tuple[str, ...]] = {}
        self._wrong: dict[str, object] = {}

    def add(
        self,
        wanted: tuple[str, ...],
        tests: str,
        results: Sequence[TestResult],
        cells: Iterable[str],
        values: Mapping[str, object],
    ) -> tuple[str, ...]:
        """Take in the results of a cell of `tests`, which use the `wanted` names; return the names
        of earlier exercises that its failure comes from. `cells` is the student's code, `values`
        what the names stand for: an exercise that was written anew is not known to be wrong."""
        for name in wanted:
            self._owners.setdefault(name, wanted)
        own = [name for name in wanted if self._owners[name] == wanted]
        for name in own:
            self._wrong.pop(name, None)
        failed = {result.name for result in results if result.outcome not in NO_FAULT}
        if not failed:
            return ()
        wrong = [n for n, v in self._wrong.items() if v is values.get(n)]
        roots = _reached(wanted, _uses(cells), wrong) if wrong else set()
        if not roots:  # it is a root itself
            used = _reached(failed, _uses([tests]), own) or own
            self._wrong |= {name: values.get(name) for name in used}
        return tuple(name for name in wrong if name in roots)


def _reached(names: Iterable[str], used: Mapping[str, set[str]], goals: Iterable[str]) -> set[str]:
    """The goals among some names and all that these use, through others too."""
    seen: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += used.get(name, ())
    return seen & set(goals)


def _uses(cells: Iterable[str]) -> dict[str, set[str]]:
    """For each function and class that is defined in some cells, the global names it reads."""
    found: dict[str, set[str]] = {}
    left = MAX_NOTEBOOK_CHARS
    for cell in cells:
        left -= len(cell)
        if left < 0:
            break
        found |= {table.get_name(): set(_globals(table)) for table in _tables(cell)}
    return found


def _tables(cell: str) -> list[symtable.SymbolTable]:
    """The functions and classes of a cell; lines for IPython are none of it."""
    lines = [line for line in cell.split("\n") if line.lstrip()[:1] not in ("%", "!", "?")]
    unreadable = contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError)
    with unreadable, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what students write
        return symtable.symtable("\n".join(lines), "<cell>", "exec").get_children()
    return []


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    yield from (s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced())
    for child in table.get_children():
        yield from _globals(child)
