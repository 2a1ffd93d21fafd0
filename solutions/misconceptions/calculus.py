"""Misconceptions about slopes, descent and the chain rule."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import Undetermined, slip

# The loss and its slope ---------------------------------------------------------------------


@slip("loss_function", "the distance from 2 without the square")
def unsquared(w: Any) -> Any:
    return w - 2


@slip("loss_function", "the absolute distance from 2 instead of its square")
def absolute_distance(w: Any) -> Any:
    return abs(w - 2)


@slip("loss_function", "a parabola with its lowest point at -2")
def parabola_at_minus_two(w: Any) -> Any:
    return (w + 2) ** 2


@slip("loss_function", "w² - 2 instead of (w - 2)²")
def squared_too_early(w: Any) -> Any:
    return w**2 - 2


@slip("loss_function", "half of the squared distance")
def half_of_the_square(w: Any) -> Any:
    return (w - 2) ** 2 / 2


@slip(
    "loss_function",
    "`^`, which compares bits, instead of the power `**`",
    hint="In Python a power is written `**`.",
)
def bits_compared(w: Any) -> Any:
    return int(w - 2) ^ 2


@slip(
    "loss_function",
    "the absolute value of w instead of w, so that its sign is lost",
    hint="How far is -1 from 2? Is it as far as 1 is?",
)
def loss_of_the_size(w: Any) -> Any:
    return (abs(w) - 2) ** 2


@slip("gradient", "a derivative without the factor 2 of the power rule")
def without_the_two(w: Any) -> Any:
    return w - 2


@slip("gradient", "2w, the slope of w² instead of (w - 2)²")
def slope_of_the_square(w: Any) -> Any:
    return 2 * w


@slip("gradient", "2w - 2 instead of 2(w - 2)")
def two_w_minus_two(w: Any) -> Any:
    return 2 * w - 2


@slip("gradient", "the absolute value of the slope")
def size_of_the_slope(w: Any) -> Any:
    return abs(2 * (w - 2))


@slip("gradient", "minus the derivative, which points downhill")
def downhill(w: Any) -> Any:
    return -2 * (w - 2)


@slip("gradient", "the loss instead of its slope")
def loss_as_slope(w: Any) -> Any:
    return (w - 2) ** 2


@slip("gradient", "a difference quotient with h = 0.01 instead of the limit")
def coarse_difference(w: Any) -> Any:
    return ((w + 0.01 - 2) ** 2 - (w - 2) ** 2) / 0.01


@slip(
    "gradient",
    "the absolute value of w instead of w, so that its sign is lost",
    hint="How far is -1 from 2? Is it as far as 1 is?",
)
def slope_of_the_size(w: Any) -> Any:
    return 2 * (abs(w) - 2)


# Descent ------------------------------------------------------------------------------------


@slip("gradient_descent", "steps uphill, along the gradient instead of against it")
def uphill(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    path = [np.array(w)]
    for _ in range(steps):
        path.append(path[-1] + learning_rate * np.asarray(gradient(path[-1])))
    return path


@slip("gradient_descent", "a path without its start")
def without_the_start(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    return _path(gradient, w, learning_rate, steps)[1:]


@slip("gradient_descent", "a path without its last value")
def without_the_end(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    return _path(gradient, w, learning_rate, steps)[:-1]


@slip("gradient_descent", "a path with one step too many")
def one_step_more(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    return _path(gradient, w, learning_rate, steps + 1)


@slip("gradient_descent", "the last value instead of the whole path")
def end_alone(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    return _path(gradient, w, learning_rate, steps)[-1]


@slip("gradient_descent", "a gradient that is computed only at the start")
def gradient_of_the_start(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    slope = np.asarray(gradient(w))
    return [np.asarray(w) - k * learning_rate * slope for k in range(steps + 1)]


@slip("gradient_descent", "the slope of (w - 2)², whatever `gradient` is passed in")
def slope_of_the_parabola(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    return _path(lambda v: 2 * (np.asarray(v) - 2), w, learning_rate, steps)


@slip("gradient_descent", "steps of the full gradient without the learning rate")
def without_the_rate(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    return _path(gradient, w, 1.0, steps)


@slip("gradient_descent", "a learning rate of 0.1, whatever rate is given")
def a_tenth(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    return _path(gradient, w, 0.1, steps)


@slip(
    "gradient_descent",
    "the last point in every entry of the path",
    hint="Is each entry an array of its own? What does `w -= …` do to one that is already there?",
)
def one_array(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    if not (isinstance(w, np.ndarray) and w.dtype.kind == "f"):
        raise Undetermined  # whether `w -= …` stops, makes a new number or changes a copy
    return [_path(gradient, w, learning_rate, steps)[-1]] * (steps + 1)


@slip(
    "gradient_descent",
    "a learning rate that falls from step to step",
    hint="What is the learning rate in step k of equation (2)?",
)
def falling_rate(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    path = [np.asarray(w)]
    for k in range(steps):
        path.append(path[-1] - learning_rate / (k + 1) * np.asarray(gradient(path[-1])))
    return path


@slip(
    "gradient_descent",
    "the sign of the slope instead of the slope",
    hint="Is a step longer where the slope is steeper?",
)
def sign_of_the_slope(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    return _path(lambda v: np.sign(gradient(v)), w, learning_rate, steps)


@slip(
    "gradient_descent",
    "entries that move one after the other, each with a slope at values that have changed",
    hint="Compute the slope once for each step, before any entry moves.",
)
def entry_by_entry(gradient: Any, w: Any, learning_rate: Any = 0.1, steps: Any = 10) -> Any:
    if isinstance(w, np.ndarray) and w.dtype.kind != "f":
        raise Undetermined  # whether the entries are cut to whole numbers
    w = np.array(w, dtype=float)
    path = [w.copy()]
    for _ in range(steps):
        for place in np.ndindex(w.shape):
            w[place] -= learning_rate * np.asarray(gradient(w.copy()))[place]
        path.append(w.copy())
    return path


def _path(gradient: Any, w: Any, learning_rate: Any, steps: Any) -> list[Any]:
    path = [np.asarray(w)]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * np.asarray(gradient(path[-1])))
    return path


# Two weights and a ReLU ---------------------------------------------------------------------


@slip("forward_pass", "the hidden unit's value before the ReLU")
def before_relu(x: Any, w1: Any, w2: Any) -> Any:
    return max(0.0, x * w1) * w2, x * w1


@slip("forward_pass", "a pass without the ReLU")
def without_relu(x: Any, w1: Any, w2: Any) -> Any:
    return x * w1 * w2, x * w1


@slip("forward_pass", "a ReLU of the input, before the weight")
def relu_of_input(x: Any, w1: Any, w2: Any) -> Any:
    h = max(0.0, x) * w1
    return h * w2, h


@slip("forward_pass", "a second ReLU on the output")
def relu_twice(x: Any, w1: Any, w2: Any) -> Any:
    h = max(0.0, x * w1)
    return max(0.0, h * w2), h


@slip("forward_pass", "the hidden activation and the output in the wrong order")
def hidden_first(x: Any, w1: Any, w2: Any) -> Any:
    h = max(0.0, x * w1)
    return h, h * w2


@slip("forward_pass", "the two weights swapped")
def weights_exchanged(x: Any, w1: Any, w2: Any) -> Any:
    h = max(0.0, x * w2)
    return h * w1, h


@slip("forward_pass", "the absolute value instead of the ReLU")
def absolute_value(x: Any, w1: Any, w2: Any) -> Any:
    h = abs(x * w1)
    return h * w2, h


@slip(
    "forward_pass",
    "a leaky ReLU, with a slope of 0.01 on the left",
    hint="The ReLU turns a negative number into 0, not into a small number.",
)
def leaky(x: Any, w1: Any, w2: Any) -> Any:
    h = x * w1 if x * w1 > 0 else 0.01 * x * w1
    return h * w2, h


@slip("backward_pass", "a derivative of the square without its factor 2")
def backward_without_two(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    return _slopes(x, y_pred - y_true, w2, h)


@slip(
    "backward_pass",
    "both slopes with the wrong sign",
    hint="Does the loss rise or fall with the output where it is above the target?",
)
def error_turned(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    return _slopes(x, 2 * (y_true - y_pred), w2, h)


@slip(
    "backward_pass",
    "a pass without the ReLU",
    hint="How much does h change if you nudge w1 where the ReLU is flat?",
)
def relu_always_open(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dy = 2 * (y_pred - y_true)
    return dy * w2 * x, dy * h


@slip("backward_pass", "a slope along w1 that goes back through w1 instead of w2")
def back_through_w1(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    return _slopes(x, 2 * (y_pred - y_true), w1, h)


@slip("backward_pass", "the two slopes in the wrong order")
def slopes_exchanged(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dw1, dw2 = _slopes(x, 2 * (y_pred - y_true), w2, h)
    return dw2, dw1


@slip("backward_pass", "a slope along w1 without the factor w2")
def without_w2(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    return _slopes(x, 2 * (y_pred - y_true), 1, h)


@slip("backward_pass", "a slope along w1 without the factor x")
def without_x(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dy = 2 * (y_pred - y_true)
    return (dy * w2 if h > 0 else 0.0), dy * h


@slip("backward_pass", "a slope along w1 with w1 instead of x")
def w1_for_x(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    return _slopes(w1, 2 * (y_pred - y_true), w2, h)[0], _slopes(x, 2 * (y_pred - y_true), w2, h)[1]


@slip("backward_pass", "a slope along w2 with x instead of h")
def x_for_h(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dy = 2 * (y_pred - y_true)
    return _slopes(x, dy, w2, h)[0], dy * x


@slip(
    "backward_pass",
    "a leaky ReLU, with a slope of 0.01 on the left",
    hint="Where h is 0, the ReLU is flat: how much passes back?",
)
def leaky_back(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dy = 2 * (y_pred - y_true)
    return dy * w2 * x * (1 if h > 0 else 0.01), dy * h


@slip(
    "backward_pass",
    "a ReLU that is open where x is positive, instead of where h is",
    hint="What goes into the ReLU: x, or w1 x? Can w1 x be positive if x is negative?",
)
def open_by_x(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if x > 0 else 0.0), dy * h


@slip(
    "backward_pass",
    "a ReLU that is open where w1 is positive, instead of where h is",
    hint="What goes into the ReLU: w1, or w1 x? Can w1 x be positive if w1 is negative?",
)
def open_by_w1(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if w1 > 0 else 0.0), dy * h


@slip(
    "backward_pass",
    "a ReLU that is open where the output is positive, instead of where h is",
    hint="The output is w2 h: what is its sign if h is positive and w2 negative?",
)
def open_by_output(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if y_pred > 0 else 0.0), dy * h


@slip(
    "backward_pass",
    "a unit that is treated as dead because its output is 0",
    hint="If w2 h is 0, must h be 0?",
)
def dead_by_output(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    if y_pred == 0:
        return 0.0, 0.0
    return _slopes(x, 2 * (y_pred - y_true), w2, h)


@slip(
    "backward_pass",
    "a ReLU of the slope that comes back, which cuts off its negative values",
    hint="On the way back the ReLU multiplies by 1 or 0. May a slope be negative?",
)
def relu_of_the_slope(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dy = 2 * (y_pred - y_true)
    return (max(0.0, dy * w2) * x if h > 0 else 0.0), dy * h


@slip(
    "backward_pass",
    "a slope along w1 without the factor 2 of the square",
    hint="Both slopes begin with the same factor, dL/dy. What is it?",
)
def w1_without_two(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dw1, dw2 = _slopes(x, 2 * (y_pred - y_true), w2, h)
    return dw1 / 2, dw2


@slip(
    "backward_pass",
    "a slope along w2 without the factor 2 of the square",
    hint="Both slopes begin with the same factor, dL/dy. What is it?",
)
def w2_without_two(x: Any, y_pred: Any, y_true: Any, w1: Any, w2: Any, h: Any) -> Any:
    dw1, dw2 = _slopes(x, 2 * (y_pred - y_true), w2, h)
    return dw1, dw2 / 2


def _slopes(x: Any, dy: Any, w2: Any, h: Any) -> tuple[Any, Any]:
    return (dy * w2 * x if h > 0 else 0.0), dy * h


# Training -----------------------------------------------------------------------------------


def _train(x: Any, t: Any, w1: Any, w2: Any, rate: Any, epochs: Any) -> tuple[Any, Any, list[Any]]:
    losses = []
    for _ in range(epochs):
        h = max(0.0, x * w1)
        losses.append((h * w2 - t) ** 2)
        dw1, dw2 = _slopes(x, 2 * (h * w2 - t), w2, h)
        w1, w2 = w1 - rate * dw1, w2 - rate * dw2
    return w1, w2, losses


@slip("train", "a slope along w2 that was computed after w1 had been updated")
def w1_moved_first(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    losses = []
    for _ in range(epochs):
        h = max(0.0, x * w1)
        losses.append((h * w2 - y_true) ** 2)
        w1 = w1 - learning_rate * _slopes(x, 2 * (h * w2 - y_true), w2, h)[0]
        h = max(0.0, x * w1)
        w2 = w2 - learning_rate * _slopes(x, 2 * (h * w2 - y_true), w2, h)[1]
    return w1, w2, losses


@slip("train", "a slope along w1 that uses the new w2 instead of the old one")
def through_the_new_w2(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    losses = []
    for _ in range(epochs):
        h = max(0.0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w2 = w2 - learning_rate * _slopes(x, dy, w2, h)[1]
        w1 = w1 - learning_rate * _slopes(x, dy, w2, h)[0]
    return w1, w2, losses


@slip("train", "losses that were computed after the update of their epoch")
def losses_after_the_update(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    end1, end2, _ = _train(x, y_true, w1, w2, learning_rate, epochs)
    return end1, end2, _train(x, y_true, w1, w2, learning_rate, epochs + 1)[2][1:]


@slip("train", "one loss too many, computed with the final weights")
def one_loss_more(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    end1, end2, _ = _train(x, y_true, w1, w2, learning_rate, epochs)
    return end1, end2, _train(x, y_true, w1, w2, learning_rate, epochs + 1)[2]


@slip("train", "a learning rate of 0.1, whatever rate is given")
def rate_of_a_tenth(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    return _train(x, y_true, w1, w2, 0.1, epochs)


@slip("train", "five epochs, whatever number is given")
def five_epochs(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    return _train(x, y_true, w1, w2, learning_rate, 5)


@slip("train", "the last loss instead of one for each epoch")
def last_loss_alone(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    end1, end2, losses = _train(x, y_true, w1, w2, learning_rate, epochs)
    return end1, end2, losses[-1]


@slip("train", "the sizes of the errors instead of their squares")
def errors_for_losses(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    end1, end2, losses = _train(x, y_true, w1, w2, learning_rate, epochs)
    return end1, end2, [loss**0.5 for loss in losses]


@slip("train", "an update of w2 alone")
def w2_alone(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    losses = []
    for _ in range(epochs):
        h = max(0.0, x * w1)
        losses.append((h * w2 - y_true) ** 2)
        w2 = w2 - learning_rate * 2 * (h * w2 - y_true) * h
    return w1, w2, losses


@slip("train", "the losses before the weights instead of after them")
def losses_first(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    end1, end2, losses = _train(x, y_true, w1, w2, learning_rate, epochs)
    return losses, end1, end2


@slip("train", "steps uphill, along the gradient instead of against it")
def trained_uphill(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    return _train(x, y_true, w1, w2, -learning_rate, epochs)


@slip(
    "train",
    "a derivative of the square without its factor 2",
    hint="What is the slope of (y - t)² along y?",
)
def trained_without_two(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    return _train(x, y_true, w1, w2, learning_rate / 2, epochs)


@slip(
    "train",
    "a network without the ReLU",
    hint="What is h where w1 x is negative?",
)
def trained_without_relu(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    losses = []
    for _ in range(epochs):
        h = x * w1
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - learning_rate * dy * w2 * x, w2 - learning_rate * dy * h
    return w1, w2, losses


@slip(
    "train",
    "a ReLU that is forgotten on the way back",
    hint="Where the unit is dead, h does not depend on w1: what is the slope along w1?",
)
def relu_forgotten_on_the_way_back(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    losses = []
    for _ in range(epochs):
        h = max(0.0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - learning_rate * dy * w2 * x, w2 - learning_rate * dy * h
    return w1, w2, losses


@slip(
    "train",
    "a ReLU that is open where w1 is positive, instead of where h is",
    hint="What goes into the ReLU: w1, or w1 x? Can w1 x be positive if w1 is negative?",
)
def trained_open_by_w1(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    losses = []
    for _ in range(epochs):
        h = max(0.0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        dw1 = dy * w2 * x if w1 > 0 else 0.0
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dy * h
    return w1, w2, losses


@slip("train", "the forward pass of the first epoch in every epoch")
def forward_once(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    h, losses = max(0.0, x * w1), []
    y = h * w2
    for _ in range(epochs):
        losses.append((y - y_true) ** 2)
        dw1, dw2 = _slopes(x, 2 * (y - y_true), w2, h)
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
    return w1, w2, losses


@slip("train", "the weights from before the training")
def weights_of_the_start(
    x: Any, y_true: Any, w1: Any, w2: Any, learning_rate: Any = 0.1, epochs: Any = 5
) -> Any:
    return w1, w2, _train(x, y_true, w1, w2, learning_rate, epochs)[2]


# The sigmoid and its slope ------------------------------------------------------------------


@slip("sigmoid", "the sigmoid of −x")
def falling_sigmoid(x: Any) -> Any:
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(x))


@slip("sigmoid", "NaN at x = 1000, where an exponential overflows")
def infinity_over_infinity(x: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.exp(x) / (1 + np.exp(x))


@slip("sigmoid", "tanh, which runs from -1 to 1")
def tanh_for_sigmoid(x: Any) -> Any:
    return np.tanh(x)


@slip("sigmoid", "a softmax over all entries instead of a sigmoid of each")
def softmax_for_sigmoid(x: Any) -> Any:
    exps = np.exp(x - np.max(x))
    return exps / exps.sum()


@slip("sigmoid", "1 / 1 + exp(-x), with the brackets missing")
def brackets_missing(x: Any) -> Any:
    with np.errstate(all="ignore"):
        return 1 / 1 + np.exp(-np.asarray(x))


@slip("sigmoid", "the sigmoid rounded to 0 or 1")
def rounded_sigmoid(x: Any) -> Any:
    return np.round(_sigmoid(x))


@slip(
    "sigmoid",
    "a sigmoid of the absolute value of x",
    hint="With |x| in the exponent nothing overflows, but is σ(-x) equal to σ(x)?",
)
def sigmoid_of_the_size(x: Any) -> Any:
    return _sigmoid(np.abs(x))


@slip(
    "sigmoid",
    "x clipped at ±10, where the sigmoid is not yet flat",
    hint="How large must x be before exp(-x) no longer matters in six digits?",
)
def clipped_at_ten(x: Any) -> Any:
    return _sigmoid(np.clip(x, -10, 10))


@slip(
    "sigmoid",
    "0 at x = 1000, where the sigmoid is 1",
    hint="What is exp(1000), and what becomes of it in your formula?",
)
def nan_made_zero(x: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.exp(x) / (1 + np.exp(x)))


@slip("sigmoid_derivative", "x(1 - x), with x instead of the sigmoid of x")
def value_taken_for_granted(x: Any) -> Any:
    return np.asarray(x) * (1 - np.asarray(x))


@slip("sigmoid_derivative", "1 - s², which is the slope of tanh")
def slope_of_the_tanh(x: Any) -> Any:
    return 1 - _sigmoid(x) ** 2


@slip("sigmoid_derivative", "the sigmoid instead of its slope")
def sigmoid_as_slope(x: Any) -> Any:
    return _sigmoid(x)


@slip("sigmoid_derivative", "1 - σ(x), with the factor σ(x) missing")
def second_factor_alone(x: Any) -> Any:
    return 1 - _sigmoid(x)


@slip("sigmoid_derivative", "a slope with the wrong sign")
def slope_turned(x: Any) -> Any:
    return -_sigmoid(x) * (1 - _sigmoid(x))


@slip(
    "sigmoid_derivative",
    "the sigmoid applied twice",
    hint="In equation (2), what goes into σ: x, or a value of σ?",
)
def sigmoid_of_the_sigmoid(x: Any) -> Any:
    s = _sigmoid(_sigmoid(x))
    return s * (1 - s)


@slip(
    "sigmoid_derivative",
    "σ(x)² instead of σ(x) (1 − σ(x))",
    hint="Equation (2) has two factors. Are they equal?",
)
def squared_sigmoid(x: Any) -> Any:
    return _sigmoid(x) ** 2


@slip(
    "sigmoid_derivative",
    "a slope with the sign of x, although the sigmoid never falls",
    hint="Does the sigmoid rise or fall where x is negative?",
)
def slope_with_the_sign_of_x(x: Any) -> Any:
    return np.sign(x) * _sigmoid(x) * (1 - _sigmoid(x))


@slip(
    "sigmoid_derivative",
    "all slopes added up instead of one slope for each entry",
    hint="How many slopes does an array of six entries have?",
)
def slopes_added_up(x: Any) -> Any:
    return np.sum(_sigmoid(x) * (1 - _sigmoid(x)))


@slip("sigmoid_derivative", "NaN at x = -1000, where an exponential overflows")
def slope_by_a_quotient(x: Any) -> Any:
    with np.errstate(all="ignore"):
        e = np.exp(-np.asarray(x))
        return e / (1 + e) ** 2


def _sigmoid(x: Any) -> Any:
    return 0.5 + 0.5 * np.tanh(np.asarray(x) / 2)


# The chain through two layers ---------------------------------------------------------------


@slip("chain_rule_gradient", "a single factor w2, although it appears in both z2 and dz2/da1")
def one_w2(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    s = _sigmoid(w1 * x + b)
    return 2 * w2 * s * s * (1 - s) * x


@slip("chain_rule_gradient", "a chain without the last factor, dz1/dw1")
def without_dz1(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    s = _sigmoid(w1 * x + b)
    return 2 * w2 * s * w2 * s * (1 - s)


@slip("chain_rule_gradient", "a chain without the factor 2 of the squared loss")
def loss_without_two(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    s = _sigmoid(w1 * x + b)
    return w2 * s * w2 * s * (1 - s) * x


@slip("chain_rule_gradient", "a slope of the sigmoid that is taken at a1 instead of z1")
def slope_at_a1(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    a1 = _sigmoid(w1 * x + b)
    s = _sigmoid(a1)
    return 2 * w2 * a1 * w2 * s * (1 - s) * x


@slip("chain_rule_gradient", "a chain without the slope of the sigmoid")
def without_sigmoids_slope(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    return 2 * w2 * _sigmoid(w1 * x + b) * w2 * x


@slip("chain_rule_gradient", "the slope along w2 instead of w1")
def along_w2(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    a1 = _sigmoid(w1 * x + b)
    return 2 * w2 * a1 * a1


@slip("chain_rule_gradient", "w1 as the last factor, which gives the slope along x")
def along_x(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    s = _sigmoid(w1 * x + b)
    return 2 * w2 * s * w2 * s * (1 - s) * w1


@slip("chain_rule_gradient", "2 w2 as the first factor instead of 2 z2, without a1")
def without_a1(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    s = _sigmoid(w1 * x + b)
    return 2 * w2 * w2 * s * (1 - s) * x


@slip("chain_rule_gradient", "z2² as the first factor instead of its slope 2 z2")
def loss_as_factor(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    s = _sigmoid(w1 * x + b)
    return (w2 * s) ** 2 * w2 * s * (1 - s) * x


@slip("chain_rule_gradient", "a bias that is added in the second layer instead of the first")
def bias_in_the_second(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    s = _sigmoid(w1 * x)
    return 2 * (w2 * s + b) * w2 * s * (1 - s) * x


@slip("chain_rule_gradient", "a first layer without the bias")
def without_bias(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    s = _sigmoid(w1 * x)
    return 2 * w2 * s * w2 * s * (1 - s) * x


@slip(
    "chain_rule_gradient",
    "z1 (1 − z1) instead of a1 (1 − a1)",
    hint="The slope comes from the value of the sigmoid. Which of your numbers is that value?",
)
def slope_with_z1(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    z1 = w1 * x + b
    return 2 * w2 * _sigmoid(z1) * w2 * z1 * (1 - z1) * x


@slip(
    "chain_rule_gradient",
    "w1 (x + b) instead of w1 x + b",
    hint="Does the weight multiply the bias, too?",
)
def weighted_bias(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    a1 = _sigmoid(w1 * (x + b))
    return 2 * w2**2 * a1**2 * (1 - a1) * x


@slip(
    "chain_rule_gradient",
    "σ(w1 x - b) instead of σ(w1 x + b)",
    hint="Which sign does b have in z1? The minus in exp(-z1) belongs to all of z1.",
)
def minus_of_one_term(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    a1 = _sigmoid(w1 * x - b)
    return 2 * w2**2 * a1**2 * (1 - a1) * x


@slip(
    "chain_rule_gradient",
    "tanh and its slope instead of the sigmoid and its slope",
    hint="Which function does this network apply to z1?",
)
def with_tanh(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    a1 = np.tanh(w1 * x + b)
    return 2 * w2**2 * a1 * (1 - a1**2) * x


@slip(
    "chain_rule_gradient",
    "the loss instead of its slope",
    hint="You return L itself. How does it change when you nudge w1?",
)
def loss_for_slope(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    return (w2 * _sigmoid(w1 * x + b)) ** 2


@slip(
    "chain_rule_gradient",
    "a difference quotient with h = 0.001 instead of the chain rule",
    hint="A ratio with a fixed h is not exact. Multiply the four slopes of equation (4).",
)
def coarse_chain(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    return (loss_for_slope(x, w1 + 1e-3, w2, b) - loss_for_slope(x, w1, w2, b)) / 1e-3


@slip(
    "chain_rule_gradient",
    "w1 instead of w2 in the second layer",
    hint="Which weight multiplies a1 in z2?",
)
def w1_in_the_second(x: Any, w1: Any, w2: Any, b: Any) -> Any:
    a1 = _sigmoid(w1 * x + b)
    return 2 * w1 * a1 * w2 * a1 * (1 - a1) * x
