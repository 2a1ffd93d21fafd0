"""Misconceptions about scaled and causal attention, heads, where they look, and their picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.attention import attention_head, scaled_dot_product_attention
from solutions.misconceptions import Undetermined, slip

ROOT = "Which size is d_k, and where does its square root belong?"
ROWS = "Along which axis should the weights sum to 1?"
ALL_VISIBLE = "Here every query sees all keys: which line of yours hides some?"
ORDER = "In which order does the docstring return the two?"
FRACTION = "Which function gives you √d_k, and does it keep the digits after the point?"
MIXTURE = "What is mixed for each query, and by which row of the weights?"


def _soft(scores: Any, axis: int | None = 1) -> Any:
    """Softmax along an axis, or over the whole array."""
    exps = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)


def _scores(Q: Any, K: Any) -> Any:
    return Q @ K.T / np.sqrt(Q.shape[1])


def _shares(exps: Any, total: Any = None) -> Any:
    """Exponentials that were divided by the sums of the rows, or by this; 0 / 0 gives NaN."""
    with np.errstate(all="ignore"):
        return exps / (np.sum(exps, axis=1, keepdims=True) if total is None else total)


def _exp(scores: Any) -> Any:
    with np.errstate(over="ignore"):
        return np.exp(scores)


def _mixed(weights: Any, V: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return weights @ V


def _clipped(scores: Any) -> Any:
    """Scores between −100 and 100; other students choose other limits, from 50 to 700."""
    if np.any((np.abs(scores) > 50) & (np.abs(scores) < 700)):
        raise Undetermined
    return np.clip(scores, -100, 100)


@slip(
    "scaled_dot_product_attention",
    "one softmax over the whole matrix instead of one for each row",
    hint=ROWS,
)
def whole_matrix(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(_scores(Q, K), None)
    return weights @ V, weights


@slip("scaled_dot_product_attention", "a softmax along each column instead of each row", hint=ROWS)
def down_columns(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(_scores(Q, K), 0)
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores that were not divided by √d_k", hint=ROOT)
def unscaled(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T)
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores divided by d_k instead of √d_k", hint=ROOT)
def without_root(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T / Q.shape[1])
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores divided by √d_v, from the width of V", hint=ROOT)
def width_of_values(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T / np.sqrt(V.shape[1]))
    return weights @ V, weights


@slip(
    "scaled_dot_product_attention",
    "scores divided by the square root of the number of keys",
    hint=ROOT,
)
def number_of_keys(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T / np.sqrt(len(K)))
    return weights @ V, weights


@slip(
    "scaled_dot_product_attention",
    "scores divided by the square root of the number of queries",
    hint=ROOT,
)
def number_of_queries(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T / np.sqrt(len(Q)))
    return weights @ V, weights


@slip(
    "scaled_dot_product_attention", "scores multiplied by √d_k instead of divided by it", hint=ROOT
)
def multiplied(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T * np.sqrt(Q.shape[1]))
    return weights @ V, weights


@slip(
    "scaled_dot_product_attention",
    "a mask that hides later keys, which nobody asked for",
    hint=ALL_VISIBLE,
)
def masked(Q: Any, K: Any, V: Any) -> Any:
    visible = np.tri(len(Q), len(K), dtype=bool)
    weights = _soft(np.where(visible, _scores(Q, K), -np.inf))
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores divided by their sum, without the exponential")
def without_exponential(Q: Any, K: Any, V: Any) -> Any:
    scores = _scores(Q, K)
    if np.any(scores < 0):
        raise Undetermined  # some take absolute values
    weights = _shares(scores)
    return _mixed(weights, V), weights


@slip("scaled_dot_product_attention", "all the weight on the largest score, instead of a softmax")
def hard(Q: Any, K: Any, V: Any) -> Any:
    scores = Q @ K.T
    largest = scores == scores.max(axis=1, keepdims=True)
    if np.any(largest.sum(axis=1) > 1):
        raise Undetermined
    return largest @ V, largest * 1.0


@slip(
    "scaled_dot_product_attention", "weights that were divided by √d_k after the softmax", hint=ROOT
)
def divided_late(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T) / np.sqrt(Q.shape[1])
    return weights @ V, weights


@slip("scaled_dot_product_attention", "the output and the weights in the wrong order", hint=ORDER)
def exchanged(Q: Any, K: Any, V: Any) -> Any:
    return scaled_dot_product_attention(Q, K, V)[::-1]


@slip(
    "scaled_dot_product_attention",
    "exponentials that overflow, because the largest score was not subtracted",
)
def overflowing(Q: Any, K: Any, V: Any) -> Any:
    weights = _shares(_exp(_scores(Q, K)))
    return _mixed(weights, V), weights


@slip(
    "scaled_dot_product_attention",
    "the largest score of the whole matrix subtracted, not that of each row",
)
def largest_of_all(Q: Any, K: Any, V: Any) -> Any:
    scores = _scores(Q, K)
    weights = _shares(_exp(scores - np.max(scores)))
    return _mixed(weights, V), weights


@slip(
    "scaled_dot_product_attention",
    "scores that were clipped, so that two large ones tie",
    hint="What can you subtract from all scores of a row without changing its weights?",
)
def clipped(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(_clipped(_scores(Q, K)))
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores divided by 8, whatever d_k is", hint=ROOT)
def root_of_64(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T / 8)
    return weights @ V, weights


@slip(
    "scaled_dot_product_attention",
    "scores divided by √d_k rounded down to a whole number",
    hint=FRACTION,
)
def whole_root(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T / int(np.sqrt(Q.shape[1])))
    return weights @ V, weights


@slip("scaled_dot_product_attention", "exponentials that were not divided by their sum", hint=ROWS)
def undivided(Q: Any, K: Any, V: Any) -> Any:
    scores = _scores(Q, K)
    weights = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    if np.max(np.abs(scores)) < 50:
        weights = np.exp(scores)
    return weights @ V, weights


@slip("attention_head", "scores divided by √d_model instead of √d_k", hint=ROOT)
def width_of_model(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft((X @ W_q) @ (X @ W_k).T / np.sqrt(X.shape[1]))
    return weights, weights @ X @ W_v


@slip("attention_head", "scores divided by √d_v, from the width of W_v", hint=ROOT)
def width_of_values_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_v.shape[1]))
    return weights, weights @ X @ W_v


@slip("attention_head", "scores divided by the square root of the number of tokens", hint=ROOT)
def number_of_tokens(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft((X @ W_q) @ (X @ W_k).T / np.sqrt(len(X)))
    return weights, weights @ X @ W_v


@slip("attention_head", "scores in place of the weights")
def scores_returned(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    return _scores(X @ W_q, X @ W_k), attention_head(X, W_q, W_k, W_v)[1]


@slip("attention_head", "a mixture of the keys instead of the values", hint=MIXTURE)
def mixed_keys(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights, _ = attention_head(X, W_q, W_k, W_v)
    return weights, weights @ X @ W_k


@slip(
    "attention_head", "values mixed by the columns of the weights instead of the rows", hint=MIXTURE
)
def mixed_by_columns(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights, _ = attention_head(X, W_q, W_k, W_v)
    return weights, weights.T @ X @ W_v


@slip("attention_head", "a mixture to which the values themselves are added", hint=MIXTURE)
def with_residual(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights, output = attention_head(X, W_q, W_k, W_v)
    return weights, output + X @ W_v


@slip("attention_head", "scores that were not divided by √d_k", hint=ROOT)
def unscaled_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft((X @ W_q) @ (X @ W_k).T)
    return weights, weights @ X @ W_v


@slip("attention_head", "queries and keys that are swapped")
def keys_ask(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    return attention_head(X, W_k, W_q, W_v)


@slip("attention_head", "keys that were made with W_q instead of W_k")
def one_projection(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    return attention_head(X, W_q, W_q, W_v)


@slip("attention_head", "a mixture of the embeddings, without W_v", hint=MIXTURE)
def unprojected_values(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights, _ = attention_head(X, W_q, W_k, W_v)
    return weights, weights @ X


@slip("attention_head", "one softmax over the whole matrix instead of one for each row", hint=ROWS)
def whole_matrix_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft(_scores(X @ W_q, X @ W_k), None)
    return weights, weights @ X @ W_v


@slip("attention_head", "a softmax along each column instead of each row", hint=ROWS)
def down_columns_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft(_scores(X @ W_q, X @ W_k), 0)
    return weights, weights @ X @ W_v


@slip("attention_head", "the output and the weights in the wrong order", hint=ORDER)
def exchanged_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    return attention_head(X, W_q, W_k, W_v)[::-1]


@slip("attention_head", "scores divided by d_k instead of √d_k", hint=ROOT)
def without_root_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft((X @ W_q) @ (X @ W_k).T / W_q.shape[1])
    return weights, weights @ X @ W_v


@slip(
    "attention_head",
    "a division by the sums of the wrong rows",
    hint="Along which axis do the sums of the rows line up? `keepdims=True` keeps them a column.",
)
def without_keepdims_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    exps = np.exp(_scores(X @ W_q, X @ W_k))
    weights = exps / exps.sum(axis=1)
    return weights, weights @ X @ W_v


@slip("attention_head", "values that were not mixed: the weights are not used", hint=MIXTURE)
def unmixed(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    return attention_head(X, W_q, W_k, W_v)[0], X @ W_v


@slip("attention_head", "a mask that hides later tokens, which nobody asked for", hint=ALL_VISIBLE)
def masked_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    output, weights = _causal(X @ W_q, X @ W_k, X @ W_v)
    return weights, output


@slip("attention_head", "scores that were multiplied by √d_k instead of divided by it", hint=ROOT)
def multiplied_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft((X @ W_q) @ (X @ W_k).T * np.sqrt(W_q.shape[1]))
    return weights, weights @ X @ W_v


@slip("attention_head", "scores divided by √d_k rounded down to a whole number", hint=FRACTION)
def whole_root_in_a_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft(X @ W_q @ (X @ W_k).T / int(np.sqrt(W_q.shape[1])))
    return weights, weights @ X @ W_v


@slip("attention_head", "exponentials that were not divided by their sum", hint=ROWS)
def undivided_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    exps = np.exp(_scores(X @ W_q, X @ W_k))
    return exps, exps @ X @ W_v


def _heads(X: Any, W_q: Any, W_k: Any, W_v: Any, blocks: Any) -> list[Any]:
    """The outputs of the heads with those columns."""
    return [attention_head(X, W_q[:, b], W_k[:, b], W_v[:, b])[1] for b in blocks]


def _blocks(d_model: int, n_heads: int) -> list[Any]:
    """The columns of each head. A width that can't be shared out evenly is not decided here."""
    if d_model % n_heads:
        raise Undetermined
    return np.split(np.arange(d_model), n_heads)


