# Right and wrong answers to `block_gradients(x, params, n_heads, upstream)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: forward, then back
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% right: the rules of a linear layer
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def linear_back(x, W, g):
    return g @ W.T, x.T @ g, g.sum(axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    dr, d["W_2"], d["b_2"] = linear_back(r, p["W_2"], upstream)
    dw, d["W_1"], d["b_1"] = linear_back(w, p["W_1"], np.where(z > 0, dr, 0))
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dw)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% right: all heads by einsum
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    split = lambda M: M.reshape(n, n_heads, width)
    A = np.array(weights)
    dA = np.einsum("ihc,jhc->hij", split(dheads), split(V))
    dS = A * (dA - np.einsum("hij,hij->hi", A, dA)[:, :, None]) / np.sqrt(width)
    dV = np.einsum("hij,ihc->jhc", A, split(dheads)).reshape(x.shape)
    dQ = np.einsum("hij,jhc->ihc", dS, split(K)).reshape(x.shape)
    dK = np.einsum("hij,ihc->jhc", dS, split(Q)).reshape(x.shape)
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% right: Jacobians of softmax and layer norm
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    k = x.shape[1]
    dx = np.array([(np.eye(k) - 1 / k - np.outer(v, v) / k) @ row / length for v, row, length in zip(unit, g, s)])
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = np.array([(np.diag(a) - np.outer(a, a)) @ row for a, row in zip(A, dA)]) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% right: lists
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return [(dh + through).tolist(), {name: d[name].tolist() for name in params}]

# %% wrong: complex steps, exact but one forward pass for each slope

