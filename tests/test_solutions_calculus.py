"""The references of descent, of back-propagation and of the chain rule agree with oracles that are
written otherwise: SymPy's derivatives, SciPy, closed forms and finite differences."""

import copy
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import scipy.optimize
import scipy.special
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.calculus import (
    backward_pass,
    chain_rule_gradient,
    forward_pass,
    gradient,
    gradient_descent,
    loss_function,
    sigmoid,
    sigmoid_derivative,
    train,
)

STEADY = settings(derandomize=True, deadline=None, max_examples=60)

numbers = st.floats(-50, 50)
weights = st.floats(-3, 3)
rates = st.floats(0.001, 0.2)
seeds = st.integers(0, 2**32 - 1)


# --- loss_function, gradient ---------------------------------------------------------------------


@STEADY
@given(st.fractions(-100, 100))
def test_loss_agrees_with_exact_arithmetic(w: Fraction) -> None:
    assert_allclose(loss_function(float(w)), float((w - 2) ** 2), rtol=1e-12, atol=1e-12)


@STEADY
@given(st.fractions(-100, 100))
def test_gradient_is_the_slope_of_every_centred_chord_of_the_parabola(w: Fraction) -> None:
    chord = ((w + 3 - 2) ** 2 - (w - 3 - 2) ** 2) / Fraction(6)
    assert_allclose(gradient(float(w)), float(chord), rtol=1e-12, atol=1e-12)


@STEADY
@given(numbers)
def test_gradient_is_what_finite_differences_of_the_loss_give(w: float) -> None:
    found = scipy.optimize.approx_fprime([w], lambda v: loss_function(v[0]), 1e-6)
    assert_allclose(gradient(w), found[0], rtol=1e-4, atol=1e-4)


def test_gradient_is_zero_where_the_loss_is_least() -> None:
    best = scipy.optimize.minimize_scalar(loss_function)
    assert_allclose(best.x, 2, rtol=1e-7)
    assert (loss_function(2), gradient(2)) == (0, 0)


def test_loss_and_gradient_take_whatever_is_one_number() -> None:
    numbers: list[Any] = [5, 5.0, np.float32(5), np.array(5), Fraction(5)]
    for w in numbers:
        assert (loss_function(w), gradient(w)) == (9, 6)
        assert type(loss_function(w)) is type(gradient(w)) is float


@pytest.mark.parametrize("function", [loss_function, gradient])
def test_loss_and_gradient_refuse_what_is_not_one_number(function: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="single number"):
        function([1.0, 2.0])


# --- gradient_descent ----------------------------------------------------------------------------


@STEADY
@given(numbers, st.floats(0.01, 1.2), st.integers(0, 30))
def test_descent_on_the_parabola_follows_its_closed_form(w: float, rate: float, steps: int) -> None:
    path = gradient_descent(gradient, w, rate, steps)
    expected = [2 + (1 - 2 * rate) ** k * (w - 2) for k in range(steps + 1)]
    assert_allclose(path, expected, rtol=1e-9, atol=1e-9)


@STEADY
@given(seeds, st.integers(1, 5), rates, st.integers(0, 12))
def test_descent_on_a_quadratic_form_is_a_power_of_a_matrix(
    seed: int, n: int, rate: float, steps: int
) -> None:
    rng = np.random.default_rng(seed)
    A, c, w = rng.normal(size=(n, n)), rng.normal(size=n), rng.normal(size=n)
    path = gradient_descent(lambda v: A @ (v - c), w, rate, steps)
    M = np.eye(n) - rate * A
    expected = [c + np.linalg.matrix_power(M, k) @ (w - c) for k in range(steps + 1)]
    assert_allclose(path, expected, rtol=1e-9, atol=1e-9)


def test_descent_on_rosenbrocks_valley_comes_down_at_every_step() -> None:
    path = gradient_descent(scipy.optimize.rosen_der, [-1.2, 1.0], 0.001, 400)
    heights = [scipy.optimize.rosen(w) for w in path]
    assert heights == sorted(heights, reverse=True)


def test_descent_ends_where_scipy_finds_the_minimum() -> None:
    best = scipy.optimize.minimize(lambda v: np.sum(np.cosh(v - [1, -2])), [0, 0], tol=1e-12)
    path = gradient_descent(lambda v: np.sinh(v - [1, -2]), [0, 0], 0.3, 100)
    assert_allclose(path[-1], best.x, atol=1e-5)


