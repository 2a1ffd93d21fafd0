# Right and wrong answers to `power_iteration(A, v, steps=100)`, one cell a block, as students
# write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: the loop, normalized at each step
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% right: lists and sums, without NumPy's algebra
def power_iteration(A, v, steps=100):
    n = len(v)
    def unit(w):
        length = sum(c * c for c in w) ** 0.5
        return [c / length for c in w]
    def times(w):
        return [sum(float(A[i][j]) * w[j] for j in range(n)) for i in range(n)]
    w = unit([float(c) for c in v])
    for _ in range(steps):
        w = unit(times(w))
    return sum(a * b for a, b in zip(w, times(w))), w

# %% right: the vector with the other sign, as an array of one axis
def power_iteration(A, v, steps=100):
    w = np.asarray(v, dtype=float)
    for k in range(steps + 1):
        w = w / np.sqrt(np.dot(w, w))
        if k < steps:
            w = np.dot(A, w)
    return float(np.dot(w, np.dot(A, w))), -w

# %% right: divided by the largest entry on the way, by the length at the end
def power_iteration(A, v, steps=100):
    w = v.astype(float)
    for _ in range(steps):
        w = A @ w
        w = w / np.abs(w).max()
    w = w / np.linalg.norm(w)
    return np.einsum("i,ij,j", w, A, w), w

# %% right: recursion
def power_iteration(A, v, steps=100):
    u = v / np.linalg.norm(v)
    if steps == 0:
        return u @ A @ u, u
    return power_iteration(A, A @ u, steps - 1)

# %% right: an answer in a list, the quotient over the square of the length
def power_iteration(A, v, steps=100):
    w = np.array(v, dtype=float)
    w /= np.linalg.norm(w)
    count = 0
    while count < steps:
        w = np.matmul(A, w)
        w /= np.linalg.norm(w)
        count += 1
    return [np.array(w @ A @ w / (w @ w)), w]

# %% right: a column on the way, flat at the end
def power_iteration(A, v, steps=100):
    w = v.reshape(-1, 1) / np.linalg.norm(v)
    for _ in range(steps):
        w = A @ w
        w = w / np.linalg.norm(w)
    return (w.T @ A @ w)[0, 0], w[:, 0]

# %% wrong: never normalized
# true: a vector that is never brought back to length 1
def power_iteration(A, v, steps=100):
    for _ in range(steps):
        v = A @ v
    return v @ A @ v / (v @ v), v

# %% wrong: normalized at the end alone, which overflows
# true: a vector brought to length 1 only after the last step
def power_iteration(A, v, steps=100):
    for _ in range(steps):
        v = A @ v
    v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: the length of Av, which has no sign
# true: the length of Av in place of the Rayleigh quotient
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return np.linalg.norm(A @ v), v

# %% wrong: no normalization of the start where steps is 0
# true: a start that is not normalized if there are no steps
def power_iteration(A, v, steps=100):
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: one step too few
# true: one multiplication too few
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(1, steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: one step too many
# true: one multiplication too many
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps + 1):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: changes v in place
def power_iteration(A, v, steps=100):
    v /= np.linalg.norm(v)
    for _ in range(steps):
        v[:] = A @ v
        v /= np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: the eigenvector from a library, whatever the steps
# true: the vector that the iteration converges to, whatever `steps` is
def power_iteration(A, v, steps=100):
    values, vectors = np.linalg.eigh(A)
    return values[-1], vectors[:, -1]

# %% wrong: entries that sum to 1
# true: a vector divided by the sum of its entries, not by its length
def power_iteration(A, v, steps=100):
    v = v / v.sum()
    for _ in range(steps):
        v = A @ v
        v = v / v.sum()
    return v @ A @ v / (v @ v), v

# %% wrong: divided by the largest entry, to the end
# true: a vector divided by its largest entry, not by its length
def power_iteration(A, v, steps=100):
    for _ in range(steps):
        v = A @ v
        v = v / np.abs(v).max()
    return v @ A @ v / (v @ v), v

