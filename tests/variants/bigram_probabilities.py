# Right and wrong answers to `bigram_probabilities(counts, smoothing=1.0)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: the formula, and the rows without counts
def bigram_probabilities(counts, smoothing=1.0):
    V = counts.shape[1]
    smoothed = counts + smoothing
    totals = smoothed.sum(axis=1, keepdims=True)
    return np.where(totals > 0, smoothed / np.where(totals > 0, totals, 1), 1 / V)

# %% right: row by row, in lists
def bigram_probabilities(counts, smoothing=1.0):
    table = []
    for row in counts:
        total = sum(float(c) + smoothing for c in row)
        if total == 0:
            table.append([1 / len(row)] * len(row))
        else:
            table.append([(float(c) + smoothing) / total for c in row])
    return table

# %% right: empty rows get ones first
def bigram_probabilities(counts, smoothing=1.0):
    P = np.array(counts, dtype=float) + smoothing
    P[P.sum(axis=1) == 0] = 1.0
    return P / P.sum(axis=1)[:, None]

# %% right: NaN replaced afterwards
def bigram_probabilities(counts, smoothing=1.0):
    V = len(counts)
    with np.errstate(invalid="ignore"):
        P = (counts + smoothing) / (counts.sum(axis=1, keepdims=True) + V * smoothing)
    P[np.isnan(P)] = 1 / V
    return P

# %% right: apply_along_axis
def bigram_probabilities(counts, smoothing=1.0):
    def row(c):
        c = c + smoothing
        return c / c.sum() if c.sum() > 0 else np.ones(len(c)) / len(c)
    return np.apply_along_axis(row, 1, np.asarray(counts, dtype=float))

# %% right: transposed, divided, transposed back
def bigram_probabilities(counts, smoothing=1.0):
    C = counts.T + float(smoothing)
    C = np.where(C.sum(axis=0) == 0, 1.0, C)
    return (C / C.sum(axis=0)).T

# %% right: a mean of the frequencies and the uniform
def bigram_probabilities(counts, smoothing=1.0):
    V = counts.shape[0]
    n = counts.sum(axis=1, keepdims=True).astype(float)
    frequencies = np.divide(counts, n, out=np.full((V, V), 1 / V), where=n > 0)
    whole = n + V * smoothing
    weight = np.divide(n, whole, out=np.zeros((V, 1)), where=whole > 0)
    return weight * frequencies + (1 - weight) / V

# %% wrong: 0 / 0 in empty rows
# true: 0 divided by 0 where a row has no counts
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + smoothing
    return smoothed / smoothed.sum(axis=1, keepdims=True)

# %% wrong: zeros in empty rows
# true: a row of zeros where nothing was counted
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + smoothing
    totals = smoothed.sum(axis=1, keepdims=True)
    return smoothed / np.where(totals == 0, 1, totals)

# %% wrong: columns
# true: columns that sum to 1 instead of rows
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + smoothing
    totals = smoothed.sum(axis=0, keepdims=True)
    return np.where(totals > 0, smoothed / np.where(totals > 0, totals, 1), 1 / len(counts))

# %% wrong: the sum of the whole table
# true: one sum over the whole table instead of one for each row
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + smoothing
    return smoothed / max(smoothed.sum(), 1e-300)

# %% wrong: sums of rows in a row, divided along the wrong axis
# true: a division by the sums of the wrong rows
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + smoothing
    totals = smoothed.sum(axis=1)
    return np.where(totals > 0, smoothed / np.where(totals > 0, totals, 1), 1 / len(counts))

# %% wrong: smoothed above alone
# true: a smoothing that is missing from the row's sum
def bigram_probabilities(counts, smoothing=1.0):
    totals = counts.sum(axis=1, keepdims=True)
    return np.where(totals > 0, (counts + smoothing) / np.where(totals > 0, totals, 1), 1 / len(counts))

