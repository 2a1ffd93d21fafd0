# Right and wrong answers to `forward_pass(x, w1, w2)` and
# `backward_pass(x, y_pred, y_true, w1, w2, h)`, one cell a block, as students write them. `np` and
# `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some
# check must fail each wrong one.

# %% right: as in the lecture text
# Simple 2-layer network
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)  # ReLU activation
    y = h * w2
    return y, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    # Loss gradient
    dy = 2 * (y_pred - y_true)

    # Gradients through layers
    dw2 = dy * h
    dh = dy * w2

    # ReLU gradient
    dw1 = dh * x if h > 0 else 0

    return dw1, dw2

# %% right: conditions in plain Python
def relu(z):
    if z > 0:
        return z
    return 0

def forward_pass(x, w1, w2):
    h = relu(w1 * x)
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    error = y_pred - y_true
    if h <= 0:
        return 0.0, 2 * error * h
    return 2 * error * w2 * x, 2 * error * h

# %% right: a mask, and the sum before ReLU computed anew
def forward_pass(x, w1, w2):
    z = x * w1
    h = z * (z > 0)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    mask = float(x * w1 > 0)
    dy = -2.0 * (y_true - y_pred)
    return [dy * w2 * mask * x, dy * h]

# %% right: lambdas and heaviside
forward_pass = lambda x, w1, w2: (max(0.0, x * w1) * w2, max(0.0, x * w1))
backward_pass = lambda x, y_pred, y_true, w1, w2, h: (
    2 * (y_pred - y_true) * w2 * np.heaviside(h, 0.0) * x,
    2 * (y_pred - y_true) * h,
)

# %% right: 0-d arrays
def forward_pass(x, w1, w2):
    h = np.where(np.multiply(x, w1) > 0, np.multiply(x, w1), 0.0)
    return np.asarray(h * w2), h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = np.asarray(2.0 * (y_pred - y_true))
    dh = dy * w2
    dz = np.where(np.asarray(h) > 0, dh, 0.0)
    return np.asarray(dz * x), np.asarray(dy * h)

# %% right: matrices of one entry
def forward_pass(x, w1, w2):
    X = np.array([[x]])
    H = np.clip(X @ np.array([[w1]]), 0, None)
    Y = H @ np.array([[w2]])
    return Y.item(), H.item()

def backward_pass(x, y_pred, y_true, w1, w2, h):
    X, H, W2 = np.array([[x]]), np.array([[h]]), np.array([[w2]])
    dY = 2 * (np.array([[y_pred]]) - y_true)
    dW2 = H.T @ dY
    dH = dY @ W2.T
    dH[H <= 0] = 0
    dW1 = X.T @ dH
    return dW1[0, 0], dW2[0, 0]

# %% right: a small automatic differentiation
class Value:
    def __init__(self, data, parents=()):
        self.data, self.parents, self.grad = data, parents, 0.0

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def relu(self):
        return Value(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self, grad):
        self.grad += grad
        for parent, local in self.parents:
            parent.backward(grad * local)

def forward_pass(x, w1, w2):
    h = (Value(x) * Value(w1)).relu()
    return (h * Value(w2)).data, h.data

def backward_pass(x, y_pred, y_true, w1, w2, h):
    a, b = Value(w1), Value(w2)
    y = (Value(x) * a).relu() * b
    y.backward(2 * (y_pred - y_true))
    return a.grad, b.grad

# %% right: (z + |z|) / 2, and the sign as the slope
def forward_pass(x, w1, w2):
    z = x * w1
    h = (z + abs(z)) / 2
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    d_loss = 2 * y_pred - 2 * y_true
    return d_loss * w2 * np.sign(h) * x, d_loss * h

# %% right: the slope along w1 from that along w2
def forward_pass(x, w1, w2):
    h = (w1 * x) * float(np.heaviside(w1 * x, 0))
    return h * w2, h
def backward_pass(x, y_pred, y_true, w1, w2, h):
    dw2 = 2 * (y_pred - y_true) * h
    dw1 = dw2 * w2 / w1 if w1 else 0.0
    return dw1, dw2

# %% right: SymPy differentiates the loss
def forward_pass(x, w1, w2):
    h = sorted((0.0, w1 * x))[1]
    return w2 * h, h
