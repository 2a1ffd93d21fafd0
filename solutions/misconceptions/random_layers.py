"""Misconceptions about random layers. Their draws are known where the generator is used alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import slip

# weight_std ------------------------------------------------------------------------------------


@slip(
    "weight_std",
    "1/√n, whatever factor is asked for",
    hint="Which σ√n gives a factor other than 1?",
)
def always_steady(width: int, depth: int, factor: float) -> Any:
    return 1 / np.sqrt(width)


@slip(
    "weight_std",
    "the factor of all layers, used for each of them",
    hint="If each layer multiplies by the factor, what do two layers do?",
)
def as_if_one_layer(width: int, depth: int, factor: float) -> Any:
    return factor / np.sqrt(width)


@slip(
    "weight_std",
    "the factor divided by the number of layers, instead of its root",
    hint="Do the factors of layers add up, or do they multiply?",
)
def shared_out(width: int, depth: int, factor: float) -> Any:
    return factor / depth / np.sqrt(width)


@slip(
    "weight_std",
    "a division by n instead of √n",
    hint="Variances add up over the n products. What does that mean for standard deviations?",
)
def over_width(width: int, depth: int, factor: float) -> Any:
    return factor ** (1 / depth) / width


@slip(
    "weight_std",
    "the variance of the weights instead of their standard deviation",
    hint="Is σ² asked for, or σ?",
)
def variance_of_weights(width: int, depth: int, factor: float) -> Any:
    return factor ** (2 / depth) / width


@slip(
    "weight_std",
    "σ√n, the factor of a single layer",
    hint="You have what σ√n should be. What is σ then?",
)
def factor_of_one_layer(width: int, depth: int, factor: float) -> Any:
    return factor ** (1 / depth)


@slip(
    "weight_std",
    "a product with √n instead of a division",
    hint="Do more products in a sum call for larger weights, or for smaller ones?",
)
def times_root(width: int, depth: int, factor: float) -> Any:
    return factor ** (1 / depth) * np.sqrt(width)


@slip(
    "weight_std",
    "the root of the whole quotient, √n included",
    hint="Which power does √n have in equation (5)? Take the k-th root of both sides.",
)
def root_of_all(width: int, depth: int, factor: float) -> Any:
    return (factor / np.sqrt(width)) ** (1 / depth)


# spread_through_layers -------------------------------------------------------------------------


def _signals(signals: Any, std: float, depth: int, rng: Any) -> list[Any]:
    """Return what stands before and after each layer."""
    found = [np.asarray(signals, dtype=float)]
    width = found[0].shape[1]
    for _ in range(depth):
        found.append(found[-1] @ rng.normal(0, std, (width, width)))
    return found


@slip(
    "spread_through_layers",
    "the variance instead of the standard deviation",
    hint="Which of the two has the unit of the signals?",
)
def variances(signals: Any, std: float, depth: int, rng: Any) -> Any:
    return np.array([np.var(x) for x in _signals(signals, std, depth, rng)])


@slip(
    "spread_through_layers",
    "the root of the mean square, without the mean being subtracted",
    hint="Around what is a standard deviation measured?",
)
def not_centred(signals: Any, std: float, depth: int, rng: Any) -> Any:
    return np.array([np.sqrt(np.mean(x**2)) for x in _signals(signals, std, depth, rng)])


@slip(
    "spread_through_layers",
    "a division by one less than the number of signals",
    hint="Which `ddof` does `np.std` use by default?",
)
def one_less(signals: Any, std: float, depth: int, rng: Any) -> Any:
    return np.array([np.std(x, ddof=1) for x in _signals(signals, std, depth, rng)])


@slip(
    "spread_through_layers",
    "the mean of the spreads of single columns",
    hint="Over which numbers is one spread taken: over those of a column, or over all?",
)
def by_columns(signals: Any, std: float, depth: int, rng: Any) -> Any:
    return np.array([np.std(x, axis=0).mean() for x in _signals(signals, std, depth, rng)])


@slip(
    "spread_through_layers",
    "the spreads after the layers alone, without the first",
    hint="How many numbers should there be for `depth` layers?",
)
def without_the_first(signals: Any, std: float, depth: int, rng: Any) -> Any:
    return np.array([np.std(x) for x in _signals(signals, std, depth, rng)[1:]])


@slip(
    "spread_through_layers",
    "the spread after the last layer alone",
    hint="How many numbers should there be for `depth` layers?",
)
def the_last_alone(signals: Any, std: float, depth: int, rng: Any) -> Any:
    return np.std(_signals(signals, std, depth, rng)[-1])


@slip(
    "spread_through_layers",
    "the standard deviation used as the variance",
    hint="What is the second argument of `rng.normal`?",
)
def root_of_std(signals: Any, std: float, depth: int, rng: Any) -> Any:
    return np.array([np.std(x) for x in _signals(signals, np.sqrt(std), depth, rng)])


@slip(
    "spread_through_layers",
    "weights that are divided by √n on top of σ",
    hint="`std` is the standard deviation of the weights themselves. Who chooses it?",
)
def scaled_once_more(signals: Any, std: float, depth: int, rng: Any) -> Any:
    small = std / np.sqrt(np.shape(signals)[1])
    return np.array([np.std(x) for x in _signals(signals, small, depth, rng)])


@slip(
    "spread_through_layers",
    "the same weights in all layers",
    hint="Where do you draw the weights: before the loop, or in it?",
)
def weights_reused(signals: Any, std: float, depth: int, rng: Any) -> Any:
    x = np.asarray(signals, dtype=float)
    weights = rng.normal(0, std, (x.shape[1], x.shape[1]))
    spreads = [np.std(x)]
    for _ in range(depth):
        x = x @ weights
        spreads.append(np.std(x))
    return np.array(spreads)


@slip(
    "spread_through_layers",
    "signals and weights multiplied entry by entry, instead of a matrix product",
    hint="Each output of a layer is a sum of products. Which operator makes the sums?",
)
def entry_by_entry(signals: Any, std: float, depth: int, rng: Any) -> Any:
    x = np.asarray(signals, dtype=float)
    spreads = [np.std(x)]
    for _ in range(depth):
        x = x * rng.normal(0, std, x.shape)
        spreads.append(np.std(x))
    return np.array(spreads)


@slip(
    "spread_through_layers",
    "every layer fed with the first signals",
    hint="What should a layer get that is not the first one?",
)
def not_passed_on(signals: Any, std: float, depth: int, rng: Any) -> Any:
    x = np.asarray(signals, dtype=float)
    width = x.shape[1]
    after = [np.std(x @ rng.normal(0, std, (width, width))) for _ in range(depth)]
    return np.array([np.std(x), *after])


@slip(
    "spread_through_layers",
    "equation (5) instead of layers",
    hint="Do you draw weights, and send the signals through them?",
)
def by_the_law(signals: Any, std: float, depth: int, rng: Any) -> Any:
    width = np.shape(signals)[1]
    return np.std(signals) * (std * np.sqrt(width)) ** np.arange(depth + 1)


@slip(
    "spread_through_layers",
    "a ReLU between the layers",
    hint="Does the text put a function between the layers?",
)
def with_relu(signals: Any, std: float, depth: int, rng: Any) -> Any:
    x = np.asarray(signals, dtype=float)
    spreads = [np.std(x)]
    for _ in range(depth):
        x = np.maximum(x @ rng.normal(0, std, (x.shape[1], x.shape[1])), 0)
        spreads.append(np.std(x))
    return np.array(spreads)


@slip(
    "spread_through_layers",
    "a random bias after each product",
    hint="What should a layer make of signals that are all 0?",
)
def with_bias(signals: Any, std: float, depth: int, rng: Any) -> Any:
    x = np.asarray(signals, dtype=float)
    spreads, width = [np.std(x)], x.shape[1]
    for _ in range(depth):
        x = x @ rng.normal(0, std, (width, width)) + rng.normal(0, std, width)
        spreads.append(np.std(x))
    return np.array(spreads)