# %% wrong: the smoothing once in the sum
# true: the smoothing added once to a row's sum, not V times
def bigram_probabilities(counts, smoothing=1.0):
    totals = counts.sum(axis=1, keepdims=True) + smoothing
    return np.where(totals > 0, (counts + smoothing) / np.where(totals > 0, totals, 1), 1 / len(counts))

# %% wrong: V in the sum without the smoothing
# true: V added to the row's sum instead of V times the smoothing
def bigram_probabilities(counts, smoothing=1.0):
    return (counts + smoothing) / (counts.sum(axis=1, keepdims=True) + len(counts))

# %% wrong: always one
# true: a smoothing of 1, whatever `smoothing` is
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + 1
    return smoothed / smoothed.sum(axis=1, keepdims=True)

# %% wrong: a tiny number in the place of uniform rows
# true: a row of zeros where nothing was counted
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + smoothing
    return smoothed / (smoothed.sum(axis=1, keepdims=True) + 1e-10)

# %% wrong: the smoothing for zeros alone
# true: a smoothing that is added only to zeros, not to all counts
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = np.where(counts == 0, smoothing, counts)
    totals = smoothed.sum(axis=1, keepdims=True)
    return np.where(totals > 0, smoothed / np.where(totals > 0, totals, 1), 1 / len(counts))

# %% wrong: softmax of the counts
# true: a softmax of the counts instead of their shares
def bigram_probabilities(counts, smoothing=1.0):
    e = np.exp(counts - counts.max(axis=1, keepdims=True) + smoothing)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: changes the counts
# true: a smoothing that was truncated to a whole number
def bigram_probabilities(counts, smoothing=1.0):
    counts += type(counts.flat[0])(smoothing)
    totals = counts.sum(axis=1, keepdims=True)
    return np.where(totals > 0, counts / np.where(totals > 0, totals, 1), 1 / len(counts))

# %% wrong: counts taken for whole
# true: counts that were truncated to whole numbers
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts.astype(int) + smoothing
    totals = smoothed.sum(axis=1, keepdims=True)
    return np.where(totals > 0, smoothed / np.where(totals > 0, totals, 1), 1 / len(counts))

# %% wrong: rounded to three digits
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + smoothing
    totals = smoothed.sum(axis=1, keepdims=True)
    return np.round(np.where(totals > 0, smoothed / np.where(totals > 0, totals, 1), 1 / len(counts)), 3)

# %% wrong: three tokens
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + smoothing
    totals = counts.sum(axis=1, keepdims=True) + 3 * smoothing
    return np.where(totals > 0, smoothed / np.where(totals > 0, totals, 1), 1 / 3)

# %% wrong: filled into an array of the counts' own type
# true: probabilities that were truncated to whole numbers
def bigram_probabilities(counts, smoothing=1.0):
    P = np.zeros_like(counts)
    for i, row in enumerate(counts):
        total = row.sum() + len(row) * smoothing
        P[i] = (row + smoothing) / total if total else 1 / len(row)
    return P

# %% wrong: no smoothing where every pair of the row was seen
def bigram_probabilities(counts, smoothing=1.0):
    rows = []
    for row in counts:
        c = row + smoothing if np.any(row == 0) else row + 0.0
        rows.append(c / c.sum() if c.sum() else np.ones(len(c)) / len(c))
    return np.array(rows)

# %% wrong: a smoothing of 0 taken for the default
# true: a smoothing of 0 treated as if none were given
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + (smoothing or 1.0)
    return smoothed / smoothed.sum(axis=1, keepdims=True)

# %% wrong: tiny sums count as empty
def bigram_probabilities(counts, smoothing=1.0):
    smoothed = counts + smoothing
    totals = smoothed.sum(axis=1, keepdims=True)
    return np.where(totals > 0.01, smoothed / np.maximum(totals, 0.01), 1 / len(counts))

# %% wrong: what was computed is remembered by the shape
tables = {}

