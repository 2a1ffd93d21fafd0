# Right and wrong answers to `learn_merges(words, merges)`, one cell a block, as students write them.
# `re`, `Counter` and `pairwise` come from the notebook's set-up cell. Every check must pass each
# right answer, and some check must fail each wrong one.

# %% right: a dict of counts with get, new lists
def learn_merges(words, merges):
    tokens = {w: list(w) for w in words}
    result = []
    while len(result) < merges:
        counts = {}
        for w in words:
            t = tokens[w]
            for i in range(len(t) - 1):
                pair = (t[i], t[i + 1])
                counts[pair] = counts.get(pair, 0) + words[w]
        if len(counts) == 0:
            break
        best = None
        for pair in counts:
            if best is None or counts[pair] > counts[best]:
                best = pair
        for w in words:
            new, i = [], 0
            while i < len(tokens[w]):
                if i < len(tokens[w]) - 1 and (tokens[w][i], tokens[w][i + 1]) == best:
                    new.append(best[0] + best[1])
                    i += 2
                else:
                    new.append(tokens[w][i])
                    i += 1
            tokens[w] = new
        result.append(best)
    return result

# %% right: most_common, with the function of the first exercise
def learn_merges(words, merges):
    learned = []
    for _ in range(merges):
        counts = Counter()
        for word, n in words.items():
            for pair in pairwise(encode_with_merges(word, learned)):
                counts[tuple(pair)] += n
        if not counts:
            return learned
        learned.append(counts.most_common(1)[0][0])
    return learned

# %% right: the regular expressions of the paper, of equal pairs the last one in the alphabet
def learn_merges(words, merges):
    vocab = {"\0".join(w): n for w, n in words.items()}
    out = []
    for _ in range(merges):
        pairs = Counter()
        for text, n in vocab.items():
            symbols = text.split("\0")
            for i in range(len(symbols) - 1):
                pairs[symbols[i], symbols[i + 1]] += n
        if not pairs:
            break
        best = max(pairs, key=lambda p: (pairs[p], p))
        pattern = re.compile("(?<![^\0])" + re.escape("\0".join(best)) + "(?![^\0])")
        vocab = {pattern.sub(lambda _: "".join(best), text): n for text, n in vocab.items()}
        out.append(best)
    return out

# %% right: of equal pairs the first one in the alphabet, pairs as lists
def learn_merges(words, merges):
    split = [[list(w), n] for w, n in words.items()]
    out = []
    for _ in range(merges):
        counts = Counter()
        for t, n in split:
            for pair in zip(t, t[1:]):
                counts[pair] += n
        if not counts:
            break
        a, b = min(counts, key=lambda p: (-counts[p], p))
        out.append([a, b])
        for entry in split:
            t, i = entry[0], 0
            while i < len(t) - 1:
                if t[i] == a and t[i + 1] == b:
                    t[i] = a + b
                    t.pop(i + 1)
                i += 1
    return out

# %% right: recursion, a tuple of tuples
def learn_merges(words, merges):
    def merge(t, p):
        if len(t) < 2:
            return t
        if t[:2] == p:
            return (p[0] + p[1],) + merge(t[2:], p)
        return t[:1] + merge(t[1:], p)

    def learn(split, left):
        counts = Counter()
        for t, n in split:
            for p in zip(t, t[1:]):
                counts.update({p: n})
        if left == 0 or not counts:
            return ()
        best = max(counts, key=counts.get)
        return (best,) + learn([(merge(t, best), n) for t, n in split], left - 1)

    return learn([(tuple(w), n) for w, n in words.items()], merges)

# %% right: a class, a try around max
class Learner:
    def __init__(self, words):
        self.words = words
        self.tokens = {w: list(w) for w in words}

    def counts(self):
        table = {}
        for w, t in self.tokens.items():
            for p in pairwise(t):
                table.setdefault(p, 0)
                table[p] += self.words[w]
        return table

    def merge(self, pair):
        for t in self.tokens.values():
            i = 0
            while i + 1 < len(t):
                if (t[i], t[i + 1]) == pair:
                    t[i : i + 2] = ["".join(pair)]
                i += 1

