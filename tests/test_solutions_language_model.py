"""The references of language models agree with oracles that are written otherwise."""

import itertools
import math
from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.feature_extraction.text import CountVectorizer

from solutions.language_model import (
    beam_search,
    bigram_counts,
    bigram_probabilities,
    generate,
    sample_next,
    write_greedily,
)

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

seeds = st.integers(0, 2**32 - 1)


def rng_of(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


# --- bigram_counts -------------------------------------------------------------------------------


@STEADY
@given(st.text("abcd", max_size=40), st.permutations("abcde"))
def test_counts_are_those_of_pairs_counted_one_by_one(text: str, vocabulary: list[str]) -> None:
    seen = Counter(pairwise(text))
    got = bigram_counts(text, vocabulary)
    assert_array_equal(got, [[seen[a, b] for b in vocabulary] for a in vocabulary])
    assert got.dtype.kind == "i"
    assert_array_equal(bigram_counts(list(text), vocabulary), got)


def test_counts_of_words_are_those_of_scikit_learn() -> None:
    text = "the cat sat on the mat and the cat saw the mat on the cat"
    counter = CountVectorizer(ngram_range=(2, 2))
    counts = counter.fit_transform([text]).toarray()[0]
    wanted = dict(zip(counter.get_feature_names_out(), counts, strict=True))
    tokens = text.split()
    vocabulary = sorted(set(tokens))
    got = bigram_counts(tokens, vocabulary)
    for i, first in enumerate(vocabulary):
        for j, second in enumerate(vocabulary):
            assert got[i, j] == wanted.get(f"{first} {second}", 0)


@pytest.mark.parametrize("tokens", [[], "", ["a"], "b"])
def test_fewer_than_two_tokens_have_no_pair(tokens: Any) -> None:
    assert_array_equal(bigram_counts(tokens, ["a", "b", "c"]), np.zeros((3, 3)))


def test_a_text_of_a_hundred_thousand_tokens_is_counted() -> None:
    tokens = [f"w{i}" for i in rng_of(1).integers(0, 200, size=100_000)]
    got = bigram_counts(tokens, [f"w{i}" for i in range(200)])
    assert got.sum() == 99_999
    assert got[3, 7] == sum(pair == ("w3", "w7") for pair in pairwise(tokens))


def test_counting_leaves_its_arguments_alone_and_refuses_what_does_not_fit() -> None:
    tokens, vocabulary = ["a", "b", "a"], ["b", "a"]
    bigram_counts(tokens, vocabulary)
    assert (tokens, vocabulary) == (["a", "b", "a"], ["b", "a"])
    with pytest.raises(ValueError, match="lacks 'c'"):
        bigram_counts("abc", ["a", "b"])
    with pytest.raises(ValueError, match="distinct"):
        bigram_counts("ab", ["a", "b", "a"])


# --- bigram_probabilities ------------------------------------------------------------------------


@STEADY
@given(seeds, st.integers(1, 6), st.sampled_from([0.0, 0.01, 1.0, 3.5]))
def test_probabilities_are_the_mean_of_a_dirichlet_posterior(
    seed: int, V: int, smoothing: float
) -> None:
    counts = rng_of(seed).integers(0, 4, size=(V, V)) * rng_of(seed + 1).uniform(0, 2, size=(V, V))
    got = bigram_probabilities(counts, smoothing)
    assert_allclose(got.sum(axis=1), 1.0, rtol=1e-12)
    for row, probabilities in zip(counts, got, strict=True):
        if smoothing > 0:
            assert_allclose(probabilities, scipy.stats.dirichlet.mean(row + smoothing), rtol=1e-10)
        elif not row.any():
            assert_allclose(probabilities, [1 / V] * V)
        else:
            assert_allclose(probabilities, row / math.fsum(row), rtol=1e-10)


def test_a_row_without_counts_is_uniform_without_a_warning() -> None:
    got = bigram_probabilities([[0, 0], [3, 1]], smoothing=0)
    assert_allclose(got, [[0.5, 0.5], [0.75, 0.25]])


def test_one_is_added_unless_told() -> None:
    assert_allclose(bigram_probabilities([[0, 0], [3, 1]]), [[0.5, 0.5], [4 / 6, 2 / 6]])


@pytest.mark.parametrize(
    ("counts", "smoothing", "words"),
    [
        ([[1, 2, 3]], 1, "square"),
        ([1, 2], 1, "2-D"),
        ([[-1]], 1, "negative"),
        ([[1]], -1, "negative"),
        ([[math.nan]], 1, "finite"),
    ],
)
def test_probabilities_refuse_what_are_no_counts(
    counts: list[Any], smoothing: int, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        bigram_probabilities(counts, smoothing)


# --- sample_next ---------------------------------------------------------------------------------

LOGITS = np.log([0.05, 0.4, 0.1, 0.3, 0.15])


def draws(logits: Any, *, seed: int = 0, n: int = 20_000, **options: Any) -> np.ndarray:
    rng = rng_of(seed)
    return np.array([sample_next(logits, rng, **options) for _ in range(n)])


def assert_drawn_from(found: np.ndarray, probabilities: Any) -> None:
    """No index without probability, and by chi-square one table in a billion would fail."""
    counts = np.bincount(found, minlength=len(probabilities))
    p = np.asarray(probabilities)
    assert not counts[p == 0].any()
    if np.count_nonzero(p) > 1:
        chi2 = scipy.stats.chisquare(counts[p > 0], len(found) * p[p > 0] / p.sum())
        assert chi2.pvalue > 1e-9


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0, 100.0])
def test_draws_follow_the_softmax_of_the_divided_logits(temperature: float) -> None:
    wanted = scipy.special.softmax(LOGITS / temperature)
    assert_drawn_from(draws(LOGITS, temperature=temperature), wanted)


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"top_k": 1}, [0, 1, 0, 0, 0]),
        ({"top_k": 3}, [0, 0.4, 0, 0.3, 0.15]),
        ({"top_k": 5}, [0.05, 0.4, 0.1, 0.3, 0.15]),
        ({"top_p": 0.3}, [0, 1, 0, 0, 0]),
        ({"top_p": 0.5}, [0, 0.4, 0, 0.3, 0]),
        ({"top_p": 0.8}, [0, 0.4, 0, 0.3, 0.15]),
        ({"top_p": 1}, [0.05, 0.4, 0.1, 0.3, 0.15]),
        # Of three, with 0.85 in all, the first two have 0.82.
        ({"top_k": 3, "top_p": 0.81}, [0, 0.4, 0, 0.3, 0]),
        ({"top_k": 3, "top_p": 0.84}, [0, 0.4, 0, 0.3, 0.15]),
        # At T = 1/2 the squares count: 0.16 and 0.09 of 0.285.
        ({"temperature": 0.5, "top_p": 0.86}, [0, 0.16, 0, 0.09, 0]),
        ({"temperature": 2, "top_p": 0.5}, [0, 0.4**0.5, 0, 0.3**0.5, 0]),
    ],
)
def test_cuts_keep_the_most_probable_in_their_proportions(
    options: dict[str, Any], wanted: list[float]
) -> None:
    assert_drawn_from(draws(LOGITS, **options), wanted)