def bigram_probabilities(counts, smoothing=1.0):
    if (counts.shape, smoothing) not in tables:
        smoothed = counts + smoothing
        totals = smoothed.sum(axis=1, keepdims=True)
        tables[counts.shape, smoothing] = np.where(
            totals > 0, smoothed / np.where(totals > 0, totals, 1), 1 / len(counts)
        )
    return tables[counts.shape, smoothing]


# %% right: a table with a column of sums
def bigram_probabilities(counts, smoothing=1.0):
    table = np.asarray(counts, dtype=float) + smoothing
    sums = np.sum(table, axis=1)
    P = np.full(table.shape, 1 / len(table))
    for i in np.flatnonzero(sums):
        P[i] = table[i] / sums[i]
    return P

# %% right: np.divide with where
def bigram_probabilities(counts, smoothing=1.0):
    table = counts + float(smoothing)
    sums = table.sum(axis=1, keepdims=True)
    even = np.full(table.shape, 1.0 / table.shape[1])
    return np.divide(table, sums, out=even, where=sums != 0)

# %% right: a diagonal matrix of the inverse sums
def bigram_probabilities(counts, smoothing=1.0):
    V = len(counts)
    table = np.array(counts, dtype=float) + smoothing
    table[table.sum(axis=1) == 0] = 1
    return np.linalg.inv(np.diag(table.sum(axis=1))) @ table

# %% right: scikit-learn's normalization
from sklearn.preprocessing import normalize
def bigram_probabilities(counts, smoothing=1.0):
    table = np.asarray(counts, dtype=float) + smoothing
    empty = ~table.any(axis=1)
    return normalize(np.where(empty[:, None], 1.0, table), norm="l1")

# %% wrong: a uniform row wherever a smoothing of 0 meets a zero
# true: a uniform row wherever a row has a zero, not only where it has only zeros
def bigram_probabilities(counts, smoothing=1.0):
    table = np.asarray(counts, dtype=float) + smoothing
    table[(table == 0).any(axis=1)] = 1
    return table / table.sum(axis=1, keepdims=True)

# %% wrong: the smoothing rounded to a whole number
# true: a smoothing that was truncated to a whole number
def bigram_probabilities(counts, smoothing=1.0):
    table = np.asarray(counts, dtype=float) + round(smoothing)
    table[table.sum(axis=1) == 0] = 1
    return table / table.sum(axis=1, keepdims=True)

# %% wrong: an empty row stays on its own token
# true: a row without counts that gives all probability to its own token
def bigram_probabilities(counts, smoothing=1.0):
    table = np.asarray(counts, dtype=float) + smoothing
    empty = np.flatnonzero(table.sum(axis=1) == 0)
    table[empty, empty] = 1
    return table / table.sum(axis=1, keepdims=True)

# %% wrong: an empty row has the frequencies of all
# true: a row without counts filled with the frequencies of all tokens
def bigram_probabilities(counts, smoothing=1.0):
    table = np.asarray(counts, dtype=float) + smoothing
    table[table.sum(axis=1) == 0] = np.asarray(counts).sum(axis=0) + 1e-300
    return table / table.sum(axis=1, keepdims=True)

# %% wrong: the smoothing divided among the tokens
# true: a smoothing divided among the tokens, 1/V for each
def bigram_probabilities(counts, smoothing=1.0):
    table = np.asarray(counts, dtype=float) + smoothing / len(counts)
    table[table.sum(axis=1) == 0] = 1
    return table / table.sum(axis=1, keepdims=True)

# %% wrong: the smoothing is added to the caller's table where it holds floats
def bigram_probabilities(counts, smoothing=1.0):
    table = np.asarray(counts, dtype=float)
    table += smoothing
    sums = table.sum(axis=1, keepdims=True)
    return np.where(sums > 0, table / np.where(sums > 0, sums, 1), 1 / len(table))

# %% wrong: logarithms of the probabilities
# true: logarithms of the probabilities
def bigram_probabilities(counts, smoothing=1.0):
    table = np.asarray(counts, dtype=float) + smoothing
    table[table.sum(axis=1) == 0] = 1
    return np.log(table / table.sum(axis=1, keepdims=True) + 1e-12)

