"""Misconceptions about backtracking line search and conjugate gradients."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from solutions.line_search import backtracking_descent, conjugate_gradient
from solutions.misconceptions import Undetermined, slip

TRIES = 60
"""How often a search with a wrong condition may shrink its step."""

# Backtracking -------------------------------------------------------------------------------


def _searched(
    loss: Any,
    gradient: Any,
    w: Any,
    steps: int,
    rate: float,
    shrink: float,
    too_high: Any,
) -> Any:
    """Return the path of a search that shrinks t while `too_high(loss there, loss here, t, g)`."""
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        here = path[-1]
        g, t, tries = np.asarray(gradient(here.copy()), dtype=float), rate, 0
        while too_high(loss(here - t * g), loss(here.copy()), t, g):
            t, tries = t * shrink, tries + 1
            if tries > TRIES:
                raise Undetermined  # the search does not end
        path.append(here - t * g)
    return path


@slip(
    "backtracking_descent",
    "the full rate in every step, without a line search",
    hint="What does your code do where the loss at the new point is too high?",
)
def without_a_search(
    loss: Any, gradient: Any, w: Any, steps: int, rate: Any = 1.0, shrink: Any = 0.5, slope: Any = 0
) -> Any:
    return _searched(loss, gradient, w, steps, rate, shrink, lambda new, old, t, g: False)


@slip(
    "backtracking_descent",
    "a step that shrinks at most once",
    hint="What happens if the loss is still too high after one shrink?",
)
def shrinks_once(
    loss: Any,
    gradient: Any,
    w: Any,
    steps: int,
    rate: Any = 1.0,
    shrink: Any = 0.5,
    slope: Any = 1e-4,
) -> Any:
    return _searched(
        loss,
        gradient,
        w,
        steps,
        rate,
        shrink,
        lambda new, old, t, g: t == rate and new > old - slope * t * (g @ g),
    )


@slip(
    "backtracking_descent",
    "a rate that stays small in the next step",
    hint="Which t does every step begin with?",
)
def rate_kept(
    loss: Any,
    gradient: Any,
    w: Any,
    steps: int,
    rate: Any = 1.0,
    shrink: Any = 0.5,
    slope: Any = 1e-4,
) -> Any:
    path, t = [np.array(w, dtype=float)], rate
    for _ in range(steps):
        here = path[-1]
        g = np.asarray(gradient(here.copy()), dtype=float)
        while loss(here - t * g) > loss(here.copy()) - slope * t * (g @ g):
            t *= shrink
        path.append(here - t * g)
    return path


@slip(
    "backtracking_descent",
    "a search that accepts any decrease, without the `slope` term",
    hint="How large a decrease does equation (1) ask for?",
)
def any_decrease(
    loss: Any, gradient: Any, w: Any, steps: int, rate: Any = 1.0, shrink: Any = 0.5, slope: Any = 0
) -> Any:
    return _searched(loss, gradient, w, steps, rate, shrink, lambda new, old, t, g: new > old)


@slip(
    "backtracking_descent",
    "the length of the gradient instead of its square",
    hint="Which power of ‖g‖ appears in equation (1)?",
)
def unsquared(
    loss: Any,
    gradient: Any,
    w: Any,
    steps: int,
    rate: Any = 1.0,
    shrink: Any = 0.5,
    slope: Any = 1e-4,
) -> Any:
    return _searched(
        loss,
        gradient,
        w,
        steps,
        rate,
        shrink,
        lambda new, old, t, g: new > old - slope * t * np.linalg.norm(g),
    )


@slip(
    "backtracking_descent",
    "a condition without the step length t",
    hint="What is `slope` multiplied by in equation (1)?",
)
def without_t(
    loss: Any,
    gradient: Any,
    w: Any,
    steps: int,
    rate: Any = 1.0,
    shrink: Any = 0.5,
    slope: Any = 1e-4,
) -> Any:
    return _searched(
        loss,
        gradient,
        w,
        steps,
        rate,
        shrink,
        lambda new, old, t, g: new > old - slope * (g @ g),
    )


@slip(
    "backtracking_descent",
    "a condition that adds the `slope` term and so lets the loss rise",
    hint="What is the sign of the `slope` term in equation (1)?",
)
def lets_it_rise(
    loss: Any,
    gradient: Any,
    w: Any,
    steps: int,
    rate: Any = 1.0,
    shrink: Any = 0.5,
    slope: Any = 1e-4,
) -> Any:
    return _searched(
        loss,
        gradient,
        w,
        steps,
        rate,
        shrink,
        lambda new, old, t, g: new > old + slope * t * (g @ g),
    )


@slip(
    "backtracking_descent",
    "a step that shrinks once more than necessary",
    hint="Is the point that passes the test also the one in the path?",
)
def shrinks_too_often(
    loss: Any,
    gradient: Any,
    w: Any,
    steps: int,
    rate: Any = 1.0,
    shrink: Any = 0.5,
    slope: Any = 1e-4,
) -> Any:
    path = [np.array(w, dtype=float)]
    for _ in range(steps):
        here = path[-1]
        g, t = np.asarray(gradient(here.copy()), dtype=float), rate
        while loss(here - t * g) > loss(here.copy()) - slope * t * (g @ g):
            t *= shrink
        path.append(here - (t if t == rate else t * shrink) * g)
    return path


@slip(
    "backtracking_descent",
    "a step that is always halved, whatever `shrink` is",
    hint="Which argument do you multiply t by after a failed try?",
)
def always_halved(
    loss: Any,
    gradient: Any,
    w: Any,
    steps: int,
    rate: Any = 1.0,
    shrink: Any = 0.5,
    slope: Any = 1e-4,
) -> Any:
    return backtracking_descent(loss, gradient, w, steps, rate, 0.5, slope)


@slip(
    "backtracking_descent",
    "a search that begins with 1, whatever `rate` is",
    hint="Which t does every step begin with?",
)
def begins_with_one(
    loss: Any,
    gradient: Any,
    w: Any,
    steps: int,
    rate: Any = 1.0,
    shrink: Any = 0.5,
    slope: Any = 1e-4,
) -> Any:
    return backtracking_descent(loss, gradient, w, steps, 1.0, shrink, slope)


@slip(
    "backtracking_descent",
    "a gradient that is computed only at the start",
    hint="At which point do you compute the gradient of step k?",
)
def gradient_of_the_start(
    loss: Any,
    gradient: Any,
    w: Any,
    steps: int,
    rate: Any = 1.0,
    shrink: Any = 0.5,
    slope: Any = 1e-4,
) -> Any:
    g = np.asarray(gradient(np.array(w, dtype=float)), dtype=float)
    return _searched(
        loss,
        lambda _: g,
        w,
        steps,
        rate,
        shrink,
        lambda new, old, t, g: new > old - slope * t * (g @ g),
    )


@slip("backtracking_descent", "a path without its start")
def without_the_start(*args: Any, **named: Any) -> Any:
    return backtracking_descent(*args, **named)[1:]


@slip("backtracking_descent", "the last point instead of the whole path")
def end_alone(*args: Any, **named: Any) -> Any:
    return backtracking_descent(*args, **named)[-1]


@slip(
    "backtracking_descent",
    "the last point in every entry of the path",
    hint="Is each entry an array of its own? What does `w -= …` do to one that is already there?",
)
def one_array(*args: Any, **named: Any) -> Any:
    path = backtracking_descent(*args, **named)
    return [path[-1]] * len(path)


# Conjugate gradients ------------------------------------------------------------------------


def _iterates(A: Any, b: Any, steps: int, beta: Any, *, sign: int = 1) -> list[Any]:
    """Return the iterates, with another `beta(new residual, old residual)`."""
    A, b = np.asarray(A, dtype=float), np.asarray(b, dtype=float)
    x, r, p = np.zeros_like(b), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - sign * alpha * (A @ p)
            p = new + beta(new, r) * p
            r = new
        path.append(x)
    return path


@slip(
    "conjugate_gradient",
    "steepest descent, which walks along the residual alone",
    hint="What does the new direction keep of the old one?",
)
def steepest(A: Any, b: Any, steps: int) -> Any:
    return _iterates(A, b, steps, lambda new, old: 0.0)


@slip(
    "conjugate_gradient",
    "a β of 1",
    hint="Is the old rᵀr still known when β is computed?",
)
def beta_of_one(A: Any, b: Any, steps: int) -> Any:
    return _iterates(A, b, steps, lambda new, old: 1.0)


@slip(
    "conjugate_gradient",
    "a β upside down, the old residual over the new one",
    hint="Which of the two residuals is in the numerator of β?",
)
def beta_upside_down(A: Any, b: Any, steps: int) -> Any:
    return _iterates(A, b, steps, lambda new, old: (old @ old) / (new @ new) if new.any() else 0.0)


@slip(
    "conjugate_gradient",
    "a β of lengths instead of squared lengths",
    hint="Which power of the residuals' lengths appears in β?",
)
def beta_unsquared(A: Any, b: Any, steps: int) -> Any:
    return _iterates(A, b, steps, lambda new, old: np.sqrt((new @ new) / (old @ old)))


@slip(
    "conjugate_gradient",
    "a β with a minus sign",
    hint="What is the sign of β in the new direction?",
)
def beta_negative(A: Any, b: Any, steps: int) -> Any:
    return _iterates(A, b, steps, lambda new, old: -(new @ new) / (old @ old))


@slip(
    "conjugate_gradient",
    "a residual with αAp added instead of subtracted",
    hint="What is b − A x after the step, if it was r before it?",
)
def residual_added(A: Any, b: Any, steps: int) -> Any:
    return _iterates(A, b, steps, lambda new, old: (new @ new) / (old @ old), sign=-1)


@slip(
    "conjugate_gradient",
    "a step length with the residual in the denominator instead of the direction",
    hint="Which vector is multiplied by A in the denominator of α?",
)
def curvature_of_the_residual(A: Any, b: Any, steps: int) -> Any:
    A, b = np.asarray(A, dtype=float), np.asarray(b, dtype=float)
    x, r, p = np.zeros_like(b), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (r @ A @ r)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p, r = new + (new @ new) / (r @ r) * p, new
        path.append(x)
    return path


@slip(
    "conjugate_gradient",
    "a direction built from the old residual instead of the old direction",
    hint="What is β multiplied by in the new direction?",
)
def old_residual(A: Any, b: Any, steps: int) -> Any:
    A, b = np.asarray(A, dtype=float), np.asarray(b, dtype=float)
    x, r, p = np.zeros_like(b), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p, r = new + (new @ new) / (r @ r) * r, new
        path.append(x)
    return path


@slip(
    "conjugate_gradient",
    "a residual that stays b",
    hint="Does the residual change with x?",
)
def residual_of_the_start(A: Any, b: Any, steps: int) -> Any:
    A, b = np.asarray(A, dtype=float), np.asarray(b, dtype=float)
    curvature = b @ A @ b
    alpha = (b @ b) / curvature if curvature else 0.0
    return [k * alpha * b for k in range(steps + 1)]


@slip(
    "conjugate_gradient",
    "a start at b instead of zeros",
    hint="Where does the path start, and what is the residual there?",
)
def starts_at_b(A: Any, b: Any, steps: int) -> Any:
    A, b = np.asarray(A, dtype=float), np.asarray(b, dtype=float)
    return [b + x for x in conjugate_gradient(A, b - A @ b, steps)]


@slip("conjugate_gradient", "a path without its start")
def iterates_without_the_start(A: Any, b: Any, steps: int) -> Any:
    return conjugate_gradient(A, b, steps)[1:]


@slip("conjugate_gradient", "the last point instead of the whole path")
def last_iterate(A: Any, b: Any, steps: int) -> Any:
    return conjugate_gradient(A, b, steps)[-1]


@slip(
    "conjugate_gradient",
    "a path that ends where the residual is 0, however many steps are left",
    hint="How many points are in the path if the system is solved before the last step?",
)
def ends_early(A: Any, b: Any, steps: int) -> Any:
    path = conjugate_gradient(A, b, steps)
    moves = [np.any(new != old) for old, new in itertools.pairwise(path)]
    return path[: 1 + sum(moves)]


@slip(
    "conjugate_gradient",
    "the last point in every entry of the path",
    hint="Is each entry an array of its own? What does `x += …` do to one that is already there?",
)
def one_array_of_iterates(A: Any, b: Any, steps: int) -> Any:
    path = conjugate_gradient(A, b, steps)
    return [path[-1]] * len(path)
