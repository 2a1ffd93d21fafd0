"""The student's namespace, as tests see it: a stand-in over the wire, or the kernel's own.

Both give the same things to a test: functions to call, values to read, and a record of the calls,
from which messages are made. `Remote` is what grades; `Local` is what a student sees in a notebook.
"""

from __future__ import annotations

import builtins
import contextlib
import inspect
import os
import signal
import time
from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol

import msgspec
import numpy as np

from grader import values, wire
from grader.errors import ProtocolError

PLAIN: Final = (str, bytes, int, float, complex, bool, type(None))


class Record(msgspec.Struct):
    """One call of a student's function, as objects: for messages alone."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    result: Any = None
    returned: bool = False


class StudentFault(Exception):
    """A call of the student's code did not return a value."""


class StudentRaised(StudentFault):
    """The student's code raised. `kind` is the name of a built-in exception class."""

    def __init__(self, kind: str, name: str, text: str, traceback: str) -> None:
        super().__init__(f"{name}: {text}" if text else name)
        self.kind = kind
        self.name = name
        self.text = text
        self.traceback = traceback


class StudentTimedOut(StudentFault):
    """The student's code was interrupted at its time limit."""


class StudentKilled(StudentFault):
    """The student's process ended while it was asked."""


class StudentUnsendable(StudentFault):
    """The student's code returned something that can't cross."""


class Student(Protocol):
    """What tests need of a namespace."""

    calls: list[Record]

    def bind(self, names: Iterable[str]) -> dict[str, Any]:
        """The values of those names that are defined."""

    def next_test(self) -> None:
        """Forget the calls, renew the time that the next test may take."""


class Local:
    """The namespace of the kernel that we run in, with its functions wrapped to record calls."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self.calls: list[Record] = []

    def bind(self, names: Iterable[str]) -> dict[str, Any]:
        """The values of those names that are defined."""
        found = {name: self._namespace[name] for name in names if name in self._namespace}
        return {
            name: self._recording(name, value) if _is_function(value) else value
            for name, value in found.items()
        }

    def next_test(self) -> None:
        """Forget the calls."""
        self.calls.clear()

    def _recording(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            record = Record(name, _copied(args), kwargs)
            self.calls.append(record)
            try:
                record.result = function(*args, **kwargs)
            except Exception as error:
                names = [cls.__name__ for cls in type(error).__mro__]
                raise raised_in_student(names, names[0], str(error))("") from error
            record.returned = True
            return record.result

        return call


def _is_function(value: Any) -> bool:
    return callable(value) and not isinstance(value, type)


def raised_in_student(names: list[str], name: str, text: str) -> Callable[[str], StudentRaised]:
    """A maker of the exception for what the student's code raised: it is also of the built-in class
    that the student's is of, so that `pytest.raises(ValueError)` sees it."""
    bases = [found for n in names if (found := _builtin(n))]
    kind = bases[0].__name__ if bases else "Exception"
    fit = [base for base in bases if base.__basicsize__ == Exception.__basicsize__]
    if not fit or fit[0] is Exception:
        return lambda traceback: StudentRaised(kind, name, text, traceback)
    cls = type("StudentRaised", (StudentRaised, fit[0]), {})
    return lambda traceback: cls(kind, name, text, traceback)


def _builtin(name: str) -> type[Exception] | None:
    """The built-in exception class of that name."""
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, Exception) else None


