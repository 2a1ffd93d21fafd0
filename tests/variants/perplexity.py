# Right and wrong answers to `perplexity(probabilities)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one.

# %% right: the exponential of the mean surprise
def perplexity(probabilities):
    return np.exp(-np.mean(np.log(probabilities)))

# %% right: base two
def perplexity(probabilities):
    return 2 ** np.mean(-np.log2(probabilities))

# %% right: a loop
import math

def perplexity(probabilities):
    total = 0.0
    for p in probabilities:
        if p == 0:
            return math.inf
        total -= math.log(p)
    return math.exp(total / len(probabilities))

# %% right: a geometric mean by powers of each factor
def perplexity(probabilities):
    p = np.asarray(probabilities, dtype=float)
    return np.prod(p ** (-1 / len(p)))

# %% right: SciPy's geometric mean
from scipy.stats import gmean

def perplexity(probabilities):
    return 1 / gmean(np.asarray(probabilities, dtype=float))

# %% right: base ten, as an array
def perplexity(probabilities):
    with np.errstate(divide="ignore"):
        surprise = -np.log10(np.asarray(probabilities))
    return np.array(10 ** (surprise.sum() / surprise.size))

# %% right: np.average and expm1
def perplexity(probabilities):
    return np.expm1(np.average(np.negative(np.log(probabilities)))) + 1

# %% wrong: the mean surprise
# true: the mean surprise, without the exponential
def perplexity(probabilities):
    return -np.mean(np.log(probabilities))

# %% wrong: two bases
# true: 2 to the power of a mean in nats
def perplexity(probabilities):
    return 2 ** -np.mean(np.log(probabilities))

# %% wrong: two bases, the other way
# true: e to the power of a mean in bits
def perplexity(probabilities):
    return np.exp(-np.mean(np.log2(probabilities)))

# %% wrong: the sum
# true: the exponential of the sum instead of the mean
def perplexity(probabilities):
    return np.exp(-np.sum(np.log(probabilities)))

# %% wrong: a product that vanishes
# true: a product of all probabilities, or of their inverses, beyond what floats can hold
def perplexity(probabilities):
    return np.prod(probabilities) ** (-1 / len(probabilities))

# %% wrong: one over the mean
# true: one over the mean probability
def perplexity(probabilities):
    return 1 / np.mean(probabilities)

# %% wrong: the mean of the inverses
# true: the mean of the inverse probabilities
def perplexity(probabilities):
    return np.mean(1 / probabilities)

# %% wrong: no minus
# true: the inverse of the perplexity
def perplexity(probabilities):
    return np.exp(np.mean(np.log(probabilities)))

# %% wrong: an entropy
# true: the exponential of an entropy, which weights each surprise by its probability
def perplexity(probabilities):
    p = probabilities[probabilities > 0]
    return np.exp(-np.sum(p * np.log(p)))

# %% wrong: zeros left out
# true: probabilities of 0 that are left out
def perplexity(probabilities):
    p = probabilities[probabilities > 0]
    return np.exp(-np.mean(np.log(p)))

# %% wrong: a small number added
# true: 1e-10 in place of a probability of 0, as a lower limit or added
def perplexity(probabilities):
    return np.exp(-np.mean(np.log(probabilities + 1e-10)))

# %% wrong: cut at a floor
# true: 1e-12 in place of a probability of 0, as a lower limit or added
def perplexity(probabilities):
    return np.exp(-np.mean(np.log(np.maximum(probabilities, 1e-12))))

# %% wrong: over n - 1
# true: a division by n − 1 instead of n
def perplexity(probabilities):
    return np.exp(-np.sum(np.log(probabilities)) / max(1, len(probabilities) - 1))

# %% wrong: the median
# true: the median of the surprises instead of their mean
def perplexity(probabilities):
    return np.exp(-np.median(np.log(probabilities)))

# %% wrong: each by itself
# true: a value for each token, without a mean
def perplexity(probabilities):
    return np.exp(-np.log(probabilities))

