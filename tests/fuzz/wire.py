"""Bytes from a student's process: packets, messages, values, and what tests do with them."""

from __future__ import annotations

import contextlib
import functools
import json
import random
import socket
import struct
import warnings
from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any, Final, cast

import msgspec
import nbformat
import numpy as np
import pytest
import sympy as sp

from grader import checks, verdict
from grader.diagnosis import examples
from grader.errors import ProtocolError
from grader.grading import pipeline
from grader.grading.outputs import Outputs
from grader.grading.passes import CellTests, run_passes
from grader.grading.processes import StudentProcess
from grader.grading.session import Session
from grader.limits import Limits
from grader.notebooks import ipynb, sanitize
from grader.protocol import axes, control, kinds, values
from grader.protocol import messages as real
from grader.render import card
from grader.testing import (
    grade_cell,
    guards,
    namespace,
    outcomes,
    proxies,
    pytest_session,
)
from grader.testing.calls import Calls
from grader.testing.watcher import EndedTest
from tests import crossing
from tests.fuzz import pages, samples, trees
from tests.fuzz.watch import Slow, watched
from tests.waits import NoProcesses, patience

_KINDS: Final = [*kinds.kinds_at_hand()]  # their modules are imported where they are needed first

LIMIT: Final = 1 << 20
LIMITS: Final = Limits(
    test_seconds=0.2, grace_seconds=0.01, judge_seconds=0.3, cell_seconds=1.0, notebook_seconds=5.0
)
PACKETS: Final = 2000
FIRST, LAST = 1, 2
NESTED: Final = "\0nested"
"""The key under which a mutable tree holds what is packed into bytes of its own."""

TESTS: Final = '''
import warnings

import numpy as np
import pytest
import sympy as sp

from grader.checks import close, has_shape, numbers, parts, unchanged

warnings.simplefilter("ignore")
x = sp.Symbol("x")


def test_number():
    """A number"""
    close(f(1.0), 2.0, mistakes={"one more": 3.0})


def test_array():
    """An array, and an argument that is left alone"""
    a, b = np.ones(3), [1, [2]]
    got = f(a, b)
    unchanged(a, np.ones(3), "a")
    has_shape(got, (3,))
    close(got, 2 * a, mistakes={"the same": a, "one": 1})


@pytest.mark.counterexample
def test_expression():
    """An expression"""
    got = f(x)
    assert (x**2).equals(got)
    assert abs(complex(x.subs(x, got))) < sp.Max(1, got)


def test_generator():
    """A generator, changed in place"""
    rng = np.random.default_rng(1)
    close(numbers(f(rng=rng)) + rng.normal(), 1.0)


def test_callback():
    """A function that is handed over"""
    assert f(lambda value: value + 1) == 3


def test_object():
    """An object that stays"""
    made = thing.step(v)
    assert made == thing.value


def test_refusal():
    """An error"""
    with pytest.raises(ValueError, match="no"):
        f(0)


### BEGIN HIDDEN TESTS
def test_pair():
    """A pair"""
    one, two = parts(f(v), "one", "two")
    assert one["a"] < two


def test_plain():
    """Plain data"""
    assert sorted(f(1)) == [1, 2]
### END HIDDEN TESTS
run_tests(points=9)
'''


LEAN: Final = '''
import numpy as np

from grader.checks import close

START = f(0)


def test_generator():
    """A generator, changed in place"""
    rng = np.random.default_rng(1)
    close(f(rng=rng), rng.normal())


def test_changed():
    """Arguments of each kind, changed in place"""
    f([np.ones(3), {"a": [1]}], (np.zeros(2), [1]), {1, 2}, rng={"a": np.ones(1)})


run_tests(points=2)
'''
"""A cell that asks for one function alone, and calls it before its tests begin."""


# Inputs and what they are made of -----------------------------------------------------------


def joined(packets: list[bytes]) -> bytes:
    """Packets as one input."""
    return b"".join(struct.pack(">I", len(packet)) + packet for packet in packets)


