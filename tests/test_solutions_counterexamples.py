"""Counterexamples show what is wrong with the functions that notebooks give, and the right one of
several given functions is right on all inputs that a notebook allows."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from solutions import (
    misleading_points,
)
from tests.simulated import ROOT, graded_name, read

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

seeds = st.integers(0, 2**32 - 1)


def cell(notebook: str, name: str) -> str:
    """The text of a marked cell of the course."""
    cells = read(ROOT / "source" / f"{notebook}.ipynb")["cells"]
    return str(next(cell["source"] for cell in cells if graded_name(cell) == name))


def names_in(notebook: str, name: str) -> dict[str, Any]:
    """What a given cell defines."""
    names: dict[str, Any] = {"np": np}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(cell(notebook, name), names)
    return names


# --- inputs for one given function ---------------------------------------------------------------


@STEADY
@given(st.floats(-10, 10))
def test_misleading_points_vary_along_v_and_the_given_function_points_across(angle: float) -> None:
    v = np.array([np.cos(angle), np.sin(angle)])
    X = misleading_points(v)
    uncentred = names_in("01_linear_algebra/05_pca", "uncentred")["uncentred_direction"]
    assert abs(PCA(1).fit(X).components_[0] @ v) > 0.999
    assert abs(uncentred(X) @ v) < 0.01


def test_misleading_points_want_a_vector_of_the_plane() -> None:
    with pytest.raises(ValueError, match="2 long"):
        misleading_points([1.0, 0.0, 0.0])
