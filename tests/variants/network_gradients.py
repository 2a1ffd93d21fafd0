# Right and wrong answers to `network_gradients(w, params, upstream)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: the earlier rule of a linear layer, twice
def network_gradients(w, params, upstream):
    z = w @ params["W_1"] + params["b_1"]
    r = np.maximum(z, 0)
    dr, dW_2, db_2 = linear_layer_gradients(r, params["W_2"], upstream)
    dz = np.where(z > 0, dr, 0)
    dw, dW_1, db_1 = linear_layer_gradients(w, params["W_1"], dz)
    return dw, {"W_1": dW_1, "b_1": db_1, "W_2": dW_2, "b_2": db_2}

# %% right: matrix products written out
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, dparams

# %% right: einsum, from the top down
def network_gradients(w, params, upstream):
    z = np.einsum("nd,dm->nm", w, params["W_1"]) + params["b_1"]
    on = (z > 0).astype(float)
    bar_z = on * np.einsum("nd,md->nm", upstream, params["W_2"])
    return np.einsum("nm,dm->nd", bar_z, params["W_1"]), {
        "b_1": np.einsum("nm->m", bar_z),
        "b_2": np.einsum("nd->d", upstream),
        "W_1": np.einsum("nd,nm->dm", w, bar_z),
        "W_2": np.einsum("nm,nd->md", on * z, upstream),
    }

# %% right: token by token, outer products added up
def network_gradients(w, params, upstream):
    d = {name: np.zeros(np.shape(params[name])) for name in ("W_1", "b_1", "W_2", "b_2")}
    dw = []
    for token, up in zip(w, upstream):
        z = token @ params["W_1"] + params["b_1"]
        slope = params["W_2"] @ up
        slope[z < 0] = 0
        d["W_2"] += np.outer(np.maximum(z, 0), up)
        d["b_2"] += up
        d["W_1"] += np.outer(token, slope)
        d["b_1"] += slope
        dw.append(params["W_1"] @ slope)
    return np.array(dw), d

# %% right: one hidden unit after the other
def network_gradients(w, params, upstream):
    n, m = len(w), len(params["b_1"])
    dw = np.zeros(np.shape(w))
    dW_1, db_1 = np.zeros(params["W_1"].shape), np.zeros(m)
    dW_2 = np.zeros(params["W_2"].shape)
    for j in range(m):
        for i in range(n):
            z = np.dot(w[i], params["W_1"][:, j]) + params["b_1"][j]
            if z > 0:
                slope = np.dot(upstream[i], params["W_2"][j])
                dW_2[j] += z * upstream[i]
                dW_1[:, j] += slope * w[i]
                db_1[j] += slope
                dw[i] += slope * params["W_1"][:, j]
    return dw, {"W_1": dW_1, "b_1": db_1, "W_2": dW_2, "b_2": np.sum(upstream, axis=0)}

# %% right: nested lists come back, in another order of the keys
def network_gradients(w, params, upstream):
    z = w @ params["W_1"] + params["b_1"]
    back = upstream @ params["W_2"].T * np.heaviside(z, 0.5)
    out = dict(b_2=upstream.sum(0), W_2=np.maximum(z, 0).T @ upstream, b_1=back.sum(0), W_1=w.T @ back)
    return [(back @ params["W_1"].T).tolist(), {name: slope.tolist() for name, slope in out.items()}]

# %% right: each layer returns its own way back
def linear(x, W, b):
    def back(g):
        return g @ W.T, x.T @ g, np.ones(len(x)) @ g
    return x @ W + b, back

def relu(z):
    return np.clip(z, 0, None), lambda g: g * (z > 0)

def network_gradients(w, params, upstream):
    z, back_1 = linear(w, params["W_1"], params["b_1"])
    r, back_r = relu(z)
    _, back_2 = linear(r, params["W_2"], params["b_2"])
    dr, dW_2, db_2 = back_2(upstream)
    dw, dW_1, db_1 = back_1(back_r(dr))
    return dw, {"W_1": dW_1, "b_1": db_1, "W_2": dW_2, "b_2": db_2}

