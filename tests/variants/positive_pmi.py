# Right and wrong answers to `positive_pmi(counts)`, one cell a block, as students write them. `np`
# and `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some
# check must fail each wrong one.

# %% right: the formula where something was counted
def positive_pmi(counts):
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.zeros(p.shape)
    seen = p > 0
    pmi[seen] = np.log2(p[seen] / expected[seen])
    return np.maximum(pmi, 0)

# %% right: two loops
import math

def positive_pmi(counts):
    n, m = counts.shape
    total = float(counts.sum())
    table = []
    for i in range(n):
        row = []
        for j in range(m):
            if counts[i, j] == 0:
                row.append(0.0)
            else:
                lift = counts[i, j] * total / (float(counts[i].sum()) * float(counts[:, j].sum()))
                row.append(max(0.0, math.log2(lift)))
        table.append(row)
    return table

# %% right: NaN and infinities replaced
def positive_pmi(counts):
    total = counts.sum()
    rows = counts.sum(axis=1, keepdims=True)
    columns = counts.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log2(counts * total / (rows * columns))
    return np.nan_to_num(np.clip(pmi, 0, None), nan=0.0)

# %% right: a logarithm of a number that is one or more
def positive_pmi(counts):
    p = np.asarray(counts, dtype=float) / np.sum(counts)
    expected = p.sum(1)[:, None] * p.sum(0)[None, :]
    lift = np.divide(p, expected, out=np.ones_like(p), where=expected > 0)
    return np.log2(np.maximum(lift, 1.0))

# %% right: nats, divided by log 2
def positive_pmi(counts):
    c = counts.astype(float)
    i, j = np.nonzero(c)
    out = np.zeros(c.shape)
    values = np.log(c[i, j]) + np.log(c.sum()) - np.log(c.sum(1)[i]) - np.log(c.sum(0)[j])
    out[i, j] = np.where(values > 0, values / np.log(2), 0)
    return out

# %% right: conditional probabilities over the unconditional
def positive_pmi(counts):
    rows = counts.sum(axis=1, keepdims=True)
    given = np.divide(counts, rows, out=np.zeros(counts.shape), where=rows > 0)
    base = counts.sum(axis=0) / counts.sum()
    lift = np.divide(given, base, out=np.zeros(counts.shape), where=base > 0)
    return np.array([[np.log2(v) if v > 1 else 0.0 for v in row] for row in lift])

# %% right: einsum and where
def positive_pmi(counts):
    p = counts / np.einsum("ij->", counts)
    q = np.einsum("ij,kl->il", p, p)
    safe = np.where(p > 0, p, 1) / np.where(p > 0, q, 1)
    return np.where(p > 0, np.log2(safe).clip(min=0), 0)

# %% wrong: NaN in empty rows and infinities at zeros
# true: negative values and infinities that are kept instead of set to 0; 0 / 0 in rows and columns without counts, which is NaN
def positive_pmi(counts):
    p = counts / counts.sum()
    return np.log2(p / np.outer(p.sum(axis=1), p.sum(axis=0)))

# %% wrong: NaN in empty rows
# true: 0 / 0 in rows and columns without counts, which is NaN
def positive_pmi(counts):
    p = counts / counts.sum()
    return np.maximum(0, np.log2(p / np.outer(p.sum(axis=1), p.sum(axis=0))))

# %% wrong: negative values stay
# true: negative values that are kept instead of set to 0
def positive_pmi(counts):
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.zeros(p.shape)
    pmi[p > 0] = np.log2(p[p > 0] / expected[p > 0])
    return pmi

# %% wrong: absolute values
# true: the absolute values of the PMI
def positive_pmi(counts):
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.zeros(p.shape)
    pmi[p > 0] = np.log2(p[p > 0] / expected[p > 0])
    return np.abs(pmi)

# %% wrong: nats
# true: a result in nats instead of bits
def positive_pmi(counts):
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.zeros(p.shape)
    pmi[p > 0] = np.log(p[p > 0] / expected[p > 0])
    return np.maximum(pmi, 0)

# %% wrong: one added to each count
# true: a count of one added to each cell
def positive_pmi(counts):
    p = (counts + 1) / (counts + 1).sum()
    return np.maximum(0, np.log2(p / np.outer(p.sum(axis=1), p.sum(axis=0))))

