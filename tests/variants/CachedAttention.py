# Right and wrong answers to `CachedAttention(W_q, W_k, W_v)` with `.step(x)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: lists of keys and values
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K = []
        self.V = []

    def step(self, x):
        self.K.append(np.dot(x, self.W_k))
        self.V.append(np.dot(x, self.W_v))
        q = np.dot(x, self.W_q)
        scores = np.array([q.dot(k) for k in self.K]) / np.sqrt(self.W_k.shape[1])
        weights = np.exp(scores - np.max(scores))
        weights = weights / np.sum(weights)
        return sum(w * v for w, v in zip(weights, self.V))

# %% right: arrays that grow by a row
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys = np.empty((0, W_k.shape[1]))
        self.values = np.empty((0, W_v.shape[1]))

    def step(self, x):
        self.keys = np.vstack([self.keys, x @ self.W_k])
        self.values = np.vstack([self.values, x @ self.W_v])
        s = x @ self.W_q @ self.keys.T / self.keys.shape[1] ** 0.5
        s -= s.max()
        return np.exp(s) @ self.values / np.exp(s).sum()

# %% right: copies of the tokens, and the course's function on the whole
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.matrices = W_q, W_k, W_v
        self.tokens = []

    def step(self, x):
        self.tokens.append(np.array(x))
        X = np.array(self.tokens)
        output, _ = causal_attention(*(X @ W for W in self.matrices))
        return output[-1]

# %% right: plain Python numbers, and a list is returned
import math

class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q.tolist(), W_k.tolist(), W_v.tolist()
        self.keys, self.values = [], []

    def times(self, x, W):
        return [sum(x[i] * W[i][j] for i in range(len(x))) for j in range(len(W[0]))]

    def step(self, x):
        x = x.tolist()
        q = self.times(x, self.W_q)
        self.keys.append(self.times(x, self.W_k))
        self.values.append(self.times(x, self.W_v))
        scores = [sum(a * b for a, b in zip(q, k)) / math.sqrt(len(q)) for k in self.keys]
        top = max(scores)
        exps = [math.exp(s - top) for s in scores]
        total = math.fsum(exps)
        width = len(self.values[0])
        return [sum(e * v[c] for e, v in zip(exps, self.values)) / total for c in range(width)]

# %% right: a closure
from types import SimpleNamespace

def CachedAttention(W_q, W_k, W_v):
    cache = []

    def step(x):
        cache.append((x @ W_k, x @ W_v))
        q = x @ W_q / np.sqrt(W_q.shape[1])
        scores = np.array([k @ q for k, _ in cache])
        a = np.exp(scores - scores.max())
        a /= a.sum()
        return tuple(np.sum([w * v for w, (_, v) in zip(a, cache)], axis=0))

    return SimpleNamespace(step=step)

# %% right: newest tokens in front, in both lists
from scipy.special import softmax

class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.k, self.v = [], []

    def step(self, x):
        self.k.insert(0, x @ self.W_k)
        self.v.insert(0, x @ self.W_v)
        scores = np.stack(self.k) @ (x @ self.W_q)
        return softmax(scores / np.sqrt(self.W_q.shape[1])) @ np.stack(self.v)

# %% right: a buffer that doubles when it is full
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q = np.array(W_q, dtype=float)
        self.W_k = np.array(W_k, dtype=float)
        self.W_v = np.array(W_v, dtype=float)
        self.n = 0
        self.K = np.zeros((2, self.W_k.shape[1]))
        self.V = np.zeros((2, self.W_v.shape[1]))

    def grow(self):
        self.K = np.concatenate([self.K, np.zeros_like(self.K)])
        self.V = np.concatenate([self.V, np.zeros_like(self.V)])

    def step(self, x):
        if self.n == len(self.K):
            self.grow()
        self.K[self.n] = x @ self.W_k
        self.V[self.n] = x @ self.W_v
        self.n += 1
        scores = self.K[:self.n] @ (x @ self.W_q) / self.W_q.shape[1] ** 0.5
        weights = np.exp(scores - np.max(scores))
        return np.average(self.V[:self.n], axis=0, weights=weights)

