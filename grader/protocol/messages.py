"""The wire between the trusted side and a student's process: one socket, typed messages.

A message is a packed record of one of the classes below; no other bytes are accepted. It travels
in packets of a SEQPACKET socket. The first byte of each marks the first and the last packet of a
message, so a sender that dies in the middle of a message spoils only that message.

    trusted side ──▶ child    Run  Fork  Reap  Lookup  Define  Call  Attribute
                              CallbackResult  CallbackError
    child ──▶ trusted side    Stream  Display  Error  Clear  Ran  Forked  Reaped  Found  Missing
                              Returned  Raised  Unsendable  Forbidden  Callback

The trusted side makes all sockets. Right after a `Fork` it sends the end of a new wire, which the
copy of the process serves; it never receives a descriptor from a student's process.

Long because the list of messages is one.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Annotated, Any, Final, TypeAlias, TypeVar

import msgspec

from grader.errors import ProtocolError
from grader.limits import MB
from grader.protocol.records import read

PACKET: Final = 64 * 1024
"""Bytes of a message that one packet carries."""

_FIRST: Final = 1
_LAST: Final = 2


Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)]
"""A cell's execution count, or the number of a process."""

Status = Annotated[int, msgspec.Meta(ge=0, lt=1 << 16)]
"""A wait status."""


class Message(msgspec.Struct, frozen=True, array_like=True, tag=str.lower):
    """Base of all messages: a list that begins with the class's name in lower case."""


Packed: TypeAlias = Any
"""A `records.Value`. msgspec decodes it as plain data, and the message makes records of that."""


class Carrier(Message, frozen=True):
    """Base of the messages that carry values."""

    def __post_init__(self) -> None:
        for name in {"value", "changed", "args", "kwargs"} & {*self.__struct_fields__}:
            msgspec.structs.force_setattr(self, name, _read(name, getattr(self, name)))


def _read(name: str, carried: Any) -> Any:
    """Return a field's values as records; what this side packed is that already."""
    match name:
        case "args":
            return [_read("value", one) for one in carried]
        case "kwargs" | "changed":
            return {key: _read("value", one) for key, one in carried.items()}
        case _:
            return carried if isinstance(carried, tuple) else read(carried)


# From the trusted side ----------------------------------------------------------------------


class Run(Message, frozen=True):
    """Run one code cell."""

    source: str
    seconds: float
    """CPU time that it may take."""


class Fork(Message, frozen=True):
    """Make a copy of the process. It serves the wire that comes next, until that is closed."""


class Reap(Message, frozen=True):
    """End a copy with the processes of its group, by force if it does not end in some seconds."""

    pid: int
    seconds: float


class Lookup(Message, frozen=True):
    """Look up a name in the student's namespace."""

    name: str


class Define(Carrier, frozen=True):
    """Give a name in the student's namespace another value. Nothing is replied."""

    name: str
    value: Packed


class Call(Carrier, frozen=True):
    """Call a function by its name, or a kept object by its number."""

    target: str | int
    args: list[Packed]
    kwargs: dict[str, Packed]
    seconds: float
    """CPU time that it may take."""
    forbidden: list[str] = []
    """Library functions that the student's code may not call meanwhile."""
    shared: dict[str, str] = {}
    """Arguments that are the same object as an earlier one, by names or places as text."""


class Attribute(Message, frozen=True):
    """Read an attribute of a kept object."""

    target: int
    name: str


class CallbackResult(Carrier, frozen=True):
    """The value that a `Callback` returned."""

    value: Packed


class CallbackError(Message, frozen=True):
    """The exception that a `Callback` raised."""

    name: str
    text: str


# From the child -----------------------------------------------------------------------------


class Stream(Message, frozen=True):
    """Text that a cell printed."""

    name: str
    text: str


class Display(Message, frozen=True):
    """Something that a cell displayed; `count` is set if it is the cell's value."""

    data: dict[str, str]
    """What it is by kind. Data for scripts do not cross: of those the text is empty."""
    count: Count | None = None
    name: str = ""
    """What the notebook calls it, if it is to be changed later."""
    update: bool = False
    """Whether it takes the place of what the cell displayed by this name."""


class Error(Message, frozen=True):
    """The traceback of a cell, as a notebook shows it."""

    name: str
    text: str
    traceback: list[str]


class Clear(Message, frozen=True):
    """The cell cleared its output."""


def is_image(kind: str) -> bool:
    """Return whether a kind of what a cell displays is a picture's."""
    return kind.startswith("image/")


def text_size(message: Message) -> int:
    """Return how much of the limits on text a message takes, on both sides of the wire."""
    match message:
        case Stream(_, text):
            return len(text) + 16
        case Display(data, _, name):
            texts = (text for kind, text in data.items() if not is_image(kind))
            return sum(map(len, texts)) + sum(map(len, data)) + len(name) + 16
        case Error(name, text, traceback):
            return len(name) + len(text) + sum(map(len, traceback)) + 16
        case _:
            return 16


def picture_size(message: Message) -> int:
    """Return how much of the limit on pictures a message takes, on both sides of the wire."""
    if not isinstance(message, Display):
        return 0
    return sum(len(text) for kind, text in message.data.items() if is_image(kind))


