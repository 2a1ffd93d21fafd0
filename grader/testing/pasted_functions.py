"""Functions and objects that a test hands over, as Python: their source, if it stands by itself."""

from __future__ import annotations

import ast
import builtins
import functools
import textwrap
import types
from typing import TYPE_CHECKING, Any, Final

from grader.testing.proxies import Proxy
from grader.testing.source_text import TEST_MODULE, global_names, symbol_table

if TYPE_CHECKING:
    from grader.testing.pasted import Pasted

ALIASES: Final = {"numpy": "np", "sympy": "sp", "math": "math"}
"""Modules that a notebook knows by these names, or should import."""

MOST_LINES: Final = 12
"""Lines of a function that is shown whole."""


def function_text(value: Any, pasted: Pasted) -> str | None:
    """Return a function, or an object of a class of the cell's; None if that can't be written."""
    if isinstance(value, types.FunctionType):
        return _function(value, pasted)
    if pasted.whole and type(value).__module__.startswith(TEST_MODULE):
        return _instance(value, pasted)
    module = getattr(value, "__module__", None) or ""
    alias = ALIASES.get(str(module).split(".", maxsplit=1)[0], "numpy" in str(type(value)) and "np")
    name = getattr(value, "__name__", "")
    return f"{alias}.{name}" if alias and callable(value) and name else None


def _function(value: types.FunctionType, pasted: Pasted) -> str | None:
    node = _find_node(value, pasted.source)
    if node is None or not (pasted.whole or isinstance(node, ast.Lambda)):
        return None
    text = _source_of(node, pasted.source)
    if text is None or not _needs_met(text, value, pasted):
        return None
    if isinstance(node, ast.Lambda):
        return text
    pasted.need(text)
    return value.__name__


def _instance(value: Any, pasted: Pasted) -> str | None:
    """Return an object whose class takes no arguments, and the class before it."""
    cls = type(value)
    for node in ast.walk(_tree(pasted.source)):
        if isinstance(node, ast.ClassDef) and node.name == cls.__name__:
            has_init = any(
                isinstance(n, ast.FunctionDef) and n.name == "__init__" for n in node.body
            )
            text = _source_of(node, pasted.source)
            if node.bases or has_init or text is None or vars(value):
                return None
            pasted.need(text)
            return f"{cls.__name__}()"
    return None


@functools.lru_cache(maxsize=64)
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def _find_node(value: types.FunctionType, source: str) -> ast.Lambda | ast.FunctionDef | None:
    """Find the place of a function in the cell's source; None if it can't be told from others."""
    code = value.__code__
    if not code.co_filename.startswith("<tests of"):
        return None
    found: list[ast.Lambda | ast.FunctionDef] = [
        node
        for node in ast.walk(_tree(source))
        if (isinstance(node, ast.FunctionDef) and _is_definition(node, code))
        or (isinstance(node, ast.Lambda) and _holds(node, code))
    ]
    return found[0] if len(found) == 1 else None


def _is_definition(node: ast.FunctionDef, code: types.CodeType) -> bool:
    same = (node.name, node.lineno) == (code.co_name, code.co_firstlineno)
    return same and not node.decorator_list


def _holds(node: ast.Lambda, code: types.CodeType) -> bool:
    """Return whether a function's code stands in the body of a lambda."""
    body = node.body
    begin, end = (body.lineno, body.col_offset), (body.end_lineno or 0, body.end_col_offset or 0)
    return code.co_name == "<lambda>" and any(
        begin <= (line, column) < (last_line or line, last or 0) <= end
        for line, last_line, column, last in code.co_positions()
        if line is not None and column is not None
    )


def _source_of(node: ast.AST, source: str) -> str | None:
    found = ast.get_source_segment(source, node, padded=True)
    if found is None:
        return None
    text = textwrap.dedent(found).strip()
    if isinstance(node, ast.Lambda):
        return " ".join(ast.unparse(node).split())
    return text if text.count("\n") < MOST_LINES else None


def _needs_met(text: str, value: types.FunctionType, pasted: Pasted) -> bool:
    """Write before a function what it reads besides its arguments; False if that can't be."""
    table = symbol_table(f"_ = {text}" if text.startswith("lambda") else text)
    if table is None:
        return False
    cells = dict(zip(value.__code__.co_freevars, value.__closure__ or (), strict=True))
    for name in sorted(set(global_names(table)) - {"_", value.__name__}):
        if name in cells:
            found = cells[name].cell_contents
        elif name in value.__globals__:
            found = value.__globals__[name]
        elif hasattr(builtins, name):
            continue
        else:
            return False
        if not _need(name, found, pasted):
            return False
    return True


def _need(name: str, found: Any, pasted: Pasted) -> bool:
    if isinstance(found, types.ModuleType):
        return ALIASES.get(found.__name__) == name
    if isinstance(found, Proxy):
        return found._name == name
    written = pasted._expression(found, 1)
    if written is None:
        return False
    if written != name:
        pasted.need(f"{name} = {written}")
    return True
