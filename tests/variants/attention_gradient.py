# Right and wrong answers to `attention_gradient(W_q, W_k, X, targets)` and `train_step(optimizer,
# W_q, W_k, X, targets)`, one cell a block, as students write them. `np` and `plt` come from the
# notebook's set-up cell. Every check must pass each right answer, and some check must fail each
# wrong one.

# %% right: backwards, line by line
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: central differences
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def loss(W_q, W_k, X, targets):
    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    P = soft(A @ X @ X.T)
    return -np.mean(np.log(P[np.arange(len(X)), targets]))

def attention_gradient(W_q, W_k, X, targets):
    h, slopes = 1e-5, []
    for which in (0, 1):
        slope = np.zeros(W_q.shape)
        for entry in np.ndindex(W_q.shape):
            up, down = [W_q.copy(), W_k.copy()], [W_q.copy(), W_k.copy()]
            up[which][entry] += h
            down[which][entry] -= h
            slope[entry] = (loss(*up, X, targets) - loss(*down, X, targets)) / (2 * h)
        slopes.append(slope)
    return tuple(slopes)

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% right: token by token, with the Jacobian of the softmax as a matrix
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    g_q, g_k = np.zeros_like(W_q), np.zeros_like(W_k)
    for i in range(n):
        a = soft((X[i] @ W_q)[None] @ (X @ W_k).T / np.sqrt(d_k))[0]
        p = soft((a @ X)[None] @ X.T)[0]
        p[targets[i]] -= 1
        jacobian = np.diag(a) - np.outer(a, a)
        ds = jacobian @ (X @ (X.T @ p)) / n
        for j in range(n):
            g_q += ds[j] * np.outer(X[i], X[j] @ W_k) / np.sqrt(d_k)
            g_k += ds[j] * np.outer(X[j], X[i] @ W_q) / np.sqrt(d_k)
    return [g_q, g_k]

def train_step(optimizer, W_q, W_k, X, targets):
    return optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))

# %% right: einsum, nested lists
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, r = X.shape[0], W_q.shape[1] ** -0.5
    A = soft(r * np.einsum("ia,ac,bc,jb->ij", X, W_q, W_k, X))
    Z = soft(A @ X @ X.T)
    for i, t in enumerate(targets):
        Z[i, t] -= 1
    up = np.einsum("il,ld,jd->ij", Z / n, X, X)
    down = A * up - A * np.einsum("ij,ij->i", A, up)[:, None]
    g_q = r * np.einsum("ij,ia,jb,bc->ac", down, X, X, W_k)
    g_k = r * np.einsum("ij,jb,ia,ac->bc", down, X, X, W_q)
    return g_q.tolist(), g_k.tolist()

def train_step(optimizer, W_q, W_k, X, targets):
    g = attention_gradient(W_q, W_k, X, targets)
    new = optimizer.step(params=[W_q, W_k], gradients=[np.array(x) for x in g])
    return np.array(new[0]), np.array(new[1])

# %% right: through M = W_q W_kᵀ, which is all that the scores depend on
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    c = 1 / np.sqrt(W_q.shape[1])
    A = soft(c * X @ (W_q @ W_k.T) @ X.T)
    E = soft(A @ X @ X.T) - np.eye(len(X))[targets]
    G = E @ X @ X.T
    S = A * (G - (A * G).sum(axis=1)[:, None])
    M = c * X.T @ S @ X / len(X)
    return M @ W_k, M.T @ W_q

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% right: the optimizer handed the weights in the other order
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    new_k, new_q = optimizer.step([W_k, W_q], [dW_k, dW_q])
    return new_q, new_k

# %% right: small objects that know their own derivative
class Softmax:
    def __init__(self, scores):
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.value = e / e.sum(axis=1, keepdims=True)

    def back(self, up):
        y = self.value
        return y * up - y * (y * up).sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    Q, K, root = X.dot(W_q), X.dot(W_k), np.sqrt(W_k.shape[1])
    attention = Softmax(Q.dot(K.T) / root)
    prediction = Softmax(attention.value.dot(X).dot(X.T))
    up = np.zeros((len(X), len(X)))
    rows = np.arange(len(X))
    up[rows, targets] = -1 / (len(X) * prediction.value[rows, targets])
    up = attention.back(prediction.back(up).dot(X).dot(X.T)) / root
    return X.T.dot(up.dot(K)), X.T.dot(up.T.dot(Q))

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: steps along the imaginary axis, exact but one forward pass for each slope
def attention_gradient(W_q, W_k, X, targets):
    n, scale = len(X), np.sqrt(W_q.shape[1])

    def loss(a, b):
        E = np.exp((X @ a) @ (X @ b).T / scale)
        A = E / E.sum(axis=1, keepdims=True)
        Z = A @ X @ X.T
        return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(n), targets])

    out = []
    for which in (0, 1):
        G = np.zeros(W_q.shape)
        for i in np.ndindex(G.shape):
            W = [W_q.astype(complex), W_k.astype(complex)]
            W[which][i] += 1e-30j
            G[i] = loss(*W).imag / 1e-30
        out.append(G)
    return tuple(out)

