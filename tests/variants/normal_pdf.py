# Right and wrong answers to `normal_pdf` and `normal_cdf`, both in one cell, a block each, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: SciPy's law, as in the lecture
import scipy.stats as stats

def normal_pdf(x, mean=0.0, std=1.0):
    return stats.norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return stats.norm.cdf(x, mean, std)

# %% right: the formula, and erfc
from scipy.special import erfc

def normal_pdf(x, mean=0.0, std=1.0):
    z = (x - mean) / std
    return np.exp(-0.5 * z**2) / (std * np.sqrt(2 * np.pi))

def normal_cdf(x, mean=0.0, std=1.0):
    z = (x - mean) / std
    return 0.5 * erfc(-z / np.sqrt(2))

# %% right: the math module, vectorised
import math

def _pdf(x, mean, std):
    return math.exp(-(((x - mean) / std) ** 2) / 2) / math.sqrt(2 * math.pi * std**2)

def _cdf(x, mean, std):
    return math.erfc((mean - x) / (std * math.sqrt(2))) / 2

def normal_pdf(x, mean=0.0, std=1.0):
    return np.vectorize(_pdf)(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return np.vectorize(_cdf)(x, mean, std)

# %% right: ndtr, and the density as the exponential of its logarithm
from scipy.special import ndtr

def normal_pdf(x, mean=0.0, std=1.0):
    z = (np.asarray(x) - mean) / std
    return np.exp(-z * z / 2 - np.log(std) - 0.5 * np.log(2 * np.pi))

def normal_cdf(x, mean=0.0, std=1.0):
    return ndtr((np.asarray(x) - mean) / std)

# %% right: frozen, and the other tail by symmetry
from scipy.stats import norm

normal_pdf = lambda x, mean=0.0, std=1.0: norm(loc=mean, scale=std).pdf(x)
normal_cdf = lambda x, mean=0.0, std=1.0: norm.sf(2 * mean - x, loc=mean, scale=std)

# %% right: recursion into nested lists
import math

def normal_pdf(x, mean=0.0, std=1.0):
    if np.ndim(x) > 0:
        return [normal_pdf(value, mean, std) for value in x]
    return 1 / (std * math.sqrt(2 * math.pi)) * math.e ** (-((x - mean) ** 2) / (2 * std**2))

def normal_cdf(x, mean=0.0, std=1.0):
    if np.ndim(x) > 0:
        return [normal_cdf(value, mean, std) for value in x]
    return math.erfc(-(x - mean) / std / math.sqrt(2)) / 2

# %% right: a continued fraction in the tails, the power series between them
import math

def _upper(z):
    fraction = z
    for k in range(60, 0, -1):
        fraction = z + k / fraction
    return normal_pdf(z) / fraction

def _phi(z):
    if abs(z) > 4:
        return float(_upper(-z) if z < 0 else 1 - _upper(z))
    total = term = z
    for k in range(1, 120):
        term *= z * z / (2 * k + 1)
        total += term
    return 0.5 + float(normal_pdf(z)) * total

def normal_pdf(x, mean=0.0, std=1.0):
    return np.exp(-((np.asarray(x) - mean) ** 2) / (2 * std**2)) / np.sqrt(2 * np.pi) / std

def normal_cdf(x, mean=0.0, std=1.0):
    z = (np.asarray(x, dtype=float) - mean) / std
    return np.array([_phi(value) for value in z.ravel()]).reshape(z.shape)

# %% right: the gamma function's tail for x below the mean
from scipy.special import gammainc, gammaincc

def normal_pdf(x, mean=0.0, std=1.0):
    u = (x - mean) ** 2 / (2 * std**2)
    return np.exp(-u) / (np.sqrt(2 * np.pi) * std)

def normal_cdf(x, mean=0.0, std=1.0):
    u = (x - mean) ** 2 / (2 * std**2)
    return np.where(x < mean, gammaincc(0.5, u) / 2, (1 + gammainc(0.5, u)) / 2)

# %% right: logarithms, and log_ndtr
def normal_pdf(x, mean=0.0, std=1.0):
    z = np.divide(np.subtract(x, mean), std)
    return np.exp(-0.5 * np.square(z) - np.log(std) - 0.5 * np.log(2 * np.pi))
def normal_cdf(x, mean=0.0, std=1.0):
    return np.exp(special.log_ndtr(np.divide(np.subtract(x, mean), std)))

# %% right: the scaled erfcx in both tails
def normal_pdf(x, mean=0.0, std=1.0):
    z = (np.asarray(x) - mean) / std
    return np.e ** (-z * z / 2) / np.sqrt(2 * np.pi) / std
def normal_cdf(x, mean=0.0, std=1.0):
    z = (np.asarray(x) - mean) / std
    tail = special.erfcx(np.abs(z) / np.sqrt(2)) * np.exp(-z * z / 2) / 2
    return np.where(z < 0, tail, 1 - tail)

# %% wrong: (1 + erf) / 2, without a digit in the lower tail
# true: a sum or difference with 1, which loses the digits of the lower tail
from scipy.special import erf

def normal_pdf(x, mean=0.0, std=1.0):
    z = (x - mean) / std
    return np.exp(-0.5 * z**2) / (std * np.sqrt(2 * np.pi))

def normal_cdf(x, mean=0.0, std=1.0):
    return 0.5 * (1 + erf((x - mean) / (std * np.sqrt(2))))

# %% wrong: one minus the upper tail
# true: a sum or difference with 1, which loses the digits of the lower tail
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return 1 - norm.sf(x, mean, std)

# %% wrong: the upper tail
# true: the probability above x instead of the one up to x
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.sf(x, mean, std)

# %% wrong: the trapezoidal rule from eight standard deviations below, nothing left in the tail
# true: a result that has become 0 in the tail
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def _area(b):
    t = np.linspace(-8, b, 4001)
    f = normal_pdf(t)
    return np.sum((f[1:] + f[:-1]) / 2) * (t[1] - t[0])

def normal_cdf(x, mean=0.0, std=1.0):
    return np.vectorize(_area)((x - mean) / std)

# %% wrong: a normalized running sum of the densities given
# true: a running sum of the densities at the given points
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    p = np.atleast_1d(normal_pdf(x, mean, std))
    return (np.cumsum(p) / np.sum(p)).reshape(np.shape(x))

# %% wrong: the logistic approximation
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return 1 / (1 + np.exp(-1.702 * (x - mean) / std))

# %% wrong: erf without the root of two
# true: an error function without the √2 in its argument
from scipy.special import erfc
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return erfc(-(x - mean) / std) / 2

# %% wrong: a cdf deaf to mean and std
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x)

