# Right and wrong answers to `analogy(a, b, c)`, one cell a block, as students write them. `np` and
# `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some check
# must fail each wrong one.

# %% right: as in the lecture text
def analogy(a, b, c):
    return a - b + c

# %% right: the offset first
def analogy(a, b, c):
    offset = c - b
    return a + offset

# %% right: a and c exchanged, which is the same
def analogy(a, b, c):
    return c - b + a

# %% right: NumPy's functions
def analogy(a, b, c):
    return np.add(np.subtract(a, b), c)

# %% right: a list
def analogy(a, b, c):
    return [x - y + z for x, y, z in zip(a, b, c)]

# %% right: in place, on a copy
def analogy(a, b, c):
    result = np.array(a, dtype=float)
    result -= b
    result += c
    return result

# %% right: a lambda and a matrix product
analogy = lambda a, b, c: np.array([1, -1, 1]) @ np.stack([a, b, c])

# %% right: a loop into zeros, Python floats
def analogy(a, b, c):
    out = np.zeros(len(a))
    for i in range(len(a)):
        out[i] = float(a[i]) - float(b[i]) + float(c[i])
    return out.tolist()

# %% right: np.vectorize
analogy = np.vectorize(lambda a, b, c: a - b + c)

# %% right: exact fractions
from fractions import Fraction as F

def analogy(a, b, c):
    return [F(x) - F(y) + F(z) for x, y, z in zip(a.tolist(), b.tolist(), c.tolist())]

# %% right: a product with the signs
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    return np.array([1.0, -1.0, 1.0]) @ np.stack([a, b, c])

# %% wrong: b and c exchanged
# true: a + b - c, with the signs of b and c swapped
def analogy(a, b, c):
    return a - c + b

# %% wrong: a and b exchanged
# true: b - a + c, with the step in the opposite direction
def analogy(a, b, c):
    return b - a + c

# %% wrong: a bracket too many
# true: a - b - c, with c subtracted instead of added
def analogy(a, b, c):
    return a - (b + c)

# %% wrong: the sum
# true: the sum of all three
def analogy(a, b, c):
    return a + b + c

# %% wrong: the mean of a and c
def analogy(a, b, c):
    return (a + c) / 2

# %% wrong: c forgotten
def analogy(a, b, c):
    return a - b

# %% wrong: half of the offset
# true: half of the step from b to c
def analogy(a, b, c):
    return a - (b - c) / 2

# %% wrong: scaled to length 1
# true: a result that was scaled to length 1
def analogy(a, b, c):
    r = a - b + c
    return r / np.linalg.norm(r)

# %% wrong: arguments scaled to length 1 first
# true: vectors that were scaled to length 1 before they were added
def analogy(a, b, c):
    a, b, c = (v / np.linalg.norm(v) for v in (a, b, c))
    return a - b + c

# %% wrong: negative entries cut off
# true: negative entries that were set to 0
def analogy(a, b, c):
    return np.maximum(a - b + c, 0)

# %% wrong: the sizes of the offset
# true: a step without its signs, from absolute differences
def analogy(a, b, c):
    return a + np.abs(c - b)

# %% wrong: a changed in place
def analogy(a, b, c):
    a -= b
    a += c
    return a

# %% wrong: c changed in place, the result a copy
def analogy(a, b, c):
    c -= b
    return a + c

# %% wrong: four entries, as in the example
def analogy(a, b, c):
    return np.array([a[i] - b[i] + c[i] for i in range(4)])

# %% wrong: at most four entries
def analogy(a, b, c):
    out = a.copy()
    out[:4] = a[:4] - b[:4] + c[:4]
    return out

# %% wrong: rounded
def analogy(a, b, c):
    return np.round(a - b + c, 3)

# %% wrong: half precision
def analogy(a, b, c):
    return (a - b + c).astype(np.float16)

# %% wrong: the length of the result alone
# true: the length of the answer instead of the vector
def analogy(a, b, c):
    return np.linalg.norm(a - b + c)

# %% wrong: the first offset kept
offset = None

def analogy(a, b, c):
    global offset
    if offset is None or offset.shape != np.shape(a):
        offset = c - b
    return a + offset

# %% wrong: a column
def analogy(a, b, c):
    return (a - b + c).reshape(-1, 1)

# %% wrong: small entries set to zero
def analogy(a, b, c):
    x = a - b + c
    x[np.abs(x) < 1e-4] = 0
    return x

# %% wrong: whole numbers
def analogy(a, b, c):
    return (a - b + c).astype(int)

# %% wrong: scaled to the length of a
# true: a result that was scaled to the length of a
def analogy(a, b, c):
    x = a - b + c
    return x * np.linalg.norm(a) / np.linalg.norm(x)

# %% right: whole numbers become floats first
def analogy(a, b, c):
    result = np.array(a, dtype=float)
    result -= b
    result += c
    return result

