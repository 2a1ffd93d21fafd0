"""Misconceptions about attention with a cache, and about the gradients of causal attention.

Those of the cache are classes, with the constructor and the `step` of the right one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.attention import causal_attention, scaled_dot_product_attention
from solutions.misconceptions import Undetermined, slip
from solutions.misconceptions.attention import _mixed, _scores, _shares

# A cache of keys and values ---------------------------------------------------------------------

ROOT = "Which size is d_k, and where does its square root belong?"
MIXTURE = "What is mixed for the newest token, and by which weights?"


def _exp(scores: Any) -> Any:
    with np.errstate(over="ignore"):
        return np.exp(scores)


class _Cached:
    """The right answer, in pieces; a wrong answer replaces one."""

    def __init__(self, W_q: Any, W_k: Any, W_v: Any) -> None:
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys: list[Any] = []
        self.values: list[Any] = []

    def root(self, x: Any) -> Any:
        """What the scores are divided by."""
        return np.sqrt(self.W_q.shape[1])

    def keep(self, x: Any) -> None:
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)

    def scores(self, x: Any) -> Any:
        return np.array(self.keys) @ (x @ self.W_q) / self.root(x)  # (t,)

    def weights(self, x: Any) -> Any:
        scores = self.scores(x)
        exps = np.exp(scores - np.max(scores))
        return exps / np.sum(exps)

    def step(self, x: Any) -> Any:
        self.keep(x)
        return self.weights(x) @ np.array(self.values)


@slip(
    "CachedAttention",
    "a cache that holds only the newest token",
    hint="Where do the keys and values stay from one step to the next?",
)
class NewestAlone(_Cached):
    def step(self, x: Any) -> Any:
        return x @ self.W_v


@slip(
    "CachedAttention",
    "a newest token that does not see itself",
    hint="When is the new key appended: before the scores are computed, or after?",
)
class NotItself(_Cached):
    def step(self, x: Any) -> Any:
        if not self.keys:  # the first token has no other
            self.keep(x)
            return x @ self.W_v
        output = self.weights(x) @ np.array(self.values)
        self.keep(x)
        return output


@slip("CachedAttention", "scores that were not divided by √d_k", hint=ROOT)
class Unscaled(_Cached):
    def root(self, x: Any) -> Any:
        return 1.0


@slip("CachedAttention", "scores divided by d_k instead of √d_k", hint=ROOT)
class WithoutRoot(_Cached):
    def root(self, x: Any) -> Any:
        return self.W_q.shape[1]


@slip("CachedAttention", "scores divided by √d, from the length of the token", hint=ROOT)
class RootOfTheToken(_Cached):
    def root(self, x: Any) -> Any:
        return np.sqrt(len(x))


@slip("CachedAttention", "scores divided by √d_v, from the width of the values", hint=ROOT)
class RootOfTheValues(_Cached):
    def root(self, x: Any) -> Any:
        return np.sqrt(self.W_v.shape[1])


@slip("CachedAttention", "scores divided by the square root of the number of tokens", hint=ROOT)
class RootOfTheNumber(_Cached):
    def root(self, x: Any) -> Any:
        return np.sqrt(len(self.keys))


@slip(
    "CachedAttention",
    "exponentials that overflow, because the largest score was not subtracted",
    hint="What can you subtract from all scores without changing the weights?",
)
class Overflowing(_Cached):
    def weights(self, x: Any) -> Any:
        exps = _exp(self.scores(x))
        return _shares(exps, np.sum(exps))

    def step(self, x: Any) -> Any:
        self.keep(x)
        return _mixed(self.weights(x), np.array(self.values))


@slip(
    "CachedAttention",
    "the newest score subtracted instead of the largest, so that exponentials overflow",
    hint="Which score has to be subtracted so that no exponent is above 0?",
)
class NewestSubtracted(Overflowing):
    def scores(self, x: Any) -> Any:
        scores = super().scores(x)
        return scores - scores[-1]


@slip(
    "CachedAttention",
    "queries and keys that are swapped",
    hint="Which of the two is kept, and which belongs to the newest token alone?",
)
class KeysAsk(_Cached):
    def __init__(self, W_q: Any, W_k: Any, W_v: Any) -> None:
        super().__init__(W_k, W_q, W_v)


@slip(
    "CachedAttention",
    "the key of the newest token in the place of its query",
    hint="Which vector does the newest token compare with the keys, and which matrix makes it?",
)
class KeyOfTheNewest(_Cached):
    def scores(self, x: Any) -> Any:
        return np.array(self.keys) @ (x @ self.W_k) / self.root(x)


@slip(
    "CachedAttention",
    "the newest score at the front, while the newest value is at the end",
    hint="Do keys and values stand in the same order?",
)
class OtherOrder(_Cached):
    def weights(self, x: Any) -> Any:
        return super().weights(x)[::-1]


@slip(
    "CachedAttention",
    "exponentials that were not divided by their sum",
    hint="What do the weights of one token sum to?",
)
class NotShared(_Cached):
    def weights(self, x: Any) -> Any:
        if np.max(np.abs(self.scores(x))) > 100:
            raise Undetermined  # it depends on what was subtracted
        return np.exp(self.scores(x))


@slip(
    "CachedAttention",
    "the same weight for every token so far",
    hint="Which weights do the scores give?",
)
class PlainMean(_Cached):
    def weights(self, x: Any) -> Any:
        return np.full(len(self.keys), 1 / len(self.keys))


@slip("CachedAttention", "the weights instead of the mixture of the values", hint=MIXTURE)
class WeightsAlone(_Cached):
    def step(self, x: Any) -> Any:
        self.keep(x)
        return self.weights(x)


@slip("CachedAttention", "a mixture of the tokens instead of their values", hint=MIXTURE)
class TokensMixed(_Cached):
    def keep(self, x: Any) -> None:
        self.keys.append(x @ self.W_k)
        self.values.append(np.copy(x))


@slip("CachedAttention", "a mixture of the keys instead of the values", hint=MIXTURE)
class KeysMixed(_Cached):
    def step(self, x: Any) -> Any:
        self.keep(x)
        return self.weights(x) @ np.array(self.keys)


@slip("CachedAttention", "a mixture to which the newest value is added", hint=MIXTURE)
class WithResidual(_Cached):
    def step(self, x: Any) -> Any:
        return super().step(x) + x @ self.W_v


@slip(
    "CachedAttention",
    "tokens that were kept without a copy, and changed afterwards",
    hint="Do you keep what you computed from `x`, or `x` itself?",
)
class TokensThemselves(_Cached):
    def __init__(self, W_q: Any, W_k: Any, W_v: Any) -> None:
        super().__init__(W_q, W_k, W_v)
        self.tokens: list[Any] = []

    def step(self, x: Any) -> Any:
        self.tokens.append(x)
        self.keys = [token @ self.W_k for token in self.tokens]
        self.values = [token @ self.W_v for token in self.tokens]
        return self.weights(x) @ np.array(self.values)


@slip(
    "CachedAttention",
    "one output array that every step writes into",
    hint="Is the output a new array at every step, or the same one as before?",
)
class OneOutput(_Cached):
    def __init__(self, W_q: Any, W_k: Any, W_v: Any) -> None:
        super().__init__(W_q, W_k, W_v)
        self.output = np.zeros(np.shape(W_v)[1])

    def step(self, x: Any) -> Any:
        self.output[:] = super().step(x)
        return self.output


@slip(
    "CachedAttention",
    "the outputs of all tokens so far, instead of that of the newest",
    hint="Which row of the whole output belongs to the newest token?",
)
class AllOutputs(_Cached):
    def __init__(self, W_q: Any, W_k: Any, W_v: Any) -> None:
        super().__init__(W_q, W_k, W_v)
        self.queries: list[Any] = []

    def step(self, x: Any) -> Any:
        self.keep(x)
        self.queries.append(x @ self.W_q)
        return causal_attention(self.queries, self.keys, self.values)[0]


# The gradients of causal attention --------------------------------------------------------------

TRANSPOSED = "Which index do you sum over: that of the row, or that of the column?"
PULL = "How far does each slope of a row lie above the mean of its row, weighted by A?"
CHAIN = "In equation (3), which matrix multiplies the slope of the scores for Q, and which for K?"


def _pulled(A: Any, slopes: Any) -> Any:
    """The softmax's gradient, row by row."""
    return A * (slopes - np.sum(A * slopes, axis=1, keepdims=True))


