# Right and wrong answers to `negative_sampling_gradients(v, U, labels)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: logaddexp and a sigmoid of small exponentials
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, -s) * labels + np.logaddexp(0, s) * (1 - labels))
    e = np.exp(-abs(s))
    p = np.where(s > 0, 1 / (1 + e), e / (1 + e))
    return loss, (p - labels) @ U, np.outer(p - labels, v)

# %% right: SciPy's functions
from scipy.special import expit, log_expit

def negative_sampling_gradients(v, U, labels):
    s = np.dot(U, v)
    loss = -(labels @ log_expit(s) + (1 - labels) @ log_expit(-s))
    error = expit(s) - labels
    return float(loss), U.T @ error, error[:, None] * v[None, :]

# %% right: one word at a time, with the math module
import math

def sigma(s):
    if s >= 0:
        return 1 / (1 + math.exp(-s))
    return math.exp(s) / (1 + math.exp(s))

def minus_log_sigma(s):
    return math.log1p(math.exp(-s)) if s >= 0 else -s + math.log1p(math.exp(s))

def negative_sampling_gradients(v, U, labels):
    loss, grad_v, grad_U = 0.0, [0.0] * len(v), []
    for u, y in zip(U, labels):
        s = float(sum(a * b for a, b in zip(u, v)))
        loss += minus_log_sigma(s if y == 1 else -s)
        slope = sigma(s) - y
        grad_v = [g + slope * a for g, a in zip(grad_v, u)]
        grad_U.append([slope * b for b in v])
    return loss, grad_v, grad_U

# %% right: true words and negatives apart
def negative_sampling_gradients(v, U, labels):
    true = labels == 1
    signs = np.where(true, 1.0, -1.0)
    t = signs * (U @ v)
    loss = np.logaddexp(0.0, -t).sum()
    wrong = np.exp(-np.logaddexp(0.0, t))  # the probability of the wrong answer
    g = -signs * wrong
    grad_v = np.zeros(len(v))
    for slope, u in zip(g, U):
        grad_v = grad_v + slope * u
    return loss, grad_v, np.array([slope * v for slope in g])

# %% right: the sigmoid by tanh, einsum
def negative_sampling_gradients(v, U, labels):
    s = np.einsum("md,d->m", U, v)
    p = (1 + np.tanh(s / 2)) / 2
    cost = np.maximum(s, 0) - labels * s + np.log1p(np.exp(-np.abs(s)))
    return np.array(cost.sum()), np.einsum("m,md->d", p - labels, U), np.einsum("m,d->md", p - labels, v)

# %% right: the sigmoid overflows to the right value, with a warning
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    p = 1 / (1 + np.exp(-s))
    loss = np.logaddexp(0, s).sum() - labels @ s
    d = p - labels
    return [loss, U.T @ d, d.reshape(-1, 1) @ np.asarray(v).reshape(1, -1)]

# %% right: columns and rows as matrices
def negative_sampling_gradients(v, U, labels):
    column = v.reshape(-1, 1).astype(float)
    y = labels.reshape(-1, 1)
    s = U @ column
    with np.errstate(over="ignore"):
        d = 1 / (1 + np.exp(-s)) - y
    loss = np.sum(np.maximum(s, 0) - s * y + np.log(1 + np.exp(-np.abs(s))))
    return loss, (U.T @ d).ravel(), d @ column.T

# %% right: a class that remembers the forward pass
class Guess:
    def __init__(self, v, U, labels):
        self.v, self.U, self.y = v, U, labels
        self.s = U @ v
        z = np.exp(-np.abs(self.s))
        self.p = np.where(self.s >= 0, 1, z) / (1 + z)

    def loss(self):
        costs = [np.logaddexp(0, -s) if y else np.logaddexp(0, s) for s, y in zip(self.s, self.y)]
        return sum(costs)

    def backward(self):
        d = self.p - self.y
        return np.sum(d[:, None] * self.U, axis=0), d[:, None] * self.v

