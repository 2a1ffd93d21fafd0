# Right and wrong answers to `neural_logits(params, contexts)`, one cell a block, as students write
# them. `np` and `Tensor` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: reshape with all sizes
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% right: reshape with -1
def neural_logits(params, contexts):
    x = params["E"][contexts].reshape(len(contexts), -1)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% right: a product for each place in the context
def neural_logits(params, contexts):
    E, W1 = params["E"], params["W1"]
    d = E.data.shape[1]
    z = params["b1"]
    for j in range(contexts.shape[1]):
        z = z + E[contexts[:, j]] @ W1[np.arange(j * d, (j + 1) * d)]
    return z.tanh() @ params["W2"] + params["b2"]

# %% right: one-hot rows instead of picking
def neural_logits(params, contexts):
    E = params["E"]
    V, d = E.data.shape
    n, k = contexts.shape
    onehot = np.eye(V)[contexts.ravel()]
    x = (onehot @ E).reshape(n, k * d)
    return (x @ params["W1"] + params["b1"]).tanh() @ params["W2"] + params["b2"]

# %% right: in one line
def neural_logits(params, contexts):
    E, W1, b1, W2, b2 = [params[name] for name in ("E", "W1", "b1", "W2", "b2")]
    return (E[contexts].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2 + b2

# %% right: flat indices first
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts.reshape(-1)].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% right: tanh by exponentials
def neural_logits(params, contexts):
    x = params["E"][contexts].reshape(contexts.shape[0], params["W1"].data.shape[0])
    e = ((x @ params["W1"] + params["b1"]) * -2).exp()
    h = (1 - e) / (1 + e)
    return h @ params["W2"] + params["b2"]

# %% right: helpers for a layer
def layer(x, W, b):
    return x @ W + b

def neural_logits(params, contexts):
    rows = params["E"][np.asarray(contexts)]
    rows = rows.reshape(rows.data.shape[0], rows.data.shape[1] * rows.data.shape[2])
    hidden = layer(rows, params["W1"], params["b1"]).tanh()
    return layer(hidden, params["W2"], params["b2"])

# %% right: biases first
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (params["b1"] + x @ params["W1"]).tanh()
    return params["b2"] + h @ params["W2"]

# %% wrong: the newest character first
# true: the vectors of a context in reverse order
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts[:, ::-1]].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% wrong: no tanh
# true: a hidden layer without its tanh
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"])
    return h @ params["W2"] + params["b2"]

# %% wrong: tanh twice
# true: a tanh around the logits, too
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return (h @ params["W2"] + params["b2"]).tanh()

# %% wrong: b2 is forgotten
# true: logits without the bias b2
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return h @ params["W2"]

# %% wrong: b1 is forgotten
# true: a hidden layer without the bias b1
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% wrong: a softmax at the end
# true: probabilities instead of logits
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    e = (h @ params["W2"] + params["b2"]).exp()
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: the vectors are cut out of the graph
# true: vectors that get no gradient, cut off by `.data`
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = Tensor(params["E"].data[contexts]).reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% wrong: NumPy all the way
# true: vectors that get no gradient, cut off by `.data`
def neural_logits(params, contexts):
    p = {name: tensor.data for name, tensor in params.items()}
    x = p["E"][contexts].reshape(len(contexts), -1)
    return Tensor(np.tanh(x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"])

# %% wrong: an array comes back
def neural_logits(params, contexts):
    p = {name: tensor.data for name, tensor in params.items()}
    x = p["E"][contexts].reshape(len(contexts), -1)
    return np.tanh(x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]

# %% wrong: the hidden layer is cut out of the graph
# true: vectors that get no gradient, cut off by `.data`
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    h = Tensor(h.data)
    return h @ params["W2"] + params["b2"]

# %% wrong: the numbers of a row in another order
def neural_logits(params, contexts):
    E, W1 = params["E"], params["W1"]
    n, k = contexts.shape
    d = E.data.shape[1]
    order = np.arange(k * d).reshape(d, k).T.ravel()
    x = E[contexts].reshape(n, k * d)
    return (x @ W1[order] + params["b1"]).tanh() @ params["W2"] + params["b2"]

# %% wrong: the last character alone
def neural_logits(params, contexts):
    d = params["E"].data.shape[1]
    W = params["W1"][np.arange(params["W1"].data.shape[0] - d, params["W1"].data.shape[0])]
    h = (params["E"][contexts[:, -1]] @ W + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% wrong: the sum of the vectors, with the first weights
def neural_logits(params, contexts):
    d = params["E"].data.shape[1]
    x = params["E"][contexts].sum(axis=1)
    h = (x @ params["W1"][np.arange(d)] + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% wrong: three characters of two numbers, as in the test
def neural_logits(params, contexts):
    x = params["E"][contexts].reshape(-1, 6)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% wrong: the loss instead of the logits
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return -1 * (h @ params["W2"] + params["b2"])

# %% wrong: b1 is added after the tanh
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"]).tanh() + params["b1"]
    return h @ params["W2"] + params["b2"]

# %% wrong: an exponential instead of tanh
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).exp()
    return h @ params["W2"] + params["b2"]

# %% wrong: the vectors go through tanh, too
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].tanh().reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% wrong: W1 is transposed
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"].reshape(params["W1"].data.shape[1], -1).data.T + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% wrong: the dict gets another bias
def neural_logits(params, contexts):
    params["b1"] = Tensor(params["b1"].data)
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% wrong: the contexts are changed
def neural_logits(params, contexts):
    contexts[contexts == 0] = 1
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    return h @ params["W2"] + params["b2"]

# %% wrong: the first call stays
_kept = {}

def neural_logits(params, contexts):
    if contexts.shape in _kept:
        return _kept[contexts.shape]
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    _kept[contexts.shape] = h @ params["W2"] + params["b2"]
    return _kept[contexts.shape]

# %% wrong: one context at a time, the last one comes back
def neural_logits(params, contexts):
    for context in contexts:
        x = params["E"][context].reshape(1, -1)
        logits = (x @ params["W1"] + params["b1"]).tanh() @ params["W2"] + params["b2"]
    return logits

# %% wrong: normalised logits
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    z = h @ params["W2"] + params["b2"]
    return z - z.exp().sum(axis=1, keepdims=True).log()

# %% wrong: nothing comes back
def neural_logits(params, contexts):
    n, k = contexts.shape
    d = params["E"].data.shape[1]
    x = params["E"][contexts].reshape(n, k * d)
    h = (x @ params["W1"] + params["b1"]).tanh()
    h @ params["W2"] + params["b2"]