# %% right: the Jacobian of each token
def network_gradients(w, params, upstream):
    W_1, W_2 = params["W_1"], params["W_2"]
    z = w @ W_1 + params["b_1"]
    dw = np.array([W_1 @ np.diag((row > 0) * 1.0) @ W_2 @ up for row, up in zip(z, upstream)])
    masked = np.array([np.diag((row > 0) * 1.0) @ W_2 @ up for row, up in zip(z, upstream)])
    dparams = {"b_2": sum(up for up in upstream), "b_1": sum(row for row in masked)}
    dparams["W_2"] = sum(np.outer(np.where(row > 0, row, 0), up) for row, up in zip(z, upstream))
    dparams["W_1"] = sum(np.outer(token, row) for token, row in zip(w, masked))
    return dw, dparams

# %% right: the biases as one more row of the weights
def network_gradients(w, params, upstream):
    n = len(w)
    one = np.hstack([w, np.ones((n, 1))])
    both = np.vstack([params["W_1"], params["b_1"]])
    z = one @ both
    hidden = np.hstack([(z + np.abs(z)) / 2, np.ones((n, 1))])
    last = hidden.T @ upstream
    slopes = (1 + np.sign(z)) / 2 * (upstream @ np.transpose(params["W_2"]))
    first = one.T @ slopes
    dw = (slopes @ both.T)[:, :-1]
    return dw, {"W_1": first[:-1], "b_1": first[-1], "W_2": last[:-1], "b_2": last[-1]}

# %% wrong: the ReLU lets all slopes through
# true: gradients of a small network whose ReLU lets everything through
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, dparams

# %% wrong: the ReLU lets slopes through where z is negative
# true: slopes that the ReLU lets through where z is below 0, instead of above
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z < 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, dparams

# %% wrong: the ReLU of the slopes
# true: a ReLU of the slopes that come back, whatever the sign of z
def network_gradients(w, params, upstream):
    z = w @ params["W_1"] + params["b_1"]
    r = np.maximum(z, 0)
    dr, dW_2, db_2 = linear_layer_gradients(r, params["W_2"], upstream)
    dz = np.maximum(dr, 0)
    dw, dW_1, db_1 = linear_layer_gradients(w, params["W_1"], dz)
    return dw, {"W_1": dW_1, "b_1": db_1, "W_2": dW_2, "b_2": db_2}

# %% wrong: W_2 with z, before the ReLU
# true: a gradient of W_2 made with z instead of the ReLU of z
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = z.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, dparams

# %% wrong: b_1 is forgotten on the way forward
# true: a way back that forgets b_1, so that other hidden units are on
def network_gradients(w, params, upstream):
    z = w @ params["W_1"]
    r = np.maximum(z, 0)
    dr, dW_2, db_2 = linear_layer_gradients(r, params["W_2"], upstream)
    dz = np.where(z > 0, dr, 0)
    dw, dW_1, db_1 = linear_layer_gradients(w, params["W_1"], dz)
    return dw, {"W_1": dW_1, "b_1": db_1, "W_2": dW_2, "b_2": db_2}

# %% wrong: the residual is added, which is the block's
# true: a ∂L/∂w with the residual: `upstream` is added, which is the block's part
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return upstream + dz @ W_1.T, dparams

# %% wrong: the dict first
# true: the pair in the other order, the dict first
def network_gradients(w, params, upstream):
    z = w @ params["W_1"] + params["b_1"]
    r = np.maximum(z, 0)
    dr, dW_2, db_2 = linear_layer_gradients(r, params["W_2"], upstream)
    dz = np.where(z > 0, dr, 0)
    dw, dW_1, db_1 = linear_layer_gradients(w, params["W_1"], dz)
    return {"W_1": dW_1, "b_1": db_1, "W_2": dW_2, "b_2": db_2}, dw

# %% wrong: slopes of a mean over the tokens
# true: gradients of a mean over the tokens, not of the sum
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    upstream = upstream / len(upstream)
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, dparams

