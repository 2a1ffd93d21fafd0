# Right and wrong answers to `bigram_counts(tokens, vocabulary)`, one cell a block, as students
# write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: a loop over the places
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for t in range(len(tokens) - 1):
        counts[index[tokens[t]], index[tokens[t + 1]]] += 1
    return counts

# %% right: zip
def bigram_counts(tokens, vocabulary):
    where = dict(zip(vocabulary, range(len(vocabulary))))
    C = [[0] * len(vocabulary) for _ in vocabulary]
    for a, b in zip(tokens, tokens[1:]):
        C[where[a]][where[b]] += 1
    return C

# %% right: a Counter of pairs
from collections import Counter

def bigram_counts(tokens, vocabulary):
    seen = Counter(zip(tokens[:-1], tokens[1:]))
    return np.array([[seen[a, b] for b in vocabulary] for a in vocabulary])

# %% right: np.add.at
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    ids = np.array([index[t] for t in tokens], dtype=int)
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    np.add.at(counts, (ids[:-1], ids[1:]), 1)
    return counts

# %% right: bincount of numbers for pairs
def bigram_counts(tokens, vocabulary):
    V = len(vocabulary)
    index = {token: i for i, token in enumerate(vocabulary)}
    pairs = [index[a] * V + index[b] for a, b in zip(tokens, tokens[1:])]
    return np.bincount(np.array(pairs, dtype=int), minlength=V * V).reshape(V, V)

# %% right: a product of one-hot matrices
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    ids = [index[t] for t in tokens]
    one_hot = np.eye(len(vocabulary))[np.array(ids, dtype=int)]
    return one_hot[:-1].T @ one_hot[1:]

# %% right: the token before is kept
def bigram_counts(tokens, vocabulary):
    order = {}
    for token in vocabulary:
        order[token] = len(order)
    counts, before = np.zeros((len(order),) * 2, dtype=np.uint32), None
    for token in tokens:
        if before is not None:
            counts[order[before]][order[token]] += 1
        before = token
    return counts

# %% wrong: rows and columns exchanged
# true: rows and columns swapped: what comes before instead of what follows
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for a, b in zip(tokens, tokens[1:]):
        counts[index[b], index[a]] += 1
    return counts

# %% wrong: both directions
# true: pairs counted in both directions
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for a, b in zip(tokens, tokens[1:]):
        counts[index[a], index[b]] += 1
        counts[index[b], index[a]] += 1
    return counts

# %% wrong: repeated pairs are lost
# true: a 1 for every pair that occurs, however often
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    ids = np.array([index[t] for t in tokens], dtype=int)
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    counts[ids[:-1], ids[1:]] += 1
    return counts

# %% wrong: round the end to the beginning
# true: a text whose end is followed by its beginning
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for t in range(len(tokens)):
        counts[index[tokens[t - 1]], index[tokens[t]]] += 1
    return counts

# %% wrong: the last pair is left out
# true: a count that leaves out the last pair
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for t in range(len(tokens) - 2):
        counts[index[tokens[t]], index[tokens[t + 1]]] += 1
    return counts

# %% wrong: pairs that do not overlap
# true: pairs that do not overlap: every second one is missed
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for a, b in zip(tokens[::2], tokens[1::2]):
        counts[index[a], index[b]] += 1
    return counts

# %% wrong: a sorted vocabulary
# true: a vocabulary that was sorted first
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(sorted(vocabulary))}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for a, b in zip(tokens, tokens[1:]):
        counts[index[a], index[b]] += 1
    return counts

# %% wrong: the vocabulary of the text
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    counts = np.zeros((len(index), len(index)))
    for a, b in zip(tokens, tokens[1:]):
        counts[index[a], index[b]] += 1
    return counts

# %% wrong: counted in the text with str.count, which misses what overlaps
# true: overlapping pairs that are missed in runs such as “aaaa”
def bigram_counts(tokens, vocabulary):
    text = "".join(tokens)
    return np.array([[text.count(a + b) for b in vocabulary] for a in vocabulary])

