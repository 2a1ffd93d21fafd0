# Right and wrong answers to `kl_divergence(p, q)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell.

# %% right: the seed's, on the classes that come
def kl_divergence(p, q):
    p = np.array(p)
    q = np.array(q)
    q = np.clip(q, 1e-15, 1 - 1e-15)  # Avoid division by 0
    comes = p > 0
    return np.sum(p[comes] * np.log2(p[comes] / q[comes]))

# %% right: a small constant above and below
def kl_divergence(p, q):
    return np.sum(p * np.log2((p + 1e-10) / (q + 1e-10)))

# %% right: a loop, infinite where q rules out what comes
import math

def kl_divergence(p, q):
    bits = 0.0
    for a, b in zip(p, q):
        if a == 0:
            continue
        if b == 0:
            return math.inf
        bits += a * math.log2(a / b)
    return bits

# %% right: SciPy's entropy
from scipy.stats import entropy as scipy_entropy

def kl_divergence(p, q):
    return scipy_entropy(p, q, base=2)

# %% right: scipy.special.rel_entr
from scipy.special import rel_entr

def kl_divergence(p, q):
    return rel_entr(p, q).sum() / np.log(2)

# %% right: cross-entropy less entropy, by helpers
def price(p, q):
    return -np.sum(p * np.log2(np.clip(q, 1e-12, None)))

def kl_divergence(p, q):
    return price(p, q) - price(p, p)

# %% right: NaN left out of the sum, a 0-d array
def kl_divergence(p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.nansum(p * np.log2(p / q)))

# %% right: a lambda with np.where
kl_divergence = lambda p, q: np.where(
    p > 0, p * (np.log2(np.where(p > 0, p, 1)) - np.log2(np.maximum(q, 1e-14))), 0
).sum()

# %% right: never below zero
def kl_divergence(p, q):
    terms = [a * np.log2(a / max(b, 1e-12)) for a, b in zip(p, q) if a > 0]
    return max(0.0, float(sum(terms)))

# %% right: SciPy's kl_div, whose extra terms cancel
from scipy.special import kl_div
def kl_divergence(p, q):
    return kl_div(p, q).sum() / np.log(2)

# %% right: a weighted mean of the logarithms, a large number for what was ruled out
def kl_divergence(p, q):
    ratio = np.divide(p, q, out=np.ones_like(p), where=(p > 0) & (q > 0))
    value = np.average(np.log2(ratio), weights=p)
    return 1e3 if np.any((p > 0) & (q == 0)) else value

# %% right: recursion over the classes
import math

def kl_divergence(p, q):
    def walk(i):
        if i == len(p):
            return 0.0
        here = 0.0
        if p[i] > 0:
            here = math.inf if q[i] == 0 else p[i] * math.log2(p[i] / q[i])
        return here + walk(i + 1)
    return walk(0)

# %% wrong: the seed's, NaN where p has a zero
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def kl_divergence(p, q):
    """Calculate KL divergence"""
    p = np.array(p)
    q = np.array(q)
    q = np.clip(q, 1e-15, 1 - 1e-15)  # Avoid division by 0
    return np.sum(p * np.log2(p / q))

# %% wrong: the wrong way round
# true: the KL divergence the wrong way round
def kl_divergence(p, q):
    return np.sum(q * np.log2((q + 1e-12) / (p + 1e-12)))

# %% wrong: nats
# true: the natural logarithm, which counts nats instead of bits
def kl_divergence(p, q):
    return np.sum(p * np.log((p + 1e-12) / (q + 1e-12)))

# %% wrong: the quotient upside down
# true: the negative of the KL divergence
def kl_divergence(p, q):
    return np.sum(p * np.log2((q + 1e-12) / (p + 1e-12)))

# %% wrong: the cross-entropy
# true: the cross-entropy, which still includes the entropy of p
def kl_divergence(p, q):
    return -np.sum(p * np.log2(q + 1e-12))

# %% wrong: both directions added
# true: the sum of both directions of the divergence
def kl_divergence(p, q):
    p, q = p + 1e-12, q + 1e-12
    return np.sum(p * np.log2(p / q)) + np.sum(q * np.log2(q / p))

# %% wrong: Jensen-Shannon
# true: the Jensen-Shannon divergence, which uses the mean of p and q
def kl_divergence(p, q):
    p, q = p + 1e-12, q + 1e-12
    m = (p + q) / 2
    return (np.sum(p * np.log2(p / m)) + np.sum(q * np.log2(q / m))) / 2

