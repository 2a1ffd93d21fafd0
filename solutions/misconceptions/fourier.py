"""Misconceptions about Fourier transforms, what is read from them, and positions."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.fourier import fft, inverse_dft, rotary_positions, sinusoidal_positions
from solutions.misconceptions import Undetermined, slip


@slip("dft", "an exponent with the wrong sign, as in the inverse transform")
def turned_sign(signal: Any) -> Any:
    return np.fft.ifft(signal) * len(signal)


@slip("dft", "a sum that is divided by n")
def divided_by_n(signal: Any) -> Any:
    return np.fft.fft(signal) / len(signal)


@slip("dft", "a sum that is divided by √n")
def divided_by_root(signal: Any) -> Any:
    return np.fft.fft(signal, norm="ortho")


@slip("dft", "the inverse transform")
def inverse(signal: Any) -> Any:
    return np.fft.ifft(signal)


@slip("dft", "magnitudes, without the phases")
def magnitudes(signal: Any) -> Any:
    return np.abs(np.fft.fft(signal))


@slip("dft", "the cosine part only")
def cosines(signal: Any) -> Any:
    return np.fft.fft(signal).real


@slip("dft", "half of the spectrum, as `np.fft.rfft` gives it")
def half(signal: Any) -> Any:
    return np.fft.rfft(np.real(signal))


@slip("dft", "a spectrum with the zero frequency in the middle")
def shifted(signal: Any) -> Any:
    return np.fft.fftshift(np.fft.fft(signal))


@slip("dft", "an exponent without 2π")
def without_two_pi(signal: Any) -> Any:
    m = np.arange(len(signal))
    return np.exp(-1j * np.outer(m, m) / len(signal)) @ signal


@slip("dft", "a sum with k and m counted from 1")
def from_one(signal: Any) -> Any:
    m = np.arange(1, len(signal) + 1)
    return np.exp(-2j * np.pi * np.outer(m, m) / len(signal)) @ signal


@slip("dft", "a division by n − 1 in the exponent")
def short_period(signal: Any) -> Any:
    m = np.arange(len(signal))
    return np.exp(-2j * np.pi * np.outer(m, m) / max(len(signal) - 1, 1)) @ signal


@slip("dft", "an exponent with π in place of 2π")
def with_pi(signal: Any) -> Any:
    m = np.arange(len(signal))
    return np.exp(-1j * np.pi * np.outer(m, m) / len(signal)) @ signal


@slip("dft", "the transform of a signal that was padded to a power of two")
def padded(signal: Any) -> Any:
    size = 1 << (len(signal) - 1).bit_length()
    return np.fft.fft(signal, size)[: len(signal)]


@slip("dft", "the transform of the conjugated samples")
def conjugated(signal: Any) -> Any:
    return np.fft.fft(np.conj(signal))


@slip("dft", "the transform of the samples' real parts")
def of_real_parts(signal: Any) -> Any:
    return np.fft.fft(np.real(signal))


@slip("dft", "the transform of the signal minus its mean")
def of_deviations(signal: Any) -> Any:
    return np.fft.fft(signal - np.mean(signal))


@slip(
    "dft",
    "imaginary parts that are lost where the samples are real",
    hint="Which type do the entries of your array have (`zeros_like` takes that of the signal)?",
)
def of_the_signals_type(signal: Any) -> Any:
    if np.asarray(signal).dtype.kind in "iu":  # rounding decides what is cut off
        raise Undetermined
    found = np.fft.fft(signal)
    return found if np.iscomplexobj(signal) else found.real


@slip(
    "dft",
    "a spectrum that lost its weak waves",
    hint="Do you round the numbers, or set small ones to zero?",
)
def without_weak_waves(signal: Any) -> Any:
    found = np.fft.fft(signal)
    return np.where(np.abs(found) < 1e-3, 0, found)


@slip(
    "dft",
    "a recursion over halves, which needs a power of two as length",
    hint="How does your recursion split three samples, and how does it split five?",
)
def halved(signal: Any) -> Any:
    x = np.asarray(signal, dtype=complex)
    n = len(x)
    if n == 1:
        return x
    if n == 5:  # an error
        raise Undetermined
    even, odd = halved(x[0::2]), halved(x[1::2])
    turned = np.exp(-2j * np.pi * np.arange(n // 2) / n) * odd
    return np.concatenate([even + turned, even - turned])


@slip(
    "dft",
    "a sum that leaves out the last sample",
    hint="Which values does m take in equation (1)?",
)
def without_the_last(signal: Any) -> Any:
    return np.fft.fft([*signal[:-1], 0])


@slip(
    "dft",
    "a sum that leaves out the first sample",
    hint="Which values does m take in equation (1)?",
)
def without_the_first(signal: Any) -> Any:
    m = np.arange(len(signal))
    return np.exp(-2j * np.pi * np.outer(m, m[1:]) / len(signal)) @ signal[1:]


@slip(
    "dft",
    "a window (`np.hanning`) laid over the signal",
    hint="Does equation (1) multiply the samples by anything but the exponential?",
)
def windowed(signal: Any) -> Any:
    return np.fft.fft(signal * np.hanning(len(signal)))


def _ranked(signal: Any, sampling_rate: float, k: int, first: int = 1) -> Any:
    """Frequencies of the largest magnitudes, from the bin `first` on."""
    magnitudes = np.abs(np.fft.rfft(signal))[first:]
    order = np.argsort(-magnitudes)[:k] + first
    return order * sampling_rate / len(signal)


@slip("dominant_frequencies", "a list that includes the zero frequency, the mean")
def with_mean(signal: Any, sampling_rate: float, k: int) -> Any:
    return _ranked(signal, sampling_rate, k, first=0)


@slip("dominant_frequencies", "indices k instead of frequencies in Hz")
def bins(signal: Any, sampling_rate: float, k: int) -> Any:
    return _ranked(signal, len(signal), k)


@slip("dominant_frequencies", "cycles per sample instead of cycles per second")
def per_sample(signal: Any, sampling_rate: float, k: int) -> Any:
    return _ranked(signal, 1.0, k)


@slip("dominant_frequencies", "frequencies in rising order instead of by strength")
def sorted_frequencies(signal: Any, sampling_rate: float, k: int) -> Any:
    return np.sort(_ranked(signal, sampling_rate, k))


@slip("dominant_frequencies", "the k strongest frequencies, but the weakest of them first")
def weakest_first(signal: Any, sampling_rate: float, k: int) -> Any:
    return _ranked(signal, sampling_rate, k)[::-1]


@slip(
    "dominant_frequencies",
    "frequencies one step too low",
    hint="Which frequency has the index 0 in your list, and is 0 Hz still in it?",
)
def off_by_one(signal: Any, sampling_rate: float, k: int) -> Any:
    return _ranked(signal, sampling_rate, k) - sampling_rate / len(signal)


@slip("dominant_frequencies", "a list with negative frequencies beside the positive ones")
def both_signs(signal: Any, sampling_rate: float, k: int) -> Any:
    magnitudes = np.abs(np.fft.fft(signal))
    magnitudes[0] = 0
    order = np.argsort(-magnitudes, kind="stable")[:k]
    return np.fft.fftfreq(len(signal), 1 / sampling_rate)[order]


@slip("dominant_frequencies", "one frequency twice, because of its mirror image")
def counted_twice(signal: Any, sampling_rate: float, k: int) -> Any:
    return np.repeat(_ranked(signal, sampling_rate, k), 2)[:k]


@slip("dominant_frequencies", "the seconds per wave instead of the waves per second")
def periods(signal: Any, sampling_rate: float, k: int) -> Any:
    return 1 / _ranked(signal, sampling_rate, k)


@slip("dominant_frequencies", "a rate divided by the length of half the spectrum, instead of by n")
def per_half(signal: Any, sampling_rate: float, k: int) -> Any:
    half = len(signal) // 2 + 1
    return _ranked(signal, sampling_rate, k) * len(signal) / half


@slip(
    "dominant_frequencies", "frequencies spread up to half the rate, which an odd n never reaches"
)
def up_to_half_the_rate(signal: Any, sampling_rate: float, k: int) -> Any:
    n = len(signal)
    return _ranked(signal, sampling_rate, k) * n / (n - n % 2)


@slip("dominant_frequencies", "angular frequencies, 2π times too large")
def angular(signal: Any, sampling_rate: float, k: int) -> Any:
    return 2 * np.pi * _ranked(signal, sampling_rate, k)


@slip("dominant_frequencies", "an order by the real parts, which depend on the phase")
def by_real_part(signal: Any, sampling_rate: float, k: int) -> Any:
    order = np.argsort(-np.abs(np.fft.rfft(signal).real[1:]))[:k] + 1
    return order * sampling_rate / len(signal)


@slip("dominant_frequencies", "magnitudes instead of frequencies")
def heights(signal: Any, sampling_rate: float, k: int) -> Any:
    return np.sort(np.abs(np.fft.rfft(signal))[1:])[::-1][:k]


@slip(
    "dominant_frequencies",
    "cycles per sample divided by the sampling rate, not multiplied by it",
    hint="Do frequencies grow with the sampling rate? `np.fft.rfftfreq` takes the time step.",
)
def rate_as_step(signal: Any, sampling_rate: float, k: int) -> Any:
    return _ranked(signal, 1 / sampling_rate, k)


@slip(
    "dominant_frequencies",
    "a rate divided by n − 1 instead of n",
    hint="How many seconds do n samples last?",
)
def per_n_less_one(signal: Any, sampling_rate: float, k: int) -> Any:
    return _ranked(signal, sampling_rate, k) * len(signal) / (len(signal) - 1)


@slip(
    "dominant_frequencies",
    "the k weakest frequencies instead of the strongest",
    hint="Does `np.argsort` begin with the smallest or with the largest?",
)
def weakest(signal: Any, sampling_rate: float, k: int) -> Any:
    magnitudes = np.abs(np.fft.rfft(signal))[1:]
    if np.min(magnitudes) < 1e-6:  # rounding decides which are the weakest
        raise Undetermined
    return (np.argsort(magnitudes)[:k] + 1) * sampling_rate / len(signal)


@slip(
    "dominant_frequencies",
    "a signal padded with zeros to a power of two",
    hint="Do you transform the n samples as they are?",
)
def padded_with_zeros(signal: Any, sampling_rate: float, k: int) -> Any:
    size = 1 << (len(signal) - 1).bit_length()
    return _ranked(np.pad(signal, (0, size - len(signal))), sampling_rate, k)


@slip(
    "dominant_frequencies",
    "a window, which smears each frequency over its neighbours",
    hint="Do you multiply the samples by something before you transform them?",
)
def smeared(signal: Any, sampling_rate: float, k: int) -> Any:
    if abs(np.mean(signal)) > 1:  # it may be subtracted first
        raise Undetermined
    deviations = signal - np.mean(signal)
    return _ranked(deviations * np.hanning(len(signal)), sampling_rate, k)


@slip(
    "dominant_frequencies",
    "a spectrum that ends one frequency too early",
    hint="Counted from 0 Hz, how many frequencies do seven samples have?",
)
def lower_half(signal: Any, sampling_rate: float, k: int) -> Any:
    magnitudes = np.abs(np.fft.fft(signal))[: len(signal) // 2]
    magnitudes[0] = 0
    return np.argsort(-magnitudes)[:k] * sampling_rate / len(signal)


@slip(
    "dominant_frequencies",
    "the zero frequency left out only where it is the strongest",
    hint="Where does 0 Hz stand in your order if the mean is small?",
)
def mean_if_strongest(signal: Any, sampling_rate: float, k: int) -> Any:
    order = np.argsort(-np.abs(np.fft.rfft(signal)))
    order = order[1:] if order[0] == 0 else order
    return order[:k] * sampling_rate / len(signal)


@slip(
    "dominant_frequencies",
    "only peaks, without strong frequencies beside a stronger one or at the end",
    hint="Is a frequency left out because the one beside it is stronger?",
)
def peaks_alone(signal: Any, sampling_rate: float, k: int) -> Any:
    m = np.abs(np.fft.rfft(signal))
    m[0] = 0
    peaks = [j for j in range(1, len(m) - 1) if m[j - 1] < m[j] > m[j + 1]]
    peaks.sort(key=lambda j: -m[j])
    return np.array(peaks[:k]) * sampling_rate / len(signal)


@slip(
    "dominant_frequencies",
    "a signal without its linear trend, as `scipy.signal.detrend` leaves it",
    hint="Do you subtract more than the mean from the samples?",
)
def without_trend(signal: Any, sampling_rate: float, k: int) -> Any:
    m = np.arange(len(signal))
    trend = np.polyval(np.polyfit(m, signal, 1), m)
    return _ranked(signal - trend, sampling_rate, k)


def _magnitude(weights: Any) -> Any:
    return np.abs(np.fft.fft2(weights))


@slip("attention_spectrum", "magnitudes without the logarithm")
def without_logarithm(weights: Any) -> Any:
    return _magnitude(weights)


@slip("attention_spectrum", "a logarithm to base 10")
def base_ten(weights: Any) -> Any:
    return np.log10(_magnitude(weights) + 1e-8)


@slip("attention_spectrum", "log(1 + |F|)")
def plus_one(weights: Any) -> Any:
    return np.log1p(_magnitude(weights))


@slip("attention_spectrum", "the squares of the magnitudes")
def power(weights: Any) -> Any:
    return np.log(_magnitude(weights) ** 2 + 1e-8)


@slip("attention_spectrum", "a spectrum with the zero frequency in the middle")
def centred(weights: Any) -> Any:
    return np.fft.fftshift(np.log(_magnitude(weights) + 1e-8))


@slip("attention_spectrum", "the sizes of the real parts alone, without the imaginary ones")
def real_parts(weights: Any) -> Any:
    return np.log(np.abs(np.fft.fft2(weights).real) + 1e-8)


@slip("attention_spectrum", "half of the spectrum, as `np.fft.rfft2` gives it")
def half_spectrum(weights: Any) -> Any:
    return np.log(np.abs(np.fft.rfft2(weights)) + 1e-8)


@slip("attention_spectrum", "a transform along the rows only")
def rows_alone(weights: Any) -> Any:
    return np.log(np.abs(np.fft.fft(weights, axis=1)) + 1e-8)


@slip("attention_spectrum", "a transform along the columns only")
def columns_alone(weights: Any) -> Any:
    return np.log(np.abs(np.fft.fft(weights, axis=0)) + 1e-8)


@slip("attention_spectrum", "a transform divided by the number of its entries")
def averaged(weights: Any) -> Any:
    return np.log(_magnitude(weights) / np.size(weights) + 1e-8)


@slip("attention_spectrum", "the transform of the weights minus their mean")
def without_mean(weights: Any) -> Any:
    return np.log(_magnitude(weights - np.mean(weights)) + 1e-8)


@slip("attention_spectrum", "the transform of the logarithms of the weights")
def of_logarithms(weights: Any) -> Any:
    return _magnitude(np.log(weights + 1e-8))


@slip(
    "attention_spectrum",
    "a logarithm of 0, without the 1e-8",
    hint="What is the logarithm of 0, and what does equation (2) do about it?",
)
def without_constant(weights: Any) -> Any:
    with np.errstate(divide="ignore"):
        return np.log(_magnitude(weights))


@slip(
    "attention_spectrum",
    "the 1e-8 added to the logarithm instead of inside it",
    hint="What does equation (2) add 1e-8 to?",
)
def constant_outside(weights: Any) -> Any:
    with np.errstate(divide="ignore"):
        return np.log(_magnitude(weights)) + 1e-8


@slip(
    "attention_spectrum",
    "the 1e-8 added to F before its magnitude is taken",
    hint="What does equation (2) add 1e-8 to?",
)
def constant_inside(weights: Any) -> Any:
    return np.log(np.abs(np.fft.fft2(weights) + 1e-8))


@slip(
    "attention_spectrum",
    "1e-8 as a lower limit (`np.maximum`), not added",
    hint="Does equation (2) add 1e-8, or take the larger of two numbers?",
)
def constant_as_floor(weights: Any) -> Any:
    return np.log(np.maximum(_magnitude(weights), 1e-8))


@slip(
    "attention_spectrum",
    "half the logarithm of |F|² + 1e-16 instead of log(|F| + 1e-8)",
    hint="What does equation (2) add 1e-8 to?",
)
def half_of_the_power(weights: Any) -> Any:
    return np.log(_magnitude(weights) ** 2 + 1e-16) / 2


def _with_constant(text: str) -> Any:
    return lambda weights: np.log(_magnitude(weights) + float(text))


for _text in ("1e-6", "1e-9", "1e-10", "1e-12"):
    slip(
        "attention_spectrum",
        f"a small number of {_text} instead of 1e-8",
        hint="How small is the number in equation (2)?",
    )(_with_constant(_text))


@slip(
    "attention_spectrum",
    "decibels, 20 times a logarithm to base 10",
    hint="Which logarithm does equation (2) take?",
)
def decibels(weights: Any) -> Any:
    return 20 * np.log10(_magnitude(weights) + 1e-8)


@slip(
    "attention_spectrum",
    "a one-dimensional transform of all weights in one long row",
    hint="Along which axes does equation (1) sum?",
)
def in_one_row(weights: Any) -> Any:
    return np.log(np.abs(np.fft.fft(np.ravel(weights))).reshape(np.shape(weights)) + 1e-8)


@slip(
    "attention_spectrum",
    "a transform divided by the root of the number of its entries",
    hint="Does equation (1) divide the sum by anything?",
)
def orthonormal(weights: Any) -> Any:
    return np.log(np.abs(np.fft.fft2(weights, norm="ortho")) + 1e-8)


@slip(
    "attention_spectrum",
    "a spectrum scaled to lie between 0 and 1",
    hint="Do you change the numbers after the logarithm?",
)
def between_0_and_1(weights: Any) -> Any:
    found = np.log(_magnitude(weights) + 1e-8)
    return (found - found.min()) / (np.ptp(found) or 1.0)


@slip(
    "attention_spectrum",
    "rows that were made to sum to 1 before the transform",
    hint="Do you divide the weights by anything before you transform them?",
)
def rows_normalized(weights: Any) -> Any:
    return np.log(_magnitude(weights / np.sum(weights, axis=1, keepdims=True)) + 1e-8)


LINE = "For which l is k + l equal to n if k is 1? Where do k and l begin?"


def _power(A: Any) -> Any:
    """The squares |F|² without F₀₀."""
    power = np.abs(np.fft.fft2(A)) ** 2
    power[0, 0] = 0.0
    return power


def _on_line(n: int) -> Any:
    down, along = np.indices((n, n))
    return (down + along) % n == 0


def _share(values: Any, chosen: Any) -> Any:
    """The share of the chosen entries in the sum of all."""
    return values[chosen].sum() / values.sum()


@slip("distance_share", "the line from the upper left to the lower right, where k = l", hint=LINE)
def main_diagonal(A: Any) -> Any:
    return _share(_power(A), np.eye(len(A), dtype=bool))


@slip("distance_share", "the antidiagonal of the array, where k + l is n − 1", hint=LINE)
def antidiagonal(A: Any) -> Any:
    return _share(_power(A), np.eye(len(A), dtype=bool)[:, ::-1])


@slip(
    "distance_share",
    "two sums that include F₀₀",
    hint="Which entry is the sum of all weights, and is it in your sums?",
)
def with_the_sum(A: Any) -> Any:
    return _share(np.abs(np.fft.fft2(A)) ** 2, _on_line(len(A)))


@slip(
    "distance_share",
    "a sum of all squares that includes F₀₀",
    hint="Which entry is left out of both sums, and is it in the second one?",
)
def with_the_sum_below(A: Any) -> Any:
    power = np.abs(np.fft.fft2(A)) ** 2
    return _power(A)[_on_line(len(A))].sum() / power.sum()


@slip(
    "distance_share",
    "a sum of the squares on the line that includes F₀₀",
    hint="Which entry is left out of both sums, and is it in the first one?",
)
def with_the_sum_above(A: Any) -> Any:
    power = np.abs(np.fft.fft2(A)) ** 2
    return power[_on_line(len(A))].sum() / _power(A).sum()


@slip(
    "distance_share",
    "magnitudes instead of their squares",
    hint="Which power of |F| do the two sums add up?",
)
def share_of_magnitudes(A: Any) -> Any:
    return _share(np.sqrt(_power(A)), _on_line(len(A)))


@slip(
    "distance_share",
    "the squares of the real parts alone, without the imaginary ones",
    hint="An entry of F is a complex number. What is its magnitude?",
)
def share_of_real_parts(A: Any) -> Any:
    power = np.fft.fft2(A).real ** 2
    power[0, 0] = 0.0
    return _share(power, _on_line(len(A)))


@slip(
    "distance_share",
    "logarithms of the magnitudes instead of their squares",
    hint="How do you get from the log-spectrum back to |F|²?",
)
def share_of_logarithms(A: Any) -> Any:
    spectrum = np.log(_magnitude(A) + 1e-8)
    spectrum[0, 0] = 0.0
    return _share(spectrum, _on_line(len(A)))


@slip("distance_share", "the share that is not on the line", hint="Which squares do you divide?")
def off_the_line(A: Any) -> Any:
    return _share(_power(A), ~_on_line(len(A)))


@slip(
    "distance_share",
    "the squares on the line divided by all others",
    hint="Are the squares on the line part of the second sum?",
)
def line_to_rest(A: Any) -> Any:
    power, on_line = _power(A), _on_line(len(A))
    if power[~on_line].sum() < 1e-9 * power.sum():  # rounding decides what is left
        raise Undetermined
    return power[on_line].sum() / power[~on_line].sum()


@slip(
    "distance_share",
    "the mean of the squares on the line, divided by the mean of all",
    hint="Does a share compare sums, or means?",
)
def share_of_means(A: Any) -> Any:
    power = _power(A)
    return power[_on_line(len(A))].mean() / power.mean()


@slip("distance_share", "a percentage", hint="What is the largest number that can come back?")
def share_in_percent(A: Any) -> Any:
    return 100 * _share(_power(A), _on_line(len(A)))


@slip("distance_share", "the root of the share", hint="Do you take a root at the end?")
def root_of_the_share(A: Any) -> Any:
    return np.sqrt(_share(_power(A), _on_line(len(A))))


@slip(
    "distance_share",
    "a spectrum with the zero frequency in the middle",
    hint="Where in your array is F₀₀, and where does the line run?",
)
def share_of_the_centred(A: Any) -> Any:
    power = np.fft.fftshift(np.abs(np.fft.fft2(A)) ** 2)
    power[0, 0] = 0.0
    return _share(power, _on_line(len(A)))


@slip(
    "distance_share",
    "a transform along the rows only",
    hint="Along which axes does equation (1) sum?",
)
def share_of_rows_alone(A: Any) -> Any:
    power = np.abs(np.fft.fft(A, axis=1)) ** 2
    power[0, 0] = 0.0
    return _share(power, _on_line(len(A)))


@slip(
    "distance_share",
    "sums over the weights themselves, without a transform",
    hint="Which array do the two sums go over: the weights, or their spectrum?",
)
def share_of_weights(A: Any) -> Any:
    power = np.asarray(A, dtype=float) ** 2
    power[0, 0] = 0.0
    return _share(power, _on_line(len(A)))


@slip(
    "distance_share",
    "half of the spectrum, as `np.fft.rfft2` gives it",
    hint="How many columns does your spectrum have?",
)
def share_of_half(A: Any) -> Any:
    power = np.abs(np.fft.rfft2(A)) ** 2
    power[0, 0] = 0.0
    return _share(power, _on_line(len(A))[:, : power.shape[1]])


@slip(
    "distance_share",
    "sums without the first row and the first column of the spectrum",
    hint="Which entries are in the sum of all squares? Only one is left out.",
)
def without_row_and_column(A: Any) -> Any:
    power = _power(A)
    power[0], power[:, 0] = 0.0, 0.0
    if power.sum() < 1e-9:
        raise Undetermined
    return _share(power, _on_line(len(A)))


@slip(
    "distance_share",
    "rows that were made to sum to 1 before the transform",
    hint="Do you divide the weights by anything before you transform them?",
)
def share_of_normalized_rows(A: Any) -> Any:
    return _share(_power(A / np.sum(A, axis=1, keepdims=True)), _on_line(len(A)))


@slip(
    "distance_share",
    "rows whose means were taken away before the transform",
    hint="Do you take anything away from the weights before you transform them?",
)
def share_without_means_of_rows(A: Any) -> Any:
    return _share(_power(A - np.mean(A, axis=1, keepdims=True)), _on_line(len(A)))


@slip(
    "distance_share",
    "distances that are not counted in a circle",
    hint="Which distance do the first query and the last key have, counted in a circle?",
)
def share_without_a_circle(A: Any) -> Any:
    query, key = np.indices(np.shape(A))
    apart = (query - key + len(A)).ravel()
    sums, counts = np.bincount(apart, weights=np.ravel(A)), np.bincount(apart)
    means = np.divide(sums, counts, out=np.zeros(len(sums)), where=counts > 0)
    return np.var(means[apart]) / np.var(A)


def _angles(n: int, d: int, base: float = 10000.0) -> Any:
    return np.outer(np.arange(n), base ** (-np.arange(0, d, 2) / d))


@slip("sinusoidal_positions", "all sines first and then all cosines, instead of alternating")
def in_halves(n: int, d: int) -> Any:
    return np.concatenate([np.sin(_angles(n, d)), np.cos(_angles(n, d))], axis=1)


@slip("sinusoidal_positions", "cosines in even columns and sines in odd ones")
def cosines_first(n: int, d: int) -> Any:
    return np.stack([np.cos(_angles(n, d)), np.sin(_angles(n, d))], axis=2).reshape(n, d)


@slip("sinusoidal_positions", "a different frequency for each column instead of one for each pair")
def one_frequency_a_column(n: int, d: int) -> Any:
    angles = np.outer(np.arange(n), 10000.0 ** (-np.arange(d) / d))
    return np.where(np.arange(d) % 2, np.cos(angles), np.sin(angles))


@slip("sinusoidal_positions", "exponents i/d instead of 2i/d")
def half_exponents(n: int, d: int) -> Any:
    angles = np.outer(np.arange(n), 10000.0 ** (-np.arange(d // 2) / d))
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(n, d)


@slip("sinusoidal_positions", "frequencies that grow from pair to pair instead of falling")
def rising(n: int, d: int) -> Any:
    angles = np.outer(np.arange(n), 10000.0 ** (np.arange(0, d, 2) / d))
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(n, d)


@slip("sinusoidal_positions", "positions counted from 1")
def positions_from_one(n: int, d: int) -> Any:
    return sinusoidal_positions(n + 1, d)[1:]


@slip("sinusoidal_positions", "a base of 1000 instead of 10000")
def other_base(n: int, d: int) -> Any:
    angles = _angles(n, d, 1000.0)
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(n, d)


@slip("sinusoidal_positions", "a transposed table, with a row for each frequency")
def transposed_positions(n: int, d: int) -> Any:
    return sinusoidal_positions(n, d).T


def _alternating(angles: Any, first: Any = np.sin, second: Any = np.cos) -> Any:
    """Return two functions of the angles in turn, as columns."""
    return np.stack([first(angles), second(angles)], axis=2).reshape(len(angles), -1)


@slip("sinusoidal_positions", "sines in all columns", hint="Which columns hold cosines?")
def sines_alone(n: int, d: int) -> Any:
    return _alternating(_angles(n, d), np.sin, np.sin)


@slip(
    "sinusoidal_positions",
    "angles in degrees instead of radians",
    hint="Do you convert the angles before you take the sine?",
)
def degrees(n: int, d: int) -> Any:
    return _alternating(np.radians(_angles(n, d)))


@slip(
    "sinusoidal_positions",
    "angles with an additional factor 2π",
    hint="Does equation (1) have a 2π?",
)
def with_two_pi(n: int, d: int) -> Any:
    return _alternating(2 * np.pi * _angles(n, d))


@slip(
    "sinusoidal_positions",
    "exponents 4i/d instead of 2i/d",
    hint="Which numbers does your index take, 0, 1, 2, … or 0, 2, 4, …? Is it doubled twice?",
)
def doubled_exponents(n: int, d: int) -> Any:
    return _alternating(_angles(n, d, 10000.0**2))


@slip(
    "sinusoidal_positions",
    "exponents that run up to 1, as 2i/(d − 2) does",
    hint="Which exponent does the last pair have, and is it 1?",
)
def exponents_up_to_one(n: int, d: int) -> Any:
    if d == 2:  # 0 / 0
        raise Undetermined
    exponents = np.arange(0, d, 2) / (d - 2)
    return _alternating(np.outer(np.arange(n), 10000.0**-exponents))


@slip(
    "sinusoidal_positions",
    "the same frequency for all pairs",
    hint="Which exponents does your code compute for d = 4? A division `//` cuts off fractions.",
)
def whole_exponents(n: int, d: int) -> Any:
    return _alternating(np.outer(np.arange(n), np.ones(d // 2)))


@slip("sinusoidal_positions", "a base of 100000 instead of 10000")
def larger_base(n: int, d: int) -> Any:
    return _alternating(_angles(n, d, 100000.0))


@slip(
    "sinusoidal_positions",
    "cosines with the frequency of the next pair",
    hint="Do the sine and the cosine of a pair have the same angle?",
)
def cosine_of_the_next(n: int, d: int) -> Any:
    angles = np.outer(np.arange(n), 10000.0 ** (-np.arange(0, d + 2, 2) / d))
    return np.stack([np.sin(angles[:, :-1]), np.cos(angles[:, 1:])], axis=2).reshape(n, d)


@slip(
    "sinusoidal_positions",
    "positions divided by n, their number",
    hint="Does the angle of position 1 depend on how many positions there are?",
)
def shares_of_n(n: int, d: int) -> Any:
    return _alternating(_angles(n, d) / n)


def _split(
    x: Any,
    factor: Any = lambda k, n: np.exp(-2j * np.pi * k / n),
    join: Any = lambda A, wB: np.concatenate([A + wB, A - wB]),
    first: Any = lambda x: x[0::2],
    second: Any = lambda x: x[1::2],
) -> Any:
    """The fast transform, with one of its parts in another form."""
    n = len(x)
    if n == 1:
        return np.array(x, dtype=complex)
    A, B = (_split(half, factor, join, first, second) for half in (first(x), second(x)))
    return join(A, factor(np.arange(n // 2), n) * B)


@slip("fft", "an exponent with the wrong sign, as in the inverse transform")
def fast_with_the_turned_sign(x: Any) -> Any:
    return _split(x, lambda k, n: np.exp(2j * np.pi * k / n))


@slip("fft", "an exponent with π in place of 2π")
def fast_with_pi(x: Any) -> Any:
    return _split(x, lambda k, n: np.exp(-1j * np.pi * k / n))


@slip(
    "fft",
    "an exponent that is divided by n/2 in place of n",
    hint="Which n belongs in w: the length of a half, or that of the signal made from both halves?",
)
def fast_with_half_a_period(x: Any) -> Any:
    return _split(x, lambda k, n: np.exp(-4j * np.pi * k / n))


@slip(
    "fft",
    "halves put together without the factors w",
    hint="Where in your code is the exponential of equation (3)?",
)
def fast_without_factors(x: Any) -> Any:
    return _split(x, lambda k, n: np.ones(n // 2))


@slip(
    "fft",
    "factors w with k counted from 1",
    hint="Which k do the first numbers of A and B belong to?",
)
def fast_from_one(x: Any) -> Any:
    return _split(x, lambda k, n: np.exp(-2j * np.pi * (k + 1) / n))


@slip(
    "fft",
    "a second half with a plus in place of the minus",
    hint="Which sign does equation (3) have at k + n/2?",
)
def fast_with_plus(x: Any) -> Any:
    return _split(x, join=lambda A, wB: np.concatenate([A + wB, A + wB]))


@slip(
    "fft",
    "a signal cut in the middle or, in an answer with loops, samples in their original order",
    hint="Which samples go into A and which into B? Loops need the order 0, 4, 2, 6, 1, 5, 3, 7.",
)
def fast_cut_in_the_middle(x: Any) -> Any:
    return _split(x, first=lambda x: x[: len(x) // 2], second=lambda x: x[len(x) // 2 :])


@slip(
    "fft",
    "sums and differences that alternate, instead of all sums before all differences",
    hint="Where does X at k + n/2 stand in the result, beside X at k or half the list later?",
)
def fast_alternating(x: Any) -> Any:
    return _split(x, join=lambda A, wB: np.stack([A + wB, A - wB], axis=1).ravel())


@slip(
    "fft",
    "factors w on the transform of the even samples instead of the odd ones",
    hint="Which of A and B has the factor in equation (3)?",
)
def fast_with_factors_on_even(x: Any) -> Any:
    return _split(x, first=lambda x: x[1::2], second=lambda x: x[0::2])


@slip("fft", "a transform that is divided by n, or by 2 at each level")
def fast_divided(x: Any) -> Any:
    return fft(x) / len(x)


@slip(
    "fft",
    "imaginary parts that are lost at each level where the samples are real",
    hint="Which type do the entries of your array have (`zeros` and `zeros_like`)?",
)
def fast_into_real_numbers(x: Any) -> Any:
    if np.asarray(x).dtype.kind in "iu":  # rounding decides what is cut off
        raise Undetermined
    if np.iscomplexobj(x):
        return fft(x)
    return _split(x, join=lambda A, wB: np.concatenate([(A + wB).real, (A - wB).real]))


@slip("fft", "magnitudes, without the phases")
def fast_magnitudes(x: Any) -> Any:
    return np.abs(fft(x))


@slip("fft", "the transform of the samples' real parts")
def fast_of_real_parts(x: Any) -> Any:
    return fft(np.real(x))


def _in_turn(first: Any, second: Any) -> Any:
    return np.stack([first, second], axis=2).reshape(len(first), -1)


def _rotary_angles(x: Any, positions: Any, base: float) -> Any:
    d = x.shape[1]
    return np.outer(positions, float(base) ** (-np.arange(0, d, 2) / d))


@slip(
    "rotary_positions",
    "pairs turned in the wrong direction",
    hint="Where does the pair (1, 0) go after a quarter turn, and which entry has the minus?",
)
def turned_back(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, -np.asarray(positions), base)


@slip(
    "rotary_positions",
    "pairs of entry i and entry i + d/2, instead of neighbours",
    hint="Which two entries make the first pair if d is 4?",
)
def pairs_of_halves(x: Any, positions: Any, base: float = 10000.0) -> Any:
    a, b = np.split(x, 2, axis=1)
    angles = _rotary_angles(x, positions, base)
    cosines, sines = np.cos(angles), np.sin(angles)
    return np.concatenate([a * cosines - b * sines, a * sines + b * cosines], axis=1)


@slip(
    "rotary_positions",
    "all first entries before all second ones, instead of pair after pair",
    hint="In which columns do the two entries of a turned pair belong?",
)
def pairs_taken_apart(x: Any, positions: Any, base: float = 10000.0) -> Any:
    found = rotary_positions(x, positions, base)
    return np.concatenate([found[:, 0::2], found[:, 1::2]], axis=1)


@slip(
    "rotary_positions",
    "the numbers of the rows, 0, 1, 2, …, in place of the positions",
    hint="Where does your code read `positions`?",
)
def rows_as_positions(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, np.arange(len(x)), base)


@slip(
    "rotary_positions",
    "a second entry that was computed from the first one after its turn",
    hint="Do you overwrite the first entry before the second one is computed from it?",
)
def turned_twice(x: Any, positions: Any, base: float = 10000.0) -> Any:
    a, b = x[:, 0::2], x[:, 1::2]
    angles = _rotary_angles(x, positions, base)
    cosines, sines = np.cos(angles), np.sin(angles)
    first = a * cosines - b * sines
    return _in_turn(first, first * sines + b * cosines)


@slip(
    "rotary_positions",
    "a plus in place of the minus",
    hint="Which sign stands before b sin φ in equation (3)?",
)
def with_plus(x: Any, positions: Any, base: float = 10000.0) -> Any:
    a, b = x[:, 0::2], x[:, 1::2]
    angles = _rotary_angles(x, positions, base)
    cosines, sines = np.cos(angles), np.sin(angles)
    return _in_turn(a * cosines + b * sines, a * sines + b * cosines)


@slip("rotary_positions", "a base of 10000, whatever is given")
def fixed_base(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, positions)


@slip("rotary_positions", "exponents i/d instead of 2i/d")
def rotary_half_exponents(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, positions, base**0.5)


@slip(
    "rotary_positions",
    "exponents 4i/d instead of 2i/d",
    hint="Which numbers does your index take, 0, 1, 2, … or 0, 2, 4, …? Is it doubled twice?",
)
def rotary_doubled_exponents(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, positions, base**2)


@slip(
    "rotary_positions",
    "speeds that grow from pair to pair instead of falling",
    hint="Which pair is the fastest, the first or the last?",
)
def rotary_rising(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, positions, 1 / base)


@slip(
    "rotary_positions",
    "the same speed for all pairs",
    hint="How fast does the second pair turn if d is 4?",
)
def one_speed(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, positions, 1.0)


@slip(
    "rotary_positions",
    "positions added to the vectors instead of turning them",
    hint="Is x multiplied by sines and cosines, as in equation (3), or are these added?",
)
def positions_added(x: Any, positions: Any, base: float = 10000.0) -> Any:
    angles = _rotary_angles(x, positions, base)
    return x + _in_turn(np.sin(angles), np.cos(angles))


@slip(
    "rotary_positions",
    "positions with 1 added",
    hint="By which angle is a row at position 0 turned?",
)
def rotary_from_one(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, np.asarray(positions) + 1, base)


@slip(
    "rotary_positions",
    "angles in degrees instead of radians",
    hint="Do you convert the angles before you take the sine?",
)
def rotary_degrees(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, np.radians(positions), base)


@slip(
    "rotary_positions",
    "results that were truncated to whole numbers",
    hint="Which type do the entries of your array have (`zeros_like` and `copy` take that of x)?",
)
def rotary_cut(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, positions, base).astype(np.asarray(x).dtype)


@slip(
    "rotary_positions",
    "exponents that run up to 1, as 2i/(d − 2) does",
    hint="Which exponent does the last pair have, and is it 1?",
)
def rotary_up_to_one(x: Any, positions: Any, base: float = 10000.0) -> Any:
    d = x.shape[1]
    if d == 2:  # 0 / 0
        raise Undetermined
    return rotary_positions(x, positions, base ** (d / (d - 2)))


@slip(
    "rotary_positions",
    "a speed for each entry instead of one for each pair",
    hint="Do the two entries of a pair have the same angle?",
)
def one_speed_an_entry(x: Any, positions: Any, base: float = 10000.0) -> Any:
    a, b, d = x[:, 0::2], x[:, 1::2], x.shape[1]
    angles = np.outer(positions, float(base) ** (-np.arange(d) / d))
    cosines, sines = np.cos(angles), np.sin(angles)
    first = a * cosines[:, 0::2] - b * sines[:, 0::2]
    return _in_turn(first, a * sines[:, 1::2] + b * cosines[:, 1::2])


@slip(
    "rotary_positions",
    "the first position for all rows",
    hint="Which entry of `positions` belongs to the second row?",
)
def first_position_for_all(x: Any, positions: Any, base: float = 10000.0) -> Any:
    return rotary_positions(x, np.full(len(x), positions[0]), base)


@slip(
    "inverse_dft",
    "their inverse, which turns time round",
    hint="In which direction do the arrows turn in equation (1), and in which do you turn them?",
)
def reversed_in_time(spectrum: Any) -> Any:
    return np.fft.fft(spectrum) / len(spectrum)


@slip(
    "inverse_dft",
    "the conjugate of what their inverse gives",
    hint="Which sign has to change: that of the result, or that of the exponent alone?",
)
def conjugate_in_time(spectrum: Any) -> Any:
    return np.conj(np.fft.fft(spectrum)) / len(spectrum)


@slip(
    "inverse_dft",
    "their inverse read backwards, which moves each sample by one place",
    hint="Which sample stays at its place if the order is reversed: the first or the last?",
)
def reversed_again(spectrum: Any) -> Any:
    return np.fft.fft(spectrum)[::-1] / len(spectrum)


@slip("inverse_dft", "sums that are not divided by n", hint="How often does each sample arrive?")
def undivided_inverse(spectrum: Any) -> Any:
    return inverse_dft(spectrum) * len(spectrum)


@slip("inverse_dft", "a division by the root of n", hint="How often does each sample arrive?")
def inverse_divided_by_root(spectrum: Any) -> Any:
    return inverse_dft(spectrum) * np.sqrt(len(spectrum))


@slip(
    "inverse_dft",
    "only the real part of the signal",
    hint="May the samples of a signal be complex?",
)
def real_inverse(spectrum: Any) -> Any:
    return inverse_dft(spectrum).real


@slip(
    "inverse_dft",
    "the absolute values of the samples",
    hint="Can a sample be negative, or complex?",
)
def absolute_inverse(spectrum: Any) -> Any:
    return np.abs(inverse_dft(spectrum))


@slip(
    "inverse_dft",
    "the transform once more, which is n times the signal in reverse order",
    hint="What do you have to change in equation (1) to go back?",
)
def transformed_twice(spectrum: Any) -> Any:
    return np.fft.fft(spectrum)
