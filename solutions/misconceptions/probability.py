"""Misconceptions about predictions, softmax, distributions, samples and posteriors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import optimize, special, stats

from solutions import probability
from solutions.misconceptions import slip

# next_word_predictions -----------------------------------------------------------------------


def _pairs(vocabulary: Any, probabilities: Any) -> list[tuple[str, float]]:
    return [(word, float(p)) for word, p in zip(vocabulary, probabilities, strict=True)]


@slip("next_word_predictions", "the order of the vocabulary, with nothing sorted")
def unsorted(vocabulary: Any, probabilities: Any) -> Any:
    return _pairs(vocabulary, probabilities)


@slip("next_word_predictions", "the least probable word first")
def rising(vocabulary: Any, probabilities: Any) -> Any:
    return sorted(_pairs(vocabulary, probabilities), key=lambda pair: pair[1])


@slip("next_word_predictions", "a list sorted upwards and then reversed, which reverses ties")
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


@slip("next_word_predictions", "a dictionary keyed by probability, where ties overwrite each other")
def keyed_by_probability(vocabulary: Any, probabilities: Any) -> Any:
    table = {p: word for word, p in _pairs(vocabulary, probabilities)}
    return [(table[p], p) for p in sorted(table, reverse=True)]


@slip("next_word_predictions", "pairs (probability, word) instead of (word, probability)")
def probability_first(vocabulary: Any, probabilities: Any) -> Any:
    pairs = probability.next_word_predictions(vocabulary, probabilities)
    return [(p, word) for word, p in pairs]


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


@slip("softmax", "a softmax along the first axis where no axis is given")
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


@slip("softmax", "a minus sign on the logits")
def turned_sign(x: Any, axis: int = -1) -> Any:
    return _soft(-np.asarray(x, dtype=float), axis)


@slip("softmax", "powers of 2 instead of powers of e")
def powers_of_two(x: Any, axis: int = -1) -> Any:
    return _soft(np.asarray(x, dtype=float) * math.log(2), axis)


@slip("softmax", "the logarithms of the probabilities")
def logarithm(x: Any, axis: int = -1) -> Any:
    return special.log_softmax(np.asarray(x, dtype=float), axis=axis)


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
    with np.errstate(all="ignore"):  # a mean need not be positive
        return np.exp(-(_z(x, mean, np.float64(std)) ** 2) / 2) / (std * np.sqrt(2 * np.pi))


@slip("normal_pdf", "the cumulative probability instead of the density")
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


@slip("normal_cdf", "the density instead of the cumulative probability")
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
    with np.errstate(all="ignore"):
        return stats.norm.cdf(_z(x, mean, np.float64(std)))


# sample_normal, sample_exponential: known by their draws where the generator is used alike ----


@slip("sample_normal", "the variance used as the standard deviation")
def variance_for_std(mean: float, std: float, size: int, rng: Any) -> Any:
    return rng.normal(mean, std**2, size)


@slip("sample_normal", "the square root of the standard deviation")
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


@slip("sample_normal", "a new generator with a fixed seed instead of `rng`")
def own_normal(mean: float, std: float, size: int, rng: Any) -> Any:
    return np.random.default_rng(42).normal(mean, std, size)


@slip("sample_exponential", "the scale used as the rate")
def rate(scale: float, size: int, rng: Any) -> Any:
    return rng.exponential(1 / scale, size)


@slip("sample_exponential", "draws that were not scaled")
def unscaled(scale: float, size: int, rng: Any) -> Any:
    return rng.exponential(size=size)


@slip("sample_exponential", "uniform draws without the logarithm")
def no_logarithm(scale: float, size: int, rng: Any) -> Any:
    return scale * rng.random(size)


@slip("sample_exponential", "negative draws, with a minus sign missing")
def negative(scale: float, size: int, rng: Any) -> Any:
    return -rng.exponential(scale, size)


@slip("sample_exponential", "a logarithm to base 10 instead of the natural one")
def base_ten(scale: float, size: int, rng: Any) -> Any:
    return -scale * np.log10(1 - rng.random(size))


@slip("sample_exponential", "a new generator with a fixed seed instead of `rng`")
def own_exponential(scale: float, size: int, rng: Any) -> Any:
    return np.random.default_rng(42).exponential(scale, size)


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


@slip("beta_posterior", "a uniform law where there are no flips, whatever prior is given")
def uniform_without_flips(heads: Any, tails: Any, alpha_prior: Any = 1, beta_prior: Any = 1) -> Any:
    return (alpha_prior + heads, beta_prior + tails) if heads + tails else (1, 1)


@slip("beta_posterior", "the number of all flips instead of the tails")
def all_flips(heads: Any, tails: Any, alpha_prior: Any = 1, beta_prior: Any = 1) -> Any:
    return alpha_prior + heads, beta_prior + heads + tails


@slip("beta_posterior", "the exponents α - 1 and β - 1 instead of α and β")
def exponents(heads: Any, tails: Any, alpha_prior: Any = 1, beta_prior: Any = 1) -> Any:
    return alpha_prior + heads - 1, beta_prior + tails - 1


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


@slip("credible_interval", "a level of 90 % where no level is given")
def ninety_by_default(alpha: float, beta: float, level: float = 0.9) -> Any:
    return stats.beta.interval(level, alpha, beta)


@slip("credible_interval", "the mean plus or minus some standard deviations")
def as_if_normal(alpha: float, beta: float, level: float = 0.95) -> Any:
    law = stats.beta(alpha, beta)
    return stats.norm.interval(level, law.mean(), law.std())


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
