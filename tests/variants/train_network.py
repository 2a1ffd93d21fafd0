# Right and wrong answers to `train_network(params, X, labels, learning_rate, steps)`, one cell a
# block, as students write them. `np` and `Tensor` come from the notebook's cells. Every check must
# pass each right answer, and some check must fail each wrong one.

# %% right: new Tensors in each step
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% right: four names, gradients set to zero, new data
def train_network(params, X, labels, learning_rate, steps):
    t = np.reshape(labels, (len(labels), 1))
    W1, b1, W2, b2 = (Tensor(params[name]) for name in ("W1", "b1", "W2", "b2"))
    losses = []
    for _ in range(steps):
        for p in (W1, b1, W2, b2):
            p.grad = np.zeros(p.data.shape)
        s = (X @ W1 + b1).tanh() @ W2 + b2
        loss = (1 + (-1.0 * t * s).exp()).log().sum() * (1 / len(t))
        loss.backward()
        losses.append(loss.data)
        for p in (W1, b1, W2, b2):
            p.data = p.data - learning_rate * p.grad
    return {"W1": W1.data, "b1": b1.data, "W2": W2.data, "b2": b2.data}, losses

# %% right: the chain rule by hand, with logaddexp
def train_network(params, X, labels, learning_rate, steps):
    p = {name: np.array(array, dtype=float) for name, array in params.items()}
    t = np.asarray(labels, dtype=float)[:, None]
    losses = []
    for _ in range(steps):
        h = np.tanh(X @ p["W1"] + p["b1"])
        s = h @ p["W2"] + p["b2"]
        losses.append(np.logaddexp(0, -t * s).mean())
        ds = -t / (1 + np.exp(t * s)) / len(X)
        dz = ds @ p["W2"].T * (1 - h ** 2)
        slopes = {"W1": X.T @ dz, "b1": dz.sum(axis=0), "W2": h.T @ ds, "b2": ds.sum(axis=0)}
        p = {name: p[name] - learning_rate * slopes[name] for name in p}
    return p, losses

# %% right: the loss as a function of its own
def loss_of(p, X, t):
    hidden = (Tensor(X) @ p["W1"] + p["b1"]).tanh()
    exponent = (hidden @ p["W2"] + p["b2"]) * t * -1
    return (exponent.exp() + np.ones((len(t), 1))).log().sum() / len(t)

def train_network(params, X, labels, learning_rate, steps):
    arrays, losses = dict(params), []
    for _ in range(steps):
        p = {name: Tensor(arrays[name]) for name in arrays}
        loss = loss_of(p, X, np.expand_dims(labels, 1))
        loss.backward()
        losses += [loss.data.item()]
        arrays = {name: arrays[name] - learning_rate * p[name].grad for name in arrays}
    return {name: np.array(array, dtype=float) for name, array in arrays.items()}, losses

# %% right: recursion over the steps
def train_network(params, X, labels, learning_rate, steps):
    if steps == 0:
        return {name: np.array(a, dtype=float) for name, a in params.items()}, []
    p = {name: Tensor(a) for name, a in params.items()}
    s = (X @ p["W1"] + p["b1"]).tanh() @ p["W2"] + p["b2"]
    loss = ((s * -labels[:, None]).exp() + 1).log().sum() / len(labels)
    loss.backward()
    moved = {name: q.data - learning_rate * q.grad for name, q in p.items()}
    found, losses = train_network(moved, X, labels, learning_rate, steps - 1)
    return found, [float(loss.data), *losses]