def test_a_temperature_of_zero_takes_the_first_of_the_largest_whatever_the_rest() -> None:
    rng = rng_of(0)
    for options in ({}, {"top_k": 3}, {"top_p": 0.9}, {"top_k": 1, "top_p": 0.1}):
        assert sample_next([1, 7, -2, 7, 7], rng, temperature=0, **options) == 1


@pytest.mark.parametrize("temperature", [1e-300, 1e-3, 1.0])
def test_logits_of_a_thousand_are_drawn_from_without_a_warning(temperature: float) -> None:
    assert set(draws([-1000, 1000, 0, 999 - 1000], n=50, temperature=temperature)) == {1}
    assert set(draws([-1000.0, -1000.0], n=50, temperature=temperature)) == {0, 1}


def test_a_token_of_minus_infinity_never_comes() -> None:
    assert_drawn_from(draws([-np.inf, 0.0, -np.inf, 0.0]), [0, 0.5, 0, 0.5])


def test_one_seed_gives_one_sequence_and_the_global_state_stays() -> None:
    before = np.random.get_state(legacy=False)["state"]["key"].copy()
    assert_array_equal(draws(LOGITS, n=100), draws(LOGITS, n=100))
    assert not np.array_equal(draws(LOGITS, n=100), draws(LOGITS, n=100, seed=1))
    assert_array_equal(np.random.get_state(legacy=False)["state"]["key"], before)


