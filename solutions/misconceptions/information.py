"""Misconceptions about entropy, divergence, perplexity, mutual information and features."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions import information
from solutions.misconceptions import Undetermined, slip


def _needs_no_floor(weights: Any, chances: Any) -> None:
    """Refuse chances of 0 that count: a floor, or a constant, decides what they are worth."""
    if np.any((np.asarray(weights) > 0) & (np.asarray(chances) == 0)):
        raise Undetermined


# --- entropy -------------------------------------------------------------------------------------


@slip("entropy", "the natural logarithm, which counts nats instead of bits")
def entropy_in_nats(probabilities: Any) -> Any:
    return information.entropy(probabilities) * np.log(2)


@slip("entropy", "the logarithm to base 10")
def entropy_in_decimal_digits(probabilities: Any) -> Any:
    return information.entropy(probabilities) * np.log10(2)


@slip("entropy", "a sum without its minus sign")
def entropy_below_zero(probabilities: Any) -> Any:
    return -information.entropy(probabilities)


@slip("entropy", "a mean over the outcomes instead of a sum")
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


@slip("entropy", "a sum that also counts how each outcome does not come, (1 − p) log(1 − p)")
def sum_of_coins(probabilities: Any) -> Any:
    return sum(information.entropy([p, 1 - p]) for p in probabilities)


@slip("entropy", "a sum without the last outcome")
def without_the_last(probabilities: Any) -> Any:
    p = np.asarray(probabilities)[:-1]
    return -np.sum(p[p > 0] * np.log2(p[p > 0]))


# --- cross_entropy_loss --------------------------------------------------------------------------


@slip("cross_entropy_loss", "the logarithm to base 2, which counts bits instead of nats")
def loss_in_bits(y_true: Any, y_pred: Any) -> Any:
    return information.cross_entropy(y_true, y_pred)


@slip("cross_entropy_loss", "a sum without its minus sign")
def loss_below_zero(y_true: Any, y_pred: Any) -> Any:
    _needs_no_floor(y_true, y_pred)
    return -information.cross_entropy_loss(y_true, y_pred)


@slip("cross_entropy_loss", "a mean over the classes instead of a sum")
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


# --- cross_entropy -------------------------------------------------------------------------------


@slip("cross_entropy", "the natural logarithm, which counts nats instead of bits")
def cross_entropy_in_nats(true_probs: Any, pred_probs: Any) -> Any:
    return information.cross_entropy_loss(true_probs, pred_probs)


@slip("cross_entropy", "a sum without its minus sign")
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


@slip("cross_entropy", "a mean over the classes instead of a sum")
def cross_entropy_averaged(true_probs: Any, pred_probs: Any) -> Any:
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


# --- kl_divergence -------------------------------------------------------------------------------


@slip("kl_divergence", "the KL divergence the wrong way round")
def divergence_of_swapped_arguments(p: Any, q: Any) -> Any:
    _needs_no_floor(q, p)
    return information.kl_divergence(q, p)


@slip("kl_divergence", "the natural logarithm, which counts nats instead of bits")
def divergence_in_nats(p: Any, q: Any) -> Any:
    return information.kl_divergence(p, q) * np.log(2)


@slip("kl_divergence", "a quotient upside down, which makes the sum negative")
def divergence_below_zero(p: Any, q: Any) -> Any:
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
    p, q = np.asarray(p), np.asarray(q)
    alive = (p > 0) & (q > 0)
    return np.sum(np.abs(p[alive] * np.log2(p[alive] / q[alive])))


@slip("kl_divergence", "a sum in which negative terms were set to 0")
def positive_terms(p: Any, q: Any) -> Any:
    p, q = np.asarray(p), np.asarray(q)
    alive = (p > 0) & (q > 0)
    return np.sum(np.maximum(p[alive] * np.log2(p[alive] / q[alive]), 0))


@slip("kl_divergence", "a quotient of logarithms instead of the logarithm of the quotient")
def quotient_of_logarithms(p: Any, q: Any) -> Any:
    p, q = np.asarray(p), np.asarray(q)
    if np.any((p > 0) & ((q == 0) | (q == 1))):
        raise Undetermined
    return np.sum(p[p > 0] * np.log2(p[p > 0]) / np.log2(q[p > 0]))


# --- mutual_information --------------------------------------------------------------------------


def _marginal_entropies(joint: Any) -> tuple[float, float]:
    table = np.asarray(joint)
    return information.entropy(table.sum(axis=1)), information.entropy(table.sum(axis=0))


@slip("mutual_information", "the natural logarithm, which counts nats instead of bits")
def information_in_nats(joint: Any) -> Any:
    return information.mutual_information(joint) * np.log(2)


@slip("mutual_information", "a quotient upside down, which makes the sum negative")
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
    both = (table > 0) & (product > 0)
    return np.sum(product[both] * np.log2(table[both] / product[both]))


@slip("mutual_information", "the sum of both entropies, without subtracting the joint entropy")
def sum_of_entropies(joint: Any) -> Any:
    return sum(_marginal_entropies(joint))


@slip("mutual_information", "row sums and column sums in each other's place")
def exchanged_margins(joint: Any) -> Any:
    table = np.asarray(joint)
    if len(table) != len(table.T):
        raise Undetermined  # whether it is an error, or something is transposed
    product = np.outer(table.sum(axis=0), table.sum(axis=1))
    _needs_no_floor(table, product)
    return np.sum(table[table > 0] * np.log2(table[table > 0] / product[table > 0]))


@slip("mutual_information", "the means of rows and columns instead of their sums")
def with_means(joint: Any) -> Any:
    return information.mutual_information(joint) + np.log2(np.size(joint))


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


@slip("perplexity", "the inverse of the perplexity, without the minus sign")
def missing_minus(probabilities: Any) -> Any:
    with np.errstate(divide="ignore"):
        return np.exp(np.mean(np.log(probabilities)))


@slip("perplexity", "a root of a product that has shrunk to 0")
def root_of_a_product(probabilities: Any) -> Any:
    with np.errstate(divide="ignore"):
        return np.prod(probabilities) ** np.float64(-1 / len(probabilities))


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


@slip("positive_pmi", "a result in nats instead of bits")
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
