"""Known misconceptions: for each exercise, functions that are wrong in a way students often are.

One table serves two ends. A test compares what came back with what the misconceptions give, and
names the one that fits; and every entry is itself graded as an answer, which must lose points.

    @slip("kl_divergence", "KL the wrong way round")
    def reversed_arguments(p, q):
        return kl_divergence(q, p)

A name completes the sentence "This looks like …".
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import solutions

TABLE: dict[str, dict[str, Callable[..., Any]]] = {}
"""By exercise, then by name: those of the subjects that were asked for."""


def slip(exercise: str, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter a wrong function into the table."""

    def enter(function: Callable[..., Any]) -> Callable[..., Any]:
        known = TABLE.setdefault(exercise, {})
        if name in known:
            raise ValueError(f"{exercise} has two misconceptions called {name!r}")
        known[name] = function
        return function

    return enter


def of(exercise: str) -> Mapping[str, Callable[..., Any]]:
    """The misconceptions of an exercise, by name."""
    home = getattr(solutions, exercise).__module__.rpartition(".")[2]
    importlib.import_module(f"{__name__}.{home}")
    return TABLE.get(exercise, {})


class Slips(Mapping[str, Any]):
    """What the misconceptions of an exercise give on one input; computed when looked at."""

    def __init__(
        self, exercise: str, arguments: tuple[Any, ...], see: Callable[[Any], Any]
    ) -> None:
        self._exercise = exercise
        self._functions = of(exercise)
        self._arguments = copy.deepcopy(arguments)
        self._see = see

    def __iter__(self) -> Iterator[str]:
        return iter(self._functions)

    def __len__(self) -> int:
        return len(self._functions)

    def __getitem__(self, name: str) -> Any:
        try:
            return self._see(self._functions[name](*copy.deepcopy(self._arguments)))
        except (ArithmeticError, ValueError, TypeError, IndexError):
            return None  # it has no answer for this input

    def seen(self, see: Callable[[Any], Any]) -> Slips:
        """The same, as a test sees it: `see` of each answer."""
        return Slips(self._exercise, self._arguments, lambda answer: see(self._see(answer)))


def slips(exercise: str, *arguments: Any, part: int | None = None) -> Slips:
    """The misconceptions' answers for these arguments: `close(got, want, mistakes=slips(…))`.

    `part` picks one of several returned values.
    """
    return Slips(exercise, arguments, lambda answer: answer if part is None else answer[part])
