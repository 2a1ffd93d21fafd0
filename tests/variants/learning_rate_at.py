# Right and wrong answers to `learning_rate_at(step, peak, warmup, total)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell. Every check must pass
# each right answer, and some check must fail each wrong one.

# %% right: the two formulas
import math

def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2

# %% right: NumPy's cosine and a progress
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * ((step + 1) / warmup)
    progress = (step - warmup) / (total - warmup)
    return 0.5 * peak * (1 + np.cos(np.pi * progress))

# %% right: the square of half the angle
def learning_rate_at(step, peak, warmup, total):
    if warmup > step:
        return peak / warmup * (step + 1)
    return peak * np.cos(np.pi / 2 * (step - warmup) / (total - warmup)) ** 2

# %% right: the real part of a turn
def learning_rate_at(step, peak, warmup, total):
    rise = min(1.0, (step + 1) / warmup) if warmup else 1.0
    fall = max(0, step - warmup) / (total - warmup)
    return peak * rise * (1 + np.exp(1j * np.pi * fall).real) / 2

# %% right: a table of all rates
def learning_rate_at(step, peak, warmup, total):
    up = [peak * (k + 1) / warmup for k in range(warmup)]
    down = peak * (1 + np.cos(np.linspace(0, np.pi, total - warmup + 1))) / 2
    return np.concatenate([up, down])[step]

# %% right: an array of one number without axes
def learning_rate_at(step, peak, warmup, total):
    k = np.float64(step)
    falling = (1 + np.cos(np.pi * (k - warmup) / (total - warmup))) / 2
    return np.where(k < warmup, (k + 1) / max(warmup, 1), falling) * peak

# %% right: a sine
import math

def learning_rate_at(step, peak, warmup, total):
    return (
        peak * (step + 1) / warmup
        if step < warmup
        else peak * (1 - math.sin(math.pi * ((step - warmup) / (total - warmup) - 0.5))) / 2
    )

# %% wrong: begins at 0
# true: a warm-up that begins at 0: step / warmup
import math

def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * step / warmup
    return peak * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2

# %% wrong: a warm-up of one step more
# true: a rise that takes one step more, (step + 1) / (warmup + 1)
import math

def learning_rate_at(step, peak, warmup, total):
    if step <= warmup:
        return peak * (step + 1) / (warmup + 1)
    return peak * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2

# %% wrong: a cosine from the first step
# true: a cosine over all steps, including the warm-up
import math

def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(math.pi * step / total)) / 2

# %% wrong: a cosine that ends too late
# true: a cosine over `total` steps after the warm-up
import math

def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(math.pi * (step - warmup) / total)) / 2

# %% wrong: divides by a warm-up of zero
import math

def learning_rate_at(step, peak, warmup, total):
    rise = (step + 1) / warmup
    fall = (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2
    return peak * (rise if step < warmup else fall)

# %% wrong: not halved
# true: a cosine that is not halved and so starts at 2 · peak
import math

def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))

# %% wrong: degrees
# true: an angle in degrees, where `cos` expects radians
import math

def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(180 * (step - warmup) / (total - warmup))) / 2

# %% wrong: a straight line
# true: a straight line down instead of half a cosine
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (total - step) / (total - warmup)

# %% wrong: a quarter of a cosine
# true: a quarter of a cosine instead of half of one
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * np.cos(np.pi / 2 * (step - warmup) / (total - warmup))

# %% wrong: no decay
# true: a learning rate that stays at the peak after the warm-up
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak

# %% wrong: no warm-up
# true: the peak from the first step, without a rise
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak
    return peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2

# %% wrong: both at once
# true: a decay that also acts during the warm-up
def learning_rate_at(step, peak, warmup, total):
    rise = min(1, (step + 1) / warmup) if warmup else 1
    return peak * rise * (1 + np.cos(np.pi * step / total)) / 2

# %% wrong: 1 minus the cosine
# true: 1 minus the cosine, which rises
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 - np.cos(np.pi * (step - warmup) / (total - warmup))) / 2

