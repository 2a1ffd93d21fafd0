"""A notebook whose process is lost over its tests: each cell of tests gets all the same what it is
worth, and what the notebook shows is what it showed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from grader.grading import pipeline
from grader.notebooks.ipynb import Cell, Key, KeyCell
from grader.sandbox.host_process import Child, Host, HostLost
from grader.verdict import NotebookVerdict, Outcome

FIRST = """
def test_one():
    assert first(1) == 1


def test_two():
    assert first(2) == 2


def test_three():
    assert first(3) == 3


run_tests(points=3)
"""
SECOND = """
def test_number():
    assert second() == 4


def test_again():
    assert second() == 4


run_tests(points=2)
"""
KEY = Key(
    notebook="two",
    cells=[
        KeyCell(name=name, cell_type="code", source=source, locked=True, grade=True, points=points)
        for name, source, points in (("test_first", FIRST, 3), ("test_second", SECOND, 2))
    ],
)
BEGIN, END = "### BEGIN HIDDEN TESTS\n", "### END HIDDEN TESTS\n"
RIGHT = "def first(n):\n    return n\ndef second():\n    return 4"
ENDINGS = {
    "leaves": "import os; os._exit(0)",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "kills its parent": "import os, signal; os.kill(os.getppid(), signal.SIGKILL); os._exit(0)",
    "cuts its wire": "import os; os.closerange(3, 100)",
}


def graded(host: Host, code: str) -> tuple[NotebookVerdict, str]:
    """The verdict on a notebook, and what its last cell printed."""
    cells = [
        Cell(id="a", cell_type="code", source=code),
        Cell(id="b", cell_type="code", source="", name="test_first"),
        Cell(id="c", cell_type="code", source="seen = 'shown'"),
        Cell(id="d", cell_type="code", source="", name="test_second"),
        Cell(id="e", cell_type="code", source="print(seen)"),
    ]
    found = pipeline.grade_cells(cells, KEY, host, {})
    assert found.notebook is not None
    return found.verdict, found.notebook["cells"][-1]["outputs"][0]["text"]


def scores(verdict: NotebookVerdict) -> dict[str, float | None]:
    return {cell.grade_id: cell.score for cell in verdict.cells}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_a_call_that_ends_the_process_costs_its_own_test_alone(host: Host, ending: str) -> None:
    code = RIGHT.replace("    return n", f"    if n == 2:\n        {ending}\n    return n", 1)
    verdict, shown = graded(host, code)
    assert scores(verdict) == {"test_first": 2.0, "test_second": 2.0}
    passed = [test.outcome is Outcome.PASSED for test in verdict.cells[0].tests]
    assert passed == [True, False, True]
    assert shown == "shown\n"


def test_a_notebook_that_brings_down_host_after_host_runs_four_times_and_gets_nothing(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = []

    def spawn(*_: object) -> Child:
        runs.append(1)
        raise HostLost("ended")

    monkeypatch.setattr(host, "spawn", spawn)
    cells = [Cell(id="a", cell_type="code", source=RIGHT)]
    verdict = pipeline.grade_cells(cells, KEY, host, {}).verdict
    assert len(runs) == 4
    assert scores(verdict) == {"test_first": 0.0, "test_second": 0.0}
    assert "it brought down its host" in verdict.reason


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_a_later_exercise_that_ends_the_process_costs_the_earlier_one_nothing(
    host: Host, ending: str
) -> None:
    verdict, shown = graded(host, RIGHT.replace("    return 4", f"    {ending}\n    return 4"))
    assert scores(verdict) == {"test_first": 3.0, "test_second": 0.0}
    assert shown == "shown\n"


def test_what_tests_of_a_later_exercise_do_does_not_reach_those_of_an_earlier_one(
    host: Host,
) -> None:
    code = "calls = []\ndef first(n):\n    return n if not calls else 0\n"
    code += "def second():\n    calls.append(1)\n    return 4"
    verdict, _ = graded(host, code)
    assert scores(verdict) == {"test_first": 3.0, "test_second": 2.0}


def test_each_pass_finds_the_folder_as_it_was_when_all_cells_had_run(
    host: Host, tmp_path: Path
) -> None:
    beside = tmp_path / "data.txt"
    beside.write_text("as it was")
    code = """
import os, shutil
os.makedirs('sub/deep')
open('sub/deep/kept', 'w').write('1')
os.symlink('data.txt', 'link')
def look():
    return *map(sorted, map(os.listdir, ('.', 'sub'))), open('link').read(), open('data.txt').read()
before = look()
def first(n):
    if look() != before:
        return 0
    open('new', 'w').write('x')
    os.unlink('data.txt')
    open('data.txt', 'w').write('x')
    os.mkdir('sub/more')
    shutil.rmtree('sub/deep')
    os.unlink('link')
    os.symlink('/etc/passwd', 'link')
    return n
def second():
    return 4 if look() == before and open('sub/deep/kept').read() == '1' else 0
