"""The cells of a release are folded and locked as they should be, whichever command made it."""

from __future__ import annotations

from typing import Any

import pytest

from grader.notebooks import ipynb
from tests import courses, own_course

FOLDED = {"source_hidden": True}


@pytest.fixture(scope="module", params=["grader", "nbgrader"])
def cells(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The cells of a release."""
    course = own_course.make(tmp_path_factory.mktemp("course"), config=own_course.CONFIGURED)
    if request.param == "grader":
        assert own_course.run(course, "generate")[0] == 0
    else:
        courses.nbgrader_here(course, "generate_assignment", "hw1", "--force")
    return ipynb.read_source(course / "release/hw1/stats.ipynb")["cells"]


def test_test_cells_are_folded_and_no_others(cells: Any) -> None:
    tests = [cell for cell in cells if "run_tests" in cell["source"]]
    assert tests
    assert [cell["metadata"]["jupyter"] for cell in tests] == [FOLDED] * len(tests)
    others = [cell for cell in cells if cell not in tests]
    assert others
    assert not [cell for cell in others if "jupyter" in cell["metadata"]]


def test_an_editor_changes_no_locked_cell_and_deletes_none_of_nbgraders(cells: Any) -> None:
    """What grading restores would otherwise cost points, such as an import in a locked cell."""
    ours = [cell for cell in cells if "nbgrader" in cell["metadata"]]
    assert ours
    for cell in ours:
        assert cell["metadata"]["deletable"] is False
        locked = cell["metadata"]["nbgrader"]["locked"]
        assert cell["metadata"].get("editable", True) is not locked
