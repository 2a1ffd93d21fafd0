"""Calculus: a slope, the descent along it, and the chain rule through two small networks.

Pure functions of real, finite numbers. Each takes anything that `numpy.asarray` takes where arrays
are allowed (nested lists too), computes in double precision, returns new values and never writes to
its arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def loss_function(w: npt.ArrayLike) -> float:
    """Return the squared distance of a weight from its best value, 2.

        L(w) = (w - 2)²

    Args:
        w: a number; any unit, in which the 2 is given too.

    Returns:
        A float ≥ 0, in the square of w's unit; 0 at w = 2 alone.

    Raises:
        ValueError: w is not a single number.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, section 4.3 (a
    square as the example of descent).
    """
    distance = _number(w, "w") - 2.0
    return distance * distance


def gradient(w: npt.ArrayLike) -> float:
    """Return the slope of `loss_function`.

        L'(w) = 2 (w - 2)

    Args:
        w: a number; any unit, in which the 2 of the loss is given too.

    Returns:
        A float in w's unit (that of the loss per unit of w), negative where the loss falls.

    Raises:
        ValueError: w is not a single number.

    Source: G. Strang, Calculus, Wellesley-Cambridge 1991, section 2.2 (powers).
    """
    return 2.0 * (_number(w, "w") - 2.0)


def gradient_descent(
    gradient: Callable[[Any], Any], w: npt.ArrayLike, learning_rate: float = 0.1, steps: int = 10
) -> list[float] | list[Floats]:
    """Return the path of gradient descent, start and end included.

        w_{k+1} = w_k - η ∇L(w_k),   k = 0, …, steps - 1

    Args:
        gradient: ∇L, a callable that takes w_k and returns its gradient, of w's shape; called
            `steps` times, each time with a number or an array of its own.
        w: w_0, a number or an array of any shape; any unit.
        learning_rate: η; unit of w per unit of the gradient.
        steps: how many updates, ≥ 0; a count.

    Returns:
        The list [w_0, …, w_steps], in w's unit: floats where w is a number, else arrays of w's
        shape that share no memory with each other or with w.

    Raises:
        ValueError: `steps` is negative, or a gradient does not have the shape of w.

    Source: J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed., Springer 2006, section 2.2
    (steepest descent), with a step of constant η.
    """
    if steps < 0:
        raise ValueError(f"steps must not be negative, and is {steps}.")
    path = [np.array(w, dtype=np.float64)]
    for _ in range(steps):
        slope = np.asarray(gradient(_own(path[-1])), dtype=np.float64)
        if slope.shape != path[0].shape:
            raise ValueError(f"The gradient at w has shape {slope.shape}, w {path[0].shape}.")
        path.append(np.asarray(path[-1] - learning_rate * slope))
    return [float(point) for point in path] if path[0].ndim == 0 else path


def forward_pass(x: npt.ArrayLike, w1: npt.ArrayLike, w2: npt.ArrayLike) -> tuple[float, float]:
    """Return the output of a network with one input, one hidden unit and one output.

        h = max(0, w1 x),   y = w2 h

    Args:
        x: input, a number; any unit.
        w1: weight of the hidden unit, a number; unit of h per unit of x.
        w2: weight of the output, a number; unit of y per unit of h.

    Returns:
        `(y, h)`: the output, in y's unit, and the hidden activation, h ≥ 0.

    Raises:
        ValueError: an argument is not a single number.

    Source: X. Glorot, A. Bordes, Y. Bengio, Deep Sparse Rectifier Neural Networks, AISTATS 2011
    (the rectifier).
    """
    h = max(0.0, _number(x, "x") * _number(w1, "w1"))
    return h * _number(w2, "w2"), h


def backward_pass(
    x: npt.ArrayLike,
    y_pred: npt.ArrayLike,
    y_true: npt.ArrayLike,
    w1: npt.ArrayLike,
    w2: npt.ArrayLike,
    h: npt.ArrayLike,
) -> tuple[float, float]:
    """Return the slopes of the squared error of `forward_pass` along both weights.

        L = (y - t)²,   ∂L/∂w2 = 2 (y - t) h,   ∂L/∂w1 = 2 (y - t) w2 [h > 0] x

    The rectifier has no slope at 0; here, as usual, it counts as 0.

    Args:
        x: input, a number; any unit.
        y_pred: y, as `forward_pass` returned it.
        y_true: t, the target, a number; unit of y.
        w1: weight of the hidden unit, a number. It acts through h alone.
        w2: weight of the output, a number; unit of y per unit of h.
        h: hidden activation, as `forward_pass` returned it.

    Returns:
        `(dw1, dw2)`, each in the square of y's unit per unit of its weight.

    Raises:
        ValueError: an argument is not a single number.

    Source: D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by
    back-propagating errors, Nature 323 (1986) 533, equations 4 to 7.
    """
    _number(w1, "w1")
    hidden = _number(h, "h")
    dy = 2.0 * (_number(y_pred, "y_pred") - _number(y_true, "y_true"))
    dh = dy * _number(w2, "w2")
    active = 1.0 if hidden > 0 else 0.0
    return dh * active * _number(x, "x"), dy * hidden


def train(
    x: npt.ArrayLike,
    y_true: npt.ArrayLike,
    w1: npt.ArrayLike,
    w2: npt.ArrayLike,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Fit the network of `forward_pass` to one example by gradient descent.

        (w1, w2) ← (w1, w2) - η (∂L/∂w1, ∂L/∂w2),   both slopes at the old weights

    Args:
        x: input, a number; any unit.
        y_true: target, a number; unit of the output.
        w1: first weight to start from, a number.
        w2: second weight to start from, a number.
        learning_rate: η; for each weight, its unit per unit of its slope.
        epochs: how many updates, ≥ 0; a count.

    Returns:
        `(w1, w2, losses)`: the weights after the last update, and the list of the `epochs` losses
        (y - t)², each taken before the update of its epoch, in the square of the output's unit.

    Raises:
        ValueError: `epochs` is negative, or another argument is not a single number.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, sections 6.5
    (back-propagation) and 8.3.1 (descent), for one example.
    """
    if epochs < 0:
        raise ValueError(f"epochs must not be negative, and is {epochs}.")
    first, second, target = _number(w1, "w1"), _number(w2, "w2"), _number(y_true, "y_true")
    rate = _number(learning_rate, "learning_rate")
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, first, second)
        losses.append((y - target) * (y - target))
        dw1, dw2 = backward_pass(x, y, target, first, second, h)
        first, second = first - rate * dw1, second - rate * dw2
    return first, second, losses


