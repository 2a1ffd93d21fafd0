# Right and wrong answers to `dft(signal)`, one cell a block, as students write them. `np` and `plt`
# come from the notebook's set-up cell. Every check must pass each right answer, and some check must
# fail each wrong one.

# %% right: the library, as in the lecture text
def dft(signal):
    return np.fft.fft(signal)

# %% right: the definition as a matrix
def dft(signal):
    n = len(signal)
    m = np.arange(n)
    return np.exp(-2j * np.pi * np.outer(m, m) / n) @ signal

# %% right: two loops and cmath, a list
import cmath

def dft(signal):
    n = len(signal)
    spectrum = []
    for k in range(n):
        total = 0
        for m in range(n):
            total += signal[m] * cmath.exp(-2j * cmath.pi * k * m / n)
        spectrum.append(total)
    return spectrum

# %% right: sines and cosines apart
def dft(signal):
    n = len(signal)
    angle = 2 * np.pi * np.outer(np.arange(n), np.arange(n)) / n
    return np.cos(angle) @ signal - 1j * (np.sin(angle) @ signal)

# %% right: halved for even lengths, summed up for odd ones
def dft(signal):
    x = np.asarray(signal, dtype=complex)
    n = len(x)
    if n % 2 == 1:
        return np.array([sum(x * np.exp(-2j * np.pi * k * np.arange(n) / n)) for k in range(n)])
    even, odd = dft(x[0::2]), dft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% right: SciPy
from scipy.fft import fft

def dft(signal):
    return fft(np.asarray(signal))

# %% right: powers of one root of unity, in a table
def dft(signal):
    n = len(signal)
    w = np.exp(-2j * np.pi / n * np.arange(n))
    return np.array([np.sum(signal * w[(k * np.arange(n)) % n]) for k in range(n)])

# %% right: the inverse transform of the conjugate
dft = lambda signal: np.conj(np.fft.ifft(np.conj(signal))) * len(signal)

# %% right: Horner's rule at each root of unity
def dft(signal):
    n = len(signal)
    found = np.empty(n, dtype=complex)
    for k in range(n):
        z = np.exp(-2j * np.pi * k / n)
        value = 0
        for sample in signal[::-1]:
            value = value * z + sample
        found[k] = value
    return found

# %% right: a polynomial, evaluated at the roots of unity
def dft(signal):
    n = len(signal)
    return np.polyval(np.asarray(signal)[::-1], np.exp(-2j * np.pi * np.arange(n) / n))

# %% right: a chirp: the sum as a convolution
def dft(signal):
    x = np.asarray(signal, dtype=complex)
    n = x.size
    k = np.arange(n)
    w = np.exp(-1j * np.pi * (k * k % (2 * n)) / n)
    size = 1
    while size < 2 * n - 1:
        size *= 2
    a = np.zeros(size, complex)
    a[:n] = x * w
    b = np.zeros(size, complex)
    b[:n] = w.conj()
    if n > 1:
        b[-(n - 1) :] = w.conj()[1:][::-1]
    return np.fft.ifft(np.fft.fft(a) * np.fft.fft(b))[:n] * w

# %% right: Horner's scheme at the roots of unity
def dft(signal):
    n = len(signal)
    z = np.exp(-2j * np.pi * np.arange(n) / n)
    total = np.zeros(n, dtype=complex)
    for s in signal[::-1]:
        total = total * z + s
    return total

# %% wrong: the sign of the exponent turned
# true: an exponent with the wrong sign, as in the inverse transform
def dft(signal):
    n = len(signal)
    m = np.arange(n)
    return np.exp(2j * np.pi * np.outer(m, m) / n) @ signal

# %% wrong: divided by n
# true: a sum that is divided by n
def dft(signal):
    return np.fft.fft(signal) / len(signal)

# %% wrong: divided by the root of n
# true: a sum that is divided by √n
def dft(signal):
    return np.fft.fft(signal, norm="ortho")

# %% wrong: the inverse
# true: the inverse transform
def dft(signal):
    return np.fft.ifft(signal)

