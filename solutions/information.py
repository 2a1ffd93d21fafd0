"""Information theory: entropy, cross-entropy, divergence, mutual information, features, codes.

Pure functions of finite arrays. Each takes anything that `numpy.asarray` takes (nested lists too),
computes in double precision and never writes to its arguments. Probabilities must not be negative;
their sum is not checked. Everywhere 0 · log 0 = 0, its limit.
"""

import heapq
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

FLOOR: Final = 1e-15
"""Predicted probabilities below this one count as this one where a loss has to be finite."""


def entropy(probabilities: npt.ArrayLike) -> float:
    """Return the Shannon entropy of a discrete distribution: its mean surprise.

        H(p) = -Σ_i p_i log2 p_i,   with 0 log2 0 = 0

    Args:
        probabilities: p, shape (n,), n ≥ 1, each ≥ 0, of sum 1; dimensionless.

    Returns:
        A float in [0, log2 n], in bits: 0 for a certain outcome, log2 n for n equal ones.

    Raises:
        ValueError: p is not a non-empty vector, or an entry is negative or not finite.

    Source: C. E. Shannon, Bell Syst. Tech. J. 27 (1948) 379, section 6; T. Cover, J. Thomas,
    Elements of Information Theory, 2nd ed., Wiley 2006, equation 2.1.
    """
    p = _probabilities(probabilities, "probabilities", ndim=1)
    p = p[p > 0]  # (r,), r ≤ n: an outcome that never comes adds nothing
    return _no_negative_zero(np.sum(p * -np.log2(p)))


def huffman_code(probabilities: npt.ArrayLike) -> list[str]:
    """Return a binary prefix code of least expected length: Huffman's.

        L = Σ_i p_i |w_i| is least of all prefix codes, and H(p) ≤ L < H(p) + 1 for n ≥ 2

    Args:
        probabilities: p, shape (n,), n ≥ 1, each > 0, of sum 1; dimensionless.

    Returns:
        n code words, strings of "0" and "1", none of which is the beginning of another, in the
        order of p; |w_i| is the length in bits. A single symbol has the word "0".

    Raises:
        ValueError: p is not a non-empty vector, or an entry is not positive and finite.

    Source: D. A. Huffman, Proc. IRE 40 (1952) 1098; T. Cover, J. Thomas, Elements of Information
    Theory, 2nd ed., Wiley 2006, section 5.6.
    """
    p = _probabilities(probabilities, "probabilities", ndim=1)
    if np.any(p == 0):
        raise ValueError("probabilities must be above 0.")
    if len(p) == 1:
        return ["0"]
    words = [""] * len(p)
    heap = [(float(weight), i, [i]) for i, weight in enumerate(p)]  # weight, number, its symbols
    heapq.heapify(heap)
    for number in range(len(p), 2 * len(p) - 1):
        light, _, light_symbols = heapq.heappop(heap)
        heavy, _, heavy_symbols = heapq.heappop(heap)
        for bit, symbols in (("0", heavy_symbols), ("1", light_symbols)):
            for i in symbols:
                words[i] = bit + words[i]  # the last pair to be joined decides the first bit
        heapq.heappush(heap, (light + heavy, number, heavy_symbols + light_symbols))
    return words


def cross_entropy_loss(y_true: npt.ArrayLike, y_pred: npt.ArrayLike) -> float:
    """Return the cross-entropy of a prediction, in nats: the loss of classifiers.

        L(y, ŷ) = -Σ_i y_i ln ŷ_i

    Args:
        y_true: y, shape (n,), n ≥ 1, one-hot or soft, each ≥ 0, of sum 1; dimensionless.
        y_pred: ŷ, shape (n,), each ≥ 0, of sum 1; dimensionless. An entry below 1e-15 counts as
            1e-15, so that the loss of a class that was ruled out is large (34.5) and finite.

    Returns:
        A float ≥ 0, in nats (1 nat = 1.4427 bits), summed over the classes, not averaged.

    Raises:
        ValueError: an argument is not a non-empty vector, the lengths differ, or an entry is
            negative or not finite.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, equation 3.51
    and section 6.2.1.1.
    """
    y, predicted = _pair(y_true, y_pred, "y_true", "y_pred")
    return _no_negative_zero(np.sum(y * -np.log(np.maximum(predicted, FLOOR))))


