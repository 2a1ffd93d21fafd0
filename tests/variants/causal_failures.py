# Right and wrong answers to `causal_failures()`, one cell a block, as students write them. `np` comes
# from the notebook's set-up cell. Every check must pass each right answer, and some check must fail
# each wrong one.

# %% right: two tokens of one number
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    return {
        "a": (Q, np.zeros((2, 1)), V),
        "c": (Q, np.full((2, 1), -60.0), V),
        "d": (10 * Q, np.array([[-100.0], [100.0]]), V),
    }

# %% right: whole numbers in lists
def causal_failures():
    return {
        "d": ([[30], [0]], [[0], [30]], [[1], [2]]),
        "a": ([[0], [0]], [[0], [0]], [[1], [2]]),
        "c": ([[-10], [0]], [[10], [0]], [[1], [2]]),
    }

# %% right: three tokens of two numbers
def causal_failures():
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(3, 3, 2))
    low = -np.abs(K) * 50
    return {
        "a": (Q, K, V),
        "c": (np.abs(Q) + 1, low, V),
        "d": (np.full((3, 2), 50.0), np.array([[0.0, 0.0], [50.0, 50.0], [0.0, 0.0]]), V),
    }

# %% right: one input for all three
def causal_failures():
    Q, K = np.array([[50.0], [0.0]]), np.array([[-50.0], [0.0]])
    V = np.array([[1.0, 2.0], [3.0, 4.0]])
    return {letter: (Q, K, V) for letter in ("a", "c", "d")}

# %% right: found by trying
def causal_failures():
    rng = np.random.default_rng(1)
    found = {}
    while len(found) < 3:
        scale = rng.choice([1, 10, 60])
        Q, K, V = np.clip(scale * rng.normal(size=(3, 2, 1)), -100, 100)
        for name, attention in SUSPECTS.items():
            with np.errstate(all="ignore"):
                off = np.abs(attention(Q, K, V) - causal_b(Q, K, V))
            if not np.all(off < 0.05):
                found.setdefault(name, (Q, K, V))
    return found

# %% right: compared with one's own attention
def causal_failures():
    V = np.eye(2)
    inputs = [(np.ones((2, 2)), np.ones((2, 2)), V)]
    inputs += [(np.ones((2, 2)), np.full((2, 2), -40.0), V)]
    inputs += [(np.full((2, 1), 99.0), np.array([[-9.0], [9.0]]), V)]
    answer = {}
    for name, attention in SUSPECTS.items():
        for one in inputs:
            output, _ = causal_attention(*one)
            with np.errstate(all="ignore"):
                if not np.allclose(attention(*one), output, atol=0.1):
                    answer[name] = one
    return answer

# %% right: lists in place of tuples
def causal_failures():
    q, v = [[1.0], [1.0]], [[5.0], [-5.0]]
    return dict(a=[q, q, v], c=[q, [[-99.0], [-99.0]], v], d=[[[40.0], [40.0]], [[-40.0], [40.0]], v])

# %% right: the second token of three
def causal_failures():
    V = np.array([[1.0], [1.0], [9.0]])
    Q = np.array([[0.0], [1.0], [0.0]])
    return {
        "a": (Q, 0 * Q, V),
        "c": (Q, np.array([[-70.0], [-70.0], [0.0]]), V),
        "d": (50 * Q, np.array([[-30.0], [-30.0], [30.0]]), V),
    }

# %% right: a hidden key beside a very low one
def causal_failures():
    V = np.array([[10.0], [-10.0]])
    return {
        "a": (np.array([[3.0], [3.0]]), np.array([[1.0], [1.0]]), V),
        "c": (np.array([[5.0], [0.0]]), np.array([[-4.5], [0.0]]), V),
        "d": (np.array([[-100.0], [0.0]]), np.array([[8.0], [-8.0]]), V),
    }

# %% wrong: nothing is accused
def causal_failures():
    return {}

# %% wrong: the right one is accused in place of c
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    return {
        "a": (Q, np.zeros((2, 1)), V),
        "b": (Q, np.full((2, 1), -60.0), V),
        "d": (10 * Q, np.array([[-100.0], [100.0]]), V),
    }

# %% wrong: all four are accused
def causal_failures():
    Q, K = np.array([[50.0], [0.0]]), np.array([[-50.0], [0.0]])
    V = np.array([[1.0, 2.0], [3.0, 4.0]])
    return {letter: (Q, K, V) for letter in "abcd"}

# %% wrong: tame scores for all
# true: tame scores, with which only one function fails
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    return {letter: (Q, np.zeros((2, 1)), V) for letter in "acd"}

