"""Honest conversations, from which hostile ones are made."""

from __future__ import annotations

import datetime as dt
import io
from collections import deque, namedtuple
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import pandas as pd
import sympy as sp
from matplotlib.figure import Figure

from grader.protocol import messages, records, sympy_nodes, values
from grader.protocol.kinds import PLAIN
from grader.protocol.tables import TABLES
from grader.testing.namespace import built_in_error
from tests import crossing

x = sp.Symbol("x")
t = sp.Symbol("t", positive=True)


Pair: Final = namedtuple("Pair", "one other")

TABLE: Final = pd.DataFrame(
    {
        "a": [1, 2],
        "b": ["x", None],
        "c": pd.Categorical(["u", "v"]),
        "d": pd.array([1, None], dtype="Int64"),
        "e": pd.date_range("2020", periods=2, tz="UTC"),
        "f": pd.period_range("2020-01", periods=2, freq="M"),
    }
)


repr(TABLE)  # pandas imports its printers when it first prints


def objects() -> list[Any]:
    """One object of each kind that crosses."""
    axes = Figure().subplots()
    axes.plot([0, 1], [1, 2], label="a line")
    axes.scatter([1], [2])
    axes.imshow(np.eye(2))
    axes.annotate("here", (0, 1))
    axes.set_title("A title")
    return [
        *(
            None,
            True,
            3,
            -1.5,
            float("nan"),
            1 << 80,
            2 + 3j,
            "text",
            FORMULAS[0],
            b"bytes",
            Fraction(2, 3),
        ),
        *([1, [2.0, None]], (1, "a"), {1, 2}, frozenset({"a"}), {"a": [1], (1, 2): None}),
        *(np.arange(3.0), np.eye(2), np.float32(1.5), np.array(["a", "bc"]), np.zeros((0, 3))),
        *(np.array([True, False]), np.array([1j]), np.array([Fraction(1, 2), None], dtype=object)),
        *(np.random.default_rng(3), np.random.default_rng(1)),
        *(x**2 + 1, sp.exp(-t / 2) * sp.sin(x), sp.Matrix([[x, 1], [0, sp.pi]]), sp.Float("0.1")),
        *(sp.Piecewise((x, x > 0), (0, True)), sp.Max(x, 2), sp.FiniteSet(1, x), sp.sqrt(2) * sp.I),
        *(sp.Eq(x, t), sp.And(x > 0, t < 3), sp.Tuple(x, 1), sp.Heaviside(x), sp.Rational(1, 3)),
        *(dt.datetime(2020, 1, 2, tzinfo=dt.UTC), dt.timedelta(1), Path("a/b"), Decimal("1.5")),
        *(io.StringIO("a,b\n1,2\n"), io.BytesIO(b"\0a"), deque([1], 3), Pair(1, "a")),
        *(np.array(["2020-01-01"], dtype="M8[D]"), ValueError, KeyError("x", 1)),
        *(TABLE, TABLE["a"], TABLE.set_index(["a", "b"]).index, pd.Timestamp("2020", tz="UTC")),
        axes,
    ]


def packed(value: Any) -> values.Value:
    """An object as it crosses; what stays is a handle."""
    return values.pack(value, lambda _: values.StudentRef(2, "Thing", False))


def texts() -> tuple[Any, ...]:
    """Words which mean something somewhere in a message."""
    exceptions = ["ValueError", "NameError", "StopIteration", "SystemExit", "KeyboardInterrupt"]
    exceptions += [
        "GeneratorExit",
        "UnicodeDecodeError",
        "OSError",
        "ExceptionGroup",
        "ImportError",
    ]
    exceptions += ["SyntaxError", "AssertionError", "NotImplementedError", "RecursionError"]
    assert all(built_in_error(name) for name in exceptions)
    mimes = ["text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/svg+xml"]
    dtypes = ["<f8", "<f2", "|b1", "|u1", "<i8", "<c16", "<c8", "<U1", "<U9999999", "|O", "<M8[s]"]
    kinds = [*PLAIN, *TABLES, "sympy", "matplotlib.axes"]
    tags = [str(kind._field_defaults["tag"]) for kind in records.Struct.__args__]
    numbers = ["0/1", "1/0", "-1/3", "9/1", "1e400,53", "1,8001", "2,2", "0x10", "-0x1", "1" * 1999]
    html = ['<a href="https://a.b">', "<table><td style='position:fixed'>", "$$", "```", "![a]("]
    seeds = ["entropy", "spawn_key", "n_children_spawned", "state", "inc", "bit_generator"]
    heads = [*sorted(sympy_nodes.FUNCTIONS), *sympy_nodes.CONSTANTS, "Symbol", "Rational", "Float"]
    assumptions = sorted(sympy_nodes.ASSUMPTIONS)
    return (
        *(*exceptions, *mimes, *dtypes, *kinds, *tags, *numbers, *html, *seeds, *values.GENERATORS),
        *(*heads, "Matrix", "positive", "!zero", "integer", *assumptions, "stdout", "stderr", "f"),
        *FORMULAS,
        *(
            "sqrt(",
            ")**",
            "x",
            "**9",
            "Symbol(",
            ".",
            "lambda",
            "(",
            ")",
            "[",
            "__",
            "9" * 50,
            "e9",
        ),
        *("__call__", "step", "nothing", "Thing", "0", "1", "v", "scipy.special.softmax"),
        *[packed_plain(value) for value in objects()],
    )


