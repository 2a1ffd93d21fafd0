"""Counterexamples: inputs on which functions that look right go wrong.

Notebooks give the functions, and ask for an input that shows what is wrong with them. Of the many
right inputs, the functions here return a small one. What they return is new in each call, and no
argument is changed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats


def misleading_points(v: npt.ArrayLike) -> Floats:
    """Return points that vary along v alone, and whose uncentred first direction is across v.

        x_t = t v + 10 w,   t = −1, 0, 1,   w ⟂ v
        Σ x xᵀ = 2 v vᵀ + 300 w wᵀ,   Σ (x − x̄)(x − x̄)ᵀ = 2 v vᵀ

    Args:
        v: a unit vector, shape (2,); dimensionless.

    Returns:
        Points, one a row, shape (3, 2); dimensionless.

    Raises:
        ValueError: v is not a vector of two numbers.

    Source: I. T. Jolliffe, Principal Component Analysis, 2nd ed., Springer 2002, section 14.2.3.
    """
    along = floats(v, "v", 1)
    if along.shape != (2,):
        raise ValueError(f"v must be 2 long, not {along.size}.")
    across = np.array([-along[1], along[0]])
    return np.array([t * along + 10 * across for t in (-1.0, 0.0, 1.0)])


def softmax_failures() -> dict[str, Floats]:
    """Return an input for each of three wrong softmaxes, on which it fails.

    a subtracts the mean of a row: exp overflows where the largest logit is more than 709.8 above
    it. b subtracts the largest logit of all rows: a row that is 745.2 below it gives 0 / 0. d
    divides by the sums of columns.

    Returns:
        Arrays of logits, shape (n, m), one distribution a row, by the letter of the function.

    Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, and
        the largest and the smallest double of IEEE 754.
    """
    return {
        "a": np.array([[800.0, -800.0]]),
        "b": np.array([[800.0], [0.0]]),
        "d": np.array([[0.0], [0.0]]),
    }


def flattering_probabilities(reported: float, true: float) -> Floats:
    """Return probabilities whose mean flatters a model with a high perplexity.

        1 / mean(p) = n / (n − 1 + ε) < reported,   exp(−mean(log p)) = ε^(−1/n) > true,
        of n − 1 ones and one ε

    Args:
        reported: what 1 / mean(p) may be at most, above 1; dimensionless.
        true: what the perplexity must be at least, above 1; true^(2n) must be a finite float.

    Returns:
        Probabilities, shape (n,), n − 1 the least whole number above 1 / (reported − 1).

    Raises:
        ValueError: a number is not above 1, or ε would be 0.

    Source: Jensen's inequality, which both bounds leave as far as they like: T. Cover, J. Thomas,
        Elements of Information Theory, 2nd ed., Wiley 2006, theorem 2.6.2.
    """
    if not (reported > 1 and true > 1):
        raise ValueError(f"reported and true must be above 1, not {reported} and {true}.")
    n = int(1 / (reported - 1)) + 2
    least = np.exp(-1.5 * n * np.log(true))
    if least == 0:
        raise ValueError(f"No double is small enough for reported = {reported}, true = {true}.")
    return np.append(np.ones(n - 1), least)


def uphill_input() -> tuple[Floats, Floats, Floats]:
    """Return (x, W, upstream) for which a slope that forgets W's second use has the wrong sign.

        y = x W Wᵀ,   h = x W = 3,   ∂L/∂W_1 = x_1 (g · w) + g_1 h = 1 − 3

    Returns:
        x and upstream, shape (1, 2), and W, shape (2, 1); dimensionless.

    Source: the product rule.
    """
    return np.array([[1.0, 2.0]]), np.array([[1.0], [1.0]]), np.array([[-1.0, 2.0]])


def adam_failures() -> dict[str, list[Floats]]:
    """Return gradients for each of three wrong Adams, on which it fails.

    a adds ε inside the root: gradients below √ε hardly move it. b counts a step for each
    parameter: the second one's means are corrected as if it were step 2. d keeps the largest v̂,
    as AMSGrad does: it takes smaller steps once gradients shrink.

    Returns:
        Gradients, each of shape (p,), of one step after the other, by the letter of the function.

    Source: D. P. Kingma, J. Ba, Adam, ICLR 2015, algorithm 1; for d: S. J. Reddi, S. Kale,
        S. Kumar, On the Convergence of Adam and Beyond, ICLR 2018, algorithm 2.
    """
    return {
        "a": [np.array([1e-6])],
        "b": [np.ones(2)],
        "d": [np.ones(1), np.zeros(1), np.zeros(1)],
    }


def losing_tokens(k: int) -> list[int]:
    """Return tokens of which an assignment to repeated places keeps one slope in k.

    Args:
        k: a count of 1 or more.

    Returns:
        6k tokens from 0 to 5, each k times.

    Raises:
        ValueError: k is below 1.

    Source: NumPy, Indexing on ndarrays, "Assigning values to indexed arrays".
    """
    if k < 1:
        raise ValueError(f"k must be 1 or more, not {k}.")
    return [token for token in range(6) for _ in range(k)]


def shortest_failure() -> Floats:
    """Return a real signal of the least length that differs from itself in reverse.

        x_0, x_1, …, x_{n−1}  →  x_0, x_{n−1}, …, x_1:  for n < 3 both are the same

    Returns:
        Samples, shape (3,); unit of the signal.

    Source: A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, 3rd ed., Pearson 2010,
        table 8.2 (duality).
    """
    return np.array([0.0, 1.0, 0.0])


def causal_failures() -> dict[str, tuple[Floats, Floats, Floats]]:
    """Return (Q, K, V) for each of three wrong causal attentions, on which it fails.

    a lets each token see the next one. c gives hidden keys the score −20: they win where all
    visible scores are lower. d hides weights after the softmax: if a hidden score is 745.2 above
    all visible ones of its row, 0 / 0 is left.

    Returns:
        Q, K and V, shape (2, 1), by the letter of the function; dimensionless.

    Source: A. Vaswani et al., Attention Is All You Need, NeurIPS 2017, section 3.2.3.
    """
    V = np.array([[0.0], [1.0]])
    ones = np.ones((2, 1))
    return {
        "a": (ones, ones, V),
        "c": (ones, -40 * ones, V),
        "d": (20 * ones, np.array([[0.0], [50.0]]), V),
    }


def crop_failure() -> tuple[list[int], int]:
    """Return the smallest (prompt, steps) for which the first 4 tokens are not the last 4.

    The last token that a model reads is the one before the last of the whole text. In a text of
    n tokens it lies outside of the first 4 if n − 1 > 4.

    Returns:
        A prompt of five tokens, the last unlike the fourth, and one step.

    Source: counting.
    """
    return [0, 1, 2, 3, 4], 1
