# Right and wrong answers to `attention_spectrum(weights)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: one line, as in the lecture text
def attention_spectrum(weights):
    attention_fft = np.fft.fft2(weights)
    return np.log(np.abs(attention_fft) + 1e-8)

# %% right: one axis after the other
def attention_spectrum(weights):
    F = np.fft.fft(np.fft.fft(weights, axis=1), axis=0)
    return np.log(1e-8 + np.sqrt(F.real**2 + F.imag**2))

# %% right: matrices of roots of unity on both sides
def fourier_matrix(n):
    m = np.arange(n)
    return np.exp(-2j * np.pi * (np.outer(m, m) % n) / n)

def attention_spectrum(weights):
    n, m = weights.shape
    F = fourier_matrix(n) @ weights @ fourier_matrix(m)
    return np.log(abs(F) + 1e-8)

# %% right: nested lists and the math module
import math

def attention_spectrum(weights):
    F = np.fft.fft2(weights)
    return [[math.log(abs(z) + 1e-8) for z in row] for row in F]

# %% right: SciPy
from scipy import fft as sfft

def attention_spectrum(weights):
    return np.log(np.abs(sfft.fft2(np.asarray(weights))) + 1e-8)

# %% right: the inverse transform, whose magnitudes differ by the number of entries
attention_spectrum = lambda weights: np.log(np.abs(np.fft.ifft2(weights)) * np.size(weights) + 1e-8)

# %% right: row by row, then column by column
def attention_spectrum(weights):
    rows = np.array([np.fft.fft(row) for row in weights])
    both = np.zeros_like(rows)
    for j in range(rows.shape[1]):
        both[:, j] = np.fft.fft(rows[:, j])
    return np.log(np.hypot(both.real, both.imag) + 1e-8)

# %% right: logarithms in place, on an array of its own
def attention_spectrum(weights):
    S = np.abs(np.fft.fftn(weights))
    S += 1e-8
    np.log(S, out=S)
    return S

# %% right: a logarithm to the base 2, turned into a natural one
def attention_spectrum(weights):
    return np.log2(np.abs(np.fft.fft2(weights)) + 1e-8) * np.log(2)

# %% right: logaddexp
def attention_spectrum(weights):
    with np.errstate(divide="ignore"):
        return np.logaddexp(np.log(np.abs(np.fft.fft2(weights))), np.log(1e-8))

# %% right: the half that real weights need, mirrored
def attention_spectrum(weights):
    w = np.asarray(weights, float)
    n, m = w.shape
    half = np.abs(np.fft.rfft2(w))
    full = np.empty((n, m))
    for k in range(n):
        for l in range(m):
            full[k, l] = half[k, l] if l <= m // 2 else half[-k % n, m - l]
    return np.log(full + 1e-8)

# %% right: two products with matrices of waves
def attention_spectrum(weights):
    n, m = np.shape(weights)
    a, b = np.arange(n), np.arange(m)
    L = np.exp(-2j * np.pi * np.outer(a, a) / n)
    R = np.exp(-2j * np.pi * np.outer(b, b) / m)
    return np.log(np.abs(L @ weights @ R) + 1e-8)

# %% wrong: without the constant
# true: a logarithm of 0, without the 1e-8
def attention_spectrum(weights):
    with np.errstate(divide="ignore"):
        return np.log(np.abs(np.fft.fft2(weights)))

# %% wrong: the constant outside of the logarithm
# true: the 1e-8 added to the logarithm instead of inside it
def attention_spectrum(weights):
    with np.errstate(divide="ignore"):
        return np.log(np.abs(np.fft.fft2(weights))) + 1e-8

# %% wrong: the constant inside of the magnitude
# true: the 1e-8 added to F before its magnitude is taken
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft2(weights) + 1e-8))

# %% wrong: the constant added to the weights
def attention_spectrum(weights):
    with np.errstate(divide="ignore"):
        return np.log(np.abs(np.fft.fft2(weights + 1e-8)))

# %% wrong: a constant of 1e-10
# true: a small number of 1e-10 instead of 1e-8
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft2(weights)) + 1e-10)

# %% wrong: a floor for the constant
# true: 1e-8 as a lower limit (`np.maximum`), not added
def attention_spectrum(weights):
    return np.log(np.maximum(np.abs(np.fft.fft2(weights)), 1e-8))

# %% wrong: log(1 + F)
# true: log(1 + |F|)
def attention_spectrum(weights):
    return np.log1p(np.abs(np.fft.fft2(weights)))

# %% wrong: base 10
# true: a logarithm to base 10
def attention_spectrum(weights):
    return np.log10(np.abs(np.fft.fft2(weights)) + 1e-8)

# %% wrong: decibels
# true: decibels, 20 times a logarithm to base 10
def attention_spectrum(weights):
    return 20 * np.log10(np.abs(np.fft.fft2(weights)) + 1e-8)

# %% wrong: no logarithm
# true: magnitudes without the logarithm
def attention_spectrum(weights):
    return np.abs(np.fft.fft2(weights))

# %% wrong: the power
# true: the squares of the magnitudes
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft2(weights)) ** 2 + 1e-8)

