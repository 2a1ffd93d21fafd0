# Right and wrong answers to `softmax(x, axis=-1)`, one cell a block, as students write them. `np`
# and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some
# check must fail each wrong one.

# %% right: the lecture's lines with an axis
def softmax(x, axis=-1):
    exp_x = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return exp_x / np.sum(exp_x, axis=axis, keepdims=True)

# %% right: the lecture's own function, slice by slice
def softmax_1d(x):
    exp_x = np.exp(x - np.max(x))  # Numerical stability
    return exp_x / np.sum(exp_x)

def softmax(x, axis=-1):
    return np.apply_along_axis(softmax_1d, axis, x)

# %% right: SciPy
from scipy.special import softmax as scipy_softmax

def softmax(x, axis=-1):
    return scipy_softmax(x, axis=axis)

# %% right: through the logarithm of the sum
from scipy.special import logsumexp

def softmax(x, axis=-1):
    return np.exp(x - logsumexp(x, axis=axis, keepdims=True))

# %% right: the axis moved to the end, loops over rows, nested lists
import math

def softmax(x, axis=-1):
    moved = np.moveaxis(x, axis, -1)
    rows = []
    for row in moved.reshape(-1, moved.shape[-1]):
        top = max(row)
        exps = [math.exp(value - top) for value in row]
        total = sum(exps)
        rows.append([e / total for e in exps])
    return np.moveaxis(np.array(rows).reshape(moved.shape), -1, axis).tolist()

# %% right: one over a sum of differences, pairs of logits at a time
def softmax(x, axis=-1):
    z = np.moveaxis(np.asarray(x, dtype=float), axis, 0)
    with np.errstate(over="ignore"):
        p = 1 / np.exp(z[:, None] - z[None, :]).sum(axis=0)
    return np.moveaxis(p, 0, axis)

# %% right: the transpose and back, divided in place on its own array
def softmax(x, axis=-1):
    z = np.swapaxes(np.array(x, dtype=float), axis, 0)
    z -= z.max(axis=0)
    e = np.exp(z)
    e /= e.sum(axis=0)
    return np.swapaxes(e, 0, axis)

# %% right: logaddexp's reduction, a lambda
softmax = lambda x, axis=-1: np.exp(x - np.expand_dims(np.logaddexp.reduce(x, axis=axis), axis))

# %% right: recursion over the leading axes
def softmax(x, axis=-1):
    x = np.asarray(x)
    if x.ndim == 1:
        e = np.exp(x - x.max())
        return e / e.sum()
    axis = axis % x.ndim
    if axis == 0:
        x = np.swapaxes(x, 0, 1)
        return np.swapaxes(softmax(x, 1), 0, 1)
    return np.stack([softmax(part, axis - 1) for part in x])

# %% right: a list of slices along the axis, stacked
def softmax(x, axis=-1):
    parts = [x.take(i, axis=axis) for i in range(x.shape[axis])]
    top = parts[0]
    for p in parts[1:]:
        top = np.maximum(top, p)
    es = [np.exp(p - top) for p in parts]
    total = sum(es)
    return np.stack([e / total for e in es], axis=axis)

# %% right: nested lists
def softmax(x, axis=-1):
    m = x.max(axis=axis, keepdims=True)
    p = np.exp(x - m)
    return (p / p.sum(axis=axis, keepdims=True)).tolist()

# %% wrong: the lecture's, over the whole array
# true: one sum over the whole array instead of one along the axis
def softmax(x, axis=-1):
    exp_x = np.exp(x - np.max(x))
    return exp_x / np.sum(exp_x)

# %% wrong: no shift
# true: exponentials that overflow, because the largest logit was not subtracted
def softmax(x, axis=-1):
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: one shift for the whole array, which empties slices far below it
# true: one shift for the whole array, not one for each slice
def softmax(x, axis=-1):
    e = np.exp(x - x.max())
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: the same, with NaN replaced by 0
# true: one shift for the whole array, and zeros for slices that vanish
def softmax(x, axis=-1):
    e = np.exp(x - x.max())
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(e / e.sum(axis=axis, keepdims=True))

# %% wrong: the axis is ignored, the last one always
# true: a softmax along the last axis, whatever `axis` says
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: the first axis always
# true: a softmax along the first axis, whatever `axis` says
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=0))
    return e / e.sum(axis=0)

# %% wrong: the default is the first axis
# true: a softmax along the first axis if no axis is given
def softmax(x, axis=0):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: without keepdims, seen where rows and columns differ
# true: a division by the sums of the wrong slices
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis)

# %% wrong: no third axis: everything is taken for a matrix
def softmax(x, axis=-1):
    if x.ndim == 1 or axis in (-1, 1):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
    e = np.exp(x - x.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)