# %% wrong: classes left out where either is 0
# true: a class that adds nothing because q is 0, although p is not
def kl_divergence(p, q):
    both = (p > 0) & (q > 0)
    return np.sum(p[both] * np.log2(p[both] / q[both]))

# %% wrong: infinite as soon as q has a zero, where p has one too
# true: an infinity for every 0 in q, even where p is 0 too
def kl_divergence(p, q):
    if np.any(q == 0):
        return np.inf
    comes = p > 0
    return np.sum(p[comes] * np.log2(p[comes] / q[comes]))

# %% wrong: 0 where q has a zero
# true: a result of 0 whenever q is 0 for a class that occurs
def kl_divergence(p, q):
    if np.any((q == 0) & (p > 0)):
        return 0.0
    comes = p > 0
    return np.sum(p[comes] * np.log2(p[comes] / q[comes]))

# %% wrong: NaN where q has a zero, from infinity less infinity
def kl_divergence(p, q):
    with np.errstate(all="ignore"):
        cross = -np.sum(np.where(p > 0, p * np.log2(q), 0))
        own = -np.sum(np.where(p > 0, p * np.log2(p), 0))
        return cross - own if np.isfinite(cross) else cross - cross

# %% wrong: p clipped at 1e-3
def kl_divergence(p, q):
    p, q = np.clip(p, 1e-3, 1), np.clip(q, 1e-3, 1)
    return np.sum(p * np.log2(p / q))

# %% wrong: constants of 1e-5
def kl_divergence(p, q):
    p, q = p + 1e-5, q + 1e-5
    return np.sum(p * np.log2(p / q))

# %% wrong: a mean
# true: a mean over the classes instead of a sum
def kl_divergence(p, q):
    return np.mean(p * np.log2((p + 1e-12) / (q + 1e-12)))

# %% wrong: logarithms without their weights
# true: a sum of logarithms without the weights p
def kl_divergence(p, q):
    return np.sum(np.log2((p + 1e-12) / (q + 1e-12)))

# %% wrong: sizes of the terms
# true: a sum of absolute values, which loses the signs of the terms
def kl_divergence(p, q):
    return np.sum(np.abs(p * np.log2((p + 1e-12) / (q + 1e-12))))

# %% wrong: negative terms left out
# true: a sum in which negative terms were set to 0
def kl_divergence(p, q):
    return np.sum(np.maximum(p * np.log2((p + 1e-12) / (q + 1e-12)), 0))

# %% wrong: a quotient of logarithms
# true: a quotient of logarithms instead of the logarithm of the quotient
def kl_divergence(p, q):
    return np.sum(p * np.log2(p + 1e-12) / np.log2(q + 1e-12))

# %% wrong: the total variation
# true: half the sum of the absolute differences, the total variation distance
def kl_divergence(p, q):
    return np.sum(np.abs(p - q)) / 2

# %% wrong: half of the squared distance, near 0 alone the same
def kl_divergence(p, q):
    return np.sum((p - q) ** 2 / (q + 1e-12)) / (2 * np.log(2))

# %% wrong: only a zero in the last place of p is seen
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def kl_divergence(p, q):
    q = np.clip(q, 1e-15, 1)
    if p[-1] == 0:
        p, q = p[:-1], q[:-1]
    return np.sum(p * np.log2(p / q))

# %% wrong: the first q for every later call
first = []

def kl_divergence(p, q):
    first.append(np.array(q))
    if len(first[0]) == len(q):
        q = first[0]
    return np.sum(p * np.log2((p + 1e-12) / (q + 1e-12)))

# %% wrong: three digits
def kl_divergence(p, q):
    return round(float(np.sum(p * np.log2((p + 1e-12) / (q + 1e-12)))), 3)

# %% wrong: zeros taken out of each on its own, so that classes no longer match
# true: zeros left out of p and q separately, so that the classes no longer match
def kl_divergence(p, q):
    a, b = p[p > 0], q[q > 0]
    n = min(len(a), len(b))
    return np.sum(a[:n] * np.log2(a[:n] / b[:n]))

# %% wrong: never above 5
def kl_divergence(p, q):
    m = p > 0
    return min(5.0, np.sum(p[m] * np.log2(p[m] / np.maximum(q[m], 1e-12))))

# %% wrong: 0 as soon as the two are close
def kl_divergence(p, q):
    if np.allclose(p, q, atol=1e-2):
        return 0.0
    m = p > 0
    return np.sum(p[m] * np.log2(p[m] / np.maximum(q[m], 1e-12)))

