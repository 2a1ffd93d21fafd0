# Right and wrong answers to `nearest_word(vector, embeddings, exclude=())`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: a loop that keeps the best
def nearest_word(vector, embeddings, exclude=()):
    best_word, best = None, -np.inf
    for word, e in embeddings.items():
        if word in exclude:
            continue
        similarity = np.dot(vector, e) / (np.linalg.norm(vector) * np.linalg.norm(e))
        if similarity > best:
            best_word, best = word, similarity
    return best_word

# %% right: max with a key
def nearest_word(vector, embeddings, exclude=()):
    def cosine(word):
        e = embeddings[word]
        return (vector @ e) / np.sqrt((vector @ vector) * (e @ e))

    return max(set(embeddings) - set(exclude), key=cosine)

# %% right: one matrix product and argmax, the word as NumPy text
def nearest_word(vector, embeddings, exclude=()):
    words = np.array([w for w in embeddings if w not in exclude])
    E = np.array([embeddings[w] for w in words])
    scores = E @ vector / np.linalg.norm(E, axis=1)
    return words[np.argmax(scores)]

# %% right: excluded words pushed to minus infinity
def nearest_word(vector, embeddings, exclude=()):
    words = list(embeddings)
    E = np.stack(list(embeddings.values()))
    s = (E @ vector) / (np.linalg.norm(E, axis=1) * np.linalg.norm(vector))
    s[np.isin(words, list(exclude))] = -np.inf
    return words[int(s.argmax())]

# %% right: sorted by SciPy's cosine distance
from scipy.spatial.distance import cosine

def nearest_word(vector, embeddings, exclude=()):
    order = sorted(embeddings, key=lambda w: cosine(vector, embeddings[w]))
    return next(w for w in order if w not in exclude)

# %% right: the math module, a copy of the dict without the excluded
import math

def nearest_word(vector, embeddings, exclude=()):
    left = dict(embeddings)
    for word in exclude:
        left.pop(word, None)

    def angle(e):
        c = sum(x * y for x, y in zip(vector, e)) / (math.hypot(*vector) * math.hypot(*e))
        return math.acos(min(1.0, max(-1.0, c)))

    return min(left, key=lambda w: angle(left[w]))

# %% right: distance of unit vectors, which ranks as the cosine does
def unit(v):
    return np.asarray(v) / np.linalg.norm(v)

def nearest_word(vector, embeddings, exclude=()):
    gaps = {w: np.linalg.norm(unit(vector) - unit(e)) for w, e in embeddings.items() if w not in exclude}
    return min(gaps, key=gaps.get)

# %% right: the smallest angle, by arctan2
def nearest_word(vector, embeddings, exclude=()):
    best, angle = None, np.inf
    for w, e in embeddings.items():
        if w in exclude:
            continue
        u, v = vector / np.linalg.norm(vector), e / np.linalg.norm(e)
        t = 2 * np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v))
        if t < angle:
            best, angle = w, t
    return best

# %% right: scikit-learn's neighbours
from sklearn.neighbors import NearestNeighbors

def nearest_word(vector, embeddings, exclude=()):
    words = [w for w in embeddings if w not in exclude]
    nn = NearestNeighbors(n_neighbors=1, metric="cosine").fit([embeddings[w] for w in words])
    return words[nn.kneighbors([vector], return_distance=False)[0, 0]]

# %% right: the smallest cosine distance of SciPy
from scipy.spatial.distance import cosine

def nearest_word(vector, embeddings, exclude=()):
    candidates = {w: v for w, v in embeddings.items() if w not in exclude}
    return min(candidates, key=lambda w: cosine(vector, candidates[w]))

# %% wrong: the dot product
# true: the largest dot product, which favours long vectors
def nearest_word(vector, embeddings, exclude=()):
    return max((w for w in embeddings if w not in exclude), key=lambda w: vector @ embeddings[w])

# %% wrong: the Euclidean distance
# true: the smallest distance instead of the largest cosine
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude]
    return min(left, key=lambda w: np.linalg.norm(vector - embeddings[w]))