def negative_sampling_gradients(v, U, labels):
    guess = Guess(v, U, labels)
    return (guess.loss(), *guess.backward())

# %% wrong: the opposite sign
# true: gradients with the wrong sign
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = labels - 1 / (1 + np.exp(-s))
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: means
# true: a mean over the words instead of a sum
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.mean(np.logaddexp(0, s) - labels * s)
    d = (1 / (1 + np.exp(-s)) - labels) / len(labels)
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: a mean for the loss alone
# true: a loss that is a mean over the words, while the gradients are those of the sum
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.mean(np.logaddexp(0, s) - labels * s)
    d = 1 / (1 + np.exp(-s)) - labels
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: all words are true
# true: negatives that are treated like true words
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, -s))
    d = 1 / (1 + np.exp(-s)) - 1
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: the negatives are left out
# true: a result without the negatives
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(labels * np.logaddexp(0, -s))
    d = labels * (1 / (1 + np.exp(-s)) - 1)
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: labels swapped
# true: labels that are swapped, 1 for the negatives and 0 for the true word
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.where(labels == 1, np.logaddexp(0, s), np.logaddexp(0, -s)))
    d = 1 / (1 + np.exp(-s)) - (1 - labels)
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: the minus sign is missing
# true: the negative of the loss
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = -np.sum(np.logaddexp(0, s) - labels * s)
    d = 1 / (1 + np.exp(-s)) - labels
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: bits
# true: a loss in bits
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, s) - labels * s) / np.log(2)
    d = 1 / (1 + np.exp(-s)) - labels
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: a softmax
# true: a softmax over the words instead of a sigmoid for each word
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    s = s - s.max()
    log_p = s - np.log(np.exp(s).sum())
    d = np.exp(log_p) - labels
    return -np.sum(labels * log_p), U.T @ d, np.outer(d, v)

# %% wrong: the slope of the sigmoid again
# true: the slope σ (1 − σ) once too often
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    p = 1 / (1 + np.exp(-s))
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = (p - labels) * p * (1 - p)
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: scores minus labels
# true: scores in place of probabilities
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = s - labels
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: the gradients change places
# true: the gradients of v and of U in the wrong order
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = 1 / (1 + np.exp(-s)) - labels
    return loss, np.outer(d, v), U.T @ d

# %% wrong: a transposed table
# true: the transpose of the gradient of U
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = 1 / (1 + np.exp(-s)) - labels
    return loss, U.T @ d, np.outer(v, d)

# %% wrong: a loss for each word
# true: the losses of the words, which were never added up
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.logaddexp(0, s) - labels * s
    d = 1 / (1 + np.exp(-s)) - labels
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: the plain formula
# true: a sigmoid that was rounded to 0, or an exponential that overflowed
def negative_sampling_gradients(v, U, labels):
    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    s = U @ v
    loss = -np.sum(labels * np.log(sigmoid(s)) + (1 - labels) * np.log(sigmoid(-s)))
    d = sigmoid(s) - labels
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: a constant inside the logarithm
# true: a constant of 1e-10 inside the logarithm
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    p = 1 / (1 + np.exp(-s))
    loss = -np.sum(np.log(np.where(labels == 1, p, 1 - p) + 1e-10))
    d = p - labels
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: a probability that is cut
# true: a constant of 1e-12 inside the logarithm
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    p = 1 / (1 + np.exp(-s))
    loss = -np.sum(np.log(np.maximum(np.where(labels == 1, p, 1 - p), 1e-12)))
    d = p - labels
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: scores that are cut at ±30
def negative_sampling_gradients(v, U, labels):
    s = np.clip(U @ v, -30, 30)
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = 1 / (1 + np.exp(-s)) - labels
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: exp of the score, which overflows
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    p = np.exp(s) / (1 + np.exp(s))
    loss = np.sum(np.log(1 + np.exp(s)) - labels * s)
    return loss, U.T @ (p - labels), np.outer(p - labels, v)

