# Right and wrong answers to `beam_search(log_probabilities, start, length, width)`, one cell a
# block, as students write them. `np` comes from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: a list of pairs, sorted by the negative sum
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0)]
    for _ in range(length):
        candidates = []
        for seq, score in beam:
            row = log_probabilities(seq[-1])
            for j in range(len(row)):
                candidates.append((seq + [j], score + row[j]))
        candidates = sorted(candidates, key=lambda c: -c[1])
        beam = candidates[:width]
    return beam[0]

# %% right: heapq.nlargest over a generator
import heapq

def beam_search(log_probabilities, start, length, width):
    beam = [(0.0, (start,))]
    for _ in range(length):
        beam = heapq.nlargest(
            width,
            (
                (total + step, tokens + (j,))
                for total, tokens in beam
                for j, step in enumerate(log_probabilities(tokens[-1]))
            ),
        )
    total, tokens = max(beam)
    return list(tokens), total

# %% right: arrays, with divmod for parent and token
def beam_search(log_probabilities, start, length, width):
    sequences = np.array([[start]])
    totals = np.zeros(1)
    for _ in range(length):
        steps = np.array([log_probabilities(t) for t in sequences[:, -1]])
        sums = (totals[:, None] + steps).ravel()
        best = np.argsort(sums)[::-1][:width]
        parent, token = np.divmod(best, steps.shape[1])
        sequences = np.hstack([sequences[parent], token[:, None]])
        totals = sums[best]
    return sequences[0], totals[0]

# %% right: only the `width` best steps of each sequence are looked at
def beam_search(log_probabilities, start, length, width):
    beam = [(np.float64(0), [start])]
    for _ in range(length):
        longer = []
        for total, tokens in beam:
            row = np.asarray(log_probabilities(tokens[-1]), dtype=float)
            for j in np.argsort(-row)[:width]:
                longer.append((total + row[j], tokens + [j]))
        longer.sort(key=lambda s: s[0])
        beam = longer[-width:]
    best = max(beam, key=lambda s: s[0])
    return best[1], best[0]

# %% right: recursion from beam to beam
def beam_search(log_probabilities, start, length, width):
    def go(beam, left):
        if left == 0:
            return beam
        longer = [
            (tokens + (j,), total + float(step))
            for tokens, total in beam
            for j, step in enumerate(log_probabilities(tokens[-1]))
        ]
        return go(sorted(longer, key=lambda s: s[1], reverse=True)[:width], left - 1)

    return go([((start,), 0.0)], length)[0]

# %% right: a class for sequences, and rows that are remembered
class Sequence:
    def __init__(self, tokens, total):
        self.tokens, self.total = tokens, total

    def extended(self, token, step):
        return Sequence(self.tokens + [token], self.total + step)

def beam_search(log_probabilities, start, length, width):
    rows = {}
    beam = [Sequence([start], 0.0)]
    for _ in range(length):
        longer = []
        for s in beam:
            last = s.tokens[-1]
            if last not in rows:
                rows[last] = log_probabilities(last)
            longer.extend(s.extended(j, step) for j, step in enumerate(rows[last]))
        longer.sort(key=lambda s: s.total, reverse=True)
        beam = longer[:width]
    return [beam[0].tokens, beam[0].total]

# %% right: impossible steps are left out, and parents are kept to walk back
def beam_search(log_probabilities, start, length, width):
    layers = [[(0.0, start, None)]]
    for _ in range(length):
        layer = []
        for parent, (total, token, _parent) in enumerate(layers[-1]):
            row = log_probabilities(token)
            for j in range(len(row)):
                if row[j] > -np.inf:
                    layer.append((total + row[j], j, parent))
        layer.sort(reverse=True)
        layers.append(layer[:width])
    place, tokens = 0, []
    for layer in reversed(layers):
        total, token, parent = layer[place]
        tokens.append(token)
        place = parent
    return tokens[::-1], layers[-1][0][0]

# %% right: a dictionary from tuples to sums, cut by deleting the worst
def beam_search(log_probabilities, start, length, width):
    beam = {(start,): 0.0}
    while length > 0:
        new = {}
        for tokens in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                new[tokens + (j,)] = beam[tokens] + step
                if len(new) > width:
                    del new[min(new, key=new.get)]
        beam = new
        length -= 1
    tokens = max(beam, key=beam.get)
    return np.array(tokens), np.array(beam[tokens])

