"""A course as nbgrader's quickstart lays one out: stock configuration, two problems, plain asserts.

`python -m tests.quickstart DIR` writes it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests import own_course

CONFIG = """\
c = get_config()

c.CourseDirectory.course_id = "statistics"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "private"]
c.ExecutePreprocessor.timeout = 60
c.IncludeHeaderFooter.header = "source/header.ipynb"
"""

HEADER = "Name and collaborators go here. Make sure that you fill in any place that says YOUR CODE."

SQUARES = '''\
def squares(n):
    """Return the squares of 1 to n."""
    ### BEGIN SOLUTION
    if n < 1:
        raise ValueError("n must be at least 1")
    return [i**2 for i in range(1, n + 1)]
    ### END SOLUTION'''

SQUARES_TEST = """\
assert squares(1) == [1], "the squares of 1 to 1 are [1]"
assert squares(3) == [1, 4, 9], "the squares of 1 to 3 are [1, 4, 9]"
### BEGIN HIDDEN TESTS
assert squares(5) == [1, 4, 9, 16, 25], "more than three squares"
try:
    squares(0)
except ValueError:
    pass
else:
    raise AssertionError("no error for 0")
### END HIDDEN TESTS"""

TABLE = '''\
import csv

def total(name):
    """Return the sum of a column of sales.csv."""
    ### BEGIN SOLUTION
    with open("sales.csv") as file:
        return sum(float(row[name]) for row in csv.DictReader(file))
    ### END SOLUTION'''

TABLE_TEST = """\
assert total("amount") == 30
assert total("price") == 4.5"""

WHY = """\
### BEGIN SOLUTION
Because each term is counted twice.
### END SOLUTION"""


def make(folder: Path) -> Path:
    """Write the course."""
    source = folder / "source"
    text = {"cell_type": "markdown", "id": "header", "metadata": {}, "source": HEADER}
    own_course.write(source / "header.ipynb", [text])
    cells = [
        own_course.cell("squares", SQUARES, solution=True),
        own_course.cell("correct_squares", SQUARES_TEST, grade=True, locked=True, points=2),
        own_course.cell("why", WHY, kind="markdown", grade=True, solution=True, points=1),
    ]
    own_course.write(source / "ps1/problem1.ipynb", cells)
    cells = [
        own_course.cell("total", TABLE, solution=True),
        own_course.cell("correct_total", TABLE_TEST, grade=True, locked=True, points=2),
    ]
    own_course.write(source / "ps1/problem2.ipynb", cells)
    (source / "ps1/sales.csv").write_text("amount,price\n10,1.5\n20,3\n")
    (source / "ps1/private").mkdir()
    (source / "ps1/private/answers.txt").write_text("30, 4.5\n")
    (folder / "nbgrader_config.py").write_text(CONFIG)
    return folder


if __name__ == "__main__":
    make(Path(sys.argv[1]))