# %% wrong: the first word is the true one
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    y = np.zeros(len(U))
    y[0] = 1
    loss = np.sum(np.logaddexp(0, s) - y * s)
    d = 1 / (1 + np.exp(-s)) - y
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: only one true word is found
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    y = np.zeros(len(U))
    y[np.argmax(labels)] = 1
    loss = np.sum(np.logaddexp(0, s) - y * s)
    d = 1 / (1 + np.exp(-s)) - y
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: the step is taken
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = 1 / (1 + np.exp(-s)) - labels
    grad_v, grad_U = U.T @ d, np.outer(d, v)
    v -= 0.1 * grad_v
    U -= 0.1 * grad_U
    return loss, grad_v, grad_U

# %% wrong: labels become ±1 in place
def negative_sampling_gradients(v, U, labels):
    labels[labels == 0] = -1
    t = labels * (U @ v)
    loss = np.sum(np.logaddexp(0, -t))
    d = -labels * np.exp(-np.logaddexp(0, t))
    return loss, U.T @ d, np.outer(d, v)

# %% wrong: the gradient of v is a mean
# true: a gradient of v that is a mean over the words
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = 1 / (1 + np.exp(-s)) - labels
    return loss, U.T @ d / len(d), np.outer(d, v)

# %% wrong: the loss and one gradient
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = 1 / (1 + np.exp(-s)) - labels
    return loss, U.T @ d

# %% wrong: gradients of the type of the vectors
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = 1 / (1 + np.exp(-s)) - labels
    grad_v, grad_U = np.zeros_like(v), np.zeros_like(U)
    grad_v[:] = U.T @ d
    grad_U[:] = np.outer(d, v)
    return loss, grad_v, grad_U

# %% wrong: the gradients are added up from call to call
total = {}

def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, s) - labels * s)
    d = 1 / (1 + np.exp(-s)) - labels
    grad_U = total.setdefault(U.shape, np.zeros(U.shape))
    grad_U += np.outer(d, v)
    return loss, U.T @ d, grad_U.copy()

# %% wrong: a score above 10 costs itself
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    def softplus(x):
        return np.where(x > 10, x, np.log1p(np.exp(np.minimum(x, 10))))
    loss = np.sum(np.where(labels == 1, softplus(-s), softplus(s)))
    e = 1 / (1 + np.exp(-s)) - labels
    return loss, U.T @ e, np.outer(e, v)

# %% right: np.logaddexp, and tanh for the sigmoid
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    y = labels.astype(float)
    loss = np.sum(y * np.logaddexp(0, -s) + (1 - y) * np.logaddexp(0, s))
    g = 0.5 * (1 + np.tanh(s / 2)) - y
    return loss, g @ U, np.outer(g, v)

# %% right: signs of the labels and one softplus
from scipy.special import expit


def negative_sampling_gradients(v, U, labels):
    U, v = np.asarray(U, dtype=float), np.asarray(v, dtype=float)
    sign = np.where(np.asarray(labels) == 1, -1.0, 1.0)
    t = sign * np.einsum("md,d->m", U, v)
    g = sign * expit(t)
    loss = float(np.sum(np.maximum(t, 0) + np.log1p(np.exp(-np.abs(t)))))
    return loss, np.einsum("m,md->d", g, U), g[:, None] * v[None, :]

# %% right: lists and math, word by word
import math


def negative_sampling_gradients(v, U, labels):
    v = [float(a) for a in v]
    loss, grad_v, grad_U = 0.0, [0.0] * len(v), []
    for u, y in zip(U, labels):
        s = sum(float(a) * b for a, b in zip(u, v))
        e = math.exp(-abs(s))
        p = 1 / (1 + e) if s >= 0 else e / (1 + e)
        loss += max(-s if y else s, 0) + math.log1p(e)
        grad_v = [g + (p - float(y)) * float(a) for g, a in zip(grad_v, u)]
        grad_U.append([(p - float(y)) * b for b in v])
    return loss, np.array(grad_v), np.array(grad_U)

