# Right and wrong answers to `sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None)`,
# one cell a block, as students write them. `np` and `plt` come from the notebook's set-up cell.
# Every check must pass each right answer, and some check must fail each wrong one.

# %% right: softmax, two cuts, rng.choice
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float) / temperature
    p = np.exp(z - z.max())
    p = p / p.sum()
    order = np.argsort(-p)
    if top_k is not None:
        order = order[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% right: a loop that adds up until the drawn number is passed
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return max(range(len(logits)), key=lambda i: logits[i])
    top = max(logits)
    weights = {i: float(np.exp((logits[i] - top) / temperature)) for i in range(len(logits))}
    ranked = sorted(weights, key=weights.get, reverse=True)[:top_k]
    if top_p is not None:
        total, running, kept = sum(weights[i] for i in ranked), 0.0, []
        for i in ranked:
            kept.append(i)
            running += weights[i] / total
            if running >= top_p:
                break
        ranked = kept
    u = rng.random() * sum(weights[i] for i in ranked)
    for i in ranked:
        u -= weights[i]
        if u < 0:
            return i
    return ranked[-1]

# %% right: the Gumbel trick, with what is cut at minus infinity
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.array(logits, dtype=float)
    if temperature == 0:
        return np.argmax(z)
    z = (z - z.max()) / temperature
    order = np.argsort(z)[::-1]
    if top_k is not None:
        z[order[top_k:]] = -np.inf
    if top_p is not None:
        p = np.exp(z[order])
        before = np.cumsum(p / p.sum()) - p / p.sum()
        z[order[before >= top_p]] = -np.inf
    return np.argmax(z + rng.gumbel(size=len(z)))

# %% right: a multinomial draw
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(z.argmax())
    p = np.exp((z - z.max()) / temperature)
    if top_k:
        p[np.argsort(p)[:-top_k]] = 0
    p /= p.sum()
    if top_p:
        down = np.argsort(-p)
        n = int(np.sum(np.cumsum(p[down]) < top_p)) + 1
        p[down[n:]] = 0
        p /= p.sum()
    return int(np.flatnonzero(rng.multinomial(1, p))[0])

# %% right: helpers, and an inverse of the cumulative sums
def soft(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e)

def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return np.array(np.argmax(logits))
    p = soft(np.array(logits) / float(temperature))
    keep = np.ones(len(p), dtype=bool)
    if top_k is not None:
        keep[np.argsort(-p)[top_k:]] = False
    p = np.where(keep, p, 0) / p[keep].sum()
    if top_p is not None:
        order = np.argsort(-p)
        count = 1
        while p[order[:count]].sum() < top_p and count < len(p):
            count += 1
        q = np.zeros(len(p))
        q[order[:count]] = p[order[:count]]
        p = q / q.sum()
    cdf = np.cumsum(p)
    return int(np.searchsorted(cdf / cdf[-1], rng.uniform(), side="right"))

# %% right: a tiny temperature would do for zero, were there no ties
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    order = np.argsort(-z, kind="stable")
    if temperature == 0:
        return order[0]
    order = order[: top_k or len(z)]
    p = np.exp((z[order] - z[order[0]]) / temperature)
    p = p / p.sum()
    if top_p is not None:
        n = np.argmax(np.cumsum(p) >= top_p) + 1 if np.cumsum(p)[-1] >= top_p else len(p)
        order, p = order[:n], p[:n] / p[:n].sum()
    return order[rng.choice(len(order), p=p)]

# %% wrong: always the largest
# true: always the most probable token, never a draw
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    return int(np.argmax(logits))

# %% wrong: logits times the temperature
# true: logits multiplied by the temperature instead of divided by it
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits) * temperature
    p = np.exp(z - z.max())
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: exp overflows
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    p = np.exp(np.asarray(logits) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: divides by a temperature of zero
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits) / temperature
    p = np.exp(z - z.max())
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: the last of ties at zero
# true: the last of the largest logits at temperature 0, not the first
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argsort(z, kind="stable")[-1])
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: any of the ties at zero
# true: a draw among tied logits at temperature 0, where the first is expected
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(rng.choice(np.flatnonzero(z == z.max())))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: NumPy's global state
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return np.random.choice(order, p=p[order] / p[order].sum())

