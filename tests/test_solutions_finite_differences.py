"""Central differences agree with SciPy's, with SymPy's derivatives and with the formula."""

import math
from typing import Any

import numpy as np
import pytest
import scipy.optimize
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.finite_differences import numerical_gradient

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)


def wave(x: np.ndarray) -> float:
    return float(np.sum(np.sin(x) * np.exp(-0.1 * x)))


@STEADY
@given(st.integers(0, 2**32 - 1), st.sampled_from([(1,), (4,), (2, 3), (2, 1, 3), (0,)]))
def test_the_gradient_has_the_shape_of_x_and_the_slopes_of_the_formula(
    seed: int, shape: tuple[int, ...]
) -> None:
    x = np.random.default_rng(seed).normal(size=shape)
    got = numerical_gradient(wave, x)
    assert np.shape(got) == shape
    assert_allclose(got, np.exp(-0.1 * x) * (np.cos(x) - 0.1 * np.sin(x)), rtol=1e-6, atol=1e-9)


def test_the_gradient_is_nearer_than_scipys_differences_to_one_side() -> None:
    x = np.array([0.3, -1.2, 2.5])
    exact = np.exp(-0.1 * x) * (np.cos(x) - 0.1 * np.sin(x))
    one_sided = scipy.optimize.approx_fprime(x, wave, 1e-5)
    got = numerical_gradient(wave, x)
    assert_allclose(got, one_sided, atol=1e-4)
    assert np.abs(got - exact).max() < 1e-3 * np.abs(one_sided - exact).max()


@pytest.mark.parametrize("at", [-1.5, 0.0, 2])
def test_the_slope_at_a_number_is_that_of_sympy(at: float) -> None:
    x = sp.symbols("x")
    f = sp.sin(x) * sp.exp(x / 3) + x**2
    got = numerical_gradient(lambda z: math.sin(z) * math.exp(z / 3) + z**2, at)
    assert type(got) is float
    assert_allclose(got, float(f.diff(x).subs(x, at)), rtol=1e-8)


def test_the_step_is_the_one_that_is_given() -> None:
    # Of x³ the difference is 3x² + h², exactly.
    assert_allclose(numerical_gradient(lambda x: x**3, 2.0, h=0.5), 12.25, rtol=1e-14)
    assert_allclose(numerical_gradient(lambda x: x[0] ** 3, [2.0], 0.25), [12.0625], rtol=1e-14)


def test_a_function_of_a_number_is_given_floats_and_one_of_an_array_arrays() -> None:
    seen: list[Any] = []

    def watch(x: Any) -> float:
        seen.append(x)
        return 0.0

    numerical_gradient(watch, 3)
    assert [type(x) for x in seen] == [float, float]
    seen.clear()
    numerical_gradient(watch, np.array([[1, 2]]))
    assert [x.shape for x in seen] == [(1, 2)] * 4
    assert not any(np.shares_memory(a, b) for a in seen for b in seen if a is not b)


def test_a_function_that_changes_what_it_is_given_does_no_harm() -> None:
    def greedy(x: np.ndarray) -> float:
        value = float(np.sum(x**2))
        x[:] = 100
        return value

    x = np.array([1.0, -2.0])
    assert_allclose(numerical_gradient(greedy, x), [2.0, -4.0], rtol=1e-8)
    assert_array_equal(x, [1.0, -2.0])


def test_whole_numbers_are_not_rounded_when_they_are_moved() -> None:
    assert_allclose(numerical_gradient(lambda x: np.sum(x**2), np.array([1, 2])), [2, 4])


def test_what_is_no_number_and_steps_that_lead_nowhere_are_refused() -> None:
    with pytest.raises(ValueError, match="single number"):
        numerical_gradient(lambda x: x, [1.0, 2.0])
    for h in (0, -1e-5, math.nan):
        with pytest.raises(ValueError, match="h must be positive"):
            numerical_gradient(lambda x: x, 1.0, h)
    with pytest.raises(ValueError, match="too small"):
        numerical_gradient(lambda x: x, 1e20)
