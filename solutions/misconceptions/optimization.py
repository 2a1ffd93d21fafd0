"""Misconceptions about gradient descent, momentum, Adam, the loop and the schedule around them.

Those of the optimizers are classes, with the arguments and the `step` of the right ones.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from solutions.misconceptions import Undetermined, slip
from solutions.optimization import learning_rate_at


class _Optimizer:
    """Move one parameter after the other by `new`; `memory` is what it keeps for each."""

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


@slip(
    "GradientDescentOptimizer",
    "a step along the gradient, which goes uphill",
    hint="What is the sign of the step in equation (1)?",
)
class Uphill(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w + self.lr * g


@slip(
    "GradientDescentOptimizer",
    "the change alone, without the old value",
    hint="What is the change in equation (1) added to?",
)
class ChangeAlone(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return -self.lr * g


@slip(
    "GradientDescentOptimizer",
    "a learning rate fixed at 0.01, whatever the argument says",
    hint="Where does `step` find the learning rate that was given to `__init__`?",
)
class DeafToTheRate(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - 0.01 * g


@slip(
    "GradientDescentOptimizer",
    "a step of the same length, however large the gradient is",
    hint="Should a larger gradient give a longer step?",
)
class UnitSteps(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * np.sign(g)


@slip(
    "GradientDescentOptimizer",
    "a learning rate that shrinks from step to step",
    hint="Does anything change the learning rate between the steps?",
)
class ShrinkingRate(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr / self.t * g


@slip(
    "GradientDescentOptimizer",
    "gradients that add up from step to step",
    hint="Does a step use anything but the gradient it is given?",
)
class Accumulated(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = kept[0] + g
        return w - self.lr * kept[0]


@slip(
    "GradientDescentOptimizer",
    "gradients that are clipped to between -1 and 1",
    hint="Does equation (1) limit the gradient?",
)
class Clipped(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * np.clip(g, -1, 1)


@slip(
    "GradientDescentOptimizer",
    "a step that is multiplied by the weight",
    hint="What is the gradient multiplied by in equation (1)?",
)
class TimesTheWeight(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * w * g


@slip(
    "GradientDescentOptimizer",
    "a step for the first parameter only",
    hint="Does your loop reach every entry of the lists?",
)
class FirstAlone(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * g if i == 0 else w


@slip(
    "GradientDescentOptimizer",
    "a step without the learning rate",
    hint="Equation (1) has three letters on the right. Does your code use all of them?",
)
class NoRate(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - g


@slip(
    "GradientDescentOptimizer",
    "the old value, without any step",
    hint="Does `step` return the new values, or the ones that it was given?",
)
class NoStep(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w


@slip(
    "GradientDescentOptimizer",
    "the first gradient, used for all parameters",
    hint="Which gradient belongs to the second parameter?",
)
class FirstGradient(_Descent):
    def step(self, params: Any, gradients: Any) -> Any:
        return [w - self.lr * gradients[0] for w in params]


@slip(
    "GradientDescentOptimizer",
    "gradients that were scaled to length 1",
    hint="Should a larger gradient give a longer step?",
)
class LengthOne(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * g / (np.linalg.norm(g) or 1.0)


@slip(
    "GradientDescentOptimizer",
    "one mean for a whole gradient, instead of its entries",
    hint="Which entry of the gradient belongs to an entry of the parameter?",
)
class MeanGradient(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * np.mean(g)


@slip(
    "GradientDescentOptimizer",
    "one sum for a whole gradient, instead of its entries",
    hint="Which entry of the gradient belongs to an entry of the parameter?",
)
class SummedGradient(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * np.sum(g)


@slip(
    "GradientDescentOptimizer",
    "a step for single numbers only, while arrays stay as they are",
    hint="What does `step` return for a parameter that is an array?",
)
class NumbersAlone(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w if np.ndim(w) else w - self.lr * g


@slip(
    "GradientDescentOptimizer",
    "momentum, which belongs to the next optimizer",
    hint="Does a step use anything but the gradient it is given?",
)
class EarlyMomentum(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = 0.9 * kept[0] + g
        return w - self.lr * kept[0]


@slip(
    "GradientDescentOptimizer",
    "negative gradients that are treated as zero",
    hint="Which way does a step lead where the gradient is negative?",
)
class PositiveAlone(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * np.maximum(g, 0)


@slip(
    "GradientDescentOptimizer",
    "the absolute values of the gradients, without their signs",
    hint="Which way does a step lead where the gradient is negative?",
)
class Signless(_Descent):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * np.abs(g)


@slip(
    "GradientDescentOptimizer",
    "a learning rate divided by the number of parameters",
    hint="Does the learning rate depend on how many parameters there are?",
)
class SharedRate(_Descent):
    def step(self, params: Any, gradients: Any) -> Any:
        rate = self.lr / len(params)
        return [w - rate * g for w, g in zip(params, gradients, strict=True)]


# Momentum -----------------------------------------------------------------------------------


class _Momentum(_Optimizer):
    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__()
        self.lr = learning_rate
        self.mu = momentum


@slip(
    "MomentumOptimizer",
    "gradients multiplied by 1 − momentum",
    hint="What is the new gradient multiplied by in the equation for the velocity?",
)
class Averaged(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + (1 - self.mu) * g
        return w - self.lr * kept[0]


@slip(
    "MomentumOptimizer",
    "plain gradient descent, without momentum",
    hint="Where is the velocity kept from one step to the next?",
)
class Forgetful(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w - self.lr * g


@slip(
    "MomentumOptimizer",
    "a step with the old velocity, taken before the new gradient is added",
    hint="Which comes first: the new velocity or the step?",
)
class OldVelocity(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        old, kept[0] = kept[0], self.mu * kept[0] + g
        return w - self.lr * old


@slip(
    "MomentumOptimizer",
    "Nesterov momentum, which is a different method",
    hint="What is the learning rate multiplied by in the step?",
)
class Nesterov(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + g
        return w - self.lr * (g + self.mu * kept[0])


@slip(
    "MomentumOptimizer",
    "a learning rate applied both in the velocity and in the step",
    hint="How often does the learning rate appear in the two equations?",
)
class RateTwice(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + self.lr * g
        return w - self.lr * kept[0]


@slip(
    "MomentumOptimizer",
    "a momentum factor that also multiplies the new gradient",
    hint="What exactly does the momentum multiply?",
)
class AllDamped(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * (kept[0] + g)
        return w - self.lr * kept[0]


@slip(
    "MomentumOptimizer",
    "a velocity that never fades",
    hint="What is the old velocity multiplied by?",
)
class Undamped(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = kept[0] + g
        return w - self.lr * kept[0]


@slip(
    "MomentumOptimizer",
    "a momentum fixed at 0.9, whatever the argument says",
    hint="Where does `step` find the momentum that was given to `__init__`?",
)
class DeafToMomentum(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = 0.9 * kept[0] + g
        return w - self.lr * kept[0]


@slip(
    "MomentumOptimizer",
    "a step along the velocity, which goes uphill",
    hint="What is the sign of the step?",
)
class UphillMomentum(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + g
        return w + self.lr * kept[0]


@slip(
    "MomentumOptimizer",
    "a first gradient that counts twice",
    hint="What is the velocity before the first gradient is added?",
)
class FirstTwice(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * (g if self.t == 1 else kept[0]) + g
        return w - self.lr * kept[0]


@slip(
    "MomentumOptimizer",
    "one velocity that several parameters share",
    hint="How does your code keep the velocities of different parameters apart?",
)
class OneVelocity(_Momentum):
    """One velocity for each shape, as a single one would not fit different shapes."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__(learning_rate, momentum)
        self.shared: dict[tuple[int, ...], Any] = {}

    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        shape = np.shape(g)
        self.shared[shape] = self.mu * self.shared.get(shape, 0.0) + g
        return w - self.lr * self.shared[shape]


