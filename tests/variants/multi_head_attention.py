# Right and wrong answers to `multi_head_attention(X, W_q, W_k, W_v, n_heads)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: a loop over slices of columns
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    d_model = X.shape[1]
    if d_model % n_heads != 0:
        raise ValueError("n_heads must divide d_model")
    d = d_model // n_heads
    outputs = []
    for h in range(n_heads):
        cols = slice(h * d, (h + 1) * d)
        Q, K, V = X @ W_q[:, cols], X @ W_k[:, cols], X @ W_v[:, cols]
        e = np.exp(Q @ K.T / np.sqrt(d))
        A = e / e.sum(axis=1, keepdims=True)
        outputs.append(A @ V)
    return np.concatenate(outputs, axis=1)

# %% right: np.split, whose own ValueError is the answer
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        s = q @ k.T / np.sqrt(q.shape[1])
        w = np.exp(s - s.max(axis=1, keepdims=True))
        heads.append(w / w.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% right: all heads at once, by reshape and einsum
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    q, k, v = ((X @ W).reshape(n, n_heads, -1) for W in (W_q, W_k, W_v))
    s = np.einsum("ihc,jhc->hij", q, k) / np.sqrt(q.shape[2])
    a = np.exp(s - s.max(axis=-1, keepdims=True))
    a /= a.sum(axis=-1, keepdims=True)
    return np.einsum("hij,jhc->ihc", a, v).reshape(n, d)

# %% right: transposed to (heads, tokens, width), with matmul
from scipy.special import softmax

def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d_model = X.shape
    if d_model % n_heads:
        raise ValueError
    d_head = d_model // n_heads
    Q = (X @ W_q).reshape(n, n_heads, d_head).transpose(1, 0, 2)
    K = (X @ W_k).reshape(n, n_heads, d_head).transpose(1, 0, 2)
    V = (X @ W_v).reshape(n, n_heads, d_head).transpose(1, 0, 2)
    A = softmax(Q @ K.transpose(0, 2, 1) / np.sqrt(d_head), axis=-1)
    return (A @ V).transpose(1, 0, 2).reshape(n, d_model)

# %% right: a helper head, written into an array of zeros
def one_head(X, W_q, W_k, W_v):
    S = (X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1])
    E = np.exp(S)
    return E / E.sum(axis=-1, keepdims=True) @ (X @ W_v)

def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    width, rest = divmod(X.shape[1], n_heads)
    if rest:
        raise ValueError(f"{n_heads} does not divide {X.shape[1]}")
    result = np.zeros(X.shape)
    for start in range(0, X.shape[1], width):
        b = np.s_[:, start : start + width]
        result[b] = one_head(X, W_q[b], W_k[b], W_v[b])
    return result

# %% right: loops and nested lists, an error of its own
import math

class HeadsError(ValueError):
    pass

def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = len(X), len(X[0])
    if d % n_heads:
        raise HeadsError("does not divide")
    w = d // n_heads
    Q, K, V = (np.array(X) @ np.array(W) for W in (W_q, W_k, W_v))
    out = [[0.0] * d for _ in range(n)]
    for h in range(n_heads):
        c = range(h * w, (h + 1) * w)
        for i in range(n):
            e = [math.exp(sum(Q[i, a] * K[j, a] for a in c) / math.sqrt(w)) for j in range(n)]
            for a in c:
                out[i][a] = float(sum(e[j] * V[j, a] for j in range(n)) / sum(e))
    return out

# %% right: a recursion that takes off one head at a time
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    def heads(Q, K, V, left):
        if left == 0:
            return np.zeros((len(X), 0))
        w = Q.shape[1] // left
        e = np.exp(Q[:, :w] @ K[:, :w].T * w**-0.5)
        first = (e / e.sum(1, keepdims=True)) @ V[:, :w]
        return np.c_[first, heads(Q[:, w:], K[:, w:], V[:, w:], left - 1)]

    if X.shape[1] / n_heads != X.shape[1] // n_heads:
        raise ValueError("uneven heads")
    return heads(X @ W_q, X @ W_k, X @ W_v, n_heads)

