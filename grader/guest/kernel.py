"""The untrusted side: one process a notebook, which runs the student's cells and answers calls.

It is forked from a warm host (see `host`), speaks `messages` over one socket, and holds nothing
worth having: no test, no reference, no gradebook. It may be taken over by the student's code at any
time; nothing that it says is believed further than "this is what the notebook shows and returns".

At a cell of tests the process copies itself (`Fork`) and waits, and the notebook goes on in the
copy. When all cells have run and all that they show is sent, the copies end one by one (`End`), and
each that waited is tested as it was then. So nothing that tests hand over can reach what is shown.
Where a test ends it, the notebook runs once more up to there, and tests work on copies: how they
end one does not reach the tests after them.
"""

from __future__ import annotations

import base64
import builtins
import contextlib
import gc
import io
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import activate_matplotlib
from matplotlib import font_manager, mathtext
from matplotlib_inline.backend_inline import configure_inline_support, flush_figures
from traitlets.config import Config

from grader.errors import ProtocolError
from grader.guest import figures
from grader.limits import Limits
from grader.protocol import messages, values
from grader.testing.forbidden_names import Watch

MAX_ERROR_CHARS: Final = 4000
"""Characters of an exception's text and traceback that are sent."""

FRAMES: Final = 40
"""Frames of a traceback that a cell shows."""

LOOKUP_SECONDS: Final = 2.0
"""Time that reading a name or an attribute may take."""

FIRST_STEPS: Final = (
    "import matplotlib.pyplot as plt\nplt.plot([0, 1], label='$x^2$')\nplt.legend()\nplt.show()",
    "plt.imshow([[0, 1]])\nplt.colorbar()\nplt.show()",
    "1/0",
)
"""Cells that take long once: fonts and formulas are read, printers of every kind set up."""

FIRST_USE: Final = {
    "sympy": (
        "import sympy\nx = sympy.Symbol('x')\nsympy.sqrt(x / 2)",
        "sympy.simplify(x.diff(x)), sympy.solveset(x**2 - 1, x), sympy.lambdify(x, x)",
    )
}
"""The same, once a module is there."""

HARD_STOP: Final = 124
"""Exit status of a process that did not stop when asked to."""


class TimeLimitReached(KeyboardInterrupt):
    """Raised in the middle of code that runs too long."""


@contextlib.contextmanager
def time_limit(seconds: float, grace: float) -> Iterator[None]:
    """Interrupt the code within after `seconds`; end the process if it goes on regardless.

    Code which swallows the interrupt, or never returns to the interpreter, is ended by a second
    signal, for which no handler of Python's is needed. Limits nest: what runs within another's is
    over when either is.
    """
    ticks = 0

    def tick(*_: object) -> None:
        nonlocal ticks
        ticks += 1
        if ticks > 1:
            os._exit(HARD_STOP)
        raise TimeLimitReached(f"stopped after {seconds:g} s")

    outer = signal.signal(signal.SIGALRM, tick)
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    cpu, _ = signal.setitimer(signal.ITIMER_VIRTUAL, seconds + grace)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds, grace)
    started = time.monotonic()
    try:
        yield
    finally:
        used = time.monotonic() - started
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, outer)
        signal.setitimer(signal.ITIMER_VIRTUAL, max(cpu - used, 0.01) if cpu else 0)
        signal.setitimer(signal.ITIMER_REAL, max(left - used, 0.01) if left else 0, grace)


class Output:
    """Sends what cells show, up to two caps; a copy made for tests shows nothing."""

    def __init__(self, notebook_kb: int, cell_kb: int) -> None:
        self._most = {"output_kb": notebook_kb, "cell_output_kb": cell_kb}
        self._left = {name: most * 1024 for name, most in self._most.items()}
        self._send: Callable[[messages.Reply], None] | None = None

    def connect(self, send: Callable[[messages.Reply], None] | None) -> None:
        self._send = send

    def begin_cell(self) -> None:
        self._left["cell_output_kb"] = self._most["cell_output_kb"] * 1024

    def show(self, message: messages.Reply, size: int) -> None:
        if self._send is None or min(self._left.values()) <= 0:
            return
        for name in self._left:
            self._left[name] -= size
        cut = next((name for name, left in self._left.items() if left <= 0), None)
        if cut is not None:
            notice = f"\n[output cut: more than {self._most[cut]} kB, the limit {cut}]\n"
            message = messages.Stream("stdout", notice)
        self._send(message)


