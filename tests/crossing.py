"""Values on their way from a student's process, as the bytes in which they cross."""

from __future__ import annotations

import msgspec

from grader.protocol import messages
from grader.protocol.records import NotSerializable, Value

_HEAD = msgspec.msgpack.encode(["found"])[1:]


def dump(value: Value) -> bytes:
    """The bytes of a packed value."""
    return msgspec.msgpack.encode(value)


def load(data: bytes) -> Value:
    """The value of such bytes, as the trusted side takes it from a message."""
    try:
        message = messages.REPLIES.decode(b"\x92" + _HEAD + data)
    except Exception as error:
        raise NotSerializable("bytes that are no message") from error
    assert isinstance(message, messages.Found)
    found: Value = message.value
    return found