# %% right: columns masked instead of cut
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    d = X.shape[1]
    if d % n_heads != 0:
        raise ValueError("no")
    w = d // n_heads
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    out = np.zeros(V.shape)
    for h in range(n_heads):
        mask = (np.arange(d) // w == h).astype(float)
        S = (Q * mask) @ K.T / np.sqrt(w)
        E = np.exp(S)
        out += (E / E.sum(1, keepdims=True)) @ (V * mask)
    return out

# %% right: one product with a block-diagonal matrix
from scipy.linalg import block_diag

def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if len(W_q) % n_heads:
        raise ValueError
    w = len(W_q) // n_heads
    cols = np.arange(len(W_q)).reshape(n_heads, w)
    A = block_diag(*[attention_head(X, W_q[:, c], W_k[:, c], W_v[:, c])[0] for c in cols])
    V = np.vstack([X @ W_v[:, c] for c in cols])
    return np.hstack(np.vsplit(A @ V, n_heads))

# %% right: an axis for the heads, by `einsum`
from scipy.special import softmax

def multi_head_attention(X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int) -> np.ndarray:
    d_head, left = divmod(W_q.shape[1], n_heads)
    if left:
        raise ValueError(f"{W_q.shape[1]} % {n_heads} = {left}")
    q, k, v = (np.einsum("nd,dhc->nhc", X, W.reshape(-1, n_heads, d_head)) for W in (W_q, W_k, W_v))
    a = softmax(np.einsum("nhc,mhc->hnm", q, k) / np.sqrt(d_head), axis=-1)
    return np.einsum("hnm,mhc->nhc", a, v).reshape(len(X), -1)

# %% wrong: one head of full width
# true: one head of full width, with the root of a small head's width
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads:
        raise ValueError
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    e = np.exp(Q @ K.T / np.sqrt(X.shape[1] // n_heads))
    return e / e.sum(axis=1, keepdims=True) @ V

# %% wrong: the root of d_model
# true: scores divided by √d_model instead of the square root of a head's width
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(X.shape[1]))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: the root of the number of heads
# true: scores divided by the square root of the number of heads
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(n_heads))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: no scaling
# true: scores that were not divided by the square root of a head's width
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T)
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: every n-th column
# true: heads that take every n-th column instead of a block of neighbours
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads:
        raise ValueError
    heads = []
    for h in range(n_heads):
        q, k, v = ((X @ W)[:, h::n_heads] for W in (W_q, W_k, W_v))
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: every n-th column, put back to its place
# true: heads that take every n-th column, and write to every n-th
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads:
        raise ValueError
    out = np.zeros(X.shape)
    for h in range(n_heads):
        q, k, v = ((X @ W)[:, h::n_heads] for W in (W_q, W_k, W_v))
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        out[:, h::n_heads] = e / e.sum(axis=1, keepdims=True) @ v
    return out