def learn_merges(words, merges):
    learner, found = Learner(words), []
    for _ in range(merges):
        table = learner.counts()
        try:
            best = max(table, key=table.get)
        except ValueError:
            break
        learner.merge(best)
        found.append(best)
    return found

# %% right: counts that are kept up to date instead of made anew
from collections import defaultdict

def learn_merges(words, merges):
    tokens = {w: list(w) for w in words}
    counts, where = defaultdict(int), defaultdict(set)

    def add(w, sign):
        for p in pairwise(tokens[w]):
            counts[p] += sign * words[w]
            where[p].add(w)

    for w in words:
        add(w, 1)
    out = []
    while len(out) < merges:
        alive = {p: n for p, n in counts.items() if n > 0}
        if not alive:
            break
        a, b = max(alive, key=alive.get)
        for w in list(where[a, b]):
            add(w, -1)
            t, i = tokens[w], 0
            while i < len(t) - 1:
                if t[i] == a and t[i + 1] == b:
                    t[i : i + 2] = [a + b]
                i += 1
            add(w, 1)
        out.append((a, b))
    return out

# %% right: sorted pairs, an array of pairs
import numpy as np

def learn_merges(words, merges):
    tokens = {w: [*w] for w in words}
    pairs = []
    for _ in range(merges):
        c = Counter()
        for w, n in words.items():
            c.update({})
            for x, y in zip(tokens[w][:-1], tokens[w][1:]):
                c[x, y] += n
        ranked = sorted(c.items(), key=lambda item: item[1], reverse=True)
        if ranked == []:
            break
        (x, y), _n = ranked[0]
        pairs.append((x, y))
        for w in words:
            out, last = [], None
            for t in tokens[w]:
                if last == x and t == y:
                    out[-1] = x + y
                    last = None
                else:
                    out.append(t)
                    last = t
            tokens[w] = out
    return np.array(pairs)

# %% right: words as one list with a border between them
def learn_merges(words, merges):
    stream, weight = [], []
    for w, n in words.items():
        stream += list(w) + [None]
        weight += [n] * len(w) + [0]
    out = []
    for _ in range(merges):
        c = Counter()
        for i in range(len(stream) - 1):
            if stream[i] is not None and stream[i + 1] is not None:
                c[(stream[i], stream[i + 1])] += weight[i]
        if not c:
            break
        best = max(c, key=c.__getitem__)
        i = 0
        while i < len(stream) - 1:
            if (stream[i], stream[i + 1]) == best:
                stream[i] += stream.pop(i + 1)
                weight.pop(i + 1)
            i += 1
        out.append(best)
    return out

# %% wrong: every word counts once
# true: every word counted once, however often it occurs
def learn_merges(words, merges):
    split = [list(w) for w in words]
    learned = []
    for _ in range(merges):
        counts = Counter(p for t in split for p in pairwise(t))
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split:
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: a set of pairs for each word
# true: a pair counted once per word, even where it occurs several times
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in set(pairwise(t)):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: the commonest pairs of characters
# true: the commonest pairs of characters, counted once before any merge
def learn_merges(words, merges):
    counts = Counter()
    for w, n in words.items():
        for p in pairwise(w):
            counts[p] += n
    return [p for p, n in counts.most_common(merges)]

# %% wrong: the tokens are never merged, the best pair is taken out of the counts
# true: the commonest pairs of characters, counted once before any merge
def learn_merges(words, merges):
    learned = []
    for _ in range(merges):
        counts = {}
        for w, n in words.items():
            for p in zip(w, w[1:]):
                if p not in learned:
                    counts[p] = counts.get(p, 0) + n
        if not counts:
            break
        learned.append(max(counts, key=counts.get))
    return learned