def split(data: bytes) -> list[bytes]:
    """An input as packets; what is left over is one, too."""
    packets: list[bytes] = []
    while len(data) > 4 and len(packets) < PACKETS:
        (length,) = struct.unpack(">I", data[:4])
        packets.append(data[4 : 4 + min(length, real.PACKET + 1)])
        data = data[4 + length :]
    return [packet for packet in [*packets, data] if packet]


def seeds() -> list[bytes]:
    """Honest conversations."""
    encode = msgspec.msgpack.encode
    return [
        joined([bytes([FIRST | LAST]) + encode(message) for message in messages])
        for messages in samples.conversations()
    ]


def opened(data: bytes) -> list[Any]:
    """The messages of an input as plain data, which can be changed; packets that are none as they
    are."""
    found: list[Any] = []
    for packet in split(data):
        try:
            found.append(_opened(msgspec.msgpack.decode(packet[1:])))
        except (msgspec.DecodeError, RecursionError, ValueError):
            found.append(packet)
    return found


def _opened(tree: Any) -> Any:
    match tree:
        case [bytes(inner), "b"]:  # a tree of SymPy's
            with contextlib.suppress(RecursionError, ValueError):
                return [{NESTED: json.loads(inner)}, "b"]
            return tree
        case list():
            return [_opened(item) for item in tree]
        case dict():
            return {key: _opened(item) for key, item in tree.items()}
    return tree


def _closed(tree: Any) -> Any:
    match tree:
        case {"\0nested": inner}:
            return json.dumps(_closed(inner)).encode()
        case list():
            return [_closed(item) for item in tree]
        case dict():
            return {key: _closed(item) for key, item in tree.items()}
    return tree


@functools.cache
def _vocabulary() -> tuple[tuple[Any, ...], list[Any]]:
    return samples.texts(), [opened(seed) for seed in seeds()]


def mutate(data: bytes, rng: random.Random) -> bytes:
    """An input like this one, of which a little is otherwise."""
    words, others = _vocabulary()
    tree = opened(data)
    try:
        for _ in range(rng.choice([1, 1, 1, 2, 3, 5])):
            tree = trees.changed(tree, rng, words, others)
        return joined(_packets(tree, rng))
    except (RecursionError, TypeError, ValueError, OverflowError):
        return data


def _packets(tree: Any, rng: random.Random) -> list[bytes]:
    found = []
    for message in tree if isinstance(tree, list) else [tree]:
        if isinstance(message, bytes):
            found.append(message or b"\0")
            continue
        body = msgspec.msgpack.encode(_closed(message))
        cut = rng.randrange(len(body) + 1) if rng.random() < 0.05 else len(body)
        if cut == len(body):
            found.append(bytes([FIRST | LAST]) + body)
        else:
            found += [bytes([FIRST]) + body[:cut], bytes([rng.choice([0, 2, 3, 4])]) + body[cut:]]
    return found


# Checks -------------------------------------------------------------------------------------


