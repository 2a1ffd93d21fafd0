"""Counterexamples show what is wrong with the functions that notebooks give, and the right one of
several given functions is right on all inputs that a notebook allows."""

from __future__ import annotations

import ast
import contextlib
import io
import itertools
from typing import Any

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from solutions import (
    AdamOptimizer,
    adam_failures,
    causal_attention,
    causal_failures,
    crop_failure,
    flattering_probabilities,
    losing_tokens,
    misleading_points,
    perplexity,
    shortest_failure,
    softmax_failures,
    tied_layer_gradient,
    uphill_input,
    write_greedily,
)
from tests.simulated import ROOT, graded_name, read

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

seeds = st.integers(0, 2**32 - 1)

GIVEN = {
    "softmax": ("02_probability/01_language_models", "suspects", "test_softmax_failures"),
    "adam": ("05_optimization/02_adam", "suspects", "test_adam_failures"),
    "causal": ("08_attention/04_causal", "suspects", "test_causal_failures"),
}
"""Notebooks that give several functions, with the cell of these and that of the tests."""


def cell(notebook: str, name: str) -> str:
    """The text of a marked cell of the course."""
    cells = read(ROOT / "source" / f"{notebook}.ipynb")["cells"]
    return str(next(cell["source"] for cell in cells if graded_name(cell) == name))


def names_in(notebook: str, name: str) -> dict[str, Any]:
    """What a given cell defines."""
    names: dict[str, Any] = {"np": np}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(cell(notebook, name), names)
    return names


def definitions(source: str) -> dict[str, str]:
    """The functions of a cell, without their comments."""
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {node.name: ast.unparse(node) for node in nodes}


@pytest.mark.parametrize(("notebook", "given", "tests"), GIVEN.values(), ids=GIVEN)
def test_what_is_tested_is_what_is_given(notebook: str, given: str, tests: str) -> None:
    suspects, tested = (definitions(cell(notebook, name)) for name in (given, tests))
    assert len(suspects) >= 4
    assert suspects.items() <= tested.items()


# --- functions of which one is right -------------------------------------------------------------


def off(suspect: Any, right: Any, *arguments: Any) -> bool:
    with np.errstate(all="ignore"):
        return not np.all(np.abs(suspect(*arguments) - right(*arguments)) <= 0.01)


def rows_softmax(x: Any) -> Any:
    return scipy.special.softmax(x, axis=1)


def adam(steps: Any) -> Any:
    optimizer, w = AdamOptimizer(0.1), [np.zeros(len(steps[0]))]
    for g in steps:
        w = optimizer.step(w, [g])
    return w[0]


def attention(Q: Any, K: Any, V: Any) -> Any:
    return causal_attention(Q, K, V)[0]


def test_each_wrong_softmax_fails_on_its_input() -> None:
    suspects = names_in(*GIVEN["softmax"][:2])["SUSPECTS"]
    found = softmax_failures()
    assert set(suspects) - set(found) == {"c"}
    for letter, x in found.items():
        assert off(suspects[letter], rows_softmax, x)
        assert np.max(np.abs(x)) <= 1000
        assert max(x.shape) <= 3


@STEADY
@given(seeds, st.integers(1, 3), st.integers(1, 3), st.sampled_from([1, 30, 1000]))
def test_the_right_softmax_never_fails(seed: int, n: int, m: int, size: int) -> None:
    right = names_in(*GIVEN["softmax"][:2])["SUSPECTS"]["c"]
    assert not off(right, rows_softmax, np.random.default_rng(seed).uniform(-size, size, (n, m)))


def test_each_wrong_adam_fails_on_its_gradients() -> None:
    suspects = names_in(*GIVEN["adam"][:2])["SUSPECTS"]
    found = adam_failures()
    assert set(suspects) - set(found) == {"c"}
    for letter, steps in found.items():
        assert off(suspects[letter], adam, steps)
        assert not off(suspects[letter], adam, [np.ones(1)] * 10)


@STEADY
@given(seeds, st.integers(1, 10), st.integers(1, 3), st.integers(-9, 3))
def test_the_right_adam_never_fails(seed: int, n: int, p: int, power: int) -> None:
    right = names_in(*GIVEN["adam"][:2])["SUSPECTS"]["c"]
    sizes = 10.0 ** np.random.default_rng(seed).uniform(min(power, 2), 3, size=(n, p))
    signs = np.random.default_rng(seed + 1).choice([-1, 0, 1], size=(n, p))
    assert not off(right, adam, sizes * signs)


