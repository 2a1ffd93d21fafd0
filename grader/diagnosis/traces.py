"""Known misconceptions, by the traces that they leave in a cell's visible tests.

`grader generate` runs the visible tests with each misconception of the course in place of the right
function, and writes the traces into a file beside the released notebook, a misconception a line. A
failed test of a student's is compared with them: it fits a misconception if both failed after as
many calls, over the same value. So names are told in the student's own notebook, where no reference
is, and no test has to list them.

All values are those of wrong functions, and rounded: processors differ in the last digits.

Long because what a trace keeps and how two are compared change together.
"""

from __future__ import annotations

import contextlib
import functools
import json
import math
import re
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np

from grader import checks, tables
from grader.testing import namespace
from grader.testing.watcher import EndedTest

MAX_NUMBERS: Final = 6
"""Numbers of a trace that are kept as they are."""

MAX_ENTRIES: Final = 100_000
"""Numbers of an array that is looked at."""

MAX_CHARS: Final = 200
"""Characters of a value's structure, or of an exception's text, that are kept."""

RTOL: Final = 1e-6
"""Relative tolerance where a misconception is far from the right value."""

LEAST_RTOL: Final = 1e-9
"""Relative tolerance where a misconception is nearly right."""

DUST: Final = 1e-12
"""Share of the right value's size below which a number is a rounding error."""

OF: Final = "\n"
"""What stands between the name of a known mistake and the function that it is made in."""

QUOTE: Final = '"'
"""What stands before words in a value's structure."""

ODD: Final = "!"
"""What stands before the places of NaN and infinity."""

RAISED: Final = "raised "
"""How the structure of a test begins that ended with an exception of the student's."""


@dataclass(frozen=True)
class Trace:
    """What was seen where a test failed."""

    calls: int = 1
    """Calls of the student's functions so far."""
    structure: str = ""
    """The value without its numbers: types, shapes, texts; nothing if it is a number."""
    numbers: tuple[float, ...] = ()
    """Its numbers, rounded; in place of many, a weighted sum."""
    decimals: int = 6
    """Decimals to which the numbers are rounded."""
    indirect: bool = False
    """Whether the test does not call the function itself: one that does went wrong with it."""

    @property
    def telling(self) -> bool:
        """Whether a misconception that leaves the same trace is a likely cause.

        An exception, nothing at all, or an empty list have too many causes.
        """
        return bool(self.numbers) or QUOTE in self.structure or ODD in self.structure

    def fits(self, known: Trace) -> bool:
        """Return whether this is the known trace, but for the last of its decimals."""
        if (self.calls, self.structure) != (known.calls, known.structure):
            return False
        if len(self.numbers) != len(known.numbers):
            return False
        most = 1.5 * 10.0**-known.decimals
        pairs = zip(self.numbers, known.numbers, strict=True)
        return all(abs(ours - theirs) <= most for ours, theirs in pairs)


@dataclass(frozen=True)
class KnownMisconception:
    """A misconception of one function, and its traces in the visible tests of a cell."""

    function: str
    name: str
    hint: str = ""
    tests: dict[str, Trace | None] = field(default_factory=dict)
    """By test: None where the test calls the function and passes."""

    @property
    def key(self) -> str:
        """Its name and function: two functions may have a misconception of the same name."""
        return f"{self.name}{OF}{self.function}"


def name_of(key: str) -> str:
    """Return the name of a known mistake, by its key."""
    return key.partition(OF)[0]


Known: TypeAlias = tuple[KnownMisconception, ...]
"""What is known of the misconceptions of a cell's functions."""


# The file beside the notebook ---------------------------------------------------------------

DECIMALS: Final = range(-305, 401)
"""Decimals of which a tolerance can be made."""


def from_lines(text: str) -> Known:
    """Return the misconceptions in a text; none if it can't be read."""
    try:
        return tuple(_known(json.loads(line)) for line in text.split("\n") if line)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return ()