def _back(
    Q: Any,
    K: Any,
    V: Any,
    G: Any,
    *,
    A: Any = None,
    soft: Any = _pulled,
    root: Any = None,
) -> Any:
    """The three gradients, from these weights, by this gradient of the softmax."""
    A = causal_attention(Q, K, V)[1] if A is None else A
    dS = soft(A, G @ V.T) / (np.sqrt(Q.shape[1]) if root is None else root)
    return dS @ K, dS.T @ Q, A.T @ G


def _weights(scores: Any) -> Any:
    """Softmax of the visible part of each row."""
    low = np.where(np.tri(len(scores), dtype=bool), scores, -np.inf)
    exps = np.exp(low - np.max(low, axis=1, keepdims=True))
    return exps / np.sum(exps, axis=1, keepdims=True)


EXERCISE = "causal_attention_gradients"


@slip(
    EXERCISE,
    "attention without a mask, in which every token sees the whole sequence",
    hint="Which weights does the forward pass have above the diagonal?",
)
def unmasked(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, G, A=scaled_dot_product_attention(Q, K, V)[1])


@slip(
    EXERCISE,
    "hidden scores that were set to 0, which still count as exp(0) = 1",
    hint="Which score has the exponential 0?",
)
def hidden_at_zero(Q: Any, K: Any, V: Any, G: Any) -> Any:
    low = np.tril(_scores(Q, K))
    exps = np.exp(low - np.max(low, axis=1, keepdims=True))
    return _back(Q, K, V, G, A=exps / np.sum(exps, axis=1, keepdims=True))


