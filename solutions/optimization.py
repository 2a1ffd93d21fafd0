"""Optimization: gradient descent, momentum, Adam, and the loop that walks downhill with them.

Each optimizer keeps its own memory and nothing else: `step` computes in double precision, returns
new values and never writes to its arguments. Scalars come back as floats, arrays as new arrays.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Optimizer(Protocol):
    """Anything with a `step` method like that of the three classes below."""

    def step(self, params: Any, gradients: Any) -> Any:
        """Return new values of the parameters."""


class GradientDescentOptimizer:
    """Gradient descent: a step against the gradient, in proportion to it.

        w ← w − η g

    Args:
        learning_rate: η ≥ 0; unit of w² per unit of the loss.

    Raises:
        ValueError: η is negative, infinite or NaN.

    Source: A.-L. Cauchy, Comptes Rendus 25 (1847) 536; I. Goodfellow, Y. Bengio, A. Courville,
    Deep Learning, MIT Press 2016, equation 4.5.
    """

    def __init__(self, learning_rate: float = 0.01) -> None:
        self.learning_rate = _at_least_zero(learning_rate, "learning_rate")

    def step(
        self, params: Sequence[npt.ArrayLike], gradients: Sequence[npt.ArrayLike]
    ) -> list[float | Floats]:
        """Return the parameters after one step.

        Args:
            params: the w, scalars or arrays of any shapes; any unit.
            gradients: g = ∂loss/∂w, one for each w and of its shape; unit of the loss per unit
                of w.

        Returns:
            The new w, in the order, the shapes and the units of `params`.

        Raises:
            ValueError: params and gradients differ in number or in shape.
        """
        return [_own(w - self.learning_rate * g) for w, g in _pairs(params, gradients)]


class MomentumOptimizer:
    """Gradient descent with momentum: steps along a decaying sum of the gradients.

        v ← μ v + g,   w ← w − η v,   v = 0 at first

    Args:
        learning_rate: η ≥ 0; unit of w² per unit of the loss.
        momentum: μ in [0, 1), dimensionless. 0 is plain gradient descent.

    Raises:
        ValueError: an argument is out of its range.

    Source: B. Polyak, USSR Comp. Math. Math. Phys. 4 (1964) 1; in this form A. Zhang, Z. Lipton,
    M. Li, A. Smola, Dive into Deep Learning, Cambridge 2023, section 12.6.
    """

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9) -> None:
        self.learning_rate = _at_least_zero(learning_rate, "learning_rate")
        self.momentum = _below_one(momentum, "momentum")
        self._v: list[Floats] = []

    def step(
        self, params: Sequence[npt.ArrayLike], gradients: Sequence[npt.ArrayLike]
    ) -> list[float | Floats]:
        """Return the parameters after one step; arguments and result as in gradient descent.

        Raises:
            ValueError: params and gradients differ in number or in shape, or are not those of the
                steps before.
        """
        pairs = _pairs(params, gradients)
        before = _remembered(self._v, pairs)
        self._v = [self.momentum * v + g for v, (_, g) in zip(before, pairs, strict=True)]
        return [_own(w - self.learning_rate * v) for v, (w, _) in zip(self._v, pairs, strict=True)]


class AdamOptimizer:
    """Adam: momentum with a step size of its own for each entry.

        m ← β₁ m + (1 − β₁) g,    m̂ = m / (1 − β₁ᵗ)
        v ← β₂ v + (1 − β₂) g²,   v̂ = v / (1 − β₂ᵗ)
        w ← w − η m̂ / (√v̂ + ε),   m = v = 0 at first, t = 1, 2, …

    m and v start at zero and so are too small at first; dividing by 1 − βᵗ makes up for it.

    Args:
        learning_rate: η ≥ 0; unit of w, for the gradient's unit cancels.
        beta1: β₁ in [0, 1), dimensionless.
        beta2: β₂ in [0, 1), dimensionless.
        epsilon: ε > 0, added outside of the root; unit of the gradient.

    Raises:
        ValueError: an argument is out of its range.

    Source: D. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, algorithm 1.
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:
        self.learning_rate = _at_least_zero(learning_rate, "learning_rate")
        self.beta1 = _below_one(beta1, "beta1")
        self.beta2 = _below_one(beta2, "beta2")
        if not 0 < epsilon < np.inf:  # without it a gradient of 0 would be divided by 0
            raise ValueError(f"epsilon must be positive and finite, not {epsilon}.")
        self.epsilon = epsilon
        self._t = 0
        self._m: list[Floats] = []
        self._v: list[Floats] = []

    def step(
        self, params: Sequence[npt.ArrayLike], gradients: Sequence[npt.ArrayLike]
    ) -> list[float | Floats]:
        """Return the parameters after one step; arguments and result as in gradient descent.

        Entries of the gradients are below 1e150, so that their squares are finite.

        Raises:
            ValueError: params and gradients differ in number or in shape, or are not those of the
                steps before.
        """
        pairs = _pairs(params, gradients)
        m_before, v_before = _remembered(self._m, pairs), _remembered(self._v, pairs)
        b1, b2 = self.beta1, self.beta2
        self._t += 1
        self._m = [b1 * m + (1 - b1) * g for m, (_, g) in zip(m_before, pairs, strict=True)]
        self._v = [b2 * v + (1 - b2) * g**2 for v, (_, g) in zip(v_before, pairs, strict=True)]
        return [
            _own(w - self.learning_rate * self._direction(m, v))
            for m, v, (w, _) in zip(self._m, self._v, pairs, strict=True)
        ]

    def _direction(self, m: Floats, v: Floats) -> Floats:
        m_hat = m / (1 - self.beta1**self._t)
        v_hat = v / (1 - self.beta2**self._t)
        direction: Floats = m_hat / (np.sqrt(v_hat) + self.epsilon)
        return direction


