# Right and wrong answers to `train(x, y_true, w1, w2, learning_rate=0.1, epochs=5)`, one cell a
# block, as students write them. `np` and `plt` come from the notebook's set-up cell. Every check
# must pass each right answer, and some check must fail each wrong one.

# %% right: the loop of the lecture text
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)  # ReLU activation
    y = h * w2
    return y, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    dw2 = dy * h
    dh = dy * w2
    dw1 = dh * x if h > 0 else 0
    return dw1, dw2

def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for epoch in range(epochs):
        y_pred, h = forward_pass(x, w1, w2)
        dw1, dw2 = backward_pass(x, y_pred, y_true, w1, w2, h)

        # Update weights
        w1 -= learning_rate * dw1
        w2 -= learning_rate * dw2

        loss = (y_pred - y_true) ** 2
        losses.append(loss)
        print(f"Epoch {epoch}: loss={loss:.3f}, w1={w1:.3f}, w2={w2:.3f}")
    return w1, w2, losses

# %% right: all in one loop, both weights at once
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0.0, w1 * x)
        error = h * w2 - y_true
        losses.append(error * error)
        open_ = 1.0 if h > 0 else 0.0
        w1, w2 = (
            w1 - learning_rate * 2 * error * w2 * open_ * x,
            w2 - learning_rate * 2 * error * h,
        )
    return w1, w2, losses

# %% right: the weights as one vector, the losses as an array
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    w = np.array([w1, w2], dtype=float)
    losses = np.zeros(epochs)
    for k in range(epochs):
        h = np.maximum(0.0, x * w[0])
        error = h * w[1] - y_true
        losses[k] = np.square(error)
        slopes = 2 * error * np.array([w[1] * x * (h > 0), h])
        w = w - learning_rate * slopes
    return w[0], w[1], losses

# %% right: recursion, a list of three
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    if epochs == 0:
        return [w1, w2, []]
    z = x * w1
    h = z if z > 0 else 0
    e = w2 * h - y_true
    d1 = 2 * e * w2 * x if z > 0 else 0
    d2 = 2 * e * h
    a, b, later = train(x, y_true, w1 - learning_rate * d1, w2 - learning_rate * d2, learning_rate, epochs - 1)
    return [a, b, [e**2] + later]

# %% right: w2 first, with its old value kept
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    while len(losses) < epochs:
        h = np.maximum(0, x * w1)
        y = h * w2
        old = w2
        dy = 2 * (y - y_true)
        w2 = w2 - learning_rate * dy * h
        if h > 0:
            w1 = w1 - learning_rate * dy * old * x
        losses.append(np.array((y - y_true) ** 2))
    return np.array(w1), np.array(w2), losses

# %% right: a network that knows how to step
class Network:
    def __init__(self, w1, w2):
        self.w1, self.w2 = w1, w2

    def forward(self, x):
        self.x, self.h = x, np.clip(x * self.w1, 0, None)
        return self.h * self.w2

    def backward(self, dy):
        self.g1 = dy * self.w2 * np.heaviside(self.h, 0) * self.x
        self.g2 = dy * self.h

    def step(self, rate):
        self.w1 = self.w1 - rate * self.g1
        self.w2 = self.w2 - rate * self.g2

def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    net, losses = Network(w1, w2), []
    for _ in range(epochs):
        error = net.forward(x) - y_true
        losses.append(float(error**2))
        net.backward(2 * error)
        net.step(learning_rate)
    return float(net.w1), float(net.w2), losses

# %% right: the weights of all epochs first, the losses from them
def slopes(x, t, w1, w2):
    h = max(0, x * w1)
    dy = 2 * (h * w2 - t)
    return (dy * w2 * x if h > 0 else 0), dy * h

def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    path = [(w1, w2)]
    for _ in range(epochs):
        a, b = path[-1]
        da, db = slopes(x, y_true, a, b)
        path.append((a - learning_rate * da, b - learning_rate * db))
    losses = [(max(0, x * a) * b - y_true) ** 2 for a, b in path[:-1]]
    return path[-1][0], path[-1][1], losses