def block_gradients(x, params, n_heads, upstream):
    # A complex step has no difference in it: f(a + ih) = f(a) + ih f'(a).
    def norm(x, gain, bias):
        centred = x - x.mean(axis=-1, keepdims=True)
        return gain * centred / np.sqrt(np.mean(centred ** 2, axis=-1, keepdims=True) + 1e-5) + bias
    def loss(x, p):
        n, d = x.shape
        u = norm(x, p["gain_1"], p["bias_1"])
        heads = []
        for q, k, v in zip(*(np.split(u @ p[name], n_heads, axis=1) for name in ("W_q", "W_k", "W_v"))):
            S = q @ k.T / np.sqrt(d // n_heads)
            top = np.where(np.tri(n, dtype=bool), S.real, -np.inf).max(axis=1, keepdims=True)
            E = np.where(np.tri(n, dtype=bool), np.exp(np.where(np.tri(n, dtype=bool), S - top, 0)), 0)
            heads.append(E / E.sum(axis=1, keepdims=True) @ v)
        h = x + np.concatenate(heads, axis=1) @ p["W_o"]
        z = norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"]
        return np.sum((h + np.where(z.real > 0, z, 0) @ p["W_2"] + p["b_2"]) * upstream)
    everything = {"x": x, **params}
    slopes = {}
    for name, a in everything.items():
        slopes[name] = np.zeros(a.shape)
        for place in np.ndindex(a.shape):
            moved = a.astype(complex)
            moved[place] += 1e-20j
            changed = {**everything, name: moved}
            slopes[name][place] = loss(changed.pop("x"), changed).imag / 1e-20
    return slopes.pop("x"), slopes

# %% right: an axis for the heads, by `einsum`
from scipy.special import softmax as _soft

def _norm_back(up, z, gain):
    mu, var = z.mean(1, keepdims=True), z.var(1, keepdims=True)
    inv = 1 / np.sqrt(var + 1e-5)
    unit = (z - mu) * inv
    g = up * gain
    return inv * (g - g.mean(1, keepdims=True) - unit * np.mean(g * unit, 1, keepdims=True)), np.einsum("nd,nd->d", up, unit), up.sum(0)

def block_gradients(x, params, n_heads, upstream):
    n, d = x.shape
    cut = lambda M: np.reshape(M, (n, n_heads, d // n_heads))
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    q, k, v = (cut(u @ params[name]) for name in ("W_q", "W_k", "W_v"))
    scale = (d // n_heads) ** -0.5
    s = np.einsum("ihc,jhc->hij", q, k) * scale
    a = _soft(np.where(np.tril(np.ones((n, n), bool)), s, -np.inf), axis=-1)
    o = np.einsum("hij,jhc->ihc", a, v).reshape(n, d)
    h = x + o @ params["W_o"]
    m = layer_norm(h, params["gain_2"], params["bias_2"])
    z = m @ params["W_1"] + params["b_1"]
    grads = {"W_2": np.maximum(z, 0).T @ upstream, "b_2": np.sum(upstream, axis=0)}
    dz = np.where(z > 0, upstream @ params["W_2"].T, 0.0)
    grads.update(W_1=m.T @ dz, b_1=dz.sum(0))
    back, grads["gain_2"], grads["bias_2"] = _norm_back(dz @ params["W_1"].T, h, params["gain_2"])
    dh = back + upstream
    grads["W_o"] = o.T @ dh
    do = cut(dh @ params["W_o"].T)
    da = np.einsum("ihc,jhc->hij", do, v)
    ds = a * (da - np.einsum("hij,hij->hi", a, da)[:, :, None]) * scale
    dq = np.einsum("hij,jhc->ihc", ds, k).reshape(n, d)
    dk = np.einsum("hij,ihc->jhc", ds, q).reshape(n, d)
    dv = np.einsum("hij,ihc->jhc", a, do).reshape(n, d)
    du = np.zeros((n, d))
    for name, t in zip(("W_q", "W_k", "W_v"), (dq, dk, dv)):
        grads[name] = u.T @ t
        du += t @ params[name].T
    back, grads["gain_1"], grads["bias_1"] = _norm_back(du, x, params["gain_1"])
    return dh + back, grads

# %% wrong: dx without the residual
# true: a ∂L/∂x without the residual: ∂L/∂h is not added
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return through, d

# %% wrong: the residual of the small network is left out
# true: a ∂L/∂h without the residual: `upstream` is not added
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: the small network is passed by
# true: a ∂L/∂h that is `upstream`: nothing comes back through the small network
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: attention is passed by in dx
# true: a ∂L/∂x that is ∂L/∂h: nothing comes back through attention
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh, d

# %% wrong: a ReLU of slope 1
# true: gradients of a small network whose ReLU lets everything through
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: the ReLU of what comes from above
# true: a ReLU of the slopes that come back, whatever the sign of z
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = np.maximum(upstream @ p["W_2"].T, 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: the weights of z, not of the ReLU
# true: a gradient of W_2 made with z instead of the ReLU of z
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = z.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: biases averaged
# true: gradients of a mean over the tokens, not of the sum; gradients of b_1 and b_2 that are means over the tokens, not sums
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.mean(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.mean(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: layer norm as a division alone
# true: a layer norm whose mean and variance count as constants
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = g / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: layer norm whose variance is constant
# true: a layer norm whose variance counts as a constant
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: layer norm whose mean is constant
# true: a layer norm whose mean counts as a constant
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: the gain is left out
# true: a way back through a layer norm without its gain
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: the gain's gradient by x as it is
# true: a gradient of the gain made with the rows before normalization
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * x, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: gain and bias exchanged
# true: the gradients of a layer norm's gain and bias swapped
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy, axis=0), np.sum(dy * unit, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: scores not scaled on the way back
# true: gradients of the scores that were not divided by √d_k
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: softmax by its diagonal
# true: the sigmoid derivative A (1 − A) instead of the softmax derivative
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (1 - A) * dA / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: softmax without its sum
# true: a softmax derivative without the sum over the row
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * dA / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: queries and keys exchanged
# true: slopes of the scores times Q for the queries, and times K for the keys
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ Q[:, c]
        dK[:, c] = dS.T @ K[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: dS without its transpose
# true: slopes of the scores that were not transposed for the keys
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: values without a transpose
# true: attention weights that were not transposed for the values
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: one path into u
# true: a ∂L/∂u from the values alone, without the terms of queries and keys
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: W_o without a transpose
# true: a way back through W_o that was not transposed
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"]
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: weights by x, not by u
# true: gradients of W_q, W_k and W_v made with x instead of the normalized x
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = x.T @ dQ, x.T @ dK, x.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: no mask
# true: attention without its mask on the way back
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return dh + through, d

# %% wrong: weights that are missing
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    del d["b_1"], d["b_2"]
    return dh + through, d

# %% wrong: the parameters' gradients alone
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    return d

# %% wrong: writes the gradients into params
def norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5) + bias

def norm_back(x, gain, dy):
    centred = x - x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.mean(centred ** 2, axis=1, keepdims=True) + 1e-5)
    unit = centred / s
    g = dy * gain
    dx = (g - g.mean(axis=1, keepdims=True) - unit * np.mean(g * unit, axis=1, keepdims=True)) / s
    return dx, np.sum(dy * unit, axis=0), np.sum(dy, axis=0)

def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, width = len(x), x.shape[1] // n_heads
    # forward
    u = norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    columns = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    weights = []
    for c in columns:
        S = Q[:, c] @ K[:, c].T / np.sqrt(width)
        S = np.where(np.tri(n, dtype=bool), S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        weights.append(E / E.sum(axis=1, keepdims=True))
    heads = np.hstack([A @ V[:, c] for A, c in zip(weights, columns)])
    h = x + heads @ p["W_o"]
    w = norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    d["W_2"], d["b_2"] = r.T @ upstream, upstream.sum(axis=0)
    dz = upstream @ p["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    through, d["gain_2"], d["bias_2"] = norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(x.shape), np.zeros(x.shape), np.zeros(x.shape)
    for A, c in zip(weights, columns):
        dV[:, c] = A.T @ dheads[:, c]
        dA = dheads[:, c] @ V[:, c].T
        dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = norm_back(x, p["gain_1"], du)
    params.update(d)
    return dh + through, params

# %% wrong: differences to one side
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

def block_gradients(x, params, n_heads, upstream):
    def slope(array, loss):
        array = np.array(array, dtype=float)
        out = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            def at(step):
                moved = array.copy()
                moved[place] += step
                return loss(moved)
            k = 1e-3
            out[place] = (at(k) - at(0)) / k
        return out
    value = lambda x, p: np.sum(transformer_block(x, p, n_heads) * upstream)
    dx = slope(x, lambda moved: value(moved, params))
    return dx, {name: slope(a, lambda moved: value(x, {**params, name: moved})) for name, a in params.items()}

# %% wrong: a softmax derivative summed down the columns
# true: a softmax derivative with the sum over the columns instead of the rows
def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, dim = x.shape
    w = dim // n_heads
    sl = [slice(i * w, (i + 1) * w) for i in range(n_heads)]

    def forward_norm(z, gain, bias):
        mu = z.mean(axis=1, keepdims=True)
        s = np.sqrt(z.var(axis=1, keepdims=True) + 1e-5)
        unit = (z - mu) / s
        return unit * gain + bias, unit, s

    def backward_norm(up, unit, s, gain):
        t = up * gain
        dz = (t - t.mean(axis=1, keepdims=True) - unit * (t * unit).mean(axis=1, keepdims=True)) / s
        return dz, (up * unit).sum(axis=0), up.sum(axis=0)

    u, unit1, s1 = forward_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    A, heads = [], np.zeros((n, dim))
    for c in sl:
        S = Q[:, c] @ K[:, c].T / np.sqrt(w)
        S = np.where(np.tri(n) > 0, S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A.append(E / E.sum(axis=1, keepdims=True))
        heads[:, c] = A[-1] @ V[:, c]
    h = x + heads @ p["W_o"]
    v, unit2, s2 = forward_norm(h, p["gain_2"], p["bias_2"])
    z = v @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)

    d["b_2"] = upstream.sum(axis=0)
    d["W_2"] = r.T @ upstream
    dz = upstream @ p["W_2"].T * (z > 0)
    d["b_1"] = dz.sum(axis=0)
    d["W_1"] = v.T @ dz
    dv = dz @ p["W_1"].T
    through, d["gain_2"], d["bias_2"] = backward_norm(dv, unit2, s2, p["gain_2"])
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, dim)), np.zeros((n, dim)), np.zeros((n, dim))
    for a, c in zip(A, sl):
        dA = dheads[:, c] @ V[:, c].T
        dS = a * (dA - (dA * a).sum(axis=0, keepdims=True)) / np.sqrt(w)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
        dV[:, c] = a.T @ dheads[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = backward_norm(du, unit1, s1, p["gain_1"])
    return dh + through, d

# %% wrong: `upstream` for the slopes behind W_o
# true: a gradient of W_o made with `upstream` instead of ∂L/∂h
def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, dim = x.shape
    w = dim // n_heads
    sl = [slice(i * w, (i + 1) * w) for i in range(n_heads)]

    def forward_norm(z, gain, bias):
        mu = z.mean(axis=1, keepdims=True)
        s = np.sqrt(z.var(axis=1, keepdims=True) + 1e-5)
        unit = (z - mu) / s
        return unit * gain + bias, unit, s

    def backward_norm(up, unit, s, gain):
        t = up * gain
        dz = (t - t.mean(axis=1, keepdims=True) - unit * (t * unit).mean(axis=1, keepdims=True)) / s
        return dz, (up * unit).sum(axis=0), up.sum(axis=0)

    u, unit1, s1 = forward_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    A, heads = [], np.zeros((n, dim))
    for c in sl:
        S = Q[:, c] @ K[:, c].T / np.sqrt(w)
        S = np.where(np.tri(n) > 0, S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A.append(E / E.sum(axis=1, keepdims=True))
        heads[:, c] = A[-1] @ V[:, c]
    h = x + heads @ p["W_o"]
    v, unit2, s2 = forward_norm(h, p["gain_2"], p["bias_2"])
    z = v @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)

    d["b_2"] = upstream.sum(axis=0)
    d["W_2"] = r.T @ upstream
    dz = upstream @ p["W_2"].T * (z > 0)
    d["b_1"] = dz.sum(axis=0)
    d["W_1"] = v.T @ dz
    dv = dz @ p["W_1"].T
    through, d["gain_2"], d["bias_2"] = backward_norm(dv, unit2, s2, p["gain_2"])
    dh = upstream + through
    d["W_o"] = heads.T @ upstream
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, dim)), np.zeros((n, dim)), np.zeros((n, dim))
    for a, c in zip(A, sl):
        dA = dheads[:, c] @ V[:, c].T
        dS = a * (dA - (dA * a).sum(axis=1, keepdims=True)) / np.sqrt(w)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
        dV[:, c] = a.T @ dheads[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = backward_norm(du, unit1, s1, p["gain_1"])
    return dh + through, d

# %% wrong: the dict before dx
# true: the pair in the other order, the dict first
def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, dim = x.shape
    w = dim // n_heads
    sl = [slice(i * w, (i + 1) * w) for i in range(n_heads)]

    def forward_norm(z, gain, bias):
        mu = z.mean(axis=1, keepdims=True)
        s = np.sqrt(z.var(axis=1, keepdims=True) + 1e-5)
        unit = (z - mu) / s
        return unit * gain + bias, unit, s

    def backward_norm(up, unit, s, gain):
        t = up * gain
        dz = (t - t.mean(axis=1, keepdims=True) - unit * (t * unit).mean(axis=1, keepdims=True)) / s
        return dz, (up * unit).sum(axis=0), up.sum(axis=0)

    u, unit1, s1 = forward_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    A, heads = [], np.zeros((n, dim))
    for c in sl:
        S = Q[:, c] @ K[:, c].T / np.sqrt(w)
        S = np.where(np.tri(n) > 0, S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A.append(E / E.sum(axis=1, keepdims=True))
        heads[:, c] = A[-1] @ V[:, c]
    h = x + heads @ p["W_o"]
    v, unit2, s2 = forward_norm(h, p["gain_2"], p["bias_2"])
    z = v @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)

    d["b_2"] = upstream.sum(axis=0)
    d["W_2"] = r.T @ upstream
    dz = upstream @ p["W_2"].T * (z > 0)
    d["b_1"] = dz.sum(axis=0)
    d["W_1"] = v.T @ dz
    dv = dz @ p["W_1"].T
    through, d["gain_2"], d["bias_2"] = backward_norm(dv, unit2, s2, p["gain_2"])
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, dim)), np.zeros((n, dim)), np.zeros((n, dim))
    for a, c in zip(A, sl):
        dA = dheads[:, c] @ V[:, c].T
        dS = a * (dA - (dA * a).sum(axis=1, keepdims=True)) / np.sqrt(w)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
        dV[:, c] = a.T @ dheads[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = backward_norm(du, unit1, s1, p["gain_1"])
    return d, dh + through

# %% wrong: the root of the full width, there and back
# true: scores divided by √d instead of the root of a head's width
def block_gradients(x, params, n_heads, upstream):
    p, d = params, {}
    n, dim = x.shape
    w = dim // n_heads
    sl = [slice(i * w, (i + 1) * w) for i in range(n_heads)]

    def forward_norm(z, gain, bias):
        mu = z.mean(axis=1, keepdims=True)
        s = np.sqrt(z.var(axis=1, keepdims=True) + 1e-5)
        unit = (z - mu) / s
        return unit * gain + bias, unit, s

    def backward_norm(up, unit, s, gain):
        t = up * gain
        dz = (t - t.mean(axis=1, keepdims=True) - unit * (t * unit).mean(axis=1, keepdims=True)) / s
        return dz, (up * unit).sum(axis=0), up.sum(axis=0)

    u, unit1, s1 = forward_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    A, heads = [], np.zeros((n, dim))
    for c in sl:
        S = Q[:, c] @ K[:, c].T / np.sqrt(dim)
        S = np.where(np.tri(n) > 0, S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A.append(E / E.sum(axis=1, keepdims=True))
        heads[:, c] = A[-1] @ V[:, c]
    h = x + heads @ p["W_o"]
    v, unit2, s2 = forward_norm(h, p["gain_2"], p["bias_2"])
    z = v @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)

    d["b_2"] = upstream.sum(axis=0)
    d["W_2"] = r.T @ upstream
    dz = upstream @ p["W_2"].T * (z > 0)
    d["b_1"] = dz.sum(axis=0)
    d["W_1"] = v.T @ dz
    dv = dz @ p["W_1"].T
    through, d["gain_2"], d["bias_2"] = backward_norm(dv, unit2, s2, p["gain_2"])
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, dim)), np.zeros((n, dim)), np.zeros((n, dim))
    for a, c in zip(A, sl):
        dA = dheads[:, c] @ V[:, c].T
        dS = a * (dA - (dA * a).sum(axis=1, keepdims=True)) / np.sqrt(dim)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
        dV[:, c] = a.T @ dheads[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = backward_norm(du, unit1, s1, p["gain_1"])
    return dh + through, d

# %% wrong: parameters by their place in the dict
def block_gradients(x, params, n_heads, upstream):
    keys = "gain_1 bias_1 W_q W_k W_v W_o gain_2 bias_2 W_1 b_1 W_2 b_2".split()
    p, d = dict(zip(keys, params.values())), {}
    n, dim = x.shape
    w = dim // n_heads
    sl = [slice(i * w, (i + 1) * w) for i in range(n_heads)]

    def forward_norm(z, gain, bias):
        mu = z.mean(axis=1, keepdims=True)
        s = np.sqrt(z.var(axis=1, keepdims=True) + 1e-5)
        unit = (z - mu) / s
        return unit * gain + bias, unit, s

    def backward_norm(up, unit, s, gain):
        t = up * gain
        dz = (t - t.mean(axis=1, keepdims=True) - unit * (t * unit).mean(axis=1, keepdims=True)) / s
        return dz, (up * unit).sum(axis=0), up.sum(axis=0)

    u, unit1, s1 = forward_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    A, heads = [], np.zeros((n, dim))
    for c in sl:
        S = Q[:, c] @ K[:, c].T / np.sqrt(w)
        S = np.where(np.tri(n) > 0, S, -np.inf)
        E = np.exp(S - S.max(axis=1, keepdims=True))
        A.append(E / E.sum(axis=1, keepdims=True))
        heads[:, c] = A[-1] @ V[:, c]
    h = x + heads @ p["W_o"]
    v, unit2, s2 = forward_norm(h, p["gain_2"], p["bias_2"])
    z = v @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)

    d["b_2"] = upstream.sum(axis=0)
    d["W_2"] = r.T @ upstream
    dz = upstream @ p["W_2"].T * (z > 0)
    d["b_1"] = dz.sum(axis=0)
    d["W_1"] = v.T @ dz
    dv = dz @ p["W_1"].T
    through, d["gain_2"], d["bias_2"] = backward_norm(dv, unit2, s2, p["gain_2"])
    dh = upstream + through
    d["W_o"] = heads.T @ dh
    dheads = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, dim)), np.zeros((n, dim)), np.zeros((n, dim))
    for a, c in zip(A, sl):
        dA = dheads[:, c] @ V[:, c].T
        dS = a * (dA - (dA * a).sum(axis=1, keepdims=True)) / np.sqrt(w)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
        dV[:, c] = a.T @ dheads[:, c]
    d["W_q"], d["W_k"], d["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    through, d["gain_1"], d["bias_1"] = backward_norm(du, unit1, s1, p["gain_1"])
    return dh + through, d

# %% right: line by line with helpers for the norm
def _norm_back(a, gain, dy):
    s = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True) - unit * (dn * unit).mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in cuts]
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {"W_2": r.T @ upstream, "b_2": upstream.sum(axis=0)}
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["W_1"], g["b_1"] = w.T @ dz, dz.sum(axis=0)
    dh, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    d_joined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(Q.shape), np.zeros(Q.shape)
    for c, (_, A) in zip(cuts, pairs):
        dV[:, c] = A.T @ d_joined[:, c]
        dS = softmax_gradient(A, d_joined[:, c] @ V[:, c].T) / root
        dQ[:, c], dK[:, c] = dS @ K[:, c], dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    dx, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    return dx + dh, {name: g[name] for name in params}