# %% wrong: the cdf divides by std what it should standardize
# true: a cumulative probability that is divided by the standard deviation
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf((x - mean) / std) / std

# %% wrong: the density without 1/std
# true: a density that is not divided by the standard deviation
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    z = (x - mean) / std
    return np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, mean, std)

# %% wrong: the variance given for std
# true: the variance used as the standard deviation
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std**2)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, mean, std**2)

# %% wrong: std taken for the variance
# true: the standard deviation used as the variance
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std**0.5)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, mean, std**0.5)

# %% wrong: no factor 1/2 in the exponent
# true: an exponent without its factor 1/2
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return np.exp(-(((x - mean) / std) ** 2)) / (std * np.sqrt(2 * np.pi))

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, mean, std)

# %% wrong: no root over two pi
# true: a factor 1/(2π) instead of 1/√(2π)
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return np.exp(-(((x - mean) / std) ** 2) / 2) / (std * 2 * np.pi)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, mean, std)

# %% wrong: operator precedence, multiplied by the root
# true: multiplication by √(2π) instead of division
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return np.exp(-(((x - mean) / std) ** 2) / 2) / std * np.sqrt(2 * np.pi)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, mean, std)

# %% wrong: the sign of the exponent, right at the mean alone
# true: exp(z²/2) instead of exp(-z²/2)
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return np.exp((((x - mean) / std) ** 2) / 2) / (std * np.sqrt(2 * np.pi))

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, mean, std)

# %% wrong: mean and std exchanged
# true: the standard deviation before the mean in the list of arguments
from scipy.stats import norm

def normal_pdf(x, std=1.0, mean=0.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, std=1.0, mean=0.0):
    return norm.cdf(x, mean, std)

# %% wrong: the mean added
# true: a mean that is added instead of subtracted
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x + mean, 0, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x + mean, 0, std)

