"""Language models: counts of pairs, probabilities from them, drawing what comes next and searching.

Pure functions. Arrays are anything that `numpy.asarray` takes (nested lists too); nothing writes to
its arguments, and drawing alone changes something, the state of the generator that it is handed.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from solutions.arguments import Floats, floats

Counts = npt.NDArray[np.int64]


def bigram_counts(tokens: Sequence[str], vocabulary: Sequence[str]) -> Counts:
    """Count how often each token of a vocabulary is followed by each other one.

        C_ij = #{t : tokens[t] = vocabulary[i], tokens[t + 1] = vocabulary[j]}

    Args:
        tokens: a list of tokens, or a string, whose characters are the tokens.
        vocabulary: V distinct tokens in any order, which hold all that come in `tokens`.

    Returns:
        C, whole numbers, shape (V, V); counts, which sum to len(tokens) − 1, or to 0 where there
        are fewer than two tokens.

    Raises:
        ValueError: the vocabulary holds a token twice, or lacks one of `tokens`.

    Source: D. Jurafsky, J. Martin, Speech and Language Processing, 3rd ed. draft, section 3.1.
    """
    place = {token: i for i, token in enumerate(vocabulary)}
    size = len(vocabulary)
    if len(place) < size:
        raise ValueError("The tokens of the vocabulary must be distinct.")
    missing = [token for token in tokens if token not in place]
    if missing:
        raise ValueError(f"The vocabulary lacks {missing[0]!r}.")
    text = np.array([place[token] for token in tokens], dtype=np.int64)  # (T,)
    pairs = text[:-1] * size + text[1:]  # (T - 1,), each pair as one number
    return np.bincount(pairs, minlength=size * size).reshape(size, size)


def bigram_probabilities(counts: npt.ArrayLike, smoothing: float = 1.0) -> Floats:
    """Return the probability of each next token, estimated from counts of pairs.

        P_ij = (C_ij + α) / (Σ_l C_il + V α),   and 1 / V where this is 0 / 0

    Args:
        counts: C, shape (V, V), each ≥ 0, not necessarily whole; dimensionless.
        smoothing: α ≥ 0, what is added to each count; dimensionless. 1 is Laplace's add-one, 0
            the plain frequencies.

    Returns:
        P, shape (V, V), dimensionless; each row sums to 1.

    Raises:
        ValueError: counts are not a non-empty square matrix, or a count or the smoothing is
            negative or not finite.

    Source: D. Jurafsky, J. Martin, Speech and Language Processing, 3rd ed. draft, section 3.6.
    """
    table = floats(counts, "counts", 2)
    if table.shape[0] != table.shape[1]:
        raise ValueError(f"counts must be square, not of shape {table.shape}.")
    if not np.all((table >= 0) & (table < np.inf)) or not 0 <= smoothing < np.inf:
        raise ValueError("Counts and smoothing must be finite and not negative.")
    smoothed = table + smoothing  # (V, V)
    totals = smoothed.sum(axis=1, keepdims=True)  # (V, 1)
    probabilities: Floats = np.full_like(smoothed, 1 / len(table))  # where nothing was counted
    np.divide(smoothed, totals, out=probabilities, where=totals > 0)
    return probabilities


def sample_next(
    logits: npt.ArrayLike,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Draw the index of the next token from logits.

        p = softmax(logits / T), cut to the k most probable, renormalized, cut to the smallest set
        of the most probable whose sum is at least top_p, renormalized

    Args:
        logits: shape (n,), n ≥ 1; dimensionless. −inf rules a token out, as long as one is finite.
        rng: the generator that one number is drawn from, or none at T = 0.
        temperature: T ≥ 0, dimensionless. 0 takes the largest logit, the first of equal ones.
        top_k: k, how many tokens stay, 1 ≤ k ≤ n; None keeps all.
        top_p: the probability that stays, in (0, 1]; None, like 1, keeps all. Of equally probable
            tokens at either cut the first stay.

    Returns:
        An index from 0 to n − 1.

    Raises:
        ValueError: logits are not a non-empty vector, hold NaN, +inf or nothing finite, or another
            argument is out of its range.

    Source: A. Fan, M. Lewis, Y. Dauphin, ACL 2018 (top-k); A. Holtzman et al., The Curious Case of
    Neural Text Degeneration, ICLR 2020, equations 2 and 3 (top-p) and section 3.3 (temperature).
    """
    scores = floats(logits, "logits", 1)
    if not -np.inf < scores.max() < np.inf:
        raise ValueError("logits must hold a finite number, and neither NaN nor +inf.")
    if not 0 <= temperature < np.inf:
        raise ValueError(f"temperature must be finite and not negative, not {temperature}.")
    if top_k is not None and not 1 <= top_k <= scores.size:
        raise ValueError(f"top_k must lie in 1..{scores.size}, not {top_k}.")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError(f"top_p must lie in (0, 1], not at {top_p}.")
    if temperature == 0:
        return int(np.argmax(scores))
    order = np.argsort(-scores, kind="stable")[:top_k]  # (k,), the most probable first
    shares = _cumulative(scores[order], temperature)  # (k,)
    if top_p is not None and top_p < 1:
        shares = shares[: np.searchsorted(shares, top_p) + 1]  # the first that reaches top_p stays
    shares = shares / shares[-1]  # ends in exactly 1, above every number drawn
    return int(order[np.searchsorted(shares, rng.random(), side="right")])