def test_descent_by_default_makes_ten_steps_of_a_tenth() -> None:
    assert gradient_descent(gradient, 0.0) == gradient_descent(gradient, 0.0, 0.1, 10)
    assert len(gradient_descent(gradient, 0.0)) == 11


def test_descent_of_no_steps_is_the_start_alone() -> None:
    assert gradient_descent(gradient, 3, steps=0) == [3.0]
    (start,) = gradient_descent(gradient, [[1, 2]], steps=0)
    assert_array_equal(start, [[1.0, 2.0]])


def test_descent_asks_for_the_gradient_once_a_step_and_where_it_stands() -> None:
    asked = []

    def slope(w: np.ndarray) -> np.ndarray:
        asked.append(w)
        return 2 * w

    path = gradient_descent(slope, np.array([1.0, -3.0]), 0.2, 4)
    assert_array_equal(asked, path[:-1])


def test_descent_of_a_number_is_floats_and_of_an_array_arrays() -> None:
    assert all(type(w) is float for w in gradient_descent(gradient, np.array(1)))
    for shape in [(1,), (3,), (2, 3), (2, 1, 2), (0,)]:
        path = gradient_descent(np.tanh, np.ones(shape), steps=3)
        assert [np.shape(w) for w in path] == [shape] * 4


@pytest.mark.parametrize("rate", [0.1, 0.0])
def test_descent_leaves_the_start_alone_and_no_entry_aliases_another(rate: float) -> None:
    start = np.array([[1.0, -3.0], [2.0, 0.0]])
    path = gradient_descent(lambda w: w, start, rate, 3)  # hands its argument back
    assert_array_equal(start, [[1.0, -3.0], [2.0, 0.0]])
    entries = [start, *path]
    for i, entry in enumerate(entries):
        assert not any(np.shares_memory(entry, other) for other in entries[:i])


def test_descent_is_safe_from_a_gradient_that_writes_to_its_argument() -> None:
    def careless(w: np.ndarray) -> np.ndarray:
        w *= 2
        return w

    path = gradient_descent(careless, [1.0, -1.0], 0.25, 2)
    assert_allclose(np.array(path), [[1.0, -1.0], [0.5, -0.5], [0.25, -0.25]])


def test_descent_refuses_negative_steps_and_a_gradient_of_another_shape() -> None:
    with pytest.raises(ValueError, match="steps"):
        gradient_descent(gradient, 0.0, steps=-1)
    with pytest.raises(ValueError, match="shape"):
        gradient_descent(np.sum, [1.0, 2.0])


# --- forward_pass, backward_pass -----------------------------------------------------------------

X, W1, W2, T, B = sympy.symbols("x w1 w2 t b", real=True)
OUTPUT = W2 * sympy.Max(0, W1 * X)
LOSS = (OUTPUT - T) ** 2
SLOPES = [sympy.lambdify([X, W1, W2, T], LOSS.diff(w), "sympy") for w in (W1, W2)]


@STEADY
@given(numbers, weights, weights)
def test_forward_pass_agrees_with_a_slow_reading_of_the_formula(
    x: float, w1: float, w2: float
) -> None:
    y, h = forward_pass(x, w1, w2)
    exact = Fraction(x) * Fraction(w1) if x * w1 > 0 else Fraction(0)
    assert_allclose([h, y], [float(exact), float(exact * Fraction(w2))], rtol=1e-14, atol=1e-300)


@STEADY
@given(st.floats(-3, 3), weights, weights, weights)
def test_backward_pass_agrees_with_sympys_derivatives(
    x: float, w1: float, w2: float, t: float
) -> None:
    found = backward_pass(x, *forward_pass(x, w1, w2)[:1], t, w1, w2, forward_pass(x, w1, w2)[1])
    if x * w1 == 0:
        assert found == (0, 0)
    else:
        expected = [float(slope(x, w1, w2, t)) for slope in SLOPES]
        assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_backward_pass_is_what_finite_differences_give() -> None:
    x, w1, w2, t, step = 1.5, 0.7, -0.4, 3.0, 1e-6

    def loss(u: float, v: float) -> float:
        return (forward_pass(x, u, v)[0] - t) ** 2

    y, h = forward_pass(x, w1, w2)
    expected = [
        (loss(w1 + step, w2) - loss(w1 - step, w2)) / (2 * step),
        (loss(w1, w2 + step) - loss(w1, w2 - step)) / (2 * step),
    ]
    assert_allclose(backward_pass(x, y, t, w1, w2, h), expected, rtol=1e-8)


