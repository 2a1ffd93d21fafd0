# Right and wrong answers to `pen_path(lengths, turns, starts, times)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: a table of angles
def pen_path(lengths, turns, starts, times):
    angles = starts[None, :] + 2 * np.pi * times[:, None] * turns[None, :]
    return np.sum(lengths * np.exp(1j * angles), axis=1)

# %% right: a product with the lengths
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))) @ lengths

# %% right: arrows as complex numbers first
def pen_path(lengths, turns, starts, times):
    arrows = lengths * np.exp(1j * starts)
    return np.exp(2j * np.pi * np.outer(times, turns)) @ arrows

# %% right: a loop over the arrows
def pen_path(lengths, turns, starts, times):
    z = np.zeros(len(times), dtype=complex)
    for r, s, phi in zip(lengths, turns, starts):
        z += r * np.exp(1j * (phi + 2 * np.pi * s * times))
    return z

# %% right: loops and cmath
def pen_path(lengths, turns, starts, times):
    import cmath
    return [
        sum(cmath.rect(r, phi + 2 * cmath.pi * s * t) for r, s, phi in zip(lengths, turns, starts))
        for t in times
    ]

# %% right: cosines and sines
def pen_path(lengths, turns, starts, times):
    a = starts[:, None] + 2 * np.pi * turns[:, None] * times
    right, up = lengths @ np.cos(a), lengths @ np.sin(a)
    return right + 1j * up

# %% right: whole turns taken out
def pen_path(lengths, turns, starts, times):
    part = np.outer(times, turns) % 1.0
    return (np.exp(1j * (2 * np.pi * part + starts)) * lengths).sum(axis=-1)

# %% right: einsum
def pen_path(lengths, turns, starts, times):
    spin = np.exp(2j * np.pi * np.einsum("t,k->tk", times, turns))
    return np.einsum("k,k,tk->t", lengths, np.exp(1j * starts), spin)

# %% right: arrows first, times second
def pen_path(lengths, turns, starts, times):
    total = 0
    for k in range(len(lengths)):
        angle = 2 * np.pi * turns[k] * times + starts[k]
        total = total + lengths[k] * (np.cos(angle) + 1j * np.sin(angle))
    return total

# %% wrong: without 2π
# true: angles without the factor 2π
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * (starts + np.outer(times, turns))) @ lengths

# %% wrong: without starts
# true: arrows that all start to the right, without `starts`
def pen_path(lengths, turns, starts, times):
    return np.exp(2j * np.pi * np.outer(times, turns)) @ lengths

# %% wrong: without lengths
# true: arrows of length 1
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))).sum(axis=1)

# %% wrong: the real part
# true: the real parts alone
def pen_path(lengths, turns, starts, times):
    return np.cos(starts + 2 * np.pi * np.outer(times, turns)) @ lengths

# %% wrong: no sum
# true: arrows that are not added up
def pen_path(lengths, turns, starts, times):
    return lengths * np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns)))

# %% wrong: summed over the times
# true: a sum over the times instead of the arrows
def pen_path(lengths, turns, starts, times):
    return (lengths * np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns)))).sum(axis=0)

# %% wrong: turns the other way
# true: arrows that turn the other way
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * (starts - 2 * np.pi * np.outer(times, turns))) @ lengths

# %% wrong: the mirror image
# true: the mirror image, with all angles negative
def pen_path(lengths, turns, starts, times):
    return np.exp(-1j * (starts + 2 * np.pi * np.outer(times, turns))) @ lengths

# %% wrong: starts in turns
# true: starts that are also multiplied by 2π
def pen_path(lengths, turns, starts, times):
    return np.exp(2j * np.pi * (starts + np.outer(times, turns))) @ lengths

# %% wrong: starts times t
# true: a start that grows with time
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * np.outer(times, starts + 2 * np.pi * turns)) @ lengths

# %% wrong: the last arrow
# true: the tip of the last arrow, laid at the middle
def pen_path(lengths, turns, starts, times):
    return lengths[-1] * np.exp(1j * (starts[-1] + 2 * np.pi * turns[-1] * times))

# %% wrong: a mean
# true: a mean of the arrows instead of their sum
def pen_path(lengths, turns, starts, times):
    return np.mean(lengths * np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))), axis=1)

# %% wrong: sine first
# true: sine and cosine in each other's place
def pen_path(lengths, turns, starts, times):
    a = starts + 2 * np.pi * np.outer(times, turns)
    return np.sin(a) @ lengths + 1j * np.cos(a) @ lengths

# %% wrong: π for 2π
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * (starts + np.pi * np.outer(times, turns))) @ lengths

# %% wrong: degrees
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * (np.deg2rad(starts) + 2 * np.pi * np.outer(times, turns))) @ lengths

# %% wrong: a product of the arrows
def pen_path(lengths, turns, starts, times):
    return np.prod(lengths * np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))), axis=1)

# %% wrong: without i
def pen_path(lengths, turns, starts, times):
    return np.exp(starts - 2 * np.pi * np.abs(np.outer(times, turns))) @ lengths

# %% wrong: speeds that add up along the chain
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * (starts + 2 * np.pi * np.outer(times, np.cumsum(turns)))) @ lengths

# %% wrong: starts that add up along the chain
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * (np.cumsum(starts) + 2 * np.pi * np.outer(times, turns))) @ lengths

# %% wrong: the distance from the middle
def pen_path(lengths, turns, starts, times):
    return np.abs(np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))) @ lengths)

# %% wrong: two columns
def pen_path(lengths, turns, starts, times):
    z = np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))) @ lengths
    return np.stack([z.real, z.imag], axis=1)

# %% wrong: as many times as arrows
def pen_path(lengths, turns, starts, times):
    if len(times) == len(turns):
        return lengths * np.exp(1j * (starts + 2 * np.pi * turns * times))
    return np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))) @ lengths

# %% wrong: begins at the origin
def pen_path(lengths, turns, starts, times):
    z = np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))) @ lengths
    return z - z[0]

# %% wrong: times from 0 to 1
def pen_path(lengths, turns, starts, times):
    t = np.clip(times, 0, 1)
    return np.exp(1j * (starts + 2 * np.pi * np.outer(t, turns))) @ lengths

# %% wrong: whole turns only
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * (starts + 2 * np.pi * np.outer(times, np.round(turns)))) @ lengths

# %% wrong: rounded
def pen_path(lengths, turns, starts, times):
    return np.round(np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))) @ lengths, 4)

# %% wrong: 3.14
def pen_path(lengths, turns, starts, times):
    return np.exp(1j * (starts + 6.28 * np.outer(times, turns))) @ lengths

# %% wrong: the longest arrow sorted first
def pen_path(lengths, turns, starts, times):
    lengths = np.sort(lengths)[::-1]
    return np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))) @ lengths

# %% wrong: writes into the starts
def pen_path(lengths, turns, starts, times):
    starts = starts if starts.dtype == float else starts.astype(float)
    z, last = [], 0.0
    for t in times:
        starts += 2 * np.pi * turns * (t - last)
        last = t
        z.append(np.sum(lengths * np.exp(1j * starts)))
    return np.array(z)

# %% wrong: angles of whole numbers
def pen_path(lengths, turns, starts, times):
    angles = np.zeros((len(times), len(starts)), dtype=starts.dtype)
    angles[:] = starts + 2 * np.pi * np.outer(times, turns)
    return np.exp(1j * angles) @ lengths

# %% wrong: nothing comes back
def pen_path(lengths, turns, starts, times):
    z = np.exp(1j * (starts + 2 * np.pi * np.outer(times, turns))) @ lengths