def backward_pass(x, y_pred, y_true, w1, w2, h):
    import sympy as sp
    a, b = sp.symbols("a b")
    L = (b * (a * x if h > 0 else 0) - y_true) ** 2
    return tuple(float(sp.diff(L, v).subs({a: w1, b: w2})) for v in (a, b))

# %% wrong: no ReLU
# true: a pass without the ReLU
def forward_pass(x, w1, w2):
    h = x * w1
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return dy * w2 * x, dy * h

# %% wrong: the ReLU forgotten on the way back
# true: a pass without the ReLU
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return dy * w2 * x, dy * h

# %% wrong: the slope of the ReLU at 0 is 1
# true: a pass without the ReLU
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    dw1 = dy * w2 * x if h >= 0 else 0
    return dw1, dy * h

# %% wrong: the slope of the ReLU at 0 is 1/2
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return dy * w2 * x * np.heaviside(x * w1, 0.5), dy * h

# %% wrong: asks whether the input is positive
# true: a ReLU that is open where x is positive, instead of where h is
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if x > 0 else 0), dy * h

# %% wrong: asks whether the first weight is positive
# true: a ReLU that is open where w1 is positive, instead of where h is
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if w1 > 0 else 0), dy * h

# %% wrong: asks whether the output is positive
# true: a ReLU that is open where the output is positive, instead of where h is
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if y_pred > 0 else 0), dy * h

# %% wrong: ReLU on what comes back
# true: a ReLU of the slope that comes back, which cuts off its negative values
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (np.maximum(0, dy * w2) * x if h > 0 else 0), dy * h

# %% wrong: a leaky ReLU
# true: a leaky ReLU, with a slope of 0.01 on the left
def forward_pass(x, w1, w2):
    z = x * w1
    h = z if z > 0 else 0.01 * z
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return dy * w2 * x * (1 if h > 0 else 0.01), dy * h

# %% wrong: ReLU of the input, before the weight
# true: a ReLU of the input, before the weight; a ReLU that is open where x is positive, instead of where h is
def forward_pass(x, w1, w2):
    h = np.maximum(0, x) * w1
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return dy * w2 * np.maximum(0, x), dy * h

# %% wrong: a second ReLU on the output
# true: a second ReLU on the output
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return np.maximum(0, h * w2), h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if h > 0 else 0), dy * h

# %% wrong: a hidden unit that is capped at 6
def forward_pass(x, w1, w2):
    h = np.clip(x * w1, 0, 6)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if h > 0 else 0), dy * h

# %% wrong: (h, y), in the other order
# true: the hidden activation and the output in the wrong order
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h, h * w2

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if h > 0 else 0), dy * h

# %% wrong: (dw2, dw1), in the other order
# true: the two slopes in the wrong order
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return dy * h, (dy * w2 * x if h > 0 else 0)

# %% wrong: the output alone
def forward_pass(x, w1, w2):
    return np.maximum(0, x * w1) * w2

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if h > 0 else 0), dy * h

# %% wrong: the factor 2 forgotten
# true: a derivative of the square without its factor 2
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = y_pred - y_true
    return (dy * w2 * x if h > 0 else 0), dy * h

# %% wrong: target minus output
# true: both slopes with the wrong sign
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_true - y_pred)
    return (dy * w2 * x if h > 0 else 0), dy * h

# %% wrong: back through w1 in place of w2
# true: a slope along w1 that goes back through w1 instead of w2
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w1 * x if h > 0 else 0), dy * h

# %% wrong: the slope along h, without the last factor x
# true: a slope along w1 without the factor x
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w2 if h > 0 else 0), dy * h

# %% wrong: back through the updated w2
def forward_pass(x, w1, w2):
    h = np.maximum(0, x * w1)
    return h * w2, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    dw2 = dy * h
    w2 = w2 - 0.1 * dw2
    return (dy * w2 * x if h > 0 else 0), dw2

# %% wrong: remembers h of the last forward pass
memory = {"h": 0.5}

def forward_pass(x, w1, w2):
    memory["h"] = np.maximum(0, x * w1)
    return memory["h"] * w2, memory["h"]

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if memory["h"] > 0 else 0), dy * memory["h"]