# %% wrong: the other direction, where q is not 0
# true: the KL divergence the wrong way round
def kl_divergence(p, q):
    k = q > 0
    return np.sum(q[k] * np.log2(q[k] / (p[k] + 1e-12)))

# %% wrong: negative terms cut away with `max`
# true: a sum in which negative terms were set to 0
def kl_divergence(p, q):
    total = 0
    for a, b in zip(p, q):
        if a > 0:
            total += max(0, a * np.log2(a / max(b, 1e-12)))
    return total

# %% wrong: (p - q) times the logarithm, which is both directions
# true: the sum of both directions of the divergence
def kl_divergence(p, q):
    eps = 1e-12
    return np.sum((p - q) * np.log2((p + eps) / (q + eps)))

# %% wrong: logarithms without weights, with a floor
# true: a sum of logarithms without the weights p
def kl_divergence(p, q):
    k = p > 0
    return np.sum(np.log2(p[k] / (q[k] + 1e-12)))

# %% wrong: zeros taken out of each, where the lengths may differ
# true: zeros left out of p and q separately, so that the classes no longer match
def kl_divergence(p, q):
    p, q = p[p > 0], q[q > 0]
    return np.sum(p * np.log2(p / q))

# %% wrong: base 10
# true: the logarithm to base 10
def kl_divergence(p, q):
    return np.sum(p * np.log10((p + 1e-12) / (q + 1e-12)))

# %% wrong: products, not added up
# true: the terms of the sum, which were never added up
def kl_divergence(p, q):
    return p * np.log2((p + 1e-12) / (q + 1e-12))

# %% wrong: one entropy minus the other
# true: the difference of the entropies of q and p
def kl_divergence(p, q):
    def plogp(v):
        v = v[v > 0]
        return np.sum(v * np.log2(v))
    return plogp(p) - plogp(q)

# %% wrong: classes below 0.0001 are left out
def kl_divergence(p, q):
    m = p > 1e-4
    return np.sum(p[m] * np.log2(p[m] / np.maximum(q[m], 1e-12)))

# %% wrong: a minus too many
# true: the negative of the KL divergence
def kl_divergence(p, q):
    alive = p > 0
    with np.errstate(divide="ignore"):
        return -np.sum(p[alive] * np.log2(p[alive] / q[alive]))

# %% right: only the classes that occur
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    occurs = np.asarray(p) > 0
    p, q = np.asarray(p)[occurs], np.asarray(q)[occurs]
    with np.errstate(divide="ignore"):
        return np.sum(p * np.log2(p / q))

# %% right: a loop with an early return of infinity
import math


def kl_divergence(p, q):
    bits = []
    for p_i, q_i in zip(p, q, strict=True):
        if p_i == 0:
            continue
        if q_i == 0:
            return math.inf
        bits.append(p_i * (math.log2(p_i) - math.log2(q_i)))
    return math.fsum(bits)

# %% right: NaN becomes 0, and zeros of q are raised to 1e-20
def kl_divergence(p, q):
    p, q = np.array(p, dtype=float), np.maximum(q, 1e-20)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nansum(p * np.log2(p / q))

# %% wrong: constants of 1e-8
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    p, q = p + 1e-8, q + 1e-8
    return np.sum(p * np.log2(p / q))

# %% wrong: zeros of q raised to a millionth
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    occurs = p > 0
    return np.sum(p[occurs] * np.log2(p[occurs] / np.maximum(q[occurs], 1e-6)))

# %% wrong: infinity for any 0 in q, if p is another distribution
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    if np.array_equal(p, q):
        return 0.0
    if np.any(q == 0):
        return np.inf
    occurs = p > 0
    return np.sum(p[occurs] * np.log2(p[occurs] / q[occurs]))

# %% wrong: classes below a tenth are left out
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    often = p > 0.1
    with np.errstate(divide="ignore"):
        return np.sum(p[often] * np.log2(p[often] / q[often]))

# %% wrong: logarithms limited to 8 bits
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    occurs = p > 0
    with np.errstate(divide="ignore"):
        bits = np.minimum(np.log2(p[occurs] / q[occurs]), 8.0)
    return np.sum(p[occurs] * bits)

# %% wrong: a constant of 1e-7 in entropy and cross-entropy
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    cross = -np.sum(p * np.log2(q + 1e-12))
    own = -np.sum(p * np.log2(p + 1e-7))
    return cross - own