# %% wrong: one table for all merges
# true: counts that are carried over from one merge to the next
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    counts = Counter()
    learned = []
    for _ in range(merges):
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: counted by str.count
# true: overlapping pairs counted only once
def learn_merges(words, merges):
    split = {w: "\0".join(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, text in split.items():
            for a, b in set(pairwise(text.split("\0"))):
                found = f"\0{text}\0".replace("\0", "\0\0").count(f"\0{a}\0\0{b}\0")
                counts[a, b] += found * words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for w, text in split.items():
            t, i = text.split("\0"), 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
            split[w] = "\0".join(t)
    return learned

# %% wrong: all words written one after the other
# true: pairs across the boundary between two words
def learn_merges(words, merges):
    t = []
    for w, n in words.items():
        t += list(w) * n
    learned = []
    for _ in range(merges):
        counts = Counter(pairwise(t))
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        new, i = [], 0
        while i < len(t):
            if t[i : i + 2] == [a, b]:
                new.append(a + b)
                i += 2
            else:
                new.append(t[i])
                i += 1
        t = new
    return learned

# %% wrong: only the first place in each word, because of a break
# true: a merge only at the first place of the pair in each word
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            for i in range(len(t) - 1):
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                    break
    return learned

# %% wrong: merges from right to left
# true: merges from right to left
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            for i in range(len(t) - 2, -1, -1):
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
    return learned

# %% wrong: replace on text with spaces
# true: merges that also join the end of a longer token
def learn_merges(words, merges):
    split = {w: " ".join(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, text in split.items():
            for p in pairwise(text.split()):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        split = {w: text.replace(a + " " + b, a + b) for w, text in split.items()}
    return learned

# %% wrong: stops when the best pair occurs once
# true: no merge of a pair that occurs only once
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts or max(counts.values()) < 2:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: tokens instead of pairs
# true: merged tokens instead of pairs
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append(a + b)
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: one merge fewer
# true: one merge fewer than asked for
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(1, merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: fails when no pair is left
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: the last pair again when no pair is left
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned, best = [], ("", "")
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        best = max(counts, key=counts.get, default=best)
        learned.append(best)
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == list(best):
                    t[i : i + 2] = ["".join(best)]
                i += 1
    return learned

# %% wrong: the rarest pair
# true: the rarest pair instead of the most frequent one
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts:
            break
        a, b = min(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: pairs with their counts
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts:
            break
        (a, b), n = counts.most_common(1)[0]
        learned.append(((a, b), n))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: both orders of a pair together
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[tuple(sorted(p))] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if set(t[i : i + 2]) == {a, b}:
                    t[i : i + 2] = [t[i] + t[i + 1]]
                i += 1
    return learned

# %% wrong: a set of pairs, whose order is lost
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = set()
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.add((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: words that became one token are taken out of the caller's dict
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        for w in list(words):
            if len(split[w]) == 1:
                del words[w]
        counts = Counter()
        for w in words:
            for p in pairwise(split[w]):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: a list that all calls share
def learn_merges(words, merges, learned=[]):
    split = {w: list(w) for w in words}
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: counts that overflow in 16 bits
import numpy as np

def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = {}
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] = np.array(counts.get(p, 0) + words[w]).astype(np.int16)
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: weighted by the length of the token
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w] * len(p[0] + p[1])
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        for t in split.values():
            i = 0
            while i < len(t) - 1:
                if t[i : i + 2] == [a, b]:
                    t[i : i + 2] = [a + b]
                i += 1
    return learned

# %% wrong: the merged words are kept by number of tokens, only the longest word is merged
def learn_merges(words, merges):
    split = {w: list(w) for w in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for w, t in split.items():
            for p in pairwise(t):
                counts[p] += words[w]
        if not counts:
            break
        a, b = max(counts, key=counts.get)
        learned.append((a, b))
        t = max(split.values(), key=len)
        i = 0
        while i < len(t) - 1:
            if t[i : i + 2] == [a, b]:
                t[i : i + 2] = [a + b]
            i += 1
    return learned

# %% wrong: only the example of the exercise
def learn_merges(words, merges):
    return [("h", "e"), ("t", "he"), ("he", "r"), ("s", "he")][:merges]

# %% wrong: prints and returns nothing
def learn_merges(words, merges):
    counts = Counter()
    for w, n in words.items():
        for p in pairwise(w):
            counts[p] += n
    print(counts.most_common(merges))

# %% wrong: pairs as text with a bar between
def learn_merges(words, merges):
    split = {word: list(word) for word in words}
    learned = []
    for _ in range(merges):
        counts = {}
        for word, tokens in split.items():
            for a, b in zip(tokens, tokens[1:]):
                key = a + "|" + b
                counts[key] = counts.get(key, 0) + words[word]
        if not counts:
            break
        left, right = max(counts, key=counts.get).split("|")
        learned.append((left, right))
        for word, tokens in split.items():
            new, i = [], 0
            while i < len(tokens):
                if tokens[i : i + 2] == [left, right]:
                    new.append(left + right)
                    i += 2
                else:
                    new.append(tokens[i])
                    i += 1
            split[word] = new
    return learned

# %% wrong: tokens as text between blanks
def learn_merges(words, merges):
    texts = {word: " ".join(word) for word in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for word, text in texts.items():
            for pair in pairwise(text.split()):
                counts[pair] += words[word]
        if not counts:
            break
        best = max(counts, key=counts.get)
        learned.append(best)
        pattern = re.compile(r"(?<!\S)" + re.escape(" ".join(best)) + r"(?!\S)")
        texts = {word: pattern.sub(lambda _, b=best: "".join(b), t) for word, t in texts.items()}
    return learned

# %% wrong: all in lower case
def learn_merges(words, merges):
    low = Counter()
    for word, n in words.items():
        low[word.lower()] += n
    tokens = {word: list(word) for word in low}
    learned = []
    while len(learned) < merges:
        counts = Counter()
        for word, n in low.items():
            for pair in pairwise(tokens[word]):
                counts[pair] += n
        if not counts:
            break
        best = counts.most_common(1)[0][0]
        learned.append(best)
        for word, old in tokens.items():
            new = []
            for token in old:
                if new and (new[-1], token) == best:
                    new[-1] += token
                else:
                    new.append(token)
            tokens[word] = new
    return learned

# %% wrong: remembered by the words and the number of merges
_learned = {}


def learn_merges(words, merges):
    key = (tuple(words), merges)
    if key in _learned:
        return list(_learned[key])
    tokens = {word: list(word) for word in words}
    learned = []
    while len(learned) < merges:
        counts = Counter()
        for word, n in words.items():
            for pair in pairwise(tokens[word]):
                counts[pair] += n
        if not counts:
            break
        best = counts.most_common(1)[0][0]
        learned.append(best)
        for word, old in tokens.items():
            new = []
            for token in old:
                if new and (new[-1], token) == best:
                    new[-1] += token
                else:
                    new.append(token)
            tokens[word] = new
    _learned[key] = learned
    return list(learned)

# %% wrong: all equally frequent pairs at once
def learn_merges(words, merges):
    tokens = {word: list(word) for word in words}
    learned = []
    while len(learned) < merges:
        counts = Counter()
        for word, n in words.items():
            for pair in pairwise(tokens[word]):
                counts[pair] += n
        if not counts:
            break
        top = max(counts.values())
        for best in [pair for pair in counts if counts[pair] == top]:
            learned.append(best)
            for word, old in tokens.items():
                new = []
                for token in old:
                    if new and (new[-1], token) == best:
                        new[-1] += token
                    else:
                        new.append(token)
                tokens[word] = new
    return learned[:merges]

# %% wrong: overlapping pairs count once
# true: overlapping pairs counted only once
def learn_merges(words, merges):
    tokens = {word: list(word) for word in words}
    learned = []
    while len(learned) < merges:
        counts = Counter()
        for word, n in words.items():
            last = None
            for i, pair in enumerate(pairwise(tokens[word])):
                if last == (i - 1, pair):
                    continue
                counts[pair] += n
                last = (i, pair)
        if not counts:
            break
        best = counts.most_common(1)[0][0]
        learned.append(best)
        for word, old in tokens.items():
            new = []
            for token in old:
                if new and (new[-1], token) == best:
                    new[-1] += token
                else:
                    new.append(token)
            tokens[word] = new
    return learned

# %% right: dict of token lists, Counter and pairwise
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    tokens = {word: list(word) for word in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for word, n in words.items():
            for pair in pairwise(tokens[word]):
                counts[pair] += n
        if not counts:
            break
        left, right = counts.most_common(1)[0][0]
        learned.append((left, right))
        for word in tokens:
            old, new, i = tokens[word], [], 0
            while i < len(old):
                if i + 1 < len(old) and old[i] == left and old[i + 1] == right:
                    new.append(left + right)
                    i += 2
                else:
                    new.append(old[i])
                    i += 1
            tokens[word] = new
    return learned

# %% right: plain dicts and loops, maximum searched by hand
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    all_tokens = []
    all_counts = []
    for word in words:
        all_tokens.append(list(word))
        all_counts.append(words[word])
    result = []
    while len(result) < merges:
        table = {}
        for k in range(len(all_tokens)):
            t = all_tokens[k]
            for i in range(len(t) - 1):
                pair = (t[i], t[i + 1])
                if pair not in table:
                    table[pair] = 0
                table[pair] = table[pair] + all_counts[k]
        if len(table) == 0:
            return result
        best = None
        for pair in table:
            if best is None or table[pair] > table[best]:
                best = pair
        result.append(best)
        for t in all_tokens:
            i = 0
            while i < len(t) - 1:
                if t[i] == best[0] and t[i + 1] == best[1]:
                    t[i] = t[i] + t[i + 1]
                    del t[i + 1]
                i = i + 1
    return result

# %% right: immutable tuples of tokens, helper with a stack
def merged(tokens, pair):
    out = []
    for token in tokens:
        if out and (out[-1], token) == pair:
            out[-1] += token
        else:
            out.append(token)
    return tuple(out)


def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    corpus = [(tuple(word), n) for word, n in words.items()]
    pairs = []
    for _ in range(merges):
        table = Counter()
        for tokens, n in corpus:
            for a, b in zip(tokens, tokens[1:]):
                table[a, b] += n
        best = max(table, key=table.get, default=None)
        if best is None:
            break
        pairs.append(best)
        corpus = [(merged(tokens, best), n) for tokens, n in corpus]
    return pairs

# %% right: counts kept up to date, only changed words recounted
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    table = Counter()
    tokens = {}

    def add(word, sign):
        for pair in pairwise(tokens[word]):
            table[pair] += sign * words[word]

    for word in words:
        tokens[word] = list(word)
        add(word, +1)
    learned = []
    while len(learned) < merges:
        present = [(n, pair) for pair, n in table.items() if n > 0]
        if not present:
            break
        _, best = max(present)
        learned.append(best)
        for word, old in tokens.items():
            if best in pairwise(old):
                add(word, -1)
                i = 0
                while i < len(old) - 1:
                    if (old[i], old[i + 1]) == best:
                        old[i : i + 2] = ["".join(best)]
                    i += 1
                add(word, +1)
    return learned

# %% wrong: each word counts once, its count is not used; a pair in w counts n_w times
# true: every word counted once, however often it occurs
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    tokens = {word: list(word) for word in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for word in words:
            for pair in pairwise(tokens[word]):
                counts[pair] += 1
        if not counts:
            break
        best = max(counts, key=counts.get)
        learned.append(best)
        for word in tokens:
            t, i = tokens[word], 0
            while i < len(t) - 1:
                if (t[i], t[i + 1]) == best:
                    t[i : i + 2] = [best[0] + best[1]]
                i += 1
    return learned

# %% wrong: a set of the pairs of each word, so a repeated pair counts once; all pairs of neighbours count
# true: a pair counted once per word, even where it occurs several times
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    tokens = {word: list(word) for word in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for word, n in words.items():
            for pair in set(pairwise(tokens[word])):
                counts[pair] += n
        if not counts:
            break
        best = max(counts, key=counts.get)
        learned.append(best)
        for t in tokens.values():
            i = 0
            while i < len(t) - 1:
                if (t[i], t[i + 1]) == best:
                    t[i : i + 2] = [best[0] + best[1]]
                i += 1
    return learned

# %% wrong: the table of counts is not emptied before each merge; count the pairs of the current tokens
# true: counts that are carried over from one merge to the next
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    tokens = {word: list(word) for word in words}
    learned = []
    counts = Counter()
    for _ in range(merges):
        for word, n in words.items():
            for pair in pairwise(tokens[word]):
                counts[pair] += n
        if not counts:
            break
        best = counts.most_common(1)[0][0]
        learned.append(best)
        for t in tokens.values():
            i = 0
            while i < len(t) - 1:
                if t[i] == best[0] and t[i + 1] == best[1]:
                    t[i : i + 2] = [best[0] + best[1]]
                i += 1
    return learned

# %% wrong: max of an empty table raises an error when no pair is left; then stop
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    tokens = {word: list(word) for word in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for word, n in words.items():
            for pair in pairwise(tokens[word]):
                counts[pair] += n
        best = max(counts, key=lambda pair: counts[pair])
        learned.append(best)
        for t in tokens.values():
            i = 0
            while i < len(t) - 1:
                if (t[i], t[i + 1]) == best:
                    t[i : i + 2] = [best[0] + best[1]]
                i += 1
    return learned

# %% wrong: counts the characters once and takes the most common pairs; each merge needs the current tokens
# true: the commonest pairs of characters, counted once before any merge
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    counts = Counter()
    for word, n in words.items():
        for pair in pairwise(word):
            counts[pair] += n
    return [pair for pair, n in counts.most_common(merges)]

# %% wrong: text replace joins ends of longer tokens (the r to ther); compare whole tokens
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    spaced = {word: "\t".join(word) for word in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for word, n in words.items():
            for pair in pairwise(spaced[word].split("\t")):
                counts[pair] += n
        if not counts:
            break
        left, right = counts.most_common(1)[0][0]
        learned.append((left, right))
        for word in spaced:
            spaced[word] = spaced[word].replace(left + "\t" + right, left + right)
    return learned

# %% wrong: overlapping pairs count only once (mmm has one m·m); all neighbours count even if they overlap
# true: overlapping pairs counted only once
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    tokens = {word: list(word) for word in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for word, n in words.items():
            t = tokens[word]
            last = {}
            for i, pair in enumerate(pairwise(t)):
                if last.get(pair) == i - 1:
                    last[pair] = -5
                    continue
                counts[pair] += n
                last[pair] = i
        if not counts:
            break
        best = counts.most_common(1)[0][0]
        learned.append(best)
        for t in tokens.values():
            i = 0
            while i < len(t) - 1:
                if (t[i], t[i + 1]) == best:
                    t[i : i + 2] = [best[0] + best[1]]
                i += 1
    return learned

# %% wrong: stops when the best pair occurs only once; such a pair is merged as well
# true: no merge of a pair that occurs only once
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    tokens = {word: list(word) for word in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for word, n in words.items():
            for pair in pairwise(tokens[word]):
                counts[pair] += n
        if not counts:
            break
        best, how_often = counts.most_common(1)[0]
        if how_often < 2:
            break
        learned.append(best)
        for t in tokens.values():
            i = 0
            while i < len(t) - 1:
                if (t[i], t[i + 1]) == best:
                    t[i : i + 2] = [best[0] + best[1]]
                i += 1
    return learned

# %% wrong: returns the new tokens, not the pairs (left, right)
# true: merged tokens instead of pairs
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    tokens = {word: list(word) for word in words}
    learned = []
    for _ in range(merges):
        counts = Counter()
        for word, n in words.items():
            for pair in pairwise(tokens[word]):
                counts[pair] += n
        if not counts:
            break
        left, right = counts.most_common(1)[0][0]
        learned.append(left + right)
        for t in tokens.values():
            i = 0
            while i < len(t) - 1:
                if t[i] == left and t[i + 1] == right:
                    t[i : i + 2] = [left + right]
                i += 1
    return learned

# %% wrong: one long list of all words, so pairs reach across the end of a word; a pair never does
# true: pairs across the boundary between two words
def learn_merges(words: dict[str, int], merges: int) -> list[tuple[str, str]]:
    """Learn which pairs of tokens to merge, the most frequent one first.

    words: each word with its count, 1 or more. merges: how many pairs to learn, 0 or more.
    Returns the merged pairs (left, right) in order; fewer if no pair is left.
    """
    tokens = []
    for word, n in words.items():
        tokens += list(word) * n
    learned = []
    for _ in range(merges):
        counts = Counter(pairwise(tokens))
        if not counts:
            break
        best = counts.most_common(1)[0][0]
        learned.append(best)
        new, i = [], 0
        while i < len(tokens):
            if i + 1 < len(tokens) and (tokens[i], tokens[i + 1]) == best:
                new.append(best[0] + best[1])
                i += 2
            else:
                new.append(tokens[i])
                i += 1
        tokens = new
    return learned