def train_step(optimizer, W_q, W_k, X, targets):
    return optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))

# %% wrong: differences of the fourth order
def attention_gradient(W_q, W_k, X, targets):
    def f(w):
        a, b = w.reshape(2, *W_q.shape)
        return float(attention_loss(a, b, X, targets))

    w = np.concatenate([W_q.ravel(), W_k.ravel()])
    h = 6e-6
    g = np.empty_like(w)
    for i in range(w.size):
        e = np.zeros_like(w)
        e[i] = h
        g[i] = (-f(w + 2 * e) + 8 * f(w + e) - 8 * f(w - e) + f(w - 2 * e)) / (12 * h)
    return tuple(g.reshape(2, *W_q.shape))

def train_step(optimizer, W_q, W_k, X, targets):
    return optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))

# %% wrong: the gradient of a sum
# true: the gradient of a sum over the tokens instead of a mean
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = P - T
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the sign
# true: the gradient with the wrong sign
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (T - P) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the targets are not subtracted
# true: a gradient that starts from P instead of P − T
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = P / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the derivative of squared errors
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = 2 * (P - T) * P * (1 - P) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: one target for all tokens
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.zeros((n, n))
    T[:, targets[0]] = 1
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: targets of six tokens
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(6)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the table of targets transposed
# true: a table of targets with rows and columns swapped
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets].T
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the softmax of the attention is skipped
# true: a gradient that skips the softmax of the attention
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = dA
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the softmax as a sigmoid
# true: the sigmoid derivative A (1 − A) instead of the softmax derivative
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (1 - A) * dA
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the softmax without its mean
# true: a softmax derivative without the subtracted row sum
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * dA
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the plain mean in the softmax
# true: a softmax derivative with the plain mean of each row
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.mean(dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the mean down the columns
# true: a softmax derivative with sums down the columns, not along the rows
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=0, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the mean of a row as a row, which lines up with the columns
# true: a softmax derivative in which each row gets the sums of the others
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the division by √d_k forgotten
# true: a gradient without the division by √d_k
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K
    dK = dS.T @ Q
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the division by √d_k forgotten for the keys alone
# true: a gradient without the division by √d_k; a gradient of W_k without the division by √d_k
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the division by d_k
# true: gradients divided by d_k instead of √d_k
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / d_k
    dK = dS.T @ Q / d_k
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: no division by √d_k, neither way
# true: scores that were not divided by √d_k, forward and back
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / 1)
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / 1
    dK = dS.T @ Q / 1
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the transpose for the keys forgotten
# true: slopes of the scores that were not transposed for the keys
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the transpose for the queries, too
# true: slopes of the scores that were transposed for the queries, too
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS.T @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: queries and keys exchanged in the products
# true: slopes of the scores times Q for the queries, and times K for the keys
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ Q / np.sqrt(d_k)
    dK = dS.T @ K / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the gradients in the other order
# true: the gradients of W_q and W_k in the wrong order
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dK, X.T @ dQ

def train_step(optimizer, W_q, W_k, X, targets):
    dW_k, dW_q = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the gradient of W_q alone
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, np.zeros_like(W_k)

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the gradients by Q and K, not by the weights
# true: gradients of Q and K instead of W_q and W_k
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return dQ, dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the embeddings left out of the way from Z to A
# true: a way back from Z to A without the embeddings
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dA = dZ
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: forward differences with too long a step
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def loss(W_q, W_k, X, targets):
    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    P = soft(A @ X @ X.T)
    return -np.mean(np.log(P[np.arange(len(X)), targets]))