def check(data: bytes) -> None:
    """Feed an input to the trusted side in each of the ways in which it may come."""
    _warm()
    packets = split(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        messages = _received(packets)
        _shown(messages)
        found = {crossing.dump(v): v for message in messages for v in _values(message)}
        pages.inert(card.as_html([result for v in found.values() for result in _value(v)]))
        if len(messages) > 1:
            _dialogue(packets)


@contextlib.contextmanager
def _wire(packets: list[bytes]) -> Any:
    """Our end of a wire on which these packets lie, and no others will come."""
    theirs, ours = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs, ours:
        theirs.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            for packet in packets:
                theirs.send(packet)
        theirs.shutdown(socket.SHUT_WR)
        yield real.Channel(ours, LIMIT)


def _received(packets: list[bytes]) -> list[real.Reply]:
    """The messages among packets. What else there is, is refused by one of three names."""
    messages: list[real.Reply] = []
    with _wire(packets) as channel:
        while True:
            with watched():
                try:
                    messages.append(channel.receive(real.REPLIES, patience(5)))
                except ProtocolError:
                    continue
                except real.ChannelClosed:
                    return messages


def _shown(messages: list[real.Reply]) -> None:
    """What a cell shows is harmless, and a notebook can hold it."""
    outputs = Outputs(1 << 20, 1 << 20)
    with watched():
        for message in messages:
            with contextlib.suppress(ProtocolError):
                outputs.take(message)
    _valid(outputs.entries, None)


def _valid(entries: list[dict[str, Any]], count: int | None) -> None:
    """A notebook with these outputs is one, can be written and read, and is inert."""
    cell = ipynb.Cell(id="a", cell_type="code", source="1", outputs=entries, count=count)
    text = ipynb.dumps(ipynb.assemble([cell], {}))
    text.encode()
    nbformat.validate(json.loads(text, parse_constant=_no_number))
    for entry in entries:
        for kind, shown in entry.get("data", {}).items():
            if kind == "text/html":
                pages.inert(shown)
            elif kind == "text/markdown":
                pages.markdown(shown)
            elif kind == "text/latex":
                pages.inert(shown)
            elif kind == "image/svg+xml":
                pages.still(shown)
            elif kind not in ("text/plain", *sanitize.PICTURES):
                raise pages.Live(f"{kind} on a page")


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _values(message: real.Reply) -> list[values.Value]:
    match message:
        case real.Found(value):
            return [value]
        case real.Returned(value, changed):
            return [value, *changed.values()]
        case real.Callback(_, _, args, kwargs):
            return [*args, *kwargs.values()]
    return []


class _Empty(namespace.Namespace):
    """Whoever a proxy asks: it has nothing."""

    def bind(self, names: Iterable[str]) -> dict[str, object]:
        return {}

    def _forbid(self, names: Sequence[str]) -> None:
        pass

    def call(self, held: proxies.Proxy, args: Any, kwargs: Any) -> Any:
        raise namespace.StudentKilled("its process ended")

    def attribute(self, held: proxies.Proxy, name: str) -> Any:
        raise namespace.no_attribute(name)

    def write_file(self, path: str, content: bytes) -> None:
        raise namespace.StudentKilled("its process ended")

    def remove_files(self, folder: str) -> None:
        pass

    def names_class(self, name: str) -> bool:
        return True


def _handle(handle: values.StudentRef | values.GraderRef) -> Any:
    if isinstance(handle, values.StudentRef):
        return proxies.make_proxy(_Empty(), handle)
    raise ProtocolError("a number of something that was not shared")


def _keep(value: Any) -> values.Value:
    if isinstance(value, axes.Axes):  # never handed out again
        return values.Typed(
            "matplotlib.axes", [values.pack(p, _keep) for p in axes.parts_of(value)]
        )
    assert isinstance(value, proxies.Proxy), f"{type(value)} was read and can't be packed"
    return value._handle


WANTED: Final = (1.0, np.arange(3.0), np.eye(2), 2 + 1j, np.zeros((0, 3)), True)


def _value(value: values.Value) -> list[verdict.TestResult]:
    """A value is read or refused; what was read goes out and comes in as the same, and whatever is
    done with it ends in the words that there are, which come back."""
    with watched():
        try:
            built = values.unpack(value, _handle)
            again = values.pack(built, _keep)
            data = crossing.dump(again)
        except values.NotSerializable:
            return []
    with watched():
        twice = values.pack(values.unpack(crossing.load(data), _handle), _keep)
        assert _ordered(twice) == _ordered(again), "it is another value after one more way"
    results: list[verdict.TestResult] = []
    with contextlib.suppress(Slow), watched():  # a test has a clock, which interrupts it
        for want in WANTED:
            try:
                checks.close(built, want, mistakes={"a slip": np.ones(3)})
            except checks.Mismatch as error:
                results.append(_judged(error, built))
        assert len(checks.short(built)) <= 240
        if isinstance(built, str):
            with contextlib.suppress(Exception):
                sp.sympify(built)
    return results


def _ordered(value: values.Value) -> bytes:
    """A value's bytes; the members of sets have no order."""
    match value:
        case values.Typed("set" | "frozenset" as kind, parts):
            return kind.encode() + b"".join(sorted(map(_ordered, parts)))
        case values.Typed(kind, parts):
            return kind.encode() + b"".join(map(_ordered, parts))
    return crossing.dump(value)


def _judged(error: BaseException, built: Any) -> verdict.TestResult:
    calls = Calls()
    calls.end(calls.begin("f", (built,), {"a": built}), built)
    outcome, message, log = outcomes.classify(error, calls, set(), outcomes.Quoting.ALL)
    ended = SimpleNamespace(error=error, calls=calls, cell=SimpleNamespace(source=""), visible=True)
    shown = examples.example(cast(EndedTest, ended))
    return verdict.TestResult(
        name="n", title="t", outcome=outcome, message=message, log=log, counterexample=shown
    )


# Whole conversations ------------------------------------------------------------------------


class _Child:
    """What a session knows of its process. This one has said all that it ever will."""

    def __init__(self, channel: real.Channel) -> None:
        self.channel = channel
        self.usage = NoProcesses()
        self.gone: control.Exited | None = None

    def end(self, *, by_force: bool = False) -> control.Exited:
        self.channel.close()
        self.gone = control.Exited(status=9, seconds=0.1, memory_kb=1)
        return self.gone


@functools.cache
def exercises() -> list[grade_cell.GradeCell]:
    """The grade cells that hostile processes are graded by."""
    return [grade_cell.parse_grade_cell("fuzzed", TESTS), grade_cell.parse_grade_cell("lean", LEAN)]


@functools.cache
def _warm() -> None:
    """What tests read, compile and import on their first use is there."""
    pytest_session.warm_up_pytest()
    guards.guard_libraries()
    samples.objects()
    exercises()
    sp.sympify("x + 1").equals(sp.Symbol("x"))
    sp.Max(1, sp.Symbol("x")).evalf()


def _dialogue(packets: list[bytes]) -> None:
    """A notebook's whole life: a cell, copies kept for two cells of tests, the passes of these, in
    copies of them. All that is said comes by one wire, whoever is asked."""
    with _wire(packets) as channel, watched(8.0), _one_wire(channel):
        session = Session(_Child(channel), LIMITS)  # type: ignore[arg-type]
        outputs, count = session.run("x = 1")
        places = [session.checkpoint() for _ in exercises()]
        cells = [CellTests(exercise, LIMITS) for exercise in exercises()]
        pairs = [(tests, at) for tests, at in zip(cells, places, strict=True) if at is not None]
        run_passes(pairs, session)
        session.end()
    _valid(outputs, count)
    for tests in cells:
        assert tests.fault is None, tests.fault
        tests.give_up("its process ended")
        _verdict(tests.results())


@contextlib.contextmanager
def _one_wire(channel: real.Channel) -> Iterator[None]:
    """Have copies of the process answer on the wire of the process itself."""

    def copy(self: StudentProcess) -> StudentProcess:
        channel.send(real.Fork())
        return StudentProcess(channel, LIMITS, self._meter, self._reply(real.Forked).pid)

    def end_copy(
        self: StudentProcess, copy: StudentProcess, *, by_force: bool = False
    ) -> int | None:
        with contextlib.suppress(real.ChannelClosed, real.Timeout):
            while True:  # what nobody asked for is passed over, so that later passes are reached
                with contextlib.suppress(ProtocolError):
                    return self._reply(real.Reaped).status
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StudentProcess, "copy", copy)
        patch.setattr(StudentProcess, "end_copy", end_copy)
        yield


def _verdict(results: list[verdict.TestResult]) -> None:
    """The results are a verdict, never a fault of ours, and a page that is inert."""
    assert results
    for result in results:
        if result.outcome is verdict.Outcome.BROKEN:
            raise AssertionError(f"{result.name} takes it for our fault: {result.log}")
    judged = verdict.scored("fuzzed", 9.0, results)
    assert judged.score is not None
    assert 0.0 <= judged.score <= 9.0
    stored = msgspec.json.decode(msgspec.json.encode(judged), type=verdict.CellVerdict)
    shown: list[Any] = pipeline.verdict_outputs(stored)
    pages.inert(shown[-1]["data"]["text/html"])
    _valid(shown, None)