def packed_plain(value: Any) -> Any:
    """An object as it crosses, as plain data."""
    return msgspec.msgpack.decode(crossing.dump(packed(value)))


def found(name: str) -> messages.Reply:
    """What the honest process answers when it is asked for a name of the tests'."""
    if name == "v":
        return messages.Found(packed([1, 2.5, "a"]))
    return messages.Found(values.StudentRef(len(name), "function", name == "f"))


NAMES: Final = ("f", "thing", "v")
"""What the tests use, in the order in which they ask for it."""


def whole(
    visible: list[messages.Reply],
    counterexample: list[messages.Reply],
    hidden: list[messages.Reply],
) -> list[messages.Reply]:
    """A cell that ran, two copies kept, and what the tests of each pass are answered in theirs."""
    told: list[messages.Reply] = [
        messages.Stream("stdout", "printed\n"),
        messages.Display({"text/plain": "1", "text/html": "<b>1</b>"}, 1),
        *(messages.Ran(1, True, False), messages.Forked(7), messages.Forked(7)),
    ]
    lean = [found("f"), messages.Returned(1, {}), messages.Returned(1.0, {})]
    passes = [
        [*map(found, NAMES), *visible],
        [*lean, messages.Returned(2.0, {})],
        [*map(found, NAMES), *counterexample],
        [*map(found, NAMES), *hidden],
    ]
    for answers in passes:
        told += [messages.Forked(7), *answers, messages.Reaped(0)]
    return told


def honest() -> list[messages.Reply]:
    """What a right answer says to each of the tests."""
    drawn = np.random.default_rng(1)
    drawn.normal()
    visible: list[messages.Reply] = [
        messages.Returned(packed(2.0), {}),
        messages.Returned(packed(np.full(3, 2.0)), {"1": packed([1, [2]])}),
        messages.Returned(packed(x**2), {}),
        messages.Returned(packed(1.0), {"rng": packed(drawn)}),
        messages.Callback(0, "__call__", [packed(1.0)], {}),
        messages.Callback(0, "__call__", [], {"value": packed(2)}),
        messages.Returned(3, {}),
        messages.Found(values.StudentRef(7, "method", True)),
        messages.Returned(4, {}),
        messages.Found(4),
        messages.Raised(["ValueError"], "no", "", False),
    ]
    pair = messages.Returned(packed(({"a": 1}, 2)), {})
    return whole(visible, [], [pair, messages.Returned(packed([2, 1]), {})])


FORMULAS: Final = (
    *("x**2 - sin(x)/3 + 0.5*E", "[x, 1, -2.5e3]", "-x <= pi*3", "Matrix([[1, x]])", "exp(x)**2"),
    *("f(x)", "lambda x: x", "x.y", "x[0]", "open('/dev/null', 'w')", "9**9**9**9", "x!", "'x'"),
    *(
        "Symbol('x').name",
        "{1}",
        "S(1)",
        "Q.real(x)",
        "0.[3]",
        "not x",
        "x if 1 else 2",
        "*x",
        "1_0",
    ),
    *(
        "sympify('x')",
        "Float('1e9')",
        "Rational('1/3')",
        "x = 1",
        "(x := 1)",
        "f'{x}'",
        "x;y",
        "eval",
    ),
)
"""Texts that may be taken for expressions."""


def conversations() -> Iterator[list[messages.Reply]]:
    """Whole conversations: a cell, then tests, each of which gets the same kind of answer."""
    for value in objects():
        same: list[messages.Reply] = [messages.Returned(packed(value), {})] * 9
        yield whole(same, same, same)
    changed = {"0": packed(np.ones(3)), "rng": packed(np.random.default_rng(9))}
    inner = {"0": packed([np.zeros(3), {"a": [2]}]), "1": packed((np.ones(2), [2]))}
    answers: list[messages.Reply] = [
        messages.Returned(None, changed),
        messages.Returned(None, {**inner, "2": packed({3}), "rng": packed({"a": np.zeros(1)})}),
        messages.Returned(values.StudentRef(5, "Thing", True), {"0": packed([1, [2]])}),
        messages.Returned(values.GraderRef(0, True, ["__call__"]), {}),
        messages.Returned(packed(2.0), {}, True),
        messages.Raised(["MyError", "ValueError", "Exception"], "no", "line 1", False),
        messages.Raised(["StopIteration"], "", "", False),
        messages.Raised(["KeyboardInterrupt"], "", "", True),
        messages.Raised(["NameError"], "name 'f' is not defined", "", False),
        messages.Unsendable("it nests too deep"),
        messages.Forbidden("scipy.special.softmax"),
        messages.Missing(),
        messages.Found(packed(2.0)),
    ]
    for answer in answers:
        yield whole([answer] * 9, [answer] * 9, [answer] * 9)
    yield honest()
    lost: list[messages.Reply] = [
        *(messages.Reaped(9), messages.Forked(7), messages.Returned(packed(1.0), {})),
        messages.Reaped(256),
    ]
    yield whole(lost, lost, lost)
    yield [
        messages.Display({"text/markdown": "# a <b>b</b> [c](https://d.e)", "text/latex": "$a<b$"}),
        messages.Display({"image/png": "aGk=", "application/javascript": "alert(1)"}, 2),
        messages.Display({"text/html": '<table class="dataframe"><td>1</td></table>'}),
        messages.Error("ValueError", "no", ["\x1b[31mline\x1b[0m", "two"]),
        messages.Clear(),
        *honest(),
    ]