CELL_SHARE: Final = 8 * 1024
"""Characters that each cell may show, however much its notebook has shown before."""

MOST_DECIDING: Final = 16 * 1024
"""Characters that a cell may show beyond all limits, because they decide about its points or tell
what was cut."""


class Ran(Message, frozen=True):
    """A cell ended."""

    count: Count
    ok: bool
    timed_out: bool
    cut: bool = False
    """Whether it showed more than the limits on output allow."""


class Forked(Message, frozen=True):
    """The copy that `Fork` asked for; 0 if there is none."""

    pid: Count


class Reaped(Message, frozen=True):
    """The copy that `Reap` named has ended with this wait status."""

    status: Status


class Found(Carrier, frozen=True):
    """The value of a name or attribute."""

    value: Packed


class Missing(Message, frozen=True):
    """No such name or attribute."""


class Returned(Carrier, frozen=True):
    """A call's result, and the arguments that it changed in place, by position or keyword."""

    value: Packed
    changed: dict[str, Packed]
    spoiled: bool = False
    """Whether it changed an array that the call before was given or returned."""


class Raised(Message, frozen=True):
    """A call raised: class names from the most derived on, text, and traceback."""

    names: list[str]
    text: str
    traceback: str
    timed_out: bool


class Unsendable(Message, frozen=True):
    """A call's result cannot cross."""

    reason: str


class Forbidden(Message, frozen=True):
    """A call used a forbidden function."""

    name: str


class Callback(Carrier, frozen=True):
    """The student's code calls a method of an object on the trusted side."""

    service: int
    method: str
    args: list[Packed]
    kwargs: dict[str, Packed]


Request = Run | Fork | Reap | Lookup | Define | Call | Attribute | CallbackResult | CallbackError
Reply = (
    Stream
    | Display
    | Error
    | Clear
    | Ran
    | Forked
    | Reaped
    | Found
    | Missing
    | Returned
    | Raised
    | Unsendable
    | Forbidden
    | Callback
)

OUTPUTS: Final = (Stream, Display, Error, Clear)
"""Replies that may come at any time, while code runs."""

REQUESTS: Final = msgspec.msgpack.Decoder(Request)
REPLIES: Final = msgspec.msgpack.Decoder(Reply)

M = TypeVar("M")


class Timeout(Exception):
    """The other side took too long; the text says how long, and names the limit."""


Patience: TypeAlias = Callable[[], float]
"""Returns how many seconds to wait before it is asked again; raises a Timeout when that is over."""


class ChannelClosed(Exception):
    """The other side closed the wire."""


class Channel:
    """One end of the wire."""

    def __init__(self, sock: socket.socket, limit: int) -> None:
        self._socket = sock
        self._limit = limit
        self._encoder = msgspec.msgpack.Encoder()
        self._sending = threading.RLock()
        """Held while a message is sent: packets of two threads must not mix."""

    def send(self, message: Request | Reply, patience: Patience | None = None) -> None:
        """Send one message whole, as long as there is patience; without any, the child waits."""
        data = memoryview(self._encoder.encode(message))
        if len(data) > self._limit:
            raise ProtocolError(
                f"it takes {len(data) / MB:.1f} MB, more than the {self._limit // MB} MB that may"
                " cross (limit value_mb)"
            )
        with self._sending:
            for start in range(0, len(data), PACKET):
                last = start + PACKET >= len(data)
                flags = (_FIRST if start == 0 else 0) | (_LAST if last else 0)
                self._put(bytes([flags]) + data[start : start + PACKET], patience)

    def _put(self, packet: bytes, patience: Patience | None) -> None:
        while True:
            try:
                if patience is not None:
                    self._socket.settimeout(patience())
                self._socket.send(packet)
                return
            except TimeoutError:
                continue
            except OSError as error:
                raise ChannelClosed from error

    def receive(self, decoder: msgspec.msgpack.Decoder[M], patience: Patience | None = None) -> M:
        """Receive the next message, as long as there is patience."""
        message = bytearray()
        while True:
            packet = self._packet(patience)
            if packet[0] & _FIRST:
                message.clear()
            message += packet[1:]
            if len(message) > self._limit:
                raise ProtocolError("a message is over the limit value_mb")
            if packet[0] & _LAST:
                break
        try:
            return decoder.decode(message)
        except Exception as error:
            raise ProtocolError(f"bytes that are not a message: {type(error).__name__}") from error

    def _packet(self, patience: Patience | None) -> bytes:
        while True:
            try:
                if patience is not None:
                    self._socket.settimeout(patience())
                packet = self._socket.recv(PACKET + 1)
            except TimeoutError:
                continue
            except OSError as error:
                raise ChannelClosed from error
            if not packet:
                raise ChannelClosed
            return packet

    def send_socket(self, sock: socket.socket) -> None:
        """Send a socket, for the other side to use."""
        try:
            socket.send_fds(self._socket, [b"\0"], [sock.fileno()])
        except OSError as error:
            raise ChannelClosed from error

    def receive_socket(self) -> socket.socket:
        """Receive a socket. For the child alone: the trusted side takes none."""
        _, handles, _, _ = socket.recv_fds(self._socket, 1, 1)
        if not handles:
            raise ChannelClosed
        return socket.socket(fileno=handles[0])

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._socket.fileno()
