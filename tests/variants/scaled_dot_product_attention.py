# Right and wrong answers to `scaled_dot_product_attention(Q, K, V)`, one cell a block, as students
# write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: the row maximum subtracted
def scaled_dot_product_attention(Q, K, V):
    d_k = Q.shape[-1]
    scores = np.dot(Q, K.T) / np.sqrt(d_k)
    e = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    attention_weights = e / np.sum(e, axis=-1, keepdims=True)
    return np.dot(attention_weights, V), attention_weights

# %% right: the softmax of an earlier notebook, which the set-up cell fetches
def scaled_dot_product_attention(Q, K, V):
    weights = softmax(Q @ K.T / np.sqrt(K.shape[1]), axis=1)
    return weights @ V, weights

# %% right: SciPy's softmax, the root as a power
from scipy.special import softmax

def scaled_dot_product_attention(Q, K, V):
    A = softmax(Q @ K.T * Q.shape[1] ** -0.5, axis=1)
    return A @ V, A

# %% right: loops and the math module, nested lists
import math

def scaled_dot_product_attention(Q, K, V):
    root = math.sqrt(len(Q[0]))
    weights, output = [], []
    for q in Q:
        scores = [sum(float(a) * float(b) for a, b in zip(q, k)) / root for k in K]
        top = max(scores)
        e = [math.exp(s - top) for s in scores]
        total = sum(e)
        w = [x / total for x in e]
        weights.append(w)
        output.append([sum(a * v[c] for a, v in zip(w, V)) for c in range(len(V[0]))])
    return [output, weights]

# %% right: the queries scaled first, on a copy
def scaled_dot_product_attention(Q, K, V):
    Q = Q / np.sqrt(K.shape[1])
    S = np.einsum("nk,mk->nm", Q, K)
    S -= S.max(axis=1)[:, None]
    A = np.exp(S)
    A /= A.sum(axis=1)[:, None]
    return np.einsum("nm,mv->nv", A, V), A

# %% right: the lecture text's own softmax, called row by row
def softmax(x):
    exp_x = np.exp(x - np.max(x))
    return exp_x / np.sum(exp_x)

def scaled_dot_product_attention(Q, K, V):
    scores = np.dot(Q, K.T) / np.sqrt(Q.shape[-1])
    attention_weights = np.array([softmax(row) for row in scores])
    output = np.dot(attention_weights, V)
    return output, attention_weights

# %% right: through the logarithm, with logsumexp
from scipy.special import logsumexp

def scaled_dot_product_attention(Q, K, V):
    S = np.inner(Q, K) / Q.shape[1] ** 0.5
    A = np.exp(S - logsumexp(S, axis=1, keepdims=True))
    return (A.dot(V), A)

# %% right: a lambda and apply_along_axis
def scaled_dot_product_attention(Q, K, V):
    share = lambda s: np.exp(s - s.max()) / np.exp(s - s.max()).sum()
    A = np.apply_along_axis(share, 1, (Q / np.sqrt(Q.shape[1])) @ K.T)
    return A @ V, A

# %% right: transposed scores, softmax down their columns
def scaled_dot_product_attention(Q, K, V):
    s = K @ Q.T / np.sqrt(Q.shape[1])
    s = s - s.max(axis=0)
    w = np.exp(s) / np.exp(s).sum(axis=0)
    return w.T @ V, w.T

# %% right: differences of the scores, without a maximum
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(len(Q[0]))
    with np.errstate(over="ignore"):
        A = 1 / np.exp(S[:, None, :] - S[:, :, None]).sum(axis=2)
    return [A @ V, A]

# %% right: logaddexp.reduce
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    A = np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
    return A @ V, A

# %% right: a named tuple, and `logsumexp`
from collections import namedtuple
from scipy.special import logsumexp

Result = namedtuple("Result", "output attention_weights")

def scaled_dot_product_attention(Q, K, V):
    S = np.dot(Q, np.transpose(K)) * K.shape[1] ** -0.5
    A = np.exp(S - logsumexp(S, axis=1)[:, None])
    return Result(A.dot(V), A)

