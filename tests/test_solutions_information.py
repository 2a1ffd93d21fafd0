"""The references of information theory agree with oracles that are written otherwise."""

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import log_loss, mutual_info_score

from solutions.information import (
    cross_entropy,
    cross_entropy_loss,
    entropy,
    huffman_code,
    kl_divergence,
    mutual_information,
    perplexity,
    positive_pmi,
    select_features,
)

STEADY = settings(derandomize=True, deadline=None, max_examples=60)

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 12)
exponents = st.floats(-1.5, 1.5)


def distribution(seed: int, *shape: int, zeros: float = 0.0, power: float = 0.0) -> np.ndarray:
    """Random probabilities, peaked or even, some of them 0."""
    rng = np.random.default_rng(seed)
    p = rng.gamma(10**power, size=shape) + 1e-12
    p[rng.random(shape) < zeros] = 0
    p.flat[rng.integers(p.size)] += 0.1
    return np.asarray(p / p.sum())


def slow_surprise(weights: Any, probabilities: Any, log: Callable[[float], float]) -> float:
    """-Σ w log p in a loop, correctly rounded, over the outcomes that come."""
    pairs = zip(np.ravel(weights), np.ravel(probabilities), strict=True)
    return math.fsum(-w * log(p) for w, p in pairs if w > 0)


# --- entropy -------------------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, exponents)
def test_entropy_agrees_with_scipy_with_and_without_zeros(seed: int, n: int, power: float) -> None:
    p = distribution(seed, n, zeros=0.3, power=power)
    assert_allclose(entropy(p), scipy.stats.entropy(p, base=2), rtol=1e-11, atol=1e-13)
    assert_allclose(entropy(p), slow_surprise(p, p, math.log2), rtol=1e-13, atol=1e-15)


@STEADY
@given(seeds, sizes, sizes)
def test_entropies_of_independent_variables_add_up(seed: int, n: int, m: int) -> None:
    p, q = distribution(seed, n), distribution(seed + 1, m)
    assert_allclose(entropy(np.outer(p, q).ravel()), entropy(p) + entropy(q), rtol=1e-12)


@pytest.mark.parametrize("n", [1, 2, 3, 8, 1000])
def test_entropy_of_equal_chances_is_the_logarithm_of_their_number(n: int) -> None:
    assert_allclose(entropy(np.full(n, 1 / n)), math.log2(n), rtol=1e-14)


def test_entropy_of_a_certain_outcome_is_a_positive_zero() -> None:
    for p in ([1.0], [0, 1, 0], [1, 0]):
        assert math.copysign(1, entropy(p)) == 1
        assert entropy(p) == 0


def test_entropy_of_the_tiniest_probability_is_finite() -> None:
    assert entropy([5e-324, 1.0]) == pytest.approx(0, abs=1e-300)


def test_entropies_of_the_seeds_examples() -> None:
    assert entropy([0.9, 0.05, 0.05]) == pytest.approx(0.569, abs=5e-4)
    assert entropy([0.25] * 4) == 2
    assert entropy([0.5, 0.25, 0.125, 0.125]) == 1.75


# --- cross_entropy_loss, cross_entropy -----------------------------------------------------------


@STEADY
@given(seeds, st.integers(2, 12), st.data())
def test_loss_of_a_one_hot_label_agrees_with_sklearn(
    seed: int, n: int, data: st.DataObject
) -> None:
    label = data.draw(st.integers(0, n - 1))
    q = distribution(seed, n)
    expected = log_loss([label], [q], labels=range(n))
    assert_allclose(cross_entropy_loss(np.eye(n)[label], q), expected, rtol=1e-12, atol=1e-14)


@STEADY
@given(seeds, sizes, exponents)
def test_cross_entropies_agree_with_loops_and_differ_by_their_unit(
    seed: int, n: int, power: float
) -> None:
    p = distribution(seed, n, zeros=0.3, power=power)
    q = 0.5 * distribution(seed + 1, n, power=-power) + 0.5 / n
    bits, nats = cross_entropy(p, q), cross_entropy_loss(p, q)
    assert_allclose(bits, slow_surprise(p, q, math.log2), rtol=1e-13, atol=1e-15)
    assert_allclose(nats, slow_surprise(p, q, math.log), rtol=1e-13, atol=1e-15)
    assert_allclose(nats, bits * math.log(2), rtol=1e-13)


@STEADY
@given(seeds, sizes)
def test_cross_entropy_is_least_at_the_truth_where_it_is_the_entropy(seed: int, n: int) -> None:
    p, q = distribution(seed, n, zeros=0.3), distribution(seed + 1, n)
    assert_allclose(cross_entropy(p, p), entropy(p), rtol=1e-13, atol=1e-15)
    assert cross_entropy(p, q) >= entropy(p) - 1e-12


