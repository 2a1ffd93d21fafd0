# Right and wrong answers to `cross_entropy_gradient(logits, targets)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: p minus one-hot, over n
def cross_entropy_gradient(logits, targets):
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% right: a matrix of one-hot rows
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - np.max(logits, axis=1)[:, None])
    return (e / e.sum(axis=1)[:, None] - np.eye(logits.shape[1])[targets]) / logits.shape[0]

# %% right: lists
import math

def cross_entropy_gradient(logits, targets):
    n, rows = len(logits), []
    for z, t in zip(logits.tolist(), targets.tolist()):
        top = max(z)
        e = [math.exp(v - top) for v in z]
        rows.append([(a / sum(e) - (1 if j == t else 0)) / n for j, a in enumerate(e)])
    return rows

# %% right: SciPy's softmax
from scipy.special import softmax

def cross_entropy_gradient(logits, targets):
    gradient = softmax(np.asarray(logits, dtype=float), axis=1)
    for i, t in enumerate(targets):
        gradient[i, t] -= 1.0
    return gradient / len(targets)

# %% right: the logarithm of the sum first
def cross_entropy_gradient(logits, targets):
    top = logits.max(axis=1, keepdims=True)
    log_sum = top + np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
    one_hot = np.arange(logits.shape[1]) == np.asarray(targets)[:, None]
    return (np.exp(logits - log_sum) - one_hot) / len(logits)

# %% right: row by row with a Jacobian
def cross_entropy_gradient(logits, targets):
    n, m = logits.shape
    out = np.empty((n, m))
    for i in range(n):
        p = np.exp(logits[i] - logits[i].max())
        p /= p.sum()
        out[i] = p - np.eye(m)[targets[i]]
    return np.divide(out, n)

# %% wrong: exp overflows
def cross_entropy_gradient(logits, targets):
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% wrong: shifted by the largest of all
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max())
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% wrong: not divided by n
# true: the gradient of the sum over rows instead of the mean
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p

# %% wrong: divided by the number of classes
# true: a division by m, the number of characters
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / logits.shape[1]

# %% wrong: divided by all entries
# true: the gradient divided by n · m instead of n
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / logits.size

# %% wrong: the 1 divided by n, the probabilities not
# true: only the 1 of the target divided by n, not the probabilities
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1 / len(p)
    return p

# %% wrong: the sign
# true: one-hot minus p, which has the wrong sign
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (np.eye(logits.shape[1])[targets] - p) / len(p)

# %% wrong: whole columns
# true: 1 subtracted from the columns of all targets in every row
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[:, targets] -= 1
    return p / len(p)

# %% wrong: one softmax for all
# true: a division by the sum of all exponentials instead of those of the row
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum()
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% wrong: columns that sum to 1
# true: a division by the sums of the columns instead of the rows
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=0)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% wrong: without the targets
# true: the softmax without the targets
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) / len(logits)

# %% wrong: logits minus one-hot
# true: logits minus one-hot, without the softmax
def cross_entropy_gradient(logits, targets):
    return (logits - np.eye(logits.shape[1])[targets]) / len(logits)

# %% wrong: by the probabilities, not the logits
# true: −1 / p at each target, the gradient along the probabilities
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    g = np.zeros(p.shape)
    rows = np.arange(len(p))
    g[rows, targets] = -1 / p[rows, targets]
    return g / len(p)

# %% wrong: the loss
# true: the loss instead of its gradient
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(p)), targets] + 1e-300))

# %% wrong: shifts the logits in place
def cross_entropy_gradient(logits, targets):
    logits -= logits.max(axis=1, keepdims=True)
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% wrong: targets counted from 1
# true: targets counted from 1 instead of 0
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), np.asarray(targets) - 1] -= 1
    return p / len(p)

# %% wrong: as many classes as rows
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(len(p))[targets]) / len(p)

# %% wrong: half of the precision
def cross_entropy_gradient(logits, targets):
    z = np.asarray(logits, dtype=np.float16)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)


# %% right: np.subtract.at
def cross_entropy_gradient(logits, targets):
    z = np.asarray(logits, dtype=float)
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    np.subtract.at(p, (np.arange(len(z)), targets), 1.0)
    return p / len(z)

# %% right: one over a sum of differences
def cross_entropy_gradient(logits, targets):
    z = np.array(logits, dtype=float)
    with np.errstate(over="ignore"):
        p = 1 / np.exp(z[:, None, :] - z[:, :, None]).sum(axis=2)
    hit = np.arange(z.shape[1]) == np.reshape(targets, (-1, 1))
    return (p - hit) / z.shape[0]

# %% right: log_softmax, and the logarithm of the mean
from scipy.special import log_softmax
def cross_entropy_gradient(logits, targets):
    p = np.exp(log_softmax(np.asarray(logits, dtype=float), axis=1) - np.log(len(logits)))
    p[np.arange(len(p)), targets] -= 1 / len(p)
    return p

