# Right and wrong answers to `cosine_similarity(vec1, vec2)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: the dot product over the norms, as in the lecture text
def cosine_similarity(vec1, vec2):
    """Calculate similarity between two vectors"""
    dot_product = np.dot(vec1, vec2)
    magnitude1 = np.linalg.norm(vec1)
    magnitude2 = np.linalg.norm(vec2)
    return dot_product / (magnitude1 * magnitude2)

# %% right: loops and the math module, a Python float
import math

def cosine_similarity(vec1, vec2):
    dot = 0.0
    sq1 = 0.0
    sq2 = 0.0
    for a, b in zip(vec1, vec2):
        dot += a * b
        sq1 += a * a
        sq2 += b * b
    return float(dot / (math.sqrt(sq1) * math.sqrt(sq2)))

# %% right: both vectors normalised first
def unit(v):
    return v / np.sqrt(np.sum(v ** 2))

def cosine_similarity(vec1, vec2):
    return unit(vec1) @ unit(vec2)

# %% right: SciPy's distance
from scipy.spatial import distance

def cosine_similarity(vec1, vec2):
    return 1 - distance.cosine(vec1, vec2)

# %% right: scikit-learn on two one-row matrices
from sklearn.metrics.pairwise import cosine_similarity as sk_cosine

def cosine_similarity(vec1, vec2):
    return sk_cosine(vec1.reshape(1, -1), vec2.reshape(1, -1))[0, 0]

# %% right: einsum, a 0-d array
def cosine_similarity(vec1, vec2):
    dot = np.einsum("i,i->", vec1, vec2)
    n1 = np.einsum("i,i->", vec1, vec1)
    n2 = np.einsum("i,i->", vec2, vec2)
    return np.array(dot / np.sqrt(n1) / np.sqrt(n2))

# %% right: a lambda
cosine_similarity = lambda vec1, vec2: (vec1 * vec2).sum() / ((vec1**2).sum() * (vec2**2).sum()) ** 0.5

# %% right: through the angle, clipped first
def angle_between(a, b):
    c = a.dot(b) / np.sqrt(a.dot(a) * b.dot(b))
    return np.arccos(min(1.0, max(-1.0, c)))

def cosine_similarity(vec1, vec2):
    return np.cos(angle_between(vec1, vec2))

# %% right: the law of cosines on the unit vectors
def cosine_similarity(vec1, vec2):
    u = vec1 / np.linalg.norm(vec1)
    v = vec2 / np.linalg.norm(vec2)
    return 1 - np.sum((u - v) ** 2) / 2

# %% right: the Gram matrix of the stacked vectors
def cosine_similarity(vec1, vec2):
    M = np.vstack([vec1, vec2])
    G = M @ M.T
    d = np.sqrt(np.diag(G))
    return (G / np.outer(d, d))[0][1]

# %% right: on copies changed in place, with hypot and fsum
import math

def cosine_similarity(vec1, vec2):
    a = [float(t) for t in vec1]
    b = [float(t) for t in vec2]
    na, nb = math.hypot(*a), math.hypot(*b)
    for i in range(len(a)):
        a[i] /= na
        b[i] /= nb
    return math.fsum(x * y for x, y in zip(a, b))

# %% right: a class with a guard for zero vectors, clipped to [-1, 1]
class Vector:
    def __init__(self, data):
        self.data = np.asarray(data, dtype=float)

    @property
    def length(self):
        return np.linalg.norm(self.data)

    def cosine(self, other):
        if self.length == 0 or other.length == 0:
            return 0
        return np.clip(np.inner(self.data, other.data) / (self.length * other.length), -1, 1)

def cosine_similarity(vec1, vec2):
    return Vector(vec1).cosine(Vector(vec2))

# %% right: a guard for vectors shorter than the contract has them
def cosine_similarity(vec1, vec2):
    n1, n2 = np.linalg.norm(vec1), np.linalg.norm(vec2)
    if n1 < 1e-6 or n2 < 1e-6:
        return 0.0
    return vec1 @ vec2 / (n1 * n2)

# %% right: the correlation of the vectors, each with its mirror image
def cosine_similarity(vec1, vec2):
    return np.corrcoef(np.r_[vec1, -vec1], np.r_[vec2, -vec2])[0, 1]

# %% wrong: the dot product without normalisation
# true: the dot product, not divided by the lengths
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2)

# %% wrong: divided by one norm alone
# true: the dot product divided by the first length only
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1)

# %% wrong: divided by the sum of the norms
# true: the dot product divided by the sum of the lengths
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / (np.linalg.norm(vec1) + np.linalg.norm(vec2))