# %% wrong: single precision
def bigram_probabilities(counts, smoothing=1.0):
    table = np.asarray(counts, dtype=np.float32) + np.float32(smoothing)
    table[table.sum(axis=1) == 0] = 1
    return np.round(table / table.sum(axis=1, keepdims=True), 5)

# %% wrong: the smoothing of a row without counts is 1, whatever is given
def bigram_probabilities(counts, smoothing=1.0):
    P = []
    for row in np.asarray(counts, dtype=float):
        row = row + smoothing if row.sum() > 0 else row + 1
        P.append(row / row.sum() if row.sum() > 1 else row)
    return np.array(P)

# %% wrong: an empty row shared by the columns with counts
def bigram_probabilities(counts, smoothing=1.0):
    V = len(counts)
    smoothed = counts + smoothing
    sums = smoothed.sum(axis=1, keepdims=True)
    seen = (counts.sum(axis=0) > 0).astype(float)
    if seen.sum() == 0:
        seen = np.ones(V)
    return np.where(sums == 0, seen / seen.sum(), smoothed / np.where(sums == 0, 1, sums))

# %% wrong: sums laid along the columns
# true: a division by the sums of the wrong rows
def bigram_probabilities(counts, smoothing=1.0):
    s = counts + smoothing
    t = s.sum(axis=1)
    return np.where(t == 0, 1 / len(s), s / np.where(t == 0, 1, t)[None, :])

# %% wrong: a billionth added to the sums
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    C = counts + smoothing
    sums = C.sum(axis=1, keepdims=True)
    return np.where(sums == 0, 1 / len(C), C / (sums + 1e-9))

# %% wrong: sums close to 0 count as empty
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    C = np.array(counts + smoothing, dtype=float)
    C[np.isclose(C.sum(axis=1), 0)] = 1
    return C / C.sum(axis=1, keepdims=True)

# %% wrong: ones written into the caller's empty rows
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    C = np.asarray(counts, dtype=float)
    if smoothing:
        C = C + smoothing
    C[C.sum(axis=1) == 0] = 1
    return C / C.sum(axis=1, keepdims=True)

# %% wrong: V counts only the tokens that follow another
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    V = np.count_nonzero(counts.sum(axis=0))
    sums = counts.sum(axis=1, keepdims=True) + V * smoothing
    with np.errstate(all="ignore"):
        return np.where(sums == 0, 1 / len(counts), (counts + smoothing) / sums)

# %% wrong: a smoothing of at most 1
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    C = counts + min(smoothing, 1.0)
    C[C.sum(axis=1) == 0] = 1
    return C / C.sum(axis=1, keepdims=True)

# %% wrong: squeezed, so that a table of one token has no axes
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    C = counts + float(smoothing)
    C[C.sum(axis=1) == 0] = 1
    return np.squeeze(C / C.sum(axis=1, keepdims=True))

# %% right: smoothed table, zero rows set to one before division
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    smoothed = counts + float(smoothing)
    sums = smoothed.sum(axis=1, keepdims=True)
    smoothed = np.where(sums == 0, 1.0, smoothed)
    return smoothed / smoothed.sum(axis=1, keepdims=True)

# %% right: loops over rows and columns, zero row apart
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    V = len(counts)
    P = np.zeros((V, V))
    for i in range(V):
        total = 0.0
        for j in range(V):
            total += counts[i, j]
        denominator = total + V * smoothing
        for j in range(V):
            if denominator == 0:
                P[i, j] = 1 / V
            else:
                P[i, j] = (counts[i, j] + smoothing) / denominator
    return P

# %% right: np.divide with where and a uniform out array
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    C = np.asarray(counts, dtype=float)
    V = C.shape[0]
    top = C + smoothing
    bottom = np.broadcast_to(C.sum(axis=1)[:, None] + V * smoothing, C.shape)
    return np.divide(top, bottom, out=np.full((V, V), 1 / V), where=bottom > 0)