# %% right: plain Python
import math
def cross_entropy_gradient(logits, targets):
    n, rows = len(logits), []
    for z, t in zip(np.asarray(logits).tolist(), np.asarray(targets).tolist()):
        top = max(z)
        e = [math.exp(v - top) for v in z]
        total = math.fsum(e)
        rows.append([(v / total - (j == t)) / n for j, v in enumerate(e)])
    return rows

# %% wrong: logits cut to ±500
def cross_entropy_gradient(logits, targets):
    z = np.clip(logits, -500, 500)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% wrong: targets as one-hot columns of as many classes as the largest target
def cross_entropy_gradient(logits, targets):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    hot = np.zeros(p.shape)
    m = max(targets) + 1
    hot[:, :m] = np.eye(m)[targets]
    return (p - hot[: len(p)]) / m

# %% wrong: a repeated target counts once
def cross_entropy_gradient(logits, targets):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    for t in set(np.asarray(targets).tolist()):
        p[list(targets).index(t), t] -= 1
    return p / len(p)

# %% wrong: divided by n only where there is more than one class hit
def cross_entropy_gradient(logits, targets):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(set(np.asarray(targets).tolist()))

# %% wrong: the gradient of a sum of logarithms to base 2
# true: the gradient of a loss with logarithms to base 2
def cross_entropy_gradient(logits, targets):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p) / np.log(2)

# %% wrong: probabilities of whole numbers stay whole
def cross_entropy_gradient(logits, targets):
    p = np.zeros_like(logits)
    p[:] = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% wrong: only the entries of the targets
# true: the slope along the logit of the target alone, and 0 along all others
def cross_entropy_gradient(logits, targets):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    hot = np.eye(p.shape[1])[targets]
    return (p - 1) * hot / len(p)

# %% wrong: the step downhill
# true: one-hot minus p, which has the wrong sign
def cross_entropy_gradient(logits, targets):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return (np.eye(p.shape[1])[targets] - p) / len(p)

# %% wrong: shifted by the mean of the row
def cross_entropy_gradient(logits, targets):
    p = np.exp(logits - logits.mean(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% wrong: takes the largest logit for the target where they are close
def cross_entropy_gradient(logits, targets):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), p.argmax(axis=1)] -= 1
    return p / len(p)

