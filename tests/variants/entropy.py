# Right and wrong answers to `entropy(probabilities)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell.

# %% right: the seed's first form, a small constant inside of the logarithm
def entropy(probabilities):
    return -np.sum(probabilities * np.log2(probabilities + 1e-10))

# %% right: the seed's second form, the zeros left out
def entropy(probabilities):
    """Calculate Shannon entropy"""
    p = np.array(probabilities)
    p = p[p > 0]  # Remove zero probabilities
    return -np.sum(p * np.log2(p))

# %% right: a loop with math.log2
import math

def entropy(probabilities):
    h = 0.0
    for p in probabilities:
        if p > 0:
            h -= p * math.log2(p)
    return h

# %% right: SciPy
from scipy.stats import entropy as scipy_entropy

def entropy(probabilities):
    return scipy_entropy(probabilities, base=2)

# %% right: scipy.special.entr, changed to bits
from scipy import special

def entropy(probabilities):
    return special.entr(probabilities).sum() / np.log(2)

# %% right: NaN left out of the sum, a 0-d array
def entropy(probabilities):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(-np.nansum(probabilities * np.log2(probabilities)))

# %% right: a lambda, np.where before the logarithm
entropy = lambda p: float(-(p * np.log2(np.where(p > 0, p, 1))).sum())

# %% right: clipped, with the logarithm of another base
def entropy(probabilities):
    p = np.clip(probabilities, 1e-15, 1)
    return -np.dot(p, np.log(p)) / np.log(2)

# %% right: a helper and a dot product, minus infinity replaced
def surprise(p):
    with np.errstate(divide="ignore"):
        return np.nan_to_num(-np.log2(p))

def entropy(probabilities):
    return probabilities @ surprise(probabilities)

# %% right: coin after coin, by the chain rule
def entropy(probabilities):
    def coin(q):
        return 0.0 if q <= 0 or q >= 1 else -(q * np.log2(q) + (1 - q) * np.log2(1 - q))
    p = [float(v) for v in probabilities if v > 0]
    h, left = 0.0, sum(p)
    for v in p[:-1]:
        h += left * coin(v / left)
        left -= v
    return h

# %% right: the logarithm of p to the power p
import math
def entropy(probabilities):
    return -sum(math.log2(p**p) for p in probabilities.tolist())

# %% right: log2 n minus the divergence from equal chances
def entropy(probabilities):
    n = len(probabilities)
    divergence = 0.0
    for p in probabilities:
        if p > 0:
            divergence += p * np.log2(p * n)
    return np.log2(n) - divergence

# %% wrong: nats
# true: the natural logarithm, which counts nats instead of bits
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    return -np.sum(p * np.log(p))

# %% wrong: base 10
# true: the logarithm to base 10
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    return -np.sum(p * np.log10(p))

# %% wrong: no minus sign
# true: the negative of the entropy
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    return np.sum(p * np.log2(p))

# %% wrong: the formula as it stands, NaN at 0
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def entropy(probabilities):
    return -np.sum(probabilities * np.log2(probabilities))

# %% wrong: a mean
# true: a mean over the outcomes instead of a sum
def entropy(probabilities):
    return -np.mean(probabilities * np.log2(probabilities + 1e-12))

# %% wrong: the surprises without their weights
# true: a sum of surprises without their weights
def entropy(probabilities):
    return -np.sum(np.log2(probabilities[probabilities > 0]))

# %% wrong: outcomes below one in a thousand left out
# true: a sum that skips small probabilities
def entropy(probabilities):
    p = probabilities[probabilities > 1e-3]
    return -np.sum(p * np.log2(p))

# %% wrong: clipped at one in ten thousand
def entropy(probabilities):
    p = np.clip(probabilities, 1e-4, 1)
    return -np.sum(p * np.log2(p))

# %% wrong: a constant too large, 1e-6
def entropy(probabilities):
    return -np.sum(probabilities * np.log2(probabilities + 1e-6))

# %% wrong: divided by its largest value
# true: the entropy divided by its largest possible value
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    return -np.sum(p * np.log2(p)) / np.log2(len(probabilities))

# %% wrong: rounded
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    return round(-np.sum(p * np.log2(p)), 3)

# %% wrong: the Gini impurity
# true: the probability that two draws differ, 1 − Σ p²
def entropy(probabilities):
    return 1 - np.sum(probabilities**2)

# %% wrong: collision entropy
# true: one logarithm of the sum Σ p², instead of a sum of logarithms
def entropy(probabilities):
    return -np.log2(np.sum(probabilities**2))

# %% wrong: perplexity
# true: 2 to the power of the entropy, which is the perplexity
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    return 2 ** -np.sum(p * np.log2(p))

# %% wrong: every outcome as a coin of its own
# true: a sum that also includes (1 − p) log(1 − p) for each outcome
def entropy(probabilities):
    p = np.clip(probabilities, 1e-12, 1 - 1e-12)
    return -np.sum(p * np.log2(p) + (1 - p) * np.log2(1 - p))