def sigmoid(x: npt.ArrayLike) -> float | Floats:
    """Return the logistic function, element by element.

        σ(x) = 1 / (1 + exp(-x))

    Args:
        x: a number or an array of any shape; dimensionless.

    Returns:
        A float, or an array of x's shape, in [0, 1], dimensionless. Nothing overflows: the ends are
        0 and 1, and the tail at negative x keeps all its digits.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, section 3.10.
    """
    z, e = _with_falling_exp(x)
    return _own(np.where(z < 0, e, 1.0) / (1.0 + e))


def sigmoid_derivative(x: npt.ArrayLike) -> float | Floats:
    """Return the slope of the logistic function, element by element.

        σ'(x) = σ(x) (1 - σ(x)) = exp(-|x|) / (1 + exp(-|x|))²

    Args:
        x: a number or an array of any shape; dimensionless.

    Returns:
        A float, or an array of x's shape, in [0, 1/4], dimensionless. The second form has no
        difference in it, so both tails keep all their digits.

    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, MIT Press 2016, section 3.10.
    """
    _, e = _with_falling_exp(x)
    return _own(e / ((1.0 + e) * (1.0 + e)))


def chain_rule_gradient(
    x: npt.ArrayLike, w1: npt.ArrayLike, w2: npt.ArrayLike, b: npt.ArrayLike
) -> float:
    """Return the slope of a two-layer network's squared output along its first weight.

        z1 = w1 x + b,   a1 = σ(z1),   z2 = w2 a1,   L = z2²
        dL/dw1 = dL/dz2 · dz2/da1 · da1/dz1 · dz1/dw1 = 2 z2 · w2 · σ'(z1) · x

    Args:
        x: input, a number; any unit.
        w1: first weight, a number; per unit of x, since σ takes the dimensionless z1.
        w2: second weight, a number; unit of z2.
        b: bias, a number; dimensionless.

    Returns:
        A float, in the square of z2's unit per unit of w1.

    Raises:
        ValueError: an argument is not a single number.

    Source: D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by
    back-propagating errors, Nature 323 (1986) 533, equations 4 to 7.
    """
    z1 = _number(w1, "w1") * _number(x, "x") + _number(b, "b")
    z2 = _number(w2, "w2") * float(sigmoid(z1))
    return 2.0 * z2 * _number(w2, "w2") * float(sigmoid_derivative(z1)) * _number(x, "x")


def _number(value: npt.ArrayLike, name: str) -> float:
    """Return `value` as a float."""
    array = np.asarray(value, dtype=np.float64)
    if array.ndim != 0:
        raise ValueError(f"{name} must be a single number, not an array of shape {array.shape}.")
    return float(array)


def _own(array: Floats) -> float | Floats:
    """Return a number as a float, an array as a new one."""
    return float(array) if np.ndim(array) == 0 else np.array(array)


def _with_falling_exp(x: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return x as an array, and exp(-|x|), which is at most 1."""
    z = np.asarray(x, dtype=np.float64)
    return z, np.exp(-np.abs(z))