# %% wrong: a generator of its own, the same draw each time
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    rng = np.random.default_rng(0)
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: the place among those that stay
# true: the position among the tokens that are left, not the index in the vocabulary
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(len(order), p=p[order] / p[order].sum())

# %% wrong: the k smallest
# true: cuts that keep the least probable tokens
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: the top-p set ends before it is reached
# true: a top-p set that ends before its sum reaches `top_p`
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:max(1, np.searchsorted(np.cumsum(kept), top_p))]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: nothing is left of a small top-p
# true: a top-p set that ends before its sum reaches `top_p`
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[np.cumsum(kept) <= top_p]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: not renormalized between the cuts
# true: top-p sums that are not renormalized after top-k
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        order = order[:np.searchsorted(np.cumsum(p[order]), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: the smallest set from below
# true: a top-p set that begins with the least probable token
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        order = order[::-1]
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: an even draw from those that stay
# true: a draw that gives all tokens that are left the same probability
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order)

# %% wrong: cuts before the temperature
# true: a `top_p` cut that ignores the temperature
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp(z - z.max())
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    q = np.exp((z[order] - z.max()) / temperature)
    return rng.choice(order, p=q / q.sum())

# %% wrong: top_k is not used
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)
    if top_p is not None:
        order = order[:np.searchsorted(np.cumsum(p[order]), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: logits are shifted in place
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    logits -= logits.max()
    if temperature == 0:
        return int(np.argmax(logits))
    p = np.exp(logits / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: what is cut keeps a logit of zero
# true: a logit of 0 instead of −∞ for the tokens that are cut
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.array(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    z = z / temperature
    if top_k is not None:
        z[np.argsort(-z)[top_k:]] = 0
    p = np.exp(z - z.max())
    p = p / p.sum()
    order = np.argsort(-p)
    if top_p is not None:
        order = order[:np.searchsorted(np.cumsum(p[order]), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: NumPy's global state is seeded from the generator
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    np.random.seed(rng.integers(2**32))
    return np.random.choice(order, p=p[order] / p[order].sum())

# %% wrong: the order of the tokens is remembered by their number
orders = {}

def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = orders.setdefault(len(z), np.argsort(-p))[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: whole division by the temperature
# true: logits rounded down to whole numbers after the division by the temperature
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits) // temperature
    p = np.exp(z - z.max())
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: low temperatures count as 0
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature < 0.1:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p) + 1]
    return rng.choice(order, p=p[order] / p[order].sum())

# %% wrong: without top_k, ten tokens stay
# true: a top-p set that ends before its sum reaches `top_p`
def sample_next(logits, rng, temperature=1.0, top_k=10, top_p=None):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    p = p / p.sum()
    order = np.argsort(-p)[:top_k][::-1]
    if top_p is not None:
        order = order[::-1]
        kept = p[order] / p[order].sum()
        order = order[:np.searchsorted(np.cumsum(kept), top_p)]
    return rng.choice(order, p=p[order] / p[order].sum())


# %% right: sorted pairs in plain Python
import math
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = [float(v) for v in logits]
    if temperature == 0:
        return z.index(max(z))
    top = max(z)
    pairs = sorted(((math.exp((v - top) / temperature), i) for i, v in enumerate(z)), reverse=True)
    pairs = pairs[:top_k]
    total = sum(w for w, _ in pairs)
    if top_p is not None:
        kept, reached = [], 0.0
        for w, i in pairs:
            if reached >= top_p:
                break
            kept.append((w, i))
            reached += w / total
        pairs = kept
    u = rng.random() * sum(w for w, _ in pairs)
    for w, i in pairs:
        u -= w
        if u < 0:
            return i
    return pairs[-1][1]

# %% right: thresholds in place of ranks
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.array(logits, dtype=float)
    if temperature == 0:
        return np.argmax(z)
    p = np.exp((z - z.max()) / temperature)
    if top_k is not None:
        p = np.where(p >= np.sort(p)[-top_k], p, 0)
    p /= p.sum()
    if top_p is not None:
        ranked = np.sort(p)[::-1]
        needed = np.flatnonzero(np.cumsum(ranked) >= top_p - 1e-12)
        p = np.where(p >= ranked[needed[0]], p, 0)
    return int(rng.choice(p.size, p=p / p.sum()))

# %% right: the race of exponentials
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    order = np.argsort(-np.asarray(logits, dtype=float), kind="stable")
    if temperature == 0:
        return int(order[0])
    z = np.asarray(logits, dtype=float)[order] / temperature
    w = np.exp(z - z[0])[:top_k]
    if top_p is not None:
        w = w[: 1 + np.sum(np.cumsum(w) / np.sum(w) < top_p)]
    return int(order[np.argmin(rng.exponential(size=w.size) / np.maximum(w, 1e-300))])

# %% right: a uniform number between the steps of the cumulative sum
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if not temperature:
        return list(logits).index(max(logits))
    z = np.asarray(logits) / temperature
    p = np.exp(z - np.logaddexp.reduce(z))
    rank = np.empty(len(p), dtype=int)
    rank[np.argsort(-p)] = np.arange(len(p))
    if top_k:
        p = p * (rank < top_k) / p[rank < top_k].sum()
    if top_p:
        before = np.array([p[rank < r].sum() for r in rank])
        p = p * (before < top_p)
    steps = np.cumsum(p)
    return int(np.searchsorted(steps, rng.uniform(0, steps[-1]), side="right"))

# %% wrong: top_k one too many
# true: one token more than `top_k`
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float) / temperature
    p = np.exp(z - z.max())
    order = np.argsort(-p)
    if top_k is not None:
        order = order[: top_k + 1]
    if top_p is not None:
        kept = p[order] / p[order].sum()
        order = order[: np.searchsorted(np.cumsum(kept), top_p) + 1]
    return int(rng.choice(order, p=p[order] / p[order].sum()))

# %% wrong: top_p before top_k
# true: top-p sums that are not renormalized after top-k
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float) / temperature
    p = np.exp(z - z.max())
    p /= p.sum()
    order = np.argsort(-p)
    if top_p is not None:
        order = order[: np.searchsorted(np.cumsum(p[order]), top_p) + 1]
    order = order[:top_k]
    return int(rng.choice(order, p=p[order] / p[order].sum()))

# %% wrong: every probability of at least top_p
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float) / temperature
    p = np.exp(z - z.max())
    order = np.argsort(-p)[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        order = order[q >= min(1 - top_p, q.max())]
    return int(rng.choice(order, p=p[order] / p[order].sum()))

# %% wrong: the square root of the temperature
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float) / np.sqrt(temperature)
    p = np.exp(z - z.max())
    order = np.argsort(-p)[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        order = order[: np.searchsorted(np.cumsum(q), top_p) + 1]
    return int(rng.choice(order, p=p[order] / p[order].sum()))

# %% wrong: a probability below a hundredth never comes
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float) / temperature
    p = np.exp(z - z.max())
    order = np.argsort(-p)[:top_k]
    q = p[order] / p[order].sum()
    order = order[q > 0.01 * q[0]]
    q = p[order] / p[order].sum()
    if top_p is not None:
        order = order[: np.searchsorted(np.cumsum(q), top_p) + 1]
    return int(rng.choice(order, p=p[order] / p[order].sum()))

# %% wrong: logits as probabilities, made positive
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float)
    p = (z - z.min() + 1e-6) ** (1 / temperature)
    order = np.argsort(-p)[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        order = order[: np.searchsorted(np.cumsum(q), top_p) + 1]
    return int(rng.choice(order, p=p[order] / p[order].sum()))

# %% wrong: at temperature 0 a very small temperature
# true: a draw among tied logits at temperature 0, where the first is expected
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.asarray(logits, dtype=float) / max(temperature, 1e-2)
    p = np.exp(z - z.max())
    order = np.argsort(-p)[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        order = order[: np.searchsorted(np.cumsum(q), top_p) + 1]
    return int(rng.choice(order, p=p[order] / p[order].sum()))

# %% wrong: top_k of at least two
# true: at least two tokens, even where `top_k` is 1
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float) / temperature
    p = np.exp(z - z.max())
    order = np.argsort(-p)[: top_k and max(top_k, 2)]
    q = p[order] / p[order].sum()
    if top_p is not None:
        order = order[: np.searchsorted(np.cumsum(q), top_p) + 1]
    return int(rng.choice(order, p=p[order] / p[order].sum()))

# %% wrong: a cut that is lost where the rounded sum stays below top_p
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    z = np.array(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    order = np.argsort(-p, kind="stable")[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        n = np.argmax(np.cumsum(q) >= top_p) + 1
        order, q = order[:n], q[:n] / q[:n].sum()
    return int(rng.choice(order, p=q))

# %% wrong: a softmax first, and then the power
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    logits = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(logits))
    p = np.exp(logits - logits.max())
    p = (p / p.sum()) ** (1 / temperature)
    p = p / p.sum()
    order = np.argsort(-p)
    if top_k is not None:
        order = order[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        n = np.searchsorted(np.cumsum(q), top_p) + 1
        order = order[:n]
        q = p[order] / p[order].sum()
    return int(rng.choice(order, p=q))

# %% wrong: exponentials in long double, without a shift
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    e = np.exp(np.asarray(logits, dtype=np.longdouble) / temperature)
    p = (e / e.sum()).astype(float)
    order = np.argsort(p)[::-1]
    if top_k is not None:
        order = order[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        order = order[: np.sum(np.cumsum(q) < top_p) + 1]
        q = p[order] / p[order].sum()
    return int(rng.choice(order, p=q))

# %% wrong: top_p is never used
# true: a `top_p` that is not used
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits) / temperature
    p = np.exp(z - z.max())
    order = np.argsort(-p)[:top_k]
    q = p[order] / p[order].sum()
    return int(rng.choice(order, p=q))

# %% wrong: probabilities divided by the temperature, which cancels
# true: a `top_p` cut that ignores the temperature; a temperature that is not used
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    p = np.exp(logits - np.max(logits))
    p = p / p.sum() / temperature
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = np.cumsum(p[order] / p[order].sum())
        order = order[: np.searchsorted(kept, top_p) + 1]
    return int(rng.choice(order, p=p[order] / p[order].sum()))

# %% wrong: quotients rounded down
# true: logits rounded down to whole numbers after the division by the temperature
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.floor(np.asarray(logits) / temperature)
    p = np.exp(z - z.max())
    p = p / p.sum()
    order = np.argsort(-p)[:top_k]
    if top_p is not None:
        kept = np.cumsum(p[order] / p[order].sum())
        order = order[: np.searchsorted(kept, top_p) + 1]
    return int(rng.choice(order, p=p[order] / p[order].sum()))

# %% right: what is cut gets minus infinity, a multinomial draw
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return np.argmax(logits)

    def softmax(z):
        e = np.exp(z - z.max())
        return e / e.sum()

    z = np.true_divide(logits, temperature)
    if top_k is not None and top_k < len(z):
        z[np.argsort(z)[:-top_k]] = -np.inf
    if top_p is not None:
        p = softmax(z)
        order = np.argsort(p)[::-1]
        before = np.concatenate([[0.0], np.cumsum(p[order])[:-1]])
        z[order[before >= top_p]] = -np.inf
    return int(rng.multinomial(1, softmax(z)).argmax())

# %% wrong: an even draw after a cut
# true: a draw that gives all tokens that are left the same probability
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = logits / temperature
    p = np.exp(z - z.max())
    p = p / p.sum()
    if top_k is None and top_p is None:
        return int(rng.choice(len(p), p=p))
    order = np.argsort(-p)[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        order = order[np.cumsum(q) - q < top_p]
    return int(rng.choice(order))

# %% wrong: shares at temperature 1 after a cut
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))

    def softmax(z):
        e = np.exp(z - z.max())
        return e / e.sum()

    p = softmax(logits / temperature)
    if top_k is None and top_p is None:
        return int(rng.choice(len(p), p=p))
    order = np.argsort(-p)[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        order = order[np.cumsum(q) - q < top_p]
    return int(rng.choice(order, p=softmax(logits[order] * 1.0)))

# %% wrong: temperatures below a hundredth count as 0
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature < 0.01:
        return int(np.argmax(logits))
    z = logits / temperature
    p = np.exp(z - z.max())
    order = np.argsort(-p)[:top_k]
    p = p[order] / p[order].sum()
    if top_p is not None:
        kept = np.cumsum(p) - p < top_p
        order, p = order[kept], p[kept] / p[kept].sum()
    return int(rng.choice(order, p=p))

# %% wrong: shifted in place at temperature 1
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float)
    if temperature != 1:
        z = z / temperature
    z -= z.max()
    p = np.exp(z)
    order = np.argsort(-p)[:top_k]
    p = p[order] / p[order].sum()
    if top_p is not None:
        kept = np.cumsum(p) - p < top_p
        order, p = order[kept], p[kept] / p[kept].sum()
    return int(rng.choice(order, p=p))

# %% wrong: shifted before the division, only above 700
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits)
    if np.abs(z).max() > 700:
        z = z - z.max()
    p = np.exp(z / temperature)
    order = np.argsort(-p)[:top_k]
    p = p[order] / p[order].sum()
    if top_p is not None:
        kept = np.cumsum(p) - p < top_p
        order, p = order[kept], p[kept] / p[kept].sum()
    return int(rng.choice(order, p=p))

# %% wrong: argpartition at the place top_k
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = logits / temperature
    p = np.exp(z - z.max())
    if top_k is not None:
        best = np.argpartition(-p, top_k)[:top_k]
        p = np.where(np.isin(np.arange(len(p)), best), p, 0)
    p = p / p.sum()
    if top_p is not None:
        order = np.argsort(-p)
        before = np.cumsum(p[order]) - p[order]
        p[order[before >= top_p]] = 0
        p = p / p.sum()
    return int(rng.choice(len(p), p=p))

# %% wrong: quotients in an array of the logits' own type
def sample_next(logits, rng, temperature=1.0, top_k=None, top_p=None):
    if temperature == 0:
        return int(np.argmax(logits))
    z = logits.copy() if hasattr(logits, "copy") else logits
    z = np.array(z)
    z[:] = z / temperature
    p = np.exp(z - z.max())
    order = np.argsort(-p)[:top_k]
    p = p[order] / p[order].sum()
    if top_p is not None:
        kept = np.cumsum(p) - p < top_p
        order, p = order[kept], p[kept] / p[kept].sum()
    return int(rng.choice(order, p=p))

# %% right: sorted indices, cumulative sums, rng.choice
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float)
    z = (z - z.max()) / temperature
    p = np.exp(z)
    p = p / p.sum()
    order = np.argsort(-p)
    if top_k is not None:
        order = order[:top_k]
    kept = p[order] / p[order].sum()
    if top_p is not None:
        before = np.cumsum(kept) - kept
        n_kept = max(1, int(np.sum(before < top_p)))
        order = order[:n_kept]
        kept = kept[:n_kept] / kept[:n_kept].sum()
    return int(rng.choice(order, p=kept))

