"""The calls that a test makes of the student's functions, for messages to quote."""

from __future__ import annotations

import copy
import io
import itertools
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from grader.protocol.axes import as_record
from grader.protocol.values import as_plain
from grader.tables import is_table
from grader.testing.truth import received

MOST_CALLS: Final = 200
MOST_BYTES: Final = 1 << 20
"""Calls that are recorded of a test, and the bytes of their arguments, besides the last one."""


@dataclass(eq=False)
class CallRecord:
    """One call of a student's function, for messages."""

    name: str
    args: tuple[Any, ...]
    """As they were before the call."""
    kwargs: dict[str, Any]
    result: Any = None
    returned: bool = False
    held: object = None
    """The proxy that was called."""

    @property
    def owner(self) -> Any:
        """The proxy of the object whose method was called, if it was one."""
        return getattr(self.held, "_of", None)


class Calls:
    """A test's calls: the first, the last, their number, and whether any value came back."""

    def __init__(self) -> None:
        self.last: CallRecord | None = None
        self.all: list[CallRecord] = []
        self.count = 0
        self.names: set[str] = set()
        """The names of what was called, as messages have them."""
        self.complete = True
        """False if calls before the last one are not recorded."""
        self.got_value = False
        self.files: dict[str, str | bytes | None] = {}
        """What the test's files hold, by path; None of a hidden one."""
        self._left = MOST_BYTES

    def begin(
        self,
        name: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        held: object = None,
    ) -> CallRecord:
        """Record a call that begins; no message quotes that of an operator."""
        if name.endswith("__"):
            return CallRecord(name, (), {}, held=held)
        self.last = CallRecord(name, copied(args), copied(kwargs), held=held)
        self.count += 1
        self.names.add(name)
        self._left -= approximate_bytes((args, kwargs))
        if self._left >= 0 and len(self.all) < MOST_CALLS:
            self.all.append(self.last)
        else:
            self.complete = False
        return self.last

    def end(self, record: CallRecord, result: object) -> None:
        """Record what a call returned."""
        record.result = result
        record.returned = self.got_value = True
        self._left -= approximate_bytes(result)

    def records(self) -> list[CallRecord]:
        """Return the recorded calls, the last one among them."""
        return self.all if self.complete or self.last is None else [*self.all, self.last]

    def of_object(self, owner: object, before: CallRecord) -> list[CallRecord]:
        """Return what made an object, and the calls of its methods up to another call.

        Nothing if that is not known.
        """
        if not any(one is before for one in self.all):
            return []
        known = [*itertools.takewhile(lambda one: one is not before, self.all)]
        made = [one for one in known if one.returned and one.result is owner]
        return [made[-1], *(one for one in known if one.owner is owner)] if made else []


def copied(value: Any) -> Any:
    """Copy containers, arrays and generators, so that later changes do not show.

    What crosses to another process as something plainer is copied as that.
    """
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, np.ndarray):
        return received(np.array(value) if isinstance(value, np.matrix) else value.copy())
    if isinstance(value, np.random.Generator) or type(value) in (io.StringIO, io.BytesIO):
        return copy.deepcopy(value)
    if isinstance(value, deque):
        return deque(map(copied, value), value.maxlen)
    if is_table(value):
        return copy.deepcopy(value)
    if type(value) in (list, tuple, set, frozenset):
        return type(value)(copied(item) for item in value)
    if isinstance(value, tuple) and hasattr(value, "_make"):
        return value._make(map(copied, value))
    if type(value) is dict:
        return {key: copied(item) for key, item in value.items()}
    return as_record(as_plain(value))


def approximate_bytes(value: object) -> int:
    """Return about how much memory a value takes that crossed or is to cross."""
    if isinstance(value, np.ndarray | str | bytes):
        return int(getattr(value, "nbytes", 0)) or len(value)
    if isinstance(value, dict):
        return 64 + sum(map(approximate_bytes, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return 64 + (64 * len(value) if len(value) > 1000 else sum(map(approximate_bytes, value)))
    return 64
