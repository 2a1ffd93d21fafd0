"""The failed call of a test as text: what was called, what came back, and what was expected.

`called` can be pasted into a cell of the notebook and runs there. What came back and what was
expected are the same thing: the whole result, the part of it that was compared, by its name, or
what the test made of it before it compared (another sign or order, the path of many steps). If the
test computed something else from the result, that stands in a line of its own.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from grader import checks
from grader.protocol import axes
from grader.testing.calls import CallRecord, Calls
from grader.testing.expected_errors import with_article
from grader.testing.pasted import Pasted
from grader.testing.proxies import Proxy
from grader.verdict import Counterexample

MOST_STEPS: Final = 6
"""Calls of an object's methods that are shown one by one."""

LONGEST_LOOP: Final = 1500
"""Characters of the arguments of a loop."""


def example(
    error: BaseException, calls: Calls, source: str, *, whole: bool, error_wanted: str = ""
) -> Counterexample | None:
    """Return the call of a failed test that its message is about.

    `source` is the code of the test's cell; `whole` says that its functions may be shown.
    `error_wanted` is the name of the exception that the test was waiting for.
    """
    compared = error.compared if isinstance(error, checks.Mismatch) else None
    call = _call_of(compared[0], calls) if compared else calls.last
    if call is None:
        return None
    returned, between, expected = _comparison(error, call, calls)
    return Counterexample(
        called=_called_text(call, calls, Pasted(source, whole=whole)),
        returned=returned,
        compared=between,
        expected=with_article(error_wanted) if error_wanted else expected,
    )


# What was called ----------------------------------------------------------------------------


def _call_of(value: Any, calls: Calls) -> CallRecord | None:
    """Return the call that returned a value or a part of it, else the last one."""
    if not isinstance(value, bool | int | None):  # these are the same objects everywhere
        for record in reversed(calls.all):
            if record.returned and any(part is value for part in _parts(record.result)):
                return record
    return calls.last


def _called_text(call: CallRecord, calls: Calls, pasted: Pasted) -> str:
    try:
        lines = _history(call, calls, pasted) or [_one(call, pasted)]
    except Exception:  # noqa: BLE001 - an integer with too many digits, say
        lines = [f"{call.name}({', '.join(map(checks.short, call.args))})"]
    return "\n".join([*pasted.before, *lines])


def _one(call: CallRecord, pasted: Pasted, name: str = "") -> str:
    args = [pasted.text(arg) for arg in call.args]
    args += [f"{key}={pasted.text(value, key)}" for key, value in call.kwargs.items()]
    return f"{name or call.name}({', '.join(args)})"


def _history(call: CallRecord, calls: Calls, pasted: Pasted) -> list[str]:
    """Return how an object was made and what was called of it, up to a call; [] if unknown."""
    owner = call.owner
    if owner is None:
        return []
    made, *steps = calls.of_object(owner) or [call]
    place = next((n for n, step in enumerate(steps) if step is call), None)
    if made.result is not owner or place is None:
        return _known_object(call, owner, pasted)
    steps = steps[: place + 1]
    name = _variable(owner)
    return [f"{name} = {_one(made, pasted)}", *_steps(name, steps, pasted)]


def _known_object(call: CallRecord, owner: Proxy, pasted: Pasted) -> list[str]:
    """Return the call of an object that is known by its name in the notebook."""
    return [_one(call, pasted, f"{owner._name}.{_method_name(call)}")] if owner._name else []