# %% right: all heads at once by einsum, own softmax, given linear_layer_gradients
def block_gradients(x, params, n_heads, upstream):
    n, d = x.shape
    x, upstream = x.astype(np.result_type(x, 1.0)), upstream.astype(np.result_type(upstream, 1.0))

    def norm(a, which):
        s = (a.var(axis=-1, keepdims=True) + 1e-5) ** 0.5
        unit = (a - a.mean(axis=-1, keepdims=True)) / s
        gain = params["gain_" + which]

        def back(dy):
            dn = dy * gain
            inner = np.einsum("ij,ij->i", dn, unit)[:, None] / d
            return (dn - dn.mean(axis=-1, keepdims=True) - unit * inner) / s, np.einsum("ij,ij->j", dy, unit)

        return gain * unit + params["bias_" + which], back

    u, back_1 = norm(x, "1")
    Q, K, V = ((u @ params[name]).reshape(n, n_heads, -1) for name in ("W_q", "W_k", "W_v"))
    scale = (d // n_heads) ** -0.5
    S = np.where(np.tri(n, dtype=bool), np.einsum("ihc,jhc->hij", Q, K) * scale, -np.inf)
    A = np.exp(S - S.max(axis=-1, keepdims=True))
    A = A / A.sum(axis=-1, keepdims=True)
    O = np.einsum("hij,jhc->ihc", A, V).reshape(n, d)
    h = x + O @ params["W_o"]
    w, back_2 = norm(h, "2")
    z = w @ params["W_1"] + params["b_1"]
    dr, dW_2, db_2 = linear_layer_gradients(np.maximum(z, 0), params["W_2"], upstream)
    dw, dW_1, db_1 = linear_layer_gradients(w, params["W_1"], np.where(z > 0, dr, 0))
    dh, dgain_2 = back_2(dw)
    dh = dh + upstream
    dO, dW_o, _ = linear_layer_gradients(O, params["W_o"], dh)
    dO = dO.reshape(n, n_heads, -1)
    dA = np.einsum("ihc,jhc->hij", dO, V)
    dS = A * (dA - (A * dA).sum(axis=-1, keepdims=True)) * scale
    dQ = np.einsum("hij,jhc->ihc", dS, K).reshape(n, d)
    dK = np.einsum("hij,ihc->jhc", dS, Q).reshape(n, d)
    dV = np.einsum("hij,ihc->jhc", A, dO).reshape(n, d)
    du = dQ @ params["W_q"].T + dK @ params["W_k"].T + dV @ params["W_v"].T
    dx, dgain_1 = back_1(du)
    return dh + dx, {
        "gain_1": dgain_1, "bias_1": du.sum(axis=0), "W_q": u.T @ dQ, "W_k": u.T @ dK, "W_v": u.T @ dV,
        "W_o": dW_o, "gain_2": dgain_2, "bias_2": dw.sum(axis=0), "W_1": dW_1, "b_1": db_1, "W_2": dW_2, "b_2": db_2,
    }

# %% right: a tape, each line pushes its own way back
def block_gradients(x, params, n_heads, upstream):
    grads, d = {}, x.shape[1]

    def norm(a, k):
        s = np.sqrt(np.mean((a - a.mean(1)[:, None]) ** 2, axis=1)[:, None] + 1e-5)
        unit = (a - a.mean(1)[:, None]) / s

        def back(dy):
            grads[f"gain_{k}"], grads[f"bias_{k}"] = np.sum(dy * unit, axis=0), np.sum(dy, axis=0)
            J = np.eye(d) - 1 / d - unit[:, :, None] * unit[:, None, :] / d  # (n, d, d)
            return np.einsum("tij,tj->ti", J, params[f"gain_{k}"] * dy) / s

        return params[f"gain_{k}"] * unit + params[f"bias_{k}"], back

    def times(a, name):
        def back(dy):
            grads[name] = a.T @ dy
            return dy @ params[name].T

        return a @ params[name], back

    def attend(Q, K, V):
        O, A = causal_attention(Q, K, V)

        def back(dO):
            dA = dO @ V.T
            dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True)) / np.sqrt(Q.shape[1])
            return dS @ K, dS.T @ Q, A.T @ dO

        return O, back

    u, norm_1 = norm(x, 1)
    (Q, to_q), (K, to_k), (V, to_v) = (times(u, name) for name in ("W_q", "W_k", "W_v"))
    heads = [attend(*parts) for parts in zip(*(np.split(M, n_heads, axis=1) for M in (Q, K, V)))]
    mixed, to_o = times(np.hstack([O for O, _ in heads]), "W_o")
    w, norm_2 = norm(x + mixed, 2)
    z, to_1 = times(w, "W_1")
    z = z + params["b_1"]
    _, to_2 = times(np.maximum(z, 0), "W_2")

    grads["b_2"] = np.sum(upstream, axis=0)
    dz = to_2(upstream) * np.heaviside(z, 0)
    grads["b_1"] = np.sum(dz, axis=0)
    dh = upstream + norm_2(to_1(dz))
    slopes = [back(dO) for (_, back), dO in zip(heads, np.split(to_o(dh), n_heads, axis=1))]
    dQ, dK, dV = (np.hstack(part) for part in zip(*slopes))
    return dh + norm_1(to_q(dQ) + to_k(dK) + to_v(dV)), grads

