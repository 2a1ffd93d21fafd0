# Right and wrong answers to `next_word_predictions(vocabulary, probabilities)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: zip and sorted, by the negative probability
def next_word_predictions(vocabulary, probabilities):
    return sorted(zip(vocabulary, probabilities), key=lambda pair: -pair[1])

# %% right: sorted in reverse, which keeps ties as they are
def next_word_predictions(vocabulary, probabilities):
    pairs = list(zip(vocabulary, probabilities))
    return sorted(pairs, key=lambda pair: pair[1], reverse=True)

# %% right: NumPy's stable argsort, NumPy floats
def next_word_predictions(vocabulary, probabilities):
    p = np.array(probabilities)
    order = np.argsort(-p, kind="stable")
    return [(vocabulary[i], p[i]) for i in order]

# %% right: selection by hand, pairs as lists
def next_word_predictions(vocabulary, probabilities):
    left = list(range(len(vocabulary)))
    result = []
    while left:
        best = left[0]
        for i in left:
            if probabilities[i] > probabilities[best]:
                best = i
        left.remove(best)
        result.append([vocabulary[best], probabilities[best]])
    return result

# %% right: a Counter's most_common, which keeps the order of equals
from collections import Counter

def next_word_predictions(vocabulary, probabilities):
    return Counter(dict(zip(vocabulary, probabilities))).most_common()

# %% right: heapq, with the place as a tie-breaker
import heapq

def next_word_predictions(vocabulary, probabilities):
    heap = [(-p, i, w) for i, (w, p) in enumerate(zip(vocabulary, probabilities))]
    heapq.heapify(heap)
    out = []
    while heap:
        p, _, w = heapq.heappop(heap)
        out.append((w, -p))
    return out

# %% right: a bubble sort of a copy, a tuple of tuples
def next_word_predictions(vocabulary, probabilities):
    pairs = [(w, float(p)) for w, p in zip(vocabulary, probabilities)]
    for _ in range(len(pairs)):
        for j in range(len(pairs) - 1):
            if pairs[j][1] < pairs[j + 1][1]:
                pairs[j], pairs[j + 1] = pairs[j + 1], pairs[j]
    return tuple(pairs)

# %% right: a lambda, sorted by index, words as NumPy text
next_word_predictions = lambda vocabulary, probabilities: [
    (np.str_(vocabulary[i]), np.float64(probabilities[i]))
    for i in sorted(range(len(vocabulary)), key=lambda i: (-probabilities[i], i))
]

# %% right: lexsort, with the place as the second key
def next_word_predictions(vocabulary, probabilities):
    """Print and return, as in the lecture."""
    order = np.lexsort((np.arange(len(vocabulary)), -np.asarray(probabilities)))
    found = [(vocabulary[i], probabilities[i]) for i in order]
    for word, prob in found:
        print(f"'{word}': {prob:.1%}")
    return found

# %% right: a quicksort by recursion, stable
def next_word_predictions(vocabulary, probabilities):
    def sort(pairs):
        if len(pairs) < 2:
            return pairs
        first, *rest = pairs
        return sort([p for p in rest if p[1] > first[1]]) + [first] + sort([p for p in rest if p[1] <= first[1]])
    return sort(list(zip(vocabulary, probabilities)))

# %% right: words grouped by their probability
from collections import defaultdict
def next_word_predictions(vocabulary, probabilities):
    groups = defaultdict(list)
    for w, p in zip(vocabulary, probabilities):
        groups[p].append(w)
    return [(w, p) for p in sorted(groups, reverse=True) for w in groups[p]]

# %% wrong: the vocabulary's order, as the lecture prints it
# true: the order of the vocabulary, not that of the probabilities
def next_word_predictions(vocabulary, probabilities):
    return list(zip(vocabulary, probabilities))

# %% wrong: prints and returns nothing
def next_word_predictions(vocabulary, probabilities):
    for word, prob in zip(vocabulary, probabilities):
        print(f"'{word}': {prob:.1%}")

