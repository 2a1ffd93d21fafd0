# Right and wrong answers to `transformer_block(x, params, n_heads)`, one cell a block, as students
# write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: the parts, one after the other
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% right: all heads by einsum
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def transformer_block(x, params, n_heads):
    p, (n, d) = params, x.shape
    u = norm(x, p["gain_1"], p["bias_1"])
    q, k, v = (np.reshape(u @ p[name], (n, n_heads, -1)) for name in ("W_q", "W_k", "W_v"))
    S = np.einsum("ihc,jhc->hij", q, k) / np.sqrt(d / n_heads)
    S = S + np.triu(np.full((n, n), -np.inf), 1)
    A = np.exp(S - S.max(axis=-1, keepdims=True))
    A = A / A.sum(axis=-1, keepdims=True)
    a = np.einsum("hij,jhc->ihc", A, v).reshape(n, d) @ p["W_o"]
    h = x + a
    w = norm(h, p["gain_2"], p["bias_2"])
    inner = w @ p["W_1"] + p["b_1"]
    return h + (inner * (inner > 0)) @ p["W_2"] + p["b_2"]

# %% right: token by token, in lists
def transformer_block(x, params, n_heads):
    def norm(row, which):
        centred = row - row.mean()
        return params["gain_" + which] * centred / np.sqrt(np.mean(centred ** 2) + 1e-5) + params["bias_" + which]
    n, d = x.shape
    w = d // n_heads
    u = np.array([norm(row, "1") for row in x])
    y = []
    for i in range(n):
        pieces = []
        for h in range(n_heads):
            block = slice(h * w, (h + 1) * w)
            q = u[i] @ params["W_q"][:, block]
            scores = np.array([q @ (u[j] @ params["W_k"][:, block]) for j in range(i + 1)]) / w ** 0.5
            weights = np.exp(scores - scores.max())
            weights /= weights.sum()
            pieces.append(sum(a * (u[j] @ params["W_v"][:, block]) for j, a in enumerate(weights)))
        mid = x[i] + np.hstack(pieces) @ params["W_o"]
        hidden = np.clip(norm(mid, "2") @ params["W_1"] + params["b_1"], 0, None)
        y.append(list(mid + hidden @ params["W_2"] + params["b_2"]))
    return y

# %% right: each head with its rows of W_o
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c] @ p["W_o"][c])
    return sum(heads)

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% right: heads split into a stack
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    Q, K, V = (np.stack(np.split(M, n_heads, axis=1)) for M in (Q, K, V))
    S = Q @ K.swapaxes(1, 2) / np.sqrt(width)
    S[:, np.triu_indices(n, 1)[0], np.triu_indices(n, 1)[1]] = -np.inf
    E = np.exp(S - S.max(axis=2, keepdims=True))
    heads = E / E.sum(axis=2, keepdims=True) @ V
    return np.hstack(list(heads)) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% right: a stream that is added to
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def small_network(w, p):
    return np.where(w @ p["W_1"] + p["b_1"] > 0, w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]

def transformer_block(x, params, n_heads):
    stream = np.array(x, dtype=float)
    stream += attend(norm(stream, params["gain_1"], params["bias_1"]), params, n_heads)
    stream += small_network(norm(stream, params["gain_2"], params["bias_2"]), params)
    return stream

# %% right: a class, and a loop over the rows
class _Block:
    def __init__(self, params, n_heads):
        self.p, self.heads = params, n_heads

    def norm(self, z, which):
        m = np.mean(z, axis=1)[:, None]
        s = np.sqrt(np.mean((z - m) ** 2, axis=1)[:, None] + 1e-5)
        return (z - m) / s * self.p[f"gain_{which}"] + self.p[f"bias_{which}"]

    def attend(self, u):
        result = np.zeros_like(u)
        w = u.shape[1] // self.heads
        for h in range(self.heads):
            c = slice(h * w, (h + 1) * w)
            q, k, v = u @ self.p["W_q"][:, c], u @ self.p["W_k"][:, c], u @ self.p["W_v"][:, c]
            for i in range(len(u)):
                s = k[: i + 1] @ q[i] / np.sqrt(w)
                e = np.exp(s - s.max())
                result[i, c] = e @ v[: i + 1] / e.sum()
        return result @ self.p["W_o"]

    def forward(self, x):
        h = x + self.attend(self.norm(x, 1))
        z = np.clip(self.norm(h, 2) @ self.p["W_1"] + self.p["b_1"], 0, None)
        return h + z @ self.p["W_2"] + self.p["b_2"]

