"""A new course: configuration, one example notebook with its reference, and answers that are kept.

What is written is small and whole: it is generated, packed, checked and graded as it stands.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from grader.errors import UsageError
from grader.notebooks import ipynb
from grader.notebooks.files import write_whole

ASSIGNMENT, NOTEBOOK = "01_errors", "01_mean_absolute_error"

CONFIG: Final = '''\
"""nbgrader's configuration of this course, with the engine that grades in a sandbox."""

import grader.plugin

c = get_config()  # noqa: F821  (given by traitlets)
grader.plugin.configure(c)

c.CourseDirectory.course_id = "{name}"
'''

REFERENCE: Final = '''\
"""The reference: what hidden tests compare with. Students never get it."""

import numpy as np


def mean_absolute_error(predicted, actual):
    """Return the mean of |predicted - actual|; both of shape (n,), n >= 1."""
    return float(np.mean(np.abs(np.asarray(predicted) - np.asarray(actual))))
'''

VARIANTS: Final = """\
# Answers that are known to be right or wrong. `grader check --variants` grades each: the right ones
# must get full marks, the wrong ones must lose points.

# %% right: with NumPy
def mean_absolute_error(predicted, actual):
    return np.mean(np.abs(predicted - actual))

# %% right: with a loop
def mean_absolute_error(predicted, actual):
    total = 0
    for p, a in zip(predicted, actual):
        total += abs(p - a)
    return total / len(predicted)

# %% wrong: without the absolute value
# true: the signed mean
def mean_absolute_error(predicted, actual):
    return np.mean(predicted - actual)

# %% wrong: the sum instead of the mean
# true: the sum instead of the mean
def mean_absolute_error(predicted, actual):
    return np.sum(np.abs(predicted - actual))

# %% wrong: the mean squared error
def mean_absolute_error(predicted, actual):
    return np.mean((predicted - actual) ** 2)
"""

IGNORED: Final = """\
# students' work, and what is made of it
/submitted/
/autograded/
/feedback/
/report/
/logs/
/handout/
/gradebook.db
/submissions.zip
/students.csv
/canvas.csv
/grades.csv
/moodle.csv
/results.json
.grader/
.*.tmp

# tools
.venv/
__pycache__/
.ipynb_checkpoints/
"""

INTRODUCTION: Final = """\
# How far off is a prediction?

A model predicts $\\hat y_1, \\dots, \\hat y_n$ where $y_1, \\dots, y_n$ is
right. One number that says how far off it is on average is the **mean absolute error**:

$$\\text{MAE} = \\frac1n\\sum_{i=1}^n \\lvert \\hat y_i - y_i\\rvert \\tag{1}$$"""

EXERCISE: Final = """\
## Exercise: the mean absolute error

Write `mean_absolute_error` from equation (1). It takes two arrays of the same length, one or more
numbers each, and returns one number. Leave both arrays unchanged."""

SOLUTION: Final = '''\
def mean_absolute_error(predicted: np.ndarray, actual: np.ndarray) -> float:
    """Mean of the absolute differences.

    predicted, actual: shape (n,) with n >= 1; both are left unchanged.
    """
    ### BEGIN SOLUTION
    differences = np.abs(predicted - actual)  # (n,)
    return differences.sum() / len(differences)
    ### END SOLUTION'''

