"""The references of the capstone's GPT agree with loops over tokens, heads and SciPy's softmax."""

import copy
from typing import Any

import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from solutions.gpt import CachedGPT, gpt_logits

STEADY = settings(derandomize=True, deadline=None, max_examples=20, database=None)

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 3)


def drawn(seed: int, V: int, C: int, d: int, m: int, blocks: int) -> dict[str, Any]:
    """Return a random model."""
    rng = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = dict.fromkeys(("W_q", "W_k", "W_v", "W_o"), (d, d))
    shapes |= dict.fromkeys(("gain_1", "bias_1", "gain_2", "bias_2", "b_2"), (d,))
    shapes |= {"W_1": (d, m), "b_1": (m,), "W_2": (m, d)}
    stack = [{name: rng.normal(size=s) for name, s in shapes.items()} for _ in range(blocks)]
    ends = {"E": rng.normal(size=(V, d)), "P": rng.normal(size=(C, d))}
    return {**ends, "gain": rng.normal(size=d), "bias": rng.normal(size=d), "blocks": stack}


def slow_logits(model: dict[str, Any], tokens: list[int], n_heads: int) -> np.ndarray:
    """Return all logits token by token and head by head, with z-scores and SciPy's softmax."""

    def norm(row: np.ndarray, gain: np.ndarray, bias: np.ndarray) -> np.ndarray:
        # z-scores have no ε: √(σ² / (σ² + ε)) puts it in.
        known = row.var() / (row.var() + 1e-5)
        return np.asarray(gain * scipy.stats.zscore(row) * np.sqrt(known) + bias)

    x = [model["E"][token] + model["P"][place] for place, token in enumerate(tokens)]
    for p in model["blocks"]:
        u = [norm(row, p["gain_1"], p["bias_1"]) for row in x]
        new = []
        for i, row in enumerate(x):
            heads = []
            for c in np.split(np.arange(len(row)), n_heads):
                q = u[i] @ p["W_q"][:, c]
                scores = [q @ (u[j] @ p["W_k"][:, c]) / len(c) ** 0.5 for j in range(i + 1)]
                shares = scipy.special.softmax(scores)
                heads.append(sum(a * (u[j] @ p["W_v"][:, c]) for j, a in enumerate(shares)))
            h = row + np.concatenate(heads) @ p["W_o"]
            z = norm(h, p["gain_2"], p["bias_2"]) @ p["W_1"] + p["b_1"]
            new.append(h + np.where(z > 0, z, 0) @ p["W_2"] + p["b_2"])
        x = new
    return np.array([model["E"] @ norm(row, model["gain"], model["bias"]) for row in x])


@STEADY
@given(seeds, st.integers(2, 4), sizes, sizes, st.integers(0, 3), st.integers(1, 6))
def test_logits_are_what_loops_over_tokens_and_heads_give(
    seed: int, V: int, n_heads: int, width: int, blocks: int, n: int
) -> None:
    model = drawn(seed, V, 6, 2 * n_heads * width, 3, blocks)
    tokens = np.random.default_rng(seed).integers(V, size=n).tolist()
    got = gpt_logits(model, tokens, n_heads)
    assert got.shape == (n, V)
    assert_allclose(got, slow_logits(model, tokens, n_heads), rtol=1e-7, atol=1e-8)


@STEADY
@given(seeds, st.integers(2, 5), st.integers(1, 12))
def test_a_step_gives_the_last_logits_of_the_tokens_in_its_cache(seed: int, C: int, n: int) -> None:
    model = drawn(seed, 4, C, 4, 3, 2)
    tokens = np.random.default_rng(seed).integers(4, size=n).tolist()
    gpt = CachedGPT(model, 2)
    window: list[int] = []
    for token in tokens:
        if len(window) == C:
            window = window[len(window) - C // 2 :]
        window.append(token)
        assert_allclose(gpt.step(token), slow_logits(model, window, 2)[-1], rtol=1e-7, atol=1e-8)


def test_two_caches_share_nothing_and_the_model_stays_as_it_was() -> None:
    model = drawn(1, 4, 3, 4, 3, 2)
    kept = copy.deepcopy(model)
    one, other = CachedGPT(model, 2), CachedGPT(model, 2)
    for token in (0, 1, 2, 3):
        one.step(token)
    assert_array_equal(other.step(2), CachedGPT(model, 2).step(2))
    gpt_logits(model, [0, 1], 2)
    np.testing.assert_equal(model, kept)


@pytest.mark.parametrize(
    ("tokens", "words"),
    [([], "1 to 3 tokens, not 0"), ([0, 1, 0, 1], "not 4"), ([4], "lie in 0"), ([-1], "lie in 0")],
)
def test_what_does_not_fit_is_refused(tokens: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        gpt_logits(drawn(1, 4, 3, 4, 3, 1), tokens, 2)


def test_a_cache_refuses_what_does_not_fit() -> None:
    gpt = CachedGPT(drawn(1, 4, 3, 4, 3, 1), 2)
    with pytest.raises(ValueError, match="lie in 0"):
        gpt.step(4)
    with pytest.raises(ValueError, match="two rows"):
        CachedGPT(drawn(1, 4, 1, 4, 3, 1), 2)
