# Right and wrong answers to `layer_norm(x, gain, bias, epsilon=1e-5)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: mean and variance along the last axis
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(var + epsilon) + bias

# %% right: sums
def layer_norm(x, gain, bias, epsilon=1e-5):
    d = x.shape[-1]
    centred = x - np.sum(x, axis=-1, keepdims=True) / d
    return centred / (np.sum(centred ** 2, axis=-1, keepdims=True) / d + epsilon) ** 0.5 * gain + bias

# %% right: row by row
def layer_norm(x, gain, bias, epsilon=1e-5):
    rows = np.reshape(x, (-1, np.shape(x)[-1]))
    out = np.zeros(rows.shape)
    for i, row in enumerate(rows):
        out[i] = gain * (row - np.mean(row)) / np.sqrt(np.var(row) + epsilon) + bias
    return out.reshape(np.shape(x))

# %% right: apply_along_axis
def layer_norm(x, gain, bias, epsilon=1e-5):
    def one(row):
        return (row - row.mean()) / np.sqrt(row.var() + epsilon)
    return np.apply_along_axis(one, -1, x) * gain + bias

# %% right: recursion over the axes, in lists
import math

def layer_norm(x, gain, bias, epsilon=1e-5):
    if np.ndim(x) > 1:
        return [layer_norm(part, gain, bias, epsilon) for part in x]
    mean = sum(float(v) for v in x) / len(x)
    var = sum((v - mean) ** 2 for v in x) / len(x)
    return [g * (v - mean) / math.sqrt(var + epsilon) + b for v, g, b in zip(x, gain, bias)]

# %% right: a product with the centring matrix
def layer_norm(x, gain, bias, epsilon=1e-5):
    d = np.shape(x)[-1]
    centred = np.asarray(x, dtype=float) @ (np.eye(d) - np.ones((d, d)) / d)
    scale = np.sqrt(np.einsum("...i,...i->...", centred, centred) / d + epsilon)
    return centred / scale[..., None] * gain + bias

# %% right: standard deviation and epsilon by hypot
def layer_norm(x, gain, bias, epsilon=1e-5):
    centred = x - np.mean(x, -1)[..., None]
    return bias + gain * centred / np.hypot(np.std(x, -1), np.sqrt(epsilon))[..., None]

# %% wrong: over the tokens
# true: normalization down the columns, over the tokens
def layer_norm(x, gain, bias, epsilon=1e-5):
    return gain * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + epsilon) + bias

# %% wrong: over everything
# true: normalization over the whole array, not row by row
def layer_norm(x, gain, bias, epsilon=1e-5):
    return gain * (x - x.mean()) / np.sqrt(x.var() + epsilon) + bias

# %% wrong: the second axis, which need not be the last
# true: normalization along axis 1, which need not be the last
def layer_norm(x, gain, bias, epsilon=1e-5):
    x = np.asarray(x)
    axis = 1 if x.ndim > 1 else 0
    mean, var = x.mean(axis=axis, keepdims=True), x.var(axis=axis, keepdims=True)
    return gain * (x - mean) / np.sqrt(var + epsilon) + bias

# %% wrong: over n - 1
# true: the variance over n − 1 instead of n
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, ddof=1, keepdims=True)
    return gain * (x - mean) / np.sqrt(var + epsilon) + bias

# %% wrong: epsilon outside
# true: epsilon added outside of the root
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, std = x.mean(axis=-1, keepdims=True), x.std(axis=-1, keepdims=True)
    return gain * (x - mean) / (std + epsilon) + bias

# %% wrong: no epsilon
# true: no epsilon, so a constant row gives 0 / 0
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, std = x.mean(axis=-1, keepdims=True), x.std(axis=-1, keepdims=True)
    return gain * (x - mean) / std + bias

# %% wrong: an epsilon of its own
# true: an ε of 0.00001, although another one is given
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(var + 1e-5) + bias