# %% wrong: slopes that are clipped at 400
def forward_pass(x, w1, w2):
    h = max(0, w1 * x)
    return w2 * h, h
def backward_pass(x, y_pred, y_true, w1, w2, h):
    d = 2 * (y_pred - y_true)
    return float(np.clip(d * w2 * x * (h > 0), -400, 400)), float(np.clip(d * h, -400, 400))

# %% wrong: small activations are taken for none
def forward_pass(x, w1, w2):
    h = max(0, w1 * x)
    return w2 * h, h
def backward_pass(x, y_pred, y_true, w1, w2, h):
    d = 2 * (y_pred - y_true)
    return d * w2 * x * (h > 0.01), d * h

# %% wrong: the factor 2 forgotten along w1 alone
# true: a derivative of the square without its factor 2; a slope along w1 without the factor 2 of the square
def forward_pass(x, w1, w2):
    h = max(0, w1 * x)
    return w2 * h, h
def backward_pass(x, y_pred, y_true, w1, w2, h):
    d = y_pred - y_true
    return d * w2 * x * (h > 0), 2 * d * h

# %% wrong: a unit is taken for silent where its output is 0
# true: a unit that is treated as dead because its output is 0
def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    if y_pred == 0:
        return 0.0, 0.0
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if h > 0 else 0.0), dy * h

# %% wrong: a target of 0 is taken for not given
def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - (y_true or 1.0))
    return (dy * w2 * x if h > 0 else 0.0), dy * h

# %% wrong: the derivative of h found from y over w2
# true: a unit that is treated as dead because its output is 0
def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    open_unit = w2 != 0 and y_pred / w2 > 0
    return (dy * w2 * x if open_unit else 0.0), (dy * h if open_unit else 0.0)

# %% right: half of z plus its size
def forward_pass(x, w1, w2):
    z = x * w1
    h = (z + abs(z)) / 2
    return [h * w2, h]

def backward_pass(x, y_pred, y_true, w1, w2, h):
    on = 1 if w1 * x > 0 else 0
    d = -2 * (y_true - y_pred)
    return [d * w2 * on * x, d * h]

# %% wrong: mask by the input
# true: a ReLU that is open where x is positive, instead of where h is
def forward_pass(x, w1, w2):
    h = max(0, w1 * x)
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return dy * w2 * x * (x > 0), dy * h

# %% wrong: w1 in place of x
# true: a slope along w1 with w1 instead of x
def forward_pass(x, w1, w2):
    h = max(0, w1 * x)
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    d = 2 * (y_pred - y_true)
    return d * w2 * w1 * (h > 0), d * h

# %% wrong: a threshold above zero
def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    d = 2 * (y_pred - y_true)
    return (d * w2 * x if h > 1e-6 else 0.0), d * h

# %% wrong: a dead unit also where the weight is negative
# true: a ReLU that is open where w1 is positive, instead of where h is
def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    d = 2 * (y_pred - y_true)
    return (d * w2 * x if w1 > 0 else 0.0), d * h

# %% wrong: the factor 2 forgotten along w2 alone
# true: a slope along w2 without the factor 2 of the square
def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    error = y_pred - y_true
    dw1 = 2 * error * w2 * x if h > 0 else 0.0
    return dw1, error * h

# %% wrong: no ReLU, and numbers from the arguments
# true: a pass without the ReLU
def forward_pass(x, w1, w2):
    return w2 * w1 * x, w1 * x

def backward_pass(x, y_pred, y_true, w1, w2, h):
    return 2 * (y_pred - y_true) * w2 * x, 2 * (y_pred - y_true) * h

# %% wrong: activations below a thousandth are none
def forward_pass(x, w1, w2):
    z = w1 * x
    h = z if z > 1e-3 else 0.0
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    return (dy * w2 * x if h > 0 else 0.0), dy * h

# %% wrong: a minus before the derivative
# true: both slopes with the wrong sign
def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    return w2 * h, h

def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = -2 * (y_pred - y_true)
    return (dy * w2 * x if h > 0 else 0.0), dy * h

