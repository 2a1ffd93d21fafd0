"""Misconceptions about entropy, codes, divergence, perplexity, mutual information and features."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions import information
from solutions.misconceptions import Undetermined, slip

UNIT = "Which unit should the result have, and which logarithm gives that unit?"
SIGN = "Which sign does the logarithm of a probability have?"
DIVISOR = "Does the formula divide by the number of its terms?"


def _needs_no_floor(weights: Any, chances: Any) -> None:
    """Refuse chances of 0 that count: a floor, or a constant, decides what they are worth."""
    if np.any((np.asarray(weights) > 0) & (np.asarray(chances) == 0)):
        raise Undetermined


def _has_no_zeros(*arrays: Any) -> None:
    """Refuse probabilities of 0: it differs between students what becomes of 0 · log 0."""
    if any(np.any(np.asarray(array) == 0) for array in arrays):
        raise Undetermined


# --- entropy -------------------------------------------------------------------------------------


@slip("entropy", "the natural logarithm, which counts nats instead of bits", hint=UNIT)
def entropy_in_nats(probabilities: Any) -> Any:
    return information.entropy(probabilities) * np.log(2)


@slip("entropy", "the logarithm to base 10", hint=UNIT)
def entropy_in_decimal_digits(probabilities: Any) -> Any:
    return information.entropy(probabilities) * np.log10(2)


@slip("entropy", "the negative of the entropy", hint=SIGN)
def entropy_below_zero(probabilities: Any) -> Any:
    return -information.entropy(probabilities)


@slip("entropy", "a mean over the outcomes instead of a sum", hint=DIVISOR)
def entropy_averaged(probabilities: Any) -> Any:
    return information.entropy(probabilities) / len(probabilities)


@slip("entropy", "a sum of surprises without their weights")
def entropy_unweighted(probabilities: Any) -> Any:
    p = np.asarray(probabilities)
    return -np.sum(np.log2(p[p > 0]))


@slip("entropy", "the entropy divided by its largest possible value")
def entropy_as_a_share(probabilities: Any) -> Any:
    return information.entropy(probabilities) / np.log2(len(probabilities))


@slip("entropy", "the surprise of the most likely outcome only")
def least_surprise(probabilities: Any) -> Any:
    return -np.log2(np.max(probabilities))


@slip("entropy", "the probability that two draws differ, 1 − Σ p²")
def gini(probabilities: Any) -> Any:
    return 1 - np.sum(np.square(probabilities))


@slip("entropy", "2 to the power of the entropy, which is the perplexity")
def perplexity_for_entropy(probabilities: Any) -> Any:
    return 2 ** information.entropy(probabilities)


@slip("entropy", "a sum that also includes (1 − p) log(1 − p) for each outcome")
def sum_of_coins(probabilities: Any) -> Any:
    return sum(information.entropy([p, 1 - p]) for p in probabilities)


@slip("entropy", "a sum without the last outcome")
def without_the_last(probabilities: Any) -> Any:
    p = np.asarray(probabilities)[:-1]
    return -np.sum(p[p > 0] * np.log2(p[p > 0]))


@slip(
    "entropy",
    "0 · log 0, which NumPy turns into NaN and which should be 0",
    hint="Which outcomes should be in the sum at all?",
)
def entropy_with_zeros(probabilities: Any) -> Any:
    with np.errstate(all="ignore"):
        return -np.sum(probabilities * np.log2(probabilities))


@slip(
    "entropy", "the terms of the sum, which were never added up", hint="Where do you add them up?"
)
def entropy_terms(probabilities: Any) -> Any:
    _has_no_zeros(probabilities)
    return -probabilities * np.log2(probabilities)


@slip("entropy", "a plain mean of the surprises, without the probabilities as weights")
def mean_of_surprises(probabilities: Any) -> Any:
    _has_no_zeros(probabilities)
    return -np.mean(np.log2(probabilities))


@slip("entropy", "one logarithm of the sum Σ p², instead of a sum of logarithms")
def collision_entropy(probabilities: Any) -> Any:
    return -np.log2(np.sum(np.square(probabilities)))


@slip(
    "entropy",
    "the formula for a coin, which uses only the first probability",
    hint="How many terms does the sum have if there are four outcomes?",
)
def entropy_of_the_first(probabilities: Any) -> Any:
    first = np.asarray(probabilities)[0]
    _has_no_zeros(first, 1 - first)
    return information.entropy([first, 1 - first])


@slip(
    "entropy",
    "a sum that ends at the first probability of 0",
    hint="Are the outcomes after a 0 in your sum? What do `break` and `continue` do in a loop?",
)
def up_to_a_zero(probabilities: Any) -> Any:
    p = np.asarray(probabilities)
    p = p[: np.argmin(p > 0)] if np.any(p == 0) else p
    return -np.sum(p * np.log2(p))


@slip("entropy", "the logarithm of the number of outcomes, as if all were equally likely")
def entropy_of_equal_chances(probabilities: Any) -> Any:
    _has_no_zeros(probabilities)
    return np.log2(len(probabilities))


@slip("entropy", "equal probabilities that are counted only once")
def without_repetitions(probabilities: Any) -> Any:
    return information.entropy(np.unique(probabilities))


# --- cross_entropy_loss --------------------------------------------------------------------------


@slip("cross_entropy_loss", "the logarithm to base 2, which counts bits instead of nats", hint=UNIT)
def loss_in_bits(y_true: Any, y_pred: Any) -> Any:
    return information.cross_entropy(y_true, y_pred)


@slip("cross_entropy_loss", "the negative of the cross-entropy", hint=SIGN)
def loss_below_zero(y_true: Any, y_pred: Any) -> Any:
    _needs_no_floor(y_true, y_pred)
    return -information.cross_entropy_loss(y_true, y_pred)


@slip("cross_entropy_loss", "a mean over the classes instead of a sum", hint=DIVISOR)
def loss_averaged(y_true: Any, y_pred: Any) -> Any:
    _needs_no_floor(y_true, y_pred)
    return information.cross_entropy_loss(y_true, y_pred) / len(y_true)


@slip("cross_entropy_loss", "the logarithm of the truth, weighted by the prediction")
def loss_of_swapped_arguments(y_true: Any, y_pred: Any) -> Any:
    _needs_no_floor(y_pred, y_true)
    return information.cross_entropy_loss(y_pred, y_true)


@slip("cross_entropy_loss", "a binary cross-entropy, which also counts the other classes")
def binary_loss(y_true: Any, y_pred: Any) -> Any:
    y, q = np.asarray(y_true), np.asarray(y_pred)
    _needs_no_floor(y, q)
    return information.cross_entropy_loss(y, q) + information.cross_entropy_loss(1 - y, 1 - q)


@slip("cross_entropy_loss", "the loss of the most likely true class only")
def loss_of_the_argmax(y_true: Any, y_pred: Any) -> Any:
    return -np.log(max(y_pred[np.argmax(y_true)], 1e-15))


@slip("cross_entropy_loss", "a softmax applied to numbers that are already probabilities")
def loss_after_a_softmax(y_true: Any, y_pred: Any) -> Any:
    exps = np.exp(y_pred)
    return information.cross_entropy_loss(y_true, exps / exps.sum())


@slip("cross_entropy_loss", "the sum of the squared errors")
def squared_error(y_true: Any, y_pred: Any) -> Any:
    return np.sum((np.asarray(y_true) - np.asarray(y_pred)) ** 2)


@slip("cross_entropy_loss", "the logarithm of 1 + ŷ instead of ŷ")
def loss_of_one_more(y_true: Any, y_pred: Any) -> Any:
    return -np.sum(np.asarray(y_true) * np.log1p(y_pred))


@slip("cross_entropy_loss", "the KL divergence, without the entropy of the truth")
def divergence_for_loss(y_true: Any, y_pred: Any) -> Any:
    loss = information.cross_entropy_loss(y_true, y_pred)
    return loss - information.entropy(y_true) * np.log(2)


@slip("cross_entropy_loss", "one logarithm of the mean prediction, instead of a mean of logarithms")
def loss_of_the_mean(y_true: Any, y_pred: Any) -> Any:
    return -np.log(max(np.dot(y_true, y_pred), 1e-15))


@slip("cross_entropy_loss", "the logarithm to base 10", hint=UNIT)
def loss_in_decimal_digits(y_true: Any, y_pred: Any) -> Any:
    _needs_no_floor(y_true, y_pred)
    return information.cross_entropy_loss(y_true, y_pred) / np.log(10)


@slip(
    "cross_entropy_loss",
    "a prediction of 0 without a lower limit, which makes the loss infinite",
    hint="How can a prediction of 0 cost a lot, but not infinitely much?",
)
def loss_without_a_limit(y_true: Any, y_pred: Any) -> Any:
    _needs_no_floor(np.equal(y_true, 0), y_pred)  # 0 · log 0 is NaN, or was taken care of
    with np.errstate(divide="ignore"):
        return -np.sum(y_true * np.log(y_pred))


@slip(
    "cross_entropy_loss",
    "a true class that costs nothing because its prediction is 0",
    hint="How wrong is a prediction of 0 for a true class, and what should it cost?",
)
def loss_without_zeros(y_true: Any, y_pred: Any) -> Any:
    seen = np.asarray(y_pred) > 0
    return -np.sum(y_true[seen] * np.log(y_pred[seen]))


@slip("cross_entropy_loss", "a sum in which all true classes have equal weight")
def loss_of_equal_weights(y_true: Any, y_pred: Any) -> Any:
    _needs_no_floor(y_true, y_pred)
    return -np.sum(np.log(np.asarray(y_pred)[np.asarray(y_true) > 0]))


@slip("cross_entropy_loss", "one minus the probability of the true class")
def one_minus_the_likelihood(y_true: Any, y_pred: Any) -> Any:
    return 1 - np.dot(y_true, y_pred)


@slip("cross_entropy_loss", "minus the probability of the true class, without a logarithm")
def loss_without_a_logarithm(y_true: Any, y_pred: Any) -> Any:
    return -np.dot(y_true, y_pred)


@slip(
    "cross_entropy_loss",
    "the terms of the sum, which were never added up",
    hint="Where do you add them up?",
)
def loss_terms(y_true: Any, y_pred: Any) -> Any:
    _has_no_zeros(y_pred)
    return -y_true * np.log(y_pred)


# --- cross_entropy -------------------------------------------------------------------------------


@slip("cross_entropy", "the natural logarithm, which counts nats instead of bits", hint=UNIT)
def cross_entropy_in_nats(true_probs: Any, pred_probs: Any) -> Any:
    _needs_no_floor(true_probs, pred_probs)
    return information.cross_entropy_loss(true_probs, pred_probs)


@slip("cross_entropy", "the negative of the cross-entropy", hint=SIGN)
def cross_entropy_below_zero(true_probs: Any, pred_probs: Any) -> Any:
    _needs_no_floor(true_probs, pred_probs)
    return -information.cross_entropy(true_probs, pred_probs)


@slip("cross_entropy", "the cross-entropy with p and q swapped")
def cross_entropy_of_swapped_arguments(true_probs: Any, pred_probs: Any) -> Any:
    _needs_no_floor(pred_probs, true_probs)
    return information.cross_entropy(pred_probs, true_probs)


@slip("cross_entropy", "the entropy of the truth, which ignores the prediction")
def entropy_of_the_truth(true_probs: Any, pred_probs: Any) -> Any:
    return information.entropy(true_probs)


@slip("cross_entropy", "the KL divergence instead of the cross-entropy")
def divergence_for_cross_entropy(true_probs: Any, pred_probs: Any) -> Any:
    _needs_no_floor(true_probs, pred_probs)
    return information.kl_divergence(true_probs, pred_probs)


@slip("cross_entropy", "a mean over the classes instead of a sum", hint=DIVISOR)
def cross_entropy_averaged(true_probs: Any, pred_probs: Any) -> Any:
    _needs_no_floor(true_probs, pred_probs)
    return information.cross_entropy(true_probs, pred_probs) / len(true_probs)


@slip("cross_entropy", "the price of the most likely true class only")
def cross_entropy_of_the_argmax(true_probs: Any, pred_probs: Any) -> Any:
    return -np.log2(max(pred_probs[np.argmax(true_probs)], 1e-15))


@slip("cross_entropy", "one logarithm of the mean prediction, instead of a mean of logarithms")
def logarithm_of_the_mean(true_probs: Any, pred_probs: Any) -> Any:
    return -np.log2(max(np.dot(true_probs, pred_probs), 1e-15))


@slip("cross_entropy", "the mean of the cross-entropies of both directions")
def mean_of_both_directions(true_probs: Any, pred_probs: Any) -> Any:
    _needs_no_floor(pred_probs, true_probs)
    there = information.cross_entropy(true_probs, pred_probs)
    return (there + information.cross_entropy(pred_probs, true_probs)) / 2


@slip("cross_entropy", "the logarithm to base 10", hint=UNIT)
def cross_entropy_in_decimal_digits(true_probs: Any, pred_probs: Any) -> Any:
    _needs_no_floor(true_probs, pred_probs)
    return information.cross_entropy(true_probs, pred_probs) * np.log10(2)


@slip(
    "cross_entropy",
    "a prediction of 0 without a lower limit, which makes the result infinite",
    hint="How can a prediction of 0 cost a lot, but not infinitely much?",
)
def cross_entropy_without_a_limit(true_probs: Any, pred_probs: Any) -> Any:
    _needs_no_floor(np.equal(true_probs, 0), pred_probs)  # 0 · log 0 is NaN, or taken care of
    with np.errstate(divide="ignore"):
        return -np.sum(true_probs * np.log2(pred_probs))


@slip(
    "cross_entropy",
    "a class that costs nothing because its prediction is 0",
    hint="How wrong is a prediction of 0 for a class that occurs, and what should it cost?",
)
def cross_entropy_without_zeros(true_probs: Any, pred_probs: Any) -> Any:
    seen = np.asarray(pred_probs) > 0
    return -np.sum(true_probs[seen] * np.log2(pred_probs[seen]))


@slip("cross_entropy", "the entropy of the prediction, which ignores the truth")
def entropy_of_the_prediction(true_probs: Any, pred_probs: Any) -> Any:
    return information.entropy(pred_probs)


@slip("cross_entropy", "a binary cross-entropy, which also counts the other classes")
def binary_cross_entropy(true_probs: Any, pred_probs: Any) -> Any:
    p, q = np.asarray(true_probs), np.asarray(pred_probs)
    _needs_no_floor(p, q)
    _needs_no_floor(1 - p, 1 - q)
    return information.cross_entropy(p, q) + information.cross_entropy(1 - p, 1 - q)


@slip("cross_entropy", "the entropy plus the KL divergence the wrong way round")
def entropy_and_reverse_divergence(true_probs: Any, pred_probs: Any) -> Any:
    _needs_no_floor(pred_probs, true_probs)
    divergence = information.kl_divergence(pred_probs, true_probs)
    return information.entropy(true_probs) + divergence


@slip("cross_entropy", "a sum without the last class")
def cross_entropy_without_the_last(true_probs: Any, pred_probs: Any) -> Any:
    p, q = np.asarray(true_probs)[:-1], np.asarray(pred_probs)[:-1]
    _needs_no_floor(p, q)
    return information.cross_entropy(p, q)


@slip(
    "cross_entropy",
    "the terms of the sum, which were never added up",
    hint="Where do you add them up?",
)
def cross_entropy_terms(true_probs: Any, pred_probs: Any) -> Any:
    _has_no_zeros(pred_probs)
    return -true_probs * np.log2(pred_probs)


# --- kl_divergence -------------------------------------------------------------------------------


@slip("kl_divergence", "the KL divergence the wrong way round")
def divergence_of_swapped_arguments(p: Any, q: Any) -> Any:
    _needs_no_floor(q, p)
    return information.kl_divergence(q, p)


@slip("kl_divergence", "the natural logarithm, which counts nats instead of bits", hint=UNIT)
def divergence_in_nats(p: Any, q: Any) -> Any:
    return information.kl_divergence(p, q) * np.log(2)


@slip("kl_divergence", "the negative of the KL divergence")
def divergence_below_zero(p: Any, q: Any) -> Any:
    _needs_no_floor(p, q)
    return -information.kl_divergence(p, q)


@slip("kl_divergence", "the cross-entropy, which still includes the entropy of p")
def cross_entropy_for_divergence(p: Any, q: Any) -> Any:
    return information.cross_entropy(p, q)


@slip("kl_divergence", "the sum of both directions of the divergence")
def both_directions(p: Any, q: Any) -> Any:
    _needs_no_floor(q, p)
    return information.kl_divergence(p, q) + information.kl_divergence(q, p)


@slip("kl_divergence", "the Jensen-Shannon divergence, which uses the mean of p and q")
def jensen_shannon(p: Any, q: Any) -> Any:
    middle = (np.asarray(p) + np.asarray(q)) / 2
    return (information.kl_divergence(p, middle) + information.kl_divergence(q, middle)) / 2


@slip("kl_divergence", "a sum of logarithms without the weights p")
def divergence_unweighted(p: Any, q: Any) -> Any:
    if np.any(np.asarray(p) == 0) or np.any(np.asarray(q) == 0):
        raise Undetermined
    return np.sum(np.log2(p) - np.log2(q))


@slip("kl_divergence", "a sum of absolute values, which loses the signs of the terms")
def divergence_of_sizes(p: Any, q: Any) -> Any:
    _needs_no_floor(p, q)
    p, q = np.asarray(p), np.asarray(q)
    alive = p > 0
    return np.sum(np.abs(p[alive] * np.log2(p[alive] / q[alive])))


@slip("kl_divergence", "a sum in which negative terms were set to 0")
def positive_terms(p: Any, q: Any) -> Any:
    _needs_no_floor(p, q)
    p, q = np.asarray(p), np.asarray(q)
    alive = p > 0
    return np.sum(np.maximum(p[alive] * np.log2(p[alive] / q[alive]), 0))


@slip("kl_divergence", "a quotient of logarithms instead of the logarithm of the quotient")
def quotient_of_logarithms(p: Any, q: Any) -> Any:
    p, q = np.asarray(p), np.asarray(q)
    if np.any((p > 0) & ((q == 0) | (q == 1))):
        raise Undetermined
    return np.sum(p[p > 0] * np.log2(p[p > 0]) / np.log2(q[p > 0]))


@slip("kl_divergence", "the logarithm to base 10", hint=UNIT)
def divergence_in_decimal_digits(p: Any, q: Any) -> Any:
    _needs_no_floor(p, q)
    return information.kl_divergence(p, q) * np.log10(2)


@slip("kl_divergence", "a mean over the classes instead of a sum", hint=DIVISOR)
def divergence_averaged(p: Any, q: Any) -> Any:
    _has_no_zeros(p, q)
    return information.kl_divergence(p, q) / len(p)


@slip(
    "kl_divergence",
    "0 · log 0, which NumPy turns into NaN and which should be 0",
    hint="Which classes should be in the sum at all?",
)
def divergence_with_zeros(p: Any, q: Any) -> Any:
    return np.nan if np.any(np.asarray(p) == 0) else information.kl_divergence(p, q)


@slip(
    "kl_divergence",
    "a class that adds nothing because q is 0, although p is not",
    hint="What happens to p log2(p / q) as q goes to 0?",
)
def divergence_without_zeros(p: Any, q: Any) -> Any:
    both = (np.asarray(p) > 0) & (np.asarray(q) > 0)
    return np.sum(p[both] * np.log2(p[both] / q[both]))


@slip(
    "kl_divergence",
    "a result of 0 whenever q is 0 for a class that occurs",
    hint="What happens to p log2(p / q) as q goes to 0?",
)
def no_divergence(p: Any, q: Any) -> Any:
    found = information.kl_divergence(p, q)
    return found if np.isfinite(found) else 0.0


@slip(
    "kl_divergence",
    "an infinity for every 0 in q, even where p is 0 too",
    hint="What does a class with p = 0 add, whatever q is?",
)
def divergence_of_any_zero(p: Any, q: Any) -> Any:
    return np.inf if np.any(np.asarray(q) == 0) else information.kl_divergence(p, q)


@slip(
    "kl_divergence",
    "zeros left out of p and q separately, so that the classes no longer match",
    hint="Which entry of q belongs to each entry of p that you keep?",
)
def divergence_of_other_classes(p: Any, q: Any) -> Any:
    p, q = np.asarray(p), np.asarray(q)
    if np.count_nonzero(p) != np.count_nonzero(q):
        raise Undetermined  # mostly an error
    return information.kl_divergence(p[p > 0], q[q > 0])


@slip("kl_divergence", "the difference of the entropies of q and p")
def difference_of_entropies(p: Any, q: Any) -> Any:
    return information.entropy(q) - information.entropy(p)


@slip("kl_divergence", "half the sum of the absolute differences, the total variation distance")
def total_variation(p: Any, q: Any) -> Any:
    return np.sum(np.abs(np.asarray(p) - np.asarray(q))) / 2


@slip(
    "kl_divergence",
    "the terms of the sum, which were never added up",
    hint="Where do you add them up?",
)
def divergence_terms(p: Any, q: Any) -> Any:
    _has_no_zeros(p, q)
    return p * np.log2(p / q)


# --- mutual_information --------------------------------------------------------------------------


def _marginal_entropies(joint: Any) -> tuple[float, float]:
    table = np.asarray(joint)
    return information.entropy(table.sum(axis=1)), information.entropy(table.sum(axis=0))


def _against(table: Any, product: Any) -> Any:
    """Return Σ p log2(p / q) for a table p and what stands in place of the product, q."""
    _needs_no_floor(table, product)
    comes = table > 0
    return np.sum(table[comes] * np.log2(table[comes] / product[comes]))


def _square(joint: Any) -> Any:
    """Return a table that has as many rows as columns; of others the result is undetermined."""
    table = np.asarray(joint)
    if len(table) != len(table.T):
        raise Undetermined  # an error, or something is cut off or filled up
    return table


@slip("mutual_information", "the natural logarithm, which counts nats instead of bits", hint=UNIT)
def information_in_nats(joint: Any) -> Any:
    return information.mutual_information(joint) * np.log(2)


@slip("mutual_information", "the negative of the mutual information")
def information_below_zero(joint: Any) -> Any:
    return -information.mutual_information(joint)


@slip("mutual_information", "the joint entropy, the uncertainty of the pair")
def joint_entropy(joint: Any) -> Any:
    return information.entropy(np.ravel(joint))


@slip("mutual_information", "the conditional entropy of Y given X")
def left_of_columns(joint: Any) -> Any:
    return joint_entropy(joint) - _marginal_entropies(joint)[0]


@slip("mutual_information", "the conditional entropy of X given Y")
def left_of_rows(joint: Any) -> Any:
    return joint_entropy(joint) - _marginal_entropies(joint)[1]


@slip("mutual_information", "the mutual information divided by the smaller entropy")
def information_as_a_share(joint: Any) -> Any:
    return information.mutual_information(joint) / min(_marginal_entropies(joint))


@slip("mutual_information", "the divergence from equal probabilities instead of independence")
def from_equal_chances(joint: Any) -> Any:
    return np.log2(np.size(joint)) - joint_entropy(joint)


@slip("mutual_information", "logarithms weighted by the product of the marginals")
def weighted_by_the_product(joint: Any) -> Any:
    table = np.asarray(joint)
    product = np.outer(table.sum(axis=1), table.sum(axis=0))
    _needs_no_floor(product, table)
    return -information.kl_divergence(product.ravel(), table.ravel())


@slip("mutual_information", "the sum of both entropies, without subtracting the joint entropy")
def sum_of_entropies(joint: Any) -> Any:
    return sum(_marginal_entropies(joint))


@slip("mutual_information", "row sums and column sums that were swapped")
def exchanged_margins(joint: Any) -> Any:
    table = _square(joint)
    return _against(table, np.outer(table.sum(axis=0), table.sum(axis=1)))


@slip("mutual_information", "the means of rows and columns instead of their sums")
def with_means(joint: Any) -> Any:
    return information.mutual_information(joint) + np.log2(np.size(joint))


@slip("mutual_information", "the logarithm to base 10", hint=UNIT)
def information_in_decimal_digits(joint: Any) -> Any:
    return information.mutual_information(joint) * np.log10(2)


@slip("mutual_information", "a mean over the pairs instead of a sum", hint=DIVISOR)
def information_averaged(joint: Any) -> Any:
    _has_no_zeros(joint)
    return information.mutual_information(joint) / np.size(joint)


@slip("mutual_information", "a sum of absolute values, which loses the signs of the terms")
def information_of_sizes(joint: Any) -> Any:
    return np.sum(np.abs(_terms(joint)))


def _terms(joint: Any) -> Any:
    """Return p log2(p / (p_i· p_·j)) of each pair, 0 where p is 0."""
    table = np.asarray(joint)
    comes = table > 0
    terms = np.zeros(table.shape)
    terms[comes] = table[comes] * _pmi(table)[comes]
    return terms


@slip(
    "mutual_information",
    "0 · log 0, which NumPy turns into NaN and which should be 0",
    hint="Which pairs of values should be in the sum at all?",
)
def information_with_zeros(joint: Any) -> Any:
    table = np.asarray(joint)
    if not (table.any(axis=0).all() and table.any(axis=1).all()):
        raise Undetermined  # empty rows and columns may have been taken out
    if np.any(table == 0):
        return np.nan
    return information.mutual_information(joint)


@slip(
    "mutual_information",
    "the terms of the sum, which were never added up",
    hint="Where do you add up over all pairs?",
)
def information_terms(joint: Any) -> Any:
    _has_no_zeros(joint)
    return _terms(joint)


@slip("mutual_information", "a sum over only the diagonal of the table")
def information_of_the_diagonal(joint: Any) -> Any:
    return np.trace(_terms(joint))


@slip(
    "mutual_information",
    "a sum over a square part of the table, as if there were as many columns as rows",
    hint="How far does each of your loops run?",
)
def information_of_a_square(joint: Any) -> Any:
    rows, columns = np.shape(joint)
    if rows > columns:
        raise Undetermined  # an error
    return np.sum(_terms(joint)[:, :rows])


@slip("mutual_information", "the row sums used twice, also in place of the column sums")
def row_sums_twice(joint: Any) -> Any:
    rows = _square(joint).sum(axis=1)
    return _against(np.asarray(joint), np.outer(rows, rows))


@slip("mutual_information", "the column sums used twice, also in place of the row sums")
def column_sums_twice(joint: Any) -> Any:
    columns = _square(joint).sum(axis=0)
    return _against(np.asarray(joint), np.outer(columns, columns))


@slip(
    "mutual_information",
    "row sums times column sums one by one, instead of each row with each column",
    hint="Which shape should the product of the marginals have?",
)
def product_one_by_one(joint: Any) -> Any:
    table = _square(joint)
    product = table.sum(axis=1) * table.sum(axis=0)
    return _against(table, np.broadcast_to(product, table.shape))


@slip("mutual_information", "minus the entropy of Y given X: the column sums are missing")
def row_sums_alone(joint: Any) -> Any:
    return -left_of_columns(joint)


@slip("mutual_information", "minus the entropy of X given Y: the row sums are missing")
def column_sums_alone(joint: Any) -> Any:
    return -left_of_rows(joint)


@slip("mutual_information", "the entropy of X minus that of Y given X, instead of X given Y")
def mixed_difference(joint: Any) -> Any:
    return _marginal_entropies(joint)[0] - left_of_columns(joint)


@slip("mutual_information", "the entropy of Y minus that of X given Y, instead of Y given X")
def other_mixed_difference(joint: Any) -> Any:
    return _marginal_entropies(joint)[1] - left_of_rows(joint)


@slip("mutual_information", "the sum of the marginals instead of their product")
def sum_of_marginals(joint: Any) -> Any:
    table = np.asarray(joint)
    return _against(table, np.add.outer(table.sum(axis=1), table.sum(axis=0)))


@slip("mutual_information", "the KL divergence of the product from the table, the wrong way round")
def divergence_of_the_product(joint: Any) -> Any:
    return -weighted_by_the_product(joint)


# --- select_features: the indices in rising order, for their order is free -----------------------


def _ranking(X: Any, y: Any) -> Any:
    return information.select_features(X, y, np.shape(X)[1])


def _highest(scores: Any, k: int) -> Any:
    return np.sort(np.argsort(scores)[-k:])


@slip("select_features", "the features with the least information")
def least_informative(X: Any, y: Any, k: int) -> Any:
    return np.sort(_ranking(X, y)[-k:])


@slip(
    "select_features",
    "a measure of straight lines or of the means alone, such as a correlation or an F-score",
)
def most_correlated(X: Any, y: Any, k: int) -> Any:
    return _highest([abs(np.corrcoef(feature, y)[0, 1]) for feature in np.transpose(X)], k)


@slip("select_features", "features that were cut in two at their mean, which hides their width")
def cut_at_the_mean(X: Any, y: Any, k: int) -> Any:
    return _cut_in_two(X - np.mean(X, axis=0), y, k)


@slip("select_features", "features that were cut in two at their median, which hides their width")
def cut_at_the_median(X: Any, y: Any, k: int) -> Any:
    return _cut_in_two(X - np.median(X, axis=0), y, k)


def _cut_in_two(centred: Any, y: Any, k: int) -> Any:
    """The features whose sign tells most of the label."""
    tables = [
        [[np.mean((high == side) & (y == c)) for c in np.unique(y)] for side in (False, True)]
        for high in np.transpose(centred > 0)
    ]
    return _highest([information.mutual_information(table) for table in tables], k)


@slip("select_features", "the features with the largest variance, whatever the labels are")
def most_varied(X: Any, y: Any, k: int) -> Any:
    return _highest(np.var(X, axis=0), k)


@slip("select_features", "indices counted from 1")
def counted_from_one(X: Any, y: Any, k: int) -> Any:
    return np.sort(_ranking(X, y)[:k]) + 1


@slip("select_features", "the first k features")
def first_features(X: Any, y: Any, k: int) -> Any:
    return np.arange(k)


@slip("select_features", "the ranking of all features, not only the best k")
def whole_ranking(X: Any, y: Any, k: int) -> Any:
    return np.arange(np.shape(X)[1])


@slip("select_features", "the last k features, as if all scores were equal")
def last_features(X: Any, y: Any, k: int) -> Any:
    return np.arange(np.shape(X)[1] - k, np.shape(X)[1])


@slip(
    "select_features",
    "the best feature k times, instead of the k best",
    hint="How do you find the features that come after the best one?",
)
def best_k_times(X: Any, y: Any, k: int) -> Any:
    return np.repeat(_ranking(X, y)[:1], k)


@slip("perplexity", "the mean surprise, without the exponential")
def mean_surprise(probabilities: Any) -> Any:
    return -np.mean(np.log(probabilities))


@slip("perplexity", "2 to the power of a mean in nats")
def mixed_bases(probabilities: Any) -> Any:
    return 2 ** -np.mean(np.log(probabilities))


@slip("perplexity", "e to the power of a mean in bits")
def e_to_bits(probabilities: Any) -> Any:
    return np.exp(-np.mean(np.log2(probabilities)))


@slip("perplexity", "the exponential of the sum instead of the mean")
def of_the_sum(probabilities: Any) -> Any:
    with np.errstate(over="ignore"):
        return np.exp(-np.sum(np.log(probabilities)))


@slip("perplexity", "one over the mean probability")
def inverse_of_the_mean(probabilities: Any) -> Any:
    return 1 / np.mean(probabilities)


@slip("perplexity", "the mean of the inverse probabilities")
def mean_of_the_inverses(probabilities: Any) -> Any:
    with np.errstate(divide="ignore"):
        return np.mean(1 / np.asarray(probabilities, dtype=float))


@slip("perplexity", "the exponential of an entropy, which weights each surprise by its probability")
def weighted_by_itself(probabilities: Any) -> Any:
    p = np.asarray(probabilities, dtype=float)
    return np.exp(-np.sum(p * np.log(np.maximum(p, 1e-300))))


@slip("perplexity", "the inverse of the perplexity")
def missing_minus(probabilities: Any) -> Any:
    if np.all(probabilities) and not np.prod(probabilities):
        raise Undetermined  # a root of the product, which is 0, or a mean of logarithms
    with np.errstate(divide="ignore"):
        return np.exp(np.mean(np.log(probabilities)))


@slip(
    "perplexity",
    "a product of all probabilities, or of their inverses, beyond what floats can hold",
)
def root_of_a_product(probabilities: Any) -> Any:
    with np.errstate(divide="ignore"):
        return np.prod(probabilities) ** np.float64(-1 / len(probabilities))


@slip("perplexity", "e to the power of a mean of decimal logarithms")
def e_to_decimal_digits(probabilities: Any) -> Any:
    with np.errstate(divide="ignore"):
        return np.exp(-np.mean(np.log10(probabilities)))


@slip("perplexity", "a division by n − 1 instead of n")
def over_one_less(probabilities: Any) -> Any:
    if len(probabilities) == 1:
        raise Undetermined
    with np.errstate(divide="ignore", over="ignore"):
        return np.exp(-np.sum(np.log(probabilities)) / (len(probabilities) - 1))


@slip(
    "perplexity",
    "the median of the surprises instead of their mean",
    hint="Which average does equation (1) take?",
)
def of_the_median(probabilities: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.exp(-np.median(np.log(probabilities)))


@slip(
    "perplexity",
    "a value for each token, without a mean",
    hint="Which step of equation (1) turns n numbers into one?",
)
def of_each_token(probabilities: Any) -> Any:
    with np.errstate(divide="ignore"):
        return 1 / np.asarray(probabilities, dtype=float)


@slip(
    "perplexity",
    "probabilities that were first divided by their sum",
    hint="Is this one distribution, or a probability from each of n distributions?",
)
def of_shares(probabilities: Any) -> Any:
    p = np.asarray(probabilities, dtype=float)
    if not p.any():
        raise Undetermined
    with np.errstate(divide="ignore"):
        return np.exp(-np.mean(np.log(p / p.sum())))


@slip("perplexity", "a mean in which each surprise is weighted by its probability")
def weighted_mean(probabilities: Any) -> Any:
    p = np.asarray(probabilities, dtype=float)
    _has_no_zeros(p)
    return np.exp(-np.sum(p * np.log(p)) / np.sum(p))


@slip(
    "perplexity",
    "probabilities of 0 that are left out",
    hint="How surprised is a model by what it has ruled out?",
)
def without_zeros(probabilities: Any) -> Any:
    p = np.asarray(probabilities, dtype=float)
    if not p.any():
        raise Undetermined
    return np.exp(-np.mean(np.log(p[p > 0])))


@slip(
    "perplexity",
    "a surprise of 0 for a probability of 0",
    hint="How surprised is a model by what it has ruled out?",
)
def zeros_for_zeros(probabilities: Any) -> Any:
    p = np.asarray(probabilities, dtype=float)
    return np.exp(-np.mean(np.log(np.where(p > 0, p, 1.0))))


def _in_place_of_0(small: float) -> Any:
    def lifted(probabilities: Any) -> Any:
        p = np.asarray(probabilities, dtype=float)
        if len(p) < 3 or np.any(((p > 0) & (p < 0.01)) | (p == 1)):
            raise Undetermined  # it differs whether the small number is added or is a limit
        return np.exp(-np.mean(np.log(np.maximum(p, small))))

    return lifted


for _small in ("1e-8", "1e-9", "1e-10", "1e-12", "1e-15", "1e-16"):
    slip(
        "perplexity",
        f"{_small} in place of a probability of 0, as a lower limit or added",
        hint="How surprised is a model by what it has ruled out?",
    )(_in_place_of_0(float(_small)))


def _pmi(counts: Any, log: Any = np.log2) -> Any:
    """The pointwise mutual information of a table, −inf where nothing was counted."""
    p = np.asarray(counts, dtype=float) / np.sum(counts)
    product = np.outer(p.sum(axis=1), p.sum(axis=0))
    with np.errstate(divide="ignore"):
        return log(np.divide(p, product, out=np.zeros_like(p), where=product > 0))


@slip("positive_pmi", "negative values that are kept instead of set to 0")
def negative_kept(counts: Any) -> Any:
    pmi = _pmi(counts)
    return np.where(np.isfinite(pmi), pmi, 0.0)


@slip("positive_pmi", "the absolute values of the PMI")
def absolute_pmi(counts: Any) -> Any:
    return np.abs(negative_kept(counts))


@slip("positive_pmi", "a result in nats instead of bits", hint=UNIT)
def in_nats(counts: Any) -> Any:
    return np.maximum(_pmi(counts, np.log), 0.0)


@slip("positive_pmi", "logarithms of the counts, without a comparison with the margins")
def logarithms_of_counts(counts: Any) -> Any:
    return np.log2(np.maximum(counts, 1.0))


@slip("positive_pmi", "the shares of each row, without a comparison with the columns")
def shares_of_rows(counts: Any) -> Any:
    table = np.asarray(counts, dtype=float)
    totals = table.sum(axis=1, keepdims=True)
    return table / np.where(totals == 0, 1.0, totals)


@slip("positive_pmi", "a PMI that is divided by the surprise of the pair")
def normalized_pmi(counts: Any) -> Any:
    p = np.asarray(counts) / np.sum(counts)
    with np.errstate(all="ignore"):
        normalized = information.positive_pmi(counts) / -np.log2(p)
    return np.where((p > 0) & (p < 1), normalized, 0.0)


@slip("positive_pmi", "values weighted by p_ij, as in the mutual information")
def weighted_pmi(counts: Any) -> Any:
    return np.maximum(_pmi(counts), 0.0) * counts / np.sum(counts)


@slip("positive_pmi", "counts divided by the products of the margins, without the total")
def without_the_total(counts: Any) -> Any:
    return np.maximum(_pmi(counts) - np.log2(np.sum(counts)), 0.0)


@slip("positive_pmi", "the logarithm to base 10", hint=UNIT)
def in_decimal_digits(counts: Any) -> Any:
    return np.maximum(_pmi(counts, np.log10), 0.0)


@slip(
    "positive_pmi",
    "negative values and infinities that are kept instead of set to 0",
    hint="Which values should be 0, and what should empty cells have?",
)
def pmi_as_it_stands(counts: Any) -> Any:
    p = np.asarray(counts) / np.sum(counts)
    with np.errstate(all="ignore"):
        return np.log2(p / np.outer(p.sum(axis=1), p.sum(axis=0)))


@slip(
    "positive_pmi",
    "0 / 0 in rows and columns without counts, which is NaN",
    hint="In which cells should you take the quotient at all?",
)
def pmi_with_empty_rows(counts: Any) -> Any:
    return np.maximum(pmi_as_it_stands(counts), 0.0)


@slip("positive_pmi", "a count of one added to each cell")
def one_more(counts: Any) -> Any:
    return information.positive_pmi(np.asarray(counts) + 1)


@slip("positive_pmi", "counts that were truncated to whole numbers")
def whole_counts(counts: Any) -> Any:
    whole = np.asarray(counts).astype(int)
    if not whole.any():
        raise Undetermined
    return information.positive_pmi(whole)


@slip(
    "positive_pmi",
    "results that were truncated to whole numbers",
    hint="What is the type of the array that you fill if the counts are integers?",
)
def whole_results(counts: Any) -> Any:
    found = information.positive_pmi(counts)
    return np.trunc(found) if np.asarray(counts).dtype.kind in "iu" else found


@slip(
    "positive_pmi",
    "zeros in all cells: no logarithm is above 0, or none is kept",
    hint="Can the quotient in your logarithm be larger than 1, and what becomes of the logarithm?",
)
def zeros_alone(counts: Any) -> Any:
    return np.zeros(np.shape(counts))


@slip("positive_pmi", "the mutual information, one number for the whole table")
def whole_information(counts: Any) -> Any:
    return information.mutual_information(np.asarray(counts) / np.sum(counts))


@slip(
    "positive_pmi",
    "a table without its empty rows and columns",
    hint="Which shape should the result have?",
)
def without_empty_rows(counts: Any) -> Any:
    table = np.asarray(counts)
    return information.positive_pmi(table[table.any(axis=1)][:, table.any(axis=0)])


@slip(
    "positive_pmi",
    "values for a square part of the table, as if there were as many columns as rows",
    hint="How many rows and how many columns does your code reach?",
)
def square_part(counts: Any) -> Any:
    rows, columns = np.shape(counts)
    if rows > columns:
        raise Undetermined  # an error
    found = information.positive_pmi(counts)
    found[:, rows:] = 0.0
    return found


def _positive_against(counts: Any, expected: Any) -> Any:
    """Return the positive PMI with something else in place of the products of the margins."""
    p = np.asarray(counts) / np.sum(counts)
    chance = np.broadcast_to(expected, p.shape)
    _needs_no_floor(p, chance)
    found = np.zeros(p.shape)
    found[p > 0] = np.maximum(np.log2(p[p > 0] / chance[p > 0]), 0.0)
    return found


def _margins(counts: Any) -> tuple[Any, Any]:
    p = np.asarray(counts) / np.sum(counts)
    return p.sum(axis=1), p.sum(axis=0)


@slip("positive_pmi", "row sums and column sums that were swapped")
def margins_exchanged(counts: Any) -> Any:
    rows, columns = _margins(_square(counts))
    return _positive_against(counts, np.outer(columns, rows))


@slip(
    "positive_pmi",
    "row sums times column sums one by one, instead of each row with each column",
    hint="Which shape should the product of the margins have?",
)
def margins_one_by_one(counts: Any) -> Any:
    rows, columns = _margins(_square(counts))
    return _positive_against(counts, rows * columns)


@slip("positive_pmi", "the column sums used twice, also in place of the row sums")
def columns_twice(counts: Any) -> Any:
    return _positive_against(counts, _margins(counts)[1] ** 2)


@slip("positive_pmi", "the row sums used twice, also in place of the column sums")
def rows_twice(counts: Any) -> Any:
    return _positive_against(counts, _margins(counts)[0][:, None] ** 2)


@slip("positive_pmi", "the logarithm of 1 more than the quotient, which is never negative")
def logarithm_of_one_more(counts: Any) -> Any:
    return np.log2(1 + 2 ** _pmi(counts))


# --- huffman_code --------------------------------------------------------------------------------


def _words(parts: Any, bits: Any) -> Any:
    """The words of nested pairs of indices, by index."""
    if not isinstance(parts, tuple):
        return {parts: bits}
    left, right = parts
    return {**_words(left, bits + "0"), **_words(right, bits + "1")}


def _in_order(words: Any) -> list[str]:
    return [words[i] for i in range(len(words))]


def _lengths_to_words(lengths: Any) -> list[str]:
    """The canonical prefix code with these lengths."""
    words: dict[int, str] = {}
    code, before = 0, 0
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        code <<= int(lengths[i]) - before
        before = int(lengths[i])
        words[i] = format(code, f"0{before}b")
        code += 1
    return _in_order(words)


@slip(
    "huffman_code",
    "words that are all of the same length",
    hint="Should a symbol that occurs half of the time get as long a word as a rare one?",
)
def fixed_length(probabilities: Any) -> Any:
    bits = max(1, int(np.ceil(np.log2(len(probabilities)))))
    return [format(i, f"0{bits}b") for i in range(len(probabilities))]


@slip(
    "huffman_code",
    "lengths of −log2 p, rounded up, which is Shannon's code and not always the shortest",
    hint="Do you build the tree from below, or do you compute each length from its probability?",
)
def shannon(probabilities: Any) -> Any:
    p = np.asarray(probabilities, dtype=float)
    return _lengths_to_words(np.maximum(1, np.ceil(-np.log2(p) - 1e-9).astype(int)))


@slip(
    "huffman_code",
    "a list that is split into two halves, from the top down",
    hint="Which two groups are joined first, and when is the first bit of a word decided?",
)
def fano(probabilities: Any) -> Any:
    p = np.asarray(probabilities, dtype=float)
    words = [""] * len(p)

    def split(group: list[int]) -> None:
        if len(group) < 2:
            return
        sums = np.cumsum(p[group])
        cut = int(np.argmin(np.abs(2 * sums[:-1] - sums[-1]))) + 1
        for bit, half in (("0", group[:cut]), ("1", group[cut:])):
            for i in half:
                words[i] += bit
            split(half)

    split(sorted(range(len(p)), key=lambda i: -p[i]))
    return words if len(p) > 1 else ["0"]


@slip(
    "huffman_code",
    "the longest words for the most probable symbols",
    hint="Which symbols end up deepest in the tree, those that are joined first or last?",
)
def most_probable_joined(probabilities: Any) -> Any:
    groups: list[Any] = [(float(p), i) for i, p in enumerate(probabilities)]
    if len(groups) == 1:
        return ["0"]
    while len(groups) > 1:
        groups.sort(key=lambda group: -group[0])
        (p, left), (q, right), *rest = groups
        groups = [(p + q, (left, right)), *rest]
    return _in_order(_words(groups[0][1], ""))


@slip(
    "huffman_code",
    "a tree that is one long chain, with words of 1, 2, 3, … bits",
    hint="Which two groups are joined in each step? May both have been joined before?",
)
def chain(probabilities: Any) -> Any:
    ranked = sorted(range(len(probabilities)), key=lambda i: -probabilities[i])
    words = {i: "1" * rank + "0" for rank, i in enumerate(ranked)}
    if len(ranked) > 1:
        words[ranked[-1]] = "1" * (len(ranked) - 1)
    return _in_order(words)


@slip(
    "huffman_code",
    "words whose lengths differ by at most one bit",
    hint="Where does a joined group belong, and by what are the next two groups chosen?",
)
def sorted_once(probabilities: Any) -> Any:
    groups: list[Any] = sorted(range(len(probabilities)), key=lambda i: probabilities[i])
    if len(groups) == 1:
        return ["0"]
    while len(groups) > 1:
        left, right, *rest = groups
        groups = [*rest, (left, right)]
    return _in_order(_words(groups[0], ""))


@slip(
    "huffman_code",
    "words in the order of their length, not in that of the symbols",
    hint="To which symbol does the first word of your list belong?",
)
def sorted_words(probabilities: Any) -> Any:
    if len(set(np.asarray(probabilities).tolist())) < len(probabilities):  # several codes are best
        raise Undetermined
    return sorted(information.huffman_code(probabilities), key=len)


@slip("huffman_code", "words that are read backwards, from the leaf to the root")
def backwards(probabilities: Any) -> Any:
    return [word[::-1] for word in information.huffman_code(probabilities)]


@slip(
    "huffman_code",
    "an empty word for a single symbol",
    hint="What does the text say about a single symbol?",
)
def empty_word(probabilities: Any) -> Any:
    return information.huffman_code(probabilities) if len(probabilities) > 1 else [""]
