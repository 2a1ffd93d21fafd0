"""Fourier analysis: transforms and their inverse, dominant frequencies, spectra, and positions.

Pure functions of finite arrays. Each takes anything that `numpy.asarray` takes (nested lists too),
computes in double precision, returns new arrays and never writes to its arguments.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Complexes = npt.NDArray[np.complex128]

EPSILON = 1e-8
"""What is added to a magnitude before its logarithm, in the unit of the weights."""


def dft(signal: npt.ArrayLike) -> Complexes:
    """Return the discrete Fourier transform of a signal of any length.

        X_k = Σ_{m=0}^{n-1} x_m exp(-2πi k m / n),   k = 0, …, n - 1

    Args:
        signal: x, shape (n,), n ≥ 1, real or complex; any unit.

    Returns:
        X, complex, shape (n,); unit of x. X_k belongs to k cycles over the whole signal, X_{n-k} to
        as many backwards.

    Raises:
        ValueError: the signal is not a non-empty vector.

    Source: A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, 3rd ed., section 8.5;
    an even n is split in two as in J. Cooley, J. Tukey, Math. Comp. 19 (1965) 297.
    """
    return _transform(_array(signal, "signal", 1))


def inverse_dft(spectrum: npt.ArrayLike) -> Complexes:
    """Return the signal that has a spectrum.

        x_m = 1/n Σ_{k=0}^{n-1} X_k exp(2πi k m / n),   m = 0, …, n - 1

    Args:
        spectrum: X, shape (n,), n ≥ 1, real or complex; any unit.

    Returns:
        x, complex, shape (n,); unit of X.

    Raises:
        ValueError: the spectrum is not a non-empty vector.

    Source: A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, 3rd ed., section 8.5.
    """
    X = _array(spectrum, "spectrum", 1)
    signal: Complexes = _transform(X.conj()).conj() / len(X)
    return signal


def dominant_frequencies(signal: npt.ArrayLike, sampling_rate: float, k: int) -> Floats:
    """Return the frequencies with the largest amplitudes in a real signal without its mean.

        f_j = j · sampling_rate / n,   j = 1, …, ⌊n/2⌋,   ordered by |X_j|, the largest first

    Args:
        signal: x, shape (n,), real, n ≥ 2, samples at equal distances in time; any unit. At half
            the sampling rate it has no energy: there an amplitude can't be told from a phase.
        sampling_rate: samples per second, in Hz, positive.
        k: how many frequencies, 1 ≤ k ≤ ⌊n/2⌋; a count.

    Returns:
        Frequencies in Hz, shape (k,), the strongest first. Those of equal magnitude come in rising
        order, up to rounding.

    Raises:
        ValueError: the signal is not a real vector of two samples or more, the rate is not
            positive, or k is out of range.

    Source: A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, 3rd ed., section 10.2.
    """
    samples = _array(signal, "signal", 1)
    n = samples.size
    if np.iscomplexobj(samples) or n < 2:
        raise ValueError("signal must be real and have two samples or more.")
    if not 0 < sampling_rate < np.inf:
        raise ValueError(f"sampling_rate must be positive, not {sampling_rate}.")
    if not 1 <= k <= n // 2:
        raise ValueError(f"k must lie in 1..{n // 2}, not {k}.")
    magnitudes = np.abs(_transform(samples)[1 : n // 2 + 1])  # (n // 2,), of j = 1, 2, …
    strongest = 1 + np.argsort(-magnitudes, kind="stable")[:k]  # (k,)
    return np.asarray(strongest * (sampling_rate / n), dtype=np.float64)


def fft(x: npt.ArrayLike) -> Complexes:
    """Return the discrete Fourier transform of 2^m samples, by splitting into even and odd ones.

        X_k = A_k + w_k B_k,   X_{k+n/2} = A_k − w_k B_k,   w_k = exp(-2πi k / n),   k < n/2

    where A and B are the transforms of x_0, x_2, … and of x_1, x_3, …; a single sample is its own.
    That takes n/2 · log₂ n products with a w_k.

    Args:
        x: shape (n,), n a power of two (1, 2, 4, …), real or complex; any unit.

    Returns:
        X, complex, shape (n,); unit of x. Order and sign are those of `dft`.

    Raises:
        ValueError: x is no vector, or its length is not a power of two.

    Source: J. Cooley, J. Tukey, Math. Comp. 19 (1965) 297.
    """
    samples = _array(x, "x", 1)
    if samples.size & (samples.size - 1):
        raise ValueError(f"x must have a power of two of samples, not {samples.size}.")
    return _transform(samples)


def attention_spectrum(weights: npt.ArrayLike) -> Floats:
    """Return the log magnitudes of a matrix's two-dimensional Fourier transform.

        S_kl = log(|F_kl| + ε),   F_kl = Σ_ij A_ij exp(-2πi (k i / n + l j / m)),   ε = 1e-8

    Args:
        weights: A, shape (n, m), real or complex; attention weights are dimensionless.

    Returns:
        S, natural logarithms, shape (n, m); the zero frequency stands at [0, 0]. The ε keeps them
        finite where F vanishes, at log ε ≈ -18.4.

    Raises:
        ValueError: the weights are not a non-empty matrix.

    Source: R. C. Gonzalez, R. E. Woods, Digital Image Processing, 4th ed., section 4.6, which adds
    1 in place of ε.
    """
    transform = np.fft.fft2(_array(weights, "weights", 2))  # (n, m)
    spectrum: Floats = np.log(np.abs(transform) + EPSILON)
    return spectrum


def distance_share(A: npt.ArrayLike) -> float:
    """Return how much of an attention pattern depends on the distance of query and key alone.

        share = Σ_{k=1}^{n-1} |F_{k, n-k}|² / Σ_{(k,l) ≠ (0,0)} |F_kl|²,   F = fft2(A)

    which is, by Parseval's theorem, the variance that the means over equal distances explain:

        share = n Σ_c (m_c − μ)² / Σ_ab (A_ab − μ)²,   m_c the mean of all A_ab with a − b ≡ c mod n

    Args:
        A: shape (n, n), n ≥ 2, real, a row for each query; attention weights are dimensionless. Its
            entries, of mean μ, are not all equal.

    Returns:
        The share, from 0 to 1, dimensionless: 1 if A_ab is a function of (a − b) mod n.

    Raises:
        ValueError: A is not a real square matrix, or all its entries are equal.

    Source: R. M. Gray, Toeplitz and Circulant Matrices: A Review, Found. Trends Commun. Inf. Theory
    2 (2006) 155, chapter 3: the Fourier transform makes a circulant matrix diagonal.
    """
    weights = _array(A, "A", 2)
    n = len(weights)
    if weights.shape != (n, n) or np.iscomplexobj(weights) or np.ptp(weights) == 0:
        raise ValueError("A must be a real square matrix whose entries are not all equal.")
    deviations = weights - weights.mean()
    query, key = np.indices((n, n))
    sums = np.bincount(((query - key) % n).ravel(), weights=deviations.ravel())  # (n,), by distance
    return float(np.sum(sums**2) / n / np.sum(deviations**2))


def sinusoidal_positions(n: int, d: int) -> Floats:
    """Return encodings of positions by sines and cosines of geometric wavelengths.

        E[p, 2i] = sin(p / 10000^(2i/d)),   E[p, 2i + 1] = cos(p / 10000^(2i/d))

    Args:
        n: how many positions, 0 … n − 1, n ≥ 1; a count.
        d: how many entries each has, even, ≥ 2; a count.

    Returns:
        E, shape (n, d), dimensionless, each in [-1, 1].

    Raises:
        ValueError: n is below 1, or d is odd or below 2.

    Source: A. Vaswani et al., Attention Is All You Need, NeurIPS 2017, section 3.5.
    """
    if n < 1 or d < 2 or d % 2:
        raise ValueError(f"n must be at least 1 and d even and at least 2, not {n} and {d}.")
    rates = 10000.0 ** (-np.arange(0, d, 2) / d)  # (d / 2,), of falling frequency
    angles = np.outer(np.arange(n), rates)  # (n, d / 2)
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(n, d)


def rotary_positions(x: npt.ArrayLike, positions: npt.ArrayLike, base: float = 10000.0) -> Floats:
    """Return vectors with each pair of entries turned by an angle that grows with the position.

        y[r, 2i]     = x[r, 2i] cos φ − x[r, 2i + 1] sin φ
        y[r, 2i + 1] = x[r, 2i] sin φ + x[r, 2i + 1] cos φ,   φ = positions[r] · base^(−2i/d)

    The product of two turned vectors depends on the difference of their positions alone.

    Args:
        x: queries or keys, shape (n, d), real, d even and ≥ 2; any unit.
        positions: of the rows, shape (n,), real, in steps; in any order, whole or not.
        base: positive, dimensionless; the slowest pair turns by nearly 1/base a step, in radians.

    Returns:
        y, shape (n, d), unit of x.

    Raises:
        ValueError: x is not a real matrix of even width, there is not one real position for each
            row, or the base is not positive.

    Source: J. Su et al., RoFormer: Enhanced Transformer with Rotary Position Embedding,
    arXiv:2104.09864 (2021), equations 14, 15 and 34.
    """
    rows, places = _array(x, "x", 2), _array(positions, "positions", 1)
    n, d = rows.shape
    if np.iscomplexobj(rows) or np.iscomplexobj(places) or d % 2:
        raise ValueError(f"x and positions must be real and d even, not {d}.")
    if places.size != n:
        raise ValueError(f"positions must have {n} entries, one for each row, not {places.size}.")
    if not 0 < base < np.inf:
        raise ValueError(f"base must be positive, not {base}.")
    rates = float(base) ** (-np.arange(0, d, 2) / d)  # (d / 2,), of falling frequency
    angles = np.outer(places, rates)  # (n, d / 2)
    cosines, sines = np.cos(angles), np.sin(angles)  # (n, d / 2) each
    first, second = rows[:, 0::2], rows[:, 1::2]  # (n, d / 2) each
    turned = [first * cosines - second * sines, first * sines + second * cosines]
    return np.stack(turned, axis=2).reshape(n, d)


def _transform(x: npt.NDArray[np.float64 | np.complex128]) -> Complexes:
    """Return the DFT of a vector, shape (n,)."""
    n = x.size
    if n % 2:
        k = np.arange(n)
        # k m is brought below n first, so that the angle keeps its digits.
        angles = -2 * np.pi / n * (np.outer(k, k) % n)  # (n, n)
        direct: Complexes = np.exp(1j * angles) @ x
        return direct
    even, odd = _transform(x[::2]), _transform(x[1::2])  # (n / 2,) each
    turned = np.exp(-2j * np.pi / n * np.arange(n // 2)) * odd
    return np.concatenate([even + turned, even - turned])


def _array(values: npt.ArrayLike, name: str, ndim: int) -> npt.NDArray[np.float64 | np.complex128]:
    """Return `values` as a non-empty double array, which may share the caller's memory."""
    array = np.asarray(values)
    array = array.astype(np.complex128 if np.iscomplexobj(array) else np.float64, copy=False)
    if array.ndim != ndim or array.size == 0:
        raise ValueError(f"{name} must be a non-empty {ndim}-D array, not of shape {array.shape}.")
    return array
