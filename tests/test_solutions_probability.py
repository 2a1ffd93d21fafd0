"""The probability references agree with oracles that are written otherwise."""

import copy
import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.integrate
import scipy.optimize
import scipy.special
import scipy.stats
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.probability import (
    beta_posterior,
    credible_interval,
    next_word_predictions,
    normal_cdf,
    normal_pdf,
    posterior_mean,
    sample_exponential,
    sample_normal,
    softmax,
)

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)
means = st.floats(-50, 50)
stds = st.floats(0.01, 100)
parameters = st.floats(0.3, 200)
levels = st.floats(0.01, 0.999)


def rng_of(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


# --- next_word_predictions -----------------------------------------------------------------------


def by_insertion(vocabulary: list[str], probabilities: list[float]) -> list[tuple[str, float]]:
    """Each word walks to the left past the less probable ones, and stops at its equals."""
    ranked: list[tuple[str, float]] = []
    for pair in zip(vocabulary, probabilities, strict=True):
        place = len(ranked)
        while place > 0 and ranked[place - 1][1] < pair[1]:
            place -= 1
        ranked.insert(place, pair)
    return ranked


@STEADY
@given(st.lists(st.sampled_from([0.0, 0.05, 0.1, 0.2, 0.25, 1 / 3, 1.0]), max_size=12))
def test_predictions_agree_with_insertion_sort_ties_included(probabilities: list[float]) -> None:
    vocabulary = [f"word{i}" for i in range(len(probabilities))]
    got = next_word_predictions(vocabulary, probabilities)
    assert got == by_insertion(vocabulary, probabilities)


def test_predictions_of_the_lecture_are_in_the_order_of_their_probabilities() -> None:
    got = next_word_predictions(["the", "cat", "sat", "on", "mat"], [0.3, 0.2, 0.25, 0.15, 0.1])
    assert got == [("the", 0.3), ("sat", 0.25), ("cat", 0.2), ("on", 0.15), ("mat", 0.1)]


def test_predictions_keep_the_vocabularys_order_among_equals() -> None:
    got = next_word_predictions(["z", "a", "m", "b"], [0.2, 0.3, 0.2, 0.3])
    assert [word for word, _ in got] == ["a", "b", "z", "m"]


def test_predictions_are_plain_words_and_floats_also_from_arrays() -> None:
    (pair,) = next_word_predictions(["only"], np.array([1.0]))
    assert pair == ("only", 1.0)
    assert type(pair) is tuple
    assert type(pair[1]) is float


def test_predictions_leave_their_arguments_alone() -> None:
    vocabulary, probabilities = ["a", "b", "c"], [0.1, 0.6, 0.3]
    next_word_predictions(vocabulary, probabilities)
    assert (vocabulary, probabilities) == (["a", "b", "c"], [0.1, 0.6, 0.3])


@pytest.mark.parametrize(
    ("vocabulary", "probabilities"),
    [
        (["a", "b"], [0.5]),
        (["a"], [0.5, 0.5]),
        (["a"], [[0.5]]),
        (["a"], 0.5),
        (["a", "b"], [-0.1, 0.5]),
        (["a", "b"], [1.1, 0.5]),
        (["a"], [math.nan]),
    ],
)
def test_predictions_refuse_what_is_no_table_of_probabilities(
    vocabulary: list[str], probabilities: Any
) -> None:
    with pytest.raises(ValueError, match="probabilit"):
        next_word_predictions(vocabulary, probabilities)


# --- softmax -------------------------------------------------------------------------------------


def slow_softmax(logits: np.ndarray) -> list[float]:
    """One slice with fifty digits, where nothing overflows."""
    with mpmath.workdps(50):
        exps = [mpmath.exp(mpmath.mpf(z)) for z in logits]
        return [float(e / mpmath.fsum(exps)) for e in exps]


@STEADY
@given(seeds, st.lists(sizes, min_size=1, max_size=3), st.sampled_from([0.1, 1.0, 10.0, 1000.0]))
def test_softmax_agrees_with_fifty_digits_along_any_axis(
    seed: int, shape: list[int], scale: float
) -> None:
    x = scale * rng_of(seed).uniform(-1, 1, size=shape)
    for axis in range(-len(shape), len(shape)):
        got = softmax(x, axis=axis)
        wanted = np.apply_along_axis(slow_softmax, axis, x)
        assert_allclose(got, wanted, rtol=1e-12, atol=1e-300)
        assert_allclose(got.sum(axis=axis), 1, rtol=1e-14)
        assert_allclose(got, scipy.special.softmax(x, axis=axis), rtol=1e-12, atol=1e-300)


def test_softmax_works_on_the_last_axis_unless_told() -> None:
    x = rng_of(0).normal(size=(2, 3, 4))
    assert_array_equal(softmax(x), softmax(x, axis=2))
    assert_array_equal(softmax([[0, 0], [0, 0]]), [[0.5, 0.5], [0.5, 0.5]])


def test_softmax_of_logits_of_a_thousand_is_finite_in_slices_far_apart() -> None:
    rows = [[1000.0, 1000 + math.log(3)], [-1000.0, -1000 + math.log(3)], [1000.0, -1000.0]]
    assert_allclose(softmax(rows), [[1 / 4, 3 / 4], [1 / 4, 3 / 4], [1.0, 0.0]], rtol=1e-12)
    assert_allclose(softmax(np.transpose(rows), axis=0), softmax(rows).T, rtol=1e-15)


@STEADY
@given(seeds, sizes, st.floats(-500, 500))
def test_softmax_is_deaf_to_a_shift_and_turns_differences_into_ratios(
    seed: int, n: int, shift: float
) -> None:
    x = rng_of(seed).normal(size=n)
    p = softmax(x)
    assert_allclose(softmax(x + shift), p, rtol=1e-11)
    assert_allclose(np.log(p[1:] / p[:-1]), np.diff(x), atol=1e-12)


def test_softmax_leaves_its_argument_alone_and_shares_no_memory_with_it() -> None:
    x = rng_of(1).normal(size=(3, 4))
    before = x.copy()
    softmax(x, axis=0)[:] = 7
    assert_array_equal(x, before)


@pytest.mark.parametrize(("x", "axis"), [(1.0, -1), ([], 0), ([1.0], 1), ([[1.0]], -3)])
def test_softmax_refuses_an_axis_without_entries(x: Any, axis: int) -> None:
    with pytest.raises(ValueError, match="no entries"):
        softmax(x, axis=axis)


# --- normal_pdf, normal_cdf ----------------------------------------------------------------------


def exact_normal() -> tuple[sympy.Expr, sympy.Expr, list[sympy.Symbol]]:
    """The density, and its integral from minus infinity, with symbols."""
    x, t, mu = sympy.symbols("x t mu", real=True)
    sigma = sympy.symbols("sigma", positive=True)
    z = (t - mu) / sigma
    pdf = sympy.exp(-(z**2) / 2) / (sigma * sympy.sqrt(2 * sympy.pi))
    return pdf.subs(t, x), sympy.integrate(pdf, (t, -sympy.oo, x)), [x, mu, sigma]


@STEADY
@given(st.floats(-12, 12), means, stds)
def test_pdf_and_cdf_agree_with_mpmath_at_any_scale(z: float, mean: float, std: float) -> None:
    x = mean + std * z
    with mpmath.workdps(40):
        exact = (mpmath.mpf(x) - mpmath.mpf(mean)) / mpmath.mpf(std)
        pdf, cdf = float(mpmath.npdf(exact) / std), float(mpmath.ncdf(exact))
    # z is a difference: its rounding is magnified by the slope of the logarithm, about z.
    rtol = 1e-13 + 2e-16 * (1 + abs(z)) * (abs(z) + abs(mean) / std)
    assert_allclose(normal_pdf(x, mean, std), pdf, rtol=rtol)
    assert_allclose(normal_cdf(x, mean, std), cdf, rtol=rtol)


def test_pdf_and_cdf_agree_with_sympys_integral() -> None:
    pdf, cdf, symbols = exact_normal()
    for x, mean, std in ((1, 0, 1), (2, 1, 3), (-4, 1, 2), (-8, 0, 1)):
        values = dict(zip(symbols, map(sympy.Integer, (x, mean, std)), strict=True))
        assert_allclose(normal_pdf(x, mean, std), float(pdf.subs(values).evalf(30)), rtol=1e-14)
        assert_allclose(normal_cdf(x, mean, std), float(cdf.subs(values).evalf(30)), rtol=1e-12)


def test_cdf_keeps_its_digits_in_the_lower_tail() -> None:
    # Laplace's continued fraction: Φ(-z) = φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))).
    for z in (8.0, 20.0, 37.0):
        fraction = z
        for k in range(200, 0, -1):
            fraction = z + k / fraction
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        assert_allclose(normal_cdf(-z), density / fraction, rtol=1e-12, atol=0)
    assert_allclose(normal_cdf(-8.0), 6.22096057427178e-16, rtol=1e-13, atol=0)  # by mpmath


def test_cdf_is_the_integral_of_pdf() -> None:
    for low, high in pairwise([-3.0, -1.0, 0.5, 4.0]):
        area, _ = scipy.integrate.quad(lambda x: float(normal_pdf(x, 0.3, 1.7)), low, high)
        rise = normal_cdf(high, 0.3, 1.7) - normal_cdf(low, 0.3, 1.7)
        assert_allclose(rise, area, rtol=1e-10)


def test_pdf_is_the_slope_of_cdf() -> None:
    x, h = np.linspace(-4, 4, 33), 1e-4
    slope = (normal_cdf(x + h, 0.5, 2) - normal_cdf(x - h, 0.5, 2)) / (2 * h)
    assert_allclose(normal_pdf(x, 0.5, 2), slope, rtol=1e-6)


@pytest.mark.parametrize("function", [normal_pdf, normal_cdf])
def test_normal_functions_keep_the_shape_and_agree_with_scipy(function: Callable[..., Any]) -> None:
    oracle = {"normal_pdf": scipy.stats.norm.pdf, "normal_cdf": scipy.stats.norm.cdf}
    for shape in ((), (1,), (5,), (2, 3), (2, 1, 4)):
        x = rng_of(2).normal(size=shape)
        before = np.copy(x)
        got = function(x, -0.5, 0.25)
        assert np.shape(got) == shape
        assert_allclose(got, oracle[function.__name__](x, -0.5, 0.25), rtol=1e-12)
        assert_array_equal(x, before)
    assert_allclose(function([[0, 1]]), [oracle[function.__name__]([0, 1])], rtol=1e-13)


@pytest.mark.filterwarnings("error")
def test_normal_functions_are_quiet_infinitely_far_out() -> None:
    assert normal_pdf(1e300) == normal_pdf(-1e300) == normal_cdf(-1e300) == 0
    assert normal_cdf(1e300) == 1


@pytest.mark.parametrize("std", [0, -1.0, math.nan])
def test_normal_functions_refuse_a_std_that_is_not_positive(std: float) -> None:
    for function in (normal_pdf, normal_cdf):
        with pytest.raises(ValueError, match="std must be positive"):
            function(0.0, 0.0, std)


# --- sample_normal, sample_exponential -----------------------------------------------------------

SAMPLERS: dict[str, tuple[Callable[..., np.ndarray], Any]] = {
    "normal": (lambda n, rng: sample_normal(-3, 2, n, rng), scipy.stats.norm(-3, 2)),
    "exponential": (lambda n, rng: sample_exponential(2.5, n, rng), scipy.stats.expon(scale=2.5)),
}


@pytest.mark.parametrize("name", SAMPLERS)
def test_samples_have_the_distribution_that_scipy_knows(name: str) -> None:
    draw, law = SAMPLERS[name]
    samples = draw(100_000, rng_of(11))
    assert samples.shape == (100_000,)
    assert scipy.stats.kstest(samples, law.cdf).pvalue > 1e-3
    counts, _ = np.histogram(law.cdf(samples), bins=100, range=(0, 1))
    assert scipy.stats.chisquare(counts).pvalue > 1e-3
    assert_allclose([samples.mean(), samples.std()], [law.mean(), law.std()], rtol=0.02)


@pytest.mark.parametrize("name", SAMPLERS)
def test_samples_are_independent_of_their_neighbours_and_of_the_next_call(name: str) -> None:
    draw, law = SAMPLERS[name]
    rng = rng_of(12)
    first, second = law.cdf(draw(20_000, rng)), law.cdf(draw(20_000, rng))
    for a, b in ((first[1:], first[:-1]), (first, second), (first[:10_000], first[10_000:])):
        assert abs(np.corrcoef(a, b)[0, 1]) < 4 / math.sqrt(len(a))


@pytest.mark.parametrize("name", SAMPLERS)
def test_samples_come_from_the_generator_alone(name: str) -> None:
    draw, _ = SAMPLERS[name]
    np.random.seed(1)
    before = copy.deepcopy(np.random.get_state())
    first = draw(7, rng_of(13))
    np.testing.assert_equal(np.random.get_state(), before)
    np.random.seed(2)
    assert_array_equal(draw(7, rng_of(13)), first)
    assert not np.any(draw(7, rng_of(14)) == first)


def test_exponential_samples_are_finite_where_the_uniform_ones_end() -> None:
    class Edge(np.random.Generator):
        def random(self, size: Any = None, *_: Any, **__: Any) -> Any:
            return np.array([0.0, 1 - 2**-53])[:size]

    assert_allclose(
        sample_exponential(2.0, 2, Edge(np.random.PCG64(0))),
        [0.0, 2 * 53 * math.log(2)],
        rtol=1e-15,
    )


def test_one_sample_has_its_axis() -> None:
    assert sample_normal(0, 1, 1, rng_of(0)).shape == (1,)
    assert sample_exponential(1, 1, rng_of(0)).shape == (1,)


def test_samplers_refuse_what_is_not_positive() -> None:
    for std, size in ((0, 3), (-1, 3), (math.nan, 3), (1, 0)):
        with pytest.raises(ValueError, match="must be positive"):
            sample_normal(0, std, size, rng_of(0))
        with pytest.raises(ValueError, match="must be positive"):
            sample_exponential(std, size, rng_of(0))


# --- beta_posterior, posterior_mean, credible_interval -------------------------------------------


@STEADY
@given(st.integers(0, 30), st.integers(0, 30), st.floats(0.5, 20), st.floats(0.5, 20))
def test_posterior_is_the_prior_times_the_likelihood_normalized(
    heads: int, tails: int, alpha0: float, beta0: float
) -> None:
    alpha, beta = beta_posterior(heads, tails, alpha0, beta0)
    theta = np.linspace(0.05, 0.95, 19)
    product = scipy.stats.beta.pdf(theta, alpha0, beta0) * theta**heads * (1 - theta) ** tails
    ratio = scipy.stats.beta.pdf(theta, alpha, beta) / product
    assert_allclose(ratio, ratio[0], rtol=1e-9)


def test_posterior_after_all_flips_is_the_posterior_flip_by_flip() -> None:
    alpha, beta = 2.5, 4.0
    for flip in "hhthtthhh":
        alpha, beta = beta_posterior(flip == "h", flip == "t", alpha, beta)
    assert (alpha, beta) == beta_posterior(6, 3, 2.5, 4)


def test_posterior_of_the_lecture_is_beta_8_4() -> None:
    assert beta_posterior(7, 3) == (8, 4)
    assert beta_posterior(0, 0) == (1, 1)
    assert all(type(value) is float for value in beta_posterior(7, 3))


@STEADY
@given(parameters, parameters)
def test_posterior_mean_is_the_integral_of_theta(alpha: float, beta: float) -> None:
    mean, _ = scipy.integrate.quad(
        lambda t: t * scipy.stats.beta.pdf(t, alpha, beta), 0, 1, points=[alpha / (alpha + beta)]
    )
    assert_allclose(posterior_mean(alpha, beta), mean, rtol=1e-6)


def test_posterior_mean_of_the_lecture_is_two_thirds() -> None:
    assert_allclose(posterior_mean(8, 4), 2 / 3, rtol=1e-15)
    assert type(posterior_mean(8, 4)) is float


@STEADY
@given(parameters, parameters, levels)
def test_interval_leaves_equal_tails(alpha: float, beta: float, level: float) -> None:
    low, high = credible_interval(alpha, beta, level)
    assert 0 <= low < high <= 1
    assert_allclose(scipy.special.betainc(alpha, beta, low), (1 - level) / 2, rtol=1e-8)
    assert_allclose(scipy.special.betainc(beta, alpha, 1 - high), (1 - level) / 2, rtol=1e-8)


@STEADY
@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_interval_agrees_with_root_finding_on_the_binomial_sum(
    a: int, b: int, level: float
) -> None:
    def cdf(theta: float) -> float:  # Beta(a, b) below θ: at least a of n = a + b - 1 successes
        n = a + b - 1
        terms = (math.comb(n, k) * theta**k * (1 - theta) ** (n - k) for k in range(a, n + 1))
        return math.fsum(terms)

    for got, share in zip(
        credible_interval(a, b, level), ((1 - level) / 2, (1 + level) / 2), strict=True
    ):
        root = scipy.optimize.brentq(lambda t, s=share: cdf(t) - s, 0, 1, xtol=1e-14)
        assert_allclose(got, root, rtol=1e-9)


def test_interval_of_the_lecture_agrees_with_scipys() -> None:
    assert_allclose(credible_interval(8, 4), scipy.stats.beta.interval(0.95, 8, 4), rtol=1e-12)
    assert_allclose(credible_interval(1, 1), (0.025, 0.975), rtol=1e-14)
    assert_allclose(credible_interval(1, 1, level=0.5), (0.25, 0.75), rtol=1e-14)


@STEADY
@given(parameters, parameters, levels)
def test_interval_is_mirrored_when_heads_and_tails_are(
    alpha: float, beta: float, level: float
) -> None:
    low, high = credible_interval(alpha, beta, level)
    mirrored = credible_interval(beta, alpha, level)
    assert_allclose(mirrored, (1 - high, 1 - low), rtol=1e-9, atol=1e-14)


def test_bayesian_functions_refuse_what_is_no_count_no_parameter_no_level() -> None:
    for heads, tails in ((-1, 0), (0, -1), (math.nan, 0)):
        with pytest.raises(ValueError, match="must be ≥ 0"):
            beta_posterior(heads, tails)
    for alpha, beta in ((0, 1), (1, -2)):
        with pytest.raises(ValueError, match="must be positive"):
            beta_posterior(1, 1, alpha, beta)
        with pytest.raises(ValueError, match="must be positive"):
            posterior_mean(alpha, beta)
        with pytest.raises(ValueError, match="must be positive"):
            credible_interval(alpha, beta)
    for level in (0, 1, -0.5, 95):
        with pytest.raises(ValueError, match="between 0 and 1"):
            credible_interval(2, 2, level)