@slip("multi_head_attention", "one head of full width, whatever `n_heads` is")
def one_head(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    return attention_head(X, W_q, W_k, W_v)[1]


@slip(
    "multi_head_attention",
    "scores divided by √d_model instead of the square root of a head's width",
    hint=ROOT,
)
def scaled_by_model(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    return multi(X, W_q / np.sqrt(n_heads), W_k, W_v, n_heads)


@slip(
    "multi_head_attention",
    "scores that were not divided by the square root of a head's width",
    hint=ROOT,
)
def unscaled_heads(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    return multi(X, W_q * np.sqrt(X.shape[1] / n_heads), W_k, W_v, n_heads)


@slip("multi_head_attention", "heads that take every n-th column instead of a block of neighbours")
def interleaved(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    columns = [np.arange(h, X.shape[1], n_heads) for h in range(n_heads)]
    return np.concatenate(_heads(X, W_q, W_k, W_v, columns), axis=1)


@slip("multi_head_attention", "matrices that were cut into blocks of rows")
def blocks_of_rows(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    outputs = [
        attention_head(X[:, b], W_q[b], W_k[b], W_v[b])[1] for b in _blocks(X.shape[1], n_heads)
    ]
    return np.sum(outputs, axis=0)


@slip("multi_head_attention", "heads that were joined in reverse order")
def reversed_heads(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    blocks = _blocks(X.shape[1], n_heads)
    return np.concatenate(_heads(X, W_q, W_k, W_v, blocks)[::-1], axis=1)


@slip("multi_head_attention", "the mean of the heads instead of the heads side by side")
def averaged(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    return np.mean(_heads(X, W_q, W_k, W_v, _blocks(X.shape[1], n_heads)), axis=0)


@slip("multi_head_attention", "heads that were stacked on top of each other")
def stacked(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    return np.concatenate(_heads(X, W_q, W_k, W_v, _blocks(X.shape[1], n_heads)), axis=0)


@slip("multi_head_attention", "a `reshape` to heads that mixes tokens, without a transpose")
def reshaped(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    width = len(_blocks(X.shape[1], n_heads)[0])
    Q, K, V = ((X @ W).reshape(n_heads, len(X), width) for W in (W_q, W_k, W_v))
    outputs = [scaled_dot_product_attention(*head)[0] for head in zip(Q, K, V, strict=True)]
    return np.reshape(outputs, X.shape)


@slip("multi_head_attention", "the first block of columns for every head")
def first_block(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    blocks = _blocks(X.shape[1], n_heads)[:1] * n_heads
    return np.concatenate(_heads(X, W_q, W_k, W_v, blocks), axis=1)


@slip("multi_head_attention", "the weights of the heads instead of their outputs")
def joined_weights(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    blocks = _blocks(X.shape[1], n_heads)
    weights = [attention_head(X, W_q[:, b], W_k[:, b], W_v[:, b])[0] for b in blocks]
    return np.concatenate(weights, axis=1)


def _scaled_heads(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int, root: Any) -> Any:
    """Heads whose scores are divided by a root other than that of their width."""
    width = len(_blocks(X.shape[1], n_heads)[0])
    return multi(X, W_q * np.sqrt(width) / root, W_k, W_v, n_heads)


@slip("multi_head_attention", "scores divided by the square root of the number of heads", hint=ROOT)
def root_of_heads(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    return _scaled_heads(X, W_q, W_k, W_v, n_heads, np.sqrt(n_heads))


@slip("multi_head_attention", "scores divided by a head's width, without the root", hint=ROOT)
def without_root_heads(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    return _scaled_heads(X, W_q, W_k, W_v, n_heads, X.shape[1] / n_heads)


@slip("multi_head_attention", "one head of full width, with the root of a small head's width")
def one_head_scaled(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    return attention_head(X, W_q * np.sqrt(n_heads), W_k, W_v)[1]


@slip("multi_head_attention", "two heads, whatever `n_heads` is")
def two_heads(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    return multi(X, W_q, W_k, W_v, 2)


@slip(
    "multi_head_attention",
    "heads that take every n-th column, and write to every n-th",
    hint="Which columns belong to the first head, and which to the second?",
)
def interleaved_in_place(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    output = np.zeros(X.shape)
    for h in range(n_heads):
        head = attention_head(X, W_q[:, h::n_heads], W_k[:, h::n_heads], W_v[:, h::n_heads])
        output[:, h::n_heads] = head[1]
    return output


@slip(
    "multi_head_attention",
    "heads that were not transposed back before the last `reshape`",
    hint="Which axis has to come first before (n_heads, n, width) becomes (n, d_model)?",
)
def not_transposed_back(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    heads = _heads(X, W_q, W_k, W_v, _blocks(X.shape[1], n_heads))
    return np.reshape(heads, X.shape)


@slip("multi_head_attention", "heads that were cut from the transposed matrices")
def rows_transposed(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    return multi(X, W_q.T, W_k.T, W_v.T, n_heads)


@slip(
    "multi_head_attention",
    "an X that was split, so that each head sees only some of its columns",
    hint="Does each head see the whole of X, or only a part of each token?",
)
def split_tokens(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    blocks = _blocks(X.shape[1], n_heads)
    parts = [(X[:, b], *(W[np.ix_(b, b)] for W in (W_q, W_k, W_v))) for b in blocks]
    return np.concatenate([attention_head(*part)[1] for part in parts], axis=1)


@slip(
    "multi_head_attention",
    "heads that were put along a new axis, instead of side by side",
    hint="Which function joins arrays along an axis that they already have?",
)
def along_new_axis(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    return np.array(_heads(X, W_q, W_k, W_v, _blocks(X.shape[1], n_heads)))


@slip("multi_head_attention", "an output that was multiplied by W_v once more")
def projected_by_values(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    return multi(X, W_q, W_k, W_v, n_heads) @ W_v


@slip("multi_head_attention", "the mean of all heads' weights, applied to all the values")
def averaged_weights(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    blocks = _blocks(X.shape[1], n_heads)
    weights = [attention_head(X, W_q[:, b], W_k[:, b], W_v[:, b])[0] for b in blocks]
    return np.mean(weights, axis=0) @ X @ W_v


@slip("multi_head_attention", "the sum of the heads instead of the heads side by side")
def summed_heads(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    return np.sum(_heads(X, W_q, W_k, W_v, _blocks(X.shape[1], n_heads)), axis=0)


@slip(
    "multi_head_attention",
    "a mask that hides later tokens, which nobody asked for",
    hint=ALL_VISIBLE,
)
def masked_heads(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    heads = [_causal(Q[:, b], K[:, b], V[:, b])[0] for b in _blocks(X.shape[1], n_heads)]
    return np.concatenate(heads, axis=1)


@slip("multi_head_attention", "a softmax along each column instead of each row", hint=ROWS)
def down_columns_heads(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    blocks = _blocks(X.shape[1], n_heads)
    heads = [down_columns_head(X, W_q[:, b], W_k[:, b], W_v[:, b])[1] for b in blocks]
    return np.concatenate(heads, axis=1)


@slip("multi_head_attention", "queries and keys that are swapped")
def keys_ask_heads(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    return multi(X, W_k, W_q, W_v, n_heads)


def multi(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    """Heads of any width, equal or not."""
    blocks = np.array_split(np.arange(X.shape[1]), n_heads)
    return np.concatenate(_heads(X, W_q, W_k, W_v, blocks), axis=1)


slip("multi_head_attention", "a width that was split although `n_heads` does not divide it")(multi)


def _heatmap(picture: Any) -> Any:
    """A complete plot of this picture, in a figure without a window."""
    from matplotlib.figure import Figure

    figure = Figure()
    ax = figure.subplots()
    figure.colorbar(ax.imshow(picture), ax=ax)
    ax.set(title="Attention Weights Heatmap", xlabel="Key Position", ylabel="Query Position")
    return ax


@slip("plot_attention", "the weights with queries and keys swapped")
def transposed(attention_weights: Any) -> Any:
    return _heatmap(np.transpose(attention_weights))


@slip("plot_attention", "the weights with the rows in reverse order")
def upside_down(attention_weights: Any) -> Any:
    return _heatmap(np.flipud(attention_weights))


@slip("plot_attention", "weights that were divided by the largest weight")
def rescaled(attention_weights: Any) -> Any:
    return _heatmap(attention_weights / np.max(attention_weights))


@slip("plot_attention", "weights with a second softmax applied to them")
def softened(attention_weights: Any) -> Any:
    return _heatmap(_soft(attention_weights))


@slip("plot_attention", "the logarithms of the weights")
def logarithms(attention_weights: Any) -> Any:
    return _heatmap(np.log(np.maximum(attention_weights, 1e-12)))


def _causal(Q: Any, K: Any, V: Any, offset: int = 0) -> Any:
    """Attention to the keys 0 … i + offset."""
    visible = np.tri(len(Q), k=offset, dtype=bool)
    weights = _soft(np.where(visible, _scores(Q, K), -np.inf))
    return weights @ V, weights


@slip("causal_attention", "attention without a mask, in which every token sees the whole sequence")
def unmasked(Q: Any, K: Any, V: Any) -> Any:
    return scaled_dot_product_attention(Q, K, V)


@slip("causal_attention", "a mask the wrong way round, in which tokens see only later ones")
def sees_the_future(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(np.where(np.tri(len(Q), dtype=bool).T, _scores(Q, K), -np.inf))
    return weights @ V, weights


@slip("causal_attention", "a mask that hides a token from itself")
def not_itself(Q: Any, K: Any, V: Any) -> Any:
    visible = np.tri(len(Q), k=-1, dtype=bool)
    visible[0, 0] = True  # the first one has no other
    weights = _soft(np.where(visible, _scores(Q, K), -np.inf))
    return weights @ V, weights


@slip("causal_attention", "a mask that lets the next token through")
def sees_the_next(Q: Any, K: Any, V: Any) -> Any:
    return _causal(Q, K, V, 1)


@slip("causal_attention", "hidden scores that were set to 0, which still count as exp(0) = 1")
def hidden_at_zero(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(np.tril(_scores(Q, K)))
    return weights @ V, weights


@slip("causal_attention", "a mask after the softmax, so that rows no longer sum to 1")
def hidden_late(Q: Any, K: Any, V: Any) -> Any:
    weights = np.tril(scaled_dot_product_attention(Q, K, V)[1])
    return weights @ V, weights


@slip("causal_attention", "a mask and a new normalization after the softmax, which can give 0 / 0")
def shared_out_late(Q: Any, K: Any, V: Any) -> Any:
    weights = np.tril(scaled_dot_product_attention(Q, K, V)[1])
    with np.errstate(invalid="ignore"):
        weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ V, weights


@slip("causal_attention", "hidden scores that were lowered by only 1000")
def a_thousand_less(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(_scores(Q, K) - 1000.0 * (1 - np.tri(len(Q))))
    return weights @ V, weights


@slip("causal_attention", "scores that were not divided by √d_k", hint=ROOT)
def unscaled_causal(Q: Any, K: Any, V: Any) -> Any:
    return _causal(Q * np.sqrt(Q.shape[1]), K, V)


def _hidden(scores: Any, value: Any) -> Any:
    """Scores, with those of later tokens replaced by this value."""
    return np.where(np.tri(len(scores), dtype=bool), scores, value)


@slip("causal_attention", "hidden scores that were set to −1000, which is not low enough")
def hidden_at_a_thousand(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(_hidden(_scores(Q, K), -1000.0))
    return weights @ V, weights


def _same_for_any_limit(visible: Any) -> None:
    """Raise Undetermined unless limits from 30 to 900 all give the same, for these scores."""
    if np.any((visible > -1000) & (visible < -10)):
        raise Undetermined


TOO_HIGH = "Which number takes the place of a hidden score, and is it low enough?"


@slip(
    "causal_attention",
    "hidden scores that were set to a number that is not low enough, such as −100",
    hint=TOO_HIGH,
)
def hidden_at_a_hundred(Q: Any, K: Any, V: Any) -> Any:
    scores = _scores(Q, K)
    _same_for_any_limit(np.max(_hidden(scores, -np.inf), axis=1))
    weights = _soft(_hidden(scores, -100.0))
    return weights @ V, weights


@slip(
    "causal_attention",
    "hidden scores that were lowered by too little, such as 100",
    hint=TOO_HIGH,
)
def a_hundred_less(Q: Any, K: Any, V: Any) -> Any:
    scores = _scores(Q, K)
    ahead = np.max(np.where(np.tri(len(Q), dtype=bool), -np.inf, scores), axis=1)
    _same_for_any_limit((np.max(_hidden(scores, -np.inf), axis=1) - ahead)[:-1])
    weights = _soft(scores - 100.0 * (1 - np.tri(len(Q))))
    return weights @ V, weights


@slip(
    "causal_attention", "exponentials that overflow, because the largest score was not subtracted"
)
def overflowing_causal(Q: Any, K: Any, V: Any) -> Any:
    weights = _shares(_exp(_hidden(_scores(Q, K), -np.inf)))
    return _mixed(weights, V), weights


@slip("causal_attention", "one shift for the whole matrix instead of one for each row")
def one_shift(Q: Any, K: Any, V: Any) -> Any:
    scores = _scores(Q, K)
    weights = _shares(_exp(_hidden(scores - np.max(scores), -np.inf)))
    return _mixed(weights, V), weights


@slip(
    "causal_attention",
    "a mask in which −∞ is multiplied by 0, which gives NaN",
    hint="Where does your mask multiply infinity by 0? `np.where` replaces without multiplying.",
)
def infinity_times_zero(Q: Any, K: Any, V: Any) -> Any:
    weights = np.full((len(Q), len(Q)), np.nan)
    return _mixed(weights, V), weights


@slip("causal_attention", "scores divided by d_k instead of √d_k", hint=ROOT)
def without_root_causal(Q: Any, K: Any, V: Any) -> Any:
    return _causal(Q / np.sqrt(Q.shape[1]), K, V)


@slip("causal_attention", "scores divided by √d_v, from the width of V", hint=ROOT)
def width_of_values_causal(Q: Any, K: Any, V: Any) -> Any:
    return _causal(Q * np.sqrt(Q.shape[1] / V.shape[1]), K, V)


@slip("causal_attention", "scores divided by the square root of the number of tokens", hint=ROOT)
def number_of_tokens_causal(Q: Any, K: Any, V: Any) -> Any:
    return _causal(Q * np.sqrt(Q.shape[1] / len(Q)), K, V)


@slip("causal_attention", "queries and keys that are swapped")
def keys_ask_causal(Q: Any, K: Any, V: Any) -> Any:
    return _causal(K, Q, V)


@slip("causal_attention", "a softmax along each column instead of each row", hint=ROWS)
def down_columns_causal(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(_hidden(_scores(Q, K), -np.inf), 0)
    return weights @ V, weights


@slip(
    "causal_attention",
    "a division by the sums of the wrong rows",
    hint="Along which axis do the sums of the rows line up? `keepdims=True` keeps them a column.",
)
def without_keepdims_causal(Q: Any, K: Any, V: Any) -> Any:
    scores = _hidden(_scores(Q, K), -np.inf)
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    weights = exps / np.sum(exps, axis=1)
    return weights @ V, weights


@slip(
    "causal_attention", "one softmax over the whole matrix instead of one for each row", hint=ROWS
)
def whole_matrix_causal(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(_hidden(_scores(Q, K), -np.inf), None)
    return weights @ V, weights


@slip("causal_attention", "a mixture of all values, hidden ones too", hint=MIXTURE)
def mixed_unmasked(Q: Any, K: Any, V: Any) -> Any:
    _, weights = shared_out_late(Q, K, V)
    if np.any(np.isnan(weights)):
        raise Undetermined  # it depends on how the weights are found
    return scaled_dot_product_attention(Q, K, V)[0], weights


@slip("causal_attention", "the output and the weights in the wrong order", hint=ORDER)
def exchanged_causal(Q: Any, K: Any, V: Any) -> Any:
    return _causal(Q, K, V)[::-1]


@slip(
    "causal_attention",
    "scores that were clipped, so that several large ones tie",
    hint="What can you subtract from the visible scores of a row without changing its weights?",
)
def clipped_causal(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(_hidden(_clipped(_scores(Q, K)), -np.inf))
    return weights @ V, weights


@slip("causal_attention", "a mixture to which the values themselves are added", hint=MIXTURE)
def with_residual_causal(Q: Any, K: Any, V: Any) -> Any:
    output, weights = _causal(Q, K, V)
    return output + V, weights


@slip(
    "causal_attention",
    "values mixed by the columns of the weights instead of the rows",
    hint=MIXTURE,
)
def mixed_by_columns_causal(Q: Any, K: Any, V: Any) -> Any:
    _, weights = _causal(Q, K, V)
    return weights.T @ V, weights


@slip(
    "causal_attention",
    "the largest scores and the sums of the wrong rows",
    hint="Along which axis do the sums of the rows line up? `keepdims=True` keeps them a column.",
)
def never_keepdims(Q: Any, K: Any, V: Any) -> Any:
    scores = _hidden(_scores(Q, K), -np.inf)
    exps = _exp(scores - np.max(scores, axis=1))
    weights = _shares(exps, np.sum(exps, axis=1))
    return _mixed(weights, V), weights


@slip(
    "attention_head",
    "the largest scores and the sums of the wrong rows",
    hint="Along which axis do the sums of the rows line up? `keepdims=True` keeps them a column.",
)
def never_keepdims_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    scores = _scores(X @ W_q, X @ W_k)
    exps = np.exp(scores - np.max(scores, axis=1))
    weights = exps / np.sum(exps, axis=1)
    return weights, weights @ X @ W_v


# --- favourite_distances -------------------------------------------------------------------------

SIDE = "On which side of the diagonal are the keys that come before the query?"
LINES = "How many weights does a line k places from the diagonal have, and do you divide by this?"
LIMIT = "Which distances does your loop try if `farthest` is 2? Is 2 one of them, and 0?"


def _lines(heads: Any, sign: int = -1) -> Any:
    """For each head, the weights of the distances 0 to n − 1."""
    return [[np.diagonal(A, sign * k) for k in range(len(A))] for A in np.asarray(heads, float)]


def _favourites(values: Any, least: float, start: int = 0) -> Any:
    """The place of the largest value in each row, or −1; places are counted from `start`."""
    return [int(np.argmax(row)) + start if max(row) >= least else -1 for row in values]


def _measured(heads: Any, farthest: int, measure: Any = np.mean, sign: int = -1) -> Any:
    """For each head, a measure of the weights of each distance up to the farthest."""
    lines = _lines(heads, sign)
    return [[float(measure(line)) for line in head[: farthest + 1]] for head in lines]


@slip("favourite_distances", "keys after the query instead of before it", hint=SIDE)
def looks_ahead(heads: Any, farthest: int, least: float) -> Any:
    return _favourites(_measured(heads, farthest, sign=1), least)


@slip("favourite_distances", "sums of weights instead of means", hint=LINES)
def by_sums(heads: Any, farthest: int, least: float) -> Any:
    return _favourites(_measured(heads, farthest, np.sum), least)


@slip(
    "favourite_distances",
    "sums that were all divided by n, however long the line is",
    hint=LINES,
)
def by_sums_over_n(heads: Any, farthest: int, least: float) -> Any:
    n = np.shape(heads)[1]
    return _favourites(_measured(heads, farthest, lambda line: np.sum(line) / n), least)


@slip(
    "favourite_distances",
    "the place of the largest single weight",
    hint="Does equation (1) ask for the largest weight, or for the mean?",
)
def by_largest_weight(heads: Any, farthest: int, least: float) -> Any:
    return _favourites(_measured(heads, farthest, np.max), least)


@slip(
    "favourite_distances",
    "medians instead of means",
    hint="Does equation (1) ask for the middle weight, or for the mean?",
)
def by_median(heads: Any, farthest: int, least: float) -> Any:
    return _favourites(_measured(heads, farthest, np.median), least)


@slip(
    "favourite_distances",
    "a favourite distance for every head, however small its mean weight",
    hint="What do you return for a head whose largest mean weight is below `least`?",
)
def always_one(heads: Any, farthest: int, least: float) -> Any:
    means = _measured(heads, farthest)
    if np.any(np.max(means, axis=1) == 0):  # all are equal
        raise Undetermined
    return _favourites(means, 0.0)


@slip(
    "favourite_distances",
    "a limit of 0.3 for the mean weight, whatever `least` is",
    hint="Where does your code read `least`?",
)
def fixed_least(heads: Any, farthest: int, least: float) -> Any:
    return _favourites(_measured(heads, farthest), 0.3)


@slip(
    "favourite_distances",
    "−1 where the mean weight is above `least` instead of below",
    hint="Which heads have no favourite distance, those with a large mean weight or a small one?",
)
def turned_least(heads: Any, farthest: int, least: float) -> Any:
    means = _measured(heads, farthest)
    if np.any(np.max(means, axis=1) == 0):
        raise Undetermined
    return [int(np.argmax(row)) if max(row) < least else -1 for row in means]


@slip("favourite_distances", "distances without the farthest one", hint=LIMIT)
def without_the_farthest(heads: Any, farthest: int, least: float) -> Any:
    if farthest == 0:  # nothing is left
        raise Undetermined
    return _favourites(_measured(heads, farthest - 1), least)


@slip("favourite_distances", "distances without 0, the token itself", hint=LIMIT)
def without_itself(heads: Any, farthest: int, least: float) -> Any:
    if farthest == 0:
        raise Undetermined
    return _favourites([row[1:] for row in _measured(heads, farthest)], least, start=1)


@slip(
    "favourite_distances",
    "distances that are counted from 1",
    hint="Which distance does a token have from itself?",
)
def counted_from_one(heads: Any, farthest: int, least: float) -> Any:
    return _favourites(_measured(heads, farthest), least, start=1)


@slip(
    "favourite_distances",
    "distances beyond `farthest`",
    hint="Where does your code read `farthest`?",
)
def any_distance(heads: Any, farthest: int, least: float) -> Any:
    return _favourites(_measured(heads, np.shape(heads)[1] - 1), least)


@slip(
    "favourite_distances",
    "the largest mean weights instead of their distances",
    hint="Which do you need, `max` or `argmax`?",
)
def largest_means(heads: Any, farthest: int, least: float) -> Any:
    means = np.max(_measured(heads, farthest), axis=1)
    return np.where(means >= least, means, -1.0)


@slip(
    "favourite_distances",
    "negative distances",
    hint="What is the number of the line, and what is the distance?",
)
def negative_distances(heads: Any, farthest: int, least: float) -> Any:
    return [k if k < 0 else -k for k in _favourites(_measured(heads, farthest), least)]


@slip(
    "favourite_distances",
    "a mean along each column, the weights that a key gets",
    hint="Which entries of a head are k places to the left of the diagonal?",
)
def by_columns(heads: Any, farthest: int, least: float) -> Any:
    return _favourites(np.mean(heads, axis=1)[:, : farthest + 1], least)


@slip(
    "favourite_distances",
    "distances that are counted in a circle",
    hint="How many weights does a line k places to the left of the diagonal have?",
)
def in_a_circle(heads: Any, farthest: int, least: float) -> Any:
    n = np.shape(heads)[1]
    places = np.arange(n)
    means = [
        [np.mean(A[places, (places - k) % n]) for k in range(farthest + 1)]
        for A in np.asarray(heads, float)
    ]
    return _favourites(means, least)
