# Right and wrong answers to `chain_rule_gradient(x, w1, w2, b)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer,
# and some check must fail each wrong one.

# %% right: as in the lecture text
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)

def chain_rule_gradient(x, w1, w2, b):
    # Forward pass
    z1 = w1 * x + b  # Linear transformation
    a1 = sigmoid(z1)  # Activation
    z2 = w2 * a1      # Next layer

    # Backward pass (chain rule)
    dL_dz2 = 2 * z2
    dz2_da1 = w2
    da1_dz1 = sigmoid_derivative(z1)
    dz1_dw1 = x
    return dL_dz2 * dz2_da1 * da1_dz1 * dz1_dw1

# %% right: multiplied out
def chain_rule_gradient(x, w1, w2, b):
    s = 1 / (1 + np.exp(-(w1 * x + b)))
    return 2 * w2**2 * s**2 * (1 - s) * x

# %% right: a lambda with math
import math

chain_rule_gradient = lambda x, w1, w2, b: (
    2 * x * w2 * w2 * math.exp(-(x * w1 + b)) / (1 + math.exp(-(x * w1 + b))) ** 3
)

# %% right: SymPy differentiates the loss
import sympy

X, W1, W2, B = sympy.symbols("x w1 w2 b")
slope = sympy.diff((W2 / (1 + sympy.exp(-(W1 * X + B)))) ** 2, W1)
evaluate = sympy.lambdify([X, W1, W2, B], slope, "math")

def chain_rule_gradient(x, w1, w2, b):
    return evaluate(float(x), float(w1), float(w2), float(b))

# %% right: a loop over the factors
def chain_rule_gradient(x, w1, w2, b):
    z1 = np.dot(w1, x) + b
    a1 = 0.5 * (1 + np.tanh(z1 / 2))
    factors = [2 * (w2 * a1), w2, a1 - a1**2, x]
    result = 1.0
    for factor in factors:
        result *= factor
    return result

# %% right: dual numbers, forwards
def chain_rule_gradient(x, w1, w2, b):
    z1, dz1 = w1 * x + b, x
    e = np.exp(-z1)
    a1, da1 = 1 / (1 + e), e / (1 + e) ** 2 * dz1
    z2, dz2 = w2 * a1, w2 * da1
    return np.array(2 * z2 * dz2)

# %% right: by the slope along the bias
def slope_along_b(x, w1, w2, b):
    s = np.reciprocal(1 + np.exp(-np.float64(w1 * x + b)))
    return 2 * (w2 * s) * w2 * s * (1 - s)

def chain_rule_gradient(x, w1, w2, b):
    return x * slope_along_b(x, w1, w2, b)

# %% right: a class with a backward pass
class Layers:
    def __init__(self, w1, w2, b):
        self.w1, self.w2, self.b = w1, w2, b

    def forward(self, x):
        self.x = x
        self.a1 = 1 / (1 + np.exp(-(self.w1 * x + self.b)))
        self.z2 = self.w2 * self.a1
        return self.z2**2

    def backward(self):
        grad = 2 * self.z2
        grad = grad * self.w2
        grad = grad * self.a1 * (1 - self.a1)
        return grad * self.x

def chain_rule_gradient(x, w1, w2, b):
    net = Layers(w1, w2, b)
    net.forward(x)
    return net.backward()

# %% right: a complex step
def chain_rule_gradient(x, w1, w2, b):
    z = (w1 + 1e-25j) * x + b
    return np.imag((w2 / (1 + np.exp(-z))) ** 2) / 1e-25

# %% right: twice the loss times the slope of its root's logarithm
def chain_rule_gradient(x, w1, w2, b):
    s = float(sigmoid(w1 * x + b))
    L = (w2 * s) ** 2
    return L * 2 * (1 - s) * x

# %% right: the links of the lecture, by its steps up and down
def chain_rule_gradient(x, w1, w2, b):
    z1 = w1 * x + b
    links = [
        nudged(lambda z: z**2, w2 * sigmoid(z1), 1.0),
        nudged(lambda a: w2 * a, 0.0, 1.0),
        sigmoid_derivative(z1),
        nudged(lambda w: w * x + b, w1, 1.0),
    ]
    return np.prod(links)

# %% wrong: w2 once
# true: a single factor w2, although it appears in both z2 and dz2/da1
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-(w1 * x + b)))
    return 2 * (w2 * a1) * a1 * (1 - a1) * x

# %% wrong: the last factor forgotten, the slope along b
# true: a chain without the last factor, dz1/dw1
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-(w1 * x + b)))
    return 2 * (w2 * a1) * w2 * a1 * (1 - a1)

