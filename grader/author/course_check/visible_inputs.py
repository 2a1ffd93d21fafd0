"""What hidden tests try of a function, and visible ones do not.

Hidden tests are to be more inputs, not another kind of them. So what the hidden calls have must be
seen in a visible one, too: whole numbers where there are floats, one object as two arguments, and
sizes that all differ and are above 1. And where hidden tests notice a changed argument, a visible
one must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import msgspec
import numpy as np

from grader.diagnosis import misconception_runs
from grader.diagnosis.misconception_runs import TestedCell
from grader.testing import suite
from grader.testing.grade_cell import Pass
from grader.testing.local import LocalNamespace
from grader.testing.proxies import Proxy, label
from grader.verdict import Outcome

Arguments: TypeAlias = dict[str, Any]
"""Those of a call, by place or name."""


class Habits(msgspec.Struct):
    """What is seen in some calls of a function."""

    whole: set[str] = set()
    """Arguments that were integers, or arrays of them."""
    floating: set[str] = set()
    """Arguments that were floats, or arrays of them."""
    shared: bool = False
    """Whether one array stood for two arguments."""
    sizes: int = 0
    """The most sizes of arrays that all differ and are above 1, in one call."""


def habits(calls: list[Arguments]) -> Habits:
    """Look at the arguments of some calls."""
    found = Habits()
    for arguments in calls:
        for place, value in arguments.items():
            kind = _kind(value)
            found.whole |= {place} if kind == "whole" else set()
            found.floating |= {place} if kind == "float" else set()
        arrays = [value for value in arguments.values() if isinstance(value, np.ndarray)]
        found.shared |= len({id(array) for array in arrays}) < len(arrays)
        found.sizes = max(found.sizes, _different_sizes(arrays))
    return found


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return {"f": "float", "i": "whole", "u": "whole"}.get(value.dtype.kind, "")
    if isinstance(value, bool):
        return ""
    return "float" if isinstance(value, float) else "whole" if isinstance(value, int) else ""


def _different_sizes(arrays: list[Any]) -> int:
    """Return how many sizes the arrays of a call have, or 0 if one is 1 or stands twice in one."""
    shapes = [array.shape for array in arrays]
    if any(len(set(shape)) < len(shape) or min(shape, default=2) < 2 for shape in shapes):
        return 0
    return len({size for shape in shapes for size in shape})


def lacking(where: str, cell: TestedCell, names: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for each kind of input that only hidden tests of a cell have."""
    for function in cell.functions:
        visible, all_calls = (
            habits(_calls_of(cell, names, function, which)) for which in (Pass.VISIBLE, None)
        )
        start = f"{where}: `{function}`: only hidden tests"
        if all_calls.whole & all_calls.floating and not visible.whole & all_calls.floating:
            yield f"{start} hand over whole numbers in the place of floats."
        if all_calls.shared and not visible.shared:
            yield f"{start} hand over one array as two arguments."
        if all_calls.sizes > visible.sizes:
            yield f"{start} have arrays whose {all_calls.sizes} sizes all differ and are above 1."
        if _caught_only_hidden(cell, names, function, _changing):
            yield f"{start} notice a changed argument."


class _Recording(LocalNamespace):
    """A namespace that keeps the arguments of all calls."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(names)
        self.recorded: list[tuple[str, Arguments]] = []

    def call(self, held: Proxy, args: Any, kwargs: dict[str, Any]) -> Any:
        """Call an object, and keep the arguments."""
        arguments = {str(place): arg for place, arg in enumerate(args)} | kwargs
        self.recorded.append((label(held), arguments))
        return super().call(held, args, kwargs)


def _calls_of(
    cell: TestedCell, names: dict[str, Any], function: str, which: Pass | None
) -> list[Arguments]:
    """Return the arguments of a function's calls in the tests of a cell."""
    namespace = _Recording(names)
    with misconception_runs.undisturbed():
        suite.run_pass(cell.exercise, namespace, which)
    return [arguments for name, arguments in namespace.recorded if name == function]


def _caught_only_hidden(
    cell: TestedCell,
    names: dict[str, Any],
    function: str,
    spoil: Callable[[Callable[..., Any]], Callable[..., Any]],
) -> bool:
    """Return whether only hidden tests fail an answer that is spoilt in some way."""
    if not callable(names.get(function)) or isinstance(names[function], type):
        return False
    visible, everything = (
        misconception_runs.run_with(cell.exercise, names, function, spoil(names[function]), which)
        for which in (Pass.VISIBLE, None)
    )
    caught = [
        any(result.outcome is not Outcome.PASSED for result in ran.results)
        for ran in (visible, everything)
    ]
    return caught == [False, True]


def _changing(right: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that gives the right answer and changes the arrays that it is given."""

    def changing(*arguments: Any, **named: Any) -> Any:
        result = right(*arguments, **named)
        for value in (*arguments, *named.values()):
            if isinstance(value, np.ndarray) and value.flags.writeable:
                np.add(value, 1, out=value)
        return result

    return changing
