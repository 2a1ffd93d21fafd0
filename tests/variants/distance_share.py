# Right and wrong answers to `distance_share(A)`, one cell a block, as students write them. `np` and
# `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some check
# must fail each wrong one.

# %% right: indices and a condition
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% right: a loop along the line
def distance_share(A):
    F = np.fft.fft2(A)
    n = A.shape[0]
    line = 0.0
    for k in range(1, n):
        line += abs(F[k, n - k]) ** 2
    total = 0.0
    for k in range(n):
        for l in range(n):
            if k != 0 or l != 0:
                total += abs(F[k, l]) ** 2
    return line / total

# %% right: negative indices
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    k = np.arange(1, n)
    return np.sum(P[k, -k]) / (np.sum(P) - P[0, 0])

# %% right: from the log-spectrum of the exercise before
def distance_share(A):
    power = (np.exp(attention_spectrum(A)) - 1e-8) ** 2
    power[0, 0] = 0.0
    n = len(A)
    down, along = np.indices((n, n))
    return power[(down + along) % n == 0].sum() / power.sum()

# %% right: from the log-spectrum, the small number left in
def distance_share(A):
    power = np.exp(2 * np.asarray(attention_spectrum(A)))
    n = len(A)
    line = sum(power[k, n - k] for k in range(1, n))
    return line / (power.ravel()[1:].sum())

# %% right: the antidiagonal of the lower right part
def distance_share(A):
    P = np.abs(np.fft.fft2(A)) ** 2
    return np.trace(np.fliplr(P[1:, 1:])) / P.flat[1:].sum()

# %% right: the mean taken away instead of F_00
def distance_share(A):
    B = A - A.mean()
    F = np.fft.fft(np.fft.fft(B, axis=0), axis=1)
    n = B.shape[0]
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    on = ((i + j) == 0) | ((i + j) == n)
    power = (F * F.conj()).real
    return float(np.sum(power * on) / np.sum(power))

# %% right: no transform, the variance of the means by distance
def distance_share(A):
    n = len(A)
    rolled = np.array([np.roll(A[a][::-1], a) for a in range(n)])
    means = rolled.mean(axis=0)
    return np.var(means) / np.var(A)

# %% right: a table of means by distance
def distance_share(A):
    n = len(A)
    a, b = np.indices((n, n))
    c = (a - b) % n
    table = np.zeros((n, n))
    for distance in range(n):
        table[c == distance] = A[c == distance].mean()
    return ((table - A.mean()) ** 2).sum() / ((A - A.mean()) ** 2).sum()

# %% right: matrices of waves
def distance_share(A):
    n = len(A)
    k = np.arange(n)
    W = np.exp(-2j * np.pi * np.outer(k, k) / n)
    F = W @ A @ W
    F[0, 0] = 0
    line = np.abs(F[k, (n - k) % n]) ** 2
    return line.sum() / np.linalg.norm(F) ** 2

# %% right: SciPy, and a boolean mask made of a turned identity
import scipy.fft

def distance_share(A):
    n = len(A)
    P = np.abs(scipy.fft.fft2(np.array(A, dtype=float))) ** 2
    P[0, 0] = 0
    mask = np.roll(np.eye(n)[:, ::-1], 1, axis=1)
    return np.array((P * mask).sum() / P.sum())

# %% right: the double sum of the definition
import cmath

def distance_share(A):
    n = len(A)
    line = total = 0.0
    for k in range(n):
        for l in range(n):
            if k == l == 0:
                continue
            waves = np.exp(-2j * np.pi * (k * np.arange(n)[:, None] + l * np.arange(n)) / n)
            square = abs(complex((A * waves).sum())) ** 2
            total += square
            if k + l == n:
                line += square
    return line / total

# %% right: lists
def distance_share(A):
    F = np.fft.fft2(A).tolist()
    n = len(F)
    squares = {(k, l): abs(F[k][l]) ** 2 for k in range(n) for l in range(n) if (k, l) != (0, 0)}
    return sum(s for (k, l), s in squares.items() if k + l in (0, n)) / sum(squares.values())

# %% right: the inverse transform, and keys turned round so that the line is the diagonal
def distance_share(A):
    P = np.abs(np.fft.ifft2(A[:, ::-1])) ** 2
    P[0, 0] = 0
    return np.diag(P).sum() / P.sum()

# %% wrong: the main diagonal
# true: the line from the upper left to the lower right, where k = l
def distance_share(A):
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    return np.diag(P).sum() / P.sum()

# %% wrong: the antidiagonal of the array
# true: the antidiagonal of the array, where k + l is n − 1
def distance_share(A):
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    return np.trace(np.fliplr(P)) / P.sum()

# %% wrong: F_00 in both sums
# true: two sums that include F₀₀
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: F_00 in the sum of all
# true: a sum of all squares that includes F₀₀
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    return sum(P[k, n - k] for k in range(1, n)) / P.sum()

# %% wrong: F_00 on the line
# true: a sum of the squares on the line that includes F₀₀
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / (P.sum() - P[0, 0])

# %% wrong: magnitudes
# true: magnitudes instead of their squares
def distance_share(A):
    n = len(A)
    M = np.abs(np.fft.fft2(A))
    M[0, 0] = 0
    k, l = np.indices((n, n))
    return M[(k + l) % n == 0].sum() / M.sum()

