# Right and wrong answers to `sample_normal` and `sample_exponential`, both in one cell, a block each,
# as students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: the generator's own methods
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% right: standard draws, moved and scaled
def sample_normal(mean, std, size, rng):
    return mean + std * rng.standard_normal(size)

def sample_exponential(scale, size, rng):
    return scale * rng.standard_exponential(size)

# %% right: Box and Muller in pairs, and inversion
def sample_normal(mean, std, size, rng):
    pairs = (size + 1) // 2
    r = np.sqrt(-2 * np.log(1 - rng.random(pairs)))
    angle = 2 * np.pi * rng.random(pairs)
    z = np.concatenate([r * np.cos(angle), r * np.sin(angle)])
    return mean + std * z[:size]

def sample_exponential(scale, size, rng):
    return -scale * np.log(1 - rng.random(size))

# %% right: loops, lists
import math

def sample_normal(mean, std, size, rng):
    draws = []
    for _ in range(size):
        draws.append(rng.normal(mean, std))
    return draws

def sample_exponential(scale, size, rng):
    return [-math.log(1.0 - rng.random()) * scale for _ in range(size)]

# %% right: inversion by SciPy's quantile functions
from scipy import stats

def sample_normal(mean, std, size, rng):
    u = (rng.integers(2**52, size=size) + 0.5) / 2**52
    return stats.norm.ppf(u, loc=mean, scale=std)

def sample_exponential(scale, size, rng):
    return stats.expon.ppf(rng.random(size), scale=scale)

# %% right: SciPy's rvs with the generator
from scipy.stats import expon, norm

def sample_normal(mean, std, size, rng):
    return norm.rvs(loc=mean, scale=std, size=size, random_state=rng)

def sample_exponential(scale, size, rng):
    return expon.rvs(scale=scale, size=size, random_state=rng)

# %% right: Marsaglia's polar method, rejecting, and half the sum of two squared normals
def sample_normal(mean, std, size, rng):
    found = np.empty(0)
    while len(found) < size:
        u, v = rng.uniform(-1, 1, (2, size + 10))
        s = u**2 + v**2
        keep = (s > 0) & (s < 1)
        found = np.append(found, u[keep] * np.sqrt(-2 * np.log(s[keep]) / s[keep]))
    return mean + std * found[:size]

def sample_exponential(scale, size, rng):
    return scale * (rng.normal(size=(size, 2)) ** 2).sum(axis=1) / 2

# %% right: lambdas, the gamma law, a draw from several dimensions
sample_normal = lambda mean, std, size, rng: rng.multivariate_normal([mean], [[std**2]], size)[:, 0]
sample_exponential = lambda scale, size, rng: rng.gamma(1.0, scale, size=size)

# %% right: a generator spawned by the draws of the one given
def sample_normal(mean, std, size, rng):
    child = np.random.default_rng(rng.integers(2**63, size=4))
    return child.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    child = np.random.default_rng(rng.integers(2**63, size=4))
    return child.exponential(scale, size)

# %% right: a Laplace draw's size, and a random sign on a half-normal draw
def sample_normal(mean, std, size, rng):
    z = np.abs(rng.standard_normal(size))
    return mean + std * np.where(rng.random(size) < 0.5, z, -z)

def sample_exponential(scale, size, rng):
    return np.abs(rng.laplace(0, scale, size))

# %% right: logarithms of lognormal and of Pareto draws
def sample_normal(mean, std, size, rng):
    return mean + std * np.log(rng.lognormal(size=size))
def sample_exponential(scale, size, rng):
    return scale * np.log1p(rng.pareto(1.0, size=size))

# %% right: single precision
def sample_normal(mean, std, size, rng):
    return mean + std * rng.standard_normal(size, dtype=np.float32)
def sample_exponential(scale, size, rng):
    return scale * rng.standard_exponential(size, dtype=np.float32)

# %% wrong: the global state, as in the lecture
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
def sample_normal(mean, std, size, rng):
    return np.random.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return np.random.exponential(scale, size)

# %% wrong: the global state for the exponential alone
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return np.random.exponential(scale, size)

# %% wrong: the global state, seeded with a constant
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
def sample_normal(mean, std, size, rng):
    np.random.seed(0)
    return np.random.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    np.random.seed(0)
    return np.random.exponential(scale, size)

# %% wrong: the global state, seeded from the generator given
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
def sample_normal(mean, std, size, rng):
    np.random.seed(rng.integers(2**32))
    return np.random.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    np.random.seed(rng.integers(2**32))
    return np.random.exponential(scale, size)

# %% wrong: the global state through SciPy without random_state
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
from scipy import stats

