# Right and wrong answers to `initial_parameters(vocabulary, k, d, hidden, rng)`, one cell a block,
# as students write them. `np` comes from the notebook's set-up cell. Every check must pass each
# right answer, and some check must fail each wrong one.

# %% right: a dict of scaled draws
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% right: the scale as an argument of normal
def initial_parameters(vocabulary, k, d, hidden, rng):
    params = {}
    params["E"] = rng.normal(0, 1, (vocabulary, d))
    params["W1"] = rng.normal(0, 5 / 3 / (k * d) ** 0.5, (k * d, hidden))
    params["W2"] = rng.normal(0, 0.1 / hidden ** 0.5, (hidden, vocabulary))
    params["b1"] = np.zeros((hidden,))
    params["b2"] = np.zeros((vocabulary,))
    return params

# %% right: last things first, standard_normal
def initial_parameters(vocabulary, k, d, hidden, rng):
    W2 = np.sqrt(0.01 / hidden) * rng.standard_normal((hidden, vocabulary))
    W1 = np.sqrt(25 / 9 / (k * d)) * rng.standard_normal((k * d, hidden))
    E = rng.standard_normal((vocabulary, d))
    return dict(E=E, W1=W1, W2=W2, b1=[0.0] * hidden, b2=[0.0] * vocabulary)

# %% right: all draws at once, then split
def initial_parameters(vocabulary, k, d, hidden, rng):
    sizes = [vocabulary * d, k * d * hidden, hidden * vocabulary]
    draws = rng.normal(size=sum(sizes))
    E, W1, W2 = np.split(draws, np.cumsum(sizes)[:-1])
    return {
        "E": E.reshape(vocabulary, d),
        "W1": W1.reshape(k * d, hidden) * 5 / (3 * np.sqrt(k * d)),
        "b1": np.full(hidden, 0),
        "W2": W2.reshape(hidden, vocabulary) / (10 * np.sqrt(hidden)),
        "b2": np.full(vocabulary, 0),
    }

# %% right: a table of shapes and scales
def initial_parameters(vocabulary, k, d, hidden, rng):
    table = {
        "E": ((vocabulary, d), 1.0),
        "W1": ((k * d, hidden), 5 / 3 / np.sqrt(k * d)),
        "b1": ((hidden,), 0.0),
        "W2": ((hidden, vocabulary), 0.1 / np.sqrt(hidden)),
        "b2": ((vocabulary,), 0.0),
    }
    return {name: scale * rng.normal(size=shape) for name, (shape, scale) in table.items()}

# %% right: row by row
def initial_parameters(vocabulary, k, d, hidden, rng):
    W1 = np.array([rng.normal(0, 5 / 3 / np.sqrt(k * d), hidden) for _ in range(k * d)])
    W2 = np.array([rng.normal(0, 0.1 / np.sqrt(hidden), vocabulary) for _ in range(hidden)])
    E = np.array([rng.normal(0, 1, d) for _ in range(vocabulary)])
    return {"E": E, "W1": W1, "b1": np.zeros(hidden), "W2": W2, "b2": np.zeros(vocabulary)}

# %% right: generators that are spawned by draws
def initial_parameters(vocabulary, k, d, hidden, rng):
    a, b, c = (np.random.default_rng(rng.integers(2**63)) for _ in range(3))
    return {
        "E": a.normal(size=(vocabulary, d)),
        "W1": b.normal(size=(k * d, hidden)) * 5 / 3 * (k * d) ** -0.5,
        "b1": np.zeros(hidden),
        "W2": c.normal(size=(hidden, vocabulary)) * 0.1 * hidden ** -0.5,
        "b2": np.zeros(vocabulary),
    }

# %% right: inversion by the quantiles of SciPy
from scipy.stats import norm