# %% wrong: the log-spectrum without its exponential
# true: logarithms of the magnitudes instead of their squares
def distance_share(A):
    S = np.array(attention_spectrum(A))
    S[0, 0] = 0
    n = len(A)
    k, l = np.indices((n, n))
    return S[(k + l) % n == 0].sum() / S.sum()

# %% wrong: the exponential of the log-spectrum, not squared
# true: magnitudes instead of their squares
def distance_share(A):
    M = np.exp(attention_spectrum(A)) - 1e-8
    M[0, 0] = 0
    n = len(A)
    return sum(M[k, n - k] for k in range(1, n)) / M.sum()

# %% wrong: real parts
# true: the squares of the real parts alone, without the imaginary ones
def distance_share(A):
    n = len(A)
    P = np.fft.fft2(A).real ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: complex squares
def distance_share(A):
    n = len(A)
    P = np.fft.fft2(A) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return (P[(k + l) % n == 0].sum() / P.sum()).real

# %% wrong: the share off the line
# true: the share that is not on the line
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n != 0].sum() / P.sum()

# %% wrong: line against rest
# true: the squares on the line divided by all others
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    on = (k + l) % n == 0
    return P[on].sum() / (P[~on].sum() + 1e-300)

# %% wrong: means
# true: the mean of the squares on the line, divided by the mean of all
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].mean() / P.mean()

# %% wrong: percent
# true: a percentage
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    return 100 * sum(P[k, n - k] for k in range(1, n)) / P.sum()

# %% wrong: a root at the end
# true: the root of the share
def distance_share(A):
    n = len(A)
    F = np.fft.fft2(A)
    F[0, 0] = 0
    k = np.arange(n)
    return np.linalg.norm(F[k, -k]) / np.linalg.norm(F)

# %% wrong: fftshift
# true: a spectrum with the zero frequency in the middle
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fftshift(np.fft.fft2(A))) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: rows alone
# true: a transform along the rows only
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft(A)) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: no transform
# true: sums over the weights themselves, without a transform
def distance_share(A):
    n = len(A)
    P = A.astype(float) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: half of the spectrum
# true: half of the spectrum, as `np.fft.rfft2` gives it
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.rfft2(A)) ** 2
    P[0, 0] = 0
    k, l = np.indices(P.shape)
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: first row and column left out
# true: sums without the first row and the first column of the spectrum
def distance_share(A):
    P = np.abs(np.fft.fft2(A))[1:, 1:] ** 2
    return np.trace(P[:, ::-1]) / max(P.sum(), 1e-300)

# %% wrong: rows made to sum to 1
# true: rows that were made to sum to 1 before the transform
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A / A.sum(axis=1, keepdims=True))) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: the means of rows taken away
# true: rows whose means were taken away before the transform
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A - A.mean(axis=1, keepdims=True))) ** 2
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: distances on a straight line
# true: distances that are not counted in a circle
def distance_share(A):
    n = len(A)
    means = np.array([[np.diagonal(A, b - a).mean() for b in range(n)] for a in range(n)])
    return np.var(means) / np.var(A)

# %% wrong: the first two points of the line alone
def distance_share(A):
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    return (P[1, -1] + P[-1, 1]) / P.sum()

# %% wrong: even numbers of tokens alone
def distance_share(A):
    n = len(A) // 2 * 2
    P = np.abs(np.fft.fft2(A[:n, :n])) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: the lower half of the line alone
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    return sum(P[k, n - k] for k in range(1, n // 2 + 1)) / P.sum()

# %% wrong: weights of the later keys dropped
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(np.tril(A))) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: takes the mean out of the argument
def distance_share(A):
    n = len(A)
    if A.dtype.kind != "f":
        A = A.astype(float)
    A -= A.mean()
    P = np.abs(np.fft.fft2(A)) ** 2
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: whole numbers stay whole
def distance_share(A):
    n = len(A)
    B = A.copy()
    B[...] = A - A.mean()
    P = np.abs(np.fft.fft2(B)) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: a mask for four tokens
k, l = np.indices((4, 4))
ON_LINE = (k + l) % 4 == 0

def distance_share(A):
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    m = min(4, len(A))
    return P[:m, :m][ON_LINE[:m, :m]].sum() / P.sum()

# %% wrong: 1 if the pattern is pure, else 0
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return float(np.all(P[(k + l) % n != 0] < 1e-9))

# %% wrong: rounded to two digits
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return round(P[(k + l) % n == 0].sum() / P.sum(), 2)

# %% wrong: small squares dropped
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    P[P < 0.1] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum() / P.sum()

# %% wrong: keeps the shares by the first row
shares_seen = {}

def distance_share(A):
    key = (len(A), A[0].tobytes())
    if key not in shares_seen:
        n = len(A)
        P = np.abs(np.fft.fft2(A)) ** 2
        P[0, 0] = 0
        k, l = np.indices((n, n))
        shares_seen[key] = P[(k + l) % n == 0].sum() / P.sum()
    return shares_seen[key]

# %% wrong: the two sums, not divided
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    k, l = np.indices((n, n))
    return P[(k + l) % n == 0].sum(), P.sum()

# %% wrong: a share for each k
def distance_share(A):
    n = len(A)
    P = np.abs(np.fft.fft2(A)) ** 2
    P[0, 0] = 0
    k = np.arange(n)
    return P[k, -k] / P.sum()
