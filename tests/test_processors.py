"""Right answers get full marks whatever the processor: linear algebra differs in its last bits.

`eig` of a matrix with repeated eigenvalues may even return other vectors. So each right variant is
judged with the code paths that OpenBLAS has for several processors, where matrices are decomposed.
A release is the same on all of them. `make test` tries the oldest, which differs from this
machine's, and `make thorough` all of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests import courses
from tests.simulated import ROOT, WHOLE

SCRIPT = """
import sys
import warnings
from pathlib import Path
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
from grader.diagnosis import diagnosers
from grader.testing import grade_cell, local
from tests.simulated import exercises, graded_name, read, variants

warnings.simplefilter("ignore")
known = set(exercises())
for path in sorted(Path("source/01_linear_algebra").glob(sys.argv[1])):
    for cell in read(path)["cells"]:
        name = graded_name(cell).removeprefix("test_")
        if not graded_name(cell).startswith("test_") or name not in known:
            continue
        exercise = grade_cell.parse_grade_cell(name, cell["source"])
        for variant in variants(name):
            if variant.right:
                namespace = {"np": np, "plt": plt}
                exec(variant.source, namespace)
                for result in diagnosers.run_grade_cell(exercise, local.LocalNamespace(namespace)):
                    if result.outcome != "passed":
                        print(f"{name}, {variant.name}: {result.name}: {result.message}")
"""


CHOSEN = "*.ipynb" if WHOLE else "05*.ipynb"
"""All notebooks, or one that decomposes matrices."""


def code_paths() -> list[str]:
    """Those that every x86-64 processor can run, and this one's widest."""
    info = Path("/proc/cpuinfo")
    flags = info.read_text().split() if info.exists() else []
    wide = [path for path, flag in (("Haswell", "avx2"), ("SkylakeX", "avx512f")) if flag in flags]
    return ["Prescott", *wide[-1:]]


PATHS = code_paths() if WHOLE else code_paths()[:1]


@pytest.mark.parametrize("path", PATHS)
def test_right_variants_pass_on_every_code_path(path: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, CHOSEN],
        cwd=ROOT,
        env=os.environ | {"OPENBLAS_CORETYPE": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


NOTEBOOKS = ("01_linear_algebra/{}05_pca", "06_embeddings/{}03_map")
"""Those in which processors differed most, with a place for a folder."""

ARCHITECTURE = """\
import numpy, threadpoolctl
print([found.get("architecture") for found in threadpoolctl.threadpool_info()])
"""


def test_every_code_path_generates_the_release_as_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebooks = {name.partition("}")[2] for name in NOTEBOOKS}
    course = courses.lay_out(tmp_path / "course", assignment="0[16]*", notebooks=notebooks)
    names = [name.format("") + ".ipynb" for name in NOTEBOOKS]
    names += [name.format("misconceptions/") + ".jsonl" for name in NOTEBOOKS]
    committed = {name: (ROOT / "release" / name).read_bytes() for name in names}
    dispatched = np.show_config(mode="dicts")["SIMD Extensions"]["found"]
    architectures = []
    for path in PATHS:
        monkeypatch.setenv("OPENBLAS_CORETYPE", path)
        plain = path == "Prescott"  # without NumPy's own code for newer processors, too
        monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", " ".join(dispatched if plain else []))
        asked = [sys.executable, "-W", "ignore", "-c", ARCHITECTURE]
        architectures.append(subprocess.check_output(asked))
        done = courses.program(course, "generate")
        assert done.returncode == 0, done.stdout + done.stderr
        assert {name: (course / "release" / name).read_bytes() for name in names} == committed
    assert len({*architectures}) == len(PATHS)
