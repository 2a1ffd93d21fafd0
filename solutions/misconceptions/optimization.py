"""Misconceptions about gradient descent, momentum, Adam, the loop and the schedule around them.

Those of the optimizers are classes, with the arguments and the `step` of the right ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import slip
from solutions.optimization import learning_rate_at


class _Optimizer:
    """Steps one parameter after the other by `new`; `memory` is what it keeps of each."""

    def __init__(self) -> None:
        self.t = 0
        self.memory: dict[int, list[Any]] = {}

    def step(self, params: Any, gradients: Any) -> Any:
        self.t += 1
        pairs = enumerate(zip(params, gradients, strict=True))
        return [
            self.new(i, w, g, self.memory.setdefault(i, [np.zeros_like(g)] * 2))
            for i, (w, g) in pairs
        ]

    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        raise NotImplementedError


# Gradient descent ---------------------------------------------------------------------------


class _Descent(_Optimizer):
    def __init__(self, learning_rate: float = 0.01) -> None:
        super().__init__()
        self.lr = learning_rate


@slip("GradientDescentOptimizer", "a step along the gradient, which goes uphill")
class Uphill(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w + self.lr * g


@slip("GradientDescentOptimizer", "the change alone, without the old value")
class ChangeAlone(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return -self.lr * g


@slip("GradientDescentOptimizer", "a learning rate fixed at 0.01, whatever the argument says")
class DeafToTheRate(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - 0.01 * g


@slip("GradientDescentOptimizer", "a step of the same length, however large the gradient is")
class UnitSteps(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * np.sign(g)


@slip("GradientDescentOptimizer", "a learning rate that shrinks from step to step")
class ShrinkingRate(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr / self.t * g


@slip("GradientDescentOptimizer", "gradients that add up from step to step")
class Accumulated(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = kept[0] + g
        return w - self.lr * kept[0]


@slip("GradientDescentOptimizer", "gradients that are cut to between -1 and 1")
class Clipped(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * np.clip(g, -1, 1)


@slip("GradientDescentOptimizer", "a step that is multiplied by the weight")
class TimesTheWeight(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * w * g


@slip("GradientDescentOptimizer", "a step for the first parameter only")
class FirstAlone(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * g if i == 0 else w


# Momentum -----------------------------------------------------------------------------------


class _Momentum(_Optimizer):
    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__()
        self.lr = learning_rate
        self.mu = momentum


@slip("MomentumOptimizer", "gradients multiplied by 1 − momentum")
class Averaged(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + (1 - self.mu) * g
        return w - self.lr * kept[0]


@slip("MomentumOptimizer", "a velocity that is forgotten after each step")
class Forgetful(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * g


@slip("MomentumOptimizer", "a step with the old velocity, taken before the new gradient is added")
class OldVelocity(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        old, kept[0] = kept[0], self.mu * kept[0] + g
        return w - self.lr * old


@slip("MomentumOptimizer", "Nesterov momentum, which is a different method")
class Nesterov(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + g
        return w - self.lr * (g + self.mu * kept[0])


@slip("MomentumOptimizer", "a learning rate applied both in the velocity and in the step")
class RateTwice(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + self.lr * g
        return w - self.lr * kept[0]


@slip("MomentumOptimizer", "a momentum factor that also multiplies the new gradient")
class AllDamped(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * (kept[0] + g)
        return w - self.lr * kept[0]


@slip("MomentumOptimizer", "a velocity that never fades")
class Undamped(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = kept[0] + g
        return w - self.lr * kept[0]


@slip("MomentumOptimizer", "a momentum fixed at 0.9, whatever the argument says")
class DeafToMomentum(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = 0.9 * kept[0] + g
        return w - self.lr * kept[0]


@slip("MomentumOptimizer", "a step along the velocity, which goes uphill")
class UphillMomentum(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + g
        return w + self.lr * kept[0]


# Adam ---------------------------------------------------------------------------------------


class _Adam(_Optimizer):
    """Adam, with its parts apart: `corrected` gives m̂ and v̂, `change` the step."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:
        super().__init__()
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon

    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * g**2
        return w - self.lr * self.change(*self.corrected(i, *kept))

    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m / (1 - self.b1**self.t), v / (1 - self.b2**self.t)

    def change(self, m: Any, v: Any) -> Any:
        return m / (np.sqrt(v) + self.eps)