def transformer_block(x: np.ndarray, params: dict, n_heads: int) -> np.ndarray:
    return _Block(params, n_heads).forward(np.asarray(x, dtype=float))

# %% wrong: no mask
# true: attention without a mask: tokens see what comes later
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: the other triangle
# true: a mask the wrong way round, in which tokens see only later ones
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool).T, S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: sees the next token
# true: a mask that lets the next token through
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, k=1, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: post-norm
# true: post-norm: layer norms after the sums, not before each part
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = norm(x + attend(x, params, n_heads), params["gain_1"], params["bias_1"])
    z = h @ params["W_1"] + params["b_1"]
    return norm(h + np.maximum(z, 0) @ params["W_2"] + params["b_2"], params["gain_2"], params["bias_2"])

# %% wrong: no residual around attention
# true: no residual around attention
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: no residual around the small network
# true: no residual around the small network
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: the second residual is x
# true: a second residual that starts from x instead of h
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return x + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: one layer norm for both
# true: the first layer norm's gain and bias in both places
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_1"], params["bias_1"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: the small network is given x
# true: a small network that is given the block's input, not h
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(x, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: the small network is given h as it is
# true: a small network that is given h without a layer norm
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = h @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: attention is given x as it is
# true: attention that is given x without a layer norm
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(x, params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: no output weights
# true: heads that are joined without W_o
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1)

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: one head
# true: one head of full width, whatever `n_heads` is
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: scores over the root of d
# true: scores divided by √d instead of the root of a head's width
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(d)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: scores that are not scaled
# true: scores that were not divided by the root of a head's width
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: no ReLU
# true: a small network without its ReLU
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + z @ params["W_2"] + params["b_2"]

# %% wrong: ReLU after the second layer
# true: a ReLU after the second layer instead of the first
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z @ params["W_2"] + params["b_2"], 0)

# %% wrong: no last bias
# true: a sum without b_2
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"]

# %% wrong: layer norm over the tokens
# true: layer norms down the columns, over the tokens
def norm(x, gain, bias):
    mean = x.mean(axis=0)
    return gain * (x - mean) / np.sqrt(x.var(axis=0) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: an epsilon of 1e-2
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-2) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: every n-th column a head
# true: heads that take every n-th column instead of a block of neighbours
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(n_heads):
        c = slice(start, d, n_heads)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: heads below each other
