"""Hostile bytes for the trusted side, briefly; `make fuzz` feeds it for minutes.

What a campaign found is here, or in the test file of the module at fault.
"""

from __future__ import annotations

import json
import pickle
import random
import resource
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import numpy as np
import psutil
import pytest
from nbconvert import HTMLExporter

from grader.errors import Unreadable
from grader.grading.outputs import Outputs
from grader.notebooks import ipynb, sanitize
from grader.protocol import messages, values
from tests.fuzz import campaign, pages, watch, wire
from tests.fuzz import notebook as handed_in

INPUTS = {"wire": (wire, 30), "notebook": (handed_in, 200)}
"""How many changed inputs the suite tries of each."""


@pytest.mark.parametrize("name", INPUTS)
def test_hostile_bytes_end_in_one_of_the_ways_that_there_are(name: str) -> None:
    target, count = INPUTS[name]
    rng = random.Random(20240229)
    seeds = target.seeds()
    for seed in rng.sample(seeds, min(len(seeds), 16)):
        target.check(seed)
    for _ in range(count):
        target.check(campaign.mutated(target, rng.choice(seeds), rng))


def test_changed_inputs_are_mostly_read_and_sometimes_refused() -> None:
    rng, read = random.Random(1), 0
    for _ in range(100):
        try:
            data = campaign.mutated(handed_in, handed_in.seeds()[0], rng)
            read += bool(ipynb.read_submission(data))
        except Unreadable:
            continue
    assert 30 < read < 98
    counts = [
        len(wire._received(wire.split(campaign.mutated(wire, wire.seeds()[0], rng))))
        for _ in range(40)
    ]
    assert sum(count > 10 for count in counts) > 20
    assert any(count < 10 for count in counts)


# That a broken promise is seen ---------------------------------------------------------------


def _unpickles(value: Any, found: Any) -> Any:
    return pickle.loads(pickle.dumps(np.float64(1)))  # noqa: S301 - to be caught


def _evaluates(value: Any, found: Any) -> Any:
    return eval("1 + 1")


def _writes(value: Any, found: Any) -> Any:
    Path("/dev/null").write_text("x")


def _stumbles(value: Any, found: Any) -> Any:
    raise KeyError(value)


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (_unpickles, watch.Forbidden),
        (_evaluates, watch.Forbidden),
        (_writes, watch.Forbidden),
        (_stumbles, KeyError),
    ],
)
def test_a_reader_of_values_that_breaks_its_promise_is_found(
    fault: Callable[..., Any], seen: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "unpack", fault)
    with pytest.raises(seen):
        wire.check(wire.seeds()[0])


def _never_ends() -> None:
    while True:
        pass


def test_what_takes_more_than_its_share_is_found() -> None:
    with pytest.raises(watch.Slow), watch.watched(0.05):
        _never_ends()
    # What this process held at most before, and does not hold now, is no growth.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    spare = peak - (psutil.Process().memory_info().rss >> 20)
    with pytest.raises(watch.Slow), watch.watched():
        np.ones((spare + watch.MEGABYTES + 200) << 17)


@pytest.mark.parametrize(
    ("module", "name", "fault"),
    [
        (sanitize, "sanitize_html", lambda text: text),
        (sanitize, "sanitize_markdown", lambda text, pictures=(): text),
        (sanitize, "sanitize_svg", lambda text: text),
        (sanitize, "is_picture", lambda kind, text: True),
        (ipynb, "marks", lambda key: {"points": 100}),
    ],
)
def test_what_is_live_on_a_page_or_forged_in_a_notebook_is_found(
    module: ModuleType, name: str, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, fault)
    with pytest.raises((pages.Live, AssertionError, nbformat.ValidationError)):
        _show_all()


def _show_all() -> None:
    """A hostile picture of each kind, in the outputs and in what is handed in."""
    live = {"text/html": "<img src=x onerror=alert(1)>", "text/markdown": "<svg onload=alert(1)>"}
    outputs = Outputs(1 << 20, 1 << 20)
    outputs.take(messages.Display({**live, "image/svg+xml": "<svg onload='alert(1)'/>"}))
    outputs.take(messages.Display({"image/tiff": "aGk="}))
    wire._valid(outputs.entries, None)
    for seed in handed_in.seeds():
        handed_in.check(seed)


# What was found ------------------------------------------------------------------------------


def handed(*cells: dict[str, Any]) -> list[ipynb.Cell]:
    """These cells, handed in and put right; all that is promised of them holds."""
    data = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [*cells]})
    handed_in.check(data.encode())
    return ipynb.restore(ipynb.read_submission(data.encode()), handed_in.KEY)


def page(cells: list[ipynb.Cell]) -> str:
    """The page that is made of cells."""
    plain = ipynb.assemble(cells, handed_in.KEY.kernelspec)
    text, _ = HTMLExporter(template_name="basic").from_notebook_node(nbformat.from_dict(plain))
    return str(text)


def markdown(source: str, name: str = "", **more: Any) -> dict[str, Any]:
    """A cell of prose."""
    meta = {"nbgrader": {"grade_id": name}} if name else {}
    return {
        "cell_type": "markdown",
        "id": name or "prose",
        "metadata": meta,
        "source": source,
    } | more


PICTURE = {"image/png": "aGVsbG8="}


@pytest.mark.parametrize(
    "source",
    [
        "![a](attachment:gone.png)",
        "![a]( attachment:gone.png)",
        "![a](<attachment:gone.png>)",
        "![a][b]\n\n[b]: attachment:gone.png",
        "![a](attachment:here.png.gone)",
        "![a](attachment:drawn.svg)",
    ],
)
def test_a_picture_that_is_lacking_does_not_stop_the_page(source: str) -> None:
    pictures = {"here.png": PICTURE, "drawn.svg": {"image/svg+xml": "<svg/>"}}
    for name in ("", "written"):
        assert "gone" in page(handed(markdown(source + " gone", name, attachments=pictures)))


def test_a_picture_that_is_there_is_shown() -> None:
    cell = markdown("![a](attachment:here.png)", "written", attachments={"here.png": PICTURE})
    assert "data:image/png;base64,aGVsbG8=" in page(handed(cell))


def test_ids_are_made_apart_whatever_they_are() -> None:
    ids = ["again-1", "again-1", "again-0", "again-2", "again-2", "cell-6", "no id!"]
    cells = handed(*[markdown("a") | {"id": each} for each in ids])
    assert len({cell.id for cell in cells}) == len(ids)