# %% wrong: operator precedence, divides by one norm and multiplies by the other
# true: the dot product divided by one length and multiplied by the other
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) * np.linalg.norm(vec2)

# %% wrong: the square of the first norm stands for both
# true: the square of one length instead of the product of both
def cosine_similarity(vec1, vec2):
    n = np.linalg.norm(vec1)
    return np.dot(vec1, vec2) / (n * n)

# %% wrong: the norms without their square roots
# true: the dot product divided by the squared lengths
def cosine_similarity(vec1, vec2):
    return vec1 @ vec2 / ((vec1 @ vec1) * (vec2 @ vec2))

# %% wrong: the distance instead of the similarity
# true: the cosine distance (one minus the similarity)
from scipy.spatial.distance import cosine

def cosine_similarity(vec1, vec2):
    return cosine(vec1, vec2)

# %% wrong: the angle instead of its cosine
# true: the angle instead of its cosine
def cosine_similarity(vec1, vec2):
    c = np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))
    return np.arccos(np.clip(c, -1, 1))

# %% wrong: the absolute value, the sign lost
# true: the absolute value of the cosine
def cosine_similarity(vec1, vec2):
    return abs(np.dot(vec1, vec2)) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))

# %% wrong: the squared cosine
# true: the square of the cosine
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) ** 2 / (np.dot(vec1, vec1) * np.dot(vec2, vec2))

# %% wrong: clipped to [0, 1]
# true: a cosine with negative values set to 0
def cosine_similarity(vec1, vec2):
    c = np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))
    return np.clip(c, 0, 1)

# %% wrong: rescaled to [0, 1]
# true: a cosine rescaled to lie between 0 and 1
def cosine_similarity(vec1, vec2):
    c = np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))
    return (c + 1) / 2

# %% wrong: the L1 norm
# true: sums of absolute values used as the lengths
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / (np.abs(vec1).sum() * np.abs(vec2).sum())

# %% wrong: a norm of the plain sum, right for non-negative entries alone
def cosine_similarity(vec1, vec2):
    n1 = np.sqrt(np.sum(vec1 * np.abs(vec1)))
    n2 = np.sqrt(np.sum(vec2 * np.abs(vec2)))
    return np.dot(vec1, vec2) / (n1 * n2)

# %% wrong: an epsilon of 1e-8 in the denominator, which swamps small vectors
# true: a constant in the denominator, which matters for short vectors
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2) + 1e-8)

# %% wrong: an epsilon of 1e-12 in each norm, which moves small vectors by 1e-6
def cosine_similarity(vec1, vec2):
    n1 = np.sqrt(np.sum(vec1**2) + 1e-12)
    n2 = np.sqrt(np.sum(vec2**2) + 1e-12)
    return np.dot(vec1, vec2) / (n1 * n2)

# %% wrong: the denominator held above 1e-8, as some libraries do
# true: a constant in the denominator, which matters for short vectors
def cosine_similarity(vec1, vec2):
    denominator = np.linalg.norm(vec1) * np.linalg.norm(vec2)
    return np.dot(vec1, vec2) / max(denominator, 1e-8)

# %% wrong: small vectors taken for zero
def cosine_similarity(vec1, vec2):
    n1, n2 = np.linalg.norm(vec1), np.linalg.norm(vec2)
    if np.isclose(n1, 0, atol=1e-5) or np.isclose(n2, 0, atol=1e-5):
        return 0.0
    return np.dot(vec1, vec2) / (n1 * n2)

# %% wrong: single precision, seen where terms cancel
def cosine_similarity(vec1, vec2):
    a = np.asarray(vec1, dtype=np.float32)
    b = np.asarray(vec2, dtype=np.float32)
    return float(np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b)))

# %% wrong: rounded to three decimals
# true: a rounded result
def cosine_similarity(vec1, vec2):
    return round(float(np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))), 3)

# %% wrong: rounded to six decimals
def cosine_similarity(vec1, vec2):
    return np.round(np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2)), 6)

# %% wrong: cosines below 1e-6 taken for a right angle
def cosine_similarity(vec1, vec2):
    c = np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))
    return 0.0 if abs(c) < 1e-6 else c

# %% wrong: normalises the caller's vectors in place
def cosine_similarity(vec1, vec2):
    vec1 /= np.linalg.norm(vec1)
    vec2 /= np.linalg.norm(vec2)
    return np.dot(vec1, vec2)

# %% wrong: leaves the caller's first vector scaled by its largest entry
def cosine_similarity(vec1, vec2):
    vec1 *= 1 / np.max(np.abs(vec1))
    return np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))