def _known(plain: dict[str, Any]) -> KnownMisconception:
    tests = plain.get("tests", {}).items()
    return KnownMisconception(
        str(plain["function"]),
        str(plain["name"]),
        str(plain.get("hint", "")),
        {test: None if trace is None else _known_trace(trace) for test, trace in tests},
    )


def _known_trace(plain: dict[str, Any]) -> Trace:
    trace = Trace(
        int(plain.get("calls", 1)),
        str(plain.get("structure", "")),
        tuple(map(float, plain.get("numbers", ()))),
        int(plain.get("decimals", 6)),
        bool(plain.get("indirect", False)),
    )
    if trace.decimals not in DECIMALS:
        raise ValueError("decimals that make no tolerance")
    return trace


def _known_in(ended: EndedTest) -> Known:
    """Return the misconceptions of functions that the visible tests of a test's cell decide on."""
    cell = ended.cell
    return _selected(cell.misconceptions, cell.wanted, frozenset(cell.order) - cell.hidden)


@functools.lru_cache(maxsize=64)
def _selected(text: str, functions: tuple[str, ...], tests: frozenset[str]) -> Known:
    return tuple(
        one for one in from_lines(text) if one.function in functions and {*one.tests} <= tests
    )


# Making a trace -----------------------------------------------------------------------------


def trace_of(ended: EndedTest) -> Trace:
    """Return what is seen of a failed test: the value that was examined, or the last result."""
    error, calls = ended.error, ended.calls
    if isinstance(error, namespace.StudentFault):
        return Trace(calls.count, RAISED + _raised(error))
    for mismatch in error.retold() if isinstance(error, checks.Mismatch) else ():
        if mismatch.arrays is not None:
            return _trace(calls.count, *mismatch.arrays)
        if mismatch.aspect is checks.Aspect.ARGUMENTS:
            return Trace(calls.count, mismatch.kind)
    if calls.last is None or not calls.last.returned:
        return Trace(calls.count, f"{RAISED}nothing")
    return _trace(calls.count, calls.last.result)


def _raised(fault: namespace.StudentFault) -> str:
    """Return the kind of an exception, and its text if it has a number: shapes that do not fit."""
    if not isinstance(fault, namespace.StudentRaised):
        return type(fault).__name__
    has_number = any(map(str.isdigit, fault.text))
    return f"{fault.kind}{QUOTE + fault.text if has_number else ''}"[:MAX_CHARS]


def _trace(calls: int, value: object, want: Any = None) -> Trace:
    """Return the trace of a value, if it is known with the right one beside it."""
    words: list[str] = []
    found: list[float] = []
    _read(value, words, found)
    structure = "".join(words)[:MAX_CHARS]
    if not found:
        return Trace(calls, structure)
    numbers, size = found, max(map(abs, found))
    if len(found) > MAX_NUMBERS:
        numbers, size = (
            [math.fsum(np.cos(np.arange(len(found))) * found)],
            math.fsum(map(abs, found)),
        )
    tolerance = _rtol(value, want) * size + DUST * (1.0 if want is None else checks.largest(want))
    # The step from one count of decimals to the next is where tolerances seldom are, since another
    # processor may be on its other side.
    decimals = math.ceil(-0.1 - math.log10(tolerance)) if tolerance else 0
    return Trace(calls, structure, tuple(_rounded(n, decimals) for n in numbers), decimals)


def _rtol(got: Any, want: Any) -> float:
    """Return the relative tolerance at which a value is told from the right one."""
    if want is None:
        return LEAST_RTOL
    if got.shape != want.shape:
        return RTOL
    with np.errstate(all="ignore"):
        far = checks.largest(got - want) / (checks.largest(got) or 1.0)
    return min(RTOL, max(LEAST_RTOL, checks.FAR * far)) if far > DUST else RTOL


def _rounded(number: float, decimals: int) -> float:
    """Round a number; one that lies halfway up to an error of rounding goes the same way."""
    return round(round(number, decimals + 4), decimals) + 0.0


