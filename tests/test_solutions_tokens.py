"""The references of byte-pair encoding agree with oracles that are written otherwise."""

import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.tokens import Pair, encode_with_merges, learn_merges

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

counted_words = st.dictionaries(st.text("abc", min_size=1, max_size=7), st.integers(1, 40))

# --- learn_merges --------------------------------------------------------------------------------


def as_published(words: dict[str, int], merges: int) -> list[Pair]:
    """Algorithm 1 of Sennrich et al. (2016): words as text with spaces, and regular expressions."""
    vocabulary = {" ".join(word): count for word, count in words.items()}
    learned: list[Pair] = []
    for _ in range(merges):
        pairs: defaultdict[Pair, int] = defaultdict(int)
        for word, count in vocabulary.items():
            symbols = word.split()
            for i in range(len(symbols) - 1):
                pairs[symbols[i], symbols[i + 1]] += count
        if not pairs:
            break
        best = max(pairs, key=pairs.__getitem__)
        bigram = re.compile(r"(?<!\S)" + re.escape(" ".join(best)) + r"(?!\S)")
        vocabulary = {bigram.sub("".join(best), word): count for word, count in vocabulary.items()}
        learned.append(best)
    return learned


@STEADY
@given(counted_words, st.integers(0, 30))
def test_merges_are_those_of_the_published_algorithm(words: dict[str, int], merges: int) -> None:
    assert learn_merges(words, merges) == as_published(words, merges)


def test_merges_are_those_that_the_paper_prints() -> None:
    words = {"low.": 5, "lower.": 2, "newest.": 6, "widest.": 3}  # the dot ends a word
    got = ["".join(pair) for pair in learn_merges(words, 10)]
    # R. Sennrich's repository subword-nmt, and the run of the paper's code, algorithm 1
    assert got == ["es", "est", "est.", "lo", "low", "ne", "new", "newest.", "low.", "wi"]


@STEADY
@given(counted_words)
def test_each_merge_is_a_most_frequent_pair_of_its_time(words: dict[str, int]) -> None:
    learned = learn_merges(words, 40)
    for k, pair in enumerate(learned):
        counts: Counter[Pair] = Counter()
        for word, count in words.items():
            for found in pairwise(encode_with_merges(word, learned[:k])):
                counts[found] += count
        assert counts[pair] == max(counts.values())


@STEADY
@given(counted_words)
def test_merging_ends_when_every_word_is_one_token(words: dict[str, int]) -> None:
    learned = learn_merges(words, 10_000)
    assert all(encode_with_merges(word, learned) == [word] for word in words)
    assert learn_merges(words, len(learned)) == learned
    assert learn_merges(words, len(learned) // 2) == learned[: len(learned) // 2]


def test_pairs_that_overlap_all_count() -> None:
    assert learn_merges({"mmm": 10, "am": 15}, 3) == [("m", "m"), ("a", "m"), ("mm", "m")]


def test_learning_leaves_its_argument_alone_and_refuses_what_are_no_counts() -> None:
    words = {"she": 2, "her": 3}
    learn_merges(words, 2)
    assert words == {"she": 2, "her": 3}
    for wrong in ({"": 1}, {"a": 0}, {"a": -2}):
        with pytest.raises(ValueError, match="counts must be 1 or more"):
            learn_merges(wrong, 1)
    with pytest.raises(ValueError, match="negative"):
        learn_merges(words, -1)


# --- encode_with_merges --------------------------------------------------------------------------


def by_rank(word: str, merges: list[Pair]) -> list[str]:
    """GPT-2's way: merge the pair in the word that was learned first, until none was learned."""
    rank = {pair: k for k, pair in enumerate(merges)}
    tokens = list(word)
    while known := [pair for pair in pairwise(tokens) if pair in rank]:
        first = min(known, key=rank.__getitem__)
        i = 0
        while i < len(tokens) - 1:
            if (tokens[i], tokens[i + 1]) == first:
                tokens[i : i + 2] = ["".join(first)]
            i += 1
    return tokens


@STEADY
@given(counted_words, st.integers(0, 30), st.text("abcd", min_size=1, max_size=12))
def test_tokens_are_those_of_gpt_2(words: dict[str, int], merges: int, word: str) -> None:
    learned = learn_merges(words, merges)
    got = encode_with_merges(word, learned)
    assert got == by_rank(word, learned)
    assert "".join(got) == word


@pytest.mark.parametrize(
    ("word", "merges", "tokens"),
    [
        ("aaa", ["aa"], ["aa", "a"]),
        ("aaaaa", ["aa"], ["aa", "aa", "a"]),
        ("abab", ["ab"], ["ab", "ab"]),
        ("abc", ["bc", "ab"], ["a", "bc"]),
        ("abc", [], ["a", "b", "c"]),
        ("", ["ab"], []),
    ],
)
def test_tokens_by_hand(word: str, merges: list[str], tokens: list[str]) -> None:
    assert encode_with_merges(word, [tuple(pair) for pair in merges]) == tokens


def test_merges_may_be_lists_and_stay_as_they_are() -> None:
    merges: Any = [["h", "e"], ["t", "he"]]
    assert encode_with_merges("the", merges) == ["the"]
    assert merges == [["h", "e"], ["t", "he"]]
