# Right and wrong answers to `write_greedily(next_logits, prompt, steps, context)` and
# `crop_failure()`, one cell a block, as students write them. `np` comes from the notebook's set-up
# cell. Every check must pass each right answer, and some check must fail each wrong one.

# %% right: the last tokens
def write_greedily(next_logits, prompt, steps, context):
    tokens = [*prompt]
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3, 4], 1

# %% right: counted from the front
def write_greedily(next_logits, prompt, steps, context):
    tokens = prompt.copy()
    while len(tokens) < len(prompt) + steps:
        start = max(0, len(tokens) - context)
        logits = next_logits(tokens[start:])
        tokens = tokens + [int(np.argmax(logits))]
    return tokens

def crop_failure():
    return [5], 5

# %% right: a deque
from collections import deque

def write_greedily(next_logits, prompt, steps, context):
    seen = deque(prompt, maxlen=context)
    written = []
    for _ in range(steps):
        new = int(np.argmax(next_logits(list(seen))))
        seen.append(new)
        written.append(new)
    return prompt + written

def crop_failure():
    return [7, 8], 4

# %% right: it calls itself
def write_greedily(next_logits, prompt, steps, context):
    if steps == 0:
        return list(prompt)
    logits = list(next_logits(list(prompt)[-context:]))
    new = logits.index(max(logits))
    return write_greedily(next_logits, list(prompt) + [new], steps - 1, context)

def crop_failure():
    return ([9, 0, 1], 3)

# %% right: an array
def write_greedily(next_logits, prompt, steps, context):
    n = len(prompt)
    tokens = np.empty(n + steps, dtype=int)
    tokens[:n] = prompt
    for t in range(n, n + steps):
        tokens[t] = np.argmax(next_logits(tokens[max(0, t - context) : t].tolist()))
    return tokens

def crop_failure():
    return np.array([1, 1, 1, 1, 2]), np.int64(1)

# %% right: by generate, with a model that crops
def write_greedily(next_logits, prompt, steps, context):
    def cropped(tokens):
        return np.asarray(next_logits(list(tokens)[-context:]), float)

    return generate(cropped, prompt, steps, np.random.default_rng(0), temperature=0)

def crop_failure():
    for total in range(2, 12):
        for length in range(1, total):
            prompt = list(range(length))
            steps = total - length
            if their_writer(count_up, prompt, steps, 4) != write_greedily(count_up, prompt, steps, 4):
                return prompt, steps

# %% right: a loop that looks for the largest logit
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        best, largest = 0, -np.inf
        for i, logit in enumerate(next_logits(tokens[-context:])):
            if logit > largest:
                best, largest = i, logit
        tokens += [best]
    return tokens

def crop_failure():
    return [2, 4, 6, 8], 2

# %% right: the window is kept beside the text
def write_greedily(next_logits, prompt, steps, context):
    text, view = list(prompt), list(prompt)
    for _ in range(steps):
        view = view[len(view) - context :] if len(view) > context else view
        token = int(np.argmax(next_logits(list(view))))
        text.append(token)
        view = view + [token]
    return tuple(text)

def crop_failure():
    prompt = (3, 3, 3, 3, 8)
    return [prompt, 1]

# %% wrong: theirs, as it was
# true: their function, whose model sees the beginning of the text forever
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        logits = next_logits(tokens[:context])
        tokens.append(int(np.argmax(logits)))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: all tokens
# true: a model that gets all tokens, however many there are
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: only the last token
# true: a model that gets the last token alone
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-1:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: one token too few
# true: a context that is one token too short
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-max(context - 1, 1) :]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: one token too many
# true: a context that is one token too long
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context - 1 :]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: the prompt is cropped
# true: a prompt that is shortened to the context in the result
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)[-context:]
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: only the new tokens
# true: the new tokens without the prompt
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens[len(prompt) :]

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: the window of the prompt stays
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    view = tokens[-context:]
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(view))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: the window is never shortened again
def write_greedily(next_logits, prompt, steps, context):
    view, new = list(prompt)[-context:], []
    for _ in range(steps):
        token = int(np.argmax(next_logits(view)))
        view.append(token)
        new.append(token)
    return list(prompt) + new

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: the prompt grows
def write_greedily(next_logits, prompt, steps, context):
    for _ in range(steps):
        prompt.append(int(np.argmax(next_logits(prompt[-context:]))))
    return prompt

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: the last of equal logits
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        logits = np.asarray(next_logits(tokens[-context:]))
        tokens.append(int(len(logits) - 1 - np.argmax(logits[::-1])))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: the smallest logit
# true: the token with the smallest logit
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmin(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: the tokens backwards
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[: -context - 1 : -1]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: one step too many
# true: one token too many
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps + 1):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: steps is the length of the whole text
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    while len(tokens) < steps:
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: blocks of the context
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        start = (len(tokens) - 1) // context * context
        tokens.append(int(np.argmax(next_logits(tokens[start:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: a context of 4, as in the example
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-4:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: logits instead of tokens
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.max(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: nothing comes back
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))

def crop_failure():
    return [0, 1, 2, 3], 2

# %% wrong: a case that is larger than need be
# true: a case that shows it, but is larger than need be
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3, 4], 5

# %% wrong: a case in which all fits into the context
# true: a case in which everything that is read fits into the context
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3], 1

# %% wrong: five equal tokens
# true: five equal tokens, after which both see the same last token
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 0, 0, 0, 0], 1

# %% wrong: no step
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3, 4, 5], 0

# %% wrong: an empty prompt
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [], 6

# %% wrong: a number as the prompt
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return 5, 5

# %% wrong: steps and prompt exchanged
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return 2, [0, 1, 2, 3]

# %% wrong: only the prompt
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [0, 1, 2, 3, 4]

# %% wrong: a token above 9
def write_greedily(next_logits, prompt, steps, context):
    tokens = list(prompt)
    for _ in range(steps):
        tokens.append(int(np.argmax(next_logits(tokens[-context:]))))
    return tokens

def crop_failure():
    return [10, 11, 12, 13, 14], 1
