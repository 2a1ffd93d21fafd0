"""Every value of the closed list comes back as it was; whatever else arrives is refused."""

import contextlib
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.protocol import values
from grader.protocol.kinds import PLAIN
from grader.protocol.values import (
    Array,
    GraderRef,
    NotSerializable,
    Raw,
    StudentRef,
    Typed,
    Value,
)
from tests import crossing

STEADY = settings(derandomize=True, deadline=None, max_examples=80, database=None)


def never(value: Any) -> None:
    raise AssertionError(f"{value!r} is plain")


def there_and_back(
    value: Any, keep: Callable[..., Any] = never, found: Callable[..., Any] = never
) -> Any:
    return values.unpack(crossing.load(crossing.dump(values.pack(value, keep))), found)


def same(a: Any, b: Any) -> bool:
    """Equal in value and in type, all the way down; NaN is equal to NaN."""
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        assert type(b) is np.ndarray
        assert (a.dtype.newbyteorder("="), a.shape) == (b.dtype, b.shape)
        if a.dtype.kind == "O":
            return all(same(x, y) for x, y in zip(a.ravel(), b.ravel(), strict=True))
        return np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
    assert type(a) is type(b)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, set | frozenset):
        return bool(a == b)
    return bool(a == b) or repr(a) == repr(b)  # NaN, also within a complex number


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
keys = st.none() | st.booleans() | st.integers() | texts | st.fractions() | st.binary(max_size=4)
leaves = keys | st.floats() | st.complex_numbers()
nested = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.sets(keys, max_size=4)
        | st.frozensets(keys, max_size=4)
    ),
    max_leaves=25,
)
dtypes = st.sampled_from(
    ["?", "b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "e", "f", "d", "F", "D", "U1", "U7"]
).map(np.dtype)
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray:
    """Arrays of every kind, also in Fortran order, strided, reversed, of foreign byte order."""
    dtype, shape = draw(dtypes), draw(shapes)
    width = dtype.itemsize // 4
    elements = texts.map(lambda t: t[:width].rstrip("\0")) if dtype.kind == "U" else None
    if draw(st.booleans()):
        dtype = dtype.newbyteorder(draw(st.sampled_from("<>")))
    array: np.ndarray = draw(hnp.arrays(dtype, shape, elements=elements, fill=st.nothing()))
    change = draw(st.sampled_from(["none", "transposed", "strided", "reversed"]))
    match change:
        case "transposed":
            return array.T
        case "strided" if array.ndim:
            return array[::2]
        case "reversed" if array.ndim:
            return array[::-1]
    return array


# Round trips ----------------------------------------------------------------------------------


@STEADY
@given(nested)
def test_nested_data_comes_back_as_it_was(value: Any) -> None:
    assert same(value, there_and_back(value))


@STEADY
@given(arrays())
def test_arrays_come_back_whatever_their_memory_looks_like(array: np.ndarray) -> None:
    back = there_and_back(array)
    assert same(array, back)
    assert back.flags.writeable


@STEADY
@given(arrays().filter(lambda array: array.size))
def test_scalars_of_arrays_come_back_as_scalars(array: np.ndarray) -> None:
    scalar = array.ravel()[0]
    back = there_and_back(scalar)
    assert isinstance(back, np.generic)
    assert same(np.asarray(scalar), np.asarray(back))


@STEADY
@given(st.integers(0, 2**60000), st.booleans())
def test_huge_integers_come_back(size: int, negative: bool) -> None:
    number = -size if negative else size
    assert there_and_back(number) == number
    assert there_and_back(Fraction(1, size + 1)) == Fraction(1, size + 1)


def test_a_read_only_array_comes_back_read_only() -> None:
    array = np.arange(3)
    array.flags.writeable = False
    assert not there_and_back(array).flags.writeable


def test_what_comes_back_shares_no_memory() -> None:
    array = np.zeros(3)
    back = there_and_back(array)
    back[0] = 1
    assert array[0] == 0


@pytest.mark.parametrize(
    "array",
    [
        np.array([Fraction(1, 2), None, "x"], dtype=object),
        np.array([[1, 2], [3, 10**30]], dtype=object),
        np.array(Fraction(1, 3), dtype=object),
        np.empty((0, 3), dtype=object),
    ],
)
def test_object_arrays_come_back_item_by_item(array: np.ndarray) -> None:
    assert same(array, there_and_back(array))


def test_an_object_array_of_lists_of_equal_length_stays_one() -> None:
    array = np.empty(2, dtype=object)
    array[0], array[1] = [1, 2], [3, 4]
    back = there_and_back(array)
    assert (back.shape, back[1]) == ((2,), [3, 4])


def test_masked_entries_come_back_as_nan() -> None:
    masked = np.ma.array([1, 2, 3], mask=[False, True, False])
    assert same(np.array([1.0, np.nan, 3.0]), there_and_back(masked))
    assert same(np.array([1, 2]), there_and_back(np.ma.array([1, 2])))


def test_long_doubles_come_back_as_doubles() -> None:
    assert same(np.array([1.5]), there_and_back(np.array([1.5], dtype=np.longdouble)))
    assert same(np.array([1j]), there_and_back(np.array([1j], dtype=np.clongdouble)))


def test_subclasses_come_back_as_what_they_extend() -> None:
    class Float(float):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = float.__hash__

    class Pair(tuple[Any, ...]):
        __slots__ = ()

    assert type(there_and_back(Float(2))) is float
    assert there_and_back(Pair((1, 2))) == (1, 2)
    assert same(np.array([1, 2]), there_and_back(np.array([1, 2]).view(np.recarray)))
    assert there_and_back(range(3)) == [0, 1, 2]
    assert there_and_back(bytearray(b"ab")) == b"ab"


@pytest.mark.parametrize("kind", values.GENERATORS)
def test_a_generator_goes_on_where_it_was(kind: str) -> None:
    rng = np.random.Generator(getattr(np.random, kind)(7))
    rng.random(3), rng.integers(10, dtype=np.int32)
    back = there_and_back(rng)
    assert back.integers(100, dtype=np.int32) == rng.integers(100, dtype=np.int32)
    assert np.array_equal(back.random(5), rng.random(5))


@pytest.mark.parametrize(
    "value",
    [
        object(),
        len,
        type,
        np.array([(1, 2.0)], dtype="i4,f8"),
        np.void(b"x"),
        np.random.Generator(np.random.MT19937()),
        (i for i in range(3)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_on_the_list_is_handed_to_keep(value: Any) -> None:
    seen = []

    def keep(kept: Any) -> StudentRef:
        seen.append(kept)
        return StudentRef(5, "x", False)

    handle = there_and_back([value], keep, lambda handle: handle)
    assert seen[0] is value
    assert handle == [StudentRef(5, "x", False)]


def test_what_is_unchanged_is_packed_as_the_same() -> None:
    value: dict[str, Any] = {"a": [np.arange(3), {1, 2}, np.nan], "b": np.random.default_rng(1)}
    before = values.pack(value, never)
    assert values.is_same(values.pack(value, never), before)
    value["b"].random()
    assert not values.is_same(values.pack(value, never), before)


@pytest.mark.parametrize("pair", [(1, 1.0), (1, True), (0.0, -0.0), ([1], (1,)), ([1], [1, 2])])
def test_what_is_another_value_is_packed_as_another(pair: tuple[Any, Any]) -> None:
    one, other = (values.pack(value, never) for value in pair)
    assert not values.is_same(one, other)
    assert values.is_same(one, one)


# Refusals to pack -----------------------------------------------------------------------------


def cyclic() -> list[Any]:
    loop: list[Any] = [1]
    loop.append({"again": loop})
    return loop


def deep(n: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(n):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (cyclic(), "holds itself"),
        (deep(values.MAX_DEPTH + 1), "nests deeper"),
        (1 << 70000, "65536 bits"),
        (Fraction(1, 1 << 70000), "65536 bits"),
        ([0] * (values.ITEMS + 1), "more than 1000000 items"),
        ({(i, 0, 0, 0) for i in range(values.KEYS + 1)}, "keys"),
        ({(i, 0, 0, 0): 0 for i in range(values.KEYS + 1)}, "keys"),
        ("\ud800", "surrogate"),
    ],
    ids=["cyclic", "deep", "integer", "fraction", "items", "set", "dict", "surrogate"],
)
def test_what_is_too_much_is_refused_with_a_reason(value: Any, reason: str) -> None:
    with pytest.raises(NotSerializable, match=reason):
        values.pack(value, never)


def test_what_is_packed_is_never_refused_on_arrival() -> None:
    for value in (
        deep(values.MAX_DEPTH - 1),
        [0] * values.ITEMS,
        -(1 << 65535),
        list(range(10**5)),
    ):
        assert there_and_back(value) == value
    assert len(there_and_back({(i, 0, 0, 0) for i in range(values.KEYS)})) == values.KEYS
    words = {f"word {i}": i for i in range(10 * values.KEYS)}
    assert there_and_back(words) == words


# Refusals to unpack ---------------------------------------------------------------------------


def refused(value: Value) -> None:
    with pytest.raises(NotSerializable):
        values.unpack(crossing.load(crossing.dump(value)), never)


def objects(shape: tuple[int, ...], *items: Value) -> Typed:
    """Return an array of objects as it crosses."""
    return Typed("objects", [Typed("list", [*shape]), Typed("list", [*items])])


@STEADY
@given(st.binary(max_size=200))
def test_random_bytes_are_refused_or_plain(data: bytes) -> None:
    with contextlib.suppress(NotSerializable):
        values.unpack(crossing.load(data), lambda handle: handle)


messages = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.sampled_from(["list", "set", "objects", "<f8", "|b1", "<U3", "PCG64", "0x1f", "-", ""])
    | st.binary(max_size=16),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner, st.sampled_from("batkev")).map(list)
        | st.tuples(st.sampled_from(sorted(PLAIN)), st.lists(inner), st.just("t")).map(list)
        | st.tuples(
            st.sampled_from(["<f8", "|b1", "<U1", "|O", "<M8[s]", "V", "i4,i4"]),
            st.lists(st.integers(-3, 4), max_size=3),
            st.binary(max_size=32),
            st.booleans(),
            st.booleans(),
            st.just("a"),
        ).map(list)
    ),
    max_leaves=12,
)