def cross_entropy(true_probs: npt.ArrayLike, pred_probs: npt.ArrayLike) -> float:
    """Return the cross-entropy of two distributions, in bits: the price of the wrong code.

        H(p, q) = -Σ_i p_i log2 q_i

    Args:
        true_probs: p, shape (n,), n ≥ 1, each ≥ 0, of sum 1; dimensionless.
        pred_probs: q, shape (n,), each ≥ 0, of sum 1; dimensionless. An entry below 1e-15 counts
            as 1e-15 (49.8 bits), so that the result is finite.

    Returns:
        A float ≥ H(p), in bits, equal to H(p) where q = p.

    Raises:
        ValueError: an argument is not a non-empty vector, the lengths differ, or an entry is
            negative or not finite.

    Source: T. Cover, J. Thomas, Elements of Information Theory, 2nd ed., Wiley 2006, theorem 5.4.3
    (the wrong code costs H(p) + D(p‖q)).
    """
    p, q = _pair(true_probs, pred_probs, "true_probs", "pred_probs")
    return _no_negative_zero(np.sum(p * -np.log2(np.maximum(q, FLOOR))))


def kl_divergence(p: npt.ArrayLike, q: npt.ArrayLike) -> float:
    """Return the KL divergence: the bits that a code made for q wastes on p.

        D(p‖q) = Σ_i p_i log2(p_i / q_i),   with 0 log2(0 / q_i) = 0 for any q_i, 0 too

    Args:
        p: shape (n,), n ≥ 1, each ≥ 0, of sum 1; dimensionless.
        q: shape (n,), each ≥ 0, of sum 1; dimensionless.

    Returns:
        A float ≥ 0, in bits: 0 where p = q, infinite where q rules out what p does not. Not
        symmetric.

    Raises:
        ValueError: an argument is not a non-empty vector, the lengths differ, or an entry is
            negative or not finite.

    Source: S. Kullback, R. A. Leibler, Ann. Math. Stat. 22 (1951) 79; T. Cover, J. Thomas, Elements
    of Information Theory, 2nd ed., Wiley 2006, equation 2.26.
    """
    true, coded = _pair(p, q, "p", "q")
    alive = true > 0
    true, coded = true[alive], coded[alive]  # (r,), r ≤ n
    if not coded.all():
        return float("inf")
    # A difference of logarithms: the quotient by a tiny q overflows.
    return _no_negative_zero(np.sum(true * (np.log2(true) - np.log2(coded))))


def mutual_information(joint: npt.ArrayLike) -> float:
    """Return the mutual information of two variables from their joint probabilities.

        I(X; Y) = Σ_ij p_ij log2(p_ij / (p_i· p_·j)),   with 0 log2 0 = 0

    Args:
        joint: p_ij, shape (n, m), rows for the values of X, columns for those of Y, each ≥ 0, of
            sum 1; dimensionless. Entries, rows and columns may be 0.

    Returns:
        A float in [0, min(H(X), H(Y))], in bits, 0 where X and Y are independent.

    Raises:
        ValueError: joint is not a non-empty matrix, or an entry is negative or not finite.

    Source: T. Cover, J. Thomas, Elements of Information Theory, 2nd ed., Wiley 2006, equation 2.28.
    """
    table = _probabilities(joint, "joint", ndim=2)
    rows, columns = table.sum(axis=1), table.sum(axis=0)  # (n,), (m,): the marginals
    i, j = np.nonzero(table)  # (r,), (r,): the pairs of values that come
    p = table[i, j]
    # Logarithms, not a quotient: the product of two tiny marginals would vanish.
    excess = np.log2(p) - np.log2(rows[i]) - np.log2(columns[j])  # (r,)
    # Rounding can bring independent variables an ulp below 0.
    return max(0.0, float(np.sum(p * excess)))


def select_features(X: npt.ArrayLike, y: npt.ArrayLike, k: int) -> Indices:
    """Choose the k features with the highest mutual information with the label.

        argmax over j of I(X_j; y), k times

    I is estimated from the distances to the three nearest neighbours, so that features need no
    binning, and in nats, which order them as bits do.

    Args:
        X: n samples of d real features, shape (n, d); each feature in a unit of its own.
        y: n labels of two or more classes, shape (n,), each class with more than three samples.
        k: how many to choose, 1 ≤ k ≤ d.

    Returns:
        Indices of columns of X, shape (k,), of falling mutual information; at a tie the first one
        comes first.

    Raises:
        ValueError: X is not a non-empty matrix of finite numbers, y does not hold one label a
            sample, or k is out of range.

    Source: B. C. Ross, PLoS ONE 9 (2014) e87357; A. Kraskov, H. Stögbauer, P. Grassberger, Phys.
    Rev. E 69 (2004) 066138.
    """
    from sklearn.feature_selection import mutual_info_classif  # a long import, for one function

    samples, labels = np.asarray(X, dtype=np.float64), np.asarray(y)
    if samples.ndim != 2 or samples.size == 0 or not np.isfinite(samples).all():
        raise ValueError(f"X must be a non-empty, finite matrix, not of shape {samples.shape}.")
    if labels.shape != samples.shape[:1]:
        raise ValueError(f"y must hold {len(samples)} labels, not be of shape {labels.shape}.")
    if not 1 <= k <= samples.shape[1]:
        raise ValueError(f"k must lie in 1..{samples.shape[1]}, not {k}.")
    scores = mutual_info_classif(samples, labels, random_state=0)  # (d,)
    order: Indices = np.argsort(-scores, kind="stable")  # (d,)
    return order[:k].copy()  # (k,)