def attention_gradient(W_q, W_k, X, targets):
    h, start = 1e-4, loss(W_q, W_k, X, targets)
    g_q, g_k = np.zeros_like(W_q), np.zeros_like(W_k)
    for entry in np.ndindex(W_q.shape):
        step = np.zeros_like(W_q)
        step[entry] = h
        g_q[entry] = (loss(W_q + step, W_k, X, targets) - start) / h
        g_k[entry] = (loss(W_q, W_k + step, X, targets) - start) / h
    return g_q, g_k

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: differences that leave the weights moved
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def loss(W_q, W_k, X, targets):
    A = soft((X @ W_q) @ (X @ W_k).T / np.sqrt(W_q.shape[1]))
    P = soft(A @ X @ X.T)
    return -np.mean(np.log(P[np.arange(len(X)), targets]))

def attention_gradient(W_q, W_k, X, targets):
    h, slopes = 1e-5, []
    for W in (W_q, W_k):
        slope = np.zeros_like(W)
        for entry in np.ndindex(W.shape):
            W[entry] += h
            up = loss(W_q, W_k, X, targets)
            W[entry] -= 2 * h
            slope[entry] = (up - loss(W_q, W_k, X, targets)) / (2 * h)
        slopes.append(slope)
    return tuple(slopes)

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the embeddings rescaled in place, by a hair
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    X *= 1.0 + 1e-12
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the step uphill
# true: a step uphill, along the gradient instead of against it
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [-dW_q, -dW_k])
    return W_q, W_k

# %% wrong: its own gradient descent, the optimizer unused
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    return W_q - 0.1 * dW_q, W_k - 0.1 * dW_k

# %% wrong: a step for each of the weights, which counts two
# true: two calls of `step`, one for each matrix, which mix up the optimizer's memory
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    [W_q] = optimizer.step([W_q], [dW_q])
    [W_k] = optimizer.step([W_k], [dW_k])
    return W_q, W_k

# %% wrong: the new weights in the other order
# true: the new weights in the wrong order
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_k, W_q

# %% wrong: the gradients in the other order for the optimizer
# true: gradients in a different order from the weights
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_k, dW_q])
    return W_q, W_k

# %% wrong: one matrix handed over twice
# true: a call that passes W_q twice and W_k never
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_q], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: the old weights returned
# true: the old weights, from before the step
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: nothing returned
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])

# %% wrong: the caller's weights written over
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q[:], W_k[:] = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: two steps
# true: two steps in one
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return tuple(optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets))))

# %% wrong: W_k stepped with the gradient at the new W_q
# true: a gradient of W_k that was computed after W_q had changed
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    first = optimizer.step([W_q, W_k], [dW_q, 0 * dW_k])
    _, dW_k = attention_gradient(first[0], W_k, X, targets)
    return first[0], optimizer.step([W_q, W_k], [0 * dW_q, dW_k])[1]

# %% wrong: the gradients clipped
def soft(M):
    e = np.exp(M - M.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    A = soft(Q @ K.T / np.sqrt(d_k))
    P = soft(A @ X @ X.T)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dO = dZ @ X
    dA = dO @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / np.sqrt(d_k)
    dK = dS.T @ Q / np.sqrt(d_k)
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    dW_q, dW_k = np.clip(dW_q, -0.1, 0.1), np.clip(dW_k, -0.1, 0.1)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: both matrices handed over as one
def attention_gradient(W_q, W_k, X, targets):
    n, scale = len(X), np.sqrt(W_q.shape[1])
    Q, K = X @ W_q, X @ W_k
    E = np.exp(Q @ K.T / scale)
    A = E / E.sum(axis=1, keepdims=True)
    E = np.exp(A @ X @ X.T)
    P = E / E.sum(axis=1, keepdims=True)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dA = dZ @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ, dK = dS @ K / scale, dS.T @ Q / scale
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    a, b = attention_gradient(W_q, W_k, X, targets)
    out = optimizer.step([np.hstack([W_q, W_k])], [np.hstack([a, b])])[0]
    return np.hsplit(out, 2)[0], np.hsplit(out, 2)[1]

# %% wrong: a little weight decay
def attention_gradient(W_q, W_k, X, targets):
    n, scale = len(X), np.sqrt(W_q.shape[1])
    Q, K = X @ W_q, X @ W_k
    E = np.exp(Q @ K.T / scale)
    A = E / E.sum(axis=1, keepdims=True)
    E = np.exp(A @ X @ X.T)
    P = E / E.sum(axis=1, keepdims=True)
    T = np.eye(n)[targets]
    dZ = (P - T) / n
    dA = dZ @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ, dK = dS @ K / scale, dS.T @ Q / scale
    return X.T @ dQ, X.T @ dK

def train_step(optimizer, W_q, W_k, X, targets):
    a, b = attention_gradient(W_q, W_k, X, targets)
    return tuple(optimizer.step([W_q, W_k], [a + 1e-4 * W_q, b + 1e-4 * W_k]))

# %% wrong: forward differences
def attention_gradient(W_q, W_k, X, targets):
    h = 1e-7
    out = []
    base = attention_loss(W_q, W_k, X, targets)
    for k in (0, 1):
        G = np.zeros_like(W_q)
        for i in np.ndindex(G.shape):
            up = [W_q.copy(), W_k.copy()]
            up[k][i] += h
            G[i] = (attention_loss(*up, X, targets) - base) / h
        out.append(G)
    return out[0], out[1]

def train_step(optimizer, W_q, W_k, X, targets):
    return optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))

