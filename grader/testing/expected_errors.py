"""Which exception a test was waiting for when another one came, or none."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from types import TracebackType
from typing import Final

TESTS: Final = "<tests of "


def expected_error(error: BaseException, source: str) -> str:
    """Return the name of the exception in the `pytest.raises` that an error passed, or "".

    `source` is the code of the test's cell.
    """
    for line in _lines_of_tests(error.__traceback__):
        for first, last, name in reversed(_blocks(source)):
            if first <= line <= last:
                return name
    return ""


def with_article(name: str) -> str:
    """Return the name of an exception for a sentence."""
    return f"{'an' if name[:1] in 'AEIOU' else 'a'} {name}"


def _lines_of_tests(trace: TracebackType | None) -> Iterator[int]:
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith(TESTS):
            yield trace.tb_lineno
        trace = trace.tb_next


@functools.lru_cache(maxsize=64)
def _blocks(source: str) -> list[tuple[int, int, str]]:
    """Return the lines of each block in `pytest.raises`, and the name of its exception."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.With):
            for item in node.items:
                match item.context_expr:
                    case ast.Call(
                        func=ast.Attribute(value=ast.Name(id="pytest"), attr="raises"),
                        args=[ast.Name(id=name), *_],
                    ):
                        found.append((node.lineno, node.end_lineno or node.lineno, name))
    return found