# %% wrong: one softmax over the whole matrix, as in the lecture text
# true: one softmax over the whole matrix instead of one for each row
def softmax(x):
    exp_x = np.exp(x - np.max(x))
    return exp_x / np.sum(exp_x)

def scaled_dot_product_attention(Q, K, V):
    d_k = Q.shape[-1]
    scores = np.dot(Q, K.T) / np.sqrt(d_k)
    attention_weights = softmax(scores)
    output = np.dot(attention_weights, V)
    return output, attention_weights

# %% wrong: the exponential overflows
# true: exponentials that overflow, because the largest score was not subtracted
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    A = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the maximum of the whole matrix, so that low rows are 0/0
# true: the largest score of the whole matrix subtracted, not that of each row
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    e = np.exp(scores - scores.max())
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: softmax down the columns
# true: a softmax along each column instead of each row
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    e = np.exp(scores - scores.max(axis=0))
    A = e / e.sum(axis=0)
    return A @ V, A

# %% wrong: no scaling
# true: scores that were not divided by √d_k
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: divided by d_k, without the root
# true: scores divided by d_k instead of √d_k
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / Q.shape[1]
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the root of d_v
# true: scores divided by √d_v, from the width of V
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(V.shape[-1])
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the root of the number of queries, by len
# true: scores divided by the square root of the number of queries
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(len(Q))
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the root of the number of keys
# true: scores divided by the square root of the number of keys
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(K.shape[0])
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: scaled twice, queries and keys each
# true: scores divided by d_k instead of √d_k
def scaled_dot_product_attention(Q, K, V):
    r = np.sqrt(Q.shape[1])
    scores = (Q / r) @ (K / r).T
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: multiplied by the root, a slip of the sign of the power
# true: scores multiplied by √d_k instead of divided by it
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T * Q.shape[1] ** 0.5
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: an integer root
# true: scores divided by √d_k rounded down to a whole number
import math

def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / math.isqrt(Q.shape[1])
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the root of 64, from the paper
# true: scores divided by 8, whatever d_k is
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / 8.0
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: Q divided in place
def scaled_dot_product_attention(Q, K, V):
    Q /= np.sqrt(Q.shape[1])
    scores = Q @ K.T
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: weights first
# true: the output and the weights in the wrong order
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: the output alone
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)) @ V

# %% wrong: scores clipped so that large ones tie
# true: scores that were clipped, so that two large ones tie
def scaled_dot_product_attention(Q, K, V):
    scores = np.clip(Q @ K.T / np.sqrt(Q.shape[1]), -500, 500)
    A = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: a causal mask
# true: a mask that hides later keys, which nobody asked for
def scaled_dot_product_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    scores = np.where(np.tri(*scores.shape, dtype=bool), scores, -1e9)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the weights of the first call kept
kept = {}

def scaled_dot_product_attention(Q, K, V):
    key = (Q.shape, K.shape)
    if key not in kept:
        scores = Q @ K.T / np.sqrt(Q.shape[1])
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        kept[key] = e / e.sum(axis=1, keepdims=True)
    return kept[key] @ V, kept[key]

# %% wrong: single precision
def scaled_dot_product_attention(Q, K, V):
    Q, K = Q.astype(np.float32), K.astype(np.float32)
    scores = Q @ K.T / np.float32(np.sqrt(Q.shape[1]))
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: rows made to sum to 1 by their absolute scores
# true: scores divided by their sum, without the exponential
def scaled_dot_product_attention(Q, K, V):
    scores = np.abs(Q @ K.T) / np.sqrt(Q.shape[1])
    A = scores / scores.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: small weights set to zero
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    A[A < 1e-4] = 0
    return A @ V, A

