"""Small courses that are written as sites, and the sites' files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import courses, own_course
from tests.in_browser import carrier

FIGURE = """\
# Alternative text: A point at the mean of one and three.
import os

import matplotlib.pyplot as plt

plt.plot([mean([1, 3])], [0], "o")
print("the mean is", mean([1, 3]))
print(open("numbers.txt").read().strip())
print("shown" if "GRADER_SITE" in os.environ else "run", "here")
plt.show()"""

GIVEN = """\
def mean(values):
    return sum(values) / len(values)


TRIES = {"mean": lambda mean: mean([1, 2])}
"""

GOES_ON = """\
from grader.lesson import from_earlier

mean = from_earlier("hw1/stats", "mean")
print(mean([2, 4]))"""

MOVES = """\
# Alternative text: A point that moves to the right.
import matplotlib.pyplot as plt

from grader.lesson import slider


def draw(number):
    _, ax = plt.subplots(figsize=(3, 2))
    ax.plot([mean([number, number + 2])], [0], "o")
    ax.set_xlim(0, 9)


slider(draw, [1, 3, 5.5], "the first number", start=3)"""


def text(source: str) -> dict[str, Any]:
    """A cell to read."""
    return {"cell_type": "markdown", "id": f"t{len(source)}", "metadata": {}, "source": source}


def code(source: str) -> dict[str, Any]:
    """A cell to run, which nbgrader does not know."""
    return {"cell_type": "code", "id": f"c{len(source)}", "metadata": {}, "source": source}


def make(folder: Path) -> Path:
    """Make and generate a course of two assignments, the second of which goes on with the first."""
    course = own_course.make(folder)
    first = [text("# The mean\n\nA formula: $\\frac{1}{n}$."), *own_course.notebook(), code(FIGURE)]
    own_course.write(own_course.source_of(course), first)
    (course / "source/hw1/numbers.txt").write_text("forty-two\n", encoding="utf-8")
    second = [
        text("# On from there\n\nYou need [the mean](../hw1/stats.ipynb)."),
        code(GOES_ON),
        code(MOVES),
    ]
    own_course.write(course / "source/hw2/more.ipynb", second)
    (course / "source/hw2/given.py").write_text(GIVEN, encoding="utf-8")
    status, said = own_course.run(course, "generate")
    assert status == 0, said
    return course


def build(course: Path, target: Path, *arguments: str) -> tuple[int, str]:
    """Run `grader site`, with Pyodide from its carrier.

    It runs in a process of its own: it has an event loop, as Playwright has in that of its tests.
    """
    options = ("-o", str(target), "--pyodide", str(carrier.carrier()), "--title", "A course")
    done = courses.grader(course, "site", *arguments, *options)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file of a folder, and each file in an archive among them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from _opened(path.relative_to(folder).as_posix(), path.read_bytes())


def _opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from _opened(f"{name}/{inner}", archive.read(inner))