# %% right: sums that are kept and rescaled to the largest score of a token, without storing weights
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W = W_q, W_k, W_v
        self.seen = []

    def step(self, x):
        W_q, W_k, W_v = self.W
        self.seen.append({"key": x @ W_k, "value": 1.0 * (x @ W_v)})
        q = x @ W_q
        top, total, mixed = -np.inf, 0.0, 0.0
        for token in self.seen:
            score = q @ token["key"] / np.sqrt(len(q))
            new = max(top, score)
            shrink, share = np.exp(top - new), np.exp(score - new)
            total = total * shrink + share
            mixed = mixed * shrink + share * token["value"]
            top = new
        return mixed / total

# %% right: the product of W_q and W_k is made once, and tokens are kept as a copy
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.M = W_q @ W_k.T / np.sqrt(W_k.shape[1])
        self.W_v = W_v
        self.X = None

    def step(self, x):
        row = x.copy().reshape(1, -1)
        self.X = row if self.X is None else np.append(self.X, row, axis=0)
        s = (row @ self.M @ self.X.T)[0]
        a = np.exp(s - max(s))
        return (a / sum(a)) @ self.X @ self.W_v

# %% right: einsum on deques
from collections import deque

class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values = deque(), deque()

    def step(self, x):
        q = np.einsum("i,ij->j", x, self.W_q)
        self.keys.append(np.einsum("i,ij->j", x, self.W_k))
        self.values.append(np.einsum("i,ij->j", x, self.W_v))
        s = np.einsum("tj,j->t", np.array(self.keys), q) / np.sqrt(q.size)
        a = np.exp(s - np.logaddexp.reduce(s))
        return np.einsum("t,tj->j", a, np.array(self.values))

# %% wrong: no cache at all
# true: a cache that holds only the newest token
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v

    def step(self, x):
        keys, values = [x @ self.W_k], [x @ self.W_v]
        s = np.array(keys) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(values)

# %% wrong: the newest key and value replace the older ones
# true: a cache that holds only the newest token
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K = [x @ self.W_k]
        self.V = [x @ self.W_v]
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: appended after the output
# true: a newest token that does not see itself
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        q, k, v = x @ self.W_q, x @ self.W_k, x @ self.W_v
        if len(self.K) == 0:
            output = v
        else:
            s = np.array(self.K) @ q / np.sqrt(len(q))
            e = np.exp(s - s.max())
            output = e / e.sum() @ np.array(self.V)
        self.K.append(k)
        self.V.append(v)
        return output

# %% wrong: appended after the output, and the first step finds nothing
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        q = x @ self.W_q
        s = np.array(self.K) @ q / np.sqrt(len(q))
        e = np.exp(s - s.max())
        output = e / e.sum() @ np.array(self.V)
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        return output

# %% wrong: no root
# true: scores that were not divided by √d_k
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q)
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: divided by d_k
# true: scores divided by d_k instead of √d_k
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.d_k = W_q.shape[1]
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / self.d_k
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: the root of the token's length
# true: scores divided by √d, from the length of the token
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(len(x))
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: the root of the number of keys
# true: scores divided by the square root of the number of tokens
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(len(self.K))
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: the softmax overflows
# true: exponentials that overflow, because the largest score was not subtracted
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        e = np.exp(np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1]))
        return e / e.sum() @ np.array(self.V)

# %% wrong: the newest score is subtracted instead of the largest
# true: the newest score subtracted instead of the largest, so that exponentials overflow
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s[-1])
        return e / e.sum() @ np.array(self.V)

# %% wrong: lists in the class, shared by all objects
class CachedAttention:
    K = []
    V = []

    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: a default argument, shared by all objects
class CachedAttention:
    def __init__(self, W_q, W_k, W_v, cache={}):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.cache = cache.setdefault((W_q.shape, W_v.shape), [])

    def step(self, x):
        self.cache.append((x @ self.W_k, x @ self.W_v))
        keys, values = map(np.array, zip(*self.cache))
        s = keys @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ values

# %% wrong: the tokens themselves are kept
# true: tokens that were kept without a copy, and changed afterwards
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.tokens = []

    def step(self, x):
        self.tokens.append(x)
        X = np.array(self.tokens)
        s = X @ self.W_k @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ X @ self.W_v

# %% wrong: one output that is written into at every step
# true: one output array that every step writes into
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []
        self.output = np.zeros(W_v.shape[1])

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        self.output[:] = e / e.sum() @ np.array(self.V)
        return self.output

