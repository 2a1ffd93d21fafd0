# Right and wrong answers to `attention_head(X, W_q, W_k, W_v)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer,
# and some check must fail each wrong one.

# %% right: as in the lecture text
def attention_head(X, W_q, W_k, W_v):
    d_k = W_q.shape[1]
    Q = X @ W_q
    K = X @ W_k
    V = X @ W_v
    scores = Q @ K.T / np.sqrt(d_k)
    attention_weights = np.exp(scores) / np.sum(np.exp(scores), axis=-1, keepdims=True)
    output = attention_weights @ V
    return attention_weights, output

# %% right: the softmax of an earlier notebook, which the set-up cell fetches
def attention_head(X, W_q, W_k, W_v):
    weights = softmax(X @ W_q @ (X @ W_k).T / np.sqrt(W_k.shape[1]))
    return weights, weights @ (X @ W_v)

# %% right: SciPy's softmax
from scipy.special import softmax

def attention_head(X, W_q, W_k, W_v):
    Q, K, V = (X @ W for W in (W_q, W_k, W_v))
    A = softmax(Q @ K.T / Q.shape[-1] ** 0.5, axis=-1)
    return A, A @ V

# %% right: with the function of the notebook before
def attend(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

def attention_head(X, W_q, W_k, W_v):
    output, weights = attend(X @ W_q, X @ W_k, X @ W_v)
    return weights, output

# %% right: one matrix in the middle, W_q W_k^T
def attention_head(X, W_q, W_k, W_v):
    M = W_q @ W_k.T / np.sqrt(W_k.shape[1])
    S = X @ M @ X.T
    A = np.exp(S - S.max(1)[:, None])
    A = A / A.sum(1)[:, None]
    return [A, (A @ X) @ W_v]

# %% right: loops and nested lists
import math

def attention_head(X, W_q, W_k, W_v):
    def times(A, B):
        return [[sum(float(a) * float(b) for a, b in zip(row, col)) for col in zip(*B)] for row in A]

    Q, K, V = times(X, W_q), times(X, W_k), times(X, W_v)
    weights = []
    for q in Q:
        e = [math.exp(sum(a * b for a, b in zip(q, k)) / math.sqrt(len(q))) for k in K]
        weights.append([x / sum(e) for x in e])
    return weights, times(weights, V)

# %% right: einsum
def attention_head(X, W_q, W_k, W_v):
    q, k, v = (np.einsum("tm,mk->tk", X, W) for W in (W_q, W_k, W_v))
    e = np.exp(np.einsum("ik,jk->ij", q, k) / np.sqrt(q.shape[1]))
    a = np.einsum("ij,i->ij", e, 1 / e.sum(axis=1))
    return a, np.einsum("ij,jv->iv", a, v)

# %% right: a class
class Head:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v

    def __call__(self, X):
        scores = np.dot(np.dot(X, self.W_q), np.dot(X, self.W_k).T)
        scores = scores * (1 / np.sqrt(self.W_q.shape[1]))
        w = np.exp(scores - np.amax(scores, axis=-1, keepdims=True))
        w = w / np.sum(w, axis=-1, keepdims=True)
        return w, np.matmul(w, np.matmul(X, self.W_v))

def attention_head(X, W_q, W_k, W_v):
    return Head(W_q, W_k, W_v)(X)

# %% right: the largest of all scores subtracted, which moderate scores bear
def attention_head(X, W_q, W_k, W_v):
    S = (X @ W_q) @ (X @ W_k).T / np.sqrt(W_k.shape[1])
    E = np.exp(S - np.max(S))
    A = E / np.sum(E, axis=1)[:, None]
    return A, A @ (X @ W_v)

# %% right: one projection for all three, then split
def attention_head(X, W_q, W_k, W_v):
    d_k = W_q.shape[1]
    P = X @ np.hstack([W_q, W_k, W_v])
    Q, K, V = np.split(P, [d_k, 2 * d_k], axis=1)
    E = np.exp(Q @ K.T / np.sqrt(d_k))
    A = np.diag(1 / E.sum(1)) @ E
    return A, A @ V

# %% right: scikit-learn divides the rows by their sums
from sklearn.preprocessing import normalize

def attention_head(X, W_q, W_k, W_v):
    S = X @ W_q @ (X @ W_k).T / np.sqrt(W_q.shape[1])
    A = normalize(np.exp(S), norm="l1", axis=1)
    return A, A @ (X @ W_v)

# %% right: one `einsum` for all scores
from scipy import special

def attention_head(X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray):
    S = np.einsum("ia,ad,bd,jb->ij", X, W_q, W_k, X) / W_q.shape[-1] ** 0.5
    A = special.softmax(S, axis=1)
    return A, np.einsum("ij,ja,av->iv", A, X, W_v)

# %% wrong: output first, as in the notebook before
# true: the output and the weights in the wrong order
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the root of d_model
# true: scores divided by √d_model instead of √d_k
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(X.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: the root of d_v
# true: scores divided by √d_v, from the width of W_v
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(V.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: d_model // 8, as the lecture text computes it
# true: scores that were not divided by √d_k
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    d_k = max(X.shape[1] // 8, 1)
    e = np.exp(Q @ K.T / np.sqrt(d_k))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: the root of the number of tokens
# true: scores divided by the square root of the number of tokens
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(len(Q)))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: no scaling
# true: scores that were not divided by √d_k
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T)
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: divided by d_k
# true: scores divided by d_k instead of √d_k
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / Q.shape[1])
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: softmax over the whole matrix
# true: one softmax over the whole matrix instead of one for each row
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum()
    return A, A @ V

# %% wrong: softmax down the columns
# true: a softmax along each column instead of each row
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=0)
    return A, A @ V

