"""Assertions say what is wrong in the order in which a person would look."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks import Mismatch, close, has_shape, numbers, parts, scalars, short, unchanged
from grader.protocol import values

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)


def mismatch(check: Callable[..., Any], *args: Any, **kwargs: Any) -> Mismatch:
    with pytest.raises(Mismatch) as caught:
        check(*args, **kwargs)
    return caught.value


# close ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (3, 3.0),
        (np.array(3.0), 3.0),
        (np.float32(0.5), 0.5),
        (True, 1),
        (Fraction(1, 2), 0.5),
        ([1, 2], np.array([1.0, 2.0])),
        ([np.array(1.0), 2], [1.0, 2.0]),
        (((1, 2), (3, 4)), np.array([[1, 2], [3, 4]])),
        (np.array([1 + 0j]), [1.0]),
        (1.0 + 1e-7, 1.0),
        (np.nan, np.nan),
        ([np.inf, -np.inf], [np.inf, -np.inf]),
        (np.array([10**30, Fraction(1, 2)], dtype=object), [1e30, 0.5]),
    ],
)
def test_numbers_are_as_good_as_their_values(got: Any, want: Any) -> None:
    close(got, want)


@STEADY
@given(st.floats(-1e300, 1e300), st.floats(1e-9, 1e-2))
def test_a_number_is_close_exactly_within_the_tolerance(want: float, rtol: float) -> None:
    close(want * (1 + rtol / 2), want, rtol=rtol, atol=0.0)
    if abs(want) > 1e-290:
        mismatch(close, want * (1 + 1.01 * rtol), want, rtol=rtol, atol=0.0)


@pytest.mark.parametrize(
    ("got", "want", "kind"),
    [
        (None, 1.0, "Nothing came back: is there a `return`?"),
        ("1.0", 1.0, "A number is expected."),
        (["1", "2"], [1, 2], "An array of numbers is expected."),
        ({1: 2}, 1.0, "A number is expected."),
        ([[1], [1, 2]], [1, 2], "An array of numbers is expected."),
        (object(), 1.0, "A number is expected."),
        (10**400, 1.0, "A number is expected."),
        (values.Raw(b""), 1.0, "A number is expected."),
        ([1.0], 1.0, "The shape is not right."),
        (1.0, [1.0], "The shape is not right."),
        ([np.nan], [1.0], "There is a NaN in the result."),
        (np.inf, 1.0, "There is an infinity in the result."),
        (1.0, np.inf, "The value is not right."),
        (-np.inf, np.inf, "The value is not right."),
        (1.0, np.nan, "The value is not right."),
        (1.1, 1.0, "The value is not right."),
        ([1.0, 2.1], [1.0, 2.0], "The values are not right."),
        (1e308, -1e308, "The value is not right."),
        (1 + 1e-3j, 1.0, "The value is not right."),
    ],
)
def test_the_first_thing_wrong_is_named_without_values(got: Any, want: Any, kind: str) -> None:
    assert mismatch(close, got, want).kind == kind


def test_the_detail_tells_how_many_entries_are_off_and_shows_the_first() -> None:
    got = np.array([[1.0, 2.0], [3.5, 4.5]])
    assert mismatch(close, got, [[1, 2], [3, 4]]).detail == (
        "2 of 4 entries are not right: the one at (1, 0) is 3.5, where 3 is expected."
    )
    assert mismatch(close, [1, 2, 4], [1, 2, 3]).detail == (
        "1 entry is not right: the one at 2 is 4, where 3 is expected."
    )
    assert mismatch(close, [1, 2], [1, 2, 3]).detail == (
        "The shape is (2,), where (3,) is expected."
    )


def test_real_numbers_among_complex_ones_are_shown_as_real() -> None:
    found = mismatch(close, np.array([1 + 0j, 2]), np.array([1 + 0j, 3]))
    assert found.detail == "1 entry is not right: the one at 1 is 2, where 3 is expected."
    assert found.expected == "[1., 3.]"
    assert mismatch(close, 1 + 2j, 3).detail == "The value is 1+2j, where 3 is expected."


def test_a_known_mistake_is_named_by_value_and_by_shape() -> None:
    mistakes = {"a sum": [6.0], "a mean": 2.0, "a list": [1.0, 2.0, 3.0]}
    assert mismatch(close, 2.0, 3.0, mistakes=mistakes).mistake == "a mean"
    assert mismatch(close, [6], 3.0, mistakes=mistakes).mistake == "a sum"
    assert mismatch(close, [1, 2, 3], [3, 2, 1], mistakes=mistakes).mistake == "a list"
    assert mismatch(close, 2.5, 3.0, mistakes=mistakes).mistake == ""
    assert mismatch(close, np.nan, 3.0, mistakes={"a NaN": np.nan}).mistake == "a NaN"


def test_a_right_value_is_no_mistake() -> None:
    close(2.0, 2.0, mistakes={"a mean": 2.0})


# has_shape, numbers, parts, unchanged ---------------------------------------------------------


def test_shapes_of_arrays_and_nested_lists() -> None:
    has_shape(np.zeros((2, 3)), (2, 3))
    has_shape([[1, 2, 3], [4, 5, 6]], (2, 3))
    has_shape(3.0, ())
    found = mismatch(has_shape, np.zeros(3), (), mistakes={"no sum": (3,), "a row": (1, 3)})
    assert found.detail == "The shape is (3,), where a single number is expected."
    assert found.mistake == "no sum"
    assert mismatch(has_shape, 1.0, (1,), mistakes={"no sum": (3,)}).mistake == ""


def test_numbers_come_as_an_array_of_whatever_shape_they_are() -> None:
    found = numbers([[1, Fraction(1, 2)], [3, 4]], (7,))
    assert found.dtype == float
    assert np.array_equal(found, [[1.0, 0.5], [3.0, 4.0]])
    assert numbers(2.0).shape == ()


def test_what_is_no_number_is_named() -> None:
    assert str(mismatch(numbers, "1.0")) == "A `str` ('1.0') came back, where a number is expected."
    assert str(mismatch(numbers, {}, (2,))).endswith("where an array of numbers is expected.")
    assert str(mismatch(numbers, None)).startswith("Nothing came back")
    assert str(mismatch(numbers, [1.0, None])).startswith("There is a None in the result")


def test_a_pair_is_taken_apart() -> None:
    assert parts((1, 2), "output", "weights") == (1, 2)
    assert parts([1, 2], "output", "weights") == (1, 2)


def test_numbers_are_taken_apart_from_an_array_too() -> None:
    assert scalars((1, 2), "dw1", "dw2") == (1, 2)
    assert scalars(np.array([1.0, 2.0]), "dw1", "dw2") == (1.0, 2.0)
    said = str(mismatch(scalars, np.zeros((2, 2)), "dw1", "dw2"))
    assert "where the tuple (dw1, dw2) is expected" in said


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (None, "Nothing came back"),
        (np.zeros(2), "A `ndarray` ([0., 0.]) came back"),
        ((1,), "1 value came back"),
        ((1, 2, 3), "3 values came back"),
    ],
)
def test_what_is_no_pair_is_named(got: Any, said: str) -> None:
    found = mismatch(parts, got, "output", "weights")
    assert str(found).startswith(said)
    assert "(output, weights)" in found.kind


def test_an_argument_that_was_changed_is_named() -> None:
    unchanged(np.array([1, np.nan]), np.array([1, np.nan]), "x")
    unchanged([np.ones(2), 3], [np.ones(2), 3], "params")
    found = mismatch(unchanged, np.array([1, 2]), np.array([1, 3]), "x")
    assert "`x` was [1, 3] before the call and is [1, 2] after" in found.detail
    assert "[1" not in found.kind
    assert "`x -= m`" in found.kind
    found = mismatch(unchanged, [1, 2, 3], [1, 2], "x")
    assert found.kind == "The argument `x` was changed by the call. Work on a copy."
    mismatch(unchanged, [np.ones(2), np.zeros(3)], [np.ones(2), np.ones(3)], "params")
    mismatch(unchanged, {"a": np.ones(2)}, {"a": np.zeros(2)}, "table")


# short ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (np.float64(1e-300), "1e-300"),
        (np.int64(3), "3"),
        (np.str_("a"), "'a'"),
        (2 + 0j, "2"),
        (-4 + 1.7e-16j, "-4"),
        (complex(-0.0, -0.5), "0-0.5j"),
        (-0.0, "0"),
        (np.array([-0.0, 1.5]), "[0., 1.5]"),
        (np.array([]), "[]"),
        ([1, np.array([2.0])], "[1, [2.]]"),
        ((1.0,), "(1,)"),
        (("a", None), "('a', None)"),
        (np.mean, "mean"),
        (object(), "<object object>"),
        (np.random.default_rng(1), "Generator(PCG64)"),
        (10**5000, "<int>"),
        (np.zeros((1,) * 6), "<an array of shape (1, 1, 1, 1, 1, 1)>"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_values_are_written_for_people(value: Any, text: str) -> None:
    assert short(value) == text


def test_a_text_of_a_value_is_short_whatever_it_is() -> None:
    class Hostile:
        def __repr__(self) -> str:
            raise ValueError("no")

    for value in (
        "x" * 10**6,
        list(range(10**6)),
        {i: i for i in range(10**5)},
        np.zeros((9,) * 4),
    ):
        assert len(short(value)) <= 240
    assert short(Hostile()).startswith("<Hostile")
