"""Misconceptions about groups of vectors, and about gradients of word vectors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from solutions.learned_embeddings import embedding_gradient
from solutions.misconceptions import Undetermined, slip


def _squares(X: Any, centers: Any) -> Any:
    """The squared distance of each row from each centre, (n, k)."""
    return np.sum((X[:, None, :] - np.asarray(centers, dtype=float)) ** 2, axis=2)


def _nearest(X: Any, centers: Any) -> Any:
    return np.argmin(_squares(X, centers), axis=1)


def _moved(X: Any, centers: Any, labels: Any) -> Any:
    """The centres after one step, a new array of floats."""
    kept = np.array(centers, dtype=float)
    for j in range(len(kept)):
        if np.any(labels == j):
            kept[j] = X[labels == j].mean(axis=0)
    return kept


def _lloyd(
    X: Any, centers: Any, steps: int, *, nearest: Any = _nearest, moved: Any = _moved
) -> Any:
    """Lloyd's algorithm with another assignment, or another step."""
    for _ in range(steps):
        centers = moved(X, centers, nearest(X, centers))
    return np.array(centers), nearest(X, centers)


@slip(
    "k_means",
    "the labels from before the last move of the centres",
    hint="The centres have moved once more since you computed the labels. Which centres count?",
)
def labels_too_old(X: Any, centers: Any, steps: Any) -> Any:
    if steps == 0:
        raise Undetermined  # there are no labels yet
    before, labels = _lloyd(X, centers, steps - 1)
    return _moved(X, before, labels), labels


@slip(
    "k_means",
    "centres that moved one step too many",
    hint="How often do the centres move if `steps` is 0?",
)
def one_step_more(X: Any, centers: Any, steps: Any) -> Any:
    return _lloyd(X, centers, steps + 1)


@slip(
    "k_means",
    "the centres after a single step, however many are asked for",
    hint="Does your loop run to its end, and do the rows get new labels in every step?",
)
def single_step(X: Any, centers: Any, steps: Any) -> Any:
    return _lloyd(X, centers, min(steps, 1))


@slip(
    "k_means",
    "an empty cluster whose centre went to the origin",
    hint="What should happen to a centre without rows, and what does your division do to it?",
)
def empty_to_origin(X: Any, centers: Any, steps: Any) -> Any:
    def moved(X: Any, centers: Any, labels: Any) -> Any:
        known = [X[labels == j] for j in range(len(centers))]
        return np.array([rows.sum(axis=0) / max(len(rows), 1) for rows in known])

    return _lloyd(X, centers, steps, moved=moved)


@slip(
    "k_means",
    "an empty cluster that was left out of the centres",
    hint="How many centres do you return if one of them has no rows?",
)
def empty_left_out(X: Any, centers: Any, steps: Any) -> Any:
    def moved(X: Any, centers: Any, labels: Any) -> Any:
        return np.array([X[labels == j].mean(axis=0) for j in np.unique(labels)])

    return _lloyd(X, centers, steps, moved=moved)


@slip(
    "k_means",
    "the mean of no rows, which is NaN",
    hint="Which rows belong to the centre that became NaN, and what is their mean?",
)
def empty_to_nan(X: Any, centers: Any, steps: Any) -> Any:
    def moved(X: Any, centers: Any, labels: Any) -> Any:
        if np.any(np.isnan(centers)):
            raise Undetermined  # it depends on how NaN is compared
        counts = np.array([[np.sum(labels == j)] for j in range(len(centers))])
        sums = np.array([X[labels == j].sum(axis=0) for j in range(len(centers))])
        with np.errstate(invalid="ignore"):
            return sums / counts

    return _lloyd(X, centers, steps, moved=moved)


@slip(
    "k_means",
    "the median of a cluster instead of its mean",
    hint="What does equation (2) compute from the rows of a cluster?",
)
def median(X: Any, centers: Any, steps: Any) -> Any:
    def moved(X: Any, centers: Any, labels: Any) -> Any:
        kept = np.array(centers, dtype=float)
        for j in np.unique(labels):
            kept[j] = np.median(X[labels == j], axis=0)
        return kept

    return _lloyd(X, centers, steps, moved=moved)