# %% right: lists and loops, draws with one uniform number
import math


def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    scores = [float(z) for z in logits]
    if temperature == 0:
        best = 0
        for i in range(len(scores)):
            if scores[i] > scores[best]:
                best = i
        return best
    # step 2
    largest = max(scores)
    exps = [math.exp((z - largest) / temperature) for z in scores]
    total = sum(exps)
    pairs = []
    for i in range(len(exps)):
        pairs.append((exps[i] / total, i))
    pairs.sort(reverse=True)
    # step 3
    if top_k is not None:
        pairs = pairs[:top_k]
        total = sum(p for p, i in pairs)
        pairs = [(p / total, i) for p, i in pairs]
    # step 4
    if top_p is not None:
        kept = []
        so_far = 0.0
        for p, i in pairs:
            kept.append((p, i))
            so_far += p
            if so_far >= top_p:
                break
        pairs = [(p / so_far, i) for p, i in kept]
    # step 5
    u = rng.random()
    running = 0.0
    for p, i in pairs:
        running += p
        if u < running:
            return i
    return pairs[0][1]  # only by rounding

# %% right: Gumbel trick, cut tokens get minus infinity
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    z = np.array(logits, dtype=float)
    if temperature == 0:
        return int(z.argmax())
    z = (z - z.max()) / temperature
    if top_k is not None and top_k < len(z):
        z[np.argsort(z)[:-top_k]] = -np.inf
    if top_p is not None:
        p = np.exp(z) / np.exp(z).sum()
        order = np.argsort(p)[::-1]
        reached = np.cumsum(p[order]) >= top_p
        if reached.any():
            last = np.argmax(reached)
            z[order[last + 1 :]] = -np.inf
    return int(np.argmax(z + rng.gumbel(size=len(z))))

