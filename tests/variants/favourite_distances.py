# Right and wrong answers to `favourite_distances(heads, farthest, least)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each
# right answer, and some check must fail each wrong one.

# %% right: diagonals and argmax
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(farthest + 1)]
        found.append(np.argmax(means) if max(means) >= least else -1)
    return np.array(found)

# %% right: four loops
def favourite_distances(heads, farthest, least):
    result = []
    for head in heads:
        n = len(head)
        best, where = -1.0, -1
        for k in range(0, farthest + 1):
            total = 0.0
            for i in range(k, n):
                total += head[i][i - k]
            mean = total / (n - k)
            if mean > best:
                best, where = mean, k
        result.append(where if best >= least else -1)
    return result

# %% right: all heads at once
def favourite_distances(heads, farthest, least):
    m = np.array([np.diagonal(heads, -k, axis1=1, axis2=2).mean(axis=1) for k in range(farthest + 1)])
    return np.where(m.max(axis=0) < least, -1, m.argmax(axis=0))

# %% right: traces divided by their lengths
def favourite_distances(heads, farthest, least):
    h, n, _ = heads.shape
    out = np.full(h, -1)
    for a in range(h):
        means = np.array([np.trace(heads[a], offset=-k) / (n - k) for k in range(farthest + 1)])
        if means.max() > least:
            out[a] = means.argmax()
    return out

# %% right: bincount over the distances
def favourite_distances(heads, farthest, least):
    n = heads.shape[1]
    i, j = np.indices((n, n))
    seen = i >= j
    apart = (i - j)[seen]
    result = []
    for A in heads:
        means = np.bincount(apart, weights=A[seen]) / np.bincount(apart)
        means = means[: farthest + 1]
        result.append(float(np.argmax(means)) if np.max(means) >= least else -1.0)
    return result

# %% right: masks
def favourite_distances(heads, farthest, least):
    n = heads.shape[-1]
    apart = np.arange(n)[:, None] - np.arange(n)
    means = np.stack([heads[:, apart == k].mean(axis=1) for k in range(farthest + 1)], axis=1)
    best = np.argmax(means, axis=1)
    best[means[np.arange(len(heads)), best] < least] = -1
    return best

# %% right: a dictionary of means
def favourite_distances(heads, farthest, least):
    def favourite(A):
        means = {k: float(np.mean(np.diag(A, k=-k))) for k in range(farthest + 1)}
        k = max(means, key=means.get)
        return k if means[k] >= least else -1

    return [favourite(A) for A in heads]

# %% right: shifted slices
def favourite_distances(heads, farthest, least):
    n = heads.shape[1]
    best = np.full(len(heads), -1)
    top = np.full(len(heads), float(least))
    for k in range(farthest + 1):
        m = np.einsum("hii->h", heads[:, k:, : n - k]) / (n - k)
        better = m > top
        best[better] = k
        top[better] = m[better]
    return best

# %% right: upper diagonals of the transpose
def favourite_distances(heads, farthest, least):
    tables = np.transpose(heads, (0, 2, 1))
    answer = np.zeros(len(tables), dtype=int)
    for number, T in enumerate(tables):
        m = [sum(np.diagonal(T, k)) / len(np.diagonal(T, k)) for k in range(farthest + 1)]
        answer[number] = m.index(max(m)) if max(m) >= least else -1
    return answer

# %% right: from the far end, sorted
def favourite_distances(heads, farthest, least):
    out = []
    for A in heads.tolist():
        pairs = []
        for k in range(farthest, -1, -1):
            line = [A[i][i - k] for i in range(k, len(A))]
            pairs.append((sum(line) / len(line), k))
        mean, k = sorted(pairs)[-1]
        out.append(-1 if mean < least else k)
    return np.array(out, dtype=float)

# %% right: a strided line of the flat table
def favourite_distances(heads, farthest, least):
    h, n = heads.shape[:2]
    flat = heads.reshape(h, n * n)
    means = np.array([flat[:, k * n :: n + 1].mean(axis=1) for k in range(farthest + 1)]).T
    return [int(np.argmax(row)) if np.any(row >= least) else -1 for row in means]

