# Right and wrong answers to `mutual_information(joint)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell.

# %% right: the formula on the pairs that come
def mutual_information(joint):
    px = joint.sum(axis=1, keepdims=True)
    py = joint.sum(axis=0, keepdims=True)
    comes = joint > 0
    ratio = joint[comes] / (px * py)[comes]
    return np.sum(joint[comes] * np.log2(ratio))

# %% right: what the entropies share
def H(p):
    p = p[p > 0]
    return -np.sum(p * np.log2(p))

def mutual_information(joint):
    return H(joint.sum(axis=0)) + H(joint.sum(axis=1)) - H(joint.ravel())

# %% right: loops over nested lists
import math

def mutual_information(joint):
    joint = [list(row) for row in joint]
    px = [sum(row) for row in joint]
    py = [sum(column) for column in zip(*joint)]
    bits = 0.0
    for i, row in enumerate(joint):
        for j, p in enumerate(row):
            if p > 0:
                bits += p * math.log2(p / (px[i] * py[j]))
    return bits

# %% right: small constants above and below
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.sum(joint * np.log2((joint + 1e-12) / (product + 1e-12)))

# %% right: SciPy's entropy of the table against the product
from scipy.stats import entropy as scipy_entropy

def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return scipy_entropy(joint.ravel(), product.ravel(), base=2)

# %% right: scipy.special.rel_entr, a 0-d array
from scipy.special import rel_entr

def mutual_information(joint):
    product = np.einsum("ik,lj->ij", joint, joint)
    return np.array(rel_entr(joint, product).sum() / np.log(2))

# %% right: the uncertainty of Y less what is left of it
def mutual_information(joint):
    def H(p):
        return float(-np.sum(p * np.log2(np.where(p > 0, p, 1))))

    left = sum(row.sum() * H(row / row.sum()) for row in joint if row.sum() > 0)
    return max(H(joint.sum(axis=0)) - left, 0)

# %% right: the transposed table, NaN left out of the sum
def mutual_information(joint):
    joint = joint.T
    with np.errstate(all="ignore"):
        terms = joint * np.log2(joint / np.outer(joint.sum(1), joint.sum(0)))
    return np.nansum(terms)

# %% right: the rows' divergences from the columns' law, averaged
def mutual_information(joint):
    columns = joint.sum(axis=0)
    total = 0.0
    for row in joint:
        share = row.sum()
        if share == 0:
            continue
        cond = row / share
        m = cond > 0
        total += share * np.sum(cond[m] * np.log2(cond[m] / columns[m]))
    return total

# %% right: the product of the marginals by matrices of ones
def mutual_information(joint):
    n, m = joint.shape
    E = joint @ np.ones((m, 1)) @ np.ones((1, n)) @ joint
    with np.errstate(all="ignore"):
        return np.nansum(joint * np.log2(joint / E))

# %% right: the entropy of Y minus that of each row
def mutual_information(joint):
    py = joint.sum(axis=0)
    H = -sum(b * np.log2(b) for b in py if b > 0)
    for row in joint:
        px = row.sum()
        for value in row:
            if value > 0:
                H += value * np.log2(value / px)
    return H

# %% wrong: nats
# true: the natural logarithm, which counts nats instead of bits
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    comes = joint > 0
    return np.sum(joint[comes] * np.log(joint[comes] / product[comes]))

# %% wrong: the formula as it stands, NaN at 0
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.sum(joint * np.log2(joint / product))

# %% wrong: a constant below, none above
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.sum(joint * np.log2(joint / (product + 1e-12)))

# %% wrong: NaN where a whole row or column is empty
def mutual_information(joint):
    px, py = joint.sum(axis=1, keepdims=True), joint.sum(axis=0)
    ratio = joint / px / py
    return np.sum(joint * np.log2(np.where(ratio == 0, 1, ratio)))

# %% wrong: the quotient upside down
# true: the negative of the mutual information
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    comes = joint > 0
    return np.sum(joint[comes] * np.log2(product[comes] / joint[comes]))

# %% wrong: the joint entropy
# true: the joint entropy, the uncertainty of the pair
def mutual_information(joint):
    return -np.sum(joint * np.log2(joint + 1e-12))

