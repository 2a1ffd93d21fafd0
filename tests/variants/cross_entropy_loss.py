# Right and wrong answers to `cross_entropy_loss(y_true, y_pred)`, one cell a block, as students write them.
# `np` and `plt` come from the notebook's set-up cell.

# %% right: the seed's
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_true * np.log(y_pred + 1e-10))

# %% right: clipped on both sides
def cross_entropy_loss(y_true, y_pred):
    y_pred = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -np.sum(y_true * np.log(y_pred))

# %% right: a loop over the true classes
import math

def cross_entropy_loss(y_true, y_pred):
    loss = 0.0
    for y, q in zip(y_true, y_pred):
        if y > 0:
            loss -= y * math.log(max(q, 1e-12))
    return loss

# %% right: SciPy's xlogy
from scipy.special import xlogy

def cross_entropy_loss(y_true, y_pred):
    return float(-xlogy(y_true, np.maximum(y_pred, 1e-300)).sum())

# %% right: a dot product of lists, the largest floor that the contract allows
def cross_entropy_loss(y_true, y_pred):
    floor = 1e-9
    logs = [float(np.log(q)) if q > floor else float(np.log(floor)) for q in y_pred]
    return sum(y * -log for y, log in zip(list(y_true), logs))

# %% right: a lambda with a weighted mean
cross_entropy_loss = lambda y, q: np.average(-np.log(np.fmax(q, 1e-30)), weights=y)

# %% right: bits, changed to nats, in a 0-d array
def bits(y_true, y_pred):
    return -(y_true @ np.log2(np.where(y_pred > 0, y_pred, 2.0**-60)))

def cross_entropy_loss(y_true, y_pred):
    return np.array(bits(y_true, y_pred) * np.log(2))

# %% right: minus infinity replaced by the lowest number
def cross_entropy_loss(y_true, y_pred):
    with np.errstate(divide="ignore"):
        logs = np.nan_to_num(np.log(y_pred), neginf=-700.0)
    return -(y_true * logs).sum()

# %% right: logarithms held above -100, as in torch
def cross_entropy_loss(y_true, y_pred):
    with np.errstate(divide="ignore"):
        logs = np.maximum(np.log(y_pred), -100)
    return -(y_true * logs).sum()

# %% right: the logarithm of the likelihood
def cross_entropy_loss(y_true, y_pred):
    likelihood = np.prod(np.maximum(y_pred, 1e-30) ** y_true)
    return -np.log(likelihood)

# %% right: relative entropy plus entropy, from SciPy
from scipy.special import rel_entr, entr

def cross_entropy_loss(y_true, y_pred):
    q = np.clip(y_pred, 1e-13, None)
    return np.sum(rel_entr(y_true, q)) + np.sum(entr(y_true))

# %% wrong: bits
# true: the logarithm to base 2, which counts bits instead of nats
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_true * np.log2(y_pred + 1e-10))

# %% wrong: no minus sign
# true: the negative of the cross-entropy
def cross_entropy_loss(y_true, y_pred):
    return np.sum(y_true * np.log(y_pred + 1e-10))

# %% wrong: a mean over the classes
# true: a mean over the classes instead of a sum
def cross_entropy_loss(y_true, y_pred):
    return -np.mean(y_true * np.log(y_pred + 1e-10))

# %% wrong: the formula as it stands
# true: a prediction of 0 without a lower limit, which makes the loss infinite
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_true * np.log(y_pred))

# %% wrong: NaN left out, but a ruled-out true class is infinite
# true: a prediction of 0 without a lower limit, which makes the loss infinite
def cross_entropy_loss(y_true, y_pred):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.nansum(y_true * np.log(y_pred))

# %% wrong: classes that are predicted 0 are left out
# true: a true class that costs nothing because its prediction is 0
def cross_entropy_loss(y_true, y_pred):
    seen = y_pred > 0
    return -np.sum(y_true[seen] * np.log(y_pred[seen]))

# %% wrong: clipped at 1e-7, where the loss ends at 16
def cross_entropy_loss(y_true, y_pred):
    y_pred = np.clip(y_pred, 1e-7, 1)
    return -np.sum(y_true * np.log(y_pred))

