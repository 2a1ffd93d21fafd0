"""Right answers get full marks whatever the processor: linear algebra differs in its last bits.

`eig` of a matrix with repeated eigenvalues may even return other vectors. So each right variant is
judged with the code paths that OpenBLAS has for several processors.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulated import ROOT

SCRIPT = """
import warnings
from pathlib import Path
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
from grader.testing import grade_cell, local, suite
from tests.simulated import exercises, graded_name, read, variants

warnings.simplefilter("ignore")
known = set(exercises())
for path in sorted(Path("source/01_linear_algebra").glob("*.ipynb")):
    for cell in read(path)["cells"]:
        name = graded_name(cell).removeprefix("test_")
        if not graded_name(cell).startswith("test_") or name not in known:
            continue
        exercise = grade_cell.parse_grade_cell(name, cell["source"])
        for variant in variants(name):
            if variant.right:
                namespace = {"np": np, "plt": plt}
                exec(variant.source, namespace)
                for result in suite.run_grade_cell(exercise, local.LocalNamespace(namespace)):
                    if result.outcome != "passed":
                        print(f"{name}, {variant.name}: {result.name}: {result.message}")
"""


def code_paths() -> list[str]:
    """Those that every x86-64 processor can run, and this one's widest."""
    info = Path("/proc/cpuinfo")
    flags = info.read_text().split() if info.exists() else []
    wide = [path for path, flag in (("Haswell", "avx2"), ("SkylakeX", "avx512f")) if flag in flags]
    return ["Prescott", *wide[-1:]]


@pytest.mark.parametrize("path", code_paths())
def test_right_variants_pass_on_every_code_path(path: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=os.environ | {"OPENBLAS_CORETYPE": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