# %% wrong: the least probable first
# true: the least probable word first
def next_word_predictions(vocabulary, probabilities):
    return sorted(zip(vocabulary, probabilities), key=lambda pair: pair[1])

# %% wrong: sorted by word
def next_word_predictions(vocabulary, probabilities):
    return sorted(zip(vocabulary, probabilities))

# %% wrong: an argsort turned round, which turns the ties round, too
# true: ties in the reverse order of the vocabulary
def next_word_predictions(vocabulary, probabilities):
    order = np.argsort(probabilities, kind="stable")[::-1]
    return [(vocabulary[i], probabilities[i]) for i in order]

# %% wrong: a rising sort, then reversed
# true: ties in the reverse order of the vocabulary
def next_word_predictions(vocabulary, probabilities):
    pairs = sorted(zip(vocabulary, probabilities), key=lambda pair: pair[1])
    pairs.reverse()
    return pairs

# %% wrong: pairs sorted with the probability first, so that ties go by the alphabet, backwards
# true: ties in reverse alphabetical order
def next_word_predictions(vocabulary, probabilities):
    pairs = sorted(zip(probabilities, vocabulary), reverse=True)
    return [(w, p) for p, w in pairs]

# %% wrong: ties in alphabetical order
# true: ties in alphabetical order instead of the order of the vocabulary
def next_word_predictions(vocabulary, probabilities):
    return sorted(zip(vocabulary, probabilities), key=lambda pair: (-pair[1], pair[0]))

# %% wrong: (probability, word)
# true: pairs (probability, word) instead of (word, probability)
def next_word_predictions(vocabulary, probabilities):
    pairs = sorted(zip(vocabulary, probabilities), key=lambda pair: -pair[1])
    return [(p, w) for w, p in pairs]

# %% wrong: the words alone
# true: the words without their probabilities
def next_word_predictions(vocabulary, probabilities):
    return [w for w, p in sorted(zip(vocabulary, probabilities), key=lambda pair: -pair[1])]

# %% wrong: the best pair alone
# true: only the most probable pair, without a list
def next_word_predictions(vocabulary, probabilities):
    return max(zip(vocabulary, probabilities), key=lambda pair: pair[1])

# %% wrong: the five best, as in the example
# true: only the five most probable words
def next_word_predictions(vocabulary, probabilities):
    return sorted(zip(vocabulary, probabilities), key=lambda pair: -pair[1])[:5]

# %% wrong: two lists instead of pairs
# true: one list of words and one of probabilities, instead of pairs
def next_word_predictions(vocabulary, probabilities):
    pairs = sorted(zip(vocabulary, probabilities), key=lambda pair: -pair[1])
    return [w for w, _ in pairs], [p for _, p in pairs]

# %% wrong: keyed by probability, so that ties overwrite each other
# true: words looked up by their probability: the last of a tie stands for all
def next_word_predictions(vocabulary, probabilities):
    table = dict(zip(probabilities, vocabulary))
    return [(table[p], p) for p in sorted(probabilities, reverse=True)]

# %% wrong: words of probability zero left out
# true: a list that leaves out words of probability 0
def next_word_predictions(vocabulary, probabilities):
    pairs = [(w, p) for w, p in zip(vocabulary, probabilities) if p > 0]
    return sorted(pairs, key=lambda pair: -pair[1])

# %% wrong: percent
# true: percentages instead of probabilities
def next_word_predictions(vocabulary, probabilities):
    pairs = [(w, 100 * p) for w, p in zip(vocabulary, probabilities)]
    return sorted(pairs, key=lambda pair: -pair[1])

# %% wrong: probabilities as text
def next_word_predictions(vocabulary, probabilities):
    pairs = sorted(zip(vocabulary, probabilities), key=lambda pair: -pair[1])
    return [(w, f"{p:.1%}") for w, p in pairs]

