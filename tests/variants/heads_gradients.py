# Right and wrong answers to `heads_gradients(u, params, n_heads, upstream)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: earlier functions, head by head
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% right: softmax and mask written out, slices of buffers
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads, dQ, dK, dV = (np.zeros((n, d)) for _ in range(4))
    dheads = upstream @ params["W_o"].T
    visible = np.tri(n, dtype=bool)
    for start in range(0, d, size):
        c = np.arange(start, start + size)
        S = np.where(visible, Q[:, c] @ K[:, c].T / np.sqrt(size), -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A = E / E.sum(axis=1, keepdims=True)
        heads[:, c] = A @ V[:, c]
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(size)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    return du, {"W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV, "W_o": heads.T @ upstream}

# %% right: all heads at once by einsum
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    cut = lambda M: M.reshape(n, n_heads, d // n_heads)
    q, k, v = (cut(u @ params[name]) for name in ("W_q", "W_k", "W_v"))
    scale = (d // n_heads) ** -0.5
    s = np.einsum("ihc,jhc->hij", q, k) * scale
    s[:, ~np.tri(n, dtype=bool)] = -np.inf
    a = np.exp(s - s.max(-1, keepdims=True))
    a /= a.sum(-1, keepdims=True)
    o = np.einsum("hij,jhc->ihc", a, v).reshape(n, d)
    do = cut(upstream @ params["W_o"].T)
    da = np.einsum("ihc,jhc->hij", do, v)
    ds = a * (da - np.einsum("hij,hij->hi", a, da)[..., None]) * scale
    slopes = {
        "W_q": np.einsum("hij,jhc->ihc", ds, k).reshape(n, d),
        "W_k": np.einsum("hij,ihc->jhc", ds, q).reshape(n, d),
        "W_v": np.einsum("hij,ihc->jhc", a, do).reshape(n, d),
    }
    du = sum(slope @ params[name].T for name, slope in slopes.items())
    return du, {"W_o": o.T @ upstream, **{name: u.T @ slope for name, slope in slopes.items()}}

# %% right: token by token, with the Jacobian of each softmax
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    bar = upstream @ params["W_o"].T
    heads, dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for start in range(0, d, size):
        c = slice(start, start + size)
        for t in range(n):
            seen = slice(0, t + 1)
            s = K[seen, c] @ Q[t, c] / np.sqrt(size)
            a = np.exp(s - s.max())
            a = a / a.sum()
            heads[t, c] = a @ V[seen, c]
            ds = (np.diag(a) - np.outer(a, a)) @ (V[seen, c] @ bar[t, c]) / np.sqrt(size)
            dQ[t, c] += ds @ K[seen, c]
            dK[seen, c] += np.outer(ds, Q[t, c])
            dV[seen, c] += np.outer(a, bar[t, c])
    dparams = {"W_o": heads.T @ upstream}
    du = np.zeros((n, d))
    for name, slope in {"W_q": dQ, "W_k": dK, "W_v": dV}.items():
        dparams[name] = u.T @ slope
        du += slope @ params[name].T
    return du, dparams

# %% right: the rule of a linear layer for all four matrices, nested lists come back
def heads_gradients(u, params, n_heads, upstream):
    columns = np.split(np.arange(u.shape[1]), n_heads)
    made = {name: u @ params[name] for name in ("W_q", "W_k", "W_v")}
    attended = [causal_attention(*(made[name][:, c] for name in made)) for c in columns]
    joined = np.concatenate([np.asarray(output) for output, _ in attended], axis=1)
    back, dW_o, _ = linear_layer_gradients(joined, params["W_o"], upstream)
    slopes = {name: np.zeros(u.shape) for name in made}
    for c, (_, A) in zip(columns, attended):
        Q, K, V = (made[name][:, c] for name in made)
        dS = softmax_gradient(A, back[:, c] @ V.T) * len(c) ** -0.5
        slopes["W_q"][:, c], slopes["W_k"][:, c] = dS @ K, dS.T @ Q
        slopes["W_v"][:, c] = np.transpose(A) @ back[:, c]
    du, dparams = np.zeros(u.shape), {"W_o": np.asarray(dW_o).tolist()}
    for name in reversed(list(slopes)):
        through, slope, _ = linear_layer_gradients(u, params[name], slopes[name])
        du, dparams[name] = du + through, np.asarray(slope).tolist()
    return du.tolist(), dparams

# %% right: a function for one head, which has its own four blocks of columns
def one_head(u, W_q, W_k, W_v, up):
    Q, K, V = u @ W_q, u @ W_k, u @ W_v
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S[np.triu_indices(len(u), 1)] = -np.inf
    A = np.exp(S - np.max(S, axis=1)[:, None])
    A = A / np.sum(A, axis=1)[:, None]
    dA = up @ V.T
    dS = A * (dA - np.diag(A @ dA.T)[:, None]) / np.sqrt(Q.shape[1])
    dQ, dK, dV = dS @ K, dS.T @ Q, A.T @ up
    return A @ V, dQ @ W_q.T + dK @ W_k.T + dV @ W_v.T, u.T @ dQ, u.T @ dK, u.T @ dV

def heads_gradients(u, params, n_heads, upstream):
    blocks = zip(*(np.split(params[name], n_heads, axis=1) for name in ("W_q", "W_k", "W_v")))
    ups = np.split(upstream @ params["W_o"].T, n_heads, axis=1)
    outputs, dus, *weights = zip(*(one_head(u, *block, up) for block, up in zip(blocks, ups)))
    dparams = {name: np.hstack(parts) for name, parts in zip(("W_q", "W_k", "W_v"), weights)}
    dparams["W_o"] = np.hstack(outputs).T @ upstream
    return sum(dus), dparams

# %% right: W_o by its rows, one block for each head, SciPy's softmax
from scipy.special import softmax as rows_softmax

def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    width = d // n_heads
    dparams = {name: np.zeros((d, d)) for name in ("W_q", "W_k", "W_v", "W_o")}
    du = np.zeros((n, d))
    for h in range(n_heads):
        c = slice(h * width, h * width + width)
        W_q, W_k, W_v, W_o = params["W_q"][:, c], params["W_k"][:, c], params["W_v"][:, c], params["W_o"][c]
        S = (u @ W_q) @ (u @ W_k).T / width**0.5
        A = rows_softmax(np.where(np.tri(n) > 0, S, -np.inf), axis=1)
        dparams["W_o"][c] = (A @ (u @ W_v)).T @ upstream
        G = upstream @ W_o.T
        dparams["W_v"][:, c] = (A @ u).T @ G
        dA = G @ (u @ W_v).T
        dS = A * (dA - (A * dA).sum(1)[:, None]) / width**0.5
        dparams["W_q"][:, c] = (u.T @ dS) @ (u @ W_k)
        dparams["W_k"][:, c] = (u.T @ dS.T) @ (u @ W_q)
        du += dS @ (u @ W_k) @ W_q.T + dS.T @ (u @ W_q) @ W_k.T + A.T @ G @ W_v.T
    return du, dparams

# %% right: a tape of steps, taken back in reverse
def heads_gradients(u, params, n_heads, upstream):
    value, grad, tape = {"u": u, **params}, {}, []

    def add(name, slope):
        grad[name] = grad.get(name, 0) + slope

    def product(out, left, right):
        value[out] = value[left] @ value[right]
        def back():
            add(left, grad[out] @ value[right].T)
            add(right, value[left].T @ grad[out])
        tape.append(back)

    for new, W in (("Q", "W_q"), ("K", "W_k"), ("V", "W_v")):
        product(new, "u", W)
    n, d = u.shape
    width = d // n_heads
    value["heads"] = np.zeros((n, d))
    for i in range(n_heads):
        def head(c=slice(i * width, (i + 1) * width)):
            Q, K, V = (value[name][:, c] for name in "QKV")
            output, A = causal_attention(Q, K, V)
            value["heads"][:, c] = output
            def back():
                G = grad["heads"][:, c]
                dS = softmax_gradient(A, G @ V.T) / np.sqrt(width)
                for name, slope in (("Q", dS @ K), ("K", dS.T @ Q), ("V", A.T @ G)):
                    whole = np.zeros((n, d))
                    whole[:, c] = slope
                    add(name, whole)
            tape.append(back)
        head()
    product("out", "heads", "W_o")
    grad["out"] = upstream
    for back in reversed(tape):
        back()
    return grad["u"], {name: grad[name] for name in ("W_q", "W_k", "W_v", "W_o")}

# %% wrong: W_o without its transpose
# true: a way back through W_o that was not transposed
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"]
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: no mask
# true: attention without its mask on the way back
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads, dQ, dK, dV = (np.zeros((n, d)) for _ in range(4))
    dheads = upstream @ params["W_o"].T
    visible = np.tri(n, dtype=bool)
    for start in range(0, d, size):
        c = np.arange(start, start + size)
        S = Q[:, c] @ K[:, c].T / np.sqrt(size)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A = E / E.sum(axis=1, keepdims=True)
        heads[:, c] = A @ V[:, c]
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(size)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    return du, {"W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV, "W_o": heads.T @ upstream}

# %% wrong: the root is missing on the way back
# true: gradients of the scores that were not divided by √d_k
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: the derivative of a sigmoid
# true: the sigmoid derivative A (1 − A) instead of the softmax derivative
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads, dQ, dK, dV = (np.zeros((n, d)) for _ in range(4))
    dheads = upstream @ params["W_o"].T
    visible = np.tri(n, dtype=bool)
    for start in range(0, d, size):
        c = np.arange(start, start + size)
        S = np.where(visible, Q[:, c] @ K[:, c].T / np.sqrt(size), -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A = E / E.sum(axis=1, keepdims=True)
        heads[:, c] = A @ V[:, c]
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (1 - A) * dA / np.sqrt(size)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    return du, {"W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV, "W_o": heads.T @ upstream}

# %% wrong: the row's sum is not subtracted
# true: a softmax derivative without the sum over the row
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads, dQ, dK, dV = (np.zeros((n, d)) for _ in range(4))
    dheads = upstream @ params["W_o"].T
    visible = np.tri(n, dtype=bool)
    for start in range(0, d, size):
        c = np.arange(start, start + size)
        S = np.where(visible, Q[:, c] @ K[:, c].T / np.sqrt(size), -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A = E / E.sum(axis=1, keepdims=True)
        heads[:, c] = A @ V[:, c]
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * dA / np.sqrt(size)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    return du, {"W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV, "W_o": heads.T @ upstream}

# %% wrong: sums down the columns
# true: a softmax derivative with the sum over the columns instead of the rows
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads, dQ, dK, dV = (np.zeros((n, d)) for _ in range(4))
    dheads = upstream @ params["W_o"].T
    visible = np.tri(n, dtype=bool)
    for start in range(0, d, size):
        c = np.arange(start, start + size)
        S = np.where(visible, Q[:, c] @ K[:, c].T / np.sqrt(size), -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A = E / E.sum(axis=1, keepdims=True)
        heads[:, c] = A @ V[:, c]
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=0, keepdims=True)) / np.sqrt(size)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    return du, {"W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV, "W_o": heads.T @ upstream}

# %% wrong: dQ and dK exchanged
# true: the gradients of queries and keys swapped
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dK.append(dS @ K[:, c])
        dQ.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: Q for dQ, K for dK
# true: slopes of the scores times Q for the queries, and times K for the keys
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ Q[:, c])
        dK.append(dS.T @ K[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: dS is not transposed for the keys
# true: slopes of the scores that were not transposed for the keys
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: A is not transposed for the values
# true: attention weights that were not transposed for the values
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: only the values' way back to u
# true: a ∂L/∂u from the values alone, without the terms of queries and keys
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dV @ p["W_v"].T
    return du, d

# %% wrong: only the queries' way back to u
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T
    return du, d

# %% wrong: W_o with u instead of the heads
# true: a gradient of W_o made with u instead of the heads' outputs
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = u.T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: one head, whatever n_heads says
# true: one head of full width, whatever `n_heads` is
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    n_heads = 1
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: the root of the whole width, there and back
# true: scores divided by √d instead of the root of a head's width
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads, dQ, dK, dV = (np.zeros((n, d)) for _ in range(4))
    dheads = upstream @ params["W_o"].T
    visible = np.tri(n, dtype=bool)
    for start in range(0, d, size):
        c = np.arange(start, start + size)
        S = np.where(visible, Q[:, c] @ K[:, c].T / np.sqrt(d), -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A = E / E.sum(axis=1, keepdims=True)
        heads[:, c] = A @ V[:, c]
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(d)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    return du, {"W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV, "W_o": heads.T @ upstream}

# %% wrong: the root of the whole width, on the way back alone
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(u.shape[1])
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: the residual is added, which is the block's
# true: a ∂L/∂u with the residual: `upstream` is added, which is the block's part
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du + upstream, d

# %% wrong: W_q and W_k exchanged in the dict
# true: the gradients of W_q and W_k swapped
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_k"], d["W_q"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: all gradients transposed
# true: the transpose of each weight's gradient
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, {name: g.T for name, g in d.items()}

# %% wrong: the dict first
# true: the pair in the other order, the dict first
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return d, du

# %% wrong: central differences, in four lines by the earlier numerical_gradient
def heads_gradients(u, params, n_heads, upstream):
    block = params | {"gain_1": 0, "W_1": 0 * params["W_1"], "W_2": 0 * params["W_2"], "b_2": 0 * params["b_2"]}

    def attend(x, p):
        parts = zip(*(np.split(x @ p[name], n_heads, axis=1) for name in ("W_q", "W_k", "W_v")))
        return float(np.sum(np.hstack([causal_attention(*head)[0] for head in parts]) @ p["W_o"] * upstream))

    slope = lambda name: numerical_gradient(lambda a: attend(u, block | {name: a}), np.array(params[name], float))
    dparams = {name: slope(name) for name in ("W_q", "W_k", "W_v", "W_o")}
    return numerical_gradient(lambda x: attend(x, block), np.array(u, float)), dparams

# %% wrong: complex steps, exact but one forward pass for each slope
def heads_gradients(u, params, n_heads, upstream):
    def loss(x, p):
        n, d = x.shape
        see = np.tri(n, dtype=bool)
        heads = []
        for q, k, v in zip(*(np.split(x @ p[name], n_heads, axis=1) for name in ("W_q", "W_k", "W_v"))):
            S = q @ k.T / np.sqrt(d // n_heads)
            top = np.where(see, S.real, -np.inf).max(axis=1, keepdims=True)
            E = np.where(see, np.exp(np.where(see, S - top, 0)), 0)
            heads.append(E / E.sum(axis=1, keepdims=True) @ v)
        return np.sum(np.concatenate(heads, axis=1) @ p["W_o"] * upstream)

    everything, slopes = {"u": u, **params}, {}
    for name in ("u", "W_q", "W_k", "W_v", "W_o"):
        moved = np.array(everything[name], dtype=complex)
        slopes[name] = np.zeros(moved.shape)
        for place in np.ndindex(moved.shape):
            moved[place] += 1e-20j
            changed = {**everything, name: moved}
            slopes[name][place] = loss(changed["u"], changed).imag * 1e20
            moved[place] -= 1e-20j
    return slopes.pop("u"), slopes

# %% wrong: central differences of the fourth order
def heads_gradients(u, params, n_heads, upstream):
    def loss(x, p):
        n, d = x.shape
        see = np.tri(n, dtype=bool)
        heads = []
        for q, k, v in zip(*(np.split(x @ p[name], n_heads, axis=1) for name in ("W_q", "W_k", "W_v"))):
            S = q @ k.T / np.sqrt(d // n_heads)
            top = np.where(see, S.real, -np.inf).max(axis=1, keepdims=True)
            E = np.where(see, np.exp(np.where(see, S - top, 0)), 0)
            heads.append(E / E.sum(axis=1, keepdims=True) @ v)
        return np.sum(np.concatenate(heads, axis=1) @ p["W_o"] * upstream)

    everything, slopes, h = {"u": u, **params}, {}, 1e-3
    for name in ("u", "W_q", "W_k", "W_v", "W_o"):
        moved = np.array(everything[name], dtype=float)
        slopes[name] = np.zeros(moved.shape)
        changed = {**everything, name: moved}
        for place in np.ndindex(moved.shape):
            kept, values = moved[place], []
            for step in (-2 * h, -h, h, 2 * h):
                moved[place] = kept + step
                values.append(loss(changed["u"], changed))
            moved[place] = kept
            slopes[name][place] = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h)
    return slopes.pop("u"), slopes

# %% wrong: forward differences
def heads_gradients(u, params, n_heads, upstream):
    def loss(x, p):
        n, d = x.shape
        see = np.tri(n, dtype=bool)
        heads = []
        for q, k, v in zip(*(np.split(x @ p[name], n_heads, axis=1) for name in ("W_q", "W_k", "W_v"))):
            S = q @ k.T / np.sqrt(d // n_heads)
            top = np.where(see, S.real, -np.inf).max(axis=1, keepdims=True)
            E = np.where(see, np.exp(np.where(see, S - top, 0)), 0)
            heads.append(E / E.sum(axis=1, keepdims=True) @ v)
        return np.sum(np.concatenate(heads, axis=1) @ p["W_o"] * upstream)

    slopes, everything = {}, {"u": u, **params}
    base = loss(u, params)
    for name in ("u", "W_q", "W_k", "W_v", "W_o"):
        slopes[name] = np.zeros(everything[name].shape)
        for place in np.ndindex(slopes[name].shape):
            moved = np.array(everything[name], dtype=float)
            moved[place] += 1e-6
            changed = {**everything, name: moved}
            slopes[name][place] = (loss(changed["u"], changed) - base) / 1e-6
    return slopes.pop("u"), slopes

# %% wrong: the softmax is not shifted, large scores overflow
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads, dQ, dK, dV = (np.zeros((n, d)) for _ in range(4))
    dheads = upstream @ params["W_o"].T
    visible = np.tri(n, dtype=bool)
    for start in range(0, d, size):
        c = np.arange(start, start + size)
        S = np.where(visible, Q[:, c] @ K[:, c].T / np.sqrt(size), -np.inf)
        E = np.exp(S)
        A = E / E.sum(axis=1, keepdims=True)
        heads[:, c] = A @ V[:, c]
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(size)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    return du, {"W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV, "W_o": heads.T @ upstream}

# %% wrong: two heads at most
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(min(n_heads, 2)):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    rest = [np.zeros((len(u), u.shape[1] - width * len(dQ)))]
    dQ, dK, dV = np.hstack(dQ + rest), np.hstack(dK + rest), np.hstack(dV + rest)
    heads = heads + rest
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: the gradients are written into params
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    params.update(d)
    return du, d

# %% wrong: slopes are clipped to ±10
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, {name: np.clip(g, -10, 10) for name, g in d.items()}

# %% wrong: buffers of u's type, whole numbers are cut
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads, dQ, dK, dV = (np.zeros_like(u) for _ in range(4))
    dheads = upstream @ params["W_o"].T
    visible = np.tri(n, dtype=bool)
    for start in range(0, d, size):
        c = np.arange(start, start + size)
        S = np.where(visible, Q[:, c] @ K[:, c].T / np.sqrt(size), -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A = E / E.sum(axis=1, keepdims=True)
        heads[:, c] = A @ V[:, c]
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(size)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    return du, {"W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV, "W_o": heads.T @ upstream}

# %% wrong: heads joined in reverse order for W_o
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads[::-1]).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return du, d

# %% wrong: weights below 0.001 are left out of the way back
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads, dQ, dK, dV = (np.zeros((n, d)) for _ in range(4))
    dheads = upstream @ params["W_o"].T
    visible = np.tri(n, dtype=bool)
    for start in range(0, d, size):
        c = np.arange(start, start + size)
        S = np.where(visible, Q[:, c] @ K[:, c].T / np.sqrt(size), -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A = E / E.sum(axis=1, keepdims=True)
        heads[:, c] = A @ V[:, c]
        dV[:, c] = A.T @ dheads[:, c]
        A = np.where(A < 0.001, 0, A)
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(size)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    return du, {"W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV, "W_o": heads.T @ upstream}

# %% wrong: the parameters' gradients alone
def heads_gradients(u, params, n_heads, upstream):
    p, d = params, {}
    width = u.shape[1] // n_heads
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    dheads = upstream @ p["W_o"].T
    heads, dQ, dK, dV = [], [], [], []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        output, A = causal_attention(Q[:, c], K[:, c], V[:, c])
        dA = dheads[:, c] @ V[:, c].T
        dS = softmax_gradient(A, dA) / np.sqrt(width)
        heads.append(output)
        dQ.append(dS @ K[:, c])
        dK.append(dS.T @ Q[:, c])
        dV.append(A.T @ dheads[:, c])
    dQ, dK, dV = np.hstack(dQ), np.hstack(dK), np.hstack(dV)
    d["W_o"] = np.hstack(heads).T @ upstream
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    return d

# %% wrong: a mask for 64 tokens at most
def heads_gradients(u, params, n_heads, upstream):
    n, d = u.shape
    size = d // n_heads
    Q, K, V = u @ params["W_q"], u @ params["W_k"], u @ params["W_v"]
    heads, dQ, dK, dV = (np.zeros((n, d)) for _ in range(4))
    dheads = upstream @ params["W_o"].T
    visible = np.tri(64, dtype=bool)[:n, :n]
    for start in range(0, d, size):
        c = np.arange(start, start + size)
        S = np.where(visible, Q[:, c] @ K[:, c].T / np.sqrt(size), -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A = E / E.sum(axis=1, keepdims=True)
        heads[:, c] = A @ V[:, c]
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(size)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    return du, {"W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV, "W_o": heads.T @ upstream}