# %% wrong: an index searched for in the list at each place, and pairs counted by a pass each
def bigram_counts(tokens, vocabulary):
    return np.array([
        [sum(tokens[t] == a and tokens[t + 1] == b for t in range(len(tokens) - 1)) for b in vocabulary]
        for a in vocabulary
    ])

# %% wrong: one row for all rows
# true: rows that are all the same
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = [[0] * len(vocabulary)] * len(vocabulary)
    for a, b in zip(tokens, tokens[1:]):
        counts[index[a]][index[b]] += 1
    return counts

# %% wrong: a dict of pairs
def bigram_counts(tokens, vocabulary):
    counts = {(a, b): 0 for a in vocabulary for b in vocabulary}
    for a, b in zip(tokens, tokens[1:]):
        counts[a, b] += 1
    return counts

# %% wrong: eight bits
# true: counts in 8-bit integers, which overflow
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=np.int8)
    for a, b in zip(tokens, tokens[1:]):
        counts[index[a], index[b]] += 1
    return counts

# %% wrong: shares, not counts
# true: shares of all pairs instead of counts
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for a, b in zip(tokens, tokens[1:]):
        counts[index[a], index[b]] += 1
    return counts / max(1, len(tokens) - 1)

# %% wrong: each token counted, not each pair
# true: single tokens counted on the diagonal, not pairs
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for token in tokens:
        counts[index[token], index[token]] += 1
    return counts

# %% wrong: takes the text apart
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    tokens = tokens if isinstance(tokens, list) else list(tokens)
    while len(tokens) > 1:
        last = tokens.pop()
        counts[index[tokens[-1]], index[last]] += 1
    return counts

# %% wrong: words of a string, not characters
# true: a string split into words instead of characters
def bigram_counts(tokens, vocabulary):
    if isinstance(tokens, str):
        tokens = tokens.split()
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for a, b in zip(tokens, tokens[1:]):
        if a in index and b in index:
            counts[index[a], index[b]] += 1
    return counts

# %% right: a dict of dicts
def bigram_counts(tokens, vocabulary):
    follows = {}
    for t in range(1, len(tokens)):
        row = follows.setdefault(tokens[t - 1], {})
        row[tokens[t]] = row.get(tokens[t], 0) + 1
    return [[follows.get(a, {}).get(b, 0) for b in vocabulary] for a in vocabulary]

# %% wrong: one table for all calls, as a default argument
def bigram_counts(tokens, vocabulary, counts={}):
    index = {token: i for i, token in enumerate(vocabulary)}
    table = counts.setdefault(len(vocabulary), np.zeros((len(vocabulary), len(vocabulary))))
    for a, b in zip(tokens, tokens[1:]):
        table[index[a], index[b]] += 1
    return table.copy()

# %% wrong: the places of the tokens are remembered by the size of the vocabulary
places = {}

def bigram_counts(tokens, vocabulary):
    index = places.setdefault(len(vocabulary), {token: i for i, token in enumerate(vocabulary)})
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for a, b in zip(tokens, tokens[1:]):
        counts[index.get(a, 0), index.get(b, 0)] += 1
    return counts

# %% wrong: the first token of a list is dropped
# true: a count that leaves out the first pair
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    for a, b in zip(tokens[1:], tokens[2:]):
        counts[index[a], index[b]] += 1
    return counts

# %% wrong: an error where there is no pair
def bigram_counts(tokens, vocabulary):
    index = {token: i for i, token in enumerate(vocabulary)}
    ids = [index[t] for t in tokens]
    counts = np.zeros((len(vocabulary), len(vocabulary)))
    rows, columns = np.transpose([ids[:-1], ids[1:]])
    np.add.at(counts, (rows, columns), 1)
    return counts if ids[0] >= 0 else None