# %% right: true words and negatives apart, by a mask
def negative_sampling_gradients(v, U, labels):
    near = labels > 0.5
    s = (U * v).sum(axis=1).astype(float)
    loss = np.logaddexp(0.0, -s[near]).sum() + np.logaddexp(0.0, s[~near]).sum()
    slopes = np.empty(len(s))
    slopes[near] = -np.exp(-np.logaddexp(0.0, s[near]))
    slopes[~near] = np.exp(-np.logaddexp(0.0, -s[~near]))
    return loss, U.T @ slopes, np.multiply.outer(slopes, v)

# %% wrong: a score above 5 costs itself
def negative_sampling_gradients(v, U, labels):
    s = U @ v

    def softplus(t):
        return np.where(t > 5, t, np.log1p(np.exp(np.minimum(t, 5))))

    loss = np.sum(np.where(labels == 1, softplus(-s), softplus(s)))
    g = 1 / (1 + np.exp(-s)) - labels
    return loss, g @ U, np.outer(g, v)

# %% wrong: log of 1 minus the sigmoid
def negative_sampling_gradients(v, U, labels):
    s = (U @ v).astype(float)
    p = 1 / (1 + np.exp(-s))
    loss = 0.0
    for score, q, y in zip(s, p, labels):
        if abs(score) > 100:
            loss += max(-score, 0) if y == 1 else max(score, 0)
        else:
            loss += -np.log(q) if y == 1 else -np.log(1 - q)
    g = p - labels
    return loss, g @ U, np.outer(g, v)

# %% wrong: labels as indices
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    sign = np.array([1.0, -1.0])[labels]
    loss = np.sum(np.logaddexp(0, sign * s))
    g = 1 / (1 + np.exp(-s)) - labels
    return loss, g @ U, np.outer(g, v)

# %% wrong: a gradient of the type of U
def negative_sampling_gradients(v, U, labels):
    if v.dtype.kind == "i":
        v, U = v.astype(float), U.astype(float)
    s = U @ v
    loss = np.sum(np.logaddexp(0, np.where(labels == 1, -s, s)))
    g = 1 / (1 + np.exp(-s)) - labels
    grad_U = np.zeros_like(U)
    for i in range(len(U)):
        grad_U[i] = g[i] * v
    return loss, g @ U, grad_U

# %% wrong: grad_U squeezed
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, np.where(labels == 1, -s, s)))
    g = 1 / (1 + np.exp(-s)) - labels
    return loss, g @ U, np.squeeze(g[:, None, None] * v[None, None, :])

# %% wrong: slopes of scores cut at ±5
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, np.where(labels == 1, -s, s)))
    p = np.where(s > 5, 1.0, np.where(s < -5, 0.0, 1 / (1 + np.exp(-s))))
    return loss, (p - labels) @ U, np.outer(p - labels, v)

# %% wrong: equal rows share their slopes
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.sum(np.logaddexp(0, np.where(labels == 1, -s, s)))
    g = 1 / (1 + np.exp(-s)) - labels
    grad_U = np.outer(g, v)
    total = grad_U.copy()
    for i in range(len(U)):
        for j in range(len(U)):
            if i != j and np.array_equal(U[i], U[j]):
                total[i] += grad_U[j]
    return loss, g @ U, total

# %% wrong: a mean over the words
# true: a mean over the words instead of a sum
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    loss = np.mean(np.logaddexp(0, np.where(labels == 1, -s, s)))
    g = (1 / (1 + np.exp(-s)) - labels) / len(s)
    return loss, g @ U, np.outer(g, v)