# %% wrong: a small number in the logarithm, which shows in the quotient
def positive_pmi(counts):
    p = counts / counts.sum()
    return np.maximum(0, np.log2((p + 1e-3) / (np.outer(p.sum(axis=1), p.sum(axis=0)) + 1e-3)))

# %% wrong: the margins exchanged
# true: row sums and column sums that were swapped
def positive_pmi(counts):
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=0), p.sum(axis=1))
    pmi = np.zeros(p.shape)
    pmi[p > 0] = np.log2(p[p > 0] / expected[p > 0])
    return np.maximum(pmi, 0)

# %% wrong: counts that are not divided by their sum
# true: counts divided by the products of the margins, without the total
def positive_pmi(counts):
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    pmi = np.zeros(counts.shape)
    seen = counts > 0
    pmi[seen] = np.log2(counts[seen] / expected[seen])
    return np.maximum(pmi, 0)

# %% wrong: rows alone
# true: zeros in all cells: no logarithm is above 0, or none is kept
def positive_pmi(counts):
    p = counts / counts.sum()
    rows = np.where(p.sum(axis=1, keepdims=True) > 0, p.sum(axis=1, keepdims=True), 1)
    return np.maximum(0, np.log2(np.where(p > 0, p / rows, 1)))

# %% wrong: weighted by the probabilities
# true: values weighted by p_ij, as in the mutual information
def positive_pmi(counts):
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.zeros(p.shape)
    pmi[p > 0] = p[p > 0] * np.log2(p[p > 0] / expected[p > 0])
    return np.maximum(pmi, 0)

# %% wrong: the mutual information
# true: the mutual information, one number for the whole table
def positive_pmi(counts):
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    return np.sum(p[p > 0] * np.log2(p[p > 0] / expected[p > 0]))

# %% wrong: empty rows and columns are dropped
# true: a table without its empty rows and columns
def positive_pmi(counts):
    kept = counts[counts.any(axis=1)][:, counts.any(axis=0)]
    p = kept / kept.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.zeros(p.shape)
    pmi[p > 0] = np.log2(p[p > 0] / expected[p > 0])
    return np.maximum(pmi, 0)

# %% wrong: square tables alone
# true: values for a square part of the table, as if there were as many columns as rows
def positive_pmi(counts):
    p = counts / counts.sum()
    pmi = np.zeros(p.shape)
    for i in range(len(p)):
        for j in range(len(p)):
            if p[i, j] > 0:
                pmi[i, j] = max(0, np.log2(p[i, j] / (p[i].sum() * p[:, j].sum())))
    return pmi

# %% wrong: whole counts
# true: counts that were truncated to whole numbers
def positive_pmi(counts):
    counts = counts.astype(int)
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.zeros(p.shape)
    pmi[p > 0] = np.log2(p[p > 0] / expected[p > 0])
    return np.maximum(pmi, 0)

# %% wrong: divided in place
def positive_pmi(counts):
    if counts.dtype.kind == "i":
        counts = counts.astype(float)
    counts /= counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    pmi = np.zeros(counts.shape)
    pmi[counts > 0] = np.log2(counts[counts > 0] / expected[counts > 0])
    return np.maximum(pmi, 0)

# %% right: whole numbers as floats, cell by cell, with the natural logarithm
import math

def positive_pmi(counts):
    table = np.array(counts, dtype=float)
    total, rows, columns = table.sum(), table.sum(axis=1), table.sum(axis=0)
    result = np.zeros(table.shape)
    for (i, j), count in np.ndenumerate(table):
        if count * total > rows[i] * columns[j]:
            result[i, j] = math.log(count * total / (rows[i] * columns[j])) / math.log(2)
    return result

# %% wrong: filled into an array of the counts' own type
# true: results that were truncated to whole numbers
def positive_pmi(counts):
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.zeros_like(counts)
    pmi[p > 0] = np.maximum(np.log2(p[p > 0] / expected[p > 0]), 0)
    return pmi

