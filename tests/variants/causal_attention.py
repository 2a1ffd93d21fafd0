# Right and wrong answers to `causal_attention(Q, K, V)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one.

# %% right: minus infinity above the diagonal
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tril(np.ones(S.shape, dtype=bool)), S, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% right: row by row
def causal_attention(Q, K, V):
    n, d = Q.shape
    A = np.zeros((n, n))
    for i in range(n):
        s = K[:i + 1] @ Q[i] / np.sqrt(d)
        e = np.exp(s - s.max())
        A[i, :i + 1] = e / e.sum()
    return A @ V, A

# %% right: lists
import math

def causal_attention(Q, K, V):
    weights, output = [], []
    for i, q in enumerate(Q):
        s = [sum(a * b for a, b in zip(q, K[j])) / math.sqrt(len(q)) for j in range(i + 1)]
        e = [math.exp(v - max(s)) for v in s]
        w = [v / sum(e) for v in e] + [0.0] * (len(K) - i - 1)
        weights.append(w)
        output.append([sum(w[j] * V[j][c] for j in range(i + 1)) for c in range(len(V[0]))])
    return output, weights

# %% right: a mask that is added
def causal_attention(Q, K, V):
    S = np.einsum("id,jd->ij", Q, K) / Q.shape[-1] ** 0.5
    S = S + np.triu(np.full(S.shape, -np.inf), k=1)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% right: the largest visible score first, then exp of what is visible
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(K.shape[1])
    visible = np.arange(len(Q))[:, None] >= np.arange(len(K))
    top = np.array([S[i, :i + 1].max() for i in range(len(S))])[:, None]
    E = np.where(visible, np.exp(np.where(visible, S - top, 0)), 0)
    A = E / E.sum(axis=1, keepdims=True)
    return np.dot(A, V), A

# %% right: a very large negative number
def causal_attention(Q, K, V):
    S = np.array(Q @ K.T / np.sqrt(Q.shape[1]))
    S[np.triu_indices(len(S), 1)] = -1e30
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% right: SciPy's softmax
from scipy.special import softmax

def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S[~np.tri(len(S), dtype=bool)] = -np.inf
    A = softmax(S, axis=1)
    return [A @ V, A]

# %% wrong: no mask
# true: attention without a mask, in which every token sees the whole sequence
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the other triangle
# true: a mask the wrong way round, in which tokens see only later ones
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.triu(np.ones(S.shape, dtype=bool)), S, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: sees the next
# true: a mask that lets the next token through
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(S), k=1, dtype=bool), S, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: not itself
# true: a mask that hides a token from itself
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(S), k=-1, dtype=bool), S, -np.inf)
    S[0, 0] = 0
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: zeros in place of minus infinity
# true: hidden scores that were set to 0, which still count as exp(0) = 1
def causal_attention(Q, K, V):
    S = np.tril(Q @ K.T / np.sqrt(Q.shape[1]))
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: weights hidden after the softmax
# true: a mask after the softmax, so that rows no longer sum to 1
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = np.tril(E / E.sum(axis=1, keepdims=True))
    return A @ V, A

# %% wrong: hidden and shared out after the softmax
# true: a mask and a new normalization after the softmax, which can give 0 / 0
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = np.tril(E / E.sum(axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the output of all keys, the weights of the visible
# true: a mixture of all values, hidden ones too
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    full = E / E.sum(axis=1, keepdims=True)
    E = np.tril(E)
    return full @ V, E / E.sum(axis=1, keepdims=True)

# %% wrong: a thousand less
# true: hidden scores that were lowered by only 1000
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = S - 1000 * np.triu(np.ones(S.shape), k=1)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: minus a thousand
# true: hidden scores that were set to −1000, which is not low enough
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(S), dtype=bool), S, -1000)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: exp overflows
# true: exponentials that overflow, because the largest score was not subtracted
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(np.where(np.tri(len(S), dtype=bool), S, -np.inf))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: shifted by the largest of all
# true: one shift for the whole matrix instead of one for each row
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.where(np.tri(len(S), dtype=bool), np.exp(S - S.max()), 0)
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: minus infinity times zero
# true: a mask in which −∞ is multiplied by 0, which gives NaN
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = S + (1 - np.tri(len(S))) * -np.inf
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: not scaled
# true: scores that were not divided by √d_k
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: scaled by d_k
# true: scores divided by d_k instead of √d_k
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / Q.shape[1], -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: scaled by the width of V
# true: scores divided by √d_v, from the width of V
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(V.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: a softmax down the columns
# true: a softmax along each column instead of each row
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=0))
    A = E / E.sum(axis=0)
    return A @ V, A

# %% wrong: another order
# true: the output and the weights in the wrong order
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A, A @ V