# %% right: functools.reduce, a tuple of losses
from functools import reduce
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    def epoch(state, _):
        a, b, losses = state
        y, h = forward_pass(x, a, b)
        da, db = backward_pass(x, y, y_true, a, b, h)
        return a - learning_rate * da, b - learning_rate * db, losses + ((y - y_true) ** 2,)
    return reduce(epoch, range(epochs), (w1, w2, ()))

# %% right: a silent unit ends the loop, the losses filled up
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for k in range(epochs):
        if w1 * x <= 0:
            return w1, w2, losses + [y_true**2] * (epochs - k)
        y, h = forward_pass(x, w1, w2)
        losses += [(y_true - y) ** 2]
        d1, d2 = backward_pass(x, y, y_true, w1, w2, h)
        w1 -= learning_rate * d1
        w2 -= learning_rate * d2
    return w1, w2, losses

# %% wrong: a new forward pass between the two updates
# true: a slope along w2 that was computed after w1 had been updated
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        losses.append((h * w2 - y_true) ** 2)
        if h > 0:
            w1 = w1 - learning_rate * 2 * (h * w2 - y_true) * w2 * x
        h = max(0, x * w1)
        w2 = w2 - learning_rate * 2 * (h * w2 - y_true) * h
    return w1, w2, losses

# %% wrong: the slope along w1 goes back through the new w2
# true: a slope along w1 that uses the new w2 instead of the old one
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w2 -= learning_rate * dy * h
        w1 -= learning_rate * dy * w2 * x * (h > 0)
    return w1, w2, losses

# %% wrong: the loss after the update
# true: losses that were computed after the update of their epoch
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        w1, w2 = w1 - learning_rate * dy * w2 * x * (h > 0), w2 - learning_rate * dy * h
        losses.append((max(0, x * w1) * w2 - y_true) ** 2)
    return w1, w2, losses

# %% wrong: the loss before the first update, too
# true: one loss too many, computed with the final weights
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = [(max(0, x * w1) * w2 - y_true) ** 2]
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        w1, w2 = w1 - learning_rate * dy * w2 * x * (h > 0), w2 - learning_rate * dy * h
        losses.append((max(0, x * w1) * w2 - y_true) ** 2)
    return w1, w2, losses

# %% wrong: always a rate of 0.1
# true: a learning rate of 0.1, whatever rate is given
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - 0.1 * dy * w2 * x * (h > 0), w2 - 0.1 * dy * h
    return w1, w2, losses

# %% wrong: always five epochs
# true: five epochs, whatever number is given
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(5):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - learning_rate * dy * w2 * x * (h > 0), w2 - learning_rate * dy * h
    return w1, w2, losses

# %% wrong: the last loss alone
# true: the last loss instead of one for each epoch
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses = (h * w2 - y_true) ** 2
        w1, w2 = w1 - learning_rate * dy * w2 * x * (h > 0), w2 - learning_rate * dy * h
    return w1, w2, losses

# %% wrong: the losses first
# true: the losses before the weights instead of after them
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - learning_rate * dy * w2 * x * (h > 0), w2 - learning_rate * dy * h
    return losses, w1, w2

# %% wrong: no ReLU
# true: a network without the ReLU
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = x * w1
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - learning_rate * dy * w2 * x, w2 - learning_rate * dy * h
    return w1, w2, losses

# %% wrong: the ReLU forgotten on the way back
# true: a ReLU that is forgotten on the way back
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - learning_rate * dy * w2 * x, w2 - learning_rate * dy * h
    return w1, w2, losses

# %% wrong: only the second weight learns
# true: an update of w2 alone
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        losses.append((h * w2 - y_true) ** 2)
        w2 = w2 - learning_rate * 2 * (h * w2 - y_true) * h
    return w1, w2, losses

# %% wrong: the factor 2 forgotten
# true: a derivative of the square without its factor 2
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = h * w2 - y_true
        losses.append(dy**2)
        w1, w2 = w1 - learning_rate * dy * w2 * x * (h > 0), w2 - learning_rate * dy * h
    return w1, w2, losses

