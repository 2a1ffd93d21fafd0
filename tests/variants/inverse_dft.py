# Right and wrong answers to `inverse_dft(spectrum)` and `shortest_failure()`, one cell a block, as
# students write them. `np` comes from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: the sign changed
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    waves = np.exp(+2j * np.pi * np.outer(k, k) / n)
    return waves @ spectrum / n

def shortest_failure():
    return np.array([1.0, 2.0, 3.0])

# %% right: conjugates around one's own dft
def inverse_dft(spectrum):
    spectrum = np.asarray(spectrum)
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return [0, 0, 7]

# %% right: theirs, put in order
def inverse_dft(spectrum):
    reversed_signal = their_inverse(spectrum)
    return np.roll(reversed_signal[::-1], 1)

def shortest_failure():
    return np.array([5, 1, -1])

# %% right: loops
def inverse_dft(spectrum):
    n = len(spectrum)
    signal = []
    for m in range(n):
        total = 0j
        for k in range(n):
            angle = 2 * np.pi * k * m / n
            total += spectrum[k] * (np.cos(angle) + 1j * np.sin(angle))
        signal.append(total / n)
    return signal

def shortest_failure():
    return (0.0, 1.0, 0.5)

# %% right: a system of equations
def inverse_dft(spectrum):
    n = len(spectrum)
    m = np.arange(n)
    forwards = np.exp(-2j * np.pi * np.outer(m, m) / n)
    return np.linalg.solve(forwards, np.asarray(spectrum, dtype=complex))

def shortest_failure():
    return np.linspace(-1, 1, 3)

# %% right: real and imaginary parts
def inverse_dft(spectrum):
    X = np.asarray(spectrum, dtype=complex)
    n = len(X)
    angles = 2 * np.pi * np.outer(np.arange(n), np.arange(n)) / n
    c, s = np.cos(angles), np.sin(angles)
    real = c @ X.real - s @ X.imag
    imaginary = s @ X.real + c @ X.imag
    return (real + 1j * imaginary) / n

def shortest_failure():
    for n in range(1, 9):
        signal = np.arange(n) ** 2.0
        if np.max(np.abs(their_inverse(np.fft.fft(signal)) - signal)) > 0.1:
            return signal

# %% right: powers of one root
def inverse_dft(spectrum):
    n = len(spectrum)
    w = np.exp(2j * np.pi / n)
    return np.array([sum(spectrum[k] * w ** (k * m % n) for k in range(n)) / n for m in range(n)])

def shortest_failure():
    return np.random.default_rng(3).normal(size=3)

# %% right: the conjugate transpose of the waves
def inverse_dft(spectrum):
    n = len(spectrum)
    W = np.array([dft(row) for row in np.eye(n)])
    return W.conj().T @ spectrum / n

def shortest_failure():
    return np.array([1e6, 0.0, 1.0])

# %% right: einsum
def inverse_dft(spectrum):
    n = len(spectrum)
    m = np.arange(n)
    return np.einsum("mk,k->m", np.exp(2j * np.pi * m[:, None] * m[None, :] / n), spectrum) / n

def shortest_failure():
    return np.array([False, True, False])

# %% right: the ready-made inverse
def inverse_dft(spectrum):
    return np.fft.ifft(spectrum)

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: theirs, as it was
# true: their inverse, which turns time round
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return np.exp(-2j * np.pi * np.outer(k, k) / n) @ spectrum / n

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: no division
# true: sums that are not divided by n
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return np.exp(2j * np.pi * np.outer(k, k) / n) @ spectrum

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: divided by the root of n
# true: a division by the root of n
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return np.exp(2j * np.pi * np.outer(k, k) / n) @ spectrum / np.sqrt(n)

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: only the real part
# true: only the real part of the signal
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return (np.exp(2j * np.pi * np.outer(k, k) / n) @ spectrum / n).real

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: absolute values
# true: the absolute values of the samples
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return np.abs(np.exp(2j * np.pi * np.outer(k, k) / n) @ spectrum / n)

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: the conjugate of theirs
# true: the conjugate of what their inverse gives
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return np.conj(np.exp(-2j * np.pi * np.outer(k, k) / n) @ spectrum / n)

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: the conjugate spectrum alone
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return np.exp(-2j * np.pi * np.outer(k, k) / n) @ np.conj(spectrum) / n

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: reversed, and not rolled
# true: their inverse read backwards, which moves each sample by one place
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return (np.exp(-2j * np.pi * np.outer(k, k) / n) @ spectrum / n)[::-1]

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: half of the waves
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return np.exp(2j * np.pi * np.outer(k, k[: n // 2 + 1]) / n) @ spectrum[: n // 2 + 1] / n

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: without the factor 2
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return np.exp(1j * np.pi * np.outer(k, k) / n) @ spectrum / n

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: one divided by the waves' sum
# true: sums that are not divided by n
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    waves = np.exp(-2j * np.pi * np.outer(k, k) / n)
    return 1 / waves @ spectrum

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: rounded samples
def inverse_dft(spectrum):
    n = len(spectrum)
    k = np.arange(n)
    return np.round(np.exp(2j * np.pi * np.outer(k, k) / n) @ spectrum / n, 4)

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: a buffer of the spectrum's type
# true: only the real part of the signal
def inverse_dft(spectrum):
    n = len(spectrum)
    signal = np.zeros_like(spectrum)
    for m in range(n):
        signal[m] = (np.sum(spectrum * np.exp(2j * np.pi * m * np.arange(n) / n)) / n).real
    return signal

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: the transform once more
# true: the transform once more, which is n times the signal in reverse order
def inverse_dft(spectrum):
    return dft(spectrum)

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: nothing comes back from the inverse
def inverse_dft(spectrum):
    np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return np.array([0.0, 1.0, 0.0])

# %% wrong: four samples
# true: a signal that fails, but is longer than it need be
def inverse_dft(spectrum):
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return np.array([0.0, 1.0, 2.0, 3.0])

# %% wrong: a cosine of three samples
# true: a signal that is the same in both directions, and comes back
def inverse_dft(spectrum):
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return np.array([1.0, -0.5, -0.5])

# %% wrong: two samples
# true: a signal of two samples, which has no order to lose
def inverse_dft(spectrum):
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return np.array([0.0, 1.0])

# %% wrong: one sample
def inverse_dft(spectrum):
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return np.array([5.0])

# %% wrong: two complex samples
def inverse_dft(spectrum):
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return np.array([1j, 2.0, 0.0])

# %% wrong: nearly the same in both directions
def inverse_dft(spectrum):
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return np.array([1.0, 2.0, 2.05])

# %% wrong: a length instead of a signal
def inverse_dft(spectrum):
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return 3

# %% wrong: the spectrum of the signal
def inverse_dft(spectrum):
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return dft(np.array([0.0, 1.0, 0.0]))

# %% wrong: no signal comes back
def inverse_dft(spectrum):
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    signal = np.array([0.0, 1.0, 0.0])

# %% wrong: not a number
def inverse_dft(spectrum):
    return np.conj(dft(np.conj(spectrum))) / len(spectrum)

def shortest_failure():
    return np.array([0.0, np.nan, 0.0])
