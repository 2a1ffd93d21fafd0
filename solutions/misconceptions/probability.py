"""Misconceptions about predictions, softmax, distributions, samples and posteriors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import optimize, special, stats

from solutions import probability
from solutions.misconceptions import Undetermined, slip

# next_word_predictions -----------------------------------------------------------------------


def _pairs(vocabulary: Any, probabilities: Any) -> list[tuple[str, float]]:
    return [(word, float(p)) for word, p in zip(vocabulary, probabilities, strict=True)]


@slip("next_word_predictions", "the order of the vocabulary, not that of the probabilities")
def unsorted(vocabulary: Any, probabilities: Any) -> Any:
    return _pairs(vocabulary, probabilities)


@slip("next_word_predictions", "the least probable word first")
def rising(vocabulary: Any, probabilities: Any) -> Any:
    return sorted(_pairs(vocabulary, probabilities), key=lambda pair: pair[1])


@slip(
    "next_word_predictions",
    "ties in the reverse order of the vocabulary",
    hint="Which of two equally probable words comes first in the vocabulary?",
)
def turned_round(vocabulary: Any, probabilities: Any) -> Any:
    return rising(vocabulary, probabilities)[::-1]


@slip("next_word_predictions", "ties in alphabetical order instead of the order of the vocabulary")
def ties_by_alphabet(vocabulary: Any, probabilities: Any) -> Any:
    return sorted(_pairs(vocabulary, probabilities), key=lambda pair: (-pair[1], pair[0]))


@slip("next_word_predictions", "ties in reverse alphabetical order")
def ties_by_reversed_alphabet(vocabulary: Any, probabilities: Any) -> Any:
    pairs = _pairs(vocabulary, probabilities)
    return sorted(pairs, key=lambda pair: (pair[1], pair[0]), reverse=True)


@slip("next_word_predictions", "sorted probabilities next to words that were not sorted with them")
def words_left_behind(vocabulary: Any, probabilities: Any) -> Any:
    return _pairs(vocabulary, sorted(probabilities, reverse=True))


@slip(
    "next_word_predictions",
    "a list with only the last word of each tie",
    hint="How many words can have the same probability? How many can a key of a dict hold?",
)
def keyed_by_probability(vocabulary: Any, probabilities: Any) -> Any:
    table = {p: word for word, p in _pairs(vocabulary, probabilities)}
    return [(table[p], p) for p in sorted(table, reverse=True)]


@slip("next_word_predictions", "pairs (probability, word) instead of (word, probability)")
def probability_first(vocabulary: Any, probabilities: Any) -> Any:
    pairs = probability.next_word_predictions(vocabulary, probabilities)
    return [(p, word) for word, p in pairs]


@slip(
    "next_word_predictions",
    "words looked up by their probability: the first of a tie stands for all",
)
def first_of_a_tie(vocabulary: Any, probabilities: Any) -> Any:
    ranked = sorted(probabilities, reverse=True)
    return [(vocabulary[list(probabilities).index(p)], p) for p in ranked]


@slip(
    "next_word_predictions",
    "words looked up by their probability: the last of a tie stands for all",
)
def last_of_a_tie(vocabulary: Any, probabilities: Any) -> Any:
    table = dict(zip(probabilities, vocabulary, strict=True))
    return [(table[p], p) for p in sorted(probabilities, reverse=True)]


@slip(
    "next_word_predictions",
    "a sort by swapping, which moves a word past others with the same probability",
)
def swapped(vocabulary: Any, probabilities: Any) -> Any:
    pairs = _pairs(vocabulary, probabilities)
    for i in range(len(pairs)):
        j = max(range(i, len(pairs)), key=lambda place: pairs[place][1])
        pairs[i], pairs[j] = pairs[j], pairs[i]
    return pairs


def _sorted(vocabulary: Any, probabilities: Any) -> list[tuple[str, float]]:
    return [*probability.next_word_predictions(vocabulary, probabilities)]


@slip("next_word_predictions", "the words without their probabilities")
def words_alone(vocabulary: Any, probabilities: Any) -> Any:
    return [word for word, _ in _sorted(vocabulary, probabilities)]


@slip("next_word_predictions", "only the most probable pair, without a list")
def best_pair(vocabulary: Any, probabilities: Any) -> Any:
    return _sorted(vocabulary, probabilities)[0]


@slip(
    "next_word_predictions",
    "a list that ends after the most probable pair",
    hint="Do you return inside a loop, or loop twice over a `zip`, which works only once?",
)
def best_pair_in_a_list(vocabulary: Any, probabilities: Any) -> Any:
    return _sorted(vocabulary, probabilities)[:1]


@slip("next_word_predictions", "only the five most probable words")
def five_best(vocabulary: Any, probabilities: Any) -> Any:
    return _sorted(vocabulary, probabilities)[:5]


@slip("next_word_predictions", "a list that leaves out words of probability 0")
def without_zeros(vocabulary: Any, probabilities: Any) -> Any:
    return [(word, p) for word, p in _sorted(vocabulary, probabilities) if p > 0]


@slip(
    "next_word_predictions",
    "a 0 that marks used words, although other words have the probability 0",
)
def marked_by_zero(vocabulary: Any, probabilities: Any) -> Any:
    left, found = list(probabilities), []
    for _ in vocabulary:
        i = left.index(max(left))
        found.append((vocabulary[i], left[i]))
        left[i] = 0
    return found


@slip("next_word_predictions", "one list of words and one of probabilities, instead of pairs")
def two_lists(vocabulary: Any, probabilities: Any) -> Any:
    pairs = _sorted(vocabulary, probabilities)
    return [word for word, _ in pairs], [p for _, p in pairs]


@slip("next_word_predictions", "a dictionary instead of a list of pairs")
def as_a_dictionary(vocabulary: Any, probabilities: Any) -> Any:
    return dict(_sorted(vocabulary, probabilities))


@slip(
    "next_word_predictions",
    "percentages instead of probabilities",
    hint="Which numbers were you given, and which ones do you return?",
)
def percentages(vocabulary: Any, probabilities: Any) -> Any:
    return [(word, 100 * p) for word, p in _sorted(vocabulary, probabilities)]


@slip(
    "next_word_predictions",
    "probabilities divided by the largest of them",
    hint="Which numbers were you given, and which ones do you return?",
)
def divided_by_the_largest(vocabulary: Any, probabilities: Any) -> Any:
    return [(word, p / max(probabilities)) for word, p in _sorted(vocabulary, probabilities)]


# softmax -------------------------------------------------------------------------------------


def _soft(x: Any, axis: int | None) -> Any:
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis, keepdims=True)


@slip("softmax", "one sum over the whole array instead of one along the axis")
def over_everything(x: Any, axis: int = -1) -> Any:
    return _soft(np.asarray(x, dtype=float), None)


@slip("softmax", "a softmax along the last axis, whatever `axis` says")
def always_last(x: Any, axis: int = -1) -> Any:
    return _soft(np.asarray(x, dtype=float), -1)


@slip("softmax", "a softmax along the first axis, whatever `axis` says")
def always_first(x: Any, axis: int = -1) -> Any:
    return _soft(np.asarray(x, dtype=float), 0)


@slip("softmax", "a softmax along the first axis if no axis is given")
def first_by_default(x: Any, axis: int = 0) -> Any:
    return _soft(np.asarray(x, dtype=float), axis)


@slip("softmax", "exponentials that were not divided by their sum")
def undivided(x: Any, axis: int = -1) -> Any:
    x = np.asarray(x, dtype=float)
    return np.exp(x - np.max(x, axis=axis, keepdims=True))


@slip("softmax", "logits divided by their sum without taking exponentials")
def no_exponential(x: Any, axis: int = -1) -> Any:
    x = np.asarray(x, dtype=float)
    return x / x.sum(axis=axis, keepdims=True)


@slip("softmax", "logits with the wrong sign")
def turned_sign(x: Any, axis: int = -1) -> Any:
    return _soft(-np.asarray(x, dtype=float), axis)


@slip("softmax", "powers of 2 instead of powers of e")
def powers_of_two(x: Any, axis: int = -1) -> Any:
    return _soft(np.asarray(x, dtype=float) * math.log(2), axis)


@slip("softmax", "the logarithms of the probabilities")
def logarithm(x: Any, axis: int = -1) -> Any:
    return special.log_softmax(np.asarray(x, dtype=float), axis=axis)


def _shifted(x: Any, shift: Any, axis: int) -> Any:
    """A softmax with this shift, which may be too small or too large."""
    with np.errstate(all="ignore"):
        exps = np.exp(np.asarray(x, dtype=float) - shift)
        return exps / exps.sum(axis=axis, keepdims=True)


@slip(
    "softmax",
    "exponentials that overflow, because the largest logit was not subtracted",
    hint="What is exp(1000), and which c in equation (3) keeps the exponentials finite?",
)
def unshifted(x: Any, axis: int = -1) -> Any:
    return _shifted(x, 0, axis)


@slip(
    "softmax",
    "one shift for the whole array, not one for each slice",
    hint="What is left of a row whose logits lie 1000 below the largest of the array?",
)
def one_shift(x: Any, axis: int = -1) -> Any:
    return _shifted(x, np.max(x), axis)


@slip(
    "softmax",
    "one shift for the whole array, and zeros for slices that vanish",
    hint="What is left of a row whose logits lie 1000 below the largest of the array?",
)
def one_shift_and_zeros(x: Any, axis: int = -1) -> Any:
    return np.nan_to_num(_shifted(x, np.max(x), axis))


@slip(
    "softmax",
    "a shift by the largest absolute value instead of the largest logit",
    hint="By how much do you shift logits that are all near -1000?",
)
def shift_by_absolute_value(x: Any, axis: int = -1) -> Any:
    return _shifted(x, np.max(np.abs(x), axis=axis, keepdims=True), axis)


@slip(
    "softmax",
    "a shift by an average of the logits instead of the largest",
    hint="Can an exponential still overflow if one logit lies far above the others?",
)
def shift_by_mean(x: Any, axis: int = -1) -> Any:
    return _shifted(x, np.mean(x, axis=axis, keepdims=True), axis)


@slip(
    "softmax",
    "large logits that were clipped, so that they tie",
    hint="Are two logits still different after you have clipped them?",
)
def clipped(x: Any, axis: int = -1) -> Any:
    return _soft(np.clip(np.asarray(x, dtype=float), -500, 500), axis)


@slip(
    "softmax",
    "a division by the sums of the wrong slices",
    hint="Which shape do the sums need, so that each divides its own slice?",
)
def without_keepdims(x: Any, axis: int = -1) -> Any:
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis)


@slip(
    "softmax", "absolute values of the logits", hint="What is the exponential of a negative logit?"
)
def of_absolute_values(x: Any, axis: int = -1) -> Any:
    return _soft(np.abs(np.asarray(x, dtype=float)), axis)


@slip(
    "softmax",
    "the sigmoid of each logit on its own",
    hint="How does a probability depend on the other logits?",
)
def sigmoids(x: Any, axis: int = -1) -> Any:
    return special.expit(np.asarray(x, dtype=float))


@slip(
    "softmax",
    "1 for the largest logit and 0 for the others",
    hint="Do smaller logits get a smaller probability, or none?",
)
def largest_alone(x: Any, axis: int = -1) -> Any:
    return (x == np.max(x, axis=axis, keepdims=True)).astype(float)


@slip("softmax", "exponentials that were truncated to whole numbers")
def whole_exponentials(x: Any, axis: int = -1) -> Any:
    exps = np.zeros_like(x)
    exps[...] = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis, keepdims=True)


@slip("softmax", "probabilities that were truncated to whole numbers")
def whole_probabilities(x: Any, axis: int = -1) -> Any:
    return _soft(np.asarray(x, dtype=float), axis).astype(np.asarray(x).dtype)


# normal_pdf, normal_cdf ----------------------------------------------------------------------


def _z(x: Any, mean: float, std: float) -> Any:
    return (np.asarray(x, dtype=float) - mean) / std


@slip("normal_pdf", "a density that is not divided by the standard deviation")
def not_divided(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.pdf(_z(x, mean, std))


@slip("normal_pdf", "an exponent without its factor 1/2")
def no_half(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return np.exp(-(_z(x, mean, std) ** 2)) / (std * math.sqrt(2 * math.pi))


@slip("normal_pdf", "a factor 1/(2π) instead of 1/√(2π)")
def no_root(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.pdf(x, mean, std) / math.sqrt(2 * math.pi)


@slip("normal_pdf", "the exponential without the factor in front of it")
def no_factor(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return np.exp(-(_z(x, mean, std) ** 2) / 2)


@slip("normal_pdf", "the variance used as the standard deviation")
def pdf_of_variance(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.pdf(x, mean, std**2)


@slip("normal_pdf", "the standard deviation used as the variance")
def pdf_of_root(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.pdf(x, mean, math.sqrt(std))


@slip("normal_pdf", "a factor 1/(2√π) instead of 1/√(2π), with 2 outside the root")
def two_outside(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.pdf(x, mean, std) / math.sqrt(2)


@slip("normal_pdf", "the standard deviation before the mean in the list of arguments")
def pdf_std_first(x: Any, std: float = 1.0, mean: float = 0.0) -> Any:
    if std <= 0:  # a mean need not be positive, and SciPy returns NaN
        raise Undetermined
    return stats.norm.pdf(x, mean, std)


@slip(
    "normal_pdf",
    "multiplication by √(2π) instead of division",
    hint="Which factors belong to the denominator? `a / b * c` is (a / b) · c.",
)
def times_root(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.pdf(x, mean, std) * 2 * math.pi


@slip(
    "normal_pdf",
    "exp(z²/2) instead of exp(-z²/2)",
    hint="Does the density grow or fall with the distance from the mean?",
)
def rising_exponent(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    with np.errstate(over="ignore"):
        return np.exp(_z(x, mean, std) ** 2 / 2) / (std * math.sqrt(2 * math.pi))


@slip(
    "normal_pdf",
    "densities divided by their sum over the given points",
    hint="Does the density at x depend on the other points?",
)
def divided_by_their_sum(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    densities = stats.norm.pdf(x, mean, std)
    return densities / np.sum(densities)


@slip(
    "normal_pdf",
    "values of z that were truncated to whole numbers",
    hint="Do your values of z keep their fractions if x holds whole numbers?",
)
def whole_z(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    z = _z(x, mean, std)
    if np.asarray(x).dtype.kind in "iu":
        z = np.trunc(z)
    return stats.norm.pdf(z) / std


@slip("normal_pdf", "the density and the cumulative probability mixed up")
def cdf_for_pdf(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.cdf(x, mean, std)


@slip("normal_pdf", "a mean that is added instead of subtracted")
def pdf_mean_added(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.pdf(x, -mean, std)


@slip("normal_cdf", "the probability above x instead of the one up to x")
def above(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.sf(x, mean, std)


@slip("normal_cdf", "an error function without the √2 in its argument")
def erf_without_root(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return special.erfc(-_z(x, mean, std)) / 2


@slip("normal_cdf", "a sum or difference with 1, which loses the digits of the lower tail")
def cancelled(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return (1 + special.erf(_z(x, mean, std) / math.sqrt(2))) / 2


@slip(
    "normal_cdf",
    "a running sum of the densities at the given points",
    hint="Does the probability at x depend on the other points?",
)
def running_sum(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    if np.ndim(x) == 0:
        raise Undetermined
    densities = stats.norm.pdf(x, mean, std)
    return (np.cumsum(densities) / np.sum(densities)).reshape(np.shape(x))


@slip(
    "normal_cdf",
    "a cumulative probability that is divided by the standard deviation",
    hint="How large is the area under the whole curve?",
)
def divided_cdf(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.cdf(x, mean, std) / std


@slip("normal_cdf", "the density and the cumulative probability mixed up")
def pdf_for_cdf(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.pdf(x, mean, std)


@slip("normal_cdf", "the variance used as the standard deviation")
def cdf_of_variance(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.cdf(x, mean, std**2)


@slip("normal_cdf", "the standard deviation used as the variance")
def cdf_of_root(x: Any, mean: float = 0.0, std: float = 1.0) -> Any:
    return stats.norm.cdf(x, mean, math.sqrt(std))


@slip("normal_cdf", "the standard deviation before the mean in the list of arguments")
def cdf_std_first(x: Any, std: float = 1.0, mean: float = 0.0) -> Any:
    if std <= 0:
        raise Undetermined
    return stats.norm.cdf(x, mean, std)


# sample_normal, sample_exponential: known by their draws where the generator is used alike ----


@slip("sample_normal", "the variance used as the standard deviation")
def variance_for_std(mean: float, std: float, size: int, rng: Any) -> Any:
    return rng.normal(mean, std**2, size)


@slip("sample_normal", "the standard deviation used as the variance")
def root_for_std(mean: float, std: float, size: int, rng: Any) -> Any:
    return rng.normal(mean, std**0.5, size)


@slip("sample_normal", "standard normal draws, neither shifted nor scaled")
def standard(mean: float, std: float, size: int, rng: Any) -> Any:
    return rng.standard_normal(size)


@slip("sample_normal", "a mean that is scaled along with the draws")
def mean_scaled(mean: float, std: float, size: int, rng: Any) -> Any:
    return std * (rng.standard_normal(size) + mean)


@slip("sample_normal", "uniform draws instead of normal ones")
def flat(mean: float, std: float, size: int, rng: Any) -> Any:
    return rng.uniform(mean - std, mean + std, size)


@slip("sample_normal", "draws that were not scaled")
def not_scaled(mean: float, std: float, size: int, rng: Any) -> Any:
    return mean + rng.standard_normal(size)


@slip(
    "sample_normal",
    "one draw, repeated `size` times",
    hint="How many numbers do you draw from `rng`?",
)
def one_normal(mean: float, std: float, size: int, rng: Any) -> Any:
    return np.full(size, rng.normal(mean, std))


@slip(
    "sample_normal",
    "a column of shape (size, 1) instead of (size,)",
    hint="What does the docstring say about the shape?",
)
def normal_column(mean: float, std: float, size: int, rng: Any) -> Any:
    return rng.normal(mean, std, (size, 1))


@slip("sample_exponential", "the scale used as the rate")
def rate(scale: float, size: int, rng: Any) -> Any:
    return rng.exponential(1 / scale, size)


@slip("sample_exponential", "draws that were not scaled")
def unscaled(scale: float, size: int, rng: Any) -> Any:
    return rng.exponential(size=size)


@slip("sample_exponential", "uniform draws without the logarithm")
def no_logarithm(scale: float, size: int, rng: Any) -> Any:
    return scale * rng.random(size)


@slip("sample_exponential", "draws with the wrong sign")
def negative(scale: float, size: int, rng: Any) -> Any:
    return -rng.exponential(scale, size)


@slip("sample_exponential", "a logarithm to base 10 instead of the natural one")
def base_ten(scale: float, size: int, rng: Any) -> Any:
    return -scale * np.log10(1 - rng.random(size))


@slip(
    "sample_exponential",
    "one draw, repeated `size` times",
    hint="How many numbers do you draw from `rng`?",
)
def one_exponential(scale: float, size: int, rng: Any) -> Any:
    return np.full(size, rng.exponential(scale))


@slip(
    "sample_exponential",
    "a column of shape (size, 1) instead of (size,)",
    hint="What does the docstring say about the shape?",
)
def exponential_column(scale: float, size: int, rng: Any) -> Any:
    return rng.exponential(scale, (size, 1))


# beta_posterior, posterior_mean, credible_interval -------------------------------------------


@slip("beta_posterior", "heads and tails swapped")
def exchanged(heads: Any, tails: Any, alpha_prior: Any = 1, beta_prior: Any = 1) -> Any:
    return alpha_prior + tails, beta_prior + heads


@slip("beta_posterior", "the counts without the prior")
def no_prior(heads: Any, tails: Any, alpha_prior: Any = 1, beta_prior: Any = 1) -> Any:
    return heads, tails


@slip("beta_posterior", "a uniform prior, whatever prior is given")
def always_uniform(heads: Any, tails: Any, alpha_prior: Any = 1, beta_prior: Any = 1) -> Any:
    return 1 + heads, 1 + tails


@slip("beta_posterior", "a uniform posterior if there are no flips, whatever prior is given")
def uniform_without_flips(heads: Any, tails: Any, alpha_prior: Any = 1, beta_prior: Any = 1) -> Any:
    return (alpha_prior + heads, beta_prior + tails) if heads + tails else (1, 1)


@slip("beta_posterior", "the number of all flips instead of the number of tails")
def all_flips(heads: Any, tails: Any, alpha_prior: Any = 1, beta_prior: Any = 1) -> Any:
    return alpha_prior + heads, beta_prior + heads + tails


@slip("beta_posterior", "the exponents α - 1 and β - 1 instead of α and β")
def exponents(heads: Any, tails: Any, alpha_prior: Any = 1, beta_prior: Any = 1) -> Any:
    return alpha_prior + heads - 1, beta_prior + tails - 1


@slip(
    "beta_posterior",
    "the two parameters of the prior swapped",
    hint="Which of the prior's parameters is given first, and which count is added to it?",
)
def priors_swapped(heads: Any, tails: Any, alpha_prior: Any = 1, beta_prior: Any = 1) -> Any:
    return beta_prior + heads, alpha_prior + tails


@slip(
    "beta_posterior",
    "Jeffreys' prior if none is given, instead of a uniform one",
    hint="Which prior does the function use if none is given?",
)
def jeffreys(heads: Any, tails: Any, alpha_prior: Any = 0.5, beta_prior: Any = 0.5) -> Any:
    return alpha_prior + heads, beta_prior + tails


@slip(
    "posterior_mean",
    "the middle of the credible interval instead of the mean",
    hint="What is the mean of a Beta distribution, in terms of α and β?",
)
def middle(alpha: float, beta: float) -> Any:
    return sum(stats.beta.interval(0.95, alpha, beta)) / 2


@slip(
    "posterior_mean",
    "a fraction without parentheses, `alpha / alpha + beta`",
    hint="Which of / and + comes first?",
)
def without_parentheses(alpha: float, beta: float) -> Any:
    return alpha / alpha + beta


@slip(
    "posterior_mean",
    "the mean rounded down to a whole number",
    hint="What does `//` do to a number between 0 and 1?",
)
def whole_mean(alpha: float, beta: float) -> Any:
    return alpha // (alpha + beta)


@slip("posterior_mean", "the mode (where the density is highest) instead of the mean")
def mode(alpha: float, beta: float) -> Any:
    return (alpha - 1) / (alpha + beta - 2)


@slip("posterior_mean", "the odds α / β")
def odds(alpha: float, beta: float) -> Any:
    return alpha / beta


@slip("posterior_mean", "the mean probability of tails")
def of_tails(alpha: float, beta: float) -> Any:
    return beta / (alpha + beta)


@slip("posterior_mean", "the median instead of the mean")
def median(alpha: float, beta: float) -> Any:
    return stats.beta.median(alpha, beta)


@slip("credible_interval", "1 - level in each tail instead of half of it")
def tails_too_large(alpha: float, beta: float, level: float = 0.95) -> Any:
    return stats.beta.ppf(1 - level, alpha, beta), stats.beta.ppf(level, alpha, beta)


@slip("credible_interval", "a level of 95 %, whatever level is given")
def always_95(alpha: float, beta: float, level: float = 0.95) -> Any:
    return stats.beta.interval(0.95, alpha, beta)


@slip("credible_interval", "a level of 90 % if no level is given")
def ninety_by_default(alpha: float, beta: float, level: float = 0.9) -> Any:
    return stats.beta.interval(level, alpha, beta)


@slip("credible_interval", "the mean plus or minus some standard deviations")
def as_if_normal(alpha: float, beta: float, level: float = 0.95) -> Any:
    law = stats.beta(alpha, beta)
    low, high = stats.norm.interval(level, law.mean(), law.std())
    if low < 0 or high > 1:  # it may be cut off
        raise Undetermined
    return low, high


@slip(
    "credible_interval",
    "the width of the interval instead of its two ends",
    hint="Which two numbers should you return?",
)
def width(alpha: float, beta: float, level: float = 0.95) -> Any:
    low, high = stats.beta.interval(level, alpha, beta)
    return high - low


@slip("credible_interval", "α and β swapped")
def parameters_exchanged(alpha: float, beta: float, level: float = 0.95) -> Any:
    return stats.beta.interval(level, beta, alpha)


@slip("credible_interval", "an interval that starts at 0, with everything left out in one tail")
def one_sided(alpha: float, beta: float, level: float = 0.95) -> Any:
    return 0.0, stats.beta.ppf(level, alpha, beta)


@slip("credible_interval", "the shortest interval, whose tails are unequal")
def shortest(alpha: float, beta: float, level: float = 0.95) -> Any:
    ppf = stats.beta(alpha, beta).ppf
    found = optimize.minimize_scalar(
        lambda low: ppf(low + level) - ppf(low), bounds=(0, 1 - level), method="bounded"
    )
    return ppf(found.x), ppf(found.x + level)


@slip("credible_interval", "the upper end before the lower one")
def upper_end_first(alpha: float, beta: float, level: float = 0.95) -> Any:
    low, high = stats.beta.interval(level, alpha, beta)
    return high, low