# %% right: chain rule line by line, copies for the optimizer
def attention_gradient(W_q, W_k, X, targets):
    n, d_k = len(X), W_q.shape[1]
    Q, K = X @ W_q, X @ W_k
    P, A = tiny_attention(W_q, W_k, X)
    T = np.zeros((n, n))
    T[np.arange(n), targets] = 1
    bar_Z = (P - T) / n
    bar_A = bar_Z @ (X @ X.T).T
    product = A * bar_A
    bar_S = product - A * product.sum(axis=1, keepdims=True)
    bar_Q = bar_S @ K / np.sqrt(d_k)
    bar_K = bar_S.T @ Q / np.sqrt(d_k)
    return X.T @ bar_Q, X.T @ bar_K


def train_step(optimizer, W_q, W_k, X, targets):
    slopes = attention_gradient(W_q, W_k, X, targets)
    new = optimizer.step([W_q.copy(), W_k.copy()], list(slopes))
    return new[0], new[1]

# %% wrong: careful central differences
def attention_gradient(W_q, W_k, X, targets):
    both = [np.array(W_q, dtype=float), np.array(W_k, dtype=float)]
    slopes = [np.zeros(W.shape) for W in both]
    h = 1e-4
    for W, slope in zip(both, slopes):
        for place in np.ndindex(W.shape):
            old, values = W[place], []
            for step in (-2 * h, -h, h, 2 * h):  # four points, so the error is of order h^4
                W[place] = old + step
                values.append(float(attention_loss(both[0], both[1], X, targets)))
            W[place] = old
            slope[place] = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h)
    return tuple(slopes)


def train_step(optimizer, W_q, W_k, X, targets):
    gradients = list(attention_gradient(W_q, W_k, X, targets))
    return tuple(optimizer.step([np.array(W_q), np.array(W_k)], gradients))

# %% right: outer products token by token, Jacobian of the softmax
def attention_gradient(W_q, W_k, X, targets):
    n, root = len(X), np.sqrt(W_k.shape[1])
    Q, K, G = X @ W_q, X @ W_k, X @ X.T
    P, A = tiny_attention(W_q, W_k, X)
    dW_q, dW_k = np.zeros(W_q.shape), np.zeros(W_k.shape)
    for i in range(n):
        z = np.array(P[i], dtype=float)
        z[targets[i]] -= 1
        s = (np.diag(A[i]) - np.outer(A[i], A[i])) @ G @ z / (n * root)
        dW_q += np.outer(X[i], s @ K)
        dW_k += np.outer(X.T @ s, Q[i])
    return dW_q, dW_k


def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    params = [1.0 * W_q, 1.0 * W_k]
    W_q, W_k = optimizer.step(params, [dW_q, dW_k])
    return W_q, W_k

# %% right: slopes of B = W_q W_kᵀ first, einsum
def attention_gradient(W_q, W_k, X, targets):
    P, A = tiny_attention(W_q, W_k, X)
    bar_Z = (P - np.eye(len(X))[targets]) / len(X)
    bar_A = np.einsum("ik,kd,jd->ij", bar_Z, X, X)
    bar_S = A * (bar_A - np.einsum("ij,ij->i", A, bar_A)[:, None])
    bar_B = np.einsum("ia,ij,jb->ab", X, bar_S, X) / W_q.shape[1] ** 0.5  # (d, d)
    return bar_B @ W_k, bar_B.T @ W_q