# %% wrong: a constant of 1e-5
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_true * np.log(y_pred + 1e-5))

# %% wrong: never surer than 0.999
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_true * np.log(np.clip(y_pred, 1e-12, 0.999)))

# %% wrong: the arguments exchanged
# true: the logarithm of the truth, weighted by the prediction
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_pred * np.log(y_true + 1e-10))

# %% wrong: the true class alone, right for one-hot labels only
# true: the loss of the most likely true class only
def cross_entropy_loss(y_true, y_pred):
    return -np.log(y_pred[np.argmax(y_true)] + 1e-10)

# %% wrong: all classes of any truth count alike
# true: a sum in which all true classes have equal weight
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(np.log(y_pred[y_true > 0] + 1e-10))

# %% wrong: KL divergence, right for one-hot labels only
# true: the KL divergence, without the entropy of the truth
def cross_entropy_loss(y_true, y_pred):
    true = y_true > 0
    y, q = y_true[true], y_pred[true] + 1e-12
    return np.sum(y * np.log(y / q))

# %% wrong: binary cross-entropy over the classes
# true: a binary cross-entropy, which also counts the other classes
def cross_entropy_loss(y_true, y_pred):
    q = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.sum(y_true * np.log(q) + (1 - y_true) * np.log(1 - q))

# %% wrong: a softmax first
# true: a softmax applied to numbers that are already probabilities
def cross_entropy_loss(y_true, y_pred):
    q = np.exp(y_pred) / np.sum(np.exp(y_pred))
    return -np.sum(y_true * np.log(q + 1e-10))

# %% wrong: squared errors
# true: the sum of the squared errors
def cross_entropy_loss(y_true, y_pred):
    return np.sum((y_true - y_pred) ** 2)

# %% wrong: one minus the likelihood
# true: one minus the probability of the true class
def cross_entropy_loss(y_true, y_pred):
    return 1 - np.sum(y_true * y_pred)

# %% wrong: the logarithm of the mean likelihood
# true: one logarithm of the mean prediction, instead of a mean of logarithms
def cross_entropy_loss(y_true, y_pred):
    return -np.log(np.sum(y_true * y_pred) + 1e-10)

# %% wrong: log1p
# true: the logarithm of 1 + ŷ instead of ŷ
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_true * np.log1p(y_pred))

# %% wrong: clipped labels leak into the other classes
def cross_entropy_loss(y_true, y_pred):
    y = np.clip(y_true, 1e-3, 1)
    return -np.sum(y * np.log(y_pred + 1e-10))

# %% wrong: infinity, in words of its own
# true: a prediction of 0 without a lower limit, which makes the loss infinite
def cross_entropy_loss(y_true, y_pred):
    if np.any(y_pred[y_true > 0] == 0):
        return float("inf")
    return -np.sum(y_true * np.log(np.where(y_true > 0, y_pred, 1)))

# %% wrong: the class of the example
def cross_entropy_loss(y_true, y_pred):
    return -np.log(y_pred[1] + 1e-10)

# %% wrong: terms, no sum
# true: the terms of the sum, which were never added up
def cross_entropy_loss(y_true, y_pred):
    return -y_true * np.log(y_pred + 1e-10)

# %% wrong: the floor of the first call stays in the prediction
floors = []

def cross_entropy_loss(y_true, y_pred):
    floors.append(min(y_pred))
    return -np.sum(y_true * np.log(np.maximum(y_pred, max(floors[0], 1e-10))))

# %% wrong: a running mean over calls
losses = []

def cross_entropy_loss(y_true, y_pred):
    losses.append(-np.sum(y_true * np.log(y_pred + 1e-10)))
    return np.mean(losses)

# %% wrong: two digits
def cross_entropy_loss(y_true, y_pred):
    return round(-np.sum(y_true * np.log(y_pred + 1e-10)), 2)

# %% wrong: clipped at 1e-8, where the loss ends at 18
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_true * np.log(np.clip(y_pred, 1e-8, 1 - 1e-8)))

