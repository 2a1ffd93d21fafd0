"""Calls to ask about: those of visible tests, varied, if a right function takes them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Set
from textwrap import TextWrapper
from types import FunctionType
from typing import Any, Final, NamedTuple

from grader.questions.preamble import NUMPY, Unwritten, helpers_in, lines_before
from grader.questions.recorded import OBJECT, Step
from grader.questions.values import Value, is_finite
from grader.testing.source_text import global_names, symbol_table

TRIES: Final = 160
"""Variations that are tried, so that a class gets different ones."""

MOST_CALLS: Final = 48
"""Calls that a class gets."""

FEWEST_CALLS: Final = 12
"""Short calls with a short result, with fewer of which others are asked about, too."""

MOST_CHARS: Final = (220, 600)
"""Characters of a short call, and of one that a student still reads."""


SEEDS: Final = 12
"""Seeds after which a value that is the same for all counts as no matter of chance."""


WHOLE: Final = re.compile("'[^']*'|\"[^\"]*\"|\\([^()]{,20}\\)")
"""Text and short arguments, which are not broken."""

WRAPPER: Final = TextWrapper(
    100, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
)


class Call(NamedTuple):
    """A call that is asked about, as text."""

    before: str
    """Imports and lines that make the object whose method is called."""
    asked: str

    @property
    def lines(self) -> list[str]:
        """What a student reads: everybody knows the import of NumPy."""
        before = [line for line in self.before.split("\n") if line and line != NUMPY]
        return [*before, self.asked]

    @property
    def shown(self) -> str:
        """Its lines, with long ones broken."""
        kept = (WHOLE.sub(lambda found: found[0].replace(" ", "\0"), one) for one in self.lines)
        broken = (line for one in kept for line in WRAPPER.wrap(one))
        return "\n".join(broken).replace("\0", " ")

    @property
    def is_single(self) -> bool:
        """Whether it is one line, or one that is broken."""
        return len(self.lines) == 1

    def seeds(self, source: str = "") -> list[int]:
        """Return other seeds to run it with, if it or the code draws random numbers."""
        return [*range(2, SEEDS + 1)] if "default_rng" in source + self.asked else []

    def order(self, source: str) -> dict[str, Any]:
        """Return what the driver is told of it, with the seeds that some code needs."""
        return {"before": self.before, "asked": self.asked, "seeds": self.seeds(source)}

    @property
    def subject(self) -> str:
        """What a sentence calls it."""
        return "this call" if self.is_single else "the last of these lines"

    @property
    def when(self) -> str:
        """When something happens."""
        return "in this call" if self.is_single else "while these lines run"


class Asked(NamedTuple):
    """A function to ask about: the calls, and what right and wrong functions give for each."""

    name: str
    notebook: str
    calls: list[Call]
    right: list[Value]
    known: dict[str, list[Value]]
    """What known misconceptions give, by their names; an error where that is not determined."""
    needs: frozenset[str] = frozenset()
    """Names of the notebook that the calls read besides."""


# Variations ---------------------------------------------------------------------------------


def functions_among(names: Mapping[str, Any]) -> set[str]:
    """Return the names of functions and classes that a call can read of a notebook."""
    return {
        name
        for name, value in names.items()
        if isinstance(value, type | FunctionType) and not value.__module__.startswith("sympy")
    }


def asked_about(
    asked: Asked,
    programs: list[list[Step]],
    defined: Set[str],
    helpers: Mapping[str, str],
    given: Callable[[Call], Value | None],
    draw: random.Random,
    *,
    tries: int = TRIES,
) -> Asked:
    """Add calls, the best first, and what a right function gives for them.

    `given` returns that, or None for a call about which nobody is asked.
    """
    found: dict[Call, Value] = {}
    for number in range(tries if programs else 0):
        steps = programs[number % len(programs)]
        varied = steps if number < len(programs) else [step.varied(draw) for step in steps]
        call = _written(varied, helpers, defined)
        right = given(call) if call and call not in found else None
        if call and right and is_finite(right.key) and right.key != ("l",):
            found[call] = right

    def effort(call: Call) -> tuple[bool, bool, bool]:
        is_short = found[call].is_short or bool(call.seeds())
        return not is_short, len(call.asked) > MOST_CHARS[0], not found[call].parts

    best = sorted(found, key=effort)
    good = sum(effort(call) < (False, True) for call in best)
    asked.calls.extend(best[: min(MOST_CALLS, max(good, FEWEST_CALLS))])
    asked.right.extend(found[call] for call in asked.calls)
    return asked._replace(needs=needs_of(asked.calls, defined - {asked.name}))


def needs_of(calls: Iterable[Call], defined: Set[str]) -> frozenset[str]:
    """Return the names among those of a notebook that calls read."""
    tables = [symbol_table(f"{call.before}\n{call.asked}") for call in calls]
    return frozenset(name for table in tables if table for name in global_names(table)) & defined


def _written(steps: list[Step], helpers: Mapping[str, str], known: Set[str]) -> Call | None:
    """Write calls as text; return None if a student would not want to read them."""
    try:
        *made, asked = [step.text() for step in steps]
        lines = [f"{OBJECT} = {text}" if not n else text for n, text in enumerate(made)]
        helpers = {**helpers, **helpers_in(steps[0].source)}
        before = [*lines_before([*lines, asked], helpers, {*known, OBJECT}), *lines]
    except (Unwritten, ValueError, TypeError, IndexError):
        return None
    call = Call("\n".join(before), asked)
    return call if len(call.shown) <= MOST_CHARS[1] else None