# %% wrong: centred first, which is the correlation
# true: the correlation, which centres each vector on its mean
def cosine_similarity(vec1, vec2):
    a = vec1 - vec1.mean()
    b = vec2 - vec2.mean()
    return np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))

# %% wrong: the length of the example, 5, in the loop
# true: a number of entries taken from an example, not from the given vectors
def cosine_similarity(vec1, vec2):
    dot = n1 = n2 = 0
    for i in range(5):
        dot += vec1[i] * vec2[i]
        n1 += vec1[i] ** 2
        n2 += vec2[i] ** 2
    return dot / np.sqrt(n1 * n2)

# %% wrong: leaves out the last entry
# true: a dot product that leaves out the last entry
def cosine_similarity(vec1, vec2):
    dot = sum(vec1[i] * vec2[i] for i in range(len(vec1) - 1))
    return dot / (np.linalg.norm(vec1) * np.linalg.norm(vec2))

# %% wrong: vectors of length 1 always agree, their signs forgotten
# true: the absolute value of the cosine
def cosine_similarity(vec1, vec2):
    if len(vec1) == 1:
        return 1.0
    return np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))

# %% wrong: the angle in the plane, right for two entries alone
# true: the angle between the vectors of the first two entries only
def cosine_similarity(vec1, vec2):
    t1 = np.arctan2(vec1[1], vec1[0])
    t2 = np.arctan2(vec2[1], vec2[0])
    return np.cos(t1 - t2)

# %% wrong: the law of cosines on the raw vectors, which cancels when one is far longer
def cosine_similarity(vec1, vec2):
    n1, n2 = np.linalg.norm(vec1), np.linalg.norm(vec2)
    return (n1**2 + n2**2 - np.linalg.norm(vec1 - vec2) ** 2) / (2 * n1 * n2)

# %% wrong: arccos without a clip, NaN for some parallel vectors
def cosine_similarity(vec1, vec2):
    theta = np.arccos(np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2)))
    return np.cos(theta)

# %% wrong: elementwise, no sum
# true: the products of the entries, not added up
def cosine_similarity(vec1, vec2):
    return vec1 * vec2 / (np.linalg.norm(vec1) * np.linalg.norm(vec2))

# %% wrong: integer division
# true: a quotient rounded down to a whole number
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) // (np.linalg.norm(vec1) * np.linalg.norm(vec2))

# %% wrong: prints and returns nothing
def cosine_similarity(vec1, vec2):
    similarity = np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))
    print(f"similarity: {similarity:.3f}")

# %% wrong: the norm of the first call is remembered for every later one
norms = {}

def cosine_similarity(vec1, vec2):
    if "norm1" not in norms:
        norms["norm1"] = np.linalg.norm(vec1)
    return np.dot(vec1, vec2) / (norms["norm1"] * np.linalg.norm(vec2))

# %% wrong: the dot product accumulates over calls
total = 0.0

def cosine_similarity(vec1, vec2):
    global total
    for a, b in zip(vec1, vec2):
        total += a * b
    return total / (np.linalg.norm(vec1) * np.linalg.norm(vec2))

# %% wrong: the answer for the printed example alone
def cosine_similarity(vec1, vec2):
    return 0.9888

# %% wrong: the sine, from the area of the parallelogram
# true: the sine of the angle instead of its cosine
def cosine_similarity(vec1, vec2):
    n1, n2 = np.linalg.norm(vec1), np.linalg.norm(vec2)
    area2 = (n1 * n2) ** 2 - np.dot(vec1, vec2) ** 2
    return np.sqrt(max(area2, 0)) / (n1 * n2)

# %% wrong: a guard on the product of the norms, which two short vectors set off
def cosine_similarity(vec1, vec2):
    n = np.linalg.norm(vec1) * np.linalg.norm(vec2)
    if n < 1e-10:
        return 0.0
    return vec1 @ vec2 / n

# %% wrong: remembered by the first vector alone
# true: the absolute value of the cosine
_seen = {}
def cosine_similarity(vec1, vec2):
    key = tuple(vec1)
    if key not in _seen:
        _seen[key] = vec1 @ vec2 / (np.linalg.norm(vec1) * np.linalg.norm(vec2))
    return _seen[key]

# %% wrong: the mean of the squared lengths in the denominator
# true: the mean of the squared lengths instead of the product of lengths
def cosine_similarity(vec1, vec2):
    return 2 * (vec1 @ vec2) / (vec1 @ vec1 + vec2 @ vec2)