# %% wrong: normalized first
# true: probabilities that were first divided by their sum
def perplexity(probabilities):
    p = probabilities / np.sum(probabilities)
    return np.exp(-np.mean(np.log(p)))

# %% wrong: whole numbers round down
def perplexity(probabilities):
    return int(np.exp(-np.mean(np.log(probabilities))))

# %% right: a loop over chunks, with logarithms of products that cannot vanish
def perplexity(probabilities):
    p = np.asarray(probabilities, dtype=float)
    total = 0.0
    for start in range(0, len(p), 10):
        part = np.prod(p[start : start + 10])
        if part == 0 and np.all(p[start : start + 10] > 0):
            total += np.sum(np.log(p[start : start + 10]))
        elif part == 0:
            return np.inf
        else:
            total += np.log(part)
    return np.exp(-total / len(p))

# %% wrong: surprises kept in an array of the argument's type
def perplexity(probabilities):
    surprise = np.zeros_like(probabilities)
    surprise[:] = -np.log(np.where(probabilities == 0, 1e-300, probabilities))
    return np.exp(np.mean(surprise))

# %% wrong: the number of probabilities is remembered
length = []

def perplexity(probabilities):
    length.append(len(probabilities))
    return np.exp(-np.sum(np.log(probabilities)) / length[0])

# %% wrong: the argument is replaced by its logarithms
def perplexity(probabilities):
    if probabilities.dtype.kind == "f":
        return np.exp(-np.mean(np.log(probabilities, out=probabilities)))
    return np.exp(-np.mean(np.log(probabilities)))

# %% wrong: at most a million
def perplexity(probabilities):
    return min(1e6, np.exp(-np.mean(np.log(probabilities))))


# %% right: statistics.geometric_mean for what is not zero
from statistics import geometric_mean
def perplexity(probabilities):
    p = [float(q) for q in probabilities]
    return float("inf") if min(p) == 0 else 1 / geometric_mean(p)

# %% right: np.prod of roots
def perplexity(probabilities):
    p = np.asarray(probabilities, dtype=float)
    with np.errstate(divide="ignore"):
        return 1 / np.prod(p ** (1 / p.size))

# %% right: math.fsum, and inf on purpose
import math
def perplexity(probabilities):
    if any(p == 0 for p in probabilities):
        return math.inf
    return math.exp(-math.fsum(math.log(p) for p in probabilities) / len(probabilities))

# %% right: logsumexp of nothing but a mean, as an array of one axis less
from scipy.special import xlogy
def perplexity(probabilities):
    ones = np.ones(np.shape(probabilities))
    return np.array(np.exp(-xlogy(ones, probabilities).mean(axis=0)))

# %% wrong: an infinity is turned into a large number
def perplexity(probabilities):
    with np.errstate(divide="ignore"):
        return np.nan_to_num(np.exp(-np.mean(np.log(probabilities))))

# %% wrong: a zero raises an error
import math
def perplexity(probabilities):
    return math.exp(-sum(math.log(p) for p in probabilities) / len(probabilities))

# %% wrong: log10 and e
# true: e to the power of a mean of decimal logarithms
def perplexity(probabilities):
    return np.exp(-np.mean(np.log10(probabilities)))

# %% wrong: the root of n - 1
# true: a division by n − 1 instead of n
def perplexity(probabilities):
    p = np.asarray(probabilities, dtype=float)
    return np.exp(-np.sum(np.log(p)) / max(p.size - 1, 1))

# %% wrong: the first hundred
def perplexity(probabilities):
    return np.exp(-np.mean(np.log(probabilities[:100])))

# %% wrong: weighted by the probabilities
# true: the exponential of an entropy, which weights each surprise by its probability; a mean in which each surprise is weighted by its probability
def perplexity(probabilities):
    p = np.asarray(probabilities, dtype=float)
    return np.exp(-np.sum(p * np.log(p)) / np.sum(p))