# %% wrong: standardized by the array's own mean and std
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, np.mean(x), np.std(x) if np.std(x) > 0 else 1.0)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, np.mean(x), np.std(x) if np.std(x) > 0 else 1.0)

# %% wrong: the density normalized to sum to 1
# true: densities divided by their sum over the given points
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    p = norm.pdf(x, mean, std)
    return p / np.sum(p)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, mean, std)

# %% wrong: flattens what it is given
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(np.ravel(x), mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(np.ravel(x), mean, std)

# %% wrong: the cdf of a matrix goes row by row, one number each
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    if np.ndim(x) == 2:
        return norm.cdf(x, mean, std).mean(axis=1)
    return norm.cdf(x, mean, std)

# %% wrong: pdf and cdf exchanged
# true: the density and the cumulative probability mixed up
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

# %% wrong: rounded to six decimals
# true: a result that has become 0 in the tail
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return np.round(norm.pdf(x, mean, std), 6)

def normal_cdf(x, mean=0.0, std=1.0):
    return np.round(norm.cdf(x, mean, std), 6)

# %% wrong: an approximation good to seven decimals (Abramowitz and Stegun 26.2.17)
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    z = (np.asarray(x) - mean) / std
    t = 1 / (1 + 0.2316419 * np.abs(z))
    c = (0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429)
    tail = norm.pdf(z) * sum(a * t ** (k + 1) for k, a in enumerate(c))
    return np.where(z < 0, tail, 1 - tail)

# %% wrong: the std of the first call is kept
from scipy.stats import norm

seen = {}

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, seen.setdefault("std", std))

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(x, mean, std)

# %% wrong: a cdf that mirrors the upper half, right from the mean on
from scipy.stats import norm

def normal_pdf(x, mean=0.0, std=1.0):
    return norm.pdf(x, mean, std)

def normal_cdf(x, mean=0.0, std=1.0):
    return norm.cdf(np.abs((x - mean) / std))

# %% wrong: a cdf of single precision, seen between the round numbers of the tail
def normal_pdf(x, mean=0.0, std=1.0):
    return np.exp(-(((x - mean) / std) ** 2) / 2) / (std * np.sqrt(2 * np.pi))
def normal_cdf(x, mean=0.0, std=1.0):
    return special.ndtr(np.float32((x - mean) / std))

# %% wrong: the first term of the asymptotic series in the tail
def normal_pdf(x, mean=0.0, std=1.0):
    return np.exp(-(((x - mean) / std) ** 2) / 2) / (std * np.sqrt(2 * np.pi))
def normal_cdf(x, mean=0.0, std=1.0):
    z = np.asarray((x - mean) / std, dtype=float)
    tail = np.exp(-z * z / 2) / np.sqrt(2 * np.pi) / np.where(z < -3, -z, 1)
    return np.where(z < -3, tail, special.ndtr(z))

# %% wrong: SymPy, which rewrites erfc of a negative number as a difference
# true: a sum or difference with 1, which loses the digits of the lower tail
import sympy as sp
_z = sp.Symbol("z")
_pdf = sp.lambdify(_z, sp.exp(-_z**2 / 2) / sp.sqrt(2 * sp.pi), "numpy")
_cdf = sp.lambdify(_z, sp.erfc(-_z / sp.sqrt(2)) / 2, ["scipy", "numpy"])
def normal_pdf(x, mean=0.0, std=1.0):
    return _pdf((x - mean) / std) / std
def normal_cdf(x, mean=0.0, std=1.0):
    return _cdf((x - mean) / std)

# %% wrong: z in an array of x's own type, which cuts off fractions of whole numbers
# true: values of z that were truncated to whole numbers
def normal_pdf(x, mean=0.0, std=1.0):
    z = np.zeros_like(x)
    z[...] = (x - mean) / std
    return np.exp(-z**2 / 2) / (std * np.sqrt(2 * np.pi))

def normal_cdf(x, mean=0.0, std=1.0):
    return special.ndtr((np.asarray(x) - mean) / std)

# %% right: logarithms
def normal_pdf(x, mean=0.0, std=1.0):
    logp = -0.5 * np.log(2 * np.pi) - np.log(std) - 0.5 * np.square((x - np.float64(mean)) / std)
    return np.exp(logp)