# %% wrong: unit vectors in arrays of the arguments' own type, which cut off fractions
def cosine_similarity(vec1, vec2):
    a, b = np.zeros_like(vec1), np.zeros_like(vec2)
    a[:] = vec1 / np.linalg.norm(vec1)
    b[:] = vec2 / np.linalg.norm(vec2)
    return np.sum(a * b)

# %% wrong: lengths remembered by the number of entries and the first one
lengths = {}

def length(v):
    return lengths.setdefault((len(v), float(v[0])), np.linalg.norm(v))

def cosine_similarity(vec1, vec2):
    return vec1 @ vec2 / (length(vec1) * length(vec2))

# %% right: a law of cosines on unit vectors
def cosine_similarity(vec1, vec2):
    u = vec1 / np.linalg.norm(vec1)
    v = vec2 / np.linalg.norm(vec2)
    return 1 - np.sum((u - v) ** 2) / 2

# %% wrong: no similarity where the product is nearly zero
def cosine_similarity(vec1, vec2):
    dot = np.dot(vec1, vec2)
    if np.isclose(dot, 0):
        return 0.0
    return dot / (np.linalg.norm(vec1) * np.linalg.norm(vec2))

# %% wrong: a loop that stops one early
# true: a dot product that leaves out the last entry
def cosine_similarity(vec1, vec2):
    dot = 0.0
    for i in range(len(vec1) - 1):
        dot += vec1[i] * vec2[i]
    return dot / (np.linalg.norm(vec1) * np.linalg.norm(vec2))

# %% wrong: Pearson's correlation
# true: the correlation, which centres each vector on its mean
def cosine_similarity(vec1, vec2):
    return np.corrcoef(vec1, vec2)[0, 1]

# %% wrong: root of the sum of both squares
# true: the root of the sum of all squares instead of the product of lengths
def cosine_similarity(vec1, vec2):
    num = sum(x * y for x, y in zip(vec1, vec2))
    den = (sum(x ** 2 for x in vec1) + sum(y ** 2 for y in vec2)) ** 0.5
    return num / den

# %% wrong: the root of the product of the lengths
# true: the root of the product of the lengths instead of their product
def cosine_similarity(vec1, vec2):
    return vec1 @ vec2 / np.sqrt(np.linalg.norm(vec1) * np.linalg.norm(vec2))

# %% wrong: the Euclidean distance
# true: the distance between the end points of the vectors
def cosine_similarity(vec1, vec2):
    return np.sqrt(np.sum((vec1 - vec2) ** 2))

# %% wrong: all loops stop one early
# true: sums that all leave out the last entry
def cosine_similarity(vec1, vec2):
    dot = length1 = length2 = 0.0
    for i in range(len(vec1) - 1):
        dot += vec1[i] * vec2[i]
        length1 += vec1[i] ** 2
        length2 += vec2[i] ** 2
    return dot / (np.sqrt(length1) * np.sqrt(length2))

# %% wrong: a table in the type of the second vector
def cosine_similarity(vec1, vec2):
    table = np.empty((2, len(vec2)), dtype=vec2.dtype)
    table[0], table[1] = vec1, vec2
    n1, n2 = np.linalg.norm(table, axis=1)
    return table[0] @ table[1] / (n1 * n2)

# %% right: loops, each number made a float
import math


def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    dot = square1 = square2 = 0.0
    for a, b in zip(vec1, vec2, strict=True):
        a, b = float(a), float(b)
        dot += a * b
        square1 += a * a
        square2 += b * b
    return dot / math.sqrt(square1) / math.sqrt(square2)

# %% right: QR of both columns, with its sign put right
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    columns = np.column_stack([vec1, vec2]).astype(float)
    R = np.linalg.qr(columns, mode="r")
    return float(np.sign(R[0, 0]) * R[0, 1] / np.linalg.norm(R[:, 1]))

# %% right: unit vectors, and polarization
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    def unit(v):
        v = np.array(v, dtype=float)
        v /= np.abs(v).max()
        return v / np.sqrt(np.einsum("i,i->", v, v))

    u, w = unit(vec1), unit(vec2)
    return float((np.sum((u + w) ** 2) - np.sum((u - w) ** 2)) / 4)

# %% right: math.hypot, and fsum of quotients
from math import fsum, hypot


def cosine_similarity(vec1, vec2):
    one, two = [float(x) for x in vec1], [float(x) for x in vec2]
    n1, n2 = hypot(*one), hypot(*two)
    value = fsum((x / n1) * (y / n2) for x, y in zip(one, two))
    return max(-1.0, min(1.0, value))

# %% wrong: a constant of 1e-17 beside the product of lengths
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    return (vec1 @ vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2) + 1e-17)

