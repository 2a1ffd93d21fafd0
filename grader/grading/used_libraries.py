"""Which libraries a notebook uses, so that they are loaded before its process starts."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable
from typing import Final

from grader.notebooks.ipynb import Cell

MODULES: Final = (
    "matplotlib",
    "networkx",
    "pandas",
    "scipy.fft",
    "scipy.integrate",
    "scipy.linalg",
    "scipy.optimize",
    "scipy.signal",
    "scipy.sparse",
    "scipy.spatial.distance",
    "scipy.special",
    "scipy.stats",
    "seaborn",
    "sklearn.cluster",
    "sklearn.datasets",
    "sklearn.decomposition",
    "sklearn.ensemble",
    "sklearn.feature_selection",
    "sklearn.linear_model",
    "sklearn.metrics",
    "sklearn.model_selection",
    "sklearn.neighbors",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "sklearn.svm",
    "sklearn.tree",
    "statsmodels.api",
    "sympy",
)
"""Modules that a host imports, where they are installed, when a notebook first mentions them. They
are imported before the notebook's process is forked, so all later notebooks have them."""

DRAWING: Final = ("matplotlib", "pylab", "plot", "draw", "hist(")
"""Words of which a notebook that draws has one, whatever library it draws with."""


def mentioned_modules(sources: Iterable[str]) -> list[str]:
    """Return the modules that these cells seem to use: every part of their names occurs."""
    text = "\n".join(sources)
    found = [name for name in MODULES if all(part in text for part in name.split("."))]
    draws = any(word in text for word in DRAWING)
    return [*dict.fromkeys(["matplotlib", *found] if draws else found)]


def used_modules(cells: Iterable[Cell]) -> list[str]:
    """Return the modules that will be imported in the process of a notebook."""
    code = [cell for cell in cells if cell.cell_type == "code"]
    suites = [c.key.source for c in code if c.key and c.key.is_suite]
    run = [c.source for c in code if not (c.key and c.key.is_suite)]
    # Loaded now, so that its import does not count as a test's time.
    tables = ["pandas"] if any("pandas" in source for source in suites) else []
    forbidden = [text for source in suites for text in forbidding_marks(source)]
    return mentioned_modules([*run, *tables, *forbidden])


@functools.lru_cache(maxsize=512)
def forbidding_marks(source: str) -> list[str]:
    """Return a suite's marks that forbid functions: these name libraries to be loaded."""
    nodes = ast.walk(ast.parse(source)) if "forbids" in source else ()
    calls = (node for node in nodes if isinstance(node, ast.Call))
    return [ast.unparse(call) for call in calls if getattr(call.func, "attr", "") == "forbids"]