def perplexity(probabilities: npt.ArrayLike) -> float:
    """Return the perplexity: the number of equal choices that would be as uncertain.

        PP = exp(-(1/n) Σ_i ln p_i)

    Args:
        probabilities: p, shape (n,), n ≥ 1, each in [0, 1]: what the model gave to each token that
            came; dimensionless.

    Returns:
        A float ≥ 1, dimensionless: 1 where the model was always certain and right, V where it gave
        1 / V to each token, infinite where it ruled one out.

    Raises:
        ValueError: p is not a non-empty vector, or an entry lies outside [0, 1].

    Source: D. Jurafsky, J. Martin, Speech and Language Processing, 3rd ed. draft, section 3.3.
    """
    p = _probabilities(probabilities, "probabilities", ndim=1)
    if (p > 1).any():
        raise ValueError("probabilities must hold no number above 1.")
    # Logarithms, not a product: thousands of factors would vanish.
    with np.errstate(divide="ignore", over="ignore"):  # log 0, and exp of more than 709
        return float(np.exp(-np.mean(np.log(p))))


def positive_pmi(counts: npt.ArrayLike) -> Floats:
    """Return the positive pointwise mutual information of a table of counts.

        max(0, log2(p_ij / (p_i· p_·j))),   p_ij = c_ij / Σ c,   and 0 where c_ij = 0

    Args:
        counts: c, shape (n, m), each ≥ 0, not all 0, not necessarily whole; any unit. Rows and
            columns may be all 0.

    Returns:
        Shape (n, m), each ≥ 0, in bits: how much more often i and j come together than if they
        were independent.

    Raises:
        ValueError: counts are not a non-empty matrix, an entry is negative or not finite, or all
            are 0.

    Source: D. Jurafsky, J. Martin, Speech and Language Processing, 3rd ed. draft, section 6.6;
    K. Church, P. Hanks, Comput. Linguist. 16 (1990) 22.
    """
    table = _probabilities(counts, "counts", ndim=2)
    if not table.any():
        raise ValueError("counts must not all be 0.")
    table = table / table.max()  # so that no sum overflows
    rows, columns = table.sum(axis=1), table.sum(axis=0)  # (n,), (m,)
    i, j = np.nonzero(table)  # (r,), (r,): the pairs that come
    # Logarithms, not a quotient: the product of two tiny marginals would vanish.
    pmi = np.log2(table[i, j]) + np.log2(table.sum()) - np.log2(rows[i]) - np.log2(columns[j])
    information: Floats = np.zeros_like(table)  # (n, m)
    information[i, j] = np.maximum(pmi, 0.0)
    return information


def _pair(one: npt.ArrayLike, other: npt.ArrayLike, *names: str) -> tuple[Floats, Floats]:
    """Return two vectors of probabilities that have one length."""
    p, q = (_probabilities(v, name, 1) for v, name in zip((one, other), names, strict=True))
    if p.size != q.size:
        raise ValueError(f"{' and '.join(names)} must have one length, not {p.size} and {q.size}.")
    return p, q


def _probabilities(values: npt.ArrayLike, name: str, ndim: int) -> Floats:
    """Return `values` as a non-empty double array of probabilities."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != ndim or array.size == 0:
        raise ValueError(f"{name} must be a non-empty {ndim}-D array, not of shape {array.shape}.")
    if not np.isfinite(array).all() or (array < 0).any():
        raise ValueError(f"{name} must hold finite probabilities, none below 0.")
    return array


def _no_negative_zero(number: np.float64) -> float:
    """Return a Python float, in which the sum of `1 · -log 1` is 0, not -0."""
    return float(number) + 0.0