# %% wrong: whole division
# true: fractions rounded down to whole numbers
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * ((step + 1) // warmup)
    return peak * (1 + np.cos(np.pi * ((step - warmup) // (total - warmup)))) / 2

# %% wrong: a floor of a tenth
# true: a rate that never falls below a tenth of the peak
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return max(0.1 * peak, peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2)

# %% wrong: a peak of 0.1
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return 0.1 * (step + 1) / warmup
    return 0.1 * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2

# %% wrong: one step beyond
# true: a cosine that is one step ahead
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + np.cos(np.pi * (step + 1 - warmup) / (total - warmup))) / 2

# %% wrong: the whole table
def learning_rate_at(step, peak, warmup, total):
    up = [peak * (k + 1) / warmup for k in range(warmup)]
    down = peak * (1 + np.cos(np.linspace(0, np.pi, total - warmup + 1))) / 2
    return np.concatenate([up, down])


# %% right: fractions of a turn in plain Python
import math
def learning_rate_at(step, peak, warmup, total):
    if step >= warmup:
        done = (step - warmup) / (total - warmup)
        return peak / 2 + peak / 2 * math.cos(done * math.pi)
    return (step + 1) / warmup * peak

# %% right: np.where, on a warm-up that is never 0
def learning_rate_at(step, peak, warmup, total):
    rise = peak * (step + 1) / max(warmup, 1)
    fall = peak * (1 - np.sin(np.pi * (step - warmup) / (total - warmup) - np.pi / 2)) / 2
    return np.where(step < warmup, rise, fall)

# %% right: interpolation
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return np.interp(step + 1, [0, warmup], [0, peak])
    angle = np.interp(step, [warmup, total], [0.0, np.pi])
    return peak * np.cos(angle / 2) ** 2

# %% right: lambdas in a dict
rates = {
    True: lambda s, p, w, t: p * (s + 1) / w,
    False: lambda s, p, w, t: 0.5 * p * (1 + np.cos(np.pi * (s - w) / (t - w))),
}
def learning_rate_at(step, peak, warmup, total):
    return rates[step < warmup](step, peak, warmup, total)

# %% wrong: at the last step one step short of zero
# true: a cosine that ends one step too late
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup + 1))) / 2

# %% wrong: never below a millionth of the peak
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return max(peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2, 1e-6 * peak)

# %% wrong: a decay by the square root
# true: a decay with the root of the step instead of half a cosine
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * np.sqrt(max(warmup, 1) / (step + 1))

# %% wrong: the exponential of the warm-up
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * np.exp((step + 1) / warmup - 1)
    return peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2

# %% wrong: the warm-up begins at the peak divided by warmup and ends one step early
# true: a rise that takes one step more, (step + 1) / (warmup + 1)
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / (warmup + 1)
    return peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2

# %% wrong: progress as a percentage that is cut off
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + np.cos(np.pi * int(100 * (step - warmup) / (total - warmup)) / 100)) / 2

# %% wrong: pi as 3.14
# true: 3.14 in place of π
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + np.cos(3.14 * (step - warmup) / (total - warmup))) / 2

# %% wrong: a count of its own in place of the step
count = -1
def learning_rate_at(step, peak, warmup, total):
    global count
    count = 0 if step == 0 else count + 1
    if count < warmup:
        return peak * (count + 1) / warmup
    return peak * (1 + np.cos(np.pi * (count - warmup) / (total - warmup))) / 2

# %% wrong: rounded to six decimals
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return round(peak * (step + 1) / warmup, 6)
    return round(peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2, 6)

# %% wrong: a tenth of the peak at the end
# true: a decay to a tenth of the peak instead of 0
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return 0.1 * peak + 0.9 * peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup))) / 2

# %% wrong: the steps counted up to total - 1
# true: a cosine that ends one step too early
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + np.cos(np.pi * (step - warmup) / (total - warmup - 1))) / 2

# %% wrong: the cosine without the 1
# true: a decay of the cosine without the 1, which becomes negative
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * np.cos(np.pi * (step - warmup) / (total - warmup))

# %% wrong: no pi
# true: a cosine of the fraction alone, without π
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + np.cos((step - warmup) / (total - warmup))) / 2

# %% right: half of the peak times one plus the cosine
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0."""
    if step < warmup:
        return peak * (step + 1) / warmup
    share = (step - warmup) / (total - warmup)
    return peak / 2 * (1 + math.cos(math.pi * share))

# %% right: the whole schedule as one array
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0."""
    up = [peak * k / warmup for k in range(1, warmup + 1)]
    down = peak * 0.5 * (1 + np.cos(np.linspace(0, np.pi, total - warmup + 1)))
    return float(np.concatenate([up, down])[step])

# %% right: the real part of an exponential
import cmath


def learning_rate_at(step, peak, warmup, total):
    k = step - warmup
    if k < 0:
        return peak + peak * (k + 1) / warmup
    return (1 + cmath.exp(1j * cmath.pi * k / (total - warmup)).real) * peak / 2

# %% wrong: a table kept by warm-up and total
_TABLES = {}


