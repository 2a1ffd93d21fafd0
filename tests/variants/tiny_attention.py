# Right and wrong answers to `tiny_attention(W_q, W_k, X)` and `attention_loss(W_q, W_k, X,
# targets)`, one cell a block, as students write them. `np` and `plt` come from the notebook's
# set-up cell. Every check must pass each right answer, and some check must fail each wrong one.

# %% right: the two equations, line by line
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% right: loops over tokens and keys
import math

def tiny_attention(W_q, W_k, X):
    n, d = X.shape
    d_k = W_q.shape[1]
    P, A = [], []
    for i in range(n):
        q = X[i] @ W_q
        s = [sum(q[c] * (X[j] @ W_k)[c] for c in range(d_k)) / math.sqrt(d_k) for j in range(n)]
        e = [math.exp(x) for x in s]
        a = [x / sum(e) for x in e]
        o = sum(a[j] * X[j] for j in range(n))
        z = [math.exp(o @ X[j]) for j in range(n)]
        A.append(a)
        P.append([x / sum(z) for x in z])
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    total = 0.0
    for i, t in enumerate(targets):
        total -= math.log(P[i][t])
    return total / len(targets)

# %% right: SciPy's softmax and log_softmax
from scipy.special import log_softmax, softmax as soft

def tiny_attention(W_q, W_k, X):
    A = soft(X @ W_q @ W_k.T @ X.T / W_q.shape[-1] ** 0.5, axis=-1)
    return soft(A @ X @ X.T, axis=-1), A

def attention_loss(W_q, W_k, X, targets):
    _, A = tiny_attention(W_q, W_k, X)
    log_p = log_softmax(A @ (X @ X.T), axis=1)
    return -np.take_along_axis(log_p, np.asarray(targets)[:, None], axis=1).mean()

# %% right: einsum, and a table with ones at the targets
def rows_to_one(M):
    return np.exp(M) / np.einsum("ij->i", np.exp(M))[:, None]

def tiny_attention(W_q, W_k, X):
    Q, K = np.einsum("ia,ac->ic", X, W_q), np.einsum("ia,ac->ic", X, W_k)
    A = rows_to_one(np.einsum("ic,jc->ij", Q, K) / np.sqrt(Q.shape[1]))
    return [rows_to_one(np.einsum("ij,jd,ld->il", A, X, X)), A]

def attention_loss(W_q, W_k, X, targets):
    T = np.eye(X.shape[0])[targets]
    return np.array(-np.sum(T * np.log(tiny_attention(W_q, W_k, X)[0])) / X.shape[0])

# %% right: scaled queries, log-sum-exp in the loss
def log_softmax(M):
    top = M.max(axis=1, keepdims=True)
    return M - top - np.log(np.exp(M - top).sum(axis=1, keepdims=True))

def logits(W_q, W_k, X):
    A = np.exp(log_softmax((X @ (W_q / np.sqrt(W_q.shape[1]))) @ (X @ W_k).T))
    return A @ X @ X.T, A

def tiny_attention(W_q, W_k, X):
    Z, A = logits(W_q, W_k, X)
    return np.exp(log_softmax(Z)), A

def attention_loss(W_q, W_k, X, targets):
    return float(-log_softmax(logits(W_q, W_k, X)[0])[range(len(X)), targets].mean())

# %% right: a model class behind the functions
class Model:
    def __init__(self, W_q, W_k):
        self.W_q, self.W_k = W_q, W_k

    def attend(self, X):
        S = (X @ self.W_q) @ (X @ self.W_k).T * self.W_q.shape[1] ** -0.5
        return np.array([np.exp(s - s.max()) / np.exp(s - s.max()).sum() for s in S])

    def __call__(self, X):
        A = self.attend(X)
        Z = np.inner(A @ X, X)
        return (np.exp(Z).T / np.exp(Z).sum(axis=1)).T, A

def tiny_attention(W_q, W_k, X):
    return Model(W_q, W_k)(X)

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    return np.log(1 / P[tuple(zip(*enumerate(targets)))]).mean()

# %% right: the surprise of the product of all probabilities
def tiny_attention(W_q, W_k, X):
    E = np.exp(X @ W_q @ (X @ W_k).T / np.sqrt(np.shape(W_k)[1]))
    A = E / E.sum(1, keepdims=True)
    F = np.exp(A @ X @ X.T)
    return F / F.sum(1, keepdims=True), A

attention_loss = lambda W_q, W_k, X, targets: -np.log(
    np.prod([row[t] for row, t in zip(tiny_attention(W_q, W_k, X)[0], targets)])
) / len(targets)

