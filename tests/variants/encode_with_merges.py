# Right and wrong answers to `encode_with_merges(word, merges)`, one cell a block, as students write
# them. `re`, `Counter` and `pairwise` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: a list that is changed in place
def encode_with_merges(word, merges):
    tokens = [c for c in word]
    for pair in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i] == pair[0] and tokens[i + 1] == pair[1]:
                tokens[i] = tokens[i] + tokens[i + 1]
                del tokens[i + 1]
            i += 1
    return tokens

# %% right: a helper function, tuples of tokens
def merge_pair(tokens, pair):
    result = []
    k = 0
    while k < len(tokens):
        if k + 1 < len(tokens) and (tokens[k], tokens[k + 1]) == tuple(pair):
            result.append("".join(pair))
            k += 2
        else:
            result.append(tokens[k])
            k += 1
    return tuple(result)

def encode_with_merges(word, merges):
    tokens = tuple(word)
    for pair in merges:
        tokens = merge_pair(tokens, pair)
    return tokens

# %% right: a for loop with a flag
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        out, skip = [], False
        for i in range(len(tokens)):
            if skip:
                skip = False
            elif i + 1 < len(tokens) and tokens[i] == a and tokens[i + 1] == b:
                out.append(a + b)
                skip = True
            else:
                out.append(tokens[i])
        tokens = out
    return tokens

# %% right: by rank, as in GPT-2: the pair that was learned first, as long as there is one
def encode_with_merges(word, merges):
    rank = {tuple(pair): k for k, pair in enumerate(merges)}
    tokens = list(word)
    while len(tokens) > 1:
        best = min(zip(tokens, tokens[1:]), key=lambda pair: rank.get(pair, float("inf")))
        if best not in rank:
            break
        new, i = [], 0
        while i < len(tokens):
            if tuple(tokens[i:i + 2]) == best:
                new.append(best[0] + best[1])
                i += 2
            else:
                new.append(tokens[i])
                i += 1
        tokens = new
    return tokens

# %% right: recursion over the merges
def encode_with_merges(word, merges):
    def apply(tokens, left):
        if not left:
            return tokens
        (a, b), *rest = left
        return apply(join(tokens, a, b), rest)

    def join(tokens, a, b):
        if len(tokens) < 2:
            return list(tokens)
        if tokens[0] == a and tokens[1] == b:
            return [a + b] + join(tokens[2:], a, b)
        return [tokens[0]] + join(tokens[1:], a, b)

    return apply(list(word), list(merges))

# %% right: a regular expression on tokens between marks that no word has
def encode_with_merges(word, merges):
    text = "".join(f"\0{c}\1" for c in word)
    for a, b in merges:
        text = re.sub(re.escape(f"\0{a}\1\0{b}\1"), lambda _: f"\0{a + b}\1", text)
    return re.findall("\0([^\1]*)\1", text)

# %% right: replace with a mark on both sides of each token
def encode_with_merges(word, merges):
    text = "".join("\0" + c + "\1" for c in word)
    for a, b in merges:
        text = text.replace("\0" + a + "\1\0" + b + "\1", "\0" + a + b + "\1")
    return [t[:-1] for t in text.split("\0")[1:]]

# %% right: list.index of the left token, again and again
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        start = 0
        while a in tokens[start:]:
            i = tokens.index(a, start)
            if tokens[i + 1 : i + 2] == [b]:
                tokens[i : i + 2] = [a + b]
            start = i + 1
    return tokens

# %% right: a stack that each token is put on
def encode_with_merges(word, merges):
    tokens = list(word)
    for left, right in merges:
        stack, fresh = [], False
        for t in tokens:
            if stack and not fresh and stack[-1] == left and t == right:
                stack[-1] = left + right
                fresh = True
            else:
                stack.append(t)
                fresh = False
        tokens = stack
    return tokens

# %% right: borders between the characters, an array of strings
import numpy as np

def encode_with_merges(word, merges):
    borders = list(range(len(word) + 1))
    for a, b in merges:
        k = 0
        while k + 2 < len(borders):
            i, j, l = borders[k : k + 3]
            if word[i:j] == a and word[j:l] == b:
                borders.pop(k + 1)
            k += 1
    return np.array([word[i:j] for i, j in zip(borders, borders[1:])])