def _variable(owner: Proxy) -> str:
    """Return a name for an object: `optimizer` for an AdamOptimizer."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", owner.type_name)
    return words[-1].lower() if words else "it"


def _method_name(call: CallRecord) -> str:
    return call.name.rpartition(".")[2]


def _steps(name: str, steps: Sequence[CallRecord], pasted: Pasted) -> list[str]:
    """Return the calls of methods; if each goes on from the one before, so that one sees it."""
    chained = len(steps) > 1 and all(
        _goes_on(one, other) for one, other in itertools.pairwise(steps)
    )
    if not chained:
        shown = [_one(step, pasted, f"{name}.{_method_name(step)}") for step in steps]
        return _abridged(shown)
    start, inputs = pasted.text(steps[0].args[0]), [pasted.text(step.args[1]) for step in steps]
    method = f"{name}.{_method_name(steps[0])}"
    if len(steps) <= MOST_STEPS:
        first = f"w = {method}({start}, {inputs[0]})"
        return [first, *(f"w = {method}(w, {text})" for text in inputs[1:])]
    if len(set(inputs)) == 1:
        repeated = f"for _ in range({len(steps)}):"
        return [f"w = {start}", repeated, f"    w = {method}(w, {inputs[0]})"]
    listed = ", ".join(inputs)
    if len(listed) <= LONGEST_LOOP:
        return [f"w = {start}", f"for g in [{listed}]:", f"    w = {method}(w, g)"]
    first = f"w = {method}({start}, {inputs[0]})"
    return _abridged([first, *(f"w = {method}(w, {text})" for text in inputs[1:])])


def _abridged(lines: list[str]) -> list[str]:
    if len(lines) <= MOST_STEPS:
        return lines
    return [*lines[:3], f"# … {len(lines) - 4} calls more …", lines[-1]]


def _goes_on(one: CallRecord, other: CallRecord) -> bool:
    """Return whether a call is given what the one before returned, and one thing more."""
    alike = one.name == other.name and len(one.args) == len(other.args) == 2
    return (
        alike and not one.kwargs and not other.kwargs and _same_numbers(one.result, other.args[0])
    )


# What came back -----------------------------------------------------------------------------


def _comparison(error: BaseException, call: CallRecord, calls: Calls) -> tuple[str, str, str]:
    """Return what came back, what was made of it, and what was expected, as text."""
    result = _whole_text(call.result) if call.returned else ""
    if not isinstance(error, checks.Mismatch) or error.compared is None:
        return result, "", getattr(error, "expected", "")
    got, want = error.compared
    if error.returned:
        label = f"{name} = " if (name := checks.part_name(got)) else ""
        return f"{label}{error.returned}", "", f"{label}{error.expected}"
    as_array = isinstance(got, np.ndarray) and isinstance(want, list | tuple) and error.arrays
    expected = _whole_text(error.arrays[1] if as_array and error.arrays else want)
    if not call.returned or _same_numbers(got, call.result):
        return result, "", expected
    if any(got is part for part in _parts(call.result)):
        label = f"{name} = " if (name := checks.part_name(got)) else ""
        return f"{label}{_whole_text(got)}", "", f"{label}{expected}"
    if _is_rearranged(got, call.result) or _is_path(got, call, calls):
        return _whole_text(got), "", expected
    return result, _whole_text(got), expected


def _whole_text(value: Any) -> str:
    """Return a value as text, with more of it than a sentence holds."""
    if "matplotlib.axes" in sys.modules or isinstance(value, axes.Axes):
        record = value if isinstance(value, axes.Axes) else axes.describe_axes(value)
        if record is not None:
            return axes.axes_in_words(record)
    return checks.short(value, 2400, entries=200, digits=8)


def _parts(result: Any, depth: int = 2) -> Iterator[Any]:
    """Yield a result and its parts."""
    yield result
    if depth and isinstance(result, list | tuple | dict):
        for part in result.values() if isinstance(result, dict) else result:
            yield from _parts(part, depth - 1)


def _same_numbers(one: Any, other: Any) -> bool:
    """Return whether two values are the same numbers in the same shape."""
    with contextlib.suppress(Exception):
        if isinstance(one, list | tuple) and isinstance(other, list | tuple):
            return len(one) == len(other) and all(map(_same_numbers, one, other))
        if isinstance(one, dict) or isinstance(other, dict):
            return bool(one is other)
        first, second = checks.numbers(one), checks.numbers(other)
        return np.array_equal(first, second, equal_nan=True)
    return one is other


def _is_rearranged(got: Any, result: Any) -> bool:
    """Return whether something has the shape of the result, or of a part, and its sizes.

    That is so after a change of sign or order.
    """
    for part in _parts(result):
        with contextlib.suppress(Exception):
            one, other = checks.numbers(got), checks.numbers(part)
            if one.shape == other.shape and one.ndim:
                sizes = (np.sort(np.abs(one), axis=None), np.sort(np.abs(other), axis=None))
                if np.allclose(*sizes, rtol=1e-9, atol=0, equal_nan=True):
                    return True
    return False


def _is_path(got: Any, call: CallRecord, calls: Calls) -> bool:
    """Return whether something is made of what an object's successive calls returned."""
    owner = call.owner
    if owner is None or not isinstance(got, np.ndarray | list) or len(got) < 2:
        return False
    steps = [one for one in calls.of_object(owner) if one.owner is owner and one.returned]
    if len(got) > len(steps):
        return False
    ends = steps[-len(got) :]
    return all(
        any(_same_numbers(entry, part) for part in _parts(step.result))
        for entry, step in zip(got, ends, strict=True)
    )
