# Right and wrong answers to `loss_function(w)` and `gradient(w)`, one cell a block, as students
# write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: as in the lecture text
# Simple loss function
def loss_function(w):
    return (w - 2) ** 2  # Minimum at w = 2

# Gradient (derivative)
def gradient(w):
    return 2 * (w - 2)

# %% right: multiplied out
def loss_function(w):
    return w * w - 4 * w + 4

def gradient(w):
    return 2 * w - 4

# %% right: two lambdas
loss_function = lambda w: pow(w - 2, 2)
gradient = lambda w: (w - 2) + (w - 2)

# %% right: NumPy polynomials
p = np.poly1d([1, -4, 4])
dp = p.deriv()

def loss_function(w):
    return p(w)

def gradient(w):
    return dp(w)

# %% right: SymPy differentiates
import sympy

_w = sympy.Symbol("w")
_loss = (_w - 2) ** 2
_slope = sympy.diff(_loss, _w)

def loss_function(w):
    return float(_loss.subs(_w, w))

def gradient(w):
    return float(_slope.subs(_w, w))

# %% right: 0-d arrays
def loss_function(w):
    return np.array(np.square(np.subtract(w, 2.0)))

def gradient(w):
    return np.array(2.0 * np.subtract(w, 2.0))

# %% right: a central difference of the loss
def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    h = 0.5
    return (loss_function(w + h) - loss_function(w - h)) / (2 * h)

# %% right: exact fractions
from fractions import Fraction

def loss_function(w):
    return (Fraction(float(w)) - 2) ** 2

def gradient(w):
    return 2 * (Fraction(float(w)) - 2)

# %% right: dual numbers
class Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __sub__(self, number):
        return Dual(self.value - number, self.slope)

    def __mul__(self, other):
        return Dual(self.value * other.value, self.value * other.slope + self.slope * other.value)

def squared_distance(d):
    return (d - 2) * (d - 2)

def loss_function(w):
    return squared_distance(Dual(w, 1)).value

def gradient(w):
    return squared_distance(Dual(w, 1)).slope

# %% right: a complex step
def loss_function(w):
    return (w - 2) * (w - 2)
def gradient(w):
    return loss_function(w + 1e-30j).imag / 1e-30

# %% right: SciPy differentiates
def loss_function(w):
    return np.square(w - 2)
def gradient(w):
    from scipy.differentiate import derivative
    return derivative(loss_function, w).df

# %% wrong: the distance without the square
# true: the distance from 2 without the square
def loss_function(w):
    return w - 2

def gradient(w):
    return 2 * (w - 2)

# %% wrong: the absolute distance, and its sign as the slope
# true: the absolute distance from 2 instead of its square
def loss_function(w):
    return abs(w - 2)

def gradient(w):
    return np.sign(w - 2)

# %% wrong: the lowest point at -2
# true: a parabola with its lowest point at -2
def loss_function(w):
    return (w + 2) ** 2

def gradient(w):
    return 2 * (w + 2)

# %% wrong: half of the square, with its own slope
# true: half of the squared distance; a derivative without the factor 2 of the power rule
def loss_function(w):
    return 0.5 * (w - 2) ** 2

def gradient(w):
    return w - 2

# %% wrong: ^ taken for a power, on whole numbers
# true: `^`, which compares bits, instead of the power `**`
def loss_function(w):
    return int(w - 2) ^ 2

def gradient(w):
    return 2 * (w - 2)

# %% wrong: the 2 is taken away after squaring
# true: w² - 2 instead of (w - 2)²; 2w, the slope of w² instead of (w - 2)²
def loss_function(w):
    return w**2 - 2

def gradient(w):
    return 2 * w

# %% wrong: the factor 2 forgotten
# true: a derivative without the factor 2 of the power rule
def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    return w - 2

# %% wrong: a bracket forgotten
# true: 2w - 2 instead of 2(w - 2)
def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    return 2 * w - 2

# %% wrong: downhill, minus the slope
# true: minus the derivative, which points downhill
def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    return -2 * (w - 2)

# %% wrong: the size of the slope
# true: the absolute value of the slope
def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    return abs(2 * (w - 2))

# %% wrong: the two functions exchanged
# true: the loss instead of its slope
def gradient(w):
    return (w - 2) ** 2

def loss_function(w):
    return 2 * (w - 2)

# %% wrong: a difference to the right with a coarse step
def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    h = 1e-4
    return (loss_function(w + h) - loss_function(w)) / h

# %% wrong: a slope that is clipped at 10
def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    return max(-10.0, min(10.0, 2 * (w - 2)))

# %% wrong: a loss that goes on in straight lines beyond a distance of 10
def loss_function(w):
    d = abs(w - 2)
    return d**2 if d < 10 else 20 * d - 100

def gradient(w):
    return 2 * (w - 2)

# %% wrong: negative weights lose their sign
# true: the absolute value of w instead of w, so that its sign is lost
def loss_function(w):
    return (abs(w) - 2) ** 2

def gradient(w):
    return 2 * (abs(w) - 2)

# %% wrong: rounded to three digits
def loss_function(w):
    return round((w - 2) ** 2, 3)

def gradient(w):
    return round(2 * (w - 2), 3)

# %% wrong: printed, not returned
def loss_function(w):
    print((w - 2) ** 2)

def gradient(w):
    print(2 * (w - 2))

# %% wrong: the examples by heart
def loss_function(w):
    return {0: 4, 2: 0, 5: 9, -1: 9}.get(w, 1)

