"""Runs a student's function, and tells what it did.

It does so in the sandbox, to which its text is sent as the beginning of a cell, and for practice in
the student's own notebook; so it imports nothing of ours. The student's code has a namespace of its
own, with few of Python's built-in functions, that is made anew for each call.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import json
import sys
import warnings
from collections.abc import Callable, Iterator
from types import CodeType, FrameType
from typing import Any

MOST_ENTRIES = 24
"""Entries of a value that is told."""

MOST_TEXT = 200
"""Characters of a text that is told."""

MOST_INT = 10**15
"""Whole numbers from which on none is told."""

MOST_STEPS = 20_000
"""Lines that one call may run."""

MOST_ROUNDS = 12
"""Values of a variable that are told: those of the first rounds."""

INNER = ("<listcomp>", "<genexpr>", "<setcomp>", "<dictcomp>", "<lambda>", "<module>")
"""What runs inside of a line, or before all calls."""

ANSWER = "<answer>"

TOO_LONG = ["?", "too long"]


class TooLongError(BaseException):
    """A call runs more lines than anybody would follow."""


# Values -------------------------------------------------------------------------------------


class Untold(Exception):
    """A value that is too large, or of a class that is not told."""


def told(value: Any) -> Any:
    """Return a value as JSON has it: a letter for its kind, and what it holds."""
    try:
        return _told(value, [2 * MOST_ENTRIES])
    except Untold:
        return ["?", type(value).__name__[:40]]


def _told(value: Any, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise Untold
    kind = type(value)
    if value is None or kind is bool:
        return ["b", value]
    if kind is float or (kind is int and abs(value) < MOST_INT):
        return ["n", repr(value)]
    if kind is complex:
        return ["c", repr(value.real), repr(value.imag)]
    if kind is str and len(value) <= MOST_TEXT:
        return ["s", value]
    if kind is list or isinstance(value, tuple):  # of which NumPy has some with names
        return ["l" if kind is list else "t", [_told(item, left) for item in (*value,)]]
    if kind is dict:
        return ["d", [[_told(key, left), _told(held, left)] for key, held in value.items()]]
    return _told_by_library(value, left)


def _told_by_library(value: Any, left: list[int]) -> Any:
    module = type(value).__module__.partition(".")[0]
    if module == "numpy" and hasattr(value, "dtype") and hasattr(value, "shape"):
        if value.dtype.kind not in "biufcU":
            raise Untold
        if value.dtype.kind == "f":
            value = value.astype(float)  # of a longer one, even an item is NumPy's
        if value.shape == ():
            return _told(value.item(), left)
        if value.size > MOST_ENTRIES:
            return ["A", list(value.shape)]
        items = value.ravel().tolist()
        items = (
            items[0] if type(value).__name__ == "matrix" else items
        )  # which stays two-dimensional
        return ["a", list(value.shape), [_told(item, [9]) for item in items]]
    if module == "fractions":
        return ["n", repr(float(value))]
    if module == "sympy" and len(text := str(value)) <= MOST_TEXT:
        return ["y", text]
    raise Untold


def sure(told: Any, others: list[Any]) -> Any:
    """Return what is told of a value; if it is another one elsewhere, only shapes of arrays."""
    if all(other == told for other in others):
        return told
    match told:
        case ["a" | "A", shape, *_] if all(o[0] in "aA" and o[1] == shape for o in others):
            return ["A", shape]
        case ["l" | "t" as kind, items] if all(
            o[0] == kind and len(o[1]) == len(items) for o in others
        ):
            return [kind, [sure(one, [o[1][n] for o in others]) for n, one in enumerate(items)]]
        case ["d", pairs] if all(
            o[0] == "d" and [key for key, _ in o[1]] == [key for key, _ in pairs] for o in others
        ):
            found = enumerate(pairs)
            return ["d", [[k, sure(one, [o[1][n][1] for o in others])] for n, (k, one) in found]]
    return ["?", "random"]


# Runs ---------------------------------------------------------------------------------------


class Tracer:
    """Counts the lines that run, and keeps what variables are after the lines that set them."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self._names = dict(names)
        self.steps = 0
        self.counts: dict[str, int] = {}
        self.values: dict[str, list[Any]] = {}

    def __call__(self, frame: FrameType, _: str, __: object) -> Callable[..., Any] | None:
        if frame.f_code.co_filename != ANSWER:
            return None
        inner, last, begun = frame.f_code.co_name in INNER, "", -1

        def local(frame: FrameType, event: str, _: object) -> Callable[..., Any]:
            nonlocal last, begun
            self.steps += event == "line"
            if self.steps > MOST_STEPS:
                raise TooLongError
            line = str(frame.f_lineno) if event != "return" else ""
            if event == "exception":
                for name in self._names.pop(line, ()):  # of rounds that an error ends, none is told
                    self.values.pop(f"{line} {name}", None)
            again = event == "line" and line == last and frame.f_lasti != begun
            if inner or event not in ("line", "return") or again:
                return local  # `again`: a comprehension, which is no frame of its own, goes on
            self._keep(frame, last)
            last, begun = line, frame.f_lasti
            if last:
                self.counts[last] = self.counts.get(last, 0) + 1
            return local

        return local

    def seen(self) -> Any:
        """Return how often lines ran, and variables were set."""
        return self.counts, {place: len(kept) for place, kept in self.values.items()}

    def _keep(self, frame: FrameType, line: str) -> None:
        for name in self._names.get(line, ()):
            kept = self.values.setdefault(f"{line} {name}", [])
            if name in frame.f_locals and len(kept) < MOST_ROUNDS:
                kept.append(told(frame.f_locals[name]))


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let every random generator have a seed, whatever is asked for; 0 leaves them as they are."""
    import numpy

    made = numpy.random.default_rng
    if seed:
        numpy.random.default_rng = lambda *_, **__: made(seed)
    try:
        yield
    finally:
        numpy.random.default_rng = made


def run(code: CodeType, call: dict[str, Any], allowed: dict[str, Any], tracer: Any = None) -> Any:
    """Return what a call gives, as it is told: its value, or the name of its error."""
    names: dict[str, Any] = {"__builtins__": dict(allowed), "__name__": "__main__"}
    before = sys.gettrace()
    try:
        sys.settrace(tracer)
        exec(code, names)  # noqa: S102 - in the sandbox or by the student
        names |= {"exec": executing(call, allowed)} if "exec(" in call["before"] else {}
        exec(call["before"], names)  # noqa: S102 - the grader's own text
        value = eval(call["asked"], names)  # noqa: S307 - the grader's own text
    except (Exception, TooLongError) as error:  # noqa: BLE001 - it is what the call gives
        value = error
    finally:
        sys.settrace(before)
    if tracer is not None and tracer.steps > MOST_STEPS:
        return TOO_LONG
    return ["e", type(value).__name__[:60]] if isinstance(value, Exception) else told(value)


def executing(call: dict[str, Any], allowed: dict[str, Any]) -> Callable[..., None]:
    """Return what a helper of the course's has for `exec`: it runs text of the call, and no other.

    The student's code may call it, too, and gets nothing of ours by it.
    """

    def execute(text: str, names: dict[str, Any], *others: Any) -> None:
        if text not in call["asked"]:
            raise ValueError("only text of the call is run")
        exec(text, {**names, "__builtins__": dict(allowed)}, *others)  # noqa: S102

    return execute


def examine(code: CodeType, call: dict[str, Any], allowed: Any, names: Any) -> Any:
    """Return what a call gives and how; None if that is not always the same.

    Of a variable that is not always the same, only its shape is told.
    """
    tracer, again = Tracer(names), Tracer(names)
    value = run(code, call, allowed, tracer)
    if value == TOO_LONG:
        return None
    others = [run(code, call, allowed) for _ in range(2)] + [run(code, call, allowed, again)]
    traced = [(value, tracer), (value, again)]
    if any(other != value for other in others):
        return None
    for seed in call["seeds"]:
        with seeded(seed):
            traced.append((run(code, call, allowed, other := Tracer(names)), other))
    if any(one.seen() != tracer.seen() for _, one in traced):
        return None
    values = {
        place: [sure(one, [t.values[place][n] for _, t in traced]) for n, one in enumerate(kept)]
        for place, kept in tracer.values.items()
    }
    value = sure(value, [one for one, _ in traced])
    return {"value": value, "counts": tracer.counts, "values": values}


def examine_edit(code: CodeType, call: dict[str, Any], allowed: Any) -> Any:
    """Return what a call gives after an edit."""
    value = run(code, call, allowed, Tracer({}))
    if value[0] in "e?":
        return value
    others = []
    for seed in call["seeds"]:
        with seeded(seed):
            others.append(run(code, call, allowed, Tracer({})))
    return sure(value, others)


def functions_for(allowed: list[str], modules: list[str]) -> dict[str, Any]:
    """Return the built-in functions that the student's code has."""

    def importing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] not in modules:
            raise ImportError(name)
        return __import__(name, *args, **kwargs)

    found = {name: getattr(builtins, name) for name in allowed}
    return found | {
        "__build_class__": builtins.__build_class__,
        "__import__": importing,
        "print": print,
    }


def replied(order: dict[str, Any]) -> Any:
    """Carry out an order; return what came of it."""
    allowed = functions_for(order["functions"], order["modules"])
    with warnings.catch_warnings(action="ignore"), contextlib.redirect_stdout(io.StringIO()):
        code = compile(order["source"], ANSWER, "exec")
        ran = [examine(code, call, allowed, order["names"]) for call in order["calls"]]
        edited = []
        for source in order["edits"]:
            changed = compile(source, ANSWER, "exec")
            edited.append([examine_edit(changed, call, allowed) for call in order["calls"]])
    return {"ran": ran, "edited": edited}


def main(text: str) -> None:
    """Carry out an order, and print what came of it on one line."""
    order = json.loads(text)
    print(order["mark"] + json.dumps(replied(order)))