class Printer(io.TextIOBase):
    """A standard stream: gathers text, and sends it from the main thread."""

    encoding = "utf-8"

    def __init__(self, name: str, descriptor: int, output: Output) -> None:
        self._name = name
        self._descriptor = descriptor
        self._output = output
        self._parts: list[str] = []
        self._size = 0
        self._sent = time.monotonic()

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._parts.append(text)
        self._size += len(text)
        if self._size > 8192 or time.monotonic() - self._sent > 0.2:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if threading.current_thread() is not threading.main_thread() or not self._parts:
            return
        text, self._parts, self._size = clean("".join(self._parts)), [], 0
        self._sent = time.monotonic()
        self._output.show(messages.Stream(self._name, text), len(text))


class Publisher(DisplayPublisher):
    """Takes what `display` shows to the wire."""

    output: Output

    def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:
        self.shell.flush_streams()
        texts = text_bundle(data)
        self.output.show(messages.Display(texts), sum(map(len, texts.values())))

    def clear_output(self, wait: bool = False) -> None:
        self.output.show(messages.Clear(), 1)


class Hook(DisplayHook):
    """Takes the value of a cell to the wire."""

    output: Output

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.flush_streams()
        texts = text_bundle(format_dict)
        size = sum(map(len, texts.values()))
        self.output.show(messages.Display(texts, self.prompt_count), size)

    def finish_displayhook(self) -> None:
        pass


def text_bundle(data: Any) -> dict[str, str]:
    """A MIME bundle with text alone: pictures as base64, what is neither left out."""
    texts = {}
    for kind, content in dict(data).items():
        if isinstance(content, bytes):
            texts[str(kind)] = base64.encodebytes(content).decode("ascii")
        elif isinstance(content, str):
            texts[clean(str(kind))] = clean(content)
    return texts


def clean(text: str) -> str:
    """Text that any encoder takes: halves of characters become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Shell(InteractiveShell):
    """IPython as a notebook has it, with the wire in the place of a front end."""

    def __init__(self, **kwargs: Any) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.display_pub_class = "grader.guest.kernel.Publisher"
        super().__init__(
            config=config, displayhook_class=Hook, display_pub_class=Publisher, **kwargs
        )
        self.printers: list[Printer] = []
        self._files: list[tuple[str, Any]] = []

    def capture_descriptors(self) -> None:
        """Point descriptors 1 and 2 at files: programs and C code print there."""
        for name, descriptor in (("stdout", 1), ("stderr", 2)):
            file = tempfile.TemporaryFile("ab+", buffering=0, dir=".")  # noqa: SIM115
            os.dup2(file.fileno(), descriptor)
            self._files.append((name, file))

    def drain_descriptors(self) -> None:
        """Show what came to descriptors 1 and 2 since the last cell."""
        for name, file in self._files:
            text = file.read(1 << 20).decode(errors="replace")
            if text:
                self.output.show(messages.Stream(name, text), len(text))

    def attach(self, output: Output) -> None:
        """Send what is shown to `output` from now on."""
        self.display_pub.output = output
        self.displayhook.output = output
        self.output = output
        self.printers = [Printer("stdout", 1, output), Printer("stderr", 2, output)]
        sys.stdout, sys.stderr = self.printers

    def flush_streams(self) -> None:
        for printer in self.printers:
            printer.flush()

    def enable_gui(self, gui: Any = None) -> None:
        """There is no window here."""

    def init_io(self) -> None:
        """The streams are set by `attach`."""

    def _get_exc_info(self, exc_tuple: Any = None) -> Any:
        kind, error, trace = super()._get_exc_info(exc_tuple)
        return kind, error, shortened(trace)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.flush_streams()
        text = safe_text(evalue)
        lines = [clean(str(line)[: 10 * MAX_ERROR_CHARS]) for line in stb]
        self.output.show(messages.Error(clean(etype.__name__), text, lines), sum(map(len, lines)))

    def system(self, cmd: str) -> None:
        """Run a shell command; its output becomes the cell's."""
        import subprocess

        done = subprocess.run(
            self.var_expand(cmd, depth=1),
            shell=True,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
        )
        sys.stdout.write(done.stdout)
        sys.stderr.write(done.stderr)
        self.user_ns["_exit_code"] = done.returncode