# %% right: the steps are kept and added up anew, and tokens are floats
def beam_search(log_probabilities, start, length, width):
    beam = [([float(start)], [])]
    for _ in range(length):
        everything = []
        for tokens, steps in beam:
            row = log_probabilities(tokens[-1])
            everything += [(tokens + [float(j)], steps + [row[j]]) for j in range(len(row))]
        everything.sort(key=lambda pair: sum(pair[1]), reverse=True)
        beam = everything[:width]
    return beam[0][0], sum(beam[0][1])

# %% wrong: greedy
# true: the most probable next token at each step, whatever the width
def beam_search(log_probabilities, start, length, width):
    tokens, total = [start], 0.0
    for _ in range(length):
        row = log_probabilities(tokens[-1])
        j = int(np.argmax(row))
        tokens.append(j)
        total += row[j]
    return tokens, total

# %% wrong: width best of each sequence, cut only at the end
# true: the `width` best continuations of each sequence, not of all together
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        new = []
        for tokens, total in beam:
            row = log_probabilities(tokens[-1])
            for j in np.argsort(-row)[:width]:
                new.append((tokens + [int(j)], total + row[j]))
        beam = new
    return max(beam, key=lambda s: s[1])

# %% wrong: the score of the last step alone
# true: the log probability of only the last step, not the sum of all steps
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, _total in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((tokens + [j], step))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:width]
    return beam[0]

# %% wrong: sums for the result, but sorted by the last step
# true:
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((tokens + [j], total + step, step))
        longer.sort(key=lambda s: s[2], reverse=True)
        beam = [s[:2] for s in longer[:width]]
    return beam[0]

# %% wrong: probabilities multiplied
# true: a probability that becomes 0 for a long text
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 1.0)]
    for _ in range(length):
        longer = []
        for tokens, p in beam:
            for j, q in enumerate(np.exp(log_probabilities(tokens[-1]))):
                longer.append((tokens + [j], p * q))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:width]
    return beam[0][0], np.log(beam[0][1])

# %% wrong: probabilities multiplied and returned
# true: a probability instead of its logarithm; a probability that becomes 0 for a long text
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 1.0)]
    for _ in range(length):
        longer = []
        for tokens, p in beam:
            probs = np.exp(log_probabilities(tokens[-1]))
            longer += [(tokens + [j], p * probs[j]) for j in range(len(probs))]
        beam = sorted(longer, key=lambda s: -s[1])[:width]
    return beam[0]

# %% wrong: the exponential of the sum at the end
# true: a probability instead of its logarithm
def beam_search(log_probabilities, start, length, width):
    beam = [(0.0, [start])]
    for _ in range(length):
        longer = [
            (total + step, tokens + [j])
            for total, tokens in beam
            for j, step in enumerate(log_probabilities(tokens[-1]))
        ]
        beam = sorted(longer, reverse=True)[:width]
    total, tokens = beam[0]
    return tokens, np.exp(total)

# %% wrong: logarithms of logarithms
# true:
def beam_search(log_probabilities, start, length, width):
    beam = [(0.0, [start])]
    for _ in range(length):
        longer = [
            (total + step, tokens + [j])
            for total, tokens in beam
            for j, step in enumerate(np.log(np.abs(log_probabilities(tokens[-1])) + 1e-12))
        ]
        beam = sorted(longer, reverse=True)[:width]
    total, tokens = beam[0]
    return tokens, total

# %% wrong: products of logarithms
# true:
def beam_search(log_probabilities, start, length, width):
    beam = [(1.0, [start])]
    for _ in range(length):
        longer = [
            (total * step, tokens + [j])
            for total, tokens in beam
            for j, step in enumerate(log_probabilities(tokens[-1]))
        ]
        beam = sorted(longer, reverse=True)[:width]
    total, tokens = beam[0]
    return tokens, total

# %% wrong: the range is one short
# true: `length` tokens in all, including the start
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(1, length):
        longer = []
        for tokens, total in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((tokens + [j], total + step))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:width]
    return beam[0]