"""
    tests = f"def test_a():\n    assert first(1) == 1\n{BEGIN}"
    tests += f"def test_b():\n    assert first(2) == 2\n{END}run_tests(points=3)"
    first = msgspec.structs.replace(KEY.cells[0], source=tests)
    key = msgspec.structs.replace(KEY, cells=[first, KEY.cells[1]])
    cells = [
        Cell(id="a", cell_type="code", source=code),
        Cell(id="b", cell_type="code", source="", name="test_first"),
        Cell(id="c", cell_type="code", source="", name="test_second"),
    ]
    verdict = pipeline.grade_cells(cells, key, host, {"data.txt": beside}).verdict
    passed = [[test.outcome is Outcome.PASSED for test in cell.tests] for cell in verdict.cells]
    assert passed == [[True, True], [True, True]]
    assert beside.read_text() == "as it was"


def test_each_pass_finds_the_process_as_it_was_at_its_cell(host: Host) -> None:
    code = (
        "calls = []\ndef first(n):\n    calls.append(n)\n    return n if len(calls) == 1 else 0\n"
    )
    code += "def second():\n    return 4 if not calls else 0"
    open_ = "@pytest.mark.counterexample\ndef test_b():\n    assert first(2) == 2\n\n\n"
    tests = f"import pytest\n\n\ndef test_a():\n    assert first(1) == 1\n{BEGIN}{open_}"
    tests += f"def test_c():\n    assert first(3) == 3\n{END}run_tests(points=3)"
    first = msgspec.structs.replace(KEY.cells[0], source=tests)
    second = msgspec.structs.replace(
        KEY.cells[1],
        source=SECOND.replace("def test_again", f"{BEGIN}def test_again").replace(
            "run_", f"{END}run_"
        ),
    )
    key = msgspec.structs.replace(KEY, cells=[first, second])
    cells = [
        Cell(id="a", cell_type="code", source=code),
        Cell(id="b", cell_type="code", source="", name="test_first"),
        Cell(id="c", cell_type="code", source="", name="test_second"),
    ]
    verdict = pipeline.grade_cells(cells, key, host, {}).verdict
    assert scores(verdict) == {"test_first": 3.0, "test_second": 2.0}


def test_no_hidden_test_begins_before_all_visible_ones_are_over(host: Host) -> None:
    code = "import mmap\nopen('shared', 'wb').write(bytes(9))\n"
    code += "file = open('shared', 'r+b')\nshared = mmap.mmap(file.fileno(), 9)\n"
    code += "def first(n):\n    shared[0] = n if n == 3 else shared[0]\n    return n\n"
    code += "def second():\n    return 4 + shared[0]"
    tests = FIRST.replace("def test_three", "### BEGIN HIDDEN TESTS\ndef test_three")
    tests = tests.replace("first(3) == 3\n", "first(3) == 3\n### END HIDDEN TESTS\n")
    first = msgspec.structs.replace(KEY.cells[0], source=tests)
    key = msgspec.structs.replace(KEY, cells=[first, KEY.cells[1]])
    cells = [
        Cell(id="a", cell_type="code", source=code),
        Cell(id="b", cell_type="code", source="", name="test_first"),
        Cell(id="c", cell_type="code", source="", name="test_second"),
    ]
    assert scores(pipeline.grade_cells(cells, key, host, {}).verdict) == {
        "test_first": 3.0,
        "test_second": 2.0,
    }


@pytest.mark.parametrize(
    "what", ["self._channel._socket.send(b'\\3nonsense')", "import os; os._exit(0)"]
)
def test_a_process_that_lies_or_ends_in_a_later_pass_keeps_what_earlier_ones_found(
    host: Host, what: str
) -> None:
    code = f"""
import mmap, os
from grader.guest.kernel import Kernel
open('shared', 'wb').write(bytes(9))
file = open('shared', 'r+b')
shared = mmap.mmap(file.fileno(), 9)
os.unlink('shared')  # the folder is put in order again for each pass
describe = Kernel._describe
def forged(self, get):
    if shared[0]:
        {what}
    describe(self, get)
Kernel._describe = forged
def first(n):
    shared[0] = 1
    return n
def second():
    return 4
"""
    hidden = "@pytest.mark.points(4)\ndef test_three"
    tests = "import pytest\n" + FIRST.replace("def test_three", f"{BEGIN}{hidden}")
    first = msgspec.structs.replace(KEY.cells[0], source=tests.replace("run_", f"{END}run_"))
    key = msgspec.structs.replace(KEY, cells=[first, KEY.cells[1]])
    cells = [
        Cell(id="a", cell_type="code", source=code),
        Cell(id="b", cell_type="code", source="", name="test_first"),
    ]
    judged = pipeline.grade_cells(cells, key, host, {}).verdict.cells[0]
    assert [(test.outcome, test.weight, test.visible) for test in judged.tests] == [
        (Outcome.PASSED, 1.0, True),
        (Outcome.PASSED, 1.0, True),
        (Outcome.RAISED, 4.0, False),
    ]
    assert judged.score == 1.0