# %% wrong: rounded before sorting, which makes ties of near neighbours
def next_word_predictions(vocabulary, probabilities):
    pairs = [(w, round(p, 2)) for w, p in zip(vocabulary, probabilities)]
    return sorted(pairs, key=lambda pair: -pair[1])

# %% wrong: sorts by rounded percent, though the probabilities returned are right
def next_word_predictions(vocabulary, probabilities):
    return sorted(zip(vocabulary, probabilities), key=lambda pair: -round(100 * pair[1]))

# %% wrong: the probabilities sorted, the words left where they were
# true: sorted probabilities next to words that were not sorted with them
def next_word_predictions(vocabulary, probabilities):
    return list(zip(vocabulary, sorted(probabilities, reverse=True)))

# %% wrong: sorts the caller's lists in place
def next_word_predictions(vocabulary, probabilities):
    pairs = sorted(zip(vocabulary, probabilities), key=lambda pair: -pair[1])
    for i, (w, p) in enumerate(pairs):
        vocabulary[i], probabilities[i] = w, p
    return pairs

# %% wrong: empties the caller's lists while it selects
def next_word_predictions(vocabulary, probabilities):
    result = []
    while vocabulary:
        i = probabilities.index(max(probabilities))
        result.append((vocabulary.pop(i), probabilities.pop(i)))
    return result

# %% wrong: one list for all calls
def next_word_predictions(vocabulary, probabilities, pairs=[]):
    pairs.extend(zip(vocabulary, probabilities))
    pairs.sort(key=lambda pair: -pair[1])
    return list(pairs)

# %% wrong: the answer for the example
def next_word_predictions(vocabulary, probabilities):
    return [("the", 0.3), ("sat", 0.25), ("cat", 0.2), ("on", 0.15), ("mat", 0.1)]

# %% wrong: one pass of a bubble sort
def next_word_predictions(vocabulary, probabilities):
    pairs = list(zip(vocabulary, probabilities))
    for j in range(len(pairs) - 1):
        if pairs[j][1] < pairs[j + 1][1]:
            pairs[j], pairs[j + 1] = pairs[j + 1], pairs[j]
    return pairs

# %% wrong: divided by the largest
# true: probabilities divided by the largest of them
def next_word_predictions(vocabulary, probabilities):
    top = max(probabilities)
    return sorted(((w, p / top) for w, p in zip(vocabulary, probabilities)), key=lambda q: -q[1])

# %% wrong: looks words up by their probability, so that the first of a tie stands for all
# true: words looked up by their probability: the first of a tie stands for all
def next_word_predictions(vocabulary, probabilities):
    ranked = sorted(probabilities, reverse=True)
    return [(vocabulary[probabilities.index(p)], p) for p in ranked]

# %% wrong: a selection sort that swaps
# true: a sort by swapping, which moves a word past others with the same probability
def next_word_predictions(vocabulary, probabilities):
    pairs = list(zip(vocabulary, probabilities))
    for i in range(len(pairs)):
        j = max(range(i, len(pairs)), key=lambda t: pairs[t][1])
        pairs[i], pairs[j] = pairs[j], pairs[i]
    return pairs

# %% wrong: words used are marked with 0, which others have of their own
# true: a 0 that marks used words, although other words have the probability 0
def next_word_predictions(vocabulary, probabilities):
    p = list(probabilities)
    out = []
    for _ in p:
        i = p.index(max(p))
        out.append((vocabulary[i], p[i]))
        p[i] = 0
    return out

# %% wrong: one NumPy array of words and numbers, which makes text of both
def next_word_predictions(vocabulary, probabilities):
    return np.array(sorted(zip(vocabulary, probabilities), key=lambda t: -t[1]))

# %% wrong: probabilities closer than a billionth count as equal
def next_word_predictions(vocabulary, probabilities):
    pairs = list(zip(vocabulary, probabilities))
    return sorted(pairs, key=lambda pair: -round(pair[1], 8))

