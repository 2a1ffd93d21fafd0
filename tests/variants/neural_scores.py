# Right and wrong answers to `neural_scores(contexts, E, W1, b1, W2, b2)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer,
# and some check must fail each wrong one.

# %% right: one expression
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2 + b2

# %% right: sizes read off the contexts
def neural_scores(contexts, E, W1, b1, W2, b2):
    n, k = contexts.shape
    x = E[contexts].reshape(n, -1)
    a = x @ W1
    a = a + b1
    h = a.tanh()
    s = h @ W2
    return s + b2

# %% right: flat indices
def neural_scores(contexts, E, W1, b1, W2, b2):
    rows = E[contexts.ravel()]
    x = rows.reshape(contexts.shape[0], -1)
    return (x @ W1 + b1).tanh() @ W2 + b2

# %% right: the bias first
def neural_scores(contexts, E, W1, b1, W2, b2):
    hidden = (b1 + E[contexts].reshape(len(contexts), -1) @ W1).tanh()
    return b2 + hidden @ W2

# %% right: a function for a layer
def layer(x, W, b):
    return x @ W + b

def neural_scores(contexts, E, W1, b1, W2, b2):
    x = E[np.asarray(contexts)].reshape(len(contexts), -1)
    return layer(layer(x, W1, b1).tanh(), W2, b2)

# %% right: a copy of the contexts
def neural_scores(contexts, E, W1, b1, W2, b2):
    ids = np.array(contexts, dtype=int)
    return (E[ids].reshape(ids.shape[0], -1) @ W1 + b1).tanh() @ W2 + b2

# %% right: a lambda
neural_scores = lambda contexts, E, W1, b1, W2, b2: (
    (E[contexts].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2 + b2
)

# %% right: reshaped twice
def neural_scores(contexts, E, W1, b1, W2, b2):
    n = contexts.shape[0]
    flat = E[contexts].reshape(-1)
    return (flat.reshape(n, -1) @ W1 + b1).tanh() @ W2 + b2

# %% right: rows repeated by a list
def neural_scores(contexts, E, W1, b1, W2, b2):
    rows = [int(token) for context in contexts for token in context]
    x = E[rows].reshape(len(contexts), -1)
    h = (x @ W1 + b1).tanh()
    return h @ W2 + b2

# %% wrong: no tanh
# true: a network without tanh
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(len(contexts), -1) @ W1 + b1) @ W2 + b2

# %% wrong: the bias after tanh
# true: a bias that is added after tanh instead of before it
def neural_scores(contexts, E, W1, b1, W2, b2):
    return ((E[contexts].reshape(len(contexts), -1) @ W1).tanh() + b1) @ W2 + b2

# %% wrong: tanh of the scores, too
# true: a second tanh, around the scores
def neural_scores(contexts, E, W1, b1, W2, b2):
    return ((E[contexts].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2 + b2).tanh()

# %% wrong: tanh of the vectors
# true: a tanh around the embeddings instead of the hidden layer
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(len(contexts), -1).tanh() @ W1 + b1) @ W2 + b2

# %% wrong: no b2
# true: scores without the bias b2
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2

# %% wrong: no b1
# true: a hidden layer without the bias b1
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(len(contexts), -1) @ W1).tanh() @ W2 + b2

# %% wrong: the newest first
# true: contexts read backwards, the newest token first
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts[:, ::-1]].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2 + b2

# %% wrong: contexts transposed
# true: vectors of different contexts in one row
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts.T].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2 + b2

# %% wrong: reshaped by the tokens
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(contexts.shape[1], -1) @ W1 + b1).tanh() @ W2 + b2

# %% wrong: two tokens only
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts[:, :2]].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2 + b2

# %% wrong: one context only
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts[0]].reshape(1, -1) @ W1 + b1).tanh() @ W2 + b2

# %% wrong: five tokens, as in the text
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(-1, 50) @ W1 + b1).tanh() @ W2 + b2

# %% wrong: tanh of the scores alone
def neural_scores(contexts, E, W1, b1, W2, b2):
    return ((E[contexts].reshape(len(contexts), -1) @ W1 + b1) @ W2 + b2).tanh()

# %% wrong: b1 twice
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(len(contexts), -1) @ W1 + b1 + b1).tanh() @ W2 + b2

# %% wrong: tanh twice
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(len(contexts), -1) @ W1 + b1).tanh().tanh() @ W2 + b2

# %% wrong: the vectors pass tanh, too
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(len(contexts), -1).tanh() @ W1 + b1).tanh() @ W2 + b2

# %% wrong: sorted contexts
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[np.sort(contexts, axis=1)].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2 + b2

# %% wrong: contexts sorted in place
def neural_scores(contexts, E, W1, b1, W2, b2):
    x = E[contexts].reshape(len(contexts), -1)
    contexts.sort(axis=1)
    return (x @ W1 + b1).tanh() @ W2 + b2

# %% wrong: the newest token alone
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts[:, -1]].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2 + b2

# %% wrong: computed outside of the graph
def neural_scores(contexts, E, W1, b1, W2, b2):
    x = E.data[contexts].reshape(len(contexts), -1)
    return np.tanh(x @ W1.data + b1.data) @ W2.data + b2.data

# %% wrong: arrays instead of Frozen
def neural_scores(contexts, E, W1, b1, W2, b2):
    x = E._array[contexts].reshape(len(contexts), -1)
    return np.tanh(x @ W1._array + b1._array) @ W2._array + b2._array

# %% wrong: the biases are exchanged
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(len(contexts), -1) @ W1 + b2).tanh() @ W2 + b1

# %% wrong: the hidden layer is returned
def neural_scores(contexts, E, W1, b1, W2, b2):
    return (E[contexts].reshape(len(contexts), -1) @ W1 + b1).tanh()

# %% wrong: parameters of the first call
first = []

def neural_scores(contexts, E, W1, b1, W2, b2):
    if not first:
        first.extend([b1, b2])
    return (E[contexts].reshape(len(contexts), -1) @ W1 + first[0]).tanh() @ W2 + first[1]

# %% wrong: scores kept by shape
seen = {}

def neural_scores(contexts, E, W1, b1, W2, b2):
    if contexts.shape not in seen:
        seen[contexts.shape] = (E[contexts].reshape(len(contexts), -1) @ W1 + b1).tanh() @ W2 + b2
    return seen[contexts.shape]

# %% wrong: nothing is returned
def neural_scores(contexts, E, W1, b1, W2, b2):
    x = E[contexts].reshape(len(contexts), -1)
    scores = (x @ W1 + b1).tanh() @ W2 + b2
