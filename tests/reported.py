"""A small graded class for the report: one of each fate, really generated and autograded.

| student | handed in |
|---|---|
| ada, copy | two right answers |
| own | a right answer of their own, and a written one that waits for a hand grade |
| slip, slip2 | answers with one known misconception |
| forever, leaves, nobook | an endless loop; an exit from the process; a file that is no notebook |
| `<b onclick=alert(1)>&"'=1+1` | markup as a name, an answer, a message |
| late | handed in when all were graded |

Before the exercise they predict a mean; `GUESSES` has what some wrote.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from click.testing import CliRunner

from grader.__main__ import main
from tests import courses, exported, simulated, warm

ASSIGNMENT: Final = "means"
HOSTILE: Final = "<b onclick=alert(1)>&\"'=1+1"
MARKUP: Final = "</pre></mark><script>alert(1)</script><img src=//evil.example/x onerror=alert(1)>"

TESTS: Final = """
from grader.checks import close
from grader.lesson import run_tests

SUM = {"a sum, `n` forgotten": 6.0}

def test_three():
    \"\"\"Three `numbers`\"\"\"
    close(mean([1.0, 2.0, 3.0]), 2.0, mistakes=SUM)

### BEGIN HIDDEN TESTS
def test_one():
    \"\"\"One number\"\"\"
    close(mean([4.0]), 4.0)
### END HIDDEN TESTS
run_tests(points=4)
"""
RIGHT: Final = """
def mean(values):
    total, count = 0.0, 0
    for value in values:
        if value is not None:
            total = total + float(value)
            count = count + 1
    return total / max(count, 1)
"""
COPY: Final = """
def mean(zs):
    acc, k = 0.0, 0
    for z in zs:  # my own idea
        if z is not None:
            acc = acc + float(z)
            k = k + 1
    return acc / max(k, 1)
"""
ANSWERS: Final = {
    "ada": RIGHT,
    "copy": COPY,
    "own": "import statistics\n\ndef mean(values):\n    return statistics.fmean(values)",
    "slip": "def mean(values):\n    return sum(values)",
    "slip2": "def mean(xs):\n    return sum(xs)",
    "forever": "def mean(values):\n    while True:\n        pass",
    "leaves": "def mean(values):\n    import os\n    os._exit(3)",
    "nobook": RIGHT,
    HOSTILE: f"def mean(values):\n    raise ValueError({MARKUP!r})",
}
QUESTION: Final = "the mean of 1, 2 and 9"
PREDICT: Final = f"from grader.lesson import predict, reveal\n\npredict({QUESTION!r}, ...)"
GUESSES: Final = {
    "ada": "4",
    "copy": "4",
    "own": "'Ada says\\nmore  than 3'",
    "slip": f"{MARKUP!r}",
    "slip2": f"open({'x' * 100!r})); predict('another', 6",
    "forever": f"{'-' * 5000}1",
    "leaves": f"{'-' * 1500}1",
}
"""What takes the place of `...`, as Python."""


class Said(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


def run(course: Path, *arguments: str | Path) -> Said:
    """Our command on a course, run here: a process of its own costs seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course)
        patch.syspath_prepend(course)
        with warm.workers():
            done = CliRunner().invoke(main, ["-C", str(course), *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


def make(folder: Path) -> Path:
    """The course, graded."""
    folder.mkdir(parents=True)
    config = (simulated.ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    limits = "\nc.Limits.test_seconds = 0.5\n"
    (folder / "nbgrader_config.py").write_text(config + limits, encoding="utf-8")
    answer = "    ### BEGIN SOLUTION\n    return sum(values) / len(values)\n    ### END SOLUTION"
    stub = f"def mean(values):\n{answer}"
    tests = exported.exercise("mean", TESTS, 4)[1]
    predict = {**exported.cell("", PREDICT), "id": "predict", "metadata": {}}
    cells = [predict, exported.cell("mean", stub, solution=True), tests, exported.essay("why", 2)]
    exported.write(folder / "source" / ASSIGNMENT / "mean.ipynb", cells)
    exported.write(folder / "source" / "unused" / "essay.ipynb", [exported.essay("opinion", 1)])
    courses.generate(folder)
    for student, answer in ANSWERS.items():
        written = {"why": "It is the middle."} if student == "own" else {}
        written[""] = PREDICT.replace("...", GUESSES.get(student, "..."))  # the cell without a name
        simulated.hand_in(folder, student, {"mean": answer, **written}, assignment=ASSIGNMENT)
    (folder / "submitted" / "nobook" / ASSIGNMENT / "mean.ipynb").write_text("my homework")
    graded = run(folder, "autograde", ASSIGNMENT, "--jobs", "1")
    assert graded.status == 0, graded.err
    simulated.hand_in(folder, "late", {"mean": RIGHT}, assignment=ASSIGNMENT)
    return folder


def copied(course: Path, folder: Path) -> Path:
    """The class, for a test to change."""
    return Path(shutil.copytree(course, folder))