# %% wrong: the coin's formula, from the first entry
# true: the formula for a coin, which uses only the first probability
def entropy(probabilities):
    p = np.clip(probabilities[0], 1e-12, 1 - 1e-12)
    return -p * np.log2(p) - (1 - p) * np.log2(1 - p)

# %% wrong: stops at the first zero
# true: a sum that ends at the first probability of 0
def entropy(probabilities):
    h = 0.0
    for p in probabilities:
        if p == 0:
            break
        h -= p * np.log2(p)
    return h

# %% wrong: the last outcome left out
# true: a sum without the last outcome
def entropy(probabilities):
    h = 0.0
    for i in range(len(probabilities) - 1):
        if probabilities[i] > 0:
            h -= probabilities[i] * np.log2(probabilities[i])
    return h

# %% wrong: only a zero in the last place is seen
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def entropy(probabilities):
    p = probabilities[:-1] if probabilities[-1] == 0 else probabilities
    return -np.sum(p * np.log2(p))

# %% wrong: a certain outcome taken for no distribution
def entropy(probabilities):
    if np.max(probabilities) == 1:
        return 1.0
    p = probabilities[probabilities > 0]
    return -np.sum(p * np.log2(p))

# %% wrong: terms, no sum
# true: the terms of the sum, which were never added up
def entropy(probabilities):
    return -probabilities * np.log2(probabilities + 1e-12)

# %% wrong: the number of the first call's outcomes is kept
sizes = []

def entropy(probabilities):
    sizes.append(len(probabilities))
    p = probabilities[: sizes[0]]
    p = p[p > 0]
    return -np.sum(p * np.log2(p))

# %% wrong: adds up over calls
total = 0.0

def entropy(probabilities):
    global total
    p = probabilities[probabilities > 0]
    total -= np.sum(p * np.log2(p))
    return total

# %% wrong: prints and returns nothing
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    print(f"entropy: {-np.sum(p * np.log2(p)):.3f}")

# %% wrong: the printed examples alone
def entropy(probabilities):
    return {2: 1.0, 4: 1.75, 3: 0.0}[len(probabilities)]

# %% wrong: outcomes below one in ten thousand left out
# true: a sum that skips small probabilities
def entropy(probabilities):
    return sum(-p * np.log2(p) for p in probabilities if 1e-4 < p)

# %% wrong: summed one by one in single precision
def entropy(probabilities):
    p = probabilities.astype(np.float32)
    p = p[p > 0]
    return -sum(p * np.log2(p))

# %% wrong: equal chances counted once
# true: equal probabilities that are counted only once
def entropy(probabilities):
    p = np.unique(probabilities)
    p = p[p > 0]
    return -np.sum(p * np.log2(p))

# %% wrong: 2 to the power of the entropy
# true: 2 to the power of the entropy, which is the perplexity
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    return 2 ** (-np.sum(p * np.log2(p)))

# %% wrong: the entropies of coins, added
# true: a sum that also includes (1 − p) log(1 − p) for each outcome
def entropy(probabilities):
    total = 0
    for p in probabilities:
        if 0 < p < 1:
            total += -p * np.log2(p) - (1 - p) * np.log2(1 - p)
    return total

# %% wrong: rounded to three decimals
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    return round(float(-np.sum(p * np.log2(p))), 3)

# %% wrong: a loop that stops before the last outcome
# true: a sum without the last outcome
def entropy(probabilities):
    total = 0
    for i in range(len(probabilities) - 1):
        if probabilities[i] > 0:
            total -= probabilities[i] * np.log2(probabilities[i])
    return total

# %% wrong: the mean surprise of all outcomes alike
# true: a plain mean of the surprises, without the probabilities as weights
def entropy(probabilities):
    return np.mean(-np.log2(probabilities + 1e-12))

# %% wrong: an array of the terms, where p is not 0
# true: the terms of the sum, which were never added up
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    return p * np.log2(1 / p)

# %% wrong: a loop over all terms, NaN at 0
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def entropy(probabilities):
    total = 0
    for p in probabilities:
        total = total - p * np.log2(p)
    return total

# %% wrong: Hartley's logarithm
# true: the logarithm of the number of outcomes, as if all were equally likely
def entropy(probabilities):
    return np.log2(np.count_nonzero(probabilities))

# %% wrong: a minus before logarithms of the inverse
# true: the negative of the entropy
def entropy(probabilities):
    p = probabilities[probabilities > 0]
    return -np.sum(p * np.log2(1 / p))

# %% wrong: only what stands before the first zero
# true: a sum that ends at the first probability of 0
from itertools import takewhile

def entropy(probabilities):
    p = np.array(list(takewhile(lambda p: p > 0, probabilities)))
    return -np.sum(p * np.log2(p))

# %% right: only the positive entries
def entropy(probabilities: np.ndarray) -> float:
    p = np.asarray(probabilities, dtype=float)
    p = p[p > 0]
    return float(-(p * np.log2(p)).sum())

# %% right: math.log2 and fsum
import math


def entropy(probabilities):
    return math.fsum(-p * math.log2(p) for p in map(float, probabilities) if p) + 0.0

