# Right and wrong answers to `generate(next_logits, prompt, steps, rng, temperature=1.0)`, one cell
# a block, as students write them. `np` and `plt` come from the notebook's set-up cell. Every check
# must pass each right answer, and some check must fail each wrong one.

# %% right: a loop that appends
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(tokens), rng, temperature))
    return tokens

# %% right: an array
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    text = np.array(prompt)
    while len(text) < len(prompt) + steps:
        text = np.append(text, draw(next_logits(text.tolist()), rng, temperature))
    return text

# %% right: recursion
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    if steps == 0:
        return list(prompt)
    longer = list(prompt) + [draw(next_logits(list(prompt)), rng, temperature)]
    return generate(next_logits, longer, steps - 1, rng, temperature)

# %% right: the Gumbel trick
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = [*prompt]
    for _ in range(steps):
        logits = np.asarray(next_logits([*tokens]), dtype=float)
        noise = rng.gumbel(size=len(logits)) * temperature
        tokens += [int(np.argmax(logits + noise))]
    return tokens

# %% right: tuples, and numbers of NumPy
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = tuple(prompt)
    for step in range(steps):
        tokens = (*tokens, np.int64(draw(next_logits(list(tokens)), rng, temperature)))
    return list(tokens)

# %% right: the model is asked once more than needed
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    logits = next_logits(list(tokens))
    for _ in range(steps):
        tokens.append(draw(logits, rng, temperature))
        logits = next_logits(list(tokens))
    return tokens

# %% right: an array filled from the left
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    text = np.zeros(len(prompt) + steps, dtype=int)
    text[:len(prompt)] = prompt
    for n in range(len(prompt), len(text)):
        z = np.asarray(next_logits(list(text[:n])), dtype=float)
        if temperature == 0:
            text[n] = z.argmax()
        else:
            weights = np.exp((z - z.max()) / temperature)
            text[n] = np.searchsorted(np.cumsum(weights) / weights.sum(), rng.random())
    return text

# %% wrong: without the prompt
# true: the new tokens without the prompt
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(tokens), rng, temperature))
    return tokens[len(prompt):]

# %% wrong: the last token alone
# true: a model that is given only the last token, not all tokens so far
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(tokens[-1:]), rng, temperature))
    return tokens

# %% wrong: the prompt again and again
# true: a model that is given the prompt again and again
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(list(prompt)), rng, temperature))
    return tokens

# %% wrong: changes the prompt
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    for _ in range(steps):
        prompt.append(draw(next_logits(prompt), rng, temperature))
    return prompt

# %% wrong: steps in all
# true: a text of `steps` tokens in all, including the prompt
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    while len(tokens) < steps:
        tokens.append(draw(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: one too many
# true: one token too many
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps + 1):
        tokens.append(draw(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: one too few
# true: one token too few
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(1, steps):
        tokens.append(draw(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: always the largest
# true: always the most probable token, never a draw
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens))))
    return tokens

# %% wrong: no temperature
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(tokens), rng, 1.0))
    return tokens

# %% wrong: a temperature that multiplies
# true: a temperature that multiplies the logits instead of dividing them
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(np.asarray(next_logits(tokens)) * temperature, rng, 1.0))
    return tokens

# %% wrong: a generator of its own
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    rng = np.random.default_rng(0)
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: the global state
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        z = np.asarray(next_logits(tokens), dtype=float)
        if temperature == 0:
            tokens.append(int(z.argmax()))
            continue
        p = np.exp((z - z.max()) / temperature)
        tokens.append(int(np.random.choice(len(p), p=p / p.sum())))
    return tokens

# %% wrong: logits taken for probabilities
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        p = np.abs(next_logits(tokens))
        tokens.append(int(rng.choice(len(p), p=p / p.sum())))
    return tokens

# %% wrong: in front
# true: new tokens in front of the text, not at its end
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.insert(0, draw(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: divides by a temperature of zero
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        z = np.asarray(next_logits(tokens)) / temperature
        p = np.exp(z - z.max())
        tokens.append(int(rng.choice(len(p), p=p / p.sum())))
    return tokens

# %% wrong: a window of four tokens
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(tokens[-4:]), rng, temperature))
    return tokens

