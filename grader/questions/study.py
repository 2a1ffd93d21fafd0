"""What is run of a student's function, and what is known of it afterwards.

The driver runs it: in the sandbox for `running`, in the student's own notebook for `practice`.
"""

from __future__ import annotations

import random
import re
from typing import Any, Final, NamedTuple, TypedDict

from grader.errors import ProtocolError
from grader.questions.allowed import BUILTINS, MODULES, NotAsked
from grader.questions.closure import Answer
from grader.questions.edits import Edit, edits_of
from grader.questions.inputs import Asked
from grader.questions.question import Material, Ran, statements_of
from grader.questions.values import value_of

CALLS: Final = 6
"""Calls of one student's function."""

NUMBER: Final = re.compile(r"[-.\w]+")

MOST_COUNT: Final = 10**6


class RanCall(TypedDict):
    """What the driver tells of a call."""

    value: Any
    counts: dict[str, int]
    values: dict[str, list[Any]]


class Reply(TypedDict):
    """What the driver tells of all calls, and of each edit for all calls."""

    ran: list[RanCall | None]
    edited: list[list[Any]]


class Plan(NamedTuple):
    """What is run of a student's function."""

    answer: Answer
    asked: Asked
    chosen: list[int]
    """The calls, as places among those that can be asked about."""
    edits: list[Edit]
    draw: random.Random

    def order(self, mark: str = "") -> dict[str, Any]:
        """Return what the driver is to do."""
        source, offset = self.answer.source(), self.answer.offset
        return {
            "mark": mark,
            "source": source,
            "calls": [self.asked.calls[number].order(source) for number in self.chosen],
            "edits": [self.answer.source(edit.shown) for edit in self.edits],
            "names": {
                str(one.line + offset): list(one.names) for one in statements_of(self.answer.shown)
            },
            "functions": sorted(BUILTINS),
            "modules": sorted(MODULES),
        }


def plan_of(answer: Answer, asked: Asked, draw: random.Random) -> Plan:
    """Choose calls and edits."""
    chosen = choose_calls(asked, draw)
    return Plan(answer, asked, chosen, edits_of(answer.shown, draw), draw)


def choose_calls(asked: Asked, draw: random.Random) -> list[int]:
    """Return the calls that a student is asked about: of a random choice those quickest to read."""
    drawn = draw.sample(range(len(asked.calls)), min(2 * CALLS, len(asked.calls)))

    def effort(number: int) -> tuple[bool, int]:
        call, right = asked.calls[number], asked.right[number]
        is_monotonous = right.key[0] == "l" and len({*NUMBER.findall(right.text)}) < 2
        return is_monotonous, len(call.shown) + len(right.text)

    return sorted(drawn, key=effort)[:CALLS]


def material_of(plan: Plan, reply: Reply) -> Material:
    """Return what the driver told, without the calls whose outcome is not always the same."""
    ran, edited = reply["ran"], reply["edited"]
    sizes = [len(edited), len(ran), *map(len, edited)]
    calls = len(plan.chosen)
    if sizes != [len(plan.edits), calls, *(calls for _ in plan.edits)]:
        raise NotAsked("its process sent what no honest process sends")
    steady = [n for n, one in enumerate(ran) if one is not None]
    if not steady:
        raise NotAsked("what it gives is not always the same, or takes too long")
    places = [plan.chosen[n] for n in steady]
    try:
        return Material(
            asked=plan.asked,
            shown=plan.answer.shown,
            calls=[plan.asked.calls[n] for n in places],
            ran=[_ran(one, plan.answer) for one in ran if one is not None],
            right=[plan.asked.right[n] for n in places],
            known={name: [values[n] for n in places] for name, values in plan.asked.known.items()},
            edits=plan.edits,
            edited=[[value_of(row[n]) for n in steady] for row in edited],
            draw=plan.draw,
        )
    except (ProtocolError, ValueError, RecursionError):
        raise NotAsked("its process sent what no honest process sends") from None


def _ran(found: RanCall, answer: Answer) -> Ran:
    """Return what is told of a call, about the lines and variables that were asked for."""
    counts = {int(line) - answer.offset: count for line, count in found["counts"].items()}
    if any(not 0 <= count <= MOST_COUNT for count in counts.values()):
        raise ProtocolError("no count")
    told = {
        (one.line, name): found["values"].get(f"{one.line + answer.offset} {name}", [])
        for one in statements_of(answer.shown)
        for name in one.names
    }
    values = {place: [value_of(tree) for tree in trees] for place, trees in told.items()}
    return Ran(value_of(found["value"]), counts, {at: kept for at, kept in values.items() if kept})
