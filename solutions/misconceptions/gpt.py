"""Misconceptions about stacking blocks into a GPT, and about reading with a cache.

Those of the cache are classes, with the constructor and the `step` of the right one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.causal import CachedAttention
from solutions.misconceptions import slip
from solutions.transformer import layer_norm, transformer_block

# All logits at once ------------------------------------------------------------------------------


def _bottom(model: Any, tokens: Any) -> Any:
    text = np.asarray(tokens, dtype=int)
    return np.asarray(model["E"])[text] + model["P"][: len(text)]


def _through(model: Any, x: Any, n_heads: int) -> Any:
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return x


def _top(model: Any, x: Any) -> Any:
    return layer_norm(x, model["gain"], model["bias"]) @ np.asarray(model["E"]).T


def _logits(model: Any, tokens: Any, n_heads: int) -> Any:
    return _top(model, _through(model, _bottom(model, tokens), n_heads))


@slip(
    "gpt_logits",
    "tokens without their positions",
    hint="What is added to a token's row of E before the first block?",
)
def without_positions(model: Any, tokens: Any, n_heads: int) -> Any:
    x = np.asarray(model["E"], float)[np.asarray(tokens, dtype=int)]
    return _top(model, _through(model, x, n_heads))


@slip(
    "gpt_logits",
    "every token at position 0",
    hint="Which row of P belongs to the token in place i?",
)
def all_at_the_start(model: Any, tokens: Any, n_heads: int) -> Any:
    x = np.asarray(model["E"])[np.asarray(tokens, dtype=int)] + model["P"][0]
    return _top(model, _through(model, x, n_heads))


@slip(
    "gpt_logits",
    "the last rows of P instead of the first",
    hint="At which place does the text begin?",
)
def places_from_the_end(model: Any, tokens: Any, n_heads: int) -> Any:
    text = np.asarray(tokens, dtype=int)
    x = np.asarray(model["E"])[text] + model["P"][len(model["P"]) - len(text) :]
    return _top(model, _through(model, x, n_heads))


@slip(
    "gpt_logits",
    "rows of P that are picked by the tokens, not by their places",
    hint="Does a row of P belong to a character or to a place?",
)
def places_of_the_tokens(model: Any, tokens: Any, n_heads: int) -> Any:
    text = np.asarray(tokens, dtype=int)
    return _top(
        model,
        _through(model, (np.asarray(model["E"]) + model["P"][: len(model["E"])])[text], n_heads),
    )


@slip(
    "gpt_logits",
    "places that are counted from 1",
    hint="Which row of P belongs to the first token?",
)
def places_from_one(model: Any, tokens: Any, n_heads: int) -> Any:
    text = np.asarray(tokens, dtype=int)
    x = np.asarray(model["E"])[text] + model["P"][1 : len(text) + 1]
    return _top(model, _through(model, x, n_heads))


@slip(
    "gpt_logits",
    "logits without the last layer norm",
    hint="What happens to the stream between the last block and Eᵀ?",
)
def without_last_norm(model: Any, tokens: Any, n_heads: int) -> Any:
    return _through(model, _bottom(model, tokens), n_heads) @ np.asarray(model["E"]).T


@slip(
    "gpt_logits",
    "a last layer norm without its gain and bias",
    hint="Which gain and bias does the last layer norm have?",
)
def plain_last_norm(model: Any, tokens: Any, n_heads: int) -> Any:
    d = len(model["gain"])
    x = _through(model, _bottom(model, tokens), n_heads)
    return layer_norm(x, np.ones(d), np.zeros(d)) @ np.asarray(model["E"]).T


@slip(
    "gpt_logits",
    "the first block alone",
    hint="What does each block of the list read, and is every block used?",
)
def first_block_alone(model: Any, tokens: Any, n_heads: int) -> Any:
    return _logits({**model, "blocks": model["blocks"][:1]}, tokens, n_heads)


@slip(
    "gpt_logits",
    "the last block alone, because each block is given the same input",
    hint="What does the second block read: the first block's output, or what the first block read?",
)
def last_block_alone(model: Any, tokens: Any, n_heads: int) -> Any:
    return _logits({**model, "blocks": model["blocks"][-1:]}, tokens, n_heads)


@slip(
    "gpt_logits",
    "the first block's parameters in every block",
    hint="Does each pass of the loop take another dict of parameters?",
)
def one_block_again(model: Any, tokens: Any, n_heads: int) -> Any:
    same = [model["blocks"][0] for _ in model["blocks"]]
    return _logits({**model, "blocks": same}, tokens, n_heads)


@slip(
    "gpt_logits",
    "blocks in reverse order",
    hint="Which block of the list does the text go through first?",
)
def reversed_blocks(model: Any, tokens: Any, n_heads: int) -> Any:
    return _logits({**model, "blocks": model["blocks"][::-1]}, tokens, n_heads)


@slip(
    "gpt_logits",
    "a block's input that is added to its output once more",
    hint="`transformer_block` adds to the stream itself. What does it return?",
)
def residual_again(model: Any, tokens: Any, n_heads: int) -> Any:
    x = _bottom(model, tokens)
    for params in model["blocks"]:
        x = x + transformer_block(x, params, n_heads)
    return _top(model, x)


@slip(
    "gpt_logits",
    "the last layer norm after every block",
    hint="How many times is the model's own gain used: after each block, or after the last?",
)
def norm_after_each(model: Any, tokens: Any, n_heads: int) -> Any:
    x = _bottom(model, tokens)
    for params in model["blocks"]:
        x = layer_norm(transformer_block(x, params, n_heads), model["gain"], model["bias"])
    return x @ np.asarray(model["E"]).T


@slip(
    "gpt_logits",
    "positions that are added again before every block",
    hint="How often is P added to the stream?",
)
def positions_again(model: Any, tokens: Any, n_heads: int) -> Any:
    x = _bottom(model, tokens)
    for i, params in enumerate(model["blocks"]):
        x = transformer_block(x + (model["P"][: len(x)] if i else 0), params, n_heads)
    return _top(model, x)


@slip(
    "gpt_logits",
    "one head of full width, whatever `n_heads` is",
    hint="Does `transformer_block` get the number of heads?",
)
def one_head(model: Any, tokens: Any, n_heads: int) -> Any:
    return _logits(model, tokens, 1)


@slip(
    "gpt_logits",
    "probabilities instead of logits",
    hint="Where does the function stop: before the softmax, or after it?",
)
def probabilities(model: Any, tokens: Any, n_heads: int) -> Any:
    logits = _logits(model, tokens, n_heads)
    exps = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


@slip(
    "gpt_logits",
    "logarithms of the probabilities instead of logits",
    hint="Where does the function stop: before the softmax, or after it?",
)
def log_probabilities(model: Any, tokens: Any, n_heads: int) -> Any:
    return np.log(probabilities(model, tokens, n_heads))


@slip(
    "gpt_logits",
    "the logits after the last token alone",
    hint="After which tokens does the model make a prediction?",
)
def last_row(model: Any, tokens: Any, n_heads: int) -> Any:
    return _logits(model, tokens, n_heads)[-1]


# One token at a time -----------------------------------------------------------------------------


class _Cached:
    """The right answer, in pieces; a wrong answer replaces one."""

    def __init__(self, model: Any, n_heads: int) -> None:
        self.model, self.n_heads = model, n_heads
        self.forget()

    def forget(self) -> None:
        self.seen: list[int] = []
        self.caches = [self.heads(p) for p in self.model["blocks"]]

    def heads(self, p: Any) -> Any:
        d = np.shape(p["W_q"])[0]
        width = d // self.n_heads
        names = ("W_q", "W_k", "W_v")
        return [
            CachedAttention(*(np.asarray(p[name])[:, c : c + width] for name in names))
            for c in range(0, d, width)
        ]

    def places(self) -> int:
        return len(self.model["P"])

    def kept(self) -> int:
        """How many tokens are read again when all places are taken."""
        return self.places() // 2

    def make_room(self) -> None:
        if len(self.seen) == self.places():
            again = self.seen[len(self.seen) - self.kept() :]
            self.forget()
            for token in again:
                self.read(token)

    def bottom(self, token: int) -> Any:
        return np.asarray(self.model["E"])[token] + self.model["P"][len(self.seen)]

    def block(self, x: Any, p: Any, heads: Any) -> Any:
        u = layer_norm(x, p["gain_1"], p["bias_1"])
        h = x + np.concatenate([head.step(u) for head in heads]) @ p["W_o"]
        w = layer_norm(h, p["gain_2"], p["bias_2"])
        return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]

    def top(self, x: Any) -> Any:
        return np.asarray(self.model["E"]) @ layer_norm(x, self.model["gain"], self.model["bias"])

    def read(self, token: int) -> Any:
        x = self.bottom(token)
        self.seen.append(token)
        for p, heads in zip(self.model["blocks"], self.caches, strict=True):
            x = self.block(x, p, heads)
        return self.top(x)

    def step(self, token: int) -> Any:
        self.make_room()
        return self.read(token)


AGAIN = "After C tokens, which of them are read again, and at which places?"
STREAM = "Compare the stream after each part with `transformer_block`. Which part differs first?"


@slip(
    "CachedGPT",
    "tokens without their positions",
    hint="What is added to a token's row of E before the first block?",
)
class WithoutPositions(_Cached):
    def bottom(self, token: int) -> Any:
        return np.asarray(self.model["E"], float)[token]


@slip(
    "CachedGPT",
    "every token at position 0",
    hint="How does a step know how many tokens came before it?",
)
class AllAtTheStart(_Cached):
    def bottom(self, token: int) -> Any:
        return np.asarray(self.model["E"])[token] + self.model["P"][0]


@slip(
    "CachedGPT", "a token that sees no earlier one", hint="When are the caches made, and how often?"
)
class WithoutMemory(_Cached):
    def read(self, token: int) -> Any:
        self.caches = [self.heads(p) for p in self.model["blocks"]]
        return super().read(token)


@slip(
    "CachedGPT",
    "one and the same cache for all blocks",
    hint="Each block has keys of its own. How many caches do you make?",
)
class OneCacheForAllBlocks(_Cached):
    def forget(self) -> None:
        super().forget()
        self.caches = [self.caches[0] for _ in self.model["blocks"]]


@slip(
    "CachedGPT",
    "one head of full width, whatever `n_heads` is",
    hint="Which columns of W_q, W_k and W_v does each head get?",
)
class OneHead(_Cached):
    def heads(self, p: Any) -> Any:
        return [CachedAttention(p["W_q"], p["W_k"], p["W_v"])]


@slip("CachedGPT", "heads that are joined without W_o", hint=STREAM)
class WithoutOutputWeights(_Cached):
    def block(self, x: Any, p: Any, heads: Any) -> Any:
        return super().block(x, {**p, "W_o": np.eye(len(p["W_o"]))}, heads)


@slip("CachedGPT", "no residual around attention", hint=STREAM)
class AttentionWithoutResidual(_Cached):
    def block(self, x: Any, p: Any, heads: Any) -> Any:
        u = layer_norm(x, p["gain_1"], p["bias_1"])
        h = np.concatenate([head.step(u) for head in heads]) @ p["W_o"]
        w = layer_norm(h, p["gain_2"], p["bias_2"])
        return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]


@slip("CachedGPT", "no residual around the small network", hint=STREAM)
class NetworkWithoutResidual(_Cached):
    def block(self, x: Any, p: Any, heads: Any) -> Any:
        u = layer_norm(x, p["gain_1"], p["bias_1"])
        h = x + np.concatenate([head.step(u) for head in heads]) @ p["W_o"]
        w = layer_norm(h, p["gain_2"], p["bias_2"])
        return np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]


@slip("CachedGPT", "attention that is given x without a layer norm", hint=STREAM)
class AttentionWithoutNorm(_Cached):
    def block(self, x: Any, p: Any, heads: Any) -> Any:
        h = x + np.concatenate([head.step(x) for head in heads]) @ p["W_o"]
        w = layer_norm(h, p["gain_2"], p["bias_2"])
        return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]


@slip("CachedGPT", "a small network without its ReLU", hint=STREAM)
class WithoutRelu(_Cached):
    def block(self, x: Any, p: Any, heads: Any) -> Any:
        u = layer_norm(x, p["gain_1"], p["bias_1"])
        h = x + np.concatenate([head.step(u) for head in heads]) @ p["W_o"]
        w = layer_norm(h, p["gain_2"], p["bias_2"])
        return h + (w @ p["W_1"] + p["b_1"]) @ p["W_2"] + p["b_2"]


@slip(
    "CachedGPT",
    "logits without the last layer norm",
    hint="What happens to the stream between the last block and Eᵀ?",
)
class WithoutLastNorm(_Cached):
    def top(self, x: Any) -> Any:
        return np.asarray(self.model["E"]) @ x


@slip(
    "CachedGPT",
    "the first block alone",
    hint="What does each block of the list read, and is every block used?",
)
class FirstBlockAlone(_Cached):
    def __init__(self, model: Any, n_heads: int) -> None:
        super().__init__({**model, "blocks": model["blocks"][:1]}, n_heads)


@slip("CachedGPT", "a new start from which nothing is read again", hint=AGAIN)
class StartsFromNothing(_Cached):
    def kept(self) -> int:
        return 0


@slip("CachedGPT", "all C tokens but the oldest read again, instead of C // 2", hint=AGAIN)
class SlidingWindow(_Cached):
    def kept(self) -> int:
        return self.places() - 1


@slip("CachedGPT", "the oldest tokens read again, instead of the newest", hint=AGAIN)
class OldestAgain(_Cached):
    def make_room(self) -> None:
        if len(self.seen) == self.places():
            again = self.seen[: self.kept()]
            self.forget()
            for token in again:
                self.read(token)


@slip("CachedGPT", "half of the places rounded up, not down", hint=AGAIN)
class RoundedUp(_Cached):
    def kept(self) -> int:
        return (self.places() + 1) // 2


@slip(
    "CachedGPT",
    "a new start one token too early, before all places are taken",
    hint="Is the last row of P ever used?",
)
class TooEarly(_Cached):
    def make_room(self) -> None:
        if len(self.seen) == self.places() - 1 and self.kept() < len(self.seen):
            again = self.seen[len(self.seen) - self.kept() :]
            self.forget()
            for token in again:
                self.read(token)


@slip(
    "CachedGPT",
    "caches that are not emptied at a new start",
    hint="Which tokens do the heads still see after the new start?",
)
class NothingEmptied(_Cached):
    def make_room(self) -> None:
        if len(self.seen) == self.places():
            again = self.seen[len(self.seen) - self.kept() :]
            self.seen = []
            for token in again:
                self.read(token)


@slip(
    "CachedGPT",
    "positions that start again, with old keys that stay and nothing read again",
    hint="Which tokens do the heads still see after the new start?",
)
class PlacesStartAgain(_Cached):
    def bottom(self, token: int) -> Any:
        place = len(self.seen) % self.places()
        return np.asarray(self.model["E"])[token] + self.model["P"][place]

    def make_room(self) -> None:
        pass


@slip(
    "CachedGPT",
    "the last position again and again, when all are taken",
    hint="What does the step do first if all C places are taken?",
)
class LastPlaceAgain(_Cached):
    def bottom(self, token: int) -> Any:
        place = min(len(self.seen), self.places() - 1)
        return np.asarray(self.model["E"])[token] + self.model["P"][place]

    def make_room(self) -> None:
        pass


@slip(
    "CachedGPT",
    "probabilities instead of logits",
    hint="Where does the step stop: before the softmax, or after it?",
)
class Probabilities(_Cached):
    def top(self, x: Any) -> Any:
        logits = super().top(x)
        exps = np.exp(logits - logits.max())
        return exps / exps.sum()