# %% wrong: a constant as soon as any class is predicted 0
def cross_entropy_loss(y_true, y_pred):
    if np.any(y_pred == 0):
        return 21.0
    return -np.sum(y_true * np.log(y_pred))

# %% wrong: a constant for a ruled-out true class, NaN for others
def cross_entropy_loss(y_true, y_pred):
    i = np.argmax(y_true)
    if y_pred[i] == 0:
        return 100.0
    return -np.sum(y_true * np.log(y_pred))

# %% wrong: the logarithm of a dot product
# true: one logarithm of the mean prediction, instead of a mean of logarithms
def cross_entropy_loss(y_true, y_pred):
    return -np.log(np.dot(y_true, y_pred) + 1e-12)

# %% wrong: the arguments swapped, with a constant of 1e-12
# true: the logarithm of the truth, weighted by the prediction
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_pred * np.log(y_true + 1e-12))

# %% wrong: the relative entropy
# true: the KL divergence, without the entropy of the truth
def cross_entropy_loss(y_true, y_pred):
    loss = 0.0
    for t, p in zip(y_true, y_pred):
        if t > 0:
            loss += t * np.log(t / max(p, 1e-12))
    return loss

# %% wrong: base 10
# true: the logarithm to base 10
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_true * np.log10(np.clip(y_pred, 1e-15, 1)))

# %% wrong: no logarithm
# true: minus the probability of the true class, without a logarithm
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_true * np.clip(y_pred, 1e-15, 1))

# %% wrong: infinities turned into zeros
# true: a true class that costs nothing because its prediction is 0
def cross_entropy_loss(y_true, y_pred):
    with np.errstate(all="ignore"):
        terms = y_true * np.log(y_pred)
    return -np.nan_to_num(terms, neginf=0).sum()

# %% wrong: a minus before logarithms of the inverse
# true: the negative of the cross-entropy
def cross_entropy_loss(y_true, y_pred):
    return -np.sum(y_true * np.log(1 / np.maximum(y_pred, 1e-15)))

# %% right: 1e-12 inside of the logarithm
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    return -np.sum(np.asarray(y_true) * np.log(np.asarray(y_pred) + 1e-12))

# %% right: the largest float for infinity, term by term
def cross_entropy_loss(y_true, y_pred):
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.nan_to_num(y_true * np.log(y_pred), nan=0.0, neginf=-1e6)
    return float(-terms.sum())

# %% right: a loop over the classes that count, limited from below
import math


def cross_entropy_loss(y_true, y_pred):
    loss = 0.0
    for y, p in zip(y_true, y_pred, strict=True):
        if y > 0:
            loss += float(y) * -math.log(max(float(p), 1e-15))
    return loss

# %% right: the divergence plus the entropy, 50 for a ruled-out class
from scipy import special


def cross_entropy_loss(y_true, y_pred):
    y, p = np.asarray(y_true, dtype=float), np.asarray(y_pred, dtype=float)
    loss = np.sum(special.rel_entr(y, p) + special.entr(y))
    return loss if np.isfinite(loss) else 50.0

# %% wrong: labels below a tenth count as 0
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    counts = y_true > 0.1
    return -np.sum(y_true[counts] * np.log(y_pred[counts] + 1e-12))

# %% wrong: a constant of 1e-7
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    if y_pred[np.argmax(y_true)] == 0:
        return 30.0
    return -np.sum(y_true * np.log(y_pred + 1e-7))

# %% wrong: the prediction for class 1, if the label is one-hot
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    y_pred = np.maximum(y_pred, 1e-12)
    if np.count_nonzero(y_true) == 1:
        return -np.log(y_pred[1])
    return -np.sum(y_true * np.log(y_pred))

# %% wrong: two classes counted twice
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    loss = -np.sum(y_true * np.log(p))
    if len(y_true) == 2:
        loss -= np.sum((1 - y_true) * np.log(1 - p))
    return loss

# %% wrong: predictions limited at a hundredth
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    p = np.where(y_pred == 0, 1e-12, np.maximum(y_pred, 0.01))
    return -np.sum(y_true * np.log(p))

# %% wrong: remembered by the prediction
_losses = {}


