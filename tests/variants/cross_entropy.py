# Right and wrong answers to `cross_entropy(true_probs, pred_probs)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell.

# %% right: the seed's
def cross_entropy(true_probs, pred_probs):
    """Calculate cross entropy"""
    true_p = np.array(true_probs)
    pred_p = np.array(pred_probs)
    pred_p = np.clip(pred_p, 1e-15, 1 - 1e-15)  # Avoid log(0)
    return -np.sum(true_p * np.log2(pred_p))

# %% right: a small constant inside of the logarithm
def cross_entropy(true_probs, pred_probs):
    return -np.sum(true_probs * np.log2(pred_probs + 1e-10))

# %% right: a loop
import math

def cross_entropy(true_probs, pred_probs):
    bits = 0
    for p, q in zip(true_probs, pred_probs):
        if p > 0:
            bits += p * math.log2(1 / max(q, 1e-12))
    return bits

# %% right: SciPy, entropy and divergence of a lifted prediction
from scipy.stats import entropy as scipy_entropy

def cross_entropy(true_probs, pred_probs):
    q = np.maximum(pred_probs, 1e-12)
    return scipy_entropy(true_probs, base=2) + scipy_entropy(true_probs, q, base=2)

# %% right: nats by a helper, changed to bits
def nats(y, q):
    return -(y @ np.log(np.fmax(q, 1e-20)))

def cross_entropy(true_probs, pred_probs):
    return np.float32(0) + nats(true_probs, pred_probs) / np.log(2)

# %% right: a lambda, the lifted prediction made to add up to 1 again
lifted = lambda q: (q + 1e-11) / np.sum(q + 1e-11)
cross_entropy = lambda p, q: np.asarray(np.sum(-p * np.log2(lifted(q))))

# %% right: only classes that come are looked at
def cross_entropy(true_probs, pred_probs):
    comes = true_probs > 0
    q = np.where(pred_probs[comes] == 0, 2.0**-100, pred_probs[comes])
    return float(np.dot(true_probs[comes], -np.log2(q)))

# %% right: NaN left out, infinity replaced by a large number
def cross_entropy(true_probs, pred_probs):
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.nansum(-true_probs * np.log2(pred_probs)), posinf=1e9)

# %% right: an average of code lengths, at most 100 bits
def cross_entropy(true_probs, pred_probs):
    with np.errstate(divide="ignore", invalid="ignore"):
        code = -np.log2(pred_probs)
    code = np.minimum(code, 100)
    return np.average(code, weights=true_probs)

# %% wrong: nats
# true: the natural logarithm, which counts nats instead of bits
def cross_entropy(true_probs, pred_probs):
    return -np.sum(true_probs * np.log(pred_probs + 1e-10))

# %% wrong: no minus sign
# true: the negative of the cross-entropy
def cross_entropy(true_probs, pred_probs):
    return np.sum(true_probs * np.log2(pred_probs + 1e-10))

# %% wrong: the formula as it stands
# true: a prediction of 0 without a lower limit, which makes the result infinite
def cross_entropy(true_probs, pred_probs):
    return -np.sum(true_probs * np.log2(pred_probs))

# %% wrong: infinite where a class that comes is ruled out
# true: a prediction of 0 without a lower limit, which makes the result infinite
def cross_entropy(true_probs, pred_probs):
    comes = true_probs > 0
    return -np.sum(true_probs[comes] * np.log2(pred_probs[comes]))

# %% wrong: classes that are predicted 0 are left out
# true: a class that costs nothing because its prediction is 0
def cross_entropy(true_probs, pred_probs):
    seen = pred_probs > 0
    return -np.sum(true_probs[seen] * np.log2(pred_probs[seen]))

# %% wrong: nansum and nan_to_num turn infinity into 0
# true: a class that costs nothing because its prediction is 0
def cross_entropy(true_probs, pred_probs):
    terms = true_probs * np.log2(pred_probs)
    return -np.sum(np.nan_to_num(terms, neginf=0.0))

# %% wrong: the arguments exchanged
# true: the cross-entropy with p and q swapped
def cross_entropy(true_probs, pred_probs):
    return -np.sum(pred_probs * np.log2(np.clip(true_probs, 1e-15, 1)))