def test_the_gradient_of_the_loss_of_a_softmax_is_prediction_minus_truth() -> None:
    y, z, h = distribution(1, 5), np.array([0.3, -1.0, 2.0, 0.0, 0.5]), 1e-6
    steps = h * np.eye(5)

    def loss(logits: np.ndarray) -> float:
        return cross_entropy_loss(y, scipy.special.softmax(logits))

    slope = [(loss(z + step) - loss(z - step)) / (2 * h) for step in steps]
    assert_allclose(slope, scipy.special.softmax(z) - y, atol=1e-8)


def test_a_ruled_out_class_that_comes_costs_much_and_not_infinitely_much() -> None:
    assert 20 < cross_entropy_loss([0, 1], [1, 0]) < math.inf
    assert 5 < cross_entropy([0.2, 0.8], [0, 1]) < math.inf
    assert cross_entropy([0, 1], [0, 1]) == cross_entropy_loss([0, 1], [0, 1]) == 0


def test_losses_of_the_seeds_examples() -> None:
    assert cross_entropy_loss([0, 1, 0], [0.1, 0.8, 0.1]) == pytest.approx(0.223, abs=5e-4)
    assert cross_entropy_loss([0, 1, 0], [0.4, 0.3, 0.3]) == pytest.approx(1.204, abs=5e-4)


# --- kl_divergence -------------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, exponents)
def test_divergence_agrees_with_scipy_with_zeros_in_p(seed: int, n: int, power: float) -> None:
    p, q = distribution(seed, n, zeros=0.4, power=power), distribution(seed + 1, n)
    assert_allclose(kl_divergence(p, q), scipy.stats.entropy(p, q, base=2), rtol=1e-10, atol=1e-13)
    expected = scipy.special.rel_entr(p, q).sum() / math.log(2)
    assert_allclose(kl_divergence(p, q), expected, rtol=1e-10, atol=1e-13)


@STEADY
@given(seeds, sizes)
def test_divergence_is_cross_entropy_less_entropy_and_never_negative(seed: int, n: int) -> None:
    p, q = distribution(seed, n, zeros=0.3), distribution(seed + 1, n)
    gap = cross_entropy(p, q) - entropy(p)
    assert_allclose(kl_divergence(p, q), gap, rtol=1e-10, atol=1e-13)
    assert kl_divergence(p, q) >= -1e-15


def test_divergence_from_itself_is_zero_also_where_both_are_zero() -> None:
    for p in ([1.0], [0.5, 0.5, 0], [0, 1, 0], [0.7, 0.2, 0.05, 0.05]):
        assert kl_divergence(p, p) == 0


def test_divergence_is_infinite_where_q_rules_out_what_comes() -> None:
    assert kl_divergence([0.25, 0.75], [0, 1]) == math.inf
    assert kl_divergence([0, 1], [0.5, 0.5]) == 1


def test_divergence_from_the_tiniest_probability_is_finite() -> None:
    assert kl_divergence([0.5, 0.5], [5e-324, 1]) == pytest.approx(0.5 * 1074 - 1, rel=1e-12)


def test_divergence_of_normals_is_that_of_their_formula() -> None:
    x = np.linspace(-30, 30, 60001)
    p, q = scipy.stats.norm.pdf(x, 1, 2), scipy.stats.norm.pdf(x, 0, 3)
    expected = (math.log(3 / 2) + (2**2 + 1**2) / (2 * 3**2) - 1 / 2) / math.log(2)
    assert_allclose(kl_divergence(p / p.sum(), q / q.sum()), expected, rtol=1e-9)


# --- mutual_information --------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes, exponents)
def test_information_is_what_the_entropies_share(seed: int, n: int, m: int, power: float) -> None:
    joint = distribution(seed, n, m, zeros=0.4, power=power)
    h = [slow_surprise(p, p, math.log2) for p in (joint.sum(axis=1), joint.sum(axis=0), joint)]
    assert_allclose(mutual_information(joint), h[0] + h[1] - h[2], rtol=1e-11, atol=1e-13)
    assert_allclose(mutual_information(joint.T), mutual_information(joint), rtol=1e-11, atol=1e-13)