# %% right: dual numbers that carry both slopes, without y_pred
def _relu(z, dz):
    return (z, dz) if z > 0 else (0.0, (0.0, 0.0))


def forward_pass(x, w1, w2):
    h, _ = _relu(w1 * x, (x, 0.0))
    return np.array([w2 * h, h]).tolist()


def backward_pass(x, y_pred, y_true, w1, w2, h):
    value, (d1, d2) = _relu(w1 * x, (float(x), 0.0))
    slopes = (w2 * d1, w2 * d2 + value)
    return tuple(2.0 * (w2 * value - y_true) * s for s in slopes)

# %% wrong: active where w1 x is 0
def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    return w2 * h, h


def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * (y_pred - y_true)
    active = 1.0 if w1 * x >= 0 else 0.0
    return dy * w2 * active * x, dy * h

# %% wrong: cut to whole numbers
def forward_pass(x, w1, w2):
    h = max(0, int(w1 * x))
    return int(w2 * h), h


def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = int(2 * (y_pred - y_true))
    return (dy * w2 * x if h > 0 else 0), dy * h

# %% wrong: a small error is taken for none
def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    return w2 * h, h


def backward_pass(x, y_pred, y_true, w1, w2, h):
    error = y_pred - y_true
    if abs(error) < 1e-3:
        return 0.0, 0.0
    return 2 * error * w2 * x * (h > 0), 2 * error * h

# %% wrong: single precision
def forward_pass(x, w1, w2):
    h = max(np.float32(0), np.float32(w1) * np.float32(x))
    return float(np.float32(w2) * h), float(h)


def backward_pass(x, y_pred, y_true, w1, w2, h):
    dy = 2 * float(np.float32(y_pred) - np.float32(y_true))
    return dy * w2 * x * (h > 0), dy * h

# %% wrong: central differences of the loss
def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    return w2 * h, h


def backward_pass(x, y_pred, y_true, w1, w2, h):
    def loss(a, b):
        return (b * max(0.0, a * x) - y_true) ** 2

    e = 1e-4
    dw1 = (loss(w1 + e, w2) - loss(w1 - e, w2)) / (2 * e)
    dw2 = (loss(w1, w2 + e) - loss(w1, w2 - e)) / (2 * e)
    return dw1, dw2

# %% wrong: h of the last forward pass with this x
_LAST = {}


def forward_pass(x, w1, w2):
    h = max(0.0, w1 * x)
    _LAST[x] = h
    return w2 * h, h


def backward_pass(x, y_pred, y_true, w1, w2, h):
    h = _LAST.get(x, h)
    dy = 2 * (y_pred - y_true)
    return dy * w2 * x * (h > 0), dy * h

# %% right: if-else for the ReLU, each link on its own line
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    z = w1 * x
    if z > 0:
        h = z
    else:
        h = 0.0
    y = w2 * h
    return y, h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    dL_dy = 2 * (y_pred - y_true)
    dy_dw2 = h
    dy_dh = w2
    if h > 0:
        dh_dw1 = x
    else:
        dh_dw1 = 0.0
    dw1 = dL_dy * dy_dh * dh_dw1
    dw2 = dL_dy * dy_dw2
    return dw1, dw2

# %% right: short, the comparison as a factor
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = max(0.0, w1 * x)
    return w2 * h, h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    g = 2 * (y_pred - y_true)
    return g * w2 * x * (h > 0), g * h

# %% right: NumPy's maximum and heaviside with 0 at the kink
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = np.maximum(0.0, np.multiply(w1, x))
    return float(w2 * h), float(h)


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    error = np.subtract(y_pred, y_true)
    active = np.heaviside(h, 0.0)
    dw1, dw2 = 2 * error * np.array([w2 * active * x, h])
    return float(dw1), float(dw2)

# %% right: helper relu and gate decided by w1 x again
def relu(z):
    return (z + abs(z)) / 2


def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = relu(w1 * x)
    y = h * w2
    return (y, h)


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    gate = 1 if w1 * x > 0 else 0
    back = (y_pred - y_true) * 2
    slopes = {"w2": back * h}
    back = back * w2 * gate
    slopes["w1"] = back * x
    return slopes["w1"], slopes["w2"]