# %% wrong: one step too many
# true: one step too many
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    while len(beam[0][0]) <= length + 1:
        longer = []
        for tokens, total in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((tokens + [j], total + step))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:width]
    return beam[0]

# %% wrong: the start is cut off
# true: the new tokens without the start
def beam_search(log_probabilities, start, length, width):
    beam = [([], start, 0.0)]
    for _ in range(length):
        longer = []
        for tokens, last, total in beam:
            for j, step in enumerate(log_probabilities(last)):
                longer.append((tokens + [j], j, total + step))
        longer.sort(key=lambda s: s[2], reverse=True)
        beam = longer[:width]
    return beam[0][0], beam[0][2]

# %% wrong: sorted the wrong way round
# true: the least probable sequences at each step, not the most probable ones
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((tokens + [j], total + step))
        longer.sort(key=lambda s: s[1])
        beam = longer[:width]
    return beam[0]

# %% wrong: the beam is kept in rising order and its first is returned
# true: the least probable sequence of the beam, not the most probable one
def beam_search(log_probabilities, start, length, width):
    beam = [(0.0, [start])]
    for _ in range(length):
        longer = [
            (total + step, tokens + [j])
            for total, tokens in beam
            for j, step in enumerate(log_probabilities(tokens[-1]))
        ]
        beam = sorted(longer)[-width:]
    return beam[0][1], beam[0][0]

# %% wrong: the mean over the steps
# true: a log probability that is divided by the number of steps
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((tokens + [j], total + step))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:width]
    tokens, total = beam[0]
    return tokens, total / length if length else 0.0

# %% wrong: base 2
# true: a logarithm to base 2 instead of the natural one
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            steps = log_probabilities(tokens[-1]) / np.log(2)
            for j in range(len(steps)):
                longer.append((tokens + [j], total + steps[j]))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:width]
    return beam[0]

# %% wrong: the start's row in every step
# true: a model that is given the start at each step
def beam_search(log_probabilities, start, length, width):
    row = log_probabilities(start)
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = [(t + [j], s + row[j]) for t, s in beam for j in range(len(row))]
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:width]
    return beam[0]

# %% wrong: append changes the shared list
# true: one list for all continuations of a sequence, which `append` changes
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            steps = log_probabilities(tokens[-1])
            for j in range(len(steps)):
                new = tokens
                new.append(j)
                longer.append((new, total + steps[j]))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:width]
    return beam[0]

# %% wrong: one sequence for each last token, as Viterbi keeps them
# true: only one sequence for each last token
def beam_search(log_probabilities, start, length, width):
    beam = {start: ([start], 0.0)}
    for _ in range(length):
        best = {}
        for tokens, total in beam.values():
            for j, step in enumerate(log_probabilities(tokens[-1])):
                if j not in best or total + step > best[j][1]:
                    best[j] = (tokens + [j], total + step)
        kept = sorted(best, key=lambda j: -best[j][1])[:width]
        beam = {j: best[j] for j in kept}
    return max(beam.values(), key=lambda s: s[1])

# %% wrong: a beam of 60, whatever the width
# true:
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((tokens + [j], total + step))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:60]
        if len(tokens) > 20:
            beam = beam[:2]
    return beam[0]

# %% wrong: the whole beam is returned
# true:
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((tokens + [j], total + step))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:width]
    return beam

# %% wrong: the pair the wrong way round
# true:
def beam_search(log_probabilities, start, length, width):
    beam = [(0.0, [start])]
    for _ in range(length):
        longer = [
            (total + step, tokens + [j])
            for total, tokens in beam
            for j, step in enumerate(log_probabilities(tokens[-1]))
        ]
        beam = sorted(longer, reverse=True)[:width]
    return beam[0]

# %% wrong: the first step is cut to the width, later ones keep everything of three tokens
# true:
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            row = log_probabilities(tokens[-1])
            for j in range(3):
                longer.append((tokens + [j], total + row[j]))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[:width]
    return beam[0]

# %% wrong: a beam that remembers its sums from call to call
# true:
scores = {}

