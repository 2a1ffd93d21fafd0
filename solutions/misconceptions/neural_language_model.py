"""Misconceptions about a neural language model: what stands in its rows, and how it begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats
from solutions.misconceptions import slip
from solutions.neural_language_model import initial_parameters, neural_logits

# neural_logits --------------------------------------------------------------------------------


@slip(
    "neural_logits",
    "the vectors of a context in reverse order",
    hint="Which character of a context does its first vector belong to?",
)
def newest_first(params: Mapping[str, Any], contexts: npt.ArrayLike) -> Any:
    return neural_logits(params, np.asarray(contexts)[:, ::-1])


@slip(
    "neural_logits",
    "a hidden layer without its tanh",
    hint="What bends in equation (1)? Without it, two layers are one.",
)
def straight(params: Mapping[str, Any], contexts: npt.ArrayLike) -> Any:
    p, indices = params, np.asarray(contexts)
    x = p["E"][indices].reshape(len(indices), -1)
    return (x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]


@slip(
    "neural_logits",
    "a tanh around the logits, too",
    hint="Which values can a logit have: any, or those between −1 and 1?",
)
def bent_twice(params: Mapping[str, Any], contexts: npt.ArrayLike) -> Any:
    return neural_logits(params, contexts).tanh()


@slip(
    "neural_logits",
    "logits without the bias b2",
    hint="Which of the five parameters does your result not depend on?",
)
def without_b2(params: Mapping[str, Any], contexts: npt.ArrayLike) -> Any:
    return neural_logits({**params, "b2": params["b2"] * 0.0}, contexts)


@slip(
    "neural_logits",
    "a hidden layer without the bias b1",
    hint="Which of the five parameters does your result not depend on?",
)
def without_b1(params: Mapping[str, Any], contexts: npt.ArrayLike) -> Any:
    return neural_logits({**params, "b1": params["b1"] * 0.0}, contexts)


@slip(
    "neural_logits",
    "probabilities instead of logits",
    hint="Does the model end in a softmax, or with the scores that go into it?",
)
def probabilities(params: Mapping[str, Any], contexts: npt.ArrayLike) -> Any:
    exps = neural_logits(params, contexts).exp()
    return exps / exps.sum(axis=1, keepdims=True)


@slip(
    "neural_logits",
    "vectors that get no gradient, cut off by `.data`",
    hint="Does a new Tensor made from `.data` know where its numbers came from?",
)
def detached(params: Mapping[str, Any], contexts: npt.ArrayLike) -> Any:
    table = params["E"]
    return neural_logits({**params, "E": type(table)(table.data)}, contexts)


# initial_parameters ---------------------------------------------------------------------------


def _rescaled(name: str, factor: Callable[[int, int, int], float]) -> Callable[..., Any]:
    """Return `initial_parameters` with one array multiplied by a factor of k, d and m."""

    def draw(
        vocabulary: int, k: int, d: int, hidden: int, rng: np.random.Generator
    ) -> dict[str, Floats]:
        drawn = initial_parameters(vocabulary, k, d, hidden, rng)
        return drawn | {name: drawn[name] * factor(k, d, hidden)}

    return draw


for _mistake, _hint, _name, _factor in (
    (
        "a W1 of standard deviation 1, whatever the number of inputs",
        "How large is a sum of k · d products? What brings it back?",
        "W1",
        lambda k, d, _: (k * d) ** 0.5 * 3 / 5,
    ),
    (
        "a W1 that is divided by the number of inputs instead of its root",
        "Variances add up, not standard deviations. Which power of k · d keeps the spread?",
        "W1",
        lambda k, d, _: (k * d) ** -0.5,
    ),
    (
        "a W1 that is scaled by its outputs instead of its inputs",
        "How many products does one neuron add up: k · d, or m?",
        "W1",
        lambda k, d, m: (k * d / m) ** 0.5,
    ),
    (
        "a W1 scaled by d instead of by all k · d inputs",
        "How many numbers are there in a row of a context?",
        "W1",
        lambda k, *_: k**0.5,
    ),
    (
        "a W1 without the factor 5/3",
        "A tanh makes the spread smaller. What makes up for it in equation (2)?",
        "W1",
        lambda *_: 3 / 5,
    ),
    (
        "a W2 without the factor 0.1",
        "How sure should a model be that has seen nothing?",
        "W2",
        lambda *_: 10.0,
    ),
    (
        "weights of zero in W1",
        "Equal neurons have equal slopes. What makes neurons different at first?",
        "W1",
        lambda *_: 0.0,
    ),
):
    slip("initial_parameters", _mistake, hint=_hint)(_rescaled(_name, _factor))


@slip(
    "initial_parameters",
    "random biases instead of zeros",
    hint="What do the biases hold before anything is learned?",
)
def random_biases(
    vocabulary: int, k: int, d: int, hidden: int, rng: np.random.Generator
) -> dict[str, Floats]:
    drawn = initial_parameters(vocabulary, k, d, hidden, rng)
    return drawn | {"b1": rng.normal(size=hidden), "b2": rng.normal(size=vocabulary)}