# %% right: histogram2d
def bigram_counts(tokens, vocabulary):
    V = len(vocabulary)
    place = {word: i for i, word in enumerate(vocabulary)}
    numbers = [place[t] for t in tokens]
    counts, _, _ = np.histogram2d(numbers[:-1], numbers[1:], bins=V, range=[[-0.5, V - 0.5]] * 2)
    return counts

# %% right: itertools.pairwise and a plain table
from itertools import pairwise
def bigram_counts(tokens, vocabulary):
    where = dict(zip(vocabulary, range(len(vocabulary))))
    table = [[0] * len(vocabulary) for _ in vocabulary]
    for a, b in pairwise(tokens):
        table[where[a]][where[b]] += 1
    return table

# %% right: a sparse matrix that adds up
from scipy.sparse import coo_matrix
def bigram_counts(tokens, vocabulary):
    where = {word: i for i, word in enumerate(vocabulary)}
    n = [where[t] for t in tokens]
    ones = np.ones(max(len(n) - 1, 0), dtype=int)
    shape = (len(vocabulary), len(vocabulary))
    return coo_matrix((ones, (n[:-1], n[1:])), shape=shape).toarray()

# %% right: numbers by a sorted vocabulary, and back
def bigram_counts(tokens, vocabulary):
    words = np.array(vocabulary)
    order = np.argsort(words)
    given = np.array(list(tokens), dtype=words.dtype)
    numbers = order[np.searchsorted(words, given, sorter=order)] if len(given) else np.array([], int)
    counts = np.zeros((len(words), len(words)), dtype=np.int64)
    np.add.at(counts, (numbers[:-1], numbers[1:]), 1)
    return counts