# %% wrong: always a hundred steps
# true: the vector that the iteration converges to, whatever `steps` is
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(100):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: the value and the vector in the other order
# true: the eigenvalue and the vector in the wrong order
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v, v @ A @ v

# %% wrong: the square of the length in place of the length
# true: a vector divided by the square of its length
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / (v @ v)
    return v @ A @ v / (v @ v), v

# %% wrong: a quotient of the first entries
# true: the ratio of the first entries of Av and v, not the Rayleigh quotient
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return (A @ v)[0] / v[0], v

# %% wrong: entry by entry in place of the product
# true: the element-wise product `A * v`, summed along the wrong axis
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = (A * v).sum(axis=0)
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: the eigenvalue alone
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v

# %% right: whole-number arguments become floats first, and every product is kept
def power_iteration(A, v, steps=100):
    A, v = np.array(A, dtype=float), np.array(v, dtype=float)
    path = [v / np.sqrt(v @ v)]
    for _ in range(steps):
        w = A @ path[-1]
        path.append(w / np.sqrt(w @ w))
    return path[-1] @ A @ path[-1], path[-1]

# %% wrong: a buffer of whole numbers where the start is of whole numbers
def power_iteration(A, v, steps=100):
    w = np.zeros_like(v)
    w[:] = v / np.linalg.norm(v)
    for _ in range(steps):
        w = A @ w
        w = w / np.linalg.norm(w)
    return w @ A @ w, w

# %% wrong: what was found is remembered by the size of the matrix and the number of steps
found = {}

def power_iteration(A, v, steps=100):
    key = (len(A), steps)
    if key not in found:
        w = v / np.linalg.norm(v)
        for _ in range(steps):
            w = A @ w
            w = w / np.linalg.norm(w)
        found[key] = (w @ A @ w, w)
    return found[key]

# %% wrong: it stops as soon as the vector hardly changes
def power_iteration(A, v, steps=100):
    w = v / np.linalg.norm(v)
    for _ in range(steps):
        new = A @ w
        new = new / np.linalg.norm(new)
        if np.linalg.norm(new - w) < 0.05:
            break
        w = new
    return w @ A @ w, w

# %% wrong: single precision
def power_iteration(A, v, steps=100):
    w = v.astype(np.float32) / np.linalg.norm(v).astype(np.float32)
    for _ in range(steps):
        w = A.astype(np.float32) @ w
        w = w / np.linalg.norm(w)
    return w @ A.astype(np.float32) @ w, np.round(w, 6)

# %% wrong: the size of the quotient
# true: the absolute value of the quotient
def power_iteration(A, v, steps=100):
    w = v / np.linalg.norm(v)
    for _ in range(steps):
        w = A @ w
        w = w / np.linalg.norm(w)
    return abs(w @ A @ w), w


# %% right: normalized at every tenth step and at the end
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for i in range(steps):
        v = A @ v
        if i % 10 == 9:
            v = v / np.linalg.norm(v)
    v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% right: powers of the eigenvalues
def power_iteration(A, v, steps=100):
    values, vectors = np.linalg.eigh(A)
    parts = (values / np.max(np.abs(values))) ** steps * (vectors.T @ v)
    u = vectors @ parts
    u = u / np.sqrt(np.sum(u**2))
    return u @ (A @ u), u

# %% right: a power of the scaled matrix
def power_iteration(A, v, steps=100):
    scaled = A / np.linalg.norm(A, 2)
    u = np.linalg.matrix_power(scaled, steps) @ v
    u = u / np.linalg.norm(u)
    return np.inner(u, A @ u), u

# %% right: reduce
from functools import reduce
def power_iteration(A, v, steps=100):
    unit = lambda w: w / np.linalg.norm(w)
    u = reduce(lambda w, _: unit(A.dot(w)), range(steps), unit(v))
    return float(u.dot(A).dot(u)), list(u)

