# Right and wrong answers to `beta_posterior`, `posterior_mean` and `credible_interval`, all in one
# cell, a block each, as students write them. `np` and `plt` come from the notebook's set-up cell.
# Every check must pass each right answer, and some check must fail each wrong one.

# %% right: SciPy's interval, as in the lecture
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% right: two quantiles, lists and arrays
from scipy.stats import beta as beta_law

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return np.array([alpha_prior, beta_prior]) + np.array([heads, tails])

def posterior_mean(alpha, beta):
    return beta_law.mean(alpha, beta)

def credible_interval(alpha, beta, level=0.95):
    tail = (1 - level) / 2
    return list(beta_law.ppf([tail, 1 - tail], alpha, beta))

# %% right: the incomplete beta function inverted, a lambda
from scipy.special import betaincinv

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return [float(alpha_prior + heads), float(beta_prior + tails)]

posterior_mean = lambda alpha, beta: np.array(1 / (1 + beta / alpha))

def credible_interval(alpha, beta, level=0.95):
    low = betaincinv(alpha, beta, 0.5 - level / 2)
    high = betaincinv(alpha, beta, 0.5 + level / 2)
    return np.array([low, high])

# %% right: root finding on the cdf
from scipy.optimize import brentq
from scipy.special import betainc

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def quantile(p, alpha, beta):
    return brentq(lambda t: betainc(alpha, beta, t) - p, 0, 1, xtol=1e-16, rtol=1e-14)

def credible_interval(alpha, beta, level=0.95):
    return quantile((1 - level) / 2, alpha, beta), quantile((1 + level) / 2, alpha, beta)

# %% right: bisection by hand, and flips counted one by one
from scipy import stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    alpha, beta = alpha_prior, beta_prior
    for flip in ["h"] * heads + ["t"] * tails:
        if flip == "h":
            alpha += 1
        else:
            beta += 1
    return alpha, beta