@settings(STEADY, max_examples=300)
@given(messages)
def test_forged_messages_are_refused_or_plain(message: Any) -> None:
    with contextlib.suppress(NotSerializable):
        values.unpack(crossing.load(msgspec.msgpack.encode(message)), lambda handle: handle)


@pytest.mark.parametrize(
    "dtype",
    [
        "|O",
        "O",
        "<O8",
        "|V8",
        "i4,i4",
        "<M8",
        "|V1",
        ">f8",
        "f8",
        "=f8",
        "<f16",
        "(2,)f8",
        "<U0",
    ],
)
def test_arrays_of_other_types_are_refused(dtype: str) -> None:
    refused(Array(dtype, (1,), b"\0" * 8, False, True))


@pytest.mark.parametrize(
    "shape",
    [(2,), (-1,), (-1, -1), (0,), (1, 1, 2), (1,) * 65, (2**62, 4), (1 << 41, 0), ()],
)
def test_shapes_that_do_not_fit_the_bytes_are_refused(shape: tuple[int, ...]) -> None:
    data = b"" if shape == () else b"\0" * 8
    refused(Array("<f8", shape, data, False, True))


def test_an_empty_array_is_not_large_in_disguise() -> None:
    refused(Array("<f8", (0, 1 << 30), b"", False, True))
    refused(objects((1 << 30, 0)))
    refused(Array("<f8", (0, 1 << 20, 1 << 20), b"", False, True))  # its sum has 8 TB
    refused(objects((1 << 20, 0, 2)))
    back: Any = values.unpack(Array("<f8", (0, 5), b"", False, True), never)
    assert back.shape == (0, 5)