def learning_rate_at(step, peak, warmup, total):
    if (warmup, total) not in _TABLES:
        up = [peak * (k + 1) / warmup for k in range(warmup)]
        down = [peak / 2 * (1 + math.cos(math.pi * k / (total - warmup))) for k in range(total - warmup + 1)]
        _TABLES[warmup, total] = up + down
    return _TABLES[warmup, total][step]

# %% wrong: rounded to seven decimals
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return round(peak * (step + 1) / warmup, 7)
    return round(peak / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))), 7)

# %% wrong: at most half of the steps as warm-up
def learning_rate_at(step, peak, warmup, total):
    warmup = min(warmup, total // 2)
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))

# %% wrong: single precision in the decay
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    share = np.float32(step - warmup) / np.float32(total - warmup)
    return float(np.float32(peak) / 2 * (1 + np.cos(np.float32(np.pi) * share)))

# %% wrong: a decay of one step stays at the peak
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    if total - warmup <= 1:
        return peak
    return peak / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))

# %% wrong: whole degrees
def learning_rate_at(step, peak, warmup, total):
    if step < warmup:
        return peak * (step + 1) / warmup
    degrees = 180 * (step - warmup) // (total - warmup)
    return peak / 2 * (1 + math.cos(math.radians(degrees)))

# %% wrong: peaks cut to 10
def learning_rate_at(step, peak, warmup, total):
    peak = min(peak, 10.0)
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))

# %% right: if and else, names for the parts
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step < warmup:
        share = (step + 1) / warmup
        rate = peak * share
    else:
        done = (step - warmup) / (total - warmup)
        rate = peak / 2 * (1 + math.cos(math.pi * done))
    return rate

# %% right: NumPy, where with a safe denominator for warmup 0
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    rise = peak * (step + 1) / np.maximum(warmup, 1)
    fall = peak / 2 * (1 + np.cos(np.pi * (step - warmup) / (total - warmup)))
    return float(np.where(step < warmup, rise, fall))

# %% right: the square of the cosine of the half angle
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step >= warmup:
        half_angle = 0.5 * math.pi * (step - warmup) / (total - warmup)
        return peak * math.cos(half_angle) ** 2
    return (step + 1) * peak / warmup

# %% right: the whole schedule as a list, then one entry
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    up = [peak * (k + 1) / warmup for k in range(warmup)]
    down = [
        0.5 * peak * (1 + math.cos(k * math.pi / (total - warmup)))
        for k in range(total - warmup + 1)
    ]
    return (up + down)[step]

# %% wrong: warm-up begins at 0 with step / warmup; (1) has k + 1
# true: a warm-up that begins at 0: step / warmup
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step < warmup:
        return peak * step / warmup
    return peak / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))

# %% wrong: step <= warmup, so the rate at k = warmup is above the peak (and 1/0 for warmup 0)
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step <= warmup:
        return peak * (step + 1) / warmup
    return 0.5 * peak * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))

# %% wrong: cosine over all steps, warm-up not subtracted
# true: a cosine over all steps, including the warm-up
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak / 2 * (1 + math.cos(math.pi * step / total))

# %% wrong: half is forgotten, the decay starts at 2 peak
# true: a cosine that is not halved and so starts at 2 · peak
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    share = (step - warmup) / (total - warmup)
    return peak * (1 + math.cos(math.pi * share))

# %% wrong: both lines computed first, ZeroDivisionError for warmup = 0 ("the first rate is the peak")
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    rising = peak * (step + 1) / warmup
    falling = peak / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))
    return rising if step < warmup else falling

# %% wrong: decay over total - warmup - 1 steps, so the rate is 0 one step early and rises again
# true: a cosine that ends one step too early
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    length = max(1, total - warmup - 1)
    return peak / 2 * (1 + math.cos(math.pi * (step - warmup) / length))

# %% wrong: a straight line down instead of the cosine of (1)
# true: a straight line down instead of half a cosine
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 - (step - warmup) / (total - warmup))

# %% wrong: whole-number division // in the warm-up, 0 until its end
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step < warmup:
        return peak * ((step + 1) // warmup)
    return peak / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))

# %% wrong: never below a tenth of the peak, as in some reports; (1) falls to 0
# true: a rate that never falls below a tenth of the peak
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    rate = peak / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))
    return max(rate, 0.1 * peak)

# %% wrong: nothing is returned after the warm-up (half finished)
def learning_rate_at(step: int, peak: float, warmup: int, total: int) -> float:
    """Return the learning rate of a step: linear warm-up, then cosine decay to 0.

    step: 0, 1, …, total. peak: the largest rate. warmup: steps of the rise, 0 <= warmup < total.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    else:
        rate = peak / 2 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))
