"""Misconceptions about scaled and causal attention, heads and the picture of the weights."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.attention import attention_head, scaled_dot_product_attention
from solutions.misconceptions import Undetermined, slip


def _soft(scores: Any, axis: int | None = 1) -> Any:
    """Softmax along an axis, or over the whole array."""
    exps = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return exps / np.sum(exps, axis=axis, keepdims=True)


def _scores(Q: Any, K: Any) -> Any:
    return Q @ K.T / np.sqrt(Q.shape[1])


@slip(
    "scaled_dot_product_attention", "one softmax over the whole matrix instead of one for each row"
)
def whole_matrix(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(_scores(Q, K), None)
    return weights @ V, weights


@slip("scaled_dot_product_attention", "a softmax along each column instead of each row")
def down_columns(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(_scores(Q, K), 0)
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores that were not divided by √d_k")
def unscaled(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T)
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores divided by d_k instead of √d_k")
def without_root(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T / Q.shape[1])
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores divided by √d_v, from the width of V")
def width_of_values(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T / np.sqrt(V.shape[1]))
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores divided by the square root of the number of keys")
def number_of_keys(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T / np.sqrt(len(K)))
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores divided by the square root of the number of queries")
def number_of_queries(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T / np.sqrt(len(Q)))
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores multiplied by √d_k instead of divided by it")
def multiplied(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T * np.sqrt(Q.shape[1]))
    return weights @ V, weights


@slip("scaled_dot_product_attention", "a mask that hides later keys, which nobody asked for")
def masked(Q: Any, K: Any, V: Any) -> Any:
    visible = np.tri(len(Q), len(K), dtype=bool)
    weights = _soft(np.where(visible, _scores(Q, K), -np.inf))
    return weights @ V, weights


@slip("scaled_dot_product_attention", "scores divided by their sum, without the exponential")
def without_exponential(Q: Any, K: Any, V: Any) -> Any:
    scores = _scores(Q, K)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = scores / scores.sum(axis=1, keepdims=True)
        return weights @ V, weights


@slip("scaled_dot_product_attention", "all the weight on the largest score, instead of a softmax")
def hard(Q: Any, K: Any, V: Any) -> Any:
    scores = Q @ K.T
    largest = scores == scores.max(axis=1, keepdims=True)
    if np.any(largest.sum(axis=1) > 1):
        raise Undetermined
    return largest @ V, largest * 1.0


@slip("scaled_dot_product_attention", "weights that were divided by √d_k after the softmax")
def divided_late(Q: Any, K: Any, V: Any) -> Any:
    weights = _soft(Q @ K.T) / np.sqrt(Q.shape[1])
    return weights @ V, weights


@slip("scaled_dot_product_attention", "the output and the weights in the wrong order")
def exchanged(Q: Any, K: Any, V: Any) -> Any:
    return scaled_dot_product_attention(Q, K, V)[::-1]


@slip("attention_head", "scores divided by √d_model instead of √d_k")
def width_of_model(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft((X @ W_q) @ (X @ W_k).T / np.sqrt(X.shape[1]))
    return weights, weights @ X @ W_v


@slip("attention_head", "scores divided by √d_v, from the width of W_v")
def width_of_values_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_v.shape[1]))
    return weights, weights @ X @ W_v


@slip("attention_head", "scores divided by the square root of the number of tokens")
def number_of_tokens(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft((X @ W_q) @ (X @ W_k).T / np.sqrt(len(X)))
    return weights, weights @ X @ W_v


@slip("attention_head", "scores in place of the weights")
def scores_returned(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    return _scores(X @ W_q, X @ W_k), attention_head(X, W_q, W_k, W_v)[1]


@slip("attention_head", "a mixture of the keys instead of the values")
def mixed_keys(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights, _ = attention_head(X, W_q, W_k, W_v)
    return weights, weights @ X @ W_k


@slip("attention_head", "values mixed by the columns of the weights instead of the rows")
def mixed_by_columns(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights, _ = attention_head(X, W_q, W_k, W_v)
    return weights, weights.T @ X @ W_v


@slip("attention_head", "a mixture to which the values themselves are added")
def with_residual(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights, output = attention_head(X, W_q, W_k, W_v)
    return weights, output + X @ W_v


@slip("attention_head", "scores that were not divided by √d_k")
def unscaled_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft((X @ W_q) @ (X @ W_k).T)
    return weights, weights @ X @ W_v


@slip("attention_head", "queries and keys that are swapped")
def keys_ask(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    return attention_head(X, W_k, W_q, W_v)


@slip("attention_head", "keys that were made with W_q instead of W_k")
def one_projection(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    return attention_head(X, W_q, W_q, W_v)


@slip("attention_head", "a mixture of the embeddings, without W_v")
def unprojected_values(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights, _ = attention_head(X, W_q, W_k, W_v)
    return weights, weights @ X


@slip("attention_head", "one softmax over the whole matrix instead of one for each row")
def whole_matrix_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft(_scores(X @ W_q, X @ W_k), None)
    return weights, weights @ X @ W_v


@slip("attention_head", "a softmax along each column instead of each row")
def down_columns_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    weights = _soft(_scores(X @ W_q, X @ W_k), 0)
    return weights, weights @ X @ W_v


@slip("attention_head", "the output and the weights in the wrong order")
def exchanged_head(X: Any, W_q: Any, W_k: Any, W_v: Any) -> Any:
    return attention_head(X, W_q, W_k, W_v)[::-1]


def _heads(X: Any, W_q: Any, W_k: Any, W_v: Any, blocks: Any) -> list[Any]:
    """The outputs of the heads with those columns."""
    return [attention_head(X, W_q[:, b], W_k[:, b], W_v[:, b])[1] for b in blocks]


def _blocks(d_model: int, n_heads: int) -> list[Any]:
    """The columns of each head. What becomes of a width that can't be shared is another matter."""
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
)
def scaled_by_model(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    _blocks(X.shape[1], n_heads)
    return multi(X, W_q / np.sqrt(n_heads), W_k, W_v, n_heads)


@slip("multi_head_attention", "scores that were not divided by the square root of a head's width")
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


def multi(X: Any, W_q: Any, W_k: Any, W_v: Any, n_heads: int) -> Any:
    """Heads of any width, equal or not."""
    blocks = np.array_split(np.arange(X.shape[1]), n_heads)
    return np.concatenate(_heads(X, W_q, W_k, W_v, blocks), axis=1)


slip("multi_head_attention", "a width that was split although `n_heads` does not divide it")(multi)


def _heatmap(picture: Any) -> Any:
    """A complete plot of this picture, in a figure that no window knows of."""
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


@slip("causal_attention", "scores that were not divided by √d_k")
def unscaled_causal(Q: Any, K: Any, V: Any) -> Any:
    return _causal(Q * np.sqrt(Q.shape[1]), K, V)
