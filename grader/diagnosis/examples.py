"""The failed call of a test as text: what was called, what came back, and what was expected.

`called` can be pasted into a cell of the notebook and runs there, but for values that are too long
or no data, which are only named. What came back and what was expected are the same thing: the whole
result, or the part of it that was compared, by its name. If the test computed something else from
the result, that stands in a line of its own.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from grader import checks
from grader.diagnosis.pasted import Pasted
from grader.protocol import axes
from grader.testing.calls import CallRecord, Calls
from grader.testing.watcher import EndedTest
from grader.verdict import Counterexample

MAX_STEPS: Final = 6
"""Calls of an object's methods that are shown one by one."""


def example(ended: EndedTest) -> Counterexample | None:
    """Return the call of a failed test that its message is about."""
    error, calls = ended.error, ended.calls
    compared = error.compared if isinstance(error, checks.Mismatch) else None
    call = _call_of(compared[0], calls) if compared else calls.last
    if call is None:
        return None
    returned, between, expected = _comparison(error, call)
    return Counterexample(
        called=_called_text(call, calls, Pasted(ended.cell.source)),
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


def _called_text(call: CallRecord, calls: Calls, pasted: Pasted) -> str:
    try:
        lines = _lines(call, calls, pasted)
    except Exception:  # noqa: BLE001 - an integer with too many digits, say
        lines = [f"{call.name}({', '.join(map(checks.short, call.args))})"]
    return "\n".join([*pasted.before, *lines])


def _lines(call: CallRecord, calls: Calls, pasted: Pasted) -> list[str]:
    """Return a call; of a method also how the object was made, and what was called of it before."""
    owner = call.owner
    if owner is None:
        return [_text(call, pasted)]
    made, *steps = calls.of_object(owner) or [call]
    place = next((n for n, step in enumerate(steps) if step is call), None)
    method = call.name.rpartition(".")[2]
    if made.result is not owner or place is None:
        return [_text(call, pasted, f"{owner._name}.{method}" if owner._name else "")]
    name = _variable(owner.type_name)
    shown = [_text(made, pasted, f"{name} = {made.name}")]
    for step in steps[: place + 1]:
        shown.append(_text(step, pasted, f"{name}.{step.name.rpartition('.')[2]}"))
    if len(shown) > MAX_STEPS + 1:
        shown[4:-1] = [f"# … {len(shown) - 5} calls more …"]
    return shown


def _text(call: CallRecord, pasted: Pasted, name: str = "") -> str:
    args = [pasted.text(arg) for arg in call.args]
    args += [f"{key}={pasted.text(value, key)}" for key, value in call.kwargs.items()]
    return f"{name or call.name}({', '.join(args)})"


def _variable(type_name: str) -> str:
    """Return a name for an object: `optimizer` for an AdamOptimizer."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", type_name)
    return words[-1].lower() if words else "it"


# What came back -----------------------------------------------------------------------------


def _comparison(error: BaseException | None, call: CallRecord) -> tuple[str, str, str]:
    """Return what came back, what was made of it, and what was expected, as text."""
    result = _whole_text(call.result) if call.returned else ""
    if not isinstance(error, checks.Mismatch) or error.compared is None:
        return result, "", getattr(error, "expected", "")
    got, want = error.compared
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
