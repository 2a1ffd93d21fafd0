"""A subject of the reference loads the libraries that it computes with, and stays short."""

from __future__ import annotations

import subprocess
import sys

import pytest

from solutions import SUBJECTS
from tests.simulated import ROOT

LIBRARIES = {"probability": {"scipy"}, "symbolic_calculus": {"sympy"}}
"""Beside NumPy; a subject that is not named needs none until a function of it is called."""


LOAD_EACH = """
import os, sys
import numpy
import solutions
for subject, names in solutions.SUBJECTS.items():
    if not os.fork():
        for name in names:
            getattr(solutions, name)
        loaded = {'scipy', 'sympy', 'sklearn', 'matplotlib'} & {*sys.modules}
        print(subject, *loaded, flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def loaded() -> dict[str, set[str]]:
    """What each subject loads in a process in which NumPy alone was loaded before."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD_EACH], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = (line.split() for line in done.stdout.splitlines())
    return {subject: set(libraries) for subject, *libraries in lines}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_loads_its_own_libraries_alone(subject: str, loaded: dict[str, set[str]]) -> None:
    assert loaded[subject] == LIBRARIES.get(subject, set())


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_module_of_the_reference_has_at_most_three_hundred_lines(subject: str) -> None:
    lines = (ROOT / "solutions" / f"{subject}.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 300
