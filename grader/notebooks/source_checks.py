"""What is wrong with a source notebook, as far as it is seen without running it.

A marker that is mistyped, has no partner or stands within another region leaves something in the
students' version that does not belong there, and nbgrader does not always notice. `marker_faults`
finds such lines in a source, and `leaks` what is left of them in a release.

`cell_faults` finds tests that can't run, or that nobody runs. In grading, such a cell would be
taken for one of plain asserts: it would give everybody nothing, or everybody everything.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from grader.notebooks.regions import DEFAULT_REGIONS, Region, is_marker
from grader.notebooks.source_cells import RUNNER, CellData, SourceCell, runner_calls

LIKE: Final = 0.75
ALIKE: Final = 0.9
"""How alike a comment and a marker must be for the comment to be a mistyped marker: what follows
BEGIN or END in both, and a whole comment that says neither."""

_COMMENT: Final = re.compile(r"^\s*#+\s*(.+?)\s*$")
_OTHER_COMMENT: Final = re.compile(r"^\s*(?:<!--|//|%+)\s*(.+?)\s*(?:-->)?\s*$")
_AUTOTEST: Final = re.compile(r"^\s*#+.*\bAUTOTEST\b(.*)$", re.MULTILINE)
_PROSE: Final = re.compile(r"\b(YOUR|MY|THE|OF|HERE)\b")
"""Words of a comment that speaks to a reader, and of no marker."""

PANEL: Final = ("an autograded or manually graded answer", "autograder tests", "a task")
"""What nbgrader's panel calls the cells that may have each of the usual regions."""


Function = ast.FunctionDef | ast.AsyncFunctionDef


class Fault(msgspec.Struct, frozen=True):
    """A line that must not be as it is, and what to do about it."""

    cell: str
    line: int
    text: str
    advice: str

    def __str__(self) -> str:
        return f"cell `{self.cell}`, line {self.line}: `{self.text.strip()}` {self.advice}"


def marker_faults(
    cells: Iterable[CellData], regions: Collection[Region] = DEFAULT_REGIONS
) -> Iterator[Fault]:
    """Yield the markers of a source notebook that are mistyped, nested or without a partner."""
    for number, cell in enumerate(map(SourceCell, cells), 1):
        yield from _cell_faults(cell.name or str(number), cell.source, regions)


def _cell_faults(name: str, source: str, regions: Collection[Region]) -> Iterator[Fault]:
    opened: tuple[Region, int, str] | None = None
    for number, line in enumerate(source.split("\n"), 1):
        begun = next((r for r in regions if r.begin in line), None)
        ended = next((r for r in regions if r.end in line), None)
        if begun:
            if opened:
                yield Fault(name, number, line, f"stands within the region of line {opened[1]}.")
            opened = (begun, number, line)
        elif ended:
            if opened is None or opened[0] != ended:
                yield Fault(name, number, line, f"ends nothing: there is no `{ended.begin}`.")
            opened = None
        elif meant := _meant(line, regions):
            yield Fault(name, number, line, f"is no marker; write `### {meant}`.")
    if opened:
        yield Fault(name, opened[1], opened[2], f"has no end: add `### {opened[0].end}`.")


def _meant(line: str, regions: Collection[Region]) -> str:
    """Return the marker that a comment was probably meant to be.

    `BEGIN TESTS` is none: real courses have it around the tests that students see.
    """
    found = _COMMENT.match(line) or _OTHER_COMMENT.match(line)
    said = re.sub(r"[\s_-]+", " ", found[1].strip("#-= ")).upper() if found else ""
    if not said or _PROSE.search(said):
        return ""
    word = next((word for word in ("BEGIN ", "END ") if said.startswith(word)), "")
    name = said.removeprefix(word)
    markers = [text for region in regions for text in (region.begin, region.end)]
    names = [text.removeprefix(word) for text in markers if text.startswith(word)]
    begun = [text for text in names if word and text.startswith(name)]  # as in BEGIN HIDDEN
    near = begun or difflib.get_close_matches(name, names, 1, LIKE if word else ALIKE)
    return f"{word}{near[0]}" if near else ""


def unmarked_regions(
    cells: Iterable[CellData], regions: Sequence[Region] = DEFAULT_REGIONS
) -> Iterator[Fault]:
    """Yield where a region stands in a cell that is not marked for it in nbgrader's panel."""
    for number, cell in enumerate(map(SourceCell, cells), 1):
        marks = (cell.solution, cell.grade, cell.task)
        for region, marked, kinds in zip(regions, marks, PANEL, strict=True):
            lines = enumerate(cell.source.split("\n"), 1)
            begun = next(((place, line) for place, line in lines if region.begin in line), None)
            if begun and not marked:
                advice = f"needs a cell that nbgrader's panel calls {kinds}; this one is none."
                yield Fault(cell.name or str(number), *begun, advice)