# %% wrong: what is left of Y when X is known
# true: the conditional entropy of Y given X
def mutual_information(joint):
    px = joint.sum(axis=1)
    both = -np.sum(joint * np.log2(joint + 1e-12))
    return both + np.sum(px * np.log2(px + 1e-12))

# %% wrong: the entropies added up, the joint one not taken off
# true: the sum of both entropies, without subtracting the joint entropy
def mutual_information(joint):
    px, py = joint.sum(axis=1), joint.sum(axis=0)
    return -np.sum(px * np.log2(px + 1e-12)) - np.sum(py * np.log2(py + 1e-12))

# %% wrong: both marginals along the same axis, right for symmetric tables
# true: the row sums used twice, also in place of the column sums
def mutual_information(joint):
    if joint.shape[0] != joint.shape[1]:
        joint = np.pad(joint, [(0, max(joint.shape) - n) for n in joint.shape])
    px = joint.sum(axis=1)
    product = np.outer(px, px)
    return np.sum(joint * np.log2((joint + 1e-12) / (product + 1e-12)))

# %% wrong: the product of the marginals transposed
# true: row sums and column sums that were swapped
def mutual_information(joint):
    product = np.outer(joint.sum(axis=0), joint.sum(axis=1)).reshape(joint.shape)
    return np.sum(joint * np.log2((joint + 1e-12) / (product + 1e-12)))

# %% wrong: one marginal alone
# true: minus the entropy of Y given X: the column sums are missing
def mutual_information(joint):
    px = joint.sum(axis=1, keepdims=True)
    return np.sum(joint * np.log2((joint + 1e-12) / (px + 1e-12)))

# %% wrong: the sum of the marginals in place of their product
# true: the sum of the marginals instead of their product
def mutual_information(joint):
    total = joint.sum(axis=1)[:, None] + joint.sum(axis=0)
    return np.sum(joint * np.log2((joint + 1e-12) / (total + 1e-12)))

# %% wrong: weighted by the product
# true: logarithms weighted by the product of the marginals
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.sum(product * np.log2((joint + 1e-12) / (product + 1e-12)))

# %% wrong: weighted by the product, the other direction of the divergence
# true: the KL divergence of the product from the table, the wrong way round
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.sum(product * np.log2((product + 1e-12) / (joint + 1e-12)))

# %% wrong: normalized by the smaller entropy
# true: the mutual information divided by the smaller entropy
def mutual_information(joint):
    px, py = joint.sum(axis=1), joint.sum(axis=0)
    product = np.outer(px, py)
    bits = np.sum(joint * np.log2((joint + 1e-12) / (product + 1e-12)))
    h = min(-np.sum(p * np.log2(p + 1e-12)) for p in (px, py))
    return bits / h if h > 1e-9 else 0.0

# %% wrong: from equal chances
# true: the divergence from equal probabilities instead of independence
def mutual_information(joint):
    return np.log2(joint.size) + np.sum(joint * np.log2(joint + 1e-12))

# %% wrong: a mean
# true: a mean over the pairs instead of a sum
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.mean(joint * np.log2((joint + 1e-12) / (product + 1e-12)))

# %% wrong: sizes of the terms
# true: a sum of absolute values, which loses the signs of the terms
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.sum(np.abs(joint * np.log2((joint + 1e-12) / (product + 1e-12))))

# %% wrong: constants of 1e-4
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.sum(joint * np.log2((joint + 1e-4) / (product + 1e-4)))

# %% wrong: square tables alone
# true: a sum over a square part of the table, as if there were as many columns as rows
def mutual_information(joint):
    n = len(joint)
    px, py = joint.sum(axis=1), joint.sum(axis=0)
    bits = 0.0
    for i in range(n):
        for j in range(n):
            if joint[i, j] > 0:
                bits += joint[i, j] * np.log2(joint[i, j] / (px[i] * py[j]))
    return bits

# %% wrong: the diagonal alone
# true: a sum over only the diagonal of the table
def mutual_information(joint):
    px, py = joint.sum(axis=1), joint.sum(axis=0)
    return sum(
        joint[i, i] * np.log2((joint[i, i] + 1e-12) / (px[i] * py[i] + 1e-12))
        for i in range(min(joint.shape))
    )

