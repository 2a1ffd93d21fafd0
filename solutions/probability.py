"""Probability: ranked predictions, softmax, normal and exponential laws, a coin's Beta posterior.

Pure functions of real, finite numbers. Each takes anything that `numpy.asarray` takes (nested lists
too), computes in double precision, returns new values and never writes to its arguments; the
samplers alone change something, the state of the generator that is handed to them.
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]


def next_word_predictions(
    vocabulary: Sequence[str], probabilities: npt.ArrayLike
) -> list[tuple[str, float]]:
    """Return the words of a vocabulary with their probabilities, the most probable first.

        (w_1, p_1), …, (w_n, p_n)   with   p_1 ≥ p_2 ≥ … ≥ p_n

    Args:
        vocabulary: n different words.
        probabilities: their probabilities in the same order, shape (n,), each in [0, 1],
            dimensionless. They need not sum to 1: the words may be some of many.

    Returns:
        n pairs `(word, probability)`; words of one probability keep the vocabulary's order.

    Raises:
        ValueError: the lengths differ, or a probability lies outside [0, 1].

    Source: D. Jurafsky, J. Martin, Speech and Language Processing, 3rd ed. draft, chapter 3 (the
    conditional distribution of the next word).
    """
    p = np.asarray(probabilities, dtype=np.float64)
    if p.shape != (len(vocabulary),):
        raise ValueError(
            f"{len(vocabulary)} words need as many probabilities, not shape {p.shape}."
        )
    if not np.all((p >= 0) & (p <= 1)):  # NaN is in no interval
        raise ValueError("Every probability must lie in [0, 1].")
    order = np.argsort(-p, kind="stable")  # (n,); reversing a rising order would reverse ties, too
    return [(vocabulary[i], float(p[i])) for i in order]


def softmax(x: npt.ArrayLike, axis: int = -1) -> Floats:
    """Return the softmax of logits along one axis: probabilities in proportion to exp(x).

        p_i = exp(x_i) / Σ_j exp(x_j),   i and j along `axis`

    Args:
        x: logits, any shape with one axis or more, finite; dimensionless, for exp takes them.
        axis: the axis along which the probabilities sum to 1.

    Returns:
        p, of the shape of x, each entry in [0, 1], dimensionless.

    Raises:
        ValueError: x has no axes, the axis is empty, or there is no such axis.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, equation 6.29;
    section 4.1 for the shift by the maximum.
    """
    logits = np.asarray(x, dtype=np.float64)
    if logits.ndim == 0 or not -logits.ndim <= axis < logits.ndim or logits.shape[axis] == 0:
        raise ValueError(f"An array of shape {logits.shape} has no entries along axis {axis}.")
    # A shift cancels in the quotient; this one, slice by slice, keeps exp ≤ 1, and its sum ≥ 1.
    exps = np.exp(logits - logits.max(axis=axis, keepdims=True))  # (..., n, ...)
    probabilities: Floats = exps / exps.sum(axis=axis, keepdims=True)
    return probabilities


def normal_pdf(x: npt.ArrayLike, mean: float = 0.0, std: float = 1.0) -> Floats | np.float64:
    """Return the density of the normal distribution.

        f(x) = exp(-z² / 2) / (σ √(2π)),   z = (x - μ) / σ

    Args:
        x: any shape, finite; any unit.
        mean: μ, in the unit of x.
        std: σ > 0, in the unit of x.

    Returns:
        f, of the shape of x (a number for a number), in one over the unit of x; it is ≥ 0.

    Raises:
        ValueError: σ is not positive.

    Source: L. Wasserman, All of Statistics, Springer 2004, section 2.4.
    """
    # exp(-z²/2) is 0 in double precision from z = 39 on: larger z need not be squared.
    z = np.minimum(np.abs(_standardized(x, mean, std)), 40.0)  # (...)
    density: Floats | np.float64 = np.exp(-(z**2) / 2) / (std * math.sqrt(2 * math.pi))
    return density


def normal_cdf(x: npt.ArrayLike, mean: float = 0.0, std: float = 1.0) -> Floats | np.float64:
    """Return the probability that a normal variable is at most x.

        Φ(z) = erfc(-z / √2) / 2,   z = (x - μ) / σ

    Args:
        x: any shape, finite; any unit.
        mean: μ, in the unit of x.
        std: σ > 0, in the unit of x.

    Returns:
        Φ, of the shape of x (a number for a number), in [0, 1], dimensionless. Its relative error
        is small in the lower tail, too: Φ(-8) is 6.22e-16. The form (1 + erf(z/√2)) / 2 has no
        digit left there, for erf(z/√2) is rounded in units of 1e-16 beside -1.

    Raises:
        ValueError: σ is not positive.

    Source: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, NBS 1964, 26.2.29.
    """
    probability: Floats | np.float64 = special.ndtr(_standardized(x, mean, std))
    return probability


def sample_normal(mean: float, std: float, size: int, rng: np.random.Generator) -> Floats:
    """Draw independent samples from the normal distribution.

        x_i = μ + σ z_i,   z_i standard normal

    Args:
        mean: μ; any unit.
        std: σ > 0, in the unit of μ.
        size: how many, ≥ 1; a count.
        rng: the generator that every draw comes from. Its state moves on, and no other one's.

    Returns:
        Shape (size,), in the unit of μ.

    Raises:
        ValueError: σ or the size is not positive.

    Source: L. Devroye, Non-Uniform Random Variate Generation, Springer 1986, section I.4 (location
    and scale); G. Marsaglia, W. Tsang, J. Stat. Softw. 5 (2000) 8 (NumPy's ziggurat).
    """
    _check_positive(std=std, size=size)
    draws: Floats = mean + std * rng.standard_normal(size)  # (size,)
    return draws


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> Floats:
    """Draw independent samples from the exponential distribution by inverting its CDF.

        F(x) = 1 - exp(-x/s)   so   x_i = -s ln(1 - u_i),   u_i uniform in [0, 1)

    Args:
        scale: s > 0, the mean and the standard deviation, one over the rate; any unit.
        size: how many, ≥ 1; a count.
        rng: the generator that every draw comes from. Its state moves on, and no other one's.

    Returns:
        Shape (size,), each ≥ 0, in the unit of s.

    Raises:
        ValueError: s or the size is not positive.

    Source: L. Devroye, Non-Uniform Random Variate Generation, Springer 1986, section II.2.
    """
    _check_positive(scale=scale, size=size)
    draws: Floats = -scale * np.log1p(-rng.random(size))  # (size,); 1 - u is never 0
    return draws


def beta_posterior(
    heads: float, tails: float, alpha_prior: float = 1, beta_prior: float = 1
) -> tuple[float, float]:
    """Return the Beta posterior of a coin's probability of heads after some flips.

        p(θ) ∝ θ^(α₀-1) (1-θ)^(β₀-1),   p(θ | h, t) ∝ θ^h (1-θ)^t p(θ)
        so   α = α₀ + h,   β = β₀ + t

    Args:
        heads: h ≥ 0; a count.
        tails: t ≥ 0; a count.
        alpha_prior: α₀ > 0; dimensionless, like a count of earlier heads. 1 and 1 is uniform.
        beta_prior: β₀ > 0, likewise of tails.

    Returns:
        `(alpha, beta)` of the Beta posterior, dimensionless.

    Raises:
        ValueError: a count is negative, or a parameter of the prior is not positive.

    Source: A. Gelman et al., Bayesian Data Analysis, 3rd ed., CRC 2013, section 2.4.
    """
    if not (heads >= 0 and tails >= 0):
        raise ValueError(f"Counts of heads and tails must be ≥ 0, not {heads} and {tails}.")
    _check_positive(alpha_prior=alpha_prior, beta_prior=beta_prior)
    return float(alpha_prior + heads), float(beta_prior + tails)


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of a Beta distribution: the expected probability of heads.

        E[θ] = α / (α + β)

    Args:
        alpha: α > 0; dimensionless.
        beta: β > 0; dimensionless.

    Returns:
        A float in (0, 1), dimensionless.

    Raises:
        ValueError: a parameter is not positive.

    Source: A. Gelman et al., Bayesian Data Analysis, 3rd ed., CRC 2013, table A.1.
    """
    _check_positive(alpha=alpha, beta=beta)
    return float(alpha / (alpha + beta))


def credible_interval(alpha: float, beta: float, level: float = 0.95) -> tuple[float, float]:
    """Return the equal-tailed credible interval of a Beta distribution.

        P(θ < low) = P(θ > high) = (1 - level) / 2

    Args:
        alpha: α > 0; dimensionless.
        beta: β > 0; dimensionless.
        level: the probability that θ lies within, in (0, 1); dimensionless.

    Returns:
        `(low, high)`, 0 ≤ low < high ≤ 1, dimensionless.

    Raises:
        ValueError: a parameter is not positive, or the level is not in (0, 1).

    Source: A. Gelman et al., Bayesian Data Analysis, 3rd ed., CRC 2013, section 2.3 ("central
    posterior interval"); M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, NBS 1964,
    6.6.2 (the incomplete beta function, inverted here).
    """
    _check_positive(alpha=alpha, beta=beta)
    if not 0 < level < 1:
        raise ValueError(f"The level must lie between 0 and 1, not be {level}.")
    tail = (1 - level) / 2
    low, high = special.betaincinv(alpha, beta, tail), special.betainccinv(alpha, beta, tail)
    return float(low), float(high)


def _standardized(x: npt.ArrayLike, mean: float, std: float) -> Floats:
    """Return z, the number of standard deviations that x lies above the mean."""
    _check_positive(std=std)
    z: Floats = (np.asarray(x, dtype=np.float64) - mean) / std
    return z


def _check_positive(**numbers: float) -> None:
    for name, number in numbers.items():
        if not number > 0:  # NaN is not
            raise ValueError(f"{name} must be positive, not {number}.")