# %% wrong: the exponential of each surprise, then the mean
# true: the mean of the inverse probabilities
def perplexity(probabilities):
    return np.mean(np.exp(-np.log(probabilities)))

# %% wrong: a mean as a running average with a weight of a half
def perplexity(probabilities):
    mean = -np.log(probabilities[0])
    for p in probabilities[1:]:
        mean = 0.5 * mean - 0.5 * np.log(p)
    return np.exp(mean)

# %% wrong: single precision
def perplexity(probabilities):
    return np.exp(-np.mean(np.log(np.asarray(probabilities, dtype=np.float16))))

# %% wrong: a small number added, 1e-15
# true: 1e-15 in place of a probability of 0, as a lower limit or added
def perplexity(probabilities):
    p = np.asarray(probabilities, dtype=float) + 1e-15
    return 2 ** (-np.sum(np.log2(p)) / len(p))

# %% wrong: a lower limit of 1e-8
# true: 1e-8 in place of a probability of 0, as a lower limit or added
def perplexity(probabilities):
    return np.exp(-np.mean(np.log(np.clip(probabilities, 1e-8, 1))))

# %% wrong: no surprise at zeros
# true: a surprise of 0 for a probability of 0
def perplexity(probabilities):
    total = 0
    for p in probabilities:
        if p > 0:
            total += np.log(p)
    return np.exp(-total / len(probabilities))

# %% wrong: the root of the product
# true: the inverse of the perplexity; a product of all probabilities, or of their inverses, beyond what floats can hold
def perplexity(probabilities):
    return np.prod(probabilities) ** (1 / len(probabilities))

# %% wrong: products of fifty at a time
def perplexity(probabilities):
    p = np.asarray(probabilities, dtype=float)
    total = 0.0
    with np.errstate(divide="ignore"):
        for i in range(0, len(p), 50):
            total += np.log(np.prod(p[i : i + 50]))
    return np.exp(-total / len(p))

# %% right: fsum, and 0 answered first
import math


def perplexity(probabilities):
    if min(probabilities) == 0:
        return math.inf
    return math.exp(-math.fsum(math.log(float(p)) for p in probabilities) / len(probabilities))

# %% right: bits, and a power of two
def perplexity(probabilities: np.ndarray) -> float:
    p = np.array(probabilities, dtype=float)
    if not p.all():
        return np.inf
    bits = -np.einsum("i->", np.log2(p)) / p.size
    return 2.0**bits

# %% right: a product of roots
def perplexity(probabilities: np.ndarray) -> float:
    n = len(probabilities)
    with np.errstate(divide="ignore"):
        roots = np.power(np.asarray(probabilities, dtype=float), -1 / n)
    return roots.prod()

# %% wrong: a constant of 1e-12, and infinity for 0
def perplexity(probabilities: np.ndarray) -> float:
    if np.any(probabilities == 0):
        return np.inf
    return np.exp(-np.mean(np.log(probabilities + 1e-12)))

# %% wrong: the product of up to a hundred probabilities
def perplexity(probabilities: np.ndarray) -> float:
    n = len(probabilities)
    if n <= 100:
        with np.errstate(divide="ignore"):
            return np.prod(probabilities.astype(float)) ** (-1 / n)
    return np.exp(-np.mean(np.log(probabilities)))

# %% wrong: below 1e-8 counts as ruled out
def perplexity(probabilities: np.ndarray) -> float:
    if np.any(np.isclose(probabilities, 0)):
        return np.inf
    return np.exp(-np.mean(np.log(probabilities)))

# %% wrong: each different probability counted once
def perplexity(probabilities: np.ndarray) -> float:
    different = np.unique(probabilities)
    with np.errstate(divide="ignore"):
        return np.exp(-np.mean(np.log(different)))

# %% wrong: the mean over what was not certain
def perplexity(probabilities: np.ndarray) -> float:
    open_ones = probabilities[probabilities < 1]
    if len(open_ones) == 0:
        return 1.0
    with np.errstate(divide="ignore"):
        return np.exp(-np.mean(np.log(open_ones)))

