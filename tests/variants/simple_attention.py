# Right and wrong answers to `simple_attention(query, key, value)`, one cell a block, as students
# write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: the row maximum subtracted
def simple_attention(query, key, value):
    scores = query @ key.T
    scores = scores - scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    weights = e / e.sum(axis=1, keepdims=True)
    return weights @ value, weights

# %% right: SciPy's softmax
from scipy.special import softmax

def simple_attention(query, key, value):
    attention_weights = softmax(np.dot(query, key.T), axis=1)
    output = np.dot(attention_weights, value)
    return output, attention_weights

# %% right: loops and the math module, nested lists
import math

def simple_attention(query, key, value):
    weights, output = [], []
    for q in query:
        scores = [sum(a * b for a, b in zip(q, k)) for k in key]
        top = max(scores)
        e = [math.exp(s - top) for s in scores]
        w = [x / sum(e) for x in e]
        weights.append(w)
        output.append([sum(w[j] * value[j][c] for j in range(len(w))) for c in range(len(value[0]))])
    return [output, weights]

# %% right: einsum
def simple_attention(query, key, value):
    S = np.einsum("nd,md->nm", query, key)
    E = np.exp(S - np.amax(S, axis=-1)[:, None])
    A = np.einsum("nm,n->nm", E, 1 / E.sum(-1))
    return np.einsum("nm,mv->nv", A, value), A

# %% right: through the logarithm, with logsumexp
from scipy.special import logsumexp

def simple_attention(query, key, value):
    scores = query.dot(key.T)
    log_weights = scores - logsumexp(scores, axis=1, keepdims=True)
    weights = np.exp(log_weights)
    return (weights.dot(value), weights)

# %% right: a helper for one row, and apply_along_axis
def softmax_row(row):
    shifted = np.exp(row - np.max(row))
    return shifted / np.sum(shifted)

def simple_attention(query, key, value):
    scores = np.inner(query, key)
    weights = np.apply_along_axis(softmax_row, 1, scores)
    return weights @ value, weights

# %% right: one over the sum of exponentials of differences
def simple_attention(query, key, value):
    scores = np.matmul(query, key.T)
    with np.errstate(over="ignore"):
        differences = np.exp(scores[:, None, :] - scores[:, :, None])
    weights = 1 / differences.sum(axis=2)
    return weights @ value, weights

# %% right: in place on its own scores
def simple_attention(query, key, value):
    weights = (query @ key.T).astype(float)
    for row in weights:
        row -= row.max()
        np.exp(row, out=row)
        row /= row.sum()
    output = np.zeros((len(query), value.shape[1]))
    for i in range(len(query)):
        for j in range(len(key)):
            output[i] += weights[i, j] * value[j]
    return output, weights

# %% right: a class, a list of the pair
class Attention:
    def __init__(self, key, value):
        self.key, self.value = key, value

    def weights(self, query):
        s = (self.key @ query.T).T
        s = s - np.max(s, axis=1).reshape(-1, 1)
        return np.exp(s) / np.exp(s).sum(axis=1).reshape(-1, 1)

    def __call__(self, query):
        w = self.weights(query)
        return [w @ self.value, w]

def simple_attention(query, key, value):
    return Attention(key, value)(query)

# %% right: transposed scores, softmax down their columns
def simple_attention(query, key, value):
    s = key @ query.T
    s = s - s.max(axis=0)
    w = np.exp(s) / np.exp(s).sum(axis=0)
    return w.T @ value, w.T

# %% right: key by key with a running maximum, as fast kernels do it
def simple_attention(query, key, value):
    n, m = len(query), len(key)
    best = np.full(n, -np.inf); total = np.zeros(n); out = np.zeros((n, value.shape[1]))
    for k, v in zip(key, value):
        s = query @ k
        new = np.maximum(best, s)
        scale = np.exp(best - new)
        w = np.exp(s - new)
        total = total * scale + w
        out = out * scale[:, None] + w[:, None] * v
        best = new
    weights = np.exp(query @ key.T - best[:, None]) / total[:, None]
    return out / total[:, None], weights