# %% right: masked full distribution, searchsorted, helper function
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    def rescale(q):
        return q / np.sum(q)

    if temperature == 0:
        return int(np.flatnonzero(logits == np.max(logits))[0])
    shifted = np.subtract(logits, np.max(logits), dtype=float) / temperature
    p = rescale(np.exp(shifted))
    rank = np.empty(len(p), dtype=int)  # 0 for the most probable token
    rank[np.argsort(-p, kind="stable")] = np.arange(len(p))
    if top_k is not None:
        p = rescale(np.where(rank < top_k, p, 0.0))
    if top_p is not None:
        descending = np.sort(p)[::-1]
        keep = np.searchsorted(np.cumsum(descending), top_p) + 1
        p = rescale(np.where(rank < keep, p, 0.0))
    ends = np.cumsum(p)
    u = rng.uniform(0.0, ends[-1])
    return int(np.searchsorted(ends, u, side="right"))

# %% wrong: not rescaled between top_k and top_p; step 3 rescales to sum to 1
# true: top-p sums that are not renormalized after top-k
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    if temperature == 0:
        return int(np.argmax(logits))
    z = logits / temperature
    p = np.exp(z - z.max())
    p = p / p.sum()
    order = np.argsort(-p)
    if top_k is not None:
        order = order[:top_k]
    if top_p is not None:
        cum = np.cumsum(p[order])
        order = order[: np.searchsorted(cum, top_p) + 1]
    q = p[order] / p[order].sum()
    return int(rng.choice(order, p=q))

