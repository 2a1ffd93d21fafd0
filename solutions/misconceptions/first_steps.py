"""Misconceptions about axes, objects that remember, and turning arrows."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import Undetermined, slip

# shares -------------------------------------------------------------------------------------


def _over(x: Any, totals: Any) -> Any:
    """The quotient, 0 where a total is 0."""
    totals = np.broadcast_to(totals, np.shape(x))
    return np.divide(x, totals, out=np.zeros(np.shape(x)), where=totals != 0)


def _line_sums(x: Any, axis: int) -> Any:
    return np.sum(x, axis=axis, keepdims=True)


@slip(
    "shares",
    "one sum for the whole array",
    hint="How many lines are there along `axis`? Each has a sum of its own.",
)
def of_the_whole(x: Any, axis: int) -> Any:
    return _over(x, np.sum(x))


@slip(
    "shares",
    "sums along another axis than the one that is asked for",
    hint="Which axis disappears in `x.sum(axis=0)`: the one with the rows or the one in a row?",
)
def along_another_axis(x: Any, axis: int) -> Any:
    if np.ndim(x) != 2:
        raise Undetermined
    return _over(x, _line_sums(x, 1 - axis % 2))


@slip(
    "shares",
    "sums along the last axis, whatever `axis` says",
    hint="Where does your function read `axis`?",
)
def along_the_last(x: Any, axis: int) -> Any:
    return _over(x, _line_sums(x, -1))


@slip(
    "shares",
    "sums along the first axis, whatever `axis` says",
    hint="Where does your function read `axis`?",
)
def along_the_first(x: Any, axis: int) -> Any:
    return _over(x, _line_sums(x, 0))


@slip(
    "shares",
    "sums without the axis of length 1 (`keepdims=True`)",
    hint="Which shape have the sums, and against which axis of x does NumPy lay them?",
)
def without_keepdims(x: Any, axis: int) -> Any:
    return _over(x, np.sum(x, axis=axis))


@slip("shares", "a line of zeros that becomes NaN", hint="What is 0 / 0 in NumPy?")
def undefined_shares(x: Any, axis: int) -> Any:
    with np.errstate(invalid="ignore"):
        return x / _line_sums(x, axis)


@slip(
    "shares",
    "equal shares where a line holds only zeros",
    hint="What does the text ask for where the sum is 0?",
)
def equal_shares(x: Any, axis: int) -> Any:
    totals = _line_sums(x, axis)
    return np.where(totals == 0, 1 / np.shape(x)[axis], _over(x, totals))


@slip(
    "shares",
    "a division by the largest entry of the line",
    hint="What do the shares of a line add up to?",
)
def of_the_largest(x: Any, axis: int) -> Any:
    return _over(x, np.max(x, axis=axis, keepdims=True))


@slip(
    "shares",
    "a division by the number of entries in the line",
    hint="What do the shares of a line add up to?",
)
def of_the_number(x: Any, axis: int) -> Any:
    return x / np.shape(x)[axis]


@slip("shares", "a softmax", hint="Is there an exponential in equation (1)?")
def exponentials(x: Any, axis: int) -> Any:
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exps / _line_sums(exps, axis)


@slip(
    "shares",
    "a division by the length of the line, the root of the sum of squares",
    hint="What do the shares of a line add up to?",
)
def unit_lines(x: Any, axis: int) -> Any:
    return _over(x, np.sqrt(_line_sums(np.square(x), axis)))


# squared_distances --------------------------------------------------------------------------


def _differences(X: Any, Y: Any) -> Any:
    return X[:, None, :] - Y[None, :, :]  # (n, m, d)


@slip("squared_distances", "the distances, not squared", hint="Is there a root in equation (2)?")
def rooted(X: Any, Y: Any) -> Any:
    return np.sqrt(np.sum(_differences(X, Y) ** 2, axis=2))


@slip(
    "squared_distances",
    "a row for each point of Y instead of X",
    hint="Which of the two sets do the rows of D belong to?",
)
def turned_over(X: Any, Y: Any) -> Any:
    return np.sum(_differences(X, Y) ** 2, axis=2).T


@slip(
    "squared_distances",
    "squares that are not added up",
    hint="Your result has three axes. Which of them does equation (2) sum over?",
)
def not_added(X: Any, Y: Any) -> Any:
    return _differences(X, Y) ** 2


@slip(
    "squared_distances",
    "a sum over the points of Y instead of the coordinates",
    hint="Which axis of the array of shape (n, m, d) holds the coordinates?",
)
def over_the_points(X: Any, Y: Any) -> Any:
    return np.sum(_differences(X, Y) ** 2, axis=1)


@slip(
    "squared_distances",
    "a sum over the points of X instead of the coordinates",
    hint="Which axis of the array of shape (n, m, d) holds the coordinates?",
)
def over_the_first_points(X: Any, Y: Any) -> Any:
    return np.sum(_differences(X, Y) ** 2, axis=0)


@slip(
    "squared_distances",
    "absolute values instead of squares",
    hint="What happens to each difference in equation (2)?",
)
def city_blocks(X: Any, Y: Any) -> Any:
    return np.sum(np.abs(_differences(X, Y)), axis=2)


@slip(
    "squared_distances",
    "the square of the sum instead of the sum of the squares",
    hint="Which comes first in equation (2): the square or the sum?",
)
def summed_first(X: Any, Y: Any) -> Any:
    return np.sum(_differences(X, Y), axis=2) ** 2


@slip(
    "squared_distances",
    "a mean over the coordinates instead of a sum",
    hint="Does equation (2) divide by d?",
)
def averaged(X: Any, Y: Any) -> Any:
    return np.mean(_differences(X, Y) ** 2, axis=2)


@slip(
    "squared_distances",
    "the dot products",
    hint="How far is a point from itself?",
)
def dot_products(X: Any, Y: Any) -> Any:
    return X @ Y.T


@slip(
    "squared_distances",
    "squared lengths added, without the term −2 x · y",
    hint="What is (a − b)²?",
)
def without_the_product(X: Any, Y: Any) -> Any:
    return np.sum(X**2, axis=1)[:, None] + np.sum(Y**2, axis=1)


@slip(
    "squared_distances",
    "the term x · y only once",
    hint="What is (a − b)²?",
)
def product_once(X: Any, Y: Any) -> Any:
    return without_the_product(X, Y) - X @ Y.T


@slip(
    "squared_distances",
    "each point of X compared only with the point of Y in the same row",
    hint="How many pairs are there of n points and m points?",
)
def row_by_row(X: Any, Y: Any) -> Any:
    return np.sum((X - Y) ** 2, axis=1)


# windows ------------------------------------------------------------------------------------


def _rows(x: Any, starts: Any, size: int) -> Any:
    return x[np.asarray(starts)[:, None] + np.arange(size)]


@slip(
    "windows",
    "one window too few: the last one is missing",
    hint="At which entry may the last window begin?",
)
def without_the_last(x: Any, size: int) -> Any:
    return _rows(x, np.arange(len(x) - size), size)


@slip(
    "windows",
    "a window in each column instead of each row",
    hint="Which index of W counts the windows in equation (3)?",
)
def in_columns(x: Any, size: int) -> Any:
    return _rows(x, np.arange(len(x) - size + 1), size).T


@slip(
    "windows",
    "windows that do not overlap",
    hint="By how many entries does the next window begin later?",
)
def blocks(x: Any, size: int) -> Any:
    return _rows(x, np.arange(0, len(x) - size + 1, size), size)


@slip(
    "windows",
    "windows that run backwards",
    hint="Which entry of x is W[0, 0]?",
)
def backwards(x: Any, size: int) -> Any:
    return _rows(x, np.arange(len(x) - size + 1), size)[:, ::-1]


@slip(
    "windows",
    "windows that begin again at the front where x ends",
    hint="How many windows lie wholly within x?",
)
def round_the_end(x: Any, size: int) -> Any:
    return x[(np.arange(len(x))[:, None] + np.arange(size)) % len(x)]


@slip(
    "windows",
    "windows that are filled up with zeros where x ends",
    hint="How many windows lie wholly within x?",
)
def filled_up(x: Any, size: int) -> Any:
    return _rows(np.append(x, np.zeros(size - 1)), np.arange(len(x)), size)


@slip(
    "windows",
    "the indices instead of the entries of x",
    hint="You have the table of indices. What does `x[table]` give?",
)
def indices_alone(x: Any, size: int) -> Any:
    return np.arange(len(x) - size + 1)[:, None] + np.arange(size)


@slip(
    "windows",
    "windows of one entry too many",
    hint="How many columns has W?",
)
def too_wide(x: Any, size: int) -> Any:
    return _rows(x, np.arange(len(x) - size), size + 1)


@slip(
    "windows",
    "the sums of the windows",
    hint="What stands in a row of W?",
)
def window_sums(x: Any, size: int) -> Any:
    return _rows(x, np.arange(len(x) - size + 1), size).sum(axis=1)


@slip(
    "windows",
    "the first window in every row",
    hint="Where does the row number i appear in equation (3)?",
)
def first_window(x: Any, size: int) -> Any:
    return _rows(x, np.zeros(len(x) - size + 1, dtype=int), size)


# sum_by_group -------------------------------------------------------------------------------


def _sums(values: Any, groups: Any, n_groups: int) -> Any:
    return (np.asarray(groups) == np.arange(n_groups)[:, None]) @ np.asarray(values, dtype=float)


def _counts(groups: Any, n_groups: int) -> Any:
    return np.sum(np.asarray(groups) == np.arange(n_groups)[:, None], axis=1, keepdims=True)


@slip(
    "sum_by_group",
    "only the last row of each group",
    hint="`sums[groups] += values` writes to a row of `sums` only once. Which of its values stays?",
)
def last_row(values: Any, groups: Any, n_groups: int) -> Any:
    sums = np.zeros((n_groups, np.shape(values)[1]))
    sums[groups] += values
    return sums


@slip(
    "sum_by_group",
    "only the first row of each group",
    hint="What happens in your code when a group appears again?",
)
def first_row(values: Any, groups: Any, n_groups: int) -> Any:
    return last_row(values[::-1], groups[::-1], n_groups)


@slip(
    "sum_by_group",
    "means instead of sums",
    hint="Does equation (4) divide by the number of rows?",
)
def means(values: Any, groups: Any, n_groups: int) -> Any:
    return _sums(values, groups, n_groups) / np.maximum(_counts(groups, n_groups), 1)


@slip(
    "sum_by_group",
    "no row for a group without members",
    hint="How many rows has the result if no row belongs to group 0?",
)
def members_only(values: Any, groups: Any, n_groups: int) -> Any:
    return _sums(values, groups, n_groups)[np.unique(groups)]


@slip(
    "sum_by_group",
    "groups counted from 1 instead of 0",
    hint="In which row does the sum of group 0 stand?",
)
def counted_from_one(values: Any, groups: Any, n_groups: int) -> Any:
    return _sums(values, groups - 1, n_groups)


@slip(
    "sum_by_group",
    "the groups in the order in which they appear",
    hint="In which row does the sum of group 2 stand, if it is the first that appears?",
)
def as_they_appear(values: Any, groups: Any, n_groups: int) -> Any:
    seen = list(dict.fromkeys(np.asarray(groups).tolist()))
    order = seen + [g for g in range(n_groups) if g not in seen]
    return _sums(values, groups, n_groups)[order]


@slip(
    "sum_by_group",
    "one number for each group: the columns are added up, too",
    hint="Along which axis do the rows of a group lie, and which axis should stay?",
)
def columns_too(values: Any, groups: Any, n_groups: int) -> Any:
    return _sums(values, groups, n_groups).sum(axis=1)


@slip(
    "sum_by_group",
    "a column for each group instead of a row",
    hint="What are the two axes of the result, in which order?",
)
def groups_in_columns(values: Any, groups: Any, n_groups: int) -> Any:
    return _sums(values, groups, n_groups).T


@slip(
    "sum_by_group",
    "the number of rows in each group",
    hint="What do you add for each row: 1, or the row?",
)
def numbers_of_rows(values: Any, groups: Any, n_groups: int) -> Any:
    return np.broadcast_to(_counts(groups, n_groups), (n_groups, np.shape(values)[1]))


@slip(
    "sum_by_group",
    "the sum of all rows, whatever their groups",
    hint="Where does your function read `groups`?",
)
def all_rows(values: Any, groups: Any, n_groups: int) -> Any:
    return np.ones((n_groups, 1)) * np.sum(values, axis=0)


# RunningAverage -----------------------------------------------------------------------------


class _Average:
    """Keep a mean and a count; `new` is what `update` returns."""

    def __init__(self, keep: float = 0.9) -> None:
        self.keep = keep
        self.mean: Any = 0.0
        self.count = 0

    def update(self, value: Any) -> Any:
        self.count += 1
        return self.new(value)

    def new(self, value: Any) -> Any:
        raise NotImplementedError

    def mixed(self, value: Any) -> Any:
        self.mean = self.keep * self.mean + (1 - self.keep) * value
        return self.mean


@slip(
    "RunningAverage",
    "an average without the correction",
    hint="The mean begins at 0, so the first averages are too small. By which factor?",
)
class Uncorrected(_Average):
    def new(self, value: Any) -> Any:
        return self.mixed(value)


@slip(
    "RunningAverage",
    "a mean that begins at the first value",
    hint="At which number does m begin in the text?",
)
class BeginsAtTheFirst(_Average):
    def new(self, value: Any) -> Any:
        self.mean = value if self.count == 1 else self.mean
        return self.mixed(value)


@slip(
    "RunningAverage",
    "`keep` and 1 − `keep` in each other's place",
    hint="Which of m and v is multiplied by `keep`?",
)
class Exchanged(_Average):
    def new(self, value: Any) -> Any:
        self.mean = (1 - self.keep) * self.mean + self.keep * value
        return self.mean / (1 - (1 - self.keep) ** self.count)


@slip(
    "RunningAverage",
    "the plain mean of all values",
    hint="How much does an old value count beside a new one?",
)
class PlainMean(_Average):
    def new(self, value: Any) -> Any:
        self.mean = self.mean + (value - self.mean) / self.count
        return self.mean


@slip(
    "RunningAverage",
    "a count that is one too high",
    hint="How large is t when the first value comes in?",
)
class CountsTooHigh(_Average):
    def new(self, value: Any) -> Any:
        return self.mixed(value) / (1 - self.keep ** (self.count + 1))


@slip(
    "RunningAverage",
    "a correction that stays as it was at the first value",
    hint="What happens to t at each update?",
)
class StaysAtOne(_Average):
    def new(self, value: Any) -> Any:
        return self.mixed(value) / (1 - self.keep)


@slip(
    "RunningAverage",
    "a corrected mean that is kept for the next value",
    hint="Which of the two numbers does the object keep: m, or the average?",
)
class KeepsTheCorrected(_Average):
    def new(self, value: Any) -> Any:
        self.mean = self.mixed(value) / (1 - self.keep**self.count)
        return self.mean


@slip(
    "RunningAverage",
    "the last value alone",
    hint="Where is m kept from one call of `update` to the next?",
)
class Forgets(_Average):
    def new(self, value: Any) -> Any:
        return 1.0 * value


@slip(
    "RunningAverage",
    "a `keep` of 0.9, whatever the argument says",
    hint="Where does `update` find the number that was given to `__init__`?",
)
class Deaf(_Average):
    def new(self, value: Any) -> Any:
        self.keep = 0.9
        return self.mixed(value) / (1 - self.keep**self.count)


@slip(
    "RunningAverage",
    "a sum that fades, with new values that are not multiplied by 1 − `keep`",
    hint="Which factor does a new value have?",
)
class FadingSum(_Average):
    def new(self, value: Any) -> Any:
        self.mean = self.keep * self.mean + value
        return self.mean / (1 - self.keep**self.count)


@slip(
    "RunningAverage",
    "a multiplication by 1 − kᵗ instead of a division",
    hint="Is the mean too small or too large at first?",
)
class Multiplies(_Average):
    def new(self, value: Any) -> Any:
        return self.mixed(value) * (1 - self.keep**self.count)


# pen_path -----------------------------------------------------------------------------------


def _arrows(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return lengths * np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns)))  # (T, n)


@slip(
    "pen_path",
    "angles without the factor 2π",
    hint="How many radians are a full turn?",
)
def without_two_pi(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return _arrows(lengths, turns / (2 * np.pi), starts, times).sum(axis=1)


@slip(
    "pen_path",
    "arrows that all start to the right, without `starts`",
    hint="Where is each arrow at time 0?",
)
def without_starts(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return _arrows(lengths, turns, 0 * starts, times).sum(axis=1)


@slip(
    "pen_path",
    "arrows of length 1",
    hint="What is the arrow of length 1 multiplied by?",
)
def of_length_one(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return _arrows(1, turns, starts, times).sum(axis=1)


@slip(
    "pen_path",
    "the real parts alone",
    hint="A position in the plane takes two numbers. Where is the second one?",
)
def to_the_right(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return _arrows(lengths, turns, starts, times).sum(axis=1).real


@slip(
    "pen_path",
    "arrows that are not added up",
    hint="Where is the tip of the last arrow, if each begins at the tip of the one before?",
)
def one_by_one(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return _arrows(lengths, turns, starts, times)


@slip(
    "pen_path",
    "a sum over the times instead of the arrows",
    hint="Your array has an axis of times and an axis of arrows. Which of them should stay?",
)
def over_the_times(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return _arrows(lengths, turns, starts, times).sum(axis=0)


@slip(
    "pen_path",
    "arrows that turn the other way",
    hint="Which sign has the exponent in equation (2)?",
)
def the_other_way(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return _arrows(lengths, -turns, starts, times).sum(axis=1)


@slip(
    "pen_path",
    "the mirror image, with all angles negative",
    hint="Which sign has the exponent in equation (2)?",
)
def mirrored(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return np.conj(_arrows(lengths, turns, starts, times).sum(axis=1))


@slip(
    "pen_path",
    "starts that are also multiplied by 2π",
    hint="In which unit is `starts`: in turns or in radians?",
)
def starts_in_turns(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return _arrows(lengths, turns, 2 * np.pi * starts, times).sum(axis=1)


@slip(
    "pen_path",
    "a start that grows with time",
    hint="What does equation (2) multiply by t: the start, or only the turns?",
)
def growing_starts(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    angles = np.outer(times, starts + 2 * np.pi * turns)
    return np.exp(1j * angles) @ lengths


@slip(
    "pen_path",
    "the tip of the last arrow, laid at the middle",
    hint="Where does the last arrow begin?",
)
def last_arrow(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return _arrows(lengths, turns, starts, times)[:, -1]


@slip(
    "pen_path",
    "a mean of the arrows instead of their sum",
    hint="Does a chain of two equal arrows reach as far as one of them?",
)
def mean_arrow(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    return _arrows(lengths, turns, starts, times).mean(axis=1)


@slip(
    "pen_path",
    "sine and cosine in each other's place",
    hint="Which of the two is the part to the right?",
)
def sine_to_the_right(lengths: Any, turns: Any, starts: Any, times: Any) -> Any:
    z = _arrows(lengths, turns, starts, times).sum(axis=1)
    return z.imag + 1j * z.real