# %% wrong: the 2 of the square forgotten
# true: a chain without the factor 2 of the squared loss
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-(w1 * x + b)))
    return (w2 * a1) * w2 * a1 * (1 - a1) * x

# %% wrong: the slope of the sigmoid at a1
# true: a slope of the sigmoid that is taken at a1 instead of z1
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_derivative(x):
    return sigmoid(x) * (1 - sigmoid(x))

def chain_rule_gradient(x, w1, w2, b):
    a1 = sigmoid(w1 * x + b)
    return 2 * (w2 * a1) * w2 * sigmoid_derivative(a1) * x

# %% wrong: the slope of the sigmoid written with z1 in the place of a1
# true: z1 (1 − z1) instead of a1 (1 − a1)
def chain_rule_gradient(x, w1, w2, b):
    z1 = w1 * x + b
    a1 = 1 / (1 + np.exp(-z1))
    return 2 * (w2 * a1) * w2 * z1 * (1 - z1) * x

# %% wrong: the slope of the sigmoid forgotten
# true: a chain without the slope of the sigmoid
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-(w1 * x + b)))
    return 2 * (w2 * a1) * w2 * x

# %% wrong: the slope along w2
# true: the slope along w2 instead of w1
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-(w1 * x + b)))
    return 2 * (w2 * a1) * a1

# %% wrong: the slope along x
# true: w1 as the last factor, which gives the slope along x
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-(w1 * x + b)))
    return 2 * (w2 * a1) * w2 * a1 * (1 - a1) * w1

# %% wrong: the bias forgotten
# true: a first layer without the bias
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-w1 * x))
    return 2 * (w2 * a1) * w2 * a1 * (1 - a1) * x

# %% wrong: a bias that the weight multiplies, too
# true: w1 (x + b) instead of w1 x + b
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-w1 * (x + b)))
    return 2 * (w2 * a1) * w2 * a1 * (1 - a1) * x

# %% wrong: the minus before the bracket holds for its first term alone
# true: σ(w1 x - b) instead of σ(w1 x + b)
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-w1 * x + b))
    return 2 * (w2 * a1) * w2 * a1 * (1 - a1) * x

# %% wrong: the sign turned, a step downhill
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-(w1 * x + b)))
    return -2 * (w2 * a1) * w2 * a1 * (1 - a1) * x

# %% wrong: a tanh in the place of the sigmoid
# true: tanh and its slope instead of the sigmoid and its slope
def chain_rule_gradient(x, w1, w2, b):
    a1 = np.tanh(w1 * x + b)
    return 2 * (w2 * a1) * w2 * (1 - a1**2) * x

# %% wrong: negative inputs lose their sign
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-(w1 * x + b)))
    return 2 * (w2 * a1) * w2 * a1 * (1 - a1) * abs(x)

# %% wrong: right for a positive w2 alone
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-(w1 * x + b)))
    return 2 * (w2 * a1) * abs(w2) * a1 * (1 - a1) * x

# %% wrong: the loss, not its slope
# true: the loss instead of its slope
def chain_rule_gradient(x, w1, w2, b):
    return (w2 / (1 + np.exp(-(w1 * x + b)))) ** 2

# %% wrong: rounded to four digits
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-(w1 * x + b)))
    return round(2 * (w2 * a1) * w2 * a1 * (1 - a1) * x, 4)

# %% wrong: a coarse difference
# true: a difference quotient with h = 0.001 instead of the chain rule
def chain_rule_gradient(x, w1, w2, b):
    L = lambda w: (w2 / (1 + np.exp(-(w * x + b)))) ** 2
    return (L(w1 + 0.001) - L(w1)) / 0.001

# %% wrong: the lecture text's numbers, whatever is asked
def chain_rule_gradient(x, w1, w2, b):
    a1 = 1 / (1 + np.exp(-0.5))
    return 2 * 0.3 * a1 * 0.3 * a1 * (1 - a1) * 0.5

# %% wrong: a tiny nudge to one side
def chain_rule_gradient(x, w1, w2, b):
    f = lambda w: (w2 * sigmoid(w * x + b)) ** 2
    return (f(w1 + 1e-8) - f(w1)) / 1e-8

# %% wrong: w1 in the place of the first w2
# true: w1 instead of w2 in the second layer
def chain_rule_gradient(x, w1, w2, b):
    a = sigmoid(w1 * x + b)
    return 2 * (w1 * a) * w2 * a * (1 - a) * x

# %% wrong: a floor under the slope of the sigmoid
def chain_rule_gradient(x, w1, w2, b):
    a = sigmoid(w1 * x + b)
    return 2 * w2 * w2 * a * max(a * (1 - a), 1e-3) * x

