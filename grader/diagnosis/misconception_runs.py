"""Runs a grade cell's tests with a known misconception in place of the right function.

All other names are those of the instructor's notebook, so that a function that uses the wrong one
goes wrong with it, as a student's would. Only the course's own code runs here.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from grader.diagnosis import diagnosers, traces
from grader.diagnosis.traces import RAISED, Known, KnownMisconception, Trace
from grader.notebooks.source_cells import SourceCell
from grader.testing import suite
from grader.testing.grade_cell import GradeCell, Pass, parse_grade_cell
from grader.testing.local import LocalNamespace
from grader.testing.source_text import global_names, symbol_table
from grader.testing.suite import undisturbed
from grader.testing.watcher import EndedTest
from grader.verdict import TestResult

V = TypeVar("V")

Cells: TypeAlias = Sequence[Mapping[str, Any]]
"""The cells of a notebook, as its file has them."""

Misconceptions: TypeAlias = Mapping[str, Callable[..., Any]]
"""Wrong functions by their names, which complete the sentence “This looks like …”."""

MODULE: Final = "solutions.misconceptions"
"""A course's module for them: `of(exercise)` returns wrong functions by name, `hints` may hints."""

Definition: Final = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
"""Statements of a notebook's ordinary cells that its functions need."""


class Library(msgspec.Struct, frozen=True):
    """The misconceptions of a course, and the hints that fit them."""

    of: Callable[[str], Misconceptions] = lambda _: {}
    hints: Callable[[str], Mapping[str, str]] = lambda _: {}
    reference: object = None
    """The module of the right functions, which stand for those of earlier notebooks."""


class TestedCell(msgspec.Struct, frozen=True):
    """A grade cell, and the functions whose misconceptions it has to name."""

    exercise: GradeCell
    functions: dict[str, Misconceptions]


def open_library(root: Path) -> Library:
    """Return a course's misconceptions; without a module for them, there are none."""
    path = root.joinpath(*MODULE.split("."))
    if not (path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()):
        return Library()
    module = importlib.import_module(MODULE)
    return Library(
        of=_without_helpers(module.of),
        hints=_without_helpers(getattr(module, "hints", lambda _: {})),
        reference=importlib.import_module(MODULE.rpartition(".")[0]),
    )


def _without_helpers(find: Callable[[str], Mapping[str, V]]) -> Callable[[str], Mapping[str, V]]:
    """Let a function of the course return nothing for a name that is no exercise."""

    def found(exercise: str) -> Mapping[str, V]:
        try:
            return find(exercise)
        except (AttributeError, KeyError):
            return {}

    return found


def tested_cells(cells: Cells, library: Library) -> list[TestedCell]:
    """Return a notebook's cells of tests, each with the functions that it decides on.

    A function belongs to the cell that has its name, or else to the first one that uses it.
    """
    found = [
        parse_grade_cell(cell.name, cell.source)
        for cell in map(SourceCell, cells)
        if cell.is_tests and cell.name and cell.is_suite
    ]
    owners: dict[str, str] = {}
    for one in found:
        for function in one.wanted:
            owners.setdefault(function, one.name)
            if one.name == f"test_{function}":
                owners[function] = one.name
    return [
        TestedCell(
            one,
            {f: known for f in one.wanted if owners[f] == one.name and (known := library.of(f))},
        )
        for one in found
    ]


def solved_names(cells: Cells, library: Library) -> dict[str, object]:
    """Return the names that an instructor's notebook defines.

    Solutions and locked cells run whole, of other cells only imports, functions and classes. The
    reference has the functions of earlier notebooks.
    """
    names: dict[str, Any] = {**_earlier(cells, library), "__name__": "__main__", "In": []}
    for cell in map(SourceCell, cells):
        if not cell.is_code or cell.is_tests:
            continue
        with contextlib.suppress(SyntaxError):  # magics
            tree = ast.parse(cell.source)
            if not (cell.solution or cell.locked):
                tree.body = [node for node in tree.body if isinstance(node, Definition)]
            with undisturbed(), contextlib.suppress(Exception):
                exec(compile(tree, "<solution>", "exec"), names)  # noqa: S102 - the instructor's code
    return names