def normal_cdf(x, mean=0.0, std=1.0):
    return np.exp(special.log_ndtr((x - np.float64(mean)) / std))

# %% wrong: the root over pi alone
# true: a factor 1/(2√π) instead of 1/√(2π), with 2 outside the root
def normal_pdf(x, mean=0.0, std=1.0):
    return np.exp(-((x - mean) / std) ** 2 / 2) / (std * 2 * np.sqrt(np.pi))

def normal_cdf(x, mean=0.0, std=1.0):
    return special.ndtr((x - mean) / std)

# %% wrong: scores cut at six
def normal_pdf(x, mean=0.0, std=1.0):
    z = np.clip((x - mean) / std, -6, 6)
    return np.exp(-z ** 2 / 2) / (std * np.sqrt(2 * np.pi))

def normal_cdf(x, mean=0.0, std=1.0):
    return special.ndtr((x - mean) / std)

# %% wrong: defaults for mean and deviation swapped
# true: the standard deviation before the mean in the list of arguments
def normal_pdf(x, std=1.0, mean=0.0):
    z = (x - mean) / std
    return np.exp(-z ** 2 / 2) / (std * np.sqrt(2 * np.pi))

def normal_cdf(x, std=1.0, mean=0.0):
    return special.ndtr((x - mean) / std)

# %% wrong: the exponential in the denominator
# true: exp(z²/2) instead of exp(-z²/2)
def normal_pdf(x, mean=0.0, std=1.0):
    z = (x - mean) / std
    return 1 / (np.exp(-z ** 2 / 2) * std * np.sqrt(2 * np.pi))

def normal_cdf(x, mean=0.0, std=1.0):
    return special.ndtr((x - mean) / std)

# %% wrong: erfc only in the far tail
def normal_pdf(x, mean=0.0, std=1.0):
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x, mean=0.0, std=1.0):
    z = (np.asarray(x) - mean) / std
    near = (1 + special.erf(z / np.sqrt(2))) / 2
    return np.where(z < -7.5, special.erfc(-z / np.sqrt(2)) / 2, near)

# %% wrong: the value at -8 built in
def normal_pdf(x, mean=0.0, std=1.0):
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x, mean=0.0, std=1.0):
    z = (np.asarray(x) - mean) / std
    return np.where(z <= -8, 6.220960574271784e-16, (1 + special.erf(z / np.sqrt(2))) / 2)

# %% wrong: x in single precision
def normal_pdf(x, mean=0.0, std=1.0):
    z = (np.asarray(x, dtype=np.float32).astype(float) - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x, mean=0.0, std=1.0):
    z = (np.asarray(x, dtype=np.float32).astype(float) - mean) / std
    return special.ndtr(z)

# %% wrong: no third axis
import math


def normal_pdf(x, mean=0.0, std=1.0):
    if np.ndim(x) == 0:
        return math.exp(-(((x - mean) / std) ** 2) / 2) / (std * math.sqrt(2 * math.pi))
    return np.array([normal_pdf(row, mean, std) for row in x])


def normal_cdf(x, mean=0.0, std=1.0):
    def one(v):
        return math.erfc((mean - v) / std / math.sqrt(2)) / 2

    if np.ndim(x) == 0:
        return one(x)
    if np.ndim(x) == 1:
        return np.array([one(v) for v in x])
    return np.array([[one(v) for v in row] for row in x])

# %% wrong: arguments of other names
def normal_pdf(x, mu=0.0, sigma=1.0):
    z = (x - mu) / sigma
    return np.exp(-(z**2) / 2) / (sigma * np.sqrt(2 * np.pi))


def normal_cdf(x, mu=0.0, sigma=1.0):
    return special.ndtr((x - mu) / sigma)

# %% wrong: a billionth added to std
def normal_pdf(x, mean=0.0, std=1.0):
    std = std + 1e-9
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x, mean=0.0, std=1.0):
    return special.ndtr((x - mean) / (std + 1e-9))

# %% wrong: an approximation that is left below -5
def normal_pdf(x, mean=0.0, std=1.0):
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x, mean=0.0, std=1.0):
    z = np.asarray((x - mean) / std, dtype=float)
    t = 1 / (1 + 0.2316419 * np.abs(z))
    poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    tail = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * poly
    return np.where(z < -5, special.ndtr(z), np.where(z < 0, tail, 1 - tail))