# %% wrong: products of whole numbers of 32 bits, which overflow
def positive_pmi(counts):
    if counts.dtype.kind == "i":
        counts = counts.astype(np.int32)
    rows = counts.sum(axis=1, dtype=counts.dtype)[:, None]
    columns = counts.sum(axis=0, dtype=counts.dtype)[None, :]
    with np.errstate(all="ignore"):
        lift = counts * counts.sum(dtype=counts.dtype) / (rows * columns)
        pmi = np.log2(lift)
    return np.where(counts > 0, np.nan_to_num(np.maximum(pmi, 0)), 0)

# %% wrong: the margins are remembered by the shape
margins = {}

def positive_pmi(counts):
    p = counts / counts.sum()
    expected = margins.setdefault(p.shape, np.outer(p.sum(axis=1), p.sum(axis=0)))
    pmi = np.zeros(p.shape)
    met = (p > 0) & (expected > 0)
    pmi[met] = np.log2(p[met] / expected[met])
    return np.maximum(pmi, 0)

# %% wrong: values below a tenth of a bit count as chance
def positive_pmi(counts):
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.zeros(p.shape)
    pmi[p > 0] = np.log2(p[p > 0] / expected[p > 0])
    return np.where(pmi > 0.1, pmi, 0)

# %% wrong: at most eight bits
def positive_pmi(counts):
    p = counts / counts.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.zeros(p.shape)
    pmi[p > 0] = np.log2(p[p > 0] / expected[p > 0])
    return np.clip(pmi, 0, 8)


