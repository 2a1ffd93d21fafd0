"""Changes of libraries in the grading process that keep them from evaluating a student's text."""

from __future__ import annotations

import importlib.machinery
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, Final

from grader.testing import pandas_guard, sympy_guard, test_walls

CHANGES: Final[dict[str, Callable[[Any], None]]] = {
    "pandas.core.computation.expr": pandas_guard.of_columns_alone,
    "pandas.core.computation.scope": pandas_guard.of_data_alone,
    "sqlite3": test_walls.open_one_database,
    "sqlite3.dbapi2": test_walls.open_one_database,
    "sympy.core.numbers": sympy_guard.compare_in_full_precision,
    "sympy.parsing.sympy_parser": sympy_guard.read_formulas,
    "sympy.utilities.lambdify": sympy_guard.write_expressions,
}


def guard_libraries() -> None:
    """Change the libraries in this process, now or when they are imported."""
    for name, change in CHANGES.items():
        if module := sys.modules.get(name):
            change(module)
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder:
    """An import hook that changes modules once they are loaded."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in CHANGES:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def then_change(module: ModuleType) -> None:
            load(module)
            CHANGES[name](module)

        spec.loader.exec_module = then_change  # type: ignore[method-assign]
        return spec
