# Answers that are known to be right or wrong. `grader check --variants` grades each: the right ones
# must get full marks, the wrong ones must lose points.

# %% right: with NumPy
def mean_absolute_error(predicted, actual):
    return np.mean(np.abs(predicted - actual))

# %% right: with a loop
def mean_absolute_error(predicted, actual):
    total = 0
    for p, a in zip(predicted, actual):
        total += abs(p - a)
    return total / len(predicted)

# %% wrong: without the absolute value
# true: the signed mean
def mean_absolute_error(predicted, actual):
    return np.mean(predicted - actual)

# %% wrong: the sum instead of the mean
# true: the sum instead of the mean
def mean_absolute_error(predicted, actual):
    return np.sum(np.abs(predicted - actual))

# %% wrong: the mean squared error
def mean_absolute_error(predicted, actual):
    return np.mean((predicted - actual) ** 2)