def beam_search(log_probabilities, start, length, width):
    beam = [[start]]
    scores.setdefault((start,), 0.0)
    for _ in range(length):
        longer = []
        for tokens in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                new = tokens + [j]
                scores.setdefault(tuple(new), scores[tuple(tokens)] + step)
                longer.append(new)
        longer.sort(key=lambda t: scores[tuple(t)], reverse=True)
        beam = longer[:width]
    return beam[0], scores[tuple(beam[0])]

# %% wrong: a width that is one too large
# true:
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            for j, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((tokens + [j], total + step))
        longer.sort(key=lambda s: s[1], reverse=True)
        beam = longer[: width + 1]
    return beam[0]

# %% wrong: minus infinity written into the row
def beam_search(log_probabilities, start, length, width):
    beam = [([start], 0.0)]
    for _ in range(length):
        candidates = []
        for tokens, total in beam:
            row = log_probabilities(tokens[-1])
            for _ in range(min(width, len(row))):
                j = int(np.argmax(row))
                candidates.append((tokens + [j], total + row[j]))
                row[j] = -np.inf
        candidates.sort(key=lambda c: c[1], reverse=True)
        beam = candidates[:width]
    return beam[0]

# %% right: linked sequences, rows remembered within one search
def beam_search(log_probabilities, start, length, width):
    rows = {}

    def row(token):
        if token not in rows:
            rows[token] = [float(value) for value in log_probabilities(token)]
        return rows[token]

    beam = [(0.0, start, None)]
    for _ in range(length):
        longer = []
        for node in beam:
            for token, step in enumerate(row(node[1])):
                longer.append((node[0] + step, token, node))
        longer.sort(key=lambda node: node[0], reverse=True)
        beam = longer[:width]
    total, tokens, node = beam[0][0], [], beam[0]
    while node is not None:
        tokens.insert(0, node[1])
        node = node[2]
    return tokens, total

# %% wrong: all earlier steps asked for again
def beam_search(log_probabilities, start, length, width):
    def total(tokens):
        return sum(log_probabilities(a)[b] for a, b in zip(tokens, tokens[1:]))

    beam = [[start]]
    for _ in range(length):
        rows = [log_probabilities(tokens[-1]) for tokens in beam]
        sums = [total(tokens) for tokens in beam]
        longer = [
            (s + row[t], [*tokens, t])
            for s, row, tokens in zip(sums, rows, beam)
            for t in range(len(row))
        ]
        longer.sort(key=lambda pair: -pair[0])
        beam = [tokens for _, tokens in longer[:width]]
    return beam[0], float(total(beam[0]))