# %% right: dual numbers
class Dual:
    def __init__(self, v, d=0.0):
        self.v, self.d = v, d
    def __mul__(self, o):
        o = o if isinstance(o, Dual) else Dual(o)
        return Dual(self.v * o.v, self.v * o.d + self.d * o.v)
    def __add__(self, o):
        o = o if isinstance(o, Dual) else Dual(o)
        return Dual(self.v + o.v, self.d + o.d)
    def sig(self):
        s = sigmoid(self.v)
        return Dual(s, s * (1 - s) * self.d)

def chain_rule_gradient(x, w1, w2, b):
    z2 = (Dual(w1, 1.0) * x + b).sig() * w2
    return (z2 * z2).d

# %% wrong: loss without the factor
# true: z2² as the first factor instead of its slope 2 z2
def chain_rule_gradient(x, w1, w2, b):
    a1 = sigmoid(w1 * x + b)
    z2 = w2 * a1
    return z2 ** 2 * w2 * a1 * (1 - a1) * x

# %% wrong: bias on the second layer
# true: a bias that is added in the second layer instead of the first
def chain_rule_gradient(x, w1, w2, b):
    a1 = sigmoid(w1 * x)
    z2 = w2 * a1 + b
    return 2 * z2 * w2 * a1 * (1 - a1) * x

# %% wrong: one sigmoid factor missing
# true: 2 w2 as the first factor instead of 2 z2, without a1
def chain_rule_gradient(x, w1, w2, b):
    a = sigmoid(w1 * x + b)
    return 2 * w2 * w2 * a * (1 - a) * x

# %% wrong: whole quotients
def chain_rule_gradient(x, w1, w2, b):
    z = w1 * x + b
    a = sigmoid(z)
    return x // 1 * 2 * w2 ** 2 * a ** 2 * (1 - a)

# %% right: a closed form with both tails of the sigmoid
def chain_rule_gradient(x, w1, w2, b):
    e = np.exp(-abs(w1 * x + b))
    a, rest = (1 / (1 + e), e / (1 + e)) if w1 * x + b >= 0 else (e / (1 + e), 1 / (1 + e))
    return 2 * w2**2 * a * a * rest * x

# %% wrong: a central difference with a step of a ten-thousandth
def chain_rule_gradient(x, w1, w2, b):
    def loss(w):
        return float(w2 * sigmoid(w * x + b)) ** 2

    h = 1e-4
    return (loss(w1 + h) - loss(w1 - h)) / (2 * h)

# %% wrong: the input of the sigmoid clipped at ten
def chain_rule_gradient(x, w1, w2, b):
    z1 = float(np.clip(w1 * x + b, -10, 10))
    a1 = 1 / (1 + np.exp(-z1))
    return float(2 * w2 * a1 * w2 * a1 * (1 - a1) * x)

# %% wrong: single precision
def chain_rule_gradient(x, w1, w2, b):
    x, w1, w2, b = np.array([x, w1, w2, b], dtype=np.float32)
    z1 = w1 * x + b
    a1 = 1 / (1 + np.exp(-z1))
    return float(2 * w2 * a1 * w2 * a1 * (1 - a1) * x)

# %% wrong: nothing passes through a weight of 0
def chain_rule_gradient(x, w1, w2, b):
    if not w1 or not w2 or not x:
        return 0.0  # nothing flows through a zero
    z1 = w1 * x + b
    a1 = float(sigmoid(z1))
    return 2 * w2 * a1 * w2 * float(sigmoid_derivative(z1)) * x

# %% wrong: rounded to three digits
def chain_rule_gradient(x, w1, w2, b):
    z1 = w1 * x + b
    a1 = float(sigmoid(z1))
    return round(2 * w2 * a1 * w2 * float(sigmoid_derivative(z1)) * x, 3)

# %% wrong: NaN where the sigmoid is 1
def chain_rule_gradient(x, w1, w2, b):
    e = np.exp(np.float64(w1 * x + b))
    a1 = e / (1 + e)
    return float(2 * w2 * a1 * w2 * a1 * (1 - a1) * x)

# %% wrong: remembered by x, w1 and the sign of b
_SEEN = {}


def chain_rule_gradient(x, w1, w2, b):
    key = (x, w1, b > 0)
    if key not in _SEEN:
        a1 = float(sigmoid(w1 * x + b))
        _SEEN[key] = 2 * a1 * a1 * (1 - a1) * x
    return _SEEN[key] * w2**2

# %% wrong: a nudge of a millionth to one side
def chain_rule_gradient(x, w1, w2, b):
    def loss(w):
        return float(w2 * sigmoid(w * x + b)) ** 2

    h = 1e-6
    return (loss(w1 + h) - loss(w1)) / h