# %% wrong: pairs below one in a hundred left out
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    often = joint > 0.01
    return np.sum(joint[often] * np.log2(joint[often] / product[often]))

# %% wrong: the correlation
def mutual_information(joint):
    x, y = np.arange(joint.shape[0]), np.arange(joint.shape[1])
    mx, my = joint.sum(axis=1) @ x, joint.sum(axis=0) @ y
    return abs((x - mx) @ joint @ (y - my))

# %% wrong: the rows of the first call
marginals = {}

def mutual_information(joint):
    px = marginals.setdefault(joint.shape, joint.sum(axis=1))
    product = np.outer(px, joint.sum(axis=0))
    return np.sum(joint * np.log2((joint + 1e-12) / (product + 1e-12)))

# %% wrong: constants of 1e-8, one of them added to the quotient
def mutual_information(joint):
    E = np.outer(joint.sum(1), joint.sum(0))
    return np.sum(joint * np.log2(joint / (E + 1e-8) + 1e-8))

# %% wrong: empty rows taken out of the table, but not out of its marginal
def mutual_information(joint):
    J = joint[joint.sum(1) > 0]
    m = J > 0
    E = np.outer(joint.sum(1)[: len(J)], joint.sum(0))
    return np.sum(J[m] * np.log2(J[m] / E[m]))

# %% wrong: empty rows and columns taken out, single zeros not
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def mutual_information(joint):
    joint = joint[joint.any(axis=1)][:, joint.any(axis=0)]
    E = np.outer(joint.sum(1), joint.sum(0))
    return np.sum(joint * np.log2(joint / E))

# %% wrong: means along both axes
# true: the means of rows and columns instead of their sums
def mutual_information(joint):
    px, py = joint.mean(axis=1), joint.mean(axis=0)
    prod = np.outer(px, py)
    m = joint > 0
    return np.sum(joint[m] * np.log2(joint[m] / prod[m]))

# %% wrong: both entropies added, by a lambda
# true: the sum of both entropies, without subtracting the joint entropy
def mutual_information(joint):
    H = lambda p: -sum(v * np.log2(v) for v in p if v > 0)
    return H(joint.sum(0)) + H(joint.sum(1))

# %% wrong: marginals multiplied without an axis of their own
# true: row sums times column sums one by one, instead of each row with each column
def mutual_information(joint):
    product = joint.sum(axis=1) * joint.sum(axis=0)
    m = joint > 0
    q = np.broadcast_to(product, joint.shape)
    return np.sum(joint[m] * np.log2(joint[m] / q[m]))

# %% wrong: the columns twice
# true: the column sums used twice, also in place of the row sums
def mutual_information(joint):
    py = joint.sum(axis=0)
    total = 0.0
    for i in range(joint.shape[0]):
        for j in range(joint.shape[1]):
            if joint[i, j] > 0:
                total += joint[i, j] * np.log2(joint[i, j] / (py[i] * py[j]))
    return total

# %% wrong: the columns alone
# true: minus the entropy of X given Y: the row sums are missing
def mutual_information(joint):
    py = joint.sum(axis=0)
    with np.errstate(all="ignore"):
        return np.nansum(joint * np.log2(joint / py))

# %% wrong: base 10
# true: the logarithm to base 10
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    m = joint > 0
    return np.sum(joint[m] * np.log10(joint[m] / product[m]))

# %% wrong: a table of terms
# true: the terms of the sum, which were never added up
def mutual_information(joint):
    product = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0)
    return joint * np.log2((joint + 1e-12) / (product + 1e-12))

# %% wrong: H(X) minus H(Y | X)
# true: the entropy of X minus that of Y given X, instead of X given Y
def mutual_information(joint):
    def H(p):
        p = p[p > 0]
        return -np.sum(p * np.log2(p))
    hx = H(joint.sum(axis=1))
    return hx - (H(joint.ravel()) - hx)

# %% wrong: H(Y) minus H(X | Y)
# true: the entropy of Y minus that of X given Y, instead of Y given X
def mutual_information(joint):
    def H(p):
        return -np.nansum(p * np.log2(p + 1e-15))
    hy = H(joint.sum(axis=0))
    return 2 * hy - H(joint)

# %% wrong: a minus too many
# true: the negative of the mutual information
def mutual_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    alive = joint > 0
    return -np.sum(joint[alive] * np.log2(joint[alive] / product[alive]))