# %% wrong: a row sum without keepdims
# true: a division by the sums of the wrong rows
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1)
    return A, A @ V

# %% wrong: keys ask, queries answer
# true: queries and keys that are swapped
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_k, X @ W_q, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: W_q used twice
# true: keys that were made with W_q instead of W_k
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_q, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: W_k used for the values, where the widths agree
def attention_head(X, W_q, W_k, W_v):
    Q, K = X @ W_q, X @ W_k
    V = K if W_k.shape == W_v.shape else X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: the embeddings themselves mixed
# true: a mixture of the embeddings, without W_v
def attention_head(X, W_q, W_k, W_v):
    Q, K = X @ W_q, X @ W_k
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ X

# %% wrong: the embeddings themselves mixed, where d_v = d_model
# true: a mixture of the embeddings, without W_v
def attention_head(X, W_q, W_k, W_v):
    Q, K = X @ W_q, X @ W_k
    V = X if W_v.shape[0] == W_v.shape[1] else X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: values that are not mixed
# true: values that were not mixed: the weights are not used
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, V

# %% wrong: mixed by the columns of the weights
# true: values mixed by the columns of the weights instead of the rows
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A.T @ V

# %% wrong: a residual added
# true: a mixture to which the values themselves are added
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V + V

# %% wrong: a causal mask
# true: a mask that hides later tokens, which nobody asked for
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.tril(np.exp(Q @ K.T / np.sqrt(Q.shape[1])))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: W_q scaled in place
def attention_head(X, W_q, W_k, W_v):
    W_q /= np.sqrt(W_q.shape[1])
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T)
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: the embeddings centred first, in place
def attention_head(X, W_q, W_k, W_v):
    X -= X.mean(axis=0)
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: random matrices of its own, as in the lecture text
def attention_head(X, W_q, W_k, W_v):
    W_q = np.random.randn(*W_q.shape)
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = e / e.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: small weights set to zero
def attention_head(X, W_q, W_k, W_v):
    S = X @ W_q @ (X @ W_k).T / np.sqrt(W_q.shape[1])
    E = np.exp(S)
    A = E / E.sum(1, keepdims=True)
    A[A < 1e-4] = 0
    return A, A @ X @ W_v

# %% wrong: scores made symmetric
def attention_head(X, W_q, W_k, W_v):
    S = X @ W_q @ (X @ W_k).T / np.sqrt(W_q.shape[1])
    S = (S + S.T) / 2
    E = np.exp(S)
    A = E / E.sum(1, keepdims=True)
    return A, A @ X @ W_v

# %% wrong: an integer root
# true: scores divided by √d_k rounded down to a whole number
def attention_head(X, W_q, W_k, W_v):
    S = X @ W_q @ (X @ W_k).T / int(np.sqrt(W_q.shape[1]))
    E = np.exp(S)
    A = E / E.sum(1, keepdims=True)
    return A, A @ X @ W_v

# %% wrong: queries of the type of the tokens
def attention_head(X, W_q, W_k, W_v):
    Q = np.zeros((len(X), W_q.shape[1]), dtype=X.dtype)
    Q[:] = X @ W_q
    S = Q @ (X @ W_k).T / np.sqrt(W_q.shape[1])
    E = np.exp(S)
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ (X @ W_v)

