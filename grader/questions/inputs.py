"""Calls to ask about: those of visible tests, varied, if the instructor's solution takes them.

Only the course's own code runs here.
"""

from __future__ import annotations

import ast
import contextlib
import random
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from grader.diagnosis import misconception_runs
from grader.diagnosis.misconception_runs import Cells, Library, undisturbed
from grader.notebooks.source_cells import SourceCell
from grader.questions import driver, literals
from grader.questions.recorded import OBJECT, Step, recorded_steps
from grader.questions.values import Value, is_finite, value_of
from grader.testing.source_text import parse_tree

TRIES: Final = 160
"""Variations that are tried, so that a class gets different ones."""

MOST_CALLS: Final = 48
"""Calls that a class gets."""

FEWEST_CALLS: Final = 12
"""Calls with a short result, with fewer of which calls with a long one are asked about, too."""

MOST_CHARS: Final = (220, 600)
"""Characters of a call that a student reads; the more where there is no shorter one."""


class Call(NamedTuple):
    """A call that is asked about, as text."""

    before: str
    """Imports and lines that make the object whose method is called."""
    asked: str

    @property
    def shown(self) -> str:
        """What a student reads: everybody knows the import of NumPy."""
        lines = [line for line in self.before.split("\n") if line and line != NUMPY]
        return "\n".join([*lines, self.asked])

    @property
    def is_single(self) -> bool:
        """Whether it is one line."""
        return "\n" not in self.shown

    @property
    def is_random(self) -> bool:
        """Whether nobody can calculate what comes of it."""
        return "default_rng(" in self.asked

    @property
    def subject(self) -> str:
        """What a sentence calls it."""
        return "this call" if self.is_single else "the last of these lines"

    @property
    def when(self) -> str:
        """When something happens."""
        return "in this call" if self.is_single else "while these lines run"


NUMPY: Final = "import numpy as np"


class Asked(NamedTuple):
    """A function to ask about: the calls, and what the course's functions give for each."""

    name: str
    notebook: str
    calls: list[Call]
    right: list[Value]
    known: dict[str, list[Value]]
    """What known misconceptions give, by their names; an error where that is not determined."""


def functions_of(notebook: str, cells: Cells, library: Library) -> list[Asked]:
    """Return the functions of a notebook's exercises that can be asked about."""
    names = misconception_runs.solved_names(cells, library)
    programs: dict[str, list[list[Step]]] = {name: [] for name in _solved(cells)}
    for cell in map(SourceCell, cells):
        if cell.is_tests and cell.name:
            with contextlib.suppress(Exception):  # `grader check` tells what is wrong there
                for name, steps in recorded_steps(cell, names).items():
                    programs.get(name, []).extend(steps)
    found = [
        _asked(Asked(name, notebook, [], [], {}), steps, names, library.of(name))
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
    asked: Asked, programs: list[list[Step]], names: dict[str, Any], known: Mapping[str, Any]
) -> Asked:
    """Add calls, and what the course's functions give for them."""
    for most in MOST_CHARS:
        if not asked.calls:
            _add_calls(asked, programs, names, most)
    for name, wrong in known.items():
        given = {**names, asked.name: wrong}
        results = [_given(call, given) for call in asked.calls]
        none = Value("an error", ("e", ""), error="error")
        asked.known[name] = [result or none for result in results]
    return asked


def _add_calls(asked: Asked, programs: list[list[Step]], names: dict[str, Any], most: int) -> None:
    """Add calls with a short result, and where these are few, some with a long one."""
    draw = random.Random(asked.name)  # noqa: S311 - no secret
    seen: set[Call] = set()
    long: list[tuple[Call, Value]] = []
    for number in range(TRIES if programs else 0):
        steps = programs[number % len(programs)]
        varied = steps if number < len(programs) else [step.varied(draw) for step in steps]
        call = _written(varied, most)
        right = _given(call, names) if call and call not in seen else None
        if call is None or right is None or not is_finite(right.key) or right.key == ("l",):
            continue
        seen.add(call)
        if not right.is_short:
            long.append((call, right))
        elif len(asked.calls) < MOST_CALLS:
            asked.calls.append(call)
            asked.right.append(right)
    for call, right in long[: max(0, FEWEST_CALLS - len(asked.calls))]:
        asked.calls.append(call)
        asked.right.append(right)


def _written(steps: Iterable[Step], most: int) -> Call | None:
    """Write calls as text; return None if a student would not want to read them."""
    try:
        *before, asked = [step.text() for step in steps]
    except (literals.Unwritten, ValueError, TypeError, IndexError):
        return None
    lines = [f"{OBJECT} = {text}" if not n else text for n, text in enumerate(before)]
    if sum(map(len, [*lines, asked])) > most:
        return None
    return Call("\n".join([*_preamble([*lines, asked]), *lines]), asked)


def _preamble(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines that define the names which the arguments read."""
    nodes = [node for line in lines for node in ast.walk(ast.parse(line))]
    called = {
        node.func.id
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    bound = {node.arg for node in nodes if isinstance(node, ast.arg)} | {OBJECT}
    read = {node.id for node in nodes if isinstance(node, ast.Name)} - bound
    if "np" in read:
        yield NUMPY
    first = {line.partition("(")[0].rpartition(" ")[2] for line in lines}
    others = read - {"np", *first} - {"lambda"}
    if not others:
        return
    import sympy

    functions = sorted(
        name for name in others if hasattr(sympy, name) and (name in called or name in ("pi", "E"))
    )
    symbols = sorted(others.difference(functions))
    yield f"from sympy import {', '.join([*functions, 'symbols'])}"
    if symbols:
        yield f"{', '.join(symbols)} = symbols({' '.join(symbols)!r})"


def _given(call: Call, names: Mapping[str, Any]) -> Value | None:
    """Return what the course's functions give for a call; None for an error or a warning."""
    namespace = dict(names)
    try:
        with undisturbed(), warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(call.before, namespace)  # noqa: S102 - our own text
            return value_of(driver.told(eval(call.asked, namespace)))  # noqa: S307 - the same
    except Exception:  # noqa: BLE001 - nobody is asked about this call
        return None
