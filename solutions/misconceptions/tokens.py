"""Misconceptions about byte-pair encoding: which pairs are counted, and how they are merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from solutions.misconceptions import Undetermined, slip
from solutions.tokens import encode_with_merges, learn_merges, merged, pair_counts

MOST_WORDS = 10_000
"""Words that are written one after the other; more would take long."""

# learn_merges --------------------------------------------------------------------------------


def _learned(
    words: Any,
    merges: int,
    count: Callable[[Any, Any], Any] = pair_counts,
    merge: Callable[[Any, Any], Any] = merged,
    least: int = 1,
) -> list[tuple[str, str]]:
    """Learn as the reference does, but count or merge in another way."""
    split = {word: list(word) for word in words}
    learned: list[tuple[str, str]] = []
    for _ in range(merges):
        counts = count(split, words)
        if not counts or max(counts.values()) < least:
            break
        learned.append(_most_frequent(counts))
        split = {word: merge(tokens, learned[-1]) for word, tokens in split.items()}
    return learned


def _most_frequent(counts: Any) -> Any:
    """The most frequent pair, if there is only one: of several, students take different ones."""
    (pair, most), *others = counts.most_common(2)
    if others and others[0][1] == most:
        raise Undetermined
    return pair


@slip(
    "learn_merges",
    "every word counted once, however often it occurs",
    hint="Where does your code use the counts of the words?",
)
def unweighted(words: Any, merges: Any) -> Any:
    return _learned(dict.fromkeys(words, 1), merges)


@slip(
    "learn_merges",
    "the rarest pair instead of the most frequent one",
    hint="Do you look for the largest count or for the smallest?",
)
def rarest(words: Any, merges: Any) -> Any:
    def count(split: Any, words: Any) -> Any:
        counts = pair_counts(split, words)
        largest = max(counts.values(), default=0) + 1
        return Counter({pair: largest - n for pair, n in counts.items()})

    return _learned(words, merges, count)


@slip(
    "learn_merges",
    "a pair counted once per word, even where it occurs several times",
    hint="How often does the pair h, a occur in “hahaha”?",
)
def once_a_word(words: Any, merges: Any) -> Any:
    def count(split: Any, words: Any) -> Any:
        counts: Counter[Any] = Counter()
        for word, tokens in split.items():
            for pair in dict.fromkeys(pairwise(tokens)):
                counts[pair] += words[word]
        return counts

    return _learned(words, merges, count)


@slip(
    "learn_merges",
    "the commonest pairs of characters, counted once before any merge",
    hint="After the first merge, which tokens does “the” have, and which pairs?",
)
def counted_once(words: Any, merges: Any) -> Any:
    counts = pair_counts({word: list(word) for word in words}, words)
    learned: list[tuple[str, str]] = []
    while counts and len(learned) < merges:
        learned.append(_most_frequent(counts))
        del counts[learned[-1]]
    return learned


@slip(
    "learn_merges",
    "counts that are carried over from one merge to the next",
    hint="Do you start a new table of counts for every merge?",
)
def added_up(words: Any, merges: Any) -> Any:
    total: Counter[Any] = Counter()

    def count(split: Any, words: Any) -> Any:
        total.update(pair_counts(split, words))
        return total

    return _learned(words, merges, count)


@slip(
    "learn_merges",
    "overlapping pairs counted only once",
    hint="How many pairs of neighbours are in “mmm”?",
)
def without_overlaps(words: Any, merges: Any) -> Any:
    def count(split: Any, words: Any) -> Any:
        counts: Counter[Any] = Counter()
        for word, tokens in split.items():
            for pair in dict.fromkeys(pairwise(tokens)):
                counts[pair] += words[word] * (len(tokens) - len(merged(tokens, pair)))
        return counts

    return _learned(words, merges, count)


@slip(
    "learn_merges",
    "pairs across the boundary between two words",
    hint="Is the end of one word followed by the start of another in your code?",
)
def across_words(words: Any, merges: Any) -> Any:
    if sum(words.values()) > MOST_WORDS:
        raise Undetermined
    tokens = [character for word, count in words.items() for character in word * count]
    learned = []
    for _ in range(merges):
        counts = Counter(pairwise(tokens))
        if not counts:
            break
        learned.append(_most_frequent(counts))
        tokens = merged(tokens, learned[-1])
    return learned


@slip(
    "learn_merges",
    "a merge only at the first place of the pair in each word",
    hint="How many merges of h and a does “hahaha” need?",
)
def first_place_merged(words: Any, merges: Any) -> Any:
    return _learned(words, merges, merge=_first_place)


@slip(
    "learn_merges",
    "merges from right to left",
    hint="Which two letters of “mmm” are merged first?",
)
def from_the_right(words: Any, merges: Any) -> Any:
    return _learned(words, merges, merge=_from_the_right)


@slip(
    "learn_merges",
    "merges that also join the end of a longer token",
    hint="In your code, does the merge of he and r leave the tokens the, r as they are?",
)
def torn(words: Any, merges: Any) -> Any:
    return _learned(words, merges, merge=_replaced)


@slip(
    "learn_merges",
    "no merge of a pair that occurs only once",
    hint="When does the exercise tell you to stop?",
)
def twice_at_least(words: Any, merges: Any) -> Any:
    return _learned(words, merges, least=2)


@slip(
    "learn_merges",
    "one merge fewer than asked for",
    hint="How often does your loop run for `merges` = 1?",
)
def one_fewer(words: Any, merges: Any) -> Any:
    return learn_merges(words, max(merges - 1, 0))


@slip(
    "learn_merges",
    "merged tokens instead of pairs",
    hint="Can you tell from “the” alone which two tokens were merged?",
)
def joined(words: Any, merges: Any) -> Any:
    return ["".join(pair) for pair in learn_merges(words, merges)]


# encode_with_merges --------------------------------------------------------------------------


def _first_place(tokens: Any, pair: Any) -> Any:
    for i, found in enumerate(pairwise(tokens)):
        if found == tuple(pair):
            return [*tokens[:i], "".join(pair), *tokens[i + 2 :]]
    return tokens


def _from_the_right(tokens: Any, pair: Any) -> Any:
    tokens = list(tokens)
    i = len(tokens) - 2
    while i >= 0:
        if tokens[i : i + 2] == list(pair):
            tokens[i : i + 2] = ["".join(pair)]
            i -= 1
        i -= 1
    return tokens


def _replaced(tokens: Any, pair: Any) -> Any:
    left, right = pair
    return " ".join(tokens).replace(f"{left} {right}", left + right).split(" ")


def _encoded(word: Any, merges: Any, merge: Callable[[Any, Any], Any]) -> Any:
    tokens = list(word)
    for pair in merges:
        tokens = merge(tokens, pair)
    return tokens


@slip(
    "encode_with_merges",
    "the longest token that fits, instead of the merges in their order",
    hint="Which of the merges that fit “usher” was learned first?",
)
def longest_first(word: Any, merges: Any) -> Any:
    known = {left + right for left, right in merges}
    tokens, start = [], 0
    while start < len(word):
        ends = range(len(word), start, -1)
        end = next((end for end in ends if word[start:end] in known), start + 1)
        tokens.append(word[start:end])
        start = end
    return tokens


@slip(
    "encode_with_merges",
    "the merges applied from the last to the first",
    hint="Which merge must come first, so that he is there when t and he are merged?",
)
def last_merge_first(word: Any, merges: Any) -> Any:
    return encode_with_merges(word, [*merges][::-1])


@slip(
    "encode_with_merges",
    "a merge only at the first place of each pair",
    hint="What happens in your code after a pair has been found once?",
)
def first_place_alone(word: Any, merges: Any) -> Any:
    return _encoded(word, merges, _first_place)


@slip(
    "encode_with_merges",
    "merges that end at the first one that does not fit",
    hint="If one pair is not in the word, can a later one still be in it?",
)
def ended_early(word: Any, merges: Any) -> Any:
    tokens = list(word)
    for pair in merges:
        if tuple(pair) not in pairwise(tokens):
            break
        tokens = merged(tokens, tuple(pair))
    return tokens


@slip(
    "encode_with_merges",
    "merges that also join the end of a longer token",
    hint="In your code, does the merge of he and r leave the tokens the, r as they are?",
)
def torn_apart(word: Any, merges: Any) -> Any:
    return _encoded(word, merges, _replaced)


@slip(
    "encode_with_merges",
    "the right token of a merged pair used a second time",
    hint="After a merge, with which token do you go on? Put your tokens together.",
)
def used_twice(word: Any, merges: Any) -> Any:
    def merge(tokens: Any, pair: Any) -> Any:
        follows = [*tokens[1:], ""]
        return [
            left + right if (left, right) == tuple(pair) else left
            for left, right in zip(tokens, follows, strict=True)
        ]

    return _encoded(word, merges, merge)


@slip(
    "encode_with_merges",
    "merges from right to left",
    hint="Which two letters of “mmm” are merged first?",
)
def right_to_left(word: Any, merges: Any) -> Any:
    return _encoded(word, merges, _from_the_right)


@slip(
    "encode_with_merges",
    "merges of single characters only",
    hint="Do you look for pairs of characters, or for pairs of tokens?",
)
def characters_alone(word: Any, merges: Any) -> Any:
    return encode_with_merges(word, [pair for pair in merges if len("".join(pair)) == 2])


@slip(
    "encode_with_merges",
    "a result that leaves out characters that are in no merge",
    hint="Put your tokens together: do they give the whole word?",
)
def known_characters(word: Any, merges: Any) -> Any:
    known = {character for pair in merges for character in "".join(pair)}
    kept = "".join(character for character in word if character in known)
    return encode_with_merges(kept, merges)


@slip(
    "encode_with_merges",
    "one string with spaces instead of a list",
    hint="Does your function return a list of tokens?",
)
def with_spaces(word: Any, merges: Any) -> Any:
    return " ".join(encode_with_merges(word, merges))