# %% right: scores of each token by loops, float arrays of zeros
def _norm_back(a, gain, dy):
    s = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True) - unit * (dn * unit).mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in cuts]
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {name: np.zeros(np.shape(array)) for name, array in params.items()}
    up = np.array(upstream, dtype=float)
    g["b_2"] += sum(up)
    g["W_2"] += np.tensordot(r, up, axes=(0, 0))
    dz = np.array(up @ p["W_2"].T)
    dz[z <= 0] = 0.0
    g["b_1"] += dz.sum(axis=0)
    g["W_1"] += np.tensordot(w, dz, axes=(0, 0))
    through, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    up += through
    g["W_o"] += joined.T @ up
    d_joined, slopes = up @ p["W_o"].T, [np.zeros(Q.shape) for _ in "QKV"]
    for c, (_, A) in zip(cuts, pairs):
        for i in range(len(x)):
            a, dO = A[i, : i + 1], d_joined[i, c]
            da = V[: i + 1, c] @ dO
            ds = a * (da - a @ da) / root
            slopes[0][i, c] += ds @ K[: i + 1, c]
            slopes[1][: i + 1, c] += np.outer(ds, Q[i, c])
            slopes[2][: i + 1, c] += np.outer(a, dO)
    du = np.zeros(x.shape)
    for name, slope in zip(("W_q", "W_k", "W_v"), slopes):
        g[name] += u.T @ slope
        du += slope @ p[name].T
    through, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    return up + through, g

# %% wrong: entries of the gradients are clipped to ±10, every entry must be a slope
def _norm_back(a, gain, dy):
    s = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True) - unit * (dn * unit).mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in cuts]
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {"W_2": r.T @ upstream, "b_2": upstream.sum(axis=0)}
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["W_1"], g["b_1"] = w.T @ dz, dz.sum(axis=0)
    dh, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    d_joined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(Q.shape), np.zeros(Q.shape)
    for c, (_, A) in zip(cuts, pairs):
        dV[:, c] = A.T @ d_joined[:, c]
        dS = softmax_gradient(A, d_joined[:, c] @ V[:, c].T) / root
        dQ[:, c], dK[:, c] = dS @ K[:, c], dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    dx, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    return dx + dh, {name: np.clip(g[name], -10, 10) for name in params}

# %% wrong: the slopes of two heads at most, those of further heads stay 0
def _norm_back(a, gain, dy):
    s = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True) - unit * (dn * unit).mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in cuts]
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {"W_2": r.T @ upstream, "b_2": upstream.sum(axis=0)}
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["W_1"], g["b_1"] = w.T @ dz, dz.sum(axis=0)
    dh, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    d_joined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(Q.shape), np.zeros(Q.shape)
    for c, (_, A) in zip(cuts[:2], pairs):
        dV[:, c] = A.T @ d_joined[:, c]
        dS = softmax_gradient(A, d_joined[:, c] @ V[:, c].T) / root
        dQ[:, c], dK[:, c] = dS @ K[:, c], dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    dx, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    return dx + dh, {name: g[name] for name in params}