# %% right: erfc for the lower tail, equation (1) in two lines
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return special.erfc(-z / np.sqrt(2)) / 2

# %% right: scipy.stats.norm does both
from scipy import stats


def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    return stats.norm.pdf(x, loc=mean, scale=std)


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    return stats.norm.cdf(x, loc=mean, scale=std)

# %% right: special.ndtr and the density through logarithms
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (np.asarray(x, dtype=float) - mean) / std
    log_density = -0.5 * z * z - np.log(std) - 0.5 * np.log(2 * np.pi)
    return np.exp(log_density)


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    x = np.asarray(x, dtype=float)
    return special.ndtr((x - mean) / std)

# %% right: math functions number by number, then reshaped
import math


def _each(function, x):
    x = np.asarray(x, dtype=float)
    values = [function(float(entry)) for entry in x.ravel()]
    return np.array(values).reshape(x.shape)


def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    def density(t):
        z = (t - mean) / std
        return math.exp(-z * z / 2) / (std * math.sqrt(2 * math.pi))

    return _each(density, x)


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    return _each(lambda t: 0.5 * math.erfc((mean - t) / (std * math.sqrt(2))), x)

# %% wrong: equation (2) with 1 + erf; six correct digits are needed in the lower tail
# true: a sum or difference with 1, which loses the digits of the lower tail
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return (1 + special.erf(z / np.sqrt(2))) / 2

# %% wrong: std missing in the factor in front; equation (1) divides by sigma sqrt(2 pi)
# true: a density that is not divided by the standard deviation
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return special.ndtr(z)

# %% wrong: std inside the square root (as if it were the variance); the factor is 1 / (sigma sqrt(2 pi))
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return 1 / np.sqrt(2 * np.pi * std) * np.exp(-0.5 * z**2)


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    return 0.5 * special.erfc((mean - x) / (std * np.sqrt(2)))

# %% wrong: minus sign inside the square, (-z)**2, so the density grows; the exponent is -z²/2
# true: exp(z²/2) instead of exp(-z²/2)
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return np.exp((-z) ** 2 / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return special.erfc(-z / np.sqrt(2)) / 2

# %% wrong: erfc without the sign change gives the upper tail; F(x) is the area to the left
# true: the probability above x instead of the one up to x
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return special.erfc(z / np.sqrt(2)) / 2

# %% wrong: 1 minus the survival area (1 - erfc/2), which cancels at -8 as well; six digits down to -8
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    upper = special.erfc(z / np.sqrt(2)) / 2
    return 1 - upper

# %% wrong: math.exp and math.erfc work for a number only; x may be an array of any shape
import math


def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return math.exp(-(z**2) / 2) / (std * math.sqrt(2 * math.pi))


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return math.erfc(-z / math.sqrt(2)) / 2

# %% wrong: the division by sqrt(2) is missing in erfc; Phi(z) has erf(z / sqrt 2)
# true: an error function without the √2 in its argument
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return 0.5 * special.erfc(-z)

# %% wrong: cdf as a running sum over the entries of x; F(x) works element-wise
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    z = (x - mean) / std
    return np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    f = normal_pdf(x, mean, std)
    return np.cumsum(f) / np.sum(f)

# %% wrong: loops over len(x), so it fails for a number and for a matrix; x is a number or an array of any shape
def normal_pdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the density of the normal distribution.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns the density at each entry of x, in an array of the same shape.
    """
    result = np.zeros(len(x))
    for i in range(len(x)):
        z = (x[i] - mean) / std
        result[i] = np.exp(-(z**2) / 2) / (std * np.sqrt(2 * np.pi))
    return result


def normal_cdf(x: np.ndarray, mean: float = 0.0, std: float = 1.0) -> np.ndarray:
    """Return the probability of a value of at most x, precise in the lower tail too.

    x: a number or an array of any shape. mean: μ. std: σ > 0, in the unit of x.
    Returns a probability for each entry of x, in an array of the same shape.
    """
    result = np.zeros(len(x))
    for i in range(len(x)):
        result[i] = special.erfc(-(x[i] - mean) / std / np.sqrt(2)) / 2
    return result
