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
# true: all sines first and then all cosines, instead of alternating
def sinusoidal_positions(n, d):
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)

# %% wrong: cosines first
# true: cosines in even columns and sines in odd ones
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2] = np.cos(angles)
    E[:, 1::2] = np.sin(angles)
    return E

# %% wrong: a frequency a column
# true: a different frequency for each column instead of one for each pair
def sinusoidal_positions(n, d):
    j = np.arange(d)
    angles = np.arange(n)[:, None] / 10000 ** (j / d)
    return np.where(j % 2, np.cos(angles), np.sin(angles))

# %% wrong: i/d
# true: exponents i/d instead of 2i/d
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(d // 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: 4i/d
# true: exponents 4i/d instead of 2i/d
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** (2 * np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: a product
# true: frequencies that grow from pair to pair instead of falling
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] * 10000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: counted from 1
# true: positions counted from 1
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(1, n + 1)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: a thousand
# true: a base of 1000 instead of 10000
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 1000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: transposed
# true: a transposed table, with a row for each frequency
def sinusoidal_positions(n, d):
    E = np.zeros((d, n))
    angles = np.arange(n) / 10000 ** (np.arange(0, d, 2)[:, None] / d)
    E[0::2], E[1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: sines alone
# true: sines in all columns
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
# true: the same frequency for all pairs
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) // d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: two pi in the angle
# true: angles with an additional factor 2π
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = 2 * np.pi * np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: the last frequency is 1/10000
# true: exponents that run up to 1, as 2i/(d − 2) does
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.arange(n)[:, None] / 10000 ** np.linspace(0, 1, d // 2)
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: degrees
# true: angles in degrees instead of radians
def sinusoidal_positions(n, d):
    E = np.zeros((n, d))
    angles = np.deg2rad(np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d))
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E


# %% right: powers by exp and log, in a loop over pairs
import math
def sinusoidal_positions(n, d):
    table = [[0.0] * d for _ in range(n)]
    for p in range(n):
        for i in range(d // 2):
            angle = p * math.exp(-math.log(10000) * 2 * i / d)
            table[p][2 * i], table[p][2 * i + 1] = math.sin(angle), math.cos(angle)
    return table

# %% right: logspace
def sinusoidal_positions(n, d):
    rates = np.logspace(0, -4, d // 2, endpoint=False)
    angles = np.outer(np.arange(n), rates)
    return np.dstack([np.sin(angles), np.cos(angles)]).reshape(n, d)

# %% right: repeat, and a phase of a quarter turn
def sinusoidal_positions(n, d):
    rates = np.repeat(10000.0 ** (-np.arange(0, d, 2) / d), 2)
    phase = np.tile([0.0, np.pi / 2], d // 2)
    return np.sin(np.arange(n)[:, None] * rates + phase)

# %% right: where
def sinusoidal_positions(n, d):
    p, j = np.meshgrid(np.arange(n), np.arange(d), indexing="ij")
    angle = p / np.power(10000, (j - j % 2) / d)
    return np.where(j % 2 == 0, np.sin(angle), np.cos(angle))

# %% wrong: 2i over d - 2
# true: exponents that run up to 1, as 2i/(d − 2) does
def sinusoidal_positions(n, d):
    j = np.arange(d)
    angle = np.arange(n)[:, None] / 10000.0 ** ((j - j % 2) / max(d - 2, 1))
    return np.where(j % 2 == 0, np.sin(angle), np.cos(angle))

# %% wrong: the base ten times too large
# true: a base of 100000 instead of 10000
def sinusoidal_positions(n, d):
    j = np.arange(d)
    angle = np.arange(n)[:, None] / 100000.0 ** ((j - j % 2) / d)
    return np.where(j % 2 == 0, np.sin(angle), np.cos(angle))

# %% wrong: the cosine at the next frequency
# true: cosines with the frequency of the next pair
def sinusoidal_positions(n, d):
    j = np.arange(d)
    angle = np.arange(n)[:, None] / 10000.0 ** ((j + j % 2) / d)
    return np.where(j % 2 == 0, np.sin(angle), np.cos(angle))

# %% wrong: positions as a share of n
# true: positions divided by n, their number
def sinusoidal_positions(n, d):
    j = np.arange(d)
    angle = np.arange(n)[:, None] / n / 10000.0 ** ((j - j % 2) / d)
    return np.where(j % 2 == 0, np.sin(angle), np.cos(angle))

# %% wrong: angles in single precision
def sinusoidal_positions(n, d):
    j = np.arange(d)
    rates = (10000.0 ** ((j - j % 2) / d)).astype(np.float32)
    angle = np.arange(n, dtype=np.float32)[:, None] / rates
    return np.where(j % 2 == 0, np.sin(angle), np.cos(angle))

# %% wrong: whole turns are taken off by a rounded pi
def sinusoidal_positions(n, d):
    j = np.arange(d)
    angle = (np.arange(n)[:, None] / 10000.0 ** ((j - j % 2) / d)) % 6.2832
    return np.where(j % 2 == 0, np.sin(angle), np.cos(angle))

# %% wrong: backwards
def sinusoidal_positions(n, d):
    j = np.arange(d)
    angle = np.arange(n)[::-1, None] / 10000.0 ** ((j - j % 2) / d)
    return np.where(j % 2 == 0, np.sin(angle), np.cos(angle))

# %% wrong: sines in the first half, cosines in the second
# true: all sines first and then all cosines, instead of alternating
def sinusoidal_positions(n, d):
    angle = np.arange(n)[:, None] / 10000.0 ** (np.arange(0, d, 2) / d)
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=1)

# %% wrong: the table of the first call
table = None
def sinusoidal_positions(n, d):
    global table
    if table is None or table.shape[1] != d:
        j = np.arange(d)
        angle = np.arange(max(n, 64))[:, None] / 10000.0 ** ((j - j % 2) / d)
        table = np.where(j % 2 == 0, np.sin(angle), np.cos(angle))
    return table[:n]

# %% wrong: a table of 5000 positions
def sinusoidal_positions(n, d, max_len=5000):
    table = np.zeros((max_len, d))
    position = np.arange(max_len)[:, None]
    div_term = np.exp(np.arange(0, d, 2) * (-np.log(10000.0) / d))
    table[:, 0::2] = np.sin(position * div_term)
    table[:, 1::2] = np.cos(position * div_term)
    return table[:n]

# %% wrong: a minus in the exponent of the denominator
# true: frequencies that grow from pair to pair instead of falling
def sinusoidal_positions(n, d):
    j = np.arange(d)
    angle = np.arange(n)[:, None] / 10000.0 ** (-(j - j % 2) / d)
    return np.where(j % 2 == 0, np.sin(angle), np.cos(angle))

# %% right: parts of a complex table
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    angles = np.outer(np.arange(n), 10000.0 ** (-np.arange(0, d, 2) / d))
    turning = np.exp(1j * angles)
    return np.stack([turning.imag, turning.real], axis=-1).reshape(n, d)

# %% right: a comprehension with math
import math


def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    return np.array(
        [
            [
                (math.cos if c % 2 else math.sin)(p / 10000 ** ((c - c % 2) / d))
                for c in range(d)
            ]
            for p in range(n)
        ]
    )

# %% right: the cosine as a shifted sine
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    column = np.arange(d)
    speed = np.exp(-np.log(10000.0) * 2 * (column // 2) / d)
    return np.sin(np.arange(n)[:, None] * speed + (column % 2) * np.pi / 2)

# %% right: np.geomspace without its end
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    omega = np.geomspace(1.0, 1e-4, d // 2 + 1)[:-1]
    E = np.empty((n, d))
    for i, speed in enumerate(omega):
        E[:, 2 * i] = np.sin(np.arange(n) * speed)
        E[:, 2 * i + 1] = np.cos(np.arange(n) * speed)
    return E

# %% wrong: angles in 32 bits
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    omega = (10000.0 ** (-np.arange(0, d, 2) / d)).astype(np.float32)
    angles = np.arange(n, dtype=np.float32)[:, None] * omega
    E = np.empty((n, d))
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: one table for each d, of the first n
_tables = {}


def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    if d not in _tables:
        angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
        E = np.empty((n, d))
        E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
        _tables[d] = E
    return _tables[d][:n].copy()

# %% right: functools.cache, the same array again
import functools


@functools.cache
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E = np.empty((n, d))
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: turns of 6.283185 taken off
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    angles = angles % 6.283185
    E = np.empty((n, d))
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: the sine of small angles is the angle
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E = np.empty((n, d))
    E[:, 0::2] = np.where(angles < 0.01, angles, np.sin(angles))
    E[:, 1::2] = np.cos(angles)
    return E

# %% wrong: a table of 512 positions
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    places = np.arange(512)
    angles = places[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E = np.zeros((512, d))
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E[:n]

# %% wrong: positions in eight bits
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    p = np.arange(n).astype(np.uint8)
    angles = p[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E = np.empty((n, d))
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: sines first, then cosines
# true: all sines first and then all cosines, instead of alternating
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    return np.hstack([np.sin(angles), np.cos(angles)])

# %% wrong: np.geomspace with its end
# true: exponents that run up to 1, as 2i/(d − 2) does
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    angles = np.outer(np.arange(n), np.geomspace(1, 1e-4, d // 2))
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(n, d)

# %% wrong: from position 1
# true: positions counted from 1
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    angles = np.outer(np.arange(1, n + 1), 10000 ** (-np.arange(0, d, 2) / d))
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(n, d)

# %% right: two loops, one hand at a time
import math


def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    """Return sinusoidal encodings of the positions 0 ... n - 1."""
    E = np.zeros((n, d))
    for p in range(n):
        for i in range(d // 2):
            speed = 1 / 10000 ** (2 * i / d)
            angle = p * speed
            E[p, 2 * i] = math.sin(angle)
            E[p, 2 * i + 1] = math.cos(angle)
    return E

# %% right: outer product and two slices
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    angles = np.outer(np.arange(n), 10000.0 ** (-np.arange(0, d, 2) / d))
    E = np.empty((n, d))
    E[:, 0::2] = np.sin(angles)
    E[:, 1::2] = np.cos(angles)
    return E

# %% right: stacked on a new last axis, reshaped
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    omega = 1 / 10000 ** (2 * np.arange(d // 2) / d)
    angles = np.arange(n)[:, None] * omega
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(n, d)

# %% right: real and imaginary parts of turning arrows
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    rows = []
    for p in range(n):
        row = []
        for i in range(d // 2):
            tip = np.exp(1j * p * np.power(10000.0, -2 * i / d))
            row.extend([tip.imag, tip.real])
        rows.append(row)
    return np.array(rows)

# %% wrong: all sines first and then all cosines; "sines and cosines alternate"
# true: all sines first and then all cosines, instead of alternating
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    omega = 1 / 10000 ** (2 * np.arange(d // 2) / d)
    angles = np.arange(n)[:, None] * omega
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)

# %% wrong: i runs over all columns, so sine and cosine of a pair have different speeds; columns 2i and 2i+1 belong to the same hand
# true: a different frequency for each column instead of one for each pair
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    E = np.zeros((n, d))
    for p in range(n):
        for j in range(d):
            angle = p / 10000 ** (j / d)
            E[p, j] = np.sin(angle) if j % 2 == 0 else np.cos(angle)
    return E

# %% wrong: cosine in the even columns and sine in the odd ones; equation (1) is the other way round
# true: cosines in even columns and sines in odd ones
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    angles = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    E = np.zeros((n, d))
    E[:, 0::2] = np.cos(angles)
    E[:, 1::2] = np.sin(angles)
    return E

# %% wrong: exponent i/d without the 2; equation (1) has 2i/d
# true: exponents i/d instead of 2i/d
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    i = np.arange(d // 2)
    angles = np.arange(n)[:, None] / 10000 ** (i / d)
    E = np.zeros((n, d))
    E[:, 0::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: positions counted from 1; "positions 0 ... n - 1"
# true: positions counted from 1
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    p = np.arange(1, n + 1)[:, None]
    angles = p / 10000 ** (2 * np.arange(d // 2) / d)
    E = np.zeros((n, d))
    E[:, 0::2] = np.sin(angles)
    E[:, 1::2] = np.cos(angles)
    return E

# %% wrong: multiplies by 10000^(2i/d), so the hands get faster; omega is 1 over it
# true: frequencies that grow from pair to pair instead of falling
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    omega = 10000 ** (2 * np.arange(d // 2) / d)
    angles = np.arange(n)[:, None] * omega
    E = np.zeros((n, d))
    E[:, 0::2] = np.sin(angles)
    E[:, 1::2] = np.cos(angles)
    return E

# %% wrong: 2 * i // d is 0 for every hand (integer division), so all have speed 1; the exponent is a fraction
# true: the same frequency for all pairs
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    E = np.zeros((n, d))
    for i in range(d // 2):
        omega = 1 / 10000 ** (2 * i // d)
        E[:, 2 * i] = np.sin(np.arange(n) * omega)
        E[:, 2 * i + 1] = np.cos(np.arange(n) * omega)
    return E

# %% wrong: table transposed, shape (d, n); shape (n, d) is wanted
# true: a transposed table, with a row for each frequency
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    omega = 1 / 10000 ** (2 * np.arange(d // 2) / d)
    rows = []
    for speed in omega:
        rows.append(np.sin(np.arange(n) * speed))
        rows.append(np.cos(np.arange(n) * speed))
    return np.array(rows)

# %% wrong: speeds by linspace on the log scale reach 1/10000 exactly; by (1) the last speed is 10000^(-(d-2)/d)
# true: exponents that run up to 1, as 2i/(d − 2) does
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    omega = np.logspace(0, -4, d // 2)
    angles = np.outer(np.arange(n), omega)
    E = np.zeros((n, d))
    E[:, ::2], E[:, 1::2] = np.sin(angles), np.cos(angles)
    return E

# %% wrong: np.sin takes radians, but the angles are turned into degrees first; equation (1) uses radians
def sinusoidal_positions(n: int, d: int) -> np.ndarray:
    E = np.zeros((n, d))
    for p in range(n):
        for i in range(d // 2):
            angle = np.degrees(p / 10000 ** (2 * i / d))
            E[p, 2 * i] = np.sin(angle)
            E[p, 2 * i + 1] = np.cos(angle)
    return E