# %% wrong: queries are kept instead of keys
# true: queries and keys that are swapped
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.Q, self.V = [], []

    def step(self, x):
        self.Q.append(x @ self.W_q)
        self.V.append(x @ self.W_v)
        s = np.array(self.Q) @ (x @ self.W_k) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: the newest key asks
# true: the key of the newest token in the place of its query
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        K = np.array(self.K)
        s = K @ K[-1] / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: keys are put in front, values at the end
# true: the newest score at the front, while the newest value is at the end
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.insert(0, x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: exponentials without a division
# true: exponentials that were not divided by their sum
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        return np.exp(s) @ np.array(self.V)

# %% wrong: the mean of the values
# true: the same weight for every token so far
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_v = W_v
        self.V = []

    def step(self, x):
        self.V.append(x @ self.W_v)
        return np.mean(self.V, axis=0)

# %% wrong: the weights are returned
# true: the weights instead of the mixture of the values
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum()

# %% wrong: the outputs of all tokens so far
# true: the outputs of all tokens so far, instead of that of the newest
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.X = []

    def step(self, x):
        self.X.append(np.copy(x))
        X = np.array(self.X)
        return causal_attention(X @ self.W_q, X @ self.W_k, X @ self.W_v)[0]

# %% wrong: the tokens are mixed, without W_v
# true: a mixture of the tokens instead of their values
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x.copy())
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: the keys are mixed
# true: a mixture of the keys instead of the values
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K = []

    def step(self, x):
        self.K.append(x @ self.W_k)
        K = np.array(self.K)
        s = K @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ K

# %% wrong: the value is added to the mixture
# true: a mixture to which the newest value is added
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return self.V[-1] + e / e.sum() @ np.array(self.V)

# %% wrong: a cache for ten tokens
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K = self.K[-9:] + [x @ self.W_k]
        self.V = self.V[-9:] + [x @ self.W_v]
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: a buffer of whole numbers for values of whole numbers
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        output = np.zeros_like(self.V[-1])
        output[:] = e / e.sum() @ np.array(self.V)
        return output

# %% wrong: x is doubled in place
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        x *= 2
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1]) / 2
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: W_q is scaled in place, once for each object
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        W_q /= np.sqrt(W_q.shape[1])
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q)
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.V)

# %% wrong: step returns nothing
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = [], []

    def step(self, x):
        self.K.append(x @ self.W_k)
        self.V.append(x @ self.W_v)
        s = np.array(self.K) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        e / e.sum() @ np.array(self.V)

