"""IPython as a notebook has it, with the wire in place of a front end."""

from __future__ import annotations

import contextlib
import mmap
import os
import sys
import tempfile
import traceback
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final, TextIO, cast

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from grader.guest import event_loop, front_end
from grader.guest.output import FLUSH_CHARS, Output, Printer
from grader.guest.text import (
    MAX_ERROR_CHARS,
    clean,
    exceptions_behind,
    is_own_file,
    safe_text,
    text_bundle,
)
from grader.limits import Limits
from grader.protocol import messages

MAX_DRAINED: Final = 1 << 20
"""Bytes written to a descriptor that one cell shows."""

MAX_FRAMES: Final = 40
"""Frames of a traceback that a cell shows."""

MAX_NAME_CHARS: Final = 100
"""Characters of what a notebook calls something that it displays."""

RESERVE: Final = 16 << 20
"""Bytes of address space that are kept for showing that a cell has no memory left."""

PRIVATE: Final = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
"""Memory of this process alone, which takes none until it is written."""

FIRST_STEPS: Final = ("1/0",)
"""Cells that are slow the first time: they set up printers."""


class Publisher(DisplayPublisher):
    """Sends what `display` shows over the wire."""

    output: Output

    def publish(
        self,
        data: object,
        metadata: object = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: object,
    ) -> None:
        self.shell.flush_streams()
        name = clean(str((transient or {}).get("display_id", ""))[:MAX_NAME_CHARS])
        self.output.show(messages.Display(text_bundle(data), None, name, bool(update)))

    def clear_output(self, wait: bool = False) -> None:
        self.shell.flush_streams()
        self.output.clear(wait=wait)


