"""The test cells of a release are folded, whichever command made it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.notebooks import ipynb
from tests import courses, own_course

FOLDED = {"source_hidden": True}


@pytest.mark.parametrize("command", ["grader", "nbgrader"])
def test_test_cells_are_folded_and_no_others(command: str, tmp_path: Path) -> None:
    course = own_course.make(tmp_path, config=own_course.CONFIGURED)
    if command == "grader":
        assert own_course.run(course, "generate")[0] == 0
    else:
        courses.nbgrader_here(course, "generate_assignment", "hw1", "--force")
    cells = ipynb.read_source(course / "release/hw1/stats.ipynb")["cells"]
    tests = [cell for cell in cells if "run_tests" in cell["source"]]
    assert tests
    assert [cell["metadata"]["jupyter"] for cell in tests] == [FOLDED] * len(tests)
    others = [cell for cell in cells if cell not in tests]
    assert others
    assert not [cell for cell in others if "jupyter" in cell["metadata"]]
