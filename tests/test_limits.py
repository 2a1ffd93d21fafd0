"""Every limit on a student's process holds within both kinds of walls, and whoever runs into it is
told its name. Attacks on them are in `tests/hostile/`."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

import msgspec
import pytest

from grader.errors import SandboxError
from grader.grading.session import Session
from grader.limits import Limits
from grader.sandbox.host_process import Host
from grader.verdict import Outcome, TestResult
from tests.conftest import exercise, results_of
from tests.simulated import ROOT

LIMITS = Limits(
    cell_seconds=20,
    test_seconds=10,
    notebook_seconds=120,
    grace_seconds=0.5,
    memory_mb=256,
    processes=16,
    open_files=40,
    file_mb=4,
    folder_mb=16,
    output_kb=64,
    cell_output_kb=32,
    value_mb=1,
    recursion=500,
)

TOO_MUCH = {
    "memory_mb": "hoard = []\nwhile True:\n    hoard.append(bytearray(50_000_000))",
    "processes": "import os, time\nwhile True:\n    if os.fork() == 0:\n        time.sleep(100)",
    "open_files": "held = []\nwhile True:\n    held.append(open('/dev/zero'))",
    "file_mb": "with open('f', 'wb') as file:\n    file.write(b'x' * 5_000_000)\n    file.flush()",
    "folder_mb": "import time\nfor n in range(9):\n    with open(f'f{n}', 'wb') as file:\n"
    "        file.write(b'x' * 3_000_000)\ntime.sleep(5)",
    "recursion": "def deeper():\n    return deeper()\ndeeper()",
}
"""Code that takes too much, where a cell or a test may run it."""

TOO_LONG = "import time\nwhile True:\n    time.sleep(0.01)"
CELLS = {
    **TOO_MUCH,
    "cell_seconds": TOO_LONG,
    "notebook_seconds": TOO_LONG,
    "output_kb": "for _ in range(20):\n    print('x' * 5000)",
    "cell_output_kb": "for _ in range(20):\n    print('x' * 5000)",
}
TESTS = {**TOO_MUCH, "test_seconds": TOO_LONG, "value_mb": "return 'x' * 2_000_000"}
TIGHTER = {
    "cell_seconds": {"cell_seconds": 0.5},
    "notebook_seconds": {"notebook_seconds": 0.5},
    "test_seconds": {"test_seconds": 0.5},
    "output_kb": {"cell_output_kb": 64, "output_kb": 32},
}


@pytest.fixture(scope="module", params=["bubblewrap", "sandlock"])
def walled(request: pytest.FixtureRequest) -> Iterator[Host]:
    """A warm host within each kind of walls."""
    try:
        host = Host(LIMITS, sandbox=request.param)
    except SandboxError:
        pytest.skip(f"{request.param} does not work on this machine")
    with host:
        yield host


in_namespaces = pytest.mark.parametrize("walled", ["bubblewrap"], indirect=True)
"""Only there the host sees all processes of a notebook and what they hold."""


def cell(host: Host, code: str, limits: Limits = LIMITS) -> str:
    """What a cell shows."""
    return shown(host, [code], limits)


def shown(host: Host, codes: list[str], limits: Limits = LIMITS) -> str:
    """What cells show, one after the other."""
    host.limits = limits
    with host.folder() as folder:
        session = Session(host.spawn(folder), limits)
        try:
            outputs = [output for code in codes for output in session.run(code)[0]]
        finally:
            session.end()
    return "".join(str(o.get("text") or o.get("evalue") or "") for o in outputs)


def judged(host: Host, body: str, limits: Limits) -> list[TestResult]:
    """What two tests say: one of a function with that body, one of a harmless function."""
    host.limits = limits
    code = f"def act():\n{indent(body, '    ')}\ndef fine():\n    return 1"
    with host.folder() as folder:
        session = Session(host.spawn(folder), limits)
        try:
            session.run(code)
            return results_of(
                session,
                exercise("def test_it():\n    act()\n\ndef test_next():\n    assert fine() == 1"),
            )
        finally:
            session.end()


@pytest.mark.parametrize("limit", CELLS)
def test_a_cell_that_takes_too_much_is_told_which_limit_it_hit(walled: Host, limit: str) -> None:
    limits = msgspec.structs.replace(LIMITS, **TIGHTER.get(limit, {}))
    said = cell(walled, CELLS[limit], limits)
    assert f"limit {limit}" in said, said[-500:]


@pytest.mark.parametrize("limit", TESTS)
def test_a_test_of_code_that_takes_too_much_is_told_which_limit_it_hit(
    walled: Host, limit: str
) -> None:
    limits = msgspec.structs.replace(LIMITS, **TIGHTER.get(limit, {}))
    first, following = judged(walled, TESTS[limit], limits)
    assert first.outcome is not Outcome.PASSED
    assert f"limit {limit}" in first.message, first.message
    if limit != "folder_mb":  # the host ends all that is left of that notebook
        assert following.outcome is Outcome.PASSED


@in_namespaces
def test_all_processes_of_a_notebook_together_have_a_limit_of_memory(walled: Host) -> None:
    code = "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n"
    code += "        hoard = b'x' * 200_000_000\n        time.sleep(100)\ntime.sleep(5)"
    assert "more than 512 MB (twice the limit memory_mb)" in cell(walled, code)


def test_the_next_cell_may_show_something_again(walled: Host) -> None:
    said = shown(walled, [CELLS["cell_output_kb"], "print('and on')"])
    assert said.count("the limit cell_output_kb") == 1
    assert said.endswith("and on\n")


@in_namespaces
def test_files_that_were_deleted_while_they_are_open_count(walled: Host) -> None:
    code = "import os, time\nheld = []\nfor n in range(9):\n    held.append(open(f'f{n}', 'wb'))\n"
    code += "    os.unlink(f'f{n}')\n    held[-1].write(b'x' * 3_000_000)\ntime.sleep(5)"
    assert "limit folder_mb" in cell(walled, code)


def test_recursion_without_end_is_told_in_a_moment_and_costs_the_cell_alone(walled: Host) -> None:
    limits = msgspec.structs.replace(LIMITS, recursion=Limits().recursion, cell_seconds=5)
    said = shown(walled, [TOO_MUCH["recursion"], "print('and on')"], limits)
    assert "limit recursion" in said
    assert said.endswith("and on\n")


def test_every_limit_has_a_default_and_is_documented() -> None:
    text = (ROOT / "grader" / "limits.py").read_text(encoding="utf-8")
    assert Limits.__struct_fields__
    for name in Limits.__struct_fields__:
        assert getattr(Limits(), name) > 0
        after = text.split(f"\n    {name}: ", 1)[1].split("\n")[1]
        assert after.startswith('    """'), f"{name} is not documented"