@slip(
    "k_means",
    "the largest cosine instead of the smallest distance",
    hint="Does equation (1) compare angles or distances?",
)
def largest_cosine(X: Any, centers: Any, steps: Any) -> Any:
    def nearest(X: Any, centers: Any) -> Any:
        lengths = np.linalg.norm(centers, axis=1)
        if np.any(lengths == 0):
            raise Undetermined
        return np.argmax(X @ np.transpose(centers) / lengths, axis=1)

    if np.shape(X)[1] == 1:
        raise Undetermined  # many ties
    return _lloyd(X, centers, steps, nearest=nearest)


@slip(
    "k_means",
    "centres that were truncated to whole numbers",
    hint="What is the type of the array into which you write the means?",
)
def cut_centers(X: Any, centers: Any, steps: Any) -> Any:
    def moved(X: Any, centers: Any, labels: Any) -> Any:
        return _moved(X, centers, labels).astype(np.asarray(centers).dtype)

    return _lloyd(X, centers, steps, moved=moved)


@slip(
    "k_means",
    "the sum of absolute differences instead of the squared distance",
    hint="How does equation (1) add up the differences of the entries?",
)
def city_blocks(X: Any, centers: Any, steps: Any) -> Any:
    def nearest(X: Any, centers: Any) -> Any:
        return np.argmin(np.sum(np.abs(X[:, None, :] - centers), axis=2), axis=1)

    return _lloyd(X, centers, steps, nearest=nearest)


@slip(
    "k_means",
    "the largest dot product instead of the smallest distance",
    hint="A centre far away can have a large dot product. What does equation (1) compare?",
)
def largest_product(X: Any, centers: Any, steps: Any) -> Any:
    def nearest(X: Any, centers: Any) -> Any:
        return np.argmax(X @ np.transpose(centers), axis=1)

    return _lloyd(X, centers, steps, nearest=nearest)


@slip(
    "k_means",
    "one mean over all entries of a cluster instead of one for each column",
    hint="Along which axis do you take the mean?",
)
def one_mean(X: Any, centers: Any, steps: Any) -> Any:
    def moved(X: Any, centers: Any, labels: Any) -> Any:
        kept = np.array(centers, dtype=float)
        for j in np.unique(labels):
            kept[j] = X[labels == j].mean()
        return kept

    if np.shape(X)[1] == 1:
        raise Undetermined  # the same
    return _lloyd(X, centers, steps, moved=moved)


@slip(
    "k_means",
    "centres that move one after the other, with new labels in between",
    hint="When do you compute the labels: once in each step, or once for each centre?",
)
def one_after_the_other(X: Any, centers: Any, steps: Any) -> Any:
    kept = np.array(centers, dtype=float)
    for _ in range(steps):
        for j in range(len(kept)):
            members = _nearest(X, kept) == j
            if members.any():
                kept[j] = X[members].mean(axis=0)
    return kept, _nearest(X, kept)


@slip(
    "k_means",
    "each row given to the farthest centre",
    hint="Do you look for the smallest distance or for the largest?",
)
def farthest(X: Any, centers: Any, steps: Any) -> Any:
    def nearest(X: Any, centers: Any) -> Any:
        return np.argmax(_squares(X, centers), axis=1)

    return _lloyd(X, centers, steps, nearest=nearest)


@slip(
    "k_means",
    "the labels and the centres in the wrong order",
    hint="In which order are the two parts of the result?",
)
def other_order(X: Any, centers: Any, steps: Any) -> Any:
    moved, labels = _lloyd(X, centers, steps)
    return labels, moved


def _probabilities(scores: Any) -> Any:
    small = np.exp(-np.abs(scores))
    return np.where(scores >= 0, 1.0, small) / (1.0 + small)


def _loss(scores: Any, labels: Any) -> Any:
    return np.sum(np.logaddexp(0.0, np.where(labels == 1, -scores, scores)))


def _answer(v: Any, U: Any, labels: Any) -> Any:
    """The right answer."""
    error = _probabilities(U @ v) - labels
    return _loss(U @ v, labels), U.T @ error, np.outer(error, v)


@slip(
    "negative_sampling_gradients",
    "gradients with the wrong sign",
    hint="Which one is the slope along a score: σ − y, or y − σ?",
)
def opposite_sign(v: Any, U: Any, labels: Any) -> Any:
    loss, grad_v, grad_U = _answer(v, U, labels)
    return loss, -grad_v, -grad_U