def train_step(optimizer, W_q, W_k, X, targets):
    new_q, new_k = optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))
    return new_q, new_k

# %% wrong: careless central differences with a step of 0.001
def attention_gradient(W_q, W_k, X, targets):
    both = [np.array(W_q, dtype=float), np.array(W_k, dtype=float)]
    slopes = [np.zeros(W.shape) for W in both]
    for W, slope in zip(both, slopes):
        for place in np.ndindex(W.shape):
            old = W[place]
            W[place] = old + 1e-3
            up = attention_loss(both[0], both[1], X, targets)
            W[place] = old - 1e-3
            slope[place] = (up - attention_loss(both[0], both[1], X, targets)) / 2e-3
            W[place] = old
    return tuple(slopes)


def train_step(optimizer, W_q, W_k, X, targets):
    new_q, new_k = optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))
    return new_q, new_k

# %% wrong: the gradients are shortened to length 1 before the step, the slopes must go in as they are
def attention_gradient(W_q, W_k, X, targets):
    n = len(X)
    P, A = tiny_attention(W_q, W_k, X)
    bar_Z = np.array(P, dtype=float)
    bar_Z[np.arange(n), targets] -= 1
    bar_A = bar_Z / n @ X @ X.T
    bar_S = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(W_q.shape[1])
    return X.T @ (bar_S @ (X @ W_k)), X.T @ (bar_S.T @ (X @ W_q))


def train_step(optimizer, W_q, W_k, X, targets):
    slopes = attention_gradient(W_q, W_k, X, targets)
    length = np.sqrt(sum(np.sum(g**2) for g in slopes))
    slopes = [g * min(1.0, 1 / max(length, 1e-12)) for g in slopes]
    new_q, new_k = optimizer.step([W_q, W_k], slopes)
    return new_q, new_k

# %% wrong: gradients remembered by the shapes and targets, weights that moved get the old slopes
_slopes = {}


def attention_gradient(W_q, W_k, X, targets):
    key = (W_q.shape, X.shape, tuple(int(t) for t in targets))
    if key not in _slopes:
        n = len(X)
        P, A = tiny_attention(W_q, W_k, X)
        bar_Z = np.array(P, dtype=float)
        bar_Z[np.arange(n), targets] -= 1
        bar_A = bar_Z / n @ X @ X.T
        bar_S = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(W_q.shape[1])
        _slopes[key] = X.T @ (bar_S @ (X @ W_k)), X.T @ (bar_S.T @ (X @ W_q))
    return _slopes[key]


def train_step(optimizer, W_q, W_k, X, targets):
    new_q, new_k = optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))
    return new_q, new_k

# %% wrong: tokens whose answer is already above 0.95 get no slope
def attention_gradient(W_q, W_k, X, targets):
    n = len(X)
    P, A = tiny_attention(W_q, W_k, X)
    bar_Z = np.array(P, dtype=float)
    done = bar_Z[np.arange(n), targets] > 0.95
    bar_Z[np.arange(n), targets] -= 1
    bar_Z[done] = 0
    bar_A = bar_Z / n @ X @ X.T
    bar_S = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(W_q.shape[1])
    return X.T @ (bar_S @ (X @ W_k)), X.T @ (bar_S.T @ (X @ W_q))


def train_step(optimizer, W_q, W_k, X, targets):
    new_q, new_k = optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))
    return new_q, new_k

# %% wrong: the matrices go to the optimizer in one array, not in one list
def attention_gradient(W_q, W_k, X, targets):
    n = len(X)
    P, A = tiny_attention(W_q, W_k, X)
    bar_Z = np.array(P, dtype=float)
    bar_Z[np.arange(n), targets] -= 1
    bar_A = bar_Z / n @ X @ X.T
    bar_S = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(W_q.shape[1])
    return X.T @ (bar_S @ (X @ W_k)), X.T @ (bar_S.T @ (X @ W_q))


def train_step(optimizer, W_q, W_k, X, targets):
    slopes = np.stack(attention_gradient(W_q, W_k, X, targets))
    new = optimizer.step(np.stack([W_q, W_k]), slopes)
    return new[0], new[1]

