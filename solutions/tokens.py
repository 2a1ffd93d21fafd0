"""Tokens: byte-pair encoding, which learns merges of characters from the counts of words.

Pure functions of words and whole numbers; nothing writes to its arguments.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Pair = tuple[str, str]


def learn_merges(words: Mapping[str, int], merges: int) -> list[Pair]:
    """Learn which pairs of tokens to merge, the most frequent one first, again and again.

        pair_k = argmax_(a, b) Σ_w n_w · #{i : t_i = a, t_{i+1} = b}

    where t_1, t_2, … are the tokens of the word w after the first k − 1 merges: at first its
    characters. Pairs that overlap all count: aaa holds (a, a) twice.

    Args:
        words: the words, not empty, each with its count n_w, a whole number ≥ 1.
        merges: how many pairs to learn at most, ≥ 0.

    Returns:
        Pairs (left, right) in the order in which they were learned; fewer than `merges` if every
        word has become one token. Of equally frequent pairs the one that is met first is taken,
        in the order of `words` and from left to right; any other is as good.

    Raises:
        ValueError: a word is empty, its count is below 1, or `merges` is negative.

    Source: P. Gage, A New Algorithm for Data Compression, The C Users Journal 12(2), 1994, for
    bytes; R. Sennrich, B. Haddow, A. Birch, Neural Machine Translation of Rare Words with Subword
    Units, ACL 2016, section 3.2 and algorithm 1, for the characters of counted words.
    """
    if merges < 0:
        raise ValueError(f"merges must not be negative, but is {merges}.")
    if not all(words) or any(count < 1 for count in words.values()):
        raise ValueError("Words must not be empty, and their counts must be 1 or more.")
    split = {word: list(word) for word in words}
    learned: list[Pair] = []
    for _ in range(merges):
        counts = pair_counts(split, words)
        if not counts:
            break
        learned.append(max(counts, key=lambda pair: counts[pair]))
        split = {word: merged(tokens, learned[-1]) for word, tokens in split.items()}
    return learned


def encode_with_merges(word: str, merges: Iterable[Sequence[str]]) -> list[str]:
    """Split a word into tokens: its characters, joined by merges in the order of these.

    Args:
        word: any text; it need not be one of those from which the merges were learned.
        merges: pairs (left, right), in the order of learning.

    Returns:
        The tokens, which joined are the word.

    Raises:
        ValueError: a merge is not a pair.

    Source: R. Sennrich, B. Haddow, A. Birch, ACL 2016, section 3.2.
    """
    tokens = list(word)
    for left, right in merges:
        tokens = merged(tokens, (left, right))
    return tokens


def pair_counts(split: Mapping[str, Sequence[str]], words: Mapping[str, int]) -> Counter[Pair]:
    """Count the pairs of neighbours in words that are split into tokens."""
    counts: Counter[Pair] = Counter()
    for word, tokens in split.items():
        for pair in pairwise(tokens):
            counts[pair] += words[word]
    return counts


def merged(tokens: Sequence[str], pair: Pair) -> list[str]:
    """Return tokens in which a pair is one token wherever it stands, from left to right."""
    found: list[str] = []
    is_open = False  # whether the last token found may be the left one of a pair
    for token in tokens:
        if is_open and (found[-1], token) == pair:
            found[-1] += token
            is_open = False
        else:
            found.append(token)
            is_open = True
    return found
