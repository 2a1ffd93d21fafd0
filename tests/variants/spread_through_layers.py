# Right and wrong answers to `weight_std(width, depth, factor)` and
# `spread_through_layers(signals, std, depth, rng)`, both in one cell, a block each, as students write
# them. `np`, `plt` and `special` come from the notebook's set-up cell. Every check must pass each
# right answer, and some check must fail each wrong one.

# %% right: the own sampler, reshaped
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    n = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        W = np.asarray(sample_normal(0, std, n * n, rng)).reshape(n, n)
        signals = signals @ W
        spreads.append(signals.std())
    return np.array(spreads)

# %% right: logarithms, and standard draws that are scaled
import math

def weight_std(width, depth, factor):
    return math.exp(math.log(factor) / depth - math.log(width) / 2)

def spread_through_layers(signals, std, depth, rng):
    x = np.asarray(signals, dtype=float)
    n = len(x[0])
    out = np.zeros(depth + 1)
    out[0] = x.std()
    for k in range(1, depth + 1):
        x = x @ (std * rng.standard_normal((n, n)))
        out[k] = x.std()
    return out

# %% right: loops and lists
def weight_std(width, depth, factor):
    per_layer = factor ** (1 / depth)
    variance = per_layer * per_layer / width
    return variance**0.5

def spread_through_layers(signals, std, depth, rng):
    rows = [[float(v) for v in row] for row in signals]
    width = len(rows[0])

    def spread(rows):
        flat = [v for row in rows for v in row]
        mean = sum(flat) / len(flat)
        return (sum((v - mean) ** 2 for v in flat) / len(flat)) ** 0.5

    spreads = [spread(rows)]
    for layer in range(depth):
        W = [[rng.normal(0, std) for j in range(width)] for i in range(width)]
        rows = [
            [sum(row[i] * W[i][j] for i in range(width)) for j in range(width)] for row in rows
        ]
        spreads.append(spread(rows))
    return spreads

# %% right: weights times signals, with the signals as columns
def weight_std(width, depth, factor):
    return np.power(factor, 1.0 / depth) * width**-0.5

def spread_through_layers(signals, std, depth, rng):
    columns = signals.T
    spreads = [np.std(columns)]
    for _ in range(depth):
        columns = rng.normal(scale=std, size=(len(columns), len(columns))) @ columns
        spreads.append(np.std(columns))
    return np.array(spreads)

# %% right: all weights drawn at once
def weight_std(width, depth, factor):
    return (factor**2) ** (1 / (2 * depth)) / width**0.5

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[-1]
    weights = rng.normal(0.0, std, size=(depth, width, width))
    spreads = [signals.std()]
    for W in weights:
        signals = np.matmul(signals, W)
        spreads.append(signals.std())
    return np.stack(spreads)

# %% right: recursion
def weight_std(width, depth, factor):
    return np.exp(np.log(factor) / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    here = [float(np.std(signals))]
    if depth == 0:
        return here
    n = np.shape(signals)[1]
    after = np.dot(signals, rng.normal(0, std, (n, n)))
    return here + list(spread_through_layers(after, std, depth - 1, rng))

# %% right: einsum, and the standard deviation by hand
def weight_std(width, depth, factor):
    return float(factor) ** (1 / depth) / np.sqrt(float(width))

def spread_through_layers(signals, std, depth, rng):
    history = [np.array(signals, dtype=float)]
    while len(history) <= depth:
        W = rng.standard_normal((signals.shape[1],) * 2) * std
        history.append(np.einsum("ri,ij->rj", history[-1], W))
    return tuple(np.sqrt(np.mean((x - np.mean(x)) ** 2)) for x in history)

# %% right: a generator with the spreads
def weight_std(width, depth, factor):
    return np.sqrt(factor ** (2 / depth) / width)

def spread_through_layers(signals, std, depth, rng):
    def walk(x):
        yield x.std()
        for _ in range(depth):
            x = x @ rng.normal(0, std, (x.shape[1], x.shape[1]))
            yield x.std()

    return np.fromiter(walk(signals), float)

# %% right: the product of all weights so far
def weight_std(width, depth, factor):
    def result(sigma):
        return depth * np.log(sigma * np.sqrt(width))

    low, high = 1e-30, 1e30
    for _ in range(400):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if result(middle) < np.log(factor) else (low, middle)
    return np.sqrt(low * high)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    product = np.eye(width)
    spreads = [np.std(signals)]
    for _ in range(depth):
        product = product @ rng.normal(0, std, (width, width))
        spreads.append(np.std(signals @ product))
    return np.array(spreads)

# %% right: SciPy draws, statistics measures
import statistics

from scipy import stats

def weight_std(width, depth, factor):
    return 10 ** (np.log10(factor) / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    x, n = signals.astype(float), signals.shape[1]
    spreads = [statistics.pstdev(x.ravel().tolist())]
    for _ in range(depth):
        x = x @ stats.norm.rvs(0, std, size=(n, n), random_state=rng)
        spreads.append(statistics.pstdev(x.ravel().tolist()))
    return np.array(spreads)

# %% wrong: no root of the number of layers
# true: the factor of all layers, used for each of them
def weight_std(width, depth, factor):
    return factor / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (signals.shape[1],) * 2)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: the factor is ignored
# true: 1/√n, whatever factor is asked for
def weight_std(width, depth, factor):
    return 1 / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (signals.shape[1],) * 2)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: a division by n