# %% wrong: no root
# true: a division by the variance, without the root
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return gain * (x - mean) / (var + epsilon) + bias

# %% wrong: not centred
# true: a scaled x whose mean was not subtracted
def layer_norm(x, gain, bias, epsilon=1e-5):
    return gain * x / np.sqrt(x.var(axis=-1, keepdims=True) + epsilon) + bias

# %% wrong: RMS norm
# true: an RMS norm, which subtracts no mean
def layer_norm(x, gain, bias, epsilon=1e-5):
    return gain * x / np.sqrt(np.mean(x ** 2, axis=-1, keepdims=True) + epsilon) + bias

# %% wrong: no gain, no bias
# true: normalization without gain and bias
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return (x - mean) / np.sqrt(var + epsilon)

# %% wrong: the bias is stretched, too
# true: a bias that is multiplied by the gain, too
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return gain * ((x - mean) / np.sqrt(var + epsilon) + bias)

# %% wrong: a matrix product with the gain
# true: a matrix product with the gain instead of a product entry by entry
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return ((x - mean) / np.sqrt(var + epsilon)) @ gain + bias

# %% wrong: axes are not kept
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1), x.var(axis=-1)
    return gain * (x - mean) / np.sqrt(var + epsilon) + bias

# %% wrong: matrices alone
def layer_norm(x, gain, bias, epsilon=1e-5):
    n, d = x.shape
    mean, var = x.mean(axis=1).reshape(n, 1), x.var(axis=1).reshape(n, 1)
    return gain * (x - mean) / np.sqrt(var + epsilon) + bias

# %% wrong: centred in place
def layer_norm(x, gain, bias, epsilon=1e-5):
    if x.dtype.kind == "i":
        x = x.astype(float)
    x -= x.mean(axis=-1, keepdims=True)
    return gain * x / np.sqrt(np.mean(x ** 2, axis=-1, keepdims=True) + epsilon) + bias

# %% wrong: the mean of squares less the square of the mean, in single precision
def layer_norm(x, gain, bias, epsilon=1e-5):
    x = np.asarray(x, dtype=np.float32)
    mean = x.mean(axis=-1, keepdims=True)
    var = (x ** 2).mean(axis=-1, keepdims=True) - mean ** 2
    return gain * (x - mean) / np.sqrt(var + epsilon) + bias

# %% wrong: between 0 and 1
# true: rows scaled to lie between 0 and 1
def layer_norm(x, gain, bias, epsilon=1e-5):
    low, high = x.min(axis=-1, keepdims=True), x.max(axis=-1, keepdims=True)
    return gain * (x - low) / (high - low + epsilon) + bias


# %% right: np.average, axis by name of its number
def layer_norm(x, gain, bias, epsilon=1e-5):
    x = np.asarray(x, dtype=float)
    last = x.ndim - 1
    mean = np.expand_dims(np.average(x, axis=last), last)
    spread = np.expand_dims(np.average((x - mean) ** 2, axis=last), last)
    return (x - mean) * (spread + epsilon) ** -0.5 * gain + bias

# %% right: flattened to rows and back, in lists
def layer_norm(x, gain, bias, epsilon=1e-5):
    shape, rows = np.shape(x), []
    for row in np.reshape(x, (-1, shape[-1])).tolist():
        mean = sum(row) / len(row)
        s = (sum((v - mean) ** 2 for v in row) / len(row) + epsilon) ** 0.5
        rows.append([float(g) * (v - mean) / s + float(b) for v, g, b in zip(row, gain, bias)])
    return np.array(rows).reshape(shape)

# %% right: the last axis moved to the front
def layer_norm(x, gain, bias, epsilon=1e-5):
    y = np.moveaxis(np.asarray(x, dtype=float), -1, 0)
    y = (y - y.mean(axis=0)) / np.sqrt(y.var(axis=0) + epsilon)
    return np.moveaxis(y, 0, -1) * gain + bias

