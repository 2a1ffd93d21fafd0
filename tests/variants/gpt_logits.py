# Right and wrong answers to `gpt_logits(model, tokens, n_heads)`, one cell a block, as students
# write them. `np` and the functions of earlier notebooks come from the notebook's first cells. Every
# check must pass each right answer, and some check must fail each wrong one.

# %% right: the five steps
def gpt_logits(model, tokens, n_heads):
    n = len(tokens)
    x = model["E"][tokens] + model["P"][:n]
    for block in model["blocks"]:
        x = transformer_block(x, block, n_heads)
    x = layer_norm(x, model["gain"], model["bias"])
    return x @ model["E"].T

# %% right: token by token at the bottom
def gpt_logits(model, tokens, n_heads):
    rows = []
    for place, token in enumerate(tokens):
        rows.append(model["E"][token] + model["P"][place])
    x = np.array(rows)
    for i in range(len(model["blocks"])):
        x = transformer_block(x, model["blocks"][i], n_heads)
    normalized = layer_norm(x, model["gain"], model["bias"])
    return np.array([[row @ vector for vector in model["E"]] for row in normalized])

# %% right: one-hot rows
def gpt_logits(model, tokens, n_heads):
    one_hot = np.eye(len(model["E"]))[np.array(tokens)]
    stream = one_hot @ model["E"] + model["P"][np.arange(len(tokens))]
    for params in model["blocks"]:
        stream = transformer_block(stream, params, n_heads)
    return np.dot(layer_norm(stream, model["gain"], model["bias"]), np.transpose(model["E"]))

# %% right: functools.reduce
from functools import reduce

def gpt_logits(model, tokens, n_heads):
    bottom = np.take(model["E"], tokens, axis=0) + model["P"][: len(tokens)]
    top = reduce(lambda x, p: transformer_block(x, p, n_heads), model["blocks"], bottom)
    return np.einsum("id,vd->iv", layer_norm(top, model["gain"], model["bias"], 1e-5), model["E"])

# %% right: recursion over the blocks
def through(x, blocks, n_heads):
    if not blocks:
        return x
    return through(transformer_block(x, blocks[0], n_heads), blocks[1:], n_heads)

def gpt_logits(model, tokens, n_heads):
    E = model["E"]
    x = np.stack([E[t] for t in tokens]) + model["P"][: len(tokens)]
    return layer_norm(through(x, model["blocks"], n_heads), model["gain"], model["bias"]) @ E.T

# %% right: the last layer norm written out
def gpt_logits(model, tokens, n_heads):
    x = model["E"][list(tokens)] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    mean = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    x = (x - mean) / np.sqrt(var + 1e-5) * model["gain"] + model["bias"]
    return x @ model["E"].T

# %% right: everything written out
def gpt_logits(model, tokens, n_heads):
    def norm(x, g, b):
        return g * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5) + b

    x = model["E"][tokens] + model["P"][: len(tokens)]
    n, d = x.shape
    for p in model["blocks"]:
        u = norm(x, p["gain_1"], p["bias_1"])
        q, k, v = ((u @ p[w]).reshape(n, n_heads, -1).transpose(1, 0, 2) for w in ("W_q", "W_k", "W_v"))
        s = q @ k.transpose(0, 2, 1) / np.sqrt(d // n_heads)
        s[:, np.triu(np.ones((n, n), bool), 1)] = -np.inf
        a = np.exp(s - s.max(-1, keepdims=True))
        a /= a.sum(-1, keepdims=True)
        h = x + (a @ v).transpose(1, 0, 2).reshape(n, d) @ p["W_o"]
        x = h + np.maximum(norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]
    return norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% right: a list of lists comes back
def gpt_logits(model, tokens, n_heads):
    x = [model["E"][t] + model["P"][i] for i, t in enumerate(tokens)]
    x = np.array(x, dtype=float)
    for params in model["blocks"]:
        x = np.array(transformer_block(x, params, n_heads))
    return [list(model["E"] @ row) for row in layer_norm(x, model["gain"], model["bias"])]

# %% right: each prefix is read anew, for its last row
def gpt_logits(model, tokens, n_heads):
    rows = []
    for n in range(1, len(tokens) + 1):
        x = model["E"][tokens[:n]] + model["P"][:n]
        for params in model["blocks"]:
            x = transformer_block(x, params, n_heads)
        rows.append(layer_norm(x[-1], model["gain"], model["bias"]) @ model["E"].T)
    return np.array(rows)

# %% right: copies first, then += on the copy
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens].astype(float).copy()
    x += model["P"][: len(tokens)]
    blocks = list(model["blocks"])
    while blocks:
        x = transformer_block(x, blocks.pop(0), n_heads)
    return layer_norm(x, model["gain"], model["bias"]).dot(model["E"].T)