# %% wrong: uphill
# true: steps uphill, along the gradient instead of against it
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 + learning_rate * dy * w2 * x * (h > 0), w2 + learning_rate * dy * h
    return w1, w2, losses

# %% wrong: the losses are not squared
# true: the sizes of the errors instead of their squares
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append(abs(h * w2 - y_true))
        w1, w2 = w1 - learning_rate * dy * w2 * x * (h > 0), w2 - learning_rate * dy * h
    return w1, w2, losses

# %% wrong: stops when the loss is small
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        if losses[-1] < 1e-4:
            break
        w1, w2 = w1 - learning_rate * dy * w2 * x * (h > 0), w2 - learning_rate * dy * h
    return w1, w2, losses

# %% wrong: a rate that falls from the third epoch on
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for k in range(epochs):
        rate = learning_rate if k < 2 else learning_rate / 2
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - rate * dy * w2 * x * (h > 0), w2 - rate * dy * h
    return w1, w2, losses

# %% wrong: losses that grow from call to call
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5, losses=[]):
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - learning_rate * dy * w2 * x * (h > 0), w2 - learning_rate * dy * h
    return w1, w2, losses

# %% wrong: weights that are remembered from call to call
state = {}

def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    a, b = state.get("weights", (w1, w2))
    losses = []
    for _ in range(epochs):
        h = max(0, x * a)
        dy = 2 * (h * b - y_true)
        losses.append((h * b - y_true) ** 2)
        a, b = a - learning_rate * dy * b * x * (h > 0), b - learning_rate * dy * h
    state["weights"] = a, b
    return a, b, losses

# %% wrong: negative weights are set to 0
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - learning_rate * dy * w2 * x * (h > 0), w2 - learning_rate * dy * h
        w1, w2 = max(w1, 0), max(w2, 0)
    return w1, w2, losses

# %% wrong: asks whether the first weight is positive
# true: a ReLU that is open where w1 is positive, instead of where h is
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0, x * w1)
        dy = 2 * (h * w2 - y_true)
        losses.append((h * w2 - y_true) ** 2)
        w1, w2 = w1 - learning_rate * dy * w2 * x * (w1 > 0), w2 - learning_rate * dy * h
    return w1, w2, losses

# %% wrong: stops when the loss rises
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        loss = (y - y_true) ** 2
        if losses and loss > losses[-1]:
            break
        losses.append(loss)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: halves the rate when the loss rises
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        loss = (y - y_true) ** 2
        if losses and loss > losses[-1]:
            learning_rate /= 2
        losses.append(loss)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: the weights of the smallest loss
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses, best = [], None
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
        now = (forward_pass(x, w1, w2)[0] - y_true) ** 2
        if best is None or now < best[0]:
            best = now, w1, w2
    return best[1], best[2], losses

# %% right: a small class
class Net:
    def __init__(self, w1, w2):
        self.w1, self.w2 = w1, w2
    def step(self, x, t, lr):
        y, h = forward_pass(x, self.w1, self.w2)
        g1, g2 = backward_pass(x, y, t, self.w1, self.w2, h)
        self.w1 = self.w1 - lr * g1
        self.w2 = self.w2 - lr * g2
        return float((t - y) ** 2)

def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    net = Net(w1, w2)
    losses = [net.step(x, y_true, learning_rate) for _ in range(epochs)]
    return [net.w1, net.w2, losses]

# %% wrong: forward pass once
# true: the forward pass of the first epoch in every epoch
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    y, h = forward_pass(x, w1, w2)
    for _ in range(epochs):
        losses.append((y - y_true) ** 2)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1 -= learning_rate * dw1
        w2 -= learning_rate * dw2
    return w1, w2, losses

# %% wrong: adds the slopes
# true: steps uphill, along the gradient instead of against it
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        d1, d2 = backward_pass(x, y, y_true, w1, w2, h)
        w1, w2 = w1 + learning_rate * d1, w2 + learning_rate * d2
    return w1, w2, losses

