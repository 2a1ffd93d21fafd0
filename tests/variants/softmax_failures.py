# Right and wrong answers to `softmax_failures()`, one cell a block, as students write them. `np`
# comes from the notebook's set-up cell. Every check must pass each right answer, and some check
# must fail each wrong one.

# %% right: three small arrays
def softmax_failures():
    return {
        "a": np.array([[1000.0, -1000.0, -1000.0]]),
        "b": np.array([[1000.0, 999.0], [0.0, 1.0]]),
        "d": np.array([[1.0, 2.0], [3.0, 4.0]]),
    }

# %% right: whole numbers in lists
def softmax_failures():
    return {"d": [[0, 0, 0]], "a": [[900, -900, -900], [0, 0, 0]], "b": [[-1000], [1000]]}

# %% right: one array for all three
def softmax_failures():
    x = np.array([[1000.0, -1000.0, -1000.0], [-1000.0, -1000.0, -1000.0]])
    return {letter: x for letter in "abd"}

# %% right: found by trying
def softmax_failures():
    found = {}
    candidates = [np.array([[s, t], [u, v]]) for s in (0.0, 1000.0) for t in (0.0, -1000.0, 600.0)
                  for u in (0.0, -900.0) for v in (-900.0, 1.0)]
    candidates += [np.array([[999.0, -999.0, -999.0]])]
    for x in candidates:
        for name, f in SUSPECTS.items():
            with np.errstate(all="ignore"):
                off = np.abs(f(x) - softmax_c(x))
            if name not in found and not np.all(off < 0.02):
                found[name] = x
    return found

# %% right: compared with one's own softmax
def softmax_failures():
    inputs = [np.array([[5.0, 1.0], [0.0, 2.0]]), np.array([[800.0, 0.0], [-800.0, 0.0]])]
    inputs.append(np.array([[1000.0, -500.0, -500.0]]))
    answer = {}
    for f in (softmax_a, softmax_b, softmax_d):
        for x in inputs:
            if not np.allclose(f(x), softmax(x, axis=1), atol=0.05):
                answer[f.__name__[-1]] = x
    return answer

# %% right: random rows
def softmax_failures():
    rng = np.random.default_rng(0)
    tame = rng.normal(size=(3, 3))
    rows = tame + np.array([[1000.0], [0.0], [-990.0]]) * 0.9
    steep = np.full((1, 3), -990.0)
    steep[0, 2] = 990.0
    return dict(a=steep, b=rows, d=tame)

# %% right: negative rows below a row of zeros
def softmax_failures():
    b = np.zeros((2, 2))
    b[1] = -800
    a = np.array([[0, 0, 1000]]) - np.array([[500, 500, 0]])
    return {"b": b, "a": a, "d": np.array([[3], [3]])}

# %% right: two columns are enough for the mean
def softmax_failures():
    return {"a": np.array([[1000, -1000]]), "b": np.array([[-1000, 500]]).T, "d": np.eye(2, 3)}

# %% right: integers that NumPy made
def softmax_failures():
    base = np.arange(6).reshape(3, 2)
    return {"d": base, "b": base * 200, "a": np.array([[1, -1, -1]]) * 1000}

# %% wrong: nothing is accused
def softmax_failures():
    return {}

# %% wrong: the right one is accused, too
def softmax_failures():
    return {
        "a": np.array([[1000.0, -1000.0, -1000.0]]),
        "b": np.array([[1000.0, 999.0], [0.0, 1.0]]),
        "c": np.array([[1000.0, 999.0], [0.0, 1.0]]),
        "d": np.array([[1.0, 2.0], [3.0, 4.0]]),
    }

# %% wrong: the right one in place of a
def softmax_failures():
    return {
        "b": np.array([[1000.0, 999.0], [0.0, 1.0]]),
        "c": np.array([[1000.0, -1000.0, -1000.0]]),
        "d": np.array([[1.0, 2.0], [3.0, 4.0]]),
    }

# %% wrong: large entries in one row for b
def softmax_failures():
    return {
        "a": np.array([[1000.0, -1000.0, -1000.0]]),
        "b": np.array([[1000.0, 999.0]]),
        "d": np.array([[1.0, 2.0], [3.0, 4.0]]),
    }

# %% wrong: large entries near each other for a
def softmax_failures():
    return {
        "a": np.array([[1000.0, 999.0, 998.0]]),
        "b": np.array([[1000.0, 999.0], [0.0, 1.0]]),
        "d": np.array([[1.0, 2.0], [3.0, 4.0]]),
    }

