"""A right answer gets a green card in the student's own notebook, whatever its helpers are called.

Each right answer that the course keeps runs in a real kernel, on the released notebook, with a
helper for every name of the test cell. The suite looks at two notebooks, `make proof` at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import output_from_msg

from grader.author.course_check.variants import Variant
from grader.notebooks import ipynb
from grader.notebooks.source_cells import is_suite
from grader.testing.grade_cell import wanted
from grader.testing.source_text import bound_names
from tests.simulated import ROOT, WHOLE, exercises, variants

NOTEBOOKS = sorted((ROOT / "source").glob("*/*.ipynb"))
CHOSEN = [p for p in NOTEBOOKS if WHOLE or p.stem in ("03_attention_matrix", "01_vectors")]

Cell = dict[str, Any]
Run = Callable[[str], list[Any]]

CHECKED = """
import functools, types
_helpers = {{name: types.FunctionType((lambda: None).__code__, {{}}) for name in {names}}}
globals().update(_helpers)
def _guarded(function):
    @functools.wraps(function)
    def guarded(*args, **kwargs):
        assert all(globals()[name] is helper for name, helper in _helpers.items())
        return function(*args, **kwargs)
    return guarded
for _name in {functions}:
    if isinstance(globals().get(_name), types.FunctionType):
        globals()[_name] = _guarded(globals()[_name])
"""
"""Gives a notebook helpers, and has the student's functions look at them when they are called."""

UNCHANGED = "[name for name, helper in _helpers.items() if globals().get(name) is not helper]"


def marks(cell: Cell) -> dict[str, Any]:
    """Return a cell's marks of nbgrader's, or nothing."""
    return dict(cell["metadata"].get("nbgrader", {}))


def inside(folder: Path, source: str) -> str:
    """A cell that takes up functions of earlier notebooks, to be run where their files are."""
    if "from_earlier(" not in source:
        return source
    return f"import os\nos.chdir({str(folder)!r})\n{source}\nos.chdir({str(ROOT)!r})"


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Run a cell in a real kernel; return its outputs."""
    manager, client = start_new_kernel(kernel_name="python3")

    def executed(source: str) -> list[Any]:
        messages: list[Any] = []
        client.execute_interactive(source, timeout=600, output_hook=messages.append)
        shown = ("display_data", "execute_result", "error")
        return [output_from_msg(m) for m in messages if m["msg_type"] in shown]

    yield executed
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def trials() -> Iterator[Any]:
    """Yield each right answer with the cells before it and the test cells that grade it."""
    known = set(exercises())
    for path in CHOSEN:
        source = [c for c in ipynb.read_source(path)["cells"] if c["cell_type"] == "code"]
        release = ipynb.read_source(ROOT / "release" / path.relative_to(ROOT / "source"))["cells"]
        released = {marks(cell).get("grade_id"): cell["source"] for cell in release}
        for place, cell in enumerate(source):
            name = marks(cell).get("grade_id", "")
            if not marks(cell).get("solution") or name not in known:
                continue
            graders = []
            for later in source[place + 1 :]:
                if marks(later).get("solution"):
                    break
                if is_suite(later["source"]):
                    graders.append(released[marks(later)["grade_id"]])
            before = [
                inside(ROOT / "release" / path.parent.name, c["source"])
                for c in source[:place]
                if not is_suite(c["source"])
            ]
            for variant in variants(name):
                if variant.right:
                    yield pytest.param(before, variant, graders, id=f"{name}: {variant.name}")


@pytest.mark.parametrize(("before", "answer", "graders"), [*trials()])
def test_a_right_answer_is_green_whatever_its_helpers_are_called(
    run: Run, before: list[str], answer: Variant, graders: list[str]
) -> None:
    assert graders
    run("%reset -f")
    for cell in before:
        run(cell)
    assert not [o for o in run(answer.source) if o["output_type"] == "error"]
    taken = {name for text in (*before, answer.source) for name in bound_names(text)}
    for cell in graders:
        names = sorted(bound_names(cell) - taken)
        assert names
        assert run(CHECKED.format(names=names, functions=list(wanted(cell)))) == []
        shown, _ = run(cell)
        text = shown["data"]["text/plain"]
        assert "✗" not in text, text
        assert "tests passed" in text or "test passed" in text
        (changed,) = run(UNCHANGED)
        assert changed["data"]["text/plain"] == "[]"