def _read(value: object, words: list[str], found: list[float]) -> None:
    """Take a value apart into the words of its structure, and its finite numbers."""
    array = _as_numbers(value)
    if array is not None:
        _read_array(array, words, found)
    elif isinstance(value, list | tuple):
        words.append("[")
        for item in value:
            _read(item, words, found)
        words.append("]")
    elif isinstance(value, dict):
        words.append("{")
        for key in sorted(value, key=str):
            words.append(f"{key}:")
            _read(value[key], words, found)
        words.append("}")
    elif tables.is_table(value):
        for name, cells in [*tables.columns_of(value), ("", value.index.tolist())]:  # type: ignore[attr-defined]
            words.append(f"{name}:")
            _read(cells, words, found)
    elif isinstance(value, str):
        words.append(f"{QUOTE}{value}{QUOTE}")
    elif value is None:
        words.append("None")
    else:
        text = checks.short(value)
        words.append(re.sub(r"^<.*>$", f"<{type(value).__name__}>", text))


def _as_numbers(value: object) -> checks.Array | None:
    """Return a number, an array or a list of numbers as an array; None for anything else."""
    if not _holds_numbers(value) or (isinstance(value, list | tuple) and not value):
        return None
    with contextlib.suppress(ValueError):  # rows of unequal length
        array = np.asarray(value)
        return array if array.dtype.kind in "biufc" and array.size <= MAX_ENTRIES else None
    return None


def _holds_numbers(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_holds_numbers, value))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biufc"
    return isinstance(value, bool | int | float | complex | np.number | np.bool_)


def _read_array(array: checks.Array, words: list[str], found: list[float]) -> None:
    parts = array.ravel().real.astype(float)
    if np.iscomplexobj(array):
        imaginary = array.ravel().imag
        if np.any(np.abs(imaginary) > DUST * checks.largest(parts)):  # else it is a rounding error
            parts = np.concatenate([parts, imaginary])
            words.append("j")
    words.append(str(array.shape) if array.ndim else "")
    odd = ~np.isfinite(parts)
    if odd.any():
        words.append(ODD + ",".join(f"{i}:{parts[i]}" for i in np.flatnonzero(odd)))
    found += [float(number) for number in parts[~odd]]


# Comparing ----------------------------------------------------------------------------------


def suspects(ended: EndedTest) -> checks.Suspects:
    """Return the known misconceptions that the result of a test fits, or contradicts.

    Those that the test lists count for hidden tests; visible ones know them by their traces.
    """
    found: checks.Suspects = {}
    mismatch = ended.error if isinstance(ended.error, checks.Mismatch) else None
    for one in mismatch.retold() if mismatch else ():
        found |= one.suspects
        if None in one.suspects.values():  # what came before it was another comparison
            break
    if not ended.visible:
        return found
    trace = None
    if ended.error is not None:
        try:
            trace = trace_of(ended)
        except Exception:  # noqa: BLE001 - values of the student's raise anything
            return found
    other_aspect = mismatch is not None and mismatch.aspect is checks.Aspect.ARGUMENTS
    for known in _known_in(ended):
        found.pop(known.name, None)
        if (fits := _fits(known, ended.function.originalname, trace, other_aspect)) is not None:
            found[known.key] = known.hint if fits else None
    return found


def _fits(
    known: KnownMisconception, test: str, trace: Trace | None, other_aspect: bool
) -> bool | None:
    """Return whether the result of a visible test fits a misconception; None if it says nothing.

    Without a `trace` the test passed. `other_aspect` says that it failed over something that says
    nothing of the value, such as a changed argument.
    """
    if test not in known.tests:
        return None
    wanted = known.tests[test]
    if trace is not None and wanted is not None and trace.fits(wanted):
        return True if trace.telling else None
    if wanted is not None and wanted.indirect:
        return None
    if trace is None or wanted is None:
        return None if trace is wanted or other_aspect else False
    return False