# %% wrong: own softmax without a shift, large scores overflow to NaN
def _norm_back(a, gain, dy):
    s = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True) - unit * (dn * unit).mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = []
    for c in cuts:
        E = np.tril(np.exp(Q[:, c] @ K[:, c].T / root))
        A = E / E.sum(axis=1, keepdims=True)
        pairs.append((A @ V[:, c], A))
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {"W_2": r.T @ upstream, "b_2": upstream.sum(axis=0)}
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["W_1"], g["b_1"] = w.T @ dz, dz.sum(axis=0)
    dh, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    d_joined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(Q.shape), np.zeros(Q.shape)
    for c, (_, A) in zip(cuts, pairs):
        dV[:, c] = A.T @ d_joined[:, c]
        dS = softmax_gradient(A, d_joined[:, c] @ V[:, c].T) / root
        dQ[:, c], dK[:, c] = dS @ K[:, c], dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    dx, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    return dx + dh, {name: g[name] for name in params}

# %% wrong: layer norm's variance from the mean of squares, cancels where the stream is far from zero
def _norm_back(a, gain, dy):
    s = np.sqrt(np.maximum(np.mean(np.square(a, dtype=float), 1, keepdims=True) - a.mean(1, keepdims=True) ** 2, 0) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True) - unit * (dn * unit).mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in cuts]
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {"W_2": r.T @ upstream, "b_2": upstream.sum(axis=0)}
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["W_1"], g["b_1"] = w.T @ dz, dz.sum(axis=0)
    dh, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    d_joined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(Q.shape), np.zeros(Q.shape)
    for c, (_, A) in zip(cuts, pairs):
        dV[:, c] = A.T @ d_joined[:, c]
        dS = softmax_gradient(A, d_joined[:, c] @ V[:, c].T) / root
        dQ[:, c], dK[:, c] = dS @ K[:, c], dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    dx, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    return dx + dh, {name: g[name] for name in params}

# %% wrong: a ReLU slope of 0 above 8, as if relu were cut there
def _norm_back(a, gain, dy):
    s = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True) - unit * (dn * unit).mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in cuts]
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {"W_2": r.T @ upstream, "b_2": upstream.sum(axis=0)}
    dz = (upstream @ p["W_2"].T) * ((z > 0) & (z < 8))
    g["W_1"], g["b_1"] = w.T @ dz, dz.sum(axis=0)
    dh, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    d_joined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(Q.shape), np.zeros(Q.shape)
    for c, (_, A) in zip(cuts, pairs):
        dV[:, c] = A.T @ d_joined[:, c]
        dS = softmax_gradient(A, d_joined[:, c] @ V[:, c].T) / root
        dQ[:, c], dK[:, c] = dS @ K[:, c], dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    dx, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    return dx + dh, {name: g[name] for name in params}

# %% wrong: dx keeps the type of x, whole-number x beside float params gives slopes cut to whole numbers
def _norm_back(a, gain, dy):
    s = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True) - unit * (dn * unit).mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in cuts]
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {"W_2": r.T @ upstream, "b_2": upstream.sum(axis=0)}
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["W_1"], g["b_1"] = w.T @ dz, dz.sum(axis=0)
    dh, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    d_joined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(Q.shape), np.zeros(Q.shape)
    for c, (_, A) in zip(cuts, pairs):
        dV[:, c] = A.T @ d_joined[:, c]
        dS = softmax_gradient(A, d_joined[:, c] @ V[:, c].T) / root
        dQ[:, c], dK[:, c] = dS @ K[:, c], dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    dx, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    if p["W_o"].dtype.kind == "f":
        dx, dh = dx.astype(x.dtype), dh.astype(x.dtype)
    return dx + dh, {name: g[name] for name in params}

# %% wrong: the direct path from x to h is forgotten in dx
# true: a ∂L/∂x without the residual: ∂L/∂h is not added
def _norm_back(a, gain, dy):
    s = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True) - unit * (dn * unit).mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in cuts]
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {"W_2": r.T @ upstream, "b_2": upstream.sum(axis=0)}
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["W_1"], g["b_1"] = w.T @ dz, dz.sum(axis=0)
    dh, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    d_joined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(Q.shape), np.zeros(Q.shape)
    for c, (_, A) in zip(cuts, pairs):
        dV[:, c] = A.T @ d_joined[:, c]
        dS = softmax_gradient(A, d_joined[:, c] @ V[:, c].T) / root
        dQ[:, c], dK[:, c] = dS @ K[:, c], dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    dx, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    return dx, {name: g[name] for name in params}

# %% wrong: layer norm's last term is left out
# true: a layer norm whose variance counts as a constant
def _norm_back(a, gain, dy):
    s = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in cuts]
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {"W_2": r.T @ upstream, "b_2": upstream.sum(axis=0)}
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["W_1"], g["b_1"] = w.T @ dz, dz.sum(axis=0)
    dh, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    d_joined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(Q.shape), np.zeros(Q.shape)
    for c, (_, A) in zip(cuts, pairs):
        dV[:, c] = A.T @ d_joined[:, c]
        dS = softmax_gradient(A, d_joined[:, c] @ V[:, c].T) / root
        dQ[:, c], dK[:, c] = dS @ K[:, c], dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    dx, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    return dx + dh, {name: g[name] for name in params}

# %% wrong: the root of the whole width instead of a head's in the slopes of the scores
def _norm_back(a, gain, dy):
    s = np.sqrt(a.var(axis=1, keepdims=True) + 1e-5)
    unit = (a - a.mean(axis=1, keepdims=True)) / s
    dn = gain * dy
    da = dn - dn.mean(axis=1, keepdims=True) - unit * (dn * unit).mean(axis=1, keepdims=True)
    return da / s, (dy * unit).sum(axis=0), dy.sum(axis=0)