@STEADY
@given(seeds, st.integers(1, 5), st.integers(1, 5))
def test_information_of_counts_agrees_with_sklearn(seed: int, n: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.integers(n, size=60), rng.integers(m, size=60)
    joint = np.zeros((n, m))
    np.add.at(joint, (x, y), 1 / 60)
    expected = mutual_info_score(x, y) / math.log(2)
    assert_allclose(mutual_information(joint), expected, rtol=1e-9, atol=1e-13)


@STEADY
@given(seeds, sizes, sizes)
def test_information_of_independent_variables_is_zero(seed: int, n: int, m: int) -> None:
    p, q = distribution(seed, n, zeros=0.3), distribution(seed + 1, m, zeros=0.3)
    information = mutual_information(np.outer(p, q))
    assert 0 <= information < 1e-14


def test_information_of_a_function_is_the_entropy_of_its_value() -> None:
    joint = np.zeros((4, 2))
    joint[range(4), [0, 1, 0, 1]] = [0.1, 0.2, 0.3, 0.4]
    assert_allclose(mutual_information(joint), entropy([0.4, 0.6]), rtol=1e-13)
    assert mutual_information(np.eye(8) / 8) == 3


def test_information_of_a_noisy_channel_is_one_less_the_noise() -> None:
    flip = Fraction(1, 8)
    joint = [[(1 - flip) / 2, flip / 2], [flip / 2, (1 - flip) / 2]]
    expected = 1 - slow_surprise([1 / 8, 7 / 8], [1 / 8, 7 / 8], math.log2)
    assert_allclose(mutual_information([[float(p) for p in row] for row in joint]), expected)


def test_information_survives_marginals_whose_product_does_not() -> None:
    rare = 1e-200
    assert_allclose(mutual_information(np.diag([rare, 1])), -rare * math.log2(rare), rtol=1e-12)


# --- select_features -----------------------------------------------------------------------------


def labelled(seed: int, n: int, d: int, k: int, classes: int) -> tuple[np.ndarray, ...]:
    """Samples, labels and the k features of them whose width depends on the label."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % classes
    chosen = rng.permutation(d)[:k]
    X = rng.normal(size=(n, d))
    X[:, chosen] *= 8.0 ** y[:, None]
    return X * rng.uniform(0.01, 100, size=d) + rng.normal(size=d), y, chosen


def binned_information(feature: np.ndarray, y: np.ndarray, bins: int = 12) -> float:
    """In bits, of a feature cut at its quantiles, by counting in loops."""
    edges = np.quantile(feature, np.linspace(0, 1, bins + 1)[1:-1])
    places = [sum(edge < value for edge in edges) for value in feature]
    pairs = list(zip(places, y.tolist(), strict=True))
    total = 0.0
    for i, j in set(pairs):
        share = pairs.count((i, j)) / len(pairs)
        total += share * math.log2(share * len(pairs) ** 2 / (places.count(i) * list(y).count(j)))
    return total


@pytest.mark.parametrize(
    ("n", "d", "k", "classes"), [(300, 8, 3, 2), (240, 5, 1, 3), (200, 4, 4, 2)]
)
def test_chosen_features_are_those_of_most_binned_information(
    n: int, d: int, k: int, classes: int
) -> None:
    for seed in range(5):
        X, y, known = labelled(seed, n, d, k, classes)
        scores = [binned_information(X[:, j], y) for j in range(d)]
        got = select_features(X, y, k)
        assert set(got) == set(np.argsort(scores)[-k:]) == set(known)
        assert got.dtype.kind == "i"


def test_chosen_features_come_in_falling_order_of_information() -> None:
    rng = np.random.default_rng(3)
    y = np.arange(400) % 2
    X = rng.normal(size=(400, 4)) + np.outer(y, [0, 6, 1.5, 3])
    assert list(select_features(X, y, 3)) == [1, 3, 2]


def test_any_kind_of_label_names_a_class() -> None:
    X, y, known = labelled(1, 200, 5, 2, 2)
    for labels in (y == 1, np.where(y, "yes", "no"), y * 10 - 7):
        assert set(select_features(X, labels, 2)) == set(known)


# --- perplexity ----------------------------------------------------------------------------------


@STEADY
@given(seeds, sizes)
def test_perplexity_is_the_root_of_the_product_of_the_inverses(seed: int, n: int) -> None:
    p = np.random.default_rng(seed).uniform(0.01, 1, size=n)
    product = math.prod(1 / Fraction(number) for number in p.tolist())
    assert_allclose(perplexity(p), float(product) ** (1 / n), rtol=1e-10)


@pytest.mark.parametrize("n", [2, 39, 1000])
def test_perplexity_of_a_guess_is_the_number_of_choices(n: int) -> None:
    assert_allclose(perplexity(np.full(17, 1 / n)), n, rtol=1e-12)
    assert_allclose(perplexity([1 / n]), math.exp(scipy.stats.entropy([1 / n] * n)), rtol=1e-12)


def test_perplexity_of_thousands_of_small_probabilities_is_finite() -> None:
    assert_allclose(perplexity(np.full(5000, 1e-5)), 1e5, rtol=1e-12)


def test_perplexity_of_certainty_is_one_and_of_what_was_ruled_out_infinite() -> None:
    assert perplexity([1, 1, 1]) == 1.0
    assert perplexity([0.5, 0.0, 1.0]) == math.inf
    assert perplexity([5e-324]) == math.inf  # 2e323 is beyond the largest float


# --- positive_pmi --------------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, sizes, st.sampled_from([1.0, 1e-200, 1e200]))
def test_pmi_is_that_of_counting_in_fractions(seed: int, n: int, m: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 5, size=(n, m)) * rng.integers(1, 3, size=(n, m))
    counts[rng.integers(n), rng.integers(m)] += 1
    total, rows, columns = counts.sum(), counts.sum(axis=1), counts.sum(axis=0)
    wanted = np.zeros((n, m))
    for i, j in np.argwhere(counts):
        share = Fraction(int(counts[i, j]) * int(total), int(rows[i]) * int(columns[j]))
        wanted[i, j] = max(0.0, math.log2(share))
    assert_allclose(positive_pmi(counts * scale), wanted, rtol=1e-10, atol=1e-13)


def test_pmi_averages_to_mutual_information_where_none_is_cut() -> None:
    joint = np.array([[0.25, 0.0, 0.0], [0.0, 0.25, 0.0], [0.0, 0.0, 0.5]])
    assert_allclose(np.sum(joint * positive_pmi(joint)), mutual_information(joint), rtol=1e-12)


def test_pmi_of_independent_counts_and_of_empty_rows_and_columns_is_zero() -> None:
    assert_allclose(positive_pmi(np.outer([1, 2, 3], [4, 5])), np.zeros((3, 2)), atol=1e-15)
    got = positive_pmi([[0, 0, 0], [0, 3, 1], [0, 1, 3]])
    assert_array_equal(got[0], 0)
    assert_array_equal(got[:, 0], 0)
    assert_allclose(got[1:, 1:], [[math.log2(1.5), 0], [0, math.log2(1.5)]], rtol=1e-12)


# --- all of them ---------------------------------------------------------------------------------

CALLS: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "entropy": (entropy, (distribution(1, 6, zeros=0.3),)),
    "cross_entropy_loss": (cross_entropy_loss, (np.array([0, 1, 0]), distribution(2, 3))),
    "cross_entropy": (cross_entropy, (distribution(1, 6, zeros=0.3), distribution(2, 6))),
    "kl_divergence": (kl_divergence, (distribution(1, 6, zeros=0.3), distribution(2, 6))),
    "mutual_information": (mutual_information, (distribution(1, 3, 5, zeros=0.3),)),
    "perplexity": (perplexity, (distribution(3, 5),)),
    "positive_pmi": (positive_pmi, (distribution(1, 3, 5, zeros=0.3),)),
    "select_features": (select_features, (*labelled(0, 60, 4, 2, 2)[:2], 2)),
}


def nested(argument: Any) -> Any:
    return argument.tolist() if isinstance(argument, np.ndarray) else argument


@pytest.mark.parametrize(("function", "arguments"), CALLS.values(), ids=CALLS)
def test_arguments_stay_as_they_were_and_calls_give_the_same_again(
    function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    arrays = [argument for argument in arguments if isinstance(argument, np.ndarray)]
    before = [array.copy() for array in arrays]
    first = function(*arguments)
    for array, old in zip(arrays, before, strict=True):
        assert_array_equal(array, old)
    assert_array_equal(function(*arguments), first)


@pytest.mark.parametrize(("function", "arguments"), CALLS.values(), ids=CALLS)
def test_nested_lists_give_what_arrays_give(
    function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    assert_array_equal(function(*map(nested, arguments)), function(*arguments))


@pytest.mark.parametrize("name", sorted(CALLS.keys() - {"positive_pmi", "select_features"}))
def test_amounts_of_information_are_python_floats(name: str) -> None:
    function, arguments = CALLS[name]
    assert type(function(*arguments)) is float


FAULTS: dict[str, tuple[Callable[..., Any], tuple[Any, ...], str]] = {
    "entropy of nothing": (entropy, ([],), "probabilities must be a non-empty 1-D"),
    "entropy of a table": (entropy, ([[0.5, 0.5]],), "probabilities must be a non-empty 1-D"),
    "entropy of a negative": (entropy, ([1.5, -0.5],), "none below 0"),
    "entropy of a NaN": (entropy, ([math.nan, 0.5],), "finite probabilities"),
    "loss of two lengths": (cross_entropy_loss, ([1, 0], [1, 0, 0]), "one length, not 2 and 3"),
    "loss of a number": (cross_entropy_loss, (1, 0.5), "y_true must be a non-empty 1-D"),
    "cross-entropy of a wrong q": (cross_entropy, ([1, 0], [[1], [0]]), "pred_probs must be a n"),
    "divergence of two lengths": (kl_divergence, ([1, 0], [1]), "p and q must have one length"),
    "divergence of a negative": (kl_divergence, ([0.5, 0.5], [1.5, -0.5]), "q must hold finite"),
    "information of a vector": (mutual_information, ([0.5, 0.5],), "joint must be a non-empty 2-D"),
    "perplexity of nothing": (perplexity, ([],), "probabilities must be a non-empty 1-D"),
    "perplexity of a percentage": (perplexity, ([50.0],), "no number above 1"),
    "perplexity of a negative": (perplexity, ([-0.5],), "none below 0"),
    "no counts": (positive_pmi, ([[0, 0]],), "counts must not all be 0"),
    "negative counts": (positive_pmi, ([[1, -1]],), "none below 0"),
    "counts in a vector": (positive_pmi, ([1, 2],), "counts must be a non-empty 2-D"),
    "no features": (select_features, (np.eye(3), [0, 1, 0], 0), "k must lie in 1..3, not 0"),
    "too many features": (select_features, (np.eye(3), [0, 1, 0], 4), "k must lie in 1..3, not 4"),
    "labels of other samples": (select_features, (np.eye(3), [0, 1], 1), "y must hold 3 labels"),
    "features in a vector": (select_features, ([1, 2, 3], [0, 1, 0], 1), "X must be a non-empty"),
    "features that are infinite": (select_features, ([[math.inf]], [0], 1), "X must be a non-empt"),
}


@pytest.mark.parametrize(("function", "arguments", "words"), FAULTS.values(), ids=FAULTS)
def test_arguments_outside_of_the_domain_are_refused_in_words(
    function: Callable[..., Any], arguments: tuple[Any, ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        function(*arguments)


# --- huffman_code --------------------------------------------------------------------------------


def bits(p: np.ndarray, words: list[str]) -> float:
    return math.fsum(float(weight) * len(word) for weight, word in zip(p, words, strict=True))


def has_no_prefix(words: list[str]) -> bool:
    return not any(b.startswith(a) for a, b in itertools.permutations(words, 2))


@STEADY
@given(seeds, st.integers(1, 6), exponents)
def test_no_prefix_code_is_shorter_than_huffmans(seed: int, n: int, power: float) -> None:
    p = distribution(seed, n, power=power)
    words = huffman_code(p)
    assert has_no_prefix(words)
    lengths = itertools.product(range(1, max(n, 2)), repeat=n)  # by Kraft, all prefix codes
    codes = (L for L in lengths if sum(Fraction(1, 2**length) for length in L) <= 1)
    assert_allclose(bits(p, words), min(float(np.dot(p, L)) for L in codes))


@STEADY
@given(seeds, st.integers(2, 40), exponents)
def test_huffmans_code_is_within_a_bit_of_the_entropy(seed: int, n: int, power: float) -> None:
    p = distribution(seed, n, power=power)
    words = huffman_code(p)
    assert has_no_prefix(words)
    assert sum(Fraction(1, 2 ** len(word)) for word in words) == 1
    H = scipy.stats.entropy(p, base=2)
    assert H - 1e-9 <= bits(p, words) < H + 1


def test_huffmans_own_example_has_3_42_bits() -> None:
    # D. A. Huffman, Proc. IRE 40 (1952) 1098, table I: 13 messages
    p = [0.2, 0.18, 0.1, 0.1, 0.1, 0.06, 0.06, 0.04, 0.04, 0.04, 0.04, 0.03, 0.01]
    assert_allclose(bits(np.array(p), huffman_code(p)), 3.42)


def test_equal_chances_have_words_of_equal_length() -> None:
    assert sorted(huffman_code(np.full(8, 1 / 8))) == [format(i, "03b") for i in range(8)]
    assert huffman_code([1]) == ["0"]


@pytest.mark.parametrize("p", [[], [0.5, 0.0, 0.5], [1.5, -0.5], [[0.5, 0.5]], [np.nan]])
def test_huffmans_code_refuses_what_is_no_positive_probability(p: Any) -> None:
    with pytest.raises(ValueError, match="probabilities must"):
        huffman_code(p)