# %% wrong: a power of the matrix, which overflows
# true: a power of the matrix, whose entries overflow; a vector brought to length 1 only after the last step
def power_iteration(A, v, steps=100):
    u = np.linalg.matrix_power(A, steps) @ v
    u = u / np.linalg.norm(u)
    return u @ A @ u, u

# %% wrong: steps of 0 taken for the default
# true: a default number of steps in place of 0
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps or 100):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: the length of two entries alone
# true: a vector that is never brought back to length 1
def power_iteration(A, v, steps=100):
    unit = lambda w: w / np.hypot(w[0], w[1])
    v = unit(v)
    for _ in range(steps):
        v = unit(A @ v)
    return v @ A @ v / (v @ v), v

# %% wrong: stops where the vectors agree to five digits
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        new = A @ v
        new = new / np.linalg.norm(new)
        if np.allclose(new, v):
            break
        v = new
    return v @ A @ v, v

# %% wrong: stops where the eigenvalue hardly changes
def power_iteration(A, v, steps=100):
    v, last = v / np.linalg.norm(v), None
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
        value = v @ A @ v
        if last is not None and abs(value - last) < 1e-6:
            break
        last = value
    return v @ A @ v, v

# %% wrong: the matrix is scaled in place
def power_iteration(A, v, steps=100):
    size = np.abs(A).max()
    A /= size
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return size * (v @ A @ v), v

# %% wrong: the quotient by medians of Av over v
# true: the median of the ratios of Av to v, not the Rayleigh quotient
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return np.median((A @ v) / v), v

# %% wrong: the quotient is that before the last step
# true: the Rayleigh quotient from one step before the last
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    value = v @ A @ v
    for _ in range(steps):
        value = v @ A @ v
        v = A @ v
        v = v / np.linalg.norm(v)
    return value, v

# %% wrong: a random start, whatever is given
# true: the vector that the iteration converges to, whatever `steps` is
def power_iteration(A, v, steps=100):
    v = np.random.default_rng(0).normal(size=len(A))
    for _ in range(100 + steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: the mean of the ratios
# true: the mean of the ratios of Av to v, not the Rayleigh quotient
def power_iteration(A, v, steps=100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return np.mean((A @ v) / v), v

# %% wrong: a sum of absolute values in place of the length
# true: a vector divided by the sum of its entries, not by its length
def power_iteration(A, v, steps=100):
    v = v / np.abs(v).sum()
    for _ in range(steps):
        v = A @ v
        v = v / np.abs(v).sum()
    return v @ A @ v / (v @ v), v

# %% wrong: it stops where the vector hardly moves
def power_iteration(A, v, steps=100):
    vector = v / np.linalg.norm(v)
    for _ in range(steps):
        new = A @ vector
        new = new / np.linalg.norm(new)
        if np.linalg.norm(new - vector) < 1e-10:
            break
        vector = new
    return vector @ A @ vector, vector

# %% wrong: the matrix in the type of the start
def power_iteration(A, v, steps=100):
    A = np.array(A, dtype=v.dtype)
    vector = v / np.linalg.norm(v)
    for _ in range(steps):
        vector = A @ vector
        vector = vector / np.linalg.norm(vector)
    return vector @ A @ vector, vector

# %% wrong: at most three hundred steps
def power_iteration(A, v, steps=100):
    vector = v / np.linalg.norm(v)
    for _ in range(min(steps, 300)):
        vector = A @ vector
        vector = vector / np.linalg.norm(vector)
    return vector @ A @ vector, vector

# %% right: functools.reduce
from functools import reduce


def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    def unit(x):
        x = x / np.max(np.abs(x))
        return x / np.linalg.norm(x)

    last = reduce(lambda x, _: unit(A @ x), range(steps), unit(v))
    return float(last @ (A @ last)), last

# %% right: lists of floats, and hypot
import math


def power_iteration(A, v, steps=100):
    rows = [[float(a) for a in row] for row in A]
    x = [float(entry) for entry in v]

    def times(x):
        return [math.fsum(a * b for a, b in zip(row, x)) for row in rows]

    for k in range(steps + 1):
        if k > 0:
            x = times(x)
        size = math.hypot(*x)
        x = [entry / size for entry in x]
    return math.fsum(a * b for a, b in zip(x, times(x))), np.array(x)

# %% right: Av carried along, with the other sign
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    v = np.array(v, dtype=float)
    v /= np.abs(v).max()
    v /= np.linalg.norm(v)
    Av = A.dot(v)
    while steps > 0:
        v = Av / np.sqrt(Av.dot(Av))
        Av = A.dot(v)
        steps -= 1
    return (v * Av).sum(), -v

# %% right: divided by the largest entry in the loop, by the length at the end
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    x = v / np.abs(v).max()
    for _ in range(steps):
        x = np.einsum("ij,j->i", A, x)
        x = x / np.abs(x).max()
    square = np.sum(x**2)
    return np.sum(x[:, None] * A * x) / square, x / np.sqrt(square)

# %% wrong: it stops where a step changes less than 1e-9
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        new = A @ v
        new = new / np.linalg.norm(new)
        done = np.linalg.norm(new - v) < 1e-9
        v = new
        if done:
            break
    return v @ A @ v, v

# %% wrong: one power of the matrix, divided by its largest entry first
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100):
    v = v / np.linalg.norm(v)
    v = np.linalg.matrix_power(A / np.abs(A).max(), steps) @ v
    v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: a large matrix is scaled in place
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100):
    A = np.asarray(A, dtype=float)
    size = np.abs(A).max()
    if size > 1000:
        A /= size
    else:
        size = 1
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return size * (v @ A @ v), v