def posterior_mean(alpha, beta):
    return float(alpha) / float(alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    ends = []
    for p in ((1 - level) / 2, 1 - (1 - level) / 2):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            if stats.beta.cdf(middle, alpha, beta) < p:
                low = middle
            else:
                high = middle
        ends.append(low)
    return tuple(ends)

# %% right: the F distribution's quantiles
from scipy.stats import f

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return (heads + alpha_prior, tails + beta_prior)

def posterior_mean(alpha, beta):
    return np.float64(alpha) / (alpha + beta)

def _end(p, alpha, beta):
    ratio = alpha / beta * f.ppf(p, 2 * alpha, 2 * beta)
    return ratio / (1 + ratio)

def credible_interval(alpha, beta, level=0.95):
    return _end((1 - level) / 2, alpha, beta), _end((1 + level) / 2, alpha, beta)

# %% right: a class with a frozen law
from scipy import stats

class Coin:
    def __init__(self, alpha, beta):
        self.law = stats.beta(alpha, beta)

    def interval(self, level):
        return self.law.ppf((1 - level) / 2), self.law.isf((1 - level) / 2)

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return sum([heads, alpha_prior]), sum([tails, beta_prior])

def posterior_mean(alpha, beta):
    return Coin(alpha, beta).law.mean()

def credible_interval(alpha, beta, level=0.95):
    return Coin(alpha, beta).interval(level)

# %% right: the incomplete beta function and its complement inverted, gamma functions
from scipy.special import betaincinv, betainccinv
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    a, b = float(alpha_prior), float(beta_prior)
    for _ in range(heads): a += 1
    for _ in range(tails): b += 1
    return a, b
def posterior_mean(alpha, beta):
    from math import lgamma, exp
    return exp(lgamma(alpha + 1) - lgamma(alpha) + lgamma(alpha + beta) - lgamma(alpha + beta + 1))
def credible_interval(alpha, beta, level=0.95):
    q = (1 - level) / 2
    return float(betaincinv(alpha, beta, q)), float(betainccinv(alpha, beta, q))

# %% wrong: heads and tails exchanged
# true: heads and tails swapped
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + tails, beta_prior + heads

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the prior left out
# true: the counts without the prior
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return heads, tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the uniform prior always
# true: a uniform prior, whatever prior is given
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return 1 + heads, 1 + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: one prior parameter for both
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, alpha_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the priors exchanged
# true: the two parameters of the prior swapped
import scipy.stats as stats

def beta_posterior(heads, tails, beta_prior=1, alpha_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: other defaults (Jeffreys' prior)
# true: Jeffreys' prior if none is given, instead of a uniform one
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=0.5, beta_prior=0.5):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: all flips for the tails
# true: the number of all flips instead of the number of tails
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + heads + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the prior's parameters as whole numbers
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return int(alpha_prior) + heads, int(beta_prior) + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the prior multiplied
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior * heads + 1, beta_prior * tails + 1

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: one posterior is the next one's prior, whatever is asked
import scipy.stats as stats

state = {"alpha": 0, "beta": 0}

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    state["alpha"] += heads
    state["beta"] += tails
    return alpha_prior + state["alpha"], beta_prior + state["beta"]

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the mode
# true: the mode (where the density is highest) instead of the mean
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return (alpha - 1) / (alpha + beta - 2)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the median
# true: the median instead of the mean
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return stats.beta.median(alpha, beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the middle of the interval for the mean
# true: the middle of the credible interval instead of the mean
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return sum(credible_interval(alpha, beta)) / 2

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the odds
# true: the odds α / β
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / beta

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: operator precedence in the mean
# true: a fraction without parentheses, `alpha / alpha + beta`
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / alpha + beta

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: integer division in the mean
# true: the mean rounded down to a whole number
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha // (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the mean estimated by sampling
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return np.random.default_rng(0).beta(alpha, beta, 100_000).mean()

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: 95 % whatever the level
# true: a level of 95 %, whatever level is given
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(0.95, alpha, beta)

# %% wrong: another default level
# true: a level of 90 % if no level is given
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.9):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: 1 - level in each tail
# true: 1 - level in each tail instead of half of it
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.ppf(1 - level, alpha, beta), stats.beta.ppf(level, alpha, beta)

# %% wrong: one tail alone
# true: an interval that starts at 0, with everything left out in one tail
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return 0.0, stats.beta.ppf(level, alpha, beta)

# %% wrong: the normal approximation
# true: the mean plus or minus some standard deviations
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    m = posterior_mean(alpha, beta)
    s = np.sqrt(alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1)))
    z = stats.norm.ppf((1 + level) / 2)
    return max(0, m - z * s), min(1, m + z * s)

# %% wrong: the shortest interval
# true: the shortest interval, whose tails are unequal
import scipy.stats as stats
from scipy.optimize import minimize_scalar

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    ppf = stats.beta(alpha, beta).ppf
    best = minimize_scalar(
        lambda p: ppf(p + level) - ppf(p), bounds=(0, 1 - level), method="bounded"
    ).x
    return ppf(best), ppf(best + level)

# %% wrong: percentiles of draws
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    draws = np.random.default_rng(1).beta(alpha, beta, 200_000)
    return tuple(np.quantile(draws, [(1 - level) / 2, (1 + level) / 2]))

# %% wrong: a grid of a thousand points
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    t = np.linspace(0, 1, 1001)
    c = stats.beta.cdf(t, alpha, beta)
    return t[np.searchsorted(c, (1 - level) / 2)], t[np.searchsorted(c, (1 + level) / 2)]

# %% wrong: alpha and beta exchanged in the interval
# true: α and β swapped
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, beta, alpha)

# %% wrong: the larger end first
# true: the upper end before the lower one
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)[::-1]

# %% wrong: the width of the interval
# true: the width of the interval instead of its two ends
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    low, high = stats.beta.interval(level, alpha, beta)
    return high - low