def test_bytes_that_are_no_boolean_and_no_character_are_refused() -> None:
    refused(Array("|b1", (2,), b"\1\2", False, True))
    refused(Array("<U1", (1,), (0x110000).to_bytes(4, "little"), False, True))
    refused(Array("<U1", (1,), b"\xff" * 4, True, True))


def generator(name: str, state: Any, *origin: Any) -> Typed:
    """Return a random generator as it crosses."""
    return Typed("generator", [values.pack(part, never) for part in (name, state, *origin)])


STATE = np.random.PCG64(1).state


@pytest.mark.parametrize(
    "value",
    [
        Typed("integer", ["0x" + "f" * 20000]),
        Typed("integer", ["ten"]),
        Typed("integer", [1]),
        Typed("integer", []),
        Typed("complex", ["1", "2"]),
        Typed("fraction", ["1", "0"]),
        Typed("deque", [1, None]),
        Typed("errorclass", ["KeyboardInterrupt"]),
        Typed("errorclass", ["object"]),
        Typed("error", ["ValueError", Typed("list", [1])]),
        Typed("error", ["SystemExit", 1]),
        Typed("set", [Typed("list", [])]),
        Typed("objects", []),
        objects((3,), 1, 2),
        Typed("dict", [1, 2, 3]),
        Typed("dict", [Typed("list", []), 1]),
        Typed("path", [1]),
        generator("MT19937", None, 1, (), 0),
        generator("default_rng", None, 1, (), 0),
        generator("PCG64", {"state": 1}, 1, (), 0),
        generator("PCG64", {"bit_generator": "PCG64"}, 1, (), 0),
        generator("PCG64", STATE, None, (), 0),
        Typed("sympy", [Raw(b"junk")]),
        Typed("sympy", []),
        Typed("matplotlib.axes", [Raw(b"junk")]),
        Typed("matplotlib.axes.Axes", []),
        Typed("os.system", ["ls"]),
        StudentRef(1, "x", False),
    ],
    ids=repr,
)
def test_forged_values_are_refused(value: Any) -> None:
    def unknown(handle: StudentRef | GraderRef) -> None:
        raise LookupError(handle.number)

    with pytest.raises(NotSerializable):
        values.unpack(crossing.load(crossing.dump(value)), unknown)