# %% right: entr of SciPy, nats changed to bits
from scipy import special


def entropy(probabilities: np.ndarray) -> float:
    return special.entr(np.asarray(probabilities, dtype=float)).sum() / np.log(2)

# %% right: a constant of 1e-12, in a dot product
def entropy(probabilities: np.ndarray) -> float:
    p = np.array(probabilities, dtype=float)
    return -np.dot(p, np.log(p + 1e-12)) * np.log2(np.e)

# %% wrong: a constant of 1e-7
def entropy(probabilities: np.ndarray) -> float:
    return -np.sum(probabilities * np.log2(probabilities + 1e-7))

# %% wrong: the logarithm limited at a thousandth
def entropy(probabilities: np.ndarray) -> float:
    return -np.sum(probabilities * np.log2(np.maximum(probabilities, 1e-3)))

# %% wrong: rounded to four decimals
def entropy(probabilities: np.ndarray) -> float:
    p = probabilities[probabilities > 0]
    return round(float(-np.sum(p * np.log2(p))), 4)

# %% wrong: clipped at 1e-9
def entropy(probabilities: np.ndarray) -> float:
    p = np.clip(probabilities, 1e-9, 1)
    return -np.sum(p * np.log2(p))

# %% wrong: remembered by the number of outcomes
_by_length = {}


def entropy(probabilities: np.ndarray) -> float:
    n = len(probabilities)
    if n not in _by_length:
        p = probabilities[probabilities > 0]
        _by_length[n] = -np.sum(p * np.log2(p))
    return _by_length[n]

# %% wrong: the first hundred outcomes
def entropy(probabilities: np.ndarray) -> float:
    total = 0.0
    for i in range(min(len(probabilities), 100)):
        p = probabilities[i]
        if p > 0:
            total -= p * np.log2(p)
    return total

# %% right: zeros left out by a mask, vectorized
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    p = np.asarray(probabilities, dtype=float)
    p = p[p > 0]
    return float(-np.sum(p * np.log2(p)))

# %% right: plain loop with math.log2, zeros skipped
import math


def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    H = 0.0
    for i in range(len(probabilities)):
        p = float(probabilities[i])
        if p == 0:
            continue
        surprise = -math.log2(p)
        H = H + p * surprise
    return H

# %% right: scipy.stats.entropy with base two
from scipy import stats


def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    return stats.entropy(probabilities, base=2)

# %% right: zeros replaced by one before the logarithm
def entropy(probabilities: np.ndarray) -> float:
    safe = np.where(np.equal(probabilities, 0), 1.0, probabilities)
    return np.dot(probabilities, -np.log(safe)) / np.log(2)

# %% wrong: natural logarithm, nats; the entropy is in bits
# true: the natural logarithm, which counts nats instead of bits
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    p = probabilities[probabilities > 0]
    return float(-np.sum(p * np.log(p)))

# %% wrong: no care for zeros, NaN; an outcome with probability 0 adds nothing
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    return -np.sum(probabilities * np.log2(probabilities))

# %% wrong: mean over the outcomes instead of the sum of equation (1)
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    p = np.array(probabilities)
    p = p[p > 0]
    return -np.mean(p * np.log2(p))

# %% wrong: adds 1e-6 inside the logarithm, which is too large says the text (certain outcome, 1000 outcomes)
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    eps = 1e-6
    return float(-np.sum(probabilities * np.log2(probabilities + eps)))

# %% wrong: leaves out everything below 1e-4; small probabilities count like all the others
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    total = 0
    for p in probabilities:
        if p > 1e-4:
            total -= p * np.log2(p)
    return total

# %% wrong: minus sign missing; the entropy is from 0 to log2(n)
# true: the negative of the entropy
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    p = probabilities[probabilities != 0]
    H = np.sum(p * np.log2(p))
    return H

# %% wrong: mean of the surprises without the weights; each outcome is weighted by its probability
# true: a plain mean of the surprises, without the probabilities as weights
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    p = probabilities[probabilities > 0]
    surprise = -np.log2(p)
    return surprise.mean()

# %% wrong: rounds to four digits; the tests allow an error of 1e-6
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    p = probabilities[probabilities > 0]
    return round(float(-np.sum(p * np.log2(p))), 4)

# %% wrong: returns 0 as soon as one probability is 0; only that outcome adds nothing
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    if 0 in probabilities:
        return 0.0
    return float(-np.sum(probabilities * np.log2(probabilities)))

# %% wrong: divided by log2(n), a share of the maximum (and 0/0 for n = 1); the result is in bits
# true: the entropy divided by its largest possible value
def entropy(probabilities: np.ndarray) -> float:
    """Return the entropy of a distribution over n outcomes, in bits.

    probabilities: shape (n,) with n >= 1, each >= 0, with sum 1.
    Returns a number from 0 to log2(n), up to rounding.
    """
    p = probabilities[probabilities > 0]
    H = -np.sum(p * np.log2(p))
    return H / np.log2(len(probabilities))