# %% wrong: stops where a token comes again
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        token = draw(next_logits(tokens), rng, temperature)
        if token == tokens[-1]:
            break
        tokens.append(token)
    return tokens

# %% wrong: all drawn at once from the first logits
# true: a model that is given the prompt again and again
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    z = np.asarray(next_logits(list(prompt)), dtype=float)
    if temperature == 0:
        return list(prompt) + [int(z.argmax())] * steps
    p = np.exp((z - z.max()) / temperature)
    return list(prompt) + rng.choice(len(p), size=steps, p=p / p.sum()).tolist()


# %% right: one random number a token, compared with cumulative sums
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = [int(t) for t in prompt]
    while len(tokens) < len(prompt) + steps:
        z = [float(v) for v in next_logits(tokens)]
        top = max(z)
        if temperature == 0:
            tokens.append(z.index(top))
            continue
        shares = np.cumsum([np.exp((v - top) / temperature) for v in z])
        tokens.append(int(np.searchsorted(shares, rng.random() * shares[-1], side="right")))
    return tokens

# %% right: a generator of Python, and a multinomial draw
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    def grow():
        tokens = list(prompt)
        yield from tokens
        for _ in range(steps):
            z = np.asarray(next_logits(list(tokens)), dtype=float)
            if temperature > 0:
                p = np.exp(z / temperature - np.max(z / temperature))
                new = int(rng.multinomial(1, p / p.sum()).argmax())
            else:
                new = int(z.argmax())
            tokens.append(new)
            yield new
    return list(grow())

# %% right: reduce
from functools import reduce
from scipy.special import softmax as soft
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    def more(tokens, _):
        z = np.array(next_logits(tokens), dtype=float)
        new = rng.choice(z.size, p=soft(z / temperature)) if temperature else np.argmax(z)
        return [*tokens, int(new)]
    return reduce(more, range(steps), list(prompt))

# %% right: Gumbel noise of its own formula
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        z = np.asarray(next_logits(tokens), dtype=float)
        noise = rng.exponential(size=z.shape)
        tokens.append(int(np.argmax(z - temperature * np.log(noise))))
    return np.array(tokens)

# %% wrong: a temperature of 0 taken for the default
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        z = np.asarray(next_logits(tokens), dtype=float) / (temperature or 1.0)
        p = np.exp(z - z.max())
        tokens.append(int(rng.choice(len(p), p=p / p.sum())))
    return tokens

# %% wrong: the last of equal logits at temperature 0
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        z = np.asarray(next_logits(tokens), dtype=float)
        if temperature == 0:
            tokens.append(len(z) - 1 - int(np.argmax(z[::-1])))
            continue
        p = np.exp((z - z.max()) / temperature)
        tokens.append(int(rng.choice(len(p), p=p / p.sum())))
    return tokens

# %% wrong: the same random number at every step
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens, u = list(prompt), rng.random()
    for _ in range(steps):
        z = np.asarray(next_logits(tokens), dtype=float)
        if temperature == 0:
            tokens.append(int(np.argmax(z)))
            continue
        p = np.exp((z - z.max()) / temperature)
        tokens.append(int(np.searchsorted(np.cumsum(p), u * p.sum(), side="right")))
    return tokens

# %% wrong: no token twice in a row
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        z = np.array(next_logits(tokens), dtype=float)
        z[tokens[-1]] -= 2
        if temperature == 0:
            tokens.append(int(np.argmax(z)))
            continue
        p = np.exp((z - z.max()) / temperature)
        tokens.append(int(rng.choice(len(p), p=p / p.sum())))
    return tokens

# %% wrong: at most 32 tokens are shown to the model
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        z = np.asarray(next_logits(tokens[-32:]), dtype=float)
        if temperature == 0:
            tokens.append(int(np.argmax(z)))
            continue
        p = np.exp((z - z.max()) / temperature)
        tokens.append(int(rng.choice(len(p), p=p / p.sum())))
    return tokens

# %% wrong: temperatures below a half count as 0
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        z = np.asarray(next_logits(tokens), dtype=float)
        if temperature < 0.5:
            tokens.append(int(np.argmax(z)))
            continue
        p = np.exp((z - z.max()) / temperature)
        tokens.append(int(rng.choice(len(p), p=p / p.sum())))
    return tokens