# %% right: the list of merges walked through until nothing changes
def encode_with_merges(word, merges):
    tokens = list(word)
    changed = True
    while changed:
        changed = False
        for a, b in merges:
            i = 0
            while i < len(tokens) - 1:
                if tokens[i : i + 2] == [a, b]:
                    tokens[i : i + 2] = [a + b]
                    changed = True
                i += 1
    return tokens

# %% right: a class with a cache of its own
class Encoder:
    def __init__(self, merges):
        self.merges = [tuple(m) for m in merges]

    def __call__(self, word):
        tokens = list(word)
        for m in self.merges:
            tokens = self.once(tokens, m)
        return tokens

    @staticmethod
    def once(tokens, m):
        i, out = 0, []
        while i < len(tokens):
            step = 2 if tuple(tokens[i : i + 2]) == m else 1
            out.append("".join(tokens[i : i + step]))
            i += step
        return out

def encode_with_merges(word, merges):
    return Encoder(merges)(word)

# %% wrong: the longest token that fits
# true: the longest token that fits, instead of the merges in their order
def encode_with_merges(word, merges):
    vocabulary = {a + b for a, b in merges}
    tokens = []
    while word:
        for n in range(len(word), 0, -1):
            if n == 1 or word[:n] in vocabulary:
                tokens.append(word[:n])
                word = word[n:]
                break
    return tokens

# %% wrong: the last merge first
# true: the merges applied from the last to the first
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in reversed(merges):
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    return tokens

# %% wrong: only the first place, because of a break
# true: a merge only at the first place of each pair
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        for i in range(len(tokens) - 1):
            if tokens[i] == a and tokens[i + 1] == b:
                tokens = tokens[:i] + [a + b] + tokens[i + 2:]
                break
    return tokens

# %% wrong: ends at the first merge that is not there
# true: merges that end at the first one that does not fit
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        if (a, b) not in list(pairwise(tokens)):
            break
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    return tokens

# %% wrong: replace on text with spaces
# true: merges that also join the end of a longer token
def encode_with_merges(word, merges):
    text = " ".join(word)
    for a, b in merges:
        text = text.replace(a + " " + b, a + b)
    return text.split(" ")

# %% wrong: replace on text with spaces, and split at any blank
# true: merges that also join the end of a longer token
def encode_with_merges(word, merges):
    text = " ".join(list(word))
    for pair in merges:
        text = text.replace(" ".join(pair), "".join(pair))
    return text.split()

# %% wrong: the place goes on by one after a merge
# true: the right token of a merged pair used a second time
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        new = []
        i = 0
        while i < len(tokens):
            if i + 1 < len(tokens) and tokens[i] == a and tokens[i + 1] == b:
                new.append(a + b)
            else:
                new.append(tokens[i])
            i += 1
        tokens = new
    return tokens

# %% wrong: from right to left
# true: merges from right to left
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        i = len(tokens) - 2
        while i >= 0:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i -= 1
    return tokens

# %% wrong: pairs of characters of the word, not of tokens
# true: merges of single characters only
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        if len(a) == len(b) == 1:
            i = 0
            while i < len(tokens) - 1:
                if tokens[i : i + 2] == [a, b]:
                    tokens[i : i + 2] = [a + b]
                i += 1
    return tokens

# %% wrong: unknown characters are left out
# true: a result that leaves out characters that are in no merge
def encode_with_merges(word, merges):
    known = set("".join(a + b for a, b in merges))
    tokens = [c for c in word if c in known]
    for a, b in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    return tokens

# %% wrong: one text with spaces
# true: one string with spaces instead of a list
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    return " ".join(tokens)

# %% wrong: the last token is lost
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        new, i = [], 0
        while i < len(tokens) - 1:
            if tokens[i] == a and tokens[i + 1] == b:
                new.append(a + b)
                i += 2
            else:
                new.append(tokens[i])
                i += 1
        tokens = new
    return tokens

# %% wrong: takes the merges out of the caller's list
def encode_with_merges(word, merges):
    tokens = list(word)
    while merges:
        a, b = merges.pop(0)
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    return tokens

# %% wrong: the range was fixed before the list became shorter
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        for i in range(len(tokens) - 1):
            if tokens[i] == a and tokens[i + 1] == b:
                tokens[i : i + 2] = [a + b]
    return tokens

# %% wrong: merges sorted by the length of their token
# true: merges of single characters only
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in sorted(merges, key=lambda p: -len(p[0] + p[1])):
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    return tokens