# %% wrong: the mean of a row subtracted
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.mean(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: all weight to the largest score where scores are large
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    if np.abs(S).max() > 500:
        A = (S == S.max(axis=1, keepdims=True)).astype(float)
    else:
        E = np.exp(S)
        A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: an output of the type of V
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    output = np.zeros((len(Q), V.shape[1]), dtype=V.dtype)
    for i in range(len(Q)):
        output[i] = A[i] @ V
    return output, A

# %% wrong: scores in an array of the type of Q
def scaled_dot_product_attention(Q, K, V):
    S = np.zeros((len(Q), len(K)), dtype=Q.dtype)
    for i in range(len(Q)):
        S[i] = K @ Q[i] / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: scores divided in place
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T
    S /= np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the root of the number of queries
# true: scores divided by the square root of the number of queries
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[0])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: multiplied by √d_k
# true: scores multiplied by √d_k instead of divided by it
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T * np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% right: matrices, from an older textbook
def scaled_dot_product_attention(Q, K, V):
    Q, K, V = np.asmatrix(Q), np.asmatrix(K), np.asmatrix(V)
    S = Q * K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1))
    A = E / E.sum(axis=1)
    return A * V, A

# %% right: SciPy's softmax along the last axis
from scipy.special import softmax


def scaled_dot_product_attention(Q, K, V):
    weights = softmax(Q @ K.T / Q.shape[-1] ** 0.5, axis=-1)
    return weights @ V, weights

# %% right: a loop over the queries, einsum for the scores
def scaled_dot_product_attention(Q, K, V):
    S = np.einsum("id,jd->ij", Q, K) / np.sqrt(K.shape[1])
    A = np.zeros(S.shape)
    for i, row in enumerate(S):
        A[i] = np.exp(row - max(row))
        A[i] /= A[i].sum()
    return np.dot(A, V), A

# %% right: logaddexp.reduce, weights as exponentials of logarithms
def scaled_dot_product_attention(Q, K, V):
    S = (Q / np.sqrt(Q.shape[1])).dot(K.T)
    logs = S - np.logaddexp.reduce(S, axis=1)[:, None]
    A = np.exp(logs)
    return np.tensordot(A, V, axes=1), A

# %% right: each weight as one over a sum of exponentials of differences
def scaled_dot_product_attention(Q, K, V):
    S = np.inner(Q, K) / np.sqrt(Q.shape[1])
    differences = np.clip(S[:, None, :] - S[:, :, None], -700, 700)  # (n, m, m)
    A = 1 / np.exp(differences).sum(axis=2)
    return A @ V, A