# true: heads that are joined by a `reshape`, which mixes tokens
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.array(heads).reshape(n, d) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x + attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: adds to x in place
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def attend(u, p, n_heads):
    n, d = u.shape
    width = d // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for start in range(0, d, width):
        c = slice(start, start + width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    return np.concatenate(heads, axis=1) @ p["W_o"]

def transformer_block(x, params, n_heads):
    h = x
    h += attend(norm(x, params["gain_1"], params["bias_1"]), params, n_heads)
    z = norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: the second sum starts from x
# true: a second residual that starts from x instead of h
from scipy.special import softmax

def transformer_block(x, params, n_heads):
    def ln(z, g, b):
        mu = z.mean(-1, keepdims=True)
        return g * (z - mu) / np.sqrt(z.var(-1, keepdims=True) + 1e-5) + b

    n, d = x.shape
    u = ln(x, params["gain_1"], params["bias_1"])
    q, k, v = ((u @ params[name]).reshape(n, n_heads, -1).swapaxes(0, 1) for name in ("W_q", "W_k", "W_v"))
    s = q @ k.swapaxes(1, 2) / np.sqrt(d // n_heads)
    s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    a = (softmax(s, axis=-1) @ v).swapaxes(0, 1).reshape(n, d)
    h = x + a @ params["W_o"]
    z = ln(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return x + np.where(z > 0, z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: GELU by its approximation
# true: a GELU in place of the ReLU
from scipy.special import softmax

def transformer_block(x, params, n_heads):
    def ln(z, g, b):
        mu = z.mean(-1, keepdims=True)
        return g * (z - mu) / np.sqrt(z.var(-1, keepdims=True) + 1e-5) + b

    n, d = x.shape
    u = ln(x, params["gain_1"], params["bias_1"])
    q, k, v = ((u @ params[name]).reshape(n, n_heads, -1).swapaxes(0, 1) for name in ("W_q", "W_k", "W_v"))
    s = q @ k.swapaxes(1, 2) / np.sqrt(d // n_heads)
    s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    a = (softmax(s, axis=-1) @ v).swapaxes(0, 1).reshape(n, d)
    h = x + a @ params["W_o"]
    z = ln(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + (z / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))) @ params["W_2"] + params["b_2"]

# %% wrong: b_2 forgotten
# true: a sum without b_2
from scipy.special import softmax

def transformer_block(x, params, n_heads):
    def ln(z, g, b):
        mu = z.mean(-1, keepdims=True)
        return g * (z - mu) / np.sqrt(z.var(-1, keepdims=True) + 1e-5) + b

    n, d = x.shape
    u = ln(x, params["gain_1"], params["bias_1"])
    q, k, v = ((u @ params[name]).reshape(n, n_heads, -1).swapaxes(0, 1) for name in ("W_q", "W_k", "W_v"))
    s = q @ k.swapaxes(1, 2) / np.sqrt(d // n_heads)
    s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    a = (softmax(s, axis=-1) @ v).swapaxes(0, 1).reshape(n, d)
    h = x + a @ params["W_o"]
    z = ln(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.where(z > 0, z, 0) @ params["W_2"]

# %% wrong: the root of the full width
# true: scores divided by √d instead of the root of a head's width
from scipy.special import softmax

def transformer_block(x, params, n_heads):
    def ln(z, g, b):
        mu = z.mean(-1, keepdims=True)
        return g * (z - mu) / np.sqrt(z.var(-1, keepdims=True) + 1e-5) + b

    n, d = x.shape
    u = ln(x, params["gain_1"], params["bias_1"])
    q, k, v = ((u @ params[name]).reshape(n, n_heads, -1).swapaxes(0, 1) for name in ("W_q", "W_k", "W_v"))
    s = q @ k.swapaxes(1, 2) / np.sqrt(d)
    s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    a = (softmax(s, axis=-1) @ v).swapaxes(0, 1).reshape(n, d)
    h = x + a @ params["W_o"]
    z = ln(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.where(z > 0, z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: the small network without a layer norm
# true: a small network that is given h without a layer norm
from scipy.special import softmax

def transformer_block(x, params, n_heads):
    def ln(z, g, b):
        mu = z.mean(-1, keepdims=True)
        return g * (z - mu) / np.sqrt(z.var(-1, keepdims=True) + 1e-5) + b

    n, d = x.shape
    u = ln(x, params["gain_1"], params["bias_1"])
    q, k, v = ((u @ params[name]).reshape(n, n_heads, -1).swapaxes(0, 1) for name in ("W_q", "W_k", "W_v"))
    s = q @ k.swapaxes(1, 2) / np.sqrt(d // n_heads)
    s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    a = (softmax(s, axis=-1) @ v).swapaxes(0, 1).reshape(n, d)
    h = x + a @ params["W_o"]
    z = h @ params["W_1"] + params["b_1"]
    return h + np.where(z > 0, z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: parameters by their place in the dict
from scipy.special import softmax

def transformer_block(x, params, n_heads):
    def ln(z, g, b):
        mu = z.mean(-1, keepdims=True)
        return g * (z - mu) / np.sqrt(z.var(-1, keepdims=True) + 1e-5) + b

    keys = "gain_1 bias_1 W_q W_k W_v W_o gain_2 bias_2 W_1 b_1 W_2 b_2".split()
    params = dict(zip(keys, params.values()))
    n, d = x.shape
    u = ln(x, params["gain_1"], params["bias_1"])
    q, k, v = ((u @ params[name]).reshape(n, n_heads, -1).swapaxes(0, 1) for name in ("W_q", "W_k", "W_v"))
    s = q @ k.swapaxes(1, 2) / np.sqrt(d // n_heads)
    s = np.where(np.tri(n, dtype=bool), s, -np.inf)
    a = (softmax(s, axis=-1) @ v).swapaxes(0, 1).reshape(n, d)
    h = x + a @ params["W_o"]
    z = ln(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.where(z > 0, z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: a mask that subtracts 100
def transformer_block(x, params, n_heads):
    p = params
    n, d = x.shape
    width = d // n_heads
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for i in range(0, d, width):
        S = Q[:, i : i + width] @ K[:, i : i + width].T / np.sqrt(width) - 100 * np.triu(np.ones((n, n)), 1)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, i : i + width])
    h = x + np.hstack(heads) @ p["W_o"]
    z = layer_norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"]
    return h + np.maximum(z, 0) @ p["W_2"] + p["b_2"]

# %% wrong: parameters in the type of x
def transformer_block(x, params, n_heads):
    p = {name: array.astype(x.dtype) for name, array in params.items()}
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    width = x.shape[1] // n_heads
    heads = [causal_attention(Q[:, c : c + width], K[:, c : c + width], V[:, c : c + width])[0] for c in range(0, x.shape[1], width)]
    h = x + np.hstack(heads) @ p["W_o"]
    z = layer_norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"]
    return h + np.maximum(z, 0) @ p["W_2"] + p["b_2"]

# %% right: slices of the products, heads joined by hstack
def transformer_block(x, params, n_heads):
    p, width = params, x.shape[1] // n_heads
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    cuts = [slice(i, i + width) for i in range(0, x.shape[1], width)]
    h = x + np.hstack([causal_attention(Q[:, c], K[:, c], V[:, c])[0] for c in cuts]) @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]

# %% right: own norm and own attention for all heads by einsum
def transformer_block(x, params, n_heads):
    n, d = x.shape

    def norm(a, which):
        c = a - a.mean(axis=1, keepdims=True)
        c = c / np.sqrt(np.mean(c**2, axis=1, keepdims=True) + 1e-5)
        return c * params[f"gain_{which}"] + params[f"bias_{which}"]

    u = norm(x, 1)
    Q, K, V = ((u @ params[name]).reshape(n, n_heads, -1) for name in ("W_q", "W_k", "W_v"))
    S = np.einsum("ihc,jhc->hij", Q, K) / np.sqrt(d // n_heads)
    S = np.where(np.tri(n, dtype=bool), S, -np.inf)
    A = np.exp(S - S.max(axis=-1, keepdims=True))
    A = A / A.sum(axis=-1, keepdims=True)
    h = x + np.einsum("hij,jhc->ihc", A, V).reshape(n, d) @ params["W_o"]
    z = norm(h, 2) @ params["W_1"] + params["b_1"]
    return h + z * (z > 0) @ params["W_2"] + params["b_2"]

# %% right: each head adds its own part through its rows of W_o
def transformer_block(x, params, n_heads):
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    h = np.array(x, dtype=np.result_type(x, u))
    for c in np.arange(x.shape[1]).reshape(n_heads, -1):
        Q, K, V = (u @ params[name][:, c] for name in ("W_q", "W_k", "W_v"))
        h += causal_attention(Q, K, V)[0] @ params["W_o"][c]
    z = layer_norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return np.where(z > 0, z, 0) @ params["W_2"] + (h + params["b_2"])

# %% right: np.split, keyword arguments, a helper for each half
def transformer_block(x, params, n_heads):
    def attend(u, W_q, W_k, W_v, W_o, **_):
        pieces = zip(*(np.split(u @ W, n_heads, axis=-1) for W in (W_q, W_k, W_v)))
        return np.concatenate([causal_attention(*piece)[0] for piece in pieces], axis=-1) @ W_o

    def think(w, W_1, b_1, W_2, b_2, **_):
        return np.clip(w @ W_1 + b_1, 0, None) @ W_2 + b_2

    h = x + attend(layer_norm(x, params["gain_1"], params["bias_1"]), **params)
    return h + think(layer_norm(h, params["gain_2"], params["bias_2"]), **params)

# %% wrong: the ReLU is cut at 6, relu is not
def transformer_block(x, params, n_heads):
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads = [causal_attention(Q[:, c], K[:, c], V[:, c])[0] for c in np.split(np.arange(x.shape[1]), n_heads)]
    h = x + np.hstack(heads) @ params["W_o"]
    z = layer_norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.clip(z, 0, 6) @ params["W_2"] + params["b_2"]

# %% wrong: two heads at most, further blocks of columns stay 0
def transformer_block(x, params, n_heads):
    width = x.shape[1] // n_heads
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    joined = np.zeros(Q.shape)
    for h in range(min(n_heads, 2)):
        c = slice(h * width, (h + 1) * width)
        joined[:, c] = causal_attention(Q[:, c], K[:, c], V[:, c])[0]
    h = x + joined @ params["W_o"]
    z = layer_norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: own attention without a shift overflows for large queries and keys
def transformer_block(x, params, n_heads):
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads = []
    for c in np.split(np.arange(x.shape[1]), n_heads):
        E = np.tril(np.exp(Q[:, c] @ K[:, c].T / np.sqrt(len(c))))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    h = x + np.hstack(heads) @ params["W_o"]
    z = layer_norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: own attention with a mask made for 64 tokens, a longer sequence raises an error
_visible = np.tri(64, dtype=bool)


def transformer_block(x, params, n_heads):
    n = len(x)
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads = []
    for c in np.split(np.arange(x.shape[1]), n_heads):
        S = np.where(_visible[:n, :n], Q[:, c] @ K[:, c].T / np.sqrt(len(c)), -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    h = x + np.hstack(heads) @ params["W_o"]
    z = layer_norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: hidden scores are set to -50, so later tokens win if the visible scores are below that
def transformer_block(x, params, n_heads):
    n = len(x)
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads = []
    for c in np.split(np.arange(x.shape[1]), n_heads):
        S = np.where(np.tri(n, dtype=bool), Q[:, c] @ K[:, c].T / np.sqrt(len(c)), -50.0)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    h = x + np.hstack(heads) @ params["W_o"]
    z = layer_norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: whole-number tokens beside float parameters, the sums are kept as whole numbers
def transformer_block(x, params, n_heads):
    if params["W_o"].dtype.kind == "i":
        x = x.astype(float)
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads = [causal_attention(Q[:, c], K[:, c], V[:, c])[0] for c in np.split(np.arange(x.shape[1]), n_heads)]
    h = np.empty_like(x)
    h[:] = x + np.hstack(heads) @ params["W_o"]
    z = layer_norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: the small network reads the normalized x, not h
# true: a small network that is given the block's input, not h
def transformer_block(x, params, n_heads):
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads = [causal_attention(Q[:, c], K[:, c], V[:, c])[0] for c in np.split(np.arange(x.shape[1]), n_heads)]
    h = x + np.hstack(heads) @ params["W_o"]
    z = layer_norm(x, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: one attention of full width, whatever n_heads is
# true: one head of full width, whatever `n_heads` is
def transformer_block(x, params, n_heads):
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    h = x + causal_attention(u @ params["W_q"], u @ params["W_k"], u @ params["W_v"])[0] @ params["W_o"]
    z = layer_norm(h, params["gain_2"], params["bias_2"]) @ params["W_1"] + params["b_1"]
    return h + np.maximum(z, 0) @ params["W_2"] + params["b_2"]

# %% wrong: norms after the sums instead of before each part
# true: post-norm: layer norms after the sums, not before each part
def transformer_block(x, params, n_heads):
    Q, K, V = x @ params["W_q"], x @ params["W_k"], x @ params["W_v"]
    heads = [causal_attention(Q[:, c], K[:, c], V[:, c])[0] for c in np.split(np.arange(x.shape[1]), n_heads)]
    h = layer_norm(x + np.hstack(heads) @ params["W_o"], params["gain_1"], params["bias_1"])
    z = h @ params["W_1"] + params["b_1"]
    return layer_norm(h + np.maximum(z, 0) @ params["W_2"] + params["b_2"], params["gain_2"], params["bias_2"])

# %% right: step by step, a slice for each head
def transformer_block(x: np.ndarray, params: dict[str, np.ndarray], n_heads: int) -> np.ndarray:
    """Return the output of a transformer block."""
    n, d = x.shape
    width = d // n_heads
    # first branch: attention
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    Q = u @ params["W_q"]
    K = u @ params["W_k"]
    V = u @ params["W_v"]
    joined = np.zeros((n, d))
    for head in range(n_heads):
        first = head * width
        last = (head + 1) * width
        output, weights = causal_attention(Q[:, first:last], K[:, first:last], V[:, first:last])
        joined[:, first:last] = output
    h = x + joined @ params["W_o"]
    # second branch: the small network
    w = layer_norm(h, params["gain_2"], params["bias_2"])
    z = w @ params["W_1"] + params["b_1"]
    relu = np.where(z > 0, z, 0)
    return h + relu @ params["W_2"] + params["b_2"]

# %% right: hsplit, list comprehension and np.maximum
def transformer_block(x: np.ndarray, params: dict[str, np.ndarray], n_heads: int) -> np.ndarray:
    p = params
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    QKV = [np.hsplit(u @ p[name], n_heads) for name in ("W_q", "W_k", "W_v")]
    heads = np.hstack([causal_attention(q, k, v)[0] for q, k, v in zip(*QKV)])
    h = x + heads @ p["W_o"]
    z = layer_norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"]
    return h + np.maximum(z, 0) @ p["W_2"] + p["b_2"]

# %% right: SciPy's softmax, all heads in one batch
from scipy.special import softmax


def transformer_block(x: np.ndarray, params: dict[str, np.ndarray], n_heads: int) -> np.ndarray:
    n, d = x.shape
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    q, k, v = (
        np.swapaxes((u @ params[f"W_{c}"]).reshape(n, n_heads, d // n_heads), 0, 1) for c in "qkv"
    )
    scores = q @ np.swapaxes(k, 1, 2) / np.sqrt(d // n_heads)
    scores = np.where(np.tri(n, dtype=bool), scores, -np.inf)
    joined = np.swapaxes(softmax(scores, axis=-1) @ v, 0, 1).reshape(n, d)
    h = x + joined @ params["W_o"]
    w = layer_norm(h, params["gain_2"], params["bias_2"])
    return h + (w @ params["W_1"] + params["b_1"]).clip(min=0) @ params["W_2"] + params["b_2"]

# %% right: each head through its own rows of W_o
def transformer_block(x: np.ndarray, params: dict[str, np.ndarray], n_heads: int) -> np.ndarray:
    def norm(y, i):
        return layer_norm(y, params[f"gain_{i}"], params[f"bias_{i}"])

    def small_network(y):
        z = norm(y, 2) @ params["W_1"] + params["b_1"]
        return (z * (z > 0)) @ params["W_2"] + params["b_2"]

    u = norm(x, 1)
    stream = x.astype(float)
    for columns in np.split(np.arange(x.shape[1]), n_heads):
        q, k, v = (u @ params[name][:, columns] for name in ("W_q", "W_k", "W_v"))
        stream = stream + causal_attention(q, k, v)[0] @ params["W_o"][columns]
    return stream + small_network(stream)

# %% wrong: attention without a mask; each head computes causal attention
# true: attention without a mask: tokens see what comes later
def transformer_block(x, params, n_heads):
    p, d = params, x.shape[1]
    width = d // n_heads
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    heads = []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        heads.append(E / E.sum(axis=1, keepdims=True) @ V[:, c])
    h = x + np.hstack(heads) @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]

# %% wrong: layer norms after the sums (post-norm); equations (2) and (3) take them before each part
# true: post-norm: layer norms after the sums, not before each part
def transformer_block(x, params, n_heads):
    p = params
    QKV = [np.hsplit(x @ p[name], n_heads) for name in ("W_q", "W_k", "W_v")]
    heads = np.hstack([causal_attention(q, k, v)[0] for q, k, v in zip(*QKV)])
    h = layer_norm(x + heads @ p["W_o"], p["gain_1"], p["bias_1"])
    y = h + np.maximum(h @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]
    return layer_norm(y, p["gain_2"], p["bias_2"])

# %% wrong: no residual connection around attention; h = x + ...
# true: no residual around attention
def transformer_block(x, params, n_heads):
    p = params
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    QKV = [np.hsplit(u @ p[name], n_heads) for name in ("W_q", "W_k", "W_v")]
    h = np.hstack([causal_attention(q, k, v)[0] for q, k, v in zip(*QKV)]) @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]

# %% wrong: the residual starts from the normalized u instead of x; equation (2)
# true: a residual that starts from the normalized input
def transformer_block(x, params, n_heads):
    p = params
    x = layer_norm(x, p["gain_1"], p["bias_1"])
    QKV = [np.hsplit(x @ p[name], n_heads) for name in ("W_q", "W_k", "W_v")]
    x = x + np.hstack([causal_attention(q, k, v)[0] for q, k, v in zip(*QKV)]) @ p["W_o"]
    w = layer_norm(x, p["gain_2"], p["bias_2"])
    return x + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]

# %% wrong: heads joined without W_o; equation (2) multiplies by W_o
# true: heads that are joined without W_o
def transformer_block(x, params, n_heads):
    p = params
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    QKV = [np.hsplit(u @ p[name], n_heads) for name in ("W_q", "W_k", "W_v")]
    h = x + np.hstack([causal_attention(q, k, v)[0] for q, k, v in zip(*QKV)])
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]

# %% wrong: n_heads is ignored, one head of full width; "head 1 takes the first d/H columns"
# true: one head of full width, whatever `n_heads` is
def transformer_block(x, params, n_heads):
    p = params
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    heads, _ = causal_attention(u @ p["W_q"], u @ p["W_k"], u @ p["W_v"])
    h = x + heads @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]

# %% wrong: ReLU forgotten; y = h + relu(z) W_2 + b_2
# true: a small network without its ReLU
def transformer_block(x, params, n_heads):
    p = params
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    QKV = [np.hsplit(u @ p[name], n_heads) for name in ("W_q", "W_k", "W_v")]
    h = x + np.hstack([causal_attention(q, k, v)[0] for q, k, v in zip(*QKV)]) @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    return h + z @ p["W_2"] + p["b_2"]

# %% wrong: gain_1 and bias_1 in both layer norms (copied line); the table has gain_2 and bias_2 for the second
# true: the first layer norm's gain and bias in both places
def transformer_block(x, params, n_heads):
    p = params
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    QKV = [np.hsplit(u @ p[name], n_heads) for name in ("W_q", "W_k", "W_v")]
    h = x + np.hstack([causal_attention(q, k, v)[0] for q, k, v in zip(*QKV)]) @ p["W_o"]
    w = layer_norm(h, p["gain_1"], p["bias_1"])
    return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]

# %% wrong: x += changes the caller's array; "leave all arguments unchanged"
def transformer_block(x, params, n_heads):
    p = params
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    QKV = [np.hsplit(u @ p[name], n_heads) for name in ("W_q", "W_k", "W_v")]
    x += np.hstack([causal_attention(q, k, v)[0] for q, k, v in zip(*QKV)]) @ p["W_o"]
    w = layer_norm(x, p["gain_2"], p["bias_2"])
    x += np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]
    return x

# %% wrong: the heads' outputs are stacked and reshaped to (n, d) without a transpose, tokens mixed; "joined side by side"
# true: heads that are joined by a `reshape`, which mixes tokens
def transformer_block(x, params, n_heads):
    p, (n, d) = params, x.shape
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    QKV = [np.hsplit(u @ p[name], n_heads) for name in ("W_q", "W_k", "W_v")]
    heads = np.array([causal_attention(q, k, v)[0] for q, k, v in zip(*QKV)])
    h = x + heads.reshape(n, d) @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    return h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]
