"""The wheel on the oldest and the newest Python: `make smoke`, or `python -m tests.smoke 3.12`.

Each gets a new environment with the extra `grading`, in the lock's versions, and a course of one
notebook: it is generated, one right submission is graded and gets feedback, and its score is
compared. A Python that is neither on the machine nor to be fetched is left out, with a line that
says so.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from grader.workflows.archives import WHEEL
from tests.courses import build_wheel
from tests.simulated import ROOT, hand_in, variants

UV: Final = Path(sys.executable).parent / "uv"
ASSIGNMENT, NOTEBOOK, EXERCISE = "01_linear_algebra", "01_vectors", "cosine_similarity"
POINTS: Final = 4.0
"""Of the exercise; the written question waits for a grade by hand."""


def supported() -> list[str]:
    """The Pythons of the project's classifiers, the oldest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    prefix = "Programming Language :: Python :: 3."
    return [f"3.{line.removeprefix(prefix)}" for line in project["classifiers"] if prefix in line]


def run(*command: str | Path, folder: Path = ROOT) -> None:
    """Run a command; if it fails, end with what it said."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=folder, env=kept, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def made(version: str, folder: Path) -> bool:
    """Make an environment of that Python, or tell that there is none."""
    make: list[str | Path] = [UV, "venv", "--quiet", "--python", version, folder]
    # Pythons that are here come before those that have to be fetched.
    here = subprocess.run([*make, "--no-python-downloads"], capture_output=True, check=False)
    if here.returncode == 0:
        return True
    return subprocess.run(make, capture_output=True, check=False).returncode == 0


def environments(versions: list[str], folder: Path) -> Iterator[tuple[str, Path]]:
    """An environment for each version that can be had."""
    for version in versions:
        place = folder / f"python-{version.replace('/', '-')}"
        if made(version, place):
            yield version, place
        else:
            print(f"Python {version}: left out, neither here nor to be fetched", flush=True)


def ends(versions: list[str], folder: Path) -> Iterator[tuple[str, Path]]:
    """Of versions from the oldest to the newest, the two ends that can be had."""
    oldest = next(environments(versions, folder), None)
    if oldest is None:
        sys.exit("There is no Python to try.")
    yield oldest
    newer = versions[versions.index(oldest[0]) + 1 :]
    newest = next(environments(newer[::-1], folder), None)
    if newest is not None:
        yield newest


def install(environment: Path, wheel: Path) -> None:
    """Install the wheel with the engine, in the lock's versions."""
    python = environment / "bin" / "python"
    lock = ROOT / "requirements.lock"
    target = f"{wheel}[grading]"
    run(UV, "pip", "install", "--quiet", "--python", python, "--constraint", lock, target)


def lay_out(course: Path) -> None:
    """A course of one notebook."""
    litter = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(ROOT / "solutions", course / "solutions", ignore=litter)
    source = course / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    shutil.copy(ROOT / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", source)
    shutil.copy(ROOT / "nbgrader_config.py", course)


def graded(environment: Path, course: Path) -> float:
    """Take a right answer through the commands; return its score in the exported table."""
    grader = environment / "bin" / "grader"
    lay_out(course)
    run(grader, "generate", folder=course)
    right = next(answer.source for answer in variants(EXERCISE) if answer.right)
    hand_in(course, "ada", {EXERCISE: right})
    run(grader, "autograde", folder=course)
    run(grader, "feedback", folder=course)
    run(grader, "export", "--format", "csv", folder=course)
    assert (course / "feedback/ada" / ASSIGNMENT / f"{NOTEBOOK}.html").stat().st_size > 0
    with open(course / "grades.csv", encoding="utf-8") as table:
        (row,) = csv.DictReader(table)
    return float(row["score"])


def main(versions: list[str]) -> None:
    """Try the versions that were named, or the oldest and the newest supported ones."""
    with tempfile.TemporaryDirectory(prefix="grader-smoke-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        build_wheel(folder)
        wheel = folder / WHEEL
        found = environments(versions, folder) if versions else ends(supported(), folder)
        for version, environment in found:
            begun = time.monotonic()
            install(environment, wheel)
            installed = time.monotonic()
            score = graded(environment, environment / "course")
            assert score == POINTS, f"Python {version}: {score} points, not {POINTS}"
            taken = f"installed in {installed - begun:.0f} s, the rest in"
            print(f"Python {version}: {taken} {time.monotonic() - installed:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