# %% wrong: the token that reaches top_p is cut off; the kept ones must add up to at least top_p
# true: a top-p set that ends before its sum reaches `top_p`
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    if temperature == 0:
        return int(np.argmax(logits))
    z = logits / temperature
    p = np.exp(z - np.max(z))
    p = p / np.sum(p)
    order = np.argsort(-p)
    if top_k is not None:
        order = order[:top_k]
        p = p / p[order].sum()
    if top_p is not None:
        cum = np.cumsum(p[order])
        keep = cum <= top_p
        keep[0] = True
        order = order[keep]
    probs = p[order] / p[order].sum()
    return int(rng.choice(order, p=probs))

# %% wrong: draws with np.random.choice; all randomness must come from rng
# true: draws from NumPy's hidden generator `np.random` instead of `rng`
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    if temperature == 0:
        return int(np.argmax(logits))
    z = logits / temperature
    p = np.exp(z - z.max())
    p /= p.sum()
    order = np.argsort(-p)
    if top_k is not None:
        order = order[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        n = np.searchsorted(np.cumsum(q), top_p) + 1
        order, q = order[:n], q[:n] / q[:n].sum()
    return int(np.random.choice(order, p=q))

# %% wrong: returns the position in the sorted list; the index of the token in logits is asked for
# true: the position among the tokens that are left, not the index in the vocabulary
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    if temperature == 0:
        return int(np.argmax(logits))
    z = logits / temperature
    p = np.exp(z - z.max())
    p = np.sort(p / p.sum())[::-1]
    if top_k is not None:
        p = p[:top_k]
        p = p / p.sum()
    if top_p is not None:
        n = np.searchsorted(np.cumsum(p), top_p) + 1
        p = p[:n]
        p = p / p.sum()
    return int(rng.choice(len(p), p=p))

# %% wrong: overflow, no shift before the exponentials; logits may be as large as 1000
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    if temperature == 0:
        return int(np.argmax(logits))
    e = np.exp(logits / temperature)
    p = e / e.sum()
    order = np.argsort(p)[::-1]
    if top_k is not None:
        order = order[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        n = np.searchsorted(np.cumsum(q), top_p) + 1
        order, q = order[:n], q[:n] / q[:n].sum()
    return int(rng.choice(order, p=q))

# %% wrong: temperature 0 replaced by a tiny one, so ties are drawn; the first largest logit is wanted
# true: a draw among tied logits at temperature 0, where the first is expected
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    T = max(temperature, 1e-6)
    z = logits / T
    z = z - np.max(z)
    p = np.exp(z)
    p = p / p.sum()
    order = np.argsort(-p, kind="stable")
    if top_k is not None:
        order = order[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        n = np.searchsorted(np.cumsum(q), top_p) + 1
        order, q = order[:n], q[:n] / q[:n].sum()
    return int(rng.choice(order, p=q))

# %% wrong: temperature applied after the cuts; step 2 divides the logits before them
# true: a `top_p` cut that ignores the temperature
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.asarray(logits, dtype=float)
    z = z - z.max()
    p = np.exp(z) / np.exp(z).sum()
    order = np.argsort(-p)
    if top_k is not None:
        order = order[:top_k]
    if top_p is not None:
        q = p[order] / p[order].sum()
        order = order[: np.searchsorted(np.cumsum(q), top_p) + 1]
    w = np.exp((z[order] - z[order].max()) / temperature)
    return int(rng.choice(order, p=w / w.sum()))

# %% wrong: tokens that top_k removes get logit 0 instead of minus infinity; only the kept ones may be drawn
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    if temperature == 0:
        return int(np.argmax(logits))
    z = np.array(logits, dtype=float) / temperature
    z = z - z.max()
    if top_k is not None:
        kth = np.sort(z)[-top_k]
        z[z < kth] = 0
    p = np.exp(z) / np.exp(z).sum()
    if top_p is not None:
        order = np.argsort(-p)
        n = np.searchsorted(np.cumsum(p[order]), top_p) + 1
        p[order[n:]] = 0
        p = p / p.sum()
    return int(rng.choice(len(p), p=p))

# %% wrong: divides and shifts logits in place; leave logits unchanged (and integers raise)
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    if temperature == 0:
        return int(np.argmax(logits))
    logits /= temperature
    logits -= logits.max()
    p = np.exp(logits)
    p /= p.sum()
    order = np.argsort(-p)
    if top_k is not None:
        order = order[:top_k]
    q = p[order] / p[order].sum()
    if top_p is not None:
        n = np.searchsorted(np.cumsum(q), top_p) + 1
        order, q = order[:n], q[:n] / q[:n].sum()
    return int(rng.choice(order, p=q))

# %% wrong: running sums in vocabulary order, not sorted; top_p keeps the most probable tokens
def sample_next(
    logits: np.ndarray,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token.

    logits: shape (n,), integers or floats, n >= 1; left unchanged.
    rng: the generator that all randomness comes from.
    temperature: 0 takes the largest logit; otherwise logits are divided by it.
    top_k: how many of the most probable tokens stay, 1 to n, or None.
    top_p: the total probability that the kept tokens must reach, in (0, 1], or None.
    Returns an index from 0 to n - 1.
    """
    if temperature == 0:
        return int(np.argmax(logits))
    z = logits / temperature
    p = np.exp(z - z.max())
    p = p / p.sum()
    if top_k is not None:
        smallest = np.argsort(p)[: len(p) - top_k]
        p[smallest] = 0
        p = p / p.sum()
    if top_p is not None:
        cum = np.cumsum(p)
        p[cum - p >= top_p] = 0
        p = p / p.sum()
    return int(rng.choice(len(p), p=p))