def sample_normal(mean, std, size, rng):
    return stats.norm.rvs(mean, std, size)

def sample_exponential(scale, size, rng):
    return stats.expon.rvs(scale=scale, size=size)

# %% wrong: a generator of its own, with a fixed seed
# true: a new generator with a fixed seed instead of `rng`
def sample_normal(mean, std, size, rng):
    return np.random.default_rng(42).normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return np.random.default_rng(42).exponential(scale, size)

# %% wrong: a fresh generator, with no seed
def sample_normal(mean, std, size, rng):
    return np.random.default_rng().normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return np.random.default_rng().exponential(scale, size)

# %% wrong: Python's random module
import random

def sample_normal(mean, std, size, rng):
    return [random.gauss(mean, std) for _ in range(size)]

def sample_exponential(scale, size, rng):
    return [random.expovariate(1 / scale) for _ in range(size)]

# %% wrong: a copy of the generator, so that the next call draws the same again
# true: draws from a copy of `rng`, so that the next call repeats them
import copy

def sample_normal(mean, std, size, rng):
    return copy.deepcopy(rng).normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return copy.deepcopy(rng).exponential(scale, size)

# %% wrong: the generator of the first call is kept
first = {}

def sample_normal(mean, std, size, rng):
    return first.setdefault("rng", rng).normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return first.setdefault("rng", rng).exponential(scale, size)

# %% wrong: the variance where the standard deviation belongs
# true: the variance used as the standard deviation
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std**2, size)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: the root of the standard deviation
# true: the standard deviation used as the variance
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, np.sqrt(std), size)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: the mean is scaled, too
# true: a mean that is scaled along with the draws
def sample_normal(mean, std, size, rng):
    return std * (rng.standard_normal(size) + mean)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: standard normal, whatever is asked for
# true: standard normal draws, neither shifted nor scaled
def sample_normal(mean, std, size, rng):
    return rng.normal(size=size)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: the rate for the scale
# true: the scale used as the rate
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return rng.exponential(1 / scale, size)

# %% wrong: inversion without the logarithm
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return scale * 2 * rng.random(size)

# %% wrong: inversion with the sign lost
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return scale * np.log(1 - rng.random(size))

# %% wrong: the exponential of a uniform
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return scale * np.exp(-rng.random(size))

# %% wrong: the size of a normal draw, with the right mean
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    return np.abs(rng.normal(0, scale * np.sqrt(np.pi / 2), size))

# %% wrong: a uniform law of the right mean and standard deviation
def sample_normal(mean, std, size, rng):
    return mean + std * np.sqrt(3) * rng.uniform(-1, 1, size)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: a logistic law of the right mean and standard deviation
def sample_normal(mean, std, size, rng):
    return rng.logistic(mean, std * np.sqrt(3) / np.pi, size)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: the sum of twelve uniforms, an old approximation with short tails
def sample_normal(mean, std, size, rng):
    z = sum(rng.random(size) for _ in range(12)) - 6
    return mean + std * z

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: outliers pulled in to three standard deviations
def sample_normal(mean, std, size, rng):
    return np.clip(rng.normal(mean, std, size), mean - 3 * std, mean + 3 * std)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: the tail of the exponential cut off at five scales
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    x = rng.exponential(scale, size)
    return np.where(x > 5 * scale, 5 * scale - 1e-9 * x, x)

