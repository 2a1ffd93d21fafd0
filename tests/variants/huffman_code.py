# Right and wrong answers to `huffman_code(probabilities)`, one cell a block, as students write
# them. `np` comes from the notebook's set-up cell. Every check must pass each right answer, and
# some check must fail each wrong one.

# %% right: a heap with a counter against ties
import heapq
from itertools import count

def huffman_code(probabilities):
    if len(probabilities) == 1:
        return ["0"]
    tie = count()
    heap = [(p, next(tie), [i]) for i, p in enumerate(probabilities)]
    heapq.heapify(heap)
    codes = {i: "" for i in range(len(probabilities))}
    while len(heap) > 1:
        p1, _, a = heapq.heappop(heap)
        p2, _, b = heapq.heappop(heap)
        for i in a:
            codes[i] = "1" + codes[i]
        for i in b:
            codes[i] = "0" + codes[i]
        heapq.heappush(heap, (p1 + p2, next(tie), a + b))
    return [codes[i] for i in range(len(probabilities))]

# %% right: a tree of nested tuples, walked down by recursion
def huffman_code(probabilities):
    nodes = [(p, i) for i, p in enumerate(probabilities)]
    if len(nodes) == 1:
        return ["0"]
    while len(nodes) > 1:
        nodes = sorted(nodes, key=lambda node: node[0], reverse=True)
        right, left = nodes.pop(), nodes.pop()
        nodes.append((left[0] + right[0], (left[1], right[1])))
    words = [None] * len(probabilities)

    def walk(tree, word):
        if isinstance(tree, tuple):
            walk(tree[0], word + "0")
            walk(tree[1], word + "1")
        else:
            words[tree] = word

    walk(nodes[0][1], "")
    return words

# %% right: a class for nodes, and a stack
class Node:
    def __init__(self, weight, symbol=None, children=()):
        self.weight, self.symbol, self.children = weight, symbol, children

def huffman_code(probabilities):
    nodes = [Node(p, i) for i, p in enumerate(probabilities)]
    n = len(nodes)
    while len(nodes) > 1:
        nodes.sort(key=lambda node: node.weight)
        a, b = nodes[:2]
        nodes = nodes[2:] + [Node(a.weight + b.weight, None, (a, b))]
    words = [""] * n
    stack = [(nodes[0], "")]
    while stack:
        node, word = stack.pop()
        if not node.children:
            words[node.symbol] = word or "0"
        for bit, child in zip("01", node.children):
            stack.append((child, word + bit))
    return tuple(words)

# %% right: recursion that joins two symbols and splits their word
def huffman_code(probabilities):
    p = [float(x) for x in probabilities]
    if len(p) == 1:
        return ["0"]
    if len(p) == 2:
        return ["0", "1"]
    order = sorted(range(len(p)), key=lambda i: p[i])
    a, b = order[0], order[1]
    rest = [i for i in range(len(p)) if i not in (a, b)]
    shorter = huffman_code([p[i] for i in rest] + [p[a] + p[b]])
    words = [""] * len(p)
    for i, word in zip(rest, shorter):
        words[i] = word
    words[a] = shorter[-1] + "0"
    words[b] = shorter[-1] + "1"
    return words