# %% wrong: small inputs for all
# true: tame inputs, on which only one of the functions fails
def softmax_failures():
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    return {"a": x, "b": x, "d": x}

# %% wrong: only the two easy ones
def softmax_failures():
    return {"b": np.array([[1000.0, 999.0], [0.0, 1.0]]), "d": np.array([[1.0, 2.0], [3.0, 4.0]])}

# %% wrong: only d
def softmax_failures():
    return {"d": np.array([[1.0, 2.0], [3.0, 4.0]])}

# %% wrong: entries of a million
def softmax_failures():
    return {
        "a": np.array([[1e6, -1e6, -1e6]]),
        "b": np.array([[1e6, 0.0], [0.0, 1.0]]),
        "d": np.array([[1.0, 2.0], [3.0, 4.0]]),
    }

# %% wrong: NaN goes in
def softmax_failures():
    x = np.array([[np.nan, 1.0]])
    return {"a": x, "b": x, "d": x}

# %% wrong: infinite entries go in
def softmax_failures():
    x = np.array([[np.inf, 1.0], [0.0, 1.0]])
    return {"a": x, "b": x, "d": x}

# %% wrong: vectors instead of rows
def softmax_failures():
    return {"a": [1000.0, -1000.0, -1000.0], "b": [1000.0, 0.0], "d": [1.0, 2.0]}

# %% wrong: the functions themselves as keys
def softmax_failures():
    return {
        softmax_a: np.array([[1000.0, -1000.0, -1000.0]]),
        softmax_b: np.array([[1000.0, 999.0], [0.0, 1.0]]),
        softmax_d: np.array([[1.0, 2.0], [3.0, 4.0]]),
    }

# %% wrong: names of functions as keys
def softmax_failures():
    return {
        "softmax_a": np.array([[1000.0, -1000.0, -1000.0]]),
        "softmax_b": np.array([[1000.0, 999.0], [0.0, 1.0]]),
        "softmax_d": np.array([[1.0, 2.0], [3.0, 4.0]]),
    }

# %% wrong: a list of arrays
def softmax_failures():
    return [
        np.array([[1000.0, -1000.0, -1000.0]]),
        np.array([[1000.0, 999.0], [0.0, 1.0]]),
        np.array([[1.0, 2.0], [3.0, 4.0]]),
    ]

# %% wrong: the inputs of a and b exchanged
def softmax_failures():
    return {
        "b": np.array([[1000.0, -1000.0, -1000.0]]),
        "a": np.array([[1000.0, 999.0], [0.0, 1.0]]),
        "d": np.array([[1.0, 2.0], [3.0, 4.0]]),
    }

# %% wrong: the failing results instead of the inputs
def softmax_failures():
    a, b = np.array([[1000.0, -1000.0, -1000.0]]), np.array([[1000.0, 999.0], [0.0, 1.0]])
    with np.errstate(all="ignore"):
        return {"a": softmax_a(a), "b": softmax_b(b), "d": softmax_d(np.eye(2))}

# %% wrong: too large an array
def softmax_failures():
    x = np.zeros((4, 5))
    x[0] = 1000
    x[1, 0] = -1000
    return {"a": np.array([[1000.0, -1000.0, -1000.0]]), "b": x, "d": x}

# %% wrong: a pair of rows that is not far enough apart
def softmax_failures():
    return {
        "a": np.array([[1000.0, -1000.0, -1000.0]]),
        "b": np.array([[300.0, 299.0], [0.0, 1.0]]),
        "d": np.array([[1.0, 2.0], [3.0, 4.0]]),
    }

# %% wrong: a single entry for d, where it is right
def softmax_failures():
    return {
        "a": np.array([[1000.0, -1000.0, -1000.0]]),
        "b": np.array([[1000.0, 999.0], [0.0, 1.0]]),
        "d": np.array([[5.0]]),
    }

# %% wrong: nothing comes back
def softmax_failures():
    {"a": np.array([[1000.0, -1000.0, -1000.0]]), "d": np.eye(2)}

# %% wrong: sentences instead of inputs
def softmax_failures():
    return {"a": "a large entry", "b": "rows that are far apart", "d": "two rows"}

# %% wrong: pairs instead of a dictionary
def softmax_failures():
    return [("a", [[1000, -1000, -1000]]), ("b", [[1000], [0]]), ("d", [[1, 2], [3, 4]])]

# %% wrong: another answer at the second call
calls = []

def softmax_failures():
    calls.append(1)
    good = {"a": [[1000, -1000, -1000]], "b": [[1000], [0]], "d": [[1, 2], [3, 4]]}
    return good if len(calls) == 1 else {}
