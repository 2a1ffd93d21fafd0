# Right and wrong answers to `layer_norm_gradients(x, gain, upstream, epsilon=1e-5)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: equation (4)
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% right: token by token
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    n, d = x.shape
    dx, dgain, dbias = np.zeros((n, d)), np.zeros(d), np.zeros(d)
    for t in range(n):
        centred = x[t] - np.mean(x[t])
        s = np.sqrt(np.mean(centred**2) + epsilon)
        hat = centred / s
        slope = gain * upstream[t]
        dx[t] = (slope - np.mean(slope) - hat * np.mean(slope * hat)) / s
        dgain += upstream[t] * hat
        dbias += upstream[t]
    return dx, dgain, dbias

# %% right: einsum, and a sum divided by d
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    d = x.shape[1]
    centred = x - np.einsum("nd->n", x)[:, None] / d
    inverse = (np.einsum("nd,nd->n", centred, centred)[:, None] / d + epsilon) ** -0.5
    hat = centred * inverse
    bar = np.einsum("d,nd->nd", gain, upstream)
    first = np.einsum("nd->n", bar)[:, None] / d
    second = np.einsum("nd,nd->n", bar, hat)[:, None] / d
    return inverse * (bar - first - second * hat), np.einsum("nd,nd->d", upstream, hat), np.einsum("nd->d", upstream)

# %% right: back through the mean and the variance one after the other
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    d = x.shape[1]
    centred = x - x.mean(axis=1, keepdims=True)
    variance = np.mean(centred**2, axis=1, keepdims=True)
    inverse = 1 / np.sqrt(variance + epsilon)
    dhat = upstream * gain
    dinverse = np.sum(dhat * centred, axis=1, keepdims=True)
    dvariance = -dinverse * inverse**3 / 2
    dcentred = dhat * inverse + 2 * centred * dvariance / d
    dx = dcentred - dcentred.mean(axis=1, keepdims=True)
    return dx, (upstream * centred * inverse).sum(axis=0), upstream.sum(axis=0)

# %% right: the earlier layer_norm gives n̂
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    d = x.shape[1]
    hat = layer_norm(x, np.ones(d), np.zeros(d), epsilon)
    s = np.sqrt(np.var(x, axis=-1) + epsilon)[:, np.newaxis]
    bar = np.multiply(gain, upstream)
    dx = (bar - np.mean(bar, -1, keepdims=True) - hat * np.mean(bar * hat, -1, keepdims=True)) / s
    return dx, np.sum(hat * upstream, 0), np.sum(upstream, 0)

# %% right: lists come back, sums as products with ones
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    n, d = np.shape(x)
    ones = np.ones(d) / d
    centred = x - np.outer(x @ ones, np.ones(d))
    s = np.sqrt(centred**2 @ ones + epsilon)
    hat = centred / s[:, None]
    bar = upstream * gain
    dx = bar - (bar @ ones)[:, None] - hat * ((bar * hat) @ ones)[:, None]
    return [(dx / s[:, None]).tolist(), (np.ones(n) @ (upstream * hat)).tolist(), (np.ones(n) @ upstream).tolist()]

# %% right: transposed, so that rows broadcast
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    x, up = np.transpose(x), np.transpose(upstream)
    centred = x - x.mean(axis=0)
    s = np.sqrt((centred * centred).mean(axis=0) + epsilon)
    hat = centred / s
    bar = up * np.reshape(gain, (-1, 1))
    dx = (bar - bar.mean(axis=0) - hat * (bar * hat).mean(axis=0)) / s
    return dx.T, (up * hat).sum(axis=1), up.sum(axis=1)

# %% right: projections: without the part along 1 and the part along n̂
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    def project(v, onto):  # what v has along a vector of squared length d
        return np.sum(v * onto, axis=1, keepdims=True) / x.shape[1] * onto

    centred = x - project(x, np.ones(x.shape))
    s = np.sqrt(np.sum(centred**2, axis=1, keepdims=True) / x.shape[1] + epsilon)
    hat = centred / s
    bar = gain * upstream
    dx = bar - project(bar, np.ones(x.shape)) - project(bar, hat)
    return dx / s, np.sum(upstream * hat, axis=0), np.sum(upstream, axis=0)

# %% right: the Jacobian's product written with a small helper
def token_back(hat, s, bar):
    return (bar - bar.sum() / bar.size - hat * (bar @ hat) / bar.size) / s

def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    s = np.sqrt(np.var(x, axis=1) + epsilon)
    hats = (x - np.mean(x, axis=1, keepdims=True)) / s[:, None]
    dx = np.stack([token_back(*token) for token in zip(hats, s, gain * upstream)])
    return dx, sum(hats * upstream), sum(upstream * 1.0)

# %% wrong: a division by s alone
# true: a layer norm whose mean and variance count as constants
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = bar / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: the last term is left out
# true: a layer norm whose variance counts as a constant
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True)) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: the mean of n̄ is not subtracted
# true: a layer norm whose mean counts as a constant
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: the last term is added
# true: a layer norm in which the term of the variance is added instead of subtracted
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) + unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: without the gain
# true: a way back through a layer norm without its gain
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: the gain's gradient by x as it is
# true: a gradient of the gain made with the rows before normalization
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * x, axis=0), np.sum(upstream, axis=0)

