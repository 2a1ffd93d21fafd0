"""On a student's machine: the wheel, a release notebook, a real kernel; no reference anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

from grader.workflows.course_check.variants import Variant
from tests.simulated import ROOT, fill, read, variants

RELEASE = ROOT / "release" / "linear_algebra"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter with the packages of ours and the wheel, without this repository."""
    folder = tmp_path_factory.mktemp("machine")
    wheels = folder / "wheels"
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    program = folder / "venv" / "bin" / "python"
    shown = subprocess.run(
        [program, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        check=True,
        capture_output=True,
        text=True,
    )
    packages = Path(shown.stdout.strip())
    ours = Path(sys.prefix) / "lib" / packages.parent.name / "site-packages"
    (wheel,) = wheels.glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    subprocess.run([*install, str(packages), str(wheel)], check=True, capture_output=True)
    # A plain path entry: the editable install of this repository, itself a .pth file, stays out.
    (packages / "packages.pth").write_text(f"{ours}\n")
    return program


def environment(python: Path) -> dict[str, str]:
    """Nothing of this repository on the path."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return kept | {"PATH": f"{python.parent}:{os.environ['PATH']}"}


def run_notebook(python: Path, folder: Path, name: str, answers: dict[str, str]) -> dict[str, Any]:
    """Run a release notebook from top to bottom in a real kernel of that machine."""
    kernels = folder / "kernels" / "python3"
    kernels.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3",
        "language": "python",
    }
    (kernels / "kernel.json").write_text(json.dumps(spec))
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(fill(read(RELEASE / path.name), answers)), encoding="utf-8")
    script = (
        "import sys, nbformat, nbclient\n"
        "nb = nbformat.read(sys.argv[1], as_version=4)\n"
        "nbclient.NotebookClient(nb, timeout=120).execute()\n"
        "nbformat.write(nb, sys.argv[1])\n"
    )
    done = subprocess.run(
        [python, "-c", script, path],
        cwd=folder,
        env=environment(python) | {"JUPYTER_PATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return read(path)


def outcome(nb: dict[str, Any], cell_name: str) -> tuple[str, float]:
    """The card's text and the value of a grade cell."""
    (cell,) = [
        c for c in nb["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == cell_name
    ]
    shown = ["".join(o["data"]["text/plain"]) for o in cell["outputs"] if "data" in o]
    return shown[0], float(shown[-1])


def right() -> str:
    return next(v.source for v in variants("cosine_similarity") if v.right)


def wrong() -> Variant:
    return next(v for v in variants("cosine_similarity") if not v.right)


def test_the_reference_is_not_on_the_machine(python: Path, tmp_path: Path) -> None:
    found = subprocess.run(
        [python, "-c", "import grader.lesson, solutions"],
        cwd=tmp_path,
        env=environment(python),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "No module named 'solutions'" in found.stderr


@pytest.mark.parametrize("name", ["eigenvalues", "pca", "vectors"])
def test_an_unsolved_notebook_runs_to_its_end_and_says_so(
    name: str, python: Path, tmp_path: Path
) -> None:
    nb = run_notebook(python, tmp_path, name, {})
    marks = [c["metadata"].get("nbgrader", {}) for c in nb["cells"]]
    (tests,) = [m["grade_id"] for m in marks if m.get("grade") and not m.get("solution")]
    text, points = outcome(nb, tests)
    assert text.startswith("Not written yet.")
    assert points == 0.0
    outputs = [o for c in nb["cells"] for o in c.get("outputs", [])]
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert any("This appears when" in "".join(o.get("text", "")) for o in outputs)


def test_a_right_answer_is_shown_to_be_right(python: Path, tmp_path: Path) -> None:
    nb = run_notebook(python, tmp_path, "vectors", {"cosine_similarity": right()})
    text, points = outcome(nb, "test_cosine_similarity")
    assert "4 of 4 tests passed." in text
    assert points == 4.0


def test_a_wrong_answer_is_told_what_came_back(python: Path, tmp_path: Path) -> None:
    nb = run_notebook(python, tmp_path, "vectors", {"cosine_similarity": wrong().source})
    text, points = outcome(nb, "test_cosine_similarity")
    assert "called:    cosine_similarity(" in text
    assert "returned:" in text
    assert "expected:" in text
    assert "Hint:" in text
    assert 0 <= points < 4.0


@pytest.mark.parametrize(("solved", "said"), [(True, "Success!"), (False, "VALIDATION FAILED")])
def test_nbgrader_validate_agrees(solved: bool, said: str, python: Path, tmp_path: Path) -> None:
    essay = "The cosine stays, the distance grows; lengths are thrown away."
    answers = {"cosine_similarity": right(), "written_vectors": essay} if solved else {}
    run_notebook(python, tmp_path, "vectors", answers)
    done = subprocess.run(
        [python, "-m", "nbgrader", "validate", "vectors.ipynb"],
        cwd=tmp_path,
        env=environment(python) | {"JUPYTER_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert said in done.stdout, done.stderr
