"""Calls to ask about: those of visible tests, varied, if the instructor's solution takes them.

Only the course's own code runs here.
"""

from __future__ import annotations

import ast
import contextlib
import random
import re
import warnings
from collections.abc import Mapping
from textwrap import TextWrapper
from types import FunctionType
from typing import Any, Final, NamedTuple

from grader.diagnosis import misconception_runs
from grader.diagnosis.misconception_runs import Cells, Library, undisturbed
from grader.notebooks.source_cells import SourceCell
from grader.questions import driver
from grader.questions.closure import earlier_names
from grader.questions.preamble import NUMPY, Unwritten, helpers_in, lines_before
from grader.questions.recorded import OBJECT, Step, recorded_steps
from grader.questions.values import Value, is_finite, value_of
from grader.testing.source_text import global_names, parse_tree, symbol_table

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

    @property
    def subject(self) -> str:
        """What a sentence calls it."""
        return "this call" if self.is_single else "the last of these lines"

    @property
    def when(self) -> str:
        """When something happens."""
        return "in this call" if self.is_single else "while these lines run"


class Asked(NamedTuple):
    """A function to ask about: the calls, and what the course's functions give for each."""

    name: str
    notebook: str
    calls: list[Call]
    right: list[Value]
    known: dict[str, list[Value]]
    """What known misconceptions give, by their names; an error where that is not determined."""
    needs: frozenset[str] = frozenset()
    """Names of the notebook that the calls read besides."""


def functions_of(notebook: str, cells: Cells, library: Library) -> list[Asked]:
    """Return the functions of a notebook's exercises that can be asked about."""
    names = misconception_runs.solved_names(cells, library)
    marked = [*map(SourceCell, cells)]
    helpers: dict[str, str] = {}
    for cell in (cell for cell in marked if cell.is_code and not cell.is_tests):
        helpers |= helpers_in(cell.source) if cell.locked else {}
        for node in getattr(parse_tree(cell.source), "body", ()):
            for new, old in earlier_names(node).items():
                names[new] = getattr(library.reference, old, names.get(new))
    programs: dict[str, list[list[Step]]] = {name: [] for name in _solved(cells)}
    for cell in marked:
        if cell.is_tests and cell.name:
            with contextlib.suppress(Exception):  # `grader check` tells what is wrong there
                for name, steps in recorded_steps(cell, names).items():
                    programs.get(name, []).extend(steps)
    found = [
        _asked(Asked(name, notebook, [], [], {}), steps, names, helpers, library.of(name))
        for name, steps in programs.items()
    ]
    return [one for one in found if one.calls]


def _solved(cells: Cells) -> list[str]:
    """Return the functions and classes that solutions define."""
    exercises = [cell for cell in map(SourceCell, cells) if cell.is_exercise]
    trees = [tree for cell in exercises if (tree := parse_tree(cell.source))]
    nodes = [node for tree in trees for node in tree.body]
    return [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]


# Variations ---------------------------------------------------------------------------------


def _asked(
    asked: Asked,
    programs: list[list[Step]],
    names: dict[str, Any],
    helpers: Mapping[str, str],
    known: Mapping[str, Any],
) -> Asked:
    """Add calls, the best first, and what the course's functions give for them."""
    draw = random.Random(asked.name)  # noqa: S311 - no secret
    defined = {
        name
        for name, value in names.items()
        if isinstance(value, type | FunctionType) and not value.__module__.startswith("sympy")
    }
    found: dict[Call, Value] = {}
    for number in range(TRIES if programs else 0):
        steps = programs[number % len(programs)]
        varied = steps if number < len(programs) else [step.varied(draw) for step in steps]
        call = _written(varied, helpers, defined)
        right = _given(call, names) if call and call not in found else None
        if call and right and is_finite(right.key) and right.key != ("l",):
            found[call] = right

    def effort(call: Call) -> tuple[bool, bool, bool]:
        is_short = found[call].is_short or bool(call.seeds())
        return not is_short, len(call.asked) > MOST_CHARS[0], not found[call].parts

    best = sorted(found, key=effort)
    good = sum(effort(call) < (False, True) for call in best)
    asked.calls.extend(best[: min(MOST_CALLS, max(good, FEWEST_CALLS))])
    asked.right.extend(found[call] for call in asked.calls)
    for name, wrong in known.items():
        results = [_given(call, {**names, asked.name: wrong}) for call in asked.calls]
        none = Value("an error", ("e", ""), error="error")
        asked.known[name] = [result or none for result in results]
    tables = [symbol_table(f"{call.before}\n{call.asked}") for call in asked.calls]
    read = {name for table in tables if table for name in global_names(table)}
    return asked._replace(needs=frozenset(read & defined - {asked.name}))


def _written(steps: list[Step], helpers: Mapping[str, str], known: set[str]) -> Call | None:
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


def _given(call: Call, names: Mapping[str, Any]) -> Value | None:
    """Return what the course's functions give for a call; None for an error or a warning."""
    namespace = dict(names)
    try:
        with undisturbed(), warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(call.before, namespace)  # noqa: S102 - our own text
            found = []
            for seed in (0, *call.seeds()):
                with driver.seeded(seed):
                    found.append(driver.told(eval(call.asked, namespace)))  # noqa: S307 - the same
            return value_of(driver.sure(found[0], found))
    except Exception:  # noqa: BLE001 - nobody is asked about this call
        return None
