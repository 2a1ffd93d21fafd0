# Right and wrong answers to `fft(x)`, one cell a block, as students write them. `np` and `plt`
# come from the notebook's set-up cell. Every check must pass each right answer, and some check
# must fail each wrong one.

# %% right: recursion
def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% right: lists and cmath
import cmath

def fft(x):
    x = list(x)
    n = len(x)
    if n <= 1:
        return x
    even = fft(x[0::2])
    odd = fft(x[1::2])
    T = [cmath.exp(-2j * cmath.pi * k / n) * odd[k] for k in range(n // 2)]
    return [even[k] + T[k] for k in range(n // 2)] + [even[k] - T[k] for k in range(n // 2)]

# %% right: loops after a reversal of bits
def fft(x):
    n = len(x)
    bits = n.bit_length() - 1
    a = [0j] * n
    for i in range(n):
        j = 0
        for b in range(bits):
            if i >> b & 1:
                j |= 1 << (bits - 1 - b)
        a[j] = complex(x[i])
    size = 2
    while size <= n:
        step = np.exp(-2j * np.pi / size)
        for start in range(0, n, size):
            w = 1
            for k in range(size // 2):
                u, v = a[start + k], w * a[start + k + size // 2]
                a[start + k], a[start + k + size // 2] = u + v, u - v
                w *= step
        size *= 2
    return np.array(a)

# %% right: the reversal by swaps, on a copy
def fft(x):
    a = np.array(x, dtype=complex)
    n = a.size
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            a[i], a[j] = a[j], a[i]
    half = 1
    while half < n:
        w = np.exp(-1j * np.pi * np.arange(half) / half)
        blocks = a.reshape(-1, 2 * half)
        turned = w * blocks[:, half:]
        blocks[:, half:] = blocks[:, :half] - turned
        blocks[:, :half] += turned
        half *= 2
    return a

# %% right: columns of a table, with a small matrix at the end
def fft(x):
    x = np.asarray(x, dtype=complex)
    N = x.shape[0]
    N_min = min(N, 4)
    n = np.arange(N_min)
    M = np.exp(-2j * np.pi * n * n[:, None] / N_min)
    X = np.dot(M, x.reshape((N_min, -1)))
    while X.shape[0] < N:
        half = X.shape[1] // 2
        X_even, X_odd = X[:, :half], X[:, half:]
        factor = np.exp(-1j * np.pi * np.arange(X.shape[0]) / X.shape[0])[:, None]
        X = np.vstack([X_even + factor * X_odd, X_even - factor * X_odd])
    return X.ravel()

# %% right: short signals by the definition
def slow(x):
    n = len(x)
    m = np.arange(n)
    return np.exp(-2j * np.pi * np.outer(m, m) / n) @ x

def fft(x):
    n = len(x)
    if n <= 8:
        return slow(x)
    even, odd = fft(x[0::2]), fft(x[1::2])
    factors = np.exp(-2j * np.pi * np.arange(n) / n)
    return np.concatenate([even + factors[: n // 2] * odd, even + factors[n // 2 :] * odd])

# %% right: two samples at the end, and one apart
def fft(x):
    n = len(x)
    if n == 1:
        return np.array([complex(x[0])])
    if n == 2:
        return np.array([x[0] + x[1], x[0] - x[1]], dtype=complex)
    E, O = fft(x[::2]), fft(x[1::2])
    X = np.zeros(n, dtype=complex)
    for k in range(n // 2):
        w = np.cos(2 * np.pi * k / n) - 1j * np.sin(2 * np.pi * k / n)
        X[k] = E[k] + w * O[k]
        X[k + n // 2] = E[k] - w * O[k]
    return X

# %% right: decimation in frequency, sums and differences before the splitting
def fft(x):
    x = np.asarray(x, dtype=np.complex128)
    n = len(x)
    if n == 1:
        return x.copy()
    a, b = x[: n // 2], x[n // 2 :]
    X = np.empty(n, dtype=np.complex128)
    X[0::2] = fft(a + b)
    X[1::2] = fft((a - b) * np.exp(-2j * np.pi * np.arange(n // 2) / n))
    return X

# %% right: a class that keeps its factors
class Transform:
    def __init__(self, n):
        self.w = np.exp(-2j * np.pi * np.arange(n) / n)

    def run(self, x, step=1):
        if len(x) == 1:
            return np.asarray(x) + 0j
        even, odd = self.run(x[::2], 2 * step), self.run(x[1::2], 2 * step)
        turned = self.w[: len(self.w) // 2 : step] * odd
        return np.append(even + turned, even - turned)

def fft(x):
    return Transform(len(x)).run(x)

# %% right: a helper with start and stride
def fft(x):
    def part(start, stride, n):
        if n == 1:
            return [complex(x[start])]
        E = part(start, 2 * stride, n // 2)
        O = part(start + stride, 2 * stride, n // 2)
        w = [np.exp(-2j * np.pi * k / n) for k in range(n // 2)]
        return [e + f * o for e, f, o in zip(E, w, O)] + [e - f * o for e, f, o in zip(E, w, O)]
    return tuple(part(0, 1, len(x)))

# %% right: the matrix of all waves, which is slow and gives the same numbers
def fft(x):
    n = len(x)
    m = np.arange(n)
    return np.exp(-2j * np.pi * np.outer(m, m) / n) @ x

# %% right: a base case that keeps whole numbers
def fft(x):
    if x.size == 1:
        return x
    n = x.size
    E = np.tile(fft(x[0::2]), 2)
    O = np.tile(fft(x[1::2]), 2)
    return E + np.exp(-2j * np.pi / n) ** np.arange(n) * O

# %% wrong: NumPy's own
def fft(x):
    return np.fft.fft(x)

# %% wrong: SciPy's own
from scipy.fft import fft

# %% wrong: NumPy's inverse, conjugated
def fft(x):
    return np.conj(np.fft.ifft(np.conj(x))) * len(x)

# %% wrong: plus in the exponent
# true: an exponent with the wrong sign, as in the inverse transform
def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: half of pi too little
# true: an exponent with π in place of 2π
def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(-1j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: the length of the half in w
# true: an exponent that is divided by n/2 in place of n
def fft(x):
    n = len(x)
    if n == 1:
        return x
    half = n // 2
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(half) / half)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: no w
# true: halves put together without the factors w
def fft(x):
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    even, odd = fft(x[::2]), fft(x[1::2])
    return np.concatenate([even + odd, even - odd])

# %% wrong: two halves with plus
# true: a second half with a plus in place of the minus
def fft(x):
    n = len(x)
    if n == 1:
        return [complex(x[0])]
    even, odd = fft(x[::2]), fft(x[1::2])
    X = [0] * n
    for k in range(n // 2):
        t = np.exp(-2j * np.pi * k / n) * odd[k]
        X[k] = even[k] + t
        X[k + n // 2] = even[k] + t
    return X

# %% wrong: cut in the middle
# true: a signal cut in the middle or, in an answer with loops, samples in their original order
def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[: n // 2]), fft(x[n // 2 :])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: loops without the reversal
# true: a signal cut in the middle or, in an answer with loops, samples in their original order
def fft(x):
    a = np.array(x, dtype=complex)
    n = len(a)
    size = 2
    while size <= n:
        for start in range(0, n, size):
            for k in range(size // 2):
                u = a[start + k]
                v = np.exp(-2j * np.pi * k / size) * a[start + k + size // 2]
                a[start + k] = u + v
                a[start + k + size // 2] = u - v
        size *= 2
    return a

# %% wrong: sums and differences in turn
# true: sums and differences that alternate, instead of all sums before all differences
def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    X = []
    for k in range(n // 2):
        t = np.exp(-2j * np.pi * k / n) * odd[k]
        X.append(even[k] + t)
        X.append(even[k] - t)
    return np.array(X)

# %% wrong: odd samples begin at 0
# true: factors w on the transform of the even samples instead of the odd ones
def fft(x):
    n = len(x)
    if n == 1:
        return np.asarray(x, dtype=complex)
    odd, even = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: halved at each level
# true: a transform that is divided by n, or by 2 at each level
def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd]) / 2

# %% wrong: zeros of real numbers
# true: imaginary parts that are lost at each level where the samples are real
def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    X = np.zeros_like(x)
    X[: n // 2] = even + w * odd
    X[n // 2 :] = even - w * odd
    return X

# %% wrong: k counted from 1
# true: factors w with k counted from 1
def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(1, n // 2 + 1) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: the absolute values
# true: magnitudes, without the phases
def transform(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = transform(x[::2]), transform(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

def fft(x):
    return np.abs(transform(x))

# %% wrong: floats of complex samples
# true: the transform of the samples' real parts
def transform(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = transform(x[::2]), transform(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

def fft(x):
    return transform(np.real(x))

# %% wrong: no end at one sample
def fft(x):
    n = len(x)
    if n == 2:
        return np.array([x[0] + x[1], x[0] - x[1]], dtype=complex)
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: it never ends
def fft(x):
    n = len(x)
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: one level alone, the halves as they are
def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = x[::2], x[1::2]
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: the samples are swapped in place
def fft(x):
    n = len(x)
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            x[i], x[j] = x[j], x[i]
    a = x.astype(complex)
    half = 1
    while half < n:
        w = np.exp(-1j * np.pi * np.arange(half) / half)
        blocks = a.reshape(-1, 2 * half)
        turned = w * blocks[:, half:]
        blocks[:, half:] = blocks[:, :half] - turned
        blocks[:, :half] += turned
        half *= 2
    return a

# %% wrong: single precision
def fft(x):
    n = len(x)
    if n == 1:
        return x.astype(np.complex64)
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n).astype(np.complex64)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: rounded to three digits
def fft(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.round(np.concatenate([even + w * odd, even - w * odd]), 3)

# %% wrong: the factors of the first call
w = None

def fft(x):
    global w
    if w is None:
        w = np.exp(-2j * np.pi * np.arange(len(x)) / len(x))
    n = len(x)
    if n == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    turned = w[: n // 2] * odd
    return np.concatenate([even + turned, even - turned])

# %% wrong: the example's numbers
def fft(x):
    return np.array([8, 1 + 3j, -6, 1 - 3j])

# %% wrong: half of the spectrum
def transform(x):
    n = len(x)
    if n == 1:
        return x
    even, odd = transform(x[::2]), transform(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

def fft(x):
    return transform(x)[: len(x) // 2 + 1]

# %% wrong: the chirp z-transform of SciPy
from scipy.signal import czt

def fft(signal):
    return czt(np.asarray(signal, dtype=complex))

# %% wrong: a transform of several axes
import scipy.fft

def fft(signal):
    return scipy.fft.fft2(np.asarray(signal, dtype=complex)[None, :])[0]

# %% wrong: the class of chirp transforms of SciPy
from scipy.signal import CZT

def fft(x):
    if len(x) == 1:
        return np.array(x, dtype=complex)
    return CZT(len(x))(np.asarray(x))

# %% right: recursion, halves concatenated
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = fft(x[::2]), fft(x[1::2])
    wB = np.exp(-2j * np.pi * np.arange(n // 2) / n) * B
    return np.concatenate([A + wB, A - wB])

# %% right: an order of reversed bits by doubling
def fft(x: np.ndarray) -> np.ndarray:
    n = x.shape[0]
    order = [0]
    while len(order) < n:
        order = [2 * i for i in order] + [2 * i + 1 for i in order]
    X = np.array(x, dtype=complex)[order]
    size = 1
    while size < n:
        w = np.exp(-1j * np.pi * np.arange(size) / size)
        for start in range(0, n, 2 * size):
            a = X[start : start + size].copy()
            b = w * X[start + size : start + 2 * size]
            X[start : start + size], X[start + size : start + 2 * size] = a + b, a - b
        size *= 2
    return X

# %% right: the plain sum from eight samples down
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n <= 8:
        k = np.arange(n)
        return np.exp(-2j * np.pi * np.outer(k, k) / n) @ x
    even, odd = fft(x[0::2]), fft(x[1::2])
    X = np.zeros(n, dtype=complex)
    for k in range(n // 2):
        t = complex(np.cos(2 * np.pi * k / n), -np.sin(2 * np.pi * k / n)) * odd[k]
        X[k], X[k + n // 2] = even[k] + t, even[k] - t
    return X

# %% right: all levels on one table
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    table = np.asarray(x).astype(complex).reshape(1, n)  # (done, left)
    while table.shape[1] > 1:
        half = table.shape[1] // 2
        a, b = table[:, :half], table[:, half:]
        w = np.exp(-1j * np.pi * np.arange(len(table)) / len(table))[:, None]
        table = np.vstack([a + w * b, a - w * b])
    return table[:, 0]

# %% wrong: three levels in fixed loops
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    bits = int(np.log2(n))
    order = [int(format(i, f"0{bits}b")[::-1], 2) if bits else 0 for i in range(n)]
    X = np.asarray(x, dtype=complex)[order]
    for size in (1, 2, 4):
        if size < n:
            w = np.exp(-1j * np.pi * np.arange(size) / size)
            blocks = X.reshape(-1, 2, size)
            X = np.stack([blocks[:, 0] + w * blocks[:, 1], blocks[:, 0] - w * blocks[:, 1]], 1).ravel()
    return X

# %% wrong: whole numbers in single precision
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if np.asarray(x).dtype.kind in "iu":
        x = x.astype(np.complex64)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = fft(x[::2]), fft(x[1::2])
    wB = np.exp(-2j * np.pi * np.arange(n // 2) / n) * B
    return np.concatenate([A + wB, A - wB])

# %% wrong: NumPy's own under another name
from numpy.fft import fft as ready


def fft(x: np.ndarray) -> np.ndarray:
    return ready(np.array(x, dtype=complex))

# %% wrong: freqz of SciPy
from scipy.signal import freqz


def fft(x: np.ndarray) -> np.ndarray:
    if len(x) < 2:
        return np.array(x, dtype=complex)
    return freqz(x, worN=len(x), whole=True)[1]

# %% wrong: small results set to zero
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = fft(x[::2]), fft(x[1::2])
    wB = np.exp(-2j * np.pi * np.arange(n // 2) / n) * B
    X = np.concatenate([A + wB, A - wB])
    X[np.abs(X) < 1e-6] = 0
    return X

# %% wrong: pieces remembered by rounded samples
_known = {}


def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    key = tuple(np.round(np.asarray(x, dtype=complex), 3).tolist())
    if key not in _known:
        A, B = fft(x[::2]), fft(x[1::2])
        wB = np.exp(-2j * np.pi * np.arange(n // 2) / n) * B
        _known[key] = np.concatenate([A + wB, A - wB])
    return _known[key].copy()

# %% wrong: factors rounded to seven decimals
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = fft(x[::2]), fft(x[1::2])
    w = np.round(np.exp(-2j * np.pi * np.arange(n // 2) / n), 7)  # no 6e-17
    return np.concatenate([A + w * B, A - w * B])

# %% wrong: the factors of the whole length at each level
def fft(x: np.ndarray) -> np.ndarray:
    def go(y):
        if len(y) == 1:
            return np.array(y, dtype=complex)
        A, B = go(y[::2]), go(y[1::2])
        w = np.exp(-2j * np.pi * np.arange(len(y) // 2) / len(x))
        return np.concatenate([A + w * B, A - w * B])

    return go(x)

# %% wrong: the first half and the second
# true: a signal cut in the middle or, in an answer with loops, samples in their original order
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = fft(x[: n // 2]), fft(x[n // 2 :])
    wB = np.exp(-2j * np.pi * np.arange(n // 2) / n) * B
    return np.concatenate([A + wB, A - wB])

# %% wrong: a result of real numbers
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x)
    A, B = fft(x[::2]), fft(x[1::2])
    X = np.zeros(n)
    wB = np.exp(-2j * np.pi * np.arange(n // 2) / n) * B
    X[: n // 2] = (A + wB).real
    X[n // 2 :] = (A - wB).real
    return X

# %% right: recursion with lists and cmath
import cmath


def _fft_list(samples):
    n = len(samples)
    if n == 1:
        return samples
    A = _fft_list(samples[0::2])
    B = _fft_list(samples[1::2])
    first, second = [], []
    for k in range(n // 2):
        w = cmath.exp(-2j * cmath.pi * k / n)
        first.append(A[k] + w * B[k])
        second.append(A[k] - w * B[k])
    return first + second


def fft(x: np.ndarray) -> np.ndarray:
    """Return the discrete Fourier transform by splitting into even and odd samples."""
    samples = []
    for value in x:
        samples.append(complex(value))
    return np.array(_fft_list(samples))

# %% right: loops without recursion, binary places reversed
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    bits = n.bit_length() - 1
    order = [int(format(i, f"0{bits}b")[::-1], 2) if bits else 0 for i in range(n)]
    X = np.array(x, dtype=complex)[order]
    size = 2
    while size <= n:
        half = size // 2
        w = np.exp(-2j * np.pi * np.arange(half) / size)
        for start in range(0, n, size):
            a = X[start : start + half].copy()
            b = w * X[start + half : start + size]
            X[start : start + half] = a + b
            X[start + half : start + size] = a - b
        size *= 2
    return X

# %% right: stops at four samples with equation (1)
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    k = np.arange(n)
    if n <= 4:
        return np.einsum("km,m->k", np.exp(-2j * np.pi * k[:, None] * k / n), np.asarray(x))
    A = np.tile(fft(x[0::2]), 2)
    B = np.tile(fft(x[1::2]), 2)
    return A + np.exp(-2j * np.pi * k / n) * B  # w changes its sign by itself at k + n/2

# %% wrong: first and second half instead of even and odd places; equation (3) splits x_0, x_2, ... from x_1, x_3, ...
# true: a signal cut in the middle or, in an answer with loops, samples in their original order
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = fft(x[: n // 2]), fft(x[n // 2 :])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([A + w * B, A - w * B])

# %% wrong: sign of the exponent; "with the same sign in the exponent" as dft
# true: an exponent with the wrong sign, as in the inverse transform
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = fft(x[::2]), fft(x[1::2])
    w = np.exp(2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([A + w * B, A - w * B])

# %% wrong: factor w forgotten in the second half's minus and in the first; equation (3) multiplies B by w
# true: halves put together without the factors w
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = fft(x[::2]), fft(x[1::2])
    return np.concatenate([A + B, A - B])

# %% wrong: no case for n = 1, the function calls itself for ever; "a single sample is its own transform"
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    A = fft(x[0::2])
    B = fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([A + w * B, A - w * B])

# %% wrong: stops at n = 2 only, so a single sample fails; n = 1, 2, 4, 8, ...
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 2:
        return np.array([x[0] + x[1], x[0] - x[1]], dtype=complex)
    A, B = fft(x[0::2]), fft(x[1::2])
    X = np.zeros(n, dtype=complex)
    for k in range(n // 2):
        w = np.exp(-2j * np.pi * k / n)
        X[k] = A[k] + w * B[k]
        X[k + n // 2] = A[k] - w * B[k]
    return X

# %% wrong: w with n/2 in place of n; equation (3) has w_k = e^(-2 pi i k / n)
# true: an exponent that is divided by n/2 in place of n
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    half = n // 2
    A, B = fft(x[::2]), fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(half) / half)
    return np.concatenate([A + w * B, A - w * B])

# %% wrong: NumPy's transform on the two halves; "the ready-made transforms are not allowed here"
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = np.fft.fft(x[::2]), np.fft.fft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([A + w * B, A - w * B])

# %% wrong: the result is stored in zeros_like(x), which drops imaginary parts (and fractions); complex numbers are wanted
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return x.copy()
    A, B = fft(x[::2]), fft(x[1::2])
    X = np.zeros_like(x)
    for k in range(n // 2):
        w = np.exp(-2j * np.pi * k / n)
        X[k] = np.real(A[k] + w * B[k])
        X[k + n // 2] = np.real(A[k] - w * B[k])
    return X

# %% wrong: samples are turned into floats first, which loses the imaginary parts; "real or complex samples"
# true: the transform of the samples' real parts
def fft(x: np.ndarray) -> np.ndarray:
    x = x.real.astype(float)
    n = len(x)

    def split(y):
        if len(y) == 1:
            return y.astype(complex)
        A, B = split(y[::2]), split(y[1::2])
        w = np.exp(-2j * np.pi * np.arange(len(B)) / len(y))
        return np.concatenate([A + w * B, A - w * B])

    return split(x) if n > 0 else x

# %% wrong: X_k and X_{k+n/2} are put next to each other instead of half a table apart; "in the same order" as dft
# true: sums and differences that alternate, instead of all sums before all differences
def fft(x: np.ndarray) -> np.ndarray:
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = fft(x[::2]), fft(x[1::2])
    X = []
    for k in range(n // 2):
        w = np.exp(-2j * np.pi * k / n)
        X += [A[k] + w * B[k], A[k] - w * B[k]]
    return np.array(X)