# %% right: long double, which holds the exponentials of thousands
def simple_attention(query, key, value):
    S = query.astype(np.longdouble) @ key.T.astype(np.longdouble)
    E = np.exp(S)
    A = E / E.sum(axis=1, keepdims=True)
    return A @ value, A

# %% wrong: the exponential overflows, as in the lecture text
# true: exponentials without a shift, which overflow or vanish
def simple_attention(query, key, value):
    scores = np.dot(query, key.T)
    attention_weights = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
    output = np.dot(attention_weights, value)
    return output, attention_weights

# %% wrong: the overflow papered over with nan_to_num
# true: weights of 0 where the exponentials overflow
def simple_attention(query, key, value):
    scores = query @ key.T
    with np.errstate(all="ignore"):
        w = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    w = np.nan_to_num(w)
    return w @ value, w

# %% wrong: the scores clipped to 700, so that two large ones tie
# true: a tie between the scores, although one is larger; scores clipped to a limit before the exponential, so that large ones tie
def simple_attention(query, key, value):
    scores = np.clip(query @ key.T, -700, 700)
    w = np.exp(scores)
    w = w / w.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: the maximum of the whole matrix, so that low rows are 0/0
# true: one shift for the whole matrix, which makes rows with low scores vanish
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - np.max(scores))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: the maximum of each column, which changes the weights
# true: a shift by the largest score of each column instead of each row
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - scores.max(axis=0))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: the row mean instead of the maximum, which still overflows
# true: a shift by an average of each row, so that large scores still overflow
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - scores.mean(axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: the row minimum instead of the maximum
# true: a shift by the smallest score of each row, so that others overflow
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - scores.min(axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: the first score of the row subtracted, right where it is the largest
# true: a shift by the first score of each row, which may not be the largest
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - scores[:, :1])
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: a hand-made log-sum-exp that overflows
# true: weights of 0 where the exponentials overflow
def simple_attention(query, key, value):
    scores = query @ key.T
    log_w = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    w = np.exp(log_w)
    return w @ value, w

# %% wrong: softmax down the columns
# true: a softmax down each column instead of along each row
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - scores.max(axis=0, keepdims=True))
    w = e / e.sum(axis=0, keepdims=True)
    return w @ value, w

# %% wrong: softmax over the whole matrix
# true: one softmax over the whole matrix instead of one for each row
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - scores.max())
    w = e / e.sum()
    return w @ value, w

# %% wrong: the row sums without keepdims
# true: a division by the sums of the wrong rows
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    w = e / e.sum(axis=1)
    return w @ value, w

# %% wrong: the row maxima without keepdims
# true: a shift by the largest scores of the wrong rows
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - scores.max(axis=1))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: scaled by the root of d
# true: scores divided by √d, which this exercise does not ask for
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(query @ key.T / np.sqrt(query.shape[1]), axis=1)
    return w @ value, w

# %% wrong: the pair in the other order
# true: the output and the weights in the wrong order
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(query @ key.T, axis=1)
    return w, w @ value

# %% wrong: the output alone
from scipy.special import softmax

def simple_attention(query, key, value):
    return softmax(query @ key.T, axis=1) @ value

# %% wrong: the raw scores come back as weights
# true: the raw scores without the softmax
from scipy.special import softmax

def simple_attention(query, key, value):
    scores = query @ key.T
    return softmax(scores, axis=1) @ value, scores

# %% wrong: the output from the raw scores
# true: values mixed with the raw scores instead of the weights
from scipy.special import softmax

def simple_attention(query, key, value):
    scores = query @ key.T
    return scores @ value, softmax(scores, axis=1)

# %% wrong: normalised by the sum, without the exponential
# true: scores divided by their sum without taking exponentials
def simple_attention(query, key, value):
    scores = query @ key.T
    w = scores / scores.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: the absolute scores
# true: a softmax of the absolute values of the scores
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(np.abs(query @ key.T), axis=1)
    return w @ value, w

