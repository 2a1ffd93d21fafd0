"""Reading a grade cell: its tests, their names, and what they expect of the student."""

from __future__ import annotations

import ast
import builtins
import functools
import symtable
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path
from types import MappingProxyType

from _pytest.assertion.rewrite import rewrite_asserts

from grader.notebooks import regions
from grader.notebooks.source_cells import RUNNER, runner_calls
from grader.testing.source_text import (
    TESTS_OF,
    bound_names,
    called_names,
    global_names,
    names_of_no_class,
)


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


@dataclass(frozen=True)
class Definition:
    """What a grade cell is for one pass."""

    code: types.CodeType
    wanted: tuple[str, ...]
    """Names that the tests use and the student is to define."""


@dataclass(frozen=True, kw_only=True)
class GradeCell:
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
    order: tuple[str, ...]
    """Names of all functions as they stand in the cell."""
    weights: dict[str, float]
    """Weights of the test functions, as far as their decorators tell."""
    passes: tuple[Pass, ...]
    """The passes that the cell has tests for, and maybe others."""
    references: dict[str, str] = field(default_factory=dict)
    """Functions of the student's of which the tests import one of the same name: it is the right
    one. By name, the module."""
    misconceptions: str = ""
    """The released text that tells what known misconceptions lead to in visible tests."""
    hidden_files: Mapping[str, bytes | Path] = field(default_factory=dict)
    """Files that only hidden tests use, by name."""
    no_classes: frozenset[str] = frozenset()
    """Names that the course binds to functions, values or imports, or nowhere but in a solution,
    unless they look like a class and the tests call them: a student's class of that name is not
    asked whether it is right, as classes are that the tests know."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """Names that any test of the cell uses and the student is to define."""
        return self.whole.wanted

    def with_known(
        self,
        misconceptions: str,
        cells: Iterable[str] = (),
        hidden_files: Mapping[str, bytes | Path] = MappingProxyType({}),
    ) -> GradeCell:
        """Return the cell with what is known of its notebook."""
        return replace(
            self,
            misconceptions=misconceptions,
            hidden_files=hidden_files,
            no_classes=no_classes(self.source, tuple(cells)),
        )

    def definition(self, which: Pass | None) -> Definition:
        """Return what the cell is for a pass, or for all tests at once."""
        return self.visible if which is Pass.VISIBLE else self.whole


def parse_grade_cell(name: str, source: str) -> GradeCell:
    """Compile a grade cell; its asserts are rewritten to explain themselves."""
    lines = regions.hidden_lines(source)
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    functions.sort(key=lambda node: node.lineno)
    imports: list[ast.stmt] = [
        node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    hidden = any(node.lineno in lines for node in tree.body)
    visible = _define(name, source, regions.visible(source), lines)
    passes = [Pass.VISIBLE]
    if hidden:
        passes += [Pass.COUNTEREXAMPLE] if "counterexample" in source else []
        passes += [Pass.HIDDEN]
    return GradeCell(
        name=name,
        source=source,
        whole=_define(name, source, source, set()) if hidden else visible,
        visible=visible,
        imports=compile(ast.Module(imports, []), _file(name), "exec", dont_inherit=True),
        hidden=frozenset(node.name for node in functions if node.lineno in lines),
        order=tuple(node.name for node in functions),
        weights={
            node.name: _written_weight(node) for node in functions if node.name.startswith("test")
        },
        passes=tuple(passes),
        references=_imported(tree, wanted(source)),
    )


def _define(name: str, source: str, read: str, left_out: set[int]) -> Definition:
    """Compile a cell without the statements on some lines; `read` is the source without them."""
    tree = ast.parse(source)
    runners = runner_calls(tree)
    tree.body = [n for n in tree.body if n not in runners and n.lineno not in left_out]
    rewrite_asserts(tree, source.encode())
    return Definition(compile(tree, _file(name), "exec", dont_inherit=True), wanted(read))


def _imported(tree: ast.Module, names: tuple[str, ...]) -> dict[str, str]:
    """Return the modules from which a cell imports some names, under other ones."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    pairs = [(alias.name, node.module) for node in found for alias in node.names]
    return {name: module for name, module in pairs if module and name in names}


def _file(name: str) -> str:
    return f"{TESTS_OF}{name}>"


def _written_weight(function: ast.FunctionDef) -> float:
    """Return the weight that a decorator gives to a test, 1 without one."""
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(func=ast.Attribute(attr="points"), args=[ast.Constant(value=weight)]):
                return float(weight) if isinstance(weight, int | float) else 1.0
    return 1.0


@functools.lru_cache(maxsize=512)
def no_classes(source: str, cells: tuple[str, ...]) -> frozenset[str]:
    """Return the names that tests want, and of which the notebook's cells make no class.

    A name that is bound in a solution alone is one of a class if it looks so, and tests call it.
    """
    others: frozenset[str] = frozenset().union(*map(names_of_no_class, cells))
    if not cells:
        return others
    unknown = set(wanted(source)).difference(*map(bound_names, cells))
    if not any("import *" in cell for cell in cells):
        unknown -= {name for name in called_names(source) if name[0].isupper()}
    return others | unknown


def wanted(source: str) -> tuple[str, ...]:
    """Return the names that a cell reads and neither defines nor imports, built-ins aside."""
    table = symtable.symtable(source, "<cell>", "exec")
    known = bound_names(source) | set(dir(builtins)) | {RUNNER, "__name__"}
    return tuple(sorted(set(global_names(table)) - known))
