"""What is seen of a grade cell without running it: tests that can't run, or that nobody runs.

In grading such a cell would be taken for one of plain asserts: it would give everybody nothing, or
everybody everything.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from grader.notebooks.markers import Fault, imported_modules
from grader.notebooks.runner import RUNNER, runner_calls

Function = ast.FunctionDef | ast.AsyncFunctionDef


def cell_faults(
    name: str, source: str, is_module: Callable[[str], bool] = lambda _: True
) -> Iterator[Fault]:
    """Yield the faults of a code cell that grades; `is_module` tells which modules exist."""
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
    elif runs and tests:
        for node, module in _plain_imports(tree):
            if not is_module(module):
                yield fault(node, f"imports `{module}`, which is not installed here.")
    elif idle := _never_run(tests, tree):
        yield fault(idle, f"is never run; end the cell with `{RUNNER}(points=…)`.")


def _unparsed(name: str, lines: list[str], error: SyntaxError) -> Iterator[Fault]:
    """Yield a syntax error. Magics are none, but no cell of test functions can have them."""
    place = min(error.lineno or 1, len(lines))
    if _as_python("\n".join(lines)) is None:
        yield Fault(name, place, lines[place - 1], f"is a SyntaxError: {error.msg}.")
    elif any(line.startswith(f"{RUNNER}(") for line in lines):
        advice = "is IPython's syntax, which a cell of test functions can't have; remove it."
        yield Fault(name, place, lines[place - 1], advice)


def _as_python(source: str) -> ast.Module | None:
    """Return a cell as IPython reads it, or None if even IPython can't."""
    from IPython.core.inputtransformer2 import TransformerManager  # slow, and seldom needed

    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        text = TransformerManager().transform_cell(source)
        found = compile(text, "<cell>", "exec", flags)
    except SyntaxError:
        return None
    assert isinstance(found, ast.Module)  # noqa: S101 - narrows a type
    return found


def _is_test(node: ast.stmt) -> bool:
    return isinstance(node, Function) and node.name.startswith("test_")


def _never_run(tests: list[ast.stmt], tree: ast.Module) -> ast.stmt | None:
    """Return the first test function that its cell neither names nor can have run by a call."""
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
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


def _plain_imports(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the imports of a cell that no `try` guards, with the first part of the name."""
    guarded = {
        inner for node in ast.walk(tree) if isinstance(node, ast.Try) for inner in ast.walk(node)
    }
    yield from imported_modules(node for node in ast.walk(tree) if node not in guarded)