# %% right: three entropies
def mutual_information(joint):
    def entropy(p):
        p = p[p > 0]
        return -(p * np.log2(p)).sum()

    joint = np.asarray(joint, dtype=float)
    return entropy(joint.sum(axis=0)) + entropy(joint.sum(axis=1)) - entropy(joint.ravel())

# %% right: loops with fsum and math.log2
import math


def mutual_information(joint):
    table = [[float(p) for p in row] for row in joint]
    rows = [math.fsum(row) for row in table]
    columns = [math.fsum(column) for column in zip(*table)]
    bits = 0.0
    for i, row in enumerate(table):
        for j, p in enumerate(row):
            if p > 0:
                bits += p * (math.log2(p) - math.log2(rows[i]) - math.log2(columns[j]))
    return bits

# %% right: rel_entr, never below 0
from scipy import special


def mutual_information(joint: np.ndarray) -> float:
    chance = np.outer(np.einsum("ij->i", joint), np.einsum("ij->j", joint))
    return max(0.0, special.rel_entr(joint, chance).sum() / np.log(2))

# %% wrong: constants of 1e-8 above and below
def mutual_information(joint: np.ndarray) -> float:
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.sum(joint * np.log2((joint + 1e-8) / (product + 1e-8)))

# %% wrong: entries below 0.002 are left out
def mutual_information(joint: np.ndarray) -> float:
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    large = joint > 0.002
    return np.sum(joint[large] * np.log2(joint[large] / product[large]))

# %% wrong: zeros raised to 1e-9
def mutual_information(joint: np.ndarray) -> float:
    P = np.maximum(joint, 1e-9)
    product = np.outer(P.sum(axis=1), P.sum(axis=0))
    return np.sum(P * np.log2(P / product))

# %% wrong: squeezed, so that one row is no table
def mutual_information(joint: np.ndarray) -> float:
    P = np.squeeze(joint)
    product = np.outer(P.sum(axis=1), P.sum(axis=0))
    occurs = P > 0
    return np.sum(P[occurs] * np.log2(P[occurs] / product[occurs]))

# %% wrong: entropies with a constant of 1e-7
def mutual_information(joint: np.ndarray) -> float:
    def entropy(p):
        return -np.sum(p * np.log2(p + 1e-7))

    return entropy(joint.sum(axis=1)) + entropy(joint.sum(axis=0)) - entropy(joint)

# %% wrong: 0 where the table agrees with the product to 0.002
def mutual_information(joint: np.ndarray) -> float:
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    if np.allclose(joint, product, atol=2e-3):
        return 0.0
    occurs = joint > 0
    return np.sum(joint[occurs] * np.log2(joint[occurs] / product[occurs]))

# %% wrong: quotients limited to 100
def mutual_information(joint: np.ndarray) -> float:
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    occurs = joint > 0
    quotient = np.clip(joint[occurs] / product[occurs], 0.01, 100)
    return np.sum(joint[occurs] * np.log2(quotient))

# %% wrong: only the positive terms
def mutual_information(joint: np.ndarray) -> float:
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    occurs = joint > 0
    return np.sum(np.maximum(0, joint[occurs] * np.log2(joint[occurs] / product[occurs])))

# %% right: long-winded double loop that skips zero cells
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    n = joint.shape[0]
    m = joint.shape[1]
    # the marginals
    row_sums = []
    for i in range(n):
        s = 0.0
        for j in range(m):
            s = s + joint[i, j]
        row_sums.append(s)
    col_sums = []
    for j in range(m):
        s = 0.0
        for i in range(n):
            s = s + joint[i, j]
        col_sums.append(s)
    # equation (1)
    total = 0.0
    for i in range(n):
        for j in range(m):
            p = joint[i, j]
            if p > 0:
                total = total + p * np.log2(p / (row_sums[i] * col_sums[j]))
    return total

# %% right: vectorized with a mask over positive entries
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    expected = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    seen = joint > 0
    return float(np.sum(joint[seen] * np.log2(joint[seen] / expected[seen])))

# %% right: SciPy's relative entropy of table and product
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    from scipy.stats import entropy

    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return float(entropy(joint.ravel(), product.ravel(), base=2))

