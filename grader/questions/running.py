"""A student's function in the sandbox: what is sent there, and what is read of what comes back."""

from __future__ import annotations

import json
import random
import re
import secrets
from pathlib import Path
from typing import Any, Final

import msgspec

from grader.errors import ProtocolError
from grader.grading.pipeline import open_session
from grader.grading.session import Session
from grader.limits import Limits
from grader.notebooks.ipynb import Cell
from grader.questions import driver
from grader.questions.allowed import BUILTINS, MODULES, NotAsked
from grader.questions.closure import Answer
from grader.questions.edits import Edit, edits_of
from grader.questions.inputs import Asked
from grader.questions.question import Material, Ran, statements_of
from grader.questions.values import value_of
from grader.sandbox.host_process import Host

DRIVER: Final = Path(driver.__file__).read_text(encoding="utf-8")

CALLS: Final = 6
"""Calls of one student's function."""

SECONDS: Final = 10.0
"""CPU time of all runs of one function; most take a hundredth of it."""

NUMBER: Final = re.compile(r"[-.\w]+")

MOST_COUNT: Final = 10**6


class _RanCall(msgspec.Struct):
    value: Any
    counts: dict[str, int]
    values: dict[str, list[Any]]


class _Reply(msgspec.Struct):
    ran: list[_RanCall | None]
    edited: list[list[Any]]


def limits_of(limits: Limits) -> Limits:
    """Return the limits of a process that answers for one student's functions."""
    return msgspec.structs.replace(limits, cell_seconds=min(SECONDS, limits.cell_seconds))


def study(host: Host, answer: Answer, asked: Asked, draw: random.Random) -> Material:
    """Run a student's function and its edits; raise a `NotAsked` if nothing comes of it."""
    chosen = choose_calls(asked, draw)
    edits = edits_of(answer.shown, draw)
    mark = secrets.token_hex(16)
    order = _order(answer, asked, chosen, edits, mark)
    source = f"{DRIVER}\n\nmain({json.dumps(order)!r})\n"
    with open_session(
        host, {}, [Cell(id="answer", cell_type="code", source=answer.source())]
    ) as session:
        reply = _reply(session, source, mark)
    sizes = [len(reply.edited), len(reply.ran), *map(len, reply.edited)]
    if sizes != [len(edits), len(chosen), *(len(chosen) for _ in edits)]:
        raise NotAsked("its process sent what no honest process sends")
    return _material(answer, asked, chosen, edits, reply, draw)


def choose_calls(asked: Asked, draw: random.Random) -> list[int]:
    """Return the calls that a student is asked about: of a random choice those quickest to read."""
    drawn = draw.sample(range(len(asked.calls)), min(2 * CALLS, len(asked.calls)))

    def effort(number: int) -> tuple[bool, int]:
        call, right = asked.calls[number], asked.right[number]
        is_monotonous = right.key[0] == "l" and len({*NUMBER.findall(right.text)}) < 2
        return is_monotonous, len(call.shown) + len(right.text)

    return sorted(drawn, key=effort)[:CALLS]


def _order(
    answer: Answer, asked: Asked, chosen: list[int], edits: list[Edit], mark: str
) -> dict[str, Any]:
    return {
        "mark": mark,
        "source": answer.source(),
        "calls": [
            {"before": one.before, "asked": one.asked, "seeds": one.seeds(answer.source())}
            for one in (asked.calls[n] for n in chosen)
        ],
        "edits": [answer.source(edit.shown) for edit in edits],
        "names": {
            str(one.line + answer.offset): list(one.names) for one in statements_of(answer.shown)
        },
        "functions": sorted(BUILTINS),
        "modules": sorted(MODULES),
    }


def _reply(session: Session, source: str, mark: str) -> _Reply:
    """Run the cell and read the one line that it prints."""
    outputs, _ = session.run(source)
    if session.lost:
        raise NotAsked(session.lost)
    texts = [output["text"] for output in outputs if output["output_type"] == "stream"]
    lines = [line for text in texts for line in text.splitlines() if line.startswith(mark)]
    if len(lines) != 1:
        raise NotAsked("it could not be run by itself")
    try:
        return msgspec.json.decode(lines[0].removeprefix(mark), type=_Reply)
    except (msgspec.DecodeError, RecursionError):
        raise NotAsked("its process sent what no honest process sends") from None


def _material(
    answer: Answer,
    asked: Asked,
    chosen: list[int],
    edits: list[Edit],
    reply: _Reply,
    draw: random.Random,
) -> Material:
    """Return what came back, without the calls whose outcome is not always the same."""
    steady = [n for n, ran in enumerate(reply.ran) if ran is not None]
    if not steady:
        raise NotAsked("what it gives is not always the same, or takes too long")
    try:
        calls = [asked.calls[chosen[n]] for n in steady]
        ran = [_ran(reply.ran[n], answer) for n in steady]
        edited = [[value_of(row[n]) for n in steady] for row in reply.edited]
    except (ProtocolError, ValueError, RecursionError):
        raise NotAsked("its process sent what no honest process sends") from None
    places = [chosen[n] for n in steady]
    return Material(
        asked=asked,
        shown=answer.shown,
        calls=calls,
        ran=ran,
        right=[asked.right[n] for n in places],
        known={name: [values[n] for n in places] for name, values in asked.known.items()},
        edits=edits,
        edited=edited,
        draw=draw,
    )


def _ran(found: _RanCall | None, answer: Answer) -> Ran:
    """Return what is told of a call, about the lines and variables that were asked for."""
    assert found is not None  # noqa: S101 - these are left out
    counts = {int(line) - answer.offset: count for line, count in found.counts.items()}
    if any(not 0 <= count <= MOST_COUNT for count in counts.values()):
        raise ProtocolError("no count")
    told = {
        (one.line, name): found.values.get(f"{one.line + answer.offset} {name}", [])
        for one in statements_of(answer.shown)
        for name in one.names
    }
    values = {place: [value_of(tree) for tree in trees] for place, trees in told.items()}
    return Ran(value_of(found.value), counts, {at: kept for at, kept in values.items() if kept})