# %% wrong: the real part
# true: the sizes of the real parts alone, without the imaginary ones
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft2(weights).real) + 1e-8)

# %% wrong: the zero frequency in the middle
# true: a spectrum with the zero frequency in the middle
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fftshift(np.fft.fft2(weights))) + 1e-8)

# %% wrong: rows alone
# true: a transform along the rows only
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft(weights)) + 1e-8)

# %% wrong: columns alone
# true: a transform along the columns only
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft(weights, axis=0)) + 1e-8)

# %% wrong: a transform of the entries in one row
# true: a one-dimensional transform of all weights in one long row
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft(weights.ravel())).reshape(weights.shape) + 1e-8)

# %% wrong: the half that real weights need
# true: half of the spectrum, as `np.fft.rfft2` gives it
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.rfft2(weights)) + 1e-8)

# %% wrong: an orthonormal transform
# true: a transform divided by the root of the number of its entries
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft2(weights, norm="ortho")) + 1e-8)

# %% wrong: the mean taken away
# true: the transform of the weights minus their mean
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft2(weights - weights.mean())) + 1e-8)

# %% wrong: the transpose
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft2(weights.T)) + 1e-8)

# %% wrong: square matrices alone, an oblong one is cut
def attention_spectrum(weights):
    n = min(weights.shape)
    return np.log(np.abs(np.fft.fft2(weights[:n, :n])) + 1e-8)

# %% wrong: the logarithm before the transform
# true: the transform of the logarithms of the weights
def attention_spectrum(weights):
    return np.abs(np.fft.fft2(np.log(np.abs(weights) + 1e-8)))

# %% wrong: scaled to lie between 0 and 1
# true: a spectrum scaled to lie between 0 and 1
def attention_spectrum(weights):
    S = np.log(np.abs(np.fft.fft2(weights)) + 1e-8)
    return (S - S.min()) / (S.max() - S.min() + 1e-12)

# %% wrong: rows made to sum to 1 first
# true: rows that were made to sum to 1 before the transform
def attention_spectrum(weights):
    W = weights / weights.sum(axis=1, keepdims=True)
    return np.log(np.abs(np.fft.fft2(W)) + 1e-8)

# %% wrong: the spectrum of the first matrix of a shape is kept
kept = {}

def attention_spectrum(weights):
    if weights.shape not in kept:
        kept[weights.shape] = np.log(np.abs(np.fft.fft2(weights)) + 1e-8)
    return kept[weights.shape]

# %% wrong: half of the logarithm of the power, with the constant squared
# true: half the logarithm of |F|² + 1e-16 instead of log(|F| + 1e-8)
def attention_spectrum(weights):
    F = np.fft.fft2(weights)
    return 0.5 * np.log(np.abs(F) ** 2 + 1e-16)

# %% wrong: axes of length 1 dropped
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft2(weights)) + 1e-8).squeeze()

# %% wrong: the half that real weights need, its columns mirrored and its rows not
def attention_spectrum(weights):
    n, m = weights.shape
    half = np.abs(np.fft.rfft2(weights))
    full = np.concatenate([half, half[:, 1 : (m + 1) // 2][:, ::-1]], axis=1)
    return np.log(full + 1e-8)

# %% wrong: the real part alone
# true: the sizes of the real parts alone, without the imaginary ones
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.fft2(weights).real) + 1e-8)

# %% wrong: half of the spectrum
# true: half of the spectrum, as `np.fft.rfft2` gives it
def attention_spectrum(weights):
    return np.log(np.abs(np.fft.rfft2(weights)) + 1e-8)

# %% wrong: a constant of 1e-12
# true: a small number of 1e-12 instead of 1e-8
def attention_spectrum(weights):
    F = np.fft.fftn(weights)
    return np.log(np.sqrt(F.real**2 + F.imag**2) + 1e-12)

# %% right: two transforms, columns first
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    F = np.fft.fft(np.fft.fft(weights, axis=0), axis=1)
    return np.log(np.abs(F) + 1e-8)

# %% right: two matrices of waves
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    def waves(n):
        k = np.arange(n)
        return np.exp(-2j * np.pi * (np.outer(k, k) % n) / n)

    n, m = weights.shape
    F = waves(n) @ weights @ waves(m)
    return np.log(np.hypot(F.real, F.imag) + 1e-8)

# %% right: SciPy's transform and logaddexp
import scipy.fft


def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    F = scipy.fft.fft2(np.array(weights, dtype=float))
    with np.errstate(divide="ignore"):
        return np.logaddexp(np.log(np.abs(F)), np.log(1e-8))

# %% right: rfft2 and its mirror image
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    n, m = weights.shape
    half = np.abs(np.fft.rfft2(weights))
    S = np.empty((n, m))
    for k in range(n):
        for l in range(m):
            S[k, l] = half[k, l] if l < half.shape[1] else half[-k % n, m - l]
    return np.log(S + 1e-8)

# %% wrong: magnitudes below 1e-8 set to 0
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    M = np.abs(np.fft.fft2(weights))
    M[M < 1e-8] = 0
    return np.log(M + 1e-8)

# %% wrong: magnitudes rounded to eight decimals
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    return np.log(np.round(np.abs(np.fft.fft2(weights)), 8) + 1e-8)

# %% wrong: rows above 1 are normalized
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    sums = np.maximum(weights.sum(axis=1, keepdims=True), 1)
    return np.log(np.abs(np.fft.fft2(weights / sums)) + 1e-8)

# %% wrong: weights above 1 are cut
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    return np.log(np.abs(np.fft.fft2(np.clip(weights, 0, 1))) + 1e-8)

# %% wrong: a result of the type of the weights
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    S = np.empty_like(weights)
    S[...] = np.log(np.abs(np.fft.fft2(weights)) + 1e-8)
    return S

# %% wrong: places multiplied in eight bits
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    def waves(n):
        k = np.arange(n).astype(np.int8)
        return np.exp(-2j * np.pi * np.outer(k, k) / n)

    n, m = weights.shape
    return np.log(np.abs(waves(n) @ weights @ waves(m)) + 1e-8)

# %% wrong: spectra remembered by shape and first row
_spectra = {}


def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    key = (weights.shape, weights[0].tobytes())
    if key not in _spectra:
        _spectra[key] = np.log(np.abs(np.fft.fft2(weights)) + 1e-8)
    return _spectra[key].copy()

# %% wrong: the larger of magnitude and 1e-8
# true: 1e-8 as a lower limit (`np.maximum`), not added
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(np.abs(np.fft.fft2(weights)), 1e-8))

