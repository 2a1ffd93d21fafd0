"""What cells print and display, on its way to the wire: capped, and sent by the main thread."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from typing import Final

from grader.guest.text import clean
from grader.protocol import messages

FLUSH_CHARS: Final = 8192
FLUSH_SECONDS: Final = 0.2
"""Printed text is sent when there is this much of it, or after this time."""

DECIDING_CHARS: Final = 200
DECIDING_MESSAGES: Final = 20
"""Characters of a message, and messages of a cell, that are shown beyond the caps because they
decide about points."""


class Output:
    """Sends what cells show, up to a cap per notebook and one per cell."""

    def __init__(self, notebook_kb: int, cell_kb: int) -> None:
        self._caps = {"output_kb": notebook_kb, "cell_output_kb": cell_kb}
        self._left = {name: cap * 1024 for name, cap in self._caps.items()}
        self._send: Callable[[messages.Reply], None] | None = None
        self._clears = False
        """Whether what comes next takes the place of what the cell shows so far."""
        self._beyond = 0
        """Messages that this cell may still show beyond the caps."""

    def connect(self, send: Callable[[messages.Reply], None] | None) -> None:
        """Send through `send` from now on; with None, show nothing."""
        self._send = send

    def begin_cell(self) -> None:
        """Start the cap of a new cell."""
        self._left["cell_output_kb"] = self._caps["cell_output_kb"] * 1024
        self._clears = False
        self._beyond = DECIDING_MESSAGES

    def clear(self, *, wait: bool) -> None:
        """Clear what the cell shows, at once or when something else is there to be shown."""
        self._clears = wait
        if not wait:
            self.show(messages.Clear())

    def show(self, message: messages.Reply) -> None:
        """Send a message within the caps. A notice replaces the one that exceeds a cap."""
        if self._send is None:
            return
        if min(self._left.values()) <= 0:
            self._show_deciding(message)
            return
        if self._clears:
            self.clear(wait=False)
        for name in self._left:
            self._left[name] -= messages.output_size(message)
        hit = next((name for name, left in self._left.items() if left <= 0), None)
        if hit is None:
            self._send(message)
            return
        notice = f"\n[output cut: more than {self._caps[hit]} kB, the limit {hit}]\n"
        self._send(messages.Stream("stdout", notice))
        self._show_deciding(message)

    def _show_deciding(self, message: messages.Reply) -> None:
        """Show beyond the caps, in brief, what decides about a cell's points.

        This is a value, which may be a number of points, text on stderr, or that it is cleared.
        """
        brief: messages.Reply
        match message:
            case messages.Display(data, int(count)):
                text = data.get("text/plain", "")[:DECIDING_CHARS]
                brief = messages.Display({"text/plain": text}, count)
            case messages.Stream("stderr", text):
                brief = messages.Stream("stderr", text[:DECIDING_CHARS])
            case messages.Clear():
                brief = message
            case _:
                return
        if self._send is not None and self._beyond:
            self._beyond -= 1
            self._send(brief)


class Printer(io.TextIOBase):
    """A standard stream that gathers text and sends it from the main thread."""

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
        if text:
            self._parts.append(text)
            self._size += len(text)
        if self._size > FLUSH_CHARS or time.monotonic() - self._sent > FLUSH_SECONDS:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if threading.current_thread() is not threading.main_thread() or not self._parts:
            return
        text, self._parts, self._size = clean("".join(self._parts)), [], 0
        self._sent = time.monotonic()
        self._output.show(messages.Stream(self._name, text))