# %% wrong: the merges sorted by the alphabet, in place
def encode_with_merges(word, merges):
    merges.sort()
    tokens = list(word)
    for a, b in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    return tokens

# %% wrong: looks at the joined neighbours alone, whatever their parts
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i] + tokens[i + 1] in {x + y for x, y in merges}:
                tokens[i : i + 2] = [tokens[i] + tokens[i + 1]]
            i += 1
    return tokens

# %% wrong: prints and returns nothing
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    print(tokens)

# %% wrong: the first merge alone, because of a return in the loop
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
        return tokens
    return tokens

# %% wrong: both orders of a pair
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        i = 0
        while i < len(tokens) - 1:
            if {tokens[i], tokens[i + 1]} == {a, b}:
                tokens[i : i + 2] = [tokens[i] + tokens[i + 1]]
            i += 1
    return tokens

# %% wrong: numbers of the merges instead of text
def encode_with_merges(word, merges):
    tokens = list(word)
    for a, b in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    names = [a + b for a, b in merges]
    return [names.index(t) if t in names else -1 for t in tokens]

# %% wrong: tokens kept from the call before
tokens = []

def encode_with_merges(word, merges):
    tokens.extend(word)
    for a, b in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    return tokens

# %% wrong: all in lower case
def encode_with_merges(word, merges):
    tokens = list(word.lower())
    for a, b in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i : i + 2] == [a, b]:
                tokens[i : i + 2] = [a + b]
            i += 1
    return tokens

# %% wrong: only the example of the exercise
def encode_with_merges(word, merges):
    if word == "there":
        return ["the", "r", "e"]
    return list(word)

# %% wrong: the letters of a pair, however they are split
def encode_with_merges(word, merges):
    tokens = list(word)
    for left, right in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i] + tokens[i + 1] == left + right:
                tokens[i : i + 2] = [left + right]
            i += 1
    return tokens

# %% wrong: a regular expression without escapes
import re

def encode_with_merges(word, merges):
    text = "\0" + "\0\0".join(word) + "\0"
    for left, right in merges:
        text = re.sub(f"\0({left})\0\0({right})\0", "\0\\1\\2\0", text)
    return text[1:-1].split("\0\0")

# %% wrong: tokens remembered by the word
_tokens = {}


def encode_with_merges(word, merges):
    if word not in _tokens:
        tokens = list(word)
        for pair in merges:
            new = []
            for token in tokens:
                if new and (new[-1], token) == tuple(pair):
                    new[-1] += token
                else:
                    new.append(token)
            tokens = new
        _tokens[word] = tokens
    return list(_tokens[word])

# %% wrong: tokens remembered by the word and the number of merges
_known = {}


def encode_with_merges(word, merges):
    key = (word, len(merges))
    if key not in _known:
        tokens = list(word)
        for pair in merges:
            new = []
            for token in tokens:
                if new and (new[-1], token) == tuple(pair):
                    new[-1] += token
                else:
                    new.append(token)
            tokens = new
        _known[key] = tokens
    return list(_known[key])

# %% right: while loop building a new list for each merge
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    tokens = list(word)
    for left, right in merges:
        new = []
        i = 0
        while i < len(tokens):
            if i + 1 < len(tokens) and tokens[i] == left and tokens[i + 1] == right:
                new.append(left + right)
                i += 2
            else:
                new.append(tokens[i])
                i += 1
        tokens = new
    return tokens

# %% right: stack, the last token may grow once
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    tokens = [character for character in word]
    for left, right in merges:
        stack = []
        for token in tokens:
            if stack and stack[-1] == left and token == right:
                stack[-1] = left + right
            else:
                stack.append(token)
        tokens = stack
    return tokens

# %% right: cut positions instead of tokens, slices at the end
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    # token number i of the word is word[cuts[i] : cuts[i + 1]]
    cuts = list(range(len(word) + 1))
    for left, right in merges:
        kept = [0]
        i = 0
        while i < len(cuts) - 1:
            first = word[cuts[i] : cuts[i + 1]]
            second = word[cuts[i + 1] : cuts[i + 2]] if i + 2 < len(cuts) else None
            i += 2 if (first, second) == (left, right) else 1
            kept.append(cuts[i])
        cuts = kept
    return [word[start:end] for start, end in zip(cuts, cuts[1:])]