# %% wrong: negative scores set to zero
# true: negative scores set to zero
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(np.maximum(query @ key.T, 0), axis=1)
    return w @ value, w

# %% wrong: the key attends to the query
# true: keys that attend to queries, with the roles swapped
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(key @ query.T, axis=1)
    return w @ value, w

# %% wrong: features instead of positions compared
# true: `query.T @ key`, which compares features instead of positions
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(query.T @ key, axis=1)
    return w @ value, w

# %% wrong: cosine similarities for scores
# true: cosines of the angles as scores instead of dot products
from scipy.special import softmax

def simple_attention(query, key, value):
    q = query / np.linalg.norm(query, axis=1, keepdims=True)
    k = key / np.linalg.norm(key, axis=1, keepdims=True)
    w = softmax(q @ k.T, axis=1)
    return w @ value, w

# %% wrong: the weights transposed in the output
# true: values mixed with the columns of the weights instead of the rows
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(query @ key.T, axis=1)
    return w.T @ value, w

# %% wrong: the keys averaged instead of the values
# true: a mixture of the keys instead of the values
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(query @ key.T, axis=1)
    return w @ key, w

# %% wrong: an output buffer of the query's shape
# true: an output array in the shape of the queries
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(query @ key.T, axis=1)
    output = np.zeros_like(query)
    for i in range(len(query)):
        output[i] = w[i] @ value
    return output, w

# %% wrong: as many keys as queries, in the loops
# true: as many keys as there are queries, however many are given
def simple_attention(query, key, value):
    n = len(query)
    scores = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            scores[i, j] = query[i] @ key[j]
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: a causal mask
# true: a causal mask, which this exercise does not ask for
from scipy.special import softmax

def simple_attention(query, key, value):
    scores = query @ key.T
    scores = np.where(np.tri(*scores.shape, dtype=bool), scores, -1e9)
    w = softmax(scores, axis=1)
    return w @ value, w

# %% wrong: hard attention, the best key alone
# true: all attention on the best key
def simple_attention(query, key, value):
    scores = query @ key.T
    w = np.zeros_like(scores)
    w[np.arange(len(query)), scores.argmax(axis=1)] = 1
    return w @ value, w