def optimize(
    optimizer: Optimizer,
    gradient: Callable[[Any], npt.ArrayLike],
    x0: npt.ArrayLike,
    steps: int = 20,
) -> list[float | Floats]:
    """Return the path that an optimizer takes from a starting point.

        x₀ given,   x_k = step(x_{k−1}, ∇f(x_{k−1}))

    Args:
        optimizer: any object whose `step([x], [g])` returns a list with the next x.
        gradient: ∇f, from x to an array of its shape; unit of f per unit of x.
        x0: the start, a number or a vector (d,); any unit.
        steps: how many steps to take, ≥ 0; a count.

    Returns:
        The `steps + 1` values of x, the start first: floats, or arrays of the shape of x0, of
        which none shares memory with another or with x0.

    Raises:
        ValueError: steps is negative, or a step changes the shape of x.

    Source: J. Nocedal, S. Wright, Numerical Optimization, 2nd ed., Springer 2006, equation 3.1.
    """
    if steps < 0:
        raise ValueError(f"steps must be 0 or more, not {steps}.")
    x = np.array(x0, dtype=np.float64)
    history = [_own(x)]
    for _ in range(steps):
        # Both may change what they are handed: `x` and `history` hold copies.
        [new] = optimizer.step([_own(x)], [gradient(_own(x))])
        following = np.array(new, dtype=np.float64)
        if following.shape != x.shape:
            raise ValueError(f"A step led from shape {x.shape} to {following.shape}.")
        x = following
        history.append(_own(x))
    return history


def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: a linear rise, then half a cosine down to 0.

        η_k = η_max (k + 1) / w                              for k < w
        η_k = η_max (1 + cos(π (k − w) / (N − w))) / 2       for w ≤ k ≤ N

    Args:
        step: k, from 0 to N; a count.
        peak: η_max; the unit of a learning rate.
        warmup: w, how many steps the rate rises, 0 ≤ w < N; a count.
        total: N, the step at which the rate is 0; a count.

    Returns:
        η_k, a float in the unit of `peak`.

    Raises:
        ValueError: `warmup` is not in 0 … N − 1, or `step` not in 0 … N.

    Source: I. Loshchilov, F. Hutter, SGDR, ICLR 2017, equation 5, without restarts; P. Goyal et
    al., Accurate, Large Minibatch SGD, 2017, section 2.2 (gradual warm-up).
    """
    if not 0 <= warmup < total:
        raise ValueError(f"warmup must lie in 0..{total - 1}, not {warmup}.")
    if not 0 <= step <= total:
        raise ValueError(f"step must lie in 0..{total}, not {step}.")
    if step < warmup:
        return float(peak * (step + 1) / warmup)
    return float(peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2)


def _pairs(
    params: Sequence[npt.ArrayLike], gradients: Sequence[npt.ArrayLike]
) -> list[tuple[Floats, Floats]]:
    """Return each parameter with its gradient, as double arrays."""
    if len(params) != len(gradients):
        raise ValueError(f"{len(params)} parameters can't have {len(gradients)} gradients.")
    pairs = []
    for w, g in zip(params, gradients, strict=True):
        pair = np.asarray(w, dtype=np.float64), np.asarray(g, dtype=np.float64)
        if pair[0].shape != pair[1].shape:
            raise ValueError(
                f"A gradient has shape {pair[1].shape}, its parameter {pair[0].shape}."
            )
        pairs.append(pair)
    return pairs


def _remembered(memory: list[Floats], pairs: list[tuple[Floats, Floats]]) -> list[Floats]:
    """Return what an optimizer keeps for each parameter: zeros before the first step."""
    zeros = [np.zeros_like(g) for _, g in pairs]
    if memory and [m.shape for m in memory] != [z.shape for z in zeros]:
        raise ValueError("The parameters are not of the shapes of the steps before.")
    return memory or zeros


def _own(values: Floats) -> float | Floats:
    """Return a float for a 0-d array, else a copy."""
    return float(values) if np.ndim(values) == 0 else np.array(values)


def _at_least_zero(value: float, name: str) -> float:
    if not 0 <= value < np.inf:
        raise ValueError(f"{name} must be finite and not negative; {value} is not.")
    return value


def _below_one(value: float, name: str) -> float:
    if not 0 <= value < 1:
        raise ValueError(f"{name} must lie in [0, 1), not at {value}.")
    return value
