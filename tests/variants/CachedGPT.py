# Right and wrong answers to `CachedGPT(model, n_heads)` with `.step(token)`, one cell a block, as
# students write them. `np` and the functions of earlier notebooks come from the notebook's first
# cells. Every check must pass each right answer, and some check must fail each wrong one.

# %% right: a method that empties and one that reads
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% right: all tokens of the window, by gpt_logits' formula
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model, self.n_heads, self.window = model, n_heads, []

    def step(self, token):
        C = len(self.model["P"])
        if len(self.window) == C:
            self.window = self.window[-(C // 2):]
        self.window = self.window + [token]
        return logits_of(self.model, self.window, self.n_heads)[-1]

def logits_of(model, tokens, n_heads):
    x = model["E"][tokens] + model["P"][: len(tokens)]
    for params in model["blocks"]:
        x = transformer_block(x, params, n_heads)
    return layer_norm(x, model["gain"], model["bias"]) @ model["E"].T

# %% right: its own lists of keys and values
def norm(x, gain, bias):
    return gain * (x - x.mean()) / np.sqrt(x.var() + 1e-5) + bias

class CachedGPT:
    def __init__(self, model, n_heads):
        self.model, self.H = model, n_heads
        self.reset()

    def reset(self):
        self.seen = []
        self.K = [[] for _ in self.model["blocks"]]
        self.V = [[] for _ in self.model["blocks"]]

    def step(self, token):
        m = self.model
        C = len(m["P"])
        if len(self.seen) >= C:
            half = self.seen[-(C // 2):]
            self.reset()
            for t in half:
                self.step(t)
        x = m["E"][token] + m["P"][len(self.seen)]
        self.seen.append(token)
        for b, p in enumerate(m["blocks"]):
            u = norm(x, p["gain_1"], p["bias_1"])
            self.K[b].append(u @ p["W_k"])
            self.V[b].append(u @ p["W_v"])
            q = (u @ p["W_q"]).reshape(self.H, -1)
            K = np.array(self.K[b]).reshape(len(self.seen), self.H, -1)
            V = np.array(self.V[b]).reshape(len(self.seen), self.H, -1)
            s = np.einsum("hc,thc->ht", q, K) / np.sqrt(q.shape[1])
            a = np.exp(s - s.max(axis=1, keepdims=True))
            a = a / a.sum(axis=1, keepdims=True)
            h = x + np.einsum("ht,thc->hc", a, V).ravel() @ p["W_o"]
            w = norm(h, p["gain_2"], p["bias_2"])
            x = h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]
        return norm(x, m["gain"], m["bias"]) @ m["E"].T

# %% right: a new start by calling __init__
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model, self.n_heads = model, n_heads
        self.past = []
        d = len(model["gain"])
        cols = np.split(np.arange(d), n_heads)
        self.att = [[CachedAttention(*[p[n][:, c] for n in ["W_q", "W_k", "W_v"]]) for c in cols] for p in model["blocks"]]

    def step(self, token):
        P = self.model["P"]
        if len(self.past) == len(P):
            keep = self.past[len(P) - len(P) // 2:]
            self.__init__(self.model, self.n_heads)
            for old in keep:
                self.step(old)
        x = self.model["E"][token] + P[len(self.past)]
        self.past += [token]
        for i, p in enumerate(self.model["blocks"]):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            x = x + np.hstack([a.step(u) for a in self.att[i]]) @ p["W_o"]
            w = layer_norm(x, p["gain_2"], p["bias_2"])
            x = x + np.clip(w @ p["W_1"] + p["b_1"], 0, None) @ p["W_2"] + p["b_2"]
        return layer_norm(x, self.model["gain"], self.model["bias"]) @ self.model["E"].T

# %% right: a class for a block
class Block:
    def __init__(self, p, n_heads):
        self.p = p
        parts = [np.split(p[name], n_heads, axis=1) for name in ("W_q", "W_k", "W_v")]
        self.heads = [CachedAttention(q, k, v) for q, k, v in zip(*parts)]

    def step(self, x):
        p = self.p
        u = layer_norm(x, p["gain_1"], p["bias_1"])
        h = x + np.concatenate([head.step(u) for head in self.heads]) @ p["W_o"]
        z = layer_norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"]
        return h + (z * (z > 0)) @ p["W_2"] + p["b_2"]

class CachedGPT:
    def __init__(self, model, n_heads):
        self.model, self.n_heads = model, n_heads
        self.start([])

    def start(self, tokens):
        self.blocks = [Block(p, self.n_heads) for p in self.model["blocks"]]
        self.tokens = []
        for token in tokens:
            self.step(token)

    def step(self, token):
        C = self.model["P"].shape[0]
        if len(self.tokens) == C:
            self.start(self.tokens[(C + 1) // 2:])
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for block in self.blocks:
            x = block.step(x)
        return list(layer_norm(x, self.model["gain"], self.model["bias"]) @ self.model["E"].T)

# %% right: a generator that is sent tokens
def reader(model, n_heads):
    E, P, names = model["E"], model["P"], ("W_q", "W_k", "W_v")
    width = E.shape[1] // n_heads

    def fresh():
        return [[CachedAttention(*(p[n][:, i * width:(i + 1) * width] for n in names)) for i in range(n_heads)]
                for p in model["blocks"]]

    def read(token, place, caches):
        x = E[token] + P[place]
        for p, heads in zip(model["blocks"], caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            x = x + np.concatenate([h.step(u) for h in heads]) @ p["W_o"]
            x = x + np.maximum(layer_norm(x, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]
        return E @ layer_norm(x, model["gain"], model["bias"])

    caches, seen, logits = fresh(), [], None
    while True:
        token = yield logits
        if len(seen) == len(P):
            seen, caches = seen[len(P) - len(P) // 2:], fresh()
            for place, old in enumerate(seen):
                read(old, place, caches)
        logits = read(token, len(seen), caches)
        seen = [*seen, token]

class CachedGPT:
    def __init__(self, model, n_heads):
        self.reader = reader(model, n_heads)
        next(self.reader)

    def step(self, token):
        return self.reader.send(token)

# %% right: a counter, and all tokens ever read
class CachedGPT:
    def __init__(self, model, n_heads):
        self.m, self.n = model, n_heads
        self.history = []
        self.new_caches()

    def new_caches(self):
        self.count = 0
        w = self.m["E"].shape[1] // self.n
        self.caches = {}
        for b, p in enumerate(self.m["blocks"]):
            for k in range(self.n):
                part = slice(k * w, k * w + w)
                self.caches[b, k] = CachedAttention(p["W_q"][:, part], p["W_k"][:, part], p["W_v"][:, part])

    def run(self, token):
        x = self.m["E"][token] + self.m["P"][self.count]
        self.count += 1
        for b, p in enumerate(self.m["blocks"]):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            out = np.zeros(len(x))
            w = len(x) // self.n
            for k in range(self.n):
                out[k * w:(k + 1) * w] = self.caches[b, k].step(u)
            h = x + out @ p["W_o"]
            x = h + np.maximum(0, layer_norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"]) @ p["W_2"] + p["b_2"]
        return layer_norm(x, self.m["gain"], self.m["bias"]) @ self.m["E"].T

    def step(self, token):
        C = len(self.m["P"])
        if self.count == C:
            self.new_caches()
            for old in self.history[-(C // 2):]:
                self.run(old)
        self.history.append(token)
        return self.run(token)

# %% right: a deque of tokens
from collections import deque

class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = deque()
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = list(self.tokens)[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% right: the new start at the end of a full step
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model, self.n_heads = model, n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        width = len(self.model["gain"]) // self.n_heads
        self.heads = [
            [CachedAttention(*(p[name][:, i : i + width] for name in ("W_q", "W_k", "W_v")))
             for i in range(0, len(self.model["gain"]), width)]
            for p in self.model["blocks"]
        ]

    def step(self, token):
        logits = self.read(token)
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2 :]
            self.empty()
            for t in again:
                self.read(t)
        return logits

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.heads, strict=True):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            h = x + np.concatenate([head.step(u) for head in heads]) @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            x = h + np.maximum(w @ p["W_1"] + p["b_1"], 0) @ p["W_2"] + p["b_2"]
        return layer_norm(x, self.model["gain"], self.model["bias"]) @ self.model["E"].T

# %% wrong: no positions
# true: tokens without their positions
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: P[0] for all
# true: every token at position 0
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][0]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: the token is appended before its place is looked up
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        self.tokens.append(token)
        x = self.model["E"][token] + self.model["P"][len(self.tokens) % len(self.model["P"])]
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: caches are made anew at each step
# true: a token that sees no earlier one
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        kept = self.tokens
        self.empty()
        self.tokens = kept
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: the first block's caches for all blocks
# true: one and the same cache for all blocks
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], [self.caches[0]] * len(self.model["blocks"]) if self.caches else []):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: one head of full width
# true: one head of full width, whatever `n_heads` is
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(1):
                c = slice(None)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: all heads get the first columns
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(0, width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: heads of every n-th column
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h, None, self.n_heads)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: no W_o
# true: heads that are joined without W_o
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: no residual around attention
# true: no residual around attention
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: no residual around the network
# true: no residual around the small network
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: attention of x itself
# true: attention that is given x without a layer norm
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(x) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: no ReLU
# true: a small network without its ReLU
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = w @ p["W_1"] + p["b_1"]
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: no last layer norm
# true: logits without the last layer norm
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        return self.model["E"] @ x

# %% wrong: a layer norm after every block
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
            x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: a return within the loop
# true: the first block alone
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
            return self.model["E"] @ layer_norm(x, self.model["gain"], self.model["bias"])

# %% wrong: nothing is read again
# true: a new start from which nothing is read again
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = []
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: all but the oldest are read again
# true: all C tokens but the oldest read again, instead of C // 2
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[1:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: the first half is read again
# true: the oldest tokens read again, instead of the newest
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[:C // 2]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: the half is rounded up
# true: half of the places rounded up, not down
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: a new start one step too early
# true: a new start one token too early, before all places are taken
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C - 1 and C > 2:
            again = self.tokens[-(C // 2):]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: no new start
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if False:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: the last place stays
# true: the last position again and again, when all are taken
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if False:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][min(len(self.tokens), len(self.model["P"]) - 1)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: places start again, caches stay
# true: positions that start again, with old keys that stay and nothing read again
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if False:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens) % len(self.model["P"])]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: caches stay at the new start
# true: caches that are not emptied at a new start
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.tokens = []
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: the new token is read before the old ones
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            logits = self.read(token)
            for t in again:
                self.read(t)
            return logits
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: the tokens are forgotten before half of them is kept
# true: a new start from which nothing is read again
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            self.empty()
            again = self.tokens[C - C // 2:]
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: one new start only
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.restarted = False
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C and not self.restarted:
            self.restarted = True
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][min(len(self.tokens), len(self.model["P"]) - 1)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: a softmax at the end
# true: probabilities instead of logits
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        s = self.model["E"] @ x
        e = np.exp(s - s.max())
        return e / e.sum()

# %% wrong: the most probable token comes back
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return np.argmax(self.model["E"] @ x)

# %% wrong: tokens shared by all objects
class CachedGPT:
    tokens = []

    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens.clear()
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: caches made once, in the class
class CachedGPT:
    caches = None

    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.tokens = []
        if CachedGPT.caches is None:
            self.empty()

    def empty(self):
        self.tokens = []
        CachedGPT.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: a step that returns nothing
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: P is added in place to E
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token]
        x += self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: 64 places, as the file has
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = 64
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: the biases of the network left out
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_2"], p["bias_2"])
            z = np.maximum(w @ p["W_1"], 0)
            x = h + z @ p["W_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x

# %% wrong: first norm's gain twice
class CachedGPT:
    def __init__(self, model, n_heads):
        self.model = model
        self.n_heads = n_heads
        self.empty()

    def empty(self):
        self.tokens = []
        self.caches = []
        width = self.model["E"].shape[1] // self.n_heads
        for p in self.model["blocks"]:
            heads = []
            for h in range(self.n_heads):
                c = slice(h * width, (h + 1) * width)
                heads.append(CachedAttention(p["W_q"][:, c], p["W_k"][:, c], p["W_v"][:, c]))
            self.caches.append(heads)

    def step(self, token):
        C = len(self.model["P"])
        if len(self.tokens) == C:
            again = self.tokens[C - C // 2:]
            self.empty()
            for t in again:
                self.read(t)
        return self.read(token)

    def read(self, token):
        x = self.model["E"][token] + self.model["P"][len(self.tokens)]
        self.tokens.append(token)
        for p, heads in zip(self.model["blocks"], self.caches):
            u = layer_norm(x, p["gain_1"], p["bias_1"])
            a = np.concatenate([head.step(u) for head in heads])
            h = x + a @ p["W_o"]
            w = layer_norm(h, p["gain_1"], p["bias_1"])
            z = np.maximum(w @ p["W_1"] + p["b_1"], 0)
            x = h + z @ p["W_2"] + p["b_2"]
        x = layer_norm(x, self.model["gain"], self.model["bias"])
        return self.model["E"] @ x