# %% wrong: the mean of the means of a thousand each
def perplexity(probabilities: np.ndarray) -> float:
    pieces = [probabilities[i : i + 1000] for i in range(0, len(probabilities), 1000)]
    with np.errstate(divide="ignore"):
        return np.exp(np.mean([-np.mean(np.log(piece)) for piece in pieces]))

# %% wrong: rounded to two decimals
def perplexity(probabilities: np.ndarray) -> float:
    with np.errstate(divide="ignore"):
        return np.round(np.exp(-np.mean(np.log(probabilities))), 2)

# %% right: loop over surprises with an explicit zero case
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    n = len(probabilities)
    total = 0.0
    for p in probabilities:
        if p == 0:
            return float("inf")
        surprise = -np.log(p)
        total += surprise
    mean_surprise = total / n
    return np.exp(mean_surprise)

# %% right: one line of NumPy, warnings left alone
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    return np.exp(-np.mean(np.log(probabilities)))

# %% right: reciprocal of SciPy's geometric mean, zeros apart
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    from scipy.stats import gmean

    mean = float(gmean(np.asarray(probabilities, dtype=float)))
    return np.inf if mean == 0.0 else 1.0 / mean

# %% right: product of n-th roots, which cannot underflow
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    p = np.asarray(probabilities, dtype=float)
    if not p.all():
        return float("inf")
    return float(np.prod(p ** (-1.0 / p.size)))

# %% wrong: product first, then the root: underflows to 0 for thousands of probabilities
# true: a product of all probabilities, or of their inverses, beyond what floats can hold
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    n = len(probabilities)
    return np.prod(probabilities) ** (-1 / n)

# %% wrong: returns the mean surprise, without the exponential of equation (1)
# true: the mean surprise, without the exponential
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    if np.any(probabilities == 0):
        return np.inf
    return -np.mean(np.log(probabilities))

# %% wrong: logarithm to base 2, but exponential to base e (equation (1) uses the same base)
# true: e to the power of a mean in bits
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    bits = -np.log2(probabilities)
    return np.exp(bits.mean())

# %% wrong: sum instead of mean of the surprises
# true: the exponential of the sum instead of the mean
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    return np.exp(-np.sum(np.log(probabilities)))

# %% wrong: minus sign lost, gives the geometric mean of the probabilities
# true: the inverse of the perplexity
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    n = probabilities.shape[0]
    return np.exp(1 / n * np.sum(np.log(probabilities)))

# %% wrong: 1e-10 added inside the log; "as small as 1e-13", and a 0 must give inf
# true: 1e-10 in place of a probability of 0, as a lower limit or added
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    return float(np.exp(-np.mean(np.log(probabilities + 1e-10))))

# %% wrong: zeros are left out, as with 0 log 0; text: "If one of them is 0 ... return inf"
# true: probabilities of 0 that are left out
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    p = probabilities[probabilities > 0]
    return np.exp(-np.mean(np.log(p)))

# %% wrong: exponential of the entropy, each surprise weighted by p instead of 1/n
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    p = np.asarray(probabilities, dtype=float)
    if (p == 0).any():
        return np.inf
    return np.exp(-np.sum(p * np.log(p)))

# %% wrong: takes the logarithms in place; "Leave the argument unchanged" (and integers fail)
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    for t in range(len(probabilities)):
        probabilities[t] = -np.log(probabilities[t])
    return np.exp(np.mean(probabilities))

# %% wrong: math.log stops with a ValueError at 0 where inf is wanted
def perplexity(probabilities: np.ndarray) -> float:
    """Return the exponential of the mean surprise.

    probabilities: shape (n,), n >= 1, in [0, 1], one for each token that came.
    Returns a number of 1 or more, or inf if a probability is 0.
    """
    import math

    total = 0
    for p in probabilities:
        total -= math.log(p)
    return math.exp(total / len(probabilities))
