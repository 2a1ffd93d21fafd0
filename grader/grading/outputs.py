"""The outputs of a cell, collected from its process's messages."""

from __future__ import annotations

from typing import Any, Final

from grader.diagnosis.error_texts import sandbox_refusal
from grader.errors import ProtocolError
from grader.limits import behind
from grader.notebooks import sanitize
from grader.protocol import messages

MOST_PLACES: Final = 2
"""Entries that share a name and are updated: each of them shows what one message brought."""


class Outputs:
    """The outputs of one cell in the notebook format, sanitized as they arrive."""

    def __init__(self, most: int, pictures: int = 0) -> None:
        self.entries: list[dict[str, Any]] = []
        self.taken = self.pictures_taken = 0
        self._most, self._most_pictures = most, pictures
        self._named: dict[str, list[dict[str, Any]]] = {}

    def take(self, message: messages.Reply) -> None:
        """Add one message; raise a ProtocolError if it is no output or exceeds the limit."""
        self.taken += messages.text_size(message)
        self.pictures_taken += messages.picture_size(message)
        if self.taken > self._most or self.pictures_taken > self._most_pictures:
            raise ProtocolError("more output than an honest process sends")
        match message:
            case messages.Stream(name, text):
                self._stream("stderr" if name == "stderr" else "stdout", text)
            case messages.Display(data, count):
                self._display(data, count)
                self._name(message)
            case messages.Error(name, text, traceback):
                self._error(name, text, traceback)
            case messages.Clear():
                self.entries.clear()
                self._named.clear()
                self.pictures_taken = 0  # as in an animation: they are gone
            case _:
                raise ProtocolError("a reply that was not asked for")

    def shown(self) -> list[dict[str, Any]]:
        """Return the entries. Printed text is sanitized only now, since it came in pieces."""
        for entry in self.entries:
            if entry["output_type"] == "stream":
                entry["text"] = sanitize.keep_colour_codes(entry["text"])
        return self.entries

    @property
    def failed(self) -> bool:
        """True if an error is among the outputs."""
        return any(entry["output_type"] == "error" for entry in self.entries)

    def note(self, text: str) -> None:
        """Add a line of the grader's own."""
        self._stream("stderr", text + "\n")

    def _stream(self, name: str, text: str) -> None:
        last = self.entries[-1] if self.entries else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["text"] += text
        else:
            self.entries.append({"output_type": "stream", "name": name, "text": text})

    def _display(self, data: dict[str, str], count: int | None) -> None:
        entry: dict[str, Any] = {"data": sanitize.sanitize_outputs(data), "metadata": {}}
        if count is None:
            self.entries.append({"output_type": "display_data", **entry})
        else:
            self.entries.append(
                {"output_type": "execute_result", "execution_count": count, **entry}
            )

    def _name(self, message: messages.Display) -> None:
        """Keep the last entry by its name, or let it take the place of the first of that name."""
        named = self._named.setdefault(message.name, []) if message.name else []
        if message.update and named:
            data = self.entries.pop()["data"]
            for entry in named:
                entry["data"] = data
        elif len(named) < MOST_PLACES:
            named.append(self.entries[-1])

    def _error(self, name: str, text: str, traceback: list[str]) -> None:
        self.entries.append(
            {
                "output_type": "error",
                "ename": name,
                "evalue": text,
                "traceback": [sanitize.keep_colour_codes(line) for line in traceback],
            }
        )
        if limit := behind(name, text):
            self.note(f"This is what the limit {limit} does.")
        elif refusal := sandbox_refusal(name, text, "\n".join(traceback)):
            self.note(refusal)
