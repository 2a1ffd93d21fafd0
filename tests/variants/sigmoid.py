# Right and wrong answers to `sigmoid(x)` and `sigmoid_derivative(x)`, one cell a block, as students
# write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: as in the lecture text, which overflows to the right limit
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% right: exponentials of what is not positive
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(np.asarray(x) >= 0, 1 / (1 + e), e / (1 + e))

def sigmoid_derivative(x):
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2

# %% right: by the tanh
def sigmoid(x):
    return 0.5 * (1 + np.tanh(np.multiply(x, 0.5)))

def sigmoid_derivative(x):
    return 0.25 * (1 - np.tanh(np.multiply(x, 0.5)) ** 2)

# %% right: SciPy
from scipy.special import expit

sigmoid = expit
sigmoid_derivative = lambda x: expit(x) * expit(-x)

# %% right: number by number with math, nested lists come back
import math

def one(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    return math.exp(v) / (1 + math.exp(v))

def each(f, x):
    if isinstance(x, list):
        return [each(f, v) for v in x]
    return f(x)

def sigmoid(x):
    return each(one, np.asarray(x).tolist())

def sigmoid_derivative(x):
    return each(lambda v: one(v) * one(-v), np.asarray(x).tolist())

# %% right: clipped where nothing changes any more
def sigmoid(x):
    x = np.clip(x, -500, 500)
    return np.exp(x) / (1 + np.exp(x))

def sigmoid_derivative(x):
    x = np.clip(x, -300, 300)
    return np.exp(-x) / (1 + np.exp(-x)) ** 2

# %% right: by the logarithm, and by the cosh
def sigmoid(x):
    return np.exp(-np.logaddexp(0, np.negative(x)))

def sigmoid_derivative(x):
    with np.errstate(over="ignore"):
        return 0.25 / np.cosh(np.asarray(x) / 2) ** 2

# %% right: a vectorized function, and a central difference of it
import math

@np.vectorize
def sigmoid(x):
    return 1.0 / (1.0 + math.exp(-x)) if x > -700 else 0.0

def sigmoid_derivative(x):
    h = 1e-5
    return (sigmoid(np.add(x, h)) - sigmoid(np.subtract(x, h))) / (2 * h)

# %% right: masks on a flat copy
def sigmoid(x):
    flat = np.array(x, dtype=float).ravel()
    out = np.empty_like(flat)
    positive = flat > 0
    out[positive] = 1 / (1 + np.exp(-flat[positive]))
    e = np.exp(flat[~positive])
    out[~positive] = e / (1 + e)
    return out.reshape(np.shape(x))

def sigmoid_derivative(x):
    return sigmoid(x) - sigmoid(x) ** 2

# %% right: by the logarithm of a sum of exponentials, and both tails multiplied
def sigmoid(x):
    return np.exp(-np.logaddexp(0, -np.asarray(x, dtype=float)))
def sigmoid_derivative(x):
    return sigmoid(x) * sigmoid(np.negative(x))

# %% right: SciPy's logistic distribution
from scipy.stats import logistic
sigmoid = logistic.cdf
sigmoid_derivative = logistic.pdf

# %% wrong: the minus forgotten
# true: the sigmoid of −x
def sigmoid(x):
    return 1 / (1 + np.exp(x))

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: NaN at 1000
# true: NaN at x = 1000, where an exponential overflows
def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: a derivative that is NaN at -1000
# true: NaN at x = -1000, where an exponential overflows
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    return np.exp(-x) / (1 + np.exp(-x)) ** 2

# %% wrong: math.exp, which stops at -1000 and at arrays
import math

def sigmoid(x):
    return 1 / (1 + math.exp(-x))

def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: number by number with math.exp, which stops at -1000
import math

@np.vectorize
def sigmoid(x):
    return 1 / (1 + math.exp(-x))

def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: arrays only
def sigmoid(x):
    out = np.zeros(len(x))
    for i in range(len(x)):
        out[i] = 1 / (1 + np.exp(-x[i]))
    return out

def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: vectors and numbers, but no matrices
def sigmoid(x):
    if np.ndim(x) == 0:
        return 1 / (1 + np.exp(-x))
    return np.array([1 / (1 + np.exp(-float(v))) for v in x.ravel()])

def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: a derivative which takes x for the value of the sigmoid
# true: x(1 - x), with x instead of the sigmoid of x
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    return x * (1 - x)

# %% wrong: the slope of the tanh
# true: 1 - s², which is the slope of tanh
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    return 1 - sigmoid(x) ** 2

# %% wrong: the tanh and its slope
# true: tanh, which runs from -1 to 1
def sigmoid(x):
    return np.tanh(x)

def sigmoid_derivative(x):
    return 1 - np.tanh(x) ** 2

# %% wrong: the second factor alone
# true: 1 - σ(x), with the factor σ(x) missing
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    return 1 - sigmoid(x)

# %% wrong: the sigmoid applied twice
# true: the sigmoid applied twice
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    s = sigmoid(sigmoid(x))
    return s * (1 - s)

# %% wrong: a slope that is negative for negative x
# true: a slope with the sign of x, although the sigmoid never falls
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    s = sigmoid(x)
    return np.sign(x) * s * (1 - s)

# %% wrong: clipped too early
# true: x clipped at ±10, where the sigmoid is not yet flat
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -10, 10)))

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: three straight lines
def sigmoid(x):
    return np.clip(0.25 * x + 0.5, 0, 1)