@slip(
    "MomentumOptimizer",
    "the learning rate and the momentum swapped",
    hint="In which order does `__init__` take its arguments?",
)
class OtherOrder(_Momentum):
    def __init__(self, momentum: float = 0.9, learning_rate: float = 0.01) -> None:
        super().__init__(learning_rate, momentum)

    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + g
        return w - self.lr * kept[0]


@slip(
    "MomentumOptimizer",
    "a momentum of 0 that is treated as if it were not given",
    hint="What does `or` (or `if momentum`) do with a momentum of 0?",
)
class NoZero(_Momentum):
    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__(learning_rate, momentum or 0.9)

    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + g
        return w - self.lr * kept[0]


@slip(
    "MomentumOptimizer",
    "a memory of the last gradient alone, not of all earlier ones",
    hint="What do you keep for the next step: the gradient or the velocity?",
)
class LastTwo(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        old, kept[0] = kept[0], g
        return w - self.lr * (self.mu * old + g)


@slip(
    "MomentumOptimizer",
    "one velocity for a whole array, from the mean of its gradient",
    hint="What is the shape of the velocity of a matrix?",
)
class MeanVelocity(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + np.mean(g)
        return w - self.lr * kept[0]


@slip(
    "MomentumOptimizer",
    "the velocities instead of the new parameters",
    hint="What does `step` return?",
)
class VelocitiesAlone(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + g
        return kept[0]


@slip(
    "MomentumOptimizer",
    "a step without the learning rate",
    hint="Where does the learning rate appear in the two equations?",
)
class UnscaledVelocity(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.mu * kept[0] + g
        return w - kept[0]


@slip(
    "MomentumOptimizer",
    "momentum times the gradient and 1 − momentum times the velocity",
    hint="What is the old velocity multiplied by, and what is the new gradient multiplied by?",
)
class OtherShares(_Momentum):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = (1 - self.mu) * kept[0] + self.mu * g
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


@slip(
    "AdamOptimizer",
    "moments without bias correction",
    hint="What are m and v divided by before the step?",
)
class Uncorrected(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m, v


@slip(
    "AdamOptimizer",
    "a bias correction of the first moment only",
    hint="What is v divided by before you take its root?",
)
class FirstCorrected(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m / (1 - self.b1**self.t), v


@slip("AdamOptimizer", "a step count t that stays at 1", hint="Where does t go up?")
class FrozenCount(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m / (1 - self.b1), v / (1 - self.b2)


@slip("AdamOptimizer", "a step count t that starts at 2", hint="What is t during the first step?")
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


@slip(
    "AdamOptimizer",
    "a second moment without its square root",
    hint="What is in the denominator of equation (3)?",
)
class NoRoot(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return m / (v + self.eps)


@slip("AdamOptimizer", "a swap of beta1 and beta2", hint="Which beta belongs to which mean?")
class Exchanged(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b2 * kept[0] + (1 - self.b2) * g
        kept[1] = self.b1 * kept[1] + (1 - self.b1) * g**2
        m_hat, v_hat = kept[0] / (1 - self.b2**self.t), kept[1] / (1 - self.b1**self.t)
        return w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


@slip(
    "AdamOptimizer",
    "corrected means that were stored in place of m and v",
    hint="Which values of m and v does the next step start from?",
)
class StoresCorrected(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        m, v = self.b1 * kept[0] + (1 - self.b1) * g, self.b2 * kept[1] + (1 - self.b2) * g**2
        kept[:] = self.corrected(i, m, v)
        return w - self.lr * self.change(*kept)


@slip(
    "AdamOptimizer",
    "one mean of squares for a whole parameter, not one for each entry",
    hint="What is the shape of v?",
)
class WholeParameter(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * np.sum(np.square(g))
        return w - self.lr * self.change(*self.corrected(i, *kept))


@slip(
    "AdamOptimizer",
    "a step along the gradient, which goes uphill",
    hint="What is the sign of the step in equation (3)?",
)
class UphillAdam(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return -super().change(m, v)


@slip(
    "AdamOptimizer",
    "a variance around the mean, instead of a mean of the squares",
    hint="What is squared in the equation for v?",
)
class Variance(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * (g - kept[0]) ** 2
        return w - self.lr * self.change(*self.corrected(i, *kept))


@slip(
    "AdamOptimizer",
    "a step count t that starts at 0, so that the first step is not corrected",
    hint="What is t during the first step?",
)
class EarlyCount(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        t = self.t - 1
        return (m / (1 - self.b1**t), v / (1 - self.b2**t)) if t else (m, v)


@slip(
    "AdamOptimizer",
    "a step count t that goes up for every parameter instead of every step",
    hint="How often does t go up in one call of `step`?",
)
class CountsParameters(_Adam):
    def step(self, params: Any, gradients: Any) -> Any:
        self.count = len(params)
        return super().step(params, gradients)

    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        t = (self.t - 1) * self.count + i + 1
        return m / (1 - self.b1**t), v / (1 - self.b2**t)


@slip(
    "AdamOptimizer",
    "a bias correction of the second moment only",
    hint="What is m divided by before the step?",
)
class SecondCorrected(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m, v / (1 - self.b2**self.t)


@slip(
    "AdamOptimizer",
    "a step count t of 0 at the first step, where the correction divides by 0",
    hint="Does t go up before or after m and v are corrected?",
)
class CountsAfterwards(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        t = self.t - 1
        with np.errstate(all="ignore"):
            m, v = np.asarray(m, float), np.asarray(v, float)
            return m / (1 - self.b1**t), v / (1 - self.b2**t)

    def change(self, m: Any, v: Any) -> Any:
        with np.errstate(all="ignore"):
            return super().change(m, v)


@slip(
    "AdamOptimizer",
    "a corrected m that was stored in place of m",
    hint="Which value of m does the next step start from?",
)
class StoresCorrectedM(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        m, v = self.b1 * kept[0] + (1 - self.b1) * g, self.b2 * kept[1] + (1 - self.b2) * g**2
        m, v_hat = self.corrected(i, m, v)
        kept[:] = m, v
        return w - self.lr * self.change(m, v_hat)


@slip(
    "AdamOptimizer",
    "beta1 in the bias correction of both moments",
    hint="Which beta belongs to v?",
)
class CorrectedByFirst(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m / (1 - self.b1**self.t), v / (1 - self.b1**self.t)


@slip(
    "AdamOptimizer",
    "beta2 in the bias correction of both moments",
    hint="Which beta belongs to m?",
)
class CorrectedBySecond(_Adam):
    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        return m / (1 - self.b2**self.t), v / (1 - self.b2**self.t)


@slip(
    "AdamOptimizer",
    "an epsilon of 1e-8, although another one is given",
    hint="Where does `step` find the epsilon that was given to `__init__`?",
)
class DeafToEpsilon(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return m / (np.sqrt(v) + 1e-8)


@slip(
    "AdamOptimizer",
    "the larger of the root and epsilon, instead of their sum",
    hint="What is epsilon added to in equation (3)?",
)
class AtLeastEpsilon(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return m / np.maximum(np.sqrt(v), self.eps)


@slip(
    "AdamOptimizer",
    "epsilon squared, inside the root",
    hint="What is epsilon added to in equation (3)?",
)
class SquaredInsideRoot(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return m / np.sqrt(v + self.eps**2)


@slip(
    "AdamOptimizer",
    "absolute gradients in v, instead of their squares",
    hint="What is averaged in the equation for v?",
)
class Sizes(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * np.abs(g)
        return w - self.lr * self.change(*self.corrected(i, *kept))


@slip(
    "AdamOptimizer",
    "beta1 and beta2 in the wrong order in `__init__`",
    hint="In which order does `__init__` take its arguments?",
)
class OtherOrderOfBetas(_Adam):
    def __init__(
        self,
        learning_rate: float = 0.001,
        beta2: float = 0.999,
        beta1: float = 0.9,
        epsilon: float = 1e-8,
    ) -> None:
        super().__init__(learning_rate, beta1, beta2, epsilon)


@slip(
    "AdamOptimizer",
    "a gradient that enters m in full, without 1 − beta1",
    hint="What is the new gradient multiplied by in the equation for m?",
)
class FullGradient(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * g**2
        return w - self.lr * self.change(*self.corrected(i, *kept))


@slip(
    "AdamOptimizer",
    "a square that enters v in full, without 1 − beta2",
    hint="What is the new square multiplied by in the equation for v?",
)
class FullSquare(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + g**2
        return w - self.lr * self.change(*self.corrected(i, *kept))


@slip(
    "AdamOptimizer",
    "one v for a whole parameter, from the mean of its squares",
    hint="What is the shape of v?",
)
class MeanOfParameter(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * np.mean(np.square(g))
        return w - self.lr * self.change(*self.corrected(i, *kept))


@slip(
    "AdamOptimizer",
    "the largest v so far, which is AMSGrad",
    hint="May v become smaller from step to step?",
)
class LargestSoFar(_Adam):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.top: dict[int, Any] = {}

    def corrected(self, i: int, m: Any, v: Any) -> tuple[Any, Any]:
        m, v = super().corrected(i, m, v)
        self.top[i] = np.maximum(self.top.get(i, 0.0), v)
        return m, self.top[i]


@slip(
    "AdamOptimizer",
    "Nesterov's look-ahead, which is Nadam",
    hint="What is in the numerator of equation (3)?",
)
class Nadam(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[0] = self.b1 * kept[0] + (1 - self.b1) * g
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * g**2
        m, v = self.corrected(i, *kept)
        ahead = self.b1 * m + (1 - self.b1) * g / (1 - self.b1**self.t)
        return w - self.lr * self.change(ahead, v)


@slip(
    "AdamOptimizer",
    "a learning rate that shrinks with the root of t",
    hint="Does anything change the learning rate between the steps?",
)
class FadingRate(_Adam):
    def change(self, m: Any, v: Any) -> Any:
        return super().change(m, v) / np.sqrt(self.t)


@slip(
    "AdamOptimizer",
    "m and v that start at the first gradient instead of 0",
    hint="What are m and v before the first gradient?",
)
class StartsAtGradient(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        if self.t == 1:
            kept[:] = g, g**2
        return super().new(i, w, g, kept)


@slip(
    "AdamOptimizer",
    "a step without the learning rate",
    hint="Where does the learning rate appear in equation (3)?",
)
class UnscaledStep(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return w + (super().new(i, w, g, kept) - w) / self.lr


@slip(
    "AdamOptimizer",
    "the change alone, without the old value",
    hint="What is the change in equation (3) subtracted from?",
)
class AdamChangeAlone(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        return super().new(i, w, g, kept) - w


@slip(
    "AdamOptimizer",
    "the raw gradient in the step, in place of m",
    hint="What is in the numerator of equation (3)?",
)
class RawGradient(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        kept[1] = self.b2 * kept[1] + (1 - self.b2) * g**2
        return w - self.lr * self.change(g, self.corrected(i, kept[0], kept[1])[1])


@slip(
    "AdamOptimizer",
    "a beta of 0 that is treated as if it were not given",
    hint="What does `or` (or `if beta1`) do with a beta of 0?",
)
class NoZeroBeta(_Adam):
    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:
        super().__init__(learning_rate, beta1 or 0.9, beta2 or 0.999, epsilon)


@slip(
    "AdamOptimizer",
    "a default beta2 of 0.99 instead of 0.999",
    hint="What are the default values of the four arguments?",
)
class ShorterMemory(_Adam):
    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.99,
        epsilon: float = 1e-8,
    ) -> None:
        super().__init__(learning_rate, beta1, beta2, epsilon)


@slip(
    "AdamOptimizer",
    "one array, or one list, that is both m and v",
    hint="Are m and v two objects, or two names for one, as after `m = v = …`?",
)
class OneForBoth(_Adam):
    def new(self, i: int, w: Any, g: Any, kept: list[Any]) -> Any:
        first = self.b1 * kept[0] + (1 - self.b1) * g
        kept[0] = self.b2 * first + (1 - self.b2) * g**2
        with np.errstate(invalid="ignore"):  # roots of negative numbers
            return w - self.lr * self.change(*self.corrected(i, kept[0], kept[0]))


# The loop -----------------------------------------------------------------------------------


def _history(optimizer: Any, gradient: Any, x0: Any, steps: int) -> list[Any]:
    history = [x0]
    for _ in range(steps):
        history.append(optimizer.step([history[-1]], [gradient(history[-1])])[0])
    return history


@slip(
    "optimize",
    "two steps of the optimizer for each entry of the history",
    hint="How often is `step` called in the body of your loop?",
)
def double_steps(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    history = [x0]
    for _ in range(steps):
        x, g = history[-1], gradient(history[-1])
        optimizer.step([x], [g])
        history.append(optimizer.step([x], [g])[0])
    return history


@slip(
    "optimize",
    "the gradients instead of the values of x",
    hint="What does your loop append to the history?",
)
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


@slip(
    "optimize",
    "the gradient at the start, used for every step",
    hint="At which x do you compute the gradient in each step?",
)
def old_gradient(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    start = gradient(x0)
    return _history(optimizer, lambda _: start, x0, steps)


@slip(
    "optimize",
    "entries that are one-element lists",
    hint="`step` returns a list. What do you take out of it?",
)
def wrapped(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return [[x] for x in _history(optimizer, gradient, x0, steps)]


@slip(
    "optimize",
    "the last value in every entry of the history",
    hint="Is each entry an array of its own? Does anything change an array that is already there?",
)
def aliased(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    if np.ndim(x0) == 0:
        raise Undetermined  # a number can't be overwritten, an array of one number can
    history = _history(optimizer, gradient, x0, steps)
    return [history[-1]] * len(history)


@slip(
    "optimize",
    "twenty steps, whatever `steps` says",
    hint="How many steps does your loop take, and where does it use `steps`?",
)
def always_twenty(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, 20)


@slip(
    "optimize",
    "`steps=0` that is treated as if it were not given",
    hint="What does `or` (or `if steps`) do with 0 steps?",
)
def zero_is_nothing(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, steps or 20)


@slip(
    "optimize",
    "at least one step, even for `steps=0`",
    hint="How often does the body of your loop run when `steps` is 0?",
)
def one_at_least(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, max(steps, 1))


@slip(
    "optimize",
    "steps that all begin at the starting value",
    hint="Which x do you hand to `step` the second time?",
)
def from_the_start(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    later = [optimizer.step([x0], [gradient(x0)])[0] for _ in range(steps)]
    return [x0, *later]


@slip(
    "optimize",
    "the gradient at the previous x, one step late",
    hint="At which x do you compute the gradient in each step?",
)
def one_late(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    history, before = [x0], x0
    for _ in range(steps):
        x = history[-1]
        history.append(optimizer.step([x], [gradient(before)])[0])
        before = x
    return history


@slip(
    "optimize",
    "the history in reverse, the newest x first",
    hint="Where does the starting value belong?",
)
def newest_first(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    return _history(optimizer, gradient, x0, steps)[::-1]


@slip(
    "optimize",
    "an optimizer that is created again, or copied, at each step",
    hint="What does the optimizer know about the first step when it takes the second?",
)
def copied(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    history = [x0]
    for _ in range(steps):
        x = history[-1]
        history.append(copy.deepcopy(optimizer).step([x], [gradient(x)])[0])
    return history


@slip(
    "optimize",
    "a new optimizer at each step, which forgets the settings too",
    hint="Do you use the very object that you were given?",
)
def made_anew(optimizer: Any, gradient: Any, x0: Any, steps: int = 20) -> Any:
    history = [x0]
    for _ in range(steps):
        x, fresh = history[-1], type(optimizer)()
        if not hasattr(fresh, "step"):
            raise Undetermined
        history.append(fresh.step([x], [gradient(x)])[0])
    return history


@slip("learning_rate_at", "a warm-up that begins at 0: step / warmup")
def from_zero(step: int, peak: float, warmup: int, total: int) -> Any:
    return peak * step / warmup if step < warmup else learning_rate_at(step, peak, warmup, total)


@slip(
    "learning_rate_at",
    "a cosine over all steps, including the warm-up",
    hint="At which step is the fraction in the cosine 0?",
)
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


@slip(
    "learning_rate_at",
    "a rise that takes one step more, (step + 1) / (warmup + 1)",
    hint="What is the rate of the last step of the warm-up?",
)
def long_rise(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return peak * (step + 1) / (warmup + 1)
    return learning_rate_at(step, peak, warmup, total)


@slip(
    "learning_rate_at",
    "the peak from the first step, without a rise",
    hint="Which line of equation (1) applies to the first steps?",
)
def no_rise(step: int, peak: float, warmup: int, total: int) -> Any:
    return peak if step < warmup else learning_rate_at(step, peak, warmup, total)


@slip(
    "learning_rate_at",
    "1 minus the cosine, which rises",
    hint="What is the sign of the cosine in equation (1)?",
)
def rising(step: int, peak: float, warmup: int, total: int) -> Any:
    right = learning_rate_at(step, peak, warmup, total)
    return right if step < warmup else peak - right


@slip(
    "learning_rate_at",
    "a decay that also acts during the warm-up",
    hint="Does each step belong to one line of equation (1), or to both?",
)
def both_at_once(step: int, peak: float, warmup: int, total: int) -> Any:
    rise = min(1.0, (step + 1) / warmup) if warmup else 1.0
    return rise * learning_rate_at(step, peak, 0, total)


@slip(
    "learning_rate_at",
    "fractions rounded down to whole numbers",
    hint="What is 1 / 4, and what is 1 // 4?",
)
def whole_division(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return peak * ((step + 1) // warmup)
    return peak * (1 + np.cos(np.pi * ((step - warmup) // (total - warmup)))) / 2


@slip(
    "learning_rate_at",
    "a rate that never falls below a tenth of the peak",
    hint="What is the rate of the last step?",
)
def floored(step: int, peak: float, warmup: int, total: int) -> Any:
    right = learning_rate_at(step, peak, warmup, total)
    return right if step < warmup else max(0.1 * peak, right)


@slip(
    "learning_rate_at",
    "a decay to a tenth of the peak instead of 0",
    hint="What is the rate of the last step?",
)
def to_a_tenth(step: int, peak: float, warmup: int, total: int) -> Any:
    right = learning_rate_at(step, peak, warmup, total)
    return right if step < warmup else 0.1 * peak + 0.9 * right


@slip(
    "learning_rate_at",
    "a cosine that is one step ahead",
    hint="At which step is the fraction in the cosine 0?",
)
def one_ahead(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return learning_rate_at(step, peak, warmup, total)
    return peak * (1 + np.cos(np.pi * (step + 1 - warmup) / (total - warmup))) / 2


@slip(
    "learning_rate_at",
    "a cosine that ends one step too late",
    hint="At which step is the fraction in the cosine 1?",
)
def ends_late(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return learning_rate_at(step, peak, warmup, total)
    return peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup + 1))) / 2


@slip(
    "learning_rate_at",
    "a cosine that ends one step too early",
    hint="At which step is the fraction in the cosine 1?",
)
def ends_early(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return learning_rate_at(step, peak, warmup, total)
    return peak * (1 + np.cos(np.pi * (step - warmup) / max(total - warmup - 1, 1))) / 2


@slip(
    "learning_rate_at",
    "a decay of the cosine without the 1, which becomes negative",
    hint="What is added to the cosine in equation (1)?",
)
def cosine_alone(step: int, peak: float, warmup: int, total: int) -> Any:
    right = learning_rate_at(step, peak, warmup, total)
    return right if step < warmup else 2 * right - peak


@slip(
    "learning_rate_at",
    "a cosine of the fraction alone, without π",
    hint="Which angles does the cosine run through during the decay?",
)
def without_pi(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return learning_rate_at(step, peak, warmup, total)
    return peak * (1 + np.cos((step - warmup) / (total - warmup))) / 2


@slip(
    "learning_rate_at",
    "a decay with the root of the step instead of half a cosine",
    hint="Which function is in the second line of equation (1)?",
)
def root_decay(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return learning_rate_at(step, peak, warmup, total)
    return peak * np.sqrt(max(warmup, 1) / (step + 1))


@slip("learning_rate_at", "3.14 in place of π", hint="Where does Python keep π to full precision?")
def short_pi(step: int, peak: float, warmup: int, total: int) -> Any:
    if step < warmup:
        return learning_rate_at(step, peak, warmup, total)
    return peak * (1 + np.cos(3.14 * (step - warmup) / (total - warmup))) / 2