def test_an_index_is_an_int_and_logits_stay_as_they_were() -> None:
    logits = np.array([3, 1, 2])
    assert type(sample_next(logits, rng_of(0), 0.5, 2, 0.9)) is int
    assert_array_equal(logits, [3, 1, 2])
    assert sample_next([5.0], rng_of(0)) == 0


@pytest.mark.parametrize(
    ("logits", "options", "words"),
    [
        ([], {}, "non-empty 1-D"),
        ([[1, 2]], {}, "non-empty 1-D"),
        ([1, math.nan], {}, "finite number"),
        ([1, math.inf], {}, "finite number"),
        ([-math.inf], {}, "finite number"),
        ([1, 2], {"temperature": -1}, "temperature"),
        ([1, 2], {"top_k": 0}, "top_k"),
        ([1, 2], {"top_k": 3}, "top_k"),
        ([1, 2], {"top_p": 0}, "top_p"),
        ([1, 2], {"top_p": 1.5}, "top_p"),
    ],
)
def test_drawing_refuses_what_is_out_of_range(
    logits: list[Any], options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        sample_next(logits, rng_of(0), **options)


# --- generate ------------------------------------------------------------------------------------


def bigram(tokens: list[int]) -> np.ndarray:
    """Logits that depend on the last token and on how many there are."""
    table: np.ndarray = np.log(bigram_probabilities(np.arange(16).reshape(4, 4)))
    return np.asarray(table[tokens[-1]] + len(tokens) % 2)


@pytest.mark.parametrize("temperature", [0, 0.5, 1.0])
def test_each_token_is_drawn_as_sample_next_draws(temperature: float) -> None:
    rng, wanted = rng_of(3), [2, 0]
    for _ in range(30):
        wanted.append(sample_next(bigram(wanted), rng, temperature))
    assert generate(bigram, [2, 0], 30, rng_of(3), temperature) == wanted


def test_the_model_is_given_all_tokens_so_far_each_time() -> None:
    given_to = []

    def count(tokens: list[int]) -> Any:
        given_to.append(tokens)
        return np.eye(9)[len(tokens)] * 1000  # the next index is the number of tokens

    assert generate(count, [5, 5], 4, rng_of(0)) == [5, 5, 2, 3, 4, 5]
    assert given_to == [[5, 5], [5, 5, 2], [5, 5, 2, 3], [5, 5, 2, 3, 4]]


def test_a_model_that_changes_its_tokens_does_no_harm_and_the_prompt_stays() -> None:
    def spoil(tokens: list[int]) -> Any:
        logits = np.eye(6)[len(tokens)] * 1000
        tokens.clear()
        return logits

    prompt = [1]
    assert generate(spoil, prompt, 3, rng_of(0)) == [1, 1, 2, 3]
    assert prompt == [1]


def test_no_step_gives_the_prompt_alone_and_arrays_will_do() -> None:
    array: Any = np.array([3, 1])
    assert generate(bigram, array, 0, rng_of(0)) == [3, 1]
    prompt = [3, 1]
    assert generate(bigram, prompt, 0, rng_of(0)) is not prompt


def test_an_empty_prompt_and_negative_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="prompt"):
        generate(bigram, [], 3, rng_of(0))
    with pytest.raises(ValueError, match="steps"):
        generate(bigram, [1], -1, rng_of(0))


# --- write_greedily ------------------------------------------------------------------------------