# %% wrong: scales Q in place
def causal_attention(Q, K, V):
    if Q.dtype.kind == "i":
        Q = Q.astype(float)
    Q /= np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% right: loops, with a buffer of floats
def causal_attention(Q, K, V):
    n = len(Q)
    weights = np.zeros((n, n))
    for i in range(n):
        scores = [np.dot(Q[i], K[j]) / np.sqrt(len(Q[i])) for j in range(i + 1)]
        top = max(scores)
        exps = [np.exp(s - top) for s in scores]
        for j in range(i + 1):
            weights[i, j] = exps[j] / sum(exps)
    return np.einsum("ij,jd->id", weights, V), weights

# %% right: hidden scores are lowered by ten thousand
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1]) - 1e4 * np.triu(np.ones((len(Q), len(Q))), k=1)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: an output of the type of V
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    output = np.zeros_like(V)
    for i in range(len(Q)):
        output[i] = A[i] @ V
    return output, A

# %% wrong: scores of the type of Q
def causal_attention(Q, K, V):
    S = np.zeros((len(Q), len(K)), dtype=np.result_type(Q, K))
    S[:] = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(Q), dtype=bool), S, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: hidden scores of minus thirty
# true: hidden scores that were set to a number that is not low enough, such as −100
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -30.0)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the mask once more, on the output
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return np.tril(A @ V), A

# %% wrong: the mask of an earlier call
masks = {}

def causal_attention(Q, K, V):
    d = Q.shape[1]
    if d not in masks:
        masks[d] = np.triu(np.full((len(Q), len(Q)), -np.inf), k=1)
    S = Q @ K.T / np.sqrt(d)
    m = masks[d]
    if m.shape != S.shape:
        m = np.resize(m, S.shape)
    S = S + m
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A


# %% right: prefixes, without a mask
def causal_attention(Q, K, V):
    n, weights = len(Q), np.zeros((len(Q), len(Q)))
    for i in range(n):
        s = K[: i + 1] @ Q[i] / np.sqrt(Q.shape[1])
        e = np.exp(s - s.max())
        weights[i, : i + 1] = e / e.sum()
    return weights @ V, weights

# %% right: a masked array
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(K.shape[1])
    hidden = np.triu(np.ones(S.shape, dtype=bool), k=1)
    S = np.ma.masked_array(S, mask=hidden)
    E = np.ma.filled(np.exp(S - S.max(axis=1)[:, None]), 0.0)
    A = E / E.sum(axis=1)[:, None]
    return [A @ V, A]

# %% right: logsumexp with weights of 0 and 1
from scipy.special import logsumexp
def causal_attention(Q, K, V):
    S = np.einsum("ik,jk->ij", Q, K) * Q.shape[-1] ** -0.5
    seen = np.tri(len(S))
    low = np.where(seen > 0, S, -np.inf)
    A = np.exp(low - logsumexp(low, axis=1, keepdims=True))
    return np.einsum("ij,jk->ik", A, V), A

# %% right: indices compared
def causal_attention(Q, K, V):
    i = np.arange(len(Q))
    S = np.dot(Q / np.sqrt(np.shape(Q)[1]), np.transpose(K))
    S[i[None, :] > i[:, None]] = -np.inf
    S -= np.amax(S, axis=1)[:, None]
    A = np.exp(S)
    A /= np.sum(A, axis=1)[:, None]
    return np.dot(A, V), A

# %% wrong: the smallest float in single precision, added to the scores, and weights that are not 0
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1]) + np.triu(np.full((len(Q), len(Q)), -20.0), k=1)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: hidden scores multiplied by a mask of zeros
# true: hidden scores that were set to 0, which still count as exp(0) = 1
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1]) * np.tri(len(Q))
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: only the two last tokens are seen
def causal_attention(Q, K, V):
    i = np.arange(len(Q))
    seen = (i[:, None] >= i) & (i[:, None] - i < 4)
    S = np.where(seen, Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: a mask for eight tokens
def causal_attention(Q, K, V):
    mask = np.zeros((len(Q), len(Q)))
    for i in range(min(8, len(Q))):
        mask[i, i + 1 :] = -np.inf
    S = Q @ K.T / np.sqrt(Q.shape[1]) + mask
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the root of the number of tokens
# true: scores divided by the square root of the number of tokens
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q)) > 0, Q @ K.T / np.sqrt(len(Q)), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: keys for queries
# true: queries and keys that are swapped
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q)) > 0, K @ Q.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: weights that are rounded to four digits
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q)) > 0, Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = np.round(E / E.sum(axis=1, keepdims=True), 4)
    return A @ V, A

# %% wrong: scores clipped at 50
# true: scores that were clipped, so that several large ones tie
def causal_attention(Q, K, V):
    S = np.clip(Q @ K.T / np.sqrt(Q.shape[1]), -50, 50)
    E = np.tril(np.exp(S))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the output has a residual