# %% wrong: the diagonals above
# true: keys after the query instead of before it
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, k).mean() for k in range(farthest + 1)]
        found.append(np.argmax(means) if max(means) >= least else -1)
    return np.array(found)

# %% wrong: sums
# true: sums of weights instead of means
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        sums = [np.trace(A, -k) for k in range(farthest + 1)]
        found.append(np.argmax(sums) if max(sums) >= least else -1)
    return np.array(found)

# %% wrong: sums, all divided by n
# true: sums that were all divided by n, however long the line is
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.trace(A, -k) / len(A) for k in range(farthest + 1)]
        found.append(np.argmax(means) if max(means) >= least else -1)
    return np.array(found)

# %% wrong: argmax of the sums, but the limit for the means
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        k = int(np.argmax([np.trace(A, -k) for k in range(farthest + 1)]))
        found.append(k if np.diagonal(A, -k).mean() >= least else -1)
    return np.array(found)

# %% wrong: the largest weight of each line
# true: the place of the largest single weight
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        tops = [np.diagonal(A, -k).max() for k in range(farthest + 1)]
        found.append(np.argmax(tops) if max(tops) >= least else -1)
    return np.array(found)

# %% wrong: medians
# true: medians instead of means
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        m = [np.median(np.diagonal(A, -k)) for k in range(farthest + 1)]
        found.append(np.argmax(m) if max(m) >= least else -1)
    return np.array(found)

# %% wrong: no limit
# true: a favourite distance for every head, however small its mean weight
def favourite_distances(heads, farthest, least):
    return np.array(
        [np.argmax([np.diagonal(A, -k).mean() for k in range(farthest + 1)]) for A in heads]
    )

# %% wrong: a limit of 0.3
# true: a limit of 0.3 for the mean weight, whatever `least` is
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(farthest + 1)]
        found.append(np.argmax(means) if max(means) >= 0.3 else -1)
    return np.array(found)

# %% wrong: the limit the wrong way round
# true: −1 where the mean weight is above `least` instead of below
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(farthest + 1)]
        found.append(np.argmax(means) if max(means) < least else -1)
    return np.array(found)

# %% wrong: the farthest left out
# true: distances without the farthest one
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(farthest)]
        found.append(np.argmax(means) if means and max(means) >= least else -1)
    return np.array(found)

# %% wrong: itself left out
# true: distances without 0, the token itself
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(1, farthest + 1)]
        found.append(np.argmax(means) + 1 if means and max(means) >= least else -1)
    return np.array(found)

# %% wrong: an index of a range that begins at 1
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(1, farthest + 1)]
        found.append(np.argmax(means) if means and max(means) >= least else -1)
    return np.array(found)

# %% wrong: counted from 1
# true: distances that are counted from 1
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(farthest + 1)]
        found.append(np.argmax(means) + 1 if max(means) >= least else -1)
    return np.array(found)

# %% wrong: all distances
# true: distances beyond `farthest`
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(len(A))]
        found.append(np.argmax(means) if max(means) >= least else -1)
    return np.array(found)

# %% wrong: all distances, and -1 for those beyond the limit
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(len(A))]
        k = int(np.argmax(means))
        found.append(k if means[k] >= least and k <= farthest else -1)
    return np.array(found)

# %% wrong: the means
# true: the largest mean weights instead of their distances
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        best = max(np.diagonal(A, -k).mean() for k in range(farthest + 1))
        found.append(best if best >= least else -1)
    return np.array(found)

# %% wrong: offsets
# true: negative distances
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        offsets = [-k for k in range(farthest + 1)]
        means = [np.diagonal(A, o).mean() for o in offsets]
        found.append(offsets[int(np.argmax(means))] if max(means) >= least else -1)
    return np.array(found)

# %% wrong: columns
# true: a mean along each column, the weights that a key gets
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = A.mean(axis=0)[: farthest + 1]
        found.append(np.argmax(means) if max(means) >= least else -1)
    return np.array(found)