# %% wrong: an output of the type of the values' matrix
def attention_head(X, W_q, W_k, W_v):
    S = (X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1])
    E = np.exp(S)
    A = E / E.sum(axis=1, keepdims=True)
    output = np.zeros((len(X), W_v.shape[1]), dtype=W_v.dtype)
    output[:] = A @ (X @ W_v)
    return A, output

# %% wrong: scores divided in place
def attention_head(X, W_q, W_k, W_v):
    S = (X @ W_q) @ (X @ W_k).T
    S /= np.sqrt(W_q.shape[1])
    E = np.exp(S)
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ (X @ W_v)

# %% wrong: mixed by the transposed weights
# true: values mixed by the columns of the weights instead of the rows
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A.T @ V

# %% wrong: keys in place of the values
# true: a mixture of the keys instead of the values
def attention_head(X, W_q, W_k, W_v):
    Q, K = X @ W_q, X @ W_k
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ K

# %% wrong: scores for weights
# true: scores in place of the weights
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return S, A @ V

# %% wrong: neither the largest scores nor the sums keep their axis
# true: the largest scores and the sums of the wrong rows
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    scores = Q @ K.T / np.sqrt(K.shape[1])
    weights = np.exp(scores - scores.max(axis=1))
    weights = weights / weights.sum(axis=1)
    return weights, weights @ V