# true: a mixture to which the values themselves are added
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q)) > 0, Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return V + A @ V, A

# %% wrong: hidden scores lowered by a hundred
# true: hidden scores that were lowered by too little, such as 100
def causal_attention(Q, K, V):
    n = len(Q)
    mask = np.triu(np.ones((n, n)), k=1)
    scores = Q @ K.T / np.sqrt(Q.shape[1]) - 100 * mask
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    A = e / e.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the sums of the rows without keepdims
# true: a division by the sums of the wrong rows
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(S), dtype=bool), S, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1)
    return A @ V, A

# %% wrong: neither the largest scores nor the sums keep their axis
# true: the largest scores and the sums of the wrong rows
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(S), dtype=bool), S, -np.inf)
    E = np.exp(S - S.max(axis=1))
    A = E / E.sum(axis=1)
    return A @ V, A

# %% wrong: the weights transposed in the mixture
# true: values mixed by the columns of the weights instead of the rows
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(S), dtype=bool), S, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A.T @ V, A

# %% wrong: a mask for 256 tokens
MASK = np.triu(np.full((256, 256), -np.inf), k=1)

def causal_attention(Q, K, V):
    n = len(Q)
    S = Q @ K.T / np.sqrt(Q.shape[1]) + MASK[:n, :n]
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% right: a loop over growing prefixes, zeros beyond
def causal_attention(Q, K, V):
    n = len(Q)
    A = np.zeros((n, n))
    for i in range(n):
        s = K[: i + 1] @ Q[i] / np.sqrt(Q.shape[1])
        e = np.exp(s - s.max())
        A[i, : i + 1] = e / e.sum()
    return A @ V, A

# %% right: masked array of NumPy, filled with zero
def causal_attention(Q, K, V):
    n, d_k = Q.shape
    S = np.ma.masked_array(np.inner(Q, K) / d_k**0.5, mask=np.triu(np.ones((n, n), bool), 1))
    E = np.ma.exp(S - S.max(axis=1)[:, None]).filled(0.0)
    A = E / E.sum(axis=1)[:, None]
    return np.einsum("ij,jc->ic", A, V), A

# %% right: minus infinity added, SciPy's softmax row by row
from scipy.special import softmax


def causal_attention(Q, K, V):
    hidden = np.zeros((len(Q), len(Q)))
    hidden[np.triu_indices(len(Q), k=1)] = -np.inf
    A = softmax(Q @ K.T / np.sqrt(K.shape[1]) + hidden, axis=1)
    return A @ V, A

# %% right: running largest score and sums, key after key
def causal_attention(Q, K, V):
    n = len(Q)
    S = (Q.astype(float) / np.sqrt(Q.shape[1])) @ K.T
    A, output = np.zeros((n, n)), np.zeros((n, V.shape[1]))
    for i in range(n):
        top, total, mixed = -np.inf, 0.0, 0.0
        for j in range(i + 1):
            new = max(top, S[i, j])
            shrink, e = np.exp(top - new), np.exp(S[i, j] - new)
            total, mixed, top = total * shrink + e, mixed * shrink + e * V[j], new
        output[i] = mixed / total
        A[i, : i + 1] = np.exp(S[i, : i + 1] - top) / total
    return output, A

# %% wrong: Q is scaled in place if it holds floats
def causal_attention(Q, K, V):
    Q = np.asarray(Q, dtype=float)
    Q /= np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: shifted by the token's score with itself, an earlier key above it by 1000 overflows
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(Q), dtype=bool), S, -np.inf)
    E = np.exp(S - np.diag(S)[:, None])
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: hidden scores set to -1500 keep a weight beside visible ones of -1000
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(Q), dtype=bool), S, -1500.0)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: a mask made for 64 tokens, longer sequences raise an error
_mask = np.tril(np.ones((64, 64), dtype=bool))