@slip(
    EXERCISE,
    "a slope of the scores that was not divided by √d on the way back",
    hint="S is QKᵀ divided by √d. What does that division do to the slopes of Q and K?",
)
def no_root_back(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, G, root=1.0)


@slip(
    EXERCISE,
    "a slope of the scores that was divided by d instead of √d",
    hint="What were the scores divided by on the way forward?",
)
def divided_by_d(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, G, root=Q.shape[1])


@slip(
    EXERCISE,
    "scores that were not divided by √d on the way forward",
    hint="Which scores are the weights of equation (2) made of?",
)
def no_root_forward(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, G, A=_weights(Q @ K.T))


@slip(
    EXERCISE,
    "scores that were not divided by √d at all",
    hint="Where does the square root of d belong?",
)
def no_root_at_all(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, G, A=_weights(Q @ K.T), root=1.0)


@slip(
    EXERCISE,
    "scores divided by √d_v, from the width of V",
    hint="Which size is d: the width of Q and K, or that of V?",
)
def root_of_values(Q: Any, K: Any, V: Any, G: Any) -> Any:
    root = np.sqrt(V.shape[1])
    return _back(Q, K, V, G, A=_weights(Q @ K.T / root), root=root)


@slip(EXERCISE, "weights that were not transposed in the gradient of V", hint=TRANSPOSED)
def rows_for_values(Q: Any, K: Any, V: Any, G: Any) -> Any:
    dQ, dK, _ = _back(Q, K, V, G)
    return dQ, dK, causal_attention(Q, K, V)[1] @ G


@slip(
    EXERCISE, "a slope of the scores that was not transposed in the gradient of K", hint=TRANSPOSED
)
def rows_for_keys(Q: Any, K: Any, V: Any, G: Any) -> Any:
    dQ, _, dV = _back(Q, K, V, G)
    dS = _pulled(causal_attention(Q, K, V)[1], G @ V.T) / np.sqrt(Q.shape[1])
    return dQ, dS @ Q, dV


@slip(EXERCISE, "queries and keys that are exchanged on the way back", hint=CHAIN)
def exchanged_factors(Q: Any, K: Any, V: Any, G: Any) -> Any:
    dS = _pulled(causal_attention(Q, K, V)[1], G @ V.T) / np.sqrt(Q.shape[1])
    return dS @ Q, dS.T @ K, _back(Q, K, V, G)[2]


@slip(
    EXERCISE,
    "the gradients of Q and K in the wrong order",
    hint="In which order does the docstring return the three?",
)
def exchanged(Q: Any, K: Any, V: Any, G: Any) -> Any:
    dQ, dK, dV = _back(Q, K, V, G)
    return dK, dQ, dV