def _copied(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arguments as they were before the call."""
    return tuple(arg.copy() if isinstance(arg, np.ndarray | list | dict) else arg for arg in args)


class Remote:
    """The namespace of a student's process, reached by calls over the wire.

    A test works on a copy of the process. When the copy is lost, the next test gets a new one.
    """

    def __init__(
        self, channel: wire.Channel, *, test_seconds: float, grace: float, until: float
    ) -> None:
        self._channel = channel
        self._test_seconds = test_seconds
        self._grace = grace
        self._until = until
        self._services: list[Any] = []
        self._copy = False
        self._generation = 0
        self.lost = ""
        self.calls: list[Record] = []
        self.next_test()

    # What tests use ---------------------------------------------------------------------

    def bind(self, names: Iterable[str]) -> dict[str, Any]:
        """Stand-ins for functions and objects, and the values of what is plain data."""
        found = {}
        self._in_copy()
        for name in names:
            reply = self._ask(wire.Lookup(name), wire.Found | wire.Missing)
            if isinstance(reply, wire.Found):
                value = self._unpack(reply.value)
                found[name] = value.named(name) if isinstance(value, KeptObject) else value
        return found

    def look_up(self, name: str) -> KeptObject:
        """The object that the name stands for in the present copy."""
        found = self.bind([name]).get(name)
        if not isinstance(found, KeptObject):
            raise StudentKilled("the process that held this object has ended")
        return found

    def next_test(self) -> None:
        """Forget the calls, renew the time that the next test may take."""
        self.calls.clear()
        self._services.clear()
        self._left = self._test_seconds

    def close(self) -> None:
        """Leave the copy; the notebook's process goes on as if nothing had been called."""
        if self._copy:
            self._left = self._test_seconds
            self._copy = False
            with contextlib.suppress(StudentKilled):
                self._ask(wire.End(), wire.Ended)

    # Calls ------------------------------------------------------------------------------

    def call(self, target: str | int, label: str, args: Any, kwargs: dict[str, Any]) -> Any:
        """Call something of the student's; raise a StudentFault where no value comes of it."""
        record = Record(label, _copied(args), dict(kwargs))
        self.calls.append(record)
        if self._left <= 0:
            raise StudentTimedOut(f"the test took more than {self._test_seconds:g} s in all")
        self._in_copy()
        started = time.monotonic()
        packed = [values.pack(arg, self._lend) for arg in args]
        named = {key: values.pack(value, self._lend) for key, value in kwargs.items()}
        request = wire.Call(target, packed, named, self._left)
        try:
            reply = self._ask(request, wire.Returned | wire.Raised | wire.Unsendable)
        finally:
            self._left -= time.monotonic() - started
        match reply:
            case wire.Returned(value, changed):
                record.result = self._unpack(value)
                record.returned = True
                self._apply(changed, args, kwargs)
                return record.result
            case wire.Raised(names, text, traceback, timed_out):
                if timed_out:
                    raise StudentTimedOut(f"it was stopped after {self._test_seconds:g} s")
                name = names[0] if names else "Exception"
                raise raised_in_student(names, name, text)(traceback)
            case wire.Unsendable(reason):
                raise StudentUnsendable(reason)

    def attribute(self, target: int, name: str) -> Any:
        """Read an attribute of an object that stays with the student."""
        self._in_copy()
        reply = self._ask(wire.Attribute(target, name), wire.Found | wire.Missing)
        if isinstance(reply, wire.Missing):
            raise AttributeError(f"the object has no attribute {name!r}")
        return self._unpack(reply.value)

    # The wire ---------------------------------------------------------------------------

    def generation(self) -> int:
        """The number of the copy that answers now."""
        self._in_copy()
        return self._generation

    def _in_copy(self) -> None:
        if not self._copy:
            self._ask(wire.Fork(), wire.Ready)
            self._copy = True
            self._generation += 1

    def _ask(self, request: wire.Request, wanted: Any) -> Any:
        """Send a request and wait for its reply, answering calls back meanwhile."""
        if self.lost:
            raise StudentKilled(self.lost)
        deadline = min(time.monotonic() + self._left + 3 * self._grace, self._until)
        try:
            self._channel.send(request)
            return self._reply(wanted, deadline)
        except wire.Silence:
            self.lost = "it did not stop at its time limit (test_seconds)"
        except wire.Gone:
            self.lost = "its process ended"
        except ProtocolError as error:
            self.lost = f"its process sent what no honest process sends ({error})"
        self._copy = False
        raise StudentKilled(self.lost)

    def _reply(self, wanted: Any, deadline: float) -> Any:
        while True:
            reply = self._channel.receive(wire.REPLIES, deadline)
            if isinstance(reply, wanted):
                return reply
            match reply:
                case wire.Callback():
                    self._answer(reply)
                case wire.Ended(status):
                    self._copy = False
                    raise StudentKilled(how(status))
                case wire.Stream() | wire.Display() | wire.Clear() | wire.Error():
                    continue  # shown by a copy: nobody is to see it
                case _:
                    raise ProtocolError("a reply that was not asked for")

    def _unpack(self, value: Any) -> Any:
        try:
            return values.unpack(value, self._found)
        except values.NotPlain as error:
            raise ProtocolError(str(error)) from error

    def _found(self, handle: values.Kept | values.Service) -> Any:
        if isinstance(handle, values.Kept):
            made = KeptFunction if handle.callable else KeptObject
            return made(self, handle, self._generation)
        return self._services[handle.number][0]

    def _lend(self, value: Any) -> values.Value:
        """Hand a stand-in back, or keep an object here and let the student call it."""
        if isinstance(value, KeptObject):
            return value.handle()
        names = [] if inspect.isroutine(value) else dir(value)
        methods = [n for n in names if not n.startswith("_") and callable(getattr(value, n))]
        if callable(value):
            methods.append("__call__")
        self._services.append((value, methods))
        return values.Service(len(self._services) - 1, callable(value), methods)

    def _answer(self, callback: wire.Callback) -> None:
        """Call what was lent. What goes wrong in it goes back to the student's code."""
        try:
            service, methods = self._services[callback.service]
            args = [values.unpack(arg, self._found) for arg in callback.args]
            kwargs = {key: values.unpack(arg, self._found) for key, arg in callback.kwargs.items()}
            if callback.method not in methods:
                raise AttributeError(f"no method {callback.method!r}")
            result = getattr(service, callback.method)(*args, **kwargs)
            answer: wire.Request = wire.Answer(values.pack(result, self._lend))
        except StudentFault:
            raise
        except Exception as error:
            answer = wire.AnswerError(type(error).__name__, str(error)[:500])
        self._channel.send(answer)

    def _apply(self, changed: dict[str, Any], args: Any, kwargs: dict[str, Any]) -> None:
        """Do to our arguments what the call did to the student's copies of them."""
        handed = {str(i): arg for i, arg in enumerate(args)} | kwargs
        for key, packed in changed.items():
            if key in handed:
                overwrite(handed[key], self._unpack(packed))


class KeptObject:
    """Stand-in of an object that stays in the student's process."""

    def __init__(self, student: Remote, handle: values.Kept, generation: int) -> None:
        self._student = student
        self._handle = handle
        self._generation = generation
        self._name = ""
        self.type_name = handle.type_name

    def named(self, name: str) -> KeptObject:
        """The same, found again by its name in every copy of the process."""
        self._name = name
        return self

    def handle(self) -> values.Kept:
        """The object's handle in the copy of the process that answers now."""
        current = self._student.generation()
        if current != self._generation:
            if not self._name:
                raise StudentKilled("the process that held this object has ended")
            self._handle = self._student.look_up(self._name)._handle
            self._generation = current
        return self._handle

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = self._student.attribute(self.handle().number, name)
        return found.named_after(self, name) if isinstance(found, KeptFunction) else found

    def __repr__(self) -> str:
        return f"<{self.type_name} object>"


class KeptFunction(KeptObject):
    """The same, and it can be called."""

    _label = ""

    def named_after(self, owner: KeptObject, name: str) -> KeptFunction:
        """Label a method for messages."""
        self._label = f"{owner.type_name}.{name}"
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        label = self._label or self._name or self.type_name
        return self._student.call(self.handle().number, label, args, kwargs)

    def __repr__(self) -> str:
        return f"<{self.type_name} {self._name or self._label}>"


def overwrite(ours: Any, now: Any) -> None:
    """Change `ours` in place to what `now` is, as far as its type lets it."""
    if isinstance(ours, np.ndarray):
        if isinstance(now, np.ndarray) and now.shape == ours.shape and ours.flags.writeable:
            ours[...] = now
        elif isinstance(now, np.ndarray) and ours.flags.writeable:
            ours.fill(np.nan if ours.dtype.kind in "fc" else 0)  # resized: it is not what it was
    elif isinstance(ours, list) and isinstance(now, list):
        if not any(isinstance(item, np.ndarray) for item in ours):
            ours[:] = now
        else:
            for old, new in zip(ours, now, strict=False):
                overwrite(old, new)
            if len(ours) != len(now):
                ours[:] = now
    elif isinstance(ours, dict) and isinstance(now, dict):
        ours.clear()
        ours.update(now)
    elif isinstance(ours, np.random.Generator) and isinstance(now, np.random.Generator):
        ours.bit_generator.state = now.bit_generator.state


def how(status: int) -> str:
    """A wait status as words."""
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        if name == "SIGVTALRM":
            return "it did not stop at its time limit (test_seconds)"
        return f"it ended with the signal {name}"
    code = os.waitstatus_to_exitcode(status)
    if code == 124:
        return "it did not stop at its time limit (test_seconds)"
    return f"it left with exit status {code} in the middle of a call"
