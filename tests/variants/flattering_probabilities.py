# Right and wrong answers to `flattering_probabilities(reported, true)`, one cell a block, as
# students write them. `np` comes from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: one tiny probability among ones
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    p = np.ones(n)
    p[-1] = true ** -float(n + 1)
    return p

# %% right: as small as a float can be
def flattering_probabilities(reported, true):
    n = 2
    while n / (n - 1) > reported:
        n += 1
    p = np.ones(n)
    p[0] = 1e-300
    return p

# %% right: always fifty
def flattering_probabilities(reported, true):
    return np.array([1.0] * 49 + [1e-210])

# %% right: half ones, if that is enough
def flattering_probabilities(reported, true):
    if reported >= 2:
        return np.array([1.0, true**-2.5])
    n = int(2 / (1 - 1 / reported)) + 2
    return np.concatenate([np.ones(n - 1), [true ** (-1.001 * n)]])

# %% right: in logarithms
def flattering_probabilities(reported, true):
    n = int(np.ceil(1 / (1 - 1 / reported))) + 2
    surprises = np.zeros(n)
    surprises[n // 2] = n * np.log(true) + 1
    return np.exp(-surprises)

# %% right: a search in a loop, as a list
def flattering_probabilities(reported, true):
    p = [1.0]
    while True:
        p.append(1.0)
        n = len(p)
        tiny = [float(true) ** (-1.1 * n)] + p[1:]
        if mean_perplexity(tiny) <= reported:
            return tiny

# %% right: several unlikely tokens
def flattering_probabilities(reported, true):
    n = int(np.ceil(3 * reported / (reported - 1))) + 3
    p = np.ones(n)
    p[:2] = max(true ** (-0.6 * n), 1e-280)
    return p

# %% right: checked against one's own perplexity
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    e = 0.5
    p = np.ones(n)
    while perplexity(p) < true * 1.01:
        e = e * e
        p[0] = e
    while mean_perplexity(p) > reported:
        p = np.append(p, 1.0)
        p[0] = p[0] ** 1.2
    return p

# %% right: a tuple of numbers
def flattering_probabilities(reported, true):
    n = round(reported / (reported - 1)) + 2
    return (float(true) ** -(n + 2), *(1.0 for _ in range(n)))

# %% wrong: all are alike, as the colleague would have them
# true: equal probabilities, for which both numbers are the same
def flattering_probabilities(reported, true):
    return np.full(10, 1 / reported)

# %% wrong: all are alike, as the perplexity would have them
# true: equal probabilities, for which both numbers are the same
def flattering_probabilities(reported, true):
    return np.full(10, 1 / true)

# %% wrong: half ones, whatever is asked
def flattering_probabilities(reported, true):
    return np.array([1.0, true**-2.0])

# %% wrong: the surprise is not shared by all
# true: a tiny probability of 1 / true, whose surprise is shared by all others
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    p = np.ones(n)
    p[0] = 1 / true
    return p

# %% wrong: always ten, of which one is tiny
def flattering_probabilities(reported, true):
    p = np.ones(10)
    p[0] = true**-10.5
    return p

# %% wrong: a zero
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    p = np.ones(n)
    p[0] = 0
    return p

# %% wrong: a hundred tiny ones
def flattering_probabilities(reported, true):
    p = np.ones(200)
    p[:100] = true**-2.5
    return p

# %% wrong: one entry too few for the mean
def flattering_probabilities(reported, true):
    n = max(2, int(np.ceil(reported / (reported - 1))) - 1)
    p = np.ones(n)
    p[0] = float(true) ** -(n + 1)
    return p

# %% wrong: too many entries
def flattering_probabilities(reported, true):
    p = np.ones(5000)
    p[0] = 1e-300
    return p

# %% wrong: a tiny number that is the same for all n
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    p = np.ones(n)
    p[0] = 1e-12
    return p

# %% wrong: probabilities above 1 hold the mean up
def flattering_probabilities(reported, true):
    tiny = float(true) ** -2.2
    return np.array([tiny, 2 / reported])

# %% wrong: the two numbers themselves
def flattering_probabilities(reported, true):
    return np.array([1 / reported, 1 / true])

# %% wrong: a fixed answer for 2 and 5
def flattering_probabilities(reported, true):
    return np.array([1.0, 1.0, 1e-3])

# %% wrong: the numbers exchanged
def flattering_probabilities(reported, true):
    n = int(np.ceil(true / (true - 1))) + 1
    p = np.ones(n)
    p[0] = float(reported) ** -(n + 1)
    return p

# %% wrong: the mean is met, but the rest is not tiny
def flattering_probabilities(reported, true):
    rest = 2 / reported - 1
    return np.array([1.0, max(rest, 0.01)])

# %% wrong: logarithms instead of probabilities
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    p = np.zeros(n)
    p[0] = -n * np.log(true)
    return p

# %% wrong: a single probability
def flattering_probabilities(reported, true):
    return np.array([1 / true])

# %% wrong: the surprise in bits beside nats
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    p = np.ones(n)
    p[0] = np.exp(-n * np.log10(true))
    return p

# %% wrong: a number instead of an array
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    return float(true) ** -n

# %% wrong: the perplexities instead of the probabilities
def flattering_probabilities(reported, true):
    p = np.array([1.0, 1.0, 1e-9])
    return mean_perplexity(p), perplexity(p)

# %% wrong: underflow to 0
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    p = np.ones(n)
    p[0] = float(true) ** -(100 * n)
    return p

# %% wrong: a matrix
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    p = np.ones((1, n))
    p[0, 0] = float(true) ** -(n + 1)
    return p

# %% wrong: random probabilities
def flattering_probabilities(reported, true):
    return np.random.default_rng(0).uniform(0.01, 1, size=100)

# %% wrong: normalized to a sum of 1
# true: probabilities that add up to 1, although they belong to different tokens
def flattering_probabilities(reported, true):
    n = int(np.ceil(reported / (reported - 1))) + 1
    p = np.ones(n)
    p[0] = float(true) ** -(n + 1)
    return p / p.sum()

# %% wrong: nothing comes back
def flattering_probabilities(reported, true):
    p = np.ones(50)
    p[0] = 1e-200