@slip(
    "negative_sampling_gradients",
    "a mean over the words instead of a sum",
    hint="Is there a division by m in equation (3)?",
)
def mean_of_words(v: Any, U: Any, labels: Any) -> Any:
    return tuple(part / len(labels) for part in _answer(v, U, labels))


@slip(
    "negative_sampling_gradients",
    "a loss that is a mean over the words, while the gradients are those of the sum",
    hint="Is there a division by m in equation (3)?",
)
def mean_loss(v: Any, U: Any, labels: Any) -> Any:
    loss, grad_v, grad_U = _answer(v, U, labels)
    return loss / len(labels), grad_v, grad_U


@slip(
    "negative_sampling_gradients",
    "a gradient of v that is a mean over the words",
    hint="Each word adds its share to the gradient of v. Is there a division by m?",
)
def mean_for_v(v: Any, U: Any, labels: Any) -> Any:
    loss, grad_v, grad_U = _answer(v, U, labels)
    return loss, grad_v / len(labels), grad_U


@slip(
    "negative_sampling_gradients",
    "negatives that are treated like true words",
    hint="Which sign stands before the score of a negative in equation (3)?",
)
def all_true(v: Any, U: Any, labels: Any) -> Any:
    return _answer(v, U, np.ones(len(labels)))


@slip(
    "negative_sampling_gradients",
    "a result without the negatives",
    hint="Which term of equation (3) is left where the label is 0?",
)
def true_alone(v: Any, U: Any, labels: Any) -> Any:
    error = np.where(labels == 1, _probabilities(U @ v) - 1, 0.0)
    loss = np.sum(np.logaddexp(0.0, -(U @ v)[labels == 1]))
    return loss, U.T @ error, np.outer(error, v)


@slip(
    "negative_sampling_gradients",
    "labels that are swapped, 1 for the negatives and 0 for the true word",
    hint="Which words have the label 1, and which sign stands before their score?",
)
def swapped_labels(v: Any, U: Any, labels: Any) -> Any:
    return _answer(v, U, 1 - labels)


@slip(
    "negative_sampling_gradients",
    "the negative of the loss",
    hint="The logarithm of a probability is negative. Which sign should the loss have?",
)
def negative_loss(v: Any, U: Any, labels: Any) -> Any:
    loss, grad_v, grad_U = _answer(v, U, labels)
    return -loss, grad_v, grad_U


@slip(
    "negative_sampling_gradients",
    "a loss in bits",
    hint="Which logarithm does equation (3) take, and which one do you take?",
)
def in_bits(v: Any, U: Any, labels: Any) -> Any:
    loss, grad_v, grad_U = _answer(v, U, labels)
    return loss / np.log(2), grad_v, grad_U


@slip(
    "negative_sampling_gradients",
    "a softmax over the words instead of a sigmoid for each word",
    hint="Each word gets its own yes or no. Do your probabilities sum to 1?",
)
def softmax_for_sigmoid(v: Any, U: Any, labels: Any) -> Any:
    scores = U @ v
    shifted = scores - scores.max()
    log_p = shifted - np.log(np.sum(np.exp(shifted)))
    error = np.exp(log_p) - labels
    return -np.sum(labels * log_p), U.T @ error, np.outer(error, v)


@slip(
    "negative_sampling_gradients",
    "the slope σ (1 − σ) once too often",
    hint="The logarithm's slope is 1 / σ. What is left when it meets σ (1 − σ)?",
)
def slope_of_sigmoid(v: Any, U: Any, labels: Any) -> Any:
    p = _probabilities(U @ v)
    error = (p - labels) * p * (1 - p)
    return _loss(U @ v, labels), U.T @ error, np.outer(error, v)


@slip(
    "negative_sampling_gradients",
    "scores in place of probabilities",
    hint="Do you subtract the labels from the scores, or from their sigmoids?",
)
def scores_for_probabilities(v: Any, U: Any, labels: Any) -> Any:
    error = U @ v - labels
    return _loss(U @ v, labels), U.T @ error, np.outer(error, v)