class ValueHook(DisplayHook):
    """Sends a cell's value over the wire."""

    output: Output

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: object, md_dict: object = None) -> None:
        self.shell.flush_streams()
        self.output.show(messages.Display(text_bundle(format_dict), self.prompt_count))

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """An IPython shell that shows everything through an `Output`."""

    def __init__(self, **kwargs: Any) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.display_pub_class = "grader.guest.shell.Publisher"
        super().__init__(
            config=config, displayhook_class=ValueHook, display_pub_class=Publisher, **kwargs
        )
        self.printers: list[Printer] = []
        self._files: list[tuple[Any, int]] = []
        """Where descriptors 1 and 2 lead, and how much of each was shown."""
        self._reserve: mmap.mmap | None = None
        self.has_loop = False
        """Whether cells find an event loop; one that is made before a fork would be shared."""

    async def run_code(self, *args: object, **kwargs: object) -> object:
        """Run a piece of a cell."""
        with event_loop.at_hand() if self.has_loop else contextlib.nullcontext():
            return await super().run_code(*args, **kwargs)

    def init_environment(self) -> None:
        """Set what a kernel sets for the programs that a notebook runs."""
        os.environ.update(TERM="xterm-color", CLICOLOR="1", FORCE_COLOR="1", CLICOLOR_FORCE="1")
        os.environ.update(PAGER="cat", GIT_PAGER="cat")

    def capture_descriptors(self) -> None:
        """Redirect descriptors 1 and 2, where programs and C code print, to files."""
        for descriptor in (1, 2):
            file = tempfile.TemporaryFile("ab+", buffering=0, dir=".")  # noqa: SIM115
            os.dup2(file.fileno(), descriptor)
            self._files.append((file, 0))

    def drain_descriptors(self) -> None:
        """Show what was written to descriptors 1 and 2 since the last cell.

        Programs report on descriptor 2 what is no error, so all of it is shown as printed.
        """
        for number, (file, shown) in enumerate(self._files):
            data = os.pread(file.fileno(), MAX_DRAINED, shown)
            if data:
                self._files[number] = (file, os.fstat(file.fileno()).st_size)
                text = clean(data.decode(errors="replace"))
                self.output.show(messages.Stream("stdout", text))

    def attach(self, output: Output) -> None:
        """Show everything through `output` from now on."""
        self.display_pub.output = output
        self.displayhook.output = output
        self.output = output
        self.printers = [Printer("stdout", 1, output), Printer("stderr", 2, output)]
        sys.stdout, sys.stderr = self.printers

    def rehearse(self, cells: Iterable[str]) -> None:
        """Run cells for what they cache and import; then empty the namespace.

        What a module has by itself stays (`__package__`, say, which `ipynb.fs` reads).
        """
        own = {name: value for name, value in self.user_ns.items() if name.startswith("__")}
        for cell in cells:
            self.run_cell(cell)
        self.reset(new_session=True)
        self.user_ns.update(own)
        self.execution_count = 1

    def reserve(self) -> None:
        """Keep address space free in which a MemoryError of the next cell can be shown."""
        if self._reserve is None:
            with contextlib.suppress(OSError):  # there is none left
                self._reserve = mmap.mmap(-1, RESERVE, flags=PRIVATE)

    def _free_reserve(self) -> None:
        if self._reserve is not None:
            self._reserve.close()
            self._reserve = None

    def flush_streams(self) -> None:
        """Send what was printed so far."""
        for printer in self.printers:
            printer.flush()

    def enable_gui(self, gui: object = None) -> None:
        """Do nothing: there is no window."""

    def ask_exit(self) -> None:
        """Do nothing: a notebook that says `exit` goes on to its end."""

    def init_io(self) -> None:
        """Do nothing: `attach` sets the streams."""

    def _get_exc_info(self, exc_tuple: object = None) -> object:
        kind, error, trace = super()._get_exc_info(exc_tuple)
        if issubclass(kind, MemoryError):  # what holds all memory leaves no room for showing it
            self._free_reserve()
            for one in exceptions_behind(error):
                traceback.clear_frames(one.__traceback__)
        return kind, error, shown_frames(trace)

    def _format_exception_for_storage(self, *_: object, **__: object) -> dict[str, object]:
        """Store nothing: nobody reads the history, and IPython would format every frame again."""
        return {}

    def _tee(self, channel: object) -> contextlib.AbstractContextManager[None]:
        """Keep no copy of what is printed: IPython's would grow until the memory is full."""
        return contextlib.nullcontext()

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.flush_streams()
        text = safe_text(evalue)
        lines = [clean(str(line)[: 10 * MAX_ERROR_CHARS]) for line in stb]
        self.output.show(messages.Error(clean(etype.__name__), text, lines))

    def system(self, cmd: str) -> None:
        """Run a shell command, and print all that it writes, also to stderr, as it comes."""
        import subprocess

        with subprocess.Popen(  # noqa: S602 - what `!` in a notebook means, inside the sandbox
            self.var_expand(cmd, depth=1),
            shell=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as program:
            written = cast("TextIO", program.stdout)
            try:
                while piece := written.readline(FLUSH_CHARS):
                    sys.stdout.write(piece)
                program.wait()  # it may have closed what it writes to
            except BaseException:
                program.kill()
                raise
        self.user_ns["_exit_code"] = program.returncode


class ZMQInteractiveShell(Shell):
    """The shell under the name by which libraries know a notebook."""

    __module__ = "ipykernel.zmqshell"


def shown_frames(trace: Any) -> object:
    """Return a traceback as it is shown: without our own frames, and without a long middle.

    IPython takes milliseconds per frame, and endless recursion leaves thousands.
    """
    frames: list[TracebackType] = []
    while trace is not None:
        if not frames or not is_own_file(trace.tb_frame.f_code.co_filename):
            frames.append(trace)
        trace = trace.tb_next
    if len(frames) > MAX_FRAMES:
        frames = [*frames[: MAX_FRAMES // 2 + 1], *frames[-MAX_FRAMES // 2 :]]
    shown = None
    for one in reversed(frames):
        shown = TracebackType(shown, one.tb_frame, one.tb_lasti, one.tb_lineno or _line(one))
    return shown


def _line(trace: Any) -> int:
    """Return the line before a place that has none, as some jumps in Python 3.11."""
    code = trace.tb_frame.f_code
    lines = [line for start, _, line in code.co_lines() if line and start <= trace.tb_lasti]
    return lines[-1] if lines else int(code.co_firstlineno)


def warm_shell() -> Shell:
    """Return a shell that has run the slow first cells and has an empty namespace."""
    shell: Shell = ZMQInteractiveShell.instance()
    shell.attach(Output(Limits()))
    front_end.pose_as_notebook(shell)
    shell.rehearse(FIRST_STEPS)
    return shell