# %% wrong: sums of the type of the first row
def beam_search(log_probabilities, start, length, width):
    dtype = log_probabilities(start).dtype
    beams, totals = [[start]], np.zeros(1, dtype=dtype)
    for _ in range(length):
        sums = np.array([s + log_probabilities(b[-1]) for s, b in zip(totals, beams)])
        order = np.argsort(-sums.ravel())[:width]
        beams = [[*beams[i // sums.shape[1]], int(i % sums.shape[1])] for i in order]
        totals = sums.ravel()[order].astype(dtype)
    return beams[0], float(totals[0])

# %% wrong: a width of at most V
def beam_search(log_probabilities, start, length, width):
    width = min(width, len(log_probabilities(start)))
    beam = [(0.0, [start])]
    for _ in range(length):
        longer = []
        for total, tokens in beam:
            for token, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((total + step, [*tokens, token]))
        beam = sorted(longer, key=lambda pair: -pair[0])[:width]
    return beam[0][1], float(beam[0][0])

# %% wrong: sequences far behind the best are dropped
def beam_search(log_probabilities, start, length, width):
    beam = [(0.0, [start])]
    for _ in range(length):
        longer = []
        for total, tokens in beam:
            for token, step in enumerate(log_probabilities(tokens[-1])):
                longer.append((total + step, [*tokens, token]))
        longer.sort(key=lambda pair: -pair[0])
        beam = [pair for pair in longer[:width] if pair[0] > longer[0][0] - 3]
    return beam[0][1], float(beam[0][0])

# %% wrong: sequences with one last token and nearly equal sums count as one
def beam_search(log_probabilities, start, length, width):
    beam = [(0.0, [start])]
    for _ in range(length):
        longer = {}
        for total, tokens in beam:
            for token, step in enumerate(log_probabilities(tokens[-1])):
                value = total + step
                key = (token, value if np.isinf(value) else round(value, 1))
                if key not in longer or longer[key][0] < value:
                    longer[key] = (value, [*tokens, token])
        beam = sorted(longer.values(), key=lambda pair: -pair[0])[:width]
    return beam[0][1], float(beam[0][0])

# %% wrong: the width shared out among the sequences
def beam_search(log_probabilities, start, length, width):
    beam = [(0.0, [start])]
    for _ in range(length):
        longer = []
        for total, tokens in beam:
            steps = log_probabilities(tokens[-1])
            for token in np.argsort(-steps)[: max(1, width // len(beam))]:
                longer.append((total + steps[token], [*tokens, int(token)]))
        beam = longer
    total, tokens = max(beam, key=lambda pair: pair[0])
    return tokens, float(total)

# %% right: list of tuples, sort and cut
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            row = log_probabilities(tokens[-1])
            for token in range(len(row)):
                longer.append((tokens + [token], total + float(row[token])))
        longer.sort(key=lambda pair: pair[1], reverse=True)
        beam = longer[:width]
    return beam[0]

# %% right: vectorized totals, parents stored, backtracked at the end
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    last = np.array([start])
    totals = np.zeros(1)
    history = []
    for _ in range(length):
        table = np.stack([np.asarray(log_probabilities(int(t)), dtype=float) for t in last])
        V = table.shape[1]
        scores = (totals[:, None] + table).ravel()
        best = np.argsort(-scores, kind="stable")[:width]
        totals = scores[best]
        history.append((best // V, best % V))
        last = best % V
    i = int(np.argmax(totals))
    total = float(totals[i])
    tokens = []
    for parents, added in reversed(history):
        tokens.append(int(added[i]))
        i = int(parents[i])
    tokens.append(start)
    return tokens[::-1], total

# %% right: heapq.nlargest over a generator of candidates
import heapq


def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    def candidates(beam):
        rows = {}  # only for this step
        for log_p, tokens in beam:
            token = tokens[-1]
            if token not in rows:
                rows[token] = [float(value) for value in log_probabilities(token)]
            for following, step in enumerate(rows[token]):
                if step > float("-inf"):
                    yield log_p + step, (*tokens, following)

    beam = [(0.0, (start,))]
    for _ in range(length):
        beam = heapq.nlargest(width, candidates(beam))
    log_p, tokens = max(beam)
    return list(tokens), log_p

# %% right: linked nodes of a small class, while loop
class Node:
    def __init__(self, token, total, parent):
        self.token = token
        self.total = total
        self.parent = parent

    def path(self):
        tokens = []
        node = self
        while node is not None:
            tokens.insert(0, node.token)
            node = node.parent
        return tokens


def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    nodes = [Node(int(start), 0.0, None)]
    added = 0
    while added < length:
        children = []
        for node in nodes:
            for token, step in enumerate(log_probabilities(node.token)):
                children.append(Node(token, node.total + step, node))
        children = sorted(children, key=lambda child: child.total)
        nodes = children[-width:]
        added += 1
    best = nodes[-1]
    return best.path(), float(best.total)

# %% wrong: multiplies probabilities and takes the log at the end, underflow to -inf; a long text has an ordinary log
# true: a probability that becomes 0 for a long text
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    beam = [([start], 1.0)]
    for _ in range(length):
        longer = []
        for tokens, p in beam:
            row = np.exp(log_probabilities(tokens[-1]))
            for token in range(len(row)):
                longer.append((tokens + [token], p * row[token]))
        longer.sort(key=lambda pair: -pair[1])
        beam = longer[:width]
    tokens, p = beam[0]
    return tokens, np.log(p)

# %% wrong: keeps one sequence for each last token; two that end in the same token both stay
# true: only one sequence for each last token
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    beam = [([start], 0.0)]
    for _ in range(length):
        best = {}
        for tokens, total in beam:
            row = log_probabilities(tokens[-1])
            for token, step in enumerate(row):
                score = total + step
                if token not in best or score > best[token][1]:
                    best[token] = (tokens + [token], score)
        beam = sorted(best.values(), key=lambda pair: pair[1], reverse=True)[:width]
    return beam[0][0], float(beam[0][1])

# %% wrong: append changes the shared list of tokens; each longer sequence has one more token
# true: one list for all continuations of a sequence, which `append` changes
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            row = log_probabilities(tokens[-1])
            for token in range(len(row)):
                new = tokens
                new.append(token)
                longer.append((new, total + row[token]))
        longer.sort(key=lambda pair: pair[1], reverse=True)
        beam = longer[:width]
    return beam[0]

# %% wrong: ranks by the last step only, not by the sum; keep the most probable sequences
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    beam = [([start], 0.0, 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total, _last in beam:
            row = log_probabilities(tokens[-1])
            for token in range(len(row)):
                longer.append((tokens + [token], total + row[token], row[token]))
        longer.sort(key=lambda item: item[2], reverse=True)
        beam = longer[:width]
    tokens, total, _last = beam[0]
    return tokens, float(total)

# %% wrong: the start token is missing from the result; tokens is start and the length tokens after it
# true: the new tokens without the start
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    beam = [([], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            last = tokens[-1] if tokens else start
            row = log_probabilities(last)
            for token, step in enumerate(row):
                longer.append((tokens + [token], total + float(step)))
        longer.sort(key=lambda pair: pair[1], reverse=True)
        beam = longer[:width]
    return beam[0]

# %% wrong: adds up all earlier steps again at each step; call the function only for the last token
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    beam = [[start]]

    def score(tokens):
        total = 0.0
        for a, b in zip(tokens, tokens[1:]):
            total += log_probabilities(a)[b]
        return total

    V = len(log_probabilities(start))
    for _ in range(length):
        longer = [tokens + [token] for tokens in beam for token in range(V)]
        longer.sort(key=score, reverse=True)
        beam = longer[:width]
    return beam[0], float(score(beam[0]))

# %% wrong: cuts to width for each sequence, then keeps only the best extension of each; the cut is over all longer sequences
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    row = log_probabilities(start)
    if length == 0:
        return [start], 0.0
    first = np.argsort(-np.asarray(row))[:width]
    beam = [([start, int(token)], float(row[token])) for token in first]
    for _ in range(length - 1):
        longer = []
        for tokens, total in beam:
            row = log_probabilities(tokens[-1])
            token = int(np.argmax(row))
            longer.append((tokens + [token], total + float(row[token])))
        beam = longer
    return max(beam, key=lambda pair: pair[1])

# %% wrong: NameError for length 0, best is defined in the loop only; length is 0 or more
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            row = log_probabilities(tokens[-1])
            for token in range(len(row)):
                longer.append((tokens + [token], total + row[token]))
        beam = sorted(longer, key=lambda pair: pair[1], reverse=True)[:width]
        best_tokens, best_total = beam[0]
    return best_tokens, float(best_total)

# %% wrong: `row += total` fails when an array holds whole numbers; entries may be whole numbers or floats
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            row = log_probabilities(tokens[-1])
            row += total
            for token in range(len(row)):
                longer.append((tokens + [token], row[token]))
        longer.sort(key=lambda pair: pair[1], reverse=True)
        beam = longer[:width]
    tokens, total = beam[0]
    return tokens, float(total)

# %% wrong: returns the mean log probability per step; log_probability is the sum of equation (2)
# true: a log probability that is divided by the number of steps
def beam_search(log_probabilities, start: int, length: int, width: int) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token.

    log_probabilities: a function from a token to an array of shape (V,), the natural
        logarithm of the probability of each next token; it may hold -inf.
    start: the first token, from 0 to V - 1.
    length: how many tokens to add, 0 or more.
    width: how many sequences to keep after each step, 1 or more.
    Returns (tokens, log_probability): a list of 1 + length tokens, and one number.
    """
    beam = [([start], 0.0)]
    for _ in range(length):
        longer = []
        for tokens, total in beam:
            row = log_probabilities(tokens[-1])
            for token in range(len(row)):
                longer.append((tokens + [token], total + row[token]))
        longer.sort(key=lambda pair: pair[1], reverse=True)
        beam = longer[:width]
    tokens, total = beam[0]
    return tokens, total / max(length, 1)