@pytest.mark.parametrize(("x", "w1"), [(1.0, -2.0), (-1.0, 2.0), (0.0, 3.0), (3.0, 0.0)])
def test_a_silent_hidden_unit_passes_nothing_on_and_nothing_back(x: float, w1: float) -> None:
    assert forward_pass(x, w1, 5.0) == (0, 0)
    assert backward_pass(x, 0.0, 7.0, w1, 5.0, 0.0) == (0, 0)


def test_passes_take_whatever_is_one_number_and_give_floats() -> None:
    y, h = forward_pass(2, np.float64(3), np.array(0.5))
    assert (y, h) == (3, 6)
    slopes = backward_pass(2, y, 1, 3, 0.5, h)
    assert {type(value) for value in (y, h, *slopes)} == {float}
    assert slopes == (4, 24)


def test_passes_refuse_what_is_not_one_number() -> None:
    with pytest.raises(ValueError, match="x must be a single number"):
        forward_pass([1.0], 2, 3)
    with pytest.raises(ValueError, match="w1 must be a single number"):
        backward_pass(1, 2, 3, [4], 5, 6)


# --- train ---------------------------------------------------------------------------------------


def slow_training(x: Any, t: Any, w1: Any, w2: Any, rate: Any, epochs: int) -> Any:
    """The same in whole or broken numbers, without rounding, the slopes written out."""
    x, t, w1, w2, rate = map(Fraction, (x, t, w1, w2, rate))
    losses = []
    for _ in range(epochs):
        error = w2 * max(w1 * x, Fraction(0)) - t
        losses.append(error**2)
        if w1 * x > 0:
            w1, w2 = w1 - rate * 2 * error * w2 * x, w2 - rate * 2 * error * w1 * x
    return [float(value) for value in (w1, w2, *losses)]


@STEADY
@given(weights, weights, weights, weights, rates, st.integers(0, 5))
def test_training_agrees_with_exact_arithmetic(
    x: float, t: float, w1: float, w2: float, rate: float, epochs: int
) -> None:
    x, t, w1, w2, rate = (round(value, 3) for value in (x, t, w1, w2, rate))
    end1, end2, losses = train(x, t, w1, w2, rate, epochs)
    assert len(losses) == epochs
    expected = slow_training(x, t, w1, w2, rate, epochs)
    assert_allclose([end1, end2, *losses], expected, rtol=1e-7, atol=1e-9)


def test_training_on_the_lecture_texts_example() -> None:
    w1, w2, losses = train(1.0, 3.0, 0.5, 0.5)
    assert_allclose(losses[:2], [7.5625, (0.775**2 - 3) ** 2], rtol=1e-12)
    assert len(losses) == 5
    assert losses == sorted(losses, reverse=True)
    assert w1 == w2  # what starts alike is treated alike


def test_training_keeps_the_difference_of_the_squares_where_steps_are_small() -> None:
    # Along the gradient flow w1² - w2² stays: a check that both slopes are at the old weights.
    w1, w2, losses = train(1.0, 2.0, 1.2, 0.3, learning_rate=1e-4, epochs=20_000)
    assert_allclose(w1**2 - w2**2, 1.2**2 - 0.3**2, rtol=1e-3)
    assert losses[-1] < 1e-6


def test_training_of_a_silent_unit_changes_nothing() -> None:
    assert train(1.0, 3.0, -0.5, 0.5, 0.1, 4) == (-0.5, 0.5, [9.0] * 4)


def test_training_refuses_negative_epochs_and_what_is_not_one_number() -> None:
    with pytest.raises(ValueError, match="epochs"):
        train(1, 2, 3, 4, epochs=-1)
    with pytest.raises(ValueError, match="w2 must be a single number"):
        train(1, 2, 3, [4])


# --- sigmoid, sigmoid_derivative -----------------------------------------------------------------


