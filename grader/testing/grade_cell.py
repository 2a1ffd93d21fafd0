"""Reading a grade cell: its tests, their names, and what they expect of the student."""

from __future__ import annotations

import ast
import builtins
import symtable
import types
from collections.abc import Collection
from enum import Enum, auto

import msgspec
from _pytest.assertion.rewrite import rewrite_asserts

from grader.notebooks import regions
from grader.notebooks.runner import RUNNER, runner_calls
from grader.testing.outcomes import TESTS_OF
from grader.testing.source_text import bound_names, global_names


class Pass(Enum):
    """The passes over a notebook's grade cells, in their order.

    Nothing of the student's in a pass is shown in or after which hidden arguments were handed out
    that may not be shown.
    """

    VISIBLE = auto()
    """Visible tests."""
    COUNTEREXAMPLE = auto()
    """Hidden tests that may show the call that failed."""
    HIDDEN = auto()
    """All other hidden tests, of which nothing of the student's is shown."""


class Definition(msgspec.Struct, frozen=True):
    """What a grade cell is for one pass."""

    code: types.CodeType
    wanted: tuple[str, ...]
    """Names that the tests use and the student is to define."""


class GradeCell(msgspec.Struct, frozen=True, kw_only=True):
    """A grade cell, read once and run against many students."""

    name: str
    source: str
    whole: Definition
    visible: Definition
    """The cell without its hidden parts."""
    imports: types.CodeType
    """The cell's imports, run before its time begins: the first cell loads whole libraries."""
    hidden: frozenset[str]
    """Names of the hidden test functions."""
    opened: frozenset[str]
    """Names of hidden test functions that may show a counterexample, and maybe others."""
    order: tuple[str, ...]
    """Names of all functions as they stand in the cell."""
    weights: dict[str, float]
    """Weights of the test functions, as far as their decorators tell."""
    passes: tuple[Pass, ...]
    """The passes that the cell has tests for, and maybe others."""
    misconceptions: str = ""
    """The released text that tells what known misconceptions lead to in visible tests."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """Names that any test of the cell uses and the student is to define."""
        return self.whole.wanted

    def with_known(self, misconceptions: str) -> GradeCell:
        """Return the cell with the released text that tells of misconceptions."""
        return msgspec.structs.replace(self, misconceptions=misconceptions)

    def left_out(self, which: Pass | None, done: Collection[str]) -> set[str]:
        """Return the names of functions that are no tests of a pass."""
        match which:
            case Pass.COUNTEREXAMPLE:
                return {*self.order} - self.opened | {*done}
            case Pass.HIDDEN:
                return {*self.order} - self.hidden | {*done}
            case _:
                return {*done}

    def definition(self, which: Pass | None) -> Definition:
        """Return what the cell is for a pass, or for all tests at once."""
        return self.visible if which is Pass.VISIBLE else self.whole


def parse_grade_cell(name: str, source: str) -> GradeCell:
    """Compile a grade cell. Asserts of visible tests are rewritten to explain themselves."""
    tree = ast.parse(source)
    runners = runner_calls(tree)
    tree.body = [node for node in tree.body if node not in runners]
    lines = regions.hidden_lines(source)
    file, imports = f"{TESTS_OF}{name}>", _imports_alone(tree)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    functions.sort(key=lambda node: node.lineno)
    hidden = [node for node in tree.body if node.lineno in lines]
    passes = _passes(source, [node for node in tree.body if node not in hidden], hidden)
    shown = _rewritten(tree, source, lines)
    visible = Definition(
        compile(shown, file, "exec", dont_inherit=True), wanted(regions.visible(source))
    )
    tree.body = _replaced(shown.body, hidden)
    return GradeCell(
        name=name,
        source=source,
        whole=Definition(compile(tree, file, "exec", dont_inherit=True), wanted(source))
        if hidden
        else visible,
        visible=visible,
        imports=compile(imports, file, "exec", dont_inherit=True),
        hidden=frozenset(node.name for node in functions if node.lineno in lines),
        opened=_opened(source, functions),
        order=tuple(node.name for node in functions),
        weights={
            node.name: _written_weight(node) for node in functions if node.name.startswith("test")
        },
        passes=passes,
    )


def _rewritten(tree: ast.Module, source: str, hidden: set[int]) -> ast.Module:
    """Let pytest rewrite a cell's asserts, with a placeholder for each hidden statement."""
    shown = [node if node.lineno not in hidden else _placeholder(node) for node in tree.body]
    rewritten = ast.Module(shown, [])
    rewrite_asserts(rewritten, source.encode())
    return rewritten


class _Placeholder(ast.Pass):
    """The place of a hidden statement."""


def _placeholder(node: ast.stmt) -> ast.stmt:
    return ast.copy_location(_Placeholder(), node)


def _replaced(shown: list[ast.stmt], hidden: list[ast.stmt]) -> list[ast.stmt]:
    """Return statements with the hidden ones in the place of their placeholders."""
    left = iter(hidden)
    return [next(left) if isinstance(node, _Placeholder) else node for node in shown]


def _passes(source: str, shown: list[ast.stmt], hidden: list[ast.stmt]) -> tuple[Pass, ...]:
    """Return the passes that a cell has tests for: too many rather than too few."""
    found = []
    if not hidden or any(map(_may_define_test, shown)):
        found.append(Pass.VISIBLE)
    if hidden and "counterexample" in source:
        found.append(Pass.COUNTEREXAMPLE)
    return (*found, Pass.HIDDEN) if hidden else tuple(found)


def _opened(source: str, functions: list[ast.FunctionDef]) -> frozenset[str]:
    """Return the names of functions that may have the mark of a counterexample."""
    if "counterexample" not in source:
        return frozenset()
    everywhere = "pytestmark" in source or any(
        isinstance(node, ast.ClassDef) for node in ast.parse(source).body
    )
    return frozenset(
        node.name
        for node in functions
        if everywhere or any("counterexample" in ast.unparse(d) for d in node.decorator_list)
    )


def _written_weight(function: ast.FunctionDef) -> float:
    """Return the weight that a decorator gives to a test, 1 without one."""
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(func=ast.Attribute(attr="points"), args=[ast.Constant(value=weight)]):
                return float(weight) if isinstance(weight, int | float) else 1.0
    return 1.0


def _may_define_test(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name.lower().startswith("test")
        case ast.Import() | ast.ImportFrom() | ast.Expr():
            return False
        case ast.Assign() | ast.AnnAssign():
            return "test" in ast.unparse(node).lower()
        case _:
            return True


def _imports_alone(tree: ast.Module) -> ast.Module:
    """Return a module of a cell's imports alone."""
    found: list[ast.stmt] = [
        node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return ast.Module(found, [])


def wanted(source: str) -> tuple[str, ...]:
    """Return the names that a cell reads and neither defines nor imports, built-ins aside."""
    table = symtable.symtable(source, "<cell>", "exec")
    known = bound_names(source) | set(dir(builtins)) | {RUNNER, "__name__"}
    return tuple(sorted(set(global_names(table)) - known))