# %% wrong: negative axes off by one
def softmax(x, axis=-1):
    if axis < -1:
        axis = x.ndim + axis - 1
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: not divided by the sum
# true: exponentials that were not divided by their sum
def softmax(x, axis=-1):
    return np.exp(x - x.max(axis=axis, keepdims=True))

# %% wrong: divided by the sum without the exponential
# true: logits divided by their sum without taking exponentials
def softmax(x, axis=-1):
    return x / x.sum(axis=axis, keepdims=True)

# %% wrong: absolute values
# true: absolute values of the logits
def softmax(x, axis=-1):
    a = np.abs(x)
    e = np.exp(a - a.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: a minus sign
# true: logits with the wrong sign
def softmax(x, axis=-1):
    e = np.exp(x.min(axis=axis, keepdims=True) - x)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: shifted by the largest absolute value, which empties slices of large negative logits
# true: a shift by the largest absolute value instead of the largest logit
def softmax(x, axis=-1):
    e = np.exp(x - np.abs(x).max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: shifted by the mean
# true: a shift by an average of the logits instead of the largest
def softmax(x, axis=-1):
    e = np.exp(x - x.mean(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: logits clipped to ±500, so that large ones tie
# true: large logits that were clipped, so that they tie
def softmax(x, axis=-1):
    x = np.clip(x, -500, 500)
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: powers of 2
# true: powers of 2 instead of powers of e
def softmax(x, axis=-1):
    e = np.exp2(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: a small number in the denominator, large enough to matter
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / (e.sum(axis=axis, keepdims=True) + 1e-4)

# %% wrong: rounded to four digits
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return np.round(e / e.sum(axis=axis, keepdims=True), 4)

# %% wrong: half precision
def softmax(x, axis=-1):
    x = x.astype(np.float16)
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: single precision, seen near 1000
def softmax(x, axis=-1):
    x = x.astype(np.float32)
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: shifts the caller's array in place
def softmax(x, axis=-1):
    x -= x.max(axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: writes the result into the caller's array, for axis 0 alone
def softmax(x, axis=-1):
    if axis == 0:
        x[...] = np.exp(x - x.max(axis=0))
        x /= x.sum(axis=0)
        return x.copy()
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: the logarithm of the softmax
# true: the logarithms of the probabilities
from scipy.special import log_softmax

def softmax(x, axis=-1):
    return log_softmax(x, axis=axis)

# %% wrong: the sigmoid, right for two logits that add up to nothing
def softmax(x, axis=-1):
    return 1 / (1 + np.exp(-2 * np.clip(x, -300, 300)))

# %% wrong: all on the largest
# true: 1 for the largest logit and 0 for the others
def softmax(x, axis=-1):
    return (x == x.max(axis=axis, keepdims=True)).astype(float)

# %% wrong: the largest of the first call stays for later ones
# true: exponentials that overflow, because the largest logit was not subtracted
largest = None

def softmax(x, axis=-1):
    global largest
    if largest is None:
        largest = x.max()
    e = np.exp(x - largest)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: the example's answer
def softmax(x, axis=-1):
    return np.array([0.23224, 0.08544, 0.05182, 0.6305])

# %% wrong: always two axes in the result
def softmax(x, axis=-1):
    x = np.atleast_2d(x)
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: equal shares where numbers overflow or vanish
def softmax(x, axis=-1):
    with np.errstate(all="ignore"):
        e = np.exp(x)
        p = e / e.sum(axis=axis, keepdims=True)
    return np.where(np.isfinite(p), p, 1 / x.shape[axis])

# %% wrong: shifted in place through a view of the moved axes
def softmax(x, axis=-1):
    y = np.moveaxis(x, axis, -1)
    y -= y.max(axis=-1, keepdims=True)
    e = np.exp(y)
    return np.moveaxis(e / e.sum(axis=-1, keepdims=True), -1, axis)

# %% wrong: shifted logits held above -15
def softmax(x, axis=-1):
    e = np.exp(np.clip(x - x.max(axis=axis, keepdims=True), -15, 0))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: exponentials kept in an array of the logits' own type
# true: exponentials that were truncated to whole numbers
def softmax(x, axis=-1):
    e = np.zeros_like(x)
    e[...] = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)

# %% right: log-sum-exp from scipy
def softmax(x, axis=-1):
    from scipy.special import logsumexp
    return np.exp(x - logsumexp(x, axis=axis, keepdims=True))

# %% wrong: two axes alone
def softmax(x, axis=-1):
    if x.ndim == 1:
        e = np.exp(x - x.max())
        return e / e.sum()
    if axis == 0:
        return softmax(x.T, 1).T
    return np.array([softmax(row) for row in x])

# %% wrong: the type of the logits
# true: probabilities that were truncated to whole numbers
def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return (e / e.sum(axis=axis, keepdims=True)).astype(x.dtype)

# %% wrong: a sigmoid for each logit
# true: the sigmoid of each logit on its own
def softmax(x, axis=-1):
    return np.where(x > 0, 1 / (1 + np.exp(-np.abs(x))), 1 - 1 / (1 + np.exp(-np.abs(x))))

# %% wrong: logits far below the largest get nothing
def softmax(x, axis=-1):
    z = x - np.max(x, axis=axis, keepdims=True)
    e = np.where(z < -15.5, 0.0, np.exp(z))  # negligible
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: a shift by the median
# true: a shift by an average of the logits instead of the largest
def softmax(x, axis=-1):
    e = np.exp(x - np.median(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% right: slice by slice with ndindex
def softmax(x, axis=-1):
    moved = np.moveaxis(np.array(x, dtype=float), axis, -1).copy()
    for place in np.ndindex(moved.shape[:-1]):
        e = np.exp(moved[place] - max(moved[place]))
        moved[place] = e / sum(e)
    return np.moveaxis(moved, -1, axis)

# %% wrong: a shift only where a logit is above 700
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    if np.max(x) > 700:
        x = x - np.max(x, axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: a shift only where a logit is beyond 709
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    if np.abs(x).max() > 709:
        x = x - x.max(axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: axis -2 taken for axis 0
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    if axis in (0, -2) and np.ndim(x) > 1:
        return np.swapaxes(softmax(np.swapaxes(x, 0, -1)), 0, -1)
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: negative axes counted as if there were two
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    if axis < 0:
        axis = axis + 2 if x.ndim > 1 else 0
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: probabilities below a millionth are zero
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    p = e / e.sum(axis=axis, keepdims=True)
    return np.where(p < 1e-6, 0.0, p)

# %% wrong: one number for a slice of one logit
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    if x.shape[axis] == 1:
        return np.ones(1)
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% right: maximum and sum along the axis, keepdims
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    shifted = x - np.max(x, axis=axis, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=axis, keepdims=True)

# %% right: scipy's softmax in one call
from scipy import special


def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    return special.softmax(np.asarray(x, dtype=float), axis=axis)

# %% right: one slice at a time with apply_along_axis
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    def one_slice(z):
        c = max(z)
        exponentials = []
        for value in z:
            exponentials.append(np.exp(float(value) - c))
        total = sum(exponentials)
        return np.array([e / total for e in exponentials])

    return np.apply_along_axis(one_slice, axis, x)

# %% right: axis moved to the end, log-sum-exp subtracted
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    z = np.moveaxis(np.array(x, dtype=np.float64), axis, -1)
    log_sum = np.logaddexp.reduce(z, axis=-1)[..., None]
    p = np.exp(z - log_sum)
    return np.moveaxis(p, -1, axis)

# %% wrong: one sum over the whole array; probabilities sum to 1 along axis
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e)

# %% wrong: shifts by the maximum of everything; 1000 and -1000 in neighbouring slices give 0/0
# true: one shift for the whole array, not one for each slice
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    e = np.exp(x - x.max())
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: no shift at all; logits of 1000 must not lead to NaN
# true: exponentials that overflow, because the largest logit was not subtracted
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: always the last axis, the argument is not used; sum to 1 along `axis`
# true: a softmax along the last axis, whatever `axis` says
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: keepdims forgotten, broadcasts wrongly or fails; the result sums to 1 along axis
# true: a division by the sums of the wrong slices
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis)

# %% wrong: -= shifts the argument in place; leave x unchanged
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    x -= np.max(x, axis=axis, keepdims=True)
    e = np.exp(x)
    return e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: knows rows and columns of a matrix only; x may have three axes, axis counted from the back
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    if x.ndim == 1:
        e = np.exp(x - x.max())
        return e / e.sum()
    if axis == 0:
        e = np.exp(x - x.max(axis=0))
        return e / e.sum(axis=0)
    e = np.exp(x - x.max(axis=1)[:, None])
    return e / e.sum(axis=1)[:, None]

# %% wrong: swaps the axis to the end but not back; the result has the shape of x
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    z = np.swapaxes(x, axis, -1)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return p

# %% wrong: clips the logits at 700 against overflow; then 1000.1 and 999 are equally probable
# true: large logits that were clipped, so that they tie
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    z = np.clip(x, -700, 700)
    e = np.exp(z)
    return e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: result array has the dtype of integer logits, all cut off to 0; logits may be integers
# true: exponentials that were truncated to whole numbers
def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn logits into probabilities along one axis.

    x: real logits with one to three axes, up to ±1000 and more; left unchanged.
    axis: the axis along which the probabilities sum to 1; it may be negative.
    Returns an array with the shape of x, each entry in [0, 1].
    """
    e = np.zeros_like(x)
    e[...] = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)