# %% right: take_along_axis
def _soft(S):
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q, K = X @ W_q, X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = _soft(S)
    P = _soft(A @ X @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    n = len(X)
    return float(-np.log(np.take_along_axis(P, np.asarray(targets)[:, None], axis=1)).mean())

# %% right: a mean weighted by the targets
def _soft(S):
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q, K = X @ W_q, X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = _soft(S)
    P = _soft(A @ X @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.average(np.log(P), weights=np.equal.outer(targets, np.arange(n)))

# %% wrong: no scaling
# true: scores that were not divided by √d_k
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: scaled by the length of the embeddings
# true: a division by √d, from the embeddings, instead of √d_k
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(X.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: scaled by the number of tokens
# true: a division by the square root of the number of tokens, not √d_k
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(len(X))
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: divided by d_k, not by its root
# true: a division by d_k instead of √d_k
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / W_q.shape[1]
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: scaled by the 2 of the example
# true: a division by 2, whatever d_k is
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / 2
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: a softmax down each column
# true: both softmaxes along the columns instead of the rows
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: one softmax over the whole table
# true: one softmax over the whole table instead of one for each row
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the attention down each column, the probabilities along rows
# true: a softmax along each column instead of each row
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S.T).T
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: queries and keys exchanged
# true: queries and keys that are swapped
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = K @ Q.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: one matrix for queries and keys
# true: keys that were made with W_q instead of W_k
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_q
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: a causal mask
# true: a mask that hides later tokens, which nobody asked for
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(np.where(np.tri(len(X)), S, -1e9))
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: tokens do not see themselves
# true: a mask that hides each token from itself, which nobody asked for
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S - 1e9 * np.eye(len(X)))
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the keys as values
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = softmax(S) @ K @ W_k.T
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: a softmax of the outputs is left out
# true: scores instead of probabilities: the second softmax is missing
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = O @ X.T
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the outputs, not compared with the embeddings
# true: outputs that were not compared with the embeddings
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the comparison scaled, too
# true: a second division by √d, where the outputs meet the embeddings
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T / np.sqrt(X.shape[1]))
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the output added to the embedding, a residual
# true: outputs to which the embeddings themselves are added
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = X + A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the results in the other order, the loss right
# true: the two results in the wrong order
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return A, P

def attention_loss(W_q, W_k, X, targets):
    A, P = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the probabilities alone
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P

def attention_loss(W_q, W_k, X, targets):
    P = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the mixture by the transposed weights
# true: a mixture by the columns of A instead of its rows
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A.T @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: W_q written over
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    W_q /= W_q.shape[1] ** 0.25
    W_k /= W_k.shape[1] ** 0.25
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the embeddings are normalised in place
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: embeddings of length 1 are assumed for the comparison
# true: embeddings that were scaled to length 1 for the comparison
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ (X / np.linalg.norm(X, axis=1, keepdims=True)).T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: rounded weights
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = np.round(softmax(S), 4)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the loss is a sum
# true: a sum over the tokens instead of a mean
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.sum(np.log(P[np.arange(n), targets]))

# %% wrong: the loss in bits
# true: a result in bits instead of nats
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log2(P[np.arange(n), targets]))

# %% wrong: the loss without its sign
# true: the negative of the loss
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: the loss is one minus the probability
# true: one minus the probability, without a logarithm
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return np.mean(1 - P[np.arange(n), targets])

# %% wrong: the logarithm of the mean probability
# true: the logarithm of a mean instead of a mean of logarithms
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.log(np.mean(P[np.arange(n), targets]))

# %% wrong: the loss of the attention
# true: a loss computed from the attention weights instead of the probabilities
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(A[np.arange(n), targets]))

# %% wrong: rows and columns of the probabilities exchanged
# true: rows and columns of P that are swapped
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[targets, np.arange(n)]))

# %% wrong: each token is its own target
# true: a loss in which each token is its own target
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(np.diag(P)))

# %% wrong: a table of losses, a row for each target
# true: a mean over every row at all the targets, `P[:, targets]`
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[:, targets]))

# %% wrong: the mean over all entries of the table
# true: a mean over the whole table instead of the n tokens
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.eye(n)[targets] * np.log(P))

# %% wrong: the surprise at every word, the targets unused
# true: the entropy of P, which does not depend on the targets
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.sum(P * np.log(P)) / n

# %% wrong: the last token is left out
# true: a mean over all tokens but the last
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n - 1), targets[:-1]]))

