"""Known misconceptions: for each exercise, functions that are wrong in a way students often are.

One table serves two purposes. A test compares what came back with what the misconceptions give,
and names the one that fits. And every entry is itself graded as an answer, which must lose points.

    @slip("kl_divergence", "KL the wrong way round")
    def reversed_arguments(p, q):
        return kl_divergence(q, p)

A name completes the sentence "This looks like …". A `hint` that fits the misconception replaces
the test's own. Each subject has a module; the long ones are tables of many small entries.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import solutions


class Undetermined(ArithmeticError):
    """Raised by a misconception for an input whose result depends on how a student writes it.

    For example, students avoid a logarithm of 0 by adding a constant, and each chooses another one.
    """


TABLE: dict[str, dict[str, Callable[..., Any]]] = {}
"""By exercise, then by name: those of the subjects that were asked for."""

HINTS: dict[str, dict[str, str]] = {}
"""Hints of those that have one."""


def slip(
    exercise: str, name: str, *, hint: str = ""
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter a wrong function into the table."""

    def enter(function: Callable[..., Any]) -> Callable[..., Any]:
        known = TABLE.setdefault(exercise, {})
        if name in known:
            raise ValueError(f"{exercise} has two misconceptions called {name!r}")
        known[name] = function
        if hint:
            HINTS.setdefault(exercise, {})[name] = hint
        return function

    return enter


def of(exercise: str) -> Mapping[str, Callable[..., Any]]:
    """The misconceptions of an exercise, by name."""
    home = getattr(solutions, exercise).__module__.rpartition(".")[2]
    importlib.import_module(f"{__name__}.{home}")
    return TABLE.get(exercise, {})


def hints(exercise: str) -> Mapping[str, str]:
    """The hints that fit misconceptions of an exercise, by name."""
    of(exercise)
    return HINTS.get(exercise, {})


class Slips(Mapping[str, Any]):
    """What misconceptions give on one input; computed when looked at."""

    def __init__(self, answers: Mapping[str, Callable[[], Any]], function: str = "") -> None:
        self._answers = answers
        self.function = function
        """The exercise; it and the hints are read by `grader.checks.close`."""
        self.hints = hints(function) if function else {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def __getitem__(self, name: str) -> Any:
        try:
            return self._answers[name]()
        except (ArithmeticError, AssertionError, ValueError, TypeError, IndexError):
            return None  # it has no answer for this input, or one that the test could not look at

    def of(self, names: Collection[str]) -> Slips:
        """Only those with these names, or all if no name is given."""
        return Slips({name: self._answers[name] for name in names or self}, self.function)

    def seen(self, see: Callable[[Any], Any]) -> Slips:
        """The same, as a test sees it: `see` of each answer."""
        answers = {name: _after(answer, see) for name, answer in self._answers.items()}
        return Slips(answers, self.function)


def _after(answer: Callable[[], Any], see: Callable[[Any], Any]) -> Callable[[], Any]:
    return lambda: see(answer())


def slips(exercise: str, *arguments: Any, part: int | None = None, **named: Any) -> Slips:
    """The misconceptions' answers for these arguments: `close(got, want, mistakes=slips(…))`.

    `part` picks one of several returned values.
    """
    kept = copy.deepcopy((arguments, named))

    def answer(function: Callable[..., Any]) -> Callable[[], Any]:
        def give() -> Any:
            arguments, named = copy.deepcopy(kept)
            value = function(*arguments, **named)
            return value if part is None else value[part]

        return give

    answers = {name: answer(function) for name, function in of(exercise).items()}
    return Slips(answers, exercise)
