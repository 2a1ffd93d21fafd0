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


@slip("GradientDescentOptimizer", "a step along the gradient, which leads uphill")
class Uphill(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w + self.lr * g


@slip("GradientDescentOptimizer", "the change alone, without the old value")
class ChangeAlone(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return -self.lr * g


@slip("GradientDescentOptimizer", "a learning rate of 0.01, whatever was asked for")
class DeafToTheRate(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - 0.01 * g


@slip("GradientDescentOptimizer", "a step of one length, whatever the size of the gradient")
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


@slip("GradientDescentOptimizer", "a step of the first parameter alone")
class FirstAlone(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * g if i == 0 else w


# Momentum -----------------------------------------------------------------------------------


class _Momentum(_Optimizer):
    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__()
        self.lr = learning_rate
        self.mu = momentum


@slip("MomentumOptimizer", "gradients weighted with 1 − momentum")
class Averaged(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + (1 - self.mu) * g
        return w - self.lr * kept[0]


@slip("MomentumOptimizer", "a velocity that is forgotten after each step")
class Forgetful(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * g


@slip("MomentumOptimizer", "a step with the old velocity, before the gradient has entered")
class OldVelocity(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        old, kept[0] = kept[0], self.mu * kept[0] + g
        return w - self.lr * old


@slip("MomentumOptimizer", "Nesterov's look-ahead, another method")
class Nesterov(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + g
        return w - self.lr * (g + self.mu * kept[0])


@slip("MomentumOptimizer", "a learning rate in the velocity, and again in the step")
class RateTwice(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + self.lr * g
        return w - self.lr * kept[0]


@slip("MomentumOptimizer", "a momentum that multiplies the new gradient, too")
class AllDamped(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * (kept[0] + g)
        return w - self.lr * kept[0]


@slip("MomentumOptimizer", "a velocity that never fades")
class Undamped(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = kept[0] + g
        return w - self.lr * kept[0]


@slip("MomentumOptimizer", "a momentum of 0.9, whatever was asked for")
class DeafToMomentum(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = 0.9 * kept[0] + g
        return w - self.lr * kept[0]


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


@slip("AdamOptimizer", "moments whose bias is not corrected")
class Uncorrected(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m, v


@slip("AdamOptimizer", "a correction of the first moment alone")
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


@slip("AdamOptimizer", "an epsilon inside of the root")
class InsideRoot(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return m / np.sqrt(v + self.eps)


@slip("AdamOptimizer", "a denominator without its epsilon")
class NoEpsilon(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return m / np.sqrt(v)


@slip("AdamOptimizer", "an epsilon added before the bias of v is corrected")
class EarlyEpsilon(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * g**2
        m, _ = self.corrected(i, *kept)
        root = np.sqrt(kept[1]) + self.eps
        return w - self.lr * m * np.sqrt(1 - self.b2**self.t) / root


@slip("AdamOptimizer", "a second moment whose root is not taken")
class NoRoot(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return m / (v + self.eps)


@slip("AdamOptimizer", "beta1 and beta2 in exchanged roles")
class Exchanged(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b2 * kept[0] + (1 - self.b2) * g
        kept[1] = self.b1 * kept[1] + (1 - self.b1) * g**2
        m_hat, v_hat = kept[0] / (1 - self.b2**self.t), kept[1] / (1 - self.b1**self.t)
        return w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


@slip("AdamOptimizer", "a step count t that goes up with every parameter, not with every step")
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


@slip("optimize", "a history without its start")
def no_start(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, steps)[1:]


@slip("optimize", "a history that is one step short")
def one_short(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, steps)[:-1]


@slip("optimize", "a history that is one step too long")
def one_long(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, steps + 1)


@slip("optimize", "the last value, where all of them are asked for")
def last_alone(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, steps)[-1]


@slip("optimize", "the gradient of the start, taken for every step")
def old_gradient(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    start = gradient(x0)
    return _history(optimizer, lambda _: start, x0, steps)


@slip("optimize", "entries that are lists with one x in them")
def wrapped(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return [[x] for x in _history(optimizer, gradient, x0, steps)]


@slip("optimize", "one array that is written over, so that all entries are the last")
def aliased(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    history = _history(optimizer, gradient, x0, steps)
    return [history[-1]] * len(history)


@slip("learning_rate_at", "a warm-up that begins at 0: step / warmup")
def from_zero(step: int, peak: float, warmup: int, total: int) -> Any:
    return peak * step / warmup if step < warmup else learning_rate_at(step, peak, warmup, total)


@slip("learning_rate_at", "a cosine over all steps, those of the warm-up too")
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


@slip("learning_rate_at", "a cosine that is not halved: 2 · peak at its top")
def not_halved(step: int, peak: float, warmup: int, total: int) -> Any:
    return learning_rate_at(step, peak if step < warmup else 2 * peak, warmup, total)


@slip("learning_rate_at", "a quarter of a cosine, not half of one")
def quarter(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return learning_rate_at(step, peak, warmup, total)
    return peak * np.cos(np.pi / 2 * (step - warmup) / (total - warmup))


@slip("learning_rate_at", "the peak after the warm-up, without any decay")
def no_decay(step: int, peak: float, warmup: int, total: int) -> Any:
    return peak * min(1.0, (step + 1) / warmup) if warmup else peak