# %% wrong: exponentials that overflow
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        z = np.asarray(next_logits(tokens), dtype=float)
        if temperature == 0:
            tokens.append(int(np.argmax(z)))
            continue
        p = np.exp(z / temperature)
        tokens.append(int(rng.choice(len(p), p=p / p.sum())))
    return tokens

# %% wrong: the ten largest logits only
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        z = np.array(next_logits(tokens), dtype=float)
        if temperature == 0:
            tokens.append(int(np.argmax(z)))
            continue
        keep = np.argsort(-z, kind="stable")[:10]
        p = np.exp((z[keep] - z.max()) / temperature)
        tokens.append(int(rng.choice(keep, p=p / p.sum())))
    return tokens

# %% right: an array of the array module
from array import array

def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = array("q", prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(tokens.tolist()), rng, temperature))
    return tokens

# %% wrong: the forty most probable tokens
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    best = np.argsort(-z)[:40]
    p = np.exp((z[best] - z.max()) / temperature)
    return int(rng.choice(best, p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: the last 128 tokens alone
def draw(logits, rng, temperature):
    z = np.asarray(logits, dtype=float)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(tokens[-128:]), rng, temperature))
    return tokens

# %% wrong: logits kept between -50 and 50
def draw(logits, rng, temperature):
    z = np.clip(np.asarray(logits, dtype=float), -50, 50)
    if temperature == 0:
        return int(np.argmax(z))
    p = np.exp((z - z.max()) / temperature)
    return int(rng.choice(len(p), p=p / p.sum()))

def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(draw(next_logits(tokens), rng, temperature))
    return tokens

# %% right: a list that grows, sample_next each time
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens), rng, temperature))
    return tokens

# %% right: an inner generator of new tokens, itertools.islice
import itertools


def generate(next_logits, prompt, steps, rng, temperature=1.0):
    text = [*prompt]

    def writer():
        while True:
            yield sample_next(next_logits([*text]), rng, temperature=temperature)

    for token in itertools.islice(writer(), steps):
        text = [*text, token]
    return text

# %% right: functools.reduce, a fresh copy for the model
import functools


def generate(next_logits, prompt, steps, rng, temperature=1.0):
    def longer(tokens, _):
        return tokens + [int(sample_next(next_logits(tokens[:]), rng, temperature))]

    return functools.reduce(longer, range(steps), prompt[:])

# %% right: a while loop, an array of whole numbers comes back
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = [int(t) for t in prompt]
    while len(tokens) < len(prompt) + steps:
        logits = np.asarray(next_logits(tokens), dtype=float)
        tokens += [sample_next(logits, rng, temperature)]
    return np.array(tokens)

# %% wrong: the model gets the last 128 tokens only
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens[-128:]), rng, temperature))
    return tokens

# %% wrong: draws from the 40 largest logits only, equation 5 has the whole softmax
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens), rng, temperature, top_k=40))
    return tokens

# %% wrong: draws from the top 95 % of the probability, rare tokens never come
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens), rng, temperature, top_p=0.95))
    return tokens

# %% wrong: the model gets an array instead of a list, tokens[-2:] == [1, 2] or tokens + [..] go wrong
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = np.array(prompt)
    for _ in range(steps):
        tokens = np.append(tokens, sample_next(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: exponentials without a shift, logits of 1000 overflow
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        logits = np.asarray(next_logits(tokens), dtype=float)
        if temperature == 0:
            tokens.append(int(np.argmax(logits)))
            continue
        e = np.exp(logits / temperature)
        tokens.append(int(rng.choice(len(e), p=e / e.sum())))
    return tokens

# %% wrong: tokens are kept in eight bits, indices from 256 on do not fit
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = np.array(prompt).astype(np.uint8)
    for _ in range(steps):
        new = np.array([sample_next(next_logits(tokens.tolist()), rng, temperature)])
        tokens = np.concatenate([tokens, new.astype(np.uint8)])
    return tokens

# %% wrong: no text longer than 500 tokens in all, however many `steps` are asked for
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(min(steps, 500 - len(prompt))):
        tokens.append(sample_next(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: only the last token goes to the model
# true: a model that is given only the last token, not all tokens so far
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens[-1:]), rng, temperature))
    return tokens

# %% wrong: a generator of its own instead of `rng`
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens, own = list(prompt), np.random.default_rng(0)
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens), own, temperature))
    return tokens

