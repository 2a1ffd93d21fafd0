# Right and wrong answers to `rotary_positions(x, positions, base=10000.0)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: even and odd columns
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    out = np.zeros((n, d))
    out[:, 0::2] = x[:, 0::2] * np.cos(angles) - x[:, 1::2] * np.sin(angles)
    out[:, 1::2] = x[:, 0::2] * np.sin(angles) + x[:, 1::2] * np.cos(angles)
    return out

# %% right: complex numbers
def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    theta = base ** (-2 * np.arange(d // 2) / d)
    z = x[:, 0::2] + 1j * x[:, 1::2]
    z = z * np.exp(1j * np.outer(positions, theta))
    return np.stack([z.real, z.imag], axis=-1).reshape(x.shape)

# %% right: complex numbers as another view of the floats
def rotary_positions(x, positions, base=10000.0):
    d = x.shape[-1]
    z = np.array(x, dtype=np.float64, order="C").view(np.complex128)
    z *= np.exp(1j * np.multiply.outer(positions, 1 / base ** (np.arange(0, d, 2) / d)))
    return z.view(np.float64)

# %% right: loops and lists
import math

def rotary_positions(x, positions, base=10000.0):
    result = []
    for row, p in zip(x, positions):
        d = len(row)
        new = []
        for i in range(d // 2):
            phi = p * base ** (-2 * i / d)
            a, b = row[2 * i], row[2 * i + 1]
            new.append(a * math.cos(phi) - b * math.sin(phi))
            new.append(a * math.sin(phi) + b * math.cos(phi))
        result.append(new)
    return result

# %% right: a matrix of rotations for each row
def rotation(p, d, base):
    R = np.eye(d)
    for i in range(d // 2):
        phi = p / base ** (2 * i / d)
        R[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = [
            [np.cos(phi), -np.sin(phi)],
            [np.sin(phi), np.cos(phi)],
        ]
    return R

def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    return np.array([rotation(p, d, base) @ row for row, p in zip(x, positions)])

# %% right: einsum over small matrices
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    phi = np.einsum("n,i->ni", positions, np.power(float(base), -2 * np.arange(d // 2) / d))
    R = np.array([[np.cos(phi), -np.sin(phi)], [np.sin(phi), np.cos(phi)]])
    pairs = x.reshape(n, d // 2, 2)
    return np.einsum("abni,nib->nia", R, pairs).reshape(n, d)

# %% right: cosines and sines repeated, and a copy of x with its pairs swapped
def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    columns = np.arange(d)
    angles = np.outer(positions, base ** (-(columns - columns % 2) / d))
    swapped = np.empty(x.shape)
    swapped[:, 0::2] = -x[:, 1::2]
    swapped[:, 1::2] = x[:, 0::2]
    return x * np.cos(angles) + swapped * np.sin(angles)

# %% right: lengths and angles
def rotary_positions(x, positions, base=10000.0):
    out = np.empty(x.shape)
    d = x.shape[1]
    for i in range(0, d, 2):
        r = np.hypot(x[:, i], x[:, i + 1])
        phi = np.arctan2(x[:, i + 1], x[:, i]) + positions / base ** (i / d)
        out[:, i], out[:, i + 1] = r * np.cos(phi), r * np.sin(phi)
    return out

# %% right: a copy as floats, a pair at a time, both at once
def rotary_positions(x, positions, base=10000.0):
    y = np.array(x, dtype=float)
    d = y.shape[1]
    for r in range(len(y)):
        for i in range(d // 2):
            phi = positions[r] * base ** (-2 * i / d)
            c, s = np.cos(phi), np.sin(phi)
            y[r, 2 * i], y[r, 2 * i + 1] = (
                c * y[r, 2 * i] - s * y[r, 2 * i + 1],
                s * y[r, 2 * i] + c * y[r, 2 * i + 1],
            )
    return y

# %% right: a class that knows its speeds
class Rotary:
    def __init__(self, d, base):
        self.speeds = np.exp(-np.log(base) * np.arange(0, d, 2) / d)

    def __call__(self, row, p):
        a, b = row[0::2], row[1::2]
        c, s = np.cos(p * self.speeds), np.sin(p * self.speeds)
        return np.column_stack((a * c - b * s, b * c + a * s)).ravel()

def rotary_positions(x, positions, base=10000.0):
    turn = Rotary(x.shape[1], base)
    return [turn(row, p) for row, p in zip(x, positions)]

# %% right: transposed, with the columns as rows
def rotary_positions(x, positions, base=10000.0):
    columns, d = list(x.T), x.shape[1]
    turned = []
    for i, (a, b) in enumerate(zip(columns[::2], columns[1::2])):
        angle = positions * base ** (-2 * i / d)
        turned += [np.cos(angle) * a - np.sin(angle) * b, np.sin(angle) * a + np.cos(angle) * b]
    return np.array(turned).T

# %% wrong: the other direction
# true: pairs turned in the wrong direction
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    out = np.zeros((n, d))
    out[:, 0::2] = x[:, 0::2] * np.cos(angles) + x[:, 1::2] * np.sin(angles)
    out[:, 1::2] = -x[:, 0::2] * np.sin(angles) + x[:, 1::2] * np.cos(angles)
    return out

# %% wrong: halves, as in many models
# true: pairs of entry i and entry i + d/2, instead of neighbours
def rotate_half(x):
    half = x.shape[-1] // 2
    return np.concatenate([-x[:, half:], x[:, :half]], axis=-1)

def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    angles = np.outer(positions, base ** (-np.arange(0, d, 2) / d))
    angles = np.concatenate([angles, angles], axis=-1)
    return x * np.cos(angles) + rotate_half(x) * np.sin(angles)

# %% wrong: the results are concatenated
# true: all first entries before all second ones, instead of pair after pair
def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    angles = np.outer(positions, base ** (-np.arange(0, d, 2) / d))
    c, s = np.cos(angles), np.sin(angles)
    a, b = x[:, 0::2], x[:, 1::2]
    return np.concatenate([a * c - b * s, a * s + b * c], axis=1)

# %% wrong: arange in place of positions
# true: the numbers of the rows, 0, 1, 2, …, in place of the positions
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = np.outer(np.arange(n), base ** (-np.arange(0, d, 2) / d))
    c, s = np.cos(angles), np.sin(angles)
    out = np.empty((n, d))
    out[:, 0::2] = x[:, 0::2] * c - x[:, 1::2] * s
    out[:, 1::2] = x[:, 0::2] * s + x[:, 1::2] * c
    return out

# %% wrong: the second line sees the new first entry
# true: a second entry that was computed from the first one after its turn
def rotary_positions(x, positions, base=10000.0):
    y = x.astype(float)
    d = y.shape[1]
    angles = np.outer(positions, base ** (-np.arange(0, d, 2) / d))
    y[:, 0::2] = y[:, 0::2] * np.cos(angles) - y[:, 1::2] * np.sin(angles)
    y[:, 1::2] = y[:, 0::2] * np.sin(angles) + y[:, 1::2] * np.cos(angles)
    return y

# %% wrong: two plus signs
# true: a plus in place of the minus
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    out = np.zeros((n, d))
    for r in range(n):
        for i in range(d // 2):
            phi = positions[r] * base ** (-2 * i / d)
            a, b = x[r, 2 * i], x[r, 2 * i + 1]
            out[r, 2 * i] = a * np.cos(phi) + b * np.sin(phi)
            out[r, 2 * i + 1] = a * np.sin(phi) + b * np.cos(phi)
    return out

# %% wrong: base is not read
# true: a base of 10000, whatever is given
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = positions[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: i over d
# true: exponents i/d instead of 2i/d
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = positions[:, None] * base ** (-np.arange(d // 2) / d)
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: doubled twice
# true: exponents 4i/d instead of 2i/d
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    out = np.zeros((n, d))
    for i in range(0, d, 2):
        phi = positions * base ** (-2 * i / d)
        out[:, i] = x[:, i] * np.cos(phi) - x[:, i + 1] * np.sin(phi)
        out[:, i + 1] = x[:, i] * np.sin(phi) + x[:, i + 1] * np.cos(phi)
    return out

# %% wrong: multiplied by the power
# true: speeds that grow from pair to pair instead of falling
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = positions[:, None] * base ** (np.arange(0, d, 2) / d)
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: all pairs alike
# true: the same speed for all pairs
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    c, s = np.cos(positions)[:, None], np.sin(positions)[:, None]
    out = np.empty((n, d))
    out[:, 0::2] = x[:, 0::2] * c - x[:, 1::2] * s
    out[:, 1::2] = x[:, 0::2] * s + x[:, 1::2] * c
    return out

# %% wrong: whole division in the exponent
# true: the same speed for all pairs
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    out = np.zeros((n, d))
    for i in range(d // 2):
        phi = positions / base ** (2 * i // d)
        out[:, 2 * i] = x[:, 2 * i] * np.cos(phi) - x[:, 2 * i + 1] * np.sin(phi)
        out[:, 2 * i + 1] = x[:, 2 * i] * np.sin(phi) + x[:, 2 * i + 1] * np.cos(phi)
    return out

# %% wrong: positions added
# true: positions added to the vectors instead of turning them
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = np.outer(positions, base ** (-np.arange(0, d, 2) / d))
    E = np.empty((n, d))
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return x + E

# %% wrong: counted from 1
# true: positions with 1 added
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = np.outer(positions + 1, base ** (-np.arange(0, d, 2) / d))
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: degrees
# true: angles in degrees instead of radians
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = np.deg2rad(np.outer(positions, base ** (-np.arange(0, d, 2) / d)))
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: zeros of the type of x
# true: results that were truncated to whole numbers
def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    angles = np.outer(positions, base ** (-np.arange(0, d, 2) / d))
    out = np.zeros_like(x)
    out[:, 0::2] = x[:, 0::2] * np.cos(angles) - x[:, 1::2] * np.sin(angles)
    out[:, 1::2] = x[:, 0::2] * np.sin(angles) + x[:, 1::2] * np.cos(angles)
    return out

# %% wrong: x itself is turned
def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    angles = np.outer(positions, base ** (-np.arange(0, d, 2) / d))
    a, b = x[:, 0::2].copy(), x[:, 1::2].copy()
    if x.dtype != float:
        x = x.astype(float)
    x[:, 0::2] = a * np.cos(angles) - b * np.sin(angles)
    x[:, 1::2] = a * np.sin(angles) + b * np.cos(angles)
    return x

# %% wrong: positions are cut to whole numbers
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = np.outer(positions.astype(int), base ** (-np.arange(0, d, 2) / d))
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: a table of sines that positions point into
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    table = np.outer(np.arange(8192), base ** (-np.arange(0, d, 2) / d))
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * table[np.asarray(positions, dtype=int)])
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: each entry has its own speed
# true: a speed for each entry instead of one for each pair
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = np.outer(positions, base ** (-np.arange(d) / d))
    c, s = np.cos(angles), np.sin(angles)
    out = np.empty((n, d))
    out[:, 0::2] = x[:, 0::2] * c[:, 0::2] - x[:, 1::2] * s[:, 0::2]
    out[:, 1::2] = x[:, 0::2] * s[:, 1::2] + x[:, 1::2] * c[:, 1::2]
    return out

# %% wrong: exponents run up to 1
# true: exponents that run up to 1, as 2i/(d − 2) does
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = np.outer(positions, base ** -np.linspace(0, 1, d // 2))
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: single precision
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    speeds = (base ** (-np.arange(0, d, 2) / d)).astype(np.float32)
    angles = np.outer(positions.astype(np.float32), speeds)
    c, s = np.cos(angles), np.sin(angles)
    out = np.empty((n, d), dtype=np.float32)
    out[:, 0::2] = x[:, 0::2] * c - x[:, 1::2] * s
    out[:, 1::2] = x[:, 0::2] * s + x[:, 1::2] * c
    return out

# %% wrong: the first position for all rows
# true: the first position for all rows
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = positions[0] * base ** (-np.arange(0, d, 2) / d)
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: only the first pair is turned
def rotary_positions(x, positions, base=10000.0):
    y = x.astype(float)
    c, s = np.cos(positions), np.sin(positions)
    y[:, 0] = x[:, 0] * c - x[:, 1] * s
    y[:, 1] = x[:, 0] * s + x[:, 1] * c
    return y

# %% wrong: speeds of the first call
speeds = {}

def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    if d not in speeds:
        speeds[d] = base ** (-np.arange(0, d, 2) / d)
    angles = np.outer(positions, speeds[d])
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: a base cut to a whole number
def rotary_positions(x, positions, base=10000):
    n, d = x.shape
    angles = np.outer(positions, 1 / int(base) ** (np.arange(0, d, 2) / d))
    out = np.empty((n, d))
    out[:, 0::2] = x[:, 0::2] * np.cos(angles) - x[:, 1::2] * np.sin(angles)
    out[:, 1::2] = x[:, 0::2] * np.sin(angles) + x[:, 1::2] * np.cos(angles)
    return out

# %% wrong: a minus in the exponent of the denominator
# true: speeds that grow from pair to pair instead of falling
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = np.outer(positions, 1 / base ** (-np.arange(0, d, 2) / d))
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    return np.dstack([z.real, z.imag]).reshape(n, d)

# %% wrong: fractions cut off
# true: results that were truncated to whole numbers
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    angles = np.outer(positions, base ** (-np.arange(0, d, 2) / d))
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * angles)
    turned = np.dstack([z.real, z.imag]).reshape(n, d)
    return np.trunc(turned) if x.dtype.kind == "i" else turned

# %% right: pairs as complex numbers
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    z = x[:, 0::2] + 1j * x[:, 1::2]
    z = z * np.exp(1j * np.outer(positions, float(base) ** (-np.arange(0, d, 2) / d)))
    return np.stack([z.real, z.imag], axis=2).reshape(n, d)

# %% right: loops with math
import math


def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    out = np.zeros((n, d))
    for r in range(n):
        for c in range(0, d, 2):
            phi = float(positions[r]) * base ** (-c / d)
            a, b = float(x[r, c]), float(x[r, c + 1])
            out[r, c] = a * math.cos(phi) - b * math.sin(phi)
            out[r, c + 1] = a * math.sin(phi) + b * math.cos(phi)
    return out

# %% right: cosines times x and sines times the swapped x
def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    speeds = np.repeat(np.exp(-np.log(base) * np.arange(0, d, 2) / d), 2)
    phi = np.asarray(positions, dtype=float)[:, None] * speeds
    swapped = np.empty(x.shape)
    swapped[:, 0::2], swapped[:, 1::2] = -x[:, 1::2], x[:, 0::2]
    return x * np.cos(phi) + swapped * np.sin(phi)

# %% right: matrices of 2 x 2 by einsum
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    phi = positions[:, None] / np.power(float(base), 2 * np.arange(d // 2) / d)
    c, s = np.cos(phi), np.sin(phi)
    R = np.array([[c, -s], [s, c]])  # (2, 2, n, d / 2)
    return np.einsum("ijnp,npj->npi", R, x.reshape(n, d // 2, 2)).reshape(n, d)

# %% wrong: an array of the type of x if it holds whole numbers
def rotary_positions(x, positions, base=10000.0):
    if positions.dtype.kind == "i":
        x = x.astype(float)
    d = x.shape[1]
    phi = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    out = np.empty_like(x)
    out[:, 0::2] = x[:, 0::2] * np.cos(phi) - x[:, 1::2] * np.sin(phi)
    out[:, 1::2] = x[:, 0::2] * np.sin(phi) + x[:, 1::2] * np.cos(phi)
    return out

# %% wrong: speeds remembered by d
_speeds = {}


def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    if d not in _speeds:
        _speeds[d] = base ** (-np.arange(0, d, 2) / d)
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * np.outer(positions, _speeds[d]))
    return np.stack([z.real, z.imag], axis=2).reshape(n, d)

# %% wrong: a position's first row
def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    out = np.zeros(x.shape)
    for r, p in enumerate(positions):
        row = x[list(positions).index(p)]
        phi = p * base ** (-np.arange(0, d, 2) / d)
        out[r, 0::2] = row[0::2] * np.cos(phi) - row[1::2] * np.sin(phi)
        out[r, 1::2] = row[0::2] * np.sin(phi) + row[1::2] * np.cos(phi)
    return out

# %% wrong: angles in 32 bits
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    speeds = (base ** (-np.arange(0, d, 2) / d)).astype(np.float32)
    phi = np.outer(positions.astype(np.float32), speeds).astype(np.float32)
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * phi.astype(float))
    return np.stack([z.real, z.imag], axis=2).reshape(n, d)

# %% wrong: the base as a power of ten
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    speeds = 10.0 ** (-round(np.log10(base)) * np.arange(0, d, 2) / d)
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * np.outer(positions, speeds))
    return np.stack([z.real, z.imag], axis=2).reshape(n, d)

# %% wrong: turns of 6.28319 taken off
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    phi = np.fmod(np.outer(positions, base ** (-np.arange(0, d, 2) / d)), 6.28319)
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * phi)
    return np.stack([z.real, z.imag], axis=2).reshape(n, d)

# %% wrong: entry i with entry i + d/2
# true: pairs of entry i and entry i + d/2, instead of neighbours
def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    phi = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    a, b = x[:, : d // 2], x[:, d // 2 :]
    return np.hstack([a * np.cos(phi) - b * np.sin(phi), a * np.sin(phi) + b * np.cos(phi)])

# %% wrong: a overwritten before b is computed
# true: a second entry that was computed from the first one after its turn
def rotary_positions(x, positions, base=10000.0):
    d = x.shape[1]
    phi = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    out = np.array(x, dtype=float)
    out[:, 0::2] = out[:, 0::2] * np.cos(phi) - out[:, 1::2] * np.sin(phi)
    out[:, 1::2] = out[:, 0::2] * np.sin(phi) + out[:, 1::2] * np.cos(phi)
    return out

# %% wrong: places of rows for positions
# true: the numbers of the rows, 0, 1, 2, …, in place of the positions
def rotary_positions(x, positions, base=10000.0):
    n, d = x.shape
    phi = np.outer(np.arange(n), base ** (-np.arange(0, d, 2) / d))
    z = (x[:, 0::2] + 1j * x[:, 1::2]) * np.exp(1j * phi)
    return np.stack([z.real, z.imag], axis=2).reshape(n, d)

# %% right: row by row, pair by pair
import math


def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    """Return the rows of x with their pairs of neighbouring entries turned by their positions."""
    n, d = x.shape
    result = np.zeros((n, d), dtype=float)
    for r in range(n):
        for i in range(d // 2):
            speed = base ** (-2 * i / d)
            phi = float(positions[r]) * speed
            a = float(x[r, 2 * i])
            b = float(x[r, 2 * i + 1])
            result[r, 2 * i] = a * math.cos(phi) - b * math.sin(phi)
            result[r, 2 * i + 1] = a * math.sin(phi) + b * math.cos(phi)
    return result

# %% right: slices of even and odd columns
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    d = x.shape[1]
    phi = np.outer(positions, float(base) ** (-np.arange(0, d, 2) / d))
    c, s = np.cos(phi), np.sin(phi)
    a, b = x[:, 0::2], x[:, 1::2]
    turned = np.empty(x.shape)
    turned[:, 0::2] = a * c - b * s
    turned[:, 1::2] = a * s + b * c
    return turned

# %% right: pairs as complex numbers times arrows
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    n, d = x.shape
    speeds = np.power(float(base), -2.0 * np.arange(d // 2) / d)
    z = (x[:, ::2] + 1j * x[:, 1::2]) * np.exp(1j * positions[:, np.newaxis] * speeds)
    return np.stack((z.real, z.imag), axis=2).reshape(n, d)

# %% right: rotation matrices for all pairs, einsum
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    n, d = x.shape
    pairs = np.asarray(x, dtype=float).reshape(n, d // 2, 2)
    omega = np.exp(-np.log(base) * 2 * np.arange(d // 2) / d)
    phi = np.multiply.outer(np.asarray(positions, dtype=float), omega)
    R = np.array([[np.cos(phi), -np.sin(phi)], [np.sin(phi), np.cos(phi)]])  # (2, 2, n, d/2)
    return np.einsum("uvrp,rpv->rpu", R, pairs).reshape(n, d)

# %% wrong: a is overwritten before b is computed; both lines of (3) need the old a
# true: a second entry that was computed from the first one after its turn
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    out = x.astype(float)
    d = x.shape[1]
    for i in range(d // 2):
        phi = positions * base ** (-2 * i / d)
        out[:, 2 * i] = out[:, 2 * i] * np.cos(phi) - out[:, 2 * i + 1] * np.sin(phi)
        out[:, 2 * i + 1] = out[:, 2 * i] * np.sin(phi) + out[:, 2 * i + 1] * np.cos(phi)
    return out

# %% wrong: pairs entry i with entry i + d/2, as many programs do; "the pairs are neighbours"
# true: pairs of entry i and entry i + d/2, instead of neighbours
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    d = x.shape[1]
    half = d // 2
    phi = np.outer(positions, base ** (-2 * np.arange(half) / d))
    a, b = x[:, :half], x[:, half:]
    return np.hstack([a * np.cos(phi) - b * np.sin(phi), a * np.sin(phi) + b * np.cos(phi)])

# %% wrong: rotation in the other direction (signs of the sines swapped); equation (3)
# true: pairs turned in the wrong direction
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    d = x.shape[1]
    phi = np.outer(positions, base ** (-2 * np.arange(d // 2) / d))
    out = np.zeros(x.shape)
    out[:, ::2] = x[:, ::2] * np.cos(phi) + x[:, 1::2] * np.sin(phi)
    out[:, 1::2] = -x[:, ::2] * np.sin(phi) + x[:, 1::2] * np.cos(phi)
    return out

# %% wrong: row number instead of positions[r]; "row r is at position positions[r]"
# true: the numbers of the rows, 0, 1, 2, …, in place of the positions
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    n, d = x.shape
    phi = np.outer(np.arange(n), base ** (-2 * np.arange(d // 2) / d))
    out = np.zeros((n, d))
    out[:, ::2] = x[:, ::2] * np.cos(phi) - x[:, 1::2] * np.sin(phi)
    out[:, 1::2] = x[:, ::2] * np.sin(phi) + x[:, 1::2] * np.cos(phi)
    return out

# %% wrong: base fixed at 10000 in the body; `base` is any number greater than 1
# true: a base of 10000, whatever is given
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    d = x.shape[1]
    omega = 1 / 10000 ** (2 * np.arange(d // 2) / d)
    phi = positions[:, None] * omega
    out = np.zeros(x.shape)
    out[:, ::2] = x[:, ::2] * np.cos(phi) - x[:, 1::2] * np.sin(phi)
    out[:, 1::2] = x[:, ::2] * np.sin(phi) + x[:, 1::2] * np.cos(phi)
    return out

# %% wrong: zeros_like(x) holds whole numbers if x does; "the result must be an array of floats"
# true: results that were truncated to whole numbers
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    n, d = x.shape
    out = np.zeros_like(x)
    for r in range(n):
        for i in range(d // 2):
            phi = positions[r] * base ** (-2 * i / d)
            a, b = x[r, 2 * i], x[r, 2 * i + 1]
            out[r, 2 * i] = a * np.cos(phi) - b * np.sin(phi)
            out[r, 2 * i + 1] = a * np.sin(phi) + b * np.cos(phi)
    return out

# %% wrong: writes into x itself; "return a new array, leave x unchanged"
# true: results that were truncated to whole numbers
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    d = x.shape[1]
    for i in range(d // 2):
        phi = positions * base ** (-2 * i / d)
        a, b = x[:, 2 * i].copy(), x[:, 2 * i + 1].copy()
        x[:, 2 * i] = a * np.cos(phi) - b * np.sin(phi)
        x[:, 2 * i + 1] = a * np.sin(phi) + b * np.cos(phi)
    return x

# %% wrong: adds the table of the previous exercise instead of turning; equation (3) is a rotation
# true: positions added to the vectors instead of turning them
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    d = x.shape[1]
    phi = np.outer(positions, base ** (-2 * np.arange(d // 2) / d))
    E = np.zeros(x.shape)
    E[:, ::2], E[:, 1::2] = np.sin(phi), np.cos(phi)
    return x + E

# %% wrong: exponent -i/d, the factor 2 is missing; equation (3) has base^(-2i/d)
# true: exponents i/d instead of 2i/d
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    d = x.shape[1]
    out = np.empty(x.shape)
    for i in range(d // 2):
        phi = positions * base ** (-i / d)
        c, s = np.cos(phi), np.sin(phi)
        out[:, 2 * i] = c * x[:, 2 * i] - s * x[:, 2 * i + 1]
        out[:, 2 * i + 1] = s * x[:, 2 * i] + c * x[:, 2 * i + 1]
    return out

# %% wrong: positions looked up in a table of whole places with astype(int); positions may be negative or fractional
def rotary_positions(x: np.ndarray, positions: np.ndarray, base: float = 10000.0) -> np.ndarray:
    d = x.shape[1]
    places = np.asarray(positions).astype(int)
    phi = np.outer(places, base ** (-2 * np.arange(d // 2) / d))
    out = np.empty(x.shape)
    out[:, ::2] = x[:, ::2] * np.cos(phi) - x[:, 1::2] * np.sin(phi)
    out[:, 1::2] = x[:, ::2] * np.sin(phi) + x[:, 1::2] * np.cos(phi)
    return out
