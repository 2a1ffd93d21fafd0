"""Misconceptions about counts of pairs, smoothing, sampling, beam search and generation."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from solutions.language_model import (
    beam_search,
    bigram_counts,
    bigram_probabilities,
    generate,
    sample_next,
    write_greedily,
)
from solutions.misconceptions import Undetermined, slip


@slip("bigram_counts", "rows and columns swapped: what comes before instead of what follows")
def backwards(tokens: Any, vocabulary: Any) -> Any:
    return bigram_counts(tokens, vocabulary).T


@slip("bigram_counts", "pairs counted in both directions")
def both_ways(tokens: Any, vocabulary: Any) -> Any:
    counts = bigram_counts(tokens, vocabulary)
    return counts + counts.T


@slip("bigram_counts", "a text whose end is followed by its beginning")
def around(tokens: Any, vocabulary: Any) -> Any:
    return bigram_counts([*tokens, *tokens[:1]], vocabulary)


@slip("bigram_counts", "a count that leaves out the last pair")
def without_the_last(tokens: Any, vocabulary: Any) -> Any:
    return bigram_counts(tokens[:-1], vocabulary)


@slip("bigram_counts", "pairs that do not overlap: every second one is missed")
def every_second(tokens: Any, vocabulary: Any) -> Any:
    place = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in zip(tokens[::2], tokens[1::2], strict=False):
        counts[place[a], place[b]] += 1
    return counts


@slip("bigram_counts", "a 1 for every pair that occurs, however often")
def whether(tokens: Any, vocabulary: Any) -> Any:
    return np.minimum(bigram_counts(tokens, vocabulary), 1)


@slip("bigram_counts", "a vocabulary that was sorted first")
def in_order_of_the_alphabet(tokens: Any, vocabulary: Any) -> Any:
    return bigram_counts(tokens, sorted(vocabulary))


@slip(
    "bigram_counts",
    "overlapping pairs that are missed in runs such as “aaaa”",
    hint="How many pairs are in “aaaa”? `str.count` finds only two of them.",
)
def counted_by_str_count(tokens: Any, vocabulary: Any) -> Any:
    text = "".join(tokens)
    return np.array([[text.count(a + b) for b in vocabulary] for a in vocabulary])


@slip(
    "bigram_counts",
    "rows that are all the same",
    hint="Which pairs belong in a row? `[[0] * V] * V` holds one list V times.",
)
def one_row(tokens: Any, vocabulary: Any) -> Any:
    counts = bigram_counts(tokens, vocabulary)
    return np.tile(counts.sum(axis=0), (len(vocabulary), 1))


@slip("bigram_counts", "counts in 8-bit integers, which overflow")
def eight_bits(tokens: Any, vocabulary: Any) -> Any:
    return bigram_counts(tokens, vocabulary).astype(np.uint8)


@slip(
    "bigram_counts",
    "shares of all pairs instead of counts",
    hint="Do you divide the counts by anything?",
)
def shares(tokens: Any, vocabulary: Any) -> Any:
    return bigram_counts(tokens, vocabulary) / max(1, len(tokens) - 1)


@slip(
    "bigram_counts",
    "single tokens counted on the diagonal, not pairs",
    hint="Which two tokens make a pair?",
)
def single_tokens(tokens: Any, vocabulary: Any) -> Any:
    place = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for token in tokens:
        counts[place[token], place[token]] += 1
    return counts


@slip(
    "bigram_counts",
    "a string split into words instead of characters",
    hint="What are the tokens of a string?",
)
def words_of_a_string(tokens: Any, vocabulary: Any) -> Any:
    if not isinstance(tokens, str):
        return bigram_counts(tokens, vocabulary)
    words = [word for word in tokens.split() if word in vocabulary]
    return bigram_counts(words, vocabulary)


@slip(
    "bigram_counts",
    "a count that leaves out the first pair",
    hint="With which token does the first pair begin?",
)
def without_the_first(tokens: Any, vocabulary: Any) -> Any:
    return bigram_counts(tokens[1:], vocabulary)


@slip(
    "bigram_counts",
    "a count that leaves out pairs of a token with itself",
    hint="Does a token that follows itself make a pair?",
)
def without_the_diagonal(tokens: Any, vocabulary: Any) -> Any:
    counts = bigram_counts(tokens, vocabulary)
    return counts * (1 - np.eye(len(vocabulary), dtype=int))


@slip(
    "bigram_counts",
    "pairs of tokens with another token between them",
    hint="How far apart are the two tokens of a pair?",
)
def next_but_one(tokens: Any, vocabulary: Any) -> Any:
    place = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for a, b in zip(tokens, tokens[2:], strict=False):
        counts[place[a], place[b]] += 1
    return counts


@slip(
    "bigram_counts",
    "capital letters treated as small ones",
    hint="Are 'A' and 'a' the same token?",
)
def without_capitals(tokens: Any, vocabulary: Any) -> Any:
    place = {token.lower(): i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in itertools.pairwise(tokens):
        counts[place[a.lower()], place[b.lower()]] += 1
    return counts


@slip("bigram_probabilities", "one sum over the whole table instead of one for each row")
def over_the_table(counts: Any, smoothing: float = 1.0) -> Any:
    smoothed = np.asarray(counts) + smoothing
    return smoothed / smoothed.sum()


@slip("bigram_probabilities", "columns that sum to 1 instead of rows")
def down_columns(counts: Any, smoothing: float = 1.0) -> Any:
    return bigram_probabilities(np.transpose(counts), smoothing).T


def _divided(parts: Any, totals: Any) -> Any:
    """Divide if no sum is 0; otherwise the result depends on how a student avoids the division."""
    if np.any(totals == 0):
        raise Undetermined
    return parts / totals


@slip("bigram_probabilities", "a smoothing that is missing from the row's sum")
def smoothed_above_alone(counts: Any, smoothing: float = 1.0) -> Any:
    return _divided(counts + smoothing, np.sum(counts, axis=1, keepdims=True))


@slip("bigram_probabilities", "the smoothing added once to a row's sum, not V times")
def smoothed_once(counts: Any, smoothing: float = 1.0) -> Any:
    return _divided(counts + smoothing, np.sum(counts, axis=1, keepdims=True) + smoothing)


@slip("bigram_probabilities", "a smoothing of 1, whatever `smoothing` is")
def always_one(counts: Any, smoothing: float = 1.0) -> Any:
    return bigram_probabilities(counts, 1.0)


@slip("bigram_probabilities", "frequencies without smoothing")
def never_smoothed(counts: Any, smoothing: float = 1.0) -> Any:
    return bigram_probabilities(counts, 0.0)


@slip("bigram_probabilities", "a row of zeros where nothing was counted")
def zero_rows(counts: Any, smoothing: float = 1.0) -> Any:
    smoothed = np.asarray(counts) + smoothing
    totals = smoothed.sum(axis=1, keepdims=True)
    return smoothed / np.where(totals == 0, 1, totals)


@slip("bigram_probabilities", "0 divided by 0 where a row has no counts")
def nothing_by_nothing(counts: Any, smoothing: float = 1.0) -> Any:
    smoothed = np.asarray(counts) + smoothing
    with np.errstate(invalid="ignore"):
        return smoothed / smoothed.sum(axis=1, keepdims=True)


@slip(
    "bigram_probabilities",
    "a division by the sums of the wrong rows",
    hint="Which shape do the row sums need, so that each divides its own row?",
)
def sums_in_a_row(counts: Any, smoothing: float = 1.0) -> Any:
    smoothed = np.asarray(counts) + smoothing
    return _divided(smoothed, smoothed.sum(axis=1))


@slip(
    "bigram_probabilities",
    "V added to the row's sum instead of V times the smoothing",
    hint="By how much does the sum of a row grow if each of V entries grows by `smoothing`?",
)
def tokens_in_the_sum(counts: Any, smoothing: float = 1.0) -> Any:
    return (counts + smoothing) / (np.sum(counts, axis=1, keepdims=True) + len(counts))


@slip(
    "bigram_probabilities",
    "a smoothing that is added only to zeros, not to all counts",
    hint="Which counts grow by the smoothing?",
)
def zeros_alone(counts: Any, smoothing: float = 1.0) -> Any:
    smoothed = np.where(np.asarray(counts) == 0, smoothing, counts)
    return _divided(smoothed, smoothed.sum(axis=1, keepdims=True))


@slip(
    "bigram_probabilities",
    "a softmax of the counts instead of their shares",
    hint="Is there an exponential in the equation?",
)
def softmax_of_counts(counts: Any, smoothing: float = 1.0) -> Any:
    if np.max(counts) > 700:  # they may overflow
        raise Undetermined
    exps = np.exp(np.asarray(counts, dtype=float))
    return exps / exps.sum(axis=1, keepdims=True)


@slip("bigram_probabilities", "counts that were truncated to whole numbers")
def whole_counts(counts: Any, smoothing: float = 1.0) -> Any:
    return bigram_probabilities(np.asarray(counts).astype(int), smoothing)


@slip(
    "bigram_probabilities",
    "probabilities that were truncated to whole numbers",
    hint="Which type do the entries of your array have (`zeros_like` copies that of the counts)?",
)
def whole_probabilities(counts: Any, smoothing: float = 1.0) -> Any:
    return bigram_probabilities(counts, smoothing).astype(np.asarray(counts).dtype)


@slip(
    "bigram_probabilities",
    "a smoothing of 0 treated as if none were given",
    hint="Does your code tell 0 from `None`? `smoothing or 1.0` does not.",
)
def zero_is_default(counts: Any, smoothing: float = 1.0) -> Any:
    return bigram_probabilities(counts, smoothing or 1.0)


@slip(
    "bigram_probabilities",
    "a smoothing that was truncated to a whole number",
    hint="Does a line of your code round `smoothing` or convert it to an integer?",
)
def whole_smoothing(counts: Any, smoothing: float = 1.0) -> Any:
    return bigram_probabilities(counts, int(smoothing))


@slip(
    "bigram_probabilities",
    "a row without counts that gives all probability to its own token",
    hint="Which probabilities should a row without counts have?",
)
def stays_there(counts: Any, smoothing: float = 1.0) -> Any:
    empty = np.sum(counts, axis=1, keepdims=True) + smoothing == 0
    return np.where(empty, np.eye(len(counts)), bigram_probabilities(counts, smoothing))


@slip(
    "bigram_probabilities",
    "a row without counts filled with the frequencies of all tokens",
    hint="Which probabilities should a row without counts have?",
)
def frequencies_of_all(counts: Any, smoothing: float = 1.0) -> Any:
    empty = np.sum(counts, axis=1, keepdims=True) + smoothing == 0
    column = np.sum(counts, axis=0)
    return np.where(empty, column / column.sum(), bigram_probabilities(counts, smoothing))


@slip(
    "bigram_probabilities",
    "a uniform row wherever a row has a zero, not only where it has only zeros",
    hint="Which rows need a rule of their own: those with a zero, or those without any counts?",
)
def uniform_where_a_zero(counts: Any, smoothing: float = 1.0) -> Any:
    smoothed = np.asarray(counts) + smoothing
    smoothed = np.where(np.any(smoothed == 0, axis=1, keepdims=True), 1.0, smoothed)
    return smoothed / smoothed.sum(axis=1, keepdims=True)


@slip(
    "bigram_probabilities",
    "a smoothing divided among the tokens, 1/V for each",
    hint="By how much does each entry grow, and by how much does the sum of its row grow?",
)
def smoothing_divided(counts: Any, smoothing: float = 1.0) -> Any:
    return bigram_probabilities(counts, smoothing / len(counts))


@slip("bigram_probabilities", "logarithms of the probabilities")
def log_probabilities(counts: Any, smoothing: float = 1.0) -> Any:
    found = bigram_probabilities(counts, smoothing)
    if np.any(found == 0):
        raise Undetermined
    return np.log(found)


def _cut(p: Any, top_k: Any, top_p: Any) -> Any:
    """Probabilities cut to the most probable, as `sample_next` cuts them."""
    order = np.argsort(-p, kind="stable")[:top_k]
    if top_p is not None:
        kept = np.cumsum(p[order]) / np.sum(p[order])
        order = order[: np.searchsorted(kept, top_p) + 1]
    cut = np.zeros_like(p)
    cut[order] = p[order]
    return cut / cut.sum()


def _soft(logits: Any) -> Any:
    exps = np.exp(np.asarray(logits, dtype=float) - np.max(logits))
    return exps / exps.sum()


@slip("sample_next", "always the most probable token, never a draw")
def greedy(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    return int(np.argmax(logits))


@slip("sample_next", "logits multiplied by the temperature instead of divided by it")
def multiplied(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return int(np.argmax(logits))
    return sample_next(np.asarray(logits) * temperature, rng, 1.0, top_k, top_p)


@slip("sample_next", "a temperature that is not used")
def one_temperature(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    return sample_next(logits, rng, 1.0, top_k, top_p)


@slip("sample_next", "a `top_p` that is not used", hint="Where does your code use `top_p`?")
def without_top_p(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    return sample_next(logits, rng, temperature, top_k)


@slip("sample_next", "a draw that gives all tokens that are left the same probability")
def evenly(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return int(np.argmax(logits))
    if top_k is None and top_p is None and np.ptp(logits) < 20:  # which token comes depends on
        raise Undetermined  # their order
    cut = _cut(_soft(np.asarray(logits) / temperature), top_k, top_p)
    return int(rng.choice(np.flatnonzero(cut)))


@slip("sample_next", "the k least probable tokens instead of the most probable")
def bottom_k(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if top_k is None or temperature == 0:
        return sample_next(logits, rng, temperature, top_k, top_p)
    order = np.argsort(logits)[:top_k]
    return int(order[sample_next(np.asarray(logits)[order], rng, temperature, None, top_p)])


@slip("sample_next", "the position among the tokens that are left, not the index in the vocabulary")
def place_among_the_kept(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    index = sample_next(logits, rng, temperature, top_k, top_p)
    if temperature == 0:
        return index
    return int(np.flatnonzero(np.argsort(-np.asarray(logits), kind="stable") == index)[0])


@slip("sample_next", "a top-p set that ends before its sum reaches `top_p`")
def below_top_p(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if top_p is None or temperature == 0:
        return sample_next(logits, rng, temperature, top_k, top_p)
    p = _cut(_soft(np.asarray(logits) / temperature), top_k, None)
    order = np.argsort(-p, kind="stable")
    kept = order[: int(np.sum(np.cumsum(p[order]) <= top_p))]
    if not len(kept):  # or an error: in no case several tokens
        return int(order[0])
    return int(rng.choice(kept, p=p[kept] / p[kept].sum()))


@slip("sample_next", "top-p sums that are not renormalized after top-k")
def not_renormalized(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return int(np.argmax(logits))
    p = _soft(np.asarray(logits) / temperature)
    order = np.argsort(-p, kind="stable")[:top_k]
    if top_p is not None:
        order = order[: np.searchsorted(np.cumsum(p[order]), top_p) + 1]
    return int(rng.choice(order, p=p[order] / p[order].sum()))


@slip("sample_next", "a cut that keeps every token with a probability of at least `top_p`")
def each_above_top_p(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return int(np.argmax(logits))
    p = _cut(_soft(np.asarray(logits) / temperature), top_k, None)
    if top_p is not None:
        p = np.where((p >= top_p) | (p == p.max()), p, 0.0)
    return int(rng.choice(len(p), p=p / p.sum()))


@slip(
    "sample_next",
    "a `top_p` cut that ignores the temperature",
    hint="Which probabilities do you add up for `top_p`, and does the temperature change them?",
)
def cut_before_the_temperature(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return int(np.argmax(logits))
    kept = _cut(_soft(logits), top_k, top_p) > 0
    p = np.where(kept, _soft(np.asarray(logits) / temperature), 0.0)
    return int(rng.choice(len(p), p=p / p.sum()))


def _first(kept: Any, p: Any, top_p: Any) -> Any:
    """Return the first of these tokens, until their probabilities sum to `top_p`."""
    if top_p is None:
        return kept
    return kept[: np.searchsorted(np.cumsum(p[kept] / p[kept].sum()), top_p) + 1]


@slip(
    "sample_next",
    "cuts that keep the least probable tokens",
    hint="Which tokens does your order begin with, and which end of it do the cuts keep?",
)
def ascending(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return int(np.argmax(logits))
    p = _soft(np.asarray(logits) / temperature)
    kept = _first(np.argsort(p)[:top_k], p, top_p)
    return int(rng.choice(kept, p=p[kept] / p[kept].sum()))


@slip(
    "sample_next",
    "a top-p set that begins with the least probable token",
    hint="In which order do you add up the probabilities for `top_p`?",
)
def top_p_from_below(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return int(np.argmax(logits))
    p = _soft(np.asarray(logits) / temperature)
    kept = _first(np.argsort(-p, kind="stable")[:top_k][::-1], p, top_p)
    return int(rng.choice(kept, p=p[kept] / p[kept].sum()))


@slip(
    "sample_next",
    "the last of the largest logits at temperature 0, not the first",
    hint="Which of two equal logits does your code take?",
)
def last_of_ties(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return len(logits) - 1 - int(np.argmax(logits[::-1]))
    return sample_next(logits, rng, temperature, top_k, top_p)


@slip(
    "sample_next",
    "a draw among tied logits at temperature 0, where the first is expected",
    hint="Is anything drawn at temperature 0?",
)
def drawn_tie(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return int(rng.choice(np.flatnonzero(np.asarray(logits) == np.max(logits))))
    return sample_next(logits, rng, temperature, top_k, top_p)


@slip(
    "sample_next",
    "a logit of 0 instead of −∞ for the tokens that are cut",
    hint="What is the exponential of 0, and for which logit is the exponential 0?",
)
def cut_to_zero(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits) / temperature
    if top_k is not None:
        z[np.argsort(-z)[top_k:]] = 0
    return sample_next(z, rng, 1.0, None, top_p)


@slip(
    "sample_next",
    "logits rounded down to whole numbers after the division by the temperature",
    hint="Does your division cut off fractions, as `//` does?",
)
def whole_division(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    if temperature == 0:
        return int(np.argmax(logits))
    return sample_next(np.asarray(logits) // temperature, rng, 1.0, top_k, top_p)


@slip(
    "sample_next",
    "one token more than `top_k`",
    hint="How many tokens does your slice keep?",
)
def one_token_too_many(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    more = None if top_k is None else top_k + 1
    return sample_next(logits, rng, temperature, more, top_p)


@slip("generate", "the new tokens without the prompt")
def without_prompt(
    next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0
) -> Any:
    return generate(next_logits, prompt, steps, rng, temperature)[len(prompt) :]


@slip("generate", "a model that is given only the last token, not all tokens so far")
def last_token(
    next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0
) -> Any:
    return generate(lambda tokens: next_logits(tokens[-1:]), prompt, steps, rng, temperature)


@slip("generate", "a model that is given the prompt again and again")
def prompt_again(
    next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0
) -> Any:
    given = list(prompt)
    return generate(lambda tokens: next_logits(list(given)), prompt, steps, rng, temperature)


@slip("generate", "a text of `steps` tokens in all, including the prompt")
def steps_in_all(
    next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0
) -> Any:
    return generate(next_logits, prompt, max(steps - len(prompt), 0), rng, temperature)


@slip("generate", "one token too many")
def one_token_more(
    next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0
) -> Any:
    return generate(next_logits, prompt, steps + 1, rng, temperature)


@slip("generate", "one token too few", hint="How often does your loop run?")
def one_token_less(
    next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0
) -> Any:
    return generate(next_logits, prompt, max(steps - 1, 0), rng, temperature)


@slip("generate", "always the most probable token, never a draw")
def always_greedy(
    next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0
) -> Any:
    return generate(next_logits, prompt, steps, rng, 0)


@slip("generate", "a temperature that is not used")
def at_temperature_one(
    next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0
) -> Any:
    return generate(next_logits, prompt, steps, rng)


@slip("generate", "new tokens in front of the text, not at its end")
def in_front(next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0) -> Any:
    tokens = list(prompt)
    for _ in range(steps):
        tokens.insert(0, sample_next(next_logits(list(tokens)), rng, temperature))
    return tokens


@slip(
    "generate",
    "a temperature that multiplies the logits instead of dividing them",
    hint="Do high temperatures make the draws more even, or less?",
)
def heated(next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0) -> Any:
    def times(tokens: Any) -> Any:
        return np.asarray(next_logits(tokens)) * temperature

    return generate(times, prompt, steps, rng)


@slip(
    "generate",
    "a temperature of 0 that is treated as 1",
    hint="What does `temperature or 1.0` give if the temperature is 0?",
)
def zero_for_default(
    next_logits: Any, prompt: Any, steps: int, rng: Any, temperature: float = 1.0
) -> Any:
    return generate(next_logits, prompt, steps, rng, temperature or 1.0)


@slip(
    "sample_next",
    "at least two tokens, even where `top_k` is 1",
    hint="How many tokens stay if `top_k` is 1?",
)
def two_at_least(
    logits: Any, rng: Any, temperature: Any = 1.0, top_k: Any = None, top_p: Any = None
) -> Any:
    return sample_next(logits, rng, temperature, top_k and max(top_k, 2), top_p)


# --- beam_search ---------------------------------------------------------------------------------


def _longer(model: Any, beam: Any) -> list[Any]:
    """All sequences that are one token longer, each with the sum of its logarithms."""
    return [
        ([*tokens, j], total + step)
        for tokens, total in beam
        for j, step in enumerate(np.asarray(model(tokens[-1]), dtype=float).tolist())
    ]


def _best(sequences: Any, count: int | None = None) -> list[Any]:
    return sorted(sequences, key=lambda pair: -pair[1])[:count]


@slip(
    "beam_search",
    "the most probable next token at each step, whatever the width",
    hint="How many sequences do you keep after each step if the width is 2?",
)
def beam_of_one(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    return beam_search(log_probabilities, start, length, 1)


@slip(
    "beam_search",
    "the `width` best continuations of each sequence, not of all together",
    hint="How many sequences are left after two steps if the width is 2?",
)
def best_of_each(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    beam: list[Any] = [([start], 0.0)]
    for _ in range(length):
        beam = [
            longer
            for sequence in beam
            for longer in _best(_longer(log_probabilities, [sequence]), width)
        ]
        if len(beam) > 100_000:
            raise Undetermined
    return _best(beam)[0]


@slip(
    "beam_search",
    "the log probability of only the last step, not the sum of all steps",
    hint="What do you add the log probability of a step to?",
)
def last_step(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    beam: list[Any] = [([start], 0.0)]
    for _ in range(length):
        beam = _best(_longer(log_probabilities, [(tokens, 0.0) for tokens, _ in beam]), width)
    return beam[0]


@slip(
    "beam_search",
    "a probability that becomes 0 for a long text",
    hint="How small is the product of 300 probabilities of 0.04, and what is its logarithm?",
)
def product(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    beam: list[Any] = [([start], 1.0)]
    for _ in range(length):
        beam = _best(
            [
                ([*tokens, j], total * p)
                for tokens, total in beam
                for j, p in enumerate(np.exp(log_probabilities(tokens[-1])).tolist())
            ],
            width,
        )
    return beam[0][0], np.log(beam[0][1])


@slip("beam_search", "a probability instead of its logarithm")
def not_a_logarithm(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    tokens, total = beam_search(log_probabilities, start, length, width)
    if np.exp(total) == 0:  # then it matters where it is computed
        raise Undetermined
    return tokens, np.exp(total)


@slip("beam_search", "a logarithm to base 2 instead of the natural one")
def in_bits(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    tokens, total = beam_search(log_probabilities, start, length, width)
    return tokens, total / np.log(2)


@slip("beam_search", "a log probability that is divided by the number of steps")
def mean_of_steps(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    tokens, total = beam_search(log_probabilities, start, length, width)
    return tokens, total / max(length, 1)


@slip(
    "beam_search",
    "`length` tokens in all, including the start",
    hint="How many tokens follow the start, and how often does your loop run?",
)
def length_in_all(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    return beam_search(log_probabilities, start, max(length - 1, 0), width)


@slip("beam_search", "one step too many", hint="How often does your loop run?")
def one_step_more(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    return beam_search(log_probabilities, start, length + 1, width)


@slip(
    "beam_search",
    "the new tokens without the start",
    hint="With which token does the list begin?",
)
def without_start(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    tokens, total = beam_search(log_probabilities, start, length, width)
    return tokens[1:], total


@slip(
    "beam_search",
    "the least probable sequences at each step, not the most probable ones",
    hint="Does each step keep the sequences with the largest sum, or with the smallest?",
)
def least_probable(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    beam: list[Any] = [([start], 0.0)]
    for _ in range(length):
        beam = sorted(_longer(log_probabilities, beam), key=lambda pair: pair[1])[:width]
    return beam[0]


@slip(
    "beam_search",
    "the least probable sequence of the beam, not the most probable one",
    hint="At which end of the beam is the best sequence when you return it?",
)
def last_of_the_beam(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    beam: list[Any] = [([start], 0.0)]
    for _ in range(length):
        beam = _best(_longer(log_probabilities, beam), width)
    if len(beam) > 1 and not beam[-2][1] - beam[-1][1] > 1e-9:  # a tie, or both are impossible
        raise Undetermined
    return beam[-1]


@slip(
    "beam_search",
    "a model that is given the start at each step",
    hint="Which token does the model get at the second step?",
)
def after_the_start(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    return beam_search(lambda _: log_probabilities(start), start, length, width)


@slip(
    "beam_search",
    "only one sequence for each last token",
    hint="May two of the sequences that you keep end in the same token?",
)
def one_for_each_token(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    beam: list[Any] = [([start], 0.0)]
    for _ in range(length):
        best: dict[int, Any] = {}
        for tokens, total in _best(_longer(log_probabilities, beam)):
            best.setdefault(tokens[-1], (tokens, total))
        beam = _best(best.values(), width)
    return beam[0]


@slip(
    "beam_search",
    "one list for all continuations of a sequence, which `append` changes",
    hint="Does each longer sequence get a list of its own, such as `tokens + [token]`?",
)
def shared_list(log_probabilities: Any, start: Any, length: int, width: int) -> Any:
    beam: list[Any] = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            for j, step in enumerate(np.asarray(log_probabilities(tokens[-1])).tolist()):
                tokens.append(j)
                longer.append((tokens, total + step))
        if len(longer[0][0]) > 100_000:
            raise Undetermined
        beam = _best(longer, width)
    return beam[0]


def _written(next_logits: Any, prompt: Any, steps: int, seen: Any) -> list[int]:
    """A text whose model gets what `seen` makes of the tokens so far."""
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(seen(tokens)))))
    return tokens


@slip(
    "write_greedily",
    "their function, whose model sees the beginning of the text forever",
    hint="Which tokens should the model see: the first ones, or those before the new one?",
)
def sees_the_beginning(next_logits: Any, prompt: Any, steps: int, context: int) -> Any:
    return _written(next_logits, prompt, steps, lambda tokens: tokens[:context])


@slip(
    "write_greedily",
    "a model that gets all tokens, however many there are",
    hint="How many tokens can the model see at most?",
)
def sees_everything(next_logits: Any, prompt: Any, steps: int, context: int) -> Any:
    return _written(next_logits, prompt, steps, list)


@slip(
    "write_greedily",
    "a model that gets the last token alone",
    hint="How many tokens may the model see?",
)
def sees_one(next_logits: Any, prompt: Any, steps: int, context: int) -> Any:
    return _written(next_logits, prompt, steps, lambda tokens: tokens[-1:])


@slip(
    "write_greedily",
    "a context that is one token too short",
    hint="Count the tokens that the model gets.",
)
def one_too_few(next_logits: Any, prompt: Any, steps: int, context: int) -> Any:
    return _written(next_logits, prompt, steps, lambda tokens: tokens[-max(context - 1, 1) :])


@slip(
    "write_greedily",
    "a context that is one token too long",
    hint="Count the tokens that the model gets.",
)
def one_too_many(next_logits: Any, prompt: Any, steps: int, context: int) -> Any:
    return _written(next_logits, prompt, steps, lambda tokens: tokens[-context - 1 :])


@slip(
    "write_greedily",
    "a prompt that is shortened to the context in the result",
    hint="Is the whole prompt in your result?",
)
def shortened_prompt(next_logits: Any, prompt: Any, steps: int, context: int) -> Any:
    tokens = write_greedily(next_logits, prompt, steps, context)
    return tokens[max(0, len(prompt) - context) :]


@slip(
    "write_greedily",
    "the new tokens without the prompt",
    hint="What should the result begin with?",
)
def new_tokens_alone(next_logits: Any, prompt: Any, steps: int, context: int) -> Any:
    return write_greedily(next_logits, prompt, steps, context)[len(prompt) :]


@slip("write_greedily", "the token with the smallest logit", hint="Which logit should win?")
def smallest_logit(next_logits: Any, prompt: Any, steps: int, context: int) -> Any:
    return write_greedily(lambda seen: -np.asarray(next_logits(seen)), prompt, steps, context)


@slip("write_greedily", "one token too many", hint="How many new tokens are there for 0 steps?")
def one_step_too_many(next_logits: Any, prompt: Any, steps: int, context: int) -> Any:
    return write_greedily(next_logits, prompt, steps + 1, context)