@slip("AdamOptimizer", "moments without bias correction")
class Uncorrected(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m, v


@slip("AdamOptimizer", "a bias correction of the first moment only")
class FirstCorrected(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m / (1 - self.b1**self.t), v


@slip("AdamOptimizer", "a step count t that stays at 1")
class FrozenCount(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m / (1 - self.b1), v / (1 - self.b2)


@slip("AdamOptimizer", "a step count t that starts at 2")
class LateCount(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m / (1 - self.b1 ** (self.t + 1)), v / (1 - self.b2 ** (self.t + 1))


@slip("AdamOptimizer", "an epsilon inside the square root")
class InsideRoot(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return m / np.sqrt(v + self.eps)


@slip("AdamOptimizer", "a denominator without epsilon")
class NoEpsilon(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return m / np.sqrt(v)


@slip("AdamOptimizer", "an epsilon that is added before the bias correction of v")
class EarlyEpsilon(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * g**2
        m, _ = self.corrected(i, *kept)
        root = np.sqrt(kept[1]) + self.eps
        return w - self.lr * m * np.sqrt(1 - self.b2**self.t) / root


@slip("AdamOptimizer", "a second moment without its square root")
class NoRoot(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return m / (v + self.eps)


@slip("AdamOptimizer", "a swap of beta1 and beta2")
class Exchanged(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b2 * kept[0] + (1 - self.b2) * g
        kept[1] = self.b1 * kept[1] + (1 - self.b1) * g**2
        m_hat, v_hat = kept[0] / (1 - self.b2**self.t), kept[1] / (1 - self.b1**self.t)
        return w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


@slip("AdamOptimizer", "corrected means that were stored in place of m and v")
class StoresCorrected(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        m, v = self.b1 * kept[0] + (1 - self.b1) * g, self.b2 * kept[1] + (1 - self.b2) * g**2
        kept[:] = self.corrected(i, m, v)
        return w - self.lr * self.change(*kept)


@slip("AdamOptimizer", "one mean of squares for a whole parameter, not one for each entry")
class WholeParameter(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * np.sum(np.square(g))
        return w - self.lr * self.change(*self.corrected(i, *kept))


@slip("AdamOptimizer", "a step along the gradient, which goes uphill")
class UphillAdam(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return -super().change(m, v)


@slip("AdamOptimizer", "a variance around the mean, instead of a mean of the squares")
class Variance(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * (g - kept[0]) ** 2
        return w - self.lr * self.change(*self.corrected(i, *kept))


@slip("AdamOptimizer", "a step count t that starts at 0, so that the first step is not corrected")
class EarlyCount(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        t = self.t - 1
        return (m / (1 - self.b1**t), v / (1 - self.b2**t)) if t else (m, v)


@slip("AdamOptimizer", "a step count t that goes up for every parameter instead of every step")
class CountsParameters(_Adam):
    def step(self, params: Any, gradients: Any) -> Any:
        self.count = len(params)
        return super().step(params, gradients)

    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        t = (self.t - 1) * self.count + i + 1
        return m / (1 - self.b1**t), v / (1 - self.b2**t)


# The loop -----------------------------------------------------------------------------------


def _history(optimizer: Any, gradient: Any, x0: Any, steps: int) -> list[Any]:
    history = [x0]
    for _ in range(steps):
        history.append(optimizer.step([history[-1]], [gradient(history[-1])])[0])
    return history


@slip("optimize", "two steps of the optimizer for each entry of the history")
def double_steps(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    history = [x0]
    for _ in range(steps):
        x, g = history[-1], gradient(history[-1])
        optimizer.step([x], [g])
        history.append(optimizer.step([x], [g])[0])
    return history


@slip("optimize", "the gradients instead of the values of x")
def slopes_alone(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return [gradient(x) for x in _history(optimizer, gradient, x0, steps)]


@slip("optimize", "a history without the starting value")
def no_start(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, steps)[1:]


@slip("optimize", "a history that is one step short")
def one_short(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, steps)[:-1]


@slip("optimize", "a history that is one step too long")
def one_long(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, steps + 1)


@slip("optimize", "only the last value instead of the whole history")
def last_alone(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, steps)[-1]


@slip("optimize", "the gradient at the start, used for every step")
def old_gradient(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    start = gradient(x0)
    return _history(optimizer, lambda _: start, x0, steps)


@slip("optimize", "entries that are one-element lists")
def wrapped(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return [[x] for x in _history(optimizer, gradient, x0, steps)]


@slip("optimize", "one array that is overwritten, so that all entries equal the last")
def aliased(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    history = _history(optimizer, gradient, x0, steps)
    return [history[-1]] * len(history)


@slip("learning_rate_at", "a warm-up that begins at 0: step / warmup")
def from_zero(step: int, peak: float, warmup: int, total: int) -> Any:
    return peak * step / warmup if step < warmup else learning_rate_at(step, peak, warmup, total)


@slip("learning_rate_at", "a cosine over all steps, including the warm-up")
def cosine_of_all(step: int, peak: float, warmup: int, total: int) -> Any:
    return learning_rate_at(step, peak, warmup if step < warmup else 0, total)


@slip("learning_rate_at", "a cosine over `total` steps after the warm-up")
def late_end(step: int, peak: float, warmup: int, total: int) -> Any:
    return learning_rate_at(step, peak, warmup, total + warmup)


@slip("learning_rate_at", "a decay without a warm-up")
def no_warmup(step: int, peak: float, warmup: int, total: int) -> Any:
    return learning_rate_at(step, peak, 0, total)


@slip("learning_rate_at", "a straight line down instead of half a cosine")
def straight(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return learning_rate_at(step, peak, warmup, total)
    return peak * (total - step) / (total - warmup)


@slip("learning_rate_at", "a cosine that is not halved and so starts at 2 · peak")
def not_halved(step: int, peak: float, warmup: int, total: int) -> Any:
    return learning_rate_at(step, peak if step < warmup else 2 * peak, warmup, total)


@slip("learning_rate_at", "a quarter of a cosine instead of half of one")
def quarter(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return learning_rate_at(step, peak, warmup, total)
    return peak * np.cos(np.pi / 2 * (step - warmup) / (total - warmup))


@slip("learning_rate_at", "an angle in degrees, where `cos` expects radians")
def degrees(step: Any, peak: Any, warmup: Any, total: Any) -> Any:
    if step < warmup:
        return learning_rate_at(step, peak, warmup, total)
    return peak * (1 + np.cos(180 * (step - warmup) / (total - warmup))) / 2


@slip("learning_rate_at", "a learning rate that stays at the peak after the warm-up")
def no_decay(step: int, peak: float, warmup: int, total: int) -> Any:
    return peak * min(1.0, (step + 1) / warmup) if warmup else peak