# %% wrong: rounded to three decimals, as the lecture prints it
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return round(alpha / (alpha + beta), 3)

def credible_interval(alpha, beta, level=0.95):
    low, high = stats.beta.interval(level, alpha, beta)
    return round(low, 3), round(high, 3)

# %% wrong: uses the global posterior of the example
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return 8 / 12

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, 8, 4)

# %% wrong: prints, as in the lecture
import scipy.stats as stats

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    print(alpha_prior + heads, beta_prior + tails)

def posterior_mean(alpha, beta):
    print(alpha / (alpha + beta))

def credible_interval(alpha, beta, level=0.95):
    print(stats.beta.interval(level, alpha, beta))

# %% wrong: an interval kept away from 0 and 1
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails
def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)
def credible_interval(alpha, beta, level=0.95):
    low, high = stats.beta.interval(level, alpha, beta)
    return max(low, 0.01), min(high, 0.99)

# %% wrong: a uniform law where there are no flips
# true: a uniform posterior if there are no flips, whatever prior is given
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    if heads + tails == 0:
        return 1, 1
    return alpha_prior + heads, beta_prior + tails
def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)
def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: the exponents in place of the parameters
# true: the exponents α - 1 and β - 1 instead of α and β
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads - 1, beta_prior + tails - 1
def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)
def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% right: a named tuple and isf
from collections import namedtuple
Posterior = namedtuple("Posterior", "alpha beta")

def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return Posterior(heads + alpha_prior, tails + beta_prior)

def posterior_mean(alpha, beta):
    return alpha * (alpha + beta) ** -1

def credible_interval(alpha, beta, level=0.95):
    out = (1 - level) / 2
    return np.array([stats.beta.ppf(out, alpha, beta), stats.beta.isf(out, alpha, beta)])

# %% wrong: the prior of both sides the same
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return heads + alpha_prior, tails + alpha_prior

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: whole parameters
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return heads + int(alpha_prior), tails + int(beta_prior)

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: a tail rounded to four decimals
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def credible_interval(alpha, beta, level=0.95):
    tail = round((1 - level) / 2, 4)  # 0.025, not 0.025000000000000022
    return stats.beta.ppf(tail, alpha, beta), stats.beta.ppf(1 - tail, alpha, beta)

# %% wrong: a bisection that ends at 1e-8
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails

def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)

def find(p, alpha, beta):
    low, high = 0.0, 1.0
    while high - low > 1e-8:
        mid = (low + high) / 2
        if stats.beta.cdf(mid, alpha, beta) < p:
            low = mid
        else:
            high = mid
    return (low + high) / 2

def credible_interval(alpha, beta, level=0.95):
    tail = (1 - level) / 2
    return find(tail, alpha, beta), find(1 - tail, alpha, beta)

# %% right: the inverse of the incomplete beta function, mirrored
from scipy import special


def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return [heads + alpha_prior, tails + beta_prior]


def posterior_mean(alpha, beta):
    return float(stats.beta.mean(alpha, beta))


def credible_interval(alpha, beta, level=0.95):
    left_out = 0.5 - level / 2
    low = special.betaincinv(alpha, beta, left_out)
    high = 1 - special.betaincinv(beta, alpha, left_out)
    return float(low), float(high)

# %% wrong: a bisection that ends at 1e-10
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)


def credible_interval(alpha, beta, level=0.95):
    def quantile(share):
        low, high = 0.0, 1.0
        while high - low > 1e-10:
            middle = (low + high) / 2
            if stats.beta.cdf(middle, alpha, beta) < share:
                low = middle
            else:
                high = middle
        return (low + high) / 2

    tail = (1 - level) / 2
    return quantile(tail), quantile(1 - tail)

# %% wrong: a normal law for large parameters
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)


def credible_interval(alpha, beta, level=0.95):
    law = stats.beta(alpha, beta)
    if min(alpha, beta) > 50:
        law = stats.norm(law.mean(), law.std())
    return law.ppf((1 - level) / 2), law.ppf((1 + level) / 2)