def _earlier(cells: Cells, library: Library) -> dict[str, object]:
    """Return what the reference has of the names that cells read; it may load them when asked."""
    sources = [cell.source for cell in map(SourceCell, cells) if cell.is_code]
    tables = [table for source in sources if (table := symbol_table(source))]
    read = {name for table in tables for name in global_names(table) if not name.startswith("_")}
    return {name: getattr(library.reference, name) for name in read & {*dir(library.reference)}}


class Run(msgspec.Struct):
    """What came of the tests of a cell with a wrong function, and what it left in them."""

    results: list[TestResult] = []
    traces: dict[str, Trace | None] = {}
    """By test; None where it passed."""
    called: dict[str, set[str]] = {}
    """The functions of the student's that each test called."""

    def examine(self, ended: EndedTest, result: TestResult) -> TestResult:
        """Keep what a test, or the first of its cases that failed, leaves; diagnose it."""
        name = ended.function.originalname
        self.called.setdefault(name, set()).update(ended.calls.names)
        if self.traces.get(name) is None:
            self.traces[name] = None
            with contextlib.suppress(Exception):  # what a wrong function returns may raise anything
                self.traces[name] = traces.trace_of(ended) if ended.error is not None else None
        return diagnosers.examine(ended, result)


def run_with(
    exercise: GradeCell,
    names: dict[str, object],
    function: str,
    wrong: Callable[..., object],
    which: Pass | None = Pass.VISIBLE,
) -> Run:
    """Run tests with a wrong function in place of the right one."""
    right = names.get(function)
    names[function] = wrong
    run = Run()
    try:
        with undisturbed():
            namespace = LocalNamespace(names)
            ran = suite.run_pass(exercise, namespace, which, diagnose=run.examine)
            run.results = ran.results
            return run
    finally:
        names[function] = right


def record_known(cell: TestedCell, names: dict[str, object], library: Library) -> Known:
    """Return what the misconceptions of a cell's functions leave in its visible tests."""
    return tuple(
        KnownMisconception(
            function=function,
            name=name,
            hint=library.hints(function).get(name, ""),
            tests=_traces(function, run_with(cell.exercise, names, function, wrong)),
        )
        for function, known in cell.functions.items()
        for name, wrong in known.items()
    )


def released_lines(cells: Cells) -> bytes:
    """Return what the misconceptions of the course in the working folder leave in a notebook.

    This is the text of the file beside the released notebook, empty if there are none.
    """
    plain = [
        {"cell_type": "code", "source": cell.source, "metadata": {"nbgrader": cell.marks}}
        for cell in map(SourceCell, cells)
        if cell.is_code
    ]
    return _known_of(msgspec.json.encode(plain), Path.cwd())


def as_lines(known: Iterable[KnownMisconception]) -> bytes:
    """Return misconceptions as text, one a line; `traces.from_lines` reads it."""
    return msgspec.json.Encoder().encode_lines(_told(one) for one in known)


def _told(record: KnownMisconception | Trace) -> dict[str, Any]:
    """Return the fields of a record that are not as usual."""
    usual = Trace() if isinstance(record, Trace) else KnownMisconception("", "")
    told = {field.name: getattr(record, field.name) for field in fields(record)}
    if isinstance(record, KnownMisconception):
        told["tests"] = {name: one and _told(one) for name, one in record.tests.items()}
    return {name: value for name, value in told.items() if value != getattr(usual, name)}


@functools.lru_cache(maxsize=64)  # generating runs twice
def _known_of(code_cells: bytes, root: Path) -> bytes:
    cells, library = msgspec.json.decode(code_cells), open_library(root)
    found = [cell for cell in tested_cells(cells, library) if cell.functions]
    names = solved_names(cells, library) if found else {}
    recorded = (record_known(cell, names, library) for cell in found)
    return as_lines(one for known in recorded for one in known if any(one.tests.values()))


UNDETERMINED: Final = "ArithmeticError"
"""What a misconception raises if its result depends on how a student writes it.

Calculations raise only what is derived from it, such as a ZeroDivisionError.
"""


def _traces(function: str, run: Run) -> dict[str, Trace | None]:
    """Return the traces in the tests that call the function, or fail without calling it.

    A test in which the result is undetermined tells nothing of the misconception.
    """
    found: dict[str, Trace | None] = {}
    for test, trace in run.traces.items():
        if trace is not None and trace.structure == f"{RAISED}{UNDETERMINED}":
            continue
        if any(name.partition(".")[0] == function for name in run.called[test]):
            found[test] = trace
        elif trace is not None:
            found[test] = replace(trace, indirect=True)
    return found