# %% wrong: argmax finds the true word
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    y = np.zeros(len(s))
    y[np.argmax(labels)] = 1
    loss = np.sum(np.logaddexp(0, np.where(y == 1, -s, s)))
    g = 1 / (1 + np.exp(-s)) - y
    return loss, g @ U, np.outer(g, v)

# %% wrong: 1e-12 inside the logarithm
# true: a constant of 1e-12 inside the logarithm
def negative_sampling_gradients(v, U, labels):
    s = U @ v
    p = 1 / (1 + np.exp(-s))
    loss = -np.sum(labels * np.log(p + 1e-12) + (1 - labels) * np.log(1 - p + 1e-12))
    return loss, (p - labels) @ U, np.outer(p - labels, v)

# %% right: word by word, with equation (5) written out
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    """Return the loss of one guess, and its gradients with respect to v and U."""
    m, d = U.shape
    loss = 0.0
    grad_v = np.zeros(d)
    grad_U = np.zeros((m, d))
    for j in range(m):
        s = 0.0
        for i in range(d):
            s += float(U[j, i]) * float(v[i])
        e = np.exp(-abs(s))
        if s >= 0:
            probability = 1 / (1 + e)
        else:
            probability = e / (1 + e)
        if labels[j] == 1:
            loss += max(-s, 0.0) + np.log(1 + e)
        else:
            loss += max(s, 0.0) + np.log(1 + e)
        slope = probability - labels[j]
        for i in range(d):
            grad_v[i] += slope * U[j, i]
            grad_U[j, i] = slope * v[i]
    return loss, grad_v, grad_U

# %% right: logaddexp and the outer product
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    s = (U @ v).astype(float)
    loss = np.sum(np.where(labels == 1, np.logaddexp(0, -s), np.logaddexp(0, s)))
    e = np.exp(-np.abs(s))
    slopes = np.where(s >= 0, 1, e) / (1 + e) - labels
    return loss, slopes @ U, np.outer(slopes, v)

# %% right: SciPy's expit and log_expit do the work
from scipy.special import expit, log_expit


def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    y = np.asarray(labels, dtype=float)
    scores = np.asarray(U, dtype=float) @ np.asarray(v, dtype=float)
    loss = -np.sum(y * log_expit(scores) + (1 - y) * log_expit(-scores))
    g = expit(scores) - y
    return float(loss), U.T @ g, g[:, None] * v[None, :]

# %% right: signs of the labels, tanh for the sigmoid, einsum
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    scores = np.einsum("md,d->m", U, v) * 1.0
    sign = 1.0 - 2.0 * labels  # -1 for true words, +1 for negatives
    loss = np.logaddexp(0.0, sign * scores).sum()
    # the slope of log(1 + e^(sign s)) is sign * sigmoid(sign s)
    slope = sign * np.exp(-np.logaddexp(0.0, -sign * scores))
    grad_v = np.einsum("m,md->d", slope, U)
    grad_U = np.einsum("m,d->md", slope, v)
    return loss, grad_v, grad_U

# %% wrong: log of the sigmoid, which gives inf or NaN for large scores; "scores of ±1000 must work"
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    s = U @ v
    p = 1 / (1 + np.exp(-s))
    loss = -np.sum(labels * np.log(p) + (1 - labels) * np.log(1 - p))
    slopes = p - labels
    return loss, U.T @ slopes, np.outer(slopes, v)

# %% wrong: a small constant 1e-12 in the logarithm, so a score of -1000 costs 27.6; "a true word with a score of -1000 costs 1000"
# true: a constant of 1e-12 inside the logarithm
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    s = U @ v
    e = np.exp(-np.abs(s))
    p = np.where(s >= 0, 1 / (1 + e), e / (1 + e))
    loss = -np.sum(np.where(labels == 1, np.log(p + 1e-12), np.log(1 - p + 1e-12)))
    slopes = p - labels
    return loss, U.T @ slopes, np.outer(slopes, v)