def initial_parameters(vocabulary, k, d, hidden, rng):
    def draw(std, *shape):
        return norm.ppf(1 - rng.random(shape)) * std

    return {
        "E": draw(1, vocabulary, d),
        "W1": draw(5 / 3 / np.sqrt(k * d), k * d, hidden),
        "b1": np.zeros(hidden),
        "W2": draw(0.1 / np.sqrt(hidden), hidden, vocabulary),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: W1 at full size
# true: a W1 of standard deviation 1, whatever the number of inputs
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: W1 over the number of inputs
# true: a W1 that is divided by the number of inputs instead of its root
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / (k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: the variance for the standard deviation
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(0, (5 / 3) ** 2 / (k * d), (k * d, hidden)),
        "b1": np.zeros(hidden),
        "W2": rng.normal(0, 0.1 ** 2 / hidden, (hidden, vocabulary)),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: W1 by its outputs
# true: a W1 that is scaled by its outputs instead of its inputs
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(hidden),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: W1 by d alone
# true: a W1 scaled by d instead of by all k · d inputs
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: W1 by k alone
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: no 5/3
# true: a W1 without the factor 5/3
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: no 0.1
# true: a W2 without the factor 0.1
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: W2 at 0.1, whatever m
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1,
        "b2": np.zeros(vocabulary),
    }

# %% wrong: W2 by its outputs
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(vocabulary),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: W2 at full size
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: zeros in W1
# true: weights of zero in W1
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": np.zeros((k * d, hidden)),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: zeros in W2
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": np.zeros((hidden, vocabulary)),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: random biases
# true: random biases instead of zeros
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": rng.normal(size=hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": rng.normal(size=vocabulary),
    }

# %% wrong: a random b2
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": 0.01 * rng.normal(size=vocabulary),
    }

# %% wrong: uniform draws
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.uniform(-1, 1, (k * d, hidden)) * np.sqrt(3) * 5 / 3 / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: a uniform E
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.uniform(-1.732, 1.732, (vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: the hidden generator
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": np.random.normal(size=(vocabulary, d)),
        "W1": np.random.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": np.random.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: the hidden generator with a seed
def initial_parameters(vocabulary, k, d, hidden, rng):
    np.random.seed(0)
    return {
        "E": np.random.normal(size=(vocabulary, d)),
        "W1": np.random.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": np.random.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: a new generator for each array
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": np.random.default_rng(0).normal(size=(vocabulary, d)),
        "W1": np.random.default_rng(0).normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": np.random.default_rng(0).normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: a copy of the generator
import copy

def initial_parameters(vocabulary, k, d, hidden, rng):
    rng = copy.deepcopy(rng)
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: W2 is a piece of W1
def initial_parameters(vocabulary, k, d, hidden, rng):
    W1 = rng.normal(size=(k * d, hidden))
    W2 = np.resize(W1, (hidden, vocabulary))
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": W1 * 5 / 3 / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": W2 * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: one row for all neurons
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": np.ones((k * d, 1)) * rng.normal(size=(1, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: a small E
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": 0.1 * rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: E scaled by its width
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)) / np.sqrt(d),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: draws cut at two
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": np.clip(rng.normal(size=(k * d, hidden)), -2, 2) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: rounded draws
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": np.round(rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d), 2),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: W1 transposed
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(hidden, k * d)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros(hidden),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros(vocabulary),
    }

# %% wrong: biases as rows
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "b1": np.zeros((1, hidden)),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        "b2": np.zeros((1, vocabulary)),
    }

# %% wrong: no biases
def initial_parameters(vocabulary, k, d, hidden, rng):
    return {
        "E": rng.normal(size=(vocabulary, d)),
        "W1": rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        "W2": rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
    }

# %% wrong: a tuple comes back
def initial_parameters(vocabulary, k, d, hidden, rng):
    return (
        rng.normal(size=(vocabulary, d)),
        rng.normal(size=(k * d, hidden)) * (5 / 3) / np.sqrt(k * d),
        np.zeros(hidden),
        rng.normal(size=(hidden, vocabulary)) * 0.1 / np.sqrt(hidden),
        np.zeros(vocabulary),
    )