# %% wrong: prior parameters of at least 1
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return max(alpha_prior, 1) + heads, max(beta_prior, 1) + tails


def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)


def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: no heads taken for no flips
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    if not heads:
        return alpha_prior, beta_prior
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)


def credible_interval(alpha, beta, level=0.95):
    return stats.beta.interval(level, alpha, beta)

# %% wrong: a tail rounded to three decimals
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)


def credible_interval(alpha, beta, level=0.95):
    tail = round((1 - level) / 2, 3)
    return stats.beta.ppf(tail, alpha, beta), stats.beta.ppf(1 - tail, alpha, beta)

# %% wrong: an end at 0 where alpha is below 1
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)


def credible_interval(alpha, beta, level=0.95):
    low, high = stats.beta.interval(level, alpha, beta)
    return (0.0 if alpha < 1 else low), (1.0 if beta < 1 else high)

# %% wrong: binomial sums with whole parameters
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)


def credible_interval(alpha, beta, level=0.95):
    a, b = int(alpha), int(beta)

    def quantile(share):
        low, high = 0.0, 1.0
        for _ in range(100):
            middle = (low + high) / 2
            if stats.binom.sf(a - 1, a + b - 1, middle) < share:
                low = middle
            else:
                high = middle
        return low

    return quantile((1 - level) / 2), quantile((1 + level) / 2)

# %% wrong: the usual levels alone
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)


def credible_interval(alpha, beta, level=0.95):
    tail = {0.5: 0.25, 0.8: 0.1, 0.9: 0.05, 0.95: 0.025, 0.99: 0.005}.get(level, 0.025)
    return stats.beta.ppf(tail, alpha, beta), stats.beta.ppf(1 - tail, alpha, beta)

# %% wrong: the upper end mirrored at the mean
def beta_posterior(heads, tails, alpha_prior=1, beta_prior=1):
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha, beta):
    return alpha / (alpha + beta)


def credible_interval(alpha, beta, level=0.95):
    low = stats.beta.ppf((1 - level) / 2, alpha, beta)
    return low, 2 * posterior_mean(alpha, beta) - low

# %% right: stats.beta.ppf at both tails
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return alpha / (alpha + beta)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    tail = (1 - level) / 2
    low = stats.beta.ppf(tail, alpha, beta)
    high = stats.beta.ppf(1 - tail, alpha, beta)
    return low, high

# %% right: interval and mean methods of a frozen distribution
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    alpha = alpha_prior + heads
    beta = beta_prior + tails
    return (alpha, beta)


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return float(stats.beta(alpha, beta).mean())


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    return stats.beta(alpha, beta).interval(level)

# %% right: vectorized quantiles by scipy.special.betaincinv
from scipy import special


def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    parameters = np.array([alpha_prior, beta_prior]) + np.array([heads, tails])
    return tuple(parameters)


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return 1 / (1 + beta / alpha)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    left_out = 1 - level
    shares = np.array([left_out / 2, 1 - left_out / 2])
    return tuple(special.betaincinv(alpha, beta, shares))

# %% right: bisection by hand on the cumulative probability
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    alpha, beta = float(alpha_prior), float(beta_prior)
    for _ in range(heads):
        alpha += 1
    for _ in range(tails):
        beta += 1
    return alpha, beta


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    total = alpha + beta
    mean = alpha / total
    return mean


def quantile(share, alpha, beta):
    """Halve the interval until it cannot become smaller."""
    left, right = 0.0, 1.0
    for _ in range(200):
        middle = (left + right) / 2
        if stats.beta.cdf(middle, alpha, beta) < share:
            left = middle
        else:
            right = middle
    return (left + right) / 2


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    tail = (1 - level) / 2
    return quantile(tail, alpha, beta), quantile(1 - tail, alpha, beta)