# %% right: einsum
def layer_norm(x, gain, bias, epsilon=1e-5):
    d = np.shape(x)[-1]
    centred = x - np.einsum("...i->...", x)[..., None] / d
    s = np.sqrt(np.einsum("...i,...i->...", centred, centred) / d + epsilon)
    return np.einsum("...i,i->...i", centred / s[..., None], np.asarray(gain, dtype=float)) + bias

# %% wrong: epsilon for constant rows alone
# true: no ε in rows that are not constant
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(np.where(var == 0, epsilon, var)) + bias

# %% wrong: the variance is at least epsilon
# true: ε as a lower limit of the variance, not added to it
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(np.maximum(var, epsilon)) + bias

# %% wrong: the square of epsilon
# true: a variance to which the square of ε is added
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(var + epsilon**2) + bias

# %% wrong: the mean deviation for the standard deviation
# true: the mean absolute deviation in place of the standard deviation
def layer_norm(x, gain, bias, epsilon=1e-5):
    centred = x - x.mean(axis=-1, keepdims=True)
    return gain * centred / (np.abs(centred).mean(axis=-1, keepdims=True) + epsilon) + bias

# %% wrong: the median for the mean
def layer_norm(x, gain, bias, epsilon=1e-5):
    centred = x - np.median(x, axis=-1, keepdims=True)
    return gain * centred / np.sqrt(x.var(axis=-1, keepdims=True) + epsilon) + bias

# %% wrong: gain and bias exchanged
# true: gain and bias that are swapped
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return bias * (x - mean) / np.sqrt(var + epsilon) + gain