TESTS: Final = '''\
import numpy as np
import pytest

from grader.checks import close, unchanged
from grader.lesson import run_tests


@pytest.mark.hint("Equation (1) has four parts: which of them does your code leave out?")
def test_small_example():
    """The predictions 1, 5 for 3, 4 are off by 1.5 on average"""
    got = mean_absolute_error(np.array([1.0, 5.0]), np.array([3.0, 4.0]))
    close(got, 1.5, mistakes={"the sum instead of the mean": 3, "the signed mean": -0.5})


@pytest.mark.hint("Does one of your lines write into an argument?")
def test_arguments_stay():
    """Both arrays stay unchanged"""
    predicted, actual = np.array([1.0, 5.0]), np.array([3.0, 4.0])
    close(mean_absolute_error(predicted, actual), 1.5)
    unchanged(predicted, np.array([1.0, 5.0]), "predicted")
    unchanged(actual, np.array([3.0, 4.0]), "actual")


### BEGIN HIDDEN TESTS
@pytest.mark.points(2)
@pytest.mark.counterexample
@pytest.mark.hint("Does your code work for any length, also for 1?")
def test_random_arrays():
    """Random arrays of one to ten numbers"""
    from solutions import mean_absolute_error as reference

    rng = np.random.default_rng(1)
    for n in (1, 2, 3, 10):
        predicted, actual = rng.normal(size=n), rng.normal(size=n)
        close(mean_absolute_error(predicted, actual), reference(predicted, actual))
### END HIDDEN TESTS


run_tests(points=4)'''

HINT: Final = """\
<details><summary>My result can be negative</summary>

Differences of both signs cancel in a sum. What does equation (1) do to each difference before it
adds them up?

</details>"""

QUESTION: Final = """\
## In your own words

One of a hundred predictions is off by 1000, all others by 1. What does the mean absolute error say,
and what would the median of the absolute differences say? Answer in two or three sentences."""

ANSWER: Final = """\
### BEGIN SOLUTION
The mean is (1000 + 99) / 100, about 11: one prediction decides it. The median is 1: it says how far
off a typical prediction is, and nothing about the worst one.

Marking scheme: 2 points for both values with a reason, 1 point for one of them.
### END SOLUTION"""


def create_course(folder: Path) -> list[str]:
    """Write a new course; return the paths that were written. Files that are there stay.

    The configuration comes last: until it is there, the same command goes on with what is lacking.
    """
    for name in ("nbgrader_config.py", "source"):
        if (folder / name).exists():
            raise UsageError(
                f"{folder} is a course already: it has {name}. To grade a course of nbgrader's by"
                f" this engine: grader -C {folder} adopt"
            )
    wanted = {
        ".gitignore": IGNORED,
        "solutions/__init__.py": REFERENCE,
        "tests/variants/mean_absolute_error.py": VARIANTS,
        f"source/{ASSIGNMENT}/{NOTEBOOK}.ipynb": ipynb.dumps(ipynb.canonical(example_notebook())),
        "nbgrader_config.py": CONFIG.format(name=course_id(folder)),
    }
    lacking = [name for name in wanted if not (folder / name).exists()]
    for name in lacking:
        write_whole(folder / name, wanted[name])
    return lacking


def course_id(folder: Path) -> str:
    """Return a name for the course in the gradebook, from that of its folder."""
    return re.sub(r"\W+", "_", folder.resolve().name).strip("_") or "course"


def example_notebook() -> dict[str, object]:
    """Return the notebook of the example assignment."""
    cells = [
        _prose("introduction", INTRODUCTION),
        _marked("setup", "import numpy as np", locked=True),
        _prose("exercise", EXERCISE),
        _marked("mean_absolute_error", SOLUTION, solution=True),
        _marked("test_mean_absolute_error", TESTS, grade=True, locked=True, points=4),
        _prose("hint", HINT),
        _prose("question", QUESTION),
        _marked("one_outlier", ANSWER, kind="markdown", grade=True, solution=True, points=2),
    ]
    return {"cells": cells, "metadata": {}}


def _prose(name: str, source: str) -> dict[str, object]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def _marked(
    name: str,
    source: str,
    *,
    kind: str = "code",
    grade: bool = False,
    locked: bool = False,
    solution: bool = False,
    points: float = 0,
) -> dict[str, object]:
    """Return a cell with nbgrader's metadata."""
    key = ipynb.KeyCell(
        name=name, cell_type=kind, grade=grade, locked=locked, solution=solution, points=points
    )
    marks = {key: value for key, value in ipynb.marks(key).items() if key != "checksum"}
    place = name.replace("_", "-")
    return {"cell_type": kind, "id": place, "metadata": {"nbgrader": marks}, "source": source}