# %% right: helper that merges in place in own list
def merge_once(tokens, left, right):
    position = 0
    while position < len(tokens) - 1:
        if tokens[position : position + 2] == [left, right]:
            tokens[position : position + 2] = [left + right]
        position += 1


def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    tokens = list(word)
    for pair in merges:
        merge_once(tokens, pair[0], pair[1])
    return tokens

# %% wrong: replace on text with spaces finds ends of longer tokens; compare whole tokens (and spaces get lost)
# true: merges that also join the end of a longer token
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    text = " ".join(word)
    for left, right in merges:
        text = text.replace(left + " " + right, left + right)
    return text.split(" ")

# %% wrong: the last token gets lost, loop ends at the last pair; the tokens joined are the word
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    tokens = list(word)
    for left, right in merges:
        new = []
        i = 0
        while i < len(tokens) - 1:
            if tokens[i] == left and tokens[i + 1] == right:
                new.append(left + right)
                i += 2
            else:
                new.append(tokens[i])
                i += 1
        tokens = new
    return tokens

# %% wrong: merges only the first occurrence of a pair; walk through all the tokens
# true: a merge only at the first place of each pair
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    tokens = list(word)
    for left, right in merges:
        for i in range(len(tokens) - 1):
            if tokens[i] == left and tokens[i + 1] == right:
                tokens = tokens[:i] + [left + right] + tokens[i + 2 :]
                break
    return tokens

# %% wrong: from right to left; (m, m) turns mmm into mm·m, not m·mm
# true: merges from right to left
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    tokens = list(word)
    for left, right in merges:
        i = len(tokens) - 2
        while i >= 0:
            if tokens[i] == left and tokens[i + 1] == right:
                tokens[i : i + 2] = [left + right]
                i -= 1
            i -= 1
    return tokens

# %% wrong: goes on with the next position after a merge, so a token is used twice; continue after the merged token
# true: the right token of a merged pair used a second time
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    tokens = list(word)
    for left, right in merges:
        new = []
        for i in range(len(tokens)):
            if i + 1 < len(tokens) and tokens[i] == left and tokens[i + 1] == right:
                new.append(left + right)
            else:
                new.append(tokens[i])
        tokens = new
    return tokens

# %% wrong: longest known token first; merges must be applied in the order of the list
# true: the longest token that fits, instead of the merges in their order
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    known = {left + right for left, right in merges}
    tokens = []
    i = 0
    while i < len(word):
        end = i + 1
        for j in range(len(word), i, -1):
            if word[i:j] in known:
                end = j
                break
        tokens.append(word[i:end])
        i = end
    return tokens

# %% wrong: pops the merges from the list it was given; leave merges unchanged
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    tokens = list(word)
    while merges:
        left, right = merges.pop(0)
        i = 0
        while i < len(tokens) - 1:
            if tokens[i] == left and tokens[i + 1] == right:
                tokens[i : i + 2] = [left + right]
            i += 1
    return tokens

# %% wrong: compares the joined text, so (a, bc) also merges ab with c; left followed by right is needed
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    tokens = list(word)
    for left, right in merges:
        merged = left + right
        new = []
        i = 0
        while i < len(tokens):
            if i + 1 < len(tokens) and tokens[i] + tokens[i + 1] == merged:
                new.append(merged)
                i += 2
            else:
                new.append(tokens[i])
                i += 1
        tokens = new
    return tokens

# %% wrong: at each position tries all merges, position first; each merge goes through the whole word
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    tokens = list(word)
    pairs = set(map(tuple, merges))
    i = 0
    while i < len(tokens) - 1:
        if (tokens[i], tokens[i + 1]) in pairs:
            tokens[i : i + 2] = [tokens[i] + tokens[i + 1]]
            i = 0
        else:
            i += 1
    return tokens

# %% wrong: one string with dots between the tokens; a list of tokens is asked for
def encode_with_merges(word: str, merges: list[tuple[str, str]]) -> list[str]:
    """Split a word into tokens by applying merges in their order.

    word: one character or more. merges: pairs (left, right), in the order of learning.
    Returns the tokens, a list of strings; joined together, they are the word.
    """
    tokens = list(word)
    for left, right in merges:
        i = 0
        while i < len(tokens) - 1:
            if tokens[i] == left and tokens[i + 1] == right:
                tokens[i : i + 2] = [left + right]
            i += 1
    return "·".join(tokens)