# %% wrong: divided by the length of the query alone
# true: the largest dot product, which favours long vectors
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude]
    return max(left, key=lambda w: vector @ embeddings[w] / np.linalg.norm(vector))

# %% wrong: divided by the squared length
# true: products divided by the square of a word's length, not by its length
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude]
    return max(left, key=lambda w: vector @ embeddings[w] / (embeddings[w] @ embeddings[w]))

# %% wrong: a best that starts at 0
def nearest_word(vector, embeddings, exclude=()):
    best_word, best = None, 0
    for word, e in embeddings.items():
        s = vector @ e / (np.linalg.norm(vector) * np.linalg.norm(e))
        if word not in exclude and s > best:
            best_word, best = word, s
    return best_word

# %% wrong: the sign lost
# true: the largest absolute cosine, which treats opposites as near
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude]
    return max(left, key=lambda w: abs(vector @ embeddings[w]) / np.linalg.norm(embeddings[w]))

# %% wrong: the lowest
# true: the lowest similarity instead of the highest
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude]
    return min(left, key=lambda w: vector @ embeddings[w] / np.linalg.norm(embeddings[w]))

# %% wrong: exclude ignored
# true: a search that ignores `exclude`
def nearest_word(vector, embeddings, exclude=()):
    return max(embeddings, key=lambda w: vector @ embeddings[w] / np.linalg.norm(embeddings[w]))

# %% wrong: only the first excluded word left out
# true: a search that leaves out only the first excluded word
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if not exclude or w != list(exclude)[0]]
    return max(left, key=lambda w: vector @ embeddings[w] / np.linalg.norm(embeddings[w]))

# %% wrong: words that are part of an excluded word left out too
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in str(exclude)]
    return max(left, key=lambda w: vector @ embeddings[w] / np.linalg.norm(embeddings[w]))

# %% wrong: the vector's own word left out always
# true: a search that leaves out the word whose own vector it was given
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude and not np.array_equal(embeddings[w], vector)]
    return max(left, key=lambda w: vector @ embeddings[w] / np.linalg.norm(embeddings[w]))

# %% wrong: the runner-up
# true: the second nearest word instead of the nearest
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude]
    left.sort(key=lambda w: vector @ embeddings[w] / np.linalg.norm(embeddings[w]))
    return left[-2]

# %% wrong: the index of the list without the excluded, used in the whole one
# true: a place among the words that are left, looked up among all words
def nearest_word(vector, embeddings, exclude=()):
    words = list(embeddings)
    E = np.array([embeddings[w] for w in words if w not in exclude])
    return words[int(np.argmax(E @ vector / np.linalg.norm(E, axis=1)))]

# %% wrong: the vector instead of the word
# true: the vector of the word instead of the word
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude]
    return embeddings[max(left, key=lambda w: vector @ embeddings[w] / np.linalg.norm(embeddings[w]))]

# %% wrong: the pair of word and similarity
# true: the word together with its cosine, instead of the word alone
def nearest_word(vector, embeddings, exclude=()):
    pairs = [
        (vector @ e / (np.linalg.norm(vector) * np.linalg.norm(e)), w)
        for w, e in embeddings.items()
        if w not in exclude
    ]
    return max(pairs)[::-1]

# %% wrong: the position instead of the word
# true: a number in place of the word
def nearest_word(vector, embeddings, exclude=()):
    words = [w for w in embeddings if w not in exclude]
    E = np.array([embeddings[w] for w in words])
    return int(np.argmax(E @ vector / np.linalg.norm(E, axis=1)))

# %% wrong: centred vectors, which gives the correlation
# true: correlations, from vectors that were centred first
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude]
    return max(left, key=lambda w: np.corrcoef(vector, embeddings[w])[0, 1])

# %% wrong: the first query's answer kept
kept = {}

def nearest_word(vector, embeddings, exclude=()):
    key = tuple(embeddings), tuple(exclude)
    if key not in kept:
        left = [w for w in embeddings if w not in exclude]
        kept[key] = max(left, key=lambda w: vector @ embeddings[w] / np.linalg.norm(embeddings[w]))
    return kept[key]