# %% wrong: divided by six, whatever the number of tokens
# true: a sum divided by 6, whatever the number of tokens
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.sum(np.log(P[np.arange(n), targets])) / 6

# %% wrong: squared errors
# true: squared errors instead of the cross-entropy
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    return np.mean(np.sum((P - np.eye(n)[targets]) ** 2, axis=1))

# %% wrong: also a cost for the words that are not asked for
# true: a loss that also counts the wrong answers, with log(1 − p)
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = softmax(S)
    O = A @ X
    P = softmax(O @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    n = len(X)
    T = np.eye(n)[targets]
    return -np.mean(np.sum(T * np.log(P) + (1 - T) * np.log(1 - P + 1e-300), axis=1))

# %% wrong: a constant inside of the logarithm
def _soft(S):
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q, K = X @ W_q, X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = _soft(S)
    P = _soft(A @ X @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets] + 1e-5))

# %% wrong: the embeddings centred first
def _soft(S):
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    X = X - X.mean(axis=0)
    Q, K = X @ W_q, X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = _soft(S)
    P = _soft(A @ X @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(P[np.arange(n), targets]))

# %% wrong: probabilities are cut off below
def _soft(S):
    E = np.exp(S - S.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    Q, K = X @ W_q, X @ W_k
    S = Q @ K.T / np.sqrt(W_q.shape[1])
    A = _soft(S)
    P = _soft(A @ X @ X.T)
    return P, A

def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    n = len(X)
    return -np.mean(np.log(np.clip(P[np.arange(n), targets], 1e-3, 1)))

# %% wrong: a minus before logarithms of the inverse
# true: the negative of the loss
def softmax(scores):
    e = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)

def tiny_attention(W_q, W_k, X):
    A = softmax(X @ W_q @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return softmax(A @ X @ X.T), A

def attention_loss(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(1 / P[np.arange(len(X)), targets]))

# %% right: loops over tokens, lists, math.exp
import math


def tiny_attention(W_q, W_k, X):
    def soft(s):
        e = [math.exp(a - max(s)) for a in s]
        return [a / sum(e) for a in e]

    Q, K = X @ W_q, X @ W_k
    A = np.array([soft([float(q @ k) / math.sqrt(len(q)) for k in K]) for q in Q])
    P = np.array([soft([float(mixed @ x) for x in X]) for mixed in A @ X])
    return P, A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return sum(-math.log(row[t]) for row, t in zip(P, targets)) / len(P)

# %% right: SciPy's softmax and log_softmax, loss from logits
from scipy.special import log_softmax, softmax


def _weights(W_q, W_k, X):
    return softmax((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]), axis=1)


def tiny_attention(W_q, W_k, X):
    A = _weights(W_q, W_k, X)
    return softmax(A @ X @ X.T, axis=1), A


def attention_loss(W_q, W_k, X, targets):
    logs = log_softmax(_weights(W_q, W_k, X) @ X @ X.T, axis=1)
    return -float(np.mean(logs[np.arange(len(X)), targets]))

# %% right: one-hot table T, take_along_axis, plain exponentials
def tiny_attention(W_q, W_k, X):
    rows = lambda S: np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)  # noqa: E731
    A = rows(X @ (W_q @ W_k.T) @ X.T * W_k.shape[1] ** -0.5)
    return rows(A @ (X @ X.T)), A


def attention_loss(W_q, W_k, X, targets):
    P = tiny_attention(W_q, W_k, X)[0]
    right = np.take_along_axis(P, np.asarray(targets)[:, None], axis=1)
    return np.negative(np.log(right)).mean()

# %% right: einsum, logaddexp.reduce, loss as a double sum
def tiny_attention(W_q, W_k, X):
    S = np.einsum("ia,ab,jc,cb->ij", X, W_q, X, W_k, optimize=True) / np.sqrt(W_q.shape[-1])
    A = np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
    Z = np.einsum("ij,jd,kd->ik", A, X, X)
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    T = np.zeros(P.shape)
    T[np.arange(len(P)), targets] = 1
    return -np.sum(T * np.log(P)) / len(P)

# %% wrong: probabilities are cut at 1e-6, an improbable answer costs more than 13.8
def tiny_attention(W_q, W_k, X):
    def soft(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return soft(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(np.maximum(P[np.arange(len(P)), targets], 1e-6)))

# %% wrong: 1e-9 added inside the logarithm, noticeable for answers of probability 1e-6 and less
def tiny_attention(W_q, W_k, X):
    def soft(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return soft(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(P)), targets] + 1e-9))