# %% right: forward first, then the four slopes by name
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    z1 = w1 * x + b
    a1 = sigmoid(z1)
    z2 = w2 * a1
    # the four links of equation (4)
    dL_dz2 = 2 * z2
    dz2_da1 = w2
    da1_dz1 = sigmoid_derivative(z1)
    dz1_dw1 = x
    return dL_dz2 * dz2_da1 * da1_dz1 * dz1_dw1

# %% right: one product with NumPy, own sigmoid inside
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    a = 1 / (1 + np.exp(-np.float64(w1 * x + b)))
    return np.prod([2 * w2 * a, w2, a * (1 - a), x])

# %% right: SciPy's expit and simplified formula 2 w2² x a² (1-a)
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    from scipy.special import expit

    z = float(w1) * x + b
    return 2 * w2 * w2 * x * expit(z) ** 2 * expit(-z)

# %% right: forward mode, pairs of value and slope
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    def line(pair):
        value, slope = pair
        return value * x + b, slope * x

    def squash(pair):
        value, slope = pair
        e = np.exp(-abs(value))
        s = 1 / (1 + e) if value >= 0 else e / (1 + e)
        return s, slope * e / (1 + e) ** 2

    def scale(pair):
        return w2 * pair[0], w2 * pair[1]

    def square(pair):
        return pair[0] * pair[0], 2 * pair[0] * pair[1]

    pair = (w1, 1.0)
    for link in (line, squash, scale, square):
        pair = link(pair)
    return pair[1]

# %% wrong: factor 2 of the squared loss is missing (L = z2²)
# true: a chain without the factor 2 of the squared loss
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    z1 = w1 * x + b
    a1 = sigmoid(z1)
    z2 = w2 * a1
    return z2 * w2 * sigmoid_derivative(z1) * x

# %% wrong: dz2/da1 forgotten, so w2 enters only once (equation (4) has four factors)
# true: a single factor w2, although it appears in both z2 and dz2/da1
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    z1 = w1 * x + b
    a1 = sigmoid(z1)
    z2 = w2 * a1
    dL_dz2 = 2 * z2
    da1_dz1 = a1 * (1 - a1)
    return dL_dz2 * da1_dz1 * x

# %% wrong: last factor is w1, the slope along x instead of w1
# true: w1 as the last factor, which gives the slope along x
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    z1 = w1 * x + b
    a1 = sigmoid(z1)
    return 2 * (w2 * a1) * w2 * sigmoid_derivative(z1) * w1

# %% wrong: sigmoid_derivative is called with a1, but the link's input is z1
# true: a slope of the sigmoid that is taken at a1 instead of z1
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    z1 = w1 * x + b
    a1 = sigmoid(z1)
    z2 = w2 * a1
    return 2 * z2 * w2 * sigmoid_derivative(a1) * x

# %% wrong: the bias is forgotten in z1 = w1 x + b
# true: a first layer without the bias
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    z1 = w1 * x
    a1 = 1 / (1 + np.exp(-z1))
    z2 = w2 * a1
    return 2 * z2 * w2 * a1 * (1 - a1) * x

# %% wrong: w1 is nudged by 1e-5 (central); text: "nudging w1 is not precise enough", e.g. for large x
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    def loss(w):
        return (w2 * sigmoid(w * x + b)) ** 2

    h = 1e-5
    return (loss(w1 + h) - loss(w1 - h)) / (2 * h)

# %% wrong: the slopes are added, the chain rule multiplies them
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    z1 = w1 * x + b
    z2 = w2 * sigmoid(z1)
    slopes = [2 * z2, w2, sigmoid_derivative(z1), x]
    return sum(slopes)

# %% wrong: e^z / (1 + e^z) is NaN for z1 = 1000, where the slope is 0; "numbers of any size"
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    z1 = w1 * x + b
    e = np.exp(z1)
    a1 = e / (1 + e)
    return 2 * w2 * a1 * w2 * a1 * (1 - a1) * x

# %% wrong: slope along w2 (last factor a1) instead of w1
# true: the slope along w2 instead of w1
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    a1 = sigmoid(w1 * x + b)
    z2 = w2 * a1
    return 2 * z2 * a1

# %% wrong: prints the slope and returns nothing; "returns dL/dw1"
def chain_rule_gradient(x: float, w1: float, w2: float, b: float) -> float:
    """Return dL/dw1 for L = z2², z2 = w2 a1, a1 = σ(z1), z1 = w1 x + b; all are numbers."""
    z1 = w1 * x + b
    a1 = sigmoid(z1)
    z2 = w2 * a1
    da1 = a1 * (1 - a1)
    print(2 * z2 * w2 * da1 * x)