# %% wrong: the mean of squares, which a large shift takes digits from
def layer_norm(x, gain, bias, epsilon=1e-5):
    x = np.asarray(x, dtype=np.float32)
    mean = x.mean(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt((x**2).mean(axis=-1, keepdims=True) - mean**2 + epsilon) + bias

# %% wrong: running statistics, as in batch norm
seen = {}
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    old = seen.setdefault(x.shape, (mean, var))
    mean, var = 0.9 * old[0] + 0.1 * mean, 0.9 * old[1] + 0.1 * var
    seen[x.shape] = mean, var
    return gain * (x - mean) / np.sqrt(var + epsilon) + bias

# %% wrong: the gain is one more
# true: 1 added to the gain
def layer_norm(x, gain, bias, epsilon=1e-5):
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return (1 + gain) * (x - mean) / np.sqrt(var + epsilon) + bias

# %% wrong: gain and bias in the type of x
def layer_norm(x, gain, bias, epsilon=1e-5):
    gain, bias = gain.astype(x.dtype), bias.astype(x.dtype)
    centred = x - x.mean(axis=-1, keepdims=True)
    return gain * centred / np.sqrt(np.mean(centred**2, axis=-1, keepdims=True) + epsilon) + bias

# %% wrong: NaN made 0, without an epsilon
# true: no ε in rows that are not constant
def layer_norm(x, gain, bias, epsilon=1e-5):
    m, s = x.mean(axis=-1, keepdims=True), x.std(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return gain * np.nan_to_num((x - m) / s) + bias

# %% right: var and mean of NumPy with keepdims
def layer_norm(x, gain, bias, epsilon=1e-5):
    scaled = (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + epsilon)
    return gain * scaled + bias

# %% right: rows of a flattened copy, one by one
def layer_norm(x, gain, bias, epsilon=1e-5):
    rows = np.array(x, dtype=float).reshape(-1, x.shape[-1])
    for i in range(len(rows)):
        c = rows[i] - sum(rows[i]) / len(rows[i])
        rows[i] = c * gain / (np.dot(c, c) / len(c) + epsilon) ** 0.5 + bias
    return rows.reshape(x.shape)

# %% right: last axis first by moveaxis, einsum for the variance
def layer_norm(x, gain, bias, epsilon=1e-5):
    y = np.moveaxis(x, -1, 0)
    centred = y - np.add.reduce(y, axis=0) / len(y)
    variance = np.einsum("i...,i...->...", centred, centred) / len(y)
    return np.moveaxis(centred * (variance + epsilon) ** -0.5, 0, -1) * gain + bias

# %% right: np.apply_along_axis with an inner function
def layer_norm(x, gain, bias, epsilon=1e-5):
    def one(row):
        c = row - np.average(row)
        return np.multiply(gain, c / np.sqrt(np.average(np.square(c)) + epsilon)) + bias

    return np.apply_along_axis(one, -1, np.asarray(x, dtype=float))

# %% wrong: variance as mean of squares minus squared mean, cancels for rows far from zero
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu = np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(np.square(x, dtype=float), axis=-1, keepdims=True) - mu**2
    return gain * (x - mu) / np.sqrt(np.abs(variance) + epsilon) + bias

# %% wrong: knows one, two and three axes only
def layer_norm(x, gain, bias, epsilon=1e-5):
    if x.ndim == 1:
        return gain * (x - x.mean()) / np.sqrt(x.var() + epsilon) + bias
    if x.ndim == 2:
        mu, var = x.mean(axis=1)[:, None], x.var(axis=1)[:, None]
    elif x.ndim == 3:
        mu, var = x.mean(axis=2)[:, :, None], x.var(axis=2)[:, :, None]
    return gain * (x - mu) / np.sqrt(var + epsilon) + bias

# %% wrong: rows with a variance below 1e-8 count as constant and give the bias
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    scaled = np.where(var < 1e-8, 0.0, (x - mu) / np.sqrt(var + epsilon))
    return gain * scaled + bias

# %% wrong: np.isclose takes rows such as 1000, 1000.001 for constant
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    constant = np.all(np.isclose(x, mu, atol=0), axis=-1, keepdims=True)
    return np.where(constant, bias, gain * (x - mu) / np.sqrt(var + epsilon) + bias)

# %% wrong: outliers are clipped to ±3 standard deviations, equation 1 does not
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    return gain * np.clip((x - mu) / np.sqrt(var + epsilon), -3, 3) + bias

# %% wrong: single precision inside, a row far from zero loses its digits
def layer_norm(x, gain, bias, epsilon=1e-5):
    y = np.asarray(x, dtype=np.float32).astype(float)
    mu, var = y.mean(axis=-1, keepdims=True), y.var(axis=-1, keepdims=True)
    return gain * (y - mu) / np.sqrt(var + epsilon) + bias

# %% wrong: the variance over d - 1 numbers
# true: the variance over n − 1 instead of n
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True, ddof=1)
    return gain * (x - mu) / np.sqrt(var + epsilon) + bias

# %% wrong: epsilon is added outside of the root
# true: epsilon added outside of the root
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu, std = x.mean(axis=-1, keepdims=True), x.std(axis=-1, keepdims=True)
    return gain * (x - mu) / (std + epsilon) + bias

# %% wrong: axis 1, which is not the last one of a vector or a stack
def layer_norm(x, gain, bias, epsilon=1e-5):
    x = np.atleast_2d(x)
    mu, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    return gain * (x - mu) / np.sqrt(var + epsilon) + bias

# %% right: each token in a loop over all leading axes
def layer_norm(
    x: np.ndarray, gain: np.ndarray, bias: np.ndarray, epsilon: float = 1e-5
) -> np.ndarray:
    """Return x with each row at mean 0 and variance 1, stretched by gain and shifted by bias."""
    d = x.shape[-1]
    result = np.zeros(x.shape, dtype=float)
    for place in np.ndindex(x.shape[:-1]):
        token = x[place].astype(float)
        mu = np.sum(token) / d
        centred = token - mu
        variance = np.sum(centred * centred) / d
        normalized = centred / np.sqrt(variance + epsilon)
        result[place] = gain * normalized + bias
    return result

# %% right: mean and var along the last axis
def layer_norm(
    x: np.ndarray, gain: np.ndarray, bias: np.ndarray, epsilon: float = 1e-5
) -> np.ndarray:
    mu = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return gain * (x - mu) / np.sqrt(var + epsilon) + bias

# %% right: recursion over the axes down to vectors
def layer_norm(
    x: np.ndarray, gain: np.ndarray, bias: np.ndarray, epsilon: float = 1e-5
) -> np.ndarray:
    if x.ndim > 1:
        return np.array([layer_norm(part, gain, bias, epsilon) for part in x])
    centred = x - np.mean(x)
    s = (np.mean(centred**2) + epsilon) ** 0.5
    return np.multiply(gain, centred / s) + bias

# %% right: flattened to rows, einsum for the squares
def layer_norm(
    x: np.ndarray, gain: np.ndarray, bias: np.ndarray, epsilon: float = 1e-5
) -> np.ndarray:
    d = np.shape(x)[-1]
    rows = np.asarray(x, dtype=np.result_type(x, np.float32)).reshape(-1, d)
    rows = rows - np.average(rows, axis=1)[:, None]
    root = np.sqrt(np.einsum("nd,nd->n", rows, rows) / d + epsilon)
    return (np.einsum("nd,n,d->nd", rows, 1 / root, gain) + bias).reshape(np.shape(x))

# %% wrong: axis=0, tokens are mixed; "each token has its own mean and variance"
# true: normalization down the columns, over the tokens
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu = x.mean(axis=0, keepdims=True)
    var = x.var(axis=0, keepdims=True)
    return gain * (x - mu) / np.sqrt(var + epsilon) + bias

# %% wrong: axis=1, fails for a single token and is wrong for stacks; "along the last axis", any number of axes
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return gain * (x - mu) / np.sqrt(var + epsilon) + bias

# %% wrong: ddof=1; equation (1) divides by d
# true: the variance over n − 1 instead of n
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True, ddof=1)
    return gain * (x - mu) / np.sqrt(var + epsilon) + bias