# %% wrong: heads and tails swapped; alpha = alpha_0 + h in equation (2)
# true: heads and tails swapped
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    return alpha_prior + tails, beta_prior + heads


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return alpha / (alpha + beta)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    tail = (1 - level) / 2
    return stats.beta.ppf(tail, alpha, beta), stats.beta.ppf(1 - tail, alpha, beta)

# %% wrong: the mode instead of the mean; equation (3) is alpha / (alpha + beta)
# true: the mode (where the density is highest) instead of the mean
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return (alpha - 1) / (alpha + beta - 2)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    tail = (1 - level) / 2
    return stats.beta.ppf(tail, alpha, beta), stats.beta.ppf(1 - tail, alpha, beta)

# %% wrong: 0.025 and 0.975 whatever level is given; equation (4) uses the level
# true: a level of 95 %, whatever level is given
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return alpha / (alpha + beta)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    low = stats.beta.ppf(0.025, alpha, beta)
    high = stats.beta.ppf(0.975, alpha, beta)
    return low, high

# %% wrong: leaves out 1 - level on each side; equation (4) halves it
# true: 1 - level in each tail instead of half of it
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return alpha / (alpha + beta)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    law = stats.beta(alpha, beta)
    return law.ppf(1 - level), law.ppf(level)

# %% wrong: normal approximation, mean plus and minus z standard deviations; not precise enough says the text
# true: the mean plus or minus some standard deviations
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return alpha / (alpha + beta)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    law = stats.beta(alpha, beta)
    z = stats.norm.ppf((1 + level) / 2)
    return law.mean() - z * law.std(), law.mean() + z * law.std()

# %% wrong: the grid of the example, right to four digits; six are checked
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return alpha / (alpha + beta)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    theta = np.linspace(0, 1, 10_001)[1:-1]
    p = theta ** (alpha - 1) * (1 - theta) ** (beta - 1)
    below = np.cumsum(p / p.sum())
    tail = (1 - level) / 2
    return theta[below >= tail][0], theta[below >= 1 - tail][0]

# %% wrong: the shortest (highest density) interval; the equal-tailed one of equation (4) is asked
# true: the shortest interval, whose tails are unequal
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return alpha / (alpha + beta)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    from scipy import optimize

    law = stats.beta(alpha, beta)

    def width(tail):
        return law.ppf(tail + level) - law.ppf(tail)

    best = optimize.minimize_scalar(width, bounds=(0, 1 - level), method="bounded").x
    return law.ppf(best), law.ppf(best + level)

# %% wrong: all flips added to beta instead of the tails; beta = beta_0 + t
# true: the number of all flips instead of the number of tails
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    flips = heads + tails
    return alpha_prior + heads, beta_prior + flips


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return alpha / (alpha + beta)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    return stats.beta.interval(level, alpha, beta)

# %% wrong: 1 added whatever the prior is; the parameters of the prior are any positive numbers
# true: a uniform prior, whatever prior is given
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    alpha = 1 + heads
    beta = 1 + tails
    return alpha, beta


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return alpha / (alpha + beta)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    return stats.beta.interval(level, alpha, beta)

# %% wrong: one-sided interval from 0; the same probability is left out on each side
# true: an interval that starts at 0, with everything left out in one tail
def beta_posterior(
    heads: int,
    tails: int,
    alpha_prior: float = 1,
    beta_prior: float = 1,
) -> tuple[float, float]:
    """Return the parameters of the Beta posterior after some flips.

    heads, tails: the counts h and t, 0 or more. alpha_prior, beta_prior: positive.
    Returns (alpha, beta).
    """
    return alpha_prior + heads, beta_prior + tails


def posterior_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta), with both parameters positive."""
    return alpha / (alpha + beta)


def credible_interval(
    alpha: float,
    beta: float,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return the equal-tailed interval that contains θ with probability `level`.

    alpha, beta: parameters of the Beta distribution of θ. level: between 0 and 1.
    Returns (low, high).
    """
    return 0.0, stats.beta.ppf(level, alpha, beta)