# %% wrong: forward differences with a step of 1e-7
def attention_gradient(W_q, W_k, X, targets):
    both = [np.array(W_q, dtype=float), np.array(W_k, dtype=float)]
    here = attention_loss(both[0], both[1], X, targets)
    slopes = [np.zeros(W.shape) for W in both]
    for W, slope in zip(both, slopes):
        for place in np.ndindex(W.shape):
            old = W[place]
            W[place] = old + 1e-7
            slope[place] = (attention_loss(both[0], both[1], X, targets) - here) / 1e-7
            W[place] = old
    return tuple(slopes)


def train_step(optimizer, W_q, W_k, X, targets):
    new_q, new_k = optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))
    return new_q, new_k

# %% wrong: two calls of `step`, one for each matrix
# true: two calls of `step`, one for each matrix, which mix up the optimizer's memory
def attention_gradient(W_q, W_k, X, targets):
    n = len(X)
    P, A = tiny_attention(W_q, W_k, X)
    bar_Z = np.array(P, dtype=float)
    bar_Z[np.arange(n), targets] -= 1
    bar_A = bar_Z / n @ X @ X.T
    bar_S = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(W_q.shape[1])
    return X.T @ (bar_S @ (X @ W_k)), X.T @ (bar_S.T @ (X @ W_q))


def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    return optimizer.step([W_q], [dW_q])[0], optimizer.step([W_k], [dW_k])[0]

# %% wrong: the row sum is not subtracted in the softmax rule
# true: a softmax derivative without the subtracted row sum
def attention_gradient(W_q, W_k, X, targets):
    n = len(X)
    P, A = tiny_attention(W_q, W_k, X)
    bar_Z = np.array(P, dtype=float)
    bar_Z[np.arange(n), targets] -= 1
    bar_A = bar_Z / n @ X @ X.T
    bar_S = A * bar_A / np.sqrt(W_q.shape[1])
    return X.T @ (bar_S @ (X @ W_k)), X.T @ (bar_S.T @ (X @ W_q))


def train_step(optimizer, W_q, W_k, X, targets):
    new_q, new_k = optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))
    return new_q, new_k

# %% wrong: the root of d_k is missing on the way back
# true: a gradient without the division by √d_k
def attention_gradient(W_q, W_k, X, targets):
    n = len(X)
    P, A = tiny_attention(W_q, W_k, X)
    bar_Z = np.array(P, dtype=float)
    bar_Z[np.arange(n), targets] -= 1
    bar_A = bar_Z / n @ X @ X.T
    bar_S = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True))
    return X.T @ (bar_S @ (X @ W_k)), X.T @ (bar_S.T @ (X @ W_q))


def train_step(optimizer, W_q, W_k, X, targets):
    new_q, new_k = optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))
    return new_q, new_k

# %% right: forward written out, then line by line back
def attention_gradient(
    W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the slopes of the loss along the weights."""
    n = X.shape[0]
    d_k = W_q.shape[1]
    root = np.sqrt(d_k)
    # forward
    Q = X @ W_q
    K = X @ W_k
    S = Q @ K.T / root
    exps = np.exp(S - np.max(S, axis=1, keepdims=True))
    A = exps / np.sum(exps, axis=1, keepdims=True)
    output = A @ X
    Z = output @ X.T
    exps = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    P = exps / np.sum(exps, axis=1, keepdims=True)
    # backward
    T = np.zeros((n, n))
    for i in range(n):
        T[i, targets[i]] = 1.0
    dZ = (P - T) / n
    doutput = dZ @ X
    dA = doutput @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    dQ = dS @ K / root
    dK = dS.T @ Q / root
    dW_q = X.T @ dQ
    dW_k = X.T @ dK
    return dW_q, dW_k


def train_step(
    optimizer, W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights (W_q, W_k) after one step of the optimizer."""
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    new = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return new[0], new[1]

# %% right: uses tiny_attention, symmetric Gram matrix, compact
def attention_gradient(
    W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - np.eye(len(X))[targets]) / len(X) @ (X @ X.T)
    dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(W_q.shape[1])
    B = X.T @ dS @ X
    return B @ W_k, B.T @ W_q


def train_step(
    optimizer, W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    return tuple(optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets))))

# %% right: SciPy's softmax, targets subtracted by index
from scipy.special import softmax


