"""Marker lines: what is mistyped, nested or alone in a source, and what a release still shows."""

from __future__ import annotations

from typing import Any

import pytest

from grader.notebooks.regions import Region
from grader.notebooks.source_checks import cell_faults, leaks, marker_faults

SOLVED = ["### BEGIN SOLUTION", "x = 1", "### END SOLUTION"]
HIDDEN = ["### BEGIN HIDDEN TESTS", "assert x", "### END HIDDEN TESTS"]


def cell(*lines: str, kind: str = "code", **marks: Any) -> dict[str, Any]:
    """Return a cell of these lines."""
    named = {"grade_id": "a", **marks}
    return {"cell_type": kind, "source": "\n".join(lines), "metadata": {"nbgrader": named}}


@pytest.mark.parametrize(
    "lines",
    [
        SOLVED,
        HIDDEN,
        [*HIDDEN, "y = 2", *HIDDEN],
        ["# The solution begins here", "# Begin of your solution", "# Hidden tests", "x = 1"],
        ["# end of the tests", "# YOUR SOLUTION", "# Begin your solution here", "print('BEGIN')"],
        ["=== BEGIN MARK SCHEME ===", "one point", "=== END MARK SCHEME ==="],
        ["### BEGIN TESTS", "assert x", "### END  TESTS", *HIDDEN],
        ["# BEGIN UNIT TESTS", "# END UNIT TESTS", "# BEGIN VISIBLE TESTS", "# BEGIN", "# END"],
    ],
)
def test_markers_that_are_right_and_comments_for_readers_are_no_faults(lines: list[str]) -> None:
    assert not list(marker_faults([cell(*lines)]))


@pytest.mark.parametrize(
    "line",
    [
        "### BEGIN HIDDEN TEST",
        "###BEGIN HIDEN TESTS",
        "### begin hidden tests",
        "### BEGIN_HIDDEN_TESTS",
        "### BEGIN  HIDDEN  TESTS",
        "    # BEGIN HIDDEN",
        "### END SOL",
        "### BEGIN SOLUTIO",
        "### BEING SOLUTION",
        "### END SOLTUION",
        "# end hidden tests",
        "<!-- BEGIN MARKSCHEME -->",
    ],
)
def test_a_mistyped_marker_is_named_with_the_one_that_is_meant(line: str) -> None:
    [fault] = marker_faults([cell("y = 1", line)])
    assert (fault.cell, fault.line) == ("a", 2)
    assert line.strip() in str(fault)
    assert "is no marker; write `### " in str(fault)


@pytest.mark.parametrize(
    ("lines", "line", "word"),
    [
        (SOLVED[:2], 1, "has no end"),
        (SOLVED[1:], 2, "ends nothing"),
        ([SOLVED[0], *HIDDEN, SOLVED[2]], 2, "within the region of line 1"),
        ([SOLVED[0], "x", HIDDEN[2]], 3, "ends nothing"),
        ([HIDDEN[0], "x", HIDDEN[0], "y", HIDDEN[2]], 3, "within the region of line 1"),
    ],
)
def test_a_region_that_is_nested_or_open_is_named(lines: list[str], line: int, word: str) -> None:
    fault = next(marker_faults([cell(*lines)]))
    assert fault.line == line
    assert word in str(fault)


def test_a_cell_without_a_name_is_told_by_its_number() -> None:
    plain = {"cell_type": "code", "source": SOLVED[0], "metadata": {}}
    assert next(marker_faults([cell("x"), plain])).cell == "2"


def test_regions_of_the_courses_own_are_the_ones_that_count() -> None:
    own = [Region("SECRET {", "SECRET }")]
    assert next(marker_faults([cell("# SECRET {", "x")], own)).line == 1
    assert not list(marker_faults([cell("# SECRET {", "x", "# SECRET }")], own))


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["x = 1", "### END SOLUTION"], 2),
        (["### BEGIN HIDDEN TEST"], 1),
        (["import numpy", "import solutions.pca as s"], 2),
        (["%matplotlib inline", "if True:", "    !ls", "    from solutions import pca"], 4),
        (["def f():", "    from solutions.pca import pca"], 2),
    ],
)
def test_a_release_that_shows_a_marker_or_the_reference_leaks(lines: list[str], line: int) -> None:
    [fault] = leaks([cell(*lines)], [], {"solutions"})
    assert fault.line == line


@pytest.mark.parametrize(
    "lines", [["import solutions_of_mine"], ["# import solutions"], ["from .solutions import x"]]
)
def test_what_only_looks_like_the_reference_is_no_leak(lines: list[str]) -> None:
    assert not list(leaks([cell(*lines)], [], {"solutions"}))


def test_a_solution_as_in_the_source_leaks_unless_it_is_a_stub_or_locked() -> None:
    solved = cell("", "x = 1", solution=True)
    [fault] = leaks([solved], [solved], ())
    assert (fault.line, fault.text) == (2, "x = 1")
    assert not list(leaks([solved], [solved], (), stubs={"x = 1"}))
    assert not list(leaks([cell("pass", solution=True)], [solved], ()))
    locked = cell("x = 1", solution=True, locked=True)
    assert not list(leaks([locked], [locked], ()))


RUN = "\nrun_tests(points=1)"


@pytest.mark.parametrize(
    "source",
    [
        "assert x == 1",
        "%timeit f(1)\nassert f(1)",
        "x = await g()\nassert x",
        "def test_it():\n    assert x\n\ntest_it()",
        "def test_it():\n    assert x\n\nimport ipytest\nipytest.run()",
        "def test_it():\n    assert x\n\nfor test in (test_it,):\n    test()",
        "def test_it():\n    assert x" + RUN,
        "import nowhere\nassert x",
    ],
)
def test_cells_that_do_their_work_have_no_fault(source: str) -> None:
    assert not [str(f) for f in cell_faults("a", source)]


@pytest.mark.parametrize(
    ("source", "line", "word"),
    [
        ("assert x\nassert (", 2, "SyntaxError"),
        ("def test_one(:\n    pass" + RUN, 1, "SyntaxError"),
        ("!ls\ndef test_it():\n    assert x" + RUN, 1, "IPython's syntax"),
        ("def test_it():\n    assert x", 1, "is never run"),
        ("np.random.seed(1)\n\ndef test_it():\n    assert x", 3, "is never run"),
        ("def test_it():\n    assert x\n\nassert f(1)", 1, "is never run"),
        ("def test_it():\n    assert x" + RUN + "\ny = 1", 3, "last line"),
    ],
)
def test_a_cell_whose_tests_can_not_run_or_are_not_run_is_named(
    source: str, line: int, word: str
) -> None:
    [fault] = cell_faults("a", source)
    assert fault.line == line
    assert word in str(fault)
