"""The namespace of a student's process, reached by calls over the channel: used for grading.

Long because one class holds all that is said to a process, and how it is lost.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Protocol

from grader.errors import CourseError, ProtocolError
from grader.limits import MB, behind
from grader.protocol import messages, values
from grader.protocol.arguments import by_key, shared_arguments
from grader.testing import guards, test_walls
from grader.testing.argument_changes import record_change, repeat_change, spoiled_array
from grader.testing.closed_calls import call_closed
from grader.testing.namespace import (
    MAX_REASON_CHARS,
    CalledTooEarly,
    Namespace,
    StudentFault,
    StudentForbidden,
    StudentGone,
    StudentKilled,
    StudentTimedOut,
    StudentUnsendable,
    built_in_kind,
    no_attribute,
    not_handed,
    raised_in_student,
)
from grader.testing.proxies import Proxy, label, make_proxy, unpacked
from grader.testing.shared_objects import SharedObjects
from grader.testing.time_budget import TimeBudget, exit_fault, stopped_after

MAX_CALLBACK_ARGUMENTS: Final = 100
"""A callback with more arguments than this comes from no honest process."""
NO_MEMORY: Final = "the test's object would take too much memory (limit worker_mb)"

KNOWN_TYPES: Final = frozenset(
    ("Axes", "DataFrame", "Figure", "Series", "Tensor", "builtin_function_or_method", "coroutine",
     "filter", "function", "generator", "map", "method", "module", "partial", "range", "type",
     "zip")
)  # fmt: skip
"""Names of types that messages may quote beside the exercise's own: others may be a message."""

OTHER_TYPE: Final = "another object"

NONE: Final[Mapping[str, Callable[..., object]]] = MappingProxyType({})
"""No stand-ins."""


class Processes(Protocol):
    """Where tests get the student's process from."""

    def start(self) -> messages.Channel | None:
        """Return the wire of a process, or None if there is none left."""

    def end(self, *, by_force: bool = False) -> int | None:
        """End that process; return its wait status, or None if nobody can tell."""


class Folder(Protocol):
    """The folder of the student's processes."""

    def write(self, path: str, content: bytes) -> None:
        """Write a file, in new folders if need be; raise an OSError if that can't be done."""

    def remove(self, path: str) -> None:
        """Remove what is at a path, as far as that can be done."""