# %% wrong: a softmax of each column
# true: a softmax of each column instead of each row
def cross_entropy_gradient(logits, targets):
    e = np.exp(logits - logits.max(axis=0))
    p = e / e.sum(axis=0)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% right: one-hot rows from eye
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits."""
    n, m = logits.shape
    shifted = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(m)[targets]) / n

# %% right: logaddexp.reduce
def cross_entropy_gradient(logits, targets):
    z = np.array(logits, dtype=float)
    p = np.exp(z - np.logaddexp.reduce(z, axis=1)[:, None])
    p[np.arange(len(z)), targets] -= 1.0
    p /= len(z)
    return p

# %% right: one-hot by comparing columns with targets
def cross_entropy_gradient(logits, targets):
    z = np.asarray(logits, dtype=float)
    n, m = z.shape
    truth = np.arange(m)[None, :] == np.asarray(targets)[:, None]
    # 1 / sum_k exp(z_k - z_j), written with differences only
    with np.errstate(over="ignore"):
        p = 1.0 / np.sum(np.exp(z[:, None, :] - z[:, :, None]), axis=2)
    return np.where(truth, p - 1.0, p) / n

# %% wrong: targets turned into flat positions in place
def cross_entropy_gradient(logits, targets):
    n, m = logits.shape
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    targets += np.arange(n) * m
    p.ravel()[targets] -= 1
    return p / n

# %% wrong: single precision
def cross_entropy_gradient(logits, targets):
    z = np.asarray(logits, dtype=np.float32)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(z)), targets] -= 1
    return p / np.float32(len(z))

# %% wrong: rows whose target is above 0.99 are skipped
def cross_entropy_gradient(logits, targets):
    n, m = logits.shape
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    learned = p[np.arange(n), targets] > 0.99
    out = (p - np.eye(m)[targets]) / n
    out[learned] = 0
    return out

# %% wrong: probabilities below 0.001 become 0
def cross_entropy_gradient(logits, targets):
    n, m = logits.shape
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p = np.where(p < 1e-3, 0.0, p)
    return (p - np.eye(m)[targets]) / n

# %% wrong: shifted logits below -7 are raised to it
def cross_entropy_gradient(logits, targets):
    n, m = logits.shape
    z = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(np.maximum(z, -7.0)) * (z > -100)  # exp(-7) is almost 0 anyway
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(m)[targets]) / n

# %% wrong: the largest takes all where logits are far apart
def cross_entropy_gradient(logits, targets):
    n, m = logits.shape
    p = np.zeros((n, m))
    for k in range(n):
        z = np.asarray(logits[k], dtype=float)
        if z.max() - z.min() > 700:  # exp would overflow
            p[k, np.argmax(z)] = 1.0
        else:
            e = np.exp(z - z.max())
            p[k] = e / e.sum()
    return (p - np.eye(m)[targets]) / n

# %% wrong: shifts the logits in place, as floats
def cross_entropy_gradient(logits, targets):
    logits = np.asarray(logits, dtype=float)
    logits -= logits.max(axis=1, keepdims=True)
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(logits.shape[1])[targets]) / len(p)

# %% right: row by row, max subtracted, loop over the columns
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    n, m = logits.shape
    gradient = np.zeros((n, m))
    for i in range(n):
        row = logits[i].astype(float)
        row = row - row.max()
        exps = np.exp(row)
        p = exps / exps.sum()
        for j in range(m):
            y = 1.0 if j == targets[i] else 0.0
            gradient[i, j] = (p[j] - y) / n
    return gradient

# %% right: vectorized with arange, fresh array p
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z)
    p /= p.sum(axis=1, keepdims=True)
    n = len(targets)
    p[np.arange(n), targets] -= 1
    return p / n

# %% right: SciPy's softmax minus rows of the identity
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    from scipy.special import softmax as scipy_softmax

    y = np.eye(logits.shape[1])[targets]
    return (scipy_softmax(np.asarray(logits, dtype=float), axis=1) - y) / logits.shape[0]

# %% right: log-softmax by logaddexp, one-hot by comparison
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    z = np.array(logits, dtype=float)
    log_sums = np.logaddexp.reduce(z, axis=1)
    p = np.exp(z - log_sums[:, None])
    hit = np.asarray(targets)[:, None] == np.arange(z.shape[1])
    return np.where(hit, p - 1, p) / z.shape[0]

# %% wrong: not divided by n; "the gradient of the mean cross-entropy"
# true: the gradient of the sum over rows instead of the mean
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    p = softmax(logits, axis=1)
    y = np.zeros(p.shape)
    y[np.arange(len(targets)), targets] = 1
    return p - y

# %% wrong: no maximum subtracted, NaN for logits of 1000
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    exps = np.exp(logits)
    p = exps / exps.sum(axis=1, keepdims=True)
    n = logits.shape[0]
    p[np.arange(n), targets] -= 1
    return p / n

# %% wrong: the largest logit of the whole array is subtracted, rows of -1000 become 0/0; "in different rows"
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    e = np.exp(logits - np.max(logits))
    p = e / np.sum(e, axis=1, keepdims=True)
    n = len(logits)
    p[np.arange(n), targets] -= 1
    return p / n

# %% wrong: p[:, targets] subtracts 1 in these columns of all rows
# true: 1 subtracted from the columns of all targets in every row
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    p = softmax(logits, axis=1)
    p[:, targets] -= 1
    return p / len(targets)

# %% wrong: true minus said, the sign is turned against equation (4)
# true: one-hot minus p, which has the wrong sign
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    n, m = logits.shape
    y = np.eye(m)[targets]
    return (y - softmax(logits)) / n

# %% wrong: divided by the size n * m instead of n
# true: the gradient divided by n · m instead of n
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    p = softmax(logits, axis=-1)
    p[np.arange(len(p)), targets] -= 1.0
    return p / p.size

# %% wrong: logits shifted in place by -=; "Leave both arguments unchanged" (and integers)
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    logits -= logits.max(axis=1, keepdims=True)
    p = np.exp(logits)
    p = p / p.sum(axis=1, keepdims=True)
    y = np.eye(p.shape[1])[targets]
    return (p - y) / len(p)

# %% wrong: one-hot from eye(n), not eye(m), fails or has the wrong shape unless n = m
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    n = len(logits)
    onehot = np.eye(n)[targets]
    return (softmax(logits, axis=1) - onehot) / n

# %% wrong: logits clipped to ±500, so 1000.1 and 1001.2 become equal ("logits of ±1000")
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    z = np.clip(logits, -500, 500)
    e = np.exp(z)
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), targets] -= 1
    return p / len(p)

# %% wrong: -1/p at the target, the gradient along the probabilities, not along the logits
# true: −1 / p at each target, the gradient along the probabilities
def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the gradient of the mean cross-entropy along the logits.

    logits: (n, m). targets: (n,), integers from 0 to m - 1.
    Returns (softmax of each row − one-hot target) / n, of shape (n, m).
    """
    p = softmax(logits, axis=1)
    grad = np.zeros(p.shape)
    for i, t in enumerate(targets):
        grad[i, t] = -1 / p[i, t]
    return grad / len(targets)
