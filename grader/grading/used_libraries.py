"""Which libraries a notebook uses, so that they are loaded before its process starts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

MODULES: Final = (
    "altair",
    "bokeh.plotting",
    "matplotlib",
    "networkx",
    "pandas",
    "plotly.express",
    "plotly.graph_objects",
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
are imported before the notebook's process is forked, so all later notebooks have them, and no
import counts as a test's time."""

DRAWING: Final = ("matplotlib", "pylab", "plot", "draw", "hist(")
"""Words of which a notebook that draws has one, whatever library it draws with."""


def mentioned_modules(sources: Iterable[str]) -> list[str]:
    """Return the modules that these cells seem to use: every part of their names occurs."""
    text = "\n".join(sources)
    found = [name for name in MODULES if all(part in text for part in name.split("."))]
    draws = any(word in text for word in DRAWING)
    return [*dict.fromkeys(["matplotlib", *found] if draws else found)]