# %% wrong: biases averaged over the tokens
# true: gradients of b_1 and b_2 that are means over the tokens, not sums
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.mean(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.mean(axis=0)
    return dz @ W_1.T, dparams

# %% wrong: dw without the ReLU
# true: a ∂L/∂w that goes past the ReLU
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return upstream @ W_2.T @ W_1.T, dparams

# %% wrong: central differences, in four lines by the earlier numerical_gradient
def network_gradients(w, params, upstream):
    loss = lambda x, p: float(np.sum((np.maximum(x @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]) * upstream))
    slope = lambda name: numerical_gradient(lambda a: loss(w, params | {name: a}), np.array(params[name], float))
    dparams = {name: slope(name) for name in ("W_1", "b_1", "W_2", "b_2")}
    return numerical_gradient(lambda a: loss(a, params), np.array(w, float)), dparams

# %% wrong: central differences of each entry, with a longer step
def network_gradients(w, params, upstream):
    def loss(x, p):
        y = np.maximum(x @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]
        return float(np.sum(y * upstream))

    everything, slopes, h = {"w": w, **params}, {}, 1e-3
    for name in ("w", "W_1", "b_1", "W_2", "b_2"):
        slopes[name] = np.zeros(np.shape(everything[name]))
        for place in np.ndindex(slopes[name].shape):
            ends = []
            for step in (h, -h):
                moved = {key: np.array(array, dtype=float) for key, array in everything.items()}
                moved[name][place] += step
                ends.append(loss(moved["w"], moved))
            slopes[name][place] = (ends[0] - ends[1]) / (2 * h)
    return slopes.pop("w"), slopes

# %% wrong: complex steps, exact but one forward pass for each slope
def network_gradients(w, params, upstream):
    def loss(x, p):
        z = x @ p["W_1"] + p["b_1"]
        return np.sum((np.where(z.real > 0, z, 0) @ p["W_2"] + p["b_2"]) * upstream)

    everything, slopes = {"w": w, **params}, {}
    for name in ("w", "W_1", "b_1", "W_2", "b_2"):
        moved = np.array(everything[name], dtype=complex)
        slopes[name] = np.zeros(moved.shape)
        for place in np.ndindex(moved.shape):
            moved[place] += 1e-20j
            changed = {**everything, name: moved}
            slopes[name][place] = loss(changed["w"], changed).imag * 1e20
            moved[place] -= 1e-20j
    return slopes.pop("w"), slopes

# %% wrong: differences of the output, without b_2, which is the same on both sides
def network_gradients(w, params, upstream):
    def output(x, p):
        return np.maximum(x @ p["W_1"] + p["b_1"], 0) @ p["W_2"]

    everything, slopes, h = {"w": w, **params}, {}, 1e-6
    for name in ("w", "W_1", "b_1", "W_2"):
        moved = np.array(everything[name], dtype=float)
        slopes[name] = np.zeros(moved.shape)
        changed = {**everything, name: moved}
        for place in np.ndindex(moved.shape):
            kept = moved[place]
            moved[place] = kept + h
            up = output(changed["w"], changed)
            moved[place] = kept - h
            slopes[name][place] = np.sum((up - output(changed["w"], changed)) * upstream) / (2 * h)
            moved[place] = kept
    slopes["b_2"] = upstream.sum(axis=0)
    return slopes.pop("w"), slopes

# %% wrong: forward differences
def network_gradients(w, params, upstream):
    def loss(x, p):
        y = np.maximum(x @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]
        return float(np.sum(y * upstream))

    def slope(array, f):
        array = np.array(array, dtype=float)
        found = np.zeros(array.shape)
        base = f(array)
        for place in np.ndindex(array.shape):
            moved = array.copy()
            moved[place] += 1e-7
            found[place] = (f(moved) - base) / 1e-7
        return found

    names = ("W_1", "b_1", "W_2", "b_2")
    dparams = {name: slope(params[name], lambda a, name=name: loss(w, {**params, name: a})) for name in names}
    return slope(w, lambda a: loss(a, params)), dparams

# %% wrong: the gradients are written into params
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    dw = dz @ W_1.T
    params.update(dparams)
    return dw, dparams

# %% wrong: upstream is masked in place
def network_gradients(w, params, upstream):
    z = w @ params["W_1"] + params["b_1"]
    d = {"b_2": upstream.sum(axis=0), "W_2": np.maximum(z, 0).T @ upstream}
    dz = upstream @ params["W_2"].T * (z > 0)
    d["W_1"], d["b_1"] = w.T @ dz, dz.sum(axis=0)
    upstream[:] = dz @ params["W_1"].T  # saves an array
    return upstream.copy(), d

# %% wrong: the biases have no gradients
def network_gradients(w, params, upstream):
    z = w @ params["W_1"] + params["b_1"]
    r = np.maximum(z, 0)
    dr, dW_2, db_2 = linear_layer_gradients(r, params["W_2"], upstream)
    dz = np.where(z > 0, dr, 0)
    dw, dW_1, db_1 = linear_layer_gradients(w, params["W_1"], dz)
    return dw, {"W_1": dW_1, "W_2": dW_2}

# %% wrong: all twelve keys, with zeros for those of the other parts
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    dparams = {name: dparams.get(name, np.zeros(np.shape(a))) for name, a in params.items()}
    return dz @ W_1.T, dparams

# %% wrong: slopes are clipped to ±10
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, {name: np.clip(g, -10, 10) for name, g in dparams.items()}

# %% wrong: single precision
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    w, W_1, W_2, upstream = (a.astype(np.float32) for a in (w, W_1, W_2, upstream))
    z = w @ W_1 + b_1.astype(np.float32)
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, dparams

# %% wrong: gradients of the parameters' types, whole numbers beside floats are cut
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, {name: g.astype(params[name].dtype) for name, g in dparams.items()}

# %% wrong: a leaky ReLU
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * np.where(z > 0, 1, 0.01)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, dparams

# %% wrong: a slope of 0 above 6, as of a ReLU6
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * ((z > 0) & (z < 6))
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, dparams

# %% wrong: bias gradients that keep an axis
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0, keepdims=True)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0, keepdims=True)
    return dz @ W_1.T, dparams

