"""The student's namespace, as tests see it: a stand-in over the wire, or the kernel's own.

Both give the same things to a test: functions to call, values to read, stand-ins of what is
neither, and the last call, from which messages are made. `remote.RemoteNamespace` is what grades;
`local.LocalNamespace` is what a student sees in a notebook.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol

import msgspec
import numpy as np

from grader.errors import CourseError
from grader.protocol import values

MAX_REASON_CHARS: Final = 4000
"""Characters of an exception's text and traceback that are kept."""


class Record(msgspec.Struct):
    """One call of a student's function, as objects: for messages alone."""

    name: str
    args: tuple[Any, ...]
    """As they were before the call."""
    kwargs: dict[str, Any]
    result: Any = None
    returned: bool = False


class Calls:
    """What is remembered of a test's calls: the last one, and whether any returned."""

    def __init__(self) -> None:
        self.last: Record | None = None
        self.got_value = False

    def begin(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Record:
        """Remember a call that begins."""
        self.last = Record(name, copied(args), copied(kwargs))
        return self.last

    def end(self, record: Record, result: Any) -> None:
        """Remember what a call returned."""
        record.result = result
        record.returned = self.got_value = True


class StudentFault(BaseException):
    """A call of the student's code did not return a value. It is no `Exception`, so that nothing
    in a test takes a process that was stopped for one which raised as it should."""


class StudentRaised(StudentFault, Exception):
    """The student's code raised. `kind` is the name of a built-in exception class."""

    def __init__(self, kind: str, name: str, text: str, traceback: str = "") -> None:
        Exception.__init__(self, text)
        self.kind = kind
        self.name = name
        self.text = text
        self.traceback = traceback
        self.limit = ""
        """The limit that it ran into, where it is one of ours."""

    def __str__(self) -> str:
        return self.text


class StudentTimedOut(StudentFault):
    """The student's code was interrupted at its time limit."""


class StudentKilled(StudentFault):
    """The student's process ended while it was asked."""


class StudentOverdue(StudentFault):
    """The test took too long over what the student's code returned."""


class StudentForbidden(StudentFault):
    """The student's code used a function that the exercise forbids; the text is its name."""


class StudentUnsendable(StudentFault):
    """The student's code returned something that can't cross."""


class Namespace(Protocol):
    """What tests need of a namespace."""

    calls: Calls

    def bind(self, names: Iterable[str]) -> dict[str, Any]:
        """The values of those names that are defined."""

    @property
    def cells(self) -> Sequence[str]:
        """The code cells that the student ran, in their order."""

    def clock(self) -> contextlib.AbstractContextManager[None]:
        """Where a test runs: a StudentOverdue ends it when it takes too long over an answer."""

    def next_test(self, forbidden: Sequence[str] = ()) -> None:
        """Forget the calls, renew the time that the next test may take. Meanwhile a call of these
        functions by the student's code is a StudentForbidden."""


class Owner(Protocol):
    """Where the objects are for which stand-ins stand."""

    def call(self, held: Proxy, args: Any, kwargs: dict[str, Any]) -> Any: ...
    def attribute(self, held: Proxy, name: str) -> Any: ...


class Proxy:
    """Stand-in of an object that stays with the student."""

    def __init__(self, owner: Owner, handle: values.StudentRef, generation: int = 0) -> None:
        self._owner = owner
        self._handle = handle
        self._generation = generation
        self._name = ""
        self.type_name = handle.type_name[:80]

    def named(self, name: str) -> Proxy:
        """The same, found again by its name in every copy of the process."""
        self._name = name
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = self._owner.attribute(self, name)
        if isinstance(found, ProxyFunction):
            found._label = f"{self.type_name}.{name}"
        return found

    def __repr__(self) -> str:
        return f"<{self.type_name} object>"


class ProxyFunction(Proxy):
    """The same, and it can be called."""

    _label = ""

    @property
    def label(self) -> str:
        """How the function is called in messages."""
        return self._label or self._name or self.type_name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._owner.call(self, args, kwargs)

    def __repr__(self) -> str:
        return f"<{self.type_name} {self._name or self._label}>"


def make_proxy(owner: Owner, handle: values.StudentRef, generation: int = 0) -> Proxy:
    return (ProxyFunction if handle.callable else Proxy)(owner, handle, generation)


def label(held: Proxy) -> str:
    """How an object is called in messages."""
    return held.label if isinstance(held, ProxyFunction) else held.type_name


def no_attribute(name: str) -> AttributeError:
    """What reading an attribute raises that the object does not have."""
    return AttributeError(f"the object has no attribute {name!r}")


# What the student's code raised -------------------------------------------------------------


def raised_in_student(names: Iterable[str], text: str, traceback: str = "") -> StudentRaised:
    """The exception for what the student's code raised: it is also of the built-in class that the
    student's is of, so that `pytest.raises(ValueError)` sees it."""
    names = tuple(names)[:20] or ("Exception",)
    kind = next((name for name in names if built_in_error(name)), "Exception")
    return _class_of(kind)(
        kind, names[0][:80], text[:MAX_REASON_CHARS], traceback[:MAX_REASON_CHARS]
    )


@functools.cache
def _class_of(kind: str) -> type[StudentRaised]:
    """One class a built-in class: Hypothesis tells failures apart by their class. None is a
    StopIteration: it would end the loop of a test that it comes out of, as if all were done."""
    base = built_in_error(kind) or Exception
    if issubclass(StudentRaised, base) or issubclass(base, BaseExceptionGroup | StopIteration):
        return StudentRaised
    if not issubclass(base, Exception):
        return StudentRaised
    return type("StudentRaised", (StudentRaised, base), {})


def built_in_error(name: str) -> type[BaseException] | None:
    """The built-in exception class of that name."""
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def copied(value: Any) -> Any:
    """Containers and arrays as they are now, whatever becomes of them."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(copied(item) for item in value)
    if type(value) is dict:
        return {key: copied(item) for key, item in value.items()}
    return value


def not_handed(error: Exception) -> CourseError:
    """The instructor's fault: an argument that can't cross."""
    return CourseError(f"a test hands over what can't cross to the student's process: {error}")