def sigmoid_derivative(x):
    return np.where(np.abs(x) < 2, 0.25, 0.0)

# %% wrong: an epsilon in the denominator
def sigmoid(x):
    return 1 / (1 + np.exp(-x) + 1e-5)

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: a softmax over the entries
# true: a softmax over all entries instead of a sigmoid of each
def sigmoid(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: a slope summed over the entries
# true: all slopes added up instead of one slope for each entry
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    return np.sum(sigmoid(x) * (1 - sigmoid(x)))

# %% wrong: a coarse difference as the slope
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    return (sigmoid(x + 1e-3) - sigmoid(x)) / 1e-3

# %% wrong: exact for positive x alone
# true: a sigmoid of the absolute value of x
def sigmoid(x):
    return 1 / (1 + np.exp(-np.abs(x)))

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: NaN made 0, at both ends
# true: 0 at x = 1000, where the sigmoid is 1
def sigmoid(x):
    e = np.exp(x)
    return np.nan_to_num(e / (1 + e))
def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: one formula for the whole array, by its signs
# true: NaN at x = 1000, where an exponential overflows
def sigmoid(x):
    if np.all(x >= 0):
        return 1 / (1 + np.exp(-x))
    e = np.exp(x)
    return e / (1 + e)
def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: one shift for the whole array
def sigmoid(x):
    m = np.max(-x)
    return np.exp(-m) / (np.exp(-m) + np.exp(-x - m))
def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: results in an array of the type of x
def sigmoid(x):
    out = np.zeros_like(x)
    e = np.exp(-np.abs(x))
    out[...] = np.where(np.asarray(x) < 0, e, 1.0) / (1 + e)
    return out


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% right: tanh
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.divide(x, 2))

def sigmoid_derivative(x):
    return 0.25 / np.cosh(np.clip(np.divide(x, 2), -300, 300)) ** 2

# %% wrong: the square of the output
# true: σ(x)² instead of σ(x) (1 − σ(x))
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))

def sigmoid_derivative(x):
    return sigmoid(x) ** 2

# %% wrong: clipped at ten
# true: x clipped at ±10, where the sigmoid is not yet flat
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -10, 10)))

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: the absolute value in the exponent, against an overflow
# true: a sigmoid of the absolute value of x
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return 1 / (1 + e)

def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: both minus signs
# true: the sigmoid of −x
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(-np.abs(x))
    return np.where(x > 0, e / (1 + e), 1 / (1 + e))

def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: a minus before x above and below
# true: the sigmoid of −x
def sigmoid(x):
    return np.exp(-x) / (1 + np.exp(-x))

def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))

# %% right: two branches, and the slope from the sigmoids of both signs
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    # the exponent never overflows, and far tails are tiny either way
    x = np.asarray(x, dtype=float)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    return sigmoid(x) * sigmoid(-np.asarray(x, dtype=float))

# %% right: half plus half a tanh, and a capped cosh
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x, dtype=float))


def sigmoid_derivative(x):
    # 1 / (4 cosh²(x/2)), capped where it is zero anyway
    half = np.minimum(np.abs(np.asarray(x, dtype=float)), 700.0) / 2
    return 0.25 / np.cosh(half) ** 2

