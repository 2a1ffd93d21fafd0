"""The untrusted side's RPC server: one process per notebook.

It runs the student's cells and answers calls.

It is forked from a warm host (see `host`), speaks `protocol.messages` over one socket, and holds
nothing secret: no test, no reference, no gradebook. The student's code may take it over at any
time; the trusted side believes it no further than "this is what the notebook shows and returns".

At a cell of tests the process makes a copy of itself (`Fork`), which waits on a wire of its own as
a checkpoint while the notebook goes on. When all cells have run and everything they show has been
sent, the checkpoints are tested. So nothing that tests hand over can reach what the notebook shows.
A checkpoint makes a copy for each pass of its tests. If a test kills a copy, the next one gets
another; if it kills a checkpoint, the notebook runs once more.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import getpass
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from IPython.core.error import StdinNotImplementedError

from grader.errors import ProtocolError
from grader.guest import event_loop, thread_pools
from grader.guest.call_watch import Watch
from grader.guest.callbacks import CallbackProxy, make_callback_proxy, reference_of
from grader.guest.interruption import TimeLimitReached, time_limit
from grader.guest.output import Output
from grader.guest.shell import Shell
from grader.guest.text import clean, own_traceback, safe_text
from grader.limits import MB, Limits
from grader.protocol import messages, values
from grader.protocol.arguments import EarlierCall, by_key
from grader.protocol.control import SHOWING
from grader.protocol.references import MAX_NAME_CHARS, student_reference

LOOKUP_SECONDS: Final = 2.0
"""Time limit on reading a name or an attribute."""

POLL_SECONDS: Final = 0.0005
"""Time between two looks at whether a copy has ended."""


class Kernel:
    """Serves requests until told to end."""

    def __init__(self, channel: messages.Channel, shell: Shell, limits: Limits) -> None:
        self._channel = channel
        self._shell = shell
        self._limits = limits
        self._grace = limits.grace_seconds
        self._kept: dict[int, Any] = {}
        self._classes: dict[int, str] = {}
        """Classes for which tests asked, by `id`, with the name that they use."""
        self._copies: set[int] = set()
        self._watches: dict[tuple[str, ...], Watch] = {}
        self._earlier = EarlierCall()
        self._output = Output(limits)
        self._output.connect(channel.send)
        shell.attach(self._output)
        shell.has_loop = True
        builtins.input = _no_input
        getpass.getpass = _no_input  # type: ignore[assignment]

    def serve(self) -> None:
        """Answer requests until the wire closes."""
        with contextlib.suppress(messages.ChannelClosed):
            while True:
                self._handle(self._channel.receive(messages.REQUESTS))

    def _handle(self, request: messages.Request) -> None:
        match request:
            case messages.Run():
                self._run(request)
            case messages.Fork():
                self._fork(self._channel.receive_socket())
            case messages.Reap(pid, seconds):
                self._channel.send(messages.Reaped(self._reap(pid, seconds)))
            case messages.Lookup(name):
                self._mute()
                found = self._shell.user_ns.get(name)
                if isinstance(found, type):
                    self._classes[id(found)] = name
                self._describe(lambda: self._shell.user_ns[name])
            case messages.Define(name, value):
                self._shell.user_ns[name] = values.unpack(value, self._found)
            case messages.Attribute(target, name):
                self._describe(lambda: getattr(self._kept[target], name))
            case messages.Call():
                self._call(request)

    # Cells ------------------------------------------------------------------------------

    def _run(self, request: messages.Run) -> None:
        self._output.begin_cell()
        self._shell.reserve()
        try:
            with time_limit(request.seconds, SHOWING * self._grace) as stopped:
                result = self._shell.run_cell(request.source, store_history=True)
                event_loop.go_on()
            error = result.error_before_exec or result.error_in_exec
        except TimeLimitReached as late:  # between IPython's own steps
            error = late
        timed_out = error is not None and stopped()
        self._shell.flush_streams()
        self._shell.drain_descriptors()
        count, cut = self._shell.execution_count - 1, self._output.cut
        self._channel.send(messages.Ran(count, error is None, timed_out, cut))

    # Copies -----------------------------------------------------------------------------

    def _fork(self, sock: socket.socket) -> None:
        """Make a copy of this process that serves a wire of its own."""
        self._shell.flush_streams()
        try:
            pid = os.fork()
        except OSError:  # the student's processes are as many as there may be
            pid = -1
        if pid == 0:
            try:
                self._serve_as_copy(sock)
            finally:
                os._exit(0)
        sock.close()
        self._copies.add(pid)
        self._channel.send(messages.Forked(max(pid, 0)))

    def _serve_as_copy(self, sock: socket.socket) -> None:
        """Serve another wire, in a process group of its own, by which all that it starts ends."""
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        self._channel.close()
        self._copies.clear()
        gc.freeze()  # a collection would copy the pages of all objects
        self._channel = messages.Channel(sock, self._limits.value_mb * MB)
        self._output.connect(None)
        thread_pools.begin_anew()
        self.serve()

    def _reap(self, pid: int, seconds: float) -> int:
        """End a copy of this process and its group, and return its wait status."""
        if pid not in self._copies:
            return 0
        self._copies.remove(pid)
        until = time.monotonic() + seconds
        with contextlib.suppress(ChildProcessError):  # the student's code has waited for it
            while not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                if time.monotonic() >= until:
                    os.kill(pid, signal.SIGKILL)
                    break
                time.sleep(POLL_SECONDS)
            with contextlib.suppress(OSError):  # the group has no member left
                os.killpg(pid, signal.SIGKILL)
            return os.waitpid(pid, 0)[1]
        return 0

    # Calls ------------------------------------------------------------------------------

    def _mute(self) -> None:
        """Show nothing that tests make the code print, and draw no figure for it."""
        self._output.connect(None)
        self._shell.display_formatter.active_types = ["text/plain"]

    def _describe(self, get: Callable[[], object]) -> None:
        try:
            with time_limit(LOOKUP_SECONDS, self._grace):
                found = get()
        except (Exception, KeyboardInterrupt, SystemExit):  # noqa: BLE001 - properties of the student's raise anything
            self._channel.send(messages.Missing())
            return
        try:
            self._channel.send(messages.Found(self._answer(found)))
        except values.NotSerializable:
            self._channel.send(messages.Found(self._keep(found)))

    def _call(self, request: messages.Call) -> None:
        watch = self._watch(tuple(request.forbidden))
        try:
            reply = self._called(request, watch)
        except values.NotSerializable as error:
            reply = messages.Unsendable(str(error))
        except TimeLimitReached as late:
            reply = raised(late, timed_out=True)
        except (Exception, KeyboardInterrupt, SystemExit, GeneratorExit) as error:  # noqa: BLE001 - the student's code raises anything
            reply = raised(error, timed_out=False)
        if watch.seen:
            reply = messages.Forbidden(watch.seen)
        try:
            self._channel.send(reply)
        except ProtocolError as error:
            self._channel.send(messages.Unsendable(str(error)))

    def _watch(self, names: tuple[str, ...]) -> Watch:
        if names not in self._watches:
            self._watches[names] = Watch(names)
        return self._watches[names]

    def _called(self, request: messages.Call, watch: Watch) -> messages.Reply:
        """Make a call; return its result and the arguments that it changed in place."""
        given = (*request.args, *request.kwargs.values())
        args = [values.unpack(arg, self._found) for arg in request.args]
        kwargs = {k: values.unpack(v, self._found) for k, v in request.kwargs.items()}
        arguments = by_key(args, kwargs)
        arguments |= {key: arguments[first] for key, first in request.shared.items()}
        args = [arguments[str(place)] for place in range(len(args))]
        kwargs = {key: arguments[key] for key in kwargs}
        before = {key: self._packed(arg) for key, arg in arguments.items()}
        target = request.target
        with time_limit(request.seconds, self._grace):
            function = (
                self._shell.user_ns[target] if isinstance(target, str) else self._kept[target]
            )
            earlier = self._earlier.contents()
            with watch.on():
                answer = function(*args, **kwargs)
            result = self._answer(answer)
            changed = {
                key: values.pack(arg, self._keep)
                for key, arg in arguments.items()
                if not values.is_same(self._packed(arg), before[key])
            }
            objects = any(isinstance(a, values.StudentRef) for a in given)
            spoiled = not objects and self._earlier.is_spoiled_by(
                function, self._shell.user_ns, earlier, (*arguments.values(), answer)
            )
        return messages.Returned(result, changed, spoiled)

    def _packed(self, value: object) -> values.Value:
        """Return what an argument is now; what stays on one side counts as nothing."""
        return values.pack(value, lambda _: None)

    def _answer(self, value: object) -> values.Value:
        """Return what crosses for what a call or an attribute gave."""
        return values.pack_answer(value, self._keep, self._classes)

    def _keep(self, value: object) -> values.Value:
        if isinstance(value, CallbackProxy):
            return reference_of(value)
        number = id(value)
        self._kept[number] = value
        return student_reference(number, value, clean, self._classes)

    def _found(self, handle: values.StudentRef | values.GraderRef) -> object:
        if isinstance(handle, values.StudentRef):
            return self._kept[handle.number]
        data = {key: values.unpack(one, self._found) for key, one in handle.attributes.items()}
        return make_callback_proxy(self.call_back, handle, data)

    def call_back(
        self, number: int, method: str, args: Iterable[object], kwargs: Mapping[str, object]
    ) -> object:
        """Call a method on the trusted side; serve the requests that it makes meanwhile."""
        packed = [values.pack(arg, self._keep) for arg in args]
        named = {key: values.pack(arg, self._keep) for key, arg in kwargs.items()}
        self._channel.send(messages.Callback(number, method, packed, named))
        while True:
            request = self._channel.receive(messages.REQUESTS)
            if isinstance(request, messages.CallbackResult):
                return values.unpack(request.value, self._found)
            if isinstance(request, messages.CallbackError):
                raise _builtin_error(request.name)(request.text)
            self._handle(request)


def raised(error: BaseException, *, timed_out: bool) -> messages.Raised:
    """Describe an exception: class names, text, and the traceback through the student's code."""
    classes = [cls for cls in type(error).__mro__ if cls is not object]
    names = [clean(cls.__name__[:MAX_NAME_CHARS]) for cls in classes]
    return messages.Raised(names, safe_text(error), own_traceback(error), timed_out)


def _builtin_error(name: str) -> type[Exception]:
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, Exception) else RuntimeError


def _no_input(*_: object) -> str:
    raise StdinNotImplementedError("a notebook is graded without a person: input() has no answer")