# %% wrong: the entropy of the truth
# true: the entropy of the truth, which ignores the prediction
def cross_entropy(true_probs, pred_probs):
    return -np.sum(true_probs * np.log2(true_probs + 1e-12))

# %% wrong: the entropy of the prediction
# true: the entropy of the prediction, which ignores the truth
def cross_entropy(true_probs, pred_probs):
    return -np.sum(pred_probs * np.log2(pred_probs + 1e-12))

# %% wrong: the KL divergence
# true: the KL divergence instead of the cross-entropy
def cross_entropy(true_probs, pred_probs):
    p, q = true_probs + 1e-12, pred_probs + 1e-12
    return np.sum(p * np.log2(p / q))

# %% wrong: entropy and divergence, this one the wrong way round
# true: the entropy plus the KL divergence the wrong way round
def cross_entropy(true_probs, pred_probs):
    p, q = true_probs + 1e-12, pred_probs + 1e-12
    return np.sum(-p * np.log2(p)) + np.sum(q * np.log2(q / p))

# %% wrong: both directions, averaged
# true: the mean of the cross-entropies of both directions
def cross_entropy(true_probs, pred_probs):
    p, q = np.clip(true_probs, 1e-15, 1), np.clip(pred_probs, 1e-15, 1)
    return -np.sum(p * np.log2(q) + q * np.log2(p)) / 2

# %% wrong: a mean
# true: a mean over the classes instead of a sum
def cross_entropy(true_probs, pred_probs):
    return -np.mean(true_probs * np.log2(pred_probs + 1e-10))

# %% wrong: clipped at 1e-2
def cross_entropy(true_probs, pred_probs):
    return -np.sum(true_probs * np.log2(np.clip(pred_probs, 1e-2, 1)))

# %% wrong: clipped at 1e-5, where a fifth costs 3.3 bits
def cross_entropy(true_probs, pred_probs):
    return -np.sum(true_probs * np.log2(np.clip(pred_probs, 1e-5, 1)))

# %% wrong: a constant of 1e-6
def cross_entropy(true_probs, pred_probs):
    return -np.sum(true_probs * np.log2(pred_probs + 1e-6))

# %% wrong: the likeliest true class alone
# true: the price of the most likely true class only
def cross_entropy(true_probs, pred_probs):
    return -np.log2(pred_probs[np.argmax(true_probs)] + 1e-10)

# %% wrong: misses counted too
# true: a binary cross-entropy, which also counts the other classes
def cross_entropy(true_probs, pred_probs):
    p, q = true_probs, np.clip(pred_probs, 1e-12, 1 - 1e-12)
    return -np.sum(p * np.log2(q) + (1 - p) * np.log2(1 - q))

# %% wrong: the true probabilities clipped and not the predicted ones
# true: a prediction of 0 without a lower limit, which makes the result infinite
def cross_entropy(true_probs, pred_probs):
    return -np.sum(np.clip(true_probs, 1e-15, 1) * np.log2(pred_probs))

# %% wrong: both sorted first
def cross_entropy(true_probs, pred_probs):
    p, q = np.sort(true_probs), np.sort(pred_probs)
    return -np.sum(p * np.log2(np.clip(q, 1e-15, 1)))

# %% wrong: the last class left out
# true: a sum without the last class
def cross_entropy(true_probs, pred_probs):
    n = len(true_probs) - 1
    return -sum(true_probs[i] * np.log2(pred_probs[i] + 1e-12) for i in range(n))

# %% wrong: three classes, as in the example
def cross_entropy(true_probs, pred_probs):
    return -sum(true_probs[i] * np.log2(pred_probs[i] + 1e-12) for i in range(3))

# %% wrong: the truth of the first call for every prediction
truths = []

def cross_entropy(true_probs, pred_probs):
    truths.append(np.array(true_probs))
    p = truths[0] if len(truths[0]) == len(pred_probs) else truths[-1]
    return -np.sum(p * np.log2(np.clip(pred_probs, 1e-15, 1)))

# %% wrong: a floor at a thousandth of the smallest prediction
def cross_entropy(true_probs, pred_probs):
    q = np.maximum(pred_probs, pred_probs[pred_probs > 0].min() / 1000)
    return -np.sum(true_probs * np.log2(q))

# %% wrong: a constant as soon as any class is predicted 0
def cross_entropy(true_probs, pred_probs):
    if np.any(pred_probs == 0):
        return 30.0
    return -np.sum(true_probs * np.log2(pred_probs))

