"""A neural language model agrees with one that is written for a single context, and starts well."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from solutions.finite_differences import numerical_gradient
from solutions.neural_language_model import initial_parameters, neural_logits
from solutions.tensor import Tensor

steady = settings(derandomize=True, deadline=None, max_examples=30, database=None)
sizes = st.integers(1, 4)


def model(seed: int, V: int, k: int, d: int, m: int) -> dict[str, np.ndarray]:
    """All parameters drawn, the biases too."""
    rng = np.random.default_rng(seed)
    drawn = initial_parameters(V, k, d, m, rng)
    return {name: rng.normal(size=array.shape) for name, array in drawn.items()}


def of_one(p: dict[str, np.ndarray], context: Any) -> np.ndarray:
    """The logits after one context, with plain sums."""
    z = p["b1"].astype(float)
    d = p["E"].shape[1]
    for place, token in enumerate(context):
        for i in range(d):
            z = z + p["E"][token, i] * p["W1"][place * d + i]
    logits: np.ndarray = np.tanh(z) @ p["W2"] + p["b2"]
    return logits


@steady
@given(st.integers(0, 2**32 - 1), sizes, sizes, sizes, sizes, sizes)
def test_logits_are_those_of_one_context_at_a_time(
    seed: int, n: int, V: int, k: int, d: int, m: int
) -> None:
    params = model(seed, V, k, d, m)
    contexts = np.random.default_rng(seed).integers(0, V, size=(n, k))
    wanted = [of_one(params, context) for context in contexts]
    assert_allclose(neural_logits(params, contexts).data, wanted, atol=1e-12)


def test_all_parameters_get_the_slopes_of_differences() -> None:
    params = model(1, 4, 3, 2, 3)
    contexts = np.array([[0, 1, 0], [3, 3, 3], [1, 0, 2]])
    upstream = np.random.default_rng(2).normal(size=(3, 4))
    tensors = {name: Tensor(array) for name, array in params.items()}
    (neural_logits(tensors, contexts) * upstream).sum().backward()
    for name, array in params.items():

        def f(x: Any, name: str = name) -> float:
            return float(np.sum(neural_logits({**params, name: x}, contexts).data * upstream))

        assert_allclose(tensors[name].grad, numerical_gradient(f, array), rtol=1e-5, atol=1e-7)


def test_contexts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(n, k\)"):
        neural_logits(model(1, 4, 3, 2, 3), [0, 1, 2])
    with pytest.raises(IndexError):
        neural_logits(model(1, 4, 3, 2, 3), [[0, 1, 4]])


@pytest.mark.parametrize(("V", "k", "d", "m"), [(39, 8, 16, 128), (60, 2, 30, 300)])
def test_a_model_starts_from_the_distributions_of_its_docstring(
    V: int, k: int, d: int, m: int
) -> None:
    drawn = initial_parameters(V, k, d, m, np.random.default_rng(0))
    for name, std in (("E", 1.0), ("W1", 5 / 3 / np.sqrt(k * d)), ("W2", 0.1 / np.sqrt(m))):
        assert stats.kstest(drawn[name].ravel() / std, "norm").pvalue > 1e-3
    assert not drawn["b1"].any()
    assert not drawn["b2"].any()


def test_an_untrained_model_knows_nothing_and_is_not_saturated() -> None:
    p = initial_parameters(39, 8, 16, 128, np.random.default_rng(0))
    contexts = np.random.default_rng(1).integers(0, 39, size=(500, 8))
    hidden = np.tanh(p["E"][contexts].reshape(500, -1) @ p["W1"] + p["b1"])
    assert np.mean(np.abs(hidden) > 0.99) < 0.15
    logits = neural_logits(p, contexts).data
    surprise = np.log(np.exp(logits).sum(axis=1)) - logits[:, 0]
    assert np.mean(surprise) == pytest.approx(np.log(39), abs=0.02)


def test_the_same_seed_draws_the_same_model() -> None:
    one, other = (initial_parameters(5, 2, 3, 4, np.random.default_rng(3)) for _ in range(2))
    for name, array in one.items():
        assert_array_equal(array, other[name])
    again = initial_parameters(5, 2, 3, 4, np.random.default_rng(4))
    assert not np.array_equal(one["W1"], again["W1"])