# %% wrong: the hundred most probable words only
import heapq

def next_word_predictions(vocabulary, probabilities):
    pairs = list(zip(vocabulary, probabilities))
    return heapq.nlargest(100, pairs, key=lambda pair: pair[1])

# %% wrong: the ranking is remembered by the vocabulary
rankings = {}

def next_word_predictions(vocabulary, probabilities):
    key = tuple(sorted(vocabulary)[:1])
    order = rankings.setdefault(
        (key, len(vocabulary)), sorted(range(len(vocabulary)), key=lambda i: -probabilities[i])
    )
    return [(vocabulary[i], probabilities[i]) for i in order]

# %% right: a heap with the position as a tie-break
def next_word_predictions(vocabulary, probabilities):
    import heapq
    heap = [(-p, i, w) for i, (w, p) in enumerate(zip(vocabulary, probabilities))]
    heapq.heapify(heap)
    result = []
    while heap:
        p, _, w = heapq.heappop(heap)
        result.append([w, -p])
    return result

# %% wrong: a dictionary comes back
# true: a dictionary instead of a list of pairs
def next_word_predictions(vocabulary, probabilities):
    pairs = sorted(zip(vocabulary, probabilities), key=lambda t: t[1], reverse=True)
    return dict(pairs)

# %% wrong: a generator that was used up
# true: a list that ends after the most probable pair
def next_word_predictions(vocabulary, probabilities):
    pairs = zip(vocabulary, probabilities)
    best = max(pairs, key=lambda t: t[1])
    return [best] + sorted((t for t in pairs if t != best), key=lambda t: -t[1])

# %% wrong: sorted as text
def next_word_predictions(vocabulary, probabilities):
    return sorted(zip(vocabulary, probabilities), key=lambda t: str(t[1]), reverse=True)

# %% right: a comparison of two pairs
from functools import cmp_to_key

def next_word_predictions(vocabulary, probabilities):
    def compare(a, b):
        return (b[1] > a[1]) - (b[1] < a[1])
    return sorted(zip(vocabulary, probabilities), key=cmp_to_key(compare))

# %% wrong: each word put before those that are not more probable
# true: ties in the reverse order of the vocabulary
def next_word_predictions(vocabulary, probabilities):
    found = []
    for word, p in zip(vocabulary, probabilities):
        place = 0
        while place < len(found) and found[place][1] > p:
            place += 1
        found.insert(place, (word, p))
    return found

# %% right: each pair inserted before the first smaller one
def next_word_predictions(vocabulary, probabilities):
    ranked = []
    for word, p in zip(vocabulary, probabilities):
        place = len(ranked)
        while place > 0 and ranked[place - 1][1] < p:
            place -= 1
        ranked.insert(place, (word, p))
    return ranked

# %% wrong: an argsort that moves ties in a long list
def next_word_predictions(vocabulary, probabilities):
    order = np.argsort(-np.array(probabilities))
    return [(vocabulary[i], probabilities[i]) for i in order]

# %% wrong: sorted by six digits
def next_word_predictions(vocabulary, probabilities):
    pairs = zip(vocabulary, probabilities)
    return sorted(pairs, key=lambda pair: round(pair[1], 6), reverse=True)

# %% wrong: single precision
def next_word_predictions(vocabulary, probabilities):
    p = np.array(probabilities, dtype=np.float32)
    order = np.argsort(-p, kind="stable")
    return [(vocabulary[i], float(p[i])) for i in order]

# %% wrong: the ten most probable words alone
import heapq


def next_word_predictions(vocabulary, probabilities):
    return heapq.nlargest(10, zip(vocabulary, probabilities), key=lambda pair: pair[1])

# %% wrong: divided by the sum
def next_word_predictions(vocabulary, probabilities):
    total = sum(probabilities)
    pairs = [(word, p / total) for word, p in zip(vocabulary, probabilities)]
    return sorted(pairs, key=lambda pair: -pair[1])