@STEADY
@given(seeds, st.integers(1, 6), st.integers(0, 6), st.integers(1, 5))
def test_a_greedy_writer_is_the_sampler_at_temperature_zero_with_a_short_memory(
    seed: int, length: int, steps: int, context: int
) -> None:
    rng = np.random.default_rng(seed)
    table = rng.normal(size=(17, 5))
    prompt = rng.integers(0, 5, size=length).tolist()

    def model(seen: list[int]) -> Any:
        assert len(seen) <= context
        return table[sum((i + 1) * token for i, token in enumerate(seen)) % 17]

    got = write_greedily(model, prompt, steps, context)
    assert got == list(generate(lambda t: model(list(t)[-context:]), prompt, steps, rng, 0))


def test_a_greedy_writer_refuses_what_gives_no_text() -> None:
    for prompt, steps, context in (([], 1, 1), ([0], -1, 1), ([0], 1, 0)):
        with pytest.raises(ValueError, match="at least 1"):
            write_greedily(lambda _: [0.0], prompt, steps, context)


# --- beam_search ---------------------------------------------------------------------------------


def rows(table: np.ndarray) -> Any:
    """Return a model that looks its logarithms up in a table."""
    return lambda token: table[token]


def total(table: np.ndarray, tokens: Any) -> float:
    return sum(float(table[a, b]) for a, b in pairwise(tokens))


def random_logs(seed: int, size: int) -> np.ndarray:
    return np.log(rng_of(seed).dirichlet(np.ones(size), size=size))


@STEADY
@given(seeds, st.integers(1, 5), st.integers(0, 4))
def test_a_wide_beam_finds_the_best_of_all_sequences(seed: int, size: int, length: int) -> None:
    table = random_logs(seed, size)
    tokens, found = beam_search(rows(table), 0, length, size**length)
    texts = itertools.product(range(size), repeat=length)
    assert_allclose(found, max(total(table, (0, *text)) for text in texts), atol=1e-12)
    assert_allclose(found, total(table, tokens), atol=1e-12)
    assert (tokens[0], len(tokens)) == (0, length + 1)


@STEADY
@given(seeds, st.integers(2, 6), st.integers(1, 6))
def test_a_beam_of_one_is_greedy(seed: int, size: int, length: int) -> None:
    table = random_logs(seed, size)
    greedy = [1]
    for _ in range(length):
        greedy.append(int(np.argmax(table[greedy[-1]])))
    assert beam_search(rows(table), 1, length, 1)[0] == greedy


@STEADY
@given(seeds, st.integers(2, 5), st.integers(1, 5), st.integers(2, 4))
def test_a_beam_keeps_the_best_after_each_step(
    seed: int, size: int, length: int, width: int
) -> None:
    table = random_logs(seed, size)
    beam = [[0]]
    for _ in range(length):
        longer = [[*tokens, j] for tokens in beam for j in range(size)]
        sums = sorted((total(table, tokens) for tokens in longer), reverse=True)
        assume(not np.any(-np.diff(sums) < 1e-9))  # ties are left open
        beam = [tokens for tokens in longer if total(table, tokens) in sums[:width]]
    tokens, found = beam_search(rows(table), 0, length, width)
    assert tokens == max(beam, key=lambda kept: total(table, kept))
    assert_allclose(found, total(table, tokens))


def test_the_beam_by_hand() -> None:
    with np.errstate(divide="ignore"):
        table = np.log([[0.5, 0.3, 0.2], [0.1, 0, 0.9], [0.6, 0.3, 0.1]])
    tokens, found = beam_search(rows(table), 0, 2, 2)
    assert tokens == [0, 1, 2]
    assert_allclose(found, np.log(0.27))
    assert beam_search(rows(table), 0, 2, 1)[0] == [0, 0, 0]
    assert beam_search(lambda token: [[0, -800], [-900, 0]][token], 1, 2, 1) == ([1, 1, 1], 0.0)


def test_beams_refuse_what_they_cannot_search() -> None:
    for length, width in ((-1, 1), (1, 0)):
        with pytest.raises(ValueError, match="width 1 or more"):
            beam_search(lambda _: [0.0], 0, length, width)
    with pytest.raises(ValueError, match="non-empty 1-D"):
        beam_search(lambda _: [[0.0]], 0, 1, 1)