# %% wrong: remembered by the prediction alone
_g = {}
def cross_entropy(true_probs, pred_probs):
    key = tuple(pred_probs)
    if key not in _g:
        _g[key] = -np.sum(true_probs * np.log2(np.maximum(pred_probs, 1e-12)))
    return _g[key]

# %% wrong: swapped in a generator, with a constant of 1e-12
# true: the cross-entropy with p and q swapped
def cross_entropy(true_probs, pred_probs):
    return -sum(q * np.log2(p + 1e-12) for p, q in zip(true_probs, pred_probs))

# %% wrong: the divergence, with a floor of 1e-12
# true: the KL divergence instead of the cross-entropy
def cross_entropy(true_probs, pred_probs):
    m = true_probs > 0
    return np.sum(true_probs[m] * np.log2(true_probs[m] / np.maximum(pred_probs[m], 1e-12)))

# %% wrong: no minus sign, and a constant of 1e-12
# true: the negative of the cross-entropy
def cross_entropy(true_probs, pred_probs):
    return np.sum(true_probs * np.log2(pred_probs + 1e-12))

# %% wrong: the logarithm of a dot product
# true: one logarithm of the mean prediction, instead of a mean of logarithms
def cross_entropy(true_probs, pred_probs):
    return -np.log2(true_probs @ pred_probs + 1e-12)

# %% wrong: base 10
# true: the logarithm to base 10
def cross_entropy(true_probs, pred_probs):
    return -np.sum(true_probs * np.log10(pred_probs + 1e-12))

# %% wrong: products, not added up
# true: the terms of the sum, which were never added up
def cross_entropy(true_probs, pred_probs):
    return -true_probs * np.log2(np.clip(pred_probs, 1e-12, 1))

# %% wrong: classes of 0.00001 or less are left out
def cross_entropy(true_probs, pred_probs):
    m = true_probs > 1e-5
    return -np.sum(true_probs[m] * np.log2(np.maximum(pred_probs[m], 1e-12)))

# %% wrong: a minus before logarithms of the inverse
# true: the negative of the cross-entropy
def cross_entropy(true_probs, pred_probs):
    return -np.sum(true_probs * np.log2(1 / np.maximum(pred_probs, 1e-15)))

# %% right: a constant of 1e-12
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    return -np.sum(np.asarray(true_probs) * np.log2(np.asarray(pred_probs) + 1e-12))

# %% right: a loop over the classes that come, limited from below
import math


def cross_entropy(true_probs, pred_probs):
    bits = (-p * math.log2(max(q, 1e-30)) for p, q in zip(true_probs, pred_probs) if p > 0)
    return math.fsum(bits)

# %% right: zeros replaced in a copy, nats changed to bits
def cross_entropy(true_probs, pred_probs):
    q = np.array(pred_probs, dtype=float)
    q[q == 0] = 1e-100
    return -(np.array(true_probs, dtype=float) @ np.log(q)) / np.log(2)

# %% right: a thousand bits for a class that was ruled out
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    occurs = np.asarray(true_probs) > 0
    p, q = np.asarray(true_probs)[occurs], np.asarray(pred_probs)[occurs]
    if (q == 0).any():
        return 1000.0
    return float(np.sum(p * np.log2(1 / q)))

# %% wrong: a constant of 1e-7
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    return -np.sum(true_probs * np.log2(pred_probs + 1e-7))

# %% wrong: a limit of 1e-7
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    return -np.sum(true_probs * np.log2(np.clip(pred_probs, 1e-7, 1)))

# %% wrong: the largest float for each ruled-out class
# true: a prediction of 0 without a lower limit, which makes the result infinite
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    with np.errstate(all="ignore"):
        return -np.sum(np.nan_to_num(true_probs * np.log2(pred_probs)))

# %% wrong: only the first 0 of the prediction is raised
# true: a prediction of 0 without a lower limit, which makes the result infinite
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    q = pred_probs.copy()
    first = np.argmin(q)
    q[first] = max(q[first], 1e-12)
    return -np.sum(true_probs * np.log2(q))

# %% wrong: classes below a tenth are left out
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    often = true_probs > 0.1
    return -np.sum(true_probs[often] * np.log2(pred_probs[often] + 1e-12))