# %% wrong: subtracts the mean of a row, so 1000 and -1000 in one row overflow
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.mean(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: subtracts the smallest score of a row, a row with ±1000 gives inf / inf
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.min(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: long doubles instead of a shift, overflow from 11,400 on
def scaled_dot_product_attention(Q, K, V):
    S = (Q @ K.T / np.sqrt(Q.shape[1])).astype(np.longdouble)
    E = np.exp(S)
    A = np.asarray(E / E.sum(axis=1, keepdims=True), dtype=float)
    return A @ V, A

# %% wrong: single precision, scores of some hundreds keep too few digits
def scaled_dot_product_attention(Q, K, V):
    Q, K, V = (np.asarray(x, dtype=np.float32) for x in (Q, K, V))
    S = Q @ K.T / np.float32(np.sqrt(Q.shape[1]))
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: differences are clipped at -10, so hopeless keys keep e^-10
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(np.clip(S - S.max(axis=1, keepdims=True), -10, 0))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: a V of whole numbers beside a float Q makes an output of whole numbers
def scaled_dot_product_attention(Q, K, V):
    if Q.dtype.kind == "i":
        V = V.astype(float)
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    output = np.zeros((len(Q), V.shape[1]), dtype=V.dtype)
    output[:] = A @ V
    return output, A

# %% wrong: weights below 0.0001 are set to 0, six digits are asked
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    A = np.where(A < 1e-4, 0, A)
    return A @ V, A

# %% wrong: keeps the weights of the first call for each set of shapes
_weights = {}


def scaled_dot_product_attention(Q, K, V):
    key = Q.shape + K.shape
    if key not in _weights:
        S = Q @ K.T / np.sqrt(Q.shape[1])
        E = np.exp(S - S.max(axis=1, keepdims=True))
        _weights[key] = E / E.sum(axis=1, keepdims=True)
    return _weights[key] @ V, _weights[key]

# %% wrong: the largest score of the whole matrix is subtracted, neighbouring rows give 0 / 0
# true: the largest score of the whole matrix subtracted, not that of each row
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max())
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: divides by the root of the number of keys
# true: scores divided by the square root of the number of keys
def scaled_dot_product_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(len(K))
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% right: query by query, with plain loops
import math


def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mix the values for each query, weighted by how well their keys match it."""
    n, d_k = Q.shape
    m = K.shape[0]
    d_v = V.shape[1]
    weights = np.zeros((n, m))
    output = np.zeros((n, d_v))
    for i in range(n):
        scores = []
        for j in range(m):
            score = 0.0
            for e in range(d_k):
                score += float(Q[i, e]) * float(K[j, e])
            scores.append(score / math.sqrt(d_k))
        largest = max(scores)
        exps = [math.exp(score - largest) for score in scores]
        total = sum(exps)
        for j in range(m):
            weights[i, j] = exps[j] / total
            for c in range(d_v):
                output[i, c] += weights[i, j] * V[j, c]
    return output, weights

# %% right: matrix products, row maxima with keepdims
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(K.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% right: SciPy's softmax along each row
from scipy.special import softmax


def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    d_k = Q.shape[-1]
    attention_weights = softmax(np.matmul(Q, K.T) / d_k**0.5, axis=-1)
    return np.matmul(attention_weights, V), attention_weights

# %% right: einsum and the logarithm of the sum
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = np.einsum("id,jd->ij", Q, K) * Q.shape[1] ** -0.5
    log_weights = [row - np.logaddexp.reduce(row) for row in S]
    A = np.exp(np.array(log_weights))
    return np.einsum("ij,jv->iv", A, V), A

# %% wrong: no division by the root of d_k; equation (1)
# true: scores that were not divided by √d_k
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: root of the number of keys (len(K)) instead of the keys' width; equation (1) has d_k
# true: scores divided by the square root of the number of keys
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    d_k = len(K)
    S = Q @ K.T / np.sqrt(d_k)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: softmax written for one vector, a single sum for the whole matrix; "each row of the weights sums to 1"
# true: one softmax over the whole matrix instead of one for each row
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - np.max(S))
    A = E / np.sum(E)
    return A @ V, A

# %% wrong: exponentials overflow; "must handle scaled scores of 20,000 and -20,000"
# true: exponentials that overflow, because the largest score was not subtracted
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S)
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: one maximum for the whole matrix, so rows far below it become 0/0; large scores "in neighbouring rows"
# true: the largest score of the whole matrix subtracted, not that of each row
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max())
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: softmax down the columns; the sum in (1) runs along row i
# true: a softmax along each column instead of each row
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=0))
    A = E / E.sum(axis=0)
    return A @ V, A

# %% wrong: pair in the wrong order; "(output, attention_weights), in this order"
# true: the output and the weights in the wrong order
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: divides by d_k, the root is forgotten; equation (1)
# true: scores divided by d_k instead of √d_k
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / Q.shape[1]
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: Q is divided in place, which changes the caller's array (and fails for whole numbers); "leave the arguments unchanged"
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q /= np.sqrt(Q.shape[1])
    S = Q @ K.T
    S = S - S.max(axis=1, keepdims=True)
    A = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: scores clipped to ±700 against the overflow, so 20000.3 and 19999.5 get equal weights; six digits are checked
# true: scores that were clipped, so that two large ones tie
def scaled_dot_product_attention(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    S = np.clip(Q @ K.T / np.sqrt(Q.shape[1]), -700, 700)
    E = np.exp(S)
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A