# %% wrong: a base of two
# true: powers of 2 instead of powers of e; `2 **` instead of `np.exp`
def simple_attention(query, key, value):
    scores = query @ key.T
    e = 2 ** (scores - scores.max(axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: an epsilon of 1e-5 in the denominator, so that rows fall short of 1
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    w = e / (e.sum(axis=1, keepdims=True) + 1e-5)
    return w @ value, w

# %% wrong: small weights cut to zero
# true: small weights set to 0
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(query @ key.T, axis=1)
    w[w < 1e-3] = 0
    return w @ value, w

# %% wrong: the output from the weights, the weights rounded to four decimals
# true: a rounded result
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(query @ key.T, axis=1)
    return w @ value, np.round(w, 4)

# %% wrong: single precision
from scipy.special import softmax

def simple_attention(query, key, value):
    q, k, v = (np.asarray(a, dtype=np.float32) for a in (query, key, value))
    w = softmax(q @ k.T, axis=1)
    return (w @ v).astype(float), w.astype(float)

# %% wrong: the caller's keys centred in place to tame the scores
def simple_attention(query, key, value):
    key -= key.mean(axis=0)
    scores = query @ key.T
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: the output written into the caller's value where the shapes allow it
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(query @ key.T, axis=1)
    output = w @ value
    if output.shape == value.shape:
        value[:] = output
    return output, w

# %% wrong: the weights of an earlier call of the same shape
from scipy.special import softmax

cache = {}

def simple_attention(query, key, value):
    shape = (len(query), len(key))
    if shape not in cache:
        cache[shape] = softmax(query @ key.T, axis=1)
    return cache[shape] @ value, cache[shape]

# %% wrong: prints and returns nothing
from scipy.special import softmax

def simple_attention(query, key, value):
    w = softmax(query @ key.T, axis=1)
    print(w @ value, w)

# %% wrong: the best key alone where the exponential overflows
def simple_attention(query, key, value):
    S = query @ key.T
    A = np.zeros_like(S)
    for i, s in enumerate(S):
        if s.max() > 700 or s.max() < -700:
            A[i, s.argmax()] = 1
        else:
            A[i] = np.exp(s) / np.exp(s).sum()
    return A @ value, A

# %% wrong: shifted scores held above -17, where weights are still seen
def simple_attention(query, key, value):
    S = query @ key.T
    E = np.exp(np.clip(S - S.max(axis=1, keepdims=True), -17, 0))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ value, A

# %% wrong: shifted only where a score is above 700, so that low rows are 0/0
# true: exponentials without a shift, which overflow or vanish; a shift only where scores are large, so that rows of low scores vanish
def simple_attention(query, key, value):
    S = query @ key.T
    if S.max() > 700:
        S = S - S.max(axis=1, keepdims=True)
    E = np.exp(S)
    A = E / E.sum(axis=1, keepdims=True)
    return A @ value, A

# %% wrong: scores in the type of the queries, and weights in that of the scores
# true: weights that were truncated to whole numbers
def simple_attention(query, key, value):
    scores = query @ key.T
    weights = np.zeros_like(scores)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights[:] = e / e.sum(axis=1, keepdims=True)
    return weights @ value, weights

# %% wrong: in place on its own scores, which may be whole numbers
def simple_attention(query, key, value):
    weights = query @ key.T
    for row in weights:
        row -= row.max()
        np.exp(row, out=row)
        row /= row.sum()
    output = np.zeros((len(query), value.shape[1]))
    for i in range(len(query)):
        for j in range(len(key)):
            output[i] += weights[i, j] * value[j]
    return output, weights

# %% right: logaddexp
def simple_attention(query, key, value):
    scores = query @ key.T
    logz = np.logaddexp.reduce(scores.astype(float), axis=1)
    w = np.exp(scores - logz[:, None])
    return w @ value, w

# %% wrong: softmax of the softmax
# true: a softmax of the softmax
def simple_attention(query, key, value):
    def sm(s):
        e = np.exp(s - s.max(1, keepdims=True))
        return e / e.sum(1, keepdims=True)
    w = sm(sm(query @ key.T))
    return w @ value, w

# %% wrong: shift by the mean of each row
# true: a shift by an average of each row, so that large scores still overflow
def simple_attention(query, key, value):
    s = query @ key.T
    e = np.exp(s - s.mean(axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: values in the type of the keys
def simple_attention(query, key, value):
    s = query @ key.T
    e = np.exp(s - s.max(axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value.astype(key.dtype), w

# %% wrong: tiny weights set to zero
# true: small weights set to 0
def simple_attention(query, key, value):
    s = query @ key.T
    e = np.exp(s - s.max(axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    w = np.where(w < 1e-4, 0, w)
    return w @ value, w

# %% wrong: no transpose of the keys
# true: `query @ key`, without transposing the keys
def simple_attention(query, key, value):
    scores = query @ key
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: maxima and sums without keepdims
# true: the largest scores and the sums of the wrong rows
def simple_attention(query, key, value):
    scores = np.matmul(query, key.T)
    e = np.exp(scores - np.max(scores, axis=1))
    weights = e / np.sum(e, axis=1)
    return weights @ value, weights

# %% wrong: a base of two, by exp2
# true: powers of 2 instead of powers of e
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp2(scores - scores.max(axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: the scores clipped to 50
# true: scores clipped to a limit before the exponential, so that large ones tie
def simple_attention(query, key, value):
    scores = np.minimum(query @ key.T, 50)
    e = np.exp(scores)
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% wrong: a shift by the median
# true: a shift by an average of each row, so that large scores still overflow
def simple_attention(query, key, value):
    scores = query @ key.T
    e = np.exp(scores - np.median(scores, axis=1, keepdims=True))
    w = e / e.sum(axis=1, keepdims=True)
    return w @ value, w

# %% right: one over sums of exponentials of differences, with einsum
def simple_attention(query, key, value):
    S = np.einsum("nd,md->nm", query, key).astype(float)
    with np.errstate(over="ignore"):
        weights = 1 / np.exp(S[:, None, :] - S[:, :, None]).sum(axis=2)
    return np.einsum("nm,mv->nv", weights, value), weights

# %% right: loops, math.exp and fsum
import math


def simple_attention(query, key, value):
    weights = []
    for q in query:
        scores = [math.fsum(float(a) * float(b) for a, b in zip(q, k)) for k in key]
        top = max(scores)
        powers = [math.exp(s - top) for s in scores]
        total = math.fsum(powers)
        weights.append([power / total for power in powers])
    output = [
        [math.fsum(a * float(v) for a, v in zip(row, column)) for column in value.T]
        for row in weights
    ]
    return np.array(output), np.array(weights)

# %% right: logaddexp.reduce
def simple_attention(query, key, value):
    S = (query @ key.T) * 1.0
    A = np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
    return (A, A @ value)[::-1]

# %% right: a running maximum, key by key
def simple_attention(query, key, value):
    n, m = len(query), len(key)
    S = np.empty((n, m))
    top, total = np.full(n, -np.inf), np.zeros(n)
    output = np.zeros((n, value.shape[1]))
    for j in range(m):
        S[:, j] = query @ key[j]
        new = np.maximum(top, S[:, j])
        old, now = np.exp(top - new), np.exp(S[:, j] - new)
        total = total * old + now
        output = output * old[:, None] + now[:, None] * value[j]
        top = new
    return output / total[:, None], np.exp(S - top[:, None]) / total[:, None]

# %% wrong: weights below a hundred-thousandth set to zero
def simple_attention(query, key, value):
    S = query @ key.T
    e = np.exp(S - S.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    A = np.where(A < 1e-5, 0, A)
    return A @ value, A

# %% wrong: shifted only where a score is above 709
def simple_attention(query, key, value):
    S = (query @ key.T).astype(float)
    if np.abs(S).max() > 709:
        S -= S.max(axis=1, keepdims=True)
    A = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    return A @ value, A

# %% wrong: a single key gives one row of output
def simple_attention(query, key, value):
    if len(key) == 1:
        return value, np.ones((len(query), 1))
    S = query @ key.T
    e = np.exp(S - np.max(S, axis=1, keepdims=True))
    A = e / np.sum(e, axis=1, keepdims=True)
    return A @ value, A

# %% wrong: a running maximum that starts at -1000
def simple_attention(query, key, value):
    weights = []
    for q in query:
        scores, top = [q @ k for k in key], -1000.0
        for s in scores:
            top = max(top, s)
        e = np.exp(np.array(scores) - top)
        weights.append(e / e.sum())
    A = np.array(weights)
    return A @ value, A

# %% wrong: scores in the type of the keys
def simple_attention(query, key, value):
    S = np.zeros((len(query), len(key)), dtype=key.dtype)
    for i, q in enumerate(query):
        for j, k in enumerate(key):
            S[i, j] = q @ k
    e = np.exp(S - S.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ value, A

# %% wrong: values in the type of the queries
def simple_attention(query, key, value):
    S = query @ key.T
    e = np.exp(S - S.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ value.astype(query.dtype), A

# %% right: vectorized, row maximum subtracted, keepdims
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    scores = query @ key.T
    scores = scores - scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    attention_weights = e / e.sum(axis=1, keepdims=True)
    return attention_weights @ value, attention_weights

# %% right: plain loops over queries and keys
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    n = query.shape[0]
    m = key.shape[0]
    d_v = value.shape[1]
    output = np.zeros((n, d_v))
    attention_weights = np.zeros((n, m))
    for i in range(n):
        scores = []
        for j in range(m):
            s = 0.0
            for k in range(query.shape[1]):
                s = s + query[i, k] * key[j, k]
            scores.append(s)
        biggest = max(scores)
        exps = []
        for s in scores:
            exps.append(np.exp(s - biggest))
        total = sum(exps)
        for j in range(m):
            attention_weights[i, j] = exps[j] / total
            for k in range(d_v):
                output[i, k] = output[i, k] + attention_weights[i, j] * value[j, k]
    return output, attention_weights

# %% right: library, scipy.special.softmax along each row
from scipy.special import softmax


def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    A = softmax(np.matmul(query, np.transpose(key)).astype(float), axis=-1)
    return np.matmul(A, value), A

# %% right: einsum and log-sum-exp by logaddexp.reduce
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = np.einsum("id,jd->ij", query, key).astype(float)
    log_total = np.logaddexp.reduce(S, axis=1)[:, None]
    A = np.exp(S - log_total)
    return np.einsum("ij,jv->iv", A, value), A

# %% wrong: overflow, no shift of the scores; scores of 1000 must work without NaN
# true: exponentials without a shift, which overflow or vanish
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    S = query @ key.T
    E = np.exp(S)
    A = E / E.sum(axis=1, keepdims=True)
    return A @ value, A

# %% wrong: softmax down the columns (axis 0); the softmax runs along each row
# true: a softmax down each column instead of along each row
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    S = query @ key.T
    E = np.exp(S - S.max(axis=0, keepdims=True))
    A = E / E.sum(axis=0, keepdims=True)
    return A @ value, A

# %% wrong: divides by sqrt(d); the scores are plain dot products
# true: scores divided by √d, which this exercise does not ask for
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    d = query.shape[1]
    S = query @ key.T / np.sqrt(d)
    S = S - np.max(S, axis=1, keepdims=True)
    E = np.exp(S)
    A = E / np.sum(E, axis=1, keepdims=True)
    return A @ value, A

# %% wrong: shifts by the maximum of the whole matrix; rows far below become 0/0, scores of 1000 and -1000 in different rows must work
# true: one shift for the whole matrix, which makes rows with low scores vanish
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    scores = query @ key.T
    e = np.exp(scores - np.max(scores))
    weights = e / e.sum(axis=1, keepdims=True)
    output = weights @ value
    return output, weights

# %% wrong: clips the scores at 500 against overflow; 1000 and 999 then get equal weights
# true: scores clipped to a limit before the exponential, so that large ones tie
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    scores = np.clip(query @ key.T, -500, 500)
    e = np.exp(scores)
    weights = e / e.sum(axis=-1, keepdims=True)
    return weights @ value, weights

# %% wrong: returns (weights, output); the order is (output, attention_weights)
# true: the output and the weights in the wrong order
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    S = query @ key.T
    S = S - S.max(axis=1, keepdims=True)
    A = np.exp(S)
    A = A / A.sum(axis=1, keepdims=True)
    return A, A @ value

# %% wrong: row sums without keepdims; fails or, for n = m, divides the columns; each row sums to 1
# true: a division by the sums of the wrong rows
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    S = query @ key.T
    E = np.exp(S - S.max(axis=1)[:, None])
    A = E / E.sum(axis=1)
    return A @ value, A

# %% wrong: mixes the values with the exponentials, not the weights; output = AV
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    S = query @ key.T
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    output = E @ value
    return output, A

# %% wrong: adds 1e-5 to the denominator; each row sums to 1, checked to six digits
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    S = np.dot(query, key.T)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / (E.sum(axis=1, keepdims=True) + 1e-5)
    return np.dot(A, value), A

# %% wrong: weights array made with zeros_like of integer scores, cut off to 0 and 1; numbers may be integers
# true: weights that were truncated to whole numbers
def simple_attention(
    query: np.ndarray, key: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each query, mix the values by how well their keys fit it.

    query: Q, shape (n, d). key: K, shape (m, d). value: V, shape (m, d_v).
        All are real and left unchanged; scores q · k may reach ±1000 and more.
    Returns (output, attention_weights), of shapes (n, d_v) and (n, m);
        each row of the weights is >= 0 and sums to 1.
    """
    scores = query @ key.T
    weights = np.zeros_like(scores)
    for i in range(len(scores)):
        e = np.exp(scores[i] - max(scores[i]))
        weights[i] = e / e.sum()
    return weights @ value, weights
