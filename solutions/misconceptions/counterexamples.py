"""Misconceptions about inputs that should show what is wrong with a function."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import slip

# --- misleading_points ---------------------------------------------------------------------------


@slip(
    "misleading_points",
    "points whose mean is the origin, where nothing has to be centred",
    hint="What does centring change if the mean is 0?",
)
def centred_already(v: Any) -> Any:
    return np.outer([-1.0, 0.0, 1.0], v)


@slip(
    "misleading_points",
    "points that are moved along v instead of across it",
    hint="Where does the mean of your points lie, seen from the origin?",
)
def moved_along(v: Any) -> Any:
    return np.outer([9.0, 10.0, 11.0], v)


@slip(
    "misleading_points",
    "points that vary across v",
    hint="Along which of your two vectors do the points differ?",
)
def spread_across(v: Any) -> Any:
    return np.outer([-1.0, 0.0, 1.0], [-v[1], v[0]]) + 10 * np.asarray(v)


@slip(
    "misleading_points",
    "the mirror image of v in place of a quarter turn",
    hint="What is the dot product of v and the vector by which you move the points?",
)
def mirrored(v: Any) -> Any:
    return np.outer([-1.0, 0.0, 1.0], v) + 10 * np.array([v[1], v[0]])


# --- softmax_failures ----------------------------------------------------------------------------


@slip(
    "softmax_failures",
    "tame inputs, on which only one of the functions fails",
    hint="How large may the entries be? What happens to the exponentials then?",
)
def tame_logits() -> Any:
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    return {"a": x, "b": x, "d": x}


# --- flattering_probabilities --------------------------------------------------------------------


@slip(
    "flattering_probabilities",
    "equal probabilities, for which both numbers are the same",
    hint="What has to differ between the probabilities?",
)
def equal_probabilities(reported: float, true: float) -> Any:
    return np.full(10, 1 / reported)


@slip(
    "flattering_probabilities",
    "a tiny probability of 1 / true, whose surprise is shared by all others",
    hint="By how many is the surprise of the tiny probability divided?",
)
def shared_surprise(reported: float, true: float) -> Any:
    p = np.ones(int(np.ceil(reported / (reported - 1))) + 1)
    p[0] = 1 / true
    return p


@slip(
    "flattering_probabilities",
    "probabilities that add up to 1, although they belong to different tokens",
    hint="Each number is the probability of one token of a text. Do these add up to anything?",
)
def normalized(reported: float, true: float) -> Any:
    n = int(np.ceil(reported / (reported - 1))) + 1
    p = np.ones(n)
    p[0] = float(true) ** -(n + 1)
    return p / p.sum()


# --- uphill_input --------------------------------------------------------------------------------


@slip(
    "uphill_input",
    "an input on which their slopes have the right signs",
    hint="With a single weight, both uses have the same slope. What changes with two weights?",
)
def only_half() -> Any:
    return np.array([[1.0]]), np.array([[1.0]]), np.array([[1.0]])


# --- adam_failures -------------------------------------------------------------------------------


@slip(
    "adam_failures",
    "gradients of 1 at every step, on which all four agree",
    hint="What could differ from one step to the next, or from one parameter to another?",
)
def constant_gradients() -> Any:
    steps = [np.array([1.0])] * 5
    return {"a": steps, "b": steps, "d": steps}


@slip(
    "adam_failures",
    "ordinary gradients of two parameters, on which only one function fails",
    hint="Which sizes of gradients have you not tried? And which changes of size?",
)
def two_parameters() -> Any:
    steps = [np.array([1.0, 1.0])]
    return {"a": steps, "b": steps, "d": steps}


# --- losing_tokens -------------------------------------------------------------------------------


@slip(
    "losing_tokens",
    "k tokens of one word, which are too few if k is below 6",
    hint="How many tokens does the list need at least?",
)
def one_word(k: int) -> Any:
    return [0] * k


@slip(
    "losing_tokens",
    "six different tokens for every k, of which none loses a slope",
    hint="When does the given function lose a slope?",
)
def all_different(k: int) -> Any:
    return [0, 1, 2, 3, 4, 5]


# --- shortest_failure ----------------------------------------------------------------------------


@slip(
    "shortest_failure",
    "a signal that fails, but is longer than it need be",
    hint="Is there a signal that is one sample shorter?",
)
def too_long() -> Any:
    return np.array([0.0, 1.0, 2.0, 3.0])


@slip(
    "shortest_failure",
    "a signal that is the same in both directions, and comes back",
    hint="Which samples change places? Do they differ in your signal?",
)
def symmetric() -> Any:
    return np.array([1.0, -0.5, -0.5])


@slip(
    "shortest_failure",
    "a signal of two samples, which has no order to lose",
    hint="What are the waves of two samples, turning forwards and backwards?",
)
def too_short() -> Any:
    return np.array([0.0, 1.0])


# --- causal_failures -----------------------------------------------------------------------------


@slip(
    "causal_failures",
    "tame scores, with which only one function fails",
    hint="How low, how high and how far apart may the scores be?",
)
def tame_scores() -> Any:
    given = (np.ones((2, 1)), np.zeros((2, 1)), np.array([[0.0], [1.0]]))
    return dict.fromkeys("acd", given)


@slip(
    "causal_failures",
    "tokens with equal values, for which every attention gives the same",
    hint="Can the output show which token was seen, if all values are equal?",
)
def equal_values() -> Any:
    return dict.fromkeys("acd", (np.ones((2, 1)), np.zeros((2, 1)), np.ones((2, 1))))


# --- crop_failure --------------------------------------------------------------------------------


@slip(
    "crop_failure",
    "a case that shows it, but is larger than need be",
    hint="At which step does the result go wrong? What comes after it is not needed.",
)
def larger_than_need_be() -> Any:
    return [0, 1, 2, 3, 4], 5


@slip(
    "crop_failure",
    "a case in which everything that is read fits into the context",
    hint="How many tokens does the model read before the last new one?",
)
def all_fits() -> Any:
    return [0, 1, 2, 3], 1


@slip(
    "crop_failure",
    "five equal tokens, after which both see the same last token",
    hint="Is the last token that the wrong function shows different from the right one?",
)
def equal_tokens() -> Any:
    return [0, 0, 0, 0, 0], 1