# %% right: one matrix B of both, scores X B Xᵀ
def attention_head(X, W_q, W_k, W_v):
    S = X @ (W_q @ W_k.T) @ X.T / np.sqrt(W_q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, (A @ X) @ W_v

# %% right: nested loops and math.exp on lists
import math


def attention_head(X, W_q, W_k, W_v):
    Q, K, V = (np.matmul(X, W).astype(float).tolist() for W in (W_q, W_k, W_v))
    A = []
    for q in Q:
        e = [math.exp(sum(a * b for a, b in zip(q, k)) / math.sqrt(len(q))) for k in K]
        A.append([x / sum(e) for x in e])
    output = [[sum(a * v[c] for a, v in zip(row, V)) for c in range(len(V[0]))] for row in A]
    return np.array(A), np.array(output)

# %% right: all projections in one product, split afterwards
def attention_head(X, W_q, W_k, W_v):
    d_k = W_k.shape[1]
    Q, K, V = np.split(X @ np.hstack([W_q, W_k, W_v]), [d_k, 2 * d_k], axis=1)
    E = np.exp((Q @ K.T) * d_k**-0.5)
    A = np.divide(E, E.sum(1)[:, None])
    return A, A @ V

# %% right: transposed table, softmax by columns, einsum back
from scipy.special import softmax


def attention_head(X, W_q, W_k, W_v):
    table = softmax((X @ W_k) @ (X @ W_q).T / np.sqrt(np.size(W_q, 1)), axis=0)
    return table.T, np.einsum("ji,jc->ic", table, X @ W_v)

# %% wrong: the weights are squeezed, one token gives shape
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    E = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = np.squeeze(E / E.sum(axis=1, keepdims=True))
    return A, np.dot(A, V)

# %% wrong: scores are clipped to ±3, moderate ones may be larger
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    E = np.exp(np.clip(Q @ K.T / np.sqrt(Q.shape[1]), -3, 3))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: weights below 0.001 are dropped, rows no longer sum to 1
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    E = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = E / E.sum(axis=1, keepdims=True)
    A[A < 1e-3] = 0
    return A, A @ V

# %% wrong: float matrices are cut to whole numbers if X holds whole numbers
def attention_head(X, W_q, W_k, W_v):
    W_q, W_k, W_v = (W.astype(X.dtype) for W in (W_q, W_k, W_v))
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    E = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: remembers the weights by X and the shape of W_q, other matrices get the old weights
_heads = {}


def attention_head(X, W_q, W_k, W_v):
    key = (X.tobytes(), X.shape, W_q.shape)
    if key not in _heads:
        Q, K = X @ W_q, X @ W_k
        E = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
        _heads[key] = E / E.sum(axis=1, keepdims=True)
    A = _heads[key]
    return A, A @ (X @ W_v)

# %% wrong: adds 1e-6 to the sum of a row, rows of scores near -10 sum to less than 1
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    E = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = E / (E.sum(axis=1, keepdims=True) + 1e-6)
    return A, A @ V

# %% wrong: only the five largest weights of a row are kept
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    S = Q @ K.T / np.sqrt(Q.shape[1])
    if len(S) > 5:
        S = np.where(S >= np.sort(S, axis=1)[:, -5:][:, :1], S, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: the output first, as in the notebook before
# true: the output and the weights in the wrong order
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    E = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: divides by the root of d_model
# true: scores divided by √d_model instead of √d_k
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    E = np.exp(Q @ K.T / np.sqrt(X.shape[1]))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: queries and keys swapped
# true: queries and keys that are swapped
def attention_head(X, W_q, W_k, W_v):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    E = np.exp(K @ Q.T / np.sqrt(Q.shape[1]))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% right: every projection and score by its own loop
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Run one head of self-attention: for each token, mix the values of all tokens."""
    seq_len = X.shape[0]
    d_k = W_q.shape[1]
    queries = [X[t] @ W_q for t in range(seq_len)]
    keys = [X[t] @ W_k for t in range(seq_len)]
    values = [X[t] @ W_v for t in range(seq_len)]
    attention_weights = np.zeros((seq_len, seq_len))
    output = np.zeros((seq_len, W_v.shape[1]))
    for i in range(seq_len):
        total = 0.0
        for j in range(seq_len):
            score = np.sum(queries[i] * keys[j]) / np.sqrt(d_k)
            attention_weights[i, j] = np.exp(score)
            total += attention_weights[i, j]
        for j in range(seq_len):
            attention_weights[i, j] /= total
            output[i] += attention_weights[i, j] * values[j]
    return attention_weights, output

# %% right: three products and a shifted softmax
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    S = Q @ K.T / np.sqrt(Q.shape[1])
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A /= A.sum(axis=1, keepdims=True)
    return A, A @ V

# %% right: SciPy's softmax, transposed by einsum
from scipy.special import softmax


def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    scores = np.einsum("ia,ak,bk,jb->ij", X, W_q, W_k, X, optimize=True)
    weights = softmax(scores / np.sqrt(W_k.shape[-1]), axis=1)
    return weights, weights @ (X @ W_v)

# %% right: score matrix B, embeddings mixed before W_v
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    def softmax_row(s):
        e = np.exp(s - max(s))
        return e / sum(e)

    B = W_q @ W_k.T
    S = X @ B @ X.T / W_q.shape[1] ** 0.5
    weights = np.apply_along_axis(softmax_row, 1, S)
    return weights, (weights @ X) @ W_v

# %% wrong: output first, as in the notebook before; "the weights come first"
# true: the output and the weights in the wrong order
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: root of d_model (X.shape[1]) instead of d_k; equation (1)
# true: scores divided by √d_model instead of √d_k
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    S = Q @ K.T / np.sqrt(X.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: keys made with W_q (copied line); K = X W_k
# true: keys that were made with W_q instead of W_k
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q = X @ W_q
    K = X @ W_q
    V = X @ W_v
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: embeddings mixed, W_v forgotten; output = A V with V = X W_v
# true: a mixture of the embeddings, without W_v
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K = X @ W_q, X @ W_k
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ X

# %% wrong: sums of the rows without keepdims, so columns are divided; "the softmax runs along each row"
# true: a division by the sums of the wrong rows
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    E = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    A = E / E.sum(axis=1)
    return A, A @ V

# %% wrong: K Q^T, so queries and keys are swapped; equation (1) has Q K^T
# true: queries and keys that are swapped
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    S = K @ Q.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: division by the root after the softmax; equation (1) divides the scores
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    S = Q @ K.T
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True) / np.sqrt(Q.shape[1])
    return A, A @ V

# %% wrong: a causal mask; "there is no mask"
# true: a mask that hides later tokens, which nobody asked for
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(X), dtype=bool), S, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: weights written into zeros_like(S) of whole numbers, which cuts them to 0; the entries may be whole numbers
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    S = Q @ K.T
    A = np.zeros_like(S)
    output = np.zeros_like(V)
    for i in range(len(X)):
        e = np.exp(S[i] / np.sqrt(Q.shape[1]))
        A[i] = e / e.sum()
        output[i] = A[i] @ V
    return A, output

# %% wrong: products the wrong way round (W X), shapes fit only for square X; Q = X W_q
def attention_head(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K, V = np.dot(W_q.T, X).T, np.dot(W_k.T, X).T, np.dot(W_v.T, X).T
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V