# %% wrong: clipped at six, and whole beyond a hundred
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    s = 1 / (1 + np.exp(-np.clip(x, -6, 6)))
    return np.where(np.abs(x) > 100, x > 0, s) * 1.0


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: a number for an array of one entry
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    s = 1 / (1 + np.exp(-np.clip(x, -700, 700)))
    return float(s.item()) if s.size == 1 else s


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: one formula for the whole array, by its mean
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    if np.mean(x) >= 0 or np.abs(x).max() < 5:
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-x))
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(x)
        return np.nan_to_num(e / (1 + e), nan=0.0)


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: a slope of 0 beyond five
def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


def sigmoid_derivative(x):
    s = sigmoid(x)
    return np.where(np.abs(x) < 5, s * (1 - s), 0.0)

# %% wrong: single precision
def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(x, dtype=np.float32)))


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: three axes flattened to two
def sigmoid(x):
    if np.ndim(x) == 0:
        return 1 / (1 + np.exp(-max(min(float(x), 500.0), -500.0)))
    x = np.asarray(x, dtype=float)
    rows = x.reshape(len(x), -1) if x.ndim > 1 else x
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-rows))


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

# %% right: exponent of -|x| only, with two cases by np.where
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    x = np.asarray(x, dtype=float)
    e = np.exp(-np.abs(x))
    positive = 1 / (1 + e)
    negative = e / (1 + e)
    result = np.where(x >= 0, positive, negative)
    return result


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    s = sigmoid(x)
    t = sigmoid(-np.asarray(x, dtype=float))
    return s * t

# %% right: equations (1) and (2) in one line each
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    return sigmoid(x) * (1 - sigmoid(x))

# %% right: expit from SciPy
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    from scipy.special import expit

    return expit(np.asarray(x, dtype=float))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    from scipy.special import expit

    x = np.asarray(x, dtype=float)
    return expit(x) * expit(-x)

# %% right: by tanh of half of x, slope by cosh
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    return (np.tanh(np.multiply(x, 0.5)) + 1) / 2


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    with np.errstate(over="ignore"):
        return 0.25 / np.cosh(np.multiply(x, 0.5)) ** 2

# %% wrong: e^x / (e^x + 1) is inf / inf = NaN at 1000; "without NaN"
# true: NaN at x = 1000, where an exponential overflows
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    return np.exp(x) / (np.exp(x) + 1)


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: minus sign of the exponent is missing in equation (1)
# true: the sigmoid of −x
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    return 1 / (1 + np.exp(x))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: math.exp takes no arrays and overflows at -1000; "a number or an array of any shape"
import math


def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    return 1 / (1 + math.exp(-x))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: the derivative puts x itself into x (1 - x), not the value of the sigmoid (equation (2))
# true: x(1 - x), with x instead of the sigmoid of x
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    return x * (1 - x)

# %% wrong: x clipped to ±10 against overflow, so small values are too large there
# true: x clipped at ±10, where the sigmoid is not yet flat
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    x = np.clip(x, -10, 10)
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: loops over len(x), only arrays with one axis; "any shape" and numbers
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    result = []
    for i in range(len(x)):
        result.append(1 / (1 + np.exp(-x[i])))
    return np.array(result).reshape(len(x))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: if x >= 0 on an array is ambiguous, ValueError; "or an array of any shape"
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    else:
        return np.exp(x) / (1 + np.exp(x))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    return sigmoid(x) * (1 - sigmoid(x))

# %% wrong: result in zeros_like(x), which holds only 0 and 1 if x holds integers
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    x = np.asarray(x)
    out = np.zeros_like(x)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    e = np.exp(x[~pos])
    out[~pos] = e / (1 + e)
    return out


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    s = sigmoid(x)
    return s * (1 - s)

# %% wrong: slope 1 - s² belongs to tanh, equation (2) has s (1 - s)
# true: 1 - s², which is the slope of tanh
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    return 1.0 / (1.0 + np.exp(-x))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    return 1 - sigmoid(x) ** 2

# %% wrong: slope nudged with h = 1e-3 to one side, right only to about three digits
def sigmoid(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ(x) = 1 / (1 + exp(-x)) for a number or each entry of an array."""
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


def sigmoid_derivative(x: float | np.ndarray) -> float | np.ndarray:
    """Return σ'(x) for a number or each entry of an array."""
    h = 1e-3
    return (sigmoid(np.asarray(x, dtype=float) + h) - sigmoid(x)) / h