# %% wrong: excluded words remembered for the next call
gone = set()

def nearest_word(vector, embeddings, exclude=()):
    gone.update(exclude)
    left = [w for w in embeddings if w not in gone] or list(embeddings)
    return max(left, key=lambda w: vector @ embeddings[w] / np.linalg.norm(embeddings[w]))

# %% wrong: similarities rounded to one digit
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude]
    size = np.linalg.norm(vector)
    return max(left, key=lambda w: round(vector @ embeddings[w] / np.linalg.norm(embeddings[w]) / size, 1))

# %% wrong: the first word that is near enough
def nearest_word(vector, embeddings, exclude=()):
    cos = {
        w: vector @ e / np.linalg.norm(e) / np.linalg.norm(vector)
        for w, e in embeddings.items()
        if w not in exclude
    }
    for w, c in cos.items():
        if c > 0.95:
            return w
    return max(cos, key=cos.get)

# %% wrong: the similarity of excluded words is 0
# true: a cosine of 0 for excluded words, which may still be the largest
def nearest_word(vector, embeddings, exclude=()):
    s = {w: 0.0 if w in exclude else vector @ e / np.linalg.norm(e) for w, e in embeddings.items()}
    return max(s, key=s.get)

# %% wrong: as many words dropped as are excluded
# true: a search that drops the nearest words, as many as are excluded
def nearest_word(vector, embeddings, exclude=()):
    ranked = sorted(
        embeddings, key=lambda w: -(vector @ embeddings[w] / np.linalg.norm(embeddings[w]))
    )
    return ranked[len(exclude)]

# %% right: words in an array, excluded ones by a mask
def nearest_word(vector, embeddings, exclude=()):
    names = np.array(list(embeddings))
    E = np.array([embeddings[str(w)] for w in names])
    s = E @ vector / np.linalg.norm(E, axis=1)
    s[np.isin(names, list(exclude))] = -np.inf
    return names[np.argmax(s)]

# %% wrong: capitals do not count in exclude
def nearest_word(vector, embeddings, exclude=()):
    out = {w.lower() for w in exclude}
    def cos(w):
        e = embeddings[w]
        return vector @ e / np.linalg.norm(vector) / np.linalg.norm(e)
    return max((w for w in embeddings if w.lower() not in out), key=cos)

# %% wrong: the word in small letters
# true: the word in lower case
def nearest_word(vector, embeddings, exclude=()):
    def cos(w):
        e = embeddings[w]
        return vector @ e / np.linalg.norm(vector) / np.linalg.norm(e)
    return max((w for w in embeddings if w not in exclude), key=cos).lower()

# %% wrong: similarities rounded to four digits
def nearest_word(vector, embeddings, exclude=()):
    def cos(w):
        e = embeddings[w]
        return round(float(vector @ e / np.linalg.norm(vector) / np.linalg.norm(e)), 4)
    return max((w for w in embeddings if w not in exclude), key=cos)

# %% wrong: a later word wins only if it is clearly nearer
def nearest_word(vector, embeddings, exclude=()):
    best, found = -2.0, None
    for w, e in embeddings.items():
        if w in exclude:
            continue
        c = vector @ e / np.linalg.norm(vector) / np.linalg.norm(e)
        if c > best + 1e-4:
            best, found = c, w
    return found

# %% wrong: a ranking remembered by vocabulary
rankings = {}

def nearest_word(vector, embeddings, exclude=()):
    key = (tuple(embeddings), tuple(vector))
    if key not in rankings:
        def cos(w):
            return vector @ embeddings[w] / np.linalg.norm(embeddings[w])
        rankings[key] = sorted(embeddings, key=cos, reverse=True)
    return next(w for w in rankings[key] if w not in exclude)

# %% wrong: lengths remembered by word
lengths = {}

def nearest_word(vector, embeddings, exclude=()):
    for w, e in embeddings.items():
        lengths.setdefault(w, np.linalg.norm(e))
    return max((w for w in embeddings if w not in exclude), key=lambda w: vector @ embeddings[w] / lengths[w])