# %% right: own helper for one row, list comprehension
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    def normalize(row):
        row = [float(c) + smoothing for c in row]
        total = sum(row)
        return [c / total for c in row] if total > 0 else [1 / len(row)] * len(row)

    return np.array([normalize(row) for row in counts])

# %% wrong: row sums without keepdims, divides columns; entry i, j belongs to the sum of row i
# true: a division by the sums of the wrong rows
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    V = len(counts)
    if smoothing == 0 and np.any(counts.sum(axis=1) == 0):
        counts = np.where(counts.sum(axis=1)[:, None] == 0, 1, counts)
    return (counts + smoothing) / (counts.sum(axis=1) + V * smoothing)

# %% wrong: the denominator grows by smoothing instead of V times smoothing, equation (3)
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    sums = counts.sum(axis=1, keepdims=True)
    P = (counts + smoothing) / np.where(sums + smoothing == 0, 1, sums + smoothing)
    P[(sums == 0).ravel()] = 1 / len(counts)
    return P

# %% wrong: NaN in rows without counts when smoothing=0; such a row is uniform
# true: 0 divided by 0 where a row has no counts
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    V = counts.shape[0]
    return (counts + smoothing) / (counts.sum(axis=1, keepdims=True) + V * smoothing)

# %% wrong: NaN turned into 0, so the row sums to 0; a row without counts is 1/V everywhere
# true: a row of zeros where nothing was counted
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    V = counts.shape[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        P = (counts + smoothing) / (counts.sum(axis=1, keepdims=True) + V * smoothing)
    return np.nan_to_num(P)

# %% wrong: counts changed in place; leave counts unchanged (and integers raise)
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    counts += smoothing
    sums = counts.sum(axis=1, keepdims=True)
    counts[(sums == 0)[:, 0]] = 1
    return counts / counts.sum(axis=1, keepdims=True)

# %% wrong: divides by the sums of the columns, axis 0; the rows sum to 1
# true: columns that sum to 1 instead of rows
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    smoothed = counts + smoothing
    smoothed = np.where(smoothed.sum(axis=0, keepdims=True) == 0, 1.0, smoothed)
    return smoothed / smoothed.sum(axis=0, keepdims=True)

# %% wrong: replaces smoothing 0 by 1e-10, which spoils small fractions; counts need not be whole
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    if smoothing == 0:
        smoothing = 1e-10
    smoothed = counts + smoothing
    return smoothed / smoothed.sum(axis=1, keepdims=True)

# %% wrong: V counts only tokens that come second somewhere; each of the V entries grows by alpha
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    V = np.count_nonzero(counts.sum(axis=0))
    denominator = counts.sum(axis=1, keepdims=True) + V * smoothing
    P = np.full(counts.shape, 1 / len(counts))
    np.divide(counts + smoothing, denominator, out=P, where=denominator > 0)
    return P

# %% wrong: smooths only the entries that are 0; equation (3) adds alpha to every count
# true: a smoothing that is added only to zeros, not to all counts
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    smoothed = np.where(counts == 0, smoothing, counts)
    sums = smoothed.sum(axis=1, keepdims=True)
    return np.where(sums > 0, smoothed / np.where(sums > 0, sums, 1), 1 / len(counts))

# %% wrong: the smoothed table keeps the integer type, 0.25 becomes 0; smoothing is any number from 0 on
# true: a smoothing that was truncated to a whole number
def bigram_probabilities(counts: np.ndarray, smoothing: float = 1.0) -> np.ndarray:
    """Return the probability of each next token, from counts of pairs.

    counts: shape (V, V), not negative, integers or fractions.
    smoothing: what is added to each count, 0 or more.
    Returns shape (V, V); each row sums to 1. A row without counts is uniform.
    """
    V = len(counts)
    smoothed = np.array(counts)
    for i in range(V):
        for j in range(V):
            smoothed[i, j] = counts[i, j] + smoothing
        if smoothed[i].sum() == 0:
            smoothed[i] = 1
    return smoothed / smoothed.sum(axis=1, keepdims=True)