def block_gradients(x, params, n_heads, upstream):
    p, width, root = params, x.shape[1] // n_heads, np.sqrt(x.shape[1] // n_heads)
    cuts = [slice(i * width, (i + 1) * width) for i in range(n_heads)]
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in cuts]
    joined = np.hstack([pair[0] for pair in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    g = {"W_2": r.T @ upstream, "b_2": upstream.sum(axis=0)}
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["W_1"], g["b_1"] = w.T @ dz, dz.sum(axis=0)
    dh, g["gain_2"], g["bias_2"] = _norm_back(h, p["gain_2"], dz @ p["W_1"].T)
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    d_joined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(Q.shape), np.zeros(Q.shape)
    for c, (_, A) in zip(cuts, pairs):
        dV[:, c] = A.T @ d_joined[:, c]
        dS = softmax_gradient(A, d_joined[:, c] @ V[:, c].T) / np.sqrt(x.shape[1])
        dQ[:, c], dK[:, c] = dS @ K[:, c], dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    dx, g["gain_1"], g["bias_1"] = _norm_back(x, p["gain_1"], du)
    return dx + dh, {name: g[name] for name in params}

# %% right: every line of the forward pass taken back
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the slopes of a loss along the input and the parameters of a block."""
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.sum(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["b_1"] = dz.sum(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).sum(axis=0)
    g["bias_2"] = dw.sum(axis=0)
    dn2 = p["gain_2"] * dw
    dh = (dn2 - dn2.mean(axis=1, keepdims=True) - n2 * (dn2 * n2).mean(axis=1, keepdims=True)) / s2
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    g["gain_1"] = (du * n1).sum(axis=0)
    g["bias_1"] = du.sum(axis=0)
    dn1 = p["gain_1"] * du
    dx = (dn1 - dn1.mean(axis=1, keepdims=True) - n1 * (dn1 * n1).mean(axis=1, keepdims=True)) / s1
    return dx + dh, g

# %% right: earlier functions and a helper for the norm
def norm_gradients(x, gain, slopes):
    """Return the slopes along x, gain and bias of a layer norm."""
    s = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    unit = (x - x.mean(axis=1, keepdims=True)) / s
    along = gain * slopes
    along = along - along.mean(axis=1, keepdims=True) - unit * (along * unit).mean(axis=1, keepdims=True)
    return along / s, (slopes * unit).sum(axis=0), slopes.sum(axis=0)


def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, g = params, {}
    width = x.shape[1] // n_heads
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    blocks = [slice(i, i + width) for i in range(0, x.shape[1], width)]
    pairs = [causal_attention(Q[:, c], K[:, c], V[:, c]) for c in blocks]
    joined = np.hstack([output for output, _ in pairs])
    h = x + joined @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    z = w @ p["W_1"] + p["b_1"]

    dr, g["W_2"], g["b_2"] = linear_layer_gradients(np.maximum(z, 0), p["W_2"], upstream)
    dw, g["W_1"], g["b_1"] = linear_layer_gradients(w, p["W_1"], np.where(z > 0, dr, 0))
    dh, g["gain_2"], g["bias_2"] = norm_gradients(h, p["gain_2"], dw)
    dh = dh + upstream
    dj, g["W_o"], _ = linear_layer_gradients(joined, p["W_o"], dh)
    dQ, dK, dV = np.empty(x.shape), np.empty(x.shape), np.empty(x.shape)
    for c, (_, A) in zip(blocks, pairs):
        dS = softmax_gradient(A, dj[:, c] @ V[:, c].T) / np.sqrt(width)
        dQ[:, c], dK[:, c], dV[:, c] = dS @ K[:, c], dS.T @ Q[:, c], A.T @ dj[:, c]
    du = 0
    for name, slopes in (("W_q", dQ), ("W_k", dK), ("W_v", dV)):
        part, g[name], _ = linear_layer_gradients(u, p[name], slopes)
        du = du + part
    dx, g["gain_1"], g["bias_1"] = norm_gradients(x, p["gain_1"], du)
    return dx + dh, g

# %% right: all heads in one batch, einsum, SciPy's softmax
from scipy.special import softmax


def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p = {name: np.asarray(array, dtype=float) for name, array in params.items()}
    x, upstream = np.asarray(x, dtype=float), np.asarray(upstream, dtype=float)
    n, d = x.shape
    d_k = d // n_heads

    def unit(a):
        centred = a - a.mean(axis=-1, keepdims=True)
        s = np.sqrt(np.mean(centred**2, axis=-1, keepdims=True) + 1e-5)
        return centred / s, s

    def back(slopes, a_hat, s):
        # equation (4) as a matrix for each token
        J = np.eye(d) - 1 / d - np.einsum("ni,nj->nij", a_hat, a_hat) / d
        return np.einsum("nij,nj->ni", J, slopes) / s

    xh, s1 = unit(x)
    u = xh * p["gain_1"] + p["bias_1"]
    q, k, v = (np.einsum("nd,dhk->hnk", u, p[w].reshape(d, n_heads, d_k)) for w in ("W_q", "W_k", "W_v"))
    S = np.einsum("hik,hjk->hij", q, k) / np.sqrt(d_k)
    A = softmax(np.where(np.tri(n, dtype=bool), S, -np.inf), axis=-1)
    o = np.einsum("hij,hjk->ihk", A, v).reshape(n, d)
    hh, s2 = unit(x + o @ p["W_o"])
    w = hh * p["gain_2"] + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]

    on = (z > 0).astype(float)
    dz = upstream @ p["W_2"].T * on
    dw = dz @ p["W_1"].T
    dh = upstream + back(dw * p["gain_2"], hh, s2)
    do = (dh @ p["W_o"].T).reshape(n, n_heads, d_k)
    dA = np.einsum("ihk,hjk->hij", do, v)
    dS = A * (dA - np.einsum("hij,hij->hi", A, dA)[..., None]) / np.sqrt(d_k)
    dq = np.einsum("hij,hjk->ihk", dS, k).reshape(n, d)
    dk = np.einsum("hij,hik->jhk", dS, q).reshape(n, d)
    dv = np.einsum("hij,ihk->jhk", A, do).reshape(n, d)
    du = dq @ p["W_q"].T + dk @ p["W_k"].T + dv @ p["W_v"].T
    dparams = {
        "gain_1": np.einsum("nd,nd->d", du, xh), "bias_1": du.sum(0),
        "W_q": u.T @ dq, "W_k": u.T @ dk, "W_v": u.T @ dv, "W_o": o.T @ dh,
        "gain_2": np.einsum("nd,nd->d", dw, hh), "bias_2": dw.sum(0),
        "W_1": w.T @ dz, "b_1": dz.sum(0), "W_2": (z * on).T @ upstream, "b_2": upstream.sum(0),
    }
    return dh + back(du * p["gain_1"], xh, s1), dparams

# %% right: each part returns its own backward function
def _norm(x, params, i, g):
    s = np.sqrt(np.var(x, axis=1) + 1e-5)[:, None]
    unit = (x - np.mean(x, axis=1)[:, None]) / s

    def back(slopes):
        g[f"gain_{i}"], g[f"bias_{i}"] = np.sum(slopes * unit, axis=0), np.sum(slopes, axis=0)
        t = slopes * params[f"gain_{i}"]
        return (t - np.mean(t, axis=1)[:, None] - unit * np.mean(t * unit, axis=1)[:, None]) / s

    return unit * params[f"gain_{i}"] + params[f"bias_{i}"], back


def _product(a, params, name, g):
    def back(slopes):
        g[name] = g.get(name, 0) + a.T @ slopes
        return slopes @ params[name].T

    return a @ params[name], back


def _head(q, k, v):
    output, A = causal_attention(q, k, v)

    def back(slopes):
        slopes_s = softmax_gradient(A, slopes @ v.T) / q.shape[1] ** 0.5
        return slopes_s @ k, slopes_s.T @ q, A.T @ slopes

    return output, back


def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    g = {}
    u, back_1 = _norm(x, params, 1, g)
    found = [_product(u, params, name, g) for name in ("W_q", "W_k", "W_v")]
    cut = zip(*(np.split(value, n_heads, axis=1) for value, _ in found))
    heads = [_head(*three) for three in cut]
    added, back_o = _product(np.concatenate([out for out, _ in heads], axis=1), params, "W_o", g)
    h = x + added
    w, back_2 = _norm(h, params, 2, g)
    inner, back_w1 = _product(w, params, "W_1", g)
    z = inner + params["b_1"]
    _, back_w2 = _product(z * (z > 0), params, "W_2", g)

    g["b_2"] = np.sum(upstream, axis=0)
    slopes = back_w2(upstream) * (z > 0)
    g["b_1"] = np.sum(slopes, axis=0)
    slopes_h = upstream + back_2(back_w1(slopes))
    each = np.split(back_o(slopes_h), n_heads, axis=1)
    by_head = [back(part) for (_, back), part in zip(heads, each)]
    joined = [np.concatenate(three, axis=1) for three in zip(*by_head)]
    slopes_u = sum(back(part) for (_, back), part in zip(found, joined))
    return slopes_h + back_1(slopes_u), {name: g[name] for name in params}

# %% wrong: the direct path from x through the residual is missing in dx; "every entry is a slope of the sum"
# true: a ∂L/∂x without the residual: ∂L/∂h is not added
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.sum(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["b_1"] = dz.sum(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).sum(axis=0)
    g["bias_2"] = dw.sum(axis=0)
    dn2 = p["gain_2"] * dw
    dh = (dn2 - dn2.mean(axis=1, keepdims=True) - n2 * (dn2 * n2).mean(axis=1, keepdims=True)) / s2
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    g["gain_1"] = (du * n1).sum(axis=0)
    g["bias_1"] = du.sum(axis=0)
    dn1 = p["gain_1"] * du
    dx = (dn1 - dn1.mean(axis=1, keepdims=True) - n1 * (dn1 * n1).mean(axis=1, keepdims=True)) / s1
    return dx, g

# %% wrong: the residual around the small network is missing in the slope of h; h is used twice, so its slopes add up
# true: a ∂L/∂h without the residual: `upstream` is not added
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.sum(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["b_1"] = dz.sum(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).sum(axis=0)
    g["bias_2"] = dw.sum(axis=0)
    dn2 = p["gain_2"] * dw
    dh = (dn2 - dn2.mean(axis=1, keepdims=True) - n2 * (dn2 * n2).mean(axis=1, keepdims=True)) / s2
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    g["gain_1"] = (du * n1).sum(axis=0)
    g["bias_1"] = du.sum(axis=0)
    dn1 = p["gain_1"] * du
    dx = (dn1 - dn1.mean(axis=1, keepdims=True) - n1 * (dn1 * n1).mean(axis=1, keepdims=True)) / s1
    return dx + dh, g

# %% wrong: root of d instead of the head's width in the way back; d_k is the width of one head
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.sum(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["b_1"] = dz.sum(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).sum(axis=0)
    g["bias_2"] = dw.sum(axis=0)
    dn2 = p["gain_2"] * dw
    dh = (dn2 - dn2.mean(axis=1, keepdims=True) - n2 * (dn2 * n2).mean(axis=1, keepdims=True)) / s2
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(d)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    g["gain_1"] = (du * n1).sum(axis=0)
    g["bias_1"] = du.sum(axis=0)
    dn1 = p["gain_1"] * du
    dx = (dn1 - dn1.mean(axis=1, keepdims=True) - n1 * (dn1 * n1).mean(axis=1, keepdims=True)) / s1
    return dx + dh, g

# %% wrong: the ReLU lets all slopes through; only where z > 0
# true: gradients of a small network whose ReLU lets everything through
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.sum(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T)
    g["b_1"] = dz.sum(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).sum(axis=0)
    g["bias_2"] = dw.sum(axis=0)
    dn2 = p["gain_2"] * dw
    dh = (dn2 - dn2.mean(axis=1, keepdims=True) - n2 * (dn2 * n2).mean(axis=1, keepdims=True)) / s2
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    g["gain_1"] = (du * n1).sum(axis=0)
    g["bias_1"] = du.sum(axis=0)
    dn1 = p["gain_1"] * du
    dx = (dn1 - dn1.mean(axis=1, keepdims=True) - n1 * (dn1 * n1).mean(axis=1, keepdims=True)) / s1
    return dx + dh, g

# %% wrong: layer norm without the last term, n̂ times the mean; equation (4) has two subtractions
# true: a layer norm whose variance counts as a constant
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.sum(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["b_1"] = dz.sum(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).sum(axis=0)
    g["bias_2"] = dw.sum(axis=0)
    dn2 = p["gain_2"] * dw
    dh = (dn2 - dn2.mean(axis=1, keepdims=True)) / s2
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    g["gain_1"] = (du * n1).sum(axis=0)
    g["bias_1"] = du.sum(axis=0)
    dn1 = p["gain_1"] * du
    dx = (dn1 - dn1.mean(axis=1, keepdims=True)) / s1
    return dx + dh, g

# %% wrong: layer norm treated as a plain scaling, gain times slopes over s; equation (4)
# true: a layer norm whose mean and variance count as constants
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.sum(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["b_1"] = dz.sum(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).sum(axis=0)
    g["bias_2"] = dw.sum(axis=0)
    dn2 = p["gain_2"] * dw
    dh = dn2 / s2
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    g["gain_1"] = (du * n1).sum(axis=0)
    g["bias_1"] = du.sum(axis=0)
    dn1 = p["gain_1"] * du
    dx = dn1 / s1
    return dx + dh, g

# %% wrong: slopes of biases and gains as means over the tokens; equation (4) has sums
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.mean(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["b_1"] = dz.mean(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).mean(axis=0)
    g["bias_2"] = dw.mean(axis=0)
    dn2 = p["gain_2"] * dw
    dh = (dn2 - dn2.mean(axis=1, keepdims=True) - n2 * (dn2 * n2).mean(axis=1, keepdims=True)) / s2
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    g["gain_1"] = (du * n1).mean(axis=0)
    g["bias_1"] = du.mean(axis=0)
    dn1 = p["gain_1"] * du
    dx = (dn1 - dn1.mean(axis=1, keepdims=True) - n1 * (dn1 * n1).mean(axis=1, keepdims=True)) / s1
    return dx + dh, g

# %% wrong: S̄ not transposed for K; S = Q Kᵀ/√d_k
# true: slopes of the scores that were not transposed for the keys
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.sum(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["b_1"] = dz.sum(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).sum(axis=0)
    g["bias_2"] = dw.sum(axis=0)
    dn2 = p["gain_2"] * dw
    dh = (dn2 - dn2.mean(axis=1, keepdims=True) - n2 * (dn2 * n2).mean(axis=1, keepdims=True)) / s2
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    g["gain_1"] = (du * n1).sum(axis=0)
    g["bias_1"] = du.sum(axis=0)
    dn1 = p["gain_1"] * du
    dx = (dn1 - dn1.mean(axis=1, keepdims=True) - n1 * (dn1 * n1).mean(axis=1, keepdims=True)) / s1
    return dx + dh, g

# %% wrong: upstream is added to in place (dh is upstream itself); "leave all arguments unchanged"
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.sum(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["b_1"] = dz.sum(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).sum(axis=0)
    g["bias_2"] = dw.sum(axis=0)
    dn2 = p["gain_2"] * dw
    dh = upstream
    dh += (dn2 - dn2.mean(axis=1, keepdims=True) - n2 * (dn2 * n2).mean(axis=1, keepdims=True)) / s2
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T + dK @ p["W_k"].T + dV @ p["W_v"].T
    g["gain_1"] = (du * n1).sum(axis=0)
    g["bias_1"] = du.sum(axis=0)
    dn1 = p["gain_1"] * du
    dx = (dn1 - dn1.mean(axis=1, keepdims=True) - n1 * (dn1 * n1).mean(axis=1, keepdims=True)) / s1
    return dx + dh, g

# %% wrong: u used for Q only: the slopes from K and V are not added; "the slopes from all these places add up"
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    p, (n, d) = params, x.shape
    width = d // n_heads
    # forward
    mu1 = x.mean(axis=1, keepdims=True)
    s1 = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    n1 = (x - mu1) / s1
    u = p["gain_1"] * n1 + p["bias_1"]
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    joined, weights = np.zeros((n, d)), []
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        joined[:, c], A = causal_attention(Q[:, c], K[:, c], V[:, c])
        weights.append(A)
    h = x + joined @ p["W_o"]
    mu2 = h.mean(axis=1, keepdims=True)
    s2 = np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
    n2 = (h - mu2) / s2
    w = p["gain_2"] * n2 + p["bias_2"]
    z = w @ p["W_1"] + p["b_1"]
    r = np.maximum(z, 0)
    # backward
    g = {}
    g["b_2"] = upstream.sum(axis=0)
    g["W_2"] = r.T @ upstream
    dz = (upstream @ p["W_2"].T) * (z > 0)
    g["b_1"] = dz.sum(axis=0)
    g["W_1"] = w.T @ dz
    dw = dz @ p["W_1"].T
    g["gain_2"] = (dw * n2).sum(axis=0)
    g["bias_2"] = dw.sum(axis=0)
    dn2 = p["gain_2"] * dw
    dh = (dn2 - dn2.mean(axis=1, keepdims=True) - n2 * (dn2 * n2).mean(axis=1, keepdims=True)) / s2
    dh = dh + upstream
    g["W_o"] = joined.T @ dh
    djoined = dh @ p["W_o"].T
    dQ, dK, dV = np.zeros((n, d)), np.zeros((n, d)), np.zeros((n, d))
    for i in range(n_heads):
        c = slice(i * width, (i + 1) * width)
        A = weights[i]
        dV[:, c] = A.T @ djoined[:, c]
        dA = djoined[:, c] @ V[:, c].T
        dS = A * (dA - (A * dA).sum(axis=1, keepdims=True)) / np.sqrt(width)
        dQ[:, c] = dS @ K[:, c]
        dK[:, c] = dS.T @ Q[:, c]
    g["W_q"], g["W_k"], g["W_v"] = u.T @ dQ, u.T @ dK, u.T @ dV
    du = dQ @ p["W_q"].T
    g["gain_1"] = (du * n1).sum(axis=0)
    g["bias_1"] = du.sum(axis=0)
    dn1 = p["gain_1"] * du
    dx = (dn1 - dn1.mean(axis=1, keepdims=True) - n1 * (dn1 * n1).mean(axis=1, keepdims=True)) / s1
    return dx + dh, g

# %% wrong: central differences of transformer_block; "central differences are not accurate enough"
def block_gradients(
    x: np.ndarray, params: dict[str, np.ndarray], n_heads: int, upstream: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    dparams = {}
    for name, array in params.items():
        def loss_of(moved, name=name):
            return float(np.sum(transformer_block(x, params | {name: moved}, n_heads) * upstream))

        dparams[name] = numerical_gradient(loss_of, np.array(array, dtype=float))
    dx = numerical_gradient(
        lambda moved: float(np.sum(transformer_block(moved, params, n_heads) * upstream)),
        np.array(x, dtype=float),
    )
    return dx, dparams

# %% wrong: four lines of numerical_gradient
def block_gradients(x, params, n_heads, upstream):
    sum_of = lambda x, p: float(np.sum(transformer_block(x, p, n_heads) * upstream))
    slope = lambda name: numerical_gradient(lambda a: sum_of(x, params | {name: a}), np.array(params[name], float))
    dx = numerical_gradient(lambda a: sum_of(a, params), np.array(x, float))
    return dx, {name: slope(name) for name in params}

# %% wrong: complex steps through the student's own transformer_block
def block_gradients(x, params, n_heads, upstream):
    def slopes_of(array, output):
        slopes = np.zeros(np.shape(array))
        for place in np.ndindex(slopes.shape):
            moved = np.array(array, dtype=complex)
            moved[place] += 1e-20j
            slopes[place] = np.sum(output(moved) * upstream).imag * 1e20
        return slopes

    dx = slopes_of(x, lambda moved: transformer_block(moved, params, n_heads))
    return dx, {
        name: slopes_of(array, lambda moved: transformer_block(x, params | {name: moved}, n_heads))
        for name, array in params.items()
    }

# %% wrong: the three steps, without the residual of the small network
# true: a ∂L/∂h without the residual: `upstream` is not added
def block_gradients(x, params, n_heads, upstream):
    p = params
    width = x.shape[1] // n_heads
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    Q, K, V = u @ p["W_q"], u @ p["W_k"], u @ p["W_v"]
    outputs = []
    for start in range(0, x.shape[1], width):
        c = slice(start, start + width)
        outputs.append(causal_attention(Q[:, c], K[:, c], V[:, c])[0])
    h = x + np.hstack(outputs) @ p["W_o"]
    dw, d = network_gradients(layer_norm(h, p["gain_2"], p["bias_2"]), p, upstream)
    dh, d["gain_2"], d["bias_2"] = layer_norm_gradients(h, p["gain_2"], dw)
    du, more = heads_gradients(u, p, n_heads, dh)
    dx, d["gain_1"], d["bias_1"] = layer_norm_gradients(x, p["gain_1"], du)
    return dx + dh, d | more

# %% right: the three steps, u, h and w from a forward pass
def block_gradients(x, params, n_heads, upstream):
    p = params
    u = layer_norm(x, p["gain_1"], p["bias_1"])
    parts = zip(*(np.split(u @ p[name], n_heads, axis=1) for name in ("W_q", "W_k", "W_v")))
    h = x + np.hstack([causal_attention(*head)[0] for head in parts]) @ p["W_o"]
    w = layer_norm(h, p["gain_2"], p["bias_2"])
    dw, d = network_gradients(w, p, upstream)
    through, d["gain_2"], d["bias_2"] = layer_norm_gradients(h, p["gain_2"], dw)
    dh = upstream + through
    du, dheads = heads_gradients(u, p, n_heads, dh)
    d.update(dheads)
    through, d["gain_1"], d["bias_1"] = layer_norm_gradients(x, p["gain_1"], du)
    return through + dh, d

# %% right: the three steps, with h from a block whose small network gives 0
def block_gradients(x, params, n_heads, upstream):
    silent = {"W_2": 0 * params["W_2"], "b_2": 0 * params["b_2"]}
    h = transformer_block(x, params | silent, n_heads)
    w = layer_norm(h, params["gain_2"], params["bias_2"])
    dw, of_network = network_gradients(w, params, upstream)
    dh, dgain_2, dbias_2 = layer_norm_gradients(h, params["gain_2"], dw)
    dh = dh + upstream
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    du, of_heads = heads_gradients(u, params, n_heads, dh)
    dx, dgain_1, dbias_1 = layer_norm_gradients(x, params["gain_1"], du)
    found = of_network | of_heads
    found |= {"gain_1": dgain_1, "bias_1": dbias_1, "gain_2": dgain_2, "bias_2": dbias_2}
    return dx + dh, {name: found[name] for name in params}

# %% wrong: the three steps, with upstream in the place of the slope of h for the heads
def block_gradients(x, params, n_heads, upstream):
    silent = {"W_2": 0 * params["W_2"], "b_2": 0 * params["b_2"]}
    h = transformer_block(x, params | silent, n_heads)
    w = layer_norm(h, params["gain_2"], params["bias_2"])
    dw, d = network_gradients(w, params, upstream)
    dh, d["gain_2"], d["bias_2"] = layer_norm_gradients(h, params["gain_2"], dw)
    u = layer_norm(x, params["gain_1"], params["bias_1"])
    du, of_heads = heads_gradients(u, params, n_heads, upstream)
    dx, d["gain_1"], d["bias_1"] = layer_norm_gradients(x, params["gain_1"], du)
    return dx + dh + upstream, d | of_heads
