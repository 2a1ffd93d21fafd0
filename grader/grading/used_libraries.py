"""Where a notebook's libraries are named, so that they are loaded before its process starts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from grader.notebooks.ipynb import Cell
from grader.testing import grade_cell

MAX_MODULES: Final = 20
MAX_BEGINNING: Final = 4096
"""Modules beside a notebook, and characters of each, in which names are looked for."""


def texts_with_imports(cells: Iterable[Cell], folder: Path) -> list[str]:
    """Return the texts that name what will be imported in the process of a notebook."""
    code = [cell for cell in cells if cell.cell_type == "code"]
    suites = [c.key.source for c in code if c.key and grade_cell.is_suite(c.key.source)]
    run = [c.source for c in code if not (c.key and grade_cell.is_suite(c.key.source))]
    # The import of pandas is not to cost a test's first call.
    tables = ["pandas"] if any("pandas" in source for source in suites) else []
    return [*run, *tables, *modules_beside(folder)]


def modules_beside(folder: Path) -> list[str]:
    """Return the beginnings of the modules in a notebook's folder, where their imports are."""
    texts = []
    for path in sorted(folder.glob("*.py"))[:MAX_MODULES]:
        with contextlib.suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
            texts.append(file.read(MAX_BEGINNING))
    return texts
