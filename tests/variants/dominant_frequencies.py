# Right and wrong answers to `dominant_frequencies(signal, sampling_rate, k)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: the real transform, sorted
def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = np.abs(np.fft.rfft(signal))
    frequencies = np.fft.rfftfreq(len(signal), 1 / sampling_rate)
    magnitudes[0] = 0
    order = np.argsort(magnitudes)[::-1]
    return frequencies[order[:k]]

# %% right: the first half of the full transform, as in the lecture text, without the mean
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    fft_values = np.fft.fft(signal)
    frequencies = np.fft.fftfreq(n, 1 / sampling_rate)
    keep = frequencies > 0
    order = np.argsort(-np.abs(fft_values[keep]))
    return list(frequencies[keep][order][:k])

# %% right: a transform of one's own, a list of floats
def spectrum(signal):
    n = len(signal)
    m = np.arange(n)
    return [abs(np.sum(signal * np.exp(-2j * np.pi * j * m / n))) for j in range((n + 1) // 2)]

def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = spectrum(signal)
    pairs = [(magnitudes[j], j) for j in range(1, len(magnitudes))]
    pairs.sort(reverse=True)
    return [float(j * sampling_rate / len(signal)) for _, j in pairs[:k]]

# %% right: the signal less its mean, by power
def dominant_frequencies(signal, sampling_rate, k):
    power = np.abs(np.fft.rfft(signal - np.mean(signal))) ** 2
    power[0] = -1.0
    found = []
    for _ in range(k):
        j = int(np.argmax(power))
        found.append(j)
        power[j] = -1.0
    return np.array(found) * sampling_rate / len(signal)

# %% right: SciPy's periodogram
from scipy.signal import periodogram

def dominant_frequencies(signal, sampling_rate, k):
    f, p = periodogram(signal, fs=sampling_rate)
    p[0] = 0
    return f[np.argsort(p)][-k:][::-1]

# %% right: one-sided amplitudes and argpartition
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    amplitude = 2 * np.abs(np.fft.fft(signal))[1 : (n + 1) // 2] / n
    top = np.argpartition(-amplitude, k - 1)[:k]
    top = top[np.argsort(-amplitude[top])]
    return (top + 1) / (n / sampling_rate)

# %% right: heapq over a lambda
import heapq

dominant_frequencies = lambda signal, sampling_rate, k: [
    j * sampling_rate / len(signal)
    for j in heapq.nlargest(
        k,
        range(1, (len(signal) + 1) // 2),
        key=lambda j, F=np.fft.fft(signal): abs(F[j]),
    )
]

# %% right: a time axis, the frequencies from its step
def dominant_frequencies(signal, sampling_rate, k):
    t = np.arange(len(signal)) / sampling_rate
    step = t[1] - t[0]
    f = np.fft.fftfreq(len(signal), step)
    X = np.abs(np.fft.fft(signal))
    chosen = sorted((i for i in range(len(f)) if f[i] > 0), key=lambda i: X[i], reverse=True)
    return tuple(f[i] for i in chosen[:k])

# %% right: the maximum taken out again and again
def dominant_frequencies(signal, sampling_rate, k):
    mags = np.abs(np.fft.rfft(signal))
    mags[0] = -np.inf
    found = []
    while len(found) < k:
        j = int(np.argmax(mags))
        found.append(j * sampling_rate / len(signal))
        mags[j] = -1
    return found

# %% right: the transform of the autocorrelation
def dominant_frequencies(signal, sampling_rate, k):
    x = np.asarray(signal) - np.mean(signal)
    n = len(x)
    r = np.array([np.dot(x, np.roll(x, -lag)) for lag in range(n)])
    power = np.fft.rfft(r).real
    power[0] = -1
    return np.argsort(power)[::-1][:k] * sampling_rate / n


# %% wrong: with the mean
# true: a list that includes the zero frequency, the mean
def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = np.abs(np.fft.rfft(signal))
    frequencies = np.fft.rfftfreq(len(signal), 1 / sampling_rate)
    return frequencies[np.argsort(-magnitudes)[:k]]

# %% wrong: bins for frequencies
# true: indices k instead of frequencies in Hz
def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = np.abs(np.fft.rfft(signal))[1:]
    return np.argsort(-magnitudes)[:k] + 1

# %% wrong: cycles per sample
# true: cycles per sample instead of cycles per second
def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = np.abs(np.fft.rfft(signal))
    magnitudes[0] = 0
    return np.fft.rfftfreq(len(signal))[np.argsort(-magnitudes)[:k]]

# %% wrong: the rate in the place of the step
# true: cycles per sample divided by the sampling rate, not multiplied by it
def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = np.abs(np.fft.rfft(signal))
    magnitudes[0] = 0
    return np.fft.rfftfreq(len(signal), sampling_rate)[np.argsort(-magnitudes)[:k]]

# %% wrong: off by one bin after the zero frequency was cut off
# true: frequencies one step too low
def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = np.abs(np.fft.rfft(signal))[1:]
    return np.argsort(-magnitudes)[:k] * sampling_rate / len(signal)

# %% wrong: the weakest
# true: the k weakest frequencies instead of the strongest
def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = np.abs(np.fft.rfft(signal))[1:]
    return (np.argsort(magnitudes)[:k] + 1) * sampling_rate / len(signal)

# %% wrong: the strongest last
# true: the k strongest frequencies, but the weakest of them first
def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = np.abs(np.fft.rfft(signal))
    magnitudes[0] = 0
    return np.fft.rfftfreq(len(signal), 1 / sampling_rate)[np.argsort(magnitudes)[-k:]]

# %% wrong: in rising order of frequency
# true: frequencies in rising order instead of by strength
def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = np.abs(np.fft.rfft(signal))
    magnitudes[0] = 0
    top = np.fft.rfftfreq(len(signal), 1 / sampling_rate)[np.argsort(-magnitudes)[:k]]
    return sorted(top)

# %% wrong: positive and negative frequencies
# true: a list with negative frequencies beside the positive ones
def dominant_frequencies(signal, sampling_rate, k):
    X = np.abs(np.fft.fft(signal))
    X[0] = 0
    f = np.fft.fftfreq(len(signal), 1 / sampling_rate)
    return f[np.argsort(-X, kind="stable")[:k]]

# %% wrong: the absolute values of both signs, each frequency twice
# true: one frequency twice, because of its mirror image
def dominant_frequencies(signal, sampling_rate, k):
    X = np.abs(np.fft.fft(signal))
    X[0] = 0
    f = np.fft.fftfreq(len(signal), 1 / sampling_rate)
    return np.abs(f[np.argsort(-X, kind="stable")[:k]])

# %% wrong: real parts
# true: an order by the real parts, which depend on the phase
def dominant_frequencies(signal, sampling_rate, k):
    X = np.fft.rfft(signal).real
    X[0] = 0
    return np.fft.rfftfreq(len(signal), 1 / sampling_rate)[np.argsort(-np.abs(X))[:k]]

# %% wrong: complex numbers sorted as they are
# true: an order by the real parts, which depend on the phase
def dominant_frequencies(signal, sampling_rate, k):
    X = np.fft.rfft(signal)
    X[0] = 0
    return np.fft.rfftfreq(len(signal), 1 / sampling_rate)[np.argsort(X)[::-1][:k]]

# %% wrong: the length less one
# true: a rate divided by n − 1 instead of n
def dominant_frequencies(signal, sampling_rate, k):
    magnitudes = np.abs(np.fft.rfft(signal))
    magnitudes[0] = 0
    return np.argsort(-magnitudes)[:k] * sampling_rate / (len(signal) - 1)

# %% wrong: local peaks alone, neighbours dropped
# true: only peaks, without strong frequencies beside a stronger one or at the end
def dominant_frequencies(signal, sampling_rate, k):
    m = np.abs(np.fft.rfft(signal))
    m[0] = 0
    peaks = [j for j in range(1, len(m) - 1) if m[j] > m[j - 1] and m[j] > m[j + 1]]
    peaks.sort(key=lambda j: -m[j])
    return np.array(peaks[:k]) * sampling_rate / len(signal)

# %% wrong: angular frequencies
# true: angular frequencies, 2π times too large
def dominant_frequencies(signal, sampling_rate, k):
    m = np.abs(np.fft.rfft(signal))
    m[0] = 0
    return 2 * np.pi * np.fft.rfftfreq(len(signal), 1 / sampling_rate)[np.argsort(-m)[:k]]

# %% wrong: one second of signal, so that bins are Hz
# true: indices k instead of frequencies in Hz
def dominant_frequencies(signal, sampling_rate, k):
    m = np.abs(np.fft.rfft(signal))
    m[0] = 0
    return np.argsort(-m)[:k].astype(float)

# %% wrong: the first frequency alone
def dominant_frequencies(signal, sampling_rate, k):
    m = np.abs(np.fft.rfft(signal))
    m[0] = 0
    return np.fft.rfftfreq(len(signal), 1 / sampling_rate)[[np.argmax(m)]]

# %% wrong: magnitudes
# true: magnitudes instead of frequencies
def dominant_frequencies(signal, sampling_rate, k):
    return np.sort(np.abs(np.fft.rfft(signal))[1:])[::-1][:k]

# %% wrong: the lower quarter of the spectrum
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    m = np.abs(np.fft.fft(signal))[: max(n // 4, k + 1)]
    m[0] = 0
    return np.argsort(-m)[:k] * sampling_rate / n

# %% wrong: padded to a power of two
# true: a signal padded with zeros to a power of two
def dominant_frequencies(signal, sampling_rate, k):
    n = 2 ** int(np.ceil(np.log2(len(signal))))
    m = np.abs(np.fft.rfft(signal, n))
    m[0] = 0
    return np.argsort(-m)[:k] * sampling_rate / n

# %% wrong: a window, which smears each line over its neighbours
# true: a window, which smears each frequency over its neighbours
def dominant_frequencies(signal, sampling_rate, k):
    m = np.abs(np.fft.rfft((signal - np.mean(signal)) * np.hanning(len(signal))))
    m[0] = 0
    return np.fft.rfftfreq(len(signal), 1 / sampling_rate)[np.argsort(-m)[:k]]

# %% wrong: rounded to whole Hz
def dominant_frequencies(signal, sampling_rate, k):
    m = np.abs(np.fft.rfft(signal))
    m[0] = 0
    return np.round(np.fft.rfftfreq(len(signal), 1 / sampling_rate)[np.argsort(-m)[:k]])

# %% wrong: the two frequencies of the lecture text
def dominant_frequencies(signal, sampling_rate, k):
    return [5.0, 10.0][:k]

# %% wrong: the zero frequency left out only where it is the strongest
# true: a list that includes the zero frequency, the mean; the zero frequency left out only where it is the strongest
def dominant_frequencies(signal, sampling_rate, k):
    s = np.abs(np.fft.rfft(signal))
    f = np.fft.rfftfreq(len(signal), 1 / sampling_rate)
    order = np.argsort(s)[::-1]
    if order[0] == 0:
        order = order[1:]
    return f[order[:k]]

# %% wrong: a linear trend taken away
# true: a signal without its linear trend, as `scipy.signal.detrend` leaves it
from scipy.signal import detrend

def dominant_frequencies(signal, sampling_rate, k):
    s = np.abs(np.fft.rfft(detrend(signal)))
    s[0] = 0
    return np.argsort(s)[::-1][:k] * sampling_rate / len(signal)

# %% wrong: the first half of the list, which lacks the last frequency of an odd length
# true: a spectrum that ends one frequency too early
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    s = np.abs(np.fft.fft(signal))[: n // 2]
    s[0] = 0
    return np.argsort(s)[::-1][:k] * sampling_rate / n

# %% wrong: `linspace` up to half the rate
# true: frequencies spread up to half the rate, which an odd n never reaches
def dominant_frequencies(signal, sampling_rate, k):
    A = np.abs(np.fft.rfft(signal))
    A[0] = 0
    f = np.linspace(0, sampling_rate / 2, len(A))
    return f[np.argsort(-A)[:k]]

# %% wrong: negative frequencies, too, without their signs
# true: one frequency twice, because of its mirror image
def dominant_frequencies(signal, sampling_rate, k):
    A = np.abs(np.fft.fft(signal))
    A[0] = 0
    f = np.fft.fftfreq(len(signal), 1 / sampling_rate)
    return np.abs(f[np.argsort(-A)[:k]])

# %% wrong: seconds per wave
# true: the seconds per wave instead of the waves per second
def dominant_frequencies(signal, sampling_rate, k):
    A = np.abs(np.fft.rfft(signal))
    A[0] = 0
    return len(signal) / (np.argsort(-A)[:k] * sampling_rate)

# %% right: rfft without its first entry, argsort
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    strength = np.abs(np.fft.rfft(signal))[1 : (n + 1) // 2]
    return (np.argsort(-strength)[:k] + 1) * sampling_rate / n

# %% right: the largest taken out k times
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    power = np.abs(dft(np.asarray(signal, dtype=float))) ** 2
    power[0] = -1
    power[(n + 1) // 2 :] = -1
    found = []
    while len(found) < k:
        best = int(power.argmax())
        power[best] = -1
        found.append(best * sampling_rate / n)
    return found

# %% right: heapq over pairs
import heapq


def dominant_frequencies(signal, sampling_rate, k):
    X = np.fft.fft(signal - np.mean(signal))
    n = X.size
    pairs = ((abs(X[j]), j) for j in range(1, n) if 2 * j < n)
    return [j * sampling_rate / n for _, j in heapq.nlargest(k, pairs)]

# %% right: fftfreq and a mask
def dominant_frequencies(signal, sampling_rate, k):
    f = np.fft.fftfreq(len(signal), d=1 / sampling_rate)
    X = np.fft.fft(signal)
    positive = f > 0
    order = np.argsort(np.hypot(X.real, X.imag)[positive])[::-1]
    return f[positive][order][:k]

# %% wrong: local peaks only
# true: only peaks, without strong frequencies beside a stronger one or at the end
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    s = np.abs(np.fft.fft(signal))[1 : (n + 1) // 2]
    padded = np.concatenate([[-1], s, [-1]])
    peaks = [j for j in range(1, len(s) + 1) if padded[j] > padded[j - 1] and padded[j] > padded[j + 1]]
    peaks.sort(key=lambda j: -padded[j])
    return np.array(peaks[:k]) * sampling_rate / n

# %% wrong: rounded to one decimal
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    s = np.abs(np.fft.fft(signal))[1 : (n + 1) // 2]
    return np.round((np.argsort(s)[::-1][:k] + 1) * sampling_rate / n, 1)

# %% wrong: waves below a tenth of the strongest left out
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    s = np.abs(np.fft.fft(signal))[1 : (n + 1) // 2]
    order = [j for j in np.argsort(s)[::-1][:k] if s[j] > 0.1 * s.max()]
    return (np.array(order) + 1) * sampling_rate / n

# %% wrong: a table of frequencies remembered by length
_frequencies = {}


def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    f = _frequencies.setdefault(n, np.arange(n) * sampling_rate / n)
    s = np.abs(np.fft.fft(signal))[: (n + 1) // 2]
    s[0] = 0
    return f[np.argsort(s)[::-1][:k]]

# %% wrong: the centred signal in the type of the samples
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    x = np.zeros_like(signal)
    x[:] = signal - np.mean(signal)
    s = np.abs(np.fft.fft(x))[1 : (n + 1) // 2]
    return (np.argsort(s)[::-1][:k] + 1) * sampling_rate / n

# %% wrong: single precision beside a large mean
def dominant_frequencies(signal, sampling_rate, k):
    x = np.asarray(signal, dtype=np.float32)
    n = len(x)
    s = np.abs(np.fft.fft(x))[1 : (n + 1) // 2]
    return (np.argsort(s)[::-1][:k] + 1) * sampling_rate / n

# %% wrong: a straight line taken away
# true: a signal without its linear trend, as `scipy.signal.detrend` leaves it
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    m = np.arange(n)
    x = signal - np.polyval(np.polyfit(m, signal, 1), m)
    s = np.abs(np.fft.fft(x))[1 : (n + 1) // 2]
    return (np.argsort(s)[::-1][:k] + 1) * sampling_rate / n

# %% wrong: the last frequency of an odd length left out
# true: a spectrum that ends one frequency too early
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    s = np.abs(np.fft.fft(signal))[1 : n // 2]
    return (np.argsort(s)[::-1][:k] + 1) * sampling_rate / n

# %% wrong: the k strongest, weakest first
# true: the k strongest frequencies, but the weakest of them first
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    s = np.abs(np.fft.fft(signal))[1 : (n + 1) // 2]
    return (np.argsort(s)[-k:] + 1) * sampling_rate / n

# %% wrong: the sizes of the real parts
# true: an order by the real parts, which depend on the phase
def dominant_frequencies(signal, sampling_rate, k):
    n = len(signal)
    s = np.abs(np.fft.fft(signal).real)[1 : (n + 1) // 2]
    return (np.argsort(s)[::-1][:k] + 1) * sampling_rate / n

# %% right: picks the strongest one again and again
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    """Return the k strongest frequencies of a real signal."""
    n = len(signal)
    X = np.fft.fft(signal)
    strengths = {}
    index = 1
    while index < n / 2:
        strengths[index] = abs(X[index])
        index = index + 1
    found = []
    for _ in range(k):
        best = None
        for index in strengths:
            if best is None or strengths[index] > strengths[best]:
                best = index
        found.append(best * sampling_rate / n)
        del strengths[best]
    return np.array(found)

# %% right: slice of the spectrum and argsort
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    n = len(signal)
    strength = np.abs(np.fft.fft(signal))[1 : (n + 1) // 2]
    best = np.argsort(strength)[::-1][:k] + 1
    return best * sampling_rate / n

# %% right: rfft with rfftfreq, mean subtracted first
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    x = np.asarray(signal, dtype=float)
    size = x.size
    power = np.abs(np.fft.rfft(x - x.mean())) ** 2
    f = np.fft.rfftfreq(size, d=1 / sampling_rate)
    inside = np.arange(1, (size - 1) // 2 + 1)
    order = inside[np.argsort(-power[inside])]
    return f[order[:k]]

# %% right: own dft, a sorted list of pairs
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    n = len(signal)
    X = dft(signal)
    pairs = [(float(np.hypot(X[j].real, X[j].imag)), j * sampling_rate / n) for j in range(1, n) if 2 * j < n]
    pairs.sort(reverse=True)
    return [frequency for _, frequency in pairs[:k]]

# %% wrong: after cutting off the zero frequency the index is not shifted back, so all are one bin too low; equation (2)
# true: frequencies one step too low
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    n = len(signal)
    strength = np.abs(np.fft.fft(signal))[1 : (n + 1) // 2]
    return np.argsort(strength)[::-1][:k] * sampling_rate / n

# %% wrong: the zero frequency takes part; "leave out the zero frequency"
# true: a list that includes the zero frequency, the mean
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    n = len(signal)
    strength = np.abs(np.fft.fft(signal))[: (n + 1) // 2]
    return np.argsort(-strength)[:k] * sampling_rate / n

# %% wrong: the mirrored half takes part, so each frequency comes twice; "leave out the negative frequencies"
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    strength = np.abs(np.fft.fft(signal))
    strength[0] = 0
    freqs = np.fft.fftfreq(len(signal), 1 / sampling_rate)
    return freqs[np.argsort(-strength)[:k]]

# %% wrong: argsort without turning it round, weakest of the k first; "strongest first"
# true: the k strongest frequencies, but the weakest of them first
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    n = len(signal)
    strength = np.abs(np.fft.fft(signal))[: (n + 1) // 2]
    strength[0] = 0
    return np.argsort(strength)[-k:] * sampling_rate / n

# %% wrong: n and rate swapped, k * n / r; equation (2) is k r / n
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    n = len(signal)
    strength = np.abs(np.fft.fft(signal))[: (n + 1) // 2]
    strength[0] = 0
    return np.argsort(-strength)[:k] * n / sampling_rate

# %% wrong: real part instead of the absolute value, so sines are missed; "largest absolute values"
# true: an order by the real parts, which depend on the phase
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    n = len(signal)
    strength = np.abs(np.fft.fft(signal).real)[: (n + 1) // 2]
    strength[0] = 0
    return np.argsort(-strength)[:k] * sampling_rate / n

# %% wrong: find_peaks skips the weaker of two neighbours; "two neighbouring frequencies may both be among the strongest"
from scipy.signal import find_peaks


def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    n = len(signal)
    strength = np.abs(np.fft.fft(signal))[: (n + 1) // 2]
    strength[0] = 0
    peaks, _ = find_peaks(np.append(strength, 0.0))
    peaks = peaks[np.argsort(-strength[peaks])]
    return peaks[:k] * sampling_rate / n

# %% wrong: range(1, n // 2) loses the highest frequency of odd lengths; "signals may have any length, odd or even"
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    n = len(signal)
    X = np.abs(np.fft.fft(signal))
    order = sorted(range(1, n // 2), key=lambda j: X[j], reverse=True)
    return np.array([j * sampling_rate / n for j in order[:k]])

# %% wrong: signal -= mean fails for whole numbers and changes the caller's array; any real samples are allowed
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    signal -= signal.mean()
    n = len(signal)
    strength = np.abs(np.fft.fft(signal))[: (n + 1) // 2]
    return np.argsort(-strength)[:k] * sampling_rate / n

# %% wrong: returns the frequencies sorted by frequency, not by strength; "strongest first"
# true: frequencies in rising order instead of by strength
def dominant_frequencies(
    signal: np.ndarray,
    sampling_rate: float,
    k: int,
) -> np.ndarray:
    n = len(signal)
    strength = np.abs(np.fft.fft(signal))[: (n + 1) // 2]
    strength[0] = 0
    best = np.argsort(-strength)[:k]
    return np.sort(best) * sampling_rate / n
