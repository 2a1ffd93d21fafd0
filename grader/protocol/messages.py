"""The wire between the supervisor and a student's process: one socket, typed messages.

A message is a packed record of one of the classes below; no other bytes are accepted. It travels
in packets of a SEQPACKET socket, each opened by one byte which tells the first and the last packet
of a message. So a sender that dies in the middle of a message costs that message alone.

    supervisor ──▶ child    Run  Fork  Lookup  Call  Attribute  Answer  AnswerError  End
    child ──▶ supervisor    Stream  Display  Error  Clear  Ran  Ready  Found  Missing
                            Returned  Raised  Unsendable  Forbidden  Callback  Ended
"""

from __future__ import annotations

import socket
import time
from typing import Annotated, Final, TypeVar

import msgspec

from grader.errors import ProtocolError
from grader.limits import MB
from grader.protocol.values import Value

PACKET: Final = 64 * 1024

SEND_SECONDS: Final = 10.0
"""A receiver that takes nothing for so long is taken for silent."""

_FIRST: Final = 1
_LAST: Final = 2


Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)]
"""A cell's number, as a notebook may hold it."""

Status = Annotated[int, msgspec.Meta(ge=0, lt=1 << 16)]
"""A wait status."""


class _Message(msgspec.Struct, frozen=True, array_like=True):
    pass


# From the supervisor ------------------------------------------------------------------------


class Run(_Message, frozen=True, array_like=True, tag="run"):
    """Run one code cell."""

    source: str
    seconds: float


class Fork(_Message, frozen=True, array_like=True, tag="fork"):
    """Go on in a copy of the process, which answers calls until `End`."""


class Lookup(_Message, frozen=True, array_like=True, tag="lookup"):
    """Ask what a name of the student's namespace stands for."""

    name: str


class Call(_Message, frozen=True, array_like=True, tag="call"):
    """Call a function by its name, or a kept object by its number."""

    target: str | int
    args: list[Value]
    kwargs: dict[str, Value]
    seconds: float
    forbidden: list[str] = []
    """Functions of libraries that the student's code may not call meanwhile."""


class Attribute(_Message, frozen=True, array_like=True, tag="attribute"):
    """Read an attribute of a kept object."""

    target: int
    name: str


class CallbackResult(_Message, frozen=True, array_like=True, tag="answer"):
    """What the supervisor's callable returned to a `Callback`."""

    value: Value


class CallbackError(_Message, frozen=True, array_like=True, tag="answer_error"):
    """The supervisor's callable raised."""

    name: str
    text: str


class End(_Message, frozen=True, array_like=True, tag="end"):
    """Leave the copy made by `Fork`; outside of one, leave."""


# From the child -----------------------------------------------------------------------------


class Stream(_Message, frozen=True, array_like=True, tag="stream"):
    """Text that a cell printed."""

    name: str
    text: str


class Display(_Message, frozen=True, array_like=True, tag="display"):
    """Something that a cell showed; `count` is set where it is the cell's value."""

    data: dict[str, str]
    count: Count | None = None


class Error(_Message, frozen=True, array_like=True, tag="error"):
    """The traceback of a cell, as a notebook shows it."""

    name: str
    text: str
    traceback: list[str]


class Clear(_Message, frozen=True, array_like=True, tag="clear"):
    """The cell cleared its output."""


class Ran(_Message, frozen=True, array_like=True, tag="ran"):
    """A cell ended."""

    count: Count
    ok: bool
    timed_out: bool


class ForkReady(_Message, frozen=True, array_like=True, tag="ready"):
    """The copy made by `Fork` listens."""


class Found(_Message, frozen=True, array_like=True, tag="found"):
    value: Value


class Missing(_Message, frozen=True, array_like=True, tag="missing"):
    """No such name or attribute."""


class Returned(_Message, frozen=True, array_like=True, tag="returned"):
    """A call's result, and the arguments that it changed, by position."""

    value: Value
    changed: dict[str, Value]


class Raised(_Message, frozen=True, array_like=True, tag="raised"):
    """A call raised: class names from the most derived on, text, traceback through own code."""

    names: list[str]
    text: str
    traceback: str
    timed_out: bool


class Unsendable(_Message, frozen=True, array_like=True, tag="unsendable"):
    """A call's result can't cross."""

    reason: str


class Forbidden(_Message, frozen=True, array_like=True, tag="forbidden"):
    """A call used a function that it may not."""

    name: str


class Callback(_Message, frozen=True, array_like=True, tag="callback"):
    """The student's code calls something that stays with the supervisor."""

    service: int
    method: str
    args: list[Value]
    kwargs: dict[str, Value]


class ForkEnded(_Message, frozen=True, array_like=True, tag="ended"):
    """The copy made by `Fork` is gone, with this wait status; its parent listens again."""

    status: Status


Request = Run | Fork | Lookup | Call | Attribute | CallbackResult | CallbackError | End
Reply = (
    Stream
    | Display
    | Error
    | Clear
    | Ran
    | ForkReady
    | Found
    | Missing
    | Returned
    | Raised
    | Unsendable
    | Forbidden
    | Callback
    | ForkEnded
)

REQUESTS: Final = msgspec.msgpack.Decoder(Request)
REPLIES: Final = msgspec.msgpack.Decoder(Reply)

M = TypeVar("M")


class Timeout(Exception):
    """No message came before the deadline."""


class ChannelClosed(Exception):
    """The other side closed the wire."""


class Channel:
    """One end of the wire: sends messages, receives those that its decoder knows."""

    def __init__(self, sock: socket.socket, limit: int) -> None:
        self._socket = sock
        self._limit = limit
        self._encoder = msgspec.msgpack.Encoder()

    def send(self, message: Request | Reply) -> None:
        """Send one message whole."""
        data = memoryview(self._encoder.encode(message))
        if len(data) > self._limit:
            raise ProtocolError(
                f"it takes {len(data) / MB:.1f} MB, more than the {self._limit // MB} MB that may"
                " cross (limit value_mb)"
            )
        try:
            if self._socket.gettimeout() is not None:
                self._socket.settimeout(SEND_SECONDS)
            for start in range(0, len(data), PACKET):
                last = start + PACKET >= len(data)
                flags = (_FIRST if start == 0 else 0) | (_LAST if last else 0)
                self._socket.sendmsg([bytes([flags]), data[start : start + PACKET]])
        except TimeoutError as error:
            raise Timeout from error
        except OSError as error:
            raise ChannelClosed from error

    def receive(self, decoder: msgspec.msgpack.Decoder[M], deadline: float | None = None) -> M:
        """The next message; `deadline` is a time of the monotonic clock."""
        message = bytearray()
        while True:
            packet = self._packet(deadline)
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
            raise ProtocolError(f"bytes that are no message: {type(error).__name__}") from error

    def _packet(self, deadline: float | None) -> bytes:
        left = 0.0 if deadline is None else deadline - time.monotonic()
        if deadline is not None and left <= 0:
            raise Timeout
        try:
            if deadline is not None:
                self._socket.settimeout(left)
            packet = self._socket.recv(PACKET + 1)
        except TimeoutError as error:
            raise Timeout from error
        except OSError as error:
            raise ChannelClosed from error
        if not packet:
            raise ChannelClosed
        return packet

    def close(self) -> None:
        """Let go of the socket."""
        self._socket.close()

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._socket.fileno()