def generate(
    next_logits: Callable[[list[int]], npt.ArrayLike],
    prompt: Sequence[int],
    steps: int,
    rng: np.random.Generator,
    temperature: float = 1.0,
) -> list[int]:
    """Continue a text by drawing one token after another, each given all before it.

        t_{n+1} ~ softmax(next_logits(t_1, …, t_n) / T)

    Args:
        next_logits: a callable from the list of all tokens so far, which it may keep and change, to
            the logits of the next one, shape (V,). It is called once a step.
        prompt: the first tokens, one or more indices.
        steps: how many tokens to add, ≥ 0; a count.
        rng: the generator that every draw comes from.
        temperature: T ≥ 0, as in `sample_next`; dimensionless.

    Returns:
        A list of len(prompt) + steps indices that begins with the prompt.

    Raises:
        ValueError: the prompt is empty, `steps` is negative, or `sample_next` refuses an argument.

    Source: A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019, equation 1
    (the product of conditional probabilities, drawn factor by factor).
    """
    tokens = [int(token) for token in prompt]
    if not tokens:
        raise ValueError("The prompt must hold one token or more.")
    if steps < 0:
        raise ValueError(f"steps must be 0 or more, not {steps}.")
    for _ in range(steps):
        tokens.append(sample_next(next_logits(tokens.copy()), rng, temperature))
    return tokens


def write_greedily(
    next_logits: Callable[[list[int]], npt.ArrayLike],
    prompt: Sequence[int],
    steps: int,
    context: int,
) -> list[int]:
    """Return a prompt and the tokens that a model with a short memory finds most likely after it.

        t_n = argmax next_logits(t_{n−c}, …, t_{n−1})

    Args:
        next_logits: gets the last c tokens, or all if they are fewer; returns the logits of the
            next one.
        prompt: one token or more.
        steps: how many tokens to add, 0 or more; a count.
        context: c, 1 or more; a count.

    Returns:
        The prompt and the new tokens. Of equal logits, the first one counts.

    Raises:
        ValueError: the prompt is empty, steps is below 0, or context below 1.

    Source: A. Radford et al., Language Models are Unsupervised Multitask Learners, OpenAI 2019.
    """
    if len(prompt) == 0 or steps < 0 or context < 1:
        raise ValueError("prompt and context must be at least 1 long, and steps not below 0.")
    tokens = [int(token) for token in prompt]
    while len(tokens) < len(prompt) + steps:
        seen = tokens[max(0, len(tokens) - context) :]
        tokens.append(int(np.argmax(np.asarray(next_logits(seen)))))
    return tokens


def beam_search(
    log_probabilities: Callable[[int], npt.ArrayLike], start: int, length: int, width: int
) -> tuple[list[int], float]:
    """Search for the most probable continuation of a token, with a beam of sequences.

        log p(t_1, …, t_n | t_0) = Σ_i log p(t_i | t_{i-1}); after each step the `width` sequences
        with the largest sums stay

    Args:
        log_probabilities: a callable from a token to the natural logarithms of the probabilities
            of the next one, shape (V,); −inf rules a token out. It may be given a token twice.
        start: t_0, the token that the sequence begins with; an index.
        length: n, how many tokens follow, ≥ 0; a count.
        width: how many sequences stay after each step, ≥ 1; a count. 1 is greedy search, V^n or
            more looks at all sequences. Of equal sums the first stays.

    Returns:
        (tokens, log_probability): the start and `length` tokens, and the sum of their logarithms,
        in nats. Without a step it is 0.

    Raises:
        ValueError: `length` is negative, `width` is below 1, or the callable gives no vector.

    Source: D. Jurafsky, J. Martin, Speech and Language Processing, 3rd ed. draft, the chapter on
    machine translation, section on decoding (beam search).
    """
    if length < 0 or width < 1:
        raise ValueError("length must be 0 or more, and width 1 or more.")
    beam = np.array([[start]], dtype=np.intp)  # (w, 1), w = 1 at first
    totals: Floats = np.zeros(1)  # (w,)
    for _ in range(length):
        rows = [floats(log_probabilities(int(t)), "log probabilities", 1) for t in beam[:, -1]]
        sums = totals[:, None] + np.stack(rows)  # (w, V), all continuations
        kept = np.argsort(-sums, axis=None, kind="stable")[:width]  # (w',), the best first
        parents, tokens = np.unravel_index(kept, sums.shape)
        beam = np.column_stack([beam[parents], tokens])  # (w', 1 + steps so far)
        totals = sums.ravel()[kept]
    return [int(token) for token in beam[0]], float(totals[0])


def _cumulative(logits: Floats, temperature: float) -> Floats:
    """Return the running sums of softmax(logits / T), shape (k,); the last is exactly 1."""
    with np.errstate(over="ignore"):  # a tiny T sends what lies below the maximum to -inf
        exps = np.exp((logits - logits[0]) / temperature)  # (k,), the first is 1
    sums = np.cumsum(exps)
    shares: Floats = sums / sums[-1]
    return shares