def causal_attention(Q, K, V):
    n = len(Q)
    S = np.where(_mask[:n, :n], Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: a sliding window of eight tokens, token i sees all keys 0 … i
def causal_attention(Q, K, V):
    n = len(Q)
    i, j = np.indices((n, n))
    S = np.where((j <= i) & (i - j < 8), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: a V of whole numbers beside a float Q makes an output of whole numbers
def causal_attention(Q, K, V):
    if Q.dtype.kind == "i":
        Q, K, V = Q.astype(float), K.astype(float), V.astype(float)
    A, output = np.zeros((len(Q), len(Q))), np.zeros_like(V)
    for i in range(len(Q)):
        s = K[: i + 1] @ Q[i] / np.sqrt(Q.shape[1])
        e = np.exp(s - s.max())
        A[i, : i + 1] = e / e.sum()
        output[i] = A[i, : i + 1] @ V[: i + 1]
    return output, A

# %% wrong: single precision inside, scores of some hundreds keep three digits after the exponential
def causal_attention(Q, K, V):
    Q, K, V = (np.asarray(x, dtype=np.float32) for x in (Q, K, V))
    S = Q @ K.T / np.float32(Q.shape[1] ** 0.5)
    S = np.where(np.tri(len(Q), dtype=bool), S, np.float32(-np.inf))
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: the weights are squeezed, a single token gives shape instead of
def causal_attention(Q, K, V):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = np.squeeze(E / E.sum(axis=1, keepdims=True))
    return np.dot(A, V), A

# %% wrong: hidden scores become 0, which still counts as exp
def causal_attention(Q, K, V):
    S = np.tril(Q @ K.T / np.sqrt(Q.shape[1]))
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = np.tril(E / E.sum(axis=1, keepdims=True))
    return A @ V, A

# %% wrong: the mask comes after the softmax, rows divided again
def causal_attention(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    A = np.tril(np.exp(S - S.max(axis=1, keepdims=True)))
    A = A / A.sum(axis=1, keepdims=True)
    return A @ V, A

# %% right: token by token, only the visible keys
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each token, mix its own value and the values of the tokens before it."""
    n, d_k = Q.shape
    d_v = V.shape[1]
    attention_weights = np.zeros((n, n))
    output = np.zeros((n, d_v))
    for i in range(n):
        scores = np.zeros(i + 1)
        for j in range(i + 1):
            scores[j] = np.sum(Q[i] * K[j]) / np.sqrt(d_k)
        exps = np.exp(scores - np.max(scores))
        row = exps / np.sum(exps)
        for j in range(i + 1):
            attention_weights[i, j] = row[j]
            output[i] = output[i] + row[j] * V[j]
    return output, attention_weights

# %% right: hidden scores -inf before the row maximum
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(Q), dtype=bool), S, -np.inf)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% right: SciPy's softmax, mask of -inf by triu_indices
from scipy.special import softmax


def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    scores = np.asarray(Q, dtype=float) @ np.asarray(K, dtype=float).T
    scores /= np.sqrt(K.shape[1])
    scores[np.triu_indices(len(scores), k=1)] = -np.inf
    attention_weights = softmax(scores, axis=1)
    return attention_weights @ V, attention_weights

# %% right: list of rows padded with zeros, logsumexp
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n, root = len(Q), Q.shape[1] ** 0.5
    rows = []
    for i, q in enumerate(Q, start=1):
        seen = K[:i] @ q / root
        log_total = np.logaddexp.reduce(seen)
        rows.append(np.concatenate([np.exp(seen - log_total), np.zeros(n - i)]))
    A = np.stack(rows)
    return np.einsum("ij,jv->iv", A, V), A

# %% wrong: no mask at all (the function of notebook 1); token i sees only j <= i
# true: attention without a mask, in which every token sees the whole sequence
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: mask after the softmax, rows no longer sum to 1; "row i sums to 1 over the keys 0 … i"
# true: a mask after the softmax, so that rows no longer sum to 1
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = np.tril(E / E.sum(axis=1, keepdims=True))
    return A @ V, A

# %% wrong: maximum taken before the mask, 0/0 if a hidden score exceeds the visible ones by 2000; the text names this case
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.tril(np.exp(S - S.max(axis=1, keepdims=True)))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: hidden scores set to 0 (np.tril of the scores), whose exponential is 1; hidden weights must be exactly 0
# true: hidden scores that were set to 0, which still count as exp(0) = 1
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = np.tril(Q @ K.T / np.sqrt(Q.shape[1]))
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: mask hides the token itself too (k=0), first row NaN; token i sees j <= i
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    mask = np.triu(np.ones_like(S), k=0).astype(bool)
    S[mask] = -np.inf
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: mask the wrong way round, tokens see only later ones; the visible keys form a lower triangle
# true: a mask the wrong way round, in which tokens see only later ones
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = S + np.where(np.tri(len(S), k=-1) == 1, -np.inf, 0.0)
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: -1000 is not low enough as a hidden score; scores of ±1000 must work, hidden weights exactly 0
# true: hidden scores that were set to −1000, which is not low enough
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S[np.triu_indices(len(S), 1)] = -1000
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: exponentials without the shift overflow for scores of 1000; "must handle scaled scores of ±1000"
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    E = np.exp(S) * np.tri(len(S))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: -inf is put into the table of products before the division, which fails if Q and K hold whole numbers; "entries may be whole numbers"
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T
    S[np.triu_indices(len(S), k=1)] = -np.inf
    S = S / np.sqrt(Q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A

# %% wrong: mask multiplied by -inf, and 0 * inf gives NaN everywhere visible; rows must sum to 1
# true: a mask in which −∞ is multiplied by 0, which gives NaN
def causal_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = S + np.triu(np.ones(S.shape), k=1) * -np.inf
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ V, A