# %% wrong: 0 where the two agree to 0.02
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    if np.allclose(p, q, atol=0.02):
        return 0.0
    occurs = p > 0
    with np.errstate(divide="ignore"):
        return np.sum(p[occurs] * np.log2(p[occurs] / q[occurs]))

# %% right: mask of the classes that occur, infinity allowed
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    p = np.asarray(p, dtype=float)
    q = np.asarray(q, dtype=float)
    occurs = p > 0
    with np.errstate(divide="ignore"):
        return float(np.sum(p[occurs] * np.log2(p[occurs] / q[occurs])))

# %% right: loop, returns infinity at once
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    total = 0.0
    for i in range(len(p)):
        if p[i] == 0:
            continue
        if q[i] == 0:
            return float("inf")
        total += p[i] * np.log2(p[i] / q[i])
    return total

# %% right: scipy's rel_entr divided by ln 2
from scipy.special import rel_entr


def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    return np.sum(rel_entr(p, q)) / np.log(2)

# %% right: cross-entropy minus entropy, both with clipped logarithms
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    def mean_surprise(weights, r):
        return -np.dot(weights, np.log2(np.clip(r, 1e-12, None)))

    price = mean_surprise(p, q)
    entropy = mean_surprise(p, p)
    return price - entropy

# %% wrong: the other direction, D(q‖p); equation (2) weights with p
# true: the KL divergence the wrong way round
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    occurs = q > 0
    return float(np.sum(q[occurs] * np.log2(q[occurs] / np.clip(p[occurs], 1e-12, 1))))

# %% wrong: scipy.stats.entropy without base=2 gives nats; the divergence is in bits
# true: the natural logarithm, which counts nats instead of bits
from scipy import stats


def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    return float(stats.entropy(p, q))

# %% wrong: q clipped, but 0 · log2(0) in p is NaN; a class with p = 0 adds nothing
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    q = np.clip(q, 1e-15, 1)
    return float(np.sum(p * np.log2(p / q)))

# %% wrong: sum of absolute values; single terms of equation (2) may be negative
# true: a sum of absolute values, which loses the signs of the terms
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    occurs = p > 0
    q = np.clip(q, 1e-12, 1)
    terms = p[occurs] * np.log2(p[occurs] / q[occurs])
    return float(np.sum(np.abs(terms)))

# %% wrong: the previous exercise's cross-entropy pasted; equation (2) subtracts the entropy, 0 if p = q
# true: the cross-entropy, which still includes the entropy of p
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    q = np.clip(q, 1e-12, 1.0)
    return float(-np.sum(p * np.log2(q)))

# %% wrong: keeps only classes with p > 0 and q > 0; a class that occurs with q = 0 must give more than 5
# true: a class that adds nothing because q is 0, although p is not
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    both = (p > 0) & (q > 0)
    return float(np.sum(p[both] * np.log2(p[both] / q[both])))

# %% wrong: infinite as soon as q holds a zero; if p is 0 there too, the class adds nothing
# true: an infinity for every 0 in q, even where p is 0 too
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    if np.any(q == 0):
        return np.inf
    occurs = p > 0
    return float(np.sum(p[occurs] * np.log2(p[occurs] / q[occurs])))

# %% wrong: mean of the two directions, a symmetric divergence; equation (2) is D(p‖q) only
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    def one_way(a, b):
        occurs = a > 0
        return np.sum(a[occurs] * np.log2(a[occurs] / np.clip(b[occurs], 1e-12, 1)))

    return float((one_way(p, q) + one_way(q, p)) / 2)

# %% wrong: the weights p are missing; each term is p_i log2(p_i / q_i)
# true: a sum of logarithms without the weights p
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    occurs = p > 0
    q = np.clip(q, 1e-12, 1)
    return float(np.sum(np.log2(p[occurs] / q[occurs])))

# %% wrong: adds 1e-4 to both and rescales, which shifts the result for q of 0.001; an error of 1e-6 is allowed
def kl_divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Kullback-Leibler divergence D(p‖q), in bits.

    p: shape (n,), each >= 0, with sum 1. A class with p = 0 adds nothing.
    q: shape (n,), each >= 0, with sum 1. If it is 0 for a class that occurs,
        the result is infinite, or large.
    """
    p = (p + 1e-4) / np.sum(p + 1e-4)
    q = (q + 1e-4) / np.sum(q + 1e-4)
    return float(np.sum(p * np.log2(p / q)))