# %% wrong: antithetic pairs, which are not independent
def sample_normal(mean, std, size, rng):
    z = rng.standard_normal((size + 1) // 2)
    return mean + std * np.concatenate([z, -z])[:size]

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: pairs of one uniform and its complement, in the exponential
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    u = rng.random((size + 1) // 2)
    return -scale * np.log(np.ravel(np.column_stack([1 - u, np.maximum(u, 1e-300)])))[:size]

# %% wrong: standardized, so that every sample has exactly the mean and the standard deviation
def sample_normal(mean, std, size, rng):
    z = rng.standard_normal(size)
    spread = z.std() if size > 1 else 1.0
    return mean + std * (z - z.mean()) / spread

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: rescaled, so that every exponential sample has exactly the mean
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)

def sample_exponential(scale, size, rng):
    x = rng.exponential(scale, size)
    return scale * x / x.mean()

# %% wrong: quantiles at even steps, shuffled
from scipy import stats

def sample_normal(mean, std, size, rng):
    u = (rng.permutation(size) + rng.random(size)) / size
    return stats.norm.ppf(u, mean, std)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: sorted
def sample_normal(mean, std, size, rng):
    return np.sort(rng.normal(mean, std, size))

def sample_exponential(scale, size, rng):
    return np.sort(rng.exponential(scale, size))

# %% wrong: one draw, repeated
# true: one draw, repeated `size` times
def sample_normal(mean, std, size, rng):
    return np.full(size, rng.normal(mean, std))

def sample_exponential(scale, size, rng):
    return np.full(size, rng.exponential(scale))

# %% wrong: half of the draws, each twice
def sample_normal(mean, std, size, rng):
    return rng.permutation(np.resize(rng.normal(mean, std, (size + 1) // 2), size))

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: rounded to two decimals
def sample_normal(mean, std, size, rng):
    return np.round(rng.normal(mean, std, size), 2)

def sample_exponential(scale, size, rng):
    return np.round(rng.exponential(scale, size), 2)

# %% wrong: a single draw without its axis
def sample_normal(mean, std, size, rng):
    x = rng.normal(mean, std, size)
    return x[0] if size == 1 else x

def sample_exponential(scale, size, rng):
    x = rng.exponential(scale, size)
    return x[0] if size == 1 else x

# %% wrong: an even number of draws, whatever the size
def sample_normal(mean, std, size, rng):
    pairs = (size + 1) // 2
    r = np.sqrt(-2 * np.log(1 - rng.random(pairs)))
    angle = 2 * np.pi * rng.random(pairs)
    return mean + std * np.concatenate([r * np.cos(angle), r * np.sin(angle)])

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: a column instead of a row
# true: a column of shape (size, 1) instead of (size,)
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, (size, 1))

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, (size, 1))

# %% wrong: a thousand draws, as in the lecture
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, 1000)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, 1000)

# %% wrong: the mean of the sample
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size).mean()

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size).mean()

# %% wrong: Box and Muller with one angle in degrees
def sample_normal(mean, std, size, rng):
    r = np.sqrt(-2 * np.log(1 - rng.random(size)))
    return mean + std * r * np.cos(rng.integers(0, 4, size) * np.pi / 2)

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: an autoregression of the right law
def sample_normal(mean, std, size, rng):
    z = rng.standard_normal(size)
    for i in range(1, size):
        z[i] = 0.3 * z[i - 1] + np.sqrt(1 - 0.3**2) * z[i]
    return mean + std * z

def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: clipped at four standard deviations
def sample_normal(mean, std, size, rng):
    return np.clip(rng.normal(mean, std, size), mean - 4 * std, mean + 4 * std)
def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: one of ten seeds, drawn from the generator given
def sample_normal(mean, std, size, rng):
    rng = np.random.default_rng(rng.integers(0, 10))
    return rng.normal(mean, std, size)
def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: exponential draws from even strata, shuffled
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)
def sample_exponential(scale, size, rng):
    u = (rng.permutation(size) + rng.random(size)) / size
    return -scale * np.log(1 - u)

# %% right: scipy's distributions with the generator
def sample_normal(mean, std, size, rng):
    from scipy import stats
    return stats.norm(mean, std).rvs(size, random_state=rng)

def sample_exponential(scale, size, rng):
    from scipy import stats
    return stats.expon(scale=scale).rvs(size, random_state=rng)

# %% wrong: made to have the exact mean and deviation
def sample_normal(mean, std, size, rng):
    z = rng.standard_normal(size)
    if size > 1:
        z = (z - z.mean()) / z.std()
    return mean + std * z

def sample_exponential(scale, size, rng):
    e = rng.standard_exponential(size)
    return scale * e / e.mean() if size > 1 else scale * e

# %% wrong: base ten
# true: a logarithm to base 10 instead of the natural one
def sample_normal(mean, std, size, rng):
    return rng.standard_normal(size) * std + mean

def sample_exponential(scale, size, rng):
    return -scale * np.log10(1 - rng.random(size))

# %% wrong: the sum of three uniforms
def sample_normal(mean, std, size, rng):
    return mean + 2 * std * (rng.random((size, 3)).sum(axis=1) - 1.5)