def shortened(trace: Any) -> Any:
    """A traceback without its middle, where it is longer than anyone reads: a frame takes IPython
    milliseconds, and recursion without end leaves thousands of them."""
    frames = []
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    if len(frames) > FRAMES:
        frames[FRAMES // 2].tb_next = frames[-FRAMES // 2]
    return frames[0] if frames else None


def warm_shell() -> Shell:
    """A shell with its slow first steps done, figures inline, and an empty namespace."""
    shell: Shell = Shell.instance()
    shell.attach(Output(0, 0))
    activate_matplotlib("inline")
    configure_inline_support(shell, "inline")
    figures.use(shell)
    # Figures are shown and closed before pyplot would draw them once more.
    shell.events.callbacks["post_execute"].sort(key=lambda step: step is not flush_figures)
    rehearse(shell, FIRST_STEPS)
    close_fonts()
    return shell


def rehearse(shell: Shell, cells: Iterable[str]) -> None:
    """Run cells of which nothing stays but what Python remembers."""
    for cell in cells:
        shell.run_cell(cell)
    shell.reset(new_session=True)
    shell.execution_count = 1


def close_fonts() -> None:
    """Let go of the fonts that were read: no notebook inherits an open file."""
    reading: Any = font_manager
    reading._get_font.cache_clear()
    formulas: Any = mathtext.MathTextParser
    formulas._parse_cached.cache_clear()
    gc.collect()


class CallbackProxy:
    """What the supervisor handed to the student's code: calls of it go back over the wire."""

    def __init__(self, kernel: Kernel, service: values.GraderRef) -> None:
        self.__dict__["_service"] = service
        for name in service.methods:
            self.__dict__[name] = _callback(kernel, service.number, name)


class CallbackFunction(CallbackProxy):
    """The same, and it can be called."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__dict__["__call__"](*args, **kwargs)


def _callback(kernel: Kernel, number: int, method: str) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        return kernel.call_back(number, method, args, kwargs)

    call.__name__ = method if method != "__call__" else "function"
    return call


class Kernel:
    """Serves the wire until told to end."""

    def __init__(self, channel: messages.Channel, shell: Shell, limits: Limits) -> None:
        self._channel = channel
        self._shell = shell
        self._grace = limits.grace_seconds
        self._kept: dict[int, Any] = {}
        self._watches: dict[tuple[str, ...], Watch] = {}
        self._output = Output(limits.output_kb, limits.cell_output_kb)
        self._output.connect(channel.send)
        shell.attach(self._output)
        builtins.input = _no_input

    def serve(self) -> None:
        """Answer requests until `End` or until the wire closes."""
        with contextlib.suppress(messages.ChannelClosed):
            while True:
                request = self._channel.receive(messages.REQUESTS)
                if isinstance(request, messages.End):
                    return
                self._handle(request)

    def _handle(self, request: messages.Request) -> None:
        match request:
            case messages.Run():
                self._run(request)
            case messages.Fork():
                self._fork()
            case messages.Lookup(name):
                self._hush()
                self._describe(lambda: self._shell.user_ns[name])
            case messages.Attribute(target, name):
                self._describe(lambda: getattr(self._kept[target], name))
            case messages.Call():
                self._call(request)

    # Cells ------------------------------------------------------------------------------

    def _run(self, request: messages.Run) -> None:
        self._output.begin_cell()
        timed_out = False
        try:
            with time_limit(request.seconds, self._grace):
                result = self._shell.run_cell(request.source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
        except TimeLimitReached as late:  # between IPython's own steps
            error = late
        timed_out = isinstance(error, TimeLimitReached)
        self._shell.flush_streams()
        self._shell.drain_descriptors()
        self._channel.send(messages.Ran(self._shell.execution_count - 1, error is None, timed_out))

    def _fork(self) -> None:
        self._shell.flush_streams()
        pid = os.fork()
        if pid == 0:
            try:
                self._channel.send(messages.ForkReady())
                self.serve()
            finally:
                os._exit(0)
        status = 0
        with contextlib.suppress(ChildProcessError):  # the student's code waited for it
            _, status = os.waitpid(pid, 0)
        self._channel.send(messages.ForkEnded(status))

    # Calls ------------------------------------------------------------------------------

    def _hush(self) -> None:
        """What tests make it print or draw is shown to nobody: no figure is drawn for that."""
        self._output.connect(None)
        self._shell.display_formatter.active_types = ["text/plain"]

    def _describe(self, get: Callable[[], Any]) -> None:
        try:
            with time_limit(LOOKUP_SECONDS, self._grace):
                found = get()
        except (Exception, KeyboardInterrupt, SystemExit):
            self._channel.send(messages.Missing())
            return
        try:
            self._channel.send(messages.Found(values.pack(found, self._keep)))
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
        except (Exception, KeyboardInterrupt, SystemExit, GeneratorExit) as error:
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
        args = [values.unpack(arg, self._found) for arg in request.args]
        kwargs = {k: values.unpack(v, self._found) for k, v in request.kwargs.items()}
        handed = {str(i): arg for i, arg in enumerate(args)} | kwargs
        before = {key: self._bytes(arg) for key, arg in handed.items()}
        target = request.target
        with time_limit(request.seconds, self._grace):
            if isinstance(target, str):
                function = self._shell.user_ns[target]
            else:
                function = self._kept[target]
            with watch.on():
                answer = function(*args, **kwargs)
            result = values.pack(answer, self._keep)
            changed = {
                key: values.pack(arg, self._keep)
                for key, arg in handed.items()
                if self._bytes(arg) != before[key]
            }
        return messages.Returned(result, changed)

    def _bytes(self, value: Any) -> bytes:
        """Fingerprint of an argument; what stays on one side has none."""
        return values.dump(values.pack(value, lambda _: None))

    def _keep(self, value: Any) -> values.Value:
        if isinstance(value, CallbackProxy):
            return value.__dict__["_service"]  # type: ignore[no-any-return]
        number = id(value)
        self._kept[number] = value
        return values.StudentRef(number, clean(type(value).__name__[:80]), callable(value))

    def _found(self, handle: values.StudentRef | values.GraderRef) -> Any:
        if isinstance(handle, values.StudentRef):
            return self._kept[handle.number]
        return (CallbackFunction if handle.callable else CallbackProxy)(self, handle)

    def call_back(self, number: int, method: str, args: Any, kwargs: Any) -> Any:
        """Call something of the supervisor's; meanwhile it may call us."""
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
    names = [clean(cls.__name__[:80]) for cls in type(error).__mro__ if cls is not object]
    return messages.Raised(names, safe_text(error), own_traceback(error), timed_out)


def safe_text(error: BaseException) -> str:
    """The text of an exception, even where its class makes a mess of it."""
    try:
        return clean(str(error)[:MAX_ERROR_CHARS])
    except Exception:
        return ""


def own_traceback(error: BaseException) -> str:
    """The traceback without the frames of this file."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__]
    with contextlib.suppress(Exception):
        lines = traceback.format_list(traceback.StackSummary.from_list(own))
        return clean("".join(lines)[-MAX_ERROR_CHARS:])
    return ""


def _builtin_error(name: str) -> type[Exception]:
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, Exception) else RuntimeError


def _no_input(*_: object) -> str:
    raise StdinNotImplementedError("a notebook is graded without a person: input() has no answer")
