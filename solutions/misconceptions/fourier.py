"""Misconceptions about the discrete Fourier transform, what is read from it, and positions."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.fourier import sinusoidal_positions
from solutions.misconceptions import slip


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
    "dominant_frequencies", "frequencies one step too low, because 0 Hz was cut off but not counted"
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


@slip("dominant_frequencies", "the seconds that a wave takes, instead of waves in a second")
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


@slip("sinusoidal_positions", "positions multiplied by 10000^(2i/d) instead of divided by it")
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