# %% wrong: ReLU on the output, too; "only the hidden unit has a ReLU"
# true: a second ReLU on the output
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = max(0.0, w1 * x)
    y = max(0.0, w2 * h)
    return y, h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    dy = 2 * (y_pred - y_true)
    dw2 = dy * h
    dw1 = dy * w2 * x if h > 0 else 0.0
    return dw1, dw2

# %% wrong: returns (h, y), the text wants the pair (y, h)
# true: the hidden activation and the output in the wrong order
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = max(0.0, w1 * x)
    y = w2 * h
    return h, y


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    dy = 2 * (y_pred - y_true)
    dw1 = dy * w2 * (x if h > 0 else 0.0)
    return dw1, dy * h

# %% wrong: the ReLU's slope is left out; a dead unit passes nothing back
# true: a pass without the ReLU
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = max(0.0, w1 * x)
    y = w2 * h
    return y, h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    dL_dy = 2 * (y_pred - y_true)
    dw2 = dL_dy * h
    dw1 = dL_dy * w2 * x
    return dw1, dw2

# %% wrong: h >= 0 gives the slope 1 at the kink; "Where w1 x is 0, take the slope ... 0"
# true: a pass without the ReLU
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = max(0.0, w1 * x)
    return w2 * h, h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    dy = 2 * (y_pred - y_true)
    relu_slope = 1.0 if h >= 0 else 0.0
    return dy * w2 * relu_slope * x, dy * h

# %% wrong: derivative of the square without its factor 2
# true: a derivative of the square without its factor 2
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = max(0.0, w1 * x)
    y = w2 * h
    return y, h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    dL_dy = y_pred - y_true
    dw2 = dL_dy * h
    dw1 = dL_dy * w2 * x if h > 0 else 0
    return dw1, dw2

# %% wrong: gate asks if x > 0 instead of the ReLU's input w1 x
# true: a ReLU that is open where x is positive, instead of where h is
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = max(0.0, w1 * x)
    y = w2 * h
    return y, h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    dL_dy = 2 * (y_pred - y_true)
    dw2 = dL_dy * h
    if x > 0:
        dh = x
    else:
        dh = 0
    dw1 = dL_dy * w2 * dh
    return dw1, dw2

# %% wrong: keeps h from the last forward pass in a global; "must use only its arguments"
last_h = 0.0


def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    global last_h
    last_h = max(0.0, w1 * x)
    return w2 * last_h, last_h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    dy = 2 * (y_pred - y_true)
    active = 1.0 if last_h > 0 else 0.0
    return dy * w2 * active * x, dy * last_h

# %% wrong: goes back through w1 instead of w2 (dy/dh = w2 in equation (2))
# true: a slope along w1 that goes back through w1 instead of w2
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = np.maximum(0, w1 * x)
    y = w2 * h
    return y, h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    grad = 2 * (y_pred - y_true)
    dw2 = grad * h
    dw1 = grad * w1 * x * (h > 0)
    return dw1, dw2

# %% wrong: ReLU applied to x before the weight; (1) has max(0, w1 x)
# true: a ReLU of the input, before the weight
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = w1 * max(0.0, x)
    y = w2 * h
    return y, h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    g = 2 * (y_pred - y_true)
    dw2 = g * h
    dw1 = g * w2 * x if h > 0 else 0.0
    return dw1, dw2

# %% wrong: error is y_true - y_pred, so both slopes have the wrong sign
# true: both slopes with the wrong sign
def forward_pass(x: float, w1: float, w2: float) -> tuple[float, float]:
    """Return the output and the hidden activation (y, h) of the network, for one number x."""
    h = max(0.0, w1 * x)
    y = w2 * h
    return y, h


def backward_pass(
    x: float, y_pred: float, y_true: float, w1: float, w2: float, h: float
) -> tuple[float, float]:
    """Return the slopes (dw1, dw2) of the loss (y_pred - y_true)² along both weights.

    y_pred, h: what the forward pass returned for x, w1 and w2.
    """
    error = y_true - y_pred
    dw2 = 2 * error * h
    if h > 0:
        dw1 = 2 * error * w2 * x
    else:
        dw1 = 0.0
    return dw1, dw2