# %% wrong: equal values
# true: tokens with equal values, for which every attention gives the same
def causal_failures():
    Q, V = np.ones((2, 1)), np.ones((2, 1))
    return {letter: (Q, np.zeros((2, 1)), V) for letter in "acd"}

# %% wrong: one token
def causal_failures():
    one = np.array([[1.0]])
    return {letter: (one, one, one) for letter in "acd"}

# %% wrong: large scores for c instead of low ones
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    return {
        "a": (Q, np.zeros((2, 1)), V),
        "c": (Q, np.full((2, 1), 60.0), V),
        "d": (10 * Q, np.array([[-100.0], [100.0]]), V),
    }

# %% wrong: scores for d that are not far enough apart
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    return {
        "a": (Q, np.zeros((2, 1)), V),
        "c": (Q, np.full((2, 1), -60.0), V),
        "d": (Q, np.array([[-100.0], [100.0]]), V),
    }

# %% wrong: the visible score is the large one
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    return {
        "a": (Q, np.zeros((2, 1)), V),
        "c": (Q, np.full((2, 1), -60.0), V),
        "d": (10 * Q, np.array([[100.0], [-100.0]]), V),
    }

# %% wrong: only a
def causal_failures():
    return {"a": (np.ones((2, 1)), np.zeros((2, 1)), np.array([[0.0], [1.0]]))}

# %% wrong: only the two that leak
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    return {"a": (Q, np.zeros((2, 1)), V), "c": (Q, np.full((2, 1), -60.0), V)}

# %% wrong: letters exchanged
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    return {
        "c": (Q, np.zeros((2, 1)), V),
        "a": (Q, np.full((2, 1), -60.0), V),
        "b": (10 * Q, np.array([[-100.0], [100.0]]), V),
    }

# %% wrong: numbers of a thousand
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    return {
        "a": (Q, np.zeros((2, 1)), V),
        "c": (Q, np.full((2, 1), -1000.0), V),
        "d": (Q, np.array([[-1000.0], [1000.0]]), V),
    }

# %% wrong: infinite scores
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    K = np.full((2, 1), -np.inf)
    return {letter: (Q, K, V) for letter in "acd"}

# %% wrong: four tokens
def causal_failures():
    Q, K = np.zeros((4, 1)), np.zeros((4, 1))
    Q[0], K[0] = 50.0, -50.0
    return {letter: (Q, K, np.arange(4.0)[:, None]) for letter in "acd"}

# %% wrong: vectors of three numbers
def causal_failures():
    Q, K = np.zeros((2, 3)), np.zeros((2, 3))
    Q[0], K[0] = 50.0, -50.0
    return {letter: (Q, K, np.arange(2.0)[:, None]) for letter in "acd"}

# %% wrong: values that are missing
def causal_failures():
    Q = np.ones((2, 1))
    return {"a": (Q, Q), "c": (Q, -60 * Q), "d": (10 * Q, 100 * Q)}

# %% wrong: vectors instead of matrices
def causal_failures():
    Q, K, V = np.array([50.0, 0.0]), np.array([-50.0, 0.0]), np.array([0.0, 1.0])
    return {letter: (Q, K, V) for letter in "acd"}

# %% wrong: shapes that do not fit
def causal_failures():
    Q, K, V = np.ones((2, 1)), np.ones((3, 1)), np.ones((3, 1))
    return {letter: (Q, K, V) for letter in "acd"}

# %% wrong: scores in place of Q, K and V
def causal_failures():
    return {
        "a": np.zeros((2, 2)),
        "c": np.full((2, 2), -60.0),
        "d": np.array([[0.0, 2000.0], [0.0, 0.0]]),
    }

# %% wrong: the outputs
def causal_failures():
    Q, V = np.ones((2, 1)), np.array([[0.0], [1.0]])
    return {"a": causal_a(Q, Q, V), "c": causal_c(Q, -60 * Q, V), "d": causal_d(Q, Q, V)}

# %% wrong: a list
def causal_failures():
    Q, K, V = np.array([[50.0], [0.0]]), np.array([[-50.0], [0.0]]), np.array([[0.0], [1.0]])
    return [("a", Q, K, V), ("c", Q, K, V), ("d", Q, K, V)]

# %% wrong: nothing comes back
def causal_failures():
    Q, K, V = np.array([[50.0], [0.0]]), np.array([[-50.0], [0.0]]), np.array([[0.0], [1.0]])
    answer = {letter: (Q, K, V) for letter in "acd"}

# %% wrong: names of functions
def causal_failures():
    Q, K, V = np.array([[50.0], [0.0]]), np.array([[-50.0], [0.0]]), np.array([[0.0], [1.0]])
    return {f"causal_{letter}": (Q, K, V) for letter in "acd"}
