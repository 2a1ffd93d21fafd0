# Right and wrong answers to `adam_failures()`, one cell a block, as students write them. `np` comes
# from the notebook's set-up cell. Every check must pass each right answer, and some check must fail
# each wrong one.

# %% right: the smallest cases
def adam_failures():
    return {
        "a": [np.array([1e-6])],
        "b": [np.array([1.0, 1.0])],
        "d": [np.array([1.0]), np.array([0.0])],
    }

# %% right: lists of lists
def adam_failures():
    return {"d": [[1000.0], [1.0]], "b": [[1, 2, 3]], "a": [[0.00001], [0.00001], [0.00001]]}

# %% right: one list for all three
def adam_failures():
    steps = [np.array([1e-5, 1.0, 1.0]), np.array([1e-5, 0.0, 1.0]), np.array([1e-5, 0.0, 1.0])]
    return dict.fromkeys("abd", steps)

# %% right: arrays with a row for each step
def adam_failures():
    return {
        "a": np.full((5, 1), 1e-4),
        "b": np.array([[0.5, -0.5]] * 3),
        "d": np.array([[5.0], [0.1], [0.1], [0.1]]),
    }

# %% right: found by trying
def adam_failures():
    rng = np.random.default_rng(0)
    found = {}
    while len(found) < 3:
        size = 10.0 ** rng.uniform(-6, 3, size=(rng.integers(1, 9), 1))
        steps = [size_of * rng.normal(size=rng.integers(1, 2)) for size_of in size]
        steps = [np.clip(g, -1000, 1000) for g in steps]
        if rng.random() < 0.3:
            steps = [np.append(g, g) for g in steps]
        for name, adam in SUSPECTS.items():
            if np.any(np.abs(adam(steps) - adam_c(steps)) > 0.02):
                found.setdefault(name, steps)
    return found

# %% right: compared with one's own optimizer
def adam_failures():
    candidates = ([[1e-7]], [[2.0, 2.0]], [[3.0], [0.0], [0.0]])
    answer = {}
    for name, adam in SUSPECTS.items():
        for steps in candidates:
            steps = [np.array(g) for g in steps]
            optimizer, w = AdamOptimizer(0.1), [np.zeros(len(steps[0]))]
            for g in steps:
                w = optimizer.step(w, [g])
            if np.any(abs(w[0] - adam(steps)) > 0.015):
                answer[name] = steps
    return answer

# %% right: negative gradients
def adam_failures():
    return {
        "a": [np.array([-3e-6, -3e-6])],
        "b": [np.array([0.0, -7.0])],
        "d": [np.array([-100.0]), np.array([-1.0]), np.array([-1.0])],
    }

# %% right: ten steps each
def adam_failures():
    t = np.arange(10)
    return {
        "a": list(1e-5 * np.ones((10, 1))),
        "b": [np.array([1.0, (-1.0) ** k]) for k in t],
        "d": [np.array([100.0 * 0.5**k]) for k in t],
    }

# %% right: tuples
def adam_failures():
    return {"a": ((1e-5,),), "b": ((1, 1),), "d": ((1,), (0,))}

# %% wrong: nothing is accused
def adam_failures():
    return {}

# %% wrong: the right one is accused in place of d
def adam_failures():
    return {"a": [[1e-6]], "b": [[1.0, 1.0]], "c": [[1.0], [0.0]]}

# %% wrong: all four are accused
def adam_failures():
    return {"a": [[1e-6]], "b": [[1.0, 1.0]], "c": [[1e-6]], "d": [[1.0], [0.0]]}

# %% wrong: constant gradients for all
# true: gradients of 1 at every step, on which all four agree
def adam_failures():
    steps = [np.array([1.0])] * 5
    return {"a": steps, "b": steps, "d": steps}

# %% wrong: two parameters for all
# true: ordinary gradients of two parameters, on which only one function fails
def adam_failures():
    steps = [np.array([1.0, 1.0])]
    return {"a": steps, "b": steps, "d": steps}

# %% wrong: one parameter for b
def adam_failures():
    return {"a": [[1e-6]], "b": [[1.0], [2.0], [3.0]], "d": [[1.0], [0.0]]}

# %% wrong: small gradients that are not small enough
def adam_failures():
    return {"a": [[0.01]], "b": [[1.0, 1.0]], "d": [[1.0], [0.0]]}

# %% wrong: gradients that grow
def adam_failures():
    return {"a": [[1e-6]], "b": [[1.0, 1.0]], "d": [[1.0], [10.0], [100.0]]}

# %% wrong: a single step for d
def adam_failures():
    return {"a": [[1e-6]], "b": [[1.0, 1.0]], "d": [[1000.0]]}

# %% wrong: zeros
def adam_failures():
    return {"a": [[0.0]], "b": [[0.0, 0.0]], "d": [[0.0], [0.0]]}

# %% wrong: two letters exchanged
def adam_failures():
    return {"b": [[1e-6]], "a": [[1.0, 1.0]], "d": [[1.0], [0.0]]}

# %% wrong: only b
def adam_failures():
    return {"b": [[1.0, 1.0]]}

# %% wrong: only a and b
def adam_failures():
    return {"a": [[1e-6]], "b": [[1.0, 1.0]]}

# %% wrong: gradients of a million
def adam_failures():
    return {"a": [[1e-6]], "b": [[1e6, 1e6]], "d": [[1e6], [0.0]]}

# %% wrong: a hundred steps
def adam_failures():
    return {"a": [[1e-6]] * 100, "b": [[1.0, 1.0]] * 100, "d": [[1.0], [0.0]] * 50}

# %% wrong: five parameters
def adam_failures():
    return {"a": [[1e-6]], "b": [[1.0] * 5], "d": [[1.0], [0.0]]}

# %% wrong: numbers instead of vectors
def adam_failures():
    return {"a": [1e-6], "b": [1.0, 1.0], "d": [1.0, 0.0]}

# %% wrong: NaN
def adam_failures():
    return {"a": [[np.nan]], "b": [[np.nan, 1.0]], "d": [[np.nan]]}

# %% wrong: vectors of unequal length
def adam_failures():
    return {"a": [[1e-6]], "b": [[1.0, 1.0], [1.0]], "d": [[1.0], [0.0]]}

# %% wrong: a step with both parameters in two lists
def adam_failures():
    return {"a": [[1e-6]], "b": [[1.0], [1.0]], "d": [[1.0], [0.0]]}

# %% wrong: results instead of gradients
def adam_failures():
    return {"a": adam_a([np.array([1e-6])]), "b": adam_b([np.ones(2)]), "d": adam_d([np.ones(1)])}

# %% wrong: capital letters
def adam_failures():
    return {"A": [[1e-6]], "B": [[1.0, 1.0]], "D": [[1.0], [0.0]]}

# %% wrong: a list instead of a dictionary
def adam_failures():
    return [[[1e-6]], [[1.0, 1.0]], [[1.0], [0.0]]]

# %% wrong: no steps
def adam_failures():
    return {"a": [], "b": [], "d": []}

# %% wrong: nothing comes back
def adam_failures():
    answer = {"a": [[1e-6]], "b": [[1.0, 1.0]], "d": [[1.0], [0.0]]}

# %% wrong: words
def adam_failures():
    return {"a": "tiny gradients", "b": "two parameters", "d": "shrinking gradients"}