# %% wrong: the scores of both softmaxes are clipped to ±10, moderate ones reach 20
def tiny_attention(W_q, W_k, X):
    def soft(S):
        E = np.exp(np.clip(S, -10, 10))
        return E / E.sum(axis=1, keepdims=True)

    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return soft(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(P)), targets]))

# %% wrong: the loss reuses the probabilities of the last call with these shapes, old weights
_last = {}


def tiny_attention(W_q, W_k, X):
    def soft(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    P = soft(A @ X @ X.T)
    _last[X.shape, W_q.shape] = P
    return P, A


def attention_loss(W_q, W_k, X, targets):
    if (X.shape, W_q.shape) not in _last:
        tiny_attention(W_q, W_k, X)
    P = _last[X.shape, W_q.shape]
    return -np.mean(np.log(P[np.arange(len(P)), targets]))

# %% wrong: squeezes both tables, a single token gives shape
def tiny_attention(W_q, W_k, X):
    def soft(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return np.squeeze(soft(A @ X @ X.T)), np.squeeze(A)


def attention_loss(W_q, W_k, X, targets):
    P = np.atleast_2d(tiny_attention(W_q, W_k, X)[0])
    return -np.mean(np.log(P[np.arange(len(P)), targets]))

# %% wrong: embeddings longer than 5 are shortened to length 5, equations 1 and 2 take X as it is
def tiny_attention(W_q, W_k, X):
    def soft(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    lengths = np.linalg.norm(X, axis=1, keepdims=True)
    Y = X * np.where(lengths > 5, 5 / np.maximum(lengths, 1), 1)
    A = soft((Y @ W_q) @ (Y @ W_k).T / np.sqrt(W_q.shape[1]))
    return soft(A @ Y @ Y.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(P)), targets]))

# %% wrong: weights below 1e-4 are dropped from the attention map, rows do not sum to 1
def tiny_attention(W_q, W_k, X):
    def soft(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    A = np.where(A < 1e-4, 0.0, A)
    return soft(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(P)), targets]))

# %% wrong: the loss takes the attention weights instead of the probabilities
# true: a loss computed from the attention weights instead of the probabilities
def tiny_attention(W_q, W_k, X):
    def soft(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return soft(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    _, A = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(A[np.arange(len(A)), targets]))

# %% wrong: a sum over the tokens, in bits
def tiny_attention(W_q, W_k, X):
    def soft(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return soft(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.sum(np.log2(P[np.arange(len(P)), targets]))

# %% wrong: divides by the root of d, the width of X
# true: a division by √d, from the embeddings, instead of √d_k
def tiny_attention(W_q, W_k, X):
    def soft(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(X.shape[1]))
    return soft(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(P)), targets]))

# %% right: helper softmax for one row, loops
def row_softmax(scores):
    exps = np.exp(scores - np.max(scores))
    return exps / np.sum(exps)