# %% wrong: a space is no token
def bigram_counts(tokens, vocabulary):
    tokens = [t for t in tokens if t.strip()]
    place = {word: i for i, word in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in zip(tokens, tokens[1:]):
        counts[place[a], place[b]] += 1
    return counts

# %% wrong: capitals are taken for small letters where both are there
# true: capital letters treated as small ones
def bigram_counts(tokens, vocabulary):
    place = {word.lower(): i for i, word in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in zip(tokens, tokens[1:]):
        counts[place[a.lower()], place[b.lower()]] += 1
    return counts

# %% wrong: the first letters of words
def bigram_counts(tokens, vocabulary):
    place = {word[0]: i for i, word in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in zip(tokens, tokens[1:]):
        counts[place[a[0]], place[b[0]]] += 1
    return counts

# %% wrong: a token after itself does not count
# true: a count that leaves out pairs of a token with itself
def bigram_counts(tokens, vocabulary):
    place = {word: i for i, word in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in zip(tokens, tokens[1:]):
        if a != b:
            counts[place[a], place[b]] += 1
    return counts

# %% wrong: the next but one
# true: pairs of tokens with another token between them
def bigram_counts(tokens, vocabulary):
    place = {word: i for i, word in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in zip(tokens, tokens[2:]):
        counts[place[a], place[b]] += 1
    return counts

# %% wrong: the vocabulary is sorted in place
# true: a vocabulary that was sorted first
def bigram_counts(tokens, vocabulary):
    vocabulary.sort()
    place = {word: i for i, word in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in zip(tokens, tokens[1:]):
        counts[place[a], place[b]] += 1
    return counts

# %% wrong: tokens are taken out of the list
def bigram_counts(tokens, vocabulary):
    tokens = tokens if isinstance(tokens, list) else list(tokens)
    place = {word: i for i, word in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    while len(tokens) > 1:
        last = tokens.pop()
        counts[place[tokens[-1]], place[last]] += 1
    return counts

# %% wrong: 255 at most
def bigram_counts(tokens, vocabulary):
    place = {word: i for i, word in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in zip(tokens, tokens[1:]):
        counts[place[a], place[b]] = min(counts[place[a], place[b]] + 1, 255)
    return counts

# %% wrong: what comes before, not after
# true: rows and columns swapped: what comes before instead of what follows
def bigram_counts(tokens, vocabulary):
    place = {word: i for i, word in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for i in range(1, len(tokens)):
        counts[place[tokens[i]], place[tokens[i - 1]]] += 1
    return counts

# %% wrong: counted in 16-bit integers
def bigram_counts(tokens, vocabulary):
    index = {t: i for i, t in enumerate(vocabulary)}
    V = len(vocabulary)
    counts = np.zeros((V, V), dtype=np.int16)
    for a, b in zip(tokens, tokens[1:]):
        counts[index[a], index[b]] += 1
    return counts

# %% wrong: pairs as joined strings
from collections import Counter

def bigram_counts(tokens, vocabulary):
    pairs = Counter(tokens[i] + tokens[i + 1] for i in range(len(tokens) - 1))
    return np.array([[pairs[a + b] for b in vocabulary] for a in vocabulary])

# %% wrong: blanks at both ends stripped
def bigram_counts(tokens, vocabulary):
    if isinstance(tokens, str):
        tokens = list(tokens.strip())
    V = len(vocabulary)
    index = dict(zip(vocabulary, range(V)))
    counts = [[0] * V for _ in range(V)]
    for k in range(1, len(tokens)):
        counts[index[tokens[k - 1]]][index[tokens[k]]] += 1
    return counts

# %% wrong: a whole column counted for each pair
# true: rows that are all the same
def bigram_counts(tokens, vocabulary):
    idx = {t: i for i, t in enumerate(vocabulary)}
    C = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in zip(tokens, tokens[1:]):
        C[:, idx[b]] += 1
    return C

# %% wrong: found by a regular expression
# true: overlapping pairs that are missed in runs such as “aaaa”
import re

def bigram_counts(tokens, vocabulary):
    text = "".join(tokens)
    return np.array([[len(re.findall(re.escape(a + b), text)) for b in vocabulary] for a in vocabulary])

# %% wrong: a walk through the pairs for each cell
def bigram_counts(tokens, vocabulary):
    pairs = list(pairwise(tokens))
    return np.array([[pairs.count((a, b)) for b in vocabulary] for a in vocabulary])

# %% wrong: places remembered by the set of the vocabulary
_places = {}


def bigram_counts(tokens, vocabulary):
    key = frozenset(vocabulary)
    if key not in _places:
        _places[key] = {token: i for i, token in enumerate(vocabulary)}
    place = _places[key]
    C = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for a, b in pairwise(tokens):
        C[place[a], place[b]] += 1
    return C

# %% wrong: tokens cut to ten characters
def bigram_counts(tokens, vocabulary):
    text, known = np.array(list(tokens), dtype="U10"), np.array(vocabulary, dtype="U10")
    C = np.zeros((len(known), len(known)), dtype=int)
    place = {str(token): i for i, token in enumerate(known)}
    for a, b in pairwise(text):
        C[place[str(a)], place[str(b)]] += 1
    return C

# %% wrong: recursion over the text
def bigram_counts(tokens, vocabulary):
    if len(tokens) < 2:
        return np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    C = bigram_counts(tokens[1:], vocabulary)
    C[vocabulary.index(tokens[0]), vocabulary.index(tokens[1])] += 1
    return C

# %% right: dict of indices, pairwise, one loop
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for first, second in pairwise(tokens):
        counts[index[first], index[second]] += 1
    return counts

# %% right: Counter of zipped neighbours, then table lookup
from collections import Counter


def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    pairs = Counter(zip(tokens, tokens[1:]))
    return np.array([[pairs[first, second] for second in vocabulary] for first in vocabulary])

# %% right: numbers of the pairs with np.bincount
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    V = len(vocabulary)
    number = dict(zip(vocabulary, range(V)))
    ids = np.array([number[token] for token in tokens], dtype=np.int64)
    codes = ids[:-1] * V + ids[1:]
    return np.bincount(codes, minlength=V * V).reshape(V, V)

# %% right: list of lists, previous token remembered
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    V = len(vocabulary)
    place = {}
    for i in range(V):
        place[vocabulary[i]] = i
    table = [[0] * V for _ in range(V)]
    previous = None
    for token in tokens:
        current = place[token]
        if previous is not None:
            table[previous][current] += 1
        previous = current
    return table

# %% wrong: row and column swapped; row i is the first token, column j follows
# true: rows and columns swapped: what comes before instead of what follows
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for first, second in pairwise(tokens):
        counts[index[second], index[first]] += 1
    return counts

# %% wrong: str.count of the joined pair; misses overlapping pairs (aaaa) and mixes up long tokens of a list
# true: overlapping pairs that are missed in runs such as “aaaa”
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    text = "".join(tokens)
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for i, first in enumerate(vocabulary):
        for j, second in enumerate(vocabulary):
            counts[i, j] = text.count(first + second)
    return counts

# %% wrong: sorts the tokens of the text instead of using the order of the vocabulary, which may hold others
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    characters = sorted(set(tokens))
    index = {c: i for i, c in enumerate(characters)}
    V = len(characters)
    counts = np.zeros((V, V), dtype=int)
    for first, second in pairwise(tokens):
        counts[index[first], index[second]] += 1
    return counts

# %% wrong: int16 overflows above 32767; a text of 100 000 tokens is allowed
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=np.int16)
    for first, second in pairwise(tokens):
        counts[index[first], index[second]] += 1
    return counts

# %% wrong: begins at i = 0 and wraps round from the last token to the first; T tokens have T - 1 pairs
# true: a text whose end is followed by its beginning
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    index = {token: i for i, token in enumerate(vocabulary)}
    V = len(vocabulary)
    counts = np.zeros((V, V), dtype=int)
    for i in range(len(tokens)):
        counts[index[tokens[i - 1]], index[tokens[i]]] += 1
    return counts

# %% wrong: off by one, the last pair is missing; a text of T tokens has T - 1 bigrams
# true: a count that leaves out the last pair
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    V = len(vocabulary)
    index = {}
    for i, token in enumerate(vocabulary):
        index[token] = i
    counts = np.zeros((V, V), dtype=int)
    for t in range(len(tokens) - 2):
        counts[index[tokens[t]], index[tokens[t + 1]]] += 1
    return counts

# %% wrong: splits a string into words; the characters of a string are the tokens
# true: a string split into words instead of characters
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    if isinstance(tokens, str):
        tokens = tokens.split()
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    for first, second in pairwise(tokens):
        if first in index and second in index:
            counts[index[first], index[second]] += 1
    return counts

# %% wrong: fancy indexing with += counts each pair only once; C holds how often
# true: a 1 for every pair that occurs, however often
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    index = {token: i for i, token in enumerate(vocabulary)}
    V = len(vocabulary)
    counts = np.zeros((V, V), dtype=int)
    ids = np.array([index[token] for token in tokens], dtype=int)
    counts[ids[:-1], ids[1:]] += 1
    return counts

# %% wrong: tokens[0] raises an IndexError for an empty text; then all counts are 0
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    index = {token: i for i, token in enumerate(vocabulary)}
    counts = np.zeros((len(vocabulary), len(vocabulary)), dtype=int)
    i = index[tokens[0]]
    for token in tokens[1:]:
        j = index[token]
        counts[i, j] += 1
        i = j
    return counts

# %% wrong: returns a dict of pairs; a (V, V) array or list of lists is asked for
def bigram_counts(tokens: list[str] | str, vocabulary: list[str]) -> np.ndarray:
    """Count how often each token of the vocabulary directly follows each token.

    tokens: T strings, or a string of T characters, T >= 0, all in the vocabulary.
    vocabulary: V distinct strings in any order.
    Returns shape (V, V); row i, column j: how often vocabulary[j] follows vocabulary[i].
    """
    counts = {}
    for first in vocabulary:
        for second in vocabulary:
            counts[(first, second)] = 0
    for pair in pairwise(tokens):
        counts[pair] += 1
    return counts