@slip(EXERCISE, "A times the slope of A, without subtracting the weighted mean", hint=PULL)
def no_mean(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, G, soft=lambda A, slopes: A * slopes)


@slip(EXERCISE, "A (1 − A), which ignores the other scores of a row", hint=PULL)
def own_slope_alone(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, G, soft=lambda A, slopes: A * (1 - A) * slopes)


@slip(EXERCISE, "a weighted mean of each column instead of each row", hint=PULL)
def down_columns(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, G, soft=lambda A, slopes: A * (slopes - np.sum(A * slopes, axis=0)))


@slip(
    EXERCISE,
    "the sums of the wrong rows",
    hint="Along which axis do the sums of the rows line up? `keepdims=True` keeps them a column.",
)
def without_keepdims(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, G, soft=lambda A, slopes: A * (slopes - np.sum(A * slopes, axis=1)))


@slip(EXERCISE, "a plain mean of the row instead of the mean weighted by A", hint=PULL)
def plain_mean(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(
        Q, K, V, G, soft=lambda A, slopes: A * (slopes - np.mean(slopes, axis=1, keepdims=True))
    )


@slip(
    EXERCISE,
    "a way back that leaves the softmax out",
    hint="Which function lies between the scores and the weights?",
)
def no_softmax(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, G, soft=lambda A, slopes: np.tril(slopes))


@slip(
    EXERCISE,
    "gradients of the plain sum of the output, without `grad_output`",
    hint="Where does the way back begin?",
)
def plain_sum(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return _back(Q, K, V, np.ones(np.shape(G)))


@slip(
    EXERCISE,
    "exponentials that overflow, because the largest score was not subtracted",
    hint="What can you subtract from the visible scores of a row without changing its weights?",
)
def overflowing(Q: Any, K: Any, V: Any, G: Any) -> Any:
    exps = _exp(np.where(np.tri(len(Q), dtype=bool), _scores(Q, K), -np.inf))
    with np.errstate(all="ignore"):
        return _back(Q, K, V, G, A=_shares(exps))


@slip(
    EXERCISE,
    "a mask that hides a token from itself",
    hint="Which weights does the forward pass have on the diagonal?",
)
def not_itself(Q: Any, K: Any, V: Any, G: Any) -> Any:
    visible = np.tri(len(Q), k=-1, dtype=bool)
    visible[0, 0] = True  # the first one has no other
    low = np.where(visible, _scores(Q, K), -np.inf)
    exps = np.exp(low - np.max(low, axis=1, keepdims=True))
    return _back(Q, K, V, G, A=exps / np.sum(exps, axis=1, keepdims=True))


@slip(
    EXERCISE,
    "one shift for the whole matrix instead of one for each row",
    hint="Which score do you subtract in each row, and can it be a hidden one?",
)
def one_shift(Q: Any, K: Any, V: Any, G: Any) -> Any:
    scores = _scores(Q, K)
    with np.errstate(all="ignore"):
        return _back(Q, K, V, G, A=_shares(np.tril(np.exp(scores - np.max(scores)))))


@slip(
    EXERCISE,
    "the gradient of V before those of Q and K",
    hint="In which order does the docstring return the three?",
)
def values_first(Q: Any, K: Any, V: Any, G: Any) -> Any:
    dQ, dK, dV = _back(Q, K, V, G)
    return dV, dQ, dK


@slip(
    EXERCISE,
    "a root of d for the gradient of Q alone, and not for that of K",
    hint="S is QKᵀ divided by √d. Which of your two gradients lacks the root?",
)
def root_for_queries(Q: Any, K: Any, V: Any, G: Any) -> Any:
    dQ, dK, dV = _back(Q, K, V, G)
    return dQ, dK * np.sqrt(Q.shape[1]), dV


@slip(
    EXERCISE,
    "gradients with the wrong sign",
    hint="Does a gradient point uphill or downhill?",
)
def downhill(Q: Any, K: Any, V: Any, G: Any) -> Any:
    dQ, dK, dV = _back(Q, K, V, G)
    return -dQ, -dK, -dV
