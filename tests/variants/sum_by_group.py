# Right and wrong answers to `sum_by_group(values, groups, n_groups)`, one cell a block, as students
# write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: a table of who belongs where
def sum_by_group(values, groups, n_groups):
    belongs = groups == np.arange(n_groups)[:, None]
    return belongs @ values

# %% right: a loop over the rows
def sum_by_group(values, groups, n_groups):
    S = np.zeros((n_groups, values.shape[1]))
    for row, g in zip(values, groups):
        S[g] += row
    return S

# %% right: a loop over the groups
def sum_by_group(values, groups, n_groups):
    return np.array([values[groups == g].sum(axis=0) for g in range(n_groups)])

# %% right: np.add.at
def sum_by_group(values, groups, n_groups):
    S = np.zeros((n_groups, values.shape[1]))
    np.add.at(S, groups, values)
    return S

# %% right: bincount for each column
def sum_by_group(values, groups, n_groups):
    return np.stack([np.bincount(groups, weights=column, minlength=n_groups) for column in values.T], axis=1)

# %% right: rows of the identity
def sum_by_group(values, groups, n_groups):
    return np.eye(n_groups)[groups].T @ values

# %% right: three axes and a sum
def sum_by_group(values, groups, n_groups):
    mask = (np.arange(n_groups)[:, None] == groups)[:, :, None]
    return np.where(mask, values, 0).sum(axis=1)

# %% right: einsum
def sum_by_group(values, groups, n_groups):
    H = (groups[:, None] == np.arange(n_groups)).astype(float)
    return np.einsum("ig,id->gd", H, values)

# %% right: nested lists
def sum_by_group(values, groups, n_groups):
    S = [[0.0] * values.shape[1] for _ in range(n_groups)]
    for row, g in zip(values.tolist(), groups.tolist()):
        S[g] = [a + b for a, b in zip(S[g], row)]
    return S

# %% wrong: the last row of each group
# true: only the last row of each group
def sum_by_group(values, groups, n_groups):
    S = np.zeros((n_groups, values.shape[1]))
    S[groups] += values
    return S

# %% wrong: the last row of each group, written
# true: only the last row of each group
def sum_by_group(values, groups, n_groups):
    S = np.zeros((n_groups, values.shape[1]))
    for i, g in enumerate(groups):
        S[g] = values[i]
    return S

# %% wrong: the first row of each group
# true: only the first row of each group
def sum_by_group(values, groups, n_groups):
    S, seen = np.zeros((n_groups, values.shape[1])), set()
    for row, g in zip(values, groups.tolist()):
        if g not in seen:
            S[g] = row
            seen.add(g)
    return S

# %% wrong: means
# true: means instead of sums
def sum_by_group(values, groups, n_groups):
    H = groups == np.arange(n_groups)[:, None]
    return H @ values / np.maximum(H.sum(axis=1, keepdims=True), 1)

# %% wrong: groups that appear
# true: no row for a group without members
def sum_by_group(values, groups, n_groups):
    return np.array([values[groups == g].sum(axis=0) for g in np.unique(groups)])

# %% wrong: counted from one
# true: groups counted from 1 instead of 0
def sum_by_group(values, groups, n_groups):
    return (groups - 1 == np.arange(n_groups)[:, None]) @ values

# %% wrong: in the order of appearance
# true: the groups in the order in which they appear
def sum_by_group(values, groups, n_groups):
    order = list(dict.fromkeys(groups.tolist()))
    S = np.zeros((n_groups, values.shape[1]))
    for row, g in zip(values, groups):
        S[order.index(g)] += row
    return S

# %% wrong: columns added up
# true: one number for each group: the columns are added up, too
def sum_by_group(values, groups, n_groups):
    return np.bincount(groups, weights=values.sum(axis=1), minlength=n_groups)

# %% wrong: transposed
# true: a column for each group instead of a row
def sum_by_group(values, groups, n_groups):
    return values.T @ (groups[:, None] == np.arange(n_groups))

# %% wrong: counts
# true: the number of rows in each group
def sum_by_group(values, groups, n_groups):
    S = np.zeros((n_groups, values.shape[1]))
    for g in groups:
        S[g] += 1
    return S

# %% wrong: all rows
# true: the sum of all rows, whatever their groups
def sum_by_group(values, groups, n_groups):
    return np.tile(values.sum(axis=0), (n_groups, 1))

# %% wrong: running sums
def sum_by_group(values, groups, n_groups):
    return np.cumsum((groups == np.arange(n_groups)[:, None]) @ values, axis=0)

# %% wrong: the largest of each group
def sum_by_group(values, groups, n_groups):
    S = np.zeros((n_groups, values.shape[1]))
    for g in set(groups.tolist()):
        S[g] = values[groups == g].max(axis=0)
    return S

# %% wrong: as many rows as the largest group
def sum_by_group(values, groups, n_groups):
    return (groups == np.arange(groups.max() + 1)[:, None]) @ values

# %% wrong: bincount without minlength
def sum_by_group(values, groups, n_groups):
    return np.array([np.bincount(groups, weights=column) for column in values.T]).T

# %% wrong: a row for each place
def sum_by_group(values, groups, n_groups):
    return ((groups[:, None] == groups) @ values)

# %% wrong: whole numbers
def sum_by_group(values, groups, n_groups):
    S = np.zeros((n_groups, values.shape[1]), dtype=int)
    for row, g in zip(values, groups):
        S[g] += row.astype(int)
    return S

# %% wrong: the rows of a group once
def sum_by_group(values, groups, n_groups):
    return np.array([np.unique(values[groups == g], axis=0).sum(axis=0)[:1] * np.ones(values.shape[1]) for g in range(n_groups)])

# %% wrong: subtracted
def sum_by_group(values, groups, n_groups):
    return -((groups == np.arange(n_groups)[:, None]) @ values)

# %% wrong: sorted groups, unsorted values
def sum_by_group(values, groups, n_groups):
    return (np.sort(groups) == np.arange(n_groups)[:, None]) @ values

# %% wrong: changes the groups
def sum_by_group(values, groups, n_groups):
    S = np.zeros((n_groups, values.shape[1]))
    while (groups >= 0).any():
        i = int(np.argmax(groups >= 0))
        S[groups[i]] += values[i]
        groups[i] = -1
    return S

# %% wrong: adds into the values
def sum_by_group(values, groups, n_groups):
    S = np.zeros((n_groups, values.shape[1]))
    for g in range(n_groups):
        rows = np.flatnonzero(groups == g)
        for i in rows[1:]:
            values[rows[0]] += values[i]
        if len(rows):
            S[g] = values[rows[0]]
    return S

# %% wrong: keeps the sums
S = {}
def sum_by_group(values, groups, n_groups):
    table = S.setdefault((n_groups, values.shape[1]), np.zeros((n_groups, values.shape[1])))
    for row, g in zip(values, groups):
        table[g] += row
    return table.copy()

# %% wrong: without group 0
def sum_by_group(values, groups, n_groups):
    out = (groups == np.arange(n_groups)[:, None]) @ values * 1.0
    out[0] = 0
    return out

# %% wrong: small values dropped
def sum_by_group(values, groups, n_groups):
    values = np.where(np.abs(values) < 1e-3, 0, values)
    return (groups == np.arange(n_groups)[:, None]) @ values

# %% wrong: squeezed
def sum_by_group(values, groups, n_groups):
    return np.squeeze((groups == np.arange(n_groups)[:, None]) @ values)

# %% wrong: shares of each group
def sum_by_group(values, groups, n_groups):
    S = (groups == np.arange(n_groups)[:, None]) @ values
    return S / values.sum(axis=0)
