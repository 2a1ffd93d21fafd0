# Right and wrong answers to `embedding_gradient(tokens, upstream, n_words)` and `losing_tokens(k)`,
# one cell a block, as students write them. `np` comes from the notebook's set-up cell. Every check
# must pass each right answer, and some check must fail each wrong one.

# %% right: np.add.at
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]))
    np.add.at(found, tokens, upstream)
    return found

def losing_tokens(k):
    return [i % 6 for i in range(6 * k)]

# %% right: a one-hot matrix
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    return list(np.repeat(np.arange(10), k))

# %% right: the rows of each word
def embedding_gradient(tokens, upstream, n_words):
    tokens = np.asarray(tokens)
    return np.array([upstream[tokens == word].sum(axis=0) for word in range(n_words)])

def losing_tokens(k):
    return np.tile([3, 1, 4, 0, 5, 9, 2, 6], k)

# %% right: bincount for each column
def embedding_gradient(tokens, upstream, n_words):
    columns = [np.bincount(tokens, weights=column, minlength=n_words) for column in upstream.T]
    return np.stack(columns, axis=1)

def losing_tokens(k):
    tokens = []
    for word in range(7):
        tokens += k * [word]
    return tokens

# %% right: nested lists
def embedding_gradient(tokens, upstream, n_words):
    out = [[0.0] * len(upstream[0]) for _ in range(n_words)]
    for t, word in enumerate(tokens):
        for j, slope in enumerate(upstream[t]):
            out[word][j] += float(slope)
    return out

def losing_tokens(k):
    return [*range(8)] * k

# %% right: a dictionary of sums
def embedding_gradient(tokens, upstream, n_words):
    sums = {}
    for word, row in zip(tokens, upstream):
        sums[int(word)] = sums.get(int(word), 0) + row
    return np.array([sums.get(i, np.zeros(upstream.shape[1])) for i in range(n_words)])

def losing_tokens(k):
    others = list(range(6))
    return others * k

# %% right: sorted and reduced
def embedding_gradient(tokens, upstream, n_words):
    order = np.argsort(tokens, kind="stable")
    words, first = np.unique(np.asarray(tokens)[order], return_index=True)
    found = np.zeros((n_words, upstream.shape[1]))
    found[words] = np.add.reduceat(upstream[order], first, axis=0)
    return found

def losing_tokens(k):
    return tuple(range(9)) * k

# %% right: unequal numbers of uses
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]))
    for word in set(int(t) for t in tokens):
        for t in range(len(tokens)):
            if tokens[t] == word:
                found[word] += upstream[t]
    return found

def losing_tokens(k):
    return [0] * (6 * k - 5) + [1, 2, 3, 4, 5]

# %% right: einsum
def embedding_gradient(tokens, upstream, n_words):
    hot = (np.arange(n_words)[:, None] == np.asarray(tokens)[None, :]).astype(float)
    return np.einsum("wt,td->wd", hot, upstream)

def losing_tokens(k):
    rng = np.random.default_rng(k)
    return rng.permutation(np.arange(6 * k) % 6).tolist()

# %% wrong: theirs, as it was
# true: their gradient, which keeps only the last slope of each word
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]))
    found[tokens] += upstream
    return found

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: assigned instead of added
# true: their gradient, which keeps only the last slope of each word
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]))
    for token, slope in zip(tokens, upstream):
        found[token] = slope
    return found

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: the mean over the uses
# true: the mean of a word's slopes instead of their sum
def embedding_gradient(tokens, upstream, n_words):
    counts = np.bincount(tokens, minlength=n_words)
    total = np.eye(n_words)[tokens].T @ upstream
    return total / np.maximum(counts, 1)[:, None]

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: the mean over all tokens
# true: slopes divided by the number of tokens
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream / len(tokens)

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: the first slope counts
# true: only the first slope of each word
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]))
    words, first = np.unique(tokens, return_index=True)
    found[words] = upstream[first]
    return found

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: last slope times the number of uses
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]))
    found[tokens] = upstream
    return found * np.bincount(tokens, minlength=n_words)[:, None]

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: the rows of the tokens
# true: a row for each token instead of a row for each word
def embedding_gradient(tokens, upstream, n_words):
    return np.array(upstream)

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: only words that occur have a row
def embedding_gradient(tokens, upstream, n_words):
    words = sorted({int(t) for t in tokens})
    return np.array([upstream[np.asarray(tokens) == word].sum(axis=0) for word in words])

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: counts instead of slopes
# true: how often each word occurs, instead of its slopes
def embedding_gradient(tokens, upstream, n_words):
    counts = np.bincount(tokens, minlength=n_words).astype(float)
    return np.tile(counts[:, None], (1, upstream.shape[1]))

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: the transposed table
def embedding_gradient(tokens, upstream, n_words):
    return upstream.T @ np.eye(n_words)[tokens]

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: the sum over all entries of a row
def embedding_gradient(tokens, upstream, n_words):
    return np.bincount(tokens, weights=upstream.sum(axis=1), minlength=n_words)

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: a table of integers
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]), dtype=int)
    for token, slope in zip(tokens, upstream):
        found[token] = found[token] + slope
    return found

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: upstream is used up
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]))
    for t, token in enumerate(tokens):
        found[token] += upstream[t]
        upstream[t] = 0
    return found

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: neighbours only
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]))
    for t, token in enumerate(tokens):
        if t and tokens[t - 1] == token:
            found[token] += upstream[t]
        else:
            found[token] = upstream[t]
    return found

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: the last token is left out
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]))
    for t in range(len(tokens) - 1):
        found[tokens[t]] += upstream[t]
    return found

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: slopes are subtracted
def embedding_gradient(tokens, upstream, n_words):
    return -np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: nothing of it comes back
def embedding_gradient(tokens, upstream, n_words):
    found = np.zeros((n_words, upstream.shape[1]))
    np.add.at(found, tokens, upstream)

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: a table that all calls share
kept = {}

def embedding_gradient(tokens, upstream, n_words):
    found = kept.setdefault((n_words, upstream.shape[1]), np.zeros((n_words, upstream.shape[1])))
    np.add.at(found, tokens, upstream)
    return found.copy()

def losing_tokens(k):
    return [*range(6)] * k

# %% wrong: one word only, k times
# true: k tokens of one word, which are too few if k is below 6
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    return [0] * k

# %% wrong: six tokens, whatever k is
# true: six different tokens for every k, of which none loses a slope
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    return [0, 1, 2, 3, 4, 5]

# %% wrong: always in pairs
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    return [0, 0, 1, 1, 2, 2]

# %% wrong: k different words
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    return [t % k for t in range(30)]

# %% wrong: one of k is lost, not kept
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    if k == 1:
        return [0] * 6
    return ([*range(k - 1)] + [0]) * 1 + [*range(k - 1, 2 * k - 2)] + [k - 1]

# %% wrong: tokens above 9
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    return [*range(10, 16)] * k

# %% wrong: fractions as tokens
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    return np.tile(np.arange(6.0), k)

# %% wrong: words as tokens
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    return ["she", "had", "gone", "and", "so", "he"] * k

# %% wrong: tokens and slopes
def embedding_gradient(tokens, upstream, n_words):
    return np.eye(n_words)[tokens].T @ upstream

def losing_tokens(k):
    tokens = [*range(6)] * k
    return tokens, np.ones((len(tokens), 1))