def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: the second half mirrors the first
def sample_normal(mean, std, size, rng):
    z = rng.standard_normal((size + 1) // 2)
    return mean + std * np.concatenate([z, -z])[:size]


def sample_exponential(scale, size, rng):
    return rng.exponential(scale, size)

# %% wrong: waiting times sorted
def sample_normal(mean, std, size, rng):
    return mean + std * rng.standard_normal(size)


def sample_exponential(scale, size, rng):
    return -scale * np.log(np.sort(1 - rng.random(size))[::-1])

# %% wrong: both from even strata, shuffled
def sample_normal(mean, std, size, rng):
    u = (np.arange(size) + rng.random(size)) / size
    return mean + std * special.ndtri(rng.permutation(u))


def sample_exponential(scale, size, rng):
    u = (np.arange(size) + rng.random(size)) / size
    return -scale * np.log1p(-rng.permutation(u))

# %% wrong: one of a thousand seeds, drawn from the generator given
def sample_normal(mean, std, size, rng):
    own = np.random.default_rng(int(rng.integers(1000)))
    return own.normal(mean, std, size)


def sample_exponential(scale, size, rng):
    own = np.random.default_rng(int(rng.integers(1000)))
    return own.exponential(scale, size)

# %% wrong: uniform numbers kept above a thousandth
def sample_normal(mean, std, size, rng):
    return rng.normal(mean, std, size)


def sample_exponential(scale, size, rng):
    return -scale * np.log(np.maximum(rng.random(size), 1e-3))

# %% right: methods normal and exponential of the generator
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    return rng.normal(mean, std, size)


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    return rng.exponential(scale, size)

# %% right: equation (3), inverse of the exponential CDF
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    z = rng.standard_normal(size)
    return mean + std * z


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    u = rng.random(size)
    return -scale * np.log1p(-u)

# %% right: one draw at a time in a loop
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    draws = np.zeros(size)
    for i in range(size):
        draws[i] = mean + std * rng.standard_normal()
    return draws


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    draws = []
    for _ in range(size):
        u = rng.uniform(0.0, 1.0)
        x = -scale * np.log(1 - u)
        draws.append(x)
    return np.array(draws)

# %% right: Box-Muller, and gamma with shape one
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    # two independent uniform numbers give one normal draw (Box and Muller)
    u1 = 1.0 - rng.random(size)  # in (0, 1]
    u2 = rng.random(size)
    radius = np.sqrt(-2.0 * np.log(u1))
    return mean + std * radius * np.cos(2.0 * np.pi * u2)


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    return rng.gamma(1.0, scale, size=(size,))

# %% wrong: draws from np.random; all randomness comes from rng
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    return np.random.normal(mean, std, size)


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    return np.random.exponential(scale, size)

# %% wrong: variance instead of the standard deviation; std is the standard deviation
# true: the standard deviation used as the variance
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    return mean + np.sqrt(std) * rng.standard_normal(size)


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    return rng.exponential(scale, size)

# %% wrong: scale taken for the rate; scale is the mean
# true: the scale used as the rate
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    return rng.normal(mean, std, size)


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    return rng.exponential(1 / scale, size)

# %% wrong: minus sign missing, negative waiting times; equation (3) gives x at least 0
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    return rng.normal(mean, std, size)


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    u = rng.random(size)
    return scale * np.log(1 - u)

# %% wrong: makes a new generator with a fixed seed; a second call must give new draws
# true: a new generator with a fixed seed instead of `rng`
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    rng = np.random.default_rng(0)
    return rng.normal(mean, std, size)


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    rng = np.random.default_rng(0)
    return rng.exponential(scale, size)

# %% wrong: standardizes the sample to exactly this mean and std; don't rescale the draws
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    z = rng.standard_normal(size)
    if size > 1:
        z = (z - z.mean()) / z.std()
    return mean + std * z


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    return rng.exponential(scale, size)

# %% wrong: a number instead of an array for size 1; shape (size,) even for size = 1
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    if size == 1:
        return rng.normal(mean, std)
    return rng.normal(mean, std, size)


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    if size == 1:
        return rng.exponential(scale)
    return rng.exponential(scale, size)

# %% wrong: sum of three uniform numbers as a normal draw, none beyond 3 sigma; the tails are checked
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    u = rng.random((size, 3))
    z = (u.sum(axis=1) - 1.5) * 2
    return mean + std * z


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    return -scale * np.log(1 - rng.random(size))

# %% wrong: seeds NumPy's global state from rng; that state must not change
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    np.random.seed(rng.integers(2**31))
    return np.random.normal(loc=mean, scale=std, size=size)


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    np.random.seed(rng.integers(2**31))
    return np.random.exponential(scale=scale, size=size)

# %% wrong: exponential as the absolute value of normal draws; waiting times follow equation (3)
def sample_normal(
    mean: float,
    std: float,
    size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return independent draws from the normal distribution.

    mean: μ. std: σ > 0. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,).
    """
    return mean + std * rng.standard_normal(size)


def sample_exponential(scale: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return independent draws from the exponential distribution.

    scale: s > 0, the mean. size: how many, at least 1. rng: the source of all randomness.
    Returns an array of shape (size,), each entry at least 0.
    """
    return np.abs(scale * rng.standard_normal(size))