# %% wrong: epsilon added to the standard deviation, outside the root; equation (1)
# true: epsilon added outside of the root
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu = x.mean(axis=-1, keepdims=True)
    sigma = x.std(axis=-1, keepdims=True)
    return gain * (x - mu) / (sigma + epsilon) + bias

# %% wrong: divided by the variance, the root is forgotten; equation (1)
# true: a division by the variance, without the root
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu = np.mean(x, axis=-1, keepdims=True)
    var = np.mean((x - mu) ** 2, axis=-1, keepdims=True)
    return gain * (x - mu) / (var + epsilon) + bias

# %% wrong: no epsilon, 0/0 for a constant row; "for a constant row, the result is the bias"
# true: no epsilon, so a constant row gives 0 / 0
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu = x.mean(axis=-1, keepdims=True)
    sigma = x.std(axis=-1, keepdims=True)
    return gain * (x - mu) / sigma + bias

# %% wrong: variance as the mean of squares minus the square of the mean, which loses its digits far from zero; "however far from zero its mean"
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu = np.mean(x, axis=-1, keepdims=True)
    var = np.mean(x**2, axis=-1, keepdims=True) - mu**2
    var = np.maximum(var, 0)
    return gain * (x - mu) / np.sqrt(var + epsilon) + bias

# %% wrong: works on x in place; "leave all arguments unchanged" (and fails for whole numbers)
def layer_norm(x, gain, bias, epsilon=1e-5):
    x -= x.mean(axis=-1, keepdims=True)
    x /= np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + epsilon)
    return gain * x + bias

# %% wrong: gain and bias forgotten; y = g (x - mu)/s + b
# true: normalization without gain and bias
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return (x - mu) / np.sqrt(var + epsilon)

# %% wrong: epsilon fixed at 1e-5 in the formula; the caller's epsilon must be used
# true: an ε of 0.00001, although another one is given
def layer_norm(x, gain, bias, epsilon=1e-5):
    mu = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    normalized = (x - mu) / np.sqrt(var + 1e-5)
    return gain * normalized + bias