# %% wrong: reshaped straight to (heads, tokens, width)
# true: a `reshape` to heads that mixes tokens, without a transpose
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError
    q, k, v = ((X @ W).reshape(n_heads, n, d // n_heads) for W in (W_q, W_k, W_v))
    e = np.exp(q @ k.transpose(0, 2, 1) / np.sqrt(d // n_heads))
    a = e / e.sum(axis=-1, keepdims=True)
    return (a @ v).reshape(n, d)

# %% wrong: the heads not transposed back
# true: heads that were not transposed back before the last `reshape`
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError
    q, k, v = ((X @ W).reshape(n, n_heads, -1).transpose(1, 0, 2) for W in (W_q, W_k, W_v))
    e = np.exp(q @ k.transpose(0, 2, 1) / np.sqrt(d // n_heads))
    return (e / e.sum(axis=-1, keepdims=True) @ v).reshape(n, d)

# %% wrong: rows of the matrices instead of columns
# true: heads that were cut from the transposed matrices
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    d = X.shape[1]
    if d % n_heads:
        raise ValueError
    w, heads = d // n_heads, []
    for s in range(0, d, w):
        b = slice(s, s + w)
        q, k, v = (X @ W[b].T for W in (W_q, W_k, W_v))
        e = np.exp(q @ k.T / np.sqrt(w))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: X split instead of the projections
# true: an X that was split, so that each head sees only some of its columns
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    d = X.shape[1] // n_heads
    for h, x in enumerate(np.split(X, n_heads, axis=1)):
        b = slice(h * d, (h + 1) * d)
        q, k, v = (x @ W[b, b] for W in (W_q, W_k, W_v))
        e = np.exp(q @ k.T / np.sqrt(d))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: joined in reverse
# true: heads that were joined in reverse order
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        heads.insert(0, e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: heads averaged
# true: the mean of the heads instead of the heads side by side
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.mean(heads, axis=0)

# %% wrong: stacked, (n_heads, seq_len, width)
# true: heads that were put along a new axis, instead of side by side
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.array(heads)

# %% wrong: uneven heads accepted
# true: a width that was split although `n_heads` does not divide it
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    for q, k, v in zip(*(np.array_split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(max(q.shape[1], 1)))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: columns that are left over dropped
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    d = X.shape[1] // n_heads
    heads = []
    for h in range(n_heads):
        q, k, v = ((X @ W)[:, h * d : (h + 1) * d] for W in (W_q, W_k, W_v))
        e = np.exp(q @ k.T / np.sqrt(max(d, 1)))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: an assertion in place of a ValueError
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    assert X.shape[1] % n_heads == 0
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: an error returned, not raised
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads:
        return "ValueError"
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: the number of tokens, not of columns, is to be divided
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if len(X) % n_heads:
        raise ValueError
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: an output projection by W_v
# true: an output that was multiplied by W_v once more
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads) @ W_v

# %% wrong: weights returned along with the output
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return e, np.hstack(heads)

# %% wrong: always two heads
# true: two heads, whatever `n_heads` is
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads:
        raise ValueError
    heads = []
    for q, k, v in zip(*(np.array_split(X @ W, 2, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T / np.sqrt(q.shape[1]))
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: the matrices scaled in place
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads:
        raise ValueError
    W_q *= (X.shape[1] // n_heads) ** -0.5
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        e = np.exp(q @ k.T)
        heads.append(e / e.sum(axis=1, keepdims=True) @ v)
    return np.hstack(heads)

# %% wrong: the output written into X
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads:
        raise ValueError
    d = X.shape[1] // n_heads
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    for h in range(n_heads):
        b = slice(h * d, (h + 1) * d)
        e = np.exp(Q[:, b] @ K[:, b].T / np.sqrt(d))
        X[:, b] = e / e.sum(axis=1, keepdims=True) @ V[:, b]
    return X

# %% wrong: refused only where there are more heads than columns
# true: a width that was split although `n_heads` does not divide it
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if n_heads > X.shape[1]:
        raise ValueError("too many")
    outs = [
        attention_head(X, a, b, c)[1]
        for a, b, c in zip(*(np.array_split(W, n_heads, axis=1) for W in (W_q, W_k, W_v)))
    ]
    return np.hstack(outs)

# %% wrong: an integer root
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    d = X.shape[1]
    if d % n_heads:
        raise ValueError
    w = d // n_heads
    outs = []
    for i in range(0, d, w):
        Q, K, V = X @ W_q[:, i : i + w], X @ W_k[:, i : i + w], X @ W_v[:, i : i + w]
        E = np.exp(Q @ K.T / int(w**0.5))
        outs.append(E / E.sum(1, keepdims=True) @ V)
    return np.hstack(outs)

# %% wrong: the weights of the heads averaged
# true: the mean of all heads' weights, applied to all the values
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    d = X.shape[1]
    if d % n_heads:
        raise ValueError
    w = d // n_heads
    A = np.mean(
        [
            attention_head(X, W_q[:, i : i + w], W_k[:, i : i + w], W_v[:, i : i + w])[0]
            for i in range(0, d, w)
        ],
        axis=0,
    )
    return A @ X @ W_v

# %% wrong: a result of the type of the tokens
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError("heads")
    w = d // n_heads
    result = np.zeros_like(X)
    for h in range(n_heads):
        b = slice(h * w, h * w + w)
        S = (X @ W_q[:, b]) @ (X @ W_k[:, b]).T / np.sqrt(w)
        E = np.exp(S)
        result[:, b] = E / E.sum(axis=1, keepdims=True) @ (X @ W_v[:, b])
    return result

# %% wrong: a result of the type of the values' matrix
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError("heads")
    w = d // n_heads
    result = np.empty((n, d), dtype=W_v.dtype)
    for h in range(n_heads):
        b = slice(h * w, h * w + w)
        S = (X @ W_q[:, b]) @ (X @ W_k[:, b]).T / np.sqrt(w)
        E = np.exp(S)
        result[:, b] = E / E.sum(axis=1, keepdims=True) @ (X @ W_v[:, b])
    return result

# %% wrong: columns masked, added up in an array of the type of the values
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    d = X.shape[1]
    if d % n_heads != 0:
        raise ValueError("no")
    w = d // n_heads
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    out = np.zeros_like(V)
    for h in range(n_heads):
        mask = (np.arange(d) // w == h).astype(float)
        S = (Q * mask) @ K.T / np.sqrt(w)
        E = np.exp(S)
        out += (E / E.sum(1, keepdims=True)) @ (V * mask)
    return out

# %% wrong: reshaped without a transpose
# true: a `reshape` to heads that mixes tokens, without a transpose
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError
    Q, K, V = [(X @ W).reshape(n_heads, n, d // n_heads) for W in (W_q, W_k, W_v)]
    S = Q @ K.transpose(0, 2, 1) / np.sqrt(d // n_heads)
    E = np.exp(S)
    A = E / E.sum(-1, keepdims=True)
    return (A @ V).reshape(n, d)

# %% wrong: one wide head, after the check
# true: one head of full width, whatever `n_heads` is
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads:
        raise ValueError
    return attention_head(X, W_q, W_k, W_v)[1]

# %% wrong: every n-th column, after the check
# true: heads that take every n-th column instead of a block of neighbours
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads:
        raise ValueError
    return np.hstack([attention_head(X, W_q[:, h::n_heads], W_k[:, h::n_heads], W_v[:, h::n_heads])[1] for h in range(n_heads)])

# %% wrong: the root of the full width, after the check
# true: scores divided by √d_model instead of the square root of a head's width
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError
    w = d // n_heads
    outs = []
    for i in range(n_heads):
        s = slice(i * w, i * w + w)
        Q, K, V = X @ W_q[:, s], X @ W_k[:, s], X @ W_v[:, s]
        S = Q @ K.T / np.sqrt(d)
        E = np.exp(S)
        outs.append(E / E.sum(1, keepdims=True) @ V)
    return np.hstack(outs)

# %% wrong: the heads added up
# true: the sum of the heads instead of the heads side by side
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    d = X.shape[1]
    if d % n_heads:
        raise ValueError("n_heads must divide d_model")
    w = d // n_heads
    result = 0
    for h in range(n_heads):
        b = slice(h * w, (h + 1) * w)
        result = result + attention_head(X, W_q[:, b], W_k[:, b], W_v[:, b])[1]
    return result

# %% wrong: divided by the width of a head
# true: scores divided by a head's width, without the root
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    d = X.shape[1]
    if d % n_heads:
        raise ValueError("n_heads must divide d_model")
    w = d // n_heads
    heads = []
    for h in range(n_heads):
        b = slice(h * w, (h + 1) * w)
        Q, K, V = X @ W_q[:, b], X @ W_k[:, b], X @ W_v[:, b]
        E = np.exp(Q @ K.T / w)
        heads.append(E / E.sum(axis=1, keepdims=True) @ V)
    return np.hstack(heads)

# %% right: reshaped to heads, two einsums, no loop
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError("n_heads must divide d_model")
    Q, K, V = ((X @ W).reshape(n, n_heads, -1) for W in (W_q, W_k, W_v))
    S = np.einsum("ihc,jhc->hij", Q, K) / np.sqrt(d // n_heads)
    A = np.exp(S - S.max(axis=-1, keepdims=True))
    A /= A.sum(axis=-1, keepdims=True)
    return np.einsum("hij,jhc->ihc", A, V).reshape(n, d)

# %% right: np.split of the matrices, which raises the ValueError itself
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    blocks = (np.split(W, n_heads, axis=1) for W in (W_q, W_k, W_v))
    return np.hstack([attention_head(X, *triple)[1] for triple in zip(*blocks)])

# %% right: products first, slices of a float result
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    width, rest = divmod(X.shape[1], n_heads)
    if rest != 0:
        raise ValueError(f"{n_heads} heads cannot share {X.shape[1]} columns")
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    result = np.zeros(X.shape, dtype=float)
    for start in range(0, X.shape[1], width):
        c = slice(start, start + width)
        E = np.exp(Q[:, c] @ K[:, c].T / width**0.5)
        result[:, c] = E @ V[:, c] / E.sum(axis=1, keepdims=True)
    return result

# %% right: recursion, first block and then the others
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads != 0:
        raise ValueError("uneven heads")
    width = X.shape[1] // n_heads

    def joined(q, k, v):
        if q.shape[1] == 0:
            return np.empty((len(X), 0))
        _, first = attention_head(X, q[:, :width], k[:, :width], v[:, :width])
        return np.concatenate([first, joined(q[:, width:], k[:, width:], v[:, width:])], axis=1)

    return joined(W_q, W_k, W_v)

# %% wrong: halves the columns again and again, right for powers of two only
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    if X.shape[1] % n_heads:
        raise ValueError("n_heads must divide d_model")
    if n_heads == 1:
        return attention_head(X, W_q, W_k, W_v)[1]
    half = W_q.shape[1] // 2

    def part(c, heads):
        q, k, v = W_q[:, c], W_k[:, c], W_v[:, c]
        if heads <= 1 or q.shape[1] == 1:
            return attention_head(X, q, k, v)[1]
        m = q.shape[1] // 2
        left = slice(c.start, c.start + m)
        right = slice(c.start + m, c.stop)
        return np.hstack([part(left, heads // 2), part(right, heads // 2)])

    d = W_q.shape[1]
    return np.hstack([part(slice(0, half), n_heads // 2), part(slice(half, d), n_heads // 2)])

# %% wrong: the result is squeezed, a single token gives shape
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError("n_heads must divide d_model")
    heads = [attention_head(X, *(np.split(W, n_heads, 1)[h] for W in (W_q, W_k, W_v)))[1] for h in range(n_heads)]
    return np.squeeze(np.hstack(heads))

# %% wrong: an X of whole numbers beside float matrices gives whole numbers
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError("n_heads must divide d_model")
    if W_v.dtype.kind == "i":
        X = X.astype(float)
    result = np.zeros_like(X)
    for c in np.arange(d).reshape(n_heads, -1):
        result[:, c] = attention_head(X, W_q[:, c], W_k[:, c], W_v[:, c])[1]
    return result

# %% wrong: the first two heads only are computed, the others stay 0
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError("n_heads must divide d_model")
    d_k = d // n_heads
    result = np.zeros((n, d))
    for columns in (slice(0, d_k), slice(d_k, 2 * d_k)):
        if W_q[:, columns].size:
            result[:, columns] = attention_head(X, W_q[:, columns], W_k[:, columns], W_v[:, columns])[1]
    return result

# %% wrong: the first head's block is followed by the last ones in reverse, order changes from three heads on
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError("n_heads must divide d_model")
    heads = []
    for h in range(n_heads):
        c = slice(h * (d // n_heads), (h + 1) * (d // n_heads))
        heads.insert(1, attention_head(X, W_q[:, c], W_k[:, c], W_v[:, c])[1])
    return np.hstack(heads)

# %% wrong: a test on n_heads by rounding lets more heads than columns through without a ValueError
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    d_k = max(1, d // n_heads)
    if n_heads <= d and d % n_heads:
        raise ValueError("n_heads must divide d_model")
    heads = [attention_head(X, W_q[:, i : i + d_k], W_k[:, i : i + d_k], W_v[:, i : i + d_k])[1] for i in range(0, d, d_k)]
    return np.hstack(heads)

# %% wrong: divides by the root of the smaller of tokens and width, not of the head's own width
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError("n_heads must divide d_model")
    heads = []
    for c in np.split(np.arange(d), n_heads):
        S = (X @ W_q[:, c]) @ (X @ W_k[:, c]).T / np.sqrt(min(len(c), n))
        E = np.exp(S)
        heads.append(E / E.sum(axis=1, keepdims=True) @ (X @ W_v[:, c]))
    return np.hstack(heads)

# %% wrong: an assert instead of a ValueError
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    assert d % n_heads == 0
    return np.hstack([attention_head(X, W_q[:, c], W_k[:, c], W_v[:, c])[1] for c in np.arange(d).reshape(n_heads, -1)])

# %% wrong: every head takes every n-th column instead of a block
# true: heads that take every n-th column instead of a block of neighbours
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError("n_heads must divide d_model")
    return np.hstack([attention_head(X, W_q[:, h::n_heads], W_k[:, h::n_heads], W_v[:, h::n_heads])[1] for h in range(n_heads)])

# %% wrong: heads first, then reshaped without a transpose, tokens get mixed
# true: heads that were not transposed back before the last `reshape`
def multi_head_attention(X, W_q, W_k, W_v, n_heads):
    n, d = X.shape
    if d % n_heads:
        raise ValueError("n_heads must divide d_model")
    heads = [attention_head(X, W_q[:, c], W_k[:, c], W_v[:, c])[1] for c in np.arange(d).reshape(n_heads, -1)]
    return np.array(heads).reshape(n, d)

# %% right: loop over heads, own attention_head on slices
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    """Run several heads side by side, each with its own block of columns."""
    d_model = X.shape[1]
    if d_model % n_heads != 0:
        raise ValueError("n_heads must divide d_model")
    width = d_model // n_heads
    result = np.zeros((X.shape[0], d_model))
    for h in range(n_heads):
        start = h * width
        stop = start + width
        weights, output = attention_head(
            X, W_q[:, start:stop], W_k[:, start:stop], W_v[:, start:stop]
        )
        result[:, start:stop] = output
    return result

# %% right: all heads at once, reshaped and transposed
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    n, d = X.shape
    if d % n_heads:
        raise ValueError(f"{n_heads} heads can't share {d} columns")
    Q, K, V = ((X @ W).reshape(n, n_heads, -1).transpose(1, 0, 2) for W in (W_q, W_k, W_v))
    S = Q @ K.transpose(0, 2, 1) / np.sqrt(d // n_heads)
    A = np.exp(S - S.max(axis=-1, keepdims=True))
    A = A / A.sum(axis=-1, keepdims=True)
    return (A @ V).transpose(1, 0, 2).reshape(n, d)

# %% right: SciPy's softmax, hsplit and hstack
from scipy.special import softmax


def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    width, rest = divmod(W_q.shape[1], n_heads)
    if rest > 0:
        raise ValueError("the number of heads must divide the number of columns")
    parts_ = []
    for q, k, v in zip(*(np.hsplit(X @ W, n_heads) for W in (W_q, W_k, W_v))):
        parts_.append(softmax(q @ k.T / width**0.5, axis=1) @ v)
    return np.hstack(parts_)

# %% right: einsum over tokens, heads and entries
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    seq_len, d_model = np.shape(X)
    d_k = d_model // n_heads
    if d_k * n_heads != d_model:
        raise ValueError(n_heads)
    blocks = (d_model, n_heads, d_k)
    q = np.einsum("nd,dhk->nhk", X, W_q.reshape(blocks))
    k = np.einsum("nd,dhk->nhk", X, W_k.reshape(blocks))
    v = np.einsum("nd,dhk->nhk", X, W_v.reshape(blocks))
    scores = np.einsum("ihk,jhk->hij", q, k) / d_k**0.5
    e = np.exp(scores - scores.max(axis=2)[:, :, None])
    return np.einsum("hij,jhk->ihk", e / e.sum(axis=2)[:, :, None], v).reshape(seq_len, d_model)

# %% wrong: no check, left-over columns stay 0; "raise a ValueError"
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    d_k = X.shape[1] // n_heads
    result = np.zeros(X.shape)
    for h in range(n_heads):
        block = slice(h * d_k, (h + 1) * d_k)
        _, result[:, block] = attention_head(X, W_q[:, block], W_k[:, block], W_v[:, block])
    return result

# %% wrong: assert raises an AssertionError; "raise a ValueError"
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    d_model = X.shape[1]
    assert d_model % n_heads == 0, "n_heads must divide d_model"
    d_k = d_model // n_heads
    heads = []
    for h in range(n_heads):
        block = slice(h * d_k, (h + 1) * d_k)
        heads.append(attention_head(X, W_q[:, block], W_k[:, block], W_v[:, block])[1])
    return np.concatenate(heads, axis=1)

# %% wrong: scores divided by the root of d_model; "the square root of the head's own width"
# true: scores divided by √d_model instead of the square root of a head's width
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    n, d = X.shape
    if d % n_heads:
        raise ValueError
    Q, K, V = ((X @ W).reshape(n, n_heads, -1).transpose(1, 0, 2) for W in (W_q, W_k, W_v))
    S = Q @ K.transpose(0, 2, 1) / np.sqrt(d)
    A = np.exp(S - S.max(axis=-1, keepdims=True))
    A = A / A.sum(axis=-1, keepdims=True)
    return (A @ V).transpose(1, 0, 2).reshape(n, d)

# %% wrong: reshaped back without the transpose, so tokens and heads are mixed up; "joined side by side, in order"
# true: heads that were not transposed back before the last `reshape`
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    n, d = X.shape
    if d % n_heads != 0:
        raise ValueError("n_heads must divide d_model")
    w = d // n_heads
    outputs = []
    for h in range(n_heads):
        b = slice(h * w, (h + 1) * w)
        outputs.append(attention_head(X, W_q[:, b], W_k[:, b], W_v[:, b])[1])
    return np.array(outputs).reshape(n, d)

# %% wrong: every n_heads-th column instead of neighbouring ones; "block of consecutive columns"
# true: heads that take every n-th column instead of a block of neighbours
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    if X.shape[1] % n_heads != 0:
        raise ValueError("n_heads must divide d_model")
    heads = []
    for h in range(n_heads):
        _, out = attention_head(X, W_q[:, h::n_heads], W_k[:, h::n_heads], W_v[:, h::n_heads])
        heads.append(out)
    return np.hstack(heads)

# %% wrong: heads stacked on top of each other; "joined side by side"
# true: heads that were stacked on top of each other
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    if X.shape[1] % n_heads != 0:
        raise ValueError("n_heads must divide d_model")
    d_k = X.shape[1] // n_heads
    heads = []
    for h in range(n_heads):
        c = slice(h * d_k, (h + 1) * d_k)
        _, out = attention_head(X, W_q[:, c], W_k[:, c], W_v[:, c])
        heads.append(out)
    return np.vstack(heads)

# %% wrong: the weights are joined instead of the outputs (first result of attention_head); the outputs of the heads are wanted
# true: the weights of the heads instead of their outputs
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    if X.shape[1] % n_heads != 0:
        raise ValueError("n_heads must divide d_model")
    d_k = X.shape[1] // n_heads
    result = []
    for h in range(n_heads):
        c = slice(h * d_k, (h + 1) * d_k)
        out, _ = attention_head(X, W_q[:, c], W_k[:, c], W_v[:, c])
        result.append(out)
    return np.hstack(result)

# %% wrong: slice from h to h + d_k, the blocks overlap; head h owns columns h d_k to (h + 1) d_k
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    d_model = X.shape[1]
    if d_model % n_heads != 0:
        raise ValueError("n_heads must divide d_model")
    d_k = d_model // n_heads
    outs = []
    for h in range(n_heads):
        _, out = attention_head(X, W_q[:, h : h + d_k], W_k[:, h : h + d_k], W_v[:, h : h + d_k])
        outs.append(out)
    return np.concatenate(outs, axis=1)

# %% wrong: mean of the heads, of the width of one head; the result has shape (seq_len, d_model)
# true: the mean of the heads instead of the heads side by side
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    if X.shape[1] % n_heads != 0:
        raise ValueError("n_heads must divide d_model")
    total = 0
    for q, k, v in zip(
        np.split(W_q, n_heads, axis=1), np.split(W_k, n_heads, axis=1), np.split(W_v, n_heads, axis=1)
    ):
        total = total + attention_head(X, q, k, v)[1]
    return total / n_heads

# %% wrong: zeros_like(X) holds whole numbers if X does, so the outputs are cut; the same numbers as floats have fractions
def multi_head_attention(
    X: np.ndarray, W_q: np.ndarray, W_k: np.ndarray, W_v: np.ndarray, n_heads: int
) -> np.ndarray:
    if X.shape[1] % n_heads != 0:
        raise ValueError("n_heads must divide d_model")
    d_k = X.shape[1] // n_heads
    result = np.zeros_like(X)
    for h in range(n_heads):
        c = slice(h * d_k, (h + 1) * d_k)
        result[:, c] = attention_head(X, W_q[:, c], W_k[:, c], W_v[:, c])[1]
    return result
