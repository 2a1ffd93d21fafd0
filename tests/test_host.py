"""The warm host: what its children find there, and how it takes leave."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.grading.session import Session
from grader.sandbox.host_process import Host
from tests.conftest import LIMITS

LOADED = "import sys\nprint('sympy' in sys.modules, 'scipy.fft' in sys.modules)"


def loaded(host: Host, *sources: str) -> str:
    """Which modules are there before a notebook of these cells imports anything."""
    with host.folder() as folder:
        session = Session(host.spawn(folder, sources), host.limits)
        outputs, _ = session.run(LOADED)
        session.end()
    return "".join(output["text"] for output in outputs).strip()


def test_a_module_is_imported_once_with_the_first_notebook_that_mentions_it() -> None:
    with Host(LIMITS) as host:
        assert loaded(host, "import numpy as np", "fft = 1") == "False False"
        assert loaded(host, "import numpy as np", "from sympy import Symbol") == "True False"
        assert loaded(host, "from scipy import fft") == "True True"
        assert loaded(host) == "True True"


@pytest.mark.parametrize(
    "cell",
    [
        "import numpy as np; np.random.default_rng(1).normal(), np.fft.fft([1.0])",
        "import matplotlib.pyplot as plt; plt.plot([1, 2], label='one'); plt.legend(); plt.show()",
        "import sympy; x = sympy.Symbol('x'); sympy.simplify(x.diff(x)), sympy.solve(x**2 - 4, x)",
        "import sympy; x = sympy.Symbol('x'); sympy.lambdify(x, x**2)(3), sympy.latex(x)",
    ],
    ids=["NumPy", "Matplotlib", "SymPy", "lambdify"],
)
def test_what_a_notebook_does_loads_no_module_that_the_host_could_have(
    host: Host, cell: str
) -> None:
    """Each notebook's process would load it anew."""
    with host.folder() as folder:
        session = Session(host.spawn(folder, [cell]), host.limits)
        session.run("import sys\nbefore = set(sys.modules)")
        session.run(cell)
        outputs, _ = session.run("print(sorted(set(sys.modules) - before))")
        session.end()
    assert outputs[0]["text"] == "[]\n"


def test_an_environment_behind_a_link_is_found(tmp_path: Path) -> None:
    """As where `.venv` is a link to another disk."""
    (tmp_path / "venv").symlink_to(sys.prefix)
    start = "from grader import limits\nfrom grader.sandbox import host_process\n"
    start += "with host_process.Host(limits.Limits()) as host:\n    host.ready()"
    python = tmp_path / "venv" / "bin" / "python"
    done = subprocess.run([python, "-c", start], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_process_whose_folder_went_with_its_grader_ends_without_a_word(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with Host(LIMITS) as host, host.folder() as folder:
        folder.rmdir()
        assert host.spawn(folder).end().status != 0
    assert capfd.readouterr().err == ""