# %% wrong: a descent's sign
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return -dz @ W_1.T, {name: -g for name, g in dparams.items()}

# %% wrong: W_2 is remembered from one call to the next
_kept = {}

def network_gradients(w, params, upstream):
    z = w @ params["W_1"] + params["b_1"]
    key = params["W_2"].shape
    if key not in _kept:
        _kept[key] = params["W_2"].T.copy()
    dz = upstream @ _kept[key] * (z > 0)
    return dz @ params["W_1"].T, {
        "W_1": w.T @ dz, "b_1": dz.sum(0), "W_2": np.maximum(z, 0).T @ upstream, "b_2": upstream.sum(0),
    }

# %% wrong: parameters by their place in the dict
def network_gradients(w, params, upstream):
    W_1, b_1, W_2, _ = list(params.values())[-4:]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=0)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=0)
    return dz @ W_1.T, dparams

# %% wrong: sums over the entries of a token instead of over the tokens
def network_gradients(w, params, upstream):
    W_1, b_1, W_2 = params["W_1"], params["b_1"], params["W_2"]
    z = w @ W_1 + b_1
    r = np.maximum(z, 0)
    dparams = {}
    dparams["W_2"] = r.T @ upstream
    dparams["b_2"] = upstream.sum(axis=1)
    dz = (upstream @ W_2.T) * (z > 0)
    dparams["W_1"] = w.T @ dz
    dparams["b_1"] = dz.sum(axis=1)
    return dz @ W_1.T, dparams

# %% wrong: nothing is returned
def network_gradients(w, params, upstream):
    z = w @ params["W_1"] + params["b_1"]
    r = np.maximum(z, 0)
    dr, dW_2, db_2 = linear_layer_gradients(r, params["W_2"], upstream)
    dz = np.where(z > 0, dr, 0)
    dw, dW_1, db_1 = linear_layer_gradients(w, params["W_1"], dz)
    result = dw, {"W_1": dW_1, "b_1": db_1, "W_2": dW_2, "b_2": db_2}
