"""A simulated class as a learning platform lets one download it: a zip of what was handed in, and
the roster. `python -m tests.download DIR` writes both for three simulated students of
optimization."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader.notebooks import ipynb
from tests.simulated import ROOT, fill, read, variants

ROSTER = """\
id,first_name,last_name,lms_user_id,email
ada,Ada,Lovelace,101,ada@example.org
bo,Bo,Li,102,bo@example.org
zoe,Zoë,Ångström,103,zoe@example.org
"""
ASSIGNMENT = "05_optimization"
EXERCISES = (
    *("GradientDescentOptimizer", "optimize", "MomentumOptimizer", "AdamOptimizer"),
    *("adam_failures", "learning_rate_at", "backtracking_descent", "conjugate_gradient"),
)
WHEN = (2026, 1, 31, 12, 0, 0)


def write_zip(path: Path, files: Mapping[str, bytes], when: tuple[int, ...] = WHEN) -> Path:
    """A zip with these files, all of one time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, when), data)  # type: ignore[arg-type]
    return path


def canvas(course: Path) -> dict[str, bytes]:
    """What Canvas makes of three students: one is right, one has forgotten to correct Adam's bias,
    and one came late, with half of it, twice."""
    right = {name: next(v.source for v in variants(name) if v.right) for name in EXERCISES}
    wrong = next(v.source for v in variants("AdamOptimizer") if not v.right)
    found: dict[str, bytes] = {}

    def hand_in(name: str, stem: str, answers: dict[str, str]) -> None:
        nb = read(course / "release" / ASSIGNMENT / f"{stem}.ipynb")
        found[name] = ipynb.dumps(fill(nb, answers)).encode()

    hand_in("lovelaceada_101_9000_02_adam.ipynb", "02_adam", right)
    hand_in("lovelaceada_101_9001_01_gradient_descent.ipynb", "01_gradient_descent", right)
    hand_in("libo_102_9002_02_adam.ipynb", "02_adam", {**right, "AdamOptimizer": wrong})
    hand_in("libo_102_9003_01_gradient_descent.ipynb", "01_gradient_descent", right)
    hand_in("lovelaceada_101_9006_03_learning_rates.ipynb", "03_learning_rates", right)
    hand_in("libo_102_9007_03_learning_rates.ipynb", "03_learning_rates", right)
    hand_in("ångströmzoë_LATE_103_9008_03_learning_rates.ipynb", "03_learning_rates", right)
    hand_in("lovelaceada_101_9009_04_line_search.ipynb", "04_line_search", right)
    hand_in("libo_102_9010_04_line_search.ipynb", "04_line_search", right)
    hand_in("ångströmzoë_LATE_103_9011_04_line_search.ipynb", "04_line_search", right)
    hand_in("ångströmzoë_LATE_103_9004_02_adam.ipynb", "02_adam", {})
    hand_in("ångströmzoë_LATE_103_9005_02_adam-1.ipynb", "02_adam", right)
    return found


def main(folder: str = ".") -> None:
    """Write submissions.zip and students.csv."""
    write_zip(Path(folder) / "submissions.zip", canvas(ROOT))
    (Path(folder) / "students.csv").write_text(ROSTER, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
