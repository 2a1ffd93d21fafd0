"""A student's notebook in the browser's Python: Pyodide under Node, from a folder of our own.

`make proof-browser` runs all kept answers and all notebooks.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.site import pyodide
from grader.workflows import archives, requirements
from tests.in_browser import carrier, proof
from tests.simulated import WHOLE

ANSWERS = 40 if WHOLE else 4

BY_CHANCE = "eigendecomposition|low_rank|pca"
"""Exercises whose numbers depend on the processor's eigenvectors or singular vectors: their signs
and order may differ there, so that a wrong answer passes a test in one of both by chance."""

IN_NOTEBOOKS = ("01_vectors", "04_perplexity", "06_tokens")
ASKED_ABOUT = (" cosine_similarity", " perplexity", " encode_with_merges")
"""Exercises on which questions are asked: sums, logarithms, and loops over text."""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pyodide as a site of the course has it."""
    return proof.make_pyodide(tmp_path_factory.mktemp("pyodide"), proof.notebooks())


def test_all_files_are_those_of_the_lock_and_no_others(dist: Path) -> None:
    lock = json.loads((dist / pyodide.LOCK).read_text())
    listed = {entry["file_name"]: entry["sha256"] for entry in lock["packages"].values()}
    written = {path.name for path in dist.iterdir()}
    assert written == {*listed, *pyodide.CORE, pyodide.LOCK}
    for name, digest in (listed | pyodide.CORE).items():
        assert hashlib.sha256((dist / name).read_bytes()).hexdigest() == digest, name
    known = json.loads((Path(pyodide.__file__).parent / pyodide.LOCK).read_text())["packages"]
    of_pyodide = [n for n, e in lock["packages"].items() if known.get(n) == e]
    ours = {n: e["file_name"] for n, e in lock["packages"].items() if n not in of_pyodide}
    assert ours[archives.DISTRIBUTION] == archives.WHEEL
    assert all(name.endswith("-none-any.whl") for name in ours.values())
    for entry in lock["packages"].values():
        assert {n.replace("_", "-") for n in entry["depends"]} <= {*lock["packages"]}, entry


def test_only_what_notebooks_import_is_taken(dist: Path, tmp_path: Path) -> None:
    pyodide.write_pyodide(tmp_path, str(carrier.carrier()), {"numpy", "math"})
    assert not {path.name.partition("-")[0] for path in tmp_path.iterdir()} & {"scipy", "sympy"}
    assert {path.name.partition("-")[0] for path in dist.iterdir()} >= {"scipy", "sympy"}
    again = (tmp_path / archives.WHEEL).read_bytes()
    assert again == (dist / archives.WHEEL).read_bytes()


@pytest.mark.parametrize(
    "name", ["pyodide.asm.js", "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl"]
)
@pytest.mark.parametrize("spoilt", [True, False])
def test_a_file_that_is_another_or_missing_is_refused_and_nothing_is_written(
    dist: Path, tmp_path: Path, name: str, spoilt: bool
) -> None:
    origin = Path(shutil.copytree(dist, tmp_path / "origin"))
    (origin / name).unlink()
    if spoilt:
        (origin / name).write_bytes((dist / name).read_bytes() + b" ")
    with pytest.raises(GraderError) as refused:
        pyodide.write_pyodide(tmp_path / "made", str(origin), {"numpy"})
    sentence = str(refused.value)
    assert name in sentence
    assert "--pyodide" in sentence
    assert ("SHA-256" in sentence) == spoilt
    assert not (tmp_path / "made").exists()


def test_an_origin_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="--pyodide takes"):
        pyodide.write_pyodide(tmp_path / "made", str(tmp_path / "nowhere"), {"numpy"})


def test_what_notebooks_import_is_found_in_their_code() -> None:
    cells = [
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import numpy as np, os.path"]},
        {"cell_type": "code", "source": "try:\n    from scipy.stats import norm\nexcept E: pass"},
        {"cell_type": "code", "source": "import ("},
        {"cell_type": "markdown", "source": "import sympy"},
    ]
    found = requirements.imports_of([json.dumps({"cells": cells}).encode()])
    assert found == {"numpy", "os", "scipy"}


def test_answers_get_the_verdicts_that_they_get_in_cpython(dist: Path, tmp_path: Path) -> None:
    tasks = proof.answers(proof.notebooks(), ANSWERS)
    done = proof.compare(tasks, proof.lay_out(tmp_path), tmp_path, dist)
    unlike = [one for one in done.differences if not re.search(f"({BY_CHANCE}), wrong", one)]
    assert unlike == []
    assert done.answers + len(done.skipped) == ANSWERS
    # Whole numbers are int32 there, and last digits may differ: both stand on cards.
    assert len(done.cards) <= ANSWERS / 2, done.cards


def test_a_notebook_with_right_answers_has_full_marks_and_goes_on_with_earlier_ones(
    dist: Path, tmp_path: Path
) -> None:
    paths = [p for p in proof.notebooks() if "from_earlier(" in p.read_text(encoding="utf-8")]
    later = paths[0]
    tasks = [*proof.whole_notebooks([later])]
    found = proof.in_pyodide(tasks, proof.lay_out(tmp_path), tmp_path, dist)
    assert proof.short_of_full_marks(tasks, found) == []
    assert "yours, from" in found[tasks[0]["id"]]["printed"]


def test_questions_for_practice_are_those_that_are_made_in_cpython(
    dist: Path, tmp_path: Path
) -> None:
    paths = [path for path in proof.notebooks() if path.stem in IN_NOTEBOOKS]
    kept = {task["id"].partition(", right: ")[0]: task for task in proof.answers(paths)}
    tasks = [
        {**task, "kind": "questions", "function": exercise.rpartition(" ")[2]}
        for exercise, task in kept.items()
        if exercise.endswith(ASKED_ABOUT)
    ]
    assert len(tasks) == len(ASKED_ABOUT)
    root = proof.lay_out(tmp_path)
    ours = proof.in_cpython(tasks, root, tmp_path)
    theirs = proof.in_pyodide(tasks, root, tmp_path, dist)
    for task in tasks:
        one, other = ours[task["id"]], theirs[task["id"]]
        assert len(one["questions"]) >= 3
        assert other.get("questions") == one["questions"], other