# %% right: log2 of sums of logarithms
def positive_pmi(counts):
    C = np.asarray(counts, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log2(C) + np.log2(C.sum()) - np.log2(C.sum(0)) - np.log2(C.sum(1))[:, None]
    return np.where(np.isfinite(pmi) & (pmi > 0), pmi, 0.0)

# %% right: scaled by diagonal matrices
def positive_pmi(counts):
    P = np.array(counts, dtype=float)
    P /= P.sum()
    rows, columns = P.sum(axis=1), P.sum(axis=0)
    R = np.diag(np.divide(1, rows, out=np.zeros_like(rows), where=rows > 0))
    C = np.diag(np.divide(1, columns, out=np.zeros_like(columns), where=columns > 0))
    return np.log2(np.maximum(R @ P @ C, 1))

# %% right: math.log2, one cell at a time, in lists
import math
def positive_pmi(counts):
    rows = [sum(row) for row in counts]
    columns = [sum(column) for column in zip(*counts)]
    total = sum(rows)
    def cell(i, j):
        c = counts[i][j]
        return max(0.0, math.log2(c / rows[i] * (total / columns[j]))) if c > 0 else 0.0
    return [[cell(i, j) for j in range(len(columns))] for i in range(len(rows))]

# %% right: a nan that fmax leaves out
def positive_pmi(counts):
    C = np.asarray(counts, dtype=float)
    with np.errstate(all="ignore"):
        return np.fmax(0, np.log2(C * C.sum() / (C.sum(1, keepdims=True) * C.sum(0, keepdims=True))))

# %% wrong: the sums of columns for both margins
# true: the column sums used twice, also in place of the row sums
def positive_pmi(counts):
    P = counts / np.sum(counts)
    with np.errstate(all="ignore"):
        m = np.log2(P / (P.sum(axis=0) * P.sum(axis=0)))
    return np.where(np.isfinite(m), np.maximum(m, 0), 0)

# %% wrong: the size of what is negative
def positive_pmi(counts):
    P = counts / np.sum(counts)
    with np.errstate(all="ignore"):
        m = np.log2(P / np.outer(P.sum(axis=1), P.sum(axis=0)))
    return np.abs(np.where(np.isfinite(m), np.minimum(m, 0), 0))

# %% wrong: log2 of one more
# true: the logarithm of 1 more than the quotient, which is never negative
def positive_pmi(counts):
    P = counts / np.sum(counts)
    product = np.outer(P.sum(axis=1), P.sum(axis=0))
    return np.log2(1 + np.divide(P, product, out=np.zeros(P.shape), where=product > 0))

# %% wrong: normalized by the surprise
# true: a PMI that is divided by the surprise of the pair
def positive_pmi(counts):
    P = counts / np.sum(counts)
    with np.errstate(all="ignore"):
        m = np.log2(P / np.outer(P.sum(axis=1), P.sum(axis=0))) / -np.log2(P)
    return np.where(np.isfinite(m), np.maximum(m, 0), 0)

# %% wrong: log10
# true: the logarithm to base 10
def positive_pmi(counts):
    P = counts / np.sum(counts)
    with np.errstate(all="ignore"):
        m = np.log10(P / np.outer(P.sum(axis=1), P.sum(axis=0)))
    return np.where(np.isfinite(m), np.maximum(m, 0), 0)

# %% wrong: made symmetric where the table is square
def positive_pmi(counts):
    C = np.asarray(counts, dtype=float)
    if C.shape[0] == C.shape[1]:
        C = (C + C.T) / 2
    P = C / C.sum()
    with np.errstate(all="ignore"):
        m = np.log2(P / np.outer(P.sum(axis=1), P.sum(axis=0)))
    return np.where(np.isfinite(m), np.maximum(m, 0), 0)

# %% wrong: the NaN of an empty table row are replaced in the caller's table
def positive_pmi(counts):
    counts[counts == 0] = 0.5
    P = counts / np.sum(counts)
    m = np.log2(P / np.outer(P.sum(axis=1), P.sum(axis=0)))
    return np.where(counts < 1, 0, np.maximum(m, 0))

# %% wrong: a margin below one counts as empty
def positive_pmi(counts):
    C = np.asarray(counts, dtype=float)
    rows, columns = C.sum(axis=1, keepdims=True), C.sum(axis=0, keepdims=True)
    with np.errstate(all="ignore"):
        m = np.log2(C * C.sum() / (rows * columns))
    return np.where((C > 0) & (rows >= 1) & (columns >= 1), np.maximum(m, 0), 0)

# %% wrong: nothing but ones and zeros
def positive_pmi(counts):
    P = counts / np.sum(counts)
    return (P > np.outer(P.sum(axis=1), P.sum(axis=0))).astype(float)

# %% wrong: the probability of the column once too often
def positive_pmi(counts):
    P = counts / np.sum(counts)
    with np.errstate(all="ignore"):
        m = np.log2(P / np.outer(P.sum(axis=1), P.sum(axis=0) ** 0.75))
    return np.where(np.isfinite(m), np.maximum(m, 0), 0)

# %% wrong: margins multiplied without an axis of their own
# true: row sums times column sums one by one, instead of each row with each column
def positive_pmi(counts):
    p = counts / counts.sum()
    with np.errstate(all="ignore"):
        pmi = np.log2(p / (p.sum(axis=1) * p.sum(axis=0)))
    return np.where(p > 0, np.maximum(pmi, 0), 0)

# %% wrong: the sums of rows for both margins
# true: the row sums used twice, also in place of the column sums
def positive_pmi(counts):
    p = counts / counts.sum()
    rows = p.sum(axis=1, keepdims=True)
    lift = np.divide(p, rows * rows, out=np.ones(p.shape), where=p > 0)
    return np.maximum(np.log2(lift), 0)

# %% wrong: the shares of the columns
# true: zeros in all cells: no logarithm is above 0, or none is kept
def positive_pmi(counts):
    columns = counts.sum(axis=0)
    share = np.divide(counts, columns, out=np.zeros(counts.shape), where=columns > 0)
    return np.maximum(np.log2(np.where(share > 0, share, 1)), 0)

# %% right: a mask of the cells that were counted
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    p = np.array(counts, dtype=float)
    p /= p.sum()
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    result = np.zeros_like(p)
    counted = p > 0
    result[counted] = np.maximum(0, np.log2(p[counted] / chance[counted]))
    return result

# %% right: loops with fsum
import math


def positive_pmi(counts):
    rows = [math.fsum(map(float, row)) for row in counts]
    columns = [math.fsum(map(float, column)) for column in counts.T]
    total = math.fsum(rows)

    def cell(i, j):
        n = float(counts[i, j])
        return max(0.0, math.log2(n / rows[i] / columns[j] * total)) if n > 0 else 0.0

    return np.array([[cell(i, j) for j in range(len(columns))] for i in range(len(rows))])

# %% right: a difference of logarithms
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log2(counts.astype(float))
        rows = np.log2(counts.sum(axis=1, keepdims=True, dtype=float))
        columns = np.log2(counts.sum(axis=0, keepdims=True, dtype=float))
        pmi = log + np.log2(counts.sum(dtype=float)) - rows - columns
    return np.where(counts > 0, np.maximum(pmi, 0), 0.0)

# %% right: quotients of at least 1
def positive_pmi(counts):
    p = counts / np.sum(counts, dtype=float)
    chance = np.einsum("ij->i", p)[:, None] * np.einsum("ij->j", p)
    quotient = np.divide(p, chance, out=np.ones_like(p), where=p > 0)
    return np.log2(np.clip(quotient, 1, None))

# %% wrong: a constant of 1e-12 beside the shares
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    p = counts / counts.sum()
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    return np.maximum(0, np.log2((p + 1e-12) / (chance + 1e-12)))

# %% wrong: counts below 1 are ignored
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    p = counts / counts.sum()
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    result = np.zeros(p.shape)
    counted = counts >= 1
    result[counted] = np.maximum(0, np.log2(p[counted] / chance[counted]))
    return result

# %% wrong: squeezed, so that one row is flat
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    p = counts / counts.sum()
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    result = np.zeros(p.shape)
    counted = p > 0
    result[counted] = np.maximum(0, np.log2(p[counted] / chance[counted]))
    return np.squeeze(result)

# %% wrong: remembered by the bytes of the counts
_known = {}


def positive_pmi(counts: np.ndarray) -> np.ndarray:
    key = counts.tobytes()
    if key not in _known:
        p = counts / counts.sum()
        chance = np.outer(p.sum(axis=1), p.sum(axis=0))
        result = np.zeros(p.shape)
        counted = p > 0
        result[counted] = np.maximum(0, np.log2(p[counted] / chance[counted]))
        _known[key] = result
    return _known[key].copy()

# %% wrong: values below a hundredth of a bit set to 0
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    p = counts / counts.sum()
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    with np.errstate(all="ignore"):
        pmi = np.nan_to_num(np.log2(p / chance), neginf=0)
    return np.where(pmi < 0.01, 0, pmi)

# %% wrong: at most ten bits
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    p = counts / counts.sum()
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    with np.errstate(all="ignore"):
        return np.clip(np.nan_to_num(np.log2(p / chance)), 0, 10)

# %% wrong: divided only where chance gives more than 1e-8
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    p = counts / counts.sum()
    chance = np.outer(p.sum(axis=1), p.sum(axis=0))
    quotient = np.divide(p, chance, out=np.zeros(p.shape), where=chance > 1e-8)
    return np.log2(np.maximum(quotient, 1))

# %% right: loops over all cells with three cases
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    n, m = counts.shape
    total = float(np.sum(counts))
    result = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            p = counts[i, j] / total
            p_row = np.sum(counts[i, :]) / total
            p_column = np.sum(counts[:, j]) / total
            if p == 0:
                result[i, j] = 0.0
            else:
                pmi = np.log2(p / (p_row * p_column))
                if pmi > 0:
                    result[i, j] = pmi
                else:
                    result[i, j] = 0.0
    return result

# %% right: vectorized, quotient at least 1 before log2
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    p = counts / counts.sum()
    chance = p.sum(axis=1, keepdims=True) * p.sum(axis=0, keepdims=True)
    quotient = np.divide(p, chance, out=np.ones_like(p), where=p > 0)
    return np.log2(np.maximum(quotient, 1))

# %% right: SciPy's expected_freq for the counts by chance
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    from scipy.stats.contingency import expected_freq

    counts = np.asarray(counts, dtype=float)
    expected = expected_freq(counts)
    result = np.zeros(counts.shape)
    mask = counts > 0
    result[mask] = np.log2(counts[mask] / expected[mask])
    return np.clip(result, 0, None)

# %% right: masked array and difference of four logarithms
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    c = np.ma.masked_equal(np.array(counts, dtype=float), 0)
    r = np.ma.masked_equal(np.array(counts, dtype=float).sum(axis=1), 0)
    k = np.ma.masked_equal(np.array(counts, dtype=float).sum(axis=0), 0)
    pmi = np.ma.log2(c / r[:, None] * (float(np.sum(counts)) / k[None, :]))
    pmi = pmi.filled(0.0)
    pmi[pmi < 0] = 0.0
    return pmi

# %% wrong: natural logarithm; "The result is in bits"
# true: a result in nats instead of bits
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    p = counts / counts.sum()
    outer = np.outer(p.sum(axis=1), p.sum(axis=0))
    result = np.zeros(p.shape)
    seen = p > 0
    result[seen] = np.maximum(0, np.log(p[seen] / outer[seen]))
    return result

# %% wrong: counts used as probabilities, never divided by the total (equation (1) has shares)
# true: counts divided by the products of the margins, without the total
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    out = np.zeros(counts.shape)
    mask = counts > 0
    out[mask] = np.log2(counts[mask] / expected[mask])
    return np.maximum(out, 0)

# %% wrong: NaN in rows and columns without counts; "the result is 0 there, and never NaN"
# true: 0 / 0 in rows and columns without counts, which is NaN
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    p = counts / np.sum(counts)
    pmi = np.log2(p / np.outer(p.sum(axis=1), p.sum(axis=0)))
    return np.maximum(0, pmi)

# %% wrong: negative values are kept, only empty cells are 0; against equation (2)
# true: negative values that are kept instead of set to 0
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    p = counts / np.sum(counts)
    rows = p.sum(axis=1, keepdims=True)
    cols = p.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log2(p / (rows * cols))
    pmi[p == 0] = 0
    return pmi

# %% wrong: result = zeros_like(counts) holds whole numbers if the counts are integers
# true: results that were truncated to whole numbers
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    total = counts.sum()
    rows = counts.sum(axis=1)
    cols = counts.sum(axis=0)
    result = np.zeros_like(counts)
    for i in range(counts.shape[0]):
        for j in range(counts.shape[1]):
            if counts[i, j] > 0:
                result[i, j] = max(0, np.log2(counts[i, j] * total / (rows[i] * cols[j])))
    return result

# %% wrong: add-one smoothing to avoid log 0, which changes every value; equation (1) has the plain shares
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    smoothed = counts + 1
    p = smoothed / smoothed.sum()
    pmi = np.log2(p / np.outer(p.sum(axis=1), p.sum(axis=0)))
    return np.where(counts > 0, np.maximum(pmi, 0), 0.0)

# %% wrong: row sums of shape (n,) without keepdims line up with the columns (fails or is wrong for n != m)
# true: row sums times column sums one by one, instead of each row with each column
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    p = counts / counts.sum()
    rows, cols = p.sum(axis=1), p.sum(axis=0)
    with np.errstate(all="ignore"):
        pmi = np.log2(p / (rows * cols))
    pmi = np.nan_to_num(pmi, nan=0.0, posinf=0.0, neginf=0.0)
    return np.maximum(pmi, 0)

# %% wrong: divides the counts in place; "leave counts unchanged"
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    counts /= counts.sum()
    chance = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    ratio = np.ones(counts.shape)
    ratio[counts > 0] = counts[counts > 0] / chance[counts > 0]
    return np.maximum(0, np.log2(ratio))

# %% wrong: terms p * PMI as in mutual information, not the PMI of equation (1)
# true: values weighted by p_ij, as in the mutual information
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    p = counts / counts.sum()
    q = np.outer(p.sum(axis=1), p.sum(axis=0))
    result = np.zeros_like(p)
    mask = p > 0
    result[mask] = p[mask] * np.log2(p[mask] / q[mask])
    result[result < 0] = 0
    return result

# %% wrong: 1e-8 added above and below the fraction line; too much beside the shares of rare pairs
def positive_pmi(counts: np.ndarray) -> np.ndarray:
    """Return the positive pointwise mutual information of each cell, in bits.

    counts: shape (n, m), not negative, integers or fractions, not all 0.
    Returns shape (n, m), with 0 where the PMI is negative or nothing was counted.
    """
    eps = 1e-8
    p = counts / counts.sum()
    outer = np.outer(p.sum(axis=1), p.sum(axis=0))
    pmi = np.log2((p + eps) / (outer + eps))
    return np.where(p > 0, np.maximum(pmi, 0.0), 0.0)
