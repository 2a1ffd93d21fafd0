"""On a student's machine: the wheel, a release notebook, a real kernel; no reference anywhere."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.author.course_check.variants import Variant
from grader.plugin.course import data_files_in
from grader.workflows.archives import WHEEL
from grader.workflows.requirements import imports_of
from tests.courses import BIN
from tests.simulated import ROOT, fill, read, variants

pytestmark = pytest.mark.walkthrough

RELEASE = ROOT / "release" / "01_linear_algebra"


HEAVY = {"hypothesis", "jupyterlab", "nbgrader", "notebook", "scikit-learn", "scipy", "sympy"}
"""What a student's notebook need not have."""

OF_COURSE = {"hypothesis", "scipy", "sklearn", "sympy"}
"""What only the extra `course` installs."""

ALL_PASSED = re.compile(r"\b(\d+) of \1 tests passed\.")
"""What a card says of a right answer."""


def uv(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run uv."""
    return subprocess.run([BIN / "uv", *arguments], capture_output=True, text=True, check=False)


def install(program: Path, package: str | Path) -> None:
    """Install a package and what it asks for."""
    command = ("pip", "install", "--python", program, "--constraint", ROOT / "requirements.lock")
    done = uv("--offline", *command, package)  # the cache has all that `make setup` installed
    if done.returncode:
        done = uv(*command, package)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def base(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter where the wheel is installed without any extra."""
    folder = tmp_path_factory.mktemp("base") / "venv"
    assert uv("venv", "--python", sys.executable, folder).returncode == 0
    program = folder / "bin" / "python"
    install(program, wheel)
    return program


@pytest.fixture(scope="module")
def python(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter where an editor has installed its kernel besides.

    A copy has with the packages what was compiled of them, which takes seconds.
    """
    folder = tmp_path_factory.mktemp("machine") / "venv"
    shutil.copytree(base.parent.parent, folder, symlinks=True)
    program = folder / "bin" / "python"
    install(program, "ipykernel")
    return program


def environment(**further: str) -> dict[str, str]:
    """Nothing of this repository on the path."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return kept | further


def call(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run that machine's Python."""
    return subprocess.run(
        [python, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def run_notebook(python: Path, folder: Path, name: str, answers: dict[str, str]) -> dict[str, Any]:
    """Run a release notebook from top to bottom in a real kernel of that machine. What starts the
    kernel, an editor there, is nbclient of this environment."""
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
    bring_data(folder)
    script = (
        "import sys, nbformat, nbclient\n"
        "nb = nbformat.read(sys.argv[1], as_version=4)\n"
        "nbclient.NotebookClient(nb, timeout=120).execute()\n"
        "nbformat.write(nb, sys.argv[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path],
        cwd=folder,
        env=environment(JUPYTER_PATH=str(folder)),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return read(path)


def bring_data(folder: Path) -> None:
    """Put the data files of the release beside a notebook."""
    for name, path in data_files_in(RELEASE).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / name)


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


def disk_mb(folder: Path) -> float:
    """The space that the files of a folder take on the disk."""
    found = [path.lstat().st_blocks * 512 for path in folder.rglob("*")]
    return sum(found) / 1e6


def test_a_students_install_is_light(
    base: Path, record_testsuite_property: Callable[[str, object], None]
) -> None:
    listed = uv("pip", "list", "--python", base, "--format", "json")
    packages = {entry["name"] for entry in json.loads(listed.stdout)}
    size = disk_mb(base.parent.parent)
    record_testsuite_property("student_packages", len(packages))
    record_testsuite_property("student_mb", round(size))
    print(f"A student's install: {len(packages)} packages, {size:.0f} MB")
    assert not packages & HEAVY
    assert len(packages) <= 40, packages
    assert size <= 250


def test_what_notebooks_import_is_there(base: Path, tmp_path: Path) -> None:
    """Those that import nothing of what the extra installs, and only those, need no extra."""
    notebooks = sorted((ROOT / "release").rglob("*.ipynb"))
    light = [path for path in notebooks if not imports_of([path.read_bytes()]) & OF_COURSE]
    heavy = [path for path in notebooks if path not in light]
    assert light
    assert heavy
    everything = "\n".join(sorted({line for path in light for line in imports(path)}))
    done = call(base, tmp_path, "-c", everything)
    assert done.returncode == 0, done.stderr
    for path in heavy:
        assert "ModuleNotFoundError" in call(base, tmp_path, "-c", "\n".join(imports(path))).stderr


def imports(path: Path) -> Iterator[str]:
    """The import statements of a notebook."""
    for cell in read(path)["cells"]:
        if cell["cell_type"] == "code":
            for node in ast.walk(ast.parse(cell["source"])):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield ast.unparse(node)


@pytest.mark.parametrize("begin", [["-m", "grader"], ["-c", "from grader.__main__ import main"]])
def test_the_command_says_what_it_lacks(base: Path, tmp_path: Path, begin: list[str]) -> None:
    done = call(base, tmp_path, *begin)
    assert done.returncode == 1
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert f"pip install '{WHEEL}[grading]'" in sentence


def test_the_command_is_there(base: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [base.parent / "grader", "autograde"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "a student's install leaves out" in done.stderr


def test_the_reference_is_not_on_the_machine(base: Path, tmp_path: Path) -> None:
    done = call(base, tmp_path, "-c", "import grader.lesson, solutions")
    assert "No module named 'solutions'" in done.stderr


def test_a_release_notebook_runs_without_a_kernel_too(base: Path, tmp_path: Path) -> None:
    """All that a notebook imports and shows is in the base; JupyterLab only brings the page."""
    nb = fill(read(RELEASE / "01_vectors.ipynb"), {"cosine_similarity": right()})
    (tmp_path / "nb.json").write_text(json.dumps(nb), encoding="utf-8")
    bring_data(tmp_path)
    script = (
        "import json\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "for cell in json.load(open('nb.json'))['cells']:\n"
        "    if cell['cell_type'] == 'code':\n"
        "        shell.run_cell(cell['source'], store_history=True).raise_error()\n"
        "shell.run_cell('from grader.lesson import questions; questions(cosine_similarity)')\n"
    )
    done = call(base, tmp_path, "-c", script)
    assert done.returncode == 0, done.stderr
    assert ALL_PASSED.search(done.stdout)
    assert "Answer to question 1" in done.stdout


@pytest.mark.parametrize("name", ["04_eigenvalues", "05_pca", "01_vectors"])
def test_an_unsolved_notebook_runs_to_its_end_and_says_so(
    name: str, python: Path, tmp_path: Path
) -> None:
    nb = run_notebook(python, tmp_path, name, {})
    marks = [c["metadata"].get("nbgrader", {}) for c in nb["cells"]]
    tests = [m["grade_id"] for m in marks if m.get("grade") and not m.get("solution")]
    assert tests
    for test in tests:
        text, points = outcome(nb, test)
        assert text.startswith("Not written yet.")
        assert points == 0.0
    outputs = [o for c in nb["cells"] for o in c.get("outputs", [])]
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert any("This appears when" in "".join(o.get("text", "")) for o in outputs)


def test_a_right_answer_is_shown_to_be_right(python: Path, tmp_path: Path) -> None:
    nb = run_notebook(python, tmp_path, "01_vectors", {"cosine_similarity": right()})
    text, points = outcome(nb, "test_cosine_similarity")
    assert ALL_PASSED.search(text)
    assert points == 4.0


def test_a_wrong_answer_is_told_what_came_back(python: Path, tmp_path: Path) -> None:
    nb = run_notebook(python, tmp_path, "01_vectors", {"cosine_similarity": wrong().source})
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
    run_notebook(python, tmp_path, "01_vectors", answers)
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "validate", "01_vectors.ipynb"],
        cwd=tmp_path,
        env=environment(JUPYTER_PATH=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert said in done.stdout, done.stderr
