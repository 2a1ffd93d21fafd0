# Right and wrong answers to `RunningAverage(keep)` with `.update(value)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: m and t
class RunningAverage:
    def __init__(self, keep=0.9):
        self.keep, self.m, self.t = keep, 0, 0

    def update(self, value):
        self.t += 1
        self.m = self.keep * self.m + (1 - self.keep) * value
        return self.m / (1 - self.keep ** self.t)

# %% right: the difference added
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k = keep
        self.m = 0.0
        self.t = 0

    def update(self, value):
        self.m = self.m + (1 - self.k) * (value - self.m)
        self.t = self.t + 1
        return self.m / (1 - self.k**self.t)

# %% right: the weight is remembered in the place of t
class RunningAverage:
    def __init__(self, keep=0.9):
        self.keep, self.sum, self.weight = keep, 0.0, 0.0

    def update(self, value):
        self.sum = self.keep * self.sum + np.asarray(value, dtype=float)
        self.weight = self.keep * self.weight + 1
        return self.sum / self.weight

# %% right: the power is remembered
class RunningAverage:
    def __init__(self, keep=0.9):
        self.keep, self.m, self.power = keep, 0.0, 1.0

    def update(self, value):
        self.power *= self.keep
        self.m = self.keep * self.m + (1 - self.keep) * value
        return self.m / (1 - self.power)

# %% right: an array of its own, changed in place
class RunningAverage:
    def __init__(self, keep=0.9):
        self.keep, self.m, self.t = keep, None, 0

    def update(self, value):
        if self.m is None:
            self.m = np.zeros(np.shape(value))
        self.m *= self.keep
        self.m += (1 - self.keep) * np.asarray(value)
        self.t += 1
        return self.m / (1 - self.keep**self.t)

# %% right: all values are kept
class RunningAverage:
    def __init__(self, keep=0.9):
        self.keep = keep
        self.values = []

    def update(self, value):
        self.values.append(np.array(value, dtype=float))
        n = len(self.values)
        weights = [self.keep ** (n - 1 - i) for i in range(n)]
        return sum(w * v for w, v in zip(weights, self.values)) / sum(weights)

# %% right: a dictionary
class RunningAverage:
    def __init__(self, keep=0.9):
        self.state = {"keep": keep, "mean": 0.0, "count": 0}

    def update(self, value):
        s = self.state
        s["mean"] = s["keep"] * s["mean"] + (1 - s["keep"]) * value
        s["count"] += 1
        return s["mean"] / (1 - s["keep"] ** s["count"])

# %% right: the average itself, with a weight that changes
class RunningAverage:
    def __init__(self, keep=0.9):
        self.keep, self.average, self.t = keep, 0.0, 0

    def update(self, value):
        self.t += 1
        pull = (1 - self.keep) / (1 - self.keep**self.t)
        self.average = (1 - pull) * self.average + pull * value
        return self.average

# %% right: attributes in the class that `update` hides
class RunningAverage:
    m = 0.0
    t = 0

    def __init__(self, keep=0.9):
        self.keep = keep

    def update(self, value):
        self.m = self.keep * self.m + (1 - self.keep) * value
        self.t = self.t + 1
        return self.m / (1 - self.keep**self.t)

# %% wrong: not corrected
# true: an average without the correction
class RunningAverage:
    def __init__(self, keep=0.9):
        self.keep, self.m = keep, 0.0

    def update(self, value):
        self.m = self.keep * self.m + (1 - self.keep) * value
        return self.m

# %% wrong: begins at the first value
# true: a mean that begins at the first value
class RunningAverage:
    def __init__(self, keep=0.9):
        self.keep, self.m = keep, None

    def update(self, value):
        self.m = 1.0 * value if self.m is None else self.keep * self.m + (1 - self.keep) * value
        return self.m

# %% wrong: the weights exchanged
# true: `keep` and 1 − `keep` in each other's place
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = 1 - keep, 0.0, 0

    def update(self, value):
        self.t += 1
        self.m = self.k * self.m + (1 - self.k) * value
        return self.m / (1 - self.k**self.t)

# %% wrong: the weights exchanged, and the correction not
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        self.t += 1
        self.m = (1 - self.k) * self.m + self.k * value
        return self.m / (1 - self.k**self.t)

# %% wrong: the plain mean
# true: the plain mean of all values
class RunningAverage:
    def __init__(self, keep=0.9):
        self.total, self.n = 0.0, 0

    def update(self, value):
        self.total = self.total + value
        self.n += 1
        return self.total / self.n

# %% wrong: counts after the power
# true: a count that is one too high
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 1

    def update(self, value):
        self.t += 1
        self.m = self.k * self.m + (1 - self.k) * value
        return self.m / (1 - self.k**self.t)

# %% wrong: t is not counted
# true: a correction that stays as it was at the first value
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        t = self.t + 1
        self.m = self.k * self.m + (1 - self.k) * value
        return self.m / (1 - self.k**t)