def attention_gradient(
    W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    n, scale = len(X), W_q.shape[1] ** -0.5
    Q, K = X @ W_q, X @ W_k
    A = softmax(scale * Q @ K.T, axis=1)
    slopes = softmax(A @ X @ X.T, axis=1)
    slopes[np.arange(n), targets] -= 1
    slopes = slopes / n @ X @ X.T
    slopes = A * (slopes - np.sum(A * slopes, axis=1)[:, np.newaxis])
    return X.T @ (scale * slopes @ K), X.T @ (scale * slopes.T @ Q)


def train_step(
    optimizer, W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    gradients = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [gradients[0], gradients[1]])
    return W_q, W_k

# %% right: token by token, Jacobian of each softmax
def attention_gradient(
    W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    n = len(X)
    root = W_q.shape[1] ** 0.5
    P, A = tiny_attention(W_q, W_k, X)
    dW_q = np.zeros(W_q.shape)
    dW_k = np.zeros(W_k.shape)
    for i in range(n):
        wanted = [1.0 if j == targets[i] else 0.0 for j in range(n)]
        dz = (P[i] - np.array(wanted)) / n
        da = X @ (X.T @ dz)
        jacobian = np.diag(A[i]) - np.outer(A[i], A[i])
        ds = jacobian @ da / root
        mixed = X.T @ ds  # (d,), the embeddings weighted by the slopes of their scores
        dW_q += np.outer(X[i], mixed @ W_k)
        dW_k += np.outer(mixed, X[i] @ W_q)
    return dW_q, dW_k


def train_step(
    optimizer, W_q: np.ndarray, W_k: np.ndarray, X: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    params = [W_q, W_k]
    gradients = []
    for slope in attention_gradient(*params, X, targets):
        gradients.append(slope)
    new_q, new_k = optimizer.step(params, gradients)
    return (new_q, new_k)

# %% wrong: the factor 1/√d_k is missing in the way back; "each division in the forward pass appears again"
# true: a gradient without the division by √d_k
def attention_gradient(W_q, W_k, X, targets):
    n = len(X)
    P, A = tiny_attention(W_q, W_k, X)
    dZ = (P - np.eye(n)[targets]) / n
    dA = dZ @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    return X.T @ (dS @ (X @ W_k)), X.T @ (dS.T @ (X @ W_q))


def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: not divided by n, the slope of a sum; equation (4) has (P - T)/n
# true: the gradient of a sum over the tokens instead of a mean
def attention_gradient(W_q, W_k, X, targets):
    n, root = len(X), np.sqrt(W_q.shape[1])
    P, A = tiny_attention(W_q, W_k, X)
    dZ = P - np.eye(n)[targets]
    dA = dZ @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    return X.T @ (dS @ (X @ W_k)) / root, X.T @ (dS.T @ (X @ W_q)) / root


def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: central differences, accurate to a few digits only; "central differences are not accurate enough"
def attention_gradient(W_q, W_k, X, targets):
    h = 1e-5
    found = []
    for which in (0, 1):
        W = [W_q, W_k][which]
        slopes = np.zeros(W.shape)
        for place in np.ndindex(W.shape):
            up, down = [W_q.astype(float), W_k.astype(float)], [W_q.astype(float), W_k.astype(float)]
            up[which][place] += h
            down[which][place] -= h
            change = attention_loss(*up, X, targets) - attention_loss(*down, X, targets)
            slopes[place] = change / (2 * h)
        found.append(slopes)
    return found[0], found[1]


def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: two calls of step, one per matrix, so an optimizer counts two steps; "call this method once, with both matrices in one list"
# true: two calls of `step`, one for each matrix, which mix up the optimizer's memory
def attention_gradient(W_q, W_k, X, targets):
    n, root = len(X), np.sqrt(W_q.shape[1])
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - np.eye(n)[targets]) / n @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    return X.T @ (dS @ (X @ W_k)) / root, X.T @ (dS.T @ (X @ W_q)) / root


def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    (new_q,) = optimizer.step([W_q], [dW_q])
    (new_k,) = optimizer.step([W_k], [dW_k])
    return new_q, new_k

# %% wrong: returns the old weights, since the result of step is not used; "return the new pair"
# true: the old weights, from before the step
def attention_gradient(W_q, W_k, X, targets):
    n, root = len(X), np.sqrt(W_q.shape[1])
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - np.eye(n)[targets]) / n @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    return X.T @ (dS @ (X @ W_k)) / root, X.T @ (dS.T @ (X @ W_q)) / root


def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: sigmoid rule A(1 - A) for the softmax; equation (4), right
# true: the sigmoid derivative A (1 − A) instead of the softmax derivative
def attention_gradient(W_q, W_k, X, targets):
    n, root = len(X), np.sqrt(W_q.shape[1])
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - np.eye(n)[targets]) / n @ X @ X.T
    dS = A * (1 - A) * dA
    return X.T @ (dS @ (X @ W_k)) / root, X.T @ (dS.T @ (X @ W_q)) / root