# %% right: a list of keys and values
class CachedAttention(list):
    def __init__(self, W_q, W_k, W_v):
        super().__init__()
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v

    def step(self, x):
        self.append((x @ self.W_k, x @ self.W_v))
        keys, values = map(np.array, zip(*self))
        s = keys @ (x @ self.W_q) / np.sqrt(keys.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ values

# %% wrong: a dict by token
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.cache = {}

    def step(self, x):
        self.cache[tuple(x)] = (x @ self.W_k, x @ self.W_v)
        keys, values = map(np.array, zip(*self.cache.values()))
        s = keys @ (x @ self.W_q) / np.sqrt(keys.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ values

# %% right: lists of keys and values, SciPy's softmax
from scipy.special import softmax


class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.matrices = W_q, W_k, W_v
        self.keys, self.values = [], []

    def step(self, x):
        W_q, W_k, W_v = self.matrices
        self.keys.append(x @ W_k)
        self.values.append(x @ W_v)
        scores = np.array(self.keys) @ (x @ W_q) / np.sqrt(W_q.shape[1])
        return softmax(scores) @ np.array(self.values)

# %% right: arrays that double their capacity when full
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = (np.array(W, dtype=float) for W in (W_q, W_k, W_v))
        self.t = 0
        self.K, self.V = np.empty((2, W_k.shape[1])), np.empty((2, W_v.shape[1]))

    def step(self, x):
        if self.t == len(self.K):
            self.K = np.concatenate([self.K, np.empty_like(self.K)])
            self.V = np.concatenate([self.V, np.empty_like(self.V)])
        self.K[self.t], self.V[self.t] = x @ self.W_k, x @ self.W_v
        self.t += 1
        K, V = self.K[: self.t], self.V[: self.t]
        s = K @ (x @ self.W_q) / self.K.shape[1] ** 0.5
        e = np.exp(s - s.max())
        return e @ V / e.sum()

# %% right: one table of key and value side by side, vstack
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W = np.hstack([W_k, W_v]).astype(float)
        self.W_q, self.d_k = W_q, W_k.shape[1]
        self.table = np.zeros((0, self.W.shape[1]))

    def step(self, x):
        self.table = np.vstack([self.table, x @ self.W])
        scores = self.table[:, : self.d_k] @ (x @ self.W_q) * self.d_k**-0.5
        logs = scores - np.logaddexp.reduce(scores)
        return np.exp(logs) @ self.table[:, self.d_k :]

# %% right: a closure with tuples of floats, no arrays inside
import math


class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        def times(W):
            columns = [[float(w) for w in column] for column in W.T]
            return lambda x: tuple(math.fsum(a * w for a, w in zip(x, c)) for c in columns)

        self._query, self._key, self._value = times(W_q), times(W_k), times(W_v)
        self._cache = ()

    def step(self, x):
        x = [float(a) for a in x]
        q = self._query(x)
        self._cache += ((self._key(x), self._value(x)),)
        s = [math.fsum(a * b for a, b in zip(q, k)) / math.sqrt(len(q)) for k, _ in self._cache]
        e = [math.exp(a - max(s)) for a in s]
        width = len(self._cache[0][1])
        return np.array([math.fsum(w * v[c] for w, (_, v) in zip(e, self._cache)) / math.fsum(e) for c in range(width)])

# %% wrong: room for 64 tokens only, all tokens before it may be more
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v, self.t = W_q, W_k, W_v, 0
        self.K, self.V = np.zeros((64, W_k.shape[1])), np.zeros((64, W_v.shape[1]))

    def step(self, x):
        self.K[self.t], self.V[self.t] = x @ self.W_k, x @ self.W_v
        self.t += 1
        s = self.K[: self.t] @ (x @ self.W_q) / np.sqrt(self.K.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ self.V[: self.t]

# %% wrong: keeps the last 16 tokens only
from collections import deque


class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values = deque(maxlen=16), deque(maxlen=16)

    def step(self, x):
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        s = np.array(self.keys) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.values)

# %% wrong: subtracts the largest score of all steps so far, a later row far below it gives 0 / 0
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values, self.top = [], [], -np.inf

    def step(self, x):
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        s = np.array(self.keys) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        self.top = max(self.top, s.max())
        e = np.exp(s - self.top)
        return e / e.sum() @ np.array(self.values)

# %% wrong: the cache has the type of the matrices, whole-number matrices cut float tokens
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K = np.zeros((0, W_k.shape[1]), dtype=W_k.dtype)
        self.V = np.zeros((0, W_v.shape[1]), dtype=W_v.dtype)

    def step(self, x):
        k, v = np.empty((1, self.K.shape[1]), self.K.dtype), np.empty((1, self.V.shape[1]), self.V.dtype)
        k[0], v[0] = x @ self.W_k, x @ self.W_v
        self.K, self.V = np.vstack([self.K, k]), np.vstack([self.V, v])
        s = self.K @ (x @ self.W_q) / np.sqrt(self.K.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ self.V

# %% wrong: the cache is a dict by token, so a token that comes twice counts once
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.cache = {}

    def step(self, x):
        self.cache[tuple(x.tolist())] = x @ self.W_k, x @ self.W_v
        K, V = (np.array(part) for part in zip(*self.cache.values()))
        s = K @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ V

# %% wrong: a single-precision cache, scores of some hundreds lose their digits
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values = [], []

    def step(self, x):
        self.keys.append((x @ self.W_k).astype(np.float32))
        self.values.append((x @ self.W_v).astype(np.float32))
        q = (x @ self.W_q).astype(np.float32)
        s = np.array(self.keys) @ q / np.float32(len(q) ** 0.5)
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.values)

# %% wrong: drops keys whose weight fell below 1e-4, a later query may want them
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K, self.V = np.zeros((0, W_k.shape[1])), np.zeros((0, W_v.shape[1]))

    def step(self, x):
        self.K = np.vstack([self.K, x @ self.W_k])
        self.V = np.vstack([self.V, x @ self.W_v])
        s = self.K @ (x @ self.W_q) / np.sqrt(self.K.shape[1])
        e = np.exp(s - s.max())
        a = e / e.sum()
        output = a @ self.V
        if len(a) > 8:
            self.K, self.V = self.K[a > 1e-4], self.V[a > 1e-4]
        return output

# %% wrong: the lists belong to the class, so all objects share them
class CachedAttention:
    keys, values = [], []

    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v

    def step(self, x):
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        s = np.array(self.keys) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.values)

# %% wrong: keeps the arrays x themselves, which the caller overwrites
# true: tokens that were kept without a copy, and changed afterwards
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.tokens = []

    def step(self, x):
        self.tokens.append(x)
        X = np.array(self.tokens)
        s = X @ self.W_k @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ (X @ self.W_v)

# %% wrong: every step returns the same output array, earlier outputs change
# true: one output array that every step writes into
class CachedAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values, self.output = [], [], np.zeros(W_v.shape[1])

    def step(self, x):
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        s = np.array(self.keys) @ (x @ self.W_q) / np.sqrt(self.W_q.shape[1])
        e = np.exp(s - s.max())
        self.output[:] = e / e.sum() @ np.array(self.values)
        return self.output

# %% right: two lists, a loop over all tokens
class CachedAttention:
    """Causal attention that reads one token at a time."""

    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        """Store the matrices, and prepare an empty cache."""
        self.W_q = W_q
        self.W_k = W_k
        self.W_v = W_v
        self.keys = []
        self.values = []

    def step(self, x: np.ndarray) -> np.ndarray:
        """Read one token, of shape (d,), and return its output, of shape (d_v,)."""
        query = np.dot(x, self.W_q)
        self.keys.append(np.dot(x, self.W_k))
        self.values.append(np.dot(x, self.W_v))
        scores = []
        for key in self.keys:
            scores.append(float(np.sum(query * key)) / np.sqrt(len(query)))
        largest = max(scores)
        total = 0.0
        output = np.zeros(self.W_v.shape[1])
        for score, value in zip(scores, self.values):
            weight = np.exp(score - largest)
            total += weight
            output = output + weight * value
        return output / total

# %% right: two growing arrays, matrix products for scores
class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.K = np.empty((0, W_k.shape[1]))
        self.V = np.empty((0, W_v.shape[1]))

    def step(self, x: np.ndarray) -> np.ndarray:
        self.K = np.vstack([self.K, x @ self.W_k])
        self.V = np.vstack([self.V, x @ self.W_v])
        s = self.K @ (x @ self.W_q) / np.sqrt(self.K.shape[1])
        e = np.exp(s - s.max())
        return e @ self.V / e.sum()

# %% right: SciPy's softmax over a list of pairs
from scipy.special import softmax


class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.matrices = W_q.astype(float), W_k.astype(float), W_v.astype(float)
        self.cache = []

    def step(self, x: np.ndarray) -> np.ndarray:
        q, k, v = (x @ W for W in self.matrices)
        self.cache.append((k, v))
        keys, values = (np.array(column) for column in zip(*self.cache))
        return softmax(keys @ q / q.size**0.5) @ values

# %% right: room for 8 tokens that doubles, counter
class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self._W = np.concatenate([W_q, W_k, W_v], axis=1).astype(float)
        self._d_k, self._d_v = W_q.shape[1], W_v.shape[1]
        self._room = np.zeros((8, self._d_k + self._d_v))
        self._t = 0

    def step(self, x: np.ndarray) -> np.ndarray:
        if self._t == len(self._room):
            self._room = np.concatenate([self._room, np.zeros_like(self._room)])
        qkv = x @ self._W
        query, self._room[self._t] = qkv[: self._d_k], qkv[self._d_k :]
        self._t += 1
        seen = self._room[: self._t]
        s = np.einsum("td,d->t", seen[:, : self._d_k], query) / self._d_k**0.5
        a = np.exp(s - np.logaddexp.reduce(s))
        return np.einsum("t,tv->v", a, seen[:, self._d_k :])

# %% wrong: lists in the body of the class are shared; "two objects of the class share nothing"
class CachedAttention:
    keys = []
    values = []

    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.W_q = W_q
        self.W_k = W_k
        self.W_v = W_v

    def step(self, x: np.ndarray) -> np.ndarray:
        q = x @ self.W_q
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        s = np.array(self.keys) @ q / np.sqrt(len(q))
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.values)