def test_a_message_nested_too_deep_is_refused() -> None:
    value = Typed("list", [])
    for _ in range(values.MAX_DEPTH + 1):
        value = Typed("list", [value])
    refused(value)
    with pytest.raises(NotSerializable):
        crossing.load(b"\x93\xa4list\x91" * 100_000)
    with pytest.raises(NotSerializable):
        crossing.load(b"\x91" * 100_000)


def test_what_is_slow_to_build_is_refused() -> None:
    prime = (1 << 61) - 1  # integers apart by this have one hash
    collide: list[Value] = [
        Typed("integer", [hex(i * prime << 64)]) for i in range(1, values.KEYS + 2)
    ]
    refused(Typed("set", collide))
    refused(Typed("dict", [part for key in collide for part in (key, None)]))
    refused(Typed("list", [Typed("list", [None] * 1000) for _ in range(1001)]))


def test_raw_bytes_stay_bytes() -> None:
    assert values.unpack(Raw(b"\0\xff"), never) == b"\0\xff"
    assert math.isnan(there_and_back(math.nan))


@pytest.mark.parametrize("text", ["1", "0x" + "f" * 100_000])
def test_a_generator_seeded_with_text_is_refused_at_once(text: str) -> None:
    for entropy, key in (([text], ()), (1, (text,)), ([[text]], ()), (np.array([text]), ())):
        with pytest.raises(values.NotSerializable, match="whole numbers"):
            values.unpack(generator("PCG64", STATE, entropy, key, 0), never)


@pytest.mark.parametrize("seed", [7, [1, 2], (3,), np.array([4, 5]), np.int64(6), 1 << 200])
def test_a_generator_keeps_its_seed(seed: Any) -> None:
    made = np.random.default_rng(seed)
    there: Any = values.unpack(values.pack(made, never), never)
    assert made.random() == there.random()
    assert made.spawn(1)[0].random() == there.spawn(1)[0].random()