# %% wrong: cosines in half precision
def nearest_word(vector, embeddings, exclude=()):
    def cos(w):
        e = embeddings[w]
        return np.float16(vector @ e / np.linalg.norm(vector) / np.linalg.norm(e))
    return max((w for w in embeddings if w not in exclude), key=cos)

# %% wrong: the second best if the best is excluded
# true: a search that leaves out at most one word, the nearest
def nearest_word(vector, embeddings, exclude=()):
    ranked = sorted(embeddings, key=lambda w: -(embeddings[w] @ vector / np.linalg.norm(embeddings[w])))
    return ranked[1] if ranked[0] in exclude else ranked[0]

# %% wrong: divided by the square of the length
# true: products divided by the square of a word's length, not by its length
def nearest_word(vector, embeddings, exclude=()):
    return max((w for w in embeddings if w not in exclude), key=lambda w: embeddings[w] @ vector / (embeddings[w] @ embeddings[w]))

# %% wrong: the place in the list
# true: a number in place of the word
def nearest_word(vector, embeddings, exclude=()):
    c = [v @ vector / np.linalg.norm(v) for w, v in embeddings.items() if w not in exclude]
    return int(np.argmax(c))

# %% wrong: the cosine itself
# true: the largest cosine instead of the word that has it
def nearest_word(vector, embeddings, exclude=()):
    left = [w for w in embeddings if w not in exclude]
    return max(
        vector @ embeddings[w] / (np.linalg.norm(vector) * np.linalg.norm(embeddings[w]))
        for w in left
    )

# %% wrong: 1e-8 in the denominator
def nearest_word(vector, embeddings, exclude=()):
    best_word, best = None, -np.inf
    for word, e in embeddings.items():
        if word in exclude:
            continue
        s = vector @ e / (np.linalg.norm(vector) * np.linalg.norm(e) + 1e-8)
        if s > best:
            best_word, best = word, s
    return best_word

# %% right: max with a cosine function inside
def nearest_word(vector, embeddings, exclude=()):
    def cosine(word):
        e = embeddings[word]
        return np.dot(vector, e) / (np.linalg.norm(vector) * np.linalg.norm(e))

    return max((word for word in embeddings if word not in exclude), key=cosine)

# %% right: a loop with math.hypot, from minus infinity
import math


def nearest_word(vector, embeddings, exclude=()):
    best, found = -math.inf, None
    x = [float(v) for v in vector]
    for word, e in embeddings.items():
        if any(word == other for other in exclude):
            continue
        e = [float(v) for v in e]
        cosine = sum(p * q for p, q in zip(x, e)) / math.hypot(*x) / math.hypot(*e)
        if cosine > best:
            best, found = cosine, word
    return found

# %% right: the smallest distance of unit vectors
def nearest_word(vector, embeddings, exclude=()):
    u = np.asarray(vector, dtype=float) / np.linalg.norm(vector)
    allowed = [w for w in embeddings.keys() if w not in set(exclude)]
    table = np.array([embeddings[w] for w in allowed], dtype=float)
    table = table / np.sqrt((table**2).sum(axis=1))[:, None]
    return allowed[int(((table - u) ** 2).sum(axis=1).argmin())]

# %% right: all words sorted, the first that may be returned
def nearest_word(vector, embeddings, exclude=()):
    words = list(embeddings)
    E = np.stack([np.asarray(embeddings[w], dtype=float) for w in words])
    cosines = np.einsum("ij,j->i", E, vector) / np.linalg.norm(E, axis=1)
    for i in np.argsort(-cosines):
        if words[i] not in exclude:
            return words[i]

# %% wrong: words sought in the text of the tuple
def nearest_word(vector, embeddings, exclude=()):
    hidden = str(exclude)
    words = [w for w in embeddings if w not in hidden]
    cosines = [
        embeddings[w] @ vector / np.linalg.norm(embeddings[w]) / np.linalg.norm(vector)
        for w in words
    ]
    return words[int(np.argmax(cosines))]