# %% wrong: appends to the prompt itself
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    for _ in range(steps):
        prompt.append(sample_next(next_logits(prompt), rng, temperature))
    return prompt

# %% right: copy of the prompt, plain loop
def generate(
    next_logits,
    prompt: list[int],
    steps: int,
    rng: np.random.Generator,
    temperature: float = 1.0,
) -> list[int]:
    """Return the prompt and `steps` more tokens."""
    tokens = []
    for token in prompt:
        tokens.append(token)
    for _ in range(steps):
        logits = next_logits(tokens)
        new_token = sample_next(logits, rng, temperature)
        tokens.append(int(new_token))
    return tokens

# %% right: new list at every step, list concatenation
def generate(
    next_logits,
    prompt: list[int],
    steps: int,
    rng: np.random.Generator,
    temperature: float = 1.0,
) -> list[int]:
    tokens = list(prompt)
    for _ in range(steps):
        tokens = tokens + [sample_next(next_logits(tokens), rng, temperature=temperature)]
    return tokens

# %% right: own softmax and rng.choice, argmax at 0
def generate(
    next_logits,
    prompt: list[int],
    steps: int,
    rng: np.random.Generator,
    temperature: float = 1.0,
) -> list[int]:
    tokens = list(prompt)
    while len(tokens) < len(prompt) + steps:
        logits = np.asarray(next_logits(list(tokens)), dtype=float)
        if temperature == 0:
            tokens.append(int(np.argmax(logits)))
            continue
        p = np.exp((logits - logits.max()) / temperature)
        tokens.append(int(rng.choice(len(p), p=p / p.sum())))
    return tokens

# %% right: recursion, one token for each call
def generate(
    next_logits,
    prompt: list[int],
    steps: int,
    rng: np.random.Generator,
    temperature: float = 1.0,
) -> list[int]:
    def longer(text, left):
        if left == 0:
            return text
        return longer([*text, int(sample_next(next_logits(text), rng, temperature))], left - 1)

    done = [*prompt]
    for start in range(0, steps, 100):  # never more than a hundred calls deep
        done = longer(done, min(100, steps - start))
    return done

# %% wrong: tokens = prompt, so the prompt grows; "leave it unchanged"
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = prompt
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: returns only the new tokens; "the prompt followed by steps new tokens"
# true: the new tokens without the prompt
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens), rng, temperature))
    return tokens[len(prompt):]

# %% wrong: temperature is not passed on; "softmax(logits / T)"
# true: a temperature that is not used
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens), rng))
    return tokens

# %% wrong: the model gets only the last token; "the list of all tokens so far"
# true: a model that is given only the last token, not all tokens so far
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(sample_next(next_logits([tokens[-1]]), rng, temperature))
    return tokens

# %% wrong: the model gets the prompt again and again; "the list of all tokens so far"
# true: a model that is given the prompt again and again
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        logits = next_logits(prompt)
        tokens.append(sample_next(logits, rng, temperature))
    return tokens

# %% wrong: steps counted as the length of the whole text; "followed by steps new tokens"
# true: a text of `steps` tokens in all, including the prompt
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    while len(tokens) < steps:
        tokens.append(sample_next(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: a new generator in every call instead of rng, so each seed writes the same text; draws come from rng as sample_next does
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    rng = np.random.default_rng(0)
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens), rng, temperature))
    return tokens

# %% wrong: divides by the temperature itself, 0/0 at temperature 0; "at temperature 0, the largest logit wins"
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        logits = np.asarray(next_logits(tokens)) / temperature
        p = np.exp(logits - np.max(logits))
        tokens.append(int(rng.choice(len(p), p=p / p.sum())))
    return tokens

# %% wrong: always the largest logit, never a draw; equation (5) draws from the softmax
# true: always the most probable token, never a draw
def generate(next_logits, prompt, steps, rng, temperature=1.0):
    tokens = list(prompt)
    for _ in range(steps):
        logits = np.asarray(next_logits(tokens)) / max(temperature, 1e-9)
        tokens.append(int(np.argmax(logits)))
    return tokens
