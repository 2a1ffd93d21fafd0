"""Calls of the course's code by a student's, in which whatever reaches out of them is refused.

Where the student's code chooses the arguments of a function that was not written for that, it may
evaluate, import or open what it gets. So what Python reports to an audit hook meanwhile is refused,
but for what is harmless. The call fails even if it goes on after that.
"""

from __future__ import annotations

import functools
import sys
import types
import warnings
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

from grader.errors import CourseError

HARMLESS: Final = frozenset(
    {"array.__new__", "builtins.id", "object.__getattr__", "object.__setattr__", "sys._getframe"}
)
"""The events of code that computes."""

OURS: Final = ("grader.testing.remote", "grader.testing.time_budget")
"""Modules of ours that such a call may come to: a function that it was given stays with the
student's process, and an alarm may ring."""

_refused: ContextVar[set[str] | None] = ContextVar("refused", default=None)
"""The events that were refused in the call that is made now, if there is one."""


def call_closed(function: Callable[..., Any], *args: object, **kwargs: object) -> Any:
    """Call a function, and raise a CourseError if something of what it does was refused."""
    _watch()
    refused: set[str] = set()
    before = _refused.set(refused)
    try:
        with warnings.catch_warnings(action="ignore"):  # to show one, Python reads source files
            return function(*args, **kwargs)
    finally:
        _refused.reset(before)
        if refused:
            raise CourseError(f"a call comes to what is refused: {', '.join(sorted(refused))}")


@functools.cache
def _watch() -> None:
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if event in HARMLESS or (refused := _refused.get()) is None or _is_ours(sys._getframe(1)):
        return
    refused.add(event)
    raise CourseError(f"a call comes to what is refused: {event}")


def _is_ours(frame: types.FrameType | None) -> bool:
    """Return whether the call has come to our own code."""
    while frame is not None and frame.f_code is not call_closed.__code__:
        if frame.f_globals.get("__name__") in OURS:
            return True
        frame = frame.f_back
    return False