# %% wrong: divided by the variance
# true: a division by the variance instead of its root
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s**2
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: ε outside of the root
# true: ε outside of the root on the way back
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True)) + epsilon
    unit = (x - mu) / np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: ε outside of the root, forward as well
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = (np.sqrt(x.var(axis=1, keepdims=True)) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: no ε
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True))
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: the means of n̄ down the columns
# true: means down the columns, over the tokens, instead of along each token
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=0)
    dx = (bar - bar.mean(axis=0) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: sums instead of means in the brackets
# true: sums along each token where equation (4) has means
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.sum(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.sum(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: gain and bias exchanged
# true: the gradients of a layer norm's gain and bias swapped
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream, axis=0), np.sum(upstream * unit, axis=0)

# %% wrong: means over the tokens for gain and bias
# true: gradients of gain and bias that are means over the tokens, not sums
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.mean(upstream * unit, axis=0), np.mean(upstream, axis=0)

# %% wrong: gain and bias with n̄ instead of ȳ
# true: gradients of gain and bias that were multiplied by the gain
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(bar * unit, axis=0), np.sum(bar, axis=0)

# %% wrong: a fixed ε
# true: an ε of 0.00001, although another one is given
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: the variance over n − 1
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, ddof=min(1, x.shape[1] - 1), keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: sums along the tokens' numbers for gain and bias
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=1), np.sum(upstream, axis=1)

# %% wrong: the variance as the mean of squares less the square of the mean
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.maximum(np.mean(x**2, axis=1, keepdims=True) - mu**2, 0) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: central differences, in four lines by the earlier numerical_gradient
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    loss = lambda a, g, b: float(np.sum(layer_norm(a, g, b, epsilon) * upstream))
    zero, x, gain = np.zeros(len(gain)), np.array(x, float), np.array(gain, float)
    dx, dgain = numerical_gradient(lambda a: loss(a, gain, zero), x), numerical_gradient(lambda g: loss(x, g, zero), gain)
    return dx, dgain, numerical_gradient(lambda b: loss(x, gain, b), zero)

# %% wrong: complex steps, one forward pass for each slope
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    def loss(x, gain, bias):
        centred = x - x.mean(axis=1, keepdims=True)
        s = np.sqrt(np.mean(centred**2, axis=1, keepdims=True) + epsilon)
        return np.sum((gain * centred / s + bias) * upstream)

    found = []
    for which in range(3):
        args = [np.array(a, dtype=complex) for a in (x, gain, np.zeros(len(gain)))]
        slopes = np.zeros(args[which].shape)
        for place in np.ndindex(slopes.shape):
            args[which][place] += 1e-20j
            slopes[place] = loss(*args).imag * 1e20
            args[which][place] -= 1e-20j
        found.append(slopes)
    return tuple(found)

# %% wrong: complex steps for a whole column at once, still one pass for each number of a token
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    def normed(x):
        centred = x - x.mean(axis=1, keepdims=True)
        return centred / np.sqrt(np.mean(centred**2, axis=1, keepdims=True) + epsilon)

    dx = np.zeros(np.shape(x))
    for i in range(x.shape[1]):
        moved = np.array(x, dtype=complex)
        moved[:, i] += 1e-20j
        dx[:, i] = np.sum(gain * normed(moved).imag * 1e20 * upstream, axis=1)
    return dx, np.sum(upstream * normed(x), axis=0), np.sum(upstream, axis=0)

# %% wrong: central differences along x alone
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    def normed(x):
        return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + epsilon)

    dx, h = np.zeros(np.shape(x)), 1e-4
    for i in range(x.shape[1]):
        step = h * (np.arange(x.shape[1]) == i)
        dx[:, i] = np.sum(gain * (normed(x + step) - normed(x - step)) * upstream, axis=1) / (2 * h)
    return dx, np.sum(upstream * normed(x), axis=0), np.sum(upstream, axis=0)

# %% wrong: x is centred in place
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    n, d = x.shape
    if x.dtype == float:
        x -= x.mean(axis=1, keepdims=True)
    dx, dgain, dbias = np.zeros((n, d)), np.zeros(d), np.zeros(d)
    for t in range(n):
        centred = x[t] - np.mean(x[t])
        s = np.sqrt(np.mean(centred**2) + epsilon)
        hat = centred / s
        slope = gain * upstream[t]
        dx[t] = (slope - np.mean(slope) - hat * np.mean(slope * hat)) / s
        dgain += upstream[t] * hat
        dbias += upstream[t]
    return dx, dgain, dbias

# %% wrong: buffers of x's type, whole numbers are cut
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    n, d = x.shape
    dx, dgain, dbias = np.zeros_like(x), np.zeros(d), np.zeros(d)
    for t in range(n):
        centred = x[t] - np.mean(x[t])
        s = np.sqrt(np.mean(centred**2) + epsilon)
        hat = centred / s
        slope = gain * upstream[t]
        dx[t] = (slope - np.mean(slope) - hat * np.mean(slope * hat)) / s
        dgain += upstream[t] * hat
        dbias += upstream[t]
    return dx, dgain, dbias

# %% wrong: slopes are clipped to ±10
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    dx = np.clip(dx, -10, 10)
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: the bias comes before the input
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0), dx

# %% wrong: dx alone
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx

# %% wrong: divided by s twice
# true: a division by the variance instead of its root
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream / s
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: quiet tokens get no slope
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(x.var(axis=1, keepdims=True) + epsilon)
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    dx = np.where(x.std(axis=1, keepdims=True) < 0.01, 0, dx)
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)

# %% wrong: ε as a lower limit of the variance
def layer_norm_gradients(x, gain, upstream, epsilon=1e-5):
    mu = x.mean(axis=1, keepdims=True)
    s = np.sqrt(np.maximum(x.var(axis=1, keepdims=True), epsilon))
    unit = (x - mu) / s
    bar = gain * upstream
    along = np.mean(bar * unit, axis=1, keepdims=True)
    dx = (bar - bar.mean(axis=1, keepdims=True) - unit * along) / s
    return dx, np.sum(upstream * unit, axis=0), np.sum(upstream, axis=0)