# %% right: only lengths by merging, then the canonical words
def huffman_code(probabilities):
    n = len(probabilities)
    lengths = np.zeros(n, dtype=int)
    groups = [(p, [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        members = groups[0][1] + groups[1][1]
        lengths[members] += 1
        groups = [(groups[0][0] + groups[1][0], members)] + groups[2:]
    lengths = np.maximum(lengths, 1)
    words, value, before = {}, 0, 0
    for i in np.argsort(lengths, kind="stable"):
        value <<= int(lengths[i] - before)
        before = lengths[i]
        words[i] = bin(value)[2:].zfill(lengths[i])
        value += 1
    return [words[i] for i in range(n)]

# %% right: parents and bits in arrays, words walked up and turned round
def huffman_code(probabilities):
    n = len(probabilities)
    if n == 1:
        return ["0"]
    weight = list(probabilities)
    parent, bit = {}, {}
    alive = set(range(n))
    while len(alive) > 1:
        a = min(alive, key=lambda i: weight[i])
        alive.remove(a)
        b = min(alive, key=lambda i: weight[i])
        alive.remove(b)
        new = len(weight)
        weight.append(weight[a] + weight[b])
        parent[a], bit[a], parent[b], bit[b] = new, "0", new, "1"
        alive.add(new)
    words = []
    for i in range(n):
        word = ""
        while i in parent:
            word += bit[i]
            i = parent[i]
        words.append(word[::-1])
    return words

# %% right: an array of NumPy strings, argmin twice
def huffman_code(probabilities):
    if len(probabilities) == 1:
        return np.array(["0"])
    groups = {(i,): float(p) for i, p in enumerate(probabilities)}
    words = [""] * len(probabilities)
    while len(groups) > 1:
        first = min(groups, key=groups.get)
        p = groups.pop(first)
        second = min(groups, key=groups.get)
        p += groups.pop(second)
        for i in first:
            words[i] = "1" + words[i]
        for i in second:
            words[i] = "0" + words[i]
        groups[first + second] = p
    return np.array(words)

# %% right: the two queues of sorted symbols and joined groups
from collections import deque

def huffman_code(probabilities):
    order = np.argsort(probabilities)
    symbols = deque((float(probabilities[i]), (int(i),)) for i in order)
    joined = deque()
    words = {int(i): "" for i in order}

    def lightest():
        if not joined or (symbols and symbols[0][0] <= joined[0][0]):
            return symbols.popleft()
        return joined.popleft()

    while len(symbols) + len(joined) > 1:
        (p, a), (q, b) = lightest(), lightest()
        for bit, group in (("0", a), ("1", b)):
            for i in group:
                words[i] = bit + words[i]
        joined.append((p + q, a + b))
    return [words[i] or "0" for i in sorted(words)]

# %% wrong: all words of the same length
# true: words that are all of the same length
def huffman_code(probabilities):
    n = len(probabilities)
    bits = max(1, (n - 1).bit_length())
    return [format(i, "0%db" % bits) for i in range(n)]

# %% wrong: Shannon's lengths
# true: lengths of −log2 p, rounded up, which is Shannon's code and not always the shortest
def huffman_code(probabilities):
    order = np.argsort(-probabilities, kind="stable")
    words, total = [""] * len(order), 0.0
    for i in order:
        p = probabilities[i]
        length = max(1, int(np.ceil(-np.log2(p) - 1e-9)))
        x, word = total, ""
        for _ in range(length):
            x *= 2
            word += str(int(x >= 1))
            x -= int(x >= 1)
        words[i] = word
        total += p
    return words

# %% wrong: split in two halves from above
# true: a list that is split into two halves, from the top down
def huffman_code(probabilities):
    words = [""] * len(probabilities)

    def split(group):
        if len(group) == 1:
            return
        total = sum(probabilities[i] for i in group)
        best, cut, run = None, 1, 0.0
        for k in range(1, len(group)):
            run += probabilities[group[k - 1]]
            if best is None or abs(total - 2 * run) < best - 1e-12:
                best, cut = abs(total - 2 * run), k
        for i in group[:cut]:
            words[i] += "0"
        for i in group[cut:]:
            words[i] += "1"
        split(group[:cut])
        split(group[cut:])

    order = sorted(range(len(probabilities)), key=lambda i: -probabilities[i])
    split(order)
    return words if len(words) > 1 else ["0"]

# %% wrong: the most probable are joined
# true: the longest words for the most probable symbols
def huffman_code(probabilities):
    words = [""] * len(probabilities)
    if len(words) == 1:
        return ["0"]
    groups = [(p, [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0], reverse=True)
        (p, a), (q, b) = groups[0], groups[1]
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups = groups[2:] + [(p + q, a + b)]
    return words

# %% wrong: a chain
# true: a tree that is one long chain, with words of 1, 2, 3, … bits
def huffman_code(probabilities):
    order = sorted(range(len(probabilities)), key=lambda i: probabilities[i])
    words = [""] * len(order)
    if len(order) == 1:
        return ["0"]
    group = [order[0]]
    for i in order[1:]:
        for j in group:
            words[j] = "1" + words[j]
        words[i] = "0"
        group.append(i)
    return words

# %% wrong: a group weighs as much as its larger part
# true: a tree that is one long chain, with words of 1, 2, 3, … bits
def huffman_code(probabilities):
    words = [""] * len(probabilities)
    if len(words) == 1:
        return ["0"]
    groups = [(p, [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        (p, a), (q, b) = groups[0], groups[1]
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups = [(max(p, q), a + b)] + groups[2:]
    return words

# %% wrong: sorted once
# true: words whose lengths differ by at most one bit
def huffman_code(probabilities):
    words = [""] * len(probabilities)
    if len(words) == 1:
        return ["0"]
    groups = sorted(((p, [i]) for i, p in enumerate(probabilities)), key=lambda g: g[0])
    while len(groups) > 1:
        p, a = groups.pop(0)
        q, b = groups.pop(0)
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups.append((p + q, a + b))
    return words

# %% wrong: words sorted by length
# true: words in the order of their length, not in that of the symbols
def huffman_code(probabilities):
    p = sorted(probabilities, reverse=True)
    words = [""] * len(p)
    if len(words) == 1:
        return ["0"]
    groups = [(w, [i]) for i, w in enumerate(p)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        (w, a), (v, b) = groups[:2]
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups = groups[2:] + [(w + v, a + b)]
    return words

# %% wrong: bits at the end of the word
# true: words that are read backwards, from the leaf to the root
def huffman_code(probabilities):
    words = [""] * len(probabilities)
    if len(words) == 1:
        return ["0"]
    groups = [(p, [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        (p, a), (q, b) = groups[:2]
        for i in a:
            words[i] += "0"
        for i in b:
            words[i] += "1"
        groups = groups[2:] + [(p + q, a + b)]
    return words

# %% wrong: an empty word for one symbol
# true: an empty word for a single symbol
def huffman_code(probabilities):
    words = [""] * len(probabilities)
    groups = [(p, [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        (p, a), (q, b) = groups[:2]
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups = groups[2:] + [(p + q, a + b)]
    return words

# %% wrong: a heap of lists, which compares groups and fails on trees
# true:
import heapq

def huffman_code(probabilities):
    heap = [(float(p), i) for i, p in enumerate(probabilities)]
    if len(heap) == 1:
        return ["0"]
    heapq.heapify(heap)
    while len(heap) > 1:
        p, a = heapq.heappop(heap)
        q, b = heapq.heappop(heap)
        heapq.heappush(heap, (p + q, (a, b)))
    words = [""] * len(probabilities)

    def walk(tree, word):
        if isinstance(tree, tuple):
            walk(tree[0], word + "0")
            walk(tree[1], word + "1")
        else:
            words[tree] = word

    walk(heap[0][1], "")
    return words

# %% wrong: both groups get the same bit
# true:
def huffman_code(probabilities):
    words = [""] * len(probabilities)
    if len(words) == 1:
        return ["0"]
    groups = [(p, [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        (p, a), (q, b) = groups[:2]
        for i in a + b:
            words[i] = "0" + words[i]
        groups = groups[2:] + [(p + q, a + b)]
    return words

# %% wrong: the shortest strings of all, which can't be told apart
# true:
def huffman_code(probabilities):
    order = sorted(range(len(probabilities)), key=lambda i: -probabilities[i])
    words = [""] * len(order)
    for rank, i in enumerate(order):
        words[i] = bin(rank + 2)[3:]
    return words

# %% wrong: a dictionary
# true:
def huffman_code(probabilities):
    words = {i: "" for i in range(len(probabilities))}
    if len(words) == 1:
        return {0: "0"}
    groups = [(p, [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        (p, a), (q, b) = groups[:2]
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups = groups[2:] + [(p + q, a + b)]
    return words

# %% wrong: the last group is left out of the tree
# true:
def huffman_code(probabilities):
    words = [""] * len(probabilities)
    if len(words) == 1:
        return ["0"]
    groups = [(p, [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 2:
        groups.sort(key=lambda g: g[0])
        (p, a), (q, b) = groups[:2]
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups = groups[2:] + [(p + q, a + b)]
    return words

# %% wrong: the probabilities are sorted in place
# true:
def huffman_code(probabilities):
    order = np.argsort(probabilities)
    probabilities.sort()
    words = [""] * len(order)
    if len(words) == 1:
        return ["0"]
    groups = [(p, [i]) for p, i in zip(probabilities.tolist(), order)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        (p, a), (q, b) = groups[:2]
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups = groups[2:] + [(p + q, a + b)]
    return words

# %% wrong: words are joined by their probability, so equal ones overwrite each other
# true:
def huffman_code(probabilities):
    if len(probabilities) == 1:
        return ["0"]
    words = {float(p): "" for p in probabilities}
    groups = [(float(p), [float(p)]) for p in probabilities]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        (p, a), (q, b) = groups[:2]
        for x in a:
            words[x] = "0" + words[x]
        for x in b:
            words[x] = "1" + words[x]
        groups = groups[2:] + [(p + q, a + b)]
    return [words[float(p)] for p in probabilities]

# %% wrong: numbers instead of strings
# true:
def huffman_code(probabilities):
    words = [""] * len(probabilities)
    if len(words) == 1:
        return [0]
    groups = [(p, [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        (p, a), (q, b) = groups[:2]
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups = groups[2:] + [(p + q, a + b)]
    return [int(word) for word in words]

# %% wrong: a word that is remembered from the last call
# true:
words = {}

def huffman_code(probabilities):
    n = len(probabilities)
    if n == 1:
        return ["0"]
    groups = [(p, [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda g: g[0])
        (p, a), (q, b) = groups[:2]
        for i in a:
            words[i] = "0" + words.get(i, "")
        for i in b:
            words[i] = "1" + words.get(i, "")
        groups = groups[2:] + [(p + q, a + b)]
    return [words[i] for i in range(n)]

# %% wrong: groups are joined by their number of symbols
# true: words whose lengths differ by at most one bit
import heapq

def huffman_code(probabilities):
    if len(probabilities) == 1:
        return ["0"]
    heap = [(1, p, [i]) for i, p in enumerate(probabilities)]
    heapq.heapify(heap)
    codes = {i: "" for i in range(len(probabilities))}
    while len(heap) > 1:
        n, p, a = heapq.heappop(heap)
        m, q, b = heapq.heappop(heap)
        for i in a:
            codes[i] = "0" + codes[i]
        for i in b:
            codes[i] = "1" + codes[i]
        heapq.heappush(heap, (n + m, p + q, a + b))
    return [codes[i] for i in range(len(probabilities))]

# %% wrong: a unary code by rank
# true: a tree that is one long chain, with words of 1, 2, 3, … bits
def huffman_code(probabilities):
    n = len(probabilities)
    words = [""] * n
    for rank, i in enumerate(np.argsort(probabilities)[::-1]):
        words[i] = "1" * rank + "0" * (rank < n - 1 or n == 1)
    return words

# %% wrong: a unary code by rank, from the wrong end
# true: the longest words for the most probable symbols
def huffman_code(probabilities):
    n = len(probabilities)
    words = [""] * n
    for rank, i in enumerate(np.argsort(probabilities)):
        words[i] = "1" * rank + "0" * (rank < n - 1 or n == 1)
    return words

# %% right: two queues, and bits read from the leaf to the root, reversed
from collections import deque


def huffman_code(probabilities):
    p = [float(x) for x in probabilities]
    n = len(p)
    if n == 1:
        return ["0"]
    leaves, joined = deque(sorted(range(n), key=p.__getitem__)), deque()
    weight, up = list(p), {}

    def least():
        if not joined or (leaves and weight[leaves[0]] <= weight[joined[0]]):
            return leaves.popleft()
        return joined.popleft()

    while len(leaves) + len(joined) > 1:
        a, b = least(), least()
        up[a], up[b] = (len(weight), "0"), (len(weight), "1")
        joined.append(len(weight))
        weight.append(weight[a] + weight[b])
    words = []
    for i in range(n):
        bits, node = [], i
        while node in up:
            node, bit = up[node]
            bits.append(bit)
        words.append("".join(reversed(bits)))
    return words

# %% right: an array of weights, joined ones set to infinity
def huffman_code(probabilities):
    weights = np.array(probabilities, dtype=float)
    groups = [[i] for i in range(len(weights))]
    words = ["" if len(weights) > 1 else "0" for _ in weights]
    for _ in range(len(weights) - 1):
        a = int(np.argmin(weights))
        least, weights[a] = weights[a], np.inf
        b = int(np.argmin(weights))
        for bit, k in (("1", a), ("0", b)):
            for i in groups[k]:
                words[i] = bit + words[i]
        weights[b] += least
        groups[b] += groups[a]
    return words

# %% wrong: counted in thousandths
import heapq


def huffman_code(probabilities):
    words = [""] * len(probabilities)
    heap = [(round(1000 * float(p)), i, [i]) for i, p in enumerate(probabilities)]
    heapq.heapify(heap)
    count = len(heap)
    if count == 1:
        return ["0"]
    while len(heap) > 1:
        p, _, first = heapq.heappop(heap)
        q, _, second = heapq.heappop(heap)
        for i in first:
            words[i] = "0" + words[i]
        for i in second:
            words[i] = "1" + words[i]
        heapq.heappush(heap, (p + q, count, first + second))
        count += 1
    return words

# %% wrong: words in whole numbers of 64 bits
def huffman_code(probabilities):
    n = len(probabilities)
    if n == 1:
        return ["0"]
    code, length = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    groups = [(float(p), [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda group: group[0])
        (p, a), (q, b) = groups[:2]
        code[a] += 1 << length[a]
        length[a + b] += 1
        groups[:2] = [(p + q, a + b)]
    return [format(int(c), f"0{k}b") for c, k in zip(code, length)]

# %% wrong: equally likely symbols get words of the same length
def huffman_code(probabilities):
    n = len(probabilities)
    if np.allclose(probabilities, probabilities[0]):
        bits = max(1, int(np.ceil(np.log2(n))))
        return [format(i, f"0{bits}b") for i in range(n)]
    words = [""] * n
    groups = [(float(p), [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda group: group[0])
        (p, a), (q, b) = groups[:2]
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups[:2] = [(p + q, a + b)]
    return words

# %% wrong: words of the same length where one would take more than 15 bits
def huffman_code(probabilities):
    n = len(probabilities)
    if n == 1:
        return ["0"]
    words = [""] * n
    groups = [(float(p), [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda group: group[0])
        (p, a), (q, b) = groups[:2]
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups[:2] = [(p + q, a + b)]
    if max(map(len, words)) > 15:
        bits = int(np.ceil(np.log2(n)))
        words = [format(i, f"0{bits}b") for i in range(n)]
    return words

# %% wrong: groups in a dict by probability, which may collide
def huffman_code(probabilities):
    words = [""] * len(probabilities)
    if len(words) == 1:
        return ["0"]
    groups = {float(p) + i * 2.0**-40: [i] for i, p in enumerate(probabilities)}
    while len(groups) > 1:
        p, q = sorted(groups)[:2]
        a, b = groups.pop(p), groups.pop(q)
        for i in a:
            words[i] = "0" + words[i]
        for i in b:
            words[i] = "1" + words[i]
        groups[p + q] = a + b
    return words

# %% wrong: the size of the heap against ties
import heapq


def huffman_code(probabilities):
    if len(probabilities) == 1:
        return ["0"]
    heap = []
    for i, p in enumerate(probabilities):
        heapq.heappush(heap, (float(p), len(heap), {i: ""}))
    while len(heap) > 1:
        p, _, a = heapq.heappop(heap)
        q, _, b = heapq.heappop(heap)
        joined = {i: "0" + w for i, w in a.items()} | {i: "1" + w for i, w in b.items()}
        heapq.heappush(heap, (p + q, len(heap), joined))
    return [heap[0][2][i] for i in range(len(probabilities))]

# %% right: heap with a counter, words stored per symbol
import heapq


def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    if n == 1:
        return ["0"]
    words = [""] * n
    heap = [(float(p), i, [i]) for i, p in enumerate(probabilities)]
    heapq.heapify(heap)
    number = n
    while len(heap) > 1:
        p0, _, group0 = heapq.heappop(heap)
        p1, _, group1 = heapq.heappop(heap)
        for i in group0:
            words[i] = "0" + words[i]
        for i in group1:
            words[i] = "1" + words[i]
        heapq.heappush(heap, (p0 + p1, number, group0 + group1))
        number += 1
    return words

# %% right: list sorted anew before each join, dictionaries
def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    groups = []
    for i in range(len(probabilities)):
        groups.append([probabilities[i], {i: ""}])
    if len(groups) == 1:
        return ["0"]
    while len(groups) > 1:
        groups.sort(key=lambda group: group[0], reverse=True)
        second = groups.pop()
        first = groups.pop()
        joined = {}
        for i, word in first[1].items():
            joined[i] = "0" + word
        for i, word in second[1].items():
            joined[i] = "1" + word
        groups.append([first[0] + second[0], joined])
    words = groups[0][1]
    return [words[i] for i in range(len(probabilities))]

# %% right: parents in NumPy arrays, argmin twice, words from the root
def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    if n == 1:
        return ["0"]
    weight = np.full(2 * n - 1, np.inf)
    weight[:n] = probabilities
    parent = np.full(2 * n - 1, -1)
    bit = [""] * (2 * n - 1)
    for new in range(n, 2 * n - 1):
        total = 0.0
        for digit in "01":
            i = int(np.argmin(weight))
            total += weight[i]
            weight[i] = np.inf
            parent[i] = new
            bit[i] = digit
        weight[new] = total
    word = [""] * (2 * n - 1)
    for i in range(2 * n - 3, -1, -1):
        word[i] = word[parent[i]] + bit[i]
    return word[:n]

# %% right: two queues, tree of tuples, recursive walk
from collections import deque


def huffman_code(probabilities: np.ndarray) -> list[str]:
    order = sorted(range(len(probabilities)), key=lambda i: probabilities[i])
    leaves = deque((float(probabilities[i]), i) for i in order)
    inner = deque()

    def smallest():
        if not inner or (leaves and leaves[0][0] <= inner[0][0]):
            return leaves.popleft()
        return inner.popleft()

    while len(leaves) + len(inner) > 1:
        one, other = smallest(), smallest()
        inner.append((one[0] + other[0], one, other))

    words = {}

    def walk(node, word):
        if len(node) == 2:
            words[node[1]] = word or "0"
        else:
            walk(node[1], word + "0")
            walk(node[2], word + "1")

    walk(smallest(), "")
    return [words[i] for i in range(len(probabilities))]

# %% wrong: new bit put at the end of the words; put it in front (no word may begin another)
# true: words that are read backwards, from the leaf to the root
import heapq


def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    if n == 1:
        return ["0"]
    words = [""] * n
    heap = [(float(p), i, [i]) for i, p in enumerate(probabilities)]
    heapq.heapify(heap)
    number = n
    while len(heap) > 1:
        p0, _, group0 = heapq.heappop(heap)
        p1, _, group1 = heapq.heappop(heap)
        for i in group0:
            words[i] = words[i] + "0"
        for i in group1:
            words[i] = words[i] + "1"
        heapq.heappush(heap, (p0 + p1, number, group0 + group1))
        number += 1
    return words

# %% wrong: words in order of probability; the same order as the argument is asked for
import heapq


def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    if n == 1:
        return ["0"]
    p = sorted(probabilities)
    words = [""] * n
    heap = [(p[i], i, [i]) for i in range(n)]
    number = n
    while len(heap) > 1:
        a = heapq.heappop(heap)
        b = heapq.heappop(heap)
        for i in a[2]:
            words[i] = "0" + words[i]
        for i in b[2]:
            words[i] = "1" + words[i]
        heapq.heappush(heap, (a[0] + b[0], number, a[2] + b[2]))
        number += 1
    return words

# %% wrong: a single symbol gets the empty word; the text wants "0"
# true: an empty word for a single symbol
import heapq


def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    words = ["" for _ in range(n)]
    heap = [(p, i, [i]) for i, p in enumerate(probabilities)]
    heapq.heapify(heap)
    k = n
    while len(heap) > 1:
        p, _, left = heapq.heappop(heap)
        q, _, right = heapq.heappop(heap)
        for i in left:
            words[i] = "0" + words[i]
        for i in right:
            words[i] = "1" + words[i]
        heapq.heappush(heap, (p + q, k, left + right))
        k += 1
    return words

# %% wrong: joins the next symbol always with the last group; join the two least probable of all groups
# true: a tree that is one long chain, with words of 1, 2, 3, … bits
def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    if n == 1:
        return ["0"]
    order = list(np.argsort(probabilities))
    words = [""] * n
    group = [order[0]]
    for i in order[1:]:
        for j in group:
            words[j] = "1" + words[j]
        words[i] = "0" + words[i]
        group.append(i)
    return words

# %% wrong: a joined group keeps the larger probability; it has the sum
import heapq


def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    if n == 1:
        return ["0"]
    words = [""] * n
    heap = [(float(p), i, [i]) for i, p in enumerate(probabilities)]
    heapq.heapify(heap)
    count = n
    while len(heap) > 1:
        p0, _, g0 = heapq.heappop(heap)
        p1, _, g1 = heapq.heappop(heap)
        for i in g0:
            words[i] = "0" + words[i]
        for i in g1:
            words[i] = "1" + words[i]
        heapq.heappush(heap, (max(p0, p1), count, g0 + g1))
        count += 1
    return words

# %% wrong: no counter in the heap, so equal probabilities compare dicts, a TypeError; ties are allowed
import heapq


def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    if n == 1:
        return ["0"]
    heap = [(float(p), {i: ""}) for i, p in enumerate(probabilities)]
    heapq.heapify(heap)
    while len(heap) > 1:
        p0, words0 = heapq.heappop(heap)
        p1, words1 = heapq.heappop(heap)
        joined = {i: "0" + word for i, word in words0.items()}
        joined.update({i: "1" + word for i, word in words1.items()})
        heapq.heappush(heap, (p0 + p1, joined))
    words = heap[0][1]
    return [words[i] for i in range(n)]

# %% wrong: Shannon-Fano from the top down, not always the shortest; the sum must be as small as possible
# true: a list that is split into two halves, from the top down
def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    if n == 1:
        return ["0"]
    words = [""] * n

    def split(group):
        if len(group) == 1:
            return
        total = sum(probabilities[i] for i in group)
        best, cut, left = None, 1, 0.0
        for k in range(1, len(group)):
            left += probabilities[group[k - 1]]
            difference = abs(total - 2 * left)
            if best is None or difference < best:
                best, cut = difference, k
        for i in group[:cut]:
            words[i] += "0"
        for i in group[cut:]:
            words[i] += "1"
        split(group[:cut])
        split(group[cut:])

    split(sorted(range(n), key=lambda i: -probabilities[i]))
    return words

# %% wrong: sorts the argument in place, the words still go back to their symbols; leave probabilities unchanged
import heapq


def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    if n == 1:
        return ["0"]
    order = np.argsort(probabilities, kind="stable")
    probabilities.sort()
    heap = [(probabilities[k], k, [order[k]]) for k in range(n)]
    words = [""] * n
    number = n
    while len(heap) > 1:
        p0, _, g0 = heapq.heappop(heap)
        p1, _, g1 = heapq.heappop(heap)
        for i in g0:
            words[i] = "0" + words[i]
        for i in g1:
            words[i] = "1" + words[i]
        heapq.heappush(heap, (p0 + p1, number, g0 + g1))
        number += 1
    return words

# %% wrong: joins the two most probable groups; the two least probable are joined
# true: the longest words for the most probable symbols
def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    n = len(probabilities)
    if n == 1:
        return ["0"]
    words = [""] * n
    groups = [(float(p), [i]) for i, p in enumerate(probabilities)]
    while len(groups) > 1:
        groups.sort(key=lambda group: -group[0])
        p0, g0 = groups.pop(0)
        p1, g1 = groups.pop(0)
        for i in g0:
            words[i] = "0" + words[i]
        for i in g1:
            words[i] = "1" + words[i]
        groups.append((p0 + p1, g0 + g1))
    return words

# %% wrong: groups kept in a dict by probability, equal ones overwrite each other; one word for each symbol is asked
def huffman_code(probabilities: np.ndarray) -> list[str]:
    """Return a prefix code with the least expected length.

    probabilities: shape (n,) with n >= 1, each above 0, with sum 1; left unchanged.
    Returns n strings of "0" and "1" in the same order; a single symbol gets "0".
    """
    if len(probabilities) == 1:
        return ["0"]
    words = [""] * len(probabilities)
    groups = {float(p): [i] for i, p in enumerate(probabilities)}
    while len(groups) > 1:
        p0 = min(groups)
        g0 = groups.pop(p0)
        p1 = min(groups)
        g1 = groups.pop(p1)
        for i in g0:
            words[i] = "0" + words[i]
        for i in g1:
            words[i] = "1" + words[i]
        groups[p0 + p1] = g0 + g1
    return words
