"""Grade cells of plain asserts, as in any nbgrader course: an error is 0, however it is hidden."""

from __future__ import annotations

import shutil

import pytest

from grader.grading import pipeline
from grader.notebooks.ipynb import Cell, Key, KeyCell
from grader.sandbox.host_process import Host

KEY = Key(
    notebook="one",
    cells=[
        KeyCell(
            name="test", cell_type="code", source="assert a == 1", locked=True, grade=True, points=3
        )
    ],
)
SHELL = "import IPython\nshell = IPython.core.interactiveshell.InteractiveShell\n"
CLEAR = (
    "from IPython.display import clear_output\n"
    "get_ipython().events.register('post_run_cell', lambda *_: clear_output())\n"
)
QUIET = "import sys, os\nsys.stdout = sys.stderr = open(os.devnull, 'w')\n"


def score(host: Host, code: str) -> float | None:
    """What a submission earns."""
    cells = [Cell(id="a", cell_type="code", source=code)]
    cells.append(Cell(id="b", cell_type="code", source="", name="test"))
    return pipeline.grade_cells(cells, KEY, host, {}).verdict.score


@pytest.mark.parametrize(
    "hiding",
    [
        "",
        SHELL + "shell.showtraceback = lambda *_, **__: None\n",
        SHELL + "shell.showtraceback = None\n",
        SHELL + "shell._showtraceback = lambda *_, **__: None\n",
        CLEAR,
        QUIET,
    ],
)
def test_a_failed_assert_earns_nothing_however_its_notebook_hides_it(
    host: Host, hiding: str
) -> None:
    assert score(host, hiding + "a = 2") == 0.0
    assert score(host, "a = 1") == 3.0


def test_a_host_whose_temporary_folder_was_removed_has_a_successor(host: Host) -> None:
    assert score(host, "a = 1") == 3.0
    shutil.rmtree(host._root)
    assert score(host, "a = 1") == 3.0