@slip(
    "negative_sampling_gradients",
    "the gradients of v and of U in the wrong order",
    hint="In which order are the parts of the result?",
)
def exchanged(v: Any, U: Any, labels: Any) -> Any:
    loss, grad_v, grad_U = _answer(v, U, labels)
    return loss, grad_U, grad_v


@slip(
    "negative_sampling_gradients",
    "the transpose of the gradient of U",
    hint="A gradient has the shape of what it belongs to. Which factor comes first in the product?",
)
def transposed(v: Any, U: Any, labels: Any) -> Any:
    loss, grad_v, grad_U = _answer(v, U, labels)
    return loss, grad_v, grad_U.T


@slip(
    "negative_sampling_gradients",
    "the losses of the words, which were never added up",
    hint="How many numbers should the loss be?",
)
def losses_of_words(v: Any, U: Any, labels: Any) -> Any:
    _, grad_v, grad_U = _answer(v, U, labels)
    losses = np.logaddexp(0.0, np.where(labels == 1, -(U @ v), U @ v))
    return losses, grad_v, grad_U


@slip(
    "negative_sampling_gradients",
    "a sigmoid that was rounded to 0, or an exponential that overflowed",
    hint="What is log σ(s) for s = −1000, and how do you find it without σ(s) and without e^1000?",
)
def plain_formula(v: Any, U: Any, labels: Any) -> Any:
    _, grad_v, grad_U = _answer(v, U, labels)
    p, q = _probabilities(U @ v), _probabilities(-(U @ v))
    with np.errstate(all="ignore"):
        loss = -np.sum(labels * np.log(p) + (1 - labels) * np.log(q))
    return loss, grad_v, grad_U


def _kept_from_zero(size: float) -> Callable[..., Any]:
    def gradients(v: Any, U: Any, labels: Any) -> Any:
        _, grad_v, grad_U = _answer(v, U, labels)
        right = _probabilities(np.where(labels == 1, U @ v, -(U @ v)))
        return -np.sum(np.log(right + size)), grad_v, grad_U

    return gradients


for _size in ("1e-8", "1e-9", "1e-10", "1e-12", "1e-15"):
    slip(
        "negative_sampling_gradients",
        f"a constant of {_size} inside the logarithm",
        hint="A true word with the score −1000 costs 1000. How much can it cost in your code?",
    )(_kept_from_zero(float(_size)))


@slip(
    "embedding_gradient",
    "their gradient, which keeps only the last slope of each word",
    hint="How many slopes arrive at the row of a word that comes twice?",
)
def last_slope(tokens: Any, upstream: Any, n_words: int) -> Any:
    found = np.zeros((n_words, np.shape(upstream)[1]))
    found[tokens] = upstream
    return found


@slip(
    "embedding_gradient",
    "only the first slope of each word",
    hint="How many slopes arrive at the row of a word that comes twice?",
)
def first_slope(tokens: Any, upstream: Any, n_words: int) -> Any:
    return last_slope(np.asarray(tokens)[::-1], np.asarray(upstream)[::-1], n_words)


@slip(
    "embedding_gradient",
    "the mean of a word's slopes instead of their sum",
    hint="If a vector is used twice, does the loss change as if it were used once?",
)
def mean_of_slopes(tokens: Any, upstream: Any, n_words: int) -> Any:
    counts = np.bincount(tokens, minlength=n_words)[:, None]
    return embedding_gradient(tokens, upstream, n_words) / np.maximum(counts, 1)


@slip(
    "embedding_gradient",
    "slopes divided by the number of tokens",
    hint="Does the text divide by anything?",
)
def share_of_slopes(tokens: Any, upstream: Any, n_words: int) -> Any:
    return embedding_gradient(tokens, upstream, n_words) / len(tokens)


@slip(
    "embedding_gradient",
    "a row for each token instead of a row for each word",
    hint="Which shape does the table of vectors have?",
)
def rows_of_tokens(tokens: Any, upstream: Any, n_words: int) -> Any:
    return np.array(upstream, dtype=float)


@slip(
    "embedding_gradient",
    "how often each word occurs, instead of its slopes",
    hint="Where does your code read `upstream`?",
)
def counted_words(tokens: Any, upstream: Any, n_words: int) -> Any:
    return embedding_gradient(tokens, np.ones(np.shape(upstream)), n_words)
