"""Keeps a notebook's names as they were when a test cell runs in its kernel.

A test cell imports and defines names at the top of the notebook's namespace. A student's function
may have a helper of the same name, and would call the test's in its place. So the names from before
the cell are put back before its tests run, which is also what happens when the notebook is graded:
there, tests have a namespace of their own.
"""

from __future__ import annotations

import sys
from typing import Any

from grader.notebooks.runner import is_suite
from grader.testing.source_text import bound_names

_before: dict[str, Any] | None = None
"""The notebook's names and values when the running cell began; None outside of IPython."""


def watch() -> None:
    """Note the notebook's names before each cell from now on, if this is a notebook."""
    if "IPython" not in sys.modules:
        return
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if shell is None:
        return
    _note_names(shell)
    shell.events.register("pre_run_cell", lambda _: _note_names(shell))
    shell.events.register("post_run_cell", lambda result: _leave(shell, result.info.raw_cell))


def _note_names(shell: Any) -> None:
    global _before
    _before = dict(shell.user_ns)


def _leave(shell: Any, source: str) -> None:
    """Put the names back also where a test cell stopped before its tests ran."""
    if is_suite(source):
        restore_names(shell.user_ns, source)


def restore_names(namespace: dict[str, object], source: str) -> None:
    """Give the names that a cell bound the values from before it, and remove the new ones."""
    if _before is None:
        return
    for name in bound_names(source):
        if name in _before:
            namespace[name] = _before[name]
        else:
            namespace.pop(name, None)
