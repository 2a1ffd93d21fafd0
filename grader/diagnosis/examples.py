"""The failed call of a test as text: what was called, what came back, and what was expected.

`called` can be pasted into a cell of the notebook and runs there. If a value is too long or no
data, it is named, and all of `called` is a comment. What came back and what was expected are the
same thing: the whole result, or the part of it that was compared, by its name. If the test computed
something else from the result, that stands in a line of its own.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader import checks, tables
from grader.diagnosis.pasted import Pasted
from grader.protocol import axes
from grader.testing.calls import CallRecord, Calls
from grader.testing.watcher import EndedTest
from grader.verdict import Counterexample


def example(ended: EndedTest) -> Counterexample | None:
    """Return the call of a failed test that its message is about."""
    error, calls = ended.error, ended.calls
    compared = error.compared if isinstance(error, checks.Mismatch) else None
    call = _call_of(compared[0], calls) if compared else calls.last
    if call is None:
        return None
    returned, between, expected = _comparison(error, call)
    return Counterexample(
        called=_called_text(call, Pasted(ended.cell.source, calls, call)),
        returned=returned,
        compared=between,
        expected=expected,
    )


# What was called ----------------------------------------------------------------------------


def _call_of(value: object, calls: Calls) -> CallRecord | None:
    """Return the call that returned a value or a part of it, else the last one."""
    if not isinstance(value, bool | int | None):  # these are the same objects everywhere
        for record in reversed(calls.all):
            if record.returned and any(part is value for part in _parts(record.result)):
                return record
    return calls.last


def _called_text(call: CallRecord, pasted: Pasted) -> str:
    try:
        last = pasted.call(call)
    except Exception:  # noqa: BLE001 - an integer with too many digits, say
        last = f"# {call.name}({', '.join(map(checks.short, call.args))})"
    lines = "\n".join([*pasted.before, last]).split("\n")
    return "\n".join(lines if pasted.runs else [f"# {line.removeprefix('# ')}" for line in lines])


# What came back -----------------------------------------------------------------------------


def _comparison(error: BaseException | None, call: CallRecord) -> tuple[str, str, str]:
    """Return what came back, what was made of it, and what was expected, as text."""
    result = _whole_text(call.result) if call.returned else ""
    if not isinstance(error, checks.Mismatch) or error.compared is None:
        return result, "", getattr(error, "expected", "")
    got, want = error.compared
    if error.table is not None and got is call.result:
        returned = tables.as_text(got, error.table.cells)
        return returned, "", tables.as_text(want, error.table.wanted)
    name = checks.part_name(got)
    label = f"{name} = " if name else ""
    if error.returned:
        return f"{label}{error.returned}", "", f"{label}{error.expected}"
    if isinstance(got, np.ndarray) and isinstance(want, list | tuple) and error.arrays:
        want = error.arrays[1]
    expected = _whole_text(want)
    if not call.returned or _same_numbers(got, call.result):
        return result, "", expected
    if any(got is part for part in _parts(call.result)):
        return f"{label}{_whole_text(got)}", "", f"{label}{expected}"
    return result, _whole_text(got), expected


def _whole_text(value: object) -> str:
    """Return a value as text, with more of it than a sentence holds."""
    if tables.is_table(value):
        return tables.as_text(value)
    if "matplotlib.axes" in sys.modules or isinstance(value, axes.Axes):
        record = value if isinstance(value, axes.Axes) else axes.describe_axes(value)
        if record is not None:
            return axes.axes_in_words(record)
    return checks.short(value, 2400, entries=200, digits=8)


def _parts(result: object, depth: int = 2) -> Iterator[object]:
    """Yield a result and its parts."""
    yield result
    if depth and isinstance(result, list | tuple | dict):
        for part in result.values() if isinstance(result, dict) else result:
            yield from _parts(part, depth - 1)


def _same_numbers(one: Any, other: Any) -> bool:
    """Return whether two values are the same numbers in the same shape."""
    with contextlib.suppress(Exception):
        first, second = checks.numbers(one), checks.numbers(other)
        return np.array_equal(first, second, equal_nan=True)
    return one is other
