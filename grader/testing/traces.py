"""What known misconceptions leave behind in a cell's visible tests: their traces.

`grader generate` runs the visible tests with each misconception of the course in place of the right
function, and writes the traces into the cell's last line, as `run_tests(…, misconceptions="…")`. A
failed test of a student's is compared with them: it fits a misconception if both failed in the same
case, after as many calls, over the same value. So names are told in the student's own notebook,
where no reference is, and no test has to list them.

A trace of more than a few numbers keeps weighted sums in their place. All values are those of wrong
functions.

Long because what a trace keeps and how two are compared change together.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import msgspec
import numpy as np

from grader import checks, verdict
from grader.testing import namespace
from grader.testing.calls import Calls

MOST_NUMBERS: Final = 6
"""Numbers of a trace that are kept as they are."""

MOST_READ: Final = 100_000
"""Numbers of an array that is looked at."""

DUST: Final = 1e-12
"""Share of the numbers' size below which one of them is rounding."""

SUMS: Final = 4
"""Weighted sums that are kept of more numbers."""

MOST_CHARACTERS: Final = 60
"""Characters of a value's structure that are kept as they are."""

RTOL: Final = 1e-6
"""Relative tolerance where a misconception is far from the right value."""

FAR: Final = 1e-3
"""Share of its distance from the right value to which a misconception has to be met.

So a misconception that is nearly right does not name what is nearly right too.
"""

LEAST_RTOL: Final = 1e-9
"""Relative tolerance where a misconception is nearly right; numbers are kept that well."""

TINY: Final = 1e-12
"""Size of numbers among which rounding errors of numbers around 1 are not looked for."""

QUOTE: Final = '"'
"""What stands before words in a value's structure."""

ODD: Final = "!"
"""What stands before the places of NaN and infinity."""

RAISED: Final = "raised "
"""How the trace of a test begins that ended with an exception of the student's."""


class Trace(msgspec.Struct, frozen=True, array_like=True):
    """What was seen where a test failed."""

    case: str
    """The parametrized case, or an empty text."""
    calls: int
    """Calls of the student's functions so far."""
    structure: str
    """The value without its numbers: types, shapes, texts."""
    numbers: tuple[float, ...]
    """Its numbers, or weighted sums of them."""
    rtol: float = RTOL
    size: float = 0.0
    """The sum of the numbers' sizes, if they are weighted sums."""
    indirect: bool = False
    """Whether the test does not call the function itself: one that does went wrong with it."""

    @property
    def telling(self) -> bool:
        """Whether a misconception that leaves the same trace is a likely cause.

        An exception, nothing at all, or an empty list have too many causes.
        """
        return bool(self.numbers) or QUOTE in self.structure or ODD in self.structure

    def fits(self, known: Trace) -> bool:
        """Return whether this is the known trace, but for rounding."""
        if (self.case, self.calls, self.structure) != (known.case, known.calls, known.structure):
            return False
        ours, theirs = np.array(self.numbers), np.array(known.numbers)
        if ours.shape != theirs.shape:
            return False
        size = known.size or float(np.max(np.abs(theirs), initial=0.0))
        atol = known.rtol * size if 0 < size < TINY else max(known.rtol * size, 1e-15)
        return bool(np.all(np.abs(ours - theirs) <= atol))


Traces: TypeAlias = dict[str, dict[str, Trace | None]]
"""By misconception and test: None where the test calls its function and passes.

Misconceptions are named by their `key`: two functions may have one of the same name.
"""


class Known(msgspec.Struct, frozen=True):
    """What is known of the misconceptions of a cell's functions."""

    traces: Traces = {}
    hints: dict[str, str] = {}
    """Hints that fit misconceptions, by their key."""


def key(name: str, function: str) -> str:
    """Return a key for a function's misconception of this name."""
    return f"{name}{verdict.OF}{function}"


# Making a trace -----------------------------------------------------------------------------


def trace_of(error: BaseException, calls: Calls, case: str) -> Trace:
    """Return what is seen of a failed test: the value that was examined, or the last result."""
    if isinstance(error, BaseExceptionGroup):
        return trace_of(error.exceptions[0], calls, case)
    if isinstance(error, namespace.StudentFault):
        return Trace(case, calls.count, RAISED + _raised(error), ())
    for mismatch in error.retold() if isinstance(error, checks.Mismatch) else ():
        if mismatch.arrays is not None:
            got, want = mismatch.arrays
            return _trace(case, calls.count, got, _nearness(got, want))
        if mismatch.aspect is checks.Aspect.ARGUMENTS:
            return Trace(case, calls.count, mismatch.kind, ())
    if calls.last is None or not calls.last.returned:
        return Trace(case, calls.count, f"{RAISED}nothing", ())
    return _trace(case, calls.count, calls.last.result, RTOL * FAR)


def _raised(fault: namespace.StudentFault) -> str:
    """Return the kind of an exception, and its text if it has a number: shapes that do not fit."""
    if not isinstance(fault, namespace.StudentRaised):
        return type(fault).__name__
    has_number = any(map(str.isdigit, fault.text))
    return f"{fault.kind}{_digest(QUOTE + fault.text) if has_number else ''}"


def _digest(text: str) -> str:
    """Return a text, or what stands for a long one; it has a quotation mark where that has one."""
    if len(text) <= MOST_CHARACTERS:
        return text
    found = hashlib.blake2b(text.encode(errors="replace"), digest_size=12).hexdigest()
    return (QUOTE if QUOTE in text else "") + found