# true: a division by n instead of √n
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / width

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (signals.shape[1],) * 2)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: the variance of the weights
# true: the variance of the weights instead of their standard deviation
def weight_std(width, depth, factor):
    return (factor ** (1 / depth)) ** 2 / width

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (signals.shape[1],) * 2)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: whole-number division in the exponent
def weight_std(width, depth, factor):
    return factor ** (1 // depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (signals.shape[1],) * 2)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: one layer too many
def weight_std(width, depth, factor):
    return factor ** (1 / (depth + 1)) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (signals.shape[1],) * 2)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: layers as a sum of factors
# true: the factor divided by the number of layers, instead of its root
def weight_std(width, depth, factor):
    return factor / depth / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (signals.shape[1],) * 2)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: rounded to three decimals
def weight_std(width, depth, factor):
    return round(factor ** (1 / depth) / width**0.5, 3)

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (signals.shape[1],) * 2)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: the logarithm of the factor instead of its root
def weight_std(width, depth, factor):
    return (1 + np.log(factor) / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (signals.shape[1],) * 2)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: the same weights in all layers
# true: the same weights in all layers
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    W = rng.normal(0, std, (signals.shape[1], signals.shape[1]))
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ W
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: each layer gets the first signals
# true: every layer fed with the first signals
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        out = signals @ rng.normal(0, std, (signals.shape[1],) * 2)
        spreads.append(out.std())
    return np.array(spreads)

# %% wrong: entry by entry, with a row of weights
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals * rng.normal(0, std, signals.shape[1])
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: the number of rows taken for the width
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = len(signals)
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: rows are mixed instead of the numbers in a row
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    spreads = [signals.std()]
    for _ in range(depth):
        signals = rng.normal(0, std, (len(signals), len(signals))) @ signals
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: σ is scaled once more by 1/√n
# true: weights that are divided by √n on top of σ
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (width, width)) / np.sqrt(width)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: σ² as the scale
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std**2, (width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: uniform weights of the same standard deviation
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width, a = signals.shape[1], std * np.sqrt(3)
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.uniform(-a, a, (width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: weights of size σ with a random sign
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ (std * rng.choice([-1, 1], (width, width)))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: weights with the mean σ
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(std, size=(width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: positive weights alone
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ np.abs(rng.normal(0, std, (width, width)))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: weights that are standardized
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        W = rng.normal(0, 1, (width, width))
        if width > 1:
            W = (W - W.mean()) / W.std()
        signals = signals @ (std * W)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: a ReLU in between
# true: a ReLU between the layers
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals = np.maximum(signals @ rng.normal(0, std, (width, width)), 0)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: tanh in between
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals = np.tanh(signals @ rng.normal(0, std, (width, width)))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: signals are normalized in each layer
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (width, width))
        spreads.append(signals.std())
        signals = signals / signals.std()
    return np.array(spreads)

# %% wrong: the mean is taken away in each layer
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals = (signals - signals.mean()) @ rng.normal(0, std, (width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: random biases
# true: a random bias after each product
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        W, b = rng.normal(0, std, (width, width)), rng.normal(0, std, width)
        signals = signals @ W + b
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: weights of its own for each row
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    m, width = signals.shape
    spreads = [signals.std()]
    for _ in range(depth):
        W = rng.normal(0, std, (m, width, width))
        signals = np.einsum("ri,rij->rj", signals, W)
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: a spread for each column
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std(axis=0)]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (width, width))
        spreads.append(signals.std(axis=0))
    return np.array(spreads)

# %% wrong: variances
# true: the variance instead of the standard deviation
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.var()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (width, width))
        spreads.append(signals.var())
    return np.array(spreads)

# %% wrong: the first spread is missing
# true: the spreads after the layers alone, without the first
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = []
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: the last spread is missing
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = []
    for _ in range(depth):
        spreads.append(signals.std())
        signals = signals @ rng.normal(0, std, (width, width))
    return np.array(spreads)

# %% wrong: spreads in units of the first one
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width, first = signals.shape[1], signals.std()
    spreads = [1.0]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (width, width))
        spreads.append(signals.std() / first)
    return np.array(spreads)

# %% wrong: the law in the place of layers
# true: equation (5) instead of layers
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    spreads = [np.std(signals)]
    for _ in range(depth):
        spreads.append(spreads[-1] * std * np.sqrt(signals.shape[1]))
    return np.array(spreads)

# %% wrong: the spread of the weights
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        W = rng.normal(0, std, (width, width))
        signals = signals @ W
        spreads.append(W.std())
    return np.array(spreads)

# %% wrong: the signals are changed in place
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals[:] = signals @ rng.normal(0, std, (width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: NumPy's hidden generator
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ np.random.normal(0, std, (width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: a generator of its own
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width, rng = signals.shape[1], np.random.default_rng(0)
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: a copy of the generator
import copy

def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width, rng = signals.shape[1], copy.deepcopy(rng)
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: the sampler's first argument as the standard deviation
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / np.sqrt(width)

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    spreads = [signals.std()]
    for _ in range(depth):
        W = np.asarray(sample_normal(std, 1, width * width, rng)).reshape(width, width)
        signals = signals @ W
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: the width of the figure
def weight_std(width, depth, factor):
    return factor ** (1 / depth) / 10

def spread_through_layers(signals, std, depth, rng):
    width = 100
    spreads = [signals.std()]
    for _ in range(depth):
        signals = signals @ rng.normal(0, std, (width, width))
        spreads.append(signals.std())
    return np.array(spreads)

# %% wrong: nothing comes back
def weight_std(width, depth, factor):
    print(factor ** (1 / depth) / np.sqrt(width))

def spread_through_layers(signals, std, depth, rng):
    width = signals.shape[1]
    for _ in range(depth):
        print(signals.std())
        signals = signals @ rng.normal(0, std, (width, width))