# %% wrong: a best that starts at -1
def nearest_word(vector, embeddings, exclude=()):
    best, found = -1.0, None
    for word, e in embeddings.items():
        cosine = vector @ e / (np.linalg.norm(vector) * np.linalg.norm(e))
        if word not in exclude and cosine > best:
            best, found = cosine, word
    return found

# %% wrong: cosines rounded to three digits
def nearest_word(vector, embeddings, exclude=()):
    words = [w for w in embeddings if w not in exclude]
    E = np.array([embeddings[w] for w in words])
    cosines = E @ vector / np.linalg.norm(E, axis=1) / np.linalg.norm(vector)
    return words[int(np.argmax(cosines.round(3)))]

# %% wrong: the first word with a cosine above 0.999
def nearest_word(vector, embeddings, exclude=()):
    best, found = -2.0, None
    for word, e in embeddings.items():
        if word in exclude:
            continue
        cosine = vector @ e / np.linalg.norm(vector) / np.linalg.norm(e)
        if cosine > 0.999:
            return word
        if cosine > best:
            best, found = cosine, word
    return found

# %% wrong: a table of unit vectors remembered by the words
_tables = {}


def nearest_word(vector, embeddings, exclude=()):
    words = tuple(embeddings)
    if words not in _tables:
        E = np.array([embeddings[w] for w in words])
        _tables[words] = E / np.linalg.norm(E, axis=1, keepdims=True)
    for i in np.argsort(_tables[words] @ vector)[::-1]:
        if words[i] not in exclude:
            return words[i]

# %% wrong: list.remove for each excluded word
def nearest_word(vector, embeddings, exclude=()):
    words = list(embeddings)
    for word in exclude:
        words.remove(word)
    E = np.array([embeddings[w] for w in words])
    return words[int(np.argmax(E @ vector / np.linalg.norm(E, axis=1)))]

# %% wrong: words that end with an excluded word left out
def nearest_word(vector, embeddings, exclude=()):
    words = [w for w in embeddings if not w.endswith(tuple(exclude))]
    E = np.array([embeddings[w] for w in words])
    return words[int(np.argmax(E @ vector / np.linalg.norm(E, axis=1)))]

# %% wrong: words in an array of eight letters each
def nearest_word(vector, embeddings, exclude=()):
    words = np.array([w for w in embeddings if w not in exclude], dtype="U8")
    E = np.array([e for w, e in embeddings.items() if w not in exclude])
    return str(words[np.argmax(E @ vector / np.linalg.norm(E, axis=1))])

# %% wrong: the largest product, by max
# true: the largest dot product, which favours long vectors
def nearest_word(vector, embeddings, exclude=()):
    words = [w for w in embeddings if w not in exclude]
    return max(words, key=lambda w: float(vector @ embeddings[w]))

# %% right: long-winded loop, starting from minus infinity
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    """Return the word whose vector makes the smallest angle with `vector`."""
    best_word = None
    best_cosine = -np.inf
    length_x = np.sqrt(np.sum(vector**2))
    for word in embeddings:
        if word in list(exclude):
            continue
        e = embeddings[word]
        length_e = np.sqrt(np.sum(e**2))
        cosine = np.sum(vector * e) / (length_x * length_e)
        if cosine > best_cosine:
            best_cosine = cosine
            best_word = word
    return best_word

# %% right: one matrix of the kept words, argmax
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    kept = [w for w in embeddings if w not in exclude]
    M = np.array([embeddings[w] for w in kept], dtype=float)
    cosines = M @ vector / np.linalg.norm(M, axis=1)
    return kept[int(np.argmax(cosines))]

# %% right: smallest cosine distance with SciPy
from scipy.spatial.distance import cdist


def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    names = [word for word in embeddings if word not in set(exclude)]
    table = np.stack([embeddings[word] for word in names])
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    x = (vector / np.linalg.norm(vector)).reshape(1, -1)
    # for unit vectors the smallest distance belongs to the smallest angle
    return names[cdist(x, unit)[0].argmin()]

# %% right: max with a key function, cosine as helper
def _cosine(x, y):
    return float(np.dot(x, y) / np.linalg.norm(x) / np.linalg.norm(y))