# %% right: scores as a flat Tensor
def train_network(params, X, labels, learning_rate, steps):
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = (h @ tensors["W2"] + tensors["b2"]).reshape(len(X))
        loss = ((s * -labels).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% right: the bias in the product, by a column of ones
def train_network(params, X, labels, learning_rate, steps):
    ones = np.ones((len(X), 1))
    W1 = np.vstack([params["W1"], params["b1"]]).astype(float)
    W2 = np.array(params["W2"], dtype=float)
    b2 = np.array(params["b2"], dtype=float)
    losses = []
    for _ in range(steps):
        P, Q, c = Tensor(W1), Tensor(W2), Tensor(b2)
        s = (np.hstack([X, ones]) @ P).tanh() @ Q + c
        L = ((s * -labels.reshape(len(X), 1)).exp() + 1).log().sum() * len(X) ** -1
        L.backward()
        losses.append(float(L.data))
        W1, W2, b2 = W1 - learning_rate * P.grad, W2 - learning_rate * Q.grad, b2 - learning_rate * c.grad
    return {"W1": W1[:-1], "b1": W1[-1], "W2": W2, "b2": b2}, losses

# %% right: minus the logarithm of a sigmoid
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = (1 / ((s * -t).exp() + 1)).log().sum() * (-1 / len(X))
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% right: a list of arrays, and a tuple of losses
def train_network(params, X, labels, learning_rate, steps):
    names = list(params)
    arrays = [np.asarray(params[name], dtype=float) for name in names]
    losses = ()
    for _ in range(steps):
        tensors = [Tensor(a) for a in arrays]
        p = dict(zip(names, tensors))
        s = (X @ p["W1"] + p["b1"]).tanh() @ p["W2"] + p["b2"]
        loss = ((s * (-1.0 * labels)[:, None]).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses += (float(loss.data),)
        arrays = [a - learning_rate * q.grad for a, q in zip(arrays, tensors)]
    return {name: a.copy() for name, a in zip(names, arrays)}, losses

# %% wrong: gradients are never set back
# true: gradients that are not set back to zero between the steps
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        for p in tensors.values():
            p.data = p.data - learning_rate * p.grad
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: labels of shape (n,) beside scores of shape (n, 1)
# true: scores of shape (n, 1) beside labels of shape (n,), which gives n · n losses
def train_network(params, X, labels, learning_rate, steps):
    t = labels
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: a sum instead of a mean
# true: a loss that is summed over the points instead of averaged
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum()
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: the mean over n · n losses
def train_network(params, X, labels, learning_rate, steps):
    t = labels
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X) ** 2
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: no minus sign in the exponent
# true: an exponent t s without its minus sign
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: uphill
# true: steps uphill instead of downhill
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data + learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: biases stay
# true: biases that are never moved
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad * (name[0] == "W")) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: no tanh
# true: a hidden layer without its tanh
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = X @ tensors["W1"] + tensors["b1"]
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: a tanh around the scores, too
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = (h @ tensors["W2"] + tensors["b2"]).tanh()
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: losses after the steps
# true: the loss after each step instead of before it
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
        h = np.tanh(X @ tensors["W1"].data + tensors["b1"].data)
        s = h @ tensors["W2"].data + tensors["b2"].data
        losses.append(np.log(1 + np.exp(-t * s)).mean())
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: one step more
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps + 1):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses[:steps]

# %% wrong: one step less
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        if len(losses) == steps:
            break
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: the first layer alone learns
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad * name.endswith("1")) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: the last layer alone learns
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad * name.endswith("2")) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: the hidden layer is cut out of the graph
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        h = Tensor(h.data)
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: the arrays of params are changed
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        for name, p in tensors.items():
            params[name] -= learning_rate * p.grad
            tensors[name] = Tensor(params[name])
    return params, losses

# %% wrong: Tensors come back
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return tensors, losses

# %% wrong: the last loss alone
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses[-1]

# %% wrong: the parameters alone
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}

# %% wrong: bits
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X) * (1 / np.log(2))
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: squared errors
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s - t) ** 2).sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: the hinge without its corner
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = (1 - s * t).sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: a gradient of length one
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad / (np.linalg.norm(p.grad) + 1e-12)) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: slopes are cut at a tenth
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * np.clip(p.grad, -0.1, 0.1)) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: a learning rate that falls
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for k in range(steps):
        h = (X @ tensors["W1"] + tensors["b1"]).tanh()
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate / (k + 1) * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses

# %% wrong: one parameter after the other, each with a new gradient
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    p = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        for name in p:
            s = (X @ p["W1"] + p["b1"]).tanh() @ p["W2"] + p["b2"]
            loss = ((s * -t).exp() + 1).log().sum() / len(X)
            loss.backward()
            if name == "W1":
                losses.append(float(loss.data))
            p = {n: Tensor(q.data - learning_rate * q.grad if n == name else q.data) for n, q in p.items()}
    return {name: q.data for name, q in p.items()}, losses

# %% wrong: one point after the other
def train_network(params, X, labels, learning_rate, steps):
    p = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for k in range(steps):
        i = k % len(X)
        s = (X[i : i + 1] @ p["W1"] + p["b1"]).tanh() @ p["W2"] + p["b2"]
        loss = ((s * -labels[i]).exp() + 1).log().sum()
        loss.backward()
        losses.append(float(loss.data))
        p = {name: Tensor(q.data - learning_rate * q.grad) for name, q in p.items()}
    return {name: q.data for name, q in p.items()}, losses

# %% wrong: a bias b1 that is added after the tanh
def train_network(params, X, labels, learning_rate, steps):
    t = labels.reshape(-1, 1)
    tensors = {name: Tensor(array) for name, array in params.items()}
    losses = []
    for _ in range(steps):
        h = (X @ tensors["W1"]).tanh() + tensors["b1"]
        s = h @ tensors["W2"] + tensors["b2"]
        loss = ((s * -t).exp() + 1).log().sum() / len(X)
        loss.backward()
        losses.append(float(loss.data))
        tensors = {name: Tensor(p.data - learning_rate * p.grad) for name, p in tensors.items()}
    return {name: p.data for name, p in tensors.items()}, losses