# %% wrong: keeps the array x itself, which the caller overwrites; "keep what you computed, not x itself"
# true: tokens that were kept without a copy, and changed afterwards
class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.tokens = []

    def step(self, x: np.ndarray) -> np.ndarray:
        self.tokens.append(x)
        X = np.array(self.tokens)
        K, V = X @ self.W_k, X @ self.W_v
        s = K @ (x @ self.W_q) / np.sqrt(K.shape[1])
        e = np.exp(s - s.max())
        return e / e.sum() @ V

# %% wrong: exponentials overflow; "must handle scaled scores of ±1000"
# true: exponentials that overflow, because the largest score was not subtracted
class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values = [], []

    def step(self, x: np.ndarray) -> np.ndarray:
        q = x @ self.W_q
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        e = np.exp(np.array(self.keys) @ q / np.sqrt(len(q)))
        return (e / e.sum()) @ np.array(self.values)

# %% wrong: the cache is made anew in step, so each token sees only itself; "a token sees itself and all tokens before it"
# true: a cache that holds only the newest token
class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v

    def step(self, x: np.ndarray) -> np.ndarray:
        keys, values = [], []
        q = x @ self.W_q
        keys.append(x @ self.W_k)
        values.append(x @ self.W_v)
        s = np.array(keys) @ q / np.sqrt(len(q))
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(values)