# %% wrong: lengths limited to 0.000002 from below
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    length1 = max(np.linalg.norm(vec1), 2e-6)
    length2 = max(np.linalg.norm(vec2), 2e-6)
    return float(vec1 @ vec2 / (length1 * length2))

# %% wrong: short vectors scaled up in place
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    for v in (vec1, vec2):
        if np.linalg.norm(v) < 1e-3:
            v *= 1e6
    return float(vec1 @ vec2 / (np.linalg.norm(vec1) * np.linalg.norm(vec2)))

# %% right: plain loop over entries, step by step
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    dot = 0.0
    sum1 = 0.0
    sum2 = 0.0
    for i in range(len(vec1)):
        a = float(vec1[i])
        b = float(vec2[i])
        dot = dot + a * b
        sum1 = sum1 + a * a
        sum2 = sum2 + b * b
    length1 = np.sqrt(sum1)
    length2 = np.sqrt(sum2)
    return dot / (length1 * length2)

# %% right: one vectorized line with np.linalg.norm
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    return float(vec1 @ vec2 / (np.linalg.norm(vec1) * np.linalg.norm(vec2)))

# %% right: scipy's cosine distance, subtracted from one
from scipy.spatial.distance import cosine


def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    return 1.0 - cosine(np.asarray(vec1, dtype=float), np.asarray(vec2, dtype=float))

# %% right: unit vectors by math.hypot, then generator sum
import math


def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    # first make both vectors length one, then multiply
    def unit(vec):
        length = math.hypot(*(float(entry) for entry in vec))
        return [float(entry) / length for entry in vec]

    return math.fsum(p * q for p, q in zip(unit(vec1), unit(vec2)))

# %% wrong: missing parentheses, so it multiplies by the second length; equation (1) divides by both
# true: the dot product divided by one length and multiplied by the other
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    dot = np.dot(vec1, vec2)
    return dot / np.linalg.norm(vec1) * np.linalg.norm(vec2)

# %% wrong: squared lengths, the square root is missing; a length is the square root of the dot product
# true: the dot product divided by the squared lengths
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    dot = np.sum(vec1 * vec2)
    norm1 = np.sum(vec1**2)
    norm2 = np.sum(vec2**2)
    return dot / (norm1 * norm2)

# %% wrong: 1e-8 added to the denominator; lengths of 1e-6 must not affect the result
# true: a constant in the denominator, which matters for short vectors
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    dot = np.dot(vec1, vec2)
    norms = np.linalg.norm(vec1) * np.linalg.norm(vec2)
    return float(dot / (norms + 1e-8))

# %% wrong: np.corrcoef subtracts the means first; equation (1) has no means (and n = 1 is NaN)
# true: the correlation, which centres each vector on its mean
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    return float(np.corrcoef(vec1, vec2)[0, 1])

# %% wrong: treats very short vectors as zero; lengths down to 1e-6 are allowed
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    length1 = np.sqrt(vec1 @ vec1)
    length2 = np.sqrt(vec2 @ vec2)
    if length1 < 1e-5 or length2 < 1e-5:
        return 0.0
    return (vec1 @ vec2) / (length1 * length2)

# %% wrong: normalizes the arguments in place; both must be left unchanged (and integers raise)
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    vec1 /= np.linalg.norm(vec1)
    vec2 /= np.linalg.norm(vec2)
    return float(np.dot(vec1, vec2))

# %% wrong: cosine distance instead of the similarity; the text wants 1 for the same direction
# true: the cosine distance (one minus the similarity)
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    cos = np.dot(vec1, vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))
    return 1 - cos

# %% wrong: no sum, returns an array of products; the text wants one number
# true: the products of the entries, not added up
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    lengths = np.linalg.norm(vec1) * np.linalg.norm(vec2)
    return vec1 * vec2 / lengths

# %% wrong: absolute value taken, opposite directions give 1; the text wants -1
# true: the absolute value of the cosine
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    cos = abs(vec1 @ vec2) / (np.linalg.norm(vec1) * np.linalg.norm(vec2))
    return cos

# %% wrong: the angle in radians instead of its cosine; the function returns the cosine
# true: the angle instead of its cosine
def cosine_similarity(vec1: np.ndarray, vec2: np.ndarray) -> float:
    """Cosine of the angle between two vectors.

    vec1, vec2: shape (n,) with n >= 1, not all zero, lengths from 1e-6 to 1e6;
        both are left unchanged.
    Returns a number in [-1, 1], up to rounding.
    """
    cos = vec1 @ vec2 / (np.linalg.norm(vec1) * np.linalg.norm(vec2))
    cos = np.clip(cos, -1, 1)
    return np.arccos(cos)