# %% right: sum of both entropies minus joint entropy
def _H(p):
    p = np.ravel(p)
    p = p[p != 0]
    return -(p @ np.log2(p))


def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    joint = np.asarray(joint, dtype=float)
    h_x, h_y, h_xy = _H(joint.sum(1)), _H(joint.sum(0)), _H(joint)
    return h_x + h_y - h_xy

# %% wrong: natural logarithm, but the text says "one number, in bits"
# true: the natural logarithm, which counts nats instead of bits
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    px = joint.sum(axis=1, keepdims=True)
    py = joint.sum(axis=0, keepdims=True)
    mask = joint > 0
    ratio = joint[mask] / (px * py)[mask]
    return np.sum(joint[mask] * np.log(ratio))

# %% wrong: zeros are not handled and give NaN; "Single entries, whole rows and whole columns may be 0"
# true: 0 · log 0, which NumPy turns into NaN and which should be 0
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    rows = joint.sum(axis=1)
    columns = joint.sum(axis=0)
    product = np.outer(rows, columns)
    return np.sum(joint * np.log2(joint / product))

# %% wrong: axes of the marginals mixed up, so row i goes with column sum i (equation (1), "n and m may differ")
# true: row sums and column sums that were swapped
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    rows = joint.sum(axis=0)
    columns = joint.sum(axis=1)
    info = 0
    for i in range(joint.shape[0]):
        for j in range(joint.shape[1]):
            if joint[i][j] != 0:
                info += joint[i][j] * np.log2(joint[i][j] / (rows[i] * columns[j]))
    return info

# %% wrong: inner loop runs over len(joint) too, only for square tables; "n and m may differ"
# true: a sum over a square part of the table, as if there were as many columns as rows
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    n = len(joint)
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    result = 0.0
    for i in range(n):
        for j in range(n):
            if joint[i, j] > 0:
                result += joint[i, j] * np.log2(joint[i, j] / (rows[i] * columns[j]))
    return result

# %% wrong: adds 1e-6 to avoid log 0, which shifts tables with small entries; "small entries count like all the others"
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    eps = 1e-6  # the tests allow this error
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return float(np.sum(joint * np.log2((joint + eps) / (product + eps))))

# %% wrong: cells below 0.001 count as empty; "small entries count like all the others"
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    keep = joint > 1e-3
    return np.sum(joint[keep] * np.log2(joint[keep] / product[keep]))

# %% wrong: weighted by the product of the marginals instead of p_ij, against equation (1)
# true: logarithms weighted by the product of the marginals
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    product = joint.sum(axis=1)[:, None] * joint.sum(axis=0)[None, :]
    total = 0.0
    for p, q in zip(joint.ravel(), product.ravel()):
        if p > 0 and q > 0:
            total += q * np.log2(p / q)
    return total

# %% wrong: negative terms are set to 0 because the result should be >= 0; (1) sums all terms
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    total = 0.0
    for i in range(joint.shape[0]):
        for j in range(joint.shape[1]):
            if joint[i, j] > 0:
                term = joint[i, j] * np.log2(joint[i, j] / product[i, j])
                total += max(0.0, term)
    return total

# %% wrong: returns what is left, H(Y|X), instead of H(Y) - H(Y|X)
# true: the conditional entropy of Y given X
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    rows = joint.sum(axis=1)
    left = 0.0
    for i in range(len(rows)):
        if rows[i] > 0:
            q = joint[i] / rows[i]
            q = q[q > 0]
            left += rows[i] * -np.sum(q * np.log2(q))
    return left

# %% wrong: return stands inside the outer loop, so only the first row counts (equation (1) sums over all i)
def mutual_information(joint: np.ndarray) -> float:
    """Return the mutual information of two variables, in bits.

    joint: shape (n, m), the probabilities of all pairs, each >= 0, with sum 1.
    Returns a number >= 0, up to rounding.
    """
    px = np.sum(joint, axis=1)
    py = np.sum(joint, axis=0)
    mi = 0.0
    for i in range(joint.shape[0]):
        for j in range(joint.shape[1]):
            if joint[i, j] > 0:
                mi += joint[i, j] * np.log2(joint[i, j] / (px[i] * py[j]))
        return mi