# %% wrong: appends after the weights are computed, so from the second step on a token does not see itself; "a token sees itself"
# true: a newest token that does not see itself
class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values = [], []

    def step(self, x: np.ndarray) -> np.ndarray:
        q, k, v = x @ self.W_q, x @ self.W_k, x @ self.W_v
        if not self.keys:
            output = v
        else:
            s = np.array(self.keys) @ q / np.sqrt(len(q))
            e = np.exp(s - s.max())
            output = e / e.sum() @ np.array(self.values)
        self.keys.append(k)
        self.values.append(v)
        return output

# %% wrong: keys=[] and values=[] as defaults are made only once, so the second object starts with the tokens of the first; "share nothing"
class CachedAttention:
    def __init__(self, W_q, W_k, W_v, keys=[], values=[]):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys = keys
        self.values = values

    def step(self, x: np.ndarray) -> np.ndarray:
        q = x @ self.W_q
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        s = np.stack(self.keys) @ q / np.sqrt(q.shape[0])
        e = np.exp(s - s.max())
        return np.sum(e[:, None] * np.stack(self.values), axis=0) / e.sum()

# %% wrong: returns the outputs of all tokens so far; step "returns the token's output", of shape (d_v,)
# true: the outputs of all tokens so far, instead of that of the newest
class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values, self.outputs = [], [], []

    def step(self, x: np.ndarray) -> np.ndarray:
        q = x @ self.W_q
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        s = np.array(self.keys) @ q / np.sqrt(len(q))
        e = np.exp(s - s.max())
        self.outputs.append(e / e.sum() @ np.array(self.values))
        return np.array(self.outputs)

# %% wrong: one array self.output is filled and returned at every step; "don't change outputs that you have already returned"
# true: one output array that every step writes into
class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values = [], []
        self.output = np.zeros(W_v.shape[1])

    def step(self, x: np.ndarray) -> np.ndarray:
        q = x @ self.W_q
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        s = np.array(self.keys) @ q / np.sqrt(len(q))
        e = np.exp(s - s.max())
        self.output[:] = e / e.sum() @ np.array(self.values)
        return self.output

# %% wrong: root of the token's length d instead of d_k; equation (1)
# true: scores divided by √d, from the length of the token
class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.keys, self.values = [], []

    def step(self, x: np.ndarray) -> np.ndarray:
        self.keys.append(x @ self.W_k)
        self.values.append(x @ self.W_v)
        s = np.array(self.keys) @ (x @ self.W_q) / np.sqrt(len(x))
        e = np.exp(s - s.max())
        return e / e.sum() @ np.array(self.values)

# %% wrong: weights are kept and never computed again with the new query (running sums); s_i uses the query of token t
class CachedAttention:
    def __init__(self, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v
        self.total = 0.0
        self.mixture = np.zeros(W_v.shape[1])

    def step(self, x: np.ndarray) -> np.ndarray:
        q, k, v = x @ self.W_q, x @ self.W_k, x @ self.W_v
        weight = np.exp(q @ k / np.sqrt(len(k)))
        self.total = self.total + weight
        self.mixture = self.mixture + weight * v
        return self.mixture / self.total