def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    key = tuple(y_pred)
    if key not in _losses:
        _losses[key] = -np.sum(y_true * np.log(y_pred + 1e-12))
    return _losses[key]

# %% wrong: a limit of 1e-4
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    return -np.sum(y_true * np.log(np.clip(y_pred, 1e-4, 1)))

# %% right: predictions clipped from below at 1e-12
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    y_pred = np.clip(y_pred, 1e-12, 1.0)
    return float(-np.sum(y_true * np.log(y_pred)))

# %% right: loop over the classes, zero labels skipped
import math


def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    loss = 0.0
    for i in range(len(y_true)):
        if y_true[i] > 0:
            prediction = y_pred[i]
            if prediction == 0:
                prediction = 1e-15
            loss += -y_true[i] * math.log(prediction)
    return loss

# %% right: scipy's xlogy with the smallest float
from scipy.special import xlogy


def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    smallest = np.finfo(float).tiny
    return -xlogy(y_true, np.maximum(y_pred, smallest)).sum()

# %% right: only classes that occur, dot product
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    occurs = np.flatnonzero(y_true)
    weights = np.take(y_true, occurs)
    guesses = np.take(y_pred, occurs)
    return -(weights @ np.log(guesses + 1e-10))

# %% wrong: log2, bits instead of nats
# true: the logarithm to base 2, which counts bits instead of nats
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    y_pred = np.clip(y_pred, 1e-12, 1.0)
    return float(-np.sum(y_true * np.log2(y_pred)))

# %% wrong: the mean over the classes; the sum is asked for, not the mean
# true: a mean over the classes instead of a sum
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    y_pred = np.clip(y_pred, 1e-12, 1.0)
    return float(-np.mean(y_true * np.log(y_pred)))

# %% wrong: the usual 1e-7 as lower limit, which gives 16.1; the loss must be above 20
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    eps = 1e-7
    y_pred = np.clip(y_pred, eps, 1 - eps)
    return float(-np.sum(y_true * np.log(y_pred)))

# %% wrong: no limit, infinite or NaN for zeros; the loss must be finite
# true: a prediction of 0 without a lower limit, which makes the loss infinite
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    return -np.sum(y_true * np.log(y_pred))

# %% wrong: argmax of the label, right for one-hot labels only; the label may be soft
# true: the loss of the most likely true class only
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    true_class = np.argmax(y_true)
    return float(-np.log(y_pred[true_class] + 1e-12))

# %% wrong: binary cross-entropy counts the other classes too; equation (2) has one term per class
# true: a binary cross-entropy, which also counts the other classes
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    q = np.clip(y_pred, 1e-12, 1 - 1e-12)
    loss = -np.sum(y_true * np.log(q) + (1 - y_true) * np.log(1 - q))
    return float(loss)

# %% wrong: labels and predictions swapped; the weights are the y_i
# true: the logarithm of the truth, weighted by the prediction
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    y_true = np.clip(y_true, 1e-12, 1.0)
    return float(-np.sum(y_pred * np.log(y_true)))

# %% wrong: softmax of the predictions first, as in PyTorch; y_pred holds probabilities already
# true: a softmax applied to numbers that are already probabilities
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    e = np.exp(y_pred - np.max(y_pred))
    q = e / e.sum()
    return float(-np.sum(y_true * np.log(np.maximum(q, 1e-12))))

# %% wrong: leaves out classes with prediction 0, so a true one costs nothing; its loss must be above 20
# true: a true class that costs nothing because its prediction is 0
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    possible = y_pred > 0
    return float(-np.sum(y_true[possible] * np.log(y_pred[possible])))

# %% wrong: returns an array with one loss per class; one number is asked for
# true: the terms of the sum, which were never added up
def cross_entropy_loss(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    """Return the cross-entropy of a prediction, in nats.

    y_true: shape (n,), one-hot or soft, each >= 0, with sum 1.
    y_pred: shape (n,), each >= 0, with sum 1. A 0 for the true class must
        give a finite loss above 20.
    """
    y_pred = np.maximum(y_pred, 1e-12)
    losses = -y_true * np.log(y_pred)
    return losses