# %% wrong: the corrected mean is kept
# true: a corrected mean that is kept for the next value
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        self.t += 1
        self.m = (self.k * self.m + (1 - self.k) * value) / (1 - self.k**self.t)
        return self.m

# %% wrong: m is a local name
# true: the last value alone
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k = keep

    def update(self, value):
        m, t = 0.0, 0
        m = self.k * m + (1 - self.k) * value
        t += 1
        return m / (1 - self.k**t)

# %% wrong: keep is always 0.9
# true: a `keep` of 0.9, whatever the argument says
class RunningAverage:
    def __init__(self, keep=0.9):
        self.m, self.t = 0.0, 0

    def update(self, value, keep=0.9):
        self.t += 1
        self.m = keep * self.m + (1 - keep) * value
        return self.m / (1 - keep**self.t)

# %% wrong: a fading sum
# true: a sum that fades, with new values that are not multiplied by 1 − `keep`
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        self.t += 1
        self.m = self.k * self.m + value
        return self.m / (1 - self.k**self.t)

# %% wrong: multiplied by the correction
# true: a multiplication by 1 − kᵗ instead of a division
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        self.t += 1
        self.m = self.k * self.m + (1 - self.k) * value
        return self.m * (1 - self.k**self.t)

# %% wrong: k times t instead of a power
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        self.t += 1
        self.m = self.k * self.m + (1 - self.k) * value
        return self.m / (1 - self.k * self.t)

# %% wrong: the memory in the class
class RunningAverage:
    memory = [0.0, 0]

    def __init__(self, keep=0.9):
        self.k = keep

    def update(self, value):
        self.memory[0] = self.k * self.memory[0] + (1 - self.k) * value
        self.memory[1] += 1
        return self.memory[0] / (1 - self.k ** self.memory[1])

# %% wrong: a default that is shared
class RunningAverage:
    def __init__(self, keep=0.9, memory={"m": 0.0, "t": 0}):
        self.k, self.memory = keep, memory

    def update(self, value):
        self.memory["t"] += 1
        self.memory["m"] = self.k * self.memory["m"] + (1 - self.k) * value
        return self.memory["m"] / (1 - self.k ** self.memory["t"])

# %% wrong: global names
m, t = 0.0, 0
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k = keep

    def update(self, value):
        global m, t
        t += 1
        m = self.k * m + (1 - self.k) * value
        return m / (1 - self.k**t)

# %% wrong: the average is changed in place
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t, self.out = keep, 0.0, 0, None

    def update(self, value):
        self.t += 1
        self.m = self.k * self.m + (1 - self.k) * np.asarray(value, dtype=float)
        if self.out is None:
            self.out = np.zeros(np.shape(value))
        self.out[...] = self.m / (1 - self.k**self.t)
        return self.out

# %% wrong: the first value is changed
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, None, 0

    def update(self, value):
        self.t += 1
        if self.m is None:
            self.m = np.asarray(value, dtype=float)
            self.m *= 1 - self.k
        else:
            self.m = self.k * self.m + (1 - self.k) * value
        return self.m / (1 - self.k**self.t)

# %% wrong: the caller's arrays are kept
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.values = keep, []

    def update(self, value):
        self.values.append(value)
        n = len(self.values)
        weights = [self.k ** (n - 1 - i) for i in range(n)]
        return sum(w * v for w, v in zip(weights, self.values)) / sum(weights)

# %% wrong: the mean of an array
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        self.t += 1
        self.m = self.k * self.m + (1 - self.k) * np.mean(value)
        return self.m / (1 - self.k**self.t)

# %% wrong: arrays of whole numbers
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, None, 0

    def update(self, value):
        if self.m is None:
            self.m = np.zeros_like(value)
        self.t += 1
        new = self.k * self.m + (1 - self.k) * value
        self.m = np.asarray(new).astype(self.m.dtype)
        return self.m / (1 - self.k**self.t)

# %% wrong: another default
class RunningAverage:
    def __init__(self, keep=0.99):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        self.t += 1
        self.m = self.k * self.m + (1 - self.k) * value
        return self.m / (1 - self.k**self.t)

# %% wrong: the correction stops after ten values
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        self.t = min(self.t + 1, 10)
        self.m = self.k * self.m + (1 - self.k) * value
        return self.m / (1 - self.k**self.t)

# %% wrong: negative values are zero
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        self.t += 1
        self.m = self.k * self.m + (1 - self.k) * np.maximum(value, 0)
        return self.m / (1 - self.k**self.t)

# %% wrong: nothing comes back
class RunningAverage:
    def __init__(self, keep=0.9):
        self.k, self.m, self.t = keep, 0.0, 0

    def update(self, value):
        self.t += 1
        self.m = self.k * self.m + (1 - self.k) * value
        self.average = self.m / (1 - self.k**self.t)