# %% wrong: magnitudes
# true: magnitudes, without the phases
def dft(signal):
    return np.abs(np.fft.fft(signal))

# %% wrong: real parts
# true: the cosine part only
def dft(signal):
    return np.real(np.fft.fft(signal))

# %% wrong: half of the spectrum
# true: half of the spectrum, as `np.fft.rfft` gives it
def dft(signal):
    return np.fft.rfft(np.real(signal))

# %% wrong: half of the spectrum, mirrored, right for real signals alone
# true: the transform of the samples' real parts
def dft(signal):
    n = len(signal)
    half = np.fft.rfft(np.real(signal))
    return np.concatenate([half, np.conj(half[1 : (n + 1) // 2])[::-1]])

# %% wrong: casts the signal to real numbers
# true: the transform of the samples' real parts
def dft(signal):
    x = np.real(np.asarray(signal)).astype(float)
    n = len(x)
    return np.exp(-2j * np.pi * np.outer(np.arange(n), np.arange(n)) / n) @ x

# %% wrong: powers of two alone
# true: a recursion over halves, which needs a power of two as length
def dft(signal):
    x = np.asarray(signal, dtype=complex)
    n = len(x)
    if n == 1:
        return x
    even, odd = dft(x[0::2]), dft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even + w * odd, even - w * odd])

# %% wrong: padded with zeros to a power of two
# true: the transform of a signal that was padded to a power of two
def dft(signal):
    n = len(signal)
    return np.fft.fft(signal, 2 ** int(np.ceil(np.log2(n))))[:n]

# %% wrong: even lengths alone, an odd one loses its last sample
def dft(signal):
    n = len(signal)
    found = np.zeros(n, dtype=complex)
    for k in range(n):
        for m in range(2 * (n // 2)):
            found[k] += signal[m] * np.exp(-2j * np.pi * k * m / n)
    return found

# %% wrong: the zero frequency in the middle
# true: a spectrum with the zero frequency in the middle
def dft(signal):
    return np.fft.fftshift(np.fft.fft(signal))

# %% wrong: without 2π
# true: an exponent without 2π
def dft(signal):
    n = len(signal)
    m = np.arange(n)
    return np.exp(-1j * np.outer(m, m) / n) @ signal

# %% wrong: π for 2π
# true: an exponent with π in place of 2π
def dft(signal):
    n = len(signal)
    m = np.arange(n)
    return np.exp(-1j * np.pi * np.outer(m, m) / n) @ signal

# %% wrong: counted from 1
# true: a sum with k and m counted from 1
def dft(signal):
    n = len(signal)
    m = np.arange(1, n + 1)
    return np.exp(-2j * np.pi * np.outer(m, m) / n) @ signal

# %% wrong: the period is n - 1
# true: a division by n − 1 in the exponent
def dft(signal):
    n = len(signal)
    m = np.arange(n)
    return np.exp(-2j * np.pi * np.outer(m, m) / max(n - 1, 1)) @ signal

# %% wrong: the mean taken away first
# true: a signal without its mean; the transform of the signal minus its mean
def dft(signal):
    return np.fft.fft(signal - np.mean(signal))

# %% wrong: a window laid over the signal
# true: a window (`np.hanning`) laid over the signal
def dft(signal):
    return np.fft.fft(signal * np.hanning(len(signal)))

# %% wrong: single precision
def dft(signal):
    x = np.asarray(signal, dtype=np.complex64)
    m = np.arange(len(x), dtype=np.float32)
    W = np.exp(np.float32(-2 * np.pi / len(x)) * 1j * np.outer(m, m)).astype(np.complex64)
    return W @ x

# %% wrong: rounded to six decimals
def dft(signal):
    return np.round(np.fft.fft(signal), 6)

# %% wrong: the conjugate of the samples, as np.vdot takes it
# true: the transform of the conjugated samples
def dft(signal):
    n = len(signal)
    w = lambda k: np.exp(-2j * np.pi * k * np.arange(n) / n)
    return np.array([np.vdot(signal, w(k)) for k in range(n)])

# %% wrong: the sums of the first call are kept
total = {}

def dft(signal):
    n = len(signal)
    for k in range(n):
        for m in range(n):
            total[k] = total.get(k, 0) + signal[m] * np.exp(-2j * np.pi * k * m / n)
    return np.array([total[k] for k in range(n)])

# %% wrong: four samples alone
def dft(signal):
    W = np.array([[1, 1, 1, 1], [1, -1j, -1, 1j], [1, -1, 1, -1], [1, 1j, -1, -1j]])
    return W @ signal

# %% wrong: small numbers set to zero
# true: a spectrum that lost its weak waves
def dft(signal):
    X = np.fft.fft(signal)
    X[np.abs(X) < 1e-3] = 0
    return X

# %% wrong: π to eight decimals
def dft(signal):
    n = len(signal)
    m = np.arange(n)
    return np.exp(-2j * 3.14159265 * np.outer(m, m) / n) @ signal

# %% wrong: results kept in an array of the signal's own type
# true: the cosine part only; imaginary parts that are lost where the samples are real
def dft(signal):
    n = len(signal)
    out = np.zeros_like(signal)
    m = np.arange(n)
    for k in range(n):
        out[k] = np.sum(signal * np.exp(-2j * np.pi * k * m / n))
    return out

# %% right: loops into complex zeros
def dft(signal):
    n = len(signal)
    result = np.zeros(n, dtype=complex)
    for k in range(n):
        for m in range(n):
            result[k] += signal[m] * np.exp(-2j * np.pi * k * m / n)
    return result

# %% wrong: small beside the largest is zero
# true: a spectrum that lost its weak waves
def dft(signal):
    X = np.fft.fft(signal)
    X[np.abs(X) < 1e-3 * np.abs(X).max()] = 0
    return X

# %% wrong: what is below a hundredth is zero
# true: a spectrum that lost its weak waves
def dft(signal):
    X = np.fft.fft(signal)
    X[np.abs(X) < 1e-2] = 0
    return X

# %% wrong: rounded to three digits
# true: a spectrum that lost its weak waves
def dft(signal):
    return np.round(np.fft.fft(signal), 3)

# %% wrong: single precision, as a weak wave beside a strong one shows
def dft(signal):
    return np.fft.fft(signal).astype(np.complex64)

# %% wrong: a buffer of the type of the signal
# true: imaginary parts that are lost where the samples are real
def dft(signal):
    n = len(signal)
    result = np.zeros_like(signal)
    m = np.arange(n)
    for k in range(n):
        X = np.sum(signal * np.exp(-2j * np.pi * k * m / n))
        result[k] = X.real if not np.iscomplexobj(result) else X
    return result

# %% wrong: padded to a power of two
# true: the transform of a signal that was padded to a power of two
def dft(signal):
    n = len(signal)
    size = 1
    while size < n:
        size *= 2
    return np.fft.fft(signal, size)[:n]

# %% wrong: π in place of 2π
# true: an exponent with π in place of 2π
def dft(signal):
    n = len(signal)
    m = np.arange(n)
    return np.exp(-1j * np.pi * np.outer(m, m) / n) @ signal

# %% wrong: deviations from the mean, by NumPy
# true: the transform of the signal minus its mean
def dft(signal):
    x = signal - np.mean(signal)
    return np.fft.fft(x)

# %% wrong: a sum over all samples but the last
# true: a sum that leaves out the last sample
def dft(signal):
    n = len(signal)
    X = np.zeros(n, dtype=complex)
    for k in range(n):
        for m in range(n - 1):
            X[k] += signal[m] * np.exp(-2j * np.pi * k * m / n)
    return X

# %% wrong: a sum that begins with the second sample
# true: a sum that leaves out the first sample
def dft(signal):
    n = len(signal)
    X = np.zeros(n, dtype=complex)
    for k in range(n):
        for m in range(1, n):
            X[k] += signal[m] * np.exp(-2j * np.pi * k * m / n)
    return X

# %% right: a matrix product, exponents reduced modulo n
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    k = np.arange(n)
    return np.exp(-2j * np.pi * (np.outer(k, k) % n) / n) @ signal

# %% right: two loops with cmath
import cmath


def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    return np.array(
        [
            sum(complex(x) * cmath.exp(-2j * cmath.pi * (k * m % n) / n) for m, x in enumerate(signal))
            for k in range(n)
        ]
    )

# %% right: NumPy's transform
def dft(signal: np.ndarray) -> np.ndarray:
    return np.fft.fft(np.asarray(signal, dtype=complex))

# %% right: cosines and sines, real and imaginary samples apart
def dft(signal: np.ndarray) -> np.ndarray:
    n = signal.size
    angle = 2 * np.pi * np.multiply.outer(range(n), range(n)) / n
    C, S = np.cos(angle), np.sin(angle)
    re, im = np.real(signal), np.imag(signal)
    X = np.empty(n, dtype=complex)
    X.real = C @ re + S @ im
    X.imag = C @ im - S @ re
    return X

# %% wrong: the first half mirrored, an odd length not filled
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    if np.iscomplexobj(signal):
        k = np.arange(n)
        return np.exp(-2j * np.pi * np.outer(k, k) / n) @ signal
    half = n // 2
    X = np.zeros(n, dtype=complex)
    for k in range(half + 1 if n > 1 else 1):
        X[k] = np.sum(signal * np.exp(-2j * np.pi * k * np.arange(n) / n))
    X[n - half + 1 :] = np.conj(X[1:half][::-1])
    return X

# %% wrong: the second half mirrored for complex samples too
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    X = np.zeros(n, dtype=complex)
    for k in range(n // 2 + 1 if n > 1 else 1):
        X[k] = np.sum(signal * np.exp(-2j * np.pi * k * np.arange(n) / n))
        if k > 0:
            X[n - k] = np.conj(X[k]) if n - k != k else X[k]
    return X

# %% wrong: places multiplied in 16 bits
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    k = np.arange(n).astype(np.int16)
    return np.exp(-2j * np.pi * np.outer(k, k) / n) @ signal

# %% wrong: entries below 1e-6 set to zero
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    k = np.arange(n)
    X = np.exp(-2j * np.pi * np.outer(k, k) / n) @ signal
    X[np.abs(X) < 1e-6] = 0
    return X

# %% wrong: rounded to six decimals, by parts
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    k = np.arange(n)
    return np.round(np.exp(-2j * np.pi * np.outer(k, k) / n) @ signal, 6)

# %% wrong: complex samples in single precision
def dft(signal: np.ndarray) -> np.ndarray:
    x = signal.astype(np.complex64) if np.iscomplexobj(signal) else signal
    n = len(x)
    k = np.arange(n)
    return np.exp(-2j * np.pi * np.outer(k, k) / n) @ x

# %% wrong: the last of an odd number of samples left out of the sines
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    m = np.arange(n)
    even, odd = signal[0::2], signal[1::2]
    X = []
    for k in range(n):
        w = np.exp(-2j * np.pi * k * m / n)
        total = np.sum(even[: len(odd)] * w[0::2][: len(odd)]) + np.sum(odd * w[1::2])
        if n % 2:
            total += signal[-1] * np.exp(-2j * np.pi * k * (n - 1) / n).real
            total += 1j * signal[0] * w[-1].imag
        X.append(total)
    return np.array(X)

# %% wrong: plus in the exponent
# true: an exponent with the wrong sign, as in the inverse transform
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    k = np.arange(n)
    return np.exp(2j * np.pi * np.outer(k, k) / n) @ signal

# %% wrong: np.vdot with the waves
# true: the transform of the conjugated samples
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    m = np.arange(n)
    return np.array([np.vdot(signal, np.exp(-2j * np.pi * k * m / n)) for k in range(n)])

# %% wrong: a mean in place of the sum
# true: a sum that is divided by n
def dft(signal: np.ndarray) -> np.ndarray:
    return np.fft.fft(signal, norm="forward")

# %% right: two loops with cmath, as the sum says
import cmath


def dft(signal: np.ndarray) -> np.ndarray:
    """Return the discrete Fourier transform of a signal."""
    n = len(signal)
    result = []
    for k in range(n):
        total = 0j
        for m in range(n):
            angle = -2 * cmath.pi * k * m / n
            total = total + complex(signal[m]) * cmath.exp(1j * angle)
        result.append(total)
    return np.array(result)

# %% right: the n by n matrix of all waves
def dft(signal: np.ndarray) -> np.ndarray:
    m = np.arange(len(signal))
    return np.exp(-2j * np.pi * np.outer(m, m) / len(signal)) @ signal

# %% right: NumPy's own transform, which the text allows
def dft(signal: np.ndarray) -> np.ndarray:
    return np.fft.fft(signal)

# %% right: cosine and sine parts apart, km modulo n
def dft(signal: np.ndarray) -> np.ndarray:
    x = np.asarray(signal, dtype=complex)
    n = x.size
    turns = np.arange(n)
    cosines, sines = np.cos(2 * np.pi * turns / n), np.sin(2 * np.pi * turns / n)
    X = np.empty(n, dtype=complex)
    for k in range(n):
        place = k * turns % n
        X[k] = np.sum(x * cosines[place]) - 1j * np.sum(x * sines[place])
    return X

# %% wrong: sign of the exponent, the arrow turns forwards; equation (1) has a minus
# true: an exponent with the wrong sign, as in the inverse transform
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    m = np.arange(n)
    return np.exp(2j * np.pi * np.outer(m, m) / n) @ signal

# %% wrong: divided by n; "without dividing them by anything"
# true: a sum that is divided by n
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    m = np.arange(n)
    return np.exp(-2j * np.pi * np.outer(m, m) / n) @ signal / n

# %% wrong: np.vdot conjugates the wave, so everything is conjugated; equation (1) multiplies by the backward wave
# true: an exponent with the wrong sign, as in the inverse transform
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    m = np.arange(n)
    return np.array([np.vdot(np.exp(-2j * np.pi * k * m / n), signal) for k in range(n)])

# %% wrong: magnitudes instead of complex numbers; "returns the n complex numbers"
# true: magnitudes, without the phases
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    m = np.arange(n)
    X = np.exp(-2j * np.pi * np.outer(m, m) / n) @ signal
    return np.abs(X)

# %% wrong: rfft leaves out the mirrored half; X_0 ... X_{n-1} are wanted, and complex samples are allowed
def dft(signal: np.ndarray) -> np.ndarray:
    return np.fft.rfft(signal)

# %% wrong: only the real part of the samples is used (astype float); "real or complex samples"
# true: the transform of the samples' real parts
def dft(signal: np.ndarray) -> np.ndarray:
    x = np.array(signal).astype(float)
    n = len(x)
    m = np.arange(n)
    W = np.exp(-2j * np.pi * m[:, None] * m / n)
    return (W * x).sum(axis=1)

# %% wrong: recursive splitting stops at n = 1 but assumes even lengths; "n may be odd or even"
def dft(signal: np.ndarray) -> np.ndarray:
    x = np.asarray(signal, dtype=complex)
    n = len(x)
    if n == 1:
        return x
    even, odd = dft(x[0::2]), dft(x[1::2])
    w = np.exp(-2j * np.pi * np.arange(n // 2) / n)
    return np.concatenate([even[: n // 2] + w * odd, even[: n // 2] - w * odd])

# %% wrong: np.zeros holds real numbers, so the imaginary parts are dropped (or a TypeError); complex numbers are wanted
# true: the cosine part only
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    m = np.arange(n)
    X = np.zeros(n)
    for k in range(n):
        X[k] = np.sum(signal * np.exp(-2j * np.pi * k * m / n)).real
    return X

# %% wrong: counts k and m from 1; equation (1) counts from 0
# true: a sum with k and m counted from 1
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    m = np.arange(1, n + 1)
    return np.array([np.sum(signal * np.exp(-2j * np.pi * k * m / n)) for k in m])

# %% wrong: rounds to six places to get rid of "-0.0"; results may differ by at most 1e-8 n
def dft(signal: np.ndarray) -> np.ndarray:
    n = len(signal)
    m = np.arange(n)
    X = [np.sum(signal * np.exp(-2j * np.pi * k * m / n)) for k in range(n)]
    return np.round(X, 6)