# %% wrong: the ReLU forgotten on the way back, with names for all slopes
# true: a ReLU that is forgotten on the way back
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for epoch in range(epochs):
        z = w1 * x
        h = z if z > 0 else 0.0
        y = w2 * h
        losses.append((y - y_true) ** 2)
        dy = 2 * (y - y_true)
        dw2 = dy * h
        dh = dy * w2
        w1 -= learning_rate * dh * x
        w2 -= learning_rate * dw2
    return w1, w2, losses

# %% wrong: slopes clipped at 1000
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1 = w1 - learning_rate * max(-1000.0, min(1000.0, dw1))
        w2 = w2 - learning_rate * max(-1000.0, min(1000.0, dw2))
    return w1, w2, losses

# %% wrong: stops where the loss is small, and repeats it
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for k in range(epochs):
        h = max(0.0, w1 * x)
        error = w2 * h - y_true
        losses.append(error**2)
        if error**2 < 1e-3:
            losses += [error**2] * (epochs - k - 1)
            break
        dw1, dw2 = 2 * error * w2 * x * (h > 0), 2 * error * h
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: active where w1 x is 0
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0.0, w1 * x)
        error = w2 * h - y_true
        losses.append(error**2)
        dw1, dw2 = 2 * error * w2 * x * (w1 * x >= 0), 2 * error * h
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: slopes clipped at ten
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        h = max(0.0, w1 * x)
        error = w2 * h - y_true
        losses.append(error**2)
        dw1, dw2 = 2 * error * w2 * x * (h > 0), 2 * error * h
        dw1, dw2 = np.clip(dw1, -10, 10), np.clip(dw2, -10, 10)
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: stops where the loss is above 1000
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        if losses[-1] > 1000:
            break  # diverged
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: losses in an array of whole numbers where the first one is
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = np.full(epochs, (w2 * max(0, w1 * x) - y_true) ** 2)
    for k in range(epochs):
        h = max(0, w1 * x)
        error = w2 * h - y_true
        losses[k] = error**2
        dw1, dw2 = 2 * error * w2 * x * (h > 0), 2 * error * h
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: single precision
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    x, y_true, w1, w2, rate = (np.float32(v) for v in (x, y_true, w1, w2, learning_rate))
    losses = []
    for _ in range(epochs):
        h = max(np.float32(0), w1 * x)
        error = w2 * h - y_true
        losses.append(float(error * error))
        dw1, dw2 = 2 * error * w2 * x * np.float32(h > 0), 2 * error * h
        w1, w2 = np.float32(w1 - rate * dw1), np.float32(w2 - rate * dw2)
    return float(w1), float(w2), losses

