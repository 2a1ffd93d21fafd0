"""Messages arrive whole or not at all; nothing but messages is accepted."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import ProtocolError
from grader.grading.outputs import Outputs
from grader.protocol import messages, values
from tests.waits import patience

STEADY = settings(derandomize=True, deadline=None, max_examples=80, database=None)
LIMIT = 1 << 20

Pair = tuple[socket.socket, messages.Channel]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """The raw end of the other side, and our channel."""
    theirs, ours = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs, ours:
        yield theirs, messages.Channel(ours, LIMIT)


def soon() -> messages.Patience:
    return patience(5.0)


REPLIES = [
    messages.Stream("stdout", "text"),
    messages.Display({"text/plain": "1"}, 3),
    messages.Error("ValueError", "no", ["line"]),
    messages.Clear(),
    messages.Ran(1, True, False),
    messages.Forked(7),
    messages.Found(values.Typed("list", [1, 2.5, None])),
    messages.Missing(),
    messages.Returned(values.Array("<f8", (1,), b"\0" * 8, False, True), {"0": True}),
    messages.Raised(["KeyError"], "x", "", False),
    messages.Unsendable("too large"),
    messages.Forbidden("scipy.special.softmax"),
    messages.Callback(0, "__call__", [1], {"a": values.Raw(b"x")}),
    messages.Reaped(256),
]
REQUESTS = [
    messages.Run("1 + 1", 2.0),
    messages.Fork(),
    messages.Lookup("f"),
    messages.Define("f", values.GraderRef(0, True, ["__call__"], {})),
    messages.Call(3, [values.StudentRef(1, "x", True)], {"k": "v"}, 1.0),
    messages.Attribute(1, "step"),
    messages.CallbackResult(None),
    messages.CallbackError("ValueError", "no"),
    messages.Reap(7, 1.0),
]


@pytest.mark.parametrize(
    ("decoder", "message"),
    [*((messages.REPLIES, m) for m in REPLIES), *((messages.REQUESTS, m) for m in REQUESTS)],
    ids=lambda value: type(value).__name__,
)
def test_every_message_arrives_as_it_was_sent(pair: Pair, decoder: Any, message: Any) -> None:
    theirs, channel = pair
    messages.Channel(theirs, LIMIT).send(message)
    assert channel.receive(decoder, soon()) == message


def test_every_kind_of_message_is_tried_above() -> None:
    tried = {type(message) for message in [*REPLIES, *REQUESTS]}
    assert tried == {*messages.Reply.__args__, *messages.Request.__args__}


@pytest.mark.parametrize(
    "size", [0, 1, messages.PACKET - 20, messages.PACKET, 5 * messages.PACKET + 1]
)
def test_a_message_of_many_packets_arrives_whole(pair: Pair, size: int) -> None:
    theirs, channel = pair
    message = messages.Stream("stdout", "x" * size)
    sender = threading.Thread(target=messages.Channel(theirs, LIMIT).send, args=(message,))
    sender.start()
    assert channel.receive(messages.REPLIES, soon()) == message
    sender.join()


def test_a_message_that_breaks_off_costs_itself_alone(pair: Pair) -> None:
    theirs, channel = pair
    theirs.send(b"\1" + b"half a message")
    messages.Channel(theirs, LIMIT).send(messages.Reaped(9))
    assert channel.receive(messages.REPLIES, soon()) == messages.Reaped(9)


@STEADY
@given(st.lists(st.binary(min_size=1, max_size=60), min_size=1, max_size=4))
def test_bytes_that_are_no_message_are_refused(packets: list[bytes]) -> None:
    theirs, ours = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs, ours:
        for packet in packets:
            theirs.send(packet)
        theirs.send(b"\2")
        with pytest.raises((ProtocolError, messages.Timeout)):
            messages.Channel(ours, LIMIT).receive(messages.REPLIES, patience(0.2))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x92\xa6stream",
        b"\x93\xa6stream\xa6stdout\xa2\xff\xfe",
        b"\x91\xa3run",
        b"\x91" * 50_000,
        b"\x92\xa5found" + b"\x93\xa4list\x91" * 5_000,
        msgspec.msgpack.encode(["found", ["list", [[]], "t"]]),
        msgspec.msgpack.encode(["found", [1, "z"]]),
        msgspec.msgpack.encode(["found", {"a": 1}]),
        msgspec.msgpack.encode(["found", [[True, "x", True, [], [], "k"]]]),
        msgspec.msgpack.encode(["found", ["<f8", [0.5], b"", False, True, "a"]]),
        msgspec.msgpack.encode(["returned", None, {"0": [7, "b"]}]),
        msgspec.msgpack.encode(["callback", 0, "f", [[1, True, [], {}]], {}]),
        msgspec.msgpack.encode(["forkended", "0"]),
        msgspec.msgpack.encode(["forkended", -1]),
        msgspec.msgpack.encode(["forkended", 1 << 40]),
        msgspec.msgpack.encode(["ran", -1, True, False]),
        msgspec.msgpack.encode(["display", {}, -1]),
        msgspec.msgpack.encode(["display", {}, 1 << 60]),
        msgspec.msgpack.encode(["callback", 2**64 - 1, 5, [], {}]),
    ],
    ids=[
        *("empty", "short", "not utf-8", "a request", "deep", "deep value", "untagged", "unknown"),
        *("a map", "no reference", "no shape", "no bytes", "no object"),
        *(
            "wrong type",
            "no status",
            "a huge status",
            "no count",
            "a number below 0",
            "a huge number",
        ),
        "wrong types",
    ],
)
def test_a_forged_message_is_refused(pair: Pair, body: bytes) -> None:
    theirs, channel = pair
    theirs.send(b"\3" + body)
    with pytest.raises(ProtocolError):
        channel.receive(messages.REPLIES, soon())


def test_a_message_over_the_limit_is_not_sent_and_not_received(pair: Pair) -> None:
    theirs, channel = pair
    with pytest.raises(ProtocolError, match=r"1\.1 MB, more than the 1 MB .*limit value_mb"):
        channel.send(messages.Stream("stdout", "x" * int(1.1 * LIMIT)))
    flood = threading.Thread(target=_flood, args=(theirs,))
    flood.start()
    with pytest.raises(ProtocolError, match="value_mb"):
        channel.receive(messages.REPLIES, soon())
    channel.close()
    flood.join()


def _flood(theirs: socket.socket) -> None:
    with contextlib.suppress(OSError):  # until the other side has enough
        while True:
            theirs.send(b"\0" + b"x" * messages.PACKET)


def test_silence_ends_at_the_deadline_even_among_packets(pair: Pair) -> None:
    theirs, channel = pair
    with pytest.raises(messages.Timeout):
        channel.receive(messages.REPLIES, patience(0.05))
    theirs.send(b"\1never ended")
    with pytest.raises(messages.Timeout):
        channel.receive(messages.REPLIES, patience(0.05))
    with pytest.raises(messages.Timeout):
        channel.receive(messages.REPLIES, patience(-1))


def test_a_closed_wire_is_gone(pair: Pair) -> None:
    theirs, channel = pair
    theirs.close()
    with pytest.raises(messages.ChannelClosed):
        channel.receive(messages.REPLIES, soon())
    with pytest.raises(messages.ChannelClosed):
        channel.send(messages.Clear())


def test_a_wire_that_was_closed_here_is_gone(pair: Pair) -> None:
    _, channel = pair
    channel.close()
    with pytest.raises(messages.ChannelClosed):
        channel.send(messages.Clear())
    with pytest.raises(messages.ChannelClosed):
        channel.receive(messages.REPLIES, soon())


def test_who_takes_nothing_is_silent(pair: Pair) -> None:
    theirs, channel = pair
    messages.Channel(theirs, LIMIT).send(messages.Clear())
    channel.receive(messages.REPLIES, soon())
    with pytest.raises(messages.Timeout):
        channel.send(messages.Stream("stdout", "x" * (LIMIT - 100)), patience(0.1))


def test_a_deadline_that_is_near_does_not_cut_the_next_message_short(
    pair: Pair,
) -> None:
    theirs, channel = pair
    messages.Channel(theirs, LIMIT).send(messages.Clear())
    time.sleep(0.05)
    channel.receive(messages.REPLIES, patience(0.001))
    message = messages.Stream("stdout", "x" * (LIMIT - 100))
    received = []
    far = messages.Channel(theirs, LIMIT)

    def slowly() -> None:
        time.sleep(0.1)
        received.append(far.receive(messages.REPLIES))

    receiver = threading.Thread(target=slowly)
    receiver.start()
    channel.send(message, soon())
    receiver.join()
    assert received == [message]


LONG = "x" * 2000


@pytest.mark.parametrize(
    "message",
    [
        messages.Stream("stdout", LONG),
        messages.Display({"text/plain": LONG}),
        messages.Display({LONG: ""}),
        messages.Display({}, None, LONG),
        messages.Error(LONG, "", []),
        messages.Error("E", LONG, []),
        messages.Error("E", "", [LONG]),
    ],
)
def test_every_text_of_an_output_counts(message: messages.Reply) -> None:
    Outputs(3000).take(message)
    with pytest.raises(ProtocolError):
        Outputs(1000).take(message)


def test_pictures_of_an_output_count_by_themselves() -> None:
    picture = messages.Display({"image/anything": LONG})
    Outputs(1000, 3000).take(picture)
    with pytest.raises(ProtocolError):
        Outputs(3000, 1000).take(picture)