def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    candidates = dict(embeddings)
    for word in exclude:
        candidates.pop(word, None)
    return max(candidates, key=lambda word: _cosine(vector, candidates[word]))

# %% wrong: largest dot product; equation (2) divides by the lengths
# true: the largest dot product, which favours long vectors
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    best, best_score = None, -np.inf
    for word, e in embeddings.items():
        if word in exclude:
            continue
        score = vector @ e
        if score > best_score:
            best, best_score = word, score
    return best

# %% wrong: smallest Euclidean distance; the text asks for the largest cosine
# true: the smallest distance instead of the largest cosine
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    kept = [w for w in embeddings if w not in exclude]
    distances = [np.linalg.norm(vector - embeddings[w]) for w in kept]
    return kept[int(np.argmin(distances))]

# %% wrong: starts with best = 0; "even if every cosine is negative, there is a nearest word"
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    best_word = ""
    best = 0
    for word, e in embeddings.items():
        if word not in exclude:
            cosine = vector @ e / (np.linalg.norm(vector) * np.linalg.norm(e))
            if cosine > best:
                best = cosine
                best_word = word
    return best_word

# %% wrong: index into the shortened list used for the full list of keys; an excluded or shifted word comes back
# true: a place among the words that are left, looked up among all words
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    names = list(embeddings)
    M = np.array([embeddings[w] for w in names if w not in exclude])
    cosines = M @ vector / (np.linalg.norm(M, axis=1) * np.linalg.norm(vector))
    return names[np.argmax(cosines)]

# %% wrong: deletes the excluded words from the caller's dict, KeyError for unknown ones; "whether they are in embeddings or not"
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    for w in exclude:
        del embeddings[w]
    return max(
        embeddings,
        key=lambda w: embeddings[w] @ vector / np.linalg.norm(embeddings[w]) / np.linalg.norm(vector),
    )

# %% wrong: substring test on the joined exclusions; "a word that is merely part of an excluded word stays"
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    hidden = " ".join(exclude)
    best_word, best = None, -2.0
    for word, e in embeddings.items():
        if word in hidden:
            continue
        cosine = np.dot(vector, e) / (np.linalg.norm(vector) * np.linalg.norm(e))
        if cosine > best:
            best_word, best = word, cosine
    return best_word

# %% wrong: constant 1e-8 in the denominator favours long vectors over short ones; equation (2) has none
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    words = [w for w in embeddings if w not in exclude]
    M = np.array([embeddings[w] for w in words])
    cosines = (M @ vector) / (np.linalg.norm(M, axis=1) * np.linalg.norm(vector) + 1e-8)
    return words[int(np.argmax(cosines))]

# %% wrong: compares in lower case; "matches exactly, including capitals"
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    left_out = [w.lower() for w in exclude]
    best_word, best = None, -np.inf
    for word, e in embeddings.items():
        if word.lower() in left_out:
            continue
        cos = vector @ e / (np.linalg.norm(vector) * np.linalg.norm(e))
        if cos > best:
            best, best_word = cos, word
    return best_word

# %% wrong: absolute value of the cosine, so an opposite vector counts as near; equation (2) has no absolute value
# true: the largest absolute cosine, which treats opposites as near
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    def similarity(word):
        e = embeddings[word]
        return np.abs(vector @ e) / (np.linalg.norm(vector) * np.linalg.norm(e))

    ranked = sorted((w for w in embeddings if w not in exclude), key=similarity)
    return ranked[-1]

# %% wrong: only the best word is checked against exclude, then the second is taken although it may be excluded as well
# true: a search that leaves out at most one word, the nearest
def nearest_word(
    vector: np.ndarray, embeddings: dict[str, np.ndarray], exclude: tuple[str, ...] = ()
) -> str:
    names = list(embeddings.keys())
    E = np.array(list(embeddings.values()))
    cosines = E @ vector / np.linalg.norm(E, axis=1) / np.linalg.norm(vector)
    order = np.argsort(-cosines)
    best = names[order[0]]
    if best in exclude:
        best = names[order[1]]
    return best