# %% wrong: lengths limited to 1e-8 from below
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100):
    v = v / max(np.linalg.norm(v), 1e-8)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: scaled only where entries are huge, and at the end
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100):
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        if np.abs(v).max() > 1e100:
            v = v / np.linalg.norm(v)
    v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: the last vector of eigh from fifty steps on
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100):
    if steps >= 50:
        values, vectors = np.linalg.eigh(A)
        return values[-1], vectors[:, -1]
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: at most a hundred steps
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100):
    v = v / np.linalg.norm(v)
    for _ in range(min(steps, 100)):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: single precision inside
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100):
    A, v = A.astype(np.float32), v.astype(np.float32)
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return float(v @ A @ v), v

# %% right: plain loop, normalizing before and after multiplication
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    vector = v / np.linalg.norm(v)
    for _ in range(steps):
        vector = A @ vector
        vector = vector / np.linalg.norm(vector)
    eigenvalue = vector @ A @ vector
    return float(eigenvalue), vector

# %% right: pure Python lists and sums, no NumPy products
import math


def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    n = len(v)
    rows = [[float(A[i][j]) for j in range(n)] for i in range(n)]

    def normalize(u):
        biggest = max(abs(t) for t in u)
        u = [t / biggest for t in u]
        length = math.sqrt(sum(t * t for t in u))
        return [t / length for t in u]

    def multiply(u):
        return [sum(rows[i][j] * u[j] for j in range(n)) for i in range(n)]

    u = normalize([float(t) for t in v])
    for step in range(steps):
        u = normalize(multiply(u))
    Au = multiply(u)
    lam = sum(p * q for p, q in zip(u, Au))
    return lam, np.array(u)

# %% right: full Rayleigh quotient with denominator, einsum, while loop
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    u = np.array(v, dtype=float)
    u /= np.sqrt(np.einsum("i,i", u, u))
    left = steps
    while left > 0:
        w = np.einsum("ij,j->i", A, u)
        u = w / np.sqrt(np.einsum("i,i", w, w))
        left -= 1
    value = np.einsum("i,ij,j", u, A, u) / np.einsum("i,i", u, u)
    return value, u