def _nearness(got: Any, want: Any) -> float:
    """Return the relative tolerance at which a value is told from the right one."""
    if got.shape != want.shape or got.dtype.kind == "O" or want.dtype.kind == "O":
        return RTOL
    with np.errstate(all="ignore"):
        apart = np.abs(got - want)
        finite = apart[np.isfinite(apart)]
        size = np.max(np.abs(got[np.isfinite(got)]), initial=0.0)
    far = float(np.max(finite, initial=0.0)) / float(size or 1.0)
    if not far:
        return RTOL
    power = math.floor(math.log10(FAR * far))  # the same on every machine, whatever it rounds
    return min(RTOL, max(LEAST_RTOL, 10.0**power))


def _trace(case: str, calls: int, value: Any, rtol: float) -> Trace:
    words: list[str] = []
    found: list[float] = []
    _read(value, words, found)
    structure = _digest("".join(words))
    numbers, size = _summed(np.array(found, dtype=float))
    return Trace(case, calls, structure, numbers, rtol, size)


def _read(value: Any, words: list[str], found: list[float]) -> None:
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
    elif isinstance(value, str):
        words.append(f"{QUOTE}{value}{QUOTE}")
    elif value is None:
        words.append("None")
    else:
        text = checks.short(value)
        words.append(re.sub(r"^<.*>$", f"<{type(value).__name__}>", text))


def _as_numbers(value: Any) -> Any:
    """Return a number, an array or a list of numbers as an array; None for anything else."""
    if not _holds_numbers(value) or (isinstance(value, list | tuple) and not value):
        return None
    with contextlib.suppress(ValueError):  # rows of unequal length
        array = np.asarray(value)
        return array if array.dtype.kind in "biufc" and array.size <= MOST_READ else None
    return None


def _holds_numbers(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_holds_numbers, value))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biufc"
    return isinstance(value, bool | int | float | complex | np.number | np.bool_)


def _read_array(array: Any, words: list[str], found: list[float]) -> None:
    flat = array.ravel().astype(complex)
    if not np.iscomplexobj(array) or _is_rounding(flat.imag, flat.real):
        parts = flat.real
    else:
        parts = np.concatenate([flat.real, flat.imag])
        words.append("j")
    words.append(str(array.shape))
    odd = ~np.isfinite(parts)
    if odd.any():
        words.append(ODD + ",".join(f"{i}:{parts[i]}" for i in np.flatnonzero(odd)))
    found += [float(number) for number in parts[~odd]]


def _is_rounding(imaginary: Any, real: Any) -> bool:
    """Return whether imaginary parts are nothing but rounding errors beside the real ones."""
    most = np.max(np.abs(real[np.isfinite(real)]), initial=0.0)
    return bool(np.all(np.abs(imaginary) <= DUST * most))


def _summed(numbers: Any) -> tuple[tuple[float, ...], float]:
    """Return a few numbers as they are; of many, weighted sums and their size."""
    size = float(np.sum(np.abs(numbers)))
    if numbers.size <= MOST_NUMBERS:
        return tuple(_rounded(number, size) for number in numbers), 0.0
    places = np.arange(1, numbers.size + 1)
    sums = [float(numbers @ np.cos(places * (k + 0.7) ** 1.5)) for k in range(SUMS)]
    return tuple(_rounded(number, size) for number in sums), float(f"{size:.3g}")


def _rounded(number: float, size: float) -> float:
    """Round a number to what all machines agree on, among others of this size together."""
    return float(f"{number:.10g}") if abs(number) > DUST * size else 0.0


# Comparing ----------------------------------------------------------------------------------


def add_suspects(
    suspects: checks.Suspects,
    known: Known,
    test: str,
    trace: Trace | None,
    *,
    other_aspect: bool,
) -> None:
    """Add the misconceptions that the result of a visible test fits, and those it contradicts.

    What the test itself says of those that have traces does not count.

    Without a `trace` the test passed. `other_aspect` says that it failed over something that says
    nothing of the value, such as a changed argument.
    """
    for name, tests in known.traces.items():
        hint = known.hints.get(name, "")
        suspects.forget(name.partition(verdict.OF)[0])
        if test not in tests:
            continue
        wanted = tests[test]
        if wanted is not None and wanted.indirect:
            if trace is not None and trace.fits(wanted) and trace.telling:
                suspects.add(name, fits=True, hint=hint)
        elif trace is None or wanted is None:
            if (trace is None) != (wanted is None) and not other_aspect:
                suspects.add(name, fits=False)
        elif not trace.fits(wanted):
            suspects.add(name, fits=False)
        elif trace.telling:
            suspects.add(name, fits=True, hint=hint)


def coinciding(known: Traces) -> list[tuple[str, str]]:
    """Return the pairs of misconceptions that no visible test tells apart."""
    names = sorted(known)
    return [
        (one, other)
        for number, one in enumerate(names)
        for other in names[number + 1 :]
        if _alike(known[one], known[other])
    ]


def _alike(one: Mapping[str, Trace | None], other: Mapping[str, Trace | None]) -> bool:
    return one.keys() == other.keys() and any(one.values()) and same_traces(one, other)


def same_traces(one: Mapping[str, Trace | None], other: Mapping[str, Trace | None]) -> bool:
    """Return whether two misconceptions leave the same traces in the same tests."""
    return all(
        (a is None and b is None) or (a is not None and b is not None and a.fits(b))
        for a, b in ((one[test], other[test]) for test in one)
    )