@STEADY
@given(st.floats(-700, 700))
def test_sigmoid_and_its_slope_agree_with_scipy_also_in_the_tails(x: float) -> None:
    assert_allclose(sigmoid(x), scipy.special.expit(x), rtol=1e-13, atol=0)
    slope = scipy.special.expit(x) * scipy.special.expit(-x)
    assert_allclose(sigmoid_derivative(x), slope, rtol=1e-13, atol=0)


def test_sigmoid_and_its_slope_agree_with_sympy_to_thirty_digits() -> None:
    z = sympy.Symbol("z")
    curve = 1 / (1 + sympy.exp(-z))
    for x in (-100, -20, -3, 0, 1, 8, 40):
        assert_allclose(sigmoid(x), float(curve.subs(z, x).evalf(30)), rtol=1e-14)
        slope = float(curve.diff(z).subs(z, x).evalf(30))
        assert_allclose(sigmoid_derivative(x), slope, rtol=1e-14)


def test_sigmoid_derivative_is_what_finite_differences_of_the_sigmoid_give() -> None:
    x = np.linspace(-6, 6, 41)
    slopes = (sigmoid(x + 1e-5) - sigmoid(x - 1e-5)) / 2e-5
    assert_allclose(sigmoid_derivative(x), slopes, rtol=1e-6)


def test_sigmoid_at_a_thousand_is_at_its_ends_without_a_warning() -> None:
    with np.errstate(all="raise", under="ignore"):
        assert_array_equal(sigmoid([-1000, 0, 1000]), [0, 0.5, 1])
        assert_array_equal(sigmoid_derivative([-1000, 0, 1000]), [0, 0.25, 0])
        assert_array_equal(sigmoid([-np.inf, np.inf]), [0, 1])


@pytest.mark.parametrize("function", [sigmoid, sigmoid_derivative])
def test_sigmoid_works_on_any_shape_and_leaves_it_alone(function: Callable[..., Any]) -> None:
    for shape in [(1,), (4,), (2, 3), (2, 1, 2), (0,)]:
        x = np.random.default_rng(1).normal(size=shape)
        before = x.copy()
        found = function(x)
        assert found.shape == shape
        assert_array_equal(x, before)
        assert_allclose(found.ravel(), [function(value) for value in x.ravel()], rtol=1e-15)
    assert type(function(1)) is type(function(np.array(1))) is float


# --- chain_rule_gradient -------------------------------------------------------------------------

SLOPE = sympy.lambdify([X, W1, W2, B], ((W2 / (1 + sympy.exp(-W1 * X - B))) ** 2).diff(W1), "math")


@STEADY
@given(st.floats(-4, 4), st.floats(-4, 4), st.floats(-4, 4), st.floats(-4, 4))
def test_chain_rule_gradient_agrees_with_sympys_derivative(
    x: float, w1: float, w2: float, b: float
) -> None:
    assert_allclose(chain_rule_gradient(x, w1, w2, b), SLOPE(x, w1, w2, b), rtol=1e-11, atol=1e-15)


def test_chain_rule_gradient_is_what_finite_differences_give() -> None:
    x, w1, w2, b, step = 0.5, 0.8, 0.3, 0.1, 1e-5

    def loss(w: float) -> float:
        return (w2 / (1 + math.exp(-w * x - b))) ** 2

    expected = (loss(w1 + step) - loss(w1 - step)) / (2 * step)
    assert_allclose(chain_rule_gradient(x, w1, w2, b), expected, rtol=1e-9)


def test_chain_rule_gradient_is_zero_far_out_in_both_directions() -> None:
    assert chain_rule_gradient(1000, 1, 3, 0) == 0
    assert chain_rule_gradient(-1000, 1, 3, 0) == 0


def test_chain_rule_gradient_refuses_what_is_not_one_number() -> None:
    with pytest.raises(ValueError, match="b must be a single number"):
        chain_rule_gradient(1, 2, 3, [4])


# --- all -----------------------------------------------------------------------------------------


def test_references_take_lists_and_do_not_change_them() -> None:
    nested = [[1.0, -2.0], [0.5, 3.0]]
    before = copy.deepcopy(nested)
    sigmoid(nested)
    sigmoid_derivative(nested)
    gradient_descent(np.sin, nested)
    assert nested == before
