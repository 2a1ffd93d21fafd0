"""The optimization references agree with oracles that are written otherwise."""

import copy
from types import SimpleNamespace
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.optimization import (
    AdamOptimizer,
    GradientDescentOptimizer,
    MomentumOptimizer,
    learning_rate_at,
    optimize,
)

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=40)
STEADY = settings.get_profile("steady")

seeds = st.integers(0, 2**32 - 1)
rates = st.floats(0, 0.5)
below_one = st.floats(0, 0.999)

ALL = (GradientDescentOptimizer, MomentumOptimizer, AdamOptimizer)


def normal(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


def walk(optimizer: Any, start: float | np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """One parameter along given gradients, the values after each step."""
    w, path = start, []
    for g in gradients:
        [w] = optimizer.step([w], [g])
        path.append(w)
    return np.array(path)


# --- gradient descent ----------------------------------------------------------------------------


@STEADY
@given(seeds, rates)
def test_descent_is_the_start_minus_the_sum_of_all_gradients(seed: int, rate: float) -> None:
    w0, gradients = normal(seed, 3, 2), normal(seed + 1, 100, 3, 2)
    path = walk(GradientDescentOptimizer(rate), w0, gradients)
    assert_allclose(path, w0 - rate * np.cumsum(gradients, axis=0), rtol=1e-12, atol=1e-12)


@STEADY
@given(seeds)
def test_descent_on_a_quadratic_is_a_power_of_a_matrix(seed: int) -> None:
    A = normal(seed, 4, 4)
    A = A @ A.T / 10
    w: float | np.ndarray
    w0 = w = normal(seed + 1, 4)
    optimizer = GradientDescentOptimizer(learning_rate=0.05)
    for _ in range(50):
        [w] = optimizer.step([w], [A @ w])
    expected = np.linalg.matrix_power(np.eye(4) - 0.05 * A, 50) @ w0
    assert_allclose(w, expected, rtol=1e-10, atol=1e-12)


# --- momentum ------------------------------------------------------------------------------------


@STEADY
@given(seeds, rates, below_one)
def test_momentum_sums_up_every_gradient_with_a_power_as_its_weight(
    seed: int, rate: float, momentum: float
) -> None:
    gradients = normal(seed, 60, 2)
    w = w0 = normal(seed + 1, 2)
    path = walk(MomentumOptimizer(rate, momentum), w0, gradients)
    for t in range(60):
        v = sum(momentum ** (t - i) * gradients[i] for i in range(t + 1))
        w = w - rate * v
        assert_allclose(path[t], w, rtol=1e-10, atol=1e-10)


def test_momentum_on_a_parabola_is_a_power_of_a_matrix() -> None:
    curvature, rate, momentum = 3.0, 0.1, 0.9
    # (v, w) after a step is linear in (v, w) before it.
    M = np.array([[momentum, curvature], [-rate * momentum, 1 - rate * curvature]])
    optimizer = MomentumOptimizer(rate, momentum)
    w: float | np.ndarray = 2.0
    for _ in range(100):
        [w] = optimizer.step([w], [curvature * w])
    assert_allclose(w, (np.linalg.matrix_power(M, 100) @ [0, 2.0])[1], rtol=1e-10)


def test_momentum_of_zero_is_gradient_descent() -> None:
    gradients = normal(1, 30, 4)
    plain = walk(GradientDescentOptimizer(0.3), np.ones(4), gradients)
    assert_array_equal(walk(MomentumOptimizer(0.3, 0.0), np.ones(4), gradients), plain)


# --- Adam ----------------------------------------------------------------------------------------


def adam_in_fifty_digits(
    w: float, gradients: np.ndarray, rate: float, beta1: float, beta2: float, epsilon: float
) -> list[float]:
    """Adam without a recursion: m̂ and v̂ are weighted means over all gradients so far."""
    with mpmath.workdps(50):
        b1, b2 = mpmath.mpf(beta1), mpmath.mpf(beta2)
        g, w, path = [mpmath.mpf(float(x)) for x in gradients], mpmath.mpf(w), []
        for t in range(1, len(g) + 1):
            weights1 = [b1 ** (t - 1 - i) for i in range(t)]
            weights2 = [b2 ** (t - 1 - i) for i in range(t)]
            m = mpmath.fdot(weights1, g[:t]) / mpmath.fsum(weights1)
            v = mpmath.fdot(weights2, [x * x for x in g[:t]]) / mpmath.fsum(weights2)
            w -= mpmath.mpf(rate) * m / (mpmath.sqrt(v) + mpmath.mpf(epsilon))
            path.append(float(w))
    return path


@pytest.mark.parametrize("scale", [1e-9, 1e-4, 1.0, 1e6])
@pytest.mark.parametrize(
    "arguments",
    [
        (0.001, 0.9, 0.999, 1e-8),
        (0.1, 0.5, 0.9, 1e-3),
        (0.02, 0.0, 0.99, 1e-8),
        (0.3, 0.9, 0.0, 0.1),
    ],
)
def test_adam_agrees_with_fifty_digits_over_a_hundred_steps(
    scale: float, arguments: tuple[float, ...]
) -> None:
    gradients = scale * normal(3, 100)
    path = walk(AdamOptimizer(*arguments), 0.7, gradients)
    expected = adam_in_fifty_digits(0.7, gradients, *arguments)
    assert_allclose(path, expected, rtol=1e-11, atol=1e-12)


def test_adam_has_the_defaults_of_the_paper() -> None:
    gradients = normal(4, 20)
    plain = walk(AdamOptimizer(), 0.0, gradients)
    expected = adam_in_fifty_digits(0.0, gradients, 0.001, 0.9, 0.999, 1e-8)
    assert_allclose(plain, expected, rtol=1e-11)


def test_adam_moves_by_the_learning_rate_at_first_whatever_the_scale() -> None:
    for scale in (1e-3, 1.0, 1e9):
        [w] = AdamOptimizer(0.1).step([np.zeros(2)], [scale * np.array([1, -3])])
        assert_allclose(w, [-0.1, 0.1], rtol=1e-4)


def test_adam_stays_where_the_gradient_is_zero() -> None:
    assert AdamOptimizer(0.1).step([1.5], [0.0]) == [1.5]


def test_adam_adds_epsilon_outside_of_the_root() -> None:
    [w] = AdamOptimizer(1.0, epsilon=3e-8).step([0.0], [1e-8])
    assert w == pytest.approx(-1 / 4, rel=1e-12)


# --- all three -----------------------------------------------------------------------------------

SHAPES = ((), (3,), (2, 3), (1,), (2, 1, 4), ())


def lists(seed: int) -> list[float | np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) if shape else float(rng.normal()) for shape in SHAPES]


@pytest.mark.parametrize("cls", ALL)
def test_a_list_of_parameters_is_stepped_entry_by_entry(cls: type[Any]) -> None:
    together, w = cls(0.1), lists(0)
    alone = [[cls(0.1) for _ in range(np.size(x))] for x in w]
    flat = [list(np.ravel(x)) for x in w]
    for seed in range(1, 6):
        g = lists(seed)
        w = together.step(w, g)
        flat = [
            [o.step([x], [d])[0] for o, x, d in zip(os, xs, np.ravel(ds), strict=True)]
            for os, xs, ds in zip(alone, flat, g, strict=True)
        ]
    assert [np.shape(x) for x in w] == list(SHAPES)
    for got, want in zip(w, flat, strict=True):
        assert_allclose(np.ravel(got), want, rtol=1e-14)


@pytest.mark.parametrize("cls", ALL)
def test_scalars_come_back_as_floats_and_arrays_in_double_precision(cls: type[Any]) -> None:
    number, array, nested = cls().step([1, np.ones(2, np.float32), [[1, 2]]], [1, [1, 2], [[3, 4]]])
    assert type(number) is float
    assert array.dtype == nested.dtype == np.float64
    assert nested.shape == (1, 2)


@pytest.mark.parametrize("cls", ALL)
def test_arguments_and_results_are_never_written_to(cls: type[Any]) -> None:
    optimizer, w, g = cls(0.1), lists(0), lists(1)
    kept, results, copies = copy.deepcopy((w, g)), [], []
    for _ in range(3):
        results.append(optimizer.step(w, g))
        copies.append(copy.deepcopy(results[-1]))
    for one, other in zip((w, g, *results), (*kept, *copies), strict=True):
        for x, y in zip(one, other, strict=True):
            assert_array_equal(x, y)
    assert not any(np.shares_memory(x, y) for x, y in zip(w, results[0], strict=True))


@pytest.mark.parametrize("cls", ALL)
def test_a_gradient_reused_as_a_buffer_does_not_reach_the_memory(cls: type[Any]) -> None:
    optimizer, other, buffer = cls(0.1), cls(0.1), np.ones(2)
    optimizer.step([np.zeros(2)], [buffer])
    buffer[:] = 7
    other.step([np.zeros(2)], [np.ones(2)])
    ours, theirs = (o.step([np.zeros(2)], [np.ones(2)])[0] for o in (optimizer, other))
    assert_array_equal(ours, theirs)


@pytest.mark.parametrize("cls", ALL)
def test_interleaved_instances_go_their_own_ways(cls: type[Any]) -> None:
    one, two, first, second = cls(0.1), cls(0.1), normal(5, 10), normal(6, 10, 2)
    a, b, path1, path2 = 1.0, np.ones(2), [], []
    for g, h in zip(first, second, strict=True):
        [a], [b] = one.step([a], [g]), two.step([b], [h])
        path1.append(a)
        path2.append(b)
    assert_array_equal(path1, walk(cls(0.1), 1.0, first))
    assert_array_equal(path2, walk(cls(0.1), np.ones(2), second))


@pytest.mark.parametrize("cls", ALL)
def test_no_parameters_give_none(cls: type[Any]) -> None:
    assert cls().step([], []) == []


@pytest.mark.parametrize("cls", ALL)
def test_what_does_not_fit_is_refused(cls: type[Any]) -> None:
    with pytest.raises(ValueError, match="2 parameters"):
        cls().step([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="shape"):
        cls().step([np.ones(2)], [np.ones((2, 1))])
    with pytest.raises(ValueError, match="learning_rate"):
        cls(learning_rate=-0.1)
    with pytest.raises(ValueError, match="learning_rate"):
        cls(float("nan"))


@pytest.mark.parametrize("cls", [MomentumOptimizer, AdamOptimizer])
def test_another_list_of_parameters_halfway_is_refused_and_changes_nothing(cls: type[Any]) -> None:
    optimizer, other = cls(0.1), cls(0.1)
    for o in (optimizer, other):
        o.step([np.ones(2)], [np.ones(2)])
    with pytest.raises(ValueError, match="before"):
        optimizer.step([np.ones(3)], [np.ones(3)])
    args = [np.ones(2)], [np.ones(2)]
    assert_array_equal(optimizer.step(*args)[0], other.step(*args)[0])


def test_rates_of_forgetting_lie_below_one() -> None:
    with pytest.raises(ValueError, match="momentum"):
        MomentumOptimizer(momentum=1.0)
    with pytest.raises(ValueError, match="beta1"):
        AdamOptimizer(beta1=1.0)
    with pytest.raises(ValueError, match="beta2"):
        AdamOptimizer(beta2=-0.1)
    with pytest.raises(ValueError, match="epsilon"):
        AdamOptimizer(epsilon=0.0)


# --- optimize ------------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", ALL)
def test_the_history_is_that_of_a_plain_loop(cls: type[Any]) -> None:
    def gradient(x: float) -> float:
        return 2 * x + 2

    history, optimizer, x = optimize(cls(0.1), gradient, 2.0), cls(0.1), [2.0]
    assert len(history) == 21
    assert all(type(entry) is float for entry in history)
    for entry in history:
        assert entry == x[0]
        x = optimizer.step(x, [gradient(x[0])])


@pytest.mark.parametrize("cls", ALL)
def test_the_minimum_is_that_of_scipy(cls: type[Any]) -> None:
    def loss(x: np.ndarray) -> float:
        return float((x[0] - 1) ** 2 + 3 * (x[1] + 0.5) ** 2 + 0.3 * np.sin(x[0] + x[1]))

    def gradient(x: np.ndarray) -> np.ndarray:
        bend = 0.3 * np.cos(x[0] + x[1])
        return np.array([2 * (x[0] - 1) + bend, 6 * (x[1] + 0.5) + bend])

    history = optimize(cls(0.05), gradient, [2.0, 2.0], steps=1500)
    found = scipy.optimize.minimize(loss, [2.0, 2.0], jac=gradient, tol=1e-12)
    assert np.array(history).shape == (1501, 2)
    assert_allclose(history[-1], found.x, atol=1e-6)


def test_no_steps_give_the_start_alone() -> None:
    start = np.array([1.0, 2.0])
    [only] = optimize(AdamOptimizer(), lambda x: x, start, steps=0)
    assert_array_equal(only, start)
    assert not np.shares_memory(only, start)
    assert optimize(AdamOptimizer(), lambda x: x, 3, 0) == [3.0]


def test_an_optimizer_and_a_gradient_that_write_where_they_please_do_no_harm() -> None:
    def step(params: list[np.ndarray], gradients: list[np.ndarray]) -> list[np.ndarray]:
        params[0] -= 0.5 * gradients[0]
        return params

    def gradient(x: np.ndarray) -> np.ndarray:
        twice = 2 * x
        x *= 0
        return twice

    start = np.array([4.0, -2.0])
    history = optimize(SimpleNamespace(step=step), lambda x: x.copy(), start, steps=2)
    assert_array_equal(history, [[4, -2], [2, -1], [1, -0.5]])
    assert_array_equal(start, [4, -2])
    optimize(GradientDescentOptimizer(), gradient, start, steps=2)
    assert_array_equal(start, [4, -2])


def test_one_buffer_handed_back_each_time_is_not_one_history() -> None:
    buffer = np.zeros(2)

    def step(params: list[np.ndarray], gradients: list[np.ndarray]) -> list[np.ndarray]:
        buffer[:] = params[0] + 1
        return [buffer]

    history = optimize(SimpleNamespace(step=step), np.zeros_like, np.zeros(2), steps=3)
    assert_array_equal(history, [[0, 0], [1, 1], [2, 2], [3, 3]])


def test_negative_steps_and_changing_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="steps"):
        optimize(AdamOptimizer(), lambda x: x, 1.0, -1)
    with pytest.raises(ValueError, match="shape"):
        optimize(SimpleNamespace(step=lambda w, g: [np.ones(3)]), lambda x: x, [1.0, 2.0])


# --- learning_rate_at ----------------------------------------------------------------------------


@STEADY
@given(st.floats(1e-6, 10), st.integers(0, 30), st.integers(1, 50))
def test_the_rate_rises_in_equal_steps_and_falls_along_half_a_cosine(
    peak: float, warmup: int, fall: int
) -> None:
    total = warmup + fall
    rates = np.array([learning_rate_at(step, peak, warmup, total) for step in range(total + 1)])
    assert_allclose(rates[:warmup], peak * np.arange(1, warmup + 1) / warmup, rtol=1e-12)
    with mpmath.workdps(40):
        for step in range(warmup, total + 1):
            wanted = peak * (1 + mpmath.cos(mpmath.pi * (step - warmup) / fall)) / 2
            assert_allclose(rates[step], float(wanted), rtol=1e-9, atol=1e-15)


def test_the_rate_reaches_its_peak_twice_and_ends_at_zero() -> None:
    rates = [learning_rate_at(step, 3, 4, 12) for step in range(13)]
    assert rates[3] == rates[4] == max(rates) == 3.0
    assert rates[8] == pytest.approx(1.5)
    assert rates[12] == 0.0
    assert all(type(rate) is float for rate in rates)


def test_without_warm_up_the_rate_begins_at_its_peak() -> None:
    assert learning_rate_at(0, 0.1, 0, 5) == 0.1
    assert learning_rate_at(0, 0.1, 1, 5) == learning_rate_at(1, 0.1, 1, 5) == 0.1


@pytest.mark.parametrize(
    ("step", "warmup", "total", "word"),
    [(0, 5, 5, "warmup"), (0, -1, 5, "warmup"), (-1, 2, 5, "step"), (6, 2, 5, "step")],
)
def test_steps_beyond_the_schedule_are_refused(
    step: int, warmup: int, total: int, word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        learning_rate_at(step, 0.1, warmup, total)