# %% wrong: fftshift
# true: a spectrum with the zero frequency in the middle
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    return np.log(np.abs(np.fft.fftshift(np.fft.fft2(weights))) + 1e-8)

# %% wrong: along the rows only
# true: a transform along the rows only
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    return np.log(np.abs(np.fft.fft(weights)) + 1e-8)

# %% right: the four sums of equation (1) written out
import cmath
import math


def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    """Return the logarithm of the magnitudes of the two-dimensional Fourier transform."""
    n, m = weights.shape
    result = np.zeros((n, m))
    for k in range(n):
        for l in range(m):
            F = 0j
            for i in range(n):
                down = cmath.exp(-2j * cmath.pi * k * i / n)
                across = np.exp(-2j * np.pi * l * np.arange(m) / m)
                F = F + down * complex(np.sum(weights[i] * across))
            result[k, l] = math.log(abs(F) + 1e-8)
    return result

# %% right: fft2 in a single line
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    return np.log(np.abs(np.fft.fft2(weights)) + 1e-8)

# %% right: SciPy's fft2, hypot for the magnitudes
import scipy.fft


def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    F = scipy.fft.fft2(np.asarray(weights, dtype=float))
    magnitudes = np.hypot(F.real, F.imag)
    return np.log(np.add(magnitudes, 1e-8))

# %% right: columns first, then rows, with fft
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    columns = np.array([np.fft.fft(column) for column in np.transpose(weights)]).T
    F = np.array([np.fft.fft(row) for row in columns])
    return np.log(1e-8 + np.sqrt((F * F.conj()).real))

# %% wrong: no small number, -inf where a wave is absent; equation (2) adds 1e-8
# true: a logarithm of 0, without the 1e-8
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    F = np.fft.fft2(weights)
    return np.log(np.abs(F))

# %% wrong: fftshift moves the zero frequency to the middle; "S_00 at [0, 0]"
# true: a spectrum with the zero frequency in the middle
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    F = np.fft.fftshift(np.fft.fft2(weights))
    return np.log(np.abs(F) + 1e-8)

# %% wrong: only the rows are transformed (fft instead of fft2); equation (1) has two axes
# true: a transform along the rows only
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    F = np.fft.fft(weights)
    return np.log(np.abs(F) + 1e-8)

# %% wrong: rfft2 leaves out the mirrored half; "the result has the same shape"
# true: half of the spectrum, as `np.fft.rfft2` gives it
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    return np.log(np.abs(np.fft.rfft2(weights)) + 1e-8)

# %% wrong: log base 10, as for decibels; "the natural logarithm"
# true: a logarithm to base 10
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    return np.log10(np.abs(np.fft.fft2(weights)) + 1e-8)

# %% wrong: the 1e-8 is added inside the magnitude, to the complex number; equation (2) adds it to |F|
# true: the 1e-8 added to F before its magnitude is taken
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    return np.log(np.abs(np.fft.fft2(weights) + 1e-8))

# %% wrong: power |F|^2 instead of the magnitude; equation (2) has |F|
# true: the squares of the magnitudes
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    return np.log(np.abs(np.fft.fft2(weights)) ** 2 + 1e-8)

# %% wrong: np.log1p, which adds 1 and not 1e-8; equation (2)
# true: log(1 + |F|)
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    magnitudes = np.abs(np.fft.fft2(weights))
    return np.log1p(magnitudes)

# %% wrong: rows divided by their sums first; "its rows need not sum to 1"
# true: rows that were made to sum to 1 before the transform
def attention_spectrum(weights: np.ndarray) -> np.ndarray:
    A = weights / weights.sum(axis=1, keepdims=True)
    return np.log(np.abs(np.fft.fft2(A)) + 1e-8)