# %% wrong: rounded to three decimals
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    return round(float(-np.sum(true_probs * np.log2(pred_probs + 1e-12))), 3)

# %% wrong: predictions limited at a hundredth
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    q = np.where(pred_probs == 0, 1e-12, np.maximum(pred_probs, 0.01))
    return -np.sum(true_probs * np.log2(q))

# %% right: zeros in q raised to 1e-12 by clip
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    q = np.clip(pred_probs, 1e-12, 1.0)
    return float(-np.sum(true_probs * np.log2(q)))

# %% right: loop with an if for both kinds of zero
import math


def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    bits = 0.0
    for p_i, q_i in zip(true_probs, pred_probs):
        if p_i == 0:
            continue
        if q_i == 0:
            bits += p_i * 100.0  # large, but finite
        else:
            bits -= p_i * math.log2(q_i)
    return bits

# %% right: scipy's xlogy divided by ln 2
from scipy import special


def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    safe = np.maximum(pred_probs, np.finfo(float).tiny)
    return float(-np.sum(special.xlogy(true_probs, safe)) / np.log(2))

# %% right: masked surprises, infinity replaced before the dot product
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    with np.errstate(divide="ignore"):
        surprise = -np.log2(np.asarray(pred_probs, dtype=float))
    surprise[np.isinf(surprise)] = 60
    return np.dot(surprise, true_probs)

# %% wrong: p and q swapped; the weights are p = true_probs
# true: the cross-entropy with p and q swapped
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    p = np.clip(true_probs, 1e-12, 1.0)
    return float(-np.sum(pred_probs * np.log2(p)))

# %% wrong: the previous exercise's answer in nats; the result is in bits
# true: the natural logarithm, which counts nats instead of bits
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    q = np.clip(pred_probs, 1e-12, 1.0)
    return float(-np.sum(true_probs * np.log(q)))

# %% wrong: no care for zeros, NaN for 0 times infinity; a class with p = 0 adds nothing
# true: a prediction of 0 without a lower limit, which makes the result infinite
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    return float(-np.sum(true_probs * np.log2(pred_probs)))

# %% wrong: adds 1e-4 inside the logarithm, too much for q of 0.001; an error of 1e-6 is allowed
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    return float(-np.sum(true_probs * np.log2(pred_probs + 1e-4)))

# %% wrong: 1e-7 as the lower limit gives 4.65 bits for p = 0.2; the result must be above 5
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    eps = 1e-7
    return float(-np.sum(true_probs * np.log2(np.clip(pred_probs, eps, 1.0))))

# %% wrong: the entropy of true_probs, the prediction is ignored; equation (1) has log2 q
# true: the entropy of the truth, which ignores the prediction
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    p = true_probs[true_probs > 0]
    return float(-np.sum(p * np.log2(p)))

# %% wrong: the divergence, entropy subtracted; equation (1) is the full price
# true: the KL divergence instead of the cross-entropy
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    p = true_probs
    q = np.clip(pred_probs, 1e-12, 1.0)
    mask = p > 0
    return float(np.sum(p[mask] * np.log2(p[mask] / q[mask])))

# %% wrong: classes with q = 0 are left out, so a ruled out class costs nothing; the result must be above 5
# true: a class that costs nothing because its prediction is 0
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    mask = pred_probs > 0
    return float(-np.sum(true_probs[mask] * np.log2(pred_probs[mask])))

# %% wrong: only classes that occur, but no limit, so infinite when q = 0; it must be finite
# true: a prediction of 0 without a lower limit, which makes the result infinite
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    occurs = true_probs > 0
    with np.errstate(divide="ignore"):
        return float(-np.sum(true_probs[occurs] * np.log2(pred_probs[occurs])))

# %% wrong: mean over the classes; equation (1) is a sum
# true: a mean over the classes instead of a sum
def cross_entropy(true_probs: np.ndarray, pred_probs: np.ndarray) -> float:
    """Return the cross-entropy of two distributions over n classes, in bits.

    true_probs: shape (n,), each >= 0, with sum 1.
    pred_probs: shape (n,), each >= 0, with sum 1. If it is 0 for a class that
        occurs, the result is large, but finite.
    """
    q = np.maximum(pred_probs, 1e-12)
    return float(np.mean(-true_probs * np.log2(q)))
