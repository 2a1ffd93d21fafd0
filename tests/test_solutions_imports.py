"""A subject of the reference loads the libraries that it computes with, and stays short."""

from __future__ import annotations

import subprocess
import sys

import pytest

from solutions import SUBJECTS
from tests.simulated import ROOT

LIBRARIES = {"probability": {"scipy"}, "symbolic_calculus": {"sympy"}}
"""Beside NumPy; a subject that is not named needs none until a function of it is called."""


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_loads_its_own_libraries_alone(subject: str) -> None:
    code = f"import sys; from solutions import {', '.join(SUBJECTS[subject])}"
    code += "; print(*{'scipy', 'sympy', 'sklearn', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == LIBRARIES.get(subject, set())


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_module_of_the_reference_has_at_most_three_hundred_lines(subject: str) -> None:
    lines = (ROOT / "solutions" / f"{subject}.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 300