def leaks(
    released: Iterable[CellData],
    source: Iterable[CellData],
    reference: Collection[str],
    regions: Collection[Region] = DEFAULT_REGIONS,
    stubs: Collection[str] = (),
) -> Iterator[Fault]:
    """Yield what a students' version holds that is not for students.

    That is any marker, any import of the course's own modules (`reference`, by their names), and a
    solution cell that is still as in the source, unless it holds one of the `stubs` there."""
    answers = [cell for cell in map(SourceCell, source) if _is_answer(cell)]
    solutions = {cell.name: cell.source for cell in answers}
    for number, cell in enumerate(map(SourceCell, released), 1):
        name, text = cell.name or str(number), cell.source
        yield from _markers_in(name, text, regions)
        if cell.is_code:
            yield from _imports_in(name, text, reference)
        kept = _is_answer(cell) and solutions.get(cell.name) == text
        if kept and text.strip() and text.strip() not in stubs:
            first = next(n for n, line in enumerate(text.split("\n"), 1) if line.strip())
            advice = "is the instructor's solution as it is; mark it with `### BEGIN SOLUTION`."
            yield Fault(name, first, text.split("\n")[first - 1], advice)


def _markers_in(name: str, text: str, regions: Collection[Region]) -> Iterator[Fault]:
    for place, line in enumerate(text.split("\n"), 1):
        if is_marker(line, regions) or _meant(line, regions):
            yield Fault(name, place, line, "is a marker, and students would see it.")


def _imports_in(name: str, text: str, reference: Collection[str]) -> Iterator[Fault]:
    for place, module in _imported_modules(text):
        if module in reference:
            line = text.split("\n")[place - 1]
            advice = "imports the course's own module, which students lack: hide this test."
            yield Fault(name, place, line, advice)


def _imported_modules(source: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that import modules, with the first part of each module's name."""
    try:
        tree = ast.parse(_without_magics(source))
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.split(".")[0]


def _is_answer(cell: SourceCell) -> bool:
    return cell.solution and not cell.locked


# Cells of tests -----------------------------------------------------------------------------------


def cell_faults(name: str, source: str, others: Iterable[str] = ()) -> Iterator[Fault]:
    """Yield the faults of a code cell that grades; `others` are the notebook's other code cells."""
    lines = source.split("\n")
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield from _unparsed(name, lines, error)
        return
    tests = [node for node in tree.body if _is_test(node)]
    runs = runner_calls(tree)

    def fault(node: ast.stmt, advice: str) -> Fault:
        return Fault(name, node.lineno, lines[node.lineno - 1], advice)

    if runs and tests and tree.body[-1] is not runs[-1]:
        yield fault(runs[-1], "must be the last line of its cell.")
    elif not runs and (idle := _never_run(tests, tree, [source, *others])):
        yield fault(idle, f"is never run; end the cell with `{RUNNER}(points=…)`.")


def _unparsed(name: str, lines: list[str], error: SyntaxError) -> Iterator[Fault]:
    """Yield a syntax error. Magics are none, but no cell of test functions can have them."""
    place = min(error.lineno or 1, len(lines))
    if not _is_for_ipython("\n".join(lines)):
        yield Fault(name, place, lines[place - 1], f"is a SyntaxError: {error.msg}.")
    elif any(line.startswith(f"{RUNNER}(") for line in lines):
        advice = "is IPython's syntax, which a cell of test functions can't have; remove it."
        yield Fault(name, place, lines[place - 1], advice)


def _is_for_ipython(source: str) -> bool:
    """Return whether IPython can read a cell: real courses write `files = !ls` in plain asserts."""
    from IPython.core.inputtransformer2 import TransformerManager  # slow, and seldom needed

    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        compile(TransformerManager().transform_cell(source), "<cell>", "exec", flags)
    except SyntaxError:
        return False
    return True


def _is_test(node: ast.stmt) -> bool:
    return isinstance(node, Function) and node.name.startswith("test_")


def _never_run(tests: list[ast.stmt], tree: ast.Module, sources: Iterable[str]) -> ast.stmt | None:
    """Return the first test function that no cell names and none of its own has run by a call."""
    if not tests:
        return None
    named = set().union(*map(_named, sources))
    calls = [
        node.lineno
        for node in tree.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    for test in tests:
        assert isinstance(test, Function)  # noqa: S101 - narrows a type
        if test.name not in named and not any(line > test.lineno for line in calls):
            return test
    return None


def _named(source: str) -> set[str]:
    """Return the names that a cell uses, also where nbgrader writes tests for it."""
    named = set(re.findall(r"\w+", " ".join(_AUTOTEST.findall(source))))
    with contextlib.suppress(SyntaxError):
        tree = ast.parse(_without_magics(source))
        named |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return named


def _without_magics(source: str) -> str:
    return re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", source)
