# Right and wrong answers to `sinusoidal_positions(n, d)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: even and odd columns
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2] = np.sin(angles)
    E[:, 1::2] = np.cos(angles)
    return E

# %% right: two loops
import math

def sinusoidal_positions(n, d):
    table = []
    for p in range(n):
        row = []
        for i in range(d // 2):
            angle = p / 10000 ** (2 * i / d)
            row += [math.sin(angle), math.cos(angle)]
        table.append(row)
    return table

# %% right: sines and cosines stacked
def sinusoidal_positions(n, d):
    w = np.exp(-np.log(10000.0) * np.arange(0, d, 2) / d)
    a = np.outer(np.arange(n), w)
    return np.dstack([np.sin(a), np.cos(a)]).reshape(n, d)

# %% right: a choice for each column
def sinusoidal_positions(n, d):
    columns = np.arange(d)
    angles = np.arange(n).reshape(-1, 1) / np.power(10000.0, (columns - columns % 2) / d)
    return np.where(columns % 2 == 0, np.sin(angles), np.cos(angles))

# %% right: the cosine is a sine that is ahead by a quarter
def sinusoidal_positions(n, d):
    j = np.arange(d)
    angles = np.outer(range(n), 10000.0 ** (-(j // 2 * 2) / d))
    return np.sin(angles + np.pi / 2 * (j % 2))

# %% right: complex numbers
def sinusoidal_positions(n, d):
    turns = np.exp(1j * np.outer(np.arange(n), 1e4 ** (-2 * np.arange(d // 2) / d)))
    return np.stack([turns.imag, turns.real], axis=-1).reshape(n, -1)

# %% right: fromfunction
def sinusoidal_positions(n, d):
    def entry(p, j):
        angle = p / 10000 ** (2 * (j // 2) / d)
        return np.where(j % 2, np.cos(angle), np.sin(angle))
    return np.fromfunction(entry, (n, d))

# %% wrong: halves
def sinusoidal_positions(n, d):
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)

# %% wrong: cosines first
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2] = np.cos(angles)
    E[:, 1::2] = np.sin(angles)
    return E

# %% wrong: a frequency a column
def sinusoidal_positions(n, d):
    j = np.arange(d)
    angles = np.arange(n)[:, None] / 10000 ** (j / d)
    return np.where(j % 2, np.cos(angles), np.sin(angles))

# %% wrong: i/d
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(d // 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: 4i/d
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** (2 * np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: a product
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] * 10000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: counted from 1
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(1, n + 1)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: a thousand
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 1000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: transposed
def sinusoidal_positions(n, d):
    E = np.zeros((d, n))
    angles = np.arange(n) / 10000 ** (np.arange(0, d, 2)[:, None] / d)
    E[0::2], E[1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: sines alone
def sinusoidal_positions(n, d):
    j = np.arange(d)
    return np.sin(np.arange(n)[:, None] / 10000 ** ((j - j % 2) / d))

# %% wrong: an array of whole numbers
def sinusoidal_positions(n, d):
    E = np.zeros((n, d), dtype=int)
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: whole division
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) // d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: two pi in the angle
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = 2 * np.pi * np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: the last frequency is 1/10000
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** np.linspace(0, 1, d // 2)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: degrees
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.deg2rad(np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d))
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E
