"""The references of the first steps agree with slow specifications, written in loops."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.first_steps import (
    RunningAverage,
    pen_path,
    shares,
    squared_distances,
    sum_by_group,
    windows,
)

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

sizes = st.integers(1, 6)
seeds = st.integers(0, 2**32 - 1)


def normal(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


# Axes ---------------------------------------------------------------------------------------


@STEADY
@given(seeds, st.lists(sizes, min_size=1, max_size=4), st.data())
def test_each_line_is_divided_by_its_own_sum(seed: int, shape: list[int], data: Any) -> None:
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    x = np.random.default_rng(seed).integers(0, 3, size=shape)
    got = shares(x, axis)
    lines = [at for at in np.ndindex(*shape) if at[axis] == 0]
    for at in lines:
        line: list[Any] = list(at)
        line[axis] = slice(None)
        entries = x[tuple(line)].tolist()
        wanted = [entry / sum(entries) if sum(entries) else 0.0 for entry in entries]
        assert_allclose(got[tuple(line)], wanted, rtol=1e-15)


def test_shares_of_tiny_entries_are_those_of_large_ones() -> None:
    x = np.array([[1.0, 3.0], [0.0, 0.0]])
    assert_array_equal(shares(1e-300 * x, 1), [[0.25, 0.75], [0, 0]])


@STEADY
@given(seeds, sizes, sizes, sizes)
def test_squared_distances_are_those_of_each_pair(seed: int, n: int, m: int, d: int) -> None:
    X, Y = normal(seed, n, d), normal(seed + 1, m, d)
    wanted = [[math.dist(x, y) ** 2 for y in Y] for x in X]
    assert_allclose(squared_distances(X, Y), wanted, rtol=1e-13)
    assert_array_equal(np.diag(squared_distances(X, X)), np.zeros(n))


@STEADY
@given(seeds, sizes, sizes)
def test_a_window_is_a_slice(seed: int, size: int, more: int) -> None:
    x = normal(seed, size + more - 1)
    got = windows(x, size)
    assert_array_equal(got, [x[i : i + size] for i in range(more)])
    assert not np.shares_memory(got, x)


@STEADY
@given(seeds, sizes, sizes, sizes)
def test_each_row_is_added_to_its_group(seed: int, n: int, d: int, n_groups: int) -> None:
    values = normal(seed, n, d)
    groups = np.random.default_rng(seed).integers(0, n_groups, size=n)
    wanted = np.zeros((n_groups, d))
    for row, group in zip(values, groups, strict=True):
        wanted[group] += row
    assert_array_equal(sum_by_group(values, groups, n_groups), wanted)


# Memory -------------------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, st.floats(0, 0.999))
def test_the_average_weighs_each_value_by_its_age(seed: int, count: int, keep: float) -> None:
    values = normal(seed, count, 2)
    average = RunningAverage(keep)
    weights = np.array([keep ** (count - 1 - t) for t in range(count)])
    got = [average.update(value) for value in values][-1]
    assert_allclose(got, weights @ values / weights.sum(), rtol=1e-9, atol=1e-12)


def test_a_mean_that_keeps_nothing_is_the_last_value() -> None:
    average = RunningAverage(0)
    assert [average.update(value) for value in (3, -1.5)] == [3.0, -1.5]
    assert type(average.update(2)) is float


def test_averages_are_new_arrays_and_two_objects_share_nothing() -> None:
    one, other, value = RunningAverage(0.5), RunningAverage(0.5), np.array([2.0, 4.0])
    first = one.update(value)
    one.update(np.zeros(2))
    assert_array_equal(first, [2, 4])
    assert_array_equal(value, [2, 4])
    assert_array_equal(other.update(value), [2, 4])


# Arrows -------------------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes)
def test_the_pen_is_at_the_sum_of_the_arrows(seed: int, n: int, count: int) -> None:
    lengths, turns, starts = np.abs(normal(seed, n)), normal(seed + 1, n), normal(seed + 2, n)
    times = normal(seed + 3, count)
    wanted = [
        sum(
            cmath.rect(r, start + 2 * math.pi * s * t)
            for r, s, start in zip(lengths, turns, starts, strict=True)
        )
        for t in times
    ]
    assert_allclose(pen_path(lengths, turns, starts, times), wanted, rtol=1e-12, atol=1e-12)


def test_the_arrows_of_a_fourier_transform_draw_the_curve() -> None:
    curve = normal(1, 9) + 1j * normal(2, 9)
    X = np.fft.fft(curve) / len(curve)
    got = pen_path(np.abs(X), np.arange(9), np.angle(X), np.arange(9) / 9)
    assert_allclose(got, curve, atol=1e-13)


# All of them --------------------------------------------------------------------------------

CALLS: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "shares": (shares, (np.abs(normal(1, 2, 3)), 1)),
    "squared_distances": (squared_distances, (normal(1, 2, 3), normal(2, 4, 3))),
    "windows": (windows, (normal(1, 5), 2)),
    "sum_by_group": (sum_by_group, (normal(1, 3, 2), np.array([1, 1, 0]), 3)),
    "pen_path": (pen_path, (np.ones(2), normal(1, 2), normal(2, 2), normal(3, 4))),
}


@pytest.mark.parametrize(("function", "arguments"), CALLS.values(), ids=CALLS)
def test_arguments_stay_and_nested_lists_give_what_arrays_give(
    function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    before = [np.copy(argument) for argument in arguments]
    got = function(*arguments)
    for argument, old in zip(arguments, before, strict=True):
        assert_array_equal(argument, old)
    lists = [a.tolist() if isinstance(a, np.ndarray) else a for a in arguments]
    assert_array_equal(function(*lists), got)


FAULTS: dict[str, tuple[Callable[[], Any], str]] = {
    "a negative entry": (lambda: shares([1, -1], 0), "no negative entry"),
    "a number": (lambda: shares(1, 0), "x must be a non-empty array"),
    "points of two lengths": (lambda: squared_distances([[1]], [[1, 2]]), "1 columns"),
    "a point alone": (lambda: squared_distances([1], [[1]]), "X must be a non-empty 2-D"),
    "a window of nothing": (lambda: windows([1, 2], 0), "size must be from 1 to 2, not 0"),
    "a window too long": (lambda: windows([1, 2], 3), "size must be from 1 to 2, not 3"),
    "a group beyond": (lambda: sum_by_group([[1]], [1], 1), "whole numbers from 0 to 0"),
    "groups of other rows": (lambda: sum_by_group([[1]], [0, 0], 1), "1 whole numbers"),
    "a mean that keeps all": (lambda: RunningAverage(1), "below 1, not 1"),
    "another shape": (
        lambda: [*map(RunningAverage().update, ([1.0], [1.0, 2.0]))],
        r"shape \(1,\), not \(2,\)",
    ),
    "an arrow without a start": (lambda: pen_path([1, 1], [1, 1], [0], [0]), "not 2, 2, 1"),
}


@pytest.mark.parametrize(("call", "sentence"), FAULTS.values(), ids=FAULTS)
def test_arguments_outside_the_domain_raise_a_clear_error(
    call: Callable[[], Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()