# %% wrong: a rate that is halved after ten epochs
def train(x, y_true, w1, w2, learning_rate=0.1, epochs=5):
    losses = []
    for k in range(epochs):
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        rate = learning_rate * 0.5 ** (k // 10)
        w1, w2 = w1 - rate * dw1, w2 - rate * dw2
    return w1, w2, losses

# %% right: calls both passes, updates together after the slopes
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = []
    for epoch in range(epochs):
        y, h = forward_pass(x, w1, w2)
        loss = (y - y_true) * (y - y_true)
        losses.append(loss)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1 = w1 - learning_rate * dw1
        w2 = w2 - learning_rate * dw2
    return w1, w2, losses

# %% right: both weights in one NumPy vector
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    w = np.array([w1, w2], dtype=float)
    losses = np.zeros(epochs)
    for k in range(epochs):
        h = max(0.0, w[0] * x)
        error = w[1] * h - y_true
        losses[k] = error**2
        slopes = 2 * error * np.array([w[1] * x * (w[0] * x > 0), h])
        w = w - learning_rate * slopes
    return w[0], w[1], losses

# %% right: simultaneous tuple assignment, nothing but own formulas
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = [0.0] * epochs
    for k in range(epochs):
        z = w1 * x
        h = z if z > 0 else 0.0
        e = w2 * h - y_true
        losses[k] = e * e
        x_active = x if z > 0 else 0.0
        w1, w2 = w1 - learning_rate * 2 * e * w2 * x_active, w2 - learning_rate * 2 * e * h
    return w1, w2, losses

# %% right: small class holds the weights, while loop counts down
class _Net:
    def __init__(self, w1, w2):
        self.w1, self.w2 = w1, w2

    def epoch(self, x, t, eta):
        y, h = forward_pass(x, self.w1, self.w2)
        d1, d2 = backward_pass(x, y, t, self.w1, self.w2, h)
        self.w1 -= eta * d1
        self.w2 -= eta * d2
        return (y - t) ** 2


def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    net, losses = _Net(w1, w2), []
    while len(losses) < epochs:
        losses += [net.epoch(x, y_true, learning_rate)]
    return (net.w1, net.w2, losses)

# %% wrong: w1 updated first, slope along w2 from a new forward pass; "both slopes from the old weights"
# true: a slope along w2 that was computed after w1 had been updated
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        dw1, _ignored = backward_pass(x, y, y_true, w1, w2, h)
        w1 = w1 - learning_rate * dw1
        y, h = forward_pass(x, w1, w2)
        _ignored, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w2 = w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: losses computed after the update; "the loss of its forward pass, before the update"
# true: losses that were computed after the update of their epoch
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1 -= learning_rate * dw1
        w2 -= learning_rate * dw2
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
    return w1, w2, losses

# %% wrong: only the last loss comes back, not one for each epoch
# true: the last loss instead of one for each epoch
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        loss = (y - y_true) ** 2
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1 = w1 - learning_rate * dw1
        w2 = w2 - learning_rate * dw2
    return w1, w2, loss

# %% wrong: stops early when the loss is below 1e-6; "Run every epoch, however small the loss is"
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        if losses[-1] < 1e-6:
            break
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1 = w1 - learning_rate * dw1
        w2 = w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: plus instead of minus in equation (3), goes uphill
# true: steps uphill, along the gradient instead of against it
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1 += learning_rate * dw1
        w2 += learning_rate * dw2
    return w1, w2, losses

# %% wrong: forward pass only once before the loop, so all slopes and losses belong to the start
# true: the forward pass of the first epoch in every epoch
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = []
    y, h = forward_pass(x, w1, w2)
    for _ in range(epochs):
        loss = (y - y_true) ** 2
        losses.append(loss)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1 = w1 - learning_rate * dw1
        w2 = w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: slopes clipped to ±10 for stability; (3) uses them as they are
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        dw1 = max(-10.0, min(10.0, dw1))
        dw2 = max(-10.0, min(10.0, dw2))
        w1 = w1 - learning_rate * dw1
        w2 = w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: result of forward_pass unpacked as h, y (the order is y, h)
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = []
    for _ in range(epochs):
        h, y = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1 = w1 - learning_rate * dw1
        w2 = w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: epochs + 1 losses, range runs one epoch too far ("one loss for each epoch")
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = []
    for epoch in range(0, epochs + 1):
        y, h = forward_pass(x, w1, w2)
        losses.append((y - y_true) ** 2)
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
    return w1, w2, losses

# %% wrong: loss is the absolute error instead of the square in (1)
# true: the sizes of the errors instead of their squares
def train(
    x: float,
    y_true: float,
    w1: float,
    w2: float,
    learning_rate: float = 0.1,
    epochs: int = 5,
) -> tuple[float, float, list[float]]:
    """Run gradient descent on one example, from the weights w1 and w2.

    Returns (w1, w2, losses): the weights after the last epoch, and the loss of each
        epoch's forward pass.
    """
    losses = []
    for _ in range(epochs):
        y, h = forward_pass(x, w1, w2)
        losses.append(abs(y - y_true))
        dw1, dw2 = backward_pass(x, y, y_true, w1, w2, h)
        w1, w2 = w1 - learning_rate * dw1, w2 - learning_rate * dw2
    return w1, w2, losses