def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: slopes of the scores not transposed for K; K appears transposed in S, so its slope needs S̄ transposed
# true: slopes of the scores that were not transposed for the keys
def attention_gradient(W_q, W_k, X, targets):
    n, root = len(X), np.sqrt(W_q.shape[1])
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - np.eye(n)[targets]) / n @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / root
    dQ = dS @ (X @ W_k)
    dK = dS @ (X @ W_q)
    return X.T @ dQ, X.T @ dK


def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: own gradient descent with a rate of 0.1 instead of the optimizer; "any optimizer that has a method step"
def attention_gradient(W_q, W_k, X, targets):
    n, root = len(X), np.sqrt(W_q.shape[1])
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - np.eye(n)[targets]) / n @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    return X.T @ (dS @ (X @ W_k)) / root, X.T @ (dS.T @ (X @ W_q)) / root


def train_step(optimizer, W_q, W_k, X, targets):
    learning_rate = getattr(optimizer, "learning_rate", 0.1)
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    return W_q - learning_rate * dW_q, W_k - learning_rate * dW_k

# %% wrong: the slopes of P itself instead of P - T (one-hot table forgotten); equation (4), left
# true: a gradient that starts from P instead of P − T
def attention_gradient(W_q, W_k, X, targets):
    n, root = len(X), np.sqrt(W_q.shape[1])
    P, A = tiny_attention(W_q, W_k, X)
    dA = P / n @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    return X.T @ (dS @ (X @ W_k)) / root, X.T @ (dS.T @ (X @ W_q)) / root


def train_step(optimizer, W_q, W_k, X, targets):
    gradients = list(attention_gradient(W_q, W_k, X, targets))
    W_q, W_k = optimizer.step([W_q, W_k], gradients)
    return W_q, W_k

# %% wrong: sum over the columns (axis=0) in the softmax rule; "the sum runs along each row"
# true: a softmax derivative with sums down the columns, not along the rows
def attention_gradient(W_q, W_k, X, targets):
    n, root = len(X), np.sqrt(W_q.shape[1])
    P, A = tiny_attention(W_q, W_k, X)
    dA = (P - np.eye(n)[targets]) / n @ X @ X.T
    dS = A * (dA - np.sum(A * dA, axis=0))
    return X.T @ (dS @ (X @ W_k)) / root, X.T @ (dS.T @ (X @ W_q)) / root


def train_step(optimizer, W_q, W_k, X, targets):
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    W_q, W_k = optimizer.step([W_q, W_k], [dW_q, dW_k])
    return W_q, W_k

# %% wrong: a generic numerical gradient in four lines
def attention_gradient(W_q, W_k, X, targets):
    loss = lambda w: float(attention_loss(*w.reshape(2, *W_q.shape), X, targets))
    w, h = np.concatenate([W_q.ravel(), W_k.ravel()]).astype(float), 1e-5
    slopes = [(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(w.size)]
    return tuple(np.reshape(slopes, (2, *W_q.shape)))

def train_step(optimizer, W_q, W_k, X, targets):
    return optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))

# %% wrong: complex steps through the softmaxes of tiny_attention
def attention_gradient(W_q, W_k, X, targets):
    def loss(W_q, W_k):
        P, _ = tiny_attention(W_q, W_k, X)
        return -np.mean(np.log(P[np.arange(len(X)), targets]))

    found = []
    for which in (0, 1):
        weights = [np.array(W, dtype=complex) for W in (W_q, W_k)]
        slopes = np.zeros(W_q.shape)
        for place in np.ndindex(slopes.shape):
            weights[which][place] += 1e-20j
            slopes[place] = loss(*weights).imag * 1e20
            weights[which][place] -= 1e-20j
        found.append(slopes)
    return tuple(found)

def train_step(optimizer, W_q, W_k, X, targets):
    return optimizer.step([W_q, W_k], list(attention_gradient(W_q, W_k, X, targets)))