# %% right: functools.reduce over the steps with own helper
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    import functools

    def one_step(u, _):
        w = np.dot(A, u)
        return w / np.linalg.norm(w)

    start = np.asarray(v, dtype=float) / np.linalg.norm(v)
    last = functools.reduce(one_step, range(steps), start)
    return np.dot(last, np.dot(A, last)), last

# %% wrong: starting vector not scaled, so steps=0 returns v itself; it must have length 1
# true: a start that is not normalized if there are no steps
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    for _ in range(steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    eigenvalue = v @ A @ v
    return eigenvalue, v

# %% wrong: quotient of the vector before the last multiplication; it is that of the returned vector
# true: the Rayleigh quotient from one step before the last
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    vector = v / np.linalg.norm(v)
    eigenvalue = vector @ A @ vector
    for _ in range(steps):
        eigenvalue = vector @ A @ vector
        vector = A @ vector
        vector = vector / np.linalg.norm(vector)
    return eigenvalue, vector

# %% wrong: stops early when the vector hardly changes; exactly `steps` multiplications are asked
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    vector = v / np.linalg.norm(v)
    for _ in range(steps):
        new = A @ vector
        new = new / np.linalg.norm(new)
        if np.allclose(new, vector):
            break
        vector = new
    return float(vector @ A @ vector), vector

# %% wrong: scales only at the end, overflow after many steps with large entries; equation (1) scales each step
# true: a vector brought to length 1 only after the last step
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    v = np.array(v, dtype=float)
    for _ in range(steps):
        v = A @ v
    v = v / np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: one step too few, range(1, steps); exactly `steps` multiplications
# true: one multiplication too few
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    u = v / np.linalg.norm(v)
    for k in range(1, steps):
        u = A @ u
        u = u / np.linalg.norm(u)
    return u @ A @ u, u

# %% wrong: uses the norm of A v as eigenvalue; the text wants the Rayleigh quotient of that vector
# true: the length of Av in place of the Rayleigh quotient
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    u = v / np.linalg.norm(v)
    for _ in range(steps):
        w = A @ u
        u = w / np.linalg.norm(w)
    eigenvalue = np.linalg.norm(A @ u)
    return eigenvalue, u

# %% wrong: v scaled in place; v must be left unchanged (and integers raise)
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    v /= np.linalg.norm(v)
    for _ in range(steps):
        v[:] = A @ v
        v /= np.linalg.norm(v)
    return v @ A @ v, v

# %% wrong: returns (vector, eigenvalue); the tuple is (eigenvalue, vector)
# true: the eigenvalue and the vector in the wrong order
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    u = v / np.linalg.norm(v)
    for _ in range(steps):
        u = A @ u / np.linalg.norm(A @ u)
    return u, u @ A @ u

# %% wrong: scaled by the largest entry, not to length 1, and quotient not divided by the squared length
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    u = v / np.max(np.abs(v))
    for _ in range(steps):
        u = A @ u
        u = u / np.max(np.abs(u))
    eigenvalue = u @ A @ u
    return eigenvalue, u

# %% wrong: NameError for steps=0, because `w` exists only inside the loop; steps=0 is allowed
def power_iteration(A: np.ndarray, v: np.ndarray, steps: int = 100) -> tuple[float, np.ndarray]:
    """Multiply a vector by a matrix again and again, and estimate the largest eigenvalue.

    Args:
        A: shape (n, n), symmetric, integers or floats.
        v: shape (n,), the starting vector, not zero.
        steps: how often to multiply, 0 or more.

    Returns:
        eigenvalue: the Rayleigh quotient of the last vector, a number.
        vector: shape (n,), of length 1; its sign is up to you.
    """
    u = v / np.linalg.norm(v)
    for _ in range(steps):
        w = A @ u
        w = w / np.linalg.norm(w)
        u = w
    eigenvalue = w @ A @ w
    return eigenvalue, w