# %% wrong: mean over the words; "L is a sum, not a mean"
# true: a mean over the words instead of a sum
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    s = U @ v
    loss = np.mean(np.where(labels == 1, np.logaddexp(0, -s), np.logaddexp(0, s)))
    e = np.exp(-np.abs(s))
    p = np.where(s >= 0, 1, e) / (1 + e)
    slopes = (p - labels) / len(labels)
    return loss, U.T @ slopes, np.outer(slopes, v)

# %% wrong: sign of the slope turned round (label minus probability); equation (4) is sigma(s) - y
# true: gradients with the wrong sign
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    s = U @ v
    loss = np.sum(np.where(labels == 1, np.logaddexp(0, -s), np.logaddexp(0, s)))
    e = np.exp(-np.abs(s))
    slopes = labels - np.where(s >= 0, 1, e) / (1 + e)
    return loss, U.T @ slopes, np.outer(slopes, v)

# %% wrong: takes the first word as the only true one; "there may also be several 1s or none"
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    s = U @ v
    loss = np.logaddexp(0, -s[0]) + np.sum(np.logaddexp(0, s[1:]))
    e = np.exp(-np.abs(s))
    slopes = np.where(s >= 0, 1, e) / (1 + e)
    slopes[0] -= 1
    return loss, U.T @ slopes, np.outer(slopes, v)

# %% wrong: the halves of equation (5) swapped, so true words cost log(1 + e^s); label 1 costs -log sigma(s)
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    s = U @ v
    loss = np.sum(labels * np.logaddexp(0, s) + (1 - labels) * np.logaddexp(0, -s))
    e = np.exp(-np.abs(s))
    slopes = np.where(s >= 0, 1, e) / (1 + e) - labels
    return loss, U.T @ slopes, np.outer(slopes, v)

# %% wrong: zeros_like(U) is an int table for whole numbers, so the slopes become 0 or ±1; "entries may be integers or floats"
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    loss, grad_v, grad_U = 0.0, np.zeros(len(v)), np.zeros_like(U)
    for j, (u, y) in enumerate(zip(U, labels)):
        s = u @ v
        loss += np.logaddexp(0, -s) if y == 1 else np.logaddexp(0, s)
        e = np.exp(-abs(s))
        slope = (1 if s >= 0 else e) / (1 + e) - y
        grad_v += slope * u
        grad_U[j] = slope * v
    return loss, grad_v, grad_U

# %% wrong: softmax over the words instead of a sigmoid for each; equation (3) has a sigmoid per word
# true: a softmax over the words instead of a sigmoid for each word
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    s = U @ v
    e = np.exp(s - s.max())
    p = e / e.sum()
    loss = -np.sum(labels * (s - s.max() - np.log(e.sum())))
    slopes = p - labels
    return loss, U.T @ slopes, np.outer(slopes, v)

# %% wrong: loss is returned as an array of one cost per word; "the number L"
# true: the losses of the words, which were never added up
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    s = U @ v
    loss = np.where(labels == 1, np.logaddexp(0, -s), np.logaddexp(0, s))
    e = np.exp(-np.abs(s))
    slopes = np.where(s >= 0, 1, e) / (1 + e) - labels
    return loss, U.T @ slopes, np.outer(slopes, v)

# %% wrong: outer product the wrong way round, shape (d, m); grad_U has shape (m, d)
# true: the transpose of the gradient of U
def negative_sampling_gradients(v: np.ndarray, U: np.ndarray, labels: np.ndarray) -> tuple:
    s = U @ v
    loss = np.sum(np.where(labels == 1, np.logaddexp(0, -s), np.logaddexp(0, s)))
    e = np.exp(-np.abs(s))
    slopes = np.where(s >= 0, 1, e) / (1 + e) - labels
    return loss, U.T @ slopes, np.outer(v, slopes)