# %% right: sorted with a key, reverse keeps ties stable
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    pairs = list(zip(vocabulary, probabilities))
    return sorted(pairs, key=lambda pair: pair[1], reverse=True)

# %% right: insertion sort by hand into a new list
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    result = []
    for i in range(len(vocabulary)):
        word = vocabulary[i]
        p = probabilities[i]
        position = 0
        # walk past everything that is at least as probable
        while position < len(result) and result[position][1] >= p:
            position = position + 1
        result.insert(position, (word, p))
    return result

# %% right: NumPy stable argsort of the negated probabilities
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    p = np.asarray(probabilities, dtype=float)
    order = np.argsort(-p, kind="stable")
    return [(vocabulary[i], probabilities[i]) for i in order]

# %% right: selection by max with used indices set
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    left = list(range(len(vocabulary)))
    ranking = []
    while left:
        best = max(left, key=lambda i: (probabilities[i], -i))
        left.remove(best)
        ranking.append((vocabulary[best], float(probabilities[best])))
    return ranking

# %% wrong: sorts alphabetically, no key given; the most probable word comes first
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    return sorted(zip(vocabulary, probabilities))

# %% wrong: ascending order; the most probable word comes first
# true: the least probable word first
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    pairs = zip(vocabulary, probabilities)
    return sorted(pairs, key=lambda pair: pair[1])

# %% wrong: reverses after sorting, so ties are reversed too; ties keep the vocabulary's order
# true: ties in the reverse order of the vocabulary
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    pairs = sorted(zip(vocabulary, probabilities), key=lambda pair: pair[1])
    return pairs[::-1]

# %% wrong: sorts by (p, word), so ties come in reverse alphabetical order; they keep the vocabulary's
# true: ties in reverse alphabetical order
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    pairs = [(p, w) for w, p in zip(vocabulary, probabilities)]
    pairs.sort(reverse=True)
    return [(w, p) for p, w in pairs]

# %% wrong: a dict with the probability as key loses tied words; one pair for every word
# true: a list with only the last word of each tie
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    by_probability = {}
    for word, p in zip(vocabulary, probabilities):
        by_probability[p] = word
    result = []
    for p in sorted(by_probability, reverse=True):
        result.append((by_probability[p], p))
    return result

# %% wrong: pairs the wrong way round; the pairs are (word, probability)
# true: pairs (probability, word) instead of (word, probability)
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    return sorted(zip(probabilities, vocabulary), key=lambda pair: pair[0], reverse=True)

# %% wrong: leaves out words of probability 0; they are included
# true: a list that leaves out words of probability 0
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    pairs = [(w, p) for w, p in zip(vocabulary, probabilities) if p > 0]
    pairs.sort(key=lambda pair: -pair[1])
    return pairs

# %% wrong: rounds the probabilities to four digits; don't round them
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    pairs = [(w, round(p, 4)) for w, p in zip(vocabulary, probabilities)]
    return sorted(pairs, key=lambda pair: pair[1], reverse=True)

# %% wrong: empties both lists with pop; leave both lists unchanged
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    result = []
    while len(probabilities) > 0:
        i = probabilities.index(max(probabilities))
        result.append((vocabulary.pop(i), probabilities.pop(i)))
    return result

# %% wrong: an array of words and numbers becomes text, sorted as text; probabilities are numbers
def next_word_predictions(
    vocabulary: list[str], probabilities: list[float]
) -> list[tuple[str, float]]:
    """Return the words with their probabilities, the most probable first.

    vocabulary: n distinct words. probabilities: n floats in [0, 1], in the same
        order. Both lists are left unchanged.
    Returns n pairs (word, probability); ties keep the vocabulary's order.
    """
    table = np.array([vocabulary, probabilities]).T
    order = np.argsort(table[:, 1], kind="stable")[::-1]
    return [tuple(row) for row in table[order]]