# %% wrong: in a circle
# true: distances that are counted in a circle
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        i = np.arange(len(A))
        means = [A[i, i - k].mean() for k in range(farthest + 1)]
        found.append(np.argmax(means) if max(means) >= least else -1)
    return np.array(found)

# %% wrong: the most frequent distance of the largest weight in a row
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        back = np.arange(len(A)) - np.argmax(A, axis=1)
        counts = np.array([np.mean(back == k) for k in range(farthest + 1)])
        found.append(np.argmax(counts) if counts.max() >= least else -1)
    return np.array(found)

# %% wrong: the mean distance, rounded
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = np.array([np.diagonal(A, -k).mean() for k in range(farthest + 1)])
        middle = np.sum(np.arange(farthest + 1) * means) / max(means.sum(), 1e-12)
        found.append(round(middle) if means.max() >= least else -1)
    return np.array(found)

# %% wrong: distances on both sides together
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        both = A + A.T
        means = [np.diagonal(both, -k).mean() / (2 if k == 0 else 1) for k in range(farthest + 1)]
        found.append(np.argmax(means) if max(means) >= least else -1)
    return np.array(found)

# %% wrong: 0 for a head without a favourite
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(farthest + 1)]
        found.append(np.argmax(means) if max(means) >= least else 0)
    return np.array(found)

# %% wrong: None for a head without a favourite
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(farthest + 1)]
        found.append(int(np.argmax(means)) if max(means) >= least else None)
    return found

# %% wrong: heads without a favourite left out
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(farthest + 1)]
        if max(means) >= least:
            found.append(np.argmax(means))
    return np.array(found)

# %% wrong: the first head alone
def favourite_distances(heads, farthest, least):
    means = [np.diagonal(heads[0], -k).mean() for k in range(farthest + 1)]
    return int(np.argmax(means)) if max(means) >= least else -1

# %% wrong: the mean of all heads
def favourite_distances(heads, farthest, least):
    A = heads.mean(axis=0)
    means = [np.diagonal(A, -k).mean() for k in range(farthest + 1)]
    return np.full(len(heads), np.argmax(means) if max(means) >= least else -1)

# %% wrong: the first distance above the limit
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        k = next((k for k in range(farthest + 1) if np.diagonal(A, -k).mean() >= least), -1)
        found.append(k)
    return np.array(found)

# %% wrong: diagonals of the axes of the heads
def favourite_distances(heads, farthest, least):
    means = np.array([np.diagonal(heads, -k).mean() if k < len(heads) else 0.0 for k in range(farthest + 1)])
    return np.full(len(heads), means.argmax() if means.max() >= least else -1)

# %% wrong: rows made to sum to 1
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        A = A / np.maximum(A.sum(axis=1, keepdims=True), 1e-12)
        means = [np.diagonal(A, -k).mean() for k in range(farthest + 1)]
        found.append(np.argmax(means) if max(means) >= least else -1)
    return np.array(found)

# %% wrong: later keys deleted in the argument
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        A[np.triu_indices(len(A), 1)] = 0
        means = [np.diagonal(A, -k).mean() for k in range(farthest + 1)]
        found.append(np.argmax(means) if max(means) >= least else -1)
    return np.array(found)

# %% wrong: keeps the result for a shape
kept_results = {}

def favourite_distances(heads, farthest, least):
    key = (heads.shape, farthest, least)
    if key not in kept_results:
        m = np.array([np.diagonal(heads, -k, 1, 2).mean(axis=1) for k in range(farthest + 1)])
        kept_results[key] = np.where(m.max(axis=0) < least, -1, m.argmax(axis=0))
    return kept_results[key]

# %% wrong: five places at most
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        means = [np.diagonal(A, -k).mean() for k in range(min(farthest, 5) + 1)]
        found.append(np.argmax(means) if max(means) >= least else -1)
    return np.array(found)

# %% wrong: the last of the rows
def favourite_distances(heads, farthest, least):
    found = []
    for A in heads:
        last = A[-1, ::-1][: farthest + 1]
        found.append(np.argmax(last) if last.max() >= least else -1)
    return np.array(found)
