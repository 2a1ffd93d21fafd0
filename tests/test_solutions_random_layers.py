"""The references on random layers agree with oracles that are written otherwise."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.random_layers import spread_through_layers, weight_std

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)


def rng_of(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


# --- weight_std ----------------------------------------------------------------------------------


@STEADY
@given(st.integers(1, 4096), st.integers(1, 60), st.floats(1e-9, 1e9))
def test_layers_with_the_returned_weights_multiply_to_the_factor(
    width: int, depth: int, factor: float
) -> None:
    product = 1.0
    for _ in range(depth):
        product *= math.sqrt(width * weight_std(width, depth, factor) ** 2)
    assert_allclose(product, factor, rtol=1e-12)


def test_weights_of_known_layers_are_known() -> None:
    assert_allclose(weight_std(100, 20, 1), 0.1, rtol=1e-15)
    assert_allclose(weight_std(64, 1, 2), 0.25, rtol=1e-15)
    assert type(weight_std(4, 2, 9)) is float


# --- spread_through_layers -----------------------------------------------------------------------


@STEADY
@given(st.integers(0, 999), st.integers(1, 5), st.integers(1, 5), st.integers(0, 4))
def test_spreads_are_those_of_sums_of_products(
    seed: int, rows: int, width: int, depth: int
) -> None:
    signals = rng_of(seed).normal(3, 2, (rows, width))
    rng, x = rng_of(seed + 1), signals.tolist()
    wanted = []
    for layer in range(depth + 1):
        if layer:
            W = [[0.7 * rng.standard_normal() for _ in range(width)] for _ in range(width)]
            x = [[sum(r[i] * W[i][j] for i in range(width)) for j in range(width)] for r in x]
        entries = [entry for row in x for entry in row]
        mean = math.fsum(entries) / len(entries)
        wanted.append(math.sqrt(math.fsum((e - mean) ** 2 for e in entries) / len(entries)))
    got = spread_through_layers(signals, 0.7, depth, rng_of(seed + 1))
    assert_allclose(got, wanted, rtol=1e-9, atol=1e-12)


def test_the_mean_square_of_many_layers_is_that_of_the_law() -> None:
    rng, signals = rng_of(3), np.array([[1.0, -1.0, 2.0, -2.0], [2.0, 0.5, -0.5, -2.0]])
    assert_allclose(signals.mean(), 0, atol=1e-15)
    squares = [spread_through_layers(signals, 0.5, 1, rng)[1] ** 2 for _ in range(20_000)]
    # The mean of the outputs has the variance σ² |Σ rows|² / (n m²), which leaves the spread.
    row_sums = signals.sum(axis=0)
    off = 0.5**2 * (row_sums @ row_sums) / (4 * 2**2)
    assert_allclose(np.mean(squares), 4 * 0.5**2 * np.mean(signals**2) - off, rtol=0.02)


def test_single_weights_have_the_normal_distribution() -> None:
    spreads = spread_through_layers([[1], [3]], 1.9, 400, rng_of(4))
    sizes = spreads[1:] / spreads[:-1]
    assert scipy.stats.kstest(sizes, scipy.stats.halfnorm(scale=1.9).cdf).pvalue > 1e-3


def test_wide_layers_with_the_returned_weights_do_what_was_asked() -> None:
    signals = rng_of(5).standard_normal((50, 256))
    for factor in (100.0, 1.0, 0.01):
        spreads = spread_through_layers(signals, weight_std(256, 4, factor), 4, rng_of(6))
        assert_allclose(spreads[-1] / spreads[0], factor, rtol=0.1)


def test_weights_come_from_the_generator_alone() -> None:
    np.random.seed(1)
    before = copy.deepcopy(np.random.get_state())
    first = spread_through_layers([[1, 2]], 1, 3, rng_of(7))
    np.testing.assert_equal(np.random.get_state(), before)
    np.random.seed(2)
    assert_array_equal(spread_through_layers([[1, 2]], 1, 3, rng_of(7)), first)
    assert not np.any(spread_through_layers([[1, 2]], 1, 3, rng_of(8))[1:] == first[1:])


def test_signals_stay_as_they_were() -> None:
    signals = np.array([[1.0, 2.0], [-3.0, 0.5]])
    spread_through_layers(signals, 2.0, 3, rng_of(9))
    assert_array_equal(signals, [[1.0, 2.0], [-3.0, 0.5]])


FAULTS = {
    "no width": (weight_std, (0, 1, 1), "width must be positive"),
    "no layer": (weight_std, (1, 0, 1), "depth must be positive"),
    "no factor": (weight_std, (1, 1, 0), "factor must be positive"),
    "a row": (spread_through_layers, ([1.0, 2.0], 1, 1, rng_of(0)), "signals must be"),
    "equal weights": (spread_through_layers, ([[1.0]], 0, 1, rng_of(0)), "std must be positive"),
    "fewer than none": (spread_through_layers, ([[1.0]], 1, -1, rng_of(0)), "depth must be ≥ 0"),
}


@pytest.mark.parametrize(("function", "arguments", "sentence"), FAULTS.values(), ids=FAULTS)
def test_what_makes_no_layer_raises_a_clear_error(
    function: Callable[..., Any], arguments: tuple[Any, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        function(*arguments)