# %% wrong: no positions
# true: tokens without their positions
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: P[0] for all
# true: every token at position 0
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][0]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: the last n rows of P
# true: the last rows of P instead of the first
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][-len(tokens):]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: P is indexed by the tokens
# true: rows of P that are picked by the tokens, not by their places
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][tokens]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: places from 1 to n
# true: places that are counted from 1
def gpt_logits(model, tokens, n_heads):
    x = np.array([model["E"][t] + model["P"][i] for i, t in enumerate(tokens, start=1)])
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: positions without the tokens' vectors
def gpt_logits(model, tokens, n_heads):
    x = model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: no layer norm at the top
# true: logits without the last layer norm
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return x @ model["E"].T

# %% wrong: a layer norm with gain 1 and bias 0 at the top
# true: a last layer norm without its gain and bias
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    d = x.shape[1]
    return layer_norm(x, np.ones(d), np.zeros(d)) @ model["E"].T

# %% wrong: gain and bias swapped at the top
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["bias"], model["gain"]) @ model["E"].T

# %% wrong: a return within the loop
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
        return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: every block reads the bottom
# true: the last block alone, because each block is given the same input
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    y = x
    for params in model["blocks"]:
        y = transformer_block(x, params, n_heads)
    return layer_norm(y, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: the first block for every pass
# true: the first block's parameters in every block
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for _ in model["blocks"]:
        x = transformer_block(x, model["blocks"][0], n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: from the last block to the first
# true: blocks in reverse order
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in reversed(model["blocks"]):
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: a residual around the block
# true: a block's input that is added to its output once more
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = x + transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: the last norm within the loop
# true: the last layer norm after every block
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
        x = layer_norm(x, model["gain"], model["bias"])
    return x @ model["E"].T

# %% wrong: the last norm before the blocks
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    x = layer_norm(x, model["gain"], model["bias"])
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return x @ model["E"].T

# %% wrong: positions before every block
# true: positions that are added again before every block
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens]
    for params in model["blocks"]:
        x = transformer_block(x + model["P"][: len(tokens)], params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: one head
# true: one head of full width, whatever `n_heads` is
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, 1)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: a softmax at the end
# true: probabilities instead of logits
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    logits = layer_norm(x, model["gain"], model["bias"]) @ model["E"].T
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: logarithms of a softmax
# true: logarithms of the probabilities instead of logits
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    logits = layer_norm(x, model["gain"], model["bias"]) @ model["E"].T
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))

# %% wrong: the last row only
# true: the logits after the last token alone
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"])[-1] @ model["E"].T

# %% wrong: the stream comes back
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"])

# %% wrong: += into P
def gpt_logits(model, tokens, n_heads):
    x = model["P"][: len(tokens)]
    x += model["E"][tokens]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: blocks are taken out of the model's list
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    while model["blocks"]:
        x = transformer_block(x, model["blocks"].pop(0), n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: two blocks, as the file has
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    x = transformer_block(x, model["blocks"][0], n_heads)
    x = transformer_block(x, model["blocks"][1], n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: four heads, as the file has
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, 4)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: the vectors are scaled by the root of d
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] * np.sqrt(model["E"].shape[1]) + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: a mean over the tokens at the top
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    x = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5) * model["gain"] + model["bias"]
    return x @ model["E"].T

# %% wrong: places are appended to the vectors' numbers, by a matrix product
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] @ model["P"][: len(tokens)].T @ model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% wrong: rounded to four decimals
def gpt_logits(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return np.round(layer_norm(x, model["gain"], model["bias"]) @ model["E"].T, 4)

# %% wrong: in half precision
def gpt_logits(model, tokens, n_heads):
    x = (model["E"][tokens] + model["P"][: len(tokens)]).astype(np.float16)
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T
