# Right and wrong answers to `windows(x, size)`, one cell a block, as students write them. `np` and
# `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some
# check must fail each wrong one.

# %% right: a table of indices
def windows(x, size):
    n = len(x) - size + 1
    return x[np.arange(n)[:, None] + np.arange(size)[None, :]]

# %% right: slices in a list
def windows(x, size):
    return np.array([x[i : i + size] for i in range(len(x) - size + 1)])

# %% right: a column at a time
def windows(x, size):
    n = len(x) - size + 1
    W = np.zeros((n, size))
    for j in range(size):
        W[:, j] = x[j : j + n]
    return W

# %% right: NumPy's own
def windows(x, size):
    return np.lib.stride_tricks.sliding_window_view(x, size)

# %% right: stacked columns
def windows(x, size):
    n = len(x) - size + 1
    return np.stack([x[j : j + n] for j in range(size)], axis=1)

# %% right: nested lists
def windows(x, size):
    x = x.tolist()
    return [[x[i + j] for j in range(size)] for i in range(len(x) - size + 1)]

# %% right: np.add.outer
def windows(x, size):
    return np.take(x, np.add.outer(np.arange(len(x) - size + 1), np.arange(size)))

# %% right: zip of shifted lists
def windows(x, size):
    return np.array(list(zip(*(x[j:] for j in range(size)))))

# %% right: a deque
def windows(x, size):
    from collections import deque
    last, rows = deque(maxlen=size), []
    for value in x:
        last.append(value)
        if len(last) == size:
            rows.append(list(last))
    return np.array(rows)

# %% wrong: the last one is missing
# true: one window too few: the last one is missing
def windows(x, size):
    return x[np.arange(len(x) - size)[:, None] + np.arange(size)]

# %% wrong: the last one is missing, in a list
# true: one window too few: the last one is missing
def windows(x, size):
    return np.array([x[i : i + size] for i in range(len(x) - size)]).reshape(-1, size)

# %% wrong: columns
# true: a window in each column instead of each row
def windows(x, size):
    return x[np.arange(len(x) - size + 1) + np.arange(size)[:, None]]

# %% wrong: no overlap
# true: windows that do not overlap
def windows(x, size):
    n = len(x) // size
    return x[: n * size].reshape(n, size)

# %% wrong: backwards
# true: windows that run backwards
def windows(x, size):
    return x[np.arange(len(x) - size + 1)[:, None] + np.arange(size)[::-1]]

# %% wrong: around the end
# true: windows that begin again at the front where x ends
def windows(x, size):
    return np.array([np.roll(x, -i)[:size] for i in range(len(x))])

# %% wrong: zeros at the end
# true: windows that are filled up with zeros where x ends
def windows(x, size):
    padded = np.concatenate([x, np.zeros(size - 1)])
    return np.array([padded[i : i + size] for i in range(len(x))])

# %% wrong: the indices
# true: the indices instead of the entries of x
def windows(x, size):
    return np.arange(len(x) - size + 1)[:, None] + np.arange(size)

# %% wrong: one entry too many
# true: windows of one entry too many
def windows(x, size):
    return np.array([x[i : i + size + 1] for i in range(len(x) - size)])

# %% wrong: sums
# true: the sums of the windows
def windows(x, size):
    return np.convolve(x, np.ones(size), mode="valid")

# %% wrong: the first one again and again
# true: the first window in every row
def windows(x, size):
    return np.tile(x[:size], (len(x) - size + 1, 1))

# %% wrong: the rows in reverse order
def windows(x, size):
    return np.array([x[i : i + size] for i in range(len(x) - size, -1, -1)])

# %% wrong: one entry too few
def windows(x, size):
    return np.array([x[i : i + size - 1] for i in range(len(x) - size + 1)])

# %% wrong: every second one
def windows(x, size):
    return np.array([x[i : i + size] for i in range(0, len(x) - size + 1, 2)])

# %% wrong: zeros in front
def windows(x, size):
    padded = np.concatenate([np.zeros(size - 1), x])
    return np.array([padded[i : i + size] for i in range(len(x))])

# %% wrong: one long row
def windows(x, size):
    return np.concatenate([x[i : i + size] for i in range(len(x) - size + 1)])

# %% wrong: sorted
def windows(x, size):
    return np.sort([x[i : i + size] for i in range(len(x) - size + 1)], axis=1)

# %% wrong: squeezed
def windows(x, size):
    return np.squeeze([x[i : i + size] for i in range(len(x) - size + 1)])

# %% wrong: products instead of sums of indices
def windows(x, size):
    return x[(np.arange(len(x) - size + 1)[:, None] * np.arange(size)) % len(x)]

# %% wrong: the first is left out
def windows(x, size):
    return np.array([x[i : i + size] for i in range(1, len(x) - size + 1)]).reshape(-1, size)

# %% wrong: whole numbers
def windows(x, size):
    return np.array([x[i : i + size] for i in range(len(x) - size + 1)], dtype=int)

# %% wrong: half precision
def windows(x, size):
    return np.array([x[i : i + size] for i in range(len(x) - size + 1)], dtype=np.float16)

# %% wrong: the mean taken away
def windows(x, size):
    W = np.array([x[i : i + size] for i in range(len(x) - size + 1)])
    return W - W.mean(axis=1, keepdims=True)

# %% wrong: writes into x
def windows(x, size):
    rows = []
    for i in range(len(x) - size + 1):
        rows.append(x[:size].copy())
        x[:-1] = x[1:].copy()
    return np.array(rows)

# %% wrong: remembered by length
tables = {}
def windows(x, size):
    key = len(x), size
    if key not in tables:
        tables[key] = np.array([x[i : i + size] for i in range(len(x) - size + 1)])
    return tables[key]

# %% wrong: None
def windows(x, size):
    W = x[np.arange(len(x) - size + 1)[:, None] + np.arange(size)]