def tiny_attention(
    W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the probabilities of the answers, and the attention weights."""
    n = X.shape[0]
    d_k = W_q.shape[1]
    Q = np.dot(X, W_q)
    K = np.dot(X, W_k)
    A = np.zeros((n, n))
    P = np.zeros((n, n))
    for i in range(n):
        scores = np.zeros(n)
        for j in range(n):
            scores[j] = np.dot(Q[i], K[j]) / np.sqrt(d_k)
        A[i] = row_softmax(scores)
        mixture = np.zeros(X.shape[1])
        for j in range(n):
            mixture += A[i, j] * X[j]
        P[i] = row_softmax(np.array([np.dot(mixture, X[j]) for j in range(n)]))
    return P, A


def attention_loss(
    W_q: np.ndarray,
    W_k: np.ndarray,
    X: np.ndarray,
    targets: np.ndarray,
) -> float:
    """Return the mean cross-entropy of the predictions, in nats."""
    P, A = tiny_attention(W_q, W_k, X)
    total = 0.0
    for i in range(len(targets)):
        total += -np.log(P[i, targets[i]])
    return total / len(targets)

# %% right: matrix products and fancy indexing
def tiny_attention(
    W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    def softmax(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = softmax(X @ W_q @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return softmax(A @ X @ X.T), A


def attention_loss(
    W_q: np.ndarray,
    W_k: np.ndarray,
    X: np.ndarray,
    targets: np.ndarray,
) -> float:
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(X)), targets]))

# %% right: SciPy's softmax, take_along_axis for the answers
from scipy.special import softmax


def tiny_attention(
    W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    Q, K = X @ W_q, X @ W_k
    weights = softmax(Q @ K.T / W_k.shape[1] ** 0.5, axis=1)
    return softmax(weights @ X @ X.T, axis=1), weights


def attention_loss(
    W_q: np.ndarray,
    W_k: np.ndarray,
    X: np.ndarray,
    targets: np.ndarray,
) -> float:
    P = tiny_attention(W_q, W_k, X)[0]
    right = np.take_along_axis(P, np.asarray(targets)[:, None], axis=1)
    return float(np.log(1 / right).mean())

# %% right: einsum, Gram matrix, one-hot table for loss
def _shares(S):
    return np.exp(S - np.logaddexp.reduce(S, axis=1)[:, None])


def tiny_attention(
    W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    d_k = W_q.shape[-1]
    S = np.einsum("ia,ak,bk,jb->ij", X, W_q, W_k, X) / np.sqrt(d_k)
    A = _shares(S)
    return _shares(A @ (X @ X.T)), A


def attention_loss(
    W_q: np.ndarray,
    W_k: np.ndarray,
    X: np.ndarray,
    targets: np.ndarray,
) -> float:
    T = np.eye(len(X))[targets]
    P, _ = tiny_attention(W_q, W_k, X)
    return float(-(T * np.log(P)).sum() / len(X))

# %% wrong: no division by the root of d_k; equation (1)
# true: scores that were not divided by √d_k
def tiny_attention(W_q, W_k, X):
    def softmax(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = softmax((X @ W_q) @ (X @ W_k).T)
    return softmax(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(X)), targets]))

# %% wrong: results in the wrong order; "the pair (probabilities, attention_weights)"
# true: the two results in the wrong order
def tiny_attention(W_q, W_k, X):
    def softmax(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = softmax((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    P = softmax(A @ X @ X.T)
    return A, P


def attention_loss(W_q, W_k, X, targets):
    _, P = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(X)), targets]))

# %% wrong: loss in bits (log2); "with the natural logarithm"
# true: a result in bits instead of nats
def tiny_attention(W_q, W_k, X):
    def softmax(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = softmax((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return softmax(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log2(P[np.arange(len(X)), targets]))

# %% wrong: sum of the surprises instead of the mean; equation (3) divides by n
# true: a sum over the tokens instead of a mean
def tiny_attention(W_q, W_k, X):
    def softmax(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = softmax((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return softmax(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    loss = 0
    for i, t in enumerate(targets):
        loss -= np.log(P[i, t])
    return loss

# %% wrong: P[:, targets] picks whole columns, so the mean is over n times n entries; equation (3) has one entry per row
# true: a mean over every row at all the targets, `P[:, targets]`
def tiny_attention(W_q, W_k, X):
    def softmax(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = softmax((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return softmax(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[:, targets]))

# %% wrong: second softmax forgotten, the products themselves are returned as probabilities; equation (2)
# true: scores instead of probabilities: the second softmax is missing
def tiny_attention(W_q, W_k, X):
    S = (X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1])
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return A @ X @ X.T, A


def attention_loss(W_q, W_k, X, targets):
    Z, _ = tiny_attention(W_q, W_k, X)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return -np.mean(np.log(P[np.arange(len(X)), targets]))

# %% wrong: mixtures are compared with the keys instead of the embeddings; equation (2) has A X X^T
def tiny_attention(W_q, W_k, X):
    def softmax(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    Q, K = X @ W_q, X @ W_k
    A = softmax(Q @ K.T / np.sqrt(W_q.shape[1]))
    return softmax(A @ K @ K.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(X)), targets]))

# %% wrong: logarithm of the mean instead of the mean of the logarithms; equation (3)
# true: the logarithm of a mean instead of a mean of logarithms
def tiny_attention(W_q, W_k, X):
    def softmax(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = softmax((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return softmax(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.log(np.mean([P[i, t] for i, t in enumerate(targets)]))

# %% wrong: softmax down the columns (axis=0); "both softmaxes run along rows"
# true: both softmaxes along the columns instead of the rows
def tiny_attention(W_q, W_k, X):
    def softmax(S):
        E = np.exp(S - S.max(axis=0))
        return E / E.sum(axis=0)

    A = softmax((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return softmax(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(X)), targets]))

# %% wrong: 1e-6 added inside the logarithm against log 0, which changes the loss of an improbable answer; equation (3) has none
def tiny_attention(W_q, W_k, X):
    def softmax(S):
        E = np.exp(S - S.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

    A = softmax((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    return softmax(A @ X @ X.T), A


def attention_loss(W_q, W_k, X, targets):
    P, _ = tiny_attention(W_q, W_k, X)
    return -np.mean(np.log(P[np.arange(len(X)), targets] + 1e-6))
