"""What cells print and display, on its way to the wire: capped, and sent by the main thread."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Callable
from typing import Final

from grader.guest.text import clean
from grader.limits import MB, Limits
from grader.protocol import messages

FLUSH_CHARS: Final = 8192
FLUSH_SECONDS: Final = 0.2
"""Printed text is sent when there is this much of it, or after this time."""

PICTURES: Final = ("image/png", "image/jpeg", "image/svg+xml")

DECIDING_CHARS: Final = 200
DECIDING_MESSAGES: Final = 20
"""Characters of a message, and messages of a cell, that are shown beyond the caps because they
decide about points, or hold a picture."""

ERROR_CHARS: Final = 2000
ERRORS: Final = 2
"""Characters of an error, and errors of a cell, that are shown beyond the caps."""


class Output:
    """Sends what cells show, up to caps on text and one on pictures.

    A cell shows a little text whatever the notebook has shown before, and its error always.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._texts = limits.output_kb * 1024
        self._pictures = limits.picture_kb * 1024
        """Characters of text and of pictures that the notebook may still show."""
        self._begun = self._left = 0
        """Characters of text that this cell may show, and what is left of them."""
        self._send: Callable[[messages.Reply], None] | None = None
        self._owner = os.getpid()
        """The process that may use the wire. What it starts has copies of this object."""
        self._showing = threading.RLock()
        """Threads show one message after another, or they would count wrongly."""
        self._clears = False
        """Whether what comes next takes the place of what the cell shows so far."""
        self.cut = False
        """Whether something of this cell was cut."""
        self._drawn = 0
        """Characters of the pictures that this cell shows."""
        self._beyond = self._errors = 0
        """Messages and errors that this cell may still show beyond the caps."""

    def connect(self, send: Callable[[messages.Reply], None] | None) -> None:
        """Send through `send` from now on; with None, show nothing."""
        self._send, self._owner, self._showing = send, os.getpid(), threading.RLock()

    def begin_cell(self) -> None:
        """Start the cap of a new cell."""
        self._texts -= self._begun - self._left
        most = max(self._texts, messages.CELL_SHARE)
        self._begun = self._left = min(most, self._limits.cell_output_kb * 1024)
        self._clears = self.cut = False
        self._drawn = 0
        self._beyond, self._errors = DECIDING_MESSAGES, ERRORS

    def clear(self, *, wait: bool) -> None:
        """Clear what the cell shows, at once or when something else is there to be shown."""
        self._clears = wait
        if not wait:
            self.show(messages.Clear())

    def show(self, message: messages.Reply) -> None:
        """Send a message within the caps. Once a cell, a notice tells that something was cut."""
        if self._send is None:
            return
        if os.getpid() != self._owner:  # a process of the student's: its text is shown afterwards
            if isinstance(message, messages.Stream):
                os.write(1, message.text.encode(errors="replace"))
            return
        with self._showing:
            self._show(message)

    def _show(self, message: messages.Reply) -> None:
        if self._clears and self._left > 0:
            self.clear(wait=False)
        message = self._without_pictures_beyond(message)
        if self._left <= 0:
            self._show_briefly(message)
            return
        size = messages.text_size(message)
        if size < self._left:
            self._left -= size
            self._put(message)
            return
        if isinstance(message, messages.Stream) and message.name == "stdout":
            self._put(messages.Stream("stdout", message.text[: self._left]))
        whole = self._begun == self._limits.cell_output_kb * 1024
        self._left = 0
        self._tell_cut("cell_output_kb" if whole else "output_kb")
        self._show_briefly(message)

    def _without_pictures_beyond(self, message: messages.Reply) -> messages.Reply:
        """Return a message without its pictures if they exceed what is left for pictures."""
        if not isinstance(message, messages.Display):
            return message
        size, most = messages.picture_size(message), self._limits.value_mb * MB // 2
        if size <= min(self._pictures, most):
            self._pictures -= size
            self._drawn += size
            return message
        self._tell_cut("picture_kb" if size > self._pictures else "value_mb")
        texts = {kind: text for kind, text in message.data.items() if not messages.is_image(kind)}
        return messages.Display(texts, message.count, message.name, message.update)

    def _put(self, message: messages.Reply) -> None:
        """Send a message. Pictures that are cleared, as in an animation, no longer count."""
        if self._send is not None:
            self._send(message)
        if isinstance(message, messages.Clear):
            self._pictures += self._drawn
            self._drawn = 0

    def _tell_cut(self, limit: str) -> None:
        """Say once a cell that something is not shown."""
        if not self.cut:
            most, unit = getattr(self._limits, limit), limit.rpartition("_")[2]
            what = f"more than {most} {unit.replace('mb', 'MB').replace('kb', 'kB')}"
            if limit == "value_mb":
                what = f"a picture of more than half of {most} MB"
            notice = f"\n[output cut: {what}, the limit {limit}]\n"
            self._put(messages.Stream("stdout", notice))
        self.cut = True

    def _show_briefly(self, message: messages.Reply) -> None:
        """Show pictures beyond the caps on text, and in brief what decides about a cell's points.

        This is a value, which may be a number of points, text on stderr, an error, or that all
        this is cleared.
        """
        brief: messages.Reply
        match message:
            case messages.Display(data, count) if count is not None or _pictures(data):
                text = data.get("text/plain", "")[:DECIDING_CHARS]
                brief = messages.Display({"text/plain": text, **_pictures(data)}, count)
            case messages.Stream("stderr", text):
                brief = messages.Stream("stderr", text[:DECIDING_CHARS])
            case messages.Error(name, text, traceback) if self._errors:
                self._errors -= 1
                self._beyond += 1
                brief = messages.Error(name[:DECIDING_CHARS], text[:ERROR_CHARS], _brief(traceback))
            case messages.Clear():
                brief = message
            case _:
                return
        if self._beyond:
            self._beyond -= 1
            self._put(brief)


def _pictures(data: dict[str, str]) -> dict[str, str]:
    """Return the pictures of the usual kinds among what is displayed."""
    return {kind: data[kind] for kind in PICTURES if kind in data}


def _brief(traceback: list[str]) -> list[str]:
    """Return the first parts of a traceback, the cell's own line among them, and the last."""
    kept, left = list[str](), ERROR_CHARS
    for part in traceback[:-1]:
        if len(part) > left:
            break
        kept.append(part)
        left -= len(part)
    return [*kept, *(part[: ERROR_CHARS // 4] for part in traceback[-1:])]


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