class RemoteNamespace(Namespace):
    """A student's namespace, in a process that is started when it is first asked.

    When that process is lost, the next test gets another one. When there is none left, `lost` tells
    why, and no test goes on. With `redact_types`, a type is named only if its name is not the
    student's own. `stand_ins` are functions of this process that the student's code finds in the
    place of its own ones of these names: all that it calls of this process is closed then.
    """

    def __init__(
        self,
        processes: Processes,
        budget: TimeBudget,
        *,
        cells: Sequence[str] = (),
        no_classes: frozenset[str] = frozenset(),
        redact_types: bool = False,
        folder: Folder | None = None,
        stand_ins: Mapping[str, Callable[..., object]] = NONE,
    ) -> None:
        super().__init__(cells, no_classes)
        self._processes = processes
        self._channel: messages.Channel | None = None
        self._budget = budget
        self._type_names: set[str] | None = set(KNOWN_TYPES) if redact_types else None
        self._shared = SharedObjects()
        self._folder = folder
        self._written: dict[str, int] = {}
        """The sizes of the test's files, by path."""
        self._stand_ins = stand_ins
        self._undefined: list[messages.Define] = []
        """What a new process is still to be told of them."""
        self._urgent: BaseException | None = None
        self._reserved = False
        self._generation = 0
        self._given = False
        self.lost = ""
        self.next_test()
        guards.guard_libraries()
        test_walls.expect_a_student()

    # What tests use ---------------------------------------------------------------------

    def bind(self, names: Iterable[str]) -> dict[str, object]:
        """Return proxies of the functions and objects that are defined, and plain values."""
        found = {}
        self._names.update(names)
        if self._type_names is not None:
            self._type_names.update(names)
        for name in names:
            reply = self._ask(messages.Lookup(name), messages.Found | messages.Missing)
            if isinstance(reply, messages.Found):
                value = self._unpack(reply.value)
                found[name] = value.named(name) if isinstance(value, Proxy) else value
                self._given |= not isinstance(value, Proxy)
        return found

    def clock(self, cell: str = "", test: str = "") -> contextlib.AbstractContextManager[None]:
        """Interrupt a test that takes too long over what came back."""
        return self._budget.alarm(self._interrupted, cell, test)

    def _interrupted(self) -> None:
        """Give up the process: a reply that comes later would be taken for the next one's."""
        self._end(by_force=True)

    @contextlib.contextmanager
    def reserved(self) -> Iterator[None]:
        """Refuse all calls meanwhile: nothing reaches the student's code."""
        self._reserved = True
        try:
            yield
        finally:
            self._reserved = False

    def _forbid(self, names: Sequence[str]) -> None:
        if names and self._stand_ins:
            raise CourseError("what a function of this process calls is not watched")
        self._forbidden = list(names)
        self._urgent = None
        self._budget.next_test()

    # What proxies use -------------------------------------------------------------------

    def call(self, held: Proxy, args: Any, kwargs: dict[str, Any]) -> Any:
        """Call an object of the student's; raise a StudentFault if no value comes back."""
        if self._reserved:
            raise CalledTooEarly
        number = self._number(held)
        packed = [self._pack(arg) for arg in args]
        named = {key: self._pack(value) for key, value in kwargs.items()}
        request = messages.Call(
            number,
            packed,
            named,
            self._budget.remaining(),
            self._forbidden,
            shared_arguments(by_key(args, kwargs)),
        )
        record = self.calls.begin(label(held), args, kwargs, held)
        answers = messages.Returned | messages.Raised | messages.Unsendable | messages.Forbidden
        reply = self._ask(request, answers)
        if not isinstance(reply, messages.Returned):
            raise self._fault(reply)
        result = self._unpack(reply.value)
        follow = repeat_change if result is None or self._in_place else record_change
        self._follow_changes(follow, reply.changed, args, kwargs)
        self.calls.end(record, result)
        if reply.spoiled and not self._in_place:
            raise spoiled_array()
        return result

    def _fault(
        self, reply: messages.Raised | messages.Unsendable | messages.Forbidden
    ) -> StudentFault:
        """Return the fault that a reply without a value tells of."""
        match reply:
            case messages.Raised(names, text, traceback, timed_out):
                if timed_out:
                    self._budget.use_up()
                self._budget.remaining()  # raises if the time is up
                test_walls.look_for_text(text)
                raised = raised_in_student(names, text, traceback)
                raised.limit = behind(raised.kind, text)
                return raised
            case messages.Unsendable(reason):
                return StudentUnsendable(reason[:MAX_REASON_CHARS])
            case messages.Forbidden(name):
                return StudentForbidden(name if name in self._forbidden else "sys.setprofile")

    def attribute(self, held: Proxy, name: str) -> Any:
        """Read an attribute of an object that stays with the student."""
        number = self._number(held)
        self._budget.remaining()
        reply = self._ask(messages.Attribute(number, name), messages.Found | messages.Missing)
        if isinstance(reply, messages.Missing):
            raise no_attribute(name)
        self.calls.got_value = True
        return self._unpack(reply.value)

    def write_file(self, path: str, content: bytes) -> None:
        """Write a file where the student's code finds it by this path."""
        self._written[path] = len(content)
        most = self._budget.limits.file_mb * MB
        if self._folder is None or sum(self._written.values()) > most:
            raise CourseError(
                f"a test's files take more than {self._budget.limits.file_mb} MB (limit file_mb)"
            )
        try:
            self._folder.write(path, content)
        except OSError as error:
            self._end(by_force=True)
            raise StudentKilled(f"its folder takes no file of a test ({error.strerror})") from error

    def remove_files(self, folder: str) -> None:
        """Remove a folder that was made for such files."""
        if self._folder is not None and self._written:
            self._folder.remove(folder)
        self._written.clear()

    def _number(self, held: Proxy) -> int:
        """Return an object's number in the process that answers now."""
        self._open()
        if held._generation != self._generation:
            found = self.bind([held._name]).get(held._name) if held._name else None
            if not isinstance(found, Proxy):
                raise StudentKilled("the process that held this object has ended")
            held._handle, held._generation = found._handle, self._generation
        return held._handle.number

    # The process ------------------------------------------------------------------------

    def _open(self) -> messages.Channel:
        """Return the wire of a process, a new one if there is none."""
        if self.lost:
            raise StudentGone(self.lost)
        if self._channel is None:
            self._channel = self._processes.start()
            if self._channel is None:
                self.lost = "its process ended before this test"
                raise StudentGone(self.lost)
            self._generation += 1
            self._undefined = [
                messages.Define(name, self._share(one)) for name, one in self._stand_ins.items()
            ]
        return self._channel

    def _end(self, *, by_force: bool = False) -> int | None:
        """End the process that answers now, and return its wait status."""
        if self._channel is None:
            return None
        self._channel = None
        return self._processes.end(by_force=by_force)

    def close(self) -> None:
        """End the process, if there is one."""
        self._end()

    # The channel ------------------------------------------------------------------------

    def _ask(self, request: messages.Request, wanted: object) -> Any:
        """Send a request and wait for its reply, answering callbacks meanwhile."""
        self._open()
        with self._budget.waiting() as patience, self._losing():
            self._send(request, patience)
            reply = self._reply(wanted, patience)
        if self._urgent is not None:
            urgent, self._urgent = self._urgent, None
            raise urgent
        return reply

    @contextlib.contextmanager
    def _losing(self) -> Iterator[None]:
        """End a silent, gone or dishonest process."""
        try:
            yield
            return
        except messages.Timeout as late:
            self._end(by_force=True)
            fault: StudentFault = StudentTimedOut(stopped_after(str(late)))
        except messages.ChannelClosed:
            status = self._end()
            if status is None:
                self.lost = "its process ended"
            fault = (
                StudentKilled(self.lost)
                if status is None
                else exit_fault(status, self._budget.limits)
            )
        except MemoryError:
            self._end(by_force=True)
            fault = StudentKilled(
                "what it sent takes more memory than the tests have (limit worker_mb)"
            )
        except ProtocolError as error:
            self._end(by_force=True)
            fault = StudentKilled(f"its process sent what no honest process sends ({error})")
        self._budget.mark_late(isinstance(fault, StudentTimedOut))
        raise fault

    def _send(self, message: messages.Request, patience: messages.Patience) -> None:
        channel = self._open()
        try:
            while self._undefined:
                channel.send(self._undefined.pop(), patience)
            channel.send(message, patience)
        except ProtocolError as error:
            raise self._not_handed(error) from error

    def _reply(self, wanted: Any, patience: messages.Patience) -> object:
        channel = self._open()
        while True:
            reply = channel.receive(messages.REPLIES, patience)
            if isinstance(reply, wanted):
                return reply
            match reply:
                case messages.Callback():
                    self._answer(reply, patience)
                case _ if not isinstance(reply, messages.OUTPUTS):  # these are shown to nobody
                    raise ProtocolError("a reply that was not asked for")

    # Values -----------------------------------------------------------------------------

    def _pack(self, value: object) -> values.Value:
        try:
            return values.pack(value, self._share)
        except values.NotSerializable as error:
            raise self._not_handed(error) from error

    def _not_handed(self, error: Exception) -> CourseError | StudentFault:
        """Return whose fault an argument is that cannot be sent.

        The student's if it may contain a value of theirs, else the instructor's.
        """
        if self._given or self.calls.got_value:
            return StudentUnsendable(f"it can't be handed on, since {error}")
        return not_handed(error)

    def _unpack(self, value: values.Value) -> Any:
        with self._losing():
            return self._read(value, unpacked)

    def _read(self, value: values.Value, unpack: Callable[..., object] = values.unpack) -> object:
        try:
            found = unpack(value, self._found)
        except values.NotSerializable as error:
            raise ProtocolError(str(error)) from error
        test_walls.look_for_text(value)
        return found

    def _found(self, handle: values.StudentRef | values.GraderRef) -> object:
        """Return what a reference stands for here: a proxy, or an object that was shared."""
        if isinstance(handle, values.StudentRef):
            named = self._type_names is None or handle.type_name in self._type_names
            quoted = "" if named else OTHER_TYPE
            return make_proxy(self, handle, self._generation, quoted=quoted)
        return self._shared.find(handle.number)

    def _share(self, value: object) -> values.Value:
        """Return the reference that crosses in the place of a proxy, or of an object of ours."""
        if isinstance(value, Proxy):
            return values.StudentRef(self._number(value), value.type_name, value._handle.callable)
        return self._shared.share(value, self._pack)

    def _follow_changes(
        self,
        follow: Callable[[object, object], None],
        changed: dict[str, values.Value],
        args: Any,
        kwargs: dict[str, Any],
    ) -> None:
        """Tell of each argument of the test's what the call made of the student's copy of it."""
        handed = {str(i): arg for i, arg in enumerate(args)} | kwargs
        for key, packed in changed.items():
            if key in handed:
                follow(handed[key], self._unpack(packed))

    # Callbacks --------------------------------------------------------------------------

    def _answer(self, callback: messages.Callback, patience: messages.Patience) -> None:
        """Call a shared object. An exception of it goes back to the student's code."""
        found = self._shared.find_for_call(callback.service, callback.method)
        if len(callback.args) + len(callback.kwargs) > MAX_CALLBACK_ARGUMENTS:
            raise ProtocolError("a call with too many arguments")
        args = [self._read(arg) for arg in callback.args]
        kwargs = {key: self._read(arg) for key, arg in callback.kwargs.items()}
        for key in kwargs:
            test_walls.look_for_text(key)
        self.calls.got_value |= bool(args or kwargs)
        try:
            method = getattr(found, callback.method)
            call = functools.partial(call_closed, method) if self._stand_ins else method
            answer: messages.Request = messages.CallbackResult(self._pack(call(*args, **kwargs)))
        except (StudentKilled, KeyboardInterrupt):
            raise
        except MemoryError:  # of this process, whose limit is another one
            answer = messages.CallbackError("RuntimeError", NO_MEMORY)
        except BaseException as error:  # noqa: BLE001 - the student's code gets what the callback raised
            if isinstance(error, CourseError) or not isinstance(error, Exception):
                self._urgent = error  # not for the student's code to catch
            answer = messages.CallbackError(built_in_kind(error), str(error)[:500])
        try:
            self._send(answer, patience)
        except (CourseError, StudentUnsendable) as error:
            self._urgent = error
            self._send(messages.CallbackError("RuntimeError", ""), patience)