# %% wrong: a buffer of the type of a
def analogy(a, b, c):
    result = np.zeros_like(a)
    for i in range(len(a)):
        result[i] = a[i] - b[i] + c[i]
    return result

# %% wrong: the type of b for the offset
def analogy(a, b, c):
    offset = np.empty_like(b)
    offset[:] = c - b
    return a + offset

# %% wrong: divided by three
# true: the mean of a, -b and c instead of their sum
def analogy(a, b, c):
    return (a - b + c) / 3

# %% wrong: unit vectors
# true: vectors that were scaled to length 1 before they were added
def analogy(a, b, c):
    u = lambda v: v / np.linalg.norm(v)
    return u(a) - u(b) + u(c)

# %% right: np.add of a step by np.subtract
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """The step from b to c, added to a."""
    step = np.subtract(c, b)
    return np.add(a, step)

# %% right: a loop over the entries
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    x = np.empty(len(a), dtype=float)
    for i in range(len(a)):
        x[i] = a[i] - b[i] + c[i]
    return x

# %% right: signs times a stacked table of floats
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    signs = np.array([1.0, -1.0, 1.0])
    return signs @ np.stack([a, b, c]).astype(float)

# %% right: in place, on an array of floats
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    x = np.array(a, dtype=float)  # a copy
    x -= b
    x += c
    return x

# %% wrong: squeezed, so that one entry becomes a number
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    x = np.vstack([a]) - np.vstack([b]) + np.vstack([c])  # (1, d)
    return np.squeeze(x)

# %% wrong: single precision
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    a, b, c = (np.asarray(v, dtype=np.float32) for v in (a, b, c))
    return a - b + c

# %% wrong: rounded to three decimals
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    return np.round(a - b + c, 3)

# %% wrong: results longer than 10 are shortened
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    x = a - b + c
    length = np.linalg.norm(x)
    if length > 10:
        x = x * (10 / length)
    return x

# %% wrong: a changed and restored, but for rounding
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    if a.dtype != float:
        a = a.astype(float)
    a -= b
    a += c
    x = a.copy()
    a -= c
    a += b  # as it was
    return x

# %% wrong: answers remembered by a and b alone
_arrows = {}


def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    key = (a.tobytes(), b.tobytes())
    if key not in _arrows:
        _arrows[key] = a - b + c
    return _arrows[key].copy()

# %% wrong: one buffer for all results of a length
_buffers = {}


def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    x = _buffers.setdefault(len(a), np.zeros(len(a)))
    np.subtract(a, b, out=x)
    x += c
    return x

# %% wrong: the type of a for the result
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    x = np.zeros_like(a)
    x[:] = a - b + c
    return x

# %% wrong: the arrow from c to b added to a
# true: a + b - c, with the signs of b and c swapped
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    return a + (b - c)

# %% right: entry by entry in a loop, floats
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Return the place where we expect the word that is to c what a is to b."""
    d = len(a)
    result = np.zeros(d, dtype=float)
    for i in range(d):
        step = float(a[i]) - float(b[i])
        result[i] = step + float(c[i])
    return result

# %% right: vectorized, the arrow from b to c
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    return a + (c - b)

# %% right: NumPy ufuncs, no operators at all
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    difference = np.subtract(a, b)
    return np.add(difference, c)

# %% right: stacked and multiplied by the signs
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    signs = np.array([1.0, -1.0, 1.0])
    return signs @ np.stack([a, b, c])

# %% wrong: signs of b and c swapped; the text says a - b + c
# true: a + b - c, with the signs of b and c swapped
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    return a + b - c

# %% wrong: a - (b + c), brackets misread; equation (1) adds c
# true: a - b - c, with c subtracted instead of added
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    return a - (b + c)

# %% wrong: -= and += write into the argument a; "leave the arguments unchanged"
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    a -= b
    a += c
    return a

# %% wrong: step taken backwards (b - a + c); equation (1) is a - b + c
# true: b - a + c, with the step in the opposite direction
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    step = b - a
    return c + step

# %% wrong: scales the result to length 1; "do not rescale"
# true: a result that was scaled to length 1
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    x = a - b + c
    length = np.linalg.norm(x)
    if length > 0:
        x = x / length
    return x

# %% wrong: zeros_like(a) is an int array if a is, so fractions of b and c are cut off
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    x = np.zeros_like(a)
    for i in range(len(a)):
        x[i] = a[i] - b[i] + c[i]
    return x

# %% wrong: only three entries, as in the example by hand; vectors have shape (d,)
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    return np.array([a[0] - b[0] + c[0], a[1] - b[1] + c[1], a[2] - b[2] + c[2]])

# %% wrong: all three vectors brought to length 1 first, as for cosines; the text wants a - b + c
# true: vectors that were scaled to length 1 before they were added
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    def unit(v):
        n = np.linalg.norm(v)
        return v / n if n > 0 else v

    return unit(a) - unit(b) + unit(c)

# %% wrong: prints the result and returns nothing; "returns a - b + c"
def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    x = a - b + c
    print(x)