def test_each_wrong_attention_fails_on_its_input() -> None:
    suspects = names_in(*GIVEN["causal"][:2])["SUSPECTS"]
    found = causal_failures()
    assert set(suspects) - set(found) == {"b"}
    for letter, arrays in found.items():
        assert off(suspects[letter], attention, *arrays)
        assert max(np.max(np.abs(array)) for array in arrays) <= 100


@STEADY
@given(seeds, st.integers(1, 3), st.integers(1, 2), st.sampled_from([1, 10, 100]))
def test_the_right_attention_never_fails(seed: int, n: int, d: int, size: int) -> None:
    right = names_in(*GIVEN["causal"][:2])["SUSPECTS"]["b"]
    Q, K, V = np.random.default_rng(seed).uniform(-size, size, (3, n, d))
    assert not off(right, attention, Q, K, V)


# --- inputs for one given function ---------------------------------------------------------------


@STEADY
@given(st.floats(-10, 10))
def test_misleading_points_vary_along_v_and_the_given_function_points_across(angle: float) -> None:
    v = np.array([np.cos(angle), np.sin(angle)])
    X = misleading_points(v)
    uncentred = names_in("01_linear_algebra/05_pca", "uncentred")["uncentred_direction"]
    assert abs(PCA(1).fit(X).components_[0] @ v) > 0.999
    assert abs(uncentred(X) @ v) < 0.01


def test_misleading_points_want_a_vector_of_the_plane() -> None:
    with pytest.raises(ValueError, match="2 long"):
        misleading_points([1.0, 0.0, 0.0])


@STEADY
@given(st.floats(-1.3, 1.5), st.floats(0.01, 3))
def test_flattering_probabilities_meet_both_bounds(power: float, ratio: float) -> None:
    reported = 1 + 10**power
    true = min(10_000.0, reported * 10**ratio)
    p = flattering_probabilities(reported, true)
    mean = names_in("03_information/04_perplexity", "mean_perplexity")["mean_perplexity"]
    assert mean(p) <= reported
    assert perplexity(p) >= true
    assert len(p) <= 1000
    assert np.all((p > 0) & (p <= 1))


def test_flattering_probabilities_refuse_what_no_probabilities_can_give() -> None:
    with pytest.raises(ValueError, match="above 1"):
        flattering_probabilities(1.0, 5.0)
    with pytest.raises(ValueError, match="No double"):
        flattering_probabilities(1.001, 1e9)


def test_a_slope_of_the_uphill_input_has_the_wrong_sign_by_the_given_function() -> None:
    theirs = names_in("04_calculus/07_network_gradients", "their_gradient")["their_gradient"]
    got, right = theirs(*uphill_input()), tied_layer_gradient(*uphill_input())
    assert np.any((got * right < 0) & (np.abs(got) >= 0.1) & (np.abs(right) >= 0.1))


@pytest.mark.parametrize("k", range(1, 11))
def test_the_given_gradient_keeps_one_slope_in_k_of_the_losing_tokens(k: int) -> None:
    tokens = losing_tokens(k)
    name = "their_embedding_gradient"
    theirs = names_in("06_embeddings/04_learned", name)[name]
    assert len(tokens) >= 6
    assert np.sum(theirs(tokens, np.ones((len(tokens), 1)), 10)) == len(tokens) / k


def test_there_are_no_tokens_of_which_one_in_none_is_kept() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        losing_tokens(0)


def test_three_samples_are_the_fewest_that_the_given_inverse_turns_round() -> None:
    theirs = names_in("07_fourier/01_spectrum", "their_inverse")["their_inverse"]
    signal = shortest_failure()
    assert len(signal) == 3
    assert np.max(np.abs(theirs(np.fft.fft(signal)) - signal)) > 0.1
    for n in (1, 2):
        for unit in np.eye(n):
            assert np.max(np.abs(theirs(np.fft.fft(unit)) - unit)) < 1e-9


def test_no_case_smaller_than_six_shows_that_the_given_writer_gets_stuck() -> None:
    names = names_in("09_capstone/02_gpt", "their_writer")
    theirs, count_up = names["their_writer"], names["count_up"]
    prompt, steps = crop_failure()
    assert len(prompt) + steps == 6
    assert theirs(count_up, prompt, steps, 4) != write_greedily(count_up, prompt, steps, 4)
    for length in range(1, 5):
        for tokens in itertools.product(range(3), repeat=length):
            steps = 5 - length
            assert theirs(count_up, tokens, steps, 4) == write_greedily(count_up, tokens, steps, 4)