def gradient(w):
    return {0: -4, 2: 0, 5: 6, -1: -6}.get(w, 2)

# %% wrong: the gradient is not there
def loss_function(w):
    return (w - 2) ** 2

# %% wrong: a tiny constant keeps the slope off 0
def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    return 2 * (w - 2) + 1e-5

# %% wrong: a difference to the right with a step so small that rounding shows
def loss_function(w):
    return (w - 2) ** 2
def gradient(w):
    h = 1e-8
    return (loss_function(w + h) - loss_function(w)) / h

# %% wrong: close to the minimum is taken for at the minimum
def loss_function(w):
    return 0.0 if abs(w - 2) < 1e-3 else (w - 2) ** 2
def gradient(w):
    return 0.0 if abs(w - 2) < 1e-3 else 2 * (w - 2)

# %% wrong: the slope at the weight that the loss was last asked for
w_last = None
def loss_function(w):
    global w_last
    w_last = w
    return (w - 2) ** 2
def gradient(w):
    return 2 * ((w if w_last is None else w_last) - 2)

# %% wrong: slope of the square alone
# true: 2w, the slope of w² instead of (w - 2)²
def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    return 2 * w

# %% wrong: a remembered step
last = []

def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    last.append(w)
    if len(last) > 1 and last[-1] != last[-2]:
        return (loss_function(last[-1]) - loss_function(last[-2])) / (last[-1] - last[-2])
    return 2 * (w - 2)

# %% wrong: the caret for a power
# true: `^`, which compares bits, instead of the power `**`
def loss_function(w):
    return (w - 2) ^ 2

def gradient(w):
    return 2 * (w - 2)

# %% wrong: a dead zone of a hundred-thousandth
def loss_function(w):
    return (w - 2) ** 2

def gradient(w):
    g = 2 * (w - 2)
    return g if abs(g) > 1e-5 else 0.0

# %% right: NumPy's polynomial objects, built from the root
SQUARE = np.polynomial.Polynomial([-2.0, 1.0])


def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return float(SQUARE(w) ** 2)


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return float((SQUARE**2).deriv()(w))

# %% wrong: a central difference with a tiny step
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return (w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    h = 1e-6
    return (loss_function(w + h) - loss_function(w - h)) / (2 * h)

# %% wrong: the slope has the sign of w
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return (w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    sign = 1 if w > 0 else -1
    return sign * 2 * abs(w - 2)

# %% wrong: a slope that is right for whole weights alone
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return (w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return float(2 * int(w - 2))

# %% wrong: single precision
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return float((np.float32(w) - np.float32(2)) ** 2)


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return float(2 * (np.float32(w) - np.float32(2)))

# %% wrong: rounded to two digits
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return round((w - 2) ** 2, 2)


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return round(2 * (w - 2), 2)

# %% wrong: a slope read from a grid between -10 and 10
GRID = np.linspace(-10, 10, 2001)


def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return (w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return float(np.interp(w, GRID, np.gradient(loss_function(GRID), GRID, edge_order=2)))

# %% wrong: a difference to the right with a step of a millionth
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return (w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    h = 1e-6
    return (loss_function(w + h) - loss_function(w)) / h

# %% right: step by step with named differences
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    distance = w - 2
    loss = distance * distance
    return loss


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    distance = w - 2
    slope = 2 * distance
    return slope

# %% right: two short NumPy lines
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return np.square(np.subtract(w, 2.0))


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return np.multiply(2.0, np.subtract(w, 2.0))

# %% right: NumPy polynomial in w - 2, with its deriv
from numpy.polynomial import Polynomial

_square = Polynomial([0.0, 0.0, 1.0])


def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return float(_square(w - 2))


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return float(_square.deriv()(w - 2))

# %% right: complex step through the loss, no difference taken
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return abs(w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    h = 1e-30
    z = complex(w - 2, h) * complex(w - 2, h)
    return z.imag / h

# %% wrong: the square is missing, only the distance; "L(w) = (w-2)²"
# true: the distance from 2 without the square
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return w - 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return 2 * (w - 2)

# %% wrong: brackets lost in the derivative, 2w - 2 (at w = 2 the slope should be 0)
# true: 2w - 2 instead of 2(w - 2)
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return (w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return 2 * w - 2

# %% wrong: factor 2 of the power rule is missing
# true: a derivative without the factor 2 of the power rule
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return (w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return w - 2

# %% wrong: forward difference with h = 1e-5; text: "the ratio with a small h is not precise enough"
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return (w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    h = 1e-5
    return (loss_function(w + h) - loss_function(w)) / h

# %% wrong: half of the square, as in some textbooks, so both are off by 2
# true: a derivative without the factor 2 of the power rule
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return 0.5 * (w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return w - 2

# %% wrong: expanded by hand as w² - 4, the mixed term is lost
# true: 2w, the slope of w² instead of (w - 2)²
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return w**2 - 4


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return 2 * w

# %% wrong: the sign is turned for the descent; text: "returns the derivative"
# true: minus the derivative, which points downhill
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return (w - 2) ** 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return -2 * (w - 2)

# %% wrong: ^ is not a power in Python, TypeError for floats
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return (w - 2) ^ 2


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return 2 * (w - 2)

# %% wrong: rounded to four decimals because of the table above; "six significant digits"
def loss_function(w: float) -> float:
    """Return L(w) = (w - 2)² for one number w."""
    return round((w - 2) ** 2, 4)


def gradient(w: float) -> float:
    """Return L'(w), the slope of the loss at one number w."""
    return round(2 * (w - 2), 4)
