"""The calls that visible tests make of the instructor's solution.

Only the course's own code runs here.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from grader.notebooks.source_cells import SourceCell
from grader.questions import literals
from grader.testing import suite
from grader.testing.calls import CallRecord, Calls
from grader.testing.grade_cell import GradeCell, Pass, parse_grade_cell
from grader.testing.local import LocalNamespace
from grader.testing.proxies import Proxy, label
from grader.testing.suite import undisturbed
from grader.testing.watcher import EndedTest
from grader.verdict import TestResult

MOST_RECORDED: Final = 40
"""Calls of one function that are varied."""

MOST_STEPS: Final = 3
"""Calls of an object's methods before the one that is asked about, the making of it included."""

OBJECT: Final = "made"
"""What the object is called whose method is asked about."""


class Step(NamedTuple):
    """A call with the arguments that it had: of a function or class, or of a method of `made`."""

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    source: str
    """The cell of the tests, in which functions among the arguments are looked up."""

    def text(self) -> str:
        """Write the call."""
        parts = [literals.text_of(arg, self.source) for arg in self.args]
        parts += [f"{key}={literals.text_of(arg, self.source)}" for key, arg in self.kwargs.items()]
        return f"{self.name}({', '.join(parts)})"

    def varied(self, draw: random.Random) -> Step:
        """Return a call like this one."""
        sizes = literals.sizes_in([*self.args, *self.kwargs.values()])
        args = tuple(literals.varied(arg, draw, sizes) for arg in self.args)
        kwargs = {key: literals.varied(arg, draw, sizes) for key, arg in self.kwargs.items()}
        return self._replace(args=args, kwargs=kwargs)


def recorded_steps(cell: SourceCell, names: dict[str, Any]) -> dict[str, list[list[Step]]]:
    """Return the calls that a cell's visible tests make of each function: each with its steps."""
    exercise = parse_grade_cell(cell.name, cell.source)
    if cell.is_suite:
        return _calls_of_tests(exercise, names)
    return _calls_of_asserts(exercise, names)


def _calls_of_tests(exercise: GradeCell, names: dict[str, Any]) -> dict[str, list[list[Step]]]:
    found: dict[str, list[list[Step]]] = {}

    def keep(ended: EndedTest, result: TestResult) -> TestResult:
        for record in ended.calls.records():
            handed = (label(arg) for arg in record.args if isinstance(arg, Proxy))
            steps = _steps(ended.calls, record, exercise.source)
            for name in (record.name.partition(".")[0], *handed):
                if steps and len(found.setdefault(name, [])) < MOST_RECORDED:
                    found[name].append(steps)
        return result

    with undisturbed():
        suite.run_pass(exercise, LocalNamespace(dict(names)), Pass.VISIBLE, diagnose=keep)
    return found


def _steps(calls: Calls, record: CallRecord, source: str) -> list[Step]:
    """Return a call, after those that made its object; none where that is not known."""
    if not record.returned:
        return []
    if record.owner is None:
        steps = [Step(record.name, record.args, record.kwargs, source)]
        return [] if "." in record.name else steps
    before = calls.of_object(record.owner, record)
    if not before or len(before) > MOST_STEPS:
        return []
    return [
        Step(
            f"{OBJECT}.{one.name.rpartition('.')[2]}" if n else one.name,
            one.args,
            one.kwargs,
            source,
        )
        for n, one in enumerate([*before, record])
    ]


def _calls_of_asserts(exercise: GradeCell, names: dict[str, Any]) -> dict[str, list[list[Step]]]:
    """Return the calls that plain asserts make."""
    found: dict[str, list[list[Step]]] = {}

    def recording(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            kept = copy.deepcopy((args, kwargs))
            result = function(*args, **kwargs)
            found.setdefault(name, []).append([Step(name, *kept, exercise.source)])
            return result

        return call

    wrapped = {n: recording(n, names[n]) for n in exercise.wanted if callable(names.get(n))}
    with undisturbed():
        try:
            exec(exercise.visible.code, {**names, **wrapped})  # noqa: S102 - the instructor's code
        except Exception:  # noqa: BLE001 - what was called before is there
            return found
    return found
