"""The Fourier references agree with oracles that are written otherwise."""

import cmath
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.fft
import scipy.linalg
import scipy.signal
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.fourier import (
    attention_spectrum,
    dft,
    distance_share,
    dominant_frequencies,
    fft,
    inverse_dft,
    rotary_positions,
    sinusoidal_positions,
)

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

seeds = st.integers(0, 2**32 - 1)


def normal(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


# --- dft -----------------------------------------------------------------------------------------


def slow_dft(x: np.ndarray) -> list[complex]:
    """The sum of the definition, term by term, real and imaginary parts correctly rounded."""
    n = len(x)
    found = []
    for k in range(n):
        terms = [x[m] * cmath.exp(-2j * math.pi * ((k * m) % n) / n) for m in range(n)]
        found.append(complex(math.fsum(t.real for t in terms), math.fsum(t.imag for t in terms)))
    return found


@STEADY
@given(seeds, st.integers(1, 40), st.booleans(), st.floats(-6, 6))
def test_the_transform_is_the_sum_of_its_definition(
    seed: int, n: int, is_complex: bool, power: float
) -> None:
    x = normal(seed, n) + 1j * normal(seed + 1, n) * is_complex
    signal = (x if is_complex else x.real) * 10**power
    got = dft(signal)
    assert (got.shape, got.dtype) == ((n,), np.dtype(np.complex128))
    assert_allclose(got, slow_dft(signal), rtol=1e-12, atol=1e-13 * n * 10**power)


@pytest.mark.parametrize("n", [*range(1, 34), 64, 97, 100, 127, 128, 243, 256, 500, 1000, 1024])
def test_the_transform_agrees_with_numpy_and_scipy_at_any_length(n: int) -> None:
    x = normal(n, n) + 1j * normal(n + 1, n)
    assert_allclose(dft(x), np.fft.fft(x), rtol=0, atol=1e-12 * n)
    assert_allclose(dft(x.real), scipy.fft.fft(x.real), rtol=0, atol=1e-12 * n)


@STEADY
@given(seeds, st.integers(1, 60))
def test_energy_is_kept(seed: int, n: int) -> None:
    x = normal(seed, n)
    assert_allclose(np.sum(np.abs(dft(x)) ** 2), n * np.sum(x**2), rtol=1e-12)


@STEADY
@given(seeds, st.integers(1, 60))
def test_a_real_signal_has_a_spectrum_that_mirrors_itself(seed: int, n: int) -> None:
    X = dft(normal(seed, n))
    assert_allclose(X[(-np.arange(n)) % n], X.conj(), atol=1e-12 * n)


def test_one_sample_is_its_own_spectrum() -> None:
    assert_array_equal(dft([3]), [3])


def test_a_constant_has_nothing_but_its_sum() -> None:
    assert_allclose(dft([2, 2, 2, 2, 2, 2]), [12, 0, 0, 0, 0, 0], atol=1e-14)


def test_a_pulse_has_all_frequencies_alike() -> None:
    assert_allclose(dft([1, 0, 0, 0, 0]), np.ones(5), rtol=1e-15)
    assert_allclose(dft([0, 1, 0, 0]), [1, -1j, -1, 1j], atol=1e-15)


# --- inverse_dft ---------------------------------------------------------------------------------


@STEADY
@given(seeds, st.integers(1, 40), st.floats(-6, 6))
def test_the_inverse_agrees_with_scipy_and_undoes_the_transform(
    seed: int, n: int, power: float
) -> None:
    x = (normal(seed, n) + 1j * normal(seed + 1, n)) * 10**power
    assert_allclose(inverse_dft(x), scipy.fft.ifft(x), rtol=1e-10, atol=1e-13 * 10**power)
    assert_allclose(inverse_dft(slow_dft(x)), x, rtol=1e-10, atol=1e-12 * 10**power)


def test_the_inverse_wants_a_vector() -> None:
    with pytest.raises(ValueError, match="spectrum must be"):
        inverse_dft([[1.0]])


# --- fft -----------------------------------------------------------------------------------------


@STEADY
@given(seeds, st.integers(0, 6), st.booleans(), st.floats(-6, 6))
def test_the_fast_transform_is_the_sum_of_the_definition(
    seed: int, levels: int, is_complex: bool, power: float
) -> None:
    n = 2**levels
    x = (normal(seed, n) + 1j * normal(seed + 1, n)) * 10**power
    signal = x if is_complex else x.real
    got = fft(signal)
    assert (got.shape, got.dtype) == ((n,), np.dtype(np.complex128))
    assert_allclose(got, slow_dft(signal), rtol=1e-12, atol=1e-13 * n * 10**power)


@pytest.mark.parametrize("n", [2**levels for levels in range(15)])
def test_the_fast_transform_agrees_with_numpy_and_scipy_at_powers_of_two(n: int) -> None:
    x = normal(n, n) + 1j * normal(n + 1, n)
    assert_allclose(fft(x), np.fft.fft(x), rtol=0, atol=1e-13 * n)
    assert_allclose(fft(x.real), scipy.fft.fft(x.real), rtol=0, atol=1e-13 * n)


def test_the_fast_transform_of_four_samples_is_what_it_is_by_hand() -> None:
    assert_allclose(fft([1, 2, 0, 5]), [8, 1 + 3j, -6, 1 - 3j], rtol=1e-15)
    assert_array_equal(fft([7]), [7])


# --- dominant_frequencies ------------------------------------------------------------------------


def wave(
    n: int, rate: float, parts: list[tuple[float, float, float]], mean: float = 0.0
) -> np.ndarray:
    """A sum of cosines, from triples of frequency, amplitude and phase."""
    t = np.arange(n) / rate
    return np.full(n, mean) + sum(a * np.cos(2 * np.pi * f * t + p) for f, a, p in parts)


@STEADY
@given(seeds, st.integers(9, 120), st.floats(0.01, 1e5))
def test_frequencies_of_a_known_spectrum_come_back_by_strength(
    seed: int, n: int, rate: float
) -> None:
    rng = np.random.default_rng(seed)
    bins = rng.permutation(np.arange(1, (n + 1) // 2))[:4]
    parts = [(j * rate / n, 4.0 - i, rng.uniform(0, 6)) for i, j in enumerate(bins)]
    signal = wave(n, rate, parts, mean=rng.normal() * 50)
    assert_allclose(dominant_frequencies(signal, rate, len(bins)), bins * rate / n, rtol=1e-12)


@STEADY
@given(seeds, st.integers(1, 45))
def test_frequencies_agree_with_scipys_periodogram(seed: int, half: int) -> None:
    n = 2 * half + 1
    signal = normal(seed, n)
    frequencies, power = scipy.signal.periodogram(signal, 250.0, detrend=False, scaling="spectrum")
    order = np.argsort(-power[1:])
    assert_allclose(dominant_frequencies(signal, 250.0, n // 2), frequencies[1:][order])


def test_the_mean_is_no_frequency() -> None:
    signal = wave(100, 50.0, [(3.0, 0.1, 0.0), (7.0, 0.2, 1.0)], mean=1000.0)
    assert_allclose(dominant_frequencies(signal, 50.0, 2), [7.0, 3.0])


def test_frequencies_are_in_hertz_whatever_the_length() -> None:
    for n in (100, 101, 250):
        t = np.arange(n) / 100.0
        found = dominant_frequencies(np.sin(2 * np.pi * 20.0 * t), 100.0, 1)
        assert found[0] == pytest.approx(20.0, abs=50.0 / n)


def test_a_signal_of_two_samples_has_one_frequency() -> None:
    assert_array_equal(dominant_frequencies([1, -1], 8, 1), [4.0])


# --- attention_spectrum --------------------------------------------------------------------------


@STEADY
@given(seeds, st.integers(1, 7), st.integers(1, 7))
def test_the_spectrum_is_the_double_sum_of_its_definition(seed: int, n: int, m: int) -> None:
    A = np.random.default_rng(seed).dirichlet(np.ones(m), size=n)
    expected = np.empty((n, m))
    for k, q in np.ndindex(n, m):
        terms: list[Any] = [
            A[i, j] * cmath.exp(-2j * math.pi * ((k * i) / n + (q * j) / m))
            for i, j in np.ndindex(n, m)
        ]
        expected[k, q] = math.log(abs(sum(terms)) + 1e-8)
    got = attention_spectrum(A)
    assert got.shape == (n, m)
    assert_allclose(got, expected, rtol=1e-6)


def test_the_spectrum_agrees_with_transforms_along_both_axes() -> None:
    A = normal(3, 30, 17)
    expected = np.log(np.abs(np.array([dft(c) for c in np.array([dft(r) for r in A]).T]).T) + 1e-8)
    assert_allclose(attention_spectrum(A), expected, rtol=1e-9)


def test_even_attention_has_one_frequency_and_the_floor_elsewhere() -> None:
    expected = np.full((4, 6), math.log(1e-8))
    expected[0, 0] = math.log(4)
    assert_allclose(attention_spectrum(np.full((4, 6), 1 / 6)), expected, rtol=1e-8)


def test_a_shift_of_all_rows_and_columns_leaves_the_spectrum() -> None:
    A = normal(4, 6, 5)
    assert_allclose(
        attention_spectrum(np.roll(A, (2, 3), (0, 1))), attention_spectrum(A), rtol=1e-9
    )


# --- distance_share ------------------------------------------------------------------------------


@STEADY
@given(seeds, st.integers(2, 9), st.floats(-3, 3))
def test_the_share_is_that_of_the_squares_on_the_line_term_by_term(
    seed: int, n: int, power: float
) -> None:
    A = normal(seed, n, n) * 10**power
    on_line, everywhere = [], []
    for k, q in np.ndindex(n, n):
        terms: list[Any] = [
            A[a, b] * cmath.exp(-2j * math.pi * ((k * a + q * b) % n) / n)
            for a, b in np.ndindex(n, n)
        ]
        square = abs(sum(terms)) ** 2
        if (k, q) != (0, 0):
            everywhere.append(square)
        if k + q == n:
            on_line.append(square)
    share = math.fsum(on_line) / math.fsum(everywhere)
    assert distance_share(A) == pytest.approx(share, rel=1e-9)


@STEADY
@given(seeds, st.integers(2, 40))
def test_the_share_agrees_with_scipys_transform(seed: int, n: int) -> None:
    A = np.random.default_rng(seed).dirichlet(np.ones(n), size=n)
    power = np.abs(scipy.fft.fft2(A)) ** 2
    on_line = sum(power[k, n - k] for k in range(1, n))
    assert distance_share(A) == pytest.approx(on_line / (power.sum() - power[0, 0]), rel=1e-9)


@STEADY
@given(seeds, st.integers(2, 12))
def test_circulant_matrices_have_the_share_1_and_those_of_keys_alone_0(seed: int, n: int) -> None:
    f = normal(seed, n)
    assert distance_share(scipy.linalg.circulant(f)) == pytest.approx(1.0, rel=1e-12)
    assert distance_share(np.tile(f, (n, 1))) == pytest.approx(0.0, abs=1e-12)
    assert distance_share(np.tile(f[:, None], (1, n))) == pytest.approx(0.0, abs=1e-12)


def test_four_tokens_that_see_no_later_ones_have_the_share_that_fractions_give() -> None:
    # by distance in a circle, the means are 0.6, 0.275, 0.1 and 0.025; that of all weights is 0.25
    A = np.array([[1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.2, 0.3, 0.5, 0], [0.1, 0.2, 0.3, 0.4]])
    assert distance_share(A) == pytest.approx(0.785 / 1.18, rel=1e-14)


def test_two_rows_have_the_share_of_their_diagonal() -> None:
    assert distance_share([[0.7, 0.3], [0.4, 0.6]]) == pytest.approx(0.9, rel=1e-14)


# --- sinusoidal_positions ------------------------------------------------------------------------


@STEADY
@given(st.integers(1, 60), st.integers(1, 12))
def test_positions_are_the_real_and_imaginary_parts_of_powers(n: int, half: int) -> None:
    d = 2 * half
    got = sinusoidal_positions(n, d)
    assert got.shape == (n, d)
    for p in range(n):
        for i in range(half):
            turned = cmath.exp(1j * p / math.pow(10000, 2 * i / d))
            assert got[p, 2 * i] == pytest.approx(turned.imag, abs=1e-12)
            assert got[p, 2 * i + 1] == pytest.approx(turned.real, abs=1e-12)


def test_position_zero_is_sines_of_zero_and_cosines_of_zero() -> None:
    assert_array_equal(sinusoidal_positions(1, 6), [[0, 1, 0, 1, 0, 1]])


def test_the_product_of_two_positions_depends_on_their_distance_alone() -> None:
    E = sinusoidal_positions(50, 8)
    products = E @ E.T
    for distance in range(50):
        assert_allclose(np.diag(products, distance), products[0, distance], atol=1e-11)


def test_a_shift_is_a_rotation_of_each_pair() -> None:
    E, i, shift = sinusoidal_positions(40, 10), 1, 7
    angle = shift / 10000 ** (2 * i / 10)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    pairs = E[:, 2 * i : 2 * i + 2]
    assert_allclose(pairs[:-shift] @ turn, pairs[shift:], atol=1e-12)


# --- rotary_positions ----------------------------------------------------------------------------


@STEADY
@given(seeds, st.integers(1, 8), st.integers(1, 8), st.floats(1.5, 1e6))
def test_rotary_pairs_are_complex_numbers_times_powers(
    seed: int, n: int, half: int, base: float
) -> None:
    d = 2 * half
    x, positions = normal(seed, n, d), 50 * normal(seed + 1, n)
    got = rotary_positions(x, positions, base)
    assert (got.shape, got.dtype) == ((n, d), np.dtype(np.float64))
    for r in range(n):
        for i in range(half):
            turn = cmath.exp(1j * positions[r] / math.pow(base, 2 * i / d))
            turned = complex(x[r, 2 * i], x[r, 2 * i + 1]) * turn
            assert got[r, 2 * i] == pytest.approx(turned.real, abs=1e-11)
            assert got[r, 2 * i + 1] == pytest.approx(turned.imag, abs=1e-11)


def test_a_row_is_turned_by_the_exponential_of_a_skew_matrix() -> None:
    x, positions = normal(5, 4, 6), np.array([3.0, 0.0, -1.5, 20.0])
    got = rotary_positions(x, positions)
    for row, position, turned in zip(x, positions, got, strict=True):
        generator = np.zeros((6, 6))
        for i in range(3):
            speed = 10000 ** (-2 * i / 6)
            generator[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = [[0, -speed], [speed, 0]]
        assert_allclose(scipy.linalg.expm(position * generator) @ row, turned, atol=1e-12)


def test_position_zero_turns_nothing_and_a_quarter_turn_is_known() -> None:
    x = normal(6, 3, 8)
    assert_array_equal(rotary_positions(x, [0, 0, 0]), x)
    assert_allclose(rotary_positions([[2, 1]], [math.pi / 2]), [[-1, 2]], rtol=1e-15)


@STEADY
@given(seeds, st.floats(-100, 100))
def test_products_of_turned_rows_depend_on_the_distance_alone(seed: int, steps: float) -> None:
    query, key = normal(seed, 5, 8), normal(seed + 1, 5, 8)
    i, j = 30 * normal(seed + 2, 5), 30 * normal(seed + 3, 5)
    here = np.sum(rotary_positions(query, i) * rotary_positions(key, j), axis=1)
    there = np.sum(rotary_positions(query, i + steps) * rotary_positions(key, j + steps), axis=1)
    assert_allclose(here, there, atol=1e-11)


def test_vectors_of_ones_and_zeros_give_the_sinusoidal_table() -> None:
    E = sinusoidal_positions(20, 6)
    got = rotary_positions(np.tile([0.0, 1.0], (20, 3)), np.arange(20))  # (−sin, cos) of each pair
    assert_allclose(got * np.tile([-1.0, 1.0], 3), E, atol=1e-13)


# --- all of them ---------------------------------------------------------------------------------

CALLS = {
    "dft": (dft, (normal(1, 12),)),
    "dft of a complex signal": (dft, (normal(1, 5) + 1j * normal(2, 5),)),
    "dft of one sample": (dft, (normal(1, 1),)),
    "fft": (fft, (normal(1, 8) + 1j * normal(2, 8),)),
    "fft of one sample": (fft, (normal(1, 1),)),
    "dominant_frequencies": (dominant_frequencies, (normal(1, 15), 30.0, 3)),
    "attention_spectrum": (attention_spectrum, (normal(1, 4, 3),)),
    "distance_share": (distance_share, (normal(1, 4, 4),)),
    "rotary_positions": (rotary_positions, (normal(1, 3, 4), normal(2, 3), 100.0)),
}


@pytest.mark.parametrize(("function", "arguments"), CALLS.values(), ids=CALLS)
def test_arguments_stay_as_they_were_and_results_share_nothing_with_them(
    function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    before = arguments[0].copy()
    result = function(*arguments)
    assert_array_equal(arguments[0], before)
    assert not np.shares_memory(result, arguments[0])


@pytest.mark.parametrize(("function", "arguments"), CALLS.values(), ids=CALLS)
def test_nested_lists_give_what_arrays_give(
    function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    assert_array_equal(function(arguments[0].tolist(), *arguments[1:]), function(*arguments))


FAULTS = {
    "the dft of nothing": (dft, ([],), "signal must be a non-empty 1-D"),
    "the dft of a matrix": (dft, (np.eye(2),), "signal must be a non-empty 1-D"),
    "frequencies of complex samples": (dominant_frequencies, ([1j, 2], 1, 1), "must be real"),
    "frequencies of one sample": (dominant_frequencies, ([1], 1, 1), "two samples or more"),
    "a rate of zero": (dominant_frequencies, ([1, 2], 0, 1), "must be positive, not 0"),
    "no frequency": (dominant_frequencies, ([1, 2], 1, 0), "in 1..1, not 0"),
    "more frequencies than there are": (dominant_frequencies, ([1, 2, 3], 1, 2), "in 1..1, not 2"),
    "a length that is no power of two": (fft, ([1, 2, 3],), "a power of two of samples, not 3"),
    "the fft of nothing": (fft, ([],), "x must be a non-empty 1-D"),
    "rows of odd width": (rotary_positions, ([[1, 2, 3]], [0]), "d even, not 3"),
    "complex rows": (rotary_positions, ([[1j, 2]], [0]), "must be real"),
    "more positions than rows": (rotary_positions, ([[1, 2]], [0, 1]), "must have 1 entries"),
    "a base of zero": (rotary_positions, ([[1, 2]], [0], 0), "base must be positive"),
    "no positions": (sinusoidal_positions, (0, 4), "n must be at least 1"),
    "an odd width": (sinusoidal_positions, (3, 5), "d even"),
    "no width": (sinusoidal_positions, (3, 0), "at least 2"),
    "the spectrum of a vector": (attention_spectrum, ([1, 2],), "weights must be a non-empty 2-D"),
    "the share of an oblong": (distance_share, (np.eye(2, 3),), "A must be a real square matrix"),
    "the share of complex weights": (distance_share, (1j * np.eye(2),), "must be a real square"),
    "the share of equal weights": (distance_share, (np.ones((3, 3)),), "not all equal"),
    "the share of a vector": (distance_share, ([1, 2],), "A must be a non-empty 2-D"),
}


@pytest.mark.parametrize(("function", "arguments", "sentence"), FAULTS.values(), ids=FAULTS)
def test_arguments_outside_the_domain_raise_a_clear_error(
    function: Callable[..., Any], arguments: tuple[Any, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        function(*arguments)
